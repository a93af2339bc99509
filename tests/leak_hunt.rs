//! Nothing of what must stay inside gets out: canaries are planted wherever data can enter, and every byte that multum
//! gives back is searched for them.
//!
//! A canary is a number or a word that stands nowhere else, one for each place. The policy withholds every count below 60,000,
//! so 48,271 people are few. `support/hunt.rs` unpacks whatever files there are and knows no edition, so new ones are
//! hunted as they come. With the policy switched off, and what is hidden laid open, the hunt must find every canary, and find
//! one in every kind of file: a hunt that can't see finds nothing.
//!
//! A canary may get out as a number, as a percentage, as a length or as an order. So beside the search there is a stricter
//! test: two sites that differ in withheld numbers alone must be the same to the byte.
//!
//! More: `MULTUM_CASES=1000 cargo test --release --test leak_hunt random -- --nocapture`, and `MULTUM_FIRST=317` beside it goes on
//! at a case that stopped it. docs/disclosure.md has what that found.

#[path = "support/folder.rs"]
mod folder;
#[path = "support/hunt.rs"]
mod hunt;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use folder::copy;
use hunt::Wanted;
use multum::compose::Drafts;
use multum::diagnostic::{Findings, Style, github, json, terminal};
use multum::figures::{GroupId, MeasureId, Memo, Place, Subject};
use multum::pipeline::{self, Built};
use multum::preview::server::{Desk, listen, serve};
use multum::preview::site::{Outside, Stage};
use multum::preview::snapshot::Snapshot;
use multum::preview::watch::watch;
use multum::preview::{Editor, run};
use multum::publish::manifest;
use multum::source::{DiskWorld, MemoryWorld, World, config};
use multum::tree::Tree;
use multum::vocabulary::{Period, PeriodKind, SitePath};
use rust_decimal::Decimal;
use support::SiteTest;

/// A number that must not get out, as it would be published.
struct Number {
    place: &'static str,
    text: &'static str,
    /// Whether readers would see it, if the policy let them: the size of a cohort is shown to nobody.
    shown: bool,
}

const fn number(place: &'static str, text: &'static str) -> Number {
    Number { place, text, shown: true }
}

const NUMBERS: [Number; 20] = [
    number("a count of the confidential folder", "48271"),
    number("the same the year before", "47293"),
    number("a count of a group", "31847"),
    number("a count of another group", "16424"),
    number("a count in data/", "52873"),
    number("a count drawn beside others", "53618"),
    // 43,717 of 59,000; 41,903 of 59,000; 39,119 of 59,000.
    number("a percentage", "74.097"),
    number("a percentage of a group", "71.022"),
    number("a rate", "6630.339"),
    number("a mean", "36791.517"),
    number("the lower end of its range", "36217.251"),
    number("the upper end of its range", "37358.753"),
    number("a mean of one school", "27583"),
    Number { place: "the count of a percentage", text: "43717", shown: false },
    Number { place: "the count of a group’s percentage", text: "41903", shown: false },
    Number { place: "the count of a rate", text: "39119", shown: false },
    Number { place: "the size of a cohort", text: "58997", shown: false },
    Number { place: "how many schools contribute", text: "54167", shown: false },
    Number { place: "the part of the largest", text: "93.7183", shown: false },
    number("the text of an internal page", "46663"),
];

/// A word that must not get out.
struct Word {
    place: &'static str,
    text: &'static str,
    /// Whether it can be laid open by a word in another place.
    open: bool,
}

const fn word(place: &'static str, text: &'static str) -> Word {
    Word { place, text, open: true }
}

const WORDS: [Word; 10] = [
    word("a reason in the confidential folder", "vqzkwjxpfhbd"),
    word("a comment of a file of figures", "qwjxzvkpbdfh"),
    word("a comment of site.toml", "zkvqpxwjdhbf"),
    word("a comment in content", "xjzqvwkbpfdh"),
    word("the title of an internal page", "kzjvqxwpdbhf"),
    word("its description", "jqxvzkwfpbhd"),
    word("its text", "wzqjvxkhpdfb"),
    word("a part that no page has in it", "pxqzjkvwbhfd"),
    Word { place: "a comment of the confidential folder", text: "bvxqjzwkdpfh", open: false },
    Word { place: "the name of a file of the confidential folder", text: "fqjzxvkwbdph", open: false },
];

