//! `judgements(of=…)`: what inspections found, each grade with the scale that it is on, as tables or as a chart in the
//! order of time.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Act, Composition, Function, needed, optional};
use crate::charts::{self, Chart, Content, Judgement, Judgements};
use crate::compose::book::source_line;
use crate::compose::call::Call;
use crate::diagnostic::{code, nearest};
use crate::document::markdown::Resolved;
use crate::document::{Block, Cell, ChartFigure, Column, Inline, Row, Table};
use crate::evidence::judgement::{Grade, Inspection, Scale};
use crate::vocabulary::{AcademicYear, Polarity, Slug, Unit, When, lower_first};

pub(super) const JUDGEMENTS: Function = Function {
    name: "judgements",
    parameters: &[
        needed("of", "\"joint-area-review\""),
        optional("kind", "\"chart\""),
        optional("title", "\"Judgements of children’s services\""),
    ],
    act: Act::Mark(judgements),
};

#[derive(Clone, Copy)]
enum As {
    Table,
    Chart,
}

const KINDS: [(&str, As); 2] = [("table", As::Table), ("chart", As::Chart)];

fn judgements(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let Some(names) = call.texts("of", &mut page.findings) else {
        return Resolved::Nothing;
    };
    let known = &page.book.evidence.judgements;
    let mut inspections: Vec<(&Slug, &Inspection)> = Vec::new();
    for name in &names {
        let Some((_, slug, inspection)) = known.inspections.get_full(*name) else {
            let near = nearest(name, known.inspections.keys().map(Slug::as_str));
            let message = format!("expected an inspection of data/judgements.yaml, found \"{name}\"");
            page.findings.push(call.fault(code::ARGUMENT, message).hint(near.map_or_else(
                || "add the inspection to data/judgements.yaml".to_owned(),
                |near| format!("did you mean \"{near}\"?"),
            )));
            return Resolved::Nothing;
        };
        let year = page.defaults.year;
        if !inspection.judged.iter().flat_map(|judged| &judged.grades).any(|(when, _)| counts(*when, year)) {
            let message = format!("expected grades of \"{name}\" up to the report’s year, found none");
            page.findings.push(
                call.fault(code::NO_OBSERVATION, message)
                    .hint("take the call out, or add the grades to data/judgements.yaml"),
            );
            return Resolved::Nothing;
        }
        inspections.push((slug, inspection));
    }
    let kind = match call.word("kind", &KINDS, &mut page.findings) {
        Some(kind) => kind,
        None if call.has("kind") => return Resolved::Nothing,
        None => As::Table,
    };
    let Some((first, _)) = inspections.first() else {
        page.findings.push(
            call.fault(code::ARGUMENT, "expected an inspection in of=, found an empty list")
                .hint("write of=\"joint-area-review\""),
        );
        return Resolved::Nothing;
    };
    let blocks = match kind {
        As::Table => {
            inspections.iter().map(|(_, inspection)| Block::Table(Box::new(table(inspection, page)))).collect()
        }
        As::Chart => {
            let title = call.text("title", &mut page.findings).map(str::to_owned);
            let chart = chart(first, &inspections, title, page);
            vec![chart]
        }
    };
    Resolved::Blocks("judgements()", blocks)
}

/// Whether a report on `year` speaks of it: its words end at its year.
fn counts(when: When, year: Option<AcademicYear>) -> bool {
    year.is_none_or(|year| !when.is_after(year))
}

fn scale<'a>(inspection: &Inspection, page: &Composition<'a>) -> &'a Scale {
    page.book.evidence.judgements.scales.get_index(inspection.scale).expect("the loader found it in this list").1
}

fn table(inspection: &Inspection, page: &Composition<'_>) -> Table {
    let scale = scale(inspection, page);
    let grades = inspection.judged.iter().flat_map(|judged| &judged.grades);
    let times: BTreeSet<When> =
        grades.map(|(when, _)| *when).filter(|when| counts(*when, page.defaults.year)).collect();
    let times: Vec<When> = times.into_iter().collect();
    let (caption, headings) = match times.as_slice() {
        [only] => (format!("{}, {}", inspection.title, only.words()), vec!["Grade".to_owned()]),
        [first, .., last] => (
            format!("{}, {} to {}", inspection.title, first.words(), last.words()),
            times.iter().map(|when| when.words()).collect(),
        ),
        [] => (inspection.title.to_string(), Vec::new()),
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
    Table {
        caption,
        corner: "Judged".to_owned(),
        columns: headings.into_iter().map(|heading| Column { heading, numeric: false }).collect(),
        rows: rows.collect(),
        source: source_line(&inspection.source),
        notes: vec![format!("Judged by {}.", inspection.by), meaning(scale)],
    }
}

/// Everything that the inspections judged, in the order of time, each scale apart.
fn chart(
    name: &Slug,
    inspections: &[(&Slug, &Inspection)],
    title: Option<String>,
    page: &mut Composition<'_>,
) -> Block {
    let mut used: Vec<usize> = Vec::new();
    let mut all: Vec<(When, Judgement)> = Vec::new();
    let mut notes = Vec::new();
    let mut source: Vec<Inline> = Vec::new();
    for (_, inspection) in inspections {
        let scale = used.iter().position(|known| *known == inspection.scale).unwrap_or_else(|| {
            used.push(inspection.scale);
            used.len() - 1
        });
        for judged in &inspection.judged {
            for (when, grade) in judged.grades.iter().filter(|(when, _)| counts(*when, page.defaults.year)) {
                let judged = Arc::clone(&judged.what);
                let judgement = Judgement { when: Arc::from(when.words()), judged, scale, grade: Some(*grade) };
                all.push((*when, judgement));
            }
        }
        if !source.is_empty() {
            source.push(Inline::Text("; ".to_owned()));
        }
        source.extend(source_line(&inspection.source));
    }
    all.sort_by_key(|(when, _)| *when);
    let scales = used.iter().filter_map(|number| page.book.evidence.judgements.scales.get_index(*number));
    let scales = scales
        .map(|(_, scale)| {
            notes.push(meaning(scale));
            let grades = scale.grades.values().map(|grade| Arc::from(said(grade))).collect();
            charts::Scale { name: Arc::clone(&scale.title), grades, change: None }
        })
        .collect();
    let chart = Chart {
        measure: name.clone(),
        title: title
            .unwrap_or_else(|| inspections.iter().map(|(_, one)| one.title.as_ref()).collect::<Vec<_>>().join("; ")),
        headline: None,
        unit: Unit::Count,
        polarity: Polarity::Neither,
        content: Content::Judgements(Judgements { scales, judgements: all.into_iter().map(|(_, one)| one).collect() }),
    };
    page.charts += 1;
    let mut said = charts::notes(&chart);
    said.extend(notes);
    Block::Chart(Box::new(ChartFigure {
        id: format!("figure-{}", page.charts),
        number: page.charts,
        summary: charts::summary(&chart),
        source,
        notes: said,
        measure_page: None,
        unfolded: false,
        chart,
    }))
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
