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
pub mod headline;
mod judgements;
mod key;
mod lettering;
mod multiples;
mod png;
mod rows;
mod scene;
mod share;
mod slope;
mod spark;
mod spec;
mod spread;
mod style;
pub mod svg;
mod trend;
pub mod words;

pub use comparison::ordered;
pub use distribution::{Spread, five_figures};
pub use png::png;
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
pub const KINDS: [Kind; 10] = [
    trend::KIND,
    bar::KIND,
    comparison::KIND,
    gap::KIND,
    distribution::KIND,
    slope::KIND,
    multiples::KIND,
    share::KIND,
    judgements::KIND,
    spark::KIND,
];

fn kind(chart: &Chart) -> Kind {
    match &chart.content {
        Content::Trend(_) => trend::KIND,
        Content::Bar(_) => bar::KIND,
        Content::Comparison(_) => comparison::KIND,
        Content::Gap(_) => gap::KIND,
        Content::Distribution(_) => distribution::KIND,
        Content::Slope(_) => slope::KIND,
        Content::Multiples(_) => multiples::KIND,
        Content::Share(_) => share::KIND,
        Content::Judgements(_) => judgements::KIND,
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

/// The chart as a page of large print shows it: a wide and a narrow drawing with letters of the page's own size, whatever
/// size a reader chooses, of which the stylesheet shows the one that fits, or neither. The words stand beside it, so that
/// the drawing is for the eye alone.
pub fn large_page_svg(chart: &Chart, id: &str) -> String {
    let (wide, narrow) = (scene(chart, Frame::LARGE), scene(chart, Frame::LARGE_NARROW));
    let words = "The words above and the table below say the same.";
    svg::page(&[(&wide, Variant::Wide), (&narrow, Variant::Narrow)], id, &chart.title, words)
}

/// The chart as print shows it: as wide as the text of an A4 page, which is 640 CSS pixels, with no letters smaller than
/// `least` CSS pixels.
pub fn print_scene(chart: &Chart, least: f32) -> Scene {
    let frame = Frame::large_print(least_letters(least));
    // Half a page of A4 is high enough for any letters that leave room for a drawing.
    scene(chart, Frame { height: frame.height.min(560.0), ..frame })
}

/// The small trend beside a key figure, as print shows it.
pub fn print_spark_scene(chart: &Chart, least: f32) -> Scene {
    let text = least_letters(least);
    let grown = text / Frame::SPARK.text;
    let frame = Frame { width: Frame::SPARK.width * grown, height: Frame::SPARK.height * grown, text };
    (spark::KIND.draw)(chart, frame)
}

/// The size of ordinary letters at which the smallest are `least`, sizes being written in tenths.
fn least_letters(least: f32) -> f32 {
    (least + 0.05) / style::size(Part::Scale)
}

/// The chart as a file of its own, with its title, its notes and literal colours for a light ground.
pub fn standalone_svg(chart: &Chart) -> String {
    standalone_svg_with(chart, &summary(chart), &notes(chart))
}

/// The same with words that are there already: a page's figure keeps them.
pub fn standalone_svg_with(chart: &Chart, summary: &str, notes: &[String]) -> String {
    let words = svg::Words { headline: chart.headline.as_deref(), title: &chart.title, description: summary, notes };
    svg::standalone(&scene(chart, Frame::WIDE), &Palette::LIGHT, &words)
}

#[cfg(test)]
pub mod fixture;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::strategy::Strategy;

    use super::scene::tenths;
    use super::*;
    use crate::vocabulary;

    const FRAMES: [Frame; 2] = [Frame::WIDE, Frame::NARROW];

    fn frames() -> Vec<Frame> {
        let mut frames = FRAMES.to_vec();
        frames.extend([24.0, 32.0, 37.3].map(Frame::large_print));
        frames.extend([Frame::LARGE, Frame::LARGE_NARROW]);
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

    #[test]
    fn bars_start_at_nought_and_have_no_length_without_a_figure() {
        for fixture in fixture::all() {
            let (Content::Bar(bars) | Content::Comparison(bars)) = &fixture.chart.content else {
                continue;
            };
            let drawn = if matches!(fixture.chart.content, Content::Comparison(_)) { 1 } else { usize::MAX };
            let figures = bars.categories.iter().flat_map(|category| category.values.iter().take(drawn));
            let shown = figures.filter(|value| value.shown().is_some()).count();
            for frame in frames() {
                let scene = scene(&fixture.chart, frame);
                let base = scene.marks().find_map(|(part, mark)| match (&mark.shape, part) {
                    (Shape::Line(places), Part::Base) => Some(places[0].0),
                    _ => None,
                });
                let sides: Vec<(i32, i32)> = scene
                    .marks()
                    .filter_map(|(_, mark)| match mark.shape {
                        Shape::Rectangle(from, to) => Some((from.0, to.0)),
                        _ => None,
                    })
                    .collect();
                assert_eq!(sides.len(), shown, "{}", fixture.name);
                let base = base.unwrap_or_default();
                assert!(sides.iter().all(|(from, to)| *from == base || *to == base), "{}: {sides:?}", fixture.name);
            }
        }
    }

    /// A line may join two figures only when no year between them is without one, cancelled, or broken off.
    #[test]
    fn lines_never_join_over_what_is_not_there() {
        let runs = |chart: &Chart| -> Vec<usize> {
            let mut runs = Vec::new();
            for (part, mark) in scene(chart, Frame::WIDE).marks() {
                if let (Part::Line(0, _), Shape::Line(places)) = (part, &mark.shape) {
                    runs.push(places.len());
                }
            }
            runs
        };
        // 51 | 53 67 c 72 (cancelled, cancelled) 64 65 67: the break and the lone figure have no line at all.
        assert_eq!(runs(&fixture::full_trend()), [2, 3]);
        let of = |words| runs(&fixture::trend(vocabulary::Unit::Percent, 0, 2014, &[("Ourshire", words)]));
        assert_eq!(of("50 51 52 53"), [4]);
        assert_eq!(of("50 51 c 52 53"), [2, 2]);
        assert_eq!(of("50 51 . 52 53"), [2, 2]);
        assert!(of("50 c 51 x 52").is_empty());
        assert_eq!(of("c 50 51"), [2]);
    }

    /// Nothing withheld has a coordinate: the same chart with other withheld figures could not be told from it.
    #[test]
    fn what_is_withheld_moves_nothing() {
        for fixture in fixture::all() {
            let Content::Comparison(bars) = &fixture.chart.content else {
                continue;
            };
            let mut fewer = fixture.chart.clone();
            if let Content::Comparison(kept) = &mut fewer.content {
                kept.categories.retain(|category| category.values.iter().all(|value| value.shown().is_some()));
                if kept.categories.is_empty() || kept.categories.len() == bars.categories.len() {
                    continue;
                }
            }
            let order = |chart: &Chart| match &chart.content {
                Content::Comparison(bars) => {
                    let shown = ordered(bars).into_iter().filter(|(_, value)| value.shown().is_some());
                    shown.map(|(category, _)| category.label.to_string()).collect::<Vec<_>>()
                }
                _ => Vec::new(),
            };
            assert_eq!(order(&fixture.chart), order(&fewer), "{}", fixture.name);
            let last = ordered(bars);
            let first_absent = last.iter().position(|(_, value)| value.shown().is_none()).unwrap_or(last.len());
            assert!(last[first_absent..].iter().all(|(_, value)| value.shown().is_none()), "absent ones stand last");
        }
    }

    #[test]
    fn a_drawing_that_does_not_start_at_nought_says_so() {
        let of = |words| notes(&fixture::trend(vocabulary::Unit::Percent, 0, 2014, &[("Ourshire", words)]));
        assert_eq!(of("90 92 95"), ["The scale starts at 88%, not at nought."]);
        assert!(of("10 40 60").is_empty());
    }

    #[test]
    fn notes_say_what_is_broken_cancelled_withheld_and_provisional() {
        assert_eq!(
            notes(&fixture::full_trend()),
            [
                "The scale starts at 40%, not at nought.",
                "Figures from the 2015 to 2016 academic year onwards can’t be compared with earlier ones. New, more \
                 demanding assessments; not comparable with earlier years.",
                "There are no figures for the 2019 to 2020 and 2020 to 2021 academic years: assessments or counts were \
                 cancelled.",
                "[c] withheld to protect people: Ourshire in the 2017 to 2018 academic year.",
                "Provisional: Ourshire, Similar places, The region and England in the 2023 to 2024 academic year.",
            ]
        );
    }

    #[test]
    fn summaries_say_what_a_reader_would_see() {
        let fixtures = fixture::all();
        let of = |name: &str| {
            let fixture = fixtures.iter().find(|fixture| fixture.name == name).expect("a fixture of that name");
            summary(&fixture.chart)
        };
        assert_eq!(
            of("trend: two series"),
            "Line chart with 2 lines for the 10 academic years from 2014 to 2024: Ourshire and England. Ourshire rose from \
             58% to 74% over these years, up 16 percentage points. In 2023 to 2024 Ourshire stood 6 percentage points above \
             England (68%). England rose from 60% to 68% over these years. All figures lie between 58% and 74%."
        );
        assert_eq!(
            of("trend: a break before the last year"),
            "Line chart with 2 lines for the 4 academic years from 2014 to 2018: Ourshire and England. Ourshire stood at \
             59% in the 2017 to 2018 academic year, the first figure after a break. No published figure for England since \
             the break in the 2017 to 2018 academic year. All figures lie between 54% and 62%. Figures from the 2017 to \
             2018 academic year onwards can’t be compared with earlier ones. No figure for England in the 2017 to 2018 \
             academic year: withheld to protect people."
        );
        assert_eq!(
            of("comparison: neighbours"),
            "Bar chart of 10 places, the highest figure first. Ourshire at 67% is the joint 2nd highest of the 8 with a \
             figure. The highest is Thornley (71%) and the lowest Fenwick (58%). No figure for Eastcombe: withheld to \
             protect people. No figure for Ashmere: not available (reason not given by the source)."
        );
        assert_eq!(
            of("gap: two years"),
            "Chart of the gap between disadvantaged and other pupils in the 2022 to 2023 and 2023 to 2024 academic years. \
             In 2023 to 2024 both were 50%. The gap narrowed from 22 percentage points in 2022 to 2023."
        );
        assert_eq!(
            of("distribution: few"),
            "Dot chart of 6 authorities in the 2023 to 2024 academic year. Ourshire at 51% is the lowest of 6. That is 10 \
             percentage points below England (61%). Half of the authorities lie between 56% and 59%; the lowest is 51% and the highest 60%. \
             2 other authorities have no published figure."
        );
        assert_eq!(
            of("bar: ours among groups"),
            "Bar chart of 4 bars. Nursery 312, Primary 2,954 and Secondary 2,711. No figure for Special: withheld to \
             protect people."
        );
    }

    #[test]
    fn no_letters_are_below_12_pixels_as_drawn() {
        // A telephone of 320 pixels leaves 288 for a drawing of 300; a column of 560 shows a drawing of 600.
        for (frame, drawn) in [(Frame::NARROW, 288.0), (Frame::WIDE, 560.0)] {
            let smallest = frame.text * style::size(Part::Scale) * drawn / frame.width;
            assert!(smallest >= 12.0, "{smallest}");
        }
        assert!(Frame::SPARK.text * style::size(Part::Scale) >= 12.0);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(96))]
        /// Whatever an author's data hold, there is a drawing with numbers that are numbers, and words.
        #[test]
        fn any_figures_can_be_drawn(
            series in proptest::collection::vec(
                proptest::collection::vec(
                    proptest::prop_oneof![
                        proptest::strategy::Just("c".to_owned()),
                        proptest::strategy::Just(".".to_owned()),
                        (-100_000_000i64..100_000_000).prop_map(|n| format!("{}.{}", n / 1000, n.rem_euclid(10))),
                        (0i64..100).prop_map(|n| n.to_string()),
                    ],
                    1..14,
                ),
                1..5,
            ),
            decimals in 0u8..3,
            text in 12.0f32..32.0,
        ) {
            let words: Vec<String> = series.iter().map(|words| words.join(" ")).collect();
            let named: Vec<(&str, &str)> = words.iter().map(|words| ("A place with a name", words.as_str())).collect();
            let unit = vocabulary::Unit::Score;
            let mut charts = vec![fixture::trend(unit, decimals, 2010, &named), fixture::comparison(unit, &named)];
            charts.push(fixture::bar(unit, &["One", "Two", "Three", "Four"], &named));
            // A gap has both groups in every year.
            let whole = |words: &String| format!(" {words} ").replace(" . ", " c ").replace(" . ", " c ").trim().to_owned();
            let (first, second) = (whole(&words[0]), whole(&words[words.len() - 1]));
            charts.push(fixture::gap(unit, 2010, &first, &second));
            for chart in charts {
                for frame in [Frame::WIDE, Frame::NARROW, Frame::large_print(text)] {
                    let scene = scene(&chart, frame);
                    proptest::prop_assert!(scene.frame.height.is_finite() && scene.frame.height < 5000.0);
                    let (width, height) = (tenths(scene.frame.width), tenths(scene.frame.height));
                    for (part, mark) in scene.marks() {
                        let places: Vec<Place> = match &mark.shape {
                            Shape::Line(places) => places.clone(),
                            Shape::Rectangle(from, to) => vec![*from, *to],
                            Shape::Point { at, .. } => vec![*at],
                            Shape::Text { at, .. } => vec![*at],
                        };
                        for (x, y) in places {
                            let inside = (-2..=width + 2).contains(&x) && (-2..=height + 2).contains(&y);
                            proptest::prop_assert!(inside, "{part:?} at {x}, {y} of {width} by {height}");
                        }
                    }
                }
                let spark = (spark::KIND.draw)(&chart, Frame::SPARK);
                proptest::prop_assert!(spark.frame.height.is_finite());
                proptest::prop_assert!(!summary(&chart).is_empty());
                proptest::prop_assert!(standalone_svg(&chart).ends_with("</svg>\n"));
            }
        }
    }
}
