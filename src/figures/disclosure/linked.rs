//! The published cells as groups that hang together, whatever table, page or year they stand in.
//!
//! Three things link cells: groups that make a whole, places that make a larger one, and measures that are the sum of
//! others. What no chain of these joins to a withheld cell can tell nothing of it, so each group is a problem of its own,
//! solved and remembered by itself.
//!
//! Figures that are public at their source are no part of a problem: the intruder is taken to know them exactly, with
//! the numbers of people behind them, so what is left of a sum without them is known exactly too. That is more than most
//! intruders know, which errs on the safe side.

use std::collections::HashMap;
use std::sync::Arc;

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program};
use rust_decimal::prelude::ToPrimitive;

use super::earlier::Earlier;
use super::primary::{self, Amount, BOUNDLESS};
use super::problem::{Cell, Problem, Relation, State};
use super::{Policy, Structure};
use crate::figures::published::Symbol;
use crate::figures::table::{GeographyId, GroupId, MeasureTable, Origin, Reading};
use crate::vocabulary::{Counts, Unit};

/// A cell by its table and its place there.
pub(super) type At = (usize, usize);

/// What makes a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Groups that make a whole.
    Groups,
    /// Places that make a larger one, or a part of it.
    Places,
    /// Measures that make another.
    Measures,
}

/// Cells that add up: the whole first.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) kind: Kind,
    pub(super) cells: Vec<At>,
    /// The report with which it went out so, where it is not as it is today.
    pub(super) earlier: Option<Arc<str>>,
}

/// A cell as it is today, or as it was in an earlier publication.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Of {
    pub(super) at: At,
    /// Nought for today; else a number of its own. What a whole has beyond the parts that are given has one too.
    pub(super) then: u32,
}

/// A problem with the cells and rows that it stands for.
pub(super) struct Linked {
    pub(super) problem: Problem,
    pub(super) cells: Vec<Of>,
    pub(super) rows: Vec<Row>,
}

/// All groups of linked cells.
#[derive(Default)]
pub(super) struct Links {
    pub(super) groups: Vec<Linked>,
    /// Rows of the council's own figures whose parts don't make their whole.
    pub(super) uneven: Vec<Row>,
    /// Rows with a cell withheld at its source of which nobody can say what the council's own figures add.
    pub(super) unproved: Vec<Row>,
}

/// What one cell is to a row.
pub(super) enum Part {
    /// The council's own amount.
    Own(Amount),
    /// Withheld at its source.
    AtSource,
    /// Public at its source: its number of people, where the figure says it.
    Public(Option<i64>),
}

pub(super) fn part(table: &MeasureTable, at: usize) -> Part {
    let cell = &table.cells[at];
    if let Some(amount) = primary::amount(cell, table) {
        return Part::Own(amount);
    }
    match &cell.entry.reading {
        Reading::Symbol(Symbol::Withheld) => Part::AtSource,
        Reading::Symbol(Symbol::NotAvailable) if unexplained(table, at) => Part::AtSource,
        Reading::Symbol(Symbol::NotApplicable) => Part::Public(Some(0)),
        Reading::Number(number) if table.facts.unit == Unit::Count => Part::Public(number.open().to_i64()),
        Reading::Number(_) | Reading::Share { .. } | Reading::Mean { .. } | Reading::Symbol(_) => Part::Public(None),
    }
}

/// A missing figure whose source gave no reason may be one that it withheld.
fn unexplained(table: &MeasureTable, at: usize) -> bool {
    let reason = table.cells[at].entry.reason.as_ref().or(table.facts.missing.as_ref());
    reason.is_none_or(|reason| reason.contains("not given") || reason.contains("no reason"))
}

