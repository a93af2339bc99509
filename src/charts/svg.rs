//! Two writers of one scene: [`page`] with classes alone, [`standalone`] with literal colours.
//!
//! A page's Content-Security-Policy forbids inline style, and its reader may want dark, forced or printed colours; so
//! there is no colour in its SVG. [`STYLE`] (`chart.css`) has the rules, and a theme includes it. A downloaded file has no
//! stylesheet; so there every colour is an attribute, which office programs and rasterisers read.
//!
//! # What a theme needs to know
//!
//! ```html
//! <div class="chart-drawing">                     a container: the query for its width hangs on it
//!   <svg class="chart chart-of-trend chart-wide" …>   shown in columns of 560 pixels and more
//!   <svg class="chart chart-of-trend chart-narrow" …> shown in narrower ones; the other is display: none
//! </div>
//! ```
//!
//! Both carry the same words with ids of their own, and the one that is not displayed is not read. `chart.css` takes its
//! colours from custom properties, each of which a theme may set anew: `--chart-ground`, `--chart-ink`, `--chart-soft`,
//! `--chart-grid`, `--chart-axis`, `--chart-band`, `--chart-quiet`, `--chart-1` to `--chart-6` for shapes,
//! `--chart-1-text` to `--chart-6-text` for words, and `--chart-green`, `--chart-green-edge` and so on for ratings. Strokes are in `em`, so that they grow with the letters; the size of
//! the letters is the `font-size` attribute of the `svg`.
//!
//! | class | what |
//! |---|---|
//! | `chart-band` | ground of cancelled years, of the middle half of all places |
//! | `chart-grid`, `chart-base` | lines of the scale; the line at nought |
//! | `chart-break`, `chart-reference`, `chart-target` | rule at a break; rule at England; what is aimed at |
//! | `chart-line`, `chart-marker`, `chart-bar`, `chart-dot`, `chart-join` | marks |
//! | `chart-s1` to `chart-s6` | which series |
//! | `chart-ours`, `chart-quiet` | ours; what ours is compared with, where one colour serves for all |
//! | `chart-share`, `chart-rated` | part of a whole with a rating; the rating's sign |
//! | `chart-range`, `chart-whisker`, `chart-halo` | the range about a line; about a figure; white beneath it |
//! | `chart-rung` | grade of a scale that was not given |
//! | `chart-green`, `chart-amber`, `chart-red` | which rating |
//! | `chart-absence` | bracket or hollow marker of figures that are not there |
//! | `chart-pointer`, `chart-leader` | sign that a row is ours; line from a mark to its words |
//! | `chart-scale`, `chart-heading`, `chart-name`, `chart-label`, `chart-value`, `chart-note` | words |

use super::scene::tenths;
use super::style::{self, Ink, Palette};
use super::{Anchor, Layer, Mark, Marker, Part, Place, Scene, Shape, lettering};

/// The rules for charts in a page.
pub const STYLE: &str = include_str!("chart.css");

/// Which of a chart's drawings one is, and so when it is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Variant {
    /// In columns of 560 pixels and more.
    Wide,
    /// In narrower ones.
    Narrow,
    /// Always: a spark line, a large print page.
    Only,
}

impl Variant {
    fn class(self) -> &'static str {
        match self {
            Variant::Wide => " chart-wide",
            Variant::Narrow => " chart-narrow",
            Variant::Only => "",
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Variant::Wide | Variant::Only => "",
            Variant::Narrow => "-narrow",
        }
    }
}

