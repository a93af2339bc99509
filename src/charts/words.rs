//! Phrases that charts of every kind share, so that the drawing, the summary, the notes and the table say one thing.

use crate::figures::published::{Absent, Difference, Direction, Interval, Mark, Point, Quantity, Symbol, ordinal};
use crate::vocabulary::{Period, Polarity};

/// `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push_str(if at + 1 == items.len() { " and " } else { ", " });
        }
        text.push_str(item.as_ref());
    }
    text
}

/// A count with its noun: `1 year`, `10 years`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Why there is no figure, in one or two words that fit in a drawing.
pub fn short(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::Withheld => "withheld",
        Symbol::NotAvailable => "not available",
        Symbol::NotApplicable => "does not apply",
        Symbol::Low => "rounds to nought",
        Symbol::Unreliable => "unreliable",
    }
}

/// Why there is no figure, as part of a sentence: `withheld to protect people`, `not available (no assessments)`.
pub fn absence(absent: &Absent) -> String {
    let meaning = absent.symbol.meaning();
    let reason = absent.reason.trim();
    if reason.is_empty() || reason == meaning {
        meaning.to_owned()
    } else if reason.starts_with(meaning) {
        reason.to_owned()
    } else {
        format!("{meaning} ({})", reason.trim_end_matches('.'))
    }
}

/// The words as a sentence: with a full stop, if they do not end in a mark of their own.
pub fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['.', '!', '?', '…']) { words.to_owned() } else { format!("{words}.") }
}

/// What a break in a series means, with the reason that was given.
pub fn break_note(period: Period, reason: &str) -> String {
    let mut text = format!("Figures from {} onwards can’t be compared with earlier ones.", period.in_words());
    if !reason.trim().is_empty() {
        text.push(' ');
        text.push_str(&sentence(reason));
    }
    text
}

/// Which years have no figures because their assessments or collections were cancelled.
pub fn cancelled_note(cancelled: &[Period]) -> Option<String> {
    let years = || Period::all_in_words(cancelled);
    (!cancelled.is_empty())
        .then(|| format!("There are no figures for {}: assessments or counts were cancelled.", years()))
}

/// That a scale does not start at nought.
pub fn scale_note(start: &str) -> String {
    format!("The scale starts at {start}, not at nought.")
}

/// What something is, followed by those it is true of: gathers absences of the same kind into one sentence.
#[derive(Default)]
pub struct Gathered {
    items: Vec<(Absent, Vec<String>)>,
}

impl Gathered {
    /// Notes an absence of `whose` figure.
    pub fn add(&mut self, absent: &Absent, whose: String) {
        match self.items.iter_mut().find(|(other, _)| other == absent) {
            Some((_, names)) => names.push(whose),
            None => self.items.push((absent.clone(), vec![whose])),
        }
    }

    /// For notes beside a drawing that shows the symbol: `[c] withheld to protect people: Rutland in the 2016 to 2017 academic year.`
    pub fn notes(&self) -> impl Iterator<Item = String> {
        let note = |(absent, names): &(Absent, Vec<String>)| {
            format!("{} {}: {}.", absent.symbol.shorthand(), absence(absent), names.join("; "))
        };
        self.items.iter().map(note)
    }

    /// For a summary that is heard: `No figure for Rutland in the 2016 to 2017 academic year: withheld to protect people.`
    pub fn sentences(&self) -> impl Iterator<Item = String> {
        let sentence = |(absent, names): &(Absent, Vec<String>)| {
            format!("No figure for {}: {}.", names.join("; "), absence(absent))
        };
        self.items.iter().map(sentence)
    }
}

/// Whose figures something is true of, and in which years: what is true of several in the same years is said of them
/// together, so that the years, which are long in words, are said once.
#[derive(Default)]
pub struct Those {
    items: Vec<(Vec<Period>, Vec<String>)>,
}

impl Those {
    /// Notes that it is true of `whose` figures in `periods`.
    pub fn add(&mut self, whose: &str, periods: Vec<Period>) {
        match self.items.iter_mut().find(|(other, _)| *other == periods) {
            Some((_, names)) => names.push(whose.to_owned()),
            None => self.items.push((periods, vec![whose.to_owned()])),
        }
    }

    /// `Rutland and England in the 2016 to 2017 academic year`, an item for each group of years.
    fn said(&self) -> impl Iterator<Item = String> {
        self.items.iter().map(|(periods, names)| format!("{} in {}", list(names), Period::all_in_words(periods)))
    }
}

/// The absences of several series, those with the same reason and the same years together.
pub fn gather<'a>(series: impl Iterator<Item = (&'a str, Vec<(Period, &'a Absent)>)>) -> Gathered {
    let mut kinds: Vec<(&Absent, Those)> = Vec::new();
    for (label, absences) in series {
        let mut of_series: Vec<(&Absent, Vec<Period>)> = Vec::new();
        for (period, absent) in absences {
            match of_series.iter_mut().find(|(other, _)| *other == absent) {
                Some((_, periods)) => periods.push(period),
                None => of_series.push((absent, vec![period])),
            }
        }
        for (absent, periods) in of_series {
            match kinds.iter_mut().find(|(other, _)| *other == absent) {
                Some((_, those)) => those.add(label, periods),
                None => {
                    let mut those = Those::default();
                    those.add(label, periods);
                    kinds.push((absent, those));
                }
            }
        }
    }
    let mut gathered = Gathered::default();
    for (absent, those) in &kinds {
        those.said().for_each(|whose| gathered.add(absent, whose));
    }
    gathered
}

