//! Charts of invented figures, ordinary and odd, for tests, the bench and the gallery.
//!
//! They go through the vault as every figure does. Bench and gallery include this file, so it names no crate: its
//! grandparent must have `charts`, `figures` and `vocabulary`.

use std::sync::Arc;

use super::super::charts::{
    Bars, Category, Chart, Content, Distribution, GapOverYears, Judgement, Judgements, Multiples, Panel, Role, Scale,
    Series, Share, SharedRow, Slope, SlopeLine, Trend,
};
use super::super::figures::published::{Mark, Point, Published, Quantity, Symbol};
use super::super::figures::{
    Entry, GeographyId, GroupId, MeasureFacts, MeasureId, MeasureTable, Memo, Place, Policy, Release, Structure,
    Subject, decide,
};
use super::super::vocabulary::{Counts, Period, PeriodKind, Polarity, Slug, Unit};

/// A chart with a name that is unique among them, and what is odd about it.
pub struct Fixture {
    /// Its name, the kind's first.
    pub name: &'static str,
    /// The chart.
    pub chart: Chart,
}

/// The academic year that starts in `start`.
pub fn year(start: u16) -> Period {
    Period::new(PeriodKind::Academic, start)
}

/// Published figures as an author writes them: `67`, `c`, `x`, `z`, `low`, `u`; `67p` is provisional, `67~62~71` lies between 62 and 71. An empty word is no
/// observation.
pub fn points(words: &str, from: u16, unit: Unit, decimals: u8) -> Vec<Point> {
    let mut table = MeasureTable::new(MeasureFacts {
        unit,
        decimals,
        counts: Counts::People,
        period: PeriodKind::Academic,
        threshold: None,
        missing: Some(Arc::from("reason not given by the source")),
    });
    let words: Vec<&str> = words.split(' ').collect();
    let periods = || (from..).map(year);
    for (word, period) in words.iter().zip(periods()) {
        if *word == "." {
            continue;
        }
        let symbol = Symbol::ALL.iter().find(|(name, _)| name == word);
        let entry = match symbol {
            Some((_, symbol)) => Entry::symbol(*symbol),
            None => {
                let mut parts = word.split('~');
                let word = parts.next().unwrap_or_default();
                let (digits, mark) = match word.strip_suffix('p') {
                    Some(digits) => (digits, Some(Mark::Provisional)),
                    None => (word, None),
                };
                let entry = Entry::public(digits.parse().expect("a fixture's number")).marked(mark);
                let mut end = || parts.next().map(|end| end.parse().expect("a fixture's number"));
                match (end(), end()) {
                    (Some(lower), Some(upper)) => entry.between(lower, upper),
                    _ => entry,
                }
            }
        };
        table.observe(GroupId::ALL, GeographyId(0), period, entry).expect("a cell that is free");
    }
    let release: Release = decide(vec![table], &Structure::default(), &Policy::default(), &Memo::new()).release;
    let subject =
        Subject { measure: MeasureId(0), group: GroupId::ALL, place: Place::Area(GeographyId(0)), period: year(from) };
    periods().take(words.len()).filter_map(|period| release.point(&subject.in_period(period))).collect()
}

/// Published figures without years.
pub fn values(words: &str, unit: Unit, decimals: u8) -> Vec<Published<Quantity>> {
    points(words, 1990, unit, decimals).into_iter().map(|point| point.value).collect()
}

fn quantity(word: &str, unit: Unit, decimals: u8) -> Quantity {
    *values(word, unit, decimals)[0].shown().expect("a fixture's number")
}

fn chart(title: &str, unit: Unit, content: Content) -> Chart {
    Chart {
        measure: Slug::from_title("invented"),
        title: title.to_owned(),
        headline: None,
        unit,
        polarity: Polarity::High,
        content,
    }
}

