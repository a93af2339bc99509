//! One to four series over years: lines that break where their figures do.

use crate::figures::published::{Difference, Direction, Quantity};
use crate::vocabulary::Period;

use super::axis::{self, Axis};
use super::backend::{Canvas, Plot, Region};
use super::spread::{Wish, spread};
use super::{Anchor, Chart, Content, Frame, Kind, Part, Role, Scene, Series, Trend, lettering, style, words};

/// The kind.
pub const KIND: Kind = Kind { name: "trend", draw, summary, reading, notes };

/// About how many steps the scale has. The same for every size, since where it starts follows from it and is said in words.
const STEPS: usize = 4;

fn scale(trend: &Trend) -> Option<Axis> {
    let figures = trend.series.iter().flat_map(|series| shown(trend, series)).map(|(_, figure)| figure);
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
fn breaks(trend: &Trend) -> impl Iterator<Item = (Period, Period, &str)> {
    trend.periods.windows(2).flat_map(move |pair| {
        let inside = trend.breaks.iter().filter(move |(period, _)| pair[0] < *period && *period <= pair[1]);
        inside.map(move |(_, reason)| (pair[0], pair[1], &**reason))
    })
}

fn is_cancelled(trend: &Trend, period: Period) -> bool {
    trend.cancelled.contains(&period)
}

/// The cancelled years that the axis shows.
fn cancelled(trend: &Trend) -> Vec<Period> {
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

/// A label beside the end of a line.
struct Label {
    part: Part,
    lines: Vec<String>,
    /// Where its line ends, in pixels.
    end: (f32, f32),
}

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Trend(trend) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let em = frame.text;
    let small = em * style::size(Part::Scale);
    let scale = scale(trend);
    let unit = chart.unit;

    // Room on the left for the numbers of the scale.
    let mut ticks: Vec<(f64, String)> =
        scale.iter().flat_map(|scale| scale.ticks.iter().map(|tick| (*tick, scale.label(*tick, unit)))).collect();
    if frame.text > 1.2 * Frame::WIDE.text && ticks.len() > 4 {
        // Large print has fewer ticks: every other one, the lowest always.
        ticks = ticks.into_iter().step_by(2).collect();
    }
    let widest = ticks.iter().map(|(_, label)| lettering::width(label, small, false)).fold(0.0, f32::max);
    let caption = axis::caption(unit).filter(|_| scale.is_some());
    let left = if widest > 0.0 { widest + 0.5 * em } else { 0.0 };

    // Room on the right for the names of the series.
    let room = frame.width * if frame.is_narrow() { 0.34 } else { 0.27 };
    let labels = labels(trend, room, em);
    let rows: Vec<(usize, Vec<(usize, usize, Missing)>)> = trend
        .series
        .iter()
        .enumerate()
        .map(|(at, series)| (at, missing(trend, series)))
        .filter(|(_, runs)| !runs.is_empty())
        .collect();
    let bold_width = |part: Part, line: &str| lettering::width(line, em, style::is_bold(part));
    let widest_label = labels.iter().flat_map(|label| label.lines.iter().map(|line| bold_width(label.part, line)));
    let row_names = rows.iter().map(|(at, _)| row_name_width(&trend.series[*at], *at, em).min(room));
    let right_room = widest_label.chain(row_names).fold(0.0, f32::max);
    let year_room = trend.periods.last().map_or(0.0, |last| lettering::width(&last.to_string(), small, false) / 2.0);
    let inset = 0.6 * em;
    // Few years do not need all the width: a line over two would be all slope.
    let intervals = trend.periods.len().saturating_sub(1) as f32;
    let right =
        (frame.width - (right_room + 0.8 * em).max(year_room - inset)).min(left + (11.0 + 7.0 * intervals) * em);

    // Room below for what is absent and for the years, and enough height for the labels.
    let line = 1.25 * em;
    let label_height: f32 = labels.iter().map(|label| label.lines.len() as f32 * line + 0.2 * em).sum();
    let below = rows_height(rows.len(), em) + 0.65 * em + 1.2 * small;
    let x = years_axis(trend, inset, right - left);
    let position = |period: Period| left + ((year(period) - x.from) / (x.to - x.from)) as f32 * (right - left);
    let annotations = annotations(trend, frame, (left, right), &position);
    let strip = annotations.iter().map(|annotation| annotation.foot).fold(0.0, f32::max);
    let top = strip + if caption.is_some() { 1.5 * em } else { 0.55 * em };
    let free = if scale.is_some() { frame.height - top - below } else { 0.0 };
    let plot_height = free.max(label_height).max(5.0 * em);
    let bottom = top + plot_height;
    let frame = Frame { height: bottom + below, ..frame };

    let canvas = Canvas::new(KIND.name, frame);
    let region = Region { left, top, right, bottom };
    for annotation in annotations.iter().filter(|annotation| annotation.band.is_some()) {
        let (from, to) = annotation.band.unwrap_or_default();
        canvas.rectangle(Part::Band, Region { left: from, top: annotation.foot, right: to, bottom });
    }
    let has_scale = scale.is_some();
    let mut y = scale.unwrap_or_else(|| Axis::plain(0.0, 1.0));
    y.ticks.retain(|tick| ticks.iter().any(|(kept, _)| kept == tick));
    let (from, to) = (y.from, y.to);
    let mut plot = canvas.plot(region, x.clone(), y);
    plot.mesh(Part::Grid);
    // The line at nought is the one line of the scale that means something.
    if has_scale && from <= 0.0 && to >= 0.0 {
        plot.rule(Part::Base, (x.from, 0.0), (x.to, 0.0));
    }
    for (tick, label) in &ticks {
        let (_, y) = plot.place((x.from, *tick));
        canvas.text(Part::Scale, (left - 0.5 * em, y + 0.34 * small), Anchor::End, label);
    }
    if let Some(caption) = caption {
        canvas.text(Part::Scale, (0.0, top - 0.75 * em), Anchor::Start, caption);
    }
    if !has_scale {
        canvas.rectangle(Part::Band, region);
        let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
        canvas.text(Part::Note, middle, Anchor::Middle, "No figures to show");
    }
    draw_years(&canvas, trend, &position, (bottom, rows_height(rows.len(), em)), frame);
    draw_annotations(&canvas, &annotations, bottom, small);
    draw_rows(&canvas, trend, &rows, &position, (right, bottom), em, room);

    // Comparators first, so that ours lies on top.
    let behind = trend.series.iter().enumerate().filter(|(_, series)| series.role == Role::Comparator);
    let before = trend.series.iter().enumerate().filter(|(_, series)| series.role == Role::Ours);
    for (at, series) in behind.chain(before) {
        draw_series(&mut plot, trend, series, at, em);
    }
    let step = step(trend, x.to - x.from, right - left);
    for (period, target) in targets(trend) {
        let (cx, cy) = plot.place((year(period), target.coordinate()));
        let half = (0.35 * step).clamp(0.5 * em, 1.2 * em);
        canvas.say(words::mark("Target", Some(period), target));
        canvas.line(Part::Target, &[(cx - half, cy), (cx + half, cy)]);
    }
    draw_labels(&canvas, &plot, trend, labels, (right, top, bottom), em);
    canvas.finish()
}

pub(super) fn year(period: Period) -> f64 {
    f64::from(period.start())
}

/// Years in their true distances, with room at both ends for markers.
fn years_axis(trend: &Trend, inset: f32, width: f32) -> Axis {
    let first = trend.periods.first().map_or(0.0, |period| year(*period));
    let last = trend.periods.last().map_or(first, |period| year(*period));
    let span = last - first;
    if span <= 0.0 {
        return Axis::plain(first - 1.0, first + 1.0);
    }
    let pad = span * f64::from(inset / (width - 2.0 * inset).max(inset));
    Axis::plain(first - pad, last + pad)
}

/// Pixels from one year to the next.
fn step(trend: &Trend, span: f64, width: f32) -> f32 {
    if trend.periods.len() < 2 || span <= 0.0 { width } else { width / span as f32 }
}

/// Years on the axis: a tick for each, words for as many as there is room for, the last and if possible the first always.
fn draw_years(
    canvas: &Canvas,
    trend: &Trend,
    position: &dyn Fn(Period) -> f32,
    (bottom, rows): (f32, f32),
    frame: Frame,
) {
    let em = frame.text;
    let small = em * style::size(Part::Scale);
    for period in &trend.periods {
        let x = position(*period);
        canvas.line(Part::Base, &[(x, bottom), (x, bottom + 0.3 * em)]);
    }
    let y = bottom + rows + 0.55 * em + small;
    let gap = if frame.is_narrow() { 0.9 * em } else { 0.8 * em };
    let boxes: Vec<(f32, f32, String)> = trend
        .periods
        .iter()
        .map(|period| {
            let text = period.to_string();
            let half = lettering::width(&text, small, false) / 2.0;
            // Letters never leave the drawing.
            let x = position(*period).clamp(half, (frame.width - half).max(half));
            (x, half, text)
        })
        .collect();
    for at in labelled(&boxes, gap) {
        let (x, _, text) = &boxes[at];
        canvas.text(Part::Scale, (*x, y), Anchor::Middle, text);
    }
}

/// Which years have room for their words: every `k`th back from the last, and the first where it does not touch.
fn labelled(boxes: &[(f32, f32, String)], gap: f32) -> Vec<usize> {
    let Some(last) = boxes.len().checked_sub(1) else {
        return Vec::new();
    };
    let fits = |a: usize, b: usize| boxes[b].0 - boxes[b].1 - (boxes[a].0 + boxes[a].1) >= gap;
    let every =
        |k: usize| -> Vec<usize> { (0..=last).rev().step_by(k).collect::<Vec<_>>().into_iter().rev().collect() };
    let clear = |set: &[usize]| set.windows(2).all(|pair| fits(pair[0], pair[1]));
    // A step that lands on the first year is worth one that is a little wider.
    let narrowest = (1..=last.max(1)).find(|k| clear(&every(*k))).unwrap_or(last.max(1));
    let even = (narrowest..=narrowest * 2).find(|k| last.is_multiple_of(*k) && clear(&every(*k)));
    let mut set = every(even.unwrap_or(narrowest));
    while set.first().is_some_and(|first| *first > 0 && !fits(0, *first)) && set.len() > 1 {
        set.remove(0);
    }
    if set.first().is_some_and(|first| *first > 0 && fits(0, *first)) {
        set.insert(0, 0);
    }
    set
}

/// Words above the plot about some of its years.
struct Annotation {
    lines: Vec<String>,
    x: f32,
    anchor: Anchor,
    /// The ground of cancelled years, from left to right.
    band: Option<(f32, f32)>,
    /// The rule of a break.
    rule: Option<f32>,
    /// Where its last line ends.
    foot: f32,
    /// Where its first line begins.
    head: f32,
}

/// The words for breaks and cancelled years, in rows where they do not touch.
fn annotations(
    trend: &Trend,
    frame: Frame,
    (left, right): (f32, f32),
    position: &dyn Fn(Period) -> f32,
) -> Vec<Annotation> {
    let em = frame.text;
    let size = em * style::size(Part::Note);
    let line = 1.2 * size;
    let mut annotations = Vec::new();
    let indexed: Vec<(usize, Period)> =
        trend.periods.iter().copied().enumerate().filter(|(_, period)| is_cancelled(trend, *period)).collect();
    for run in indexed.chunk_by(|a, b| a.0 + 1 == b.0) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        // Half way to the years on either side.
        let half = |at: usize, other: Option<usize>| {
            let here = position(trend.periods[at]);
            other.and_then(|other| trend.periods.get(other)).map(|other| (here + position(*other)) / 2.0)
        };
        let from = half(first.0, first.0.checked_sub(1)).unwrap_or(left).max(left);
        let to = half(last.0, Some(last.0 + 1)).unwrap_or(right).min(right);
        let lines = lettering::lines("No assessments", (to - from).max(6.5 * em), size, false);
        let width = lines.iter().map(|line| lettering::width(line, size, false)).fold(0.0, f32::max);
        let x = ((from + to) / 2.0).clamp(width / 2.0, (frame.width - width / 2.0).max(width / 2.0));
        annotations.push((lines, x, Anchor::Middle, Some((from, to)), None, (x - width / 2.0, x + width / 2.0)));
    }
    let words = if frame.is_narrow() { "Break in series" } else { "Not comparable with earlier years" };
    let mut ruled: Vec<f32> = Vec::new();
    for (earlier, later, _) in breaks(trend) {
        let x = (position(earlier) + position(later)) / 2.0;
        if ruled.contains(&x) {
            continue;
        }
        ruled.push(x);
        let lines = lettering::lines(words, 9.5 * em, size, false);
        let width = lines.iter().map(|line| lettering::width(line, size, false)).fold(0.0, f32::max);
        let beside = 0.35 * em;
        if x + beside + width <= frame.width {
            annotations.push((lines, x + beside, Anchor::Start, None, Some(x), (x, x + beside + width)));
        } else {
            annotations.push((lines, x - beside, Anchor::End, None, Some(x), (x - beside - width, x)));
        }
    }
    annotations.sort_by(|a, b| a.5.0.total_cmp(&b.5.0));
    // Each goes into the first row that has room for it: a row is where its last words end, and how many lines it has.
    let mut rows: Vec<(f32, usize)> = Vec::new();
    let mut placed = Vec::new();
    for (lines, x, anchor, band, rule, (from, to)) in annotations {
        let row = rows.iter().position(|(end, _)| end + 0.8 * em <= from).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push((to, lines.len()));
        } else {
            rows[row] = (to, rows[row].1.max(lines.len()));
        }
        placed.push((row, lines, x, anchor, band, rule));
    }
    placed
        .into_iter()
        .map(|(row, lines, x, anchor, band, rule)| {
            let above: usize = rows[..row].iter().map(|(_, lines)| lines).sum();
            let head = above as f32 * line;
            // Words stand on the foot of their row, next to what they are about.
            let foot = head + rows[row].1 as f32 * line + 0.3 * em;
            let head = foot - 0.3 * em - lines.len() as f32 * line;
            Annotation { lines, x, anchor, band, rule, foot, head }
        })
        .collect()
}

