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

use crate::diagnostic::{
    Diagnostic, Findings, Source, Span, TemplateReport, circular_include, code, nearest, template_fault,
    template_reports,
};
use crate::document::mark::{self, Places};

use super::tags::{self, CallPlace, Unclosed};

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
            at = self.line(text, at, body.end, findings);
        }
    }

    /// One line, and what the tags that begin in it take up of those below; gives back where the next one begins.
    fn line(&mut self, text: &str, mut at: usize, limit: usize, findings: &mut Findings) -> usize {
        let end_of_line = |from: usize| text[from..limit].find('\n').map_or(limit, |n| from + n + 1);
        let mut line_end = end_of_line(at);
        while at < line_end {
            let Some(start) = tags::next(&text[at..line_end]).map(|found| at + found) else {
                self.words(text, at..line_end, findings);
                break;
            };
            let end = match tags::end(text, start, limit) {
                Ok(end) => end,
                Err(unclosed) => {
                    self.words(text, at..start, findings);
                    findings.push(self.unclosed(text, start, &unclosed));
                    // The rest of the line is left out, so that what else is wrong is found in the same run.
                    self.out.push('\n');
                    break;
                }
            };
            if end > line_end {
                line_end = end_of_line(end);
            }
            // A tag alone on its line takes the line's end inside itself.
            let alone = text[start..].starts_with("{%")
                && text[at..start].trim().is_empty()
                && self.out.is_empty_line()
                && text[end..line_end].trim().is_empty();
            if !alone {
                self.words(text, at..start, findings);
            }
            self.tag(text, start..end, alone && line_end > end, findings);
            at = if alone { line_end } else { end };
        }
        line_end
    }

    /// The fault of a tag that nothing closes.
    fn unclosed(&self, text: &str, start: usize, why: &Unclosed) -> Diagnostic {
        let (open, close) = (&text[start..start + 2], tags::closing(&text[start..]));
        match why {
            Unclosed::Tag => Diagnostic::error(
                code::TEMPLATE,
                &self.source.span(start, start + 2),
                format!("expected {close} after this {open}, found none"),
            )
            .hint(format!(
                "write {close} where the {} ends",
                if close == tags::COMMENT_END { "comment" } else { "call" }
            )),
            Unclosed::Quotation(at) => Diagnostic::error(
                code::TEMPLATE,
                &self.source.span(*at, at + 1),
                "expected a second quotation mark after this one, found none",
            )
            .hint(format!("close the text before the {close}")),
        }
    }

    /// Words outside tags: a line mark before the first letter, then the words as they are.
    fn words(&mut self, text: &str, range: Range<usize>, findings: &mut Findings) {
        let words = &text[range.clone()];
        let indent = words.len() - words.trim_start().len();
        if words.trim().is_empty() {
            self.out.push_str(words);
            return;
        }
        if let Some((at, name)) = tags::in_single_braces(words, self.functions) {
            let start = range.start + at;
            findings.push(
                Diagnostic::error(
                    code::TEMPLATE,
                    &self.source.span(start, start + 1),
                    format!("expected {{{{ and }}}} round {name}(), found {{ and }}"),
                )
                .hint(format!("write {{{{ {name}(…) }}}}")),
            );
        }
        self.out.push_str(&words[..indent]);
        mark::place(self.file, range.start + indent, &mut self.out);
        self.places.push(self.out.len(), self.file, range.start + indent);
        self.out.push_str(&words[indent..]);
    }

    /// A tag, its calls told their places.
    fn tag(&mut self, text: &str, range: Range<usize>, takes_line_end: bool, findings: &mut Findings) {
        self.has_tags = true;
        let written = &text[range.clone()];
        let straight = tags::straightened(written);
        if let Some((_, at)) = &straight {
            let at = range.start + at;
            let found = text[at..].chars().next().unwrap_or_default();
            findings.push(
                Diagnostic::error(
                    code::CURLY_QUOTES,
                    &self.source.span(at, at + found.len_utf8()),
                    format!("expected a straight quotation mark (\"), found {found}"),
                )
                .hint("type the quotation marks again in your editor: word processors make them curly"),
            );
        }
        // The tag is read as it was meant, so that what else is wrong in it is found in the same run.
        let tag = straight.as_ref().map_or(written, |(tag, _)| tag);
        self.places.push(self.out.len(), self.file, range.start);
        let calls = tags::calls(tag, self.functions);
        if let Some(found) = self.misplaced(tag, range.start, &calls) {
            findings.push(found);
            self.out.push_str(&without_figures(tag, &calls, takes_line_end));
            return;
        }
        let mut copied = 0;
        for call in calls {
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
        }
        let close = if takes_line_end && tag.len() >= 4 { tag.len() - 2 } else { tag.len() };
        let close = if takes_line_end && tag[..close].ends_with('-') { close - 1 } else { close };
        self.out.push_str(&tag[copied..close.max(copied)]);
        if takes_line_end {
            self.out.push('\n');
        }
        self.out.push_str(&tag[close.max(copied)..]);
    }

    /// What is wrong with where a tag's calls stand. A figure's place is alone between `{{` and `}}`: anything done to it on
    /// its way would be done to its mark. A condition's place is between `{%` and `%}`.
    fn misplaced(&self, tag: &str, offset: usize, calls: &[CallPlace]) -> Option<Diagnostic> {
        let figure = |call: &&CallPlace| is_figure(&tag[call.name.clone()]);
        let inner =
            |from: usize, to: usize| tag.get(from..to).unwrap_or_default().trim_matches(['-', ' ', '\t', '\r', '\n']);
        let fault = |call: &CallPlace, end: usize, message: String, hint: &str| {
            let at = self.source.span(offset + call.name.start, offset + end);
            Some(Diagnostic::error(code::MARK_PLACE, &at, message).hint(hint))
        };
        if tag.starts_with("{%") {
            let call = calls.iter().find(figure)?;
            let message =
                format!("expected {}() between {{{{ and }}}}, found it between {{% and %}}", &tag[call.name.clone()]);
            let asks = matches!(inner(2, call.name.start).split_whitespace().next(), Some("if" | "elif"));
            return match inner(2, call.name.start) {
                "" => fault(call, call.end, message, &format!("write {{{{ {}(…) }}}}", &tag[call.name.clone()])),
                _ if asks => fault(call, call.end, message, "ask with shown(), rose(), fell(), above() or below()"),
                _ => fault(
                    call,
                    call.end,
                    message,
                    "a figure can't be kept: call its function where it is to be printed",
                ),
            };
        }
        let Some(call) = calls.iter().find(figure) else {
            let call = calls.first()?;
            let alone = inner(2, call.name.start).is_empty() && inner(call.end, tag.len() - 2).is_empty();
            let name = &tag[call.name.clone()];
            let message = format!("expected {name}() in a condition, found it between {{{{ and }}}}");
            return if alone {
                fault(call, call.end, message, "write {% if … %} before the words and {% endif %} after them")
            } else {
                None
            };
        };
        let name = &tag[call.name.clone()];
        if tag[call.end..].trim_start().starts_with('|') {
            return fault(
                call,
                tag.len(),
                format!("expected {name}() without a filter, found one after it"),
                "take out the | and what follows it: figures are worded once, for every edition",
            );
        }
        let alone = inner(2, call.name.start).is_empty() && inner(call.end, tag.len() - 2).is_empty();
        let inside = calls.iter().any(|other| other.open > call.open && other.end <= call.end);
        if alone && !inside {
            return None;
        }
        fault(
            call,
            call.end,
            format!("expected {name}() alone between {{{{ and }}}}, found more beside it"),
            "print each figure by itself; change(), gap() and rank() say how figures compare",
        )
    }
}

