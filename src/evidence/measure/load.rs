//! A file of measures read: what is public about them into the open, every number sealed as it is met.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::distribution;
use super::shape::FORM;
use super::{Measure, MeasureSource, Topic};
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code, nearest};
use crate::evidence::{Authority, Geography, Group};
use crate::figures::disclosure::{Extreme, Republish, Rules};
use crate::figures::published::{Mark, Symbol};
use crate::figures::{AuthorityId, Entry, GeographyId, GroupId, MeasureFacts, MeasureTable};
use crate::source::shape::{self, year_meant};
use crate::source::world::World;
use crate::source::{Node, Text, yaml};
use crate::vocabulary::{Counts, Period, PeriodKind, Polarity, SitePath, Slug, Unit};

/// The names that observations may use, and the observations that stand elsewhere.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Places.
    pub geographies: &'a IndexMap<Slug, Geography>,
    /// Groups, everybody first.
    pub groups: &'a IndexMap<Slug, Group>,
    /// Figures that stand elsewhere than the facts of their measures.
    pub more: &'a [More],
}

/// What a file of measures says.
pub struct MeasureFile {
    /// Its topic by name, when it could be read.
    pub topic: Option<(Slug, Topic)>,
    /// Its measures, in the order of the file.
    pub measures: Vec<Loaded>,
}

/// Figures of a measure that stand elsewhere than its facts: in the confidential folder, or in `released/`.
pub struct More {
    /// Of which measure.
    pub measure: Slug,
    /// Where it is named.
    pub at: Span,
    /// The figures.
    pub node: Node,
    /// Whether they only stand where no other figure does: what an earlier report published is no second opinion.
    pub only_free: bool,
}

/// The figures of a file in the confidential folder; of one in `released/`, they only stand where no other does.
pub fn figures(source: &Arc<Source>, only_free: bool) -> Checked<Vec<More>> {
    let mut findings = Findings::new();
    let node = yaml::parse(source).gather(&mut findings);
    let shape = if only_free { &super::shape::RELEASED } else { super::shape::FIGURES_FORM.shape };
    shape::check(&node, shape, &mut findings);
    let measures = node.get("measures").map(Node::entries).unwrap_or_default();
    let value = measures
        .iter()
        .filter_map(|(name, node)| {
            Some(More { measure: name.slug()?, at: name.span().clone(), node: node.clone(), only_free })
        })
        .collect();
    Checked { value, findings }
}

fn rules(node: &Node) -> Rules {
    let count = |key: &str| integer(node, key).and_then(|count| u32::try_from(count).ok());
    let extreme = |key: &str| word(node, key, &[("show", Extreme::Show), ("withhold", Extreme::Withhold)]);
    Rules {
        smallest_count: count("smallest_count"),
        smallest_cohort: count("smallest_cohort"),
        smallest_providers: count("smallest_providers"),
        rounding: count("rounding"),
        nought: extreme("nought"),
        all: extreme("all"),
        fewest_schools: count("fewest_schools"),
        dominance: count("dominance"),
        republish: word(
            node,
            "republish",
            &[("as-published", Republish::AsPublished), ("withhold", Republish::Withhold)],
        ),
    }
}

/// One measure as it was read.
pub struct Loaded {
    /// Its name.
    pub name: Slug,
    /// What is public about it.
    pub measure: Measure,
    /// Its observations, sealed.
    pub table: MeasureTable,
    /// Every authority's figure of each year, sealed. The authorities are numbered when all files are known.
    pub distribution: Vec<(Period, Authority, Entry)>,
    /// The measures that it is the sum of, by name, and over how many years.
    pub sum_of: Option<(Vec<Text>, u16)>,
    /// The table with its distribution, as its authorities were numbered last.
    numbered: Mutex<Option<(Vec<AuthorityId>, MeasureTable)>>,
}

