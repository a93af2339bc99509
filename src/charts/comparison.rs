//! One figure each for several places, ours among them: bars from the highest published figure to the lowest.

use crate::figures::published::{Published, Quantity};

use super::rows::{self, Bar, Row};
use super::{Bars, Category, Chart, Content, Frame, Kind, Part, Role, Scene, words};

/// The kind.
pub const KIND: Kind = Kind { name: "comparison", draw, summary, reading: rows::reading, notes };

/// Places in the order in which they are drawn: by what is published, highest first, those without a figure last. Equal
/// ones stay in the order given, so that nothing but published figures decides.
pub fn ordered(bars: &Bars) -> Vec<(&Category, &Published<Quantity>)> {
    let with_value = bars.categories.iter().filter_map(|category| Some((category, category.values.first()?)));
    let mut places: Vec<_> = with_value.collect();
    places.sort_by(|(_, a), (_, b)| match (a.shown(), b.shown()) {
        (Some(a), Some(b)) => b.value().cmp(&a.value()),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    places
}

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Comparison(bars) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let rows: Vec<Row<'_>> = ordered(bars)
        .into_iter()
        .map(|(category, value)| {
            Row::Bar(Bar {
                name: &category.label,
                role: category.role,
                name_part: Part::Name(category.role),
                part: if category.role == Role::Ours { Part::Bar(0, Role::Ours) } else { Part::QuietBar },
                value,
                interval: category.interval_of(0),
            })
        })
        .collect();
    rows::draw(KIND.name, &rows, frame)
}

fn summary(chart: &Chart) -> String {
    let Content::Comparison(bars) = &chart.content else {
        return String::new();
    };
    let places = ordered(bars);
    let shown: Vec<(&Category, Quantity)> =
        places.iter().filter_map(|(category, value)| Some((*category, *value.shown()?))).collect();
    let mut sentences = vec![match places.len() {
        0 => "Bar chart without figures.".to_owned(),
        many => format!("Bar chart of {}, the highest figure first.", words::count(many, "place", "places")),
    }];
    let others: Vec<&(&Category, Quantity)> =
        shown.iter().filter(|(category, _)| category.role == Role::Comparator).collect();
    for (ours, figure) in shown.iter().filter(|(category, _)| category.role == Role::Ours) {
        if others.len() > 3 {
            let figures: Vec<Quantity> = shown.iter().map(|(_, figure)| *figure).collect();
            let (text, of) = (figure.text(), shown.len());
            if let Some(rank) = words::rank(*figure, &figures, chart.polarity) {
                sentences.push(format!("{} at {text} is {rank} of the {of} with a figure.", ours.label));
            }
        } else {
            let gaps: Vec<String> =
                others.iter().map(|(other, theirs)| words::against(*figure, &other.label, *theirs)).collect();
            sentences.push(match gaps.as_slice() {
                [] => format!("{} is {}.", ours.label, figure.text()),
                gaps => format!("{} is {}: {}.", ours.label, figure.text(), words::list(gaps)),
            });
        }
    }
    if let (true, Some(high), Some(low)) =
        (others.len() > 3 || others.len() == shown.len(), shown.first(), shown.last())
    {
        let said = |end: &(&Category, Quantity)| end.0.role == Role::Ours && others.len() > 3;
        let text = |end: &(&Category, Quantity)| format!("{} ({})", end.0.label, end.1.text());
        sentences.push(match (said(high), said(low)) {
            _ if shown.len() == 1 => format!("Only {} has a figure: {}.", high.0.label, high.1.text()),
            _ if high.1 == low.1 => format!("Every one is {}.", high.1.text()),
            (true, _) => format!("The lowest is {}.", text(low)),
            (_, true) => format!("The highest is {}.", text(high)),
            (false, false) => format!("The highest is {} and the lowest {}.", text(high), text(low)),
        });
    }
    for category in bars.categories.iter().filter(|category| category.role == Role::Ours) {
        sentences.extend(category.interval_of(0).map(|range| words::range(&category.label, None, range)));
    }
    sentences.extend(absences(bars).sentences());
    sentences.join(" ")
}

fn absences(bars: &Bars) -> words::Gathered {
    let mut gathered = words::Gathered::default();
    for (category, value) in ordered(bars) {
        if let Some(absent) = value.absent() {
            gathered.add(absent, category.label.to_string());
        }
    }
    gathered
}

fn notes(chart: &Chart) -> Vec<String> {
    match &chart.content {
        Content::Comparison(bars) => absences(bars).notes().collect(),
        _ => Vec::new(),
    }
}
