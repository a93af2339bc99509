//! The blocks of a report's pages as they stand in a book: links lead to sections of it or to the website, pictures to files
//! of it, and lists of files to take away are left out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Block, Inline, Note, Report, Row, Site, Table, Target, plain_text};
use crate::vocabulary::SitePath;

/// Where the pages and pictures of a report are in its book.
pub struct Map<'a> {
    pub report: &'a Report,
    address: Option<&'a str>,
    /// Each page's number and section, in the order of reading.
    order: Vec<(usize, SitePath)>,
    sections: BTreeMap<&'a SitePath, SitePath>,
    pictures: BTreeMap<SitePath, SitePath>,
}

impl<'a> Map<'a> {
    pub fn of(site: &'a Site, report: &'a Report) -> Map<'a> {
        let mut map = Map {
            report,
            address: site.facts.address.as_deref(),
            order: Vec::new(),
            sections: BTreeMap::new(),
            pictures: BTreeMap::new(),
        };
        for at in &report.pages {
            let name = format!("section-{:02}.xhtml", map.order.len() + 1);
            if let (Some(page), Some(file)) = (site.pages.get(*at), SitePath::new(&name)) {
                map.sections.insert(&page.path, file.clone());
                map.order.push((*at, file));
            }
        }
        map
    }

    /// Each page's number in the site with its section's file.
    pub fn sections(&self) -> std::vec::IntoIter<(usize, SitePath)> {
        self.order.clone().into_iter()
    }

    /// The pictures that have been asked for, as files of the book.
    pub fn pictures(&self, site: &Site) -> Vec<(SitePath, Arc<[u8]>)> {
        let bytes =
            |path: &SitePath| site.files.iter().find(|file| file.path == *path).map(|file| Arc::clone(&file.bytes));
        self.pictures.iter().filter_map(|(path, file)| Some((file.clone(), bytes(path)?))).collect()
    }

    pub fn blocks(&mut self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    fn block(&mut self, block: &Block) -> Option<Block> {
        Some(match block {
            Block::Heading(heading) => {
                let mut heading = heading.clone();
                heading.text = self.inlines(&heading.text);
                Block::Heading(heading)
            }
            Block::Paragraph(inlines) => Block::Paragraph(self.inlines(inlines)),
            Block::List { start, items } => {
                Block::List { start: *start, items: items.iter().map(|item| self.blocks(item)).collect() }
            }
            Block::Quotation(inner) => Block::Quotation(self.blocks(inner)),
            Block::Code(code) => Block::Code(code.clone()),
            Block::Table(table) => Block::Table(Box::new(self.table(table))),
            Block::Chart(figure) => {
                let mut figure = figure.clone();
                figure.source = self.inlines(&figure.source);
                figure.measure_page = None;
                Block::Chart(figure)
            }
            Block::KeyFigures(figures) => {
                let mut figures = figures.clone();
                for figure in &mut figures {
                    // An address that leads nowhere is written as words.
                    figure.link = self.target(&figure.link).unwrap_or_else(|| Target::Outside(String::new()));
                }
                Block::KeyFigures(figures)
            }
            Block::Image(image) => {
                let mut image = image.clone();
                let number = self.pictures.len() + 1;
                let extension = image.path.extension().unwrap_or_default().to_ascii_lowercase();
                if !self.pictures.contains_key(&image.path)
                    && let Some(file) = SitePath::new(&format!("picture-{number:02}.{extension}"))
                {
                    self.pictures.insert(image.path.clone(), file);
                }
                image.path = self.pictures.get(&image.path)?.clone();
                image.caption = self.inlines(&image.caption);
                Block::Image(image)
            }
            Block::Note(note) => Block::Note(Note { title: note.title.clone(), body: self.blocks(&note.body) }),
            Block::Pages(pages) => {
                let items = pages.iter().map(|page| {
                    let target = Target::Inside { path: page.path.clone(), anchor: None };
                    let mut line =
                        self.inlines(&[Inline::Link { target, text: vec![Inline::Text(page.title.clone())] }]);
                    if let Some(description) = &page.description {
                        line.push(Inline::Text(format!(": {description}")));
                    }
                    vec![Block::Paragraph(line)]
                });
                Block::List { start: None, items: items.collect() }
            }
            Block::Downloads(_) | Block::Editions(_) => return None,
        })
    }

    fn table(&self, table: &Table) -> Table {
        let cell = |cell: &crate::document::Cell| match cell {
            crate::document::Cell::Words(words) => crate::document::Cell::Words(self.inlines(words)),
            other => other.clone(),
        };
        let rows = table.rows.iter().map(|row| Row {
            heading: self.inlines(&row.heading),
            ours: row.ours,
            cells: row.cells.iter().map(cell).collect(),
        });
        Table { rows: rows.collect(), source: self.inlines(&table.source), ..table.clone() }
    }

    fn inlines(&self, inlines: &[Inline]) -> Vec<Inline> {
        let mut out = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Strong(inner) => out.push(Inline::Strong(self.inlines(inner))),
                Inline::Emphasis(inner) => out.push(Inline::Emphasis(self.inlines(inner))),
                Inline::Foreign { language, text } => {
                    out.push(Inline::Foreign { language: language.clone(), text: self.inlines(text) });
                }
                Inline::Link { target, text } => match self.target(target) {
                    Some(target) => out.push(Inline::Link { target, text: self.inlines(text) }),
                    None => out.push(Inline::Text(plain_text(text))),
                },
                Inline::Text(_) | Inline::Code(_) | Inline::Figure(_) | Inline::Rating(_) | Inline::Break => {
                    out.push(inline.clone());
                }
            }
        }
        out
    }

    /// Where a link leads in the book; nothing when it led to a page of the website whose address nobody knows.
    fn target(&self, target: &Target) -> Option<Target> {
        match target {
            Target::Outside(_) => Some(target.clone()),
            Target::Inside { path, anchor } => match self.sections.get(path) {
                Some(section) => Some(Target::Inside { path: section.clone(), anchor: anchor.clone() }),
                None => {
                    let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                    self.address.map(|address| Target::Outside(format!("{address}{path}{anchor}")))
                }
            },
        }
    }
}
