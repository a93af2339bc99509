//! What is known when pages are composed: evidence without numbers, the release, and the names of things.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diagnostic::{Diagnostic, Findings, Span, code, nearest};
use crate::document::Inline;
use crate::evidence::Evidence;
use crate::evidence::measure::{Measure, MeasureSource};
use crate::figures::published::{Absent, Point, Published, Quantity, Symbol};
use crate::figures::{GeographyId, GroupId, MeasureId, Place, Release, Subject, seen};
use crate::vocabulary::{AcademicYear, Counts, Period, Slug, date_in_words, lower_first};

/// The name by which authors ask for the mean of an authority's statistical neighbours.
pub(super) const NEIGHBOURS: &str = "statistical-neighbours";

/// Evidence and release, shared by all pages.
pub(super) struct Book {
    pub evidence: Evidence,
    pub release: Release,
}

/// What a page's calls mean when they don't say otherwise.
#[derive(Clone, Default, Debug)]
pub(super) struct Defaults {
    pub year: Option<AcademicYear>,
    pub geography: Option<GeographyId>,
    /// With what the report compares, in the author's order: names of places, or [`NEIGHBOURS`].
    pub compare: Vec<String>,
}

impl Book {
    /// The measure of that name; an unknown one is reported at `at`.
    pub fn measure(&self, name: &str, at: &Span, findings: &mut Findings) -> Option<(MeasureId, &Slug, &Measure)> {
        if let Some(known) = self.named(name) {
            return Some(known);
        }
        let near = nearest(name, self.evidence.measures.keys().map(Slug::as_str));
        findings.push(
            Diagnostic::error(
                code::UNKNOWN_MEASURE,
                at,
                format!("expected a measure of data/measures, found \"{name}\""),
            )
            .hint(meant(near, "correct the name, or add the measure to a file of data/measures")),
        );
        None
    }

    /// The measure of a name that data has been held against: nothing only when that was refused.
    pub fn named(&self, name: &str) -> Option<(MeasureId, &Slug, &Measure)> {
        let (index, slug, measure) = self.evidence.measures.get_full(name)?;
        let id = MeasureId(index as u32);
        seen::note(id);
        Some((id, slug, measure))
    }

    /// The measures of which figures are the council's own. Whoever asks has looked at all.
    pub fn measures_with_own(&self) -> impl Iterator<Item = &Measure> {
        let all = self.evidence.measures.values().enumerate();
        all.filter(|(at, _)| self.release.has_own(MeasureId(*at as u32))).map(|(_, measure)| measure)
    }

    /// The measure of that id.
    pub fn known(&self, id: MeasureId) -> (&Slug, &Measure) {
        seen::note(id);
        self.evidence.measures.get_index(id.0 as usize).expect("ids are made from this list")
    }

    /// The place of that name, for a report whose own area is `home`; an unknown one is reported at `at`.
    pub fn place(&self, name: &str, home: Option<GeographyId>, at: &Span, findings: &mut Findings) -> Option<Place> {
        if name == NEIGHBOURS {
            let neighbours = home.and_then(|home| self.neighbours(home));
            if neighbours.is_none() {
                findings.push(
                    Diagnostic::error(
                        code::UNKNOWN_GEOGRAPHY,
                        at,
                        "expected a place with statistical neighbours, found one without",
                    )
                    .hint("give the place its neighbours in data/geographies.yaml"),
                );
            }
            return neighbours;
        }
        if let Some(geography) = self.evidence.geography(name) {
            return Some(Place::Area(geography));
        }
        let known = self.evidence.geographies.keys().map(Slug::as_str).chain([NEIGHBOURS]);
        findings.push(
            Diagnostic::error(
                code::UNKNOWN_GEOGRAPHY,
                at,
                format!("expected a place of data/geographies.yaml, found \"{name}\""),
            )
            .hint(meant(nearest(name, known), "correct the name, or add the place to data/geographies.yaml")),
        );
        None
    }

    /// The mean of an authority's statistical neighbours, when it has any.
    pub fn neighbours(&self, home: GeographyId) -> Option<Place> {
        let (_, geography) = self.evidence.geographies.get_index(home.0 as usize)?;
        (!geography.neighbours.is_empty()).then(|| Place::MeanOf(Arc::clone(&geography.neighbours)))
    }

    /// The group of that name; an unknown one is reported at `at`.
    pub fn group(&self, name: &str, at: &Span, findings: &mut Findings) -> Option<GroupId> {
        if let Some(group) = self.evidence.group(name) {
            return Some(group);
        }
        let near = nearest(name, self.evidence.groups.keys().map(Slug::as_str));
        findings.push(
            Diagnostic::error(
                code::UNKNOWN_GROUP,
                at,
                format!("expected a group of data/groups.yaml, found \"{name}\""),
            )
            .hint(meant(near, "correct the name, or add the group to data/groups.yaml")),
        );
        None
    }

    /// The figure of `subject`: a year without assessments has none, and says so. Nothing when the data have no word of it.
    pub fn point(&self, subject: &Subject) -> Option<Point> {
        self.release.point(subject).or_else(|| {
            let (_, measure) = self.known(subject.measure);
            measure.cancelled.contains(&subject.period).then(|| Point {
                period: subject.period,
                value: Published::Absent(Absent::cancelled()),
                mark: None,
                interval: None,
            })
        })
    }

