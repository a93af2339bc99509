//! A chart as a picture of pixels, from the same drawing as its SVG and with a font that travels with multum.
//!
//! Nothing is asked of the system: no font, no library. So the same chart is the same bytes on every machine.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// How many pixels of the picture stand for one of the drawing: enough for print at the width of a column, and for screens
/// of twice the density.
const SCALE: f32 = 2.0;

/// The fonts, read once.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
        fonts.load_font_data(font.to_vec());
    }
    // A drawing names fonts that readers may have. What is not there gives way to the serif family, and so to ours.
    fonts.set_sans_serif_family("Noto Sans");
    fonts.set_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// A drawing of [`standalone_svg`](super::standalone_svg) as PNG, twice as large in each direction. Nothing when it is no
/// SVG, or larger than a picture can be.
pub fn png(svg: &str) -> Option<Vec<u8>> {
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size().to_int_size().scale_by(SCALE)?;
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Palette, fixture, standalone_svg};

    fn pixels(png: &[u8]) -> Pixmap {
        Pixmap::decode_png(png).expect("a picture")
    }

    #[test]
    fn a_picture_is_twice_as_large_and_the_same_every_time() {
        let svg = standalone_svg(&fixture::full_trend());
        let first = png(&svg).expect("a picture");
        assert_eq!(first, png(&svg).expect("a picture"));
        let width: f32 =
            svg.split(" width=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse().ok()).expect("a width");
        assert_eq!(pixels(&first).width(), (2.0 * width) as u32);
        assert!(png("not a drawing").is_none());
    }

    /// Letters are drawn, in ours and with the signs that charts need: without a font they would be left out silently.
    #[test]
    fn words_are_there_in_every_kind() {
        let ink = |svg: &str| {
            let picture = pixels(&png(svg).expect("a picture"));
            picture
                .pixels()
                .iter()
                .filter(|pixel| pixel.alpha() > 200 && pixel.red() < 120 && pixel.green() < 120 && pixel.blue() < 140)
                .count()
        };
        let drawing = |text: &str| {
            let colour = Palette::LIGHT.text;
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\" font-family=\"Helvetica, sans-serif\">\
                 <text x=\"5\" y=\"25\" font-size=\"14\" fill=\"{colour}\">{text}</text></svg>"
            )
        };
        assert_eq!(ink(&drawing("")), 0);
        for sign in ["a", "−", "£", "ŵ", "’", "–", "≥"] {
            assert!(ink(&drawing(sign)) > 3, "{sign}");
        }
        // One of each kind, since pictures take long where nothing is optimised.
        let fixtures = fixture::all();
        for kind in crate::charts::KINDS.iter().filter(|kind| kind.name != "spark") {
            let first = fixtures.iter().find(|fixture| fixture.name.starts_with(kind.name)).expect("a fixture");
            assert!(ink(&standalone_svg(&first.chart)) > 200, "{}", first.name);
        }
    }
}