/// The groups of linked cells that hold any figure of the council's own.
pub(super) fn links(tables: &[MeasureTable], structure: &Structure, policy: &Policy) -> Links {
    let own: Vec<bool> = tables.iter().map(MeasureTable::has_own).collect();
    let mut links = Links::default();
    // Rutland's figures are all public at their source: nothing is to be solved, and no time is spent.
    if !own.contains(&true) {
        return links;
    }
    let mut found = Vec::new();
    for (at, table) in tables.iter().enumerate().filter(|(at, _)| own[*at]) {
        rows_of_groups(at, table, structure, &mut found);
        rows_of_places(at, table, structure, &mut found);
    }
    for sum in &structure.sums {
        let all = || std::iter::once(&sum.measure).chain(&sum.of).map(|measure| measure.0 as usize);
        if all().all(|at| at < tables.len()) && all().any(|at| own[at]) {
            rows_of_measures(tables, sum, &mut found);
        }
    }
    let left_out: Vec<Found> =
        found.iter().enumerate().filter_map(|(number, row)| left_out(tables, policy, row, number)).collect();
    let mut relations: Vec<Found> = found.into_iter().filter_map(|row| relation(tables, row, &mut links)).collect();
    let earlier = Earlier { tables, policy, publications: &structure.earlier };
    relations.extend(earlier.relations(&relations));
    relations.extend(left_out);
    settle_at_source(&mut relations, &mut links);
    join(&earlier, relations, &mut links);
    links
}

/// A row, and whether its parts are all of its whole as far as anybody says.
struct Candidate {
    row: Row,
    complete: bool,
}

type Index = HashMap<(GroupId, GeographyId, u16), usize>;

fn index(table: &MeasureTable) -> Index {
    table.cells.iter().enumerate().map(|(at, cell)| (cell.place, at)).collect()
}

fn rows_of_groups(table_at: usize, table: &MeasureTable, structure: &Structure, found: &mut Vec<Candidate>) {
    let index = index(table);
    for (whole, parts) in &structure.wholes {
        for (at, cell) in table.cells.iter().enumerate().filter(|(_, cell)| cell.place.0 == *whole) {
            let (_, place, year) = cell.place;
            let there: Vec<usize> = parts.iter().filter_map(|part| index.get(&(*part, place, year)).copied()).collect();
            if there.is_empty() {
                continue;
            }
            let complete = there.len() == parts.len();
            let cells = std::iter::once(at).chain(there).map(|at| (table_at, at)).collect();
            found.push(Candidate { row: Row { kind: Kind::Groups, cells, earlier: None }, complete });
        }
    }
}

fn rows_of_places(table_at: usize, table: &MeasureTable, structure: &Structure, found: &mut Vec<Candidate>) {
    let index = index(table);
    for (at, cell) in table.cells.iter().enumerate() {
        let (group, whole, year) = cell.place;
        let mut there: Vec<usize> = structure
            .within
            .iter()
            .filter(|(_, parent)| *parent == whole)
            .filter_map(|(child, _)| index.get(&(group, *child, year)).copied())
            .collect();
        there.sort_unstable();
        if !there.is_empty() {
            let cells = std::iter::once(at).chain(there).map(|at| (table_at, at)).collect();
            found.push(Candidate { row: Row { kind: Kind::Places, cells, earlier: None }, complete: false });
        }
    }
}

fn rows_of_measures(tables: &[MeasureTable], sum: &super::Sum, found: &mut Vec<Candidate>) {
    let whole = sum.measure.0 as usize;
    for (at, cell) in tables[whole].cells.iter().enumerate() {
        let (group, place, year) = cell.place;
        let mut cells = vec![(whole, at)];
        for part in &sum.of {
            let part = part.0 as usize;
            for back in 0..sum.years {
                let place = (group, place, year.saturating_sub(back));
                if let Ok(at) = tables[part].cells.binary_search_by_key(&place, |cell| cell.place) {
                    cells.push((part, at));
                }
            }
        }
        let complete = cells.len() == 1 + sum.of.len() * usize::from(sum.years);
        if cells.len() > 1 {
            found.push(Candidate { row: Row { kind: Kind::Measures, cells, earlier: None }, complete });
        }
    }
}

/// A row as a relation of what isn't public: each cell with its sign, and with its amount where that is known.
pub(super) struct Found {
    pub(super) row: Row,
    pub(super) terms: Vec<(Of, i64, Option<Amount>)>,
    /// The sum of the public cells, each with its sign; nothing where one of them doesn't say its number of people.
    pub(super) rest: Option<i64>,
    /// Whether the parts make the whole; else they are at most the whole.
    pub(super) exact: bool,
    /// Whether a part of it is public at its source, or went out before: the policy can't withhold it.
    pub(super) public: bool,
}