impl Loaded {
    /// The table with its distribution, the authorities of whose lines have these numbers.
    pub fn numbered(&self, ids: Vec<AuthorityId>) -> MeasureTable {
        let mut kept = self.numbered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, table)) = &*kept
            && *before == ids
        {
            return table.clone();
        }
        let mut table = self.table.clone();
        for (id, (period, _, entry)) in ids.iter().zip(&self.distribution) {
            // A line that stands twice has been reported with its place.
            let _ = table.distribute(*period, *id, entry.clone());
        }
        *kept = Some((ids, table.clone()));
        table
    }
}

/// The measures of `source`, with the distributions that it names. A measure of which something is missing is read as far
/// as it goes, so that nothing else is said to be unknown.
pub fn file(source: &Arc<Source>, names: &Names<'_>, world: &dyn World) -> Checked<MeasureFile> {
    let mut findings = Findings::new();
    let node = yaml::parse(source).gather(&mut findings);
    shape::check(&node, FORM.shape, &mut findings);
    let topic = node.get("topic").and_then(topic);
    let stem = source.path().rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
    let topic_name = topic.as_ref().map_or_else(|| Slug::from_title(stem), |(name, _)| name.clone());
    let measures = node
        .get("measures")
        .map(Node::entries)
        .unwrap_or_default()
        .iter()
        .filter(|(_, node)| matches!(node, Node::Map(_)))
        .filter_map(|(name, node)| Some(measure(name.slug()?, name, node, &topic_name, names, world, &mut findings)))
        .collect();
    Checked { value: MeasureFile { topic, measures }, findings }
}

fn topic(node: &Node) -> Option<(Slug, Topic)> {
    let id = node.get("id")?.text()?;
    let title = line(node, "title").unwrap_or_else(|| Arc::from(id.as_str()));
    let order = integer(node, "order").unwrap_or(0);
    Some((id.slug()?, Topic { title, order, at: id.span().clone() }))
}

fn measure(
    slug: Slug,
    name: &Text,
    node: &Node,
    topic: &Slug,
    names: &Names<'_>,
    world: &dyn World,
    findings: &mut Findings,
) -> Loaded {
    let kind = word(node, "period", &PeriodKind::ALL).unwrap_or_else(|| likely_period(node));
    let unit = word(node, "unit", &Unit::ALL);
    let mut limits = Limits::of(node, unit);
    limits.check(node, findings);
    let source = node.get("source");
    let threshold = source.and_then(|source| integer(source, "threshold")).and_then(|count| u32::try_from(count).ok());
    let own = node.get("disclosure");
    let rules = own.map(rules).unwrap_or_default();
    let keys = own.map(Node::entries).unwrap_or_default().iter();
    let measure = Measure {
        rules: (rules.clone(), keys.map(|(key, _)| (key.as_str().to_owned(), key.span().clone())).collect()),
        topic: topic.clone(),
        title: line(node, "title").unwrap_or_else(|| Arc::from(slug.as_str())),
        definition: line(node, "definition"),
        unit: unit.unwrap_or(Unit::Score),
        // What could be about people is protected as if it were.
        counts: word(node, "counts", &Counts::ALL).unwrap_or(Counts::People),
        period: kind,
        decimals: integer(node, "decimals")
            .and_then(|places| u8::try_from(places).ok())
            .filter(|places| *places <= 6)
            .unwrap_or(0),
        polarity: word(node, "polarity", &Polarity::ALL).unwrap_or(Polarity::Neither),
        maximum: limits.most,
        minimum: limits.least,
        source: MeasureSource {
            publisher: source.and_then(|source| line(source, "publisher")).unwrap_or_default(),
            title: source.and_then(|source| line(source, "title")).unwrap_or_default(),
            url: source.and_then(|source| line(source, "url")),
            published: source.and_then(|source| line(source, "published")),
            licence: source.and_then(|source| line(source, "licence")),
            threshold,
        },
        missing: line(node, "missing"),
        breaks: by_year(node, "breaks", kind, findings, |text, _| Some(Arc::from(text.as_str().trim()))),
        cancelled: Vec::new(),
        targets: by_year(node, "targets", kind, findings, |text, findings| {
            let target = text.number()?;
            limits.hold(text.span(), &text.shown(), target, unit, findings);
            Some(target)
        }),
        at: name.span().clone(),
    };
    let cancelled = cancelled(node, kind, findings);
    let status = by_year(node, "status", kind, findings, |text, _| mark(text));
    let facts = MeasureFacts {
        unit: measure.unit,
        decimals: measure.decimals,
        counts: measure.counts,
        period: kind,
        threshold,
        missing: measure.missing.clone(),
    };
    let mut reader = Reader {
        names,
        kind,
        unit,
        limits,
        cancelled: &cancelled,
        status: status.into_iter().collect(),
        table: MeasureTable::new(facts).under(rules),
        only_free: false,
        seen: HashMap::new(),
        findings,
    };
    if let Some(places) = node.get("observations") {
        reader.places(places, GroupId::ALL);
    }
    for (name, places) in node.get("groups").map(Node::entries).unwrap_or_default() {
        if let Some(group) = reader.group(name) {
            reader.places(places, group);
        }
    }
    for more in names.more.iter().filter(|more| more.measure == slug) {
        reader.only_free = more.only_free;
        if let Some(places) = more.node.get("observations") {
            reader.places(places, GroupId::ALL);
        }
        for (name, places) in more.node.get("groups").map(Node::entries).unwrap_or_default() {
            if let Some(group) = reader.group(name) {
                reader.places(places, group);
            }
        }
    }
    let distribution = reader.distribution(node.get("distribution"), &slug, world);
    let table = reader.table;
    let cancelled = cancelled.into_iter().map(|(period, _)| period).collect();
    let of: Vec<Text> =
        node.get("sum_of").map(Node::items).unwrap_or_default().iter().filter_map(Node::text).cloned().collect();
    let years = integer(node, "sum_years").and_then(|years| u16::try_from(years).ok()).unwrap_or(1).clamp(1, 20);
    let sum_of = (!of.is_empty()).then_some((of, years));
    Loaded {
        name: slug,
        measure: Measure { cancelled, ..measure },
        table,
        distribution,
        sum_of,
        numbered: Mutex::default(),
    }
}

