//! Where a site may be written: never over anything that multum did not make.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::{PublishError, manifest};

/// What of a site's folder is written by hand: a built site in there would be read as content, or lost with it.
const AUTHORS: &[&str] = &["content", "data", "themes", "released", ".git", ".multum"];

/// A folder that may hold a site: checked against everything that must not be replaced.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The folder above it, which is there.
    parent: PathBuf,
    /// Its own name.
    name: OsString,
    /// As the officer wrote it: for messages.
    written: PathBuf,
}

impl Destination {
    /// The folder `out`, for the site whose sources stand in `site`.
    ///
    /// Refused are a link, a file, a disk's top, a home folder, a folder that holds the site or its sources, one
    /// inside the sources, and one with anything in it that multum did not make.
    pub fn new(out: &Path, site: &Path) -> Result<Destination, PublishError> {
        let refuse = |why: String, instead: &str| PublishError::Refused {
            path: out.to_owned(),
            why,
            instead: instead.to_owned(),
        };
        let look = |error: io::Error| PublishError::failed("look at", out, error);
        let written = out.to_owned();
        // A slash at the end would look through a link.
        let out: PathBuf = out.components().collect();
        let out = std::path::absolute(&out).map_err(look)?;
        if out.components().any(|part| part == Component::ParentDir) && !out.exists() {
            return Err(refuse(
                "its path climbs with .. through folders that are not there".into(),
                "write its path without ..",
            ));
        }
        if out.is_symlink() {
            return Err(refuse("it is a link to another folder".into(), "give the folder that the link leads to"));
        }
        if out.exists() && !out.is_dir() {
            return Err(refuse("it is a file, and a site is a folder".into(), "give the name of a folder"));
        }
        let full = real(&out).map_err(look)?;
        let another = "give a folder of its own, such as public";
        let (Some(parent), Some(name)) = (full.parent(), full.file_name()) else {
            return Err(refuse("it is the top of the disk".into(), another));
        };
        let site = real(site).map_err(look)?;
        if site.starts_with(&full) {
            return Err(refuse("the site's own sources are in it".into(), another));
        }
        if let Some(home) = std::env::home_dir()
            && real(&home).is_ok_and(|home| home.starts_with(&full))
        {
            return Err(refuse("your home folder is in it".into(), another));
        }
        for part in AUTHORS {
            if full.starts_with(site.join(part)) {
                return Err(refuse(format!("it lies in {part}, among the sources of the site"), another));
            }
        }
        let destination = Destination { parent: parent.to_owned(), name: name.to_owned(), written };
        destination.vet()?;
        Ok(destination)
    }

    /// The folder itself.
    pub fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// The folder as the officer wrote it.
    pub fn written(&self) -> &Path {
        &self.written
    }

    /// The folder above it.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// Where publishing works: on the same file system, so that files can be linked and folders renamed.
    pub(super) fn workshop(&self) -> PathBuf {
        self.parent.join(".multum")
    }

    /// A place in the workshop for this destination, such as `public.new`.
    pub(super) fn aside(&self, what: &str) -> PathBuf {
        let mut name = self.name.clone();
        name.push(".");
        name.push(what);
        self.workshop().join(name)
    }

    /// Refuses a folder in which something stands that multum did not make.
    pub(super) fn vet(&self) -> Result<(), PublishError> {
        let path = self.path();
        let look = |error| PublishError::failed("look into", &path, error);
        let mut entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(look(error)),
        };
        if entries.next().is_none() {
            return Ok(());
        }
        let mut beginning = Vec::new();
        match File::open(path.join(manifest::NAME)) {
            Ok(file) => file.take(manifest::ENOUGH as u64).read_to_end(&mut beginning).map_err(look)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(look(error)),
        };
        if manifest::is_ours(&beginning) {
            return Ok(());
        }
        Err(PublishError::Refused {
            path: self.written.clone(),
            why: "there are files in it that multum did not make, and a build replaces the whole folder".into(),
            instead: "give another folder, or move what is in it elsewhere and build again".into(),
        })
    }
}

/// The path without links and `..`, whether or not its last parts are there yet.
fn real(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) => Ok(real(parent)?.join(name)),
            _ => Err(error),
        },
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;

    /// A site's folder with its sources.
    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().expect("a folder");
        for part in ["content", "data", "notes"] {
            fs::create_dir(site.path().join(part)).expect("made");
        }
        fs::write(site.path().join("site.toml"), "").expect("written");
        fs::write(site.path().join("notes/plan.txt"), "mine").expect("written");
        site
    }

    fn refusal(site: &Path, out: &Path) -> String {
        Destination::new(out, site).expect_err("refused").to_string()
    }

    #[test]
    fn nothing_that_multum_did_not_make_is_replaced() {
        let site = site();
        let root = site.path();
        let shown = root.display();
        for (out, why) in [
            ("site.toml", "it is a file, and a site is a folder"),
            (".", "the site's own sources are in it"),
            ("..", "the site's own sources are in it"),
            ("content", "it lies in content, among the sources of the site"),
            ("content/built", "it lies in content, among the sources of the site"),
            ("data/not/there", "it lies in data, among the sources of the site"),
            ("themes", "it lies in themes, among the sources of the site"),
            (".git/site", "it lies in .git, among the sources of the site"),
            ("nowhere/../data", "its path climbs with .. through folders that are not there"),
            ("notes", "there are files in it that multum did not make, and a build replaces the whole folder"),
        ] {
            let message = refusal(root, &root.join(out));
            assert!(message.starts_with("the site can't be written to "), "{message}");
            assert!(message.ends_with(&format!(": {why}")), "{shown} {out}: {message}");
        }
        assert!(refusal(root, Path::new("/")).contains("it is the top of the disk"));
        assert_eq!(fs::read_to_string(root.join("notes/plan.txt")).expect("still there"), "mine");
    }

    #[test]
    fn a_home_folder_is_refused_and_so_is_what_holds_it() {
        let site = site();
        let home = std::env::home_dir().expect("whoever runs tests has a home");
        assert!(refusal(site.path(), &home).contains("your home folder is in it"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_refused_with_and_without_its_slash() {
        let site = site();
        let elsewhere = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink(elsewhere.path(), site.path().join("public")).expect("linked");
        for out in ["public", "public/"] {
            assert!(refusal(site.path(), &site.path().join(out)).contains("it is a link to another folder"));
        }
    }

    #[test]
    fn an_empty_folder_one_that_is_not_there_and_one_of_ours_are_taken() {
        let site = site();
        for out in ["public", "deep/er/public", "content-built"] {
            Destination::new(&site.path().join(out), site.path()).expect("taken");
        }
        fs::create_dir(site.path().join("empty")).expect("made");
        Destination::new(&site.path().join("empty"), site.path()).expect("taken");
        let ours = site.path().join("ours");
        fs::create_dir(&ours).expect("made");
        fs::write(ours.join("index.html"), "x").expect("written");
        fs::write(ours.join(manifest::NAME), manifest(&Tree::default())).expect("written");
        Destination::new(&ours, site.path()).expect("taken");
        fs::write(ours.join(manifest::NAME), "{\n  \"name\": \"An app\"\n}").expect("written");
        assert!(refusal(site.path(), &ours).contains("multum did not make"));
    }
}
