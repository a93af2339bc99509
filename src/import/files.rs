//! The tool's data files, read row by row with the line that each row stands on.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

use super::ImportError;
use super::label::Label;

/// A file that is read, with the name to call it by in messages.
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) reader: Box<dyn Read>,
}

impl Input {
    /// The file of that name in a folder, or the compressed one of that name with `.gz` behind it.
    pub(super) fn open(folder: &Path, name: &str) -> Result<Input, ImportError> {
        let plain = folder.join(name);
        let compressed = folder.join(format!("{name}.gz"));
        if let Ok(file) = File::open(&plain) {
            return Ok(Input { path: plain, reader: Box::new(BufReader::new(file)) });
        }
        match File::open(&compressed) {
            Ok(file) => Ok(Input { path: compressed, reader: Box::new(GzDecoder::new(BufReader::new(file))) }),
            Err(why) => Err(ImportError::of(&plain, format!("neither {name} nor {name}.gz can be read: {why}"))
                .hint("give the folder that holds the tool's data files after --from")),
        }
    }

    /// A file by its own name.
    pub(super) fn file(path: &Path) -> Result<Input, ImportError> {
        let file = File::open(path).map_err(|why| ImportError::of(path, format!("it can't be read: {why}")))?;
        let reader: Box<dyn Read> = match path.extension() {
            Some(ending) if ending == "gz" => Box::new(GzDecoder::new(BufReader::new(file))),
            _ => Box::new(BufReader::new(file)),
        };
        Ok(Input { path: path.to_path_buf(), reader })
    }

    #[cfg(test)]
    pub(super) fn of(name: &str, text: &str) -> Input {
        Input { path: PathBuf::from(name), reader: Box::new(std::io::Cursor::new(text.to_owned())) }
    }
}

/// A CSV file with a header line.
pub(super) struct Table {
    pub(super) path: PathBuf,
    pub(super) columns: Vec<String>,
    reader: csv::Reader<Box<dyn Read>>,
}

impl Table {
    /// The table in a file, once its header is read. A line that begins with `#` before or in the table is a comment.
    pub(super) fn open(input: Input) -> Result<Table, ImportError> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(input.reader);
        let header = reader.headers().map_err(|why| fault(&input.path, &why))?;
        // Spreadsheets put a byte order mark before the first column.
        let columns = header.iter().map(|column| column.trim_start_matches('\u{feff}').trim().to_owned()).collect();
        Ok(Table { path: input.path, columns, reader })
    }

    /// The place of a column, counted from nought.
    pub(super) fn column(&self, name: &str) -> Result<usize, ImportError> {
        self.columns.iter().position(|column| column == name).ok_or_else(|| {
            let near = crate::diagnostic::nearest(name, self.columns.iter().map(String::as_str));
            let error = ImportError::at(&self.path, 1, format!("expected a column {name:?} in the header, found none"));
            match near {
                Some(_) => error.did_you_mean(near),
                None => error.hint(format!("the columns are {}", self.columns.join(", "))),
            }
        })
    }

    /// Hands every row and its line to `each`.
    pub(super) fn rows(
        mut self,
        mut each: impl FnMut(u64, &csv::StringRecord) -> Result<(), ImportError>,
    ) -> Result<(), Vec<ImportError>> {
        let mut errors = Vec::new();
        let mut record = csv::StringRecord::new();
        loop {
            let more = self.reader.read_record(&mut record).map_err(|why| vec![fault(&self.path, &why)])?;
            if !more {
                break;
            }
            let line = record.position().map_or(0, csv::Position::line);
            if let Err(error) = each(line, &record) {
                errors.push(error);
            }
            if errors.len() == MOST_ERRORS {
                break;
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// A file of the wrong kind is wrong on every line; more than these say nothing new.
pub(super) const MOST_ERRORS: usize = 20;

/// A fault of the file's form: a row with too few cells, text that is not UTF-8, a broken compression.
fn fault(path: &Path, why: &csv::Error) -> ImportError {
    let line = why.position().map(csv::Position::line);
    let message = match why.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("expected {expected_len} cells as in the header, found {len}")
        }
        csv::ErrorKind::Utf8 { .. } => "expected text in UTF-8, found other bytes".to_owned(),
        _ => format!("it can't be read: {why}"),
    };
    ImportError { line, ..ImportError::of(path, message) }
}

/// An authority of England.
#[derive(Clone, Debug)]
pub(super) struct Authority {
    pub(super) name: String,
    pub(super) region: String,
}

/// Every authority by its three-digit number. The list has regions and the country too, which lie in no region.
pub(super) fn authorities(input: Input) -> Result<BTreeMap<String, Authority>, Vec<ImportError>> {
    let table = Table::open(input).map_err(one)?;
    let number = table.column("la_number").map_err(one)?;
    let name = table.column("name").map_err(one)?;
    let region = table.column("region").map_err(one)?;
    let mut authorities = BTreeMap::new();
    table.rows(|_, row| {
        let authority = Authority { name: row[name].to_owned(), region: row[region].to_owned() };
        if !authority.region.is_empty() {
            authorities.insert(row[number].to_owned(), authority);
        }
        Ok(())
    })?;
    Ok(authorities)
}

/// The numbers of an authority's statistical neighbours, nearest first.
pub(super) fn neighbours(input: Input, of: &str) -> Result<Vec<String>, Vec<ImportError>> {
    let table = Table::open(input).map_err(one)?;
    let path = table.path.clone();
    let number = table.column("la_number").map_err(one)?;
    let rank = table.column("rank").map_err(one)?;
    let neighbour = table.column("neighbour_la_number").map_err(one)?;
    let mut ranked: Vec<(u32, String)> = Vec::new();
    table.rows(|line, row| {
        if &row[number] == of {
            let place = row[rank].parse().map_err(|_| {
                ImportError::at(&path, line, format!("expected a rank such as 1, found {:?}", &row[rank]))
            })?;
            ranked.push((place, row[neighbour].to_owned()));
        }
        Ok(())
    })?;
    ranked.sort();
    Ok(ranked.into_iter().map(|(_, number)| number).collect())
}

/// What the tool says of its measures: by name, which way is good.
pub(super) fn measures(input: Input) -> Result<BTreeMap<String, String>, Vec<ImportError>> {
    let table = Table::open(input).map_err(one)?;
    let name = table.column("measure").map_err(one)?;
    let polarity = table.column("polarity").map_err(one)?;
    let mut measures = BTreeMap::new();
    table.rows(|_, row| {
        measures.insert(row[name].to_owned(), row[polarity].to_owned());
        Ok(())
    })?;
    Ok(measures)
}

/// A row of the figures that is wanted.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) label: Label,
    pub(super) value: String,
    pub(super) line: u64,
}

