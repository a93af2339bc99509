//! A drawing with meaning: layers of marks that know what they stand for, and no format.
//!
//! A chart's kind draws a scene once for a size; [`svg`](super::svg) writes it for pages and for downloads. Positions are
//! whole tenths of a CSS pixel, since plotters counts in whole numbers and a page needs finer ones than pixels.

use super::Role;
use crate::vocabulary::Rating;

/// The size of a drawing in CSS pixels, and of the letters in it.
///
/// Everything else follows from the letters: strokes, markers, margins, how many ticks there is room for. A kind whose
/// height follows from its rows takes the width and the letters alone.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frame {
    /// From the left edge to the right.
    pub width: f32,
    /// From the top to the bottom.
    pub height: f32,
    /// The size of ordinary letters; the smallest are 0.93 of it.
    pub text: f32,
}

impl Frame {
    /// For columns of 560 pixels and more. Drawn at 560, its smallest letters are 12 pixels high.
    pub const WIDE: Frame = Frame { width: 600.0, height: 340.0, text: 14.0 };
    /// For telephones: a window of 320 pixels less its margins.
    pub const NARROW: Frame = Frame { width: 300.0, height: 290.0, text: 14.0 };
    /// For pages of large print, with letters of 24 pixels at 18 point: the smallest are as large as the text round them.
    pub const LARGE: Frame = Frame { width: 720.0, height: 480.0, text: 25.8 };
    /// The same on a screen that has half the room.
    pub const LARGE_NARROW: Frame = Frame { width: 276.0, height: 460.0, text: 25.8 };
    /// For the small trend beside a key figure.
    pub const SPARK: Frame = Frame { width: 200.0, height: 62.0, text: 13.0 };

    /// For large print on A4, with letters of `text` CSS pixels: 24 are 18 point.
    ///
    /// The drawing stays as wide as the paper allows, so that larger letters leave room for fewer ticks, names stand above
    /// their bars, and strokes, which are measured by the letters, are thicker.
    pub fn large_print(text: f32) -> Frame {
        let text = if text.is_finite() { text.clamp(12.0, 96.0) } else { 24.0 };
        Frame { width: 640.0, height: 400.0_f32.max(text * 16.0), text }
    }

    /// Whether there is too little room for names beside bars and for whole sentences.
    pub fn is_narrow(self) -> bool {
        self.width < 30.0 * self.text
    }
}

/// A position in tenths of a CSS pixel, from the left and from the top.
pub type Place = (i32, i32);

/// Pixels as tenths.
pub(super) fn tenths(pixels: f32) -> i32 {
    (pixels * 10.0).round() as i32
}

/// A drawing.
#[derive(Clone, PartialEq, Debug)]
pub struct Scene {
    /// The name of its kind, such as `trend`.
    pub kind: &'static str,
    /// Its size; the height is what the drawing came to need.
    pub frame: Frame,
    /// What is drawn, from the back to the front.
    pub layers: Vec<Layer>,
}

/// Marks of one meaning.
#[derive(Clone, PartialEq, Debug)]
pub struct Layer {
    /// What they are.
    pub part: Part,
    /// The marks in the order of reading.
    pub marks: Vec<Mark>,
}

/// One mark.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// Its form.
    pub shape: Shape,
}

/// A form.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// A line through places.
    Line(Vec<Place>),
    /// A filled rectangle from its upper left to its lower right corner.
    Rectangle(Place, Place),
    /// A marker round a place; its part says which form.
    Point {
        /// Its middle.
        at: Place,
        /// From the middle to the edge.
        radius: i32,
    },
    /// Words that begin, end or stand in the middle at a place on their base line.
    Text {
        /// The place on the base line.
        at: Place,
        /// Which part of the words stands there.
        anchor: Anchor,
        /// The words.
        text: Box<str>,
    },
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// What a mark is. Colours, weights and dashes follow from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A pale ground: cancelled years, the middle half of all places.
    Band,
    /// A line of the scale.
    Grid,
    /// The line at nought, or where years stand.
    Base,
    /// The rule at a break in a series.
    Break,
    /// A thin line from a mark to its words.
    Leader,
    /// What joins the two groups of a gap.
    Join,
    /// One of many others.
    Dot,
    /// The rule at what stands for all, such as England.
    Reference,
    /// What is aimed at.
    Target,
    /// The line of a series, counted from 0.
    Line(u8, Role),
    /// The markers of a series.
    Marker(u8, Role),
    /// The bars of a series.
    Bar(u8, Role),
    /// A bar of a place that ours is compared with.
    QuietBar,
    /// The part of a whole that has a rating.
    Share(Rating),
    /// The sign of a rating: a circle, a triangle, a square.
    Rated(Rating),
    /// The outline about a line, as far as the ranges of its figures reach. It has the drawing’s own ground: on any other the
    /// lightest colour of the palette would fall below 3:1.
    Range(u8),
    /// White beneath a range that lies on a bar.
    Halo,
    /// The range about a figure.
    Whisker,
    /// A grade of a scale that was not given.
    Rung,
    /// The brackets of figures that are not there.
    Absence(u8),
    /// The sign that a row is ours.
    Pointer,
    /// Numbers and years of the scales.
    Scale,
    /// The name of a group of rows.
    Heading,
    /// The name of a row.
    Name(Role),
    /// The name of a series beside its marks.
    Label(u8, Role),
    /// The number beside a mark.
    Value(Role),
    /// Words about the drawing: breaks, cancelled years, what is absent.
    Note,
}

/// The forms of markers, in the order of series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marker {
    /// The first series, and one of many.
    Circle,
    /// The second.
    Square,
    /// The third.
    Diamond,
    /// The fourth.
    Triangle,
    /// The fifth.
    TriangleDown,
    /// The sixth.
    Cross,
    /// The sign that a row is ours: a triangle that points to its name.
    Pointer,
}

/// How many series have colours, markers and dashes of their own. A chart of more takes them in turn; it is for the
/// author's checks to refuse more than four.
pub const SERIES: u8 = 6;

impl Part {
    /// The form of its markers.
    pub fn marker(self) -> Marker {
        match self {
            Part::Marker(series, _) | Part::Absence(series) => match series % SERIES {
                0 => Marker::Circle,
                1 => Marker::Square,
                2 => Marker::Diamond,
                3 => Marker::Triangle,
                4 => Marker::TriangleDown,
                _ => Marker::Cross,
            },
            Part::Rated(Rating::Green) => Marker::Circle,
            Part::Rated(Rating::Amber) => Marker::Triangle,
            Part::Rated(Rating::Red) => Marker::Square,
            Part::Pointer => Marker::Pointer,
            _ => Marker::Circle,
        }
    }
}

impl Scene {
    /// Nothing yet, of a size.
    pub fn new(kind: &'static str, frame: Frame) -> Scene {
        Scene { kind, frame, layers: Vec::new() }
    }

    /// Every mark with the part it belongs to, from the back to the front.
    pub fn marks(&self) -> impl Iterator<Item = (Part, &Mark)> {
        self.layers.iter().flat_map(|layer| layer.marks.iter().map(move |mark| (layer.part, mark)))
    }

    /// Every text with the part it belongs to.
    pub fn texts(&self) -> impl Iterator<Item = (Part, &str)> {
        self.marks().filter_map(|(part, mark)| match &mark.shape {
            Shape::Text { text, .. } => Some((part, &**text)),
            _ => None,
        })
    }
}
