//! Sentences and pages that are hard to read

use super::{Check, reading, text};
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::document::{Page, plain_text};

/// # What it finds
/// A sentence of more than 40 words; and a page of 100 words or more whose reading grade is above 14, which is what the
/// second year of a university reads with ease.
///
/// # Whom it shuts out
/// Parents and governors who read English as a second language, people with dyslexia, everybody who reads on a telephone
/// between two other things. The Government Digital Service asks for 25 words a sentence at most.
///
/// # Example
/// ```text
/// The authority, having regard to the outcomes of the previous year's review and in consultation with its partners, has
/// determined that a revised approach, details of which are set out below, should be adopted with effect from September.
/// ```
///
/// # Instead
/// Say one thing a sentence: `We looked at last year's review with our partners. From September we work in a new way.`
///
/// # Standard
/// WCAG 2.2, 3.1.5 (AAA) asks for the reading of lower secondary education, or an easier version beside it. The grade is
/// Flesch and Kincaid's, which counts words, sentences and syllables; syllables are counted by their vowels.
pub struct HardToRead;

/// How many words a sentence may have.
const WORDS: usize = 40;

/// The highest reading grade of a page.
const GRADE: f32 = 14.0;

impl Check for HardToRead {
    fn name(&self) -> &'static str {
        "hard_to_read"
    }

    fn code(&self) -> Code {
        code::READING
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn page(&self, page: &Page) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        // The measure of difficulty is one of English.
        if !page.language.as_str().starts_with("en") {
            return found;
        }
        let passages = text::passages(page);
        for passage in passages.iter().filter(|passage| !passage.is_cell) {
            let words = plain_text(&passage.inlines);
            for sentence in reading::sentences(&words) {
                let count = sentence.split_whitespace().count();
                if count > WORDS {
                    let start: Vec<&str> = sentence.split_whitespace().take(4).collect();
                    let start = start.join(" ");
                    let message = format!("a sentence on {} has {count} words: \"{start} …\"", page.path);
                    let diagnostic = Diagnostic::placeless(self.code(), message)
                        .maybe_at(text::place(&start, passage.after.as_ref()));
                    found.push(diagnostic.hint("say one thing a sentence; 25 words are enough for most"));
                }
            }
        }
        if let Some(grade) = reading::grade(page).filter(|grade| *grade > GRADE) {
            let message = format!("the words of {} have a reading grade of {grade:.0}; expected 14 at most", page.path);
            let diagnostic = Diagnostic::placeless(self.code(), message)
                .maybe_at(passages.iter().find_map(|passage| passage.after.clone()));
            found.push(diagnostic.hint("shorter sentences and shorter words bring it down"));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{found, messages, paragraph, site, tree};
    use super::*;

    #[test]
    fn a_long_sentence_is_found_where_it_begins() {
        let words = format!("Short one. Long it is {}.", "word ".repeat(40).trim());
        let found = found(&HardToRead, &site(vec![paragraph("a.html", &words)]), &tree(&[]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "a sentence on a.html has 43 words: \"Long it is word …\"");
        assert_eq!(found[0].at.as_ref().map(|at| at.text()), Some("Long it is word"));
    }

    #[test]
    fn a_page_of_long_words_is_found_and_plain_ones_pass() {
        let hard = "Institutional accountability necessitates comprehensive organisational documentation. ".repeat(20);
        let plain = "We saw each school in the spring. Most did well. ".repeat(20);
        let said =
            messages(&HardToRead, &site(vec![paragraph("a.html", &hard), paragraph("b.html", &plain)]), &tree(&[]));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with("the words of a.html have a reading grade of "));
    }
}
