//! A small site to change and build, and its pages as a person reads them.
#![allow(dead_code)] // Each test crate uses a part of it.

pub mod reviews;

use std::path::Path;

use multum::compose::Drafts;
use multum::diagnostic::{Style, terminal};
use multum::document::{Block, Page, Site, plain_text};
use multum::pipeline;
use multum::source::MemoryWorld;
use multum::vocabulary::SitePath;

/// A site in memory.
pub struct SiteTest {
    world: MemoryWorld,
}

/// What became of it.
pub struct Outcome {
    /// Every diagnostic as a terminal shows it.
    pub said: String,
    /// The site and its files, when there is something to write.
    pub built: Option<pipeline::Built>,
}

impl SiteTest {
    /// The site of `tests/sites/small`, with the base theme of the repository.
    pub fn small() -> SiteTest {
        SiteTest::empty().folder("tests/sites/small", "")
    }

    /// Nothing but the base theme.
    pub fn empty() -> SiteTest {
        SiteTest { world: MemoryWorld::new() }.folder("themes", "themes/")
    }

    /// The files of a folder of the repository, below `prefix` in the site.
    pub fn folder(mut self, folder: &str, prefix: &str) -> SiteTest {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files = Vec::new();
        gather(&root, &mut files);
        files.sort();
        for file in files {
            let below = file.strip_prefix(&root).expect("it was found below");
            let path = format!("{prefix}{}", below.to_str().expect("UTF-8").replace('\\', "/"));
            let bytes = std::fs::read(&file).expect("a file of the repository");
            self.world = self.world.with(&path, bytes);
        }
        self
    }

    /// The same site with a file put in or replaced.
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> SiteTest {
        self.world = self.world.with(path, text);
        self
    }

    /// The same site with the text of its page on reading.
    pub fn reading(self, text: &str) -> SiteTest {
        self.with("content/2016-17/reading.md", format!("---\ntitle: Reading\norder: 10\n---\n{text}"))
    }

    /// Its files.
    pub fn into_world(self) -> MemoryWorld {
        self.world
    }

    /// Builds it without drafts.
    pub fn build(&self) -> Outcome {
        self.build_with(Drafts::Out)
    }

    /// Builds it.
    pub fn build_with(&self, drafts: Drafts) -> Outcome {
        let checked = pipeline::build(&self.world, drafts);
        Outcome { said: terminal(&checked.findings, Style::Plain), built: checked.value }
    }

    /// The words of the page on reading, which must build without an error.
    pub fn words(&self) -> String {
        let outcome = self.build();
        let site = outcome.site();
        words(page(site, "2016-17/reading.html"))
    }
}

impl Outcome {
    /// The site, which must have been built.
    pub fn site(&self) -> &Site {
        &self.built.as_ref().unwrap_or_else(|| panic!("expected a site, found:\n{}", self.said)).site
    }

    /// A file's text, which must be there.
    pub fn file(&self, path: &str) -> String {
        let built = self.built.as_ref().unwrap_or_else(|| panic!("expected a site, found:\n{}", self.said));
        let file = built.tree.get(&SitePath::new(path).expect("a path")).unwrap_or_else(|| panic!("no {path}"));
        String::from_utf8(file.bytes.to_vec()).expect("UTF-8")
    }
}

/// The page at a path, which must be there.
pub fn page<'a>(site: &'a Site, path: &str) -> &'a Page {
    site.pages.iter().find(|page| page.path.as_str() == path).unwrap_or_else(|| panic!("no page {path}"))
}

/// A page's words, a line a block; charts and tables by their titles.
pub fn words(page: &Page) -> String {
    lines(&page.body).join("\n")
}

fn lines(blocks: &[Block]) -> Vec<String> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(heading) => {
                all.push(format!("{} {}", "#".repeat(usize::from(heading.level)), plain_text(&heading.text)))
            }
            Block::Paragraph(inlines) => all.push(plain_text(inlines)),
            Block::List { items, .. } => {
                all.extend(items.iter().flat_map(|item| lines(item)).map(|line| format!("- {line}")))
            }
            Block::Quotation(inner) => all.extend(lines(inner)),
            Block::Code(text) => all.push(text.clone()),
            Block::Table(table) => all.push(format!("[table: {}]", table.caption)),
            Block::Chart(figure) => all.push(format!("[chart {}: {}]", figure.number, figure.chart.title)),
            Block::KeyFigures(figures) => {
                for figure in figures {
                    let value = figure.value.shown().map_or_else(|| "[c]".to_owned(), |value| value.text());
                    all.push(format!(
                        "[{value}: {}; {}; {}]",
                        figure.title,
                        figure.change.as_deref().unwrap_or("-"),
                        figure.comparison.as_deref().unwrap_or("-")
                    ));
                }
            }
            Block::Image(image) => all.push(format!("[image: {}]", image.alternative)),
            Block::Note(note) => {
                all.push(format!("[note: {}]", note.title.as_deref().unwrap_or("-")));
                all.extend(lines(&note.body));
            }
            Block::Pages(links) => all.extend(links.iter().map(|link| format!("-> {}", link.title))),
            Block::Downloads(downloads) => all.extend(downloads.iter().map(|download| format!("=> {}", download.path))),
            Block::Editions(report) => all.push(format!("[formats of report {report}]")),
        }
    }
    all
}

fn gather(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}
