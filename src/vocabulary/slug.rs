//! The name of a measure, a geography, a group or a topic, as authors write it and addresses show it.

use std::fmt;
use std::sync::Arc;

/// A name of lower-case letters, digits and hyphens, such as `ks2-rwm-expected`. It begins and ends with a letter or digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// The slug that `text` spells, or nothing when it has another character or is empty.
    ///
    /// ```
    /// use multum::vocabulary::Slug;
    /// assert!(Slug::new("east-midlands").is_some());
    /// assert!(Slug::new("East Midlands").is_none());
    /// ```
    pub fn new(text: &str) -> Option<Slug> {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let spelt = text.chars().all(|c| inner(c) || c == '-') && text.starts_with(inner) && text.ends_with(inner);
        spelt.then(|| Slug(Arc::from(text)))
    }

    /// The nearest slug to any text: `Key stage 2` gives `key-stage-2`. Empty text gives `section`.
    pub fn from_title(text: &str) -> Slug {
        let mut spelt = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                spelt.push(c.to_ascii_lowercase());
            } else if c == '\'' || c == '’' {
                // "council's" reads better as "councils" than as "council-s".
            } else if !spelt.is_empty() && !spelt.ends_with('-') {
                spelt.push('-');
            }
        }
        let spelt = spelt.trim_end_matches('-');
        Slug(Arc::from(if spelt.is_empty() { "section" } else { spelt }))
    }

    /// The text of the slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl std::borrow::Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_slug_that_is_one() {
        for (title, slug) in [
            ("Key stage 2", "key-stage-2"),
            ("What have we done?", "what-have-we-done"),
            ("The council's £ plan", "the-councils-plan"),
            ("…", "section"),
        ] {
            assert_eq!(Slug::from_title(title).as_str(), slug);
            assert!(Slug::new(slug).is_some());
        }
    }

    #[test]
    fn capitals_spaces_and_edge_hyphens_are_refused() {
        for text in ["", "KS2", "ks 2", "-ks2", "ks2-", "ks_2"] {
            assert!(Slug::new(text).is_none(), "{text}");
        }
    }
}
