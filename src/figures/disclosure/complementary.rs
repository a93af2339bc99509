//! Which further cells are withheld, so that those that the policy withholds can't be worked out.
//!
//! The objective: as few cells withheld as can be, and among equally few those with the fewest people in them
//! ([`Problem::cost`]). The least possible loss is a problem that no method solves for tables of any size, so this one
//! goes step by step: for each question of the attack that has no answer, the cheapest cells that answer it are withheld;
//! afterwards each cell that was withheld so is shown again, the dearest first, where the attack still succeeds nowhere.
//! `tests/disclosure_least.rs` holds the outcome against the least possible one, found by trying all, on small tables.

use std::sync::atomic::{AtomicBool, Ordering};

use super::attack::Attack;
use super::problem::{Problem, Range, State};
use super::shift::widen;

/// In groups of up to so many cells, exchanges are tried as well: larger ones take too long for a preview.
const SMALL: usize = 24;

/// In groups of up to so many cells, what the steps could not make safe is tried from the other end too, for the same reason.
const MIDDLING: usize = 200;

/// What becomes of a problem's cells.
#[derive(Clone, Default)]
pub(in crate::figures) struct Outcome {
    /// Which cells are withheld.
    pub(in crate::figures) withheld: Vec<bool>,
    /// Cells that are not safe whatever is withheld, each with the relations that give it away.
    pub(in crate::figures) leaks: Vec<(usize, Vec<usize>)>,
    /// For each cell the cells whose safety rests on it.
    pub(in crate::figures) protects: Vec<Vec<usize>>,
}

impl Outcome {
    /// What is true before anything is decided: everything that may be withheld is.
    pub(in crate::figures) fn withheld(problem: &Problem) -> Outcome {
        Outcome { withheld: all(problem), leaks: Vec::new(), protects: vec![Vec::new(); problem.cells.len()] }
    }
}

/// Every cell that may be withheld.
fn all(problem: &Problem) -> Vec<bool> {
    problem.cells.iter().map(|cell| cell.state != State::Fixed).collect()
}

/// Decides which cells are withheld, and attacks the decision. Nothing once `stop` is set.
pub(in crate::figures) fn solve(problem: &Problem, stop: &AtomicBool) -> Option<Outcome> {
    let upwards = step_by_step(problem, stop)?;
    if upwards.leaks.is_empty() || problem.cells.len() > MIDDLING {
        return Some(upwards);
    }
    // Each step looks at one question alone, and may lead to where no further step helps. From the other end there is no
    // such place: all that may be withheld is, and what can be shown again is.
    let downwards = from_all(problem, stop)?;
    Some(if downwards.leaks.len() < upwards.leaks.len() { downwards } else { upwards })
}

/// Nothing once `stop` is set.
fn unless(stop: &AtomicBool) -> Option<()> {
    (!stop.load(Ordering::Relaxed)).then_some(())
}

/// Withholds everything that may be, and shows again what can be shown.
fn from_all(problem: &Problem, stop: &AtomicBool) -> Option<Outcome> {
    let mut attack = Attack::new(problem, all(problem));
    let lost: Vec<bool> = (0..problem.cells.len()).map(|cell| !attack.is_safe(cell)).collect();
    fewest(problem, attack, &lost, stop)
}

/// Shows again what can be shown of what is withheld for another's sake.
fn fewest(problem: &Problem, mut attack: Attack<'_>, lost: &[bool], stop: &AtomicBool) -> Option<Outcome> {
    for cell in extra(problem, &attack) {
        unless(stop)?;
        attack.show(cell);
        if !is_safe(problem, &mut attack, lost) {
            attack.withhold(cell);
        }
    }
    if problem.cells.len() <= SMALL {
        while exchange(problem, &mut attack, lost) {}
    }
    unless(stop)?;
    Some(outcome(problem, attack, lost))
}

/// Withholds what each question of the attack that has no answer needs, until all have one.
fn step_by_step(problem: &Problem, stop: &AtomicBool) -> Option<Outcome> {
    let mut attack = Attack::new(problem, problem.primary());
    let mut lost = vec![false; problem.cells.len()];
    // Cells withheld on the way have to be safe as well, until nothing changes; each turn withholds at least one more.
    loop {
        let mut changed = false;
        for (cell, lost) in lost.iter_mut().enumerate() {
            unless(stop)?;
            while !*lost && let Some(question) = attack.unanswered(cell) {
                if attack.waive(question) {
                    // Where a spread was asked for, there is no other value at all.
                    *lost = attack.unanswered(cell) == Some(question) && !widen_spread(&mut attack, cell);
                    continue;
                }
                match widen(&attack.ask(question)) {
                    Some(cells) => {
                        changed = true;
                        cells.into_iter().for_each(|cell| attack.withhold(cell));
                    }
                    None => *lost = !widen_spread(&mut attack, cell),
                }
            }
        }
        if !changed {
            break;
        }
    }
    fewest(problem, attack, &lost, stop)
}

