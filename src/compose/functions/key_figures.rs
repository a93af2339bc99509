//! `key_figures(of=[…])`: at most six figures that tell the year.

use super::{Act, Composition, Function, GEOGRAPHY, YEAR, needed, optional, subject};
use crate::charts::Role;
use crate::compose::address;
use crate::compose::book::Book;
use crate::compose::call::Call;
use crate::compose::{drawing, measure_page};
use crate::diagnostic::code;
use crate::document::markdown::Resolved;
use crate::document::{Block, KeyFigure, Target};
use crate::figures::published::Published;
use crate::figures::{Place, Subject};

pub(super) const KEY_FIGURES: Function = Function {
    name: "key_figures",
    parameters: &[needed("of", "[\"ks2-rwm-expected\"]"), YEAR, GEOGRAPHY, optional("to", "\"england\"")],
    act: Act::Mark(key_figures),
};

/// More than six are a table.
const MOST: usize = 6;

fn key_figures(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let Some(names) = call.texts("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    if names.len() > MOST {
        page.findings.push(
            call.fault(code::ARGUMENT, format!("expected at most {MOST} key figures, found {}", names.len()))
                .hint("choose those that tell the year; a table holds the others"),
        );
        return Resolved::Nothing;
    }
    let to = call.text("to", &mut page.findings).map(str::to_owned).or_else(|| page.defaults.compare.last().cloned());
    let to = to.and_then(|name| page.book.place(&name, page.defaults.geography, &call.at, &mut page.findings));
    let mut figures = Vec::with_capacity(names.len());
    for name in names {
        let Some(subject) = subject(call, name, page.book, page.defaults, &mut page.findings) else {
            continue;
        };
        let Some(point) = page.book.asked_point(&subject, &call.at, &mut page.findings) else {
            continue;
        };
        figures.push(key_figure(page.book, &subject, point.value, to.as_ref()));
    }
    Resolved::Blocks("key_figures()", vec![Block::KeyFigures(figures)])
}

fn key_figure(
    book: &Book,
    subject: &Subject,
    value: Published<crate::figures::published::Quantity>,
    to: Option<&Place>,
) -> KeyFigure {
    let (slug, facts) = book.known(subject.measure);
    let line = drawing::place_line(book, subject, subject.place.clone(), Role::Ours);
    let spark = drawing::trend(book, &[line], &book.place_title(&subject.place), Some(subject.period)).filter(|_| {
        book.release
            .periods(subject.measure, subject.group, &subject.place)
            .iter()
            .filter(|year| **year <= subject.period)
            .count()
            > 1
    });
    KeyFigure {
        measure: slug.clone(),
        title: facts.title.to_string(),
        value,
        period: subject.period.phrase(),
        change: change(book, subject),
        comparison: to.and_then(|to| comparison(book, subject, to)),
        spark,
        link: Target::Inside { path: address::measure(slug), anchor: None },
    }
}

/// The change since the year before in the data, when both are shown and can be compared.
pub(in crate::compose) fn change(book: &Book, subject: &Subject) -> Option<String> {
    let years = book.release.periods(subject.measure, subject.group, &subject.place);
    let before = years.iter().rev().find(|year| **year < subject.period)?;
    if book.break_between(subject.measure, *before, subject.period).is_some() {
        return Some(format!("Not comparable with {}", before.phrase()));
    }
    let difference = book.release.difference(&subject.in_period(*before), subject)?;
    let said = format!("{} from {}", difference.shown()?.as_change(), before.phrase());
    Some(crate::vocabulary::upper_first(&said))
}

/// The gap to another place, when both are shown and can be set side by side.
pub(in crate::compose) fn comparison(book: &Book, subject: &Subject, to: &Place) -> Option<String> {
    if !measure_page::compares(book.known(subject.measure).1.unit) {
        return None;
    }
    let difference = book.release.difference(&subject.at(to.clone()), subject)?;
    Some(crate::vocabulary::upper_first(&difference.shown()?.as_gap(&book.place_phrase(to))))
}
