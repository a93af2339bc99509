//! A table as HTML: caption first, headings with their scope, numbers aligned on the decimal, shorthand explained beside it.

use crate::document::{Cell, Row, Table, plain_text, table_file};
use crate::figures::published::{Mark, Symbol};
use crate::vocabulary::SitePath;

use super::blocks::Writer;

/// How wide a table may be before it gets a box that scrolls, in characters: what a screen of 320 pixels holds.
const NARROW: usize = 28;

/// How wide a table may be to leave room for its notes in the margin, in characters.
const SLIM: usize = 52;

/// How many characters a cell may have that holds a word or two, and no sentence.
const LONG: usize = 24;

/// The anchor of the page's table `number`. Anchors of headings are slugs, which have no underscore, so it is never taken.
fn anchor(number: usize) -> String {
    format!("table_{number}")
}

/// The file of the page's table `number`, counted from 1; nothing when the table holds no figures.
pub fn file(page: &SitePath, table: &Table, number: usize) -> Option<SitePath> {
    let figures = table.columns.iter().any(|column| column.numeric) && !table.rows.is_empty();
    figures.then(|| table_file(page, number)).flatten()
}

/// Writes a table of its own, with notes, source and file below it.
pub fn standalone(writer: &mut Writer, table: &Table, number: usize) {
    let file = file(writer.place.original, table, number).filter(|path| writer.place.files.get(path).is_some());
    let beneath = !table.notes.is_empty() || !table.source.is_empty() || file.is_some();
    let slim = beneath && width(table) <= SLIM;
    writer.markup(if slim { "<div class=\"tabular slim\">\n" } else { "<div class=\"tabular\">\n" });
    write_table(writer, table, &anchor(number), file.is_some().then_some(number));
    if beneath {
        writer.markup("<div class=\"beneath\">\n");
        notes(writer, &table.notes);
        source(writer, &table.source);
        if let Some(path) = file {
            writer.markup("<p class=\"take\">");
            let size = writer.place.size_of(&path).unwrap_or_default();
            writer.download(&path, |writer| writer.text(&format!("Table {number} as data (CSV, {size})")));
            writer.markup("</p>\n");
        }
        writer.markup("</div>\n");
    }
    writer.markup("</div>\n");
}

/// Writes what must be known to read a table or chart.
pub fn notes(writer: &mut Writer, notes: &[String]) {
    match notes {
        [] => {}
        [note] => {
            writer.markup("<p class=\"notes\">Note: ");
            writer.text(note);
            writer.markup("</p>\n");
        }
        notes => {
            writer.markup("<div class=\"notes\"><p>Notes</p>\n<ol>\n");
            for note in notes {
                writer.markup("<li>");
                writer.text(note);
                writer.markup("</li>\n");
            }
            writer.markup("</ol></div>\n");
        }
    }
}

/// Writes where figures come from.
pub fn source(writer: &mut Writer, source: &[crate::document::Inline]) {
    if !source.is_empty() {
        writer.markup("<p class=\"source\">Source: ");
        writer.inlines(source);
        writer.markup("</p>\n");
    }
}

