//! The files that a page gives to take away: the figures of each chart and table, and each chart's drawing.

use std::sync::Arc;

use crate::charts;
use crate::document::{Block, Page};
use crate::outputs::csv::csv;
use crate::outputs::html::{figure, table};
use crate::vocabulary::SitePath;

/// A page's files, in the order in which it speaks of them.
pub fn of_page(page: &Page) -> Vec<(SitePath, Arc<[u8]>)> {
    let mut files = Vec::new();
    let mut tables = 0;
    gather(&page.body, &mut |block| match block {
        Block::Table(inner) => {
            tables += 1;
            if let Some(path) = table::file(&page.path, inner, tables) {
                files.push((path, csv(inner).into()));
            }
        }
        Block::Chart(inner) => {
            if let Some(path) = figure::file(&page.path, inner, "csv") {
                files.push((path, csv(&inner.table).into()));
            }
            if let Some(path) = figure::file(&page.path, inner, "svg") {
                files.push((path, charts::standalone_svg(&inner.chart).into_bytes().into()));
            }
        }
        _ => {}
    });
    files
}

/// Every block of a page, also those within others, in the order of writing.
fn gather<'a>(blocks: &'a [Block], see: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        see(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|item| gather(item, see)),
            Block::Quotation(inner) => gather(inner, see),
            Block::Note(note) => gather(&note.body, see),
            Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Code(_)
            | Block::Table(_)
            | Block::Chart(_)
            | Block::KeyFigures(_)
            | Block::Image(_)
            | Block::Pages(_)
            | Block::Downloads(_)
            | Block::Editions(_) => {}
        }
    }
}
