//! Two groups over years, joined in each year: the length of the join is the gap.

use crate::figures::published::{Absent, Difference, Direction, Published, Quantity};
use crate::vocabulary::{Period, Unit, lower_first};

use super::axis::Axis;
use super::backend::{Canvas, Plot, Region};
use super::{Anchor, Chart, Content, Frame, GapOverYears, Kind, Part, Role, Scene, lettering, style, words};

/// The kind.
pub const KIND: Kind = Kind { name: "gap", draw, summary, reading, notes };

/// The first group is drawn in dark blue and the second in orange: of two colours of the palette, the pair that the
/// Government Analysis Function names.
const FIRST: (Part, Part) = (Part::Marker(0, Role::Ours), Part::Label(0, Role::Ours));
const SECOND: (Part, Part) = (Part::Marker(3, Role::Comparator), Part::Label(3, Role::Comparator));

fn both(first: &Published<Quantity>, second: &Published<Quantity>) -> Option<(Quantity, Quantity)> {
    Some((*first.shown()?, *second.shown()?))
}

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Gap(gap) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let em = frame.text;
    let line = 1.2 * em;
    let width_of = |text: &str| lettering::width(text, em, false);
    let figures =
        || gap.years.iter().flat_map(|(_, first, second)| [first, second]).filter_map(Published::shown).copied();

    // Columns from the left: the year, the number on the left, the marks, the number on the right, the gap.
    let year = gap.years.iter().map(|(period, ..)| width_of(&period.to_string())).fold(0.0, f32::max) + 0.9 * em;
    let number = figures().map(|figure| width_of(&words::value(figure))).fold(0.0, f32::max) + 0.7 * em;
    let gaps = gap.years.iter().filter_map(|(_, first, second)| both(first, second));
    let sizes: Vec<String> = gaps.map(|(first, second)| Difference::between(second, first).size().number()).collect();
    let widest = sizes.iter().map(|size| width_of(size)).fold(0.0, f32::max);
    let column = if sizes.is_empty() { 0.0 } else { widest.max(lettering::width("Gap", em, false)) + 1.0 * em };
    // In little room a year stands above its marks; in less still the gap is left to the table.
    let above = frame.width - year - 2.0 * number - column < 5.0 * em;
    let year = if above { 0.0 } else { year };
    let column = if frame.width - year - 2.0 * number - column < 3.0 * em { 0.0 } else { column };
    let (left, right) = (year + number, (frame.width - column - number).max(year + number + 1.0 * em));

    let mut names = names(gap, (left, right), frame);
    let header = names.iter().map(|name| name.lines.len()).max().unwrap_or(1) as f32 * line + 0.35 * em;
    let pitch = if above { 3.1 * em } else { 1.75 * em };
    let frame = Frame { height: header + pitch * gap.years.len().max(1) as f32 + 0.2 * em, ..frame };

    let canvas = Canvas::new(KIND.name, frame);
    let (low, high) = figures()
        .map(Quantity::coordinate)
        .fold((f64::MAX, f64::MIN), |(low, high), figure| (low.min(figure), high.max(figure)));
    let axis = if low < high { Axis::plain(low, high) } else { Axis::plain(low.min(high) - 1.0, low.min(high) + 1.0) };
    let height = f64::from(frame.height);
    let region = Region { left, top: 0.0, right, bottom: frame.height };
    let plot = canvas.plot(region, axis, Axis { from: height, to: 0.0, ticks: Vec::new(), decimals: 0 });
    let top = |at: usize| header + pitch * at as f32;
    let middle = |at: usize| top(at) + if above { 2.15 * em } else { pitch / 2.0 };

    // White room and thin lines part the years; the marks need no scale, since each has its number.
    for at in 0..gap.years.len() {
        canvas.line(Part::Grid, &[(0.0, top(at)), (frame.width, top(at))]);
    }
    for (at, (_, first, second)) in gap.years.iter().enumerate() {
        if let Some((first, second)) = both(first, second)
            && first != second
        {
            let y = f64::from(middle(at));
            plot.rule(Part::Join, (first.coordinate(), y), (second.coordinate(), y));
        }
    }
    for (at, (_, first, second)) in gap.years.iter().enumerate() {
        let groups = [(FIRST.0, first), (SECOND.0, second)];
        // The second first, so that the one that the report is about lies on top where they meet.
        let meet = both(first, second).is_some_and(|(first, second)| first == second);
        for (part, value) in groups.into_iter().rev() {
            if let Some(figure) = value.shown() {
                // Where they meet the second is larger, so that it is seen round the first.
                let radius = if meet && part == SECOND.0 { 0.62 * em } else { 0.42 * em };
                plot.point(part, (figure.coordinate(), f64::from(middle(at))), radius);
            }
        }
    }
    for name in &mut names {
        for (at, words) in name.lines.iter().enumerate() {
            let y = header - 0.35 * em - (name.lines.len() - at) as f32 * line + 0.95 * em;
            canvas.text(name.part, (name.x, y), name.anchor, words);
        }
    }
    if column > 0.0 {
        canvas.text(Part::Scale, (frame.width, header - 0.35 * em - line + 0.95 * em), Anchor::End, "Gap");
    }
    for (at, (period, first, second)) in gap.years.iter().enumerate() {
        let y = middle(at) + 0.35 * em;
        let year = if above { top(at) + 1.2 * em } else { y };
        canvas.text(Part::Scale, (0.0, year), Anchor::Start, &period.to_string());
        draw_numbers(&canvas, &plot, gap, (first, second), (middle(at), em), (left, frame.width - column));
        if let (true, Some((first, second))) = (column > 0.0, both(first, second)) {
            let size = Difference::between(second, first).size().number();
            canvas.text(Part::Value(Role::Comparator), (frame.width, y), Anchor::End, &size);
        }
    }
    canvas.finish()
}

