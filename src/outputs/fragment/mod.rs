//! The main content of each page alone, for a content management system that has a header, a footer and a title of its own.
//!
//! A fragment stands in one element of the class `multum`, to which its stylesheet keeps; its headings begin at the second
//! level, since the system gives the first; every anchor begins with `multum-`, so that none is taken twice on the system's
//! page. Files to take away stay as they are, and so do pages in large print, which are whole pages.

mod anchors;
mod scope;

use rayon::prelude::*;
use serde_json::json;

use super::html::Place;
use super::screen::shell::{self, Shell};
use super::screen::{content, style};
use super::{Made, put};
use crate::diagnostic::{Checked, Diagnostic, Findings};
use crate::document::{PageKind, Site};
use crate::source::theme::Theme;
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// The template that every fragment is made with.
const FRAGMENT: &str = "fragment.html";

/// The list of all fragments, for whoever brings them into a system.
const LIST: &str = "fragments.json";

/// Files of the website that a content management system has itself, or that lead to addresses which it decides.
const LEFT_OUT: [&str; 3] = ["sitemap.xml", "feed.xml", "robots.txt"];

/// The website with each page made a fragment.
pub fn of(site: &Site, theme: &Theme, website: &Made) -> Checked<Tree> {
    let mut findings = Findings::new();
    let mut tree = Tree::default();
    let Some(shell) = Shell::new(site, theme, &website.tree).gather(&mut findings) else {
        return Checked { value: tree, findings };
    };
    // The system has a search of its own, and a page for addresses that lead nowhere.
    let (pages, without): (Vec<_>, Vec<_>) =
        site.pages.iter().partition(|page| !matches!(page.kind, PageKind::Search | PageKind::NotFound));
    let made: Vec<Result<String, Box<Diagnostic>>> = pages
        .par_iter()
        .map(|page| {
            let place = Place {
                page: &page.path,
                original: &page.path,
                large: None,
                root: None,
                pretty: site.facts.pretty_links,
                files: &website.tree,
                editions: &website.editions,
            };
            let whole = shell.wrap_in(FRAGMENT, shell.context(site, page, &place), &content(&place, page))?;
            Ok(anchors::prefixed(&String::from_utf8_lossy(&whole)))
        })
        .collect();
    let mut listed = Vec::with_capacity(pages.len());
    for (page, fragment) in pages.iter().zip(made) {
        match fragment {
            Ok(fragment) => put(&mut tree, page.path.clone(), fragment.into_bytes(), &mut findings),
            Err(fault) => findings.push(*fault),
        }
        listed.push(json!({
            "file": page.path.as_str(),
            "title": page.title,
            "full_title": page.full_title,
            "description": page.description,
            "language": page.language.as_str(),
            "template": super::screen::template(page.kind),
        }));
    }
    if let Some(path) = SitePath::new(LIST) {
        let list = serde_json::to_string_pretty(&listed).unwrap_or_default() + "\n";
        put(&mut tree, path, list.into_bytes(), &mut findings);
    }
    let stylesheet = shell::stylesheet();
    for (path, file) in website.tree.iter() {
        let gone = LEFT_OUT.contains(&path.as_str()) || without.iter().any(|page| page.path == *path);
        if Some(path) == stylesheet.as_ref() {
            put(&mut tree, path.clone(), scope::scoped(&style::stylesheet(theme)).into_bytes(), &mut findings);
        } else if !gone && tree.get(path).is_none() {
            put(&mut tree, path.clone(), file.bytes.clone(), &mut findings);
        }
    }
    Checked { value: tree, findings: findings.sorted() }
}
