//! Cells that would show few people by themselves, and what must remain possible of them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Policy;
use super::problem::{Need, Range};
use crate::figures::GroupId;
use crate::figures::published::Quantity;
use crate::figures::table::{Cell, MeasureTable, Origin, Reading};
use crate::vocabulary::{Counts, Unit};

/// Why a cell is withheld.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// It counts few.
    SmallCount,
    /// All but few of its group.
    SmallComplement,
    /// Its group is small.
    SmallCohort,
    /// Nobody of a small or sensitive group, or of any, as the policy says.
    Nought,
    /// Everybody of such a group.
    All,
    /// Too few schools contribute to its mean.
    FewSchools,
    /// One school makes most of its mean.
    Dominance,
    /// Nothing says of how many it is.
    NoCohort,
    /// Public at its source, and our policy withholds it all the same.
    Republished,
    /// Another figure could be worked out from it.
    Complementary,
}

impl Rule {
    /// What the analyst reads.
    pub fn words(self) -> &'static str {
        match self {
            Rule::SmallCount => "counts fewer than are shown",
            Rule::SmallComplement => "all but a few of its group",
            Rule::SmallCohort => "its group is smaller than a figure may be of",
            Rule::Nought => "nobody of a group that is small or sensitive",
            Rule::All => "everybody of a group that is small or sensitive",
            Rule::FewSchools => "too few schools contribute",
            Rule::Dominance => "one school makes most of it",
            Rule::NoCohort => "nothing says of how many it is",
            Rule::Republished => "public at its source; site.toml withholds it here",
            Rule::Complementary => "protects another figure",
        }
    }
}

/// The amount behind an own figure, in whole numbers: people counted, or a mean's sum in its smallest step.
#[derive(Clone, Copy)]
pub(super) struct Amount {
    pub(super) truth: i64,
    /// Of how many.
    pub(super) of: Option<i64>,
    /// What a step of the amount is worth in the sum of a mean; nothing for counts and shares of people.
    pub(super) step: Option<Decimal>,
}

/// The amount of a cell; nothing where there is no number of the council's own, or none that people stand behind.
pub(super) fn amount(cell: &Cell, table: &MeasureTable) -> Option<Amount> {
    if cell.entry.origin != Origin::Own {
        return None;
    }
    match &cell.entry.reading {
        Reading::Number(number) if table.facts.unit == Unit::Count => {
            Some(Amount { truth: number.open().to_i64()?, of: None, step: None })
        }
        Reading::Share { count, of } => {
            Some(Amount { truth: count.open().to_i64()?, of: Some(of.open().to_i64()?), step: None })
        }
        Reading::Mean { mean, of } => {
            let step = mean_step(table);
            let sum = *mean.open() * *of.open() / step;
            Some(Amount { truth: sum.round().to_i64()?, of: Some(of.open().to_i64()?), step: Some(step) })
        }
        Reading::Number(_) | Reading::Symbol(_) => None,
    }
}

/// The smallest step in which the means of a table are written.
fn mean_step(table: &MeasureTable) -> Decimal {
    let scale = table.cells.iter().filter_map(|cell| match &cell.entry.reading {
        Reading::Mean { mean, .. } => Some(mean.open().scale()),
        _ => None,
    });
    Decimal::new(1, scale.max().unwrap_or(0).min(6))
}

/// The rule that withholds a cell by itself; nothing when it may be shown.
pub(super) fn rule(cell: &Cell, table: &MeasureTable, policy: &Policy) -> Option<Rule> {
    if cell.entry.origin == Origin::PublicAtSource {
        return None;
    }
    let threshold = policy.threshold(table.facts.counts, table.facts.threshold)?;
    by_rule(cell, table, policy, threshold)
}

/// The same for a figure that its source has published: what our policy would do with it.
pub(super) fn rule_if_own(cell: &Cell, table: &MeasureTable, policy: &Policy) -> Option<Rule> {
    let threshold = policy.threshold(table.facts.counts, table.facts.threshold)?;
    match (&cell.entry.reading, cell.entry.origin, table.facts.unit) {
        (Reading::Number(_), Origin::PublicAtSource, Unit::Count) => by_rule(cell, table, policy, threshold),
        _ => None,
    }
}

