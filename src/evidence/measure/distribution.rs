//! A measure's figures of every English authority: a CSV in the form of the Department for Education's open data.
//!
//! Source: "Open data standards" of Explore Education Statistics: one line for each place and year, with the columns
//! `time_period`, `time_identifier`, `geographic_level`, `old_la_code`, `la_name` among others, and symbols for what is
//! missing. Regions and England may stand in the file; we take local authorities.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::load::symbol;
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code, nearest};
use crate::evidence::Authority;
use crate::figures::published::Symbol;
use crate::source::node;
use crate::source::world::{World, read_text};
use crate::vocabulary::{Period, PeriodKind, SitePath, Slug};

/// The figures of a CSV.
pub(super) struct Table {
    source: Arc<Source>,
    value: usize,
    pub(super) lines: Vec<Line>,
}

/// One authority's figure of one year.
pub(super) struct Line {
    pub(super) period: Period,
    pub(super) authority: Authority,
    pub(super) reading: Result<Decimal, Symbol>,
    /// The first byte of its line.
    start: usize,
}

impl Table {
    /// Where the figure of a line stands. It is looked for when something is wrong with it, and not before.
    pub(super) fn at(&self, line: &Line) -> Span {
        field(&self.source, line.start, self.value)
    }
}

/// Which column holds what.
struct Columns {
    time_period: usize,
    time_identifier: usize,
    geographic_level: usize,
    code: usize,
    name: usize,
    value: usize,
}

/// The figures in the CSV at `path`, which the measure names at `named`.
pub(super) fn read(
    world: &dyn World,
    path: &SitePath,
    named: &Span,
    measure: &Slug,
    kind: PeriodKind,
) -> Checked<Option<Table>> {
    let mut findings = Findings::new();
    let source = match read_text(world, path) {
        Ok(source) => source,
        Err(fault) => {
            // The place to mend is where the file is named, unless the fault stands in the file itself.
            let fault = if fault.at.is_none() { Diagnostic { at: Some(named.clone()), ..*fault } } else { *fault };
            findings.push(fault);
            return Checked { value: None, findings };
        }
    };
    let table = table(source, measure, kind, &mut findings);
    Checked { value: table, findings }
}

fn table(source: Arc<Source>, measure: &Slug, kind: PeriodKind, findings: &mut Findings) -> Option<Table> {
    // Lines may be short or long: whichever is, is told with its place.
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source.text().as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let columns = columns(&source, &header, measure, findings)?;
    let mut lines: Vec<Line> = Vec::new();
    // Authorities by their number, and the first line of each of them in each year: three digits make a short table.
    let mut authorities: Vec<Option<Authority>> = vec![None; 1000];
    let mut met: HashMap<Period, Vec<Option<u32>>> = HashMap::new();
    let mut last = None;
    let mut record = csv::StringRecord::new();
    loop {
        let start = reader.position().byte() as usize;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                // The text is UTF-8 and lines may be of any length, so the reader has nothing left to refuse.
                let at = source.span(start, start);
                findings.push(Diagnostic::error(
                    code::DISTRIBUTION,
                    &at,
                    format!("expected a line of CSV, found {error}"),
                ));
                break;
            }
        }
        let start = record.position().map_or(start, |position| position.byte() as usize);
        // The reader counts the second half of a Windows line end, and lines that are empty, to the line after them.
        let start = start + source.text()[start..].bytes().take_while(|b| *b == b'\n' || *b == b'\r').count();
        let field = |column: usize| field(&source, start, column);
        if record.len() != header.len() {
            let message = format!("expected {} columns as in the first line, found {}", header.len(), record.len());
            // A text that runs on over line ends began with a quotation mark that nothing closes.
            let open = record.iter().any(|field| field.contains('\n'));
            let hint = match open {
                true => "look for a quotation mark that isn't closed",
                false => "put a text with a comma in it in quotation marks, and look for a comma too many or too few",
            };
            findings.push(Diagnostic::error(code::DISTRIBUTION, &line_at(&source, start), message).hint(hint));
            continue;
        }
        if &record[columns.geographic_level] != "Local authority" {
            continue;
        }
        let Some(period) = period(&record[columns.time_period], &record[columns.time_identifier], kind, &mut last)
        else {
            let (column, expected) = if time_identifier(kind).eq_ignore_ascii_case(&record[columns.time_identifier]) {
                (columns.time_period, time_period(kind.within(crate::vocabulary::AcademicYear::starting(2016))))
            } else {
                (columns.time_identifier, time_identifier(kind).to_owned())
            };
            findings.push(
                Diagnostic::error(
                    code::YEAR,
                    &field(column),
                    format!("expected {expected} or the like, found \"{}\"", &record[column]),
                )
                .hint(format!("write the year as {expected}, as the measure counts years")),
            );
            continue;
        };
        let code = &record[columns.code];
        let Some(number) = number_of(code) else {
            findings.push(
                Diagnostic::error(
                    code::DISTRIBUTION,
                    &field(columns.code),
                    format!("expected an authority's three-digit number, found \"{code}\""),
                )
                .hint("write the number of the Department for Education, such as 857 for Rutland"),
            );
            continue;
        };
        let authority = authorities[number]
            .get_or_insert_with(|| Authority { code: Arc::from(code), name: Arc::from(record[columns.name].trim()) });
        let first = &mut met.entry(period).or_insert_with(|| vec![None; 1000])[number];
        if let Some(first) = *first {
            findings.push(
                Diagnostic::error(
                    code::DUPLICATE,
                    &line_at(&source, start),
                    format!("expected one line for {} in {period}, found another", authority.name),
                )
                .note(&line_at(&source, first as usize), "this is the first")
                .hint("take one of the two out"),
            );
            continue;
        }
        *first = Some(start as u32);
        let said = record[columns.value].trim();
        let reading = match node::number(said) {
            Some(number) => Ok(number),
            None => match symbol(said) {
                Some(symbol) => Err(symbol),
                None => {
                    findings.push(
                        Diagnostic::error(code::NUMBER, &field(columns.value), format!("expected a number or a symbol, found \"{said}\""))
                            .hint("write the number in digits, or c withheld, x not available, z does not apply, low rounds to nought, u unreliable"),
                    );
                    continue;
                }
            },
        };
        lines.push(Line { period, authority: authority.clone(), reading, start });
    }
    if lines.is_empty() && findings.is_empty() {
        findings.push(
            Diagnostic::error(
                code::DISTRIBUTION,
                &line_at(&source, 0),
                "expected lines whose geographic_level is Local authority, found none",
            )
            .hint("write Local authority, with a capital L, in the column geographic_level"),
        );
    }
    Some(Table { source, value: columns.value, lines })
}

