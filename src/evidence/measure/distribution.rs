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

/// One authority's figure of one year.
pub(super) struct Line {
    pub(super) period: Period,
    pub(super) authority: Authority,
    pub(super) reading: Result<Decimal, Symbol>,
    /// Where the figure stands.
    pub(super) at: Span,
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
) -> Checked<Vec<Line>> {
    let mut findings = Findings::new();
    let source = match read_text(world, path) {
        Ok(source) => source,
        Err(fault) => {
            // The place to mend is where the file is named, unless the fault stands in the file itself.
            let fault = if fault.at.is_none() { Diagnostic { at: Some(named.clone()), ..*fault } } else { *fault };
            findings.push(fault);
            return Checked { value: Vec::new(), findings };
        }
    };
    let lines = lines(&source, measure, kind, &mut findings);
    Checked { value: lines, findings }
}

fn lines(source: &Arc<Source>, measure: &Slug, kind: PeriodKind, findings: &mut Findings) -> Vec<Line> {
    // Lines may be short or long: whichever is, is told with its place.
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source.text().as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let Some(columns) = columns(source, &header, measure, findings) else { return Vec::new() };
    let mut lines = Vec::new();
    let mut authorities: HashMap<Arc<str>, Authority> = HashMap::new();
    let mut met: HashMap<(Period, Arc<str>), usize> = HashMap::new();
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
        let field = |column: usize| {
            let range = field_range(source.text(), start, column);
            source.span(range.start, range.end)
        };
        if record.len() != header.len() {
            let message = format!("expected {} columns as in the first line, found {}", header.len(), record.len());
            findings
                .push(Diagnostic::error(code::DISTRIBUTION, &line_at(source, start), message).hint(
                    "put a text with a comma in it in quotation marks, and look for a comma too many or too few",
                ));
            continue;
        }
        if &record[columns.geographic_level] != "Local authority" {
            continue;
        }
        let Some(period) = period(&record[columns.time_period], &record[columns.time_identifier], kind) else {
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
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_digit()) {
            findings.push(
                Diagnostic::error(
                    code::DISTRIBUTION,
                    &field(columns.code),
                    format!("expected an authority's three-digit number, found \"{code}\""),
                )
                .hint("write the number of the Department for Education, such as 857 for Rutland"),
            );
            continue;
        }
        let authority = match authorities.get(code) {
            Some(authority) => authority.clone(),
            None => {
                let authority = Authority { code: Arc::from(code), name: Arc::from(record[columns.name].trim()) };
                authorities.insert(Arc::clone(&authority.code), authority.clone());
                authority
            }
        };
        if let Some(first) = met.insert((period, Arc::clone(&authority.code)), start) {
            findings.push(
                Diagnostic::error(
                    code::DUPLICATE,
                    &line_at(source, start),
                    format!("expected one line for {} in {period}, found another", authority.name),
                )
                .note(&line_at(source, first), "this is the first")
                .hint("take one of the two out"),
            );
            continue;
        }
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
        lines.push(Line { period, authority, reading, at: field(columns.value) });
    }
    lines
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
                .hint(near.unwrap_or_else(|| "write the names of the columns in the first line".to_owned())),
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

fn period(said: &str, identifier: &str, kind: PeriodKind) -> Option<Period> {
    if !time_identifier(kind).eq_ignore_ascii_case(identifier.trim()) {
        return None;
    }
    let year = said.trim().get(..4)?.parse().ok()?;
    let period = Period::new(kind, year);
    ((1900..2100).contains(&year) && time_period(period) == said.trim()).then_some(period)
}

/// The line that begins at or after byte `start`.
fn line_at(source: &Arc<Source>, start: usize) -> Span {
    source.line(source.position(start).line)
}

/// The bytes of a field of the record that begins at `start`, quotation marks included.
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
