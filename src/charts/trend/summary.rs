//! What a trend says in words.

use crate::figures::published::{Difference, Direction, Quantity};
use crate::vocabulary::Period;

use super::{Missing, breaks, cancelled, is_cancelled, last_shown, missing, ranges, scale, shown, targets};
use crate::charts::{Chart, Content, Role, Series, Trend, words};

/// The summary of the kind.
pub fn summary(chart: &Chart) -> String {
    let Content::Trend(trend) = &chart.content else {
        return String::new();
    };
    let names: Vec<&str> = trend.series.iter().map(|series| &*series.label).collect();
    let mut sentences = Vec::new();
    sentences.push(match (trend.periods.as_slice(), names.len()) {
        ([], _) | (_, 0) => "Line chart without figures.".to_owned(),
        ([only], _) => format!("Chart of one year, {}: {}.", only.phrase(), words::list(&names)),
        ([first, .., last], lines) => {
            let lines = words::count(lines, "line", "lines");
            format!("Line chart, {lines} from {} to {}: {}.", first.phrase(), last.phrase(), words::list(&names))
        }
    });
    let alone = trend.series.len() == 1;
    for series in &trend.series {
        if series.role == Role::Ours || alone {
            sentences.extend(course(trend, series));
        }
    }
    sentences.extend(standing(trend));
    sentences.extend(range_of_last(trend));
    for series in &trend.series {
        if series.role == Role::Comparator && !alone {
            sentences.push(brief(trend, series));
        }
    }
    if !alone {
        let figures = || trend.series.iter().flat_map(|series| shown(trend, series)).map(|(_, figure)| figure);
        if let (Some(low), Some(high)) = (figures().min_by_key(|f| f.value()), figures().max_by_key(|f| f.value()))
            && low != high
        {
            sentences.push(format!("All figures lie between {} and {}.", low.text(), high.text()));
        }
    }
    for (period, target) in targets(trend) {
        sentences.push(format!("The target for {} is {}.", period.phrase(), target.text()));
    }
    sentences.extend(breaks_in_one(trend));
    sentences.extend(words::cancelled_note(&cancelled(trend)));
    sentences.extend(absences(trend).sentences());
    sentences.extend(nothings(trend));
    sentences.join(" ")
}

/// The breaks in words: a sentence and its reason for one, a list with reasons for several.
fn breaks_in_one(trend: &Trend) -> Option<String> {
    let all: Vec<(Period, &str)> = breaks(trend).map(|(_, later, reason)| (later, reason)).collect();
    match all.as_slice() {
        [] => None,
        [(period, reason)] => Some(words::break_note(*period, reason)),
        several => {
            let each = several.iter().map(|(period, reason)| match reason.trim().trim_end_matches('.') {
                "" => period.phrase(),
                reason => format!("{} ({reason})", period.phrase()),
            });
            let each: Vec<String> = each.collect();
            Some(format!("Figures before and after each of these breaks can’t be compared: {}.", each.join("; ")))
        }
    }
}

/// Figures that can be compared with the latest one: those since the last break.
pub fn comparable(trend: &Trend, series: &Series) -> (Option<Period>, Vec<(Period, Quantity)>) {
    let since = breaks(trend).map(|(_, later, _)| later).last();
    let figures: Vec<_> =
        shown(trend, series).filter(|(period, _)| since.is_none_or(|since| *period >= since)).collect();
    // A break matters to a series that has figures before it.
    let matters = since.filter(|since| shown(trend, series).any(|(period, _)| period < *since));
    (matters, figures)
}

/// From where to where a series went, its highest and its lowest figure.
pub fn course(trend: &Trend, series: &Series) -> Vec<String> {
    let label = &series.label;
    let (since, figures) = comparable(trend, series);
    let prefix = since.map_or(String::new(), |since| format!("Since the break in {}, ", since.phrase()));
    let (first, last) = match figures.as_slice() {
        [] => {
            let after = since.map_or(String::new(), |since| format!(" since the break in {}", since.phrase()));
            return vec![format!("No published figure for {label}{after}.")];
        }
        [(period, figure)] => {
            let after = if since.is_some() { ", the first figure after a break" } else { "" };
            return vec![format!("{label} stood at {} in {}{after}.", figure.text(), period.phrase())];
        }
        [first, .., last] => (first, last),
    };
    let difference = Difference::between(first.1, last.1);
    let mut sentences = Vec::new();
    let high = figures.iter().map(|(_, figure)| figure.value()).max();
    let low = figures.iter().map(|(_, figure)| figure.value()).min();
    if high == low {
        let many = words::count(figures.len(), "year", "years");
        return vec![format!("{prefix}{label} stood at {} in each of {many}.", first.1.text())];
    }
    sentences.push(format!(
        "{prefix}{label} {} {} in {} {} {} in {}{}.",
        match difference.direction() {
            Direction::More => "rose from",
            Direction::Less => "fell from",
            Direction::Same => "stood at",
        },
        first.1.text(),
        first.0.phrase(),
        if difference.direction() == Direction::Same { "and again" } else { "to" },
        last.1.text(),
        last.0.phrase(),
        if difference.direction() == Direction::Same { String::new() } else { format!(", {}", difference.as_change()) },
    ));
    // The ends have been said; a high or a low between them has not.
    let mut extremes = Vec::new();
    for (word, value) in [("highest", high), ("lowest", low)] {
        let at: Vec<&(Period, Quantity)> = figures.iter().filter(|(_, figure)| Some(figure.value()) == value).collect();
        if let [(period, figure)] = at.as_slice()
            && *period != first.0
            && *period != last.0
        {
            extremes.push(format!("{word} in {} ({})", period.phrase(), figure.text()));
        }
    }
    if !extremes.is_empty() {
        sentences.push(format!("It was {}.", words::list(&extremes)));
    }
    sentences
}

