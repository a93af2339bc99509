//! What stands in a line of text.

use crate::diagnostic::Span;
use crate::figures::published::Symbol;
use crate::vocabulary::{Language, Rating, SitePath, Slug};

/// A piece of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Words of weight.
    Strong(Vec<Inline>),
    /// Words that are stressed. Editions for large print show them by weight: UKAAF asks for no italics.
    Emphasis(Vec<Inline>),
    /// A piece of code or data, as it is typed.
    Code(String),
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A figure, or what stands in its place.
    Figure(FigureText),
    /// A passage in another language.
    Foreign {
        /// Which language.
        language: Language,
        /// The passage.
        text: Vec<Inline>,
    },
    /// A rating, which every edition shows by a word, and those for the eye by shape and colour as well.
    Rating(Rating),
    /// A new line within the paragraph.
    Break,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A page or file of the site, at a heading or figure of it when there is an anchor.
    Inside {
        /// The page or file.
        path: SitePath,
        /// The heading or figure.
        anchor: Option<String>,
    },
    /// An address outside: https, http, mailto or tel.
    Outside(String),
}

/// A figure in a sentence, worded once for every edition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FigureText {
    /// The words: "67%", "up 14 percentage points from the 2015 to 2016 academic year".
    pub text: String,
    /// Which measure it is of; nothing for a fact that is no measure.
    pub measure: Option<Slug>,
    /// Why there is no figure, when the words stand in the place of one.
    pub symbol: Option<Symbol>,
    /// Where the author asked for it; nothing in text that multum wrote.
    pub asked: Option<Span>,
}

/// The words of a line without any of its form: for titles, alternative texts, search and checks.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    gather(inlines, &mut text);
    text
}

fn gather(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Strong(inner) | Inline::Emphasis(inner) => gather(inner, text),
            Inline::Link { text: inner, .. } | Inline::Foreign { text: inner, .. } => gather(inner, text),
            Inline::Figure(figure) => text.push_str(&figure.text),
            Inline::Rating(rating) => text.push_str(rating.word()),
            Inline::Break => text.push(' '),
        }
    }
}
