//! Looks into every file that multum makes, whatever it is packed in, and tells where something stands that must not.
//!
//! It knows no edition: archives, PDFs, compressed streams and data in addresses are known by their first bytes, and a drawing by
//! its scale. So what is added one day is hunted without a change here; `tests/leak_hunt.rs` fails for a kind of file that
//! this can't see into.
#![allow(dead_code)] // Each test crate uses a part of it.

use std::collections::BTreeSet;
use std::io::Read;

use aho_corasick::AhoCorasick;

/// A text found in a file, with the way to it: `report.epub > chapter.xhtml`.
pub struct Found {
    pub place: String,
    pub text: String,
}

/// Every text that a file holds: its bytes as letters, and what it unpacks to.
pub fn texts(place: &str, bytes: &[u8]) -> Vec<Found> {
    let mut all = Vec::new();
    look(place, bytes, 0, &mut all);
    all
}

fn look(place: &str, bytes: &[u8], depth: usize, all: &mut Vec<Found>) {
    assert!(depth < 6, "{place} is packed too deep");
    let mut add = |text: String| all.push(Found { place: place.to_owned(), text: text.to_lowercase() });
    add(String::from_utf8_lossy(bytes).into_owned());
    // Letters of two bytes each, in either order, as PDFs and Windows have them.
    if bytes.contains(&0) {
        for start in [0, 1] {
            let units = bytes.get(start..).unwrap_or_default().chunks_exact(2);
            add(String::from_utf16_lossy(
                &units.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>(),
            ));
        }
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a file of the archive");
            let inner = format!("{place} > {}", file.name().expect("a name"));
            let mut unpacked = Vec::new();
            file.read_to_end(&mut unpacked).expect("unpacked");
            look(&inner, inner.as_bytes(), depth + 1, all);
            look(&inner, &unpacked, depth + 1, all);
        }
    } else if bytes.starts_with(b"\x1f\x8b") {
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).expect("unpacked");
        look(&format!("{place} > unpacked"), &unpacked, depth + 1, all);
    } else if bytes.starts_with(b"%PDF") {
        pdf(place, bytes, depth, all);
    } else if bytes.starts_with(b"\x28\xb5\x2f\xfd") || bytes.starts_with(b"\xfd7zXZ") {
        panic!("{place} has to be unpacked to be searched");
    }
    for inner in embedded(bytes) {
        look(&format!("{place} > data"), &inner, depth + 1, all);
    }
}

/// The text of a PDF's pages, every text beside them (titles, alternative texts, bookmarks), and every stream.
fn pdf(place: &str, bytes: &[u8], depth: usize, all: &mut Vec<Found>) {
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    for number in document.get_pages().keys() {
        let place = format!("{place} > page {number}");
        let text = document.extract_text(&[*number]).unwrap_or_else(|error| panic!("{place}: {error}")).to_lowercase();
        // Letters are placed one by one: whether there is a space between two of them is a matter of opinion.
        let close = text.split_whitespace().collect();
        all.push(Found { place: place.clone(), text });
        all.push(Found { place, text: close });
    }
    for (id, object) in &document.objects {
        let place = format!("{place} > object {}", id.0);
        if let lopdf::Object::Stream(stream) = object {
            // A picture is packed in ways of its own, and its bytes are dots.
            if let Ok(unpacked) = stream.decompressed_content() {
                look(&place, &unpacked, depth + 1, all);
            }
        }
        strings(&place, object, all);
    }
}

fn strings(place: &str, object: &lopdf::Object, all: &mut Vec<Found>) {
    match object {
        lopdf::Object::String(bytes, _) => {
            let text = match bytes.strip_prefix(b"\xfe\xff") {
                Some(units) => {
                    let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                    String::from_utf16_lossy(&units.collect::<Vec<_>>())
                }
                None => bytes.iter().map(|byte| char::from(*byte)).collect(),
            };
            all.push(Found { place: place.to_owned(), text: text.to_lowercase() });
        }
        lopdf::Object::Array(objects) => objects.iter().for_each(|object| strings(place, object, all)),
        lopdf::Object::Dictionary(inner) => inner.iter().for_each(|(_, object)| strings(place, object, all)),
        lopdf::Object::Stream(stream) => stream.dict.iter().for_each(|(_, object)| strings(place, object, all)),
        _ => {}
    }
}

