//! Holds the worked example of `docs/disclosure.md`: its figures in, its table and its list out.

use std::fs;
use std::path::Path;
use std::process::Command;

const MEASURE: &str = "topic: { id: own, title: Own, order: 1 }
measures:
  suspended:
    title: Pupils suspended
    unit: count
    counts: people
    period: january
    polarity: low
    source: { publisher: Council, title: Own figures }
    observations:
      northtown: { 2017: { count: 20 } }
      southtown: { 2017: { count: 43 } }
      district: { 2017: { count: 63 } }
    groups:
      girls:
        northtown: { 2017: { count: 3 } }
        southtown: { 2017: { count: 12 } }
        district: { 2017: { count: 15 } }
      boys:
        northtown: { 2017: { count: 17 } }
        southtown: { 2017: { count: 31 } }
        district: { 2017: { count: 48 } }
";

#[test]
fn the_example_comes_out_as_the_page_says() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/disclosure.md")).expect("the page");
    let folder = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().expect("a folder above")).expect("folders can be made");
        fs::write(place, text).expect("files can be written");
    };
    put("site.toml", "title = \"T\"\n[organisation]\nname = \"O\"\n");
    put(
        "data/geographies.yaml",
        "geographies:\n  northtown: { title: Northtown, kind: authority, region: district }\n  southtown: { title: Southtown, kind: authority, region: district }\n  district: { title: District, kind: region }\n",
    );
    put(
        "data/groups.yaml",
        "groups:\n  all: { title: All }\n  girls: { title: Girls }\n  boys: { title: Boys }\nwholes:\n  both: { whole: all, parts: [girls, boys] }\n",
    );
    put("data/measures/own.yaml", MEASURE);
    put(
        "content/2016-17/index.md",
        "---\ntitle: T\ndescription: T.\nreport: { year: 2016/17, geography: northtown }\n---\nWords.\n\n{{ policy() }}\n",
    );
    let output = Command::new(env!("CARGO_BIN_EXE_multum"))
        .args(["check", "--disclosure", "--site"])
        .arg(folder.path())
        .output()
        .expect("multum runs");
    let said = String::from_utf8(output.stdout).expect("text");
    let wrong = String::from_utf8_lossy(&output.stderr);
    let list = page.split("```\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the list of the page");
    for line in list.lines() {
        assert!(said.contains(line), "expected {line}\nfound\n{said}{wrong}");
    }
    assert!(said.contains("suspended: 4 of 9 figures withheld (44%)"), "{said}");
    let csv = fs::read_to_string(folder.path().join(".multum/disclosure.csv")).expect("the CSV");
    assert!(
        csv.contains("\"suspended, Girls, Northtown, 2017\",yes,counts fewer than are shown,,1,14,,4,9\n"),
        "{csv}"
    );
}
