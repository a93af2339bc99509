//! `judgements(of=…)`: what an inspection found, with the scale that its grades are on.

use std::collections::BTreeSet;

use super::{Act, Composition, Function, needed};
use crate::compose::book::{lower_first, source_line};
use crate::compose::call::Call;
use crate::diagnostic::{code, nearest};
use crate::document::markdown::Resolved;
use crate::document::{Block, Cell, Column, Inline, Row, Table};
use crate::evidence::judgement::{Grade, Scale};
use crate::vocabulary::{Slug, When};

pub(super) const JUDGEMENTS: Function =
    Function { name: "judgements", parameters: &[needed("of", "\"joint-area-review\"")], act: Act::Mark(judgements) };

fn judgements(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let Some(name) = call.text("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let known = &page.book.evidence.judgements;
    let Some(inspection) = known.inspections.get(name) else {
        let near = nearest(name, known.inspections.keys().map(Slug::as_str));
        page.findings.push(
            call.fault(code::ARGUMENT, format!("expected an inspection of data/judgements.yaml, found \"{name}\""))
                .hint(near.map_or_else(
                    || "add the inspection to data/judgements.yaml".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                )),
        );
        return Resolved::Nothing;
    };
    let (_, scale) = known.scales.get_index(inspection.scale).expect("the loader found it in this list");
    let year = page.defaults.year;
    let counts = |when: &When| year.is_none_or(|year| !when.is_after(year));
    let times: BTreeSet<When> =
        inspection.judged.iter().flat_map(|judged| &judged.grades).map(|(when, _)| *when).filter(counts).collect();
    let times: Vec<When> = times.into_iter().collect();
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        page.findings.push(
            call.fault(
                code::NO_OBSERVATION,
                format!("expected grades of \"{name}\" up to the report’s year, found none"),
            )
            .hint("take the call out, or add the grades to data/judgements.yaml"),
        );
        return Resolved::Nothing;
    };
    let (caption, headings) = if first == last {
        (format!("{}, {}", inspection.title, first.words()), vec!["Grade".to_owned()])
    } else {
        let span = format!("{}, {} to {}", inspection.title, first.words(), last.words());
        (span, times.iter().map(|when| when.words()).collect())
    };
    let rows = inspection.judged.iter().map(|judged| {
        let cell = |when: &When| {
            let grade = judged.grades.iter().find(|(of, _)| of == when);
            let words = grade.and_then(|(_, grade)| scale.grades.get_index(*grade)).map(|(_, grade)| said(grade));
            Cell::Words(vec![Inline::Text(words.unwrap_or_else(|| "Not judged".to_owned()))])
        };
        let heading = vec![Inline::Text(judged.what.to_string())];
        Row { heading, ours: false, cells: times.iter().map(cell).collect() }
    });
    let table = Table {
        caption,
        corner: "Judged".to_owned(),
        columns: headings.into_iter().map(|heading| Column { heading, numeric: false }).collect(),
        rows: rows.collect(),
        source: source_line(&inspection.source),
        notes: vec![format!("Judged by {}.", inspection.by), meaning(scale)],
    };
    Resolved::Blocks("judgements()", vec![Block::Table(Box::new(table))])
}

/// A grade as readers see it: `Good (3)`.
fn said(grade: &Grade) -> String {
    match grade.number {
        Some(number) => format!("{} ({number})", grade.title),
        None => grade.title.to_string(),
    }
}

/// What the grades of a scale are, the best first, with their meanings where it gives them.
fn meaning(scale: &Scale) -> String {
    let grades: Vec<String> = scale
        .grades
        .values()
        .map(|grade| match &grade.meaning {
            Some(meaning) => format!("{}: {}", said(grade), lower_first(meaning.trim_end_matches('.'))),
            None => said(grade),
        })
        .collect();
    let between = if scale.grades.values().any(|grade| grade.meaning.is_some()) { "; " } else { ", " };
    format!("{}, the best grade first: {}.", scale.title, grades.join(between))
}
