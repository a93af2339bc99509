//! `policy()`: the disclosure policy in words, as site.toml has it. What a page says of it can't differ from what is done.

use super::{Act, Composition, Function};
use crate::compose::call::Call;
use crate::document::markdown::Resolved;
use crate::document::{Block, FigureText, Inline};

pub(super) const POLICY: Function = Function { name: "policy", parameters: &[], act: Act::Mark(policy) };

fn policy(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let items = page
        .book
        .release
        .policy()
        .iter()
        .map(|sentence| vec![Block::Paragraph(vec![printed(sentence, call)])])
        .collect();
    Resolved::Blocks("policy()", vec![Block::List { start: None, items }])
}

/// The policy's numbers are figures that a function printed.
fn printed(sentence: &str, call: &Call) -> Inline {
    Inline::Figure(FigureText { text: sentence.to_owned(), measure: None, symbol: None, asked: Some(call.at.clone()) })
}
