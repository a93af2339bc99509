//! What templates are told of a site and a page, in words: `themes/base/templates/page.html` lists it for web officers.

use std::borrow::Cow;

use serde::Serialize;

use crate::document::{Block, Page, PageKind, PageLink, Report, Site, Status, plain_text};
use crate::figures::published::Mark;
use crate::outputs::html::{Place, cycle, link};
use crate::outputs::large_print;
use crate::vocabulary::{SitePath, date_in_words};

use super::feed;

/// What every page says of the site.
#[derive(Serialize)]
pub struct SiteWords<'a> {
    title: &'a str,
    notice: Option<&'a str>,
    internal: bool,
    organisation: &'a str,
    organisation_url: Option<&'a str>,
    contact: Option<&'a str>,
    contact_link: Option<String>,
    licence: Option<LicenceWords<'a>>,
    generator: &'a str,
    language: &'a str,
}

/// Under which licence the content is, where that is said.
#[derive(Serialize)]
struct LicenceWords<'a> {
    name: &'a str,
    url: Option<&'a str>,
    covers: Option<&'a str>,
}

impl SiteWords<'_> {
    /// What templates may say of a site.
    pub fn of(site: &Site) -> SiteWords<'_> {
        let organisation = &site.facts.organisation;
        SiteWords {
            title: &site.facts.title,
            notice: site.facts.notice.as_deref(),
            internal: site.facts.internal,
            organisation: &organisation.name,
            organisation_url: organisation.url.as_deref().filter(|url| link::is_outside(url)),
            contact: organisation.contact.as_deref(),
            contact_link: organisation.contact.as_deref().and_then(contact_link),
            licence: site.facts.licence.as_ref().map(|licence| LicenceWords {
                name: &licence.name,
                url: licence.url.as_deref().filter(|url| link::is_outside(url)),
                covers: licence.covers.as_deref(),
            }),
            generator: &site.facts.generator,
            language: site.facts.language.as_str(),
        }
    }
}

/// What a template may say of a page. `themes/base/templates/page.html` lists it for web officers.
#[derive(Serialize)]
pub struct PageWords<'a> {
    title: &'a str,
    full_title: &'a str,
    description: Option<&'a str>,
    template: &'static str,
    language: &'a str,
    breadcrumbs: Vec<LinkWords<'a>>,
    previous: Option<LinkWords<'a>>,
    next: Option<LinkWords<'a>>,
    contents: Vec<LinkWords<'a>>,
    status: Vec<String>,
    draft: bool,
    unlisted: bool,
    address: Option<String>,
    canonical: Option<String>,
    large_print: Option<String>,
}

impl<'a> PageWords<'a> {
    /// What templates may say of a page that stands at `place`.
    pub fn of(site: &'a Site, page: &'a Page, place: &Place) -> PageWords<'a> {
        let address = site.facts.address.as_deref();
        let report = feed::report_of(site, page);
        PageWords {
            title: &page.title,
            full_title: &page.full_title,
            description: page.description.as_deref(),
            template: template(page.kind),
            language: page.language.as_str(),
            breadcrumbs: page.breadcrumbs.iter().map(|to| page_link(place, to)).collect(),
            previous: page.previous.as_ref().map(|to| page_link(place, to)),
            next: page.next.as_ref().map(|to| page_link(place, to)),
            contents: contents(page),
            status: report.map(|report| status(report, page)).unwrap_or_default(),
            draft: report.is_some_and(|report| report.status == Status::Draft),
            unlisted: feed::is_unlisted(page, report),
            address: address.map(|address| feed::on_the_web(site, address, &page.path)),
            canonical: address
                .filter(|_| page.kind != PageKind::NotFound)
                .map(|address| feed::on_the_web(site, address, page.canonical.as_ref().unwrap_or(&page.path))),
            large_print: large_print::address(page, large_print::SIZES[0])
                .filter(|path| place.files.get(path).is_some())
                .map(|path| link::to_file(place, &path, None)),
        }
    }
}

/// A link in a template.
#[derive(Serialize)]
pub struct LinkWords<'a> {
    title: Cow<'a, str>,
    href: String,
    current: bool,
}

impl LinkWords<'_> {
    /// Links to pages of the site, as they are written on the page at `place`.
    pub fn all(links: &[(String, SitePath)], place: &Place) -> Vec<LinkWords<'static>> {
        let words = |(title, path): &(String, SitePath)| LinkWords {
            title: title.clone().into(),
            href: link::to_path(place, path, None),
            current: path == place.page,
        };
        links.iter().map(words).collect()
    }
}

