//! Tables for lines of equal letters: columns where each row fits in a line, else a line for each cell with its heading.

use crate::document::{Row, Table, plain_text};

/// A table as text, however it is set.
pub struct Laid {
    /// The words of each row's heading.
    pub headings: Vec<String>,
    /// The cells of each row, in words.
    pub cells: Vec<Vec<String>>,
    /// The heading over the row headings, then those of the columns.
    pub columns: Vec<String>,
    /// Whether each column holds numbers.
    pub numeric: Vec<bool>,
}

/// Where columns stand when they fit.
pub struct Columns {
    /// The width of the row headings, then of each column.
    pub widths: Vec<usize>,
    /// How many letters of each number stand after its decimal point, with the point and its mark.
    pub after_point: Vec<usize>,
}

impl Laid {
    /// The words of a table. `say` makes of them what the edition writes: themselves, or braille.
    pub fn of(table: &Table, say: &mut dyn FnMut(&str) -> String) -> Laid {
        let heading = |row: &Row| {
            let words = plain_text(&row.heading);
            if row.ours { format!("{words} (this area)") } else { words }
        };
        let corner = if table.corner.is_empty() { String::new() } else { say(&table.corner) };
        Laid {
            headings: table.rows.iter().map(|row| say(&heading(row))).collect(),
            cells: (table.rows.iter())
                .map(|row| (0..table.columns.len()).map(|at| say(&table.cell_text(row, at))).collect())
                .collect(),
            columns: std::iter::once(corner).chain(table.columns.iter().map(|column| say(&column.heading))).collect(),
            numeric: table.columns.iter().map(|column| column.numeric).collect(),
        }
    }

    /// Where the columns stand in lines of `room` letters, two letters apart; nothing when a row would not fit in its line,
    /// or a heading would have to be cut. `point` is what stands before decimals.
    pub fn columns(&self, room: usize, point: char) -> Option<Columns> {
        let mut widths = vec![self.headings.iter().map(|heading| length(heading)).max().unwrap_or(0)];
        let mut after_point = Vec::new();
        for (at, numeric) in self.numeric.iter().enumerate() {
            let cells = || self.cells.iter().map(|row| row[at].as_str());
            if *numeric {
                let after = cells().map(|cell| after(cell, point)).max().unwrap_or(0);
                let before = cells().map(|cell| length(cell) - self::after(cell, point)).max().unwrap_or(0);
                widths.push(before + after);
                after_point.push(after);
            } else {
                widths.push(cells().map(length).max().unwrap_or(0));
                after_point.push(0);
            }
        }
        for (width, heading) in widths.iter_mut().zip(&self.columns) {
            *width = (*width).max(heading.split(' ').map(length).max().unwrap_or(0));
        }
        let gaps = 2 * (widths.len() - 1);
        let mut spare = room.checked_sub(widths.iter().sum::<usize>() + gaps)?;
        // Room that is left makes headings shorter: each column in turn gets what brings its heading to fewer lines.
        for lines in (1..6).rev() {
            for (width, heading) in widths.iter_mut().zip(&self.columns) {
                while spare > 0 && wrap(heading, *width).len() > lines && *width < length(heading) {
                    *width += 1;
                    spare -= 1;
                }
            }
        }
        Some(Columns { widths, after_point })
    }

    /// The lines of headings, each column's last word on the last line, numbers' headings to the right.
    pub fn head(&self, columns: &Columns) -> Vec<String> {
        let wrapped: Vec<Vec<String>> =
            self.columns.iter().zip(&columns.widths).map(|(heading, width)| wrap(heading, *width)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        (0..height)
            .map(|line| {
                let mut out = String::new();
                for (at, (words, width)) in wrapped.iter().zip(&columns.widths).enumerate() {
                    let above = height - words.len();
                    let words = line.checked_sub(above).and_then(|line| words.get(line)).map_or("", String::as_str);
                    let right = at > 0 && self.numeric[at - 1];
                    place(&mut out, words, *width, right, at);
                }
                out.trim_end().to_owned()
            })
            .collect()
    }

    /// The line of a row.
    pub fn row(&self, row: usize, columns: &Columns, point: char) -> String {
        let mut out = String::new();
        place(&mut out, &self.headings[row], columns.widths[0], false, 0);
        for (at, cell) in self.cells[row].iter().enumerate() {
            let cell = if self.numeric[at] {
                format!("{cell}{}", " ".repeat(columns.after_point[at] - after(cell, point)))
            } else {
                cell.clone()
            };
            place(&mut out, &cell, columns.widths[at + 1], self.numeric[at], at + 1);
        }
        out.trim_end().to_owned()
    }
}

fn place(out: &mut String, words: &str, width: usize, right: bool, at: usize) {
    if at > 0 {
        out.push_str("  ");
    }
    let space = " ".repeat(width.saturating_sub(length(words)));
    let (before, after) = if right { (space.as_str(), "") } else { ("", space.as_str()) };
    out.push_str(before);
    out.push_str(words);
    out.push_str(after);
}

/// How many letters of a number stand from its decimal point on; of a whole number with a mark, from the space before it.
fn after(cell: &str, point: char) -> usize {
    let whole = cell.find([point, ' ']).filter(|_| cell.contains(|c: char| c.is_ascii_alphanumeric()));
    // A full stop that ends nothing is no decimal point, and a symbol such as [c] has none.
    whole.map_or(0, |at| length(&cell[at..]))
}

/// The length of a text as its line shows it.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// Lines of at most `width` letters, broken at spaces; a word that is longer than a line has one to itself.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    hanging(text, width, width)
}

/// The same, with room for `first` letters in the first line and for `rest` in each other.
pub fn hanging(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\u{a0}']).filter(|word| !word.is_empty()) {
        let width = if lines.len() > 1 { rest } else { first };
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
