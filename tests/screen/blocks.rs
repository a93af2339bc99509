//! Each block and inline as readers meet it.

use multum::document::*;
use multum::figures::published::{Absent, Mark, Symbol};
use multum::vocabulary::{Language, Slug, Unit};

use crate::html::{Element, elements};
use crate::sample::{self, heading, paragraph, path, quantity, words};

/// The content of a page of `blocks`, as markup.
fn content(blocks: Vec<Block>) -> String {
    let mut site = sample::empty();
    site.pages.push(Page { body: blocks.into(), ..sample::page("a/page.html", "A page", PageKind::Plain) });
    let tree = crate::render(&site);
    let page = crate::html::text(&tree, "a/page.html");
    let start = page.find("<div class=\"content\">").expect("the content") + "<div class=\"content\">\n".len();
    let end = page.find("</div>\n</main>").expect("the content's end");
    page[start..end].to_owned()
}

fn inline(inlines: Vec<Inline>) -> String {
    let page = content(vec![Block::Paragraph(inlines)]);
    page.trim().trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
}

fn named<'a>(elements: &'a [Element], name: &str) -> Vec<&'a str> {
    elements.iter().filter(|element| element.name == name).map(|element| element.text.trim()).collect()
}

fn classed<'a>(elements: &'a [Element], class: &str) -> Option<&'a Element> {
    elements.iter().find(|element| element.get("class") == Some(class))
}

/// One of every block and inline, all their words being `text`.
pub fn all_of(text: &str) -> Vec<Block> {
    let text = || text.to_owned();
    let line = || {
        vec![
            Inline::Text(text()),
            Inline::Strong(words(&text())),
            Inline::Emphasis(words(&text())),
            Inline::Code(text()),
            Inline::Link { target: Target::Outside(format!("javascript:{}", text())), text: words(&text()) },
            Inline::Link {
                target: Target::Outside(format!("https://example.gov.uk/{}", text())),
                text: words(&text()),
            },
            Inline::Link {
                target: Target::Inside { path: path("404.html"), anchor: Some(text()) },
                text: words(&text()),
            },
            Inline::Figure(FigureText { text: text(), measure: Slug::new("a"), symbol: None, asked: None }),
            Inline::Figure(FigureText { text: text(), measure: None, symbol: Some(Symbol::Withheld), asked: None }),
            Inline::Foreign { language: Language::british(), text: words(&text()) },
            Inline::Break,
        ]
    };
    let absent = Cell::Absent(Absent { symbol: Symbol::Withheld, reason: text().into() });
    let table = Table {
        caption: text(),
        corner: text(),
        columns: vec![Column { heading: text(), numeric: true }, Column { heading: text(), numeric: false }],
        rows: vec![Row { heading: line(), ours: true, cells: vec![absent, Cell::Words(line())] }],
        source: line(),
        notes: vec![text(), text()],
    };
    let mut chart = sample::trend(Some(&text()));
    chart.title = text();
    let figure = ChartFigure {
        id: text().replace(|c: char| !c.is_ascii_alphanumeric(), "-"),
        number: 9,
        chart,
        summary: text(),
        source: line(),
        notes: vec![text()],
        measure_page: None,
        unfolded: false,
    };
    let key = KeyFigure {
        measure: Slug::new("a").expect("a slug"),
        title: text(),
        value: sample::published("c", Unit::Percent),
        period: text(),
        change: Some(text()),
        comparison: Some(text()),
        spark: None,
        link: Target::Outside(format!("javascript:{}", text())),
    };
    vec![
        Block::Heading(Heading { level: 2, id: text(), text: line(), at: None }),
        Block::Paragraph(line()),
        Block::List { start: Some(3), items: vec![vec![Block::Paragraph(line())]] },
        Block::Quotation(vec![Block::Paragraph(line())]),
        Block::Code(text()),
        Block::Table(Box::new(table)),
        Block::Chart(Box::new(figure)),
        Block::KeyFigures(vec![key]),
        Block::Image(Image { path: path("404.html"), alternative: text(), caption: line(), size: None }),
        Block::Note(Note { title: Some(text()), body: vec![Block::Paragraph(line())] }),
        Block::Pages(vec![PageLink { title: text(), path: path("404.html"), description: Some(text()) }]),
        Block::Downloads(vec![Download { title: text(), path: path("404.html"), kind: text(), bytes: 1 }]),
    ]
}

