//! What the analyst should know: what is withheld, why, what it protects, and whether it does.
//!
//! Nothing here is a secret figure. A cell is named by its measure, group, place and year; the interval of an attack is
//! what anybody can work out from what is published.

use std::sync::Arc;

use super::complementary::{Outcome, extents};
use super::linked::{At, Kind, Links};
use super::primary::{self, Rule};
use super::problem::Range;
use super::{Policy, linked};
use crate::figures::table::{MeasureTable, Reading};
use crate::figures::{MeasureId, Place, Subject};
use crate::vocabulary::Period;

/// What the policy came to.
#[derive(Default)]
pub struct Audit {
    /// Every cell that is withheld, in the order of the measures.
    pub lines: Vec<Line>,
    /// Cells that can be worked out from what is published, whatever else is withheld.
    pub leaks: Vec<Leak>,
    /// Rows of the council's own figures whose parts don't make their whole.
    pub uneven: Vec<Row>,
    /// Figures public at their source that our policy would withhold.
    pub public: Vec<Subject>,
    /// What the policy costs, a measure each, in the order of the measures.
    pub costs: Vec<Cost>,
    groups: Vec<Group>,
}

/// A withheld cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Which.
    pub cell: Subject,
    /// Why.
    pub rule: Rule,
    /// Which cells could be worked out if it were shown.
    pub protects: Vec<Subject>,
}

/// A cell that can be worked out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leak {
    /// Which.
    pub cell: Subject,
    /// Whether its source withheld it.
    pub at_source: bool,
    /// The rows that give it away together.
    pub rows: Vec<Row>,
}

/// Cells that add up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What makes it a row.
    pub kind: Kind,
    /// The cell that is the sum.
    pub whole: Subject,
    /// The cells that make it.
    pub parts: Vec<Subject>,
}

/// What the policy costs a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// Cells with a number.
    pub cells: usize,
    /// How many of them are withheld.
    pub withheld: usize,
}

/// A group of linked cells, kept to work out intervals when somebody asks for them.
struct Group {
    linked: Arc<(linked::Linked, Arc<Outcome>)>,
    subjects: Vec<Subject>,
}

impl Audit {
    /// The least and the greatest number of people that remain possible of each withheld cell of the council's own, where
    /// cells add up; nothing for an end that the solver could not find. It takes as long as the attack itself.
    pub fn intervals(&self) -> Vec<(Subject, Option<(i64, i64)>)> {
        let mut all = Vec::new();
        for group in &self.groups {
            let (linked, outcome) = &*group.linked;
            let found: Vec<Option<Range>> = extents(&linked.problem, outcome);
            for ((subject, withheld), range) in group.subjects.iter().zip(&outcome.withheld).zip(found) {
                if *withheld {
                    all.push((subject.clone(), range));
                }
            }
        }
        all
    }
}

pub(super) fn audit(
    tables: &[MeasureTable],
    policy: &Policy,
    rules: &[Vec<Option<Rule>>],
    links: Links,
    outcomes: &[Arc<Outcome>],
) -> Audit {
    let subject = |(table, cell): &At| subject(tables, *table, *cell);
    let row = |row: &linked::Row| Row {
        kind: row.kind,
        whole: subject(&row.cells[0]),
        parts: row.cells[1..].iter().map(subject).collect(),
    };
    let mut audit = Audit { uneven: links.uneven.iter().map(row).collect(), ..Audit::default() };
    for unproved in &links.unproved {
        // Nobody can say what a shown figure of ours adds to what the source withheld, so it counts as given away.
        let shown = |(table, cell): &At| {
            tables[*table].cells[*cell].entry.origin == crate::figures::Origin::Own && rules[*table][*cell].is_none()
        };
        let at_source = unproved
            .cells
            .iter()
            .find(|(table, cell)| matches!(tables[*table].cells[*cell].entry.reading, Reading::Symbol(_)));
        if let (Some(cell), true) = (at_source, unproved.cells.iter().any(shown)) {
            audit.leaks.push(Leak { cell: subject(cell), at_source: true, rows: vec![row(unproved)] });
        }
    }
    let mut protects: std::collections::HashMap<At, Vec<Subject>> = std::collections::HashMap::new();
    for (linked, outcome) in links.groups.iter().zip(outcomes) {
        for (cell, others) in linked.cells.iter().zip(&outcome.protects) {
            protects.entry(*cell).or_default().extend(others.iter().map(|other| subject(&linked.cells[*other])));
        }
        for (cell, rows) in &outcome.leaks {
            let (table, at) = linked.cells[*cell];
            audit.leaks.push(Leak {
                cell: subject(&(table, at)),
                at_source: matches!(tables[table].cells[at].entry.reading, Reading::Symbol(_)),
                rows: rows.iter().map(|at| row(&linked.rows[*at])).collect(),
            });
        }
    }
    for (table_at, table) in tables.iter().enumerate() {
        let policy = policy.under(&table.rules);
        let mut cost = Cost { cells: 0, withheld: 0 };
        for (cell_at, cell) in table.cells.iter().enumerate() {
            if matches!(cell.entry.reading, Reading::Symbol(_)) {
                continue;
            }
            cost.cells += 1;
            let at = (table_at, cell_at);
            if let Some(rule) = rules[table_at][cell_at] {
                cost.withheld += 1;
                let protects = protects.remove(&at).filter(|_| rule == Rule::Complementary).unwrap_or_default();
                audit.lines.push(Line { cell: subject(&at), rule, protects });
            }
            if primary::rule_if_own(cell, table, &policy).is_some() {
                audit.public.push(subject(&at));
            }
        }
        audit.costs.push(cost);
    }
    audit.groups = links
        .groups
        .into_iter()
        .zip(outcomes)
        .map(|(linked, outcome)| {
            let subjects = linked.cells.iter().map(subject).collect();
            Group { linked: Arc::new((linked, Arc::clone(outcome))), subjects }
        })
        .collect();
    audit
}

fn subject(tables: &[MeasureTable], table: usize, cell: usize) -> Subject {
    let (group, geography, year) = tables[table].cells[cell].place;
    Subject {
        measure: MeasureId(table as u32),
        group,
        place: Place::Area(geography),
        period: Period::new(tables[table].facts.period, year),
    }
}
