//! A preview's site is the site: whatever was edited, deleted or renamed, what is built with the memory of earlier builds is to
//! the byte what a build without any makes, and says the same.

mod support;

use multum::compose::Drafts;
use multum::diagnostic::{Style, terminal};
use multum::figures::Memo;
use multum::pipeline::{Built, Memory, Options, build_again, build_unchecked, checked};
use multum::source::{MemoryWorld, World};
use multum::vocabulary::SitePath;
use proptest::prelude::*;
use support::SiteTest;
use support::reviews::{CRITERIA, review};

/// The confidential folder, whose files are edited like the others.
const BESIDE: &str = "../secret";

/// A second file of measures: those of one file are read again together.
const ATTENDANCE: &str = "\
topic: { id: attendance, title: Attendance, order: 40 }
measures:
  attendance:
    title: Sessions attended
    unit: percent
    counts: people
    period: academic
    decimals: 1
    polarity: high
    source: { publisher: Test, title: Invented figures }
    observations:
      northshire: { 2015/16: 95.8, 2016/17: 96.1 }
      england: { 2015/16: 95.4, 2016/17: 95.3 }
";

/// The repository's own small site with more of everything that a site can have.
fn site() -> Vec<(String, Vec<u8>)> {
    let world = SiteTest::small()
        .with("content/_part.md", "A part, with {{ value(of=\"reading\") }}.\n")
        .with("content/about.md", "---\ntitle: About\n---\nAbout [reading](2016-17/reading.md#more) and [all](measures/index.html).\n")
        .with(
            "content/2016-17/reading.md",
            "---\ntitle: Reading\norder: 10\n---\n{% include \"_part.md\" %}\n\n## More\n\n{{ chart(of=\"reading\", kind=\"trend\") }}\n\n{% if rose(of=\"reading\") %}It rose.{% else %}It fell.{% endif %}\n",
        )
        .with(
            "content/2016-17/ratings.md",
            "---\ntitle: Ratings\norder: 15\n---\n{{ ratings(of=\"schools\", show=\"counts\") }}\n\n{{ ratings(of=\"schools\", show=\"named\") }}\n",
        )
        .with("data/prioritisation/criteria/schools.yaml", CRITERIA)
        .with("data/measures/attendance.yaml", ATTENDANCE)
        .with("content/2016-17/plain.md", "---\ntitle: Plain\norder: 20\ndescription: No figure.\n---\nNo figure at all.\n")
        .into_world();
    let mut files = Vec::new();
    for folder in ["content", "data", "themes"] {
        for path in world.list(&SitePath::new(folder).expect("a path")).expect("listed") {
            let bytes = world.read(&path).expect("it was listed").to_vec();
            files.push((path.to_string(), bytes));
        }
    }
    let toml = world.read(&SitePath::new("site.toml").expect("a path")).expect("every site has one");
    files.push(("site.toml".to_owned(), [format!("confidential = \"{BESIDE}\"\n").as_bytes(), &toml].concat()));
    let agreed = "notes: { state: Qwertynote }\n    publication: { agreed: 2017-07-01, by: Headteacher }";
    let primary = review("primary", "2016/17", [7, 5, 0], false).replacen("notes: { state: Qwertynote }", agreed, 1);
    files.push((format!("{BESIDE}/prioritisation/a.yaml"), primary.into_bytes()));
    files.push((
        format!("{BESIDE}/prioritisation/b.yaml"),
        review("secondary", "2016/17", [6, 3, 4], false).into_bytes(),
    ));
    files
}

fn world(files: &[(String, Vec<u8>)]) -> MemoryWorld {
    let empty = (MemoryWorld::new(), MemoryWorld::confidential());
    let (site, beside) = files.iter().fold(empty, |(site, beside), (path, bytes)| {
        match path.strip_prefix(BESIDE).and_then(|path| path.strip_prefix('/')) {
            Some(below) => (site, beside.with(below, bytes)),
            None => (site.with(path, bytes), beside),
        }
    });
    site.with_beside(BESIDE, beside)
}

/// Everything that a person could see of a build.
fn seen(built: Option<&Built>, said: String) -> (Vec<(String, Vec<u8>)>, String) {
    let files =
        built.map(|built| built.tree.iter().map(|(path, file)| (path.to_string(), file.bytes.to_vec())).collect());
    (files.unwrap_or_default(), said)
}

