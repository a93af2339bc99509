//! Numbers in an author's words that no function printed.

use super::english::{is_year, loose_figures};
use super::{Check, text};
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::document::{Inline, Page};

/// # What it finds
/// A number in the text, a heading, a table's cell, a picture's words or a chart's headline, in digits or words, with a
/// unit or a counted noun, that no function printed. None of them are: dates and years, key stages, year groups and
/// grades, ages, numbers of paragraphs and pages, telephone numbers, quotations, code.
///
/// # Whom it shuts out
/// Nobody, and it deceives everybody: a figure that was typed stays when the data are revised. It has no source, and it
/// goes round the disclosure policy: "one pupil was excluded" names a child to whoever knows the school.
///
/// # Example
/// ```text
/// Attainment rose to 67% of pupils, and three schools were inspected.
/// ```
///
/// # Instead
/// Let a function print it: `{{ value(of="ks2-rwm-expected") }} of pupils`. If it is no measure, say where it is from:
/// `{{ fact(text="three schools", source="Ofsted, 2017") }} were inspected`.
///
/// # Standard
/// None: the rule is our own. The Code of Practice for Statistics asks that quality be assured; nobody assures a figure
/// that was typed.
pub struct LooseFigure;

impl Check for LooseFigure {
    fn name(&self) -> &'static str {
        "loose_figure"
    }

    fn is_about_access(&self) -> bool {
        false
    }

    fn code(&self) -> Code {
        code::LOOSE_FIGURE
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn page(&self, page: &Page) -> Vec<Diagnostic> {
        if !is_authored(page) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for passage in text::passages(page) {
            let words = words(&passage.inlines);
            let figures = if passage.is_cell && is_bare_number(&words) {
                vec![words.trim().to_owned()]
            } else {
                loose_figures(&words).into_iter().map(|range| in_one_line(&words[range])).collect()
            };
            for figure in figures {
                let at = text::place(&figure, passage.after.as_ref());
                let message = match at {
                    Some(_) => format!("no function printed \"{figure}\""),
                    None => format!("no function printed \"{figure}\" on {}", page.path),
                };
                let diagnostic = Diagnostic::placeless(self.code(), message).maybe_at(at);
                found.push(diagnostic.hint(format!(
                    "print it with value(), change() or gap(), or say where it is from: {{{{ fact(text=\"{figure}\", source=\"…\") }}}}"
                )));
            }
        }
        found
    }
}

fn in_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the page's words are an author's. Those of measures' pages and lists are multum's.
fn is_authored(page: &Page) -> bool {
    use crate::document::PageKind;
    match page.kind {
        PageKind::Front | PageKind::Report(_) | PageKind::Topic(_) | PageKind::Plain => true,
        PageKind::Measure
        | PageKind::Measures
        | PageKind::Archive
        | PageKind::About
        | PageKind::Search
        | PageKind::NotFound => false,
    }
}

/// Stands for a figure that a function printed, and for code: no letter, no digit, and no space either.
const PRINTED: char = '\u{fffc}';

fn words(line: &[Inline]) -> String {
    fn gather(line: &[Inline], words: &mut String) {
        for inline in line {
            match inline {
                Inline::Text(text) => words.push_str(text),
                Inline::Strong(inner) | Inline::Emphasis(inner) => gather(inner, words),
                Inline::Link { text, .. } | Inline::Foreign { text, .. } => gather(text, words),
                Inline::Figure(_) | Inline::Code(_) | Inline::Rating(_) => words.push(PRINTED),
                Inline::Break => words.push('\n'),
            }
        }
    }
    let mut words = String::new();
    gather(line, &mut words);
    words
}

/// Whether a cell holds a number and nothing else, the year of a row left aside.
fn is_bare_number(words: &str) -> bool {
    let words = words.trim();
    let number = words.trim_start_matches(['£', '-', '−', '+']).trim_end_matches('%');
    let digits = number.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    digits && number.starts_with(|c: char| c.is_ascii_digit()) && !is_year(words)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{found, heading, messages, page, paragraph, site, text, tree};
    use super::*;
    use crate::diagnostic::Source;
    use crate::document::{Block, Cell, Column, FigureText, PageKind, Row, Table};

    #[test]
    fn a_warning_stands_at_the_authors_words_with_what_to_type() {
        let site = site(vec![paragraph("index.html", "At 14\nschools.")]);
        let found = found(&LooseFigure, &site, &tree(&[]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].at.as_ref().map(|at| at.text()), Some("14\nschools"));
        assert!(
            found[0].hint.as_ref().is_some_and(|hint| hint.ends_with("{{ fact(text=\"14 schools\", source=\"…\") }}"))
        );
    }

    #[test]
    fn a_number_alone_in_a_cell_is_loose_and_a_year_is_not() {
        let cell = |words: &str| Cell::Words(vec![text(words)]);
        let row = |words: &str, cells| Row { heading: vec![text(words)], ours: false, cells };
        let table = Table {
            caption: String::new(),
            corner: String::new(),
            columns: vec![Column { heading: "Pupils".into(), numeric: true }; 2],
            rows: vec![row("2017", vec![cell("1,234"), cell("2016")]), row("2018", vec![cell("67%"), cell("red")])],
            source: Vec::new(),
            notes: Vec::new(),
        };
        let site = site(vec![page("a.html", vec![Block::Table(Box::new(table))])]);
        assert_eq!(
            messages(&LooseFigure, &site, &tree(&[])),
            ["no function printed \"1,234\" on a.html", "no function printed \"67%\" on a.html"]
        );
    }

    #[test]
    fn printed_figures_quotations_and_multums_own_pages_pass() {
        let source = Source::new("a.md", "## A");
        let printed = Inline::Figure(FigureText { text: "67%".into(), measure: None, symbol: None, asked: None });
        let quotation = Block::Quotation(vec![Block::Paragraph(vec![text("14 schools")])]);
        let body =
            vec![heading("A", source.span(0, 4)), Block::Paragraph(vec![printed, text(" of pupils")]), quotation];
        let mut measure = paragraph("b.html", "14 schools");
        measure.kind = PageKind::Measure;
        let site = site(vec![page("a.html", body), measure]);
        assert!(messages(&LooseFigure, &site, &tree(&[])).is_empty());
    }
}
