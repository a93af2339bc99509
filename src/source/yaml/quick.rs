//! The plain part of YAML, read several times as quickly: names with one value a line, brackets that close on their line.
//!
//! It is what `multum import` writes and most authors do. At the first thing that is anything else (a list of hyphens, a
//! text over several lines, an escape, a name that stands twice, a break of the grammar) it gives up, and the parser reads
//! the whole. So it says nothing of faults, and what it reads is what the parser would have read: a test holds the two
//! against one another, on texts one slip away from plain.

use std::ops::Range;
use std::sync::Arc;

use super::super::node::{List, Map, Node, Text};
use super::{MOST_NODES, is_null, twice};
use crate::diagnostic::{Source, Span};

/// How deep values may nest here; deeper ones the parser counts.
const DEEPEST: usize = 16;
/// The longest name: the parser has a limit of its own for longer ones.
const LONGEST_NAME: usize = 200;

/// What the part of the file says; nothing when any of it is not plain.
pub(super) fn read(source: &Arc<Source>, part: Range<usize>) -> Option<Node> {
    let text = source.text().get(..part.end)?;
    if !is_plain_text(text.get(part.start..)?) {
        return None;
    }
    let mut quick = Quick { source, text, bytes: text.as_bytes(), line: None, end: part.start, nodes: 0 };
    quick.advance(part.start);
    match quick.line {
        Some((0, _)) => {}
        _ => return None,
    }
    let root = quick.block(0, 0)?;
    quick.line.is_none().then_some(root)
}

struct Quick<'a> {
    source: &'a Arc<Source>,
    text: &'a str,
    bytes: &'a [u8],
    /// The indent of the line that is read, and where its words begin; nothing at the end of the text.
    line: Option<(usize, usize)>,
    /// Where that line ends, its line end left out.
    end: usize,
    nodes: usize,
}

