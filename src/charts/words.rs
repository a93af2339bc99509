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

/// Years in words, runs of three and more as `2016/17 to 2018/19`. They must be in order.
pub fn years(periods: &[Period]) -> String {
    let mut items: Vec<String> = Vec::new();
    for run in periods.chunk_by(|a, b| b.start() == a.start() + 1) {
        match run {
            [first, _, .., last] => items.push(format!("{} to {last}", first.phrase())),
            _ => items.extend(run.iter().map(|period| period.phrase())),
        }
    }
    list(&items)
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
    let mut text = format!("Figures from {} can’t be compared with earlier ones.", period.phrase());
    if !reason.trim().is_empty() {
        text.push(' ');
        text.push_str(&sentence(reason));
    }
    text
}

/// Which years have no figures because their assessments or collections were cancelled.
pub fn cancelled_note(cancelled: &[Period]) -> Option<String> {
    let were = if cancelled.len() == 1 { "was cancelled and has" } else { "were cancelled and have" };
    (!cancelled.is_empty()).then(|| format!("{} {were} no figures.", years(cancelled)))
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

    /// For notes beside a drawing that shows the symbol: `[c] withheld to protect people: Rutland in 2016/17.`
    pub fn notes(&self) -> impl Iterator<Item = String> {
        let note = |(absent, names): &(Absent, Vec<String>)| {
            format!("{} {}: {}.", absent.symbol.shorthand(), absence(absent), names.join("; "))
        };
        self.items.iter().map(note)
    }

    /// For a summary that is heard: `No figure for Rutland in 2016/17: withheld to protect people.`
    pub fn sentences(&self) -> impl Iterator<Item = String> {
        let sentence = |(absent, names): &(Absent, Vec<String>)| {
            format!("No figure for {}: {}.", names.join("; "), absence(absent))
        };
        self.items.iter().map(sentence)
    }
}

/// The absences of a series, years with the same reason together: `Rutland in 2016/17 and 2017/18`.
pub fn gather_points<'a>(gathered: &mut Gathered, label: &str, points: impl Iterator<Item = &'a Point>) {
    let mut kinds: Vec<(&Absent, Vec<Period>)> = Vec::new();
    for point in points {
        if let Some(absent) = point.value.absent() {
            match kinds.iter_mut().find(|(other, _)| *other == absent) {
                Some((_, periods)) => periods.push(point.period),
                None => kinds.push((absent, vec![point.period])),
            }
        }
    }
    for (absent, periods) in kinds {
        gathered.add(absent, format!("{label} in {}", years(&periods)));
    }
}

/// Which figures are not settled: `Provisional: Rutland in 2023/24.`
pub fn mark_notes<'a>(series: impl Iterator<Item = (&'a str, &'a [Point])> + Clone) -> Vec<String> {
    let mut notes = Vec::new();
    for (mark, word) in [(Mark::Provisional, "Provisional"), (Mark::Revised, "Revised")] {
        let mut names = Vec::new();
        for (label, points) in series.clone() {
            let of_mark = points.iter().filter(|point| point.mark == Some(mark) && point.value.shown().is_some());
            let periods: Vec<Period> = of_mark.map(|point| point.period).collect();
            if !periods.is_empty() {
                names.push(format!("{label} in {}", years(&periods)));
            }
        }
        if !names.is_empty() {
            notes.push(format!("{word}: {}.", names.join("; ")));
        }
    }
    notes
}

/// What the outline about a line, or the stroke at a figure, is.
pub const RANGES: &str =
    "The outline about a line, or the thin stroke at a figure, is the range in which its source says that it lies.";

/// Between which figures one is said to lie: `The figure for Rutland in 2016/17 is said to lie between 62% and 71%.`
pub fn range(name: &str, period: Option<Period>, range: Interval) -> String {
    let period = period.map(|period| format!(" in {}", period.phrase())).unwrap_or_default();
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
    use crate::vocabulary::PeriodKind;

    fn year(start: u16) -> Period {
        Period::new(PeriodKind::Academic, start)
    }

    #[test]
    fn lists_and_years_read_as_people_write_them() {
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(years(&[year(2019), year(2020)]), "2019/20 and 2020/21");
        assert_eq!(years(&[year(2015), year(2017), year(2018), year(2019)]), "2015/16 and 2017/18 to 2019/20");
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
        gathered.add(&withheld, "Rutland in 2016/17".to_owned());
        gathered.add(&withheld, "Melton in 2017/18".to_owned());
        let notes: Vec<String> = gathered.notes().collect();
        assert_eq!(notes, ["[c] withheld to protect people: Rutland in 2016/17; Melton in 2017/18."]);
    }
}
