//! Anchors that stand twice on a page.

use super::{Check, Html};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::Site;

/// # What it finds
/// Two elements of a page with the same `id`.
///
/// # Whom it shuts out
/// People who use a screen reader: labels, descriptions and table headings are joined to what they belong to by `id`,
/// and the second one is joined to the first one's words. And everybody who follows a link to the second.
///
/// # Example
/// ```text
/// ## Reading {#results}
/// ## Writing {#results}
/// ```
///
/// # Instead
/// Leave the name out (multum makes one from the heading's words) or give each its own.
///
/// # Standard
/// The HTML standard: an `id` is unique in its page. WCAG 2.2 has no clause of its own for it since 4.1.1 was taken
/// out, but 1.3.1 and 4.1.2 (A) fail when what is joined by it is wrong.
pub struct DuplicateId;

impl Check for DuplicateId {
    fn name(&self) -> &'static str {
        "duplicate_id"
    }

    fn code(&self) -> Code {
        code::DUPLICATE_ID
    }

    fn html(&self, html: &Html<'_>, _site: &Site) -> Vec<Diagnostic> {
        let mut twice: Vec<&str> =
            html.ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].as_ref()).collect();
        twice.dedup();
        twice
            .into_iter()
            .map(|id| {
                Diagnostic::placeless(self.code(), format!("{} has more than one place named \"{id}\"", html.path))
                    .hint("give one of the two headings other words")
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, site, sound, tree};
    use super::*;

    #[test]
    fn a_name_that_stands_three_times_is_reported_once() {
        let tree = tree(&[("a.html", "<p id=\"a\"></p><p id=\"b\"></p><p id=\"a\"></p><p id=\"a\"></p>")]);
        assert_eq!(messages(&DuplicateId, &site(Vec::new()), &tree), ["a.html has more than one place named \"a\""]);
    }

    #[test]
    fn names_of_their_own_pass() {
        let (site, tree) = sound();
        assert!(messages(&DuplicateId, &site, &tree).is_empty());
    }
}
