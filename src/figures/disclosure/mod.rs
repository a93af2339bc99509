//! Which cells are withheld: decided once, for every table, page, year and edition together.
//!
//! # The way
//!
//! [`primary`] finds the cells that would show few people by themselves. [`linked`] puts the published cells into groups
//! that hang together by what adds up. In each group [`complementary`] withholds further cells until [`attack`] finds
//! nothing: for every withheld cell it looks for other data that would have been published in just the same way
//! ([`shift`]). A group is solved as a pure function of its cells, so that a [`Memo`] remembers it from one build to the
//! next.
//!
//! # The intruder
//!
//! knows the site and every publication before it (see [`earlier`]), the printed policy, what the sources publish, the size of every group, and, as a single provider or a
//! single child, its own figure. Counts are whole; a rounded figure is the interval that rounds to it. What a page derives
//! from shown figures (a change, a gap, a place in an order, a chart's coordinates) is derived from them as they are shown
//! (see [`super::statistics`]), so it tells nothing that they don't; what derives from a withheld one is withheld.
//!
//! # What is not protected
//!
//! A figure public at its source; counts of things; that a cell is withheld at all, which says of a single cell no more
//! than the policy's own words do.

mod attack;
mod audit;
mod complementary;
mod earlier;
mod linked;
mod memo;
mod policy;
mod primary;
mod problem;
mod shift;
mod structure;

pub use audit::{Audit, Cost, Leak, Line, Row, WithheldBy};
pub use linked::Kind;
pub use memo::{Key, Memo, Solver, Unsolved};
pub use policy::{Extreme, Policy, Republish, Rules};
pub use primary::Rule;
pub(in crate::figures) use primary::rounded_to_base;
pub use structure::{Publication, Structure, Sum, Went, Which};

use std::sync::Arc;

use super::Release;
use super::table::{MeasureTable, Origin, Reading};
use complementary::Outcome;
use earlier::Earlier;

/// What the policy came to: what may go out, and what the analyst should know of it.
pub struct Decision {
    /// What may go out.
    pub release: Release,
    /// Which cells are withheld, why, and whether that protects them. It has no figure that can't be worked out from
    /// what is published.
    pub audit: Audit,
}

/// Decides which cells are withheld, attacks the decision, and seals it into the release. Of a group that the memo's solver has
/// not solved, everything that may be withheld is, and the audit says nothing of it.
pub fn decide(tables: Vec<MeasureTable>, structure: &Structure, policy: &Policy, memo: &Memo) -> Decision {
    let mut rules: Vec<Vec<Option<Rule>>> = tables.iter().map(|table| by_themselves(table, policy)).collect();
    let links = linked::links(&tables, structure, policy);
    let solved = memo.solve(&links.groups);
    let outcomes: Vec<Arc<Outcome>> = (links.groups.iter().zip(solved))
        .map(|(linked, outcome)| outcome.unwrap_or_else(|| Arc::new(Outcome::withheld(&linked.problem))))
        .collect();
    for (linked, outcome) in links.groups.iter().zip(&outcomes) {
        for (of, withheld) in linked.cells.iter().zip(&outcome.withheld).filter(|(of, _)| of.then == 0) {
            let (table, cell) = of.at;
            let own = tables[table].cells[cell].entry.origin == Origin::Own;
            if *withheld && own && rules[table][cell].is_none() {
                rules[table][cell] = Some(Rule::Complementary);
            }
        }
    }
    let earlier = Earlier { tables: &tables, policy, publications: &structure.earlier };
    let audit = audit::audit(&earlier, &rules, links, &outcomes);
    let withheld = rules.iter().map(|rules| rules.iter().map(Option::is_some).collect()).collect();
    let rounding = tables.iter().map(|table| policy.under(&table.rules).rounding).collect();
    Decision { release: Release::new(tables, withheld, rounding, policy.words()), audit }
}

/// The rule that withholds each cell of a table by itself.
fn by_themselves(table: &MeasureTable, policy: &Policy) -> Vec<Option<Rule>> {
    let policy = policy.under(&table.rules);
    let republished = |cell| {
        (policy.republish == Republish::Withhold && primary::rule_if_own(cell, table, &policy).is_some())
            .then_some(Rule::Republished)
    };
    let rule = |cell| primary::rule(cell, table, &policy).or_else(|| republished(cell));
    table
        .cells
        .iter()
        .map(|cell| if matches!(cell.entry.reading, Reading::Symbol(_)) { None } else { rule(cell) })
        .collect()
}
