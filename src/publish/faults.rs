//! Replacements that go wrong at every single step: the last good site stays whole, whatever happens.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::disk::{Disk, Kind, Machine};
use super::{Destination, MANIFEST, PublishError, Replaced, claim, manifest, recover, replace, replace_on};
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// What befalls the process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    /// One act is refused; those after it go through.
    Refused,
    /// From one act on the disk is full: nothing more can be made, only removed and renamed.
    Full,
    /// The process is killed in the middle of an act: nothing after it happens.
    Killed,
}

/// A disk of a given make, on which something happens at the act of a given number.
struct Faulty {
    fate: Fate,
    at: usize,
    acts: AtomicUsize,
    exchanges: bool,
    links: bool,
}

impl Faulty {
    /// Does an act, or what its fate leaves of it.
    fn act<T>(&self, makes: bool, half: impl FnOnce(), whole: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let number = self.acts.fetch_add(1, Ordering::SeqCst);
        let (fails, error) = match self.fate {
            Fate::Refused => (number == self.at, ErrorKind::PermissionDenied),
            Fate::Full => (number >= self.at && makes, ErrorKind::StorageFull),
            Fate::Killed => (number >= self.at, ErrorKind::Interrupted),
        };
        if !fails {
            return whole();
        }
        if number == self.at && self.fate != Fate::Refused {
            half();
        }
        Err(error.into())
    }
}

