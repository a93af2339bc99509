//! HTML of ours as XML: what a browser forgives, an e-book reader refuses.
//!
//! What [`crate::outputs::html`] writes differs from XML in four things alone: elements that are never closed, attributes
//! without a value, drawings without their namespace, and languages under their other name. Two more are for the device: the
//! drawing for narrow columns goes, since the other scales, and what is folded is open.

/// Elements that have no end in HTML.
const VOID: [&str; 4] = ["img", "br", "hr", "col"];

/// The same as well-formed XML.
pub fn well_formed(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 20);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let end = tag_end(rest);
        let tag = &rest[..end];
        rest = &rest[end..];
        if tag.starts_with("<svg") && tag.contains("chart-narrow") {
            rest = rest.find("</svg>").map_or("", |close| &rest[close + "</svg>".len()..]);
            continue;
        }
        // What is open needs no words by which it is opened.
        if tag.starts_with("<summary") {
            rest = rest.find("</summary>").map_or("", |close| &rest[close + "</summary>".len()..]);
            continue;
        }
        write_tag(&mut out, tag);
    }
    out.push_str(rest);
    out
}

/// The byte after a tag that begins here. A sign that ends tags may stand in an attribute.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn write_tag(out: &mut String, tag: &str) {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let name_end = inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len());
    let (name, mut rest) = inner.split_at(name_end);
    let name = match name {
        "details" => "div",
        "/details" => "/div",
        other => other,
    };
    let closed = rest.ends_with('/') || name.ends_with('/');
    rest = rest.trim_end_matches('/');
    out.push('<');
    out.push_str(name);
    if name == "svg" {
        out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
    }
    while let Some((attribute, after)) = next_attribute(rest) {
        rest = after;
        match attribute {
            // A book has nothing to save or to put off.
            (name, _) if name == "download" || name == "decoding" || name == "open" => {}
            (name, None) => out.push_str(&format!(" {name}=\"{name}\"")),
            ("lang", Some(value)) => out.push_str(&format!(" xml:lang=\"{value}\" lang=\"{value}\"")),
            ("class", Some(value)) => out.push_str(&format!(" class=\"{}\"", value.replace(" chart-wide", ""))),
            (name, Some(value)) => out.push_str(&format!(" {name}=\"{value}\"")),
        }
    }
    out.push_str(if VOID.contains(&name) || (closed && !name.ends_with('/')) { "/>" } else { ">" });
}

/// The next attribute, its value if it has one, and what follows.
fn next_attribute(text: &str) -> Option<((&str, Option<&str>), &str)> {
    let text = text.trim_start();
    if text.is_empty() {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    match rest.strip_prefix("=\"") {
        Some(value) => {
            let close = value.find('"').unwrap_or(value.len());
            Some(((name, Some(&value[..close])), value.get(close + 1..).unwrap_or("")))
        }
        None => Some(((name, None), rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_xml_and_words_stay_as_they_are() {
        for (html, xml) in [
            ("<p>a &lt; b<br>\nc</p>", "<p>a &lt; b<br/>\nc</p>"),
            ("<img src=\"a.png\" alt=\"x > y\" decoding=\"async\">", "<img src=\"a.png\" alt=\"x > y\"/>"),
            ("<a href=\"a.csv\" download>Data</a>", "<a href=\"a.csv\">Data</a>"),
            ("<span lang=\"cy\">tŷ</span>", "<span xml:lang=\"cy\" lang=\"cy\">tŷ</span>"),
            ("<details class=\"figures\"><summary>See</summary></details>", "<div class=\"figures\"></div>"),
            (
                "<svg class=\"chart chart-wide\"><path d=\"M0 0\"/></svg><svg class=\"chart chart-narrow\"><g/></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\"><path d=\"M0 0\"/></svg>",
            ),
        ] {
            assert_eq!(well_formed(html), xml);
        }
    }
}
