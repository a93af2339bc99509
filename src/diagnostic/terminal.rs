//! Diagnostics for a terminal: message, place, the line with what is meant underlined, what to type.
//!
//! Our own few lines and no crate's frame of box characters: a screen reader reads them to an officer as they stand.

use std::fmt::Write;

use super::{Diagnostic, Findings, Severity, Span};

/// Whether words may be coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// No colour: files, pipes, tests, `NO_COLOR`.
    Plain,
    /// Colours of a terminal. The words say the same.
    Coloured,
}

/// All findings as text, a blank line after each.
pub fn terminal(findings: &Findings, style: Style) -> String {
    findings.iter().map(|diagnostic| one(diagnostic, style) + "\n").collect()
}

fn one(diagnostic: &Diagnostic, style: Style) -> String {
    let (bold, red, yellow, plain) = match style {
        Style::Plain => ("", "", "", ""),
        Style::Coloured => ("\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[1;33m", "\u{1b}[0m"),
    };
    let colour = match diagnostic.severity {
        Severity::Error => red,
        Severity::Warning => yellow,
    };
    let mut text = String::new();
    let word = diagnostic.severity.word();
    let _ =
        writeln!(text, "{colour}{word}[{}]{plain}{bold}: {}{plain}", diagnostic.code.name, clean(&diagnostic.message));
    if let Some(span) = &diagnostic.at {
        place(&mut text, span, None);
    }
    for (span, note) in &diagnostic.notes {
        place(&mut text, span, Some(note));
    }
    if let Some(hint) = &diagnostic.hint {
        let _ = writeln!(text, "  {bold}hint:{plain} {}", clean(hint));
    }
    text
}

fn place(text: &mut String, span: &Span, note: Option<&str>) {
    let at = span.position();
    let source = span.source();
    let _ = writeln!(text, "  {}:{}:{}", source.path(), at.line, at.column);
    if !source.is_confidential() {
        excerpt(text, span);
    }
    if let Some(note) = note {
        let _ = writeln!(text, "    {}", clean(note));
    }
}

/// The line with the span underlined; a long line is cut to what stands round the span.
fn excerpt(text: &mut String, span: &Span) {
    const AROUND: usize = 60;
    let at = span.position();
    let line = span.source().line(at.line);
    let written: Vec<char> = line.text().trim_start_matches('\u{feff}').trim_end().chars().collect();
    if written.is_empty() {
        return;
    }
    let meant = span.text().split('\n').next().unwrap_or_default().trim_end().chars().count().max(1);
    let column = (at.column - 1).min(written.len());
    let from = column.saturating_sub(AROUND);
    let to = (column + meant.min(AROUND) + AROUND).min(written.len());
    let shown: String = written[from..to].iter().map(|c| if c.is_control() { ' ' } else { *c }).collect();
    let (before, after) = (if from > 0 { "… " } else { "" }, if to < written.len() { " …" } else { "" });
    let number = at.line.to_string();
    let _ = writeln!(text, "  {number} | {before}{shown}{after}");
    let indent = " ".repeat(number.len() + 2 + 3 + before.chars().count() + column - from);
    let carets = "^".repeat(meant.min(to.saturating_sub(column)).max(1));
    let _ = writeln!(text, "{indent}{carets}");
}

/// Without control characters, so that a value of an author's file can't steer the terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Source, code};
    use super::*;

    #[test]
    fn the_line_stands_below_the_message_with_the_fault_underlined() {
        let source = Source::new("data/measures/ks2.yaml", "title: x\nperiod: acedemic\n");
        let fault =
            Diagnostic::error(code::UNKNOWN_WORD, &source.span(17, 25), "expected a kind of year, found \"acedemic\"")
                .hint("write academic");
        let text = terminal(&[fault].into_iter().collect(), Style::Plain);
        assert_eq!(
            text,
            "error[unknown-word]: expected a kind of year, found \"acedemic\"\n  data/measures/ks2.yaml:2:9\n  2 | period: acedemic\n              ^^^^^^^^\n  hint: write academic\n\n"
        );
    }

    #[test]
    fn a_confidential_line_is_never_quoted() {
        let source = Source::confidential("confidential/own.yaml", "count: 48271\n");
        let fault = Diagnostic::error(code::NUMBER, &source.span(7, 12), "expected a number");
        for style in [Style::Plain, Style::Coloured] {
            let text = terminal(&[fault.clone()].into_iter().collect(), style);
            assert!(text.contains("confidential/own.yaml:1:8") && !text.contains("48271"), "{text}");
        }
    }

    #[test]
    fn a_value_cannot_steer_the_terminal() {
        let source = Source::new("a.yaml", "a: \u{1b}[2J\n");
        let fault = Diagnostic::error(code::NUMBER, &source.span(3, 7), "found \"\u{1b}[2J\"");
        assert!(!terminal(&[fault].into_iter().collect(), Style::Plain).contains('\u{1b}'));
    }
}
