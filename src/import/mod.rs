//! Carries published figures into `data/`, so that nobody types a figure: from the data files of the Local Authority
//! Interactive Tool by way of a mapping, and from a CSV of the Department for Education's open data.
//!
//! An import reads, and hands back the text of the files to write; writing them is the command's. The same input gives
//! the same text. Nothing here knows of reports, of disclosure or of pages: what is imported is checked again, like
//! anything an author writes, when the site is built.
//!
//! The tool's data files write a dash for every figure that they don't have, whatever the reason, so ours say `x` with
//! "reason not given by the source", but `z` for an authority that was not yet formed or was abolished, and nothing at
//! all in a year whose assessments were cancelled.

mod cell;
mod error;
mod files;
mod form;
mod label;
mod mapping;
mod open_data;
mod tool;
mod write;

use std::path::Path;

pub use error::ImportError;
pub use form::FORM;
pub use open_data::{OpenData, OpenDataRequest};
pub use tool::{Imported, Summary};

use files::Input;

/// The files of `data/` that the tool's data files in a folder and a mapping give.
///
/// The folder holds `outcomes.csv`, `measures.csv`, `local-authorities.csv` and `statistical-neighbours.csv`, each as
/// it is or compressed, with `.gz` behind its name. Everything that is wrong with a file comes back at once.
pub fn from_tool(folder: &Path, mapping: &Path) -> Result<Imported, Vec<ImportError>> {
    let one = |error| vec![error];
    let said = text(mapping).map_err(one)?;
    let faults = form::faults(mapping, &said);
    if !faults.is_empty() {
        return Err(faults);
    }
    tool::import(tool::Inputs {
        mapping_path: mapping.to_path_buf(),
        mapping: said,
        measures: Input::open(folder, "measures.csv").map_err(one)?,
        authorities: Input::open(folder, "local-authorities.csv").map_err(one)?,
        neighbours: Input::open(folder, "statistical-neighbours.csv").map_err(one)?,
        outcomes: Input::open(folder, "outcomes.csv").map_err(one)?,
    })
}

/// The figures of one measure in a CSV of open data (as it is or compressed), of the places that the site knows.
pub fn from_open_data(file: &Path, request: &OpenDataRequest) -> Result<OpenData, Vec<ImportError>> {
    let one = |error| vec![error];
    let geographies = text(&request.geographies).map_err(one)?;
    open_data::read(Input::file(file).map_err(one)?, request, &geographies)
}

/// The text of a file.
fn text(path: &Path) -> Result<String, ImportError> {
    std::fs::read_to_string(path).map_err(|why| ImportError::of(path, format!("it can't be read: {why}")))
}

#[cfg(test)]
mod tests;
