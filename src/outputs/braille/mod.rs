//! A report in braille, as a file for an embosser or a braille display: Unified English Braille in a BRF file.
//!
//! The layout follows the Braille Authority of North America's "Braille Formats" where the UK Association for Accessible
//! Formats leaves it open: first headings in the middle, second ones from the fifth cell, others from the seventh;
//! paragraphs from the third cell; lists and rows of tables hang. There are no references to print pages, since the source
//! of this braille is a website, which has none; sections, figures and tables have the numbers of the other editions.
//!
//! Who is to carry it on paper can have it in volumes, each with its title page and its contents. Its pages are numbered from 1
//! in each, since that is the number by which a page is found in the hand.
//!
//! Contracted braille (grade 2) is made by a [`Translator`] outside and handed in with the site: see [`passages`].
//! Uncontracted braille is ours (`uncontracted`), and is there on every machine.

mod page;
pub mod uncontracted;
pub mod welsh;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Made;
use super::linear::table::{Columns, Laid, length};
use super::linear::{self, Chapter, Kind, Piece, Reading, Words, ended};
use crate::diagnostic::{Checked, Diagnostic, Findings, code};
use crate::document::{Braille, Edition, Report, Site, Table, Tongue, plain_text};
use crate::source::theme::Theme;
use crate::tree::Tree;
use page::Galley;
use uncontracted::{prepared, uncontracted};

/// Makes contracted braille. It stands at the rim of the program, since it starts another.
pub trait Translator: Send + Sync {
    /// What it is, with its version: `liblouis 3.24.0 with the table en-ueb-g2.ctb`; or why it can't be used.
    fn name(&self, tongues: &[Tongue]) -> Result<String, String>;

    /// The braille of each passage, in the same order and number; or why there is none.
    fn contracted(&self, tongue: Tongue, passages: &[String]) -> Result<Vec<String>, String>;
}

/// The output's name in `--editions`.
pub const NAME: &str = "braille";

/// The longest passage that is translated in one piece. liblouis breaks lines of some 2,000 letters without a word.
const LONGEST: usize = 1000;

/// The braille of each report.
pub fn render(site: &Site, _theme: &Theme, _made: &Made) -> Checked<Made> {
    let mut findings = Findings::new();
    let mut made = Made::of(Tree::default());
    let texts: Vec<Option<Volume>> = site.reports.par_iter().map(|report| make(site, report, 1).pop()).collect();
    for (number, (report, text)) in site.reports.iter().zip(texts).enumerate() {
        let (Some(path), Some(Volume { text, pages })) = (linear::file(report, "brf"), text) else { continue };
        let bytes = text.len();
        if let Err(taken) = made.tree.insert(path.clone(), text.into_bytes()) {
            findings.push(Diagnostic::placeless(code::ADDRESS, format!("two files would have the address {taken}")));
            continue;
        }
        let braille = &site.facts.braille;
        let form = if braille.contracted.is_some() { "contracted" } else { "uncontracted" };
        made.editions.push(Edition {
            report: number,
            path,
            title: format!("Braille, {form}, {} cells by {} lines", braille.cells, braille.lines),
            kind: "BRF".to_owned(),
            length: Some((pages, "braille pages")),
            bytes,
            note: Some(proofread(braille)),
        });
    }
    Checked { value: made, findings }
}

/// A report in braille, or one part of a long one.
pub struct Volume {
    /// The file.
    pub text: String,
    /// How many pages it has.
    pub pages: usize,
}

/// The braille of a report in so many volumes of nearly as many pages, each with one section at least; nothing of a report
/// that has nothing to read.
pub fn make(site: &Site, report: &Report, volumes: usize) -> Vec<Volume> {
    if !linear::is_readable(site, report) {
        return Vec::new();
    }
    let reading = linear::reading(site, report);
    let mut scribe = Scribe::of(&site.facts.braille);
    let whole = Bound { reading: &reading, parts: vec![&reading.chapters], at: 0 };
    let (one, starts) = set(site, &whole, &mut scribe);
    let volumes = volumes.clamp(1, reading.chapters.len().max(1));
    if volumes == 1 {
        return vec![one];
    }
    let parts = super::divided(&reading.chapters, &starts, one.pages, volumes);
    (0..volumes).map(|at| set(site, &Bound { reading: &reading, parts: parts.clone(), at }, &mut scribe).0).collect()
}

