//! Where something stands in a site: relative, with `/`, never above the top.

use std::fmt;
use std::sync::Arc;

/// A path inside a site or a source folder: parts joined by `/`, none of them empty, `.` or `..`. The empty path is the top.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// The top.
    pub fn top() -> SitePath {
        SitePath(Arc::from(""))
    }

    /// The path that `text` spells, or nothing when it is absolute, climbs, has an empty part, a backslash or a control character.
    ///
    /// ```
    /// use multum::vocabulary::SitePath;
    /// assert!(SitePath::new("2016-17/index.html").is_some());
    /// assert!(SitePath::new("../secret").is_none());
    /// ```
    pub fn new(text: &str) -> Option<SitePath> {
        let sound = text.is_empty()
            || text.split('/').all(|part| {
                !part.is_empty() && part != "." && part != ".." && !part.chars().any(|c| c == '\\' || c.is_control())
            });
        sound.then(|| SitePath(Arc::from(text)))
    }

    /// The text of the path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This path with `name` (one part or several) below it; nothing when that would not be a path.
    pub fn join(&self, name: &str) -> Option<SitePath> {
        if self.0.is_empty() { SitePath::new(name) } else { SitePath::new(&format!("{}/{name}", self.0)) }
    }

    /// The path that a link written in the file at `self` means: `../x` climbs, and must not climb above the top.
    pub fn resolve(&self, link: &str) -> Option<SitePath> {
        let mut parts: Vec<&str> = self.0.split('/').collect();
        parts.pop();
        for part in link.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        SitePath::new(&parts.join("/"))
    }

    /// The link that leads from the file at `self` to the file at `to`, such as `../measures/x/index.html`.
    pub fn link_to(&self, to: &SitePath) -> String {
        let from: Vec<&str> = self.folder_parts();
        let target: Vec<&str> = to.0.split('/').collect();
        let shared = from.iter().zip(&target[..target.len() - 1]).take_while(|(a, b)| a == b).count();
        let mut link = "../".repeat(from.len() - shared);
        link.push_str(&target[shared..].join("/"));
        link
    }

    /// The folder that the path stands in.
    pub fn parent(&self) -> SitePath {
        match self.0.rfind('/') {
            Some(at) => SitePath(Arc::from(&self.0[..at])),
            None => SitePath::top(),
        }
    }

    /// The last part: the file's name.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// What follows the last dot of the name; nothing when there is no dot.
    pub fn extension(&self) -> Option<&str> {
        self.name().rsplit_once('.').map(|(_, end)| end)
    }

    fn folder_parts(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.0.split('/').collect();
        parts.pop();
        parts
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path of the test")
    }

    #[test]
    fn links_lead_back_to_where_they_were_made_for() {
        for (from, to, link) in [
            ("index.html", "2016-17/index.html", "2016-17/index.html"),
            ("2016-17/send.html", "2016-17/index.html", "index.html"),
            ("2016-17/send.html", "measures/a/index.html", "../measures/a/index.html"),
            ("measures/a/index.html", "measures/b/index.html", "../b/index.html"),
            ("a/b/c.html", "d.html", "../../d.html"),
        ] {
            assert_eq!(path(from).link_to(&path(to)), link);
            assert_eq!(path(from).resolve(link), Some(path(to)));
        }
    }

    #[test]
    fn a_path_never_leaves_the_site() {
        for text in ["/etc", "../a", "a/../b", "a//b", "a\\b", "a/\u{0}"] {
            assert!(SitePath::new(text).is_none(), "{text}");
        }
        assert_eq!(path("a/b.md").resolve("../../x"), None);
    }
}