fn same(files: &[(String, Vec<u8>)], options: &Options, memory: &Memory) -> Result<(), String> {
    let world = world(files);
    let again = build_unchecked(&world, options, memory);
    let findings = match &again.value {
        Some(built) => checked(built, again.findings),
        None => again.findings,
    };
    let again = seen(again.value.as_ref(), terminal(&findings, Style::Plain));
    let clean = build_again(&world, options, &Memo::new());
    let clean = seen(clean.value.as_ref(), terminal(&clean.findings, Style::Plain));
    if again.1 != clean.1 {
        return Err(format!("with memory it says\n{}\nand without\n{}", again.1, clean.1));
    }
    for (a, b) in again.0.iter().zip(&clean.0) {
        if a != b {
            return Err(format!("{} and {} differ", a.0, b.0));
        }
    }
    if again.0.len() == clean.0.len() { Ok(()) } else { Err("one has more files".to_owned()) }
}

/// One thing that an author does.
#[derive(Clone, Debug)]
enum Act {
    /// Adds words to the end of a file.
    Write(prop::sample::Index, String),
    /// Replaces a digit.
    Figure(prop::sample::Index, prop::sample::Index, u8),
    /// Replaces a word by another.
    Word(prop::sample::Index, usize),
    Delete(prop::sample::Index),
    Rename(prop::sample::Index, u8),
    New(u8, String),
    /// Takes the last of these back.
    Undo,
}

const WORDS: &[(&str, &str)] = &[
    ("title: ", "title: Other "),
    ("care", "absence"),
    ("count: 30", "count: 7"),
    ("order: 10", "order: 30"),
    ("status: published", "status: draft"),
    ("northshire", "eastshire"),
    ("2016/17", "2015/16"),
    ("reading", "absence"),
    ("pupils", "children"),
    ("c", "x"),
    ("#", "##"),
    ("title = ", "pretty_links = true\ntitle = "),
    ("accent", "accent-dark"),
    ("green", "red"),
    ("year: 2016/17", "year: 2015/16"),
    ("phase: primary", "phase: secondary"),
    ("publication:", "# publication:"),
    ("<main", "<main class=\"x\""),
    ("---", "--"),
];

fn act() -> impl Strategy<Value = Act> {
    use prop::sample::Index;
    let words = prop::sample::select(vec![
        "\nMore words.\n",
        "\n{{ value(of=\"reading\") }} of pupils.\n",
        "\n{{ change(of=\"reading\") }}\n",
        "\n## A heading\n\n[a link](plain.md)\n",
        "\n{% include \"_part.md\" %}\n",
        "\n{{ key_figures(of=[\"reading\"]) }}\n",
        "\n{{ value(of=\"none\") }}\n",
        "\n  broken: [\n",
        "\n# a comment\n",
        "",
    ])
    .prop_map(str::to_owned);
    prop_oneof![
        6 => (any::<Index>(), words.clone()).prop_map(|(file, words)| Act::Write(file, words)),
        4 => (any::<Index>(), any::<Index>(), 0u8..10).prop_map(|(file, place, digit)| Act::Figure(file, place, digit)),
        4 => (any::<Index>(), 0..WORDS.len()).prop_map(|(file, word)| Act::Word(file, word)),
        1 => any::<Index>().prop_map(Act::Delete),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(file, number)| Act::Rename(file, number)),
        2 => (any::<u8>(), words).prop_map(|(number, words)| Act::New(number, words)),
        4 => Just(Act::Undo),
    ]
}

