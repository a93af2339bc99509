//! A small site that has every kind of page, block and inline. Figures of Rutland and England are the published ones of
//! key stage 2 and of phonics; the rest is made up to show a layout.

use std::sync::Arc;

use multum::charts::{Chart, Content, Role, Series, Trend};
use multum::document::*;
use multum::figures::published::{Absent, Mark, Point, Published, Quantity, Symbol};
use multum::figures::{
    Entry, GeographyId, GroupId, MeasureFacts, MeasureId, MeasureTable, Memo, Place, Policy, Structure, Subject, decide,
};
use multum::vocabulary::*;

/// A path of the sample.
pub fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("a path of the sample")
}

/// Plain words.
pub fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

/// A paragraph of plain words.
pub fn paragraph(text: &str) -> Block {
    Block::Paragraph(words(text))
}

/// A heading.
pub fn heading(level: u8, text: &str) -> Block {
    let id = Slug::from_title(text).as_str().to_owned();
    Block::Heading(Heading { level, id, text: words(text), at: None })
}

/// A number as a table shows it.
pub fn quantity(text: &str, unit: Unit, decimals: u8) -> Quantity {
    Quantity::rounded(text.parse().expect("a decimal of the sample"), unit, decimals)
}

/// Points of a series, which come out of the vault as all published figures do. `c` and `x` are symbols.
pub fn points(unit: Unit, decimals: u8, values: &[(u16, &str)]) -> Vec<Point> {
    let kind = PeriodKind::Academic;
    let facts = MeasureFacts { unit, decimals, counts: Counts::People, period: kind, threshold: None, missing: None };
    let mut table = MeasureTable::new(facts);
    for (year, value) in values {
        let entry = match *value {
            "c" => Entry::symbol(Symbol::Withheld),
            "x" => Entry::symbol(Symbol::NotAvailable).because(Some("reason not given by the source".into())),
            number => Entry::public(number.parse().expect("a decimal of the sample")),
        };
        table.observe(GroupId::ALL, GeographyId(0), Period::new(kind, *year), entry).expect("a year once");
    }
    let release = decide(vec![table], &Structure::default(), &Policy::default(), &Memo::new()).release;
    let subject = |year: u16| Subject {
        measure: MeasureId(0),
        group: GroupId::ALL,
        place: Place::Area(GeographyId(0)),
        period: Period::new(kind, year),
    };
    values.iter().map(|(year, _)| release.point(&subject(*year)).expect("a point that was observed")).collect()
}

/// A published figure.
pub fn published(value: &str, unit: Unit) -> Published<Quantity> {
    points(unit, 0, &[(2016, value)]).remove(0).value
}

const RUTLAND: &[(u16, &str)] =
    &[(2015, "53"), (2016, "67"), (2017, "71"), (2018, "68"), (2021, "61"), (2022, "x"), (2023, "64"), (2024, "66")];
const EAST_MIDLANDS: &[(u16, &str)] =
    &[(2015, "51"), (2016, "59"), (2017, "63"), (2018, "63"), (2021, "56"), (2022, "58"), (2023, "59"), (2024, "60")];
const ENGLAND: &[(u16, &str)] =
    &[(2015, "54"), (2016, "62"), (2017, "65"), (2018, "65"), (2021, "59"), (2022, "60"), (2023, "61"), (2024, "62")];

fn series(label: &str, role: Role, values: &[(u16, &str)]) -> Series {
    let mut points = points(Unit::Percent, 0, values);
    for point in points.iter_mut().filter(|point| point.period == Period::new(PeriodKind::Academic, 2024)) {
        point.mark = Some(Mark::Provisional);
    }
    Series { label: Arc::from(label), role, points }
}

/// A trend of key stage 2.
pub fn trend(headline: Option<&str>) -> Chart {
    let periods = (2015..=2024).map(|year| Period::new(PeriodKind::Academic, year)).collect();
    Chart {
        measure: Slug::new("ks2-rwm-expected").expect("a slug"),
        title: "Pupils reaching the expected standard in reading, writing and maths, Rutland, East Midlands and \
                England, 2015/16 to 2024/25"
            .to_owned(),
        headline: headline.map(str::to_owned),
        unit: Unit::Percent,
        polarity: Polarity::High,
        content: Content::Trend(Trend {
            periods,
            series: vec![
                series("Rutland", Role::Ours, RUTLAND),
                series("East Midlands", Role::Comparator, EAST_MIDLANDS),
                series("England", Role::Comparator, ENGLAND),
            ],
            breaks: vec![(
                Period::new(PeriodKind::Academic, 2015),
                "New, more demanding assessments; not comparable with earlier years".into(),
            )],
            cancelled: vec![Period::new(PeriodKind::Academic, 2019), Period::new(PeriodKind::Academic, 2020)],
            targets: Vec::new(),
        }),
    }
}

