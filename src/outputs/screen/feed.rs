//! What only a site that knows its address can have: the sitemap for search engines, and the feed of its reports and of
//! what was corrected in them.

use crate::document::{Page, PageKind, Report, Site, Status};
use crate::outputs::html::{escape, link};
use crate::vocabulary::SitePath;

/// The name of the feed of reports.
pub const FEED: &str = "feed.xml";

/// The sitemap, and the feed when a report says when it was published: a feed without dates can't be read.
pub fn files(site: &Site, address: &str) -> Vec<(SitePath, String)> {
    let mut files = Vec::new();
    let named = |name: &str| SitePath::new(name);
    files.extend(named("sitemap.xml").map(|path| (path, sitemap(site, address))));
    if has_feed(site) {
        files.extend(named(FEED).map(|path| (path, feed(site, address))));
    }
    files
}

/// Whether there is anything that a feed could tell.
pub fn has_feed(site: &Site) -> bool {
    site.facts.address.is_some() && (out(site).next().is_some() || !site.corrections.is_empty())
}

/// The address of a page on the web.
pub fn on_the_web(site: &Site, address: &str, path: &SitePath) -> String {
    let mut whole = format!("{address}{}", link::encoded(path.as_str(), |byte| byte == b'/'));
    if site.facts.pretty_links && (whole.ends_with("/index.html")) {
        whole.truncate(whole.len() - "index.html".len());
    }
    whole
}

/// Whether search engines should leave a page out: pages of drafts too, which nobody is to find yet.
pub fn is_unlisted(page: &Page, report: Option<&Report>) -> bool {
    page.unlisted || page.kind == PageKind::NotFound || report.is_some_and(|report| report.status == Status::Draft)
}

/// The report that a page belongs to, or whose summary it carries.
pub fn report_of<'a>(site: &'a Site, page: &Page) -> Option<&'a Report> {
    match page.kind {
        PageKind::Report(at) | PageKind::Topic(at) => site.reports.get(at),
        PageKind::Front => site.reports.get(site.facts.front),
        PageKind::Measure
        | PageKind::Measures
        | PageKind::Archive
        | PageKind::About
        | PageKind::Search
        | PageKind::Plain
        | PageKind::NotFound => None,
    }
}

fn sitemap(site: &Site, address: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in &site.pages {
        let copy = page.canonical.as_ref().is_some_and(|path| *path != page.path);
        if copy || is_unlisted(page, report_of(site, page)) {
            continue;
        }
        out.push_str("<url><loc>");
        escape::attribute(&mut out, &on_the_web(site, address, &page.path));
        out.push_str("</loc></url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Reports that are out, with the day on which they came out and their front page.
fn out(site: &Site) -> impl Iterator<Item = (&Report, &str, &Page)> {
    site.reports.iter().filter(|report| report.status == Status::Published).filter_map(|report| {
        let front = site.pages.get(*report.pages.first()?)?;
        Some((report, report.published.as_deref()?, front))
    })
}

fn feed(site: &Site, address: &str) -> String {
    let mut text =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    text.push_str(" xml:lang=\"");
    escape::attribute(&mut text, site.facts.language.as_str());
    text.push_str("\">\n");
    let days = site.corrections.iter().map(|correction| correction.day.to_string());
    let newest = out(site).map(|(_, day, _)| day.to_owned()).chain(days).max().unwrap_or_default();
    element(&mut text, "title", &site.facts.title);
    element(&mut text, "id", address);
    element(&mut text, "updated", &format!("{newest}T00:00:00Z"));
    text.push_str("<author>");
    element(&mut text, "name", &site.facts.organisation.name);
    text.push_str("</author>\n");
    link_element(&mut text, "self", &format!("{address}{FEED}"));
    link_element(&mut text, "alternate", address);
    for (report, day, front) in out(site) {
        let page = on_the_web(site, address, &front.path);
        text.push_str("<entry>\n");
        element(&mut text, "title", &report.title);
        element(&mut text, "id", &page);
        element(&mut text, "updated", &format!("{day}T00:00:00Z"));
        link_element(&mut text, "alternate", &page);
        if let Some(description) = &front.description {
            element(&mut text, "summary", description);
        }
        text.push_str("</entry>\n");
    }
    for correction in &site.corrections {
        let (list, id) = &correction.listed;
        let page = format!("{}#{id}", on_the_web(site, address, list));
        let about = correction.page.as_ref().map_or(&site.facts.title, |(_, title)| title);
        text.push_str("<entry>\n");
        element(&mut text, "title", &format!("{}: {about}", correction.kind.word()));
        element(&mut text, "id", &page);
        element(&mut text, "updated", &format!("{}T00:00:00Z", correction.day));
        link_element(&mut text, "alternate", &page);
        element(&mut text, "summary", &correction.text);
        text.push_str("</entry>\n");
    }
    text.push_str("</feed>\n");
    text
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape::attribute(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

fn link_element(out: &mut String, relation: &str, address: &str) {
    out.push_str("<link rel=\"");
    out.push_str(relation);
    out.push_str("\" href=\"");
    escape::attribute(out, address);
    out.push_str("\"/>\n");
}