/// Where in a site's files, its manifest, and all that was said, canaries stand: each with its place.
fn found(tree: Option<&Tree>, said: &[String]) -> BTreeSet<(String, String)> {
    let mut texts: Vec<hunt::Found> = Vec::new();
    for (path, file) in tree.into_iter().flat_map(Tree::iter) {
        texts.extend(hunt::texts("names", path.as_str().as_bytes()));
        texts.extend(hunt::texts(path.as_str(), &file.bytes));
    }
    texts.extend(tree.into_iter().flat_map(|tree| hunt::texts("manifest.json", manifest(tree).as_bytes())));
    texts.extend(said.iter().flat_map(|text| hunt::texts("said", text.as_bytes())));
    let wanted = Wanted::new(NUMBERS.iter().map(|number| number.text), WORDS.iter().map(|word| word.text));
    let names: Vec<&str> =
        NUMBERS.iter().map(|number| number.place).chain(WORDS.iter().map(|word| word.place)).collect();
    let mut places = BTreeSet::new();
    for text in &texts {
        for canary in wanted.standing_in(&text.text) {
            places.insert((names[canary].to_owned(), text.place.clone()));
        }
    }
    for (path, file) in tree.into_iter().flat_map(Tree::iter) {
        let values = hunt::drawn_values_of(&String::from_utf8_lossy(&file.bytes));
        for canary in &NUMBERS {
            let value: f64 = canary.text.parse().expect("a number");
            // Of a hundred percentages on a page one stands where a canary would. That no drawing tells of them, the pairs of
            // sites show that must be the same to the byte.
            if value > 1_000.0 && values.iter().any(|(drawn, off)| (drawn - value).abs() <= *off) {
                places.insert((canary.place.to_owned(), format!("{path} > drawn")));
            }
        }
    }
    places
}

/// All that is said of findings, in every way that they can be said.
fn said(findings: &Findings) -> Vec<String> {
    let debug = format!("{findings:?}");
    vec![terminal(findings, Style::Plain), terminal(findings, Style::Coloured), json(findings), github(findings), debug]
}

const SITE: &str = "title = \"T\"\naddress = \"https://example.com\"\nconfidential = \"../own\"\nCOMMENT\n[organisation]\nname = \"O\"\n";
const POLICY: &str = "[disclosure]\nsmallest_count = 60000\nsmallest_cohort = 60000\nsmallest_providers = 60000\n";
const NO_POLICY: &str = "[disclosure]\nsmallest_count = 1\nsmallest_cohort = 1\nsmall_group = 1\nfewest_schools = 1\ndominance = 100\nprotection = 1\n";

/// Whether what is hidden without any policy (a comment, a reason for colleagues, an unused part) is laid open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Kept,
    LaidOpen,
}

fn hide(hidden: Hidden, kept: &str, open: &str) -> String {
    if hidden == Hidden::Kept { kept.to_owned() } else { open.to_owned() }
}

/// The facts of the measures: counts, percentages, rates and means, with figures of others to be drawn beside.
fn facts(hidden: Hidden) -> String {
    let mut text =
        format!("topic: {{ id: own, title: Own{}, order: 40 }}\n", hide(hidden, "", &format!(" {}", WORDS[1].text)));
    text += &hide(hidden, &format!("# {} {}\n", WORDS[1].text, NUMBERS[0].text), "");
    text += "measures:\n";
    for (name, unit, observations) in [
        ("many", "count", "{}"),
        ("open", "count", "{ northshire: { 2016/17: { count: 52873 } } }"),
        // Counts of England and of the region that are public, so that there is an axis to read ours from.
        (
            "drawn",
            "count",
            "{ england: { 2015/16: 97000, 2016/17: 96000 }, north-region: { 2015/16: 72000, 2016/17: 74000 } }",
        ),
        ("share", "percent", "{}"),
        ("rate", "per-10000", "{}"),
        ("mean", "score", "{}"),
        (
            "reasoned",
            "percent",
            &hide(hidden, "{}", &format!("{{ northshire: {{ 2016/17: {{ value: x, reason: {} }} }} }}", WORDS[0].text)),
        ),
    ] {
        let decimals = if unit == "count" { 0 } else { 3 };
        text += &format!(
            "  {name}:\n    title: The {name} of it\n    unit: {unit}\n    decimals: {decimals}\n    counts: people\n    period: academic\n    polarity: high\n    source: {{ publisher: O, title: Own }}\n    observations: {observations}\n"
        );
    }
    text
}

/// The figures of the confidential folder.
fn figures(hidden: Hidden) -> String {
    let reason = hide(
        hidden,
        &format!(
            "  reasoned:\n    observations:\n      northshire: {{ 2016/17: {{ value: c, reason: {} }} }}\n",
            WORDS[0].text
        ),
        "",
    );
    format!(
        "# {} {}\nmeasures:\n{reason}\
         \x20 many:\n    observations:\n      northshire: {{ 2015/16: {{ count: 47293 }}, 2016/17: {{ count: 48271 }} }}\n    groups:\n      disadvantaged:\n        northshire: {{ 2014/15: {{ count: 31847 }} }}\n      not-disadvantaged:\n        northshire: {{ 2014/15: {{ count: 16424 }} }}\n\
         \x20 drawn:\n    observations:\n      northshire: {{ 2015/16: {{ count: 63000 }}, 2016/17: {{ count: 53618 }} }}\n\
         \x20 share:\n    observations:\n      northshire: {{ 2016/17: {{ count: 43717, of: 59000, schools: 54167 }} }}\n    groups:\n      disadvantaged:\n        northshire: {{ 2014/15: {{ count: 41903, of: 59000 }} }}\n\
         \x20 rate:\n    observations:\n      northshire: {{ 2016/17: {{ count: 39119, of: 59000 }}, 2015/16: {{ count: 7, of: 58997 }} }}\n\
         \x20 mean:\n    observations:\n      northshire: {{ 2016/17: {{ mean: 36791.517, of: 7, lower: 36217.251, upper: 37358.753 }}, 2015/16: {{ mean: 27583, of: 70000, schools: 1, largest: 93.7183 }} }}\n",
        WORDS[8].text, NUMBERS[1].text,
    )
}

