//! How many providers have each rating: tables for the vault, which decides what of them is shown.
//!
//! Three things link the counts. The ratings of a phase make all of its providers, whose number anybody can look up. The
//! phases of a scheme make the whole where that is shown. And all reviews are decided together, so that none of a year
//! gives another's away. `docs/prioritisation.md` says why nothing of a small phase is shown at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::assessments::{Review, Reviews, Term};
use super::scheme::Scheme;
use crate::figures::disclosure::{Extreme, Rules, Sum, Went, Which};
use crate::figures::{Entry, GeographyId, GroupId, MeasureFacts, MeasureId, MeasureTable, Place, Subject};
use crate::vocabulary::{AcademicYear, Counts as Counted, PeriodKind, Rating, Unit};

/// Of fewer providers than this there are no counts at all, not even withheld ones, and none that they are part of.
const LEAST: u32 = 3;

/// A phase, or all phases of a scheme together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// One phase, by its place in the scheme.
    Phase(usize),
    /// All phases.
    Together,
}

impl Part {
    /// The phase, if it is one.
    fn phase(self) -> Option<usize> {
        match self {
            Part::Phase(phase) => Some(phase),
            Part::Together => None,
        }
    }
}

/// Which count: of what, and when in the year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    scheme: usize,
    geography: GeographyId,
    part: Part,
    term: Term,
    /// Nothing for all providers.
    rating: Option<Rating>,
}

/// What is counted of a review.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Occasion {
    scheme: usize,
    part: Part,
    term: Term,
    geography: GeographyId,
    year: AcademicYear,
}

/// The counts of all reviews: which table of the vault has which, and what is public of each already.
#[derive(Clone, Default)]
pub struct Counts {
    /// The tables' keys in their order.
    keys: Vec<Key>,
    /// The number of measures, after which the tables stand.
    first: usize,
    /// Of each occasion: how many providers there are, how many of each rating agreed to be named, and what is made up.
    public: BTreeMap<Occasion, Public>,
}

#[derive(Clone, Default)]
struct Public {
    all: u32,
    named: [u32; 3],
    illustrative: Option<Arc<str>>,
}

/// A count as it can be asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Count {
    /// The sealed number, as the vault knows it: of those that are not named.
    pub subject: Subject,
    /// How many of that rating are named, which is public.
    pub named: u32,
    /// How many providers there are, which is public.
    pub all: u32,
}

impl Counts {
    /// The counts of reviews, with their tables, which stand after those of `first` measures, and what adds up.
    pub(super) fn of(schemes: &[Scheme], reviews: &Reviews, first: usize) -> (Counts, Vec<MeasureTable>, Vec<Sum>) {
        let mut sealed: BTreeMap<Occasion, [u32; 3]> = BTreeMap::new();
        let mut public: BTreeMap<Occasion, Public> = BTreeMap::new();
        for review in reviews.sealed() {
            let parts = [Some(Part::Phase(review.phase)), is_whole(schemes, reviews, review).then_some(Part::Together)];
            for part in parts.into_iter().flatten() {
                let occasion = occasion(review, part);
                let public = public.entry(occasion).or_default();
                let sealed = sealed.entry(occasion).or_default();
                public.illustrative = public.illustrative.take().or_else(|| review.illustrative.clone());
                for provider in review.providers.values() {
                    public.all += 1;
                    let counts = if provider.publication.is_some() { &mut public.named } else { &mut *sealed };
                    counts[provider.rating() as usize] += 1;
                }
            }
        }
        let mut tables: BTreeMap<Key, MeasureTable> = BTreeMap::new();
        // A provider that is alone knows whatever is said of all; of two each knows the other.
        let few: Vec<Occasion> = public.iter().filter(|(_, public)| public.all < LEAST).map(|(at, _)| *at).collect();
        let with_few = |occasion: &Occasion| match occasion.part {
            Part::Phase(_) => few.contains(occasion),
            Part::Together => few.iter().any(|other| Occasion { part: Part::Together, ..*other } == *occasion),
        };
        sealed.retain(|occasion, _| !with_few(occasion));
        for (occasion, counts) in sealed {
            let Occasion { scheme, part, term, geography, year } = occasion;
            let period = PeriodKind::Academic.within(year);
            let mut put = |rating, entry| {
                let key = Key { scheme, geography, part, term, rating };
                let rules = rules(&occasion, &public, schemes[scheme].fewest);
                let table = tables.entry(key).or_insert_with(|| MeasureTable::new(facts()).under(rules));
                // Two files of one review have been told of.
                let _ = table.observe(GroupId::ALL, geography, period, entry);
            };
            put(None, Entry::public(Decimal::from(counts.iter().sum::<u32>())));
            for rating in Rating::ALL {
                put(Some(rating), Entry::own(Decimal::from(counts[rating as usize])));
            }
        }
        let keys: Vec<Key> = tables.keys().copied().collect();
        let counts = Counts { keys, first, public };
        let sums = counts.sums(schemes);
        (counts, tables.into_values().collect(), sums)
    }

