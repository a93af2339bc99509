//! The mapping: which of the tool's figures are taken, and what they are called here (`data/import.yaml`).

use std::path::Path;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_yaml::Spanned;

use super::ImportError;
use crate::diagnostic::nearest;
use crate::vocabulary::{AcademicYear, Counts, Period, PeriodKind, Polarity, Slug, Unit};

/// The file as it is written.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Mapping {
    pub(super) source: Source,
    /// The three-digit number of the authority whose report this is.
    pub(super) authority: Spanned<String>,
    pub(super) neighbours_as_of: String,
    years: Years,
    #[serde(default)]
    pub(super) areas: IndexMap<String, Area>,
    pub(super) groups: IndexMap<String, String>,
    #[serde(default)]
    pub(super) wholes: IndexMap<String, Whole>,
    topics: IndexMap<String, Topic>,
}

/// Whose figures they are, and under which licence.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) publisher: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) licence: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Years {
    first: Spanned<String>,
    last: Spanned<String>,
}

/// An authority that was not always there: the years of the first of April on which it came or went.
#[derive(Deserialize, Clone, Copy, Default, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Area {
    formed: Option<u16>,
    abolished: Option<u16>,
}

impl Area {
    /// Whether the area was there from the first to the last day of a period.
    pub(super) fn lasts_through(self, period: Period) -> bool {
        let start = period.start();
        // The last year in which it could be formed to be there on the first day, and the first in which it could be
        // abolished to be there on the last.
        let (formed, abolished) = match period.kind() {
            PeriodKind::Academic => (start, start + 2),
            PeriodKind::Financial | PeriodKind::September => (start, start + 1),
            PeriodKind::Calendar => (start - 1, start + 1),
            PeriodKind::January => (start - 1, start),
        };
        self.formed.is_none_or(|year| year <= formed) && self.abolished.is_none_or(|year| year >= abolished)
    }
}

/// A whole and the groups that it is made of.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Whole {
    pub(super) whole: String,
    pub(super) parts: Vec<String>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Topic {
    title: String,
    order: u32,
    #[serde(default)]
    defaults: Defaults,
    measures: IndexMap<String, Entry>,
}

/// What the measures of a topic have in common.
#[derive(Deserialize, Default, Debug)]
#[serde(deny_unknown_fields)]
struct Defaults {
    release: Option<String>,
    unit: Option<Spanned<String>>,
    counts: Option<Spanned<String>>,
    period: Option<Spanned<String>>,
    decimals: Option<u32>,
    polarity: Option<Spanned<String>>,
    maximum: Option<Spanned<String>>,
    minimum: Option<Spanned<String>>,
    breaks: Option<IndexMap<String, String>>,
    cancelled: Option<Vec<Spanned<String>>>,
}

/// A measure. Its keys are those of `Defaults` and its own; they are not flattened into one, since that loses lines.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Entry {
    from: Spanned<String>,
    #[serde(default)]
    groups: IndexMap<String, Spanned<String>>,
    title: String,
    definition: String,
    #[serde(default)]
    distribution: bool,
    release: Option<String>,
    unit: Option<Spanned<String>>,
    counts: Option<Spanned<String>>,
    period: Option<Spanned<String>>,
    decimals: Option<u32>,
    polarity: Option<Spanned<String>>,
    maximum: Option<Spanned<String>>,
    minimum: Option<Spanned<String>>,
    breaks: Option<IndexMap<String, String>>,
    cancelled: Option<Vec<Spanned<String>>>,
}

/// A topic with its measures, every default filled in and every word checked.
#[derive(Debug)]
pub(super) struct TopicPlan {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) order: u32,
    pub(super) measures: Vec<MeasurePlan>,
}

/// What is to be made of a measure.
#[derive(Debug)]
pub(super) struct MeasurePlan {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) definition: String,
    pub(super) release: String,
    pub(super) unit: &'static str,
    pub(super) counts: &'static str,
    pub(super) polarity: Polarity,
    pub(super) polarity_word: &'static str,
    pub(super) period: PeriodKind,
    pub(super) period_word: &'static str,
    pub(super) decimals: u32,
    pub(super) maximum: Option<Decimal>,
    /// The highest value that is believed: the maximum, or 100 for a percentage without one.
    pub(super) ceiling: Option<Decimal>,
    pub(super) minimum: Option<Decimal>,
    pub(super) breaks: Vec<(Period, String)>,
    pub(super) cancelled: Vec<Period>,
    pub(super) distribution: bool,
    /// The tool's name for the figures of everyone.
    pub(super) from: Named,
    /// Each group with the tool's name for its figures.
    pub(super) groups: Vec<(String, Named)>,
}

