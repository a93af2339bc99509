//! The attack: what someone who reads everything that is published can work out of each withheld cell.
//!
//! A cell that the policy withholds is safe when every value that the policy's words allow remains possible; one that is
//! withheld for another's sake, when two values remain that are far enough apart; one withheld at its source, when the
//! council's own figures add no bound to what the source published. Someone who makes a cell alone knows it, and must
//! not learn of another cell by it. Nothing is safe by default: for each value a shift is found and checked (see
//! [`super::shift`]), or the cell is unsafe.

use std::collections::{HashMap, HashSet};

use super::problem::{Need, Problem, Range, State};
use super::shift::{Ask, Shift, extent, find, holds, is_impossible};

/// What was found out about a problem while some cells are withheld. Shifts are kept from one question to the next:
/// they often answer it, forwards, backwards, or taken several times.
pub(super) struct Attack<'a> {
    problem: &'a Problem,
    touching: Vec<Vec<usize>>,
    withheld: Vec<bool>,
    /// For each cell the shifts that move it.
    shifts: Vec<Shift>,
    moving: Vec<Vec<usize>>,
    /// The shift that answers a question.
    proofs: HashMap<Question, usize>,
    /// Questions that nothing answered while these cells are withheld.
    failed: HashSet<Question>,
    /// Questions, with whether no withholding could answer them.
    waived: HashMap<Question, bool>,
    /// What the policy's words say by themselves, with its cells' relations.
    by_words: Option<(Vec<Vec<usize>>, Problem)>,
    /// What the sources' own figures leave possible of cells that they withheld.
    at_source: HashMap<usize, Option<Range>>,
}

/// A cell, what it must be able to move by, and the cell that its only member knows.
type Question = (usize, i64, Option<usize>);

impl<'a> Attack<'a> {
    pub(super) fn new(problem: &'a Problem, withheld: Vec<bool>) -> Attack<'a> {
        Attack {
            problem,
            touching: problem.touching(),
            withheld,
            shifts: Vec::new(),
            moving: vec![Vec::new(); problem.cells.len()],
            proofs: HashMap::new(),
            failed: HashSet::new(),
            waived: HashMap::new(),
            by_words: None,
            at_source: HashMap::new(),
        }
    }

    pub(super) fn withheld(&self) -> &[bool] {
        &self.withheld
    }

    pub(super) fn withhold(&mut self, cell: usize) {
        self.withheld[cell] = true;
        self.failed.clear();
    }

    /// Shows a cell again. What was proved by moving it has to be proved anew.
    pub(super) fn show(&mut self, cell: usize) {
        self.withheld[cell] = false;
        self.failed.clear();
        let shifts = &self.shifts;
        self.proofs.retain(|_, shift| shifts[*shift].binary_search_by_key(&cell, |(cell, _)| *cell).is_err());
    }

    pub(super) fn ask(&self, (target, by, still): Question) -> Ask<'_> {
        Ask { problem: self.problem, touching: &self.touching, withheld: &self.withheld, target, by: (by, by), still }
    }

    /// The shift that moves a cell as asked.
    fn prove(&mut self, question: Question) -> bool {
        if self.proofs.contains_key(&question) {
            return true;
        }
        if self.failed.contains(&question) {
            return false;
        }
        let (target, by, still) = question;
        for at in self.moving[target].iter().rev().take(200) {
            let known = &self.shifts[*at];
            let Ok(place) = known.binary_search_by_key(&target, |(cell, _)| *cell) else { continue };
            let times = by / known[place].1;
            if times * known[place].1 != by || times == 0 {
                continue;
            }
            let shift: Shift = known.iter().map(|(cell, by)| (*cell, by * times)).collect();
            if holds(&self.ask(question), &shift) {
                let at = if times == 1 { *at } else { self.keep(shift) };
                self.proofs.insert((target, by, still), at);
                return true;
            }
        }
        match find(&self.ask(question)) {
            Some(shift) => {
                let at = self.keep(shift);
                self.proofs.insert(question, at);
                true
            }
            None => {
                self.failed.insert(question);
                false
            }
        }
    }

    /// Lets a question go that no withholding could answer, because the policy's own words rule the value out: two groups
    /// that are withheld and so not nought are two people at least; someone who alone makes a cell knows every other cell
    /// that he alone makes. True when it was such a question. What only figures rule out that the policy can't withhold is
    /// none: that is a leak.
    pub(super) fn waive(&mut self, question: Question) -> bool {
        // What the words rule out has nothing to do with what is withheld at the moment.
        if let Some(waived) = self.waived.get(&question) {
            return *waived;
        }
        let by_words = self.by_words.get_or_insert_with(|| {
            let relations = &self.problem.relations;
            let kept = relations.iter().filter(|relation| !relation.public && relation.slack.is_none());
            let problem = Problem { cells: self.problem.cells.clone(), relations: kept.cloned().collect() };
            (problem.touching(), problem)
        });
        let all: Vec<bool> = self.problem.cells.iter().map(|cell| cell.state != State::Fixed).collect();
        let (target, by, still) = question;
        let (touching, problem) = by_words;
        let impossible = is_impossible(&Ask { problem, touching, withheld: &all, target, by: (by, by), still });
        self.waived.insert(question, impossible);
        impossible
    }

    /// Whether a question was let go before.
    fn is_waived(&self, question: &Question) -> bool {
        self.waived.get(question) == Some(&true)
    }

