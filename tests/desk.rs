//! The commands of the council's own year, as a person meets them: the desk-top review, and the next report begun.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

#[path = "support/folder.rs"]
mod folder;

use folder::copy;

/// The small site with criteria, two reviews and actions, in a folder.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("tests/sites/small"), folder.path());
    let put = |path: &str, text: &str| {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("made");
        fs::write(place, text).expect("written");
    };
    put(
        "data/prioritisation/criteria/schools.yaml",
        &fs::read_to_string(root.join("data/prioritisation/criteria/schools.yaml"))
            .expect("the criteria")
            .replace("measures: { primary: ks2-rwm-expected }", "measure: reading")
            .replace("measures: { primary: absence-primary, secondary: absence-secondary }", "measure: reading")
            .replace("measures: { primary: suspensions-primary, secondary: suspensions-secondary }", "measure: reading")
            .replace("measures: { secondary: progress-8 }", "measure: reading"),
    );
    let review = |term: &str, results: &str, notices: &str| {
        format!(
            "criteria: schools\nphase: primary\ngeography: northshire\nyear: 2016/17\nterm: {term}\ndate: 2017-06-15\nby: Officers\n\
             illustrative: These ratings are made up.\nproviders:\n  provider-1:\n    name: Provider 1\n    kind: maintained\n    \
             areas: {{ safeguarding: green, capacity: amber, ofsted: amber, self-evaluation: amber, results: {results}, exclusions: green, \
             absence: amber, admissions: green, numbers: green, complaints: amber, help: green }}\n{notices}"
        )
    };
    put("data/prioritisation/assessments/1.yaml", &review("spring", "green", ""));
    put("data/prioritisation/assessments/2.yaml", &review("summer", "amber", "    facts: [warning-notice]\n"));
    put(
        "data/actions/2017-18.yaml",
        "year: 2017/18\nsource: { publisher: A council, title: A plan }\npriorities:\n  reading:\n    title: Better reading\n    actions:\n      \
         - { text: Train readers, who: Officer, by: Autumn 2017, moves: { measure: reading }, progress: done, as_of: 2018-06, evidence: All were trained. }\n      \
         - { text: Open libraries, who: Officer, by: Spring 2018, progress: under-way }\n",
    );
    put(
        "content/2016-17/index.md",
        "---\ntitle: Annual review 2016/17\nreport: { year: 2016/17, geography: northshire }\nstatus: published\n---\nHello.\n\n\
         ## What else do we need to do?\n\n- Read [of reading](reading.md)\n\n## What difference have we made?\n\n{{ value(of=\"reading\") }} of pupils read well.\n",
    );
    folder
}

fn multum(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_multum")).args(words).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("it ends by itself"), text(stdout), text(stderr))
}

#[test]
fn the_desk_top_review_gives_each_rating_with_its_reasons_and_what_changed() {
    let site = site();
    let (status, said, err) = multum(site.path(), &["prioritise"]);
    assert_eq!(status, 0, "{err}");
    for words in [
        "Confidential: for the council alone.",
        "These ratings are made up.",
        "Primary schools, summer review 2016/17",
        "  amber  Provider 1  was green",
        "half of its areas or more are amber or red. [our reading] capacity, ofsted, self-evaluation, results, absence, complaints",
        "changed: results green to amber",
        "eligible by: E5",
        "not known for want of figures: E10, E11, E12",
        "0 green, 1 amber, 0 red.",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn a_provider_is_asked_for_as_it_is_written_or_as_it_is_called() {
    let site = site();
    for name in ["provider-1", "Provider 1"] {
        let (status, said, err) = multum(site.path(), &["prioritise", "--provider", name]);
        assert_eq!(status, 0, "{err}");
        assert!(said.contains("0 green, 1 amber, 0 red."), "{said}");
    }
    let (status, _, err) = multum(site.path(), &["prioritise", "--provider", "provider-2"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean provider-1?"), "{err}");
}

#[test]
fn a_change_is_tried_and_nothing_is_written() {
    let site = site();
    let (status, said, err) = multum(site.path(), &["prioritise", "--what-if", "safeguarding=red", "--format", "csv"]);
    assert_eq!(status, 0, "{err}");
    assert!(
        said.starts_with("confidential,year,term,phase,provider,rating,") && said.trim_end().ends_with(",red"),
        "{said}"
    );
    let (_, json, _) = multum(site.path(), &["prioritise", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json).expect("JSON alone");
    assert_eq!(rows[0]["rating"], "amber");
    assert_eq!(rows[0]["confidential"], true);
    let (status, _, err) = multum(site.path(), &["prioritise", "--what-if", "resluts=red"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean results?"), "{err}");
    let (status, _, err) = multum(site.path(), &["prioritise", "--what-if", "safeguarding=amber"]);
    assert_eq!(status, 2);
    assert!(err.contains("write one of green, red"), "{err}");
}

#[test]
fn the_internal_edition_goes_into_its_own_folder_and_is_left_out_of_what_is_published() {
    let site = site();
    let (status, said, err) = multum(site.path(), &["build", "--internal"]);
    assert_eq!(status, 0, "{err}");
    assert!(said.contains("It names providers: keep it within the council."), "{said}");
    let manifest = fs::read_to_string(site.path().join("internal/manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"internal\": true"));
    let (status, said, err) = multum(site.path(), &["publish", "--to", "website"]);
    assert_eq!(status, 0, "{said}{err}");
    let manifest = fs::read_to_string(site.path().join("website/manifest.json")).expect("a manifest");
    assert!(!manifest.contains("internal") && !manifest.contains("provider-1"));
}

#[test]
fn next_year_begins_with_what_was_to_be_done_and_its_evidence() {
    let site = site();
    let (status, said, err) = multum(site.path(), &["roll-forward"]);
    assert_eq!(status, 0, "{err}");
    assert!(
        said.contains("Made content/2017-18/index.md") && said.contains("Made data/actions/2018-19.yaml"),
        "{said}"
    );
    let page = fs::read_to_string(site.path().join("content/2017-18/index.md")).expect("the page");
    for words in [
        "title: Annual review 2017/18\nreport: { year: 2017/18, geography: northshire }\nstatus: draft\n",
        "## Where were we?\n\n{{ value(year=\"2016/17\", of=\"reading\") }} of pupils read well.",
        "## What have we done?\n\nThis is what we set out to do.\n\n- Read [of reading](../2016-17/reading.md)",
        "{{ actions(of=\"2017-18\") }}",
        "{{ actions(of=\"2018-19\") }}",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let carried = fs::read_to_string(site.path().join("data/actions/2018-19.yaml")).expect("the actions");
    assert!(carried.contains("Open libraries") && !carried.contains("Train readers"), "{carried}");
    let (status, said, err) = multum(site.path(), &["build", "--drafts"]);
    assert_eq!(status, 0, "{said}{err}");
    let built = fs::read_to_string(site.path().join("public/2017-18/index.html")).expect("the draft");
    assert!(built.contains("All were trained."));
    let (status, _, err) = multum(site.path(), &["roll-forward", "--from", "2016-17"]);
    assert_eq!(status, 1);
    assert!(err.contains("there is a folder content/2017-18 already"), "{err}");
}
