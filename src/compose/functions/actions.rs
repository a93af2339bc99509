//! `actions(of=…)`: what is to be done in a year, by whom, by when, which figure it should move, and how far it is.

use super::{Act, Composition, Function, needed, optional};
use crate::compose::address;
use crate::compose::book::source_line;
use crate::compose::call::Call;
use crate::diagnostic::{code, nearest};
use crate::document::markdown::Resolved;
use crate::document::{Block, Cell, Column, FigureText, Inline, Row, Table, Target};
use crate::evidence::action::Action;
use crate::figures::{GroupId, Place, Subject};
use crate::vocabulary::Slug;

pub(super) const ACTIONS: Function = Function {
    name: "actions",
    parameters: &[needed("of", "\"2017-18\""), optional("priority", "\"narrower-gaps\"")],
    act: Act::Mark(actions),
};

fn actions(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let known = &page.book.evidence.actions;
    let Some(set) = known.get(name) else {
        let near = nearest(name, known.keys().map(Slug::as_str));
        let message = format!("expected actions of a file of data/actions, found \"{name}\"");
        page.findings.push(call.fault(code::ARGUMENT, message).hint(near.map_or_else(
            || "add the file, or correct the name".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        )));
        return Resolved::Nothing;
    };
    let only = call.text("priority", &mut page.findings);
    if let Some(priority) = only.filter(|priority| !set.priorities.contains_key(*priority)) {
        let near = nearest(priority, set.priorities.keys().map(Slug::as_str));
        let message = format!("expected a priority of data/actions/{name}.yaml, found \"{priority}\"");
        page.findings.push(call.fault(code::ARGUMENT, message).hint(
            near.map_or_else(|| "correct the name".to_owned(), |near| format!("did you mean priority=\"{near}\"?")),
        ));
        return Resolved::Nothing;
    }
    // Words that a source gave, numbers among them: nobody typed them into the report.
    let words = |text: &str| {
        vec![Inline::Figure(FigureText {
            text: text.to_owned(),
            measure: None,
            symbol: None,
            asked: Some(call.at.clone()),
        })]
    };
    let chosen = set.priorities.iter().filter(|(name, _)| only.is_none_or(|only| name.as_str() == only));
    let mut tables = Vec::new();
    for (_, priority) in chosen {
        let with_moves = priority.actions.iter().any(|action| action.moves.is_some());
        let mut headings = vec!["Who", "By when", "How far it is"];
        if with_moves {
            headings.insert(2, "Figure that should move");
        }
        let row = |action: &Action| {
            let mut cells = vec![words(&action.who), words(&action.by), words(&progress(action))];
            if with_moves {
                cells.insert(2, moves(action, page));
            }
            Row { heading: words(&action.text), ours: false, cells: cells.into_iter().map(Cell::Words).collect() }
        };
        tables.push(Block::Table(Box::new(Table {
            caption: format!("{}: actions for {}", priority.title, set.year),
            corner: "Action".to_owned(),
            columns: headings.iter().map(|heading| Column { heading: (*heading).to_owned(), numeric: false }).collect(),
            rows: priority.actions.iter().map(row).collect(),
            source: source_line(&set.source),
            notes: Vec::new(),
        })));
    }
    Resolved::Blocks("actions()", tables)
}

/// The measure that an action should move, and where it stands in the report's year, where that may be shown.
fn moves(action: &Action, page: &Composition<'_>) -> Vec<Inline> {
    let text = |text: String| Inline::Figure(FigureText { text, measure: None, symbol: None, asked: None });
    let Some((name, group)) = &action.moves else { return vec![text("None named".to_owned())] };
    let Some((measure, slug, facts)) = page.book.named(name.as_str()) else { return Vec::new() };
    let group = group.as_ref().and_then(|group| page.book.evidence.group(group.as_str()));
    let mut line = vec![Inline::Link {
        target: Target::Inside { path: address::measure(slug), anchor: None },
        text: vec![Inline::Text(facts.title.to_string())],
    }];
    if let Some(group) = group {
        line.push(text(format!(", {}", crate::vocabulary::lower_first(&page.book.evidence.group_title(group)))));
    }
    let place = page.defaults.geography.map(Place::Area);
    if let (Some(year), Some(place)) = (page.defaults.year, place) {
        let period = facts.period.within(year);
        let subject = Subject { measure, group: group.unwrap_or(GroupId::ALL), place, period };
        let point = page.book.point(&subject);
        if let Some(shown) = point.as_ref().and_then(|point| point.value.shown()) {
            line.push(text(format!(": {} in {period}", shown.text())));
        }
    }
    line
}

/// `Under way, September 2017. A trainer was found.`
fn progress(action: &Action) -> String {
    let mut said = action.progress.words().to_owned();
    if let Some(when) = action.as_of {
        said.push_str(&format!(", {}", when.words()));
    }
    if let Some(evidence) = &action.evidence {
        said.push_str(&format!(". {evidence}"));
    }
    said
}
