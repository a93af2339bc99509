//! A call of a function in content: its name, its place, its arguments.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Findings, Span, code, nearest};

use super::functions::{Function, Parameter};
use super::template::PLACE_ARGUMENT;

/// What an author asked for.
pub(super) struct Call {
    /// The function's name.
    pub name: &'static str,
    /// Where the call stands.
    pub at: Span,
    arguments: serde_json::Map<String, Value>,
}

impl Call {
    /// The call of `function` with what stands between its brackets. Arguments that it doesn't take or needs and lacks are
    /// reported, all at once; nothing when one that it needs is missing.
    pub fn checked(
        function: &'static Function,
        mut arguments: serde_json::Map<String, Value>,
        at: Span,
        findings: &mut Findings,
    ) -> Option<Call> {
        arguments.remove(PLACE_ARGUMENT);
        let known = |name: &str| function.parameters.iter().any(|parameter| parameter.name == name);
        let mut sound = true;
        let mut misspelt = Vec::new();
        for name in arguments.keys().filter(|name| !known(name)) {
            let names = function.parameters.iter().map(|parameter| parameter.name);
            let hint = match nearest(name, names.clone().filter(|known| !arguments.contains_key(*known))) {
                Some(near) => {
                    misspelt.push(near);
                    format!("did you mean {near}=?")
                }
                None => format!("{}() takes {}", function.name, names.collect::<Vec<_>>().join(", ")),
            };
            findings.push(
                Diagnostic::error(
                    code::ARGUMENT,
                    &at,
                    format!("expected no argument {name} for {}(), found one", function.name),
                )
                .hint(hint),
            );
        }
        for Parameter { name, needed, example } in function.parameters {
            if *needed && !arguments.contains_key(*name) {
                sound = false;
                // One that is misspelt is not missing as well.
                if misspelt.contains(name) {
                    continue;
                }
                findings.push(
                    Diagnostic::error(
                        code::ARGUMENT,
                        &at,
                        format!("expected an argument {name} for {}(), found none", function.name),
                    )
                    .hint(format!("add {name}={example}")),
                );
            }
        }
        sound.then_some(Call { name: function.name, at, arguments })
    }

    /// Whether the author gave that argument.
    pub fn has(&self, name: &str) -> bool {
        self.arguments.contains_key(name)
    }

    /// The text of an argument; a value of another kind is reported.
    pub fn text(&self, name: &str, findings: &mut Findings) -> Option<&str> {
        match self.arguments.get(name)? {
            Value::String(text) => Some(text),
            other => {
                findings.push(self.wrong(name, "a text in quotation marks", other));
                None
            }
        }
    }

    /// The text of an argument that must say something; an empty one is reported.
    pub fn words(&self, name: &str, findings: &mut Findings) -> Option<&str> {
        let text = self.text(name, findings)?;
        if text.trim().is_empty() {
            findings.push(
                self.fault(code::ARGUMENT, format!("expected words for {name}= of {}(), found none", self.name))
                    .hint(format!("write {name}=\"…\" with what is to be read there")),
            );
            return None;
        }
        Some(text)
    }

    /// The texts of an argument that takes one or several.
    pub fn texts(&self, name: &str, findings: &mut Findings) -> Option<Vec<&str>> {
        match self.arguments.get(name)? {
            Value::String(text) => Some(vec![text]),
            Value::Array(items) => {
                let mut texts = Vec::with_capacity(items.len());
                for item in items {
                    match item {
                        Value::String(text) => texts.push(text.as_str()),
                        other => findings.push(self.wrong(name, "texts in quotation marks", other)),
                    }
                }
                Some(texts)
            }
            other => {
                findings.push(self.wrong(name, "a text, or several in square brackets", other));
                None
            }
        }
    }

    /// The one of a few words that an argument says; nothing when it is absent or says another, which is reported.
    pub fn word<T: Copy>(&self, name: &str, words: &[(&'static str, T)], findings: &mut Findings) -> Option<T> {
        let text = self.text(name, findings)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let known = words.iter().map(|(word, _)| *word);
        let hint = match nearest(text, known.clone()) {
            Some(near) => format!("did you mean {name}=\"{near}\"?"),
            None => format!("write one of: {}", known.collect::<Vec<_>>().join(", ")),
        };
        findings.push(
            Diagnostic::error(
                code::ARGUMENT,
                &self.at,
                format!("expected {name}= with a word that {}() knows, found \"{text}\"", self.name),
            )
            .hint(hint),
        );
        None
    }

    /// A fault of this call.
    pub fn fault(&self, code: crate::diagnostic::Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, &self.at, message)
    }

    fn wrong(&self, name: &str, expected: &str, found: &Value) -> Diagnostic {
        let (found, meant) = match found {
            // Tera gives nothing for a word that is no variable: a text whose quotation marks were forgotten.
            Value::Null => match self.bare_word(name) {
                Some(word) => (format!("{word} without them"), Some(word)),
                None => ("nothing".to_owned(), None),
            },
            Value::Bool(flag) => (flag.to_string(), Some(flag.to_string())),
            Value::Number(number) => (format!("the number {number}"), Some(number.to_string())),
            Value::String(text) => (format!("\"{text}\""), None),
            Value::Array(_) => ("a list".to_owned(), None),
            Value::Object(_) => ("a map".to_owned(), None),
        };
        let hint = format!("write {name}=\"{}\"", meant.as_deref().unwrap_or("…"));
        self.fault(code::ARGUMENT, format!("expected {expected} for {name}= of {}(), found {found}", self.name))
            .hint(hint)
    }

    /// The word that stands for an argument without quotation marks.
    fn bare_word(&self, name: &str) -> Option<String> {
        let text = self.at.text();
        text.match_indices(name).find_map(|(at, _)| {
            let after = text[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
            let end = after.find([',', ')', ' ']).unwrap_or(after.len());
            let word = &after[..end];
            let fits = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
            fits.then(|| word.to_owned())
        })
    }
}
