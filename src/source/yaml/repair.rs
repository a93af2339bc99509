//! Reading on after the grammar was broken, so that all faults of a file are shown at once.
//!
//! The text is never guessed at: what can't be read is blanked, byte for byte so that places stay true, and the rest is read
//! again. What was blanked is a *gap*; nothing is reported as missing where a gap is. A fault right behind a gap is most
//! likely the same fault, so it widens the gap and is not told. Two slips that are common and harmless to read past are
//! overwritten instead: tabs that indent, and a sign such as `*` where a figure was meant.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{Fault, faults};
use crate::diagnostic::{Findings, Source};

/// How often a file is read again. Each time is a whole reading, so a large file has fewer.
const READINGS: usize = 40;
const BYTES_READ_AGAIN: usize = 32 * 1024 * 1024;

/// A text that is being mended.
pub(super) struct Repair<'a> {
    source: &'a Arc<Source>,
    offset: usize,
    text: Cow<'a, str>,
    gaps: Vec<Range<usize>>,
    unread: Vec<usize>,
    /// The gap made last, in bytes of `text`, which a fault right behind it widens.
    last: Option<Range<usize>>,
    findings: Findings,
    readings: usize,
    tabs: Vec<Range<usize>>,
}

impl<'a> Repair<'a> {
    pub(super) fn new(source: &'a Arc<Source>, part: Range<usize>) -> Repair<'a> {
        let text = source.text().get(part.clone()).unwrap_or_default();
        Repair {
            source,
            offset: part.start,
            text: Cow::Borrowed(text),
            gaps: Vec::new(),
            unread: Vec::new(),
            last: None,
            findings: Findings::new(),
            readings: 0,
            tabs: Vec::new(),
        }
    }

    /// The text with its gaps blank.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where something was blanked, in bytes of the whole file.
    pub(super) fn gaps(&self) -> &[Range<usize>] {
        &self.gaps
    }

    /// The values that were overwritten, by their first byte in the whole file.
    pub(super) fn unread(&self) -> &[usize] {
        &self.unread
    }

    pub(super) fn into_findings(self) -> Findings {
        self.findings
    }

    /// Tells of the fault and takes it out of the text; says whether it is worth reading again.
    pub(super) fn mend(&mut self, fault: &Fault) -> bool {
        self.readings += 1;
        let again = self.readings <= READINGS.min(1 + BYTES_READ_AGAIN / self.text.len().max(1));
        let at = self.text.floor_char_boundary((fault.at - self.offset).min(self.text.len()));
        if self.tabs.is_empty() {
            let tabs = self.indenting_tabs(at);
            let here = self.line_start(at)..self.line_end(at);
            if faults::is_tab(&fault.kind) && !tabs.is_empty() || tabs.iter().any(|tab| here.contains(&tab.start)) {
                for tab in &tabs {
                    self.findings.push(faults::tab(&self.source.span(tab.start + self.offset, tab.end + self.offset)));
                }
                // With one space for each tab the lines most often line up as they were meant; if not, what follows finds it.
                for tab in &tabs {
                    self.overwrite(tab.clone(), ' ');
                }
                self.tabs = tabs;
                return again;
            }
        }
        // A sign that YAML keeps for itself, where a value was meant: the value is unread, all round it is read.
        if let Some(sign) = faults::sign(&self.text[at..], &fault.kind) {
            self.findings.push(faults::diagnostic(self.source, fault));
            self.overwrite(at..at + sign.len_utf8(), 'x');
            self.unread.push(fault.at);
            return again;
        }
        let found = faults::diagnostic(self.source, fault);
        // What isn't closed, or lacks its colon, is at fault where it stands and not where the parser noticed.
        let told = found.at.as_ref().map_or(fault.at, |span| span.start());
        let culprit = told.min(fault.open.unwrap_or(told)).min(fault.at).saturating_sub(self.offset);
        let fresh = self.chunk(culprit);
        let gap = match self.last.take() {
            Some(last) if self.touches(&last, &fresh) => self.wider(&last, &fresh),
            _ => {
                // A line that tabs indented has been told of.
                if !self.tabs.iter().any(|tab| fresh.contains(&tab.start)) {
                    self.findings.push(found);
                }
                fresh
            }
        };
        let something = self.text[gap.clone()].chars().any(|c| !c.is_whitespace());
        self.overwrite(gap.clone(), ' ');
        self.gaps.push(gap.start + self.offset..gap.end + self.offset);
        self.last = Some(gap);
        something && again
    }

    /// Every stretch of tabs at the start of a line, from the line of `at` on.
    fn indenting_tabs(&self, at: usize) -> Vec<Range<usize>> {
        let mut start = self.line_start(at);
        let mut tabs = Vec::new();
        for line in self.text[start..].split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(first) = line[..indent].find('\t') {
                let last = line[..indent].rfind('\t').unwrap_or(first);
                tabs.push(start + first..start + last + 1);
            }
            start += line.len();
        }
        tabs
    }

    /// The line of `at` and those below it that are indented deeper.
    fn chunk(&self, at: usize) -> Range<usize> {
        let start = self.line_start(at);
        let indent = self.indent(start);
        let mut end = self.line_end(start);
        while end < self.text.len() {
            let line = &self.text[end..self.line_end(end)];
            if !line.trim().is_empty() && self.indent(end) <= indent {
                break;
            }
            end += line.len();
        }
        start..end
    }

    /// Whether nothing stands between two chunks.
    fn touches(&self, last: &Range<usize>, fresh: &Range<usize>) -> bool {
        let between = last.end.min(fresh.start)..fresh.start.max(last.end.min(fresh.start));
        fresh.start <= last.end || self.text[between].trim().is_empty()
    }

    /// Both chunks with the line above that they stand below.
    fn wider(&self, last: &Range<usize>, fresh: &Range<usize>) -> Range<usize> {
        let original = &self.source.text()[self.offset..self.offset + self.text.len()];
        let indent = |at: usize| original[at..].len() - original[at..].trim_start_matches([' ', '\t']).len();
        let own = indent(last.start).min(indent(fresh.start));
        let mut start = last.start.min(fresh.start);
        while start > 0 {
            start = self.line_start(start - 1);
            let line = original[start..].lines().next().unwrap_or_default().trim();
            if !line.is_empty() && !line.starts_with('#') && indent(start) < own {
                break;
            }
        }
        let chunk = self.chunk(start);
        chunk.start..chunk.end.max(last.end).max(fresh.end)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..self.text.floor_char_boundary(at)].rfind('\n').map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        let at = self.text.floor_char_boundary(at);
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    fn indent(&self, line: usize) -> usize {
        self.text[line..].len() - self.text[line..].trim_start_matches(' ').len()
    }

    /// Writes `with` over every byte of the range but its line ends.
    fn overwrite(&mut self, range: Range<usize>, with: char) {
        let blank: String = self.text[range.clone()]
            .bytes()
            .map(|b| if b == b'\n' || b == b'\r' { char::from(b) } else { with })
            .collect();
        self.text.to_mut().replace_range(range, &blank);
    }
}
