//! Reports as PDFs, looked at as a reader's program or a checker does: with poppler, `page_validation` and outloud.
#![cfg(feature = "pdf")]

#[path = "screen/sample.rs"]
#[allow(dead_code)] // It has more than one test needs.
mod sample;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use multum::charts;
use multum::checks::parity::{self, Strictness};
use multum::compose::Drafts;
use multum::diagnostic::{Source, Style, terminal};
use multum::document::{Block, Blocks, Cell, Column, Inline, Report, Row, Site, Table};
use multum::outputs::pdf::request::{Paper, Request, Size, What};
use multum::outputs::pdf::{self, SIZES, Volume};
use multum::pipeline::{self, Built};
use multum::source::DiskWorld;
use multum::source::theme::{self, Theme};
use multum::vocabulary::SitePath;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use support::SiteTest;

/// The repository's theme `base`, as a build loads it.
fn base() -> Theme {
    let world = DiskWorld::new(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository");
    theme::load(&world, "base", None).value.expect("the theme base")
}

/// The sample, with a picture where one is shown.
fn small() -> Site {
    let mut site = sample::site();
    for file in &mut site.files {
        if file.path.extension() == Some("svg") {
            file.bytes =
                Vec::from(&br#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"></svg>"#[..]).into();
        }
    }
    site
}

/// One PDF, which must have nothing to say.
fn one(site: &Site, request: &Request) -> Volume {
    let mut volumes = several(site, request);
    assert_eq!(volumes.len(), 1);
    volumes.remove(0)
}

fn several(site: &Site, request: &Request) -> Vec<Volume> {
    let made = pdf::make(site, &base(), &[], request);
    assert_eq!(terminal(&made.findings, Style::Plain), "");
    made.value
}

/// Rutland's review with its editions, built once for all tests of this file.
fn rutland() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let world = DiskWorld::new(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository");
        let checked = pipeline::build(&world, Drafts::Out);
        assert_eq!(terminal(&checked.findings, Style::Plain), "");
        checked.value.expect("a site")
    })
}

/// Every PDF of Rutland's review of 2016/17, with its size.
fn rutlands() -> Vec<(f32, &'static [u8])> {
    SIZES
        .iter()
        .map(|(size, name)| {
            let path = SitePath::new(&format!("2016-17/{name}")).expect("a path");
            (size.get(), &*rutland().tree.get(&path).unwrap_or_else(|| panic!("no {path}")).bytes)
        })
        .collect()
}

/// A PDF as a file, which programs ask for.
fn on_disk(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, bytes).expect("written");
    (folder, file)
}

/// What a program of poppler says of a PDF. `tests/install` brings it.
fn poppler(program: &str, arguments: &[&str], bytes: &[u8], after: &[&str]) -> String {
    let (_folder, file) = on_disk(bytes);
    let ran = Command::new(program).args(arguments).arg(&file).args(after).output();
    let ran = ran.unwrap_or_else(|error| panic!("{program}: {error}; tests/install brings poppler-utils"));
    assert!(ran.status.success(), "{program}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

/// The words of a PDF in the order of its tags, as who can't see it hears them. Of a drawing nothing, since the words that
/// stand for it follow it too; of a picture its alternative text.
fn tagged_text(bytes: &[u8]) -> String {
    let tree = poppler("pdfinfo", &["-struct-text"], bytes, &[]);
    let mut alternatives = alternatives(bytes).into_iter();
    let mut text = String::new();
    // How far the drawing is indented whose letters are passed over.
    let mut drawing: Option<usize> = None;
    for line in tree.lines() {
        let indent = line.len() - line.trim_start().len();
        if drawing.is_some_and(|drawing| indent > drawing) {
            continue;
        }
        drawing = None;
        let line = line.trim();
        match line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            // A line's end has kept its blank, and a word goes on across pieces of a line.
            Some(words) => text.push_str(words),
            None if line.contains("(inline)") => {}
            None if line.starts_with("Figure") => {
                drawing = Some(indent);
                let words = alternatives.next().expect("an alternative text");
                text.push_str(&if words == HALL { format!("\n{words}\n") } else { "\n".to_owned() });
            }
            None => text.push('\n'),
        }
    }
    assert!(alternatives.next().is_none(), "each alternative text belongs to a drawing");
    text
}

/// The words of the sample's one picture.
const HALL: &str = "A hall with children at tables";

/// The alternative texts of a PDF's drawings and pictures, in the order of its tags.
fn alternatives(bytes: &[u8]) -> Vec<String> {
    fn gather(pdf: &lopdf::Document, element: &lopdf::Object, all: &mut Vec<String>) {
        let element = pdf.dereference(element).expect("it is there").1;
        match element {
            lopdf::Object::Array(kids) => kids.iter().for_each(|kid| gather(pdf, kid, all)),
            lopdf::Object::Dictionary(element) => {
                if element.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Figure") {
                    let words = element.get(b"Alt").and_then(lopdf::decode_text_string).expect("words for a drawing");
                    all.push(words);
                }
                if let Ok(kids) = element.get(b"K") {
                    gather(pdf, kids, all);
                }
            }
            _ => {}
        }
    }
    let pdf = lopdf::Document::load_mem(bytes).expect("a PDF");
    let root = pdf.catalog().expect("a catalogue").get(b"StructTreeRoot").expect("tags");
    let mut all = Vec::new();
    gather(&pdf, root, &mut all);
    all
}

