//! The tags of a template in content: where each begins and ends, and which calls of our functions it holds.

use std::ops::Range;

/// Comments of Tera's own would eat a heading's name ({#name}), so they are moved out of authors' way.
pub(super) const COMMENT_START: &str = "{/";
pub(super) const COMMENT_END: &str = "/}";

/// Why a tag has no end.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Unclosed {
    /// Nothing closes it.
    Tag,
    /// The quotation mark at this byte is not closed.
    Quotation(usize),
}

/// A call in a tag.
pub(super) struct CallPlace {
    pub name: Range<usize>,
    /// Just after the opening bracket.
    pub open: usize,
    /// Just after the closing bracket.
    pub end: usize,
}

/// The byte at which a tag begins.
pub(super) fn next(text: &str) -> Option<usize> {
    // One look at each brace: a page of tags on one line is not read to its end for each of them.
    text.match_indices('{').find(|(at, _)| is_opening(&text[*at..])).map(|(at, _)| at)
}

fn is_opening(text: &str) -> bool {
    ["{{", "{%", COMMENT_START].iter().any(|open| text.starts_with(open))
}

/// What closes the tag that `text` begins with.
pub(super) fn closing(text: &str) -> &'static str {
    match text.as_bytes().get(1) {
        Some(b'{') => "}}",
        Some(b'%') => "%}",
        _ => COMMENT_END,
    }
}

/// One past the tag that begins at `start`, strings in it respected.
pub(super) fn end(text: &str, start: usize, limit: usize) -> Result<usize, Unclosed> {
    let close = closing(&text[start..]);
    if close == COMMENT_END {
        return text[start + 2..limit].find(close).map(|at| start + 2 + at + 2).ok_or(Unclosed::Tag);
    }
    let mut at = start + 2;
    while let Some(c) = text[at..limit].chars().next() {
        if matches!(c, '"' | '\'' | '`') {
            let length = text[at + 1..limit].find(c).ok_or(Unclosed::Quotation(at))?;
            let inside = &text[at + 1..at + 1 + length];
            // A string may hold }}, but one that goes on into the next tag was meant to end before.
            if inside.contains(close) && next(inside).is_some() {
                return Err(Unclosed::Quotation(at));
            }
            at += 1 + length + 1;
        } else if text[at..limit].starts_with(close) {
            return Ok(at + 2);
        } else if is_opening(&text[at..limit]) {
            return Err(Unclosed::Tag);
        } else {
            at += c.len_utf8();
        }
    }
    Err(Unclosed::Tag)
}

/// The tag with the first curly quotation mark that stands outside a string, and all others like it, made straight; where
/// it stands. No byte moves: spaces fill what the straight ones leave, outside the string.
pub(super) fn straightened(tag: &str) -> Option<(String, usize)> {
    let mut first = None;
    let mut out = String::with_capacity(tag.len());
    let mut quote: Option<char> = None;
    for (at, c) in tag.char_indices() {
        let straight = match c {
            '“' | '”' | '„' => Some('"'),
            '‘' | '’' => Some('\''),
            _ => None,
        };
        match (quote, straight) {
            (Some(open), None) if c == open => quote = None,
            // Within a straight string a curly quote is a sign like any other.
            (Some(_), Some(_)) if first.is_none() => {}
            (Some(open), Some(straight)) if straight == open => {
                quote = None;
                out.push(straight);
                out.push_str("  ");
                continue;
            }
            (None, Some(straight)) => {
                first = first.or(Some(at));
                quote = Some(straight);
                out.push_str("  ");
                out.push(straight);
                continue;
            }
            (None, None) if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            _ => {}
        }
        out.push(c);
    }
    first.map(|at| (out, at))
}

