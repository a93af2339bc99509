//! The website: a page of HTML for each page of the site, one stylesheet, and the files to take away.

mod dataset;
mod feed;
pub(in crate::outputs) mod search;
pub(in crate::outputs) mod shell;
pub(in crate::outputs) mod style;
mod template_faults;
mod words;

pub(in crate::outputs) use words::template;

use std::sync::Arc;

use rayon::prelude::*;

use super::html::blocks::Writer;
use super::html::{Place, cycle};
use super::{Made, put};
use crate::diagnostic::{Checked, Diagnostic, Findings};
use crate::document::{Page, PageKind, Site};
use crate::source::theme::Theme;
use crate::tree::Tree;

/// The website of a site in the dress of a theme.
///
/// Pages say the sizes of what was made `before` them, and offer the same page in large print where it is there. Pages are rendered in parallel and collected in their order.
pub fn render(site: &Site, theme: &Theme, before: &Made) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut tree = Tree::default();
    assets(theme, &mut tree, &mut findings);
    if let Some((path, text)) = search::index(site) {
        put(&mut tree, path, text.into_bytes(), &mut findings);
    }
    if let Some(address) = site.facts.address.as_deref() {
        for (path, text) in feed::files(site, address) {
            put(&mut tree, path, text.into_bytes(), &mut findings);
        }
    }

    let Some(shell) = shell::Shell::new(site, theme, &tree).gather(&mut findings) else {
        return Checked { value: Made::of(tree), findings };
    };
    let pages: Vec<Result<Arc<[u8]>, Box<Diagnostic>>> =
        site.pages.par_iter().map(|page| render_page(site, page, &shell, before)).collect();
    for (page, rendered) in site.pages.iter().zip(pages) {
        match rendered {
            Ok(bytes) => put(&mut tree, page.path.clone(), bytes, &mut findings),
            Err(fault) => findings.push(*fault),
        }
    }
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
