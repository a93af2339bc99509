//! What counts as a figure in an English sentence: a number, in digits or words, that has a unit ("67%", "£500,000",
//! "14 percentage points") or counts people, places or acts that a review counts ("three primary schools", "two thirds
//! of pupils").
//!
//! A small grammar, and no more. It errs towards silence: years, ages and names of stages are more common in such a text
//! than loose figures, and a check that cries at each of them would be switched off.

use std::ops::Range;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// Letters, with hyphens and apostrophes between them.
    Word,
    /// Digits, with commas and a point between them.
    Digits,
    /// Anything else but space, one character each.
    Sign,
}

#[derive(Debug)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
    start: usize,
    /// Whether it stands at the one before without a space.
    joined: bool,
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is(&self, words: &[&str]) -> bool {
        words.iter().any(|word| word.eq_ignore_ascii_case(self.text))
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, inner): (Kind, fn(char) -> bool) = match first {
            c if c.is_ascii_digit() => (Kind::Digits, |c| matches!(c, ',' | '.')),
            c if c.is_alphabetic() => (Kind::Word, |c| matches!(c, '-' | '\'' | '’')),
            _ => (Kind::Sign, |_| false),
        };
        let belongs = |c: char| match kind {
            Kind::Digits => c.is_ascii_digit(),
            Kind::Word => c.is_alphabetic(),
            Kind::Sign => false,
        };
        let mut end = at + first.len_utf8();
        let mut rest = text[end..].chars();
        while let Some(next) = rest.next() {
            // A sign belongs to the token when the token goes on after it.
            if belongs(next) || inner(next) && rest.clone().next().is_some_and(belongs) {
                end += next.len_utf8();
            } else {
                break;
            }
        }
        let joined = tokens.last().is_some_and(|token| token.end() == at);
        tokens.push(Token { kind, text: &text[at..end], start: at, joined });
        at = end;
    }
    tokens
}

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "hundred", "thousand", "million", "dozen",
];
const PARTS: &[&str] =
    &["half", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "sixth", "sixths", "tenth", "tenths"];
/// What a review counts, in the singular.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "academy", "adult", "appeal", "applicant", "application", "apprentice", "apprenticeship", "authority", "baby",
    "boy", "carer", "child", "childminder", "college", "complaint", "council", "exclusion", "family", "girl",
    "governor", "head", "headteacher", "household", "infant", "inspection", "judgement", "learner", "nursery", "parent",
    "people", "person", "place", "practitioner", "provider", "pupil", "referral", "school", "session", "setting",
    "staff", "student", "suspension", "teacher", "toddler", "volunteer", "children", "vacancy",
];
/// Units that follow a number as words.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "percent", "point", "points", "day", "days", "pounds", "pence",
];
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];
/// What numbers are part of a name after.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "stage", "stages", "ks", "year", "years", "level", "levels", "grade", "grades", "tier", "tiers", "band", "bands",
    "phase", "phases", "paragraph", "paragraphs", "section", "sections", "page", "pages", "part", "parts", "chapter",
    "appendix", "annex", "table", "tables", "figure", "figures", "chart", "charts", "question", "questions", "item",
    "number", "no", "term", "terms", "week", "weeks", "room", "unit", "wave", "form", "step", "steps", "type",
    "article", "regulation", "regulations", "schedule", "priority", "priorities", "recommendation", "recommendations",
    "action", "objective", "objectives", "progress", "attainment", "version", "class", "aged", "age", "ages",
    "telephone", "phone", "tel", "call", "note",
];
/// Words that end a phrase: what comes after them is counted by another number.
#[rustfmt::skip]
const BOUNDS: &[&str] = &[
    "and", "or", "in", "at", "to", "for", "with", "by", "was", "were", "are", "is", "be", "been", "had", "has", "have",
    "on", "from", "than", "that", "who", "whose", "which", "where", "when", "while", "but", "as", "if", "then", "of",
    "until", "since", "after", "before", "during", "across", "between", "over", "under", "about", "per", "a", "an",
    "it", "they", "we", "will", "can", "did", "do", "does", "not", "each", "every", "year", "years", "month", "months",
    "week", "weeks", "hour", "hours", "minute", "minutes", "time", "times",
];

