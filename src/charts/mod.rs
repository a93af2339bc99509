//! Published series become drawings that say the same to the eye, the ear and the hand.
//!
//! A [`Chart`] says what is drawn: words and published figures. Its kind (one file each, listed in [`KINDS`]) draws it as a
//! [`Scene`] for the size of a [`Frame`], sums it up in plain sentences, and says what must be known to read it. [`svg`]
//! writes the scene. The table of the same figures is made by `document`, since this room knows no tables.
//!
//! Nothing here has seen a figure that is not published: axes, orders and coordinates come from rounded published
//! figures, and a figure that is withheld is a mark with words, never a length.

mod axis;
mod backend;
mod bar;
mod comparison;
mod distribution;
mod gap;
mod lettering;
mod rows;
mod scene;
mod spark;
mod spec;
mod spread;
mod style;
pub mod svg;
mod trend;
pub mod words;

pub use comparison::ordered;
pub use distribution::{Spread, five_figures};
pub use scene::{Anchor, Frame, Layer, Mark, Marker, Part, Place, SERIES, Scene, Shape};
pub use spec::*;
pub use style::{Ink, Palette, Style, class, style};
pub use svg::STYLE;

use svg::Variant;

/// A kind of chart.
#[derive(Clone, Copy)]
pub struct Kind {
    /// What authors call it.
    pub name: &'static str,
    /// Its drawing. A chart of another kind has an empty one; [`scene`] never asks for that.
    pub draw: fn(&Chart, Frame) -> Scene,
    /// What its figures say, in plain sentences that do not repeat its title.
    pub summary: fn(&Chart) -> String,
    /// What must be known to read the drawing alone: where its scale starts, what its marks are.
    pub reading: fn(&Chart) -> Vec<String>,
    /// What must be known of the figures, each a sentence or two.
    pub notes: fn(&Chart) -> Vec<String>,
}

/// Every kind.
pub const KINDS: [Kind; 6] = [trend::KIND, bar::KIND, comparison::KIND, gap::KIND, distribution::KIND, spark::KIND];

fn kind(chart: &Chart) -> Kind {
    match &chart.content {
        Content::Trend(_) => trend::KIND,
        Content::Bar(_) => bar::KIND,
        Content::Comparison(_) => comparison::KIND,
        Content::Gap(_) => gap::KIND,
        Content::Distribution(_) => distribution::KIND,
    }
}

/// The chart as a drawing of the size of `frame`; kinds with rows take the height that they need.
pub fn scene(chart: &Chart, frame: Frame) -> Scene {
    (kind(chart).draw)(chart, frame)
}

/// What the figures say, in plain sentences that do not repeat the title: kind, range, direction, high and low, where
/// ours stands, what is not there.
pub fn summary(chart: &Chart) -> String {
    (kind(chart).summary)(chart)
}

/// What must be known to read it: a scale that does not start at nought, breaks with their reasons, cancelled years, what
/// is withheld or missing, what is provisional.
pub fn notes(chart: &Chart) -> Vec<String> {
    let mut notes = (kind(chart).reading)(chart);
    notes.extend(table_notes(chart));
    notes
}

/// Those of the notes that are about the figures, and so belong beside a table of them too.
pub fn table_notes(chart: &Chart) -> Vec<String> {
    (kind(chart).notes)(chart)
}

/// The chart as it stands in a page: a wide and a narrow drawing, of which the stylesheet shows one. `id` is unique on the
/// page; `summary` is the words for those who do not see it.
pub fn page_svg(chart: &Chart, id: &str, summary: &str) -> String {
    let (wide, narrow) = (scene(chart, Frame::WIDE), scene(chart, Frame::NARROW));
    svg::page(&[(&wide, Variant::Wide), (&narrow, Variant::Narrow)], id, &chart.title, summary)
}

/// What the small trend beside a key figure says.
pub fn spark_summary(chart: &Chart) -> String {
    (spark::KIND.summary)(chart)
}

/// The small trend beside a key figure: the first series of a trend. A chart of another kind has an empty one.
pub fn spark_svg(chart: &Chart, id: &str, summary: &str) -> String {
    let scene = (spark::KIND.draw)(chart, Frame::SPARK);
    svg::page(&[(&scene, Variant::Only)], id, &chart.title, summary)
}

/// The chart as a page of large print shows it, with letters of `text` CSS pixels.
pub fn large_print_svg(chart: &Chart, id: &str, summary: &str, text: f32) -> String {
    svg::page(&[(&scene(chart, Frame::large_print(text)), Variant::Only)], id, &chart.title, summary)
}

/// The chart as a file of its own, with its title, its notes and literal colours for a light ground.
pub fn standalone_svg(chart: &Chart) -> String {
    let notes = notes(chart);
    let words = svg::Words {
        headline: chart.headline.as_deref(),
        title: &chart.title,
        description: &summary(chart),
        notes: &notes,
    };
    svg::standalone(&scene(chart, Frame::WIDE), &Palette::LIGHT, &words)
}

