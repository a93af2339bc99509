//! Diagnostics as annotations that continuous integration shows beside the changed line.

use std::fmt::Write;

use super::Findings;

/// One workflow command a line: `::error file=…,line=…,col=…,title=…::message`.
pub fn github(findings: &Findings) -> String {
    let mut text = String::new();
    for diagnostic in findings.iter() {
        let _ = write!(text, "::{} ", diagnostic.severity.word());
        if let Some(span) = &diagnostic.at {
            let at = span.position();
            let _ = write!(text, "file={},line={},col={},", property(span.source().path()), at.line, at.column);
        }
        let hint = diagnostic.hint.as_deref().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "title={}::{}",
            property(diagnostic.code.name),
            message(&format!("{}{hint}", diagnostic.message))
        );
    }
    text
}

/// A command's message: percent signs and line ends are written as their codes.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A command's property: colons and commas too.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Source, code};
    use super::*;

    #[test]
    fn a_message_stays_on_its_line() {
        let source = Source::new("data/a,b.yaml", "x: 101\n");
        let fault = Diagnostic::error(code::NUMBER, &source.span(3, 6), "101% is above 100%").hint("write 100");
        assert_eq!(
            github(&[fault].into_iter().collect()),
            "::error file=data/a%2Cb.yaml,line=1,col=4,title=number::101%25 is above 100%25%0Ahint: write 100\n"
        );
    }
}
