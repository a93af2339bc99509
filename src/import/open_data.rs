//! From a CSV of the Department for Education's open data to the observations of one measure.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Deserialize;

use super::ImportError;
use super::cell::{self, Cell};
use super::files::{Input, Table};
use super::label;
use super::tool::Observations;
use super::write;
use crate::diagnostic::nearest;
use crate::vocabulary::Period;

/// What is taken from a CSV of open data.
#[derive(Clone, Debug)]
pub struct OpenDataRequest {
    /// The column that holds the figures.
    pub column: String,
    /// Columns that must hold a text, such as `sex` and `Total`: open data has a row for each group of pupils.
    pub only: Vec<(String, String)>,
    /// The decimals to which a long tail is rounded.
    pub decimals: u32,
    /// The site's list of places, `data/geographies.yaml`. Rows of other places are passed over.
    pub geographies: PathBuf,
}

/// The figures of one measure, as a CSV of open data had them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenData {
    observations: Observations,
}

/// As much of the list of places as is needed to know a row's place.
#[derive(Deserialize)]
struct Geographies {
    geographies: IndexMap<String, Geography>,
}

#[derive(Deserialize)]
struct Geography {
    title: String,
    kind: String,
    #[serde(default)]
    code: Option<String>,
}

impl Geographies {
    fn read(path: &Path, text: &str) -> Result<Geographies, ImportError> {
        serde_yaml::from_str(text).map_err(|error| {
            let line = error.location().map(|place| place.line());
            ImportError { line, ..ImportError::of(path, format!("the list of places can't be read: {error}")) }
        })
    }

    /// The name of the place of a row.
    fn place(&self, level: &str, code: &str, region: &str) -> Option<&str> {
        let found = self.geographies.iter().find(|(_, place)| match (level, place.kind.as_str()) {
            ("Local authority", "authority") => place.code.as_deref() == Some(code),
            ("Regional", "region") => place.title.eq_ignore_ascii_case(region),
            ("National", "country") => true,
            _ => false,
        });
        found.map(|(id, _)| id.as_str())
    }
}

/// The figures in a CSV of open data, of the places that the site knows.
pub(super) fn read(input: Input, request: &OpenDataRequest, geographies: &str) -> Result<OpenData, Vec<ImportError>> {
    let places = Geographies::read(&request.geographies, geographies).map_err(one)?;
    let table = Table::open(input).map_err(one)?;
    let path = table.path.clone();
    let columns = table.columns.clone();
    let time = table.column("time_period").map_err(one)?;
    let identifier = table.column("time_identifier").map_err(one)?;
    let level = table.column("geographic_level").map_err(one)?;
    let code = table.column("old_la_code").map_err(one)?;
    let region = table.column("region_name").map_err(one)?;
    let value = table.column(&request.column).map_err(one)?;
    let only: Vec<(usize, &str)> = request
        .only
        .iter()
        .map(|(column, text)| Ok((table.column(column)?, text.as_str())))
        .collect::<Result<_, ImportError>>()
        .map_err(one)?;

    let mut met: HashMap<(String, Period), (u64, csv::StringRecord)> = HashMap::new();
    let mut seen: Vec<Vec<String>> = vec![Vec::new(); only.len()];
    let mut figures: BTreeMap<String, BTreeMap<Period, Cell>> = BTreeMap::new();
    table.rows(|line, row| {
        for ((column, text), seen) in only.iter().zip(&mut seen) {
            if !seen.iter().any(|known| *known == row[*column]) {
                seen.push(row[*column].to_owned());
            }
            if row[*column] != **text {
                return Ok(());
            }
        }
        let Some(place) = places.place(&row[level], &row[code], &row[region]) else { return Ok(()) };
        let period = label::open_data_period(&row[time], &row[identifier]).ok_or_else(|| {
            let message = format!("expected a year, found {:?} and {:?}", &row[time], &row[identifier]);
            ImportError::at(&path, line, message).hint("an academic year is 201617 and \"Academic year\"")
        })?;
        let cell = match Cell::of_symbol(row[value].trim()) {
            Some(symbol) => symbol,
            None => match cell::number(row[value].trim(), request.decimals) {
                Some(number) => Cell::Number(number.text),
                None => {
                    let message =
                        format!("expected a number or a symbol in {:?}, found {:?}", request.column, &row[value]);
                    return Err(ImportError::at(&path, line, message).hint(cell::number_hint(&row[value])));
                }
            },
        };
        if let Some((first, earlier)) = met.get(&(place.to_owned(), period)) {
            let differ = differences(&columns, earlier, row);
            let message = format!("{place} has two rows for {period}, the first on line {first}");
            let hint = match differ.first() {
                Some((column, text)) => format!("choose one with --only, such as --only \"{column}={text}\""),
                None => "take one of the rows out".to_owned(),
            };
            return Err(ImportError::at(&path, line, message).hint(hint));
        }
        met.insert((place.to_owned(), period), (line, row.clone()));
        figures.entry(place.to_owned()).or_default().insert(period, cell);
        Ok(())
    })?;

    if figures.is_empty() {
        let unmet = request.only.iter().zip(&seen).find(|((_, text), seen)| !seen.contains(text));
        let error = ImportError::of(&path, "it has no row of a place of data/geographies.yaml that was asked for");
        return Err(one(match unmet {
            Some(((column, text), seen)) => match nearest(text, seen.iter().map(String::as_str)) {
                Some(near) => error.did_you_mean(Some(&format!("--only \"{column}={near}\""))),
                None => error.hint(format!("the column {column:?} never holds {text:?}, but {}", some_of(seen))),
            },
            None => error.hint("look at the columns geographic_level, old_la_code and region_name"),
        }));
    }
    let in_order = places.geographies.keys().filter_map(|id| figures.remove_entry(id));
    Ok(OpenData { observations: in_order.collect() })
}

