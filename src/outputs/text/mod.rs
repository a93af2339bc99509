//! A report as plain text, in lines of 76 letters: for e-mail, for a screen reader, for whoever wants words alone.
//!
//! Headings have numbers, which are heard, and lines below them, which are seen. Nothing is said by its place on the line
//! alone but numbers in columns, and where those don't fit, each stands on a line with its heading.

use super::Made;
use super::linear::table::{Laid, hanging, length, wrap};
use super::linear::{self, Kind, Piece, Reading, Words};
use crate::diagnostic::{Checked, Diagnostic, Findings, code};
use crate::document::{Edition, Site, Table, plain_text};
use crate::source::theme::Theme;
use crate::tree::Tree;

/// Letters in a line: what e-mail shows without folding it, with room for the sign of a quotation.
const WIDTH: usize = 76;

/// The plain text of each report.
pub fn render(site: &Site, _theme: &Theme, _made: &Made) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut made = Made::of(Tree::default());
    for (number, report) in site.reports.iter().enumerate() {
        let Some(path) = linear::file(report, "txt").filter(|_| linear::is_readable(site, report)) else { continue };
        let text = write(&linear::reading(site, report));
        let bytes = text.len();
        if let Err(taken) = made.tree.insert(path.clone(), text.into_bytes()) {
            findings.push(Diagnostic::placeless(code::ADDRESS, format!("two files would have the address {taken}")));
            continue;
        }
        made.editions.push(Edition {
            report: number,
            path,
            title: "Plain text".to_owned(),
            kind: "TXT".to_owned(),
            length: None,
            bytes,
            note: Some("For e-mail and for screen readers: charts are words and tables.".to_owned()),
        });
    }
    Checked { value: made, findings }
}

/// A reading as text.
fn write(reading: &Reading) -> String {
    let mut page = Lines::default();
    for line in wrap(&reading.title, WIDTH) {
        page.line(&line);
    }
    page.line(&"=".repeat(wrap(&reading.title, WIDTH).iter().map(|line| length(line)).max().unwrap_or(0)));
    for fact in &reading.facts {
        page.gap();
        page.words(fact, "", "");
    }
    page.gap();
    page.line("Numbers in square brackets, such as [1], lead to the addresses at the end.");
    page.heading("Contents", '=');
    page.gap();
    for chapter in &reading.chapters {
        page.words(&format!("{}. {}", chapter.number, chapter.title), "", "    ");
        for piece in &chapter.pieces {
            if let Kind::Heading { level: 2, number, words } = &piece.kind {
                page.words(&format!("{number} {}", words.text()), "    ", "        ");
            }
        }
    }
    if !reading.addresses.is_empty() {
        page.line("Addresses");
    }
    for chapter in &reading.chapters {
        page.heading(&format!("{}. {}", chapter.number, chapter.title), '=');
        for (at, piece) in chapter.pieces.iter().enumerate() {
            page.piece(piece, at.checked_sub(1).map(|before| &chapter.pieces[before]));
        }
    }
    if !reading.addresses.is_empty() {
        page.heading("Addresses", '=');
        page.gap();
        for (at, address) in reading.addresses.iter().enumerate() {
            // An address is never broken, or nothing that is clicked or copied would work.
            page.line(&format!("[{}] {address}", at + 1));
        }
    }
    page.gap();
    page.line("End.");
    page.out
}

/// Lines as they are written.
#[derive(Default)]
struct Lines {
    out: String,
}

impl Lines {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A paragraph, its first line after `first` and the others after `rest`, each line that its author broke begun anew.
    fn words(&mut self, text: &str, first: &str, rest: &str) {
        let mut before = first;
        for broken in text.split('\n') {
            for line in hanging(broken, WIDTH - length(before), WIDTH - length(rest)) {
                self.line(&format!("{before}{line}"));
                before = rest;
            }
        }
    }

