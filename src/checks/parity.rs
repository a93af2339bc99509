//! Editions of a report that say less than the report, or in another order.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use rayon::prelude::*;

use super::Check;
use super::html::Pages;
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::{Block, Inline, KeyFigure, Page, Report, Site, Table, plain_text};
use crate::figures::published::Published;
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// # What it finds
/// A title, message, heading, paragraph, key figure, chart, table, note or source of a report that the website, the website in
/// large print, the plain text or the e-book does not have, or has in another order or with other figures. The same walk over
/// the report is held against its PDFs and its braille by multum's own tests.
///
/// # Whom it shuts out
/// Everybody who asked for the report in another form and got less of it, without a chance to know.
///
/// # Example
/// ```text
/// the plain text of 2016-17 lacks a paragraph of 2016-17/send.html
/// ```
///
/// # Instead
/// This is a fault of multum or of a theme, and not of the report: send it to whoever looks after multum for you.
///
/// # Standard
/// WCAG 2.2, conforming alternate versions: the same information and functionality. Equality Act 2010, section 20(6):
/// information in an accessible format.
pub struct Parity;

impl Check for Parity {
    fn name(&self) -> &'static str {
        "parity"
    }

    fn code(&self) -> Code {
        code::PARITY
    }

    fn site(&self, site: &Site, tree: &Tree, _pages: &Pages<'_>) -> Vec<Diagnostic> {
        site.reports
            .par_iter()
            .flat_map_iter(|report| {
                let said = statements(site, report);
                editions(site, report, tree).into_iter().filter_map(move |(name, words)| {
                    let missing = first_missing(&said, &tokens(&words), Strictness::Whole)?;
                    let message = format!("{name} of {} lacks {missing}", report.folder);
                    Some(Diagnostic::placeless(code::PARITY, message).hint(
                        "this is a fault of multum or of the theme: send it to whoever looks after multum for you",
                    ))
                })
            })
            .collect()
    }
}

/// Something that a report says and each of its editions must say.
pub struct Statement {
    what: &'static str,
    page: SitePath,
    words: Vec<String>,
    /// Whether its words may stand in any order, in columns beside each other for instance.
    loose: bool,
    /// Whether it begins a page, before which an edition may have contents or a title page.
    first: bool,
    /// How many other words may stand before it.
    room: usize,
}

/// How exactly the words of a statement must follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strictness {
    /// One right after the other.
    Whole,
    /// With at most so many other words between two of them, since running heads and page numbers come between.
    Interrupted(usize),
}

/// How many other words may stand between two statements: labels, numbers of sections, links to files. The longest are the
/// formats of a report, a dozen with their pages and sizes.
const BETWEEN: usize = 160;

/// How many other words may stand between what opens a page and its content: the headings of the page as a list, and in print
/// those of the whole report.
const CONTENTS: usize = 3000;

/// What an edition of the report must say, in order: of each page its title, its message, that what it shows is not real, and
/// all that stands on it. Lists of files to take away are left out: they belong to the website.
pub fn statements(site: &Site, report: &Report) -> Vec<Statement> {
    let mut walk = Walk { said: Vec::new(), page: SitePath::top(), heading: String::new() };
    for page in report.pages.iter().filter_map(|at| site.pages.get(*at)) {
        walk.page = page.path.clone();
        let start = walk.said.len();
        // The first page has the report's own title, which each edition has on its cover.
        if page.title != report.title {
            walk.say("the title of a page", &page.title);
        }
        page.description.iter().for_each(|message| walk.say("the message of a page", message));
        for banner in page.banners.iter().filter(|banner| banner.sample.is_some()) {
            walk.line("the notice of a page", &banner.words);
        }
        let opened = walk.said.len();
        walk.blocks(&page.body);
        if let Some(statement) = walk.said.get_mut(opened) {
            statement.room = CONTENTS;
        }
        if let Some(statement) = walk.said.get_mut(start) {
            statement.first = true;
        }
    }
    walk.said
}