/// What numbers of a measure can be.
#[derive(Clone, Copy)]
struct Limits {
    most: Option<Decimal>,
    least: Option<Decimal>,
    /// Whether they are whole.
    whole: bool,
}

impl Limits {
    fn of(node: &Node, unit: Option<Unit>) -> Limits {
        let number = |key: &str| node.get(key)?.text()?.number();
        let most = number("maximum").or(match unit {
            Some(Unit::Percent) => Some(Decimal::ONE_HUNDRED),
            _ => None,
        });
        let least = number("minimum").or(match unit {
            Some(Unit::Score | Unit::Points) | None => None,
            Some(Unit::Percent | Unit::Count | Unit::Days | Unit::Per10000 | Unit::Per1000 | Unit::Pounds) => {
                Some(Decimal::ZERO)
            }
        });
        Limits { most, least, whole: unit == Some(Unit::Count) }
    }

    /// Refuses limits that leave no number between them, and then holds nothing against them.
    fn check(&mut self, node: &Node, findings: &mut Findings) {
        if let (Some(least), Some(most)) = (self.least, self.most)
            && least > most
        {
            let at = node.get("minimum").or(node.get("maximum")).map_or(node.span(), Node::span);
            findings.push(
                Diagnostic::error(
                    code::OUT_OF_RANGE,
                    at,
                    format!("expected a minimum below the maximum, found {least} and {most}"),
                )
                .hint("write the smaller number as minimum:"),
            );
            *self = Limits { most: None, least: None, ..*self };
        }
    }

    /// Whether the measure can have the number.
    fn allow(&self, number: Decimal) -> bool {
        self.most.is_none_or(|most| number <= most)
            && self.least.is_none_or(|least| number >= least)
            && (!self.whole || number.fract().is_zero())
    }

