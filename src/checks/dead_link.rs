//! Links that lead nowhere.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::html::{Html, Leads, Pages};
use super::{Check, and_others, text};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::Site;
use crate::tree::Tree;

/// # What it finds
/// An address in a finished page (a link, a picture, a stylesheet, a script) that leads to no file of the site, or to
/// a heading or figure that the page doesn't have. Also one that names a folder and not its `index.html` (unless
/// `pretty_links` is set), and one that begins with `/`: neither works when the folder is opened from a disk, and the
/// second breaks when the council puts the site under a path of its website.
///
/// # Whom it shuts out
/// Everybody who follows the link; most of all those for whom coming back and trying another way is work: people who
/// use a switch, a screen reader or a magnifier.
///
/// # Example
/// ```text
/// The figures are in [the annex](annex.md#table-9).
/// ```
///
/// # Instead
/// Name a page that is there and a heading that it has: `[the annex](annex.md#attendance)`.
///
/// # Standard
/// None says it in one clause. Working links are part of "ways to find a page" (WCAG 2.2, 2.4.5) and of a link's
/// purpose (2.4.4): one that leads nowhere has none.
pub struct DeadLink;

impl Check for DeadLink {
    fn name(&self) -> &'static str {
        "dead_link"
    }

    fn code(&self) -> Code {
        code::DEAD_LINK
    }

    fn site(&self, site: &Site, _tree: &Tree, pages: &Pages<'_>) -> Vec<Diagnostic> {
        // The same navigation stands on every page: a dead link in it is one fault and not a thousand.
        let mut dead: BTreeMap<String, Vec<(&Html<'_>, &str)>> = BTreeMap::new();
        let found: Vec<(String, &Html<'_>, &str)> = pages
            .all
            .par_iter()
            .flat_map_iter(|page| {
                page.links
                    .iter()
                    .filter_map(move |(link, leads)| Some((fault(link, leads, site, pages)?, page, link.as_ref())))
            })
            .collect();
        for (fault, page, link) in found {
            dead.entry(fault).or_default().push((page, link));
        }
        dead.into_iter()
            .map(|(fault, mut on)| {
                on.dedup_by_key(|(page, _)| page.path);
                let (page, _) = on[0];
                let message = format!("a link on {} leads to {fault}", and_others(page.path.as_str(), on.len()));
                let diagnostic = Diagnostic::placeless(self.code(), message)
                    .maybe_at(on.iter().find_map(|(page, link)| author(site, page, link)));
                diagnostic.hint("correct the link, or add what it leads to")
            })
            .collect()
    }
}

/// What is wrong with a link, in words that go after "leads to"; nothing when it leads somewhere.
fn fault(link: &str, leads: &Leads, site: &Site, pages: &Pages<'_>) -> Option<String> {
    match leads {
        Leads::Outside | Leads::File => None,
        Leads::Nowhere(why) => Some(format!("{link}: {why}")),
        Leads::Missing(path) => Some(format!("{path}, which the site doesn't have")),
        Leads::Page { index, by_folder: true, .. } if !site.facts.pretty_links => {
            let path = pages.all[*index].path;
            Some(format!("the folder of {path}, which opens from a web server only"))
        }
        Leads::Page { index, anchor, .. } => {
            let (page, anchor) = (&pages.all[*index], anchor.as_ref()?);
            let path = page.path;
            (!page.has_anchor(anchor)).then(|| format!("{path}#{anchor}, and that page has no such heading or figure"))
        }
    }
}

/// Where the author wrote the link, when it is found: by what stands after the last `/` or `#` of it.
fn author(site: &Site, page: &Html<'_>, link: &str) -> Option<crate::diagnostic::Span> {
    let written = site.pages.iter().find(|written| written.path == *page.path)?;
    let after = text::passages(written).into_iter().find_map(|passage| passage.after)?;
    let end = link.rsplit(['/', '#']).next().unwrap_or(link).trim_end_matches(".html");
    text::place(end, Some(&after)).filter(|span| !end.is_empty() && span.text() == end)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{found, messages, page, paragraph, site, sound, tree};
    use super::*;
    use crate::document::PageKind;

    #[test]
    fn a_site_whose_links_all_lead_somewhere_passes() {
        let (site, tree) = sound();
        assert!(found(&DeadLink, &site, &tree).is_empty());
    }

    #[test]
    fn links_to_nothing_are_named_once_with_every_page_counted() {
        let (mut site, _) = sound();
        let tree = tree(&[
            ("index.html", "<a href=\"gone.html\">x</a><a href=\"a/b.html#no\">x</a><a href=\"gone.html\">x</a>"),
            ("a/b.html", "<a href=\"../gone.html\">x</a><img src=\"/p.png\"><a href=\"../../up.html\">x</a>"),
            ("c.html", "<a href=\"gone.html\">x</a><a href=\"a/\">x</a>"),
            ("a/index.html", "<a href=\"../a/index.html\">x</a>"),
        ]);
        assert_eq!(
            messages(&DeadLink, &site, &tree),
            [
                "a link on a/b.html leads to ../../up.html: it climbs above the top of the site",
                "a link on a/b.html leads to /p.png: it begins at the top of the web server, so it breaks in a folder or under another path",
                "a link on index.html leads to a/b.html#no, and that page has no such heading or figure",
                "a link on a/b.html and 2 other pages leads to gone.html, which the site doesn't have",
                "a link on c.html leads to the folder of a/index.html, which opens from a web server only",
            ]
        );
        site.facts.pretty_links = true;
        assert_eq!(messages(&DeadLink, &site, &tree).len(), 4);
    }

    #[test]
    fn only_the_page_for_lost_addresses_may_begin_at_the_servers_top() {
        let mut lost = page("404.html", Vec::new());
        lost.kind = PageKind::NotFound;
        let site = site(vec![lost]);
        let html = "<a href=\"/review/a.html\">a</a><a href=\"/review/b.html\">b</a><a href=\"/elsewhere\">c</a>";
        let tree = tree(&[("404.html", html), ("a.html", "")]);
        let faults = messages(&DeadLink, &site, &tree);
        assert_eq!(faults.len(), 2);
        assert!(faults[0].starts_with("a link on 404.html leads to /elsewhere: it begins at the top"), "{faults:?}");
        assert_eq!(faults[1], "a link on 404.html leads to b.html, which the site doesn't have");
    }

    #[test]
    fn the_author_is_shown_the_line() {
        let site = site(vec![paragraph("index.html", "See [the annex](index.md#table-9).")]);
        let tree = tree(&[("index.html", "<a href=\"#table-9\">x</a>")]);
        let found = found(&DeadLink, &site, &tree);
        let at = found[0].at.as_ref().expect("a place");
        assert_eq!((at.text(), at.position().line), ("table-9", 3));
    }
}
