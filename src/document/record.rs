//! What is told of the site beside its pages: what was corrected in it, and which data it holds.

use crate::diagnostic::Span;
use crate::vocabulary::{SitePath, When};

/// Something that was put right or added after a page was published.
#[derive(Clone, Debug)]
pub struct Correction {
    /// On which day.
    pub day: When,
    /// What kind of change.
    pub kind: Change,
    /// The page that was changed, and its title; nothing when it is about the whole site.
    pub page: Option<(SitePath, String)>,
    /// What was changed, and why.
    pub text: String,
    /// The page of corrections, and its anchor there.
    pub listed: (SitePath, String),
}

/// A kind of change to what was published.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// Something was wrong.
    Correction,
    /// Something new came.
    Update,
}

impl Change {
    /// Each kind with the word that authors write for it.
    pub const ALL: [(&'static str, Change); 2] = [("correction", Change::Correction), ("update", Change::Update)];

    /// The word for readers.
    pub fn word(self) -> &'static str {
        match self {
            Change::Correction => "Correction",
            Change::Update => "Update",
        }
    }
}

/// Data that a page holds, as search engines for data ask of them (schema.org `Dataset`).
#[derive(Clone, Debug)]
pub struct Dataset {
    /// What the data are.
    pub name: String,
    /// What is counted, in a sentence or two.
    pub description: String,
    /// Who published them first.
    pub publisher: String,
    /// Where they were published first.
    pub source: Option<String>,
    /// The address of the licence.
    pub licence: Option<String>,
    /// The first and the last calendar year that they speak of.
    pub years: Option<(u16, u16)>,
    /// The places that they are of.
    pub places: Vec<String>,
    /// The files that hold them, with their media type.
    pub files: Vec<(SitePath, &'static str)>,
}

/// The days that the accessibility statement names, for a check that is handed today's.
#[derive(Clone, Default, Debug)]
pub struct StatementDays {
    /// When a person last reviewed it.
    pub reviewed: Option<When>,
    /// Where that is written; nothing when people have said nothing of it.
    pub at: Option<Span>,
    /// When programs last measured the site.
    pub measured: Option<When>,
    /// Whether the law asks it to say whom to tell of problems, and it can't: no contact is given anywhere.
    pub lacks_contact: bool,
}

/// The folder in which a page's own files stand: `2016-17/key-stage-2.html` has `2016-17/key-stage-2`.
pub fn page_folder(page: &SitePath) -> SitePath {
    if page.name() == "index.html" {
        return page.parent();
    }
    let end = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    SitePath::new(end).unwrap_or_else(|| page.parent())
}

/// The file of the page's table `number`, counted from 1 in the order of writing.
pub fn table_file(page: &SitePath, number: usize) -> Option<SitePath> {
    page_folder(page).join(&format!("table-{number}.csv"))
}

/// The workbook of all measures.
pub fn data_workbook() -> SitePath {
    SitePath::new("data/all-measures.ods").expect("a path")
}
