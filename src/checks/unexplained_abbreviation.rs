//! Abbreviations that are written out nowhere on their page

use std::collections::BTreeSet;

use super::{Check, text};
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::document::{Block, Page, plain_text};

/// # What it finds
/// A word of capitals, such as EYFS or DfE, that a page uses and nowhere writes out. It counts as written out where it
/// stands in round brackets after other words, where words in round brackets follow it, or after "called".
///
/// # Whom it shuts out
/// Whoever doesn't work in a school: parents, councillors, journalists. Screen readers spell some out and say others as
/// words, so that even who knows them may not know them again.
///
/// # Example
/// ```text
/// Results at the end of the EYFS rose.
/// ```
///
/// # Instead
/// Put it into `data/glossary.yaml`: it is then written out at its first use on each page. Or write it out yourself:
/// `the early years foundation stage (EYFS)`.
///
/// # Standard
/// WCAG 2.2, 3.1.4 (AAA): there is a way to an abbreviation's long form.
pub struct UnexplainedAbbreviation;

/// What everybody knows by its letters: countries, files, qualifications that are never written out.
const KNOWN: &[&str] = &[
    "UK", "EU", "GB", "PDF", "CSV", "ODS", "SVG", "PNG", "EPUB", "HTML", "BBC", "NHS", "OK", "A4", "IT", "GCSE",
    "GCSEs", "AAB", "AA", "II", "III", "IV",
];

impl Check for UnexplainedAbbreviation {
    fn name(&self) -> &'static str {
        "unexplained_abbreviation"
    }

    fn code(&self) -> Code {
        code::ABBREVIATION
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn page(&self, page: &Page) -> Vec<Diagnostic> {
        let passages = text::passages(page);
        let lines: Vec<String> = passages.iter().map(|passage| plain_text(&passage.inlines)).collect();
        let notes = notes(&page.body);
        let explained: BTreeSet<&str> = lines.iter().chain(notes).flat_map(|line| explained(line)).collect();
        let mut told = BTreeSet::new();
        let mut found = Vec::new();
        for (line, passage) in lines.iter().zip(&passages).filter(|(_, passage)| !passage.is_cell) {
            for word in abbreviations(line) {
                let plain = word.strip_suffix('s').unwrap_or(word);
                let known = KNOWN.contains(&word) || explained.contains(word) || explained.contains(plain);
                if !known && told.insert(plain) {
                    let message = format!("{} uses {word} and nowhere writes it out", page.path);
                    let diagnostic =
                        Diagnostic::placeless(self.code(), message).maybe_at(text::place(word, passage.after.as_ref()));
                    let hint = format!("add {plain} to data/glossary.yaml, or write its words before it: … ({plain})");
                    found.push(diagnostic.hint(hint));
                }
            }
        }
        found
    }
}

/// The notes below a page's tables and charts, which write out what their headings shorten.
fn notes(body: &[Block]) -> impl Iterator<Item = &String> {
    body.iter().flat_map(|block| match block {
        Block::Table(table) => table.notes.as_slice(),
        Block::Chart(figure) => figure.notes.as_slice(),
        _ => &[],
    })
}

/// The words of a line that are abbreviations: two capitals and more, with at most a small letter among them.
fn abbreviations(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let small = word.chars().filter(|c| c.is_lowercase()).count();
        (2..=6).contains(&capitals) && small <= 1 && word.starts_with(char::is_uppercase)
    })
}

/// The abbreviations that a line writes out: in brackets after words, or before brackets with words.
fn explained(line: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for (called, word) in line.match_indices(" called ") {
        all.extend(abbreviations(&line[called + word.len()..]).next());
    }
    for (open, _) in line.match_indices('(') {
        let inside = line[open + 1..].split(')').next().unwrap_or_default();
        all.extend(abbreviations(inside));
        if inside.split_whitespace().count() > 1 {
            // "EHC plan (education, health and care plan)": the abbreviation may be one of two words.
            line[..open].trim_end().rsplit(' ').take(2).for_each(|word| all.extend(abbreviations(word)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{found, messages, paragraph, site, tree};
    use super::*;

    #[test]
    fn an_abbreviation_is_found_once_at_its_first_use() {
        let site = site(vec![paragraph("a.html", "The EYFS and the DfE. The EYFS again, with two LSOAs.")]);
        let found = found(&UnexplainedAbbreviation, &site, &tree(&[]));
        let said: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "a.html uses EYFS and nowhere writes it out",
                "a.html uses DfE and nowhere writes it out",
                "a.html uses LSOAs and nowhere writes it out"
            ]
        );
        assert_eq!(found[0].at.as_ref().map(|at| at.text()), Some("EYFS"));
    }

    #[test]
    fn what_is_written_out_on_the_page_or_known_to_all_passes() {
        let words = "The early years foundation stage (EYFS), what is called LAC, LAC and SEND (special educational needs and disabilities). \
                     EYFS, SEND, GCSEs, a PDF from the UK, Ofsted and 2016/17.";
        assert!(messages(&UnexplainedAbbreviation, &site(vec![paragraph("a.html", words)]), &tree(&[])).is_empty());
    }
}
