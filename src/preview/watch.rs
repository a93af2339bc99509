//! Sees an author's saves. Where the system tells of them, at once; elsewhere by looking.
//!
//! A watch only says that something may have changed, and which paths the system named: what has changed is found out by
//! reading. So a message too many costs a look, and one too few is made good by the looks that the preview takes anyway.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, RemoveKind};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps; work begins when they have been still for so long.
const STILL: Duration = Duration::from_millis(10);
/// Work begins after so long even if an editor is never still.
const PATIENCE: Duration = Duration::from_millis(40);
/// How often to look where the system tells of nothing, as on some network drives.
const LOOK: Duration = Duration::from_millis(500);

/// What a site is made of, below its folder.
const FOLDERS: [&str; 4] = ["content", "data", "released", "themes"];
/// The file beside them.
const FILE: &str = "site.toml";

/// The site's folder can't be watched.
#[derive(Debug, thiserror::Error)]
#[error("watching {path}: {why}")]
pub struct WatchError {
    path: PathBuf,
    why: String,
}

/// A site that is being watched. It is until this is dropped.
pub struct Watch {
    events: Receiver<notify::Result<Event>>,
    root: PathBuf,
    /// Folders beside the site that belong to it: its confidential one.
    beside: BTreeSet<PathBuf>,
    watcher: Box<dyn Watcher + Send>,
}

/// What came of waiting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Waited {
    /// Files of the site were written. Nothing where anything may have been: folders came or went, or the system lost count.
    Saved(Option<BTreeSet<PathBuf>>),
    /// Nothing happened in the time given.
    Quiet,
    /// The watch has come to an end.
    Ended,
}

/// Begins to watch the site in the folder `root`.
pub fn watch(root: &Path) -> Result<Watch, WatchError> {
    let fault =
        |path: &Path, error: &dyn std::fmt::Display| WatchError { path: path.to_owned(), why: error.to_string() };
    let root = root.canonicalize().map_err(|error| fault(root, &error))?;
    let (sender, events) = channel();
    let watcher: Box<dyn Watcher + Send> = match RecommendedWatcher::new(sender.clone(), Config::default()) {
        Ok(watcher) => Box::new(watcher),
        Err(_) => {
            let config = Config::default().with_poll_interval(LOOK).with_compare_contents(true);
            Box::new(PollWatcher::new(sender, config).map_err(|error| fault(&root, &error))?)
        }
    };
    let mut watch = Watch { events, root, beside: BTreeSet::new(), watcher };
    // The site's folder itself for site.toml and for folders that come later; not all below it, since the output lies there.
    watch.watcher.watch(&watch.root, RecursiveMode::NonRecursive).map_err(|error| fault(&watch.root, &error))?;
    for folder in FOLDERS {
        let path = watch.root.join(folder);
        if path.is_dir() {
            watch.watcher.watch(&path, RecursiveMode::Recursive).map_err(|error| fault(&path, &error))?;
        }
    }
    Ok(watch)
}

impl Watch {
    /// Watches a folder beside the site too. One that isn't there, or can't be watched, is left to the looks.
    pub fn also(&mut self, folder: &Path) {
        if let Ok(folder) = folder.canonicalize()
            && !self.beside.contains(&folder)
            && self.watcher.watch(&folder, RecursiveMode::Recursive).is_ok()
        {
            self.beside.insert(folder);
        }
    }

    /// Waits until something has been saved and the editor is still; false when the watch has come to an end.
    pub fn saved(&mut self) -> bool {
        loop {
            match self.wait(Duration::from_secs(3600)) {
                Waited::Saved(_) => return true,
                Waited::Quiet => {}
                Waited::Ended => return false,
            }
        }
    }

    /// Waits until something has been saved and the editor is still, at most for `long`.
    pub fn wait(&mut self, long: Duration) -> Waited {
        let until = Instant::now() + long;
        let mut first = None;
        let mut paths = Some(BTreeSet::new());
        loop {
            let limit = match first {
                None => until.saturating_duration_since(Instant::now()),
                Some(since) => STILL.min(PATIENCE.saturating_sub(Instant::now().duration_since(since))),
            };
            match self.events.recv_timeout(limit) {
                Ok(event) => {
                    if self.take(&event, &mut paths) {
                        first.get_or_insert_with(Instant::now);
                    }
                }
                Err(RecvTimeoutError::Timeout) if first.is_some() => return Waited::Saved(paths),
                Err(RecvTimeoutError::Timeout) => return Waited::Quiet,
                Err(RecvTimeoutError::Disconnected) => return Waited::Ended,
            }
        }
    }

