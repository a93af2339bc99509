//! `data/judgements.yaml`: what inspectorates have found, each grade on the scale that it was given on.
//!
//! Grades that have been published, and no others: a rating of the council's own is an assessment. Scales are never
//! joined: the same number means one thing on one scale and another on the next.

use std::sync::Arc;

use indexmap::IndexMap;

use super::measure::MeasureSource;
use super::source::{SOURCE, source, words};
use crate::diagnostic::{Diagnostic, Findings, Source, code, nearest};
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, Text, yaml};
use crate::vocabulary::{Slug, When};

/// The form of the file.
pub static FORM: Form = Form {
    name: "judgements",
    files: "data/judgements.yaml",
    about: "Published grades of inspections, each with the scale that it was given on.",
    shape: &Shape::Record(&[
        required(
            "scales",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("title", Shape::Line, "What the scale is called."),
                    required(
                        "grades",
                        Shape::Map {
                            key: &Shape::Slug,
                            value: &Shape::Record(&[
                                required("title", Shape::Line, "The grade in words, such as Good."),
                                optional(
                                    "number",
                                    Shape::Integer { least: 0, most: 99 },
                                    "Its number, where the inspectorate gives one.",
                                ),
                                optional("meaning", Shape::Line, "What it means, as its scale says it."),
                            ]),
                        },
                        "Its grades, the best first.",
                    ),
                ]),
            },
            "Each scale by its name.",
        ),
        required(
            "inspections",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("title", Shape::Line, "What was judged, for the caption of its table."),
                    required("by", Shape::Line, "Who judged."),
                    required("scale", Shape::Slug, "The scale that the grades are on."),
                    optional(
                        "when",
                        Shape::When,
                        "When all of it was judged: a day, a month or a year. Without it each grade says when.",
                    ),
                    required("source", SOURCE, "Where the grades were published."),
                    required(
                        "grades",
                        Shape::Map {
                            key: &Shape::Line,
                            value: &Shape::Either(&[
                                Shape::Slug,
                                Shape::Map { key: &Shape::When, value: &Shape::Slug },
                            ]),
                        },
                        "What or who was judged, with its grade, or with a grade for each time: { 2012-03: good, 2016: outstanding }.",
                    ),
                ]),
            },
            "Each inspection, or series of inspections on one scale, by its name.",
        ),
    ]),
};

/// Everything that was judged.
#[derive(Clone, Default, Debug)]
pub struct Judgements {
    /// Scales by their names.
    pub scales: IndexMap<Slug, Scale>,
    /// Inspections by their names.
    pub inspections: IndexMap<Slug, Inspection>,
}

/// A scale of grades.
#[derive(Clone, Debug)]
pub struct Scale {
    /// What it is called.
    pub title: Arc<str>,
    /// Its grades, the best first.
    pub grades: IndexMap<Slug, Grade>,
}

/// A grade of a scale.
#[derive(Clone, Debug)]
pub struct Grade {
    /// The grade in words.
    pub title: Arc<str>,
    /// Its number on its scale.
    pub number: Option<i64>,
    /// What it means.
    pub meaning: Option<Arc<str>>,
}

/// An inspection, or several on one scale.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// What was judged.
    pub title: Arc<str>,
    /// Who judged.
    pub by: Arc<str>,
    /// On which of [`Judgements::scales`], by its number.
    pub scale: usize,
    /// Where it was published.
    pub source: MeasureSource,
    /// Everything that was judged, in the order of the file.
    pub judged: Vec<Judged>,
}

/// What or who was judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its name in words.
    pub what: Arc<str>,
    /// When, and with which grade of the scale, by its number; the oldest first.
    pub grades: Vec<(When, usize)>,
}

/// The judgements of the file.
pub(super) fn load(file: &Arc<Source>, findings: &mut Findings) -> Judgements {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let scales: IndexMap<Slug, Scale> = entries(&node, "scales")
        .iter()
        .filter_map(|(name, scale)| {
            let grades =
                entries(scale, "grades").iter().filter_map(|(name, node)| Some((name.slug()?, grade(name, node))));
            Some((name.slug()?, Scale { title: words(scale, "title").unwrap_or_default(), grades: grades.collect() }))
        })
        .collect();
    let inspections = entries(&node, "inspections")
        .iter()
        .filter_map(|(name, node)| Some((name.slug()?, inspection(name, node, &scales, findings)?)))
        .collect();
    Judgements { scales, inspections }
}