/// The loose figures of a text, each from its number to its unit or noun.
pub fn loose_figures(text: &str) -> Vec<Range<usize>> {
    if !may_hold_a_figure(text) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut quoted = false;
    let mut next = 0;
    for at in 0..tokens.len() {
        quoted = match tokens[at].text {
            "“" => true,
            "”" => false,
            _ => quoted,
        };
        if quoted || at < next {
            continue;
        }
        if let Some(last) = figure(&tokens, at) {
            let mut first = at;
            // "9 in 10 children": the figure begins with the first of the two.
            if at >= 2 && tokens[at - 1].is(&["in", "of"]) {
                let number = at - 2 - usize::from(at >= 3 && tokens[at - 2].is(&["out"]));
                if is_number(&tokens[number]) {
                    first = number;
                }
            }
            if first > 0 && is_part(&tokens[first]) && is_number(&tokens[first - 1]) {
                first -= 1;
            }
            if first > 0 && tokens[first].joined && tokens[first - 1].text == "£" {
                first -= 1;
            }
            found.push(tokens[first].start..tokens[last].end());
            next = last + 1;
        }
    }
    found
}

/// Whether there is a digit, a sign that is a number, or a number's word. Most paragraphs have none, and are not looked at
/// any closer.
fn may_hold_a_figure(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphabetic() {
            let end =
                bytes[at..].iter().position(|byte| !byte.is_ascii_alphabetic()).map_or(bytes.len(), |more| at + more);
            let word = &text[at..end];
            if begins_like_a_number(word) && (is_numeral(word) || is_part_word(word)) {
                return true;
            }
            at = end;
        } else {
            // The quarters, the half and three quarters are two bytes that begin so.
            if byte.is_ascii_digit() || byte == 0xc2 && matches!(bytes.get(at + 1), Some(0xbc..=0xbe)) {
                return true;
            }
            at += 1;
        }
    }
    false
}

/// Whether a word has the first three letters of a number's word. A site has hundreds of thousands of words, and nearly all
/// of them are sent away here.
fn begins_like_a_number(word: &str) -> bool {
    let [a, b, c, rest @ ..] = word.as_bytes() else { return false };
    match &[a | 0x20, b | 0x20, c | 0x20] {
        b"for" | b"thi" => !rest.is_empty(),
        b"one" | b"two" | b"thr" | b"fou" | b"fiv" | b"fif" | b"six" | b"sev" | b"eig" | b"nin" | b"ten" | b"ele"
        | b"twe" | b"hun" | b"tho" | b"mil" | b"doz" | b"hal" | b"qua" => true,
        _ => false,
    }
}

/// Whether a loose figure's number stands at `at`: the token that ends the figure.
fn figure(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let token = &tokens[at];
    let previous = at.checked_sub(1).map(|at| &tokens[at]);
    let pounds = token.joined && previous.is_some_and(|sign| sign.text == "£");
    if is_part(token) {
        return part(tokens, at);
    }
    if token.is(&["one"]) {
        return one(tokens, at);
    }
    if !is_number(token) {
        return None;
    }
    if token.kind == Kind::Digits {
        let number = token.text;
        let at_sign = |sign: Option<&Token<'_>>| sign.is_some_and(|sign| matches!(sign.text, "/" | "-" | "–" | ":"));
        let after = tokens.get(at + 1).filter(|after| after.joined);
        // 2016/17, post-16, 16-19, 14:30; 3rd and 9am, but not £2m; 01572.
        let glued = token.joined && at_sign(previous) || after.is_some_and(|after| at_sign(Some(after)));
        let lettered = after.is_some_and(|after| after.kind == Kind::Word)
            || token.joined && previous.is_some_and(|word| word.kind == Kind::Word);
        let dialled = number.len() > 1 && number.starts_with('0') && !number.contains('.');
        if dialled || !pounds && (glued || lettered || is_year(number)) {
            return None;
        }
    }
    if pounds {
        let large = |token: &&Token<'_>| token.is(&["million", "billion", "thousand", "m", "bn", "k"]);
        return Some(at + usize::from(tokens.get(at + 1).filter(large).is_some()));
    }
    if is_named(tokens, at) || is_age_range(tokens, at) {
        return None;
    }
    match tokens.get(at + 1) {
        Some(next) if next.is(&["%"]) => return Some(at + 1),
        Some(next) if next.is(MONTHS) || next.is(&["am", "pm", "o'clock", "o’clock"]) => return None,
        Some(next) if next.is(&["per"]) && tokens.get(at + 2).is_some_and(|next| next.is(&["cent"])) => {
            return Some(at + 2);
        }
        Some(next) if next.is(&["percentage"]) => {
            return tokens.get(at + 2).filter(|next| next.is(UNITS)).map(|_| at + 2);
        }
        Some(next) if next.is(UNITS) => return Some(at + 1),
        _ => {}
    }
    counted(tokens, at)
}

