//! Charts and tables of figures: what is drawn, from published figures only. Both the functions of content and the
//! measures' own pages call these.

use std::sync::Arc;

use crate::charts::{
    self, Bars, Category, Chart, Content, Distribution, GapOverYears, Multiples, Panel, Role, Series, Slope, SlopeLine,
    Trend,
};
use crate::document::{Cell, ChartFigure, Column, Row, Table};
use crate::figures::published::{Interval, Point, Quantity};
use crate::figures::{GeographyId, GroupId, MeasureId, Place, Subject};
use crate::vocabulary::{Period, Unit, lower_first};

use super::address;
use super::book::Book;

/// One series: what it is of, and its name where it differs from its place's.
#[derive(Clone)]
pub(super) struct Line {
    pub subject: Subject,
    pub label: Arc<str>,
    pub role: Role,
}

/// A line for a place, in the period of `subject` and of its group.
pub(super) fn place_line(book: &Book, subject: &Subject, place: Place, role: Role) -> Line {
    let label = book.place_title(&place);
    Line { subject: subject.at(place), label, role }
}

/// A line for a group at the place of `subject`.
pub(super) fn group_line(book: &Book, subject: &Subject, group: GroupId, role: Role) -> Line {
    Line { subject: subject.of_group(group), label: book.evidence.group_title(group), role }
}

/// Every year from the first to the last that any of the lines has, up to `until`: those without figures too.
pub(super) fn years(book: &Book, lines: &[Line], until: Option<Period>) -> Vec<Period> {
    let mut found: Vec<Period> = lines
        .iter()
        .flat_map(|line| book.release.periods(line.subject.measure, line.subject.group, &line.subject.place))
        .filter(|period| until.is_none_or(|until| *period <= until))
        .collect();
    found.sort_unstable();
    let (Some(first), Some(last)) = (found.first().copied(), found.last().copied()) else {
        return Vec::new();
    };
    (first.start()..=last.start()).map(|start| Period::new(first.kind(), start)).collect()
}

/// A range of years in words: `2015/16 to 2016/17`, or the one.
pub(super) fn range(years: &[Period]) -> String {
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(first), _) => first.phrase(),
        (None, _) => "no years".to_owned(),
    }
}

/// A chart of lines over years.
pub(super) fn trend(book: &Book, lines: &[Line], title_of: &str, until: Option<Period>) -> Option<Chart> {
    let years = years(book, lines, until);
    let (measure, facts) = book.known(lines.first()?.subject.measure);
    Some(Chart {
        measure: measure.clone(),
        title: format!("{}, {title_of}, {}", facts.title, range(&years)),
        headline: None,
        unit: facts.unit,
        polarity: facts.polarity,
        content: Content::Trend(over_years(book, lines, years)?),
    })
}

/// Lines over `years`, with what their measure says of them. Nothing without a line or a year.
fn over_years(book: &Book, lines: &[Line], years: Vec<Period>) -> Option<Trend> {
    let (_, facts) = book.known(lines.first()?.subject.measure);
    let last = *years.last()?;
    let first = *years.first()?;
    let series = lines
        .iter()
        .map(|line| Series {
            label: Arc::clone(&line.label),
            role: line.role,
            points: years.iter().filter_map(|year| book.release.point(&line.subject.in_period(*year))).collect(),
        })
        .collect();
    let within = |year: &Period| *year >= first && *year <= last;
    Some(Trend {
        series,
        breaks: facts.breaks.iter().filter(|(year, _)| within(year) && *year > first).cloned().collect(),
        cancelled: facts.cancelled.iter().copied().filter(within).collect(),
        targets: facts
            .targets
            .iter()
            .filter(|(year, _)| within(year))
            .map(|(year, value)| (*year, book.target(facts, *value)))
            .collect(),
        periods: years,
    })
}

/// A small chart of lines over years for each panel, all over the same years. Nothing when none has a figure.
pub(super) fn multiples(
    book: &Book,
    panels: &[(Arc<str>, Vec<Line>)],
    title: impl FnOnce(&str) -> String,
    until: Option<Period>,
) -> Option<Chart> {
    let all: Vec<Line> = panels.iter().flat_map(|(_, lines)| lines.iter().cloned()).collect();
    let years = years(book, &all, until);
    let (measure, facts) = book.known(all.first()?.subject.measure);
    let mut drawn = Vec::with_capacity(panels.len());
    for (label, lines) in panels {
        let mut trend = over_years(book, lines, years.clone())?;
        // A target is a mark and words, for which a small chart has no room; the measure's own page has it.
        trend.targets.clear();
        drawn.push(Panel { label: Arc::clone(label), trend });
    }
    Some(Chart {
        measure: measure.clone(),
        title: title(&range(&years)),
        headline: None,
        unit: facts.unit,
        polarity: facts.polarity,
        content: Content::Multiples(Multiples { panels: drawn }),
    })
}

