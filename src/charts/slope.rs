//! Two years side by side: a line from each figure of the earlier year to that of the later, so that what rose, what fell
//! and what changed places is seen at once.
//!
//! A line needs both of its figures and no break between the years; a lone figure keeps its mark and its words.

use crate::figures::published::{Difference, Direction, Published, Quantity};
use crate::vocabulary::Period;

use super::axis::Axis;
use super::backend::{Canvas, Region};
use super::key::Key;
use super::spread::{Wish, spread};
use super::{Anchor, Chart, Content, Frame, Kind, Part, Role, Scene, Slope, SlopeLine, lettering, style, words};

/// The kind.
pub const KIND: Kind = Kind { name: "slope", draw, summary, reading, notes };

/// How many letters wide a drawing must be for names beside the marks.
const TINY: f32 = 14.0;

/// The height of a line of a label, in letters.
const LINE: f32 = 1.25;

/// Words beside a mark on one of the two sides.
struct Label {
    part: Part,
    lines: Vec<String>,
    figure: f64,
}

impl Label {
    fn width(&self, em: f32) -> f32 {
        self.lines.iter().map(|line| lettering::width(line, em, style::is_bold(self.part))).fold(0.0, f32::max)
    }
}

/// Whether some lines are ours and others are not: where all are alike none is heavier.
fn is_mixed(slope: &Slope) -> bool {
    let ours = slope.lines.iter().filter(|line| line.role == Role::Ours).count();
    ours > 0 && ours < slope.lines.len()
}

fn role(slope: &Slope, line: &SlopeLine) -> Role {
    if is_mixed(slope) { line.role } else { Role::Comparator }
}

/// The labels of one side, without names where a key above has them. The name stands beside the later figure; beside the earlier where there is no later one.
fn labels(slope: &Slope, later: bool, named_here: bool, room: f32, em: f32) -> Vec<Label> {
    let mut labels = Vec::new();
    for (at, line) in slope.lines.iter().enumerate() {
        let (value, named) = if later { (&line.to, true) } else { (&line.from, line.to.shown().is_none()) };
        let Some(figure) = value.shown() else { continue };
        let part = Part::Label(at as u8, role(slope, line));
        let number = words::value(*figure);
        let text = match (named && named_here, later) {
            (true, true) => format!("{number} {}", line.label),
            (true, false) => format!("{} {number}", line.label),
            (false, _) => number,
        };
        let lines = lettering::lines(&text, room, em, style::is_bold(part));
        labels.push(Label { part, lines, figure: figure.coordinate() });
    }
    labels
}

/// What is not there, a sentence each, to stand below the lines.
fn missing(slope: &Slope) -> Vec<String> {
    let mut missing = Vec::new();
    for line in &slope.lines {
        for (period, value) in [(slope.from, &line.from), (slope.to, &line.to)] {
            if let Some(absent) = value.absent() {
                let (symbol, words) = (absent.symbol.shorthand(), words::short(absent.symbol));
                missing.push(format!("{}, {period}: {symbol} {words}", line.label));
            }
        }
    }
    missing
}

