//! What the checks need of a page's HTML: its links, anchors, headings and pictures, by a scan and no parse.
//!
//! The HTML is our own output and well formed, so that finding tags and their attributes is enough: the 1,000 pages of
//! a large site take milliseconds. What a browser makes of it is for the browser tests.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::tree::{MediaType, Tree};
use crate::vocabulary::SitePath;

/// Every HTML file of a tree, scanned, and the names of all its files.
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
    /// The value of every `href` and `src`, in the order of the page.
    pub links: Vec<Cow<'a, str>>,
    /// Every `id`, sorted; one that stands twice is there twice.
    pub ids: Vec<Cow<'a, str>>,
    /// Every heading's level and anchor.
    pub headings: Vec<(u8, Option<Cow<'a, str>>)>,
    /// The address of every picture that has no `alt`, not even an empty one.
    pub pictures_without_words: Vec<Cow<'a, str>>,
}

impl<'a> Pages<'a> {
    /// Scans every HTML file of a tree.
    pub fn of(tree: &'a Tree) -> Pages<'a> {
        let html: Vec<(&SitePath, &str)> = tree
            .iter()
            .filter(|(_, file)| file.media == MediaType::Html)
            .map(|(path, file)| (path, std::str::from_utf8(&file.bytes).expect("multum writes pages in UTF-8")))
            .collect();
        let all: Vec<Html<'a>> = html.into_par_iter().map(|(path, text)| scan(path, text)).collect();
        let mut files: HashMap<&str, Option<usize>> = tree.iter().map(|(path, _)| (path.as_str(), None)).collect();
        files.extend(all.iter().enumerate().map(|(index, page)| (page.path.as_str(), Some(index))));
        Pages { all, files }
    }

    /// Whether the tree has a file of that name.
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
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
    let mut page =
        Html { path, links: Vec::new(), ids: Vec::new(), headings: Vec::new(), pictures_without_words: Vec::new() };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with('/') {
            continue;
        }
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let end = rest.find([' ', '\n', '\t', '\r', '/', '>']).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = tag(name, &rest[end..], &mut page);
        // What stands in these is no HTML.
        if name == "script" || name == "style" {
            let close = if name == "script" { "</script" } else { "</style" };
            rest = rest.find(close).map_or("", |end| &rest[end..]);
        }
    }
    page.ids.sort_unstable();
    page
}

/// Takes from a tag what is needed; gives back the text after it.
fn tag<'a>(name: &str, mut rest: &'a str, page: &mut Html<'a>) -> &'a str {
    let (mut id, mut source, mut has_words) = (None, None, false);
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\t', '\r', '/']);
        let Some(end) = rest.find(['=', '>', ' ', '\n', '\t', '\r', '/']) else { return "" };
        let attribute = &rest[..end];
        has_words |= attribute == "alt";
        let mut value = "";
        let after = rest[end..].trim_start_matches([' ', '\n', '\t', '\r']);
        if let Some(given) = after.strip_prefix('=') {
            let given = given.trim_start_matches([' ', '\n', '\t', '\r']);
            let quote = given.chars().next().filter(|c| *c == '"' || *c == '\'');
            let (inner, ends): (&str, fn(&str, char) -> Option<usize>) = match quote {
                Some(_) => (&given[1..], |text, quote| text.find(quote)),
                None => (given, |text, _| text.find([' ', '\n', '\t', '\r', '>'])),
            };
            let Some(end) = ends(inner, quote.unwrap_or(' ')) else { return "" };
            value = &inner[..end];
            rest = &inner[end + usize::from(quote.is_some())..];
        } else if let Some(next) = rest[end..].strip_prefix('>') {
            rest = next;
            break;
        } else {
            rest = &rest[end..];
        }
        match attribute {
            "id" => id = Some(decoded(value)),
            "href" | "src" | "xlink:href" | "poster" => {
                let link = decoded(value);
                if attribute == "src" {
                    source = Some(link.clone());
                }
                page.links.push(link);
            }
            // "small.webp 400w, large.webp 800w"
            "srcset" => {
                page.links.extend(value.split(',').filter_map(|one| one.split_whitespace().next()).map(decoded))
            }
            _ => {}
        }
    }
    if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
        page.headings.push((level - b'0', id.clone()));
    }
    if name == "img" && !has_words {
        page.pictures_without_words.push(source.unwrap_or_default());
    }
    page.ids.extend(id);
    rest
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

