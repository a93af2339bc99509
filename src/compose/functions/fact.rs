//! `fact(text=…, source=…)`: a number that is no measure, with where it comes from. The page ends with a list of them.

use super::{Act, Composition, Function, needed};
use crate::compose::call::Call;
use crate::document::markdown::Resolved;
use crate::document::{FigureText, Inline};

pub(super) const FACT: Function = Function {
    name: "fact",
    parameters: &[needed("text", "\"£500,000\""), needed("source", "\"Cabinet report, 7 September 2017\"")],
    act: Act::Mark(fact),
};

fn fact(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let text = call.words("text", &mut page.findings);
    let source = call.words("source", &mut page.findings);
    let (Some(text), Some(source)) = (text, source) else {
        return Resolved::Nothing;
    };
    let fact = (text.to_owned(), source.to_owned());
    if !page.facts.contains(&fact) {
        page.facts.push(fact);
    }
    Resolved::Inline(Inline::Figure(FigureText {
        text: text.to_owned(),
        measure: None,
        symbol: None,
        asked: Some(call.at.clone()),
    }))
}
