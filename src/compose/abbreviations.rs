//! Abbreviations written out where a page first uses them, from the glossary, for every edition alike.
//!
//! In prose an abbreviation becomes "special educational needs (SEN)" at its first use. Where an author has written it out
//! there, nothing is added. Headings, quotations and code keep their words. Tables and charts keep theirs as well, since
//! headings of columns must stay short: what they use and the page has not explained by then is said in a note below.

use std::borrow::Cow;

use crate::document::{Block, Cell, Inline, Page, Table, Target, plain_text};
use crate::evidence::glossary::Term;

/// Writes out the abbreviations of a page.
pub(super) fn write_out(page: &mut Page, glossary: &[Term]) {
    let mut forms: Vec<Form<'_>> = Vec::new();
    for (number, term) in glossary.iter().enumerate() {
        if let Some((short, plural)) = &term.short {
            forms.push(Form { term: number, short, full: &term.full });
            forms.push(Form { term: number, short: plural, full: &term.full_plural });
        }
    }
    // The longest first: "EHC plan" is one abbreviation, and not "EHC" with a plan.
    forms.sort_by_key(|form| std::cmp::Reverse(form.short.len()));
    if forms.is_empty() {
        return;
    }
    let mut writer = Writer { forms, explained: vec![false; glossary.len()], noted: vec![false; glossary.len()] };
    if let Some(description) = &mut page.description {
        writer.passage(description);
    }
    writer.blocks(page.body.make_mut());
}

/// An abbreviation in the singular or the plural, and what it stands for.
#[derive(Clone, Copy)]
struct Form<'a> {
    term: usize,
    short: &'a str,
    full: &'a str,
}

struct Writer<'a> {
    forms: Vec<Form<'a>>,
    /// Which terms prose has explained by now.
    explained: Vec<bool>,
    /// Which terms a note has explained.
    noted: Vec<bool>,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        let mut at = 0;
        while at < blocks.len() {
            let mut after = None;
            match &mut blocks[at] {
                Block::Paragraph(inlines) => {
                    self.line(inlines, &mut String::new());
                    // A title of somebody else's work stays as it is, and the line says what it shortens.
                    let note = self.note(&titles(inlines));
                    inlines.extend(note.map(|note| Inline::Text(format!(" {note}"))));
                }
                Block::List { items, .. } => items.iter_mut().for_each(|item| self.blocks(item)),
                Block::Note(note) => self.blocks(&mut note.body),
                Block::Image(image) => self.line(&mut image.caption, &mut String::new()),
                Block::Pages(links) => {
                    links.iter_mut().filter_map(|link| link.description.as_mut()).for_each(|words| self.passage(words));
                }
                Block::Table(table) => {
                    let note = self.note(&words_of(table));
                    table.notes.extend(note);
                }
                Block::Chart(figure) => {
                    let words = format!("{} {}", figure.chart.title, words_of(&figure.table()));
                    figure.notes.extend(self.note(&words));
                }
                Block::KeyFigures(figures) => {
                    let titles: Vec<&str> = figures.iter().map(|figure| figure.title.as_str()).collect();
                    after = self.note(&titles.join("; ")).map(|note| Block::Paragraph(vec![Inline::Text(note)]));
                }
                Block::Heading(_) | Block::Quotation(_) | Block::Code(_) | Block::Downloads(_) | Block::Editions(_) => {
                }
            }
            at += 1;
            if let Some(block) = after {
                blocks.insert(at, block);
                at += 1;
            }
        }
    }

    fn passage(&mut self, words: &mut String) {
        if let Cow::Owned(written) = self.text(words, &mut String::new()) {
            *words = written;
        }
    }

    /// Writes out a line. `before` is what its paragraph has said so far.
    fn line(&mut self, inlines: &mut [Inline], before: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    if let Cow::Owned(written) = self.text(text, before) {
                        *text = written;
                    }
                }
                Inline::Link { target: Target::Outside(_), .. } => {
                    before.push_str(&plain_text(std::slice::from_ref(inline)));
                }
                Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => {
                    self.line(inner, before);
                }
                // A figure's words are the same wherever they stand, and another language has its own abbreviations.
                Inline::Figure(_) | Inline::Foreign { .. } | Inline::Code(_) | Inline::Rating(_) | Inline::Break => {
                    before.push_str(&plain_text(std::slice::from_ref(inline)));
                }
            }
        }
    }

    fn text<'t>(&mut self, text: &'t str, before: &mut String) -> Cow<'t, str> {
        let mut out = String::new();
        let mut copied = 0;
        let mut changed = false;
        let mut from = 0;
        while let Some((at, form)) = self.next(text, from) {
            let (term, short, full) = (self.forms[form].term, self.forms[form].short, self.forms[form].full);
            let end = at + short.len();
            from = end;
            if std::mem::replace(&mut self.explained[term], true) {
                continue;
            }
            let said = format!("{before}{}", &text[..at]);
            if is_written_out(&said, &text[end..], full) {
                continue;
            }
            out.push_str(&text[copied..at]);
            agree(&mut out, full);
            let starts = said.trim_end().is_empty() || said.trim_end().ends_with(['.', '!', '?']);
            let full = if starts { crate::vocabulary::upper_first(full) } else { full.to_owned() };
            // The possessive belongs to both: "the department’s (DfE’s)".
            let own = ["’s", "'s"].into_iter().find(|own| text[end..].starts_with(own)).unwrap_or_default();
            out.push_str(&format!("{full}{own} ({short}{own})"));
            from = end + own.len();
            copied = from;
            changed = true;
        }
        before.push_str(text);
        if !changed {
            return Cow::Borrowed(text);
        }
        out.push_str(&text[copied..]);
        Cow::Owned(out)
    }

    /// The next abbreviation in `text` at or after `from`, and which form it is.
    fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let found = self.forms.iter().enumerate().filter_map(|(number, form)| {
            let whole = |at: &usize| is_whole(text, *at, at + form.short.len());
            let at = text[from..].match_indices(form.short).map(|(at, _)| from + at).find(whole)?;
            Some((at, number))
        });
        // Forms stand longest first, and of equals the first is kept.
        found.min_by_key(|(at, number)| (*at, *number))
    }

    /// The sentence for a note below what says `words`: the abbreviations in it that nothing has explained yet.
    fn note(&mut self, words: &str) -> Option<String> {
        let mut said = Vec::new();
        let mut from = 0;
        while let Some((at, form)) = self.next(words, from) {
            let Form { term, short, full } = self.forms[form];
            from = at + short.len();
            if !self.explained[term] && !std::mem::replace(&mut self.noted[term], true) {
                said.push(format!("{full} ({short})"));
            }
        }
        (!said.is_empty()).then(|| format!("Abbreviations: {}.", said.join("; ")))
    }
}

