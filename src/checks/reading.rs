//! How hard an English text is to read: sentences, words, syllables, and the grade that follows from them.

use super::text;
use crate::document::{Page, plain_text};

/// The fewest words from which a grade says anything.
const FEWEST: usize = 100;

/// The reading grade of what authors wrote on a page, by the formula of Flesch and Kincaid (1975): the school year, by
/// American count, that reads it with ease. Nothing when the page has fewer than a hundred words.
pub fn grade(page: &Page) -> Option<f32> {
    let (mut words, mut sentences, mut syllables) = (0_usize, 0_usize, 0_usize);
    for passage in text::passages(page).iter().filter(|passage| !passage.is_cell) {
        let text = plain_text(&passage.inlines);
        for sentence in self::sentences(&text) {
            let own = sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
            let before = words;
            for word in own {
                words += 1;
                syllables += syllables_of(word);
            }
            sentences += usize::from(words > before);
        }
    }
    if words < FEWEST {
        return None;
    }
    let each = |a: usize, b: usize| a as f32 / b as f32;
    Some(0.39 * each(words, sentences) + 11.8 * each(syllables, words) - 15.59)
}

/// The sentences of a text: what ends with a full stop, question or exclamation mark before a space and a capital, or with
/// a colon before a new line of a list.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut start = 0;
    let marks = text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!'));
    for (at, mark) in marks {
        let end = at + mark.len_utf8();
        let mut after = text[end..].chars();
        let closes = match after.next() {
            None => true,
            Some(next) if next.is_whitespace() => after.find(|c| !c.is_whitespace()).is_none_or(|c| !c.is_lowercase()),
            Some('”' | '’' | '"' | ')') => after.next().is_none_or(char::is_whitespace),
            Some(_) => false,
        };
        if closes {
            all.push(text[start..end].trim());
            start = end;
        }
    }
    all.push(text[start..].trim());
    all.retain(|sentence| sentence.contains(char::is_alphanumeric));
    all
}

/// The syllables of an English word, by its groups of vowels: a silent e at the end is none. Figures count as one.
fn syllables_of(word: &str) -> usize {
    let word: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        groups += usize::from(vowel(c) && !before);
        before = vowel(c);
    }
    let silent = word.ends_with('e') && !word.ends_with("le") || word.ends_with("ed") && !word.ends_with("ted");
    if silent && groups > 1 { groups - 1 } else { groups.max(1) }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::paragraph;
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_breathes() {
        assert_eq!(
            sentences("It rose by 3.5 points. Did it? “Yes.” See www.example.gov.uk for more, e.g. tables."),
            ["It rose by 3.5 points.", "Did it?", "“Yes.", "” See www.example.gov.uk for more, e.g. tables."]
        );
        assert_eq!(sentences("No end"), ["No end"]);
        assert!(sentences(" … ").is_empty());
    }

    #[test]
    fn syllables_are_counted_by_vowels() {
        for (word, count) in [
            ("the", 1),
            ("school", 1),
            ("phonics", 2),
            ("table", 2),
            ("outcome", 2),
            ("reached", 1),
            ("started", 2),
            ("67%", 1),
        ] {
            assert_eq!(syllables_of(word), count, "{word}");
        }
    }

    #[test]
    fn long_words_and_long_sentences_have_a_higher_grade() {
        let page = |sentence: &str| paragraph("a.html", &sentence.repeat(30));
        let plain = grade(&page("We went to see each school. ")).expect("words enough");
        let long = grade(&page("We went to see each school and we saw that all of them had done what we had asked. "))
            .expect("words");
        let hard =
            grade(&page("Organisational accountability arrangements necessitate consideration. ")).expect("words");
        assert!(plain < 3.0 && plain < long && long < hard, "{plain} {long} {hard}");
        assert_eq!(grade(&paragraph("a.html", "Too few words.")), None);
    }
}