    /// Tells of a number that the measure can't have; it stands at `at` as `shown`.
    fn hold(&self, at: &Span, shown: &str, number: Decimal, unit: Option<Unit>, findings: &mut Findings) {
        let what = match unit {
            Some(Unit::Percent) => "a percentage",
            Some(Unit::Count) => "a count",
            _ => "a number",
        };
        let shown = shown.trim_matches('"');
        if let Some(most) = self.most.filter(|most| number > *most) {
            findings.push(
                Diagnostic::error(code::OUT_OF_RANGE, at, format!("expected {what} of at most {most}, found {shown}"))
                    .hint("correct it, or give the measure a line maximum: with the most that it can be"),
            );
        } else if let Some(least) = self.least.filter(|least| number < *least) {
            findings.push(
                Diagnostic::error(
                    code::OUT_OF_RANGE,
                    at,
                    format!("expected {what} of at least {least}, found {shown}"),
                )
                .hint("correct it, or give the measure a line minimum: with the least that it can be"),
            );
        } else if self.whole && !number.fract().is_zero() {
            findings.push(
                Diagnostic::error(
                    code::NUMBER,
                    at,
                    format!("expected a whole number, since the measure counts, found {shown}"),
                )
                .hint("round it, or give the measure another unit: score for an average"),
            );
        }
    }
}

/// Reads the observations of one measure.
struct Reader<'a, 'f> {
    names: &'a Names<'a>,
    kind: PeriodKind,
    unit: Option<Unit>,
    limits: Limits,
    cancelled: &'a [(Period, Span)],
    status: HashMap<Period, Mark>,
    table: MeasureTable,
    /// Whether an observation whose cell is taken gives way without a word.
    only_free: bool,
    /// Public numbers of everybody, to hold the distribution's against: the same figure must not be two.
    seen: HashMap<(GeographyId, Period), (Decimal, Span)>,
    findings: &'f mut Findings,
}

impl Reader<'_, '_> {
    fn group(&mut self, name: &Text) -> Option<GroupId> {
        let slug = name.slug()?;
        match self.names.groups.get_index_of(&slug) {
            Some(0) => {
                self.findings.push(
                    Diagnostic::error(
                        code::DUPLICATE,
                        name.span(),
                        format!("expected a group, found {slug}, which is everybody"),
                    )
                    .hint("put the figures of everybody below observations:"),
                );
                None
            }
            Some(at) => Some(GroupId(at as u16)),
            None => {
                let near =
                    nearest(name.as_str(), self.names.groups.keys().skip(1).map(Slug::as_str)).map(str::to_owned);
                self.findings.push(
                    Diagnostic::error(
                        code::UNKNOWN_GROUP,
                        name.span(),
                        format!("expected a group of data/groups.yaml, found {}", name.shown()),
                    )
                    .hint(near.map_or_else(
                        || "add the group to data/groups.yaml".to_owned(),
                        |near| format!("did you mean {near}?"),
                    )),
                );
                None
            }
        }
    }

    fn geography(&mut self, name: &Text) -> Option<GeographyId> {
        let slug = name.slug()?;
        if let Some(at) = self.names.geographies.get_index_of(&slug) {
            return Some(GeographyId(at as u16));
        }
        // Where no place is known at all, that has been told once.
        if self.names.geographies.is_empty() {
            return None;
        }
        let found = Diagnostic::error(
            code::UNKNOWN_GEOGRAPHY,
            name.span(),
            format!("expected a place of data/geographies.yaml, found {}", name.shown()),
        );
        self.findings.push(if slug.as_str() == "statistical-neighbours" {
            found.hint("take the line out: the average of the neighbours is worked out from their own figures")
        } else {
            let near = nearest(name.as_str(), self.names.geographies.keys().map(Slug::as_str)).map(str::to_owned);
            found.hint(near.map_or_else(
                || "add the place to data/geographies.yaml".to_owned(),
                |near| format!("did you mean {near}?"),
            ))
        });
        None
    }

