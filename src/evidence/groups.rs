//! `data/groups.yaml`: groups of people, and which of them make a whole.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Group, Whole};
use crate::diagnostic::{Diagnostic, Findings, Source, code, nearest};
use crate::figures::GroupId;
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, Text, yaml};
use crate::vocabulary::Slug;

/// The form of the file.
pub static FORM: Form = Form {
    name: "groups",
    files: "data/groups.yaml",
    about: "Groups of people that figures are of, and which of them add up to which.",
    shape: &Shape::Record(&[
        required(
            "groups",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[required("title", Shape::Line, "Its name in words.")]),
            },
            "Each group by its name. The one called all is everybody.",
        ),
        optional(
            "wholes",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("whole", Shape::Slug, "The group that the parts make."),
                    required("parts", Shape::List(&Shape::Slug), "The groups that add up to it."),
                ]),
            },
            "Which groups add up to which, so that a hidden one can't be worked out from the others.",
        ),
    ]),
};

/// The name of everybody.
pub(super) const ALL: &str = "all";

/// A site whose measures know no groups but everybody.
pub(super) fn everybody(source: &Arc<Source>) -> IndexMap<Slug, Group> {
    let name = Slug::new(ALL).expect("a slug");
    IndexMap::from([(name, Group { title: Arc::from("All pupils"), at: source.span(0, 0) })])
}

/// The groups of the file, everybody first, and the wholes they make.
pub(super) fn load(source: &Arc<Source>, findings: &mut Findings) -> (IndexMap<Slug, Group>, Vec<Whole>) {
    let node = yaml::parse(source).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let mut groups: IndexMap<Slug, Group> = node
        .get("groups")
        .map(Node::entries)
        .unwrap_or_default()
        .iter()
        .filter_map(|(name, group)| {
            // A group without its title is a group all the same: measures are not told that it is unknown.
            let title = group.string("title").unwrap_or_else(|| name.as_str().to_owned());
            Some((name.slug()?, Group { title: Arc::from(title.trim()), at: name.span().clone() }))
        })
        .collect();
    match groups.get_index_of(ALL) {
        Some(at) => groups.move_index(at, 0),
        None => {
            let mut all = everybody(source);
            all.extend(groups);
            groups = all;
        }
    }
    let find = |text: &Text, findings: &mut Findings| {
        let found = groups.get_index_of(text.as_str()).map(|at| GroupId(at as u16));
        if found.is_none() {
            let near = nearest(text.as_str(), groups.keys().map(Slug::as_str));
            findings.push(
                Diagnostic::error(
                    code::UNKNOWN_GROUP,
                    text.span(),
                    format!("expected a group of this file, found \"{}\"", text.as_str()),
                )
                .hint(near.map_or_else(
                    || "add the group to this file, or take it off the list".to_owned(),
                    |near| format!("did you mean {near}?"),
                )),
            );
        }
        found
    };
    let mut wholes = Vec::new();
    for (name, whole) in node.get("wholes").map(Node::entries).unwrap_or_default() {
        let total = whole.get("whole").and_then(Node::text).and_then(|text| find(text, findings));
        let mut parts: Vec<GroupId> = Vec::new();
        let named = whole.get("parts").map(Node::items).unwrap_or_default();
        for text in named.iter().filter_map(Node::text) {
            match find(text, findings) {
                Some(part) if parts.contains(&part) => findings.push(super::again(text)),
                Some(part) => parts.push(part),
                None => {}
            }
        }
        if matches!(whole.get("parts"), Some(Node::List(_))) && named.len() < 2 {
            findings.push(
                Diagnostic::error(
                    code::WRONG_SHAPE,
                    name.span(),
                    format!("expected two parts or more, found {}", named.len()),
                )
                .hint("name every group that the whole is made of"),
            );
        }
        if let Some(total) = total
            && parts.contains(&total)
        {
            findings.push(
                Diagnostic::error(
                    code::UNKNOWN_GROUP,
                    name.span(),
                    "expected parts that are other groups than their whole, found the whole among them",
                )
                .hint("take it out of parts:"),
            );
        }
        if let (Some(name), Some(whole)) = (name.slug(), total) {
            wholes.push(Whole { name, whole, parts });
        }
    }
    (groups, wholes)
}
