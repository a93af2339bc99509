//! From the Local Authority Interactive Tool's data files and the mapping to the files of `data/`.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::ImportError;
use super::cell::{self, Cell};
use super::files::{self, Authority, Input, MOST_ERRORS, Outcomes, Row, Series};
use super::label::Status;
use super::mapping::{Mapping, MeasurePlan, Named, TopicPlan};
use super::write;
use crate::diagnostic::nearest;
use crate::vocabulary::{AcademicYear, Period, Polarity, Slug};

/// What an import makes: nothing is written until a command does it.
#[derive(Debug)]
pub struct Imported {
    /// Each file to write: its path in the site, such as `data/measures/key-stage-2.yaml`, and its text.
    pub files: Vec<(String, String)>,
    /// What was taken, and what a person should look at.
    pub summary: Summary,
}

/// What an import took.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// Measures written.
    pub measures: usize,
    /// Of them, those with the figures of every authority.
    pub distributions: usize,
    /// Figures and symbols in the measures' files.
    pub cells: usize,
    /// Of them, those not available (`x`).
    pub not_available: usize,
    /// Of them, those that do not apply (`z`).
    pub not_applicable: usize,
    /// Figures and symbols in the distributions.
    pub distribution_cells: usize,
    /// Of them, those not available (`x`).
    pub distribution_not_available: usize,
    /// Of them, those that do not apply (`z`).
    pub distribution_not_applicable: usize,
    /// Figures whose tail of decimals was rounded away.
    pub rounded: usize,
    /// What a person should look at, in sentences.
    pub notes: Vec<String>,
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} measures with {} figures", self.measures, self.cells)?;
        writeln!(f, "  {} are not available (x), {} do not apply (z)", self.not_available, self.not_applicable)?;
        writeln!(
            f,
            "{} distributions over all authorities with {} figures",
            self.distributions, self.distribution_cells
        )?;
        writeln!(
            f,
            "  {} are not available (x), {} do not apply (z)",
            self.distribution_not_available, self.distribution_not_applicable
        )?;
        write!(f, "{} figures had a long tail of decimals, which was rounded", self.rounded)?;
        for note in &self.notes {
            write!(f, "\nnote: {note}")?;
        }
        Ok(())
    }
}

/// What is read.
pub(super) struct Inputs {
    pub(super) mapping_path: PathBuf,
    pub(super) mapping: String,
    pub(super) measures: Input,
    pub(super) authorities: Input,
    pub(super) neighbours: Input,
    pub(super) outcomes: Input,
}

/// A place whose figures are taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// Its name in our files.
    pub(super) id: String,
    pub(super) title: String,
    /// Its number in the tool.
    pub(super) number: String,
}

/// The places whose figures are taken.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) authority: Place,
    pub(super) region: Place,
    pub(super) country: Place,
    /// Nearest first, each with the place of its region.
    pub(super) neighbours: Vec<(Place, Place)>,
}

impl Places {
    /// Every place that has figures, in the order of the files.
    fn all(&self) -> impl Iterator<Item = &Place> {
        [&self.authority, &self.region, &self.country].into_iter().chain(self.neighbours.iter().map(|(place, _)| place))
    }
}

/// The figures of a measure.
pub(super) struct Figures {
    /// Of everyone.
    pub(super) all: Observations,
    /// Of each group.
    pub(super) groups: Vec<(String, Observations)>,
    /// How settled the figures of a year are.
    pub(super) status: BTreeMap<Period, Status>,
    /// Of every authority, by year and the authority's number.
    pub(super) distribution: Option<Vec<(Period, String, Cell)>>,
}

/// For each place, in order, its figures by year.
pub(super) type Observations = Vec<(String, BTreeMap<Period, Cell>)>;

