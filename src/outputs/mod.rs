//! What becomes of a site: each output is a pure function of site and theme to files in memory.
//!
//! An output knows no evidence, no YAML, no disk and no clock, so that the same site gives the same bytes everywhere.

pub mod braille;
pub mod csv;
mod data;
pub mod epub;
pub mod fragment;
pub mod html;
pub mod large_print;
pub mod linear;
mod memo;
mod ods;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod screen;
mod stretches;
pub mod text;

pub use memo::Memo;

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Findings, code};
use crate::document::{Edition, Site};
use crate::source::theme::Theme;
use crate::tree::Tree;
use crate::vocabulary::SitePath;

/// One way in which a site goes out.
pub struct Output {
    /// What `--editions` calls it.
    pub name: &'static str,
    /// What it is, for `--help` and for the end of a build.
    pub description: &'static str,
    /// Makes its files, knowing what the outputs before it have made.
    pub render: fn(&Site, &Theme, &Made) -> Checked<Made>,
}

/// What an output made, or several together.
#[derive(Default)]
pub struct Made {
    /// Its files.
    pub tree: Tree,
    /// Those of them in which a report can be taken away, for the pages that offer them.
    pub editions: Vec<Edition>,
}

impl Made {
    /// Files of which none is an edition of a report.
    pub fn of(tree: Tree) -> Made {
        Made { tree, editions: Vec::new() }
    }
}

const DATA: &str = "data";
const SCREEN: &str = "screen";

/// Every output, in the order of making: files to take away come before the pages that offer them. A new one is a folder and
/// a line here.
pub const OUTPUTS: &[Output] = &[
    Output { name: "text", description: "each report as plain text", render: text::render },
    Output { name: braille::NAME, description: "each report in braille", render: braille::render },
    Output { name: "epub", description: "each report as an e-book", render: epub::render },
    Output { name: DATA, description: "figures and drawings to take away", render: data::render },
    #[cfg(feature = "pdf")]
    Output { name: "pdf", description: "PDFs in standard, large and giant print", render: pdf::render },
    Output { name: "large-print", description: "the website in large print", render: large_print::render },
    Output { name: SCREEN, description: "the website", render: screen::render },
];

/// What the outputs are called, in the order of making.
pub fn names() -> impl Iterator<Item = &'static str> {
    OUTPUTS.iter().map(|output| output.name)
}

/// Everything that is made of a site: by the outputs of these names, or by all.
pub fn render(site: &Site, theme: &Theme, names: Option<&[&str]>) -> Checked<Made> {
    render_again(site, theme, names, &Memo::none())
}

/// The same, with what was made before where it would be made so again.
pub fn render_again(site: &Site, theme: &Theme, names: Option<&[&str]>, memo: &Memo) -> Checked<Made> {
    let wants = |output: &str| names.is_none_or(|names| names.contains(&output));
    // What takes longest in a preview rests on nothing but the site, so it is made side by side.
    let (mut data, mut frame) = rayon::join(
        || wants(DATA).then(|| data::render_again(site, memo)),
        || wants(SCREEN).then(|| screen::frame(site, theme, memo)),
    );
    let mut findings = Findings::new();
    let mut all = Made::default();
    // What was made that is no page's own: pages may offer any of it.
    let mut common: Vec<(SitePath, usize)> = Vec::new();
    for output in OUTPUTS.iter().filter(|output| wants(output.name)) {
        let made = if output.name == DATA
            && let Some(data) = data.take()
        {
            common.extend(site.files.iter().map(|file| (file.path.clone(), file.bytes.len())));
            data
        } else if output.name == SCREEN
            && let Some(frame) = frame.take()
        {
            screen::render_again(site, frame, &all, std::mem::take(&mut common), memo)
        } else {
            let made = (output.render)(site, theme, &all);
            common.extend(made.value.tree.iter().map(|(path, file)| (path.clone(), file.bytes.len())));
            made
        };
        let made = made.gather(&mut findings);
        all.tree.merge(made.tree, &mut findings);
        all.editions.extend(made.editions);
    }
    Checked { value: all, findings }
}

/// The chapters in so many parts of nearly as many pages, each with one chapter at least. `starts` are the pages on which the
/// chapters begin in a document of `pages`, from 1.
fn divided<'a, T>(chapters: &'a [T], starts: &[usize], pages: usize, parts: usize) -> Vec<&'a [T]> {
    let start = |at: usize| starts.get(at).copied().unwrap_or(pages + 1);
    let uneven = |from: usize, to: usize| start(to).saturating_sub(start(from)).pow(2);
    // The chapters before each are divided in the best way into one part, then into one more each time: of all ways to end the
    // last part where it ends, the one whose parts have the least squares.
    let mut best: Vec<(usize, Vec<usize>)> = (0..=chapters.len()).map(|to| (uneven(0, to), vec![0, to])).collect();
    for part in 2..=parts.min(chapters.len()) {
        best = (0..=chapters.len())
            .map(|to| {
                // Each part that came before has a chapter, and so has this one.
                let ways = (part - 1..to).map(|from| (best[from].0.saturating_add(uneven(from, to)), from));
                match ways.min() {
                    Some((sum, from)) => (sum, [&best[from].1[..], &[to]].concat()),
                    None => (usize::MAX, vec![0, to]),
                }
            })
            .collect();
    }
    let cuts = best.pop().map(|(_, cuts)| cuts).unwrap_or_default();
    cuts.windows(2).map(|cut| &chapters[cut[0]..cut[1]]).collect()
}

/// Puts a file into a tree; two of one address are the fault of whoever named them.
fn put(tree: &mut Tree, path: SitePath, bytes: impl Into<Arc<[u8]>>, findings: &mut Findings) {
    if let Err(taken) = tree.insert(path, bytes) {
        let message = format!("two pages or files would have the address {taken}");
        findings.push(Diagnostic::placeless(code::ADDRESS, message).hint("give one of the two another name"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Slug;

    #[test]
    fn a_long_report_is_divided_where_a_chapter_begins_and_no_part_is_empty() {
        let chapters = ["a", "b", "c", "d"];
        let divided = |starts: &[usize], parts| divided(&chapters, starts, 100, parts);
        assert_eq!(divided(&[1, 20, 52, 90], 2), [&["a", "b"][..], &["c", "d"]]);
        assert_eq!(divided(&[1, 95, 96, 97], 3), [&["a"][..], &["b", "c"], &["d"]]);
        assert_eq!(divided(&[1, 2, 3, 4], 4), [&["a"][..], &["b"], &["c"], &["d"]]);
        assert_eq!(divided(&[1, 2, 3, 4], 1), [&chapters[..]]);
    }

    #[test]
    fn every_output_has_a_name_that_can_be_typed_and_a_description() {
        for output in OUTPUTS {
            assert!(Slug::new(output.name).is_some(), "{}", output.name);
            assert!(!output.description.is_empty());
        }
    }
}