/// What stands in addresses of the kind `data:…;base64,…`.
fn embedded(bytes: &[u8]) -> Vec<Vec<u8>> {
    const START: &[u8] = b";base64,";
    let mut all = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(START.len()).position(|window| window == START) {
        rest = &rest[at + START.len()..];
        let mut out = Vec::new();
        let (mut bits, mut count) = (0u32, 0);
        for byte in rest {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => break,
            };
            bits = bits << 6 | u32::from(value);
            count += 6;
            if count >= 8 {
                count -= 8;
                out.push((bits >> count) as u8);
                bits &= (1 << count) - 1;
            }
        }
        if !out.is_empty() {
            all.push(out);
        }
    }
    all
}

/// A number as people, programs and braille write it: 48,271 and 48271; 81.815; `#dh1bga`.
pub fn forms(number: &str) -> Vec<String> {
    let (whole, rest) =
        number.split_once('.').map_or((number, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let mut forms = Vec::new();
    for between in ["", ",", " ", "\u{a0}", "\u{202f}", "\u{2009}", "&nbsp;", "&#44;", "%2c", "'"] {
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push_str(between);
            }
            text.push(digit);
        }
        text.push_str(&rest);
        forms.push(text);
    }
    // Braille: the first ten letters after a sign that says number; a comma is dot 2, a point dots 2-5-6.
    for (comma, point) in [('1', '4'), ('⠂', '⠲')] {
        for grouped in [forms[0].clone(), forms[1].clone()] {
            let ascii = comma == '1';
            let mut text = String::from(if ascii { "#" } else { "⠼" });
            text.extend(grouped.chars().map(|c| match c.to_digit(10) {
                Some(digit) => {
                    "jabcdefghi⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊".chars().nth(digit as usize + if ascii { 0 } else { 10 }).expect("a digit")
                }
                None if c == ',' => comma,
                None => point,
            }));
            forms.push(text);
        }
    }
    forms.sort();
    forms.dedup();
    forms
}

/// What is looked for, all at once.
pub struct Wanted {
    search: AhoCorasick,
    /// For each spelling what it spells, and whether it is a number, which a longer one doesn't hold.
    spelt: Vec<(usize, bool)>,
}

impl Wanted {
    /// Numbers and words, which are known by their place in this order: the numbers first.
    pub fn new<'a>(numbers: impl IntoIterator<Item = &'a str>, words: impl IntoIterator<Item = &'a str>) -> Wanted {
        let (mut spellings, mut spelt) = (Vec::new(), Vec::new());
        let mut count = 0;
        for number in numbers {
            for form in forms(number) {
                spellings.push(form);
                spelt.push((count, true));
            }
            count += 1;
        }
        for word in words {
            spellings.push(word.to_lowercase());
            spelt.push((count, false));
            count += 1;
        }
        Wanted { search: AhoCorasick::new(spellings).expect("a few hundred spellings"), spelt }
    }

    /// Which of them stand in a text, a number by itself and not within a longer one.
    pub fn standing_in(&self, text: &str) -> BTreeSet<usize> {
        self.search
            .find_overlapping_iter(text)
            .filter_map(|found| {
                let (which, is_number) = self.spelt[found.pattern().as_usize()];
                let bytes = text.as_bytes();
                let before = found.start().checked_sub(1).and_then(|at| bytes.get(at));
                // In braille the letters from a to j are digits: "#feedback" is no 65,542.
                let braille = bytes.get(found.start()) == Some(&b'#');
                let digit = |byte: Option<&u8>| {
                    byte.is_some_and(|byte| byte.is_ascii_digit() || braille && (b'a'..=b'j').contains(byte))
                };
                // "16 571.77" in the widths of a PDF's letters is 16, and then 571.77.
                let two = bytes[found.start()..found.end()].contains(&b' ') && bytes.get(found.end()) == Some(&b'.');
                // "12 142 0 R" in a list of a PDF's is 12, and then object 142.
                let rest = bytes.get(found.end()..).unwrap_or_default();
                let object = bytes[found.start()..found.end()].contains(&b' ')
                    && rest
                        .strip_prefix(b" 0 r")
                        .is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric));
                let longer = !braille && digit(before) || digit(bytes.get(found.end())) || two || object;
                // The decimals of a place on a page, and a digest, which has letters from a to f among its digits.
                let decimals = before == Some(&b'.') && found.start() > 1 && bytes[found.start() - 2].is_ascii_digit();
                let hex =
                    |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|byte| byte.is_ascii_hexdigit()).count();
                let digest =
                    hex(&mut bytes[..found.start()].iter().rev()) + hex(&mut bytes[found.start()..].iter()) >= 32;
                (!is_number || !(longer || decimals || digest)).then_some(which)
            })
            .collect()
    }
}

