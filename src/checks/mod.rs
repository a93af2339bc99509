//! What a finished site must not have: each fault in a file of its own, named for what it finds.
//!
//! Checks are handed the site and the tree, nothing else; they know no output, and look at the HTML as a reader's
//! browser would find it. What they find ends the build when it is an error. To add one: a file with its `Check`, a
//! line in [`CHECKS`], and its words in `docs/checks.md`, which a test writes from the file's own.

mod broken_frame;
mod dead_link;
mod duplicate_id;
mod duplicate_title;
mod english;
#[cfg(test)]
mod fixture;
mod hard_to_read;
mod html;
mod link_text_says_nothing;
mod loose_figure;
mod missing_alternative;
mod orphan;
pub mod parity;
mod picture_without_size;
pub mod reading;
mod same_words_elsewhere;
mod skipped_heading;
mod slashed_year;
mod stale_statement;
mod text;
mod unexplained_abbreviation;
mod unheaded_table;
mod unportable_name;

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Findings, Severity};
use crate::document::{Page, Site};
use crate::tree::Tree;
use crate::vocabulary::SitePath;
use crate::vocabulary::When;

use html::{Html, Pages};

/// A fault that is looked for. A check answers in one of three ways, or in several: page by page of the model, file by
/// file of the HTML, or for the site as a whole.
pub trait Check: Sync {
    /// The file that it stands in, without `.rs`: the fault's name.
    fn name(&self) -> &'static str;

    /// The kind of fault that it reports.
    fn code(&self) -> Code;

    /// How grave it is, unless `site.toml` says otherwise. What would shut somebody out is an error.
    fn severity(&self) -> Severity {
        Severity::Error
    }

    /// What is wrong with a page of the model.
    fn page(&self, _page: &Page) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// What is wrong with a file of HTML.
    fn html(&self, _html: &Html<'_>, _site: &Site) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// What is wrong with the site on a day. Builds know no day; commands that do hand it in.
    fn day(&self, _site: &Site, _today: When) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Whether what it finds shuts somebody out, so that the record of accessibility counts it.
    fn is_about_access(&self) -> bool {
        true
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
    &same_words_elsewhere::SameWordsElsewhere,
    &broken_frame::BrokenFrame,
    &unheaded_table::UnheadedTable,
    &picture_without_size::PictureWithoutSize,
    &loose_figure::LooseFigure,
    &hard_to_read::HardToRead,
    &unexplained_abbreviation::UnexplainedAbbreviation,
    &slashed_year::SlashedYear,
    &unportable_name::UnportableName,
    &parity::Parity,
    &stale_statement::StaleStatement,
];

/// Everything that is wrong with a finished site, in the order in which a person mends it.
pub fn run(site: &Site, tree: &Tree) -> Findings {
    let pages = Pages::of(tree, site);
    let each = |check: &&'static dyn Check| {
        let mut found: Vec<Diagnostic> = site.pages.par_iter().flat_map_iter(|page| check.page(page)).collect();
        found.extend(together(pages.all.par_iter().map(|html| (html.path, check.html(html, site))).collect()));
        found.extend(check.site(site, tree, &pages));
        found.into_iter().map(|diagnostic| Diagnostic { severity: check.severity(), ..diagnostic })
    };
    CHECKS.par_iter().flat_map_iter(each).collect::<Vec<_>>().into_iter().collect::<Findings>().sorted()
}

/// The faults of all files of HTML, each said once: what a theme does wrong stands on every page, and a page that is shown
/// again in another edition has its faults there too.
fn together(found: Vec<(&SitePath, Vec<Diagnostic>)>) -> Vec<Diagnostic> {
    let mut each: IndexMap<(String, Option<(String, usize)>), (&SitePath, usize, Diagnostic)> = IndexMap::new();
    for (path, diagnostics) in found {
        for diagnostic in diagnostics {
            let at = diagnostic.at.as_ref().map(|at| (at.source().path().to_owned(), at.start()));
            let key = (diagnostic.message.replacen(path.as_str(), "", 1), at);
            each.entry(key).and_modify(|(_, pages, _)| *pages += 1).or_insert((path, 1, diagnostic));
        }
    }
    let said = |(path, pages, mut diagnostic): (&SitePath, usize, Diagnostic)| {
        let pages = and_others(path.as_str(), pages);
        diagnostic.message = diagnostic.message.replacen(path.as_str(), &pages, 1);
        diagnostic
    };
    each.into_values().map(said).collect()
}

/// What is wrong with a site on a day, each as grave as its check says.
pub fn on_day(site: &Site, today: When) -> Findings {
    CHECKS.iter().flat_map(|check| check.day(site, today)).collect()
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
            .filter(|name| !["mod", "english", "html", "reading", "text", "fixture"].contains(&name.as_str()))
            .collect();
        files.sort();
        let mut names: Vec<&str> = CHECKS.iter().map(|check| check.name()).collect();
        names.sort_unstable();
        assert_eq!(files, names);
    }

