//! A report under embargo from the author's side: what is built, what is shown to whoever asks, and what `publish` does before
//! its time and after.

#[path = "support/hunt.rs"]
mod hunt;
mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use hunt::Wanted;
use multum::compose::Drafts;
use multum::diagnostic::{Style, terminal};
use multum::evidence::released::Released;
use multum::figures::Memo;
use multum::pipeline::{self, Built, Options};
use multum::publish::manifest;
use multum::source::config;
use multum::tree::Tree;
use multum::vocabulary::{Moment, SitePath};
use support::{Outcome, SiteTest, page};

const UNTIL: &str = "2018-09-06T09:30";
/// A figure of the year under embargo, and words of the report and of the paper beside it: they stand nowhere else.
const FIGURES: [&str; 2] = ["48271", "36193"];
const WORDS: [&str; 4] = ["vqzkwjxpfhbd", "kzjvqxwpdbhf", "jqxvzkwfpbhd", "zkvqpxwjdhbf"];

/// The small site with next year's report, its figures, a second page and a paper; `line` stands in its front matter.
fn site(line: &str) -> SiteTest {
    let measures = include_str!("sites/small/data/measures/key-stage-2.yaml");
    let with = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    };
    let measures = with(measures, "{ 2016: 5120, 2017: 5234 }", "{ 2016: 5120, 2017: 5234, 2018: 48271, 2019: 36193 }");
    SiteTest::small()
        .with("data/measures/key-stage-2.yaml", measures)
        .with(
            "content/2017-18/index.md",
            format!(
                "---\ntitle: Annual review 2017/18 {}\nreport: {{ year: 2017/18, geography: northshire }}\n{line}---\nThere were {{{{ value(of=\"pupils\") }}}} of us. {}\n",
                WORDS[0], WORDS[1]
            ),
        )
        .with("content/2017-18/more.md", format!("---\ntitle: More\n---\nMore: {}.\n", WORDS[2]))
        .with("content/2017-18/paper.txt", WORDS[3])
        .with("site.toml", "title = \"T\"\naddress = \"https://example.com\"\nfront = \"2016-17\"\n[organisation]\nname = \"O\"\n")
}

fn embargoed() -> SiteTest {
    site(&format!("embargo: {UNTIL}\n"))
}

fn build(site: SiteTest, drafts: Drafts, now: Option<&str>) -> (Built, String) {
    let now = now.map(|now| Moment::parse(now).expect("a moment"));
    let made = pipeline::build_again(&site.into_world(), &Options { drafts, now, ..Options::default() }, &Memo::new());
    let said = terminal(&made.findings, Style::Plain);
    (made.value.unwrap_or_else(|| panic!("{said}")), said)
}

/// Which of the figures and words stand in any file, unpacked, or in the manifest.
fn standing(tree: &Tree) -> Vec<&'static str> {
    let mut texts: Vec<hunt::Found> = hunt::texts("manifest.json", manifest(tree).as_bytes());
    for (path, file) in tree.iter() {
        texts.extend(hunt::texts("names", path.as_str().as_bytes()));
        texts.extend(hunt::texts(path.as_str(), &file.bytes));
    }
    let wanted = Wanted::new(FIGURES, WORDS);
    let mut found: Vec<usize> = texts.iter().flat_map(|text| wanted.standing_in(&text.text)).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|at| *FIGURES.iter().chain(&WORDS).nth(at).expect("one of them")).collect()
}

fn bytes(tree: &Tree) -> Vec<(String, Vec<u8>)> {
    tree.iter().map(|(path, file)| (path.to_string(), file.bytes.to_vec())).collect()
}

#[test]
fn nothing_of_a_report_under_embargo_stands_in_any_file() {
    let (built, said) = build(embargoed(), Drafts::Out, None);
    assert_eq!(standing(&built.tree), Vec::<&str>::new());
    assert!(!built.tree.iter().any(|(path, _)| path.as_str().contains("2017-18")), "a file is named after it");
    assert_eq!(
        said,
        "warning[embargo]: expected a report that may go out, found one under embargo until 9:30am on 6 September 2018\n  \
         content/2017-18/index.md:4:10\n  4 | embargo: 2018-09-06T09:30\n               ^^^^^^^^^^^^^^^^\n  \
         hint: publish it from then on; until then it is left out, and so are figures of its place for 2017/18 and later. \
         `multum build --drafts` shows it; with status: draft the rest of the site can be published without it\n\n"
    );
    // The control: without the line all of it is found.
    let (open, said) = build(site(""), Drafts::Out, None);
    assert_eq!(standing(&open.tree).len(), FIGURES.len() + WORDS.len(), "{said}");
    // A draft that is under embargo too is a draft, and its figures wait all the same.
    let (draft, said) = build(site(&format!("embargo: {UNTIL}\nstatus: draft\n")), Drafts::Out, None);
    assert_eq!((bytes(&draft.tree), said.as_str()), (bytes(&built.tree), ""));
}

