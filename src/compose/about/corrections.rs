//! Corrections and updates: what was changed after it was published, on a page of its own, above the page that it is
//! about, and in the feed.

use std::collections::BTreeMap;

use crate::compose::address;
use crate::compose::content::ContentPage;
use crate::compose::site::Context;
use crate::diagnostic::{Diagnostic, Findings, code, nearest};
use crate::document::{Banner, Block, Change, Correction, Heading, Inline, Page, PageKind, Target};
use crate::vocabulary::SitePath;

use super::{inside, paragraph, text};

/// What was changed, the newest first. One that names a page which the site doesn't have is reported.
pub(in crate::compose) fn corrections(context: &Context<'_>, findings: &mut Findings) -> Vec<Correction> {
    let entries = context.book.evidence.corrections.as_deref().unwrap_or_default();
    let mut on_day: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let page = match &entry.page {
            None => None,
            Some(asked) => {
                let found = context.chosen.iter().find(|page| page.file.as_str() == asked.as_str());
                match found {
                    Some(page) => Some((address::content(&page.file), title(page))),
                    None => {
                        let near = nearest(asked.as_str(), context.chosen.iter().map(|page| page.file.as_str()));
                        let message = format!("expected a published page of content, found {}", asked.shown());
                        findings.push(Diagnostic::error(code::DEAD_LINK, asked.span(), message).hint(
                            near.map_or_else(
                                || "name its file, such as 2016-17/key-stage-2.md".to_owned(),
                                |near| format!("did you mean {near}?"),
                            ),
                        ));
                        continue;
                    }
                }
            }
        };
        let day = entry.day.to_string();
        let number = on_day.entry(day.clone()).and_modify(|number| *number += 1).or_insert(1);
        let id = if *number == 1 { format!("on-{day}") } else { format!("on-{day}-{number}") };
        all.push(Correction {
            day: entry.day,
            kind: entry.kind,
            page,
            text: entry.text.to_string(),
            listed: (address::corrections(), id),
        });
    }
    all
}

fn title(page: &ContentPage) -> String {
    page.front.title.clone()
}

/// The page; nothing where the site keeps no record.
pub(super) fn page(context: &Context<'_>) -> Option<Page> {
    context.book.evidence.corrections.as_ref()?;
    let mut body = Vec::new();
    // Faults have been told where the corrections were made out.
    let all = corrections(context, &mut Findings::new());
    if all.is_empty() {
        body.push(paragraph("Nothing on this site has been corrected or updated since it was published."));
    }
    for correction in &all {
        let heading = format!("{}, {}", correction.kind.word(), correction.day.words());
        body.push(Block::Heading(Heading {
            level: 2,
            id: correction.listed.1.clone(),
            text: vec![text(heading)],
            at: None,
        }));
        let mut line: Vec<Inline> = Vec::new();
        if let Some((path, title)) = &correction.page {
            line.extend([inside(path.clone(), title), text(": ")]);
        }
        line.push(text(correction.text.as_str()));
        body.push(Block::Paragraph(line));
    }
    let mut end = vec![text("A correction mends what was wrong. An update adds what was not there before. ")];
    if let Some(to) = &context.config.organisation.contact {
        end.extend([text("If you find a mistake, please tell us: "), super::contact(to), text(".")]);
    }
    body.push(Block::Paragraph(end));
    let made = context.made(
        address::corrections(),
        PageKind::About,
        "Corrections and updates",
        "What was changed on this site after it was published, the newest first.",
        body,
    );
    Some(made)
}

/// What is said above each page that was corrected. An update is listed, and no page need say it.
pub(in crate::compose) fn notes(corrections: &[Correction]) -> BTreeMap<SitePath, Vec<Banner>> {
    let mut notes: BTreeMap<SitePath, Vec<Banner>> = BTreeMap::new();
    for correction in corrections.iter().filter(|correction| correction.kind == Change::Correction) {
        let Some((path, _)) = &correction.page else { continue };
        let target = Target::Inside { path: address::corrections(), anchor: Some(correction.listed.1.clone()) };
        let words = vec![
            Inline::Strong(vec![text(format!("Corrected on {}.", correction.day.words()))]),
            text(format!(" {} ", correction.text)),
            Inline::Link { target, text: vec![text("All corrections and updates")] },
            text("."),
        ];
        notes.entry(path.clone()).or_default().push(words.into());
    }
    notes
}
