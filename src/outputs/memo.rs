//! What outputs made before: a preview keeps it, so that an edit costs the pages that it changes.
//!
//! A page's files are taken over when its blocks are the very same ones; its HTML when also nothing round them is another. What
//! is round them is compared as a whole: whatever a page is shown that is not its own stands in [`super::screen::Around`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::{ods, screen};
use crate::document::Blocks;
use crate::vocabulary::SitePath;

/// What outputs made before.
pub struct Memo {
    /// Whether anything is kept at all.
    keeps: bool,
    files: Mutex<BTreeMap<SitePath, (Blocks, Files)>>,
    /// Whether charts are drawn as pictures too.
    pictures: AtomicBool,
    pub(in crate::outputs) workbook: Mutex<ods::Kept>,
    pub(in crate::outputs) screen: Mutex<screen::Kept>,
    pub(in crate::outputs) search: Mutex<screen::search::Kept>,
}

/// Files that a page gives to take away.
pub(in crate::outputs) type Files = Arc<Vec<(SitePath, Arc<[u8]>)>>;

impl Default for Memo {
    fn default() -> Memo {
        Memo { keeps: true, ..Memo::none() }
    }
}

impl Memo {
    /// One that keeps nothing, for a site that no other follows.
    pub fn none() -> Memo {
        Memo {
            keeps: false,
            files: Mutex::default(),
            workbook: Mutex::default(),
            pictures: AtomicBool::default(),
            screen: Mutex::default(),
            search: Mutex::default(),
        }
    }

    /// Whether anything is kept at all.
    pub(in crate::outputs) fn keeps(&self) -> bool {
        self.keeps
    }

    /// Forgets files that were made with other drawings than are asked for now.
    pub(in crate::outputs) fn drawn(&self, pictures: bool) {
        if self.pictures.swap(pictures, Ordering::Relaxed) != pictures {
            self.keep_files(BTreeMap::new());
        }
    }

    /// The files of a page that were made of the same blocks.
    pub(in crate::outputs) fn files(&self, page: &SitePath, body: &Blocks) -> Option<Files> {
        let kept = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(page).filter(|(before, _)| before.is_same(body)).map(|(_, files)| Arc::clone(files))
    }

    pub(in crate::outputs) fn keep_files(&self, files: BTreeMap<SitePath, (Blocks, Files)>) {
        if self.keeps {
            *self.files.lock().unwrap_or_else(PoisonError::into_inner) = files;
        }
    }
}
