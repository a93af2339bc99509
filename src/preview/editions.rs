//! The other editions of a page's report, made when somebody asks: large print, PDF, braille, text, whatever there is.
//!
//! Nothing here knows which editions there are: the list of outputs does.

use crate::document::{Block, ChartFigure, Edition, Page, PageKind};
use crate::outputs::OUTPUTS;
use crate::outputs::html::{escape, figure, link};
use crate::vocabulary::{SitePath, upper_first};

use super::faults::{self, Editor};
use super::page::OWN;
use super::site::{AT_ONCE, Good};
use super::snapshot::Snapshot;

/// The list of editions for the page at `name`, those that have been made with their files and with what is wrong with them.
pub fn list(good: &Good, name: &str, snapshot: &Snapshot, editor: &Editor) -> String {
    let site = &good.built.site;
    let page = site.pages.iter().find(|page| page.path.as_str() == name);
    let report = page.and_then(report_of).or((!site.reports.is_empty()).then_some(site.facts.front));
    let mut out = String::new();
    let asked = link::encoded(name, |byte| byte == b'/');
    out.push_str("<p>Each edition is made when you ask for it, from the site as it is now. The page is kept new at each save; an edition is made again when you open it again.</p>\n");
    out.push_str(&format!("<p><a href=\"/{asked}\">Back to the page on screen</a></p>\n"));
    for output in OUTPUTS.iter().filter(|output| !AT_ONCE.contains(&output.name)) {
        out.push_str("<h2>");
        escape::text(&mut out, &upper_first(output.description));
        out.push_str("</h2>\n");
        if output.name == "pdf" && page.is_some() {
            let sizes = ["12", "18", "24"]
                .map(|size| format!("<a href=\"{OWN}/page.pdf?page={asked}&amp;size={size}\">{size} point</a>"));
            out.push_str(&format!("<p>This page alone: {}</p>\n", sizes.join(", ")));
        }
        match good.made(output.name) {
            None => {
                out.push_str(&format!("<p><a href=\"{OWN}/make/{}?page={asked}\">Make it now</a></p>\n", output.name));
            }
            Some(made) => {
                let files: Vec<&Edition> =
                    made.value.editions.iter().filter(|edition| report.is_none_or(|at| edition.report == at)).collect();
                let pages = made.value.tree.iter().map(|(path, _)| path).filter(|path| is_the_page(path, name));
                out.push_str("<ul>\n");
                for edition in &files {
                    one(&mut out, edition);
                }
                let mut same = 0;
                for path in pages.filter(|path| files.iter().all(|edition| edition.path != **path)) {
                    same += 1;
                    out.push_str(&format!("<li><a href=\"/{}\">", link::encoded(path.as_str(), |byte| byte == b'/')));
                    escape::text(&mut out, &format!("This page: {path}"));
                    out.push_str("</a></li>\n");
                }
                out.push_str("</ul>\n");
                if files.is_empty() && same == 0 {
                    out.push_str("<p>It has nothing of this page or its report.</p>\n");
                }
                out.push_str(&faults::fragment(&made.findings, snapshot, editor));
            }
        }
    }
    pictures(&mut out, good, page);
    out
}

/// One page as a PDF of so many points; or why there is none, as HTML.
#[cfg(feature = "pdf")]
pub fn page_pdf(good: &Good, name: &str, size: &str) -> Result<Vec<u8>, String> {
    use crate::diagnostic::{Style, terminal};
    use crate::outputs::pdf::{self, request};

    let built = &good.built;
    let page = built.site.pages.iter().position(|page| page.path.as_str() == name);
    let size = size.parse().ok().and_then(request::Size::points);
    let (Some(page), Some(size)) = (page, size) else {
        return Err("<p>There is no such page, or no such size.</p>\n".to_owned());
    };
    let made = pdf::make(&built.site, &built.theme, &built.editions, &request::Request::page(page, size));
    let mut volumes = made.value;
    volumes.pop().map(|volume| volume.bytes).ok_or_else(|| {
        let mut out =
            "<p>The PDF can’t be made. Mend what is shown and ask again.</p>\n<pre tabindex=\"0\">".to_owned();
        escape::text(&mut out, &terminal(&made.findings, Style::Plain));
        out + "</pre>\n"
    })
}

/// Without Typst there is no PDF to be made.
#[cfg(not(feature = "pdf"))]
pub fn page_pdf(_: &Good, _: &str, _: &str) -> Result<Vec<u8>, String> {
    Err("<p>This multum was compiled without PDFs.</p>\n".to_owned())
}

/// The charts of a page, each as a drawing and as a picture, which is made when it is asked for.
fn pictures(out: &mut String, good: &Good, page: Option<&Page>) {
    let mut charts = Vec::new();
    if let Some(page) = page {
        drawn(&page.body, &mut charts);
    }
    let drawing = |chart: &ChartFigure| {
        let path = figure::file(&page?.path, chart, "svg")?;
        good.built.tree.get(&path).map(|_| link::encoded(path.as_str(), |byte| byte == b'/'))
    };
    let files: Vec<(&ChartFigure, String)> =
        charts.into_iter().filter_map(|chart| Some((chart, drawing(chart)?))).collect();
    if files.is_empty() {
        return;
    }
    out.push_str("<h2>The charts of this page</h2>\n<ul>\n");
    for (chart, path) in files {
        out.push_str("<li>");
        escape::text(out, &format!("Figure {}, {}: ", chart.number, chart.chart.title));
        let of = format!("<span class=\"multum-unseen\"> of figure {}</span>", chart.number);
        out.push_str(&format!("<a href=\"{OWN}/picture?file={path}\">Picture{of} (PNG)</a>, "));
        out.push_str(&format!("<a href=\"/{path}\">Drawing{of} (SVG)</a></li>\n"));
    }
    out.push_str("</ul>\n");
}

