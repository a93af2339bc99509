//! A report as an EPUB 3, for readers' own devices, sizes, colours and voices.
//!
//! Each page of the report is a section; its blocks are written by [`super::html`] and made well-formed XML (`xhtml`).
//! Links within the report lead from section to section, others to the website where its address is known; files to take
//! away stay there. Charts are drawings with their words, and their tables stand open, since many devices can't unfold what
//! is folded. Nothing is claimed of conformance: that is for a person to say who has read it.
//!
//! Sources: W3C, "EPUB 3.3" and "EPUB Accessibility 1.1".

mod package;
mod retold;
mod xhtml;

use std::io::{Cursor, Write};
use std::sync::Arc;

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::html::Place;
use super::html::blocks::Writer;
use super::{Made, linear};
use crate::charts;
use crate::diagnostic::{Checked, Diagnostic, Findings, code};
use crate::document::{Block, Edition, Heading, Inline, Report, Site, plain_text};
use crate::source::theme::Theme;
use crate::tree::Tree;
use crate::vocabulary::SitePath;
use retold::Map;

/// A section of the book.
struct Section {
    /// Its file, such as `section-02.xhtml`.
    file: SitePath,
    title: String,
    /// Its second headings: their anchors and words.
    headings: Vec<(String, String)>,
    /// Whether drawings stand in it, which the list of files must say.
    drawn: bool,
    text: String,
}

/// The EPUB of each report.
pub fn render(site: &Site, _theme: &Theme, _made: &Made) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut made = Made::of(Tree::default());
    let books: Vec<Option<Result<Vec<u8>, String>>> =
        site.reports.par_iter().map(|report| linear::is_readable(site, report).then(|| book(site, report))).collect();
    for (number, (report, book)) in site.reports.iter().zip(books).enumerate() {
        let (Some(path), Some(book)) = (linear::file(report, "epub"), book) else { continue };
        let bytes = match book {
            Ok(bytes) => bytes,
            Err(why) => {
                findings.push(Diagnostic::placeless(code::INTERNAL, format!("{path} can’t be made: {why}")));
                continue;
            }
        };
        made.editions.push(Edition {
            report: number,
            path: path.clone(),
            title: "E-book".to_owned(),
            kind: "EPUB".to_owned(),
            length: Some((report.pages.len(), "sections")),
            bytes: bytes.len(),
            note: Some("For e-book readers and apps, in your own size, colours and voice.".to_owned()),
        });
        if let Err(taken) = made.tree.insert(path, bytes) {
            findings.push(Diagnostic::placeless(code::ADDRESS, format!("two files would have the address {taken}")));
        }
    }
    Checked { value: made, findings }
}

fn book(site: &Site, report: &Report) -> Result<Vec<u8>, String> {
    let mut map = Map::of(site, report);
    let sections: Vec<Section> = map.sections().map(|(at, file)| section(site, at, file, &mut map)).collect::<Vec<_>>();
    let facts = linear::reading(site, report).facts;
    let pictures: Vec<(SitePath, Arc<[u8]>)> = map.pictures(site);
    let files = [
        ("META-INF/container.xml", package::CONTAINER.to_owned()),
        ("EPUB/package.opf", package::package(site, report, &sections, &pictures)),
        ("EPUB/nav.xhtml", package::contents(site, report, &sections)),
        ("EPUB/title.xhtml", package::title_page(site, report, &facts)),
        ("EPUB/style.css", format!("{}\n{}", charts::STYLE, include_str!("style.css"))),
    ];
    let written = |error: zip::result::ZipError| error.to_string();
    let plain = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::DEFAULT);
    let packed = plain.compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8], options: SimpleFileOptions| -> Result<(), String> {
        zip.start_file(name, options).map_err(written)?;
        zip.write_all(bytes).map_err(|error| error.to_string())
    };
    // Reading systems look for this at a fixed place from the file's first byte, so it comes first and uncompressed.
    put("mimetype", b"application/epub+zip", plain)?;
    for (name, text) in &files {
        put(name, text.as_bytes(), packed)?;
    }
    for section in &sections {
        put(&format!("EPUB/{}", section.file), section.text.as_bytes(), packed)?;
    }
    for (path, bytes) in &pictures {
        put(&format!("EPUB/{path}"), bytes, packed)?;
    }
    Ok(zip.finish().map_err(written)?.into_inner())
}

fn section(site: &Site, at: usize, file: SitePath, map: &mut Map) -> Section {
    let page = &site.pages[at];
    let message = page.description.iter().map(|words| Block::Paragraph(vec![Inline::Text(words.clone())]));
    let samples = page.banners.iter().filter(|banner| banner.sample.is_some());
    let opening: Vec<Block> = message.chain(samples.map(|banner| Block::Paragraph(banner.words.clone()))).collect();
    let mut blocks = map.blocks(&opening);
    blocks.extend(map.blocks(&page.body));
    // There are no files to take away in it, so that no link leads to one.
    let files = Tree::default();
    let place =
        Place { page: &file, original: &file, large: None, root: None, pretty: false, files: &files, editions: &[] };
    let mut writer = Writer::new(&place);
    writer.blocks(&blocks);
    let body = xhtml::well_formed(&writer.out);
    let mut headings = Vec::new();
    for block in &blocks {
        if let Block::Heading(Heading { level: 2, id, text, .. }) = block {
            headings.push((id.clone(), plain_text(text)));
        }
    }
    let title = linear::chapter_title(page, map.report).to_owned();
    let text =
        package::document(&title, page.language.as_str(), &format!("<h1>{}</h1>\n{body}", package::escaped(&title)));
    Section { file, title, headings, drawn: body.contains("<svg"), text }
}
