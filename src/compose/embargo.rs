//! Reports that may not go out before a day and a time.
//!
//! A report whose `index.md` says `embargo:` is left out as a draft is, by whatever knows no clock. And since the pages of
//! measures run on to the newest year, its figures would be out before it: so those of its place are held back too, from its
//! year on. Commands that know the time lift what is over (`Content::at`); `publish` refuses while anything is held.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Findings, Span, code};
use crate::document::Status;
use crate::vocabulary::{AcademicYear, Moment};

use super::content::{Content, ContentPage};
use super::site::Drafts;

/// An embargo as a report says it.
#[derive(Clone, Debug)]
pub(super) struct Embargo {
    pub until: Moment,
    pub at: Span,
}

/// Figures that are held back with a report: those of a place, by its name, of a year and of all later ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The place's name in `data/geographies.yaml`.
    pub geography: String,
    /// The year of the report.
    pub from: AcademicYear,
}

impl Content {
    /// The content as it is at a moment: with the embargoes that are over lifted. A day of publication that still lies ahead is
    /// told, since it would be untrue of what went out now.
    pub fn at(&mut self, now: Moment) -> Findings {
        let mut findings = Findings::new();
        for page in &mut self.pages {
            // A page that a preview keeps stays as it was read.
            if page.front.embargo.as_ref().is_some_and(|embargo| embargo.until <= now) {
                Arc::make_mut(page).front.embargo = None;
            }
            let front = &page.front;
            // An embargo says it already, and a draft is not out whatever it says.
            if front.status == Status::Draft || front.embargo.is_some() || front.report.is_none() {
                continue;
            }
            if let Some((day, at)) = &front.published_at
                && Moment::parse(day).is_some_and(|day| day > now)
            {
                let today = now.day();
                let message =
                    format!("expected the day on which the report is out, found {day}, which is later than today");
                findings.push(
                    Diagnostic::warning(code::EMBARGO, at, message)
                        .hint(format!("write published: {today}, or embargo: {day} if it may not go out before")),
                );
            }
        }
        findings
    }

    /// What is held back. Nothing where drafts are asked for, or where a later report of the same place is out.
    pub fn held(&self, drafts: Drafts) -> Vec<Held> {
        if drafts == Drafts::In {
            return Vec::new();
        }
        let reports = || {
            self.pages.iter().filter_map(|page| {
                let report = page.front.report.as_ref()?;
                Some((page, report.geography.0.as_str(), report.year))
            })
        };
        let is_out = |page: &ContentPage| page.front.embargo.is_none() && page.front.status == Status::Published;
        let newest =
            |place: &str| reports().filter(|(page, of, _)| *of == place && is_out(page)).map(|(_, _, year)| year).max();
        reports()
            .filter(|(page, ..)| page.front.embargo.is_some())
            .filter(|(_, place, year)| newest(place).is_none_or(|newest| newest < *year))
            .map(|(_, place, year)| Held { geography: place.to_owned(), from: year })
            .collect()
    }
}

/// Tells of a report that is left out of the site, at the line that says so.
pub(super) fn left_out(embargo: &Embargo, year: AcademicYear) -> Diagnostic {
    let message = format!("expected a report that may go out, found one under embargo until {}", embargo.until.words());
    Diagnostic::warning(code::EMBARGO, &embargo.at, message).hint(format!(
        "publish it from then on; until then it is left out, and so are figures of its place for {year} and later. `multum build --drafts` shows it; with status: draft the rest of the site can be published without it"
    ))
}

/// Tells of an embargo on a page that is no report.
pub(super) fn of_no_report(embargo: &Embargo) -> Diagnostic {
    Diagnostic::error(code::EMBARGO, &embargo.at, "expected embargo: in the index.md of a report, found it elsewhere")
        .hint("write it there: a report goes out as a whole. A page that is not to go out yet has status: draft")
}
