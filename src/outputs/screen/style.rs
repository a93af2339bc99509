//! The one stylesheet: the theme's tokens as custom properties, the charts' style, then the theme's own.

use std::fmt::Write;

use crate::charts;
use crate::outputs::html::table;
use crate::source::theme::Theme;

/// The ends of a token's name that make it one of the dark scheme, or of screens as wide as a desk's.
const DARK: &str = "-dark";
const WIDE: &str = "-wide";

/// The stylesheet of a theme.
pub fn stylesheet(theme: &Theme) -> String {
    let mut style = String::from(":root{");
    tokens(&mut style, theme, |name| (!name.ends_with(DARK) && !name.ends_with(WIDE)).then_some(name));
    style.push_str("}\n@media screen and (prefers-color-scheme:dark){:root{");
    tokens(&mut style, theme, |name| name.strip_suffix(DARK));
    style.push_str("}}\n@media (min-width:48em){:root{");
    tokens(&mut style, theme, |name| name.strip_suffix(WIDE));
    style.push_str("}}\n");
    condense(&mut style, charts::STYLE);
    condense(&mut style, &theme.style);
    style
}

/// The stylesheet of pages in large print: the charts' style, then the theme's own for that edition.
pub fn large_print(theme: &Theme) -> String {
    let mut style = String::new();
    condense(&mut style, charts::STYLE);
    condense(&mut style, &each_room(&theme.large_style));
    style
}

/// The rule that stands for one of each step of a table's room, and the class of a table that needs it.
const EACH_ROOM: &str = "@each-room {";
const NEEDS_ROOM: &str = ".needs-room";

/// A stylesheet with each block of `@each-room { … }` written for every step of the room that a table may need: it holds
/// where there is less. An `@each-room` that is never closed stays as it is, as a browser passes over what it doesn't know.
fn each_room(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(start) = rest.find(EACH_ROOM) {
        let (before, block) = rest.split_at(start);
        let body = &block[EACH_ROOM.len()..];
        let Some(end) = closing(body) else { break };
        out.push_str(before);
        for step in table::ROOMS {
            // A hundredth less than the step: where there is just that room, the table has it.
            let _ = writeln!(out, "@container (max-width: {}.99rem) {{{}}}", step - 1, named(&body[..end], step));
        }
        let _ = write!(out, "@container (min-width: 0) {{{}}}", named(&body[..end], table::NO_ROOM));
        rest = &body[end + 1..];
    }
    out.push_str(rest);
    out
}

fn named(body: &str, step: usize) -> String {
    body.replace(NEEDS_ROOM, &format!(".needs-{step}"))
}

/// Where the brace stands that closes a block.
fn closing(body: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn tokens(style: &mut String, theme: &Theme, name: impl Fn(&str) -> Option<&str>) {
    for (token, value) in &theme.tokens {
        if let Some(name) = name(token) {
            // A brace or semicolon would end the rule, and what follows would be a rule of its own.
            let value: String = value.chars().filter(|c| !matches!(c, '{' | '}' | ';' | '\n' | '\r')).collect();
            let _ = write!(style, "--{name}:{};", value.trim());
        }
    }
}

/// Appends a stylesheet without its comments and indents, which are for whoever reads the theme.
fn condense(out: &mut String, style: &str) {
    let mut bare = String::with_capacity(style.len());
    let mut rest = style;
    let mut quote: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            _ => {}
        }
        bare.push(c);
        rest = &rest[c.len_utf8()..];
    }
    for line in bare.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_the_dark_scheme_replace_those_of_the_light_one() {
        let mut theme = Theme::default();
        theme.tokens.insert("accent".to_owned(), "#14532d".to_owned());
        theme.tokens.insert("accent-dark".to_owned(), "#7fc8a0".to_owned());
        let style = stylesheet(&theme);
        assert!(style.starts_with(
            ":root{--accent:#14532d;}\n@media screen and (prefers-color-scheme:dark){:root{--accent:#7fc8a0;}}\n"
        ));
    }

    #[test]
    fn a_token_is_a_value_and_never_a_rule() {
        let mut theme = Theme::default();
        theme.tokens.insert("accent".to_owned(), "red;} body{display:none".to_owned());
        assert!(stylesheet(&theme).starts_with(":root{--accent:red bodydisplay:none;}"));
    }

    #[test]
    fn a_rule_for_each_room_is_written_for_every_step_that_a_table_may_need() {
        let theme = Theme {
            large_style: "a { b: c; }\n@each-room {\n  .needs-room td { d: e; }\n}\nf { g: h; }\n".to_owned(),
            ..Theme::default()
        };
        let style = large_print(&theme);
        for step in table::ROOMS {
            let rule = format!("@container (max-width: {}.99rem) {{\n.needs-{step} td {{ d: e; }}\n}}\n", step - 1);
            assert!(style.contains(&rule), "{rule}");
        }
        assert!(style.ends_with("@container (min-width: 0) {\n.needs-99 td { d: e; }\n}\nf { g: h; }\n"), "{style}");
        assert_eq!(each_room("a {}\n@each-room { b {"), "a {}\n@each-room { b {");
    }

    #[test]
    fn comments_are_left_out_and_quoted_ones_are_not() {
        let mut style = String::new();
        condense(&mut style, "/* why */\na {\n  content: \"/* not */\"; /* why\n not */\n}\n/* open");
        assert_eq!(style, "a {\ncontent: \"/* not */\";\n}\n");
    }
}
