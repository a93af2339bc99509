//! A group of linked cells, with nothing of measures, places or years: what the attack and the suppression work on.
//!
//! Everything is in whole numbers. A count is itself; a percentage or a rate is the number of people behind it, since the
//! intruder of the design knows every cohort; a mean is the sum behind it, in the smallest step that its figures are
//! written in.

/// Numbers that only the vault may see, and how they hang together.
#[derive(Clone, Default)]
pub(in crate::figures) struct Problem {
    pub(super) cells: Vec<Cell>,
    pub(super) relations: Vec<Relation>,
}

/// A range of whole numbers, both ends included.
pub(super) type Range = (i64, i64);

/// One cell.
#[derive(Clone)]
pub(super) struct Cell {
    /// What it is.
    pub(super) truth: i64,
    /// What a reader knows of it when it is shown, rounded as it is.
    pub(super) shown: Range,
    /// What a reader knows of it when it is withheld: what the policy's words and its cohort say.
    pub(super) withheld: Range,
    /// Whether it may be shown.
    pub(super) state: State,
    /// Whether one person or one provider makes it, who therefore knows it.
    pub(super) single: bool,
}

/// Whether a cell may be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is safe by itself, and may be withheld for another's sake.
    Open(
        /// By how much least and greatest must differ when it is.
        i64,
    ),
    /// It is shown whatever happens: a nought that the policy shows, or the policy's words would be untrue.
    Fixed,
    /// It is withheld by a rule of the policy.
    Withheld(
        Need,
        /// By how much least and greatest must differ where the policy's words leave it no other value that they withhold.
        i64,
    ),
    /// It was withheld at its source: its truth is not known, and `truth` is one value that fits.
    AtSource,
}

/// What must remain possible of a withheld cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Every value of a range.
    Values(i64, i64),
    /// Two values that differ by so much.
    Spread(i64),
}

/// Cells that add up: the sum of each cell times its sign.
#[derive(Clone)]
pub(super) struct Relation {
    /// The cells, each with 1 or −1.
    pub(super) terms: Vec<(usize, i64)>,
    /// By how much the sum may rise above what it is: nothing when it is known exactly. It may then not fall either.
    pub(super) slack: Option<i64>,
    /// Whether it rests on figures that the policy can't withhold: those public at their source, and counts of things.
    pub(super) public: bool,
}

impl Problem {
    /// What two problems have in common exactly when their solutions are the same.
    pub(super) fn key(&self) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        let mut add = |number: i64| {
            hash.update(&number.to_le_bytes());
        };
        add(self.cells.len() as i64);
        for cell in &self.cells {
            add(cell.truth);
            add(cell.shown.0);
            add(cell.shown.1);
            add(cell.withheld.0);
            add(cell.withheld.1);
            let (kind, a, b) = match cell.state {
                State::Open(spread) => (0, spread, 0),
                State::Fixed => (1, 0, 0),
                State::Withheld(Need::Values(least, greatest), spread) => {
                    add(spread);
                    (2, least, greatest)
                }
                State::Withheld(Need::Spread(spread), _) => (3, spread, 0),
                State::AtSource => (4, 0, 0),
            };
            add(kind);
            add(a);
            add(b);
            add(i64::from(cell.single));
        }
        for relation in &self.relations {
            add(relation.terms.len() as i64);
            for (cell, sign) in &relation.terms {
                add(*cell as i64);
                add(*sign);
            }
            add(relation.slack.unwrap_or(-1));
            add(i64::from(relation.public));
        }
        *hash.finalize().as_bytes()
    }

    /// For each cell the relations that it stands in.
    pub(super) fn touching(&self) -> Vec<Vec<usize>> {
        let mut touching = vec![Vec::new(); self.cells.len()];
        for (at, relation) in self.relations.iter().enumerate() {
            for (cell, _) in &relation.terms {
                touching[*cell].push(at);
            }
        }
        touching
    }

    /// Which cells are withheld before anything is done for another's sake.
    pub(super) fn primary(&self) -> Vec<bool> {
        self.cells.iter().map(|cell| matches!(cell.state, State::Withheld(..) | State::AtSource)).collect()
    }

    /// What withholding a cell costs: a cell is what is counted first, the people in it second. A reader loses most by
    /// large cells, so among equally many cells the smaller ones go.
    pub(super) fn cost(&self, cell: usize) -> u64 {
        1_000_000 + self.cells[cell].truth.unsigned_abs().min(9_999)
    }
}
