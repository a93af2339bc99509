//! Diagnostics for other programs: one JSON array.

use serde_json::{Value, json as object};

use super::{Diagnostic, Findings, Span};

/// All findings as a JSON array of objects: `code`, `severity`, `message`, `file`, `line`, `column`, `end_line`,
/// `end_column` (from 1, the end exclusive), `notes`, `hint`. What is not known is `null`.
pub fn json(findings: &Findings) -> String {
    let all: Vec<Value> = findings.iter().map(one).collect();
    let mut text = serde_json::to_string_pretty(&all).expect("strings and numbers are always JSON");
    text.push('\n');
    text
}

fn one(diagnostic: &Diagnostic) -> Value {
    let mut value = object!({
        "code": diagnostic.code.name,
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message,
    });
    let map = value.as_object_mut().expect("it was made as an object");
    match &diagnostic.at {
        Some(span) => map.extend(place(span).as_object().cloned().unwrap_or_default()),
        None => {
            map.insert("file".into(), Value::Null);
        }
    }
    let notes: Vec<Value> = diagnostic
        .notes
        .iter()
        .map(|(span, text)| {
            let mut note = place(span);
            note["message"] = text.as_str().into();
            note
        })
        .collect();
    map.insert("notes".into(), notes.into());
    map.insert("hint".into(), diagnostic.hint.as_deref().into());
    value
}

fn place(span: &Span) -> Value {
    let (start, end) = (span.position(), span.source().position(span.end()));
    object!({
        "file": span.source().path(),
        "line": start.line, "column": start.column,
        "end_line": end.line, "end_column": end.column,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Source, code};
    use super::*;

    #[test]
    fn a_program_can_read_place_and_hint() {
        let source = Source::confidential("own.yaml", "count: 48271\n");
        let fault =
            Diagnostic::error(code::NUMBER, &source.span(7, 12), "expected a number").hint("write it in digits");
        let text = json(&[fault].into_iter().collect());
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value[0]["line"], 1);
        assert_eq!(value[0]["column"], 8);
        assert_eq!(value[0]["end_column"], 13);
        assert_eq!(value[0]["hint"], "write it in digits");
        assert!(!text.contains("48271"));
    }
}