/// The drawings as they stand in a page, in a `div` when there are several. `id` must be unique on the page; `title` and
/// `description` are the words of the picture for those who do not see it.
pub fn page(scenes: &[(&Scene, Variant)], id: &str, title: &str, description: &str) -> String {
    let mut out = String::with_capacity(scenes.len() * (6000 + description.len()));
    let contained = scenes.iter().any(|(_, variant)| *variant != Variant::Only);
    if contained {
        out.push_str("<div class=\"chart-drawing\">");
    }
    for (scene, variant) in scenes {
        let suffix = variant.suffix();
        out.push_str("<svg class=\"chart chart-of-");
        out.push_str(scene.kind);
        out.push_str(variant.class());
        out.push_str("\" viewBox=\"0 0 ");
        number(&mut out, tenths(scene.frame.width));
        out.push(' ');
        number(&mut out, tenths(scene.frame.height));
        out.push_str("\" font-size=\"");
        number(&mut out, tenths(scene.frame.text));
        out.push('"');
        named(&mut out, id, suffix, title, description);
        for layer in &scene.layers {
            write_layer(&mut out, scene, layer, &Dress::Classes);
        }
        out.push_str("</svg>");
    }
    if contained {
        out.push_str("</div>");
    }
    out
}

/// A file of its own: the drawing below its headline and title and above its notes, in literal colours.
pub fn standalone(scene: &Scene, palette: &Palette, words: &Words) -> String {
    let frame = scene.frame;
    let edge = frame.text;
    let room = frame.width;
    let mut above: Vec<(String, bool)> = Vec::new();
    let title_size = 1.15 * frame.text;
    if let Some(headline) = words.headline {
        above.extend(lettering::lines(headline, room, title_size, true).into_iter().map(|line| (line, true)));
        above.extend(lettering::lines(words.title, room, frame.text, false).into_iter().map(|line| (line, false)));
    } else {
        above.extend(lettering::lines(words.title, room, title_size, true).into_iter().map(|line| (line, true)));
    }
    let small = 0.93 * frame.text;
    let below: Vec<String> = words.notes.iter().flat_map(|note| lettering::lines(note, room, small, false)).collect();
    let line = |size: f32| size * 1.35;
    let head: f32 = above.iter().map(|(_, strong)| line(if *strong { title_size } else { frame.text })).sum();
    let top = edge + head + 0.6 * frame.text;
    let height = top + frame.height + 0.5 * frame.text + below.len() as f32 * line(small) + edge;
    let width = room + 2.0 * edge;

    let mut out = String::with_capacity(9000);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
    number(&mut out, tenths(width));
    out.push_str("\" height=\"");
    number(&mut out, tenths(height));
    out.push_str("\" viewBox=\"0 0 ");
    number(&mut out, tenths(width));
    out.push(' ');
    number(&mut out, tenths(height));
    out.push_str("\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" font-size=\"");
    number(&mut out, tenths(frame.text));
    out.push('"');
    named(&mut out, "chart", "", words.title, words.description);
    out.push_str("<rect width=\"100%\" height=\"100%\" fill=\"");
    out.push_str(palette.ground);
    out.push_str("\"/>");
    let mut y = edge;
    for (words, strong) in &above {
        let size = if *strong { title_size } else { frame.text };
        y += line(size);
        let weight = if *strong { " font-weight=\"bold\"" } else { "" };
        loose_line(&mut out, words, (edge, y - 0.3 * size), size, palette.text, weight);
    }
    out.push_str("<g transform=\"translate(");
    number(&mut out, tenths(edge));
    out.push(' ');
    number(&mut out, tenths(top));
    out.push_str(")\">");
    for layer in &scene.layers {
        write_layer(&mut out, scene, layer, &Dress::Colours(palette));
    }
    out.push_str("</g>");
    y = top + frame.height + 0.5 * frame.text;
    for words in &below {
        y += line(small);
        loose_line(&mut out, words, (edge, y - 0.3 * small), small, palette.soft, "");
    }
    out.push_str("</svg>\n");
    out
}

/// The drawing alone, in literal colours, on no ground and in no font of its own: what is set into a page of print, which
/// says title, notes and alternative text itself.
pub fn drawing(scene: &Scene, palette: &Palette) -> String {
    let mut out = String::with_capacity(6000);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
    number(&mut out, tenths(scene.frame.width));
    out.push_str("\" height=\"");
    number(&mut out, tenths(scene.frame.height));
    out.push_str("\" viewBox=\"0 0 ");
    number(&mut out, tenths(scene.frame.width));
    out.push(' ');
    number(&mut out, tenths(scene.frame.height));
    out.push_str("\" font-size=\"");
    number(&mut out, tenths(scene.frame.text));
    out.push_str("\">");
    for layer in &scene.layers {
        write_layer(&mut out, scene, layer, &Dress::Colours(palette));
    }
    out.push_str("</svg>");
    out
}

