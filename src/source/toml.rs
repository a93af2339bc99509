//! TOML with places, as the same tree that YAML becomes: the only module that names the TOML parser.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{List, Map, Node, Text};
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code};

/// Everything that a TOML file says, and everything that is wrong with its grammar.
pub fn parse(source: &Arc<Source>) -> Checked<Node> {
    let (table, errors) = DeTable::parse_recoverable(source.text());
    let mut findings = Findings::new();
    // What follows in a line is most likely the same fault.
    let mut lines = HashSet::new();
    let mut found: Vec<Diagnostic> = errors.iter().map(|error| fault(source, error)).collect();
    found.sort_by_key(|found| found.at.as_ref().map(Span::start));
    for found in found {
        if found.at.as_ref().is_none_or(|at| lines.insert(at.position().line)) {
            findings.push(found);
        }
    }
    // What seems missing may stand where the grammar is broken, so nothing is reported as missing then.
    let cut = !errors.is_empty();
    let whole = 0..source.text().len();
    Checked { value: map(source, table.get_ref(), &whole, cut), findings }
}

fn map(source: &Arc<Source>, table: &DeTable<'_>, range: &Range<usize>, cut: bool) -> Node {
    let mut entries: Vec<(Text, Node)> = table
        .iter()
        .map(|(name, value)| {
            let at = source.span(name.span().start, name.span().end);
            let said = (at.text() != name.get_ref()).then(|| name.get_ref().as_ref().into());
            // A name is the same with quotation marks or without.
            (Text::new(at, said, true), node(source, value, cut))
        })
        .collect();
    // The parser gives names in the order of the alphabet; an author reads them in the order of the file.
    entries.sort_by_key(|(name, _)| name.span().start());
    Node::Map(Map { span: source.span(range.start, range.end), entries, cut })
}

fn node(source: &Arc<Source>, value: &Spanned<DeValue<'_>>, cut: bool) -> Node {
    let range = value.span();
    let span = source.span(range.start, range.end);
    let bare = |span| Node::Scalar(Text::new(span, None, false));
    match value.get_ref() {
        DeValue::String(text) => Node::Scalar(Text::new(span, Some(text.as_ref().into()), true)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => bare(span),
        DeValue::Array(items) => {
            Node::List(List { span, items: items.iter().map(|item| node(source, item, cut)).collect(), cut })
        }
        DeValue::Table(table) => map(source, table, &range, cut),
    }
}

/// What the parser found, in words for whoever looks after `site.toml`.
fn fault(source: &Arc<Source>, error: &toml::de::Error) -> Diagnostic {
    let end = source.text().len();
    let range = error.span().unwrap_or(end..end);
    let at = source.span(range.start, range.end.max(range.start + 1));
    let said = error.message().lines().next().unwrap_or_default();
    if said.contains("duplicate key") {
        return Diagnostic::error(code::DUPLICATE, &at, "this name stands here twice")
            .hint("take one of them out, or correct its name");
    }
    let line = source.line(at.position().line);
    let wrong = |at: &Span, message: &str| Diagnostic::error(code::TOML, at, message);
    if let Some(found) = written_as_yaml(&line) {
        return found;
    }
    let name = line.text().split_once('=').map_or("title", |(name, _)| name.trim());
    if said.starts_with("string values must be quoted") {
        let found = at.text().trim();
        return wrong(&at, &format!("expected a text in quotation marks, found {found}"))
            .hint(format!("write {name} = \"{found}\""));
    }
    if said.starts_with("invalid basic string") || said.starts_with("invalid literal string") {
        let mark = line.text().find(['"', '\'']).map_or(at.start(), |at| line.start() + at);
        return wrong(&source.span(mark, mark + 1), "expected a second quotation mark after this one, found none")
            .hint("close the text at the end of the line");
    }
    if said.starts_with("key with no value") {
        return wrong(&at, "expected an equals sign and a value after the name, found neither")
            .hint("write a name, an equals sign and a value on each line: title = \"Annual review\"");
    }
    wrong(&at, &format!("this is not TOML: {said}"))
        .hint("write a name, an equals sign and a value on each line: title = \"Annual review\"")
}

/// The diagnostic for a line in the manner of YAML, `title: Annual review`, which is how every other file is written.
fn written_as_yaml(line: &Span) -> Option<Diagnostic> {
    let text = line.text();
    let (name, value) = text.split_once(':')?;
    let plain =
        !name.trim().is_empty() && name.trim().chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !plain {
        return None;
    }
    let colon = line.start() + name.len();
    let at = line.source().span(colon, colon + 1);
    let (name, value) = (name.trim(), value.trim().trim_matches(['"', '\'']));
    let found = Diagnostic::error(code::TOML, &at, "expected an equals sign after the name, found a colon");
    Some(found.hint(match value {
        "" => format!("write [{name}] on a line of its own, below everything that does not belong to it"),
        value => format!("write {name} = \"{value}\""),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Style, terminal};

    fn said(text: &str) -> String {
        terminal(&parse(&Source::new("site.toml", text)).findings, Style::Plain)
    }

    #[test]
    fn values_stay_as_they_were_written_and_names_in_their_order() {
        let source = Source::new(
            "site.toml",
            "title = \"A \\\"b\\\"\"\nn = 1.50\nflag = true\n[b]\nlist = ['x']\n[a]\nc.d = 1\n",
        );
        let Checked { value, findings } = parse(&source);
        assert!(findings.is_empty());
        let names: Vec<&str> = value.entries().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["title", "n", "flag", "b", "a"]);
        assert_eq!(value.string("title").as_deref(), Some("A \"b\""));
        assert_eq!(
            value.get("n").and_then(Node::text).and_then(Text::number).map(|n| n.to_string()).as_deref(),
            Some("1.50")
        );
        assert_eq!(value.get("flag").and_then(Node::text).and_then(Text::flag), Some(true));
        let item = &value.get("b").and_then(|b| b.get("list")).expect("a list").items()[0];
        assert_eq!((item.span().position().line, item.span().position().column), (5, 9));
        assert_eq!(value.get("a").and_then(|a| a.get("c")).and_then(|c| c.string("d")).as_deref(), Some("1"));
    }

    #[test]
    fn each_break_of_the_grammar_is_shown_where_it_stands() {
        for (text, start) in [
            ("title = Rutland\n", "error[toml]: expected a text in quotation marks, found Rutland\n  site.toml:1:9\n"),
            ("a = 1\na = 2\n", "error[duplicate]: this name stands here twice\n  site.toml:2:1\n"),
            (
                "title\n",
                "error[toml]: expected an equals sign and a value after the name, found neither\n  site.toml:1:6\n",
            ),
            (
                "title: Review\n",
                "error[toml]: expected an equals sign after the name, found a colon\n  site.toml:1:6\n",
            ),
            ("a = [b=[c=[\n", "error[toml]: expected a text in quotation marks, found b\n  site.toml:1:6\n"),
            (
                "title = \"x\nb = 1\n",
                "error[toml]: expected a second quotation mark after this one, found none\n  site.toml:1:9\n",
            ),
        ] {
            assert!(said(text).starts_with(start), "{text:?}\n{}", said(text));
        }
        // Both lines are told of at once.
        assert_eq!(parse(&Source::new("site.toml", "a = x\nb = y\nc = 1\n")).findings.count(), (2, 0));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([a-z0-9 =.,'\"\\[\\]{}#\n-]|é|\r\n){0,80}") {
            for found in parse(&Source::new("site.toml", text.as_str())).findings.iter() {
                proptest::prop_assert!(found.at.as_ref().expect("a place").end() <= text.len());
            }
        }
    }
}
