//! Markdown becomes blocks. Its marks are resolved by whoever knows the figures.

use std::collections::BTreeMap;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::mark::{self, Piece, is_private};
use super::{Block, Cell, Column, Heading, Image, Inline, Note, Row, Table, Target, plain_text, sentence};
use crate::diagnostic::{Checked, Diagnostic, Findings, Span, code};
use crate::vocabulary::Slug;

/// What only compose knows of a page's text.
pub trait Resolver {
    /// What a mark stands for; nothing when it can't be told, which the resolver has then reported.
    fn mark(&mut self, payload: &str) -> Resolved;
    /// Where a link leads; nothing when nowhere, which the resolver has then reported.
    fn link(&mut self, address: &str, at: &Span) -> Option<Target>;
    /// The picture at an address, with the words that stand for it and below it.
    fn image(&mut self, address: &str, alternative: &str, caption: &str, at: &Span) -> Option<Image>;
    /// Where a stretch of the text, from byte to byte, stood in the author's file.
    fn place(&self, start: usize, end: usize) -> Span;
}

/// What a mark became.
#[derive(Clone, Debug)]
pub enum Resolved {
    /// A piece of a line.
    Inline(Inline),
    /// Blocks, which must stand alone; with the function's name for the message when they don't.
    Blocks(&'static str, Vec<Block>),
    /// Nothing.
    Nothing,
}

/// The blocks of a Markdown text whose line marks have been taken out, and where each of them was written.
pub fn blocks(text: &str, resolver: &mut dyn Resolver) -> Checked<(Vec<Block>, Vec<Span>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_GFM;
    let mut broken: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut note = |link: BrokenLink<'_>| {
        // [c] and the like are words; only [words][name] was surely meant for a link.
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push((link.span, link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut note));
    let events: Vec<(Event<'_>, std::ops::Range<usize>)> = parser.into_offset_iter().collect();
    let mut reader = Reader {
        events,
        at: 0,
        resolver,
        findings: Findings::new(),
        ids: BTreeMap::new(),
        level: 1,
        heading: String::new(),
        depth: 0,
        too_deep: false,
        open_tags: Vec::new(),
    };
    for (range, name) in broken {
        reader.broken_link(&range, &name);
    }
    let blocks = reader.placed(None);
    Checked { value: with_captions(blocks).into_iter().unzip(), findings: reader.findings }
}

struct Reader<'a, 'r> {
    events: Vec<(Event<'a>, std::ops::Range<usize>)>,
    at: usize,
    resolver: &'r mut dyn Resolver,
    findings: Findings,
    /// How often each anchor was wanted.
    ids: BTreeMap<String, usize>,
    /// The level of the last heading.
    level: u8,
    /// The words of the last heading, which a table without a caption falls back on.
    heading: String,
    /// How many quotations, lists and emphases are open.
    depth: usize,
    /// Whether it has been told that they are too many.
    too_deep: bool,
    /// The names of HTML's tags that have been refused and not closed: what closes them is no fault of its own.
    open_tags: Vec<String>,
}

/// How many quotations, lists and emphases may stand inside one another: nobody can follow more, and each takes memory
/// on the way through every edition.
const DEEPEST: usize = 16;

/// What stands in a line before it is known whether it is a paragraph.
enum LinePiece {
    Inline(Inline),
    Blocks(&'static str, Vec<Block>, Span),
}

impl<'a> Reader<'a, '_> {
    fn next(&mut self) -> Option<(Event<'a>, std::ops::Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    fn place(&self, range: &std::ops::Range<usize>) -> Span {
        self.resolver.place(range.start, range.end)
    }

    /// Blocks until `end`, which is taken too; until the end of the text when there is none.
    fn blocks(&mut self, end: Option<TagEnd>) -> Vec<Block> {
        let mut blocks: Vec<Block> = self.placed(end).into_iter().map(|(block, _)| block).collect();
        blocks.shrink_to_fit();
        blocks
    }

    /// The same, each with the place where it was written.
    fn placed(&mut self, end: Option<TagEnd>) -> Vec<(Block, Span)> {
        let mut blocks: Vec<(Block, Span)> = Vec::new();
        while let Some((event, range)) = self.next() {
            let at = self.place(&range);
            match event {
                Event::End(this) if Some(this) == end => break,
                Event::Start(Tag::Paragraph) => {
                    let line = self.line(TagEnd::Paragraph);
                    self.paragraph(line, &at, &mut blocks);
                }
                Event::Start(Tag::Heading { level, id, .. }) => {
                    blocks.extend(self.heading(level, id.map(|id| id.to_string()), &range).map(|block| (block, at)));
                }
                Event::Start(Tag::BlockQuote(_) | Tag::List(_)) if self.leaves_out(&range) => {}
                Event::Start(Tag::BlockQuote(kind)) => {
                    self.depth += 1;
                    let body = self.blocks(Some(TagEnd::BlockQuote(kind)));
                    self.depth -= 1;
                    let block = match kind {
                        None => Block::Quotation(body),
                        Some(kind) => Block::Note(Note { title: Some(note_title(kind).to_owned()), body }),
                    };
                    blocks.push((block, at));
                }
                Event::Start(Tag::CodeBlock(kind)) => blocks.push((self.code_block(kind, &range), at)),
                Event::Start(Tag::List(start)) => {
                    self.depth += 1;
                    blocks.push((self.list(start), at));
                    self.depth -= 1;
                }
                Event::Start(Tag::Table(alignments)) => {
                    if let Some(table) = self.table(&alignments, &range) {
                        blocks.push((Block::Table(Box::new(table)), at));
                    }
                }
                Event::Start(Tag::HtmlBlock) => self.html_block(&range),
                Event::Rule | Event::End(_) => {}
                // A tight list's items hold their line without a paragraph round it.
                _ => {
                    self.at -= 1;
                    let line = self.loose_line(end);
                    self.paragraph(line, &at, &mut blocks);
                }
            }
        }
        blocks
    }

    /// What a line that begins at `at` is: a paragraph, or blocks that stand alone, each where its function was called.
    fn paragraph(&mut self, line: Vec<LinePiece>, at: &Span, blocks: &mut Vec<(Block, Span)>) {
        let blank = |piece: &LinePiece| match piece {
            LinePiece::Inline(Inline::Text(text)) => text.trim().is_empty(),
            LinePiece::Inline(Inline::Break) => true,
            _ => false,
        };
        let alone = line.iter().all(|piece| blank(piece) || matches!(piece, LinePiece::Blocks(..)));
        if alone {
            for piece in line {
                if let LinePiece::Blocks(_, inner, at) = piece {
                    blocks.extend(inner.into_iter().map(|block| (block, at.clone())));
                }
            }
            return;
        }
        let inlines = self.inlines_only(line);
        if !inlines.is_empty() {
            blocks.push((Block::Paragraph(sentence::give_way(inlines)), at.clone()));
        }
    }

    /// The inlines of a line; a chart in the middle of one is reported.
    fn inlines_only(&mut self, line: Vec<LinePiece>) -> Vec<Inline> {
        // A large site keeps a million of these until it is written, so nothing is left of the room they grew in.
        let mut inlines = Vec::with_capacity(line.len());
        for piece in line {
            match piece {
                LinePiece::Inline(mut inline) => {
                    match &mut inline {
                        Inline::Text(text) => text.shrink_to_fit(),
                        Inline::Figure(figure) => figure.text.shrink_to_fit(),
                        _ => {}
                    }
                    inlines.push(inline);
                }
                LinePiece::Blocks(name, _, at) => self.findings.push(
                    Diagnostic::error(
                        code::MARK_PLACE,
                        &at,
                        format!("expected {name} in a paragraph of its own, found it among words"),
                    )
                    .hint("put an empty line before it and after it"),
                ),
            }
        }
        inlines
    }

    /// The line until `end`, which is taken too.
    fn line(&mut self, end: TagEnd) -> Vec<LinePiece> {
        let mut line = Vec::new();
        while let Some((event, range)) = self.next() {
            if event == Event::End(end) {
                break;
            }
            self.piece(event, range, &mut line);
        }
        line
    }

    /// The line until a block begins or `end` comes, which is left.
    fn loose_line(&mut self, end: Option<TagEnd>) -> Vec<LinePiece> {
        let mut line = Vec::new();
        while let Some((event, range)) = self.next() {
            let over = match &event {
                Event::End(this) => Some(*this) == end,
                Event::Start(tag) => is_block(tag),
                Event::Rule => true,
                _ => false,
            };
            if over {
                self.at -= 1;
                break;
            }
            self.piece(event, range, &mut line);
        }
        line
    }

    fn piece(&mut self, event: Event<'a>, range: std::ops::Range<usize>, line: &mut Vec<LinePiece>) {
        let at = self.place(&range);
        match event {
            Event::Text(text) => self.words(&text, &range, line),
            Event::Code(text) => {
                self.refuse_marks(&text, &at, "code");
                line.push(LinePiece::Inline(Inline::Code(text.to_string())));
            }
            Event::SoftBreak => line.push(LinePiece::Inline(Inline::Text(" ".into()))),
            Event::HardBreak => line.push(LinePiece::Inline(Inline::Break)),
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. })
                if self.leaves_out(&range) => {}
            Event::Start(Tag::Strong) => {
                let inner = self.inner(TagEnd::Strong);
                line.push(LinePiece::Inline(Inline::Strong(inner)));
            }
            Event::Start(Tag::Emphasis) => {
                let inner = self.inner(TagEnd::Emphasis);
                line.push(LinePiece::Inline(Inline::Emphasis(inner)));
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                let before = self.findings.count();
                let inner = self.inner(TagEnd::Link);
                if plain_text(&inner).trim().is_empty() {
                    // A picture that was meant for the link's words has been told of.
                    if self.findings.count() != before {
                        return;
                    }
                    self.findings.push(
                        Diagnostic::error(
                            code::LINK_TEXT,
                            &at,
                            "expected words for the link between [ and ], found none",
                        )
                        .hint(format!("write what it leads to: [the name of the page]({dest_url})")),
                    );
                    return;
                }
                self.refuse_marks(&title, &at, "a link's title");
                if self.refuse_marks(&dest_url, &at, "a link's address") {
                    return;
                }
                match self.resolver.link(&dest_url, &at) {
                    Some(target) => line.push(LinePiece::Inline(Inline::Link { target, text: inner })),
                    None => line.extend(inner.into_iter().map(LinePiece::Inline)),
                }
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let inner = self.inner(TagEnd::Image);
                if self.refuse_marks(&dest_url, &at, "an image's address") {
                    return;
                }
                let alternative = plain_text(&inner);
                if let Some(image) = self.resolver.image(&dest_url, &alternative, &title, &at) {
                    line.push(LinePiece::Blocks("an image", vec![Block::Image(image)], at));
                }
            }
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html, &at),
            // These are not switched on, or stand for nothing in a line.
            Event::Start(_)
            | Event::End(_)
            | Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    /// The inlines until `end`, which is taken too, one level further in.
    fn inner(&mut self, end: TagEnd) -> Vec<Inline> {
        self.depth += 1;
        let line = self.line(end);
        self.depth -= 1;
        self.inlines_only(line)
    }

    /// Leaves out what begins here when it stands inside too many others, which is told once; gives back whether it does.
    fn leaves_out(&mut self, range: &std::ops::Range<usize>) -> bool {
        if self.depth < DEEPEST {
            return false;
        }
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => break,
            }
        }
        if !self.too_deep {
            self.too_deep = true;
            let at = self.resolver.place(range.start, range.start);
            self.findings.push(
                Diagnostic::error(
                    code::WRONG_SHAPE,
                    &at,
                    format!("expected at most {DEEPEST} quotations, lists and emphases inside one another, found more"),
                )
                .hint("look for signs such as > or * that stand here too often"),
            );
        }
        true
    }

