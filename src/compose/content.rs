//! The files of `content/`: their front matter, and where their text begins.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code};
use crate::document::Status;
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::world::{World, read_text};
use crate::source::{Node, yaml};
use crate::vocabulary::{AcademicYear, Language, Moment, SitePath};

use super::embargo::Embargo;

/// Everything in `content/`.
pub struct Content {
    /// Pages, in the order of their paths.
    pub(super) pages: Vec<Arc<ContentPage>>,
    /// Pieces that pages include: files below a folder whose name begins with an underscore.
    pub(super) partials: Vec<(SitePath, Arc<Source>)>,
    /// Pictures and other files, by their path below `content/`.
    pub(super) files: Vec<(SitePath, Arc<[u8]>)>,
    /// Pages that are there and could not be read, which has been told.
    pub(super) unread: Vec<SitePath>,
}

/// A page of content.
#[derive(Clone)]
pub(super) struct ContentPage {
    /// Its file below `content/`, such as `2016-17/send.md`.
    pub file: SitePath,
    pub source: Arc<Source>,
    /// The text after the front matter.
    pub body: Range<usize>,
    pub front: FrontMatter,
}

/// What a page says of itself.
#[derive(Clone)]
pub(super) struct FrontMatter {
    pub title: String,
    pub title_at: Span,
    pub description: Option<String>,
    pub order: i64,
    pub status: Status,
    pub language: Option<Language>,
    pub published: Option<String>,
    /// The same with where it is written.
    pub published_at: Option<(String, Span)>,
    /// Until when the report may not go out.
    pub embargo: Option<Embargo>,
    pub updated: Option<String>,
    /// How settled the report's figures are, in the author's word.
    pub figures: Option<String>,
    pub next_release: Option<String>,
    /// Formats that people made: a title, a file or an address, and where that is written.
    pub formats: Vec<(String, String, Span)>,
    pub report: Option<ReportHead>,
    /// Where it says `report:`, be it rightly or not.
    pub report_at: Option<Span>,
}

/// What makes a folder a report.
#[derive(Clone)]
pub(super) struct ReportHead {
    pub year: AcademicYear,
    pub geography: (String, Span),
    pub compare: Vec<(String, Span)>,
}

/// The form of a page's front matter.
pub static FRONT_MATTER: Form = Form {
    name: "page",
    files: "content/**/*.md",
    about: "What a page of content says of itself, between two lines of --- at its beginning.",
    shape: &Shape::Record(&[
        required("title", Shape::Line, "The page's first heading."),
        optional(
            "description",
            Shape::Text,
            "The page in one sentence: it stands below the title and in search results.",
        ),
        optional(
            "order",
            Shape::Integer { least: -9_999, most: 9_999 },
            "Where the page stands among those of its report; the lowest first.",
        ),
        optional("status", Shape::Word(&["published", "draft"]), "A draft is built with --drafts only."),
        optional("language", Shape::Language, "The page's language, such as cy, when it is not the site's."),
        optional("published", Shape::Date, "When the report was published, such as 2017-09-07."),
        optional(
            "embargo",
            Shape::Moment,
            "Until when the report may not go out, such as 2017-09-07T09:30 by British clocks.",
        ),
        optional("updated", Shape::Date, "When the report was last changed, such as 2017-10-02."),
        optional(
            "figures",
            Shape::Word(&["provisional", "revised", "final"]),
            "How settled the report's figures are as a whole.",
        ),
        optional("next_release", Shape::Line, "When the next report comes out: a date, or words such as Autumn 2018."),
        optional(
            "formats",
            Shape::List(&Shape::Record(&[
                required("title", Shape::Line, "What it is, such as Easy Read or British Sign Language."),
                required("link", Shape::Line, "Its file beside this page, or its address."),
            ])),
            "Formats of the report that people made, beside those that multum makes.",
        ),
        optional("report", REPORT, "Makes the folder of this index.md a report."),
    ]),
};

const REPORT: Shape = Shape::Record(&[
    required("year", Shape::AcademicYear, "The report's academic year, such as 2016/17."),
    required("geography", Shape::Slug, "Whose report it is: a place of data/geographies.yaml."),
    optional("compare", Shape::List(&Shape::Slug), "With what it compares: places, or statistical-neighbours."),
]);

