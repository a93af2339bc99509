//! What the preview shows while it is not decided yet which figures may be shown: those that hang together with what changed
//! are withheld, and nothing is held against the author for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use multum::preview::site::{Outside, Stage};
use multum::preview::snapshot::Snapshot;
use multum::preview::watch::watch;
use multum::preview::{Told, Why, run};
use multum::vocabulary::SitePath;

#[path = "support/folder.rs"]
mod folder;

use folder::copy;

const REGISTER: &str = "data/measures/register.yaml";
const PAGE: &str = "content/2016-17/reading.md";

/// How many places there are in the region, and groups that their pupils fall into: enough for a moment's work, since what is
/// decided at once is never undecided.
const PLACES: u32 = 40;
/// Enough for longer than a test lasts.
const MANY: u32 = 400;
const PARTS: u32 = 12;

fn place(at: u32) -> String {
    match at {
        1 => "northshire".to_owned(),
        2 => "eastshire".to_owned(),
        3 => "westshire".to_owned(),
        _ => format!("place-{at}"),
    }
}

/// Pupils in each place and group, `more` of them in one; a small number in one of fifteen.
fn count(part: u32, at: u32, more: u32) -> u32 {
    let seed = part * 7_919 + at * 104_729;
    let more = if (part, at) == (2, 2) { more } else { 0 };
    more + if seed.is_multiple_of(15) { 1 + seed % 4 } else { 112 + seed % 90 }
}

/// Pupils in a place.
fn pupils(at: u32, more: u32) -> u32 {
    (1..=PARTS).map(|part| count(part, at, more)).sum()
}

/// As a page prints it.
fn printed(number: u32) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

/// Own counts that hang together, of so many places.
fn register(places: u32, more: u32) -> String {
    let row = |place: &str, count: u32| format!("{place}: {{ 2016/17: {{ count: {count} }} }}\n");
    let mut text = format!(
        "topic: {{ id: register, title: Register, order: 40 }}
measures:
  register:
    title: Pupils on our register
    unit: count
    counts: people
    period: academic
    polarity: neither
    source: {{ publisher: Northshire Council, title: Own figures }}
    observations:
      {}",
        row("north-region", (1..=places).map(|at| pupils(at, more)).sum())
    );
    for at in 1..=places {
        text += &format!("      {}", row(&place(at), pupils(at, more)));
    }
    text += "    groups:\n";
    for part in 1..=PARTS {
        let region = (1..=places).map(|at| count(part, at, more)).sum();
        text += &format!("      part-{part}:\n        {}", row("north-region", region));
        for at in 1..=places {
            text += &format!("        {}", row(&place(at), count(part, at, more)));
        }
    }
    text
}

/// The page that holds `words`.
fn page(words: &str) -> String {
    format!("---\ntitle: Reading\norder: 10\n---\n{words}\n")
}

/// What was told, with the pages as they were then.
struct Step {
    what: &'static str,
    undecided: bool,
    /// The measure's page and the report's page; nothing where there is no site.
    pages: String,
}

struct Preview {
    folder: tempfile::TempDir,
    steps: Receiver<Step>,
    end: Arc<AtomicBool>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.end.store(true, Ordering::Relaxed);
    }
}

impl Preview {
    /// A preview of the small site with the register, that waits for no figure; its page holds `words`.
    fn of(words: &str) -> Preview {
        Preview::watching(|root| root.to_owned(), PLACES, words)
    }

    /// The same with a register of so many places, that watches the folder that `watched` makes of the site's.
    fn watching(watched: impl Fn(&Path) -> PathBuf, places: u32, words: &str) -> Preview {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/small"), folder.path());
        let add = |file: &str, at: &str, text: String| {
            let file = folder.path().join(file);
            let whole = fs::read_to_string(&file).expect("the small site has it");
            fs::write(file, whole.replacen(at, &(text + at), 1)).expect("written");
        };
        for at in 4..=places {
            let place = format!(
                "  place-{at}: {{ title: Place {at}, kind: authority, code: \"{at:03}\", region: north-region }}\n"
            );
            add("data/geographies.yaml", "  north-region:", place);
        }
        for part in 1..=PARTS {
            add("data/groups.yaml", "wholes:", format!("  part-{part}: {{ title: Part {part} }}\n"));
        }
        let parts: Vec<String> = (1..=PARTS).map(|part| format!("part-{part}")).collect();
        add(
            "data/groups.yaml",
            "  disadvantage:",
            format!("  parts: {{ whole: all, parts: [{}] }}\n", parts.join(", ")),
        );
        fs::write(folder.path().join(REGISTER), register(places, 0)).expect("written");
        fs::write(folder.path().join(PAGE), page(words)).expect("written");
        let snapshot = Snapshot::new(folder.path());
        let watch = watch(&watched(folder.path())).expect("it can be watched");
        let stage = Arc::new(Stage::new(Outside { patience: Duration::ZERO, ..Outside::nothing() }));
        let end = Arc::new(AtomicBool::new(false));
        let (sender, steps) = channel();
        let (shown, ended) = (Arc::clone(&stage), Arc::clone(&end));
        std::thread::spawn(move || {
            run(&snapshot, watch, &stage, &ended, move |told| {
                let (what, undecided) = match told {
                    Told::Shown { why, undecided, .. } => match why {
                        Why::Begun => ("begun", undecided),
                        Why::Saved(_) => ("saved", undecided),
                        Why::Decided => ("decided", undecided),
                    },
                    Told::Broken(_) => ("broken", false),
                    Told::Checked(_) => ("checked", false),
                    Told::Looking => return,
                };
                // Whoever asks no longer is no fault of the preview's.
                drop(sender.send(Step { what, undecided, pages: pages(&shown) }));
            });
        });
        Preview { folder, steps, end }
    }