/// What the walk over a report finds, in order: every heading, paragraph, figure, table and note.
fn assert_says_all(site: &Site, report: usize, bytes: &[u8]) {
    let report = &site.reports[report];
    let said = parity::statements(site, report);
    let words = parity::tokens(&tagged_text(bytes));
    assert_eq!(parity::first_missing(&said, &words, Strictness::Whole), None, "{}", report.folder);
}

fn assert_conforms(bytes: &[u8]) {
    let options = ValidationOptions::default().profile(ValidationProfile::PdfUa1);
    let report = validate_pdf_bytes(bytes, &options).expect("a PDF that can be read");
    let faults: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
    assert!(report.is_compliant, "{faults:#?}");
    assert!(report.rules.total > 90, "{} rules", report.rules.total);
}

/// The sizes of all letters in points, as they stand on paper.
fn sizes(bytes: &[u8]) -> Vec<f64> {
    // Poppler rounds sizes to whole numbers; three times as large, the most it can, they are thirds of a point.
    let xml = poppler("pdftohtml", &["-xml", "-stdout", "-i", "-zoom", "3"], bytes, &[]);
    xml.lines()
        .filter_map(|line| line.trim().strip_prefix("<fontspec "))
        .filter_map(|font| font.split_once("size=\"")?.1.split('"').next()?.parse::<f64>().ok())
        .map(|size| size / 3.0)
        .collect()
}

#[test]
fn every_pdf_of_rutlands_review_conforms_to_pdf_ua() {
    let mut seen = 0;
    for (path, file) in rutland().tree.iter().filter(|(path, _)| path.extension() == Some("pdf")) {
        assert_conforms(&file.bytes);
        let facts = poppler("pdfinfo", &[], &file.bytes, &[]);
        let fact = |name: &str| facts.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
        assert_eq!(fact("Tagged:"), "yes", "{path}");
        let edition = rutland().editions.iter().find(|edition| edition.path == *path).expect("an edition");
        let pages: usize = fact("Pages:").parse().expect("a number");
        assert_eq!(fact("Title:"), rutland().site.reports[edition.report].title, "{path}");
        assert_eq!(edition.length, Some((pages, "pages")));
        assert_eq!(edition.bytes, file.bytes.len());
        seen += 1;
    }
    assert_eq!(seen, rutland().site.reports.len() * SIZES.len());
}

#[test]
fn the_site_offers_each_pdf_with_its_pages_and_its_size() {
    let pdfs: Vec<_> = rutland().editions.iter().filter(|edition| edition.kind == "PDF").collect();
    assert_eq!(pdfs[0].title, "Standard print, 12 point");
    let names: Vec<&str> = pdfs.iter().map(|edition| edition.path.name()).collect();
    assert_eq!(names[..3], ["print-12.pdf", "large-print-18.pdf", "large-print-24.pdf"]);
    let page = rutland().tree.get(&SitePath::new("2016-17/index.html").expect("a path")).expect("the front page");
    let page = String::from_utf8_lossy(&page.bytes);
    for edition in pdfs.iter().filter(|edition| edition.path.as_str().starts_with("2016-17/")) {
        let pages = edition.length.expect("a length").0;
        assert!(page.contains(&format!("{} (PDF, {pages} pages, ", edition.title)), "{}", edition.title);
    }
}