#[test]
fn words_are_set_by_their_weight_and_language() {
    assert_eq!(inline(vec![Inline::Strong(words("a < b"))]), "<strong>a &lt; b</strong>");
    assert_eq!(inline(vec![Inline::Emphasis(words("a"))]), "<em>a</em>");
    assert_eq!(inline(vec![Inline::Code("a & b".to_owned())]), "<code>a &amp; b</code>");
    assert_eq!(inline(vec![Inline::Text("a".to_owned()), Inline::Break, Inline::Text("b".to_owned())]), "a<br>\nb");
    let welsh = Language::new("cy").expect("Welsh");
    assert_eq!(
        inline(vec![Inline::Foreign { language: welsh, text: words("Diolch") }]),
        "<span lang=\"cy\">Diolch</span>"
    );
}

#[test]
fn links_are_relative_and_those_of_no_known_scheme_are_words() {
    let link = |target| inline(vec![Inline::Link { target, text: words("there") }]);
    assert_eq!(link(Target::Inside { path: path("b/c.html"), anchor: None }), "<a href=\"../b/c.html\">there</a>");
    assert_eq!(
        link(Target::Inside { path: path("a/page.html"), anchor: Some("x".to_owned()) }),
        "<a href=\"#x\">there</a>"
    );
    assert_eq!(link(Target::Outside("mailto:a@b.example".to_owned())), "<a href=\"mailto:a@b.example\">there</a>");
    assert_eq!(link(Target::Outside("javascript:alert(1)".to_owned())), "there");
}

#[test]
fn a_figure_is_known_as_one_and_words_in_its_place_are_words() {
    let figure = |measure: Option<&str>, symbol| {
        inline(vec![Inline::Figure(FigureText {
            text: "67%".to_owned(),
            measure: measure.and_then(Slug::new),
            symbol,
            asked: None,
        })])
    };
    assert_eq!(figure(Some("ks2"), None), "<span class=\"figure\">67%</span>");
    assert_eq!(figure(None, None), "67%", "a fact is no measure");
    assert_eq!(figure(Some("ks2"), Some(Symbol::Withheld)), "67%");
}

#[test]
fn headings_keep_their_level_and_anchor() {
    assert_eq!(content(vec![heading(2, "What next?")]), "<h2 id=\"what-next\">What next?</h2>\n");
    assert_eq!(content(vec![heading(3, "a")]), "<h3 id=\"a\">a</h3>\n");
}

#[test]
fn lists_are_close_when_short_and_keep_their_first_number() {
    let items = |texts: &[&str]| texts.iter().map(|text| vec![paragraph(text)]).collect::<Vec<_>>();
    assert_eq!(
        content(vec![Block::List { start: None, items: items(&["a", "b"]) }]),
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
    );
    assert!(content(vec![Block::List { start: Some(1), items: items(&["a"]) }]).starts_with("<ol>\n"));
    assert!(content(vec![Block::List { start: Some(4), items: items(&["a"]) }]).starts_with("<ol start=\"4\">"));
    let nested = Block::List {
        start: None,
        items: vec![vec![paragraph("a"), Block::List { start: None, items: items(&["b"]) }]],
    };
    assert_eq!(content(vec![nested]), "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n");
}

#[test]
fn quotations_code_and_notes_keep_what_they_hold() {
    assert_eq!(content(vec![Block::Quotation(vec![paragraph("a")])]), "<blockquote>\n<p>a</p>\n</blockquote>\n");
    assert!(content(vec![Block::Code("a\n  b".to_owned())]).contains("<code>a\n  b</code>"));
    let note = elements(&content(vec![Block::Note(Note { title: Some("T".to_owned()), body: vec![paragraph("a")] })]));
    assert_eq!(note[0].text.split_whitespace().collect::<Vec<_>>(), ["T", "a"]);
}

#[test]
fn a_picture_has_its_words_and_its_size() {
    let image = Image {
        path: path("a/hall 1.png"),
        alternative: "A \"hall\"".to_owned(),
        caption: words("The hall."),
        size: Some((640, 360)),
    };
    let found = elements(&content(vec![Block::Image(image)]));
    let picture = found.iter().find(|element| element.name == "img").expect("a picture");
    assert_eq!(picture.get("src"), Some("hall%201.png"));
    assert_eq!(picture.get("alt"), Some("A \"hall\""));
    assert_eq!((picture.get("width"), picture.get("height")), (Some("640"), Some("360")));
    assert_eq!(named(&found, "figcaption"), ["The hall."]);
}

