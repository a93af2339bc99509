//! `download(of=…)`: a link to a measure's figures.

use super::{Act, Composition, Function, OF};
use crate::compose::address;
use crate::compose::call::Call;
use crate::document::markdown::Resolved;
use crate::document::{Inline, Target};
use crate::vocabulary::lower_first;

pub(super) const DOWNLOAD: Function = Function { name: "download", parameters: &[OF], act: Act::Mark(download) };

fn download(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let Some((_, slug, measure)) = page.book.measure(name, &call.at, &mut page.findings) else {
        return Resolved::Nothing;
    };
    let target = Target::Inside { path: address::measure(slug), anchor: Some(address::ALL_FIGURES.to_owned()) };
    let text = vec![Inline::Text(format!("figures of {} to take away", lower_first(&measure.title)))];
    Resolved::Inline(Inline::Link { target, text })
}
