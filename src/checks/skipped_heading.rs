//! Headings that leave out a level.

use super::{Check, Html};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::{Block, Site};

/// # What it finds
/// In the finished pages: a page without a first heading or with two, one that begins with another, and a heading more
/// than one level below the one before it.
///
/// # Whom it shuts out
/// People who use a screen reader go from heading to heading and hear each one's level: a gap sounds like a part that
/// they have missed.
///
/// # Example
/// ```text
/// ## Attainment
/// #### Reading
/// ```
///
/// # Instead
/// Go down one step at a time: `### Reading`. How large a heading looks is the theme's affair.
///
/// # Standard
/// WCAG 2.2, 1.3.1 (A) and 2.4.6 (AA), with technique H42. WCAG does not forbid a gap as such.
pub struct SkippedHeading;

impl Check for SkippedHeading {
    fn name(&self) -> &'static str {
        "skipped_heading"
    }

    fn code(&self) -> Code {
        code::HEADING
    }

    fn html(&self, html: &Html<'_>, site: &Site) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut fault = |message: String, id: Option<&str>| {
            let diagnostic =
                Diagnostic::placeless(self.code(), message).maybe_at(id.and_then(|id| author(site, html, id)));
            found.push(diagnostic.hint("go down one level at a time: ## after the title, ### below ##"));
        };
        let first = html.headings.iter().filter(|(level, _)| *level == 1).count();
        if first != 1 {
            fault(format!("expected one first heading on {}, found {first}", html.path), None);
        }
        let mut before = 0;
        for (level, id) in &html.headings {
            let name = id.as_deref().map(|id| format!(" \"{id}\"")).unwrap_or_default();
            if before == 0 && *level != 1 {
                fault(
                    format!("{} begins with a heading{name} of level {level}, not with its title", html.path),
                    id.as_deref(),
                );
            } else if *level > before + 1 {
                let message =
                    format!("{} goes from a heading of level {before} to one{name} of level {level}", html.path);
                fault(message, id.as_deref());
            }
            before = *level;
        }
        found
    }
}

/// Where the author wrote the heading with that anchor.
fn author(site: &Site, html: &Html<'_>, id: &str) -> Option<crate::diagnostic::Span> {
    let page = site.pages.iter().find(|page| page.path == *html.path)?;
    page.body.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.id == id => heading.at.clone(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{found, messages, paragraph, site, sound, tree};
    use super::*;

    #[test]
    fn gaps_and_pages_without_a_title_are_found() {
        let tree = tree(&[
            ("a.html", "<h1>A</h1><h2>B</h2><h4 id=\"c\">C</h4><h2>D</h2><h3>E</h3>"),
            ("b.html", "<h2>B</h2><h3>C</h3>"),
            ("c.html", "<h1>C</h1><h1>D</h1>"),
        ]);
        assert_eq!(
            messages(&SkippedHeading, &site(Vec::new()), &tree),
            [
                "a.html goes from a heading of level 2 to one \"c\" of level 4",
                "expected one first heading on b.html, found 0",
                "b.html begins with a heading of level 2, not with its title",
                "expected one first heading on c.html, found 2",
            ]
        );
    }

    #[test]
    fn the_author_is_shown_the_heading() {
        let site = site(vec![paragraph("a.html", "Text.")]);
        let found = found(&SkippedHeading, &site, &tree(&[("a.html", "<h1>A</h1><h3 id=\"heading\">Heading</h3>")]));
        assert_eq!(found[0].at.as_ref().map(|at| at.text()), Some("## Heading"));
    }

    #[test]
    fn steps_down_and_leaps_up_pass() {
        let (site, _) = sound();
        let tree = tree(&[("a.html", "<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4><h2>E</h2>")]);
        assert!(messages(&SkippedHeading, &site, &tree).is_empty());
    }
}
