//! Typst as a library: a world of three kinds of files in memory, a document laid out, a PDF written, and what is wrong
//! told on the lines that people wrote.

use std::collections::BTreeMap;
use std::sync::Arc;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Label, Smart};
use typst::introspection::Introspector;
use typst::syntax::{DiagSpanKind, FileId, RootedPath, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::Fonts;
use super::manuscript::Place;
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, code};
use crate::source::theme::Theme;

/// What every PDF of a build shares: Typst's own library, the faces, the theme's files.
pub struct Press<'a> {
    /// The faces.
    pub fonts: &'a Fonts,
    library: LazyHash<Library>,
    theme: &'a Theme,
}

/// One document, ready to be set.
pub struct Copy {
    /// The document itself.
    pub main: String,
    /// What the theme is told of it.
    pub edition: String,
    /// Drawings and pictures by name.
    pub files: BTreeMap<String, Bytes>,
    /// From which byte of `main` on it comes from which place.
    pub places: Vec<(usize, Place)>,
    /// The anchors of its chapters.
    pub chapters: Vec<String>,
    /// What tells it from every other document, the same on each build.
    pub ident: String,
    /// The day on which it was published.
    pub date: Option<(i32, u8, u8)>,
    /// What wrote it.
    pub generator: String,
}

/// A PDF.
pub struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// On which page each chapter begins, from 1.
    pub chapters: Vec<usize>,
}

impl<'a> Press<'a> {
    /// A press with its type.
    pub fn new(theme: &'a Theme, fonts: &'a Fonts) -> Press<'a> {
        // Headings of rows with their scope are still an option of Typst's.
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = LazyHash::new(Library::builder().with_features(features).build());
        Press { fonts, library, theme }
    }

    /// Colours and measures of the theme by name.
    pub fn tokens(&self) -> &'a BTreeMap<String, String> {
        &self.theme.tokens
    }

    /// The PDF of a document; nothing when it can't be made, or not accessible, and then it is said why.
    pub fn pdf(&self, copy: &Copy) -> Checked<Option<Pdf>> {
        let desk = Desk::new(self, copy);
        let document = match typst::compile::<PagedDocument>(&desk).output {
            Ok(document) => document,
            Err(faults) => return Checked { value: None, findings: self.told(&desk, copy, &faults) },
        };
        let timestamp = copy
            .date
            .and_then(|(year, month, day)| Datetime::from_ymd_hms(year, month, day, 0, 0, 0))
            .map(Timestamp::new_utc);
        let standards = match PdfStandards::new(&[PdfStandard::Ua_1]) {
            Ok(standards) => standards,
            Err(fault) => {
                let fault = Diagnostic::placeless(code::INTERNAL, fault.message().to_string());
                return Checked { value: None, findings: Findings::from_iter([fault]) };
            }
        };
        let options = PdfOptions {
            ident: Smart::Custom(copy.ident.clone()),
            creator: Smart::Custom(Some(copy.generator.clone())),
            timestamp,
            standards,
            ..PdfOptions::default()
        };
        match typst_pdf::pdf(&document, &options) {
            Ok(bytes) => {
                let pages = document.pages().len();
                Checked::sound(Some(Pdf { bytes, pages, chapters: pages_of(&document, &copy.chapters) }))
            }
            Err(faults) => Checked { value: None, findings: self.told(&desk, copy, &faults) },
        }
    }

    /// Typst's errors, each on the line that an author or a theme's maker wrote.
    fn told(&self, desk: &Desk<'_>, copy: &Copy, faults: &[SourceDiagnostic]) -> Findings {
        faults
            .iter()
            .map(|fault| {
                let spans = std::iter::once(fault.span).chain(fault.trace.iter().map(|point| point.span.into()));
                let places: Vec<(FileId, usize)> = spans
                    .filter_map(|span| {
                        let file = match span.get() {
                            DiagSpanKind::Number { id, .. } | DiagSpanKind::Range { id, .. } => id,
                            DiagSpanKind::Detached => return None,
                        };
                        Some((file, desk.range(span)?.start))
                    })
                    .collect();
                // An author's line says more than the theme's that it went through.
                let from = places.iter().find(|(file, _)| *file == desk.main).and_then(|(_, at)| {
                    let next = copy.places.partition_point(|(start, _)| start <= at);
                    copy.places.get(next.checked_sub(1)?).map(|(_, place)| place)
                });
                let author = from.and_then(|place| place.at.clone());
                let theme = places.iter().find_map(|(file, at)| {
                    let name = file.vpath().get_without_slash().strip_prefix(THEME)?;
                    let source: &Arc<Source> = self.theme.typst.get(name)?;
                    Some(source.span(*at, at + 1))
                });
                let message = format!("the PDF can't be made: {}", fault.message);
                let hint = fault.hints.first().map(|hint| hint.v.to_string());
                match (author.or(theme), from) {
                    (Some(place), _) => Diagnostic::error(code::PDF, &place, message),
                    // What multum put on a page itself has no line, and so the page is named.
                    (None, Some(Place { page, .. })) if !page.as_str().is_empty() => {
                        Diagnostic::placeless(code::PDF, format!("{message}, on {page}"))
                    }
                    (None, _) => Diagnostic::placeless(code::PDF, message),
                }
                .maybe_hint(hint)
            })
            .collect()
    }
}

/// The folder in which the theme's files stand for Typst.
const THEME: &str = "theme/";

/// On which page each of the places called `anchors` stands, from 1; those that are not there, on the first.
fn pages_of(document: &PagedDocument, anchors: &[String]) -> Vec<usize> {
    let introspector = document.introspector();
    let page = |anchor: &String| {
        let label = Label::new(PicoStr::intern(anchor))?;
        let place = introspector.query_label(label).ok()?.location()?;
        Introspector::page(introspector.as_ref(), place).map(usize::from)
    };
    anchors.iter().map(|anchor| page(anchor).unwrap_or(1)).collect()
}

/// The world that Typst sees while it sets one document.
struct Desk<'a> {
    press: &'a Press<'a>,
    main: FileId,
    sources: BTreeMap<String, typst::syntax::Source>,
    files: &'a BTreeMap<String, Bytes>,
}

impl<'a> Desk<'a> {
    fn new(press: &'a Press<'a>, copy: &'a Copy) -> Desk<'a> {
        let mut sources = BTreeMap::new();
        let mut put = |name: &str, text: &str| -> Option<FileId> {
            let id = file_id(name)?;
            sources.insert(id.vpath().get_with_slash().to_owned(), typst::syntax::Source::new(id, text.to_owned()));
            Some(id)
        };
        let main = put("/main.typ", &copy.main).expect("a path");
        put("/edition.typ", &copy.edition);
        for (name, source) in &press.theme.typst {
            put(&format!("/{THEME}{name}"), source.text());
        }
        Desk { press, main, sources, files: &copy.files }
    }
}

/// Typst's number of a file. Names are used again from document to document, since Typst never forgets one.
fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<typst::syntax::Source> {
        let name = id.vpath().get_with_slash();
        self.sources.get(name).cloned().ok_or_else(|| FileError::NotFound(name.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_with_slash();
        self.files.get(name).cloned().ok_or_else(|| FileError::NotFound(name.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.faces.get(index).cloned()
    }

    /// No clock: what a document says of its day comes from the report.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
