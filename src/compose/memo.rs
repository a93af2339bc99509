//! What was composed before: bodies of pages, each with what it was made of. A preview keeps one, so that an edit costs the
//! pages that it changes.
//!
//! A body is taken over when nothing that it was made of is another. That is: its own text, compared letter by letter; the
//! measures that it looked at, as the vault's door noted them; and everything else, all of it together, compared as a whole
//! ([`Context`]). What is not known to concern a few pages only concerns all: there is no list of what depends on what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::links::{Links, PageState};
use super::page::Body;
use crate::diagnostic::{Checked, Source};
use crate::document::{Block, Blocks, Dataset, Page, Row};
use crate::evidence::{Authority, Evidence};
use crate::figures::{MeasureId, Release, Trace, seen};
use crate::source::recorder::Log;
use crate::vocabulary::{SitePath, Slug};

/// What was composed before.
pub struct Memo {
    kept: Mutex<Kept>,
    /// Whether anything is kept at all.
    keeps: bool,
}

impl Default for Memo {
    fn default() -> Memo {
        Memo { kept: Mutex::default(), keeps: true }
    }
}

#[derive(Default)]
struct Kept {
    context: Option<Context>,
    traces: Vec<Trace>,
    /// For each measure a number that is another whenever the measure is.
    states: Vec<u64>,
    last: u64,
    pages: BTreeMap<SitePath, KeptPage>,
    made: Made,
    /// Bodies with what was put to their ends.
    extended: BTreeMap<SitePath, (Blocks, String, Blocks)>,
    /// Pages with their abbreviations written out: sentence and body before and after.
    finished: BTreeMap<SitePath, (Words, Words)>,
}

/// What is made of measures, and of what is common to all, alone.
#[derive(Default)]
struct Made {
    measures: Known<Slug, MeasurePage>,
    /// Pages that show many measures, and nothing of the words of other pages.
    pages: Known<SitePath, Option<Page>>,
    /// Rows of the list of all measures, each by its measure.
    rows: Known<MeasureId, Row>,
}

/// Things by their names, each with what it was made of.
type Known<K, T> = BTreeMap<K, (Seen, T)>;

/// The page of a measure, and what search engines for data are told of it.
pub(super) type MeasurePage = (Page, Option<Arc<Dataset>>);

/// What a page says: its sentence and its body.
type Words = (Option<String>, Blocks);

struct KeptPage {
    source: Arc<Source>,
    seen: Seen,
    made: Arc<Checked<Body>>,
}

/// Measures that were looked at, with their states at that time.
type Seen = Vec<(MeasureId, u64)>;

/// Everything that a page may depend on beside its own text and the measures that it looks at.
#[derive(PartialEq)]
pub(super) struct Context {
    /// What was read beside measures and content: site.toml, places, groups, and whatever else lies in `data/`.
    pub log: Log,
    measures: Vec<Slug>,
    authorities: Vec<Authority>,
    policy: Vec<String>,
    /// Topics and sums: few words of measures' files that pages of others show.
    topics: String,
    pages: Vec<(SitePath, PageState)>,
    files: Vec<(SitePath, Same)>,
    partials: Vec<(SitePath, String)>,
    /// The reports, and whatever else was worked out of all pages together.
    reports: String,
}

/// Bytes that are the same without a look at them when they were not read again.
struct Same(Arc<[u8]>);

