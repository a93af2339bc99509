//! What the template engine complains of, in an officer's words: pages of content and themes are both its templates.
//!
//! The engine says "Found string but expected identifier" where an argument lacks its name, and points to the end of a file
//! where an `{% if %}` is not closed. Words that are not known here are told as the engine says them.

use std::ops::Range;
use std::sync::Arc;

use super::{Code, Diagnostic, Source, Span, nearest};

/// The diagnostic for the engine's complaint `said` at a place. `names` are the templates that can be included.
pub fn template_fault<'a>(code: Code, said: &str, at: &Span, names: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let said = said.trim().trim_end_matches('.');
    let quoted = said.split('`').nth(1).unwrap_or_default();
    let fault = |message: String| Diagnostic::error(code, at, message);
    if said.starts_with("Unexpected end of input") {
        return match unclosed(at.source()) {
            Some((range, word)) => Diagnostic::error(
                code,
                &at.source().span(range.start, range.end),
                format!("expected {{% end{word} %}} after this {{% {word} %}}, found none"),
            )
            .hint(format!("write {{% end{word} %}} where it ends")),
            None => fault("expected more, found the end of the file".to_owned())
                .hint("close each {{ with }}, each {% with %}, and each bracket"),
        };
    }
    if said == "Unknown tag" {
        return unknown_tag(code, at);
    }
    if said.starts_with("Keyword argument") {
        return fault(format!("expected the argument {quoted} once, found it twice")).hint("take one of the two out");
    }
    if said.starts_with("Variable") && said.contains("is not defined") {
        return unknown_name(fault, quoted, said, "Available variables: ");
    }
    if said.starts_with("Field") && said.contains("is not defined") {
        return unknown_name(fault, quoted, said, "Available fields: ");
    }
    if said.starts_with("Unknown filter") {
        return fault(format!("expected a filter that the templates know, found {quoted}"))
            .hint("take out the | and what follows it");
    }
    if said.starts_with("Unknown template") || said.starts_with("Template '") {
        let wanted = said.split(['`', '\'']).nth(1).unwrap_or_default();
        let known: Vec<&str> = names.into_iter().collect();
        // The folder is most of a path, so it is the files' own names that are compared.
        let (folder, file) = split(wanted);
        let beside = known.iter().map(|name| split(name)).filter(|(beside, _)| *beside == folder);
        let hint = match nearest(file, beside.map(|(_, name)| name)) {
            Some(near) => format!("did you mean {{% include \"{folder}{near}\" %}}?"),
            None if known.is_empty() => {
                "put the file to include into a folder of content/ whose name begins with _".to_owned()
            }
            None => format!("the files to include are {}", few(&known)),
        };
        return fault(format!("expected a file to include that is there, found \"{wanted}\"")).hint(hint);
    }
    if said == "Unexpected character" {
        let found = at.text().chars().next().map(String::from).unwrap_or_default();
        return fault(format!("expected a name, a number or a text in quotation marks, found {found}"))
            .hint("put a text in straight quotation marks (\")");
    }
    if said.starts_with("unexpected end of string") {
        return fault("expected a second quotation mark after this one, found none".to_owned()).hint("close the text");
    }
    if let Some((found, expected)) = said.strip_prefix("Found ").and_then(|rest| rest.split_once(" but expected ")) {
        return out_of_place(code, found, expected, at);
    }
    fault(first_lower(said))
}

/// The diagnostic for files that include one another in a circle, `chain` from the first to itself again.
pub fn circular_include<'a>(
    code: Code,
    chain: &[String],
    source: impl Fn(&str) -> Option<&'a Arc<Source>>,
) -> Diagnostic {
    let last = chain.len().saturating_sub(1);
    let (Some(from), Some(to)) = (chain.get(last.saturating_sub(1)), chain.get(last)) else {
        return Diagnostic::placeless(code, "files include one another in a circle");
    };
    let message = match from == to {
        true => format!("expected files that don't include themselves, found {to} in {from}"),
        false => format!("expected files that don't include one another, found {to} in {from}, which is a part of it"),
    };
    let fault = match source(from) {
        Some(source) => {
            let at = source.text().find(&format!("\"{to}\"")).or_else(|| source.text().find(&format!("'{to}'")));
            let range = at.map_or(0..0, |at| at..at + to.len() + 2);
            Diagnostic::error(code, &source.span(range.start, range.end), message)
        }
        None => Diagnostic::placeless(code, message),
    };
    fault.hint("take the {% include %} out of one of them")
}

/// A complaint that the engine has put into words with its place already, as it does when several come at once.
pub struct TemplateReport {
    /// What it says.
    pub message: String,
    /// The template's name.
    pub file: String,
    line: usize,
    column: usize,
}