/// Which figures are not settled: `Provisional: Rutland in the 2023 to 2024 academic year.`
pub fn mark_notes<'a>(series: impl Iterator<Item = (&'a str, &'a [Point])> + Clone) -> Vec<String> {
    let mut notes = Vec::new();
    for (mark, word) in [(Mark::Provisional, "Provisional"), (Mark::Revised, "Revised")] {
        let mut those = Those::default();
        for (label, points) in series.clone() {
            let of_mark = points.iter().filter(|point| point.mark == Some(mark) && point.value.shown().is_some());
            let periods: Vec<Period> = of_mark.map(|point| point.period).collect();
            if !periods.is_empty() {
                those.add(label, periods);
            }
        }
        let said: Vec<String> = those.said().collect();
        if !said.is_empty() {
            notes.push(format!("{word}: {}.", said.join("; ")));
        }
    }
    notes
}

/// What the outline about a line, or the stroke at a figure, is.
pub const RANGES: &str =
    "The outline about a line, or the thin stroke at a figure, is the range in which its source says that it lies.";

/// Between which figures one is said to lie: `The figure for Rutland in 2016 to 2017 is said to lie
/// between 62% and 71%.`
pub fn range(name: &str, period: Option<Period>, range: Interval) -> String {
    let period = period.map(|period| format!(" in {}", period.briefly())).unwrap_or_default();
    format!("The figure for {name}{period} is said to lie between {} and {}.", range.lower.text(), range.upper.text())
}

/// Where a figure stands against another's: `5 percentage points above England (62%)`, `level with England (62%)`.
pub fn against(figure: Quantity, name: &str, other: Quantity) -> String {
    let difference = Difference::between(other, figure);
    let gap = match difference.direction() {
        Direction::Same => format!("level with {name}"),
        Direction::More | Direction::Less => difference.as_gap(name),
    };
    format!("{gap} ({})", other.text())
}

/// A place among figures, counted from the better end: `the highest`, `the joint 3rd lowest`. Nothing among fewer than
/// two, or where all are equal.
pub fn rank(figure: Quantity, all: &[Quantity], polarity: Polarity) -> Option<String> {
    let above = all.iter().filter(|other| other.value() > figure.value()).count();
    let below = all.iter().filter(|other| other.value() < figure.value()).count();
    if above + below == 0 {
        return None;
    }
    let joint = if all.len() - above - below > 1 { "joint " } else { "" };
    let (ahead, end) = match polarity {
        _ if above == 0 => (0, "highest"),
        _ if below == 0 => (0, "lowest"),
        Polarity::High | Polarity::Neither => (above, "highest"),
        Polarity::Low => (below, "lowest"),
    };
    let place = if ahead == 0 { String::new() } else { format!("{} ", ordinal(ahead + 1)) };
    Some(format!("the {joint}{place}{end}"))
}

/// A figure as it stands beside its mark, where room is short: `67%`, `£500`, `4.2`; the unit is in the subtitle and on
/// the scale.
pub fn value(figure: Quantity) -> String {
    use crate::vocabulary::Unit;
    match figure.unit() {
        Unit::Percent | Unit::Pounds => figure.text(),
        Unit::Count | Unit::Score | Unit::Points | Unit::Days | Unit::Per10000 | Unit::Per1000 => figure.number(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn a_reason_is_not_said_twice() {
        let absent = |symbol, reason| Absent { symbol, reason: Arc::from(reason) };
        assert_eq!(absence(&absent(Symbol::Withheld, "")), "withheld to protect people");
        assert_eq!(absence(&absent(Symbol::Withheld, "withheld to protect people")), "withheld to protect people");
        assert_eq!(
            absence(&absent(Symbol::NotAvailable, "reason not given by the source")),
            "not available (reason not given by the source)"
        );
    }

    #[test]
    fn absences_of_one_kind_share_a_sentence() {
        let mut gathered = Gathered::default();
        let withheld = Absent { symbol: Symbol::Withheld, reason: Arc::from("") };
        gathered.add(&withheld, "Rutland in 2016".to_owned());
        gathered.add(&withheld, "Melton in 2017".to_owned());
        let notes: Vec<String> = gathered.notes().collect();
        assert_eq!(notes, ["[c] withheld to protect people: Rutland in 2016; Melton in 2017."]);
    }

    #[test]
    fn places_without_figures_in_the_same_years_are_named_together() {
        use crate::vocabulary::PeriodKind;
        let none = Absent::cancelled();
        let years = |starts: &[u16]| -> Vec<(Period, &Absent)> {
            starts.iter().map(|start| (Period::new(PeriodKind::Academic, *start), &none)).collect()
        };
        let series = [("Rutland", years(&[2019, 2020])), ("Melton", years(&[2020])), ("England", years(&[2019, 2020]))];
        let gathered = gather(series.into_iter());
        assert_eq!(
            gathered.sentences().collect::<Vec<_>>(),
            [format!(
                "No figure for Rutland and England in the 2019 to 2020 and 2020 to 2021 academic years; Melton in the 2020 to \
                 2021 academic year: {}.",
                absence(&none)
            )]
        );
    }
}