/// The table of the trend.
pub fn trend_table() -> Table {
    let all = [RUTLAND, EAST_MIDLANDS, ENGLAND].map(|values| points(Unit::Percent, 0, values));
    let names = ["Rutland (%)", "East Midlands (%)", "England (%)"];
    let rows = (2015..=2024).map(|year| {
        let period = Period::new(PeriodKind::Academic, year);
        let cells = all.iter().map(|points| match points.iter().find(|point| point.period == period) {
            None => Cell::Absent(Absent { symbol: Symbol::NotAvailable, reason: "no assessments".into() }),
            Some(point) => {
                let mark = (year == 2024).then_some(Mark::Provisional);
                Cell::of(&point.value, mark)
            }
        });
        Row { heading: words(&period.to_string()), ours: false, cells: cells.collect() }
    });
    Table {
        caption: "Pupils reaching the expected standard in reading, writing and maths, Rutland, East Midlands and \
                  England, 2015/16 to 2024/25"
            .to_owned(),
        corner: "Academic year".to_owned(),
        columns: names.map(|name| Column { heading: name.to_owned(), numeric: true }).to_vec(),
        rows: rows.collect(),
        source: Vec::new(),
        notes: Vec::new(),
    }
}

fn source() -> Vec<Inline> {
    vec![
        Inline::Text("Department for Education, ".to_owned()),
        Inline::Link {
            target: Target::Outside("https://explore-education-statistics.service.gov.uk/".to_owned()),
            text: words("Key stage 2 attainment"),
        },
        Inline::Text(", published 30 April 2026, Open Government Licence v3.0".to_owned()),
    ]
}

/// A chart where it stands.
pub fn figure(number: usize, headline: Option<&str>) -> Block {
    Block::Chart(Box::new(ChartFigure {
        id: format!("figure-{number}"),
        number,
        chart: trend(headline),
        summary: "A line chart of three areas from 2015/16 to 2024/25. Rutland rose from 53% to 66%, and England from \
                  54% to 62%. Rutland was above England in every year but the first. There were no assessments in \
                  2019/20 and 2020/21."
            .to_owned(),
        source: source(),
        notes: multum::charts::notes(&trend(headline)),
        measure_page: Some(path("measures/ks2-rwm-expected/index.html")),
        unfolded: false,
    }))
}

/// A table of several areas, ours among them, with decimals and symbols of every kind.
pub fn areas() -> Table {
    let score = |text: &str, decimals| Cell::Figure { number: quantity(text, Unit::Score, decimals), mark: None };
    let absent = |symbol, reason: &str| Cell::Absent(Absent { symbol, reason: reason.into() });
    let row = |name: &str, ours, cells| Row { heading: words(name), ours, cells };
    let revised = Cell::Figure { number: quantity("-1204.5", Unit::Score, 1), mark: Some(Mark::Revised) };
    Table {
        caption: "Progress and attainment at the end of key stage 2 by area, 2016/17".to_owned(),
        corner: "Area".to_owned(),
        columns: [
            "Reading progress score",
            "Writing progress score",
            "Maths progress score",
            "Average scaled score",
            "Disadvantaged pupils (%)",
        ]
        .map(|name| Column { heading: name.to_owned(), numeric: true })
        .to_vec(),
        rows: vec![
            row(
                "Rutland",
                true,
                vec![
                    score("0.7", 1),
                    score("-0.42", 2),
                    score("1.10", 2),
                    score("105.2", 1),
                    absent(Symbol::Withheld, "withheld to protect people"),
                ],
            ),
            row(
                "Statistical neighbours",
                false,
                vec![score("0.1", 1), score("-0.1", 1), revised, score("104.9", 1), score("48", 0)],
            ),
            row(
                "East Midlands",
                false,
                vec![
                    absent(Symbol::NotApplicable, "area not yet formed"),
                    score("0", 0),
                    absent(Symbol::Low, ""),
                    absent(Symbol::Unreliable, ""),
                    Cell::Empty,
                ],
            ),
            row("England", false, vec![score("0", 1), score("0", 1), score("0", 1), score("104", 1), score("48", 0)]),
        ],
        source: source(),
        notes: vec!["Progress scores compare pupils with others of the same results four years before.".to_owned()],
    }
}