#[test]
fn its_fonts_are_embedded_and_none_is_italic() {
    for (size, bytes) in rutlands() {
        let fonts = poppler("pdffonts", &[], bytes, &[]);
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert_eq!(rows.len(), 2, "{size}: {fonts}");
        for row in rows {
            let lower = row.to_lowercase();
            assert!(!lower.contains("italic") && !lower.contains("oblique"), "{row}");
            // Embedded, a subset, and with letters that can be copied.
            assert!(row.contains("yes yes yes"), "{row}");
        }
    }
}

#[test]
fn no_text_is_smaller_than_the_size_that_was_chosen() {
    for (size, bytes) in rutlands() {
        let found = sizes(bytes);
        let least = found.iter().copied().fold(f64::MAX, f64::min);
        assert!(found.len() > 2 && least >= f64::from(size) - 0.17, "{size} point has letters of {least}");
    }
}

#[test]
fn no_line_ends_with_a_hyphen_or_within_a_piece_of_information() {
    for (size, bytes) in rutlands() {
        let text = poppler("pdftotext", &["-raw"], bytes, &["-"]);
        for line in text.lines().map(str::trim_end) {
            assert!(!line.ends_with(['-', '\u{2010}', '\u{ad}']), "{size}: {line}");
            assert!(!line.ends_with("Key stage"), "{size}: {line}");
        }
    }
}

#[test]
fn every_piece_of_the_review_stands_in_every_size_in_the_order_of_the_pages() {
    let built = rutland();
    for (at, report) in built.site.reports.iter().enumerate() {
        for (_, name) in SIZES {
            let path = report.folder.join(name).expect("a path");
            assert_says_all(&built.site, at, &built.tree.get(&path).expect("a PDF").bytes);
        }
    }
    // The proof would find what is missing: a figure, a note, a message, the notice of a page.
    let said = parity::statements(&built.site, &built.site.reports[0]);
    let words = parity::tokens(&tagged_text(rutlands()[1].1));
    let full: Vec<_> = parity::statements(&built.site, report_of(&built.site, "2016-17"));
    assert!(full.len() > 1000 && said.len() > 300, "{} and {} statements", full.len(), said.len());
    for at in (1000..words.len() - 1000).step_by(1501) {
        let without = [&words[..at], &words[at + 12..]].concat();
        let context = words[at..at + 12].join(" ");
        assert!(parity::first_missing(&full, &without, Strictness::Whole).is_some(), "{context}");
    }
}

fn report_of<'a>(site: &'a Site, folder: &str) -> &'a Report {
    site.reports.iter().find(|report| report.folder.as_str() == folder).expect("the report")
}

#[test]
fn a_sheet_that_shows_what_is_made_up_says_so_at_its_foot() {
    for (size, bytes) in rutlands() {
        let text = poppler("pdftotext", &["-raw"], bytes, &["-"]);
        let words = |page: &str| page.split_whitespace().collect::<Vec<_>>().join(" ");
        let pages: Vec<String> = text.trim_end_matches('\u{c}').split('\u{c}').map(words).collect();
        let notice = rutland().site.facts.short_notice.as_deref().expect("a notice");
        let mut made_up = 0;
        for page in &pages {
            assert!(page.contains(notice), "{size}: {page}");
            let says = page.ends_with("The ratings here are made up.");
            // Where the notice is spread over two sheets, the words that follow tell what the sheet shows.
            assert!(says || !page.to_lowercase().contains("illustrative:"), "{size}: {page}");
            made_up += usize::from(says);
        }
        assert!((5..pages.len() / 3).contains(&made_up), "{size}: {made_up} of {} sheets", pages.len());
    }
}

