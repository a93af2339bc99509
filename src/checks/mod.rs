//! What a finished site must not have: each fault in a file of its own, named for what it finds.
//!
//! Checks are handed the site and the tree, nothing else; they know no output, and look at the HTML as a reader's
//! browser would find it. What they find ends the build when it is an error. To add one: a file with its `Check`, a
//! line in [`CHECKS`], and its words in `docs/checks.md`, which a test writes from the file's own.

mod dead_link;
mod duplicate_id;
mod duplicate_title;
#[cfg(test)]
mod fixture;
mod html;
mod link_text_says_nothing;
mod loose_figure;
mod missing_alternative;
mod orphan;
mod skipped_heading;
mod text;
mod unportable_name;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Findings, Severity};
use crate::document::{Page, Site};
use crate::tree::Tree;

use html::{Html, Pages};

/// A fault that is looked for. A check answers in one of three ways, or in several: page by page of the model, file by
/// file of the HTML, or for the site as a whole.
pub trait Check: Sync {
    /// The file that it stands in, without `.rs`: the fault's name.
    fn name(&self) -> &'static str;

    /// The kind of fault that it reports.
    fn code(&self) -> Code;

    /// What is wrong with a page of the model.
    fn page(&self, _page: &Page) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// What is wrong with a file of HTML.
    fn html(&self, _html: &Html<'_>, _site: &Site) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// What is wrong between pages and files.
    fn site(&self, _site: &Site, _tree: &Tree, _pages: &Pages<'_>) -> Vec<Diagnostic> {
        Vec::new()
    }
}

/// Every check, in the order in which `docs/checks.md` tells of them.
pub const CHECKS: &[&dyn Check] = &[
    &dead_link::DeadLink,
    &orphan::Orphan,
    &duplicate_title::DuplicateTitle,
    &duplicate_id::DuplicateId,
    &missing_alternative::MissingAlternative,
    &skipped_heading::SkippedHeading,
    &link_text_says_nothing::LinkTextSaysNothing,
    &loose_figure::LooseFigure,
    &unportable_name::UnportableName,
];

/// Everything that is wrong with a finished site, in the order in which a person mends it.
pub fn run(site: &Site, tree: &Tree) -> Findings {
    let pages = Pages::of(tree, site);
    let each = |check: &&'static dyn Check| {
        let mut found: Vec<Diagnostic> = site.pages.par_iter().flat_map_iter(|page| check.page(page)).collect();
        found.par_extend(pages.all.par_iter().flat_map_iter(|html| check.html(html, site)));
        found.extend(check.site(site, tree, &pages));
        found
    };
    CHECKS.par_iter().flat_map_iter(each).collect::<Vec<_>>().into_iter().collect::<Findings>().sorted()
}

/// A warning that stands in no one line.
fn placeless_warning(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::placeless(code, message) }
}

/// "a.html", "a.html and 1 other page", "a.html and 12 other pages".
fn and_others(first: &str, all: usize) -> String {
    match all {
        0 | 1 => first.to_owned(),
        2 => format!("{first} and 1 other page"),
        more => format!("{first} and {} other pages", more - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_stands_in_a_file_of_its_name_and_every_file_is_a_check() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/checks");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("this folder")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().trim_end_matches(".rs").to_owned())
            .filter(|name| !["mod", "html", "text", "fixture"].contains(&name.as_str()))
            .collect();
        files.sort();
        let mut names: Vec<&str> = CHECKS.iter().map(|check| check.name()).collect();
        names.sort_unstable();
        assert_eq!(files, names);
    }

    #[test]
    fn a_sound_site_has_no_findings() {
        let (site, tree) = fixture::sound();
        let findings = run(&site, &tree);
        assert!(findings.is_empty(), "{findings:?}");
    }
}
