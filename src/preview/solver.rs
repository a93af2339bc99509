//! Has groups of linked figures solved beside the builder, so that nobody waits long for a page because of a large one.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::figures::disclosure::{Key, Solver, Unsolved};

/// Solves on a thread of its own what was asked for last.
pub(super) struct Beside {
    /// How long a build waits for it.
    patience: Duration,
    work: Mutex<Option<Work>>,
    late: AtomicBool,
}

/// Groups that are being solved.
struct Work {
    keys: BTreeSet<Key>,
    stop: Arc<AtomicBool>,
    done: Arc<Done>,
}

#[derive(Default)]
struct Done {
    is: Mutex<bool>,
    told: Condvar,
}

impl Done {
    /// Whether it is so, after waiting for it for `long` at most.
    fn within(&self, long: Duration) -> bool {
        let is = self.is.lock().unwrap_or_else(PoisonError::into_inner);
        *self.told.wait_timeout_while(is, long, |is| !*is).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Tells that the work is done when its thread ends, whatever it ends by.
struct Tells(Arc<Done>);

impl Drop for Tells {
    fn drop(&mut self) {
        *self.0.is.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.told.notify_all();
    }
}

impl Work {
    fn begin(keys: BTreeSet<Key>, mut groups: Vec<Unsolved>) -> Work {
        // Small ones first: most of what is asked for is then there in time.
        groups.sort_by_key(Unsolved::figures);
        let stop = Arc::new(AtomicBool::new(false));
        let done = Arc::new(Done::default());
        let (ends, tells) = (Arc::clone(&stop), Tells(Arc::clone(&done)));
        let solve = move || {
            let _tells = tells;
            for group in groups {
                group.solve(&ends);
            }
        };
        // Without a thread nothing is solved, and whoever looks whether it is done asks again.
        drop(std::thread::Builder::new().name("solver".to_owned()).spawn(solve));
        Work { keys, stop, done }
    }
}

impl Beside {
    pub fn new(patience: Duration) -> Beside {
        Beside { patience, work: Mutex::default(), late: AtomicBool::default() }
    }

    /// Whether a group was left unsolved since this was last asked.
    pub fn was_late(&self) -> bool {
        self.late.swap(false, Ordering::Relaxed)
    }

    /// Whether everything is solved that was asked for last.
    pub fn is_done(&self) -> bool {
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        work.as_ref().is_none_or(|work| work.done.within(Duration::ZERO))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let work = self.work.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(work) = work {
            work.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Solver for Beside {
    fn solve(&self, groups: Vec<Unsolved>) {
        let keys: BTreeSet<Key> = groups.iter().map(Unsolved::key).collect();
        let done = {
            let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
            // What is solved already for an earlier save is gone on with.
            let same = |work: &&Work| keys.is_subset(&work.keys) && !work.done.within(Duration::ZERO);
            match work.as_ref().filter(same) {
                Some(work) => Arc::clone(&work.done),
                None => {
                    if let Some(before) = work.take() {
                        before.stop.store(true, Ordering::Relaxed);
                    }
                    Arc::clone(&work.insert(Work::begin(keys, groups)).done)
                }
            }
        };
        if !done.within(self.patience) {
            self.late.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Entry, GeographyId, GroupId, MeasureFacts, MeasureTable, Memo, Policy, Structure, decide};
    use crate::vocabulary::{Counts, Period, PeriodKind, Unit};

    const GROUPS: u16 = 9;

    /// Counts of nine groups in so many places with all sums, small ones among them.
    fn asked(memo: &Memo, places: u16) {
        let facts = MeasureFacts {
            unit: Unit::Count,
            decimals: 0,
            counts: Counts::People,
            period: PeriodKind::January,
            threshold: None,
            missing: None,
        };
        let count = |group: u16, place: u16| {
            let seed = u32::from(group) * 7_919 + u32::from(place) * 104_729;
            if seed.is_multiple_of(15) { 1 + seed % 4 } else { 12 + seed % 90 }
        };
        let mut table = MeasureTable::new(facts);
        for group in 0..=GROUPS {
            for place in 0..=places {
                let groups = if group == 0 { 1..=GROUPS } else { group..=group };
                let within = if place == 0 { 1..=places } else { place..=place };
                let sum: u32 = groups.map(|group| within.clone().map(|place| count(group, place)).sum::<u32>()).sum();
                let year = Period::new(PeriodKind::January, 2017);
                table
                    .observe(GroupId(group), GeographyId(place), year, Entry::own(sum.into()))
                    .expect("every cell once");
            }
        }
        let structure = Structure {
            wholes: vec![(GroupId(0), (1..=GROUPS).map(GroupId).collect())],
            within: (1..=places).map(|place| (GeographyId(place), GeographyId(0))).collect(),
            ..Structure::default()
        };
        decide(vec![table], &structure, &Policy::default(), memo);
    }

    fn done(beside: &Beside) -> Arc<Done> {
        Arc::clone(&beside.work.lock().expect("nobody fails").as_ref().expect("something was asked for").done)
    }

    #[test]
    fn what_is_asked_for_again_goes_on_and_what_is_superseded_is_given_up() {
        let beside = Arc::new(Beside::new(Duration::ZERO));
        let memo = Memo::with(Arc::clone(&beside) as Arc<dyn Solver>);
        asked(&memo, 40);
        assert!(beside.was_late() && !beside.was_late(), "it is asked about one build");
        let first = done(&beside);
        asked(&memo, 40);
        assert!(beside.was_late());
        assert!(Arc::ptr_eq(&first, &done(&beside)), "the work was begun again");
        asked(&memo, 3);
        assert!(!Arc::ptr_eq(&first, &done(&beside)));
        assert!(first.within(Duration::from_secs(60)) && done(&beside).within(Duration::from_secs(60)));
        assert!(beside.is_done());
        assert_eq!(memo.len(), 1, "the large group was solved although nobody wanted it any more");
    }

    #[test]
    fn who_has_patience_is_not_late() {
        let beside = Arc::new(Beside::new(Duration::from_secs(60)));
        let memo = Memo::with(Arc::clone(&beside) as Arc<dyn Solver>);
        assert!(beside.is_done(), "nothing was asked for");
        asked(&memo, 3);
        assert!(!beside.was_late() && beside.is_done());
        assert_eq!(memo.len(), 1);
    }
}
