//! A scale of figures: where it starts and ends, which ticks it has, how they are worded.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, KeyPointWeight, NoDefaultFormatting, Ranged, ValueFormatter};
use rust_decimal::Decimal;

use crate::figures::published::Quantity;
use crate::vocabulary::Unit;

/// A straight scale. plotters draws its mesh at the ticks.
#[derive(Clone, PartialEq, Debug)]
pub struct Axis {
    /// The figure at its start.
    pub from: f64,
    /// The figure at its end.
    pub to: f64,
    /// The figures that have a line and a number.
    pub ticks: Vec<f64>,
    /// How many decimals its ticks need.
    pub decimals: u8,
}

impl Axis {
    /// A scale without ticks. Its end is after its start, whatever is asked for.
    pub fn plain(from: f64, to: f64) -> Axis {
        let to = if to > from { to } else { from + 1.0 };
        Axis { from, to, ticks: Vec::new(), decimals: 0 }
    }

    /// The scale of bars: from nought to the furthest figure on either side, without ticks, since every bar has its number.
    pub fn of_bars(figures: impl Iterator<Item = f64>) -> Axis {
        let (from, to) = figures.fold((0.0_f64, 0.0_f64), |(from, to), figure| (from.min(figure), to.max(figure)));
        Axis::plain(from, to)
    }

    /// The scale of lines and dots over published `figures`, with about `wanted` intervals. Nothing without a figure.
    ///
    /// It starts at nought when that leaves the figures room to be told apart. Otherwise about a quarter of its length
    /// stays empty before the lowest figure, so that the lowest does not look like nothing, and
    /// [`Axis::starts_at_nought`] tells that the chart must say so.
    pub fn of_lines(figures: impl Iterator<Item = Quantity>, wanted: usize) -> Option<Axis> {
        let mut least: Option<(f64, f64, Unit, u8)> = None;
        for quantity in figures {
            let figure = quantity.coordinate();
            least = Some(match least {
                None => (figure, figure, quantity.unit(), quantity.decimals()),
                Some((low, high, unit, decimals)) => {
                    (low.min(figure), high.max(figure), unit, decimals.max(quantity.decimals()))
                }
            });
        }
        let (low, high, unit, decimals) = least?;
        let range = high - low;
        let (mut from, mut to) = (low, high);
        if range == 0.0 {
            (from, to) = (low.min(0.0), high.max(0.0));
            if from == to {
                to = 1.0;
            }
        } else if low >= 0.0 {
            from = if low - 0.38 * range <= 0.25 * high { 0.0 } else { low - 0.38 * range };
        } else if high <= 0.0 {
            to = if high + 0.38 * range >= 0.25 * low { 0.0 } else { high + 0.38 * range };
        }
        // Half a pupil is no pupil: a step is never finer than the figures are.
        let finest = 0.1_f64.powi(i32::from(decimals));
        let step_of = |from: f64| nice((to - from) / wanted.max(1) as f64).max(finest);
        let first_of = |from: f64, step: f64| (from / step + 1e-9).floor();
        let mut step = step_of(from);
        let mut first = first_of(from, step);
        // A start that comes to lie near nought may as well be nought.
        if first > 0.0 && first * step <= 0.25 * high {
            step = step_of(0.0);
            first = 0.0;
        }
        let mut last = (to / step - 1e-9).ceil();
        // A figure that only just passes a line needs no whole step above it, unless it is the one line that there is.
        if to - (last - 1.0) * step < 0.2 * step && last - first > 1.0 {
            last -= 1.0;
        }
        if unit == Unit::Percent && high <= 100.0 {
            last = last.min((100.0 / step + 1e-9).floor());
        }
        let ticks: Vec<f64> =
            (0..=(last - first).clamp(0.0, 50.0) as usize).map(|at| (first + at as f64) * step).collect();
        let end = ticks.last().copied().unwrap_or(to).max(to);
        let places = (0..=6).find(|places| is_whole(step * 10_f64.powi(*places))).unwrap_or(6);
        let from = first * step;
        Some(Axis { from, to: if end > from { end } else { from + 1.0 }, ticks, decimals: places as u8 })
    }

    /// Whether nought stands on it.
    pub fn starts_at_nought(&self) -> bool {
        self.from <= 0.0 && self.to >= 0.0
    }

