//! A chart that is higher than a page of print, in parts that fit.
//!
//! Letters keep their size, so a chart of many rows can grow higher than the paper. It is cut between rows, never through a
//! word, a bar or a marker; rules that run down through all rows go on in the next part.

use crate::charts::{Layer, Mark, Place, Scene, Shape};

/// The height up to which a drawing stays whole, in CSS pixels: half of A4.
const WHOLE: f32 = 560.0;

/// The height that a part of a higher one has at most, so that a page's rest is not left empty for long.
const PART: f32 = 300.0;

/// The drawing in parts from the top to the bottom: one when it fits, or when there is no place to cut. A sheet has `room` for
/// so many CSS pixels, which is less than half of A4 where letters are very large.
pub fn parts(scene: Scene, room: f32) -> Vec<Scene> {
    let most = PART.min(room);
    if scene.frame.height <= WHOLE.min(room) {
        return vec![scene];
    }
    let height = tenths(scene.frame.height);
    let mut cuts = vec![0];
    let free = gaps(&scene, height);
    loop {
        let from = cuts[cuts.len() - 1];
        if height - from <= tenths(most) {
            break;
        }
        // Groups of bars have more room between them than bars of one group: the widest gap of the later half is taken.
        let ahead = free.iter().filter(|gap| gap.at > from);
        let within = ahead.clone().filter(|gap| gap.at <= from + tenths(most));
        let late = within.clone().filter(|gap| gap.at > from + tenths(most / 2.0));
        let cut = late.max_by_key(|gap| (gap.room, gap.at)).or_else(|| within.max_by_key(|gap| gap.at));
        match cut.or_else(|| ahead.clone().min_by_key(|gap| gap.at)) {
            Some(gap) => cuts.push(gap.at),
            None => break,
        }
    }
    cuts.push(height);
    cuts.windows(2).map(|pair| part(&scene, pair[0], pair[1])).collect()
}

fn tenths(pixels: f32) -> i32 {
    (pixels * 10.0).round() as i32
}

/// A band that no mark reaches into.
struct Gap {
    /// Its middle.
    at: i32,
    /// Its height.
    room: i32,
}

/// Where nothing is cut, from the top.
fn gaps(scene: &Scene, height: i32) -> Vec<Gap> {
    let text = scene.frame.text;
    let marks = scene.marks().filter(|(_, mark)| !is_rule(mark));
    let mut taken: Vec<(i32, i32)> = marks.map(|(_, mark)| extent(mark, text)).collect();
    taken.sort_unstable();
    let mut gaps = Vec::new();
    let mut end = 0;
    for (from, to) in taken {
        // A tenth of a letter's height on both sides keeps what has soft edges whole.
        if end > 0 && from - end > tenths(0.2 * text) {
            gaps.push(Gap { at: i32::midpoint(from, end), room: from - end });
        }
        end = end.max(to);
    }
    gaps.retain(|gap| (1..height).contains(&gap.at));
    gaps
}

/// Whether a mark is a rule that runs straight down, which can be cut anywhere.
fn is_rule(mark: &Mark) -> bool {
    matches!(&mark.shape, Shape::Line(places) if places.windows(2).all(|pair| pair[0].0 == pair[1].0))
}

/// From where to where a mark reaches, from the top.
fn extent(mark: &Mark, text: f32) -> (i32, i32) {
    match &mark.shape {
        Shape::Line(places) => {
            let heights = places.iter().map(|place| place.1);
            (heights.clone().min().unwrap_or(0), heights.max().unwrap_or(0))
        }
        Shape::Rectangle(from, to) => (from.1.min(to.1), from.1.max(to.1)),
        Shape::Point { at, radius } => (at.1 - radius * 5 / 4, at.1 + radius * 5 / 4),
        Shape::Text { at, .. } => (at.1 - tenths(0.95 * text), at.1 + tenths(0.3 * text)),
    }
}

