//! The data as they were read before. A preview keeps them, so that an edit costs one file.
//!
//! What was read is taken over when nothing that the reading depended on is another: what it asked of the world, as the log
//! has it, and what it was handed besides.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

use super::measure::Measure;
use super::measure::load::{MeasureFile, More};
use super::prioritisation::{self, Names, Prioritised};
use crate::diagnostic::{Checked, Findings, Source};
use crate::source::recorder::{Log, Recorder};
use crate::source::world::World;
use crate::vocabulary::{SitePath, Slug};

/// The data as they were read before.
#[derive(Default)]
pub struct Memo {
    files: Mutex<BTreeMap<SitePath, Read>>,
    prioritised: Mutex<Option<Assessed>>,
}

/// A file of measures as it was read, with everything that the reading depended on.
pub(super) struct Read {
    /// What was asked of the world.
    pub log: Log,
    /// The files of places and groups, and those that have more figures of the same measures.
    pub beside: Vec<Option<Arc<Source>>>,
    pub made: Arc<Checked<Option<MeasureFile>>>,
}

/// The prioritisation as it was read, with everything that the reading depended on.
struct Assessed {
    /// What was asked of the site, and of the confidential folder where there is one.
    logs: (Log, Option<Log>),
    measures: Vec<Slug>,
    /// The file of places.
    places: Option<Arc<Source>>,
    made: Checked<Prioritised>,
}

/// What all files of measures are read with.
pub(super) struct Shared<'a> {
    pub geographies: Option<Arc<Source>>,
    pub groups: Option<Arc<Source>>,
    pub more: &'a [More],
}

impl Shared<'_> {
    /// The files on which the reading of one depends beside itself.
    pub fn of(&self, file: Option<&MeasureFile>) -> Vec<Option<Arc<Source>>> {
        let ours =
            |more: &&More| file.is_some_and(|file| file.measures.iter().any(|loaded| loaded.name == more.measure));
        let more = self.more.iter().filter(ours).map(|more| Some(Arc::clone(more.at.source())));
        [self.geographies.clone(), self.groups.clone()].into_iter().chain(more).collect()
    }
}

fn same_texts(a: &[Option<Arc<Source>>], b: &[Option<Arc<Source>>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same_text(a.as_ref(), b.as_ref()))
}

fn is_same_text(a: Option<&Arc<Source>>, b: Option<&Arc<Source>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.path() == b.path() && a.text() == b.text(),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn are_measures(names: &[Slug], measures: &IndexMap<Slug, Measure>) -> bool {
    names.len() == measures.len() && names.iter().zip(measures.keys()).all(|(a, b)| a == b)
}

impl Memo {
    /// What was read at a path, if it would be read so again.
    pub(super) fn before(&self, path: &SitePath, world: &dyn World, shared: &Shared<'_>) -> Option<Read> {
        let read = self.files.lock().unwrap_or_else(PoisonError::into_inner).remove(path)?;
        let same = same_texts(&read.beside, &shared.of(read.made.value.as_ref())) && read.log.holds_in(world);
        same.then_some(read)
    }

    pub(super) fn keep(&self, read: BTreeMap<SitePath, Read>) {
        *self.files.lock().unwrap_or_else(PoisonError::into_inner) = read;
    }

    /// The prioritisation: as it was read before, if it would be read so again. `places` is the file of the places in `names`.
    pub(super) fn prioritised(
        &self,
        (world, confidential): (&dyn World, Option<&dyn World>),
        names: Names<'_>,
        places: Option<&Arc<Source>>,
        findings: &mut Findings,
    ) -> Prioritised {
        let mut kept = self.prioritised.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |before: &&Assessed| {
            let beside = match (&before.logs.1, confidential) {
                (Some(log), Some(folder)) => log.holds_in(folder),
                (log, folder) => log.is_none() && folder.is_none(),
            };
            beside
                && before.logs.0.holds_in(world)
                && are_measures(&before.measures, names.measures)
                && is_same_text(before.places.as_ref(), places)
        };
        if let Some(before) = kept.as_ref().filter(holds) {
            return before.made.clone().gather(findings);
        }
        let site = Recorder::new(world);
        let beside = confidential.map(Recorder::new);
        let mut found = Findings::new();
        let value = prioritisation::load(&site, beside.as_ref().map(|folder| folder as &dyn World), names, &mut found);
        let made = Checked { value, findings: found };
        *kept = Some(Assessed {
            logs: (site.log(), beside.as_ref().map(Recorder::log)),
            measures: names.measures.keys().cloned().collect(),
            places: places.cloned(),
            made: made.clone(),
        });
        made.gather(findings)
    }
}
