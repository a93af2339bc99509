//! The website: a page of HTML for each page of the site, one stylesheet, and the files to take away.

mod dataset;
mod feed;
pub(in crate::outputs) mod search;
pub(in crate::outputs) mod shell;
pub(in crate::outputs) mod style;
mod template_faults;
mod words;

pub(in crate::outputs) use words::template;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use rayon::prelude::*;

use super::html::blocks::Writer;
use super::html::{Place, cycle};
use super::{Made, Memo, put};
use crate::diagnostic::{Checked, Diagnostic, Findings};
use crate::document::{Dataset, Edition, Page, PageKind, Report, Site};
use crate::source::theme::Theme;
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// The website of a site in the dress of a theme.
///
/// Pages say the sizes of what was made `before` them, and offer the same page in large print where it is there. Pages are rendered in parallel and collected in their order.
pub fn render(site: &Site, theme: &Theme, before: &Made) -> Checked<Made> {
    let common = before.tree.iter().map(|(path, file)| (path.clone(), file.bytes.len())).collect();
    let memo = Memo::none();
    render_again(site, frame(site, theme, &memo), before, common, &memo)
}

/// What of the website is no page's own, and rests on no other output: the theme's files, the search, the feed; and what stands
/// round each page.
pub(in crate::outputs) struct Frame {
    tree: Tree,
    /// Nothing when the theme's templates can't be read.
    shell: Option<shell::Shell>,
}

/// The frame of a site in the dress of a theme.
pub(in crate::outputs) fn frame(site: &Site, theme: &Theme, memo: &Memo) -> Checked<Frame> {
    let mut findings = Findings::new();
    let mut tree = Tree::default();
    assets(theme, &mut tree, &mut findings);
    if let Some((path, text)) = search::index_again(site, &memo.search) {
        put(&mut tree, path, text.into_bytes(), &mut findings);
    }
    if let Some(address) = site.facts.address.as_deref() {
        for (path, text) in feed::files(site, address) {
            put(&mut tree, path, text.into_bytes(), &mut findings);
        }
    }
    let shell = shell::Shell::new(site, theme, &tree).gather(&mut findings);
    Checked { value: Frame { tree, shell }, findings }
}

/// Pages as they were written before.
#[derive(Default)]
pub(in crate::outputs) struct Kept {
    around: Option<Around>,
    pages: BTreeMap<SitePath, Written>,
}

struct Written {
    page: Page,
    /// The report that it is of, and what is said of its data.
    report: Option<Report>,
    dataset: Option<Arc<Dataset>>,
    bytes: Arc<[u8]>,
}

impl Written {
    /// Whether the page would be written so again, as far as it and its report go.
    fn holds(&self, site: &Site, page: &Page) -> bool {
        let same_data = match (&self.dataset, site.datasets.get(&page.path)) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            (before, now) => before.is_none() && now.is_none(),
        };
        same_data && is_same(&self.page, page) && self.report.as_ref() == feed::report_of(site, page)
    }
}

/// Whether two pages are the same, with the very same blocks.
fn is_same(before: &Page, now: &Page) -> bool {
    // Every field is named, so that a new one is not forgotten here.
    let Page {
        path,
        title,
        full_title,
        description,
        kind,
        language,
        breadcrumbs,
        previous,
        next,
        banners,
        body,
        canonical,
        unlisted,
    } = before;
    body.is_same(&now.body)
        && *path == now.path
        && *title == now.title
        && *full_title == now.full_title
        && *description == now.description
        && *kind == now.kind
        && *language == now.language
        && *breadcrumbs == now.breadcrumbs
        && *previous == now.previous
        && *next == now.next
        && *banners == now.banners
        && *canonical == now.canonical
        && *unlisted == now.unlisted
}

/// What a page may show that is not its own.
#[derive(PartialEq)]
pub(in crate::outputs) struct Around {
    facts: String,
    shell: shell::Around,
    has_feed: bool,
    editions: Vec<Edition>,
    /// Files that any page may offer, with their sizes.
    common: Vec<(SitePath, usize)>,
}

