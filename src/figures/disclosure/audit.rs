//! What the analyst should know: what is withheld, why, what it protects, and whether it does.
//!
//! Nothing here is a secret figure. A cell is named by its measure, group, place and year; the interval of an attack is
//! what anybody can work out from what is published.

use std::sync::Arc;

use super::complementary::{Outcome, extents};
use super::earlier::Earlier;
use super::linked;
use super::linked::{At, Kind, Links, Of};
use super::primary::{self, Rule};
use super::problem::Range;
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
    /// The report with which it went out before as it is: withholding it now hides nothing.
    pub went_out: Option<Arc<str>>,
}

/// A cell that can be worked out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leak {
    /// Which.
    pub cell: Subject,
    /// Who withheld it.
    pub withheld_by: WithheldBy,
    /// The rows that give it away together.
    pub rows: Vec<Row>,
    /// The report with which a figure of ours went out that helps to give it away: it can't be called back.
    pub went_out: Option<Arc<str>>,
}

/// Who withheld a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WithheldBy {
    /// The policy.
    Policy,
    /// Its source.
    Source,
    /// An earlier report. It may be another figure today.
    Report(Arc<str>),
    /// Nobody: it is what a whole has beyond the parts that are given, and the policy would withhold it.
    LeftOut,
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
    /// The report with which it went out so, where it is not as it is today.
    pub earlier: Option<Arc<str>>,
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
    /// The cells; nothing for one as it was in an earlier publication.
    subjects: Vec<Option<Subject>>,
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
                if let (true, Some(subject)) = (*withheld, subject) {
                    all.push((subject.clone(), range));
                }
            }
        }
        all
    }
}

pub(super) fn audit(
    earlier: &Earlier<'_>,
    rules: &[Vec<Option<Rule>>],
    links: Links,
    outcomes: &[Arc<Outcome>],
) -> Audit {
    let (tables, policy) = (earlier.tables, earlier.policy);
    let subject = |(table, cell): &At| subject(tables, *table, *cell);
    let row = |row: &linked::Row| Row {
        kind: row.kind,
        whole: subject(&row.cells[0]),
        parts: row.cells[1..].iter().map(subject).collect(),
        earlier: row.earlier.clone(),
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
            let rows = vec![row(unproved)];
            audit.leaks.push(Leak { cell: subject(cell), withheld_by: WithheldBy::Source, rows, went_out: None });
        }
    }
    let mut protects: std::collections::HashMap<At, Vec<Subject>> = std::collections::HashMap::new();
    for (linked, outcome) in links.groups.iter().zip(outcomes) {
        for (cell, others) in linked.cells.iter().zip(&outcome.protects) {
            let protected = protects.entry(cell.at).or_default();
            for other in others.iter().map(|other| subject(&linked.cells[*other].at)) {
                if !protected.contains(&other) {
                    protected.push(other);
                }
            }
        }
        for (cell, rows) in &outcome.leaks {
            let Of { at, then } = linked.cells[*cell];
            let rows: Vec<&linked::Row> = rows.iter().map(|at| &linked.rows[*at]).collect();
            let reading = &tables[at.0].cells[at.1].entry.reading;
            let report = rows.iter().find_map(|row| row.earlier.clone()).filter(|_| then > 0);
            audit.leaks.push(Leak {
                cell: subject(&at),
                withheld_by: match report {
                    Some(report) => WithheldBy::Report(report),
                    None if then > 0 => WithheldBy::LeftOut,
                    None if matches!(reading, Reading::Symbol(_)) => WithheldBy::Source,
                    None => WithheldBy::Policy,
                },
                went_out: rows.iter().flat_map(|row| &row.cells).find_map(|at| earlier.as_it_is(*at)).cloned(),
                rows: rows.into_iter().map(row).collect(),
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
                let went_out = earlier.as_it_is(at).cloned();
                audit.lines.push(Line { cell: subject(&at), rule, protects, went_out });
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
            let subjects = linked.cells.iter().map(|of| (of.then == 0).then(|| subject(&of.at))).collect();
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