/// The rule that withheld an amount in an earlier publication, as far as its size says.
pub(super) fn rule_then(amount: &Amount, threshold: u32) -> Rule {
    let few = |number: i64| (1..i64::from(threshold)).contains(&number);
    match amount.of {
        _ if amount.step.is_some() => Rule::Complementary,
        _ if few(amount.truth) => Rule::SmallCount,
        Some(of) if few(of - amount.truth) => Rule::SmallComplement,
        _ => Rule::Complementary,
    }
}

fn by_rule(cell: &Cell, table: &MeasureTable, policy: &Policy, threshold: u32) -> Option<Rule> {
    let few = |number: Decimal| number > Decimal::ZERO && number < Decimal::from(threshold);
    match &cell.entry.reading {
        Reading::Number(number) if table.facts.unit == Unit::Count => {
            let number = *number.open();
            if few(number) {
                return Some(Rule::SmallCount);
            }
            (number.is_zero() && !shows_nought(cell.place.0, None, policy)).then_some(Rule::Nought)
        }
        // A percentage or a mean without its cohort: nothing here says of how many, so it can't be shown to be safe.
        Reading::Number(_) => (table.facts.counts == Counts::People).then_some(Rule::NoCohort),
        Reading::Share { count, of } => {
            let (count, of) = (*count.open(), *of.open());
            let group = cell.place.0;
            if of < cohort(table, policy) {
                Some(Rule::SmallCohort)
            } else if few(count) {
                Some(Rule::SmallCount)
            } else if few(of - count) {
                Some(Rule::SmallComplement)
            } else if count.is_zero() && !shows_nought(group, of.to_i64(), policy) {
                Some(Rule::Nought)
            } else if count == of && !shows_all(group, of.to_i64(), policy) {
                Some(Rule::All)
            } else {
                None
            }
        }
        Reading::Mean { of, .. } => {
            if *of.open() < cohort(table, policy) {
                Some(Rule::SmallCohort)
            } else if cell.entry.schools.as_ref().is_some_and(|schools| *schools.open() < policy.fewest_schools) {
                Some(Rule::FewSchools)
            } else if cell
                .entry
                .largest
                .as_ref()
                .is_some_and(|largest| *largest.open() > Decimal::from(policy.dominance))
            {
                Some(Rule::Dominance)
            } else {
                None
            }
        }
        Reading::Symbol(_) => None,
    }
}

/// Of how many a share must be: people by their cohort, schools by their number.
fn cohort(table: &MeasureTable, policy: &Policy) -> Decimal {
    Decimal::from(match table.facts.counts {
        Counts::People => policy.smallest_cohort,
        Counts::Providers | Counts::Things => policy.smallest_providers,
    })
}

fn shows_nought(group: GroupId, of: Option<i64>, policy: &Policy) -> bool {
    policy.nought == super::Extreme::Show && !is_delicate(group, of, policy)
}

fn shows_all(group: GroupId, of: Option<i64>, policy: &Policy) -> bool {
    policy.all == super::Extreme::Show && !is_delicate(group, of, policy)
}

fn is_delicate(group: GroupId, of: Option<i64>, policy: &Policy) -> bool {
    policy.sensitive_groups.contains(&group) || of.is_some_and(|of| of < i64::from(policy.small_group))
}

/// No reader knows a bound of a count that is withheld; the solver needs one that is out of everybody's way.
pub(super) const BOUNDLESS: i64 = 1_000_000_000;

/// What a reader knows of an own cell that is withheld: what the policy's words and the group's size say.
pub(super) fn withheld_range(cell: &Cell, amount: &Amount, table: &MeasureTable, policy: &Policy) -> Range {
    let group = cell.place.0;
    match (amount.step, amount.of) {
        (Some(_), _) => (-BOUNDLESS, BOUNDLESS),
        (None, None) => (i64::from(shows_nought(group, None, policy)), BOUNDLESS),
        (None, Some(of)) if Decimal::from(of) < cohort(table, policy) => (0, of),
        (None, Some(of)) => {
            (i64::from(shows_nought(group, Some(of), policy)), of - i64::from(shows_all(group, Some(of), policy)))
        }
    }
}

