//! What may go out: the one door of the vault.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Confidential;
use super::disclosure::rounded_to_base;
use super::published::{Absent, Difference, Interval, Mark, Point, Published, Quantity, Rank, Shown, Symbol};
use super::seen;
use super::statistics;
use super::table::{
    AuthorityId, Entry, GeographyId, GroupId, MeasureId, MeasureTable, Origin, Place, Reading, Subject,
};
use crate::vocabulary::{Period, Polarity, Unit};

/// All figures after suppression is decided. It hands out published figures and nothing else.
pub struct Release {
    tables: Vec<MeasureTable>,
    /// For each table, which of its cells our policy withholds.
    withheld: Vec<Vec<bool>>,
    /// For each table, what its own counts of people are rounded to.
    rounding: Vec<u32>,
    /// The policy in words.
    policy: Vec<String>,
}

/// The mean of several places, and how many of them had a figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mean {
    /// How many places the mean is of.
    pub with: usize,
    /// How many there are.
    pub of: usize,
}

/// What tells whether a measure is the same in two releases: read once, and decided alike. It tells nothing else.
pub struct Trace {
    table: MeasureTable,
    withheld: Vec<bool>,
    rounding: u32,
}

impl Trace {
    /// Whether whatever is asked of the measure is answered alike in both releases.
    pub fn is_same(&self, other: &Trace) -> bool {
        self.table.is_same_reading(&other.table) && self.withheld == other.withheld && self.rounding == other.rounding
    }
}

/// A figure on its way out: sealed, or absent with its reason.
type Sealed<T> = Result<Confidential<T>, Absent>;

impl Release {
    pub(in crate::figures) fn new(
        tables: Vec<MeasureTable>,
        withheld: Vec<Vec<bool>>,
        rounding: Vec<u32>,
        policy: Vec<String>,
    ) -> Release {
        Release { tables, withheld, rounding, policy }
    }

    /// Whether any figure of a measure is the council's own.
    pub fn has_own(&self, measure: MeasureId) -> bool {
        self.table(measure).is_some_and(MeasureTable::has_own)
    }

    /// The policy that decided, a sentence each.
    pub fn policy(&self) -> &[String] {
        &self.policy
    }

    /// The figure of `subject`; nothing when the data have no observation there, not even a symbol.
    pub fn point(&self, subject: &Subject) -> Option<Point> {
        let value = self.publish(self.sealed(subject)?);
        let interval = value.shown().and_then(|_| self.interval(subject));
        Some(Point { period: subject.period, value, mark: self.mark(subject), interval })
    }

    /// The range about the figure of `subject`. One figure of its cell with it: what withholds the one withholds the other.
    fn interval(&self, subject: &Subject) -> Option<Shown<Interval>> {
        let Place::Area(area) = &subject.place else { return None };
        let table = self.table(subject.measure)?;
        let at = table.find(subject.group, *area, subject.period)?;
        let sealed = table.cells[at].entry.interval.as_ref()?.map(|(lower, upper)| {
            let rounded = |end| Quantity::rounded(end, table.facts.unit, table.facts.decimals);
            Interval { lower: rounded(*lower), upper: rounded(*upper) }
        });
        let cell = (subject.measure.0, at as u32);
        let sealed = Confidential::with_cells(*sealed.open(), vec![cell]);
        self.may_go_out(&sealed).then(|| Shown::new(*sealed.open()))
    }

    /// The difference from one figure to another; nothing when either has no observation.
    pub fn difference(&self, from: &Subject, to: &Subject) -> Option<Published<Difference>> {
        let sealed = match (self.sealed(from)?, self.sealed(to)?) {
            (Ok(from), Ok(to)) => Ok(statistics::difference(&from, &to)),
            (Err(absent), Ok(_)) | (Ok(_), Err(absent)) => Err(absent),
            (Err(a), Err(b)) => Err(if b.symbol == Symbol::Withheld { b } else { a }),
        };
        Some(self.publish(sealed))
    }

    /// The count of `subject` with so many `besides` that are public anyway; nothing when it has no observation.
    pub fn counted(&self, subject: &Subject, besides: u32) -> Option<Published<Quantity>> {
        let table = self.table(subject.measure)?;
        let facts = (table.facts.unit, table.facts.decimals);
        let with = |count: &Quantity| Quantity::rounded(count.value() + Decimal::from(besides), facts.0, facts.1);
        Some(self.publish(self.sealed(subject)?.map(|count| count.map(with))))
    }

