//! A report as a Typst document: each block and each inline of the neutral model, in the words of the theme's `report.typ`.
//!
//! The document is code and never markup: whatever anybody wrote stands in a string, so that it can't be taken for an
//! instruction. Beside it stands a map from its bytes to the author's lines, by which Typst's errors find their way back.
//! The matches are exhaustive: a new block asks for its ruling here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use typst::foundations::Bytes;

use super::drawing;
use super::fonts::Fonts;
use super::request::Request;
use super::table;
use crate::charts::{self, Scene};
use crate::diagnostic::{Diagnostic, Findings, Span, code};
use crate::document::{
    Block, Blocks, ChartFigure, Download, Edition, Heading, Image, Inline, KeyFigure, Note, Page, PageLink, Site,
    Target, every, plain_text,
};
use crate::figures::published::Published;
use crate::outputs::html::{link, size};
use crate::outputs::linear::ended;
use crate::vocabulary::{SitePath, upper_first};

/// The width of a line on A4 in points: 640 CSS pixels, as wide as charts are drawn, which leaves margins of 20 millimetres.
pub const LINE: f64 = 480.0;

/// CSS pixels of a point.
const PIXELS: f32 = 96.0 / 72.0;

/// What is known of a document before its blocks are written.
pub struct Setting<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its fonts.
    pub fonts: &'a Fonts,
    /// What was asked for.
    pub request: &'a Request,
    /// What outputs before this one have made to take away.
    pub editions: &'a [Edition],
    /// In which volume each chapter stands, by the page's path.
    pub volumes: &'a BTreeMap<SitePath, usize>,
    /// Which volume this is.
    pub volume: usize,
}

/// Where a stretch of a document comes from.
#[derive(Clone)]
pub struct Place {
    /// The page.
    pub page: SitePath,
    /// Where its author wrote it; nothing when multum did.
    pub at: Option<Span>,
}

/// A document that grows.
pub struct Manuscript<'a> {
    /// What is known before.
    pub setting: &'a Setting<'a>,
    /// The code so far.
    pub out: String,
    /// From which byte on the code comes from which place.
    pub places: Vec<(usize, Place)>,
    /// Drawings and pictures by the name that the code calls them.
    pub files: BTreeMap<String, Bytes>,
    /// Anchors that can be linked to.
    anchors: BTreeSet<String>,
    /// Addresses outside, in the order of their numbers.
    addresses: Vec<String>,
    /// Letters that the font lacks, with the page on which each was first met.
    missing: BTreeMap<char, (SitePath, Option<Span>)>,
    /// The page that is being written.
    page: SitePath,
    /// The heading that stands right above what is written next.
    above: Option<String>,
}

