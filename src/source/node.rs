//! What a YAML or TOML file says, with the place of every part: names, values, lists, as they were written.
//!
//! Nothing is turned into a number or a date here. `61.20`, `no`, `0012` and `2016/17` stay as they stand in the file, and
//! whoever knows what is meant reads them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::diagnostic::Span;
use crate::vocabulary::Slug;

/// One value with its place.
#[derive(Clone, Debug)]
pub enum Node {
    /// Nothing: an empty value, `~` or `null`.
    Null(Span),
    /// A word, a number, a sentence.
    Scalar(Text),
    /// A list.
    List(List),
    /// Names with values below them.
    Map(Map),
    /// Something that could not be read, of which a diagnostic tells already.
    Unread(Span),
}

/// A scalar as it was written, or a name before a colon.
#[derive(Clone, Debug)]
pub struct Text {
    span: Span,
    /// What the scalar says, where that differs from the bytes of the span: escapes, quotation marks, folded lines.
    said: Option<Box<str>>,
    quoted: bool,
}

/// A list and its place.
#[derive(Clone, Debug)]
pub struct List {
    pub(super) span: Span,
    pub(super) items: Vec<Node>,
    pub(super) cut: bool,
}

/// Names with values, in the order of the file, and their place.
#[derive(Clone, Debug)]
pub struct Map {
    pub(super) span: Span,
    pub(super) entries: Vec<(Text, Node)>,
    pub(super) cut: bool,
}

impl Node {
    /// Where it stands.
    pub fn span(&self) -> &Span {
        match self {
            Node::Null(span) | Node::Unread(span) => span,
            Node::Scalar(text) => &text.span,
            Node::List(list) => &list.span,
            Node::Map(map) => &map.span,
        }
    }

    /// The value below the name `key`, when this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The name `key` with its value, when this is a map that has it.
    pub fn entry(&self, key: &str) -> Option<&(Text, Node)> {
        self.entries().iter().find(|(name, _)| name.as_str() == key)
    }

    /// Names and values of a map; none of anything else.
    pub fn entries(&self) -> &[(Text, Node)] {
        match self {
            Node::Map(map) => &map.entries,
            Node::Null(_) | Node::Scalar(_) | Node::List(_) | Node::Unread(_) => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match self {
            Node::List(list) => &list.items,
            Node::Null(_) | Node::Scalar(_) | Node::Map(_) | Node::Unread(_) => &[],
        }
    }

    /// The scalar.
    pub fn text(&self) -> Option<&Text> {
        match self {
            Node::Scalar(text) => Some(text),
            Node::Null(_) | Node::List(_) | Node::Map(_) | Node::Unread(_) => None,
        }
    }

    /// What the scalar below `key` says.
    pub fn string(&self, key: &str) -> Option<String> {
        Some(self.get(key)?.text()?.as_str().to_owned())
    }

    /// What kind of thing it is, for a message: `a list`.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null(_) => "nothing",
            Node::Scalar(_) => "a text",
            Node::List(_) => "a list",
            Node::Map(_) => "names with values",
            Node::Unread(_) => "something that can't be read",
        }
    }
}

impl Text {
    pub(super) fn new(span: Span, said: Option<Box<str>>, quoted: bool) -> Text {
        Text { span, said, quoted }
    }

    /// What it says.
    pub fn as_str(&self) -> &str {
        self.said.as_deref().unwrap_or(self.span.text())
    }

    /// Where it stands, quotation marks included.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Whether it stands in quotation marks, or as a block of lines, and so is a text whatever it looks like.
    pub fn is_quoted(&self) -> bool {
        self.quoted
    }

    /// Whether a YAML reader may take it for true, false or nothing: a bare `no`, `yes`, `on`, `off`, `true`, `false`.
    ///
    /// Source: YAML 1.1, "Boolean Language-Independent Type"; 1.2 kept true and false only, and many programs didn't follow.
    pub fn is_ambiguous(&self) -> bool {
        const WORDS: [&str; 8] = ["yes", "no", "on", "off", "true", "false", "~", "null"];
        !self.quoted && WORDS.iter().any(|word| self.as_str().eq_ignore_ascii_case(word))
    }

    /// The name that it spells.
    pub fn slug(&self) -> Option<Slug> {
        (!self.is_ambiguous()).then(|| Slug::new(self.as_str())).flatten()
    }

    /// The number that it spells: bare, in plain digits.
    pub fn number(&self) -> Option<Decimal> {
        if self.quoted { None } else { number(self.as_str()) }
    }

    /// The whole number that it spells.
    pub fn integer(&self) -> Option<i64> {
        self.number().filter(|_| !self.as_str().contains('.'))?.try_into().ok()
    }

    /// The date that it spells.
    pub fn date(&self) -> Option<Date> {
        date(self.as_str())
    }

    /// The bare `true` or `false` that it spells.
    pub fn flag(&self) -> Option<bool> {
        match self.as_str() {
            "true" if !self.quoted => Some(true),
            "false" if !self.quoted => Some(false),
            _ => None,
        }
    }

    /// The text for a message, on one line and in quotation marks; nothing of it when its file is confidential.
    pub fn shown(&self) -> String {
        const LONGEST: usize = 40;
        if self.span.source().is_confidential() {
            return "another text".to_owned();
        }
        let text: String =
            self.as_str().trim_end().chars().take(LONGEST + 1).map(|c| if c == '\n' { ' ' } else { c }).collect();
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("\"{}…\"", &text[..end]),
            None => format!("\"{text}\""),
        }
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

/// The number in plain digits that `text` spells: a minus sign, digits, a point and more digits. No sign of thousands, no
/// exponent, no nought in front: those are slips more often than meant.
pub fn number(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sound = all(whole) && all(rest) && (whole == "0" || !whole.starts_with('0'));
    // Twenty-eight digits are more than anything that is counted has, and all that a decimal holds exactly.
    (sound && digits.len() <= 28).then(|| text.parse().ok()).flatten()
}

/// The date that `text` spells as year-month-day.
pub fn date(text: &str) -> Option<Date> {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    form.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        for text in ["0", "67", "-0.7", "61.20", "0.05", "123456789012345678"] {
            assert_eq!(number(text).expect(text).to_string(), text);
        }
        for text in
            ["", "-", "+5", ".5", "5.", "1e3", "0x1F", "0012", "1,234", "1 234", "67%", "£5", "−5", "٣", "1.2.3"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_days_that_there_were() {
        assert!(date("2024-02-29").is_some() && date("2023-02-29").is_none());
        for text in ["2017-9-7", "07/09/2017", "2017-13-01", "2017-00-10", "+017-01-01"] {
            assert!(date(text).is_none(), "{text}");
        }
    }
}
