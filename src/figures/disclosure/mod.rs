//! Which cells are withheld: decided once, for every table, page and edition together.
//!
//! What stands here is primary suppression: a cell that would show few people by itself. It applies to the council's own
//! figures; a figure public at its source is shown as its source published it.

mod policy;
mod primary;

pub use policy::Policy;

use super::Release;
use super::table::MeasureTable;

/// Decides which cells are withheld, and seals the decision into the release.
pub fn decide(tables: Vec<MeasureTable>, policy: &Policy) -> Release {
    let withheld = tables.iter().map(|table| primary::withheld(table, policy)).collect();
    Release::new(tables, withheld)
}
