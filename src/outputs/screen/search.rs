//! The search: a page with its form, and what the pages say as a script file, so that it works from a folder on a disk too.
//!
//! A browser makes its lookup anew from titles, sentences and words when somebody begins to search: half a second for 10,000
//! pages, where a finished lookup would be 3.3 MB more to fetch. The words are those of the neutral model, so that nothing
//! withheld is among them; and of the words in texts only those of letters are, so no figure is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde_json::json;

use crate::document::{Block, Blocks, Cell, Page, PageKind, Site, plain_text};
use crate::outputs::html::blocks::Writer;
use crate::source::theme::Theme;
use crate::vocabulary::SitePath;

use super::feed;
use super::shell::asset;

/// The scripts of the page, in the order in which they need each other. The first and the last are the theme's.
const SCRIPTS: [&str; 3] = ["search/minisearch.js", "search/index.js", "search/search.js"];

/// The index among them.
const INDEX: &str = SCRIPTS[1];

/// How many pages a word of their texts may stand on and still lead to them. One that stands on more tells nobody which page
/// to read, and finds those that have it in their titles and sentences.
const COMMON: usize = 40;

/// How long a sentence about a page may be in the index, in characters.
const SENTENCE: usize = 160;

/// The scripts that the page needs; none when the theme lacks one, and then its form stays hidden.
pub fn scripts(theme: &Theme) -> Vec<SitePath> {
    let there = |name: &&str| SitePath::new(name).is_some_and(|path| theme.assets.contains_key(&path));
    if [SCRIPTS[0], SCRIPTS[2]].iter().all(there) {
        SCRIPTS.into_iter().filter_map(asset).collect()
    } else {
        Vec::new()
    }
}

/// Writes the content of the page: a form that a script shows, what is said where there is none, then the page's lists.
pub fn page(writer: &mut Writer, body: &[Block]) {
    writer.markup(
        "<form class=\"search\" role=\"search\" hidden>\n\
         <label for=\"search_words\">Words to look for</label>\n\
         <input id=\"search_words\" name=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n\
         <button>Search</button>\n\
         </form>\n\
         <p id=\"search_said\" role=\"status\"></p>\n\
         <ol id=\"search_found\" class=\"pages\"></ol>\n\
         <noscript><p>Searching needs script, which is switched off in this browser. The lists below lead to every page.</p></noscript>\n",
    );
    writer.blocks(body);
}

/// The words of pages as they were gathered before.
#[derive(Default)]
pub(in crate::outputs) struct Kept {
    pages: Vec<(SitePath, Blocks, Arc<BTreeSet<String>>)>,
    /// Each word with the numbers of the pages that it stands on.
    words: BTreeMap<String, BTreeSet<usize>>,
}

impl Kept {
    /// Takes in the words of pages, in their order; those whose blocks are the very same ones are not read again.
    fn take(&mut self, pages: &[&Page]) {
        let same_pages = self.pages.len() == pages.len()
            && self.pages.iter().zip(pages).all(|((path, ..), page)| *path == page.path);
        if !same_pages {
            let before: BTreeMap<SitePath, _> =
                self.pages.drain(..).map(|(path, body, words)| (path, (body, words))).collect();
            self.words.clear();
            self.pages = pages
                .par_iter()
                .map(|page| {
                    let words = match before.get(&page.path) {
                        Some((body, words)) if body.is_same(&page.body) => Arc::clone(words),
                        _ => Arc::new(texts(page)),
                    };
                    (page.path.clone(), page.body.clone(), words)
                })
                .collect();
            for (number, (_, _, words)) in self.pages.iter().enumerate() {
                for word in words.iter() {
                    self.words.entry(word.clone()).or_default().insert(number);
                }
            }
            return;
        }
        for (number, (page, (_, body, words))) in pages.iter().zip(&mut self.pages).enumerate() {
            if body.is_same(&page.body) {
                continue;
            }
            let now = Arc::new(texts(page));
            for word in words.difference(&now) {
                if let Some(on) = self.words.get_mut(word) {
                    on.remove(&number);
                    if on.is_empty() {
                        self.words.remove(word);
                    }
                }
            }
            for word in now.difference(words) {
                self.words.entry(word.clone()).or_default().insert(number);
            }
            (*body, *words) = (page.body.clone(), now);
        }
    }
}

/// The index as a script file; nothing for a site without a page to search on. Words of pages that are as they were are those
/// that were kept.
pub fn index_again(site: &Site, kept: &Mutex<Kept>) -> Option<(SitePath, String)> {
    site.pages.iter().find(|page| page.kind == PageKind::Search)?;
    let path = asset(INDEX)?;
    // The front page is a copy of a report's. Who looks for the search has found it.
    let pages: Vec<&Page> = (site.pages.iter())
        .filter(|page| !matches!(page.kind, PageKind::Front | PageKind::NotFound | PageKind::Search))
        .collect();
    let mut kinds: Vec<String> = Vec::new();
    let mut listed = Vec::with_capacity(pages.len());
    for page in &pages {
        let kind = kind(site, page);
        let kind = kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
            kinds.push(kind);
            kinds.len() - 1
        });
        let file = page.path.as_str();
        let file = file.strip_suffix("index.html").unwrap_or(file);
        let sentence = page.description.as_deref().map(shortened).unwrap_or_default();
        listed.push(json!([file, page.title, sentence, kind]));
    }
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.take(&pages);
    let folder_index = if site.facts.pretty_links { "" } else { "index.html" };
    let facts = json!({ "index": folder_index, "kinds": kinds, "pages": listed, "words": packed(&kept.words) });
    Some((path, format!("self.multumIndex={facts};\n")))
}