/// The calls of `functions` in a tag, in order; those in strings are none.
pub(super) fn calls(tag: &str, functions: &[&str]) -> Vec<CallPlace> {
    let mut found = Vec::new();
    let bytes = tag.as_bytes();
    let mut quote: Option<u8> = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if let Some(open) = quote {
            if byte == open {
                quote = None;
            }
            at += 1;
        } else if matches!(byte, b'"' | b'\'' | b'`') {
            quote = Some(byte);
            at += 1;
        } else if byte.is_ascii_alphabetic() || byte == b'_' {
            let start = at;
            while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                at += 1;
            }
            let bracket = at + (tag[at..].len() - tag[at..].trim_start().len());
            let method = start > 0 && bytes[start - 1] == b'.';
            if !method && bytes.get(bracket) == Some(&b'(') && functions.contains(&&tag[start..at]) {
                found.push(CallPlace { name: start..at, open: bracket + 1, end: call_end(tag, bracket + 1) });
            }
        } else {
            at += 1;
        }
    }
    found
}

/// A call of one of `functions` in words outside tags, in single braces: where its brace stands, and its name.
pub(super) fn in_single_braces<'a>(words: &'a str, functions: &[&str]) -> Option<(usize, &'a str)> {
    words.match_indices('{').find_map(|(at, _)| {
        let inner = words[at + 1..].trim_start_matches(' ');
        let name = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?];
        (functions.contains(&name) && inner[name.len()..].starts_with('(')).then_some((at, name))
    })
}

/// One past the bracket that closes the one before `open`.
fn call_end(tag: &str, open: usize) -> usize {
    let mut quote: Option<char> = None;
    let mut depth = 1;
    for (at, c) in tag[open..].char_indices() {
        match quote {
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None => match c {
                '"' | '\'' | '`' => quote = Some(c),
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth == 0 {
                        return open + at + 1;
                    }
                }
                _ => {}
            },
        }
    }
    tag.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_where_its_strings_let_it() {
        for (text, expected) in [
            ("{{ value(of=\"a\") }} b", Ok(19)),
            ("{{ note(text=\"a }} b\") }}", Ok(25)),
            ("{% if true %}", Ok(13)),
            ("{/ \" /}", Ok(7)),
            ("{{ value(of=\"a\") b", Err(Unclosed::Tag)),
            ("{{ value(of=\"a\") b {{ c }}", Err(Unclosed::Tag)),
            ("{{ value(of=\"a) }} b {{ value(of=\"c\") }}", Err(Unclosed::Quotation(12))),
            ("{{ value(of=\"a) }} b", Err(Unclosed::Quotation(12))),
            ("{/ a", Err(Unclosed::Tag)),
        ] {
            assert_eq!(end(text, 0, text.len()), expected, "{text}");
        }
        assert_eq!((next("a {#b} { {{"), next("{ {# }")), (Some(9), None));
    }

    #[test]
    fn curly_quotes_become_straight_and_no_byte_moves() {
        let tag = "{{ value(of=“reading”, year=”2016/17”) }}";
        let (out, at) = straightened(tag).expect("curly quotes");
        assert_eq!(out, "{{ value(of=  \"reading\"  , year=  \"2016/17\"  ) }}");
        assert_eq!((at, out.len()), (12, tag.len()));
        assert_eq!(straightened("{{ note(text=\"the “best”\") }}"), None);
    }

    #[test]
    fn a_call_in_single_braces_is_seen_and_other_braces_are_not() {
        assert_eq!(in_single_braces("It is { value(of=\"a\") }.", &["value"]), Some((6, "value")));
        assert_eq!(in_single_braces("Sets {a, b} and {#value} {value}", &["value"]), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_them_panic(text in "([{}%/#\"'`“’()a|é \n]){0,40}") {
            if let Some(start) = next(&text)
                && let Ok(end) = end(&text, start, text.len())
            {
                let tag = &text[start..end];
                calls(tag, &["a"]);
                proptest::prop_assert!(straightened(tag).is_none_or(|(out, _)| out.len() == tag.len()));
            }
            in_single_braces(&text, &["a"]);
        }
    }
}