/// A volume before it is set: which of the parts of a reading it is.
struct Bound<'a> {
    reading: &'a Reading,
    parts: Vec<&'a [Chapter]>,
    at: usize,
}

impl Bound<'_> {
    /// Its sections.
    fn chapters(&self) -> &[Chapter] {
        self.parts.get(self.at).copied().unwrap_or_default()
    }

    /// Whether it is the last, in which the addresses stand.
    fn is_last(&self) -> bool {
        self.at + 1 == self.parts.len()
    }

    /// Whether there are several.
    fn is_divided(&self) -> bool {
        self.parts.len() > 1
    }
}

/// What the title page and the page of formats say of who has read it.
fn proofread(braille: &Braille) -> String {
    match &braille.transcriber {
        Some(name) => format!("Proofread by {}", ended(name)),
        None => "Machine-made, not proofread.".to_owned(),
    }
}

/// The languages of a site's pages that have contractions.
pub fn tongues(site: &Site) -> Vec<Tongue> {
    let of = |tongue| {
        let pages = site.reports.iter().flat_map(|report| &report.pages).filter_map(|at| site.pages.get(*at));
        pages.into_iter().any(|page| Tongue::of(&page.language) == Some(tongue))
    };
    // What multum writes itself is English.
    if of(Tongue::Welsh) { vec![Tongue::English, Tongue::Welsh] } else { vec![Tongue::English] }
}

/// What a translator is to contract for a site.
#[derive(Default)]
pub struct Passages {
    /// English passages, each once.
    pub english: BTreeSet<String>,
    /// Welsh words, each once.
    pub welsh: BTreeSet<String>,
}

/// Every passage that a translator is to contract for this site, each once, also those that stand in volumes alone.
pub fn passages(site: &Site) -> Passages {
    let mut asked = Some(Passages::default());
    for report in site.reports.iter().filter(|report| linear::is_readable(site, report)) {
        let reading = linear::reading(site, report);
        let mut scribe = Scribe { braille: &site.facts.braille, asked: asked.take() };
        set(site, &Bound { reading: &reading, parts: vec![&reading.chapters], at: 0 }, &mut scribe);
        let halves = vec![&reading.chapters[..1.min(reading.chapters.len())], &reading.chapters];
        for at in [0, 1] {
            let volume = Bound { reading: &reading, parts: halves.clone(), at };
            title_page(site, &volume, &mut scribe, 20);
            notes(&volume, &mut scribe, 20);
            end_of_volume(&volume, &mut scribe);
        }
        asked = scribe.asked;
    }
    asked.unwrap_or_default()
}