/// Key figures: one with all its words, one withheld, one with few.
pub fn key_figures() -> Block {
    let measure = || Slug::new("ks2-rwm-expected").expect("a slug");
    let link = || Target::Inside { path: path("measures/ks2-rwm-expected/index.html"), anchor: None };
    Block::KeyFigures(vec![
        KeyFigure {
            measure: measure(),
            title: "Pupils reaching the expected standard in reading, writing and maths".to_owned(),
            value: published("67", Unit::Percent),
            period: "2016/17".to_owned(),
            change: Some("Up 14 percentage points from 2015/16".to_owned()),
            comparison: Some("5 percentage points above England".to_owned()),
            spark: Some(trend(None)),
            link: link(),
        },
        KeyFigure {
            measure: measure(),
            title: "Disadvantaged pupils reaching the expected standard".to_owned(),
            value: published("c", Unit::Percent),
            period: "2016/17".to_owned(),
            change: None,
            comparison: None,
            spark: None,
            link: link(),
        },
        KeyFigure {
            measure: measure(),
            title: "Pupils in state-funded schools".to_owned(),
            value: published("5674", Unit::Count),
            period: "January 2017".to_owned(),
            change: Some("Up 112 from January 2016".to_owned()),
            comparison: None,
            spark: None,
            link: link(),
        },
    ])
}

fn to(title: &str, file: &str) -> PageLink {
    PageLink { title: title.to_owned(), path: path(file), description: None }
}

/// A page with nothing on it.
pub fn page(file: &str, title: &str, kind: PageKind) -> Page {
    Page {
        path: path(file),
        title: title.to_owned(),
        full_title: format!("{title}, Learning and skills review"),
        description: None,
        kind,
        language: Language::british(),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        banners: Vec::new(),
        body: Vec::new().into(),
        canonical: None,
        unlisted: false,
    }
}

/// A site with no pages.
pub fn empty() -> Site {
    Site {
        facts: SiteFacts {
            title: "Learning and skills review".to_owned(),
            address: None,
            language: Language::british(),
            organisation: Organisation {
                name: "Rutland County Council".to_owned(),
                url: Some("https://www.rutland.gov.uk/".to_owned()),
                contact: Some("enquiries@example.gov.uk".to_owned()),
            },
            internal: false,
            licence: None,
            notice: Some(
                "A reconstruction from public documents and figures. It is not a publication of Rutland County Council."
                    .to_owned(),
            ),
            short_notice: None,
            front: 0,
            pretty_links: false,
            pictures: false,
            generator: "multum 0.1.0".to_owned(),
            braille: Braille::default(),
        },
        reports: Vec::new(),
        pages: Vec::new(),
        files: Vec::new(),
        corrections: Vec::new(),
        datasets: Default::default(),
        statement: Default::default(),
        reviews: Vec::new(),
    }
}

fn four_parts() -> Vec<Block> {
    let item = |text: &str| vec![paragraph(text)];
    vec![
        heading(2, "Where were we?"),
        paragraph("Results at the end of primary school had fallen below England's. Early years and phonics were strong, and every secondary school was good or better."),
        heading(2, "What have we done?"),
        Block::List {
            start: None,
            items: vec![
                item("Every school has been visited, and those with the greatest need most often."),
                item("Leaders of schools met each term to learn from each other."),
                item("Reading and writing had a programme of their own."),
            ],
        },
        heading(2, "What else do we need to do?"),
        paragraph("Disadvantaged pupils do less well than others, and the gap is wider than England's in maths. Fewer pupils with special educational needs reach the standard than in similar areas."),
        heading(2, "What difference have we made?"),
        Block::Paragraph(vec![
            Inline::Text("At the end of key stage 2, ".to_owned()),
            Inline::Figure(FigureText {
                text: "67%".to_owned(),
                measure: Slug::new("ks2-rwm-expected"),
                symbol: None,
                asked: None,
            }),
            Inline::Text(" of pupils reached the expected standard, up 14 percentage points from the 2015 to 2016 academic year and 5 percentage points above England.".to_owned()),
        ]),
    ]
}

fn report_body() -> Vec<Block> {
    let mut body = four_parts();
    body.push(heading(2, "The year in six figures"));
    body.push(key_figures());
    body.push(heading(2, "Topics"));
    body.push(Block::Pages(vec![
        PageLink {
            description: Some("67% of pupils reached the expected standard, up 14 percentage points.".to_owned()),
            ..to("Key stage 2", "2016-17/key-stage-2.html")
        },
        PageLink {
            description: Some("What the measures are, where they come from, and what is withheld.".to_owned()),
            ..to("Methodology", "2016-17/methodology.html")
        },
    ]));
    body
}

