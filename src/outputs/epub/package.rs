//! What a book says of itself: its facts, its files, its contents and its title page.

use std::fmt::Write;
use std::sync::Arc;

use super::Section;
use crate::document::{Report, Site};
use crate::outputs::html::escape;
use crate::tree::MediaType;
use crate::vocabulary::SitePath;

/// Where the package is.
pub const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
<rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>\n\
</container>\n";

/// Text as it may stand in XML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::attribute(&mut out, text);
    out
}

/// A document of the book round its body.
pub fn document(title: &str, language: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" xml:lang=\"{language}\" lang=\"{language}\">\n\
         <head><meta charset=\"UTF-8\"/><title>{}</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n\
         <body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// The title page: the report's title, and what must be known before it.
pub fn title_page(site: &Site, report: &Report, facts: &[String]) -> String {
    let mut body = format!("<section epub:type=\"titlepage\">\n<h1>{}</h1>\n", escaped(&report.title));
    for fact in facts {
        let _ = writeln!(body, "<p>{}</p>", escaped(fact));
    }
    body.push_str("</section>\n");
    document(&report.title, site.facts.language.as_str(), &body)
}

/// The contents, which reading systems show in their own way.
pub fn contents(site: &Site, report: &Report, sections: &[Section]) -> String {
    let mut body = "<nav epub:type=\"toc\" id=\"toc\">\n<h1>Contents</h1>\n<ol>\n".to_owned();
    let _ = writeln!(body, "<li><a href=\"title.xhtml\">{}</a></li>", escaped(&report.title));
    for section in sections {
        let _ = write!(body, "<li><a href=\"{}\">{}</a>", section.file, escaped(&section.title));
        if !section.headings.is_empty() {
            body.push_str("\n<ol>\n");
            for (id, words) in &section.headings {
                let _ = writeln!(body, "<li><a href=\"{}#{}\">{}</a></li>", section.file, escaped(id), escaped(words));
            }
            body.push_str("</ol>\n");
        }
        body.push_str("</li>\n");
    }
    body.push_str("</ol>\n</nav>\n");
    document(&report.title, site.facts.language.as_str(), &body)
}

/// The package: facts about the book and its accessibility, its files, and the order of reading.
pub fn package(site: &Site, report: &Report, sections: &[Section], pictures: &[(SitePath, Arc<[u8]>)]) -> String {
    let language = site.facts.language.as_str();
    let visual = !pictures.is_empty() || sections.iter().any(|section| section.drawn);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{language}\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <dc:identifier id=\"id\">{}</dc:identifier>\n<dc:title>{}</dc:title>\n<dc:language>{language}</dc:language>\n\
         <dc:publisher>{}</dc:publisher>\n",
        identifier(site, report),
        escaped(&report.title),
        escaped(&site.facts.organisation.name),
    );
    if let Some(day) = &report.published {
        let _ = writeln!(out, "<dc:date>{}</dc:date>", escaped(day));
    }
    let day = report.published.clone().unwrap_or_else(|| format!("{}-08-31", report.year.start() + 1));
    let _ = writeln!(out, "<meta property=\"dcterms:modified\">{}T00:00:00Z</meta>", escaped(&day));
    let mut say = |property: &str, value: &str| {
        let _ = writeln!(out, "<meta property=\"schema:{property}\">{}</meta>", escaped(value));
    };
    say("accessMode", "textual");
    if visual {
        say("accessMode", "visual");
    }
    say("accessModeSufficient", "textual");
    for feature in
        ["alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    {
        say("accessibilityFeature", feature);
    }
    if sections.iter().any(|section| section.drawn) {
        say("accessibilityFeature", "longDescription");
    }
    say("accessibilityHazard", "none");
    say(
        "accessibilitySummary",
        "Every chart has its message and its figures in words and as a table, and every picture a description. Headings, \
         lists and tables are marked as such. No person has certified that the book conforms to a standard.",
    );
    out.push_str("</metadata>\n<manifest>\n");
    out.push_str("<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n");
    out.push_str("<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n");
    out.push_str("<item id=\"title\" href=\"title.xhtml\" media-type=\"application/xhtml+xml\"/>\n");
    for (at, section) in sections.iter().enumerate() {
        let drawn = if section.drawn { " properties=\"svg\"" } else { "" };
        let _ = writeln!(
            out,
            "<item id=\"section-{}\" href=\"{}\" media-type=\"application/xhtml+xml\"{drawn}/>",
            at + 1,
            section.file
        );
    }
    for (at, (path, _)) in pictures.iter().enumerate() {
        let media = MediaType::of(path).header();
        let _ = writeln!(out, "<item id=\"picture-{}\" href=\"{path}\" media-type=\"{media}\"/>", at + 1);
    }
    out.push_str("</manifest>\n<spine>\n<itemref idref=\"title\"/>\n<itemref idref=\"nav\"/>\n");
    for at in 1..=sections.len() {
        let _ = writeln!(out, "<itemref idref=\"section-{at}\"/>");
    }
    out.push_str("</spine>\n</package>\n");
    out
}

/// A name for the book that no other has and that stays the same: made from whose it is, where it is and of which year, by
/// the rules for UUIDs of a maker's own kind (RFC 9562, version 8).
fn identifier(site: &Site, report: &Report) -> String {
    let address = site.facts.address.as_deref().unwrap_or_default();
    let name = [&site.facts.organisation.name, address, report.folder.as_str(), &report.title].join("\n");
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
}