fn relation(tables: &[MeasureTable], candidate: Candidate, links: &mut Links) -> Option<Found> {
    let Candidate { mut row, complete } = candidate;
    // A part that is named twice, or is the whole, is a slip that its author is told of elsewhere.
    let mut once = std::collections::HashSet::new();
    row.cells.retain(|cell| once.insert(*cell));
    let mut terms = Vec::new();
    let mut rest = Some(0i64);
    let mut known_parts = 0i64;
    let mut public = false;
    // Nobody knows what a part has that has a symbol in place of its number, so the others don't make the whole.
    let whole_of_parts = complete && !row.cells[1..].iter().any(|at| is_symbol(tables, *at));
    for (place, at) in row.cells.iter().enumerate() {
        let of = Of { at: *at, then: 0 };
        // The parts less the whole make nought.
        let sign = if place == 0 { -1 } else { 1 };
        match part(&tables[at.0], at.1) {
            Part::Own(amount) => {
                public |= tables[at.0].facts.counts == Counts::Things;
                terms.push((of, sign, Some(amount)));
            }
            Part::AtSource => terms.push((of, sign, None)),
            Part::Public(number) => {
                // How many providers there are is no figure of anybody's: whoever wants to can count them. What that number
                // rules out by itself, our figures don't give away.
                let counted = place == 0 && tables[at.0].facts.counts == Counts::Providers;
                public |= number != Some(0) && !counted;
                rest = rest.zip(number).map(|(rest, number)| rest + sign * number);
                if let (Some(number), 1) = (number, sign) {
                    known_parts += number;
                }
            }
        }
    }
    let own = terms.iter().filter_map(|(_, sign, amount)| Some(sign * (*amount)?.truth));
    let has_own = terms.iter().any(|(_, _, amount)| amount.is_some());
    let settled = terms.iter().all(|(_, _, amount)| amount.is_some());
    let means = terms.iter().any(|(_, _, amount)| amount.is_some_and(|amount| amount.step.is_some()));
    let sum: i64 = own.sum();
    if terms.is_empty() {
        return None;
    }
    if settled {
        let left = rest.map(|rest| sum + rest);
        let adds_up = left == Some(0);
        let exact = match row.kind {
            Kind::Groups | Kind::Measures => whole_of_parts || adds_up,
            Kind::Places => adds_up,
        };
        if exact {
            if whole_of_parts && !means && left.is_some_and(|left| left != 0) {
                links.uneven.push(row.clone());
            }
            return Some(Found { row, terms, rest, exact: true, public });
        }
        // Parts that are not all of their whole are at most the whole. With a whole of which nobody knows how many
        // people it is, or with means, that says nothing.
        let whole = match part(&tables[row.cells[0].0], row.cells[0].1) {
            Part::Own(amount) => Some(amount.truth),
            Part::Public(number) => number,
            Part::AtSource => None,
        }?;
        let parts: i64 = known_parts
            + terms
                .iter()
                .filter(|(_, sign, _)| *sign == 1)
                .filter_map(|(_, _, amount)| Some((*amount)?.truth))
                .sum::<i64>();
        if means {
            return None;
        }
        if parts > whole {
            links.uneven.push(row.clone());
            return Some(Found { row, terms, rest: None, exact: true, public });
        }
        // Kept as what the sum lacks: `rest` such that the terms and it make at most nought.
        let rest = Some(parts - whole - sum);
        return Some(Found { row, terms, rest, exact: false, public });
    }
    if !(complete || row.kind == Kind::Places) {
        return None;
    }
    if rest.is_none() {
        if has_own && complete {
            links.unproved.push(row);
        }
        return None;
    }
    let exact = complete;
    Some(Found { row, terms, rest, exact, public })
}

/// Whether a cell has a symbol in place of its number that says nothing of how many it counts.
fn is_symbol(tables: &[MeasureTable], at: At) -> bool {
    let symbol = matches!(tables[at.0].cells[at.1].entry.reading, Reading::Symbol(_));
    symbol && matches!(part(&tables[at.0], at.1), Part::Public(None))
}

