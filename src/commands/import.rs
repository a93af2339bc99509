//! `multum import`: published figures into `data/`, so that nobody types one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{Console, Format, count, mutter};
use super::{Ending, SiteArguments};
use crate::import::{ImportError, OpenDataRequest, from_open_data, from_tool};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The folder with the data files of the Local Authority Interactive Tool, or a CSV of open data; each may be
    /// compressed (.gz)
    #[arg(long, value_name = "PATH")]
    from: PathBuf,
    /// With a folder: the file that says which figures to take, and what they are called here
    #[arg(long, value_name = "FILE", required_unless_present = "measure", conflicts_with = "measure")]
    mapping: Option<PathBuf>,
    /// With a CSV: the measure of data/measures/ that the figures belong to
    #[arg(long, value_name = "ID", requires = "column")]
    measure: Option<String>,
    /// With a CSV: the column that holds the figures
    #[arg(long, value_name = "NAME", requires = "measure")]
    column: Option<String>,
    /// With a CSV: a column and what must stand in it, such as sex=Total; may be given several times
    #[arg(long, value_name = "COLUMN=TEXT", value_parser = only, requires = "measure")]
    only: Vec<(String, String)>,
    /// With a CSV: to how many decimals a long tail of them is rounded
    #[arg(long, value_name = "NUMBER", default_value_t = 2, requires = "measure")]
    decimals: u32,
}

fn only(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("write a column and what must stand in it, such as sex=Total")?;
    Ok((column.trim().to_owned(), value.trim().to_owned()))
}

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(Format::Text);
    let site = &arguments.site.site;
    let files = match (&arguments.mapping, &arguments.measure, &arguments.column) {
        (Some(mapping), _, _) => tool(&arguments.from, mapping, &console),
        (None, Some(measure), Some(column)) => {
            let request = OpenDataRequest {
                column: column.clone(),
                only: arguments.only.clone(),
                decimals: arguments.decimals,
                geographies: site.join("data/geographies.yaml"),
            };
            open_data(&arguments.from, site, measure, &request)
        }
        // clap has asked for one or the other.
        (None, _, _) => return Ending::Misused,
    };
    let files = match files {
        Ok(files) => files,
        Err(errors) => {
            for error in &errors {
                mutter(&format!("error: {error}\n"));
            }
            mutter(&format!("Nothing was written, because of {}.", count(errors.len(), "error", "errors")));
            return Ending::Faults;
        }
    };
    match write(site, &files) {
        Ok(0) => {
            console.say(&format!("Nothing has changed: {} in data/ had these figures already.", all(&files)));
            Ending::Done
        }
        Ok(changed) => {
            console.say(&format!("Changed {changed} of {} in data/.", all(&files)));
            console.say("Look through what changed, then write `multum check`.");
            Ending::Done
        }
        Err((path, error)) => {
            mutter(&format!("error: can't write {}: {error}", path.display()));
            Ending::Faults
        }
    }
}

type Files = Vec<(String, String)>;

/// "1 file", "39 files".
fn all(files: &Files) -> String {
    count(files.len(), "file", "files")
}

fn tool(folder: &Path, mapping: &Path, console: &Console) -> Result<Files, Vec<ImportError>> {
    let imported = from_tool(folder, mapping)?;
    console.say(&imported.summary.to_string());
    Ok(imported.files)
}

/// The file of measures that has `measure`, with the figures in it.
fn open_data(csv: &Path, site: &Path, measure: &str, request: &OpenDataRequest) -> Result<Files, Vec<ImportError>> {
    let figures = from_open_data(csv, request)?;
    let folder = site.join("data/measures");
    let fault = |path: &Path, why: &io::Error| {
        vec![ImportError { path: path.to_owned(), line: None, message: format!("it can't be read: {why}"), hint: None }]
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(|why| fault(&folder, &why))?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    paths.sort();
    let mut nearest = None;
    for path in &paths {
        let text = fs::read_to_string(path).map_err(|why| fault(path, &why))?;
        match figures.merged(path, &text, measure) {
            Ok(text) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                return Ok(vec![(format!("data/measures/{name}"), text)]);
            }
            // The file has the measure, and its figures can't be put into it.
            Err(error) if error.line.is_some() => return Err(vec![error]),
            Err(error) if error.hint.as_ref().is_some_and(|hint| hint.starts_with("did you mean")) => {
                nearest = nearest.or(Some(error));
            }
            Err(_) => {}
        }
    }
    Err(vec![nearest.unwrap_or(ImportError {
        path: folder,
        line: None,
        message: format!("no file of measures has {measure:?}"),
        hint: Some("add the measure with its title, definition, unit and period first".to_owned()),
    })])
}

/// Writes what differs, each file in one step; gives back how many did.
fn write(site: &Path, files: &Files) -> Result<usize, (PathBuf, io::Error)> {
    let mut changed = 0;
    for (path, text) in files {
        let place = site.join(path);
        let fault = |error| (place.clone(), error);
        if fs::read(&place).is_ok_and(|there| there == text.as_bytes()) {
            continue;
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(fault)?;
        }
        // Beside it first: a full disk must not leave half a file of figures.
        let mut beside = place.clone().into_os_string();
        beside.push(".tmp");
        fs::write(&beside, text).and_then(|()| fs::rename(&beside, &place)).map_err(|error| {
            let _ = fs::remove_file(&beside);
            fault(error)
        })?;
        changed += 1;
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_differ_are_written() {
        let site = tempfile::tempdir().expect("a folder");
        let files = vec![("data/a.yaml".to_owned(), "one".to_owned()), ("data/b/c.csv".to_owned(), "two".to_owned())];
        assert_eq!(write(site.path(), &files).expect("written"), 2);
        fs::write(site.path().join("data/a.yaml"), "other").expect("written");
        assert_eq!(write(site.path(), &files).expect("written"), 1);
        assert_eq!(fs::read_to_string(site.path().join("data/a.yaml")).expect("there"), "one");
        assert_eq!(fs::read_dir(site.path().join("data")).expect("there").count(), 2);
    }

    #[test]
    fn a_column_and_its_text_are_told_apart_at_the_first_equals_sign() {
        assert_eq!(only("sex = Total"), Ok(("sex".into(), "Total".into())));
        assert_eq!(only("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert!(only("sex").is_err());
    }
}
