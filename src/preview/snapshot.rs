//! A site's files as they stood at one moment, kept from build to build.
//!
//! A build asks for files and lists of files; the answers are kept, and given again until a look at the disk finds that they
//! have changed. So a build sees one state of the site, an unchanged file is not read twice, and what a save has changed is
//! told by comparing bytes and not by trusting messages. What no build ever asked for is no part of the site.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::source::world::{Stamp, World};
use crate::source::{DiskWorld, ReadError};
use crate::vocabulary::SitePath;

/// A file written so lately may be written again within the same tick of the system's clock.
const LATELY: Duration = Duration::from_secs(2);

/// The files of a site, each read once until it changes.
pub struct Snapshot {
    root: PathBuf,
    /// The folder's name in diagnostics, when it is a confidential one.
    confidential: Option<String>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    lists: BTreeMap<SitePath, Result<Vec<SitePath>, ReadError>>,
    files: BTreeMap<SitePath, File>,
    /// Folders beside the site, by the words that name them.
    beside: BTreeMap<String, Result<Arc<Snapshot>, ReadError>>,
}

#[derive(Clone)]
struct File {
    stamp: Result<Stamp, ReadError>,
    /// When it was looked at.
    seen: Option<SystemTime>,
    /// What is in it, once a build has asked for that.
    bytes: Option<Result<Arc<[u8]>, ReadError>>,
}

impl Snapshot {
    /// The site in the folder `root`, nothing of it read yet.
    pub fn new(root: &Path) -> Snapshot {
        // A folder that isn't there yet, or no longer, may come back under the same name.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Snapshot { root, confidential: None, kept: Mutex::default() }
    }

    fn beside_it(root: &Path, name: &str) -> Snapshot {
        Snapshot { confidential: Some(name.to_owned()), ..Snapshot::new(root) }
    }