const MEASURES: [&str; 6] = ["many", "open", "drawn", "share", "rate", "mean"];

/// Every function that can show a figure, of every measure.
fn pages(hidden: Hidden) -> String {
    let mut text = "---\ntitle: Reading\norder: 10\n---\n".to_owned();
    text += &hide(
        hidden,
        &format!("<!-- {} {} -->\n\n", WORDS[3].text, NUMBERS[2].text),
        &format!("{}\n\n", WORDS[3].text),
    );
    for name in MEASURES {
        text += &format!(
            "It was {{{{ value(of=\"{name}\") }}}}.\n\n{{{{ chart(of=\"{name}\", kind=\"trend\", compare={}) }}}}\n\n{{{{ table(of=\"{name}\", by=\"year\") }}}}\n\n",
            if name == "drawn" { "[\"england\", \"north-region\"]" } else { "[]" }
        );
    }
    for name in ["many", "drawn", "mean", "rate"] {
        text += &format!("That is {{{{ change(of=\"{name}\") }}}}.\n\n");
    }
    text += "{{ table(of=\"many\", by=\"group\", year=\"2014/15\") }}\n\n{{ table(of=\"share\", by=\"group\", year=\"2014/15\") }}\n\n";
    text += "{{ chart(of=[\"many\"], kind=\"bar\") }}\n\n{{ key_figures(of=[\"many\", \"share\", \"rate\", \"mean\"]) }}\n\n{{ policy() }}\n";
    text += "\n{{ table(of=\"reasoned\") }}\n".repeat(usize::from(hidden == Hidden::LaidOpen)).as_str();
    text += &hide(hidden, "", "\n{% include \"_parts/unused.md\" %}\n");
    text
}

/// The files of the site by their paths, and those of its confidential folder.
type Files = Vec<(String, String)>;

fn files(policy: &str, hidden: Hidden) -> (Files, Files) {
    let comment = hide(hidden, &format!("# {}", WORDS[2].text), &format!("notice = \"{}\"", WORDS[2].text));
    let site = format!("{SITE}{policy}").replace("COMMENT", &comment);
    let internal = format!(
        "---\ntitle: Internal {}\ndescription: About {}.\nstatus: draft\n---\nFor colleagues: {} and {}.\n",
        WORDS[4].text, WORDS[5].text, WORDS[6].text, NUMBERS[19].text
    );
    let open = [
        ("site.toml", site),
        ("data/measures/own.yaml", facts(hidden)),
        ("content/2016-17/reading.md", pages(hidden)),
        ("content/2016-17/internal.md", internal),
        ("content/_parts/unused.md", format!("A part: {}.\n", WORDS[7].text)),
    ];
    let own = vec![(format!("measures/{}.yaml", WORDS[9].text), figures(hidden))];
    (open.into_iter().map(|(path, text)| (path.to_owned(), text)).collect(), own)
}

fn world(policy: &str, hidden: Hidden) -> MemoryWorld {
    let (open, own) = files(policy, hidden);
    with_confidential(open, own)
}

fn with_confidential(open: Files, own: Files) -> MemoryWorld {
    let confidential = own.into_iter().fold(MemoryWorld::new(), |world, (path, text)| world.with(&path, text));
    let site = open.into_iter().fold(SiteTest::small(), |site, (path, text)| site.with(&path, text));
    site.into_world().with_beside("../own", confidential)
}

fn build(world: &dyn World, drafts: Drafts) -> (Option<Built>, Vec<String>) {
    let made = pipeline::build(world, drafts);
    (made.value, said(&made.findings))
}

#[test]
fn no_canary_gets_out() {
    let (built, words) = build(&world(POLICY, Hidden::Kept), Drafts::Out);
    let built = built.unwrap_or_else(|| panic!("{}", words[0]));
    assert_eq!(found(Some(&built.tree), &words), BTreeSet::new());
}

