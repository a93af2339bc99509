//! Pages of braille: lines of so many cells, so many lines a page, each with its running head and its number.
//!
//! Lines are broken at blank cells alone. The running head stands in the first line of each page but the first, the page's
//! number at its end. Headings are never last on a page, and no page begins with a blank line.

/// A line to be set, with what must stay beside it.
struct Line {
    cells: String,
    /// Whether it must not be the last of its page.
    keep: bool,
}

/// What is to be set, from top to bottom.
pub struct Galley {
    width: usize,
    lines: Vec<Line>,
    /// Lines that marks stand before: of headings, for the contents.
    marks: Vec<usize>,
}

impl Galley {
    /// An empty one, for lines of `width` cells.
    pub fn new(width: usize) -> Galley {
        Galley { width, lines: Vec::new(), marks: Vec::new() }
    }

    /// Where the next line will stand.
    pub fn here(&self) -> usize {
        self.lines.len()
    }

    /// Keeps all lines from `start` on one page, if there is room on one.
    pub fn together(&mut self, start: usize) {
        let end = self.lines.len().saturating_sub(1);
        for line in self.lines.get_mut(start..end).unwrap_or_default() {
            line.keep = true;
        }
    }

    /// Keeps all lines from `start` beside what follows them: a caption with its table.
    pub fn with_next(&mut self, start: usize) {
        for line in self.lines.get_mut(start..).unwrap_or_default() {
            line.keep = true;
        }
    }

    /// A blank line, where there is none yet.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.cells.is_empty()) {
            self.lines.push(Line { cells: String::new(), keep: false });
        }
    }

    /// A line as it is.
    pub fn line(&mut self, cells: String, keep: bool) {
        debug_assert!(cells.len() <= self.width, "{cells}");
        self.lines.push(Line { cells: cells.trim_end().to_owned(), keep });
    }

    /// Words whose first line begins after `first` blank cells and the others after `rest`.
    pub fn words(&mut self, braille: &str, first: usize, rest: usize) {
        for (at, line) in broken(braille, self.width - first, self.width - rest).into_iter().enumerate() {
            let indent = if at == 0 { first } else { rest };
            self.line(format!("{}{line}", " ".repeat(indent)), false);
        }
    }

    /// A heading in the middle of its lines, with a blank line before and after it.
    pub fn centred(&mut self, braille: &str) {
        self.gap();
        self.marks.push(self.lines.len());
        // Three blank cells at each side tell it from words that fill a line.
        let room = self.width - 6;
        for line in broken(braille, room, room) {
            let left = (self.width - line.len()) / 2;
            self.line(format!("{}{line}", " ".repeat(left)), true);
        }
        self.lines.push(Line { cells: String::new(), keep: true });
    }

    /// A heading that begins after `indent` blank cells.
    pub fn heading(&mut self, braille: &str, indent: usize) {
        self.gap();
        self.marks.push(self.lines.len());
        let room = self.width - indent;
        for line in broken(braille, room, room) {
            self.line(format!("{}{line}", " ".repeat(indent)), true);
        }
    }

    /// The lines cut into pages of `height` lines, and for each mark the page that it is on, from 0.
    pub fn cut(&self, height: usize) -> (Vec<Vec<String>>, Vec<usize>) {
        let mut pages: Vec<Vec<String>> = Vec::new();
        let mut on = vec![0; self.lines.len()];
        let mut at = 0;
        while at < self.lines.len() {
            if self.lines[at].cells.is_empty() {
                on[at] = pages.len();
                at += 1;
                continue;
            }
            let mut end = (at + height).min(self.lines.len());
            // What must not be last goes to the next page, unless it fills this one.
            if end < self.lines.len() {
                let mut kept = end;
                while kept > at && (self.lines[kept - 1].keep || self.lines[kept - 1].cells.is_empty()) {
                    kept -= 1;
                }
                if kept > at {
                    end = kept;
                }
            }
            on[at..end].fill(pages.len());
            pages.push(self.lines[at..end].iter().map(|line| line.cells.clone()).collect());
            at = end;
        }
        (pages, self.marks.iter().map(|mark| on[*mark]).collect())
    }
}

