//! Where links and pictures of content lead: to pages by their files, to files beside them, outside.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Findings, Span, code, nearest};
use crate::document::{Image, Target};
use crate::vocabulary::SitePath;

use super::address;

/// Every address that content may link to.
pub(super) struct Links {
    /// Pages of content by their files: built, or left out because they are drafts.
    pub pages: BTreeMap<SitePath, PageState>,
    /// Files beside the content.
    pub files: BTreeMap<SitePath, Arc<[u8]>>,
    /// Pages that multum makes.
    pub made: BTreeSet<SitePath>,
}

/// Whether a page of content is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PageState {
    Built,
    Draft,
    /// It is there, but a fault that has been told of keeps it from being read.
    Unread,
}

impl Links {
    /// Where the link `address`, written in the content file `from`, leads; a link that leads nowhere is reported.
    pub fn target(&self, from: &SitePath, address: &str, at: &Span, findings: &mut Findings) -> Option<Target> {
        let address = address.trim();
        if ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| address.to_ascii_lowercase().starts_with(scheme))
        {
            return Some(Target::Outside(address.to_owned()));
        }
        if let Some((scheme, _)) = address.split_once(':')
            && !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && !scheme.contains('.')
        {
            findings.push(
                Diagnostic::error(
                    code::LINK,
                    at,
                    format!("expected a link to a page or an address that begins with https:, found {scheme}:"),
                )
                .hint("name a file of the site, such as key-stage-2.md"),
            );
            return None;
        }
        let (file, anchor) = match address.split_once('#') {
            Some((file, anchor)) => (file, Some(anchor.to_owned()).filter(|anchor| !anchor.is_empty())),
            None => (address, None),
        };
        if file.is_empty() {
            return Some(Target::Inside { path: address::content(from), anchor });
        }
        let file = percent_decoded(file);
        let resolved = if let Some(top) = file.strip_prefix('/') { SitePath::new(top) } else { from.resolve(&file) };
        let Some(resolved) = resolved else {
            findings.push(
                Diagnostic::error(
                    code::DEAD_LINK,
                    at,
                    format!("expected a file of the site, found \"{file}\", which leads out of it"),
                )
                .hint("links to pages name their file, such as key-stage-2.md"),
            );
            return None;
        };
        match self.pages.get(&resolved) {
            Some(PageState::Built) => return Some(Target::Inside { path: address::content(&resolved), anchor }),
            Some(PageState::Draft) => {
                findings.push(
                    Diagnostic::error(
                        code::DEAD_LINK,
                        at,
                        format!("expected a page that is published, found {resolved}, which is a draft"),
                    )
                    .hint("publish that page too, or take the link out"),
                );
                return None;
            }
            Some(PageState::Unread) => return None,
            None => {}
        }
        if self.made.contains(&resolved) || self.files.contains_key(&resolved) {
            return Some(Target::Inside { path: resolved, anchor });
        }
        findings.push(
            Diagnostic::error(
                code::DEAD_LINK,
                at,
                format!("expected a page or file of the site, found \"{file}\", which is not there"),
            )
            .hint(self.instead(&file, &resolved)),
        );
        None
    }

    /// What to write in place of a link to `file`, which is not there.
    fn instead(&self, file: &str, resolved: &SitePath) -> String {
        let there = |name: String| {
            let path = resolved.parent().join(&name)?;
            self.pages.contains_key(&path).then_some(name)
        };
        let as_written = |name: &str| format!("{}{name}", &file[..file.rfind('/').map_or(0, |at| at + 1)]);
        if let Some(page) = resolved.name().strip_suffix(".html").and_then(|stem| there(format!("{stem}.md"))) {
            return format!("links name the page's own file: write {}", as_written(&page));
        }
        if let Some(page) = there(format!("{}.md", resolved.name())) {
            return format!("write {}", as_written(&page));
        }
        if resolved.join("index.md").is_some_and(|index| self.pages.contains_key(&index)) {
            return format!("write {}/index.md", file.trim_end_matches('/'));
        }
        if let Some(near) = self.near(resolved, &resolved.parent()) {
            return format!("did you mean {}?", as_written(&near));
        }
        if file.starts_with("www.")
            || (!file.contains('/')
                && [".gov.uk", ".org.uk", ".org", ".uk", ".com"].iter().any(|end| file.ends_with(end)))
        {
            return format!("write https://{file}");
        }
        match self.pages.keys().find(|page| page.name() == resolved.name()) {
            Some(page) => format!("there is one at {page}: links go from this page's own folder"),
            None => "correct the link, or add what it leads to".to_owned(),
        }
    }

    /// The picture at `address`, written in the content file `from`, with its size; one that can't be used is reported.
    pub fn image(&self, from: &SitePath, address: &str, at: &Span, findings: &mut Findings) -> Option<Image> {
        let address = percent_decoded(address.trim());
        if address.contains("://") {
            findings.push(
                Diagnostic::error(
                    code::IMAGE,
                    at,
                    format!("expected a picture of this site, found \"{address}\", which is another's"),
                )
                .hint(
                    "save the picture beside the page and name its file: another site would learn who reads this one",
                ),
            );
            return None;
        }
        let resolved =
            if let Some(top) = address.strip_prefix('/') { SitePath::new(top) } else { from.resolve(&address) };
        let found = resolved.as_ref().and_then(|path| Some((path, self.files.get(path)?)));
        let Some((path, bytes)) = found else {
            let near = resolved.as_ref().and_then(|path| self.near(path, &path.parent()));
            findings.push(
                Diagnostic::error(
                    code::IMAGE,
                    at,
                    format!("expected a picture beside the page, found \"{address}\", which is not there"),
                )
                .hint(match near {
                    Some(near) => format!("did you mean {near}?"),
                    None => "put the picture’s file into the same folder as the page".to_owned(),
                }),
            );
            return None;
        };
        let vector = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg"));
        if vector && !is_drawing(bytes) {
            findings.push(
                Diagnostic::error(
                    code::IMAGE,
                    at,
                    format!("expected a drawing in SVG, found \"{address}\", which is none"),
                )
                .hint("save the drawing as SVG, or as PNG"),
            );
            return None;
        }
        if vector {
            return Some(Image {
                path: path.clone(),
                alternative: String::new(),
                caption: Vec::new(),
                size: drawn_size(bytes),
            });
        }
        match imagesize::blob_size(bytes) {
            Ok(size) => Some(Image {
                path: path.clone(),
                alternative: String::new(),
                caption: Vec::new(),
                size: Some((
                    u32::try_from(size.width).unwrap_or(u32::MAX),
                    u32::try_from(size.height).unwrap_or(u32::MAX),
                )),
            }),
            Err(_) => {
                findings.push(
                    Diagnostic::error(
                        code::IMAGE,
                        at,
                        format!("expected a picture (PNG, JPEG, WebP or SVG), found \"{address}\", which is none"),
                    )
                    .hint("save the picture as PNG or JPEG"),
                );
                None
            }
        }
    }

    fn near(&self, wanted: &SitePath, folder: &SitePath) -> Option<String> {
        let known = self.pages.keys().chain(self.files.keys()).filter(|path| path.parent() == *folder);
        nearest(wanted.name(), known.map(SitePath::name)).map(str::to_owned)
    }
}

