//! Whether a provider is eligible for a fund, and by which of its criteria. Pure, like the engine.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::scheme::{Criterion, Fund, Test};

/// What became of one criterion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is met: the provider is eligible.
    Met,
    /// It is not.
    NotMet,
    /// It is for other phases.
    OtherPhase,
    /// Figures are missing that would decide it, by their places.
    Unknown(Vec<usize>),
}

/// What is so, as far as it is known.
enum Answer {
    Yes,
    No,
    Unknown(Vec<usize>),
}

/// What became of each criterion of a fund, in their order. A figure that is missing decides nothing, and is named.
pub fn eligibility(
    fund: &Fund,
    phase: usize,
    facts: &[bool],
    figures: &BTreeMap<usize, Decimal>,
) -> Vec<(usize, Outcome)> {
    fund.criteria.values().enumerate().map(|(at, criterion)| (at, outcome(criterion, phase, facts, figures))).collect()
}

fn outcome(criterion: &Criterion, phase: usize, facts: &[bool], figures: &BTreeMap<usize, Decimal>) -> Outcome {
    if !criterion.phases.is_empty() && !criterion.phases.contains(&phase) {
        return Outcome::OtherPhase;
    }
    match all(criterion.when.iter().map(|test| answer(test, facts, figures))) {
        Answer::Yes => Outcome::Met,
        Answer::No => Outcome::NotMet,
        Answer::Unknown(missing) => Outcome::Unknown(missing),
    }
}

fn answer(test: &Test, facts: &[bool], figures: &BTreeMap<usize, Decimal>) -> Answer {
    match test {
        Test::Fact(fact) if facts.get(*fact) == Some(&true) => Answer::Yes,
        Test::Fact(_) => Answer::No,
        Test::Figure(figure, bounds) => match figures.get(figure) {
            Some(number) if bounds.hold(*number) => Answer::Yes,
            Some(_) => Answer::No,
            None => Answer::Unknown(vec![*figure]),
        },
        Test::Any(tests) => any(tests.iter().map(|test| answer(test, facts, figures))),
    }
}

/// One no is a no, whatever is missing.
fn all(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut missing = Vec::new();
    for answer in answers {
        match answer {
            Answer::Yes => {}
            Answer::No => return Answer::No,
            Answer::Unknown(more) => missing.extend(more),
        }
    }
    if missing.is_empty() { Answer::Yes } else { Answer::Unknown(missing) }
}

/// One yes is a yes, whatever is missing.
fn any(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut missing = Vec::new();
    for answer in answers {
        match answer {
            Answer::Yes => return Answer::Yes,
            Answer::No => {}
            Answer::Unknown(more) => missing.extend(more),
        }
    }
    if missing.is_empty() { Answer::No } else { Answer::Unknown(missing) }
}
