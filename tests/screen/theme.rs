//! A theme read from its folder as the loader reads it: base beneath, the theme's own on top.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use multum::diagnostic::Source;
use multum::source::theme::Theme;
use multum::vocabulary::SitePath;

/// The theme in `themes/NAME` of this repository.
pub fn theme(name: &str) -> Theme {
    let mut theme = Theme { name: name.to_owned(), ..Theme::default() };
    for layer in ["base", name] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes").join(layer);
        for (path, bytes) in files(&folder.join("templates")) {
            let text = String::from_utf8(bytes).expect("a template in UTF-8");
            let source = Source::new(format!("themes/{layer}/templates/{path}"), text);
            theme.templates.insert(path, source);
        }
        for (_, bytes) in files(&folder.join("styles")) {
            theme.style.push_str(&String::from_utf8(bytes).expect("a stylesheet in UTF-8"));
        }
        for (path, bytes) in files(&folder.join("assets")) {
            theme.assets.insert(SitePath::new(&path).expect("a name of an asset"), bytes.into());
        }
        let facts = fs::read_to_string(folder.join("theme.toml")).expect("theme.toml");
        let facts: toml::Table = facts.parse().expect("theme.toml in TOML");
        for (token, value) in facts["tokens"].as_table().expect("tokens") {
            theme.tokens.insert(token.clone(), value.as_str().expect("a token's text").to_owned());
        }
        if name == "base" {
            break;
        }
    }
    theme
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("an entry of a theme's folder").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("below the folder").to_str().expect("a name in UTF-8");
                found.insert(below.replace('\\', "/"), fs::read(&path).expect("a file of the theme"));
            }
        }
    }
    found
}