    /// The share, in percent, that [`Release::counted`] has in so many, whose number is public.
    pub fn share(&self, subject: &Subject, besides: u32, of: u32) -> Option<Published<Quantity>> {
        let share = |count: &Quantity| {
            let part = (count.value() + Decimal::from(besides)) * Decimal::ONE_HUNDRED;
            Quantity::rounded(part.checked_div(of.into()).unwrap_or_default(), Unit::Percent, 0)
        };
        Some(self.publish(self.sealed(subject)?.map(|count| count.map(share))))
    }

    /// The place of `subject` among `others` that have a figure and itself; nothing when it has no observation.
    pub fn rank(&self, subject: &Subject, others: &[Subject], polarity: Polarity) -> Option<Published<Rank>> {
        let ours = self.sealed(subject)?;
        // Others that are withheld or missing take no part: a place among them would say something of them.
        let others: Vec<_> =
            others.iter().filter_map(|other| self.sealed(other)?.ok()).filter(|other| self.may_go_out(other)).collect();
        Some(self.publish(ours.map(|ours| statistics::rank(&ours, &others, polarity))))
    }

    /// The place of `subject` among all authorities of the measure's distribution, `own` being its own line there.
    pub fn rank_among_authorities(
        &self,
        subject: &Subject,
        own: Option<AuthorityId>,
        polarity: Polarity,
    ) -> Option<Published<Rank>> {
        let table = self.table(subject.measure)?;
        let ours = self.sealed(subject)?;
        let others: Vec<_> = table
            .year(subject.period)
            .iter()
            .filter(|((_, authority), _)| Some(*authority) != own)
            .filter_map(|(_, entry)| reading(table, entry).ok())
            .map(|value| rounded(table, &value))
            .collect();
        if others.is_empty() {
            return None;
        }
        Some(self.publish(ours.map(|ours| statistics::rank(&ours, &others, polarity))))
    }

    /// Every authority's published figure of one year.
    pub fn distribution(&self, measure: MeasureId, period: Period) -> Vec<(AuthorityId, Published<Quantity>)> {
        let Some(table) = self.table(measure) else {
            return Vec::new();
        };
        table
            .year(period)
            .iter()
            .map(|((_, authority), entry)| {
                (*authority, self.publish(reading(table, entry).map(|value| rounded(table, &value))))
            })
            .collect()
    }

    /// The years for which the measure has a distribution, in order.
    pub fn distribution_periods(&self, measure: MeasureId) -> Vec<Period> {
        let Some(table) = self.table(measure) else {
            return Vec::new();
        };
        let mut years: Vec<u16> = table.distribution.iter().map(|((year, _), _)| *year).collect();
        years.dedup();
        years.into_iter().map(|year| Period::new(table.facts.period, year)).collect()
    }

    /// How many of the places of a mean have a figure in that year; nothing for a single place.
    pub fn mean_of(&self, subject: &Subject) -> Option<Mean> {
        match &subject.place {
            Place::Area(_) => None,
            Place::MeanOf(places) => {
                let with = self.members(subject, places).len();
                Some(Mean { with, of: places.len() })
            }
        }
    }

    /// The years in which the measure has an observation, a symbol being one, for that group and place, in order.
    pub fn periods(&self, measure: MeasureId, group: GroupId, place: &Place) -> Vec<Period> {
        let Some(table) = self.table(measure) else {
            return Vec::new();
        };
        let wanted = |geography: GeographyId| match place {
            Place::Area(area) => *area == geography,
            Place::MeanOf(areas) => areas.contains(&geography),
        };
        let mut years: Vec<u16> = table
            .cells
            .iter()
            .filter(|cell| cell.place.0 == group && wanted(cell.place.1))
            .map(|cell| cell.place.2)
            .collect();
        years.sort_unstable();
        years.dedup();
        years.into_iter().map(|year| Period::new(table.facts.period, year)).collect()
    }

    /// The groups of which the measure has observations, in the order of `data/groups.yaml`.
    pub fn groups(&self, measure: MeasureId) -> Vec<GroupId> {
        let Some(table) = self.table(measure) else {
            return Vec::new();
        };
        let mut groups: Vec<GroupId> = table.cells.iter().map(|cell| cell.place.0).collect();
        groups.dedup();
        groups
    }

