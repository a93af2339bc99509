//! Tera over content: each call knows where it stands, each line where it stood.
//!
//! Before Tera sees a page, three things are done to its text, none of which moves a line:
//!
//! - The front matter becomes blank lines.
//! - Each call of a function of ours is told its own place, as an argument that authors never see, so that every fault of
//!   every call is reported where it is, not the first alone.
//! - Each stretch of text outside tags begins with a line mark ([`mark::place`]), so that what Markdown finds wrong is
//!   reported where the author wrote it, however often a loop has repeated it. A line that holds only `{% … %}` leaves no
//!   line, or a loop round a table's rows would cut the table.

use std::ops::Range;
use std::sync::Arc;

use tera::{Context, Delimiters, ErrorKind, Tera};

use crate::diagnostic::{Diagnostic, Findings, Source, Span, code, nearest};
use crate::document::mark::{self, Places};

/// The argument by which a call knows its place: `file:start:end`.
pub(super) const PLACE_ARGUMENT: &str = "multum_place";

/// A file of content made ready for Tera.
pub(super) struct Prepared {
    /// What Tera reads.
    pub text: String,
    /// Where the stretches of that text stood in the file.
    pub places: Places,
    /// Whether there is anything for Tera to do.
    pub has_tags: bool,
}

/// Makes the part of a file after its front matter ready for Tera. `functions` are the names of ours.
pub(super) fn prepare(
    file: usize,
    source: &Arc<Source>,
    body: Range<usize>,
    functions: &[&str],
    findings: &mut Findings,
) -> Prepared {
    let text = source.text();
    let mut writer = Writer {
        source,
        file,
        functions,
        out: String::with_capacity(text.len() + text.len() / 8),
        places: Places::default(),
        has_tags: false,
    };
    let blank_lines = text[..body.start].matches('\n').count();
    writer.out.push_str(&"\n".repeat(blank_lines));
    if let Some(at) = text[body.clone()].find(mark::is_private) {
        let start = body.start + at;
        let found = text[start..].chars().next().unwrap_or_default();
        findings.push(
            Diagnostic::error(
                code::PRIVATE_CHARACTER,
                &source.span(start, start + found.len_utf8()),
                format!("expected letters and signs, found the private character U+{:04X}", u32::from(found)),
            )
            .hint("delete it, and type the sign that was meant"),
        );
        // The page is read without it, so that what else is wrong is found in the same run.
        let cleaned: String = text.chars().map(|c| if mark::is_private(c) { '?' } else { c }).collect();
        if cleaned.len() == text.len() {
            writer.body(&cleaned, body, findings);
        }
    } else {
        writer.body(text, body, findings);
    }
    Prepared { text: writer.out, places: writer.places, has_tags: writer.has_tags }
}

struct Writer<'a> {
    source: &'a Arc<Source>,
    file: usize,
    functions: &'a [&'a str],
    out: String,
    places: Places,
    has_tags: bool,
}

