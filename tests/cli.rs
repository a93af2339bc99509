//! The program as a person meets it: what is typed, what is said, the exit status.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder.
fn multum(folder: &Path, words: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_multum")).args(words).current_dir(folder).output();
    Said::of(output.expect("the program can be run"))
}

/// What it said.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Said {
        let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
        Said {
            status: output.status.code().expect("it ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    #[track_caller]
    fn ends(&self, status: i32) -> &Said {
        assert_eq!(self.status, status, "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(&self, out: &str) -> &Said {
        assert_eq!(self.out, out, "{}", self.err);
        self
    }

    #[track_caller]
    fn complains(&self, err: &str) -> &Said {
        assert_eq!(self.err, err, "{}", self.out);
        self
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A folder with a new site in `my-review`.
fn site() -> tempfile::TempDir {
    let folder = folder();
    multum(folder.path(), &["new", "my-review"]).ends(0);
    folder
}

fn change(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("readable");
    assert!(text.contains(from), "{} has {from}", file.display());
    fs::write(file, text.replace(from, to)).expect("written");
}

#[test]
fn a_new_site_builds_with_nothing_to_mend_and_again_with_nothing_to_write() {
    let folder = folder();
    multum(folder.path(), &["new", "my-review"]).ends(0).complains("").says(
        "Made my-review: a site of 8 files, with figures that are invented.\n\
         Write `multum build --site my-review` to build it. Then put your own words and figures in place of these.\n",
    );
    let first = multum(folder.path(), &["build", "--site", "my-review"]);
    first.ends(0).complains("");
    let lines: Vec<&str> = first.out.lines().collect();
    assert_eq!(lines[0], "Building the site in my-review");
    assert!(lines[1].starts_with("Built ") && lines[1].contains(" in my-review/public: "), "{}", lines[1]);
    assert_eq!(
        lines[2],
        "Open my-review/public/index.html to look at it. To publish it, put the folder my-review/public on your web server."
    );
    let again = multum(folder.path(), &["build", "--site", "my-review"]);
    again.ends(0).complains("");
    assert!(again.out.lines().nth(1).is_some_and(|line| line.starts_with("Nothing has changed: ")), "{}", again.out);

    // In the site itself no folder need be named.
    let here = multum(&folder.path().join("my-review"), &["build"]);
    here.ends(0);
    assert!(
        here.out.ends_with(
            "Open public/index.html to look at it. To publish it, put the folder public on your web server.\n"
        )
    );
    let mut names: Vec<String> = fs::read_dir(folder.path().join("my-review"))
        .expect("there")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, [".gitignore", "content", "data", "public", "site.toml"], "nothing is left lying about");
}

#[test]
fn every_page_of_a_new_site_says_that_its_figures_are_invented() {
    let folder = site();
    multum(folder.path(), &["build", "--site", "my-review"]).ends(0);
    let pages: Vec<_> = walkdir::WalkDir::new(folder.path().join("my-review/public"))
        .into_iter()
        .map(|entry| entry.expect("readable").into_path())
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .collect();
    assert!(pages.len() > 4, "{pages:?}");
    for page in pages {
        let text = fs::read_to_string(&page).expect("readable");
        assert!(text.contains("The figures on this site are invented"), "{}", page.display());
    }
}

#[test]
fn a_name_that_is_taken_is_not_written_over() {
    let folder = folder();
    fs::create_dir(folder.path().join("taken")).expect("made");
    fs::write(folder.path().join("taken/notes.txt"), "mine").expect("written");
    multum(folder.path(), &["new", "taken"])
        .ends(1)
        .says("")
        .complains("error: there is something at taken already\n  hint: give a name that is not taken\n");
    assert_eq!(fs::read_dir(folder.path().join("taken")).expect("there").count(), 1);
}

#[test]
fn an_error_stops_the_build_and_leaves_the_site_as_it_was() {
    let folder = site();
    multum(folder.path(), &["build", "--site", "my-review"]).ends(0);
    let page = folder.path().join("my-review/public/index.html");
    let before = fs::read(&page).expect("built");
    change(&folder.path().join("my-review/data/measures/key-stage-2.yaml"), "2024/25: 64", "2024/25: 164");
    change(&folder.path().join("my-review/content/2024-25/key-stage-2.md"), "kind=\"trend\"", "kind=\"tren\"");
    for command in ["build", "check"] {
        let said = multum(folder.path(), &[command, "--site", "my-review"]);
        said.ends(1);
        assert!(said.err.contains("error[out-of-range]: "), "{}", said.err);
        assert!(said.err.contains("  data/measures/key-stage-2.yaml:13:"), "{}", said.err);
        assert!(said.err.contains("hint: did you mean kind=\"trend\"?"), "{}", said.err);
        // In the order of the files, so that a person mends them from the top.
        assert!(said.err.find("content/2024-25") < said.err.find("data/measures"));
    }
    multum(folder.path(), &["build", "--site", "my-review"]).says(
        "Building the site in my-review\n\
         Nothing was written, because of 2 errors; my-review/public is as it was.\n\
         Mend what is shown and build again. `multum explain CODE` says more of a fault.\n",
    );
    multum(folder.path(), &["check", "--site", "my-review"]).says(
        "Checking the site in my-review\n\
         Found 2 errors. The site can't be built as it is.\n\
         Mend what is shown and check again. `multum explain CODE` says more of a fault.\n",
    );
    assert_eq!(fs::read(&page).expect("still there"), before);
}

#[test]
fn a_fault_that_only_the_finished_pages_show_is_written_to_be_looked_at_and_said() {
    let folder = site();
    let site = folder.path().join("my-review");
    change(
        &site.join("content/2024-25/index.md"),
        "- Write here what the council",
        "- Read [here](key-stage-2.md). What the council",
    );
    let said = multum(folder.path(), &["build", "--site", "my-review"]);
    said.ends(1).complains(
        "error[link-text]: a link on 2024-25/index.html says \"here\" and not where it leads\n  \
         content/2024-25/index.md:14:8\n  \
         14 | - Read [here](key-stage-2.md). What the council and its schools did.\n              ^^^^^^\n  \
         hint: make the name of what it leads to the link\n\n",
    );
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(lines[1].starts_with("Built "), "{}", said.out);
    assert_eq!(lines[2], "It has 1 error: it can be looked at, and must not be published as it is.");
    assert_eq!(
        lines[3],
        "Open my-review/public/index.html to look at it, and mend what is shown. `multum explain CODE` says more of a fault."
    );
    assert!(fs::read_to_string(site.join("public/2024-25/index.html")).expect("built").contains(">here<"));
    let said = multum(folder.path(), &["check", "--site", "my-review"]);
    said.ends(1);
    assert!(
        said.out.ends_with("Found 1 error. The site can be built and looked at, and not published as it is.\nMend what is shown and check again. `multum explain CODE` says more of a fault.\n"),
        "{}",
        said.out
    );
    // An officer who means it can say so.
    change(&site.join("site.toml"), "[organisation]", "[checks]\nlink-text = \"warning\"\n[organisation]");
    let said = multum(folder.path(), &["build", "--site", "my-review"]);
    said.ends(0);
    assert!(said.err.starts_with("warning[link-text]: "), "{}", said.err);
    assert!(said.out.contains("\nIt has 1 warning: have a look at what is shown.\n"), "{}", said.out);
}

#[test]
fn check_writes_nothing() {
    let folder = site();
    let said = multum(folder.path(), &["check", "--site", "my-review"]);
    said.ends(0).complains("");
    assert!(said.out.ends_with(" pages, and found nothing wrong.\n`multum build` makes the site.\n"), "{}", said.out);
    assert!(!folder.path().join("my-review/public").exists());
}

#[test]
fn drafts_are_built_when_they_are_asked_for() {
    let folder = site();
    let site = folder.path().join("my-review");
    fs::write(site.join("content/2024-25/later.md"), "---\ntitle: Later\nstatus: draft\n---\nNot yet.\n")
        .expect("written");
    multum(folder.path(), &["build", "--site", "my-review"]).ends(0);
    assert!(!site.join("public/2024-25/later.html").exists());
    multum(folder.path(), &["build", "--site", "my-review", "--drafts", "--out", "elsewhere"]).ends(0);
    assert!(folder.path().join("elsewhere/2024-25/later.html").exists());
    assert!(!site.join("public/2024-25/later.html").exists());
}

#[test]
fn a_fragment_is_the_main_content_alone_with_a_stylesheet_that_keeps_to_it() {
    let folder = site();
    let said = multum(folder.path(), &["build", "--site", "my-review", "--fragment", "--out", "fragments"]);
    said.ends(0);
    let told = "Each page is its main content alone; fragments/fragments.json lists them with their titles.\n";
    assert!(said.out.ends_with(told), "{}", said.out);
    let read = |file: &str| fs::read_to_string(folder.path().join("fragments").join(file)).expect(file);
    let list: serde_json::Value = serde_json::from_str(&read("fragments.json")).expect("JSON");
    let list = list.as_array().expect("a list");
    assert!(list.len() > 5 && list.iter().any(|page| page["title"] == "All measures"));
    let mut linked = 0;
    for page in list {
        let file = page["file"].as_str().expect("a file");
        let text = read(file);
        assert!(text.starts_with("<div class=\"multum\" lang=\"en-GB\" data-template=\""), "{file}");
        for whole in ["<html", "<head", "<body", "<main", "<h1", "<header", "<footer", "<script", "<link"] {
            assert!(!text.contains(whole), "{file} has {whole}");
        }
        assert!(text.contains("invented"), "{file} says what every page must say");
        let ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(ids.iter().all(|id| id.starts_with("multum-")), "{file}: {ids:?}");
        for anchor in text.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&anchor), "{file} has no {anchor}");
            linked += 1;
        }
    }
    assert!(linked > 5);
    // Each rule keeps to the fragment; what only a whole page has is left out.
    let style = read("assets/style.css");
    let rules = style.lines().filter(|line| line.contains('{') && !line.starts_with('@'));
    assert!(rules.clone().count() > 100);
    for rule in rules {
        let selectors = rule.split('{').next().unwrap_or_default();
        assert!(selectors.contains(".multum"), "{rule}");
    }
    assert!(!style.contains("@page") && !style.contains("prefers-color-scheme"));
    for left_out in ["404.html", "search/index.html"] {
        assert!(!folder.path().join("fragments").join(left_out).exists(), "{left_out}");
    }
}

