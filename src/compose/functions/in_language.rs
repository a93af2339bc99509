//! `in_language(text=…, language=…)`: words of another language, which each edition marks as such: a screen reader then
//! reads Welsh as Welsh, a PDF and an e-book say so too, and braille leaves them uncontracted.

use super::{Act, Composition, Function, needed};
use crate::compose::call::Call;
use crate::diagnostic::code;
use crate::document::Inline;
use crate::document::markdown::Resolved;
use crate::vocabulary::Language;

pub(super) const IN_LANGUAGE: Function = Function {
    name: "in_language",
    parameters: &[needed("text", "\"Croeso i bawb\""), needed("language", "\"cy\"")],
    act: Act::Mark(in_language),
};

fn in_language(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let text = call.words("text", &mut page.findings);
    let tag = call.words("language", &mut page.findings);
    let (Some(text), Some(tag)) = (text, tag) else {
        return Resolved::Nothing;
    };
    let Some(language) = Language::new(tag) else {
        page.findings.push(
            call.fault(
                code::ARGUMENT,
                format!("expected the tag of a language, such as cy for Welsh, found \"{tag}\""),
            )
            .hint("write language=\"cy\" for Welsh, \"pl\" for Polish, \"ur\" for Urdu: small letters, of ISO 639"),
        );
        return Resolved::Nothing;
    };
    Resolved::Inline(Inline::Foreign { language, text: vec![Inline::Text(text.to_owned())] })
}
