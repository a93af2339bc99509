//! What the template engine complains of, at its place in the templates.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Source, TemplateReport, circular_include, code, template_fault, template_reports};

/// What the template engine complains of, at its place in the templates.
pub fn diagnostics(error: &tera::Error, sources: &BTreeMap<String, Arc<Source>>) -> Vec<Diagnostic> {
    let names = || sources.keys().map(String::as_str);
    let fault = |file: &str, message: &str, range: &dyn Fn(&Source) -> Range<usize>| match sources.get(file) {
        Some(source) => {
            let range = range(source);
            template_fault(code::THEME, message, &source.span(range.start, range.end), names())
        }
        None => Diagnostic::placeless(code::THEME, format!("{file}: {message}")),
    };
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            vec![fault(report.filename(), report.message(), &|_| report.span().range.clone())]
        }
        tera::ErrorKind::CircularInclude { include_chain, .. } => {
            vec![circular_include(code::THEME, include_chain, |name| sources.get(name))]
        }
        _ => {
            let text = error.to_string();
            let reports = template_reports(&text);
            if reports.is_empty() {
                return vec![Diagnostic::placeless(code::THEME, text)];
            }
            let name = |report: &TemplateReport| report.message.split('`').nth(1).unwrap_or_default().len();
            let placed = |report: &TemplateReport| {
                fault(&report.file, &report.message, &|source| {
                    let start = report.offset(source.text());
                    start..start + name(report)
                })
            };
            reports.iter().map(placed).collect()
        }
    }
}