#[test]
fn a_list_of_pages_says_what_is_there() {
    let page = PageLink { title: "B".to_owned(), path: path("b.html"), description: Some("What B is.".to_owned()) };
    let found = elements(&content(vec![Block::Pages(vec![page])]));
    assert_eq!(named(&found, "li"), ["BWhat B is."]);
    assert_eq!(found.iter().find(|element| element.name == "a").and_then(|link| link.get("href")), Some("../b.html"));
    assert_eq!(
        content(vec![Block::Pages(Vec::new()), Block::Downloads(Vec::new()), Block::KeyFigures(Vec::new())]),
        ""
    );
}

#[test]
fn a_download_says_what_it_is_its_kind_and_its_true_size() {
    let mut site = sample::empty();
    let download = |file: &str| Download {
        title: "All figures".to_owned(),
        path: path(file),
        kind: "CSV".to_owned(),
        bytes: 23_400,
    };
    site.files.push(ContentFile { path: path("there.csv"), bytes: std::sync::Arc::from(&b"12345"[..]) });
    let body = vec![Block::Downloads(vec![download("there.csv"), download("elsewhere.csv")])];
    site.pages.push(Page { body: body.into(), ..sample::page("page.html", "A page", PageKind::Plain) });
    let tree = crate::render(&site);
    let found = elements(crate::html::text(&tree, "page.html"));
    let links: Vec<&str> =
        found.iter().filter(|element| element.get("download").is_some()).map(|element| element.text.as_str()).collect();
    assert_eq!(links, ["All figures (CSV, 5 bytes)", "All figures (CSV, 23 KB)"]);
}

#[test]
fn a_table_is_read_by_its_headings() {
    let found = elements(&content(vec![Block::Table(Box::new(sample::areas()))]));
    let headings = |scope: &str| -> Vec<String> {
        let found = found.iter().filter(|element| element.get("scope") == Some(scope));
        found.map(|element| element.text.trim().to_owned()).collect()
    };
    assert_eq!(headings("col")[..2], ["Area", "Reading progress score"]);
    assert_eq!(headings("row"), ["Rutland (this area)", "Statistical neighbours", "East Midlands", "England"]);
    assert!(
        named(&found, "caption")[0].ends_with("Progress and attainment at the end of key stage 2 by area, 2016/17")
    );
    let cells: Vec<&str> = named(&found, "td").iter().map(|cell| cell.trim_matches(['\u{2007}', '\u{2008}'])).collect();
    assert_eq!(cells[..5], ["0.7", "−0.42", "1.10", "105.2", "[c]"]);
    assert!(cells.contains(&"−1,204.5\u{2007} [r]"), "{cells:?}");
}

#[test]
fn decimals_stand_below_each_other() {
    let score = |text: &str, decimals| Cell::Figure { number: quantity(text, Unit::Score, decimals), mark: None };
    let row = |cell| Row { heading: words("a"), ours: false, cells: vec![cell] };
    let marked = Cell::Figure { number: quantity("3.25", Unit::Score, 2), mark: Some(Mark::Provisional) };
    let table = Table {
        caption: "T".to_owned(),
        corner: "Area".to_owned(),
        columns: vec![Column { heading: "Score".to_owned(), numeric: true }],
        rows: vec![row(marked), row(score("3", 0)), row(score("3.5", 1))],
        source: Vec::new(),
        notes: Vec::new(),
    };
    let page = content(vec![Block::Table(Box::new(table))]);
    assert!(page.contains("<td>3.25 <span class=\"mark\">[p]</span></td>"), "{page}");
    assert!(page.contains("<td>3\u{2008}\u{2007}\u{2007} <span class=\"mark\"></span></td>"), "{page}");
    assert!(page.contains("<td>3.5\u{2007} <span class=\"mark\"></span></td>"), "{page}");
}

