//! The glossary: every word with its meaning, abbreviations by their short form.

use crate::compose::address;
use crate::compose::site::Context;
use crate::document::{Block, Cell, Column, Inline, Page, PageKind, Row, Table};
use crate::evidence::glossary::Term;
use crate::vocabulary::upper_first;

use super::{paragraph, text};

/// The page; nothing where the site has no glossary.
pub(super) fn page(context: &Context<'_>) -> Option<Page> {
    let terms = &context.book.evidence.glossary;
    if terms.is_empty() {
        return None;
    }
    let column = |heading: &str| Column { heading: heading.to_owned(), numeric: false };
    let table = Table {
        caption: "Words and abbreviations, and what they mean".to_owned(),
        corner: "Word".to_owned(),
        columns: vec![column("Meaning")],
        rows: terms.iter().map(row).collect(),
        source: Vec::new(),
        notes: Vec::new(),
    };
    let body =
        vec![paragraph("Each page writes an abbreviation out where it first uses it."), Block::Table(Box::new(table))];
    let made = context.made(
        address::glossary(),
        PageKind::About,
        "Glossary",
        "What the words and abbreviations on this site mean.",
        body,
    );
    Some(made)
}

fn row(term: &Term) -> Row {
    let heading: Vec<Inline> = match &term.short {
        Some((short, _)) => vec![Inline::Strong(vec![text(short.as_ref())]), text(format!(" ({})", term.full))],
        None => vec![Inline::Strong(vec![text(upper_first(&term.full))])],
    };
    Row { heading, ours: false, cells: vec![Cell::Words(vec![text(term.meaning.as_ref())])] }
}