    /// Observations of one group, by place and year.
    fn places(&mut self, places: &Node, group: GroupId) {
        for (name, years) in places.entries() {
            let Some(geography) = self.geography(name) else { continue };
            for (year, observed) in years.entries() {
                let Some(period) = period(year, self.kind, self.findings) else { continue };
                if let Some((_, at)) = self.cancelled.iter().find(|(cancelled, _)| *cancelled == period) {
                    self.findings.push(
                        Diagnostic::error(
                            code::CANCELLED_YEAR,
                            year.span(),
                            format!("expected no observation in {period}, which the measure calls cancelled"),
                        )
                        .note(at, "it is called cancelled here")
                        .hint("take the observation out, or the year off the list"),
                    );
                    continue;
                }
                let Some(entry) = self.entry(observed, group, geography, period) else { continue };
                let entry = self.settled(entry, period);
                if self.table.observe(group, geography, period, entry).is_err() && !self.only_free {
                    self.findings.push(
                        Diagnostic::error(
                            code::DUPLICATE,
                            year.span(),
                            format!("expected {period} once for each place, found it again"),
                        )
                        .hint("take one of the two out"),
                    );
                }
            }
        }
    }

    /// The entry with the mark of its year, unless it has one of its own.
    fn settled(&self, entry: Entry, period: Period) -> Entry {
        let mark = entry.mark.or(self.status.get(&period).copied());
        entry.marked(mark)
    }

    /// One observation, sealed.
    fn entry(&mut self, observed: &Node, group: GroupId, geography: GeographyId, period: Period) -> Option<Entry> {
        if let Some(text) = observed.text() {
            return self.figure(text, group, geography, period);
        }
        let part = |key: &str| observed.get(key).and_then(Node::text);
        let (value, count, of) = (part("value"), part("count"), part("of"));
        let Node::Map(_) = observed else { return None };
        let entry = match (value, count, of) {
            (Some(value), None, None) => self.figure(value, group, geography, period)?,
            (None, None, Some(of)) if part("mean").is_some() => self.own_mean(part("mean")?, of)?,
            (None, Some(count), of) => self.own(observed, count, of)?,
            (Some(value), _, _) => {
                self.findings.push(
                    Diagnostic::error(
                        code::WRONG_SHAPE,
                        value.span(),
                        "expected either value: or count: and of:, found both",
                    )
                    .hint("leave value: out; the percentage is worked out from the counts"),
                );
                return None;
            }
            (None, None, _) => {
                // A value that could not be read has been told of.
                if observed.get("value").is_none() && observed.get("count").is_none() {
                    let at = observed.span();
                    let at = at.source().span(at.start(), at.start() + 1);
                    self.findings
                        .push(Diagnostic::error(code::MISSING_KEY, &at, "value is missing from the observation").hint(
                        "write { value: 62, mark: revised }, or { count: 12, of: 30 } for the council's own figures",
                    ));
                }
                return None;
            }
        };
        if let (Some(reason), Some(value)) = (part("reason"), value.filter(|value| value.number().is_some())) {
            self.findings.push(
                Diagnostic::error(code::WRONG_SHAPE, reason.span(), "expected no reason beside a number, found one")
                    .note(value.span(), "this is the number")
                    .hint("take the reason out, or write a symbol such as x in place of the number"),
            );
        }
        // What somebody wrote in the confidential folder is for colleagues, even where the symbol is for everybody.
        let reason = part("reason").filter(|reason| !reason.span().source().is_confidential());
        let reason = reason.map(|reason| Arc::from(reason.as_str().trim()));
        let schools = part("schools").and_then(Text::integer).and_then(|schools| u32::try_from(schools).ok());
        let entry = entry.from_schools(schools, part("largest").and_then(Text::number));
        let entry = match self.interval(observed, value) {
            Some((lower, upper)) => entry.between(lower, upper),
            None => entry,
        };
        Some(entry.because(reason).marked(part("mark").and_then(mark)))
    }