    /// The figure of `subject`; when the data have no word of it, that is reported with the years that there are.
    pub fn asked_point(&self, subject: &Subject, at: &Span, findings: &mut Findings) -> Option<Point> {
        let point = self.point(subject);
        if point.is_none() {
            let (slug, _) = self.known(subject.measure);
            let years = self.release.periods(subject.measure, subject.group, &subject.place);
            let hint = match (years.first(), years.last()) {
                (Some(first), Some(last)) => format!("{slug} has figures there from {first} to {last}"),
                _ => {
                    let groups: Vec<String> =
                        self.release.groups(subject.measure).iter().map(|group| self.group_name(*group)).collect();
                    format!("{slug} has no figures of that place and group; it has those of {}", groups.join(", "))
                }
            };
            findings.push(
                Diagnostic::error(
                    code::NO_OBSERVATION,
                    at,
                    format!("expected an observation of {slug} for {}, found none", self.whereabouts(subject)),
                )
                .hint(hint),
            );
        }
        point
    }

    /// The break of series between two years, the later one first to be told of: `(from, to]`.
    pub fn break_between(&self, measure: MeasureId, from: Period, to: Period) -> Option<&(Period, Arc<str>)> {
        let (_, measure) = self.known(measure);
        measure.breaks.iter().rev().find(|(year, _)| *year > from && *year <= to)
    }

    /// The title of the topic that a measure belongs to.
    pub fn topic_title(&self, measure: MeasureId) -> Arc<str> {
        let (_, measure) = self.known(measure);
        self.evidence
            .topics
            .get(&measure.topic)
            .map_or_else(|| Arc::clone(&measure.title), |topic| Arc::clone(&topic.title))
    }

    /// The name of a group as authors write it.
    pub fn group_name(&self, group: GroupId) -> String {
        self.evidence.groups.get_index(usize::from(group.0)).map_or_else(String::new, |(name, _)| name.to_string())
    }

    /// A place in words: `Rutland`, `statistical neighbours`.
    pub fn place_title(&self, place: &Place) -> Arc<str> {
        match place {
            Place::Area(area) => self.evidence.geography_title(*area),
            Place::MeanOf(_) => Arc::from("Statistical neighbours"),
        }
    }

    /// A place at the end of a sentence: `England`, `the East Midlands`, `the average of its statistical neighbours`.
    pub fn place_phrase(&self, place: &Place) -> String {
        match place {
            Place::Area(area) => {
                let title = self.evidence.geography_title(*area);
                let article = ["East", "West", "North", "South"].iter().any(|point| title.starts_with(point))
                    && self
                        .evidence
                        .geographies
                        .get_index(usize::from(area.0))
                        .is_some_and(|(_, geography)| geography.kind == crate::evidence::GeographyKind::Region);
                if article { format!("the {title}") } else { title.to_string() }
            }
            Place::MeanOf(_) => "the average of its statistical neighbours".to_owned(),
        }
    }

    /// What a figure is of, in the words of a sentence: `pupils reaching the expected standard in Rutland in the
    /// 2016 to 2017 academic year`.
    pub fn whereabouts(&self, subject: &Subject) -> String {
        let (_, measure) = self.known(subject.measure);
        let group = match subject.group {
            GroupId::ALL => String::new(),
            group => format!(" ({})", lower_first(&self.evidence.group_title(group))),
        };
        format!(
            "{}{group} in {} in {}",
            lower_first(&measure.title),
            self.place_phrase(&subject.place),
            subject.period.in_words()
        )
    }

    /// What stands in place of a sentence whose figure is absent.
    pub fn absence(&self, subject: &Subject, absent: &Absent) -> String {
        let (_, measure) = self.known(subject.measure);
        let name = self.whereabouts(subject);
        let why =
            if &*absent.reason == absent.symbol.meaning() { String::new() } else { format!(": {}", absent.reason) };
        match absent.symbol {
            Symbol::Withheld => {
                let who = match measure.counts {
                    Counts::People => "pupils",
                    Counts::Providers => "schools and settings",
                    Counts::Things => "people",
                };
                format!("The figure for {name} is withheld to protect {who}.")
            }
            Symbol::NotAvailable => format!("The figure for {name} is not available{why}."),
            Symbol::NotApplicable => format!("The figure for {name} does not apply{why}."),
            Symbol::Low => format!("The figure for {name} rounds to nought."),
            Symbol::Unreliable => format!("The figure for {name} is too unreliable to show."),
        }
    }

    /// A target as it is shown.
    pub fn target(&self, measure: &Measure, value: Decimal) -> Quantity {
        Quantity::rounded(value, measure.unit, measure.decimals)
    }

    /// Where a measure's figures come from, for a line below a chart or a table.
    pub fn source(&self, measure: &Measure) -> Vec<Inline> {
        source_line(&measure.source)
    }
}

/// A source in words, for a line below what it is of.
pub(super) fn source_line(source: &MeasureSource) -> Vec<Inline> {
    let mut line = vec![Inline::Text(format!("{}, ", source.publisher))];
    let title = vec![Inline::Text(source.title.to_string())];
    line.push(match &source.url {
        Some(url) => Inline::Link { target: crate::document::Target::Outside(url.to_string()), text: title },
        None => title.into_iter().next().expect("it was made above"),
    });
    if let Some(published) = &source.published {
        line.push(Inline::Text(format!(", {}", date_in_words(published))));
    }
    if source.licence.as_deref() == Some("OGL-UK-3.0") {
        line.push(Inline::Text(". Open Government Licence v3.0".to_owned()));
    } else if let Some(licence) = &source.licence {
        line.push(Inline::Text(format!(". {licence}")));
    }
    line
}

/// What to type for a name that isn't known: the one that is near, or else `otherwise`.
fn meant(near: Option<&str>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean \"{near}\"?"))
}
