//! A page's words as its author wrote them, each passage with the nearest place in the author's file.

use std::borrow::Cow;

use crate::diagnostic::Span;
use crate::document::{Block, Cell, Inline, Page, Row, Table, every};

/// A line or paragraph of a page.
pub struct Passage<'a> {
    /// What it says.
    pub inlines: Cow<'a, [Inline]>,
    /// Whether it is all that stands in a table's cell.
    pub is_cell: bool,
    /// The nearest place before it that is known.
    pub after: Option<Span>,
}

/// Every passage of a page that an author wrote, in the order of reading. Other people's words (quotations), code, and
/// what multum words itself (tables and charts of figures, lists of pages) are left out. A page that is a copy of another
/// has none of its own: what is wrong there is said once.
pub fn passages(page: &Page) -> Vec<Passage<'_>> {
    if page.canonical.as_ref().is_some_and(|path| *path != page.path) {
        return Vec::new();
    }
    let mut walk = Walk { passages: Vec::new(), after: first_place(&page.body) };
    walk.words(&page.title);
    page.description.iter().for_each(|description| walk.words(description));
    walk.blocks(&page.body);
    walk.passages
}

/// Where `words` stand in the file of `after`: from there on if they do, else anywhere in it; else just `after`.
///
/// The model keeps no place for each word. But it keeps the file of every heading and figure, and an author's words are
/// found in it as they stand; only the space between them may be a line's end.
pub fn place(words: &str, after: Option<&Span>) -> Option<Span> {
    let after = after?;
    let text = after.source().text();
    let found = find(&text[after.start()..], words)
        .map(|(start, end)| (start + after.start(), end + after.start()))
        .or_else(|| find(text, words));
    Some(match found {
        Some((start, end)) => after.source().span(start, end),
        None => after.clone(),
    })
}

fn find(text: &str, words: &str) -> Option<(usize, usize)> {
    let mut parts = words.split_whitespace();
    let first = parts.next()?;
    let parts: Vec<&str> = parts.collect();
    text.match_indices(first).find_map(|(start, _)| {
        let mut rest = &text[start + first.len()..];
        for part in &parts {
            let next = rest.trim_start();
            if next.len() == rest.len() {
                return None;
            }
            rest = next.strip_prefix(part)?;
        }
        let letter = |c: char| c.is_alphanumeric();
        let whole = !(text[..start].ends_with(letter) && first.starts_with(letter) || rest.starts_with(letter));
        whole.then(|| (start, text.len() - rest.len()))
    })
}

/// The first place that a page's blocks know.
fn first_place(blocks: &[Block]) -> Option<Span> {
    every(blocks)
        .find_map(|block| match block {
            Block::Heading(heading) => heading.at.clone(),
            Block::Paragraph(line) => first_asked(line),
            _ => None,
        })
        // The file is what matters: words may stand before the first place that is known.
        .map(|span| span.source().span(0, 0))
}

fn first_asked(line: &[Inline]) -> Option<Span> {
    line.iter().find_map(|inline| match inline {
        Inline::Figure(figure) => figure.asked.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) => first_asked(inner),
        Inline::Link { text, .. } | Inline::Foreign { text, .. } => first_asked(text),
        Inline::Text(_) | Inline::Code(_) | Inline::Rating(_) | Inline::Break => None,
    })
}

struct Walk<'a> {
    passages: Vec<Passage<'a>>,
    after: Option<Span>,
}

impl<'a> Walk<'a> {
    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    if heading.at.is_some() {
                        self.after.clone_from(&heading.at);
                    }
                    self.passage(&heading.text, false);
                }
                Block::Paragraph(line) => self.passage(line, false),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Note(note) => self.blocks(&note.body),
                Block::Table(table) => self.table(table),
                Block::Image(image) => {
                    self.words(&image.alternative);
                    self.passage(&image.caption, false);
                }
                // The headline is the officer's; everything else of a chart is ours.
                Block::Chart(figure) => figure.chart.headline.iter().for_each(|headline| self.words(headline)),
                Block::Quotation(_)
                | Block::Code(_)
                | Block::KeyFigures(_)
                | Block::Pages(_)
                | Block::Downloads(_)
                | Block::Editions(_) => {}
            }
        }
    }

    fn table(&mut self, table: &'a Table) {
        // The headings of figures are the names of measures, places and groups.
        let figures = |row: &&Row| row.cells.iter().any(|cell| matches!(cell, Cell::Figure { .. } | Cell::Absent(_)));
        for row in table.rows.iter().filter(|row| !figures(row)) {
            self.passage(&row.heading, false);
            for cell in &row.cells {
                if let Cell::Words(words) = cell {
                    self.passage(words, true);
                }
            }
        }
    }

    fn words(&mut self, words: &str) {
        let inlines = Cow::Owned(vec![Inline::Text(words.to_owned())]);
        self.passages.push(Passage { inlines, is_cell: false, after: self.after.clone() });
    }

    fn passage(&mut self, line: &'a [Inline], is_cell: bool) {
        self.passages.push(Passage { inlines: Cow::Borrowed(line), is_cell, after: self.after.clone() });
        if let Some(asked) = last_asked(line) {
            self.after = Some(asked);
        }
    }
}

fn last_asked(line: &[Inline]) -> Option<Span> {
    line.iter().rev().find_map(|inline| match inline {
        Inline::Figure(figure) => figure.asked.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) => last_asked(inner),
        Inline::Link { text, .. } | Inline::Foreign { text, .. } => last_asked(text),
        Inline::Text(_) | Inline::Code(_) | Inline::Rating(_) | Inline::Break => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    #[test]
    fn words_are_found_over_a_lines_end_and_never_inside_others() {
        let source = Source::new("a.md", "At 114 schools.\nAt 14\nschools of ours, and 14 schools.");
        let start = source.span(0, 0);
        let found = place("14 schools", Some(&start)).expect("found");
        assert_eq!(found.text(), "14\nschools");
        let later = place("14 schools", Some(&source.span(25, 25))).expect("found");
        assert_eq!(later.position().line, 3);
        assert_eq!(later.start(), source.text().rfind("14 schools").expect("there"));
        let nowhere = place("15 schools", Some(&start)).expect("at least the file");
        assert_eq!((nowhere.start(), nowhere.end()), (0, 0));
        assert!(place("14 schools", None).is_none());
    }
}
