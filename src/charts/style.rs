//! What each part of a drawing looks like: colours by name, strokes and letters by the size of the text.
//!
//! `chart.css` says the same to a page, and a test holds the two together.

use super::{Part, Role};

/// A colour by what it is for. A page's stylesheet and a [`Palette`] say which it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// What the drawing stands on.
    Ground,
    /// Words.
    Text,
    /// Words that stand back: scales and notes.
    Soft,
    /// Lines of the scale, which need not be seen to read the chart.
    Grid,
    /// The line at nought, leaders, brackets.
    Axis,
    /// A pale ground for years or ranges.
    Band,
    /// Shapes that ours is compared with.
    Quiet,
    /// A series, counted from 0.
    Series(u8),
    /// The words of a series: dark enough to read where its colour is not.
    SeriesText(u8),
}

/// Literal colours for files that leave the site, where no stylesheet reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Palette {
    /// What the drawing stands on.
    pub ground: &'static str,
    /// Words.
    pub text: &'static str,
    /// Scales and notes.
    pub soft: &'static str,
    /// Lines of the scale.
    pub grid: &'static str,
    /// The line at nought.
    pub axis: &'static str,
    /// A pale ground.
    pub band: &'static str,
    /// Shapes that ours is compared with.
    pub quiet: &'static str,
    /// Each series' shapes.
    pub series: [&'static str; 6],
    /// Each series' words.
    pub series_text: [&'static str; 6],
}

impl Palette {
    /// For paper and light screens: the Government Analysis Function's categorical palette in its order, whose neighbours
    /// differ by 3:1. Its second, fourth and sixth colour are too light for words, which have darker ones of the same hue.
    pub const LIGHT: Palette = Palette {
        ground: "#ffffff",
        text: "#14191c",
        soft: "#50585d",
        grid: "#dfe2e4",
        axis: "#6b7378",
        band: "#eef0f1",
        quiet: "#868e94",
        series: ["#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1"],
        series_text: ["#12436d", "#17706a", "#801650", "#a83f0b", "#3d3d3d", "#6a47a3"],
    };

    /// For dark screens: the same hues in the same order, bright and deep in turn, so that each is 3:1 on the ground and
    /// against the next.
    pub const DARK: Palette = Palette {
        ground: "#15191c",
        text: "#f1f3f4",
        soft: "#b4bcc1",
        grid: "#343b40",
        axis: "#8b949a",
        band: "#22282c",
        quiet: "#778087",
        series: ["#a3d0f7", "#12857b", "#f7b5d6", "#c2540f", "#d5d9dc", "#8762c8"],
        series_text: ["#a3d0f7", "#45c2b6", "#f7b5d6", "#f2915a", "#d5d9dc", "#b79ce8"],
    };

    /// The colour of an ink.
    pub fn colour(&self, ink: Ink) -> &'static str {
        match ink {
            Ink::Ground => self.ground,
            Ink::Text => self.text,
            Ink::Soft => self.soft,
            Ink::Grid => self.grid,
            Ink::Axis => self.axis,
            Ink::Band => self.band,
            Ink::Quiet => self.quiet,
            Ink::Series(series) => self.series[usize::from(series % super::SERIES)],
            Ink::SeriesText(series) => self.series_text[usize::from(series % super::SERIES)],
        }
    }
}

/// How a part is drawn. Widths are in hundredths of the letters' size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// The colour inside.
    pub fill: Option<Ink>,
    /// The colour of the line, and its width.
    pub stroke: Option<(Ink, u16)>,
    /// Lengths of dashes and of the gaps between them.
    pub dash: &'static [u16],
    /// Whether lines end round.
    pub round: bool,
}

const PLAIN: Style = Style { fill: None, stroke: None, dash: &[], round: false };

/// The dashes of series, by their number.
const DASHES: [&[u16]; 6] = [&[], &[50, 22], &[1, 26], &[60, 20, 14, 20], &[26, 16], &[80, 24]];

