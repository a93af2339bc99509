//! `multum publish` from the author's side, what it writes into `released/`, and what later builds make of that.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use multum::diagnostic::{Style, terminal};
use multum::pipeline;
use multum::source::MemoryWorld;
use support::{SiteTest, page, words};

struct Said {
    status: Option<i32>,
    out: String,
    err: String,
}

fn multum(folder: &Path, words: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_multum")).args(words).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Said { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A new site in `my-review`, with figures of its own beside it.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(multum(folder.path(), &["new", "my-review"]).status, Some(0));
    let own = folder.path().join("own/measures");
    fs::create_dir_all(&own).expect("made");
    write(&own.join("own.yaml"), &own_figures(40, 3));
    let site = folder.path().join("my-review");
    write(
        &site.join("data/measures/own.yaml"),
        "topic: { id: own, title: Own, order: 70 }\nmeasures:\n  exclusions:\n    title: Pupils excluded\n    unit: count\n    counts: people\n    \
         period: academic\n    polarity: low\n    source: { publisher: Exampleshire, title: Own figures }\n    observations: {}\n",
    );
    change(
        &site.join("site.toml"),
        "[organisation]",
        "confidential = \"../own\"\n[publish]\nfolder = \"../web/review\"\n[organisation]",
    );
    folder
}

fn own_figures(all: u32, disadvantaged: u32) -> String {
    format!(
        "measures:\n  exclusions:\n    observations:\n      exampleshire: {{ 2023/24: {{ count: 30 }}, 2024/25: {{ count: {all} }} }}\n    groups:\n      \
         disadvantaged:\n        exampleshire: {{ 2024/25: {{ count: {disadvantaged} }} }}\n      not-disadvantaged:\n        \
         exampleshire: {{ 2024/25: {{ count: {} }} }}\n",
        all - disadvantaged
    )
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn change(file: &Path, from: &str, to: &str) {
    let text = read(file);
    assert!(text.contains(from), "{} has {from}", file.display());
    write(file, &text.replace(from, to));
}

#[test]
fn every_figure_is_on_record_as_it_went_out_and_kept_when_it_changes() {
    let folder = site();
    let record = folder.path().join("my-review/released/2024-25.yaml");
    let said = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!((said.status, said.err.as_str()), (Some(0), ""), "{}", said.out);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "Publishing the site in my-review");
    assert!(lines[1].starts_with("Published ") && lines[1].ends_with(" in ../web/review."), "{}", lines[1]);
    assert!(
        lines[2].starts_with("released/2024-25.yaml has ") && lines[2].ends_with(", 2 of them withheld."),
        "{}",
        lines[2]
    );
    assert_eq!(
        lines[3],
        "Keep released/ with the site's sources: what is in it is known, and the next build reckons with it."
    );
    assert!(folder.path().join("web/review/index.html").exists());
    let first = read(&record);
    assert!(first.starts_with("# What went out with 2024-25: every figure as it was published. Written by multum publish; leave it as it is.\nmeasures:\n"));
    assert!(first.contains(
        "  exclusions:\n    observations:\n      exampleshire: { 2023/24: 30, 2024/25: 40 }\n    groups:\n      disadvantaged:\n        \
         exampleshire: { 2024/25: c }\n      not-disadvantaged:\n        exampleshire: { 2024/25: c }\n"
    ), "{first}");
    // The record can be read as any file of the site can: nothing is wrong with it.
    let again = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    assert!(again.out.contains("\nNothing has changed: "), "{}", again.out);
    assert_eq!(read(&record), first);
    assert!(!folder.path().join("my-review/released/2024-25.1.yaml").exists());

    // A revision: what it was before is kept, so that the next attack knows both.
    write(&folder.path().join("own/measures/own.yaml"), &own_figures(50, 8));
    let revised = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!(revised.status, Some(0), "{}", revised.err);
    assert!(
        revised
            .out
            .contains("\n1 figure goes out otherwise than before: what was out is kept in released/2024-25.1.yaml.\n"),
        "{}",
        revised.out
    );
    assert!(read(&record).contains("2024/25: 50 }"));
    // Eight and 42 could be shown by themselves. Beside the 40 of before, a reader would take either to be the one that
    // did not change.
    assert!(read(&record).contains("disadvantaged:\n        exampleshire: { 2024/25: c }"), "{}", read(&record));
    assert!(
        read(&folder.path().join("my-review/released/2024-25.1.yaml")).ends_with("exampleshire: { 2024/25: 40 }\n")
    );
}