#[test]
fn with_the_policy_switched_off_the_hunt_finds_every_canary_in_every_kind_of_file() {
    let (built, words) = build(&world(NO_POLICY, Hidden::LaidOpen), Drafts::In);
    let built = built.unwrap_or_else(|| panic!("{}", words[0]));
    let places = found(Some(&built.tree), &[]);
    let canaries: Vec<&str> = NUMBERS
        .iter()
        .filter(|number| number.shown)
        .map(|number| number.place)
        .chain(WORDS.iter().filter(|word| word.open).map(|word| word.place))
        .collect();
    for canary in &canaries {
        assert!(places.iter().any(|(place, _)| place == canary), "{canary} was not found");
    }
    assert!(
        places.iter().any(|(canary, place)| canary == "a count drawn beside others" && place.ends_with("> drawn")),
        "no mark of a drawing was read back to its value: {places:#?}"
    );
    // What has no figure in it, or only dots.
    const WITHOUT: [&str; 12] = ["css", "js", "png", "ico", "woff2", "ttf", "otf", "jpg", "webp", "xml", "json", "txt"];
    let kind = |path: &str| path.split(" > ").next().unwrap_or(path).rsplit('.').next().unwrap_or_default().to_owned();
    let seen: BTreeSet<String> = places.iter().map(|(_, place)| kind(place)).collect();
    for (path, _) in built.tree.iter() {
        let kind = kind(path.as_str());
        assert!(
            seen.contains(&kind) || WITHOUT.contains(&kind.as_str()),
            "the hunt sees no canary in any .{kind}, such as {path}: teach tests/support/hunt.rs to unpack it"
        );
    }
}

#[test]
fn the_hunt_sees_into_whatever_files_are_packed_in() {
    let secret = &"People: 48,271 vqzkwjxpfhbd ".repeat(20);
    let wanted = Wanted::new(["48271"], ["vqzkwjxpfhbd"]);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("content.xml", options).expect("begun");
    Write::write_all(&mut archive, secret.as_bytes()).expect("written");
    let archive = archive.finish().expect("an archive").into_inner();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    Write::write_all(&mut gzip, &archive).expect("written");
    let big: Vec<u8> = secret.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let small: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("plain.txt", secret.as_bytes().to_vec()),
        ("book.epub", archive),
        ("book.epub.gz", gzip.finish().expect("packed")),
        ("big.txt", big),
        ("small.txt", small),
        ("page.html", b"<img src=\"data:image/svg+xml;base64,UGVvcGxlOiA0OCwyNzEgdnF6a3dqeHBmaGJk\">".to_vec()),
        ("report.pdf", pdf(secret)),
    ] {
        let texts = hunt::texts(name, &bytes);
        let found: BTreeSet<usize> = texts.iter().flat_map(|found| wanted.standing_in(&found.text)).collect();
        assert_eq!(found, BTreeSet::from([0, 1]), "{name}");
    }
    for text in ["48271", "48,271 people", "(48 271)", "#dh1bga", "⠼⠙⠓⠂⠃⠛⠁", "x=48%2c271", "48,271.5", "48 271 0 rows"]
    {
        assert_eq!(wanted.standing_in(text).len(), 1, "{text}");
    }
    for text in [
        "148271",
        "482710",
        "375.48271",
        "ab48271cd0123456789abcdef0123456789abcdef",
        "#dh1bgaj",
        "#dhbgab",
        "48,2710",
        "4 8 2 7 1",
        "48.271",
        "48 271 0 r 49 272 0 r",
        "48 271.77",
    ] {
        assert!(wanted.standing_in(text).is_empty(), "{text}");
    }
}

/// A PDF whose only page says it in a packed stream.
fn pdf(words: &str) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let mut content = Stream::new(dictionary! {}, format!("BT /F 12 Tf 10 10 Td ({words}) Tj ET").into_bytes());
    content.compress().expect("packed");
    let content = document.add_object(content);
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    });
    let all = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(all));
    let catalogue = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalogue);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a PDF");
    assert!(!String::from_utf8_lossy(&bytes).contains(words), "it is packed");
    bytes
}

#[test]
fn two_sites_that_differ_in_what_is_withheld_are_the_same_to_the_byte() {
    let (open, own) = files(POLICY, Hidden::Kept);
    let other: Files = own
        .iter()
        .map(|(path, text)| {
            let text = ["47293", "48271", "31847", "16424", "43717", "41903", "39119", "36791.517", "27583"]
                .iter()
                .zip(["38", "21", "9", "12", "52345", "31246", "24", "36300.527", "36"])
                .fold(text.clone(), |text, (from, to)| text.replace(from, to));
            (path.clone(), text)
        })
        .collect();
    assert_ne!(own, other);
    let (first, _) = build(&with_confidential(open.clone(), own), Drafts::Out);
    let (second, words) = build(&with_confidential(open, other), Drafts::Out);
    let (first, second) = (first.expect("a site"), second.unwrap_or_else(|| panic!("{}", words[0])));
    assert_same(&first.tree, &second.tree, "the confidential folder");
}

#[track_caller]
fn assert_same(first: &Tree, second: &Tree, what: &str) {
    let paths = |tree: &Tree| tree.iter().map(|(path, _)| path.to_string()).collect::<Vec<_>>();
    assert_eq!(paths(first), paths(second), "{what}");
    for ((path, one), (_, other)) in first.iter().zip(second.iter()) {
        assert!(one.bytes == other.bytes, "{path} differs: {what}");
    }
}

