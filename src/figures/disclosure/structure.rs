//! What adds up to what.

use crate::figures::{GeographyId, GroupId, MeasureId};

/// What is known of cells that make a whole, beyond the cells themselves.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Structure {
    /// Groups and the parts that make them: the wholes of `data/groups.yaml`.
    pub wholes: Vec<(GroupId, Vec<GroupId>)>,
    /// Places and the place that each lies in.
    pub within: Vec<(GeographyId, GeographyId)>,
    /// Measures that are sums of others.
    pub sums: Vec<Sum>,
}

/// A measure that is the sum of others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    /// The sum.
    pub measure: MeasureId,
    /// What it is the sum of.
    pub of: Vec<MeasureId>,
    /// Over how many years, its own the last of them: 1, or 3 for a figure of three years together.
    pub years: u16,
}
