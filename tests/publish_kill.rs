//! The program killed in the middle of a build, again and again: what stands in its place is always a whole site.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn build(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multum"));
    command.args(["build", "--site"]).arg(site).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Gives every page other words, so that every page is written anew.
fn say(site: &Path, words: &str) {
    let path = site.join("site.toml");
    let text = fs::read_to_string(&path).expect("readable");
    let lines = text.lines().map(|line| match line.starts_with("notice = ") {
        true => format!("notice = \"{words}\"\n"),
        false => format!("{line}\n"),
    });
    fs::write(&path, lines.collect::<String>()).expect("written");
}

/// What every page of a built site says, when it is whole: every file of its manifest, to the byte, and no other.
fn words_of_a_whole_site(public: &Path) -> Option<String> {
    let manifest = fs::read_to_string(public.join("manifest.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest).ok()?;
    let listed = manifest["files"].as_object()?;
    for (path, facts) in listed {
        let bytes = fs::read(public.join(path)).ok()?;
        if facts["blake3"] != blake3::hash(&bytes).to_hex().as_str() {
            return None;
        }
    }
    let there =
        walkdir::WalkDir::new(public).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    // The manifest does not list itself.
    if there.count() != listed.len() + 1 {
        return None;
    }
    let front = fs::read_to_string(public.join("index.html")).ok()?;
    ["first words", "second words"].into_iter().find(|words| front.contains(words)).map(str::to_owned)
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    assert!(
        Command::new(env!("CARGO_BIN_EXE_multum"))
            .arg("new")
            .arg(&site)
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    );
    let public = site.join("public");
    say(&site, "first words");
    let begun = Instant::now();
    assert!(build(&site).status().expect("run").success());
    let time = begun.elapsed().max(Duration::from_millis(10));

    let mut seen = BTreeSet::new();
    for round in 0..40_u32 {
        say(&site, if round % 2 == 0 { "second words" } else { "first words" });
        let mut child = build(&site).spawn().expect("run");
        // From the first instant to past the end: the machine may be quicker or slower than it was a moment ago.
        std::thread::sleep(time * round / 30);
        let _ = child.kill();
        let _ = child.wait();
        let words = words_of_a_whole_site(&public);
        let words = words.unwrap_or_else(|| panic!("after kill {round} what stands in public is no whole site"));
        seen.insert((words, round % 2 == 0));
    }
    assert!(seen.len() > 1, "the kills came at one point only: {seen:?}");

    // Whatever the last kill left lying about, the next build tidies away.
    assert!(build(&site).status().expect("run").success());
    assert_eq!(words_of_a_whole_site(&public).as_deref(), Some("first words"));
    assert!(!site.join(".multum").exists());
}
