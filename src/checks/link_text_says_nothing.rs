//! Links whose words don't say where they lead.

use super::{Check, text};
use crate::diagnostic::{Code, Diagnostic, Span, code};
use crate::document::{Inline, Page, plain_text};

/// # What it finds
/// A link whose words are none, an address, or words such as "here", "click here", "more", "this page".
///
/// # Whom it shuts out
/// People who use a screen reader call up a list of a page's links, or jump from one to the next: "here, here, more"
/// tells them nothing. People who say a link's words to open it can't say which "here" they mean.
///
/// # Example
/// ```text
/// The figures are explained [here](methodology.md).
/// ```
///
/// # Instead
/// Let what it leads to be the link: `The [methodology](methodology.md) explains the figures.`
///
/// # Standard
/// WCAG 2.2, 2.4.4 (A): the purpose of a link can be told from its words, or from its words and their sentence. This
/// check asks for the former, as 2.4.9 (AAA) does, and as the Government Analysis Function asks of statistics.
pub struct LinkTextSaysNothing;

/// Words of links that could lead anywhere.
#[rustfmt::skip]
const NOTHING: &[&str] = &[
    "", "click", "click here", "click this link", "details", "download", "find out more", "follow this link",
    "further details", "further information", "go", "here", "learn more", "link", "more", "more details",
    "more information", "page", "press here", "read", "read more", "read on", "see here", "see more", "this",
    "this document", "this link", "this page", "this report", "this website", "view", "view more", "website",
];

impl Check for LinkTextSaysNothing {
    fn name(&self) -> &'static str {
        "link_text_says_nothing"
    }

    fn code(&self) -> Code {
        code::LINK_TEXT
    }

    fn page(&self, page: &Page) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for passage in text::passages(page) {
            self.line(&passage.inlines, page, passage.after.as_ref(), &mut found);
        }
        found
    }
}

impl LinkTextSaysNothing {
    fn line(&self, line: &[Inline], page: &Page, after: Option<&Span>, found: &mut Vec<Diagnostic>) {
        for inline in line {
            match inline {
                Inline::Link { text: words, .. } => {
                    let words = plain_text(words);
                    if says_nothing(&words) {
                        let message = format!("a link on {} says \"{words}\" and not where it leads", page.path);
                        let diagnostic = Diagnostic::placeless(self.code(), message)
                            .maybe_at(text::place(&format!("[{words}]"), after));
                        found.push(diagnostic.hint("make the name of what it leads to the link"));
                    }
                }
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Foreign { text: inner, .. } => {
                    self.line(inner, page, after, found);
                }
                Inline::Text(_) | Inline::Code(_) | Inline::Figure(_) | Inline::Rating(_) | Inline::Break => {}
            }
        }
    }
}

fn says_nothing(words: &str) -> bool {
    let lower = words.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    NOTHING.contains(&bare) || bare.starts_with("http://") || bare.starts_with("https://") || bare.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{found, heading, messages, page, site, text, tree};
    use super::*;
    use crate::diagnostic::Source;
    use crate::document::{Block, Target};

    fn link(words: &str) -> Inline {
        Inline::Link { target: Target::Outside("https://example.gov.uk".into()), text: vec![text(words)] }
    }

    #[test]
    fn links_that_could_lead_anywhere_are_found_at_their_place() {
        let source = Source::new("content/a.md", "## Heading\n\nRead [Here](x) and\n**[more …](y)**.");
        let body = vec![
            heading("Heading", source.span(0, 10)),
            Block::Paragraph(vec![text("Read "), link("Here"), text(" and "), Inline::Strong(vec![link("more …")])]),
        ];
        let site = site(vec![page("a.html", body)]);
        let found = found(&LinkTextSaysNothing, &site, &tree(&[]));
        let places: Vec<_> = found.iter().map(|found| found.at.as_ref().expect("a place").text()).collect();
        assert_eq!(places, ["[Here]", "[more …]"]);
        assert_eq!(found[0].message, "a link on a.html says \"Here\" and not where it leads");
    }

    #[test]
    fn links_that_name_what_they_lead_to_pass() {
        let words = ["the methodology", "Here to Help", "more about phonics", "Department for Education (www.gov.uk)"];
        let site = site(vec![page("a.html", vec![Block::Paragraph(words.map(link).to_vec())])]);
        assert!(messages(&LinkTextSaysNothing, &site, &tree(&[])).is_empty());
    }
}
