//! `ratings(of=…, show=…)`: how providers are prioritised, and how many have which rating.

use super::{Act, Composition, Function, GEOGRAPHY, needed, optional};
use crate::compose::call::Call;
use crate::compose::ratings::{self, Reviewed};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::document::markdown::Resolved;
use crate::document::{Block, ShownReview};
use crate::evidence::prioritisation::assessments::Term;
use crate::evidence::prioritisation::scheme::Scheme;
use crate::figures::Place;
use crate::vocabulary::AcademicYear;

pub(super) const RATINGS: Function = Function {
    name: "ratings",
    parameters: &[
        needed("of", "\"schools\""),
        needed("show", "\"counts\""),
        optional("year", "\"2016/17\""),
        optional("term", "\"summer\""),
        GEOGRAPHY,
    ],
    act: Act::Mark(show),
};

#[derive(Clone, Copy)]
enum Show {
    Rules,
    Criteria,
    LeadsTo,
    Fund,
    Counts,
    Shares,
    Change,
    Chart,
    Named,
}

const SHOW: [(&str, Show); 9] = [
    ("rules", Show::Rules),
    ("criteria", Show::Criteria),
    ("leads-to", Show::LeadsTo),
    ("fund", Show::Fund),
    ("counts", Show::Counts),
    ("shares", Show::Shares),
    ("change", Show::Change),
    ("chart", Show::Chart),
    ("named", Show::Named),
];

fn show(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let name = call.text("of", &mut page.findings);
    let what = call.word("show", &SHOW, &mut page.findings);
    let (Some(name), Some(what)) = (name, what) else { return Resolved::Nothing };
    let prioritisation = &page.book.evidence.prioritisation;
    let Some((at, scheme)) = prioritisation.scheme(name) else {
        let known = prioritisation.schemes.iter().map(|scheme| scheme.name.as_str());
        let near = nearest(name, known).map(|near| format!("did you mean \"{near}\"?"));
        let fault = call.fault(
            code::ARGUMENT,
            format!("expected the name of a file of data/prioritisation/criteria, found \"{name}\""),
        );
        page.findings.push(fault.hint(near.unwrap_or_else(|| "add the file, or correct the name".to_owned())));
        return Resolved::Nothing;
    };
    let blocks = match what {
        Show::Rules => vec![ratings::rules(scheme, &call.at)],
        Show::Criteria => vec![ratings::criteria(scheme, &call.at)],
        Show::LeadsTo => vec![ratings::leads_to(scheme, &call.at)],
        Show::Fund => match ratings::fund(scheme, &call.at) {
            Some(table) => vec![table],
            None => {
                let message = format!("expected criteria with a fund, found none in {name}");
                page.findings.push(call.fault(code::ARGUMENT, message).hint("take the call out, or add fund: there"));
                return Resolved::Nothing;
            }
        },
        Show::Counts | Show::Shares | Show::Change | Show::Chart | Show::Named => {
            let Some(reviewed) = reviewed(call, page, at, scheme) else { return Resolved::Nothing };
            if let Some(notice) = page.book.evidence.prioritisation.counts.notice(at)
                && !page.notices.contains(notice)
            {
                page.notices.push(notice.clone());
            }
            match counted(what, page, scheme, &reviewed) {
                Some(blocks) => {
                    shown(what, page, scheme, &reviewed);
                    blocks
                }
                None => {
                    let message = format!("expected a review of {} a year before, found none", scheme.many);
                    let fault = call.fault(code::NO_OBSERVATION, message);
                    page.findings
                        .push(fault.hint("take the call out, or name a term= that was reviewed in both years"));
                    return Resolved::Nothing;
                }
            }
        }
    };
    Resolved::Blocks("ratings()", blocks)
}

