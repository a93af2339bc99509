//! Reports as PDFs, set by Typst: standard, large and giant print with each build, any page at any size on request.
//!
//! Each is PDF/UA-1, the standard of accessible PDFs, or it is not made: Typst checks while it writes, and what it finds is
//! told on the author's line. The rules of large print are UKAAF's (G003, 2019; MS03, 2012): sans serif, ragged right, no
//! italics, no hyphenation, no blocks of capitals, nothing below the size of the text, charts drawn anew for the size.
//!
//! | module | what |
//! |---|---|
//! | [`request`] | what somebody asks for |
//! | `manuscript`, `table` | blocks as a Typst document |
//! | `drawing` | a chart that is higher than a page, in parts |
//! | `fonts` | the two faces, and what they lack |
//! | `press` | Typst: layout, PDF, faults |
//!
//! How it looks is the theme's: `themes/*/typst/report.typ`. Nothing is remembered here from one build to the next but what
//! Typst remembers itself, which is let go of when it was not used again.

mod drawing;
mod fonts;
mod manuscript;
mod press;
pub mod request;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write;

use rayon::prelude::*;

use self::fonts::Fonts;
use self::manuscript::{Manuscript, Setting, language_parts};
use self::press::{Copy, Pdf, Press};
use self::request::{Request, Size, What};
use super::{Made, put};
use crate::diagnostic::{Checked, Diagnostic, Findings, code};
use crate::document::{Edition, Page, Report, Site, Status, plain_text};
use crate::source::theme::Theme;
use crate::vocabulary::{SitePath, date_in_words};

/// The sizes that each report is made in with each build, and the files' names.
pub const SIZES: [(Size, &str); 3] =
    [(Size::STANDARD, "print-12.pdf"), (Size::LARGE, "large-print-18.pdf"), (Size::GIANT, "large-print-24.pdf")];

/// How many builds Typst's memory outlives. A preview's next build finds what has not changed; a longer one would grow.
const REMEMBERED: usize = 2;

/// One document, or one part of a long one.
pub struct Volume {
    /// The bytes of the PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Every report in every size.
pub fn render(site: &Site, theme: &Theme, before: &Made) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut made = Made::default();
    let Some(fonts) = Fonts::of(theme).gather(&mut findings) else {
        return Checked { value: made, findings };
    };
    let press = Press::new(theme, &fonts);
    let wanted: Vec<(usize, &Report, Size, &str)> = site
        .reports
        .iter()
        .enumerate()
        .flat_map(|(at, report)| SIZES.map(|(size, name)| (at, report, size, name)))
        .collect();
    // One document is laid out by one thread for the most part, so several are made side by side.
    let set: Vec<Checked<Vec<Volume>>> = wanted
        .par_iter()
        .map(|(at, _, size, _)| volumes(site, &press, &before.editions, &Request::report(*at, *size)))
        .collect();
    for ((at, report, size, name), volumes) in wanted.into_iter().zip(set) {
        let Some(volume) = volumes.gather(&mut findings).pop() else { continue };
        let Some(path) = report.folder.join(name) else { continue };
        made.editions.push(Edition {
            report: at,
            path: path.clone(),
            title: size.name(),
            kind: "PDF".to_owned(),
            length: Some((volume.pages, "pages")),
            bytes: volume.bytes.len(),
            note: None,
        });
        put(&mut made.tree, path, volume.bytes, &mut findings);
    }
    typst::comemo::evict(REMEMBERED);
    // The same letter is missing from every size, and said once.
    Checked { value: made, findings: findings.sorted() }
}

/// The PDFs of one request: as many as it has volumes; none when something is wrong, and then it is said what.
pub fn make(site: &Site, theme: &Theme, editions: &[Edition], request: &Request) -> Checked<Vec<Volume>> {
    let mut findings = Findings::new();
    let Some(fonts) = Fonts::of(theme).gather(&mut findings) else {
        return Checked { value: Vec::new(), findings };
    };
    let made = volumes(site, &Press::new(theme, &fonts), editions, request).gather(&mut findings);
    typst::comemo::evict(REMEMBERED);
    Checked { value: made, findings: findings.sorted() }
}

