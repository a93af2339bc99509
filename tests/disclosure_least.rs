//! What is withheld is safe and costs little: held against the least possible loss, found by trying every choice.
//!
//! The tables are small and random: two areas that make a region, by two groups that make everybody, with all sums. The
//! attacker here shares no code with the vault. It tries every table of whole numbers, and keeps those that agree with
//! what is published.

use multum::figures::{
    Entry, GeographyId, GroupId, MeasureFacts, MeasureId, MeasureTable, Memo, Place, Policy, Structure, Subject, decide,
};
use multum::vocabulary::{Counts, Period, PeriodKind, Unit};

/// Counts below this are withheld.
const THRESHOLD: u32 = 3;
/// No inner cell of a possible table is larger: enough for everything that matters here.
const MOST: u32 = 11;

/// Inner cells by place and group, then the sums: 0 to 3 are inner, 4 and 5 the places' sums, 6 and 7 the groups', 8 all.
fn cells(inner: [u32; 4]) -> [u32; 9] {
    let [a, b, c, d] = inner;
    [a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d]
}

/// A small generator, so that every run tries the same tables. Source: Marsaglia, "Xorshift RNGs" (2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) % u64::from(end)) as u32
    }
}

/// What the vault withholds of a table.
fn withheld(table: &[u32; 9]) -> [bool; 9] {
    let facts = MeasureFacts {
        unit: Unit::Count,
        decimals: 0,
        counts: Counts::People,
        period: PeriodKind::January,
        threshold: None,
        missing: None,
    };
    let year = Period::new(PeriodKind::January, 2017);
    // Group 0 is everybody, 1 and 2 its parts; place 2 is the region of 0 and 1.
    let at: [(u16, u16); 9] = [(1, 0), (2, 0), (1, 1), (2, 1), (0, 0), (0, 1), (1, 2), (2, 2), (0, 2)];
    let mut measure = MeasureTable::new(facts);
    for ((group, place), value) in at.iter().zip(table) {
        measure
            .observe(GroupId(*group), GeographyId(*place), year, Entry::own((*value).into()))
            .expect("every cell once");
    }
    let structure = Structure {
        wholes: vec![(GroupId(0), vec![GroupId(1), GroupId(2)])],
        within: vec![(GeographyId(0), GeographyId(2)), (GeographyId(1), GeographyId(2))],
        sums: Vec::new(),
        earlier: Vec::new(),
    };
    let policy = Policy { smallest_count: THRESHOLD, protection: THRESHOLD, ..Policy::default() };
    let decision = decide(vec![measure], &structure, &policy, &Memo::new());
    assert!(decision.audit.leaks.is_empty(), "{table:?}");
    at.map(|(group, place)| {
        let subject = Subject {
            measure: MeasureId(0),
            group: GroupId(group),
            place: Place::Area(GeographyId(place)),
            period: year,
        };
        decision.release.point(&subject).expect("an observation").value.shown().is_none()
    })
}

/// For each cell the values that agree with what is published, as bits; an own figure known besides may be given.
fn possible(table: &[u32; 9], withheld: &[bool; 9], known: Option<usize>) -> [u64; 9] {
    let mut seen = [0u64; 9];
    let range = |cell: usize| if withheld[cell] && known != Some(cell) { 0..=MOST } else { table[cell]..=table[cell] };
    for a in range(0) {
        for b in range(1) {
            for c in range(2) {
                for d in range(3) {
                    let tried = cells([a, b, c, d]);
                    let agrees = (0..9).all(|cell| {
                        if withheld[cell] && known != Some(cell) {
                            // Noughts are shown, so what is withheld is none.
                            tried[cell] > 0
                        } else {
                            tried[cell] == table[cell]
                        }
                    });
                    if agrees {
                        for cell in 0..9 {
                            seen[cell] |= 1 << tried[cell];
                        }
                    }
                }
            }
        }
    }
    seen
}

fn is_primary(value: u32) -> bool {
    value > 0 && value < THRESHOLD
}

/// Whether the design's definition of safety holds.
fn is_safe(table: &[u32; 9], withheld: &[bool; 9]) -> bool {
    let small = (1..THRESHOLD).fold(0u64, |bits, value| bits | 1 << value);
    let spread = |bits: u64| 63 - bits.leading_zeros() - bits.trailing_zeros();
    let everything: [bool; 9] = std::array::from_fn(|cell| table[cell] > 0);
    // Every small value that is possible with everything withheld must be possible, and where none but the truth is, others.
    let hold = |known: Option<usize>| {
        let (seen, silent) = (possible(table, withheld, known), possible(table, &everything, known));
        (0..9).filter(|cell| Some(*cell) != known && is_primary(table[*cell])).all(|cell| {
            let asked = silent[cell] & small;
            let alone = asked.count_ones() == 1 && known.is_none();
            seen[cell] & asked == asked && (!alone || spread(seen[cell]) >= THRESHOLD)
        })
    };
    let anybody = possible(table, withheld, None);
    hold(None)
        && (0..9).all(|cell| !withheld[cell] || is_primary(table[cell]) || spread(anybody[cell]) >= THRESHOLD)
        && (0..9).filter(|cell| withheld[*cell] && table[*cell] == 1).all(|single| hold(Some(single)))
}

/// The fewest cells that a safe choice withholds, if that is fewer than `ours`.
fn least(table: &[u32; 9], ours: usize) -> usize {
    let mut choices: Vec<u32> = (0..512).collect();
    choices.sort_by_key(|choice| choice.count_ones());
    choices
        .into_iter()
        .take_while(|choice| (choice.count_ones() as usize) < ours)
        .find(|choice| {
            let withheld: [bool; 9] = std::array::from_fn(|cell| choice >> cell & 1 == 1);
            (0..9).all(|cell| {
                // What the policy's words withhold is withheld, and noughts are shown.
                (withheld[cell] || !is_primary(table[cell])) && !(withheld[cell] && table[cell] == 0)
            }) && is_safe(table, &withheld)
        })
        .map_or(ours, |choice| choice.count_ones() as usize)
}

#[test]
fn an_independent_attacker_learns_nothing_and_the_loss_is_near_the_least_possible() {
    let mut random = Random(0x006d_756c_7475_6d17);
    let (mut ours, mut fewest, mut optimal, mut tables) = (0, 0, 0, 0);
    while tables < 50 {
        let table = cells(std::array::from_fn(|_| random.below(8)));
        if !table.iter().any(|value| is_primary(*value)) {
            continue;
        }
        tables += 1;
        let chosen = withheld(&table);
        assert!(is_safe(&table, &chosen), "{table:?} {chosen:?}");
        let count = chosen.iter().filter(|withheld| **withheld).count();
        let least = least(&table, count);
        ours += count;
        fewest += least;
        optimal += usize::from(count == least);
    }
    println!("{tables} tables: {ours} cells withheld where {fewest} are the least possible; {optimal} at the least");
    assert!(ours * 100 <= fewest * 110, "{ours} cells withheld where {fewest} would do");
}