/// Writes the table itself with the meaning of its shorthand before it, so that who hears the page knows it in time.
///
/// A table of its own with figures has a number, by which its file is called; a chart's table has the chart's.
pub fn write_table(writer: &mut Writer, table: &Table, id: &str, number: Option<usize>) {
    let key = table.key();
    // In large print nothing scrolls sideways: what does not fit is set line by line (the stylesheet asks for its room).
    let large = writer.place.large.is_some();
    let wordy = !large && is_wordy(table);
    writer.markup(if wordy { "<div class=\"table wordy\">\n" } else { "<div class=\"table\">\n" });
    if !key.is_empty() {
        writer.markup("<p class=\"key\"");
        writer.attribute("id", &format!("{id}_key"));
        writer.markup(">");
        writer.text(&key);
        writer.markup("</p>\n");
    }
    // A table of words is set line by line where there is little room, and scrolls only where its words are long.
    let wide = width(table) > if wordy { SLIM } else { NARROW } && !large;
    if wide {
        writer.markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
        writer.attribute("aria-labelledby", id);
        writer.markup(">");
    }
    writer.markup("<table");
    if large {
        writer.attribute("class", &format!("needs-{}", room(width(table))));
    }
    if !key.is_empty() {
        writer.attribute("aria-describedby", &format!("{id}_key"));
    }
    writer.markup(">\n<caption");
    writer.attribute("id", id);
    // A caption that repeats the heading right above it is for who goes from table to table.
    let repeated = number.is_none() && writer.is_above(&table.caption);
    writer.markup(if repeated { "><span class=\"unseen\">" } else { "><span>" });
    if let Some(number) = number {
        writer.markup("<a class=\"number\"");
        writer.attribute("href", &format!("#{id}"));
        writer.markup(&format!(">Table {number}</a> "));
    }
    writer.text(&table.caption);
    writer.markup("</span></caption>\n");
    head(writer, table);
    writer.markup("<tbody>\n");
    let columns: Vec<Alignment> = (0..table.columns.len()).map(|at| Alignment::of(table, at)).collect();
    for row in &table.rows {
        write_row(writer, table, row, &columns, large || wordy);
    }
    writer.markup("</tbody>\n</table>");
    writer.markup(if wide { "</div>\n</div>\n" } else { "\n</div>\n" });
}

fn head(writer: &mut Writer, table: &Table) {
    writer.markup("<thead><tr>");
    // An empty heading says nothing to who hears it, so an empty corner is no heading.
    if table.corner.is_empty() {
        writer.markup("<td></td>");
    } else {
        writer.markup("<th scope=\"col\" class=\"w\">");
        writer.text(&table.corner);
        writer.markup("</th>");
    }
    for column in &table.columns {
        writer.markup(if column.numeric { "<th scope=\"col\">" } else { "<th scope=\"col\" class=\"w\">" });
        writer.text(&column.heading);
        writer.markup("</th>");
    }
    writer.markup("</tr></thead>\n");
}

/// Writes a row. `labelled` says whether it may be set line by line, where each cell needs its heading.
fn write_row(writer: &mut Writer, table: &Table, row: &Row, columns: &[Alignment], labelled: bool) {
    writer.markup(if row.ours { "<tr class=\"ours\"><th scope=\"row\">" } else { "<tr><th scope=\"row\">" });
    writer.inlines(&row.heading);
    if row.ours {
        writer.markup(" <span class=\"whose\">(this area)</span>");
    }
    writer.markup("</th>");
    for (column, (definition, alignment)) in table.columns.iter().zip(columns).enumerate() {
        writer.markup(if definition.numeric { "<td" } else { "<td class=\"w\"" });
        if labelled {
            // Where the row is set line by line, the stylesheet puts the column's heading before the figure, to be seen and
            // heard: some browsers then forget that there is a table.
            writer.attribute("data-label", &definition.heading);
        }
        writer.markup(">");
        match row.cells.get(column) {
            Some(Cell::Words(words)) => writer.inlines(words),
            Some(Cell::Figure { number, mark }) => {
                writer.text(&number.number());
                alignment.pad(writer, number.decimals(), mark.and_then(Mark::shorthand));
            }
            Some(Cell::Absent(absent)) => {
                writer.text(absent.symbol.shorthand());
                alignment.pad(writer, alignment.decimals, None);
            }
            // A blank cell is heard as nothing at all, so it is said like any figure that is not available.
            Some(Cell::Empty) | None if definition.numeric => {
                writer.text(Symbol::NotAvailable.shorthand());
                alignment.pad(writer, alignment.decimals, None);
            }
            Some(Cell::Empty) | None => {}
        }
        writer.markup("</td>");
    }
    writer.markup("</tr>\n");
}

/// Whether a table holds sentences rather than figures: on a phone its rows are set line by line, like cards, since columns of
/// words would be a word wide. A list of links, such as that of all measures, stays a table that can be sorted.
fn is_wordy(table: &Table) -> bool {
    let long = |cell: &Cell| matches!(cell, Cell::Words(words) if plain_text(words).chars().count() > LONG);
    let words = table.columns.len() > 1 && table.columns.iter().all(|column| !column.numeric);
    let links = |row: &Row| matches!(row.heading.as_slice(), [crate::document::Inline::Link { .. }]);
    words && !table.rows.iter().any(links) && table.rows.iter().flat_map(|row| &row.cells).any(long)
}