/// The word by which templates and stylesheets know a kind of page.
pub fn template(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Front => "front",
        PageKind::Report(_) => "report",
        PageKind::Topic(_) => "topic",
        PageKind::Measure => "measure",
        PageKind::Measures => "measures",
        PageKind::Archive => "archive",
        PageKind::About => "about",
        PageKind::Search => "search",
        PageKind::Plain => "plain",
        PageKind::NotFound => "not-found",
    }
}

fn page_link<'a>(place: &Place, to: &'a PageLink) -> LinkWords<'a> {
    LinkWords { title: to.title.as_str().into(), href: link::to_path(place, &to.path, None), current: false }
}

/// The second-level headings of a page, when there are enough to choose from and they aren't seen at a glance.
fn contents(page: &Page) -> Vec<LinkWords<'static>> {
    if matches!(page.kind, PageKind::Front | PageKind::Report(_)) && cycle::has_cycle(&page.body) {
        return Vec::new();
    }
    let headings = page.body.iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.level == 2 => Some(LinkWords {
            title: plain_text(&heading.text).into(),
            href: format!("#{}", link::encoded(&heading.id, |_| false)),
            current: false,
        }),
        _ => None,
    });
    let all: Vec<LinkWords> = headings.collect();
    if all.len() < 3 { Vec::new() } else { all }
}

/// What readers must know of a report before its figures: whether and when it came out, its year, how settled it is.
fn status(report: &Report, page: &Page) -> Vec<String> {
    let mut status = Vec::new();
    match (report.status, report.published.as_deref()) {
        (Status::Draft, _) => status.push("Draft, not published".to_owned()),
        (Status::Published, Some(day)) => status.push(format!("Published {}", date_in_words(day))),
        (Status::Published, None) => {}
    }
    status.extend(report.updated.as_deref().map(|day| format!("Updated {}", date_in_words(day))));
    status.push(format!("Academic year {}", report.year.briefly()));
    let provisional = page.body.iter().any(|block| match block {
        Block::Table(table) => table.marks().contains(&Mark::Provisional),
        Block::Chart(figure) => figure.table().marks().contains(&Mark::Provisional),
        _ => false,
    });
    match &report.figures {
        Some(figures) => status.push(figures.clone()),
        None if provisional => status.push("Some figures are provisional".to_owned()),
        None => {}
    }
    status.extend(report.next.as_deref().map(|next| format!("Next report: {}", date_in_words(next))));
    status
}

/// Where a contact leads when it is an e-mail address or a telephone number; a sentence leads nowhere.
fn contact_link(contact: &str) -> Option<String> {
    let contact = contact.trim();
    let digits: String = contact.chars().filter(|c| !c.is_whitespace()).collect();
    if contact.contains('@') && !contact.contains(char::is_whitespace) {
        Some(format!("mailto:{}", link::encoded(contact, |byte| b"@+".contains(&byte))))
    } else if digits.len() >= 5 && digits.trim_start_matches('+').bytes().all(|byte| byte.is_ascii_digit()) {
        Some(format!("tel:{digits}"))
    } else {
        None
    }
}

/// The header's links: the front report, all measures, all reports, the search, as far as the site has them.
pub fn navigation(site: &Site) -> Vec<(String, SitePath)> {
    let mut links = Vec::new();
    if let Some(report) = site.reports.get(site.facts.front)
        && let Some(front) = report.pages.first().and_then(|at| site.pages.get(*at))
    {
        links.push((format!("Review {}", report.year), front.path.clone()));
    }
    let lists =
        [(PageKind::Measures, "All measures"), (PageKind::Archive, "All reports"), (PageKind::Search, "Search")];
    for (kind, words) in lists {
        if let Some(page) = site.pages.iter().find(|page| page.kind == kind) {
            links.push((words.to_owned(), page.path.clone()));
        }
    }
    links
}

/// The footer's links: pages about the site, then pages of no report that stand at its top.
pub fn footer(site: &Site) -> Vec<(String, SitePath)> {
    if site.facts.internal {
        // Its first page leads to every scorecard.
        return Vec::new();
    }
    let about = site.pages.iter().filter(|page| page.kind == PageKind::About);
    let plain = site.pages.iter().filter(|page| page.kind == PageKind::Plain && page.breadcrumbs.len() <= 1);
    about.chain(plain).map(|page| (page.title.clone(), page.path.clone())).collect()
}