/// The width and height that a drawing asks for in pixels; nothing when it is none that can be drawn.
fn drawn_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = resvg::usvg::Tree::from_data(bytes, &resvg::usvg::Options::default()).ok()?.size().to_int_size();
    Some((size.width(), size.height()))
}

/// Whether a file is a drawing in SVG: after its prolog and comments its first element is `svg`.
fn is_drawing(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            rest if rest.starts_with("<!--") => "-->",
            rest if rest.starts_with("<?") => "?>",
            rest if rest.starts_with("<!") => ">",
            rest => {
                let name = rest.trim_start_matches('<');
                let prefixed = name.split([' ', '>', '/', '\n', '\r', '\t']).next().unwrap_or_default();
                return rest.starts_with('<') && prefixed.rsplit(':').next() == Some("svg");
            }
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return false,
        }
    }
}

/// A link's path with `%20` and its like as the signs they stand for.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Source, Style, terminal};

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path of the test")
    }

    fn links() -> Links {
        Links {
            pages: [(path("2016-17/send.md"), PageState::Built), (path("2017-18/index.md"), PageState::Draft)].into(),
            files: [
                (path("2016-17/map of schools.svg"), Arc::from(*b"<svg/>")),
                (path("2016-17/bad.png"), Arc::from(*b"no")),
            ]
            .into(),
            made: [address::measures()].into(),
        }
    }

    fn follow(link: &str) -> (Option<Target>, String) {
        let source = Source::new("content/2016-17/index.md", link);
        let mut findings = Findings::new();
        let target = links().target(&path("2016-17/index.md"), link, &source.span(0, link.len()), &mut findings);
        (target, terminal(&findings, Style::Plain))
    }

    #[test]
    fn links_lead_to_pages_files_and_outside() {
        let inside = |text: &str, anchor: Option<&str>| {
            Some(Target::Inside { path: path(text), anchor: anchor.map(str::to_owned) })
        };
        assert_eq!(follow("send.md#plans").0, inside("2016-17/send.html", Some("plans")));
        assert_eq!(follow("#here").0, inside("2016-17/index.html", Some("here")));
        assert_eq!(follow("../measures/index.html").0, inside("measures/index.html", None));
        assert_eq!(follow("map%20of%20schools.svg").0, inside("2016-17/map of schools.svg", None));
        assert_eq!(follow("mailto:a@b.example").0, Some(Target::Outside("mailto:a@b.example".into())));
    }

    #[test]
    fn links_that_lead_nowhere_say_where_they_might() {
        for (link, words) in [
            ("sent.md", "did you mean send.md?"),
            ("../2017-18/index.md", "which is a draft"),
            ("../../secret.md", "which leads out of it"),
            ("javascript:alert(1)", "found javascript:"),
        ] {
            let (target, said) = follow(link);
            assert!(target.is_none() && said.contains(words), "{link}: {said}");
        }
    }

    #[test]
    fn a_picture_that_is_none_or_not_there_is_refused() {
        let source = Source::new("content/2016-17/index.md", "x");
        for (file, words) in [("bad.png", "which is none"), ("map.svg", "which is not there")] {
            let mut findings = Findings::new();
            let image = links().image(&path("2016-17/index.md"), file, &source.span(0, 1), &mut findings);
            assert!(image.is_none() && terminal(&findings, Style::Plain).contains(words));
        }
    }
}
