//! What is known of a report's braille before it is set: the size of its page, who read it, and its contractions.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::vocabulary::Language;

/// How the braille of a site is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Braille {
    /// Cells in a line.
    pub cells: usize,
    /// Lines on a page.
    pub lines: usize,
    /// Who has proofread it; nothing while nobody has.
    pub transcriber: Option<String>,
    /// Its words in contracted braille; nothing where it is to be uncontracted, or nobody could contract it.
    pub contracted: Option<Contracted>,
}

/// A language whose contractions are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tongue {
    /// English: Unified English Braille.
    English,
    /// Welsh: the Welsh braille code.
    Welsh,
}

impl Tongue {
    /// The tongue of a language; nothing for one that is written letter by letter.
    pub fn of(language: &Language) -> Option<Tongue> {
        match language.as_str().split('-').next() {
            Some("en") => Some(Tongue::English),
            Some("cy") => Some(Tongue::Welsh),
            _ => None,
        }
    }
}

/// Contracted braille, made by a program outside and handed in: outputs start no programs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contracted {
    /// By what: `liblouis 3.24.0 with the table en-ueb-g2.ctb`.
    pub by: Arc<str>,
    /// Each English passage with its braille, in the letters of North American ASCII braille.
    pub passages: Arc<BTreeMap<String, String>>,
    /// Each Welsh word with its braille; empty where no page is in Welsh.
    pub welsh: Arc<BTreeMap<String, String>>,
}

impl Default for Braille {
    /// A page of 40 cells and 25 lines, uncontracted, not proofread.
    fn default() -> Braille {
        Braille { cells: 40, lines: 25, transcriber: None, contracted: None }
    }
}