impl<'a> Manuscript<'a> {
    /// A document with nothing written yet.
    pub fn new(setting: &'a Setting<'a>) -> Manuscript<'a> {
        Manuscript {
            setting,
            out: String::new(),
            places: Vec::new(),
            files: BTreeMap::new(),
            anchors: BTreeSet::new(),
            addresses: Vec::new(),
            missing: BTreeMap::new(),
            page: SitePath::top(),
            above: None,
        }
    }

    /// Writes pages as chapters, one after the other, then the addresses that they lead to. With `opening`, the first has
    /// had its title already.
    pub fn chapters(&mut self, pages: &[&Page], opening: bool) {
        for page in pages {
            self.anchors.insert(anchor(&page.path, None));
            self.anchors.extend(every(&page.body).filter_map(|block| match block {
                Block::Heading(heading) => Some(anchor(&page.path, Some(&heading.id))),
                Block::Chart(figure) => Some(anchor(&page.path, Some(&figure.id))),
                _ => None,
            }));
        }
        for (at, page) in pages.iter().enumerate() {
            self.page = page.path.clone();
            self.at(None);
            let samples = page.banners.iter().filter(|banner| banner.sample.is_some());
            let notices: Vec<String> = samples.map(|banner| plain_text(&banner.words)).collect();
            let own_sheets = self.setting.request.is_report() && !notices.is_empty();
            if own_sheets {
                let standing = self.setting.standing(Some(page));
                let _ = write!(self.out, "sheets(lines: {}, notices: ", self.setting.foot(&standing));
                self.list_of_words(&standing);
                self.code(", {\n");
            }
            if opening && at == 0 {
                self.code("opening(anchor: ");
            } else {
                self.code("chapter(");
                self.words(&page.title);
                self.code(", anchor: ");
            }
            self.literal(&anchor(&page.path, None));
            if let Some(description) = &page.description {
                self.code(", lead: ");
                self.words(description);
            }
            if !notices.is_empty() {
                self.code(", notices: ");
                self.list_of_words(&notices);
            }
            self.code(")\n");
            if page.language == self.setting.site.facts.language {
                self.body(&page.body);
            } else {
                self.in_language(page.language.as_str(), |manuscript| {
                    manuscript.code("{\n");
                    manuscript.body(&page.body);
                    manuscript.code("}");
                });
                self.code("\n");
            }
            if own_sheets {
                self.code("})\n");
            }
        }
        self.at(None);
        if !self.addresses.is_empty() {
            let addresses = std::mem::take(&mut self.addresses);
            self.code("addresses((");
            for address in &addresses {
                self.code("(");
                self.literal(address);
                self.code(", (");
                for piece in pieces_of_address(address) {
                    self.literal(piece);
                    self.code(", ");
                }
                self.code(")), ");
            }
            self.code("))\n");
        }
    }

    /// What was found while it was written: letters that the font lacks, each where it stands.
    pub fn findings(&self) -> Findings {
        let family = &self.setting.fonts.family;
        self.missing
            .iter()
            .map(|(letter, (page, near))| {
                let message = format!(
                    "the font of the PDFs, {family}, has no {letter} (U+{:04X}), which stands on {page}",
                    u32::from(*letter)
                );
                // What an author wrote stands in the page's own file more often than not.
                let place = near.as_ref().and_then(|near| {
                    let file = near.source();
                    let later = file.text()[near.start()..].find(*letter).map(|at| near.start() + at);
                    let start = later.or_else(|| file.text().find(*letter))?;
                    Some(file.span(start, start + letter.len_utf8()))
                });
                let fault = match place.or_else(|| near.clone()) {
                    Some(place) => Diagnostic::error(code::FONT, &place, message),
                    None => Diagnostic::placeless(code::FONT, message),
                };
                fault.hint("write it in words, or give the theme a font that has it: print-font in theme.toml")
            })
            .collect()
    }

    /// Appends code as it is. Nothing that anybody wrote may go through here.
    pub fn code(&mut self, code: &str) {
        self.out.push_str(code);
    }

    /// Appends a text as a string of Typst.
    pub fn literal(&mut self, text: &str) {
        self.heed(text);
        self.out.push('"');
        for letter in text.chars() {
            match letter {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                letter if letter.is_control() => self.out.push(' '),
                letter => self.out.push(letter),
            }
        }
        self.out.push('"');
    }

    /// Remembers those letters of a text that the font lacks.
    fn heed(&mut self, text: &str) {
        for letter in text.chars().filter(|letter| !self.setting.fonts.has(*letter)) {
            let near = self.places.last().and_then(|(_, place)| place.at.clone());
            self.missing.entry(letter).or_insert_with(|| (self.page.clone(), near));
        }
    }

    /// Appends a text as content, its words held together where a line must not end.
    pub fn words(&mut self, text: &str) {
        self.code("{");
        self.pieces(text);
        self.code("}");
    }

    /// Appends the pieces of a text as statements of a block.
    ///
    /// Source: UKAAF G003: words and single pieces of information are not split over lines. A word with a hyphen, a stroke
    /// or a dash in it is set in one box, and a number stays with the word before it that it belongs to.
    fn pieces(&mut self, text: &str) {
        let mut plain = String::new();
        let mut written = false;
        let mut before: Option<&str> = None;
        for token in tokens(text) {
            if token.trim().is_empty() {
                plain.push(' ');
                continue;
            }
            if plain.ends_with(' ') && before.is_some_and(|before| belongs(before, token)) {
                plain.pop();
                plain.push('\u{a0}');
            }
            before = Some(token);
            let width = self.setting.fonts.width(token, true) * f64::from(self.setting.request.size.get());
            if width > LINE * 0.8 {
                // A word wider than a line would run off the paper.
                for (at, letter) in token.chars().enumerate() {
                    if at > 0 && at % 8 == 0 {
                        plain.push('\u{200b}');
                    }
                    plain.push(letter);
                }
            } else if token.chars().any(|letter| matches!(letter, '-' | '/' | '–' | '—')) && token.chars().count() > 1
            {
                if !plain.is_empty() {
                    self.statement(&std::mem::take(&mut plain), written);
                    written = true;
                }
                self.code(if written { "; box(" } else { "box(" });
                self.literal(token);
                self.code(")");
                written = true;
            } else {
                plain.push_str(token);
            }
        }
        if !plain.is_empty() || !written {
            self.statement(&plain, written);
        }
    }

    fn statement(&mut self, text: &str, later: bool) {
        if later {
            self.code("; ");
        }
        self.literal(text);
    }

    /// Notes that what follows was written at `place`, or by nobody.
    fn at(&mut self, place: Option<&Span>) {
        self.places.push((self.out.len(), Place { page: self.page.clone(), at: place.cloned() }));
    }

    /// Writes what stands on a page, each block with its place.
    fn body(&mut self, blocks: &Blocks) {
        for (number, block) in blocks.iter().enumerate() {
            self.at(blocks.place(number));
            self.blocks(std::slice::from_ref(block));
        }
    }

    /// Writes blocks one after the other.
    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.code("\n");
            self.above = match block {
                Block::Heading(heading) => Some(plain_text(&heading.text)),
                _ => None,
            };
        }
    }

    /// Writes blocks as one content.
    fn block_list(&mut self, blocks: &[Block]) {
        self.code("{\n");
        self.blocks(blocks);
        self.code("}");
    }

    /// Whether `words` stand as a heading right above what is written next, and need not be said twice.
    pub fn is_above(&self, words: &str) -> bool {
        self.above.as_deref() == Some(words)
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(inlines) => {
                self.code("par(");
                self.line(inlines);
                self.code(")");
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Quotation(blocks) => {
                self.code("quotation(");
                self.block_list(blocks);
                self.code(")");
            }
            Block::Code(text) => {
                self.code("listing((");
                for line in text.lines() {
                    self.literal(line);
                    self.code(", ");
                }
                self.code("))");
            }
            Block::Table(inner) => table::write(self, inner, true),
            Block::Chart(figure) => self.chart(figure),
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::Image(image) => self.image(image),
            Block::Note(note) => self.note(note),
            Block::Pages(pages) => self.pages(pages),
            Block::Downloads(downloads) => self.downloads(downloads),
            Block::Editions(report) => self.editions(*report),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        if heading.at.is_some() {
            self.at(heading.at.as_ref());
        }
        let _ = write!(self.out, "section({}, ", heading.level.clamp(2, 6));
        self.line(&heading.text);
        self.code(", anchor: ");
        let anchor = anchor(&self.page, Some(&heading.id));
        self.literal(&anchor);
        self.code(")");
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        match start {
            None => self.code("list("),
            Some(start) => {
                let _ = write!(self.out, "enum(start: {start}, ");
            }
        }
        // Items of a line or two stand close; longer ones need room between them to be told apart.
        let close = items
            .iter()
            .all(|item| matches!(item.as_slice(), [Block::Paragraph(line)] if plain_text(line).chars().count() < 60));
        self.code(if close { "tight: true" } else { "tight: false" });
        for item in items {
            self.code(", ");
            match item.as_slice() {
                [Block::Paragraph(inlines)] => self.line(inlines),
                blocks => self.block_list(blocks),
            }
        }
        self.code(")");
    }

    fn chart(&mut self, figure: &ChartFigure) {
        self.code("chart(");
        let _ = write!(self.out, "{}, anchor: ", figure.number);
        let anchor = anchor(&self.page, Some(&figure.id));
        self.literal(&anchor);
        if let Some(headline) = &figure.chart.headline {
            self.code(", headline: ");
            self.words(headline);
        }
        self.code(", title: ");
        self.words(&figure.chart.title);
        let request = self.setting.request;
        let scene = charts::print_scene(&figure.chart, request.size.get() * PIXELS);
        self.code(", drawings: (");
        for (at, part) in drawing::parts(scene).iter().enumerate() {
            match at {
                0 => self.drawing(part, &figure.summary),
                _ => self.drawing(part, &format!("Figure {}, continued.", figure.number)),
            }
            self.code(", ");
        }
        self.code(")");
        self.code(", summary: ");
        self.words(&figure.summary);
        self.code(", figures: {");
        table::write(self, &figure.table(), false);
        self.code("}, notes: ");
        self.list_of_words(&figure.notes);
        self.source(&figure.source);
        self.code(")");
    }

    /// Writes a drawing as large as it was drawn. It is the document that shows it, not the theme, so that what is wrong with
    /// it is told on the author's line.
    fn drawing(&mut self, scene: &Scene, alternative: &str) {
        for (_, text) in scene.texts() {
            self.heed(text);
        }
        let svg = charts::svg::drawing(scene, &self.setting.request.paper.palette());
        let name = format!("/drawings/{}.svg", self.files.len());
        self.code("image(");
        self.literal(&name);
        let _ = write!(self.out, ", width: {:.2}pt, alt: ", scene.frame.width / PIXELS);
        self.literal(alternative);
        self.code(")");
        self.files.insert(name, Bytes::from_string(svg));
    }

    /// Writes texts as an array of contents.
    pub fn list_of_words(&mut self, texts: &[String]) {
        self.code("(");
        for text in texts {
            self.words(text);
            self.code(", ");
        }
        self.code(")");
    }

    /// Writes where figures come from, as an argument.
    pub fn source(&mut self, source: &[Inline]) {
        if !source.is_empty() {
            self.code(", source: ");
            self.line(source);
        }
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        self.code("key-figures((");
        for figure in figures {
            self.code("(title: ");
            self.line(&[Inline::Link { target: figure.link.clone(), text: vec![Inline::Text(figure.title.clone())] }]);
            self.code(", period: ");
            self.words(&figure.period);
            match &figure.value {
                Published::Shown(value) => {
                    self.code(", value: ");
                    self.words(&value.get().text());
                }
                Published::Absent(absent) => {
                    self.code(", absent: ");
                    self.words(&upper_first(absent.symbol.meaning()));
                    if &*absent.reason != absent.symbol.meaning() && !absent.reason.is_empty() {
                        self.code(", reason: ");
                        self.words(&absent.reason);
                    }
                }
            }
            for (name, words) in [("change", &figure.change), ("comparison", &figure.comparison)] {
                if let Some(words) = words {
                    let _ = write!(self.out, ", {name}: ");
                    self.words(words);
                }
            }
            if let Some(spark) = &figure.spark {
                self.code(", drawing: ");
                let scene = charts::print_spark_scene(spark, self.setting.request.size.get() * PIXELS);
                self.drawing(&scene, &format!("{}. {}", spark.title, charts::spark_summary(spark)));
            }
            self.code("), ");
        }
        self.code("))");
    }

    fn image(&mut self, image: &Image) {
        let name = format!("/pictures/{}", image.path);
        let Some(file) = self.setting.site.files.iter().find(|file| file.path == image.path) else {
            // Whoever composes a site has said that the file is not there; its words are.
            self.code("par(");
            self.words(&image.alternative);
            self.code(")");
            return;
        };
        self.files.entry(name.clone()).or_insert_with(|| Bytes::new(file.bytes.to_vec()));
        self.code("picture(image(");
        self.literal(&name);
        let width = image.size.map_or(LINE, |(width, _)| f64::from(width) / f64::from(PIXELS)).min(LINE);
        let _ = write!(self.out, ", width: {width:.2}pt");
        // Typst refuses an image without words for who can't see it: an empty text must not pass for one.
        if !image.alternative.trim().is_empty() {
            self.code(", alt: ");
            self.literal(&image.alternative);
        }
        self.code(")");
        if !image.caption.is_empty() {
            self.code(", caption: ");
            self.line(&image.caption);
        }
        self.code(")");
    }

    fn note(&mut self, note: &Note) {
        self.code("note(");
        self.block_list(&note.body);
        if let Some(title) = &note.title {
            self.code(", title: ");
            self.words(title);
        }
        self.code(")");
    }

    fn pages(&mut self, pages: &[PageLink]) {
        self.code("list(tight: false");
        for page in pages {
            self.code(", {");
            let target = Target::Inside { path: page.path.clone(), anchor: None };
            self.inline(&Inline::Link { target, text: vec![Inline::Text(page.title.clone())] });
            if let Some(description) = &page.description {
                self.code("; linebreak(); ");
                self.pieces(description);
            }
            self.code("}");
        }
        self.code(")");
    }

    fn downloads(&mut self, downloads: &[Download]) {
        self.code("list(tight: false");
        for download in downloads {
            self.code(", {");
            let target = Target::Inside { path: download.path.clone(), anchor: None };
            let words = format!("{} ({}, {})", download.title, download.kind, size(download.bytes));
            self.inline(&Inline::Link { target, text: vec![Inline::Text(words)] });
            self.code("}");
        }
        self.code(")");
    }

    /// Writes the formats of a report. How long the PDFs are is not known while one of them is being set.
    fn editions(&mut self, report: usize) {
        let others = self.setting.editions.iter().filter(|edition| edition.report == report);
        let mut lines: Vec<String> = super::SIZES.iter().map(|(size, _)| format!("{} (PDF)", size.name())).collect();
        lines.extend(others.map(|edition| {
            let length = edition.length.map(|(number, what)| format!(", {number} {what}")).unwrap_or_default();
            format!("{} ({}{length})", edition.title, edition.kind)
        }));
        self.code("list(tight: true");
        for line in &lines {
            self.code(", ");
            self.words(line);
        }
        self.code(")");
    }

    /// Writes a line of text as content.
    pub fn line(&mut self, inlines: &[Inline]) {
        self.code("{");
        self.inlines(inlines);
        self.code("}");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        if inlines.is_empty() {
            self.code("\"\"");
        }
        for (at, inline) in inlines.iter().enumerate() {
            if at > 0 {
                self.code("; ");
            }
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.pieces(text),
            // Stress is weight: no italics, in any size.
            Inline::Strong(inner) | Inline::Emphasis(inner) => {
                self.code("strong(");
                self.line(inner);
                self.code(")");
            }
            Inline::Code(text) => {
                self.code("snippet(");
                self.literal(text);
                self.code(")");
            }
            Inline::Link { target, text } => self.link(target, text),
            Inline::Figure(figure) => {
                if figure.asked.is_some() {
                    self.at(figure.asked.as_ref());
                }
                self.pieces(&figure.text);
            }
            Inline::Foreign { language, text } => {
                self.in_language(language.as_str(), |manuscript| manuscript.line(text))
            }
            Inline::Rating(rating) => {
                self.code("rating(");
                self.literal(rating.name());
                self.code(", ");
                self.literal(rating.word());
                self.code(")");
            }
            Inline::Break => self.code("linebreak()"),
        }
    }

    fn in_language(&mut self, language: &str, write: impl FnOnce(&mut Self)) {
        let (language, region) = language_parts(language);
        self.code("text(lang: ");
        self.literal(&language);
        if let Some(region) = region {
            self.code(", region: ");
            self.literal(&region);
        }
        self.code(", ");
        write(self);
        self.code(")");
    }

    /// Writes a link: to a page of this document with its number, to one outside with the number of its address, which
    /// stands in full at the end. A page of the site that is not in this document has an address only when the site has.
    fn link(&mut self, target: &Target, text: &[Inline]) {
        match target {
            Target::Outside(address) if link::is_outside(address) => self.link_outside(address, text),
            Target::Outside(_) => self.inlines(text),
            Target::Inside { path, anchor: id } => {
                let setting = self.setting;
                let whole = anchor(path, id.as_deref());
                let page = anchor(path, None);
                let place = [whole, page].into_iter().find(|place| self.anchors.contains(place));
                if let Some(place) = place {
                    self.code("page-link(");
                    self.literal(&place);
                    self.code(", ");
                    self.line(text);
                    self.code(")");
                } else if let Some(volume) = setting.volumes.get(path) {
                    self.inlines(text);
                    let _ = write!(self.out, "; \" (volume\u{a0}{volume})\"");
                } else if let Some(site) = &setting.site.facts.address {
                    let mut address = format!("{site}{}", link::encoded(path.as_str(), |byte| byte == b'/'));
                    if let Some(id) = id {
                        let _ = write!(address, "#{}", link::encoded(id, |_| false));
                    }
                    self.link_outside(&address, text);
                } else {
                    self.inlines(text);
                }
            }
        }
    }

    fn link_outside(&mut self, address: &str, text: &[Inline]) {
        self.code("web-link(");
        self.literal(address);
        // An address that is its own words need not be given twice.
        let bare = address.trim_start_matches("mailto:").trim_start_matches("tel:").trim_start_matches("https://");
        let says_itself = plain_text(text).contains(bare.trim_end_matches('/'));
        if !says_itself {
            let number = match self.addresses.iter().position(|known| known == address) {
                Some(at) => at + 1,
                None => {
                    self.addresses.push(address.to_owned());
                    self.addresses.len()
                }
            };
            let _ = write!(self.out, ", number: {number}");
        }
        self.code(", ");
        self.line(text);
        self.code(")");
    }
}

