//! The desk-top review: each provider of a review with what has changed since the one before, what its figures suggest,
//! and for which fund it is eligible. For the internal edition and `multum prioritise`.

use rust_decimal::Decimal;

use super::Prioritisation;
use super::assessments::{Assessment, Internal, Review, Term};
use super::eligibility::{Outcome, eligibility};
use super::engine::decide;
use super::scheme::Scheme;
use super::threshold::suggested;
use crate::figures::GeographyId;
use crate::vocabulary::{AcademicYear, Rating, Slug};

/// A figure of another place, such as England's: asked for by its measure, its place and the year.
pub type Elsewhere<'a> = dyn Fn(&Slug, &Slug, AcademicYear) -> Option<Decimal> + 'a;

/// One provider at a review.
pub struct Line<'a> {
    /// The review.
    pub review: &'a Review,
    /// Its criteria.
    pub scheme: &'a Scheme,
    /// The name that it keeps from review to review.
    pub name: &'a Slug,
    /// What the review says of it.
    pub assessment: &'a Assessment,
    /// What the review before said of it.
    pub before: Option<&'a Assessment>,
}

/// An area whose rating has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The area, by its place.
    pub area: usize,
    /// Its rating at the review before; nothing where it was not rated.
    pub from: Option<Rating>,
    /// Its rating now.
    pub to: Option<Rating>,
}

/// A rating that a figure suggests and that is not the one given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The area, by its place.
    pub area: usize,
    /// What the figure suggests.
    pub rating: Rating,
    /// The provider's figure.
    pub ours: Decimal,
    /// What it is compared with.
    pub theirs: Decimal,
}

impl Line<'_> {
    /// How the rating has moved: nothing where there was none before.
    pub fn moved(&self) -> Option<std::cmp::Ordering> {
        self.before.map(|before| self.assessment.rating().cmp(&before.rating()))
    }

    /// The areas whose rating has changed since the review before.
    pub fn changed(&self) -> Vec<Changed> {
        let Some(before) = self.before else { return Vec::new() };
        let pairs = before.known.areas.iter().zip(&self.assessment.known.areas).enumerate();
        pairs
            .filter(|(_, (from, to))| from != to)
            .map(|(area, (from, to))| Changed { area, from: *from, to: *to })
            .collect()
    }

    /// What became of each criterion of the fund.
    pub fn fund(&self) -> Vec<(usize, Outcome)> {
        let Some(fund) = &self.scheme.fund else { return Vec::new() };
        eligibility(fund, self.review.phase, &self.assessment.known.facts, &self.assessment.figures)
    }

    /// The numbers of the fund's criteria that are met.
    pub fn eligible_by(&self) -> Vec<&str> {
        let Some(fund) = &self.scheme.fund else { return Vec::new() };
        let met = self.fund().into_iter().filter(|(_, outcome)| *outcome == Outcome::Met);
        met.filter_map(|(at, _)| fund.criteria.get_index(at)).map(|(number, _)| &**number).collect()
    }

    /// What its figures suggest otherwise than it was rated.
    pub fn suggestions(&self, elsewhere: &Elsewhere<'_>) -> Vec<Suggestion> {
        let of = |(area, criteria): (usize, &super::scheme::Area)| {
            let threshold = criteria.by_figure.as_ref()?;
            let ours = *self.assessment.figures.get(&threshold.figure)?;
            let (_, figure) = self.scheme.figures.get_index(threshold.figure)?;
            let (measure, _) = figure.measures.get(self.review.phase)?.as_ref()?;
            let theirs = elsewhere(measure, &threshold.against, self.review.year)?;
            let rating = suggested(threshold, ours, theirs);
            let given = self.assessment.known.areas[area]?;
            (rating != given).then_some(Suggestion { area, rating, ours, theirs })
        };
        self.scheme.areas.values().enumerate().filter_map(of).collect()
    }

    /// The rating that the rules would give with other ratings of some areas.
    pub fn what_if(&self, changes: &[(usize, Rating)]) -> Option<super::engine::Decision> {
        let mut known = self.assessment.known.clone();
        for (area, rating) in changes {
            if let Some(place) = known.areas.get_mut(*area) {
                *place = Some(*rating);
            }
        }
        decide(self.scheme, &known)
    }

    /// The titles of areas, in their order, with small first letters.
    pub fn areas(&self, areas: &[usize]) -> Vec<String> {
        areas
            .iter()
            .filter_map(|area| self.scheme.areas.get_index(*area))
            .map(|(_, area)| area.title.to_string())
            .collect()
    }
}

/// Each provider of the reviews of a term, the reddest first within its phase.
pub fn lines<'a>(
    prioritisation: &'a Prioritisation,
    internal: &Internal,
    geography: GeographyId,
    (year, term): (AcademicYear, Term),
) -> Vec<Line<'a>> {
    let all = prioritisation.reviews.all(internal);
    let mut lines = Vec::new();
    for review in all.iter().filter(|review| (review.geography, review.year, review.term) == (geography, year, term)) {
        // Reviews stand in the order of time.
        let before = all.iter().rev().find(|other| {
            (other.scheme, other.phase, other.geography) == (review.scheme, review.phase, review.geography)
                && (other.year, other.term) < (year, term)
        });
        let mut of_review: Vec<Line<'_>> = review
            .providers
            .iter()
            .map(|(name, assessment)| Line {
                review,
                scheme: &prioritisation.schemes[review.scheme],
                name,
                assessment,
                before: before.and_then(|before| before.providers.get(name)),
            })
            .collect();
        of_review.sort_by_key(|line| std::cmp::Reverse(line.assessment.rating()));
        lines.extend(of_review);
    }
    lines
}

/// The last review of a place; nothing where there was none.
pub fn latest(prioritisation: &Prioritisation, internal: &Internal) -> Option<(GeographyId, AcademicYear, Term)> {
    let last = prioritisation.reviews.all(internal).last()?;
    Some((last.geography, last.year, last.term))
}
