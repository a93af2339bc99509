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
        ([only], _) => format!("Chart of one year, {}: {}.", only.in_words(), words::list(&names)),
        (years, lines) => {
            let lines = words::count(lines, "line", "lines");
            format!("Line chart with {lines} for {}: {}.", Period::all_in_words(years), words::list(&names))
        }
    });
    let alone = trend.series.len() == 1;
    for series in &trend.series {
        if series.role == Role::Ours || alone {
            sentences.extend(course(trend, series, &trend.periods));
        }
    }
    sentences.extend(standing(trend));
    sentences.extend(range_of_last(trend));
    let ours = trend.series.iter().find(|series| series.role == Role::Ours).map(|ours| comparable(trend, ours).1);
    let ours = ours.as_deref().and_then(ends);
    for series in &trend.series {
        if series.role == Role::Comparator && !alone {
            sentences.push(brief(trend, series, ours));
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
        sentences.push(format!("The target for {} is {}.", period.briefly(), target.text()));
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
                "" => period.briefly(),
                reason => format!("{} ({reason})", period.briefly()),
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

/// From where to where a series went, its highest and its lowest figure. `said` are the years that the words before have
/// spoken of: where the series goes from the first of them to the last, they need not be said again.
pub fn course(trend: &Trend, series: &Series, said: &[Period]) -> Vec<String> {
    let label = &series.label;
    let (since, figures) = comparable(trend, series);
    let prefix = since.map_or(String::new(), |since| format!("Since the break in {}, ", since.in_words()));
    let (first, last) = match figures.as_slice() {
        [] => {
            let after = since.map_or(String::new(), |since| format!(" since the break in {}", since.in_words()));
            return vec![format!("No published figure for {label}{after}.")];
        }
        [(period, figure)] => {
            let after = if since.is_some() { ", the first figure after a break" } else { "" };
            return vec![format!("{label} stood at {} in {}{after}.", figure.text(), period.in_words())];
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
    // After a break that begins the course its year has just been said.
    let years = match since {
        Some(since) if since == first.0 => format!("by {}", last.0.briefly()),
        _ => over(first.0, last.0, said),
    };
    let (was, is) = (first.1.text(), last.1.text());
    sentences.push(match (difference.direction(), since) {
        (Direction::More, _) => format!("{prefix}{label} rose from {was} to {is} {years}, {}.", difference.as_change()),
        (Direction::Less, _) => format!("{prefix}{label} fell from {was} to {is} {years}, {}.", difference.as_change()),
        (Direction::Same, Some(since)) if since == first.0 => {
            format!("{prefix}{label} stood at {was} at first and again in {}.", last.0.briefly())
        }
        (Direction::Same, _) => format!("{prefix}{label} {}.", again(&was, first.0, last.0)),
    });
    // The ends have been said; a high or a low between them has not.
    let mut extremes = Vec::new();
    for (word, value) in [("highest", high), ("lowest", low)] {
        let at: Vec<&(Period, Quantity)> = figures.iter().filter(|(_, figure)| Some(figure.value()) == value).collect();
        if let [(period, figure)] = at.as_slice()
            && *period != first.0
            && *period != last.0
        {
            extremes.push(format!("{word} in {} ({})", period.briefly(), figure.text()));
        }
    }
    if !extremes.is_empty() {
        sentences.push(format!("It was {}.", words::list(&extremes)));
    }
    sentences
}

/// Over the years that have been said.
const OVER_THESE: &str = "over these years";

/// Over which years: those that the words before have `said`, or from the first to the last.
fn over(first: Period, last: Period, said: &[Period]) -> String {
    match said {
        [from, .., to] if (*from, *to) == (first, last) => OVER_THESE.to_owned(),
        _ => first.until(last),
    }
}

/// That a figure was the same at first and at last.
fn again(figure: &str, first: Period, last: Period) -> String {
    format!("stood at {figure} in {} and again in {}", first.in_words(), last.briefly())
}

/// The first and the last year of figures.
fn ends(figures: &[(Period, Quantity)]) -> Option<(Period, Period)> {
    Some((figures.first()?.0, figures.last()?.0))
}

/// Where a comparator started and ended, in one sentence. `ours` are the years in which ours did, which have been said.
fn brief(trend: &Trend, series: &Series, ours: Option<(Period, Period)>) -> String {
    let (since, figures) = comparable(trend, series);
    match figures.as_slice() {
        [] => {
            let after = since.map_or(String::new(), |since| format!(" since the break in {}", since.in_words()));
            format!("No published figure for {}{after}.", series.label)
        }
        [(period, figure)] => format!("{} stood at {} in {}.", series.label, figure.text(), period.briefly()),
        [(first, from), .., (last, to)] => {
            let change = Difference::between(*from, *to);
            let verb = match change.direction() {
                Direction::More => "rose",
                Direction::Less => "fell",
                Direction::Same => {
                    return format!("{} {}.", series.label, again(&from.text(), *first, *last));
                }
            };
            let years = match over(*first, *last, &trend.periods) {
                named if ours == Some((*first, *last)) && named != OVER_THESE => "over the same years".to_owned(),
                years => years,
            };
            format!("{} {verb} from {} to {} {years}.", series.label, from.text(), to.text())
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
    Some(format!("In {} {} stood {}.", period.briefly(), ours.label, words::list(&gaps)))
}

/// Between which figures the last one of ours is said to lie.
fn range_of_last(trend: &Trend) -> Option<String> {
    let ours = trend.series.iter().find(|series| series.role == Role::Ours || trend.series.len() == 1)?;
    let (period, _) = last_shown(trend, ours)?;
    let (_, range) = ranges(trend, ours).find(|(other, _)| *other == period)?;
    Some(words::range(&ours.label, Some(period), range))
}

fn absences(trend: &Trend) -> words::Gathered {
    words::gather(trend.series.iter().map(|series| {
        let points = series.points.iter();
        let points = points.filter(|point| trend.periods.contains(&point.period) && !is_cancelled(trend, point.period));
        let absent = points.filter_map(|point| Some((point.period, point.value.absent()?)));
        (&*series.label, absent.collect())
    }))
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
            sentences.push(format!("{} has no figure for {}.", series.label, Period::all_in_words(&periods)));
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
