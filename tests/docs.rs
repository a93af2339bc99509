//! What the documents tell people to type is typed here, and does what they say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn multum(site: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_multum")).args(arguments).current_dir(site).output().expect("multum starts")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8") + &String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// The blocks of a guide between lines of ```: their first line after the ``` and their text.
fn blocks(guide: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let text: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != "```").collect();
        blocks.push((info.to_owned(), text.join("\n") + "\n"));
    }
    blocks
}

/// The value of `name=` in a block's first line.
fn word<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.split(' ').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}

#[test]
fn following_the_authors_guide_makes_the_pages_that_it_promises() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(multum(folder.path(), &["new", "my-review"]).status.success());
    let site = folder.path().join("my-review");
    let guide = fs::read_to_string(repository().join("docs/authoring.md")).expect("the guide");
    let mut steps = 0;
    for (info, text) in blocks(&guide) {
        if let Some(path) = word(&info, "file") {
            let path = site.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        } else if let Some(path) = word(&info, "append") {
            let path = site.join(path);
            let before = fs::read_to_string(&path).expect("the guide made it before");
            fs::write(path, before + &text).expect("it can be written");
        } else if let (Some(path), Some(from), Some(to)) =
            (word(&info, "fault"), word(&info, "replace"), word(&info, "with"))
        {
            let path = site.join(path);
            let sound = fs::read_to_string(&path).expect("the guide made it before");
            fs::write(&path, sound.replace(from, to)).expect("it can be written");
            let output = multum(&site, &["build"]);
            assert!(
                !output.status.success() && said(&output).contains(&text),
                "the guide shows\n{text}\nand multum says\n{}",
                said(&output)
            );
            fs::write(&path, sound).expect("it can be written");
            continue;
        } else {
            continue;
        }
        steps += 1;
        let output = multum(&site, &["build"]);
        assert!(output.status.success(), "after step {steps}:\n{}", said(&output));
    }
    assert!(steps >= 5, "{steps} steps");
    let page = fs::read_to_string(site.join("public/2024-25/attendance.html")).expect("the page of the guide");
    for promised in [
        "5.1%",
        "down 0.5 percentage points from the 2023 to 2024 academic year",
        "0.1 percentage points below England",
        "<svg",
        "reading.svg",
        "An open book",
    ] {
        assert!(page.contains(promised), "{promised}");
    }
    assert!(!site.join("public/2025-26").exists());
    assert!(multum(&site, &["build", "--drafts"]).status.success());
    assert!(site.join("public/2025-26/index.html").exists());
}

#[test]
fn the_web_teams_guide_makes_the_theme_that_it_shows_and_its_policy_is_the_pages_own() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(multum(folder.path(), &["new", "my-review"]).status.success());
    let site = folder.path().join("my-review");
    let guide = fs::read_to_string(repository().join("docs/web-team.md")).expect("the guide");
    for (info, text) in blocks(&guide) {
        if let Some(path) = word(&info, "file") {
            let path = site.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        }
    }
    let config = fs::read_to_string(site.join("site.toml")).expect("site.toml");
    let themed: Vec<&str> = config.lines().filter(|line| !line.starts_with("theme")).collect();
    fs::write(site.join("site.toml"), format!("theme = \"ours\"\n{}\n", themed.join("\n"))).expect("written");
    let output = multum(&site, &["build"]);
    assert!(output.status.success(), "{}", said(&output));
    let page = fs::read_to_string(site.join("public/2024-25/index.html")).expect("a page");
    for promised in [
        "<img src=\"../assets/logo.svg\" alt=\"Example Council\"",
        "<a href=\"https://www.example.gov.uk/accessibility\">",
        "aria-label=\"Breadcrumb\"",
    ] {
        assert!(page.contains(promised), "{promised}");
    }
    assert!(site.join("public/assets/logo.svg").exists());
    assert!(fs::read_to_string(site.join("public/assets/style.css")).expect("style").contains("--accent:#5b1f69;"));

    // The header says what the page says, and who may frame it, which a page can't say.
    let own = page.split("Content-Security-Policy\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let own: BTreeSet<&str> = own.expect("a policy").split("; ").collect();
    let policies: Vec<&str> =
        guide.split("default-src").skip(1).filter_map(|rest| rest.split(['"', '\n']).next()).collect();
    assert_eq!(policies.len(), 4, "in general, nginx, Apache, IIS");
    for policy in policies {
        let policy = format!("default-src{policy}");
        let said: BTreeSet<&str> = policy.split("; ").collect();
        let more: Vec<&&str> = said.difference(&own).collect();
        assert!(own.is_subset(&said) && more == [&"frame-ancestors 'none'"], "{policy}");
    }

    // The fragments are as the guide says.
    assert!(multum(&site, &["build", "--fragment", "--out", "fragments"]).status.success());
    let fragment = fs::read_to_string(site.join("fragments/2024-25/index.html")).expect("a fragment");
    assert!(fragment.starts_with("<div class=\"multum\"") && !fragment.contains("<h1"));
    let listed = fs::read_to_string(site.join("fragments/fragments.json")).expect("the list");
    assert!(listed.contains("\"title\": \"All measures\""));
}

