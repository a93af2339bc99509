//! The language of a passage.

use std::fmt;
use std::sync::Arc;

/// A language tag such as `en-GB` or `cy`, as HTML's `lang` takes it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Language(Arc<str>);

impl Language {
    /// British English, which a site is in until `site.toml` says otherwise.
    pub fn british() -> Language {
        Language(Arc::from("en-GB"))
    }

    /// The tag that `text` spells: letters, digits and hyphens, first a part of two or three letters.
    pub fn new(text: &str) -> Option<Language> {
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or_default();
        let sound = (2..=3).contains(&first.len())
            && first.chars().all(|c| c.is_ascii_lowercase())
            && parts.all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()));
        sound.then(|| Language(Arc::from(text)))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_names() {
        assert!(Language::new("cy").is_some());
        assert!(Language::new("en-GB").is_some());
        for text in ["", "English", "EN", "en-", "en_GB"] {
            assert!(Language::new(text).is_none(), "{text}");
        }
    }
}