    /// A link by a name, `[words][name]`, that no line `[name]: address` gives an address.
    fn broken_link(&mut self, range: &std::ops::Range<usize>, name: &str) {
        let at = self.place(range);
        let words = at.text().split(']').next().unwrap_or_default().trim_start_matches('[').to_owned();
        self.findings.push(
            Diagnostic::error(code::DEAD_LINK, &at, format!("expected an address for the link [{name}], found none"))
                .hint(format!("write it in round brackets: [{words}](key-stage-2.md)")),
        );
    }

    /// Words with the marks among them resolved.
    fn words(&mut self, text: &str, range: &std::ops::Range<usize>, line: &mut Vec<LinePiece>) {
        for piece in mark::pieces(text) {
            match piece {
                // Texts that follow each other are one: Markdown cuts at every sign that might mean something.
                Piece::Words(words) => match line.last_mut() {
                    Some(LinePiece::Inline(Inline::Text(last))) => last.push_str(words),
                    _ => line.push(LinePiece::Inline(Inline::Text(words.to_owned()))),
                },
                Piece::Mark(payload, at) => match self.resolver.mark(&payload) {
                    Resolved::Inline(inline) => line.push(LinePiece::Inline(inline)),
                    Resolved::Blocks(name, blocks) => {
                        let start = range.start + at;
                        line.push(LinePiece::Blocks(name, blocks, self.resolver.place(start, start)));
                    }
                    Resolved::Nothing => {}
                },
                Piece::Broken(at) => {
                    let place = self.resolver.place(range.start + at, range.start + at);
                    self.findings.push(
                        Diagnostic::error(
                            code::MARK_PLACE,
                            &place,
                            "expected a figure as its function gave it, found it changed on its way",
                        )
                        .hint("take out what stands after the function, such as a filter (|)"),
                    );
                }
            }
        }
    }

