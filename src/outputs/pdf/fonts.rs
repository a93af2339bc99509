//! The two faces that a PDF is set in: which letters they have, and how wide they are.
//!
//! Weight does the work of italics, which UKAAF asks large print to avoid; so there is an upright regular and an upright
//! bold, and no third. The default is Noto Sans from the crate `notosans`. Its files carry the Apache License 2.0, the
//! licence that Google gave them before Noto moved to the SIL Open Font License 1.1, whose text lies beside them in the
//! crate; a PDF embeds subsets of them, which both allow.

use std::sync::Arc;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInstance, FontStyle, FontVariations};
use typst::utils::LazyHash;

use crate::diagnostic::{Checked, Diagnostic, Findings, code, nearest};
use crate::source::theme::Theme;

/// The least weight that counts as bold. Source: OpenType, `usWeightClass`.
const BOLD: u16 = 600;

/// The faces of a PDF.
pub struct Fonts {
    /// What Typst knows of them.
    pub book: LazyHash<FontBook>,
    /// The faces in the order of the book.
    pub faces: Vec<Font>,
    /// What they call themselves.
    pub family: String,
    /// The two faces to measure with: regular, bold.
    measures: [FontInstance; 2],
}

impl Fonts {
    /// The faces that a theme asks for, or Noto Sans; nothing when the theme's can't be used.
    pub fn of(theme: &Theme) -> Checked<Option<Fonts>> {
        let Some((family, at)) = &theme.print_font else {
            let files = [notosans::REGULAR_TTF, notosans::BOLD_TTF];
            let faces = files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect();
            return Checked::sound(Fonts::new(faces));
        };
        let every: Vec<Font> = theme.fonts.values().flat_map(|file| Font::iter(bytes(file))).collect();
        let mut families: Vec<&str> = every.iter().map(|face| face.info().family.as_str()).collect();
        families.sort_unstable();
        families.dedup();
        let own: Vec<Font> = every.iter().filter(|face| face.info().family == *family).cloned().collect();
        let mut findings = Findings::new();
        if own.is_empty() {
            let found = match families.as_slice() {
                [] => "no font there".to_owned(),
                families => families.join(", "),
            };
            let near = nearest(family, families.iter().copied()).map(|near| format!("print-font = \"{near}\""));
            findings.push(
                Diagnostic::error(code::FONT, at, format!("expected the font {family} in typst/fonts/, found {found}"))
                    .hint(
                        near.unwrap_or_else(|| {
                            "put its files, TTF or OTF, into the theme's folder typst/fonts/".into()
                        }),
                    ),
            );
            return Checked { value: None, findings };
        }
        let fonts = Fonts::new(own);
        if fonts.is_none() {
            let message = format!("expected an upright regular and an upright bold face of {family}, found fewer");
            findings.push(
                Diagnostic::error(code::FONT, at, message)
                    .hint("put both files into typst/fonts/: headings and stress are shown by weight"),
            );
        }
        Checked { value: fonts, findings }
    }

    /// The faces, when a regular and a bold one are among them; the others are left out, so that none is taken by mistake.
    fn new(faces: Vec<Font>) -> Option<Fonts> {
        let weight = |face: &Font| face.info().variant.weight.to_number();
        let upright = |face: &&Font| face.info().variant.style == FontStyle::Normal;
        let nearest_to = |aim: u16, faces: &[Font]| {
            let of_kind = |face: &&Font| (weight(face) >= BOLD) == (aim >= BOLD);
            faces.iter().filter(upright).filter(of_kind).min_by_key(|face| weight(face).abs_diff(aim)).cloned()
        };
        let faces = vec![nearest_to(400, &faces)?, nearest_to(700, &faces)?];
        let family = faces[0].info().family.clone();
        let measure = |face: &Font| {
            let variant = face.info().variant;
            face.clone().instantiate(variant, Abs::pt(12.0), &FontVariations::default())
        };
        let measures = [measure(&faces[0]), measure(&faces[1])];
        Some(Fonts { book: LazyHash::new(FontBook::from_fonts(&faces)), faces, family, measures })
    }