    fn disk(&self) -> Result<DiskWorld, ReadError> {
        match &self.confidential {
            Some(name) => DiskWorld::confidential(&self.root, name.clone()),
            None => DiskWorld::new(&self.root),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folders beside the site that a build has asked for, as far as they are there.
    pub fn folders_beside(&self) -> Vec<PathBuf> {
        self.kept().beside.values().filter_map(|folder| folder.as_ref().ok()).map(|one| one.root.clone()).collect()
    }

    /// Where the file that diagnostics call `name` lies on the disk.
    pub fn place(&self, name: &str) -> PathBuf {
        let kept = self.kept();
        let beside = kept.beside.values().filter_map(|folder| folder.as_ref().ok()).find_map(|folder| {
            let below = name.strip_prefix(folder.confidential.as_deref()?)?.strip_prefix('/')?;
            Some(folder.root.join(below))
        });
        beside.unwrap_or_else(|| self.root.join(name))
    }

    /// Looks at the disk and takes in what has changed; gives back the names of the files that have. `named` are those that
    /// the system said were written; nothing when everything must be looked at.
    pub fn look(&self, named: Option<&BTreeSet<PathBuf>>) -> BTreeSet<String> {
        let mut changed = BTreeSet::new();
        let disk = self.disk();
        let mut kept = self.kept();
        let beside = kept.beside.clone();
        // A file that no build has seen changes a list; so does one that is gone.
        let known = |path: &PathBuf| -> bool {
            let below = path.strip_prefix(&self.root).ok().and_then(Path::to_str).and_then(site_path);
            let ours = below.is_some_and(|below| kept.files.contains_key(&below));
            let theirs = beside.values().filter_map(|folder| folder.as_ref().ok()).any(|folder| folder.knows(path));
            (ours || theirs) && path.is_file()
        };
        let named = named.filter(|named| named.iter().all(known));
        for (words, folder) in beside {
            match folder {
                Ok(folder) => changed.extend(folder.look(named)),
                Err(before) => {
                    let now = self.open_beside(&words, disk.as_ref());
                    if now.as_ref().err() != Some(&before) {
                        changed.insert(words.clone());
                        kept.beside.insert(words, now);
                    }
                }
            }
        }
        if named.is_none() {
            for (folder, list) in &mut kept.lists {
                let now = disk.as_ref().map_err(Clone::clone).and_then(|disk| disk.list(folder));
                if now != *list {
                    let names = |list: &Result<Vec<SitePath>, ReadError>| -> BTreeSet<SitePath> {
                        list.iter().flatten().cloned().collect()
                    };
                    let difference: Vec<SitePath> = names(&now).symmetric_difference(&names(list)).cloned().collect();
                    changed.extend(difference.iter().map(|path| self.name_of(path)));
                    if difference.is_empty() {
                        changed.insert(self.name_of(folder));
                    }
                    *list = now;
                }
            }
        }
        let mut gone = Vec::new();
        let only: Option<BTreeSet<SitePath>> = named.map(|named| {
            let below = |path: &PathBuf| path.strip_prefix(&self.root).ok().and_then(Path::to_str).and_then(site_path);
            named.iter().filter_map(below).collect()
        });
        for (path, file) in &mut kept.files {
            if only.as_ref().is_some_and(|only| !only.contains(path)) {
                continue;
            }
            let now = SystemTime::now();
            let stamp = disk.as_ref().map_err(Clone::clone).and_then(|disk| disk.stamp(path));
            let lately = |stamp: &Stamp| {
                let written = stamp.written.zip(file.seen);
                written.is_none_or(|(written, seen)| written + LATELY > seen)
            };
            // A file that is named has been written, whatever the clock says.
            let same = stamp == file.stamp && named.is_none() && !stamp.as_ref().is_ok_and(lately);
            if same {
                continue;
            }
            let existence = stamp.is_ok() != file.stamp.is_ok();
            let size = stamp.as_ref().ok().map(|stamp| stamp.size) != file.stamp.as_ref().ok().map(|stamp| stamp.size);
            file.stamp = stamp;
            file.seen = Some(now);
            let Some(before) = file.bytes.clone() else {
                if existence || size {
                    changed.insert(self.name_of(path));
                }
                continue;
            };
            let after = disk.as_ref().map_err(Clone::clone).and_then(|disk| disk.read(path));
            if after != before {
                changed.insert(self.name_of(path));
                if after == Err(ReadError::Missing) {
                    gone.push(path.clone());
                }
                file.bytes = Some(after);
            }
        }
        // Whoever asks for it again is told that it is missing; nobody else needs to remember it.
        for path in gone {
            kept.files.remove(&path);
        }
        changed
    }

    /// Whether a file was read that is empty now and was not when it was last looked at: an editor is between emptying and
    /// writing it.
    pub fn is_being_written(&self, named: &BTreeSet<PathBuf>) -> bool {
        let disk = self.disk();
        let kept = self.kept();
        let emptied = |path: &PathBuf| {
            let below = path.strip_prefix(&self.root).ok().and_then(Path::to_str).and_then(site_path);
            below.is_some_and(|below| {
                let before = kept.files.get(&below).and_then(|file| file.stamp.as_ref().ok());
                let now = disk.as_ref().ok().and_then(|disk| disk.stamp(&below).ok());
                before.is_some_and(|before| before.size > 0) && now.is_some_and(|now| now.size == 0)
            })
        };
        let beside = kept.beside.values().filter_map(|folder| folder.as_ref().ok());
        named.iter().any(emptied) || beside.into_iter().any(|folder| folder.is_being_written(named))
    }

    fn knows(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.root).ok().and_then(Path::to_str).and_then(site_path);
        below.is_some_and(|below| self.kept().files.contains_key(&below))
    }

    fn name_of(&self, path: &SitePath) -> String {
        match &self.confidential {
            Some(name) => format!("{name}/{path}"),
            None => path.to_string(),
        }
    }

    fn open_beside(&self, words: &str, disk: Result<&DiskWorld, &ReadError>) -> Result<Arc<Snapshot>, ReadError> {
        // The disk says whether it may be opened; what is in it is kept by a snapshot of its own.
        disk.map_err(Clone::clone)?.beside(words)?;
        let name = words.trim_end_matches('/').rsplit('/').next().unwrap_or(words);
        Ok(Arc::new(Snapshot::beside_it(&self.root.join(words), name)))
    }

    /// The file at `path` as it is kept, looked at when nobody has asked before.
    fn file(&self, path: &SitePath, with_bytes: bool) -> File {
        if let Some(file) = self.kept().files.get(path)
            && (file.bytes.is_some() || !with_bytes)
        {
            return file.clone();
        }
        // The disk is read while nobody is kept waiting.
        let disk = self.disk();
        let seen = Some(SystemTime::now());
        let stamp = disk.as_ref().map_err(Clone::clone).and_then(|disk| disk.stamp(path));
        let bytes = with_bytes.then(|| disk.as_ref().map_err(Clone::clone).and_then(|disk| disk.read(path)));
        let read = File { stamp, seen, bytes };
        let mut kept = self.kept();
        let file = kept.files.entry(path.clone()).or_insert_with(|| read.clone());
        if with_bytes && file.bytes.is_none() {
            *file = read;
        }
        file.clone()
    }
}

fn site_path(text: &str) -> Option<SitePath> {
    SitePath::new(&text.replace('\\', "/"))
}

impl World for Snapshot {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        self.file(path, true).bytes.unwrap_or(Err(ReadError::Missing))
    }

    fn size(&self, path: &SitePath) -> Result<u64, ReadError> {
        let file = self.file(path, false);
        match file.bytes {
            Some(Ok(bytes)) => Ok(bytes.len() as u64),
            _ => file.stamp.map(|stamp| stamp.size),
        }
    }

    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError> {
        if let Some(list) = self.kept().lists.get(folder) {
            return list.clone();
        }
        let list = self.disk().and_then(|disk| disk.list(folder));
        self.kept().lists.entry(folder.clone()).or_insert(list).clone()
    }

    fn beside(&self, path: &str) -> Result<Box<dyn World>, ReadError> {
        let known = self.kept().beside.get(path).cloned();
        let folder = match known {
            Some(folder) => folder,
            None => {
                let folder = self.open_beside(path, self.disk().as_ref());
                self.kept().beside.entry(path.to_owned()).or_insert(folder).clone()
            }
        };
        Ok(Box::new(Shared(folder?)))
    }

