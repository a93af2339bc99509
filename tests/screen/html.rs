//! Just enough of an HTML reader for the tests: elements with their attributes, and whether each is closed.

use std::collections::BTreeMap;

use multum::tree::{MediaType, Tree};
use multum::vocabulary::SitePath;

/// An element as it was opened.
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes, unescaped.
    pub attributes: BTreeMap<String, String>,
    /// The words within it, and within what it holds.
    pub text: String,
}

impl Element {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

const VOID: &[&str] = &["meta", "link", "br", "img", "input"];

/// Every element of a page in order. Panics when tags don't match, quotation marks are left open, or an `&` is bare.
pub fn elements(page: &str) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let text = unescape(&rest[..at]);
        for element in &open {
            elements[*element].text.push_str(&text);
        }
        rest = &rest[at + 1..];
        if rest.starts_with("!doctype") {
            rest = &rest[rest.find('>').expect("the doctype's end")..];
        } else if let Some(after) = rest.strip_prefix('/') {
            let end = after.find('>').expect("an end tag's end");
            let name = &after[..end];
            let last = open.pop().unwrap_or_else(|| panic!("</{name}> closes nothing"));
            assert_eq!(elements[last].name, name, "</{name}> closes <{}>", elements[last].name);
            rest = &after[end..];
        } else {
            let (element, after, closed) = tag(rest);
            let void = closed || VOID.contains(&element.name.as_str());
            elements.push(element);
            if !void {
                open.push(elements.len() - 1);
            }
            rest = after;
        }
        rest = rest.strip_prefix('>').expect("a tag's end");
    }
    assert!(open.is_empty(), "<{}> is never closed", elements[open[0]].name);
    elements
}

fn tag(rest: &str) -> (Element, &str, bool) {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').expect("a name's end");
    let name = rest[..end].to_owned();
    assert!(!name.is_empty(), "a bare < before {:?}", rest.chars().take(20).collect::<String>());
    let mut attributes = BTreeMap::new();
    let mut rest = rest[end..].trim_start();
    while !rest.starts_with(['>', '/']) {
        let end = rest.find(['=', ' ', '>']).expect("an attribute's end");
        let attribute = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix("=\"") {
            let end = after.find('"').expect("a closing quotation mark");
            assert!(!after[..end].contains('<'), "a bare < in {attribute}");
            value = unescape(&after[..end]);
            rest = &after[end + 1..];
        }
        assert!(attributes.insert(attribute.clone(), value).is_none(), "{attribute} stands twice");
        rest = rest.trim_start();
    }
    let closed = rest.starts_with('/');
    (Element { name, attributes, text: String::new() }, rest.trim_start_matches('/'), closed)
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(';').expect("the end of a character reference") + at;
        out.push(match &rest[at + 1..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" | "#x27" => '\'',
            "#x2F" => '/',
            other => panic!("&{other}; is not written by multum"),
        });
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// The text of a file of a tree.
pub fn text<'a>(tree: &'a Tree, path: &str) -> &'a str {
    let path = SitePath::new(path).expect("a path of the test");
    let file = tree.get(&path).unwrap_or_else(|| panic!("{path} is not in the tree"));
    std::str::from_utf8(&file.bytes).expect("UTF-8")
}

/// Every page of a tree.
pub fn pages(tree: &Tree) -> impl Iterator<Item = (&SitePath, Vec<Element>)> {
    tree.iter()
        .filter(|(_, file)| file.media == MediaType::Html)
        .map(|(path, file)| (path, elements(std::str::from_utf8(&file.bytes).expect("UTF-8"))))
}

/// The file and anchor that a link in the page at `from` leads to; nothing when it leads out of the site.
pub fn target(from: &SitePath, link: &str) -> Option<(String, Option<String>)> {
    if link.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (path, Some(decode(anchor))),
        None => (link, None),
    };
    let path = decode(path);
    if path.is_empty() {
        return Some((from.as_str().to_owned(), anchor));
    }
    let to = from.resolve(&path).unwrap_or_else(|| panic!("{link} on {from} leads out of the site"));
    let folder = path.ends_with('/') || path.ends_with("..") || to.as_str().is_empty();
    let to = if folder { to.join("index.html").expect("a page of a folder") } else { to };
    Some((to.as_str().to_owned(), anchor))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
            let digits = std::str::from_utf8(&digits).expect("digits").to_owned();
            bytes.push(u8::from_str_radix(&digits, 16).expect("hexadecimal digits"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
