//! `data/corrections.yaml`: what was put right or added after a page was published.

use std::sync::Arc;

use super::source::words;
use crate::diagnostic::{Findings, Source};
use crate::document::Change;
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, Text, yaml};
use crate::vocabulary::When;

/// The form of the file.
pub static FORM: Form = Form {
    name: "corrections",
    files: "data/corrections.yaml",
    about: "What was put right or added after a page was published. A site that has had none says corrections: [].",
    shape: &Shape::Record(&[required(
        "corrections",
        Shape::List(&Shape::Record(&[
            required("date", Shape::Date, "The day of the change, such as 2017-10-02."),
            required(
                "kind",
                Shape::Word(&["correction", "update"]),
                "Whether something was wrong, or something new came.",
            ),
            optional(
                "page",
                Shape::Path,
                "The page that was changed, by its file in content/, such as 2016-17/key-stage-2.md. Without it, the site.",
            ),
            required("text", Shape::Text, "What was changed, from what to what, and why."),
        ])),
        "Each change, in any order.",
    )]),
};

/// A change to what was published.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The day.
    pub day: When,
    /// What kind of change.
    pub kind: Change,
    /// The file of the page, as it is written.
    pub page: Option<Text>,
    /// What was changed, and why.
    pub text: Arc<str>,
}

/// The changes of the file, the newest first.
pub(super) fn load(file: &Arc<Source>, findings: &mut Findings) -> Vec<Entry> {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let entry = |node: &Node| {
        let word = node.get("kind").and_then(Node::text).map(Text::as_str);
        let (_, kind) = Change::ALL.iter().find(|(name, _)| Some(*name) == word)?;
        Some(Entry {
            day: When::parse(node.get("date")?.text()?.as_str())?,
            kind: *kind,
            page: node.get("page").and_then(Node::text).cloned(),
            text: words(node, "text")?,
        })
    };
    let mut entries: Vec<Entry> =
        node.get("corrections").map(Node::items).unwrap_or_default().iter().filter_map(entry).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.day));
    entries
}