impl Writer<'_> {
    fn body(&mut self, text: &str, body: Range<usize>, findings: &mut Findings) {
        let mut at = body.start;
        while at < body.end {
            let line_end = text[at..body.end].find('\n').map_or(body.end, |n| at + n + 1);
            match next_tag(&text[at..line_end]) {
                None => {
                    self.words(text, at..line_end);
                    at = line_end;
                }
                Some(found) => {
                    let start = at + found;
                    let end = tag_end(text, start, body.end);
                    // A tag alone on its line takes the line's end inside itself.
                    let after = text[end..body.end].find('\n').map_or(body.end, |n| end + n + 1);
                    let alone = text[start..].starts_with("{%")
                        && text[at..start].trim().is_empty()
                        && self.out.is_empty_line()
                        && text[end..after].trim().is_empty();
                    if !alone {
                        self.words(text, at..start);
                    }
                    self.tag(text, start..end, alone && after > end, findings);
                    at = if alone { after } else { end };
                }
            }
        }
    }

    /// Words outside tags: a line mark before the first letter, then the words as they are.
    fn words(&mut self, text: &str, range: Range<usize>) {
        let words = &text[range.clone()];
        let indent = words.len() - words.trim_start().len();
        if words.trim().is_empty() {
            self.out.push_str(words);
            return;
        }
        self.out.push_str(&words[..indent]);
        mark::place(self.file, range.start + indent, &mut self.out);
        self.places.push(self.out.len(), self.file, range.start + indent);
        self.out.push_str(&words[indent..]);
    }

    /// A tag, its calls told their places.
    fn tag(&mut self, text: &str, range: Range<usize>, takes_line_end: bool, findings: &mut Findings) {
        self.has_tags = true;
        let tag = &text[range.clone()];
        for (at, c) in tag.char_indices().filter(|(_, c)| matches!(c, '“' | '”' | '‘' | '’')) {
            // Within a straight string a curly quote is a sign like any other.
            if !within_string(tag, at) {
                findings.push(
                    Diagnostic::error(
                        code::CURLY_QUOTES,
                        &self.source.span(range.start + at, range.start + at + c.len_utf8()),
                        format!("expected a straight quotation mark (\"), found {c}"),
                    )
                    .hint("type the quotation marks again in your editor: word processors make them curly"),
                );
                // One is enough: they come in pairs.
                break;
            }
        }
        self.places.push(self.out.len(), self.file, range.start);
        let mut copied = 0;
        for call in calls(tag, self.functions) {
            let argument = format!(
                "{PLACE_ARGUMENT}=\"{}:{}:{}\"",
                self.file,
                range.start + call.name.start,
                range.start + call.end
            );
            self.out.push_str(&tag[copied..call.open]);
            self.out.push_str(&argument);
            if !tag[call.open..].trim_start().starts_with(')') {
                self.out.push_str(", ");
            }
            copied = call.open;
            self.places.push(self.out.len(), self.file, range.start + call.open);
            let filtered = tag[call.end..].trim_start().starts_with('|');
            if filtered {
                findings.push(
                    Diagnostic::error(
                        code::MARK_PLACE,
                        &self.source.span(range.start + call.name.start, range.end),
                        format!("expected {}() without a filter, found one after it", &tag[call.name.clone()]),
                    )
                    .hint("take out the | and what follows it: figures are worded once, for every edition"),
                );
            }
        }
        let close = if takes_line_end && tag.len() >= 4 { tag.len() - 2 } else { tag.len() };
        let close = if takes_line_end && tag[..close].ends_with('-') { close - 1 } else { close };
        self.out.push_str(&tag[copied..close.max(copied)]);
        if takes_line_end {
            self.out.push('\n');
        }
        self.out.push_str(&tag[close.max(copied)..]);
    }
}

/// Whether what has been written so far ends with a line's end, indents apart.
trait EmptyLine {
    fn is_empty_line(&self) -> bool;
}

impl EmptyLine for String {
    fn is_empty_line(&self) -> bool {
        let trimmed = self.trim_end_matches([' ', '\t']);
        trimmed.is_empty() || trimmed.ends_with('\n') || trimmed.ends_with("%}")
    }
}

/// The byte at which a tag begins.
fn next_tag(text: &str) -> Option<usize> {
    ["{{", "{%", COMMENT_START].iter().filter_map(|open| text.find(open)).min()
}

/// Comments of Tera's own would eat a heading's name ({#name}), so they are moved out of authors' way.
const COMMENT_START: &str = "{/";
const COMMENT_END: &str = "/}";

/// One past the tag that begins at `start`, strings in it respected; the end of the text when it isn't closed.
fn tag_end(text: &str, start: usize, limit: usize) -> usize {
    let close = match &text[start..start + 2] {
        "{{" => "}}",
        "{%" => "%}",
        _ => COMMENT_END,
    };
    let mut quote: Option<char> = None;
    for (at, c) in text[start + 2..limit].char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') && close != COMMENT_END => quote = Some(c),
            None if text[start + 2 + at..].starts_with(close) => return start + 2 + at + 2,
            None => {}
        }
    }
    // A quotation mark that isn't closed: the tag ends where it would without it, and Tera says what is wrong.
    text[start + 2..limit].find(close).map_or(limit, |at| start + 2 + at + 2)
}

fn within_string(tag: &str, offset: usize) -> bool {
    let mut quote: Option<char> = None;
    for (at, c) in tag.char_indices() {
        if at >= offset {
            break;
        }
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            _ => {}
        }
    }
    quote.is_some()
}

struct CallPlace {
    name: Range<usize>,
    /// Just after the opening bracket.
    open: usize,
    /// Just after the closing bracket.
    end: usize,
}

