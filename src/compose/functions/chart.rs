//! `chart(of=…, kind=…)`: a chart with its words and its table.

use std::sync::Arc;

use super::{Act, Composition, Function, GEOGRAPHY, GROUP, OF, YEAR, optional, subject};
use crate::charts::{Chart, Role};
use crate::compose::book::{NEIGHBOURS, upper_first};
use crate::compose::call::Call;
use crate::compose::drawing::{self, Line};
use crate::diagnostic::code;
use crate::document::Block;
use crate::document::markdown::Resolved;
use crate::figures::{GroupId, Place, Subject};

pub(super) const CHART: Function = Function {
    name: "chart",
    parameters: &[
        OF,
        optional("kind", "\"trend\""),
        YEAR,
        GEOGRAPHY,
        GROUP,
        optional("groups", "[\"disadvantaged\", \"not-disadvantaged\"]"),
        optional("compare", "[\"england\"]"),
        optional("headline", "\"More pupils reached the expected standard\""),
    ],
    act: Act::Mark(chart),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Trend,
    Bar,
    Comparison,
    Gap,
    Distribution,
}

const KINDS: [(&str, Kind); 5] = [
    ("trend", Kind::Trend),
    ("bar", Kind::Bar),
    ("comparison", Kind::Comparison),
    ("gap", Kind::Gap),
    ("distribution", Kind::Distribution),
];

/// A chart shows at most so many series: more can't be told apart without a key.
const MOST_SERIES: usize = 4;

fn chart(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let kind = match call.word("kind", &KINDS, &mut page.findings) {
        Some(kind) => kind,
        None if call.has("kind") => return Resolved::Nothing,
        None => Kind::Trend,
    };
    let Some(names) = call.texts("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    if names.is_empty() {
        page.findings.push(
            call.fault(code::CHART, "expected a measure in of=, found an empty list")
                .hint("write of=\"ks2-rwm-expected\""),
        );
        return Resolved::Nothing;
    }
    if names.len() != 1 && kind != Kind::Bar {
        page.findings.push(
            call.fault(code::CHART, format!("expected one measure for this kind of chart, found {}", names.len()))
                .hint("write kind=\"bar\" for several measures, or a chart for each"),
        );
        return Resolved::Nothing;
    }
    let subjects: Vec<Option<Subject>> =
        names.iter().map(|name| subject(call, name, page.book, page.defaults, &mut page.findings)).collect();
    let Some(subjects) = subjects.into_iter().collect::<Option<Vec<Subject>>>() else {
        return Resolved::Nothing;
    };
    let first = &subjects[0];
    let drawn = match kind {
        Kind::Trend => trend(call, first, page),
        Kind::Bar => bar(call, &subjects, page),
        Kind::Comparison => comparison(call, first, page),
        Kind::Gap => gap(call, first, page),
        Kind::Distribution => distribution(call, first, page),
    };
    let Some(mut chart) = drawn else {
        return Resolved::Nothing;
    };
    chart.headline = call.text("headline", &mut page.findings).map(str::to_owned);
    page.charts += 1;
    let figure = drawing::figure(page.book, first.measure, chart, page.charts);
    Resolved::Blocks("chart()", vec![Block::Chart(Box::new(figure))])
}

/// The places that the call compares with; when it names none, those of the report that have figures of `subject`'s measure.
pub(super) fn compared(call: &Call, subject: &Subject, page: &mut Composition<'_>) -> Option<Vec<Place>> {
    let home = page.defaults.geography;
    let book = page.book;
    match call.texts("compare", &mut page.findings) {
        Some(names) => {
            let place = |name: &&str| {
                let place = book.place(name, home, &call.at, &mut page.findings)?;
                // One that is named is meant to be seen; nobody would miss an empty line.
                if book.release.periods(subject.measure, subject.group, &place).is_empty() {
                    let (slug, _) = book.known(subject.measure);
                    let message = format!("expected figures of {slug} to compare with, found none of {name}");
                    page.findings
                        .push(call.fault(code::NO_OBSERVATION, message).hint("take the place out, or add its figures"));
                    return None;
                }
                Some(place)
            };
            let places: Vec<Option<Place>> = names.iter().map(place).collect();
            places.into_iter().collect()
        }
        None if call.has("compare") => None,
        None => {
            let places: Option<Vec<Place>> =
                page.defaults.compare.iter().map(|name| book.place(name, home, &call.at, &mut page.findings)).collect();
            let with_figures = |place: &Place| !book.release.periods(subject.measure, subject.group, place).is_empty();
            Some(places?.into_iter().filter(with_figures).collect())
        }
    }
}

/// The groups that the call names, in its order.
pub(super) fn groups(call: &Call, page: &mut Composition<'_>) -> Option<Option<Vec<GroupId>>> {
    let Some(names) = call.texts("groups", &mut page.findings) else {
        return (!call.has("groups")).then_some(None);
    };
    let found: Option<Vec<GroupId>> =
        names.iter().map(|name| page.book.group(name, &call.at, &mut page.findings)).collect();
    found.map(Some)
}

