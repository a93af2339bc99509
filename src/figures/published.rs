//! Figures as readers may see them: rounded once, worded once, or absent with a symbol and a reason.
//!
//! [`Shown`] can be made inside the vault only, so that a published figure can't be forged elsewhere.

use std::fmt;
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::vocabulary::{Period, Unit};

/// Why there is no number, in the symbols of official statistics.
///
/// Source: Government Analysis Function, "Using symbols and shorthand".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Symbol {
    /// `[c]`: withheld to protect people.
    Withheld,
    /// `[x]`: not available.
    NotAvailable,
    /// `[z]`: does not apply.
    NotApplicable,
    /// `[low]`: rounds to nought and is not nought.
    Low,
    /// `[u]`: too unreliable to show.
    Unreliable,
}

impl Symbol {
    /// Each symbol with the word that authors write for it.
    pub const ALL: [(&'static str, Symbol); 5] = [
        ("c", Symbol::Withheld),
        ("x", Symbol::NotAvailable),
        ("z", Symbol::NotApplicable),
        ("low", Symbol::Low),
        ("u", Symbol::Unreliable),
    ];

    /// The symbol as it stands in a table: `[c]`.
    pub fn shorthand(self) -> &'static str {
        match self {
            Symbol::Withheld => "[c]",
            Symbol::NotAvailable => "[x]",
            Symbol::NotApplicable => "[z]",
            Symbol::Low => "[low]",
            Symbol::Unreliable => "[u]",
        }
    }

    /// What it means, in words for any reader.
    pub fn meaning(self) -> &'static str {
        match self {
            Symbol::Withheld => "withheld to protect people",
            Symbol::NotAvailable => "not available",
            Symbol::NotApplicable => "does not apply",
            Symbol::Low => "rounds to nought but is not nought",
            Symbol::Unreliable => "too unreliable to show",
        }
    }
}

/// How settled a figure is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mark {
    /// `[p]`: will be revised.
    Provisional,
    /// `[r]`: differs from what was published first.
    Revised,
    /// Settled: it needs no sign.
    Final,
}

impl Mark {
    /// Each mark with the word that authors write for it.
    pub const ALL: [(&'static str, Mark); 3] =
        [("provisional", Mark::Provisional), ("revised", Mark::Revised), ("final", Mark::Final)];

    /// The sign beside the number; nothing for a final figure.
    pub fn shorthand(self) -> Option<&'static str> {
        match self {
            Mark::Provisional => Some("[p]"),
            Mark::Revised => Some("[r]"),
            Mark::Final => None,
        }
    }

    /// What the sign means.
    pub fn meaning(self) -> &'static str {
        match self {
            Mark::Provisional => "provisional",
            Mark::Revised => "revised",
            Mark::Final => "final",
        }
    }
}

/// A number as readers see it: rounded half away from zero to its decimals, with its unit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    value: Decimal,
    unit: Unit,
    decimals: u8,
}

impl Quantity {
    /// The number rounded to `decimals`: 0.25 to one place is 0.3.
    pub fn rounded(value: Decimal, unit: Unit, decimals: u8) -> Quantity {
        let mut value = value.round_dp_with_strategy(u32::from(decimals), RoundingStrategy::MidpointAwayFromZero);
        value.rescale(u32::from(decimals));
        if value.is_zero() {
            value.set_sign_positive(true);
        }
        Quantity { value, unit, decimals }
    }

    /// The rounded number.
    pub fn value(self) -> Decimal {
        self.value
    }

    /// The rounded number for drawing with. Coordinates need no exactness.
    pub fn coordinate(self) -> f64 {
        use rust_decimal::prelude::ToPrimitive;
        self.value.to_f64().unwrap_or(0.0)
    }

    /// The unit.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// How many decimals are shown.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The number without its unit, as a table shows it: `67`, `1,234`, `−0.7`.
    pub fn number(self) -> String {
        // A site has hundreds of thousands of figures, and a whole number is written five times as fast as a decimal.
        let digits = self.value.mantissa().unsigned_abs();
        let mut digits = u64::try_from(digits).map_or_else(|_| digits.to_string(), |small| small.to_string());
        let decimals = self.value.scale() as usize;
        if digits.len() <= decimals {
            digits.insert_str(0, &"0".repeat(decimals + 1 - digits.len()));
        }
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 4);
        if self.value.is_sign_negative() {
            text.push('−');
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if !rest.is_empty() {
            text.push('.');
            text.push_str(rest);
        }
        text
    }

