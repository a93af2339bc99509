//! Criteria, rules and counts of ratings as blocks. Nothing here has seen an assessment: counts come from the release, and
//! of a provider that is named there is its rating, the rule and the areas.

use crate::charts::{self, Chart, Content, Share, SharedRow};
use crate::diagnostic::Span;
use crate::document::{Block, Cell, ChartFigure, Column, FigureText, Inline, Row, Table, Target};
use crate::evidence::prioritisation::assessments::Term;
use crate::evidence::prioritisation::counts::Part;
use crate::evidence::prioritisation::scheme::{Scheme, Source};
use crate::figures::GeographyId;
use crate::figures::published::{Absent, Difference, Published, Quantity, Symbol};
use crate::vocabulary::{AcademicYear, Polarity, Rating, Slug, Unit, date_in_words, lower_first, upper_first};

use super::book::Book;

/// Which review is shown.
pub(super) struct Reviewed {
    pub scheme: usize,
    pub geography: GeographyId,
    pub year: AcademicYear,
    pub term: Term,
}

impl Reviewed {
    fn in_words(&self) -> String {
        format!("{} review {}", self.term.name(), self.year)
    }
}

/// The rules in the order in which they are tried.
pub(super) fn rules(scheme: &Scheme, at: &Span) -> Block {
    let items = scheme
        .rules
        .iter()
        .map(|rule| {
            let line = vec![
                Inline::Rating(rule.rating),
                Inline::Text(": ".into()),
                printed(&rule.title, at),
                Inline::Text(format!(" ({})", rule.stated_by.words())),
            ];
            vec![Block::Paragraph(line)]
        })
        .collect();
    Block::List { start: Some(1), items }
}

/// What each rating means in each area.
pub(super) fn criteria(scheme: &Scheme, at: &Span) -> Block {
    let rows = scheme
        .areas
        .values()
        .map(|area| Row {
            heading: vec![Inline::Text(area.title.to_string())],
            ours: false,
            cells: Rating::ALL
                .iter()
                .map(|rating| match &area.means[*rating as usize] {
                    Some(words) => Cell::Words(vec![printed(words, at)]),
                    None => Cell::Words(vec![Inline::Text("As green".into())]),
                })
                .collect(),
        })
        .collect();
    Block::Table(Box::new(Table {
        caption: format!("What green, amber and red mean for {}", scheme.many),
        corner: "Area".to_owned(),
        columns: Rating::ALL.iter().map(|rating| words_column(rating.word())).collect(),
        rows,
        source: source(&scheme.source),
        notes: Vec::new(),
    }))
}

/// What each rating means and leads to, for each kind of provider where they differ.
pub(super) fn leads_to(scheme: &Scheme, at: &Span) -> Block {
    let kinds: Vec<Option<usize>> =
        if scheme.kinds.is_empty() { vec![None] } else { (0..scheme.kinds.len()).map(Some).collect() };
    let cell = |rating: Rating, kind: Option<usize>| {
        let steps = &scheme.levels[rating as usize].leads_to;
        let of_kind = steps.iter().filter(|step| step.kind.is_none() || step.kind == kind);
        Cell::Words(vec![printed(&of_kind.map(|step| &*step.text).collect::<Vec<_>>().join(" "), at)])
    };
    let rows = Rating::ALL
        .iter()
        .map(|rating| Row {
            heading: vec![
                Inline::Rating(*rating),
                Inline::Text(":".into()),
                Inline::Break,
                printed(&scheme.levels[*rating as usize].means, at),
            ],
            ours: false,
            cells: kinds.iter().map(|kind| cell(*rating, *kind)).collect(),
        })
        .collect();
    let heading = |kind: &Option<usize>| {
        let kind = kind.and_then(|kind| scheme.kinds.get_index(kind));
        words_column(kind.map_or("What follows", |(_, title)| title.as_ref()))
    };
    Block::Table(Box::new(Table {
        caption: format!("What green, amber and red lead to for {}", scheme.many),
        corner: "Rating".to_owned(),
        columns: kinds.iter().map(heading).collect(),
        rows,
        source: source(&scheme.source),
        notes: Vec::new(),
    }))
}

