//! Text as it may stand in HTML and XML. Everything that anybody wrote goes through here.

/// Appends `text` as it may stand between tags.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => control(byte),
    });
}

/// Appends `text` as it may stand in an attribute between double quotation marks.
pub fn attribute(out: &mut String, text: &str) {
    escape(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => control(byte),
    });
}

/// Characters that neither HTML nor XML allows are dropped: a page with one is invalid, and a feed with one is not read at all.
fn control(byte: u8) -> Option<&'static str> {
    match byte {
        b'\t' | b'\n' => None,
        0..=0x1f | 0x7f => Some(""),
        _ => None,
    }
}

/// Copies whole runs between the bytes that must be replaced, all of which are ASCII, so that runs end at characters.
fn escape(out: &mut String, text: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(instead) = replacement(byte) {
            out.push_str(&text[start..at]);
            out.push_str(instead);
            start = at + 1;
        }
    }
    out.push_str(&text[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(escape: fn(&mut String, &str), given: &str) -> String {
        let mut out = String::new();
        escape(&mut out, given);
        out
    }

    #[test]
    fn nothing_written_becomes_markup() {
        assert_eq!(through(text, "<script>a && b</script>"), "&lt;script&gt;a &amp;&amp; b&lt;/script&gt;");
        assert_eq!(through(attribute, "\" onload=\"x"), "&quot; onload=&quot;x");
    }

    #[test]
    fn other_letters_and_signs_stay_as_they_are() {
        assert_eq!(through(text, "tŷ £5 − 3 “so” it's"), "tŷ £5 − 3 “so” it's");
    }

    #[test]
    fn characters_that_no_page_may_hold_are_dropped() {
        assert_eq!(through(text, "a\u{0}b\u{1b}c\td\u{7f}"), "abc\td");
    }
}