/// How a part is drawn.
pub fn style(part: Part) -> Style {
    let line = |ink, width| Style { stroke: Some((ink, width)), ..PLAIN };
    let fill = |ink| Style { fill: Some(ink), ..PLAIN };
    match part {
        Part::Band => fill(Ink::Band),
        Part::Grid => line(Ink::Grid, 7),
        Part::Base => line(Ink::Axis, 7),
        Part::Leader => line(Ink::Axis, 6),
        Part::Break => Style { dash: &[28, 22], ..line(Ink::Axis, 9) },
        Part::Join => line(Ink::Quiet, 22),
        Part::Reference => line(Ink::Text, 11),
        Part::Target => line(Ink::Text, 18),
        // A dot is a line of no length with round ends: the shortest way to write many of them.
        Part::Dot => Style { round: true, ..line(Ink::Quiet, 0) },
        Part::Line(series, role) => Style {
            dash: DASHES[usize::from(series % super::SERIES)],
            round: true,
            ..line(Ink::Series(series), if role == Role::Ours { 21 } else { 14 })
        },
        Part::Marker(series, _) => Style { fill: Some(Ink::Series(series)), stroke: Some((Ink::Ground, 8)), ..PLAIN },
        Part::Bar(series, _) => fill(Ink::Series(series)),
        Part::QuietBar => fill(Ink::Quiet),
        Part::Absence(series) => line(Ink::Series(series), 9),
        Part::Pointer => fill(Ink::Series(0)),
        Part::Scale | Part::Note => fill(Ink::Soft),
        Part::Name(_) | Part::Value(_) => fill(Ink::Text),
        Part::Label(series, _) => fill(Ink::SeriesText(series)),
    }
}

/// Whether a part is drawn under ordinary marks with bold letters.
pub fn is_bold(part: Part) -> bool {
    matches!(part, Part::Name(Role::Ours) | Part::Label(_, Role::Ours) | Part::Value(Role::Ours))
}

/// The size of a part's letters, as a share of the frame's. None is below 0.93: 13 pixels in the frames for pages.
pub fn size(part: Part) -> f32 {
    match part {
        Part::Scale | Part::Note => 0.93,
        _ => 1.0,
    }
}

/// The classes of a part in a page.
pub fn class(part: Part) -> &'static str {
    macro_rules! of_series {
        ($kind:literal, $series:expr) => {
            match $series % super::SERIES {
                0 => concat!($kind, " chart-s1"),
                1 => concat!($kind, " chart-s2"),
                2 => concat!($kind, " chart-s3"),
                3 => concat!($kind, " chart-s4"),
                4 => concat!($kind, " chart-s5"),
                _ => concat!($kind, " chart-s6"),
            }
        };
    }
    match part {
        Part::Band => "chart-band",
        Part::Grid => "chart-grid",
        Part::Base => "chart-base",
        Part::Break => "chart-break",
        Part::Leader => "chart-leader",
        Part::Join => "chart-join",
        Part::Dot => "chart-dot",
        Part::Reference => "chart-reference",
        Part::Target => "chart-target",
        Part::Line(series, Role::Comparator) => of_series!("chart-line", series),
        Part::Line(series, Role::Ours) => of_series!("chart-line chart-ours", series),
        Part::Marker(series, Role::Comparator) => of_series!("chart-marker", series),
        Part::Marker(series, Role::Ours) => of_series!("chart-marker chart-ours", series),
        Part::Bar(series, Role::Comparator) => of_series!("chart-bar", series),
        Part::Bar(series, Role::Ours) => of_series!("chart-bar chart-ours", series),
        Part::QuietBar => "chart-bar chart-quiet",
        Part::Absence(series) => of_series!("chart-absence", series),
        Part::Pointer => "chart-pointer",
        Part::Scale => "chart-scale",
        Part::Name(Role::Comparator) => "chart-name",
        Part::Name(Role::Ours) => "chart-name chart-ours",
        Part::Label(series, Role::Comparator) => of_series!("chart-label", series),
        Part::Label(series, Role::Ours) => of_series!("chart-label chart-ours", series),
        Part::Value(Role::Comparator) => "chart-value",
        Part::Value(Role::Ours) => "chart-value chart-ours",
        Part::Note => "chart-note",
    }
}