/// What a passage is cut into before it is translated: where two numbers stand side by side, which liblouis joins to one,
/// and where it is too long for one line.
pub fn pieces(passage: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut digit = false;
    for word in passage.split(' ') {
        let number = word.chars().next().is_some_and(|c| c.is_ascii_digit() || "−£(.".contains(c));
        match pieces.last_mut() {
            Some(piece) if !(digit && number) && piece.len() + word.len() < LONGEST => {
                piece.push(' ');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
        digit = word.chars().next_back().is_some_and(|c| c.is_ascii_digit());
    }
    pieces
}

/// Turns words into braille, or notes which words it would have to know for it.
struct Scribe<'a> {
    braille: &'a Braille,
    asked: Option<Passages>,
}

impl<'a> Scribe<'a> {
    fn of(braille: &'a Braille) -> Scribe<'a> {
        Scribe { braille, asked: None }
    }

    /// The braille of English words.
    fn say(&mut self, text: &str) -> String {
        let text = prepared(text);
        if text.is_empty() {
            return text;
        }
        let mut out = String::new();
        for piece in pieces(&text) {
            if !out.is_empty() {
                out.push(' ');
            }
            let known = self.braille.contracted.as_ref().and_then(|contracted| contracted.passages.get(&piece));
            match known {
                Some(braille) => out.push_str(braille),
                None => out.push_str(&uncontracted(&piece)),
            }
            if let Some(asked) = &mut self.asked {
                asked.english.insert(piece);
            }
        }
        out
    }

    /// The braille of words in a tongue; letter by letter in one that has no contractions.
    fn say_in(&mut self, tongue: Option<Tongue>, text: &str) -> String {
        let text = match tongue {
            Some(Tongue::English) => return self.say(text),
            Some(Tongue::Welsh) | None => prepared(text),
        };
        if tongue.is_none() {
            return uncontracted(&text);
        }
        if let Some(asked) = &mut self.asked {
            asked.welsh.extend(welsh::words(&text));
        }
        match &self.braille.contracted {
            Some(contracted) => welsh::contracted(&text, &contracted.welsh),
            None => uncontracted(&text),
        }
    }

    /// The braille of words after a label that is English in any case, such as "Note:".
    fn labelled(&mut self, tongue: Option<Tongue>, label: &str, text: &str) -> String {
        match tongue {
            Some(Tongue::English) => self.say(&format!("{label} {text}")),
            Some(Tongue::Welsh) | None => format!("{} {}", self.say(label), self.say_in(tongue, text)),
        }
    }

    /// The braille of words of several languages: those of another than the page's are uncontracted, as the rules ask.
    fn words(&mut self, words: &Words, tongue: Option<Tongue>) -> String {
        let mut out = String::new();
        for part in &words.0 {
            let starts = part.text.starts_with(char::is_whitespace);
            if starts && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(&self.say_in(tongue.filter(|_| !part.foreign), &part.text));
            if part.text.ends_with(char::is_whitespace) {
                out.push(' ');
            }
        }
        out.trim_end().to_owned()
    }
}

/// A volume as BRF, and the page of a part of the whole on which each of its sections begins.
fn set(site: &Site, volume: &Bound<'_>, scribe: &mut Scribe) -> (Volume, Vec<usize>) {
    let braille = scribe.braille;
    let (width, height) = (braille.cells, braille.lines - 1);
    let mut body = Galley::new(width);
    let mut entries: Vec<(u8, String)> = Vec::new();
    for chapter in volume.chapters() {
        let tongue = Tongue::of(&chapter.language);
        let title = heading(scribe, &chapter.number.to_string(), &Words::of(chapter.title.as_str()), tongue);
        body.centred(&title);
        entries.push((1, title));
        for (at, piece) in chapter.pieces.iter().enumerate() {
            set_piece(
                &mut body,
                scribe,
                tongue,
                piece,
                at.checked_sub(1).map(|before| &chapter.pieces[before]),
                &mut entries,
            );
        }
    }
    let addresses = if volume.is_last() { volume.reading.addresses.as_slice() } else { &[] };
    if !addresses.is_empty() {
        let title = scribe.say("Addresses");
        body.centred(&title);
        entries.push((1, title));
        for (at, address) in addresses.iter().enumerate() {
            // An address is typed letter by letter, so that nothing in it is contracted.
            let number = uncontracted(&format!("[{}]", at + 1));
            body.words(&format!("{number} {}", uncontracted(&prepared(address))), 0, 2);
        }
    }
    if volume.is_divided() {
        body.gap();
        body.words(&end_of_volume(volume, scribe), 4, 4);
    }
    let (pages, on) = body.cut(height);

    let mut front = title_page(site, volume, scribe, height);
    front.extend(notes(volume, scribe, height));
    // How long the contents are doesn't hang on the numbers in them: these have the same room whatever they are.
    let length = contents(scribe, &entries, &on, 0).cut(height).0.len();
    let before = front.len() + length;
    front.extend(contents(scribe, &entries, &on, before).cut(height).0);
    front.extend(pages);
    let running_head = scribe.say_in(tongue_of(volume.reading), &volume.reading.title);
    let text = page::brf(&front, width, &running_head, number);
    let starts = entries.iter().zip(&on).filter(|((level, _), _)| *level == 1).map(|(_, page)| before + page + 1);
    (Volume { text, pages: front.len() }, starts.collect())
}

/// The tongue of a report's own title: that of its first page.
fn tongue_of(reading: &Reading) -> Option<Tongue> {
    reading.chapters.first().map_or(Some(Tongue::English), |chapter| Tongue::of(&chapter.language))
}

/// A number after words: `Volume 2`.
fn counted(scribe: &mut Scribe, words: &str, number: usize) -> String {
    format!("{} {}", scribe.say(words), uncontracted(&number.to_string()))
}

fn end_of_volume(volume: &Bound<'_>, scribe: &mut Scribe) -> String {
    counted(scribe, "End of volume", volume.at + 1)
}

fn number(page: usize) -> String {
    uncontracted(&page.to_string())
}

fn heading(scribe: &mut Scribe, number: &str, words: &Words, tongue: Option<Tongue>) -> String {
    format!("{} {}", uncontracted(number), scribe.words(words, tongue))
}

/// The title page: what it is, of whom, in which braille, and who has read it; which volume it is, and what stands in each.
fn title_page(site: &Site, volume: &Bound<'_>, scribe: &mut Scribe, height: usize) -> Vec<Vec<String>> {
    let braille = scribe.braille;
    let reading = volume.reading;
    let mut galley = Galley::new(braille.cells);
    let title = scribe.say_in(tongue_of(reading), &reading.title);
    galley.centred(&title);
    if volume.is_divided() {
        let this = counted(scribe, "Volume", volume.at + 1);
        let all = counted(scribe, "of", volume.parts.len());
        galley.centred(&format!("{this} {all}"));
        for (at, chapters) in volume.parts.iter().enumerate() {
            let (Some(first), Some(last)) = (chapters.first(), chapters.last()) else { continue };
            let number = counted(scribe, "Volume", at + 1);
            let sections = if first.number == last.number {
                counted(scribe, "section", first.number)
            } else {
                format!("{} {}", counted(scribe, "sections", first.number), counted(scribe, "to", last.number))
            };
            // A colon and a full stop, the same in each braille.
            galley.words(&format!("{number}3 {sections}4"), 0, 2);
        }
    }
    let welsh = reading.chapters.iter().any(|chapter| Tongue::of(&chapter.language) == Some(Tongue::Welsh));
    let code = if welsh { "Welsh braille and Unified English Braille" } else { "Unified English Braille" };
    let form = match &braille.contracted {
        Some(contracted) => format!("{code}, contracted by {}.", contracted.by),
        None => "Unified English Braille, uncontracted.".to_owned(),
    };
    let made = format!("Made by {}, for {} cells by {} lines.", site.facts.generator, braille.cells, braille.lines);
    for fact in [proofread(braille), form, made].iter().chain(&reading.facts) {
        let words = scribe.say(fact);
        galley.gap();
        galley.words(&words, 0, 2);
    }
    galley.cut(height).0
}

/// The transcriber's notes: what is otherwise here than in print.
fn notes(volume: &Bound<'_>, scribe: &mut Scribe, height: usize) -> Vec<Vec<String>> {
    let mut galley = Galley::new(scribe.braille.cells);
    let title = scribe.say("Transcriber’s notes");
    galley.centred(&title);
    let mut notes = vec![
        "Charts are given as their words and their table, and pictures as their description.",
        "Tables whose rows fit in a line are set in columns, with guide dots. Others are set line by line: the heading of the row, then each column’s heading with what stands in it.",
        "Signs in square brackets beside or in place of a number are explained before each table.",
        "Bold and italic letters and colours are not shown. Ratings are given in words.",
        "Sections are numbered here and not on the website. Figures and tables have the website’s numbers, which begin anew in each section.",
        "Words of other languages, and web addresses, are uncontracted.",
    ];
    if !volume.reading.addresses.is_empty() {
        notes.push(if volume.is_divided() {
            "A number in square brackets after words leads to the address of that number at the end of the last volume."
        } else {
            "A number in square brackets after words leads to the address of that number at the end."
        });
    }
    if volume.is_divided() {
        notes.push(
            "Braille pages are numbered from 1 in each volume. Each volume has the contents of its own sections.",
        );
    }
    for note in notes {
        let words = scribe.say(note);
        galley.words(&words, 2, 0);
    }
    galley.cut(height).0
}

/// The contents: each section with its page, whose number `before` more pages stand before.
fn contents(scribe: &mut Scribe, entries: &[(u8, String)], on: &[usize], before: usize) -> Galley {
    // A blank cell, the sign for numbers and three digits, and a cell more for a report of a thousand pages.
    const ROOM: usize = 6;
    let width = scribe.braille.cells;
    let mut galley = Galley::new(width);
    let title = scribe.say("Contents");
    galley.centred(&title);
    for ((level, words), page) in entries.iter().zip(on).filter(|((level, _), _)| *level <= 2) {
        let (first, rest) = if *level == 1 { (0, 4) } else { (2, 6) };
        let lines = page::broken(words, width - ROOM - first, width - ROOM - rest);
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.into_iter().enumerate() {
            let line = format!("{}{line}", " ".repeat(if at == 0 { first } else { rest }));
            if at < last {
                galley.line(line, true);
                continue;
            }
            let number = number(before + page + 1);
            let dots = width - line.len() - number.len();
            galley.line(format!("{line}{}{number}", guide(dots)), false);
        }
    }
    galley
}

/// Blank cells between words and a number, with guide dots where the way is long.
fn guide(cells: usize) -> String {
    // Fewer than two dots would be taken for a sign.
    if cells < 4 { " ".repeat(cells) } else { format!(" {} ", "\"".repeat(cells - 2)) }
}

fn set_piece(
    galley: &mut Galley,
    scribe: &mut Scribe,
    tongue: Option<Tongue>,
    piece: &Piece,
    before: Option<&Piece>,
    entries: &mut Vec<(u8, String)>,
) {
    let indent = 2 * piece.depth.min(4);
    match &piece.kind {
        Kind::Heading { level, number, words } => {
            let words = heading(scribe, number, words, tongue);
            galley.heading(&words, if *level == 2 { 4 } else { 6 });
            entries.push((*level, words));
        }
        Kind::Paragraph(words) => {
            for line in lines(words) {
                let words = scribe.words(&line, tongue);
                galley.words(&words, indent + 2, indent);
            }
        }
        Kind::Item(number, words) => {
            if !before.is_some_and(|before| matches!(before.kind, Kind::Item(..))) {
                galley.gap();
            }
            let sign = number.map(|number| uncontracted(&format!("{number}. "))).unwrap_or_default();
            let words = scribe.words(words, tongue);
            galley.words(&format!("{sign}{words}"), indent, indent + 2);
        }
        Kind::Label(text) => {
            galley.gap();
            let (start, words) = (galley.here(), scribe.say(text));
            galley.words(&words, indent, indent + 2);
            // "End of note." looks back, and other labels ahead.
            if text.ends_with(':') || text.starts_with("Note") {
                galley.with_next(start);
            }
        }
        Kind::Figure(name) => {
            galley.gap();
            let (start, words) = (galley.here(), scribe.say_in(tongue, name));
            galley.words(&words, indent, indent + 2);
            galley.with_next(start);
        }
        Kind::Code(code) => {
            galley.gap();
            for line in code.lines() {
                galley.words(&uncontracted(&prepared(line)), indent, indent + 2);
            }
        }
        Kind::Table(table) => set_table(galley, scribe, tongue, table, indent),
    }
}

/// The lines into which an author broke a paragraph.
fn lines(words: &Words) -> Vec<Words> {
    let mut lines = vec![Words::default()];
    for part in &words.0 {
        for (at, text) in part.text.split('\n').enumerate() {
            if at > 0 {
                lines.push(Words::default());
            }
            if let Some(line) = lines.last_mut() {
                line.0.push(linear::Part { text: text.to_owned(), foreign: part.foreign });
            }
        }
    }
    lines
}

fn set_table(galley: &mut Galley, scribe: &mut Scribe, tongue: Option<Tongue>, table: &Table, indent: usize) {
    let start = galley.here();
    for (words, tongue) in [(&table.caption, tongue), (&table.key(), Some(Tongue::English))] {
        if !words.is_empty() {
            let words = scribe.say_in(tongue, &ended(words));
            galley.words(&words, indent, indent + 2);
        }
    }
    galley.with_next(start);
    galley.gap();
    let laid = Laid::of(table, &mut |text| scribe.say_in(tongue, text));
    match laid.columns(scribe.braille.cells - indent, POINT) {
        Some(columns) => set_columns(galley, &laid, &columns, indent, (start, scribe.braille.lines - 1)),
        None => set_rows(galley, &laid, indent),
    }
    galley.gap();
    match table.notes.as_slice() {
        [] => {}
        [note] => {
            let words = scribe.labelled(tongue, "Note:", note);
            galley.words(&words, indent, indent + 2);
        }
        notes => {
            for (at, note) in notes.iter().enumerate() {
                let words = scribe.labelled(tongue, &format!("Note {}:", at + 1), note);
                galley.words(&words, indent, indent + 2);
            }
        }
    }
    let source = plain_text(&table.source);
    if !source.is_empty() {
        let words = scribe.labelled(tongue, "Source:", &source);
        galley.words(&words, indent, indent + 2);
    }
    galley.gap();
}

/// The decimal point of a number in braille.
const POINT: char = '4';

/// A table in columns, on one page with what stands above it from line `start`; one that is longer than the `height` of a
/// page has its headings again on each.
fn set_columns(galley: &mut Galley, laid: &Laid, columns: &Columns, indent: usize, (start, height): (usize, usize)) {
    let margin = " ".repeat(indent);
    let mut head: Vec<String> = laid.head(columns).iter().map(|line| format!("{margin}{line}")).collect();
    // The line below headings: dot 5, then the middle dots to the column's width.
    let rule = columns.widths.iter().map(|width| format!("\"{}", "3".repeat(width.saturating_sub(1))));
    head.push(format!("{margin}{}", rule.collect::<Vec<_>>().join("  ")));
    let rows: Vec<String> = (0..laid.headings.len())
        .map(|row| format!("{margin}{}", dotted(&laid.row(row, columns, POINT), laid.headings[row].len())))
        .collect();
    let above = galley.here() - start;
    let whole = above + head.len() + rows.len() <= height;
    let mut start = if whole { start } else { galley.here() };
    for rows in rows.chunks(if whole { rows.len().max(1) } else { height.saturating_sub(head.len()).max(1) }) {
        for line in head.iter().chain(rows) {
            galley.line(line.clone(), false);
        }
        galley.together(start);
        start = galley.here();
    }
}

/// The rows of a table that doesn't fit: each a paragraph of headings and numbers, or, where it has words, a line for each.
fn set_rows(galley: &mut Galley, laid: &Laid, indent: usize) {
    let numbers = laid.numeric.iter().all(|numeric| *numeric);
    for (row, heading) in laid.headings.iter().enumerate() {
        let cells = || laid.columns[1..].iter().zip(&laid.cells[row]);
        if numbers {
            let cells: Vec<String> = cells().map(|(column, cell)| format!("{column} {cell}")).collect();
            galley.words(&format!("{heading}3 {}", cells.join("2 ")), indent, indent + 2);
            continue;
        }
        let corner = &laid.columns[0];
        let heading = if corner.is_empty() { heading.clone() } else { format!("{corner}3 {heading}") };
        let start = galley.here();
        galley.words(&heading, indent, indent + 6);
        galley.with_next(start);
        for (column, cell) in cells() {
            galley.words(&format!("{column}3 {cell}"), indent + 2, indent + 6);
        }
    }
}

/// A row with guide dots from its heading to its first number.
fn dotted(line: &str, heading: usize) -> String {
    let blank = line[heading.min(line.len())..].chars().take_while(|c| *c == ' ').count();
    if blank == 0 || length(line) == heading {
        return line.to_owned();
    }
    format!("{}{}{}", &line[..heading], guide(blank), &line[heading + blank..])
}
