//! The only way out: a tree becomes a folder on disk, whole or not at all.
//!
//! A site is written beside the old one, unchanged files as second names of the old ones, and then the two are
//! exchanged in one step where the system can (Linux, macOS), else by two renames that the next start finishes or
//! undoes ([`claim`]). Until then nothing of the old site is touched; a full disk, a refused folder or a kill at any
//! point leaves it as it was. When nothing has changed, nothing is written at all.
//!
//! Before the exchange the new files are made to survive a loss of power, but only where there is an old site to
//! lose: a first build has nothing to protect, and would wait for the disk in vain.

mod claim;
mod destination;
mod disk;
#[cfg(test)]
mod faults;
mod manifest;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, code};
use crate::tree::Tree;
use crate::vocabulary::SitePath;

use claim::recover;
pub use claim::{Claim, claim};
pub use destination::Destination;
use disk::{Disk, Kind, Machine};
pub use manifest::{NAME as MANIFEST, manifest};

/// What a replacement did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replaced {
    /// How many files were new or had changed.
    pub written: usize,
    /// How many stayed as they were, time and all.
    pub kept: usize,
    /// How many of the old site's files have no place in the new one.
    pub removed: usize,
    /// Why the old site could not be removed from the workshop. The new one is in its place all the same, and the next
    /// build tries again.
    pub left: Option<String>,
}

/// Why a site could not be written. The site that was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder must not be replaced.
    #[error("the site can't be written to {}: {why}", path.display())]
    Refused {
        /// The folder.
        path: PathBuf,
        /// What stands against it.
        why: String,
        /// What to do.
        instead: String,
    },
    /// Another build is writing there.
    #[error("another multum is writing to {} at this moment", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// An author's file has the name of multum's own.
    #[error("the site has a file {MANIFEST} of its own, and multum needs that name")]
    Taken,
    /// The system refused an act.
    #[error("can't {act} {}: {}", path.display(), answer(cause))]
    Failed {
        /// What was tried.
        act: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system answered.
        #[source]
        cause: io::Error,
    },
}

impl PublishError {
    fn failed(act: &'static str, path: &Path, cause: io::Error) -> PublishError {
        PublishError::Failed { act, path: path.to_owned(), cause }
    }

    /// The error as a diagnostic, with what to do about it.
    pub fn diagnostic(&self) -> Diagnostic {
        let hint = match self {
            PublishError::Refused { instead, .. } => instead.clone(),
            PublishError::Busy { .. } => "wait until it is done, and try again".to_owned(),
            PublishError::Taken => format!("give the file {MANIFEST} in content/ another name"),
            PublishError::Failed { cause, .. } => match cause.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "make room on the disk and build again; the site that was there is as it was"
                }
                io::ErrorKind::PermissionDenied => {
                    "ask for the right to write to that folder, or give another with --out; the site that was there is as it was"
                }
                io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
                    "the folder may be a disk of its own: give a folder inside it with --out"
                }
                _ => "the site that was there is as it was",
            }
            .to_owned(),
        };
        let code = match self {
            PublishError::Refused { .. } | PublishError::Busy { .. } => code::DESTINATION,
            PublishError::Taken => code::ADDRESS,
            PublishError::Failed { .. } => code::REACH,
        };
        Diagnostic::placeless(code, self.to_string()).hint(hint)
    }
}

/// The system's answer in words that need no manual.
fn answer(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "your share of the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "the system does not permit it".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        io::ErrorKind::AlreadyExists => "there is one of that name already".to_owned(),
        _ => cause.to_string(),
    }
}

/// Puts `tree`, with its manifest, in the place of the site at the claim's destination.
pub fn replace(claim: &Claim, tree: &Tree) -> Result<Replaced, PublishError> {
    replace_on(&Machine, claim, tree)
}

fn replace_on(disk: &dyn Disk, claim: &Claim, tree: &Tree) -> Result<Replaced, PublishError> {
    let destination = claim.destination();
    let manifest = manifest(tree);
    let name = SitePath::new(MANIFEST).expect("the manifest's name is a path");
    if tree.get(&name).is_some() {
        return Err(PublishError::Taken);
    }
    let mut files: BTreeMap<&str, &[u8]> = tree.iter().map(|(path, file)| (path.as_str(), &*file.bytes)).collect();
    files.insert(MANIFEST, manifest.as_bytes());

    // A minute may have passed since the destination was claimed.
    destination.vet()?;
    let site = destination.path();
    let there = standing(disk, &site).map_err(|error| PublishError::failed("look into", &site, error))?;
    let kept = unchanged(disk, &site, &there, &files);
    let removed = there.files.keys().filter(|path| !files.contains_key(path.as_str())).count();
    let mut replaced = Replaced { written: files.len() - kept.len(), kept: kept.len(), removed, left: None };
    if replaced.written == 0 && removed == 0 && there.folders == folders(&files) && there.others == 0 {
        return Ok(replaced);
    }

    let new = destination.aside("new");
    let put = stage(disk, &new, &site, &files, &kept).and_then(|written| {
        if !there.files.is_empty() {
            disk.settle(&new, &written).map_err(|error| PublishError::failed("save", &new, error))?;
        }
        swap(disk, destination)
    });
    // What a finished replacement leaves to tidy, and what a failed one leaves to undo, is what the next start would
    // find: one piece of code does both. When tidying fails the new site is in its place all the same.
    let tidied = recover(destination, disk);
    put?;
    replaced.left = tidied.err().map(|error| error.to_string());
    Ok(replaced)
}

