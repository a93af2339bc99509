//! Small texts in, what is read and what is said of them out.

use super::*;
use crate::diagnostic::{Style, terminal};

fn read(text: &str) -> Checked<Node> {
    parse(&Source::new("a.yaml", text))
}

fn said(text: &str) -> String {
    terminal(&read(text).findings.sorted(), Style::Plain)
}

/// The node as one line, cut ones with an ellipsis.
fn shown(node: &Node) -> String {
    let dots = |cut: bool| if cut { "…" } else { "" };
    match node {
        Node::Null(_) => "null".to_owned(),
        Node::Unread(_) => "unread".to_owned(),
        Node::Scalar(text) if text.is_quoted() => format!("{:?}", text.as_str()),
        Node::Scalar(text) => text.as_str().to_owned(),
        Node::List(list) => {
            format!("[{}{}]", list.items.iter().map(shown).collect::<Vec<_>>().join(", "), dots(list.cut))
        }
        Node::Map(map) => {
            let entries = map.entries.iter().map(|(name, value)| format!("{}: {}", name.as_str(), shown(value)));
            format!("{{{}{}}}", entries.collect::<Vec<_>>().join(", "), dots(map.cut))
        }
    }
}

fn tree(text: &str) -> String {
    shown(&read(text).value)
}

#[test]
fn everything_stays_as_it_was_written() {
    let text =
        "a: 61.20\nb: no\nc: 0012\nd: 2016/17\ne: 1_000\nf: 'it''s'\ng: \"a\\tb\"\nh: ~\ni:\nj: []\nk: { x: 1, y }\n";
    assert!(said(text).is_empty(), "{}", said(text));
    assert_eq!(
        tree(text),
        "{a: 61.20, b: no, c: 0012, d: 2016/17, e: 1_000, f: \"it's\", g: \"a\\tb\", h: null, i: null, j: [], k: {x: 1, y: null}}"
    );
    assert_eq!(tree("a: one\n  two\nb: |\n  x\n  y\n"), "{a: one two, b: \"x\\ny\\n\"}");
    assert_eq!(tree(""), "null");
    assert_eq!(tree("# a comment\n"), "null");
}

#[test]
fn windows_line_ends_are_line_ends() {
    assert_eq!(tree("a: 1\r\nb:\r\n  c: x\r\n"), "{a: 1, b: {c: x}}");
    assert_eq!(said("a: 1\r\nb: *\r\n").lines().nth(1), Some("  a.yaml:2:4"));
}

#[test]
fn places_are_those_of_the_whole_file() {
    let source = Source::new("a.md", "---\ntŷ: one\ntitle: [x]\n---\ntext: : :\n");
    let part = 4..source.text().find("\n---\nt").expect("the end") + 1;
    let Checked { value, findings } = parse_part(&source, part);
    assert!(findings.is_empty());
    let at = value.get("title").expect("a title").items()[0].span().position();
    assert_eq!((at.line, at.column), (3, 9));
    assert_eq!(value.string("tŷ").as_deref(), Some("one"));
}

#[test]
fn a_name_that_stands_twice_is_told_each_time() {
    let text = "a: { 2015/16: 1, 2015/16: 2, x: 3, 2015/16: 4 }\na: 2\n";
    assert_eq!(
        said(text),
        "error[duplicate]: \"2015/16\" stands here twice\n  a.yaml:1:18\n  1 | a: { 2015/16: 1, 2015/16: 2, x: 3, 2015/16: 4 }\n                       ^^^^^^^\n  a.yaml:1:6\n  1 | a: { 2015/16: 1, 2015/16: 2, x: 3, 2015/16: 4 }\n           ^^^^^^^\n    it stands here already\n  hint: take one of them out, or correct its name\n\n\
         error[duplicate]: \"2015/16\" stands here twice\n  a.yaml:1:36\n  1 | a: { 2015/16: 1, 2015/16: 2, x: 3, 2015/16: 4 }\n                                         ^^^^^^^\n  a.yaml:1:6\n  1 | a: { 2015/16: 1, 2015/16: 2, x: 3, 2015/16: 4 }\n           ^^^^^^^\n    it stands here already\n  hint: take one of them out, or correct its name\n\n\
         error[duplicate]: \"a\" stands here twice\n  a.yaml:2:1\n  2 | a: 2\n      ^\n  a.yaml:1:1\n  1 | a: { 2015/16: 1, 2015/16: 2, x: 3, 2015/16: 4 }\n      ^\n    it stands here already\n  hint: take one of them out, or correct its name\n\n"
    );
    let many: String = (0..40).map(|n| format!("k{}: 1\n", n % 39)).collect();
    assert_eq!(read(&many).findings.count(), (1, 0));
}

