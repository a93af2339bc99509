//! One to four series over years: lines that break where their figures do.
//!
//! What the data say of a year is here: which figures a line may join, what stands where there is none. [`drawing`] draws
//! it, [`years`] what stands above and below the lines, [`summary`] puts it into words.

mod drawing;
mod summary;
mod years;

use crate::figures::published::{Interval, Quantity, Shown};
use crate::vocabulary::Period;

use super::axis::Axis;
use super::{Kind, Series, Trend, words};

pub(super) use summary::{comparable, course, notes, standing, trend_notes};

/// The kind.
pub const KIND: Kind =
    Kind { name: "trend", draw: drawing::draw, summary: summary::summary, reading: summary::reading, notes };

/// About how many steps the scale has. The same for every size, since where it starts follows from it and is said in words.
const STEPS: usize = 4;

fn scale(trend: &Trend) -> Option<Axis> {
    let figures = trend.series.iter().flat_map(|series| shown(trend, series)).map(|(_, figure)| figure);
    let ends = trend.series.iter().flat_map(|series| ranges(trend, series));
    let figures = figures.chain(ends.flat_map(|(_, range)| [range.lower, range.upper]));
    Axis::of_lines(figures.chain(targets(trend).map(|(_, target)| target)), STEPS)
}

/// The targets of years that the axis shows.
fn targets(trend: &Trend) -> impl DoubleEndedIterator<Item = (Period, Quantity)> {
    trend.targets.iter().filter(|(period, _)| trend.periods.contains(period)).copied()
}

/// Whether figures of a year can't be compared with those of the year before it on the axis.
fn breaks_at(trend: &Trend, earlier: Period, later: Period) -> bool {
    trend.breaks.iter().any(|(period, _)| earlier < *period && *period <= later)
}

/// The breaks that the axis shows: between two of its years.
pub(super) fn breaks(trend: &Trend) -> impl Iterator<Item = (Period, Period, &str)> {
    trend.periods.windows(2).flat_map(move |pair| {
        let inside = trend.breaks.iter().filter(move |(period, _)| pair[0] < *period && *period <= pair[1]);
        inside.map(move |(_, reason)| (pair[0], pair[1], &**reason))
    })
}

fn is_cancelled(trend: &Trend, period: Period) -> bool {
    trend.cancelled.contains(&period)
}

/// The cancelled years that the axis shows.
pub(super) fn cancelled(trend: &Trend) -> Vec<Period> {
    trend.periods.iter().copied().filter(|period| is_cancelled(trend, *period)).collect()
}

/// A series' published figures in the order of the axis.
pub(super) fn shown<'a>(trend: &'a Trend, series: &'a Series) -> impl Iterator<Item = (Period, Quantity)> + 'a {
    trend.periods.iter().filter_map(|period| Some((*period, figure(trend, series, *period)?)))
}

/// A series' published figure of a year. A cancelled year has none, whatever the data hold.
fn figure(trend: &Trend, series: &Series, period: Period) -> Option<Quantity> {
    let point = series.points.iter().find(|point| point.period == period)?;
    point.value.shown().filter(|_| !is_cancelled(trend, period)).copied()
}

/// The ranges about a series' figures that its source gives, in the order of the axis.
pub(super) fn ranges<'a>(trend: &'a Trend, series: &'a Series) -> impl Iterator<Item = (Period, Interval)> + 'a {
    trend.periods.iter().filter_map(|period| {
        figure(trend, series, *period)?;
        let point = series.points.iter().find(|point| point.period == *period)?;
        Some((*period, *point.interval.as_ref().map(Shown::get)?))
    })
}

/// What stands in a year where a series has no figure.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Missing {
    /// The symbol of an observation that can't be shown, and its short words.
    Symbol(&'static str, &'static str),
    /// No observation at all, between years that have one.
    Nothing,
}

/// The years of a series without a figure, in runs of one kind: the indices of the first and the last year of each.
/// Cancelled years have a band of their own; years before the first observation and after the last are no gap.
fn missing(trend: &Trend, series: &Series) -> Vec<(usize, usize, Missing)> {
    let mut runs: Vec<(usize, usize, Missing)> = Vec::new();
    let observed = |period: &Period| series.points.iter().find(|point| point.period == *period);
    let first = trend.periods.iter().position(|period| observed(period).is_some()).unwrap_or(usize::MAX);
    let last = trend.periods.iter().rposition(|period| observed(period).is_some()).unwrap_or(0);
    for (at, period) in trend.periods.iter().enumerate() {
        if is_cancelled(trend, *period) {
            continue;
        }
        let kind = match observed(period) {
            Some(point) => match point.value.absent() {
                Some(absent) => Missing::Symbol(absent.symbol.shorthand(), words::short(absent.symbol)),
                None => continue,
            },
            None if first < at && at < last => Missing::Nothing,
            None => continue,
        };
        match runs.last_mut() {
            Some(run) if run.1 + 1 == at && run.2 == kind => run.1 = at,
            _ => runs.push((at, at, kind)),
        }
    }
    runs
}

/// The years of a series without a figure in runs of one kind: the first, the last, the symbol.
pub(super) fn absent_runs(trend: &Trend, series: &Series) -> Vec<(Period, Period, &'static str)> {
    let symbol = |kind| match kind {
        Missing::Symbol(symbol, _) => symbol,
        Missing::Nothing => "–",
    };
    let runs = missing(trend, series).into_iter();
    runs.map(|(first, last, kind)| (trend.periods[first], trend.periods[last], symbol(kind))).collect()
}

/// Where a year stands on the axis.
pub(super) fn year(period: Period) -> f64 {
    f64::from(period.start())
}

/// A series' figures in runs that a line may join: cut where a figure is not there, at breaks, at cancelled years.
pub(super) fn runs(trend: &Trend, series: &Series) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut before: Option<Period> = None;
    for period in &trend.periods {
        if let Some(figure) = figure(trend, series, *period) {
            let at = (year(*period), figure.coordinate());
            let joined = before.is_some_and(|before| !breaks_at(trend, before, *period));
            match runs.last_mut() {
                Some(run) if joined => run.push(at),
                _ => runs.push(vec![at]),
            }
            before = Some(*period);
        } else {
            before = None;
        }
    }
    runs
}

/// The last figure of a series that is drawn.
pub(super) fn last_shown(trend: &Trend, series: &Series) -> Option<(Period, Quantity)> {
    shown(trend, series).last()
}
