//! Holds the code against `docs/ARCHITECTURE.md`: who may use whom, who may touch the world, and which rooms there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Only these may reach the disk, the clock, the environment, the network or other programs.
const AT_THE_RIM: &[&str] = &["source/world.rs", "publish/", "preview/", "import/", "commands/", "main.rs"];
const WORLD: &[&str] = &["fs", "env", "net", "time", "process"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn document() -> String {
    fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md can be read")
}

/// A file of the code, without comments, strings and tests.
struct File {
    /// Its path below `src/`, with `/`.
    path: String,
    /// What is left of it.
    code: String,
}

impl File {
    /// The room: the first part of its path.
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The modules round it, from the top: `outputs`, `html`, `table` for `outputs/html/table.rs`.
    fn modules(&self) -> Vec<&str> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').filter(|part| !["lib", "main"].contains(part)).collect()
    }
}

fn files() -> Vec<File> {
    let src = root().join("src");
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(&src)
        .into_iter()
        .map(|entry| entry.expect("readable").into_path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect();
    paths.sort();
    let texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let below = path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
            (below, fs::read_to_string(path).expect("readable"))
        })
        .collect();
    let of_tests: BTreeSet<String> = texts.iter().flat_map(|(path, text)| modules_of_tests(path, text)).collect();
    texts
        .into_iter()
        .filter(|(path, _)| !of_tests.contains(path))
        .map(|(path, text)| File { code: bare(&text), path })
        .collect()
}

/// The files of modules that are declared for tests alone: `#[cfg(test)] mod faults;`.
fn modules_of_tests(path: &str, text: &str) -> Vec<String> {
    let folder = match path.rsplit_once('/') {
        Some((folder, "mod.rs")) => format!("{folder}/"),
        Some(_) => format!("{}/", path.trim_end_matches(".rs")),
        None => String::new(),
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].rsplit_once("mod ")?.1.strip_suffix(';'))
        .map(|name| format!("{folder}{name}.rs"))
        .collect()
}

/// Code alone: comments and texts become nothing, and a file ends where its tests begin.
fn bare(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(hashes) = raw(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            rest[start..].find(&close).map_or(rest.len(), |end| start + end + close.len())
        } else if first == '"' {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |(at, _)| at + 1)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        rest = &rest[skipped..];
    }
    code
}

/// How many `#` a raw text that begins here has.
fn raw(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Every path of the code from the top of the crate, and every one of `std`: `figures::published::Symbol`, `std::fs`.
fn paths(file: &File) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let code = &file.code;
    for (at, _) in code.match_indices("::") {
        let start = code[..at].rfind(|c: char| !is_name(c)).map_or(0, |end| end + 1);
        let head = &code[start..at];
        let inner = code[..start].ends_with("::");
        if inner {
            continue;
        }
        match head {
            "crate" => expand("", &code[at + 2..], &mut found),
            "std" => expand("std", &code[at + 2..], &mut found),
            "super" | "self" => {
                // Up from the file's own module, one step for each `super`.
                let mut modules = file.modules();
                let mut rest = &code[start..];
                while let Some(after) = rest.strip_prefix("super::") {
                    modules.pop();
                    rest = after;
                }
                let rest = rest.strip_prefix("self::").unwrap_or(rest);
                expand(&modules.join("::"), rest, &mut found);
            }
            _ => {}
        }
    }
    found
}

