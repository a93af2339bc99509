//! Nothing of what must stay inside gets out: canaries are planted wherever data can enter, and every byte that multum
//! gives back is searched for them.
//!
//! The canaries are a number and a word that stand nowhere else. The policy withholds every count below 60,000, so 48,271
//! people are few. A canary may get out as a number, as a percentage, as a length or as an order; so beside the search there
//! is a stricter test: two sites that differ in a withheld number alone must be the same to the byte.

mod support;

use multum::compose::Drafts;
use multum::diagnostic::{Findings, Style, github, json, terminal};
use multum::pipeline::{self, Built};
use multum::source::{MemoryWorld, World};
use multum::tree::Tree;
use support::SiteTest;

const NUMBER: u32 = 48_271;
const WORD: &str = "vqzkwjxpfhbd";

/// What is searched for: the number as people and programs write it, and the word however its letters are written.
fn canaries(number: u32) -> Vec<String> {
    let digits = number.to_string();
    let (thousands, rest) = digits.split_at(digits.len() - 3);
    ["", ",", " ", ".", "\u{a0}", "\u{202f}", "&nbsp;", "&#44;"]
        .iter()
        .map(|between| format!("{thousands}{between}{rest}"))
        .collect()
}

/// Where in a site's files, and in all that was said, a canary stands.
fn found(tree: Option<&Tree>, said: &[String], number: u32) -> Vec<String> {
    let mut places = Vec::new();
    let mut search = |place: &str, text: &str| {
        let text = text.to_ascii_lowercase();
        for canary in canaries(number).iter().map(String::as_str).chain([WORD]) {
            if text.contains(canary) {
                places.push(format!("{place}: {canary}"));
            }
        }
    };
    for (path, file) in tree.into_iter().flat_map(Tree::iter) {
        // Nothing that is built today is packed; whatever is packed one day must be unpacked here.
        let packed: [&[u8]; 4] = [b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"];
        assert!(!packed.iter().any(|start| file.bytes.starts_with(start)), "{path} has to be unpacked to be searched");
        search(path.as_str(), path.as_str());
        search(path.as_str(), &String::from_utf8_lossy(&file.bytes));
    }
    for text in said {
        search("said", text);
    }
    places
}

/// All that is said of findings, in every way that they can be said.
fn said(findings: &Findings) -> Vec<String> {
    let debug = format!("{findings:?}");
    vec![terminal(findings, Style::Plain), terminal(findings, Style::Coloured), json(findings), github(findings), debug]
}

const SITE: &str =
    "title = \"T\"\naddress = \"https://example.org\"\nconfidential = \"../own\"\n[organisation]\nname = \"O\"\n";
const POLICY: &str = "[disclosure]\nsmallest_count = 60000\nsmallest_cohort = 60000\nsmallest_providers = 60000\n";

/// The facts of four measures: a count, a percentage, a rate and a mean.
fn facts() -> String {
    let mut text = "topic: { id: own, title: Own, order: 40 }\nmeasures:\n".to_owned();
    for (name, unit) in [("many", "count"), ("share", "percent"), ("rate", "per-10000"), ("mean", "score")] {
        text += &format!(
            "  {name}:\n    title: The {name} of it\n    unit: {unit}\n    decimals: 3\n    counts: people\n    period: academic\n    polarity: high\n    source: {{ publisher: O, title: Own }}\n    observations: {{}}\n"
        );
    }
    text
}

/// Their figures, each from the canary.
fn figures(number: u32) -> String {
    let lone = |cell: &str, year: &str| format!("northshire: {{ {year}: {cell} }}");
    let both = |cell: &str| format!("northshire: {{ 2015/16: {cell}, 2016/17: {cell} }}");
    format!(
        "# {WORD}\nmeasures:\n\
         \x20 many:\n    observations:\n      {}\n    groups:\n      disadvantaged:\n        {}\n      not-disadvantaged:\n        {}\n\
         \x20 share:\n    observations:\n      {}\n    groups:\n      disadvantaged:\n        {}\n\
         \x20 rate:\n    observations:\n      {}\n\
         \x20 mean:\n    observations:\n      {}\n",
        both(&format!("{{ count: {} }}", number + 5)),
        both(&format!("{{ count: {number} }}")),
        both("{ count: 5 }"),
        both(&format!("{{ count: {number}, of: 59000, schools: 2 }}")),
        lone(&format!("{{ value: c, reason: {WORD} }}"), "2016/17"),
        both(&format!("{{ count: {number}, of: 59000 }}")),
        both(&format!("{{ mean: {number}, of: 7, schools: 1, largest: 99 }}")),
    )
}

/// Every function that can show a figure, of every measure.
fn pages() -> String {
    let mut text = "---\ntitle: Reading\norder: 10\n---\n".to_owned();
    for name in ["many", "share", "rate", "mean"] {
        text += &format!(
            "It was {{{{ value(of=\"{name}\") }}}}.\n\nThat is {{{{ change(of=\"{name}\") }}}}.\n\n{{{{ chart(of=\"{name}\", kind=\"trend\") }}}}\n\n{{{{ table(of=\"{name}\", by=\"year\") }}}}\n\n"
        );
    }
    text +=
        "{{ chart(of=[\"many\"], kind=\"bar\") }}\n\n{{ key_figures(of=[\"many\", \"share\", \"rate\", \"mean\"]) }}\n";
    text
}

/// The site with its confidential folder.
fn world(site: &str, own: &str) -> MemoryWorld {
    let confidential = MemoryWorld::new().with("measures/own.yaml", own);
    SiteTest::small()
        .with("site.toml", site)
        .with("data/measures/own.yaml", facts())
        .with("content/2016-17/reading.md", pages())
        .with(
            "content/2016-17/internal.md",
            format!("---\ntitle: Internal {WORD}\ndescription: {WORD}\nstatus: draft\n---\nFor colleagues: {WORD} {NUMBER}.\n"),
        )
        .into_world()
        .with_beside("../own", confidential)
}

fn build(world: &dyn World, drafts: Drafts) -> (Option<Built>, Vec<String>) {
    let made = pipeline::build(world, drafts);
    (made.value, said(&made.findings))
}

#[test]
fn no_canary_gets_out_and_with_the_policy_switched_off_every_one_does() {
    let (built, words) = build(&world(&format!("{SITE}{POLICY}"), &figures(NUMBER)), Drafts::Out);
    let built = built.unwrap_or_else(|| panic!("{}", words[0]));
    assert_eq!(found(Some(&built.tree), &words, NUMBER), [""; 0]);

    // The control: the same site with no policy to speak of, its internal page in. Each measure's canary is found.
    let off = "[disclosure]\nsmallest_count = 1\nsmallest_cohort = 1\nsmall_group = 1\nfewest_schools = 1\ndominance = 100\nprotection = 1\n";
    let (built, words) = build(&world(&format!("{SITE}{off}"), &figures(NUMBER)), Drafts::In);
    let built = built.unwrap_or_else(|| panic!("{}", words[0]));
    let places = found(Some(&built.tree), &words, NUMBER);
    for page in ["measures/many", "measures/mean", "2016-17/reading.html", "2016-17/internal.html"] {
        assert!(places.iter().any(|place| place.starts_with(page)), "{page} {places:?}");
    }
    assert!(places.iter().any(|place| place.ends_with(WORD)));
    // 48,271 of 59,000 as it is published: the canary as a percentage and as a rate.
    let all: String = built.tree.iter().map(|(_, file)| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
    for derived in ["81.815", "8,181.525"] {
        assert!(all.contains(derived), "{derived}");
    }
}

#[test]
fn two_sites_that_differ_in_what_is_withheld_are_the_same_to_the_byte() {
    let site = format!("{SITE}{POLICY}");
    let (first, _) = build(&world(&site, &figures(NUMBER)), Drafts::Out);
    let (second, _) = build(&world(&site, &figures(31)), Drafts::Out);
    let (first, second) = (first.expect("a site"), second.expect("a site"));
    assert_eq!(first.tree.len(), second.tree.len());
    for ((path, one), (_, other)) in first.tree.iter().zip(second.tree.iter()) {
        assert!(one.bytes == other.bytes, "{path}");
    }
}

#[test]
fn what_is_wrong_with_the_confidential_folder_is_said_without_its_words() {
    // Each line is wrong in another way, and has both canaries.
    for own in [
        format!("measures: {{ {WORD}{NUMBER}: {{ observations: {{}} }} }}\n"),
        format!("measures:\n  many:\n    {WORD}: {NUMBER}\n"),
        format!("measures:\n  many:\n    observations:\n      {WORD}: {{ 2016/17: {{ count: {NUMBER} }} }}\n"),
        format!("measures:\n  many:\n    observations:\n      northshire: {{ {NUMBER}{WORD}: {{ count: 7 }} }}\n"),
        format!("measures:\n  many:\n    observations:\n      northshire: {{ 2016/17: {{ count: {NUMBER}.5 }} }}\n"),
        format!(
            "measures:\n  many:\n    observations:\n      northshire: {{ 2016/17: {{ count: {NUMBER}{WORD} }} }}\n"
        ),
        format!(
            "measures:\n  share:\n    observations:\n      northshire: {{ 2016/17: {{ count: {NUMBER}, of: 7 }} }}\n"
        ),
        format!("measures:\n  share:\n    observations:\n      northshire: {{ 2016/17: {NUMBER} }}\n"),
        format!("measures:\n  share:\n    groups:\n      {WORD}:\n        northshire: {{ 2016/17: {NUMBER} }}\n"),
        format!(
            "measures:\n  many:\n    observations:\n      northshire: {{ 2016/17: {NUMBER}, 2016/17: {NUMBER} }}\n"
        ),
        format!("measures:\n\t{WORD}: {NUMBER}\n"),
        format!("measures: [{NUMBER}, {WORD}\n"),
        format!("\"{WORD}: {NUMBER}\n"),
        format!(
            "measures:\n  many:\n    observations:\n      northshire: {{ 2016/17: {{ value: {NUMBER}, count: 3, reason: {WORD} }} }}\n"
        ),
    ] {
        let (_, words) = build(&world(&format!("{SITE}{POLICY}"), &own), Drafts::Out);
        assert!(words[0].contains("error"), "nothing is wrong with\n{own}");
        assert_eq!(found(None, &words, NUMBER), [""; 0], "{own}");
    }
}

#[test]
fn random_canaries_stay_inside() {
    // More: MULTUM_CASES=5000 cargo test --release --test leak_hunt random
    let cases: u32 = std::env::var("MULTUM_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(8);
    let site = format!("{SITE}{POLICY}");
    for case in 0..cases {
        // A number of five digits that the site has not: its own figures have four at most.
        let number = 10_007 + (case * 7_919) % 48_000;
        let (built, words) = build(&world(&site, &figures(number)), Drafts::Out);
        let built = built.unwrap_or_else(|| panic!("{}", words[0]));
        let pages: Vec<String> = built
            .tree
            .iter()
            .filter(|(path, _)| ["html", "csv", "xml", "json"].iter().any(|end| path.as_str().ends_with(end)))
            .map(|(path, file)| format!("{path}\n{}", String::from_utf8_lossy(&file.bytes)))
            .collect();
        assert_eq!(found(None, &pages, number), [""; 0], "{number}");
        assert_eq!(found(None, &words, number), [""; 0], "{number}");
    }
}
