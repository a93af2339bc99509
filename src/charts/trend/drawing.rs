//! A trend as a scene.

use super::years::{self, Years};
use super::{last_shown, ranges, runs, scale, shown, targets, year};
use crate::charts::axis::{self, Axis};
use crate::charts::backend::{Canvas, Plot, Region};
use crate::charts::key::Key;
use crate::charts::spread::{Wish, spread};
use crate::charts::{Anchor, Chart, Content, Frame, Part, Role, Scene, Series, Trend, lettering, style, words};

/// Room between the lines and their names, in letters.
const BESIDE: f32 = 0.8;

/// How many letters wide a drawing must be for names at the lines' ends.
const TINY: f32 = 14.0;

/// The height of a line of a label, in letters.
const LINE: f32 = 1.25;

/// The drawing of the kind.
pub fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Trend(trend) = &chart.content else {
        return Scene::new(super::KIND.name, frame);
    };
    let em = frame.text;
    let small = em * style::size(Part::Scale);
    let scale = scale(trend);
    let ticks = scale.as_ref().map_or(Vec::new(), |scale| ticks(scale, chart, frame));
    let caption = axis::caption(chart.unit).filter(|_| scale.is_some());

    // From the left: numbers of the scale, lines, names.
    let widest = ticks.iter().map(|(_, label)| lettering::width(label, small, false)).fold(0.0, f32::max);
    let left = if widest > 0.0 { widest + 0.5 * em } else { 0.0 };
    let room = frame.width * if frame.is_narrow() { 0.34 } else { 0.27 };
    // Where letters are so large that names at the lines' ends would be cut into pieces, they stand above, with samples.
    let tiny = frame.width < TINY * em;
    let names = if tiny { ends(trend) } else { Vec::new() };
    let mut key = Key::new(names.iter().map(|(name, role)| (name.as_str(), *role)), frame.width, em);
    if let (true, Some((_, target))) = (tiny, targets(trend).next_back()) {
        key = key.with_target(&format!("Target {}", words::value(target)), frame.width, em);
    }
    let labels = if tiny { Vec::new() } else { labels(trend, room, em) };
    let absences = years::absences(trend, if tiny { frame.width } else { room }, em);
    let widest_name = labels.iter().map(|label| label.width(em));
    let beside = absences.iter().filter(|_| !tiny).map(|row| row.name_width(em));
    let widest_name = widest_name.chain(beside).fold(0.0, f32::max);
    let inset = 0.6 * em;
    let last_year = trend.periods.last().map_or(0.0, |last| lettering::width(&last.to_string(), small, false) / 2.0);
    // Few years do not need all the width: a line over two would be all slope.
    let needed = (11.0 + 7.0 * trend.periods.len().saturating_sub(1) as f32) * em;
    let names_room = if widest_name > 0.0 { widest_name + BESIDE * em } else { 0.3 * em };
    let right = (frame.width - names_room.max(last_year - inset)).min(left + needed);

    // From the top: words on breaks and cancelled years, lines, absences, years.
    let years = Years::new(trend, (left, right), inset);
    let annotations = years::annotations(trend, &years, frame);
    let strip = annotations.iter().map(|annotation| annotation.foot).fold(0.0, f32::max);
    let above = key.height(em) + if tiny { 0.4 * em } else { 0.0 };
    let top = above + strip + if caption.is_some() { 1.5 * em } else { 0.55 * em };
    let rows = years::rows_height(&absences, tiny, em);
    let below = rows + 0.65 * em + 1.2 * small;
    let free = if scale.is_some() { frame.height - top - below + above } else { 0.0 };
    let bottom = top + free.max(labels.iter().map(|label| label.height(em)).sum()).max(5.0 * em);
    let frame = Frame { height: bottom + below, ..frame };
    let region = Region { left, top, right, bottom };

    let canvas = Canvas::new(super::KIND.name, frame);
    key.draw(&canvas, em);
    years::draw_grounds(&canvas, &annotations, (above, bottom));
    let mut plot = draw_scale(&canvas, region, scale, &years, &ticks, em);
    if let Some(caption) = caption {
        canvas.text(Part::Scale, (0.0, top - 0.75 * em), Anchor::Start, caption);
    }
    years::draw_years(&canvas, trend, &years, (bottom, bottom + rows), frame);
    years::draw_annotations(&canvas, &annotations, (above, bottom), em);
    years::draw_absences(&canvas, trend, &absences, &years, (right, bottom), tiny, frame);

    for (at, series) in trend.series.iter().enumerate() {
        draw_ranges(&canvas, &mut plot, trend, series, at as u8, em);
    }
    // Comparators first, so that ours lies on top.
    for role in [Role::Comparator, Role::Ours] {
        for (at, series) in trend.series.iter().enumerate().filter(|(_, series)| series.role == role) {
            draw_series(&mut plot, trend, series, at as u8, em);
        }
    }
    let half = (0.35 * years.step()).clamp(0.5 * em, 1.2 * em);
    for (period, target) in targets(trend) {
        let (x, y) = plot.place((year(period), target.coordinate()));
        canvas.line(Part::Target, &[(x - half, y), (x + half, y)]);
    }
    draw_labels(&canvas, &plot, trend, &labels, region, em);
    canvas.finish()
}