fn figures(slope: &Slope) -> impl Iterator<Item = Quantity> {
    slope.lines.iter().flat_map(|line| [&line.from, &line.to]).filter_map(Published::shown).copied()
}

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Slope(slope) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let em = frame.text;
    let small = em * style::size(Part::Note);
    let missing: Vec<String> =
        missing(slope).iter().flat_map(|words| lettering::lines(words, frame.width, small, false)).collect();
    let foot = if missing.is_empty() { 0.4 * em } else { 0.9 * em + missing.len() as f32 * 1.3 * small };
    let (low, high) = figures(slope)
        .map(Quantity::coordinate)
        .fold((f64::MAX, f64::MIN), |(low, high), figure| (low.min(figure), high.max(figure)));
    if low > high {
        let canvas = Canvas::new(KIND.name, Frame { height: 2.4 * em + foot, ..frame });
        canvas.text(Part::Note, (0.0, 1.2 * em), Anchor::Start, "No figures to show");
        write_missing(&canvas, &missing, 1.8 * em, small);
        return canvas.finish();
    }

    // Where letters are so large that names would be cut into pieces they stand above, with samples of their lines.
    let tiny = frame.width < TINY * em;
    let named = slope.lines.iter().filter(|_| tiny).map(|line| (&*line.label, role(slope, line)));
    let key = Key::new(named, frame.width, em);
    let widest = |labels: &[Label]| labels.iter().map(|label| label.width(em)).fold(0.0, f32::max);
    let half = |period: Period| lettering::width(&period.to_string(), em, true) / 2.0;
    let apart = if tiny { em } else { (half(slope.from) + half(slope.to) + 0.6 * em).max(3.0 * em) };
    let beside = if tiny { 0.9 * em } else { 1.1 * em };
    let before = labels(slope, false, !tiny, if tiny { frame.width } else { 0.3 * frame.width }, em);
    let left = (widest(&before) + beside).max(if tiny { 0.0 } else { half(slope.from) });
    let share = frame.width * if frame.is_narrow() { 0.42 } else { 0.4 };
    let share = if tiny { frame.width } else { share.min(frame.width - left - apart - 1.1 * em) };
    let after = labels(slope, true, !tiny, share, em);
    let edge = frame.width - if tiny { 0.0 } else { half(slope.to) };
    let right = (frame.width - widest(&after) - beside).min(edge).min(left + 22.0 * em);
    let right = right.max(left + apart);

    let broken = slope.broken.is_some();
    let words = if broken {
        lettering::lines("Not comparable", if tiny { frame.width } else { right - left }, small, false)
    } else {
        Vec::new()
    };
    let above = key.height(em);
    let head = above + 1.7 * em + words.len() as f32 * 1.2 * small + 0.6 * em;
    let height =
        |labels: &[Label]| labels.iter().map(|label| (label.lines.len() as f32 * LINE + 0.15) * em).sum::<f32>();
    let room = (frame.height - head - foot).max(height(&before)).max(height(&after)).max(6.0 * em);
    let bottom = head + room;
    let canvas = Canvas::new(KIND.name, Frame { height: bottom + 0.5 * em + foot, ..frame });
    let region = Region { left, top: head, right, bottom };
    let y = if low < high { Axis::plain(low, high) } else { Axis::plain(low - 1.0, low + 1.0) };
    let mut plot = canvas.plot(region, Axis::plain(0.0, 1.0), y);

    key.draw(&canvas, em);
    for (x, period, far) in [(left, slope.from, Anchor::Start), (right, slope.to, Anchor::End)] {
        canvas.line(Part::Base, &[(x, head - 0.5 * em), (x, bottom + 0.5 * em)]);
        // In little room the years keep to the edges, or they would touch.
        let edge = if far == Anchor::Start { 0.0 } else { frame.width };
        let (x, anchor) = if tiny { (edge, far) } else { (x, Anchor::Middle) };
        canvas.text(Part::Heading, (x, above + 1.05 * em), anchor, &period.to_string());
    }
    if broken {
        let middle = (left + right) / 2.0;
        for (at, words) in words.iter().enumerate() {
            let y = above + 1.7 * em + (at as f32 * 1.2 + 0.9) * small;
            canvas.text(Part::Note, (if tiny { frame.width / 2.0 } else { middle }, y), Anchor::Middle, words);
        }
        canvas.line(Part::Break, &[(middle, head - 0.35 * em), (middle, bottom + 0.5 * em)]);
    }
    // Ours last, so that it lies on top.
    for drawn in [Role::Comparator, Role::Ours] {
        for (at, line) in slope.lines.iter().enumerate().filter(|(_, line)| role(slope, line) == drawn) {
            let ends = (line.from.shown().copied(), line.to.shown().copied());
            if let ((Some(from), Some(to)), false) = (ends, broken) {
                plot.line(Part::Line(at as u8, drawn), &[(0.0, from.coordinate()), (1.0, to.coordinate())]);
            }
            let radius = em * if drawn == Role::Ours { 0.36 } else { 0.3 };
            for (x, figure) in [(0.0, ends.0), (1.0, ends.1)] {
                if let Some(figure) = figure {
                    plot.point(Part::Marker(at as u8, drawn), (x, figure.coordinate()), radius);
                }
            }
        }
    }
    for (labels, x, side) in [(&before, left, -1.0), (&after, right, 1.0)] {
        let ends: Vec<f32> = labels.iter().map(|label| plot.place((0.0, label.figure)).1).collect();
        let wish =
            |(label, end): (&Label, &f32)| Wish { middle: *end, height: (label.lines.len() as f32 * LINE + 0.15) * em };
        let wishes: Vec<Wish> = labels.iter().zip(&ends).map(wish).collect();
        let middles = spread(&wishes, head - 0.7 * em, bottom + 0.7 * em);
        for (label, (end, middle)) in labels.iter().zip(ends.iter().zip(&middles)) {
            if (middle - end).abs() > 0.5 * em {
                let places = [(x + side * 0.45 * em, *end), (x + side * (beside - 0.2 * em), *middle)];
                canvas.line(Part::Leader, &places);
            }
            let first = middle - (label.lines.len() as f32 - 1.0) * LINE * em / 2.0 + 0.35 * em;
            let anchor = if side < 0.0 { Anchor::End } else { Anchor::Start };
            for (at, words) in label.lines.iter().enumerate() {
                canvas.text(
                    label.part,
                    (x + side * (beside - 0.05 * em), first + at as f32 * LINE * em),
                    anchor,
                    words,
                );
            }
        }
    }
    write_missing(&canvas, &missing, bottom + 1.1 * em, small);
    canvas.finish()
}

fn write_missing(canvas: &Canvas, missing: &[String], top: f32, small: f32) {
    for (at, words) in missing.iter().enumerate() {
        canvas.text(Part::Note, (0.0, top + (at as f32 * 1.3 + 0.95) * small), Anchor::Start, words);
    }
}

