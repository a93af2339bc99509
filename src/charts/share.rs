//! How ratings divide: a bar for each phase or year, all as long as each other, split into green, amber and red.
//!
//! Each part has its word, its shape and its number below it, so that nothing hangs on colour. A bar of which a part is
//! withheld or missing is not drawn at all: the lengths of the others would give it away, or look like the whole.

use rust_decimal::Decimal;

use crate::figures::published::Quantity;
use crate::vocabulary::{Rating, Unit};

use super::backend::{Canvas, Region};
use super::{Anchor, Chart, Content, Frame, Kind, Part, Scene, Share, SharedRow, lettering, style, words};

/// The kind.
pub const KIND: Kind = Kind { name: "share", draw, summary, reading, notes };

/// A row's parts when every one may be shown, with their sum.
fn whole(row: &SharedRow) -> Option<([Quantity; 3], Decimal)> {
    let [green, amber, red] = &row.parts;
    let parts = [*green.shown()?, *amber.shown()?, *red.shown()?];
    Some((parts, parts.iter().map(|part| part.value()).sum()))
}

/// What a row adds up to, in words: only counts have a sum that says something.
fn total(unit: Unit, row: &SharedRow) -> Option<String> {
    let (parts, sum) = whole(row)?;
    (unit != Unit::Percent && !sum.is_zero())
        .then(|| Quantity::rounded(sum, parts[0].unit(), parts[0].decimals()).text())
}

/// Each part in words: `Green 12`, `Red [c]`.
fn labels(row: &SharedRow) -> [(Rating, String); 3] {
    let mut parts = row.parts.iter();
    Rating::ALL.map(|rating| {
        let number = match parts.next().map(|part| (part.shown(), part.absent())) {
            Some((Some(figure), _)) => words::value(*figure),
            Some((None, Some(absent))) => absent.symbol.shorthand().to_owned(),
            Some((None, None)) | None => String::new(),
        };
        (rating, format!("{rating} {number}"))
    })
}

/// Where a part's label begins and on which line.
struct Placed {
    rating: Rating,
    text: String,
    x: f32,
    line: usize,
}

