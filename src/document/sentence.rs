//! Sentences: where a figure is withheld, its whole sentence gives way, since the rest of it would speak of nothing.

use super::Inline;

/// Replaces each sentence that holds an absent figure by what that figure says in its place.
pub(super) fn give_way(inlines: Vec<Inline>) -> Vec<Inline> {
    if !inlines.iter().any(|inline| !absent(inline).is_empty()) {
        return inlines;
    }
    let mut kept: Vec<Inline> = Vec::new();
    for sentence in sentences(inlines) {
        let mut instead: Vec<&super::FigureText> = Vec::new();
        for figure in sentence.iter().flat_map(absent) {
            if !instead.iter().any(|known| known.text == figure.text) {
                instead.push(figure);
            }
        }
        if instead.is_empty() {
            kept.extend(sentence);
            continue;
        }
        let spaced = matches!(sentence.first(), Some(Inline::Text(text)) if text.starts_with(char::is_whitespace));
        for (at, figure) in instead.into_iter().enumerate() {
            if (at > 0 || spaced) && !kept.is_empty() {
                kept.push(Inline::Text(" ".into()));
            }
            kept.push(Inline::Figure(figure.clone()));
        }
    }
    kept
}

/// The absent figures in a piece, those inside emphasis and links too.
fn absent(inline: &Inline) -> Vec<&super::FigureText> {
    match inline {
        Inline::Figure(figure) if figure.symbol.is_some() => vec![figure],
        Inline::Strong(inner) | Inline::Emphasis(inner) => inner.iter().flat_map(absent).collect(),
        Inline::Link { text, .. } | Inline::Foreign { text, .. } => text.iter().flat_map(absent).collect(),
        Inline::Figure(_) | Inline::Text(_) | Inline::Code(_) | Inline::Rating(_) | Inline::Break => Vec::new(),
    }
}

/// The pieces by sentence. Emphasis and links are taken whole: they seldom hold the end of one.
fn sentences(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut all = vec![Vec::new()];
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                let mut rest = text.as_str();
                while let Some(end) = sentence_end(rest) {
                    let last = all.last_mut().expect("there is always one");
                    last.push(Inline::Text(rest[..end].to_owned()));
                    all.push(Vec::new());
                    rest = &rest[end..];
                }
                if !rest.is_empty() {
                    all.last_mut().expect("there is always one").push(Inline::Text(rest.to_owned()));
                }
            }
            Inline::Break => {
                all.last_mut().expect("there is always one").push(Inline::Break);
                all.push(Vec::new());
            }
            other => all.last_mut().expect("there is always one").push(other),
        }
    }
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// Words that end with a full stop and end no sentence.
const ABBREVIATIONS: [&str; 8] = ["e.g", "i.e", "etc", "vs", "no", "st", "cf", "approx"];

/// The byte after the first sentence's end in `text`: its full stop with closing quotes and brackets. Nothing when it goes on.
fn sentence_end(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find(['.', '!', '?']) {
        let at = from + found;
        let mut end = at + 1;
        for c in text[end..].chars() {
            if !matches!(c, '”' | '’' | ')' | '"' | '\'') {
                break;
            }
            end += c.len_utf8();
        }
        from = end;
        let word = text[..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        let abbreviated = ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known));
        let goes_on = text[end..].chars().next().is_some_and(|c| !c.is_whitespace());
        if goes_on || (abbreviated && text.as_bytes()[at] == b'.') {
            continue;
        }
        let next = text[end..].trim_start().chars().next();
        if next.is_some_and(char::is_lowercase) {
            continue;
        }
        return Some(end);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{FigureText, plain_text};
    use super::*;
    use crate::figures::published::Symbol;

    fn text(words: &str) -> Inline {
        Inline::Text(words.into())
    }

    fn figure(words: &str, symbol: Option<Symbol>) -> Inline {
        Inline::Figure(FigureText { text: words.into(), measure: None, symbol, asked: None })
    }

    #[test]
    fn only_the_sentence_with_the_withheld_figure_gives_way() {
        let withheld = figure("The figure is withheld to protect pupils.", Some(Symbol::Withheld));
        let paragraph = vec![
            text("One (e.g. this) stays. In all, "),
            withheld,
            text(" of pupils did, up from "),
            figure("53%", None),
            text(". The last stays with "),
            figure("60%", None),
            text("."),
        ];
        assert_eq!(
            plain_text(&give_way(paragraph)),
            "One (e.g. this) stays. The figure is withheld to protect pupils. The last stays with 60%."
        );
    }

    #[test]
    fn a_sentence_with_two_withheld_figures_says_it_once() {
        let withheld = || figure("Withheld.", Some(Symbol::Withheld));
        let paragraph = vec![Inline::Strong(vec![withheld()]), text(" and "), withheld(), text(" rose.")];
        assert_eq!(plain_text(&give_way(paragraph)), "Withheld.");
    }

    #[test]
    fn a_decimal_point_ends_no_sentence() {
        assert_eq!(sentence_end("It was 4.2 days. Then"), Some("It was 4.2 days.".len()));
        assert_eq!(sentence_end("He said “stop.” Then"), Some("He said “stop.”".len()));
        assert_eq!(sentence_end("see No. 4 below"), None);
    }
}
