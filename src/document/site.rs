//! The site as a whole: its reports, its pages, and what readers see of `site.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Span;
use crate::vocabulary::{AcademicYear, Language, SitePath, Slug};

use super::{Block, Braille, Correction, Dataset, Image, StatementDays};

/// Everything that outputs render.
#[derive(Clone, Debug)]
pub struct Site {
    /// What every page says of the site.
    pub facts: SiteFacts,
    /// The reports, newest first.
    pub reports: Vec<Report>,
    /// Every page of the screen edition, in the order of its path.
    pub pages: Vec<Page>,
    /// Pictures and other files that lie beside the content.
    pub files: Vec<ContentFile>,
    /// What was corrected or added after it was published, the newest first.
    pub corrections: Vec<Correction>,
    /// What search engines for data are told, by the page that holds the data.
    pub datasets: BTreeMap<SitePath, Arc<Dataset>>,
    /// How old the accessibility statement is.
    pub statement: StatementDays,
    /// The reviews of providers whose counts its pages show, each with the report of that page, by its number among
    /// `reports`: what `publish` puts on record.
    pub reviews: Vec<(usize, ShownReview)>,
}

/// A review of providers whose counts a page shows, in the names that authors give.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ShownReview {
    /// By which criteria.
    pub scheme: Slug,
    /// Whose providers.
    pub geography: Slug,
    /// In which year.
    pub year: AcademicYear,
    /// In which term.
    pub term: &'static str,
}

/// What readers see of `site.toml`.
#[derive(Clone, Debug)]
pub struct SiteFacts {
    /// The site's name.
    pub title: String,
    /// Its address with a slash at the end, such as `https://example.gov.uk/review/`, when it is known.
    pub address: Option<String>,
    /// The language that pages are in unless they say otherwise.
    pub language: Language,
    /// Who publishes it.
    pub organisation: Organisation,
    /// What every page must say of itself, such as that it is a reconstruction.
    pub notice: Option<String>,
    /// The same in few words, for the foot of each sheet of paper.
    pub short_notice: Option<String>,
    /// Whether it is the internal edition, which names providers and is never published.
    pub internal: bool,
    /// Under which licence its content is, when whoever publishes it has said so.
    pub licence: Option<Licence>,
    /// Which of `reports` the front page carries.
    pub front: usize,
    /// Whether links drop `index.html`, for a web server that finds it.
    pub pretty_links: bool,
    /// Whether each chart can be taken away as a picture (PNG) too.
    pub pictures: bool,
    /// What built it, such as `multum 0.1.0`.
    pub generator: String,
    /// How its braille is made.
    pub braille: Braille,
}

/// Who publishes the site.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its own website.
    pub url: Option<String>,
    /// Whom to ask for other formats or with questions: an e-mail address, a telephone number, or a sentence.
    pub contact: Option<String>,
}

/// Under which licence content may be used again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Licence {
    /// Its name, such as `Open Government Licence v3.0`.
    pub name: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// What is under it, in a sentence, when that is not everything.
    pub covers: Option<String>,
}

/// A report: one authority's review of one year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// Its folder in the site, such as `2016-17`.
    pub folder: SitePath,
    /// Its title.
    pub title: String,
    /// Its year.
    pub year: AcademicYear,
    /// Whose it is.
    pub geography: Slug,
    /// Whose it is, in words.
    pub geography_title: Arc<str>,
    /// Whether it is out.
    pub status: Status,
    /// When it was published, as year-month-day.
    pub published: Option<String>,
    /// When it was last changed, as year-month-day.
    pub updated: Option<String>,
    /// How settled its figures are, in words: `Figures are final`.
    pub figures: Option<String>,
    /// When the next one comes out: a day as year-month-day, or words such as `Autumn 2018`.
    pub next: Option<String>,
    /// Its pages' indices in [`Site::pages`], its front page first, in the order of reading.
    pub pages: Vec<usize>,
}

/// Whether a report is out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It is.
    Published,
    /// It is being written: built with `--drafts` only, marked on every page, closed to search engines.
    Draft,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file in the site, such as `2016-17/key-stage-2.html`.
    pub path: SitePath,
    /// Its first heading.
    pub title: String,
    /// Its title where it must be told from others: in tabs, bookmarks and search results.
    pub full_title: String,
    /// The page in one sentence.
    pub description: Option<String>,
    /// What it is.
    pub kind: PageKind,
    /// Its language.
    pub language: Language,
    /// The way to it: pages above it, the site's front page first, itself left out.
    pub breadcrumbs: Vec<PageLink>,
    /// The page before it in reading order.
    pub previous: Option<PageLink>,
    /// The page after it.
    pub next: Option<PageLink>,
    /// What must be said above its content: that it is a draft, that a later report is out.
    pub banners: Vec<Banner>,
    /// What stands on it.
    pub body: Blocks,
    /// The address that search engines should keep, when it is another page.
    pub canonical: Option<SitePath>,
    /// Whether search engines should leave it out.
    pub unlisted: bool,
}