/// What must remain possible of a cell that `rule` withholds.
pub(super) fn need(rule: Rule, amount: &Amount, range: Range, threshold: u32, policy: &Policy) -> Need {
    let few = i64::from(threshold).saturating_sub(1).max(1);
    let of = amount.of.unwrap_or(BOUNDLESS);
    let clipped = |least: i64, greatest: i64| Need::Values(least.max(range.0), greatest.min(range.1));
    match rule {
        _ if amount.step.is_some() => Need::Spread(spread(amount, policy, Counts::People)),
        Rule::SmallCount if amount.of.is_some() && amount.truth > of - i64::from(threshold) => {
            clipped(0, few.max(of)) // few did and few did not
        }
        Rule::SmallCount | Rule::Nought => clipped(0, few),
        Rule::SmallComplement | Rule::All => clipped(of - few, of),
        Rule::SmallCohort => clipped(0, of),
        Rule::FewSchools | Rule::Dominance | Rule::NoCohort | Rule::Republished | Rule::Complementary => {
            Need::Spread(i64::from(policy.protection))
        }
    }
}

/// By how much the possible values of a cell must differ when it is withheld for another's sake: so many people, or
/// providers as the policy counts them; of a mean's sum, what so many people of the average add to it.
pub(super) fn spread(amount: &Amount, policy: &Policy, counts: Counts) -> i64 {
    match (amount.step, amount.of) {
        (Some(_), Some(of)) => {
            let each = (amount.truth / of.max(1)).abs().max(1);
            each.saturating_mul(i64::from(policy.protection))
        }
        _ if counts == Counts::Providers => i64::from(policy.protection.min(policy.smallest_providers)),
        _ => i64::from(policy.protection),
    }
}

/// What a reader knows of an own cell that is shown: all amounts that are shown alike, less those that would be withheld.
pub(super) fn shown_range(amount: &Amount, table: &MeasureTable, policy: &Policy) -> Range {
    let threshold = policy.threshold(table.facts.counts, table.facts.threshold).unwrap_or(0);
    let words = |truth: i64| shown(Amount { truth, ..*amount }, table, policy).map(Quantity::value);
    let alike = words(amount.truth);
    // The rounded figure rises with the amount, so both ends are found by halving.
    let width = amount.of.unwrap_or(0).max(i64::from(policy.rounding)).saturating_mul(match amount.step {
        Some(step) => (Decimal::ONE / step).to_i64().unwrap_or(1),
        None => 1,
    });
    let end = |sign: i64| {
        let (mut inside, mut outside) = (0, width + 1);
        while outside - inside > 1 {
            let middle = (inside + outside) / 2;
            if words(amount.truth + sign * middle) == alike { inside = middle } else { outside = middle }
        }
        amount.truth + sign * inside
    };
    if amount.step.is_some() {
        return (end(-1), end(1));
    }
    let (least, greatest) = (end(-1).max(0), end(1).min(amount.of.unwrap_or(i64::MAX)));
    let few = i64::from(threshold);
    let least = if amount.truth == 0 { 0 } else { least.max(few.min(amount.truth)) };
    let greatest = match amount.of {
        _ if amount.truth == 0 => 0,
        Some(of) if amount.truth == of => return (of, of),
        Some(of) => greatest.min((of - few).max(amount.truth)),
        None => greatest,
    };
    (least, greatest)
}

/// An amount as it is shown.
pub(in crate::figures) fn shown(amount: Amount, table: &MeasureTable, policy: &Policy) -> Option<Quantity> {
    let truth = Decimal::from(amount.truth);
    let exact = match (amount.step, amount.of) {
        (Some(step), Some(of)) => (truth * step).checked_div(of.into())?,
        (_, Some(of)) => (truth * table.facts.unit.share_of()).checked_div(of.into())?,
        (_, None) => rounded_to_base(truth, table.facts.counts, policy.rounding),
    };
    Some(Quantity::rounded(exact, table.facts.unit, table.facts.decimals))
}

/// A count of people as it is shown, to the nearest multiple of the policy's base.
pub(in crate::figures) fn rounded_to_base(count: Decimal, counts: Counts, base: u32) -> Decimal {
    if base <= 1 || counts != Counts::People {
        return count;
    }
    let base = Decimal::from(base);
    (count / base).round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero) * base
}