/// Where a link leads.
#[derive(PartialEq, Eq, Debug)]
pub enum Leads<'l> {
    /// To another site, to a telephone, to an e-mail.
    Outside,
    /// To a file of the site; with an anchor in it.
    Inside(String, Option<Cow<'l, str>>),
    /// Nowhere that works, and why.
    Nowhere(&'static str),
}

/// Where the link `link` on the page `from` leads. `address` is the site's own, as `site.toml` gives it.
pub fn follow<'l>(from: &SitePath, link: &'l str, address: Option<&str>) -> Leads<'l> {
    let link = link.trim();
    let (link, anchor) = match link.split_once('#') {
        Some((before, anchor)) => (before, Some(percent_decoded(anchor))),
        None => (link, None),
    };
    let anchor = anchor.filter(|anchor| !anchor.is_empty() && anchor != "top");
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
    if way.is_empty() {
        // An empty link is the page itself; the bare address is the front page.
        let path = start.map_or_else(|| "index.html".to_owned(), str::to_owned);
        return Leads::Inside(path, anchor);
    }
    let mut path = match start.and_then(|page| page.rfind('/').map(|end| &page[..=end])) {
        Some(folder) => folder.to_owned(),
        None => String::new(),
    };
    let way = percent_decoded(way);
    let mut parts = way.split('/').peekable();
    while let Some(part) = parts.next() {
        match part {
            "" | "." => {}
            ".." => {
                if path.is_empty() {
                    return Leads::Nowhere("it climbs above the top of the site");
                }
                path.pop();
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
    Leads::Inside(path, anchor)
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
        assert_eq!(page.links, ["a.css", "b.html?x=1&y=2", "s.js", "p.png", "q.png", "#top", "r.webp", "s.webp"]);
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
        let inside = |path: &str, anchor: Option<&str>| {
            Leads::Inside(path.to_owned(), anchor.map(|anchor| Cow::Owned(anchor.to_owned())))
        };
        let own = Some("https://example.gov.uk/review/");
        for (link, leads) in [
            ("", inside("2016-17/key-stage-2/index.html", None)),
            ("#reading", inside("2016-17/key-stage-2/index.html", Some("reading"))),
            ("#top", inside("2016-17/key-stage-2/index.html", None)),
            ("a.html", inside("2016-17/key-stage-2/a.html", None)),
            ("./a%20b.html?c#d%2De", inside("2016-17/key-stage-2/a b.html", Some("d-e"))),
            ("../", inside("2016-17/", None)),
            ("..", inside("2016-17/", None)),
            ("../../", inside("", None)),
            ("../../measures/x/index.html", inside("measures/x/index.html", None)),
            ("../../../a.html", Leads::Nowhere("it climbs above the top of the site")),
            ("https://example.gov.uk/review/a.html", inside("a.html", None)),
            ("https://example.gov.uk/review/", inside("index.html", None)),
            ("https://example.gov.uk/other", Leads::Outside),
            ("//example.gov.uk", Leads::Outside),
            ("mailto:a@example.gov.uk", Leads::Outside),
            ("tel:+441572722577", Leads::Outside),
            ("data:image/png;base64,AAAA", Leads::Outside),
        ] {
            assert_eq!(follow(&from, link, own), leads, "{link}");
        }
        assert!(matches!(follow(&from, "/a.html", own), Leads::Nowhere(_)));
    }
}
