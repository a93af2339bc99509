//! What stands round a page's content: the theme's templates, compiled once, filled with a few strings for each page.
//!
//! The content itself never goes through the template engine: the template says where it stands, and it is put there
//! afterwards. So a page's body is held once, and a template can't spoil it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::diagnostic::{
    Checked, Diagnostic, Findings, Source, TemplateReport, circular_include, code, template_fault, template_reports,
};
use crate::document::{Block, Page, PageKind, PageLink, Site, Status, plain_text};
use crate::figures::published::Mark;
use crate::outputs::html::blocks::Writer;
use crate::outputs::html::{Place, cycle, link};
use crate::outputs::large_print;
use crate::source::theme::Theme;
use crate::tree::{MediaType, Tree};
use crate::vocabulary::{SitePath, date_in_words};

use super::feed;

/// The template that every page is made with.
const PAGE: &str = "page.html";

/// Stands for the page's content while the template is filled. Whatever authors write is escaped, so that they can't spell it.
const CONTENT: &str = "<multum-content>";

/// Where the theme's file `name` goes.
pub fn asset(name: &str) -> Option<SitePath> {
    SitePath::new("assets")?.join(name)
}

/// Where the stylesheet goes.
pub fn stylesheet() -> Option<SitePath> {
    asset("style.css")
}

/// The compiled templates of a theme with what is the same on every page.
pub struct Shell {
    tera: Tera,
    /// The templates as they were written, to show faults in.
    sources: BTreeMap<String, Arc<Source>>,
    /// Links in the header: report, measures, reports.
    navigation: Vec<(String, SitePath)>,
    /// Links in the footer: pages that belong to no report.
    footer: Vec<(String, SitePath)>,
    scripts: Vec<SitePath>,
    icon: Option<SitePath>,
}

/// What every page says of the site.
#[derive(Serialize)]
struct SiteWords<'a> {
    title: &'a str,
    notice: Option<&'a str>,
    internal: bool,
    organisation: &'a str,
    organisation_url: Option<&'a str>,
    contact: Option<&'a str>,
    contact_link: Option<String>,
    generator: &'a str,
    language: &'a str,
}

/// What a template may say of a page. `themes/base/templates/page.html` lists it for web officers.
#[derive(Serialize)]
struct PageWords<'a> {
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

/// A link in a template.
#[derive(Serialize)]
struct LinkWords<'a> {
    title: std::borrow::Cow<'a, str>,
    href: String,
    current: bool,
}

impl Shell {
    /// The theme's templates, ready to be filled; nothing when they can't be read, and then it is said why.
    pub fn new(site: &Site, theme: &Theme, tree: &Tree) -> Checked<Option<Shell>> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html", ".xml", ".svg"]);
        let templates = theme.templates.iter().map(|(name, source)| (name.as_str(), source.text()));
        if let Err(error) = tera.add_raw_templates(templates) {
            let faults = diagnostics(&error, &theme.templates);
            return Checked { value: None, findings: faults.into_iter().collect() };
        }
        if !theme.templates.contains_key(PAGE) {
            let message = format!("the theme {} has no template {PAGE}", theme.name);
            let fault = Diagnostic::placeless(code::THEME, message).hint("add it, or inherit it: base = \"base\"");
            return Checked { value: None, findings: Findings::from_iter([fault]) };
        }
        let organisation = &site.facts.organisation;
        let words = SiteWords {
            title: &site.facts.title,
            notice: site.facts.notice.as_deref(),
            internal: site.facts.internal,
            organisation: &organisation.name,
            organisation_url: organisation.url.as_deref().filter(|url| link::is_outside(url)),
            contact: organisation.contact.as_deref(),
            contact_link: organisation.contact.as_deref().and_then(contact_link),
            generator: &site.facts.generator,
            language: site.facts.language.as_str(),
        };
        tera.global_context().insert("site", &words);
        let scripts = (theme.assets.keys())
            .filter(|path| MediaType::of(path) == MediaType::JavaScript)
            .filter_map(|path| asset(path.as_str()))
            .collect();
        let shell = Shell {
            tera,
            sources: theme.templates.clone(),
            navigation: navigation(site),
            footer: footer(site),
            scripts,
            icon: asset("icon.svg").filter(|path| tree.get(path).is_some()),
        };
        Checked::sound(Some(shell))
    }

    /// The whole page: the template filled, the content put where it says.
    pub fn wrap(&self, site: &Site, page: &Page, place: &Place, content: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.wrap_in(PAGE, self.context(site, page, place), content)
    }

    /// The same in another template, with what only that one knows.
    pub fn wrap_in(&self, template: &str, context: Context, content: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let filled = self.tera.render(template, &context).map_err(|error| {
            // What a page breaks on is one thing; the others come when it is mended.
            let first = diagnostics(&error, &self.sources).into_iter().next();
            Box::new(first.unwrap_or_else(|| Diagnostic::placeless(code::THEME, error.to_string())))
        })?;
        let times = filled.matches(CONTENT).count();
        if times != 1 {
            let message = format!("the template {template} must have {{{{ content }}}} once, and has it {times} times");
            let fault = match self.sources.get(template) {
                Some(source) => Diagnostic::error(code::THEME, &source.line(1), message),
                None => Diagnostic::placeless(code::THEME, message),
            };
            let fault = fault.hint("put {{ content }} where the words of the page belong");
            return Err(Box::new(fault));
        }
        let (before, after) = filled.split_once(CONTENT).unwrap_or((&filled, ""));
        let mut whole = Vec::with_capacity(before.len() + content.len() + after.len());
        for part in [before, content, after] {
            whole.extend_from_slice(part.as_bytes());
        }
        Ok(whole)
    }

    /// What a template may say of a page.
    pub fn context(&self, site: &Site, page: &Page, place: &Place) -> Context {
        let address = site.facts.address.as_deref();
        let report = feed::report_of(site, page);
        let draft = report.is_some_and(|report| report.status == Status::Draft);
        let words = PageWords {
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
            draft,
            unlisted: feed::is_unlisted(page, report),
            address: address.map(|address| feed::on_the_web(site, address, &page.path)),
            canonical: address
                .filter(|_| page.kind != PageKind::NotFound)
                .map(|address| feed::on_the_web(site, address, page.canonical.as_ref().unwrap_or(&page.path))),
            large_print: large_print::address(page, large_print::SIZES[0])
                .filter(|path| place.files.get(path).is_some())
                .map(|path| link::to_file(place, &path, None)),
        };
        let mut context = Context::new();
        context.insert("page", &words);
        let links = |all: &[(String, SitePath)]| -> Vec<LinkWords<'static>> {
            all.iter()
                .map(|(title, path)| LinkWords {
                    title: title.clone().into(),
                    href: link::to_path(place, path, None),
                    current: path == place.page,
                })
                .collect()
        };
        context.insert("navigation", &links(&self.navigation));
        context.insert("footer", &links(&self.footer));
        let banners: Vec<Value> = page
            .banners
            .iter()
            .map(|banner| {
                let mut writer = Writer::new(place);
                writer.inlines(banner);
                Value::safe_string(&writer.out)
            })
            .collect();
        context.insert_value("banners", Value::from(banners));
        context.insert("report", &report.map(|report| report.title.as_str()));
        context.insert("year", &report.map(|report| report.year.to_string()));
        let to = |path: &SitePath| link::to_path(place, path, None);
        context.insert("home", &SitePath::new("index.html").map(|path| to(&path)));
        context.insert("stylesheet", &stylesheet().map(|path| to(&path)));
        context.insert("scripts", &self.scripts.iter().map(to).collect::<Vec<_>>());
        context.insert("icon", &self.icon.as_ref().map(to));
        let feed = SitePath::new(feed::FEED).filter(|_| feed::has_feed(site));
        context.insert("feed", &feed.as_ref().map(to));
        context.insert_value("content", Value::safe_string(CONTENT));
        context
    }
}

