//! Other values that would have been published just the same.
//!
//! A *shift* moves some cells away from the truth so that every relation still holds and every shown cell still rounds to
//! what is shown. Each shift is a second data set behind one publication: where one exists, nobody who reads the
//! publication can tell which of the two is true. The solver works in floating point and is only asked for suggestions;
//! every shift is then checked in whole numbers, so that no error of the solver can make an unsafe cell look safe.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, SolveOptions, Variable};

use super::problem::{Problem, Range, State};

/// What each moved cell moves by, in the order of the cells.
pub(super) type Shift = Vec<(usize, i64)>;

/// How many branches the solver may look at before the answer is that there is none. Nodes and not seconds, so that a
/// slow machine and a fast one withhold the same cells.
const NODES: u64 = 400;
/// A cell moves no further than this: more would prove no more, and large numbers cost exactness.
const FURTHEST: i64 = 100_000;
/// Up to so many cells the solver counts those that it opens, which is exact and slow; beyond it their sizes.
const COUNTED: usize = 36;
/// Of a row of shown cells the cheapest so many may be withheld for another's sake.
const OFFERED: usize = 8;

/// So many times at most each row is looked at again, after a move of one of its cells was narrowed: a move may narrow by one
/// each time.
const ROUNDS: usize = 50;

/// A question to the solver.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) problem: &'a Problem,
    pub(super) touching: &'a [Vec<usize>],
    pub(super) withheld: &'a [bool],
    /// Which cell must move, and by how much.
    pub(super) target: usize,
    pub(super) by: Range,
    /// A cell that its only member knows: it stays.
    pub(super) still: Option<usize>,
}

impl Ask<'_> {
    /// What a reader knows of a cell.
    fn known(&self, cell: usize) -> Range {
        known(self.problem, self.withheld, cell)
    }

    fn moves(&self, cell: usize) -> bool {
        let (least, greatest) = self.known(cell);
        least < greatest && self.still != Some(cell)
    }
}

pub(super) fn known(problem: &Problem, withheld: &[bool], cell: usize) -> Range {
    if withheld[cell] { problem.cells[cell].withheld } else { problem.cells[cell].shown }
}

/// Whether a shift is possible, in whole numbers: every cell within what is known of it, every relation kept.
pub(super) fn holds(ask: &Ask<'_>, shift: &Shift) -> bool {
    let within = shift.iter().all(|(cell, by)| {
        let (least, greatest) = ask.known(*cell);
        let value = ask.problem.cells[*cell].truth + by;
        least <= value && value <= greatest && ask.still != Some(*cell)
    });
    let moved = |cell: usize| shift.binary_search_by_key(&cell, |(cell, _)| *cell).map_or(0, |at| shift[at].1);
    let by = moved(ask.target);
    within
        && ask.by.0 <= by
        && by <= ask.by.1
        && shift.iter().flat_map(|(cell, _)| &ask.touching[*cell]).all(|relation| {
            let relation = &ask.problem.relations[*relation];
            let sum: i64 = relation.terms.iter().map(|(cell, sign)| sign * moved(*cell)).sum();
            relation.slack.map_or(sum == 0, |slack| sum <= slack)
        })
}

/// A shift that moves the target as asked, with as little else moved as can be; nothing when there is none, or when the
/// solver did not find one: what is unsolved is unsafe.
pub(super) fn find(ask: &Ask<'_>) -> Option<Shift> {
    if !ask.moves(ask.target) {
        return None;
    }
    let open = |cell: usize| ask.moves(cell);
    if is_ruled_out(ask, &neighbourhood(ask, usize::MAX, &open)) {
        return None;
    }
    let mut before = 0;
    for depth in [2, 4, usize::MAX] {
        let near = neighbourhood(ask, depth, &open);
        if near.len() == before {
            continue;
        }
        before = near.len();
        if let Some(shift) = solve(ask, &near, &|_| None, Weigh::Sizes).filter(|shift| holds(ask, shift)) {
            return Some(shift);
        }
    }
    None
}