fn topic_body() -> Vec<Block> {
    let inside = |file: &str, anchor: Option<&str>, text: &str| Inline::Link {
        target: Target::Inside { path: path(file), anchor: anchor.map(str::to_owned) },
        text: words(text),
    };
    vec![
        paragraph(
            "Key stage 2 is the last four years of primary school, for pupils aged 7 to 11. At its end, pupils take tests in reading and maths, and their teachers assess their writing.",
        ),
        heading(2, "More pupils reached the expected standard than in England"),
        Block::Paragraph(vec![
            Inline::Text("In the 2016 to 2017 academic year, ".to_owned()),
            Inline::Figure(FigureText {
                text: "67%".to_owned(),
                measure: Slug::new("ks2-rwm-expected"),
                symbol: None,
                asked: None,
            }),
            Inline::Text(
                " of pupils in Rutland reached the expected standard in reading, writing and maths, ".to_owned(),
            ),
            Inline::Strong(words("up 14 percentage points from the 2015 to 2016 academic year")),
            Inline::Text(". See ".to_owned()),
            inside("2016-17/key-stage-2.html", Some("figure-1"), "figure 1"),
            Inline::Text(" and ".to_owned()),
            inside("2016-17/methodology.html", None, "how figures are made"),
            Inline::Text(".".to_owned()),
        ]),
        figure(
            1,
            Some(
                "More pupils reached the expected standard than in England in every year since the 2016 to 2017 academic year",
            ),
        ),
        paragraph(
            "The rise was the largest in the region. It follows a year in which new, more demanding tests were taken for the first time, and results fell in every authority.",
        ),
        heading(3, "Reading, writing and maths apart"),
        Block::Table(Box::new(areas())),
        Block::Note(Note {
            title: Some("About these figures".to_owned()),
            body: vec![paragraph(
                "Cohorts in Rutland are small: about 370 pupils a year. A change of one percentage point is four pupils.",
            )],
        }),
        heading(2, "Disadvantaged pupils"),
        Block::Paragraph(vec![Inline::Figure(FigureText {
            text: "The figure for disadvantaged pupils is withheld to protect pupils.".to_owned(),
            measure: Slug::new("ks2-rwm-expected"),
            symbol: Some(Symbol::Withheld),
            asked: None,
        })]),
        Block::Quotation(vec![paragraph("Much has been done, and much remains to do.")]),
        heading(2, "What happens next"),
        Block::List {
            start: Some(1),
            items: vec![
                vec![paragraph("Schools share what worked in writing.")],
                vec![
                    paragraph("The council visits each school:"),
                    Block::List {
                        start: None,
                        items: vec![vec![paragraph("in the autumn term")], vec![paragraph("in the summer term")]],
                    },
                ],
                vec![paragraph("One."), paragraph("Two.")],
            ],
        },
        Block::List {
            start: Some(4),
            items: vec![vec![Block::Paragraph(vec![
                Inline::Emphasis(words("Progress")),
                Inline::Text(" is reported each term. ".to_owned()),
                Inline::Foreign { language: Language::new("cy").expect("Welsh"), text: words("Diolch yn fawr.") },
                Inline::Break,
                Inline::Code("ks2-rwm-expected".to_owned()),
            ])]],
        },
        Block::Code("of = \"ks2-rwm-expected\"".to_owned()),
        Block::Image(Image {
            path: path("2016-17/hall 1.png"),
            alternative: "A hall with children at tables".to_owned(),
            caption: words("The hall of a primary school."),
            size: Some((640, 360)),
        }),
        Block::Downloads(vec![Download {
            title: "Figures of this measure".to_owned(),
            path: path("measures/ks2-rwm-expected/table-1.csv"),
            kind: "CSV".to_owned(),
            bytes: 0,
        }]),
    ]
}

