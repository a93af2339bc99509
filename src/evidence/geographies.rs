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

/// The places of the file, in its order. One of which something is missing is read as far as it goes, so that measures are
/// not told that it is unknown.
pub(super) fn load(source: &Arc<Source>, findings: &mut Findings) -> IndexMap<Slug, Geography> {
    let node = yaml::parse(source).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let entries = node.get("geographies").map(Node::entries).unwrap_or_default();
    let places: IndexMap<Slug, (&Text, &Node, Option<GeographyKind>)> =
        entries.iter().filter_map(|(name, place)| Some((name.slug()?, (name, place, kind(place))))).collect();
    if let Some((name, _, _)) = places.get("statistical-neighbours") {
        findings.push(
            Diagnostic::error(
                code::NAME,
                name.span(),
                "expected a place’s own name, found statistical-neighbours, which multum knows by itself",
            )
            .hint("it stands for the average of an authority’s neighbours: list them as its neighbours:"),
        );
    }
    codes(places.values().map(|(_, place, _)| *place), findings);
    let mut find = |text: &Text, wanted: GeographyKind, findings: &mut Findings| {
        let Some((at, _, (_, _, kind))) = places.get_full(text.as_str()) else {
            let near = nearest(text.as_str(), places.keys().map(Slug::as_str));
            findings.push(
                Diagnostic::error(
                    code::UNKNOWN_GEOGRAPHY,
                    text.span(),
                    format!("expected a place of this file, found {}", text.shown()),
                )
                .hint(near.map_or_else(
                    || "add the place to this file, or take the name out".to_owned(),
                    |near| format!("did you mean {near}?"),
                )),
            );
            return None;
        };
        if let Some(kind) = kind.filter(|kind| *kind != wanted) {
            let (wanted, found) = (word(wanted), word(kind));
            let article = |word: &str| if word.starts_with('a') { "an" } else { "a" };
            let message = format!(
                "expected {} {wanted}, found {}, which is {} {found}",
                article(wanted),
                text.shown(),
                article(found)
            );
            findings.push(
                Diagnostic::error(code::UNKNOWN_GEOGRAPHY, text.span(), message)
                    .hint(format!("name one whose kind is {wanted}")),
            );
            return None;
        }
        Some(GeographyId(at as u16))
    };
    let text_of = |place: &Node, key: &str| place.get(key).and_then(Node::text).cloned();
    places
        .iter()
        .map(|(slug, (name, place, kind))| {
            let kind = kind.unwrap_or(GeographyKind::Authority);
            let within = match kind {
                GeographyKind::Authority => text_of(place, "region").map(|text| (text, GeographyKind::Region)),
                GeographyKind::Region => text_of(place, "country").map(|text| (text, GeographyKind::Country)),
                GeographyKind::Country => None,
            };
            let geography = Geography {
                title: Arc::from(place.string("title").unwrap_or_else(|| slug.to_string()).trim()),
                kind,
                code: place.string("code").map(Arc::from),
                within: within.and_then(|(text, kind)| find(&text, kind, findings)),
                neighbours: neighbours(slug, place, &mut find, findings),
                neighbours_as_of: place.string("neighbours_as_of").map(Arc::from),
                at: name.span().clone(),
            };
            (slug.clone(), geography)
        })
        .collect()
}

/// The place's neighbours, each once, none of them itself.
fn neighbours(
    slug: &Slug,
    place: &Node,
    find: &mut impl FnMut(&Text, GeographyKind, &mut Findings) -> Option<GeographyId>,
    findings: &mut Findings,
) -> Arc<[GeographyId]> {
    let mut ids = Vec::new();
    for text in named(place.get("neighbours")) {
        if text.as_str() == slug.as_str() {
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
        let Some(id) = find(text, GeographyKind::Authority, findings) else { continue };
        if ids.contains(&id) {
            findings.push(super::again(text));
        } else {
            ids.push(id);
        }
    }
    Arc::from(ids)
}

/// The names of a list; of one without its brackets, which has been told of, as well.
fn named(list: Option<&Node>) -> Vec<&Text> {
    match list {
        Some(Node::Scalar(text)) => vec![text],
        list => list.map(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect(),
    }
}

/// Tells of numbers that are none, or that two places have.
fn codes<'a>(places: impl Iterator<Item = &'a Node>, findings: &mut Findings) {
    let mut met: Vec<&Text> = Vec::new();
    for code in places.filter_map(|place| place.get("code")?.text()) {
        let said = code.as_str();
        if said.len() != 3 || !said.bytes().all(|b| b.is_ascii_digit()) {
            findings.push(
                Diagnostic::error(
                    code::WRONG_SHAPE,
                    code.span(),
                    format!("expected a number of three digits such as \"857\", found {}", code.shown()),
                )
                .hint("write the Department for Education's number in quotation marks"),
            );
        } else if let Some(first) = met.iter().find(|first| first.as_str() == said) {
            findings.push(
                Diagnostic::error(
                    code::DUPLICATE,
                    code.span(),
                    format!("expected each place's own number, found {} again", code.shown()),
                )
                .note(first.span(), "it stands here already")
                .hint("correct one of the two"),
            );
        } else {
            met.push(code);
        }
    }
}

/// The kind that a place says; nothing when it says none that is known, which its form has told.
fn kind(place: &Node) -> Option<GeographyKind> {
    let said = place.get("kind").and_then(Node::text).map(Text::as_str);
    GeographyKind::ALL.into_iter().find(|(name, _)| Some(*name) == said).map(|(_, kind)| kind)
}

fn word(kind: GeographyKind) -> &'static str {
    GeographyKind::ALL.into_iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name)
}
