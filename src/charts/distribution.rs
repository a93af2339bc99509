//! Our place among all authorities: a dot for each, the middle half on a pale ground, ours marked and named.

use rust_decimal::Decimal;

use crate::figures::published::Quantity;

use super::axis::{self, Axis};
use super::backend::{Canvas, Region};
use super::{Anchor, Chart, Content, Distribution, Frame, Kind, Part, Role, Scene, lettering, style, words};

/// The kind.
pub const KIND: Kind = Kind { name: "distribution", draw, summary, reading, notes };

/// What a distribution says in five published figures.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spread {
    /// The lowest.
    pub lowest: Quantity,
    /// A quarter are at or below it.
    pub lower_quartile: Quantity,
    /// Half are at or below it.
    pub median: Quantity,
    /// Three quarters are at or below it.
    pub upper_quartile: Quantity,
    /// The highest.
    pub highest: Quantity,
    /// Of how many.
    pub count: usize,
}

/// Every published figure in rising order, ours among them.
fn sorted(distribution: &Distribution) -> Vec<Quantity> {
    let mut figures = distribution.others.clone();
    figures.extend(distribution.value.shown());
    figures.sort_by_key(|figure| figure.value());
    figures
}

/// The five figures; nothing when none is published. Quartiles are taken half way between neighbours in proportion (the
/// method of spreadsheets), and rounded as the figures are.
pub fn five_figures(distribution: &Distribution) -> Option<Spread> {
    let figures = sorted(distribution);
    let (first, last) = (figures.first()?, figures.last()?);
    let quartile = |quarters: usize| {
        let steps = quarters * (figures.len() - 1);
        let (below, share) = (figures[steps / 4], steps % 4);
        let above = figures.get(steps / 4 + 1).unwrap_or(&below);
        let part = Decimal::new(25 * share as i64, 2);
        let value = below.value() + (above.value() - below.value()) * part;
        Quantity::rounded(value, below.unit(), below.decimals())
    };
    Some(Spread {
        lowest: *first,
        lower_quartile: quartile(1),
        median: quartile(2),
        upper_quartile: quartile(3),
        highest: *last,
        count: figures.len(),
    })
}

fn scale(distribution: &Distribution) -> Option<Axis> {
    let figures = sorted(distribution).into_iter().chain(distribution.reference.iter().map(|(_, figure)| *figure));
    let figures: Vec<Quantity> = figures.collect();
    let axis = Axis::of_lines(figures.iter().copied(), 5)?;
    // Dots are places, not lengths: the scale needs no empty part below the lowest, only its nearest tick.
    let low = figures.iter().map(|figure| figure.coordinate()).fold(f64::MAX, f64::min);
    let start = axis.ticks.iter().copied().filter(|tick| *tick <= low).fold(axis.from, f64::max);
    let ticks: Vec<f64> = axis.ticks.iter().copied().filter(|tick| *tick >= start).collect();
    if ticks.len() < 2 { Some(axis) } else { Some(Axis { from: start, ticks, ..axis }) }
}

/// How far apart stacks stand, in the measure's own smallest step, so that dots of neighbouring figures do not overlap.
fn stack_step(distribution: &Distribution, axis: &Axis, width: f32, least: f32) -> f64 {
    let decimals = sorted(distribution).first().map_or(0, |figure| figure.decimals());
    let unit = 0.1_f64.powi(i32::from(decimals));
    let pixels = f64::from(width) / (axis.to - axis.from).max(unit);
    let mut step = unit;
    // 1, 2, 5, 10, 20 …: steps that can be said.
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(60) {
        if step * pixels >= f64::from(least) {
            break;
        }
        step *= factor;
    }
    step
}

/// The step of [`stack_step`] in a page's wide drawing, which the notes speak of.
fn step_in(distribution: &Distribution, axis: &Axis, frame: Frame) -> f64 {
    stack_step(distribution, axis, frame.width - 2.0 * INSET * frame.text, 0.42 * frame.text)
}

