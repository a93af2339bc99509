//! The mean of several places' figures, each counting the same.

use rust_decimal::Decimal;

use super::super::Confidential;

/// The unweighted mean; nothing of no figures. Source: the Department for Education's local authority interactive tool
/// compares an authority with the unweighted mean of its statistical neighbours.
pub(in crate::figures) fn mean(figures: &[Confidential<Decimal>]) -> Option<Confidential<Decimal>> {
    let first = figures.first()?.map(|value| *value);
    let sum = figures[1..].iter().fold(first, |sum, figure| sum.zip(figure, |sum, value| sum + value));
    Some(sum.map(|sum| sum / Decimal::from(figures.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_counts_the_same_and_every_cell_is_remembered() {
        let figures: Vec<Confidential<Decimal>> = [60u32, 63, 66]
            .iter()
            .enumerate()
            .map(|(at, n)| Confidential::with_cells(Decimal::from(*n), vec![(0, at as u32)]))
            .collect();
        let mean = mean(&figures).expect("three figures");
        assert_eq!(*mean.open(), Decimal::from(63));
        assert_eq!(mean.cells().len(), 3);
        assert!(super::mean(&[]).is_none());
    }
}