/// The charts among blocks, in the order of reading.
fn drawn<'a>(blocks: &'a [Block], found: &mut Vec<&'a ChartFigure>) {
    for block in blocks {
        match block {
            Block::Chart(figure) => found.push(figure),
            Block::List { items, .. } => items.iter().for_each(|item| drawn(item, found)),
            Block::Quotation(inner) => drawn(inner, found),
            Block::Note(note) => drawn(&note.body, found),
            Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Code(_)
            | Block::Table(_)
            | Block::KeyFigures(_)
            | Block::Image(_)
            | Block::Pages(_)
            | Block::Downloads(_)
            | Block::Editions(_) => {}
        }
    }
}

fn one(out: &mut String, edition: &Edition) {
    let path = link::encoded(edition.path.as_str(), |byte| byte == b'/');
    out.push_str(&format!("<li><a href=\"/{path}\">"));
    let length = edition.length.map(|(number, what)| format!(", {number} {what}")).unwrap_or_default();
    escape::text(out, &format!("{} ({}{length})", edition.title, edition.kind));
    out.push_str("</a>");
    if edition.path.extension() == Some("brf") {
        out.push_str(&format!(", <a href=\"{OWN}/braille?file={path}\">as dots and as print</a>"));
    }
    if let Some(note) = &edition.note {
        out.push_str(". ");
        escape::text(out, note);
    }
    out.push_str("</li>\n");
}

/// Whether a file is another edition's page of the one on screen: it bears its path at the end of its own.
fn is_the_page(path: &SitePath, name: &str) -> bool {
    let text = path.as_str();
    let stem = name.strip_suffix(".html").unwrap_or(name);
    text.ends_with(".html") && (text.ends_with(name) || (stem.len() > 3 && text.contains(&format!("{stem}-"))))
}

/// The report that a page belongs to.
fn report_of(page: &Page) -> Option<usize> {
    match page.kind {
        PageKind::Report(at) | PageKind::Topic(at) => Some(at),
        PageKind::Front
        | PageKind::Measure
        | PageKind::Measures
        | PageKind::Archive
        | PageKind::Search
        | PageKind::About
        | PageKind::Plain
        | PageKind::NotFound => None,
    }
}

/// The characters of braille files in the order of the cells that they mean: North American braille computer code, in the order
/// of Unicode's patterns.
const CELLS: &[u8; 64] = b" A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)=";

/// A braille file as dots, and line by line as the print characters that it is written in.
pub fn braille(text: &str) -> String {
    let mut out = String::from(
        "<p>Each line stands twice: as the dots that a reader feels, and as the file spells them. In the file each print character stands for one cell, so that contractions look like single letters and signs.</p>\n",
    );
    for (number, page) in text.split('\u{c}').enumerate().filter(|(_, page)| !page.trim().is_empty()) {
        out.push_str(&format!("<h2>Page {}</h2>\n<pre class=\"multum-cells\" tabindex=\"0\">", number + 1));
        for line in page.lines() {
            let dots: String = line.trim_end().chars().map(dots).collect();
            escape::text(&mut out, &dots);
            out.push('\n');
            escape::text(&mut out, line.trim_end());
            out.push('\n');
        }
        out.push_str("</pre>\n");
    }
    out
}

/// The cell that a character of a braille file means; the character itself when it means none.
fn dots(character: char) -> char {
    let upper = match character {
        'a'..='z' => character.to_ascii_uppercase(),
        '{' => '[',
        '|' => '\\',
        '}' => ']',
        '~' => '^',
        '`' => '@',
        other => other,
    };
    let at = CELLS.iter().position(|cell| char::from(*cell) == upper);
    at.and_then(|at| char::from_u32(0x2800 + at as u32)).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_braille_file_is_shown_as_the_cells_that_it_means() {
        // "brl" and the sign of a number with 1; then all six dots.
        let shown: String = "BRL #A =".chars().map(dots).collect();
        assert_eq!(shown, "⠃⠗⠇⠀⠼⠁⠀⠿");
        assert!(CELLS.iter().collect::<std::collections::BTreeSet<_>>().len() == 64, "each cell has one character");
        assert!(braille("A\n\u{c}<B\n").contains("&lt;B"));
    }

    #[test]
    fn a_page_of_another_edition_is_known_by_its_path() {
        let path = |text: &str| SitePath::new(text).expect("a path of the test");
        assert!(is_the_page(&path("large-print-18/2016-17/send.html"), "2016-17/send.html"));
        assert!(is_the_page(&path("2016-17/send-large-print-18.html"), "2016-17/send.html"));
        assert!(!is_the_page(&path("2016-17/other.html"), "2016-17/send.html"));
    }
}
