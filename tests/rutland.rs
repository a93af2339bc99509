//! The repository's own site: Rutland's review, as it must be.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use multum::compose::Drafts;
use multum::diagnostic::{Style, terminal};
use multum::document::{Block, Inline, PageKind, plain_text};
use multum::pipeline::{self, Built};
use multum::source::DiskWorld;

#[path = "support/folder.rs"]
mod folder;

use folder::copy;

/// The site, built once for all tests of this file, which must have nothing to say.
fn rutland() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let world = DiskWorld::new(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository");
        let checked = pipeline::build(&world, Drafts::Out);
        let said = terminal(&checked.findings, Style::Plain);
        assert_eq!(said, "", "Rutland’s review builds without a word");
        checked.value.expect("a site")
    })
}

fn html(path: &str) -> String {
    let path = multum::vocabulary::SitePath::new(path).expect("a path");
    let file = rutland().tree.get(&path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.bytes.to_vec()).expect("UTF-8")
}

#[test]
fn it_has_its_reports_its_pages_and_its_measures() {
    let site = &rutland().site;
    let years: Vec<String> = site.reports.iter().map(|report| report.year.to_string()).collect();
    assert_eq!(years, ["2023/24", "2016/17"]);
    for page in [
        "index",
        "early-years",
        "key-stage-1",
        "key-stage-2",
        "key-stage-4",
        "post-16",
        "send",
        "attendance",
        "schools",
        "prioritisation",
        "judgements",
        "actions",
        "methodology",
        "about",
    ] {
        html(&format!("2016-17/{page}.html"));
    }
    let measures = site.pages.iter().filter(|page| page.kind == PageKind::Measure).count();
    assert!(measures >= 60, "{measures} measures");
    let distributions = site
        .pages
        .iter()
        .filter(|page| page.kind == PageKind::Measure)
        .filter(|page| {
            page.body.iter().any(|block| {
                matches!(block, Block::Chart(figure) if matches!(figure.chart.content, multum::charts::Content::Distribution(_)))
            })
        })
        .count();
    assert!(distributions >= 10, "{distributions} measures with all authorities");
}

#[test]
fn the_front_page_sets_the_four_questions_beside_each_other() {
    assert!(html("index.html").contains("<div class=\"cycle\">"), "an answer has grown too long for it");
}

#[test]
fn a_reader_on_a_slow_line_waits_for_little() {
    let size = |path: &str| html(path).len();
    // The front page with its charts, the stylesheet, the script, and what the search alone loads besides.
    for (path, most) in [
        ("index.html", 60_000),
        ("assets/style.css", 25_000),
        ("assets/site.js", 8_000),
        ("assets/search/minisearch.js", 20_000),
        ("assets/search/search.js", 5_000),
        ("assets/search/index.js", 500 * rutland().site.pages.len()),
    ] {
        assert!(size(path) < most, "{path} has {} bytes, and may have {most}", size(path));
    }
}

#[test]
fn the_search_has_a_measure_by_its_title_and_nothing_that_is_withheld() {
    let index = html("assets/search/index.js");
    assert!(index.contains("Average progress 8 score") || index.to_lowercase().contains("progress 8"), "{index}");
    // Of texts the index has words of letters alone; so no number of a text is in it, shown or not.
    let words = index.split("\"words\":\"").nth(1).expect("words");
    let first = |entry: &str| entry.split(' ').next().unwrap_or_default().to_owned();
    let entries: Vec<String> = words.trim_end_matches("\"};\n").split(';').map(first).collect();
    assert!(entries.len() > 500 && entries.iter().all(|word| word.chars().all(char::is_alphabetic)));
    assert!(entries.iter().any(|word| word == "oakham"));
}

#[test]
fn its_headline_figures_are_those_that_were_published() {
    // Source: Department for Education, Local Authority Interactive Tool, April 2026.
    let page = html("2016-17/key-stage-2.html");
    for words in
        ["67%", "up 14 percentage points from the 2015 to 2016 academic year", "5 percentage points above England"]
    {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn every_page_says_that_it_is_a_reconstruction() {
    for page in &rutland().site.pages {
        let text = html(page.path.as_str());
        assert!(text.contains("It is not a publication of Rutland County Council"), "{}", page.path);
    }
}

#[test]
fn its_narrative_is_about_as_long_as_a_review_and_its_figures_come_from_the_data() {
    fn line(inlines: &[Inline], words: &mut usize, figures: &mut BTreeSet<String>) {
        *words += plain_text(inlines).split_whitespace().count();
        for inline in inlines {
            if let Inline::Figure(figure) = inline
                && let Some(measure) = &figure.measure
            {
                figures.insert(measure.to_string());
            }
        }
    }
    fn count(blocks: &[Block], words: &mut usize, figures: &mut BTreeSet<String>) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) => line(inlines, words, figures),
                Block::Heading(heading) => line(&heading.text, words, figures),
                Block::List { items, .. } => items.iter().for_each(|item| count(item, words, figures)),
                Block::Quotation(inner) => count(inner, words, figures),
                Block::Note(note) => count(&note.body, words, figures),
                Block::Table(_)
                | Block::Chart(_)
                | Block::Code(_)
                | Block::KeyFigures(_)
                | Block::Image(_)
                | Block::Pages(_)
                | Block::Downloads(_)
                | Block::Editions(_) => {}
            }
        }
    }
    let (mut words, mut figures) = (0, BTreeSet::new());
    for page in rutland().site.pages.iter().filter(|page| page.path.as_str().starts_with("2016-17/")) {
        count(&page.body, &mut words, &mut figures);
    }
    assert!((4_500..9_000).contains(&words), "{words} words");
    assert!(figures.len() >= 30, "{} measures in its sentences", figures.len());
}

#[test]
fn the_same_site_on_another_path_gives_the_same_bytes() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let site = elsewhere.path().join("deeper/elsewhere");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["content", "data", "themes"] {
        copy(&repository.join(folder), &site.join(folder));
    }
    std::fs::copy(repository.join("site.toml"), site.join("site.toml")).expect("a file of the repository");
    let world = DiskWorld::new(&site).expect("the copy");
    let other = pipeline::build(&world, Drafts::Out).value.expect("a site");
    let ours: Vec<_> = rutland().tree.iter().collect();
    let theirs: Vec<_> = other.tree.iter().collect();
    assert_eq!(ours.len(), theirs.len());
    for ((path, file), (other_path, other_file)) in ours.into_iter().zip(theirs) {
        assert_eq!(path, other_path);
        assert!(file.bytes == other_file.bytes, "{path} differs");
    }
}