/// Where a comparator started and ended, in one sentence.
fn brief(trend: &Trend, series: &Series) -> String {
    let (since, figures) = comparable(trend, series);
    match figures.as_slice() {
        [] => {
            let after = since.map_or(String::new(), |since| format!(" since the break in {}", since.phrase()));
            format!("No published figure for {}{after}.", series.label)
        }
        [(period, figure)] => format!("{} stood at {} in {}.", series.label, figure.text(), period.phrase()),
        [(first, from), .., (last, to)] => {
            let change = Difference::between(*from, *to);
            let verb = match change.direction() {
                Direction::More => "rose from",
                Direction::Less => "fell from",
                Direction::Same => {
                    return format!(
                        "{} stood at {} in {} and again in {}.",
                        series.label,
                        from.text(),
                        first.phrase(),
                        last.phrase()
                    );
                }
            };
            let (from, to) = (from.text(), to.text());
            format!("{} {verb} {from} in {} to {to} in {}.", series.label, first.phrase(), last.phrase())
        }
    }
}

/// Where ours stands against each comparator in ours' last year.
pub fn standing(trend: &Trend) -> Option<String> {
    let ours = trend.series.iter().find(|series| series.role == Role::Ours)?;
    let (period, figure) = last_shown(trend, ours)?;
    let mut gaps = Vec::new();
    for other in trend.series.iter().filter(|series| series.role == Role::Comparator) {
        if let Some(theirs) = super::figure(trend, other, period) {
            gaps.push(words::against(figure, &other.label, theirs));
        }
    }
    if gaps.is_empty() {
        return None;
    }
    Some(format!("In {} {} stood {}.", period.phrase(), ours.label, words::list(&gaps)))
}

/// Between which figures the last one of ours is said to lie.
fn range_of_last(trend: &Trend) -> Option<String> {
    let ours = trend.series.iter().find(|series| series.role == Role::Ours || trend.series.len() == 1)?;
    let (period, _) = last_shown(trend, ours)?;
    let (_, range) = ranges(trend, ours).find(|(other, _)| *other == period)?;
    Some(words::range(&ours.label, Some(period), range))
}

fn absences(trend: &Trend) -> words::Gathered {
    let mut gathered = words::Gathered::default();
    for series in &trend.series {
        let points = series.points.iter();
        let points = points.filter(|point| trend.periods.contains(&point.period) && !is_cancelled(trend, point.period));
        words::gather_points(&mut gathered, &series.label, points);
    }
    gathered
}

/// Years inside a series that nobody observed.
fn nothings(trend: &Trend) -> Vec<String> {
    let mut sentences = Vec::new();
    for series in &trend.series {
        let runs = missing(trend, series);
        let periods: Vec<Period> = runs
            .iter()
            .filter(|(_, _, kind)| *kind == Missing::Nothing)
            .flat_map(|(first, last, _)| trend.periods[*first..=*last].iter().copied())
            .collect();
        if !periods.is_empty() {
            sentences.push(format!("{} has no figure for {}.", series.label, words::years(&periods)));
        }
    }
    sentences
}

/// What must be known to read the drawing.
pub fn reading(chart: &Chart) -> Vec<String> {
    let Content::Trend(trend) = &chart.content else {
        return Vec::new();
    };
    let scale = scale(trend).filter(|scale| !scale.starts_at_nought());
    let mut notes: Vec<String> =
        scale.map(|scale| words::scale_note(&scale.label(scale.from, chart.unit))).into_iter().collect();
    if trend.series.iter().any(|series| ranges(trend, series).next().is_some()) {
        notes.push(words::RANGES.to_owned());
    }
    notes
}

/// What must be known of the figures.
pub fn notes(chart: &Chart) -> Vec<String> {
    match &chart.content {
        Content::Trend(trend) => trend_notes(trend),
        _ => Vec::new(),
    }
}

/// What must be known of a trend's figures.
pub fn trend_notes(trend: &Trend) -> Vec<String> {
    let mut notes = Vec::new();
    for (_, later, reason) in breaks(trend) {
        notes.push(words::break_note(later, reason));
    }
    notes.extend(words::cancelled_note(&cancelled(trend)));
    notes.extend(absences(trend).notes());
    notes.extend(nothings(trend));
    notes.extend(words::mark_notes(trend.series.iter().map(|series| (&*series.label, series.points.as_slice()))));
    notes
}
