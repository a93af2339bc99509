//! `released/`: every figure as it went out, a file a report, written by `multum publish`.
//!
//! A file has the form of one in the confidential folder, so that a build without that folder takes the figures from it. A
//! figure that goes out otherwise than before is kept as it was in a file with a number, `2016-17.1.yaml`, the first to go
//! out having the lowest: what somebody read once is known for good.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::Evidence;
use super::measure::shape::RELEASED;
use super::prioritisation::assessments::Term;
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, code};
use crate::document::ShownReview;
use crate::figures::disclosure::{Publication, Went};
use crate::figures::published::{Mark, Point, Symbol};
use crate::figures::{GroupId, MeasureId, Place, Release, Subject};
use crate::source::world::{World, read_text};
use crate::source::{Node, shape, yaml};
use crate::vocabulary::{AcademicYear, Period, Rating, SitePath};

/// The folder.
pub const FOLDER: &str = "released";

/// The word for providers of every rating.
const ALL: &str = "all";

/// Which figure: its measure, its group (nothing for everybody), its place, its year, as authors write them.
type Key = (String, Option<String>, String, String);

/// Which count of providers: the criteria, the phase (nothing for all together), the place, the year, the term, and the rating or
/// `all`.
type Counted = (String, Option<String>, String, String, String, String);

/// Figures as they went out.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Released {
    cells: BTreeMap<Key, Cell>,
    /// Counts of providers, each a number or the word of a symbol.
    ratings: BTreeMap<Counted, String>,
}

/// One of them.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Cell {
    /// A number, or the word of a symbol.
    value: String,
    mark: Option<String>,
    lower: Option<String>,
    upper: Option<String>,
    reason: Option<String>,
}

impl Cell {
    fn of(point: &Point, missing: Option<&str>) -> Cell {
        let interval = point.interval.as_ref().map(|interval| *interval.get());
        let mark = Mark::ALL.iter().find(|(_, mark)| Some(*mark) == point.mark).map(|(word, _)| (*word).to_owned());
        let (value, reason) = match (point.value.shown(), point.value.absent()) {
            (Some(shown), _) => (shown.plain(), None),
            (None, Some(absent)) => {
                let word =
                    Symbol::ALL.iter().find(|(_, symbol)| *symbol == absent.symbol).map_or("x", |(word, _)| word);
                let usual = &*absent.reason == absent.symbol.meaning() || Some(&*absent.reason) == missing;
                (word.to_owned(), (!usual).then(|| absent.reason.to_string()))
            }
            (None, None) => (Symbol::ALL[1].0.to_owned(), None),
        };
        Cell {
            value,
            mark,
            lower: interval.map(|interval| interval.lower.plain()),
            upper: interval.map(|interval| interval.upper.plain()),
            reason,
        }
    }

    fn read(node: &Node) -> Option<Cell> {
        if let Some(text) = node.text() {
            return Some(Cell { value: text.as_str().to_owned(), mark: None, lower: None, upper: None, reason: None });
        }
        let part = |key: &str| node.string(key);
        Some(Cell {
            value: part("value")?,
            mark: part("mark"),
            lower: part("lower"),
            upper: part("upper"),
            reason: part("reason"),
        })
    }

    fn text(&self) -> String {
        let parts = [("mark", &self.mark), ("lower", &self.lower), ("upper", &self.upper)];
        let mut text = String::new();
        for (name, part) in parts {
            if let Some(part) = part {
                let _ = write!(text, ", {name}: {part}");
            }
        }
        if let Some(reason) = &self.reason {
            // A text in JSON is one in YAML.
            let _ = write!(text, ", reason: {}", serde_json::Value::from(reason.as_str()));
        }
        if text.is_empty() { self.value.clone() } else { format!("{{ value: {}{text} }}", self.value) }
    }

    fn went(&self) -> Option<Went> {
        went(&self.value)
    }
}

/// How a number, or the word of a symbol, went out.
fn went(value: &str) -> Option<Went> {
    match value.parse() {
        Ok(number) => Some(Went::Shown(number)),
        Err(_) => (value == Symbol::ALL[0].0).then_some(Went::Withheld),
    }
}

