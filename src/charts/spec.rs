//! What a chart shows: its words and its published series. No coordinates, no colours.

use std::sync::Arc;

use crate::figures::published::{Absent, Interval, Point, Published, Quantity};
use crate::vocabulary::{Period, Polarity, Rating, Slug, Unit};

/// A chart before it is drawn. The outputs draw it for their size; its words and its table are the same everywhere.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Which measure it is of (the first, when it compares several): what its downloads are named for.
    pub measure: Slug,
    /// The statistical title: measure, area, period.
    pub title: String,
    /// The message, when the officer wrote one.
    pub headline: Option<String>,
    /// What the numbers are in.
    pub unit: Unit,
    /// Which way is better.
    pub polarity: Polarity,
    /// What is drawn.
    pub content: Content,
}

/// What is drawn, by kind.
#[derive(Clone, Debug)]
pub enum Content {
    /// One to four series over years.
    Trend(Trend),
    /// Bars of one or several series over the same categories; the bars stand in the order given.
    Bar(Bars),
    /// One figure each for several places, ours among them, drawn in the order of what is published.
    Comparison(Bars),
    /// Two groups over years, joined for each year: a dumbbell.
    Gap(GapOverYears),
    /// Ours among all authorities.
    Distribution(Distribution),
    /// Several lines between two years.
    Slope(Slope),
    /// A small trend for each of several measures, groups or places, on one scale.
    Multiples(Multiples),
    /// How many, or which share, are green, amber and red.
    Share(Share),
    /// What inspectors judged, in the order of time.
    Judgements(Judgements),
}

/// Series over years.
#[derive(Clone, Debug)]
pub struct Trend {
    /// Every year of the axis in order, those without figures too.
    pub periods: Vec<Period>,
    /// Ours first.
    pub series: Vec<Series>,
    /// Years from which figures can't be compared with those before, each with the reason.
    pub breaks: Vec<(Period, Arc<str>)>,
    /// Years without assessments.
    pub cancelled: Vec<Period>,
    /// What is aimed at, by year.
    pub targets: Vec<(Period, Quantity)>,
}

/// One line of a trend.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its name beside the line.
    pub label: Arc<str>,
    /// Whether it is ours, and so drawn in the strong colour.
    pub role: Role,
    /// Its points in the order of years; a year that is absent here has no observation at all.
    pub points: Vec<Point>,
}

/// Whose figure it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// The report's own area or the group that the chart is about.
    Ours,
    /// Something that ours is compared with.
    Comparator,
}

/// Bars over categories.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What each bar stands for: places, groups, measures.
    pub categories: Vec<Category>,
    /// The names of the series: one for plain bars, several for grouped ones.
    pub series: Vec<Arc<str>>,
}

/// One bar, or one group of bars.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name beside the bar.
    pub label: Arc<str>,
    /// Whether it is ours.
    pub role: Role,
    /// A figure for each series.
    pub values: Vec<Published<Quantity>>,
    /// The range about each of the figures, where its source gives one; empty where it gives none of any.
    pub intervals: Vec<Option<Interval>>,
}

impl Category {
    /// The range about the figure of a series, when both are there.
    pub fn interval_of(&self, series: usize) -> Option<Interval> {
        self.values.get(series)?.shown()?;
        *self.intervals.get(series)?
    }
}

/// Two groups over years.
#[derive(Clone, Debug)]
pub struct GapOverYears {
    /// The first group's name, the one that the report is about.
    pub first: Arc<str>,
    /// The second group's name.
    pub second: Arc<str>,
    /// The years in order, with both groups' figures.
    pub years: Vec<(Period, Published<Quantity>, Published<Quantity>)>,
}

/// Ours among all.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// The year.
    pub period: Period,
    /// Ours by name.
    pub ours: Arc<str>,
    /// Ours, when it may be shown.
    pub value: Published<Quantity>,
    /// Every published figure of the others, in rising order; withheld and missing ones are left out and counted.
    pub others: Vec<Quantity>,
    /// How many others have no published figure.
    pub without: usize,
    /// England's figure, or whatever stands for all.
    pub reference: Option<(Arc<str>, Quantity)>,
}

