//! Where every page goes, before anything is rendered: editions link to each other through this alone.

use crate::vocabulary::{SitePath, Slug};

/// The anchor of the table of all a measure’s figures, which ends with its download.
pub(super) const ALL_FIGURES: &str = "all-figures";

fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("addresses of multum's own pages are paths")
}

/// The site's front page.
pub(super) fn front() -> SitePath {
    path("index.html")
}

/// A measure's page.
pub(super) fn measure(measure: &Slug) -> SitePath {
    path(&format!("measures/{measure}/index.html"))
}

/// The list of all measures.
pub(super) fn measures() -> SitePath {
    path("measures/index.html")
}

/// The list of all reports.
pub(super) fn archive() -> SitePath {
    path("reports/index.html")
}

/// What words mean.
pub(super) fn glossary() -> SitePath {
    path("glossary/index.html")
}

/// What was changed after it was published.
pub(super) fn corrections() -> SitePath {
    path("corrections/index.html")
}

/// The accessibility statement.
pub(super) fn statement() -> SitePath {
    path("accessibility/index.html")
}

/// The formats of every report.
pub(super) fn formats() -> SitePath {
    path("formats/index.html")
}

/// All figures to take away.
pub(super) fn data() -> SitePath {
    path("data/index.html")
}

/// Where readers look for a page by its words.
pub(super) fn search() -> SitePath {
    path("search/index.html")
}

/// What a web server shows for an address that leads nowhere.
pub(super) fn not_found() -> SitePath {
    path("404.html")
}

/// The page of a file of content: `2016-17/send.md` becomes `2016-17/send.html`.
pub(super) fn content(file: &SitePath) -> SitePath {
    let text = file.as_str();
    path(&format!("{}.html", text.strip_suffix(".md").unwrap_or(text)))
}