impl Released {
    /// Every figure of the release up to the year of a report; of all years where none is given.
    pub fn of(evidence: &Evidence, release: &Release, until: Option<AcademicYear>) -> Released {
        let mut cells = BTreeMap::new();
        for (at, (name, measure)) in evidence.measures.iter().enumerate() {
            let id = MeasureId(at as u32);
            let last = until.map(|year| measure.period.within(year));
            for group in release.groups(id) {
                let group_name = evidence.groups.get_index(usize::from(group.0)).map(|(name, _)| name.to_string());
                for area in release.areas(id, group) {
                    let Some((place_name, _)) = evidence.geographies.get_index(usize::from(area.0)) else { continue };
                    let place = Place::Area(area);
                    for period in release.periods(id, group, &place) {
                        let subject = Subject { measure: id, group, place: place.clone(), period };
                        if let Some(point) = release.point(&subject).filter(|_| last.is_none_or(|last| period <= last))
                        {
                            let group = group_name.clone().filter(|_| group != GroupId::ALL);
                            let key = (name.to_string(), group, place_name.to_string(), period.to_string());
                            cells.insert(key, Cell::of(&point, measure.missing.as_deref()));
                        }
                    }
                }
            }
        }
        Released { cells, ratings: BTreeMap::new() }
    }