    /// The number as a sentence says it: `67%`, `1,234`, `£500`, `4.2 days`, `31 for every 10,000`.
    pub fn text(self) -> String {
        let number = self.number();
        match self.unit {
            Unit::Percent => number + "%",
            Unit::Count | Unit::Score | Unit::Points => number,
            Unit::Days if number == "1" => "1 day".to_owned(),
            Unit::Days => format!("{number} days"),
            Unit::Per10000 => format!("{number} for every 10,000"),
            Unit::Per1000 => format!("{number} for every 1,000"),
            Unit::Pounds => match number.strip_prefix('−') {
                Some(positive) => format!("−£{positive}"),
                None => format!("£{number}"),
            },
        }
    }

    /// The size of a difference in words, without its direction: `14 percentage points`, `0.4 points`, `120`.
    pub fn difference_text(self) -> String {
        let size = Quantity { value: self.value.abs(), ..self };
        match self.unit.difference() {
            Some((one, many)) => {
                let number = size.number();
                format!("{number} {}", if number == "1" { one } else { many })
            }
            None => size.text(),
        }
    }

    /// The digits alone, for data files: `67`, `1234`, `-0.7`.
    pub fn plain(self) -> String {
        self.value.to_string()
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The range that a figure is said to lie in, such as its confidence interval: rounded like the figure itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interval {
    /// Its lower end.
    pub lower: Quantity,
    /// Its upper end.
    pub upper: Quantity,
}

/// Which way a difference goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Up, or above.
    More,
    /// Down, or below.
    Less,
    /// As shown, no difference.
    Same,
}

/// A difference between two published figures of one measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Difference {
    size: Quantity,
    direction: Direction,
}

impl Difference {
    /// From one rounded figure to another: what a reader who subtracts them finds.
    pub fn between(from: Quantity, to: Quantity) -> Difference {
        let difference = to.value - from.value;
        let direction = match difference.cmp(&Decimal::ZERO) {
            std::cmp::Ordering::Greater => Direction::More,
            std::cmp::Ordering::Less => Direction::Less,
            std::cmp::Ordering::Equal => Direction::Same,
        };
        let decimals = from.decimals.max(to.decimals);
        Difference { size: Quantity::rounded(difference.abs(), to.unit, decimals), direction }
    }

    /// Which way.
    pub fn direction(self) -> Direction {
        self.direction
    }

    /// How much, without sign.
    pub fn size(self) -> Quantity {
        self.size
    }

    /// As a change over time: `up 14 percentage points`, `down 3`, `unchanged`.
    pub fn as_change(self) -> String {
        match self.direction {
            Direction::More => format!("up {}", self.size.difference_text()),
            Direction::Less => format!("down {}", self.size.difference_text()),
            Direction::Same => "unchanged".to_owned(),
        }
    }

    /// As a gap to something: `5 percentage points above England`, `the same as England`.
    pub fn as_gap(self, to: &str) -> String {
        match self.direction {
            Direction::More => format!("{} above {to}", self.size.difference_text()),
            Direction::Less => format!("{} below {to}", self.size.difference_text()),
            Direction::Same => format!("the same as {to}"),
        }
    }
}

/// A place in an order: 3rd of 11.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rank {
    /// The place, from 1; those with the same published figure share the better place.
    pub place: usize,
    /// Out of how many with a published figure.
    pub of: usize,
    /// Whether another shares the place.
    pub tied: bool,
}