    fn source(check: &dyn Check) -> String {
        let path = format!("{}/src/checks/{}.rs", env!("CARGO_MANIFEST_DIR"), check.name());
        std::fs::read_to_string(path).expect("the check's file")
    }

    /// The doc comment of a check.
    fn comment(check: &dyn Check) -> String {
        let text = source(check);
        let before = text.split("\npub struct ").next().unwrap_or_default();
        let mut lines: Vec<&str> = before.lines().rev().map_while(|line| line.strip_prefix("///")).collect();
        lines.reverse();
        lines.iter().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
    }

    /// `docs/checks.md` as the checks' own files say it: their first line, their name and weight, their doc comment.
    fn page() -> String {
        let mut page = String::from(
            "# What the checks find\n\n\
             <!-- Written from src/checks/: change it there, then run `BLESS=1 cargo test --lib checks`. -->\n\n\
             Before anything is written, multum looks at the finished site as a reader's browser would. An error must be mended before the site is published; \
             a warning is told. `site.toml` can give a check another weight, by the name that stands in brackets:\n\n\
             ```toml\n[checks]\norphan = \"error\"\nloose-figure = \"off\"\n```\n",
        );
        for check in CHECKS {
            let text = source(*check);
            let title = text.lines().next().and_then(|line| line.strip_prefix("//! ")).expect("a first sentence");
            let weight = match check.severity() {
                Severity::Error => "an error",
                Severity::Warning => "a warning",
            };
            page.push_str(&format!("\n## {}\n\n", title.trim_end_matches('.')));
            page.push_str(&format!("`{}`, usually {weight}.\n\n", check.code().name));
            let mut example = false;
            for line in comment(*check).lines() {
                example ^= line.starts_with("```");
                let deeper = if line.starts_with("# ") && !example { "##" } else { "" };
                page.push_str(&format!("{deeper}{line}\n"));
            }
        }
        page
    }

    #[test]
    fn the_page_of_checks_says_what_the_checks_say() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, page()).expect("written");
        }
        let there = std::fs::read_to_string(path).expect("docs/checks.md can be read");
        assert!(there == page(), "docs/checks.md is not what the checks say: run `BLESS=1 cargo test --lib checks`");
    }

    #[test]
    fn every_check_says_whom_it_shuts_out_and_what_to_write_instead() {
        for check in CHECKS {
            let comment = comment(*check);
            for heading in ["What it finds", "Whom it shuts out", "Example", "Instead", "Standard"] {
                assert!(comment.contains(&format!("# {heading}\n")), "{} says nothing under {heading}", check.name());
            }
        }
    }

    #[test]
    fn what_stands_on_every_page_is_said_once() {
        let table = "<table><caption>A</caption><tr><td>1</td></tr></table>";
        let tree = fixture::tree(&[
            ("index.html", &fixture::framed(&format!("<h1>A</h1>{table}<a href=\"b.html\">B</a>"))),
            ("b.html", &fixture::framed(&format!("<h1>B</h1>{table}"))),
        ]);
        let findings = run(&fixture::site(Vec::new()), &tree);
        let said: Vec<&str> = findings.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(said, ["table 1 on b.html and 1 other page has no headings"]);
    }

    #[test]
    fn a_sound_site_has_no_findings() {
        let (site, tree) = fixture::sound();
        let findings = run(&site, &tree);
        assert!(findings.is_empty(), "{findings:?}");
    }
}
