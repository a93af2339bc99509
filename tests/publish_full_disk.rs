//! A disk that is really full. Needs a small file system of its own, and so the right to mount one.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use multum::publish::{Destination, claim, replace};
use multum::tree::Tree;
use multum::vocabulary::SitePath;

/// A file system of 256 kB, for as long as the test runs.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mounted(at: &Path) -> Option<SmallDisk> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(at).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| SmallDisk(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn tree(pages: usize, letter: u8) -> Tree {
    let mut tree = Tree::default();
    for number in 0..pages {
        let path = SitePath::new(&format!("page-{number}.html")).expect("a path");
        tree.insert(path, vec![letter; 8_000]).expect("free");
    }
    tree
}

#[test]
fn a_disk_that_is_really_full_keeps_the_site_that_it_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = folder.path().join("disk");
    let sources = folder.path().join("sources");
    fs::create_dir(&disk).expect("made");
    fs::create_dir(&sources).expect("made");
    let Some(_mounted) = SmallDisk::mounted(&disk) else {
        eprintln!("SKIPPED: mounting a small disk was not permitted, so a really full disk was not tried");
        return;
    };
    let destination = Destination::new(&disk.join("public"), &sources).expect("taken");
    let held = claim(destination.clone()).expect("claimed");
    replace(&held, &tree(20, b'a')).expect("there is room for this");

    // Room for the old site or for the new one, and not for both at once.
    let error = replace(&held, &tree(20, b'b')).expect_err("there is no room for both");
    assert!(error.to_string().ends_with("the disk is full"), "{error}");
    for number in 0..20 {
        assert_eq!(fs::read(disk.join(format!("public/page-{number}.html"))).expect("there"), vec![b'a'; 8_000]);
    }

    // What the attempt took has been given back: a site that differs in a few pages fits beside the old one.
    let mut few = tree(10, b'a');
    few.insert(SitePath::new("other.html").expect("a path"), vec![b'c'; 8_000]).expect("free");
    let replaced = replace(&held, &few).expect("there is room for this");
    assert_eq!((replaced.kept, replaced.removed), (10, 10));
}
