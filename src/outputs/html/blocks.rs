//! Each block and each inline of the neutral model as HTML. The matches are exhaustive: a new block asks for its ruling here.

use crate::document::{Block, Download, Heading, Image, Inline, Note, PageLink, plain_text};

use super::{Place, escape, figure, key_figures, link, table};

/// Writes the blocks of one page, numbering its tables as it goes.
pub struct Writer<'a> {
    /// The page so far.
    pub out: String,
    /// Where it will stand.
    pub place: &'a Place<'a>,
    /// How many tables of their own have been written.
    tables: usize,
    /// The heading that stands right above what is written next.
    above: Option<String>,
    /// How many small trends have been written, each of which needs an id.
    pub sparks: usize,
}

impl<'a> Writer<'a> {
    /// A writer for the page at `place`, with nothing written yet.
    pub fn new(place: &'a Place<'a>) -> Writer<'a> {
        Writer { out: String::new(), place, tables: 0, above: None, sparks: 0 }
    }

    /// Appends text, escaped.
    pub fn text(&mut self, text: &str) {
        escape::text(&mut self.out, text);
    }

    /// Appends markup as it is. Nothing that anybody wrote may go through here.
    pub fn markup(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Appends ` name="value"`, the value escaped.
    pub fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::attribute(&mut self.out, value);
        self.out.push('"');
    }

    /// Writes blocks one after the other.
    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.above = match block {
                Block::Heading(heading) => Some(plain_text(&heading.text)),
                _ => None,
            };
        }
    }

    /// Whether `words` stand as a heading right above what is written next.
    pub fn is_above(&self, words: &str) -> bool {
        self.above.as_deref() == Some(words)
    }

    /// Writes a block.
    pub fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(inlines) => {
                self.markup("<p>");
                self.inlines(inlines);
                self.markup("</p>\n");
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Quotation(blocks) => {
                self.markup("<blockquote>\n");
                self.blocks(blocks);
                self.markup("</blockquote>\n");
            }
            Block::Code(code) => {
                // A long line scrolls in its own box, which the keyboard must reach, and so it needs a name.
                self.markup("<pre tabindex=\"0\" role=\"region\" aria-label=\"Code\"><code>");
                self.text(code);
                self.markup("</code></pre>\n");
            }
            Block::Table(inner) => {
                self.tables += 1;
                table::standalone(self, inner, self.tables);
            }
            Block::Chart(inner) => figure::chart(self, inner),
            Block::KeyFigures(figures) => key_figures::key_figures(self, figures),
            Block::Image(image) => self.image(image),
            Block::Note(note) => self.note(note),
            Block::Pages(pages) => self.pages(pages),
            Block::Downloads(downloads) => self.downloads(downloads),
            Block::Editions(report) => self.editions(*report),
        }
    }

    fn heading(&mut self, heading: &Heading) {
        let level = char::from(b'0' + heading.level.clamp(2, 6));
        self.markup("<h");
        self.out.push(level);
        self.attribute("id", &heading.id);
        self.markup(">");
        self.inlines(&heading.text);
        self.markup("</h");
        self.out.push(level);
        self.markup(">\n");
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        match start {
            None => self.markup("<ul>\n"),
            Some(1) => self.markup("<ol>\n"),
            Some(start) => {
                self.markup("<ol");
                self.attribute("start", &start.to_string());
                self.markup(">\n");
            }
        }
        for item in items {
            self.markup("<li>");
            match item.as_slice() {
                // A list of single paragraphs is set close, without a paragraph in each item.
                [Block::Paragraph(inlines)] => self.inlines(inlines),
                [Block::Paragraph(inlines), Block::List { start, items }] => {
                    self.inlines(inlines);
                    self.markup("\n");
                    self.list(*start, items);
                }
                blocks => self.blocks(blocks),
            }
            self.markup("</li>\n");
        }
        self.markup(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn image(&mut self, image: &Image) {
        self.markup("<figure class=\"image\"><img");
        let address = link::to_path(self.place, &image.path, None);
        self.attribute("src", &address);
        self.attribute("alt", &image.alternative);
        if let Some((width, height)) = image.size {
            self.attribute("width", &width.to_string());
            self.attribute("height", &height.to_string());
        }
        self.markup(" decoding=\"async\">");
        if !image.caption.is_empty() {
            self.markup("<figcaption>");
            self.inlines(&image.caption);
            self.markup("</figcaption>");
        }
        self.markup("</figure>\n");
    }

    fn note(&mut self, note: &Note) {
        self.markup("<div class=\"note\">\n");
        if let Some(title) = &note.title {
            self.markup("<p class=\"note-title\">");
            self.text(title);
            self.markup("</p>\n");
        }
        self.blocks(&note.body);
        self.markup("</div>\n");
    }

    fn pages(&mut self, pages: &[PageLink]) {
        if pages.is_empty() {
            return;
        }
        self.markup("<ul class=\"pages\">\n");
        for page in pages {
            self.markup("<li><a");
            let address = link::to_path(self.place, &page.path, None);
            self.attribute("href", &address);
            self.markup(">");
            self.text(&page.title);
            self.markup("</a>");
            if let Some(description) = &page.description {
                self.markup("<p>");
                self.text(description);
                self.markup("</p>");
            }
            self.markup("</li>\n");
        }
        self.markup("</ul>\n");
    }

    fn downloads(&mut self, downloads: &[Download]) {
        if downloads.is_empty() {
            return;
        }
        self.markup("<ul class=\"downloads\">\n");
        for download in downloads {
            self.markup("<li>");
            let size = self.place.size_of(&download.path).unwrap_or_else(|| super::size(download.bytes));
            self.download(&download.path, |writer| {
                writer.text(&format!("{} ({}, {size})", download.title, download.kind));
            });
            self.markup("</li>\n");
        }
        self.markup("</ul>\n");
    }

    /// Writes the formats of a report, each with its length and size.
    fn editions(&mut self, report: usize) {
        let place = self.place;
        let mut editions = place.editions.iter().filter(|edition| edition.report == report).peekable();
        if editions.peek().is_none() {
            return;
        }
        self.markup("<ul class=\"downloads\">\n");
        for edition in editions {
            self.markup("<li>");
            let length = edition.length.map(|(number, what)| format!(", {number} {what}")).unwrap_or_default();
            let size = super::size(edition.bytes);
            self.download(&edition.path, |writer| {
                writer.text(&format!("{} ({}{length}, {size})", edition.title, edition.kind));
            });
            if let Some(note) = &edition.note {
                self.markup("<p>");
                self.text(note);
                self.markup("</p>");
            }
            self.markup("</li>\n");
        }
        self.markup("</ul>\n");
    }

    /// Writes a link to a file that the browser saves and does not open.
    pub fn download(&mut self, path: &crate::vocabulary::SitePath, words: impl FnOnce(&mut Self)) {
        let address = link::to_path(self.place, path, None);
        self.markup("<a");
        self.attribute("href", &address);
        self.markup(" download>");
        words(self);
        self.markup("</a>");
    }

    /// Writes a line of text.
    pub fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Strong(inner) => self.wrapped("strong", inner),
            Inline::Emphasis(inner) => self.wrapped("em", inner),
            Inline::Code(code) => {
                self.markup("<code>");
                self.text(code);
                self.markup("</code>");
            }
            Inline::Link { target, text } => match link::to_target(self.place, target) {
                Some(address) => {
                    self.markup("<a");
                    self.attribute("href", &address);
                    self.markup(">");
                    self.inlines(text);
                    self.markup("</a>");
                }
                None => self.inlines(text),
            },
            // A withheld figure's words are words like any other; a fact is no measure.
            Inline::Figure(figure) if figure.symbol.is_some() || figure.measure.is_none() => self.text(&figure.text),
            Inline::Figure(figure) => {
                self.markup("<span class=\"figure\">");
                self.text(&figure.text);
                self.markup("</span>");
            }
            Inline::Foreign { language, text } => {
                self.markup("<span");
                self.attribute("lang", language.as_str());
                self.markup(">");
                self.inlines(text);
                self.markup("</span>");
            }
            Inline::Rating(rating) => {
                self.markup("<span");
                self.attribute("class", &format!("rating rating-{}", rating.name()));
                self.markup(">");
                self.text(rating.word());
                self.markup("</span>");
            }
            Inline::Break => self.markup("<br>\n"),
        }
    }

    fn wrapped(&mut self, element: &str, inner: &[Inline]) {
        self.out.push('<');
        self.markup(element);
        self.out.push('>');
        self.inlines(inner);
        self.markup("</");
        self.markup(element);
        self.out.push('>');
    }
}