    /// Whether both faces can show a letter. What is not seen, such as a joiner or a line's end, needs no shape.
    pub fn has(&self, letter: char) -> bool {
        let invisible =
            letter.is_control() || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        invisible || self.faces.iter().all(|face| face.info().coverage.contains(u32::from(letter)))
    }

    /// How wide a text is on one line, as a multiple of the letters' size. A letter that the font lacks counts as wide.
    pub fn width(&self, text: &str, bold: bool) -> f64 {
        let face = &self.measures[usize::from(bold)];
        let shapes = face.ttf();
        let per_em = f64::from(shapes.units_per_em());
        text.chars()
            .map(|letter| match shapes.glyph_index(letter).and_then(|glyph| shapes.glyph_hor_advance(glyph)) {
                Some(advance) => f64::from(advance) / per_em,
                None => 1.0,
            })
            .sum()
    }
}

fn bytes(file: &Arc<[u8]>) -> Bytes {
    Bytes::new(file.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Source, Style, terminal};

    fn theme(family: &str, files: &[(&str, &[u8])]) -> Theme {
        let source = Source::new("themes/ours/theme.toml", format!("print-font = \"{family}\"\n"));
        let at = source.span(13, 15 + family.len());
        let fonts = files.iter().map(|(name, file)| ((*name).to_owned(), Arc::from(*file))).collect();
        Theme { print_font: Some((family.to_owned(), at)), fonts, ..Theme::default() }
    }

    #[test]
    fn the_default_font_has_what_a_review_of_england_or_wales_writes() {
        let fonts = Fonts::of(&Theme::default()).value.expect("Noto Sans");
        assert_eq!(fonts.family, "Noto Sans");
        for letter in "ŵŷŴŶẃẁẅâêîôû£€≥≤−–—‘’“”…½×÷•\u{a0}\u{2007}".chars() {
            assert!(fonts.has(letter), "{letter:?}");
        }
        assert!(!fonts.has('✓') && !fonts.has('😀'));
    }

    #[test]
    fn digits_are_as_wide_as_each_other_so_that_numbers_stand_below_each_other() {
        let fonts = Fonts::of(&Theme::default()).value.expect("Noto Sans");
        for digit in "123456789".chars() {
            assert!((fonts.width(&digit.to_string(), false) - fonts.width("0", false)).abs() < 1e-9);
        }
        assert!(fonts.width("Rutland", true) > fonts.width("Rutland", false));
    }

    #[test]
    fn a_theme_brings_its_own_font_by_name() {
        let files: &[(&str, &[u8])] = &[
            ("a.ttf", notosans::ITALIC_TTF),
            ("b.ttf", notosans::BOLD_TTF),
            ("c.ttf", notosans::REGULAR_TTF),
            ("d.ttf", notosans::BOLD_ITALIC_TTF),
        ];
        let own = Fonts::of(&theme("Noto Sans", files));
        assert!(own.findings.is_empty());
        let own = own.value.expect("a font");
        assert_eq!(own.faces.len(), 2);
        assert!(own.faces.iter().all(|face| face.info().variant.style == FontStyle::Normal));
    }

    #[test]
    fn a_font_that_is_not_there_or_not_whole_is_told_where_it_is_named() {
        let said = |theme: &Theme| terminal(&Fonts::of(theme).findings, Style::Plain);
        let misspelt = said(&theme("Noto San", &[("a.ttf", notosans::REGULAR_TTF)]));
        assert!(misspelt.starts_with("error[font]: expected the font Noto San in typst/fonts/, found Noto Sans\n"));
        assert!(misspelt.contains("themes/ours/theme.toml:1:14") && misspelt.contains("print-font = \"Noto Sans\""));
        let bare = said(&theme("Arial", &[]));
        assert!(bare.contains("found no font there"), "{bare}");
        let light =
            said(&theme("Noto Sans", &[("a.ttf", notosans::REGULAR_TTF), ("b.ttf", notosans::BOLD_ITALIC_TTF)]));
        assert!(light.contains("expected an upright regular and an upright bold face of Noto Sans"), "{light}");
    }
}
