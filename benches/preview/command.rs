//! The preview, measured and worn: how long it takes from a save to the message at a browser, and whether it stays right, small
//! and whole over thousands of saves.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example preview -- measure target/release/multum SITE [SAVES]
//! cargo run --release --example preview -- soak target/release/multum SITE [SAVES]
//! ```
//!
//! SITE is copied first, and the copy is edited. Both look at the preview from outside, as a browser does.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use multum::compose::Drafts;
use multum::document::{Page, PageKind};
use multum::figures::Memo;
use multum::pipeline::{Options, build_again};
use multum::preview::page::{Dress, dressed};
use multum::preview::site::AT_ONCE;
use multum::source::DiskWorld;
use multum::tree::MediaType;
use multum::vocabulary::SitePath;

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let saves = words.get(3).and_then(|text| text.parse::<usize>().ok());
    let done = match (words.first().map(String::as_str), words.get(1), words.get(2)) {
        (Some("measure"), Some(multum), Some(site)) => measure(Path::new(multum), Path::new(site), saves.unwrap_or(40)),
        (Some("soak"), Some(multum), Some(site)) => soak(Path::new(multum), Path::new(site), saves.unwrap_or(10_000)),
        _ => {
            say("measure|soak MULTUM SITE [SAVES]");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            say(&format!("error: {fault}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Numbers that are the same on every run: splitmix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}

/// A preview of a copy of a site. Both end with this.
struct Preview {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Preview {
    fn start(multum: &Path, site: &Path) -> Result<Preview, Fault> {
        // Beside the site, so that a site in memory is copied into memory.
        let folder = tempfile::tempdir_in(site.canonicalize()?.parent().unwrap_or(Path::new("/")))
            .or_else(|_| tempfile::tempdir())?;
        for name in ["content", "data", "themes", "released", "site.toml"] {
            copy(&site.join(name), &folder.path().join(name))?;
        }
        Linked::add(folder.path())?;
        let mut child = Command::new(multum)
            .args(["serve", "--port", "4500", "--site"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let mut port = None;
        for line in lines.by_ref() {
            let line = line?;
            if let Some(address) = line.strip_prefix("The preview is at http://127.0.0.1:") {
                port = address.trim_end_matches('/').parse().ok();
            }
            if line.starts_with("Built the site") {
                break;
            }
            if line.starts_with("Not shown") {
                return Err("the site has errors: build it first".into());
            }
        }
        // Somebody must read on, or the preview waits for its reader.
        std::thread::spawn(move || lines.for_each(drop));
        let port = port.ok_or("the preview did not say where it is")?;
        Ok(Preview { child, folder, port })
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// The answer to a request: its status and what it holds.
    fn get(&self, path: &str) -> Result<(u16, String), Fault> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").ok_or("no answer")?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no status")?;
        Ok((status, body.to_owned()))
    }

    /// For how long each thread has been at work; nothing where the system doesn't say.
    fn work(&self) -> BTreeMap<PathBuf, u64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).into_iter().flatten().flatten();
        let worked = |thread: PathBuf| {
            let said = fs::read_to_string(thread.join("schedstat")).ok()?;
            Some((thread, said.split(' ').next()?.parse().ok()?))
        };
        threads.filter_map(|thread| worked(thread.path())).collect()
    }

    /// Memory that is in use, in kB, and how many files and connections are open; nothing where the system doesn't say.
    fn weight(&self) -> Option<(usize, usize)> {
        let folder = PathBuf::from(format!("/proc/{}", self.child.id()));
        let status = fs::read_to_string(folder.join("status")).ok()?;
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let memory = memory.split_whitespace().next()?.parse().ok()?;
        Some((memory, fs::read_dir(folder.join("fd")).ok()?.count()))
    }
}

/// Counts of the council's own that all hang together: of twenty groups in ten places, which a generated site has. Some are
/// small, so that others are withheld for their sake, and each edit has them solved anew.
#[derive(Clone)]
struct Linked {
    /// The country first, then its regions.
    places: Vec<String>,
    year: String,
}

const LINKED: &str = "data/measures/linked.yaml";
const PARTS: usize = 19;

impl Linked {
    /// What was added to a site.
    fn read(root: &Path) -> Result<Linked, Fault> {
        let text = fs::read_to_string(root.join(LINKED))?;
        let rows = text.lines().filter(|line| line.starts_with("      ") && line.contains("count:")).take(10);
        let place = |row: &str| row.trim().split(':').next().unwrap_or_default().to_owned();
        let rows: Vec<&str> = rows.collect();
        let year = rows.first().and_then(|row| row.split("{ ").nth(1)?.get(..7)).ok_or("no year")?;
        Ok(Linked { places: rows.iter().map(|row| place(row)).collect(), year: year.to_owned() })
    }

    /// The sum of all as a page shows it.
    fn total(&self, save: usize) -> String {
        let text = self.text(save);
        let first =
            text.lines().find(|line| line.contains("count: {") || line.contains("{ count:")).unwrap_or_default();
        let digits: String =
            first.rsplit("count: ").next().unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
        // Numbers of five digits and more have a comma.
        let at = digits.len().saturating_sub(3);
        if at == 0 { digits } else { format!("{},{}", &digits[..at], &digits[at..]) }
    }

    /// Adds them to a site whose regions make a country, and a sentence that quotes their sum to the front report.
    fn add(root: &Path) -> Result<(), Fault> {
        let places = fs::read_to_string(root.join("data/geographies.yaml"))?;
        let named = |kind: &'static str| {
            let lines = places.lines().filter(move |line| line.contains(kind));
            lines.filter_map(|line| Some(line.trim().split_once(':')?.0.to_owned()))
        };
        let all: Vec<String> = named("kind: country").take(1).chain(named("kind: region")).collect();
        let config = fs::read_to_string(root.join("site.toml"))?;
        let front = config.split("front = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let index = root.join(format!("content/{front}/index.md"));
        let (true, Ok(text)) = (all.len() == 10, fs::read_to_string(&index)) else { return Ok(()) };
        let year = text.split("year: ").nth(1).and_then(|rest| rest.get(..7)).ok_or("the front report has no year")?;
        let linked = Linked { places: all, year: year.to_owned() };
        fs::write(root.join(LINKED), linked.text(0))?;
        let groups = fs::read_to_string(root.join("data/groups.yaml"))?;
        let parts: Vec<String> = (1..=PARTS).map(|part| format!("part-{part}")).collect();
        let titles: String = parts.iter().map(|part| format!("  {part}: {{ title: {part} }}\n")).collect();
        let groups = groups.replace(
            "wholes:\n",
            &format!("{titles}wholes:\n  parts: {{ whole: all, parts: [{}] }}\n", parts.join(", ")),
        );
        fs::write(root.join("data/groups.yaml"), groups)?;
        let sentence = format!("\nLinked: {{{{ value(of=\"linked\", geography=\"{}\") }}}}.\n", linked.places[0]);
        Ok(fs::write(index, text + &sentence)?)
    }

    /// The file of the measure after so many saves.
    fn text(&self, save: usize) -> String {
        let count = |part: usize, place: usize| {
            let at = part * 7_919 + place * 104_729;
            let edited = if (part, place) == (3, 5) { save } else { 0 };
            edited + if at.is_multiple_of(15) { 1 + at % 4 } else { 12 + at % 90 }
        };
        let sum = |part: Option<usize>, place: usize| -> usize {
            let parts = part.map_or(1..=PARTS, |part| part..=part);
            let places = if place == 0 { 1..=9 } else { place..=place };
            parts.map(|part| places.clone().map(|place| count(part, place)).sum::<usize>()).sum()
        };
        let rows = |part: Option<usize>, indent: &str| -> String {
            let row = |(at, place): (usize, &String)| {
                format!("{indent}{place}: {{ {}: {{ count: {} }} }}\n", self.year, sum(part, at))
            };
            self.places.iter().enumerate().map(row).collect()
        };
        let mut text = String::from(
            "topic: { id: linked, title: Linked, order: 900 }\nmeasures:\n  linked:\n    title: Pupils of all parts\n    unit: count\n    counts: people\n    period: academic\n    polarity: neither\n    source: { publisher: Nobody, title: Invented }\n    observations:\n",
        );
        text += &rows(None, "      ");
        text += "    groups:\n";
        for part in 1..=PARTS {
            text += &format!("      part-{part}:\n{}", rows(Some(part), "        "));
        }
        text
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    if from.is_file() {
        fs::copy(from, to)?;
    } else if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// What a browser is told.
struct News {
    changed: Vec<String>,
    broken: bool,
    checked: bool,
}

/// The messages of a preview, as a browser hears them.
struct Messages(BufReader<TcpStream>);

impl Messages {
    fn of(preview: &Preview) -> Result<Messages, Fault> {
        let mut stream = TcpStream::connect(("127.0.0.1", preview.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(stream, "GET /.multum/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", preview.port)?;
        Ok(Messages(BufReader::new(stream)))
    }

    fn next(&mut self) -> Result<News, Fault> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err("the preview ended".into());
            }
            if let Some(data) = line.strip_prefix("data: ") {
                let value: serde_json::Value = serde_json::from_str(data.trim())?;
                let changed = value["changed"].as_array().into_iter().flatten();
                return Ok(News {
                    changed: changed.filter_map(|path| path.as_str().map(str::to_owned)).collect(),
                    broken: value["broken"].as_bool().unwrap_or(false),
                    checked: value["checked"].as_bool().unwrap_or(false),
                });
            }
        }
    }

    /// The message that tells of `path`.
    fn until(&mut self, path: &str) -> Result<News, Fault> {
        loop {
            let news = self.next()?;
            if news.broken {
                return Err(format!("the site broke while {path} was waited for").into());
            }
            if news.changed.iter().any(|changed| changed == path) {
                return Ok(news);
            }
        }
    }
}

/// The milliseconds that a preview's threads have worked from one look at them to the next.
fn between(before: &BTreeMap<PathBuf, u64>, after: &BTreeMap<PathBuf, u64>) -> f64 {
    let worked = |(thread, now): (&PathBuf, &u64)| now.saturating_sub(before.get(thread).copied().unwrap_or(0));
    after.iter().map(worked).sum::<u64>() as f64 / 1e6
}

/// An edit that is made again and again.
struct Edit {
    what: &'static str,
    file: String,
    /// A page that shows it, and another that depends on it.
    pages: [String; 2],
    /// The file's text with a number in it that changes with each save.
    text: Box<dyn Fn(&str, usize) -> String>,
    /// What both pages must have after it: one of these.
    shown: Box<dyn Fn(usize) -> Vec<String>>,
}

fn measure(multum: &Path, site: &Path, saves: usize) -> Result<(), Fault> {
    let preview = Preview::start(multum, site)?;
    let edits = edits(&preview)?;
    say(&format!("load before: {}", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()));
    say(&format!(
        "{:12} {:>8} {:>8} {:>8} {:>8} {:>8}   ms from before the save to the message, {saves} saves; work is the processor's part",
        "edit", "p50", "p95", "least", "most", "work"
    ));
    let mut messages = Messages::of(&preview)?;
    let mut numbers = Numbers(2017);
    for edit in &edits {
        let path = preview.path(&edit.file);
        let before = fs::read_to_string(&path)?;
        let mut times = Vec::new();
        let mut work = Vec::new();
        for save in 0..saves + 3 {
            // Never in step with anything that has a period of its own.
            std::thread::sleep(Duration::from_millis(150 + numbers.below(250) as u64));
            let text = (edit.text)(&before, save);
            let rested = preview.work();
            let start = Instant::now();
            fs::write(&path, text)?;
            let news = messages.until(&edit.pages[0])?;
            let took = start.elapsed();
            let after = preview.work();
            // The first ones warm caches up.
            if save >= 3 {
                times.push(took);
                work.push(between(&rested, &after));
            }
            let words = (edit.shown)(save);
            for page in &edit.pages {
                let (_, body) = preview.get(&format!("/{page}"))?;
                if !words.iter().any(|words| body.contains(words.as_str())) {
                    return Err(format!("{page} was old after the message: it has none of {words:?}").into());
                }
            }
            // An author writes on when the checks are long done.
            let mut checked = news.checked;
            while !checked {
                checked = messages.next()?.checked;
            }
        }
        fs::write(&path, &before)?;
        messages.until(&edit.pages[0])?;
        times.sort();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
        work.sort_by(f64::total_cmp);
        let worked = work.get(work.len() / 2).copied().unwrap_or_default();
        say(&format!("{:12} {:8.1} {:8.1} {:8.1} {:8.1} {worked:8.1}", edit.what, at(50), at(95), at(0), at(100)));
    }
    say(&format!("load after: {}", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim()));
    Ok(())
}

/// Edits of the four kinds, of files that the site has.
fn edits(preview: &Preview) -> Result<Vec<Edit>, Fault> {
    let root = preview.folder.path();
    let world = DiskWorld::new(root)?;
    let options = Options { drafts: Drafts::In, outputs: Some(AT_ONCE.to_vec()), ..Options::default() };
    let built = build_again(&world, &options, &Memo::new()).value.ok_or("the site has errors")?;
    // The pages of reports, since a title stands on the pages beside it.
    let is_topic = |page: &&Page| matches!(page.kind, PageKind::Topic(_));
    let topics: Vec<String> = (built.site.pages.iter().filter(is_topic))
        .filter_map(|page| page.path.as_str().strip_suffix(".html").map(str::to_owned))
        .filter(|topic| root.join(format!("content/{topic}.md")).is_file())
        .collect();
    // A topic with a page after it, which shows its title.
    let pager = built.site.pages.iter().find_map(|page| {
        let topic = topics.iter().find(|topic| format!("{topic}.html") == page.path.as_str())?;
        Some((topic.clone(), page.path.to_string(), page.next.as_ref()?.path.to_string()))
    });
    let (topic, page, next) = pager.ok_or("no report has two pages")?;
    // A measure that a page of content quotes.
    let (measure, quoting, file, digits) = quoted(root, &topics)?;
    let measure_page = format!("measures/{measure}/index.html");
    // A page of an earlier year quotes an earlier figure.
    let figure = fs::read_to_string(root.join(&file))?[digits.clone()].to_owned();
    let quotes = SitePath::new(&quoting).and_then(|path| built.tree.get(&path).cloned());
    let quotes = quotes.is_some_and(|page| String::from_utf8_lossy(&page.bytes).contains(&format!("{figure}%")));
    let quoting = if quotes { quoting } else { measure_page.clone() };
    let footer = ["themes/base/templates/partials/footer.html"].into_iter().find(|name| root.join(name).is_file());
    let footer = footer.ok_or("the site carries no theme base")?;
    let mut edits = vec![
        Edit {
            what: "content",
            file: format!("content/{topic}.md"),
            pages: [page.clone(), page.clone()],
            text: Box::new(|text, save| format!("{text}\nWritten the {save}th time.\n")),
            shown: Box::new(|save| vec![format!("Written the {save}th time.")]),
        },
        Edit {
            what: "title",
            file: format!("content/{topic}.md"),
            pages: [page.clone(), next],
            text: Box::new(|text, save| text.replacen("title: ", &format!("title: Number {save} "), 1)),
            shown: Box::new(|save| vec![format!("Number {save} ")]),
        },
        Edit {
            what: "data",
            file,
            pages: [measure_page, quoting],
            text: Box::new(move |text, save| {
                let mut text = text.to_owned();
                text.replace_range(digits.clone(), &(20 + save % 60).to_string());
                text
            }),
            shown: Box::new(|save| vec![format!("{}%", 20 + save % 60), format!("{}.0%", 20 + save % 60)]),
        },
        Edit {
            what: "template",
            file: footer.to_owned(),
            pages: [page.clone(), "index.html".to_owned()],
            text: Box::new(|text, save| text.replacen("<footer", &format!("<footer data-save=\"{save}\""), 1)),
            shown: Box::new(|save| vec![format!("data-save=\"{save}\"")]),
        },
    ];
    if root.join(LINKED).is_file() {
        let places = Linked::read(root)?;
        let (first, second) = (places.clone(), places);
        let front = built.site.reports.get(built.site.facts.front).ok_or("there is no report")?;
        edits.push(Edit {
            what: "linked data",
            file: LINKED.to_owned(),
            pages: ["index.html".to_owned(), format!("{}/index.html", front.folder)],
            text: Box::new(move |_, save| first.text(save + 1)),
            shown: Box::new(move |save| vec![second.total(save + 1)]),
        });
    }
    let style = "themes/base/styles/2-frame.css";
    if root.join(style).is_file() {
        edits.push(Edit {
            what: "stylesheet",
            file: style.to_owned(),
            pages: ["assets/style.css".to_owned(), "assets/style.css".to_owned()],
            text: Box::new(|text, save| format!("{text}\n.save-{save} {{ color: inherit; }}\n")),
            shown: Box::new(|save| vec![format!(".save-{save} ")]),
        });
    }
    Ok(edits)
}

type Quoted = (String, String, String, std::ops::Range<usize>);

/// A measure, a page that quotes its newest figure, its file, and where the last figure of its first place stands there.
fn quoted(root: &Path, topics: &[String]) -> Result<Quoted, Fault> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root.join("data/measures"))?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    for topic in topics {
        let text = fs::read_to_string(root.join(format!("content/{topic}.md")))?;
        let Some(name) = text.split("value(of=\"").nth(1).and_then(|rest| rest.split('"').next()) else { continue };
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "yaml")) {
            let data = fs::read_to_string(file)?;
            let Some(at) = data.find(&format!("\n  {name}:")) else { continue };
            let Some(observations) = data[at..].find("observations:").map(|found| at + found) else { continue };
            let Some(open) = data[observations..].find('{').map(|found| observations + found) else { continue };
            let Some(close) = data[open..].find('}').map(|found| open + found) else { continue };
            let Some(last) = data[open..close].rfind(": ").map(|found| open + found + 2) else { continue };
            let end = last + data[last..close].find([',', ' ', '}']).unwrap_or(close - last);
            if data[last..end].parse::<f64>().is_ok() {
                let below = file.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                return Ok((name.to_owned(), format!("{topic}.html"), below, last..end));
            }
        }
    }
    Err("no page quotes a figure".into())
}

/// Random saves, one after another: after each the preview must show what a clean build makes, and in the end weigh what it did.
fn soak(multum: &Path, site: &Path, saves: usize) -> Result<(), Fault> {
    let preview = Preview::start(multum, site)?;
    let root = preview.folder.path().to_owned();
    // A browser that hears everything.
    let mut messages = Messages::of(&preview)?;
    std::thread::spawn(move || while messages.next().is_ok() {});
    let mut numbers = Numbers(857);
    let mut originals: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    gather(&root, &mut originals)?;
    let paths: Vec<PathBuf> = originals.keys().cloned().collect();
    let mut weights = Vec::new();
    let mut broken = 0;
    let start = Instant::now();
    for save in 0..saves {
        let path = &paths[numbers.below(paths.len())];
        let original = &originals[path];
        act(path, original, &mut numbers, save)?;
        // What a clean build of the same files makes, or that it makes nothing.
        let world = DiskWorld::new(&root)?;
        let options = Options { drafts: Drafts::In, outputs: Some(AT_ONCE.to_vec()), ..Options::default() };
        let clean = build_again(&world, &options, &Memo::new()).value;
        broken += usize::from(clean.is_none());
        settle(&preview, clean.as_ref(), save)?;
        // Now and then everything is as it was, so that faults do not pile up.
        if clean.is_none() || numbers.below(6) == 0 {
            for (path, bytes) in &originals {
                if fs::read(path).ok().as_ref() != Some(bytes) {
                    fs::create_dir_all(path.parent().unwrap_or(&root))?;
                    fs::write(path, bytes)?;
                }
            }
            let mut now = BTreeMap::new();
            gather(&root, &mut now)?;
            for extra in now.keys().filter(|path| !originals.contains_key(*path)) {
                fs::remove_file(extra)?;
            }
            let clean = build_again(&world, &options, &Memo::new()).value;
            settle(&preview, clean.as_ref(), save)?;
        }
        if save % (saves / 20).max(1) == 0 {
            let weight = preview.weight();
            if let Some((memory, handles)) = weight {
                let seconds = start.elapsed().as_secs();
                say(&format!("{save:6} saves  {memory:8} kB  {handles:3} open files and connections  {seconds} s"));
                weights.push((memory, handles));
            }
        }
    }
    // The first part of the saves warms caches up; after it nothing may grow for ever.
    let settled = weights.len() / 4;
    if let (Some(early), Some((memory, handles))) = (weights.get(settled), preview.weight()) {
        if handles > early.1 + 8 {
            return Err(format!("{} files and connections were open, and {handles} are", early.1).into());
        }
        if memory > early.0 * 3 / 2 + 32_000 {
            return Err(format!("{} kB were in use, and {memory} are", early.0).into());
        }
    }
    say(&format!("{saves} saves, {broken} of them broken: no byte was old, and nothing grew."));
    Ok(())
}

/// Waits until the preview shows what a clean build makes, to the byte, or says that nothing can be made.
fn settle(preview: &Preview, clean: Option<&multum::pipeline::Built>, save: usize) -> Result<(), Fault> {
    let patience = Instant::now();
    loop {
        match differs(preview, clean)? {
            None => return Ok(()),
            Some(what) if patience.elapsed() > Duration::from_secs(30) => {
                return Err(format!("after save {save}, seed 857: {what}").into());
            }
            Some(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

fn differs(preview: &Preview, clean: Option<&multum::pipeline::Built>) -> Result<Option<String>, Fault> {
    let (_, faults) = preview.get("/.multum/faults")?;
    let Some(clean) = clean else {
        return Ok(faults.is_empty().then(|| "a fault was not told".to_owned()));
    };
    if !faults.is_empty() {
        return Ok(Some("a fault was told that is none".to_owned()));
    }
    for (path, file) in clean.tree.iter() {
        let asked = path.as_str().replace(' ', "%20");
        let (status, body) = preview.get(&format!("/{asked}"))?;
        let expected = String::from_utf8_lossy(&file.bytes);
        let same = if file.media == MediaType::Html {
            let attribute =
                |name: &str| body.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
            let version = attribute("data-version").and_then(|version| version.parse().ok()).unwrap_or(0);
            let dress = Dress {
                path: path.as_str(),
                instance: attribute("data-instance").unwrap_or_default(),
                version,
                told: true,
            };
            body == dressed(&expected, &dress)
        } else {
            body == expected
        };
        if status != 200 || !same {
            return Ok(Some(format!("{path} is old")));
        }
    }
    Ok(None)
}

fn gather(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<(), Fault> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.insert(path.clone(), fs::read(&path)?);
        }
    }
    Ok(())
}

/// One thing that an author or an editor does to a file.
fn act(path: &Path, original: &[u8], numbers: &mut Numbers, save: usize) -> Result<(), Fault> {
    let text = fs::read(path).unwrap_or_else(|_| original.to_vec());
    let is_page = path.extension().is_some_and(|end| end == "md");
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    match numbers.below(10) {
        // In place.
        0..=3 => {
            let mut text = text;
            text.extend_from_slice(if is_page { format!("\nSave {save}.\n") } else { "\n".to_owned() }.as_bytes());
            fs::write(path, text)?;
        }
        // Beside it, and put in its place.
        4 | 5 => {
            let beside = path.with_extension("tmp");
            let mut text = text;
            text.extend_from_slice(if is_page { format!("\nSave {save}.\n") } else { "\n".to_owned() }.as_bytes());
            fs::write(&beside, text)?;
            fs::rename(&beside, path)?;
        }
        // A digit.
        6 => {
            let mut text = text;
            let digits: Vec<usize> = (0..text.len()).filter(|at| text[*at].is_ascii_digit()).collect();
            if !digits.is_empty() {
                text[digits[numbers.below(digits.len())]] = b'0' + numbers.below(10) as u8;
            }
            fs::write(path, text)?;
        }
        // Half of it, as when a disk is full.
        7 => fs::write(path, &text[..text.len() / 2])?,
        // Gone.
        8 => drop(fs::remove_file(path)),
        // Another name.
        _ => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            drop(fs::rename(path, path.with_file_name(format!("other-{name}"))));
        }
    }
    Ok(())
}