/// The cells that would have to be withheld as well for the target to move as asked, cheapest first found; nothing when
/// not even withholding all would do.
pub(super) fn widen(ask: &Ask<'_>) -> Option<Vec<usize>> {
    let problem = ask.problem;
    let candidate = |cell: usize| {
        let known = &problem.cells[cell];
        !ask.withheld[cell] && matches!(known.state, State::Open(_)) && ask.still != Some(cell)
    };
    let mut before = 0;
    for depth in [2, 4, usize::MAX] {
        // A wide row offers its cheapest cells; the last try offers all.
        let offered = offered(ask, depth, &candidate);
        let open = |cell: usize| ask.moves(cell) || offered[cell];
        let near = neighbourhood(ask, depth, &open);
        if near.len() == before {
            continue;
        }
        before = near.len();
        let cost = |cell: usize| offered[cell].then(|| problem.cost(cell));
        // Counting may take more branches than there are, as it does in a table of three directions; sizes take next to none.
        let counted = near.iter().filter(|cell| offered[**cell]).count() <= COUNTED;
        let counted = counted.then(|| solve(ask, &near, &cost, Weigh::Number)).flatten();
        let Some(shift) = counted.or_else(|| solve(ask, &near, &cost, Weigh::Sizes)) else { continue };
        let opened: Vec<usize> = shift
            .iter()
            .filter(|(cell, by)| {
                let (least, greatest) = ask.known(*cell);
                let value = problem.cells[*cell].truth + by;
                value < least || value > greatest
            })
            .map(|(cell, _)| *cell)
            .collect();
        let mut withheld = ask.withheld.to_vec();
        for cell in &opened {
            withheld[*cell] = true;
        }
        if !opened.is_empty() && holds(&Ask { withheld: &withheld, ..*ask }, &shift) {
            return Some(opened);
        }
    }
    None
}

/// Cells that may be opened: the cheapest of each row, and those where rows that offer something meet.
fn offered(ask: &Ask<'_>, depth: usize, candidate: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let problem = ask.problem;
    if depth == usize::MAX {
        return (0..problem.cells.len()).map(candidate).collect();
    }
    let mut offered = vec![false; problem.cells.len()];
    for relation in &problem.relations {
        let mut cells: Vec<usize> =
            relation.terms.iter().map(|(cell, _)| *cell).filter(|cell| candidate(*cell)).collect();
        cells.sort_by_key(|cell| (problem.cost(*cell), *cell));
        for cell in cells.into_iter().take(OFFERED) {
            offered[cell] = true;
        }
    }
    // A rectangle through the target has its fourth corner where two of its rows meet.
    let near: Vec<usize> = ask.touching[ask.target]
        .iter()
        .flat_map(|relation| &problem.relations[*relation].terms)
        .map(|(cell, _)| *cell)
        .filter(|cell| offered[*cell] || ask.moves(*cell))
        .collect();
    let mut rows = vec![false; problem.relations.len()];
    for cell in &near {
        for relation in &ask.touching[*cell] {
            rows[*relation] = true;
        }
    }
    for (cell, offered) in offered.iter_mut().enumerate() {
        if !*offered && candidate(cell) && ask.touching[cell].len() > 1 {
            *offered = ask.touching[cell].iter().all(|relation| rows[*relation]);
        }
    }
    offered
}

/// The cells that can be reached from the target over so many rows.
fn neighbourhood(ask: &Ask<'_>, depth: usize, open: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let mut seen = vec![false; ask.problem.cells.len()];
    let mut rows = vec![false; ask.problem.relations.len()];
    seen[ask.target] = true;
    let mut edge = vec![ask.target];
    let mut near = vec![ask.target];
    for _ in 0..depth {
        let mut next = Vec::new();
        for cell in edge {
            for relation in &ask.touching[cell] {
                if std::mem::replace(&mut rows[*relation], true) {
                    continue;
                }
                for (cell, _) in &ask.problem.relations[*relation].terms {
                    if open(*cell) && !std::mem::replace(&mut seen[*cell], true) {
                        next.push(*cell);
                    }
                }
            }
        }
        if next.is_empty() {
            break;
        }
        near.extend_from_slice(&next);
        edge = next;
    }
    near.sort_unstable();
    near
}

/// What of the cells that are opened is made as small as can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weigh {
    /// Their number, and their sizes second.
    Number,
    /// How far they move, the dear ones counting for more.
    Sizes,
}

