//! YAML with places: the only module that names the parser.
//!
//! We take the parser's events and not its deserialiser. A deserialiser stops at the first fault, decides what a bare word
//! means before we are asked, and took more than twice as long (181 to 253 ms against 53 to 118 for 1 MB of measures, on a
//! busy machine). Events keep the text as it was written, the quotation marks, and every duplicate.
//!
//! A file that breaks the grammar is read all the same: what can't be read is left out and the rest is read again
//! (`repair.rs`), so that one stray tab doesn't hide twelve wrong years.

mod faults;
mod repair;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde_yaml::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span as EventSpan, StructureStyle};

use super::node::{List, Map, Node, Text};
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code};
use repair::Repair;

/// How deep names may nest: ours go six deep.
const DEEPEST: usize = 32;
/// How many values a file may have: ten times what every authority's figures of ten years need.
const MOST_NODES: usize = 2_000_000;
/// How many values references may repeat: nobody who writes by hand comes near.
const MOST_REPEATED: usize = 20_000;

/// Everything that a YAML file says, and everything that is wrong with its grammar. An empty file is [`Node::Null`].
pub fn parse(source: &Arc<Source>) -> Checked<Node> {
    parse_part(source, 0..source.text().len())
}

/// The same of a part of a file, such as front matter, with places in the whole file.
pub fn parse_part(source: &Arc<Source>, part: Range<usize>) -> Checked<Node> {
    let mut repair = Repair::new(source, part.clone());
    loop {
        let Checked { value: built, findings } = build(source, part.start, &repair);
        match built.fault {
            Some(fault) if repair.mend(&fault) => {}
            _ => {
                // What an earlier reading found is found again by the last one, which saw the most.
                let mut all = repair.into_findings();
                all.extend(findings);
                return Checked { value: built.root, findings: all };
            }
        }
    }
}

/// Where the grammar is broken.
struct Fault {
    kind: ErrorKind,
    /// The byte in the file.
    at: usize,
    /// Where the event before ended.
    after: usize,
    /// The outermost bracket that is open there.
    open: Option<usize>,
}

struct Built {
    root: Node,
    fault: Option<Fault>,
}

/// A collection that is being read.
struct Frame {
    start: usize,
    flow: bool,
    anchor: usize,
    nodes: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    /// The names with their values, and the name that waits for its value; `Err` is a name that is none.
    Map(Vec<(Text, Node)>, Option<Result<Text, Span>>),
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    offset: usize,
    text: &'a str,
    unread: &'a [usize],
    stack: Vec<Frame>,
    anchors: HashMap<usize, (Node, usize)>,
    root: Option<Node>,
    nodes: usize,
    repeated: usize,
    findings: Findings,
}

/// Why a reading ended early.
enum Stop {
    /// The grammar is broken.
    Fault(Fault),
    /// A limit is; the findings have it.
    Limit,
}

/// One reading of a text that may have been mended.
fn build(source: &Arc<Source>, offset: usize, repair: &Repair<'_>) -> Checked<Built> {
    let text = repair.text();
    let mut builder = Builder {
        source,
        offset,
        text,
        unread: repair.unread(),
        stack: Vec::new(),
        anchors: HashMap::new(),
        root: None,
        nodes: 0,
        repeated: 0,
        findings: Findings::new(),
    };
    let stop = builder.run().err();
    let end = offset + text.len();
    while let Some(frame) = builder.stack.pop() {
        // What is open where the reading stopped goes on after it.
        let (node, count) = builder.close(frame, end, true);
        builder.place(node, count, 0);
    }
    let mut root = match builder.root.take() {
        Some(Node::Null(_)) | None if stop.is_none() => Node::Null(source.span(offset, offset)),
        Some(root) => root,
        None => Node::Unread(source.span(offset, end)),
    };
    for gap in repair.gaps() {
        mark(&mut root, gap);
    }
    let fault = match stop {
        Some(Stop::Fault(fault)) => Some(fault),
        Some(Stop::Limit) | None => None,
    };
    Checked { value: Built { root, fault }, findings: builder.findings }
}

/// Marks the node that the blanked lines of `gap` stood in as cut: what seems missing from it may have stood there.
fn mark(node: &mut Node, gap: &Range<usize>) {
    match node {
        Node::Map(map) => {
            let before = map.entries.iter_mut().rev().find(|(name, _)| name.span().end() <= gap.start);
            match before {
                Some((name, value)) if is_below(name.span(), gap.start) && value.text().is_none() => mark(value, gap),
                _ => map.cut = true,
            }
        }
        Node::List(list) => list.cut = true,
        Node::Null(span) => *node = Node::Unread(span.clone()),
        Node::Scalar(_) | Node::Unread(_) => {}
    }
}

