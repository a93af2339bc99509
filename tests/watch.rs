//! `multum build --watch` as an author uses it: save, and the page is new.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ends the command with the test, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until the file has those words. The limit is for a machine that hangs, not a measure of speed.
fn wait_for(file: &Path, words: &str) {
    let start = Instant::now();
    while !fs::read_to_string(file).is_ok_and(|text| text.contains(words)) {
        assert!(start.elapsed() < Duration::from_secs(60), "{} never said {words}", file.display());
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_save_is_built_a_fault_leaves_the_page_and_a_mended_one_is_built_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let multum = env!("CARGO_BIN_EXE_multum");
    let made = Command::new(multum).args(["new", "site"]).current_dir(folder.path()).output().expect("multum starts");
    assert!(made.status.success());
    let site = folder.path().join("site");
    let running = Command::new(multum)
        .args(["build", "--watch"])
        .current_dir(&site)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("multum starts");
    let _running = Running(running);
    let page = site.join("public/2024-25/key-stage-2.html");
    wait_for(&page, "Disadvantaged pupils");

    let source = site.join("content/2024-25/key-stage-2.md");
    let text = fs::read_to_string(&source).expect("the page’s source");
    fs::write(&source, format!("{text}\n## Written while watching\n\nWords.\n")).expect("it can be written");
    wait_for(&page, "Written while watching");

    fs::write(&source, format!("{text}\n{{{{ value(of=\"nothing\") }}}}\n")).expect("it can be written");
    fs::write(&source, format!("{text}\n## Mended\n\nWords.\n")).expect("it can be written");
    wait_for(&page, "Mended");

    fs::write(site.join("data/groups.yaml"), "groups:\n  all: { title: Everybody }\n  disadvantaged: { title: Poorer pupils }\n  not-disadvantaged: { title: Other pupils }\n")
        .expect("it can be written");
    wait_for(&site.join("public/measures/ks2-rwm-expected/index.html"), "Poorer pupils");
}
