//! Whether the rules of a scheme leave nothing open: every rule can decide, every rating can come out, every area counts,
//! and no area that gets worse makes the rating better.
//!
//! All inputs are tried. Areas that no rule names are alike to the rules, so it is enough to try how many of them are amber
//! and how many red; that makes a few thousand cases of what would be millions.

use super::engine::is_met;
use super::scheme::{Rule, Scheme, When};
use crate::vocabulary::Rating;

/// What is wrong with a scheme's rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unsound {
    /// The last rule doesn't hold always, so that a provider could be left without a rating.
    NotTotal,
    /// There are more areas and facts with rules of their own than can be tried.
    TooMany,
    /// A rule, by its place, that no input reaches.
    NeverDecides(usize),
    /// A rating that no input gets.
    NeverGiven(Rating),
    /// An area, by its place, that changes nothing whatever its rating is.
    NeverCounts(usize),
    /// The rule, by its place, that gives a better rating when an area gets worse.
    Improves(usize),
}

/// More cases than anybody's rules have, and few enough to be tried at once.
const MOST: usize = 2_000_000;

/// What is wrong, in the order of the rules.
pub fn faults(scheme: &Scheme) -> Vec<Unsound> {
    if scheme.rules.last().is_none_or(|rule| rule.when.is_some()) {
        return vec![Unsound::NotTotal];
    }
    let Some(space) = Space::of(scheme) else { return vec![Unsound::TooMany] };
    let mut decides = vec![false; scheme.rules.len()];
    let mut counts = vec![false; scheme.areas.len()];
    let mut improves = vec![false; scheme.rules.len()];
    let mut state = space.first();
    loop {
        if let Some(rule) = space.is_possible(&state).then(|| space.rule(&state)).flatten() {
            decides[rule] = true;
            for (worse, areas) in space.worse(&state) {
                let Some(then) = space.is_possible(&worse).then(|| space.rule(&worse)).flatten() else { continue };
                if scheme.rules[then].rating != scheme.rules[rule].rating {
                    areas.iter().for_each(|area| counts[*area] = true);
                }
                improves[then] |= scheme.rules[then].rating < scheme.rules[rule].rating;
            }
        }
        if !space.advance(&mut state) {
            break;
        }
    }
    let mut faults: Vec<Unsound> = Vec::new();
    let missing = |flags: &[bool]| -> Vec<usize> { (0..flags.len()).filter(|at| !flags[*at]).collect() };
    faults.extend(missing(&decides).into_iter().map(Unsound::NeverDecides));
    let given = |rating: &Rating| scheme.rules.iter().zip(&decides).any(|(rule, yes)| *yes && rule.rating == *rating);
    faults.extend(Rating::ALL.into_iter().filter(|rating| !given(rating)).map(Unsound::NeverGiven));
    faults.extend(missing(&counts).into_iter().map(Unsound::NeverCounts));
    faults.extend((0..improves.len()).filter(|at| improves[*at]).map(Unsound::Improves));
    faults
}

/// All inputs, as far as the rules can tell them apart.
struct Space<'a> {
    scheme: &'a Scheme,
    /// Facts that a rule names. The others could as well not be so.
    facts: Vec<usize>,
    /// Areas that a rule names, or that such a fact implies.
    named: Vec<usize>,
    /// The others that can be amber, and those that can't.
    three: Vec<usize>,
    two: Vec<usize>,
}

/// One input: a digit for each named area and fact, then how many others are amber or red.
type State = Vec<usize>;