/// The calls of our functions in a tag, in order.
fn calls(tag: &str, functions: &[&str]) -> Vec<CallPlace> {
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
                found.push(CallPlace { name: start..at, open: bracket + 1, end: closing(tag, bracket + 1) });
            }
        } else {
            at += 1;
        }
    }
    found
}

/// One past the bracket that closes the one before `open`.
fn closing(tag: &str, open: usize) -> usize {
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

/// Tera with delimiters that leave headings their names.
pub(super) fn tera() -> Tera {
    let mut tera = Tera::new();
    tera.set_delimiters(Delimiters {
        comment_start: COMMENT_START.into(),
        comment_end: COMMENT_END.into(),
        ..Delimiters::default()
    })
    .expect("the delimiters are two bytes each and differ");
    tera.autoescape_on(Vec::<&'static str>::new());
    tera
}

/// What Tera made of a page; nothing when it couldn't, which is then reported where it stands.
pub(super) fn render(
    tera: &Tera,
    prepared: &Prepared,
    context: &Context,
    files: &dyn Files,
    file: usize,
    findings: &mut Findings,
) -> Option<String> {
    if !prepared.has_tags {
        return Some(prepared.text.clone());
    }
    match tera.render_str(&prepared.text, context, false) {
        Ok(text) => Some(text),
        Err(error) => {
            for found in diagnostics(&error, prepared, files, file) {
                findings.push(found);
            }
            None
        }
    }
}

/// The files of content by number, for errors inside what a page includes.
pub(super) trait Files {
    /// The file of that number.
    fn source(&self, file: usize) -> &Arc<Source>;
    /// A partial by the name under which pages include it, with its preparation.
    fn partial(&self, name: &str) -> Option<(usize, &Prepared)>;
    /// The names of all partials.
    fn partials(&self) -> Vec<&str>;
}

/// Tera's error in the author's own lines; names that it doesn't know come several at once.
pub(super) fn diagnostics(error: &tera::Error, prepared: &Prepared, files: &dyn Files, file: usize) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let (file, prepared) = files.partial(report.filename()).unwrap_or((file, prepared));
            let at = original(prepared, files, file, report.span().range.clone());
            vec![explain(report.message(), &at, files)]
        }
        _ => {
            let text = error.to_string();
            let found = rendered(&text, prepared, files, file);
            if found.is_empty() {
                let message = text.lines().next().unwrap_or_default();
                return vec![explain(message, &files.source(file).span(0, 0), files)];
            }
            found.into_iter().map(|(message, at)| explain(&message, &at, files)).collect()
        }
    }
}

/// The messages of a report that Tera has rendered already, each with its place: a line `error: …`, then one
/// `--> file:line:column`, both counted from 1.
fn rendered(text: &str, prepared: &Prepared, files: &dyn Files, file: usize) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = said;
        } else if let Some((_, place)) = line.split_once("--> ") {
            let mut parts = place.trim().rsplitn(3, ':');
            let column = parts.next().and_then(|number| number.parse::<usize>().ok());
            let row = parts.next().and_then(|number| number.parse::<usize>().ok());
            let (Some(column), Some(row), Some(name)) = (column, row, parts.next()) else {
                continue;
            };
            let (file, prepared) = files.partial(name).unwrap_or((file, prepared));
            let mut lines = prepared.text.split_inclusive('\n');
            let before: usize = lines.by_ref().take(row.saturating_sub(1)).map(str::len).sum();
            let within = lines
                .next()
                .unwrap_or_default()
                .chars()
                .take(column.saturating_sub(1))
                .map(char::len_utf8)
                .sum::<usize>();
            let start = before + within;
            let name = message.split('`').nth(1).unwrap_or_default().len();
            found.push((message.to_owned(), original(prepared, files, file, start..start + name.max(1))));
        }
    }
    found
}

/// Where a range of the prepared text stood.
fn original(prepared: &Prepared, files: &dyn Files, file: usize, range: Range<usize>) -> Span {
    let find = |at: usize| prepared.places.find(at).map(|(_, offset)| offset);
    let start = find(range.start).unwrap_or(0);
    let end = find(range.end).unwrap_or(start).clamp(start, start + range.len());
    files.source(file).span(start, end)
}