#[test]
fn a_folder_that_is_no_site_is_said_to_be_none() {
    let folder = folder();
    multum(folder.path(), &["build"]).ends(1).complains(
        "error[site]: there is no site.toml in this folder, so it is not a site\n  \
         hint: go to the folder of your site, or write multum new my-review to make a new one\n\n",
    );
    assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0);
    multum(folder.path(), &["check", "--site", "nowhere"]).ends(1).complains(
        "error[site]: there is no folder nowhere\n  hint: give the folder that holds your site.toml, such as --site my-review\n\n",
    );
}

#[test]
fn a_folder_of_somebody_elses_is_never_replaced() {
    let folder = site();
    fs::create_dir(folder.path().join("notes")).expect("made");
    fs::write(folder.path().join("notes/plan.txt"), "mine").expect("written");
    multum(folder.path(), &["build", "--site", "my-review", "--out", "notes"]).ends(1).complains(
        "error[destination]: the site can't be written to notes: there are files in it that multum did not make, and a \
         build replaces the whole folder\n  hint: give another folder, or move what is in it elsewhere and build again\n\n",
    );
    multum(folder.path(), &["build", "--site", "my-review", "--out", "my-review/content/built"]).ends(1).complains(
        "error[destination]: the site can't be written to my-review/content/built: it lies in content, among the sources \
         of the site\n  hint: give a folder of its own, such as public\n\n",
    );
    assert_eq!(fs::read_to_string(folder.path().join("notes/plan.txt")).expect("there"), "mine");
}

