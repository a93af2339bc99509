//! Sees an author's saves. Where the system tells of them, at once; elsewhere by looking every half second.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps; a build begins when they have been still for so long.
const STILL: Duration = Duration::from_millis(20);
/// How often to look where the system tells of nothing, as on some network drives.
const LOOK: Duration = Duration::from_millis(500);

/// What a site is made of, below its folder.
const FOLDERS: [&str; 3] = ["content", "data", "themes"];

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
    /// Kept, since dropping it ends the watch.
    _watcher: Box<dyn Watcher>,
}

/// Begins to watch the site in the folder `root`.
pub fn watch(root: &Path) -> Result<Watch, WatchError> {
    let fault =
        |path: &Path, error: &dyn std::fmt::Display| WatchError { path: path.to_owned(), why: error.to_string() };
    let root = root.canonicalize().map_err(|error| fault(root, &error))?;
    let (sender, events) = channel();
    let mut watcher: Box<dyn Watcher> = match RecommendedWatcher::new(sender.clone(), Config::default()) {
        Ok(watcher) => Box::new(watcher),
        Err(_) => {
            let config = Config::default().with_poll_interval(LOOK).with_compare_contents(true);
            Box::new(PollWatcher::new(sender, config).map_err(|error| fault(&root, &error))?)
        }
    };
    // The site's folder itself for site.toml and for folders that come later; not all below it, since the output lies there.
    watcher.watch(&root, RecursiveMode::NonRecursive).map_err(|error| fault(&root, &error))?;
    for folder in FOLDERS {
        let path = root.join(folder);
        if path.is_dir() {
            watcher.watch(&path, RecursiveMode::Recursive).map_err(|error| fault(&path, &error))?;
        }
    }
    Ok(Watch { events, root, _watcher: watcher })
}

impl Watch {
    /// Waits until something has been saved and the editor is still; false when the watch has come to an end.
    pub fn saved(&self) -> bool {
        loop {
            let Ok(event) = self.events.recv() else {
                return false;
            };
            let mut matters = self.matters(&event);
            loop {
                match self.events.recv_timeout(STILL) {
                    Ok(event) => matters |= self.matters(&event),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return matters,
                }
            }
            if matters {
                return true;
            }
        }
    }

    fn matters(&self, event: &notify::Result<Event>) -> bool {
        match event {
            // Reading is no saving: our own build reads every file.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
            Ok(event) => event.paths.iter().any(|path| is_of_the_site(&self.root, path)),
            // Something was missed: look again, to be sure.
            Err(_) => true,
        }
    }
}

/// Whether a path is a part of the site, and no hidden file or an editor's own.
fn is_of_the_site(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else {
        return false;
    };
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let Some(parts) = parts else {
        return false;
    };
    let (Some(first), Some(name)) = (parts.first(), parts.last()) else {
        return false;
    };
    let editors_own =
        |part: &str| part.starts_with('.') || part.ends_with('~') || part.ends_with(".swp") || part == "4913";
    (FOLDERS.contains(first) || (parts.len() == 1 && *name == "site.toml"))
        && !parts.iter().any(|part| editors_own(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_and_editors_own_files_are_no_part_of_the_site() {
        let root = Path::new("/site");
        for (path, expected) in [
            ("/site/content/a.md", true),
            ("/site/data/measures/a.yaml", true),
            ("/site/site.toml", true),
            ("/site/public/index.html", false),
            ("/site/.multum-lock", false),
            ("/site/content/.a.md.swp", false),
            ("/site/content/a.md~", false),
            ("/elsewhere/content/a.md", false),
        ] {
            assert_eq!(is_of_the_site(root, Path::new(path)), expected, "{path}");
        }
    }
}
