//! Pages that multum makes about the site: what words mean, what was corrected, who can use it, in which formats, and its
//! data. One page a file.

mod corrections;
mod downloads;
mod formats;
mod glossary;
mod statement;

pub(super) use corrections::{corrections, notes};
pub(super) use downloads::dataset;
pub(super) use formats::{Made, made, other_formats};

use crate::document::{Block, Heading, Inline, Page, Target};
use crate::vocabulary::{SitePath, Slug};

use super::site::Context;
use super::{Memo, address};

/// All of them that the site has, in the order of its footer.
pub(super) fn pages(context: &Context<'_>, measures: &[Page], formats: &[Vec<Made>], memo: &Memo) -> Vec<Page> {
    let mut pages = vec![statement::page(context), formats::page(context, formats)];
    pages.extend(memo.made(&address::data(), || downloads::page(context, measures)));
    pages.extend(glossary::page(context));
    pages.extend(corrections::page(context));
    pages
}

fn heading(level: u8, text: &str) -> Block {
    let id = Slug::from_title(text).to_string();
    Block::Heading(Heading { level, id, text: vec![Inline::Text(text.to_owned())], at: None })
}

fn text(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn list(items: impl IntoIterator<Item = Vec<Inline>>) -> Block {
    Block::List { start: None, items: items.into_iter().map(|item| vec![Block::Paragraph(item)]).collect() }
}

fn inside(path: SitePath, words: &str) -> Inline {
    Inline::Link { target: Target::Inside { path, anchor: None }, text: vec![text(words)] }
}

fn outside(address: &str, words: &str) -> Inline {
    Inline::Link { target: Target::Outside(address.to_owned()), text: vec![text(words)] }
}

/// A contact as a link where it is an e-mail address or a telephone number; a sentence stays as it is.
fn contact(words: &str) -> Inline {
    let words = words.trim();
    let digits: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    if words.contains('@') && !words.contains(char::is_whitespace) {
        outside(&format!("mailto:{words}"), words)
    } else if digits.len() >= 5 && digits.trim_start_matches('+').bytes().all(|byte| byte.is_ascii_digit()) {
        outside(&format!("tel:{digits}"), words)
    } else {
        text(words)
    }
}
