//! Change words of an author's sentence that the figure beside them contradicts: "rose to 55%" of a figure that is no higher
//! than any before it, "fell, up 3 percentage points".
//!
//! Only what is certain is told of: the word must stand right before the figure, and the sentence must not speak of another
//! time, of a part, or of what is not so.

use crate::charts::headline::{self, Way};
use crate::diagnostic::{Diagnostic, Findings, Span, code};
use crate::document::{Block, FigureText, Inline};
use crate::figures::Subject;

use super::book::Book;

/// Finds them in the blocks of a page. `values` are the figures that `value()` printed, with where each was asked for.
pub(super) fn find(blocks: &[Block], values: &[(Span, Subject)], book: &Book, findings: &mut Findings) {
    for block in blocks {
        match block {
            Block::Paragraph(line) => in_line(line, values, book, findings),
            Block::List { items, .. } => items.iter().for_each(|item| find(item, values, book, findings)),
            Block::Note(note) => find(&note.body, values, book, findings),
            // Other people's words are theirs; the rest has no sentences.
            Block::Quotation(_)
            | Block::Heading(_)
            | Block::Code(_)
            | Block::Table(_)
            | Block::Chart(_)
            | Block::KeyFigures(_)
            | Block::Image(_)
            | Block::Pages(_)
            | Block::Downloads(_)
            | Block::Editions(_) => {}
        }
    }
}

/// A figure with the author's words before it in its sentence, and all of the author's words of that sentence.
struct Said<'a> {
    figure: &'a FigureText,
    before: String,
    sentence: usize,
}

fn in_line(line: &[Inline], values: &[(Span, Subject)], book: &Book, findings: &mut Findings) {
    if !line.iter().any(|inline| matches!(inline, Inline::Figure(_))) {
        return;
    }
    let mut sentences = vec![String::new()];
    let mut before = String::new();
    let mut said: Vec<Said<'_>> = Vec::new();
    for inline in line {
        match inline {
            Inline::Figure(figure) if figure.symbol.is_none() => {
                said.push(Said { figure, before: std::mem::take(&mut before), sentence: sentences.len() - 1 });
            }
            Inline::Text(text) => {
                for part in text.split_inclusive(['.', '!', '?']) {
                    sentences.last_mut().expect("there is always one").push_str(part);
                    before.push_str(part);
                    if part.ends_with(['.', '!', '?']) {
                        sentences.push(String::new());
                        before.clear();
                    }
                }
            }
            // What is set apart, a link or a figure that is not there ends what can be read with certainty.
            _ => before = "?".to_owned(),
        }
    }
    for Said { figure, before, sentence } in said {
        let (Some(at), words) = (figure.asked.as_ref(), &sentences[sentence]) else { continue };
        let Some((way, word)) = headline::change_word(&before) else { continue };
        if headline::is_uncertain(words) || headline::change_word(words).is_none() {
            continue;
        }
        let tail = before.trim_end().to_lowercase();
        let found = if tail.ends_with(&format!("{word} to")) {
            value_contradicts(way, at, values, book)
                .map(|truth| format!("\"{word} to {}\", where {truth}", figure.text))
        } else if tail.trim_end_matches([',', ':', '(', ' ']).ends_with(&word) {
            change_contradicts(way, figure).then(|| format!("\"{word}\" beside \"{}\"", figure.text))
        } else {
            None
        };
        if let Some(found) = found {
            findings.push(
                Diagnostic::error(
                    code::CONTRADICTION,
                    at,
                    format!("expected words that agree with the figure, found {found}"),
                )
                .hint("correct the word, or let change(of=…) say it"),
            );
        }
    }
}

/// What the figures say when a value is on the wrong side of, or level with, every one before it that it can be compared with.
fn value_contradicts(way: Way, at: &Span, values: &[(Span, Subject)], book: &Book) -> Option<String> {
    let same = |other: &Span| other.start() == at.start() && other.source().path() == at.source().path();
    let (_, subject) = values.iter().find(|(other, _)| same(other))?;
    let figure = |period| book.point(&subject.in_period(period))?.value.shown().copied();
    let now = figure(subject.period)?;
    let earlier: Vec<_> = book
        .release
        .periods(subject.measure, subject.group, &subject.place)
        .into_iter()
        .filter(|period| *period < subject.period)
        .filter(|period| book.break_between(subject.measure, *period, subject.period).is_none())
        .filter_map(|period| Some((period, figure(period)?)))
        .collect();
    let (last, before) = earlier.last()?;
    let against = |figure: &crate::figures::published::Quantity| match way {
        Way::Up => now.value() <= figure.value(),
        Way::Down => now.value() >= figure.value(),
    };
    earlier.iter().all(|(_, figure)| against(figure)).then(|| {
        let side = match way {
            Way::Up => "lower",
            Way::Down => "higher",
        };
        format!("no year before was {side} ({} in {})", before.text(), last.phrase())
    })
}

/// Whether a change says in its own words that it went the other way.
fn change_contradicts(way: Way, figure: &FigureText) -> bool {
    match way {
        Way::Up => figure.text.starts_with("down ") || figure.text.starts_with("unchanged"),
        Way::Down => figure.text.starts_with("up ") || figure.text.starts_with("unchanged"),
    }
}
