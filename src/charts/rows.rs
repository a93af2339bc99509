//! Bars lie: rows of a name, a bar from nought and its number. Bar and comparison share it.

use crate::figures::published::{Interval, Published, Quantity};

use super::axis::Axis;
use super::backend::{Canvas, Region};
use super::{Anchor, Chart, Content, Frame, Part, Role, Scene, lettering, style, words};

/// What stands on a row.
pub enum Row<'a> {
    /// The name of a group of bars.
    Heading { name: &'a str, role: Role },
    /// A bar.
    Bar(Bar<'a>),
}

/// A bar with its name.
pub struct Bar<'a> {
    /// The words before or above it.
    pub name: &'a str,
    /// Whether it is marked as ours.
    pub role: Role,
    /// What its name is: of a place, or of a series and so in its colour.
    pub name_part: Part,
    /// Its look.
    pub part: Part,
    /// The range about its figure, where its source gives one.
    pub interval: Option<Interval>,
    /// Its figure, or why it has no length.
    pub value: &'a Published<Quantity>,
}

/// Room between a bar and its words, in letters.
const BESIDE: f32 = 0.45;

/// What must be known to read bars of either kind: what the stroke at the end of one is.
pub fn reading(chart: &Chart) -> Vec<String> {
    let (Content::Bar(bars) | Content::Comparison(bars)) = &chart.content else {
        return Vec::new();
    };
    let ranges =
        bars.categories.iter().any(|category| (0..category.values.len()).any(|at| category.interval_of(at).is_some()));
    if ranges { vec![words::RANGES.to_owned()] } else { Vec::new() }
}

/// The rows from the top down; the height follows from them.
///
/// Names stand before their bars, or above them when they would take too much of the width. Every bar starts at nought and
/// ends with its number, so there is no scale to read off. A figure that is not there has words and no length.
pub fn draw(kind: &'static str, rows: &[Row<'_>], frame: Frame) -> Scene {
    let em = frame.text;
    let line = 1.2 * em;
    if rows.is_empty() {
        let canvas = Canvas::new(kind, Frame { height: 2.0 * em, ..frame });
        canvas.text(Part::Note, (0.0, 1.2 * em), Anchor::Start, "No figures to show");
        return canvas.finish();
    }
    let bars = || rows.iter().filter_map(|row| if let Row::Bar(bar) = row { Some(bar) } else { None });
    let figures = || bars().filter_map(|bar| bar.value.shown().map(|figure| (bar, *figure)));
    // Ours has a pointer before its name, for which every name leaves room.
    let marked = rows.iter().any(|row| match row {
        Row::Heading { role, .. } => *role == Role::Ours,
        Row::Bar(bar) => bar.role == Role::Ours,
    });
    let edge = if marked { 0.95 * em } else { 0.0 };

    let name_width = |bar: &Bar<'_>| lettering::width(bar.name, em, bar.role == Role::Ours);
    let widest = bars().map(name_width).fold(0.0, f32::max);
    let share = if frame.is_narrow() { 0.34 } else { 0.42 };
    let above = frame.is_narrow() && edge + widest > share * frame.width;
    let column = if above { frame.width - edge } else { widest.min(share * frame.width - edge) };

    let number = |figure: Quantity, role: Role| {
        let text = words::value(figure);
        let width = lettering::width(&text, em, role == Role::Ours);
        (text, width)
    };
    let room = |negative: bool| {
        let of_side = figures().filter(|(_, figure)| (figure.coordinate() < 0.0) == negative);
        of_side.map(|(bar, figure)| number(figure, bar.role).1 + BESIDE * em).fold(0.0, f32::max)
    };
    let left = if above { edge } else { edge + column + 0.7 * em } + room(true);
    let right = (frame.width - room(false)).max(left + 2.0 * em);

    // Where each row starts and how high it is: bars are thicker than the gaps between them.
    let thickness = 1.15 * em;
    let mut y = 0.1 * em;
    let mut places = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        match row {
            Row::Heading { name, .. } => {
                y += if at > 0 { 0.7 * em } else { 0.0 };
                let lines = lettering::lines(name, frame.width - edge, em, style::is_bold(Part::Heading));
                let height = lines.len() as f32 * line + 0.25 * em;
                places.push((y, lines));
                y += height;
            }
            Row::Bar(bar) => {
                let lines = if bar.name.is_empty() {
                    Vec::new()
                } else {
                    lettering::lines(bar.name, column, em, bar.role == Role::Ours)
                };
                let text = lines.len() as f32 * line;
                let height =
                    if above { text + 0.1 * em + thickness + 0.6 * em } else { text.max(thickness) + 0.5 * em };
                places.push((y, lines));
                y += height;
            }
        }
    }
    let frame = Frame { height: y.max(2.0 * em), ..frame };

    let canvas = Canvas::new(kind, frame);
    let region = Region { left, top: 0.0, right, bottom: frame.height };
    // Rows count in pixels from the top, which is the scale's far end.
    let ends = bars().filter_map(|bar| bar.interval).flat_map(|interval| [interval.lower, interval.upper]);
    let axis = Axis::of_bars(figures().map(|(_, figure)| figure).chain(ends).map(Quantity::coordinate));
    let height = f64::from(frame.height);
    let plot = canvas.plot(region, axis, Axis { from: height, to: 0.0, ticks: Vec::new(), decimals: 0 });
    let nought = plot.place((0.0, 0.0)).0;
    for (row, (top, lines)) in rows.iter().zip(&places) {
        let (name_part, name_role, height) = match row {
            Row::Heading { role, .. } => (Part::Heading, *role, line),
            Row::Bar(bar) => {
                let text = lines.len() as f32 * line;
                let middle = top + if above { text + 0.1 * em + thickness / 2.0 } else { text.max(thickness) / 2.0 };
                let before = if above { 0.0 } else { edge + column };
                draw_bar(&canvas, &plot, bar, (middle, thickness), (before, nought), frame);
                (bar.name_part, bar.role, if above { text } else { text.max(thickness) })
            }
        };
        if name_role == Role::Ours {
            let middle =
                if above || matches!(row, Row::Heading { .. }) { top + line / 2.0 } else { top + height / 2.0 };
            canvas.point(Part::Pointer, (0.4 * em, middle), 0.34 * em);
        }
        let first = match row {
            Row::Heading { .. } => *top,
            Row::Bar(_) if above => *top,
            Row::Bar(_) => top + (height - lines.len() as f32 * line) / 2.0,
        };
        for (at, words) in lines.iter().enumerate() {
            let y = first + at as f32 * line + 0.5 * line + 0.35 * em;
            canvas.text(name_part, (edge, y), Anchor::Start, words);
        }
    }
    if !above {
        for (from, to) in runs(rows, &places, frame.height) {
            canvas.line(Part::Base, &[(nought, from), (nought, to)]);
        }
    }
    for (row, (top, lines)) in rows.iter().zip(&places) {
        let Row::Bar(bar) = row else {
            continue;
        };
        let text = lines.len() as f32 * line;
        let middle = top + if above { text + 0.1 * em + thickness / 2.0 } else { text.max(thickness) / 2.0 };
        if above {
            // Names stand in the way of a line from the first bar to the last.
            let half = 0.7 * thickness;
            canvas.line(Part::Base, &[(nought, middle - half), (nought, middle + half)]);
        }
        let Some(figure) = bar.value.shown() else {
            continue;
        };
        let (text, _) = number(*figure, bar.role);
        let place = |figure: Quantity| plot.place((figure.coordinate(), 0.0)).0;
        let mut end = place(*figure);
        if let Some(interval) = bar.interval {
            let (from, to) = (place(interval.lower), place(interval.upper));
            let half = 0.28 * em;
            let tip = |x: f32| [(x, middle - half), (x, middle + half), (x, middle)];
            let [a, b, c] = tip(from);
            let [d, e, f] = tip(to);
            let places = [a, b, c, f, d, e];
            // White beneath, so that it is seen on the bar and beyond it.
            canvas.line(Part::Halo, &places);
            canvas.line(Part::Whisker, &places);
            end = if figure.coordinate() < 0.0 { end.min(from) } else { end.max(to) };
        }
        let (x, anchor) = if figure.coordinate() < 0.0 {
            (end - BESIDE * em, Anchor::End)
        } else {
            (end + BESIDE * em, Anchor::Start)
        };
        canvas.text(Part::Value(bar.role), (x, middle + 0.35 * em), anchor, &text);
    }
    canvas.finish()
}