    /// What adds up: ratings to all providers, and phases to the whole.
    fn sums(&self, schemes: &[Scheme]) -> Vec<Sum> {
        let mut sums = Vec::new();
        for key in &self.keys {
            let parts: Vec<Key> = match (key.rating, key.part) {
                (None, _) => Rating::ALL.map(|rating| Key { rating: Some(rating), ..*key }).to_vec(),
                (Some(_), Part::Together) => (0..schemes[key.scheme].phases.len())
                    .map(|phase| Key { part: Part::Phase(phase), ..*key })
                    .collect(),
                (Some(_), Part::Phase(_)) => continue,
            };
            let of: Vec<MeasureId> = parts.iter().filter_map(|part| self.id(part)).collect();
            if let (Some(measure), true) = (self.id(key), of.len() == parts.len()) {
                sums.push(Sum { measure, of, years: 1 });
            }
        }
        sums
    }

    fn id(&self, key: &Key) -> Option<MeasureId> {
        self.keys.binary_search(key).ok().map(|at| MeasureId((self.first + at) as u32))
    }

    /// The count of a rating; nothing where there was no such review.
    pub fn count(
        &self,
        (scheme, part): (usize, Part),
        geography: GeographyId,
        (year, term): (AcademicYear, Term),
        rating: Rating,
    ) -> Option<Count> {
        let public = self.public.get(&Occasion { scheme, part, term, geography, year })?;
        let subject = Subject {
            measure: self.id(&Key { scheme, geography, part, term, rating: Some(rating) })?,
            group: GroupId::ALL,
            place: Place::Area(geography),
            period: PeriodKind::Academic.within(year),
        };
        Some(Count { subject, named: public.named[rating as usize], all: public.all })
    }

    /// Every count of a review that somebody was shown, as readers see it: the part's phase (nothing for all together), the
    /// number of all, then of each rating its number as it is asked for. Nothing of a review that is made up: it tells of nobody.
    pub fn shown(
        &self,
        scheme: usize,
        geography: GeographyId,
        (year, term): (AcademicYear, Term),
    ) -> Vec<(Option<usize>, u32, [Option<Count>; 3])> {
        let of = |occasion: &Occasion| {
            (occasion.scheme, occasion.geography, occasion.year, occasion.term) == (scheme, geography, year, term)
        };
        self.public
            .iter()
            .filter(|(occasion, public)| of(occasion) && public.illustrative.is_none())
            .map(|(occasion, public)| {
                let count = |rating| self.count((scheme, occasion.part), geography, (year, term), rating);
                (occasion.part.phase(), public.all, Rating::ALL.map(count))
            })
            .collect()
    }

    /// A count that went out as `number`, in the terms of today's table: without those that are named today, since readers
    /// subtract them. `rating` is nothing for all.
    pub fn went_out(
        &self,
        (scheme, phase): (usize, Option<usize>),
        geography: GeographyId,
        (year, term): (AcademicYear, Term),
        rating: Option<Rating>,
        number: Went,
    ) -> Option<(Which, Went)> {
        let part = phase.map_or(Part::Together, Part::Phase);
        let measure = self.id(&Key { scheme, geography, part, term, rating })?;
        let public = self.public.get(&Occasion { scheme, part, term, geography, year })?;
        let named = match rating {
            Some(rating) => public.named[rating as usize],
            None => public.named.iter().sum(),
        };
        let number = match number {
            Went::Withheld => Went::Withheld,
            // Fewer than are named now: the review has been changed since, and what it said then is no count of today's.
            Went::Shown(number) => {
                Went::Shown(number.checked_sub(named.into()).filter(|rest| !rest.is_sign_negative())?)
            }
        };
        Some(((measure, GroupId::ALL, geography, PeriodKind::Academic.within(year).start()), number))
    }

