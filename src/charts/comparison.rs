//! One figure each for several places, ours among them: bars from the highest published figure to the lowest.

use crate::figures::published::{Published, Quantity, ordinal};

use super::rows::{self, Bar, Row};
use super::{Bars, Category, Chart, Content, Frame, Kind, Part, Role, Scene, words};

/// The kind.
pub const KIND: Kind = Kind { name: "comparison", draw, summary, reading: |_| Vec::new(), notes };

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
                stands_for: category.label.to_string(),
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
            let above = shown.iter().filter(|(_, other)| other.value() > figure.value()).count();
            let tied = shown.iter().filter(|(_, other)| other.value() == figure.value()).count() > 1;
            let joint = if tied { "joint " } else { "" };
            let place = match above {
                0 => "highest".to_owned(),
                above if above + 1 == shown.len() => "lowest".to_owned(),
                above => format!("{} highest", ordinal(above + 1)),
            };
            let of = shown.len();
            sentences.push(format!("{} at {} is {joint}{place} of the {of} with a figure.", ours.label, figure.text()));
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
        sentences.push(if high.1 == low.1 && shown.len() > 1 {
            format!("Every one is {}.", high.1.text())
        } else if shown.len() > 1 {
            format!(
                "The highest is {} ({}) and the lowest {} ({}).",
                high.0.label,
                high.1.text(),
                low.0.label,
                low.1.text()
            )
        } else {
            format!("Only {} has a figure: {}.", high.0.label, high.1.text())
        });
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
