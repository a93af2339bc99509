//! `data/actions/`: what is to be done in a year, a file a year: by whom, by when, which figure it should move, how far it is.

use std::sync::Arc;

use indexmap::IndexMap;

use super::measure::{Measure, MeasureSource};
use super::recommendation::Progress;
use super::source::{SOURCE, source, words};
use crate::diagnostic::{Diagnostic, Findings, Source, Span, code, nearest};
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, Text, yaml};
use crate::vocabulary::{AcademicYear, Slug, When};

use super::Group;

/// The form of a file.
pub static FORM: Form = Form {
    name: "actions",
    files: "data/actions/*.yaml",
    about: "The priorities of a year and what is to be done for them. Content calls them by the file's name.",
    shape: &Shape::Record(&[
        required("year", Shape::AcademicYear, "The year in which it is to be done."),
        required("source", SOURCE, "Where the actions were published."),
        required(
            "priorities",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("title", Shape::Line, "The priority."),
                    required("actions", Shape::List(&Shape::Record(ACTION)), "What is to be done for it."),
                ]),
            },
            "Each priority by its name.",
        ),
    ]),
};

const ACTION: &[shape::Field] = &[
    required("text", Shape::Text, "What is to be done."),
    required("who", Shape::Line, "Who does it, by role."),
    required("by", Shape::Line, "By when, as its source says it, such as Autumn 2017."),
    optional(
        "moves",
        Shape::Record(&[
            required("measure", Shape::Slug, "The measure of data/measures."),
            optional("group", Shape::Slug, "The group of data/groups.yaml; everybody unless this says otherwise."),
        ]),
        "The figure that it should move.",
    ),
    required(
        "progress",
        Shape::Word(&["not-known", "not-started", "under-way", "done", "not-accepted"]),
        "How far it is.",
    ),
    optional("as_of", Shape::When, "When that was known: a day, a month or a year."),
    optional("evidence", Shape::Text, "What shows it."),
];

/// The actions of a year.
#[derive(Clone, Debug)]
pub struct Actions {
    /// The year in which they are to be done.
    pub year: AcademicYear,
    /// Where they were published.
    pub source: MeasureSource,
    /// The priorities, each with its title and its actions.
    pub priorities: IndexMap<Slug, Priority>,
}

/// A priority.
#[derive(Clone, Debug)]
pub struct Priority {
    /// It in words.
    pub title: Arc<str>,
    /// What is to be done for it.
    pub actions: Vec<Action>,
}

/// Something that is to be done.
#[derive(Clone, Debug)]
pub struct Action {
    /// What.
    pub text: Arc<str>,
    /// Who does it, by role.
    pub who: Arc<str>,
    /// By when, as its source says it.
    pub by: Arc<str>,
    /// The measure and the group that it should move.
    pub moves: Option<(Slug, Option<Slug>)>,
    /// How far it is.
    pub progress: Progress,
    /// When that was known.
    pub as_of: Option<When>,
    /// What shows it.
    pub evidence: Option<Arc<str>>,
}

/// What is known already of measures and groups.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Every measure.
    pub measures: &'a IndexMap<Slug, Measure>,
    /// Every group.
    pub groups: &'a IndexMap<Slug, Group>,
}

/// The actions of a file; nothing where its year can't be made out.
pub(super) fn load(file: &Arc<Source>, names: Names<'_>, findings: &mut Findings) -> Option<(Slug, Actions)> {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let stem = file.path().rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
    let Some(name) = Slug::new(stem) else {
        let message = "expected a file whose name is small letters, digits and hyphens, found another";
        let fault = Diagnostic::error(code::NAME, &file.span(0, 0), message);
        findings.push(fault.hint(format!("call it {}.yaml", Slug::from_title(stem))));
        return None;
    };
    let year = AcademicYear::parse(node.get("year")?.text()?.as_str())?;
    let priorities = node.get("priorities").map(Node::entries).unwrap_or_default();
    let priority = |node: &Node, findings: &mut Findings| Priority {
        title: words(node, "title").unwrap_or_default(),
        actions: node
            .get("actions")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .map(|node| action(node, names, findings))
            .collect(),
    };
    let priorities =
        priorities.iter().filter_map(|(name, node)| Some((name.slug()?, priority(node, findings)))).collect();
    Some((name, Actions { year, source: source(&node), priorities }))
}

fn action(node: &Node, names: Names<'_>, findings: &mut Findings) -> Action {
    let word = node.get("progress").and_then(Node::text).map(Text::as_str);
    let progress = Progress::ALL.iter().find(|(name, _)| Some(*name) == word);
    let moves = node.get("moves").and_then(|node| {
        let measure = node.get("measure")?.text()?;
        let group = node.get("group").and_then(Node::text);
        if !names.measures.contains_key(measure.as_str()) {
            let near = nearest(measure.as_str(), names.measures.keys().map(Slug::as_str));
            findings.push(unknown(
                code::UNKNOWN_MEASURE,
                measure.span(),
                "a measure of data/measures",
                &measure.shown(),
                near,
            ));
        }
        if let Some(group) = group.filter(|group| !names.groups.contains_key(group.as_str())) {
            let near = nearest(group.as_str(), names.groups.keys().map(Slug::as_str));
            findings.push(unknown(
                code::UNKNOWN_GROUP,
                group.span(),
                "a group of data/groups.yaml",
                &group.shown(),
                near,
            ));
        }
        Some((measure.slug()?, group.and_then(Text::slug)))
    });
    Action {
        text: words(node, "text").unwrap_or_default(),
        who: words(node, "who").unwrap_or_default(),
        by: words(node, "by").unwrap_or_default(),
        moves,
        progress: progress.map_or(Progress::NotKnown, |(_, progress)| *progress),
        as_of: node.get("as_of").and_then(Node::text).and_then(|text| When::parse(text.as_str())),
        evidence: words(node, "evidence"),
    }
}

fn unknown(code: crate::diagnostic::Code, at: &Span, what: &str, found: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(code, at, format!("expected {what}, found {found}"))
        .hint(near.map_or_else(|| "correct the name, or add it".to_owned(), |near| format!("did you mean {near}?")))
}