/// The figures of the scale with their words. Large print has fewer: every other one, the lowest always.
fn ticks(scale: &Axis, chart: &Chart, frame: Frame) -> Vec<(f64, String)> {
    let every = if frame.text > 1.2 * Frame::WIDE.text && scale.ticks.len() > 4 { 2 } else { 1 };
    scale.ticks.iter().step_by(every).map(|tick| (*tick, scale.label(*tick, chart.unit))).collect()
}

/// The lines and numbers of the scale; without any figure, a ground that says so.
fn draw_scale(
    canvas: &Canvas,
    region: Region,
    scale: Option<Axis>,
    years: &Years,
    ticks: &[(f64, String)],
    em: f32,
) -> Plot {
    let small = em * style::size(Part::Scale);
    let Some(scale) = scale else {
        canvas.rectangle(Part::Band, region);
        let middle = ((region.left + region.right) / 2.0, (region.top + region.bottom) / 2.0);
        canvas.text(Part::Note, middle, Anchor::Middle, "No figures to show");
        return canvas.plot(region, years.axis.clone(), Axis::plain(0.0, 1.0));
    };
    let nought = scale.from <= 0.0 && scale.to >= 0.0;
    let scale = Axis { ticks: ticks.iter().map(|(tick, _)| *tick).collect(), ..scale };
    let mut plot = canvas.plot(region, years.axis.clone(), scale);
    plot.mesh(Part::Grid);
    if nought {
        // The one line of the scale that means something.
        plot.rule(Part::Base, (years.axis.from, 0.0), (years.axis.to, 0.0));
    }
    for (tick, label) in ticks {
        let (_, y) = plot.place((years.axis.from, *tick));
        canvas.text(Part::Scale, (region.left - 0.5 * em, y + 0.34 * small), Anchor::End, label);
    }
    plot
}

fn draw_series(plot: &mut Plot, trend: &Trend, series: &Series, at: u8, em: f32) {
    for run in runs(trend, series).iter().filter(|run| run.len() > 1) {
        plot.line(Part::Line(at, series.role), run);
    }
    let radius = em * if series.role == Role::Ours { 0.33 } else { 0.27 };
    for (period, figure) in shown(trend, series) {
        plot.point(Part::Marker(at, series.role), (year(period), figure.coordinate()), radius);
    }
}

/// The ranges about a series' figures: an outline along ours, a stroke at each figure of the others, whose outlines would lie
/// on top of each other, and wherever a figure stands alone.
fn draw_ranges(canvas: &Canvas, plot: &mut Plot, trend: &Trend, series: &Series, at: u8, em: f32) {
    let ranges: Vec<_> = ranges(trend, series).collect();
    if ranges.is_empty() {
        return;
    }
    let ours = series.role == Role::Ours || trend.series.len() == 1;
    for run in runs(trend, series) {
        let of_run: Vec<(f64, f64, f64)> = ranges
            .iter()
            .map(|(period, range)| (year(*period), range.lower.coordinate(), range.upper.coordinate()))
            .filter(|(at, ..)| run.iter().any(|(x, _)| x == at))
            .collect();
        if ours && of_run.len() == run.len() && run.len() > 1 {
            let upper = of_run.iter().map(|(x, _, upper)| (*x, *upper));
            let lower = of_run.iter().rev().map(|(x, lower, _)| (*x, *lower));
            let mut outline: Vec<(f64, f64)> = upper.chain(lower).collect();
            outline.extend(outline.first().copied());
            plot.line(Part::Range(at), &outline);
            continue;
        }
        for (x, lower, upper) in of_run {
            let (x, top) = plot.place((x, upper));
            let (_, bottom) = plot.place((x.into(), lower));
            let half = 0.2 * em;
            let places =
                [(x - half, top), (x + half, top), (x, top), (x, bottom), (x - half, bottom), (x + half, bottom)];
            canvas.line(Part::Whisker, &places);
        }
    }
}