/// A row of which parts have no figure, with what they have together as a cell of its own, where that is few: whoever leaves
/// a small group out of the data has not hidden it, since the whole less the others says it.
fn left_out(tables: &[MeasureTable], policy: &Policy, candidate: &Candidate, number: usize) -> Option<Found> {
    let Candidate { row, complete } = candidate;
    let whole = *row.cells.first()?;
    let table = &tables[whole.0];
    let mut terms = Vec::new();
    let (mut rest, mut public, mut lacking) = (0i64, false, !complete);
    let mut of = Some(0i64);
    for (place, at) in row.cells.iter().enumerate() {
        let sign = if place == 0 { -1 } else { 1 };
        match part(&tables[at.0], at.1) {
            Part::Own(amount) if amount.step.is_none() => {
                of = of.zip(amount.of).map(|(sum, of)| sum - sign * of);
                terms.push((Of { at: *at, then: 0 }, sign, Some(amount)));
            }
            Part::Public(Some(number)) => {
                public |= number != 0;
                of = None;
                rest += sign * number;
            }
            Part::Public(None) if place > 0 && is_symbol(tables, *at) => lacking = true,
            Part::Own(_) | Part::AtSource | Part::Public(None) => return None,
        }
    }
    if !lacking || terms.is_empty() {
        return None;
    }
    let own: i64 = terms.iter().filter_map(|(_, sign, amount)| Some(sign * (*amount)?.truth)).sum();
    let amount = Amount { truth: -(own + rest), of, step: None };
    let threshold = i64::from(policy.under(&table.rules).threshold(table.facts.counts, table.facts.threshold)?);
    let few = |number: i64| (1..threshold).contains(&number);
    if !(few(amount.truth) || of.is_some_and(|of| few(of - amount.truth))) {
        return None;
    }
    // Cells of earlier publications are numbered from one on; these from the other end.
    let then = u32::MAX.checked_sub(u32::try_from(number).ok()?)?;
    terms.push((Of { at: whole, then }, 1, Some(amount)));
    Some(Found { row: row.clone(), terms, rest: Some(rest), exact: true, public })
}

/// Finds numbers for the cells that were withheld at their source, which fit all rows that they stand in: those are what
/// an intruder starts from.
fn settle_at_source(relations: &mut Vec<Found>, links: &mut Links) {
    let mut unknown: Vec<Of> = relations
        .iter()
        .flat_map(|found| found.terms.iter().filter(|(_, _, amount)| amount.is_none()).map(|(at, _, _)| *at))
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    if unknown.is_empty() {
        return;
    }
    let mut program = Program::new(OptimizationDirection::Minimize);
    let variables: Vec<_> = unknown.iter().map(|_| program.add_integer_var(1.0, (0, 10_000_000))).collect();
    for found in relations.iter() {
        let terms: Vec<_> = found
            .terms
            .iter()
            .filter(|(_, _, amount)| amount.is_none())
            .filter_map(|(at, sign, _)| Some((variables[unknown.binary_search(at).ok()?], *sign as f64)))
            .collect();
        if terms.is_empty() {
            continue;
        }
        let own: i64 = found.terms.iter().filter_map(|(_, sign, amount)| Some(sign * (*amount)?.truth)).sum();
        let right = -(own + found.rest.unwrap_or(0)) as f64;
        program.add_constraint(terms, if found.exact { ComparisonOp::Eq } else { ComparisonOp::Le }, right);
    }
    let outcome = program.solve_with(super::shift::options()).ok();
    let solution = outcome.as_ref().and_then(|outcome| outcome.solution());
    let Some(solution) = solution else {
        // No numbers fit: the rows contradict one another, which the author must know.
        let contradictory = |found: &Found| found.terms.iter().any(|(_, _, amount)| amount.is_none());
        links.uneven.extend(relations.iter().filter(|found| contradictory(found)).map(|found| found.row.clone()));
        relations.retain(|found| !contradictory(found));
        return;
    };
    for found in relations.iter_mut() {
        for (at, _, amount) in &mut found.terms {
            if amount.is_none()
                && let Ok(place) = unknown.binary_search(at)
            {
                let truth = solution.var_value(variables[place]).round() as i64;
                *amount = Some(Amount { truth, of: None, step: None });
            }
        }
    }
}

