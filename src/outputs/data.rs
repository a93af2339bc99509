//! The files that pages give to take away: the figures of each chart and table, each chart's drawing, and what lies beside
//! the content.

use std::sync::Arc;

use rayon::prelude::*;

use super::memo::Files;
use super::{Made, Memo, ods, put};
use crate::charts;
use crate::diagnostic::{Checked, Findings};
use crate::document::{Block, Page, Site, data_workbook, every};
use crate::outputs::csv::csv;
use crate::outputs::html::{figure, table};
use crate::source::theme::Theme;
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// Every file that the pages of a site give to take away.
pub fn render(site: &Site, _theme: &Theme, _before: &Made) -> Checked<Made> {
    render_again(site, &Memo::none())
}

/// The same, with those that were made of the same blocks before.
pub fn render_again(site: &Site, memo: &Memo) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut tree = Tree::default();
    let files = || {
        for (path, bytes) in of_pages(site, memo).iter().flat_map(|files| files.iter()) {
            put(&mut tree, path.clone(), Arc::clone(bytes), &mut findings);
        }
    };
    // Compressed as one, the workbook takes as long as all that can be done beside it.
    let ((), workbook) = rayon::join(files, || ods::workbook_again(site, &memo.workbook, memo.keeps()));
    if let Some(workbook) = workbook {
        put(&mut tree, data_workbook(), workbook, &mut findings);
    }
    for file in &site.files {
        put(&mut tree, file.path.clone(), file.bytes.clone(), &mut findings);
    }
    Checked { value: Made::of(tree), findings }
}

/// The files of each page.
fn of_pages(site: &Site, memo: &Memo) -> Vec<Files> {
    let pictures = site.facts.pictures;
    memo.drawn(pictures);
    // Bytes take their last form where they are made: copied together afterwards, they would be held twice for a while.
    let of = |page: &Page| memo.files(&page.path, &page.body).unwrap_or_else(|| Arc::new(of_page(page, pictures)));
    let made: Vec<Files> = site.pages.par_iter().map(of).collect();
    let kept = site.pages.iter().zip(&made);
    memo.keep_files(kept.map(|(page, files)| (page.path.clone(), (page.body.clone(), Arc::clone(files)))).collect());
    made
}

/// A page's files, in the order in which it speaks of them; with `pictures` each chart as PNG too.
fn of_page(page: &Page, pictures: bool) -> Vec<(SitePath, Arc<[u8]>)> {
    let mut files = Vec::new();
    let mut tables = 0;
    for block in every(&page.body) {
        match block {
            Block::Table(inner) => {
                tables += 1;
                if let Some(path) = table::file(&page.path, inner, tables) {
                    files.push((path, csv(inner).into()));
                }
            }
            Block::Chart(inner) => {
                if let Some(path) = figure::file(&page.path, inner, "csv") {
                    files.push((path, csv(&inner.table()).into()));
                }
                let svg = inner.drawing();
                let png = figure::file(&page.path, inner, "png").filter(|_| pictures);
                if let Some((path, bytes)) = png.and_then(|path| Some((path, charts::png(&svg)?))) {
                    files.push((path, bytes.into()));
                }
                if let Some(path) = figure::file(&page.path, inner, "svg") {
                    files.push((path, svg.into_bytes().into()));
                }
            }
            _ => {}
        }
    }
    files
}
