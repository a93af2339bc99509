//! What outputs made before: a preview keeps it, so that an edit costs the pages that it changes.
//!
//! A page's files are taken over when its blocks are the very same ones; its HTML when also nothing round them is another. What
//! is round them is compared as a whole: whatever a page is shown that is not its own stands in [`super::screen::Around`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::screen;
use crate::document::Blocks;
use crate::vocabulary::SitePath;

/// What outputs made before.
#[derive(Default)]
pub struct Memo {
    files: Mutex<BTreeMap<SitePath, (Blocks, Files)>>,
    pub(in crate::outputs) screen: Mutex<screen::Kept>,
    pub(in crate::outputs) search: Mutex<screen::search::Kept>,
}

/// Files that a page gives to take away.
pub(in crate::outputs) type Files = Arc<Vec<(SitePath, Arc<[u8]>)>>;

impl Memo {
    /// The files of a page that were made of the same blocks.
    pub(in crate::outputs) fn files(&self, page: &SitePath, body: &Blocks) -> Option<Files> {
        let kept = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(page).filter(|(before, _)| before.is_same(body)).map(|(_, files)| Arc::clone(files))
    }

    pub(in crate::outputs) fn keep_files(&self, files: BTreeMap<SitePath, (Blocks, Files)>) {
        *self.files.lock().unwrap_or_else(PoisonError::into_inner) = files;
    }
}