/// What a downloaded chart says round its drawing.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The message, when there is one.
    pub headline: Option<&'a str>,
    /// Measure, area, period.
    pub title: &'a str,
    /// The text alternative.
    pub description: &'a str,
    /// What must be known to read it.
    pub notes: &'a [String],
}

/// Where a writer finds the look of a part.
enum Dress<'a> {
    Classes,
    Colours(&'a Palette),
}

fn named(out: &mut String, id: &str, suffix: &str, title: &str, description: &str) {
    out.push_str(" role=\"img\" aria-labelledby=\"");
    for (at, end) in ["-title", "-desc"].into_iter().enumerate() {
        out.push_str(if at > 0 { " " } else { "" });
        escape(out, id);
        out.push_str(suffix);
        out.push_str(end);
    }
    out.push_str("\">");
    for (element, end, words) in [("title", "-title", title), ("desc", "-desc", description)] {
        out.push('<');
        out.push_str(element);
        out.push_str(" id=\"");
        escape(out, id);
        out.push_str(suffix);
        out.push_str(end);
        out.push_str("\">");
        escape(out, words);
        out.push_str("</");
        out.push_str(element);
        out.push('>');
    }
}

fn loose_line(out: &mut String, words: &str, at: (f32, f32), size: f32, colour: &str, weight: &str) {
    out.push_str("<text x=\"");
    number(out, tenths(at.0));
    out.push_str("\" y=\"");
    number(out, tenths(at.1));
    out.push_str("\" font-size=\"");
    number(out, tenths(size));
    out.push_str("\" fill=\"");
    out.push_str(colour);
    out.push('"');
    out.push_str(weight);
    out.push('>');
    escape(out, words);
    out.push_str("</text>");
}

fn write_layer(out: &mut String, scene: &Scene, layer: &Layer, dress: &Dress<'_>) {
    out.push_str("<g");
    match dress {
        Dress::Classes => {
            out.push_str(" class=\"");
            out.push_str(style::class(layer.part));
            out.push('"');
        }
        Dress::Colours(palette) => attributes(out, layer, scene.frame.text, palette),
    }
    // The size of dots follows from how many there are, which no stylesheet can know.
    if let (Part::Dot, Some(Shape::Point { radius, .. })) = (layer.part, layer.marks.first().map(|mark| &mark.shape)) {
        out.push_str(" stroke-width=\"");
        number(out, radius * 2);
        out.push('"');
    }
    // Words of one layer that begin alike share the attribute.
    let shared = layer.marks.first().and_then(anchor_of);
    let shared = shared.filter(|first| layer.marks.iter().all(|mark| anchor_of(mark) == Some(*first)));
    if let Some(anchor) = shared {
        out.push_str(anchor_attribute(anchor));
    }
    out.push('>');
    let mut open = false;
    for mark in &layer.marks {
        match &mark.shape {
            Shape::Text { at, anchor, text } => {
                close(out, &mut open);
                out.push_str("<text x=\"");
                number(out, at.0);
                out.push_str("\" y=\"");
                number(out, at.1);
                out.push('"');
                if shared.is_none() {
                    out.push_str(anchor_attribute(*anchor));
                }
                out.push('>');
                escape(out, text);
                out.push_str("</text>");
            }
            shape => {
                if !open {
                    out.push_str("<path d=\"");
                    open = true;
                }
                outline(out, layer.part, shape);
            }
        }
    }
    close(out, &mut open);
    out.push_str("</g>");
}

fn close(out: &mut String, open: &mut bool) {
    if *open {
        out.push_str("\"/>");
        *open = false;
    }
}