impl Quick<'_> {
    /// Goes to the next line that says something, from the line start `at`.
    fn advance(&mut self, mut at: usize) {
        while at < self.bytes.len() {
            let stop = self.text[at..].find('\n').map_or(self.bytes.len(), |found| at + found);
            let end = if stop > at && self.bytes[stop - 1] == b'\r' { stop - 1 } else { stop };
            let words = self.spaces(at, end);
            if words < end && self.bytes[words] != b'#' {
                self.line = Some((words - at, words));
                self.end = end;
                return;
            }
            at = stop + 1;
        }
        self.line = None;
    }

    /// Goes to the line after the one that is read.
    fn next_line(&mut self) {
        let stop = self.text[self.end..].find('\n').map_or(self.bytes.len(), |found| self.end + found + 1);
        self.advance(stop);
    }

    /// The first byte from `at` that is no space.
    fn spaces(&self, at: usize, end: usize) -> usize {
        at + self.bytes[at..end].iter().take_while(|byte| **byte == b' ').count()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.source.span(start, end)
    }

    /// Names with values that stand `indent` spaces in.
    fn block(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let (_, start) = self.line?;
        let mut entries: Vec<(Text, Node)> = Vec::new();
        let mut end = start;
        while let Some((own, at)) = self.line {
            if own < indent {
                break;
            }
            if own > indent || depth > DEEPEST {
                return None;
            }
            let (name, after) = self.name(at)?;
            let value = self.spaces(after, self.end);
            let node = if value == self.end || (self.bytes[value] == b'#' && value > after) {
                self.next_line();
                match self.line {
                    Some((deeper, _)) if deeper > indent => self.block(deeper, depth + 1)?,
                    _ => return None,
                }
            } else {
                let (node, after) = self.value(value, false, depth + 1)?;
                let rest = self.spaces(after, self.end);
                if rest < self.end && (self.bytes[rest] != b'#' || rest == after) {
                    return None;
                }
                self.next_line();
                if self.line.is_some_and(|(deeper, _)| deeper > indent) {
                    return None;
                }
                node
            };
            end = node.span().end();
            self.count()?;
            entries.push((name, node));
        }
        self.map(start..end, entries)
    }

    /// The name at `at`, and the byte after its colon, which a space or the line's end follows.
    fn name(&self, at: usize) -> Option<(Text, usize)> {
        let bytes = &self.bytes[at..self.end];
        let sound = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/' | b'.');
        let length = bytes.iter().take_while(|byte| sound(byte)).count();
        let first = bytes.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let colon = bytes.get(length) == Some(&b':') && bytes.get(length + 1).is_none_or(|after| *after == b' ');
        if !first || !colon || length > LONGEST_NAME {
            return None;
        }
        let span = self.span(at, at + length);
        if is_null(span.text()) {
            return None;
        }
        Some((Text::new(span, None, false), at + length + 1))
    }

    /// The value that begins at `at`, and the byte after it.
    fn value(&mut self, at: usize, flow: bool, depth: usize) -> Option<(Node, usize)> {
        self.count()?;
        if depth > DEEPEST {
            return None;
        }
        match self.bytes.get(at..self.end)?.first()? {
            b'{' => self.flow_map(at, depth),
            b'[' => self.flow_list(at, depth),
            mark @ (b'"' | b'\'') => {
                let inner = &self.bytes[at + 1..self.end];
                let close = inner.iter().position(|byte| byte == mark)?;
                // An escape, or a quotation mark that is doubled, is for the parser.
                let escaped = *mark == b'"' && inner[..close].contains(&b'\\');
                if escaped || inner.get(close + 1) == Some(mark) {
                    return None;
                }
                let end = at + close + 2;
                let said = self.text[at + 1..end - 1].into();
                Some((Node::Scalar(Text::new(self.span(at, end), Some(said), true)), end))
            }
            _ => self.plain(at, flow),
        }
    }

    /// The bare words from `at` to the end of the line or, in brackets, to what ends them.
    fn plain(&self, at: usize, flow: bool) -> Option<(Node, usize)> {
        let bytes = &self.bytes[at..self.end];
        let starts = match bytes {
            [b'-', digit, ..] => digit.is_ascii_digit(),
            [first, ..] => !b"-?:,[]{}#&*!|>'\"%@`".contains(first),
            [] => false,
        };
        if !starts {
            return None;
        }
        let mut length = bytes.len();
        for (place, byte) in bytes.iter().enumerate() {
            match byte {
                b',' | b']' | b'}' if flow => {
                    length = place;
                    break;
                }
                b'[' | b'{' if flow => return None,
                b'#' if bytes[place - 1] == b' ' => {
                    if flow {
                        return None;
                    }
                    length = place;
                    break;
                }
                b':' if !bytes.get(place + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'/') => {
                    return None;
                }
                _ => {}
            }
        }
        let length = length - bytes[..length].iter().rev().take_while(|byte| **byte == b' ').count();
        let span = self.span(at, at + length);
        let node = if is_null(span.text()) { Node::Null(span) } else { Node::Scalar(Text::new(span, None, false)) };
        Some((node, at + length))
    }

    /// `{ name: value, name: value }` on one line.
    fn flow_map(&mut self, start: usize, depth: usize) -> Option<(Node, usize)> {
        let mut entries = Vec::new();
        let mut at = self.spaces(start + 1, self.end);
        if self.bytes.get(at..self.end)?.first()? == &b'}' {
            return Some((self.map(start..at + 1, entries)?, at + 1));
        }
        loop {
            let (name, after) = self.name(at)?;
            let (node, after) = self.value(self.spaces(after, self.end), true, depth + 1)?;
            entries.push((name, node));
            at = self.spaces(after, self.end);
            match self.bytes.get(at..self.end)?.first()? {
                b',' => at = self.spaces(at + 1, self.end),
                b'}' => return Some((self.map(start..at + 1, entries)?, at + 1)),
                _ => return None,
            }
        }
    }

    /// `[value, value]` on one line.
    fn flow_list(&mut self, start: usize, depth: usize) -> Option<(Node, usize)> {
        let mut items = Vec::new();
        let mut at = self.spaces(start + 1, self.end);
        let list = |quick: &Self, items, end| Node::List(List { span: quick.span(start, end), items, cut: false });
        if self.bytes.get(at..self.end)?.first()? == &b']' {
            return Some((list(self, items, at + 1), at + 1));
        }
        loop {
            let (node, after) = self.value(at, true, depth + 1)?;
            items.push(node);
            at = self.spaces(after, self.end);
            match self.bytes.get(at..self.end)?.first()? {
                b',' => at = self.spaces(at + 1, self.end),
                b']' => return Some((list(self, items, at + 1), at + 1)),
                _ => return None,
            }
        }
    }

    /// The names with their values, unless one stands twice.
    fn map(&self, range: Range<usize>, entries: Vec<(Text, Node)>) -> Option<Node> {
        if !twice(&entries).is_empty() {
            return None;
        }
        Some(Node::Map(Map { span: self.span(range.start, range.end), entries, cut: false }))
    }

    fn count(&mut self) -> Option<()> {
        self.nodes += 1;
        // The parser counts names and ends as well; it has the last word long before the limit.
        (self.nodes < MOST_NODES / 8).then_some(())
    }
}

/// Whether the text has nothing but letters that can be seen, spaces and ends of lines: no tab, no mark of a new document
/// (which stands at the start of a line), no letter that the parser refuses.
fn is_plain_text(text: &str) -> bool {
    let mut before = b'\n';
    for (at, byte) in text.bytes().enumerate() {
        let sound = match byte {
            b'\n' => true,
            b'\r' => text.as_bytes().get(at + 1) == Some(&b'\n'),
            b' '..=b'~' => true,
            // Letters beyond ASCII are looked at below.
            0x80.. => true,
            _ => false,
        };
        if !sound {
            return false;
        }
        if before == b'\n' && matches!(byte, b'-' | b'.' | b'%') {
            return false;
        }
        before = byte;
    }
    text.is_ascii()
        || text.chars().all(|letter| {
            letter.is_ascii()
                || (letter >= '\u{a0}'
                    && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
        })
}
