//! Sites that must be refused: a folder of `tests/wrong` each, as its README says. None may panic, none may be built.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use multum::checks::CHECKS;
use multum::compose::Drafts;
use multum::diagnostic::{CODES, Severity, Style, code, github, json, terminal};
use multum::pipeline;
use multum::source::MemoryWorld;

/// A site's files by their paths.
type Files = BTreeMap<String, Vec<u8>>;

/// Codes that no case shows, each with why no author can bring it about with data, content, site.toml or a theme.
const WITHOUT_A_CASE: &[(&str, &str)] = &[
    ("unknown-topic", "topics are named where they are made, and nothing refers to them yet"),
    ("export", "it is about what is asked for on the command line"),
    ("font", "PDFs are set when they are asked for, and these sites are only built"),
    ("pdf", "PDFs are set when they are asked for, and these sites are only built"),
    ("picture-size", "an output writes the size of every picture that it can read"),
    ("table", "an output writes the caption and the headings of every table"),
    ("destination", "it is about where a site is written, which no file of the site says"),
    ("internal", "it is a fault of multum, not of a site"),
];

#[test]
fn every_wrong_site_is_refused_in_the_expected_words() {
    let base = base();
    let bless = std::env::var_os("BLESS").is_some();
    let chosen = std::env::var_os("CASE");
    let mut cases = cases();
    cases.retain(|case| chosen.as_ref().is_none_or(|name| case.ends_with(name)));
    assert!(!cases.is_empty(), "there is no case of that name");
    let failures: Vec<String> = cases.par_iter().filter_map(|case| failure(case, &base, bless)).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn the_site_that_they_differ_from_is_sound() {
    let said = terminal(&built(base()).findings, Style::Plain);
    assert_eq!(said, "");
}

#[test]
fn there_is_a_case_of_every_code_that_an_author_can_bring_about() {
    let cases = cases();
    assert!(cases.len() >= 40, "found {} cases", cases.len());
    let mut seen = BTreeSet::new();
    for case in &cases {
        let expected = std::fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        seen.extend(
            expected.lines().filter_map(|line| Some(line.strip_prefix("error[")?.split_once(']')?.0.to_owned())),
        );
    }
    let excused: BTreeSet<&str> = WITHOUT_A_CASE.iter().map(|(name, _)| *name).collect();
    for code in CODES {
        let (shown, excused) = (seen.contains(code.name), excused.contains(code.name));
        assert!(shown || excused, "no case shows {}", code.name);
        assert!(!(shown && excused), "{} has a case, so nothing need excuse it", code.name);
    }
    for (name, reason) in WITHOUT_A_CASE {
        assert!(CODES.iter().any(|code| code.name == *name), "there is no code {name}");
        assert!(reason.split_whitespace().count() > 3, "{name}");
    }
}

/// What is not as it should be with a case. With `bless`, what it says is written down as what is expected.
fn failure(case: &Path, base: &Files, bless: bool) -> Option<String> {
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    let site = site(case, base);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let checked = built(site);
        // Whoever reads it another way must be able to as well.
        let (_, _) = (json(&checked.findings), github(&checked.findings));
        let said = terminal(&checked.findings, Style::Plain);
        (checked, said)
    }));
    let Ok((checked, said)) = outcome else {
        return Some(format!("== {name}: it panicked"));
    };
    if !checked.findings.has_errors() {
        return Some(format!("== {name}: expected an error, found none\n{said}"));
    }
    // A check looks at a finished site, so there is one to look at; nothing else may leave one.
    let checked_only =
        checked.findings.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).all(|diagnostic| {
            CHECKS.iter().any(|check| check.code() == diagnostic.code) || diagnostic.code == code::SENTENCE_WITHHELD
        });
    if checked.value.is_some() && !checked_only {
        return Some(format!("== {name}: expected nothing to be built, found a site\n{said}"));
    }
    let file = case.join("expected.txt");
    if bless {
        std::fs::write(&file, said).expect("a folder of the repository can be written");
        return None;
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    disagreement(&expected, &said).map(|why| format!("== {name}: {why}; found:\n{said}"))
}

/// Why `said` is not what was expected: each line in its order, and no error beside them.
fn disagreement(expected: &str, said: &str) -> Option<String> {
    if expected.trim().is_empty() {
        return Some("expected.txt is missing or empty".to_owned());
    }
    let mut rest = said.lines().map(str::trim_end);
    for line in expected.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
        if !rest.any(|found| found == line) {
            return Some(format!("expected the line `{line}`, found it missing or in another place"));
        }
    }
    let errors = |text: &str| text.lines().filter(|line| line.starts_with("error[")).count();
    let (wanted, found) = (errors(expected), errors(said));
    (wanted != found).then(|| format!("expected {wanted} errors, found {found}"))
}

fn built(files: Files) -> multum::diagnostic::Checked<Option<pipeline::Built>> {
    let world = files.iter().fold(MemoryWorld::new(), |world, (path, bytes)| world.with(path, bytes));
    pipeline::build(&world, Drafts::Out)
}

/// The sound site: `tests/sites/small` with the base theme.
fn base() -> Files {
    let mut files = Files::new();
    gather(&repository("tests/sites/small"), "", &mut files);
    gather(&repository("themes/base"), "themes/base/", &mut files);
    files
}

/// The sound site with what a case puts in, replaces and makes.
fn site(case: &Path, base: &Files) -> Files {
    let mut own = Files::new();
    gather(case, "", &mut own);
    own.remove("expected.txt");
    let recipes = own.remove("make.txt").unwrap_or_default();
    let mut files = base.clone();
    files.extend(own);
    for line in String::from_utf8(recipes).expect("make.txt is UTF-8").lines() {
        make(line, &mut files).unwrap_or_else(|| panic!("{}: what does `{line}` mean?", case.display()));
    }
    files
}

/// Follows one line of a `make.txt`; nothing when it is none that the README tells of.
fn make(line: &str, files: &mut Files) -> Option<()> {
    let (path, recipe) = line.split_once(": ")?;
    if recipe == "none" {
        return files.remove(path).map(|_| ());
    }
    if recipe == "in UTF-16" {
        let text = String::from_utf8(files.remove(path)?).ok()?;
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        files.insert(path.to_owned(), units.flat_map(u16::to_le_bytes).collect());
        return Some(());
    }
    let (sign, meant) = recipe.split_once(" as ")?;
    let bytes: Option<Vec<u8>> = match meant.split_once(" times ") {
        Some((times, text)) => {
            let text = text.strip_prefix('"')?.strip_suffix('"')?;
            Some(text.repeat(times.parse().ok()?).into_bytes())
        }
        None => meant.split(' ').map(|byte| u8::from_str_radix(byte, 16).ok()).collect(),
    };
    let (bytes, sign) = (bytes?, sign.as_bytes());
    let file = files.get_mut(path)?;
    let mut at = file.windows(sign.len()).position(|window| window == sign);
    at?;
    while let Some(start) = at {
        file.splice(start..start + sign.len(), bytes.iter().copied());
        let after = start + bytes.len();
        at = file[after..].windows(sign.len()).position(|window| window == sign).map(|further| after + further);
    }
    Some(())
}

/// The folders of the cases, in the order of their names.
fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(repository("tests/wrong"))
        .expect("a folder of the repository")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn gather(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().and_then(|name| name.to_str()).expect("UTF-8"));
        if path.is_dir() {
            gather(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(&path).expect("a file of the repository"));
        }
    }
}