/// The paths that `rest` spells after `before`: one, or all of a group in braces.
fn expand(before: &str, rest: &str, found: &mut BTreeSet<String>) {
    let join = |name: &str| if before.is_empty() { name.to_owned() } else { format!("{before}::{name}") };
    if let Some(group) = rest.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' => {
                    if depth == 0 {
                        expand(before, group[start..at].trim(), found);
                        start = at + 1;
                    }
                    if depth == 0 && c == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    let name = &rest[..end];
    if name.is_empty() {
        return;
    }
    match rest[end..].strip_prefix("::") {
        Some(more) if more.starts_with(|c: char| is_name(c) || c == '{') => expand(&join(name), more, found),
        _ => drop(found.insert(join(name))),
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What the layer table lets each room use: whole rooms, and single paths.
struct Layers {
    rooms: BTreeMap<String, BTreeSet<String>>,
}

impl Layers {
    /// Reads the table below the heading "Layers".
    fn read(document: &str) -> Layers {
        let section = document.split("## Layers").nth(1).expect("a heading ## Layers");
        let rows: Vec<Vec<String>> = section
            .lines()
            .skip_while(|line| !line.starts_with('|'))
            .take_while(|line| line.starts_with('|'))
            .skip(2)
            .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect())
            .collect();
        assert!(rows.len() >= 9, "the table has a row a layer");
        let names = |cell: &str| -> Vec<String> { cell.split(',').map(|name| name.trim().to_owned()).collect() };
        let number = |text: &str| text.parse::<usize>().ok();
        let all: Vec<(usize, Vec<String>)> =
            rows.iter().map(|row| (number(&row[0]).expect("a layer's number"), names(&row[1]))).collect();
        let layers = |from: usize, to: usize| {
            all.iter().filter(move |(layer, _)| (from..=to).contains(layer)).flat_map(|(_, names)| names.clone())
        };
        let mut rooms = BTreeMap::new();
        for (row, (layer, own)) in rows.iter().zip(&all) {
            let mut known: BTreeSet<String> = BTreeSet::new();
            for entry in names(&row[2]) {
                let words: Vec<&str> = entry.split_whitespace().collect();
                match words[..] {
                    ["all"] => known.extend(layers(0, usize::MAX)),
                    ["each", "other"] => known.extend(own.iter().cloned()),
                    [one] if number(one).is_some() => known.extend(layers(number(one).unwrap(), number(one).unwrap())),
                    [from, "to", to] => known.extend(layers(number(from).unwrap(), number(to).unwrap())),
                    [room] => drop(known.insert(room.to_owned())),
                    _ => panic!("the table says \"{entry}\", which is neither a layer nor a module"),
                }
            }
            for entry in &known {
                let room = entry.split("::").next().unwrap_or_default();
                let theirs = all.iter().find(|(_, names)| names.iter().any(|name| name == room));
                let (theirs, _) = theirs.unwrap_or_else(|| panic!("the table has no row for {room}"));
                assert!(theirs <= layer, "the table lets layer {layer} use {room}, which is below it");
            }
            for room in own {
                assert!(rooms.insert(room.clone(), known.clone()).is_none(), "{room} stands twice in the table");
            }
        }
        Layers { rooms }
    }

    fn allow(&self, room: &str, path: &str) -> bool {
        let known = &self.rooms[room];
        path.split("::").next() == Some(room)
            || known.iter().any(|entry| {
                path == entry || path.strip_prefix(entry.as_str()).is_some_and(|rest| rest.starts_with("::"))
            })
    }
}

#[test]
fn every_module_uses_only_what_its_layer_may_know() {
    let layers = Layers::read(&document());
    let files = files();
    let rooms: BTreeSet<&str> = files.iter().map(File::room).filter(|room| !["lib", "main"].contains(room)).collect();
    let mut faults = Vec::new();
    for room in &rooms {
        if !layers.rooms.contains_key(*room) {
            faults.push(format!("{room} has no row in the layer table of docs/ARCHITECTURE.md"));
        }
    }
    for file in files.iter().filter(|file| layers.rooms.contains_key(file.room())) {
        for path in paths(file) {
            let first = path.split("::").next().unwrap_or_default();
            if rooms.contains(first) && !layers.allow(file.room(), &path) {
                faults.push(format!("src/{} uses {path}, which its layer must not know", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_world_is_touched_at_the_rim_only() {
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| !AT_THE_RIM.iter().any(|place| file.path.starts_with(place))) {
        for path in paths(file) {
            let touches = path
                .strip_prefix("std::")
                .is_some_and(|rest| WORLD.contains(&rest.split("::").next().unwrap_or_default()));
            if touches {
                faults.push(format!("src/{} uses {path}", file.path));
            }
        }
        for clock in ["Zoned::now", "Timestamp::now", "tz::TimeZone::system"] {
            if file.code.contains(clock) {
                faults.push(format!("src/{} reads the clock by {clock}", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn only_the_vault_opens_a_sealed_figure() {
    let file = files().into_iter().find(|file| file.path == "figures/confidential.rs").expect("the seal has its file");
    let functions: Vec<&str> =
        file.code.split("fn ").skip(1).map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or_default()).collect();
    let openers: Vec<&str> = functions.iter().copied().filter(|name| ["open", "map", "zip"].contains(name)).collect();
    assert!(openers.contains(&"open"), "the seal has an opener, found {functions:?}");
    for opener in openers {
        let before = file.code.split(&format!("fn {opener}")).next().unwrap_or_default();
        let line = before.lines().last().unwrap_or_default().trim();
        assert_eq!(line, "pub(in crate::figures)", "{opener} is for the vault alone");
    }
}

/// A preview keeps a page until a measure that it looked at is another, and the book notes which it looked at.
#[test]
fn whatever_composes_a_page_asks_the_book_for_measures() {
    let all = files();
    let composing = |file: &&File| {
        let parts = ["compose/functions/", "compose/drawing.rs", "compose/measure_page.rs", "compose/page.rs"];
        parts.iter().any(|part| file.path.starts_with(part))
    };
    let faults: Vec<&str> = all
        .iter()
        .filter(composing)
        .filter(|file| file.code.contains("evidence.measures") || file.code.contains("rayon"))
        .filter(|file| file.path != "compose/page.rs" || file.code.contains("evidence.measures"))
        .map(|file| file.path.as_str())
        .collect();
    assert!(faults.is_empty(), "Book::measure() and Book::known() note what is looked at, on one thread: {faults:?}");
}

#[test]
fn nothing_is_unwrapped_without_saying_why_it_cannot_fail() {
    let faults: Vec<String> = files()
        .iter()
        .filter(|file| [".unwrap()", "panic!", "todo!", "unimplemented!"].iter().any(|word| file.code.contains(word)))
        .map(|file| format!("src/{}", file.path))
        .collect();
    assert!(faults.is_empty(), "expect(\"…\") states what makes it impossible: {faults:?}");
}

#[test]
fn the_code_map_names_every_room_and_no_other() {
    let document = document();
    let map = document.split("## Code map").nth(1).expect("a heading ## Code map");
    let map = map.split("\n## ").next().unwrap_or_default();
    let named: BTreeSet<String> = map
        .lines()
        .filter_map(|line| line.strip_prefix("- `src/"))
        .filter_map(|line| line.split('`').next())
        .map(|name| name.trim_end_matches('/').to_owned())
        .collect();
    let there: BTreeSet<String> = fs::read_dir(root().join("src"))
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(named, there);
    // What the map says of a file inside a room must be there too.
    for path in
        document.split('`').skip(1).step_by(2).filter(|word| word.starts_with("src/") || word.starts_with("tests/"))
    {
        let path = path.split("::").next().unwrap_or(path);
        assert!(
            root().join(path).exists() || path.contains(['*', '<']),
            "docs/ARCHITECTURE.md names {path}, which is not there"
        );
    }
}

#[test]
fn the_rooms_stand_in_lib_in_one_list() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("readable");
    let declared: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let files = files();
    let rooms: BTreeSet<&str> = files.iter().map(File::room).filter(|room| !["lib", "main"].contains(room)).collect();
    assert_eq!(declared, rooms);
}

/// No fault: a long file may be one thing. Shown, so that whoever adds to it thinks twice.
#[test]
fn the_longest_files_are_told() {
    let mut lengths: Vec<(usize, String)> = files()
        .into_iter()
        .map(|file| (file.code.lines().filter(|line| !line.trim().is_empty()).count(), file.path))
        .collect();
    lengths.sort();
    for (lines, path) in lengths.iter().rev().take(5) {
        println!("{lines} lines of code: src/{path}");
    }
    assert!(lengths.last().is_some_and(|(lines, _)| *lines > 0), "the files could be read");
}

#[test]
fn this_test_sees_through_groups_supers_comments_and_texts() {
    let file = File {
        path: "outputs/html/table.rs".to_owned(),
        code: bare(
            "// crate::hidden\nuse crate::{figures::{self, published::Symbol}, tree::Tree};\nuse super::super::csv;\n\
             use super::super::super::evidence::Measure;\nlet a = \"crate::text\"; let b = '\"'; crate::source::theme::Theme;\n\
             use std::{collections::BTreeMap, fs};\n/* */ r#\"crate::raw\"#;\n#[cfg(test)]\nmod tests { use crate::checks; }",
        ),
    };
    let paths: Vec<String> = paths(&file).into_iter().collect();
    assert_eq!(
        paths,
        [
            "evidence::Measure",
            "figures::published::Symbol",
            "figures::self",
            "outputs::csv",
            "source::theme::Theme",
            "std::collections::BTreeMap",
            "std::fs",
            "tree::Tree",
        ]
    );
    let layers = Layers::read(
        "## Layers\n| layer | modules | may know |\n|---|---|---|\n| 0 | a, b | each other |\n| 1 | c | 0 |\n| 1 | d | a |\n\
         | 2 | e | 0, c::open |\n| 3 | f | 0 to 2 |\n| 4 | h | 0 |\n| 5 | i | 0 |\n| 6 | j | 0 |\n| 7 | g | all |\n",
    );
    for (room, path, allowed) in [
        ("a", "b::X", true),
        ("a", "c::X", false),
        ("c", "d::X", false),
        ("d", "b::X", false),
        ("e", "c::open::X", true),
        ("e", "c::shut", false),
        ("e", "c::opener", false),
        ("f", "c::shut", true),
        ("f", "g::X", false),
        ("g", "j::X", true),
    ] {
        assert_eq!(layers.allow(room, path), allowed, "{room} uses {path}");
    }
}
