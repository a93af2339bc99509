//! What a reader meets where a figure is withheld: the same in every edition there is.
//!
//! It walks the list of outputs, so an edition that is added is looked at without a change here.

#[path = "support/hunt.rs"]
mod hunt;
mod support;

use multum::compose::Drafts;
use multum::diagnostic::{Style, terminal};
use multum::figures::Memo;
use multum::outputs::OUTPUTS;
use multum::pipeline::{self, Options};
use multum::source::MemoryWorld;
use support::SiteTest;

/// A page with a withheld figure in a sentence, a chart over years, bars, a table, and the figures that tell the year.
fn world() -> MemoryWorld {
    let own = "topic: { id: own, title: Own, order: 40 }\nmeasures:\n  own:\n    title: Pupils in care who moved\n    unit: percent\n    counts: people\n    \
               period: academic\n    polarity: low\n    source: { publisher: O, title: Own }\n    observations:\n      \
               northshire: { 2014/15: { count: 30, of: 60 }, 2015/16: { count: 3, of: 60 }, 2016/17: { count: 2, of: 60 } }\n    groups:\n      \
               disadvantaged:\n        northshire: { 2016/17: { count: 1, of: 25 } }\n      not-disadvantaged:\n        northshire: { 2016/17: { count: 1, of: 35 } }\n";
    SiteTest::small()
        .with("data/measures/own.yaml", own)
        .reading(
            "Words before. It was {{ value(of=\"own\") }}. That is {{ change(of=\"own\") }}. Words after.\n\n\
             {{ chart(of=\"own\", kind=\"trend\", compare=[]) }}\n\n{{ chart(of=\"own\", kind=\"gap\", groups=[\"disadvantaged\", \"not-disadvantaged\"], year=\"2016/17\") }}\n\n\
             {{ table(of=\"own\", by=\"year\", compare=[]) }}\n\n{{ table(of=\"own\", by=\"group\", compare=[]) }}\n\n{{ key_figures(of=[\"own\", \"reading\"]) }}\n",
        )
        .into_world()
}

/// A text without its spaces: a line may end anywhere.
fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_edition_says_what_is_withheld_and_what_that_means() {
    for output in OUTPUTS {
        let options = Options { drafts: Drafts::Out, outputs: Some(vec![output.name]), ..Options::default() };
        let made = pipeline::build_again(&world(), &options, &Memo::new());
        let built = made.value.unwrap_or_else(|| panic!("{}", terminal(&made.findings, Style::Plain)));
        let mut pages = 0;
        let mut tables = 0;
        for (path, file) in built.tree.iter() {
            let kind = path.extension().unwrap_or_default();
            // Data for machines have the symbol in a column of its own.
            if kind == "csv" && path.as_str().contains("own") {
                let text = String::from_utf8_lossy(&file.bytes);
                assert!(text.contains(",c"), "{path}:\n{text}");
                tables += 1;
                continue;
            }
            // Contracted braille has its own spelling of every word; its own tests read it. Styles and scripts say nothing.
            if ["brf", "css", "js", "json", "xml", "csv"].contains(&kind) {
                continue;
            }
            let text: String =
                hunt::texts(path.as_str(), &file.bytes).into_iter().map(|found| close(&found.text)).collect();
            // Wherever the symbol stands its meaning does, in words.
            assert!(
                !text.contains("[c]") || text.contains("withheldtoprotect"),
                "{path} says [c] and not what it means"
            );
            if !text.contains("wordsbefore.") {
                continue;
            }
            pages += 1;
            for words in [
                // The sentence gives way, and those beside it stay.
                "Words before. The figure for pupils in care who moved in Northshire in the 2016 to 2017 academic year is withheld to protect pupils.",
                "Words after.",
                // The chart's gap, in words.
                "withheld to protect people",
                "[c]",
                "50%",
            ] {
                assert!(
                    text.contains(&close(words).to_lowercase()),
                    "{path} of {} doesn't say \"{words}\"",
                    output.name
                );
            }
            for leak in ["itwas3%", "itwas5%", "down2percentage", "down45percentage"] {
                assert!(!text.contains(leak), "{path}: {leak}");
            }
        }
        assert!(
            pages + tables > 0 || built.tree.iter().all(|(path, _)| path.extension() == Some("brf")),
            "{} has no such page",
            output.name
        );
    }
}