    /// The range about an observation. It has two ends, and the number lies between them.
    fn interval(&mut self, observed: &Node, value: Option<&Text>) -> Option<(Decimal, Decimal)> {
        let part = |key: &str| observed.get(key).and_then(Node::text);
        let (lower, upper) = match (part("lower"), part("upper")) {
            (None, None) => return None,
            (Some(lower), Some(upper)) => (lower, upper),
            (Some(alone), None) | (None, Some(alone)) => {
                let missing = if part("lower").is_none() { "lower" } else { "upper" };
                self.findings.push(
                    Diagnostic::error(
                        code::MISSING_KEY,
                        alone.span(),
                        format!("expected both ends of a range, found no {missing}"),
                    )
                    .hint("write { value: 62, lower: 58, upper: 66 }"),
                );
                return None;
            }
        };
        let number = |text: &Text, reader: &mut Self| {
            let number = text.number()?;
            reader.limits.hold(text.span(), &text.shown(), number, reader.unit, reader.findings);
            Some(number)
        };
        let (least, most) = (number(lower, self)?, number(upper, self)?);
        // The figure that the range is about: as it is written, or worked out of its counts.
        let said = |key: &str| part(key).and_then(Text::number);
        let figure = value.and_then(Text::number).or(said("mean")).or_else(|| match (said("count"), said("of")) {
            (Some(count), Some(of)) => (count * self.unit?.share_of()).checked_div(of),
            (count, _) => count,
        });
        let Some(figure) = figure else {
            if value.is_some() {
                self.findings.push(
                    Diagnostic::error(
                        code::WRONG_SHAPE,
                        lower.span(),
                        "expected a range about a number, found no number",
                    )
                    .hint("take lower: and upper: out, or write the number in place of its symbol"),
                );
            }
            return None;
        };
        if !(least <= figure && figure <= most) {
            self.findings.push(
                Diagnostic::error(
                    code::OUT_OF_RANGE,
                    lower.span(),
                    "expected a lower end at or below the figure and an upper end at or above it, found another order",
                )
                .note(upper.span(), "this is the upper end")
                .hint("correct one of the three numbers"),
            );
            return None;
        }
        Some((least, most))
    }

    /// A number that its source published, or a symbol.
    fn figure(&mut self, text: &Text, group: GroupId, geography: GeographyId, period: Period) -> Option<Entry> {
        if let Some(number) = text.number() {
            if !self.limits.allow(number) {
                self.limits.hold(text.span(), &text.shown(), number, self.unit, self.findings);
            }
            if group == GroupId::ALL {
                self.seen.insert((geography, period), (number, text.span().clone()));
            }
            // Whatever stands in the confidential folder is the council's own, with or without what would protect it.
            let confidential = text.span().source().is_confidential();
            return Some(if confidential { Entry::own(number) } else { Entry::public(number) });
        }
        Some(Entry::symbol(symbol(text.as_str())?))
    }

    /// The council's own mean of so many.
    fn own_mean(&mut self, mean: &Text, of: &Text) -> Option<Entry> {
        let number = mean.number()?;
        if self.unit.is_some_and(|unit| matches!(unit, Unit::Percent | Unit::Count | Unit::Per1000 | Unit::Per10000)) {
            self.findings.push(
                Diagnostic::error(
                    code::WRONG_SHAPE,
                    mean.span(),
                    "expected mean: in measures of scores, points, days or pounds, found it in another",
                )
                .hint("write { count: 12, of: 30 }: the percentage or the rate is worked out from both"),
            );
            return None;
        }
        self.limits.hold(mean.span(), &mean.shown(), number, self.unit, self.findings);
        let of = of.number().filter(|of| *of >= Decimal::ONE && of.fract().is_zero());
        if of.is_none() {
            self.findings.push(
                Diagnostic::error(code::NUMBER, mean.span(), "expected beside mean: of how many it is, at least 1")
                    .hint("write { mean: 31.2, of: 45 }"),
            );
        }
        Some(Entry::own_mean(number, of?))
    }