/// The first statement that the words of an edition don't have where it must stand, in words; nothing when all are there.
pub fn first_missing(said: &[Statement], words: &[String], strictness: Strictness) -> Option<String> {
    let mut cursor = 0;
    let mut rest = said;
    while let Some(first) = rest.first() {
        let end = rest[1..].iter().position(|statement| statement.first).map_or(rest.len(), |at| at + 1);
        let (page, after) = rest.split_at(end);
        // A page's first words may stand in the contents too, so that each place where they are is tried.
        let mut furthest = 0;
        let mut from = cursor;
        let found = loop {
            let Some((start, _)) = find(&first.words, words, from, words.len(), strictness) else { break None };
            match follow(page, words, start, strictness) {
                Ok(end) => break Some(end),
                Err(at) => furthest = furthest.max(at),
            }
            from = start + 1;
        };
        match found {
            Some(end) => cursor = end,
            None => {
                let missing = &page[furthest];
                return Some(format!("{} of {}: {}", missing.what, missing.page, missing.words.join(" ")));
            }
        }
        rest = after;
    }
    None
}

/// The word after a page's last statement, from its first at `start`; or the number of the statement that is not there.
fn follow(page: &[Statement], words: &[String], start: usize, strictness: Strictness) -> Result<usize, usize> {
    let mut cursor = start;
    // Words that stand in any order have been seen and not passed.
    let mut seen = 0;
    for (at, statement) in page.iter().enumerate() {
        let room = statement.room + seen;
        if statement.loose {
            let window = &words[cursor..words.len().min(cursor + room + 3 * statement.words.len())];
            if !statement.words.iter().all(|word| window.contains(word)) {
                return Err(at);
            }
            seen += 3 * statement.words.len();
            continue;
        }
        match find(&statement.words, words, cursor, cursor + room, strictness) {
            Some((_, end)) => cursor = end,
            None => return Err(at),
        }
        seen = 0;
    }
    Ok(cursor)
}

/// Where a run of words begins and ends, at the earliest from `from` and at the latest from `last`.
fn find(run: &[String], words: &[String], from: usize, last: usize, strictness: Strictness) -> Option<(usize, usize)> {
    (from..words.len().min(last + 1)).find_map(|start| run_at(run, words, start, strictness).map(|end| (start, end)))
}

fn run_at(run: &[String], words: &[String], start: usize, strictness: Strictness) -> Option<usize> {
    let mut at = start;
    for (number, word) in run.iter().enumerate() {
        let skip = match strictness {
            Strictness::Interrupted(skip) if number > 0 => skip,
            Strictness::Interrupted(_) | Strictness::Whole => 0,
        };
        let window = words.get(at..words.len().min(at + skip + 1))?;
        at += window.iter().position(|found| found == word)? + 1;
    }
    Some(at)
}

/// The words of a text as they can be compared between editions: letters in one case, numbers with their sign, commas and
/// decimals, and nothing else.
pub fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens: Vec<String> = Vec::new();
    let mut open = false;
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let digit_follows = letters.get(at + 1).is_some_and(char::is_ascii_digit);
        let inner = matches!(c, '.' | ',') && digit_follows && before.is_some_and(|c| c.is_ascii_digit());
        let sign = *c == '−' && digit_follows;
        if c.is_alphanumeric() || inner || sign {
            if !open || sign {
                tokens.push(String::new());
            }
            if let Some(last) = tokens.last_mut() {
                last.extend(c.to_lowercase());
            }
            open = true;
        } else {
            open = false;
        }
    }
    tokens
}

/// The words of a report's editions that can be read here: the website, also in large print, the plain text, the e-book.
fn editions(site: &Site, report: &Report, tree: &Tree) -> Vec<(&'static str, String)> {
    let mut editions = Vec::new();
    let pages: Vec<&Page> = report.pages.iter().filter_map(|at| site.pages.get(*at)).collect();
    // The content of large print is written once for every size, so that the first stands for all.
    for (name, folder) in [("the website", ""), ("the website in large print", "large-print/18/")] {
        let files = pages.iter().filter_map(|page| tree.get(&SitePath::new(&format!("{folder}{}", page.path))?));
        let html: Vec<&[u8]> = files.map(|file| &*file.bytes).collect();
        if html.len() == pages.len() {
            editions
                .push((name, html.into_iter().map(|bytes| words_of_html(&String::from_utf8_lossy(bytes))).collect()));
        }
    }
    let name = if report.folder.as_str().is_empty() { "report" } else { report.folder.name() };
    let file = |extension: &str| tree.get(&report.folder.join(&format!("{name}.{extension}"))?);
    if let Some(text) = file("txt") {
        editions.push(("the plain text", String::from_utf8_lossy(&text.bytes).into_owned()));
    }
    if let Some(book) = file("epub") {
        editions.push(("the e-book", words_of_epub(&book.bytes).unwrap_or_default()));
    }
    editions
}