/// The numbers outside the marks of one year, and words for what is not there.
fn draw_numbers(
    canvas: &Canvas,
    plot: &Plot,
    gap: &GapOverYears,
    (first, second): (&Published<Quantity>, &Published<Quantity>),
    (middle, em): (f32, f32),
    (left, right): (f32, f32),
) {
    let y = middle + 0.35 * em;
    let small = em * style::size(Part::Note);
    let beside = 0.7 * em;
    let place = |figure: Quantity| plot.place((figure.coordinate(), 0.0)).0;
    let value = Part::Value(Role::Comparator);
    match (first, second) {
        (Published::Shown(first), Published::Shown(second)) => {
            let (first, second) = (*first.get(), *second.get());
            let (low, high) = if first.value() <= second.value() { (first, second) } else { (second, first) };
            canvas.text(value, (place(low) - beside, y), Anchor::End, &words::value(low));
            canvas.text(value, (place(high) + beside, y), Anchor::Start, &words::value(high));
        }
        (Published::Absent(first), Published::Absent(second)) => {
            let fits = |text: &str| left + lettering::width(text, small, false) <= right;
            let (a, b) = (first.symbol.shorthand(), second.symbol.shorthand());
            let text = if first.symbol == second.symbol {
                Some(format!("{a} {}", words::short(first.symbol))).filter(|text| fits(text)).unwrap_or(a.to_owned())
            } else {
                let long = format!("{} {a}, {} {b}", gap.first, gap.second);
                Some(long).filter(|text| fits(text)).unwrap_or_else(|| format!("{a}, {b}"))
            };
            canvas.text(Part::Note, (left, y), Anchor::Start, &text);
        }
        (Published::Shown(figure), Published::Absent(absent)) => {
            beside_one(
                canvas,
                *figure.get(),
                place(*figure.get()),
                (&gap.second, absent),
                (y, em),
                (left, right),
                small,
            );
        }
        (Published::Absent(absent), Published::Shown(figure)) => {
            beside_one(
                canvas,
                *figure.get(),
                place(*figure.get()),
                (&gap.first, absent),
                (y, em),
                (left, right),
                small,
            );
        }
    }
}