/// A trend from `from` on; the first series is ours. Each series is its name and its figures.
pub fn trend(unit: Unit, decimals: u8, from: u16, series: &[(&str, &str)]) -> Chart {
    let years = series.iter().map(|(_, words)| words.split(' ').count()).max().unwrap_or(0);
    let trend = Trend {
        periods: (from..).map(year).take(years).collect(),
        series: series
            .iter()
            .enumerate()
            .map(|(at, (label, words))| Series {
                label: Arc::from(*label),
                role: if at == 0 { Role::Ours } else { Role::Comparator },
                points: points(words, from, unit, decimals),
            })
            .collect(),
        breaks: Vec::new(),
        cancelled: Vec::new(),
        targets: Vec::new(),
    };
    chart("Pupils reaching the expected standard, Ourshire", unit, Content::Trend(trend))
}

fn with(mut chart: Chart, change: impl FnOnce(&mut Trend)) -> Chart {
    if let Content::Trend(trend) = &mut chart.content {
        change(trend);
    }
    chart
}

fn bars(unit: Unit, decimals: u8, series: &[&str], rows: &[(&str, &str)]) -> Bars {
    Bars {
        categories: rows
            .iter()
            .map(|(label, words)| {
                let points = points(words, 1990, unit, decimals);
                Category {
                    label: Arc::from(label.trim_start_matches('*')),
                    role: if label.starts_with('*') { Role::Ours } else { Role::Comparator },
                    intervals: points.iter().map(|point| point.interval.as_ref().map(|shown| *shown.get())).collect(),
                    values: points.into_iter().map(|point| point.value).collect(),
                }
            })
            .collect(),
        series: series.iter().map(|name| Arc::from(*name)).collect(),
    }
}

/// Bars of `series`; ours begins with a star.
pub fn bar(unit: Unit, series: &[&str], rows: &[(&str, &str)]) -> Chart {
    chart("Pupils by group, Ourshire, 2023/24", unit, Content::Bar(bars(unit, 0, series, rows)))
}

/// Places side by side; ours begins with a star.
pub fn comparison(unit: Unit, rows: &[(&str, &str)]) -> Chart {
    let decimals = u8::from(rows.iter().any(|(_, words)| words.contains('.')));
    let content = Content::Comparison(bars(unit, decimals, &["2023/24"], rows));
    chart("Pupils reaching the expected standard, Ourshire and similar places, 2023/24", unit, content)
}

/// Two groups over years.
pub fn gap(unit: Unit, from: u16, first: &str, second: &str) -> Chart {
    let first = values(first, unit, 0);
    let second = values(second, unit, 0);
    let years = (from..).map(year).zip(first).zip(second).map(|((period, a), b)| (period, a, b)).collect();
    let content = GapOverYears { first: Arc::from("Disadvantaged"), second: Arc::from("Other pupils"), years };
    chart("Disadvantaged and other pupils reaching the expected standard, Ourshire", unit, Content::Gap(content))
}

/// Ours among `count` others, spread about the middle by a fixed rule.
pub fn distribution(ours: &str, count: usize) -> Chart {
    // A sum of three remainders is shaped like a hill; primes keep it from repeating.
    let hill = |at: usize| 44 + (at * 7919 % 13) + (at * 104_729 % 11) + (at * 1_299_709 % 9);
    let mut figures: Vec<usize> = (1..=count).map(hill).collect();
    figures.sort_unstable();
    let others = figures.iter().map(|figure| quantity(&figure.to_string(), Unit::Percent, 0)).collect();
    let content = Distribution {
        period: year(2023),
        ours: Arc::from("Ourshire"),
        value: values(ours, Unit::Percent, 0).remove(0),
        others,
        without: 2,
        reference: Some((Arc::from("England"), quantity("61", Unit::Percent, 0))),
    };
    chart(
        "Pupils reaching the expected standard, all authorities, 2023/24",
        Unit::Percent,
        Content::Distribution(content),
    )
}

/// How many, or which share, are green, amber and red, a row each.
pub fn share(unit: Unit, rows: &[(&str, &str)]) -> Chart {
    let row = |(label, words): &(&str, &str)| SharedRow {
        label: Arc::from(*label),
        parts: values(words, unit, 0).try_into().expect("a figure for each rating"),
    };
    let content = Content::Share(Share { rows: rows.iter().map(row).collect() });
    chart("Ratings of schools and early years providers by phase, autumn 2023", unit, content)
}

