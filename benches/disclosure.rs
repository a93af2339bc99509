//! How long the attack takes: 2,000 cells that all hang together, and one edit among them.
//!
//! `cargo bench --bench disclosure`

use multum::figures::{Entry, GeographyId, GroupId, MeasureFacts, MeasureTable, Memo, Policy, Structure, decide};
use multum::vocabulary::{Counts, Period, PeriodKind, Unit};

fn main() {
    divan::main();
}

const PLACES: u16 = 39;
const GROUPS: u16 = 49;

/// Counts of 49 groups in 39 places, with all sums: 2,000 cells, of which one in fifteen is small.
fn table(edit: u32) -> MeasureTable {
    counts(GROUPS, PLACES, 0, edit)
}

/// Counts of 9 groups in 19 places, with all sums: 200 cells, other ones for each `seed`.
fn small_table(seed: u32, edit: u32) -> MeasureTable {
    counts(9, 19, seed, edit)
}

fn counts(groups: u16, places: u16, seed: u32, edit: u32) -> MeasureTable {
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
        let at = u32::from(group) * 7919 + u32::from(place) * 104_729 + seed * 15_485_863;
        let edited = if group == 3 && place == 5 { edit } else { 0 };
        edited + if at.is_multiple_of(15) { 1 + at % 4 } else { 12 + at % 90 }
    };
    let mut sums = std::collections::BTreeMap::<(u16, u16), u32>::new();
    for group in 1..=groups {
        for place in 1..=places {
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
        let decision = decide(tables, &structure(), &Policy::default(), &Memo::new());
        assert!(decision.audit.leaks.is_empty());
        decision
    });
}

/// Ten tables that have nothing to do with each other, of 200 linked cells each: one is edited, and one is solved anew. What a
/// preview pays for an edit.
#[divan::bench(sample_count = 10)]
fn an_edit_in_one_of_ten_groups(bencher: divan::Bencher<'_, '_>) {
    let tables = |edit: u32| (0..10u32).map(|at| small_table(at, if at == 4 { edit } else { 0 })).collect::<Vec<_>>();
    let structure = Structure {
        wholes: vec![(GroupId(0), (1..=9).map(GroupId).collect())],
        within: (1..=19).map(|place| (GeographyId(place), GeographyId(0))).collect(),
        ..Structure::default()
    };
    let memo = Memo::new();
    decide(tables(0), &structure, &Policy::default(), &memo);
    let solved = memo.len();
    let edits = std::sync::atomic::AtomicU32::new(1);
    bencher
        .with_inputs(|| tables(edits.fetch_add(1, std::sync::atomic::Ordering::Relaxed)))
        .bench_values(|tables| decide(tables, &structure, &Policy::default(), &memo));
    let edited = memo.len() - solved;
    assert!(edited < edits.into_inner() as usize, "{edited} groups were solved: an edit touches one");
}

/// The same again, nothing changed: what a preview pays for an edit elsewhere.
#[divan::bench(sample_count = 10)]
fn remembered(bencher: divan::Bencher<'_, '_>) {
    let memo = Memo::new();
    decide(vec![table(0)], &structure(), &Policy::default(), &memo);
    bencher
        .with_inputs(|| vec![table(0)])
        .bench_values(|tables| decide(tables, &structure(), &Policy::default(), &memo));
}
