//! Pages that list others: all measures, all reports, and where to go from an address that leads nowhere.

use crate::document::{Block, Cell, Column, Heading, Inline, Page, PageKind, PageLink, Row, Table, Target};
use crate::figures::{GroupId, MeasureId, Place, Subject};
use crate::vocabulary::{Slug, date_in_words};

use super::address;
use super::functions::key_figure_words;
use super::memo::Memo;
use super::site::{Context, compared, home};

/// All measures by topic, each with its latest figure.
pub(super) fn measures_page(context: &Context<'_>, memo: &Memo) -> Page {
    let book = context.book;
    let head = context.head();
    let mut body = Vec::new();
    for (topic_name, topic) in &book.evidence.topics {
        let measures: Vec<(usize, &Slug)> = book
            .evidence
            .measures
            .iter()
            .enumerate()
            .filter(|(_, (_, measure))| measure.topic == *topic_name)
            .map(|(at, (slug, _))| (at, slug))
            .collect();
        if measures.is_empty() {
            continue;
        }
        body.push(Block::Heading(Heading {
            level: 2,
            id: topic_name.to_string(),
            text: vec![Inline::Text(topic.title.to_string())],
            at: None,
        }));
        let row = |(at, slug)| {
            let measure = MeasureId(at as u32);
            memo.row(measure, || measure_row(context, measure, slug))
        };
        let rows = measures.into_iter().map(row).collect();
        let column = |heading: &str| Column { heading: heading.to_owned(), numeric: false };
        let geography = book.evidence.geography_title(head.geography);
        body.push(Block::Table(Box::new(Table {
            caption: format!("{}: latest figures, {geography}", topic.title),
            corner: "Measure".to_owned(),
            columns: vec![column("Year"), column(&geography), column("Change"), column("Compared with others")],
            rows,
            source: Vec::new(),
            notes: Vec::new(),
        })));
    }
    context.made(
        address::measures(),
        PageKind::Measures,
        "All measures",
        "Every measure by topic, with its latest figure, what became of it, and how it compares.",
        body,
    )
}

fn measure_row(context: &Context<'_>, measure: MeasureId, slug: &Slug) -> Row {
    let book = context.book;
    let (_, facts) = book.known(measure);
    let head = home(context, measure);
    let place = Place::Area(head.geography);
    let words = |text: String| Cell::Words(vec![Inline::Text(text)]);
    let latest = book.release.periods(measure, GroupId::ALL, &place).last().map(|period| Subject {
        measure,
        group: GroupId::ALL,
        place: place.clone(),
        period: *period,
    });
    let heading = vec![Inline::Link {
        target: Target::Inside { path: address::measure(slug), anchor: None },
        text: vec![Inline::Text(facts.title.to_string())],
    }];
    let Some(latest) = latest else {
        return Row { heading, ours: false, cells: (0..4).map(|_| words("No figures".to_owned())).collect() };
    };
    let value = match book.point(&latest).map(|point| point.value) {
        Some(value) => match (value.shown(), value.absent()) {
            (Some(quantity), _) => words(quantity.text()),
            (None, Some(absent)) => Cell::Absent(absent.clone()),
            (None, None) => Cell::Empty,
        },
        None => Cell::Empty,
    };
    let or_dash = |text: Option<String>| words(text.unwrap_or_else(|| "Not known".to_owned()));
    let compared = compared(context, head);
    let last = compared.last().and_then(|place| key_figure_words::comparison(book, &latest, place));
    Row {
        heading,
        ours: false,
        cells: vec![
            words(latest.period.phrase()),
            value,
            or_dash(key_figure_words::change(book, &latest)),
            or_dash(last),
        ],
    }
}

/// Every report, newest first.
pub(super) fn archive_page(context: &Context<'_>) -> Page {
    let links = context
        .heads
        .iter()
        .map(|head| {
            let page = &context.chosen[head.index];
            let mut link = context.report_link(head);
            if let Some(published) = &page.front.published {
                let said = format!("Published {}.", date_in_words(published));
                link.description = Some(match link.description {
                    Some(description) => format!("{description} {said}"),
                    None => said,
                });
            }
            link
        })
        .collect();
    context.made(
        address::archive(),
        PageKind::Archive,
        "All reports",
        "Every annual review on this site, the newest first.",
        vec![Block::Pages(links)],
    )
}

/// Where readers look for a page by its words. The form is the output's: on paper there is nothing to fill in.
pub(super) fn search_page(context: &Context<'_>) -> Page {
    let link = |title: &str, path, description: &str| PageLink {
        title: title.to_owned(),
        path,
        description: Some(description.to_owned()),
    };
    let mut links = vec![
        link("All measures", address::measures(), "Every measure by topic, with its latest figure."),
        link("All reports", address::archive(), "Every annual review on this site."),
    ];
    links.push(context.report_link(context.head()));
    let heading = Heading {
        level: 2,
        id: "lists".to_owned(),
        text: vec![Inline::Text("Choose from a list".to_owned())],
        at: None,
    };
    let mut page = context.made(
        address::search(),
        PageKind::Search,
        "Search",
        "Look for a page by words of its title or its text.",
        vec![Block::Heading(heading), Block::Pages(links)],
    );
    page.unlisted = true;
    page
}

pub(super) fn not_found_page(context: &Context<'_>) -> Page {
    let links = vec![
        context.front_link(),
        PageLink { title: "All reports".into(), path: address::archive(), description: None },
        PageLink { title: "All measures".into(), path: address::measures(), description: None },
        PageLink { title: "Search".into(), path: address::search(), description: None },
    ];
    let mut page = context.made(
        address::not_found(),
        PageKind::NotFound,
        "Page not found",
        "There is no page at this address. It may have moved, or the address may be mistyped.",
        vec![Block::Pages(links)],
    );
    page.unlisted = true;
    page
}
