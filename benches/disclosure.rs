//! How long the attack takes: 2,000 cells that all hang together, and one edit among them.
//!
//! `cargo bench --bench disclosure`

use multum::figures::{
    Entry, GeographyId, GroupId, MeasureFacts, MeasureTable, Memo, Policy, Structure, decide_linked,
};
use multum::vocabulary::{Counts, Period, PeriodKind, Unit};

fn main() {
    divan::main();
}

const PLACES: u16 = 39;
const GROUPS: u16 = 49;

/// Counts of 49 groups in 39 places, with all sums: 2,000 cells, of which one in fifteen is small.
fn table(edit: u32) -> MeasureTable {
    let facts = MeasureFacts {
        unit: Unit::Count,
        decimals: 0,
        counts: Counts::People,
        period: PeriodKind::January,
        threshold: None,
        missing: None,
    };
    let year = Period::new(PeriodKind::January, 2017);
    let value = |group: u16, place: u16| {
        let at = u32::from(group) * 7919 + u32::from(place) * 104_729;
        let edited = if group == 3 && place == 5 { edit } else { 0 };
        edited + if at % 15 == 0 { 1 + at % 4 } else { 12 + at % 90 }
    };
    let mut sums = std::collections::BTreeMap::<(u16, u16), u32>::new();
    for group in 1..=GROUPS {
        for place in 1..=PLACES {
            for at in [(group, place), (0, place), (group, 0), (0, 0)] {
                *sums.entry(at).or_default() += value(group, place);
            }
        }
    }
    let mut table = MeasureTable::new(facts);
    for ((group, place), value) in sums {
        let entry = Entry::own(value.into());
        table.observe(GroupId(group), GeographyId(place), year, entry).expect("every cell once");
    }
    table
}

fn structure() -> Structure {
    Structure {
        wholes: vec![(GroupId(0), (1..=GROUPS).map(GroupId).collect())],
        within: (1..=PLACES).map(|place| (GeographyId(place), GeographyId(0))).collect(),
        sums: Vec::new(),
        earlier: Vec::new(),
    }
}

/// Suppression and attack from nothing.
#[divan::bench(sample_count = 10)]
fn two_thousand_linked_cells(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(|| vec![table(0)]).bench_values(|tables| {
        let decision = decide_linked(tables, &structure(), &Policy::default(), &Memo::new());
        assert!(decision.audit.leaks.is_empty());
        decision
    });
}

/// The same again, nothing changed: what a preview pays for an edit elsewhere.
#[divan::bench(sample_count = 10)]
fn remembered(bencher: divan::Bencher<'_, '_>) {
    let memo = Memo::new();
    decide_linked(vec![table(0)], &structure(), &Policy::default(), &memo);
    bencher
        .with_inputs(|| vec![table(0)])
        .bench_values(|tables| decide_linked(tables, &structure(), &Policy::default(), &memo));
}