/// What stands between two heights.
fn part(scene: &Scene, from: i32, to: i32) -> Scene {
    let text = scene.frame.text;
    let lowered = |place: &Place| (place.0, place.1 - from);
    let layers = scene.layers.iter().filter_map(|layer| {
        let marks: Vec<Mark> = layer
            .marks
            .iter()
            .filter_map(|mark| {
                let (top, bottom) = extent(mark, text);
                let shape = match &mark.shape {
                    Shape::Line(places) if is_rule(mark) => {
                        if bottom <= from || top >= to {
                            return None;
                        }
                        let held = |place: &Place| (place.0, place.1.clamp(from, to) - from);
                        Shape::Line(places.iter().map(held).collect())
                    }
                    // What begins in a part ends in it, since it was cut where nothing stands.
                    _ if !(from..to).contains(&top.max(0)) => return None,
                    Shape::Line(places) => Shape::Line(places.iter().map(lowered).collect()),
                    Shape::Rectangle(a, b) => Shape::Rectangle(lowered(a), lowered(b)),
                    Shape::Point { at, radius } => Shape::Point { at: lowered(at), radius: *radius },
                    Shape::Text { at, anchor, text } => {
                        Shape::Text { at: lowered(at), anchor: *anchor, text: text.clone() }
                    }
                };
                Some(Mark { shape })
            })
            .collect();
        (!marks.is_empty()).then_some(Layer { part: layer.part, marks })
    });
    let mut frame = scene.frame;
    frame.height = (to - from) as f32 / 10.0;
    Scene { kind: scene.kind, frame, layers: layers.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Anchor, Frame, Part, Role};

    /// Rows of a name above a bar, with a rule at nought through all of them.
    fn rows(number: i32) -> Scene {
        let text = 24.0;
        let row = |at: i32| {
            let top = at * 700;
            let name = Shape::Text { at: (0, top + 280), anchor: Anchor::Start, text: format!("Place {at}").into() };
            (name, Shape::Rectangle((0, top + 350), (3000, top + 600)))
        };
        let mark = |shape| Mark { shape };
        let (names, bars): (Vec<Mark>, Vec<Mark>) =
            (0..number).map(row).map(|(name, bar)| (mark(name), mark(bar))).unzip();
        let rule = mark(Shape::Line(vec![(0, 0), (0, number * 700)]));
        Scene {
            kind: "comparison",
            frame: Frame { width: 640.0, height: number as f32 * 70.0, text },
            layers: vec![
                Layer { part: Part::Base, marks: vec![rule] },
                Layer { part: Part::QuietBar, marks: bars },
                Layer { part: Part::Name(Role::Comparator), marks: names },
            ],
        }
    }

    #[test]
    fn a_drawing_that_fits_stays_whole() {
        let whole = rows(8);
        assert_eq!(parts(whole.clone(), 1000.0), [whole]);
    }

    #[test]
    fn a_high_drawing_is_cut_between_rows_and_loses_nothing() {
        let whole = rows(13);
        let cut = parts(whole.clone(), 1000.0);
        assert!(cut.len() > 3, "{}", cut.len());
        let height: f32 = cut.iter().map(|part| part.frame.height).sum();
        assert!((height - whole.frame.height).abs() < 0.5);
        let words: Vec<&str> = cut.iter().flat_map(|part| part.texts().map(|(_, text)| text)).collect();
        assert_eq!(words, whole.texts().map(|(_, text)| text).collect::<Vec<_>>());
        for part in &cut {
            assert!(part.frame.height <= PART);
            let count = |wanted: Part| part.marks().filter(|(part, _)| *part == wanted).count();
            assert_eq!(count(Part::Base), 1, "the rule goes on");
            assert_eq!(count(Part::QuietBar), count(Part::Name(Role::Comparator)), "a name stays with its bar");
            for (_, mark) in part.marks() {
                let (top, bottom) = extent(mark, 24.0);
                assert!(top >= -1 && bottom <= tenths(part.frame.height) + 1, "{:?}", mark.shape);
            }
        }
    }

    #[test]
    fn a_drawing_with_no_place_to_cut_stays_whole() {
        let mut whole = rows(13);
        let across = Shape::Line(vec![(0, 0), (10, 9100)]);
        whole.layers.push(Layer { part: Part::Line(0, Role::Ours), marks: vec![Mark { shape: across }] });
        assert_eq!(parts(whole, 1000.0).len(), 1);
    }
}