/// Whether what stands from `start` to `end` is a word of its own, and no part of a compound.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
    !text[..start].ends_with(inner) && !text[end..].starts_with(inner)
}

/// Whether the author has written the abbreviation out right here: "special educational needs (SEN)", "SEN (special
/// educational needs)", "SEN stands for special educational needs".
fn is_written_out(before: &str, after: &str, full: &str) -> bool {
    let full = full.to_lowercase();
    let before = before.to_lowercase();
    let before = before.trim_end_matches(['(', ' ', ',']);
    let after = after.trim_start_matches(['(', ' ', ',', ':']).to_lowercase();
    before.ends_with(&full)
        || after.starts_with(&full)
        || before.ends_with(" called")
        || ["stands for", "is short for", "for short", "means"].iter().any(|verb| after.starts_with(verb))
}

/// Makes an article before an abbreviation fit what it stands for: "an SEN" is "a special educational need".
fn agree(out: &mut String, full: &str) {
    let vowel = full.starts_with(|c: char| "aeiouAEIOU".contains(c)) && !full.to_lowercase().starts_with("uni");
    for (article, other, fits) in
        [("a ", "an ", !vowel), ("an ", "a ", vowel), ("A ", "An ", !vowel), ("An ", "A ", vowel)]
    {
        let is_word = |rest: &str| !rest.ends_with(char::is_alphanumeric);
        if !fits && out.strip_suffix(article).is_some_and(is_word) {
            out.truncate(out.len() - article.len());
            out.push_str(other);
            return;
        }
    }
}

/// The words of a line's links to elsewhere.
fn titles(inlines: &[Inline]) -> String {
    let outside = |inline: &&Inline| matches!(inline, Inline::Link { target: Target::Outside(_), .. });
    inlines.iter().filter(outside).map(|inline| plain_text(std::slice::from_ref(inline)) + "; ").collect()
}

