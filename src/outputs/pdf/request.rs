//! What somebody asks for: a report or a page, how large, on which paper, in how many volumes.

use std::fmt;

use crate::charts::Palette;

/// One wish, as `multum export` passes it on. Whatever it leaves out is decided here, the same for everybody.
#[derive(Clone, PartialEq, Debug)]
pub struct Request {
    /// What is set.
    pub what: What,
    /// How large.
    pub size: Size,
    /// On what.
    pub paper: Paper,
    /// In how many parts, each of which can be held and posted; no more than there are chapters.
    pub volumes: usize,
    /// Whether it shows what stays inside the council, and so says on each page that it does.
    pub internal: bool,
}

impl Request {
    /// A whole report on white paper in one volume.
    pub fn report(report: usize, size: Size) -> Request {
        Request { what: What::Report(report), size, paper: Paper::White, volumes: 1, internal: false }
    }

    /// Whether a whole report is asked for, which has a cover and contents.
    pub fn is_report(&self) -> bool {
        match self.what {
            What::Report(_) => true,
            What::Page(_) => false,
        }
    }

    /// One page of the site on white paper.
    pub fn page(page: usize, size: Size) -> Request {
        Request { what: What::Page(page), ..Request::report(0, size) }
    }
}

/// What is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A report, by its number in [`Site::reports`](crate::document::Site::reports).
    Report(usize),
    /// A page, by its number in [`Site::pages`](crate::document::Site::pages).
    Page(usize),
}

/// The size of the letters, of which none are smaller, in points.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Size(f32);

impl Size {
    /// For most readers. Source: RNIB, "clear print": 12 point at least.
    pub const STANDARD: Size = Size(12.0);
    /// Large print. Source: UKAAF G003: 16 point or more, ideally 18.
    pub const LARGE: Size = Size(18.0);
    /// Giant print, which begins above large print's 22.
    pub const GIANT: Size = Size(24.0);

    /// A size between 10 and 60 points: below, it is no print for reading; above, a line holds no word.
    pub fn points(points: f32) -> Option<Size> {
        (10.0..=60.0).contains(&points).then_some(Size(points))
    }

    /// The size in points.
    pub fn get(self) -> f32 {
        self.0
    }

    /// Whether the rules for large print hold: one thing a line, nothing side by side.
    pub fn is_large(self) -> bool {
        self.0 >= 16.0
    }

    /// What a document of this size is called: `Large print, 18 point`.
    pub fn name(self) -> String {
        let kind = if self.0 >= Size::GIANT.0 {
            "Giant print"
        } else if self.is_large() {
            "Large print"
        } else {
            "Standard print"
        };
        format!("{kind}, {self} point")
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What a document is printed on, or shown on by a screen. Pale colours lessen glare for some readers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paper {
    /// White.
    White,
    /// Cream.
    Cream,
    /// Pale yellow.
    Yellow,
    /// Pale blue.
    Blue,
    /// Pale green.
    Green,
}

impl Paper {
    /// Every paper.
    pub const ALL: [Paper; 5] = [Paper::White, Paper::Cream, Paper::Yellow, Paper::Blue, Paper::Green];

    /// What people type: `cream`.
    pub fn name(self) -> &'static str {
        match self {
            Paper::White => "white",
            Paper::Cream => "cream",
            Paper::Yellow => "yellow",
            Paper::Blue => "blue",
            Paper::Green => "green",
        }
    }

    /// The paper that somebody typed.
    pub fn named(name: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|paper| paper.name() == name)
    }

    /// Its colour, `#` and six digits.
    pub fn colour(self) -> &'static str {
        match self {
            Paper::White => "#ffffff",
            Paper::Cream => "#fff8e3",
            Paper::Yellow => "#fff9cf",
            Paper::Blue => "#eaf4fb",
            Paper::Green => "#ecf6e9",
        }
    }

    /// The colours of charts on it: on a tint the lighter ones are deepened, so that each stays 3:1 on its ground.
    pub fn palette(self) -> Palette {
        match self {
            Paper::White => Palette::LIGHT,
            Paper::Cream | Paper::Yellow | Paper::Blue | Paper::Green => Palette {
                ground: self.colour(),
                soft: "#444b50",
                grid: "#cfd2cf",
                band: "#ebebe4",
                quiet: "#757d83",
                series: ["#12436d", "#1f8c83", "#801650", "#d9541a", "#3d3d3d", "#8f6dc4"],
                series_text: ["#12436d", "#12625c", "#801650", "#963709", "#3d3d3d", "#5f3f96"],
                ..Palette::LIGHT
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Colour;

    fn contrast(a: &str, b: &str) -> f64 {
        let colour = |text: &str| Colour::new(text).expect("a colour");
        colour(a).contrast(colour(b))
    }

    #[test]
    fn charts_can_be_read_on_every_paper() {
        for paper in Paper::ALL {
            let palette = paper.palette();
            assert_eq!(palette.ground, paper.colour());
            for colour in palette.series.iter().chain([&palette.axis, &palette.quiet]) {
                assert!(contrast(colour, paper.colour()) >= 3.0, "{colour} on {}", paper.name());
            }
            for colour in palette.series_text.iter().chain([&palette.text, &palette.soft]) {
                for ground in [paper.colour(), palette.band] {
                    assert!(contrast(colour, ground) >= 4.5, "{colour} on {ground}");
                }
            }
            for pair in palette.series.windows(2) {
                assert!(contrast(pair[0], pair[1]) >= 2.0, "{pair:?} on {}", paper.name());
            }
        }
    }

    #[test]
    fn a_size_has_its_name_and_its_bounds() {
        for (points, name) in [
            (12.0, "Standard print, 12 point"),
            (16.0, "Large print, 16 point"),
            (18.0, "Large print, 18 point"),
            (22.5, "Large print, 22.5 point"),
            (24.0, "Giant print, 24 point"),
        ] {
            assert_eq!(Size::points(points).expect("a size").name(), name);
        }
        for points in [9.9, 61.0, f32::NAN, f32::INFINITY] {
            assert!(Size::points(points).is_none(), "{points}");
        }
        for paper in Paper::ALL {
            assert_eq!(Paper::named(paper.name()), Some(paper));
        }
        assert_eq!(Paper::named("black"), None);
    }
}