#[test]
fn the_foot_of_a_sheet_is_no_part_of_what_is_read_aloud() {
    let text = tagged_text(rutlands()[1].1);
    assert!(!text.contains("Page 2 of") && !text.contains("The ratings here are made up."));
}

#[test]
fn each_page_says_which_it_is_of_how_many_and_each_but_the_first_what_it_belongs_to() {
    for (size, bytes) in rutlands() {
        let text = poppler("pdftotext", &["-raw"], bytes, &["-"]);
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        for (at, page) in pages.iter().enumerate() {
            let number = format!("Page {} of {}", at + 1, pages.len());
            assert!(page.contains(&number), "{size}: {number}");
            let plain = page.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(plain.contains("Learning and Skills annual review 2016/17"), "{size}: page {}", at + 1);
        }
    }
}

#[test]
fn outloud_hears_no_fault_in_it() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/outloud/bin/outloud");
    assert!(program.exists(), "tests/install brings outloud");
    let (_folder, file) = on_disk(rutlands()[1].1);
    let (_other, sample) = on_disk(&one(&small(), &Request::report(0, Size::LARGE)).bytes);
    let (_third, narrow) = on_disk(&table_page(&with_table(&["Maths (%)"], 7), Size::LARGE).bytes);
    for file in [file, sample, narrow] {
        let ran = Command::new(&program).arg(&file).output().expect("outloud runs");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    }
}

#[test]
fn every_kind_of_block_can_be_set_at_every_size_on_every_paper() {
    let site = small();
    for (points, paper) in
        [(10.0, Paper::White), (14.0, Paper::Blue), (20.0, Paper::Yellow), (32.0, Paper::Cream), (48.0, Paper::Green)]
    {
        let size = Size::points(points).expect("a size");
        let made = one(&site, &Request { paper, internal: points > 40.0, ..Request::report(0, size) });
        assert_conforms(&made.bytes);
        if points <= 32.0 {
            assert_says_all(&site, 0, &made.bytes);
        } else {
            // Where a line holds a word or two, poppler leaves out blanks at their ends. A key figure once ran off such a sheet.
            let text: String = tagged_text(&made.bytes).split_whitespace().collect();
            assert!(text.contains("5percentagepointsaboveEngland"), "{points}: {text}");
        }
        let least = sizes(&made.bytes).into_iter().fold(f64::MAX, f64::min);
        assert!(least >= f64::from(points) - 0.17, "{points}: {least}");
    }
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let site = small();
    let request = Request::report(0, Size::LARGE);
    assert!(one(&site, &request).bytes == one(&site, &request).bytes);
}

/// A page of one table of `rows` rows.
fn with_table(columns: &[&str], rows: usize) -> Site {
    let mut site = small();
    let number = || Cell::Figure { number: sample::quantity("12.5", multum::vocabulary::Unit::Percent, 1), mark: None };
    let table = Table {
        caption: "Schools".to_owned(),
        corner: "School".to_owned(),
        columns: columns.iter().map(|name| Column { heading: (*name).to_owned(), numeric: true }).collect(),
        rows: (0..rows)
            .map(|row| Row {
                heading: vec![Inline::Text(format!("School number {row} of the long list of schools"))],
                ours: false,
                cells: columns.iter().map(|_| number()).collect(),
            })
            .collect(),
        source: Vec::new(),
        notes: Vec::new(),
    };
    let page = site.reports[0].pages[1];
    site.pages[page].body = vec![Block::Table(Box::new(table))].into();
    site
}

fn table_page(site: &Site, size: Size) -> Volume {
    one(site, &Request::page(site.reports[0].pages[1], size))
}

#[test]
fn a_long_table_repeats_its_head_on_each_page_and_splits_no_row() {
    let site = with_table(&["Reading (%)", "Maths (%)"], 60);
    let made = table_page(&site, Size::LARGE);
    assert!(made.pages >= 3, "{}", made.pages);
    let text = poppler("pdftotext", &["-layout"], &made.bytes, &["-"]);
    let mut rows = 0;
    for page in text.trim_end_matches('\u{c}').split('\u{c}') {
        assert!(page.contains("Reading") && page.contains("Maths"), "{page}");
        assert_eq!(page.matches("School number").count() * 2, page.matches("12.5").count(), "{page}");
        rows += page.matches("School number").count();
    }
    assert_eq!(rows, 60);
    let tree = poppler("pdfinfo", &["-struct"], &made.bytes, &[]);
    assert!(tree.contains("/Scope /Column") && tree.contains("/Scope /Row"), "{tree}");
    assert_eq!(tree.matches("/Scope /Row").count(), 60);
}

