//! What earlier publications tell. They can't be called back: whoever read one may have kept it.
//!
//! Three things follow.
//!
//! - A figure that went out as it is today is known, whether or not it is shown again. The policy may withhold it, and the
//!   analyst is told that this hides nothing.
//! - A figure that went out once is never relied on to hide another, revised or not: last year's report would say it.
//! - A figure that was withheld in an earlier publication stays hidden in it. The sums of that publication hold for it as
//!   today's do for today's, so figures that were withheld together may not come out one by one. Where a revision has changed
//!   figures that were withheld, nobody here knows which: `released/` has none of them. So each in turn is taken to be the
//!   only one that changed, as a reader would take it, and what it was before has to stay hidden.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Policy;
use super::linked::{At, Found, Of, Part, part};
use super::primary::{self, Amount};
use super::problem::{Cell, State};
use super::structure::{Publication, Went, Which};
use crate::figures::MeasureId;
use crate::figures::published::{Quantity, Symbol};
use crate::figures::table::{MeasureTable, Origin, Reading};
use crate::vocabulary::Unit;

/// What earlier publications say of the cells of these tables.
pub(super) struct Earlier<'a> {
    pub(super) tables: &'a [MeasureTable],
    pub(super) policy: &'a Policy,
    pub(super) publications: &'a [Publication],
}

impl<'a> Earlier<'a> {
    fn which(&self, (table, cell): At) -> Which {
        let (group, place, year) = self.tables[table].cells[cell].place;
        (MeasureId(table as u32), group, place, year)
    }

    fn went(&self, publication: &Publication, at: At) -> Option<Went> {
        publication.cells.get(&self.which(at)).copied()
    }

    /// Whether a figure of the cell went out at any time, as it is today or not.
    pub(super) fn went_out(&self, at: At) -> bool {
        self.publications.iter().any(|publication| matches!(self.went(publication, at), Some(Went::Shown(_))))
    }

