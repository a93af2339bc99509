//! `data/recommendations.yaml`: what inspectors, panels and reviews have asked for, by when, and how far it is.

use std::sync::Arc;

use indexmap::IndexMap;

use super::measure::MeasureSource;
use super::source::{SOURCE, source, words};
use crate::diagnostic::{Findings, Source};
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, Text, yaml};
use crate::vocabulary::{Slug, When};

/// The form of the file.
pub static FORM: Form = Form {
    name: "recommendations",
    files: "data/recommendations.yaml",
    about: "What was recommended, by when it is to be done, and how far it is.",
    shape: &Shape::Record(&[required(
        "recommendations",
        Shape::Map {
            key: &Shape::Slug,
            value: &Shape::Record(&[
                required("title", Shape::Line, "Whose recommendations they are, for the caption of their table."),
                required("source", SOURCE, "Where they were published."),
                required(
                    "list",
                    Shape::List(&Shape::Record(&[
                        required("text", Shape::Text, "What is to be done."),
                        optional("who", Shape::Line, "Who is to do it."),
                        required(
                            "timescale",
                            Shape::Line,
                            "By when, as its source says it, such as Within six months.",
                        ),
                        required(
                            "progress",
                            Shape::Word(&["not-known", "not-started", "under-way", "done", "not-accepted"]),
                            "How far it is.",
                        ),
                        optional("as_of", Shape::When, "When that was known: a day, a month or a year."),
                        optional("note", Shape::Text, "What has been done, or why it has not."),
                    ])),
                    "Each recommendation, in the order of its source.",
                ),
            ]),
        },
        "Each set of recommendations by its name.",
    )]),
};

/// The recommendations of one source.
#[derive(Clone, Debug)]
pub struct Recommendations {
    /// Whose they are.
    pub title: Arc<str>,
    /// Where they were published.
    pub source: MeasureSource,
    /// Each of them.
    pub list: Vec<Recommendation>,
}

/// Something that is to be done.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// What.
    pub text: Arc<str>,
    /// Who is to do it.
    pub who: Option<Arc<str>>,
    /// By when.
    pub timescale: Arc<str>,
    /// How far it is.
    pub progress: Progress,
    /// When that was known.
    pub as_of: Option<When>,
    /// What has been done, or why it has not.
    pub note: Option<Arc<str>>,
}

/// How far something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// No source says.
    NotKnown,
    /// Nothing has been done.
    NotStarted,
    /// Something has been done.
    UnderWay,
    /// All has been done.
    Done,
    /// It won't be done.
    NotAccepted,
}

impl Progress {
    /// Each with the word that authors write for it.
    pub const ALL: [(&'static str, Progress); 5] = [
        ("not-known", Progress::NotKnown),
        ("not-started", Progress::NotStarted),
        ("under-way", Progress::UnderWay),
        ("done", Progress::Done),
        ("not-accepted", Progress::NotAccepted),
    ];

    /// The words for readers.
    pub fn words(self) -> &'static str {
        match self {
            Progress::NotKnown => "Not known",
            Progress::NotStarted => "Not started",
            Progress::UnderWay => "Under way",
            Progress::Done => "Done",
            Progress::NotAccepted => "Not accepted",
        }
    }
}

/// The recommendations of the file.
pub(super) fn load(file: &Arc<Source>, findings: &mut Findings) -> IndexMap<Slug, Recommendations> {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let sets = node.get("recommendations").map(Node::entries).unwrap_or_default();
    let set = |node: &Node| Recommendations {
        title: words(node, "title").unwrap_or_default(),
        source: source(node),
        list: node.get("list").map(Node::items).unwrap_or_default().iter().map(recommendation).collect(),
    };
    sets.iter().filter_map(|(name, node)| Some((name.slug()?, set(node)))).collect()
}

fn recommendation(node: &Node) -> Recommendation {
    let word = node.get("progress").and_then(Node::text).map(Text::as_str);
    let progress = Progress::ALL.iter().find(|(name, _)| Some(*name) == word);
    Recommendation {
        text: words(node, "text").unwrap_or_default(),
        who: words(node, "who"),
        timescale: words(node, "timescale").unwrap_or_default(),
        progress: progress.map_or(Progress::NotKnown, |(_, progress)| *progress),
        as_of: node.get("as_of").and_then(Node::text).and_then(|text| When::parse(text.as_str())),
        note: words(node, "note"),
    }
}