/// The criteria of the fund; nothing where there is none.
pub(super) fn fund(scheme: &Scheme, at: &Span) -> Option<Block> {
    let fund = scheme.fund.as_ref()?;
    let rows = fund
        .criteria
        .iter()
        .map(|(number, criterion)| {
            let phases = criterion.phases.iter().filter_map(|phase| scheme.phases.get_index(*phase));
            let phases: Vec<&str> = phases.map(|(_, title)| title.as_ref()).collect();
            let phases = if phases.is_empty() { format!("All {}", scheme.many) } else { phases.join(", ") };
            Row {
                heading: vec![Inline::Text(number.to_string())],
                ours: false,
                cells: vec![
                    Cell::Words(vec![printed(&criterion.title, at)]),
                    Cell::Words(vec![Inline::Text(phases)]),
                    Cell::Words(vec![Inline::Text(upper_first(criterion.stated_by.words()))]),
                ],
            }
        })
        .collect();
    let notes =
        fund.criteria.iter().filter_map(|(number, criterion)| Some(format!("{number}: {}", criterion.note.as_ref()?)));
    Some(Block::Table(Box::new(Table {
        caption: format!("{}: which {} may apply", fund.title, scheme.many),
        corner: "Criterion".to_owned(),
        columns: vec![
            words_column(&format!("Met when the {}", scheme.one)),
            words_column("For"),
            words_column("Stated by"),
        ],
        rows,
        source: source(&scheme.source),
        notes: notes.collect(),
    })))
}

/// How many providers have which rating, a column for each phase.
pub(super) fn counts(book: &Book, scheme: &Scheme, reviewed: &Reviewed) -> Block {
    let parts = parts(book, scheme, reviewed, reviewed.year);
    let mut rows: Vec<Row> = Rating::ALL
        .iter()
        .map(|rating| Row {
            heading: vec![Inline::Rating(*rating)],
            ours: false,
            cells: parts
                .iter()
                .map(|(part, ..)| Cell::of(&count(book, reviewed, *part, reviewed.year, *rating), None))
                .collect(),
        })
        .collect();
    rows.push(Row {
        heading: vec![Inline::Text("All".into())],
        ours: false,
        cells: parts
            .iter()
            .map(|(_, _, all)| Cell::Figure { number: Quantity::rounded((*all).into(), Unit::Count, 0), mark: None })
            .collect(),
    });
    let columns = parts.iter().map(|(_, title, _)| number_column(title, "number")).collect();
    table(book, scheme, reviewed, format!("Ratings of {}, {}", scheme.many, reviewed.in_words()), columns, rows)
}

/// The share of providers that have each rating, a column for each phase.
pub(super) fn shares(book: &Book, scheme: &Scheme, reviewed: &Reviewed) -> Block {
    let parts = parts(book, scheme, reviewed, reviewed.year);
    let rows = Rating::ALL
        .iter()
        .map(|rating| Row {
            heading: vec![Inline::Rating(*rating)],
            ours: false,
            cells: parts
                .iter()
                .map(|(part, ..)| Cell::of(&share(book, reviewed, *part, reviewed.year, *rating), None))
                .collect(),
        })
        .collect();
    let columns = parts.iter().map(|(_, title, _)| number_column(title, "%")).collect();
    table(
        book,
        scheme,
        reviewed,
        format!("Ratings of {} as shares, {}", scheme.many, reviewed.in_words()),
        columns,
        rows,
    )
}

/// How the shares have changed since the same review of the year before; nothing where there was none.
pub(super) fn change(book: &Book, scheme: &Scheme, reviewed: &Reviewed) -> Option<Block> {
    let before = AcademicYear::starting(reviewed.year.start().checked_sub(1)?);
    let was = parts(book, scheme, reviewed, before);
    // A phase of which nothing is shown in either year would be a column of nothing.
    let parts: Vec<_> = parts(book, scheme, reviewed, reviewed.year)
        .into_iter()
        .filter(|(part, ..)| was.iter().any(|(other, ..)| other == part))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let cell = |part: Part, rating: Rating| {
        let (then, now) =
            (share(book, reviewed, part, before, rating), share(book, reviewed, part, reviewed.year, rating));
        match (then.shown(), now.shown()) {
            (Some(then), Some(now)) => Cell::Words(vec![Inline::Figure(FigureText {
                text: upper_first(&Difference::between(*then, *now).as_change()),
                measure: None,
                symbol: None,
                asked: None,
            })]),
            _ => Cell::Absent(withheld()),
        }
    };
    let rows = Rating::ALL
        .iter()
        .map(|rating| Row {
            heading: vec![Inline::Rating(*rating)],
            ours: false,
            cells: parts.iter().map(|(part, ..)| cell(*part, *rating)).collect(),
        })
        .collect();
    let columns = parts.iter().map(|(_, title, _)| words_column(title)).collect();
    let caption = format!(
        "Change in the share of {} with each rating, {} review, {before} to {}",
        scheme.many,
        reviewed.term.name(),
        reviewed.year
    );
    Some(table(book, scheme, reviewed, caption, columns, rows))
}

