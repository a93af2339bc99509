//! Links with the same words that lead to different places

use std::collections::BTreeMap;

use super::{Check, text};
use crate::diagnostic::{Code, Diagnostic, Severity, Span, code};
use crate::document::{Inline, Page, Target, plain_text};

/// # What it finds
/// Two links of an author on one page that have the same words and lead to different places.
///
/// # Whom it shuts out
/// People who choose from a list of a page's links, or say a link's words to open it: two that sound alike can't be told
/// apart.
///
/// # Example
/// ```text
/// See [Ofsted's report](https://example.gov.uk/a) on the one school and [Ofsted's report](https://example.gov.uk/b) on
/// the other.
/// ```
///
/// # Instead
/// Let each say what is different: `[Ofsted's report on early years](…)`.
///
/// # Standard
/// WCAG 2.2, 2.4.4 (A) and 3.2.4 (AA): what does the same has the same name, and what does not has another.
pub struct SameWordsElsewhere;

impl Check for SameWordsElsewhere {
    fn name(&self) -> &'static str {
        "same_words_elsewhere"
    }

    fn code(&self) -> Code {
        code::SAME_WORDS
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn page(&self, page: &Page) -> Vec<Diagnostic> {
        let mut seen: BTreeMap<String, &Target> = BTreeMap::new();
        let mut found = Vec::new();
        let passages = text::passages(page);
        for passage in &passages {
            let mut links = Vec::new();
            gather(&passage.inlines, &mut links);
            for (words, target) in links {
                let key = words.trim().to_lowercase();
                if key.is_empty() {
                    continue;
                }
                let first = *seen.entry(key).or_insert(target);
                if first != target {
                    found.push(self.tell(&words, page, passage.after.as_ref()));
                }
            }
        }
        found
    }
}

impl SameWordsElsewhere {
    fn tell(&self, words: &str, page: &Page, after: Option<&Span>) -> Diagnostic {
        let message = format!("two links on {} say \"{words}\" and lead to different places", page.path);
        let diagnostic =
            Diagnostic::placeless(self.code(), message).maybe_at(text::place(&format!("[{words}]"), after));
        diagnostic.hint("let each say what is to be found there and not at the other")
    }
}

fn gather<'a>(line: &'a [Inline], links: &mut Vec<(String, &'a Target)>) {
    for inline in line {
        match inline {
            Inline::Link { target, text } => links.push((plain_text(text), target)),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Foreign { text: inner, .. } => {
                gather(inner, links);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Figure(_) | Inline::Rating(_) | Inline::Break => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, page, site, text, tree};
    use super::*;
    use crate::document::Block;

    fn link(words: &str, to: &str) -> Inline {
        Inline::Link { target: Target::Outside(to.to_owned()), text: vec![text(words)] }
    }

    #[test]
    fn the_second_of_two_that_sound_alike_is_found_and_a_repeated_link_passes() {
        let one =
            Block::Paragraph(vec![link("The report", "https://a.example"), link("the report ", "https://b.example")]);
        let two = Block::Paragraph(vec![link("Data", "https://c.example"), link("Data", "https://c.example")]);
        assert_eq!(
            messages(&SameWordsElsewhere, &site(vec![page("a.html", vec![one, two])]), &tree(&[])),
            ["two links on a.html say \"the report \" and lead to different places"]
        );
    }
}