    fn heading(
        &mut self,
        level: pulldown_cmark::HeadingLevel,
        id: Option<String>,
        range: &std::ops::Range<usize>,
    ) -> Option<Block> {
        let at = self.place(range);
        let line = self.line(TagEnd::Heading(level));
        let text = sentence::give_way(self.inlines_only(line));
        let level = level as u8;
        let words = plain_text(&text).trim().to_owned();
        if words.is_empty() {
            self.findings.push(
                Diagnostic::error(code::HEADING, &at, "expected words after #, found an empty heading")
                    .hint("write the heading, or take the line out"),
            );
            return None;
        }
        if level == 1 {
            self.findings.push(
                Diagnostic::error(
                    code::HEADING,
                    &at,
                    "expected ## or more, found #: the page's title is its first heading",
                )
                .hint(format!("write ## {words}")),
            );
        } else if level > self.level + 1 {
            let expected = "#".repeat(usize::from(self.level) + 1);
            self.findings.push(
                Diagnostic::error(
                    code::HEADING,
                    &at,
                    format!("expected a heading of at most {expected}, found {}", "#".repeat(usize::from(level))),
                )
                .hint(format!("write {expected} {words}")),
            );
        }
        let level = level.clamp(2, 6);
        self.level = level;
        let id = match id {
            Some(id) if Slug::new(&id).is_none() => {
                self.findings.push(
                    Diagnostic::error(
                        code::NAME,
                        &at,
                        format!("expected a heading's name of lower-case letters, digits and hyphens, found \"{id}\""),
                    )
                    .hint(format!("write {{#{}}}", Slug::from_title(&id))),
                );
                Slug::from_title(&id).to_string()
            }
            Some(id) => {
                // Two headings of the same words are told apart by a number; a name that an author gave is meant to be one.
                if self.ids.contains_key(&id) {
                    self.findings.push(
                        Diagnostic::error(
                            code::DUPLICATE_ID,
                            &at,
                            format!("expected the name {{#{id}}} once on a page, found it again"),
                        )
                        .hint("give one of the two headings another name, or none"),
                    );
                }
                id
            }
            None => Slug::from_title(&words).to_string(),
        };
        let times = self.ids.entry(id.clone()).or_insert(0);
        *times += 1;
        let id = if *times == 1 { id } else { format!("{id}-{times}") };
        self.heading = words;
        Some(Block::Heading(Heading { level, id, text, at: Some(at) }))
    }