fn volumes(site: &Site, press: &Press<'_>, editions: &[Edition], request: &Request) -> Checked<Vec<Volume>> {
    let chapters: Vec<&Page> = match request.what {
        What::Report(report) => {
            let pages = site.reports.get(report).map(|report| report.pages.as_slice()).unwrap_or_default();
            pages.iter().filter_map(|page| site.pages.get(*page)).collect()
        }
        What::Page(page) => site.pages.get(page).into_iter().collect(),
    };
    if chapters.is_empty() {
        let fault =
            Diagnostic::placeless(code::PDF, "expected a report or a page of the site, found none of that number");
        return Checked { value: Vec::new(), findings: Findings::from_iter([fault]) };
    }
    let whole = |volumes: &[&[&Page]]| -> Vec<Checked<Option<Pdf>>> {
        let places: BTreeMap<SitePath, usize> = volumes
            .iter()
            .enumerate()
            .flat_map(|(at, chapters)| chapters.iter().map(move |page| (page.path.clone(), at + 1)))
            .collect();
        let set = |(at, chapters): (usize, &&[&Page])| {
            let setting = Setting { site, fonts: press.fonts, request, editions, volumes: &places, volume: at + 1 };
            pdf(press, &setting, chapters, volumes.len())
        };
        volumes.par_iter().enumerate().map(set).collect()
    };
    let mut findings = Findings::new();
    let mut set = |volumes: &[&[&Page]]| -> Vec<Pdf> {
        whole(volumes).into_iter().filter_map(|volume| volume.gather(&mut findings)).collect()
    };
    let mut parts = set(&[&chapters]);
    let wanted = request.volumes.clamp(1, chapters.len());
    if let (true, Some(one)) = (wanted > 1, parts.first()) {
        parts = set(&super::divided(&chapters, &one.chapters, one.pages, wanted));
    }
    // Half a report is none.
    let volumes = if findings.has_errors() { Vec::new() } else { parts };
    let volumes = volumes.into_iter().map(|part| Volume { bytes: part.bytes, pages: part.pages }).collect();
    Checked { value: volumes, findings: findings.sorted() }
}

/// The PDF of one volume.
fn pdf(press: &Press<'_>, setting: &Setting<'_>, chapters: &[&Page], volumes: usize) -> Checked<Option<Pdf>> {
    let facts = Facts::of(setting, press.tokens(), chapters, volumes);
    let mut manuscript = Manuscript::new(setting);
    manuscript.code("#import \"/theme/report.typ\": *\n#show: report\n#{\ncover\ncontents\n");
    manuscript.chapters(chapters, facts.opening);
    manuscript.code("}\n");
    let mut findings = manuscript.findings();
    if findings.has_errors() {
        return Checked { value: None, findings };
    }
    let edition = facts.edition(&mut manuscript);
    findings.extend(manuscript.findings());
    let copy = Copy {
        main: std::mem::take(&mut manuscript.out),
        edition,
        files: std::mem::take(&mut manuscript.files),
        places: std::mem::take(&mut manuscript.places),
        chapters: chapters.iter().map(|page| page.path.to_string()).collect(),
        ident: facts.ident(),
        date: facts.date(),
        generator: setting.site.facts.generator.clone(),
    };
    if findings.has_errors() {
        return Checked { value: None, findings };
    }
    let made = press.pdf(&copy).gather(&mut findings);
    Checked { value: made, findings }
}

/// What the theme is told of a document.
struct Facts<'a> {
    setting: &'a Setting<'a>,
    tokens: &'a BTreeMap<String, String>,
    report: Option<&'a Report>,
    title: String,
    subtitle: Option<String>,
    /// Whether the first chapter is what the document is called for.
    opening: bool,
    full: bool,
    volumes: usize,
    /// The first page.
    page: Option<&'a Page>,
    /// What the website says above pages of the report as a whole, each once.
    remarks: Vec<String>,
}

impl<'a> Facts<'a> {
    fn of(
        setting: &'a Setting<'a>,
        tokens: &'a BTreeMap<String, String>,
        chapters: &[&'a Page],
        volumes: usize,
    ) -> Facts<'a> {
        let site = setting.site;
        let page = chapters.first();
        let (report, full) = match setting.request.what {
            What::Report(report) => (site.reports.get(report), true),
            What::Page(at) => (site.reports.iter().find(|report| report.pages.contains(&at)), false),
        };
        let (title, subtitle) = match (report, full) {
            (Some(report), true) => (report.title.clone(), None),
            (report, _) => {
                let title = page.map_or_else(|| site.facts.title.clone(), |page| page.title.clone());
                let of = report.map_or(&site.facts.title, |report| &report.title);
                let of = (*of != title).then(|| of.clone());
                (title, of)
            }
        };
        let first = report.and_then(|report| site.pages.get(*report.pages.first()?));
        let opening = !full || page.is_some_and(|page| first.is_some_and(|first| first.path == page.path));
        let mut remarks = Vec::new();
        for banner in chapters.iter().flat_map(|page| &page.banners).filter(|banner| banner.sample.is_none()) {
            let words = plain_text(&banner.words);
            if !remarks.contains(&words) {
                remarks.push(words);
            }
        }
        Facts { setting, tokens, report, title, subtitle, opening, full, volumes, page: page.copied(), remarks }
    }

