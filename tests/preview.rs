//! The preview without a browser: whom it answers, what it says when things go wrong, and what a browser that was away is told.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use multum::preview::server::{Desk, listen, serve};
use multum::preview::site::{Outside, Stage};
use multum::preview::snapshot::Snapshot;
use multum::preview::watch::watch;
use multum::preview::{Editor, Told, run};

#[path = "support/folder.rs"]
mod folder;

use folder::copy;

/// A preview of a copy of the small site.
struct Preview {
    folder: Arc<tempfile::TempDir>,
    port: u16,
    /// What the terminal would say.
    told: Arc<Mutex<Vec<String>>>,
}

const PAGE: &str = "content/2016-17/reading.md";

impl Preview {
    fn start() -> Preview {
        Preview::watching(|root| root.to_owned())
    }

    /// One that watches the folder that `watched` makes of the site's.
    fn watching(watched: impl Fn(&Path) -> PathBuf) -> Preview {
        let folder = tempfile::tempdir().expect("a folder");
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&repository.join("tests/sites/small"), folder.path());
        Preview::of(Arc::new(folder), 0, watched)
    }

    /// One of a site that is there, at a port or at the next one that is free.
    fn of(folder: Arc<tempfile::TempDir>, port: u16, watched: impl Fn(&Path) -> PathBuf) -> Preview {
        let snapshot = Arc::new(Snapshot::new(folder.path()));
        let stage = Arc::new(Stage::new(Outside::nothing()));
        let listening = listen(None, port).expect("a port is free");
        assert_eq!(listening.moved, port != 0, "another port than the one asked for is said");
        let port = listening.at.port();
        let told = Arc::new(Mutex::new(Vec::new()));
        let desk = Desk {
            stage: Arc::clone(&stage),
            snapshot: Arc::clone(&snapshot),
            editor: Editor::new("vscode").expect("it is known"),
            host: None,
        };
        std::thread::spawn(move || serve(listening, desk, std::future::pending()));
        let watch = watch(&watched(folder.path())).expect("it can be watched");
        let said = Arc::clone(&told);
        std::thread::spawn(move || {
            run(&snapshot, watch, &stage, &AtomicBool::new(false), move |told| {
                said.lock().expect("nobody fails while telling").push(match told {
                    Told::Shown { new, .. } => format!("shown {}", new.len()),
                    Told::Broken(findings) => format!("broken {}", findings.count().0),
                    Told::Checked(_) => "checked".to_owned(),
                    Told::Looking => "looking".to_owned(),
                });
            });
        });
        let preview = Preview { folder, port, told };
        preview.until("/2016-17/reading.html", |status, _| status == 200);
        preview
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn asked(&self, request: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it can be asked");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head.to_ascii_lowercase(), body.to_owned())
    }

    fn with(&self, path: &str, headers: &str) -> (u16, String, String) {
        let host = format!("127.0.0.1:{}", self.port);
        let own = if headers.contains("Host:") { String::new() } else { format!("Host: {host}\r\n") };
        self.asked(&format!("GET {path} HTTP/1.1\r\n{own}{headers}Connection: close\r\n\r\n"))
    }

    fn get(&self, path: &str) -> (u16, String) {
        let (status, _, body) = self.with(path, "");
        (status, body)
    }

    /// Waits until it is so. The limit is for a machine that hangs, not a measure of speed.
    fn until(&self, path: &str, holds: impl Fn(u16, &str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let (status, body) = self.get(path);
            if holds(status, &body) {
                return body;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "{path} never came to be: {status}\n{body}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The first message that a browser hears that says what it has seen.
    fn message(&self, query: &str, headers: &str) -> serde_json::Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let host = self.port;
        write!(stream, "GET /.multum/events{query} HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\n{headers}\r\n")
            .expect("asked");
        let lines = BufReader::new(stream).lines();
        let data = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        serde_json::from_str(&data.expect("a message")).expect("JSON")
    }
}

#[test]
fn it_answers_to_its_own_name_and_to_nobody_elses_page() {
    let preview = Preview::start();
    let port = preview.port;
    let page = "/2016-17/reading.html";
    for (headers, status) in [
        (format!("Host: localhost:{port}\r\n"), 200),
        (format!("Host: [::1]:{port}\r\n"), 200),
        ("Host: evil.example\r\n".to_owned(), 403),
        (format!("Host: 127.0.0.1.evil.example:{port}\r\n"), 403),
        (format!("Host: 192.0.2.1:{port}\r\n"), 403),
        (format!("Origin: http://127.0.0.1:{port}\r\n"), 200),
        ("Origin: https://evil.example\r\n".to_owned(), 403),
        ("Origin: null\r\n".to_owned(), 403),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n".to_owned(), 403),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n".to_owned(), 403),
        ("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n".to_owned(), 200),
        ("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n".to_owned(), 200),
    ] {
        assert_eq!(preview.with(page, &headers).0, status, "{headers}");
    }
    let (_, head, _) = preview.with(page, "");
    for header in ["cache-control: no-store", "x-robots-tag: noindex, nofollow", "x-frame-options: deny"] {
        assert!(head.contains(header), "{header} in\n{head}");
    }
    assert!(!head.contains("access-control-allow-origin"));
    let host = format!("Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(preview.asked(&format!("POST {page} HTTP/1.1\r\nContent-Length: 0\r\n{host}")).0, 405);
}

#[test]
fn no_path_leaves_the_tree() {
    let preview = Preview::start();
    fs::write(preview.path("secret.txt"), "secret").expect("written");
    for path in [
        "/site.toml",
        "/secret.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/2016-17/../../secret.txt",
        "/2016-17/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%00",
        "/.multum/../secret.txt",
        "/content/2016-17/reading.md",
    ] {
        let (status, body) = preview.get(path);
        assert_eq!(status, 404, "{path}");
        assert!(!body.contains("secret\n") && !body.contains("root:"), "{path}");
    }
    assert_eq!(preview.get("/2016-17").0, 307, "a folder without its slash would break every link of its page");
    assert_eq!(preview.get("/2016-17/").0, 200);
}

#[test]
fn answers_are_compressed_and_messages_are_not() {
    let preview = Preview::start();
    for coding in ["gzip", "br"] {
        let (_, head, _) = preview.with("/2016-17/reading.html", &format!("Accept-Encoding: {coding}\r\n"));
        assert!(head.contains(&format!("content-encoding: {coding}")), "{head}");
    }
    // A message that waited for more to be compressed with it would come late.
    let message = preview.message("", "Accept-Encoding: gzip\r\n");
    assert!(message["version"].as_u64().is_some());
}

#[test]
fn a_browser_that_was_away_is_told_what_it_missed_and_one_from_another_preview_looks_again() {
    let preview = Preview::start();
    let page = preview.get("/2016-17/reading.html").1;
    let attribute = |name: &str| page.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    let instance = attribute("data-instance").expect("every page says it");
    let version = attribute("data-version").expect("every page says it");
    let text = fs::read_to_string(preview.path(PAGE)).expect("the page");
    fs::write(preview.path(PAGE), format!("{text}\nWritten while it slept.\n")).expect("written");
    preview.until("/2016-17/reading.html", |_, body| body.contains("Written while it slept."));
    let since = format!("Last-Event-ID: {instance} {version}\r\n");
    let changed = |message: serde_json::Value| message["changed"].as_array().cloned();
    let missed = changed(preview.message("", &since)).expect("it can be told");
    assert!(missed.contains(&"2016-17/reading.html".into()), "{missed:?}");
    assert!(!missed.contains(&"measures/index.html".into()), "{missed:?}");
    assert_eq!(changed(preview.message("", "Last-Event-ID: other 1\r\n")), None);
    assert_eq!(changed(preview.message("", "")), None);
}

#[test]
fn a_folder_that_vanishes_and_a_file_that_cannot_be_read_are_told_and_mend_themselves() {
    let preview = Preview::start();
    let page = "/2016-17/reading.html";
    fs::rename(preview.path("content"), preview.path("away")).expect("moved");
    let faults = preview.until("/.multum/faults", |_, body| !body.is_empty());
    assert!(faults.contains("expected a report"), "{faults}");
    assert_eq!(preview.get(page).0, 200, "the last good page stays");
    fs::rename(preview.path("away"), preview.path("content")).expect("moved");
    preview.until("/.multum/faults", |_, body| body.is_empty());

    // What a system answers for a file that it doesn't let us read, it also answers for a folder of that name.
    let file = preview.path("data/groups.yaml");
    fs::rename(&file, preview.path("groups")).expect("moved");
    fs::create_dir(&file).expect("made");
    let faults = preview.until("/.multum/faults", |_, body| !body.is_empty());
    assert!(faults.contains("data/groups.yaml"), "{faults}");
    fs::remove_dir(&file).expect("removed");
    fs::rename(preview.path("groups"), &file).expect("moved");
    preview.until("/.multum/faults", |_, body| body.is_empty());

    // A folder that came back is watched again.
    let text = fs::read_to_string(preview.path(PAGE)).expect("the page");
    fs::write(preview.path(PAGE), format!("{text}\nAfter all that.\n")).expect("written");
    preview.until(page, |_, body| body.contains("After all that."));
}

#[test]
fn where_the_system_tells_of_no_saves_they_are_looked_for() {
    let silent = tempfile::tempdir().expect("a folder");
    let preview = Preview::watching(|_| silent.path().to_owned());
    let text = fs::read_to_string(preview.path(PAGE)).expect("the page");
    for words in ["First.", "Second."] {
        fs::write(preview.path(PAGE), format!("{text}\n{words}\n")).expect("written");
        preview.until("/2016-17/reading.html", |_, body| body.contains(words));
    }
    let told = preview.told.lock().expect("nobody fails while telling");
    assert_eq!(told.iter().filter(|line| *line == "looking").count(), 1, "it is said once: {told:?}");
}

#[test]
fn a_disk_that_was_full_leaves_half_a_file_which_is_told_and_nothing_is_written_by_the_preview() {
    let preview = Preview::start();
    let file = preview.path("data/measures/key-stage-2.yaml");
    let whole = fs::read(&file).expect("the measures");
    let half = whole.iter().position(|byte| *byte == b'{').expect("a brace") + 3;
    fs::write(&file, &whole[..half]).expect("written");
    let faults = preview.until("/.multum/faults", |_, body| !body.is_empty());
    assert!(faults.contains("data/measures/key-stage-2.yaml, line"), "{faults}");
    fs::write(&file, &whole).expect("written");
    preview.until("/.multum/faults", |_, body| body.is_empty());
    let mut names: Vec<String> = fs::read_dir(preview.folder.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["content", "data", "site.toml"]);
}

#[test]
fn a_file_that_comes_in_pieces_from_a_slow_disk_is_shown_whole_in_the_end() {
    let preview = Preview::start();
    let text = fs::read(preview.path(PAGE)).expect("the page");
    let whole = [&text[..], b"\n{{ value(of=\"reading\") }} in the end.\n"].concat();
    let mut file = fs::File::create(preview.path(PAGE)).expect("emptied");
    for piece in whole.chunks(whole.len().div_ceil(9)) {
        std::thread::sleep(Duration::from_millis(30));
        file.write_all(piece).expect("written");
    }
    drop(file);
    preview.until("/2016-17/reading.html", |_, body| body.contains("in the end."));
    preview.until("/.multum/faults", |_, body| body.is_empty());
}

#[test]
fn two_previews_of_one_site_stand_side_by_side_and_both_show_a_save() {
    let first = Preview::start();
    let second = Preview::of(Arc::clone(&first.folder), first.port, |root| root.to_owned());
    assert_ne!(first.port, second.port);
    let text = fs::read_to_string(first.path(PAGE)).expect("the page");
    fs::write(first.path(PAGE), format!("{text}\nFor both.\n")).expect("written");
    for preview in [&first, &second] {
        preview.until("/2016-17/reading.html", |_, body| body.contains("For both."));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_no_longer_be_read_is_told_and_is_shown_again_when_it_may() {
    use std::os::unix::fs::PermissionsExt;
    let preview = Preview::start();
    let file = preview.path("data/groups.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("it is ours");
    // Whoever may do everything may read it all the same, and then nothing may change.
    if fs::read(&file).is_err() {
        let faults = preview.until("/.multum/faults", |_, body| !body.is_empty());
        assert!(faults.contains("data/groups.yaml"), "{faults}");
    }
    assert_eq!(preview.get("/2016-17/reading.html").0, 200, "the last good page stays");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("it is ours");
    let text = fs::read_to_string(preview.path(PAGE)).expect("the page");
    fs::write(preview.path(PAGE), format!("{text}\nAllowed again.\n")).expect("written");
    preview.until("/2016-17/reading.html", |_, body| body.contains("Allowed again."));
    preview.until("/.multum/faults", |_, body| body.is_empty());
}

#[test]
fn a_chart_of_the_page_can_be_taken_as_a_picture_which_is_made_when_it_is_asked_for() {
    let preview = Preview::start();
    let list = preview.get("/.multum/editions?page=measures/reading/index.html").1;
    let picture = list.split("href=\"").find(|rest| rest.starts_with("/.multum/picture?file=measures/reading/"));
    let picture = picture.and_then(|rest| rest.split('"').next()).expect("the measure has a chart");
    let host = preview.port;
    let mut stream = TcpStream::connect(("127.0.0.1", host)).expect("it listens");
    write!(stream, "GET {picture} HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\nConnection: close\r\n\r\n").expect("asked");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("it answers");
    assert!(bytes.windows(8).any(|eight| eight == b"\x89PNG\r\n\x1a\n"), "{}", String::from_utf8_lossy(&bytes));
    for other in ["site.toml", "../secret.svg", "measures/reading/none.svg"] {
        assert_eq!(preview.get(&format!("/.multum/picture?file={other}")).0, 404, "{other}");
    }
}

#[test]
fn the_panel_says_what_is_behind_a_figure_and_the_editions_are_those_that_there_are() {
    let preview = Preview::start();
    fs::write(
        preview.path(PAGE),
        "---\ntitle: Reading\norder: 10\n---\nAt {{ value(of=\"reading\") }}, and 12 schools.\n",
    )
    .expect("written");
    preview.until("/2016-17/reading.html", |_, body| body.contains("12 schools"));
    let panel = preview.until("/.multum/panel?page=2016-17/reading.html&part=1", |_, body| body.contains("12 schools"));
    assert!(panel.contains("<dt>67%</dt>"), "{panel}");
    assert!(panel.contains("in the 2016 to 2017 academic year. Source: "), "{panel}");
    assert!(panel.contains("content/2016-17/reading.md, line 5"), "{panel}");
    assert!(panel.contains("no published version"), "{panel}");
    let list = preview.get("/.multum/editions?page=2016-17/reading.html").1;
    for output in multum::outputs::OUTPUTS.iter().filter(|output| output.name == "large-print") {
        assert!(list.contains(&format!("/.multum/make/{}?page=2016-17/reading.html", output.name)), "{list}");
    }
    assert_eq!(preview.get("/.multum/make/large-print?page=2016-17/reading.html").0, 303);
    let list = preview.get("/.multum/editions?page=2016-17/reading.html").1;
    let file = list.split("href=\"/").find(|rest| rest.contains("This page: ")).and_then(|rest| rest.split('"').next());
    let file = file.expect("the page in large print").to_owned();
    assert!(preview.get(&format!("/{file}")).1.contains("12 schools"));
    // One page alone comes as a PDF in the size that was asked for.
    #[cfg(feature = "pdf")]
    {
        assert!(list.contains("/.multum/page.pdf?page=2016-17/reading.html&amp;size=24"), "{list}");
        let (status, head, body) = preview.with("/.multum/page.pdf?page=2016-17/reading.html&size=24", "");
        assert!(status == 200 && head.contains("content-type: application/pdf") && body.starts_with("%PDF-"), "{head}");
        let body = preview.get("/.multum/page.pdf?page=2016-17/reading.html&size=large").1;
        assert!(body.contains("no such size"), "{body}");
    }
    // It is made again when it is asked for after a save.
    let text = fs::read_to_string(preview.path(PAGE)).expect("the page");
    fs::write(preview.path(PAGE), format!("{text}\nAnd more.\n")).expect("written");
    preview.until(&format!("/{file}"), |_, body| body.contains("And more."));
}