impl<'a> Space<'a> {
    fn of(scheme: &'a Scheme) -> Option<Space<'a>> {
        let names =
            |area: usize| scheme.rules.iter().any(|rule| matches!(rule.when, Some(When::Area(at, _)) if at == area));
        let asked = |fact: usize| scheme.rules.iter().any(|rule| rule.when == Some(When::Fact(fact)));
        let facts: Vec<usize> = (0..scheme.facts.len()).filter(|fact| asked(*fact)).collect();
        let implied =
            |area: usize| facts.iter().any(|fact| scheme.facts[*fact].implies.is_some_and(|(at, _)| at == area));
        let (named, others): (Vec<usize>, Vec<usize>) =
            (0..scheme.areas.len()).partition(|area| names(*area) || implied(*area));
        let (three, two) = others.into_iter().partition(|area| scheme.areas[*area].means[1].is_some());
        let space = Space { scheme, facts, named, three, two };
        let mut cases = 1usize;
        for radix in space.radices() {
            cases = cases.checked_mul(radix).filter(|cases| *cases <= MOST)?;
        }
        Some(space)
    }

    /// How many values each digit has: ratings of named areas, facts, ambers and reds of the areas that can be amber, reds
    /// of those that can't.
    fn radices(&self) -> Vec<usize> {
        let mut radices = vec![3; self.named.len()];
        radices.extend(self.facts.iter().map(|_| 2));
        radices.extend([self.three.len() + 1, self.three.len() + 1, self.two.len() + 1]);
        radices
    }

    fn first(&self) -> State {
        vec![0; self.named.len() + self.facts.len() + 3]
    }

    /// The next input; false after the last.
    fn advance(&self, state: &mut State) -> bool {
        for (digit, radix) in state.iter_mut().zip(self.radices()) {
            *digit += 1;
            if *digit < radix {
                return true;
            }
            *digit = 0;
        }
        false
    }

    /// The digit of a fact, by its place in the scheme.
    fn is_so(&self, state: &State, fact: usize) -> bool {
        self.facts.iter().position(|known| *known == fact).is_some_and(|at| state[self.named.len() + at] == 1)
    }

    fn others(&self) -> usize {
        self.named.len() + self.facts.len()
    }

    /// Whether there can be such a provider.
    fn is_possible(&self, state: &State) -> bool {
        let others = self.others();
        let rated = |(at, area): (usize, &usize)| state[at] != 1 || self.scheme.areas[*area].means[1].is_some();
        let implied = |fact: &usize| {
            let implies = self.scheme.facts[*fact].implies.filter(|_| self.is_so(state, *fact));
            let Some((area, worst)) = implies else { return true };
            self.named.iter().position(|named| *named == area).is_some_and(|at| state[at] >= worst as usize)
        };
        state[others] + state[others + 1] <= self.three.len()
            && self.named.iter().enumerate().all(rated)
            && self.facts.iter().all(implied)
    }

    fn rule(&self, state: &State) -> Option<usize> {
        let others = self.others();
        let at_least = |worst: Rating| {
            let named = state[..self.named.len()].iter().filter(|rating| **rating >= worst as usize).count();
            let reds = state[others + 1] + state[others + 2];
            named
                + match worst {
                    Rating::Green => self.three.len() + self.two.len(),
                    Rating::Amber => state[others] + reds,
                    Rating::Red => reds,
                }
        };
        let holds = |rule: &Rule| match rule.when {
            None => true,
            Some(When::Area(area, worst)) => {
                self.named.iter().position(|named| *named == area).is_some_and(|at| state[at] >= worst as usize)
            }
            Some(When::Fact(fact)) => self.is_so(state, fact),
            Some(When::AtLeast(share, worst)) => is_met(share, at_least(worst), self.scheme.areas.len()),
        };
        self.scheme.rules.iter().position(holds)
    }

    /// Every input that is one step worse, with the areas that it may be the step of.
    fn worse(&self, state: &State) -> Vec<(State, Vec<usize>)> {
        let mut all = Vec::new();
        let mut step = |changes: &[(usize, isize)], areas: &[usize]| {
            let mut worse = state.clone();
            for (at, by) in changes {
                match worse[*at].checked_add_signed(*by) {
                    Some(digit) => worse[*at] = digit,
                    None => return,
                }
            }
            if worse.iter().zip(self.radices()).all(|(digit, radix)| *digit < radix) {
                all.push((worse, areas.to_vec()));
            }
        };
        for (at, area) in self.named.iter().enumerate() {
            step(&[(at, 1)], &[*area]);
            step(&[(at, 2)], &[*area]);
        }
        for fact in 0..self.facts.len() {
            step(&[(self.named.len() + fact, 1)], &[]);
        }
        let others = self.others();
        step(&[(others, 1)], &self.three);
        step(&[(others, -1), (others + 1, 1)], &self.three);
        step(&[(others + 1, 1)], &self.three);
        step(&[(others + 2, 1)], &self.two);
        all
    }
}
