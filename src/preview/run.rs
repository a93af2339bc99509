//! The loop: wait for a save, read what has changed, build, show.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::site::{Outside, Stage};
use super::snapshot::Snapshot;
use super::solver::Beside;
use super::watch::{Waited, Watch};
use crate::diagnostic::{Checked, Findings};
use crate::figures::Memo;
use crate::figures::disclosure::Solver;
use crate::pipeline::{self, Built, Memory, Options};
use crate::vocabulary::SitePath;

/// How often everything is looked at where the system tells of saves, for those that it doesn't tell of.
const ROUND: Duration = Duration::from_secs(2);
/// How often where it does not.
const OFTEN: Duration = Duration::from_millis(300);
/// How often it is looked whether what a site waits for has come.
const SOON: Duration = Duration::from_millis(20);
/// For how long a file that an editor has emptied is waited for. It may write to a slow disk.
const EMPTY: Duration = Duration::from_secs(1);

/// What came of a look at the site.
pub enum Told {
    /// A site could be built, in so long; these files are new.
    Shown {
        /// The pages and files that are new.
        new: Vec<SitePath>,
        /// Why it was built.
        why: Why,
        /// How long the build took.
        took: Duration,
        /// Whether figures are withheld in it because it is not decided yet which may be shown. It is built again when it is.
        undecided: bool,
    },
    /// It could not; the last good one stays.
    Broken(Findings),
    /// What is wrong with the site that is shown, once its checks have been made.
    Checked(Arc<Findings>),
    /// The system does not tell of saves here, so that everything is looked at again and again.
    Looking,
}

/// Why a site was built.
pub enum Why {
    /// The preview began.
    Begun,
    /// Something was saved: files by their names in diagnostics.
    Saved(BTreeSet<String>),
    /// It is decided which figures may be shown, after a save for which that took longer than a page should wait.
    Decided,
}

/// Builds the site and shows it, then again after each save, until `end` is set. Each step is told.
pub fn run(
    snapshot: &Snapshot,
    mut watch: Watch,
    stage: &Arc<Stage>,
    end: &AtomicBool,
    tell: impl Fn(Told) + Send + Sync + 'static,
) {
    let tell = Arc::new(tell);
    let checks = checker(stage, Arc::clone(&tell));
    // The checker ends when nobody can wake it any more.
    let wake = || {
        // A checker that is at work will look again.
        let _ = checks.as_ref().map(|checks| checks.try_send(()));
    };
    let mut builder = Builder::new(&stage.outside);
    // Shows what was built, or says why not, and says why it is to be built again when more is decided.
    let show = |builder: &Builder, made: Checked<Option<Built>>, why: Why| {
        if made.value.is_none() && builder.late {
            // The fault may be that of a figure alone which is withheld for the time being.
            return Some(why);
        }
        let told = builder.show(made, stage, why);
        let undecided = matches!(&told, Told::Shown { undecided: true, .. });
        tell(told);
        if undecided {
            return Some(Why::Decided);
        }
        // The checks are made of a site in which everything is decided.
        wake();
        None
    };
    let made = builder.build(snapshot);
    let mut waits = show(&builder, made, Why::Begun);
    let mut often = false;
    let mut looked = Instant::now();
    while !end.load(Ordering::Relaxed) {
        for folder in snapshot.folders_beside() {
            watch.also(&folder);
        }
        let round = if often { OFTEN } else { ROUND };
        let long = if waits.is_some() { SOON } else { round };
        let waited = watch.wait(long);
        if waited == Waited::Ended {
            // Without a watch there are still the looks.
            std::thread::sleep(long.min(OFTEN));
        }
        let saved = match &waited {
            Waited::Saved(named) => {
                if let Some(named) = named {
                    wait_for_words(snapshot, named);
                }
                snapshot.look(named.as_ref())
            }
            Waited::Quiet | Waited::Ended if waits.is_none() || looked.elapsed() >= round => {
                looked = Instant::now();
                snapshot.look(None)
            }
            Waited::Quiet | Waited::Ended => BTreeSet::new(),
        };
        if saved.is_empty() {
            if let Some(why) = waits.take_if(|_| builder.solver.is_done()) {
                let made = builder.build(snapshot);
                waits = show(&builder, made, why);
            }
            continue;
        }
        // A change that nobody told of: the message may be on its way, or there will be none, as on network drives.
        if waited == Waited::Quiet && !often && watch.wait(Duration::from_millis(50)) == Waited::Quiet {
            often = true;
            tell(Told::Looking);
        }
        let mut why = waits.take().unwrap_or(Why::Decided).and(saved);
        let made = loop {
            let made = builder.build(snapshot);
            if made.value.is_none() {
                // A fault in a file that is still being written is none.
                if let Waited::Saved(named) = watch.wait(SOON) {
                    let more = snapshot.look(named.as_ref());
                    if !more.is_empty() {
                        why = why.and(more);
                        continue;
                    }
                }
            }
            break made;
        };
        waits = show(&builder, made, why);
    }
}

