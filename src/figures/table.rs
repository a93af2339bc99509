//! Sealed figures where they stand: by measure, group, place and year.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Confidential;
use super::disclosure::Rules;
use super::published::{Mark, Symbol};
use crate::vocabulary::{Counts, Period, PeriodKind, Unit};

/// A measure by its place among all measures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MeasureId(pub u32);

/// A geography by its place in `data/geographies.yaml`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GeographyId(pub u16);

/// A group by its place in `data/groups.yaml`; the first is everybody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GroupId(pub u16);

impl GroupId {
    /// Everybody: what `observations:` are of.
    pub const ALL: GroupId = GroupId(0);
}

/// An authority of a distribution by its place in the list of all authorities.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AuthorityId(pub u16);

/// What the vault must know of a measure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeasureFacts {
    /// What its numbers are in.
    pub unit: Unit,
    /// How many decimals are shown.
    pub decimals: u8,
    /// Whose privacy the policy protects.
    pub counts: Counts,
    /// How its years are counted.
    pub period: PeriodKind,
    /// The smallest count that its source published; ours is never lower.
    pub threshold: Option<u32>,
    /// What `x` means in this measure when the observation gives no reason of its own.
    pub missing: Option<Arc<str>>,
}

/// Whose figure it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Origin {
    /// Published by its source: shown as it was published.
    PublicAtSource,
    /// The council's own: our policy protects it.
    Own,
}

/// What was observed.
#[derive(Clone)]
pub enum Reading {
    /// A number.
    Number(Confidential<Decimal>),
    /// So many of so many: the percentage, or the rate, is ours to work out, and to protect.
    Share {
        /// How many.
        count: Confidential<Decimal>,
        /// Of how many.
        of: Confidential<Decimal>,
    },
    /// A mean of so many.
    Mean {
        /// The mean.
        mean: Confidential<Decimal>,
        /// Of how many.
        of: Confidential<Decimal>,
    },
    /// No number, and why.
    Symbol(Symbol),
}

/// One observation as it enters the vault.
#[derive(Clone)]
pub struct Entry {
    /// What was observed.
    pub reading: Reading,
    /// How settled it is.
    pub mark: Option<Mark>,
    /// Why there is no number, when the observation says so itself.
    pub reason: Option<Arc<str>>,
    /// Whose figure it is.
    pub origin: Origin,
    /// How many schools or settings contribute to it, where that is said.
    pub schools: Option<Confidential<u32>>,
    /// The largest part that one of them has in it, in percent, where that is said.
    pub largest: Option<Confidential<Decimal>>,
    /// The lower and the upper end of the range about it, where one is given.
    pub interval: Option<Confidential<(Decimal, Decimal)>>,
}

impl Entry {
    fn of(reading: Reading, origin: Origin) -> Entry {
        Entry { reading, mark: None, reason: None, origin, schools: None, largest: None, interval: None }
    }

    /// A number that its source published.
    pub fn public(value: Decimal) -> Entry {
        Entry::of(Reading::Number(Confidential::seal(value)), Origin::PublicAtSource)
    }

    /// A symbol in place of a number.
    pub fn symbol(symbol: Symbol) -> Entry {
        Entry::of(Reading::Symbol(symbol), Origin::PublicAtSource)
    }

    /// The council's own count of some among all.
    pub fn own_share(count: Decimal, of: Decimal) -> Entry {
        Entry::of(Reading::Share { count: Confidential::seal(count), of: Confidential::seal(of) }, Origin::Own)
    }

    /// The council's own mean of so many.
    pub fn own_mean(mean: Decimal, of: Decimal) -> Entry {
        Entry::of(Reading::Mean { mean: Confidential::seal(mean), of: Confidential::seal(of) }, Origin::Own)
    }

    /// The same with how many schools contribute, and with the part of the largest in percent.
    pub fn from_schools(self, schools: Option<u32>, largest: Option<Decimal>) -> Entry {
        Entry { schools: schools.map(Confidential::seal), largest: largest.map(Confidential::seal), ..self }
    }

    /// The same with the range about it.
    pub fn between(self, lower: Decimal, upper: Decimal) -> Entry {
        Entry { interval: Some(Confidential::seal((lower, upper))), ..self }
    }

    /// The council's own number.
    pub fn own(value: Decimal) -> Entry {
        Entry { origin: Origin::Own, ..Entry::public(value) }
    }

    /// The same with how settled it is.
    pub fn marked(self, mark: Option<Mark>) -> Entry {
        Entry { mark: mark.or(self.mark), ..self }
    }

    /// The same with its own reason for having no number.
    pub fn because(self, reason: Option<Arc<str>>) -> Entry {
        Entry { reason: reason.or(self.reason), ..self }
    }
}

/// Where a cell stands within its measure. The order is that of the table.
type Place3 = (GroupId, GeographyId, u16);

#[derive(Clone)]
pub(in crate::figures) struct Cell {
    pub(in crate::figures) place: Place3,
    pub(in crate::figures) entry: Entry,
}

/// The cell is taken: the same group, place and year stand twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken;