/// Whether the line at `gap` was indented deeper than `name`, and so stood below it.
fn is_below(name: &Span, gap: usize) -> bool {
    let line = &name.source().text()[gap..];
    // A tab is as wide as editors show it, or a line that it indents would seem to stand further out than it was meant.
    const TAB: usize = 8;
    let indent: usize = line
        .chars()
        .map_while(|c| [(' ', 1), ('\t', TAB)].iter().find(|(known, _)| c == *known))
        .map(|(_, width)| width)
        .sum();
    indent + 1 > name.position().column
}

impl Builder<'_> {
    /// Reads all events.
    fn run(&mut self) -> Result<(), Stop> {
        let mut after = self.offset;
        let mut documents = 0;
        let mut parser = Parser::new_from_str(self.text);
        while let Some(next) = parser.next_event() {
            let (event, place) = match next {
                Ok(next) => next,
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(self.text.len()) + self.offset;
                    let open = self.stack.iter().find(|frame| frame.flow).map(|frame| frame.start);
                    return Err(Stop::Fault(Fault { kind: error.kind().clone(), at, after, open }));
                }
            };
            let range = place.byte_range().unwrap_or_default();
            let (start, end) = (range.start + self.offset, range.end + self.offset);
            if start < end {
                after = end;
            }
            if let Some(stop) = self.limit(start, end) {
                self.findings.push(stop);
                return Err(Stop::Limit);
            }
            match event {
                Event::Scalar(said, style, anchor, tag) => {
                    self.refuse_tag(tag.is_some(), &place);
                    let node = self.scalar(said, style, start, end);
                    self.place(node, 1, anchor);
                }
                Event::SequenceStart(style, anchor, tag) => {
                    self.refuse_tag(tag.is_some(), &place);
                    self.open(style, start, anchor, Content::List(Vec::new()));
                }
                Event::MappingStart(style, anchor, tag) => {
                    self.refuse_tag(tag.is_some(), &place);
                    self.open(style, start, anchor, Content::Map(Vec::new(), None));
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some(frame) = self.stack.pop() {
                        let anchor = frame.anchor;
                        let end = if frame.flow { end } else { after.max(frame.start) };
                        let (node, count) = self.close(frame, end, false);
                        self.place(node, count, anchor);
                    }
                }
                Event::Alias(anchor) => {
                    if let Some(stop) = self.alias(anchor, start, end) {
                        self.findings.push(stop);
                        return Err(Stop::Limit);
                    }
                }
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        let at = self.source.span(start, end);
                        self.findings.push(
                            Diagnostic::error(code::YAML, &at, "a second document begins here, and a file has one")
                                .hint("take out the line ---"),
                        );
                        return Ok(());
                    }
                }
                // What else the parser tells of is no value: comments, ends, names of anchors.
                _ => {}
            }
        }
        Ok(())
    }

    /// What is wrong when a file is deeper or larger than any that is meant.
    fn limit(&mut self, start: usize, end: usize) -> Option<Diagnostic> {
        self.nodes += 1;
        let at = || self.source.span(start, end);
        if self.stack.len() > DEEPEST {
            let message = format!("values stand inside one another more than {DEEPEST} deep");
            return Some(Diagnostic::error(code::YAML, &at(), message).hint("look for brackets that aren't closed"));
        }
        if self.nodes > MOST_NODES {
            let message = "the file has more than 2,000,000 values";
            return Some(Diagnostic::error(code::TOO_LARGE, &at(), message).hint("split it into several files"));
        }
        None
    }

    fn refuse_tag(&mut self, tagged: bool, place: &EventSpan) {
        if tagged && let Some(range) = place.tag_span().and_then(|span| span.byte_range()) {
            let at = self.source.span(range.start + self.offset, range.end + self.offset);
            self.findings.push(
                Diagnostic::error(
                    code::YAML,
                    &at,
                    "a word that begins with ! is a tag of YAML's, which has no meaning here",
                )
                .hint("take it out; a text that begins with ! stands in quotation marks"),
            );
        }
    }

    fn scalar(&self, said: Cow<'_, str>, style: ScalarStyle, start: usize, end: usize) -> Node {
        let span = self.source.span(start, end);
        if self.unread.contains(&start) {
            return Node::Unread(span);
        }
        let quoted = !matches!(style, ScalarStyle::Plain);
        // An empty value has no bytes, and the parser says ~ for it.
        if !quoted && (start == end || ["~", "null", "Null", "NULL"].contains(&&*said)) {
            return Node::Null(span);
        }
        let said = if span.text() == said { None } else { Some(said.into_owned().into_boxed_str()) };
        Node::Scalar(Text::new(span, said, quoted))
    }

    fn open(&mut self, style: StructureStyle, start: usize, anchor: usize, content: Content) {
        self.stack.push(Frame { start, flow: matches!(style, StructureStyle::Flow), anchor, nodes: 0, content });
    }

    /// The collection of `frame` and how many values it holds.
    fn close(&mut self, frame: Frame, end: usize, cut: bool) -> (Node, usize) {
        let span = self.source.span(frame.start, end);
        let node = match frame.content {
            Content::List(items) => Node::List(List { span, items, cut }),
            Content::Map(entries, _) => Node::Map(Map { span, entries: self.unique(entries), cut }),
        };
        (node, frame.nodes + 1)
    }

    /// The entries without those whose name stood before, each of which is told.
    fn unique(&mut self, entries: Vec<(Text, Node)>) -> Vec<(Text, Node)> {
        let mut first: HashMap<&str, &Text> = HashMap::new();
        let mut again = Vec::new();
        // For a few names it is quicker to compare each with each than to fill a table.
        let few = entries.len() <= 12;
        for (at, (name, _)) in entries.iter().enumerate() {
            let before = if few {
                entries[..at].iter().map(|(name, _)| name).find(|other| other.as_str() == name.as_str())
            } else {
                let before = first.get(name.as_str()).copied();
                first.entry(name.as_str()).or_insert(name);
                before
            };
            if let Some(before) = before {
                self.findings.push(
                    Diagnostic::error(code::DUPLICATE, name.span(), format!("{} stands here twice", name.shown()))
                        .note(before.span(), "it stands here already")
                        .hint("take one of them out, or correct its name"),
                );
                again.push(at);
            }
        }
        if again.is_empty() {
            return entries;
        }
        let kept = entries.into_iter().enumerate().filter(|(at, _)| !again.contains(at));
        kept.map(|(_, entry)| entry).collect()
    }

    /// Repeats the value that an alias refers to.
    fn alias(&mut self, anchor: usize, start: usize, end: usize) -> Option<Diagnostic> {
        let at = self.source.span(start, end);
        let Some((node, count)) = self.anchors.get(&anchor) else {
            return Some(Diagnostic::error(code::YAML, &at, "this refers to something that it is itself a part of"));
        };
        let (node, count) = (node.clone(), *count);
        self.repeated += count;
        if self.repeated > MOST_REPEATED {
            let message = format!("references (*) repeat more than {MOST_REPEATED} values");
            return Some(
                Diagnostic::error(code::YAML, &at, message)
                    .note(node.span(), "this is what they repeat")
                    .hint("write the values out: a file that repeats so much was made to be too large"),
            );
        }
        self.place(node, count, 0);
        None
    }

    /// Puts a finished value where it belongs: into the list, behind its name, or at the top.
    fn place(&mut self, node: Node, count: usize, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), count));
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        frame.nodes += count;
        match &mut frame.content {
            Content::List(items) => items.push(node),
            Content::Map(entries, name) => match name.take() {
                None => *name = Some(as_name(node, &mut self.findings)),
                Some(Ok(name)) => entries.push((name, node)),
                Some(Err(_)) => {}
            },
        }
    }
}

/// A node that stands before a colon as a name; or the place of one that is none.
fn as_name(node: Node, findings: &mut Findings) -> Result<Text, Span> {
    let message = match node {
        Node::Scalar(text) => return Ok(text),
        Node::Unread(span) => return Err(span),
        // A bare ~ or null is as much a name as no is: whoever knows what names are expected says so.
        Node::Null(span) if !span.text().is_empty() => return Ok(Text::new(span, None, false)),
        Node::Null(_) => "a name was expected before the colon, found nothing",
        Node::List(_) | Node::Map(_) => "a name was expected before the colon, found brackets",
    };
    let span = node.span().clone();
    findings.push(Diagnostic::error(code::YAML, &span, message).hint("write a name before each colon"));
    Err(span)
}

#[cfg(test)]
mod tests;
