//! One build at a time: the lock on a destination, and the way back from a build that was cut short.
//!
//! The journal of a replacement is the names of folders alone. In `.multum/`, beside a destination `public`:
//!
//! | name | what it is | at the next start |
//! |---|---|---|
//! | `public.new` | a site half written; or, after an exchange, the old one | is removed |
//! | `public.old` | the old site, moved aside to make way | comes back if `public` is not there, else is removed |
//! | `public.gone` | an old site half removed | is removed |
//! | `public.lock` | the lock | is taken |
//!
//! So whatever was cut short, and wherever, either the old site or the new one stands whole at its place.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use super::disk::{Disk, Kind, Machine};
use super::{Destination, PublishError};

/// The sole right to write to a destination, until it is dropped.
#[derive(Debug)]
pub struct Claim {
    destination: Destination,
    /// Holds the lock; the system lets it go even when the process is killed.
    _lock: File,
}

/// Takes the right to write to a destination, and finishes or undoes what an earlier build left there.
pub fn claim(destination: Destination) -> Result<Claim, PublishError> {
    let parent = destination.parent();
    fs::create_dir_all(parent).map_err(|error| PublishError::failed("make the folder", parent, error))?;
    let lock = lock(&destination)?;
    let claim = Claim { destination, _lock: lock };
    recover(&claim.destination, &Machine)?;
    claim.destination.vet()?;
    Ok(claim)
}

impl Claim {
    /// Where this claim may write.
    pub fn destination(&self) -> &Destination {
        &self.destination
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Nothing is left lying about. Only where a lock on a removed file can be told from one on a file that is
        // there: elsewhere the empty lock file stays.
        if cfg!(unix) {
            let _ = fs::remove_file(self.destination.aside("lock"));
        }
        let _ = fs::remove_dir(self.destination.workshop());
    }
}

fn lock(destination: &Destination) -> Result<File, PublishError> {
    let (workshop, path) = (destination.workshop(), destination.aside("lock"));
    // The holder removes lock and workshop when it is done, so either can vanish between two lines of this loop.
    for _ in 0..100 {
        match fs::create_dir(&workshop) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(PublishError::failed("make the folder", &workshop, error));
            }
            _ => {}
        }
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(PublishError::failed("make the lock", &path, error)),
        };
        match file.try_lock() {
            Ok(()) if is_still_there(&file, &path) => return Ok(file),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(PublishError::Busy { path: destination.written().to_owned() }),
            // A file system without locks, such as some network drives: the build goes on without one.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(PublishError::failed("lock", &path, error)),
        }
    }
    Err(PublishError::Busy { path: destination.written().to_owned() })
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_there(_: &File, _: &Path) -> bool {
    true
}

/// Finishes or undoes what an earlier build left, going by names alone.
pub(super) fn recover(destination: &Destination, disk: &dyn Disk) -> Result<(), PublishError> {
    let site = destination.path();
    let [new, old, gone] = ["new", "old", "gone"].map(|what| destination.aside(what));
    let kind = |path: &Path| disk.kind(path).map_err(|error| PublishError::failed("look at", path, error));
    let rename = |from: &Path, to: &Path| {
        disk.rename(from, to).map_err(|error| PublishError::failed("restore the last good site from", from, error))
    };
    if kind(&old)?.is_some() {
        // Somebody may have made an empty folder in the meantime; removing one with anything in it fails.
        if kind(&site)? == Some(Kind::Folder) && disk.list(&site).is_ok_and(|entries| entries.is_empty()) {
            disk.remove_empty(&site).map_err(|error| PublishError::failed("remove the empty folder", &site, error))?;
        }
        match kind(&site)? {
            None => rename(&old, &site)?,
            Some(_) => {
                remove(&gone, disk)?;
                rename(&old, &gone)?;
            }
        }
    }
    remove(&gone, disk)?;
    remove(&new, disk)
}

/// Removes a folder of the workshop, if it is there.
pub(super) fn remove(folder: &Path, disk: &dyn Disk) -> Result<(), PublishError> {
    match disk.kind(folder) {
        Ok(None) => Ok(()),
        Ok(Some(_)) => disk.remove_folder(folder),
        Err(error) => Err(error),
    }
    .map_err(|error| PublishError::failed("remove", folder, error))
}