/// Judgements of `(when, what, scale, grade)` on scales of `(name, grades, change)`, grades the best first and joined by `|`.
pub fn judgements(scales: &[(&str, &str, &str)], all: &[(&str, &str, usize, Option<usize>)]) -> Chart {
    let scale = |(name, grades, change): &(&str, &str, &str)| Scale {
        name: Arc::from(*name),
        grades: grades.split('|').filter(|word| !word.is_empty()).map(Arc::from).collect(),
        change: (!change.is_empty()).then(|| Arc::from(*change)),
    };
    let judgement = |(when, judged, scale, grade): &(&str, &str, usize, Option<usize>)| Judgement {
        when: Arc::from(*when),
        judged: Arc::from(*judged),
        scale: *scale,
        grade: *grade,
    };
    let content =
        Judgements { scales: scales.iter().map(scale).collect(), judgements: all.iter().map(judgement).collect() };
    chart("Inspection judgements of an invented school", Unit::Count, Content::Judgements(content))
}

/// One school on three scales, of which the last has no grades.
pub fn judgements_of_one() -> Chart {
    judgements(
        &[
            ("Ofsted until 2012", "Outstanding|Good|Satisfactory|Inadequate", ""),
            (
                "Ofsted until August 2024",
                "Outstanding|Good|Requires improvement|Inadequate",
                "From 2012 the third grade is requires improvement, not satisfactory",
            ),
            (
                "Ofsted from September 2024",
                "",
                "From September 2024 Ofsted gives state-funded schools no grade for overall effectiveness.",
            ),
        ],
        &[
            ("2008", "The school", 0, Some(1)),
            ("2011", "The school", 0, Some(2)),
            ("2014", "The school", 1, Some(2)),
            ("2019", "The school", 1, Some(1)),
            ("2025", "The school", 2, None),
        ],
    )
}

/// Lines from 2022/23 to 2023/24; ours begins with a star.
pub fn slope(unit: Unit, rows: &[(&str, &str)]) -> Chart {
    let line = |(label, words): &(&str, &str)| {
        let mut figures = values(words, unit, 0).into_iter();
        SlopeLine {
            label: Arc::from(label.trim_start_matches('*')),
            role: if label.starts_with('*') { Role::Ours } else { Role::Comparator },
            from: figures.next().expect("a figure of the earlier year"),
            to: figures.next().expect("a figure of the later year"),
        }
    };
    let lines = rows.iter().map(line).collect();
    let content = Slope { from: year(2022), to: year(2023), lines, broken: None };
    chart("Pupils reaching the expected standard, Ourshire and others", unit, Content::Slope(content))
}

/// The name of a small trend and its series, each a name and its figures.
pub type PanelWords<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// A small trend each from `from` on.
pub fn multiples(unit: Unit, from: u16, panels: &[PanelWords<'_>]) -> Chart {
    let panel = |(label, series): &PanelWords<'_>| match trend(unit, 0, from, series).content {
        Content::Trend(trend) => Some(Panel { label: Arc::from(*label), trend }),
        _ => None,
    };
    let content = Multiples { panels: panels.iter().filter_map(panel).collect() };
    chart("Pupils reaching the expected standard by subject, Ourshire and England", unit, Content::Multiples(content))
}

/// Five subjects, with a break, a cancelled year and withheld figures.
pub fn small_multiples() -> Chart {
    let mut chart = multiples(
        Unit::Percent,
        2015,
        &[
            ("Reading", &[("Ourshire", "66 72 74 78 . . 74 76 77"), ("England", "66 71 75 73 . . 74 73 74")]),
            ("Writing", &[("Ourshire", "74 76 c c . . 69 72 73"), ("England", "74 76 78 78 . . 69 71 72")]),
            ("Maths", &[("Ourshire", "70 75 76 79 . . 71 73 c"), ("England", "70 75 76 79 . . 71 73 73")]),
            (
                "Grammar, punctuation and spelling",
                &[("Ourshire", "73 77 78 78 . . 72 72 72"), ("England", "73 77 78 78 . . 72 72 72")],
            ),
            ("Science", &[("Ourshire", "81 x . 83 . . 79 80 81"), ("England", "81 82 82 83 . . 79 80 81")]),
        ],
    );
    if let Content::Multiples(multiples) = &mut chart.content {
        for panel in &mut multiples.panels {
            panel.trend.cancelled = vec![year(2019), year(2020)];
        }
        multiples.panels[1].trend.breaks = vec![(year(2017), Arc::from("Writing is assessed in another way."))];
    }
    chart
}

