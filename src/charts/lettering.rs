//! How wide words will be, for a drawing that must leave room for them before any browser sets them.
//!
//! Pages use the reader's own sans serif, so nothing can be measured. These are the advance widths of Helvetica, whose
//! proportions Arial, Liberation Sans and most system faces keep, with a margin for wider ones such as Segoe UI, Noto Sans
//! and DejaVu Sans. Too wide a guess costs white space; too narrow a one costs legibility.

/// The widths of the printable characters of ASCII, from the space, in thousandths of the letters' size.
const ADVANCES: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
];

/// How much wider the widest usual face sets a text than Helvetica.
const MARGIN: f32 = 1.15;

/// How much wider bold letters are, in DejaVu Sans, whose bold is the widest.
const BOLD: f32 = 1.12;

/// The width of `text` in pixels, when its letters are `size` pixels high.
pub fn width(text: &str, size: f32, bold: bool) -> f32 {
    let advances: u32 = text.chars().map(advance).sum();
    advances as f32 / 1000.0 * size * MARGIN * if bold { BOLD } else { 1.0 }
}

fn advance(letter: char) -> u32 {
    match letter {
        ' '..='~' => u32::from(ADVANCES[letter as usize - 32]),
        '−' => 584,
        '’' | '‘' => 222,
        'ŵ' | 'Ŵ' => 900,
        // Han, kana and hangul fill a square; most other letters are as wide as an n.
        '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => 1000,
        _ => 600,
    }
}

/// `text` in lines that are no wider than `room` pixels: broken between words, and inside a word only when it alone is
/// wider. There is at least one line, and never more characters than there were.
pub fn lines(text: &str, room: f32, size: f32, bold: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            let joined = width(&line, size, bold) + width(" ", size, bold) + width(word, size, bold);
            if joined <= room {
                line.push(' ');
                line.push_str(word);
                continue;
            }
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line, size, bold) > room && line.chars().nth(1).is_some() {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_word_is_wider_than_a_narrow_one_and_bold_is_wider_still() {
        assert!(width("Wimbledon", 14.0, false) > width("Illinois", 14.0, false));
        assert!(width("Rutland", 14.0, true) > width("Rutland", 14.0, false));
        // A letter counts once however many bytes spell it.
        assert!(width("ŵŵŵŵ", 10.0, false) < 4.0 * 11.0);
    }

    #[test]
    fn lines_fit_their_room_and_lose_nothing() {
        for text in ["Bath and North East Somerset", "Llanfairpwllgwyngyllgogerychwyrndrobwll", "", "a"] {
            let lines = lines(text, 60.0, 14.0, false);
            assert!(!lines.is_empty());
            assert!(lines.iter().all(|line| width(line, 14.0, false) <= 60.0), "{lines:?}");
            let letters: String = lines.concat().split_whitespace().collect();
            assert_eq!(letters, text.split_whitespace().collect::<String>());
        }
    }

    #[test]
    fn a_room_of_nothing_still_ends() {
        assert_eq!(lines("ab", 0.0, 14.0, false), ["a", "b"]);
    }
}
