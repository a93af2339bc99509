//! Marks: what a template's function leaves in the text, to be made a figure after the Markdown is parsed.
//!
//! Tera's functions give plain text, and figures must not be text before every edition has had its say. So a function
//! leaves its call between two characters of Unicode's private use, each byte of it as one such character: Markdown takes
//! them for letters, and no author can type them (a source that has any is refused).
//!
//! A second pair of characters holds *line marks*: where a stretch of the rendered text stood in its source. They are
//! taken out before Markdown is parsed.

use std::fmt::Write;

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';
const OPEN_PLACE: char = '\u{e002}';
const CLOSE_PLACE: char = '\u{e003}';
const FIRST_BYTE: u32 = 0xe100;

/// Whether a character is of Unicode's private use, and so not an author's to use.
pub fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xe000..=0xf8ff | 0xf_0000..=0xf_fffd | 0x10_0000..=0x10_fffd)
}

/// The mark that carries `payload`.
pub fn mark(payload: &str) -> String {
    let mut text = String::with_capacity(payload.len() * 3 + 6);
    text.push(OPEN);
    hide(payload, &mut text);
    text.push(CLOSE);
    text
}

/// The line mark that says: what follows stood in file `file` at byte `offset`.
pub fn place(file: usize, offset: usize, text: &mut String) {
    text.push(OPEN_PLACE);
    let mut digits = String::new();
    let _ = write!(digits, "{file}:{offset}");
    hide(&digits, text);
    text.push(CLOSE_PLACE);
}

fn hide(payload: &str, text: &mut String) {
    for byte in payload.bytes() {
        text.push(char::from_u32(FIRST_BYTE + u32::from(byte)).expect("U+E100 to U+E1FF are characters"));
    }
}

fn reveal(hidden: &str) -> Option<String> {
    // Each byte became a character of three.
    let mut bytes = Vec::with_capacity(hidden.len() / 3);
    for c in hidden.chars() {
        bytes.push(u8::try_from(u32::from(c).checked_sub(FIRST_BYTE)?).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// A piece of text that may hold marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// Words as they are.
    Words(&'a str),
    /// What a mark carries, with the byte at which the mark starts.
    Mark(String, usize),
    /// A mark that was cut or changed on its way, by a filter most likely; the byte at which it starts.
    Broken(usize),
}

/// The text in pieces.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    while let Some(start) = next_private(text, rest) {
        if start > rest {
            pieces.push(Piece::Words(&text[rest..start]));
        }
        let inside = text[start..].strip_prefix(OPEN).and_then(|inner| inner.split_once(CLOSE));
        match inside.and_then(|(hidden, _)| Some((reveal(hidden)?, hidden.len()))) {
            Some((payload, hidden)) => {
                pieces.push(Piece::Mark(payload, start));
                rest = start + OPEN.len_utf8() + hidden + CLOSE.len_utf8();
            }
            None => {
                pieces.push(Piece::Broken(start));
                rest = start + text[start..].find(|c| !is_private(c)).unwrap_or(text.len() - start);
            }
        }
    }
    if rest < text.len() {
        pieces.push(Piece::Words(&text[rest..]));
    }
    pieces
}

/// The byte at which the next character of private use stands, from byte `from`.
fn next_private(text: &str, from: usize) -> Option<usize> {
    // All of them begin with one of few high bytes, so that ordinary words are passed over without being decoded.
    let mut at = from;
    loop {
        at += text.as_bytes()[at..].iter().position(|byte| *byte >= 0xee)?;
        let c = text[at..].chars().next()?;
        if is_private(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Where stretches of a text stood before it was changed: in which file, at which byte.
#[derive(Clone, Default, Debug)]
pub struct Places(Vec<(usize, usize, usize)>);

impl Places {
    /// Says that what begins at byte `at` stood in `file` at byte `offset`. Called with rising `at`.
    pub fn push(&mut self, at: usize, file: usize, offset: usize) {
        self.0.push((at, file, offset));
    }

    /// The file and byte where the byte `at` stood; nothing before the first stretch.
    pub fn find(&self, at: usize) -> Option<(usize, usize)> {
        let next = self.0.partition_point(|(start, ..)| *start <= at);
        let (start, file, offset) = *self.0.get(next.checked_sub(1)?)?;
        Some((file, offset + at - start))
    }
}

/// The text without its line marks, and where its stretches stood.
pub fn take_places(text: &str) -> (String, Places) {
    let mut clean = String::with_capacity(text.len());
    let mut places = Places::default();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN_PLACE) {
        clean.push_str(before);
        let Some((hidden, after)) = after.split_once(CLOSE_PLACE) else {
            rest = after;
            continue;
        };
        if let Some(numbers) = reveal(hidden)
            && let Some((file, offset)) = numbers.split_once(':')
            && let (Ok(file), Ok(offset)) = (file.parse(), offset.parse())
        {
            places.push(clean.len(), file, offset);
        }
        rest = after;
    }
    clean.push_str(rest);
    (clean, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_carries_any_text_through_and_a_cut_one_is_noticed() {
        let marked = format!("At {} of pupils", mark("value {\"of\":\"ŷ*_<&\"}"));
        assert_eq!(
            pieces(&marked),
            [Piece::Words("At "), Piece::Mark("value {\"of\":\"ŷ*_<&\"}".into(), 3), Piece::Words(" of pupils")]
        );
        let cut: String = marked.chars().filter(|c| *c != CLOSE).collect();
        assert_eq!(pieces(&cut), [Piece::Words("At "), Piece::Broken(3), Piece::Words(" of pupils")]);
    }

    #[test]
    fn places_are_found_again_after_the_marks_are_gone() {
        let mut text = String::new();
        place(0, 40, &mut text);
        text.push_str("one\n");
        place(2, 7, &mut text);
        text.push_str("two");
        let (clean, places) = take_places(&text);
        assert_eq!(clean, "one\ntwo");
        assert_eq!(places.find(2), Some((0, 42)));
        assert_eq!(places.find(5), Some((2, 8)));
    }
}
