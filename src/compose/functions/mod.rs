//! The functions that authors call in content, one a file, and the list of them.

mod actions;
mod change;
mod chart;
mod condition;
mod download;
mod fact;
mod gap;
mod image;
mod in_language;
mod judgements;
mod key_figures;
mod note;
mod policy;
mod rank;
mod ratings;
mod recommendations;
mod table;
mod timeline;
mod value;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Findings, Span, code};
use crate::document::markdown::Resolved;
use crate::document::{Behind, FigureText, Image, Inline, ShownReview, plain_text};
use crate::figures::published::Absent;
use crate::figures::{GroupId, Place, Subject};
use crate::vocabulary::{AcademicYear, Period};

use super::book::{Book, Defaults};
use super::call::Call;

/// The words of a key figure, for the measures' own pages.
pub(super) mod key_figure_words {
    pub(in crate::compose) use super::key_figures::{change, comparison};
}

/// A function of content.
pub(super) struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// What it does.
    pub act: Act,
}

/// One argument of a function.
pub(super) struct Parameter {
    pub name: &'static str,
    /// Whether it must be given.
    pub needed: bool,
    /// What to type for it.
    pub example: &'static str,
}

/// What a function does.
pub(super) enum Act {
    /// Leaves a mark in the text, which becomes a figure or blocks after the Markdown is parsed.
    Mark(fn(&Call, &mut Composition<'_>) -> Resolved),
    /// Answers a condition while the template runs.
    Condition(fn(&Call, &Book, &Defaults, &mut Findings) -> bool),
}

/// Every function.
pub(super) const FUNCTIONS: &[Function] = &[
    value::VALUE,
    change::CHANGE,
    gap::GAP,
    rank::RANK,
    condition::SHOWN,
    condition::ROSE,
    condition::FELL,
    condition::ABOVE,
    condition::BELOW,
    chart::CHART,
    table::TABLE,
    key_figures::KEY_FIGURES,
    note::NOTE,
    policy::POLICY,
    ratings::RATINGS,
    actions::ACTIONS,
    fact::FACT,
    image::IMAGE,
    download::DOWNLOAD,
    judgements::JUDGEMENTS,
    recommendations::RECOMMENDATIONS,
    timeline::TIMELINE,
    in_language::IN_LANGUAGE,
];

/// Their names.
pub(super) const NAMES: &[&str] = &[
    "value",
    "change",
    "gap",
    "rank",
    "shown",
    "rose",
    "fell",
    "above",
    "below",
    "chart",
    "table",
    "key_figures",
    "note",
    "policy",
    "ratings",
    "actions",
    "fact",
    "image",
    "download",
    "judgements",
    "recommendations",
    "timeline",
    "in_language",
];

/// The function of that name.
pub(super) fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

const fn needed(name: &'static str, example: &'static str) -> Parameter {
    Parameter { name, needed: true, example }
}

const fn optional(name: &'static str, example: &'static str) -> Parameter {
    Parameter { name, needed: false, example }
}

const OF: Parameter = needed("of", "\"ks2-rwm-expected\"");
const YEAR: Parameter = optional("year", "\"2016/17\"");
const GEOGRAPHY: Parameter = optional("geography", "\"england\"");
const GROUP: Parameter = optional("group", "\"disadvantaged\"");
const INSTEAD: Parameter = optional("instead", "\"The figure is not shown.\"");

/// A page while it is composed.
pub(super) struct Composition<'a> {
    pub book: &'a Book,
    pub defaults: &'a Defaults,
    pub findings: Findings,
    /// How many charts are numbered so far.
    pub charts: usize,
    /// What must be said above the page for what it shows: that ratings are made up.
    pub notices: Vec<Arc<str>>,
    /// The reviews of providers whose counts the page shows.
    pub reviews: Vec<ShownReview>,
    /// Numbers that are no measures, each with where it comes from.
    pub facts: Vec<(String, String)>,
    /// Which figures value() printed, each with where it was asked for.
    pub values: Vec<(Span, Subject)>,
    /// The last call that named an earlier year, and which.
    pub year_named: Option<(Span, Period)>,
    /// Resolves a picture's address as the page's author wrote it.
    pub pictures: &'a dyn Fn(&str, &Span, &mut Findings) -> Option<Image>,
}

/// The figure that a call asks for: its measure, group, place and year, each the report's unless the call says so.
fn subject(call: &Call, name: &str, book: &Book, defaults: &Defaults, findings: &mut Findings) -> Option<Subject> {
    let (measure, _, facts) = book.measure(name, &call.at, findings)?;
    let kind = facts.period;
    let period = match call.text("year", findings) {
        Some(text) => year(text, kind, call, findings),
        None if call.has("year") => None,
        None => match defaults.year {
            Some(year) => Some(kind.within(year)),
            None => {
                findings.push(
                    call.fault(
                        code::ARGUMENT,
                        format!("expected a year for {}() on a page of no report, found none", call.name),
                    )
                    .hint(format!("write year=\"{}\"", kind.example())),
                );
                None
            }
        },
    };
    let place = place(call, "geography", book, defaults, findings);
    let group = group(call, "group", book, findings);
    Some(Subject { measure, group: group?, place: place?, period: period? })
}

/// A year as its measure counts it, or the academic year of a report, which stands for the year within it.
fn year(text: &str, kind: crate::vocabulary::PeriodKind, call: &Call, findings: &mut Findings) -> Option<Period> {
    let period = Period::parse(kind, text).or_else(|| AcademicYear::parse(text).map(|year| kind.within(year)));
    if period.is_none() {
        findings.push(
            call.fault(code::YEAR, format!("expected a year such as {}, found \"{text}\"", kind.example()))
                .hint(format!("write year=\"{}\"", kind.example())),
        );
    }
    period
}

/// The place that an argument names, or the report's own.
fn place(call: &Call, name: &str, book: &Book, defaults: &Defaults, findings: &mut Findings) -> Option<Place> {
    match call.text(name, findings) {
        Some(text) => book.place(text, defaults.geography, &call.at, findings),
        None if call.has(name) => None,
        None => match defaults.geography {
            Some(geography) => Some(Place::Area(geography)),
            None => {
                findings.push(
                    call.fault(
                        code::ARGUMENT,
                        format!("expected a place for {}() on a page of no report, found none", call.name),
                    )
                    .hint(format!("write {name}=\"england\"")),
                );
                None
            }
        },
    }
}

/// The group that an argument names, or everybody.
fn group(call: &Call, name: &str, book: &Book, findings: &mut Findings) -> Option<GroupId> {
    match call.text(name, findings) {
        Some(text) => book.group(text, &call.at, findings),
        None if call.has(name) => None,
        None => Some(GroupId::ALL),
    }
}

/// The year before `subject`'s from which the data have a figure of the same, or the one that the call says.
fn since(call: &Call, subject: &Subject, book: &Book, findings: &mut Findings) -> Option<Period> {
    if let Some(text) = call.text("since", findings) {
        let since = year(text, subject.period.kind(), call, findings)?;
        if since < subject.period {
            return Some(since);
        }
        findings.push(
            call.fault(code::ARGUMENT, format!("expected a year before {} for since=, found {since}", subject.period))
                .hint("write the earlier year in since=, and the later one in year="),
        );
        return None;
    }
    if call.has("since") {
        return None;
    }
    let years = book.release.periods(subject.measure, subject.group, &subject.place);
    let before = years.iter().rev().find(|year| **year < subject.period).copied();
    if before.is_none() {
        findings.push(
            call.fault(
                code::NO_OBSERVATION,
                format!("expected an observation of a year before, of {}, found none", book.whereabouts(subject)),
            )
            .hint("take the call out, or add the year before to the data"),
        );
    }
    before
}

/// A figure in a sentence.
fn figure(call: &Call, subject: &Subject, book: &Book, text: String) -> Resolved {
    let (measure, _) = book.known(subject.measure);
    Resolved::Inline(Inline::Figure(FigureText {
        text,
        measure: Some(measure.clone()),
        symbol: None,
        asked: Some(call.at.clone()),
    }))
}

/// What stands behind a figure that a call has made; nothing for a number that is no measure.
pub(super) fn behind(call: &Call, figure: &FigureText, page: &Composition<'_>) -> Option<Behind> {
    // Whatever is wrong with the call has been told when the figure was made.
    let mut told = Findings::new();
    let book = page.book;
    let name = figure.measure.as_ref()?;
    let subject = subject(call, name.as_str(), book, page.defaults, &mut told)?;
    let (_, facts) = book.known(subject.measure);
    let absent = book.point(&subject).and_then(|point| point.value.absent().cloned());
    let why = match (figure.symbol, absent) {
        (None, _) => None,
        (Some(_), Some(absent)) => Some(absent.reason.to_string()),
        // The figure is there, and what it is compared with is not.
        (Some(symbol), None) => Some(symbol.meaning().to_owned()),
    };
    Some(Behind {
        text: figure.text.clone(),
        of: book.whereabouts(&subject),
        measure: name.clone(),
        source: plain_text(&book.source(facts)),
        why,
        at: call.at.clone(),
    })
}

/// What stands in place of a sentence whose figure is absent; the author is told of it, unless the call says what to write.
fn absent(call: &Call, subject: &Subject, absent: &Absent, said: String, page: &mut Composition<'_>) -> Resolved {
    let text = match call.text("instead", &mut page.findings) {
        Some(instead) => instead.to_owned(),
        None => {
            page.findings.push(
                Diagnostic::warning(code::SENTENCE_WITHHELD, &call.at, format!("this sentence gives way: {said}"))
                    .hint("write instead=\"…\" in the call, or test it with {% if shown(of=…) %}"),
            );
            said
        }
    };
    let (measure, _) = page.book.known(subject.measure);
    Resolved::Inline(Inline::Figure(FigureText {
        text,
        measure: Some(measure.clone()),
        symbol: Some(absent.symbol),
        asked: Some(call.at.clone()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_names_is_that_of_the_functions() {
        let names: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
        assert_eq!(names, NAMES);
    }
}