/// The room that a table may need in large print, in em, in steps: a class for each would be a rule for each. The stylesheet
/// of that edition has its rules once for every step.
pub const ROOMS: [usize; 7] = [10, 13, 16, 20, 24, 28, 32];

/// The step of a table that no page has room for.
pub const NO_ROOM: usize = 99;

/// The step of the room that a table of so many characters takes beside each other.
fn room(characters: usize) -> usize {
    // Bold headings and figures of one width come to three fifths of an em a character.
    let em = characters * 3 / 5 + 2;
    ROOMS.into_iter().find(|step| em <= *step).unwrap_or(NO_ROOM)
}

/// What must follow each number of a column so that the decimals of all stand below each other.
struct Alignment {
    decimals: u8,
    marked: bool,
}

impl Alignment {
    fn of(table: &Table, column: usize) -> Alignment {
        let mut alignment = Alignment { decimals: 0, marked: false };
        for row in &table.rows {
            if let Some(Cell::Figure { number, mark }) = row.cells.get(column) {
                alignment.decimals = alignment.decimals.max(number.decimals());
                alignment.marked |= mark.is_some_and(|mark| mark.shorthand().is_some());
            }
        }
        alignment
    }

    fn pad(&self, writer: &mut Writer, decimals: u8, mark: Option<&str>) {
        // A punctuation space is as wide as a decimal point, a figure space as wide as a digit.
        if decimals == 0 && self.decimals > 0 {
            writer.markup("\u{2008}");
        }
        for _ in decimals..self.decimals {
            writer.markup("\u{2007}");
        }
        if self.marked {
            writer.markup(" <span class=\"mark\">");
            writer.text(mark.unwrap_or_default());
            writer.markup("</span>");
        }
    }
}

/// The least width of a table in characters: its longest words side by side.
fn width(table: &Table) -> usize {
    let longest = |text: &str| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let headings = table.rows.iter().map(|row| longest(&plain_text(&row.heading))).max().unwrap_or(0);
    let mut width = headings.max(longest(&table.corner)).max(10) + 1;
    for (at, column) in table.columns.iter().enumerate() {
        let mut widest = longest(&column.heading);
        for cell in table.rows.iter().filter_map(|row| row.cells.get(at)) {
            let cell = match cell {
                Cell::Words(words) => longest(&plain_text(words)).max(8),
                Cell::Figure { number, mark } => {
                    number.number().chars().count() + mark.and_then(Mark::shorthand).map_or(0, |sign| sign.len() + 1)
                }
                Cell::Absent(absent) => absent.symbol.shorthand().len(),
                Cell::Empty => 3,
            };
            widest = widest.max(cell);
        }
        width += widest + 2;
    }
    width
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Column, Inline, Target};

    fn table(heading: Inline, cells: [&str; 2], numeric: bool) -> Table {
        let column = |heading: &str| Column { heading: heading.to_owned(), numeric };
        let words = |text: &str| Cell::Words(vec![Inline::Text(text.to_owned())]);
        Table {
            caption: "Words".to_owned(),
            corner: "Area".to_owned(),
            columns: vec![column("Green"), column("Red")],
            rows: vec![Row { heading: vec![heading], ours: false, cells: cells.map(words).into() }],
            source: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_table_of_sentences_is_set_line_by_line_and_one_of_figures_or_links_is_not() {
        let name = || Inline::Text("Safeguarding".to_owned());
        let link = Inline::Link { target: Target::Outside("https://example.org/".to_owned()), text: vec![name()] };
        let sentence = ["No concern about how pupils behave", "A concern"];
        assert!(is_wordy(&table(name(), sentence, false)));
        assert!(!is_wordy(&table(name(), ["No concern", "A concern"], false)));
        assert!(!is_wordy(&table(name(), sentence, true)));
        assert!(!is_wordy(&table(link, sentence, false)));
    }
}