#[test]
fn nothing_is_published_that_has_an_error_or_nowhere_to_go() {
    let folder = site();
    let site = folder.path().join("my-review");
    change(
        &site.join("content/2024-25/index.md"),
        "- Write here what the council",
        "- Read [here](key-stage-2.md). What the council",
    );
    assert_eq!(multum(folder.path(), &["build", "--site", "my-review"]).status, Some(1));
    assert!(site.join("public/index.html").exists(), "an error of a check lets a build write");
    let said = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!(said.status, Some(1));
    assert!(said.err.starts_with("error[link-text]: "), "{}", said.err);
    assert_eq!(
        said.out,
        "Publishing the site in my-review\nNothing was published, because of 1 error.\n\
         Mend what is shown and publish again. `multum explain CODE` says more of a fault.\n"
    );
    for nothing in ["web", "my-review/released"] {
        assert!(!folder.path().join(nothing).exists(), "{nothing}");
    }
    change(&site.join("content/2024-25/index.md"), "Read [here](key-stage-2.md). ", "");
    change(&site.join("site.toml"), "[publish]\nfolder = \"../web/review\"\n", "");
    let said = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!(said.status, Some(1));
    assert_eq!(
        said.err,
        "error[destination]: expected a folder to publish to, found none\n  hint: write --to and the folder, or folder = \"…\" below [publish] in site.toml\n\n"
    );
    let elsewhere = folder.path().join("notes");
    fs::create_dir(&elsewhere).expect("made");
    write(&elsewhere.join("plan.txt"), "mine");
    let said = multum(folder.path(), &["publish", "--site", "my-review", "--to", "notes"]);
    assert!(said.err.contains("there are files in it that multum did not make"), "{}", said.err);
    assert!(!site.join("released").exists(), "what did not go out is on no record");
    let said = multum(folder.path(), &["publish", "--site", "my-review", "--to", "elsewhere"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(folder.path().join("elsewhere/index.html").exists() && site.join("released/2024-25.yaml").exists());
}

#[test]
fn counts_of_providers_go_on_record_with_the_report_that_shows_them() {
    let folder = site();
    let site = folder.path().join("my-review");
    let criteria = site.join("data/prioritisation/criteria");
    fs::create_dir_all(&criteria).expect("made");
    write(
        &criteria.join("schools.yaml"),
        "title: Schools\none: school\nmany: schools\nsource: { publisher: A council, title: How schools are prioritised }\n\
         phases: { primary: Primary schools }\nratings:\n  green: { means: Low, leads_to: [{ text: Nothing. }] }\n  \
         amber: { means: Medium, leads_to: [{ text: Help. }] }\n  red: { means: High, leads_to: [{ text: Help at once. }] }\n\
         areas:\n  state: { title: State, evidence: Visits, green: Good, amber: Fair, red: Poor }\nrules:\n  \
         - { name: red, title: A poor state makes a school red., when: { area: state, is: red }, rating: red, stated_by: council }\n  \
         - { name: amber, title: A fair state makes a school amber., when: { area: state, is: amber-or-red }, rating: amber, stated_by: council }\n  \
         - { name: otherwise, title: Otherwise it is green., rating: green, stated_by: council }\n",
    );
    let own = folder.path().join("own/prioritisation");
    fs::create_dir_all(&own).expect("made");
    let review = |green: usize, amber: usize| {
        let rated = |from: usize, count: usize, rating: &'static str| {
            (from..from + count)
                .map(move |number| format!("  s-{number}: {{ name: School {number}, areas: {{ state: {rating} }} }}\n"))
        };
        let providers: String = rated(0, green, "green").chain(rated(green, amber, "amber")).collect();
        format!(
            "criteria: schools\nphase: primary\ngeography: exampleshire\nyear: 2024/25\nterm: summer\ndate: 2025-06-15\nby: Officers\nproviders:\n{providers}"
        )
    };
    write(&own.join("summer.yaml"), &review(12, 5));
    write(
        &site.join("content/2024-25/schools.md"),
        "---\ntitle: Schools\n---\nHow many there are.\n\n{{ ratings(of=\"schools\", show=\"counts\") }}\n",
    );
    let record = site.join("released/2024-25.yaml");
    let said = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!(said.status, Some(0), "{} {}", said.out, said.err);
    assert!(
        read(&record).contains("          2024/25: { summer: { all: 17, amber: 5, green: 12, red: 0 } }\n"),
        "{}",
        read(&record)
    );
    // Published again nothing is another; and a rating that is corrected leaves what was out.
    let said = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!((said.status, site.join("released/2024-25.1.yaml").exists()), (Some(0), false), "{}", said.err);
    write(&own.join("summer.yaml"), &review(11, 6));
    assert_eq!(multum(folder.path(), &["publish", "--site", "my-review"]).status, Some(0));
    let kept = read(&site.join("released/2024-25.1.yaml"));
    assert!(kept.ends_with("          2024/25: { summer: { amber: 5, green: 12 } }\n"), "{kept}");
    assert!(read(&record).contains("amber: 6, green: 11, red: 0"));
}

#[test]
fn a_draft_does_not_go_out() {
    let folder = site();
    let site = folder.path().join("my-review");
    write(&site.join("content/2024-25/later.md"), "---\ntitle: Later\nstatus: draft\n---\nNot yet.\n");
    let said = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!(said.status, Some(0), "{}", said.err);
    assert!(!folder.path().join("web/review/2024-25/later.html").exists());
    assert_eq!(multum(folder.path(), &["publish", "--site", "my-review", "--drafts"]).status, Some(2));
    change(&site.join("content/2024-25/index.md"), "report: {", "status: draft\nreport: {");
    let said = multum(folder.path(), &["publish", "--site", "my-review"]);
    assert_eq!(said.status, Some(1), "{}", said.out);
    assert!(said.err.contains("error["), "{}", said.err);
}

#[test]
fn a_confidential_folder_that_git_keeps_is_refused_by_check_and_by_publish() {
    let folder = site();
    let git = |words: &[&str]| {
        let output = Command::new("git").args(words).current_dir(folder.path()).output().expect("git is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    assert_eq!(multum(folder.path(), &["check", "--site", "my-review"]).status, Some(0));
    git(&["init", "--quiet", "."]);
    // In a repository, and not of it: that is what .gitignore is for.
    assert_eq!(multum(folder.path(), &["check", "--site", "my-review"]).status, Some(0));
    git(&["add", "own"]);
    for command in ["check", "publish"] {
        let said = multum(folder.path(), &[command, "--site", "my-review"]);
        assert_eq!(said.status, Some(1), "{}", said.out);
        assert!(
            said.err.starts_with(
                "error[confidential]: expected a folder that no repository keeps, found one whose files git tracks\n  site.toml:"
            ),
            "{}",
            said.err
        );
    }
    assert!(!folder.path().join("web").exists());
}

/// The site of the tests with a measure whose figures stand in the confidential folder.
fn world(site: &str) -> MemoryWorld {
    SiteTest::small()
        .with("site.toml", format!("title = \"T\"\nconfidential = \"../own\"\n[organisation]\nname = \"O\"\n{site}"))
        .with(
            "data/measures/own.yaml",
            "topic: { id: own, title: Own, order: 70 }\nmeasures:\n  exclusions:\n    title: Pupils excluded\n    unit: count\n    counts: people\n    \
             period: academic\n    polarity: low\n    source: { publisher: O, title: Own figures }\n    observations:\n      england: { 2016/17: 900 }\n",
        )
        .reading("We excluded {{ value(of=\"exclusions\") }}.\n\nBefore it was {{ value(of=\"exclusions\", year=\"2015/16\") }}.\n")
        .into_world()
}

const OWN: &str = "measures:\n  exclusions:\n    observations:\n      northshire: { 2015/16: { count: 3 }, 2016/17: { count: 41 } }\n";
const RELEASED: &str = "measures:\n  exclusions:\n    observations:\n      england: { 2016/17: 901 }\n      northshire: { 2015/16: c, 2016/17: 41 }\n";

/// The words of the page, and what was said.
fn built(world: &MemoryWorld) -> (Option<String>, String) {
    let made = pipeline::build(world, multum::compose::Drafts::Out);
    let said = terminal(&made.findings, Style::Plain);
    (made.value.map(|built| words(page(&built.site, "2016-17/reading.html"))), said)
}

#[test]
fn without_the_confidential_folder_a_build_takes_what_went_out() {
    let there = world("").with_beside("../own", MemoryWorld::new().with("measures/own.yaml", OWN));
    let (with, said) = built(&there);
    assert!(!said.contains("error"), "{said}");
    let with = with.expect("a page");
    assert!(with.contains("We excluded 41.") && with.contains("is withheld to protect pupils."), "{with}");

    let (without, said) = built(&world("").with("released/2016-17.yaml", RELEASED));
    assert_eq!(without.as_deref(), Some(with.as_str()), "the same words from what went out");
    assert!(
        said.contains(
            "warning[confidential]: the confidential folder is not on this machine: its figures come from released/, as they were published, and those that were not yet published are absent\n  site.toml:2:16\n"
        ),
        "{said}"
    );

    // Nothing went out yet: the page asks for a figure that is not there, and says so.
    let (without, said) = built(&world(""));
    assert!(without.is_none());
    assert!(said.contains("error[no-observation]: expected an observation of exclusions"), "{said}");

    // What was taken out since, or revised, is past.
    let past = RELEASED.replace("northshire: { 2015/16: c, ", "northshire: { 2014/15: 17, 2015/16: 12, ");
    let (again, _) = built(&world("").with("released/2016-17.yaml", RELEASED).with("released/2016-17.1.yaml", past));
    assert_eq!(again.as_deref(), Some(with.as_str()));
}

#[test]
fn a_policy_can_stop_a_build_without_the_confidential_folder() {
    let (page, said) = built(&world("[disclosure]\nabsent = \"stop\"\n").with("released/2016-17.yaml", RELEASED));
    assert!(page.is_none());
    assert!(
        said.starts_with(
            "error[confidential]: the confidential folder can't be read: there is no such file\n  site.toml:2:16\n"
        ),
        "{said}"
    );
    assert!(said.contains("hint: put it where site.toml says, or let absent = \"released\" do without"), "{said}");
}

#[test]
fn a_way_out_of_the_site_and_in_again_is_no_way_out() {
    let folder = site();
    let site = folder.path().join("my-review");
    // Whatever lies in content/ is published as it is.
    let inside = site.join("content/own/measures");
    fs::create_dir_all(&inside).expect("made");
    fs::rename(folder.path().join("own/measures/own.yaml"), inside.join("own.yaml")).expect("moved");
    let absolute = site.join("content/own").display().to_string().replace('\\', "/");
    for path in ["../my-review/content/own", &absolute] {
        let toml = read(&site.join("site.toml"));
        let now = toml.lines().map(|line| match line.starts_with("confidential") {
            true => format!("confidential = \"{path}\"\n"),
            false => format!("{line}\n"),
        });
        write(&site.join("site.toml"), &now.collect::<String>());
        for command in ["build", "check", "publish"] {
            let said = multum(folder.path(), &[command, "--site", "my-review"]);
            assert_eq!(said.status, Some(1), "{path} {command}");
            assert!(
                said.err.contains("error[confidential]: expected a folder outside of the site's, found one within it"),
                "{}",
                said.err
            );
        }
    }
    assert!(!site.join("public").exists() && !folder.path().join("web").exists());
}

#[test]
fn a_confidential_folder_within_the_site_is_refused() {
    let inside = world("").with("site.toml", "title = \"T\"\nconfidential = \"own\"\n[organisation]\nname = \"O\"\n");
    let (page, said) = built(&inside.with("own/measures/own.yaml", OWN));
    assert!(page.is_none());
    assert!(
        said.starts_with("error[confidential]: expected a folder outside of the site's, found one within it\n"),
        "{said}"
    );
}

#[test]
fn a_record_that_was_changed_by_hand_is_said_to_be_wrong() {
    let there = world("").with_beside("../own", MemoryWorld::new().with("measures/own.yaml", OWN));
    let (page, said) = built(&there.with("released/2016-17.yaml", RELEASED.replace("observations", "observation")));
    assert!(page.is_none());
    assert!(said.contains("error[unknown-key]: "), "{said}");
    assert!(said.contains("  released/2016-17.yaml:3:5\n") && said.contains("did you mean observations?"), "{said}");
}