#[test]
fn programs_are_told_in_json_and_annotations_alone() {
    let folder = site();
    change(&folder.path().join("my-review/data/measures/key-stage-2.yaml"), "2024/25: 64", "2024/25: 164");
    let said = multum(folder.path(), &["check", "--site", "my-review", "--format", "json"]);
    said.ends(1);
    let all: serde_json::Value = serde_json::from_str(&said.out).expect("nothing but JSON");
    assert_eq!(all[0]["code"], "out-of-range");
    assert_eq!(all[0]["file"], "data/measures/key-stage-2.yaml");
    assert!(said.err.starts_with("Checking the site in my-review\n"), "{}", said.err);
    let said = multum(folder.path(), &["build", "--site", "my-review", "--format", "github"]);
    said.ends(1);
    assert!(said.out.starts_with("::error file=data/measures/key-stage-2.yaml,line=13,"), "{}", said.out);
    assert_eq!(said.out.lines().count(), 1);
}

#[test]
fn a_wrong_command_line_has_a_status_of_its_own() {
    let folder = folder();
    for words in [&["bild"][..], &["build", "--draft-pages"], &["check", "--format", "xml"], &["new"], &["import"], &[]]
    {
        let said = multum(folder.path(), words);
        said.ends(2);
        assert!(said.out.is_empty() && !said.err.is_empty(), "{words:?}: {}", said.err);
    }
    assert!(multum(folder.path(), &["bild"]).err.contains("a similar subcommand exists: 'build'"));
    assert!(multum(folder.path(), &["--version"]).ends(0).out.starts_with("multum "));
    let help = multum(folder.path(), &["--help"]);
    help.ends(0);
    assert!(help.out.contains("Exit status: 0 done; 1 the report has errors"), "{}", help.out);
}