/// A line between two years for each of `lines`, of those that have a word for both.
pub(super) fn slope(book: &Book, lines: &[Line], title: String, from: Period) -> Option<Chart> {
    let first = &lines.first()?.subject;
    let (measure, facts) = book.known(first.measure);
    let point = |line: &Line, period| Some(book.point(&line.subject.in_period(period))?.value);
    let drawn: Vec<SlopeLine> = lines
        .iter()
        .filter_map(|line| {
            let (from, to) = (point(line, from)?, point(line, first.period)?);
            Some(SlopeLine { label: Arc::clone(&line.label), role: line.role, from, to })
        })
        .collect();
    let broken = lines.iter().find_map(|line| book.break_between(line.subject.measure, from, first.period));
    let content = Slope { from, to: first.period, lines: drawn, broken: broken.cloned() };
    (!content.lines.is_empty()).then(|| Chart {
        measure: measure.clone(),
        title,
        headline: None,
        unit: facts.unit,
        polarity: facts.polarity,
        content: Content::Slope(content),
    })
}

/// A chart of one figure each for several places.
pub(super) fn comparison(book: &Book, lines: &[Line], home: &str) -> Option<Chart> {
    let subject = &lines.first()?.subject;
    let (measure, facts) = book.known(subject.measure);
    let categories: Vec<Category> = lines
        .iter()
        .filter_map(|line| {
            let point = book.point(&line.subject)?;
            let intervals = intervals(&[&point]);
            Some(Category { label: Arc::clone(&line.label), role: line.role, values: vec![point.value], intervals })
        })
        .collect();
    if categories.is_empty() {
        return None;
    }
    Some(Chart {
        measure: measure.clone(),
        title: format!("{}, {home} and others, {}", facts.title, subject.period.phrase()),
        headline: None,
        unit: facts.unit,
        polarity: facts.polarity,
        content: Content::Comparison(Bars { categories, series: vec![Arc::from(subject.period.phrase())] }),
    })
}

/// The ranges about figures; none where none of them has one, as in most charts.
fn intervals(points: &[&Point]) -> Vec<Option<Interval>> {
    if points.iter().all(|point| point.interval.is_none()) {
        return Vec::new();
    }
    points.iter().map(|point| point.interval.as_ref().map(|shown| *shown.get())).collect()
}

/// A chart of bars: a category a row, a series a column.
pub(super) fn bars(
    book: &Book,
    title: String,
    rows: &[(Arc<str>, Role, Vec<Subject>)],
    series: Vec<Arc<str>>,
) -> Option<Chart> {
    let first = rows.first()?.2.first()?;
    let (measure, facts) = book.known(first.measure);
    let mut categories = Vec::with_capacity(rows.len());
    for (label, role, subjects) in rows {
        let points: Option<Vec<Point>> = subjects.iter().map(|subject| book.point(subject)).collect();
        let points = points?;
        let intervals = intervals(&points.iter().collect::<Vec<_>>());
        let values = points.into_iter().map(|point| point.value).collect();
        categories.push(Category { label: Arc::clone(label), role: *role, values, intervals });
    }
    Some(Chart {
        measure: measure.clone(),
        title,
        headline: None,
        unit: facts.unit,
        polarity: facts.polarity,
        content: Content::Bar(Bars { categories, series }),
    })
}

/// A chart of the gap between two groups over years.
pub(super) fn gap(
    book: &Book,
    subject: &Subject,
    first: GroupId,
    second: GroupId,
    until: Option<Period>,
) -> Option<Chart> {
    let lines = [group_line(book, subject, first, Role::Ours), group_line(book, subject, second, Role::Comparator)];
    let all = years(book, &lines, until);
    let (measure, facts) = book.known(subject.measure);
    let years: Vec<_> = all
        .iter()
        .filter_map(|year| {
            let point = |line: &Line| book.point(&line.subject.in_period(*year)).map(|point| point.value);
            Some((*year, point(&lines[0])?, point(&lines[1])?))
        })
        .collect();
    if years.is_empty() {
        return None;
    }
    let shown: Vec<Period> = years.iter().map(|(year, ..)| *year).collect();
    Some(Chart {
        measure: measure.clone(),
        title: format!(
            "{}, {} and {}, {}, {}",
            facts.title,
            lower_first(&lines[0].label),
            lower_first(&lines[1].label),
            book.place_title(&subject.place),
            range(&shown)
        ),
        headline: None,
        unit: facts.unit,
        polarity: facts.polarity,
        content: Content::Gap(GapOverYears {
            first: Arc::clone(&lines[0].label),
            second: Arc::clone(&lines[1].label),
            years,
        }),
    })
}