    /// A heading, with a line of `under` as long as its longest line.
    fn heading(&mut self, text: &str, under: char) {
        self.gap();
        self.out.push('\n');
        let lines = wrap(text, WIDTH);
        for line in &lines {
            self.line(line);
        }
        self.line(&under.to_string().repeat(lines.iter().map(|line| length(line)).max().unwrap_or(0)));
    }

    fn piece(&mut self, piece: &Piece, before: Option<&Piece>) {
        let indent = "  ".repeat(piece.depth);
        match &piece.kind {
            Kind::Heading { level: 2, number, words } => self.heading(&format!("{number} {}", words.text()), '-'),
            Kind::Heading { number, words, .. } => {
                self.gap();
                self.words(&format!("{number} {}", words.text()), "", "");
            }
            Kind::Paragraph(words) => {
                self.gap();
                self.words(&broken(words), &indent, &indent);
            }
            Kind::Item(number, words) => {
                // Items of one list stand close; what is longer than a line is set apart by its sign.
                let follows = before.is_some_and(|before| matches!(before.kind, Kind::Item(..)));
                if !follows {
                    self.gap();
                }
                let sign = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                let rest = format!("{indent}{}", " ".repeat(sign.len()));
                self.words(&broken(words), &format!("{indent}{sign}"), &rest);
            }
            Kind::Label(text) => {
                self.gap();
                self.words(text, &indent, &indent);
            }
            Kind::Code(code) => {
                self.gap();
                for line in code.lines() {
                    self.line(&format!("{indent}    {line}"));
                }
            }
            Kind::Figure(name) => {
                self.gap();
                self.words(name, &indent, &indent);
            }
            Kind::Table(table) => self.table(table, &indent),
        }
    }

    fn table(&mut self, table: &Table, indent: &str) {
        for words in [&table.caption, &table.key()] {
            if !words.is_empty() {
                self.gap();
                self.words(&linear::ended(words), indent, indent);
            }
        }
        self.gap();
        let laid = Laid::of(table, &mut str::to_owned);
        match laid.columns(WIDTH - indent.len(), '.') {
            Some(columns) => {
                for line in laid.head(&columns) {
                    self.line(&format!("{indent}{line}"));
                }
                let rule: Vec<String> = columns.widths.iter().map(|width| "-".repeat(*width)).collect();
                self.line(&format!("{indent}{}", rule.join("  ")));
                for row in 0..laid.headings.len() {
                    self.line(&format!("{indent}{}", laid.row(row, &columns, '.')));
                }
            }
            None => self.rows(&laid, indent),
        }
        match table.notes.as_slice() {
            [] => {}
            [note] => {
                self.gap();
                self.words(&format!("Note: {note}"), indent, indent);
            }
            notes => {
                self.gap();
                self.line(&format!("{indent}Notes:"));
                for (at, note) in notes.iter().enumerate() {
                    self.words(note, &format!("{indent}{}. ", at + 1), &format!("{indent}   "));
                }
            }
        }
        let source = plain_text(&table.source);
        if !source.is_empty() {
            self.gap();
            self.words(&format!("Source: {source}"), indent, indent);
        }
    }

    /// A line for each cell, with the heading of its column, below the heading of its row.
    fn rows(&mut self, laid: &Laid, indent: &str) {
        let rest = format!("{indent}    ");
        for (row, heading) in laid.headings.iter().enumerate() {
            self.gap();
            let heading =
                if laid.columns[0].is_empty() { heading.clone() } else { format!("{}: {heading}", laid.columns[0]) };
            self.words(&heading, indent, &rest);
            for (column, cell) in laid.columns[1..].iter().zip(&laid.cells[row]) {
                self.words(&format!("{column}: {cell}"), &format!("{indent}  "), &rest);
            }
        }
    }
}

/// Words with the lines that their author broke.
fn broken(words: &Words) -> String {
    words.0.iter().map(|part| part.text.as_str()).collect()
}