/// The files that the tool's data and the mapping give.
pub(super) fn import(inputs: Inputs) -> Result<Imported, Vec<ImportError>> {
    let path = inputs.mapping_path;
    let mapping = Mapping::parse(&path, &inputs.mapping).map_err(|error| vec![error])?;
    let topics = mapping.plans(&path)?;
    let years = mapping.years(&path).map_err(|error| vec![error])?;
    let known = files::measures(inputs.measures)?;
    check_names(&path, &topics, &known)?;
    let authorities = files::authorities(inputs.authorities)?;
    let neighbours = files::neighbours(inputs.neighbours, &mapping.authority.value)?;
    let wanted: HashSet<&str> = topics.iter().flat_map(sources).map(|from| from.name.as_str()).collect();
    let outcomes = files::outcomes(inputs.outcomes, &wanted)?;
    let places = places(&path, &mapping, &authorities, &neighbours, &outcomes)?;

    let header = write::header(&mapping);
    let mut summary = Summary::default();
    let mut written = vec![
        ("data/geographies.yaml".to_owned(), write::geographies(&header, &mapping, &places)),
        ("data/groups.yaml".to_owned(), write::groups(&header, &mapping)),
    ];
    let mut errors = Vec::new();
    let mut fold = Fold {
        mapping: &mapping,
        path: &path,
        outcomes: &outcomes,
        places: &places,
        authorities: &authorities,
        years,
        errors: &mut errors,
        summary: &mut summary,
    };
    for topic in &topics {
        let mut measures = Vec::new();
        for plan in &topic.measures {
            fold.polarity(plan, &known);
            let figures = fold.figures(plan);
            if let Some(rows) = &figures.distribution {
                let file = format!("data/measures/distributions/{}.csv", plan.id);
                written.push((file, write::distribution(rows, &authorities)));
            }
            measures.push((plan, figures));
        }
        written.push((format!("data/measures/{}.yaml", topic.id), write::topic(&header, &mapping, topic, &measures)));
    }
    written.sort();
    // A figure that stands in a measure and in its distribution is wrong once.
    let mut seen = HashSet::new();
    errors.retain(|error: &ImportError| seen.insert(error.to_string()));
    if errors.len() > MOST_ERRORS {
        let more = errors.split_off(MOST_ERRORS).len();
        errors.push(ImportError::of(&outcomes.path, format!("and {more} more like these")));
    }
    if errors.is_empty() { Ok(Imported { files: written, summary }) } else { Err(errors) }
}

/// Every name of the tool's that a topic takes figures from.
fn sources(topic: &TopicPlan) -> impl Iterator<Item = &Named> {
    topic.measures.iter().flat_map(|plan| [&plan.from].into_iter().chain(plan.groups.iter().map(|(_, from)| from)))
}