fn distribution_of(change: impl FnOnce(&mut Distribution)) -> Chart {
    let mut chart = distribution("67", 150);
    if let Content::Distribution(distribution) = &mut chart.content {
        change(distribution);
    }
    chart
}

/// A trend of four series over ten years with a break, two cancelled years, a withheld figure and a target: what the size
/// of a page's drawing is measured on.
pub fn full_trend() -> Chart {
    let chart = trend(
        Unit::Percent,
        0,
        2014,
        &[
            ("Ourshire", "51 53 67 c 72 . . 64 65 67p"),
            ("Similar places", "50 54 62 66 68 . . 60 62 64p"),
            ("The region", "49 51 59 62 63 . . 57 58 59p"),
            ("England", "51 53 61 64 65 . . 59 60 61p"),
        ],
    );
    with(chart, |trend| {
        trend.breaks =
            vec![(year(2015), Arc::from("New, more demanding assessments; not comparable with earlier years"))];
        trend.cancelled = vec![year(2019), year(2020)];
        trend.targets = vec![(year(2023), quantity("70", Unit::Percent, 0))];
    })
}

/// Every fixture.
pub fn all() -> Vec<Fixture> {
    let plain = |unit, series: &[(&str, &str)]| trend(unit, 0, 2014, series);
    let long: Vec<(String, String)> = (0..24)
        .map(|at| {
            let names =
                ["Upper and Lower Winterbourne with Eastcombe", "Marl", "Kings Harbour and the Islands", "Thornley"];
            (
                format!("{} {}", names[at % 4], at + 1),
                if at == 7 { "c".into() } else { (40 + at * 13 % 37).to_string() },
            )
        })
        .collect();
    let mut long: Vec<(&str, &str)> = long.iter().map(|(name, figure)| (name.as_str(), figure.as_str())).collect();
    long[4].0 = "*The County of Ourshire and Vale";
    let fixture = |name, chart| Fixture { name, chart };
    vec![
        fixture("trend: four series, a break, cancelled years, a target", full_trend()),
        fixture(
            "trend: two series",
            plain(
                Unit::Percent,
                &[("Ourshire", "58 60 59 63 66 65 70 72 71 74"), ("England", "60 61 61 62 64 64 65 67 68 68")],
            ),
        ),
        fixture(
            "trend: two breaks beside a cancelled year",
            with(
                trend(
                    Unit::Percent,
                    1,
                    2015,
                    &[
                        ("Ourshire", "2.5 2.4 2.8 2.6 . 2.3 4.8 3.8 3.8 3.6"),
                        ("Statistical neighbours", "3.1 3.1 3.2 3.0 . 2.6 5.1 4.1 3.9 3.7"),
                        ("The region", "3.0 2.9 3.0 2.8 . 2.6 4.8 4.1 3.8 3.6"),
                        ("England", "3.1 3.0 3.0 2.9 . 2.7 4.8 4.3 3.9 3.7"),
                    ],
                ),
                |trend| {
                    trend.breaks = vec![
                        (year(2020), Arc::from("Sessions missed under pandemic rules are not counted")),
                        (year(2021), Arc::from("Confirmed infections count as illness.")),
                    ];
                    trend.cancelled = vec![year(2019)];
                },
            ),
        ),
        fixture(
            "trend: a break in most years",
            with(plain(Unit::Percent, &[("Ourshire", "24 14 13 25 25 26 20 17 21")]), |trend| {
                trend.breaks = (2015..2021).map(|start| (year(start), Arc::from("Grading changed."))).collect();
            }),
        ),
        fixture(
            "trend: a break before the last year",
            with(plain(Unit::Percent, &[("Ourshire", "54 61 62 59"), ("England", "55 57 58 c")]), |trend| {
                trend.breaks = vec![(year(2017), Arc::from(""))];
            }),
        ),
        fixture(
            "trend: not from nought",
            trend(
                Unit::Percent,
                1,
                2014,
                &[
                    ("Ourshire", "94.8 95.1 95.0 95.4 95.2 94.9 92.1 92.5 93.0 93.4"),
                    ("England", "95.1 95.3 95.2 95.2 95.1 95.0 92.4 92.6 92.9 93.1"),
                ],
            ),
        ),
        fixture(
            "trend: ends close together",
            plain(
                Unit::Percent,
                &[
                    ("Ourshire", "40 45 52 58 61 62"),
                    ("Similar places", "45 47 55 57 60 62"),
                    ("The region", "48 50 53 57 61 61"),
                    ("England", "50 52 54 58 61 62"),
                ],
            ),
        ),
        fixture(
            "trend: long names",
            plain(
                Unit::Percent,
                &[
                    ("The County of Ourshire and Vale", "40 45 52 58 61 62"),
                    ("Statistical neighbours’ average", "45 47 55 57 60 66"),
                    ("Upper and Lower Winterbourne with Eastcombe", "48 50 53 57 61 61"),
                ],
            ),
        ),
        fixture(
            "trend: withheld and missing",
            plain(
                Unit::Percent,
                &[("Ourshire", "58 c c c 66 65 x 72 71 c"), ("Similar places", "60 61 61 62 64 . 65 67 68 68")],
            ),
        ),
        fixture("trend: all withheld", plain(Unit::Percent, &[("Ourshire", "c c c c"), ("England", "c c x c")])),
        fixture("trend: ours withheld", plain(Unit::Percent, &[("Ourshire", "c c c c"), ("England", "58 60 61 64")])),
        fixture("trend: one point", plain(Unit::Percent, &[("Ourshire", "67")])),
        fixture("trend: two years", plain(Unit::Percent, &[("Ourshire", "53 67"), ("England", "54 62")])),
        fixture("trend: all equal", plain(Unit::Percent, &[("Ourshire", "50 50 50 50"), ("England", "50 50 50 50")])),
        fixture(
            "trend: negative",
            trend(Unit::Score, 1, 2014, &[("Ourshire", "-0.4 -0.2 0.1 0.3 -0.1"), ("England", "0.0 0.1 -0.1 0.0 0.0")]),
        ),
        fixture(
            "trend: 10,000-fold",
            plain(Unit::Count, &[("Ourshire", "1 3 2 4"), ("England", "9000 9800 10200 12500")]),
        ),
        fixture(
            "trend: rates",
            trend(
                Unit::Per10000,
                1,
                2005,
                &[(
                    "Ourshire",
                    "12.1 15.0 13.2 14.4 18.0 20.3 19.9 22.0 21.3 20.1 24.0 26.2 25.1 24.0 23.3 22.1 25.0 27.0",
                )],
            ),
        ),
        fixture(
            "trend: ranges",
            plain(
                Unit::Percent,
                &[
                    ("Ourshire", "58~52~64 60~55~66 61~56~66 c 66~61~71 65~60~70"),
                    ("England", "60~59~61 61~60~62 . 62~61~63 64~63~65 64~63~65"),
                ],
            ),
        ),
        fixture("trend: no series", plain(Unit::Percent, &[])),
        fixture(
            "bar: plain",
            bar(
                Unit::Percent,
                &["2023/24"],
                &[("Reading", "74"), ("Writing", "72"), ("Maths", "73"), ("Reading, writing and maths", "61")],
            ),
        ),
        fixture(
            "bar: ours among groups",
            bar(
                Unit::Count,
                &["Pupils"],
                &[
                    ("Nursery", "312"),
                    ("*Primary", "2954"),
                    ("Secondary", "2,711".replace(',', "").as_str()),
                    ("Special", "c"),
                ],
            ),
        ),
        fixture(
            "bar: grouped",
            bar(
                Unit::Percent,
                &["Disadvantaged", "Other pupils"],
                &[
                    ("Key stage 2: reading, writing and maths", "45 67"),
                    ("Key stage 4: English and maths, grade 4", "c 70"),
                    ("Level 3 at age 19", "38 62"),
                ],
            ),
        ),
        fixture("bar: grouped, all ours", {
            let rows = [("*Reading", "76 72"), ("*Writing", "80 77"), ("*Maths", "78 75"), ("*Science", "88 c")];
            bar(Unit::Percent, &["Ourshire", "England"], &rows)
        }),
        fixture(
            "bar: negative",
            bar(Unit::Points, &["Change"], &[("Reading", "-3"), ("Writing", "4"), ("Maths", "0"), ("Science", "x")]),
        ),
        fixture("bar: none", bar(Unit::Percent, &[], &[])),
        fixture(
            "comparison: neighbours",
            comparison(
                Unit::Percent,
                &[
                    ("*Ourshire", "67"),
                    ("Marl", "64"),
                    ("Thornley", "71"),
                    ("Kings Harbour", "67"),
                    ("Eastcombe", "c"),
                    ("Fenwick", "58"),
                    ("Wold", "62"),
                    ("Ashmere", "x"),
                    ("Similar places", "64"),
                    ("England", "61"),
                ],
            ),
        ),
        fixture(
            "comparison: three",
            comparison(Unit::Percent, &[("*Ourshire", "67"), ("The region", "59"), ("England", "61")]),
        ),
        fixture("comparison: 24 long names", comparison(Unit::Percent, &long)),
        fixture(
            "comparison: ranges",
            comparison(
                Unit::Percent,
                &[("*Ourshire", "67~60~74"), ("Marl", "64~61~67"), ("Wold", "c"), ("England", "61")],
            ),
        ),
        fixture(
            "bar: ranges below nought",
            bar(Unit::Points, &["Progress"], &[("Reading", "-3~-5~-1"), ("Writing", "4~-1~9"), ("Maths", "0~-2~2")]),
        ),
        fixture("comparison: all withheld", comparison(Unit::Percent, &[("*Ourshire", "c"), ("Marl", "c")])),
        fixture("comparison: all equal", comparison(Unit::Percent, &[("*Ourshire", "50"), ("Marl", "50")])),
        fixture(
            "comparison: negative",
            comparison(Unit::Score, &[("*Ourshire", "-0.4"), ("Marl", "0.3"), ("Wold", "-1.2"), ("Fenwick", "c")]),
        ),
        fixture("comparison: 10,000-fold", comparison(Unit::Count, &[("*Ourshire", "1"), ("England", "10000")])),
        fixture(
            "gap: ten years",
            gap(Unit::Percent, 2014, "40 42 45 c 50 z z 44 46 47", "62 63 66 67 70 z z 66 67 69"),
        ),
        fixture("gap: two years", gap(Unit::Percent, 2022, "45 50", "67 50")),
        fixture("gap: all withheld", gap(Unit::Percent, 2022, "c c", "c 66")),
        fixture("gap: one year", gap(Unit::Percent, 2023, "45", "67")),
        fixture(
            "share: by phase",
            share(Unit::Count, &[("Early years", "31 6 2"), ("Primary", "13 4 0"), ("Secondary", "c c c")]),
        ),
        fixture("share: percentages", share(Unit::Percent, &[("Autumn 2022", "61 28 11"), ("Autumn 2023", "72 27 1")])),
        fixture("share: all of one", share(Unit::Count, &[("Primary", "17 0 0"), ("Special", "0 0 1")])),
        fixture(
            "share: 10,000-fold",
            share(Unit::Count, &[("Settings of every kind that the county registers", "1 10000 1")]),
        ),
        fixture("share: none", share(Unit::Count, &[("Primary", "0 0 0"), ("Secondary", "c c c")])),
        fixture(
            "slope: places",
            slope(
                Unit::Percent,
                &[("*Ourshire", "53 67"), ("Similar places", "54 62"), ("The region", "51 59"), ("England", "54 62")],
            ),
        ),
        fixture(
            "slope: groups with long names, close together",
            slope(
                Unit::Percent,
                &[
                    ("Disadvantaged", "45 44"),
                    ("Pupils with special educational needs", "44 45"),
                    ("English as an additional language", "46 46"),
                    ("All pupils of the county", "47 43"),
                ],
            ),
        ),
        fixture(
            "slope: withheld and missing",
            slope(
                Unit::Percent,
                &[("*Ourshire", "c 67"), ("Marl and the Islands", "58 x"), ("England", "61 62"), ("Wold", "c c")],
            ),
        ),
        fixture("slope: a break between", {
            let mut chart = slope(Unit::Percent, &[("*Ourshire", "80 67"), ("England", "80 62")]);
            if let Content::Slope(slope) = &mut chart.content {
                slope.broken = Some((year(2023), Arc::from("New, more demanding assessments.")));
            }
            chart
        }),
        fixture("slope: all equal", slope(Unit::Percent, &[("*Ourshire", "50 50"), ("England", "50 50")])),
        fixture("slope: 10,000-fold", slope(Unit::Count, &[("*Ourshire", "1 2"), ("England", "10000 9000")])),
        fixture("slope: negative", slope(Unit::Points, &[("Reading", "-3 4"), ("Maths", "0 -100")])),
        fixture("slope: all withheld", slope(Unit::Percent, &[("*Ourshire", "c c"), ("England", "c c")])),
        fixture("multiples: five subjects", small_multiples()),
        fixture(
            "multiples: places",
            multiples(
                Unit::Percent,
                2018,
                &[
                    (
                        "Upper and Lower Winterbourne",
                        &[("Ourshire", "60 62 65 67"), ("Upper and Lower Winterbourne", "50 55 54 58")],
                    ),
                    ("Marl", &[("Ourshire", "60 62 65 67"), ("Marl", "70 65 64 68")]),
                ],
            ),
        ),
        fixture(
            "multiples: two years, one panel",
            multiples(Unit::Count, 2022, &[("Reading", &[("Ourshire", "1 10000")])]),
        ),
        fixture(
            "multiples: one point, equal, withheld",
            multiples(
                Unit::Percent,
                2023,
                &[("One", &[("Ourshire", "67")]), ("Two", &[("Ourshire", "c")]), ("Three", &[("Ourshire", "67")])],
            ),
        ),
        fixture(
            "multiples: negative",
            multiples(Unit::Score, 2020, &[("One", &[("Ourshire", "-3 2 -1")]), ("Two", &[("Ourshire", "0 -1 1")])]),
        ),
        fixture("multiples: all withheld", multiples(Unit::Percent, 2020, &[("One", &[("Ourshire", "c c")])])),
        fixture("judgements: one school, three scales", judgements_of_one()),
        fixture(
            "judgements: several aspects on one day",
            judgements(
                &[
                    ("Joint area review", "Outstanding|Good|Adequate|Inadequate", ""),
                    (
                        "Annual assessment of children’s services",
                        "Performs excellently|Performs well|Performs adequately|Performs poorly",
                        "",
                    ),
                ],
                &[
                    ("2006", "Being healthy", 0, Some(1)),
                    ("2006", "Staying safe", 0, Some(0)),
                    ("2006", "Making a positive contribution in every part of the area and beyond", 0, Some(2)),
                    ("2006", "Service management", 0, Some(3)),
                    ("November 2011", "Children’s services", 1, Some(1)),
                ],
            ),
        ),
        fixture("judgements: one", judgements(&[("A scale of two", "Met|Not met", "")], &[("2019", "It", 0, Some(0))])),
        fixture("judgements: none", judgements(&[], &[])),
        fixture("distribution: all authorities", distribution("67", 150)),
        fixture("distribution: ours withheld", distribution("c", 150)),
        fixture("distribution: few", distribution("51", 5)),
        fixture("distribution: all equal", distribution_of(|d| d.others = vec![quantity("67", Unit::Percent, 0); 40])),
        fixture(
            "distribution: none",
            distribution_of(|d| {
                d.others.clear();
                d.reference = None;
            }),
        ),
    ]
}

/// The small trends beside key figures.
pub fn sparks() -> Vec<Fixture> {
    let one = |words| trend(Unit::Percent, 0, 2014, &[("Ourshire", words)]);
    vec![
        Fixture {
            name: "spark: ten years",
            chart: with(one("51 53 67 70 72 . . 64 65 67"), |trend| {
                trend.cancelled = vec![year(2019), year(2020)];
            }),
        },
        Fixture { name: "spark: two years", chart: one("53 67") },
        Fixture { name: "spark: last withheld", chart: one("53 67 61 c") },
        Fixture { name: "spark: one point", chart: one("67") },
        Fixture { name: "spark: all withheld", chart: one("c c") },
        Fixture { name: "spark: all equal", chart: one("67 67 67") },
    ]
}