/// The figures of one measure: by the area's number, the rows in the order of the file.
pub(super) type Series = HashMap<String, Vec<Row>>;

/// What `outcomes.csv` holds of the wanted measures.
pub(super) struct Outcomes {
    pub(super) path: PathBuf,
    /// By the tool's name for the measure.
    pub(super) series: HashMap<String, Series>,
    /// Names of regions and of the country by their numbers.
    pub(super) areas: BTreeMap<String, String>,
}

/// The figures of the wanted measures, of every area.
pub(super) fn outcomes(input: Input, wanted: &HashSet<&str>) -> Result<Outcomes, Vec<ImportError>> {
    let table = Table::open(input).map_err(one)?;
    let path = table.path.clone();
    let measure = table.column("measure").map_err(one)?;
    let year = table.column("year").map_err(one)?;
    let geography = table.column("geography").map_err(one)?;
    let number = table.column("la_number").map_err(one)?;
    let value = table.column("value").map_err(one)?;
    let mut series: HashMap<String, Series> = HashMap::new();
    let mut areas = BTreeMap::new();
    table.rows(|line, row| {
        if !areas.contains_key(&row[number]) {
            areas.insert(row[number].to_owned(), row[geography].to_owned());
        }
        if !wanted.contains(&row[measure]) {
            return Ok(());
        }
        let label = Label::parse(&row[year]).ok_or_else(|| {
            ImportError::at(&path, line, format!("expected a year of {:?}, found {:?}", &row[measure], &row[year]))
                .hint(
                    "years are written 2017, 2016/17 or 2016-17, with (prov), (Rev) or (Final) behind them or nothing",
                )
        })?;
        let of_area = series.entry(row[measure].to_owned()).or_default().entry(row[number].to_owned()).or_default();
        if let Some(first) = of_area.iter().find(|earlier| earlier.label == label) {
            let message = format!(
                "{:?} has two figures of {} for {}: the first is on line {}",
                &row[measure], &row[year], &row[geography], first.line
            );
            return Err(ImportError::at(&path, line, message).hint("take one of the rows out"));
        }
        of_area.push(Row { label, value: row[value].trim().to_owned(), line });
        Ok(())
    })?;
    Ok(Outcomes { path, series, areas })
}

