//! What we say when something is wrong: diagnostics are data; the terminal, JSON and annotations are renderers.
//!
//! An author's mistake never stops the reading: functions give back what they could make *and* what is wrong
//! ([`Checked`]), so that twelve faults are shown at once and not one after the other.

mod codes;
mod github;
mod json;
mod span;
mod template;
mod terminal;

pub use codes::{CODES, Code};
pub use github::github;
pub use json::json;
pub use span::{Position, Source, Span};
pub use template::{TemplateReport, circular_include, template_fault, template_reports};
pub use terminal::{Style, terminal};

/// All codes by name, as constants.
pub mod code {
    pub use super::codes::*;
}

/// How grave it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The report has a fault that stops the build or its publication.
    Error,
    /// Something that its author should look at.
    Warning,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One thing that is wrong, where it stands, and what to type instead.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of fault; `multum explain` tells more of it.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What was expected and what was found: one line, lower case, no full stop.
    pub message: String,
    /// Where. A fault of the whole site has no place.
    pub at: Option<Span>,
    /// Other places that belong to it, each with what stands there.
    pub notes: Vec<(Span, String)>,
    /// What to type.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, at: &Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            at: Some(at.clone()),
            notes: Vec::new(),
            hint: None,
        }
    }

    /// An error of the site as a whole, which stands in no one line.
    pub fn placeless(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity: Severity::Error, message: message.into(), at: None, notes: Vec::new(), hint: None }
    }

    /// A warning at a place.
    pub fn warning(code: Code, at: &Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, at, message) }
    }

    /// The same with what to type.
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// The same with its place when that is known.
    pub fn maybe_at(mut self, at: Option<Span>) -> Diagnostic {
        self.at = at.or(self.at);
        self
    }

    /// The same with a hint when there is one to give.
    pub fn maybe_hint(mut self, hint: Option<String>) -> Diagnostic {
        self.hint = hint.or(self.hint);
        self
    }

    /// The same with another place that belongs to it.
    pub fn note(mut self, at: &Span, text: impl Into<String>) -> Diagnostic {
        self.notes.push((at.clone(), text.into()));
        self
    }
}

/// All that is wrong, in the order it was found.
#[derive(Clone, Default, Debug)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    /// Nothing wrong yet.
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another list.
    pub fn extend(&mut self, other: Findings) {
        self.0.extend(other.0);
    }

    /// Whether any of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many errors and how many warnings.
    pub fn count(&self) -> (usize, usize) {
        let errors = self.0.iter().filter(|d| d.severity == Severity::Error).count();
        (errors, self.0.len() - errors)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The same list, each fault once, by file and place: the order a person mends them in, and the same on every run.
    pub fn sorted(mut self) -> Findings {
        self.0.sort_by(|a, b| a.order().cmp(&b.order()));
        self.0.dedup_by(|a, b| a.order() == b.order());
        self
    }
}

impl Diagnostic {
    fn order(&self) -> (Option<(&str, usize)>, Severity, &str, &str) {
        let place = self.at.as_ref().map(|span| (span.source().path(), span.start()));
        (place, self.severity, self.code.name, &self.message)
    }
}

impl FromIterator<Diagnostic> for Findings {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(all: I) -> Findings {
        Findings(all.into_iter().collect())
    }
}

/// What could be made, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// What could be made.
    pub value: T,
    /// What is wrong.
    pub findings: Findings,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub fn sound(value: T) -> Checked<T> {
        Checked { value, findings: Findings::new() }
    }

    /// The value, its findings moved to the end of `findings`.
    pub fn gather(self, findings: &mut Findings) -> T {
        findings.extend(self.findings);
        self.value
    }
}

/// The word of `known` that `typed` was likely meant to be, for "did you mean": nothing when none is near.
///
/// Near is an edit distance of at most a third of the word, and at least one letter in common at the front or one
/// transposition away.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (edits(typed, word), word))
        .filter(|(distance, word)| *distance * 3 <= word.chars().count().max(3))
        .min()
        .map(|(_, word)| word)
}

/// The number of letters to change, add, drop or swap with their neighbour (optimal string alignment).
fn edits(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(200).flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().take(200).flat_map(char::to_lowercase).collect();
    let width = b.len() + 1;
    let mut table = vec![0usize; (a.len() + 1) * width];
    for i in 0..=a.len() {
        table[i * width] = i;
    }
    for (j, cell) in table.iter_mut().enumerate().take(width) {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (table[(i - 1) * width + j] + 1)
                .min(table[i * width + j - 1] + 1)
                .min(table[(i - 1) * width + j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(table[(i - 2) * width + j - 2] + 1);
            }
            table[i * width + j] = least;
        }
    }
    table[a.len() * width + b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_recognised_and_a_stranger_is_not() {
        let known = ["title", "unit", "polarity", "observations"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("obserations", known), Some("observations"));
        assert_eq!(nearest("Unit", known), Some("unit"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn findings_come_in_the_order_of_the_file_and_once_each() {
        let source = Source::new("a.yaml", "one\ntwo\n");
        let late = Diagnostic::error(code::UNKNOWN_KEY, &source.span(4, 7), "late");
        let early = Diagnostic::error(code::UNKNOWN_KEY, &source.span(0, 3), "early");
        let findings: Findings = [late.clone(), early, late].into_iter().collect();
        let messages: Vec<String> = findings.sorted().iter().map(|d| d.message.clone()).collect();
        assert_eq!(messages, ["early", "late"]);
    }
}