/// What the parser says, in words for whoever wrote the file.
fn in_plain_words(error: ImportError, parser: &str) -> ImportError {
    // The parser ends its sentence with the place, which we give in our own way.
    let message = parser.split(" at line ").next().unwrap_or(parser);
    if message.starts_with("invalid u") {
        return ImportError { message: "expected a whole number without a sign".to_owned(), ..error };
    }
    let error = ImportError { message: message.to_owned(), ..error };
    let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once("`, expected one of "));
    match unknown {
        Some((typed, known)) => error.did_you_mean(nearest(typed, known.split(", "))),
        None => error,
    }
}

/// One of the tool's names, and the line of the mapping on which it stands.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) line: u64,
}

impl Mapping {
    /// The mapping that `text` holds.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Mapping, ImportError> {
        let options = serde_yaml::options! {
            strict_booleans: true, underscored_numbers_as_strings: true, with_snippet: false,
        };
        serde_yaml::from_str_with_options(text, options).map_err(|error| {
            let line = error.location().map(|place| place.line());
            in_plain_words(ImportError { line, ..ImportError::of(path, "") }, &error.to_string())
        })
    }

    /// The first and the last academic year that are taken.
    pub(super) fn years(&self, path: &Path) -> Result<(AcademicYear, AcademicYear), ImportError> {
        let read = |text: &Spanned<String>| {
            AcademicYear::parse(&text.value).ok_or_else(|| {
                let message = format!("expected an academic year, found {:?}", text.value);
                ImportError::at(path, text.referenced.line(), message).hint("write 2016/17")
            })
        };
        Ok((read(&self.years.first)?, read(&self.years.last)?))
    }

    /// Every topic with its measures, or all that is wrong with them.
    pub(super) fn plans(&self, path: &Path) -> Result<Vec<TopicPlan>, Vec<ImportError>> {
        let mut errors = Vec::new();
        let mut seen: IndexMap<&str, u64> = IndexMap::new();
        for (id, whole) in &self.wholes {
            for group in whole.parts.iter().chain([&whole.whole]) {
                if !self.groups.contains_key(group) {
                    let message = format!("the whole {id:?} names the group {group:?}, which `groups` doesn't have");
                    let near = nearest(group, self.groups.keys().map(String::as_str));
                    errors.push(ImportError::of(path, message).did_you_mean(near));
                }
            }
        }
        let mut topics = Vec::new();
        for (topic_id, topic) in &self.topics {
            check_name(path, "topic", topic_id, None, &mut errors);
            let mut measures = Vec::new();
            for (id, entry) in &topic.measures {
                let line = entry.from.referenced.line();
                check_name(path, "measure", id, Some(line), &mut errors);
                if let Some(first) = seen.insert(id, line) {
                    let message = format!("the measure {id:?} stands in two topics: near lines {first} and {line}");
                    errors.push(ImportError::at(path, line, message).hint("take one of them out"));
                }
                let mut reader = Reader { path, id, line, groups: &self.groups, errors: &mut errors };
                measures.extend(reader.plan(topic, entry));
            }
            topics.push(TopicPlan { id: topic_id.clone(), title: topic.title.clone(), order: topic.order, measures });
        }
        if errors.is_empty() { Ok(topics) } else { Err(errors) }
    }
}

fn check_name(path: &Path, kind: &str, id: &str, line: Option<u64>, errors: &mut Vec<ImportError>) {
    if Slug::new(id).is_none() {
        let message = format!("a {kind} is named with lower-case letters, digits and hyphens, found {id:?}");
        let error = ImportError { line, ..ImportError::of(path, message) };
        errors.push(error.hint(format!("write {}", Slug::from_title(id))));
    }
}

/// Reads one measure. What it can't read it notes, and goes on.
struct Reader<'a> {
    path: &'a Path,
    id: &'a str,
    line: u64,
    groups: &'a IndexMap<String, String>,
    errors: &'a mut Vec<ImportError>,
}