    /// The same with the counts of the reviews that pages show, as readers see them: with those that are named.
    pub fn with_ratings<'a>(
        mut self,
        evidence: &Evidence,
        release: &Release,
        reviews: impl Iterator<Item = &'a ShownReview>,
    ) -> Released {
        let withheld = || Symbol::ALL[0].0.to_owned();
        for review in reviews {
            let prioritisation = &evidence.prioritisation;
            let scheme = prioritisation.scheme(review.scheme.as_str());
            let place = evidence.geography(review.geography.as_str());
            let (Some((at, scheme)), Some(place), Some(term)) = (scheme, place, Term::named(review.term)) else {
                continue;
            };
            for (phase, all, counts) in prioritisation.counts.shown(at, place, (review.year, term)) {
                let phase = phase.and_then(|phase| scheme.phases.get_index(phase)).map(|(name, _)| name.to_string());
                let mut put = |word: &str, number: String| {
                    let (of, whose) = (review.scheme.to_string(), review.geography.to_string());
                    let key =
                        (of, phase.clone(), whose, review.year.to_string(), review.term.to_owned(), word.to_owned());
                    self.ratings.insert(key, number);
                };
                put(ALL, all.to_string());
                for (rating, count) in Rating::ALL.into_iter().zip(counts) {
                    let shown = count.and_then(|count| release.counted(&count.subject, count.named));
                    let shown = shown.as_ref().and_then(|count| count.shown());
                    put(rating.name(), shown.map_or_else(withheld, |count| count.plain()));
                }
            }
        }
        self
    }

    /// What a file of the folder says; nothing in it where there is no such file.
    pub fn read(world: &dyn World, path: &SitePath) -> Checked<Released> {
        let mut findings = Findings::new();
        if world.size(path).is_err() {
            return Checked::sound(Released::default());
        }
        let source = match read_text(world, path) {
            Ok(source) => source,
            Err(fault) => return Checked { value: Released::default(), findings: [*fault].into_iter().collect() },
        };
        let value = Released::parse(&source, &mut findings);
        Checked { value, findings }
    }

    fn parse(source: &Arc<Source>, findings: &mut Findings) -> Released {
        let node = yaml::parse(source).gather(findings);
        shape::check(&node, &RELEASED, findings);
        let mut cells = BTreeMap::new();
        let mut add = |measure: &str, group: Option<&str>, places: &Node| {
            for (place, years) in places.entries() {
                for (year, node) in years.entries() {
                    if let Some(cell) = Cell::read(node) {
                        let group = group.map(str::to_owned);
                        let key = (measure.to_owned(), group, place.as_str().to_owned(), year.as_str().to_owned());
                        cells.insert(key, cell);
                    }
                }
            }
        };
        for (measure, node) in node.get("measures").map(Node::entries).unwrap_or_default() {
            if let Some(places) = node.get("observations") {
                add(measure.as_str(), None, places);
            }
            for (group, places) in node.get("groups").map(Node::entries).unwrap_or_default() {
                add(measure.as_str(), Some(group.as_str()), places);
            }
        }
        Released { cells, ratings: ratings(&node) }
    }

    /// How many figures there are.
    pub fn len(&self) -> usize {
        self.cells.len() + self.ratings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.ratings.is_empty()
    }

    /// How many of them were withheld.
    pub fn withheld(&self) -> usize {
        let cells = self.cells.values().filter(|cell| cell.went() == Some(Went::Withheld));
        cells.count() + self.ratings.values().filter(|count| went(count) == Some(Went::Withheld)).count()
    }

    /// Those that are other ones in `now`, or are not in it.
    pub fn other_than(&self, now: &Released) -> Released {
        let cells = self.cells.iter().filter(|(key, cell)| now.cells.get(*key) != Some(*cell));
        let ratings = self.ratings.iter().filter(|(key, count)| now.ratings.get(*key) != Some(*count));
        Released {
            cells: cells.map(|(key, cell)| (key.clone(), cell.clone())).collect(),
            ratings: ratings.map(|(key, count)| (key.clone(), count.clone())).collect(),
        }
    }

    /// These, with those of `over` in their places.
    fn under(&self, over: Released) -> Released {
        let mut cells = self.cells.clone();
        cells.extend(over.cells);
        let mut ratings = self.ratings.clone();
        ratings.extend(over.ratings);
        Released { cells, ratings }
    }

    /// The file, below a line that says what it is.
    pub fn text(&self, about: &str) -> String {
        let mut text = format!("# {about}\nmeasures:\n");
        if self.cells.is_empty() {
            text.insert_str(text.len() - 1, " {}");
        }
        let (mut measure, mut group, mut place) = (None, None, None);
        for ((in_measure, in_group, in_place, year), cell) in &self.cells {
            if measure != Some(in_measure) {
                close(&mut text, &mut place);
                let _ = writeln!(text, "  {in_measure}:");
                (measure, group) = (Some(in_measure), None);
            }
            if group != Some(in_group) {
                close(&mut text, &mut place);
                match in_group {
                    None => text.push_str("    observations:\n"),
                    Some(name) => {
                        if group.is_none_or(Option::is_none) {
                            text.push_str("    groups:\n");
                        }
                        let _ = writeln!(text, "      {name}:");
                    }
                }
                group = Some(in_group);
            }
            if place == Some(in_place) {
                text.push_str(", ");
            } else {
                close(&mut text, &mut place);
                let indent = if in_group.is_some() { 8 } else { 6 };
                let _ = write!(text, "{:indent$}{in_place}: {{ ", "");
                place = Some(in_place);
            }
            let _ = write!(text, "{year}: {}", cell.text());
        }
        close(&mut text, &mut place);
        self.write_ratings(&mut text);
        text
    }

    /// The counts of providers, a line for each year.
    fn write_ratings(&self, text: &mut String) {
        if !self.ratings.is_empty() {
            text.push_str("ratings:\n");
        }
        // The heads of the line before, which are not said again, and its review.
        let mut before: Vec<String> = Vec::new();
        let mut line: Option<(&String, &String)> = None;
        for ((scheme, phase, place, year, term, word), count) in &self.ratings {
            let heads: Vec<String> = match phase {
                Some(phase) => vec![
                    format!("  {scheme}:"),
                    "    phases:".into(),
                    format!("      {phase}:"),
                    format!("        {place}:"),
                ],
                None => vec![format!("  {scheme}:"), "    together:".into(), format!("      {place}:")],
            };
            if heads == before && line.is_some_and(|(before, _)| before == year) {
                let same = line == Some((year, term));
                let next = if same { String::new() } else { format!(" }}, {term}: {{ ") };
                let _ = write!(text, "{}{next}{word}: {count}", if same { ", " } else { "" });
                line = Some((year, term));
                continue;
            }
            if line.is_some() {
                text.push_str(" } }\n");
            }
            let known = heads.iter().zip(&before).take_while(|(head, before)| head == before).count();
            for head in &heads[known..] {
                let _ = writeln!(text, "{head}");
            }
            let indent = heads.len() * 2 + 2;
            let _ = write!(text, "{:indent$}{year}: {{ {term}: {{ {word}: {count}", "");
            (before, line) = (heads, Some((year, term)));
        }
        if line.is_some() {
            text.push_str(" } }\n");
        }
    }

    fn publication(&self, report: &Arc<str>, evidence: &Evidence) -> Publication {
        let find = |(measure, group, place, year): &Key| {
            let (at, _, facts) = evidence.measures.get_full(measure.as_str())?;
            let group = group.as_ref().map_or(Some(GroupId::ALL), |group| evidence.group(group))?;
            let period = Period::parse(facts.period, year)?;
            Some((MeasureId(at as u32), group, evidence.geography(place)?, period.start()))
        };
        // What is no measure, group or place any more adds up to nothing that is.
        let cells = self.cells.iter().filter_map(|(key, cell)| Some((find(key)?, cell.went()?)));
        let counted = |((scheme, phase, place, year, term, word), count): (&Counted, &String)| {
            let (at, scheme) = evidence.prioritisation.scheme(scheme)?;
            let phase = match phase {
                Some(phase) => Some(scheme.phases.get_index_of(phase.as_str())?),
                None => None,
            };
            let when = (AcademicYear::parse(year)?, Term::named(term)?);
            let rating = Rating::named(word);
            if rating.is_none() && word != ALL {
                return None;
            }
            let place = evidence.geography(place)?;
            evidence.prioritisation.counts.went_out((at, phase), place, when, rating, went(count)?)
        };
        let cells = cells.chain(self.ratings.iter().filter_map(counted));
        Publication { report: Arc::clone(report), cells: cells.collect() }
    }
}

