//! `recommendations(of=…)`: what was asked for, by when, and how far it is.

use super::{Act, Composition, Function, needed};
use crate::compose::book::source_line;
use crate::compose::call::Call;
use crate::diagnostic::{code, nearest};
use crate::document::markdown::Resolved;
use crate::document::{Block, Cell, Column, FigureText, Inline, Row, Table};
use crate::evidence::recommendation::Recommendation;
use crate::vocabulary::Slug;

pub(super) const RECOMMENDATIONS: Function = Function {
    name: "recommendations",
    parameters: &[needed("of", "\"joint-area-review\"")],
    act: Act::Mark(recommendations),
};

fn recommendations(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let known = &page.book.evidence.recommendations;
    let Some(set) = known.get(name) else {
        let near = nearest(name, known.keys().map(Slug::as_str));
        page.findings.push(
            call.fault(
                code::ARGUMENT,
                format!("expected recommendations of data/recommendations.yaml, found \"{name}\""),
            )
            .hint(near.map_or_else(
                || "add them to data/recommendations.yaml".to_owned(),
                |near| format!("did you mean \"{near}\"?"),
            )),
        );
        return Resolved::Nothing;
    };
    // Words that a source gave, numbers among them: nobody typed them into the report.
    let words = |text: String| {
        vec![Inline::Figure(FigureText { text, measure: None, symbol: None, asked: Some(call.at.clone()) })]
    };
    let with_who = set.list.iter().any(|one| one.who.is_some());
    let mut headings = vec!["By when", "How far it is"];
    if with_who {
        headings.insert(0, "Who");
    }
    let row = |one: &Recommendation| {
        let mut cells = vec![one.timescale.to_string(), progress(one)];
        if with_who {
            cells.insert(0, one.who.as_deref().unwrap_or("Not said").to_owned());
        }
        Row {
            heading: words(one.text.to_string()),
            ours: false,
            cells: cells.into_iter().map(|cell| Cell::Words(words(cell))).collect(),
        }
    };
    let table = Table {
        caption: set.title.to_string(),
        corner: "Recommendation".to_owned(),
        columns: headings.iter().map(|heading| Column { heading: (*heading).to_owned(), numeric: false }).collect(),
        rows: set.list.iter().map(row).collect(),
        source: source_line(&set.source),
        notes: Vec::new(),
    };
    Resolved::Blocks("recommendations()", vec![Block::Table(Box::new(table))])
}

/// `Under way, September 2017. A second psychologist was appointed.`
fn progress(one: &Recommendation) -> String {
    let mut said = one.progress.words().to_owned();
    if let Some(when) = one.as_of {
        said.push_str(&format!(", {}", when.words()));
    }
    if let Some(note) = &one.note {
        said.push_str(&format!(". {note}"));
    }
    said
}