/// All words of a table.
fn words_of(table: &Table) -> String {
    let mut words = format!("{} {}", table.caption, table.corner);
    let mut say = |text: &str| {
        words.push_str("; ");
        words.push_str(text);
    };
    table.columns.iter().for_each(|column| say(&column.heading));
    for row in &table.rows {
        say(&plain_text(&row.heading));
        for cell in &row.cells {
            if let Cell::Words(inlines) = cell {
                say(&plain_text(inlines));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn glossary() -> Vec<Term> {
        let term = |short: &str, full: &str| Term {
            full: Arc::from(full),
            full_plural: Arc::from(format!("{full}s")),
            short: Some((Arc::from(short), Arc::from(format!("{short}s")))),
            meaning: Arc::from(""),
        };
        vec![
            term("SEN", "special educational need"),
            term("EHC plan", "education, health and care plan"),
            term("EHC", "education, health and care"),
            term("DfE", "Department for Education"),
        ]
    }

    fn page(body: Vec<Block>) -> Page {
        let path = crate::vocabulary::SitePath::new("a.html").expect("a path");
        Page {
            path,
            title: "SEN".into(),
            full_title: "SEN".into(),
            description: None,
            kind: crate::document::PageKind::Plain,
            language: crate::vocabulary::Language::british(),
            breadcrumbs: Vec::new(),
            previous: None,
            next: None,
            banners: Vec::new(),
            body: body.into(),
            canonical: None,
            unlisted: false,
        }
    }

    fn written(lines: &[&str]) -> Vec<String> {
        let paragraph = |line: &&str| Block::Paragraph(vec![Inline::Text((*line).to_owned())]);
        let mut page = page(lines.iter().map(paragraph).collect());
        write_out(&mut page, &glossary());
        page.body
            .iter()
            .map(|block| match block {
                Block::Paragraph(line) => plain_text(line),
                _ => String::new(),
            })
            .collect()
    }

    #[test]
    fn an_abbreviation_is_written_out_once_a_page() {
        assert_eq!(
            written(&["Pupils with SEN did well.", "SEN rose. So did EHC plans, and an EHC plan is long."]),
            [
                "Pupils with special educational need (SEN) did well.",
                "SEN rose. So did education, health and care plans (EHC plans), and an EHC plan is long."
            ]
        );
    }

    #[test]
    fn the_words_round_it_stay_grammatical() {
        for (line, expected) in [
            ("SENs differ.", "Special educational needs (SENs) differ."),
            ("He has an SEN.", "He has a special educational need (SEN)."),
            ("It is a DfE rule.", "It is a Department for Education (DfE) rule."),
            ("The DfE’s rule.", "The Department for Education’s (DfE’s) rule."),
            ("It rose. DfE says so.", "It rose. Department for Education (DfE) says so."),
        ] {
            assert_eq!(written(&[line]), [expected]);
        }
    }

    #[test]
    fn what_an_author_has_written_out_is_left_as_it_is() {
        for line in [
            "Pupils with special educational need (SEN) did well, and SEN rose.",
            "SEN (special educational need) rose.",
            "SEN stands for special educational need.",
            "A Special educational need, or SEN-like need, in SEND and PRESEN.",
        ] {
            assert_eq!(written(&[line]), [line]);
        }
    }

    #[test]
    fn a_table_says_in_a_note_what_prose_has_not_said() {
        let table = |caption: &str| {
            Block::Table(Box::new(Table {
                caption: caption.to_owned(),
                corner: "Group".into(),
                columns: Vec::new(),
                rows: Vec::new(),
                source: Vec::new(),
                notes: Vec::new(),
            }))
        };
        let prose = Block::Paragraph(vec![Inline::Text("An EHC plan.".into())]);
        let mut page = page(vec![prose, table("SEN and EHC plans"), table("SEN again")]);
        write_out(&mut page, &glossary());
        let notes: Vec<Vec<String>> = page
            .body
            .iter()
            .filter_map(|block| match block {
                Block::Table(table) => Some(table.notes.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(notes, [vec!["Abbreviations: special educational need (SEN).".to_owned()], Vec::new()]);
        assert_eq!(page.title, "SEN");
    }
}