/// The noun that the number at `at` counts: the next words, but for what may stand between.
fn counted(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let mut next = at + 1;
    // "50 or more pupils", "nine of the schools".
    if is(tokens, next, &["or"]) && is(tokens, next + 1, &["more", "fewer", "less"]) {
        next += 2;
    }
    if is(tokens, next, &["of"]) {
        next += 1;
        if !is(tokens, next, &["the", "our", "its", "their", "these", "those", "all"]) {
            return None;
        }
        next += 1;
    }
    for (number, token) in tokens.iter().enumerate().skip(next).take(4) {
        if token.kind != Kind::Word || token.is(BOUNDS) || (token.joined && tokens[number - 1].kind != Kind::Word) {
            return None;
        }
        if is_counted(token) {
            // "three nursery schools": a noun may stand before the one that is counted.
            let more = tokens[number + 1..].iter().take_while(|next| !next.joined && is_counted(next)).count();
            return Some(number + more);
        }
    }
    None
}

/// "half of pupils", "two thirds of the schools", "a quarter of all children".
fn part(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let whole = tokens[at].text.contains('-') || tokens[at].is(&["half"]);
    let number = at.checked_sub(1).is_some_and(|at| tokens[at].is(&["a", "one"]) || is_number(&tokens[at]));
    if !whole && !number {
        return None;
    }
    let mut next = at + 1;
    let of = is(tokens, next, &["of"]);
    next += usize::from(of);
    let the = is(tokens, next, &["the", "our", "its", "their", "these", "those", "all"]);
    next += usize::from(the);
    if !of && !the {
        return None;
    }
    counted(tokens, next.checked_sub(1)?).filter(|_| !is(tokens, next, &["of", "or"]))
}

/// "One pupil was excluded" is a figure, and the one that gives most away; "one of the schools" and "no one" are none.
fn one(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    if before.is_some_and(|before| {
        before.is(&["no", "any", "every", "each", "which", "the", "this", "that", "another", "at"])
    }) {
        return None;
    }
    if is_named(tokens, at) {
        return None;
    }
    (at + 1..=at + 2)
        .take_while(|next| tokens.get(*next).is_some_and(|word| word.kind == Kind::Word && !word.is(BOUNDS)))
        .find(|next| is_counted(&tokens[*next]))
}

fn is(tokens: &[Token<'_>], at: usize, words: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| token.is(words))
}

fn is_number(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Digits => true,
        Kind::Word => {
            // "twenty-one", and not "one-to-one".
            !token.is(&["one"]) && token.text.split('-').all(is_numeral)
        }
        Kind::Sign => matches!(token.text, "½" | "¼" | "¾"),
    }
}

fn is_numeral(word: &str) -> bool {
    NUMBERS.iter().chain(&["one"]).any(|number| number.eq_ignore_ascii_case(word))
}

fn is_part_word(word: &str) -> bool {
    PARTS.iter().any(|part| part.eq_ignore_ascii_case(word))
}

fn is_part(token: &Token<'_>) -> bool {
    match token.text.split_once('-') {
        None => is_part_word(token.text),
        Some((number, part)) => is_numeral(number) && is_part_word(part),
    }
}

fn is_counted(token: &Token<'_>) -> bool {
    // "pre-schools" and "sub-groups" count by their last part; a possessive counts nothing.
    let lower = token.text.to_ascii_lowercase();
    let word = lower.rsplit('-').next().unwrap_or_default();
    let singular = [word.strip_suffix("ies").map(|stem| format!("{stem}y")), word.strip_suffix('s').map(str::to_owned)];
    COUNTED.contains(&word) || singular.into_iter().flatten().any(|word| COUNTED.contains(&word.as_str()))
}