/// Each text with the first line and the place of what is said of it, and what could be read all the same.
#[test]
fn each_break_of_the_grammar_is_named_where_it_stands() {
    for (text, message, place, left) in [
        (
            "a:\n\tb: 2\n\tc: 3\n",
            "the line is indented with a tab, and YAML takes spaces only",
            "2:1",
            "{a: {b: 2, c: 3}}",
        ),
        ("a: 1\n\tb: 2\nc: 3\n", "the line is indented with a tab, and YAML takes spaces only", "2:1", "{a: 1, c: 3…}"),
        (
            "a:\n  b: 1\n c: 2\n  d: 3\ne: 4\n",
            "the line's indent does not line up with the lines above it",
            "3:2",
            "{a: {b: 1…}, e: 4}",
        ),
        (
            "a:\n  b: 1\n    c: 2\n  d: 3\n",
            "the line is indented as if it went on with the value above it",
            "3:5",
            "{a: {b: 1, d: 3…}}",
        ),
        ("title: A: b\nx: 1\n", "a second colon stands in the value", "1:9", "{x: 1…}"),
        ("a: 1\nb\nc: 2\n", "a name with a colon was expected, found a line without", "2:1", "{a: 1, c: 2…}"),
        ("m:\n  b\n    x: 1\n  c: 2\n", "a colon is missing after the name", "2:3", "{m: {c: 2…}}"),
        ("m:\n  b:1\n  c: 2\n", "a space is missing after the colon", "2:3", "{m: {c: 2…}}"),
        ("a:\n- b\n-c\nd: 2\n", "a space is missing after the hyphen", "3:1", "{a: [b], d: 2…}"),
        ("a: - b\nc: 1\n", "a list begins on the line of its name", "1:1", "{c: 1…}"),
        (
            "m:\n  b: \"x\n  c: 1\n  d: \"y\"\n",
            "the quotation mark that opens here is not closed",
            "2:6",
            "{m: {c: 1, d: \"y\"…}}",
        ),
        ("a: \"x\" y\nb: 1\n", "text goes on behind the closing quotation mark", "1:8", "{b: 1…}"),
        ("a: \"x\nb: 1\n", "the quotation mark that opens here is not closed", "1:4", "{b: 1…}"),
        (
            "m:\n  r: { 1: 2 3: 4 }\n  s: { 1: 2 }\n",
            "a comma or a closing bracket is missing before here",
            "2:14",
            "{m: {s: {1: 2}…}}",
        ),
        (
            "m:\n  r: { 1: 2, 3: 4\n  s: { 1: 2 }\nn: 1\n",
            "a comma or a closing bracket is missing before here",
            "3:4",
            "{m: {s: {1: 2}…}, n: 1}",
        ),
        ("a: { b: [1, 2 }\nc: 1\n", "a comma or a closing bracket is missing before here", "1:9", "{c: 1…}"),
        ("a: { b: 1 }}\nc: 1\n", "a bracket closes here that was not opened", "1:12", "{c: 1…}"),
        (
            "a: { 1: *, 2: 5 }\nc: 1\n",
            "a value can't begin with *, which has a meaning of its own in YAML",
            "1:9",
            "{a: {1: unread, 2: 5}, c: 1}",
        ),
        (
            "a: @x\nb: %y\n",
            "a value can't begin with @, which has a meaning of its own in YAML",
            "1:4",
            "{a: unread, b: unread}",
        ),
        (
            "a: { 1: -, 2: - }\nc: -\nd: 1\n",
            "a value can't begin with -, which has a meaning of its own in YAML",
            "1:9",
            "{a: {1: unread, 2: unread}, c: unread, d: 1}",
        ),
        ("a: >95\nb: 1\n", "a text of several lines begins on the line below its | or >", "1:4", "{b: 1…}"),
        ("a: x\u{1}y\nb: 1\n", "a character that can't be seen stands here", "1:5", "{b: 1…}"),
        ("a: \"\\q\"\nb: 1\n", "a backslash has a meaning of its own in double quotation marks", "1:4", "{b: 1…}"),
        ("a: 1\n---\nb: 2\n", "a second document begins here, and a file has one", "2:1", "{a: 1}"),
        ("a: !!str no\n", "a word that begins with ! is a tag of YAML's, which has no meaning here", "1:4", "{a: no}"),
        ("a: &x { b: *x }\n", "this refers to something that it is itself a part of", "1:12", "{a: {…}…}"),
        ("? [a]\n: 1\nb: 2\n", "a name was expected before the colon, found brackets", "1:3", "{b: 2}"),
        (": 1\nb: 2\n", "a name was expected before the colon, found nothing", "1:1", "{b: 2}"),
    ] {
        let Checked { value, findings } = read(text);
        let findings = findings.sorted();
        let first = findings.iter().next().unwrap_or_else(|| panic!("nothing is said of {text:?}"));
        let at = first.at.as_ref().expect("a place").position();
        let found = (first.message.as_str(), format!("{}:{}", at.line, at.column), shown(&value));
        assert_eq!(found, (message, place.to_owned(), left.to_owned()), "{text:?}");
        assert!(first.hint.is_some() || message.starts_with("this refers"), "{text:?}");
    }
}