fn done(files: &mut Vec<(String, Vec<u8>)>, act: &Act) {
    match act {
        Act::Write(file, words) => {
            let at = file.index(files.len());
            files[at].1.extend_from_slice(words.as_bytes());
        }
        Act::Figure(file, place, digit) => {
            let at = file.index(files.len());
            let file = &mut files[at];
            let digits: Vec<usize> = (0..file.1.len()).filter(|at| file.1[*at].is_ascii_digit()).collect();
            if !digits.is_empty() {
                file.1[digits[place.index(digits.len())]] = b'0' + digit;
            }
        }
        Act::Word(file, word) => {
            let at = file.index(files.len());
            let file = &mut files[at];
            let (from, to) = WORDS[*word];
            file.1 = String::from_utf8_lossy(&file.1).replacen(from, to, 1).into_bytes();
        }
        Act::Delete(file) => drop(files.remove(file.index(files.len()))),
        Act::Rename(file, number) => {
            let at = file.index(files.len());
            let file = &mut files[at];
            let (folder, name) = file.0.rsplit_once('/').unwrap_or(("", &file.0));
            let renamed = format!("{folder}/{number}-{name}").trim_start_matches('/').to_owned();
            file.0 = renamed;
        }
        Act::New(number, words) => {
            let path = format!("content/2016-17/new-{number}.md");
            files.retain(|(known, _)| *known != path);
            files.push((path, format!("---\ntitle: New {number}\n---\n{words}").into_bytes()));
        }
        Act::Undo => {}
    }
}

fn holds(acts: &[Act], outputs: Option<Vec<&'static str>>) -> Result<(), String> {
    let options = Options { drafts: Drafts::In, outputs, ..Options::default() };
    let memory = Memory::default();
    let mut files = site();
    let mut before = vec![files.clone()];
    same(&files, &options, &memory)?;
    for act in acts {
        if let Act::Undo = act {
            files = before.pop().unwrap_or(files);
            if before.is_empty() {
                before.push(site());
            }
        } else {
            before.push(files.clone());
            done(&mut files, act);
        }
        if files.is_empty() {
            files = site();
        }
        same(&files, &options, &memory).map_err(|why| format!("after {act:?}: {why}"))?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_edition_is_the_same_as_a_clean_build_after_any_edits(acts in prop::collection::vec(act(), 1..10)) {
        prop_assert_eq!(holds(&acts, None), Ok(()));
    }

    #[test]
    fn what_a_preview_makes_at_once_is_the_same_after_any_edits(acts in prop::collection::vec(act(), 1..16)) {
        prop_assert_eq!(holds(&acts, Some(multum::preview::site::AT_ONCE.to_vec())), Ok(()));
    }
}

#[test]
fn the_site_that_is_edited_builds_and_an_edit_is_seen() {
    let options = Options { drafts: Drafts::In, ..Options::default() };
    let memory = Memory::default();
    let mut files = site();
    let page = |files: &[(String, Vec<u8>)]| {
        let made = build_unchecked(&world(files), &options, &memory);
        let said = terminal(&made.findings, Style::Plain);
        let built = made.value.unwrap_or_else(|| panic!("it must build:\n{said}"));
        let path = SitePath::new("2016-17/reading.html").expect("a path");
        String::from_utf8_lossy(&built.tree.get(&path).expect("the page").bytes).into_owned()
    };
    let first = page(&files);
    assert!(first.contains("67%") && first.contains("It rose."), "{first}");
    let data = files.iter_mut().find(|(path, _)| path == "data/measures/key-stage-2.yaml").expect("the measures");
    data.1 = String::from_utf8_lossy(&data.1).replace("2016/17: 67", "2016/17: 41").into_bytes();
    let second = page(&files);
    assert!(
        second.contains("41%") && second.contains("It fell."),
        "a figure, and a condition on it, in a partial and a page"
    );
}

#[test]
fn a_list_of_measures_is_new_whichever_of_them_is_edited_next() {
    let options = Options { drafts: Drafts::In, ..Options::default() };
    let memory = Memory::default();
    let mut files = site();
    same(&files, &options, &memory).expect("nothing is kept yet");
    let edits = [
        ("data/measures/key-stage-2.yaml", "2016/17: 67", "2016/17: 41"),
        ("data/measures/attendance.yaml", "2016/17: 96.1", "2016/17: 94.2"),
        ("data/measures/key-stage-2.yaml", "2016/17: 41", "2016/17: 67"),
    ];
    for (file, old, new) in edits {
        let data = files.iter_mut().find(|(path, _)| path == file).expect("the measures");
        let text = String::from_utf8_lossy(&data.1).into_owned();
        assert!(text.contains(old), "{old} not in\n{text}");
        data.1 = text.replacen(old, new, 1).into_bytes();
        if let Err(why) = same(&files, &options, &memory) {
            panic!("after {new}: {why}");
        }
    }
}