/// What the solver suggests: the cells of `near` move, all others stay. `cost` is what opening a shown cell costs.
fn solve(ask: &Ask<'_>, near: &[usize], cost: &dyn Fn(usize) -> Option<u64>, weigh: Weigh) -> Option<Shift> {
    let mut program = Program::new(OptimizationDirection::Minimize);
    let held = |by: i64| by.clamp(-FURTHEST, FURTHEST) as i32;
    let counted = weigh == Weigh::Number;
    // For each cell the variables whose sum is its move, each with a sign.
    let mut parts: Vec<Vec<(Variable, f64)>> = Vec::with_capacity(near.len());
    for cell in near {
        let known = &ask.problem.cells[*cell];
        if *cell == ask.target {
            parts.push(vec![(program.add_integer_var(0.0, (held(ask.by.0), held(ask.by.1))), 1.0)]);
            continue;
        }
        let mut own = Vec::new();
        let (least, greatest) = ask.known(*cell);
        let (down, up) = (held(known.truth - least), held(greatest - known.truth));
        let price = 0.001;
        if ask.still != Some(*cell) {
            if up > 0 {
                own.push((program.add_integer_var(price, (0, up)), 1.0));
            }
            if down > 0 {
                own.push((program.add_integer_var(price, (0, down)), -1.0));
            }
        }
        if let Some(cost) = cost(*cell) {
            let cost = cost as f64 / 1_000_000.0;
            let (down, up) = (held(least - known.withheld.0).max(0), held(known.withheld.1 - greatest).max(0));
            let price = if counted { 0.001 } else { cost };
            let more = program.add_integer_var(price, (0, up));
            let less = program.add_integer_var(price, (0, down));
            if counted {
                // More than the target's own move is never needed of a cell, times the few that may share it.
                let most = (ask.by.0.abs().max(ask.by.1.abs()) * 4 + 8).min(FURTHEST) as f64;
                let open = program.add_binary_var(cost);
                program.add_constraint([(more, 1.0), (less, 1.0), (open, -most)], ComparisonOp::Le, 0.0);
            }
            own.push((more, 1.0));
            own.push((less, -1.0));
        }
        parts.push(own);
    }
    for row in rows_of(ask, near) {
        let relation = &ask.problem.relations[row];
        let mut terms = Vec::new();
        for (cell, sign) in &relation.terms {
            if let Ok(at) = near.binary_search(cell) {
                terms.extend(parts[at].iter().map(|(variable, part)| (*variable, part * *sign as f64)));
            }
        }
        match relation.slack {
            None => program.add_constraint(terms, ComparisonOp::Eq, 0.0),
            Some(slack) => program.add_constraint(terms, ComparisonOp::Le, slack.min(FURTHEST) as f64),
        }
    }
    let outcome = program.solve_with(options()).ok()?;
    let solution = outcome.solution()?;
    let moved = near.iter().zip(&parts).filter_map(|(cell, own)| {
        let by: f64 = own.iter().map(|(variable, part)| part * solution.var_value(*variable).round()).sum();
        (by != 0.0).then_some((*cell, by as i64))
    });
    Some(moved.collect())
}

/// Whether a row after another rules out that the target moves as asked: what a row's other cells can't make up for, a cell
/// can't move by. `near` are all cells that may move with it. Most questions without an answer are of this kind, since a cell
/// alone in its row is known; the solver takes thirty times as long to say the same.
fn is_ruled_out(ask: &Ask<'_>, near: &[usize]) -> bool {
    let mut moves: Vec<Range> = near
        .iter()
        .map(|cell| {
            let (least, greatest) = ask.known(*cell);
            let truth = ask.problem.cells[*cell].truth;
            match (*cell == ask.target, ask.still == Some(*cell)) {
                (true, _) => (ask.by.0.max(least - truth), ask.by.1.min(greatest - truth)),
                (false, true) => (0, 0),
                (false, false) => (least - truth, greatest - truth),
            }
        })
        .collect();
    let mut places: Vec<Option<usize>> = vec![None; ask.problem.cells.len()];
    near.iter().enumerate().for_each(|(at, cell)| places[*cell] = Some(at));
    let mut rows = rows_of(ask, near);
    let mut terms: Vec<(usize, i64, Range)> = Vec::new();
    for _ in 0..ROUNDS {
        let mut narrowed: Vec<usize> = Vec::new();
        for relation in rows.iter().map(|row| &ask.problem.relations[*row]) {
            // A part's move is turned round where it counts against the sum.
            let signed =
                |(least, greatest): Range, sign| if sign < 0 { (-greatest, -least) } else { (least, greatest) };
            let term = |(cell, sign): &(usize, i64)| {
                let at = places[*cell]?;
                Some((at, *sign, signed(moves[at], *sign)))
            };
            terms.clear();
            terms.extend(relation.terms.iter().filter_map(term));
            let (least, greatest) = terms.iter().fold((0, 0), |sum: Range, (_, _, by)| (sum.0 + by.0, sum.1 + by.1));
            for &(at, sign, own) in &terms {
                // What the others make at least leaves this one so much; what they make at most needs so much of it.
                let most = own.1.min(relation.slack.unwrap_or(0) - (least - own.0));
                let fewest = if relation.slack.is_none() { own.0.max(own.1 - greatest) } else { own.0 };
                if fewest > most {
                    return true;
                }
                if (fewest, most) != own {
                    moves[at] = signed((fewest, most), sign);
                    narrowed.push(near[at]);
                }
            }
        }
        if narrowed.is_empty() {
            return false;
        }
        rows = rows_of(ask, &narrowed);
    }
    false
}

