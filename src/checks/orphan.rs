//! Pages that no link leads to.

use super::Check;
use super::html::{Leads, Pages};
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::document::{PageKind, Site};
use crate::tree::Tree;

/// # What it finds
/// A page that can't be reached from the front page by links, however many. The page for addresses that lead nowhere
/// (404) is none: the web server shows it.
///
/// # Whom it shuts out
/// Everybody who wasn't sent the address. People who know a site by heart are as lost as those who are new to it.
///
/// # Example
/// ```text
/// content/about-our-figures.md, which neither the menu nor any page names
/// ```
///
/// # Instead
/// Link to it where a reader would look for it, or make it a page of a report: those are in its menu.
///
/// # Standard
/// WCAG 2.2, 2.4.5 (AA): there is more than one way to each page.
pub struct Orphan;

impl Check for Orphan {
    fn name(&self) -> &'static str {
        "orphan"
    }

    fn code(&self) -> Code {
        code::ORPHAN
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn site(&self, site: &Site, _tree: &Tree, pages: &Pages<'_>) -> Vec<Diagnostic> {
        let Some(front) = pages.index("index.html") else {
            return vec![Diagnostic::placeless(self.code(), "the site has no front page: index.html is missing")];
        };
        let mut reached = vec![false; pages.all.len()];
        let mut waiting = vec![front];
        reached[front] = true;
        while let Some(index) = waiting.pop() {
            for (_, leads) in &pages.all[index].links {
                if let Leads::Page { index: next, .. } = leads
                    && !std::mem::replace(&mut reached[*next], true)
                {
                    waiting.push(*next);
                }
            }
        }
        let not_found = |path: &crate::vocabulary::SitePath| {
            site.pages.iter().any(|page| page.path == *path && page.kind == PageKind::NotFound)
        };
        pages
            .all
            .iter()
            .zip(reached)
            .filter(|(page, reached)| !reached && !not_found(page.path))
            .map(|(page, _)| {
                Diagnostic::placeless(self.code(), format!("no link leads to {}", page.path))
                    .hint("link to it from a page that readers find")
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, page, site, sound, tree};
    use super::*;

    #[test]
    fn a_page_that_only_links_to_others_is_an_orphan_and_the_404_page_is_none() {
        let mut missing = page("404.html", Vec::new());
        missing.kind = PageKind::NotFound;
        let site = site(vec![missing]);
        let tree = tree(&[
            ("index.html", "<a href=\"a.html\">a</a>"),
            ("a.html", "<a href=\"b/#x\">b</a>"),
            ("b/index.html", ""),
            ("c.html", "<a href=\"d.html\">d</a><a href=\"index.html\">front</a>"),
            ("d.html", "<a href=\"c.html\">c</a>"),
            ("404.html", ""),
        ]);
        assert_eq!(messages(&Orphan, &site, &tree), ["no link leads to c.html", "no link leads to d.html"]);
    }

    #[test]
    fn a_site_whose_pages_are_linked_passes_and_one_without_a_front_page_does_not() {
        let (site, sound) = sound();
        assert!(messages(&Orphan, &site, &sound).is_empty());
        let none = tree(&[("a.html", "")]);
        assert_eq!(messages(&Orphan, &site, &none), ["the site has no front page: index.html is missing"]);
    }
}
