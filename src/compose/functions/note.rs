//! `note(text=…)`: a passage set apart from the text.

use super::{Act, Composition, Function, needed, optional};
use crate::compose::call::Call;
use crate::document::markdown::Resolved;
use crate::document::{Block, Inline, Note};

pub(super) const NOTE: Function = Function {
    name: "note",
    parameters: &[needed("text", "\"What must be known.\""), optional("title", "\"About these figures\"")],
    act: Act::Mark(note),
};

fn note(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let title = call.text("title", &mut page.findings).unwrap_or("Note").to_owned();
    let Some(text) = call.words("text", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let body = vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])];
    Resolved::Blocks("note()", vec![Block::Note(Note { title: Some(title), body })])
}