const FOLDER: &str = "content";

/// Pages as they were read before. A preview keeps one, so that a page that did not change is not read again.
pub struct Memo {
    kept: Mutex<BTreeMap<SitePath, Known>>,
    /// Whether anything is kept at all.
    keeps: bool,
}

impl Default for Memo {
    fn default() -> Memo {
        Memo { kept: Mutex::default(), keeps: true }
    }
}

/// A page with the bytes that it was read from, and what was found wrong on the way.
type Known = (Arc<[u8]>, Arc<ContentPage>, Findings);

impl Memo {
    /// One that keeps nothing, for content that is read once.
    pub fn none() -> Memo {
        Memo { keeps: false, ..Memo::default() }
    }

    fn known(&self, path: &SitePath, bytes: &Arc<[u8]>) -> Option<(Findings, Option<Read>)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, page, found) = kept.get(path)?;
        let same = Arc::ptr_eq(before, bytes) || before == bytes;
        same.then(|| (found.clone(), Some(Read::Page(Arc::clone(page)))))
    }

    fn forget_all_but(&self, files: &[SitePath]) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() > files.len() {
            let there: BTreeSet<&SitePath> = files.iter().collect();
            kept.retain(|path, _| there.contains(path));
        }
    }

    fn keep(&self, path: &SitePath, bytes: Arc<[u8]>, (found, read): &(Findings, Option<Read>)) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match read {
            Some(Read::Page(page)) => {
                kept.insert(path.clone(), (bytes, Arc::clone(page), found.clone()));
            }
            Some(Read::Partial(..) | Read::File(..) | Read::Unread(_)) | None => drop(kept.remove(path)),
        }
    }
}

/// Reads `content/`.
pub fn load(world: &dyn World) -> Checked<Content> {
    load_again(world, &Memo::none())
}

/// The same, with pages that were read before where their bytes are as they were.
pub fn load_again(world: &dyn World, memo: &Memo) -> Checked<Content> {
    let mut findings = Findings::new();
    let folder = SitePath::new(FOLDER).expect("a path");
    let files = match world.list(&folder) {
        Ok(files) => files,
        Err(error) => {
            findings.push(
                Diagnostic::placeless(
                    code::SITE,
                    format!("expected a folder content with the pages of the site: {error}"),
                )
                .hint("make a folder content with a page index.md, or run multum new to see a small site"),
            );
            Vec::new()
        }
    };
    let read: Vec<(Findings, Option<Read>)> = files.par_iter().map(|path| once(world, path, memo)).collect();
    memo.forget_all_but(&files);
    let mut content = Content { pages: Vec::new(), partials: Vec::new(), files: Vec::new(), unread: Vec::new() };
    for (found, read) in read {
        findings.extend(found);
        match read {
            Some(Read::Page(page)) => content.pages.push(page),
            Some(Read::Partial(path, source)) => content.partials.push((path, source)),
            Some(Read::File(path, bytes)) => content.files.push((path, bytes)),
            Some(Read::Unread(path)) => content.unread.push(path),
            None => {}
        }
    }
    Checked { value: content, findings }
}

enum Read {
    Page(Arc<ContentPage>),
    Partial(SitePath, Arc<Source>),
    File(SitePath, Arc<[u8]>),
    Unread(SitePath),
}

fn once(world: &dyn World, path: &SitePath, memo: &Memo) -> (Findings, Option<Read>) {
    let (Some(memo), Ok(bytes)) =
        (Some(memo).filter(|memo| memo.keeps && path.extension() == Some("md")), world.read(path))
    else {
        return one(world, path);
    };
    memo.known(path, &bytes).unwrap_or_else(|| {
        let read = one(world, path);
        memo.keep(path, bytes, &read);
        read
    })
}

