//! `data/timeline.yaml`: what happened, and when.

use std::sync::Arc;

use super::source::words;
use crate::diagnostic::{Findings, Source};
use crate::source::shape::{self, Form, Shape, required};
use crate::source::{Node, yaml};
use crate::vocabulary::When;

/// The form of the file.
pub static FORM: Form = Form {
    name: "timeline",
    files: "data/timeline.yaml",
    about: "What happened, and when.",
    shape: &Shape::Record(&[required(
        "timeline",
        Shape::List(&Shape::Record(&[
            required("when", Shape::When, "A day, a month or a year: 2017-07-14, 2017-07 or 2017."),
            required("text", Shape::Text, "What happened, in a sentence."),
            required("source", Shape::Line, "The document that says so."),
        ])),
        "Each event, in any order.",
    )]),
};

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub when: When,
    /// What.
    pub text: Arc<str>,
    /// The document that says so.
    pub source: Arc<str>,
}

/// The events of the file, the oldest first.
pub(super) fn load(file: &Arc<Source>, findings: &mut Findings) -> Vec<Event> {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let event = |node: &Node| {
        Some(Event {
            when: When::parse(node.get("when")?.text()?.as_str())?,
            text: words(node, "text")?,
            source: words(node, "source").unwrap_or_default(),
        })
    };
    let mut events: Vec<Event> =
        node.get("timeline").map(Node::items).unwrap_or_default().iter().filter_map(event).collect();
    events.sort_by_key(|event| event.when);
    events
}