/// Tera's words in an officer's, with what to type where we know it.
fn explain(message: &str, at: &Span, files: &dyn Files) -> Diagnostic {
    let said = message.trim().trim_end_matches('.').replace(&format!("{PLACE_ARGUMENT}, "), "");
    let lower = said.to_lowercase();
    let mut diagnostic = Diagnostic::error(code::TEMPLATE, at, first_lower(&said));
    let unclosed = lower.contains("end of input") || lower.contains("unclosed");
    if unclosed {
        diagnostic = diagnostic.hint("look for an {% if %} without {% endif %}, a {% for %} without {% endfor %}, or a bracket that isn't closed");
    } else if lower.contains("template") && lower.contains("not found") {
        let wanted = said.split(['`', '\'', '"']).nth(1).unwrap_or_default().to_owned();
        let known = files.partials();
        diagnostic = diagnostic.maybe_hint(
            nearest(&wanted, known.iter().copied()).map(|name| format!("did you mean {{% include \"{name}\" %}}?")),
        );
    } else if lower.contains("function") {
        let wanted = said.split(['`', '\'', '"']).nth(1).unwrap_or_default().to_owned();
        let near = nearest(&wanted, super::functions::NAMES.iter().copied());
        if lower.starts_with("unknown function") {
            diagnostic.message = format!("expected a function that multum knows, found {wanted}()");
        }
        diagnostic = diagnostic.maybe_hint(near.map(|name| format!("did you mean {name}(…)?")));
    }
    diagnostic
}

fn first_lower(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if chars.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(text: &str) -> (Prepared, String) {
        let source = Source::new("content/page.md", text);
        let mut findings = Findings::new();
        let body = text.find("---\n\n").map_or(0, |at| at + 4);
        let prepared = prepare(0, &source, body..text.len(), &["value", "rose"], &mut findings);
        (prepared, crate::diagnostic::terminal(&findings, crate::diagnostic::Style::Plain))
    }

    fn visible(text: &str) -> String {
        mark::take_places(text).0
    }

    #[test]
    fn no_line_moves_and_calls_know_their_places() {
        let text = "---\ntitle: x\n---\n\nAt {{ value(of=\"a\") }}.\n{% if rose( of=\"a\") %}\nYes.\n{% endif %}\n";
        let (prepared, said) = prepared(text);
        assert_eq!(said, "");
        assert_eq!(
            visible(&prepared.text),
            "\n\n\n\nAt {{ value(multum_place=\"0:24:37\", of=\"a\") }}.\n{% if rose(multum_place=\"0:48:61\",  of=\"a\") \n%}Yes.\n{% endif \n%}"
        );
        assert_eq!(&text[24..37], "value(of=\"a\")");
    }

    #[test]
    fn a_loop_round_a_tables_rows_does_not_cut_the_table() {
        let text = "| a | b |\n|---|---|\n{% for m in [\"x\", \"y\"] %}\n| {{ m }} | 1 |\n{% endfor %}\n";
        let (prepared, _) = prepared(text);
        let out = tera().render_str(&prepared.text, &Context::new(), false).expect("it renders");
        let (clean, places) = mark::take_places(&out);
        assert_eq!(clean, "| a | b |\n|---|---|\n| x | 1 |\n| y | 1 |\n");
        let second = clean.rfind("| 1").expect("the second row");
        assert_eq!(places.find(second), text.find(" | 1").map(|at| (0, at + 1)));
    }

    #[test]
    fn a_headings_name_is_no_comment_and_strings_hide_what_they_hold() {
        let text = "## Title {#name}\n\n{{ value(of=\"}} value(\") }} {/ never shown /}\n";
        let (prepared, said) = prepared(text);
        assert_eq!(said, "");
        assert!(visible(&prepared.text).contains("{#name}"));
        assert_eq!(prepared.text.matches(PLACE_ARGUMENT).count(), 1);
    }

    #[test]
    fn curly_quotes_filters_and_private_characters_are_reported_where_they_stand() {
        for (text, words, place) in [
            (
                "a\n{{ value(of=“a”) }}\n",
                "error[curly-quotes]: expected a straight quotation mark (\"), found “",
                ":2:13",
            ),
            ("{{ value(of=\"a\") | upper }}\n", "error[mark-place]: expected value() without a filter", ":1:4"),
            (
                "a \u{e123} b\n",
                "error[private-character]: expected letters and signs, found the private character U+E123",
                ":1:3",
            ),
        ] {
            let (_, said) = prepared(text);
            assert!(said.contains(words) && said.contains(place), "{said}");
        }
        assert_eq!(prepared("{{ value(of=\"the “best”\") }}\n").1, "");
    }
}
