//! Blocks as HTML, for every output that is made of it. Written by hand into one string: a page is a few milliseconds of
//! a template engine, or a few microseconds of this.

pub mod blocks;
pub mod cycle;
pub mod escape;
pub mod figure;
pub mod key_figures;
pub mod link;
pub mod table;

use std::collections::BTreeSet;

use crate::document::{Edition, page_folder};
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// Where what is written will stand: all that a block must know besides itself.
pub struct Place<'a> {
    /// The page's file in the site.
    pub page: &'a SitePath,
    /// The page of the model that it shows, by whose path its own files are called: the same, except in an edition that
    /// shows each page again at another address.
    pub original: &'a SitePath,
    /// Whether the page is set in large print, and where the other pages that are stand.
    pub large: Option<&'a Large<'a>>,
    /// What links begin with when the page is shown for addresses of any depth; nothing for links from file to file.
    pub root: Option<&'a str>,
    /// Whether links drop `index.html`.
    pub pretty: bool,
    /// The files to take away, whose sizes links say.
    pub files: &'a Tree,
    /// The formats in which reports can be taken away.
    pub editions: &'a [Edition],
}

/// Pages in large print: the same at another address, for each size that a reader can choose.
pub struct Large<'a> {
    /// The folder of this size's pages.
    pub folder: SitePath,
    /// The pages of the model that are there in large print too.
    pub pages: &'a BTreeSet<&'a SitePath>,
}

impl Large<'_> {
    /// Where a page stands in this size, when it does.
    pub fn counterpart(&self, page: &SitePath) -> Option<SitePath> {
        self.pages.contains(page).then(|| self.folder.join(page.as_str())).flatten()
    }
}

impl Place<'_> {
    /// The size of a file of the site in words, when it is known.
    pub fn size_of(&self, path: &SitePath) -> Option<String> {
        self.files.get(path).map(|file| size(file.bytes.len()))
    }
}

/// The folder in which a page's own files stand: `2016-17/key-stage-2.html` has `2016-17/key-stage-2`.
pub fn folder(page: &SitePath) -> SitePath {
    page_folder(page)
}

/// A number of bytes as readers say it: `812 bytes`, `23 KB`, `1.4 MB`.
pub fn size(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..999_500 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", (bytes + 50_000) / 1_000_000, (bytes + 50_000) % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_readers_say_them() {
        for (bytes, words) in [
            (1, "1 byte"),
            (812, "812 bytes"),
            (1_499, "1 KB"),
            (23_000, "23 KB"),
            (999_500, "1.0 MB"),
            (1_449_999, "1.4 MB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }

    #[test]
    fn a_page_has_a_folder_of_its_own() {
        for (page, own) in [
            ("2016-17/key-stage-2.html", "2016-17/key-stage-2"),
            ("measures/a/index.html", "measures/a"),
            ("index.html", ""),
        ] {
            assert_eq!(folder(&SitePath::new(page).expect("a path of the test")).as_str(), own);
        }
    }
}