/// The first few of a list, for a hint.
fn some_of(texts: &[String]) -> String {
    let shown: Vec<String> = texts.iter().take(5).map(|text| format!("{text:?}")).collect();
    shown.join(", ")
}

/// The columns in which two rows differ in words, not in figures: those that tell groups apart. Each with the word of
/// the first row.
fn differences<'a>(
    columns: &'a [String],
    one: &'a csv::StringRecord,
    other: &csv::StringRecord,
) -> Vec<(&'a str, &'a str)> {
    let figure = |text: &str| cell::number(text, 0).is_some() || Cell::of_symbol(text).is_some();
    let cells = columns.iter().zip(one.iter()).zip(other.iter());
    cells
        .filter(|((_, one), other)| one != other && !figure(one) && !figure(other))
        .map(|((column, one), _)| (column.as_str(), one))
        .collect()
}

fn one(error: ImportError) -> Vec<ImportError> {
    vec![error]
}

impl OpenData {
    /// The block to copy into a measure.
    pub fn block(&self) -> String {
        let mut text = "    observations:\n".to_owned();
        write::observations(&mut text, "      ", &self.observations);
        text
    }

    /// The text of a file of measures with these figures in it: those of the same place and year are replaced, the
    /// others stay, and so does every line that is not one of the measure's observations.
    pub fn merged(&self, path: &Path, text: &str, measure: &str) -> Result<String, ImportError> {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let begins = lines.iter().position(|line| key_at(line, 2) == Some(measure)).ok_or_else(|| {
            let near = nearest(measure, lines.iter().filter_map(|line| key_at(line, 2)));
            let error = ImportError::of(path, format!("it has no measure {measure:?}"));
            match near {
                Some(_) => error.did_you_mean(near),
                None => error.hint("add the measure with its title, definition, unit and period first"),
            }
        })?;
        let ends = end_of_block(&lines, begins, 2);
        let Some(found) = (begins..ends).find(|at| key_at(&lines[*at], 4) == Some("observations")) else {
            lines.splice(ends..ends, self.block().lines().map(str::to_owned));
            return Ok(joined(&lines));
        };
        for (place, figures) in &self.observations {
            let last = end_of_block(&lines, found, 4);
            match (found + 1..last).find(|at| key_at(&lines[*at], 6) == Some(place)) {
                Some(at) => lines[at] = with_figures(path, at, &lines[at], place, figures)?,
                None => {
                    let mut line = String::new();
                    write::observations(&mut line, "      ", &vec![(place.clone(), figures.clone())]);
                    lines.insert(last, line.trim_end().to_owned());
                }
            }
        }
        Ok(joined(&lines))
    }
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The key on a line that is indented by exactly so many spaces.
fn key_at(line: &str, indent: usize) -> Option<&str> {
    let (spaces, rest) = line.split_at_checked(indent)?;
    let key = spaces.bytes().all(|b| b == b' ') && rest.starts_with(|c: char| !c.is_whitespace() && c != '#');
    key.then(|| rest.split_once(':')).flatten().map(|(key, _)| key)
}

/// The line after the last of a block whose key stands at `begins`, indented by so many spaces. Blank lines and
/// comments at its end belong to what follows.
fn end_of_block(lines: &[String], begins: usize, indent: usize) -> usize {
    let mut ends = begins + 1;
    for (at, line) in lines.iter().enumerate().skip(begins + 1) {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if line.len() - content.len() <= indent {
            break;
        }
        ends = at + 1;
    }
    ends
}

/// A place's line with new figures among the old.
fn with_figures(
    path: &Path,
    at: usize,
    line: &str,
    place: &str,
    figures: &BTreeMap<Period, Cell>,
) -> Result<String, ImportError> {
    let fault = || {
        let message = format!("expected the figures of {place} on one line in braces, found another form");
        ImportError::at(path, at as u64 + 1, message).hint(format!("write {place}: {{ 2016/17: 67 }}"))
    };
    let (open, close) = (line.find('{').ok_or_else(fault)?, line.rfind('}').ok_or_else(fault)?);
    let inside = line.get(open + 1..close).ok_or_else(fault)?;
    let mut entries: BTreeMap<String, String> = BTreeMap::new();
    for entry in top_level_entries(inside) {
        let (year, figure) = entry.split_once(':').ok_or_else(fault)?;
        entries.insert(year.trim().trim_matches('"').to_owned(), figure.trim().to_owned());
    }
    for (period, cell) in figures {
        entries.insert(period.to_string(), cell.text().to_owned());
    }
    let entries: Vec<String> = entries.into_iter().map(|(year, figure)| format!("{year}: {figure}")).collect();
    Ok(format!("{}{{ {} }}{}", &line[..open], entries.join(", "), &line[close + 1..]))
}

/// The entries between commas that stand in no braces and in no quotation marks.
fn top_level_entries(inside: &str) -> Vec<&str> {
    let (mut depth, mut in_quotes, mut start) = (0usize, false, 0);
    let mut entries = Vec::new();
    for (at, c) in inside.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            '{' | '[' if !in_quotes => depth += 1,
            '}' | ']' if !in_quotes => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !in_quotes => {
                entries.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    entries.push(&inside[start..]);
    entries.retain(|entry| !entry.trim().is_empty());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: &str = "geographies:\n  rutland: { title: Rutland, kind: authority, code: \"857\" }\n  east-midlands: { title: East Midlands, kind: region }\n  england: { title: England, kind: country }\n";
    const HEAD: &str = "time_period,time_identifier,geographic_level,region_name,old_la_code,sex,pt_rwm,pupils\n";

    fn request(only: &[(&str, &str)]) -> OpenDataRequest {
        OpenDataRequest {
            column: "pt_rwm".into(),
            only: only.iter().map(|(column, text)| ((*column).into(), (*text).into())).collect(),
            decimals: 0,
            geographies: "data/geographies.yaml".into(),
        }
    }

    fn data(rows: &str, only: &[(&str, &str)]) -> Result<OpenData, Vec<ImportError>> {
        read(Input::of("ks2.csv", &format!("{HEAD}{rows}")), &request(only), PLACES)
    }

    fn fault(rows: &str, only: &[(&str, &str)]) -> ImportError {
        let mut errors = data(rows, only).expect_err("a file with a fault");
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors.remove(0)
    }

    const ROWS: &str = "\
201617,Academic year,National,,,Total,62,600000
201617,Academic year,Regional,East Midlands,,Total,59,50000
201617,Academic year,Local authority,East Midlands,857,Total,67,380
201516,Academic year,Local authority,East Midlands,857,Total,c,370
201617,Academic year,Local authority,East Midlands,857,Girls,70,190
201617,Academic year,Local authority,East Midlands,856,Total,60,4000
201617,Academic year,School,East Midlands,857,Total,55,20
";

    #[test]
    fn the_rows_of_known_places_become_a_block_of_observations() {
        let block = data(ROWS, &[("sex", "Total")]).expect("a sound file").block();
        assert_eq!(
            block,
            "    observations:\n      rutland: { 2015/16: c, 2016/17: 67 }\n      east-midlands: { 2016/17: 59 }\n      england: { 2016/17: 62 }\n"
        );
    }

    #[test]
    fn two_rows_for_one_figure_ask_which_is_meant() {
        let error = fault(ROWS, &[]);
        assert_eq!(
            (error.line, error.message.as_str()),
            (Some(6), "rutland has two rows for 2016/17, the first on line 4")
        );
        assert_eq!(error.hint.as_deref(), Some("choose one with --only, such as --only \"sex=Total\""));
    }

    #[test]
    fn what_is_no_number_no_year_or_no_column_is_shown_with_its_line() {
        let error = fault("201617,Academic year,Local authority,East Midlands,857,Total,67%,380\n", &[]);
        assert_eq!(
            (error.line, error.message.as_str()),
            (Some(2), "expected a number or a symbol in \"pt_rwm\", found \"67%\"")
        );
        assert_eq!(error.hint.as_deref(), Some("write 67"));
        let error = fault("2016,Academic year,Local authority,East Midlands,857,Total,67,380\n", &[]);
        assert_eq!(
            (error.line, error.message.as_str()),
            (Some(2), "expected a year, found \"2016\" and \"Academic year\"")
        );
        let mut wanted = request(&[]);
        wanted.column = "pt_rmw".into();
        let errors = read(Input::of("ks2.csv", &format!("{HEAD}{ROWS}")), &wanted, PLACES).expect_err("no such column");
        assert_eq!((errors[0].line, errors[0].hint.as_deref()), (Some(1), Some("did you mean pt_rwm?")));
    }

    #[test]
    fn a_choice_that_no_row_meets_is_answered_with_the_one_that_was_meant() {
        let error = fault(ROWS, &[("sex", "Totl")]);
        assert_eq!(error.hint.as_deref(), Some("did you mean --only \"sex=Total\"?"));
        let error = fault(ROWS, &[("sex", "Everyone")]);
        assert_eq!(
            error.hint.as_deref(),
            Some("the column \"sex\" never holds \"Everyone\", but \"Total\", \"Girls\"")
        );
        let error = fault("201617,Academic year,Local authority,East Midlands,856,Total,60,4000\n", &[]);
        assert!(error.message.starts_with("it has no row"), "{}", error.message);
    }

    const FILE: &str = "\
topic: { id: key-stage-2, title: Key stage 2, order: 40 }
measures:
  ks2-rwm:
    title: T
    observations:
      # The council's own.
      rutland: { 2014/15: 60, 2016/17: { value: 66, mark: revised }, 2017/18: x } # first
    groups:
      fsm:
        rutland: { 2016/17: 44 }

  other:
    title: T
";

    #[test]
    fn merging_replaces_the_same_figures_and_keeps_every_other_line() {
        let data = data(ROWS, &[("sex", "Total")]).expect("a sound file");
        let merged = data.merged(Path::new("m.yaml"), FILE, "ks2-rwm").expect("a sound file of measures");
        let expected = FILE.replace(
            "      rutland: { 2014/15: 60, 2016/17: { value: 66, mark: revised }, 2017/18: x } # first\n",
            "      rutland: { 2014/15: 60, 2015/16: c, 2016/17: 67, 2017/18: x } # first\n      east-midlands: { 2016/17: 59 }\n      england: { 2016/17: 62 }\n",
        );
        assert_eq!(merged, expected);
        assert_eq!(data.merged(Path::new("m.yaml"), &merged, "ks2-rwm").expect("the merged file"), merged);
    }

    #[test]
    fn a_measure_without_observations_gets_them_at_its_end() {
        let data = data(ROWS, &[("sex", "Total")]).expect("a sound file");
        let merged = data.merged(Path::new("m.yaml"), FILE, "other").expect("a sound file of measures");
        assert_eq!(merged, format!("{FILE}{}", data.block()));
    }

    #[test]
    fn a_file_that_merging_would_harm_is_refused() {
        let data = data(ROWS, &[("sex", "Total")]).expect("a sound file");
        let path = Path::new("m.yaml");
        let error = data.merged(path, FILE, "ks2-rmw").expect_err("no such measure");
        assert_eq!(error.hint.as_deref(), Some("did you mean ks2-rwm?"));
        let long = "measures:\n  ks2-rwm:\n    observations:\n      rutland:\n        2016/17: 66\n";
        let error = data.merged(path, long, "ks2-rwm").expect_err("another form");
        assert_eq!((error.line, error.hint.as_deref()), (Some(4), Some("write rutland: { 2016/17: 67 }")));
    }
}