    /// The areas of which the measure has observations of everybody.
    pub fn areas(&self, measure: MeasureId, group: GroupId) -> Vec<GeographyId> {
        let Some(table) = self.table(measure) else {
            return Vec::new();
        };
        let mut areas: Vec<GeographyId> =
            table.cells.iter().filter(|cell| cell.place.0 == group).map(|cell| cell.place.1).collect();
        areas.dedup();
        areas
    }

    /// For each measure, what tells whether it is the same in another release.
    pub fn traces(&self) -> Vec<Trace> {
        let parts = self.tables.iter().zip(&self.withheld).zip(&self.rounding);
        let trace = |((table, withheld), rounding): ((&MeasureTable, &Vec<bool>), &u32)| Trace {
            table: table.clone(),
            withheld: withheld.clone(),
            rounding: *rounding,
        };
        parts.map(trace).collect()
    }

    fn table(&self, measure: MeasureId) -> Option<&MeasureTable> {
        seen::note(measure);
        self.tables.get(measure.0 as usize)
    }

    fn mark(&self, subject: &Subject) -> Option<Mark> {
        let table = self.table(subject.measure)?;
        match &subject.place {
            Place::Area(area) => {
                let at = table.find(subject.group, *area, subject.period)?;
                table.cells[at].entry.mark
            }
            // A mean is as little settled as the least settled of its parts.
            Place::MeanOf(areas) => areas
                .iter()
                .filter_map(|area| table.find(subject.group, *area, subject.period))
                .filter_map(|at| table.cells[at].entry.mark)
                .min(),
        }
    }

    /// The sealed, rounded figure of `subject`: outer nothing when there is no observation.
    fn sealed(&self, subject: &Subject) -> Option<Sealed<Quantity>> {
        let table = self.table(subject.measure)?;
        match &subject.place {
            Place::Area(area) => {
                let exact = self.exact(subject, *area)?;
                Some(exact.map(|value| rounded(table, &value)))
            }
            Place::MeanOf(areas) => {
                let members = self.members(subject, areas);
                if let Some(mean) = statistics::mean(&members) {
                    return Some(Ok(rounded(table, &mean)));
                }
                // No member has a figure; there is a reason to give when any has a symbol.
                areas.iter().any(|area| table.find(subject.group, *area, subject.period).is_some()).then(|| {
                    Err(Absent { symbol: Symbol::NotAvailable, reason: Arc::from("none of the places has a figure") })
                })
            }
        }
    }

    /// The members of a mean whose figures may go out.
    fn members(&self, subject: &Subject, areas: &[GeographyId]) -> Vec<Confidential<Decimal>> {
        areas
            .iter()
            .filter_map(|area| {
                let value = self.exact(subject, *area)?.ok()?;
                // Our own figures stand in a mean as they are shown: the exact ones behind them would narrow what a reader
                // knows. A figure public at its source is exact already.
                let table = self.table(subject.measure)?;
                let at = table.find(subject.group, *area, subject.period)?;
                Some(match table.cells[at].entry.origin {
                    Origin::Own => rounded(table, &value).map(|quantity| quantity.value()),
                    Origin::PublicAtSource => value,
                })
            })
            .filter(|value| self.may_go_out(value))
            .collect()
    }

    fn exact(&self, subject: &Subject, area: GeographyId) -> Option<Sealed<Decimal>> {
        let table = self.table(subject.measure)?;
        let at = table.find(subject.group, area, subject.period)?;
        let cell = (subject.measure.0, at as u32);
        let entry = &table.cells[at].entry;
        let base = if entry.origin == Origin::Own { self.rounding[subject.measure.0 as usize] } else { 1 };
        Some(reading(table, entry).map(|value| {
            let value = match table.facts.unit {
                Unit::Count => rounded_to_base(*value.open(), table.facts.counts, base),
                _ => *value.open(),
            };
            Confidential::with_cells(value, vec![cell])
        }))
    }

    fn may_go_out<T>(&self, sealed: &Confidential<T>) -> bool {
        !sealed.cells().iter().any(|(table, cell)| self.withheld[*table as usize][*cell as usize])
    }