fn counted(what: Show, page: &mut Composition<'_>, scheme: &Scheme, reviewed: &Reviewed) -> Option<Vec<Block>> {
    match what {
        Show::Shares => Some(vec![ratings::shares(page.book, scheme, reviewed)]),
        Show::Change => ratings::change(page.book, scheme, reviewed).map(|table| vec![table]),
        Show::Chart => {
            page.charts += 1;
            Some(vec![ratings::chart(page.book, scheme, reviewed, page.charts)])
        }
        Show::Named => Some(ratings::named(page.book, scheme, reviewed)),
        _ => Some(vec![ratings::counts(page.book, scheme, reviewed)]),
    }
}

/// Notes which reviews' counts the page shows: what goes out with it goes on record.
fn shown(what: Show, page: &mut Composition<'_>, scheme: &Scheme, reviewed: &Reviewed) {
    let before = reviewed.year.start().checked_sub(1).map(AcademicYear::starting);
    let years = match what {
        Show::Counts | Show::Shares => vec![reviewed.year],
        Show::Change | Show::Chart => [Some(reviewed.year), before].into_iter().flatten().collect(),
        Show::Rules | Show::Criteria | Show::LeadsTo | Show::Fund | Show::Named => Vec::new(),
    };
    let place = page.book.evidence.geographies.get_index(usize::from(reviewed.geography.0));
    let Some((geography, _)) = place else { return };
    let review = |year| ShownReview {
        scheme: scheme.name.clone(),
        geography: geography.clone(),
        year,
        term: reviewed.term.name(),
    };
    page.reviews.extend(years.into_iter().map(review));
}

/// The review that a call asks for: the report's year and place unless it says otherwise, and the last term of it.
fn reviewed(call: &Call, page: &mut Composition<'_>, at: usize, scheme: &Scheme) -> Option<Reviewed> {
    let year = match call.text("year", &mut page.findings) {
        Some(text) => match AcademicYear::parse(text) {
            Some(year) => year,
            None => {
                let fault =
                    call.fault(code::YEAR, format!("expected an academic year such as 2016/17, found \"{text}\""));
                page.findings.push(fault.hint("write year=\"2016/17\""));
                return None;
            }
        },
        None => match page.defaults.year {
            Some(year) => year,
            None => {
                let fault =
                    call.fault(code::ARGUMENT, "expected a year for ratings() on a page of no report, found none");
                page.findings.push(fault.hint("write year=\"2016/17\""));
                return None;
            }
        },
    };
    let Place::Area(geography) = super::place(call, "geography", page.book, page.defaults, &mut page.findings)? else {
        let fault =
            call.fault(code::ARGUMENT, "expected a place with providers of its own, found an average of places");
        page.findings.push(fault.hint("name an authority of data/geographies.yaml"));
        return None;
    };
    let terms = page.book.evidence.prioritisation.counts.terms(at, geography, year);
    let term = match call.has("term") {
        true => call.word("term", &Term::ALL, &mut page.findings)?,
        false => terms.last().copied().unwrap_or(Term::Summer),
    };
    if page.book.evidence.prioritisation.counts.tables() == 0 {
        // Without the confidential folder a site can still be built to be looked at.
        let message = format!("expected reviews of {}, found none at all: how many there are is left out", scheme.many);
        let fault = Diagnostic::warning(code::NO_OBSERVATION, &call.at, message);
        page.findings.push(fault.hint("build where the confidential folder is, or add the assessments to it"));
        return None;
    }
    if !terms.contains(&term) {
        let known = match terms.as_slice() {
            [] => "add the assessments, which stand in prioritisation/ of the confidential folder".to_owned(),
            terms => format!(
                "the reviews of {year} are of {}",
                terms.iter().map(|term| term.name()).collect::<Vec<_>>().join(", ")
            ),
        };
        let message = format!("expected a review of {} in the {} term of {year}, found none", scheme.many, term.name());
        page.findings.push(call.fault(code::NO_OBSERVATION, message).hint(known));
        return None;
    }
    Some(Reviewed { scheme: at, geography, year, term })
}