/// Room at both ends for the numbers of the scale, in letters.
const INSET: f32 = 1.4;

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Distribution(distribution) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let em = frame.text;
    let small = em * style::size(Part::Scale);
    let line = 1.25 * em;
    let Some(axis) = scale(distribution) else {
        let frame = Frame { height: 5.0 * em, ..frame };
        let canvas = Canvas::new(KIND.name, frame);
        canvas.rectangle(Part::Band, Region { left: 0.0, top: 0.0, right: frame.width, bottom: frame.height });
        let text = match distribution.value.absent() {
            Some(absent) => format!("{} {}", distribution.ours, absent.symbol.shorthand()),
            None => "No figures to show".to_owned(),
        };
        canvas.text(Part::Note, (frame.width / 2.0, 2.5 * em + 0.35 * em), Anchor::Middle, &text);
        return canvas.finish();
    };
    let inset = INSET * em;
    let (left, right) = (inset, frame.width - inset);
    let span = axis.to - axis.from;
    let position = |figure: f64| left + ((figure - axis.from) / span) as f32 * (right - left);

    // Stacks of dots: where, and how many.
    let step = step_in(distribution, &axis, frame);
    let stack_of = |figure: Quantity| (figure.coordinate() / step).round();
    let mut stacks: Vec<(f64, usize)> = Vec::new();
    for figure in &distribution.others {
        let stack = stack_of(*figure);
        match stacks.binary_search_by(|(other, _)| other.total_cmp(&stack)) {
            Ok(at) => stacks[at].1 += 1,
            Err(at) => stacks.insert(at, (stack, 1)),
        }
    }
    let ours = distribution.value.shown().copied();
    let ours_stack = ours.map(stack_of);
    let below_ours =
        ours_stack.and_then(|stack| stacks.iter().find(|(other, _)| *other == stack)).map_or(0, |(_, count)| *count);
    let highest = stacks.iter().map(|(_, count)| *count).max().unwrap_or(0).max(below_ours + 1);
    let tallest = (frame.height - 7.0 * em).clamp(7.0 * em, 12.0 * em);
    let pitch = (step * f64::from((right - left) / span as f32)) as f32;
    let diameter = (0.94 * pitch).min(0.72 * em).min(tallest / highest as f32).max(0.2 * em);
    // Where there are more than can stand on each other they overlap, rather than grow out of the page.
    let rise = diameter.min(tallest / highest as f32);
    let radius = 0.47 * diameter;

    // Words above: ours in the lower row, beside its mark; what stands for all in the upper one.
    let reference = distribution.reference.as_ref();
    let labels = labels(distribution, &position, frame);
    let head = labels.iter().map(|label| label.row + 1).max().unwrap_or(0) as f32 * line;
    let top = head + 0.3 * em;
    let bottom = top + (highest as f32 * rise + 1.1 * em).max(3.5 * em);
    let five = five_figures(distribution);
    let has_caption = five.is_some_and(|five| has_middle(&five)) || axis::caption(chart.unit).is_some();
    let caption = five.filter(has_middle).map(|five| {
        let (low, high) = (words::value(five.lower_quartile), words::value(five.upper_quartile));
        lettering::lines(&format!("Middle half of authorities: {low} to {high}"), frame.width, small, false)
    });
    let caption_lines = caption.as_ref().map_or(1, Vec::len) as f32;
    let caption_room = if has_caption { (0.6 + 1.3 * caption_lines) * small } else { 0.0 };
    let frame = Frame { height: bottom + 0.4 * em + 1.3 * small + caption_room + 0.3 * em, ..frame };

    let canvas = Canvas::new(KIND.name, frame);
    if let Some(five) = five.filter(has_middle) {
        let (from, to) = (position(five.lower_quartile.coordinate()), position(five.upper_quartile.coordinate()));
        canvas.rectangle(Part::Band, Region { left: from, top, right: to.max(from + 1.0), bottom });
    }
    let region = Region { left, top, right, bottom };
    let ticks = axis.ticks.clone();
    let label_of = |tick: f64| axis.label(tick, chart.unit);
    let plot = canvas.plot(region, axis.clone(), Axis::plain(0.0, 1.0));
    canvas.line(Part::Base, &[(0.0, bottom), (frame.width, bottom)]);
    let widest = ticks.iter().map(|tick| lettering::width(&label_of(*tick), small, false)).fold(0.0, f32::max);
    let apart = (right - left) / (ticks.len().max(2) - 1) as f32;
    let every = ((widest + 0.8 * em) / apart).ceil().max(1.0) as usize;
    for tick in ticks.iter().step_by(every) {
        let (x, _) = plot.place((*tick, 0.0));
        canvas.line(Part::Base, &[(x, bottom), (x, bottom + 0.3 * em)]);
        canvas.text(Part::Scale, (x, bottom + 0.4 * em + small), Anchor::Middle, &label_of(*tick));
    }
    if let Some((_, figure)) = reference {
        let x = position(figure.coordinate());
        let from = labels.iter().find(|label| label.part == Part::Name(Role::Comparator)).map_or(top, |l| l.foot(line));
        canvas.line(Part::Reference, &[(x, from), (x, bottom)]);
    }
    // Dots stand on the base line; their places are the published figures, to the step of a stack.
    let place_of = |stack: f64, at: usize| (position(stack * step), bottom - 0.25 * em - (at as f32 + 0.5) * rise);
    for (stack, count) in &stacks {
        for at in 0..*count {
            canvas.point(Part::Dot, place_of(*stack, at), radius);
        }
    }
    if let Some(stack) = ours_stack {
        let (x, y) = place_of(stack, below_ours);
        let y = y - 0.15 * em;
        if let Some(label) = labels.iter().find(|label| label.part == Part::Label(0, Role::Ours)) {
            canvas.line(Part::Leader, &[(x, label.foot(line)), (x, y - 0.4 * em)]);
        }
        canvas.point(Part::Marker(0, Role::Ours), (x, y), 0.42 * em);
    }
    for label in &labels {
        let y = label.row as f32 * line + 0.95 * em;
        canvas.text(label.part, (label.x, y), label.anchor, &label.text);
    }
    let caption_y = bottom + 0.4 * em + 1.3 * small + 1.25 * small;
    if let Some(five) = five.filter(has_middle) {
        let lines = caption.unwrap_or_default();
        let half = lines.iter().map(|line| lettering::width(line, small, false)).fold(0.0, f32::max) / 2.0;
        let (from, to) = (position(five.lower_quartile.coordinate()), position(five.upper_quartile.coordinate()));
        let x = ((from + to) / 2.0).clamp(half, (frame.width - half).max(half));
        for (at, words) in lines.iter().enumerate() {
            canvas.text(Part::Note, (x, caption_y + at as f32 * 1.3 * small), Anchor::Middle, words);
        }
    } else if let Some(caption) = axis::caption(chart.unit) {
        canvas.text(Part::Note, (frame.width / 2.0, caption_y), Anchor::Middle, caption);
    }
    canvas.finish()
}