fn draw_annotations(canvas: &Canvas, annotations: &[Annotation], bottom: f32, size: f32) {
    for annotation in annotations {
        if let Some(x) = annotation.rule {
            canvas.line(Part::Break, &[(x, annotation.head + 0.15 * size), (x, bottom)]);
        }
    }
    for annotation in annotations {
        for (at, line) in annotation.lines.iter().enumerate() {
            let y = annotation.head + (at as f32 * 1.2 + 0.95) * size;
            canvas.text(Part::Note, (annotation.x, y), annotation.anchor, line);
        }
    }
}

/// The height of so many rows of absences: the ticks of the years hang into the first.
fn rows_height(rows: usize, em: f32) -> f32 {
    if rows == 0 { 0.0 } else { rows as f32 * 1.4 * em + 0.35 * em }
}

fn row_name_width(series: &Series, at: usize, em: f32) -> f32 {
    lettering::width(&series.label, em, style::is_bold(Part::Label(at as u8, series.role)))
}

/// Below the plot, a row for each series with figures that are not there: the symbol, with words where there is room.
fn draw_rows(
    canvas: &Canvas,
    trend: &Trend,
    rows: &[(usize, Vec<(usize, usize, Missing)>)],
    position: &dyn Fn(Period) -> f32,
    (right, bottom): (f32, f32),
    em: f32,
    room: f32,
) {
    let small = em * style::size(Part::Note);
    for (index, (at, runs)) in rows.iter().enumerate() {
        let series = &trend.series[*at];
        let part = Part::Label(*at as u8, series.role);
        let y = bottom + rows_height(index, em) + if index == 0 { 1.4 * em } else { 1.05 * em };
        for (first, last, kind) in runs {
            let (from, to) = (position(trend.periods[*first]), position(trend.periods[*last]));
            let (symbol, phrase) = match kind {
                Missing::Symbol(symbol, phrase) => (*symbol, *phrase),
                Missing::Nothing => ("–", "no figure"),
            };
            let neighbour = |at: Option<usize>| at.and_then(|at| trend.periods.get(at)).map(|period| position(*period));
            let before = neighbour(first.checked_sub(1)).unwrap_or(from);
            let after = neighbour(Some(last + 1)).unwrap_or(to);
            let free = (after - before) / 2.0 + (to - from) / 2.0;
            let text = format!("{symbol} {phrase}");
            let text = if lettering::width(&text, small, false) + 0.6 * em <= free { text.as_str() } else { symbol };
            let half = lettering::width(text, small, false) / 2.0 + 0.25 * em;
            let middle = ((from + to) / 2.0).min(right + 0.3 * em - half);
            if from < to && middle - half > from {
                // A bracket over the years of a run.
                let line = y - 0.32 * small;
                for (start, end) in [(from, middle - half), (to, middle + half)] {
                    let tip = 0.22 * em;
                    canvas.line(Part::Absence(*at as u8), &[(start, line - tip), (start, line), (end, line)]);
                }
            }
            canvas.text(Part::Note, (middle, y), Anchor::Middle, text);
        }
        let name = lettering::lines(&series.label, room, em, style::is_bold(part));
        if let Some(first) = name.first() {
            let name = if name.len() > 1 { format!("{first} …") } else { first.clone() };
            canvas.text(part, (right + 0.8 * em, y), Anchor::Start, &name);
        }
    }
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

fn draw_series(plot: &mut Plot, trend: &Trend, series: &Series, at: usize, em: f32) {
    let at = at as u8;
    for run in runs(trend, series).iter().filter(|run| run.len() > 1) {
        plot.line(Part::Line(at, series.role), run);
    }
    let radius = em * if series.role == Role::Ours { 0.33 } else { 0.27 };
    for (period, figure) in shown(trend, series) {
        let words = words::mark(&series.label, Some(period), figure);
        plot.point(Part::Marker(at, series.role), (year(period), figure.coordinate()), radius, words);
    }
}

/// The last figure of a series that is drawn.
fn last_shown(trend: &Trend, series: &Series) -> Option<(Period, Quantity)> {
    shown(trend, series).last()
}

/// The words at the ends of the lines, without their places: name and last figure, with its year when it is not the last.
fn labels(trend: &Trend, room: f32, em: f32) -> Vec<Label> {
    let last = trend.periods.iter().rfind(|period| !is_cancelled(trend, **period));
    let mut labels = Vec::new();
    for (at, series) in trend.series.iter().enumerate() {
        if let Some((period, figure)) = last_shown(trend, series) {
            let part = Part::Label(at as u8, series.role);
            let year = if last == Some(&period) { String::new() } else { format!(" ({period})") };
            let text = format!("{} {}{year}", series.label, words::value(figure));
            labels.push(Label {
                part,
                lines: lettering::lines(&text, room, em, style::is_bold(part)),
                end: (0.0, 0.0),
            });
        }
    }
    if let Some((_, target)) = targets(trend).next_back() {
        let part = Part::Value(Role::Comparator);
        let text = format!("Target {}", words::value(target));
        labels.push(Label { part, lines: lettering::lines(&text, room, em, false), end: (0.0, 0.0) });
    }
    labels
}

fn draw_labels(
    canvas: &Canvas,
    plot: &Plot,
    trend: &Trend,
    mut labels: Vec<Label>,
    (right, top, bottom): (f32, f32, f32),
    em: f32,
) {
    let line = 1.25 * em;
    for label in &mut labels {
        let end = match label.part {
            Part::Label(at, _) => trend.series.get(usize::from(at)).and_then(|series| last_shown(trend, series)),
            _ => targets(trend).next_back(),
        };
        if let Some((period, figure)) = end {
            label.end = plot.place((year(period), figure.coordinate()));
        }
    }
    let wishes: Vec<Wish> = labels
        .iter()
        .map(|label| Wish { middle: label.end.1, height: label.lines.len() as f32 * line + 0.2 * em })
        .collect();
    // A label may stand a little above and below the plot, as its letters do beside the highest and lowest figure.
    let middles = spread(&wishes, top - 0.7 * em, bottom + 0.7 * em);
    let last = trend.periods.last().map_or(right, |last| plot.place((year(*last), 0.0)).0);
    for (label, middle) in labels.iter().zip(&middles) {
        // Only a label that had to leave its line needs one to lead back; never across the plot.
        if (middle - label.end.1).abs() > 0.55 * em && label.end.0 >= last - 0.1 {
            let from = (label.end.0 + 0.5 * em, label.end.1);
            canvas.line(Part::Leader, &[from, (right + 0.2 * em, *middle), (right + 0.6 * em, *middle)]);
        }
    }
    for (label, middle) in labels.iter().zip(&middles) {
        let first = middle - (label.lines.len() as f32 - 1.0) * line / 2.0 + 0.35 * em;
        for (at, words) in label.lines.iter().enumerate() {
            canvas.text(label.part, (right + 0.8 * em, first + at as f32 * line), Anchor::Start, words);
        }
    }
}

fn summary(chart: &Chart) -> String {
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
    for (_, later, reason) in breaks(trend) {
        sentences.push(words::break_note(later, reason));
    }
    sentences.extend(words::cancelled_note(&cancelled(trend)));
    sentences.extend(absences(trend).sentences());
    sentences.extend(nothings(trend));
    sentences.join(" ")
}

/// Figures that can be compared with the latest one: those since the last break.
fn comparable(trend: &Trend, series: &Series) -> (Option<Period>, Vec<(Period, Quantity)>) {
    let since = breaks(trend).map(|(_, later, _)| later).last();
    let figures: Vec<_> =
        shown(trend, series).filter(|(period, _)| since.is_none_or(|since| *period >= since)).collect();
    // A break matters to a series that has figures before it.
    let matters = since.filter(|since| shown(trend, series).any(|(period, _)| period < *since));
    (matters, figures)
}

/// From where to where a series went, its highest and its lowest figure.
pub(super) fn course(trend: &Trend, series: &Series) -> Vec<String> {
    let label = &series.label;
    let (since, figures) = comparable(trend, series);
    let since = since.map_or(String::new(), |since| format!("Since the break in {}, ", since.phrase()));
    let (first, last) = match figures.as_slice() {
        [] => return vec![format!("No published figure for {label}.")],
        [(period, figure)] => {
            return vec![format!("{since}{label} stood at {} in {}.", figure.text(), period.phrase())];
        }
        [first, .., last] => (first, last),
    };
    let difference = Difference::between(first.1, last.1);
    let mut sentences = Vec::new();
    let high = figures.iter().map(|(_, figure)| figure.value()).max();
    let low = figures.iter().map(|(_, figure)| figure.value()).min();
    if high == low {
        let many = words::count(figures.len(), "year", "years");
        return vec![format!("{since}{label} stood at {} in each of {many}.", first.1.text())];
    }
    sentences.push(format!(
        "{since}{label} {} {} in {} {} {} in {}{}.",
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
    let (_, figures) = comparable(trend, series);
    match figures.as_slice() {
        [] => format!("No published figure for {}.", series.label),
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
fn standing(trend: &Trend) -> Option<String> {
    let ours = trend.series.iter().find(|series| series.role == Role::Ours)?;
    let (period, figure) = last_shown(trend, ours)?;
    let mut gaps = Vec::new();
    for other in trend.series.iter().filter(|series| series.role == Role::Comparator) {
        if let Some(theirs) = self::figure(trend, other, period) {
            gaps.push(words::against(figure, &other.label, theirs));
        }
    }
    if gaps.is_empty() {
        return None;
    }
    Some(format!("In {} {} stood {}.", period.phrase(), ours.label, words::list(&gaps)))
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

fn reading(chart: &Chart) -> Vec<String> {
    let Content::Trend(trend) = &chart.content else {
        return Vec::new();
    };
    let scale = scale(trend).filter(|scale| !scale.starts_at_nought());
    scale.map(|scale| words::scale_note(&scale.label(scale.from, chart.unit))).into_iter().collect()
}

pub(super) fn notes(chart: &Chart) -> Vec<String> {
    let Content::Trend(trend) = &chart.content else {
        return Vec::new();
    };
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