    /// The figure, or `[c]` when any of its cells is withheld.
    fn publish<T: Clone>(&self, sealed: Sealed<T>) -> Published<T> {
        match sealed {
            Ok(figure) if self.may_go_out(&figure) => Published::Shown(Shown::new(figure.open().clone())),
            Ok(_) => {
                Published::Absent(Absent { symbol: Symbol::Withheld, reason: Arc::from(Symbol::Withheld.meaning()) })
            }
            Err(absent) => Published::Absent(absent),
        }
    }
}

/// The exact number of an entry, still sealed, or why there is none.
fn reading(table: &MeasureTable, entry: &Entry) -> Sealed<Decimal> {
    match &entry.reading {
        Reading::Number(number) => Ok(number.map(|number| *number)),
        Reading::Share { count, of } if of.open().is_zero() => {
            // Nobody was there to be counted: the percentage has no meaning.
            let _ = count;
            Err(Absent { symbol: Symbol::NotApplicable, reason: Arc::from("nobody was in the group") })
        }
        Reading::Share { count, of } => Ok(count.zip(of, |count, of| count * table.facts.unit.share_of() / of)),
        Reading::Mean { mean, .. } => Ok(mean.map(|mean| *mean)),
        Reading::Symbol(symbol) => {
            let missing = (*symbol == Symbol::NotAvailable).then(|| table.facts.missing.clone()).flatten();
            let reason = entry.reason.clone().or(missing).unwrap_or_else(|| Arc::from(symbol.meaning()));
            Err(Absent { symbol: *symbol, reason })
        }
    }
}

