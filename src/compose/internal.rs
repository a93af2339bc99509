//! The internal edition: a scorecard for each provider, the list of priorities, and what has changed since the last review.
//! A site of its own, so that nothing of it can stand in the public one; it says of itself on every page that it is
//! internal.

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Findings, code};
use crate::document::{
    Block, Cell, Column, ContentFile, Download, FigureText, Heading, Inline, Page, PageKind, PageLink, Row, Site,
    Table, Target,
};
use crate::evidence::Evidence;
use crate::evidence::prioritisation::assessments::{Assessment, Internal, Review};
use crate::evidence::prioritisation::desk::{self, Line};
use crate::evidence::prioritisation::eligibility::Outcome;
use crate::figures::{GroupId, MeasureId, Place, Release, Subject};
use crate::source::config::Config;
use crate::vocabulary::{AcademicYear, Rating, SitePath, Slug, date_in_words, lower_first, upper_first};

use super::address;
use super::book::Book;
use super::site::facts;

/// What stands on every page and begins every file of the edition.
pub const WATERMARK: &str = "Internal edition: not for publication";

/// The internal edition of the last review.
pub fn internal(config: &Config, evidence: Evidence, release: Release, right: &Internal) -> Checked<Option<Site>> {
    let book = Book { evidence, release };
    let prioritisation = &book.evidence.prioritisation;
    let Some((geography, year, term)) = desk::latest(prioritisation, right) else {
        let fault =
            Diagnostic::placeless(code::NO_OBSERVATION, "expected assessments for the internal edition, found none");
        let fault = fault.hint("put them into prioritisation/ of the confidential folder");
        return Checked { value: None, findings: Findings::from_iter([fault]) };
    };
    let lines = desk::lines(prioritisation, right, geography, (year, term));
    let mut notices = vec![WATERMARK.to_owned()];
    for notice in lines.iter().filter_map(|line| line.review.illustrative.as_ref()) {
        if !notices.iter().any(|known| **known == **notice) {
            notices.push(notice.to_string());
        }
    }
    let edition = Edition {
        config,
        book: &book,
        place: book.evidence.geography_title(geography),
        review: format!("{} review {year}", upper_first(term.name())),
        notices,
    };
    let mut pages = vec![edition.priorities(&lines), edition.changes(&lines)];
    pages.extend(lines.iter().map(|line| edition.scorecard(line, prioritisation.reviews.all(right))));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let mut facts = facts(config, 0);
    facts.title = format!("Priorities of {}, internal", edition.place);
    (facts.notice, facts.short_notice) = (Some(WATERMARK.to_owned()), None);
    facts.internal = true;
    // Under no licence does it go to anybody.
    facts.licence = None;
    // Without an address there is no sitemap, no feed and nothing for search engines.
    facts.address = None;
    let files = vec![ContentFile { path: list_path(), bytes: Arc::from(list(&lines).into_bytes()) }];
    let (corrections, datasets) = (Vec::new(), std::collections::BTreeMap::new());
    let statement = crate::document::StatementDays::default();
    // The internal edition is not published, so nothing of it goes on record.
    let reviews = Vec::new();
    Checked::sound(Some(Site { facts, reports: Vec::new(), pages, files, corrections, datasets, statement, reviews }))
}

struct Edition<'a> {
    config: &'a Config,
    book: &'a Book,
    place: Arc<str>,
    review: String,
    notices: Vec<String>,
}

