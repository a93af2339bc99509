//! Uncontracted Unified English Braille (grade 1), in the 64 letters of North American ASCII braille.
//!
//! Source: International Council on English Braille, "The Rules of Unified English Braille", second edition 2013: 3 general
//! symbols, 4 letters and their modifiers, 5 grade 1 mode, 6 numeric mode, 7 punctuation, 8 capitalisation. Type forms are
//! left out, as UKAAF advises for text where nothing hangs on them.
//!
//! It does what [liblouis](https://liblouis.io) does with its table `en-ueb-g1.ctb`, but for two things that liblouis gets
//! wrong and that a review is full of: two numbers side by side are no single number with a space in it, and an
//! apostrophe before a word or a year is an apostrophe. `tests/braille.rs` holds both.

/// The text in a form that both translators know: spaces of one kind, hyphens of one kind, an apostrophe told from the
/// quotation mark that looks like it, no sign that braille lacks.
pub fn prepared(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '\u{2012}' | '\u{2015}' => out.push('–'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '‘' => {
                quoted = true;
                out.push(c);
            }
            '’' => {
                let before = out.chars().next_back().is_some_and(char::is_alphanumeric);
                let within = before && letters.peek().is_some_and(|c| c.is_alphanumeric());
                let closes = quoted && !within;
                quoted &= !closes;
                out.push(if closes { '’' } else { '\'' });
            }
            c if c.is_whitespace() => out.push(' '),
            c if c.is_ascii_alphanumeric() || sign(c).is_some() || modified(c).is_some() || QUOTES.contains(&c) => {
                out.push(c);
            }
            // Better a reader who wonders than one who isn't told.
            other => out.push_str(&format!("(sign U+{:04X})", u32::from(other))),
        }
    }
    let words: Vec<&str> = out.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

const QUOTES: [char; 4] = ['“', '”', '"', '\''];

/// The braille of a prepared text.
pub fn uncontracted(text: &str) -> String {
    let words: Vec<Vec<char>> = text.split(' ').map(|word| word.chars().collect()).collect();
    let passage = passages(&words);
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let inside = passage[at];
        let begins = inside && (at == 0 || !passage[at - 1]);
        let ends = inside && passage.get(at + 1) != Some(&true);
        self::word(word, inside, begins, &mut out);
        if ends {
            out.push_str(",'");
        }
    }
    out
}

/// Which words belong to a passage of capitals: three or more that have capitals and no small letters, with the numbers and
/// signs between them.
fn passages(words: &[Vec<char>]) -> Vec<bool> {
    let capital = |word: &Vec<char>| word.iter().any(|c| c.is_uppercase());
    let mut passage = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        if !capital(&words[at]) {
            at += 1;
            continue;
        }
        let run = words[at..].iter().take_while(|word| !word.iter().any(|c| c.is_lowercase())).count();
        // It ends with its last capital, whatever numbers follow.
        let run = words[at..at + run].iter().rposition(capital).map_or(1, |last| last + 1);
        if words[at..at + run].iter().filter(|word| capital(word)).count() >= 3 {
            passage[at..at + run].fill(true);
        }
        at += run;
    }
    passage
}

fn word(word: &[char], passage: bool, begins: bool, out: &mut String) {
    let mut numeric = false;
    let mut opened = begins;
    let mut at = 0;
    while at < word.len() {
        let c = word[at];
        let before = at.checked_sub(1).map(|before| word[before]);
        let after = word.get(at + 1).copied();
        let digit_follows = after.is_some_and(|c| c.is_ascii_digit());
        if let Some(digit) = c.to_digit(10) {
            if !numeric {
                out.push('#');
            }
            out.push(char::from(b"JABCDEFGHI"[digit as usize]));
            numeric = true;
            at += 1;
            continue;
        }
        if numeric && digit_follows && (c == '.' || c == ',') {
            out.push(if c == '.' { '4' } else { '1' });
            at += 1;
            continue;
        }
        if c == '.' && digit_follows && !before.is_some_and(char::is_alphanumeric) {
            out.push_str("#4");
            numeric = true;
            at += 1;
            continue;
        }
        let was_numeric = std::mem::take(&mut numeric);
        if is_letter(c) {
            if opened && passage {
                out.push_str(",,,");
                opened = false;
            }
            if c.is_uppercase() && !passage {
                let run = word[at..].iter().take_while(|c| is_letter(**c) && c.is_uppercase()).count();
                out.push_str(if run > 1 { ",," } else { "," });
                for capital in &word[at..at + run] {
                    letter(*capital, out);
                }
                at += run;
                // The sign that ends capitals stands only where small letters would else be read as large.
                if run > 1 && word.get(at).is_some_and(|c| is_letter(*c)) {
                    out.push_str(",'");
                }
                continue;
            }
            // After a number the letters a to j would be read as digits.
            if was_numeric && ('a'..='j').contains(&c.to_ascii_lowercase()) {
                out.push(';');
            }
            letter(c, out);
            at += 1;
            continue;
        }
        match c {
            '“' => out.push('8'),
            '”' => out.push('0'),
            '"' => out.push(if begins_word(&word[..at]) { '8' } else { '0' }),
            '‘' => out.push_str(",8"),
            '’' => out.push_str(",0"),
            '\'' => out.push('\''),
            // At the beginning of a word it would be read as an opening quotation mark.
            '?' if begins_word(&word[..at]) => out.push_str(";8"),
            other => out.push_str(sign(other).unwrap_or_default()),
        }
        at += 1;
    }
}

