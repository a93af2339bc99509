//! What stands round a page's content: the theme's templates, compiled once, filled with a few strings for each page.
//!
//! The content itself never goes through the template engine: the template says where it stands, and it is put there
//! afterwards. So a page's body is held once, and a template can't spoil it.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Tera, Value};

use crate::diagnostic::{Checked, Diagnostic, Findings, Source, code};
use crate::document::{Page, PageKind, Site};
use crate::outputs::html::blocks::Writer;
use crate::outputs::html::{Place, link};
use crate::source::theme::Theme;
use crate::tree::{MediaType, Tree};
use crate::vocabulary::SitePath;

use super::template_faults::diagnostics;
use super::words::{LinkWords, PageWords, SiteWords, footer, navigation};
use super::{dataset, feed, search};

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
    /// The scripts that the search has besides.
    pub search: Vec<SitePath>,
    icon: Option<SitePath>,
}

/// What a shell puts round every page, to be compared.
#[derive(PartialEq)]
pub struct Around {
    templates: Vec<(String, String)>,
    links: Vec<(String, SitePath)>,
    files: Vec<SitePath>,
}

impl Shell {
    /// What is put round every page.
    pub fn around(&self) -> Around {
        let templates = self.sources.iter().map(|(name, source)| (name.clone(), source.text().to_owned()));
        let files = self.scripts.iter().chain(&self.search).chain(&self.icon);
        Around {
            templates: templates.collect(),
            links: self.navigation.iter().chain(&self.footer).cloned().collect(),
            files: files.cloned().collect(),
        }
    }

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
        tera.global_context().insert("site", &SiteWords::of(site));
        // Scripts in a folder are for the pages that ask for them.
        let scripts = (theme.assets.keys())
            .filter(|path| MediaType::of(path) == MediaType::JavaScript && path.parent().as_str().is_empty())
            .filter_map(|path| asset(path.as_str()))
            .collect();
        let shell = Shell {
            tera,
            sources: theme.templates.clone(),
            navigation: navigation(site),
            footer: footer(site),
            scripts,
            search: search::scripts(theme),
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
        let report = feed::report_of(site, page);
        let mut context = Context::new();
        context.insert("page", &PageWords::of(site, page, place));
        context.insert("navigation", &LinkWords::all(&self.navigation, place));
        context.insert("footer", &LinkWords::all(&self.footer, place));
        let banners: Vec<Value> = page
            .banners
            .iter()
            .map(|banner| {
                let mut writer = Writer::new(place);
                writer.inlines(&banner.words);
                Value::safe_string(&writer.out)
            })
            .collect();
        context.insert_value("banners", Value::from(banners));
        context.insert("report", &report.map(|report| report.title.as_str()));
        context.insert("year", &report.map(|report| report.year.to_string()));
        let to = |path: &SitePath| link::to_path(place, path, None);
        context.insert("home", &SitePath::new("index.html").map(|path| to(&path)));
        // What stands in the theme's assets/, such as a logo, is found below this.
        let folder = stylesheet().map(|path| to(&path)).unwrap_or_default();
        context.insert("assets", folder.strip_suffix("style.css").unwrap_or_default());
        context.insert("stylesheet", &stylesheet().map(|path| to(&path)));
        let own: &[SitePath] = if page.kind == PageKind::Search { &self.search } else { &[] };
        context.insert("scripts", &self.scripts.iter().chain(own).map(to).collect::<Vec<_>>());
        context.insert("icon", &self.icon.as_ref().map(to));
        let feed = SitePath::new(feed::FEED).filter(|_| feed::has_feed(site));
        context.insert("feed", &feed.as_ref().map(to));
        if let Some(json) = dataset::json_ld(site, page, place) {
            context.insert_value("dataset", Value::safe_string(&json));
        }
        context.insert_value("content", Value::safe_string(CONTENT));
        context
    }
}