/// The whole sample.
pub fn site() -> Site {
    let home = || to("Home", "index.html");
    let report = || to("Review 2016/17", "2016-17/index.html");
    let mut pages = vec![
        Page {
            description: Some("In the 2016 to 2017 academic year results at the end of primary school rose above England's. Disadvantaged pupils still do less well than others.".to_owned()),
            body: report_body().into(),
            canonical: Some(path("2016-17/index.html")),
            ..page("index.html", "Learning and skills in Rutland", PageKind::Front)
        },
        Page {
            description: Some("In the 2016 to 2017 academic year results at the end of primary school rose above England's. Disadvantaged pupils still do less well than others.".to_owned()),
            breadcrumbs: vec![home()],
            next: Some(to("Key stage 2", "2016-17/key-stage-2.html")),
            body: report_body().into(),
            ..page("2016-17/index.html", "Learning and Skills annual review 2016/17", PageKind::Report(0))
        },
        Page {
            description: Some("Two in three pupils left primary school at the expected standard, more than in England.".to_owned()),
            breadcrumbs: vec![home(), report()],
            previous: Some(to("Learning and Skills annual review 2016/17", "2016-17/index.html")),
            next: Some(to("Methodology", "2016-17/methodology.html")),
            body: topic_body().into(),
            ..page("2016-17/key-stage-2.html", "Key stage 2", PageKind::Topic(0))
        },
        Page {
            breadcrumbs: vec![home(), report()],
            previous: Some(to("Key stage 2", "2016-17/key-stage-2.html")),
            body: vec![paragraph("Each figure comes from a published source.")].into(),
            ..page("2016-17/methodology.html", "Methodology", PageKind::Topic(0))
        },
        Page {
            banners: vec![words("This report is being written.").into()],
            breadcrumbs: vec![home()],
            body: vec![paragraph("Nothing is here yet.")].into(),
            ..page("2017-18/index.html", "Learning and Skills annual review 2017/18", PageKind::Report(1))
        },
        Page {
            description: Some("Pupils who reached the expected standard in all three of reading, writing and maths at the end of key stage 2.".to_owned()),
            breadcrumbs: vec![home(), to("All measures", "measures/index.html")],
            body: vec![
                heading(2, "In five lines"),
                Block::List { start: None, items: vec![
                    vec![paragraph("66% in Rutland in 2024/25")],
                    vec![paragraph("up 2 percentage points from 2023/24")],
                    vec![paragraph("4 percentage points above England")],
                ] },
                heading(2, "Trend"),
                figure(1, None),
                heading(2, "All years"),
                Block::Table(Box::new(Table { source: source(), ..trend_table() })),
            ].into(),
            ..page("measures/ks2-rwm-expected/index.html", "Reading, writing and maths at key stage 2", PageKind::Measure)
        },
        Page {
            breadcrumbs: vec![home()],
            body: vec![Block::Pages(vec![to("Reading, writing and maths at key stage 2", "measures/ks2-rwm-expected/index.html")])].into(),
            ..page("measures/index.html", "All measures", PageKind::Measures)
        },
        Page {
            breadcrumbs: vec![home()],
            body: vec![Block::Pages(vec![report(), to("Review 2017/18", "2017-18/index.html")])].into(),
            ..page("reports.html", "All reports", PageKind::Archive)
        },
        Page {
            breadcrumbs: vec![home()],
            body: vec![Block::Pages(vec![to("All measures", "measures/index.html"), to("All reports", "reports.html")])].into(),
            unlisted: true,
            ..page("search/index.html", "Search", PageKind::Search)
        },
        Page {
            breadcrumbs: vec![home()],
            body: vec![paragraph("What works and what does not.")].into(),
            ..page("accessibility.html", "Accessibility statement", PageKind::Plain)
        },
        Page {
            body: vec![
                paragraph("There is no page at this address."),
                Block::Pages(vec![report(), to("All measures", "measures/index.html")]),
            ].into(),
            ..page("404.html", "Page not found", PageKind::NotFound)
        },
    ];
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let at = |file: &str| pages.iter().position(|page| page.path == path(file)).expect("a page of the sample");
    let report = |folder: &str, year, status, published: Option<&str>, pages| Report {
        folder: path(folder),
        title: format!("Learning and Skills annual review {}", AcademicYear::starting(year)),
        year: AcademicYear::starting(year),
        geography: Slug::new("rutland").expect("a slug"),
        geography_title: "Rutland".into(),
        status,
        published: published.map(str::to_owned),
        updated: None,
        figures: None,
        next: None,
        pages,
    };
    let reports = vec![
        report(
            "2016-17",
            2016,
            Status::Published,
            Some("2017-09-07"),
            vec![at("2016-17/index.html"), at("2016-17/key-stage-2.html"), at("2016-17/methodology.html")],
        ),
        report("2017-18", 2017, Status::Draft, None, vec![at("2017-18/index.html")]),
    ];
    let files = vec![ContentFile { path: path("2016-17/hall 1.png"), bytes: Arc::from(picture()) }];
    Site { reports, pages, files, ..empty() }
}

/// The smallest PNG: one grey pixel.
fn picture() -> &'static [u8] {
    &[
        0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
        0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82,
        0, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
    ]
}
