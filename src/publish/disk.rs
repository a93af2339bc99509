//! The few acts on the disk that publishing needs, one function each, so that tests can make any of them fail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// What stands at a path. A link is never followed: it may lead out of the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A folder.
    Folder,
    /// A file of so many bytes.
    File(u64),
    /// A symbolic link, a device, or anything else that multum never writes.
    Other,
}

/// Acts on a disk.
pub(crate) trait Disk: Sync {
    /// What stands at `path`; nothing when nothing does.
    fn kind(&self, path: &Path) -> io::Result<Option<Kind>>;
    /// What stands in a folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Whether the file at `path` holds exactly `bytes`.
    fn holds(&self, path: &Path, bytes: &[u8]) -> io::Result<bool>;
    /// Makes a folder whose parent is there.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file that is not there yet.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives the file at `to` the time of the file at `from`.
    fn keep_time(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the files `written` in `folder` would survive a loss of power.
    fn settle(&self, folder: &Path, written: &[PathBuf]) -> io::Result<()>;
    /// Gives a file or folder another name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges two folders in one step; `false` when this system or file system can't, and nothing was done.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<bool>;
    /// Removes an empty folder.
    fn remove_empty(&self, folder: &Path) -> io::Result<()>;
    /// Removes a folder with all that is in it, following no link.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of this machine.
pub(crate) struct Machine;

impl Disk for Machine {
    fn kind(&self, path: &Path) -> io::Result<Option<Kind>> {
        match fs::symlink_metadata(path) {
            Ok(facts) if facts.is_dir() => Ok(Some(Kind::Folder)),
            Ok(facts) if facts.is_file() => Ok(Some(Kind::File(facts.len()))),
            Ok(_) => Ok(Some(Kind::Other)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
    }

    fn holds(&self, path: &Path, bytes: &[u8]) -> io::Result<bool> {
        let mut file = File::open(path)?;
        let mut read = [0; 64 * 1024];
        let mut rest = bytes;
        loop {
            match file.read(&mut read)? {
                0 => return Ok(rest.is_empty()),
                n => match rest.strip_prefix(&read[..n]) {
                    Some(after) => rest = after,
                    None => return Ok(false),
                },
            }
        }
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // Never over another file: on a disk that doesn't tell capitals apart two addresses could meet in one file.
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn keep_time(&self, from: &Path, to: &Path) -> io::Result<()> {
        let time = fs::symlink_metadata(from)?.modified()?;
        OpenOptions::new().write(true).open(to)?.set_modified(time)
    }

    // Few files one by one: that waits for them alone. Many in one call for the whole file system, which may wait for what
    // other programs wrote, and is quicker all the same. 3 files took 3 ms against 1 ms, or 260 ms while others wrote; 100
    // took 85 ms against 12 ms (ext4 on a virtual disk, two other builds running).
    fn settle(&self, folder: &Path, written: &[PathBuf]) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        if written.len() > 32 {
            return Ok(rustix::fs::syncfs(File::open(folder)?)?);
        }
        each_settled(written)?;
        // A folder can be flushed by itself on Unix only.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        patiently(|| fs::rename(from, to))
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<bool> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            // An old kernel; a file system without it (NFS, some FUSE and shared folders); a sandbox that forbids it.
            Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP | Errno::PERM) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    // Windows exchanges single files only, other systems nothing at all. Not run on Windows: its part follows the
    // documentation of `MoveFileEx` and is as little as it can be.
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<bool> {
        Ok(false)
    }

    fn remove_empty(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        // A large site's folders are removed side by side: names are what takes the time.
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            self.list(folder)?.into_iter().partition(|path| matches!(self.kind(path), Ok(Some(Kind::Folder))));
        files.par_iter().try_for_each(fs::remove_file)?;
        folders.par_iter().try_for_each(|folder| self.remove_folder(folder))?;
        patiently(|| fs::remove_dir(folder))
    }
}

/// Flushes every file. Flushing waits and does not compute, so more threads than cores pay.
fn each_settled(written: &[PathBuf]) -> io::Result<()> {
    let threads = 16.min(written.len());
    let share = |first: usize| {
        // Windows flushes handles for writing only.
        let flush = |path: &PathBuf| OpenOptions::new().write(true).open(path)?.sync_data();
        written.iter().skip(first).step_by(threads).try_for_each(flush)
    };
    std::thread::scope(|scope| {
        let shares: Vec<_> = (0..threads).map(|first| scope.spawn(move || share(first))).collect();
        shares.into_iter().try_for_each(|share| share.join().expect("flushing a file does not panic"))
    })
}

/// On Windows a virus scanner, an indexer or OneDrive holds a fresh file for a moment, and the act is refused; it
/// goes through soon after. Elsewhere a refusal is a refusal.
fn patiently(act: impl Fn() -> io::Result<()>) -> io::Result<()> {
    const WAITS: &[u64] = if cfg!(windows) { &[10, 30, 100, 300, 600] } else { &[] };
    for wait in WAITS {
        match act() {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(*wait));
            }
            done => return done,
        }
    }
    act()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_longer_shorter_or_other_does_not_hold_the_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let long = vec![7; 200_000];
        fs::write(&path, &long).expect("written");
        assert!(Machine.holds(&path, &long).expect("read"));
        assert!(!Machine.holds(&path, &long[1..]).expect("read"));
        assert!(!Machine.holds(&path, &[&long[..], &[7]].concat()).expect("read"));
        let mut other = long.clone();
        other[199_999] = 8;
        assert!(!Machine.holds(&path, &other).expect("read"));
    }

    #[test]
    fn few_files_and_many_are_settled() {
        let folder = tempfile::tempdir().expect("a folder");
        let written: Vec<PathBuf> = (0..40).map(|number| folder.path().join(number.to_string())).collect();
        for path in &written {
            fs::write(path, "x").expect("written");
        }
        for few in [&written[..0], &written[..3], &written[..]] {
            Machine.settle(folder.path(), few).expect("settled");
        }
        assert!(each_settled(&[folder.path().join("gone")]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn removing_a_folder_follows_no_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("kept");
        fs::create_dir_all(kept.join("deep")).expect("made");
        fs::write(kept.join("deep/file"), "x").expect("written");
        let site = folder.path().join("site");
        fs::create_dir(&site).expect("made");
        std::os::unix::fs::symlink(&kept, site.join("link")).expect("linked");
        Machine.remove_folder(&site).expect("removed");
        assert!(!site.exists() && kept.join("deep/file").exists());
    }
}
