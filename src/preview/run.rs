//! The loop: wait for a save, read what has changed, build, show.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::site::Stage;
use super::snapshot::Snapshot;
use super::watch::{Waited, Watch};
use crate::diagnostic::{Checked, Findings};
use crate::pipeline::{self, Built, Memory, Options};
use crate::vocabulary::SitePath;

/// How often everything is looked at where the system tells of saves, for those that it doesn't tell of.
const ROUND: Duration = Duration::from_secs(2);
/// How often where it does not.
const OFTEN: Duration = Duration::from_millis(300);
/// For how long a file that an editor has emptied is waited for. It may write to a slow disk.
const EMPTY: Duration = Duration::from_secs(1);

/// What came of a look at the site.
pub enum Told {
    /// A site could be built, in so long; these files are new.
    Shown {
        /// The pages and files that are new.
        new: Vec<SitePath>,
        /// What was saved, by its name in diagnostics.
        saved: BTreeSet<String>,
        /// How long the build took.
        took: Duration,
    },
    /// It could not; the last good one stays.
    Broken(Findings),
    /// What is wrong with the site that is shown, once its checks have been made.
    Checked(Arc<Findings>),
    /// The system does not tell of saves here, so that everything is looked at again and again.
    Looking,
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
    let mut builder = Builder::new(stage.outside.options());
    tell(builder.step(snapshot, stage, BTreeSet::new()));
    wake();
    let mut often = false;
    while !end.load(Ordering::Relaxed) {
        for folder in snapshot.folders_beside() {
            watch.also(&folder);
        }
        let waited = watch.wait(if often { OFTEN } else { ROUND });
        let mut saved = match &waited {
            Waited::Saved(named) => {
                if let Some(named) = named {
                    wait_for_words(snapshot, named);
                }
                snapshot.look(named.as_ref())
            }
            Waited::Quiet => snapshot.look(None),
            // Without a watch there are still the looks.
            Waited::Ended => {
                std::thread::sleep(OFTEN);
                snapshot.look(None)
            }
        };
        if saved.is_empty() {
            continue;
        }
        // A change that nobody told of: the message may be on its way, or there will be none, as on network drives.
        if waited == Waited::Quiet && !often && watch.wait(Duration::from_millis(50)) == Waited::Quiet {
            often = true;
            tell(Told::Looking);
        }
        loop {
            let told = builder.build(snapshot);
            // A fault in a file that is still being written is none.
            if told.value.is_none()
                && let Waited::Saved(named) = watch.wait(Duration::from_millis(20))
            {
                let more = snapshot.look(named.as_ref());
                if !more.is_empty() {
                    saved.extend(more);
                    continue;
                }
            }
            tell(builder.show(told, stage, saved));
            wake();
            break;
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
            let Some(good) = stage.state().good.clone().filter(|good| good.findings().is_none()) else {
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
    took: Duration,
}

impl Builder {
    fn new(options: Options) -> Builder {
        Builder { options, memory: Memory::default(), took: Duration::ZERO }
    }

    fn build(&mut self, snapshot: &Snapshot) -> Checked<Option<Built>> {
        let start = Instant::now();
        let made = pipeline::build_unchecked(snapshot, &self.options, &self.memory);
        self.took = start.elapsed();
        made
    }

    fn show(&self, made: Checked<Option<Built>>, stage: &Stage, saved: BTreeSet<String>) -> Told {
        match made.value {
            Some(built) => {
                let new = stage.show(built, made.findings);
                Told::Shown { new, saved, took: self.took }
            }
            None => {
                stage.fault(made.findings.clone());
                Told::Broken(made.findings)
            }
        }
    }

    fn step(&mut self, snapshot: &Snapshot, stage: &Stage, saved: BTreeSet<String>) -> Told {
        let made = self.build(snapshot);
        self.show(made, stage, saved)
    }
}
