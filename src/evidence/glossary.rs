//! `data/glossary.yaml`: what words mean, and what abbreviations stand for.

use std::sync::Arc;

use super::source::words;
use crate::diagnostic::{Diagnostic, Findings, Source, code};
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, yaml};

/// The form of the file.
pub static FORM: Form = Form {
    name: "glossary",
    files: "data/glossary.yaml",
    about: "What words mean, and what abbreviations stand for: each is written out where a page first uses it.",
    shape: &Shape::Record(&[required(
        "glossary",
        Shape::List(&Shape::Record(&[
            required(
                "term",
                Shape::Line,
                "The word, or what the abbreviation stands for, as it stands within a sentence.",
            ),
            optional("short", Shape::Line, "The abbreviation, such as SEND or EHC plan."),
            optional("plural", Shape::Line, "The plural of the term, where it is not the usual one."),
            optional("short_plural", Shape::Line, "The plural of the abbreviation, where it is not made by an s."),
            required("meaning", Shape::Text, "What it means, in a sentence or two."),
        ])),
        "Each term, in any order.",
    )]),
};

/// A word and what it means.
#[derive(Clone, Debug)]
pub struct Term {
    /// The word in full.
    pub full: Arc<str>,
    /// Its plural.
    pub full_plural: Arc<str>,
    /// Its abbreviation, and the plural of that.
    pub short: Option<(Arc<str>, Arc<str>)>,
    /// What it means.
    pub meaning: Arc<str>,
}

/// The terms of the file, in the order of the alphabet.
pub(super) fn load(file: &Arc<Source>, findings: &mut Findings) -> Vec<Term> {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let mut terms: Vec<Term> = Vec::new();
    for node in node.get("glossary").map(Node::items).unwrap_or_default() {
        let Some(full) = words(node, "term") else { continue };
        let short = words(node, "short").map(|short| {
            let plural = words(node, "short_plural").unwrap_or_else(|| Arc::from(format!("{short}s")));
            (short, plural)
        });
        let again = terms.iter().any(|known| match (&known.short, &short) {
            (Some((known, _)), Some((short, _))) => known == short,
            _ => known.full == full,
        });
        let said = node.get(if short.is_some() { "short" } else { "term" }).and_then(Node::text);
        if again && let Some(text) = said {
            let message = format!("expected {} once in the glossary, found it again", text.shown());
            findings.push(Diagnostic::error(code::DUPLICATE, text.span(), message).hint("take one of the two out"));
            continue;
        }
        let full_plural = words(node, "plural").unwrap_or_else(|| Arc::from(plural(&full)));
        terms.push(Term { full, full_plural, short, meaning: words(node, "meaning").unwrap_or_default() });
    }
    terms.sort_by_cached_key(|term| term.short.as_ref().map_or(&term.full, |(short, _)| short).to_lowercase());
    terms
}

/// The plural of the last word, by the rules of English that have no exceptions worth a list: the file can say another.
fn plural(full: &str) -> String {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let mut end = full.chars().rev();
    match (end.next(), end.next()) {
        (Some('y'), Some(before)) if !vowel(before) => format!("{}ies", &full[..full.len() - 1]),
        (Some('s' | 'x' | 'z'), _) | (Some('h'), Some('c' | 's')) => format!("{full}es"),
        _ => format!("{full}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_the_rules_of_english() {
        for (one, many) in [
            ("education, health and care plan", "education, health and care plans"),
            ("local authority", "local authorities"),
            ("day", "days"),
            ("class", "classes"),
            ("church", "churches"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
