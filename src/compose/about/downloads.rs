//! The data: the figures of every measure to take away, with what each is and under which licence.

use crate::compose::address;
use crate::compose::site::Context;
use crate::document::{Block, Dataset, Download, Inline, Page, PageKind, data_workbook, table_file};
use crate::evidence::measure::Measure;
use crate::figures::{GroupId, MeasureId, Place};
use crate::vocabulary::{PeriodKind, SitePath};

use super::{heading, inside, paragraph, text};

/// The page; nothing where no measure has figures to take away.
pub(super) fn page(context: &Context<'_>, measures: &[Page]) -> Option<Page> {
    let book = context.book;
    let mut body = Vec::new();
    for (topic_name, topic) in &book.evidence.topics {
        // Pages of measures stand in the order of the measures.
        let of_topic: Vec<(&Page, &Measure)> = (measures.iter().enumerate())
            .map(|(at, page)| (page, book.known(MeasureId(at as u32)).1))
            .filter(|(_, measure)| measure.topic == *topic_name)
            .collect();
        let downloads: Vec<Download> = of_topic
            .iter()
            .filter_map(|(page, measure)| {
                Some(Download {
                    title: measure.title.to_string(),
                    path: all_figures(page)?,
                    kind: "CSV".to_owned(),
                    bytes: 0,
                })
            })
            .collect();
        if downloads.is_empty() {
            continue;
        }
        body.push(heading(2, &topic.title));
        body.push(Block::Downloads(downloads));
        let mut sources: Vec<Vec<Inline>> = Vec::new();
        let mut seen = Vec::new();
        for (_, measure) in &of_topic {
            if !seen.contains(&&measure.source) {
                seen.push(&measure.source);
                sources.push([vec![text("Source: ")], book.source(measure)].concat());
            }
        }
        body.extend(sources.into_iter().map(Block::Paragraph));
    }
    if body.is_empty() {
        return None;
    }
    let opening = vec![
        Block::Paragraph(vec![
            text(
                "Each file has the figures of one measure, by year, for the area of the report and those it is compared with. What a measure counts is said on ",
            ),
            inside(address::measures(), "its own page"),
            text(". Files of comma-separated values (CSV) open in any spreadsheet."),
        ]),
        Block::Downloads(vec![Download {
            title: "All measures in one workbook".to_owned(),
            path: data_workbook(),
            kind: "ODS".to_owned(),
            bytes: 0,
        }]),
        paragraph(
            "A figure that may not be shown, or that there is none of, has a letter in its place: c withheld to protect people, x not available, z does not apply, low rounds to nought, u unreliable.",
        ),
    ];
    body.splice(0..0, opening);
    let made = context.made(
        address::data(),
        PageKind::About,
        "Data to take away",
        "The figures of every measure on this site, as files for spreadsheets and programs.",
        body,
    );
    Some(made)
}

/// The file of a measure's table of all figures: the first table below the heading of that name. Outputs number a page's
/// tables in the order in which they stand.
fn all_figures(page: &Page) -> Option<SitePath> {
    let at = page
        .body
        .iter()
        .position(|block| matches!(block, Block::Heading(heading) if heading.id == address::ALL_FIGURES))?;
    let table = at + page.body[at..].iter().position(|block| matches!(block, Block::Table(_)))?;
    let number = page.body[..=table].iter().filter(|block| matches!(block, Block::Table(_))).count();
    table_file(&page.path, number)
}

/// What search engines for data are told of a measure's page.
pub(in crate::compose) fn dataset(context: &Context<'_>, measure: MeasureId, page: &Page) -> Option<Dataset> {
    let book = context.book;
    let (_, facts) = book.known(measure);
    let file = all_figures(page)?;
    let areas = book.release.areas(measure, GroupId::ALL);
    let periods = areas.iter().flat_map(|area| book.release.periods(measure, GroupId::ALL, &Place::Area(*area)));
    let years = periods.fold(None, |years: Option<(u16, u16)>, period| {
        let start = period.start();
        let end = match period.kind() {
            PeriodKind::Academic | PeriodKind::Financial => start + 1,
            PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => start,
        };
        Some(years.map_or((start, end), |(first, last)| (first.min(start), last.max(end))))
    });
    let licence = facts.source.licence.as_deref().map(|licence| match licence {
        "OGL-UK-3.0" => "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/".to_owned(),
        other => other.to_owned(),
    });
    Some(Dataset {
        name: facts.title.to_string(),
        description: facts.definition.as_deref().unwrap_or(&facts.title).to_owned(),
        publisher: facts.source.publisher.to_string(),
        source: facts.source.url.as_ref().map(ToString::to_string),
        licence,
        years,
        places: areas.iter().map(|area| book.evidence.geography_title(*area).to_string()).collect(),
        files: vec![(file, "text/csv")],
    })
}