    fn published(&self) -> Option<&str> {
        self.report.and_then(|report| report.published.as_deref())
    }

    fn date(&self) -> Option<(i32, u8, u8)> {
        let day: jiff::civil::Date = self.published()?.get(..10)?.parse().ok()?;
        Some((i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs()))
    }

    fn ident(&self) -> String {
        let request = self.setting.request;
        let place = match request.what {
            What::Report(report) => self.setting.site.reports.get(report).map(|report| report.folder.to_string()),
            What::Page(page) => self.setting.site.pages.get(page).map(|page| page.path.to_string()),
        };
        let address = self.setting.site.facts.address.as_deref().unwrap_or_default();
        format!(
            "{address} {} {} {} {} {} of {}",
            self.setting.site.facts.title,
            place.unwrap_or_default(),
            request.size,
            request.paper.name(),
            self.setting.volume,
            self.volumes
        )
    }

    /// The file that the theme reads them from.
    fn edition(&self, manuscript: &mut Manuscript<'_>) -> String {
        let setting = self.setting;
        let facts = &setting.site.facts;
        let request = setting.request;
        let body = std::mem::take(&mut manuscript.out);
        let text = |manuscript: &mut Manuscript<'_>, name: &str, value: Option<&str>| {
            let _ = write!(manuscript.out, "#let {name} = ");
            match value {
                Some(value) => manuscript.literal(value),
                None => manuscript.code("none"),
            }
            manuscript.code("\n");
        };
        let (language, region) = language_parts(facts.language.as_str());
        let published = self.published().map(date_in_words);
        let edition = request.size.name();
        for (name, value) in [
            ("title", Some(self.title.as_str())),
            ("subtitle", self.subtitle.as_deref()),
            ("organisation", Some(facts.organisation.name.as_str())),
            ("published", published.as_deref()),
            ("notice", facts.notice.as_deref()),
            ("contact", facts.organisation.contact.as_deref()),
            ("language", Some(language.as_str())),
            ("region", region.as_deref()),
            ("edition", Some(edition.as_str())),
            ("font", Some(setting.fonts.family.as_str())),
        ] {
            text(manuscript, name, value);
        }
        // A single page has no sheets but its own.
        let standing = setting.standing(self.page.filter(|_| !self.full));
        let lines = setting.foot(&standing);
        manuscript.code("#let standing = ");
        manuscript.list_of_words(&standing);
        let _ = write!(manuscript.out, "\n#let standing-lines = {lines}\n#let remarks = ");
        manuscript.list_of_words(&self.remarks);
        manuscript.code("\n");
        let date = self.date().map_or("none".to_owned(), |(year, month, day)| {
            format!("datetime(year: {year}, month: {month}, day: {day})")
        });
        let draft = self.report.is_some_and(|report| report.status == Status::Draft);
        let running = setting.lines(&self.title);
        let _ = write!(
            manuscript.out,
            "#let date = {date}\n#let size = {}pt\n#let large = {}\n#let paper = rgb(\"{}\")\n#let draft = {draft}\n\
             #let internal = {}\n#let volume = {}\n#let volumes = {}\n#let running-lines = {}\n#let full = {}\n",
            request.size,
            request.size.is_large(),
            request.paper.colour(),
            request.internal || facts.internal,
            setting.volume,
            self.volumes,
            running,
            self.full,
        );
        manuscript.code("#let colours = (");
        let colours: Vec<_> = self.tokens.iter().filter(|(_, value)| is_plain_colour(value)).collect();
        for (name, value) in &colours {
            manuscript.literal(name);
            manuscript.code(": rgb(");
            manuscript.literal(value);
            manuscript.code("), ");
        }
        manuscript.code(if colours.is_empty() { ":)\n" } else { ")\n" });
        std::mem::replace(&mut manuscript.out, body)
    }
}

/// Whether a token is a colour that Typst reads as CSS does: `#14532d`.
fn is_plain_colour(value: &str) -> bool {
    value
        .strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