impl Setting<'_> {
    /// What each sheet of paper must say: what the site says of itself, and of a `page` that shows what is not real, that it
    /// does.
    pub fn standing(&self, page: Option<&Page>) -> Vec<String> {
        let facts = &self.site.facts;
        let own = facts.notice.as_ref().map(|notice| facts.short_notice.as_ref().unwrap_or(notice));
        let mut standing: Vec<String> = own.map(|words| ended(words)).into_iter().collect();
        for words in page.iter().flat_map(|page| &page.banners).filter_map(|banner| banner.sample.as_ref()) {
            let words = ended(words);
            if !standing.contains(&words) {
                standing.push(words);
            }
        }
        standing
    }

    /// How many lines the foot of a sheet takes that says so much beside its number.
    pub fn foot(&self, standing: &[String]) -> usize {
        const NUMBER: &str = "Page 888 of 888";
        if self.request.size.is_large() {
            self.lines(NUMBER) + standing.iter().map(|words| self.lines(words)).sum::<usize>()
        } else {
            self.lines(&format!("{NUMBER}. {}", standing.join(" ")))
        }
    }

    /// How many lines words take across the page.
    pub fn lines(&self, words: &str) -> usize {
        let size = f64::from(self.request.size.get());
        let blank = self.fonts.width(" ", false) * size;
        let (mut lines, mut used) = (1, 0.0);
        for word in words.split_whitespace() {
            let width = self.fonts.width(word, false) * size;
            if used > 0.0 && used + blank + width > LINE {
                (lines, used) = (lines + 1, width);
            } else {
                used += if used > 0.0 { blank + width } else { width };
            }
        }
        lines
    }
}

