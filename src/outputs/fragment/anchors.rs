//! Anchors that no other part of a page has: each begins with `multum-`, and so does whatever leads to one.
//!
//! The HTML is our own and well formed: a tag ends at the first `>` outside of quotation marks, and every value is quoted.

/// What every anchor begins with.
const PREFIX: &str = "multum-";

/// Attributes whose value is one anchor or several.
const NAMES: [&str; 5] = ["id", "for", "aria-labelledby", "aria-describedby", "aria-controls"];

/// HTML with its anchors and the links to them told from those of the page that it is put into.
pub fn prefixed(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 32);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let end = end_of_tag(rest);
        tag(&rest[..end], &mut out);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn end_of_tag(text: &str) -> usize {
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

fn tag(mut tag: &str, out: &mut String) {
    while let Some((before, after)) = tag.split_once("=\"") {
        let (value, rest) = after.split_once('"').unwrap_or((after, ""));
        let name = before.rsplit(|c: char| c.is_whitespace() || c == '"').next().unwrap_or_default();
        out.push_str(before);
        out.push_str("=\"");
        if NAMES.contains(&name) {
            let all: Vec<String> = value.split_whitespace().map(|anchor| format!("{PREFIX}{anchor}")).collect();
            out.push_str(&all.join(" "));
        } else if name == "href" && !value.contains(':') {
            match value.split_once('#') {
                Some((file, anchor)) if !anchor.is_empty() => out.push_str(&format!("{file}#{PREFIX}{anchor}")),
                Some(_) | None => out.push_str(value),
            }
        } else {
            out.push_str(&value.replace("url(#", &format!("url(#{PREFIX}")));
        }
        out.push('"');
        tag = rest;
    }
    out.push_str(tag);
}

#[cfg(test)]
mod tests {
    use super::prefixed;

    #[test]
    fn anchors_and_what_leads_to_them_are_told_from_those_of_the_system() {
        for (html, prefixed_html) in [
            ("<h2 id=\"contact\">a = \"b\" > c</h2>", "<h2 id=\"multum-contact\">a = \"b\" > c</h2>"),
            ("<a href=\"#contact\">x</a>", "<a href=\"#multum-contact\">x</a>"),
            (
                "<a class=\"id\" href=\"../a/b.html#c\">id=\"x\"</a>",
                "<a class=\"id\" href=\"../a/b.html#multum-c\">id=\"x\"</a>",
            ),
            (
                "<svg aria-labelledby=\"a b\" clip-path=\"url(#c)\"/>",
                "<svg aria-labelledby=\"multum-a multum-b\" clip-path=\"url(#multum-c)\"/>",
            ),
            ("<a href=\"https://a.example/#c\" title=\"a > b\">", "<a href=\"https://a.example/#c\" title=\"a > b\">"),
            ("<a href=\"#\">", "<a href=\"#\">"),
            ("<!-- id=\"a\" --> < 3 & no tag", "<!-- id=\"a\" --> < 3 & no tag"),
            ("<p data-id=\"a\" hidden>", "<p data-id=\"a\" hidden>"),
        ] {
            assert_eq!(prefixed(html), prefixed_html);
        }
    }
}