/// The rows in which any of some cells stand.
fn rows_of(ask: &Ask<'_>, cells: &[usize]) -> Vec<usize> {
    let mut rows: Vec<usize> = cells.iter().flat_map(|cell| ask.touching[*cell].iter().copied()).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Whether the solver proves that nothing moves the target as asked.
pub(super) fn is_impossible(ask: &Ask<'_>) -> bool {
    if !ask.moves(ask.target) {
        return true;
    }
    let near = neighbourhood(ask, usize::MAX, &|cell| ask.moves(cell));
    if is_ruled_out(ask, &near) {
        return true;
    }
    let (mut program, variables) = moves(ask, &near, OptimizationDirection::Minimize);
    let target = variables[near.binary_search(&ask.target).expect("the target is near itself")];
    program.add_constraint([(target, 1.0)], ComparisonOp::Ge, ask.by.0 as f64);
    program.add_constraint([(target, 1.0)], ComparisonOp::Le, ask.by.1 as f64);
    matches!(program.solve_with(options()), Err(microlp::Error::Infeasible))
}

/// All moves of the cells of `near`, to make the target's as small or as large as can be.
fn moves(ask: &Ask<'_>, near: &[usize], direction: OptimizationDirection) -> (Program, Vec<Variable>) {
    let mut program = Program::new(direction);
    let held = |by: i64| by.clamp(-FURTHEST, FURTHEST) as i32;
    let variables: Vec<Variable> = near
        .iter()
        .map(|cell| {
            let (least, greatest) = ask.known(*cell);
            let truth = ask.problem.cells[*cell].truth;
            let goal = if *cell == ask.target { 1.0 } else { 0.0 };
            program.add_integer_var(goal, (held(least - truth), held(greatest - truth)))
        })
        .collect();
    for row in rows_of(ask, near) {
        let relation = &ask.problem.relations[row];
        let terms: Vec<(Variable, f64)> = relation
            .terms
            .iter()
            .filter_map(|(cell, sign)| Some((variables[near.binary_search(cell).ok()?], *sign as f64)))
            .collect();
        match relation.slack {
            None => program.add_constraint(terms, ComparisonOp::Eq, 0.0),
            Some(slack) => program.add_constraint(terms, ComparisonOp::Le, slack.min(FURTHEST) as f64),
        }
    }
    (program, variables)
}

/// No clock stops the solver.
pub(super) fn options() -> SolveOptions {
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES);
    options
}

/// The least and the greatest value that a withheld cell can have. Nothing when the solver gave up.
pub(super) fn extent(ask: &Ask<'_>) -> Option<Range> {
    let truth = ask.problem.cells[ask.target].truth;
    let (least, greatest) = ask.known(ask.target);
    if least == greatest {
        return Some((least, greatest));
    }
    let near = neighbourhood(ask, usize::MAX, &|cell| ask.moves(cell));
    let end = |direction: OptimizationDirection| {
        let outcome = moves(ask, &near, direction).0.solve_with(options()).ok()?;
        if !outcome.is_optimal() {
            return None;
        }
        Some(truth + outcome.solution()?.objective().round() as i64)
    };
    Some((end(OptimizationDirection::Minimize)?, end(OptimizationDirection::Maximize)?))
}