fn rounded(table: &MeasureTable, value: &Confidential<Decimal>) -> Confidential<Quantity> {
    value.map(|value| Quantity::rounded(*value, table.facts.unit, table.facts.decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{MeasureFacts, Memo, Policy, Structure, decide};
    use crate::vocabulary::{Counts, PeriodKind};

    const OURS: GeographyId = GeographyId(0);
    const THEIRS: GeographyId = GeographyId(1);

    fn facts(unit: Unit, counts: Counts) -> MeasureFacts {
        MeasureFacts {
            unit,
            decimals: 0,
            counts,
            period: PeriodKind::Academic,
            threshold: None,
            missing: Some(Arc::from("the source gave no reason")),
        }
    }

    fn year(start: u16) -> Period {
        Period::new(PeriodKind::Academic, start)
    }

    fn subject(area: GeographyId, start: u16) -> Subject {
        Subject { measure: MeasureId(0), group: GroupId::ALL, place: Place::Area(area), period: year(start) }
    }

    fn release(unit: Unit, counts: Counts, entries: Vec<(GeographyId, u16, Entry)>) -> Release {
        let mut table = MeasureTable::new(facts(unit, counts));
        for (area, start, entry) in entries {
            table.observe(GroupId::ALL, area, year(start), entry).expect("each cell once");
        }
        decide(vec![table], &Structure::default(), &Policy::default(), &Memo::new()).release
    }

    fn said(point: Option<Point>) -> String {
        match point.expect("an observation").value {
            Published::Shown(shown) => shown.get().text(),
            Published::Absent(absent) => format!("{} {}", absent.symbol.shorthand(), absent.reason),
        }
    }

    #[test]
    fn the_councils_own_small_counts_and_their_complements_are_withheld() {
        for (count, of, text) in [
            (30, 60, "50%"),
            (4, 60, "[c] withheld to protect people"),
            (57, 60, "[c] withheld to protect people"),
            (0, 60, "0%"),
            (60, 60, "100%"),
            (5, 9, "[c] withheld to protect people"),
            (0, 0, "[c] withheld to protect people"),
        ] {
            let entry = Entry::own_share(Decimal::from(count), Decimal::from(of));
            let release = release(Unit::Percent, Counts::People, vec![(OURS, 2016, entry)]);
            let shown = said(release.point(&subject(OURS, 2016)));
            if of == 0 {
                assert!(shown.starts_with("[z]"), "{shown}");
            } else {
                assert_eq!(shown, text, "{count} of {of}");
            }
        }
    }

    #[test]
    fn a_figure_public_at_its_source_is_shown_as_published_and_counts_of_things_are_free() {
        let public = release(Unit::Count, Counts::People, vec![(OURS, 2016, Entry::public(Decimal::from(3)))]);
        assert_eq!(said(public.point(&subject(OURS, 2016))), "3");
        let things = release(Unit::Count, Counts::Things, vec![(OURS, 2016, Entry::own(Decimal::from(3)))]);
        assert_eq!(said(things.point(&subject(OURS, 2016))), "3");
        let people = release(Unit::Count, Counts::People, vec![(OURS, 2016, Entry::own(Decimal::from(3)))]);
        assert!(said(people.point(&subject(OURS, 2016))).starts_with("[c]"));
    }

    #[test]
    fn an_own_percentage_without_its_cohort_is_withheld() {
        let release = release(Unit::Percent, Counts::People, vec![(OURS, 2016, Entry::own(Decimal::from(50)))]);
        assert!(said(release.point(&subject(OURS, 2016))).starts_with("[c]"));
    }

    #[test]
    fn a_change_is_withheld_when_either_year_is() {
        let own = |count: u32| Entry::own_share(Decimal::from(count), Decimal::from(60));
        for (before, after) in [(3, 30), (30, 3)] {
            let release =
                release(Unit::Percent, Counts::People, vec![(OURS, 2015, own(before)), (OURS, 2016, own(after))]);
            let change = release.difference(&subject(OURS, 2015), &subject(OURS, 2016)).expect("both years");
            assert_eq!(change.absent().expect("withheld").symbol, Symbol::Withheld);
        }
    }

    #[test]
    fn a_gap_and_a_place_are_withheld_with_ours_and_ignore_a_withheld_other() {
        let release = release(
            Unit::Percent,
            Counts::People,
            vec![
                (OURS, 2016, Entry::own_share(Decimal::from(3), Decimal::from(60))),
                (THEIRS, 2016, Entry::public(Decimal::from(62))),
            ],
        );
        let (ours, theirs) = (subject(OURS, 2016), subject(THEIRS, 2016));
        assert!(release.difference(&theirs, &ours).expect("both").shown().is_none());
        assert!(release.rank(&ours, std::slice::from_ref(&theirs), Polarity::High).expect("ours").shown().is_none());
        let place = release.rank(&theirs, &[ours], Polarity::High).expect("theirs");
        assert_eq!(place.shown().expect("shown").of, 1);
    }

    #[test]
    fn the_range_about_a_figure_is_rounded_like_it_and_withheld_with_it() {
        let of = |count: u32| Entry::own_share(Decimal::from(count), Decimal::from(60));
        let range = |entry: Entry| entry.between(Decimal::new(3725, 2), Decimal::new(6275, 2));
        let entries = vec![(OURS, 2015, range(of(30))), (OURS, 2016, range(of(3))), (OURS, 2017, of(30))];
        let release = release(Unit::Percent, Counts::People, entries);
        let interval = |start| release.point(&subject(OURS, start)).expect("an observation").interval;
        let shown = interval(2015).expect("a range");
        assert_eq!((shown.get().lower.text(), shown.get().upper.text()), ("37%".to_owned(), "63%".to_owned()));
        assert_eq!(interval(2016), None);
        assert_eq!(interval(2017), None);
    }

    #[test]
    fn a_missing_figure_keeps_the_reason_that_its_measure_or_observation_gives() {
        let release = release(
            Unit::Percent,
            Counts::People,
            vec![
                (OURS, 2015, Entry::symbol(Symbol::NotAvailable)),
                (OURS, 2016, Entry::symbol(Symbol::NotAvailable).because(Some(Arc::from("no pupils took it")))),
            ],
        );
        assert_eq!(said(release.point(&subject(OURS, 2015))), "[x] the source gave no reason");
        assert_eq!(said(release.point(&subject(OURS, 2016))), "[x] no pupils took it");
        assert!(release.point(&subject(THEIRS, 2016)).is_none());
    }

    #[test]
    fn the_mean_of_neighbours_is_of_those_with_a_figure() {
        let release = release(
            Unit::Percent,
            Counts::People,
            vec![
                (OURS, 2016, Entry::public(Decimal::from(60))),
                (THEIRS, 2016, Entry::public(Decimal::from(63))),
                (GeographyId(2), 2016, Entry::symbol(Symbol::NotAvailable)),
            ],
        );
        let places: Arc<[GeographyId]> = Arc::from([OURS, THEIRS, GeographyId(2)]);
        let mean = subject(OURS, 2016).at(Place::MeanOf(places));
        assert_eq!(said(release.point(&mean)), "62%");
        assert_eq!(release.mean_of(&mean), Some(Mean { with: 2, of: 3 }));
    }
}