#[test]
fn breaks_of_the_grammar_are_shown_all_at_once() {
    let text = "measures:\n  a:\n    title: Reading: all\n    unit: percent\n  b:\n    title: \"Writing\n    unit: count\n    kept: 1\n  c:\n    title: ok\n   unit: percent\n  d:\n    observations: { rutland: { 2016/17: *, 2017/18: * } }\n";
    let messages: Vec<String> = read(text)
        .findings
        .sorted()
        .iter()
        .map(|found| format!("{} {}", found.at.as_ref().expect("a place").position().line, found.message))
        .collect();
    assert_eq!(
        messages,
        [
            "3 a second colon stands in the value",
            "6 the quotation mark that opens here is not closed",
            "11 the line's indent does not line up with the lines above it",
            "13 a value can't begin with *, which has a meaning of its own in YAML",
            "13 a value can't begin with *, which has a meaning of its own in YAML",
        ]
    );
    assert_eq!(
        tree(text),
        "{measures: {a: {unit: percent…}, b: {unit: count, kept: 1…}, c: {title: ok…}, d: {observations: {rutland: {2016/17: unread, 2017/18: unread}}}}}"
    );
}

#[test]
fn a_bomb_of_references_is_refused_at_once() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let item = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [item.as_str(); 9].join(", ")));
    }
    let started = std::time::Instant::now();
    let Checked { findings, .. } = read(&text);
    let found = findings.iter().next().expect("it is refused");
    assert_eq!(found.message, "references (*) repeat more than 20000 values");
    assert_eq!(found.at.as_ref().expect("a place").position().line, 5);
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn brackets_without_end_are_refused_at_once() {
    for text in ["[".repeat(100_000), "a: {".repeat(50_000), format!("{}x", "- ".repeat(1000))] {
        let findings = read(&text).findings;
        assert!(findings.has_errors(), "{}", &text[..20]);
    }
    let deep: String = (0..40).map(|depth| format!("{}a:\n", "  ".repeat(depth))).collect();
    assert!(said(&deep).contains("values stand inside one another more than 32 deep\n  a.yaml:33:"), "{}", said(&deep));
}

#[test]
fn a_confidential_file_is_not_quoted() {
    let source = Source::confidential("own.yaml", "count: 48271: x\ncount: 1\ncount: 2\nx: @48271\n");
    let text = terminal(&parse(&source).findings, Style::Plain);
    assert!(text.contains("own.yaml:1:13") && !text.contains("48271"), "{text}");
}

proptest::proptest! {
    /// Whatever an author types is read or refused, in time, and every place lies in the file.
    #[test]
    fn no_text_makes_it_panic(text in "([a-z0-9 :,'\"\\[\\]{}*&!|>%@`#?\t\n-]|é|\r\n|: |\n  |\n    |- ){0,120}") {
        let Checked { value, findings } = read(&text);
        for found in findings.iter() {
            let span = found.at.as_ref().expect("a place");
            proptest::prop_assert!(span.end() <= text.len());
        }
        let _ = shown(&value);
    }
}
