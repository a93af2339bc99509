//! `shown`, `rose`, `fell`, `above`, `below`: what a sentence may depend on. They see published figures only, and all but
//! `shown` are errors when the figure is absent, since either answer would be untrue.

use super::change::difference;
use super::gap::other;
use super::{Act, Function, GEOGRAPHY, GROUP, OF, Parameter, YEAR, optional, since, subject};
use crate::compose::book::{Book, Defaults};
use crate::compose::call::Call;
use crate::diagnostic::{Findings, code};
use crate::figures::published::{Difference, Direction, Published};

/// What conditions on another place or group take.
const AGAINST: [Parameter; 6] =
    [OF, optional("to", "\"england\""), YEAR, GEOGRAPHY, GROUP, optional("other", "\"not-disadvantaged\"")];

pub(super) const SHOWN: Function =
    Function { name: "shown", parameters: &[OF, YEAR, GEOGRAPHY, GROUP], act: Act::Condition(shown) };

pub(super) const ROSE: Function = Function {
    name: "rose",
    parameters: &[OF, optional("since", "\"2015/16\""), YEAR, GEOGRAPHY, GROUP],
    act: Act::Condition(|call, book, defaults, findings| {
        changed(call, book, defaults, findings) == Some(Direction::More)
    }),
};

pub(super) const FELL: Function = Function {
    name: "fell",
    parameters: &[OF, optional("since", "\"2015/16\""), YEAR, GEOGRAPHY, GROUP],
    act: Act::Condition(|call, book, defaults, findings| {
        changed(call, book, defaults, findings) == Some(Direction::Less)
    }),
};

pub(super) const ABOVE: Function = Function {
    name: "above",
    parameters: &AGAINST,
    act: Act::Condition(|call, book, defaults, findings| {
        apart(call, book, defaults, findings) == Some(Direction::More)
    }),
};

pub(super) const BELOW: Function = Function {
    name: "below",
    parameters: &AGAINST,
    act: Act::Condition(|call, book, defaults, findings| {
        apart(call, book, defaults, findings) == Some(Direction::Less)
    }),
};

fn shown(call: &Call, book: &Book, defaults: &Defaults, findings: &mut Findings) -> bool {
    let Some(name) = call.text("of", findings) else {
        return false;
    };
    let Some(subject) = subject(call, name, book, defaults, findings) else {
        return false;
    };
    book.point(&subject).is_some_and(|point| point.value.shown().is_some())
}

fn changed(call: &Call, book: &Book, defaults: &Defaults, findings: &mut Findings) -> Option<Direction> {
    let name = call.text("of", findings)?;
    let subject = subject(call, name, book, defaults, findings)?;
    let since = since(call, &subject, book, findings)?;
    let difference = difference(call, &subject, since, book, findings)?;
    direction(call, difference, findings)
}

fn apart(call: &Call, book: &Book, defaults: &Defaults, findings: &mut Findings) -> Option<Direction> {
    let name = call.text("of", findings)?;
    let subject = subject(call, name, book, defaults, findings)?;
    let other = other(call, &subject, book, defaults, findings)?;
    book.asked_point(&subject, &call.at, findings)?;
    book.asked_point(&other, &call.at, findings)?;
    let difference = book.release.difference(&other, &subject)?;
    direction(call, difference, findings)
}

fn direction(call: &Call, difference: Published<Difference>, findings: &mut Findings) -> Option<Direction> {
    match difference {
        Published::Shown(shown) => Some(shown.get().direction()),
        Published::Absent(absent) => {
            findings.push(
                call.fault(
                    code::TEMPLATE,
                    format!(
                        "expected a figure that is shown for {}(), found one that is not: {}",
                        call.name, absent.reason
                    ),
                )
                .hint("test it first: {% if shown(of=…) %}"),
            );
            None
        }
    }
}
