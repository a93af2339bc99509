//! `timeline(from=…, to=…)`: what happened, the oldest first.

use super::{Act, Composition, Function, optional};
use crate::compose::call::Call;
use crate::diagnostic::code;
use crate::document::markdown::Resolved;
use crate::document::{Block, FigureText, Inline};
use crate::vocabulary::When;

pub(super) const TIMELINE: Function = Function {
    name: "timeline",
    parameters: &[optional("from", "\"2014\""), optional("to", "\"2017-09\"")],
    act: Act::Mark(timeline),
};

fn timeline(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let (Ok(from), Ok(to)) = (when(call, "from", page), when(call, "to", page)) else {
        return Resolved::Nothing;
    };
    // A report's words end at its year, unless it asks for more.
    let year = page.defaults.year.filter(|_| to.is_none());
    let events = page.book.evidence.timeline.iter().filter(|event| {
        from.is_none_or(|from| event.when >= from)
            && to.is_none_or(|to| event.when <= to || event.when.lies_within(to))
            && year.is_none_or(|year| !event.when.is_after(year))
    });
    let mut sources: Vec<&str> = Vec::new();
    let mut items = Vec::new();
    for event in events {
        if !sources.contains(&&*event.source) {
            sources.push(&event.source);
        }
        let text = event.text.to_string();
        items.push(vec![Block::Paragraph(vec![
            Inline::Strong(vec![Inline::Text(event.when.words())]),
            Inline::Text(": ".to_owned()),
            Inline::Figure(FigureText { text, measure: None, symbol: None, asked: Some(call.at.clone()) }),
        ])]);
    }
    if items.is_empty() {
        page.findings.push(
            call.fault(code::NO_OBSERVATION, "expected events of data/timeline.yaml in that time, found none")
                .hint("take the call out, change from= or to=, or add the events"),
        );
        return Resolved::Nothing;
    }
    let line = |words: String| Block::Paragraph(vec![Inline::Text(words)]);
    let named =
        Block::List { start: None, items: sources.iter().map(|source| vec![line((*source).to_owned())]).collect() };
    Resolved::Blocks("timeline()", vec![Block::List { start: None, items }, line("Sources:".to_owned()), named])
}

/// The day, month or year that an argument names; nothing where it is left out.
fn when(call: &Call, name: &str, page: &mut Composition<'_>) -> Result<Option<When>, ()> {
    let Some(text) = call.text(name, &mut page.findings) else {
        return if call.has(name) { Err(()) } else { Ok(None) };
    };
    When::parse(text).map(Some).ok_or_else(|| {
        page.findings.push(
            call.fault(code::DATE, format!("expected a day, a month or a year for {name}=, found \"{text}\""))
                .hint(format!("write {name}=\"2017-09-07\", {name}=\"2017-09\" or {name}=\"2017\"")),
        );
    })
}