#[test]
fn shorthand_is_explained_beside_the_table_that_uses_it_and_only_there() {
    let found = elements(&content(vec![Block::Table(Box::new(sample::areas()))]));
    let key = classed(&found, "key").expect("a key");
    assert_eq!(
        key.text,
        "[c] means withheld to protect people. [x] means not available. [z] means does not apply: area not yet formed. \
         [low] means rounds to nought but is not nought. [u] means too unreliable to show. [r] means revised."
    );
    let table = found.iter().find(|element| element.name == "table").expect("a table");
    assert_eq!(table.get("aria-describedby"), key.get("id"));

    let plain = Table {
        rows: vec![Row {
            heading: words("a"),
            ours: false,
            cells: vec![Cell::Figure { number: quantity("1", Unit::Count, 0), mark: Some(Mark::Final) }],
        }],
        columns: vec![Column { heading: "n".to_owned(), numeric: true }],
        ..sample::areas()
    };
    assert!(classed(&elements(&content(vec![Block::Table(Box::new(plain))])), "key").is_none());
}

#[test]
fn only_a_wide_table_gets_a_box_that_scrolls() {
    let wide = elements(&content(vec![Block::Table(Box::new(sample::areas()))]));
    let region = classed(&wide, "scroll").expect("a box that scrolls");
    assert_eq!((region.get("role"), region.get("tabindex")), (Some("region"), Some("0")));
    let narrow = Table { columns: sample::areas().columns[..1].to_vec(), ..sample::areas() };
    assert!(classed(&elements(&content(vec![Block::Table(Box::new(narrow))])), "scroll").is_none());
}

#[test]
fn a_table_without_figures_gives_no_file_and_has_no_number() {
    let cell = |text: &str| Cell::Words(words(text));
    let table = Table {
        caption: "Words".to_owned(),
        corner: String::new(),
        columns: vec![Column { heading: "What".to_owned(), numeric: false }],
        rows: vec![Row { heading: words("a"), ours: false, cells: vec![cell("b")] }],
        source: Vec::new(),
        notes: Vec::new(),
    };
    let below = elements(&content(vec![heading(2, "Words"), Block::Table(Box::new(table.clone()))]));
    assert_eq!(classed(&below, "unseen").map(|caption| caption.text.as_str()), Some("Words"), "its heading says it");
    let found = elements(&content(vec![Block::Table(Box::new(table))]));
    assert_eq!(named(&found, "caption"), ["Words"]);
    assert!(classed(&found, "unseen").is_none());
    assert!(!found.iter().any(|element| element.name == "a"));
    let corner = found.iter().find(|element| element.name == "td").expect("the corner");
    assert_eq!(corner.text, "", "an empty corner is no heading");
}

#[test]
fn a_chart_says_its_message_gives_its_table_and_its_files() {
    let found = elements(&content(vec![sample::figure(2, Some("More pupils reached the standard"))]));
    let figure = found.iter().find(|element| element.name == "figure").expect("a figure");
    assert_eq!(figure.get("id"), Some("figure-2"));
    let caption = named(&found, "figcaption")[0];
    assert!(caption.starts_with("Figure 2 More pupils reached the standard Pupils reaching"), "{caption}");
    let details = found.iter().find(|element| element.name == "details").expect("its figures");
    assert!(details.get("open").is_none() && details.text.contains("See the figures of figure 2"));
    assert!(details.text.contains("Rutland rose from 53% to 66%"), "the words stand with the figures");
    assert_eq!(named(&found, "caption").len(), 1);
    let links: Vec<(&str, &str)> = found
        .iter()
        .filter(|element| element.name == "a")
        .map(|element| (element.text.as_str(), element.get("href").expect("an address")))
        .collect();
    assert!(links.contains(&("Figure 2", "#figure-2")));
    assert!(links.iter().any(|(text, to)| text.starts_with("Data of figure 2 (CSV, ") && *to == "page/figure-2.csv"));
    assert!(links.contains(&("Latest figures for the measure of figure 2", "../measures/ks2-rwm-expected/index.html")));
}

#[test]
fn a_chart_without_a_message_has_its_title_alone() {
    let found = elements(&content(vec![sample::figure(1, None)]));
    assert!(classed(&found, "title").expect("a title").text.starts_with("Pupils reaching"));
    assert!(classed(&found, "headline").is_none() && classed(&found, "subtitle").is_none());
}

#[test]
fn a_key_figure_says_its_value_or_kindly_why_there_is_none() {
    let found = elements(&content(vec![sample::key_figures()]));
    let items: Vec<String> =
        named(&found, "li").iter().map(|item| item.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(items[0].starts_with("67%"), "{}", items[0]);
    assert!(items[0].contains("2016/17") && items[0].contains("Up 14 percentage points from 2015/16"));
    assert!(items[1].starts_with("Withheld to protect people"), "{}", items[1]);
}
