//! `data/geographies.yaml`: places, what they lie in, and whom an authority is compared with.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Geography, GeographyKind};
use crate::diagnostic::{Diagnostic, Findings, Source, code, nearest};
use crate::figures::GeographyId;
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, Text, yaml};
use crate::vocabulary::Slug;

/// The form of the file.
pub static FORM: Form = Form {
    name: "geographies",
    files: "data/geographies.yaml",
    about: "Places that figures are of, and that reports compare with.",
    shape: &Shape::Record(&[required(
        "geographies",
        Shape::Map { key: &Shape::Slug, value: &GEOGRAPHY },
        "Each place by its name.",
    )]),
};

const GEOGRAPHY: Shape = Shape::Record(&[
    required("title", Shape::Line, "Its name in words."),
    required("kind", Shape::Word(&["authority", "region", "country"]), "What kind of place it is."),
    optional(
        "code",
        Shape::Line,
        "The Department for Education's three-digit number of an authority, in quotation marks.",
    ),
    optional("region", Shape::Slug, "The region that an authority lies in."),
    optional("country", Shape::Slug, "The country that a region lies in."),
    optional("neighbours", Shape::List(&Shape::Slug), "An authority's statistical neighbours, the nearest first."),
    optional("neighbours_as_of", Shape::Line, "When the neighbours were chosen, such as May 2025."),
]);

/// The places of the file, in its order.
pub(super) fn load(source: &Arc<Source>, findings: &mut Findings) -> IndexMap<Slug, Geography> {
    let node = yaml::parse(source).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let entries: Vec<(Slug, &Text, &Node)> = node
        .get("geographies")
        .map(Node::entries)
        .unwrap_or_default()
        .iter()
        .filter_map(|(name, place)| Some((name.slug()?, name, place)))
        .collect();
    let mut names: IndexMap<Slug, ()> = IndexMap::new();
    for (name, at, _) in &entries {
        if name.as_str() == "statistical-neighbours" {
            findings.push(
                Diagnostic::error(
                    code::NAME,
                    at.span(),
                    "expected a place’s own name, found statistical-neighbours, which multum knows by itself",
                )
                .hint("it stands for the average of an authority’s neighbours: list them as its neighbours:"),
            );
        }
        names.insert(name.clone(), ());
    }
    let find = |text: &Text, findings: &mut Findings| {
        let found = names.get_index_of(text.as_str()).map(|at| GeographyId(at as u16));
        if found.is_none() {
            let near = nearest(text.as_str(), names.keys().map(Slug::as_str));
            findings.push(
                Diagnostic::error(
                    code::UNKNOWN_GEOGRAPHY,
                    text.span(),
                    format!("expected a place of this file, found \"{}\"", text.as_str()),
                )
                .maybe_hint(near.map(|near| format!("did you mean {near}?"))),
            );
        }
        found
    };
    let text_of = |place: &Node, key: &str| place.get(key).and_then(Node::text).cloned();
    entries
        .iter()
        .filter_map(|(name, at, place)| {
            let word = text_of(place, "kind")?;
            let (_, kind) = GeographyKind::ALL.into_iter().find(|(known, _)| *known == word.as_str())?;
            let within = match kind {
                GeographyKind::Authority => text_of(place, "region"),
                GeographyKind::Region => text_of(place, "country"),
                GeographyKind::Country => None,
            };
            let neighbours: Vec<GeographyId> = place
                .get("neighbours")
                .map(Node::items)
                .unwrap_or_default()
                .iter()
                .filter_map(Node::text)
                .filter_map(|text| {
                    if text.as_str() == name.as_str() {
                        findings.push(
                            Diagnostic::error(
                                code::UNKNOWN_GEOGRAPHY,
                                text.span(),
                                "expected other places as neighbours, found the place itself",
                            )
                            .hint("take it off the list"),
                        );
                        return None;
                    }
                    find(text, findings)
                })
                .collect();
            let geography = Geography {
                title: Arc::from(place.string("title")?.trim()),
                kind,
                code: place.string("code").map(Arc::from),
                within: within.and_then(|text| find(&text, findings)),
                neighbours: Arc::from(neighbours),
                neighbours_as_of: place.string("neighbours_as_of").map(Arc::from),
                at: at.span().clone(),
            };
            Some((name.clone(), geography))
        })
        .collect()
}