#[test]
fn at_its_time_the_site_is_the_same_as_one_that_was_never_under_embargo() {
    let (open, _) = build(site(""), Drafts::Out, None);
    let (before, _) = build(embargoed(), Drafts::Out, None);
    for (now, expected) in [("2018-09-06T09:29", &before), (UNTIL, &open), ("2018-09-07", &open)] {
        let (built, said) = build(embargoed(), Drafts::Out, Some(now));
        assert!(bytes(&built.tree) == bytes(&expected.tree), "{now} {said}");
    }
}

#[test]
fn it_may_be_named_as_the_front_report_before_its_time() {
    let toml = "title = \"T\"\nfront = \"2017-18\"\n[organisation]\nname = \"O\"\n";
    let front = |now| build(embargoed().with("site.toml", toml), Drafts::Out, now).0;
    let title = |built: &Built| page(&built.site, "index.html").title.clone();
    assert_eq!(title(&front(None)), "Annual review 2016/17");
    assert_eq!(title(&front(Some(UNTIL))), format!("Annual review 2017/18 {}", WORDS[0]));
}

#[test]
fn whoever_asks_for_drafts_sees_it_marked_on_each_page_and_closed_to_search_engines() {
    let (built, said) = build(embargoed(), Drafts::In, None);
    assert_eq!(said, "");
    for path in ["2017-18/index.html", "2017-18/more.html"] {
        let page = page(&built.site, path);
        let banner = multum::document::plain_text(&page.banners[0].words);
        assert!(page.unlisted, "{path}");
        assert_eq!(
            banner,
            "Under embargo until 9:30am on 6 September 2018. Nothing of this report may be published or passed on before."
        );
    }
    for name in ["feed.xml", "sitemap.xml"] {
        let listed = built.tree.get(&SitePath::new(name).expect("a path"));
        assert!(listed.is_none_or(|file| !String::from_utf8_lossy(&file.bytes).contains("2017-18")), "{name}");
    }
    let outcome = Outcome { said, built: Some(built) };
    assert!(outcome.file("2017-18/index.html").contains("noindex") && outcome.file("sitemap.xml").contains("2016-17"));
}