    /// The council's own count, or its own share of some among all.
    fn own(&mut self, observed: &Node, count: &Text, of: Option<&Text>) -> Option<Entry> {
        let whole = |text: &Text, findings: &mut Findings| {
            let number = text.number()?;
            if number.is_sign_negative() || !number.fract().is_zero() {
                findings.push(
                    Diagnostic::error(
                        code::NUMBER,
                        text.span(),
                        format!("expected a whole number of people, found {}", text.shown().trim_matches('"')),
                    )
                    .hint("write how many there are: 0, 1, 2 …"),
                );
                return None;
            }
            Some(number)
        };
        let some = whole(count, self.findings);
        let Some(of) = of else {
            if observed.get("of").is_some() {
                return None;
            }
            if self.unit != Some(Unit::Count) {
                self.findings.push(
                    Diagnostic::error(code::MISSING_KEY, count.span(), "of is missing beside count")
                        .hint("write { count: 12, of: 30 }: the percentage is worked out, and protected, from both"),
                );
                return None;
            }
            return some.map(Entry::own);
        };
        let all = whole(of, self.findings);
        if self.unit.is_some_and(|unit| !matches!(unit, Unit::Percent | Unit::Per1000 | Unit::Per10000)) {
            self.findings.push(
                Diagnostic::error(
                    code::WRONG_SHAPE,
                    of.span(),
                    "expected of: in measures whose unit is percent or a rate, found it in another",
                )
                .hint("leave of: out, or write unit: percent"),
            );
            return None;
        }
        let (some, all) = (some?, all?);
        if some > all {
            self.findings.push(
                Diagnostic::error(
                    code::OUT_OF_RANGE,
                    count.span(),
                    "expected at most as many as there are in all, found more",
                )
                .note(of.span(), "this is how many there are in all")
                .hint("correct one of the two numbers"),
            );
            return None;
        }
        if all.is_zero() {
            self.findings.push(
                Diagnostic::error(
                    code::OUT_OF_RANGE,
                    of.span(),
                    "expected somebody to work a percentage out of, found nobody",
                )
                .hint("write z: the figure does not apply where there is nobody"),
            );
            return None;
        }
        Some(Entry::own_share(some, all))
    }

    /// The figures of all authorities from the CSV that the measure names.
    fn distribution(
        &mut self,
        node: Option<&Node>,
        measure: &Slug,
        world: &dyn World,
    ) -> Vec<(Period, Authority, Entry)> {
        let Some(text) = node.and_then(Node::text) else { return Vec::new() };
        let path = SitePath::new(text.span().source().path()).and_then(|file| file.resolve(text.as_str()));
        let Some(path) = path.filter(|_| SitePath::new(text.as_str()).is_some()) else { return Vec::new() };
        let read = distribution::read(world, &path, text.span(), measure, self.kind);
        let Some(table) = read.gather(self.findings) else { return Vec::new() };
        let mut sealed = Vec::with_capacity(table.lines.len());
        for line in &table.lines {
            let period = line.period;
            if let Some((_, cancelled)) = self.cancelled.iter().find(|(cancelled, _)| *cancelled == period) {
                self.findings.push(
                    Diagnostic::error(
                        code::CANCELLED_YEAR,
                        &table.at(line),
                        format!("expected no figures of {period}, which the measure calls cancelled"),
                    )
                    .note(cancelled, "it is called cancelled here")
                    .hint("take the lines of that year out, or the year off the list"),
                );
                continue;
            }
            let entry = match line.reading {
                Ok(number) => {
                    if !self.limits.allow(number) {
                        let at = table.at(line);
                        self.limits.hold(&at, at.text(), number, self.unit, self.findings);
                    }
                    self.compare(&line.authority, period, number, || table.at(line));
                    Entry::public(number)
                }
                Err(symbol) => Entry::symbol(symbol),
            };
            sealed.push((period, line.authority.clone(), self.settled(entry, period)));
        }
        sealed
    }

    /// Warns when a place's figure in the distribution is not the one that it has as an observation.
    fn compare(&mut self, authority: &Authority, period: Period, number: Decimal, at: impl Fn() -> Span) {
        let place = self.names.geographies.values().position(|place| place.code.as_deref() == Some(&*authority.code));
        let Some(place) = place else { return };
        if let Some((observed, where_observed)) = self.seen.get(&(GeographyId(place as u16), period))
            && *observed != number
        {
            self.findings.push(
                Diagnostic::warning(
                    code::DISTRIBUTION,
                    &at(),
                    format!(
                        "expected the figure that {} has among the observations of {period}, found another",
                        authority.name
                    ),
                )
                .note(where_observed, "this is the observation")
                .hint("write the same figure in both places"),
            );
        }
    }
}