/// All observations of one measure, sealed.
#[derive(Clone)]
pub struct MeasureTable {
    pub(in crate::figures) facts: MeasureFacts,
    /// What it asks for in place of the site's policy.
    pub(in crate::figures) rules: Rules,
    /// In the order of their places.
    /// Shared with the file that was read, which a preview keeps.
    pub(in crate::figures) cells: Arc<Vec<Cell>>,
    /// Every English authority's figure, by year and authority: public at its source.
    pub(in crate::figures) distribution: Arc<Vec<((u16, AuthorityId), Entry)>>,
    /// The same for tables that come of one reading, and for no others.
    reading: Arc<()>,
}

impl MeasureTable {
    /// A measure without observations.
    pub fn new(facts: MeasureFacts) -> MeasureTable {
        MeasureTable {
            facts,
            rules: Rules::default(),
            cells: Arc::default(),
            distribution: Arc::default(),
            reading: Arc::default(),
        }
    }

    /// The same with rules of its own.
    pub fn under(self, rules: Rules) -> MeasureTable {
        MeasureTable { rules, ..self }
    }

    /// Whether any of its observations is the council's own.
    pub fn has_own(&self) -> bool {
        self.cells.iter().any(|cell| cell.entry.origin == Origin::Own)
    }

    /// Puts an observation in its cell; the first one stays where two stand in the same.
    pub fn observe(
        &mut self,
        group: GroupId,
        geography: GeographyId,
        period: Period,
        entry: Entry,
    ) -> Result<(), Taken> {
        let place = (group, geography, period.start());
        let cells = Arc::make_mut(&mut self.cells);
        // Authors write in order, so the new cell most often belongs at the end.
        if cells.last().is_none_or(|last| last.place < place) {
            cells.push(Cell { place, entry });
            return Ok(());
        }
        match cells.binary_search_by_key(&place, |cell| cell.place) {
            Ok(_) => Err(Taken),
            Err(at) => {
                cells.insert(at, Cell { place, entry });
                Ok(())
            }
        }
    }

    /// Puts an authority's figure into the distribution.
    pub fn distribute(&mut self, period: Period, authority: AuthorityId, entry: Entry) -> Result<(), Taken> {
        let place = (period.start(), authority);
        let distribution = Arc::make_mut(&mut self.distribution);
        if distribution.last().is_none_or(|(last, _)| *last < place) {
            distribution.push((place, entry));
            return Ok(());
        }
        match distribution.binary_search_by_key(&place, |(place, _)| *place) {
            Ok(_) => Err(Taken),
            Err(at) => {
                distribution.insert(at, (place, entry));
                Ok(())
            }
        }
    }

    /// The same without the figures of a place from a period on: they are not to be had yet. `authority` is the place's line
    /// among those of distributions, if it has one.
    pub fn held_back(self, geography: GeographyId, authority: Option<AuthorityId>, from: Period) -> MeasureTable {
        let is_held = |place: &Place3| place.1 == geography && place.2 >= from.start();
        let is_theirs = |(year, of): &(u16, AuthorityId)| Some(*of) == authority && *year >= from.start();
        if !self.cells.iter().any(|cell| is_held(&cell.place))
            && !self.distribution.iter().any(|(place, _)| is_theirs(place))
        {
            return self;
        }
        let cells = self.cells.iter().filter(|cell| !is_held(&cell.place)).cloned().collect();
        let distribution = self.distribution.iter().filter(|(place, _)| !is_theirs(place)).cloned().collect();
        // It is no longer what was read, and must not be taken for it.
        MeasureTable { cells: Arc::new(cells), distribution: Arc::new(distribution), reading: Arc::default(), ..self }
    }

    /// How its years are counted.
    pub fn period(&self) -> PeriodKind {
        self.facts.period
    }

    pub(in crate::figures) fn find(&self, group: GroupId, geography: GeographyId, period: Period) -> Option<usize> {
        self.cells.binary_search_by_key(&(group, geography, period.start()), |cell| cell.place).ok()
    }

    /// Whether two tables come of one reading, distributions and all.
    pub(in crate::figures) fn is_same_reading(&self, other: &MeasureTable) -> bool {
        Arc::ptr_eq(&self.reading, &other.reading) && Arc::ptr_eq(&self.distribution, &other.distribution)
    }

    /// The distribution's part for one year.
    pub(in crate::figures) fn year(&self, period: Period) -> &[((u16, AuthorityId), Entry)] {
        let start = self.distribution.partition_point(|((year, _), _)| *year < period.start());
        let end = self.distribution.partition_point(|((year, _), _)| *year <= period.start());
        &self.distribution[start..end]
    }
}

/// Where a figure is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// An area of `data/geographies.yaml`.
    Area(GeographyId),
    /// The mean of several areas, such as an authority's statistical neighbours.
    MeanOf(Arc<[GeographyId]>),
}

/// Which figure: of what, of whom, where and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// Of what.
    pub measure: MeasureId,
    /// Of whom.
    pub group: GroupId,
    /// Where.
    pub place: Place,
    /// When.
    pub period: Period,
}

impl Subject {
    /// The same in another year.
    pub fn in_period(&self, period: Period) -> Subject {
        Subject { period, ..self.clone() }
    }

    /// The same elsewhere.
    pub fn at(&self, place: Place) -> Subject {
        Subject { place, ..self.clone() }
    }

    /// The same of another group.
    pub fn of_group(&self, group: GroupId) -> Subject {
        Subject { group, ..self.clone() }
    }
}
