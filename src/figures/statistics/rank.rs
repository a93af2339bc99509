//! A place among others.

use super::super::Confidential;
use super::super::published::{Quantity, Rank};
use crate::vocabulary::Polarity;

/// The place of `ours` among `others` and itself. With a polarity of low the least comes first; with neither, the most.
pub(in crate::figures) fn rank(
    ours: &Confidential<Quantity>,
    others: &[Confidential<Quantity>],
    polarity: Polarity,
) -> Confidential<Rank> {
    let start = ours.map(|_| Rank { place: 1, of: 1, tied: false });
    others.iter().fold(start, |rank, other| {
        let order = ours.zip(other, |ours, other| match polarity {
            Polarity::High | Polarity::Neither => other.value().cmp(&ours.value()),
            Polarity::Low => ours.value().cmp(&other.value()),
        });
        rank.zip(&order, |rank, order| Rank {
            place: rank.place + usize::from(order.is_gt()),
            of: rank.of + 1,
            tied: rank.tied || order.is_eq(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Unit;

    fn sealed(value: u32) -> Confidential<Quantity> {
        Confidential::seal(Quantity::rounded(value.into(), Unit::Percent, 0))
    }

    #[test]
    fn the_best_comes_first_by_the_measures_own_polarity() {
        let others = [sealed(50), sealed(60), sealed(70)];
        let place = |ours, polarity| rank(&sealed(ours), &others, polarity).open().text();
        assert_eq!(place(65, Polarity::High), "2nd of 4");
        assert_eq!(place(65, Polarity::Low), "3rd of 4");
        assert_eq!(place(60, Polarity::High), "joint 2nd of 4");
        assert_eq!(place(80, Polarity::Neither), "1st of 4");
    }
}
