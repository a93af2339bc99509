//! `manifest.json`: every file of a site with its size and digest. It tells a folder that multum made from any other.

use rayon::prelude::*;
use serde_json::Value;

use crate::tree::Tree;

/// The file's name in the site.
pub const NAME: &str = "manifest.json";

/// How every manifest begins. A web application's `manifest.json` doesn't.
const BEGINNING: &str = "{\n  \"made_by\": \"multum ";

/// The manifest of a tree: one file a line, in the order of their paths. It names no time and no machine, so that
/// the same site has the same manifest.
pub fn manifest(tree: &Tree) -> String {
    let files: Vec<_> = tree.iter().collect();
    let lines: Vec<String> = files
        .par_iter()
        .map(|(path, file)| {
            let digest = blake3::hash(&file.bytes).to_hex();
            format!(
                "    {}: {{ \"bytes\": {}, \"blake3\": \"{digest}\" }}",
                Value::from(path.as_str()),
                file.bytes.len()
            )
        })
        .collect();
    let internal = if tree.is_internal() { "  \"internal\": true,\n" } else { "" };
    // A program from outside is a part of what went in: another version may give other bytes.
    let notes: String =
        tree.notes().map(|(part, what)| format!("  {}: {},\n", Value::from(part), Value::from(what))).collect();
    format!(
        "{BEGINNING}{}\",\n{internal}{notes}  \"files\": {{\n{}\n  }}\n}}\n",
        env!("CARGO_PKG_VERSION"),
        lines.join(",\n")
    )
}

/// How many bytes of a file are enough to tell whether it is such a manifest.
pub(super) const ENOUGH: usize = BEGINNING.len();

/// Whether a file that begins so is a manifest of multum's.
pub(super) fn is_ours(beginning: &[u8]) -> bool {
    beginning.starts_with(BEGINNING.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::SitePath;

    #[test]
    fn a_manifest_is_json_with_every_file_and_knows_its_own() {
        let mut tree = Tree::default();
        for (path, text) in [("index.html", "<p>"), ("a\"b/c.csv", "1,2")] {
            tree.insert(SitePath::new(path).expect("a path"), text.as_bytes()).expect("free");
        }
        tree.made_with("braille", "uncontracted");
        let text = manifest(&tree);
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["files"]["a\"b/c.csv"]["bytes"], 3);
        assert_eq!(read["files"]["index.html"]["blake3"], blake3::hash(b"<p>").to_hex().as_str());
        assert_eq!(read["braille"], "uncontracted");
        assert!(is_ours(text.as_bytes()) && is_ours(&text.as_bytes()[..ENOUGH]));
        assert!(!is_ours(b"{\n  \"name\": \"An app\" }"));
    }

    #[test]
    fn an_empty_site_has_a_manifest_too() {
        let read: Value = serde_json::from_str(&manifest(&Tree::default())).expect("JSON");
        assert_eq!(read["files"], serde_json::json!({}));
    }
}
