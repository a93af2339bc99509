//! `rank(of=…)`: a place among neighbours or all authorities, "3rd of 11".

use super::{Act, Composition, Function, GEOGRAPHY, GROUP, INSTEAD, OF, YEAR, absent, figure, optional, subject};
use crate::compose::call::Call;
use crate::diagnostic::code;
use crate::document::markdown::Resolved;
use crate::figures::published::Published;
use crate::figures::{Place, Subject};

pub(super) const RANK: Function = Function {
    name: "rank",
    parameters: &[OF, optional("among", "\"statistical-neighbours\""), YEAR, GEOGRAPHY, GROUP, INSTEAD],
    act: Act::Mark(rank),
};

#[derive(Clone, Copy)]
enum Among {
    Neighbours,
    Authorities,
}

fn rank(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let book = page.book;
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let words = [("statistical-neighbours", Among::Neighbours), ("authorities", Among::Authorities)];
    let among = match call.word("among", &words, &mut page.findings) {
        Some(among) => among,
        None if call.has("among") => return Resolved::Nothing,
        None => Among::Neighbours,
    };
    let Some(subject) = subject(call, name, book, page.defaults, &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Some(point) = book.asked_point(&subject, &call.at, &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Place::Area(area) = subject.place else {
        page.findings.push(
            call.fault(code::ARGUMENT, "expected one place for rank(), found the average of several")
                .hint("leave geography= out"),
        );
        return Resolved::Nothing;
    };
    let (slug, measure) = book.known(subject.measure);
    let ranked = match among {
        Among::Neighbours => {
            let Some(Place::MeanOf(neighbours)) =
                book.place(super::super::book::NEIGHBOURS, Some(area), &call.at, &mut page.findings)
            else {
                return Resolved::Nothing;
            };
            let others: Vec<Subject> = neighbours.iter().map(|area| subject.at(Place::Area(*area))).collect();
            book.release.rank(&subject, &others, measure.polarity)
        }
        Among::Authorities => {
            let ranked = book.release.rank_among_authorities(&subject, book.evidence.authority(area), measure.polarity);
            if ranked.is_none() && point.value.shown().is_some() {
                let years = book.release.distribution_periods(subject.measure);
                let hint = match (years.first(), years.last()) {
                    (Some(first), Some(last)) => format!("{slug} has one from {first} to {last}"),
                    _ => "write among=\"statistical-neighbours\", or give the measure its distribution".to_owned(),
                };
                page.findings.push(
                    call.fault(
                        code::DISTRIBUTION,
                        format!("expected a distribution of {slug} for {}, found none", subject.period.phrase()),
                    )
                    .hint(hint),
                );
                return Resolved::Nothing;
            }
            ranked
        }
    };
    match ranked {
        Some(Published::Shown(shown)) => figure(call, &subject, book, shown.get().text()),
        Some(Published::Absent(reason)) => {
            let said = book.absence(&subject, &reason);
            absent(call, &subject, &reason, said, page)
        }
        None => match point.value {
            Published::Absent(reason) => {
                let said = book.absence(&subject, &reason);
                absent(call, &subject, &reason, said, page)
            }
            Published::Shown(_) => Resolved::Nothing,
        },
    }
}
