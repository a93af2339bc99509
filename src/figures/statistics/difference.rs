//! A change over time, or a gap between two places or groups.

use super::super::Confidential;
use super::super::published::{Difference, Quantity};

/// The difference from one sealed figure to another.
pub(in crate::figures) fn difference(
    from: &Confidential<Quantity>,
    to: &Confidential<Quantity>,
) -> Confidential<Difference> {
    from.zip(to, |from, to| Difference::between(*from, *to))
}
