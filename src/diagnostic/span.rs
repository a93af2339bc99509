//! Where something stands in a file.

use std::fmt;
use std::sync::{Arc, OnceLock};

/// A file that somebody wrote, with its text, so that a diagnostic can show the line.
pub struct Source {
    path: String,
    text: String,
    confidential: bool,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// A file by its path (as the author knows it, below the site's folder) and its text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        Arc::new(Source { path: path.into(), text: text.into(), confidential: false, line_starts: OnceLock::new() })
    }

    /// A file of the confidential folder: diagnostics give places in it, never its text.
    pub fn confidential(path: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        Arc::new(Source { path: path.into(), text: text.into(), confidential: true, line_starts: OnceLock::new() })
    }

    /// The path as the author knows it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether its text must not be quoted.
    pub fn is_confidential(&self) -> bool {
        self.confidential
    }

    /// The span from byte `start` to byte `end`, held within the text and to whole characters.
    pub fn span(self: &Arc<Source>, start: usize, end: usize) -> Span {
        let start = self.text.floor_char_boundary(start.min(self.text.len()));
        let end = self.text.ceil_char_boundary(end.clamp(start, self.text.len()));
        Span { source: Arc::clone(self), start: start as u32, end: end as u32 }
    }

    /// The span of a line, counted from 1, without its end.
    pub fn line(self: &Arc<Source>, number: usize) -> Span {
        let starts = self.starts();
        let start = starts.get(number.saturating_sub(1)).copied().unwrap_or(self.text.len() as u32) as usize;
        let end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        self.span(start, end)
    }

    /// The position of the byte at `offset`.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let starts = self.starts();
        let line = starts.partition_point(|start| *start as usize <= offset);
        let start = starts[line - 1] as usize;
        let before = self.text[start..offset].trim_start_matches('\u{feff}');
        Position { line, column: before.chars().count() + 1 }
    }

    fn starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0)
                .chain(self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at as u32 + 1))
                .collect()
        })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may be confidential, and is long in any case.
        write!(f, "Source({:?})", self.path)
    }
}

/// A line and a column, both counted from 1; the column in characters, as editors show it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// A stretch of a file.
#[derive(Clone)]
pub struct Span {
    source: Arc<Source>,
    start: u32,
    end: u32,
}

impl Span {
    /// The file.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The first byte.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// What stands there. Not for messages: the file may be confidential.
    pub fn text(&self) -> &str {
        &self.source.text[self.start()..self.end()]
    }

    /// Where it starts.
    pub fn position(&self) -> Position {
        self.source.position(self.start())
    }
}

/// Two spans are equal when they name the same place, whatever stands there by now.
impl PartialEq for Span {
    fn eq(&self, other: &Span) -> bool {
        (self.start, self.end) == (other.start, other.end) && self.source.path == other.source.path
    }
}

impl Eq for Span {}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position();
        write!(f, "{}:{line}:{column}", self.source.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_not_the_byte_order_mark() {
        let source = Source::new("a.yaml", "\u{feff}tŷ: 1\nb: £2");
        let at = source.text().find(':').expect("a colon");
        assert_eq!(source.position(at), Position { line: 1, column: 3 });
        let at = source.text().find('2').expect("a two");
        assert_eq!(source.position(at), Position { line: 2, column: 5 });
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let source = Source::new("a.yaml", "one");
        assert_eq!(source.position(99), Position { line: 1, column: 4 });
        assert_eq!(source.line(7).text(), "");
    }
}
