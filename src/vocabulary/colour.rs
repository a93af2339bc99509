//! A colour, and how well one can be told from another.

use std::fmt;

/// A colour of a screen: red, green and blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour([u8; 3]);

impl Colour {
    /// The colour that `#14532d` or its short form `#153` names; nothing for any other way of writing one.
    pub fn new(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#')?;
        let values: Vec<u8> =
            digits.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<Vec<u8>>>()?;
        match values[..] {
            [r, g, b] => Some(Colour([r * 17, g * 17, b * 17])),
            [r1, r2, g1, g2, b1, b2] => Some(Colour([r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2])),
            _ => None,
        }
    }

    /// The contrast with another, from 1 to 21. Source: WCAG 2.2, "contrast ratio".
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The nearest colour on the way to black or to white that reaches a contrast with a ground; nothing when neither does.
    pub fn with_contrast(self, ground: Colour, wanted: f64) -> Option<Colour> {
        let steps = (0..=50).flat_map(|step| [self.towards(0, step), self.towards(255, step)]);
        steps.into_iter().find(|colour| colour.contrast(ground) >= wanted)
    }

    /// The colour mixed with so many fiftieths of a grey.
    fn towards(self, grey: u8, step: u16) -> Colour {
        let mixed = |part: u8| (u16::from(part) * (50 - step) + u16::from(grey) * step + 25) / 50;
        Colour(self.0.map(|part| u8::try_from(mixed(part)).unwrap_or(grey)))
    }

    /// Source: WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::new(text).expect("a colour")
    }

    #[test]
    fn a_colour_is_written_with_three_or_six_digits() {
        assert_eq!(colour("#1a2B3c").to_string(), "#1a2b3c");
        assert_eq!(colour("#fa0").to_string(), "#ffaa00");
        for other in ["", "#", "green", "#12345", "#1234567", "#12345g", "rgb(1, 2, 3)", "1a2b3c", "#é23"] {
            assert_eq!(Colour::new(other), None, "{other}");
        }
    }

    #[test]
    fn contrast_is_what_the_standard_says() {
        assert!((colour("#000").contrast(colour("#fff")) - 21.0).abs() < 1e-9);
        assert_eq!(format!("{:.2}", colour("#767676").contrast(colour("#ffffff"))), "4.54");
        assert_eq!(format!("{:.2}", colour("#ffffff").contrast(colour("#767676"))), "4.54");
    }

    #[test]
    fn a_colour_that_is_too_weak_has_a_neighbour_that_is_not() {
        for (text, ground) in [("#86d0a3", "#ffffff"), ("#14532d", "#15191b"), ("#777777", "#767676")] {
            let mended = colour(text).with_contrast(colour(ground), 4.5).expect("one of black and white will do");
            assert!(mended.contrast(colour(ground)) >= 4.5, "{text} on {ground}: {mended}");
        }
        assert_eq!(colour("#123").with_contrast(colour("#777"), 20.0), None);
    }
}
