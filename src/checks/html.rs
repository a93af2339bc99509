//! What the checks need of a page's HTML: its links, anchors, headings and pictures, by a scan and no parse.
//!
//! The HTML is our own output and well formed, so that finding tags and their attributes is enough: the 1,000 pages of
//! a large site take milliseconds. What a browser makes of it is for the browser tests.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::document::{PageKind, Site};
use crate::tree::{MediaType, Tree};
use crate::vocabulary::SitePath;

/// Every HTML file of a tree, scanned, with where its links lead.
pub struct Pages<'a> {
    /// Each HTML file, in the order of its path.
    pub all: Vec<Html<'a>>,
    /// Every file of the tree; for an HTML file with its index in `all`.
    files: HashMap<&'a str, Option<usize>>,
}

/// What a scan finds in one HTML file.
pub struct Html<'a> {
    /// The file.
    pub path: &'a SitePath,
    /// The value of every `href` and `src`, in the order of the page, with where it leads.
    pub links: Vec<(Cow<'a, str>, Leads)>,
    /// Every `id`, sorted; one that stands twice is there twice.
    pub ids: Vec<Cow<'a, str>>,
    /// Every heading's level and anchor.
    pub headings: Vec<(u8, Option<Cow<'a, str>>)>,
    /// The address of every picture that has no `alt`, not even an empty one.
    pub pictures_without_words: Vec<Cow<'a, str>>,
    /// The address of every picture that does not say its width and height.
    pub pictures_without_size: Vec<Cow<'a, str>>,
    /// What every page must have.
    pub frame: Frame,
    /// Every table, in the order of the page.
    pub tables: Vec<TableHead>,
}

/// What every page must have.
#[derive(Default)]
pub struct Frame {
    /// Whether it says its language.
    pub has_language: bool,
    /// Whether it has a title with words.
    pub has_title: bool,
    /// How many main parts it has.
    pub mains: usize,
}

/// What a table says of itself.
#[derive(Default)]
pub struct TableHead {
    /// Whether it has a caption.
    pub has_caption: bool,
    /// How many cells are headings.
    pub headings: usize,
    /// How many of them do not say what they head.
    pub without_scope: usize,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Leads {
    /// To another site, to a telephone, to an e-mail.
    Outside,
    /// To a file of the site that is no page.
    File,
    /// To a page, as its index in [`Pages::all`].
    Page {
        /// Which.
        index: usize,
        /// Whether the link names the page's folder and not the page.
        by_folder: bool,
        /// The place in it.
        anchor: Option<String>,
    },
    /// To a file that the site doesn't have.
    Missing(String),
    /// Nowhere that works, and why.
    Nowhere(&'static str),
}

impl<'a> Pages<'a> {
    /// Scans every HTML file of a site's tree. A link to the site's own address, when that is known, stays inside.
    pub fn of(tree: &'a Tree, site: &Site) -> Pages<'a> {
        let address = site.facts.address.as_deref();
        // A web server shows it for addresses of any depth, so its links can only begin at the server's top.
        let not_found = site.pages.iter().find(|page| page.kind == PageKind::NotFound).map(|page| &page.path);
        let root = address.map(|address| {
            let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
            after_scheme.find('/').map_or("/", |at| &after_scheme[at..])
        });
        let html: Vec<(&SitePath, &str)> = tree
            .iter()
            .filter(|(_, file)| file.media == MediaType::Html)
            .map(|(path, file)| (path, std::str::from_utf8(&file.bytes).expect("multum writes pages in UTF-8")))
            .collect();
        let mut files: HashMap<&str, Option<usize>> = tree.iter().map(|(path, _)| (path.as_str(), None)).collect();
        files.extend(html.iter().enumerate().map(|(index, (path, _))| (path.as_str(), Some(index))));
        let scanned = |(path, text): (&'a SitePath, &'a str)| {
            let mut page = scan(path, text);
            for (link, leads) in &mut page.links {
                let own = root.filter(|root| Some(path) == not_found && link.starts_with(root)).or(address);
                *leads = follow(path, link, own, &files);
            }
            page
        };
        let all = html.into_par_iter().map(scanned).collect();
        Pages { all, files }
    }

    /// The HTML file of that name, as its index in `all`.
    pub fn index(&self, path: &str) -> Option<usize> {
        self.files.get(path).copied().flatten()
    }
}

impl Html<'_> {
    /// Whether the page has an anchor of that name.
    pub fn has_anchor(&self, name: &str) -> bool {
        self.ids.binary_search_by(|id| id.as_ref().cmp(name)).is_ok()
    }
}

fn scan<'a>(path: &'a SitePath, text: &'a str) -> Html<'a> {
    let mut page = Html {
        path,
        links: Vec::new(),
        ids: Vec::new(),
        headings: Vec::new(),
        pictures_without_words: Vec::new(),
        pictures_without_size: Vec::new(),
        frame: Frame::default(),
        tables: Vec::new(),
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(open) = bytes[at..].iter().position(|byte| *byte == b'<') {
        at += open + 1;
        match bytes.get(at) {
            Some(b'/') => continue,
            Some(b'!') if text[at..].starts_with("!--") => {
                at = text[at..].find("-->").map_or(text.len(), |end| at + end + 3);
                continue;
            }
            _ => {}
        }
        let end = skip(bytes, at, |byte| !is_space(byte) && byte != b'/' && byte != b'>');
        let name = &text[at..end];
        at = tag(name, text, end, &mut page);
        // A drawing has titles of its own, which come later.
        if name == "title" && !page.frame.has_title {
            let words = text[at..].split('<').next().unwrap_or_default();
            page.frame.has_title = !words.trim().is_empty();
        }
        // What stands in these is no HTML.
        if name == "script" || name == "style" {
            let close = if name == "script" { "</script" } else { "</style" };
            at = text[at..].find(close).map_or(text.len(), |end| at + end);
        }
    }
    page.ids.sort_unstable();
    page
}

/// Takes from a tag what is needed; gives back where the text goes on after it.
fn tag<'a>(name: &str, text: &'a str, mut at: usize, page: &mut Html<'a>) -> usize {
    let bytes = text.as_bytes();
    let (mut id, mut source, mut has_words, mut sides, mut has_scope) = (None, None, false, 0, false);
    loop {
        at = skip(bytes, at, |byte| is_space(byte) || byte == b'/');
        let start = at;
        at = skip(bytes, at, |byte| !is_space(byte) && !matches!(byte, b'=' | b'>' | b'/'));
        let attribute = &text[start..at];
        has_words |= attribute == "alt";
        has_scope |= attribute == "scope";
        sides += usize::from(matches!(attribute, "width" | "height"));
        let after = skip(bytes, at, is_space);
        let value = match bytes.get(after) {
            Some(b'=') => {
                at = skip(bytes, after + 1, is_space);
                match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let start = at + 1;
                        let end = skip(bytes, start, |byte| byte != *quote);
                        at = (end + 1).min(text.len());
                        &text[start..end]
                    }
                    _ => {
                        let start = at;
                        at = skip(bytes, at, |byte| !is_space(byte) && byte != b'>');
                        &text[start..at]
                    }
                }
            }
            Some(b'>') if attribute.is_empty() || after == at => {
                at = after + 1;
                break;
            }
            Some(_) => continue,
            None => {
                at = text.len();
                break;
            }
        };
        match attribute {
            "id" => id = Some(decoded(value)),
            "lang" if name == "html" => page.frame.has_language = !value.trim().is_empty(),
            "href" | "src" | "xlink:href" | "poster" => {
                let link = decoded(value);
                if attribute == "src" {
                    source = Some(link.clone());
                }
                page.links.push((link, Leads::Outside));
            }
            // "small.webp 400w, large.webp 800w"
            "srcset" => {
                let each = value.split(',').filter_map(|one| one.split_whitespace().next());
                page.links.extend(each.map(|one| (decoded(one), Leads::Outside)));
            }
            _ => {}
        }
    }
    if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
        page.headings.push((level - b'0', id.clone()));
    }
    match name {
        "img" => {
            if !has_words {
                page.pictures_without_words.push(source.clone().unwrap_or_default());
            }
            if sides < 2 {
                page.pictures_without_size.push(source.unwrap_or_default());
            }
        }
        "main" => page.frame.mains += 1,
        "table" => page.tables.push(TableHead::default()),
        "caption" => page.tables.iter_mut().next_back().into_iter().for_each(|table| table.has_caption = true),
        "th" => page.tables.iter_mut().next_back().into_iter().for_each(|table| {
            table.headings += 1;
            table.without_scope += usize::from(!has_scope);
        }),
        _ => {}
    }
    page.ids.extend(id);
    at
}

