//! A table as a file for machines: one header row, numbers plain, symbols in a column of their own.
//!
//! Source: Government Analysis Function, "Releasing statistics in spreadsheets", and the tabular data standard of
//! GOV.UK, which asks for RFC 4180 and UTF-8.

use crate::document::{Cell, Table, plain_text};
use crate::figures::published::Symbol;

/// The table as CSV. Each column of numbers is followed by its status: a symbol such as `c`, or a mark such as `p`.
pub fn csv(table: &Table) -> Vec<u8> {
    let mut out = String::new();
    let mut header = vec![text_cell(if table.corner.is_empty() { "Row" } else { &table.corner })];
    for column in &table.columns {
        header.push(text_cell(&column.heading));
        if column.numeric {
            header.push(text_cell(&format!("{} status", column.heading)));
        }
    }
    line(&mut out, &header);
    for row in &table.rows {
        let mut cells = vec![text_cell(&plain_text(&row.heading))];
        for (at, column) in table.columns.iter().enumerate() {
            let (value, status) = match row.cells.get(at) {
                Some(Cell::Words(words)) => (text_cell(&plain_text(words)), ""),
                Some(Cell::Figure { number, mark }) => {
                    (number.plain(), mark.and_then(|mark| mark.shorthand()).unwrap_or_default())
                }
                Some(Cell::Absent(absent)) => (String::new(), absent.symbol.shorthand()),
                // No blank stands without its reason, and nothing at all is nothing available.
                Some(Cell::Empty) | None if column.numeric => (String::new(), Symbol::NotAvailable.shorthand()),
                Some(Cell::Empty) | None => (String::new(), ""),
            };
            cells.push(value);
            if column.numeric {
                cells.push(status.trim_matches(['[', ']']).to_owned());
            }
        }
        line(&mut out, &cells);
    }
    out.into_bytes()
}

/// A cell of words. A spreadsheet would run one that begins with `=`, `+`, `-` or `@` as a formula, so an apostrophe goes before it.
fn text_cell(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim_start().starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

fn line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Column, Inline, Row};
    use crate::figures::published::{Absent, Mark, Quantity};
    use crate::vocabulary::Unit;

    fn number(text: &str) -> Cell {
        let value = text.parse().expect("a decimal");
        Cell::Figure { number: Quantity::rounded(value, Unit::Score, 1), mark: None }
    }

    fn table(heading: &str, cells: Vec<Cell>) -> Table {
        let columns = (0..cells.len()).map(|at| Column { heading: format!("Score {at}"), numeric: true }).collect();
        let row = Row { heading: vec![Inline::Text(heading.to_owned())], ours: false, cells };
        Table {
            caption: "Scores".to_owned(),
            corner: "Area".to_owned(),
            columns,
            rows: vec![row],
            source: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn text(table: &Table) -> String {
        String::from_utf8(csv(table)).expect("UTF-8")
    }

    #[test]
    fn numbers_are_plain_and_symbols_stand_beside_them() {
        let withheld = Cell::Absent(Absent { symbol: Symbol::Withheld, reason: "small numbers".into() });
        let marked = match number("1234.56") {
            Cell::Figure { number, .. } => Cell::Figure { number, mark: Some(Mark::Provisional) },
            other => other,
        };
        let file = text(&table("Rutland", vec![number("-0.72"), marked, withheld, Cell::Empty]));
        assert_eq!(
            file,
            "Area,Score 0,Score 0 status,Score 1,Score 1 status,Score 2,Score 2 status,Score 3,Score 3 status\r\n\
             Rutland,-0.7,,1234.6,p,,c,,x\r\n"
        );
    }

    #[test]
    fn words_are_never_run_as_a_formula() {
        for heading in ["=1+1", "+44", "-x", "@cmd", " =1", "\t=1"] {
            let file = text(&table(heading, vec![number("1")]));
            let row = file.lines().nth(1).expect("a row");
            assert!(row.trim_start_matches('"').starts_with('\''), "{row}");
        }
    }

    #[test]
    fn commas_quotation_marks_and_line_breaks_stay_inside_their_cell() {
        let file = text(&table("Reading, \"writing\"\nand maths", vec![number("1")]));
        assert_eq!(file.lines().nth(1), Some("\"Reading, \"\"writing\"\" and maths\",1.0,"));
    }
}
