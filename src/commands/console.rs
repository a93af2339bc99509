//! Where words go: what is wrong to the error stream, what was done to the output, and a program's JSON alone.

use std::io::Write;

use clap::ValueEnum;

use crate::diagnostic::{Findings, Style, github, json, terminal};

/// How what is wrong is said.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
pub enum Format {
    /// For people: where it stands, what was expected, what to type
    Text,
    /// For programs: one JSON array
    Json,
    /// For GitHub Actions: annotations beside the changed lines
    Github,
}

/// What is said to whoever typed the command.
pub struct Console {
    format: Format,
}

impl Console {
    /// A console that says what is wrong in the given way.
    pub fn new(format: Format) -> Console {
        Console { format }
    }

    /// One line of what is done. When a program reads the output, it goes where the program doesn't look.
    pub fn say(&self, line: &str) {
        match self.format {
            Format::Text => print(line),
            Format::Json | Format::Github => mutter(line),
        }
    }

    /// All that is wrong.
    pub fn findings(&self, findings: &Findings) {
        match self.format {
            // Colour is taken out again where it can't be seen or isn't wanted.
            Format::Text => drop(write!(anstream::stderr().lock(), "{}", terminal(findings, Style::Coloured))),
            Format::Json => drop(write!(anstream::stdout().lock(), "{}", json(findings))),
            Format::Github => drop(write!(anstream::stdout().lock(), "{}", github(findings))),
        }
    }
}

/// One line of the output. A reader that has gone (`multum explain | head`) is no fault.
pub fn print(line: &str) {
    let _ = writeln!(anstream::stdout().lock(), "{line}");
}

/// One line for people, beside the output.
pub fn mutter(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// "1 page", "12 pages".
pub fn count(number: usize, one: &str, many: &str) -> String {
    let mut digits = number.to_string();
    for at in (1..digits.len()).rev().filter(|at| (digits.len() - at).is_multiple_of(3)).collect::<Vec<_>>() {
        digits.insert(at, ',');
    }
    format!("{digits} {}", if number == 1 { one } else { many })
}

/// "1 error", "3 errors".
pub fn errors(findings: &Findings) -> String {
    count(findings.count().0, "error", "errors")
}

/// "3 errors and 1 warning", "2 warnings", "nothing wrong".
pub fn faults(findings: &Findings) -> String {
    let warnings = count(findings.count().1, "warning", "warnings");
    match findings.count() {
        (0, 0) => "nothing wrong".to_owned(),
        (0, _) => warnings,
        (_, 0) => errors(findings),
        (_, _) => format!("{} and {warnings}", errors(findings)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_counted_as_people_count_them() {
        assert_eq!(count(1, "page", "pages"), "1 page");
        assert_eq!(count(0, "page", "pages"), "0 pages");
        assert_eq!(count(12_345_678, "page", "pages"), "12,345,678 pages");
        assert_eq!(count(123, "page", "pages"), "123 pages");
    }
}
