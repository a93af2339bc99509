//! A table with its caption, headings, units and the meaning of its symbols.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::figures::published::{Absent, Mark, Point, Published, Quantity, Shown, Symbol};

use super::{Inline, plain_text};

/// A table. Every row begins with its own heading.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the table shows: subject, area, period.
    pub caption: String,
    /// The heading over the row headings.
    pub corner: String,
    /// The other columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the figures come from.
    pub source: Vec<Inline>,
    /// What must be known to read it.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading, with the unit in round brackets when it has one.
    pub heading: String,
    /// Whether it holds numbers, which are set to the right on their decimals.
    pub numeric: bool,
}

impl Column {
    /// The columns of the ends of the range about the figures of the column `name`, whose heading ends with `unit`.
    pub fn ends_of(name: &str, unit: &str) -> [Column; 2] {
        ["lower end of range", "upper end of range"]
            .map(|end| Column { heading: format!("{name}, {end} ({unit})"), numeric: true })
    }
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its heading.
    pub heading: Vec<Inline>,
    /// Whether it is the report's own area, which is marked by weight and a word.
    pub ours: bool,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words.
    Words(Vec<Inline>),
    /// A figure as readers see it, without its unit (the heading says it).
    Figure {
        /// The number.
        number: Quantity,
        /// How settled it is.
        mark: Option<Mark>,
    },
    /// No figure, and why.
    Absent(Absent),
    /// Nothing stands here: the year or place has no observation at all.
    Empty,
}

impl Cell {
    /// The cell of a published figure.
    pub fn of(value: &Published<Quantity>, mark: Option<Mark>) -> Cell {
        match value {
            Published::Shown(shown) => Cell::Figure { number: *shown.get(), mark },
            Published::Absent(absent) => Cell::Absent(absent.clone()),
        }
    }

    /// The ends of the range about a point, the lower first. Where its figure is absent, so are they, for the same reason;
    /// where it has no range, nothing stands there.
    pub fn ends_of(point: Option<&Point>) -> [Cell; 2] {
        let figure = |number| Cell::Figure { number, mark: None };
        match point.map(|point| (point, point.interval.as_ref().map(Shown::get))) {
            Some((_, Some(interval))) => [figure(interval.lower), figure(interval.upper)],
            Some((Point { value: Published::Absent(absent), .. }, None)) => {
                [0, 1].map(|_| Cell::Absent(absent.clone()))
            }
            Some((_, None)) | None => [Cell::Empty, Cell::Empty],
        }
    }

    /// The cell of a point of a series, or an empty one where the series has none.
    pub fn of_point(point: Option<&Point>) -> Cell {
        point.map_or(Cell::Empty, |point| Cell::of(&point.value, point.mark))
    }
}

impl Table {
    /// The symbols of its cells, each once, in the order of the alphabet of official statistics.
    pub fn symbols(&self) -> BTreeSet<Symbol> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.filter_map(|cell| if let Cell::Absent(absent) = cell { Some(absent.symbol) } else { None }).collect()
    }

    /// The signs of how settled its figures are, each once.
    pub fn marks(&self) -> BTreeSet<Mark> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells
            .filter_map(|cell| if let Cell::Figure { mark, .. } = cell { *mark } else { None })
            .filter(|mark| mark.shorthand().is_some())
            .collect()
    }

    /// The reasons that its absent figures give beyond their symbol's meaning, each once, in order of appearance.
    pub fn reasons(&self) -> Vec<(Symbol, String)> {
        let mut reasons: Vec<(Symbol, String)> = Vec::new();
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            if let Cell::Absent(absent) = cell
                && !absent.reason.is_empty()
                && &*absent.reason != absent.symbol.meaning()
                && !reasons.iter().any(|(symbol, reason)| *symbol == absent.symbol && **reason == *absent.reason)
            {
                reasons.push((absent.symbol, absent.reason.to_string()));
            }
        }
        reasons
    }

    /// The shorthand of the table in words, only what stands in it: "[c] means withheld to protect people." Empty when it
    /// uses none.
    pub fn key(&self) -> String {
        let mut symbols = self.symbols();
        let is_gap = |row: &Row, at: usize| matches!(row.cells.get(at), Some(Cell::Empty) | None);
        let numeric = || self.columns.iter().enumerate().filter(|(_, column)| column.numeric);
        if self.rows.iter().any(|row| numeric().any(|(at, _)| is_gap(row, at))) {
            symbols.insert(Symbol::NotAvailable);
        }
        let reasons = self.reasons();
        let mut key = String::new();
        for symbol in symbols {
            let _ = write!(key, "{} means {}", symbol.shorthand(), symbol.meaning());
            let of_symbol: Vec<&str> =
                reasons.iter().filter(|(of, _)| *of == symbol).map(|(_, reason)| reason.as_str()).collect();
            if !of_symbol.is_empty() {
                let _ = write!(key, ": {}", of_symbol.join("; "));
            }
            key.push_str(". ");
        }
        for mark in self.marks() {
            let _ = write!(key, "{} means {}. ", mark.shorthand().unwrap_or_default(), mark.meaning());
        }
        key.truncate(key.trim_end().len());
        key
    }

    /// What stands in a cell, in words alone: "67", "67 [p]", "[c]". A number that is not there is said like any figure that
    /// is not available, since a blank is heard as nothing at all.
    pub fn cell_text(&self, row: &Row, column: usize) -> String {
        match row.cells.get(column) {
            Some(Cell::Words(words)) => plain_text(words),
            Some(Cell::Figure { number, mark }) => match mark.and_then(Mark::shorthand) {
                Some(mark) => format!("{} {mark}", number.number()),
                None => number.number(),
            },
            Some(Cell::Absent(absent)) => absent.symbol.shorthand().to_owned(),
            Some(Cell::Empty) | None if self.columns.get(column).is_some_and(|column| column.numeric) => {
                Symbol::NotAvailable.shorthand().to_owned()
            }
            Some(Cell::Empty) | None => String::new(),
        }
    }
}