/// The first place from `at` on whose byte is not one of those.
fn skip(bytes: &[u8], at: usize, those: impl Fn(u8) -> bool) -> usize {
    bytes[at..].iter().position(|byte| !those(*byte)).map_or(bytes.len(), |more| at + more)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// An attribute's value with its character references resolved: those that writers of HTML use.
fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').unwrap_or(0);
        let character = match rest.get(1..end).unwrap_or_default() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            number => number
                .strip_prefix("#x")
                .map(|digits| u32::from_str_radix(digits, 16))
                .or_else(|| number.strip_prefix('#').map(str::parse))
                .and_then(Result::ok)
                .and_then(char::from_u32),
        };
        match character {
            Some(character) => {
                text.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Where the link `link` on the page `from` leads. What begins with `address` stays in the site.
fn follow(from: &SitePath, link: &str, address: Option<&str>, files: &HashMap<&str, Option<usize>>) -> Leads {
    let link = link.trim();
    let (link, anchor) = link.split_once('#').map_or((link, None), |(before, anchor)| (before, Some(anchor)));
    let link = link.split('?').next().unwrap_or_default();
    let (start, way) = match address.and_then(|address| link.strip_prefix(address)) {
        Some(rest) => (None, rest),
        None if has_scheme(link) || link.starts_with("//") => return Leads::Outside,
        None if link.starts_with('/') => {
            return Leads::Nowhere(
                "it begins at the top of the web server, so it breaks in a folder or under another path",
            );
        }
        None => (Some(from.as_str()), link),
    };
    let path = match (start, way) {
        // An empty link is the page itself; the bare address is the front page.
        (Some(page), "") => page.to_owned(),
        (None, "") => "index.html".to_owned(),
        (start, way) => match walked(start.unwrap_or_default(), &percent_decoded(way)) {
            Some(path) => path,
            None => return Leads::Nowhere("it climbs above the top of the site"),
        },
    };
    let anchor = anchor.filter(|anchor| !anchor.is_empty() && *anchor != "top");
    let page = |index, by_folder| {
        let anchor = anchor.map(|anchor| percent_decoded(anchor).into_owned());
        Leads::Page { index, by_folder, anchor }
    };
    match files.get(path.as_str()) {
        Some(Some(index)) => page(*index, false),
        Some(None) => Leads::File,
        None => {
            let slash = if path.is_empty() || path.ends_with('/') { "" } else { "/" };
            match files.get(format!("{path}{slash}index.html").as_str()) {
                Some(Some(index)) => page(*index, true),
                _ => Leads::Missing(path),
            }
        }
    }
}

/// The path that `way` leads to from the page `from`; nothing when it climbs above the top.
fn walked(from: &str, way: &str) -> Option<String> {
    let mut path = String::with_capacity(from.len() + way.len());
    path.push_str(from.rfind('/').map_or("", |end| &from[..=end]));
    let mut parts = way.split('/').peekable();
    while let Some(part) = parts.next() {
        match part {
            "" | "." => {}
            ".." => {
                path.pop()?;
                path.truncate(path.rfind('/').map_or(0, |end| end + 1));
            }
            part => {
                path.push_str(part);
                if parts.peek().is_some() {
                    path.push('/');
                }
            }
        }
    }
    Some(path)
}

fn has_scheme(link: &str) -> bool {
    let before = link.split(['/', '?', '#']).next().unwrap_or_default();
    before.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    })
}

fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code =
            text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path of the test")
    }

    #[test]
    fn links_anchors_headings_and_wordless_pictures_are_found() {
        let path = path("index.html");
        let page = scan(
            &path,
            "<!DOCTYPE html><html lang=en><link href='a.css'><h1 id=\"top\">A <a href=\"b.html?x=1&amp;y=2\">b</a></h1>\
             <!-- <a href=\"no.html\"> --><script src=s.js>\"<a href='no.html'>\"</script><style>a{} </style>\n\
             <h3\n  class=\"x > y\"\n  id='s&#x2D;t'>c</h3><img src=\"p.png\"><img src=q.png alt=\"\"/>\
             <svg><use href=\"#top\"/><path d=\"M0 0\"/></svg><img srcset=\"r.webp 1x, s.webp 2x\" alt>",
        );
        let links: Vec<&str> = page.links.iter().map(|(link, _)| link.as_ref()).collect();
        assert_eq!(links, ["a.css", "b.html?x=1&y=2", "s.js", "p.png", "q.png", "#top", "r.webp", "s.webp"]);
        assert_eq!(page.ids, ["s-t", "top"]);
        assert_eq!(page.headings, [(1, Some("top".into())), (3, Some("s-t".into()))]);
        assert_eq!(page.pictures_without_words, ["p.png"]);
    }

    #[test]
    fn html_that_is_cut_off_anywhere_is_scanned_to_its_end() {
        let path = path("index.html");
        let text = "<p class='a'><a href=\"b.html\" id=c>tŷ &amp; d</a><!-- e --><script>f</script><img src=g>";
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert!(scan(&path, &text[..end]).links.len() <= 2);
        }
    }

    #[test]
    fn a_link_is_followed_as_a_browser_follows_it() {
        let from = path("2016-17/key-stage-2/index.html");
        let names =
            ["2016-17/key-stage-2/index.html", "2016-17/index.html", "index.html", "2016-17/key-stage-2/a b.html"];
        let mut files: HashMap<&str, Option<usize>> =
            names.iter().enumerate().map(|(index, name)| (*name, Some(index))).collect();
        files.insert("a/style.css", None);
        let page =
            |index, anchor: Option<&str>| Leads::Page { index, by_folder: false, anchor: anchor.map(str::to_owned) };
        let folder = |index| Leads::Page { index, by_folder: true, anchor: None };
        let own = Some("https://example.gov.uk/review/");
        for (link, leads) in [
            ("", page(0, None)),
            ("#reading", page(0, Some("reading"))),
            ("#top", page(0, None)),
            ("./a%20b.html?c#d%2De", page(3, Some("d-e"))),
            ("../index.html", page(1, None)),
            ("../", folder(1)),
            ("..", folder(1)),
            (".", folder(0)),
            ("../../", folder(2)),
            ("../../2016-17/", folder(1)),
            ("../../2016-17", folder(1)),
            ("../../a/style.css", Leads::File),
            ("../../a/b.html", Leads::Missing("a/b.html".into())),
            ("../../../a.html", Leads::Nowhere("it climbs above the top of the site")),
            ("https://example.gov.uk/review/2016-17/index.html", page(1, None)),
            ("https://example.gov.uk/review/", page(2, None)),
            ("https://example.gov.uk/other", Leads::Outside),
            ("//example.gov.uk", Leads::Outside),
            ("mailto:a@example.gov.uk", Leads::Outside),
            ("tel:+441572722577", Leads::Outside),
            ("data:image/png;base64,AAAA", Leads::Outside),
        ] {
            assert_eq!(follow(&from, link, own, &files), leads, "{link}");
        }
        assert!(matches!(follow(&from, "/a.html", own, &files), Leads::Nowhere(_)));
    }
}