/// What a page is, for who chooses among results.
fn kind(site: &Site, page: &Page) -> String {
    match page.kind {
        PageKind::Measure => "Measure".to_owned(),
        PageKind::Measures | PageKind::Archive => "List".to_owned(),
        PageKind::Report(_) | PageKind::Topic(_) => {
            feed::report_of(site, page).map(|report| report.title.clone()).unwrap_or_default()
        }
        PageKind::About => "About this site".to_owned(),
        PageKind::Front | PageKind::Search | PageKind::Plain | PageKind::NotFound => String::new(),
    }
}

/// A sentence cut between two words.
fn shortened(sentence: &str) -> String {
    if sentence.chars().count() <= SENTENCE {
        return sentence.to_owned();
    }
    let kept: String = sentence.chars().take(SENTENCE).collect();
    format!("{} …", kept.rsplit_once(' ').map_or(kept.as_str(), |(whole, _)| whole))
}

/// The words of a page's text, each once. A measure's page is found by its title and definition: what else stands on it stands
/// on all of them. A list is found by its title, and what it lists by their own.
fn texts(page: &Page) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    if !matches!(page.kind, PageKind::Measure | PageKind::Measures | PageKind::Archive) {
        blocks(&page.body, &mut words);
    }
    words
}

fn blocks(all: &[Block], words: &mut BTreeSet<String>) {
    for block in all {
        match block {
            Block::Heading(heading) => split(&plain_text(&heading.text), words),
            Block::Paragraph(text) => split(&plain_text(text), words),
            Block::List { items, .. } => items.iter().for_each(|item| blocks(item, words)),
            Block::Quotation(inner) => blocks(inner, words),
            Block::Note(note) => {
                note.title.iter().for_each(|title| split(title, words));
                blocks(&note.body, words);
            }
            Block::Table(table) => {
                split(&table.caption, words);
                table.columns.iter().for_each(|column| split(&column.heading, words));
                for row in &table.rows {
                    split(&plain_text(&row.heading), words);
                    for cell in &row.cells {
                        match cell {
                            Cell::Words(text) => split(&plain_text(text), words),
                            Cell::Figure { .. } | Cell::Absent(_) | Cell::Empty => {}
                        }
                    }
                }
            }
            Block::Chart(figure) => split(&figure.chart.title, words),
            Block::KeyFigures(figures) => figures.iter().for_each(|figure| split(&figure.title, words)),
            Block::Image(image) => {
                split(&image.alternative, words);
                split(&plain_text(&image.caption), words);
            }
            // What they lead to is found by its own words.
            Block::Code(_) | Block::Pages(_) | Block::Downloads(_) | Block::Editions(_) => {}
        }
    }
}

/// Takes the words of a text: three letters or more, small, without digits.
fn split(text: &str, words: &mut BTreeSet<String>) {
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.chars().all(char::is_alphabetic) && word.chars().count() > 2 {
            words.insert(word.to_lowercase());
        }
    }
}

/// Each word with the pages that it stands on, as `word 3 1 a`: the first page's number, then the steps to the next, in base 36.
fn packed(words: &BTreeMap<String, BTreeSet<usize>>) -> String {
    let mut out = String::new();
    for (word, pages) in words.iter().filter(|(_, pages)| pages.len() <= COMMON) {
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(word);
        let mut last = 0;
        for page in pages {
            let _ = write!(out, " {}", base_36(page - last));
            last = *page;
        }
    }
    out
}

fn base_36(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[number % 36]));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_packed_with_the_steps_between_their_pages() {
        let words =
            BTreeMap::from([("oakham".to_owned(), [0, 36, 37].into()), ("uppingham".to_owned(), [1_300].into())]);
        assert_eq!(packed(&words), "oakham 0 10 1;uppingham 104");
    }

    #[test]
    fn a_figure_is_no_word() {
        let mut words = BTreeSet::new();
        split("Up 14 points to 67%: [c] of Ysgol Gyfun Tŷ’r Cwm, 2016/17, KS2, H2O.", &mut words);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(words, ["cwm", "gyfun", "points", "ysgol"]);
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let long = "pupils ".repeat(40);
        let short = shortened(&long);
        assert!(short.ends_with("pupils …") && short.chars().count() <= SENTENCE + 2, "{short}");
        assert_eq!(shortened("Short."), "Short.");
    }
}
