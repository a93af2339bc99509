//! Groups of linked cells that were solved before, and who solves the others.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::complementary::{self, Outcome};
use super::linked::Linked;
use super::problem::Problem;

/// How many groups are remembered beyond those that there are.
const KEPT: usize = 500;

/// What two groups have in common exactly when their solutions are the same.
pub type Key = [u8; 32];

/// Groups of linked figures that were solved before. A preview keeps one, so that an edit costs one group.
#[derive(Default)]
pub struct Memo {
    solved: Arc<Mutex<HashMap<Key, Arc<Outcome>>>>,
    /// Who solves groups in place of whoever asks.
    solver: Option<Arc<dyn Solver>>,
}

/// Solves groups for somebody who can't wait for long.
pub trait Solver: Send + Sync {
    /// Has groups solved, here or beside, and comes back when they are or when the wait is too long. The figures of a group
    /// that is not solved by then count as withheld, all but those that went out before.
    fn solve(&self, groups: Vec<Unsolved>);
}

/// A group of linked figures that nobody has solved yet. What is in it stays here.
pub struct Unsolved {
    key: Key,
    problem: Problem,
    solved: Arc<Mutex<HashMap<Key, Arc<Outcome>>>>,
}

impl Unsolved {
    /// What tells it from other groups.
    pub fn key(&self) -> Key {
        self.key
    }

    /// How many figures hang together in it.
    pub fn figures(&self) -> usize {
        self.problem.cells.len()
    }

    /// Solves it, and has the memo remember that; `stop` ends the work early, with nothing to remember.
    pub fn solve(self, stop: &AtomicBool) {
        if let Some(outcome) = complementary::solve(&self.problem, stop) {
            held(&self.solved).insert(self.key, Arc::new(outcome));
        }
    }
}

impl fmt::Debug for Unsolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} linked figures", self.figures())
    }
}

fn held(solved: &Mutex<HashMap<Key, Arc<Outcome>>>) -> MutexGuard<'_, HashMap<Key, Arc<Outcome>>> {
    solved.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Memo {
    /// Nothing solved yet; whoever asks for a group waits until it is.
    pub fn new() -> Memo {
        Memo::default()
    }

    /// Nothing solved yet; `solver` solves what is asked for.
    pub fn with(solver: Arc<dyn Solver>) -> Memo {
        Memo { solver: Some(solver), ..Memo::default() }
    }

    /// How many groups it remembers.
    pub fn len(&self) -> usize {
        held(&self.solved).len()
    }

    /// Whether it remembers none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The solutions of groups, in their order; nothing for those that take the solver too long.
    pub(super) fn solve(&self, groups: &[Linked]) -> Vec<Option<Arc<Outcome>>> {
        let keys: Vec<Key> = groups.iter().map(|linked| linked.problem.key()).collect();
        let unsolved: Vec<Unsolved> = {
            let known = held(&self.solved);
            let open = groups.iter().zip(&keys).filter(|(_, key)| !known.contains_key(*key));
            open.map(|(linked, key)| Unsolved {
                key: *key,
                problem: linked.problem.clone(),
                solved: Arc::clone(&self.solved),
            })
            .collect()
        };
        match &self.solver {
            _ if unsolved.is_empty() => {}
            Some(solver) => solver.solve(unsolved),
            None => unsolved.into_par_iter().for_each(|group| group.solve(&AtomicBool::new(false))),
        }
        let mut known = held(&self.solved);
        let solutions = keys.iter().map(|key| known.get(key).cloned()).collect();
        // An edit that is taken back finds its groups again; a day of edits must not pile up.
        if known.len() > KEPT + 2 * keys.len() {
            let now: HashSet<&Key> = keys.iter().collect();
            known.retain(|key, _| now.contains(key));
        }
        solutions
    }
}
