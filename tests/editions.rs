//! The editions beside the website, from the author's side: small text in, readable text out, and Rutland's review whole.

mod support;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::OnceLock;

use multum::checks::parity::{self, Strictness};
use multum::compose::Drafts;
use multum::outputs::braille;
use multum::pipeline::{self, Built};
use multum::source::DiskWorld;
use multum::vocabulary::SitePath;
use roxmltree::Document;
use support::SiteTest;
use zip::{CompressionMethod, ZipArchive};

/// Rutland's review, built once for all tests of this file.
fn rutland() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let world = DiskWorld::new(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository");
        pipeline::build(&world, Drafts::Out).value.expect("a site")
    })
}

/// A section of the small site's plain text: what the page on reading became.
fn section(outcome: &support::Outcome) -> String {
    let text = outcome.file("2016-17/2016-17.txt");
    let from = text.rfind("\n2. Reading\n").expect("the section") + 1;
    let rest = &text[from..];
    let end = rest.find("\nAddresses\n").or_else(|| rest.find("\nEnd.\n")).unwrap_or(rest.len());
    rest[..end].trim_end().to_owned()
}

#[test]
fn a_page_is_read_from_top_to_end_in_plain_text() {
    let outcome = SiteTest::small()
        .reading(
            "Words with **weight**, [a link](https://www.gov.uk/phonics) and [the summary](index.md).\n\n\
             1. First\n2. Second, with more words than there is room for in a single line of seventy-six letters\n   - inner\n\n\
             > Somebody said this.\n\n\
             ## Narrow\n\n\
             | Place | Pupils |\n| --- | --- |\n| Ourshire | 12 |\n| Wold | 7 |\n\n\
             | Area | What a school does when all is well | What a school does when nothing is well |\n\
             | --- | --- | --- |\n| Results | It goes on as before, and helps other schools | It asks for help from others |\n\n\
             The end.\n",
        )
        .build();
    assert_eq!(
        section(&outcome),
        "2. Reading
==========

Words with weight, a link [1] and the summary (section 1).

1. First
2. Second, with more words than there is room for in a single line of
   seventy-six letters
  - inner

Quotation:

  Somebody said this.


2.1 Narrow
----------

Place     Pupils
--------  ------
Ourshire  12
Wold      7

Narrow.

Area: Results
  What a school does when all is well: It goes on as before, and helps other
    schools
  What a school does when nothing is well: It asks for help from others

The end."
    );
}

#[test]
fn no_line_of_plain_text_is_longer_than_76_letters_but_an_address() {
    let outcome = SiteTest::small()
        .reading(
            "A [link](https://www.gov.uk/a-long-address/that-goes-on/and-on/and-on-and-on/until-it-is-long-enough).\n",
        )
        .build();
    let text = outcome.file("2016-17/2016-17.txt");
    let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 76).collect();
    assert_eq!(
        long,
        ["[1] https://www.gov.uk/a-long-address/that-goes-on/and-on/and-on-and-on/until-it-is-long-enough"]
    );
    assert!(text.lines().all(|line| line.trim_end() == line && !line.contains('\t')), "no blank ends a line");
}

fn book(built: &Built, path: &str) -> Vec<(String, String, CompressionMethod)> {
    let bytes = &built.tree.get(&SitePath::new(path).expect("a path")).expect("the e-book").bytes;
    let mut zip = ZipArchive::new(Cursor::new(&bytes[..])).expect("a container");
    let files = (0..zip.len()).map(|at| {
        let mut file = zip.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("it can be unpacked");
        (file.name().expect("a name").into_owned(), String::from_utf8_lossy(&bytes).into_owned(), file.compression())
    });
    files.collect()
}

#[test]
fn an_e_book_is_well_formed_lists_its_files_and_leads_nowhere_that_is_not_there() {
    let files = book(rutland(), "2016-17/2016-17.epub");
    assert_eq!(files[0], ("mimetype".to_owned(), "application/epub+zip".to_owned(), CompressionMethod::Stored));
    let package = &files.iter().find(|(name, ..)| name == "EPUB/package.opf").expect("a package").1;
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut links = Vec::new();
    for (name, text, _) in &files[1..] {
        let name = name.trim_start_matches("EPUB/");
        let listed =
            name.starts_with("META-INF") || name == "package.opf" || package.contains(&format!("href=\"{name}\""));
        assert!(listed, "{name} is not listed");
        if name.ends_with(".css") {
            continue;
        }
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = Document::parse_with_options(text, options).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        ids.insert(name.to_owned());
        for element in document.descendants() {
            if let Some(id) = element.attribute("id") {
                assert!(ids.insert(format!("{name}#{id}")), "{name} has {id} twice");
            }
            if let Some(href) = element.attribute("href").filter(|href| !href.contains(':')) {
                links.push(if href.starts_with('#') { format!("{name}{href}") } else { href.to_owned() });
            }
        }
    }
    assert!(links.len() > 100, "{} links", links.len());
    for link in links.iter().filter(|link| !link.ends_with(".css")) {
        assert!(ids.contains(link), "{link} leads nowhere");
    }
    assert!(package.contains("schema:accessModeSufficient") && !package.contains("conformsTo"));
}

