//! One figure as its source wrote it, and as we write it.

use rust_decimal::{Decimal, RoundingStrategy};

/// A figure, or the symbol that stands in its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Cell {
    /// A number, with the decimals that its source wrote.
    Number(String),
    /// Withheld by its publisher to protect people: `c`.
    Withheld,
    /// Not available: `x`.
    NotAvailable,
    /// Does not apply, as to an area not yet formed: `z`.
    NotApplicable,
    /// Rounds to nought: `low`.
    Low,
    /// Unreliable: `u`.
    Unreliable,
}

impl Cell {
    /// What our files hold.
    pub(super) fn text(&self) -> &str {
        match self {
            Cell::Number(number) => number,
            Cell::Withheld => "c",
            Cell::NotAvailable => "x",
            Cell::NotApplicable => "z",
            Cell::Low => "low",
            Cell::Unreliable => "u",
        }
    }

    /// The cell that a symbol of the Department for Education's open data means. Beside today's symbols stand those
    /// that its older files used.
    pub(super) fn of_symbol(symbol: &str) -> Option<Cell> {
        match symbol {
            "c" | "SUPP" => Some(Cell::Withheld),
            "x" | ":" | ".." | "-" => Some(Cell::NotAvailable),
            "z" | "." => Some(Cell::NotApplicable),
            "low" | "~" => Some(Cell::Low),
            "u" => Some(Cell::Unreliable),
            _ => None,
        }
    }
}

/// More decimals than this are what a computer's division left behind, not what anyone published.
const MOST_DECIMALS: u32 = 5;

/// A number that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: Decimal,
    /// Its text: as it was written, or rounded.
    pub(super) text: String,
    /// Whether a tail of decimals was rounded away.
    pub(super) rounded: bool,
}

/// The number that `text` spells in digits, with a point before decimals; nothing when it is spelt otherwise.
///
/// A tail such as 61.199999 (more than five decimals) is rounded to `decimals`, halves away from nought.
pub(super) fn number(text: &str, decimals: u32) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let written: Decimal = text.parse().ok()?;
    let rounded = written.scale() > MOST_DECIMALS;
    let value = if rounded {
        written.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
    } else {
        written
    };
    // "-0" and "-0.0" are noughts that a rounding left a sign on.
    let text = if value.is_zero() { value.abs().to_string() } else { value.to_string() };
    Some(Number { value, text, rounded })
}

/// What to type when a number was expected and `text` was found.
pub(super) fn number_hint(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !matches!(c, '%' | '£' | ',' | ' ')).collect();
    match number(&bare, 0) {
        Some(_) if bare != text => format!("write {bare}"),
        _ => "write digits with a point before decimals, such as 61.2".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_the_decimals_that_its_source_wrote() {
        for text in ["67", "61.20", "-0.3", "0.14094", "1284632", "0"] {
            let number = number(text, 0).expect(text);
            assert_eq!((number.text.as_str(), number.rounded), (text, false));
        }
    }

    #[test]
    fn a_tail_of_decimals_is_rounded_to_what_the_measure_shows() {
        for (text, decimals, rounded) in [
            ("61.199999", 1, "61.2"),
            ("92.85714286", 2, "92.86"),
            ("0.125000001", 2, "0.13"),
            ("-0.0000001", 1, "0.0"),
        ] {
            let number = number(text, decimals).expect(text);
            assert_eq!((number.text.as_str(), number.rounded), (rounded, true));
        }
    }

    #[test]
    fn what_is_not_a_number_in_digits_is_refused_with_what_to_type() {
        for text in ["", "-", "x", "67%", "1,234", "1e3", "6 7", ".5", "5.", "+5", "1_000", "６７", "NaN"] {
            assert_eq!(number(text, 1), None, "{text}");
        }
        assert_eq!(number_hint("67%"), "write 67");
        assert_eq!(number_hint("1,234"), "write 1234");
        assert_eq!(number_hint("many"), "write digits with a point before decimals, such as 61.2");
    }

    #[test]
    fn every_symbol_is_written_as_it_is_read() {
        for symbol in ["c", "x", "z", "low", "u"] {
            assert_eq!(Cell::of_symbol(symbol).expect(symbol).text(), symbol);
        }
        assert_eq!(Cell::of_symbol("n/a"), None);
    }
}
