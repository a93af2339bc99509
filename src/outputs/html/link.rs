//! Where links lead: relative from page to page, so that a site works under any path and from a folder on a disk.

use crate::document::Target;
use crate::vocabulary::SitePath;

use super::Place;

/// The address in a link from the page at `place` to `path`, ready for an attribute once it is escaped.
pub fn to_path(place: &Place, path: &SitePath, anchor: Option<&str>) -> String {
    // Who reads large print goes on reading large print.
    if let Some(counterpart) = place.large.and_then(|large| large.counterpart(path)) {
        return to_file(place, &counterpart, anchor);
    }
    to_file(place, path, anchor)
}

/// The same to the very file at `path`, in whichever edition it stands.
pub fn to_file(place: &Place, path: &SitePath, anchor: Option<&str>) -> String {
    if let (None, Some(anchor)) = (place.root, anchor)
        && path == place.page
    {
        return format!("#{}", encoded(anchor, |_| false));
    }
    let mut link = match place.root {
        // The page is shown for addresses of any depth, so nothing relative would lead anywhere.
        Some(root) => format!("{root}{path}"),
        None => place.page.link_to(path),
    };
    link = encoded(&link, |byte| byte == b'/');
    if place.pretty
        && let Some(folder) = link.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'))
    {
        link.truncate(folder.len());
        if link.is_empty() {
            link.push_str("./");
        }
    }
    if let Some(anchor) = anchor {
        link.push('#');
        link.push_str(&encoded(anchor, |_| false));
    }
    link
}

/// The address of a target, or nothing when it is one that a page must not lead to, such as `javascript:`.
pub fn to_target(place: &Place, target: &Target) -> Option<String> {
    match target {
        Target::Inside { path, anchor } => Some(to_path(place, path, anchor.as_deref())),
        Target::Outside(address) => is_outside(address).then(|| address.clone()),
    }
}

/// Whether an address has one of the four schemes that lead out of a site.
pub fn is_outside(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    scheme.len() < address.len()
        && ["https", "http", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// Percent-encodes what has a meaning of its own in an address: a file may be called `a#b?.csv`.
pub fn encoded(text: &str, also_plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also_plain(byte) {
            out.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;

    fn link(from: &str, to: &str, anchor: Option<&str>, root: Option<&str>, pretty: bool) -> String {
        let page = SitePath::new(from).expect("a path of the test");
        let files = Tree::default();
        let place = Place { page: &page, original: &page, large: None, root, pretty, files: &files, editions: &[] };
        to_path(&place, &SitePath::new(to).expect("a path of the test"), anchor)
    }

    #[test]
    fn links_name_their_file_or_leave_it_out_as_the_site_wants() {
        for (from, to, anchor, plain, pretty) in [
            ("index.html", "a/index.html", None, "a/index.html", "a/"),
            ("a/index.html", "a/index.html", None, "index.html", "./"),
            ("a/index.html", "a/index.html", Some("figure-1"), "#figure-1", "#figure-1"),
            ("a/b.html", "index.html", None, "../index.html", "../"),
            ("a/b.html", "a/my-index.html", Some("x"), "my-index.html#x", "my-index.html#x"),
        ] {
            assert_eq!(link(from, to, anchor, None, false), plain);
            assert_eq!(link(from, to, anchor, None, true), pretty);
        }
    }

    #[test]
    fn a_file_with_signs_in_its_name_is_still_found() {
        assert_eq!(link("index.html", "pictures/50% #1?.png", None, None, false), "pictures/50%25%20%231%3F.png");
        assert_eq!(link("index.html", "javascript:alert(1)", None, None, false), "javascript%3Aalert%281%29");
    }

    #[test]
    fn a_page_for_any_depth_links_from_the_root() {
        assert_eq!(link("404.html", "a/index.html", None, Some("/review/"), false), "/review/a/index.html");
    }

    #[test]
    fn only_addresses_that_lead_out_lead_out() {
        for address in ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "tel:01572722577"] {
            assert!(is_outside(address), "{address}");
        }
        for address in ["javascript:alert(1)", "data:text/html,x", "//a.example", "https", " javascript:x", ""] {
            assert!(!is_outside(address), "{address}");
        }
    }
}