    /// How many providers a review had, which is public; nothing where there was none.
    pub fn providers(
        &self,
        scheme: usize,
        part: Part,
        geography: GeographyId,
        year: AcademicYear,
        term: Term,
    ) -> Option<u32> {
        self.public.get(&Occasion { scheme, part, term, geography, year }).map(|public| public.all)
    }

    /// What must be said wherever a scheme's ratings are shown: that they are made up.
    pub fn notice(&self, scheme: usize) -> Option<&Arc<str>> {
        self.public
            .iter()
            .filter(|(occasion, _)| occasion.scheme == scheme)
            .find_map(|(_, public)| public.illustrative.as_ref())
    }

    /// The terms of a year in which a scheme was reviewed, in their order.
    pub fn terms(&self, scheme: usize, geography: GeographyId, year: AcademicYear) -> Vec<Term> {
        let of =
            |occasion: &&Occasion| (occasion.scheme, occasion.geography, occasion.year) == (scheme, geography, year);
        let mut terms: Vec<Term> = self.public.keys().filter(of).map(|occasion| occasion.term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// How many tables there are.
    pub fn tables(&self) -> usize {
        self.keys.len()
    }

    /// Takes out the reviews of a place from a year on. Their tables stay, and have nothing of those years.
    pub(in crate::evidence) fn hold_back(&mut self, geography: GeographyId, from: AcademicYear) {
        self.public.retain(|occasion, _| occasion.geography != geography || occasion.year < from);
    }

    /// What a table counts, in words for the analyst; nothing where it is none of these.
    pub fn words(&self, measure: MeasureId, schemes: &[Scheme]) -> Option<String> {
        let key = self.keys.get((measure.0 as usize).checked_sub(self.first)?)?;
        let scheme = schemes.get(key.scheme)?;
        let part = match key.part {
            Part::Phase(phase) => scheme.phases.get_index(phase).map(|(_, title)| title.as_ref()),
            Part::Together => scheme.together.as_deref(),
        };
        let rating = key.rating.map_or("all", Rating::name);
        Some(format!("{}, {rating}, {} review", part.unwrap_or(&scheme.title), key.term.name()))
    }
}

/// What a phase asks for in place of the site's policy. Where it had fewer providers than are counted, in any review, every
/// number from none to all must remain possible in each. None of all phases together is then not shown either: it would
/// say none of the small one.
fn rules(occasion: &Occasion, public: &BTreeMap<Occasion, Public>, fewest: u32) -> Rules {
    let same = |other: &Occasion| (other.scheme, other.geography) == (occasion.scheme, occasion.geography);
    let of = |part: Part| {
        public.iter().filter(move |(other, _)| same(other) && other.part == part).map(|(_, public)| public.all)
    };
    let is_small = |part: Part| of(part).min().is_some_and(|least| least < fewest);
    if is_small(occasion.part) {
        let most = of(occasion.part).max().unwrap_or(0).saturating_add(1);
        return Rules { smallest_providers: Some(most), nought: Some(Extreme::Withhold), ..Rules::default() };
    }
    let has_small = public.keys().filter(|other| same(other)).any(|other| is_small(other.part));
    match occasion.part {
        Part::Together if has_small => Rules { nought: Some(Extreme::Withhold), ..Rules::default() },
        Part::Together | Part::Phase(_) => Rules::default(),
    }
}

fn occasion(review: &Review, part: Part) -> Occasion {
    Occasion { scheme: review.scheme, part, term: review.term, geography: review.geography, year: review.year }
}

/// Whether every phase of the scheme was reviewed on the same occasion, and the whole is shown.
fn is_whole(schemes: &[Scheme], reviews: &Reviews, review: &Review) -> bool {
    let scheme = &schemes[review.scheme];
    let together = occasion(review, Part::Together);
    let reviewed = |phase: usize| {
        reviews.sealed().iter().any(|other| other.phase == phase && occasion(other, Part::Together) == together)
    };
    scheme.together.is_some() && scheme.phases.len() > 1 && (0..scheme.phases.len()).all(reviewed)
}

fn facts() -> MeasureFacts {
    MeasureFacts {
        unit: Unit::Count,
        decimals: 0,
        counts: Counted::Providers,
        period: PeriodKind::Academic,
        threshold: None,
        missing: None,
    }
}