/// Words in lines of so many cells, broken at blank cells. A word that is longer than a line, such as an address, is broken
/// after a stroke or a hyphen of its own, or before a full stop; no sign is put in that would become a part of it.
pub fn broken(braille: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in braille.split(' ').filter(|word| !word.is_empty()) {
        let room = if lines.len() <= 1 { first } else { rest };
        if let Some(line) = lines.last_mut()
            && line.len() + 1 + word.len() <= room
        {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        let mut word = word;
        loop {
            let room = if lines.is_empty() { first } else { rest };
            if word.len() <= room {
                lines.push(word.to_owned());
                break;
            }
            let cut = place_to_break(word, room);
            lines.push(word[..cut].to_owned());
            word = &word[cut..];
        }
    }
    lines
}

fn place_to_break(word: &str, room: usize) -> usize {
    let bytes = word.as_bytes();
    let good = |at: usize| {
        let stroke = at >= 2 && &bytes[at - 2..at] == b"_/";
        stroke || bytes[at - 1] == b'-' || bytes[at] == b'4'
    };
    (1..=room).rev().find(|at| good(*at)).unwrap_or(room)
}

/// A document of pages as BRF: lines end with carriage return and line feed, pages with a form feed, and no line has blank
/// cells at its end.
pub fn brf(pages: &[Vec<String>], width: usize, running_head: &str, number: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for (at, page) in pages.iter().enumerate() {
        let number = number(at + 1);
        let head = if at == 0 { "" } else { running_head };
        out.push_str(&head_line(head, &number, width));
        out.push_str("\r\n");
        for line in page {
            out.push_str(line);
            out.push_str("\r\n");
        }
        out.push('\u{c}');
    }
    out
}

/// The first line of a page: the running head in its middle as far as it goes in whole words, the number at its end.
fn head_line(running_head: &str, number: &str, width: usize) -> String {
    let room = width - 2 * (number.len() + 2);
    let mut head = String::new();
    for word in running_head.split(' ') {
        if head.len() + usize::from(!head.is_empty()) + word.len() > room {
            break;
        }
        if !head.is_empty() {
            head.push(' ');
        }
        head.push_str(word);
    }
    let left = (width - head.len()) / 2;
    let mut line = format!("{}{head}", " ".repeat(left));
    line.push_str(&" ".repeat(width - line.len() - number.len()));
    line.push_str(number);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_addresses_break_at_their_strokes() {
        assert_eq!(broken("ONE TWO THREE", 8, 6), ["ONE TWO", "THREE"]);
        assert_eq!(broken("AA HTTPS3_/_/WWW4GOV4UK_/ABC", 15, 15), ["AA", "HTTPS3_/_/WWW", "4GOV4UK_/ABC"]);
    }

    #[test]
    fn a_heading_is_never_last_on_its_page() {
        let mut galley = Galley::new(20);
        for line in ["A", "B", "C"] {
            galley.words(line, 2, 0);
        }
        galley.heading("HEADING", 4);
        galley.words("TEXT", 2, 0);
        let (pages, marks) = galley.cut(5);
        assert_eq!(pages, [vec!["  A", "  B", "  C"], vec!["    HEADING", "  TEXT"]]);
        assert_eq!(marks, [1]);
    }

    #[test]
    fn a_caption_goes_to_the_page_of_its_table() {
        let mut galley = Galley::new(20);
        for line in ["A", "B", "C"] {
            galley.words(line, 0, 0);
        }
        let start = galley.here();
        galley.words("CAPTION", 0, 0);
        galley.with_next(start);
        galley.gap();
        galley.words("ROW", 0, 0);
        assert_eq!(galley.cut(5).0, [vec!["A", "B", "C"], vec!["CAPTION", "", "ROW"]]);
        assert_eq!(galley.cut(6).0, [vec!["A", "B", "C", "CAPTION", "", "ROW"]]);
    }

    #[test]
    fn a_page_has_its_number_at_the_end_of_its_first_line() {
        let text =
            brf(&[vec!["A".to_owned()], vec!["B".to_owned()]], 20, "LONG RUNNING HEAD", |page| format!("#{page}"));
        assert_eq!(text, "                  #1\r\nA\r\n\u{c}    LONG RUNNING  #2\r\nB\r\n\u{c}");
    }
}