/// One number with the symbol of the other on the side that has more room.
fn beside_one(
    canvas: &Canvas,
    figure: Quantity,
    x: f32,
    (name, absent): (&str, &Absent),
    (y, em): (f32, f32),
    (left, right): (f32, f32),
    small: f32,
) {
    let beside = 0.7 * em;
    let text = words::value(figure);
    let width = lettering::width(&text, em, false);
    let value = Part::Value(Role::Comparator);
    let symbol = absent.symbol.shorthand();
    let long = format!("{name} {symbol}");
    let room_after = right - (x + 2.0 * beside + width);
    let room_before = x - 2.0 * beside - width - left;
    let fits = |room: f32| lettering::width(&long, small, false) <= room;
    let words = if fits(room_after.max(room_before)) { long.as_str() } else { symbol };
    if room_after >= room_before {
        canvas.text(value, (x + beside, y), Anchor::Start, &text);
        canvas.text(Part::Note, (x + 2.0 * beside + width, y), Anchor::Start, words);
    } else {
        canvas.text(value, (x - beside, y), Anchor::End, &text);
        canvas.text(Part::Note, (x - 2.0 * beside - width, y), Anchor::End, words);
    }
}

/// The name of a group above its marks.
struct Name {
    part: Part,
    lines: Vec<String>,
    x: f32,
    anchor: Anchor,
}

/// The names stand over the two sides of the marks, on the side where the group is in the first year that has both.
fn names(gap: &GapOverYears, (left, right): (f32, f32), frame: Frame) -> Vec<Name> {
    let em = frame.text;
    let first_is_low = gap
        .years
        .iter()
        .find_map(|(_, first, second)| both(first, second))
        .is_none_or(|(first, second)| first.value() <= second.value());
    let groups = [(FIRST.1, &gap.first), (SECOND.1, &gap.second)];
    let (low, high) = if first_is_low { (groups[0], groups[1]) } else { (groups[1], groups[0]) };
    let room = (right - left) / 2.0 - 0.4 * em;
    // In little room a word would be broken: then the names stand below each other, each over the whole width.
    let word = |(part, text): &(Part, &std::sync::Arc<str>)| {
        let words = text.split_whitespace().map(|word| lettering::width(word, em, style::is_bold(*part)));
        words.fold(0.0, f32::max)
    };
    if word(&low).max(word(&high)) > room {
        let room = frame.width - 1.5 * em;
        let lines = |(part, text): (Part, &std::sync::Arc<str>)| lettering::lines(text, room, em, style::is_bold(part));
        let (mut first, mut second) = (lines(low), lines(high));
        let (above, below) = (first.len(), second.len());
        first.extend(std::iter::repeat_n(String::new(), below));
        second.splice(0..0, std::iter::repeat_n(String::new(), above));
        let foot = frame.width.min(right + 3.0 * em);
        return vec![
            Name { part: low.0, lines: first, x: 0.0, anchor: Anchor::Start },
            Name { part: high.0, lines: second, x: foot, anchor: Anchor::End },
        ];
    }
    let name = |(part, text): (Part, &std::sync::Arc<str>), x: f32, anchor: Anchor| Name {
        part,
        lines: lettering::lines(text, room.max(3.0 * em), em, style::is_bold(part)),
        x,
        anchor,
    };
    vec![name(low, left, Anchor::Start), name(high, right, Anchor::End)]
}

/// How the first group's figure was beside the second's: `the figure for disadvantaged pupils was 20 percentage points below
/// that for other pupils`.
fn compared(gap: &GapOverYears, difference: Difference) -> String {
    let other = format!("that for {}", lower_first(&gap.second));
    format!("the figure for {} was {}", lower_first(&gap.first), difference.as_gap(&other))
}

