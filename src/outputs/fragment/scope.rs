//! A stylesheet that keeps to one element: each selector is made one of what stands in the class `multum`.
//!
//! What is left out: the dark scheme, since a page of another system is seldom dark, and a dark part of a light page is
//! worse than none; `@page`, which is the whole page's; and the font, which is the system's.

/// The class of the element that a fragment stands in.
const ROOT: &str = ".multum";

/// What the scoped stylesheet ends with: the system gives the font, the ground and the column.
const END: &str = ".multum{color-scheme:light;background:none;font-family:inherit}\n.multum>.main{padding:0}\n";

/// A stylesheet for a fragment. It must be sound CSS, as the theme's own is.
pub fn scoped(style: &str) -> String {
    let mut out = String::with_capacity(style.len() * 5 / 4);
    rules(style, &mut out);
    out.push_str(END);
    out
}

fn rules(style: &str, out: &mut String) {
    let mut rest = style.trim_start();
    while !rest.is_empty() {
        let start = find(rest, |c| c == '{' || c == ';');
        let (prelude, after) = rest.split_at(start.unwrap_or(rest.len()));
        let prelude = prelude.trim();
        if !after.starts_with('{') {
            // A statement such as @import.
            if prelude.starts_with('@') {
                out.push_str(prelude);
                out.push_str(";\n");
            }
            rest = after.strip_prefix(';').unwrap_or(after).trim_start();
            continue;
        }
        let end = block(after);
        let body = after[1..end].strip_suffix('}').unwrap_or(&after[1..end]);
        rest = after[end..].trim_start();
        match prelude.strip_prefix('@') {
            None => {
                out.push_str(&selectors(prelude));
                out.push('{');
                out.push_str(body);
                out.push_str("}\n");
            }
            Some(rule) if rule.starts_with("page") || rule.contains("prefers-color-scheme") => {}
            Some(rule) if ["media", "supports", "container", "layer"].iter().any(|name| rule.starts_with(name)) => {
                out.push_str(prelude);
                out.push_str("{\n");
                rules(body, out);
                out.push_str("}\n");
            }
            Some(_) => {
                out.push_str(prelude);
                out.push('{');
                out.push_str(body);
                out.push_str("}\n");
            }
        }
    }
}

/// Where the first character that is asked for stands, outside of brackets and quotation marks.
fn find(text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if depth == 0 && wanted(c) => return Some(at),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    None
}

/// How long the block is that begins a text, with its braces.
fn block(text: &str) -> usize {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            (None, _) => {}
        }
    }
    text.len()
}

fn selectors(mut list: &str) -> String {
    let mut scoped = Vec::new();
    loop {
        let end = find(list, |c| c == ',');
        scoped.push(selector(list[..end.unwrap_or(list.len())].trim()));
        match end {
            Some(end) => list = &list[end + 1..],
            None => return scoped.join(","),
        }
    }
}

fn selector(selector: &str) -> String {
    let after = |name: &str| {
        let rest = selector.strip_prefix(name)?;
        (!rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')).then_some(rest)
    };
    if let Some(rest) = [":root", "html", "body"].into_iter().find_map(after) {
        return format!("{ROOT}{rest}");
    }
    if let Some(rest) = after("main") {
        return format!("{ROOT}>.main{rest}");
    }
    if selector.starts_with("[data-template") {
        return format!("{ROOT}{selector}");
    }
    format!("{ROOT} {selector}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_selector_keeps_to_the_fragment() {
        for (style, wanted) in [
            ("a, b > c { color: red; }", ".multum a,.multum b > c{ color: red; }\n"),
            (":root{--a:1;}", ".multum{--a:1;}\n"),
            ("html { x: y }\nbody{x:y}", ".multum{ x: y }\n.multum{x:y}\n"),
            ("htmlx, main:focus{x:y}", ".multum htmlx,.multum>.main:focus{x:y}\n"),
            ("*, ::before{x:y}", ".multum *,.multum ::before{x:y}\n"),
            ("[data-template=\"a,b\"] h1{x:y}", ".multum[data-template=\"a,b\"] h1{x:y}\n"),
            (":is(a, b) c{x:y}", ".multum :is(a, b) c{x:y}\n"),
            ("a::after{content:\"} , {\";x:y}b{}", ".multum a::after{content:\"} , {\";x:y}\n.multum b{}\n"),
            ("@media print{@page{size:A4}a{x:y}}", "@media print{\n.multum a{x:y}\n}\n"),
            ("@media screen and (prefers-color-scheme:dark){a{x:y}}b{}", ".multum b{}\n"),
            ("@import \"a.css\";@font-face{font-family:A}", "@import \"a.css\";\n@font-face{font-family:A}\n"),
        ] {
            assert_eq!(scoped(style), format!("{wanted}{END}"));
        }
    }

    #[test]
    fn a_stylesheet_with_an_open_end_ends() {
        for style in ["a{", "a", "@media print{a{", "}}", "a{\"", "a(", ";;", ","] {
            assert!(scoped(style).ends_with(END), "{style}");
        }
    }
}
