//! Rutland's review in braille: its pages within their bounds, its words the same when they are read back.
//!
//! Liblouis is needed: `tests/install` installs it.

mod support;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use multum::commands::translator;
use multum::diagnostic::{Style, terminal};
use multum::figures::Memo;
use multum::outputs::braille::uncontracted::{prepared, uncontracted};
use multum::outputs::braille::{NAME, Volume, make, passages, pieces};
use multum::pipeline::{self, Built, Options};
use multum::source::DiskWorld;
use multum::vocabulary::SitePath;
use support::SiteTest;

fn build(options: &Options) -> Built {
    let world = DiskWorld::new(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository");
    pipeline::build_again(&world, options, &Memo::new()).value.expect("a site")
}

/// Rutland's review, its braille uncontracted.
fn plain() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| build(&Options { outputs: Some(vec![NAME]), ..Options::default() }))
}

/// The same, contracted by liblouis.
fn contracted() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        build(&Options { outputs: Some(vec![NAME]), translator: Some(translator()), ..Options::default() })
    })
}

fn brf(built: &Built, year: &str) -> String {
    let path = SitePath::new(&format!("{year}/{year}.brf")).expect("a path");
    String::from_utf8(built.tree.get(&path).expect("the braille").bytes.to_vec()).expect("ASCII")
}

