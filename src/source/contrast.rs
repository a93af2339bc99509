//! Whether a theme's colours can be told from what they stand on: WCAG 2.2, 1.4.3 for text and 1.4.11 for shapes.
//!
//! The stylesheet puts each token on the grounds that are listed here, and no other; `tests/browser` measures what it draws.
//! Colours of charts are no tokens: `charts` holds its palettes itself.

use std::collections::BTreeMap;

use super::theme::Token;
use crate::diagnostic::{Diagnostic, Findings, code};
use crate::vocabulary::Colour;

/// What text needs, and shapes that must be seen.
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// The end of a token's name that makes it one of the dark scheme.
pub const DARK: &str = "-dark";

/// What stands on what, and the contrast that it needs. Thin lines (`rule`) only group, so they need none.
const PAIRS: &[(&str, &str, f64)] = &[
    ("ink", "paper", TEXT),
    ("ink", "wash", TEXT),
    ("quiet", "paper", TEXT),
    ("quiet", "wash", TEXT),
    ("link", "paper", TEXT),
    ("link", "wash", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "wash", TEXT),
    ("on-accent", "accent", TEXT),
    ("focus-ink", "focus", TEXT),
    ("edge", "paper", SHAPE),
    ("ink", "green-ground", TEXT),
    ("ink", "amber-ground", TEXT),
    ("ink", "red-ground", TEXT),
    ("green", "green-ground", SHAPE),
    ("amber", "amber-ground", SHAPE),
    ("red", "red-ground", SHAPE),
    ("green", "paper", SHAPE),
    ("amber", "paper", SHAPE),
    ("red", "paper", SHAPE),
];

/// The ring of the keyboard has two colours, one in the other: one of them must stand out on each ground.
const RING: (&str, &str) = ("focus-ink", "focus");

/// What is wrong with the colours of a theme, in both schemes.
pub fn faults(tokens: &BTreeMap<String, Token>, findings: &mut Findings) {
    let mut unreadable: Vec<&str> = Vec::new();
    for end in ["", DARK] {
        for (front, ground, wanted) in PAIRS {
            let (Some(front), Some(ground)) = (named(tokens, front, end), named(tokens, ground, end)) else { continue };
            let (Some(colour), Some(on)) = (read(&front), read(&ground)) else {
                for token in [&front, &ground].into_iter().filter(|token| read(token).is_none()) {
                    if !unreadable.contains(&token.0) {
                        unreadable.push(token.0);
                        findings.push(not_a_colour(token));
                    }
                }
                continue;
            };
            // The same two in the dark scheme are the same two: they have been told of.
            let told = end == DARK && !front.0.ends_with(DARK) && !ground.0.ends_with(DARK);
            if colour.contrast(on) < *wanted && !told {
                findings.push(too_weak(&front, colour, &ground, on, *wanted));
            }
        }
        let ring = |name| named(tokens, name, end);
        let (Some(dark), Some(bright), Some(paper)) = (ring(RING.0), ring(RING.1), ring("paper")) else { continue };
        let (Some(one), Some(other), Some(on)) = (read(&dark), read(&bright), read(&paper)) else { continue };
        if one.contrast(on).max(other.contrast(on)) < SHAPE {
            findings.push(too_weak(&dark, one, &paper, on, SHAPE));
        }
    }
}

type Named<'a> = (&'a str, &'a Token);

/// A token in a scheme. One that the dark scheme doesn't set is as in the light one.
fn named<'a>(tokens: &'a BTreeMap<String, Token>, name: &str, end: &str) -> Option<Named<'a>> {
    let found = tokens.get_key_value(&format!("{name}{end}")).or_else(|| tokens.get_key_value(name))?;
    Some((found.0.as_str(), found.1))
}

fn read((_, token): &Named<'_>) -> Option<Colour> {
    Colour::new(&token.value)
}

fn not_a_colour((name, token): &Named<'_>) -> Diagnostic {
    let message = format!("expected a colour such as #14532d for {name}, found \"{}\"", token.value);
    Diagnostic::error(code::CONTRAST, &token.at, message)
        .hint("write the colour with # and six digits, so that its contrast can be computed")
}

