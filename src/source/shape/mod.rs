//! The form of a file, said once: it checks what an author wrote, and yields the JSON Schema for editors.
//!
//! A [`Shape`] knows names, kinds of value and which words are allowed. It does not know what the data mean: whether a place
//! exists or a percentage is too high is for whoever reads the file. All that is wrong is found in one go.

mod scalar;
mod schema;

use std::collections::HashSet;

use super::node::{Node, Text};
use crate::diagnostic::{Diagnostic, Findings, Span, code, nearest};

pub use scalar::{SYMBOLS, year_meant};
pub use schema::schema;

/// What may stand in a place.
#[derive(Debug)]
pub enum Shape {
    /// A text on one line.
    Line,
    /// A text of any length.
    Text,
    /// A name of small letters, digits and hyphens.
    Slug,
    /// A number in plain digits.
    Number,
    /// A number in plain digits, or a symbol of official statistics in its place.
    Figure,
    /// A whole number between two others.
    Integer {
        /// The smallest.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// true or false.
    Flag,
    /// A day.
    Date,
    /// A day, or a day and a time.
    Moment,
    /// A day, or as much of it as is known: 2017-07-14, 2017-07, 2017.
    When,
    /// A year in any of its forms: 2016/17, 2016-17, 2017.
    Year,
    /// A year written 2016/17.
    AcademicYear,
    /// An address on the web.
    Url,
    /// A language tag.
    Language,
    /// A file or folder below another.
    Path,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// Names that the author chooses, each with a value.
    Map {
        /// What a name may be.
        key: &'static Shape,
        /// What stands below it.
        value: &'static Shape,
    },
    /// Names that we know, each with its value.
    Record(&'static [Field]),
    /// One of several, told apart by whether the author wrote a text, a list or names with values.
    Either(&'static [Shape]),
}

/// A name that we know.
#[derive(Debug)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What stands below it.
    pub shape: Shape,
    /// What it is, in a sentence for authors.
    pub about: &'static str,
}

/// A kind of file.
#[derive(Debug)]
pub struct Form {
    /// What the kind is called: `multum schema NAME` prints its schema.
    pub name: &'static str,
    /// Where such files stand.
    pub files: &'static str,
    /// What they are, in a sentence.
    pub about: &'static str,
    /// Their form.
    pub shape: &'static Shape,
}

/// A name that must be there.
pub const fn required(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, required: true, shape, about }
}

/// A name that may be there.
pub const fn optional(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, required: false, shape, about }
}

/// Adds all that is wrong with the form of `node` to `findings`. What has been found to be unreadable is passed over.
pub fn check(node: &Node, shape: &Shape, findings: &mut Findings) {
    let file = node.span().source().span(0, 0);
    Checker { findings }.node(node, shape, &Owner { name: None, at: &file }, &[]);
}

/// Whose value is looked at, for messages and for the place of what is missing.
struct Owner<'a> {
    name: Option<&'a Text>,
    at: &'a Span,
}

impl Owner<'_> {
    fn called(&self) -> String {
        match self.name {
            Some(name) if !name.span().source().is_confidential() => format!("\"{}\"", name.as_str()),
            Some(_) => "this name".to_owned(),
            None => "this".to_owned(),
        }
    }
}

struct Checker<'f> {
    findings: &'f mut Findings,
}