fn anchor_of(mark: &Mark) -> Option<Anchor> {
    match mark.shape {
        Shape::Text { anchor, .. } => Some(anchor),
        Shape::Line(_) | Shape::Rectangle(..) | Shape::Point { .. } => None,
    }
}

fn anchor_attribute(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    }
}

/// The path of one mark. Steps are relative, which is shorter; in whole tenths nothing is lost by adding them up.
fn outline(out: &mut String, part: Part, shape: &Shape) {
    match shape {
        Shape::Line(places) => {
            let mut before: Option<Place> = None;
            for place in places {
                match before {
                    None => {
                        out.push('M');
                        pair(out, *place);
                    }
                    Some(before) => {
                        let (x, y) = (place.0 - before.0, place.1 - before.1);
                        if y == 0 {
                            out.push('h');
                            number(out, x);
                        } else if x == 0 {
                            out.push('v');
                            number(out, y);
                        } else {
                            out.push('l');
                            pair(out, (x, y));
                        }
                    }
                }
                before = Some(*place);
            }
        }
        Shape::Rectangle(from, to) => {
            out.push('M');
            pair(out, *from);
            out.push('h');
            number(out, to.0 - from.0);
            out.push('v');
            number(out, to.1 - from.1);
            out.push('h');
            number(out, from.0 - to.0);
            out.push('z');
        }
        Shape::Point { at, radius } => marker(out, part, *at, *radius),
        Shape::Text { .. } => {}
    }
}

fn marker(out: &mut String, part: Part, at: Place, radius: i32) {
    let r = radius;
    let steps: &[Place] = match part.marker() {
        Marker::Circle if part == Part::Dot => {
            out.push('M');
            pair(out, at);
            out.push_str("h0");
            return;
        }
        Marker::Circle => {
            out.push('M');
            pair(out, (at.0 - r, at.1));
            for width in [2 * r, -2 * r] {
                out.push('a');
                pair(out, (r, r));
                out.push_str(" 0 1 0 ");
                pair(out, (width, 0));
            }
            return;
        }
        // The forms are as large to the eye as the circle, not as wide: a square fills its corners.
        Marker::Square => &[(-88, -88), (176, 0), (0, 176), (-176, 0)],
        Marker::Diamond => &[(0, -125), (115, 125), (-115, 125), (-115, -125)],
        Marker::Triangle => &[(0, -120), (115, 200), (-230, 0)],
        Marker::TriangleDown => &[(0, 120), (115, -200), (-230, 0)],
        Marker::Cross => &[
            (-35, -110),
            (70, 0),
            (0, 75),
            (75, 0),
            (0, 70),
            (-75, 0),
            (0, 75),
            (-70, 0),
            (0, -75),
            (-75, 0),
            (0, -70),
            (75, 0),
        ],
        Marker::Pointer => &[(100, 0), (-200, 115), (0, -230)],
    };
    let scaled = |step: Place| (scale(step.0, r), scale(step.1, r));
    for (index, step) in steps.iter().enumerate() {
        let (x, y) = scaled(*step);
        if index == 0 {
            out.push('M');
            pair(out, (at.0 + x, at.1 + y));
        } else {
            out.push('l');
            pair(out, (x, y));
        }
    }
    out.push('z');
}

fn scale(hundredths: i32, radius: i32) -> i32 {
    (hundredths * radius + 50 * hundredths.signum()) / 100
}

fn attributes(out: &mut String, layer: &Layer, text: f32, palette: &Palette) {
    let part = layer.part;
    let style = style::style(part);
    let is_words = layer.marks.iter().all(|mark| matches!(mark.shape, Shape::Text { .. }));
    let colour = |out: &mut String, name: &str, ink: Option<Ink>| {
        out.push_str(name);
        out.push_str(ink.map_or("none", |ink| palette.colour(ink)));
        out.push('"');
    };
    colour(out, " fill=\"", style.fill);
    if is_words {
        if style::is_bold(part) {
            out.push_str(" font-weight=\"bold\"");
        }
        if style::size(part) < 1.0 {
            out.push_str(" font-size=\"");
            number(out, tenths(style::size(part) * text));
            out.push('"');
        }
    }
    let Some((ink, width)) = style.stroke else {
        return;
    };
    let width_of = |hundredths: u16| tenths(f32::from(hundredths) / 100.0 * text);
    colour(out, " stroke=\"", Some(ink));
    if part != Part::Dot {
        out.push_str(" stroke-width=\"");
        number(out, width_of(width));
        out.push('"');
    }
    if style.round {
        out.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\"");
    }
    if !style.dash.is_empty() {
        out.push_str(" stroke-dasharray=\"");
        for (at, length) in style.dash.iter().enumerate() {
            out.push_str(if at > 0 { " " } else { "" });
            number(out, width_of(*length));
        }
        out.push('"');
    }
}

