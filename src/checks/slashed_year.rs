//! Years with a slash or a dash in a sentence

use super::{Check, text};
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::document::{Inline, Page, PageKind};
use crate::vocabulary::AcademicYear;

/// # What it finds
/// An academic or financial year that a sentence or a heading writes as tables do: 2016/17, 2016-17, 2016/2017. The title
/// of a page may have it, and the words of a link, which are often a title; so may tables, charts, quotations and code.
///
/// # Whom it shuts out
/// People who listen: a screen reader says "two thousand and sixteen slash seventeen", and passes over a dash. Whoever
/// does not know how schools count years, since 2016-17 may be two years, one, or a range.
///
/// # Example
/// ```text
/// In 2016/17 the council opened a nursery.
/// ```
///
/// # Instead
/// Write `In the 2016 to 2017 academic year the council opened a nursery.` Once the year is named so, `2016 to 2017` is
/// enough.
///
/// # Standard
/// The Government Analysis Function's and GOV.UK's styles: "to" between years, and no slash or dash, in text that is read.
pub struct SlashedYear;

impl Check for SlashedYear {
    fn name(&self) -> &'static str {
        "slashed_year"
    }

    fn code(&self) -> Code {
        code::SLASHED_YEAR
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn page(&self, page: &Page) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        if !page.language.as_str().starts_with("en") {
            return found;
        }
        for passage in text::passages(page).iter().filter(|passage| !passage.is_cell) {
            let words = words(&passage.inlines);
            // What multum writes on its own pages are names, titles and sources, but for what a measure is.
            let authored = match page.kind {
                PageKind::Front | PageKind::Report(_) | PageKind::Topic(_) | PageKind::Plain => true,
                _ => page.description.as_deref() == Some(words.as_str()),
            };
            if !authored || words == page.title || is_source(&passage.inlines) {
                continue;
            }
            for (written, year) in slashed(&words) {
                let at = text::place(&written, passage.after.as_ref());
                let message = format!("a sentence on {} writes a year as tables do: \"{written}\"", page.path);
                let diagnostic = Diagnostic::placeless(self.code(), message).maybe_at(at);
                let (full, brief) = (year.in_words(), year.briefly());
                found.push(diagnostic.hint(format!("write {full}, or {brief} where the year is named so already")));
            }
        }
        found
    }
}

/// Whether a line is one of those that list where numbers come from, in which titles stand as they are.
fn is_source(line: &[Inline]) -> bool {
    matches!(line, [Inline::Figure(figure), ..] if figure.measure.is_none() && figure.asked.is_none())
}

/// The words of a line. What a function printed is its own, and a link's words are mostly the title of where it leads.
fn words(line: &[Inline]) -> String {
    let mut words = String::new();
    for inline in line {
        match inline {
            Inline::Text(text) => words.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) => words.push_str(&self::words(inner)),
            Inline::Foreign { .. } | Inline::Link { .. } | Inline::Figure(_) | Inline::Code(_) | Inline::Rating(_) => {
                words.push('\u{fffc}');
            }
            Inline::Break => words.push(' '),
        }
    }
    words
}

/// Each year in `words` that is written with a slash or a dash, as it is written. Two numbers of which the second is not
/// the year after the first are something else: a date, the number of a report, a range of years.
fn slashed(words: &str) -> Vec<(String, AcademicYear)> {
    let mut found = Vec::new();
    let mut rest = words;
    let part = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '–' | '—');
    while let Some(start) = rest.find(part) {
        let end = rest[start..].find(|c| !part(c)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        found.extend(year(word).map(|year| (word.to_owned(), year)));
        rest = &rest[end..];
    }
    found
}

fn year(word: &str) -> Option<AcademicYear> {
    let (first, second) = word.split_once(['/', '-', '–', '—'])?;
    let short = match second.len() {
        2 => second,
        4 if second.get(..2).is_some_and(|century| century == "20" || century == "19") => &second[2..],
        _ => return None,
    };
    AcademicYear::parse(&format!("{first}/{short}"))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{found, messages, page, paragraph, site, text, tree};
    use super::*;
    use crate::document::{Block, Target};

    #[test]
    fn a_year_with_a_slash_is_found_with_what_to_type() {
        let found = found(&SlashedYear, &site(vec![paragraph("a.html", "In 2016/17 it rose.")]), &tree(&[]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "a sentence on a.html writes a year as tables do: \"2016/17\"");
        assert_eq!(found[0].at.as_ref().map(|at| at.text()), Some("2016/17"));
        let hint = found[0].hint.as_deref();
        assert_eq!(
            hint,
            Some("write the 2016 to 2017 academic year, or 2016 to 2017 where the year is named so already")
        );
    }

    #[test]
    fn every_way_of_joining_two_years_is_found_and_nothing_else() {
        let said = |words: &str| -> Vec<String> { slashed(words).into_iter().map(|(written, _)| written).collect() };
        assert_eq!(
            said("2016/17, 2016-17, 2016–17, (2016/2017) and 1999/00"),
            ["2016/17", "2016-17", "2016–17", "2016/2017", "1999/00"]
        );
        assert!(said("Report 164/2017, 2016-09-07, 2017-20, 2016 to 2017, 07/09/2017, ab2016/17, 2016/17a").is_empty());
    }

    #[test]
    fn titles_links_and_printed_figures_keep_theirs() {
        let link =
            Inline::Link { target: Target::Outside("https://example.org/".into()), text: vec![text("Review 2016/17")] };
        let mut page = page("a.html", vec![Block::Paragraph(vec![text("See "), link, text(".")])]);
        page.title = "Review 2016/17".to_owned();
        assert!(messages(&SlashedYear, &site(vec![page]), &tree(&[])).is_empty());
    }
}
