//! Welsh in braille: letters and contractions of its own, signs and numbers of Unified English Braille.
//!
//! Source: "Welsh Braille Code": composition signs, punctuation and the like follow The Rules of Unified English Braille (2013);
//! the alphabet, the accents and the contractions are Welsh. liblouis's table has these as the code does, and with them the
//! signs of the time before 2013, and none for a true minus. So it is asked for words alone, and whatever stands round them is
//! ours (`uncontracted`).

use std::collections::BTreeMap;

use super::uncontracted::uncontracted;

/// What stands for a word while the signs round it are written: two letters that mean nothing in either language.
const WORD: &str = "zz";

/// The same in braille.
const CELLS: &str = "ZZ";

/// The words of a passage that have contractions: letters alone, with an apostrophe between two of them at most.
pub fn words(passage: &str) -> Vec<String> {
    passage
        .split(' ')
        .flat_map(|token| parts(token).into_iter().filter(|(is_word, _)| *is_word))
        .map(|(_, w)| w.to_owned())
        .collect()
}

/// The braille of a passage, with that of its words as they are `known`; a word that is not is written letter by letter.
pub fn contracted(passage: &str, known: &BTreeMap<String, String>) -> String {
    let tokens = passage.split(' ').map(|token| {
        let parts = parts(token);
        let signs: String = parts.iter().map(|(is_word, text)| if *is_word { WORD } else { text }).collect();
        let mut words = parts.iter().filter(|(is_word, _)| *is_word).map(|(_, word)| *word);
        let cells = uncontracted(&signs);
        let mut pieces = cells.split(CELLS);
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let word = words.next().unwrap_or_default();
            out.push_str(&known.get(word).cloned().unwrap_or_else(|| uncontracted(word)));
            out.push_str(piece);
        }
        out
    });
    tokens.collect::<Vec<_>>().join(" ")
}

/// A token's words and what stands between them, in turn. One with a digit in it, such as `5a`, is no word, and an address
/// is written letter by letter.
fn parts(token: &str) -> Vec<(bool, &str)> {
    let letters: Vec<(usize, char)> = token.char_indices().collect();
    let within = |at: usize, sign: char| {
        letters[at].1 == sign
            && at.checked_sub(1).is_some_and(|before| letters[before].1.is_alphabetic())
            && letters.get(at + 1).is_some_and(|(_, next)| next.is_alphabetic())
    };
    let address = token.contains(['@', '\\', '_']) || (0..letters.len()).any(|at| within(at, '.'));
    if address || token.chars().any(|letter| letter.is_numeric()) || token.to_lowercase().contains(WORD) {
        return vec![(false, token)];
    }
    let mut parts: Vec<(bool, &str)> = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, (byte, letter)) in letters.iter().enumerate() {
        let is_word = letter.is_alphabetic() || within(at, '\'') || within(at, '’');
        if before.is_some_and(|before| before != is_word) {
            parts.push((!is_word, &token[start..*byte]));
            start = *byte;
        }
        before = Some(is_word);
    }
    if let Some(is_word) = before {
        parts.push((is_word, &token[start..]));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_alone_and_all_else_is_written_as_in_english() {
        assert_eq!(
            words("Mae’r “plant” yn de-ddwyrain Cymru, 67% (5a)."),
            ["Mae’r", "plant", "yn", "de", "ddwyrain", "Cymru"]
        );
        assert!(words("www.gov.wales a.b@c.uk £500,000 −0.5").is_empty());
        let known: BTreeMap<String, String> = [("Mae", ",M"), ("plentyn", "\"P"), ("yn", "YN")]
            .map(|(word, cells)| (word.to_owned(), cells.to_owned()))
            .into();
        assert_eq!(
            contracted("Mae “plentyn” (yn) 79.1% −0.5.", &known),
            "#,M 8\"P0 \"<YN\"> #GI4A.0 \"-#J4E4".trim_start_matches('#')
        );
        assert_eq!(contracted("nid-yn", &known), "NID-YN", "a word that is not known is written letter by letter");
        assert_eq!(contracted("", &known), "");
    }
}