    fn list(&mut self, start: Option<u64>) -> Block {
        let mut items = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::End(TagEnd::List(_)) => break,
                Event::Start(Tag::Item) => items.push(self.blocks(Some(TagEnd::Item))),
                _ => {}
            }
        }
        Block::List { start, items }
    }

    fn code_block(&mut self, kind: CodeBlockKind<'a>, range: &std::ops::Range<usize>) -> Block {
        let at = self.place(range);
        if let CodeBlockKind::Fenced(info) = kind {
            self.refuse_marks(&info, &at, "code");
        }
        let mut text = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::End(TagEnd::CodeBlock) => break,
                Event::Text(words) => text.push_str(&words),
                _ => {}
            }
        }
        self.refuse_marks(&text, &at, "code");
        Block::Code(text)
    }

    fn table(&mut self, alignments: &[Alignment], range: &std::ops::Range<usize>) -> Option<Table> {
        let mut headings: Vec<Vec<Inline>> = Vec::new();
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::End(TagEnd::Table) => break,
                Event::Start(Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let line = self.line(TagEnd::TableCell);
                    let cell = sentence::give_way(self.inlines_only(line));
                    rows.last_mut().unwrap_or(&mut headings).push(cell);
                }
                _ => {}
            }
        }
        let at = self.place(range);
        let mut columns = headings.iter().map(|heading| plain_text(heading));
        let corner = columns.next().unwrap_or_default();
        for (number, heading) in headings.iter().enumerate() {
            if number > 0 && plain_text(heading).trim().is_empty() {
                self.findings.push(
                    Diagnostic::error(
                        code::WRONG_SHAPE,
                        &at,
                        format!("expected a heading over column {}, found none", number + 1),
                    )
                    .hint("write what the column holds in the table's first line"),
                );
            }
        }
        let columns = columns
            .enumerate()
            .map(|(number, heading)| Column { heading, numeric: alignments.get(number + 1) == Some(&Alignment::Right) })
            .collect();
        let rows = rows
            .into_iter()
            .map(|mut cells| {
                let heading = if cells.is_empty() { Vec::new() } else { cells.remove(0) };
                Row { heading, ours: false, cells: cells.into_iter().map(Cell::Words).collect() }
            })
            .collect();
        let caption = if self.heading.is_empty() { corner.clone() } else { self.heading.clone() };
        Some(Table { caption, corner, columns, rows, source: Vec::new(), notes: Vec::new() })
    }

    fn html_block(&mut self, range: &std::ops::Range<usize>) {
        let mut html = String::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::End(TagEnd::HtmlBlock) => break,
                Event::Html(text) | Event::Text(text) => html.push_str(&text),
                _ => {}
            }
        }
        let at = self.place(range);
        self.html(&html, &at);
    }

    /// Comments are the author's own; anything else of HTML is refused.
    fn html(&mut self, html: &str, at: &Span) {
        let mut rest = html.trim();
        while let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
        }
        if rest.is_empty() {
            return;
        }
        let name: String =
            rest.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if rest.starts_with("</") {
            if let Some(open) = self.open_tags.iter().rposition(|tag| *tag == name) {
                self.open_tags.remove(open);
                return;
            }
        } else if !rest.contains("</") {
            self.open_tags.push(name.clone());
        }
        let shown: String = rest.lines().next().unwrap_or_default().chars().take(40).collect();
        self.findings.push(
            Diagnostic::error(code::RAW_HTML, at, format!("expected Markdown, found HTML: {shown}"))
                .hint(instead_of(&name)),
        );
    }

    /// Reports a mark where no figure can be shown; gives back whether there was one.
    fn refuse_marks(&mut self, text: &str, at: &Span, place: &str) -> bool {
        let found = text.contains(is_private);
        if found {
            self.findings.push(
                Diagnostic::error(code::MARK_PLACE, at, format!("expected no function in {place}, found one"))
                    .hint("put the figure into the text itself"),
            );
        }
        found
    }
}