/// Whether the number is part of a name or an age: "key stage 2", "years 5 and 6", "aged 16 to 18", "the ages of 5 and 11".
fn is_named(tokens: &[Token<'_>], at: usize) -> bool {
    let mut before = at;
    while let Some(token) = before.checked_sub(1).map(|at| &tokens[at]) {
        if token.is(LABELS) || token.is(MONTHS) {
            return true;
        }
        let joins =
            token.is(&["and", "or", "to", ",", "-", "–", "of", "&"]) || token.kind == Kind::Digits || is_number(token);
        if !joins {
            return false;
        }
        before -= 1;
    }
    false
}

/// "11 to 16 schools", "0 to 25 year olds": whom a school is for, and no count.
fn is_age_range(tokens: &[Token<'_>], at: usize) -> bool {
    let number = |at: usize| {
        tokens.get(at).filter(|token| token.kind == Kind::Digits).and_then(|token| token.text.parse::<u8>().ok())
    };
    let range = |from: usize| match (number(from), number(from + 2)) {
        (Some(low), Some(high)) => {
            is(tokens, from + 1, &["to"])
                && [0, 2, 3, 4, 5, 7, 9, 11, 13, 14, 16].contains(&low)
                && [5, 7, 9, 11, 13, 14, 16, 18, 19, 25].contains(&high)
                && low < high
        }
        _ => false,
    };
    range(at) || at >= 2 && range(at - 2)
}

/// Whether a number is a year and not a count.
pub fn is_year(number: &str) -> bool {
    number.len() == 4 && number.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(text: &str) -> Vec<&str> {
        loose_figures(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn numbers_with_a_unit_or_a_counted_noun_are_loose() {
        for (text, loose) in [
            ("At the end 67% of pupils did.", vec!["67%"]),
            ("It rose by 14 percentage points to 67 per cent.", vec!["14 percentage points", "67 per cent"]),
            ("It cost £500,000, then £2 million and £1.5m.", vec!["£500,000", "£2 million", "£1.5m"]),
            (
                "There were 14 primary schools and three maintained nursery schools.",
                vec!["14 primary schools", "three maintained nursery schools"],
            ),
            ("Of 5,432 pupils, twenty-five were in care.", vec!["5,432 pupils"]),
            ("Nine in ten pupils; 9 out of 10 children.", vec!["Nine in ten pupils", "9 out of 10 children"]),
            (
                "Nearly two thirds of pupils, half the schools, a quarter of all children.",
                vec!["two thirds of pupils", "half the schools", "quarter of all children"],
            ),
            ("Two-thirds of the pre-schools.", vec!["Two-thirds of the pre-schools"]),
            ("One pupil was excluded and one primary school closed.", vec!["One pupil", "one primary school"]),
            ("Seven of the academies; 50 or more pupils.", vec!["Seven of the academies", "50 or more pupils"]),
            ("Absence fell by 3 days, and 12 childminders left.", vec!["3 days", "12 childminders"]),
            ("In 2017, 12 schools were inspected.", vec!["12 schools"]),
            ("We lost a dozen teachers and a hundred school places.", vec!["dozen teachers", "hundred school places"]),
        ] {
            assert_eq!(figures(text), loose, "{text}");
        }
    }

    #[test]
    fn dates_names_ages_and_printed_figures_are_none() {
        for text in [
            "On 7 September 2017 schools met; on September 7 pupils came.",
            "In 2017 schools opened; 2016/17 pupils; since 2015-16 schools.",
            "Key stage 2 pupils, KS4 pupils, Year 6 pupils, years 5 and 6 pupils.",
            "Pupils aged 16 to 18, aged four, children under 5, and 11 to 16 schools.",
            "Between the ages of 5 and 11 children grow; five-year-old children; 16-19 students.",
            "Paragraph 4 schools; section 8 inspections; page 12 pupils; level 3 learners; grade 5 students.",
            "Post-16 students; a three-year plan; two-form entry schools; one-to-one pupils.",
            "Ring 01572 722577; 9 am children; 10.30am pupils.",
            "One of the schools; no one; every one; the one pupil that; at one school.",
            "He said “we have 14 schools and one pupil” in the debate.",
            "The first school, the 3rd pupil, a third party, the second half.",
            "Attainment 8 pupils; Progress 8 schools; English and mathematics.",
            "There are two reasons, four parts and ten statistical neighbours.",
            "\u{fffc} of pupils in \u{fffc} schools.",
            "Half a day; half-term; a quarter past.",
            "A4 schools, the Act 1996 (section 13A) pupils.",
        ] {
            assert!(figures(text).is_empty(), "{text}: {:?}", figures(text));
        }
    }

    #[test]
    fn any_text_at_all_is_read_without_a_fault() {
        proptest::proptest!(|(text in "[0-9a-c £%,.’“”\u{fffc}/-]{0,40}|(one|two|half|third|of|the|pupils|schools|in| |,|-|£|%|7|2017){0,12}")| {
            for range in loose_figures(&text) {
                proptest::prop_assert!(text.get(range).is_some_and(|figure| !figure.is_empty()));
            }
        });
    }

    #[test]
    fn every_word_of_a_number_is_looked_at() {
        for word in NUMBERS.iter().chain(PARTS).chain(&["one", "7", "½", "Twenty-five", "TWO-THIRDS"]) {
            assert!(may_hold_a_figure(&format!("of {word} pupils")), "{word}");
        }
        assert!(!may_hold_a_figure("Pupils of the schools’ own, tonight and often."));
    }
}