impl Disk for Faulty {
    fn kind(&self, path: &Path) -> io::Result<Option<Kind>> {
        self.act(false, || {}, || Machine.kind(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.act(false, || {}, || Machine.list(folder))
    }
    fn holds(&self, path: &Path, bytes: &[u8]) -> io::Result<bool> {
        self.act(false, || {}, || Machine.holds(path, bytes))
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.act(true, || {}, || Machine.make_folder(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let half = || Machine.write(path, &bytes[..bytes.len() / 2]).expect("half of it");
        self.act(true, half, || Machine.write(path, bytes))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let whole = || if self.links { Machine.link(from, to) } else { Err(ErrorKind::Unsupported.into()) };
        self.act(true, || {}, whole)
    }
    fn keep_time(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(false, || {}, || Machine.keep_time(from, to))
    }
    fn settle(&self, _: &Path, _: &[PathBuf]) -> io::Result<()> {
        // No test cuts the power, and hundreds of replacements would wait for the disk.
        self.act(true, || {}, || Ok(()))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(false, || {}, || Machine.rename(from, to))
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<bool> {
        self.act(false, || {}, || if self.exchanges { Machine.exchange(one, other) } else { Ok(false) })
    }
    fn remove_empty(&self, folder: &Path) -> io::Result<()> {
        self.act(false, || {}, || Machine.remove_empty(folder))
    }
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        // The front page goes first, so that a half-removed site can't be mistaken for a whole one.
        let half = || drop(fs::remove_file(folder.join("index.html")));
        self.act(false, half, || Machine.remove_folder(folder))
    }
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        tree.insert(SitePath::new(path).expect("a path"), text.as_bytes()).expect("free");
    }
    tree
}

fn old() -> Tree {
    tree(&[("index.html", "old front"), ("a/same.html", "the same"), ("a/changes.html", "old"), ("gone/b.html", "b")])
}

fn new() -> Tree {
    tree(&[("index.html", "new front"), ("a/same.html", "the same"), ("a/changes.html", "new"), ("c/d/new.html", "d")])
}

/// Every file of a site on disk, the way it should be if it is this tree's.
fn files(tree: &Tree) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> =
        tree.iter().map(|(path, file)| (path.to_string(), file.bytes.to_vec())).collect();
    files.insert(MANIFEST.to_owned(), manifest(tree).into_bytes());
    files
}

fn on_disk(site: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(site)
        .into_iter()
        .map(|entry| entry.expect("readable"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(site).expect("below the site").to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

/// A folder with the old site in `public`.
fn published() -> (tempfile::TempDir, Destination) {
    let root = tempfile::tempdir().expect("a folder");
    let destination = Destination::new(&root.path().join("public"), &sources(root.path())).expect("taken");
    replace(&claim(destination.clone()).expect("claimed"), &old()).expect("replaced");
    (root, destination)
}

fn sources(root: &Path) -> PathBuf {
    let sources = root.join("sources");
    fs::create_dir_all(&sources).expect("made");
    sources
}

/// The names in a folder: nothing may be left lying about.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_last_good_site_survives_whatever_happens_at_whichever_step() {
    // Side by side: most of the time goes into waiting for the disk.
    std::thread::scope(|scope| {
        for (exchanges, links) in [(true, true), (true, false), (false, true), (false, false)] {
            for fate in [Fate::Refused, Fate::Full, Fate::Killed] {
                scope.spawn(move || survives(fate, exchanges, links));
            }
        }
    });
}

/// Lets `fate` befall a replacement at its first act, at its second, and so on to its last.
fn survives(fate: Fate, exchanges: bool, links: bool) {
    let mut failed = 0;
    for at in 0.. {
        let (root, destination) = published();
        let disk = Faulty { fate, at, acts: AtomicUsize::new(0), exchanges, links };
        let held = claim(destination.clone()).expect("claimed");
        let result = replace_on(&disk, &held, &new());
        if disk.acts.load(Ordering::SeqCst) <= at {
            assert_eq!(on_disk(&destination.path()), files(&new()));
            break;
        }
        let context = format!("{fate:?} at act {at}, exchange {exchanges}, links {links}: {result:?}");
        drop(held);
        if fate != Fate::Killed {
            let expected = if result.is_ok() { new() } else { old() };
            assert_eq!(on_disk(&destination.path()), files(&expected), "{context}");
        }
        failed += usize::from(result.is_err());

        // Starts that are killed themselves before they have put things right.
        for at in 0..8 {
            let again = Faulty { fate: Fate::Killed, at, acts: AtomicUsize::new(0), exchanges, links };
            let _ = recover(&destination, &again);
        }

        // The next start, before it has built anything.
        let held = claim(destination.clone()).expect(&context);
        let now = on_disk(&destination.path());
        assert!(now == files(&old()) || now == files(&new()), "{context}: {:?}", now.keys());
        assert_eq!(names(&root.path().join(".multum")), ["public.lock"], "{context}");
        let calm = Faulty { fate: Fate::Refused, at: usize::MAX, acts: AtomicUsize::new(0), exchanges, links };
        replace_on(&calm, &held, &new()).expect(&context);
        drop(held);
        assert_eq!(on_disk(&destination.path()), files(&new()), "{context}");
        assert_eq!(names(root.path()), ["public", "sources"], "{context}");
    }
    assert!(failed > 5, "{fate:?} made only {failed} replacements fail");
}

#[test]
fn a_full_disk_is_named_with_what_to_do() {
    let (_root, destination) = published();
    let disk = Faulty { fate: Fate::Full, at: 0, acts: AtomicUsize::new(0), exchanges: true, links: true };
    let error =
        replace_on(&disk, &claim(destination.clone()).expect("claimed"), &new()).expect_err("full").diagnostic();
    assert!(error.message.ends_with("the disk is full"), "{}", error.message);
    assert_eq!(
        error.hint.as_deref(),
        Some("make room on the disk and build again; the site that was there is as it was")
    );
}

#[test]
fn a_site_that_could_not_be_tidied_away_is_no_failure() {
    let (_root, destination) = published();
    let counted =
        Faulty { fate: Fate::Refused, at: usize::MAX, acts: AtomicUsize::new(0), exchanges: true, links: true };
    replace_on(&counted, &claim(destination.clone()).expect("claimed"), &new()).expect("replaced");
    let (_root, destination) = published();
    let last = counted.acts.load(Ordering::SeqCst) - 1;
    let disk = Faulty { at: last, acts: AtomicUsize::new(0), ..counted };
    let replaced = replace_on(&disk, &claim(destination.clone()).expect("claimed"), &new()).expect("replaced");
    assert!(replaced.left.is_some_and(|left| left.starts_with("can't remove ")));
}

#[test]
fn only_what_changed_is_written_and_the_rest_keeps_its_time() {
    let (_root, destination) = published();
    let site = destination.path();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_500_000_000);
    let time = |name: &str| fs::metadata(site.join(name)).expect("there").modified().expect("a time");
    for name in ["a/same.html", "a/changes.html"] {
        fs::File::options().write(true).open(site.join(name)).expect("opened").set_modified(long_ago).expect("set");
    }
    let replaced = replace(&claim(destination.clone()).expect("claimed"), &new()).expect("replaced");
    // The front page, the changed page, the new one and the manifest.
    assert_eq!(replaced, Replaced { written: 4, kept: 1, removed: 1, left: None });
    assert_eq!(time("a/same.html"), long_ago);
    assert_ne!(time("a/changes.html"), long_ago);
    assert!(!site.join("gone").exists());

    // Where files can't have two names the time is kept all the same.
    let disk = Faulty { fate: Fate::Refused, at: usize::MAX, acts: AtomicUsize::new(0), exchanges: true, links: false };
    replace_on(&disk, &claim(destination.clone()).expect("claimed"), &old()).expect("replaced");
    assert_eq!(time("a/same.html"), long_ago);
}

#[cfg(unix)]
#[test]
fn the_same_site_again_writes_nothing() {
    use std::os::unix::fs::MetadataExt;
    let (_root, destination) = published();
    let number = fs::metadata(destination.path()).expect("there").ino();
    let again = replace(&claim(destination.clone()).expect("claimed"), &old()).expect("replaced");
    assert_eq!(again, Replaced { written: 0, kept: 5, removed: 0, left: None });
    assert_eq!(fs::metadata(destination.path()).expect("there").ino(), number);

    // A stranger's file, and an empty folder, are cleared away; a page that somebody touched is made good.
    fs::write(destination.path().join("note.txt"), "x").expect("written");
    fs::create_dir(destination.path().join("empty")).expect("made");
    fs::write(destination.path().join("index.html"), "old frond").expect("written");
    let again = replace(&claim(destination.clone()).expect("claimed"), &old()).expect("replaced");
    assert_eq!(again, Replaced { written: 1, kept: 4, removed: 1, left: None });
    assert_eq!(on_disk(&destination.path()), files(&old()));
    assert!(!destination.path().join("empty").exists());
}

#[test]
fn two_builds_never_write_to_one_folder_at_once() {
    let (_root, destination) = published();
    let first = claim(destination.clone()).expect("claimed");
    let second = claim(destination.clone()).expect_err("busy");
    assert!(matches!(second, PublishError::Busy { .. }));
    assert!(second.to_string().starts_with("another multum is writing to "));
    drop(first);
    claim(destination).expect("free again");
}

#[test]
fn many_builds_at_once_take_turns_and_leave_no_trace() {
    let (root, destination) = published();
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let (destination, done) = (destination.clone(), &done);
            scope.spawn(move || {
                for _ in 0..20 {
                    let tree = if number % 2 == 0 { old() } else { new() };
                    match claim(destination.clone()) {
                        Ok(held) => {
                            replace(&held, &tree).expect("replaced");
                            assert_eq!(on_disk(&destination.path()), files(&tree));
                            done.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(PublishError::Busy { .. }) => std::thread::yield_now(),
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    assert!(done.load(Ordering::SeqCst) > 0);
    assert_eq!(names(root.path()), ["public", "sources"]);
}

#[test]
fn a_folder_that_became_somebodys_while_we_built_is_left_alone() {
    let root = tempfile::tempdir().expect("a folder");
    let destination = Destination::new(&root.path().join("public"), &sources(root.path())).expect("taken");
    let held = claim(destination.clone()).expect("claimed");
    fs::create_dir(destination.path()).expect("made");
    fs::write(destination.path().join("mine.txt"), "mine").expect("written");
    assert!(matches!(replace(&held, &new()), Err(PublishError::Refused { .. })));
    assert_eq!(names(&destination.path()), ["mine.txt"]);
}

#[test]
fn an_authors_own_manifest_is_refused_by_name() {
    let (_root, destination) = published();
    let held = claim(destination).expect("claimed");
    let error = replace(&held, &tree(&[(MANIFEST, "{}")])).expect_err("refused");
    assert_eq!(error.to_string(), "the site has a file manifest.json of its own, and multum needs that name");
}