fn trend(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Chart> {
    let book = page.book;
    let home = book.place_title(&first.place);
    let (lines, title): (Vec<Line>, String) = match groups(call, page)? {
        Some(groups) => {
            let roles = |at| if at == 0 { Role::Ours } else { Role::Comparator };
            let lines =
                groups.iter().enumerate().map(|(at, group)| drawing::group_line(book, first, *group, roles(at)));
            (lines.collect(), home.to_string())
        }
        None => {
            let compare = compared(call, first, page)?;
            let mut lines = vec![drawing::place_line(book, first, first.place.clone(), Role::Ours)];
            let others = compare.into_iter().filter(|place| *place != first.place);
            lines.extend(others.map(|place| drawing::place_line(book, first, place, Role::Comparator)));
            let title = if lines.len() > 1 { format!("{home} and others") } else { home.to_string() };
            (lines, title)
        }
    };
    if lines.len() > MOST_SERIES {
        page.findings.push(
            call.fault(code::CHART, format!("expected at most {MOST_SERIES} lines, found {}", lines.len()))
                .hint("name fewer in compare=[…] or groups=[…]"),
        );
        return None;
    }
    // A chart of others only would say nothing of whom the page is about.
    let ours = drawing::years(book, lines.get(..1).unwrap_or_default(), Some(first.period));
    let chart = if ours.is_empty() { None } else { drawing::trend(book, &lines, &title, Some(first.period)) };
    nothing_to_draw(call, first, chart, page)
}

fn comparison(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Chart> {
    let book = page.book;
    let compare = compared(call, first, page)?;
    book.asked_point(first, &call.at, &mut page.findings)?;
    let home = book.place_title(&first.place);
    let mut lines = vec![drawing::place_line(book, first, first.place.clone(), Role::Ours)];
    for place in compare {
        match place {
            // Among neighbours each of them is a bar, not their average.
            Place::MeanOf(areas) => {
                let each =
                    areas.iter().map(|area| drawing::place_line(book, first, Place::Area(*area), Role::Comparator));
                lines.extend(each);
            }
            place if place != first.place => lines.push(drawing::place_line(book, first, place, Role::Comparator)),
            Place::Area(_) => {}
        }
    }
    let chart = drawing::comparison(book, &lines, &home);
    nothing_to_draw(call, first, chart, page)
}

fn bar(call: &Call, subjects: &[Subject], page: &mut Composition<'_>) -> Option<Chart> {
    let book = page.book;
    let first = &subjects[0];
    let unit = book.known(first.measure).1.unit;
    if let Some(other) = subjects.iter().find(|subject| book.known(subject.measure).1.unit != unit) {
        let (odd, _) = book.known(other.measure);
        page.findings.push(
            call.fault(code::CHART, format!("expected measures of one unit in a chart, found {odd} in another"))
                .hint("make a chart for each unit: a second axis misleads"),
        );
        return None;
    }
    let home = book.place_title(&first.place);
    let groups = groups(call, page)?;
    let places: Vec<Place> = std::iter::once(first.place.clone())
        .chain(compared(call, first, page)?.into_iter().filter(|place| *place != first.place))
        .take(MOST_SERIES)
        .collect();
    let series: Vec<Arc<str>> = places.iter().map(|place| book.place_title(place)).collect();
    let across = |subject: &Subject| places.iter().map(|place| subject.at(place.clone())).collect::<Vec<_>>();
    let period = first.period.phrase();
    let (rows, title): (Vec<_>, String) = match groups {
        Some(groups) => {
            let rows = groups
                .iter()
                .map(|group| (book.evidence.group_title(*group), Role::Ours, across(&first.of_group(*group))))
                .collect();
            (rows, format!("{}, by group, {home}, {period}", book.known(first.measure).1.title))
        }
        None if subjects.len() == 1 => {
            let rows: Vec<_> = places
                .iter()
                .enumerate()
                .map(|(at, place)| {
                    let role = if at == 0 { Role::Ours } else { Role::Comparator };
                    (book.place_title(place), role, vec![first.at(place.clone())])
                })
                .collect();
            let title = format!("{}, {home} and others, {period}", book.known(first.measure).1.title);
            if missing(call, &rows, page) {
                return None;
            }
            let chart = drawing::bars(book, title, &rows, vec![Arc::from(period.as_str())]);
            return nothing_to_draw(call, first, chart, page);
        }
        None => {
            let titles: Vec<Arc<str>> =
                subjects.iter().map(|subject| Arc::clone(&book.known(subject.measure).1.title)).collect();
            let (shared, labels) = shared_beginning(&titles);
            let rows =
                subjects.iter().zip(labels).map(|(subject, label)| (label, Role::Ours, across(subject))).collect();
            let what = shared.unwrap_or_else(|| book.topic_title(first.measure).to_string());
            (rows, format!("{what}, {home}, {period}"))
        }
    };
    if missing(call, &rows, page) {
        return None;
    }
    let chart = drawing::bars(book, title, &rows, series);
    nothing_to_draw(call, first, chart, page)
}

/// Whether any of the bars has no figure; each is told of, since a bar that is left out looks like nought.
fn missing(call: &Call, rows: &[(Arc<str>, Role, Vec<Subject>)], page: &mut Composition<'_>) -> bool {
    let bars = rows.iter().flat_map(|(_, _, subjects)| subjects);
    bars.filter(|subject| page.book.asked_point(subject, &call.at, &mut page.findings).is_none()).count() > 0
}

/// What several titles begin with, and what is left of each: "Pupils reaching the expected standard in reading" and "… in
/// writing" share all but the last word. Titles that share little keep their whole words.
fn shared_beginning(titles: &[Arc<str>]) -> (Option<String>, Vec<Arc<str>>) {
    const LEAST: usize = 3;
    let words: Vec<Vec<&str>> = titles.iter().map(|title| title.split(' ').collect()).collect();
    let shortest = words.iter().map(Vec::len).min().unwrap_or(0);
    let shared =
        (0..shortest.saturating_sub(1)).take_while(|at| words.iter().all(|title| title[*at] == words[0][*at])).count();
    if shared < LEAST {
        return (None, titles.to_vec());
    }
    let mut beginning = words[0][..shared].join(" ");
    for preposition in [" in", " of", " for", " at", " with"] {
        if let Some(stripped) = beginning.strip_suffix(preposition) {
            beginning = stripped.to_owned();
            break;
        }
    }
    let rests = words.iter().map(|title| Arc::from(upper_first(&title[shared..].join(" ")))).collect();
    (Some(beginning), rests)
}

fn gap(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Chart> {
    match groups(call, page)?.as_deref() {
        Some([one, two]) if one != two => {
            let chart = drawing::gap(page.book, first, *one, *two, Some(first.period));
            nothing_to_draw(call, first, chart, page)
        }
        other => {
            page.findings.push(
                call.fault(
                    code::CHART,
                    match other.map_or(0, <[GroupId]>::len) {
                        0 => "expected two groups for a chart of their gap, found none".to_owned(),
                        2 => "expected two groups for a chart of their gap, found the same twice".to_owned(),
                        found => format!("expected two groups for a chart of their gap, found {found}"),
                    },
                )
                .hint("write groups=[\"disadvantaged\", \"not-disadvantaged\"]"),
            );
            None
        }
    }
}

fn distribution(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Chart> {
    let Place::Area(home) = first.place else {
        page.findings.push(
            call.fault(
                code::CHART,
                format!("expected one authority for a distribution, found the average of several ({NEIGHBOURS})"),
            )
            .hint("leave geography= out"),
        );
        return None;
    };
    let chart = drawing::distribution(page.book, first, home);
    if chart.is_none() {
        let (slug, _) = page.book.known(first.measure);
        let years = page.book.release.distribution_periods(first.measure);
        let hint = match (years.first(), years.last()) {
            (Some(from), Some(to)) => format!("{slug} has one from {from} to {to}"),
            _ => "choose another kind of chart, or give the measure its distribution".to_owned(),
        };
        page.findings.push(
            call.fault(
                code::DISTRIBUTION,
                format!("expected a distribution of {slug} for {}, found none", first.period.phrase()),
            )
            .hint(hint),
        );
    }
    chart
}

/// The chart, or word to the author that the data have nothing for it.
fn nothing_to_draw(call: &Call, first: &Subject, chart: Option<Chart>, page: &mut Composition<'_>) -> Option<Chart> {
    if chart.is_none() {
        let (slug, _) = page.book.known(first.measure);
        let whereabouts = page.book.whereabouts(first);
        page.findings.push(
            call.fault(
                code::NO_OBSERVATION,
                format!("expected observations of {slug} to draw, found none for {whereabouts}"),
            )
            .hint("correct the year, the place or the groups, or take the chart out"),
        );
    }
    chart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_titles_share_is_said_once() {
        let titles =
            ["Pupils reaching the standard in reading", "Pupils reaching the standard in grammar and spelling"]
                .map(Arc::from);
        let (shared, rests) = shared_beginning(&titles);
        assert_eq!(shared.as_deref(), Some("Pupils reaching the standard"));
        assert_eq!(rests, ["Reading", "Grammar and spelling"].map(Arc::from));
        let strangers = ["Absence", "Permanent exclusions"].map(Arc::from);
        assert_eq!(shared_beginning(&strangers), (None, strangers.to_vec()));
    }
}
