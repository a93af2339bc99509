//! Where something that was published comes from: the same few names in every kind of data.

use std::sync::Arc;

use super::measure::MeasureSource;
use crate::source::Node;
use crate::source::shape::{Shape, optional, required};

/// The form of a source.
pub(super) const SOURCE: Shape = Shape::Record(&[
    required("publisher", Shape::Line, "Who published it."),
    required("title", Shape::Line, "What it is called where it is published."),
    optional("url", Shape::Url, "Where."),
    optional("published", Shape::Date, "When, such as 2017-12-14."),
    optional("licence", Shape::Line, "Under what licence, such as OGL-UK-3.0."),
]);

/// The source below `source:` of a node. What is missing in it has been told by its form.
pub(super) fn source(node: &Node) -> MeasureSource {
    let line = |key: &str| node.get("source").and_then(|source| words(source, key));
    MeasureSource {
        publisher: line("publisher").unwrap_or_default(),
        title: line("title").unwrap_or_default(),
        url: line("url"),
        published: line("published"),
        licence: line("licence"),
        threshold: None,
    }
}

/// The words below a name, without the space round them.
pub(super) fn words(node: &Node, key: &str) -> Option<Arc<str>> {
    let text = node.string(key)?;
    let said = text.trim();
    (!said.is_empty()).then(|| Arc::from(said.split_whitespace().collect::<Vec<_>>().join(" ")))
}