/// Whether a function prints a figure or a block, and does not answer a condition.
fn is_figure(name: &str) -> bool {
    super::functions::function(name).is_some_and(|function| matches!(function.act, super::functions::Act::Mark(_)))
}

/// A tag that is read on without its figures, once it has been told that they can't stand there.
fn without_figures(tag: &str, calls: &[CallPlace], takes_line_end: bool) -> String {
    let line_end = if takes_line_end { "\n" } else { "" };
    let Some(inner) = tag.strip_prefix("{%") else {
        return line_end.to_owned();
    };
    match inner.trim_start_matches('-').split_whitespace().next() {
        Some(word @ ("if" | "elif")) => format!("{{% {word} true {line_end}%}}"),
        Some(word) if calls.first().is_some_and(|call| word.starts_with(&tag[call.name.clone()])) => {
            line_end.to_owned()
        }
        _ => {
            let mut out = String::new();
            let mut copied = 0;
            for call in calls.iter().filter(|call| is_figure(&tag[call.name.clone()])) {
                if call.name.start >= copied {
                    out.push_str(&tag[copied..call.name.start]);
                    out.push_str("\"\"");
                    copied = call.end;
                }
            }
            out.push_str(tag[copied..].trim_end_matches("%}"));
            out + line_end + "%}"
        }
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

/// Tera with delimiters that leave headings their names.
pub(super) fn tera() -> Tera {
    let mut tera = Tera::new();
    tera.set_delimiters(Delimiters {
        comment_start: tags::COMMENT_START.into(),
        comment_end: tags::COMMENT_END.into(),
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
        ErrorKind::CircularInclude { include_chain, .. } => {
            let source = |name: &str| files.partial(name).map(|(file, _)| files.source(file));
            vec![circular_include(code::TEMPLATE, include_chain, source)]
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

/// The messages of a report that Tera has rendered already, each with its place.
fn rendered(text: &str, prepared: &Prepared, files: &dyn Files, file: usize) -> Vec<(String, Span)> {
    let place = |report: TemplateReport| {
        let (file, prepared) = files.partial(&report.file).unwrap_or((file, prepared));
        let start = report.offset(&prepared.text);
        let name = report.message.split('`').nth(1).unwrap_or_default().len();
        let at = original(prepared, files, file, start..start + name.max(1));
        (report.message, at)
    };
    template_reports(text).into_iter().map(place).collect()
}

/// The files whose fault an error is, by the names under which they are included.
pub(super) fn culprits(error: &tera::Error) -> Vec<String> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![report.filename().to_owned()],
        ErrorKind::CircularInclude { include_chain, .. } => {
            include_chain.iter().rev().nth(1).cloned().into_iter().collect()
        }
        _ => template_reports(&error.to_string()).into_iter().map(|report| report.file).collect(),
    }
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
    let said = message.trim().trim_end_matches('.');
    let quoted = said.split('`').nth(1).unwrap_or_default();
    let names = super::functions::NAMES;
    if said.starts_with("Unknown function") {
        let hint = match nearest(quoted, names.iter().copied()) {
            Some(near) => format!("did you mean {near}(…)?"),
            None => format!("the functions are {}", names.join(", ")),
        };
        let message = format!("expected a function that multum knows, found {quoted}()");
        return Diagnostic::error(code::TEMPLATE, at, message).hint(hint);
    }
    if said.starts_with("Variable") && names.contains(&quoted) {
        let message = format!("expected brackets after {quoted}, found none");
        return Diagnostic::error(code::TEMPLATE, at, message).hint(format!("write {quoted}(…) with its arguments"));
    }
    template_fault(code::TEMPLATE, said, at, files.partials())
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
