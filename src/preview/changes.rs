//! What has changed between two versions of a page, in the words that a reader sees.

/// A passage that only one of two versions has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Only the earlier one.
    Gone(String),
    /// Only the later one.
    New(String),
}

/// Elements whose beginning and end part one passage from the next.
const PARTS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "dt",
    "dd",
    "tr",
    "caption",
    "figcaption",
    "summary",
    "blockquote",
    "pre",
    "div",
    "section",
    "ul",
    "ol",
    "table",
    "figure",
    "text",
    "title",
    "svg",
];

/// The passages of a page's content: paragraphs, headings, rows of tables, without their form. What stands round the content is
/// left out.
pub fn lines(html: &str) -> Vec<String> {
    let start = html.find("<main").unwrap_or(0);
    let end = html[start..].find("</main>").map_or(html.len(), |end| start + end);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut rest = &html[start..end];
    while let Some(open) = rest.find('<') {
        line.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let close = after.find('>').unwrap_or(after.len());
        let name = after[..close].trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if PARTS.contains(&name) {
            take(&mut line, &mut lines);
        } else if matches!(name, "td" | "th" | "br") {
            line.push(' ');
        }
        rest = after.get(close + 1..).unwrap_or_default();
    }
    line.push_str(rest);
    take(&mut line, &mut lines);
    lines
}

fn take(line: &mut String, lines: &mut Vec<String>) {
    let plain = line.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let words = plain.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() {
        lines.push(words);
    }
    line.clear();
}

/// What to take out of `before` and put in to come to `after`, in the order of reading: as little as can be.
pub fn changes(before: &[String], after: &[String]) -> Vec<Change> {
    // What is the same at both ends is most of it, and needs no table.
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let tail = before[head..].iter().rev().zip(after[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&before[head..before.len() - tail], &after[head..after.len() - tail]);
    let gone = |text: &String| Change::Gone(text.clone());
    let come = |text: &String| Change::New(text.clone());
    // Two versions that have nothing to do with each other are not worth the memory of the table.
    if old.len() * new.len() > 4_000_000 {
        return old.iter().map(gone).chain(new.iter().map(come)).collect();
    }
    let width = new.len() + 1;
    // How many passages the rests from here on have in common.
    let mut common = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            changes.push(gone(&old[i]));
            i += 1;
        } else {
            changes.push(come(&new[j]));
            j += 1;
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(content: &str) -> Vec<String> {
        lines(&format!(
            "<header><p>Head</p></header><main id=\"main\"><h1>Title</h1>{content}</main><footer>Foot</footer>"
        ))
    }

    #[test]
    fn passages_are_read_as_a_reader_reads_them() {
        assert_eq!(
            page("<p>One <strong>two</strong>\nthree &amp; 4.</p><table><tr><th>A</th><td>5</td></tr></table>"),
            ["Title", "One two three & 4.", "A 5"]
        );
    }

    #[test]
    fn what_changed_is_told_and_nothing_else() {
        let before = page("<p>One.</p><p>Two.</p><p>Three.</p>");
        let after = page("<p>One.</p><p>2.</p><p>Three.</p><p>Four.</p>");
        assert_eq!(
            changes(&before, &after),
            [Change::Gone("Two.".into()), Change::New("2.".into()), Change::New("Four.".into())]
        );
        assert!(changes(&before, &before).is_empty());
    }
}