/// The words of an e-book's sections, in the order of its files; nothing when it can't be opened.
pub fn words_of_epub(bytes: &[u8]) -> Option<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut words = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).ok()?;
        if file.name().is_ok_and(|name| name.starts_with("EPUB/section-")) {
            let mut text = String::new();
            file.read_to_string(&mut text).ok()?;
            words.push_str(&words_of_html(&text));
        }
    }
    Some(words)
}

/// The words of HTML in the order in which they are read: those of pictures too, and none of drawings, which are said
/// beside them.
pub fn words_of_html(html: &str) -> String {
    let mut words = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        words.push_str(&plain(&rest[..open]));
        rest = &rest[open..];
        let mut quoted = false;
        let end = rest.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b'>' && !quoted
        });
        let tag = &rest[..end.map_or(rest.len(), |end| end + 1)];
        rest = &rest[tag.len()..];
        let name: String = tag[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.as_str() {
            "svg" | "script" | "style" | "head" => {
                let close = format!("</{name}>");
                rest = rest.find(&close).map_or("", |at| &rest[at + close.len()..]);
            }
            "img" => {
                let alternative =
                    tag.split(" alt=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
                words.push(' ');
                words.push_str(&plain(alternative));
                words.push(' ');
            }
            // These stand within a line, and so within a word if need be.
            "a" | "/a" | "strong" | "/strong" | "em" | "/em" | "code" | "/code" => {}
            _ => words.push(' '),
        }
    }
    words.push_str(&plain(rest));
    words.push('\n');
    words
}

/// Text without the signs by which HTML escapes it.
fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    Cow::Owned(text.replace("&amp;", "&"))
}

/// The words of a line, cut after each link.
fn runs(inlines: &[Inline]) -> Vec<String> {
    fn gather(inlines: &[Inline], runs: &mut Vec<String>) {
        for inline in inlines {
            match inline {
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Foreign { text: inner, .. } => {
                    gather(inner, runs)
                }
                Inline::Link { text, .. } => {
                    gather(text, runs);
                    runs.push(String::new());
                }
                Inline::Text(_) | Inline::Code(_) | Inline::Figure(_) | Inline::Rating(_) | Inline::Break => {
                    if let Some(last) = runs.last_mut() {
                        last.push_str(&plain_text(std::slice::from_ref(inline)));
                    }
                }
            }
        }
    }
    let mut all = vec![String::new()];
    gather(inlines, &mut all);
    all
}

struct Walk {
    said: Vec<Statement>,
    page: SitePath,
    /// The heading right above, whose words a caption need not repeat.
    heading: String,
}

impl Walk {
    fn say(&mut self, what: &'static str, text: &str) {
        let words = tokens(text);
        if !words.is_empty() {
            self.said.push(Statement {
                what,
                page: self.page.clone(),
                words,
                loose: false,
                first: false,
                room: BETWEEN,
            });
        }
    }

    /// Words that may stand in any order.
    fn loosely(&mut self, what: &'static str, text: &str) {
        let words = tokens(text);
        if !words.is_empty() {
            self.said.push(Statement {
                what,
                page: self.page.clone(),
                words,
                loose: true,
                first: false,
                room: BETWEEN,
            });
        }
    }