#[cfg(test)]
pub mod fixture;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::scene::tenths;
    use super::*;

    const FRAMES: [Frame; 2] = [Frame::WIDE, Frame::NARROW];

    fn frames() -> Vec<Frame> {
        let mut frames = FRAMES.to_vec();
        frames.extend([24.0, 32.0].map(Frame::large_print));
        frames
    }

    /// Every fixture's scene at every size, the small trends at theirs.
    fn scenes() -> Vec<(String, Scene)> {
        let mut scenes = Vec::new();
        for fixture in fixture::all() {
            for frame in frames() {
                let name = format!("{} at {} with {}", fixture.name, frame.width, frame.text);
                scenes.push((name, scene(&fixture.chart, frame)));
            }
        }
        for fixture in fixture::sparks() {
            scenes.push((fixture.name.to_owned(), (spark::KIND.draw)(&fixture.chart, Frame::SPARK)));
        }
        scenes
    }

    /// The box of a text: left, top, right, bottom, in tenths.
    fn text_box(scene: &Scene, part: Part, at: Place, anchor: Anchor, text: &str) -> [i32; 4] {
        let size = scene.frame.text * style::size(part);
        let width = tenths(lettering::width(text, size, style::is_bold(part)));
        let left = match anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2,
            Anchor::End => at.0 - width,
        };
        [left, at.1 - tenths(size * 0.75), left + width, at.1 + tenths(size * 0.2)]
    }

    fn text_boxes(scene: &Scene) -> Vec<([i32; 4], String)> {
        let mut boxes = Vec::new();
        for (part, mark) in scene.marks() {
            if let Shape::Text { at, anchor, text } = &mark.shape {
                boxes.push((text_box(scene, part, *at, *anchor, text), text.to_string()));
            }
        }
        boxes
    }

    #[test]
    fn every_kind_has_a_fixture() {
        let fixtures: Vec<_> = fixture::all().into_iter().chain(fixture::sparks()).collect();
        for kind in KINDS {
            assert!(fixtures.iter().any(|fixture| fixture.name.starts_with(kind.name)), "{}", kind.name);
        }
        let names: BTreeSet<&str> = fixtures.iter().map(|fixture| fixture.name).collect();
        assert_eq!(names.len(), fixtures.len());
    }

    #[test]
    fn words_do_not_cover_each_other_or_leave_the_drawing() {
        let mut faults = Vec::new();
        for (name, scene) in scenes() {
            let boxes = text_boxes(&scene);
            let (width, height) = (tenths(scene.frame.width), tenths(scene.frame.height));
            for (at, (a, text)) in boxes.iter().enumerate() {
                if a[0] < -1 || a[1] < -30 || a[2] > width + 1 || a[3] > height + 1 {
                    faults.push(format!("{name}: {text:?} leaves the drawing: {a:?} of {width} by {height}"));
                }
                for (b, other) in &boxes[..at] {
                    if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
                        faults.push(format!("{name}: {text:?} covers {other:?}"));
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// A rule that goes through words makes both hard to read.
    #[test]
    fn no_rule_goes_through_words() {
        let mut faults = Vec::new();
        for (name, scene) in scenes() {
            let boxes = text_boxes(&scene);
            for (part, mark) in scene.marks() {
                let (Part::Break | Part::Reference, Shape::Line(places)) = (part, &mark.shape) else {
                    continue;
                };
                let (from, to) = (places[0], places[places.len() - 1]);
                for (a, text) in &boxes {
                    if a[0] < from.0 && from.0 < a[2] && a[1] < to.1 && from.1 < a[3] {
                        faults.push(format!("{name}: {part:?} goes through {text:?}"));
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn marks_stay_inside_the_drawing() {
        for (name, scene) in scenes() {
            let (width, height) = (tenths(scene.frame.width), tenths(scene.frame.height));
            let inside = |(x, y): &Place| (-1..=width + 1).contains(x) && (-1..=height + 1).contains(y);
            for (part, mark) in scene.marks() {
                let all_inside = match &mark.shape {
                    Shape::Line(places) => places.iter().all(inside),
                    Shape::Rectangle(from, to) => inside(from) && inside(to),
                    Shape::Point { at, .. } => inside(at),
                    Shape::Text { .. } => true,
                };
                assert!(all_inside, "{name}: {part:?} {:?} of {width} by {height}", mark.shape);
            }
        }
    }

    #[test]
    fn the_same_chart_is_drawn_the_same_twice() {
        for (first, second) in fixture::all().iter().zip(fixture::all()) {
            assert_eq!(page_svg(&first.chart, "a", "b"), page_svg(&second.chart, "a", "b"));
            assert_eq!(standalone_svg(&first.chart), standalone_svg(&second.chart));
        }
    }

    #[test]
    fn a_summary_says_something_and_never_repeats_the_title() {
        for fixture in fixture::all() {
            let summary = summary(&fixture.chart);
            assert!(summary.ends_with('.') && summary.len() > 20, "{}: {summary}", fixture.name);
            assert!(!summary.contains(&fixture.chart.title), "{}: {summary}", fixture.name);
            assert!(!summary.contains("  ") && !summary.contains(".."), "{}: {summary}", fixture.name);
        }
    }
}