/// The shares as bars: each phase, beneath it the same review of the year before.
pub(super) fn chart(book: &Book, scheme: &Scheme, reviewed: &Reviewed, number: usize) -> Block {
    let before = reviewed.year.start().checked_sub(1).map(AcademicYear::starting);
    let notice = book.evidence.prioritisation.counts.notice(reviewed.scheme);
    // The labels go wherever the figures go: into the drawing, its words, its table and its file.
    let mark = if notice.is_some() { ", illustrative" } else { "" };
    let mut rows = Vec::new();
    for (part, title, _) in parts(book, scheme, reviewed, reviewed.year) {
        let was = before.filter(|year| parts(book, scheme, reviewed, *year).iter().any(|(other, ..)| *other == part));
        for year in [Some(reviewed.year), was].into_iter().flatten() {
            rows.push(SharedRow {
                label: format!("{title}, {year}{mark}").into(),
                parts: Rating::ALL.map(|rating| share(book, reviewed, part, year, rating)),
            });
        }
    }
    let title = format!("Ratings of {}, {}", scheme.many, reviewed.in_words());
    let title = if notice.is_some() { format!("Illustrative: {}", lower_first(&title)) } else { title };
    let place = book.evidence.geography_title(reviewed.geography);
    let chart = Chart {
        measure: Slug::from_title(&format!("ratings-of-{}", scheme.name)),
        title: format!("{title}, {place}"),
        headline: None,
        unit: Unit::Percent,
        polarity: Polarity::Neither,
        content: Content::Share(Share { rows }),
    };
    let mut notes: Vec<String> = notice.iter().map(ToString::to_string).collect();
    notes.extend(charts::notes(&chart));
    Block::Chart(Box::new(ChartFigure {
        id: format!("figure-{number}"),
        number,
        summary: charts::summary(&chart),
        source: reviews(scheme, notice.is_some()),
        notes,
        measure_page: None,
        unfolded: false,
        chart,
    }))
}

/// The providers that agreed to be named, each with the rule and the areas that decided, and what it says of it.
pub(super) fn named(book: &Book, scheme: &Scheme, reviewed: &Reviewed) -> Vec<Block> {
    let named =
        book.evidence.prioritisation.reviews.named(reviewed.scheme, reviewed.geography, reviewed.year, reviewed.term);
    if named.is_empty() {
        let words = format!("No {} has agreed to the publication of its rating.", scheme.one);
        return vec![Block::Paragraph(vec![Inline::Text(words)])];
    }
    let rows = named
        .iter()
        .map(|provider| {
            let reason = match provider.rule.and_then(|rule| scheme.rules.get(rule)) {
                Some(rule) => {
                    let areas: Vec<String> = provider
                        .areas
                        .iter()
                        .filter_map(|area| scheme.areas.get_index(*area))
                        .map(|(_, area)| lower_first(&area.title))
                        .collect();
                    let areas =
                        if areas.is_empty() { String::new() } else { format!(" It rests on: {}.", areas.join(", ")) };
                    format!("{}{areas}", rule.title)
                }
                None => "Agreed at the review in place of the rating that the rules give.".to_owned(),
            };
            let words = |text: &str| Cell::Words(vec![printed_anywhere(text)]);
            Row {
                heading: vec![Inline::Text(provider.name.to_string())],
                ours: false,
                cells: vec![
                    Cell::Words(vec![Inline::Rating(provider.rating)]),
                    words(&reason),
                    words(provider.reply.as_deref().unwrap_or("None given")),
                ],
            }
        })
        .collect();
    let columns = vec![words_column("Rating"), words_column("Why"), words_column("Its reply")];
    let caption = format!("{} that agreed to be named, {}", upper_first(&scheme.many), reviewed.in_words());
    let mut block = table(book, scheme, reviewed, caption, columns, rows);
    if let Block::Table(table) = &mut block {
        table.corner = upper_first(&scheme.one);
        table.notes.retain(|note| !note.starts_with("Of a phase"));
    }
    vec![block]
}

