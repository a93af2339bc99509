//! Pictures and charts without words.

use super::{Check, Html};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::{Block, Page, Site, every};

/// # What it finds
/// A picture of the content without words for those who can't see it; a chart without its summary; and, in the
/// finished pages, an `img` without `alt` (a picture of the theme that only decorates has an empty one).
///
/// # Whom it shuts out
/// People who are blind or have low vision; those who read in braille or as plain text; those whose connection leaves
/// pictures out.
///
/// # Example
/// ```text
/// {{ image(src="cycle.png", alt="") }}
/// ```
///
/// # Instead
/// Say what the picture tells, in a sentence: `alt="The four parts of the review, each leading to the next"`. If it
/// tells nothing, leave it out.
///
/// # Standard
/// WCAG 2.2, 1.1.1 (A): what is not text has a text alternative that serves the same purpose.
pub struct MissingAlternative;

impl Check for MissingAlternative {
    fn name(&self) -> &'static str {
        "missing_alternative"
    }

    fn code(&self) -> Code {
        code::ALTERNATIVE
    }

    fn page(&self, page: &Page) -> Vec<Diagnostic> {
        every(&page.body)
            .filter_map(|block| match block {
                Block::Image(image) if image.alternative.trim().is_empty() => {
                    Some(format!("the picture {}", image.path))
                }
                Block::Chart(figure) if figure.summary.trim().is_empty() => {
                    Some(format!("the chart \"{}\"", figure.chart.title))
                }
                _ => None,
            })
            .map(|what| {
                Diagnostic::placeless(
                    self.code(),
                    format!("{what} on {} has no words for those who can't see it", page.path),
                )
                .hint("say in alt=\"…\" what it shows")
            })
            .collect()
    }

    fn html(&self, html: &Html<'_>, _site: &Site) -> Vec<Diagnostic> {
        html.pictures_without_words
            .iter()
            .map(|source| {
                let name = source.rsplit('/').next().unwrap_or_default();
                let message = format!("the picture {name} on {} has no alt, not even an empty one", html.path);
                Diagnostic::placeless(self.code(), message)
                    .hint("it comes from the theme: add alt=\"\" there if it only decorates")
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, page, path, site, sound, tree};
    use super::*;
    use crate::document::{Image, Note};

    fn picture(alternative: &str) -> Block {
        Block::Image(Image {
            path: path("a/cycle.png"),
            alternative: alternative.to_owned(),
            caption: Vec::new(),
            size: None,
        })
    }

    #[test]
    fn a_picture_without_words_is_found_wherever_it_stands() {
        let note = Block::Note(Note { title: None, body: vec![picture("  ")] });
        let site = site(vec![page("a.html", vec![note]), page("b.html", vec![picture("")])]);
        assert_eq!(
            messages(&MissingAlternative, &site, &tree(&[("c.html", "<img src=\"logo.svg\">")])),
            [
                "the picture a/cycle.png on a.html has no words for those who can't see it",
                "the picture a/cycle.png on b.html has no words for those who can't see it",
                "the picture logo.svg on c.html has no alt, not even an empty one",
            ]
        );
    }

    #[test]
    fn pictures_with_words_pass() {
        let (_, tree) = sound();
        let site = site(vec![page("a.html", vec![picture("The four parts of the review")])]);
        assert!(messages(&MissingAlternative, &site, &tree).is_empty());
    }
}