fn one(error: ImportError) -> Vec<ImportError> {
    vec![error]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong<T>(result: Result<T, Vec<ImportError>>) -> ImportError {
        let mut errors = result.err().expect("a file with a fault");
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors.remove(0)
    }

    const OUTCOMES: &str = "measure,year,geography,la_number,region,value\n";

    fn read(rows: &str) -> Result<Outcomes, Vec<ImportError>> {
        outcomes(Input::of("outcomes.csv", &format!("{OUTCOMES}{rows}")), &HashSet::from(["M"]))
    }

    #[test]
    fn only_wanted_measures_are_kept_and_every_area_is_named() {
        let read = read("M,2017,Rutland,857,East Midlands,67\nN,2017,England,970,NA,62\n").expect("a sound file");
        assert_eq!(read.series["M"]["857"][0].value, "67");
        assert_eq!(read.series["M"]["857"][0].line, 2);
        assert_eq!(read.areas["970"], "England");
        assert!(!read.series.contains_key("N"));
    }

    #[test]
    fn a_missing_column_is_named_with_the_file_and_its_header_line() {
        let error =
            wrong(outcomes(Input::of("outcomes.csv", "measure,yaer,geography,la_number,value\n"), &HashSet::new()));
        assert_eq!(
            error.to_string(),
            "expected a column \"year\" in the header, found none\n  outcomes.csv:1\n  hint: did you mean yaer?"
        );
    }

    #[test]
    fn a_year_that_is_none_is_shown_with_its_line() {
        let error = wrong(read("M,2017,Rutland,857,East Midlands,67\nM,Spring,Rutland,857,East Midlands,67\n"));
        assert_eq!((error.line, error.message.as_str()), (Some(3), "expected a year of \"M\", found \"Spring\""));
    }

    #[test]
    fn the_same_figure_twice_is_refused() {
        let error = wrong(read("M,2017,Rutland,857,East Midlands,67\nM,2017,Rutland,857,East Midlands,68\n"));
        assert_eq!(error.line, Some(3));
        assert!(error.message.ends_with("the first is on line 2"), "{}", error.message);
    }

    #[test]
    fn a_row_with_too_few_cells_is_refused_with_its_line() {
        let error = wrong(read("M,2017,Rutland\n"));
        assert_eq!((error.line, error.message.as_str()), (Some(2), "expected 6 cells as in the header, found 3"));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        let bytes = [OUTCOMES.as_bytes(), b"M,2017,Rutl\xffnd,857,East Midlands,67\n"].concat();
        let input = Input { path: "o.csv".into(), reader: Box::new(std::io::Cursor::new(bytes)) };
        let error = wrong(outcomes(input, &HashSet::from(["M"])));
        assert_eq!(error.message, "expected text in UTF-8, found other bytes");
    }

    #[test]
    fn a_file_of_the_wrong_kind_does_not_drown_the_reader_in_faults() {
        let rows: String = (0..100).map(|_| "M,never,Rutland,857,East Midlands,67\n").collect();
        assert_eq!(read(&rows).err().map(|errors| errors.len()), Some(MOST_ERRORS));
    }

    #[test]
    fn neighbours_come_nearest_first() {
        let text =
            "la_number,name,rank,neighbour_la_number\n857,Rutland,10,811\n857,Rutland,2,815\n301,Barking,1,308\n";
        assert_eq!(neighbours(Input::of("n.csv", text), "857").expect("a sound file"), ["815", "811"]);
        let text = "la_number,name,rank,neighbour_la_number\n857,Rutland,first,811\n";
        assert_eq!(wrong(neighbours(Input::of("n.csv", text), "857")).line, Some(2));
    }

    #[test]
    fn a_byte_order_mark_and_comments_do_not_hide_the_header() {
        let table = Table::open(Input::of("a.csv", "\u{feff}measure,polarity\nM,High\n")).expect("a sound file");
        assert_eq!(table.columns, ["measure", "polarity"]);
        let table = Table::open(Input::of("a.csv", "# Generated\nmeasure,polarity\n")).expect("a sound file");
        assert_eq!(table.columns, ["measure", "polarity"]);
    }
}
