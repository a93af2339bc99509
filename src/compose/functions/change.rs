//! `change(of=…)`: what became of a figure since the year before, "up 14 percentage points from the 2015 to 2016 academic
//! year".

use std::sync::Arc;

use super::{
    Act, Composition, Function, GEOGRAPHY, GROUP, INSTEAD, OF, YEAR, absent, figure, optional, since, subject,
};
use crate::compose::book::Book;
use crate::compose::call::Call;
use crate::diagnostic::{Findings, Span};
use crate::document::markdown::Resolved;
use crate::figures::Subject;
use crate::figures::published::{Absent, Difference, Published, Symbol};
use crate::vocabulary::{Period, lower_first};

pub(super) const CHANGE: Function = Function {
    name: "change",
    parameters: &[OF, optional("since", "\"2015/16\""), YEAR, GEOGRAPHY, GROUP, INSTEAD],
    act: Act::Mark(change),
};

fn change(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let book = page.book;
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Some(subject) = subject(call, name, book, page.defaults, &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Some(since) = since(call, &subject, book, &mut page.findings) else {
        return Resolved::Nothing;
    };
    match difference(call, &subject, since, book, &mut page.findings) {
        Some(Published::Shown(shown)) => {
            let from = earlier(call, &subject, since, page);
            figure(call, &subject, book, format!("{} from {from}", shown.get().as_change()))
        }
        Some(Published::Absent(reason)) => {
            let said = match reason.symbol {
                Symbol::NotApplicable => reason.reason.to_string(),
                Symbol::Withheld => format!(
                    "The change in the figure for {} is withheld to protect pupils.",
                    book.whereabouts(&subject)
                ),
                Symbol::NotAvailable | Symbol::Low | Symbol::Unreliable => {
                    format!(
                        "The change in the figure for {} since {} is not known.",
                        book.whereabouts(&subject),
                        since.in_words()
                    )
                }
            };
            absent(call, &subject, &reason, said, page)
        }
        None => Resolved::Nothing,
    }
}

/// The earlier year in words, or as tables have it in a table. Where the same paragraph or list has named it just before, it
/// is "the year before": its name is long, and lists of changes since one year are common.
fn earlier(call: &Call, subject: &Subject, since: Period, page: &mut Composition<'_>) -> String {
    let before = call.at.source().text().get(..call.at.start()).unwrap_or_default();
    if before.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('|')) {
        return since.phrase();
    }
    let named = page.year_named.replace((call.at.clone(), since));
    let again = named.is_some_and(|(at, year)| year == since && is_same_passage(&at, &call.at));
    if again && since == subject.period.previous() { "the year before".to_owned() } else { since.in_words() }
}

/// Whether no blank line stands between two calls, the first of which comes earlier in the same file.
fn is_same_passage(first: &Span, second: &Span) -> bool {
    let text = first.source().text();
    let between = text.get(first.end()..second.start());
    first.source().path() == second.source().path()
        && between.is_some_and(|between| between.lines().skip(1).all(|line| !line.trim().is_empty()))
}

/// The difference since an earlier year; a break of series between the two leaves none to tell.
pub(super) fn difference(
    call: &Call,
    subject: &Subject,
    since: Period,
    book: &Book,
    findings: &mut Findings,
) -> Option<Published<Difference>> {
    let before = subject.in_period(since);
    book.asked_point(subject, &call.at, findings)?;
    book.asked_point(&before, &call.at, findings)?;
    if let Some((year, reason)) = book.break_between(subject.measure, since, subject.period) {
        let (_, measure) = book.known(subject.measure);
        let said = format!(
            "Figures for {} from {} onwards can’t be compared with those before ({}).",
            lower_first(&measure.title),
            year.in_words(),
            lower_first(reason)
        );
        return Some(Published::Absent(Absent { symbol: Symbol::NotApplicable, reason: Arc::from(said) }));
    }
    let none = || Published::Absent(Absent::cancelled());
    Some(book.release.difference(&before, subject).unwrap_or_else(none))
}
