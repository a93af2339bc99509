//! The rating that a figure suggests for an area.

use rust_decimal::Decimal;

use super::scheme::Threshold;
use crate::vocabulary::Rating;

/// The rating of a figure by its distance from what it is compared with: red or green within their bounds, amber between.
///
/// It only suggests: an area's words ask for more than a number (a trend, how absence in term is dealt with).
pub fn suggested(threshold: &Threshold, ours: Decimal, theirs: Decimal) -> Rating {
    let distance = ours - theirs;
    if threshold.red.hold(distance) {
        Rating::Red
    } else if threshold.green.hold(distance) {
        Rating::Green
    } else {
        Rating::Amber
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::prioritisation::scheme::{Bounds, StatedBy};
    use crate::vocabulary::Slug;

    fn number(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    /// Absence: green more than 0.2 below, red more than 0.2 above.
    fn absence() -> Threshold {
        Threshold {
            figure: 0,
            against: Slug::new("england").expect("a slug"),
            green: Bounds { least: None, greatest: Some((number("-0.2"), false)) },
            red: Bounds { least: Some((number("0.2"), false)), greatest: None },
            stated_by: StatedBy::OurReading,
        }
    }

    #[test]
    fn a_figure_suggests_amber_up_to_both_ends_and_beyond_them_green_or_red() {
        for (ours, rating) in [
            ("3.79", Rating::Green),
            ("3.8", Rating::Amber),
            ("4.0", Rating::Amber),
            ("4.2", Rating::Amber),
            ("4.21", Rating::Red),
        ] {
            assert_eq!(suggested(&absence(), number(ours), number("4.0")), rating, "{ours} against 4.0");
        }
    }

    #[test]
    fn bounds_hold_their_ends_only_where_they_belong() {
        let from = |least: &str, belongs: bool| Bounds { least: Some((number(least), belongs)), greatest: None };
        let to = |greatest: &str, belongs: bool| Bounds { least: None, greatest: Some((number(greatest), belongs)) };
        assert!(from("1", true).hold(number("1")) && !from("1", false).hold(number("1")));
        assert!(to("1", true).hold(number("1")) && !to("1", false).hold(number("1")));
        // What two have in common: one number where both ends belong, none where one does not.
        assert!(!from("1", true).and(&to("1", true)).are_empty());
        assert!(from("1", false).and(&to("1", true)).are_empty());
        assert!(from("1", true).and(&to("1", false)).are_empty());
        assert!(from("2", true).and(&to("1", true)).are_empty());
    }
}
