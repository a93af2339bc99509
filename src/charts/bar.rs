//! Bars of one or several series over the same categories, in the order given.

use crate::figures::published::Quantity;
use crate::vocabulary::upper_first;

use super::rows::{self, Bar, Row};
use super::{Bars, Category, Chart, Content, Frame, Kind, Part, Role, Scene, words};

/// The kind.
pub const KIND: Kind = Kind { name: "bar", draw, summary, reading: rows::reading, notes };

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Bar(bars) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let grouped = bars.series.len() > 1;
    let mixed = is_mixed(bars);
    let role = |category: &Category| if mixed { category.role } else { Role::Comparator };
    let mut rows = Vec::with_capacity(bars.categories.len() * (bars.series.len() + 1));
    for category in &bars.categories {
        if grouped {
            rows.push(Row::Heading { name: &category.label, role: role(category) });
        }
        for (at, value) in category.values.iter().enumerate() {
            let series = bars.series.get(at).map_or("", |name| name);
            rows.push(Row::Bar(Bar {
                name: if grouped { series } else { &category.label },
                name_part: if grouped { Part::Label(at as u8, Role::Comparator) } else { Part::Name(category.role) },
                // In a group its heading is marked, not each of its bars.
                role: if grouped { Role::Comparator } else { role(category) },
                part: match role(category) {
                    role if grouped => Part::Bar(at as u8, role),
                    Role::Ours => Part::Bar(0, Role::Ours),
                    // Without ours among them all are alike, and have the first colour.
                    Role::Comparator if mixed => Part::QuietBar,
                    Role::Comparator => Part::Bar(0, Role::Comparator),
                },
                value,
                interval: category.interval_of(at),
            }));
        }
    }
    rows::draw(KIND.name, &rows, frame)
}

/// Whether some categories are ours and others are not. Where all are, there is nothing to tell ours from.
fn is_mixed(bars: &Bars) -> bool {
    let is_ours = |category: &Category| category.role == Role::Ours;
    bars.categories.iter().any(is_ours) && !bars.categories.iter().all(is_ours)
}

/// A bar in words: its category, and its series when there are several.
fn name_of(bars: &Bars, category: &Category, series: usize) -> String {
    match bars.series.get(series) {
        Some(name) if bars.series.len() > 1 => format!("{}, {name}", category.label),
        _ => category.label.to_string(),
    }
}

fn summary(chart: &Chart) -> String {
    let Content::Bar(bars) = &chart.content else {
        return String::new();
    };
    let categories = bars.categories.len();
    let mut sentences = vec![match (categories, bars.series.len()) {
        (0, _) => "Bar chart without figures.".to_owned(),
        (_, 0 | 1) => format!("Bar chart of {}.", words::count(categories, "bar", "bars")),
        (_, many) => {
            let groups = words::count(categories, "group", "groups");
            format!("Bar chart of {groups} of {many} bars each: {}.", words::list(&bars.series))
        }
    }];
    for at in 0..bars.series.len().max(1) {
        let of_series = |category: &Category| -> Option<Quantity> { category.values.get(at)?.shown().copied() };
        let shown: Vec<(&Category, Quantity)> =
            bars.categories.iter().filter_map(|category| Some((category, of_series(category)?))).collect();
        let high = shown.iter().max_by(|a, b| a.1.value().cmp(&b.1.value()).then(std::cmp::Ordering::Greater));
        let low = shown.iter().min_by_key(|(_, figure)| figure.value());
        let name = match bars.series.get(at) {
            Some(name) if bars.series.len() > 1 => format!("{name}: "),
            _ => String::new(),
        };
        let (Some(high), Some(low)) = (high, low) else {
            continue;
        };
        sentences.push(if shown.len() <= 3 {
            let each = shown.iter().map(|(category, figure)| format!("{} {}", category.label, figure.text()));
            format!("{name}{}.", words::list(&each.collect::<Vec<_>>()))
        } else if high.1 == low.1 {
            format!("{name}each is {}.", high.1.text())
        } else {
            format!(
                "{name}the highest is {} ({}) and the lowest {} ({}).",
                high.0.label,
                high.1.text(),
                low.0.label,
                low.1.text()
            )
        });
        if shown.len() > 3
            && is_mixed(bars)
            && let Some((ours, figure)) = shown.iter().find(|(category, _)| category.role == Role::Ours)
        {
            sentences.push(format!("{name}{} is {}.", ours.label, figure.text()));
        }
    }
    sentences.extend(absences(bars).sentences());
    // A series' name begins its sentence; without one the sentence needs its capital.
    sentences.iter().map(|sentence| upper_first(sentence)).collect::<Vec<_>>().join(" ")
}

fn absences(bars: &Bars) -> words::Gathered {
    let mut gathered = words::Gathered::default();
    for category in &bars.categories {
        for (at, value) in category.values.iter().enumerate() {
            if let Some(absent) = value.absent() {
                gathered.add(absent, name_of(bars, category, at));
            }
        }
    }
    gathered
}

fn notes(chart: &Chart) -> Vec<String> {
    match &chart.content {
        Content::Bar(bars) => absences(bars).notes().collect(),
        _ => Vec::new(),
    }
}