    /// The report with which a figure of the council's own went out just as it would be shown today.
    pub(super) fn as_it_is(&self, at: At) -> Option<&'a Arc<str>> {
        if self.publications.is_empty() || self.tables[at.0].cells[at.1].entry.origin != Origin::Own {
            return None;
        }
        let today = self.today(at)?;
        let publication =
            self.publications.iter().find(|publication| self.went(publication, at) == Some(Went::Shown(today)));
        publication.map(|publication| &publication.report)
    }

    /// What would be shown of an own cell if it were.
    fn today(&self, (table, cell): At) -> Option<Decimal> {
        let table = &self.tables[table];
        let cell = &table.cells[cell];
        let policy = self.policy.under(&table.rules);
        match (primary::amount(cell, table), &cell.entry.reading) {
            (Some(amount), _) => Some(primary::shown(amount, table, &policy)?.value()),
            (None, Reading::Number(number)) => {
                Some(Quantity::rounded(*number.open(), table.facts.unit, table.facts.decimals).value())
            }
            (None, _) => None,
        }
    }

    /// The rows of earlier publications, as relations of the figures that these withheld.
    pub(super) fn relations(&self, today: &[Found]) -> Vec<Found> {
        let mut all = Vec::new();
        let mut met = HashSet::new();
        let mut number = 0;
        for found in today.iter().filter(|found| found.exact) {
            for publication in self.publications {
                let Some(then) = self.then(publication, found) else { continue };
                let terms: Vec<(At, i64)> = then.hidden.iter().map(|(at, sign, _)| (*at, *sign)).collect();
                if met.insert((terms, then.shown)) {
                    self.relate(publication, found, &then, &mut number, &mut all);
                }
            }
        }
        all
    }

    /// A row as it went out; nothing where it didn't, or where it withheld fewer than two figures of ours.
    fn then(&self, publication: &Publication, found: &Found) -> Option<Then> {
        let own: BTreeSet<At> = found.terms.iter().map(|(of, ..)| of.at).collect();
        let mut then = Then { hidden: Vec::new(), shown: 0, changed: false };
        for (place, at) in found.row.cells.iter().enumerate() {
            let sign = if place == 0 { -1 } else { 1 };
            let table = &self.tables[at.0];
            let went = self.went(publication, *at);
            match part(table, at.1) {
                Part::Own(amount) if own.contains(at) => match went? {
                    Went::Withheld => then.hidden.push((*at, sign, amount)),
                    Went::Shown(number) => {
                        then.changed |= self.today(*at) != Some(number);
                        then.shown += sign * self.amount_then(*at, amount, number)?;
                    }
                },
                // Places and groups that don't apply have nobody in them, and go out as a symbol.
                Part::Public(Some(0))
                    if matches!(table.cells[at.1].entry.reading, Reading::Symbol(Symbol::NotApplicable)) => {}
                Part::Public(Some(today)) if table.facts.unit == Unit::Count => match went? {
                    Went::Shown(number) => {
                        let number = number.to_i64()?;
                        then.changed |= number != today;
                        then.shown += sign * number;
                    }
                    Went::Withheld => return None,
                },
                Part::Own(_) | Part::AtSource | Part::Public(_) => return None,
            }
        }
        (then.hidden.len() > 1).then_some(then)
    }

    /// The amount behind a figure that went out: today's where it is the same, else the one that comes nearest to what was
    /// shown.
    fn amount_then(&self, at: At, today: Amount, number: Decimal) -> Option<i64> {
        if self.today(at) == Some(number) {
            return Some(today.truth);
        }
        let exact = match (today.step, today.of) {
            (Some(step), Some(of)) => number * Decimal::from(of) / step,
            (_, Some(of)) => number * Decimal::from(of) / self.tables[at.0].facts.unit.share_of(),
            (_, None) => number,
        };
        exact.round().to_i64()
    }

    fn relate(&self, publication: &Publication, found: &Found, then: &Then, number: &mut u32, all: &mut Vec<Found>) {
        let hidden = || then.hidden.iter().map(|(at, sign, amount)| (Of { at: *at, then: 0 }, *sign, Some(*amount)));
        let relation = |terms| Found {
            row: super::linked::Row { earlier: Some(Arc::clone(&publication.report)), ..found.row.clone() },
            terms,
            rest: Some(then.shown),
            exact: true,
            public: true,
        };
        let lacking: i64 = then.shown + then.hidden.iter().map(|(_, sign, amount)| sign * amount.truth).sum::<i64>();
        let can_hide = |at: &At| !self.went_out(*at);
        if lacking == 0 {
            // With nothing changed, today's row says the same. And what earlier publications tell between them, nothing that is
            // withheld today can take back.
            if then.changed && then.hidden.iter().filter(|(at, ..)| can_hide(at)).count() > 1 {
                all.push(relation(hidden().collect()));
            }
            return;
        }
        for (place, (at, sign, amount)) in then.hidden.iter().enumerate() {
            let others = || then.hidden.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, other)| other);
            let truth = amount.truth - sign * lacking;
            let before = Amount { truth, ..*amount };
            let possible = self.could_be_withheld(*at, &before)
                && others().all(|(other, _, amount)| self.could_be_withheld(*other, amount));
            if possible && others().any(|(other, ..)| can_hide(other)) {
                *number += 1;
                let mut terms: Vec<_> = hidden().collect();
                terms[place] = (Of { at: *at, then: *number }, *sign, Some(before));
                all.push(relation(terms));
            }
        }
    }

    /// Whether a figure that was withheld can have been that amount, going by the policy's own words.
    fn could_be_withheld(&self, (table, cell): At, amount: &Amount) -> bool {
        let table = &self.tables[table];
        let policy = self.policy.under(&table.rules);
        let (least, greatest) = primary::withheld_range(&table.cells[cell], amount, table, &policy);
        least <= amount.truth && amount.truth <= greatest
    }

    /// A cell as it was when it was withheld.
    pub(super) fn cell_then(&self, (table, cell): At, amount: &Amount) -> Cell {
        let table = &self.tables[table];
        let policy = self.policy.under(&table.rules);
        let counts = table.facts.counts;
        let withheld = primary::withheld_range(&table.cells[cell], amount, table, &policy);
        let threshold = policy.threshold(counts, table.facts.threshold).unwrap_or(0);
        let spread = primary::spread(amount, &policy, counts);
        let rule = primary::rule_then(amount, threshold);
        let state = State::Withheld(primary::need(rule, amount, withheld, threshold, &policy), spread);
        Cell { truth: amount.truth, shown: withheld, withheld, state, single: false }
    }
}

/// A row as it went out.
struct Then {
    /// The figures of ours that were withheld, each with its sign and with today's amount.
    hidden: Vec<(At, i64, Amount)>,
    /// The sum of the others, each with its sign.
    shown: i64,
    /// Whether any of the others is another today.
    changed: bool,
}