/// What liblouis makes of each line, in either direction.
fn liblouis(direction: &str, table: &str, lines: &[String]) -> Vec<String> {
    let mut child = Command::new("lou_translate")
        .args([direction, &format!("en-us-brf.dis,{table}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("liblouis is installed: tests/install does it");
    // In braille a backslash is a cell like any other, and to liblouis the beginning of a code.
    let text: String = lines.iter().map(|line| line.replace('\\', "\\\\") + "\n").collect();
    let mut input = child.stdin.take().expect("it was piped");
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it writes").expect("it is read");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), lines.len());
    answers
}

/// The pages of a BRF file, each with its lines.
fn pages(brf: &str) -> Vec<Vec<&str>> {
    brf.split_terminator('\u{c}').map(|page| page.split_terminator("\r\n").collect()).collect()
}

#[test]
fn every_page_has_its_cells_its_lines_and_its_number() {
    for built in [plain(), contracted()] {
        for year in ["2016-17", "2023-24"] {
            let text = brf(built, year);
            assert!(text.ends_with("\r\n\u{c}"));
            let pages = pages(&text);
            assert!(pages.len() > 20, "{} pages", pages.len());
            for (at, page) in pages.iter().enumerate() {
                let number = uncontracted(&(at + 1).to_string());
                assert!(page[0].ends_with(&format!("  {number}")), "page {}: {}", at + 1, page[0]);
                assert!(page.len() <= 25, "page {} has {} lines", at + 1, page.len());
                assert!(page.len() > 1 && !page[1].is_empty(), "page {} begins with nothing", at + 1);
                for line in page {
                    assert!(line.len() <= 40, "page {}: {line}", at + 1);
                    assert!(line.bytes().all(|byte| (b' '..=b'_').contains(&byte)), "page {}: {line}", at + 1);
                    assert!(!line.ends_with(' '), "page {}: {line:?}", at + 1);
                }
            }
        }
    }
}

#[test]
fn the_contents_lead_to_the_pages_of_their_headings() {
    let text = brf(plain(), "2016-17");
    let pages = pages(&text);
    let first =
        pages.iter().position(|page| page.get(1).is_some_and(|line| line.trim() == ",CONTENTS")).expect("contents");
    let mut entries = 0;
    for line in pages[first..].iter().take(5).flat_map(|page| &page[1..]) {
        // "#B4A ,COMPARED WITH OTHERS """ #AE": entries of one line alone, whose words end with guide dots.
        let Some((words, number)) = line.split_once(" \"\"") else { continue };
        let words = words.trim();
        let number = number.trim_start_matches('"').trim();
        if !words.starts_with('#') || !words.contains(' ') || !number.starts_with('#') {
            continue;
        }
        let page: usize = number[1..]
            .bytes()
            .fold(0, |sum, digit| sum * 10 + usize::from(if digit == b'J' { 0 } else { digit - b'A' + 1 }));
        let on_page = |line: &&str| line.trim().starts_with(words);
        assert!(pages[page - 1].iter().any(on_page), "{words} is not on page {page}");
        entries += 1;
    }
    assert!(entries > 40, "{entries} entries");
}

#[test]
fn the_same_braille_comes_out_twice() {
    let again = build(&Options { outputs: Some(vec![NAME]), translator: Some(translator()), ..Options::default() });
    assert!(brf(&again, "2016-17") == brf(contracted(), "2016-17"));
    assert!(contracted().tree.note("braille").is_some_and(|how| how.starts_with("contracted by liblouis 3.")));
    assert_eq!(plain().tree.note("braille"), Some("uncontracted, since nothing that contracts it was handed in"));
    let editions: Vec<&str> = contracted().editions.iter().map(|edition| edition.title.as_str()).collect();
    assert_eq!(editions, ["Braille, contracted, 40 cells by 25 lines"; 2]);
    assert!(
        contracted().editions.iter().all(|edition| edition.note.as_deref() == Some("Machine-made, not proofread."))
    );
}

/// Where our uncontracted braille is otherwise than liblouis's, and why ours is right.
const DIFFERENCES: [(&str, &str); 1] =
    [("s’", "liblouis takes a closing quotation mark after s for an apostrophe, even where the quotation is open")];

/// Every word of the review by itself, and joined to others by each sign that joins words.
fn words() -> Vec<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for passage in passages(&plain().site).english {
        words.extend(passage.split(' ').map(str::to_owned));
    }
    let some: Vec<String> = words.iter().filter(|word| word.chars().all(char::is_alphanumeric)).cloned().collect();
    for (at, word) in some.iter().enumerate() {
        let other = &some[(at * 7919 + 13) % some.len()];
        words.extend([
            format!("{word}’s {other}"),
            format!("({word}) [{other}]"),
            format!("“{word}” {other}."),
            format!("{word}-{other}, {word}/{other};"),
            format!("‘{word}’: {other}’ {word}"),
            format!("{word}–{other}? {word}… {other}!"),
            format!("£{word} {other}% −{word} + {other}"),
        ]);
    }
    words.into_iter().collect()
}

#[test]
fn our_uncontracted_braille_is_that_of_liblouis() {
    // In pieces, as everything is that liblouis is given: it takes two numbers side by side for one.
    let words: Vec<String> = words().iter().flat_map(|word| pieces(&prepared(word))).collect();
    assert!(words.len() > 5_000, "{} words", words.len());
    let theirs = liblouis("--forward", "en-ueb-g1.ctb", &words);
    let mut differ = Vec::new();
    for (word, theirs) in words.iter().zip(&theirs) {
        let ours = uncontracted(word);
        if ours != *theirs && !DIFFERENCES.iter().any(|(sign, _)| word.contains(sign)) {
            differ.push(format!("{word}\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    assert!(
        differ.is_empty(),
        "{} of {} differ:\n{}",
        differ.len(),
        words.len(),
        differ[..differ.len().min(60)].join("\n")
    );
}

/// A text as it can be compared once it has been braille: braille has one dash and one kind of straight quotation mark.
fn folded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '–' | '—' => '-',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// What liblouis reads back otherwise than it stood, though the braille is right.
const READ_BACK: [(&str, &str); 12] = [
    ("enough", "en"),
    ("bedfordshire", "b○dshire"),
    ("); ", ")be "),
    ("before;", "bef;"),
    ("behind;", "beh;"),
    ("below;", "bel;"),
    ("so;", "s;"),
    ("it;", "x;"),
    ("it)", "x)"),
    ("first;", "fst;"),
    ("children;", "chn;"),
    ("together)", "tgr)"),
];

#[test]
fn the_guide_to_braille_lists_what_is_read_back_otherwise() {
    let guide = include_str!("../docs/braille.md").to_lowercase();
    for (_, read) in READ_BACK {
        let read = read.trim().trim_end_matches(';');
        assert!(guide.contains(&format!("| {read}")) || guide.contains(&format!(" or {read}")), "{read}");
    }
}

#[test]
fn every_passage_is_read_back_as_it_was() {
    let site = &contracted().site;
    let passages = &site.facts.braille.contracted.as_ref().expect("it was contracted").passages;
    assert!(passages.len() > 1_000, "{} passages", passages.len());
    let (texts, braille): (Vec<&String>, Vec<String>) =
        passages.iter().map(|(text, cells)| (text, cells.clone())).unzip();
    let back = liblouis("--backward", "en-ueb-g2.ctb", &braille);
    let mut differ = Vec::new();
    for ((text, braille), back) in texts.iter().zip(&braille).zip(&back) {
        let (text, back) = (folded(text), folded(back));
        let known = READ_BACK.iter().fold(text.clone(), |text, (stood, read)| text.replace(stood, read));
        if text != back && known != back {
            differ.push(format!("{text}\n  {braille}\n  {back}"));
        }
    }
    assert!(
        differ.is_empty(),
        "{} of {} differ:\n{}",
        differ.len(),
        passages.len(),
        differ[..differ.len().min(80)].join("\n")
    );
}

/// The volumes of the review of 2016/17.
fn volumes(built: &Built, number: usize) -> Vec<Volume> {
    let report = built.site.reports.iter().find(|report| report.folder.as_str() == "2016-17").expect("the report");
    make(&built.site, report, number)
}

/// The cells of a page without its running head, broken lines joined.
fn cells(page: &[&str]) -> String {
    page[1..].iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_long_report_comes_in_volumes_each_with_its_title_page_and_its_own_contents() {
    let whole = pages(&brf(plain(), "2016-17")).len();
    let volumes = volumes(plain(), 3);
    assert_eq!(volumes.len(), 3);
    let mut sections = Vec::new();
    for (at, volume) in volumes.iter().enumerate() {
        let pages = pages(&volume.text);
        assert_eq!(pages.len(), volume.pages);
        assert!(volume.pages.abs_diff(whole / 3) < whole / 8, "volume {} of {} pages of {whole}", at + 1, volume.pages);
        // Page numbers begin with 1 in each, and every page keeps to its bounds.
        for (number, page) in pages.iter().enumerate() {
            assert!(page[0].ends_with(&format!("  {}", uncontracted(&(number + 1).to_string()))), "{}", page[0]);
            assert!(page.len() <= 25 && page.iter().all(|line| line.len() <= 40));
        }
        let title = cells(&pages[0]);
        assert!(
            title.contains(&format!(",VOLUME #{} OF #C ,VOLUME #A3 SECTIONS #A TO #", ["A", "B", "C"][at])),
            "{title}"
        );
        let last = cells(pages.last().expect("a page"));
        assert!(last.ends_with(&format!(",END OF VOLUME #{}", ["A", "B", "C"][at])), "{last}");
        assert_eq!(volume.text.contains(",ADDRESSES\r\n"), at == 2, "addresses are at the end of the last volume");
        // A first heading stands in the middle of its line, with its number.
        let first =
            |line: &&str| line.starts_with("   ") && line.trim_start().starts_with('#') && !line.contains("\"\"");
        sections.extend(
            pages[1..]
                .iter()
                .flat_map(|page| &page[1..])
                .copied()
                .filter(first)
                .map(|line| line.trim_start().split(' ').next().expect("a number").to_owned()),
        );
    }
    let numbers: Vec<String> = (1..=14).map(|number| uncontracted(&number.to_string())).collect();
    // Figures of a table that stand far to the right may look like one.
    sections.retain(|section| numbers.contains(section));
    sections.dedup();
    assert_eq!(sections, numbers, "each section stands in one volume, in its order");
}

#[test]
fn volumes_are_contracted_like_the_whole_and_no_more_than_there_are_sections() {
    let title = cells(&pages(&volumes(contracted(), 2)[1].text)[0]);
    // "Volume", "of" and "sections" as liblouis contracts them.
    assert!(title.contains(",VOLUME #B ( #B") && title.contains("SEC;NS #A TO #"), "{title}");
    assert_eq!(volumes(plain(), 50).len(), 14);
    assert_eq!(volumes(plain(), 1)[0].text, brf(plain(), "2016-17"));
}

/// The small site in Welsh, as a builder of it has it.
fn welsh(text: &str, options: Options) -> String {
    let site = std::fs::read_to_string("tests/sites/small/site.toml").expect("the small site");
    let test = SiteTest::small().with("site.toml", format!("language = \"cy\"\n{site}")).reading(text);
    let checked = pipeline::build_again(&test.into_world(), &options, &Memo::new());
    let built = checked.value.unwrap_or_else(|| panic!("{}", terminal(&checked.findings, Style::Plain)));
    brf(&built, "2016-17")
}

#[test]
fn a_report_in_welsh_is_contracted_as_welsh_with_the_signs_of_unified_english_braille() {
    let text = "Mae “plentyn” newydd yn yr ysgol (drafft) heddiw, a 67% o bobl: 1,200 – ŵyl.\n";
    let options = || Options { outputs: Some(vec![NAME]), translator: Some(translator()), ..Options::default() };
    let braille = welsh(text, options());
    let words = pages(&braille).iter().map(|page| cells(page)).collect::<Vec<_>>().join(" ");
    // Wordsigns from the Welsh braille code: mae, plentyn, newydd, ysgol, heddiw; brackets, per cent and dash from UEB.
    assert!(words.contains(",M 8\"P0 \"N"), "{words}");
    assert!(words.contains("\"Y \"<DRAFFT\"> \"H1 A #FG.0 O"), "{words}");
    assert!(words.contains("#A1BJJ ,- @WYL4"), "{words}");
    // What multum writes itself is English: "Contents" has its contraction of con.
    assert!(words.contains(",3T5TS"), "{words}");
    assert!(words.contains("CY-CY-G#B4;CTB4"), "the title page names the table: {words}");
    assert!(braille == welsh(text, options()), "the same bytes come out twice");
    // Without liblouis it is written letter by letter.
    let plain = welsh(text, Options { outputs: Some(vec![NAME]), ..Options::default() });
    assert!(plain.contains(",MAE 8PLENTYN0 NEWYDD"), "{plain}");
}

#[test]
fn welsh_words_come_back_letter_by_letter_from_the_table_without_contractions() {
    // The table of contractions can't be read back, so what is compared is the alphabet and its accents.
    let words: Vec<String> = ["ŵyl", "tŷ", "gêm", "llanw", "rhaff", "ddoe", "siŵr", "môr"].map(str::to_owned).into();
    let cells = liblouis("--forward", "cy-cy-g1.utb", &words);
    assert_eq!(cells, ["@WYL", "T@Y", "G@EM", "LLANW", "RHAFF", "DDOE", "SI@WR", "M@OR"]);
}