impl Reader<'_> {
    fn plan(&mut self, topic: &Topic, entry: &Entry) -> Option<MeasurePlan> {
        let common = &topic.defaults;
        let (unit, unit_kind) = self.word("unit", &entry.unit, &common.unit, &Unit::ALL)?;
        let (counts, _) = self.word("counts", &entry.counts, &common.counts, &Counts::ALL)?;
        let (period_word, period) = self.word("period", &entry.period, &common.period, &PeriodKind::ALL)?;
        let (polarity_word, polarity) = self.word("polarity", &entry.polarity, &common.polarity, &Polarity::ALL)?;
        let maximum = self.bound(entry.maximum.as_ref().or(common.maximum.as_ref()));
        let minimum = self.bound(entry.minimum.as_ref().or(common.minimum.as_ref()));
        let Some(decimals) = entry.decimals.or(common.decimals) else { return self.missing("decimals") };
        let Some(release) = entry.release.as_ref().or(common.release.as_ref()) else { return self.missing("release") };
        let none = IndexMap::new();
        let breaks = entry.breaks.as_ref().or(common.breaks.as_ref()).unwrap_or(&none);
        let breaks = breaks.iter().filter_map(|(year, why)| Some((self.year(period, year, self.line)?, why.clone())));
        let breaks = breaks.collect();
        let none = Vec::new();
        let cancelled = entry.cancelled.as_ref().or(common.cancelled.as_ref()).unwrap_or(&none);
        let cancelled = cancelled.iter().filter_map(|year| self.year(period, &year.value, year.referenced.line()));
        let cancelled = cancelled.collect();
        Some(MeasurePlan {
            id: self.id.to_owned(),
            title: entry.title.clone(),
            definition: entry.definition.clone(),
            release: release.clone(),
            unit,
            counts,
            polarity,
            polarity_word,
            period,
            period_word,
            decimals,
            ceiling: maximum.or((unit_kind == Unit::Percent).then_some(Decimal::ONE_HUNDRED)),
            maximum,
            minimum,
            breaks,
            cancelled,
            distribution: entry.distribution,
            from: named(&entry.from),
            groups: self.groups_of(entry),
        })
    }

    /// One of a list of words, from the measure or from its topic.
    fn word<T: Copy>(
        &mut self,
        key: &str,
        own: &Option<Spanned<String>>,
        common: &Option<Spanned<String>>,
        known: &[(&'static str, T)],
    ) -> Option<(&'static str, T)> {
        let Some(written) = own.as_ref().or(common.as_ref()) else { return self.missing(key) };
        let found = known.iter().find(|(word, _)| *word == written.value);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let message = format!("expected a {key} of {:?}, found {:?}", self.id, written.value);
            self.errors.push(
                ImportError::at(self.path, written.referenced.line(), message)
                    .hint(format!("write one of {}", words.join(", "))),
            );
        }
        found.copied()
    }

    fn bound(&mut self, written: Option<&Spanned<String>>) -> Option<Decimal> {
        let written = written?;
        let number = super::cell::number(&written.value, 5);
        if number.is_none() {
            let message = format!("expected a number, found {:?}", written.value);
            let error = ImportError::at(self.path, written.referenced.line(), message);
            self.errors.push(error.hint(super::cell::number_hint(&written.value)));
        }
        number.map(|number| number.value)
    }

    fn year(&mut self, kind: PeriodKind, text: &str, line: u64) -> Option<Period> {
        let period = Period::parse(kind, text);
        if period.is_none() {
            let message = format!("expected a year of {:?} such as {}, found {text:?}", self.id, kind.example());
            self.errors.push(ImportError::at(self.path, line, message).hint(format!("write {}", kind.example())));
        }
        period
    }

    fn groups_of(&mut self, entry: &Entry) -> Vec<(String, Named)> {
        let mut groups = Vec::new();
        for (group, from) in &entry.groups {
            if self.groups.contains_key(group) {
                groups.push((group.clone(), named(from)));
            } else {
                let message = format!("{:?} has figures of the group {group:?}, which `groups` doesn't have", self.id);
                let near = nearest(group, self.groups.keys().map(String::as_str));
                self.errors.push(ImportError::at(self.path, from.referenced.line(), message).did_you_mean(near));
            }
        }
        groups
    }

    fn missing<T>(&mut self, key: &str) -> Option<T> {
        let message = format!("expected `{key}` of the measure {:?} or of its topic's defaults, found none", self.id);
        self.errors.push(ImportError::at(self.path, self.line, message).hint(format!("add `{key}:`")));
        None
    }
}

