//! The author's panel: what is to be known of the page on screen, for whoever writes it. In the preview alone, never in a build.

use std::path::Path;

use crate::checks::reading;
use crate::diagnostic::{Diagnostic, code};
use crate::document::{Behind, Page};
use crate::outputs::html::{escape, link};
use crate::vocabulary::{SitePath, upper_first};

use super::changes;
use super::faults::{self, Editor};
use super::site::Good;
use super::snapshot::Snapshot;

/// The folder of the published site, below the site's own.
const PUBLISHED: &str = "public";

/// The panel's content for the file `name` of the site.
pub fn panel(good: &Good, name: &str, snapshot: &Snapshot, editor: &Editor) -> String {
    let Some(page) = good.built.site.pages.iter().find(|page| page.path.as_str() == name) else {
        return "<p>This is no page of the site.</p>\n".to_owned();
    };
    let mut out = String::new();
    if good.undecided {
        paragraph(
            &mut out,
            "Which figures may be shown is being decided. Until then those that hang together with what changed are withheld.",
        );
    }
    findings(&mut out, good, page, snapshot, editor);
    figures(&mut out, page, snapshot, editor);
    reading_grade(&mut out, page);
    changed(&mut out, good, page, snapshot);
    out
}

fn heading(out: &mut String, words: &str) {
    out.push_str("<h2>");
    escape::text(out, words);
    out.push_str("</h2>\n");
}

fn paragraph(out: &mut String, words: &str) {
    out.push_str("<p>");
    escape::text(out, words);
    out.push_str("</p>\n");
}

/// What the checks found on the page, loose figures in a list of their own.
fn findings(out: &mut String, good: &Good, page: &Page, snapshot: &Snapshot, editor: &Editor) {
    let Some(all) = good.findings() else {
        heading(out, "Checks");
        paragraph(out, "The checks are being made.");
        return;
    };
    let ours: Vec<&Diagnostic> = all.iter().filter(|found| is_of(found, page)).collect();
    let (loose, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        ours.into_iter().partition(|found| found.code == code::LOOSE_FIGURE);
    heading(out, "Checks");
    match others.len() {
        0 => paragraph(out, "The checks found nothing on this page."),
        _ => others.iter().for_each(|found| faults::one(out, found, snapshot, editor)),
    }
    heading(out, "Loose figures");
    match loose.len() {
        0 => paragraph(out, "Every figure on this page was printed by a function or has its source."),
        _ => loose.iter().for_each(|found| faults::one(out, found, snapshot, editor)),
    }
}

/// Whether a finding is of a page: it stands in the page's file, or names the page.
fn is_of(found: &Diagnostic, page: &Page) -> bool {
    let shown = page.canonical.as_ref().unwrap_or(&page.path);
    let file = shown.as_str().strip_suffix(".html").map(|stem| format!("content/{stem}.md"));
    let at = |path: &str| Some(path) == file.as_deref();
    let named = |text: &str| text.split([' ', ',']).any(|word| word == page.path.as_str());
    found.at.as_ref().is_some_and(|span| at(span.source().path()))
        || found.notes.iter().any(|(span, _)| at(span.source().path()))
        || (found.at.is_none() && named(&found.message))
}

/// Each figure in the page's sentences with what stands behind it.
fn figures(out: &mut String, page: &Page, snapshot: &Snapshot, editor: &Editor) {
    heading(out, "Figures in the text");
    let behind = page.body.behind();
    if behind.is_empty() {
        paragraph(out, "No function prints a figure in a sentence of this page.");
        return;
    }
    out.push_str("<dl class=\"multum-figures\">\n");
    for Behind { text, of, measure, source, why, at } in behind {
        out.push_str("<dt>");
        escape::text(out, text);
        out.push_str("</dt>\n<dd>");
        escape::text(out, &upper_first(of));
        if let Some(why) = why {
            out.push_str(". <strong>No figure:</strong> ");
            escape::text(out, why);
        }
        out.push_str(". Source: ");
        escape::text(out, source.trim_end_matches('.'));
        out.push_str(". <a href=\"/measures/");
        out.push_str(&link::encoded(measure.as_str(), |_| false));
        out.push_str("/index.html\">");
        escape::text(out, measure.as_str());
        out.push_str("</a>, asked for in ");
        faults::link(out, at, snapshot, editor);
        out.push_str("</dd>\n");
    }
    out.push_str("</dl>\n");
}

fn reading_grade(out: &mut String, page: &Page) {
    heading(out, "How hard it is to read");
    match reading::grade(page) {
        Some(grade) => paragraph(
            out,
            &format!(
                "The words of this page need about grade {grade:.0} of schooling: somebody of {:.0} can read them. Short sentences and short words make it less.",
                grade + 5.0
            ),
        ),
        None => paragraph(out, "The page has too few words to tell."),
    }
}

/// What has changed since the site in `public/` was built, in the words that a reader sees.
fn changed(out: &mut String, good: &Good, page: &Page, snapshot: &Snapshot) {
    heading(out, "Since the published version");
    let published = snapshot.place(PUBLISHED);
    let Some(before) = published_page(&published, &page.path) else {
        let words = match published.is_dir() {
            true => "This page is new: the site in public/ has none at its address.",
            false => "There is no published version in public/ to compare with. multum build makes one.",
        };
        paragraph(out, words);
        return;
    };
    let now = good.file(&page.path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
    let changes = changes::changes(&changes::lines(&before), &changes::lines(&now));
    if changes.is_empty() {
        paragraph(out, "No word has changed.");
        return;
    }
    out.push_str("<ul class=\"multum-changes\">\n");
    for change in &changes {
        let (word, element, text) = match change {
            changes::Change::Gone(text) => ("Gone", "del", text),
            changes::Change::New(text) => ("New", "ins", text),
        };
        out.push_str(&format!("<li>{word}: <{element}>"));
        escape::text(out, text);
        out.push_str(&format!("</{element}></li>\n"));
    }
    out.push_str("</ul>\n");
}

fn published_page(folder: &Path, path: &SitePath) -> Option<String> {
    std::fs::read_to_string(folder.join(path.as_str())).ok()
}
