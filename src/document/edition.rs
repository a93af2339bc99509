//! What is known of a report's other formats before the pages that offer them are written.

use crate::vocabulary::SitePath;

/// A file in which a report can be taken away: its PDF in large print, its braille.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edition {
    /// Which of [`super::Site::reports`] it is of.
    pub report: usize,
    /// The file in the site.
    pub path: SitePath,
    /// What it is, without the report's name: `Large print, 18 point`.
    pub title: String,
    /// Its kind in words, such as `PDF`.
    pub kind: String,
    /// How long it is: a number and what is counted, such as 41 and `pages` or 96 and `braille pages`.
    pub length: Option<(usize, &'static str)>,
    /// Its size in bytes.
    pub bytes: usize,
    /// What its reader must know of it, in a sentence: that it was made by a machine and not proofread.
    pub note: Option<String>,
}