/// What to write in place of a tag of HTML.
fn instead_of(tag: &str) -> &'static str {
    match tag {
        "b" | "strong" => "write **words** for words in bold",
        "i" | "em" => "write *words* for words in italics",
        "a" => "write [words](key-stage-2.md) for a link",
        "img" => "write ![What it shows](picture.png) for a picture",
        "br" => "leave an empty line for a new paragraph, or end the line with a backslash",
        "p" | "div" | "span" | "section" => "take it out; an empty line begins a new paragraph",
        "ul" | "ol" | "li" => "begin each line of a list with a hyphen and a space",
        "table" | "tr" | "td" | "th" => "write a table with | between its columns",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "begin the heading's line with ##",
        "script" | "style" | "iframe" | "object" | "embed" => "take it out: pages show words, figures and pictures",
        _ => "write it in Markdown; a < that is meant as a sign is written \\<",
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::HtmlBlock
    )
}

fn note_title(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Good to know",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Take care",
    }
}

/// Moves a paragraph that begins with "Table: " into the caption of the table it stands before or after.
fn with_captions(blocks: Vec<(Block, Span)>) -> Vec<(Block, Span)> {
    let mut out: Vec<(Block, Span)> = Vec::with_capacity(blocks.len());
    let mut pending: Option<String> = None;
    for (mut block, at) in blocks {
        if let Block::Table(table) = &mut block {
            let before = out.last().and_then(|(block, _)| table_caption(block));
            if let Some(caption) = before {
                out.pop();
                table.caption = caption;
            }
        } else if let Some(caption) = table_caption(&block)
            && let Some((Block::Table(table), _)) = out.last_mut()
            && pending.as_deref() != Some(&table.caption)
        {
            table.caption = caption.clone();
            pending = Some(caption);
            continue;
        }
        out.push((block, at));
    }
    out
}

