//! A table in print: set in columns where its widest words fit side by side at the size, as a list of "label: value" where
//! they don't. Nothing is made smaller to fit.

use std::fmt::Write;

use super::manuscript::{LINE, Manuscript};
use crate::document::{Cell, Inline, Row, Table, plain_text};
use crate::figures::published::{Mark, Symbol};

/// The room between two columns, as a multiple of the letters' size.
const GAP: f64 = 0.9;

/// The least width of a column of words, as a multiple of the letters' size: narrower ones break each line after a word.
const WORDS: f64 = 5.5;

/// The room that a rating needs beside its word, as a multiple of the letters' size.
const SHAPE: f64 = 1.9;

/// The most lines that a row may have in columns. A row is never split, so it must fit a page with its heading.
const LINES: f64 = 11.0;

/// Writes a table with its caption, or without where a chart's title has said it already.
pub fn write(manuscript: &mut Manuscript<'_>, table: &Table, captioned: bool) {
    let widths = widths(manuscript, table);
    manuscript.code(if widths.is_some() { "columns-table(" } else { "listed-table(" });
    if captioned && !manuscript.is_above(&table.caption) {
        manuscript.code("caption: ");
        manuscript.words(&table.caption);
        manuscript.code(", ");
    }
    let key = table.key();
    if !key.is_empty() {
        manuscript.code("key: ");
        manuscript.words(&key);
        manuscript.code(", ");
    }
    match widths {
        Some(widths) => columns(manuscript, table, &widths),
        None => listed(manuscript, table),
    }
    manuscript.code("notes: ");
    // A chart says its notes and its source itself.
    manuscript.list_of_words(if captioned { &table.notes } else { &[] });
    if captioned {
        manuscript.source(&table.source);
    }
    manuscript.code(")");
}

fn columns(manuscript: &mut Manuscript<'_>, table: &Table, widths: &[f64]) {
    manuscript.code("widths: (");
    for width in widths {
        let _ = write!(manuscript.out, "{width:.1}pt, ");
    }
    manuscript.code("), numeric: (false, ");
    for column in &table.columns {
        manuscript.code(if column.numeric { "true, " } else { "false, " });
    }
    manuscript.code("), head: (");
    if table.corner.is_empty() {
        manuscript.code("none");
    } else {
        manuscript.words(&table.corner);
    }
    for column in &table.columns {
        manuscript.code(", ");
        manuscript.words(&column.heading);
    }
    manuscript.code(", ), corner-heads: ");
    manuscript.code(if corner_heads(table) { "true" } else { "false" });
    manuscript.code(", rows: (");
    let decimals: Vec<u8> = (0..table.columns.len()).map(|at| decimals(table, at)).collect();
    for row in &table.rows {
        manuscript.code("(heading: ");
        heading(manuscript, row);
        manuscript.code(if row.ours { ", ours: true, cells: (" } else { ", ours: false, cells: (" });
        for (at, most) in decimals.iter().enumerate() {
            cell(manuscript, table, row, at, *most);
            manuscript.code(", ");
        }
        manuscript.code(")), ");
    }
    manuscript.code("), ");
}

/// Whether the corner, which says what the headings of the rows are, is tagged as a heading of theirs. Every row and every
/// other column has its heading in any case. In a table that has no more figures than headings, such as one of a single column
/// of figures, the corner is a plain cell: checkers (outloud's TBL-010) take a table of mostly headings for one torn apart, and
/// who hears a figure needs the name of its row and of its column, not the name of the names.
fn corner_heads(table: &Table) -> bool {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    rows * columns > rows + columns
}

fn listed(manuscript: &mut Manuscript<'_>, table: &Table) {
    manuscript.code("rows: (");
    for row in &table.rows {
        manuscript.code("(heading: ");
        // The heading over the row headings says what they are: "Year: 2015/16".
        manuscript.code("{");
        if !table.corner.is_empty() && table.columns.iter().any(|column| column.numeric) {
            manuscript.words(&format!("{}:\u{a0}", table.corner));
            manuscript.code("; ");
        }
        heading(manuscript, row);
        manuscript.code("}");
        manuscript.code(if stays_whole(manuscript, table, row) { ", whole: true" } else { ", whole: false" });
        manuscript.code(", cells: (");
        for (at, column) in table.columns.iter().enumerate() {
            if matches!(row.cells.get(at), Some(Cell::Empty) | None) && !column.numeric {
                continue;
            }
            manuscript.code("(");
            manuscript.words(&column.heading);
            manuscript.code(", ");
            cell(manuscript, table, row, at, 0);
            manuscript.code("), ");
        }
        manuscript.code(")), ");
    }
    manuscript.code("), ");
}

/// Whether a row that is a list stands on one page: it does when it takes no more lines than a row in columns may.
fn stays_whole(manuscript: &Manuscript<'_>, table: &Table, row: &Row) -> bool {
    let cells = table.columns.iter().enumerate();
    let lines = |text: &str| manuscript.setting.lines(text);
    let cells = cells.map(|(at, column)| lines(&format!("{}: {}", column.heading, table.cell_text(row, at))));
    (lines(&row_heading(row)) + cells.sum::<usize>()) as f64 <= LINES
}

fn heading(manuscript: &mut Manuscript<'_>, row: &Row) {
    manuscript.code("{");
    manuscript.line(&row.heading);
    if row.ours {
        manuscript.code("; \" (this area)\"");
    }
    manuscript.code("}");
}