/// What stands in a folder, by its path below it with `/` between the parts.
#[derive(Default)]
struct Standing {
    files: BTreeMap<String, u64>,
    folders: BTreeSet<String>,
    /// Links, devices, and names that are no text: never multum's.
    others: usize,
}

fn standing(disk: &dyn Disk, site: &Path) -> io::Result<Standing> {
    let mut standing = Standing::default();
    if disk.kind(site)?.is_none() {
        return Ok(standing);
    }
    let mut waiting = vec![(site.to_owned(), String::new())];
    while let Some((folder, below)) = waiting.pop() {
        for path in disk.list(&folder)? {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                standing.others += 1;
                continue;
            };
            let name = format!("{below}{name}");
            match disk.kind(&path)? {
                Some(Kind::File(size)) => drop(standing.files.insert(name, size)),
                Some(Kind::Folder) => {
                    waiting.push((path, format!("{name}/")));
                    standing.folders.insert(name);
                }
                Some(Kind::Other) => standing.others += 1,
                None => {}
            }
        }
    }
    Ok(standing)
}

/// Every folder that the files stand in.
fn folders(files: &BTreeMap<&str, &[u8]>) -> BTreeSet<String> {
    let ends = |path: &str| path.match_indices('/').map(|(at, _)| at).collect::<Vec<_>>();
    files.keys().flat_map(|path| ends(path).into_iter().map(|at| path[..at].to_owned())).collect()
}

/// The files whose bytes stand in the old site already. One that can't be read counts as changed.
fn unchanged<'a>(
    disk: &dyn Disk,
    site: &Path,
    there: &Standing,
    files: &BTreeMap<&'a str, &[u8]>,
) -> BTreeSet<&'a str> {
    let same_size: Vec<(&str, &[u8])> = files
        .iter()
        .filter(|(path, bytes)| there.files.get(**path) == Some(&(bytes.len() as u64)))
        .map(|(path, bytes)| (*path, *bytes))
        .collect();
    let same = |(path, bytes): &(&str, &[u8])| disk.holds(&site.join(path), bytes).unwrap_or(false);
    same_size.into_par_iter().filter(same).map(|(path, _)| path).collect()
}

/// Writes the whole site to `new`; gives back the files that are not links to old ones.
fn stage(
    disk: &dyn Disk,
    new: &Path,
    site: &Path,
    files: &BTreeMap<&str, &[u8]>,
    kept: &BTreeSet<&str>,
) -> Result<Vec<PathBuf>, PublishError> {
    disk.make_folder(new).map_err(|error| PublishError::failed("make the folder", new, error))?;
    for folder in folders(files) {
        let folder = new.join(folder);
        disk.make_folder(&folder).map_err(|error| PublishError::failed("make the folder", &folder, error))?;
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (*path, *bytes)).collect();
    let written: Result<Vec<Option<PathBuf>>, PublishError> = files
        .into_par_iter()
        .map(|(path, bytes)| {
            let (from, to) = (site.join(path), new.join(path));
            let keep = kept.contains(path);
            if keep && disk.link(&from, &to).is_ok() {
                return Ok(None);
            }
            disk.write(&to, bytes).map_err(|error| PublishError::failed("write", &to, error))?;
            if keep {
                // A disk without second names, such as a memory stick. The time is a courtesy to `rsync`.
                let _ = disk.keep_time(&from, &to);
            }
            Ok(Some(to))
        })
        .collect();
    Ok(written?.into_iter().flatten().collect())
}

/// Brings the new site to its place.
fn swap(disk: &dyn Disk, destination: &Destination) -> Result<(), PublishError> {
    let site = destination.path();
    let [new, old] = ["new", "old"].map(|what| destination.aside(what));
    let swapped = || {
        if disk.kind(&site)?.is_none() {
            return disk.rename(&new, &site);
        }
        if disk.list(&site)?.is_empty() {
            disk.remove_empty(&site)?;
            return disk.rename(&new, &site);
        }
        if disk.exchange(&new, &site)? {
            return Ok(());
        }
        disk.rename(&site, &old)?;
        // From here to the next line there is no site; whatever happens now, `recover` brings the old one back.
        disk.rename(&new, &site)
    };
    swapped().map_err(|error| PublishError::failed("put the new site in the place of", &site, error))
}