#[test]
fn a_fault_is_explained_by_its_name() {
    let folder = folder();
    let said = multum(folder.path(), &["explain", "year"]);
    said.ends(0).complains("").says(
        "year\n\nA year is written as its measure counts it: 2016/17 academic, 2016-17 financial, 2017 calendar, January \
         and September.\n\nThe second part must be the year after the first.\n",
    );
    assert_eq!(multum(folder.path(), &["explain", "[YEAR]"]).ends(0).out, said.out);
    multum(folder.path(), &["explain", "orfan"])
        .ends(2)
        .says("")
        .complains("error: there is no fault called orfan\n  hint: did you mean orphan?\n");
    let all = multum(folder.path(), &["explain"]);
    all.ends(0);
    assert_eq!(all.out.lines().count(), multum::diagnostic::CODES.len());
    assert!(all.out.contains("\norphan"), "{}", all.out);
}

#[test]
fn schemas_and_completions_are_printed_alone() {
    let folder = folder();
    let list = multum(folder.path(), &["schema"]);
    list.ends(0);
    for line in list.out.lines() {
        let kind = line.split_whitespace().next().expect("a name");
        let said = multum(folder.path(), &["schema", kind]);
        said.ends(0).complains("");
        let schema: serde_json::Value = serde_json::from_str(&said.out).expect("nothing but JSON");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    multum(folder.path(), &["schema", "measure"])
        .ends(2)
        .complains("error: there is no kind of file called measure\n  hint: did you mean measures?\n");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = multum(folder.path(), &["completions", shell]);
        said.ends(0).complains("");
        assert!(said.out.contains("multum") && said.out.contains("explain"), "{shell}");
    }
}

#[test]
fn every_kind_of_file_that_has_a_form_has_a_schema() {
    let list = multum(folder().path(), &["schema"]).out;
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(src).into_iter().map(|entry| entry.expect("readable")) {
        if entry.path().extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("readable");
        for form in text.split("pub static ").skip(1).filter(|rest| rest.contains(": Form = Form {")) {
            let Some(name) = form.lines().find_map(|line| line.trim().strip_prefix("name: \"")?.strip_suffix("\","))
            else {
                continue;
            };
            assert!(
                list.lines().any(|line| line.starts_with(&format!("{name} "))),
                "{} has {name}",
                entry.path().display()
            );
        }
    }
}

#[test]
fn figures_of_a_csv_are_imported_into_their_measure() {
    let folder = site();
    let site = folder.path().join("my-review");
    change(&site.join("data/geographies.yaml"), "kind: authority,", "kind: authority, code: \"999\",");
    fs::write(
        folder.path().join("open.csv"),
        "time_period,time_identifier,geographic_level,country_code,country_name,region_name,old_la_code,la_name,rate\n\
         202425,Academic year,Local authority,E92000001,England,Example region,999,Exampleshire,5.3\n",
    )
    .expect("written");
    let import = ["import", "--site", "my-review", "--from", "open.csv", "--measure", "absence", "--column", "rate"];
    multum(folder.path(), &import)
        .ends(0)
        .complains("")
        .says("Changed 1 of 1 file in data/.\nLook through what changed, then write `multum check`.\n");
    multum(folder.path(), &import).ends(0).says("Nothing has changed: 1 file in data/ had these figures already.\n");
    let text = fs::read_to_string(site.join("data/measures/key-stage-2.yaml")).expect("readable");
    assert!(text.contains("2024/25: 5.3") && text.contains("2023/24: 5.6"), "{text}");
    multum(folder.path(), &["check", "--site", "my-review"]).ends(0);

    let mut misspelt = import;
    misspelt[6] = "absense";
    let said = multum(folder.path(), &misspelt);
    said.ends(1);
    assert!(said.err.contains("hint: did you mean absence?"), "{}", said.err);
    assert!(said.err.ends_with("Nothing was written, because of 1 error.\n"), "{}", said.err);
    let both = multum(folder.path(), &["import", "--from", "a", "--mapping", "b", "--measure", "c", "--column", "d"]);
    both.ends(2);
}

