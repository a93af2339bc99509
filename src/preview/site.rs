//! The site as the preview holds it: the last good one, what keeps a later one from being shown, and which pages are new.
//!
//! A state is a value that is never changed: a build makes the next one, and it takes the place of the last in one step. So a
//! browser is never shown half of a site, and each is told of what is new only when all of it is there.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::diagnostic::{Checked, Findings};
use crate::document::Edition;
use crate::outputs::{Made, OUTPUTS};
use crate::pipeline::Built;
use crate::tree::{Artefact, Tree};
use crate::vocabulary::SitePath;

/// The outputs that are made at each save; the others when somebody asks for one.
pub const AT_ONCE: &[&str] = &["data", "screen"];

/// Everything that browsers are shown at one moment.
#[derive(Clone, Default)]
pub struct State {
    /// Counts the states, so that a browser can say what it has seen.
    pub version: u64,
    /// The last site that could be built.
    pub good: Option<Arc<Good>>,
    /// What keeps the latest save from being shown.
    pub broken: Option<Arc<Findings>>,
    /// For each file that has changed, came or went since the start: the version in which it last did.
    changed: Arc<BTreeMap<SitePath, u64>>,
}

/// A site that could be built.
pub struct Good {
    /// Which build it is, from 1.
    pub generation: u64,
    /// The site and the files that are made at once.
    pub built: Built,
    /// What is wrong with it all the same.
    pub findings: Findings,
    /// What the other outputs made, in the order of [`OUTPUTS`], once it was asked for.
    more: Vec<OnceLock<Checked<Made>>>,
    /// Held while another output makes its files, so that they are made once.
    making: Mutex<()>,
}

impl Good {
    /// A site with what is wrong with it.
    pub fn new(generation: u64, built: Built, findings: Findings) -> Good {
        let more = OUTPUTS.iter().map(|_| OnceLock::new()).collect();
        Good { generation, built, findings, more, making: Mutex::new(()) }
    }

    /// The file at `path`, as far as it has been made.
    pub fn file(&self, path: &SitePath) -> Option<&Artefact> {
        let made = self.more.iter().filter_map(OnceLock::get).find_map(|made| made.value.tree.get(path));
        self.built.tree.get(path).or(made)
    }

    /// The files of an output that is not made at once, which are made now if nobody has asked before. May take seconds.
    pub fn make(&self, name: &str) -> Option<&Checked<Made>> {
        let at = OUTPUTS.iter().position(|output| output.name == name && !AT_ONCE.contains(&output.name))?;
        let _one_at_a_time = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        Some(self.more[at].get_or_init(|| {
            let before = Made { tree: self.built.tree.clone(), editions: self.built.editions.clone() };
            (OUTPUTS[at].render)(&self.built.site, &self.built.theme, &before)
        }))
    }

    /// The editions that have been made so far.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        let more = self.more.iter().filter_map(OnceLock::get).flat_map(|made| &made.value.editions);
        self.built.editions.iter().chain(more)
    }
}

impl State {
    /// The files that have changed, come or gone since a browser was told of version `seen`.
    pub fn changed_since(&self, seen: u64) -> impl Iterator<Item = &SitePath> {
        self.changed.iter().filter(move |(_, version)| **version > seen).map(|(path, _)| path)
    }
}

/// The state of a running preview, read by whoever answers browsers and replaced by whoever builds.
pub struct Stage {
    /// Tells this preview from an earlier one at the same address.
    pub instance: String,
    state: RwLock<Arc<State>>,
    versions: watch::Sender<u64>,
}

impl Default for Stage {
    fn default() -> Stage {
        Stage::new()
    }
}

impl Stage {
    /// A preview that has built nothing yet.
    pub fn new() -> Stage {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let instance = format!("{:x}-{since:x}", std::process::id());
        Stage { instance, state: RwLock::default(), versions: watch::Sender::new(0) }
    }

    /// What is shown now.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells of each new version.
    pub fn versions(&self) -> watch::Receiver<u64> {
        self.versions.subscribe()
    }

