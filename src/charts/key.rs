//! Which line is whose, above a drawing that has no room for names at the lines' ends.

use super::backend::Canvas;
use super::{Anchor, Part, Role, lettering, style};

/// The length of a sample line, in letters.
const SAMPLE: f32 = 2.4;

/// The height of a row, in letters.
const ROW: f32 = 1.45;

/// Samples of lines with their names.
pub struct Key(Vec<Entry>);

/// One sample with its name, or what goes on of a name from the row above.
struct Entry {
    /// The line, the marker on it, and the words; a target has no marker.
    parts: (Part, Option<Part>, Part),
    text: String,
    /// Whether it is the beginning of a name, and so has a sample before it.
    begins: bool,
    x: f32,
    /// Where its words end.
    end: f32,
    row: usize,
}

impl Key {
    /// The names of series in their order, beside each other while they fit in `width`.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, Role)>, width: f32, em: f32) -> Key {
        let mut key = Key(Vec::new());
        for (at, (name, role)) in names.into_iter().enumerate() {
            let at = at as u8;
            key.add((Part::Line(at, role), Some(Part::Marker(at, role)), Part::Label(at, role)), name, width, em);
        }
        key
    }

    /// The same with what is aimed at.
    pub fn with_target(mut self, name: &str, width: f32, em: f32) -> Key {
        self.add((Part::Target, None, Part::Value(Role::Comparator)), name, width, em);
        self
    }

    fn add(&mut self, parts: (Part, Option<Part>, Part), name: &str, width: f32, em: f32) {
        let before = (SAMPLE + 0.5) * em;
        let bold = style::is_bold(parts.2);
        // A name that is wider than the drawing goes on below.
        for (at, text) in lettering::lines(name, width - before, em, bold).into_iter().enumerate() {
            let taken = before + lettering::width(&text, em, bold);
            let (x, row) = match self.0.last() {
                None => (0.0, 0),
                Some(last) if at > 0 || last.end + 1.4 * em + taken > width => (0.0, last.row + 1),
                Some(last) => (last.end + 1.4 * em, last.row),
            };
            self.0.push(Entry { parts, text, begins: at == 0, x, end: x + taken, row });
        }
    }

    /// How high it is, in pixels.
    pub fn height(&self, em: f32) -> f32 {
        self.0.last().map_or(0.0, |entry| (entry.row + 1) as f32 * ROW * em)
    }

    /// Draws it at the top.
    pub fn draw(&self, canvas: &Canvas, em: f32) {
        for entry in &self.0 {
            let y = entry.row as f32 * ROW * em + em;
            let middle = y - 0.35 * em;
            let (line, marker, words) = entry.parts;
            if entry.begins {
                canvas.line(line, &[(entry.x + 0.15 * em, middle), (entry.x + SAMPLE * em, middle)]);
                if let Some(marker) = marker {
                    canvas.point(marker, (entry.x + SAMPLE / 2.0 * em, middle), 0.3 * em);
                }
            }
            canvas.text(words, (entry.x + (SAMPLE + 0.5) * em, y), Anchor::Start, &entry.text);
        }
    }
}