/// Labels below the parts that they are of, moved apart on one line; where they have no room on one, on several.
fn placed(labels: [(Rating, String); 3], starts: [f32; 3], frame: Frame) -> Vec<Placed> {
    let em = frame.text;
    let width = |text: &str| 1.3 * em + lettering::width(text, em, false);
    let gap = 0.9 * em;
    let widths = labels.each_ref().map(|(_, text)| width(text));
    let all: f32 = widths.iter().sum::<f32>() + 2.0 * gap;
    if all <= frame.width {
        // From the right each leaves room for those after it, from the left for those before: in the order of ratings.
        let mut x = starts;
        let mut end = frame.width;
        for at in (0..3).rev() {
            x[at] = x[at].min(end - widths[at]);
            end = x[at] - gap;
        }
        let mut start = 0.0;
        for at in 0..3 {
            x[at] = x[at].max(start);
            start = x[at] + widths[at] + gap;
        }
        return labels.into_iter().zip(x).map(|((rating, text), x)| Placed { rating, text, x, line: 0 }).collect();
    }
    let (mut x, mut line) = (0.0, 0);
    let mut found = Vec::with_capacity(3);
    for ((rating, text), width) in labels.into_iter().zip(widths) {
        if x > 0.0 && x + width > frame.width {
            (x, line) = (0.0, line + 1);
        }
        found.push(Placed { rating, text, x, line });
        x += width + gap;
    }
    found
}

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Share(share) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let em = frame.text;
    let line = 1.3 * em;
    let small = em * style::size(Part::Note);
    let bar = 1.5 * em;
    if share.rows.is_empty() {
        let canvas = Canvas::new(KIND.name, Frame { height: 2.0 * em, ..frame });
        canvas.text(Part::Note, (0.0, 1.2 * em), Anchor::Start, "No figures to show");
        return canvas.finish();
    }
    // What stands on each row decides its height, and all of them the drawing's.
    let rows: Vec<_> = share
        .rows
        .iter()
        .map(|row| {
            let total = total(chart.unit, row).map(|total| format!("{total} in all"));
            let beside = total.as_ref().map_or(0.0, |total| lettering::width(total, small, false) + em);
            let name = lettering::lines(&row.label, (frame.width - beside).max(5.0 * em), em, true);
            let segments = segments(row, frame);
            let words = match (&segments, whole(row)) {
                (Some(_), _) => Vec::new(),
                (None, Some(_)) => vec!["None".to_owned()],
                (None, None) => {
                    let absent = row.parts.iter().find_map(|part| part.absent());
                    let reason = absent.map_or("no figures", |absent| words::short(absent.symbol));
                    let text = format!("No bar is drawn: a part of it is {reason}");
                    lettering::lines(&text, frame.width, small, false)
                }
            };
            let starts = segments.as_ref().map_or([0.0; 3], |parts| parts.map(|(start, _)| start));
            let labels = placed(labels(row), starts, frame);
            let lines = labels.iter().map(|label| label.line + 1).max().unwrap_or(1);
            let middle = if segments.is_some() { bar + 0.45 * em } else { words.len() as f32 * line };
            let height = name.len() as f32 * line + 0.2 * em + middle + lines as f32 * line + 0.9 * em;
            (name, total, segments, words, labels, height)
        })
        .collect();
    let height: f32 = rows.iter().map(|(.., height)| height).sum();
    let canvas = Canvas::new(KIND.name, Frame { height: height - 0.6 * em, ..frame });
    let mut top = 0.0;
    for (name, total, segments, words, labels, height) in &rows {
        let mut y = top;
        for (at, words) in name.iter().enumerate() {
            canvas.text(Part::Heading, (0.0, y + at as f32 * line + em), Anchor::Start, words);
        }
        if let Some(total) = total {
            canvas.text(Part::Scale, (frame.width, y + em), Anchor::End, total);
        }
        y += name.len() as f32 * line + 0.2 * em;
        if let Some(parts) = segments {
            for (rating, (from, to)) in Rating::ALL.into_iter().zip(*parts) {
                if to > from {
                    canvas.rectangle(Part::Share(rating), Region { left: from, top: y, right: to, bottom: y + bar });
                }
                if to - from >= 1.6 * em {
                    canvas.point(Part::Rated(rating), ((from + to) / 2.0, y + bar / 2.0), 0.38 * em);
                }
            }
            y += bar + 0.45 * em;
        }
        for words in words {
            canvas.text(Part::Note, (0.0, y + small), Anchor::Start, words);
            y += line;
        }
        for label in labels {
            let y = y + label.line as f32 * line + 0.95 * em;
            canvas.point(Part::Rated(label.rating), (label.x + 0.45 * em, y - 0.34 * em), 0.38 * em);
            canvas.text(Part::Name(super::Role::Comparator), (label.x + 1.3 * em, y), Anchor::Start, &label.text);
        }
        top += height;
    }
    canvas.finish()
}

/// From where to where each part reaches, with white between those that are there. Nothing when a part is absent, or when
/// there is nothing to divide.
fn segments(row: &SharedRow, frame: Frame) -> Option<[(f32, f32); 3]> {
    let (parts, _) = whole(row)?;
    let sizes = parts.map(|part| part.coordinate().max(0.0) as f32);
    let sum: f32 = sizes.iter().sum();
    if sum <= 0.0 {
        return None;
    }
    let em = frame.text;
    // Strokes reach out by half their width, inside the drawing and between the parts.
    let (edge, white) = (0.06 * em, 0.28 * em);
    let there = sizes.iter().filter(|size| **size > 0.0).count() as f32;
    let least = 0.35 * em;
    let small = sizes.iter().filter(|size| **size > 0.0 && **size / sum * frame.width < least).count() as f32;
    let room = frame.width - 2.0 * edge - white * (there - 1.0) - least * small;
    let mut x = edge;
    Some(sizes.map(|size| {
        let from = x;
        if size <= 0.0 {
            return (from.min(frame.width - edge), from.min(frame.width - edge));
        }
        let width = size / sum * room + if size / sum * frame.width < least { least } else { 0.0 };
        x = from + width + white;
        (from, from + width)
    }))
}

