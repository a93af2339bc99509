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