/// The website in its frame, with pages that were written before where neither they nor anything round them is another.
/// `common` are the files before them that are no page's own.
pub(in crate::outputs) fn render_again(
    site: &Site,
    frame: Checked<Frame>,
    before: &Made,
    common: Vec<(SitePath, usize)>,
    memo: &Memo,
) -> Checked<Made> {
    let mut findings = Findings::new();
    let Frame { mut tree, shell } = frame.gather(&mut findings);
    let Some(shell) = shell else {
        return Checked { value: Made::of(tree), findings };
    };
    let around = Around {
        facts: format!("{:?}", site.facts),
        shell: shell.around(),
        has_feed: feed::has_feed(site),
        editions: before.editions.clone(),
        common,
    };
    let mut kept = memo.screen.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.around.as_ref() != Some(&around) {
        *kept = Kept { around: Some(around), pages: BTreeMap::new() };
    }
    let written = &kept.pages;
    // Nothing for a page that is as it was.
    let pages: Vec<Option<Result<Arc<[u8]>, Box<Diagnostic>>>> = site
        .pages
        .par_iter()
        .map(|page| {
            let same = written.get(&page.path).is_some_and(|kept| kept.holds(site, page));
            (!same).then(|| render_page(site, page, &shell, before))
        })
        .collect();
    let mut old = std::mem::take(&mut kept.pages);
    let mut now = Vec::with_capacity(site.pages.len());
    for (page, rendered) in site.pages.iter().zip(pages) {
        let written = match rendered {
            None => old.remove(&page.path),
            Some(Ok(bytes)) => Some(Written {
                page: page.clone(),
                report: feed::report_of(site, page).cloned(),
                dataset: site.datasets.get(&page.path).cloned(),
                bytes,
            }),
            Some(Err(fault)) => {
                findings.push(*fault);
                None
            }
        };
        if let Some(written) = written {
            put(&mut tree, page.path.clone(), Arc::clone(&written.bytes), &mut findings);
            now.push((page.path.clone(), written));
        }
    }
    if memo.keeps() {
        kept.pages = now.into_iter().collect();
    }
    drop(kept);
    // A fault of a template shows on every page; it is said once.
    Checked { value: Made::of(tree), findings: findings.sorted() }
}

fn render_page(site: &Site, page: &Page, shell: &shell::Shell, before: &Made) -> Result<Arc<[u8]>, Box<Diagnostic>> {
    let root = match page.kind {
        PageKind::NotFound => site.facts.address.as_deref().map(root_of),
        _ => None,
    };
    let place = Place {
        page: &page.path,
        original: &page.path,
        large: None,
        root: root.as_deref(),
        pretty: site.facts.pretty_links,
        files: &before.tree,
        editions: &before.editions,
    };
    shell.wrap(site, page, &place, &content(&place, page)).map(Arc::from)
}

/// What stands in the middle of a page.
pub(in crate::outputs) fn content(place: &Place, page: &Page) -> String {
    let mut writer = Writer::new(place);
    match page.kind {
        PageKind::Front | PageKind::Report(_) => cycle::first_page(&mut writer, &page.body),
        PageKind::Search => search::page(&mut writer, &page.body),
        PageKind::Topic(_)
        | PageKind::Measure
        | PageKind::Measures
        | PageKind::Archive
        | PageKind::About
        | PageKind::Plain
        | PageKind::NotFound => writer.blocks(&page.body),
    }
    writer.out
}

/// The path part of a site's address, such as `/review/`. Links of the page for addresses that lead nowhere begin with it.
fn root_of(address: &str) -> String {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = after_scheme.find('/').map_or("/", |at| &after_scheme[at..]);
    if path.ends_with('/') { path.to_owned() } else { format!("{path}/") }
}

/// The stylesheet, scripts and pictures of the theme.
fn assets(theme: &Theme, tree: &mut Tree, findings: &mut Findings) {
    if let Some(path) = shell::stylesheet() {
        put(tree, path, style::stylesheet(theme).into_bytes(), findings);
    }
    for (path, bytes) in &theme.assets {
        if let Some(path) = shell::asset(path.as_str()) {
            put(tree, path, bytes.clone(), findings);
        }
    }
}