impl Rank {
    /// `3rd of 11`, `joint 3rd of 11`.
    pub fn text(self) -> String {
        let joint = if self.tied { "joint " } else { "" };
        format!("{joint}{} of {}", ordinal(self.place), self.of)
    }
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub fn ordinal(number: usize) -> String {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

/// A figure that may be shown. Its field is private to the vault.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown<T>(T);

impl<T> Shown<T> {
    /// Only the vault says what may be shown.
    pub(in crate::figures) fn new(value: T) -> Shown<T> {
        Shown(value)
    }

    /// The figure.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// A figure that is not there, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Absent {
    /// The symbol of official statistics.
    pub symbol: Symbol,
    /// The reason in words, such as "reason not given by the source".
    pub reason: Arc<str>,
}

impl Absent {
    /// A year that was cancelled: nothing was assessed or counted in it.
    pub fn cancelled() -> Absent {
        Absent {
            symbol: Symbol::NotAvailable,
            reason: Arc::from("no assessments or counts, since the year was cancelled"),
        }
    }
}

/// A figure as it may go out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Published<T> {
    /// It may be shown.
    Shown(Shown<T>),
    /// It is withheld, missing, or does not apply.
    Absent(Absent),
}

impl<T> Published<T> {
    /// The figure, when it may be shown.
    pub fn shown(&self) -> Option<&T> {
        match self {
            Published::Shown(shown) => Some(shown.get()),
            Published::Absent(_) => None,
        }
    }

    /// Why it is not there, when it is not.
    pub fn absent(&self) -> Option<&Absent> {
        match self {
            Published::Shown(_) => None,
            Published::Absent(absent) => Some(absent),
        }
    }
}

/// One figure of a series: its year, what may be shown, and how settled it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// The year.
    pub period: Period,
    /// The figure or why there is none.
    pub value: Published<Quantity>,
    /// How settled it is.
    pub mark: Option<Mark>,
    /// The range about it, where one is given. It goes wherever its figure goes, and is withheld with it.
    pub interval: Option<Shown<Interval>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str, unit: Unit, decimals: u8) -> Quantity {
        Quantity::rounded(text.parse().expect("a decimal"), unit, decimals)
    }

    #[test]
    fn halves_round_away_from_nought() {
        for (value, decimals, text) in [
            ("0.25", 1, "0.3"),
            ("-0.25", 1, "−0.3"),
            ("66.5", 0, "67"),
            ("2.5", 0, "3"),
            ("-0.04", 1, "0.0"),
            ("61.2", 2, "61.20"),
        ] {
            assert_eq!(quantity(value, Unit::Score, decimals).number(), text);
        }
    }

    #[test]
    fn numbers_are_worded_as_official_statistics_word_them() {
        assert_eq!(quantity("67", Unit::Percent, 0).text(), "67%");
        assert_eq!(quantity("1234567.5", Unit::Count, 0).text(), "1,234,568");
        assert_eq!(quantity("-1200", Unit::Pounds, 0).text(), "−£1,200");
        assert_eq!(quantity("0", Unit::Percent, 0).text(), "0%");
        assert_eq!(quantity("-0.04", Unit::Score, 2).text(), "−0.04");
        assert_eq!(quantity("0.004", Unit::Score, 2).text(), "0.00");
        assert_eq!(quantity("61.2", Unit::Score, 2).text(), "61.20");
        assert_eq!(quantity("12345678901234567890123.4", Unit::Score, 1).text(), "12,345,678,901,234,567,890,123.4");
        assert_eq!(quantity("1", Unit::Days, 0).text(), "1 day");
    }

    #[test]
    fn a_difference_is_what_a_reader_who_subtracts_finds() {
        let from = quantity("53.4", Unit::Percent, 0);
        let to = quantity("66.6", Unit::Percent, 0);
        assert_eq!(Difference::between(from, to).as_change(), "up 14 percentage points");
        assert_eq!(Difference::between(to, from).as_gap("England"), "14 percentage points below England");
        assert_eq!(Difference::between(to, to).as_change(), "unchanged");
        let one = Difference::between(quantity("1", Unit::Percent, 0), quantity("2", Unit::Percent, 0));
        assert_eq!(one.as_change(), "up 1 percentage point");
    }

    #[test]
    fn places_are_named_as_people_name_them() {
        for (number, text) in
            [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (121, "121st")]
        {
            assert_eq!(ordinal(number), text);
        }
    }
}
