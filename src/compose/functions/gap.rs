//! `gap(of=…, to=…)`: how far a figure is from another place's or group's, "5 percentage points above England".

use super::{
    Act, Composition, Function, GEOGRAPHY, GROUP, INSTEAD, OF, YEAR, absent, figure, group, optional, place, subject,
};
use crate::compose::book::{Book, Defaults};
use crate::compose::call::Call;
use crate::diagnostic::{Findings, code};
use crate::document::markdown::Resolved;
use crate::figures::Subject;
use crate::figures::published::{Published, Symbol};
use crate::vocabulary::lower_first;

pub(super) const GAP: Function = Function {
    name: "gap",
    parameters: &[
        OF,
        optional("to", "\"england\""),
        YEAR,
        GEOGRAPHY,
        GROUP,
        optional("other", "\"not-disadvantaged\""),
        INSTEAD,
    ],
    act: Act::Mark(gap),
};

fn gap(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let book = page.book;
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Some(subject) = subject(call, name, book, page.defaults, &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Some(other) = other(call, &subject, book, page.defaults, &mut page.findings) else {
        return Resolved::Nothing;
    };
    let points = [&subject, &other].map(|subject| book.asked_point(subject, &call.at, &mut page.findings));
    if points.iter().any(Option::is_none) {
        return Resolved::Nothing;
    }
    let against = against(&subject, &other, book);
    match book.release.difference(&other, &subject) {
        Some(Published::Shown(shown)) => figure(call, &subject, book, shown.get().as_gap(&against)),
        Some(Published::Absent(reason)) => {
            let who = if reason.symbol == Symbol::Withheld { "withheld to protect pupils" } else { "not known" };
            let said = format!("The gap between {} and {against} is {who}.", book.whereabouts(&subject));
            absent(call, &subject, &reason, said, page)
        }
        // One of the two years had no assessments.
        None => {
            let reason = points.iter().flatten().find_map(|point| point.value.absent()).cloned();
            match reason {
                Some(reason) => {
                    let said = book.absence(&subject, &reason);
                    absent(call, &subject, &reason, said, page)
                }
                None => Resolved::Nothing,
            }
        }
    }
}

/// What the call compares with: another place, another group, or both.
pub(super) fn other(
    call: &Call,
    subject: &Subject,
    book: &Book,
    defaults: &Defaults,
    findings: &mut Findings,
) -> Option<Subject> {
    if !call.has("to") && !call.has("other") {
        findings.push(
            call.fault(code::ARGUMENT, format!("expected to= or other= for {}(), found neither", call.name))
                .hint("write to=\"england\""),
        );
        return None;
    }
    let to = if call.has("to") { place(call, "to", book, defaults, findings)? } else { subject.place.clone() };
    let other = if call.has("other") { group(call, "other", book, findings)? } else { subject.group };
    let against = subject.at(to).of_group(other);
    if against == *subject {
        findings.push(
            call.fault(code::ARGUMENT, format!("expected another place or group for {}(), found the same", call.name))
                .hint("name another place in to=, or another group in other="),
        );
        return None;
    }
    Some(against)
}

fn against(subject: &Subject, other: &Subject, book: &Book) -> String {
    if subject.group == other.group {
        return book.place_phrase(&other.place);
    }
    let group = lower_first(&book.evidence.group_title(other.group));
    if subject.place == other.place { group } else { format!("{group} in {}", book.place_phrase(&other.place)) }
}
