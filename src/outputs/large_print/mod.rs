//! The website in large print: each page again, in one column, at each size that a reader can choose, with its charts drawn
//! for the size.
//!
//! The rules are those of the UK Association for Accessible Formats (G003, 2019): 18 point and more, nothing smaller than
//! the text round it, no italics, no blocks of capitals, ragged right, one column, nothing that scrolls sideways. All
//! lengths hang on the size, so that a page's content is written once and serves every size; the size is in the address,
//! which is why links keep it without a script.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::html::blocks::Writer;
use super::html::{Large, Place, link};
use super::screen::shell::{Shell, asset};
use super::screen::{search, style};
use super::{Made, put};
use crate::diagnostic::{Checked, Diagnostic, Findings};
use crate::document::{Page, PageKind, Site};
use crate::source::theme::Theme;
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// The template that every page of the edition is made with.
const PAGE: &str = "large-print.html";

/// The sizes in points that a reader can choose, the first being where a link from the website leads.
pub const SIZES: [u16; 4] = [18, 20, 24, 28];

/// A size as a template may offer it.
#[derive(Serialize)]
struct Size {
    points: u16,
    href: String,
    current: bool,
}

/// Where a page stands in large print of `points`; nothing for a page that is of no use there.
pub fn address(page: &Page, points: u16) -> Option<SitePath> {
    is_for(page).then(|| folder(points).and_then(|folder| folder.join(page.path.as_str()))).flatten()
}

/// The page of addresses that lead nowhere is shown by the web server alone.
fn is_for(page: &Page) -> bool {
    page.kind != PageKind::NotFound
}

fn folder(points: u16) -> Option<SitePath> {
    SitePath::new(&format!("large-print/{points}"))
}

/// The website in large print.
pub fn render(site: &Site, theme: &Theme, before: &Made) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut tree = Tree::default();
    for (name, text) in [("large-print.css", style::large_print(theme)), ("large-print.js", theme.large_script.clone())]
    {
        if let Some(path) = asset(name).filter(|_| !text.is_empty()) {
            put(&mut tree, path, text.into_bytes(), &mut findings);
        }
    }
    let Some(shell) = Shell::new(site, theme, &tree).gather(&mut findings) else {
        return Checked { value: Made::of(tree), findings };
    };
    let pages: BTreeSet<&SitePath> = site.pages.iter().filter(|page| is_for(page)).map(|page| &page.path).collect();
    type Rendered = Vec<(SitePath, Result<Vec<u8>, Box<Diagnostic>>)>;
    let rendered: Vec<Rendered> = (site.pages.par_iter())
        .filter(|page| is_for(page))
        .map(|page| {
            // From any size's page the way to another page of that size is the same.
            let mut content: Option<String> = None;
            let mut all = Vec::new();
            for points in SIZES {
                let (Some(folder), Some(path)) = (folder(points), address(page, points)) else { continue };
                let large = Large { folder, pages: &pages };
                let place = Place {
                    page: &path,
                    original: &page.path,
                    large: Some(&large),
                    root: None,
                    pretty: site.facts.pretty_links,
                    files: &before.tree,
                    editions: &before.editions,
                };
                let content = content.get_or_insert_with(|| {
                    let mut writer = Writer::new(&place);
                    match page.kind {
                        PageKind::Search => search::page(&mut writer, &page.body),
                        _ => writer.blocks(&page.body),
                    }
                    writer.out
                });
                let mut context = shell.context(site, page, &place);
                let to = |path: &SitePath| link::to_file(&place, path, None);
                let sizes: Vec<Size> = SIZES
                    .into_iter()
                    .filter_map(|other| {
                        Some(Size { points: other, href: to(&address(page, other)?), current: other == points })
                    })
                    .collect();
                context.insert("points", &points);
                context.insert("sizes", &sizes);
                context.insert("standard", &to(&page.path));
                context.insert("stylesheet", &asset("large-print.css").map(|path| to(&path)));
                let script = asset("large-print.js").filter(|_| !theme.large_script.is_empty());
                let own: &[SitePath] = if page.kind == PageKind::Search { &shell.search } else { &[] };
                context.insert("scripts", &script.iter().chain(own).map(to).collect::<Vec<_>>());
                all.push((path.clone(), shell.wrap_in(PAGE, context, content)));
            }
            all
        })
        .collect();
    let mut told = BTreeMap::new();
    for (path, page) in rendered.into_iter().flatten() {
        match page {
            Ok(bytes) => put(&mut tree, path, bytes, &mut findings),
            // A fault of the template shows on every page; it is said once.
            Err(fault) => {
                told.entry(fault.message.clone()).or_insert(fault);
            }
        }
    }
    findings.extend(told.into_values().map(|fault| *fault).collect());
    Checked { value: Made::of(tree), findings: findings.sorted() }
}
