//! The rating that the rules give, with the rule and the areas that decided it. Pure: it knows no file and no format.

use super::scheme::{Scheme, Share, When};
use crate::vocabulary::Rating;

/// What is known of a provider, in the order of the scheme's lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The rating of each area; nothing where it is not rated.
    pub areas: Vec<Option<Rating>>,
    /// Whether each fact is so.
    pub facts: Vec<bool>,
}

/// A rating and what decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The rating.
    pub rating: Rating,
    /// The rule, by its place in [`Scheme::rules`].
    pub rule: usize,
    /// The areas that met it, by their places.
    pub areas: Vec<usize>,
}

/// The first rule that holds, tried in their order; nothing where none does, which a scheme whose last rule holds always
/// leaves to no input.
pub fn decide(scheme: &Scheme, known: &Known) -> Option<Decision> {
    scheme.rules.iter().enumerate().find_map(|(at, rule)| {
        let areas = match rule.when {
            // What speaks for the rating of the last rule is what has it.
            None => with(known, |rating| rating == rule.rating),
            Some(When::Area(area, worst)) => {
                known.areas.get(area).copied().flatten().filter(|rating| *rating >= worst).map(|_| vec![area])?
            }
            Some(When::Fact(fact)) => {
                known.facts.get(fact).filter(|so| **so)?;
                scheme
                    .facts
                    .get_index(fact)
                    .and_then(|(_, fact)| fact.implies)
                    .map(|(area, _)| area)
                    .into_iter()
                    .collect()
            }
            Some(When::AtLeast(share, worst)) => {
                let met = with(known, |rating| rating >= worst);
                let rated = known.areas.iter().flatten().count();
                is_met(share, met.len(), rated).then_some(met)?
            }
        };
        Some(Decision { rating: rule.rating, rule: at, areas })
    })
}

/// Whether so many of the rated areas are enough. None of none is never enough.
pub(super) fn is_met(share: Share, met: usize, rated: usize) -> bool {
    match share {
        Share::Half => met > 0 && met * 2 >= rated,
        Share::Number(number) => met >= usize::from(number),
    }
}

fn with(known: &Known, test: impl Fn(Rating) -> bool) -> Vec<usize> {
    let met = |(_, rating): &(usize, &Option<Rating>)| rating.is_some_and(&test);
    known.areas.iter().enumerate().filter(met).map(|(at, _)| at).collect()
}
