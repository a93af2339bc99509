//! What each part of a drawing looks like: colours by name, strokes and letters by the size of the text.
//!
//! `chart.css` says the same to a page, and a test holds the two together.

use super::{Part, Role};
use crate::vocabulary::Rating;

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
    /// The pale ground of a rating.
    Rating(Rating),
    /// The edge and the sign of a rating.
    RatingEdge(Rating),
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
    /// Each rating's ground, and its edge and sign.
    pub ratings: [(&'static str, &'static str); 3],
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
        band: "#f3f5f6",
        quiet: "#868e94",
        series: ["#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1"],
        series_text: ["#12436d", "#17706a", "#801650", "#a83f0b", "#3d3d3d", "#6a47a3"],
        ratings: [("#cfe8d8", "#1d6b42"), ("#fbe3b0", "#7a5200"), ("#f8d3ce", "#a2231d")],
    };

    /// For dark screens: the same hues in the same order, bright and deep in turn, so that each is 3:1 on the ground and
    /// against the next.
    pub const DARK: Palette = Palette {
        ground: "#15191c",
        text: "#f1f3f4",
        soft: "#b4bcc1",
        grid: "#343b40",
        axis: "#8b949a",
        band: "#20262a",
        quiet: "#6f787f",
        series: ["#b5daf9", "#14837a", "#fac3de", "#bd5512", "#dfe3e6", "#8561c6"],
        series_text: ["#b5daf9", "#45c2b6", "#fac3de", "#f2915a", "#dfe3e6", "#b79ce8"],
        ratings: [("#123d27", "#6fd3a0"), ("#4a3500", "#f0c05a"), ("#561a17", "#f7a099")],
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
            Ink::Rating(rating) => self.ratings[rating as usize].0,
            Ink::RatingEdge(rating) => self.ratings[rating as usize].1,
        }
    }
}

/// The classes of every part, for the stylesheet's test.
#[cfg(test)]
fn parts() -> Vec<Part> {
    let mut parts = vec![
        Part::Band,
        Part::Grid,
        Part::Base,
        Part::Break,
        Part::Leader,
        Part::Join,
        Part::Dot,
        Part::Reference,
        Part::Target,
        Part::QuietBar,
        Part::Pointer,
        Part::Rung,
        Part::Halo,
        Part::Whisker,
        Part::Heading,
        Part::Scale,
        Part::Note,
    ];
    for rating in Rating::ALL {
        parts.extend([Part::Share(rating), Part::Rated(rating)]);
    }
    for role in [Role::Ours, Role::Comparator] {
        parts.extend([Part::Name(role), Part::Value(role)]);
        for series in 0..super::SERIES {
            parts.extend([Part::Line(series, role), Part::Marker(series, role), Part::Bar(series, role)]);
            parts.push(Part::Range(series));
            parts.extend([Part::Label(series, role), Part::Absence(series)]);
        }
    }
    parts
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
        Part::Share(rating) => {
            Style { fill: Some(Ink::Rating(rating)), stroke: Some((Ink::RatingEdge(rating), 12)), ..PLAIN }
        }
        Part::Range(series) => Style { fill: Some(Ink::Ground), stroke: Some((Ink::Series(series), 5)), ..PLAIN },
        Part::Halo => line(Ink::Ground, 32),
        Part::Whisker => line(Ink::Text, 12),
        Part::Rung => Style { fill: Some(Ink::Ground), stroke: Some((Ink::Axis, 9)), ..PLAIN },
        Part::Rated(rating) => fill(Ink::RatingEdge(rating)),
        Part::Absence(series) => line(Ink::Series(series), 9),
        Part::Pointer => fill(Ink::Series(0)),
        Part::Scale | Part::Note => fill(Ink::Soft),
        Part::Heading | Part::Name(_) | Part::Value(_) => fill(Ink::Text),
        Part::Label(series, _) => fill(Ink::SeriesText(series)),
    }
}