fn named(from: &Spanned<String>) -> Named {
    Named { name: from.value.clone(), line: from.referenced.line() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "\
source: { publisher: P, title: T, url: U, licence: OGL-UK-3.0 }
authority: \"857\"
neighbours_as_of: May 2025
years: { first: 2015/16, last: 2024/25 }
groups: { all: All pupils, fsm: Pupils eligible }
topics:
  ks2:
    title: Key stage 2
    order: 40
    defaults: { release: R, unit: percent, counts: people, period: academic, decimals: 0, polarity: high }
    measures:
";

    fn plans(measures: &str) -> Result<Vec<TopicPlan>, Vec<ImportError>> {
        let path = Path::new("import.yaml");
        Mapping::parse(path, &format!("{HEAD}{measures}")).map_err(|error| vec![error])?.plans(path)
    }

    fn fault(measures: &str) -> (Option<u64>, String, Option<String>) {
        let mut errors = plans(measures).expect_err("a mapping with a fault");
        assert_eq!(errors.len(), 1, "{errors:?}");
        let error = errors.remove(0);
        (error.line, error.message, error.hint)
    }

    #[test]
    fn a_measure_takes_what_its_topic_says_and_has_the_last_word() {
        let topics = plans("      m: { from: A, title: T, definition: D }\n      n: { from: B, title: T, definition: D, unit: score, decimals: 1, cancelled: [2019/20] }\n").expect("a sound mapping");
        let [m, n] = &topics[0].measures[..] else { panic!("two measures") };
        assert_eq!((m.unit, m.decimals, m.ceiling), ("percent", 0, Some(Decimal::ONE_HUNDRED)));
        assert_eq!((n.unit, n.decimals, n.ceiling), ("score", 1, None));
        assert_eq!(n.cancelled, [Period::new(PeriodKind::Academic, 2019)]);
        assert_eq!(n.from.line, 13);
    }

    #[test]
    fn a_word_that_is_none_of_the_known_ones_is_shown_where_it_stands() {
        let (line, message, hint) = fault("      m: { from: A, title: T, definition: D, polarity: good }\n");
        assert_eq!((line, message.as_str()), (Some(12), "expected a polarity of \"m\", found \"good\""));
        assert_eq!(hint.as_deref(), Some("write one of high, low, neither"));
    }

    #[test]
    fn a_year_in_another_form_than_the_period_is_refused() {
        let (line, message, hint) = fault("      m: { from: A, title: T, definition: D, cancelled: [2020] }\n");
        assert_eq!((line, message.as_str()), (Some(12), "expected a year of \"m\" such as 2016/17, found \"2020\""));
        assert_eq!(hint.as_deref(), Some("write 2016/17"));
    }

    #[test]
    fn a_group_that_is_not_listed_is_refused_with_the_one_that_was_meant() {
        let (_, message, hint) = fault("      m: { from: A, title: T, definition: D, groups: { fms: B } }\n");
        assert_eq!(message, "\"m\" has figures of the group \"fms\", which `groups` doesn't have");
        assert_eq!(hint.as_deref(), Some("did you mean fsm?"));
    }

    #[test]
    fn an_unknown_key_a_measure_twice_and_a_name_with_capitals_are_refused() {
        let (line, message, hint) = fault("      m: { from: A, title: T, definition: D, decimal: 1 }\n");
        assert!(line == Some(12) && message.starts_with("unknown field `decimal`"), "{line:?} {message}");
        assert_eq!(hint.as_deref(), Some("did you mean decimals?"));
        let (line, message, _) =
            fault("      m: { from: A, title: T, definition: D }\n      m: { from: B, title: T, definition: D }\n");
        assert!(line == Some(13) && message.contains("duplicate"), "{line:?} {message}");
        let (line, _, hint) = fault("      KS 2: { from: A, title: T, definition: D }\n");
        assert_eq!((line, hint.as_deref()), (Some(12), Some("write ks-2")));
    }

    #[test]
    fn a_word_in_place_of_a_whole_number_is_refused_in_plain_words() {
        let (line, message, _) = fault("      m: { from: A, title: T, definition: D, decimals: one }\n");
        assert_eq!((line, message.as_str()), (Some(12), "expected a whole number without a sign"));
    }

    #[test]
    fn an_area_does_not_last_through_a_period_in_which_it_was_formed_or_abolished() {
        let formed = Area { formed: Some(2021), abolished: None };
        let gone = Area { formed: None, abolished: Some(2021) };
        for (kind, before, after) in [
            (PeriodKind::Academic, 2020, 2021),
            (PeriodKind::Financial, 2020, 2021),
            (PeriodKind::Calendar, 2021, 2022),
            (PeriodKind::January, 2021, 2022),
            (PeriodKind::September, 2020, 2021),
        ] {
            assert!(!formed.lasts_through(Period::new(kind, before)), "formed {kind:?} {before}");
            assert!(formed.lasts_through(Period::new(kind, after)), "formed {kind:?} {after}");
        }
        for (kind, before, after) in [
            (PeriodKind::Academic, 2019, 2020),
            (PeriodKind::Financial, 2020, 2021),
            (PeriodKind::Calendar, 2020, 2021),
            (PeriodKind::January, 2021, 2022),
            (PeriodKind::September, 2020, 2021),
        ] {
            assert!(gone.lasts_through(Period::new(kind, before)), "gone {kind:?} {before}");
            assert!(!gone.lasts_through(Period::new(kind, after)), "gone {kind:?} {after}");
        }
    }
}
