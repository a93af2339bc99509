//! Which measures a piece of work has looked at: every figure and every fact of a measure is handed out by a door that notes it.
//!
//! A preview keeps what was composed of measures until one of those that were looked at is another. Noting them at the door, and
//! not where they are used, means that a new function of content needs no thought to this.
//!
//! Notes are kept by thread: a piece of work that is watched must do its looking on the thread that it began on.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::MeasureId;

thread_local! {
    static SEEN: RefCell<Option<BTreeSet<MeasureId>>> = const { RefCell::new(None) };
}

/// What `work` makes, and the measures that it looked at on the way.
pub fn watched<T>(work: impl FnOnce() -> T) -> (T, BTreeSet<MeasureId>) {
    let outer = SEEN.replace(Some(BTreeSet::new()));
    let made = work();
    let seen = SEEN.replace(outer).unwrap_or_default();
    // What is seen within is seen by whoever watches from without.
    seen.iter().for_each(|measure| note(*measure));
    (made, seen)
}

/// Notes that a measure has been looked at.
pub fn note(measure: MeasureId) {
    SEEN.with_borrow_mut(|seen| {
        if let Some(seen) = seen {
            seen.insert(measure);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_at_is_noted_for_all_who_watch_and_nothing_more() {
        note(MeasureId(9));
        let ((_, inner), outer) = watched(|| {
            note(MeasureId(1));
            watched(|| note(MeasureId(2)))
        });
        assert_eq!(inner, [MeasureId(2)].into());
        assert_eq!(outer, [MeasureId(1), MeasureId(2)].into());
    }
}
