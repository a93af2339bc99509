//! What adds up to what, and what went out before.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::figures::{GeographyId, GroupId, MeasureId};

/// What is known of cells beyond the cells themselves.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Structure {
    /// Groups and the parts that make them: the wholes of `data/groups.yaml`.
    pub wholes: Vec<(GroupId, Vec<GroupId>)>,
    /// Places and the place that each lies in.
    pub within: Vec<(GeographyId, GeographyId)>,
    /// Measures that are sums of others.
    pub sums: Vec<Sum>,
    /// Earlier publications, the newest first.
    pub earlier: Vec<Publication>,
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

/// Which cell, in the terms of its measure: of whom, where, and the first calendar year of its period.
pub type Which = (MeasureId, GroupId, GeographyId, u16);

/// What went out at one time. It can't be called back: whoever read it may have kept it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Publication {
    /// With which report.
    pub report: Arc<str>,
    /// Each of its cells, as it went out.
    pub cells: BTreeMap<Which, Went>,
}

/// How a cell went out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Went {
    /// As this number, rounded as it was shown.
    Shown(Decimal),
    /// Withheld.
    Withheld,
}
