//! `chart(of=…, kind=…)`: a chart with its words and its table.

use std::sync::Arc;

use super::{Act, Composition, Function, GEOGRAPHY, GROUP, OF, YEAR, optional, since, subject};
use crate::charts::{Chart, Role, headline};
use crate::compose::book::NEIGHBOURS;
use crate::compose::call::Call;
use crate::compose::drawing::{self, Line};
use crate::diagnostic::code;
use crate::document::Block;
use crate::document::markdown::Resolved;
use crate::figures::{GroupId, Place, Subject};
use crate::vocabulary::upper_first;

pub(super) const CHART: Function = Function {
    name: "chart",
    parameters: &[
        OF,
        optional("kind", "\"trend\""),
        optional("since", "\"2015/16\""),
        YEAR,
        GEOGRAPHY,
        GROUP,
        optional("groups", "[\"disadvantaged\", \"not-disadvantaged\"]"),
        optional("compare", "[\"england\"]"),
        optional("headline", "\"More pupils reached the expected standard\""),
        optional("table", "\"shown\""),
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
    Slope,
    Multiples,
}

const KINDS: [(&str, Kind); 7] = [
    ("trend", Kind::Trend),
    ("bar", Kind::Bar),
    ("comparison", Kind::Comparison),
    ("gap", Kind::Gap),
    ("distribution", Kind::Distribution),
    ("slope", Kind::Slope),
    ("multiples", Kind::Multiples),
];

/// A chart shows at most so many series: more can't be told apart without a key.
const MOST_SERIES: usize = 4;

/// A slope has at most so many lines: each is straight and named at its end, so that it bears more than a trend does.
const MOST_SLOPES: usize = 6;

/// Small multiples are at most so many.
const MOST_PANELS: usize = 12;

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
    if names.len() != 1 && !matches!(kind, Kind::Bar | Kind::Slope | Kind::Multiples) {
        page.findings.push(
            call.fault(code::CHART, format!("expected one measure for this kind of chart, found {}", names.len()))
                .hint("write kind=\"bar\", kind=\"slope\" or kind=\"multiples\" for several measures, or a chart for each"),
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
        Kind::Slope => slope(call, &subjects, page),
        Kind::Multiples => multiples(call, &subjects, page),
    };
    let Some(mut chart) = drawn else {
        return Resolved::Nothing;
    };
    chart.headline = call.text("headline", &mut page.findings).map(str::to_owned);
    if let Some(found) = headline::contradiction(&chart) {
        let message = format!(
            "expected a headline that agrees with the figures, found \"{}\", where {}",
            found.word, found.truth
        );
        page.findings.push(call.fault(code::CONTRADICTION, message).hint("correct the headline, or leave it out"));
    }
    page.charts += 1;
    let mut figure = drawing::figure(page.book, first.measure, chart, page.charts);
    figure.unfolded = call.word("table", &[("folded", false), ("shown", true)], &mut page.findings).unwrap_or_default();
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
                .hint("name fewer in compare=[…] or groups=[…], or write kind=\"multiples\" for a small chart of each"),
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
    if other_unit(call, subjects, page) {
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

/// Whether the measures are in different units, which no one scale can show. It is told of.
fn other_unit(call: &Call, subjects: &[Subject], page: &mut Composition<'_>) -> bool {
    let book = page.book;
    let unit = book.known(subjects[0].measure).1.unit;
    let odd = subjects.iter().find(|subject| book.known(subject.measure).1.unit != unit);
    if let Some(odd) = odd {
        let (name, _) = book.known(odd.measure);
        page.findings.push(
            call.fault(code::CHART, format!("expected measures of one unit in a chart, found {name} in another"))
                .hint("make a chart for each unit: a second axis misleads"),
        );
    }
    odd.is_some()
}

/// Whether the measures count years differently, which no one row of years can show. It is told of.
fn other_years(call: &Call, subjects: &[Subject], page: &mut Composition<'_>) -> bool {
    let odd = subjects.iter().find(|subject| subject.period.kind() != subjects[0].period.kind());
    if let Some(odd) = odd {
        let (name, _) = page.book.known(odd.measure);
        let message = format!("expected measures of one kind of year in a chart, found {name} with another");
        page.findings
            .push(call.fault(code::CHART, message).hint("make a chart for each: their years begin on other days"));
    }
    odd.is_some()
}

/// The places other than its own that a call compares with.
fn others(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Vec<Place>> {
    Some(compared(call, first, page)?.into_iter().filter(|place| *place != first.place).collect())
}

fn slope(call: &Call, subjects: &[Subject], page: &mut Composition<'_>) -> Option<Chart> {
    let book = page.book;
    let first = &subjects[0];
    if other_unit(call, subjects, page) || other_years(call, subjects, page) {
        return None;
    }
    let from = since(call, first, book, &mut page.findings)?;
    let home = book.place_title(&first.place);
    let range = drawing::range(&[from, first.period]);
    let title_of_first = &book.known(first.measure).1.title;
    let (lines, title): (Vec<Line>, String) = match groups(call, page)? {
        Some(groups) => {
            let lines = groups.iter().map(|group| drawing::group_line(book, first, *group, Role::Ours));
            (lines.collect(), format!("{title_of_first}, by group, {home}, {range}"))
        }
        None if subjects.len() > 1 => {
            let titles: Vec<Arc<str>> =
                subjects.iter().map(|subject| Arc::clone(&book.known(subject.measure).1.title)).collect();
            let (shared, labels) = shared_beginning(&titles);
            let lines = subjects.iter().zip(labels);
            let lines = lines.map(|(subject, label)| Line { subject: subject.clone(), label, role: Role::Ours });
            let what = shared.unwrap_or_else(|| book.topic_title(first.measure).to_string());
            (lines.collect(), format!("{what}, {home}, {range}"))
        }
        None => {
            let others = others(call, first, page)?;
            let mut lines = vec![drawing::place_line(book, first, first.place.clone(), Role::Ours)];
            lines.extend(others.into_iter().map(|place| drawing::place_line(book, first, place, Role::Comparator)));
            let title = if lines.len() > 1 { format!("{home} and others") } else { home.to_string() };
            (lines, format!("{title_of_first}, {title}, {range}"))
        }
    };
    if lines.len() > MOST_SLOPES {
        page.findings.push(
            call.fault(code::CHART, format!("expected at most {MOST_SLOPES} lines, found {}", lines.len()))
                .hint("name fewer in of=[…], compare=[…] or groups=[…], or write kind=\"multiples\""),
        );
        return None;
    }
    // A line that the call names is meant to be seen; those that the report compares with come along where they can.
    let named = if groups_or_measures(call, subjects) { lines.len() } else { 1 };
    let asked: Vec<Subject> = lines[..named].iter().map(|line| line.subject.clone()).collect();
    for subject in asked {
        book.asked_point(&subject.in_period(from), &call.at, &mut page.findings)?;
        book.asked_point(&subject, &call.at, &mut page.findings)?;
    }
    let chart = drawing::slope(book, &lines, title, from);
    nothing_to_draw(call, first, chart, page)
}

/// Whether every line was named: by the measures or by the groups of the call, or as a place to compare with.
fn groups_or_measures(call: &Call, subjects: &[Subject]) -> bool {
    subjects.len() > 1 || call.has("groups") || call.has("compare")
}

fn multiples(call: &Call, subjects: &[Subject], page: &mut Composition<'_>) -> Option<Chart> {
    let book = page.book;
    let first = &subjects[0];
    if other_unit(call, subjects, page) || other_years(call, subjects, page) {
        return None;
    }
    let home = book.place_title(&first.place);
    let title_of_first = Arc::clone(&book.known(first.measure).1.title);
    let groups = groups(call, page)?;
    let others = others(call, first, page)?;
    let with_others = |subject: &Subject| {
        let mut lines = vec![drawing::place_line(book, subject, subject.place.clone(), Role::Ours)];
        lines.extend(others.iter().map(|place| drawing::place_line(book, subject, place.clone(), Role::Comparator)));
        lines
    };
    let and_others = if others.is_empty() { home.to_string() } else { format!("{home} and others") };
    let (panels, what): (Vec<(Arc<str>, Vec<Line>)>, String) = match groups {
        Some(groups) => {
            let panel = |group: &GroupId| (book.evidence.group_title(*group), with_others(&first.of_group(*group)));
            (groups.iter().map(panel).collect(), format!("{title_of_first}, by group, {and_others}"))
        }
        None if subjects.len() > 1 => {
            let titles: Vec<Arc<str>> =
                subjects.iter().map(|subject| Arc::clone(&book.known(subject.measure).1.title)).collect();
            let (shared, labels) = shared_beginning(&titles);
            let panels = subjects.iter().zip(labels).map(|(subject, label)| (label, with_others(subject)));
            let what = shared.unwrap_or_else(|| book.topic_title(first.measure).to_string());
            (panels.collect(), format!("{what}, {and_others}"))
        }
        None => {
            // Each place that ours is compared with has a chart of its own, neighbours one by one.
            let each = others.iter().flat_map(|place| match place {
                Place::MeanOf(areas) => areas.iter().map(|area| Place::Area(*area)).collect(),
                Place::Area(_) => vec![place.clone()],
            });
            let panel = |place: Place| {
                let ours = drawing::place_line(book, first, first.place.clone(), Role::Ours);
                let theirs = drawing::place_line(book, first, place, Role::Comparator);
                (Arc::clone(&theirs.label), vec![ours, theirs])
            };
            (each.map(panel).collect(), format!("{title_of_first}, {home} and each of the others"))
        }
    };
    let most = panels.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
    let fault = if panels.len() < 2 {
        let hint =
            "name several measures in of=[…], groups in groups=[…] or places in compare=[…], or write kind=\"trend\"";
        Some((format!("expected two small charts or more, found {}", panels.len()), hint))
    } else if panels.len() > MOST_PANELS {
        let message = format!("expected at most {MOST_PANELS} small charts, found {}", panels.len());
        Some((message, "name fewer, or write kind=\"comparison\" for one year of many places"))
    } else if most > MOST_SERIES {
        let message = format!("expected at most {MOST_SERIES} lines in each small chart, found {most}");
        Some((message, "name fewer places in compare=[…]"))
    } else {
        None
    };
    if let Some((message, hint)) = fault {
        page.findings.push(call.fault(code::CHART, message).hint(hint));
        return None;
    }
    for (_, lines) in &panels {
        let (slug, _) = book.known(lines[0].subject.measure);
        if drawing::years(book, &lines[..1], Some(first.period)).is_empty() {
            let whereabouts = book.whereabouts(&lines[0].subject);
            let message = format!("expected observations of {slug} to draw, found none for {whereabouts}");
            page.findings.push(call.fault(code::NO_OBSERVATION, message).hint("take it out of the list"));
            return None;
        }
    }
    let chart = drawing::multiples(book, &panels, |years| format!("{what}, {years}"), Some(first.period));
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