#[test]
fn every_edition_of_rutlands_review_says_the_same_in_the_same_order() {
    let built = rutland();
    for report in &built.site.reports {
        let said = parity::statements(&built.site, report);
        assert!(said.len() > 300, "{} statements", said.len());
        let file = |extension: &str| {
            let path = format!("{}/{0}.{extension}", report.folder);
            built.tree.get(&SitePath::new(&path).expect("a path")).expect("an edition").bytes.clone()
        };
        let text = String::from_utf8(file("txt").to_vec()).expect("UTF-8");
        let book = parity::words_of_epub(&file("epub")).expect("an e-book");
        let braille = decoded(std::str::from_utf8(&file("brf")).expect("ASCII"));
        let volumes = braille::make(&built.site, report, 3);
        assert_eq!(volumes.len(), 3);
        let volumes: String = volumes.iter().map(|volume| decoded(&volume.text)).collect();
        let pages = || report.pages.iter().map(|page| &built.site.pages[*page].path);
        let website = |folder: &str| -> String {
            let page = |path: &SitePath| SitePath::new(&format!("{folder}{path}")).expect("a path");
            let html = |path: &SitePath| built.tree.get(&page(path)).unwrap_or_else(|| panic!("no {folder}{path}"));
            pages().map(|path| parity::words_of_html(&String::from_utf8_lossy(&html(path).bytes))).collect()
        };
        let mut editions = vec![
            ("website".to_owned(), website("")),
            ("text".to_owned(), text.clone()),
            ("e-book".to_owned(), book),
            ("braille".to_owned(), braille),
            ("braille in three volumes".to_owned(), volumes),
        ];
        for size in [18, 20, 24, 28] {
            editions.push((format!("large print at {size} point"), website(&format!("large-print/{size}/"))));
        }
        for (name, words) in &editions {
            let missing = parity::first_missing(&said, &parity::tokens(words), Strictness::Whole);
            assert_eq!(missing, None, "the {name} of {}", report.folder);
        }
        // The proof would find what is missing: without any one line of some words, the text fails.
        let lines: Vec<&str> = text.lines().collect();
        for at in (200..lines.len()).step_by(97).filter(|at| parity::tokens(lines[*at]).len() > 4) {
            let without = [&lines[..at], &lines[at + 1..]].concat().join("\n");
            assert!(
                parity::first_missing(&said, &parity::tokens(&without), Strictness::Whole).is_some(),
                "{}",
                lines[at]
            );
        }
    }
}

/// Uncontracted braille as print: enough of its rules to compare words and numbers.
fn decoded(brf: &str) -> String {
    let mut print = String::new();
    for page in brf.split('\u{c}') {
        // The first line is the running head.
        for line in page.split("\r\n").skip(1) {
            for word in line.split(' ') {
                // Guide dots and the line below a table's headings.
                if !word.trim_matches('"').is_empty() && !word.trim_matches(['"', '3']).is_empty() {
                    decode(word, &mut print);
                }
                print.push(' ');
            }
        }
    }
    print
}

fn decode(word: &str, print: &mut String) {
    let cells: Vec<char> = word.chars().collect();
    let mut numeric = false;
    let mut at = 0;
    while at < cells.len() {
        let rest: String = cells[at..].iter().collect();
        let digit = |c: char| "JABCDEFGHI".find(c).map(|digit| char::from(b'0' + digit as u8));
        if numeric && let Some(digit) = digit(cells[at]) {
            print.push(digit);
            at += 1;
            continue;
        }
        let digit_follows = cells.get(at + 1).is_some_and(|c| digit(*c).is_some());
        if numeric && digit_follows && matches!(cells[at], '4' | '1') {
            print.push(if cells[at] == '4' { '.' } else { ',' });
            at += 1;
            continue;
        }
        numeric = cells[at] == '#';
        // Signs of two cells and more, then of one: what is no word or number is a space between them.
        const SIGNS: [(&str, &str); 20] = [
            ("\"<", " "),
            ("\">", " "),
            (".<", " "),
            (".>", " "),
            ("_/", " "),
            ("\"-", "−"),
            (".0", " "),
            ("@L", " "),
            ("@&", " "),
            ("@A", " "),
            ("_?", " "),
            ("\"9", " "),
            ("\"6", " "),
            ("\"7", " "),
            (",-", " "),
            (",8", " "),
            (",0", " "),
            ("444", " "),
            (",'", ""),
            ("_@>", " "),
        ];
        if let Some((sign, as_print)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            print.push_str(as_print);
            at += sign.len();
            continue;
        }
        match cells[at] {
            c if c.is_ascii_uppercase() => print.push(c.to_ascii_lowercase()),
            ',' | ';' | '#' => {}
            _ => print.push(' '),
        }
        at += 1;
    }
}

#[test]
fn braille_that_must_be_contracted_is_not_made_otherwise() {
    let site = || std::fs::read_to_string("tests/sites/small/site.toml").expect("the small site");
    let outcome = SiteTest::small().with("site.toml", format!("{}\n[braille]\ncontracted = true\n", site())).build();
    assert!(outcome.built.is_none());
    assert!(
        outcome.said.starts_with(
            "error[braille]: expected contracted braille: nothing that contracts it was handed in\n  site.toml:8:14\n"
        ),
        "{}",
        outcome.said
    );
    let read = SiteTest::small()
        .with("site.toml", format!("{}\n[braille]\ncells = 38\ntranscriber = \"A. Reader\"\n", site()))
        .build();
    let braille = read.file("2016-17/2016-17.brf");
    assert!(braille.contains("PROOFREAD BY ,A4 ,READER"), "{braille}");
    assert!(braille.lines().all(|line| line.trim_matches('\u{c}').len() <= 38));
}