/// Whether there are enough different figures for a middle half to mean something.
fn has_middle(five: &Spread) -> bool {
    five.count >= 4 && five.lower_quartile != five.upper_quartile
}

/// Words above the dots.
struct Label {
    part: Part,
    text: String,
    x: f32,
    anchor: Anchor,
    row: usize,
}

impl Label {
    /// Where its leader starts.
    fn foot(&self, line: f32) -> f32 {
        (self.row + 1) as f32 * line
    }
}

/// Ours and the reference, each turned away from the other, so that neither lies over the other's line. When one has no
/// room on its side it takes the upper row for itself.
fn labels(distribution: &Distribution, position: &dyn Fn(f64) -> f32, frame: Frame) -> Vec<Label> {
    let em = frame.text;
    let place = |part: Part, text: String, x: f32, to_the_left: bool| {
        let width = lettering::width(&text, em, style::is_bold(part));
        let beside = 0.3 * em;
        let turned = if to_the_left { x - beside - width >= 0.0 } else { x + beside + width <= frame.width };
        let (x, anchor) = match (turned, to_the_left) {
            (true, true) => (x - beside, Anchor::End),
            (true, false) => (x + beside, Anchor::Start),
            (false, _) => ((x - width / 2.0).clamp(0.0, (frame.width - width).max(0.0)), Anchor::Start),
        };
        (Label { part, text, x, anchor, row: 0 }, turned)
    };
    let reference = distribution.reference.as_ref();
    let ours_at = distribution.value.shown().map(|figure| figure.coordinate());
    let reference_at = reference.map(|(_, figure)| figure.coordinate());
    let ours_is_left = matches!((ours_at, reference_at), (Some(ours), Some(reference)) if ours < reference);
    let mut labels = Vec::new();
    let mut all_turned = true;
    if let Some((name, figure)) = reference {
        let text = format!("{name} {}", words::value(*figure));
        let (label, turned) = place(Part::Name(Role::Comparator), text, position(figure.coordinate()), !ours_is_left);
        all_turned &= turned || ours_at.is_none();
        labels.push(label);
    }
    match &distribution.value.shown() {
        Some(figure) => {
            let text = format!("{} {}", distribution.ours, words::value(**figure));
            let x = position(figure.coordinate());
            let (mut label, turned) = place(Part::Label(0, Role::Ours), text, x, ours_is_left);
            // Ours goes below when the reference needs the row, above when it is ours that has no room.
            if !(all_turned && turned) && reference.is_some() {
                if turned {
                    label.row = 1;
                } else if let Some(first) = labels.first_mut() {
                    first.row = 1;
                }
            }
            labels.push(label);
        }
        None => {
            if let Some(absent) = distribution.value.absent() {
                let symbol = absent.symbol.shorthand();
                let long = format!("{}: {symbol} {}", distribution.ours, words::short(absent.symbol));
                let fits = lettering::width(&long, em, style::is_bold(Part::Name(Role::Ours))) <= frame.width;
                let text = if fits { long } else { format!("{}: {symbol}", distribution.ours) };
                if let Some(first) = labels.first_mut() {
                    first.row = 1;
                }
                labels.push(Label { part: Part::Name(Role::Ours), text, x: 0.0, anchor: Anchor::Start, row: 0 });
            }
        }
    }
    labels
}

