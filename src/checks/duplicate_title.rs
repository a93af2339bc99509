//! Pages that can't be told apart by their titles.

use std::collections::BTreeMap;

use super::{Check, Pages};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::Site;
use crate::tree::Tree;

/// # What it finds
/// Two pages in one language with the same full title: the one that stands in the browser's tab. A page that is a copy
/// of another, and says so to search engines, may share its title.
///
/// # Whom it shuts out
/// People who hear a page's title first and decide by it whether they are where they meant to be; everybody with
/// several tabs, bookmarks or search results.
///
/// # Example
/// ```text
/// title: Attainment
/// ```
/// in both `content/2016-17/key-stage-2.md` and `content/2016-17/key-stage-4.md`.
///
/// # Instead
/// Say what the page is about and no other page is: `title: Attainment at key stage 2`.
///
/// # Standard
/// WCAG 2.2, 2.4.2 (A): pages have titles that describe topic or purpose.
pub struct DuplicateTitle;

impl Check for DuplicateTitle {
    fn name(&self) -> &'static str {
        "duplicate_title"
    }

    fn code(&self) -> Code {
        code::DUPLICATE_TITLE
    }

    fn site(&self, site: &Site, _tree: &Tree, _pages: &Pages<'_>) -> Vec<Diagnostic> {
        let mut titled: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for page in site.pages.iter().filter(|page| page.canonical.as_ref().is_none_or(|path| *path == page.path)) {
            titled.entry((&page.full_title, page.language.as_str())).or_default().push(page.path.as_str());
        }
        titled
            .into_iter()
            .filter(|(_, paths)| paths.len() > 1)
            .map(|((title, _), paths)| {
                let (last, others) = paths.split_last().expect("there are two at least");
                let message = format!("{} and {last} have the same title, \"{title}\"", others.join(", "));
                Diagnostic::placeless(self.code(), message).hint("give each a title of its own in its first lines")
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, page, path, site, tree};
    use super::*;
    use crate::vocabulary::Language;

    #[test]
    fn two_pages_of_one_title_are_named_together() {
        let mut pages = ["a.html", "b.html", "c.html", "d.html", "e.html"].map(|at| page(at, Vec::new()));
        for page in &mut pages[..4] {
            page.full_title = "Attainment".to_owned();
        }
        pages[2].canonical = Some(path("a.html"));
        pages[3].language = Language::new("cy").expect("Welsh");
        assert_eq!(
            messages(&DuplicateTitle, &site(pages.to_vec()), &tree(&[])),
            ["a.html and b.html have the same title, \"Attainment\""]
        );
    }

    #[test]
    fn pages_with_titles_of_their_own_pass() {
        let site = site(vec![page("a.html", Vec::new()), page("b.html", Vec::new())]);
        assert!(messages(&DuplicateTitle, &site, &tree(&[])).is_empty());
    }
}