    /// Whether an event matters; the files that it names go to `paths`, or nothing does when it may mean more than files.
    fn take(&mut self, event: &notify::Result<Event>, paths: &mut Option<BTreeSet<PathBuf>>) -> bool {
        let event = match event {
            // Reading is no saving: our own build reads every file.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return false,
            Ok(event) if !event.need_rescan() => event,
            // Something was missed: look again, to be sure.
            Ok(_) | Err(_) => {
                *paths = None;
                return true;
            }
        };
        let of_the_site: Vec<&PathBuf> = event.paths.iter().filter(|path| self.is_of_the_site(path)).collect();
        if of_the_site.is_empty() {
            return false;
        }
        let whole = matches!(
            event.kind,
            EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) | EventKind::Any
        );
        for path in of_the_site {
            let is_top = path.parent() == Some(&self.root) && !path.ends_with(FILE);
            if is_top && path.is_dir() {
                // A folder that came, or came back: the system has forgotten that it was watched.
                let _ = self.watcher.watch(path, RecursiveMode::Recursive);
            }
            match paths {
                Some(named) if !whole && !is_top => drop(named.insert(path.clone())),
                _ => *paths = None,
            }
        }
        true
    }

    /// Whether a path is a part of the site, and no hidden file or an editor's own.
    fn is_of_the_site(&self, path: &Path) -> bool {
        let own = |below: &Path, top: bool| {
            let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
            parts.is_some_and(|parts| {
                let first = parts.first().copied();
                let inside = !top
                    || first.is_some_and(|first| FOLDERS.contains(&first))
                    || (parts.len() == 1 && first == Some(FILE));
                inside && !parts.iter().any(|part| is_editors_own(part))
            })
        };
        match path.strip_prefix(&self.root) {
            Ok(below) => own(below, true),
            Err(_) => self.beside.iter().any(|folder| path.strip_prefix(folder).is_ok_and(|below| own(below, false))),
        }
    }
}

/// Whether a name is a hidden file's, or one that an editor or an office program gives what it writes beside a file.
fn is_editors_own(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swx", ".tmp", ".bak", ".orig"].iter().any(|end| name.ends_with(end))
        || name == "4913"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_output_and_editors_own_files_are_no_part_of_the_site() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let own = tempfile::tempdir().expect("a folder");
        let mut watch = watch(&root).expect("it can be watched");
        watch.also(own.path());
        let own = own.path().canonicalize().expect("it is there");
        for (path, expected) in [
            ("content/a.md", true),
            ("data/measures/a.yaml", true),
            ("released/2016-17.yaml", true),
            ("site.toml", true),
            ("public/index.html", false),
            (".multum-lock", false),
            ("content/.a.md.swp", false),
            ("content/a.md~", false),
            ("content/~$a.md", false),
            ("content/#a.md#", false),
            ("content/4913", false),
        ] {
            assert_eq!(watch.is_of_the_site(&root.join(path)), expected, "{path}");
        }
        assert!(watch.is_of_the_site(&own.join("measures/a.yaml")));
        assert!(!watch.is_of_the_site(Path::new("/elsewhere/content/a.md")));
    }

    #[test]
    fn a_save_names_its_file_and_a_new_folder_asks_for_a_look_at_everything() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        fs::create_dir(root.join("content")).expect("made");
        fs::write(root.join("content/a.md"), "a").expect("written");
        let mut watch = watch(&root).expect("it can be watched");
        fs::write(root.join("content/.a.md.swp"), "x").expect("written");
        fs::write(root.join("content/a.md"), "b").expect("written");
        let Waited::Saved(Some(paths)) = watch.wait(Duration::from_secs(20)) else {
            panic!("one file was saved");
        };
        assert_eq!(paths, [root.join("content/a.md")].into());

        fs::create_dir(root.join("data")).expect("made");
        assert_eq!(watch.wait(Duration::from_secs(20)), Waited::Saved(None));
        fs::write(root.join("data/groups.yaml"), "x").expect("written");
        assert!(matches!(watch.wait(Duration::from_secs(20)), Waited::Saved(_)), "a folder that came is watched");
        fs::write(root.join("public.html"), "x").expect("written");
        assert_eq!(watch.wait(Duration::from_millis(100)), Waited::Quiet);
    }
}