fn summary(chart: &Chart) -> String {
    let Content::Slope(slope) = &chart.content else {
        return String::new();
    };
    let names: Vec<&str> = slope.lines.iter().map(|line| &*line.label).collect();
    let (from, to) = (slope.from.briefly(), slope.to.briefly());
    let mut sentences = vec![match names.len() {
        0 => "Slope chart without figures.".to_owned(),
        many => {
            let lines = words::count(many, "line", "lines");
            format!("Slope chart with {lines} {}: {}.", slope.from.until(slope.to), words::list(&names))
        }
    }];
    for line in &slope.lines {
        let name = &line.label;
        match (line.from.shown(), line.to.shown()) {
            (Some(before), Some(after)) if slope.broken.is_some() => {
                sentences.push(format!("{name} was {} in {from} and {} in {to}.", before.text(), after.text()));
            }
            (Some(before), Some(after)) => {
                let change = Difference::between(*before, *after);
                let verb = match change.direction() {
                    Direction::More => "rose",
                    Direction::Less => "fell",
                    Direction::Same => {
                        sentences.push(format!("{name} stayed at {}.", after.text()));
                        continue;
                    }
                };
                sentences.push(format!(
                    "{name} {verb} from {} to {}, {}.",
                    before.text(),
                    after.text(),
                    change.as_change()
                ));
            }
            (Some(only), None) => sentences.push(format!("{name} was {} in {from}.", only.text())),
            (None, Some(only)) => sentences.push(format!("{name} was {} in {to}.", only.text())),
            (None, None) => {}
        }
    }
    let ours = slope.lines.iter().find(|line| is_mixed(slope) && line.role == Role::Ours);
    if let Some((ours, figure)) = ours.and_then(|line| Some((line, *line.to.shown()?))) {
        let others = slope.lines.iter().filter(|line| line.role == Role::Comparator);
        let gaps = others.filter_map(|line| Some(words::against(figure, &line.label, *line.to.shown()?)));
        let gaps: Vec<String> = gaps.collect();
        if !gaps.is_empty() {
            sentences.push(format!("In {to} {} stood {}.", ours.label, words::list(&gaps)));
        }
    }
    if let Some((period, reason)) = &slope.broken {
        sentences.push(words::break_note(*period, reason));
    }
    sentences.extend(absences(slope).sentences());
    sentences.join(" ")
}

fn absences(slope: &Slope) -> words::Gathered {
    words::gather(slope.lines.iter().map(|line| {
        let ends = [(slope.from, line.from.absent()), (slope.to, line.to.absent())];
        (&*line.label, ends.into_iter().filter_map(|(period, absent)| Some((period, absent?))).collect())
    }))
}

fn reading(chart: &Chart) -> Vec<String> {
    match &chart.content {
        Content::Slope(slope) if figures(slope).next().is_some() => {
            vec!["The lines do not start at nought: each mark has its figure.".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn notes(chart: &Chart) -> Vec<String> {
    let Content::Slope(slope) = &chart.content else {
        return Vec::new();
    };
    let mut notes: Vec<String> =
        slope.broken.iter().map(|(period, reason)| words::break_note(*period, reason)).collect();
    notes.extend(absences(slope).notes());
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::fixture;
    use crate::vocabulary::Unit;

    fn lines(chart: &Chart) -> usize {
        draw(chart, Frame::WIDE).marks().filter(|(part, _)| matches!(part, Part::Line(..))).count()
    }

    #[test]
    fn a_line_needs_both_figures_and_no_break() {
        let mut chart =
            fixture::slope(Unit::Percent, &[("*Ourshire", "53 67"), ("Marl", "c 60"), ("England", "54 62")]);
        assert_eq!(lines(&chart), 2);
        if let Content::Slope(slope) = &mut chart.content {
            slope.broken = Some((fixture::year(2023), "New assessments.".into()));
        }
        assert_eq!(lines(&chart), 0);
        assert!(!summary(&chart).contains("rose"), "nothing rises across a break: {}", summary(&chart));
    }

    #[test]
    fn the_words_say_what_rose_and_where_ours_stands() {
        let chart = fixture::slope(Unit::Percent, &[("*Ourshire", "53 67"), ("Marl", "c 60"), ("England", "64 62")]);
        assert_eq!(
            summary(&chart),
            "Slope chart with 3 lines between the 2022 to 2023 and 2023 to 2024 academic years: Ourshire, Marl and England. \
             Ourshire rose from 53% to 67%, up 14 percentage points. Marl was 60% in 2023 to 2024. England fell from 64% to \
             62%, down 2 percentage points. In 2023 to 2024 Ourshire stood 7 percentage points above Marl (60%) and 5 \
             percentage points above England (62%). No figure for Marl in the 2022 to 2023 academic year: withheld to \
             protect people."
        );
    }
}
