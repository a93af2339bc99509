//! What is wrong, as the browser shows it: everything escaped, each place a link to the author's editor.

use crate::diagnostic::{Diagnostic, Findings, Severity, Span};
use crate::outputs::html::escape;

use super::snapshot::Snapshot;

/// How a place in a file is opened in an editor: an address with `{path}`, `{line}` and `{column}`.
#[derive(Clone, Debug)]
pub struct Editor(Option<String>);

/// Editors by their names, and how they are asked to open a place.
const EDITORS: &[(&str, &str)] = &[
    ("vscode", "vscode://file/{path}:{line}:{column}"),
    ("vscodium", "vscodium://file/{path}:{line}:{column}"),
    ("cursor", "cursor://file/{path}:{line}:{column}"),
    ("zed", "zed://file/{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("emacs", "org-protocol://open-file?file={path}&line={line}"),
];

impl Editor {
    /// The editor of that name, the one that an address with `{path}` tells, or none for `none`; else what may be typed.
    pub fn new(text: &str) -> Result<Editor, String> {
        if text == "none" {
            return Ok(Editor(None));
        }
        if let Some((_, address)) = EDITORS.iter().find(|(name, _)| *name == text) {
            return Ok(Editor(Some((*address).to_owned())));
        }
        let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let runs = scheme.as_deref().is_some_and(|scheme| ["javascript", "data", "vbscript"].contains(&scheme));
        if text.contains("{path}") && scheme.is_some() && !runs {
            return Ok(Editor(Some(text.to_owned())));
        }
        let names: Vec<&str> = EDITORS.iter().map(|(name, _)| *name).collect();
        Err(format!("{}, none, or an address such as vscode://file/{{path}}:{{line}}:{{column}}", names.join(", ")))
    }

    /// The address that opens a place.
    pub fn link(&self, snapshot: &Snapshot, span: &Span) -> Option<String> {
        let template = self.0.as_ref()?;
        let at = span.position();
        let place = snapshot.place(span.source().path());
        let path = place.to_string_lossy().replace('\\', "/");
        let path = crate::outputs::html::link::encoded(&path, |byte| matches!(byte, b'/' | b':'));
        // Editors' addresses have a slash of their own before the path.
        let path = if template.contains("/{path}") { path.trim_start_matches('/').to_owned() } else { path };
        let address = template.replace("{path}", &path);
        Some(address.replace("{line}", &at.line.to_string()).replace("{column}", &at.column.to_string()))
    }
}

/// The panel's content for findings, a part each.
pub fn fragment(findings: &Findings, snapshot: &Snapshot, editor: &Editor) -> String {
    let mut out = String::new();
    for diagnostic in findings.iter() {
        one(&mut out, diagnostic, snapshot, editor);
    }
    out
}

/// One finding.
pub fn one(out: &mut String, diagnostic: &Diagnostic, snapshot: &Snapshot, editor: &Editor) {
    let word = match diagnostic.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    out.push_str("<div class=\"multum-fault\" data-severity=\"");
    escape::attribute(out, diagnostic.severity.word());
    out.push_str("\">\n<p class=\"multum-message\"><strong>");
    out.push_str(word);
    out.push_str(":</strong> ");
    escape::text(out, &diagnostic.message);
    out.push_str(" <span class=\"multum-code\">");
    escape::text(out, diagnostic.code.name);
    out.push_str("</span></p>\n");
    if let Some(span) = &diagnostic.at {
        place(out, span, None, snapshot, editor);
    }
    for (span, note) in &diagnostic.notes {
        place(out, span, Some(note), snapshot, editor);
    }
    if let Some(hint) = &diagnostic.hint {
        out.push_str("<p class=\"multum-hint\"><strong>What to type:</strong> ");
        escape::text(out, hint);
        out.push_str("</p>\n");
    }
    out.push_str("<details><summary>More about this kind of fault</summary>\n");
    for part in diagnostic.code.explanation.split("\n\n") {
        out.push_str("<p>");
        escape::text(out, part);
        out.push_str("</p>\n");
    }
    out.push_str("</details>\n</div>\n");
}

fn place(out: &mut String, span: &Span, note: Option<&str>, snapshot: &Snapshot, editor: &Editor) {
    out.push_str("<p class=\"multum-place\">");
    link(out, span, snapshot, editor);
    if let Some(note) = note {
        out.push_str(": ");
        escape::text(out, note);
    }
    out.push_str("</p>\n");
    if span.source().is_confidential() {
        return;
    }
    let at = span.position();
    let line = span.source().line(at.line);
    let written = line.text();
    let start = span.start().saturating_sub(line.start()).min(written.len());
    let end = (span.end().saturating_sub(line.start())).clamp(start, written.len());
    if written.trim().is_empty() {
        return;
    }
    // What stands round the fault of a very long line is enough to find it by.
    let from = written.floor_char_boundary(start.saturating_sub(120));
    let to = written.ceil_char_boundary((end + 120).min(written.len()));
    let end = written.floor_char_boundary(end.min(start + 400)).max(start);
    out.push_str("<pre class=\"multum-line\" tabindex=\"0\">");
    escape::text(out, &written[from..start]);
    out.push_str("<mark>");
    escape::text(out, &written[start..end]);
    out.push_str("</mark>");
    escape::text(out, &written[end..to.max(end)]);
    out.push_str("</pre>\n");
}

/// A place as a link to the editor, or as words where there is none: `content/a.md, line 3`.
pub fn link(out: &mut String, span: &Span, snapshot: &Snapshot, editor: &Editor) {
    let at = span.position();
    let words = format!("{}, line {}", span.source().path(), at.line);
    match editor.link(snapshot, span) {
        Some(address) => {
            out.push_str("<a class=\"multum-editor\" href=\"");
            escape::attribute(out, &address);
            out.push_str("\">");
            escape::text(out, &words);
            out.push_str("</a>");
        }
        None => escape::text(out, &words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Source, code};
    use std::path::Path;

    #[test]
    fn a_fault_is_escaped_and_leads_to_the_editor() {
        let source = Source::new("content/a.md", "one\n<script>alert(1)</script> & more\n");
        let fault = Diagnostic::error(code::TEMPLATE, &source.span(4, 12), "found \"<script>\"").hint("write <b>");
        let snapshot = Snapshot::new(Path::new("/no such/site"));
        let editor = Editor::new("vscode").expect("it is known");
        let html = fragment(&[fault].into_iter().collect(), &snapshot, &editor);
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
        assert!(html.contains("<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt; &amp; more"), "{html}");
        assert!(
            html.contains("href=\"vscode://file/no%20such/site/content/a.md:2:1\">content/a.md, line 2</a>"),
            "{html}"
        );
        assert!(html.contains("<strong>What to type:</strong> write &lt;b&gt;"));
    }

    #[test]
    fn a_confidential_line_is_not_quoted() {
        let source = Source::confidential("own/a.yaml", "count: 48271\n");
        let fault = Diagnostic::error(code::NUMBER, &source.span(7, 12), "expected a number");
        let snapshot = Snapshot::new(Path::new("/site"));
        let html = fragment(&[fault].into_iter().collect(), &snapshot, &Editor(None));
        assert!(html.contains("own/a.yaml, line 1") && !html.contains("48271"), "{html}");
    }

    #[test]
    fn an_editor_is_a_name_or_an_address_that_runs_nothing() {
        for (text, sound) in [
            ("vscode", true),
            ("none", true),
            ("myeditor://{path}?l={line}", true),
            ("javascript:alert('{path}')", false),
            ("notepad", false),
        ] {
            assert_eq!(Editor::new(text).is_ok(), sound, "{text}");
        }
    }
}