impl Checker<'_> {
    /// Checks one value. `above` are the names known where the owner stands, for those who indented a line too far.
    fn node(&mut self, node: &Node, shape: &Shape, owner: &Owner<'_>, above: &'static [Field]) {
        let wanted = shape.for_kind(node);
        match (node, wanted) {
            (Node::Unread(_), _) => {}
            (Node::Scalar(text), Some(shape)) => {
                if let Some(found) = scalar::fault(text, shape) {
                    self.findings.push(found);
                }
            }
            (Node::List(list), Some(Shape::List(item))) => {
                for node in &list.items {
                    self.node(node, item, &Owner { name: owner.name, at: node.span() }, &[]);
                }
            }
            (Node::Map(map), Some(Shape::Map { key, value })) => {
                for (number, (name, node)) in map.entries.iter().enumerate() {
                    if let Some(found) = scalar::fault(name, key) {
                        let cut = || cut_number(&map.entries[number.checked_sub(1)?].1, name, node);
                        self.findings.push(glued(name, node).or_else(cut).unwrap_or(found));
                    } else {
                        self.node(node, value, &Owner { name: Some(name), at: name.span() }, &[]);
                    }
                }
            }
            (Node::Map(map), Some(Shape::Record(fields))) => self.record(&map.entries, map.cut, fields, owner, above),
            (node, _) => self.findings.push(wrong_shape(node, shape, owner)),
        }
    }

    fn record(
        &mut self,
        entries: &[(Text, Node)],
        cut: bool,
        fields: &'static [Field],
        owner: &Owner<'_>,
        above: &'static [Field],
    ) {
        let mut there: HashSet<&str> = HashSet::with_capacity(entries.len());
        let mut strangers = Vec::new();
        for (name, node) in entries {
            match fields.iter().find(|field| name == field.name) {
                Some(field) => {
                    there.insert(field.name);
                    self.node(node, &field.shape, &Owner { name: Some(name), at: name.span() }, fields);
                }
                None => strangers.push((name, node)),
            }
        }
        for (name, node) in strangers {
            let free = fields.iter().map(|field| field.name).filter(|known| !there.contains(known));
            let meant = nearest(name.as_str(), free).and_then(|known| fields.iter().find(|field| field.name == known));
            self.findings.push(unknown(name, node, meant, fields, above));
            if let Some(field) = meant {
                // A misspelt name is not missing as well, and what stands below it is looked at all the same.
                there.insert(field.name);
                self.node(node, &field.shape, &Owner { name: Some(name), at: name.span() }, fields);
            }
        }
        if cut {
            return;
        }
        for field in fields.iter().filter(|field| field.required && !there.contains(field.name)) {
            let about = field.about.trim_end_matches('.');
            let message = match owner.name {
                Some(_) => format!("{} is missing from {}", field.name, owner.called()),
                None => format!("{} is missing", field.name),
            };
            let sign = if owner.at.source().path().ends_with(".toml") { " =" } else { ":" };
            self.findings.push(Diagnostic::error(code::MISSING_KEY, owner.at, message).hint(format!(
                "add {}{sign} … ({})",
                field.name,
                lower(about)
            )));
        }
    }
}

impl Shape {
    /// The part of this shape that speaks of such a node: a scalar, a list, names with values.
    fn for_kind(&self, node: &Node) -> Option<&Shape> {
        match self {
            Shape::Either(all) => all.iter().find_map(|shape| shape.for_kind(node)),
            Shape::List(_) => matches!(node, Node::List(_)).then_some(self),
            Shape::Map { .. } | Shape::Record(_) => matches!(node, Node::Map(_)).then_some(self),
            Shape::Line
            | Shape::Text
            | Shape::Slug
            | Shape::Number
            | Shape::Figure
            | Shape::Integer { .. }
            | Shape::Flag
            | Shape::Date
            | Shape::Moment
            | Shape::When
            | Shape::Year
            | Shape::AcademicYear
            | Shape::Url
            | Shape::Language
            | Shape::Path
            | Shape::Word(_) => matches!(node, Node::Scalar(_)).then_some(self),
        }
    }

    /// What was expected, for a message: `a list`.
    pub fn expected(&self) -> String {
        match self {
            Shape::Line => "a text on one line".to_owned(),
            Shape::Text => "a text".to_owned(),
            Shape::Slug => "a name of small letters, digits and hyphens".to_owned(),
            Shape::Number => "a number".to_owned(),
            Shape::Figure => "a number or a symbol".to_owned(),
            Shape::Integer { least, most: i64::MAX } => format!("a whole number, {least} or more"),
            Shape::Integer { least: i64::MIN, .. } => "a whole number".to_owned(),
            Shape::Integer { least, most } => format!("a whole number from {least} to {most}"),
            Shape::Flag => "true or false".to_owned(),
            Shape::Date => "a date such as 2017-09-07".to_owned(),
            Shape::Moment => "a date such as 2017-09-07 or 2017-09-07T09:30".to_owned(),
            Shape::When => "a day such as 2017-07-14, a month such as 2017-07 or a year".to_owned(),
            Shape::Year => "a year such as 2016/17, 2016-17 or 2017".to_owned(),
            Shape::AcademicYear => "an academic year such as 2016/17".to_owned(),
            Shape::Url => "an address that begins with https://".to_owned(),
            Shape::Language => "a language such as en-GB or cy".to_owned(),
            Shape::Path => "a file or folder".to_owned(),
            Shape::Word(words) => format!("one of {}", words.join(", ")),
            Shape::List(_) => "a list".to_owned(),
            Shape::Map { .. } | Shape::Record(_) => "names with values".to_owned(),
            Shape::Either(all) => all.iter().map(Shape::expected).collect::<Vec<_>>().join(" or "),
        }
    }
}