    /// A line, in runs that end with each link: editions that can't be clicked put a number there.
    fn line(&mut self, what: &'static str, inlines: &[Inline]) {
        for run in runs(inlines) {
            self.say(what, &run);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let heading = std::mem::take(&mut self.heading);
            match block {
                Block::Heading(inner) => {
                    self.line("the heading", &inner.text);
                    self.heading = plain_text(&inner.text);
                }
                Block::Paragraph(inlines) => self.line("a paragraph", inlines),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quotation(inner) => self.blocks(inner),
                Block::Code(code) => self.say("lines of code", code),
                Block::Table(table) => self.table(table, table.caption != heading, &table.source),
                Block::Chart(figure) => {
                    self.say("the number of a chart", &format!("Figure {}", figure.number));
                    if let Some(headline) = &figure.chart.headline {
                        self.say("the message of a chart", headline);
                    }
                    self.say("the title of a chart", &figure.chart.title);
                    self.say("the words of a chart", &figure.summary);
                    let table = figure.table();
                    self.table(&table, table.caption != figure.chart.title, &figure.source);
                }
                Block::KeyFigures(figures) => figures.iter().for_each(|figure| self.key_figure(figure)),
                Block::Image(image) => {
                    self.say("the words of a picture", &image.alternative);
                    self.line("the caption of a picture", &image.caption);
                }
                Block::Note(note) => {
                    note.title.iter().for_each(|title| self.say("the title of a note", title));
                    self.blocks(&note.body);
                }
                Block::Pages(pages) => {
                    for page in pages {
                        self.say("the name of a page", &page.title);
                        page.description.iter().for_each(|words| self.say("the description of a page", words));
                    }
                }
                Block::Downloads(_) | Block::Editions(_) => {}
            }
        }
    }

    fn table(&mut self, table: &Table, captioned: bool, source: &[Inline]) {
        self.loosely("the shorthand of a table", &table.key());
        if captioned {
            self.say("the caption of a table", &table.caption);
        }
        let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        self.loosely("the headings of a table", &headings.join(" "));
        for row in &table.rows {
            self.line("the heading of a row", &row.heading);
            for at in 0..table.columns.len() {
                match row.cells.get(at) {
                    Some(crate::document::Cell::Words(words)) => self.line("a cell of a table", words),
                    _ => self.say("a figure of a table", &table.cell_text(row, at)),
                }
            }
        }
        table.notes.iter().for_each(|note| self.say("a note", note));
        self.line("the source", source);
    }

    fn key_figure(&mut self, figure: &KeyFigure) {
        const WHAT: &str = "a key figure";
        match &figure.value {
            Published::Shown(value) => self.say(WHAT, &value.get().text()),
            Published::Absent(absent) => self.say(WHAT, absent.symbol.meaning()),
        }
        self.say(WHAT, &figure.title);
        self.say(WHAT, &figure.period);
        for words in [&figure.change, &figure.comparison].into_iter().flatten() {
            self.say(WHAT, words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(text: &str, first: bool) -> Statement {
        Statement {
            what: "a paragraph",
            page: SitePath::top(),
            words: tokens(text),
            loose: false,
            first,
            room: BETWEEN,
        }
    }

    fn missing(said: &[Statement], edition: &str) -> Option<String> {
        first_missing(said, &tokens(edition), Strictness::Whole)
    }

    #[test]
    fn what_is_left_out_changed_or_moved_is_found() {
        let said =
            [statement("One rose to 67%.", true), statement("Two fell to −0.5.", false), statement("Three.", false)];
        assert_eq!(missing(&said, "Contents: one. One rose to 67%. Two fell to −0.5. Three."), None);
        for faulty in [
            "One rose to 67%. Three.",
            "One rose to 67%. Two fell to 0.5. Three.",
            "One rose to 67%. Three. Two fell to −0.5.",
            "",
        ] {
            assert!(missing(&said, faulty).is_some(), "{faulty}");
        }
    }

    #[test]
    fn a_page_number_in_a_sentence_is_let_pass_where_pages_are() {
        let said = [statement("One rose to 67%.", true)];
        let words = tokens("One rose 12 Review to 67%.");
        assert!(first_missing(&said, &words, Strictness::Whole).is_some());
        assert_eq!(first_missing(&said, &words, Strictness::Interrupted(3)), None);
    }

    #[test]
    fn html_is_read_without_its_drawings_and_with_the_words_of_its_pictures() {
        let html = "<head><title>x</title></head><p>A&amp;B<strong>C</strong></p><svg><text>y</text></svg><img src=\"a\" alt=\"A > B\">";
        assert_eq!(tokens(&words_of_html(html)), ["a", "bc", "a", "b"]);
    }
}