/// Whether a part is drawn under ordinary marks with bold letters.
pub fn is_bold(part: Part) -> bool {
    matches!(part, Part::Heading | Part::Name(Role::Ours) | Part::Label(_, Role::Ours) | Part::Value(Role::Ours))
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
        Part::Rung => "chart-rung",
        Part::Range(series) => of_series!("chart-range", series),
        Part::Halo => "chart-halo",
        Part::Whisker => "chart-whisker",
        Part::Share(Rating::Green) => "chart-share chart-green",
        Part::Share(Rating::Amber) => "chart-share chart-amber",
        Part::Share(Rating::Red) => "chart-share chart-red",
        Part::Rated(Rating::Green) => "chart-rated chart-green",
        Part::Rated(Rating::Amber) => "chart-rated chart-amber",
        Part::Rated(Rating::Red) => "chart-rated chart-red",
        Part::Absence(series) => of_series!("chart-absence", series),
        Part::Pointer => "chart-pointer",
        Part::Scale => "chart-scale",
        Part::Heading => "chart-heading",
        Part::Name(Role::Comparator) => "chart-name",
        Part::Name(Role::Ours) => "chart-name chart-ours",
        Part::Label(series, Role::Comparator) => of_series!("chart-label", series),
        Part::Label(series, Role::Ours) => of_series!("chart-label chart-ours", series),
        Part::Value(Role::Comparator) => "chart-value",
        Part::Value(Role::Ours) => "chart-value chart-ours",
        Part::Note => "chart-note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::svg::STYLE;
    use crate::vocabulary::Colour;

    fn contrast(a: &str, b: &str) -> f64 {
        let colour = |text: &str| Colour::new(text).expect("a colour");
        colour(a).contrast(colour(b))
    }

    #[test]
    fn shapes_are_3_to_1_on_their_ground_and_against_the_next_and_words_4_5_to_1() {
        for palette in [Palette::LIGHT, Palette::DARK] {
            let at_least = |a: &str, b: &str, ratio: f64| {
                assert!(contrast(a, b) >= ratio, "{a} on {b}: {:.2}, not {ratio}", contrast(a, b));
            };
            for (at, series) in palette.series.iter().enumerate() {
                at_least(series, palette.ground, 3.0);
                at_least(series, palette.series[(at + 1) % 6], 3.0);
                at_least(palette.series_text[at], palette.ground, 4.5);
                at_least(palette.series_text[at], palette.band, 4.5);
            }
            // The two groups of a gap.
            at_least(palette.series[0], palette.series[3], 3.0);
            // Ours among the quiet ones, and dots on the ground of the middle half.
            at_least(palette.quiet, palette.ground, 3.0);
            at_least(palette.quiet, palette.band, 3.0);
            at_least(palette.series[0], palette.quiet, 3.0);
            at_least(palette.axis, palette.ground, 3.0);
            for (ground, edge) in palette.ratings {
                at_least(edge, palette.ground, 4.5);
                at_least(edge, ground, 4.5);
            }
            for words in [palette.text, palette.soft] {
                at_least(words, palette.ground, 4.5);
                at_least(words, palette.band, 4.5);
            }
        }
    }

    #[test]
    fn the_stylesheet_has_the_colours_of_both_palettes() {
        let (light, dark) = STYLE.split_once("prefers-color-scheme: dark").expect("a dark set");
        let dark = dark.split_once(".chart {").expect("rules after the sets").0;
        for (palette, rules) in [(Palette::LIGHT, light), (Palette::DARK, dark)] {
            let mut colours: Vec<(String, &str)> = [
                ("ground", palette.ground),
                ("ink", palette.text),
                ("soft", palette.soft),
                ("grid", palette.grid),
                ("axis", palette.axis),
                ("band", palette.band),
                ("quiet", palette.quiet),
            ]
            .map(|(name, colour)| (name.to_owned(), colour))
            .to_vec();
            for at in 0..6 {
                colours.push(((at + 1).to_string(), palette.series[at]));
                colours.push((format!("{}-text", at + 1), palette.series_text[at]));
            }
            for rating in Rating::ALL {
                let (ground, edge) = palette.ratings[rating as usize];
                colours.extend([(rating.name().to_owned(), ground), (format!("{}-edge", rating.name()), edge)]);
            }
            for (name, colour) in colours {
                assert!(rules.contains(&format!("--chart-{name}: {colour};")), "--chart-{name}: {colour}");
            }
        }
        let forced = STYLE.split_once("forced-colors: active").expect("a set for forced colours").1;
        for name in light.lines().filter_map(|line| line.trim().strip_prefix("--")?.split(':').next()) {
            assert!(dark.contains(&format!("--{name}:")), "dark: {name}");
            assert!(forced.contains(&format!("--{name}:")), "forced colours: {name}");
        }
    }

    /// What a page's stylesheet and a download's attributes say of one part is the same.
    #[test]
    fn the_stylesheet_draws_every_part_as_downloads_do() {
        let em = |hundredths: u16| {
            let text = format!("{:.2}", f64::from(hundredths) / 100.0);
            format!("{}em", text.trim_start_matches('0').trim_end_matches('0').trim_end_matches('.'))
        };
        // The declarations of all rules whose every class the part has.
        let declarations = |part: Part| -> String {
            let classes: Vec<&str> = class(part).split(' ').collect();
            let plain = STYLE.split("/* Forced colours").next().unwrap_or_default();
            let mut found = String::new();
            for rule in plain.lines().filter(|line| line.starts_with(".chart-")) {
                let (selectors, body) = rule.split_once('{').expect("a rule on a line");
                let mut selectors = selectors.split(',').map(str::trim);
                if selectors.any(|selector| selector.split('.').skip(1).all(|name| classes.contains(&name.trim()))) {
                    found.push_str(body);
                }
            }
            found
        };
        for part in parts() {
            let rules = declarations(part);
            let style = style(part);
            assert!(!rules.is_empty(), "{part:?} has no rule");
            assert_eq!(rules.contains("fill: none"), style.fill.is_none(), "{part:?}: {rules}");
            if let Some((_, width)) = style.stroke
                && part != Part::Dot
            {
                let last = rules.rsplit("stroke-width: ").next().unwrap_or_default();
                assert!(last.starts_with(&em(width)), "{part:?}: {} in {rules}", em(width));
            }
            let dashes: Vec<String> = style.dash.iter().map(|length| em(*length)).collect();
            assert_eq!(rules.contains("dasharray"), !dashes.is_empty(), "{part:?}");
            assert!(rules.contains(&dashes.join(" ")), "{part:?}: {dashes:?} in {rules}");
            assert_eq!(rules.contains("linecap: round"), style.round, "{part:?}");
            assert_eq!(rules.contains("font-weight: 700"), is_bold(part), "{part:?}");
            assert_eq!(rules.contains("font-size: .93em"), size(part) < 1.0, "{part:?}");
        }
    }
}