fn check_names(path: &Path, topics: &[TopicPlan], known: &BTreeMap<String, String>) -> Result<(), Vec<ImportError>> {
    let errors: Vec<ImportError> = topics
        .iter()
        .flat_map(sources)
        .filter(|from| !known.contains_key(&from.name))
        .map(|from| {
            let near = nearest(&from.name, known.keys().map(String::as_str));
            let message = format!("the tool has no measure {:?}", from.name);
            let error = ImportError::at(path, from.line, message);
            match near {
                Some(_) => error.did_you_mean(near),
                None => error.hint("look for its name in the first column of measures.csv"),
            }
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Regions whose name in the list of authorities is another than in the figures.
const REGION_NAMES: [(&str, &str); 2] = [("Inner London", "London (Inner)"), ("Outer London", "London (Outer)")];

fn places(
    path: &Path,
    mapping: &Mapping,
    authorities: &BTreeMap<String, Authority>,
    neighbours: &[String],
    outcomes: &Outcomes,
) -> Result<Places, Vec<ImportError>> {
    let line = mapping.authority.referenced.line();
    let fault = |message: String, hint: &str| vec![ImportError::at(path, line, message).hint(hint)];
    let authority = |number: &String| {
        authorities.get(number).map(|authority| (place(&authority.name, number), authority)).ok_or_else(|| {
            let message = format!("local-authorities.csv has no authority numbered {number:?}");
            fault(message, "write its three-digit number, in quotation marks")
        })
    };
    // The figures know regions and the country by names and numbers of their own.
    let wider = |name: &str| {
        let name = REGION_NAMES.iter().find(|(listed, _)| *listed == name).map_or(name, |(_, figures)| figures);
        let mut areas = outcomes.areas.iter();
        let found = areas.find(|(number, area)| area.eq_ignore_ascii_case(name) && !authorities.contains_key(*number));
        found
            .map(|(number, area)| place(area, number))
            .ok_or_else(|| fault(format!("outcomes.csv has no figures of {name:?}"), "is the file complete?"))
    };
    let (own, listed) = authority(&mapping.authority.value)?;
    if neighbours.is_empty() {
        let message = format!("statistical-neighbours.csv has no neighbours of {:?}", mapping.authority.value);
        return Err(fault(message, "is the file complete?"));
    }
    let neighbours = neighbours.iter().map(|number| {
        let (place, listed) = authority(number)?;
        Ok((place, wider(&listed.region)?))
    });
    Ok(Places {
        authority: own,
        region: wider(&listed.region)?,
        country: wider("England")?,
        neighbours: neighbours.collect::<Result<_, Vec<ImportError>>>()?,
    })
}

fn place(name: &str, number: &str) -> Place {
    Place { id: Slug::from_title(name).as_str().to_owned(), title: name.to_owned(), number: number.to_owned() }
}

/// Makes figures of rows. What is wrong it notes, and goes on.
struct Fold<'a> {
    mapping: &'a Mapping,
    path: &'a Path,
    outcomes: &'a Outcomes,
    places: &'a Places,
    authorities: &'a BTreeMap<String, Authority>,
    years: (AcademicYear, AcademicYear),
    errors: &'a mut Vec<ImportError>,
    summary: &'a mut Summary,
}

impl Fold<'_> {
    /// Notes a measure that the tool says is good when high, and the mapping when low, or the other way round.
    fn polarity(&mut self, plan: &MeasurePlan, known: &BTreeMap<String, String>) {
        let tool = known.get(&plan.from.name).map(String::as_str);
        if matches!((tool, plan.polarity), (Some("High"), Polarity::Low) | (Some("Low"), Polarity::High)) {
            let note = format!(
                "{}: the tool says that a {} figure is good, the mapping the contrary",
                plan.id,
                tool.unwrap_or_default().to_lowercase()
            );
            self.summary.notes.push(note);
        }
    }

    fn figures(&mut self, plan: &MeasurePlan) -> Figures {
        self.summary.measures += 1;
        let (all, status) = self.series(plan, &plan.from);
        let mut groups = Vec::new();
        for (group, from) in &plan.groups {
            let (observations, of_group) = self.series(plan, from);
            for (period, other) in &of_group {
                if status.get(period).is_some_and(|known| known != other) {
                    let note = format!(
                        "{}: the figures of {group} for {period} are {}, those of all {}",
                        plan.id,
                        other.word(),
                        status[period].word()
                    );
                    self.summary.notes.push(note);
                }
            }
            groups.push((group.clone(), observations));
        }
        let distribution = plan.distribution.then(|| self.distribution(plan));
        Figures { all, groups, status, distribution }
    }

    /// The figures of the places that are taken, and how settled they are.
    fn series(&mut self, plan: &MeasurePlan, from: &Named) -> (Observations, BTreeMap<Period, Status>) {
        let outcomes = self.outcomes;
        let mut status = BTreeMap::new();
        let Some(series) = outcomes.series.get(&from.name) else {
            let message = format!("outcomes.csv has no figures of {:?}", from.name);
            self.errors
                .push(ImportError::at(self.path, from.line, message).hint("take the measure out of the mapping"));
            return (Vec::new(), status);
        };
        self.look_over(plan, from, series);
        let places: Vec<Place> = self.places.all().cloned().collect();
        let mut observations = Vec::new();
        for place in places {
            let mut figures = BTreeMap::new();
            for row in series.get(&place.number).into_iter().flatten() {
                let Some(period) = self.period(plan, row) else { continue };
                let Some(cell) = self.cell(plan, &place.number, period, row) else { continue };
                self.summary.cells += 1;
                self.summary.not_available += usize::from(cell == Cell::NotAvailable);
                self.summary.not_applicable += usize::from(cell == Cell::NotApplicable);
                status.extend(row.label.status.map(|status| (period, status)));
                if let Some(earlier) = figures.insert(period, cell) {
                    let message = format!(
                        "{:?} has two figures of {} for {period}: {} and {}",
                        from.name,
                        place.title,
                        earlier.text(),
                        row.value
                    );
                    self.errors
                        .push(ImportError::at(&outcomes.path, row.line, message).hint("take one of the rows out"));
                }
            }
            if !figures.is_empty() {
                observations.push((place.id, figures));
            }
        }
        (observations, status)
    }

    /// Notes figures in years that are called cancelled, and years without figures that are not.
    fn look_over(&mut self, plan: &MeasurePlan, from: &Named, series: &Series) {
        let mut with: BTreeMap<Period, usize> = BTreeMap::new();
        for row in series.values().flatten() {
            if let Some(period) = row.label.period(plan.period).filter(|period| self.within(*period)) {
                *with.entry(period).or_default() += usize::from(row.value != "-");
            }
        }
        for (period, figures) in with {
            let note = match (figures, plan.cancelled.contains(&period)) {
                (0, false) => "has no figure of any area: should the mapping call it cancelled?".to_owned(),
                (1.., true) => format!("is called cancelled, but has {figures} figures: none was taken"),
                (0, true) | (1.., false) => continue,
            };
            self.summary.notes.push(format!("{} ({}): {period} {note}", plan.id, from.name));
        }
    }

    /// The year of a row, when it is one that is taken.
    fn period(&mut self, plan: &MeasurePlan, row: &Row) -> Option<Period> {
        let period = row.label.period(plan.period);
        if period.is_none() {
            let message = format!("{:?} counts by {}, but the row names two years", plan.id, plan.period_word);
            let error = ImportError::at(&self.outcomes.path, row.line, message);
            self.errors.push(error.hint("give the measure another `period` in the mapping"));
        }
        period.filter(|period| self.within(*period) && !plan.cancelled.contains(period))
    }

    fn within(&self, period: Period) -> bool {
        let (first, last) = self.years;
        period.kind().within(first) <= period && period <= period.kind().within(last)
    }

    fn cell(&mut self, plan: &MeasurePlan, area: &str, period: Period, row: &Row) -> Option<Cell> {
        if row.value == "-" {
            let there = self.mapping.areas.get(area).is_none_or(|area| area.lasts_through(period));
            return Some(if there { Cell::NotAvailable } else { Cell::NotApplicable });
        }
        let error = |message: String| ImportError::at(&self.outcomes.path, row.line, message);
        let Some(number) = cell::number(&row.value, plan.decimals) else {
            let message = format!("expected a number of {:?} or -, found {:?}", plan.id, row.value);
            self.errors.push(error(message).hint(cell::number_hint(&row.value)));
            return None;
        };
        if let Some(ceiling) = plan.ceiling.filter(|ceiling| number.value > *ceiling) {
            let message = format!("{} is above {ceiling}, the most that {:?} can be", number.text, plan.id);
            self.errors.push(error(message).hint("give the measure a `maximum` in the mapping if the figure is right"));
        }
        let signed = plan.minimum.is_none() && matches!(plan.unit, "score" | "points");
        let floor = plan.minimum.or((!signed).then_some(rust_decimal::Decimal::ZERO));
        if let Some(floor) = floor.filter(|floor| number.value < *floor) {
            let message = format!("{} is below {floor}, the least that {:?} can be", number.text, plan.id);
            self.errors.push(error(message).hint("give the measure a `minimum` in the mapping if the figure is right"));
        }
        self.summary.rounded += usize::from(number.rounded);
        Some(Cell::Number(number.text))
    }

    /// The figures of every authority, by year and number.
    fn distribution(&mut self, plan: &MeasurePlan) -> Vec<(Period, String, Cell)> {
        self.summary.distributions += 1;
        let outcomes = self.outcomes;
        let mut cells = Vec::new();
        let Some(series) = outcomes.series.get(&plan.from.name) else { return cells };
        for number in self.authorities.keys() {
            for row in series.get(number).into_iter().flatten() {
                let Some(period) = self.period(plan, row) else { continue };
                let Some(cell) = self.cell(plan, number, period, row) else { continue };
                self.summary.distribution_cells += 1;
                self.summary.distribution_not_available += usize::from(cell == Cell::NotAvailable);
                self.summary.distribution_not_applicable += usize::from(cell == Cell::NotApplicable);
                cells.push((period, number.clone(), cell));
            }
        }
        cells.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        cells
    }
}
