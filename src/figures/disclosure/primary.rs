//! Cells that would show few people by themselves.

use rust_decimal::Decimal;

use super::Policy;
use crate::figures::table::{Cell, MeasureTable, Origin, Reading};
use crate::vocabulary::{Counts, Unit};

/// Which cells of the table our policy withholds, in the order of the table.
pub(super) fn withheld(table: &MeasureTable, policy: &Policy) -> Vec<bool> {
    table.cells.iter().map(|cell| is_withheld(cell, table, policy)).collect()
}

fn is_withheld(cell: &Cell, table: &MeasureTable, policy: &Policy) -> bool {
    if cell.entry.origin == Origin::PublicAtSource {
        return false;
    }
    let Some(threshold) = policy.threshold(table.facts.counts, table.facts.threshold) else {
        return false;
    };
    let few = |number: Decimal| number > Decimal::ZERO && number < Decimal::from(threshold);
    match &cell.entry.reading {
        Reading::Number(number) if table.facts.unit == Unit::Count => few(*number.open()),
        // A percentage or a mean without its cohort: nothing here says of how many, so it can't be shown to be safe.
        Reading::Number(_) => table.facts.counts == Counts::People,
        Reading::Share { count, of } => {
            let (count, of) = (*count.open(), *of.open());
            of < Decimal::from(policy.smallest_cohort) || few(count) || few(of - count)
        }
        Reading::Symbol(_) => false,
    }
}