#[test]
fn the_authors_guide_names_every_function_with_all_that_it_takes() {
    let guide = fs::read_to_string(repository().join("docs/authoring.md")).expect("the guide");
    let folder = repository().join("src/compose/functions");
    let list = fs::read_to_string(folder.join("mod.rs")).expect("the list of functions");
    let names = list.split("NAMES: &[&str] = &[").nth(1).and_then(|rest| rest.split(']').next()).expect("the names");
    let names: Vec<&str> = names.split('"').skip(1).step_by(2).collect();
    assert!(names.len() >= 16, "{names:?}");
    for name in names {
        assert!(guide.contains(&format!("`{name}`")), "the guide does not name {name}");
    }
}

#[test]
fn every_link_of_the_documents_leads_to_a_file_that_is_there() {
    for document in [
        "README.md",
        "CHANGELOG.md",
        "docs/authoring.md",
        "docs/prioritisation.md",
        "docs/web-team.md",
        "docs/ARCHITECTURE.md",
        "docs/braille.md",
        "data/README.md",
        "benches/README.md",
    ] {
        let path = repository().join(document);
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{document} is there"));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") || file.ends_with(".md") && file.starts_with("attendance") {
                continue;
            }
            let target = path.parent().expect("a folder").join(file);
            assert!(target.exists(), "{document} links to {link}");
        }
    }
}

#[test]
fn the_readme_lists_every_command() {
    let readme = fs::read_to_string(repository().join("README.md")).expect("the README");
    let help = multum(&repository(), &["--help"]);
    let help = said(&help);
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands {
        assert!(readme.contains(&format!("`multum {command}")), "the README does not name {command}");
    }
}

/// Every success criterion of WCAG 2.2 at levels A and AA, without 4.1.1, which was taken out.
const CRITERIA: &[&str] = &[
    "1.1.1", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.3.1", "1.3.2", "1.3.3", "1.3.4", "1.3.5", "1.4.1",
    "1.4.2", "1.4.3", "1.4.4", "1.4.5", "1.4.10", "1.4.11", "1.4.12", "1.4.13", "2.1.1", "2.1.2", "2.1.4", "2.2.1",
    "2.2.2", "2.3.1", "2.4.1", "2.4.2", "2.4.3", "2.4.4", "2.4.5", "2.4.6", "2.4.7", "2.4.11", "2.5.1", "2.5.2",
    "2.5.3", "2.5.4", "2.5.7", "2.5.8", "3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.6", "3.3.1",
    "3.3.2", "3.3.3", "3.3.4", "3.3.7", "3.3.8", "4.1.2", "4.1.3",
];

#[test]
fn the_ledger_answers_every_criterion_and_names_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ledger = fs::read_to_string(root.join("docs/conformance/wcag-2.2-aa.md")).expect("the ledger");
    let guide = fs::read_to_string(root.join("docs/authoring.md")).expect("the guide");
    let browser = fs::read_to_string(root.join("tests/browser/checks.mjs")).expect("the checks in the browser");
    let rows: Vec<Vec<&str>> = (ledger.lines())
        .filter(|line| line.starts_with("| ") && line[2..].starts_with(|c: char| c.is_ascii_digit()))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let numbers: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(numbers, CRITERIA);
    for row in &rows {
        assert!(["A", "AA"].contains(&row[2]), "{row:?}");
        assert!(["checked", "can't arise", "author's duty", "not met"].contains(&row[3]), "{row:?}");
        // A path, the name of a check in the browser, or a call that authors write.
        for named in row[4].split('`').skip(1).step_by(2) {
            let known = match named.split_once('(') {
                Some((function, _)) => guide.contains(&format!("| `{function}` |")),
                None => root.join(named).exists() || browser.contains(&format!("\n  \"{named}\": ")),
            };
            assert!(known, "{}: there is no {named}", row[0]);
        }
        // What is said to be checked names what checks it, or says that axe or the templates do.
        let words = row[4].to_lowercase();
        let names = row[4].contains('`') || ["axe", "same template", "alone"].iter().any(|word| words.contains(word));
        assert!(row[3] != "checked" || names, "{}: checked by what?", row[0]);
    }
}