#[test]
fn what_is_wrong_with_the_confidential_folder_is_said_without_its_words() {
    const WORD: &str = WORDS[0].text;
    const NUMBER: &str = NUMBERS[0].text;
    let (open, _) = files(POLICY, Hidden::Kept);
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
        format!(
            "measures:\n  mean:\n    observations:\n      northshire: {{ 2016/17: {{ mean: {NUMBER}, of: 7, lower: {NUMBER}.5, upper: {NUMBER} }} }}\n"
        ),
        format!(
            "measures:\n  mean:\n    observations:\n      northshire: {{ 2016/17: {{ mean: {NUMBER}, of: 7, upper: {NUMBER} }} }}\n"
        ),
    ] {
        let own = vec![("measures/own.yaml".to_owned(), own)];
        let (_, words) = build(&with_confidential(open.clone(), own.clone()), Drafts::Out);
        assert!(words[0].contains("error"), "nothing is wrong with\n{}", own[0].1);
        assert_eq!(found(None, &words), BTreeSet::new(), "{}", own[0].1);
    }
}

/// A site with its confidential folder beside it, on the disk.
fn written(folder: &Path, (open, own): (Files, Files)) -> PathBuf {
    let site = folder.join("site");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/small"), &site);
    for (folder, files) in [(&site, open), (&folder.join("own"), own)] {
        for (path, text) in files {
            let place = folder.join(path);
            fs::create_dir_all(place.parent().expect("a folder")).expect("made");
            fs::write(place, text).expect("written");
        }
    }
    site
}

#[test]
fn the_program_says_and_writes_no_canary_either() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = written(folder.path(), files(POLICY, Hidden::Kept));
    let mut said = Vec::new();
    for words in [
        &["build"][..],
        &["build", "--format", "json", "--out", "again"],
        &["build", "--format", "github", "--out", "again"],
        &["check"],
        &["check", "--disclosure"],
        &["check", "--disclosure", "--format", "json"],
        &["build", "--fragment", "--out", "fragments"],
        &["export", "--all"],
        &["publish", "--to", "../public"],
    ] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_multum")).args(words).current_dir(&site).output().expect("it runs");
        assert!(output.status.success(), "{words:?} {}", String::from_utf8_lossy(&output.stderr));
        said.extend([output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()));
    }
    let mut tree = Tree::default();
    for (below, root) in [
        ("public", site.join("public")),
        ("again", site.join("again")),
        ("fragments", site.join("fragments")),
        ("pack", site.join("export")),
        ("released", site.join("released")),
        ("published", folder.path().join("public")),
        ("list", site.join(".multum")),
    ] {
        assert!(root.exists(), "{below}");
        for entry in walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("readable"))
            .filter(|entry| entry.file_type().is_file())
        {
            let path = format!("{below}/{}", entry.path().strip_prefix(&root).expect("below").to_str().expect("UTF-8"));
            let path = SitePath::new(&path).expect("a path");
            tree.insert(path, fs::read(entry.path()).expect("read")).expect("free");
        }
    }
    assert!(tree.len() > 60, "{}", tree.len());
    // A withheld mean's range, and how many a cohort has, are no secrets to the analyst; nothing else is told even to him.
    assert_eq!(found(Some(&tree), &said), BTreeSet::new());
}

/// What a preview answers to a request.
fn answer(port: u16, path: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let asked = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).expect("it can be asked");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("it answers");
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").expect("an answer");
    (String::from_utf8_lossy(&bytes[..end]).into_owned(), bytes[end + 4..].to_vec())
}

