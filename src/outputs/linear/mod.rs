//! A report as a sequence of pieces, from its first word to its last: what the editions share that are read in one line,
//! by ear or by touch, and show nothing to the eye.
//!
//! A chart is its words and its table here, a picture its alternative text, and a link its words with a number, whose
//! address stands at the end. Lists of files to take away are left out: they are on the website, and not in a file that was
//! taken away from it.

pub mod table;

use crate::document::{
    Block, ChartFigure, Image, Inline, KeyFigure, Note, Page, PageKind, Report, Site, Status, Table, Target, plain_text,
};
use crate::figures::published::Published;
use crate::vocabulary::{Language, SitePath, date_in_words};

/// A report in the order of reading.
pub struct Reading {
    /// Its title.
    pub title: String,
    /// What must be said before it: whose it is, of which year, when it came out, that it is a reconstruction.
    pub facts: Vec<String>,
    /// Its pages.
    pub chapters: Vec<Chapter>,
    /// Addresses outside that its links lead to, in the order in which they are first named; the first is number 1.
    pub addresses: Vec<String>,
}

/// A page of a report.
pub struct Chapter {
    /// Its number, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: Language,
    /// What stands on it.
    pub pieces: Vec<Piece>,
}

/// A piece, and how deep it stands in lists, notes and quotations.
pub struct Piece {
    /// 0 at the margin.
    pub depth: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a piece is.
pub enum Kind {
    /// A heading below the page's title, with its number, such as 3.2, and its level from 2.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Its number in the report.
        number: String,
        /// Its words.
        words: Words,
    },
    /// A paragraph.
    Paragraph(Words),
    /// The first words of a list's item, with what stands before them: a number, or nothing.
    Item(Option<u64>, Words),
    /// A line that says what follows or ends: "Note: About these figures", "End of note."
    Label(String),
    /// Lines as they were typed.
    Code(String),
    /// The name of a chart: "Figure 2", and its message or title.
    Figure(String),
    /// A table, with its number when the website calls it by one.
    Table(Box<Table>),
}

/// Words, in parts that are of one language each.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Words(pub Vec<Part>);

/// Words of one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The words; a line feed is a line that the author broke.
    pub text: String,
    /// Whether they are of another language than the page's.
    pub foreign: bool,
}

impl Words {
    /// Words of the page's own language.
    pub fn of(text: impl Into<String>) -> Words {
        Words(vec![Part { text: text.into(), foreign: false }])
    }

    /// All words, a broken line being a space.
    pub fn text(&self) -> String {
        self.0.iter().map(|part| part.text.replace('\n', " ")).collect()
    }

    fn push(&mut self, text: &str, foreign: bool) {
        match self.0.last_mut() {
            Some(last) if last.foreign == foreign => last.text.push_str(text),
            _ => self.0.push(Part { text: text.to_owned(), foreign }),
        }
    }
}

/// What the first page of a report is called where the report's own title stands above everything.
const FIRST: &str = "Summary";

/// The report as it is read from end to end.
pub fn reading(site: &Site, report: &Report) -> Reading {
    let mut reader =
        Reader { site, report, addresses: Vec::new(), chapter: 0, english: true, numbers: [0; 5], tables: 0 };
    // What the website says of the whole report above each of its pages is said once.
    let mut banners = Vec::new();
    let chapters = report
        .pages
        .iter()
        .filter_map(|at| site.pages.get(*at))
        .enumerate()
        .map(|(at, page)| {
            reader.chapter = at + 1;
            reader.english = page.language.as_str().starts_with("en");
            reader.numbers = [0; 5];
            reader.tables = 0;
            let mut pieces = Vec::new();
            if let Some(message) = &page.description {
                pieces.push(Piece { depth: 0, kind: Kind::Paragraph(Words::of(message.as_str())) });
            }
            for banner in &page.banners {
                let words = reader.words(&banner.words);
                if banner.sample.is_some() {
                    pieces.push(Piece { depth: 0, kind: Kind::Paragraph(words) });
                } else if !banners.contains(&words.text()) {
                    banners.push(words.text());
                }
            }
            reader.blocks(&page.body, 0, &mut pieces);
            let title = chapter_title(page, report).to_owned();
            Chapter { number: at + 1, title, language: page.language.clone(), pieces }
        })
        .collect();
    let mut facts = facts(site, report);
    facts.extend(banners);
    Reading { title: report.title.clone(), facts, chapters, addresses: reader.addresses }
}

fn facts(site: &Site, report: &Report) -> Vec<String> {
    let mut facts = vec![format!("{}, academic year {}.", report.geography_title, report.year.briefly())];
    match (report.status, report.published.as_deref()) {
        (Status::Draft, _) => facts.push("Draft, not published.".to_owned()),
        (Status::Published, Some(day)) => facts.push(format!("Published {}.", date_in_words(day))),
        (Status::Published, None) => {}
    }
    facts.push(format!("Published by: {}.", site.facts.organisation.name));
    facts.extend(site.facts.notice.clone());
    if let Some(contact) = &site.facts.organisation.contact {
        facts.push(format!("For other formats or with questions: {}", ended(contact)));
    }
    if let Some(address) = &site.facts.address {
        facts.push(format!("On the web: {address}{}/", report.folder));
    }
    facts
}