#[test]
fn figures_of_other_places_and_of_years_that_are_out_stay() {
    // Next year's report is out, so an old one that is under embargo again holds back its pages alone.
    let held = SiteTest::small()
        .with("content/2017-18/index.md", "---\ntitle: Review 2017/18\nreport: { year: 2017/18, geography: northshire }\n---\nIt was {{ value(of=\"pupils\", year=\"2017\") }}.\n")
        .with("content/2015-16/index.md", format!("---\ntitle: Review 2015/16\nreport: {{ year: 2015/16, geography: northshire }}\nembargo: {UNTIL}\n---\nWords.\n"));
    let all = figures(SiteTest::small());
    assert_eq!(figures(held), all);
    // The report of another place holds back its figures, and nothing of ours.
    let other = SiteTest::small().with(
        "content/east/index.md",
        format!("---\ntitle: East\nreport: {{ year: 2016/17, geography: eastshire }}\nembargo: {UNTIL}\n---\nWords.\n"),
    );
    let left = figures(other);
    let east = "      eastshire: { 2014/15: 61, 2015/16: 60, 2016/17: 62, 2018/19: 66, 2021/22: 71 }\n";
    assert!(all.contains(east) && left.contains("      eastshire: { 2014/15: 61, 2015/16: 60 }\n"), "{left}");
    let others =
        |text: &str| text.lines().filter(|line| !line.contains("eastshire")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(others(&left), others(&all));
}

/// Every figure of a site as it would go on record, without what is under embargo.
fn figures(site: SiteTest) -> String {
    let world = site.into_world();
    let config = config::load(&world).value.expect("site.toml");
    let decided = pipeline::decided_for(&world, &config, &Options::default(), &Memo::new());
    let (evidence, decision) = decided.value.expect("figures");
    Released::of(&evidence, &decision.release, None).text("All.")
}

#[test]
fn an_embargo_is_said_where_a_report_is() {
    let said = SiteTest::small()
        .with("content/2016-17/reading.md", "---\ntitle: Reading\nembargo: 2018-09-06\n---\nWords.\n")
        .build()
        .said;
    assert!(
        said.contains("error[embargo]: expected embargo: in the index.md of a report, found it elsewhere"),
        "{said}"
    );
    assert!(said.contains("content/2016-17/reading.md:3:10"), "{said}");
    let said = site("embargo: 6 September 2018 9:30\n").build().said;
    assert!(
        said.contains("expected a date such as 2017-09-07 or 2017-09-07T09:30, found \"6 September 2018 9:30\""),
        "{said}"
    );
    assert!(said.contains("hint: write 2018-09-06T09:30"), "{said}");
}

fn multum(folder: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_multum")).args(words).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn change(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("read");
    assert!(text.contains(from), "{} has {from}", file.display());
    fs::write(file, text.replace(from, to)).expect("written");
}

/// A new site with last year's report out and this year's under embargo until a moment.
fn on_disk(until: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(multum(folder.path(), &["new", "my-review"]).0, Some(0));
    let site = folder.path().join("my-review");
    let last = site.join("content/2023-24");
    fs::create_dir_all(&last).expect("made");
    fs::write(
        last.join("index.md"),
        "---\ntitle: Annual review 2023/24\nreport: { year: 2023/24, geography: exampleshire }\n---\nLast year.\n",
    )
    .expect("written");
    change(&site.join("content/2024-25/index.md"), "report: {", &format!("embargo: {until}\nreport: {{"));
    change(&site.join("site.toml"), "front = \"2024-25\"", "front = \"2023-24\"");
    folder
}

#[test]
fn publish_refuses_before_its_time_and_puts_it_out_from_then_on() {
    let folder = on_disk("2099-09-01T09:30");
    let publish = || multum(folder.path(), &["publish", "--site", "my-review", "--to", "web"]);
    let (status, out, err) = publish();
    assert_eq!(status, Some(1), "{out}");
    assert!(err.contains("error[embargo]: expected a report that may go out, found one under embargo until 9:30am on 1 September 2099"), "{err}");
    assert!(
        err.contains("content/2024-25/index.md:")
            && err.contains("hint: it is now ")
            && err.contains("; publish it from then on"),
        "{err}"
    );
    assert!(!folder.path().join("web").exists() && !folder.path().join("my-review/released").exists());
    // `check` looks at what would go out, and only warns.
    let (status, _, err) = multum(folder.path(), &["check", "--site", "my-review"]);
    assert_eq!(status, Some(0), "{err}");
    assert!(err.contains("warning[embargo]"), "{err}");
    // As a draft it lets the rest go out, and its figures stay off the record.
    let index = folder.path().join("my-review/content/2024-25/index.md");
    change(&index, "embargo:", "status: draft\nembargo:");
    let (status, out, err) = publish();
    assert_eq!(status, Some(0), "{out} {err}");
    assert!(folder.path().join("web/2023-24/index.html").exists() && !folder.path().join("web/2024-25").exists());
    let record = fs::read_to_string(folder.path().join("my-review/released/2023-24.yaml")).expect("a record");
    assert!(record.contains("england: { 2021/22: 6.3, 2022/23: 5.9, 2023/24: 5.5, 2024/25: 5.2 }\n"), "{record}");
    assert!(
        record.lines().filter(|line| line.contains("exampleshire:")).all(|line| !line.contains("2024/25")),
        "{record}"
    );
    assert!(!folder.path().join("my-review/released/2024-25.yaml").exists());
    // Its time has come.
    change(&index, "status: draft\nembargo: 2099-09-01T09:30", "embargo: 2024-09-01T09:30");
    let (status, out, err) = publish();
    assert_eq!(status, Some(0), "{out} {err}");
    let page = fs::read_to_string(folder.path().join("web/2024-25/index.html")).expect("a page");
    assert!(!page.contains("embargo") && !page.contains("noindex"), "{page}");
    let record = fs::read_to_string(folder.path().join("my-review/released/2024-25.yaml")).expect("a record");
    assert!(record.contains("2024/25"), "{record}");
}

#[test]
fn a_day_of_publication_that_lies_ahead_does_not_go_out() {
    let folder = on_disk("2024-09-01");
    let index = folder.path().join("my-review/content/2024-25/index.md");
    change(&index, "embargo: 2024-09-01", "published: 2099-09-01");
    // A build knows no clock.
    assert_eq!(multum(folder.path(), &["build", "--site", "my-review"]).2, "");
    let (status, _, err) = multum(folder.path(), &["publish", "--site", "my-review", "--to", "web"]);
    assert_eq!(status, Some(1));
    assert!(
        err.contains(
            "error[embargo]: expected the day on which the report is out, found 2099-09-01, which is later than today"
        ),
        "{err}"
    );
    assert!(
        err.contains("; write published: ") && err.contains(", or embargo: 2099-09-01 if it may not go out before"),
        "{err}"
    );
    assert!(!folder.path().join("web").exists() && !folder.path().join("my-review/released").exists());
}
