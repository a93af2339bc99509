//! The site as the preview holds it: the last good one, what keeps a later one from being shown, and which pages are new.
//!
//! A state is a value that is never changed: a build makes the next one, and it takes the place of the last in one step. So a
//! browser is never shown half of a site, and each is told of what is new only when all of it is there.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::diagnostic::{Checked, Findings};
use crate::outputs::braille::Translator;
use crate::outputs::{Made, OUTPUTS};
use crate::pipeline::{self, Built, Options};
use crate::tree::{Artefact, Tree};
use crate::vocabulary::{SitePath, When};
use crate::{checks, compose::Drafts};

/// The outputs that are made at each save; the others when somebody asks for one.
pub const AT_ONCE: &[&str] = &["data", "screen"];
/// For so long a figure is waited for before it is shown as withheld. Of those that hang together, 200 take 25 ms and 2,000 take
/// 150 (`benches/disclosure.rs`).
const PATIENCE: Duration = Duration::from_millis(100);

/// What a preview is handed by the command that starts it, since it can't know it by itself.
#[derive(Clone)]
pub struct Outside {
    /// Who contracts braille; nothing for uncontracted braille.
    pub translator: Option<Arc<dyn Translator>>,
    /// Says which day it is, for what the checks find on that day. Asked each time, since a preview may run overnight.
    pub today: fn() -> Option<When>,
    /// How long a page may wait until it is decided which of its figures may be shown; they are withheld after that, until it is.
    pub patience: Duration,
}

impl Outside {
    /// Nobody contracts braille, it is no day, and a page waits as long as nobody minds.
    pub fn nothing() -> Outside {
        Outside { translator: None, today: || None, patience: PATIENCE }
    }

    /// What the preview builds: drafts too, and what can't wait until it is asked for.
    pub fn options(&self) -> Options {
        let outputs = Some(AT_ONCE.to_vec());
        Options { drafts: Drafts::In, outputs, translator: self.translator.clone(), ..Options::default() }
    }
}

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
    /// Whether figures are withheld in it because it is not decided yet which may be shown.
    pub undecided: bool,
    /// What building it has found.
    told: Findings,
    /// What is wrong with it all the same, once its checks have been made.
    findings: OnceLock<Arc<Findings>>,
    /// What the other outputs made, in the order of [`OUTPUTS`], once it was asked for.
    more: Vec<OnceLock<Checked<Made>>>,
    /// Held while another output makes its files, so that they are made once.
    making: Mutex<()>,
}

impl Good {
    fn new(generation: u64, built: Built, told: Findings, undecided: bool) -> Good {
        let more = OUTPUTS.iter().map(|_| OnceLock::new()).collect();
        Good { generation, built, undecided, told, findings: OnceLock::new(), more, making: Mutex::new(()) }
    }

    /// What is wrong with it, once that is known.
    pub fn findings(&self) -> Option<&Arc<Findings>> {
        self.findings.get()
    }

    /// Makes the checks, as they come out `today`.
    pub fn check(&self, today: Option<When>) -> Arc<Findings> {
        let all = || {
            let mut found = self.told.clone();
            found.extend(today.map(|today| checks::on_day(&self.built.site, today)).unwrap_or_default());
            Arc::new(pipeline::checked(&self.built, found))
        };
        Arc::clone(self.findings.get_or_init(all))
    }

    /// The file at `path`, as far as it has been made.
    pub fn file(&self, path: &SitePath) -> Option<&Artefact> {
        let made = self.more.iter().filter_map(OnceLock::get).find_map(|made| made.value.tree.get(path));
        self.built.tree.get(path).or(made)
    }

    /// The files of an output that is not made at once, which are made now if nobody has asked before. May take seconds.
    fn make(&self, name: &str, outside: &Outside) -> Option<&Checked<Made>> {
        let at = OUTPUTS.iter().position(|output| output.name == name && !AT_ONCE.contains(&output.name))?;
        let _one_at_a_time = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        Some(self.more[at].get_or_init(|| pipeline::more(&self.built, &OUTPUTS[at], &outside.options())))
    }

    /// What an output has made, once somebody has asked for it.
    pub fn made(&self, name: &str) -> Option<&Checked<Made>> {
        OUTPUTS.iter().zip(&self.more).find(|(output, _)| output.name == name).and_then(|(_, made)| made.get())
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
    /// What the preview was handed when it began.
    pub outside: Outside,
    state: RwLock<Arc<State>>,
    /// The outputs that somebody has asked for: their files are made again when they are looked for in a newer site.
    asked: Mutex<BTreeSet<&'static str>>,
    /// Held from reading a state to replacing it.
    changing: Mutex<()>,
    versions: watch::Sender<u64>,
}

impl Stage {
    /// A preview that has built nothing yet.
    pub fn new(outside: Outside) -> Stage {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let instance = format!("{:x}-{since:x}", std::process::id());
        Stage {
            instance,
            outside,
            state: RwLock::default(),
            asked: Mutex::default(),
            changing: Mutex::default(),
            versions: watch::Sender::new(0),
        }
    }

