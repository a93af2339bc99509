//! `image(src=…, alt=…)`: a picture beside the content.

use super::{Act, Composition, Function, needed, optional};
use crate::compose::call::Call;
use crate::document::markdown::Resolved;
use crate::document::{Block, Inline};

pub(super) const IMAGE: Function = Function {
    name: "image",
    parameters: &[
        needed("src", "\"picture.png\""),
        needed("alt", "\"What the picture shows\""),
        optional("caption", "\"The words below it\""),
    ],
    act: Act::Mark(image),
};

fn image(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let source = call.text("src", &mut page.findings);
    let alternative = call.text("alt", &mut page.findings);
    let (Some(source), Some(alternative)) = (source, alternative) else {
        return Resolved::Nothing;
    };
    let caption = call.text("caption", &mut page.findings);
    let Some(mut image) = (page.pictures)(source, &call.at, &mut page.findings) else {
        return Resolved::Nothing;
    };
    image.alternative = alternative.trim().to_owned();
    image.caption = caption.map(|text| vec![Inline::Text(text.to_owned())]).unwrap_or_default();
    if image.alternative.is_empty() {
        page.findings.push(
            call.fault(crate::diagnostic::code::ALTERNATIVE, "expected words in alt=, found none")
                .hint("say what the picture shows to someone who can’t see it"),
        );
    }
    Resolved::Blocks("image()", vec![Block::Image(image)])
}