    fn save(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).expect("written");
    }

    /// The next that is told. The limit is for a machine that hangs.
    fn next(&self) -> Step {
        self.steps.recv_timeout(Duration::from_secs(60)).expect("it is told")
    }
}

fn pages(stage: &Stage) -> String {
    let Some(good) = stage.state().good.clone() else { return String::new() };
    let page = |name: &str| {
        let path = SitePath::new(name).expect("a path");
        let html = String::from_utf8_lossy(&good.built.tree.get(&path).expect("the page").bytes).into_owned();
        html.split('<').map(|tag| tag.split_once('>').map_or(tag, |(_, words)| words)).collect::<String>()
    };
    page("measures/register/index.html") + &page("2016-17/reading.html")
}

/// A page that quotes a figure of the register.
const QUOTES: &str = r#"On the register: {{ value(of="register", geography="eastshire") }}."#;

#[test]
fn until_a_group_is_decided_its_figures_are_withheld_and_then_they_are_shown() {
    let (before, after) = (pupils(2, 0), pupils(2, 23));
    let [before, after] = [before, after].map(|number| format!("On the register: {}", printed(number)));
    let ours = printed(pupils(1, 0));
    let preview = Preview::of(QUOTES);
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("begun", true));
    assert!(step.pages.contains("is withheld to protect pupils"), "{}", step.pages);
    assert!(!step.pages.contains(&ours), "{ours} in\n{}", step.pages);
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("decided", false));
    assert!(step.pages.contains(&before) && step.pages.contains(&ours), "{before}, {ours} not in\n{}", step.pages);
    assert_eq!(preview.next().what, "checked", "the checks are made of a site in which everything is decided");

    // After a save neither the new figures stand there nor the old ones.
    preview.save(REGISTER, &register(PLACES, 23));
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("saved", true));
    for figure in [&before, &after, &ours] {
        assert!(!step.pages.contains(figure), "{figure} in\n{}", step.pages);
    }
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("decided", false));
    assert!(step.pages.contains(&after) && step.pages.contains(&ours), "{after}, {ours} not in\n{}", step.pages);
    assert_eq!(preview.next().what, "checked");

    // What was decided before is remembered: words cost no wait, nor does an edit that is taken back.
    preview.save(PAGE, &page("Other words."));
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("saved", false));
    assert!(step.pages.contains("Other words.") && step.pages.contains(&ours), "{}", step.pages);
    assert_eq!(preview.next().what, "checked");
    preview.save(REGISTER, &register(PLACES, 0));
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("saved", false));
    assert!(step.pages.contains(&ours), "{}", step.pages);
}

#[test]
fn a_site_with_a_fault_is_told_of_when_everything_is_decided() {
    let preview = Preview::of("{{ nothing }}");
    // Not before: the fault may lie in a figure that is withheld for the time being.
    assert_eq!(preview.next().what, "broken");
    preview.save(PAGE, &page(QUOTES));
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("saved", false));
    let quoted = format!("On the register: {}", printed(pupils(2, 0)));
    assert!(step.pages.contains(&quoted), "{quoted} not in\n{}", step.pages);
}

#[test]
fn a_save_that_nobody_tells_of_is_seen_while_figures_are_being_decided() {
    let silent = tempfile::tempdir().expect("a folder");
    let preview = Preview::watching(|_| silent.path().to_owned(), MANY, QUOTES);
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("begun", true));
    preview.save(PAGE, &page("Other words."));
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("saved", true));
    assert!(step.pages.contains("Other words."), "{}", step.pages);
}

#[test]
fn a_fault_that_is_mended_before_anything_is_decided_keeps_no_site_back() {
    let preview = Preview::watching(|root| root.to_owned(), MANY, "{{ nothing }}");
    // Time for the site with the fault to be built.
    assert!(preview.steps.recv_timeout(Duration::from_secs(3)).is_err(), "something was told of the fault");
    preview.save(PAGE, &page(QUOTES));
    let step = preview.next();
    assert_eq!((step.what, step.undecided), ("begun", true));
    assert!(step.pages.contains("is withheld to protect pupils"), "{}", step.pages);
}