/// The number that an authority's three digits spell.
fn number_of(code: &str) -> Option<usize> {
    (code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit())).then(|| code.parse().ok()).flatten()
}

/// Where the columns stand; tells of each that is missing.
fn columns(
    source: &Arc<Source>,
    header: &csv::StringRecord,
    measure: &Slug,
    findings: &mut Findings,
) -> Option<Columns> {
    let own = measure.as_str().replace('-', "_");
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    // Where not one name is right, it is the line that is wrong.
    let wanted =
        ["time_period", "time_identifier", "geographic_level", "old_la_code", "la_name", "value", own.as_str()];
    if !names.iter().any(|name| wanted.contains(name)) {
        findings.push(no_header(source, &names, &own));
        return None;
    }
    let mut find = |wanted: &[&str]| {
        let found = names.iter().position(|name| wanted.contains(name));
        if found.is_none() {
            let expected = wanted.join(" or ");
            let near =
                nearest(wanted[0], names.iter().copied()).map(|near| format!("call the column {near} {}", wanted[0]));
            findings.push(
                Diagnostic::error(
                    code::DISTRIBUTION,
                    &line_at(source, 0),
                    format!("expected a column {expected}, found none"),
                )
                .hint(near.unwrap_or_else(|| "add the column, its name in the first line".to_owned())),
            );
        }
        found
    };
    let (time_period, time_identifier) = (find(&["time_period"]), find(&["time_identifier"]));
    let (geographic_level, code, name) = (find(&["geographic_level"]), find(&["old_la_code"]), find(&["la_name"]));
    let value = find(&["value", &own]);
    Some(Columns {
        time_period: time_period?,
        time_identifier: time_identifier?,
        geographic_level: geographic_level?,
        code: code?,
        name: name?,
        value: value?,
    })
}

/// The diagnostic for a first line that names no column.
fn no_header(source: &Arc<Source>, names: &[&str], own: &str) -> Diagnostic {
    let fault = |message: &str| Diagnostic::error(code::DISTRIBUTION, &line_at(source, 0), message);
    let [first, ..] = names else {
        return fault("expected the columns' names and the figures below them, found an empty file")
            .hint("save the table as CSV, or take the line distribution: out of the measure");
    };
    if ["time_period;", "time_period\t"].iter().any(|start| first.starts_with(start)) {
        let found = if first.contains(';') { "semicolons" } else { "tabs" };
        return fault(&format!("expected commas between the columns, found {found}"))
            .hint("save the table as CSV with commas: in a spreadsheet, \"CSV (comma delimited)\"");
    }
    fault("expected the columns' names in the first line, found none of them").hint(format!(
        "write time_period,time_identifier,geographic_level,old_la_code,la_name,{own} above the figures, in the order of the columns"
    ))
}

/// The word of open data for a kind of year.
fn time_identifier(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Academic => "Academic year",
        PeriodKind::Calendar => "Calendar year",
        PeriodKind::Financial => "Financial year",
        PeriodKind::January => "January",
        PeriodKind::September => "September",
    }
}

/// A year as open data write it: 201617, or 2017.
fn time_period(period: Period) -> String {
    period.to_string().replace(['/', '-'], "")
}

/// The year of a line. Most lines are of the same year as the one above them, so the `last` one read is tried first.
fn period(said: &str, identifier: &str, kind: PeriodKind, last: &mut Option<(String, Period)>) -> Option<Period> {
    if !time_identifier(kind).eq_ignore_ascii_case(identifier.trim()) {
        return None;
    }
    if let Some((_, period)) = last.as_ref().filter(|(text, _)| text == said) {
        return Some(*period);
    }
    let year = said.trim().get(..4)?.parse().ok().filter(|year| (1900..2100).contains(year))?;
    let period = Period::new(kind, year);
    if time_period(period) != said.trim() {
        return None;
    }
    *last = Some((said.to_owned(), period));
    Some(period)
}

/// The line that begins at or after byte `start`.
fn line_at(source: &Arc<Source>, start: usize) -> Span {
    source.line(source.position(start).line)
}

/// Where a field of the record that begins at `start` stands, quotation marks included.
fn field(source: &Arc<Source>, start: usize, column: usize) -> Span {
    let range = field_range(source.text(), start, column);
    source.span(range.start, range.end)
}

fn field_range(text: &str, start: usize, column: usize) -> Range<usize> {
    let mut quoted = false;
    let mut field = 0;
    let mut begin = start;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b',' | b'\n' | b'\r' if !quoted => {
                if field == column || byte != b',' {
                    return begin..at;
                }
                field += 1;
                begin = at + 1;
            }
            _ => {}
        }
    }
    begin..text.len()
}