impl TemplateReport {
    /// The byte of the template `text` at which the complaint points.
    pub fn offset(&self, text: &str) -> usize {
        let mut lines = text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(self.line.saturating_sub(1)).map(str::len).sum();
        let letters = lines.next().unwrap_or_default().chars().take(self.column.saturating_sub(1));
        before + letters.map(char::len_utf8).sum::<usize>()
    }
}

/// The complaints in `text`: for each a line `error: …` and one `--> file:line:column`, both counted from 1.
pub fn template_reports(text: &str) -> Vec<TemplateReport> {
    let mut found = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("error: ") {
            message = said;
        } else if let Some((_, place)) = line.split_once("--> ") {
            let mut parts = place.trim().rsplitn(3, ':');
            let mut number = || parts.next().and_then(|number| number.parse::<usize>().ok());
            let (column, line) = (number(), number());
            if let (Some(column), Some(line), Some(file)) = (column, line, parts.next()) {
                found.push(TemplateReport { message: message.to_owned(), file: file.to_owned(), line, column });
            }
        }
    }
    found
}

/// The last of the tags that must be closed and are not, and its word: the place to look, since all above it may be sound.
fn unclosed(source: &Arc<Source>) -> Option<(Range<usize>, String)> {
    let text = source.text();
    let mut open: Vec<(Range<usize>, &str)> = Vec::new();
    for (start, _) in text.match_indices("{%") {
        let end = text[start..].find("%}").map_or(text.len(), |at| start + at + 2);
        let inner = text[start..end].trim_start_matches("{%").trim_start_matches('-').trim_start();
        let word = &inner[..inner.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(inner.len())];
        match word {
            "if" | "for" | "block" | "filter" | "raw" | "component" => open.push((start..end, word)),
            "set" if !inner.contains('=') => open.push((start..end, word)),
            word if word.starts_with("end") => {
                if let Some(at) = open.iter().rposition(|(_, opened)| word.ends_with(opened)) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    open.pop().map(|(range, word)| (range, word.to_owned()))
}

fn unknown_tag(code: Code, at: &Span) -> Diagnostic {
    const TAGS: [&str; 4] = ["if", "for", "set", "include"];
    let text = &at.source().text()[at.start()..];
    let word = &text[..text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())];
    let fault = |message: String| Diagnostic::error(code, at, message);
    match word {
        "else" | "elif" => {
            fault(format!("expected {{% if %}} before this {{% {word} %}}, found none")).hint("take it out")
        }
        word if word.len() > 3 && word.starts_with("end") => {
            let opening = &word[3..];
            fault(format!("expected {{% {opening} %}} before this {{% {word} %}}, found none"))
                .hint(format!("take it out, or write {{% {opening} … %}} where it begins"))
        }
        word if text[word.len()..].starts_with('(') => {
            fault(format!("expected if, for, set or include after {{%, found {word}()"))
                .hint(format!("write {{{{ {word}(…) }}}}, or {{% if {word}(…) %}} to test it"))
        }
        word => fault(format!("expected if, for, set or include after {{%, found {word}"))
            .maybe_hint(nearest(word, TAGS).map(|near| format!("did you mean {near}?"))),
    }
}

/// A name that nothing is known by. Names of our own that begin so are none of the author's.
fn unknown_name(fault: impl Fn(String) -> Diagnostic, name: &str, said: &str, list: &str) -> Diagnostic {
    let known: Vec<&str> = said
        .split_once(list)
        .map(|(_, names)| names.split(", ").filter(|name| !name.starts_with("multum_")).collect())
        .unwrap_or_default();
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("put it in quotation marks if it is a text: \"{name}\""),
    };
    let message = match known.as_slice() {
        [] => format!("expected a name that is known, found {name}"),
        known => format!("expected one of {}, found {name}", few(known)),
    };
    fault(message).hint(hint)
}

fn out_of_place(code: Code, found: &str, expected: &str, at: &Span) -> Diagnostic {
    let sign = |token: &str| match token.trim_matches('`') {
        "identifier" => "a name".to_owned(),
        "string" => "a text".to_owned(),
        "integer" | "float" => "a number".to_owned(),
        "bool" => "true or false".to_owned(),
        "content" => "words".to_owned(),
        sign => sign.to_owned(),
    };
    let value = expected.starts_with("one of");
    let (found, wanted) = (sign(found), if value { "a value".to_owned() } else { sign(expected) });
    let ends = ["}}", "%}"].contains(&found.as_str());
    let fault = |message: String| Diagnostic::error(code, at, message);
    match (wanted.as_str(), ends) {
        ("," | ")", true) => {
            fault(format!("expected a closing bracket before {found}, found none")).hint("write ) where the call ends")
        }
        (",", false) => fault(format!("expected a comma between two arguments, found {found}"))
            .hint("put a comma between them, and close each text with a quotation mark"),
        ("a name", false) if found == "a text" || found == "a number" => {
            fault(format!("expected an argument's name before its value, found {found}"))
                .hint("arguments have names: value(of=\"ks2-rwm-expected\")")
        }
        ("}}", _) => fault(format!("expected }}}} after the value, found {found}"))
            .hint("close each {{ with }}, and put a text in quotation marks"),
        ("%}", _) => fault(format!("expected %}} at the end of the tag, found {found}"))
            .hint("close each {% with %}, and put a text in quotation marks"),
        _ => fault(format!("expected {wanted}, found {found}")),
    }
}

/// A path's folder, with the slash after it, and the name of its file.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |at| at + 1))
}

