//! `table(of=…, by=…)`: figures as a table.

use std::sync::Arc;

use super::chart::{compared, groups};
use super::{Act, Composition, Function, GEOGRAPHY, GROUP, OF, YEAR, optional, subject};
use crate::charts::Role;
use crate::compose::call::Call;
use crate::compose::drawing::{self, Grid, Line};
use crate::diagnostic::code;
use crate::document::markdown::Resolved;
use crate::document::{Block, Cell, Table};
use crate::figures::{Place, Subject};

pub(super) const TABLE: Function = Function {
    name: "table",
    parameters: &[
        OF,
        optional("by", "\"year\""),
        YEAR,
        GEOGRAPHY,
        GROUP,
        optional("groups", "[\"disadvantaged\", \"not-disadvantaged\"]"),
        optional("compare", "[\"england\"]"),
    ],
    act: Act::Mark(table),
};

#[derive(Clone, Copy)]
enum By {
    Year,
    Geography,
    Group,
    Measure,
}

const BY: [(&str, By); 4] =
    [("year", By::Year), ("geography", By::Geography), ("group", By::Group), ("measure", By::Measure)];

fn table(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let Some(names) = call.texts("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let subjects: Vec<Option<Subject>> =
        names.iter().map(|name| subject(call, name, page.book, page.defaults, &mut page.findings)).collect();
    let Some(subjects) = subjects.into_iter().collect::<Option<Vec<Subject>>>() else {
        return Resolved::Nothing;
    };
    let Some(first) = subjects.first().cloned() else {
        page.findings.push(
            call.fault(code::ARGUMENT, "expected a measure in of=, found an empty list")
                .hint("write of=\"ks2-rwm-expected\""),
        );
        return Resolved::Nothing;
    };
    let by = match call.word("by", &BY, &mut page.findings) {
        Some(by) => by,
        None if call.has("by") => return Resolved::Nothing,
        None if subjects.len() > 1 => By::Measure,
        None => By::Year,
    };
    if subjects.len() > 1 && matches!(by, By::Year | By::Group) {
        page.findings.push(
            call.fault(
                code::ARGUMENT,
                format!("expected one measure for a table by year or group, found {}", subjects.len()),
            )
            .hint("write by=\"measure\" or by=\"geography\", or a table for each"),
        );
        return Resolved::Nothing;
    }
    let before = page.findings.count();
    let grid = match by {
        By::Year => by_year(call, &first, page),
        By::Geography => by_geography(call, &subjects, page),
        By::Group => by_group(call, &first, page),
        By::Measure => by_measure(call, &subjects, page),
    };
    let empty = |table: &Table| table.rows.iter().all(|row| row.cells.iter().all(|cell| matches!(cell, Cell::Empty)));
    let made = grid.and_then(|grid| drawing::table(page.book, grid)).filter(|table| !empty(table));
    let Some(table) = made else {
        if page.findings.count() == before {
            page.findings.push(
                call.fault(
                    code::NO_OBSERVATION,
                    format!("expected observations for the table, found none of {}", page.book.whereabouts(&first)),
                )
                .hint("correct the year, the place or the groups, or take the table out"),
            );
        }
        return Resolved::Nothing;
    };
    Resolved::Blocks("table()", vec![Block::Table(Box::new(table))])
}

/// The report's own place and those it compares with.
fn places(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Vec<Place>> {
    let others = compared(call, first, page)?;
    Some(std::iter::once(first.place.clone()).chain(others.into_iter().filter(|place| *place != first.place)).collect())
}

fn by_year(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Grid> {
    let book = page.book;
    let groups = groups(call, page)?;
    let lines: Vec<Line> = match groups {
        Some(groups) => groups.iter().map(|group| drawing::group_line(book, first, *group, Role::Ours)).collect(),
        None => {
            let places = places(call, first, page)?;
            places.into_iter().map(|place| drawing::place_line(book, first, place, Role::Comparator)).collect()
        }
    };
    let years = drawing::years(book, &lines, Some(first.period));
    let (_, facts) = book.known(first.measure);
    Some(Grid {
        caption: format!("{}, {}, {}", facts.title, book.place_title(&first.place), drawing::range(&years)),
        corner: "Year".to_owned(),
        columns: lines.iter().map(|line| (line.label.to_string(), facts.unit)).collect(),
        rows: years
            .iter()
            .map(|year| {
                let subjects = lines.iter().map(|line| line.subject.in_period(*year)).collect();
                (Arc::from(year.to_string()), Role::Comparator, subjects)
            })
            .collect(),
    })
}

fn by_geography(call: &Call, subjects: &[Subject], page: &mut Composition<'_>) -> Option<Grid> {
    let book = page.book;
    let first = &subjects[0];
    let mut places_in_order = Vec::new();
    for place in places(call, first, page)? {
        match place {
            Place::MeanOf(areas) => places_in_order.extend(areas.iter().map(|area| Place::Area(*area))),
            Place::Area(area) => places_in_order.push(Place::Area(area)),
        }
    }
    let title = match subjects {
        [one] => book.known(one.measure).1.title.to_string(),
        several => format!("{} measures", several.len()),
    };
    let rows = places_in_order
        .iter()
        .enumerate()
        .map(|(at, place)| {
            let role = if at == 0 { Role::Ours } else { Role::Comparator };
            let cells = subjects.iter().map(|subject| subject.at(place.clone())).collect();
            (book.place_title(place), role, cells)
        })
        .collect();
    Some(Grid {
        caption: format!("{title}, {} and others, {}", book.place_title(&first.place), first.period.phrase()),
        corner: "Area".to_owned(),
        columns: subjects
            .iter()
            .map(|subject| {
                let (_, facts) = book.known(subject.measure);
                (facts.title.to_string(), facts.unit)
            })
            .collect(),
        rows,
    })
}

fn by_group(call: &Call, first: &Subject, page: &mut Composition<'_>) -> Option<Grid> {
    let book = page.book;
    let groups = groups(call, page)?.unwrap_or_else(|| book.release.groups(first.measure));
    let places = places(call, first, page)?;
    let (_, facts) = book.known(first.measure);
    Some(Grid {
        caption: format!("{}, by group, {}, {}", facts.title, book.place_title(&first.place), first.period.phrase()),
        corner: "Group".to_owned(),
        columns: places.iter().map(|place| (book.place_title(place).to_string(), facts.unit)).collect(),
        rows: groups
            .iter()
            .map(|group| {
                let subjects = places.iter().map(|place| first.of_group(*group).at(place.clone())).collect();
                (book.evidence.group_title(*group), Role::Comparator, subjects)
            })
            .collect(),
    })
}

fn by_measure(call: &Call, subjects: &[Subject], page: &mut Composition<'_>) -> Option<Grid> {
    let book = page.book;
    let first = &subjects[0];
    let unit = book.known(first.measure).1.unit;
    if let Some(other) = subjects.iter().find(|subject| book.known(subject.measure).1.unit != unit) {
        let (odd, _) = book.known(other.measure);
        page.findings.push(
            call.fault(
                code::ARGUMENT,
                format!("expected measures of one unit in a table by measure, found {odd} in another"),
            )
            .hint("make a table for each unit, so that its heading can say it"),
        );
        return None;
    }
    let places = places(call, first, page)?;
    Some(Grid {
        caption: format!(
            "{} measures, {} and others, {}",
            subjects.len(),
            book.place_title(&first.place),
            first.period.phrase()
        ),
        corner: "Measure".to_owned(),
        columns: places.iter().map(|place| (book.place_title(place).to_string(), unit)).collect(),
        rows: subjects
            .iter()
            .map(|subject| {
                let cells = places.iter().map(|place| subject.at(place.clone())).collect();
                (Arc::clone(&book.known(subject.measure).1.title), Role::Comparator, cells)
            })
            .collect(),
    })
}
