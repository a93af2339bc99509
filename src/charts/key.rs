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
    series: u8,
    role: Role,
    text: String,
    /// Whether it is the beginning of a name, and so has a sample before it.
    begins: bool,
    x: f32,
    row: usize,
}

impl Key {
    /// The names of series in their order, beside each other while they fit in `width`.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, Role)>, width: f32, em: f32) -> Key {
        let (mut x, mut row) = (0.0, 0);
        let mut entries = Vec::new();
        let before = (SAMPLE + 0.5) * em;
        for (at, (name, role)) in names.into_iter().enumerate() {
            let bold = style::is_bold(Part::Label(at as u8, role));
            // A name that is wider than the drawing goes on below.
            for (part, text) in lettering::lines(name, width - before, em, bold).into_iter().enumerate() {
                let taken = before + lettering::width(&text, em, bold);
                if part > 0 || (x > 0.0 && x + taken > width) {
                    (x, row) = (0.0, row + 1);
                }
                entries.push(Entry { series: at as u8, role, text, begins: part == 0, x, row });
                x += taken + 1.4 * em;
            }
        }
        Key(entries)
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
            if entry.begins {
                let part = Part::Line(entry.series, entry.role);
                canvas.line(part, &[(entry.x + 0.15 * em, middle), (entry.x + SAMPLE * em, middle)]);
                let part = Part::Marker(entry.series, entry.role);
                canvas.point(part, (entry.x + SAMPLE / 2.0 * em, middle), 0.3 * em);
            }
            let part = Part::Label(entry.series, entry.role);
            canvas.text(part, (entry.x + (SAMPLE + 0.5) * em, y), Anchor::Start, &entry.text);
        }
    }
}