    fn keep(&mut self, shift: Shift) -> usize {
        let at = self.shifts.len();
        for (cell, _) in &shift {
            self.moving[*cell].push(at);
        }
        self.shifts.push(shift);
        at
    }

    /// Whether a cell is shown, or every question about it that can be answered is.
    pub(super) fn is_safe(&mut self, cell: usize) -> bool {
        while let Some(question) = self.unanswered(cell) {
            // A question that was let go once and comes again asks for two values that are not there.
            if self.is_waived(&question) || !self.waive(question) {
                return false;
            }
        }
        true
    }

    /// The first question about a cell that has no answer; nothing when the cell is safe.
    pub(super) fn unanswered(&mut self, cell: usize) -> Option<Question> {
        let known = self.problem.cells[cell].clone();
        match known.state {
            _ if !self.withheld[cell] => None,
            State::Fixed => None,
            State::Withheld(Need::Values(least, greatest), spread) => {
                if self.ranges(cell, least - known.truth, greatest - known.truth) {
                    return None;
                }
                let mut others = false;
                for value in (least..=greatest).filter(|value| *value != known.truth) {
                    match self.unproved(cell, value - known.truth) {
                        Some(question) if self.is_waived(&question) => {}
                        Some(question) => return Some(question),
                        None => others = true,
                    }
                }
                // The words may leave no other value that they withhold; then larger ones must be possible.
                if others { None } else { self.spread(cell, spread, &Attack::unproved) }
            }
            State::Withheld(Need::Spread(spread), _) => self.spread(cell, spread, &Attack::unproved),
            State::Open(spread) => self.spread(cell, spread, &|attack, cell, by| {
                (!attack.prove((cell, by, None))).then_some((cell, by, None))
            }),
            State::AtSource => {
                let Some((least, greatest)) = self.at_source(cell) else { return Some((cell, 1, None)) };
                [least, greatest].into_iter().filter(|end| *end != known.truth).find_map(|end| {
                    let question = (cell, end - known.truth, None);
                    (!self.prove(question)).then_some(question)
                })
            }
        }
    }

    /// Whether a cell ranges over all of `least` to `greatest` by repeating one small shift each way: what is possible once
    /// and many times is possible every time between, since all bounds are intervals.
    fn ranges(&mut self, cell: usize, least: i64, greatest: i64) -> bool {
        if least >= greatest {
            return false;
        }
        [least, greatest].into_iter().filter(|end| *end != 0).all(|end| {
            if !self.prove((cell, end, None)) {
                return false;
            }
            let shift = &self.shifts[self.proofs[&(cell, end, None)]];
            shift.iter().all(|(other, by)| {
                by % end == 0 && (*other == cell || !self.problem.cells[*other].single || !self.withheld[*other])
            })
        })
    }

    /// A question that has no answer, for anybody or for someone who knows one cell besides.
    fn unproved(&mut self, cell: usize, by: i64) -> Option<Question> {
        if !self.prove((cell, by, None)) {
            return Some((cell, by, None));
        }
        let proof = self.proofs[&(cell, by, None)];
        let singles: Vec<usize> = self.shifts[proof]
            .iter()
            .map(|(other, _)| *other)
            .filter(|other| *other != cell && self.withheld[*other] && self.problem.cells[*other].single)
            .collect();
        singles
            .into_iter()
            .map(|single| (cell, by, Some(single)))
            .find(|question| !self.is_waived(question) && !self.prove(*question))
    }

    /// Whether two values remain that differ by `spread`, the truth between them or one of them.
    fn spread(
        &mut self,
        cell: usize,
        spread: i64,
        missing: &dyn Fn(&mut Attack<'a>, usize, i64) -> Option<Question>,
    ) -> Option<Question> {
        let first = missing(self, cell, spread)?;
        for up in (0..spread).rev() {
            if (up == 0 || missing(self, cell, up).is_none()) && missing(self, cell, up - spread).is_none() {
                return None;
            }
        }
        Some(first)
    }

    /// What remains possible of a cell withheld at its source when the council publishes nothing.
    fn at_source(&mut self, cell: usize) -> Option<Range> {
        if let Some(known) = self.at_source.get(&cell) {
            return *known;
        }
        let mut silent = self.problem.clone();
        for own in &mut silent.cells {
            if !matches!(own.state, State::AtSource) {
                own.withheld = (own.withheld.0.min(0), own.withheld.1);
            }
        }
        let withheld = vec![true; silent.cells.len()];
        let ask = Ask {
            problem: &silent,
            touching: &self.touching,
            withheld: &withheld,
            target: cell,
            by: (0, 0),
            still: None,
        };
        let range = extent(&ask);
        self.at_source.insert(cell, range);
        range
    }

    /// The least and the greatest value that remain possible of a withheld cell.
    pub(super) fn extent(&self, cell: usize) -> Option<Range> {
        extent(&self.ask((cell, 0, None)))
    }

    /// The cells that the proofs of a cell's safety move.
    pub(super) fn leaned_on(&self, cell: usize) -> Vec<usize> {
        let mut others: Vec<usize> = self
            .proofs
            .iter()
            .filter(|((target, _, _), _)| *target == cell)
            .flat_map(|(_, shift)| self.shifts[*shift].iter().map(|(other, _)| *other))
            .filter(|other| *other != cell)
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }
}
