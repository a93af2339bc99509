//! The website: a page of HTML for each page of the site, one stylesheet, and the files to take away.

mod dataset;
mod feed;
mod files;
mod shell;
mod style;

use std::sync::Arc;

use rayon::prelude::*;

use super::Made;
use super::html::blocks::Writer;
use super::html::{Place, cycle};
use crate::diagnostic::{Checked, Diagnostic, Findings, code};
use crate::document::{Edition, Page, PageKind, Site};
use crate::source::theme::Theme;
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// The website of a site in the dress of a theme.
///
/// Files to take away come first, since pages say their sizes; `editions` are those that other outputs have made. Pages are rendered in parallel and collected in their order.
pub fn render(site: &Site, theme: &Theme, editions: &[Edition]) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut tree = Tree::default();
    // Bytes take their last form where they are made: copied together afterwards, they would be held twice for a while.
    let made: Vec<Vec<(SitePath, Arc<[u8]>)>> = site.pages.par_iter().map(files::of_page).collect();
    for (path, bytes) in made.into_iter().flatten() {
        put(&mut tree, path, bytes, &mut findings);
    }
    for file in &site.files {
        put(&mut tree, file.path.clone(), file.bytes.clone(), &mut findings);
    }
    assets(theme, &mut tree, &mut findings);
    if let Some(address) = site.facts.address.as_deref() {
        for (path, text) in feed::files(site, address) {
            put(&mut tree, path, text.into_bytes(), &mut findings);
        }
    }

    let Some(shell) = shell::Shell::new(site, theme, &tree).gather(&mut findings) else {
        return Checked { value: Made::of(tree), findings };
    };
    let pages: Vec<Result<Arc<[u8]>, Box<Diagnostic>>> =
        site.pages.par_iter().map(|page| render_page(site, page, &shell, &tree, editions)).collect();
    for (page, rendered) in site.pages.iter().zip(pages) {
        match rendered {
            Ok(bytes) => put(&mut tree, page.path.clone(), bytes, &mut findings),
            Err(fault) => findings.push(*fault),
        }
    }
    // A fault of a template shows on every page; it is said once.
    Checked { value: Made::of(tree), findings: findings.sorted() }
}

fn render_page(
    site: &Site,
    page: &Page,
    shell: &shell::Shell,
    files: &Tree,
    editions: &[Edition],
) -> Result<Arc<[u8]>, Box<Diagnostic>> {
    let root = match page.kind {
        PageKind::NotFound => site.facts.address.as_deref().map(root_of),
        _ => None,
    };
    let place = Place { page: &page.path, root: root.as_deref(), pretty: site.facts.pretty_links, files, editions };
    let mut writer = Writer::new(&place);
    match page.kind {
        PageKind::Front | PageKind::Report(_) => cycle::first_page(&mut writer, &page.body),
        PageKind::Topic(_)
        | PageKind::Measure
        | PageKind::Measures
        | PageKind::Archive
        | PageKind::About
        | PageKind::Plain
        | PageKind::NotFound => writer.blocks(&page.body),
    }
    shell.wrap(site, page, &place, &writer.out).map(Arc::from)
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

fn put(tree: &mut Tree, path: SitePath, bytes: impl Into<Arc<[u8]>>, findings: &mut Findings) {
    if let Err(taken) = tree.insert(path, bytes) {
        let message = format!("two pages or files would have the address {taken}");
        findings.push(Diagnostic::placeless(code::ADDRESS, message).hint("give one of the two another name"));
    }
}