fn entries<'a>(node: &'a Node, key: &str) -> &'a [(Text, Node)] {
    node.get(key).map(Node::entries).unwrap_or_default()
}

fn grade(name: &Text, node: &Node) -> Grade {
    Grade {
        title: words(node, "title").unwrap_or_else(|| Arc::from(name.as_str())),
        number: node.get("number").and_then(Node::text).and_then(Text::integer),
        meaning: words(node, "meaning"),
    }
}

fn inspection(name: &Text, node: &Node, scales: &IndexMap<Slug, Scale>, findings: &mut Findings) -> Option<Inspection> {
    let text = node.get("scale").and_then(Node::text)?;
    let Some((number, _, scale)) = scales.get_full(text.as_str()) else {
        let near = nearest(text.as_str(), scales.keys().map(Slug::as_str));
        let message = format!("expected a scale of this file, found {}", text.shown());
        findings.push(
            Diagnostic::error(code::UNKNOWN_WORD, text.span(), message)
                .hint(meant(near, "add the scale to scales:, with its grades, the best first")),
        );
        return None;
    };
    // A time that can't be read has been told by its form.
    let unread = node.get("when").is_some();
    let all = node.get("when").and_then(Node::text).and_then(|text| When::parse(text.as_str()));
    let mut judged = Vec::new();
    for (what, value) in entries(node, "grades") {
        let said: Vec<(Option<When>, &Text)> = match value {
            Node::Scalar(text) => vec![(all, text)],
            Node::Map(_) => value
                .entries()
                .iter()
                .filter_map(|(when, text)| Some((Some(When::parse(when.as_str())?), text.text()?)))
                .collect(),
            Node::Null(_) | Node::List(_) | Node::Unread(_) => Vec::new(),
        };
        let mut grades = Vec::new();
        for (when, text) in said {
            let Some(when) = when else {
                if unread {
                    continue;
                }
                let message = format!("expected when {} was judged, found the grade alone", what.shown());
                findings.push(Diagnostic::error(code::MISSING_KEY, what.span(), message).hint(format!(
                    "write {}: {{ 2017: {} }}, or give {} its when:",
                    what.as_str(),
                    text.as_str(),
                    name.as_str()
                )));
                continue;
            };
            match scale.grades.get_index_of(text.as_str()) {
                Some(grade) => grades.push((when, grade)),
                None => findings.push(unknown_grade(text, scale)),
            }
        }
        grades.sort_by_key(|(when, _)| *when);
        judged.push(Judged { what: Arc::from(what.as_str().trim()), grades });
    }
    Some(Inspection {
        title: words(node, "title").unwrap_or_default(),
        by: words(node, "by").unwrap_or_default(),
        scale: number,
        source: source(node),
        judged,
    })
}

fn unknown_grade(text: &Text, scale: &Scale) -> Diagnostic {
    let known: Vec<&str> = scale.grades.keys().map(Slug::as_str).collect();
    let near = nearest(text.as_str(), known.iter().copied());
    let message = format!("expected a grade of the scale \"{}\", found {}", scale.title, text.shown());
    Diagnostic::error(code::UNKNOWN_WORD, text.span(), message)
        .hint(meant(near, &format!("its grades are {}", known.join(", "))))
}

fn meant(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near: &str| format!("did you mean {near}?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Style, terminal};

    #[test]
    fn a_grade_stands_with_its_time_and_the_oldest_comes_first() {
        let text = "scales: { ofsted: { title: Ofsted, grades: { good: { title: Good, number: 2 }, low: { title: Low } } } }\n\
                    inspections:\n  schools:\n    title: Schools\n    by: Ofsted\n    scale: ofsted\n    \
                    source: { publisher: Ofsted, title: Reports }\n    grades: { Oak School: { 2016: good, 2012-03: low } }\n";
        let mut findings = Findings::new();
        let read = load(&Source::new("data/judgements.yaml", text), &mut findings);
        assert_eq!(terminal(&findings, Style::Plain), "");
        let grades: Vec<(String, usize)> =
            read.inspections["schools"].judged[0].grades.iter().map(|(when, grade)| (when.words(), *grade)).collect();
        assert_eq!(grades, [("March 2012".to_owned(), 1), ("2016".to_owned(), 0)]);
    }
}