/// The language and the region of a tag, as Typst takes them: `en` and `GB`.
pub fn language_parts(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default().to_owned();
    let region = parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase);
    (language, region)
}

/// The name of a place in the document.
fn anchor(page: &SitePath, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("{page}#{id}"),
        None => page.to_string(),
    }
}

/// The pieces of an address between which a line may end. No line ends with a hyphen, which would be taken for one that
/// was added: it begins the next.
fn pieces_of_address(address: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, sign) in address.char_indices() {
        let cut = match sign {
            '-' | '.' | '?' | '#' => at,
            '/' | '&' | '=' | '_' => at + 1,
            _ => continue,
        };
        if cut > from {
            pieces.push(&address[from..cut]);
            from = cut;
        }
    }
    if from < address.len() {
        pieces.push(&address[from..]);
    }
    pieces
}

/// Words and the white space between them, in turn.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        // A no-break space belongs to its words.
        let blank = |letter: char| letter.is_whitespace() && letter != '\u{a0}';
        let end = rest.find(|letter| blank(letter) != blank(first)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}

/// Whether two words are one piece of information: `stage 2`, `7 September`, `September 2017`, `14 percentage`.
fn belongs(before: &str, word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const NAMES: [&str; 9] = ["stage", "Figure", "figure", "Table", "Appendix", "page", "volume", "grade", "Report"];
    const UNITS: [&str; 7] = ["percentage", "points", "days", "point", "day", "KB", "MB"];
    let bare = word.trim_end_matches(|letter: char| letter.is_ascii_punctuation());
    let number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    let month = |text: &str| MONTHS.contains(&text);
    (number(before) && (month(bare) || UNITS.contains(&bare)))
        || ((month(before) || NAMES.contains(&before)) && number(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_broken_before_a_hyphen_and_after_a_stroke() {
        let address = "https://www.gov.uk/a-b_c?d=e";
        let pieces = pieces_of_address(address);
        assert_eq!(pieces, ["https:/", "/", "www", ".gov", ".uk/", "a", "-b_", "c", "?d=", "e"]);
        assert_eq!(pieces.concat(), address);
        assert!(pieces_of_address("").is_empty());
    }

    #[test]
    fn pieces_of_information_belong_together() {
        for (before, word) in [("stage", "2"), ("7", "September"), ("September", "2017."), ("14", "percentage")] {
            assert!(belongs(before, word), "{before} {word}");
        }
        for (before, word) in [("the", "2"), ("7", "schools"), ("stage", "two")] {
            assert!(!belongs(before, word), "{before} {word}");
        }
    }

    #[test]
    fn a_language_has_its_region_when_it_names_one() {
        assert_eq!(language_parts("en-GB"), ("en".to_owned(), Some("GB".to_owned())));
        assert_eq!(language_parts("cy"), ("cy".to_owned(), None));
    }
}