/// The file of a report's edition: `2016-17/2016-17.txt`; `report.txt` for a report at the top of the site.
pub fn file(report: &Report, extension: &str) -> Option<SitePath> {
    let name = if report.folder.as_str().is_empty() { "report" } else { report.folder.name() };
    report.folder.join(&format!("{name}.{extension}"))
}

/// What a page of a report is called in it.
pub fn chapter_title<'a>(page: &'a Page, report: &Report) -> &'a str {
    if page.title == report.title { FIRST } else { &page.title }
}

/// A sentence with its full stop.
pub fn ended(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', ':']) || text.is_empty() { text.to_owned() } else { format!("{text}.") }
}

struct Reader<'a> {
    site: &'a Site,
    report: &'a Report,
    addresses: Vec<String>,
    chapter: usize,
    /// Whether the chapter is in English, as the words are that multum writes itself.
    english: bool,
    /// How many headings of each level have come, from level 2.
    numbers: [usize; 5],
    tables: usize,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block], depth: usize, out: &mut Vec<Piece>) {
        for block in blocks {
            self.block(block, depth, out);
        }
    }

    fn block(&mut self, block: &Block, depth: usize, out: &mut Vec<Piece>) {
        let mut put = |kind| out.push(Piece { depth, kind });
        match block {
            Block::Heading(heading) => {
                let level = heading.level.clamp(2, 6);
                let number = self.number(level);
                put(Kind::Heading { level, number, words: self.words(&heading.text) });
            }
            Block::Paragraph(inlines) => put(Kind::Paragraph(self.words(inlines))),
            Block::List { start, items } => {
                for (at, item) in items.iter().enumerate() {
                    self.item(start.map(|start| start + at as u64), item, depth, out);
                }
            }
            Block::Quotation(inner) => {
                put(Kind::Label("Quotation:".to_owned()));
                self.blocks(inner, depth + 1, out);
                end_of(inner, "End of quotation.", depth, out);
            }
            Block::Code(code) => put(Kind::Code(code.clone())),
            Block::Table(table) => {
                self.tables += 1;
                let mut table = table.clone();
                // A caption that repeats the heading right above it says nothing more.
                if let Some(Piece { kind: Kind::Heading { words, .. }, .. }) = out.last()
                    && words.text() == table.caption
                {
                    table.caption = String::new();
                }
                table.source = vec![Inline::Text(self.words(&table.source).text())];
                if table.columns.iter().any(|column| column.numeric) && !table.rows.is_empty() {
                    table.caption = format!("Table {}. {}", self.tables, table.caption).trim_end().to_owned();
                }
                out.push(Piece { depth, kind: Kind::Table(table) });
            }
            Block::Chart(figure) => self.chart(figure, depth, out),
            Block::KeyFigures(figures) => {
                for figure in figures {
                    put(Kind::Item(None, Words::of(key_figure(figure))));
                }
            }
            Block::Image(image) => put(Kind::Paragraph(self.image(image))),
            Block::Note(note) => self.note(note, depth, out),
            Block::Pages(pages) => {
                for page in pages {
                    let target = Target::Inside { path: page.path.clone(), anchor: None };
                    let mut text = format!("{}{}", page.title, self.reference(&target, &page.title));
                    if let Some(description) = &page.description {
                        text = format!("{text}: {description}");
                    }
                    put(Kind::Item(None, Words::of(text)));
                }
            }
            Block::Downloads(_) | Block::Editions(_) => {}
        }
    }

    fn item(&mut self, number: Option<u64>, item: &[Block], depth: usize, out: &mut Vec<Piece>) {
        let (first, rest) = match item {
            [Block::Paragraph(inlines), rest @ ..] => (self.words(inlines), rest),
            all => (Words::default(), all),
        };
        out.push(Piece { depth, kind: Kind::Item(number, first) });
        self.blocks(rest, depth + 1, out);
    }

    fn note(&mut self, note: &Note, depth: usize, out: &mut Vec<Piece>) {
        let label = match note.title.as_deref() {
            None | Some("Note") => "Note:".to_owned(),
            Some(title) => format!("Note: {title}"),
        };
        out.push(Piece { depth, kind: Kind::Label(label) });
        self.blocks(&note.body, depth + 1, out);
        end_of(&note.body, "End of note.", depth, out);
    }

    /// A chart: its name and message, what its figures say, and its table with notes and source.
    fn chart(&mut self, figure: &ChartFigure, depth: usize, out: &mut Vec<Piece>) {
        let mut put = |kind| out.push(Piece { depth, kind });
        let name = format!("Figure {}.", figure.number);
        match &figure.chart.headline {
            Some(headline) => {
                put(Kind::Figure(format!("{name} {}", ended(headline))));
                put(Kind::Paragraph(Words::of(ended(&figure.chart.title))));
            }
            None => put(Kind::Figure(format!("{name} {}", ended(&figure.chart.title)))),
        }
        put(Kind::Paragraph(Words(vec![Part { text: figure.summary.clone(), foreign: !self.english }])));
        let mut table = figure.table();
        // The title has been said, and notes of the drawing alone speak of nothing that is here.
        if table.caption == figure.chart.title {
            table.caption = String::new();
        }
        table.source = vec![Inline::Text(self.words(&figure.source).text())];
        put(Kind::Table(Box::new(table)));
    }

    fn image(&mut self, image: &Image) -> Words {
        let mut words = Words::default();
        if !image.alternative.is_empty() {
            words.push(&format!("Picture: {}", ended(&image.alternative)), false);
        }
        if !image.caption.is_empty() {
            if !words.0.is_empty() {
                words.push(" ", false);
            }
            words.0.extend(self.words(&image.caption).0);
        }
        words
    }

    /// The number of the next heading of a level: 3, 3.1, 3.2, 3.2.1.
    fn number(&mut self, level: u8) -> String {
        let at = usize::from(level - 2);
        self.numbers[at] += 1;
        self.numbers[at + 1..].fill(0);
        let parts = self.numbers[..=at].iter().map(usize::to_string);
        std::iter::once(self.chapter.to_string()).chain(parts).collect::<Vec<_>>().join(".")
    }

    fn words(&mut self, inlines: &[Inline]) -> Words {
        let mut words = Words::default();
        self.gather(inlines, false, &mut words);
        words
    }

    fn gather(&mut self, inlines: &[Inline], foreign: bool, words: &mut Words) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => words.push(text, foreign),
                Inline::Strong(inner) | Inline::Emphasis(inner) => self.gather(inner, foreign, words),
                Inline::Link { target, text } => {
                    self.gather(text, foreign, words);
                    let reference = self.reference(target, &plain_text(text));
                    words.push(&reference, foreign);
                }
                Inline::Figure(figure) => words.push(&figure.text, foreign),
                Inline::Foreign { text, .. } => self.gather(text, true, words),
                Inline::Rating(rating) => words.push(rating.word(), foreign),
                Inline::Break => words.push("\n", foreign),
            }
        }
    }

    /// What stands behind a link's words: the number of its address, or of its section. Nothing for a page of the website
    /// whose address nobody knows, or when the words are the address.
    fn reference(&mut self, target: &Target, words: &str) -> String {
        let address = match target {
            Target::Outside(address) if words.contains(address.trim_start_matches("mailto:")) => return String::new(),
            Target::Outside(address) => address.clone(),
            Target::Inside { path, .. } => {
                let at =
                    self.report.pages.iter().position(|at| self.site.pages.get(*at).is_some_and(|p| p.path == *path));
                match (at, &self.site.facts.address) {
                    (Some(at), _) if at + 1 == self.chapter => return String::new(),
                    (Some(at), _) => return format!(" (section {})", at + 1),
                    (None, Some(address)) => format!("{address}{path}"),
                    (None, None) => return String::new(),
                }
            }
        };
        let at = self.addresses.iter().position(|known| *known == address).unwrap_or_else(|| {
            self.addresses.push(address);
            self.addresses.len() - 1
        });
        format!(" [{}]", at + 1)
    }
}

/// Who hears a page is told where a passage of several paragraphs ends, which others see.
fn end_of(inner: &[Block], words: &str, depth: usize, out: &mut Vec<Piece>) {
    if inner.len() > 1 {
        out.push(Piece { depth, kind: Kind::Label(words.to_owned()) });
    }
}

fn key_figure(figure: &KeyFigure) -> String {
    let value = match &figure.value {
        Published::Shown(value) => value.get().text(),
        Published::Absent(absent) => absent.symbol.meaning().to_owned(),
    };
    let mut text = format!("{value}: {}, {}.", figure.title, figure.period);
    if let Published::Absent(absent) = &figure.value
        && !absent.reason.is_empty()
        && &*absent.reason != absent.symbol.meaning()
    {
        text = format!("{text} {}", ended(&absent.reason));
    }
    for more in [&figure.change, &figure.comparison].into_iter().flatten() {
        text = format!("{text} {}", ended(more));
    }
    text
}

/// Whether a report has pages to read, so that an edition of it has something in it.
pub fn is_readable(site: &Site, report: &Report) -> bool {
    report
        .pages
        .iter()
        .filter_map(|at| site.pages.get(*at))
        .any(|page| matches!(page.kind, PageKind::Report(_) | PageKind::Topic(_)))
}