/// The years of the list `cancelled:`, in order, each with its place.
fn cancelled(node: &Node, kind: PeriodKind, findings: &mut Findings) -> Vec<(Period, Span)> {
    let mut years: Vec<(Period, Span)> = Vec::new();
    for year in node.get("cancelled").map(Node::items).unwrap_or_default().iter().filter_map(Node::text) {
        let Some(period) = period(year, kind, findings) else { continue };
        match years.iter().find(|(known, _)| *known == period) {
            None => years.push((period, year.span().clone())),
            Some((_, first)) => findings.push(
                Diagnostic::error(code::DUPLICATE, year.span(), format!("expected {period} once, found it again"))
                    .note(first, "it stands here already")
                    .hint("take one of the two out"),
            ),
        }
    }
    years.sort_by_key(|(period, _)| *period);
    years
}

/// What stands below `key` by year, in the order of the years.
fn by_year<T>(
    node: &Node,
    key: &str,
    kind: PeriodKind,
    findings: &mut Findings,
    mut read: impl FnMut(&Text, &mut Findings) -> Option<T>,
) -> Vec<(Period, T)> {
    let mut values = Vec::new();
    for (year, value) in node.get(key).map(Node::entries).unwrap_or_default() {
        if let (Some(period), Some(text)) = (period(year, kind, findings), value.text())
            && let Some(value) = read(text, findings)
        {
            values.push((period, value));
        }
    }
    values.sort_by_key(|(period, _)| *period);
    values
}

/// The year that `text` spells; a year of another kind is told of. One that is no year at all its form has told of.
fn period(text: &Text, kind: PeriodKind, findings: &mut Findings) -> Option<Period> {
    let said = text.as_str();
    if let Some(period) = Period::parse(kind, said) {
        return Some(period);
    }
    if PeriodKind::ALL.iter().any(|(_, other)| Period::parse(*other, said).is_some()) {
        let name = PeriodKind::ALL.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name);
        let article = if name.starts_with('a') { "an" } else { "a" };
        let found = Diagnostic::error(
            code::YEAR,
            text.span(),
            format!("expected {article} {name} year such as {}, found {}", kind.example(), text.shown()),
        );
        let meant = year_meant(said).filter(|_| !text.span().source().is_confidential());
        findings.push(
            found.maybe_hint(meant.map(|year| format!("write {} if it begins in {year}", Period::new(kind, year)))),
        );
    }
    None
}

/// The kind of year that the first observation is written in: of a measure that doesn't say it, which is told already.
fn likely_period(node: &Node) -> PeriodKind {
    let observations = node.get("observations").map(Node::entries).unwrap_or_default();
    let year = observations.iter().flat_map(|(_, years)| years.entries()).map(|(year, _)| year.as_str()).next();
    let kind = year.and_then(|year| PeriodKind::ALL.iter().find(|(_, kind)| Period::parse(*kind, year).is_some()));
    kind.map_or(PeriodKind::Academic, |(_, kind)| *kind)
}

/// The symbol that a word means.
pub(super) fn symbol(word: &str) -> Option<Symbol> {
    Symbol::ALL.iter().find(|(name, _)| *name == word).map(|(_, symbol)| *symbol)
}

fn mark(text: &Text) -> Option<Mark> {
    Mark::ALL.iter().find(|(name, _)| text == *name).map(|(_, mark)| *mark)
}

fn word<T: Copy>(node: &Node, key: &str, known: &[(&str, T)]) -> Option<T> {
    let text = node.get(key)?.text()?;
    known.iter().find(|(name, _)| text == *name).map(|(_, value)| *value)
}

fn line(node: &Node, key: &str) -> Option<Arc<str>> {
    Some(Arc::from(node.get(key)?.text()?.as_str().trim()))
}

fn integer(node: &Node, key: &str) -> Option<i64> {
    node.get(key)?.text()?.integer()
}