    /// Shows a site that could be built; gives back the pages and files that are new.
    pub fn show(&self, built: Built, findings: Findings) -> Vec<SitePath> {
        let before = self.state();
        let empty = Tree::default();
        let old = before.good.as_ref().map_or(&empty, |good| &good.built.tree);
        let new = differences(old, &built.tree);
        let generation = before.good.as_ref().map_or(0, |good| good.generation) + 1;
        let version = before.version + 1;
        let mut changed = BTreeMap::clone(&before.changed);
        // Whoever is shown the first site has asked for it after it was there.
        if before.good.is_some() {
            changed.extend(new.iter().map(|path| (path.clone(), version)));
        }
        let good = Some(Arc::new(Good::new(generation, built, findings)));
        self.swap(State { version, good, broken: None, changed: Arc::new(changed) });
        new
    }

    /// Keeps the last good site and says what is wrong with the latest save.
    pub fn fault(&self, findings: Findings) {
        let before = self.state();
        self.swap(State { version: before.version + 1, broken: Some(Arc::new(findings)), ..State::clone(&before) });
    }

    fn swap(&self, state: State) {
        let version = state.version;
        let old = {
            let mut place = self.state.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *place, Arc::new(state))
        };
        // Only now: whoever asks because of the message finds the new state.
        self.versions.send_replace(version);
        // A large site takes a while to be forgotten, and nobody should wait for that.
        drop(std::thread::Builder::new().spawn(move || drop(old)));
    }
}

/// The files that are in one of two trees only, or differ, in the order of their paths.
fn differences(old: &Tree, new: &Tree) -> Vec<SitePath> {
    let same = |a: &Artefact, b: &Artefact| Arc::ptr_eq(&a.bytes, &b.bytes) || a.bytes == b.bytes;
    let gone = old.iter().filter(|(path, _)| new.get(path).is_none()).map(|(path, _)| path.clone());
    let come = new.iter().filter(|(path, file)| !old.get(path).is_some_and(|before| same(before, file)));
    let mut all: Vec<SitePath> = gone.chain(come.map(|(path, _)| path.clone())).collect();
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::Drafts;
    use crate::diagnostic::{Diagnostic, code};
    use crate::pipeline;
    use crate::source::MemoryWorld;

    fn built(words: &str) -> Built {
        let world = MemoryWorld::new()
            .with("site.toml", "title = \"T\"\n[organisation]\nname = \"O\"\n")
            .with("data/geographies.yaml", "geographies:\n  here: { title: Here, kind: country }\n")
            .with("content/index.md", "---\ntitle: I\nreport: { year: 2016/17, geography: here }\n---\nOne.\n")
            .with("content/a.md", format!("---\ntitle: A\n---\n{words}\n"));
        pipeline::build(&world, Drafts::In).value.expect("it builds")
    }

    fn since(stage: &Stage, seen: u64) -> Vec<String> {
        stage.state().changed_since(seen).map(ToString::to_string).collect()
    }

    #[test]
    fn a_browser_is_told_of_what_has_changed_since_it_last_looked() {
        let stage = Stage::new();
        stage.show(built("One."), Findings::new());
        let first = stage.state().version;
        assert!(since(&stage, 0).is_empty(), "nobody can have seen anything older");
        stage.show(built("Two."), Findings::new());
        stage.show(built("Two."), Findings::new());
        assert_eq!(since(&stage, first), ["a.html"]);
        assert!(since(&stage, stage.state().version).is_empty());
        assert_eq!(stage.state().good.as_ref().map(|good| good.generation), Some(3));
    }

    #[test]
    fn a_fault_leaves_the_last_good_site_and_a_good_one_clears_it() {
        let stage = Stage::new();
        stage.show(built("One."), Findings::new());
        stage.fault([Diagnostic::placeless(code::SITE, "x")].into_iter().collect());
        let state = stage.state();
        assert!(state.broken.is_some() && state.good.is_some());
        stage.show(built("One."), Findings::new());
        assert!(stage.state().broken.is_none());
    }
}