    fn is_confidential(&self) -> bool {
        self.confidential.is_some()
    }

    fn name(&self, path: &SitePath) -> String {
        self.name_of(path)
    }
}

/// A snapshot that its builds share.
struct Shared(Arc<Snapshot>);

impl World for Shared {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        self.0.read(path)
    }

    fn size(&self, path: &SitePath) -> Result<u64, ReadError> {
        self.0.size(path)
    }

    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError> {
        self.0.list(folder)
    }

    fn beside(&self, path: &str) -> Result<Box<dyn World>, ReadError> {
        self.0.beside(path)
    }

    fn is_confidential(&self) -> bool {
        self.0.is_confidential()
    }

    fn name(&self, path: &SitePath) -> String {
        self.0.name(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path of the test")
    }

    fn text(snapshot: &Snapshot, name: &str) -> String {
        let bytes = snapshot.read(&path(name));
        bytes.map_or_else(|error| error.to_string(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn names(changed: &BTreeSet<String>) -> Vec<&str> {
        changed.iter().map(String::as_str).collect()
    }

    #[test]
    fn a_build_sees_one_state_until_the_next_look() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("content/a.md");
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(&file, "one").expect("written");
        let snapshot = Snapshot::new(folder.path());
        assert_eq!(snapshot.list(&path("content")), Ok(vec![path("content/a.md")]));
        assert_eq!(text(&snapshot, "content/a.md"), "one");

        fs::write(&file, "two").expect("written");
        fs::write(folder.path().join("content/b.md"), "b").expect("written");
        assert_eq!(text(&snapshot, "content/a.md"), "one");
        assert_eq!(names(&snapshot.look(None)), ["content/a.md", "content/b.md"]);
        assert_eq!(text(&snapshot, "content/a.md"), "two");
        assert_eq!(snapshot.list(&path("content")), Ok(vec![path("content/a.md"), path("content/b.md")]));
        assert!(snapshot.look(None).is_empty());
    }

    #[test]
    fn a_save_that_changes_no_byte_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().canonicalize().expect("there").join("site.toml");
        fs::write(&file, "one").expect("written");
        let snapshot = Snapshot::new(folder.path());
        assert_eq!(text(&snapshot, "site.toml"), "one");
        fs::write(&file, "one").expect("written");
        assert!(snapshot.look(Some(&[file.clone()].into())).is_empty());
        assert!(snapshot.look(None).is_empty());
        fs::write(&file, "two").expect("written");
        assert_eq!(names(&snapshot.look(Some(&[file].into()))), ["site.toml"]);
    }

    #[test]
    fn a_folder_that_vanishes_takes_its_files_and_brings_them_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let content = folder.path().join("content");
        fs::create_dir_all(&content).expect("made");
        fs::write(content.join("a.md"), "one").expect("written");
        let snapshot = Snapshot::new(folder.path());
        let _ = (snapshot.list(&path("content")), text(&snapshot, "content/a.md"));
        fs::rename(&content, folder.path().join("away")).expect("moved");
        assert_eq!(names(&snapshot.look(None)), ["content/a.md"]);
        assert_eq!(snapshot.list(&path("content")), Ok(Vec::new()));
        assert_eq!(text(&snapshot, "content/a.md"), "there is no such file");
        fs::rename(folder.path().join("away"), &content).expect("moved");
        assert_eq!(names(&snapshot.look(None)), ["content/a.md"]);
        assert_eq!(text(&snapshot, "content/a.md"), "one");
    }

    #[test]
    fn a_file_that_has_been_emptied_is_being_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().canonicalize().expect("there").join("site.toml");
        fs::write(&file, "one").expect("written");
        let snapshot = Snapshot::new(folder.path());
        assert_eq!(text(&snapshot, "site.toml"), "one");
        let named = BTreeSet::from([file.clone()]);
        assert!(!snapshot.is_being_written(&named));
        fs::write(&file, "").expect("written");
        assert!(snapshot.is_being_written(&named));
    }

    #[test]
    fn a_confidential_folder_is_looked_at_too_and_keeps_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let (site, own) = (folder.path().join("site"), folder.path().join("own"));
        fs::create_dir_all(&site).expect("made");
        let snapshot = Snapshot::new(&site);
        assert!(snapshot.beside("../own").is_err());
        fs::create_dir_all(&own).expect("made");
        fs::write(own.join("a.yaml"), "one").expect("written");
        assert_eq!(names(&snapshot.look(None)), ["../own"]);
        let world = snapshot.beside("../own").expect("it is there now");
        assert!(world.is_confidential());
        assert_eq!(world.name(&path("a.yaml")), "own/a.yaml");
        assert_eq!(world.read(&path("a.yaml")).as_deref(), Ok(&b"one"[..]));
        fs::write(own.join("a.yaml"), "two").expect("written");
        assert_eq!(names(&snapshot.look(None)), ["own/a.yaml"]);
        assert_eq!(world.read(&path("a.yaml")).as_deref(), Ok(&b"two"[..]));
        assert!(snapshot.place("own/a.yaml").ends_with("own/a.yaml"));
    }
}