/// The first of several names, so that a message stays one that can be read.
fn few(names: &[&str]) -> String {
    const MOST: usize = 12;
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{shown} …") } else { shown }
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
    use crate::diagnostic::{Findings, Style, code, terminal};

    fn said(text: &str, complaint: &str, at: &str) -> String {
        let source = Source::new("page.html", text);
        let start = text.rfind(at).expect("it stands there");
        let fault =
            template_fault(code::TEMPLATE, complaint, &source.span(start, start + at.len()), ["_parts/note.md"]);
        terminal(&Findings::from_iter([fault]), Style::Plain)
    }

    #[test]
    fn what_is_not_closed_is_shown_where_it_opens() {
        let text = "{% if a %}\n{% for b in c %}\n{% set d = 1 %}\n{% endfor %}\nwords\n";
        let found = said(text, "Unexpected end of input", "words");
        assert!(found.contains("expected {% endif %} after this {% if %}, found none\n  page.html:1:1\n"), "{found}");
        assert!(said("words", "Unexpected end of input", "words").contains("found the end of the file"));
    }

    #[test]
    fn what_the_engine_says_is_told_with_what_to_type() {
        for (text, complaint, at, message, hint) in [
            (
                "{% endif %}",
                "Unknown tag",
                "endif",
                "expected {% if %} before this {% endif %}, found none",
                "take it out",
            ),
            (
                "{% fro a %}",
                "Unknown tag",
                "fro",
                "expected if, for, set or include after {%, found fro",
                "did you mean for?",
            ),
            ("{% value(of=1) %}", "Unknown tag", "value", "found value()", "write {{ value(…) }}"),
            (
                "{{ a }}",
                "Variable `a` is not defined. Available variables: multum_page, page",
                "a",
                "expected one of page, found a",
                "in quotation marks",
            ),
            (
                "{{ a.titel }}",
                "Field `titel` is not defined. Available fields: title, year",
                "titel",
                "expected one of title, year, found titel",
                "did you mean title?",
            ),
            (
                "{{ f(\"a\") }}",
                "Found string but expected identifier.",
                "\"a\"",
                "expected an argument's name before its value, found a text",
                "arguments have names",
            ),
            (
                "{{ f(a=1 }}",
                "Found `}}` but expected ,.",
                "}}",
                "expected a closing bracket before }}, found none",
                "write )",
            ),
            (
                "{{ a \"b\" }}",
                "Found string but expected }}.",
                "\"b\"",
                "expected }} after the value, found a text",
                "close each {{ with }}",
            ),
            (
                "{{ f(a=1, a=2) }}",
                "Keyword argument `a` is defined more than once",
                "a",
                "expected the argument a once, found it twice",
                "take one",
            ),
            (
                "{% include \"x\" %}",
                "Unknown template `_parts/notes.md`",
                "\"x\"",
                "found \"_parts/notes.md\"",
                "did you mean {% include \"_parts/note.md\" %}?",
            ),
            ("{{ a | b }}", "Unknown filter `b`", "b", "found b", "take out the |"),
            ("{{ ° }}", "Unexpected character", "°", "found °", "straight quotation marks"),
            ("{{ a + b }}", "Cannot compare `string` with `i64`", "a", "cannot compare `string` with `i64`", ""),
        ] {
            let found = said(text, complaint, at);
            assert!(found.contains(message) && found.contains(hint), "{found}");
        }
    }

    #[test]
    fn a_circle_of_files_is_shown_where_it_closes() {
        let source = Source::new("two.md", "Two.\n{% include \"one.md\" %}\n");
        let chain = ["one.md", "two.md", "one.md"].map(str::to_owned);
        let fault = circular_include(code::TEMPLATE, &chain, |name| (name == "two.md").then_some(&source));
        let found = terminal(&Findings::from_iter([fault]), Style::Plain);
        assert!(found.contains("found one.md in two.md, which is a part of it\n  two.md:2:12\n"), "{found}");
    }
}
