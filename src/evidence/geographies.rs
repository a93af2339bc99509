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
                .hint(near.map_or_else(
                    || "add the place to this file, or take the name out".to_owned(),
                    |near| format!("did you mean {near}?"),
                )),
            );
        }
        found
    };
    let text_of = |place: &Node, key: &str| place.get(key).and_then(Node::text).cloned();
    // A kind that was misspelt has been told of; the place is kept, so that nothing else is said to be unknown.
    let kind_of = |place: &Node| {
        let word = text_of(place, "kind");
        let known = GeographyKind::ALL.into_iter().find(|(known, _)| word.as_ref().is_some_and(|word| word == *known));
        known.map(|(_, kind)| kind)
    };
    let kinds: Vec<Option<GeographyKind>> = entries.iter().map(|(.., place)| kind_of(place)).collect();
    let find_kind = |text: &Text, wanted: GeographyKind, findings: &mut Findings| {
        let found = find(text, findings)?;
        match kinds[usize::from(found.0)] {
            Some(kind) if kind != wanted => {
                findings.push(of_another_kind(text, kind, wanted));
                None
            }
            _ => Some(found),
        }
    };
    let mut codes: IndexMap<Arc<str>, Text> = IndexMap::new();
    entries
        .iter()
        .zip(&kinds)
        .map(|((name, at, place), kind)| {
            let within = match kind {
                Some(GeographyKind::Authority) => {
                    text_of(place, "region").and_then(|text| find_kind(&text, GeographyKind::Region, findings))
                }
                Some(GeographyKind::Region) => {
                    text_of(place, "country").and_then(|text| find_kind(&text, GeographyKind::Country, findings))
                }
                Some(GeographyKind::Country) | None => None,
            };
            let mut neighbours: Vec<GeographyId> = Vec::new();
            for text in named(place.get("neighbours")) {
                if text.as_str() == name.as_str() {
                    findings.push(
                        Diagnostic::error(
                            code::UNKNOWN_GEOGRAPHY,
                            text.span(),
                            "expected other places as neighbours, found the place itself",
                        )
                        .hint("take it off the list"),
                    );
                    continue;
                }
                match find_kind(text, GeographyKind::Authority, findings) {
                    Some(neighbour) if neighbours.contains(&neighbour) => findings.push(
                        Diagnostic::error(
                            code::DUPLICATE,
                            text.span(),
                            format!("expected each neighbour once, found {} again", text.shown()),
                        )
                        .hint("take one of the two out: it would count twice in the average"),
                    ),
                    Some(neighbour) => neighbours.push(neighbour),
                    None => {}
                }
            }
            if let Some(text) = text_of(place, "code") {
                match codes.get(text.as_str()) {
                    Some(first) => findings.push(
                        Diagnostic::error(
                            code::DUPLICATE,
                            text.span(),
                            format!("expected a code of its own for each place, found {} again", text.shown()),
                        )
                        .note(first.span(), "it stands here already")
                        .hint("correct one of the two"),
                    ),
                    None => {
                        codes.insert(Arc::from(text.as_str()), text);
                    }
                }
            }
            let geography = Geography {
                title: place.string("title").map_or_else(|| Arc::from(name.as_str()), |title| Arc::from(title.trim())),
                kind: kind.unwrap_or(GeographyKind::Authority),
                code: place.string("code").map(Arc::from),
                within,
                neighbours: Arc::from(neighbours),
                neighbours_as_of: place.string("neighbours_as_of").map(Arc::from),
                at: at.span().clone(),
            };
            (name.clone(), geography)
        })
        .collect()
}

/// The names of a list; of one without its brackets, which has been told of, as well.
fn named(list: Option<&Node>) -> Vec<&Text> {
    match list {
        Some(Node::Scalar(text)) => vec![text],
        list => list.map(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect(),
    }
}

fn of_another_kind(text: &Text, found: GeographyKind, wanted: GeographyKind) -> Diagnostic {
    let words = |kind| match kind {
        GeographyKind::Authority => "an authority",
        GeographyKind::Region => "a region",
        GeographyKind::Country => "a country",
    };
    let message = format!("expected {} here, found {}, which is {}", words(wanted), text.shown(), words(found));
    Diagnostic::error(code::UNKNOWN_GEOGRAPHY, text.span(), message)
        .hint("correct the name, or the kind: of that place")
}
