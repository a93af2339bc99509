//! What outputs made before: a preview keeps it, so that an edit costs the pages that it changes.
//!
//! A page's files are taken over when its blocks are the very same ones; its HTML when also nothing round them is another. What
//! is round them is compared as a whole: whatever a page is shown that is not its own stands in [`super::screen::Around`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::screen;
use crate::document::{Blocks, Dataset, Page, Site};
use crate::vocabulary::SitePath;

/// What outputs made before.
pub struct Memo {
    /// Whether anything is kept at all.
    keeps: bool,
    files: Mutex<BTreeMap<SitePath, (Blocks, Files)>>,
    workbook: Mutex<Option<Workbook>>,
    /// Whether charts are drawn as pictures too.
    pictures: AtomicBool,
    pub(in crate::outputs) screen: Mutex<screen::Kept>,
    pub(in crate::outputs) search: Mutex<screen::search::Kept>,
}

/// The workbook of all measures, and what it was made of.
struct Workbook {
    facts: String,
    measures: Vec<(Arc<Dataset>, Blocks)>,
    made: Option<Arc<[u8]>>,
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

    /// The workbook, made by `work` unless it was made of the same measures before.
    pub(in crate::outputs) fn workbook(
        &self,
        site: &Site,
        work: impl FnOnce() -> Option<Arc<[u8]>>,
    ) -> Option<Arc<[u8]>> {
        if !self.keeps {
            return work();
        }
        let of = |page: &Page| Some((Arc::clone(site.datasets.get(&page.path)?), page.body.clone()));
        let measures: Vec<(Arc<Dataset>, Blocks)> = site.pages.iter().filter_map(of).collect();
        let facts = format!("{:?}", site.facts);
        let mut kept = self.workbook.lock().unwrap_or_else(PoisonError::into_inner);
        let same = kept.as_ref().filter(|before| {
            let same = |((a, blocks), (b, others)): (&(Arc<Dataset>, Blocks), &(Arc<Dataset>, Blocks))| {
                Arc::ptr_eq(a, b) && blocks.is_same(others)
            };
            let pairs = before.measures.iter().zip(&measures);
            before.facts == facts && before.measures.len() == measures.len() && pairs.into_iter().all(same)
        });
        if let Some(before) = same {
            return before.made.clone();
        }
        let made = work();
        *kept = Some(Workbook { facts, measures, made: made.clone() });
        made
    }
}