impl PartialEq for Same {
    fn eq(&self, other: &Same) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Context {
    /// What is common to all pages of a site.
    pub fn new(
        log: Log,
        (evidence, release): (&Evidence, &Release),
        links: &Links,
        partials: &[(SitePath, Arc<Source>)],
        reports: String,
    ) -> Context {
        Context {
            log,
            measures: evidence.measures.keys().cloned().collect(),
            authorities: evidence.authorities.clone(),
            policy: release.policy().to_vec(),
            topics: format!("{:?} {:?}", evidence.topics, evidence.sums),
            pages: links.pages.iter().map(|(path, state)| (path.clone(), *state)).collect(),
            files: links.files.iter().map(|(path, bytes)| (path.clone(), Same(Arc::clone(bytes)))).collect(),
            partials: partials.iter().map(|(path, source)| (path.clone(), source.text().to_owned())).collect(),
            reports,
        }
    }
}

impl Memo {
    /// One that keeps nothing, for a composition that no other follows: bodies are then held once.
    pub fn none() -> Memo {
        Memo { keeps: false, ..Memo::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a new composition: what can't be taken over by anybody is forgotten.
    pub(super) fn begin(&self, context: impl FnOnce() -> Context, release: &Release) {
        if !self.keeps {
            return;
        }
        let context = context();
        let mut kept = self.kept();
        let kept = &mut *kept;
        if kept.context.as_ref() != Some(&context) {
            let last = kept.last;
            *kept = Kept { context: Some(context), last, ..Kept::default() };
        }
        let traces: Vec<Trace> = release.traces();
        let states = traces.iter().enumerate().map(|(at, trace)| {
            let before = kept.traces.get(at).filter(|before| before.is_same(trace));
            before.map_or_else(
                || {
                    kept.last += 1;
                    kept.last
                },
                |_| kept.states[at],
            )
        });
        kept.states = states.collect();
        kept.traces = traces;
    }

    /// The body of a page, if it would be made so again.
    pub(super) fn page(&self, file: &SitePath, source: &Arc<Source>) -> Option<Arc<Checked<Body>>> {
        let kept = self.kept();
        let page = kept.pages.get(file)?;
        let same_text = Arc::ptr_eq(&page.source, source) || page.source.text() == source.text();
        let same = same_text && holds(&kept.states, &page.seen);
        same.then(|| Arc::clone(&page.made))
    }

    pub(super) fn keep_page(
        &self,
        file: &SitePath,
        source: &Arc<Source>,
        seen: &BTreeSet<MeasureId>,
        made: &Arc<Checked<Body>>,
    ) {
        if !self.keeps {
            return;
        }
        let mut kept = self.kept();
        let page = KeptPage { source: Arc::clone(source), seen: kept.states_of(seen), made: Arc::clone(made) };
        kept.pages.insert(file.clone(), page);
    }

    /// The page of a measure: the one that was made of the same, if there is one.
    pub(super) fn measure(&self, name: &Slug, work: impl FnOnce() -> MeasurePage) -> MeasurePage {
        self.again(|made| &mut made.measures, name, work)
    }

    /// A page that is made by `work` of measures and of what is common to all: the one that was made of the same, if there is
    /// one. The words of other pages must be no part of it.
    pub(super) fn made(&self, path: &SitePath, work: impl FnOnce() -> Option<Page>) -> Option<Page> {
        self.again(|made| &mut made.pages, path, work)
    }

    /// A measure's row in the list of all measures: the one that was made of the same, if there is one.
    pub(super) fn row(&self, measure: MeasureId, work: impl FnOnce() -> Row) -> Row {
        self.again(|made| &mut made.rows, &measure, work)
    }

    /// What `work` makes of measures and of what is common to all: what was made of the same, if there is something.
    fn again<K: Ord + Clone, T: Clone>(
        &self,
        room: impl Fn(&mut Made) -> &mut Known<K, T>,
        name: &K,
        work: impl FnOnce() -> T,
    ) -> T {
        if !self.keeps {
            return work();
        }
        let mut kept = self.kept();
        let Kept { made, states, .. } = &mut *kept;
        if let Some((seen, known)) = room(made).get(name).filter(|(seen, _)| holds(states, seen)) {
            // What it was made of has been looked at by whoever makes more of it.
            seen.iter().for_each(|(measure, _)| seen::note(*measure));
            return known.clone();
        }
        // Not held while it is made: whoever makes it may ask for more that is kept.
        drop(kept);
        let (made, seen) = seen::watched(work);
        let mut kept = self.kept();
        let seen = kept.states_of(&seen);
        room(&mut kept.made).insert(name.clone(), (seen, made.clone()));
        made
    }
}

impl Memo {
    /// A body with more at its end: the one that was made of the same body and the same words, if there is one.
    pub(super) fn extend(&self, path: &SitePath, mut body: Blocks, more: Vec<Block>) -> Blocks {
        if !self.keeps {
            body.make_mut().extend(more);
            return body;
        }
        let words = format!("{more:?}");
        let mut kept = self.kept();
        if let Some((before, same, made)) = kept.extended.get(path)
            && before.is_same(&body)
            && *same == words
        {
            return made.clone();
        }
        let mut made = body.clone();
        made.make_mut().extend(more);
        kept.extended.insert(path.clone(), (body, words, made.clone()));
        made
    }

    /// Gives a page its last form by `work`, which reads nothing but the page's sentence and body and what is common to all.
    pub(super) fn finish(&self, page: &mut Page, work: impl FnOnce(&mut Page)) {
        if !self.keeps {
            return work(page);
        }
        let known = self.kept().finished.get(&page.path).cloned();
        if let Some(((sentence, body), after)) = known
            && sentence == page.description
            && body.is_same(&page.body)
        {
            (page.description, page.body) = after;
            return;
        }
        let before = (page.description.clone(), page.body.clone());
        work(page);
        let after = (page.description.clone(), page.body.clone());
        self.kept().finished.insert(page.path.clone(), (before, after));
    }
}

/// Whether measures are still as they were when they were looked at.
fn holds(states: &[u64], seen: &Seen) -> bool {
    seen.iter().all(|(measure, state)| states.get(measure.0 as usize) == Some(state))
}

impl Kept {
    fn states_of(&self, seen: &BTreeSet<MeasureId>) -> Seen {
        seen.iter().map(|measure| (*measure, self.states.get(measure.0 as usize).copied().unwrap_or(0))).collect()
    }
}