#[test]
fn the_previews_answers_have_no_canary_either() {
    let folder = tempfile::tempdir().expect("a folder");
    // A preview shows drafts, which are the author's own.
    let (open, own) = files(POLICY, Hidden::Kept);
    let open: Files = open.into_iter().filter(|(path, _)| !path.ends_with("internal.md")).collect();
    let site = written(folder.path(), (open, own));
    let world = DiskWorld::new(&site).expect("a site");
    let built = pipeline::build(&world, Drafts::In).value.expect("a site");
    let snapshot = Arc::new(Snapshot::new(&site));
    let stage = Arc::new(Stage::new(Outside::nothing()));
    let listening = listen(None, 0).expect("a port is free");
    let port = listening.at.port();
    let editor = || Editor::new("vscode").expect("it is known");
    let desk = Desk { stage: Arc::clone(&stage), snapshot: Arc::clone(&snapshot), editor: editor(), host: None };
    std::thread::spawn(move || serve(listening, desk, std::future::pending()));
    let mut watch = watch(&site).expect("it can be watched");
    watch.also(&folder.path().join("own"));
    std::thread::spawn(move || run(&snapshot, watch, &stage, &AtomicBool::new(false), |_| {}));
    let until = |path: &str, holds: &dyn Fn(&str, &[u8]) -> bool| {
        let start = Instant::now();
        loop {
            let (head, body) = answer(port, path);
            if holds(&head, &body) {
                return body;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{path} never came to be: {head}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    until("/2016-17/reading.html", &|head, _| head.starts_with("HTTP/1.1 200"));

    let mut asked: Vec<String> = built.tree.iter().map(|(path, _)| format!("/{path}")).collect();
    for (path, _) in built.tree.iter() {
        asked.push(match path.extension() {
            Some("html") => format!("/.multum/panel?page={path}"),
            Some("svg") => format!("/.multum/picture?file={path}"),
            Some("brf") => format!("/.multum/braille?file={path}"),
            _ => continue,
        });
    }
    asked.push("/.multum/editions?page=2016-17/index.html".to_owned());
    let mut tree = Tree::default();
    let mut put = |name: String, bytes: Vec<u8>| {
        tree.insert(SitePath::new(&name).expect("a path"), bytes).expect("free");
    };
    let mut answered = 0;
    for (at, path) in asked.iter().enumerate() {
        let (head, body) = answer(port, path);
        answered += usize::from(head.starts_with("HTTP/1.1 200"));
        put(format!("{at}/{}", path.rsplit(['/', '=']).next().unwrap_or_default()), body);
        put(format!("{at}/head"), head.into_bytes());
    }
    assert!(answered > 60, "{answered} of {}", asked.len());

    // A confidential file that is broken: what is wrong is said without its words. Its name is said, so that it can be found.
    let broken = format!("measures:\n  many:\n    {}: {}\n", WORDS[0].text, NUMBERS[0].text);
    fs::write(folder.path().join("own/measures/broken.yaml"), broken).expect("written");
    let faults = until("/.multum/faults", &|_, body| String::from_utf8_lossy(body).contains("What is wrong"));
    put("faults.html".to_owned(), faults);
    put("page.html".to_owned(), answer(port, "/2016-17/reading.html").1);
    assert_eq!(found(Some(&tree), &[]), BTreeSet::new());
}

/// Numbers that follow from a case and from nothing else: the same on every machine.
struct Dice(u64);

impl Dice {
    fn of(case: u32) -> Dice {
        Dice(u64::from(case).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 16) % u64::from(end)) as u32
    }
}

/// Which random cases are tried: so many, from one on.
fn cases() -> std::ops::Range<u32> {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let first = number("MULTUM_FIRST").unwrap_or(0);
    first..first + number("MULTUM_CASES").unwrap_or(50)
}

/// The policy of the random cases: what is few is too small to search for, and what is withheld for its sake is not.
const FEW: &str = "[disclosure]\nsmallest_count = 12\n";

const PARTS: [&str; 3] = ["a", "b", "c"];
const PLACES: [&str; 3] = ["northshire", "eastshire", "westshire"];

/// A random set of the council's own figures: counts of a whole and its parts, by place and year, and what is worked out of some.
struct Random {
    /// By place, year and group, the whole first.
    counts: Vec<Vec<[u32; 4]>>,
    /// A percentage's count and cohort, by place and year.
    shares: Vec<Vec<(u32, u32)>>,
    parts: usize,
}

impl Random {
    /// Counts of parts below `few` or from `large` on, each few about as often as `rate` of ten says.
    fn of(dice: &mut Dice, few: u32, large: u32, rate: u32) -> Random {
        let (parts, places, years) =
            (2 + dice.below(2) as usize, 1 + dice.below(3) as usize, 1 + dice.below(3) as usize);
        let one = |dice: &mut Dice| {
            if dice.below(10) < rate { 2 + dice.below(few - 2) } else { large + dice.below(large * 9) }
        };
        let counts = (0..places)
            .map(|_| {
                (0..years)
                    .map(|_| {
                        let mut row = [0; 4];
                        for part in &mut row[1..=parts] {
                            *part = one(dice);
                        }
                        row[0] = row[1..].iter().sum();
                        row
                    })
                    .collect()
            })
            .collect();
        let shares = (0..places)
            .map(|_| {
                (0..years)
                    .map(|_| {
                        let of = one(dice) + one(dice);
                        (dice.below(of + 1), of)
                    })
                    .collect()
            })
            .collect();
        Random { counts, shares, parts }
    }

    /// The site of these figures, and its confidential folder.
    fn world(&self, policy: &str) -> MemoryWorld {
        let years = |place: usize, cell: &dyn Fn(usize) -> String| {
            let years: Vec<String> = (0..self.counts[place].len())
                .map(|year| format!("{}/{}: {{ {} }}", 2014 + year, 15 + year, cell(year)))
                .collect();
            format!("{{ {} }}", years.join(", "))
        };
        let places = |indent: usize, cell: &dyn Fn(usize, usize) -> String| -> String {
            (0..self.counts.len())
                .map(|place| format!("{:indent$}{}: {}\n", "", PLACES[place], years(place, &|year| cell(place, year))))
                .collect()
        };
        let mut own = format!(
            "measures:\n  many:\n    observations:\n{}    groups:\n",
            places(6, &|place, year| format!("count: {}", self.counts[place][year][0]))
        );
        for (at, part) in PARTS.iter().enumerate().take(self.parts) {
            own += &format!(
                "      {part}:\n{}",
                places(8, &|place, year| format!("count: {}", self.counts[place][year][at + 1]))
            );
        }
        own += &format!(
            "  share:\n    observations:\n{}",
            places(6, &|place, year| {
                let (count, of) = self.shares[place][year];
                format!("count: {count}, of: {of}")
            })
        );
        let mut facts = "topic: { id: own, title: Own, order: 40 }\nmeasures:\n".to_owned();
        for (name, unit, decimals) in [("many", "count", 0), ("share", "percent", 3)] {
            facts += &format!(
                "  {name}:\n    title: The {name} of it\n    unit: {unit}\n    decimals: {decimals}\n    counts: people\n    period: academic\n    polarity: high\n    source: {{ publisher: O, title: Own }}\n    observations: {{}}\n"
            );
        }
        let parts = &PARTS[..self.parts];
        let groups: String = parts.iter().map(|part| format!("  {part}: {{ title: Part {part} }}\n")).collect();
        let listed = parts.join(", ");
        let quoted = parts.iter().map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(", ");
        let page = format!(
            "---\ntitle: Review\nreport: {{ year: {}/{}, geography: northshire, compare: [] }}\n---\nIt was {{{{ value(of=\"many\") }}}}, and {{{{ value(of=\"share\") }}}}.\n\n\
             {{{{ chart(of=\"many\", kind=\"trend\", groups=[{quoted}]) }}}}\n\n{{{{ table(of=\"many\", by=\"group\") }}}}\n\n{{{{ chart(of=\"share\", kind=\"trend\", compare=[]) }}}}\n\n{{{{ key_figures(of=[\"many\", \"share\"]) }}}}\n",
            2013 + self.counts[0].len(),
            14 + self.counts[0].len()
        );
        SiteTest::empty()
            .with("site.toml", format!("title = \"T\"\naddress = \"https://example.com\"\nconfidential = \"../own\"\n[organisation]\nname = \"O\"\n{policy}"))
            .with("data/geographies.yaml", "geographies:\n  northshire: { title: Northshire, kind: authority, neighbours: [eastshire, westshire] }\n  eastshire: { title: Eastshire, kind: authority }\n  westshire: { title: Westshire, kind: authority }\n")
            .with("data/groups.yaml", format!("groups:\n  all: {{ title: All }}\n{groups}wholes:\n  whole: {{ whole: all, parts: [{listed}] }}\n"))
            .with("data/measures/own.yaml", facts)
            .with("content/review/index.md", page)
            .into_world()
            .with_beside("../own", MemoryWorld::new().with("measures/own.yaml", own))
    }

    /// Which cells readers see, in the order of measure, place, year and group.
    fn pattern(&self, world: &MemoryWorld) -> Vec<bool> {
        let config = config::load(world).value.expect("site.toml of the test");
        let checked = pipeline::decided(world, &config, &Memo::new());
        let words = terminal(&checked.findings, Style::Plain);
        let (evidence, decision) = checked.value.unwrap_or_else(|| panic!("{words}"));
        assert!(decision.audit.leaks.is_empty() && !checked.findings.has_errors(), "{words}");
        let mut seen = Vec::new();
        for (measure, groups) in [("many", self.parts + 1), ("share", 1)] {
            let at = evidence.measures.get_index_of(measure).expect("a measure");
            for (place, years) in self.counts.iter().enumerate() {
                for year in 0..years.len() {
                    for group in 0..groups {
                        let subject = Subject {
                            measure: MeasureId(at as u32),
                            group: GroupId(group as u16),
                            place: Place::Area(evidence.geography(PLACES[place]).expect("a place")),
                            period: Period::new(PeriodKind::Academic, 2014 + year as u16),
                        };
                        seen.push(decision.release.point(&subject).expect("an observation").value.shown().is_some());
                    }
                }
            }
        }
        seen
    }

    /// The figures as they would be published, in the same order.
    fn published(&self) -> Vec<String> {
        let mut all = Vec::new();
        for years in &self.counts {
            for row in years {
                all.extend(row[..=self.parts].iter().map(u32::to_string));
            }
        }
        for years in &self.shares {
            for (count, of) in years {
                let exact = Decimal::from(*count) * Decimal::ONE_HUNDRED / Decimal::from(*of);
                let mut text = exact.round_dp_with_strategy(3, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
                text.rescale(3);
                all.push(text.to_string());
            }
        }
        all
    }
}

/// Every text of a site's files.
fn texts(tree: &Tree) -> Vec<hunt::Found> {
    // Styles and scripts are the theme's, the same for every site; what can be looked for is the site's own.
    let theirs = |path: &str| path.ends_with(".css") || path.ends_with(".js") && !path.ends_with("index.js");
    let ours = tree.iter().filter(|(path, _)| !theirs(path.as_str()));
    ours.flat_map(|(path, file)| hunt::texts(path.as_str(), &file.bytes)).collect()
}

/// Of some figures, those that stand in a site's files, each with where it does.
fn standing(texts: &[hunt::Found], figures: &[String]) -> BTreeMap<String, String> {
    let wanted = Wanted::new(figures.iter().map(String::as_str), []);
    let mut all = BTreeMap::new();
    for text in texts {
        for at in wanted.standing_in(&text.text) {
            let near = forms_near(&text.text, &figures[at]);
            all.insert(figures[at].clone(), format!("{}: {near}", text.place));
        }
    }
    all
}

/// The words about a figure, for whoever looks into what was found.
fn forms_near(text: &str, figure: &str) -> String {
    let spelt = hunt::forms(figure).into_iter().find_map(|form| text.find(&form));
    let letters = |range: std::ops::Range<usize>| {
        String::from_utf8_lossy(&text.as_bytes()[range.start..range.end.min(text.len())]).into_owned()
    };
    spelt.map(|at| letters(at.saturating_sub(60)..at + 60)).unwrap_or_default()
}

#[test]
fn random_figures_stay_inside() {
    let (mut hidden, mut controls, mut hunted, mut files, mut bytes) = (0, 0, 0, 0, 0);
    for case in cases() {
        if case.is_multiple_of(100) {
            println!("case {case}");
        }
        let mut dice = Dice::of(case);
        let random = Random::of(&mut dice, 12, 10_007, 4);
        let world = random.world(FEW);
        let seen = random.pattern(&world);
        let figures = random.published();
        // A figure that is shown somewhere may be the same as one that is withheld elsewhere.
        let shown: BTreeSet<&String> =
            figures.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(figure, _)| figure).collect();
        let withheld: Vec<String> = figures
            .iter()
            .zip(&seen)
            .filter(|(figure, seen)| !**seen && figure.len() > 4 && !shown.contains(figure))
            .map(|(figure, _)| figure.clone())
            .collect();
        for (figure, seen) in figures.iter().zip(&seen) {
            let few = figure.parse::<u32>().is_ok_and(|count| count < 12);
            assert!(!(few && *seen), "{figure} is few, and shown in case {case}");
        }
        let (built, words) = build(&world, Drafts::Out);
        let built = built.unwrap_or_else(|| panic!("case {case}\n{}", words[0]));
        let read = texts(&built.tree);
        assert_eq!(standing(&read, &withheld), BTreeMap::new(), "case {case}");
        files += built.tree.len();
        bytes += read.iter().map(|text| text.text.len()).sum::<usize>();
        let wanted = Wanted::new(withheld.iter().map(String::as_str), []);
        assert!(words.iter().all(|text| wanted.standing_in(text).is_empty()), "case {case}: {}", words[0]);
        hidden += withheld.len();
        // The control: with no policy the hunt finds what stands on the pages, which is all of the report's own place and more.
        if case % 10 == 0 {
            let (built, _) = build(&random.world(NO_POLICY), Drafts::Out);
            let found = standing(&texts(&built.expect("a site").tree), &withheld);
            hunted += found.len();
            controls += 1;
            let ours: Vec<&String> = withheld
                .iter()
                .filter(|figure| random.counts[0].iter().flatten().any(|count| count.to_string() == **figure))
                .collect();
            assert!(ours.iter().all(|figure| found.contains_key(*figure)), "case {case}: {ours:?} {found:?}");
        }
    }
    assert!(hidden > cases().len() && hunted > 0, "{hidden} {hunted}");
    println!(
        "{} sites, {hidden} withheld figures, none of them found in {} MB of text in {files} files; without a policy {hunted} in {controls} sites",
        cases().len(),
        bytes / 1_000_000
    );
}

#[test]
fn random_sites_that_differ_in_what_is_withheld_are_the_same_to_the_byte() {
    let mut compared = 0;
    for case in cases() {
        if case.is_multiple_of(100) {
            println!("case {case}");
        }
        let mut dice = Dice::of(case + 1_000_000);
        let random = Random::of(&mut dice, 12, 12, 4);
        let world = random.world(FEW);
        let seen = random.pattern(&world);
        // Other figures that are published alike: in each row people are moved between two withheld parts.
        let mut other = Random { counts: random.counts.clone(), shares: random.shares.clone(), parts: random.parts };
        let mut at = 0;
        for years in &mut other.counts {
            for row in years {
                let parts: Vec<usize> = (1..=random.parts).filter(|part| !seen[at + part]).collect();
                at += random.parts + 1;
                if let [first, second, ..] = parts[..]
                    && row[first] > 1
                {
                    row[first] -= 1;
                    row[second] += 1;
                }
            }
        }
        for years in &mut other.shares {
            for (count, of) in years {
                if !seen[at] && *of >= 10 && *count > 1 && *count < 4 {
                    *count += 1;
                }
                at += 1;
            }
        }
        let alike = other.world(FEW);
        if other.published() == random.published() || other.pattern(&alike) != seen {
            // Which figures are withheld beside the few depends on how many people are in them.
            continue;
        }
        let (first, second) = (build(&world, Drafts::Out).0, build(&alike, Drafts::Out).0);
        assert_same(&first.expect("a site").tree, &second.expect("a site").tree, &format!("case {case}"));
        compared += 1;
    }
    assert!(compared * 4 > cases().len(), "only {compared} of {} could be compared", cases().len());
    println!("{compared} pairs of sites, the same to the byte");
}