/// Words beside the end of a line.
struct Label {
    part: Part,
    lines: Vec<String>,
    /// The figure that they stand at: its year and its size.
    end: (f64, f64),
}

impl Label {
    fn width(&self, em: f32) -> f32 {
        self.lines.iter().map(|line| lettering::width(line, em, style::is_bold(self.part))).fold(0.0, f32::max)
    }

    fn height(&self, em: f32) -> f32 {
        (self.lines.len() as f32 * LINE + 0.2) * em
    }
}

/// Name, last figure and its year of each series, for a key.
fn ends(trend: &Trend) -> Vec<(String, Role)> {
    let last = trend.periods.iter().rfind(|period| !super::is_cancelled(trend, **period));
    let name = |series: &Series| match last_shown(trend, series) {
        Some((period, figure)) if last == Some(&period) => format!("{} {}", series.label, words::value(figure)),
        Some((period, figure)) => format!("{} {} ({period})", series.label, words::value(figure)),
        None => series.label.to_string(),
    };
    trend.series.iter().map(|series| (name(series), series.role)).collect()
}

/// Name and last figure of each series, with its year when that is not the last of the axis; then the last target.
fn labels(trend: &Trend, room: f32, em: f32) -> Vec<Label> {
    let last = trend.periods.iter().rfind(|period| !super::is_cancelled(trend, **period));
    let mut labels = Vec::new();
    for (at, series) in trend.series.iter().enumerate() {
        if let Some((period, figure)) = last_shown(trend, series) {
            let part = Part::Label(at as u8, series.role);
            let year_of = if last == Some(&period) { String::new() } else { format!(" ({period})") };
            let text = format!("{} {}{year_of}", series.label, words::value(figure));
            let lines = lettering::lines(&text, room, em, style::is_bold(part));
            labels.push(Label { part, lines, end: (year(period), figure.coordinate()) });
        }
    }
    if let Some((period, target)) = targets(trend).next_back() {
        let lines = lettering::lines(&format!("Target {}", words::value(target)), room, em, false);
        let end = (year(period), target.coordinate());
        labels.push(Label { part: Part::Value(Role::Comparator), lines, end });
    }
    labels
}

/// The labels, moved apart, with a line back to the end of its own for each that had to move.
fn draw_labels(canvas: &Canvas, plot: &Plot, trend: &Trend, labels: &[Label], region: Region, em: f32) {
    let ends: Vec<(f32, f32)> = labels.iter().map(|label| plot.place(label.end)).collect();
    let wishes = labels.iter().zip(&ends).map(|(label, end)| Wish { middle: end.1, height: label.height(em) });
    let wishes: Vec<Wish> = wishes.collect();
    // A label may stand a little above and below the lines, as its letters do beside the highest and lowest figure.
    let middles = spread(&wishes, region.top - 0.7 * em, region.bottom + 0.7 * em);
    let right = region.right;
    let last = trend.periods.last().map_or(right, |last| plot.place((year(*last), 0.0)).0);
    for (end, middle) in ends.iter().zip(&middles) {
        // Never across the lines of later years.
        if (middle - end.1).abs() > 0.55 * em && end.0 >= last - 0.1 {
            let from = (end.0 + 0.5 * em, end.1);
            canvas.line(Part::Leader, &[from, (right + 0.2 * em, *middle), (right + 0.6 * em, *middle)]);
        }
    }
    for (label, middle) in labels.iter().zip(&middles) {
        let first = middle - (label.lines.len() as f32 - 1.0) * LINE * em / 2.0 + 0.35 * em;
        for (at, words) in label.lines.iter().enumerate() {
            let y = first + at as f32 * LINE * em;
            canvas.text(label.part, (right + BESIDE * em, y), Anchor::Start, words);
        }
    }
}