/// Whether nothing but opening marks stands before.
fn begins_word(before: &[char]) -> bool {
    before.iter().all(|c| matches!(c, '(' | '[' | '{' | '“' | '‘' | '"' | '\''))
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || modified(c).is_some()
}

fn letter(c: char, out: &mut String) {
    match modified(c) {
        Some((modifier, base)) => {
            out.push_str(modifier);
            out.push_str(base);
        }
        None => out.push(c.to_ascii_uppercase()),
    }
}

/// A letter with its accent: what stands before it, and the letter.
fn modified(c: char) -> Option<(&'static str, &'static str)> {
    let small = c.to_lowercase().next()?;
    let base = |letters: &str, bases: &'static str| {
        letters.chars().position(|letter| letter == small).and_then(|at| bases.get(at..=at))
    };
    // Each row: the modifier, the letters with it, and what they are without it.
    const ROWS: [(&str, &str, &str); 9] = [
        ("^/", "áéíóúýńśźć", "AEIOUYNSZC"),
        ("^*", "àèìòùẁỳ", "AEIOUWY"),
        ("^%", "âêîôûŵŷ", "AEIOUWY"),
        ("^3", "äëïöüÿẅ", "AEIOUYW"),
        ("^]", "ãñõ", "ANO"),
        ("^$", "åů", "AU"),
        ("^&", "çşţ", "CST"),
        ("^+", "čšžřěň", "CSZREN"),
        ("@-", "āēīōū", "AEIOU"),
    ];
    for (modifier, letters, bases) in ROWS {
        if let Some(base) = base(letters, bases) {
            return Some((modifier, base));
        }
    }
    match small {
        'ø' => Some(("@*", "O")),
        'ł' => Some(("@*", "L")),
        'æ' => Some(("A^6", "E")),
        'œ' => Some(("O^6", "E")),
        'ß' => Some((".", "!")),
        _ => None,
    }
}

/// A sign that always has the same braille.
fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        ',' => "1",
        ';' => "2",
        ':' => "3",
        '.' => "4",
        '!' => "6",
        '?' => "8",
        '-' => "-",
        '–' | '—' => ",-",
        '…' => "444",
        '(' => "\"<",
        ')' => "\">",
        '[' => ".<",
        ']' => ".>",
        '{' => "_<",
        '}' => "_>",
        '/' => "_/",
        '\\' => "_*",
        '«' => "_8",
        '»' => "_0",
        '%' => ".0",
        '£' => "@L",
        '$' => "@S",
        '€' => "@E",
        '¢' => "@C",
        '&' => "@&",
        '@' => "@A",
        '#' => "_?",
        '*' => "\"9",
        '+' => "\"6",
        '=' => "\"7",
        '−' => "\"-",
        '×' => "\"8",
        '÷' => "\"/",
        '±' => "_6",
        '<' => "@<",
        '>' => "@>",
        '≤' => "_@<",
        '≥' => "_@>",
        '_' => ".-",
        '~' => "@9",
        '^' => "@5",
        '|' => "_\\",
        '°' => "^J",
        '§' => "^S",
        '¶' => "^P",
        '©' => "^C",
        '®' => "^R",
        '™' => "^T",
        '•' => "_4",
        '†' => "@,?",
        '‡' => "@,]",
        '½' => "#A/B",
        '¼' => "#A/D",
        '¾' => "#C/D",
        '²' => ";9#B",
        '³' => ";9#C",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn braille(text: &str) -> String {
        uncontracted(&prepared(text))
    }

    #[test]
    fn numbers_are_numbers_and_letters_after_them_are_letters() {
        for (text, cells) in [
            ("61.2% in 2016/17", "#FA4B.0 IN #BJAF_/#AG"),
            ("−0.7 to .5", "\"-#J4G TO #4E"),
            ("£1,234.", "@L#A1BCD4"),
            ("4a 4k 5B 3rd", "#D;A #DK #E,B #CRD"),
            ("2016 2017", "#BJAF #BJAG"),
        ] {
            assert_eq!(braille(text), cells, "{text}");
        }
    }

    #[test]
    fn capitals_have_a_sign_for_a_letter_a_word_and_a_passage() {
        for (text, cells) in [
            ("Key KS2 GCSEs", ",KEY ,,KS#B ,,GCSE,'S"),
            ("the EBacc", "THE ,,EB,'ACC"),
            ("SEND AND EHC. now", ",,,SEND AND EHC4,' NOW"),
            ("(NHS-led)", "\"<,,NHS-LED\">"),
        ] {
            assert_eq!(braille(text), cells, "{text}");
        }
    }

    #[test]
    fn an_apostrophe_is_no_quotation_mark() {
        assert_eq!(braille("the council’s ‘better’ schools’ ’90s"), "THE COUNCIL'S ,8BETTER,0 SCHOOLS' '#IJS");
        assert_eq!(braille("“Why?” ?"), "8,WHY80 ;8");
    }

    #[test]
    fn welsh_has_its_accents_and_unknown_signs_are_named() {
        assert_eq!(braille("Tŷ dŵr"), ",T^%Y D^%WR");
        assert_eq!(braille("a☃b"), "A\"<SIGN ,U\"6#BFJC\">B");
    }

    #[test]
    fn every_cell_is_one_of_the_64() {
        let all: String = (' '..'\u{2122}').collect();
        assert!(braille(&all).bytes().all(|byte| matches!(byte, b' '..=b'_')), "{}", braille(&all));
    }
}