/// From where to where bars stand below each other without a heading between them.
fn runs(rows: &[Row<'_>], places: &[(f32, Vec<String>)], height: f32) -> Vec<(f32, f32)> {
    let mut runs: Vec<(f32, f32)> = Vec::new();
    let mut open = false;
    for (at, row) in rows.iter().enumerate() {
        let foot = places.get(at + 1).map_or(height, |(top, _)| *top);
        match row {
            Row::Heading { .. } => open = false,
            Row::Bar(_) => {
                match runs.last_mut() {
                    Some(run) if open => run.1 = foot,
                    _ => runs.push((places[at].0, foot)),
                }
                open = true;
            }
        }
    }
    // The gap before the next row belongs to neither.
    runs
}

fn draw_bar(
    canvas: &Canvas,
    plot: &super::backend::Plot,
    bar: &Bar<'_>,
    (middle, thickness): (f32, f32),
    (before, nought): (f32, f32),
    frame: Frame,
) {
    let em = frame.text;
    match bar.value {
        Published::Shown(figure) => {
            let figure = *figure.get();
            let (top, bottom) = (f64::from(middle - thickness / 2.0), f64::from(middle + thickness / 2.0));
            plot.bar(bar.part, (0.0, top), (figure.coordinate(), bottom));
        }
        Published::Absent(absent) => {
            let small = em * style::size(Part::Note);
            let y = middle + 0.35 * small;
            let symbol = absent.symbol.shorthand();
            let long = format!("{symbol} {}", words::short(absent.symbol));
            let width = lettering::width(&long, small, false);
            let (right, left) = (nought + BESIDE * em, nought - BESIDE * em);
            // To the right of nought if the words have room there, else to the left; the symbol alone where they have none.
            if right + width <= frame.width {
                canvas.text(Part::Note, (right, y), Anchor::Start, &long);
            } else if left - width >= before + 0.3 * em {
                canvas.text(Part::Note, (left, y), Anchor::End, &long);
            } else {
                canvas.text(Part::Note, (right, y), Anchor::Start, symbol);
            }
        }
    }
}