    /// A tick in words: `40%`, `1,500`, `£20`.
    pub fn label(&self, tick: f64, unit: Unit) -> String {
        // Beyond what a published figure can be there is no tick; an empty label would be the lesser fault.
        let Ok(value) = Decimal::try_from(tick) else {
            return String::new();
        };
        let quantity = Quantity::rounded(value, unit, self.decimals);
        match unit {
            Unit::Percent | Unit::Pounds => quantity.text(),
            Unit::Count | Unit::Score | Unit::Points | Unit::Days | Unit::Per10000 | Unit::Per1000 => quantity.number(),
        }
    }
}

/// What a scale is in, where its ticks do not say so: `days`, `for every 10,000`.
pub fn caption(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Percent | Unit::Pounds | Unit::Count | Unit::Score => None,
        Unit::Points | Unit::Days | Unit::Per10000 | Unit::Per1000 => Some(unit.heading()),
    }
}

/// The round step at or above `rough`: 1, 2 or 5 with noughts.
fn nice(rough: f64) -> f64 {
    if !(rough.is_finite() && rough > 0.0) {
        return 1.0;
    }
    let magnitude = 10_f64.powf(rough.log10().floor());
    let share = rough / magnitude;
    let step = if share <= 1.0 + 1e-9 {
        1.0
    } else if share <= 2.0 + 1e-9 {
        2.0
    } else if share <= 5.0 + 1e-9 {
        5.0
    } else {
        10.0
    };
    step * magnitude
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 * value.abs().max(1.0) && value.round() != 0.0
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = (value - self.from) / (self.to - self.from);
        limit.0 + (share * f64::from(limit.1 - limit.0)).round() as i32
    }

    /// Every tick for the lines that carry numbers, none for the light ones between.
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match hint.weight() {
            KeyPointWeight::Bold => self.ticks.clone(),
            KeyPointWeight::Any => Vec::new(),
        }
    }

    fn range(&self) -> Range<f64> {
        self.from..self.to
    }
}

impl ValueFormatter<f64> for Axis {
    /// Nothing: words are drawn by the kinds, which know where there is room for them.
    fn format(_: &f64) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(figures: &[&str], unit: Unit, decimals: u8) -> Axis {
        let quantities = figures.iter().map(|text| Quantity::rounded(text.parse().expect("a decimal"), unit, decimals));
        Axis::of_lines(quantities, 4).expect("figures")
    }

    fn labels(axis: &Axis, unit: Unit) -> Vec<String> {
        axis.ticks.iter().map(|tick| axis.label(*tick, unit)).collect()
    }

    #[test]
    fn figures_that_fill_their_range_are_measured_from_nought() {
        let axis = axis(&["12", "63"], Unit::Percent, 0);
        assert!(axis.starts_at_nought());
        assert_eq!(labels(&axis, Unit::Percent), ["0%", "20%", "40%", "60%"]);
        assert!(axis.to >= 63.0);
    }

    #[test]
    fn figures_close_together_leave_a_quarter_empty_below_them() {
        let axis = axis(&["90", "96"], Unit::Percent, 0);
        assert!(!axis.starts_at_nought());
        assert!((90.0 - axis.from) / (axis.to - axis.from) >= 0.2, "{axis:?}");
        assert!(axis.to <= 100.0);
    }

    #[test]
    fn steps_are_never_finer_than_the_figures() {
        assert_eq!(labels(&axis(&["1", "2"], Unit::Count, 0), Unit::Count), ["0", "1", "2"]);
        assert_eq!(axis(&["66", "67"], Unit::Percent, 0).decimals, 0);
        assert_eq!(axis(&["4.1", "4.3"], Unit::Percent, 1).decimals, 1);
    }

    #[test]
    fn odd_figures_have_a_scale_with_room() {
        for figures in [&["0"][..], &["67"], &["-3"], &["-3.5", "2"], &["-9", "-8"], &["1", "10000"], &["99.9", "100"]]
        {
            let axis = axis(figures, Unit::Score, 1);
            assert!(axis.to > axis.from, "{axis:?}");
            assert!((2..=8).contains(&axis.ticks.len()), "{figures:?}: {axis:?}");
            for figure in figures {
                let figure: f64 = figure.parse().expect("a number");
                assert!(axis.from <= figure && figure <= axis.to, "{figures:?}: {axis:?}");
            }
        }
    }

    #[test]
    fn no_figures_have_no_scale() {
        assert!(Axis::of_lines(std::iter::empty(), 4).is_none());
    }

    #[test]
    fn bars_start_at_nought_whatever_they_are() {
        for figures in [&[60.0, 70.0][..], &[-3.0], &[-3.0, 8.0], &[]] {
            let axis = Axis::of_bars(figures.iter().copied());
            assert!(axis.starts_at_nought() && axis.to > axis.from);
        }
    }
}