impl Why {
    /// Both reasons in one: this one, of which nothing has been shown yet, and files that were saved since.
    fn and(self, saved: BTreeSet<String>) -> Why {
        match self {
            Why::Begun => Why::Begun,
            Why::Saved(before) => Why::Saved(before.into_iter().chain(saved).collect()),
            Why::Decided => Why::Saved(saved),
        }
    }
}

/// Starts the thread that makes the checks. They look at the whole site, and take longer than showing an edit: the page is new
/// first, and what is wrong with it is told when it is known. Of sites that come faster than they are checked, the last one is.
fn checker(stage: &Arc<Stage>, tell: Arc<impl Fn(Told) + Send + Sync + 'static>) -> Option<SyncSender<()>> {
    let (sender, receiver) = sync_channel(1);
    let stage = Arc::clone(stage);
    let work = move || {
        while receiver.recv().is_ok() {
            let Some(good) = stage.state().good.clone().filter(|good| good.findings().is_none() && !good.undecided)
            else {
                continue;
            };
            let found = good.check((stage.outside.today)());
            if stage.checked(&good) {
                tell(Told::Checked(found));
            }
        }
    };
    std::thread::Builder::new().name("checker".to_owned()).spawn(work).ok().map(|_| sender)
}

/// Waits a little while a file is empty that was not: editors empty a file before they write it.
fn wait_for_words(snapshot: &Snapshot, named: &BTreeSet<PathBuf>) {
    let start = Instant::now();
    while start.elapsed() < EMPTY && snapshot.is_being_written(named) {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Builds again and again, remembering what has not changed.
struct Builder {
    options: Options,
    memory: Memory,
    solver: Arc<Beside>,
    /// Whether figures are withheld in the latest build because they were not solved in time.
    late: bool,
    took: Duration,
}

impl Builder {
    fn new(outside: &Outside) -> Builder {
        let solver = Arc::new(Beside::new(outside.patience));
        let memory = Memory::with(Memo::with(Arc::clone(&solver) as Arc<dyn Solver>));
        Builder { options: outside.options(), memory, solver, late: false, took: Duration::ZERO }
    }

    fn build(&mut self, snapshot: &Snapshot) -> Checked<Option<Built>> {
        let start = Instant::now();
        let made = pipeline::build_unchecked(snapshot, &self.options, &self.memory);
        self.took = start.elapsed();
        self.late = self.solver.was_late();
        made
    }

    fn show(&self, made: Checked<Option<Built>>, stage: &Stage, why: Why) -> Told {
        match made.value {
            Some(built) => {
                let new = stage.show(built, made.findings, self.late);
                Told::Shown { new, why, took: self.took, undecided: self.late }
            }
            None => {
                stage.fault(made.findings.clone());
                Told::Broken(made.findings)
            }
        }
    }
}