/// The blocks of a page, shared: pages that show the same, and sites that follow one another in a preview, hold them once.
#[derive(Clone, Default)]
pub struct Blocks {
    blocks: Arc<Vec<Block>>,
    behind: Arc<Vec<Behind>>,
    places: Arc<Vec<Span>>,
}

/// What stands behind a figure of a sentence, for its author: no edition shows it.
#[derive(Clone, Debug)]
pub struct Behind {
    /// The figure, or what stands in its place.
    pub text: String,
    /// What it is of: the measure, the place and the year.
    pub of: String,
    /// The measure.
    pub measure: Slug,
    /// Where it comes from.
    pub source: String,
    /// Why there is no figure, where there is none.
    pub why: Option<String>,
    /// Where the author asked for it.
    pub at: Span,
}

impl Blocks {
    /// Blocks with what stands behind their figures, and where their author wrote them: a place for each from the first on,
    /// as far as an author wrote them.
    pub fn new(blocks: Vec<Block>, behind: Vec<Behind>, places: Vec<Span>) -> Blocks {
        Blocks { blocks: Arc::new(blocks), behind: Arc::new(behind), places: Arc::new(places) }
    }

    /// Where the author wrote the block of this number; nothing when multum put it there.
    pub fn place(&self, number: usize) -> Option<&Span> {
        self.places.get(number)
    }

    /// What stands behind the figures that authors asked for, in their order.
    pub fn behind(&self) -> &[Behind] {
        &self.behind
    }

    /// The blocks to be changed: from then on they are this page's alone.
    pub fn make_mut(&mut self) -> &mut Vec<Block> {
        Arc::make_mut(&mut self.blocks)
    }

    /// Whether both are one and the same. Two that are made of the same words are not, and nothing is lost by that.
    pub fn is_same(&self, other: &Blocks) -> bool {
        Arc::ptr_eq(&self.blocks, &other.blocks)
    }
}

impl std::ops::Deref for Blocks {
    type Target = [Block];

    fn deref(&self) -> &[Block] {
        &self.blocks
    }
}

impl From<Vec<Block>> for Blocks {
    fn from(blocks: Vec<Block>) -> Blocks {
        Blocks::new(blocks, Vec::new(), Vec::new())
    }
}

impl<'a> IntoIterator for &'a Blocks {
    type Item = &'a Block;
    type IntoIter = std::slice::Iter<'a, Block>;

    fn into_iter(self) -> Self::IntoIter {
        self.blocks.iter()
    }
}

impl std::fmt::Debug for Blocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.blocks.fmt(f)
    }
}

/// A line that must be said above a page's content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Banner {
    /// What it says.
    pub words: Vec<super::Inline>,
    /// What each sheet of paper says of it in few words, where it says that what the page shows is not real. Such a banner goes
    /// with its page into each edition; others speak of the report, and are said once where it is read from end to end.
    pub sample: Option<String>,
}

impl From<Vec<super::Inline>> for Banner {
    fn from(words: Vec<super::Inline>) -> Banner {
        Banner { words, sample: None }
    }
}

/// What a page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageKind {
    /// The site's front page.
    Front,
    /// A report's front page; which of [`Site::reports`].
    Report(usize),
    /// A page of a report.
    Topic(usize),
    /// A measure's page.
    Measure,
    /// The list of all measures.
    Measures,
    /// The list of all reports.
    Archive,
    /// A page that multum makes about the site: glossary, corrections, accessibility statement, formats, data.
    About,
    /// Where readers look for a page by its words.
    Search,
    /// Any other page of content that belongs to no report.
    Plain,
    /// What a web server shows for an address that leads nowhere.
    NotFound,
}

/// A link to a page, with its sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageLink {
    /// The words of the link.
    pub title: String,
    /// Where it leads.
    pub path: SitePath,
    /// What is to be found there, in one sentence.
    pub description: Option<String>,
}

/// A file to take away.
#[derive(Clone, Debug)]
pub struct Download {
    /// What it is: "Figures of this measure".
    pub title: String,
    /// The file in the site.
    pub path: SitePath,
    /// Its kind in words, such as `CSV`.
    pub kind: String,
    /// Its size in bytes.
    pub bytes: usize,
}

/// A file that an author put beside the content.
#[derive(Clone, Debug)]
pub struct ContentFile {
    /// Where it goes.
    pub path: SitePath,
    /// What is in it.
    pub bytes: Arc<[u8]>,
}

impl Site {
    /// Every image of every page: what checks and editions ask for.
    pub fn images(&self) -> impl Iterator<Item = (&Page, &Image)> {
        self.pages.iter().flat_map(|page| {
            page.body.iter().filter_map(move |block| match block {
                Block::Image(image) => Some((page, image)),
                _ => None,
            })
        })
    }
}