fn one(world: &dyn World, path: &SitePath) -> (Findings, Option<Read>) {
    let mut findings = Findings::new();
    let below = path.as_str().strip_prefix("content/").and_then(SitePath::new).unwrap_or_else(SitePath::top);
    let read = if path.extension() == Some("md") {
        match read_text(world, path) {
            Ok(source) if below.as_str().split('/').any(|part| part.starts_with('_')) => {
                Some(Read::Partial(below, source))
            }
            Ok(source) => match page(below.clone(), source, &mut findings) {
                Some(page) => Some(Read::Page(Arc::new(page))),
                None => Some(Read::Unread(below)),
            },
            Err(fault) => {
                findings.push(*fault);
                Some(Read::Unread(below))
            }
        }
    } else if below.as_str().split('/').any(|part| part.starts_with('_')) {
        None
    } else {
        match world.read(path) {
            Ok(bytes) => Some(Read::File(below, bytes)),
            Err(error) => {
                findings.push(Diagnostic::placeless(code::REACH, error.to_string()));
                None
            }
        }
    };
    (findings, read)
}

fn page(file: SitePath, source: Arc<Source>, findings: &mut Findings) -> Option<ContentPage> {
    let Some((matter, body)) = split(source.text()) else {
        let fault = |message: &str| Diagnostic::error(code::FRONT_MATTER, &source.line(1), message);
        findings.push(if source.line(1).text().trim_end() == "---" {
            fault("expected a second line --- after the page's facts, found none")
                .hint("write --- on a line of its own below them")
        } else {
            fault("expected the page's facts between two lines of ---, found none")
                .hint("begin the file with three lines: ---, then title: and the page's title, then --- again")
        });
        return None;
    };
    let node = yaml::parse_part(&source, matter.clone()).gather(findings);
    shape::check(&node, FRONT_MATTER.shape, findings);
    let front = front_matter(&node, &source);
    Some(ContentPage { file, body: body..source.text().len(), source, front })
}

/// The front matter's bytes, and where the text after it begins.
fn split(text: &str) -> Option<(Range<usize>, usize)> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = text[start..].find('\n').map(|at| start + at + 1)?;
    if text[start..first].trim_end() != "---" {
        return None;
    }
    let mut at = first;
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |found| at + found + 1);
        if text[at..end].trim_end() == "---" {
            return Some((first..at, end));
        }
        at = end;
    }
    None
}

fn front_matter(node: &Node, source: &Arc<Source>) -> FrontMatter {
    let title = node.get("title").and_then(Node::text);
    let (title, title_at) = match title {
        Some(title) => (title.as_str().trim().to_owned(), title.span().clone()),
        None => (String::new(), source.line(1)),
    };
    let language = node.get("language").and_then(Node::text).and_then(|text| Language::new(text.as_str()));
    let status = match node.get("status").and_then(Node::text).map(|text| text.as_str().to_owned()) {
        Some(word) if word == "draft" => Status::Draft,
        _ => Status::Published,
    };
    let report = node.get("report").and_then(report_head);
    let spelt = |key: &str| node.get(key).and_then(Node::text);
    FrontMatter {
        title,
        title_at,
        description: node.string("description").map(|text| text.trim().to_owned()),
        order: node.get("order").and_then(Node::text).and_then(|text| text.integer()).unwrap_or(i64::MAX),
        status,
        language,
        published: node.string("published"),
        published_at: spelt("published").map(|text| (text.as_str().to_owned(), text.span().clone())),
        embargo: spelt("embargo")
            .and_then(|text| Some(Embargo { until: Moment::parse(text.as_str())?, at: text.span().clone() })),
        updated: node.string("updated"),
        figures: node.string("figures"),
        next_release: node.string("next_release").map(|text| text.trim().to_owned()),
        formats: node.get("formats").map(Node::items).unwrap_or_default().iter().filter_map(format).collect(),
        report,
        report_at: node.entries().iter().find(|(name, _)| name == "report").map(|(name, _)| name.span().clone()),
    }
}

fn format(node: &Node) -> Option<(String, String, Span)> {
    let link = node.get("link")?.text()?;
    Some((node.string("title")?.trim().to_owned(), link.as_str().trim().to_owned(), link.span().clone()))
}

fn report_head(node: &Node) -> Option<ReportHead> {
    let year = node.get("year").and_then(Node::text)?;
    let named = |node: &Node| node.text().map(|text| (text.as_str().to_owned(), text.span().clone()));
    let geography = node.get("geography").and_then(named)?;
    let compare = node.get("compare").map(|list| list.items().iter().filter_map(named).collect()).unwrap_or_default();
    Some(ReportHead { year: AcademicYear::parse(year.as_str())?, geography, compare })
}
