//! A site as it will stand on disk, held in memory: paths and bytes, in order.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Findings, code};
use crate::vocabulary::SitePath;

/// One file of the tree.
#[derive(Clone, PartialEq, Eq)]
pub struct Artefact {
    /// The bytes as they will be written.
    pub bytes: Arc<[u8]>,
    /// What they are, as a web server says it.
    pub media: MediaType,
}

/// The media types that multum writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MediaType {
    /// A page.
    Html,
    /// A stylesheet.
    Css,
    /// A script.
    JavaScript,
    /// A drawing.
    Svg,
    /// A table for machines.
    Csv,
    /// Facts for machines.
    Json,
    /// A feed or a sitemap.
    Xml,
    /// Plain text.
    Text,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
    /// A picture in a newer format.
    WebP,
    /// A document for print.
    Pdf,
    /// A book for readers' own devices.
    Epub,
    /// Anything else that an author put beside the content.
    Other,
}

impl MediaType {
    /// The type that a file's extension says.
    pub fn of(path: &SitePath) -> MediaType {
        match path.extension().unwrap_or_default().to_ascii_lowercase().as_str() {
            "html" => MediaType::Html,
            "css" => MediaType::Css,
            "js" => MediaType::JavaScript,
            "svg" => MediaType::Svg,
            "csv" => MediaType::Csv,
            "json" => MediaType::Json,
            "xml" => MediaType::Xml,
            "txt" => MediaType::Text,
            "png" => MediaType::Png,
            "jpg" | "jpeg" => MediaType::Jpeg,
            "webp" => MediaType::WebP,
            "pdf" => MediaType::Pdf,
            "epub" => MediaType::Epub,
            _ => MediaType::Other,
        }
    }

    /// The value of a `Content-Type` header.
    pub fn header(self) -> &'static str {
        match self {
            MediaType::Html => "text/html; charset=utf-8",
            MediaType::Css => "text/css; charset=utf-8",
            MediaType::JavaScript => "text/javascript; charset=utf-8",
            MediaType::Svg => "image/svg+xml",
            MediaType::Csv => "text/csv; charset=utf-8",
            MediaType::Json => "application/json",
            MediaType::Xml => "application/xml",
            MediaType::Text => "text/plain; charset=utf-8",
            MediaType::Png => "image/png",
            MediaType::Jpeg => "image/jpeg",
            MediaType::WebP => "image/webp",
            MediaType::Pdf => "application/pdf",
            MediaType::Epub => "application/epub+zip",
            MediaType::Other => "application/octet-stream",
        }
    }
}

/// An ordered map from path to file. The same input gives the same tree, whatever order it was filled in.
#[derive(Clone, Default)]
pub struct Tree {
    files: BTreeMap<SitePath, Artefact>,
    internal: bool,
    notes: BTreeMap<&'static str, String>,
}

impl Tree {
    /// Puts a file into the tree, its type told from its name; gives back the path when it was taken already.
    pub fn insert(&mut self, path: SitePath, bytes: impl Into<Arc<[u8]>>) -> Result<(), SitePath> {
        let media = MediaType::of(&path);
        match self.files.entry(path) {
            Entry::Vacant(place) => {
                place.insert(Artefact { bytes: bytes.into(), media });
                Ok(())
            }
            Entry::Occupied(taken) => Err(taken.key().clone()),
        }
    }

    /// Takes in all files of another tree; an address that both have is reported.
    pub fn merge(&mut self, mut other: Tree, findings: &mut Findings) {
        self.notes.extend(std::mem::take(&mut other.notes));
        let mut twice = Vec::new();
        if !self.files.is_empty() {
            twice.extend(other.files.keys().filter(|path| self.files.contains_key(*path)).cloned());
        }
        for path in twice {
            findings.push(
                Diagnostic::placeless(code::ADDRESS, format!("expected one file at {path}, found two"))
                    .hint("give one of them another name"),
            );
            other.files.remove(&path);
        }
        // Two trees in order are put together faster than one is filled from the other.
        self.files.append(&mut other.files);
    }

    /// Says whether it is the internal edition, which its manifest then says too.
    pub fn set_internal(&mut self, internal: bool) {
        self.internal = internal;
    }

    /// Whether it is the internal edition, which must not be published.
    pub fn is_internal(&self) -> bool {
        self.internal
    }

    /// Notes with what a part of it was made, beyond multum itself: the manifest tells it.
    pub fn made_with(&mut self, part: &'static str, what: impl Into<String>) {
        self.notes.insert(part, what.into());
    }

    /// With what a part of it was made.
    pub fn note(&self, part: &str) -> Option<&str> {
        self.notes.get(part).map(String::as_str)
    }

    /// Every note with its part.
    pub fn notes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.notes.iter().map(|(part, what)| (*part, what.as_str()))
    }

    /// The file at `path`.
    pub fn get(&self, path: &SitePath) -> Option<&Artefact> {
        self.files.get(path)
    }

    /// Every file in the order of its path.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &Artefact)> {
        self.files.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The sum of all files' bytes.
    pub fn size(&self) -> usize {
        self.files.values().map(|file| file.bytes.len()).sum()
    }
}