/// A cell that must only be able to be two values far enough apart may lack one way and have another.
fn widen_spread(attack: &mut Attack<'_>, cell: usize) -> bool {
    let Some((target, by, still)) = attack.unanswered(cell) else { return true };
    for step in 1..=by.abs() {
        for by in [step - by.abs(), by.abs() - step] {
            if by != 0
                && let Some(cells) = widen(&attack.ask((target, by, still)))
            {
                cells.into_iter().for_each(|cell| attack.withhold(cell));
                return true;
            }
        }
    }
    false
}

/// The cells that are withheld for another's sake, the dearest first.
fn extra(problem: &Problem, attack: &Attack<'_>) -> Vec<usize> {
    let open = |cell: &usize| attack.withheld()[*cell] && matches!(problem.cells[*cell].state, State::Open(_));
    let mut extra: Vec<usize> = (0..problem.cells.len()).filter(open).collect();
    extra.sort_by_key(|cell| (std::cmp::Reverse(problem.cost(*cell)), *cell));
    extra
}

fn is_safe(problem: &Problem, attack: &mut Attack<'_>, lost: &[bool]) -> bool {
    (0..problem.cells.len()).all(|cell| lost[cell] || attack.is_safe(cell))
}

/// Shows two cells, or one dearer one, and withholds another in their place, where that is safe. True when it did.
fn exchange(problem: &Problem, attack: &mut Attack<'_>, lost: &[bool]) -> bool {
    let extra = extra(problem, attack);
    let shown = |attack: &Attack<'_>, cell: &usize| {
        !attack.withheld()[*cell] && matches!(problem.cells[*cell].state, State::Open(_))
    };
    let mut others: Vec<usize> = (0..problem.cells.len()).filter(|cell| shown(attack, cell)).collect();
    others.sort_by_key(|cell| (problem.cost(*cell), *cell));
    let pairs =
        extra.iter().enumerate().flat_map(|(at, first)| extra[at..].iter().map(move |second| (*first, *second)));
    for (first, second) in pairs {
        for other in &others {
            if first == second && problem.cost(*other) >= problem.cost(first) {
                break;
            }
            attack.show(first);
            attack.show(second);
            attack.withhold(*other);
            if is_safe(problem, attack, lost) {
                return true;
            }
            attack.show(*other);
            attack.withhold(first);
            attack.withhold(second);
        }
    }
    false
}

fn outcome(problem: &Problem, mut attack: Attack<'_>, lost: &[bool]) -> Outcome {
    let cells = 0..problem.cells.len();
    let unsafe_cells: Vec<usize> = cells.clone().filter(|cell| lost[*cell] || !attack.is_safe(*cell)).collect();
    let withheld = attack.withheld().to_vec();
    let mut protects = vec![Vec::new(); problem.cells.len()];
    for cell in cells {
        for other in attack.leaned_on(cell) {
            protects[other].push(cell);
        }
    }
    let leaks = unsafe_cells.into_iter().map(|cell| (cell, given_away_by(problem, &withheld, cell))).collect();
    Outcome { withheld, leaks, protects }
}

/// The rows and columns that together give a cell away: without any one of them it would be safe.
fn given_away_by(problem: &Problem, withheld: &[bool], cell: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..problem.relations.len()).collect();
    let mut at = 0;
    // A very large table would take long to reduce; its first rows are taken out together while that keeps it unsafe.
    while at < kept.len() {
        let without: Vec<usize> =
            kept.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, row)| *row).collect();
        let relations = without.iter().map(|row| problem.relations[*row].clone()).collect();
        let less = Problem { cells: problem.cells.clone(), relations };
        if !Attack::new(&less, withheld.to_vec()).is_safe(cell) {
            kept = without;
        } else {
            at += 1;
        }
    }
    kept
}

/// The least and the greatest value that remain possible of each withheld cell; nothing where the solver gave up.
pub(in crate::figures) fn extents(problem: &Problem, outcome: &Outcome) -> Vec<Option<Range>> {
    let attack = Attack::new(problem, outcome.withheld.clone());
    (0..problem.cells.len()).map(|cell| outcome.withheld[cell].then(|| attack.extent(cell)).flatten()).collect()
}