/// What a file says of providers and their ratings.
fn ratings(node: &Node) -> BTreeMap<Counted, String> {
    let mut all = BTreeMap::new();
    let mut add = |scheme: &str, phase: Option<&str>, places: &Node| {
        for (place, years) in places.entries() {
            for (year, terms) in years.entries() {
                for (term, counts) in terms.entries() {
                    for (word, count) in counts.entries() {
                        let Some(count) = count.text() else { continue };
                        let key = (
                            scheme.to_owned(),
                            phase.map(str::to_owned),
                            place.as_str().to_owned(),
                            year.as_str().to_owned(),
                            term.as_str().to_owned(),
                            word.as_str().to_owned(),
                        );
                        all.insert(key, count.as_str().to_owned());
                    }
                }
            }
        }
    };
    for (scheme, node) in node.get("ratings").map(Node::entries).unwrap_or_default() {
        for (phase, places) in node.get("phases").map(Node::entries).unwrap_or_default() {
            add(scheme.as_str(), Some(phase.as_str()), places);
        }
        if let Some(places) = node.get("together") {
            add(scheme.as_str(), None, places);
        }
    }
    all
}

/// Ends the line of a place.
fn close(text: &mut String, place: &mut Option<&String>) {
    if place.take().is_some() {
        text.push_str(" }\n");
    }
}

/// The file of the report in `folder`; with a number, that of figures that went out otherwise before.
pub fn path(folder: &SitePath, number: Option<u32>) -> Option<SitePath> {
    let number = number.map(|number| format!(".{number}")).unwrap_or_default();
    SitePath::new(FOLDER)?.join(&format!("{folder}{number}.yaml"))
}

/// The files of `released/`, those of the newest report first: each report's own, then those with a number, the last to go
/// out first.
pub fn files(world: &dyn World) -> Checked<Vec<(SitePath, Vec<SitePath>)>> {
    let folder = SitePath::new(FOLDER).expect("a path");
    let paths = match world.list(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            let fault = Diagnostic::placeless(code::REACH, format!("{FOLDER} can’t be read: {error}"));
            return Checked { value: Vec::new(), findings: [fault].into_iter().collect() };
        }
    };
    let stem = |path: &SitePath| path.as_str().strip_suffix(".yaml").map(str::to_owned);
    let mut reports: BTreeMap<String, (SitePath, Vec<(u32, SitePath)>)> = BTreeMap::new();
    let mut numbered = Vec::new();
    for path in paths {
        let Some(stem) = stem(&path) else { continue };
        match stem.rsplit_once('.').and_then(|(report, number)| Some((report.to_owned(), number.parse().ok()?))) {
            Some((report, number)) => numbered.push((report, number, path)),
            None => drop(reports.insert(stem, (path, Vec::new()))),
        }
    }
    for (report, number, path) in numbered {
        if let Some((_, earlier)) = reports.get_mut(&report) {
            earlier.push((number, path));
        }
    }
    let files = reports.into_values().rev().map(|(path, mut earlier)| {
        earlier.sort_unstable_by_key(|(number, _)| std::cmp::Reverse(*number));
        (path, earlier.into_iter().map(|(_, path)| path).collect())
    });
    Checked::sound(files.collect())
}