fn table_caption(block: &Block) -> Option<String> {
    let Block::Paragraph(inlines) = block else {
        return None;
    };
    plain_text(inlines).strip_prefix("Table: ").map(|caption| caption.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Source, Style, terminal};
    use crate::document::FigureText;
    use crate::figures::published::Symbol;

    /// Knows three marks: `value`, `withheld` and `chart`.
    struct Test(Arc<Source>);

    impl Resolver for Test {
        fn mark(&mut self, payload: &str) -> Resolved {
            let figure = |text: &str, symbol| {
                Resolved::Inline(Inline::Figure(FigureText { text: text.into(), measure: None, symbol, asked: None }))
            };
            match payload {
                "value" => figure("67%", None),
                "withheld" => figure("It is withheld.", Some(Symbol::Withheld)),
                _ => Resolved::Blocks("chart()", vec![Block::Code("a chart".into())]),
            }
        }
        fn link(&mut self, address: &str, _: &Span) -> Option<Target> {
            Some(Target::Outside(address.into()))
        }
        fn image(&mut self, _: &str, alternative: &str, caption: &str, _: &Span) -> Option<Image> {
            let caption = vec![Inline::Text(caption.into())];
            Some(Image {
                path: crate::vocabulary::SitePath::top(),
                alternative: alternative.into(),
                caption,
                size: None,
            })
        }
        fn place(&self, start: usize, end: usize) -> Span {
            self.0.span(start, end)
        }
    }

    fn read(text: &str) -> (Vec<Block>, String) {
        let text = ["value", "withheld", "chart"]
            .iter()
            .fold(text.to_owned(), |text, name| text.replace(&format!("«{name}»"), &mark::mark(name)));
        let source = Source::new("content/page.md", text.clone());
        let checked = blocks(&text, &mut Test(source));
        let said = terminal(&checked.findings, Style::Plain);
        let (blocks, places) = checked.value;
        assert_eq!(blocks.len(), places.len(), "each block has its place");
        (blocks, said)
    }

    #[test]
    fn each_block_has_the_line_where_it_was_written() {
        let text = "Words.\n\n![A map](map.png)\n\n- One\n- Two\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\nTable: What the table shows\n";
        let source = Source::new("content/page.md", text.to_owned());
        let (blocks, places) = blocks(text, &mut Test(source)).value;
        let lines: Vec<usize> = places.iter().map(|place| place.position().line).collect();
        assert_eq!((blocks.len(), lines), (4, vec![1, 3, 5, 8]), "a table's caption stands on the table's line");
    }

    /// Blocks as an outline that a person can read.
    fn outline(blocks: &[Block]) -> String {
        blocks.iter().map(line_of).collect::<Vec<_>>().join("\n")
    }

    fn line_of(block: &Block) -> String {
        match block {
            Block::Heading(heading) => format!("h{} #{} {}", heading.level, heading.id, plain_text(&heading.text)),
            Block::Paragraph(inlines) => format!("p {}", plain_text(inlines)),
            Block::List { start, items } => {
                let items: Vec<String> = items.iter().map(|item| outline(item)).collect();
                format!("list {start:?} [{}]", items.join(" | "))
            }
            Block::Quotation(inner) => format!("quote [{}]", outline(inner)),
            Block::Note(note) => format!("note {:?} [{}]", note.title, outline(&note.body)),
            Block::Code(text) => format!("code {text:?}"),
            Block::Table(table) => {
                let rows: Vec<String> = table
                    .rows
                    .iter()
                    .map(|row| {
                        let cells: Vec<String> = row
                            .cells
                            .iter()
                            .map(|cell| if let Cell::Words(words) = cell { plain_text(words) } else { "?".into() })
                            .collect();
                        format!("{}: {}", plain_text(&row.heading), cells.join(", "))
                    })
                    .collect();
                format!("table {:?} {:?} {:?} [{}]", table.caption, table.corner, table.columns, rows.join("; "))
            }
            Block::Image(image) => format!("image {:?} {:?}", image.alternative, plain_text(&image.caption)),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn text_becomes_blocks_with_figures_in_their_places() {
        let (blocks, said) = read(
            "## What *changed* {#change}\n\nIn all, **«value»** did --- «value».\n\n«chart»\n\n- one «value»\n- two\n\n1. first\n\n   more\n",
        );
        assert_eq!(said, "");
        assert_eq!(
            outline(&blocks),
            "h2 #change What changed\np In all, 67% did — 67%.\ncode \"a chart\"\nlist None [p one 67% | p two]\nlist Some(1) [p first\np more]"
        );
    }

    #[test]
    fn a_table_takes_its_caption_from_the_line_beside_it_or_the_heading_above() {
        let (blocks, said) = read(
            "## Sizes\n\n| Phase | Pupils |\n|---|---:|\n| Primary | «value» |\n\n## More\n\nTable: Pupils by phase\n\n| Phase | Pupils |\n|---|---|\n| Primary | 12 |\n",
        );
        assert_eq!(said, "");
        let outline = outline(&blocks);
        assert!(
            outline
                .contains("table \"Sizes\" \"Phase\" [Column { heading: \"Pupils\", numeric: true }] [Primary: 67%]"),
            "{outline}"
        );
        assert!(outline.contains("table \"Pupils by phase\"") && !outline.contains("p Table"), "{outline}");
    }

    #[test]
    fn a_withheld_figure_takes_its_sentence_with_it() {
        let (blocks, _) = read("First. Then «withheld» rose by «value». Last.\n");
        assert_eq!(outline(&blocks), "p First. It is withheld. Last.");
    }

    #[test]
    fn a_note_and_a_quotation_are_told_apart() {
        let (blocks, said) = read("> [!NOTE]\n> Mind the break.\n\n> Somebody said.\n");
        assert_eq!(said, "");
        assert_eq!(outline(&blocks), "note Some(\"Note\") [p Mind the break.]\nquote [p Somebody said.]");
    }

    #[test]
    fn figures_in_code_links_and_the_midst_of_words_are_refused_where_they_stand() {
        for (text, words, place) in [
            ("Then `«value»`.\n", "no function in code, found one", ":1:6"),
            ("```\n«value»\n```\n", "no function in code, found one", ":1:1"),
            ("[x](https://a.example/«value»)\n", "no function in a link's address", ":1:1"),
            ("Words «chart» words.\n", "expected chart() in a paragraph of its own", ":1:7"),
        ] {
            let (_, said) = read(text);
            assert!(
                said.contains("error[mark-place]") && said.contains(words) && said.contains(place),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn html_is_refused_and_a_comment_is_not() {
        let (_, said) = read("<div>\nx\n</div>\n\nAnd <b>so</b>. <!-- mine -->\n\n<!-- also\nmine -->\n");
        assert_eq!(said.matches("error[raw-html]").count(), 2, "{said}");
    }

    #[test]
    fn headings_start_at_the_second_level_and_go_down_by_one() {
        let (blocks, said) = read("# Top\n\n#### Deep\n\n## Same\n\n## Same\n\n##\n");
        assert_eq!(said.matches("error[heading]").count(), 3, "{said}");
        assert!(said.contains("write ## Top") && said.contains("write ### Deep"), "{said}");
        assert!(outline(&blocks).contains("h2 #same Same\nh2 #same-2 Same"));
    }
}