#[test]
fn the_rows_of_a_table_of_one_column_have_their_headings_too() {
    let tree = poppler("pdfinfo", &["-struct"], &table_page(&with_table(&["Maths (%)"], 7), Size::LARGE).bytes, &[]);
    assert_eq!((tree.matches("/Scope /Row").count(), tree.matches("/Scope /Column").count()), (7, 1), "{tree}");
    // The corner is no heading: with it there would be more headings than figures.
    assert_eq!((tree.matches("TH <").count(), tree.matches("TD").count()), (8, 8), "{tree}");
}

#[test]
fn a_table_that_is_too_wide_at_a_size_becomes_a_list_of_labels_and_values() {
    let site =
        with_table(&["Reading progress (%)", "Writing progress (%)", "Mathematics progress (%)", "Attainment (%)"], 3);
    let narrow = poppler("pdfinfo", &["-struct"], &table_page(&site, Size::STANDARD).bytes, &[]);
    assert!(narrow.contains("Table"), "{narrow}");
    let large = table_page(&site, Size::GIANT).bytes;
    let tree = poppler("pdfinfo", &["-struct"], &large, &[]);
    assert!(!tree.contains("Table") && tree.contains("LBody"), "{tree}");
    assert!(tagged_text(&large).contains("Reading progress (%): 12.5"));
}

#[test]
fn a_long_report_is_divided_into_volumes_that_say_so() {
    let site = &rutland().site;
    let whole = site.reports.iter().position(|report| report.folder.as_str() == "2023-24").expect("the report");
    let volumes = several(site, &Request { volumes: 2, ..Request::report(whole, Size::LARGE) });
    assert_eq!(volumes.len(), 2);
    for (at, volume) in volumes.iter().enumerate() {
        assert_conforms(&volume.bytes);
        let text = poppler("pdftotext", &["-raw"], &volume.bytes, &["-"]);
        assert!(text.contains(&format!("Volume {} of 2", at + 1)), "{}", at + 1);
    }
    let (first, second) = (volumes[0].pages, volumes[1].pages);
    assert!(first.abs_diff(second) < first.max(second) / 2, "{first} and {second} pages");
}

#[test]
fn a_draft_and_an_internal_document_say_so_on_each_page() {
    let draft = SiteTest::small().with(
        "content/2016-17/index.md",
        "---\ntitle: Annual review 2016/17\nreport: { year: 2016/17, geography: northshire }\nstatus: draft\n---\nWords.\n\n\
         ## More\n\nSee [reading](reading.md) and [all measures](../measures/index.html).\n",
    );
    // A site needs one report that is out; so the draft stands beside it.
    let outcome = draft
        .with("content/2015-16/index.md", "---\ntitle: Annual review 2015/16\nreport: { year: 2015/16, geography: northshire }\n---\nWords, and [reading](reading.md).\n")
        .with("content/2015-16/reading.md", "---\ntitle: Reading in 2015/16\n---\nWords.\n")
        .build_with(Drafts::In);
    let site = outcome.site();
    let at = site.reports.iter().position(|report| report.folder.as_str() == "2016-17").expect("the draft");
    let made = one(site, &Request { internal: true, ..Request::report(at, Size::LARGE) });
    let text = poppler("pdftotext", &["-raw"], &made.bytes, &["-"]);
    assert_eq!(text.matches("Draft: not yet published").count(), made.pages);
    assert_eq!(text.matches("Internal: not for publication").count(), made.pages);
    let standard = one(site, &Request { internal: true, ..Request::report(at, Size::STANDARD) });
    assert_conforms(&standard.bytes);
}