fn pair(out: &mut String, (x, y): Place) {
    number(out, x);
    if y >= 0 {
        out.push(' ');
    }
    number(out, y);
}

/// Tenths as a decimal number, without a point when it is whole. By hand, since formatting machinery costs as much as
/// the rest of a chart.
fn number(out: &mut String, tenths: i32) {
    if tenths < 0 {
        out.push('-');
    }
    let value = tenths.unsigned_abs();
    let (whole, tenth) = (value / 10, value % 10);
    let mut digits = [0u8; 10];
    let mut at = digits.len();
    let mut rest = whole;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|digit| *digit as char));
    if tenth > 0 {
        out.push('.');
        out.push((b'0' + tenth as u8) as char);
    }
}

/// Text and attribute values alike. Characters that XML has no place for become spaces.
fn escape(out: &mut String, text: &str) {
    // Most words have nothing to escape, and are copied whole.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"')) {
        out.push_str(text);
        return;
    }
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            letter => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::charts::{self, Frame, fixture};

    fn pages() -> Vec<(String, String)> {
        let mut pages: Vec<(String, String)> = fixture::all()
            .iter()
            .map(|f| (f.name.to_owned(), charts::page_svg(&f.chart, "figure-2", &charts::summary(&f.chart))))
            .collect();
        pages.extend(fixture::sparks().iter().map(|f| (f.name.to_owned(), charts::spark_svg(&f.chart, "s", "words"))));
        pages
    }

    /// The values of an attribute, in order.
    fn values<'a>(svg: &'a str, attribute: &str) -> Vec<&'a str> {
        let start = format!(" {attribute}=\"");
        svg.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    /// Whether every element is closed in the order in which it was opened.
    fn is_well_formed(svg: &str) -> bool {
        let mut open = Vec::new();
        for tag in svg.split('<').skip(1) {
            let Some((tag, _)) = tag.split_once('>') else {
                return false;
            };
            if let Some(name) = tag.strip_prefix('/') {
                if open.pop() != Some(name) {
                    return false;
                }
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap_or_default());
            }
        }
        open.is_empty()
    }

    /// Neither colours nor styles, handlers, links or tab stops: what a strict policy and a picture's role forbid.
    const ALLOWED: [&str; 11] = [
        "class",
        "viewBox",
        "font-size",
        "role",
        "aria-labelledby",
        "id",
        "d",
        "x",
        "y",
        "text-anchor",
        "stroke-width",
    ];

    #[test]
    fn a_page_has_neither_styles_nor_colours_nor_anything_to_focus() {
        for (name, svg) in pages() {
            for tag in svg.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
                let attributes = tag.split('"').step_by(2).filter_map(|before| before.trim().strip_suffix('='));
                for attribute in attributes.filter_map(|words| words.split(' ').next_back()) {
                    assert!(ALLOWED.contains(&attribute), "{name}: {attribute} in {tag}");
                }
                let element = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
                assert!(["div", "svg", "title", "desc", "g", "path", "text"].contains(&element), "{name}: {element}");
            }
            assert!(is_well_formed(&svg), "{name}: {svg}");
        }
    }

    #[test]
    fn every_picture_is_named_by_ids_that_are_there_once() {
        for (name, svg) in pages() {
            let ids = values(&svg, "id");
            let unique: BTreeSet<&&str> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{name}");
            assert_eq!(svg.matches("<svg").count(), svg.matches(" role=\"img\"").count());
            for named in values(&svg, "aria-labelledby") {
                assert!(named.split(' ').all(|id| ids.contains(&id)), "{name}: {named}");
            }
        }
    }

    #[test]
    fn the_stylesheet_shows_one_of_the_two_drawings() {
        let svg = charts::page_svg(&fixture::full_trend(), "figure-1", "words");
        assert_eq!(svg.matches("chart-wide").count(), 1);
        assert_eq!(svg.matches("chart-narrow").count(), 1);
        assert!(STYLE.contains(".chart-narrow { display: none;"));
        let narrow = STYLE.split("@container (max-width: 559.98px)").nth(1).expect("a rule for narrow columns");
        assert!(narrow.contains(".chart-wide { display: none; }"));
    }

    #[test]
    fn every_class_of_a_page_is_in_the_stylesheet() {
        let mut classes = BTreeSet::new();
        for (_, svg) in pages() {
            for class in values(&svg, "class").iter().flat_map(|value| value.split(' ')) {
                classes.insert(class.to_owned());
            }
        }
        for class in classes.iter().filter(|class| !class.starts_with("chart-of-")) {
            let found = [" ", ".", ",", " {"].iter().any(|end| STYLE.contains(&format!(".{class}{end}")));
            assert!(found, "{class}");
        }
    }

    #[test]
    fn coordinates_have_at_most_one_decimal() {
        for (name, svg) in pages() {
            for value in ["d", "x", "y", "viewBox", "stroke-width"].iter().flat_map(|name| values(&svg, name)) {
                for (_, rest) in value.match_indices('.').map(|(at, _)| (at, &value[at + 1..])) {
                    let digits = rest.chars().take_while(char::is_ascii_digit).count();
                    assert_eq!(digits, 1, "{name}: {value}");
                }
            }
        }
    }

    /// The drawing of ten years and four series that a page carries, with a break, a withheld figure and a target.
    #[test]
    fn a_full_trend_is_under_eight_kilobytes() {
        let chart = fixture::full_trend();
        let scene = charts::scene(&chart, Frame::WIDE);
        let svg = page(&[(&scene, Variant::Wide)], "figure-1", &chart.title, &charts::summary(&chart));
        assert!(svg.len() < 8000, "{} bytes", svg.len());
    }

    #[test]
    fn words_of_authors_can_not_become_markup() {
        let mut chart = fixture::full_trend();
        chart.title = "A < B & \"C\" <script>\u{0}".to_owned();
        let svg = charts::page_svg(&chart, "a\"b", "x > y");
        assert!(is_well_formed(&svg));
        assert!(svg.contains("A &lt; B &amp; &quot;C&quot; &lt;script&gt; </title>"));
        assert!(!svg.contains("a\"b") && !svg.contains('\u{0}'));
        assert!(is_well_formed(&charts::standalone_svg(&chart)));
    }

    #[test]
    fn a_download_stands_alone() {
        for fixture in fixture::all() {
            let svg = charts::standalone_svg(&fixture.chart);
            assert!(is_well_formed(&svg), "{}", fixture.name);
            assert!(!svg.contains("class=") && !svg.contains("style="), "{}", fixture.name);
            for note in charts::notes(&fixture.chart) {
                let first = note.split(' ').next().expect("a word");
                assert!(svg.contains(first), "{}: {note}", fixture.name);
            }
        }
        let svg = charts::standalone_svg(&fixture::full_trend());
        assert!(svg.contains(Palette::LIGHT.series[0]));
    }

    #[test]
    fn numbers_are_written_as_short_as_they_can_be() {
        for (tenths, text) in [(0, "0"), (5, "0.5"), (-5, "-0.5"), (10, "1"), (123, "12.3"), (-1200, "-120")] {
            let mut out = String::new();
            number(&mut out, tenths);
            assert_eq!(out, text);
        }
        let mut out = String::new();
        number(&mut out, i32::MIN);
        assert_eq!(out, "-214748364.8");
    }
}