/// Sorts the relations into groups that have no cell in common.
fn join(earlier: &Earlier<'_>, relations: Vec<Found>, links: &mut Links) {
    let mut cells: Vec<Of> = relations.iter().flat_map(|found| found.terms.iter().map(|(at, _, _)| *at)).collect();
    cells.sort_unstable();
    cells.dedup();
    let place = |at: &Of| cells.binary_search(at).expect("every cell of a relation is listed");
    let mut parent: Vec<usize> = (0..cells.len()).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    for found in &relations {
        let mut first = root(&mut parent, place(&found.terms[0].0));
        for (at, _, _) in &found.terms[1..] {
            let other = root(&mut parent, place(at));
            // The smaller of the two roots is the root of both from here on.
            let (lower, upper) = (first.min(other), first.max(other));
            parent[upper] = lower;
            first = lower;
        }
    }
    let mut groups: Vec<Linked> = Vec::new();
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    let mut within: HashMap<Of, usize> = HashMap::new();
    for found in relations {
        let root = root(&mut parent, place(&found.terms[0].0));
        let group = *group_of.entry(root).or_insert_with(|| {
            groups.push(Linked { problem: Problem::default(), cells: Vec::new(), rows: Vec::new() });
            groups.len() - 1
        });
        let group = &mut groups[group];
        let mut terms = Vec::with_capacity(found.terms.len());
        let mut sum = 0;
        for (at, sign, amount) in &found.terms {
            let amount = amount.expect("cells withheld at their source have been settled");
            let cell = *within.entry(*at).or_insert_with(|| {
                group.cells.push(*at);
                group.problem.cells.push(match at.then {
                    0 => cell(earlier, at.at, &amount),
                    _ => earlier.cell_then(at.at, &amount),
                });
                group.cells.len() - 1
            });
            sum += sign * amount.truth;
            terms.push((cell, *sign));
        }
        let slack = (!found.exact).then(|| -(sum + found.rest.unwrap_or(0)));
        group.problem.relations.push(Relation { terms, slack, public: found.public });
        group.rows.push(found.row);
    }
    groups.retain(|group| group.problem.cells.iter().any(|cell| !matches!(cell.state, State::AtSource)));
    links.groups = groups;
}

fn cell(earlier: &Earlier<'_>, at: At, amount: &Amount) -> Cell {
    let (table, policy) = (&earlier.tables[at.0], earlier.policy);
    let observed = &table.cells[at.1];
    if observed.entry.origin != Origin::Own {
        let unknown = (0, BOUNDLESS);
        return Cell { truth: amount.truth, shown: unknown, withheld: unknown, state: State::AtSource, single: false };
    }
    let policy = policy.under(&table.rules);
    let counts = table.facts.counts;
    let shown = match observed.entry.interval {
        // Two ends of a range, rounded each, tell more of the number of people than the figure does: how much more depends on
        // how they were worked out, so the intruder is taken to know the number exactly.
        Some(_) => (amount.truth, amount.truth),
        None => primary::shown_range(amount, table, &policy),
    };
    let withheld = primary::withheld_range(observed, amount, table, &policy);
    let rule = primary::rule(observed, table, &policy);
    let inside = withheld.0 <= amount.truth && amount.truth <= withheld.1;
    let state = match (rule, policy.threshold(counts, table.facts.threshold)) {
        // What went out hides nothing any more: neither itself, as it went out, nor others.
        (Some(_), Some(_)) if earlier.as_it_is(at).is_some() => State::Fixed,
        (None, Some(_)) if earlier.went_out(at) => State::Fixed,
        (Some(rule), Some(threshold)) => {
            let spread = primary::spread(amount, &policy, counts);
            State::Withheld(primary::need(rule, amount, withheld, threshold, &policy), spread)
        }
        // Counts of things are free, and what the policy's words say is shown is shown.
        (_, None) => State::Fixed,
        (None, Some(_)) if !inside => State::Fixed,
        (None, Some(_)) => State::Open(primary::spread(amount, &policy, counts)),
    };
    let by_school = observed.entry.schools.as_ref().is_some_and(|schools| *schools.open() == 1);
    let alone = amount.step.is_none()
        && counts != Counts::Things
        && (amount.truth == 1 || amount.of.is_some_and(|of| of - amount.truth == 1));
    Cell { truth: amount.truth, shown, withheld, state, single: by_school || alone }
}
