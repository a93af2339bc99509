//! Which reports there are among the pages of content, which pages are theirs, and which of them the front page carries.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Findings, Span, code, nearest};
use crate::document::Status;
use crate::figures::{GeographyId, Place};
use crate::source::config::Config;
use crate::vocabulary::{AcademicYear, SitePath};

use super::book::{Book, Defaults, NEIGHBOURS};
use super::content::ContentPage;

/// A report as its `index.md` says it.
#[derive(Debug)]
pub(super) struct Head {
    pub folder: SitePath,
    /// Its index.md among the pages.
    pub index: usize,
    pub title: String,
    pub year: AcademicYear,
    pub geography: GeographyId,
    pub defaults: Defaults,
}

pub(super) fn report_heads(pages: &[Arc<ContentPage>], book: &Book, findings: &mut Findings) -> Vec<Head> {
    let mut heads = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let Some(report) = &page.front.report else {
            continue;
        };
        if page.file.name() != "index.md" {
            findings.push(
                Diagnostic::error(
                    code::REPORT,
                    page.front.report_at.as_ref().unwrap_or(&page.front.title_at),
                    format!("expected report: in an index.md, found it in {}", page.file.name()),
                )
                .hint("move it to the index.md of the report’s folder"),
            );
            continue;
        }
        let (name, at) = &report.geography;
        if name == NEIGHBOURS {
            findings.push(
                Diagnostic::error(
                    code::REPORT,
                    at,
                    format!("expected the place that the report is about, found {name}"),
                )
                .hint("name an authority of data/geographies.yaml here, and the neighbours in compare:"),
            );
            continue;
        }
        let geography = match book.place(name, None, at, findings) {
            Some(Place::Area(geography)) => geography,
            Some(Place::MeanOf(_)) | None => continue,
        };
        let mut compare = Vec::new();
        for (name, at) in &report.compare {
            if book.place(name, Some(geography), at, findings).is_some() {
                compare.push(name.clone());
            }
        }
        heads.push(Head {
            folder: page.file.parent(),
            index,
            title: page.front.title.clone(),
            year: report.year,
            geography,
            defaults: Defaults { year: Some(report.year), geography: Some(geography), compare },
        });
    }
    heads
}

/// For each page the report that it belongs to, by its number: that of the nearest folder above it.
pub(super) fn owners(heads: &[Head], pages: &[Arc<ContentPage>]) -> Vec<Option<usize>> {
    let by_folder = by_folder(heads);
    pages.iter().map(|page| owner(&by_folder, &page.file)).collect()
}

pub(super) fn by_folder(heads: &[Head]) -> BTreeMap<&SitePath, usize> {
    heads.iter().enumerate().map(|(number, head)| (&head.folder, number)).collect()
}

pub(super) fn owner(by_folder: &BTreeMap<&SitePath, usize>, file: &SitePath) -> Option<usize> {
    let mut folder = file.parent();
    loop {
        match by_folder.get(&folder) {
            Some(number) => return Some(*number),
            None if folder.as_str().is_empty() => return None,
            None => folder = folder.parent(),
        }
    }
}

/// Whether a report is not out: it is being written, or under embargo.
pub(super) fn is_kept(index: &ContentPage) -> bool {
    index.front.status == Status::Draft || index.front.embargo.is_some()
}

/// For each report its pages' numbers in the order of reading, its front page first.
pub(super) fn orders(heads: &[Head], pages: &[Arc<ContentPage>], owners: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new(); heads.len()];
    for (number, owner) in owners.iter().enumerate() {
        if let Some(owner) = owner {
            orders[*owner].push(number);
        }
    }
    for (head, order) in heads.iter().zip(&mut orders) {
        order.sort_by_key(|number| {
            let page = &pages[*number];
            (*number != head.index, page.front.order, &page.front.title, &page.file)
        });
    }
    orders
}

/// The folders of reports that a fault, which has been told, keeps from being one.
pub(super) fn unsettled(pages: &[Arc<ContentPage>], heads: &[Head], unread: &[SitePath]) -> Vec<SitePath> {
    let settled: BTreeSet<usize> = heads.iter().map(|head| head.index).collect();
    let faulty =
        |(number, page): &(usize, &Arc<ContentPage>)| page.front.report_at.is_some() && !settled.contains(number);
    let said = pages.iter().enumerate().filter(faulty).map(|(_, page)| &page.file);
    said.chain(unread).filter(|file| file.name() == "index.md").map(SitePath::parent).collect()
}

/// Whether a page belongs to a report that could not be made out: whatever its calls lack, they lack for that.
pub(super) fn is_unsettled(unsettled: &[SitePath], head: Option<&Head>, file: &SitePath) -> bool {
    let length = head.map_or(0, |head| head.folder.as_str().len());
    unsettled.iter().any(|folder| {
        let below = file.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        (folder.as_str().is_empty() || below) && folder.as_str().len() >= length
    })
}

/// A report that is a draft, or under embargo.
pub(super) struct Drafted {
    folder: SitePath,
    /// Where it says `report:`.
    at: Span,
    is_embargoed: bool,
}

pub(super) fn drafted(pages: &[Arc<ContentPage>], heads: &[Head]) -> Vec<Drafted> {
    heads
        .iter()
        .map(|head| (head, &pages[head.index].front))
        .filter(|(_, front)| front.status == Status::Draft || front.embargo.is_some())
        .filter_map(|(head, front)| {
            let at = front.report_at.clone()?;
            Some(Drafted { folder: head.folder.clone(), at, is_embargoed: front.embargo.is_some() })
        })
        .collect()
}

/// The report that the front page carries: the one that site.toml names, or the newest.
pub(super) fn front(
    config: &Config,
    heads: &[Head],
    unsettled: &[SitePath],
    drafted: &[Drafted],
    findings: &mut Findings,
) -> Option<usize> {
    if heads.is_empty() {
        // What keeps a report from being one has been told where it stands.
        if unsettled.is_empty() {
            findings.push(match drafted.first() {
                Some(draft) => {
                    Diagnostic::error(code::REPORT, &draft.at, "expected a report that is published, found drafts only")
                        .hint("write status: published, or build with --drafts")
                }
                None => Diagnostic::placeless(
                    code::REPORT,
                    "expected a report: a folder of content whose index.md says report:, found none",
                )
                .hint(
                    "write report: { year: 2016/17, geography: rutland } between the --- of content/2016-17/index.md",
                ),
            });
        }
        return None;
    }
    let Some((name, at)) = &config.front else {
        return Some(0);
    };
    let found = heads.iter().position(|head| head.folder.as_str() == name);
    if found.is_some() || unsettled.iter().any(|folder| folder.as_str() == name) {
        return found.or(Some(0));
    }
    let fault = |found: &str| {
        let message = format!("expected the folder of a published report for front, found \"{name}\"{found}");
        Diagnostic::error(code::SITE, at, message)
    };
    findings.push(match drafted.iter().find(|draft| draft.folder.as_str() == name) {
        // It will be the front report when its time has come, without another edit; until then it is the newest.
        Some(draft) if draft.is_embargoed => return Some(0),
        Some(draft) => fault(", which is a draft")
            .note(&draft.at, "this is the draft")
            .hint("publish it, build with --drafts, or name another"),
        None => match nearest(name, heads.iter().map(|head| head.folder.as_str())) {
            Some(near) => fault("").hint(format!("did you mean front = \"{near}\"?")),
            None => fault("").hint(format!("write front = \"{}\"", heads[0].folder)),
        },
    });
    Some(0)
}