/// The word by which templates and stylesheets know a kind of page.
fn template(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Front => "front",
        PageKind::Report(_) => "report",
        PageKind::Topic(_) => "topic",
        PageKind::Measure => "measure",
        PageKind::Measures => "measures",
        PageKind::Archive => "archive",
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
fn status(report: &crate::document::Report, page: &Page) -> Vec<String> {
    let mut status = Vec::new();
    match (report.status, report.published.as_deref()) {
        (Status::Draft, _) => status.push("Draft, not published".to_owned()),
        (Status::Published, Some(day)) => status.push(format!("Published {}", date_in_words(day))),
        (Status::Published, None) => {}
    }
    status.push(format!("Academic year {}", report.year));
    let provisional = page.body.iter().any(|block| match block {
        Block::Table(table) => table.marks().contains(&Mark::Provisional),
        Block::Chart(figure) => figure.table.marks().contains(&Mark::Provisional),
        _ => false,
    });
    if provisional {
        status.push("Some figures are provisional".to_owned());
    }
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

/// The header's links: the front report, all measures, all reports, as far as the site has them.
fn navigation(site: &Site) -> Vec<(String, SitePath)> {
    let mut links = Vec::new();
    if let Some(report) = site.reports.get(site.facts.front)
        && let Some(front) = report.pages.first().and_then(|at| site.pages.get(*at))
    {
        links.push((format!("Review {}", report.year), front.path.clone()));
    }
    for (kind, words) in [(PageKind::Measures, "All measures"), (PageKind::Archive, "All reports")] {
        if let Some(page) = site.pages.iter().find(|page| page.kind == kind) {
            links.push((words.to_owned(), page.path.clone()));
        }
    }
    links
}

/// The footer's links: pages of no report that stand at the top of the site.
fn footer(site: &Site) -> Vec<(String, SitePath)> {
    (site.pages.iter())
        .filter(|page| page.kind == PageKind::Plain && page.breadcrumbs.len() <= 1)
        .map(|page| (page.title.clone(), page.path.clone()))
        .collect()
}

/// What the template engine complains of, at its place in the templates.
fn diagnostics(error: &tera::Error, sources: &BTreeMap<String, Arc<Source>>) -> Vec<Diagnostic> {
    let names = || sources.keys().map(String::as_str);
    let fault = |file: &str, message: &str, range: &dyn Fn(&Source) -> Range<usize>| match sources.get(file) {
        Some(source) => {
            let range = range(source);
            template_fault(code::THEME, message, &source.span(range.start, range.end), names())
        }
        None => Diagnostic::placeless(code::THEME, format!("{file}: {message}")),
    };
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            vec![fault(report.filename(), report.message(), &|_| report.span().range.clone())]
        }
        tera::ErrorKind::CircularInclude { include_chain, .. } => {
            vec![circular_include(code::THEME, include_chain, |name| sources.get(name))]
        }
        _ => {
            let text = error.to_string();
            let reports = template_reports(&text);
            if reports.is_empty() {
                return vec![Diagnostic::placeless(code::THEME, text)];
            }
            let name = |report: &TemplateReport| report.message.split('`').nth(1).unwrap_or_default().len();
            let placed = |report: &TemplateReport| {
                fault(&report.file, &report.message, &|source| {
                    let start = report.offset(source.text());
                    start..start + name(report)
                })
            };
            reports.iter().map(placed).collect()
        }
    }
}