impl Edition<'_> {
    fn page(&self, path: SitePath, title: &str, description: &str, body: Vec<Block>) -> Page {
        let front = PageLink { title: "Priorities".to_owned(), path: address::front(), description: None };
        let breadcrumbs = if path == address::front() { Vec::new() } else { vec![front] };
        Page {
            full_title: format!("{title}, internal edition"),
            kind: if path == address::front() { PageKind::Front } else { PageKind::Plain },
            path,
            title: title.to_owned(),
            description: Some(description.to_owned()),
            language: self.config.language.clone(),
            breadcrumbs,
            previous: None,
            next: None,
            banners: self.notices.iter().map(|notice| vec![Inline::Strong(words(notice))].into()).collect(),
            body: body.into(),
            canonical: None,
            unlisted: true,
        }
    }

    /// Every provider, the reddest first.
    fn priorities(&self, lines: &[Line<'_>]) -> Page {
        let mut body = vec![
            paragraph(&format!(
                "{}, {}. Each provider with its rating, what decided it, and what it was before. The names lead to the scorecards.",
                self.review, self.place
            )),
            Block::Pages(vec![PageLink {
                title: "What has changed since the last review".to_owned(),
                path: changes_path(),
                description: None,
            }]),
            Block::Downloads(vec![Download {
                title: "The list of priorities, confidential".to_owned(),
                path: list_path(),
                kind: "CSV".to_owned(),
                bytes: list(lines).len(),
            }]),
        ];
        for (phase, of_phase) in by_phase(lines) {
            body.push(heading(2, &phase));
            let rows = of_phase.iter().map(|line| Row {
                heading: vec![Inline::Link {
                    target: Target::Inside { path: scorecard_path(line), anchor: None },
                    text: words(&line.assessment.name),
                }],
                ours: false,
                cells: vec![
                    Cell::Words(vec![Inline::Rating(line.assessment.rating())]),
                    before(line.before),
                    Cell::Words(words(&reason(line))),
                    Cell::Words(words(&line.eligible_by().join(", "))),
                ],
            });
            body.push(table(
                format!("{phase} by priority, {}", lower_first(&self.review)),
                "Provider",
                &["Rating", "Before", "Decided by", "Eligible for the fund by"],
                rows.collect(),
            ));
        }
        self.page(address::front(), "Priorities", "Every provider by priority.", body)
    }

    /// The providers whose rating has changed, and the areas of all that have.
    fn changes(&self, lines: &[Line<'_>]) -> Page {
        let mut body = Vec::new();
        for (phase, of_phase) in by_phase(lines) {
            let changed: Vec<&&Line<'_>> = of_phase.iter().filter(|line| !line.changed().is_empty()).collect();
            body.push(heading(2, &phase));
            if changed.is_empty() {
                body.push(paragraph("No rating of any area has changed."));
                continue;
            }
            let rows = changed.into_iter().map(|line| {
                let areas: Vec<String> = line
                    .changed()
                    .into_iter()
                    .filter_map(|one| {
                        let (_, area) = line.scheme.areas.get_index(one.area)?;
                        Some(format!("{} {} to {}", lower_first(&area.title), word(one.from), word(one.to)))
                    })
                    .collect();
                Row {
                    heading: words(&line.assessment.name),
                    ours: false,
                    cells: vec![
                        before(line.before),
                        Cell::Words(vec![Inline::Rating(line.assessment.rating())]),
                        Cell::Words(words(&areas.join("; "))),
                    ],
                }
            });
            body.push(table(
                format!("{phase}: changes, {}", lower_first(&self.review)),
                "Provider",
                &["Before", "Now", "Areas"],
                rows.collect(),
            ));
        }
        self.page(changes_path(), "Changes", "What has changed since the last review.", body)
    }

    /// The appendix's table of one provider, filled.
    fn scorecard(&self, line: &Line<'_>, reviews: &[Review]) -> Page {
        let assessment = line.assessment;
        let kind = assessment.kind.and_then(|kind| line.scheme.kinds.get_index(kind));
        let mut overall = vec![Inline::Rating(assessment.rating()), Inline::Text(format!(". {}", reason(line)))];
        if let Some(overridden) = &assessment.overridden {
            overall.push(Inline::Text(format!(
                " The rules give {}; {} was agreed by {}: {}",
                assessment.decision.rating.name(),
                overridden.rating.name(),
                overridden.by,
                overridden.reason
            )));
        }
        let mut body = vec![
            paragraph(&format!(
                "{}{}. Reviewed on {} by {}.",
                self.phase(line),
                kind.map_or_else(String::new, |(_, title)| format!(", {}", lower_first(title))),
                date_in_words(&line.review.date),
                line.review.by
            )),
            Block::Paragraph(overall),
            heading(2, "Areas"),
            self.areas(line),
            heading(2, "Trend"),
            self.trend(line, reviews),
            heading(2, "Agreed next steps"),
        ];
        body.push(if assessment.next_steps.is_empty() { paragraph("None were agreed.") } else { next_steps(line) });
        body.push(heading(2, "What this rating leads to"));
        let steps = line.scheme.levels[assessment.rating() as usize].leads_to.iter();
        let steps = steps.filter(|step| step.kind.is_none() || step.kind == assessment.kind);
        body.push(Block::List { start: None, items: steps.map(|step| vec![paragraph(&step.text)]).collect() });
        body.extend(self.fund(line));
        let title = format!("Scorecard of {}", assessment.name);
        self.page(scorecard_path(line), &title, "A provider's areas, trend and next steps.", body)
    }

    fn phase(&self, line: &Line<'_>) -> String {
        line.scheme.phases.get_index(line.review.phase).map_or_else(String::new, |(_, title)| title.to_string())
    }

    fn areas(&self, line: &Line<'_>) -> Block {
        let assessment = line.assessment;
        let suggestions = line.suggestions(&|measure, place, year| self.elsewhere(measure, place, year));
        let rows = line.scheme.areas.values().enumerate().map(|(at, area)| {
            let rating = assessment.known.areas[at];
            let criterion = rating.and_then(|rating| area.means[rating as usize].clone());
            let mut noted: Vec<String> = Vec::new();
            noted.extend(assessment.not_rated.get(&at).map(|reason| format!("Not rated: {reason}")));
            noted.extend(assessment.notes.get(&at).map(ToString::to_string));
            noted.extend(assessment.evidence.get(&at).map(|evidence| format!("Evidence: {evidence}")));
            if let Some(one) = suggestions.iter().find(|one| one.area == at) {
                noted.push(format!(
                    "Its figure, {} against {}, suggests {}.",
                    one.ours,
                    one.theirs.normalize(),
                    one.rating.name()
                ));
            }
            Row {
                heading: words(&area.title),
                ours: false,
                cells: vec![
                    Cell::Words(rating.map_or_else(|| words("Not rated"), |rating| vec![Inline::Rating(rating)])),
                    Cell::Words(words(&criterion.unwrap_or_default())),
                    Cell::Words(words(&noted.join(" "))),
                ],
            }
        });
        let caption = format!("Areas of {}, {}", assessment.name, lower_first(&self.review));
        table(caption, "Area", &["Rating", "Which means", "Notes"], rows.collect())
    }

    /// Each area at every review, and the whole.
    fn trend(&self, line: &Line<'_>, reviews: &[Review]) -> Block {
        let of = |review: &&Review| {
            (review.scheme, review.phase, review.geography)
                == (line.review.scheme, line.review.phase, line.review.geography)
        };
        let past: Vec<(&Review, &Assessment)> =
            reviews.iter().filter(of).filter_map(|review| Some((review, review.providers.get(line.name)?))).collect();
        let cell = |rating: Option<Rating>| {
            Cell::Words(rating.map_or_else(|| words("Not rated"), |rating| vec![Inline::Rating(rating)]))
        };
        let mut rows = vec![Row {
            heading: vec![Inline::Strong(words("Overall"))],
            ours: false,
            cells: past.iter().map(|(_, assessment)| cell(Some(assessment.rating()))).collect(),
        }];
        rows.extend(line.scheme.areas.values().enumerate().map(|(at, area)| Row {
            heading: words(&area.title),
            ours: false,
            cells: past.iter().map(|(_, assessment)| cell(assessment.known.areas[at])).collect(),
        }));
        let headings: Vec<String> =
            past.iter().map(|(review, _)| format!("{} {}", upper_first(review.term.name()), review.year)).collect();
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        table(format!("{} at each review", line.assessment.name), "Area", &headings, rows)
    }

    fn fund(&self, line: &Line<'_>) -> Vec<Block> {
        let Some(fund) = &line.scheme.fund else { return Vec::new() };
        let mut items = Vec::new();
        for (at, outcome) in line.fund() {
            let Some((number, criterion)) = fund.criteria.get_index(at) else { continue };
            match outcome {
                Outcome::Met => items
                    .push(vec![paragraph(&format!("{number} is met: the {} {}.", line.scheme.one, criterion.title))]),
                Outcome::Unknown(missing) => {
                    let figures: Vec<&str> = missing
                        .iter()
                        .filter_map(|figure| line.scheme.figures.get_index(*figure))
                        .map(|(_, figure)| &*figure.title)
                        .collect();
                    items.push(vec![paragraph(&format!("{number} is not known for want of {}.", figures.join(", ")))]);
                }
                Outcome::NotMet | Outcome::OtherPhase => {}
            }
        }
        let mut blocks = vec![heading(2, &fund.title)];
        blocks.push(match items.is_empty() {
            true => paragraph("No criterion is met, so it is not eligible."),
            false => Block::List { start: None, items },
        });
        blocks
    }

    /// What another place has of a measure, as it is published.
    fn elsewhere(&self, measure: &Slug, place: &Slug, year: AcademicYear) -> Option<rust_decimal::Decimal> {
        let (at, _, facts) = self.book.evidence.measures.get_full(measure)?;
        let subject = Subject {
            measure: MeasureId(at as u32),
            group: GroupId::ALL,
            place: Place::Area(self.book.evidence.geography(place.as_str())?),
            period: facts.period.within(year),
        };
        self.book.release.point(&subject)?.value.shown().map(|quantity| quantity.value())
    }
}

fn next_steps(line: &Line<'_>) -> Block {
    let rows = line.assessment.next_steps.iter().map(|step| {
        let area = step.area.and_then(|area| line.scheme.areas.get_index(area));
        Row {
            heading: words(&step.action),
            ours: false,
            cells: vec![
                Cell::Words(words(area.map_or("Overall", |(_, area)| &*area.title))),
                Cell::Words(words(&step.responsible)),
                Cell::Words(words(&date_in_words(&step.by))),
                Cell::Words(words(&step.reported_to)),
            ],
        }
    });
    table(
        format!("Agreed next steps of {}", line.assessment.name),
        "Action",
        &["Area", "Responsible", "By", "Reported to"],
        rows.collect(),
    )
}

/// The rule that decided, and the areas.
fn reason(line: &Line<'_>) -> String {
    let rule = &line.scheme.rules[line.assessment.decision.rule];
    let areas: Vec<String> = line.areas(&line.assessment.decision.areas).iter().map(|area| lower_first(area)).collect();
    if areas.is_empty() { rule.title.to_string() } else { format!("{} It rests on: {}.", rule.title, areas.join(", ")) }
}

fn before(before: Option<&Assessment>) -> Cell {
    Cell::Words(before.map_or_else(|| words("New"), |before| vec![Inline::Rating(before.rating())]))
}

fn word(rating: Option<Rating>) -> &'static str {
    rating.map_or("not rated", Rating::name)
}