fn too_weak(front: &Named<'_>, colour: Colour, ground: &Named<'_>, on: Colour, wanted: f64) -> Diagnostic {
    let what = if wanted == TEXT { "text" } else { "a shape that must be seen" };
    // Cut and not rounded: 4.496 is not 4.5.
    let found = (colour.contrast(on) * 100.0).floor() / 100.0;
    let (name, under) = (front.0, ground.0);
    let message = format!(
        "{name} ({colour}) on {under} ({on}) has a contrast of {found:.2} to 1, and {what} needs {wanted} to 1"
    );
    // The colour that the site's own theme sets is the one to change, and not what it inherits.
    let (changed, mended) = if ground.1.depth > front.1.depth {
        (ground, on.with_contrast(colour, wanted))
    } else {
        (front, colour.with_contrast(on, wanted))
    };
    let hint = mended.map(|mended| format!("{} = \"{mended}\" would do", changed.0));
    Diagnostic::error(code::CONTRAST, &changed.1.at, message).maybe_hint(hint)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Style, terminal};
    use crate::source::MemoryWorld;
    use crate::source::theme::load;

    /// What is said of a theme that sets these tokens over base.
    fn said(tokens: &str) -> String {
        let toml = format!("base = \"base\"\n[tokens]\n{tokens}");
        let world = MemoryWorld::new().with("themes/own/theme.toml", &toml);
        terminal(&load(&world, "own", None).findings, Style::Plain)
    }

    #[test]
    fn the_theme_base_has_no_fault_and_neither_has_a_theme_that_keeps_to_the_numbers() {
        assert_eq!(said(""), "");
        assert_eq!(said("accent = \"#14532d\"\naccent-dark = \"#86d0a3\"\n"), "");
    }

    #[test]
    fn a_colour_that_is_too_weak_is_told_where_it_stands_with_one_that_would_do() {
        let said = said("link = \"#8ab\"\n");
        assert_eq!(
            said,
            "error[contrast]: link (#88aabb) on paper (#ffffff) has a contrast of 2.46 to 1, and text needs 4.5 to 1\n  \
             themes/own/theme.toml:3:8\n  3 | link = \"#8ab\"\n             ^^^^^^\n  hint: link = \"#627a87\" would do\n\n\
             error[contrast]: link (#88aabb) on wash (#f3f4f1) has a contrast of 2.23 to 1, and text needs 4.5 to 1\n  \
             themes/own/theme.toml:3:8\n  3 | link = \"#8ab\"\n             ^^^^^^\n  hint: link = \"#5a707b\" would do\n\n"
        );
    }

    #[test]
    fn the_dark_scheme_is_looked_at_by_itself_and_the_own_colour_is_blamed() {
        let dark = said("accent-dark = \"#14532d\"\n");
        assert!(dark.contains("accent-dark (#14532d) on paper-dark (#15191b)"), "{dark}");
        assert!(!dark.contains("accent (#"), "{dark}");
        // The paper is the theme's own here, and what stands on it is base's.
        let paper = said("paper = \"#777777\"\n");
        assert!(paper.contains("themes/own/theme.toml:3:9") && paper.contains("hint: paper = "), "{paper}");
    }

    #[test]
    fn shapes_need_less_than_text() {
        assert!(said("amber = \"#f0c060\"\n").contains("a shape that must be seen needs 3 to 1"));
        assert!(said("focus = \"#3a3a3a\"\nfocus-ink = \"#2a2a2a\"\n").contains("on paper-dark"));
    }

    #[test]
    fn a_colour_written_in_another_way_is_asked_for_in_digits_once() {
        let said = said("link = \"rebeccapurple\"\n");
        assert_eq!(said.matches("error[contrast]").count(), 1, "{said}");
        assert!(said.contains("expected a colour such as #14532d for link, found \"rebeccapurple\""), "{said}");
    }
}