/// A chart of ours among all authorities.
pub(super) fn distribution(book: &Book, subject: &Subject, home: GeographyId) -> Option<Chart> {
    let (measure, facts) = book.known(subject.measure);
    let own = book.evidence.authority(home);
    let mut others: Vec<Quantity> = Vec::new();
    let mut without = 0;
    for (authority, value) in book.release.distribution(subject.measure, subject.period) {
        match value.shown() {
            _ if Some(authority) == own => {}
            Some(quantity) => others.push(*quantity),
            None => without += 1,
        }
    }
    if others.is_empty() {
        return None;
    }
    others.sort_by_key(|quantity| quantity.value());
    let ours = book.evidence.geography_title(home);
    let country = book
        .evidence
        .geographies
        .values()
        .position(|geography| geography.kind == crate::evidence::GeographyKind::Country)
        .map(|at| Place::Area(GeographyId(at as u16)));
    let reference = country.and_then(|place| {
        let point = book.point(&subject.at(place.clone()))?;
        Some((book.place_title(&place), *point.value.shown()?))
    });
    Some(Chart {
        measure: measure.clone(),
        title: format!("{}, {ours} among English authorities, {}", facts.title, subject.period.phrase()),
        headline: None,
        unit: facts.unit,
        polarity: facts.polarity,
        content: Content::Distribution(Distribution {
            period: subject.period,
            value: book.point(subject)?.value,
            ours,
            others,
            without,
            reference,
        }),
    })
}

/// A chart with its words, its table, its source and its notes.
pub(super) fn figure(book: &Book, measure: MeasureId, chart: Chart, number: usize) -> ChartFigure {
    let (slug, facts) = book.known(measure);
    let mut notes = charts::notes(&chart);
    if let Some(neighbours) = neighbours_note(book, &chart) {
        notes.push(neighbours);
    }
    ChartFigure {
        id: format!("figure-{number}"),
        number,
        summary: charts::summary(&chart),
        source: book.source(facts),
        notes,
        measure_page: Some(address::measure(slug)),
        unfolded: false,
        chart,
    }
}

/// What "statistical neighbours" means, when the chart shows them.
fn neighbours_note(book: &Book, chart: &Chart) -> Option<String> {
    let shows = match &chart.content {
        Content::Trend(trend) => trend.series.iter().any(|series| &*series.label == "Statistical neighbours"),
        Content::Bar(bars) => bars.series.iter().any(|series| &**series == "Statistical neighbours"),
        Content::Comparison(bars) => {
            bars.categories.iter().any(|category| &*category.label == "Statistical neighbours")
        }
        Content::Multiples(multiples) => {
            let mut series = multiples.panels.iter().flat_map(|panel| &panel.trend.series);
            series.any(|series| &*series.label == "Statistical neighbours")
        }
        Content::Slope(slope) => slope.lines.iter().any(|line| &*line.label == "Statistical neighbours"),
        Content::Gap(_) | Content::Distribution(_) | Content::Share(_) | Content::Judgements(_) => false,
    };
    shows.then(|| neighbours_meaning(book)).flatten()
}

/// What statistical neighbours are, and as of when they were chosen.
pub(super) fn neighbours_meaning(book: &Book) -> Option<String> {
    let with = book.evidence.geographies.values().find(|geography| !geography.neighbours.is_empty())?;
    let as_of = with.neighbours_as_of.as_ref().map(|date| format!(", as chosen in {date}")).unwrap_or_default();
    Some(format!(
        "Statistical neighbours are the {} authorities most like {}{as_of}; their average counts each that has a figure the same.",
        with.neighbours.len(),
        with.title
    ))
}

/// A table of figures: rows of subjects under columns.
pub(super) struct Grid {
    pub caption: String,
    pub corner: String,
    pub columns: Vec<(String, Unit)>,
    pub rows: Vec<(Arc<str>, Role, Vec<Subject>)>,
}

/// The table of a grid. A year without assessments says so; where the data have no word at all the cell is empty.
pub(super) fn table(book: &Book, grid: Grid) -> Option<Table> {
    let (_, facts) = book.known(grid.rows.first()?.2.first()?.measure);
    let points: Vec<Vec<Option<Point>>> =
        grid.rows.iter().map(|(_, _, subjects)| subjects.iter().map(|subject| book.point(subject)).collect()).collect();
    // A column whose figures have ranges about them has two more, so that each number has a cell of its own.
    let has_interval = |point: &Option<Point>| point.as_ref().is_some_and(|point| point.interval.is_some());
    let ranges: Vec<bool> =
        (0..grid.columns.len()).map(|at| points.iter().any(|row| row.get(at).is_some_and(has_interval))).collect();
    let mut columns = Vec::new();
    for ((heading, unit), ranges) in grid.columns.iter().zip(&ranges) {
        columns.push(Column { heading: format!("{heading} ({})", unit.heading()), numeric: true });
        if *ranges {
            columns.extend(Column::ends_of(heading, unit.heading()));
        }
    }
    let cells = |row: &[Option<Point>]| {
        let mut cells = Vec::with_capacity(columns.len());
        for (point, ranges) in row.iter().zip(&ranges) {
            cells.push(Cell::of_point(point.as_ref()));
            if *ranges {
                cells.extend(Cell::ends_of(point.as_ref()));
            }
        }
        cells
    };
    let rows = grid
        .rows
        .iter()
        .zip(&points)
        .map(|((label, role, _), points)| Row {
            heading: vec![crate::document::Inline::Text(label.to_string())],
            ours: *role == Role::Ours,
            cells: cells(points),
        })
        .collect();
    Some(Table {
        caption: grid.caption,
        corner: grid.corner,
        columns,
        rows,
        source: book.source(facts),
        notes: Vec::new(),
    })
}