/// The phases of a review, and all together, each with its title and number of providers.
fn parts<'a>(book: &Book, scheme: &'a Scheme, reviewed: &Reviewed, year: AcademicYear) -> Vec<(Part, &'a str, u32)> {
    let counts = &book.evidence.prioritisation.counts;
    let phases = scheme.phases.values().enumerate().map(|(at, title)| (Part::Phase(at), &**title));
    let together = scheme.together.as_deref().map(|title| (Part::Together, title));
    phases
        .chain(together)
        .filter_map(|(part, title)| {
            let all = counts.providers(reviewed.scheme, part, reviewed.geography, year, reviewed.term)?;
            Some((part, title, all))
        })
        .collect()
}

fn count(book: &Book, reviewed: &Reviewed, part: Part, year: AcademicYear, rating: Rating) -> Published<Quantity> {
    let counts = &book.evidence.prioritisation.counts;
    let which = (reviewed.scheme, part);
    counts
        .count(which, reviewed.geography, (year, reviewed.term), rating)
        .and_then(|count| book.release.counted(&count.subject, count.named))
        .unwrap_or_else(|| Published::Absent(withheld()))
}

fn share(book: &Book, reviewed: &Reviewed, part: Part, year: AcademicYear, rating: Rating) -> Published<Quantity> {
    let counts = &book.evidence.prioritisation.counts;
    let which = (reviewed.scheme, part);
    counts
        .count(which, reviewed.geography, (year, reviewed.term), rating)
        .and_then(|count| book.release.share(&count.subject, count.named, count.all))
        .unwrap_or_else(|| Published::Absent(withheld()))
}

/// Of so few providers that they have no counts at all, as of those whose counts are withheld, the same is said.
fn withheld() -> Absent {
    Absent { symbol: Symbol::Withheld, reason: Symbol::Withheld.meaning().into() }
}

/// A table of ratings, which says wherever it goes that they are made up, where they are: in its caption, in the heading
/// that a file of it begins with, and in full below it.
fn table(
    book: &Book,
    scheme: &Scheme,
    reviewed: &Reviewed,
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
) -> Block {
    let notice = book.evidence.prioritisation.counts.notice(reviewed.scheme);
    let mut notes: Vec<String> = notice.iter().map(ToString::to_string).collect();
    let small = parts(book, scheme, reviewed, reviewed.year).iter().any(|(_, _, all)| *all < scheme.fewest);
    if small && rows.iter().any(|row| row.cells.iter().any(|cell| matches!(cell, Cell::Absent(_)))) {
        notes.push(format!(
            "Of a phase with fewer than {} {} nothing is shown: who knows one would know of the others.",
            scheme.fewest, scheme.many
        ));
    }
    let place = book.evidence.geography_title(reviewed.geography);
    let (mark, corner) = match notice {
        Some(_) => ("Illustrative: ", "Rating (illustrative)"),
        None => ("", "Rating"),
    };
    let caption = if notice.is_some() { lower_first(&caption) } else { caption };
    Block::Table(Box::new(Table {
        caption: format!("{mark}{caption}, {place}"),
        corner: corner.to_owned(),
        columns,
        rows,
        source: reviews(scheme, notice.is_some()),
        notes,
    }))
}

/// Where ratings come from: made-up ones come from nobody's review.
fn reviews(scheme: &Scheme, made_up: bool) -> Vec<Inline> {
    let from = if made_up { "Made up, by the criteria of" } else { "Reviews of the council, by the criteria of" };
    vec![Inline::Text(format!("{from}: {}", scheme.source.title))]
}

/// Where criteria come from, for a line below a table.
fn source(source: &Source) -> Vec<Inline> {
    let title = vec![Inline::Text(source.title.to_string())];
    let mut line = vec![Inline::Text(format!("{}, ", source.publisher))];
    line.push(match &source.url {
        Some(url) => Inline::Link { target: Target::Outside(url.to_string()), text: title },
        None => Inline::Text(source.title.to_string()),
    });
    // A date that the title names already is not said again.
    if let Some(date) =
        source.published.as_deref().map(date_in_words).filter(|date| !source.title.contains(date.as_str()))
    {
        line.push(Inline::Text(format!(", {date}")));
    }
    line
}

fn words_column(heading: &str) -> Column {
    Column { heading: heading.to_owned(), numeric: false }
}

fn number_column(title: &str, unit: &str) -> Column {
    Column { heading: format!("{title} ({unit})"), numeric: true }
}

/// Words of the criteria: the numbers in them were printed by a function.
fn printed(text: &str, at: &Span) -> Inline {
    Inline::Figure(FigureText { text: text.to_owned(), measure: None, symbol: None, asked: Some(at.clone()) })
}

fn printed_anywhere(text: &str) -> Inline {
    Inline::Figure(FigureText { text: text.to_owned(), measure: None, symbol: None, asked: None })
}