/// The lines by the title of their phase, in their order.
fn by_phase<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<(String, Vec<&'l Line<'a>>)> {
    let mut phases: Vec<(String, Vec<&Line<'a>>)> = Vec::new();
    for line in lines {
        let (_, title) = line.scheme.phases.get_index(line.review.phase).expect("a review is of a phase of its scheme");
        match phases.last_mut() {
            Some((known, of_phase)) if **known == **title => of_phase.push(line),
            _ => phases.push((title.to_string(), vec![line])),
        }
    }
    phases
}

/// The list of priorities as a file. Its first column says on every line what it is.
fn list(lines: &[Line<'_>]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = String::from("Status,Phase,Provider,Rating,Before,Decided by,Eligible by\r\n");
    for line in lines {
        let phase = line.scheme.phases.get_index(line.review.phase).map_or("", |(_, title)| &**title);
        let cells = [
            WATERMARK.to_owned(),
            phase.to_owned(),
            line.assessment.name.to_string(),
            line.assessment.rating().name().to_owned(),
            line.before.map_or("", |before| before.rating().name()).to_owned(),
            reason(line),
            line.eligible_by().join(" "),
        ];
        text.push_str(&cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    text
}

fn list_path() -> SitePath {
    SitePath::new("priorities.csv").expect("a path")
}

fn changes_path() -> SitePath {
    SitePath::new("changes.html").expect("a path")
}

fn scorecard_path(line: &Line<'_>) -> SitePath {
    let phase = line.scheme.phases.get_index(line.review.phase).map_or("", |(name, _)| name.as_str());
    SitePath::new(&format!("providers/{phase}/{}.html", line.name)).expect("names of files are slugs")
}

fn words(text: &str) -> Vec<Inline> {
    if text.is_empty() {
        return Vec::new();
    }
    vec![Inline::Figure(FigureText { text: text.to_owned(), measure: None, symbol: None, asked: None })]
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(words(text))
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading(Heading {
        level,
        id: Slug::from_title(text).to_string(),
        text: vec![Inline::Text(text.to_owned())],
        at: None,
    })
}

fn table(caption: String, corner: &str, columns: &[&str], rows: Vec<Row>) -> Block {
    Block::Table(Box::new(Table {
        caption: format!("Internal: {}", lower_first(&caption)),
        corner: corner.to_owned(),
        columns: columns.iter().map(|heading| Column { heading: (*heading).to_owned(), numeric: false }).collect(),
        rows,
        source: Vec::new(),
        notes: Vec::new(),
    }))
}