    /// Makes the files of an output that is not made at each save, and of the same in sites to come when they are looked for.
    pub fn make(&self, good: &Good, name: &str) -> bool {
        let Some(output) = OUTPUTS.iter().find(|output| output.name == name) else {
            return false;
        };
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(output.name);
        good.make(name, &self.outside).is_some()
    }

    /// Makes what has been asked for in earlier sites.
    pub fn make_asked(&self, good: &Good) {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for name in asked {
            let _ = good.make(name, &self.outside);
        }
    }

    /// What is shown now.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells of each new version.
    pub fn versions(&self) -> watch::Receiver<u64> {
        self.versions.subscribe()
    }

    /// Shows a site that could be built, `undecided` or not; gives back the pages and files that are new.
    pub fn show(&self, built: Built, findings: Findings, undecided: bool) -> Vec<SitePath> {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
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
        let good = Some(Arc::new(Good::new(generation, built, findings, undecided)));
        self.swap(State { version, good, broken: None, changed: Arc::new(changed) });
        new
    }

    /// Tells that a site has been checked, unless it has been followed by another already.
    pub fn checked(&self, good: &Arc<Good>) -> bool {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.state();
        let current = before.good.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, good));
        if current {
            self.swap(State { version: before.version + 1, ..State::clone(&before) });
        }
        current
    }

    /// Keeps the last good site and says what is wrong with the latest save.
    pub fn fault(&self, findings: Findings) {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
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
    // Both are in the order of their paths, so one walk along both finds all.
    let (mut before, mut after) = (old.iter().peekable(), new.iter().peekable());
    let mut all = Vec::new();
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => return all,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
        };
        let gone = if order.is_le() { before.next() } else { None };
        let come = if order.is_ge() { after.next() } else { None };
        match (gone, come) {
            (Some((_, a)), Some((_, b))) if same(a, b) => {}
            (Some((path, _)), _) | (None, Some((path, _))) => all.push(path.clone()),
            (None, None) => return all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, code};
    use crate::source::{DiskWorld, MemoryWorld, World};

    fn built(words: &str) -> Built {
        let small = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/small");
        let disk = DiskWorld::new(std::path::Path::new(small)).expect("the site is there");
        let files = disk.list(&SitePath::top()).expect("it can be listed");
        let world = files
            .iter()
            .fold(MemoryWorld::new(), |world, path| world.with(path.as_str(), disk.read(path).expect("it was listed")));
        let world = world.with("content/a.md", format!("---\ntitle: A\n---\n{words}\n"));
        let made = pipeline::build(&world, Drafts::In);
        let said = crate::diagnostic::terminal(&made.findings, crate::diagnostic::Style::Plain);
        made.value.unwrap_or_else(|| panic!("it must build:\n{said}"))
    }

    fn since(stage: &Stage, seen: u64) -> Vec<String> {
        stage.state().changed_since(seen).map(ToString::to_string).collect()
    }

    #[test]
    fn a_browser_is_told_of_what_has_changed_since_it_last_looked() {
        let stage = Stage::new(Outside::nothing());
        stage.show(built("One."), Findings::new(), false);
        let first = stage.state().version;
        assert!(since(&stage, 0).is_empty(), "nobody can have seen anything older");
        stage.show(built("Two."), Findings::new(), false);
        stage.show(built("Two."), Findings::new(), false);
        let changed = since(&stage, first);
        assert!(changed.contains(&"a.html".to_owned()), "{changed:?}");
        assert!(!changed.contains(&"2016-17/index.html".to_owned()), "{changed:?}");
        assert!(since(&stage, stage.state().version).is_empty());
        assert_eq!(stage.state().good.as_ref().map(|good| good.generation), Some(3));
    }

    #[test]
    fn a_fault_leaves_the_last_good_site_and_a_good_one_clears_it() {
        let stage = Stage::new(Outside::nothing());
        stage.show(built("One."), Findings::new(), false);
        stage.fault([Diagnostic::placeless(code::SITE, "x")].into_iter().collect());
        let state = stage.state();
        assert!(state.broken.is_some() && state.good.is_some());
        stage.show(built("One."), Findings::new(), false);
        assert!(stage.state().broken.is_none());
    }
}