/// Every publication that `released/` tells of, the newest report's first, and of each report the last one first.
pub fn publications(world: &dyn World, evidence: &Evidence) -> Checked<Vec<Publication>> {
    let mut findings = Findings::new();
    let mut all = Vec::new();
    for (path, earlier) in files(world).gather(&mut findings) {
        let report: Arc<str> = Arc::from(report(&path));
        let mut released = Released::read(world, &path).gather(&mut findings);
        all.push(released.publication(&report, evidence));
        for path in earlier {
            // What didn't change was then as it was later.
            released = released.under(Released::read(world, &path).gather(&mut findings));
            all.push(released.publication(&report, evidence));
        }
    }
    Checked { value: all, findings }
}

/// The report that a file is of.
fn report(path: &SitePath) -> &str {
    let below = path.as_str().strip_prefix(FOLDER).unwrap_or(path.as_str());
    below.trim_start_matches('/').trim_end_matches(".yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# What went out with 2016-17.\nmeasures:\n  absence:\n    observations:\n      \
        eastshire: { 2015/16: x, 2016/17: { value: x, reason: \"no return: \\\"none\\\"\" } }\n      \
        northshire: { 2014/15: 4.1, 2015/16: { value: 4.3, mark: provisional, lower: 4.0, upper: 4.6 } }\n    \
        groups:\n      disadvantaged:\n        northshire: { 2016/17: c }\n      others:\n        northshire: { 2016/17: 5 }\n  \
        pupils:\n    observations:\n      northshire: { 2017: 5234 }\n";

    fn parsed(text: &str) -> Released {
        let mut findings = Findings::new();
        let released = Released::parse(&Source::new("released/2016-17.yaml", text), &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        released
    }

    #[test]
    fn what_is_written_is_read_again_to_the_byte() {
        let released = parsed(FILE);
        assert_eq!(released.text("What went out with 2016-17."), FILE);
        assert_eq!((released.len(), released.withheld()), (7, 1));
        assert_eq!(parsed(&Released::default().text("Nothing.")), Released::default());
    }

    #[test]
    fn counts_of_providers_are_written_and_read_as_figures_are() {
        const RATINGS: &str = "# What went out.\nmeasures: {}\nratings:\n  early-years:\n    phases:\n      nurseries:\n        northshire:\n          \
            2016/17: { summer: { all: 30, amber: 5, green: 25, red: 0 } }\n  schools:\n    together:\n      northshire:\n        \
            2016/17: { spring: { all: 21, amber: c, green: 14, red: c }, summer: { all: 21, amber: 7, green: 14, red: 0 } }\n    \
            phases:\n      primary:\n        eastshire:\n          2016/17: { spring: { all: 3, amber: c, green: c, red: c } }\n        \
            northshire:\n          2015/16: { spring: { all: 17, amber: 5, green: 9, red: 3 } }\n          \
            2016/17: { spring: { all: 18, amber: 5, green: 10, red: 3 } }\n";
        let released = parsed(RATINGS);
        assert_eq!(released.text("What went out."), RATINGS);
        assert_eq!((released.len(), released.withheld()), (24, 5));
        let kept = released.other_than(&parsed(&RATINGS.replace("all: 17", "all: 16")));
        assert!(kept.text("Before.").ends_with("northshire:\n          2015/16: { spring: { all: 17 } }\n"));
    }

    #[test]
    fn what_went_out_otherwise_is_kept_and_what_stayed_is_not() {
        let before = parsed(FILE);
        let now =
            parsed(&FILE.replace("4.1", "4.2").replace("      others:\n        northshire: { 2016/17: 5 }\n", ""));
        let kept = before.other_than(&now);
        assert_eq!(
            kept.text("Before."),
            "# Before.\nmeasures:\n  absence:\n    observations:\n      northshire: { 2014/15: 4.1 }\n    groups:\n      others:\n        northshire: { 2016/17: 5 }\n"
        );
        assert_eq!(now.under(kept), before);
    }
}