/// The values that a drawing's marks stand at, by its own scale, and how far each may be off.
pub fn drawn_values(svg: &str) -> Vec<(f64, f64)> {
    let groups: Vec<(&str, &str)> =
        svg.split("<g class=\"").skip(1).filter_map(|group| group.split_once('"')).collect();
    let is = |class: &str, name: &str| class.split(' ').any(|word| word == name);
    let attribute = |tag: &str, name: &str| -> Option<f64> {
        tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.parse().ok()
    };
    // Numbers on a scale, each with its place.
    let mut labels: Vec<(f64, f64, f64)> = Vec::new();
    for (_, group) in groups.iter().filter(|(class, _)| is(class, "chart-scale")) {
        for tag in group.split("<text").skip(1) {
            let words = tag.split('>').nth(1).unwrap_or_default().split('<').next().unwrap_or_default();
            let digits: String = words.chars().filter(|c| !matches!(c, ',' | '%' | '£')).collect();
            let digits = digits.replace('−', "-");
            if let (Some(x), Some(y), Ok(value)) = (attribute(tag, "x"), attribute(tag, "y"), digits.parse()) {
                labels.push((value, x, y));
            }
        }
    }
    let grid: Vec<(f64, f64)> =
        groups.iter().filter(|(class, _)| is(class, "chart-grid")).flat_map(|(_, group)| points(group)).collect();
    let upright = labels.windows(2).all(|pair| pair[0].1 == pair[1].1);
    // Where a label stands is not quite where its line does.
    let mut scale: Vec<(f64, f64)> = labels
        .iter()
        .filter_map(|(value, x, y)| {
            let near = |at: f64, of: &dyn Fn(&(f64, f64)) -> f64| {
                let nearest = grid.iter().map(of).min_by(|a, b| (a - at).abs().total_cmp(&(b - at).abs()))?;
                ((nearest - at).abs() < 9.0).then_some(nearest)
            };
            let place = if upright { near(*y, &|point| point.1) } else { near(*x, &|point| point.0) };
            Some((*value, place?))
        })
        .collect();
    scale.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (Some(first), Some(last)) = (scale.first(), scale.last()) else { return Vec::new() };
    let step = (last.0 - first.0) / (last.1 - first.1);
    if !step.is_finite() || step == 0.0 {
        return Vec::new();
    }
    let drawn = groups
        .iter()
        .filter(|(class, _)| !["chart-grid", "chart-scale", "chart-base"].iter().any(|name| is(class, name)));
    drawn
        .flat_map(|(_, group)| points(group))
        .map(|(x, y)| {
            let place = if upright { y } else { x };
            (first.0 + (place - first.1) * step, step.abs() * 0.15)
        })
        .collect()
}

/// Every place that the shapes of a group begin at, pass or end at.
fn points(group: &str) -> Vec<(f64, f64)> {
    let mut all = Vec::new();
    for path in group.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        path_points(path, &mut all);
    }
    for tag in group.split('<').skip(1) {
        let number =
            |name: &str| -> Option<f64> { tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.parse().ok() };
        if let (Some(x), Some(y)) = (number("cx"), number("cy")) {
            all.push((x, y));
        }
        if let (true, Some(x), Some(y)) = (tag.starts_with("rect"), number("x"), number("y")) {
            all.push((x, y));
            all.push((x + number("width").unwrap_or(0.0), y + number("height").unwrap_or(0.0)));
        }
    }
    all
}

fn path_points(path: &str, all: &mut Vec<(f64, f64)>) {
    let (mut x, mut y) = (0.0, 0.0);
    let mut rest = path;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let command = rest.as_bytes()[at] as char;
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let spaced = rest[..end].replace('-', " -").replace(',', " ");
        let numbers: Vec<f64> = spaced.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let size = match command.to_ascii_lowercase() {
            'h' | 'v' => 1,
            'a' => 7,
            'c' => 6,
            'q' | 's' => 4,
            _ => 2,
        };
        for part in numbers.chunks_exact(size) {
            let (from_x, from_y) = if command.is_ascii_lowercase() { (x, y) } else { (0.0, 0.0) };
            match command.to_ascii_lowercase() {
                'h' => x = from_x + part[0],
                'v' => y = from_y + part[0],
                _ => (x, y) = (from_x + part[size - 2], from_y + part[size - 1]),
            }
            all.push((x, y));
        }
    }
}

/// The values that the marks of every drawing of a page stand at.
pub fn drawn_values_of(page: &str) -> Vec<(f64, f64)> {
    page.split("<svg").skip(1).filter_map(|rest| rest.split("</svg>").next()).flat_map(drawn_values).collect()
}