fn summary(chart: &Chart) -> String {
    let Content::Share(share) = &chart.content else {
        return String::new();
    };
    let names: Vec<&str> = share.rows.iter().map(|row| &*row.label).collect();
    let mut sentences = vec![match names.as_slice() {
        [] => "Bar chart without figures.".to_owned(),
        [only] => format!("A bar for {only}, divided into green, amber and red."),
        names => format!("{} bars, each divided into green, amber and red: {}.", names.len(), words::list(names)),
    }];
    for row in &share.rows {
        let Some((parts, sum)) = whole(row) else { continue };
        if sum.is_zero() {
            sentences.push(format!("{}: none.", row.label));
            continue;
        }
        let each = Rating::ALL.iter().zip(parts).map(|(rating, part)| format!("{} {}", part.text(), rating.name()));
        let each: Vec<String> = each.collect();
        let all = total(chart.unit, row).map(|total| format!(", {total} in all")).unwrap_or_default();
        sentences.push(format!("{}: {}{all}.", row.label, words::list(&each)));
    }
    sentences.extend(absences(share).sentences());
    sentences.join(" ")
}

fn absences(share: &Share) -> words::Gathered {
    let mut gathered = words::Gathered::default();
    for row in &share.rows {
        for (rating, part) in Rating::ALL.iter().zip(&row.parts) {
            if let Some(absent) = part.absent() {
                gathered.add(absent, format!("{}, {}", row.label, rating.name()));
            }
        }
    }
    gathered
}

fn reading(chart: &Chart) -> Vec<String> {
    match &chart.content {
        Content::Share(share) if share.rows.iter().filter(|row| segments(row, Frame::WIDE).is_some()).count() > 1 => {
            vec!["Every bar has the same length: it shows how its own total divides.".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn notes(chart: &Chart) -> Vec<String> {
    let Content::Share(share) = &chart.content else {
        return Vec::new();
    };
    absences(share).notes().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Shape, fixture};

    fn lengths(chart: &Chart) -> Vec<i32> {
        let scene = draw(chart, Frame::WIDE);
        let widths = scene.marks().filter_map(|(part, mark)| match (part, &mark.shape) {
            (Part::Share(_), Shape::Rectangle(from, to)) => Some(to.0 - from.0),
            _ => None,
        });
        widths.collect()
    }

    #[test]
    fn a_bar_of_which_a_part_is_withheld_is_not_drawn_and_the_others_are_said() {
        let chart = fixture::share(Unit::Count, &[("Primary", "12 c c"), ("Secondary", "2 1 0")]);
        assert_eq!(lengths(&chart).len(), 2, "the two parts of secondary that are there");
        let scene = draw(&chart, Frame::WIDE);
        let texts: Vec<&str> = scene.texts().map(|(_, text)| text).collect();
        assert!(texts.contains(&"No bar is drawn: a part of it is withheld"), "{texts:?}");
        assert!(texts.contains(&"Green 12") && texts.contains(&"Red [c]"), "{texts:?}");
        assert!(!texts.iter().any(|text| text.contains("12 in all")), "no total that would give it away: {texts:?}");
        assert!(summary(&chart).contains("No figure for Primary, amber; Primary, red: withheld to protect people."));
    }

    #[test]
    fn parts_are_as_long_as_their_shares() {
        let [a, b, c] = lengths(&fixture::share(Unit::Percent, &[("All", "60 30 10")]))[..] else {
            panic!("three parts")
        };
        assert!((a - 2 * b).abs() <= 2 && (b - 3 * c).abs() <= 3, "{a} {b} {c}");
    }
}