#[test]
fn a_reader_that_has_gone_is_no_fault() {
    use std::process::Stdio;
    let mut child = Command::new(env!("CARGO_BIN_EXE_multum"))
        .args(["schema", "measures"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    drop(child.stdout.take());
    let said = Said::of(child.wait_with_output().expect("it ends"));
    said.ends(0).complains("");
}

#[test]
fn one_thing_is_made_for_one_person_who_asked() {
    let folder = site();
    let export = |words: &[&str]| {
        let line: Vec<&str> = ["export", "--site", "my-review"].into_iter().chain(words.iter().copied()).collect();
        multum(folder.path(), &line)
    };
    let said = export(&["--edition", "text", "--page", "2024-25/key-stage-2.html"]);
    said.ends(0).complains("");
    assert!(said.out.starts_with("Made ") && said.out.contains("2024-25-key-stage-2.txt"), "{}", said.out);
    let file = folder.path().join("my-review/export/2024-25/2024-25-key-stage-2.txt");
    let text = fs::read_to_string(file).expect("the text");
    assert!(
        text.to_lowercase().contains("key stage 2") && text.lines().all(|line| line.chars().count() <= 76),
        "{text}"
    );

    export(&["--edition", "png", "--page", "content/2024-25/key-stage-2.md", "--out", "chart.png"]).ends(0);
    assert!(fs::read(folder.path().join("chart.png")).expect("the picture").starts_with(b"\x89PNG"));

    export(&["--edition", "braille", "--uncontracted", "--out", "review.brf"]).ends(0);
    let braille = fs::read_to_string(folder.path().join("review.brf")).expect("the braille");
    assert!(braille.lines().all(|line| line.trim_matches('\x0c').len() <= 40), "{braille}");
}

#[test]
fn what_can_not_be_made_is_said_with_what_can() {
    let folder = site();
    for (asked, fault) in [
        (
            &["--edition", "text", "--page", "2024-25/key-stage-3.html"][..],
            "error[export]: there is no page 2024-25/key-stage-3.html\n  hint: did you mean 2024-25/key-stage-2.html?\n\n",
        ),
        (
            &["--edition", "text", "--report", "2016-17"],
            "error[export]: there is no report in the folder 2016-17\n  hint: the reports are 2024-25\n\n",
        ),
        (
            &["--edition", "png", "--page", "2024-25/key-stage-2.html", "--figure", "figure-9"],
            "error[export]: 2024-25/key-stage-2.html has no chart figure-9\n  hint: its charts are figure-1\n\n",
        ),
    ] {
        let line: Vec<&str> = ["export", "--site", "my-review"].into_iter().chain(asked.iter().copied()).collect();
        multum(folder.path(), &line).ends(1).complains(fault);
    }
    // Nothing was asked for.
    multum(folder.path(), &["export", "--site", "my-review"]).ends(2);
}

#[test]
fn a_pack_holds_every_edition_and_says_what_each_is() {
    let folder = site();
    multum(folder.path(), &["export", "--site", "my-review", "--all", "--out", "pack"]).ends(0).complains("");
    let pack = folder.path().join("pack");
    let list = fs::read_to_string(pack.join("contents.txt")).expect("the list");
    for file in ["2024-25.txt", "2024-25.brf", "2024-25.epub"] {
        assert!(list.contains(file) && pack.join(file).exists(), "{list}");
    }
    assert!(fs::read(pack.join("charts/key-stage-2-figure-1.png")).expect("a picture").starts_with(b"\x89PNG"));
    // A chart says the same of itself wherever it is taken away.
    multum(folder.path(), &["build", "--site", "my-review", "--out", "tree", "--editions", "data"]).ends(0);
    let drawing = |path: &str| fs::read_to_string(folder.path().join(path)).expect("a drawing");
    assert_eq!(drawing("pack/charts/key-stage-2-figure-1.svg"), drawing("tree/2024-25/key-stage-2/figure-1.svg"));
}