fn summary(chart: &Chart) -> String {
    let Content::Distribution(distribution) = &chart.content else {
        return String::new();
    };
    let Some(five) = five_figures(distribution) else {
        let mut sentences = vec!["Chart of all authorities without figures.".to_owned()];
        sentences.extend(absence(distribution));
        return sentences.join(" ");
    };
    let authorities = words::count(five.count, "authority", "authorities");
    let mut sentences = vec![format!("Dot chart of {authorities} in {}.", distribution.period.in_words())];
    if let Some(figure) = distribution.value.shown() {
        sentences.push(standing(chart, distribution, *figure, &five));
        if let Some((name, reference)) = &distribution.reference {
            let gap = words::against(*figure, name, *reference);
            sentences.push(format!("That is {gap}."));
        }
    } else {
        sentences.extend(absence(distribution));
        if let Some((name, reference)) = &distribution.reference {
            sentences.push(format!("{name} is {}.", reference.text()));
        }
    }
    if five.lowest == five.highest && five.count > 1 && distribution.value.absent().is_some() {
        sentences.push(format!("Every one is {}.", five.lowest.text()));
    } else if five.lowest == five.highest {
        // It has been said where ours stands.
    } else if five.count >= 4 {
        sentences.push(format!(
            "Half of the authorities lie between {} and {}; the lowest is {} and the highest {}.",
            five.lower_quartile.text(),
            five.upper_quartile.text(),
            five.lowest.text(),
            five.highest.text()
        ));
    } else if five.count > 1 {
        sentences.push(format!("The lowest is {} and the highest {}.", five.lowest.text(), five.highest.text()));
    }
    sentences.extend(without(distribution));
    sentences.join(" ")
}

/// Ours' place among those with a figure, counted from the better end when there is one.
fn standing(chart: &Chart, distribution: &Distribution, figure: Quantity, five: &Spread) -> String {
    let ours = &distribution.ours;
    if five.count == 1 {
        return format!("Only {ours} has a figure: {}.", figure.text());
    }
    let Some(rank) = words::rank(figure, &sorted(distribution), chart.polarity) else {
        return format!("{ours} is {}, as all others are.", figure.text());
    };
    // Whoever is first or last need not be told in which quarter that is.
    let end = figure == five.lowest || figure == five.highest;
    let quarter = if five.count < 8 || end || !has_middle(five) {
        ""
    } else if figure.value() < five.lower_quartile.value() {
        ", in the lowest quarter"
    } else if figure.value() > five.upper_quartile.value() {
        ", in the highest quarter"
    } else {
        ", in the middle half"
    };
    format!("{ours} at {} is {rank} of {}{quarter}.", figure.text(), five.count)
}

fn absence(distribution: &Distribution) -> Option<String> {
    let absent = distribution.value.absent()?;
    Some(format!("No figure for {}: {}.", distribution.ours, words::absence(absent)))
}

fn without(distribution: &Distribution) -> Option<String> {
    match distribution.without {
        0 => None,
        1 => Some("One other authority has no published figure.".to_owned()),
        many => Some(format!("{many} other authorities have no published figure.")),
    }
}

fn reading(chart: &Chart) -> Vec<String> {
    let Content::Distribution(distribution) = &chart.content else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    if let Some(axis) = scale(distribution) {
        notes.push("Each dot is an authority with a published figure.".to_owned());
        if !axis.starts_at_nought() {
            notes.push(words::scale_note(&axis.label(axis.from, chart.unit)));
        }
    }
    notes
}

fn notes(chart: &Chart) -> Vec<String> {
    let Content::Distribution(distribution) = &chart.content else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    if let Some(absent) = distribution.value.absent() {
        notes.push(format!("{} {}: {}.", absent.symbol.shorthand(), words::absence(absent), distribution.ours));
    }
    notes.extend(without(distribution));
    notes
}