fn summary(chart: &Chart) -> String {
    let Content::Gap(gap) = &chart.content else {
        return String::new();
    };
    let (first, second) = (lower_first(&gap.first), lower_first(&gap.second));
    let mut sentences = Vec::new();
    sentences.push(match gap.years.as_slice() {
        [] => "Chart of the gap between two groups, without figures.".to_owned(),
        [(only, ..)] => format!("Chart of the gap between {first} and {second} in {}.", only.in_words()),
        several => {
            let years: Vec<Period> = several.iter().map(|(year, ..)| *year).collect();
            format!("Chart of the gap between {first} and {second} in {}.", Period::all_in_words(&years))
        }
    });
    let known: Vec<(Period, Quantity, Quantity)> = gap
        .years
        .iter()
        .filter_map(|(period, first, second)| both(first, second).map(|(first, second)| (*period, first, second)))
        .collect();
    if let Some((period, first, second)) = known.last() {
        let difference = Difference::between(*second, *first);
        let (a, b) = (first.text(), second.text());
        sentences.push(match difference.direction() {
            Direction::Same => format!("In {} both were {a}.", period.briefly()),
            Direction::More | Direction::Less => {
                format!("In {} {}: {a} and {b}.", period.briefly(), compared(gap, difference))
            }
        });
    }
    let sizes: Vec<(Period, Difference)> =
        known.iter().map(|(period, first, second)| (*period, Difference::between(*second, *first))).collect();
    if let [(start, was), .., (end, is)] = sizes.as_slice() {
        let (before, after) = (was.size(), is.size());
        sentences.push(match after.value().cmp(&before.value()) {
            _ if was.direction() != is.direction()
                && was.direction() != Direction::Same
                && is.direction() != Direction::Same =>
            {
                format!("In {} {}.", start.briefly(), compared(gap, *was))
            }
            std::cmp::Ordering::Greater => {
                format!("The gap widened from {} in {}.", before.difference_text(), start.briefly())
            }
            std::cmp::Ordering::Less => {
                format!("The gap narrowed from {} in {}.", before.difference_text(), start.briefly())
            }
            std::cmp::Ordering::Equal => format!("The gap was as large in {}.", start.briefly()),
        });
        let mut extremes = Vec::new();
        let widest = sizes.iter().map(|(_, gap)| gap.size().value()).max();
        let narrowest = sizes.iter().map(|(_, gap)| gap.size().value()).min();
        for (word, value) in [("widest", widest), ("narrowest", narrowest)] {
            let at: Vec<_> = sizes.iter().filter(|(_, gap)| Some(gap.size().value()) == value).collect();
            if let [(period, gap)] = at.as_slice()
                && period != start
                && period != end
            {
                extremes.push(format!("{word} in {} ({})", period.briefly(), gap.size().difference_text()));
            }
        }
        if !extremes.is_empty() {
            sentences.push(format!("It was {}.", words::list(&extremes)));
        }
    }
    sentences.extend(absences(gap).sentences());
    sentences.join(" ")
}

fn absences(gap: &GapOverYears) -> words::Gathered {
    let of = |name, value: fn(&(Period, Published<Quantity>, Published<Quantity>)) -> &Published<Quantity>| {
        (name, gap.years.iter().filter_map(|year| Some((year.0, value(year).absent()?))).collect())
    };
    words::gather([of(&*gap.first, |year| &year.1), of(&*gap.second, |year| &year.2)].into_iter())
}

fn reading(chart: &Chart) -> Vec<String> {
    let Content::Gap(gap) = &chart.content else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    if gap.years.iter().any(|(_, first, second)| both(first, second).is_some()) {
        let unit = match chart.unit {
            Unit::Percent => " The gap is in percentage points.",
            _ => "",
        };
        notes.push(format!(
            "The distance between the two marks is the gap; the drawing does not start at nought.{unit}"
        ));
    }
    notes
}

fn notes(chart: &Chart) -> Vec<String> {
    match &chart.content {
        Content::Gap(gap) => absences(gap).notes().collect(),
        _ => Vec::new(),
    }
}
