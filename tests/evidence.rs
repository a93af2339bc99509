//! `data/` as a whole: what one file says of another, and Rutland's own.

use std::path::Path;

use multum::diagnostic::Findings;
use multum::evidence;
use multum::source::{DiskWorld, MemoryWorld};

const GEOGRAPHIES: &str = "data/geographies.yaml";
const GROUPS: &str = "data/groups.yaml";

/// A small, sound site.
fn site() -> MemoryWorld {
    MemoryWorld::new()
        .with(
            GEOGRAPHIES,
            "geographies:\n  rutland: { title: Rutland, kind: authority, code: \"857\", region: east-midlands, neighbours: [wiltshire] }\n  \
             wiltshire: { title: Wiltshire, kind: authority, code: \"865\" }\n  east-midlands: { title: East Midlands, kind: region, country: england }\n  \
             england: { title: England, kind: country }\n",
        )
        .with(
            GROUPS,
            "groups:\n  girls: { title: Girls }\n  all: { title: All pupils }\n  boys: { title: Boys }\nwholes:\n  sex: { whole: all, parts: [girls, boys] }\n",
        )
        .with("data/measures/b.yaml", measures("ks2", 2, "reading"))
        .with("data/measures/a.yaml", measures("ks4", 4, "gcse"))
}

fn measures(topic: &str, order: u32, measure: &str) -> String {
    format!(
        "topic: {{ id: {topic}, title: Topic {topic}, order: {order} }}\nmeasures:\n  {measure}:\n    title: Title\n    unit: percent\n    counts: people\n    \
         period: academic\n    polarity: high\n    source: {{ publisher: DfE, title: Source }}\n    observations: {{ rutland: {{ 2016/17: 67 }} }}\n    \
         groups: {{ girls: {{ england: {{ 2016/17: 70 }} }} }}\n"
    )
}

fn said(findings: Findings) -> Vec<String> {
    let findings = findings.sorted();
    let line = |found: &multum::diagnostic::Diagnostic| {
        let place = found.at.as_ref().map(|at| format!("{at:?}")).unwrap_or_default();
        let notes: String = found.notes.iter().map(|(at, text)| format!(" ({at:?} {text})")).collect();
        format!("{place} [{}] {}{notes} / {}", found.code.name, found.message, found.hint.as_deref().unwrap_or("-"))
    };
    findings.iter().map(line).collect()
}

fn with(path: &str, text: &str) -> Vec<String> {
    said(evidence::load(&site().with(path, text)).findings)
}

#[test]
fn everything_has_its_place_in_the_order_of_files_and_topics() {
    let loaded = evidence::load(&site());
    assert_eq!(said(loaded.findings), [""; 0]);
    let evidence = loaded.value;
    let names: Vec<&str> = evidence.measures.keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["reading", "gcse"], "topics in their order, whatever their files are called");
    let groups: Vec<&str> = evidence.groups.keys().map(|name| name.as_str()).collect();
    assert_eq!(groups, ["all", "girls", "boys"], "everybody first");
    assert_eq!(evidence.geographies["rutland"].neighbours.len(), 1);
    assert_eq!(evidence.tables.len(), evidence.measures.len());
}

#[test]
fn a_measure_that_stands_in_two_files_shows_both_places() {
    assert_eq!(
        with("data/measures/c.yaml", &measures("ks2", 2, "gcse").replace("Topic ks2", "Other")),
        [
            "data/measures/a.yaml:3:3 [duplicate] expected the measure gcse once, found it again (data/measures/c.yaml:3:3 it stands here already) / take one of the two out, or give it another name",
            "data/measures/c.yaml:1:14 [duplicate] expected the topic ks2 under one title, found \"Other\" (data/measures/b.yaml:1:14 it is called \"Topic ks2\" here) / write the same title in both files",
        ]
    );
}