/// The diagnostic for a name that isn't known.
fn unknown(
    name: &Text,
    node: &Node,
    meant: Option<&Field>,
    fields: &'static [Field],
    above: &'static [Field],
) -> Diagnostic {
    if let Some(found) = glued(name, node) {
        return found;
    }
    let found =
        Diagnostic::error(code::UNKNOWN_KEY, name.span(), format!("{} is no name that is known here", name.shown()));
    if let Some(field) = meant {
        return found.hint(format!("did you mean {}?", field.name));
    }
    if above.iter().any(|field| name == field.name) {
        return found.hint(format!("{} belongs one level higher: put fewer spaces before it", name.as_str()));
    }
    let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
    found.hint(format!("the names here are {}", known.join(", ")))
}

/// The diagnostic for `2016/17:53`, where the space after the colon is missing and all of it became a name.
fn glued(name: &Text, node: &Node) -> Option<Diagnostic> {
    let (before, after) = name.as_str().split_once(':')?;
    if name.is_quoted() || !matches!(node, Node::Null(_)) {
        return None;
    }
    let found = Diagnostic::error(code::YAML, name.span(), "a space is missing after the colon");
    let hint = if name.span().source().is_confidential() {
        "write a space after the colon".to_owned()
    } else {
        format!("write {before}: {after}")
    };
    Some(found.hint(hint))
}

/// The diagnostic for `{ 2016: 1,020 }`, where a comma inside a number cut it in two and its second half became a name.
fn cut_number(before: &Node, name: &Text, node: &Node) -> Option<Diagnostic> {
    let first = before.text()?;
    let whole = first.span().source().span(first.span().start(), name.span().end());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (one, two) = (first.as_str(), name.as_str());
    let cut = matches!(node, Node::Null(_)) && digits(one.trim_start_matches('-')) && digits(two);
    if !cut || whole.text() != format!("{one},{two}") {
        return None;
    }
    if whole.source().is_confidential() {
        let found = Diagnostic::error(code::NUMBER, &whole, "expected a number without a comma, found one with it");
        return Some(found.hint("take the comma out, or write a point before decimals"));
    }
    let point = if two.len() == 3 { "" } else { "." };
    let message = format!("expected a number without a comma, found {}", whole.text());
    Some(Diagnostic::error(code::NUMBER, &whole, message).hint(format!("write {one}{point}{two}")))
}

fn wrong_shape(node: &Node, shape: &Shape, owner: &Owner<'_>) -> Diagnostic {
    let whose = owner.name.map(|_| format!(" for {}", owner.called())).unwrap_or_default();
    let found = match node {
        Node::Null(span) if !span.text().is_empty() => scalar::nothing(span),
        node => node.kind().to_owned(),
    };
    // A list or map may be long: the place to look is where it begins. Nothing has no place but its name's.
    let at = match node {
        Node::Null(span) if span.text().is_empty() => owner.at.clone(),
        Node::Scalar(_) | Node::Null(_) | Node::Unread(_) => node.span().clone(),
        Node::List(_) | Node::Map(_) => node.span().source().span(node.span().start(), node.span().start() + 1),
    };
    let code = match node {
        Node::Null(span) if !span.text().is_empty() => code::AMBIGUOUS,
        _ => code::WRONG_SHAPE,
    };
    let hint = match shape {
        Shape::List(_) => "write [one, two], or each on a line of its own after a hyphen and a space".to_owned(),
        Shape::Map { .. } | Shape::Record(_) => {
            "write each name with a colon and its value, two spaces further in".to_owned()
        }
        Shape::Figure => "write x if there is no number and no reason is known".to_owned(),
        Shape::Either(_) if matches!(node, Node::Null(_)) => {
            "write x if there is no number and no reason is known".to_owned()
        }
        _ if matches!(node, Node::Null(_)) => "write the value after the colon, or take the name out".to_owned(),
        shape => format!("write {} after the colon", shape.expected()),
    };
    Diagnostic::error(code, &at, format!("expected {}{whose}, found {found}", shape.expected())).hint(hint)
}

/// The sentence with a small first letter, unless its first word is written in capitals.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests;