#[test]
fn a_letter_that_the_font_lacks_is_told_where_it_was_written() {
    let outcome = SiteTest::small().reading("Words.\n\n## More\n\nDone ✓ and {{ value(of=\"reading\") }}.\n").build();
    assert!(outcome.built.is_none());
    assert!(
        outcome.said.starts_with(
            "error[font]: the font of the PDFs, Noto Sans, has no ✓ (U+2713), which stands on 2016-17/reading.html\n  \
             content/2016-17/reading.md:9:6\n"
        ),
        "{}",
        outcome.said
    );
    assert_eq!(outcome.said.matches("error[").count(), 1, "{}", outcome.said);
}

#[test]
fn a_picture_without_words_is_told_on_the_line_that_the_author_wrote() {
    let mut site = small();
    let source =
        Source::new("content/2016-17/reading.md", "---\ntitle: Reading\n---\n\n## Pictures\n\n![](picture.svg)\n");
    let page = site.reports[0].pages[1];
    let mut blocks: Vec<Block> = Vec::new();
    let image = site.images().next().expect("the sample has a picture").1.clone();
    if let Block::Heading(mut heading) = sample::heading(2, "Pictures") {
        heading.at = Some(source.line(5));
        blocks.push(Block::Heading(heading));
    }
    blocks.push(Block::Image(multum::document::Image { alternative: String::new(), ..image }));
    site.pages[page].body = Blocks::new(blocks, Vec::new(), vec![source.line(5), source.line(7)]);
    let made = pdf::make(&site, &base(), &[], &Request::page(page, Size::LARGE));
    let said = terminal(&made.findings, Style::Plain);
    assert!(said.starts_with("error[pdf]: the PDF can't be made: PDF/UA-1 error: missing alt text\n"), "{said}");
    assert!(said.contains("content/2016-17/reading.md:7:1"), "{said}");
    assert!(made.value.is_empty());
}

#[test]
fn what_is_wrong_with_a_block_is_told_on_its_own_line() {
    let picture = "![A chart of nothing](broken.svg)";
    let text = format!("Words.\n\n## Pictures\n\nMore words.\n\n{picture}\n\nThe end.\n");
    let outcome = SiteTest::small().with("content/2016-17/broken.svg", "no picture").reading(&text).build();
    assert!(outcome.built.is_none());
    assert!(outcome.said.contains("content/2016-17/reading.md:11:1"), "{}", outcome.said);
    // A letter is told where it stands, also where the same stands above in what no PDF shows.
    let twice = "Words.\n\nSame again.\n\n- One\n- Done ✓ and\n\n> Done ✓\n";
    let outcome = SiteTest::small().reading(twice).build();
    assert!(outcome.said.contains("content/2016-17/reading.md:10:8"), "{}", outcome.said);
}

#[test]
fn a_fault_of_a_themes_template_is_told_in_its_file() {
    let mut theme = base();
    let broken = Source::new("themes/ours/typst/report.typ", "#let cover = none\n#let contents = unknown-thing\n");
    theme.typst.insert("report.typ".to_owned(), broken);
    let made = pdf::make(&small(), &theme, &[], &Request::report(0, Size::LARGE));
    let said = terminal(&made.findings, Style::Plain);
    assert!(said.contains("themes/ours/typst/report.typ:2:17"), "{said}");
}

#[test]
fn what_is_not_there_is_an_error_and_no_panic() {
    for what in [What::Report(99), What::Page(9999)] {
        let made = pdf::make(&small(), &base(), &[], &Request { what, ..Request::report(0, Size::LARGE) });
        assert!(made.value.is_empty() && made.findings.has_errors());
    }
}

#[test]
fn a_drawing_in_print_has_no_letters_below_the_size_and_its_colours_are_written_out() {
    for page in small().pages {
        for block in &page.body {
            let Block::Chart(figure) = block else { continue };
            let scene = charts::print_scene(&figure.chart, 24.0);
            let svg = charts::svg::drawing(&scene, &Paper::White.palette());
            assert!(!svg.contains("class=") && svg.contains("fill=\"#"));
            for size in svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(size.parse::<f32>().expect("a number") >= 24.0, "{size}");
            }
        }
    }
}