/// Figures of two years.
#[derive(Clone, Debug)]
pub struct Slope {
    /// The earlier year.
    pub from: Period,
    /// The later year.
    pub to: Period,
    /// The lines, ours first when one of them is.
    pub lines: Vec<SlopeLine>,
    /// The year and the reason of a break between the two: then nothing is joined.
    pub broken: Option<(Period, Arc<str>)>,
}

/// One line of a slope.
#[derive(Clone, Debug)]
pub struct SlopeLine {
    /// Its name beside the later figure.
    pub label: Arc<str>,
    /// Whether it is ours. Where all are, or none is, all are drawn alike.
    pub role: Role,
    /// The figure of the earlier year.
    pub from: Published<Quantity>,
    /// The figure of the later year.
    pub to: Published<Quantity>,
}

/// Small trends over the same years.
#[derive(Clone, Debug)]
pub struct Multiples {
    /// One each, in the order of reading. All have the same years, and lines of the same meaning in the same order.
    pub panels: Vec<Panel>,
}

/// One of the small trends.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What it is of: a measure, a group, a place.
    pub label: Arc<str>,
    /// Its lines, ours first.
    pub trend: Trend,
}

/// Ratings of several phases, terms or years, each a whole that divides into green, amber and red.
#[derive(Clone, Debug)]
pub struct Share {
    /// A bar each, in the order given.
    pub rows: Vec<SharedRow>,
}

/// One whole and its parts. The chart's unit says whether they are counts (`Unit::Count`) or shares (`Unit::Percent`).
#[derive(Clone, Debug)]
pub struct SharedRow {
    /// What is divided: a phase, a term, a year.
    pub label: Arc<str>,
    /// The part of each rating in the order of [`Rating::ALL`]. When one is absent no length is drawn.
    pub parts: [Published<Quantity>; Rating::ALL.len()],
}

/// Published judgements on the scales that they were given on. The chart's unit and polarity say nothing here.
#[derive(Clone, Debug)]
pub struct Judgements {
    /// Every scale in the order in which they came into use.
    pub scales: Vec<Scale>,
    /// The judgements in the order of time.
    pub judgements: Vec<Judgement>,
}

/// A scale of grades. Two scales are never joined, whatever their grades are called.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Whose it is and when it held, such as `Ofsted, overall effectiveness, until August 2024`.
    pub name: Arc<str>,
    /// Its grades in words, the best first; empty where inspectors give none.
    pub grades: Vec<Arc<str>>,
    /// Why its grades can't be compared with those of the scale before, in a sentence.
    pub change: Option<Arc<str>>,
}

/// One judgement.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// When, in words: `2006`, `July 2017`.
    pub when: Arc<str>,
    /// What was judged: a service, a provider, an aspect.
    pub judged: Arc<str>,
    /// Which of the scales.
    pub scale: usize,
    /// Which of the scale's grades, when one was given.
    pub grade: Option<usize>,
}

/// Every figure of a chart that is absent, for words and notes.
pub fn absences(chart: &Chart) -> Vec<&Absent> {
    match &chart.content {
        Content::Trend(trend) => trend.series.iter().flat_map(|s| &s.points).filter_map(|p| p.value.absent()).collect(),
        Content::Bar(bars) | Content::Comparison(bars) => {
            bars.categories.iter().flat_map(|c| &c.values).filter_map(Published::absent).collect()
        }
        Content::Gap(gap) => gap.years.iter().flat_map(|(_, a, b)| [a, b]).filter_map(Published::absent).collect(),
        Content::Distribution(distribution) => distribution.value.absent().into_iter().collect(),
        Content::Slope(slope) => {
            slope.lines.iter().flat_map(|line| [&line.from, &line.to]).filter_map(Published::absent).collect()
        }
        Content::Multiples(multiples) => {
            let series = multiples.panels.iter().flat_map(|panel| &panel.trend.series);
            series.flat_map(|series| &series.points).filter_map(|point| point.value.absent()).collect()
        }
        Content::Judgements(_) => Vec::new(),
        Content::Share(share) => share.rows.iter().flat_map(|row| &row.parts).filter_map(Published::absent).collect(),
    }
}