/// Writes what stands in a cell. `decimals` are those of its column, so that points stand below each other: nothing holds
/// the place of the missing ones but room.
fn cell(manuscript: &mut Manuscript<'_>, table: &Table, row: &Row, column: usize, decimals: u8) {
    match row.cells.get(column) {
        Some(Cell::Words(words)) => manuscript.line(words),
        Some(Cell::Figure { number, mark }) => {
            manuscript.code("{");
            manuscript.literal(&match mark.and_then(Mark::shorthand) {
                Some(mark) => format!("{}\u{a0}{mark}", number.number()),
                None => number.number(),
            });
            let missing = decimals.saturating_sub(number.decimals());
            if missing > 0 && mark.and_then(Mark::shorthand).is_none() {
                let fonts = manuscript.setting.fonts;
                let point = if number.decimals() == 0 { fonts.width(".", row.ours) } else { 0.0 };
                let room = point + f64::from(missing) * fonts.width("0", row.ours);
                let _ = write!(manuscript.out, "; h({room:.3}em)");
            }
            manuscript.code("}");
        }
        Some(Cell::Absent(absent)) => manuscript.literal(absent.symbol.shorthand()),
        // A blank cell is heard as nothing at all, so it is said like any figure that is not available.
        Some(Cell::Empty) | None if table.columns.get(column).is_some_and(|column| column.numeric) => {
            manuscript.literal(Symbol::NotAvailable.shorthand());
        }
        Some(Cell::Empty) | None => manuscript.literal(""),
    }
}

/// The most decimals of a column.
fn decimals(table: &Table, column: usize) -> u8 {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
    cells.map(|cell| if let Cell::Figure { number, .. } = cell { number.decimals() } else { 0 }).max().unwrap_or(0)
}

/// The widths of all columns in points, that of the row headings first; nothing when they don't fit side by side.
fn widths(manuscript: &Manuscript<'_>, table: &Table) -> Option<Vec<f64>> {
    let size = f64::from(manuscript.setting.request.size.get());
    let fonts = manuscript.setting.fonts;
    let width = |text: &str, bold: bool| fonts.width(text, bold) * size;
    let longest = |text: &str, bold: bool| text.split_whitespace().map(|word| width(word, bold)).fold(0.0, f64::max);
    // Each column's least width, and the width at which nothing in it is broken.
    let mut least = Vec::new();
    let mut natural = Vec::new();
    for at in 0..=table.columns.len() {
        let column = at.checked_sub(1).and_then(|at| table.columns.get(at));
        let head = column.map_or(table.corner.as_str(), |column| column.heading.as_str());
        let numeric = column.is_some_and(|column| column.numeric);
        // A heading over numbers may take three lines, since the numbers need less room than its words.
        let wide_head = if numeric { longest(head, true).max(width(head, true) / 2.5) } else { width(head, true) };
        let (mut narrow, mut wide) = (longest(head, true), wide_head);
        for row in &table.rows {
            let (text, bold) = match at.checked_sub(1) {
                None => (row_heading(row), row.ours),
                Some(column) => (table.cell_text(row, column), row.ours),
            };
            // A rating has its shape beside the word, on a ground with edges.
            let inlines = match at.checked_sub(1).map(|column| row.cells.get(column)) {
                None => row.heading.as_slice(),
                Some(Some(Cell::Words(words))) => words.as_slice(),
                Some(Some(Cell::Figure { .. } | Cell::Absent(_) | Cell::Empty) | None) => &[],
            };
            let shape =
                if inlines.iter().any(|inline| matches!(inline, Inline::Rating(_))) { SHAPE * size } else { 0.0 };
            // A number and its mark stand on one line.
            narrow = narrow.max(shape + if numeric { width(&text, bold) } else { longest(&text, bold || shape > 0.0) });
            wide = wide.max(shape + width(&text, bold || shape > 0.0));
        }
        if !numeric && wide > WORDS * size {
            narrow = narrow.max(WORDS * size);
        }
        // Rounding, and the room that a decimal point holds.
        least.push(narrow + 0.15 * size);
        natural.push(wide.max(narrow) + 0.15 * size);
    }
    let room = LINE - GAP * size * table.columns.len() as f64;
    let needed: f64 = least.iter().sum();
    if needed > room {
        return None;
    }
    // What is left goes, step by step, to the column that breaks its words over the most lines.
    let mut widths = least;
    let mut left = room - needed;
    let step = 0.25 * size;
    while left >= step {
        let lines = |(at, width): (usize, &f64)| (natural[at] / width, at);
        let most = widths.iter().enumerate().map(lines).max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, at)) = most.filter(|(lines, _)| *lines > 1.0) else { break };
        widths[at] += step;
        left -= step;
    }
    let tallest = table.rows.iter().flat_map(|row| {
        let texts =
            std::iter::once(row_heading(row)).chain((0..table.columns.len()).map(|at| table.cell_text(row, at)));
        texts.zip(&widths).map(|(text, room)| (width(&text, true) / room).ceil()).collect::<Vec<f64>>()
    });
    let most = if manuscript.setting.request.size.is_large() { LINES } else { 2.0 * LINES };
    let with_gap = |(at, width)| if at == 0 { width } else { width + GAP * size };
    (tallest.fold(0.0, f64::max) <= most).then(|| widths.into_iter().enumerate().map(with_gap).collect())
}

fn row_heading(row: &Row) -> String {
    let text = plain_text(&row.heading);
    if row.ours { format!("{text} (this area)") } else { text }
}