#[test]
fn places_that_do_not_fit_together_are_told() {
    for (places, expected) in [
        (
            "rutland: { title: Rutland, kind: authority, neighbours: [wiltshir] }\n  wiltshire: { title: Wiltshire, kind: authority }\n  england: { title: England, kind: country }",
            ":2:60 [unknown-geography] expected a place of this file, found \"wiltshir\" / did you mean wiltshire?",
        ),
        (
            "rutland: { title: Rutland, kind: authority, neighbours: [rutland] }\n  england: { title: England, kind: country }",
            ":2:60 [unknown-geography] expected other places as neighbours, found the place itself / take it off the list",
        ),
        (
            "rutland: { title: Rutland, kind: authority, neighbours: [england] }\n  england: { title: England, kind: country }",
            ":2:60 [unknown-geography] expected an authority, found \"england\", which is a country / name one whose kind is authority",
        ),
        (
            "rutland: { title: Rutland, kind: authority, neighbours: [a, a] }\n  a: { title: A, kind: authority }\n  england: { title: England, kind: country }",
            ":2:63 [duplicate] expected \"a\" once, found it again / take one of the two out",
        ),
        (
            "rutland: { title: Rutland, kind: authority, region: england }\n  england: { title: England, kind: country }",
            ":2:55 [unknown-geography] expected a region, found \"england\", which is a country / name one whose kind is region",
        ),
        (
            "rutland: { title: Rutland, kind: authority, code: \"85\" }\n  england: { title: England, kind: country }",
            ":2:53 [wrong-shape] expected a number of three digits such as \"857\", found \"85\" / write the Department for Education's number in quotation marks",
        ),
        (
            "rutland: { title: Rutland, kind: authority, code: \"857\" }\n  england: { title: England, kind: country, code: \"857\" }",
            ":3:51 [duplicate] expected each place's own number, found \"857\" again (data/geographies.yaml:2:53 it stands here already) / correct one of the two",
        ),
        (
            "rutland: { title: Rutland, kind: authority }\n  statistical-neighbours: { title: x, kind: authority }\n  england: { title: England, kind: country }",
            ":3:3 [name] expected a place’s own name, found statistical-neighbours, which multum knows by itself / it stands for",
        ),
    ] {
        let said = with(GEOGRAPHIES, &format!("geographies:\n  {places}\n"));
        assert_eq!(said.len(), 1, "{places}\n{said:#?}");
        assert!(said[0].starts_with(&format!("{GEOGRAPHIES}{expected}")), "{places}\n{}", said[0]);
    }
}

#[test]
fn groups_that_do_not_make_a_whole_are_told() {
    for (wholes, expected) in [
        (
            "sex: { whole: all, parts: [girls, boy] }",
            ":6:37 [unknown-group] expected a group of this file, found \"boy\" / did you mean boys?",
        ),
        (
            "sex: { whole: al, parts: [girls, boys] }",
            ":6:17 [unknown-group] expected a group of this file, found \"al\" / did you mean all?",
        ),
        (
            "sex: { whole: all, parts: [all, boys] }",
            ":6:3 [unknown-group] expected parts that are other groups than their whole, found the whole among them / take it out of parts:",
        ),
        (
            "sex: { whole: all, parts: [girls] }",
            ":6:3 [wrong-shape] expected two parts or more, found 1 / name every group that the whole is made of",
        ),
        (
            "sex: { whole: all, parts: [girls, boys, girls] }",
            ":6:43 [duplicate] expected \"girls\" once, found it again / take one of the two out",
        ),
    ] {
        let groups = "groups:\n  all: { title: All }\n  girls: { title: Girls }\n  boys: { title: Boys }\nwholes:\n  ";
        let said = with(GROUPS, &format!("{groups}{wholes}\n"));
        assert_eq!(said.len(), 1, "{wholes}\n{said:#?}");
        assert_eq!(said[0], format!("{GROUPS}{expected}"), "{wholes}");
    }
}

#[test]
fn faults_of_every_file_come_together_and_in_order() {
    let world = site()
        .with("data/measures/c.yml", "")
        .with("data/measures/d.yaml", b"title: \xa3\n")
        .with("data/measures/e.yaml", measures("ks1", 1, "phonics").replace("67", "167"))
        .with(GROUPS, "groups: { all: { titel: All } }\n");
    let short: Vec<String> = said(evidence::load(&world).findings)
        .into_iter()
        .map(|line| line.split(']').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        short,
        [
            "data/groups.yaml:1:18 [unknown-key",
            "data/measures/a.yaml:11:15 [unknown-group",
            "data/measures/b.yaml:11:15 [unknown-group",
            "data/measures/c.yml:1:1 [name",
            "data/measures/d.yaml:1:8 [not-text",
            "data/measures/e.yaml:10:41 [out-of-range",
            "data/measures/e.yaml:11:15 [unknown-group",
        ]
    );
}

#[test]
fn rutlands_own_data_are_read_without_a_word() {
    let world = DiskWorld::new(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this repository is a site");
    let loaded = evidence::load(&world);
    assert_eq!(said(loaded.findings), [""; 0]);
    assert!(loaded.value.measures.len() >= 60, "{}", loaded.value.measures.len());
    assert!(loaded.value.authorities.len() >= 150, "{}", loaded.value.authorities.len());
}
