//! `value(of=…)`: the figure itself, "67%".

use super::{Act, Composition, Function, GEOGRAPHY, GROUP, INSTEAD, OF, YEAR, absent, figure, subject};
use crate::compose::call::Call;
use crate::document::markdown::Resolved;
use crate::figures::published::Published;

pub(super) const VALUE: Function =
    Function { name: "value", parameters: &[OF, YEAR, GEOGRAPHY, GROUP, INSTEAD], act: Act::Mark(value) };

fn value(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let book = page.book;
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Some(subject) = subject(call, name, book, page.defaults, &mut page.findings) else {
        return Resolved::Nothing;
    };
    match book.asked_point(&subject, &call.at, &mut page.findings).map(|point| point.value) {
        Some(Published::Shown(shown)) => {
            let printed = figure(call, &subject, book, shown.get().text());
            page.values.push((call.at.clone(), subject));
            printed
        }
        Some(Published::Absent(reason)) => {
            let said = book.absence(&subject, &reason);
            absent(call, &subject, &reason, said, page)
        }
        None => Resolved::Nothing,
    }
}
