//! Files that some disks can't hold.

use std::collections::BTreeMap;

use super::{Check, Pages};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::Site;
use crate::tree::Tree;

/// # What it finds
/// Two files whose names differ in capitals only, and names that Windows refuses: `con`, `aux` and their like, names
/// with `: * ? " < > |`, and names that end with a dot or a space.
///
/// # Whom it shuts out
/// Whoever copies the site to a Windows computer or server, which most councils have: one of the two files is lost, or
/// the copy stops half way.
///
/// # Example
/// ```text
/// content/pictures/School.png and content/pictures/school.png
/// ```
///
/// # Instead
/// Use lower-case letters, digits and hyphens.
///
/// # Standard
/// Microsoft, "Naming Files, Paths, and Namespaces".
pub struct UnportableName;

impl Check for UnportableName {
    fn name(&self) -> &'static str {
        "unportable_name"
    }

    fn is_about_access(&self) -> bool {
        false
    }

    fn code(&self) -> Code {
        code::ADDRESS
    }

    fn site(&self, _site: &Site, tree: &Tree, _pages: &Pages<'_>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut lower: BTreeMap<String, &str> = BTreeMap::new();
        for (path, _) in tree.iter() {
            if let Some(other) = lower.insert(path.as_str().to_lowercase(), path.as_str()) {
                let message =
                    format!("{other} and {path} differ in capitals only, and on Windows one of them would be lost");
                found.push(Diagnostic::placeless(self.code(), message).hint("give one of them another name"));
            }
            if let Some(part) = path.as_str().split('/').find(|part| is_refused(part)) {
                let message = format!("Windows can't hold {path}: \"{part}\" is a name that it refuses");
                found.push(
                    Diagnostic::placeless(self.code(), message).hint("use lower-case letters, digits and hyphens"),
                );
            }
        }
        found
    }
}

fn is_refused(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
    let device = ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || ["com", "lpt"].iter().any(|port| {
            stem.strip_prefix(port)
                .is_some_and(|number| number.len() == 1 && number.chars().all(|c| ('1'..='9').contains(&c)))
        });
    device || part.ends_with(['.', ' ']) || part.contains([':', '*', '?', '"', '<', '>', '|'])
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, site, tree};
    use super::*;

    #[test]
    fn names_that_windows_loses_or_refuses_are_found() {
        let tree =
            tree(&[("a/School.png", ""), ("a/school.png", ""), ("measures/aux/index.html", ""), ("what?.html", "")]);
        assert_eq!(
            messages(&UnportableName, &site(Vec::new()), &tree),
            [
                "a/School.png and a/school.png differ in capitals only, and on Windows one of them would be lost",
                "Windows can't hold measures/aux/index.html: \"aux\" is a name that it refuses",
                "Windows can't hold what?.html: \"what?.html\" is a name that it refuses",
            ]
        );
    }

    #[test]
    fn plain_names_pass() {
        let tree = tree(&[("auxiliary/con-sult.html", ""), ("com10.html", ""), ("2016-17/a b.html", "")]);
        assert!(messages(&UnportableName, &site(Vec::new()), &tree).is_empty());
    }
}
