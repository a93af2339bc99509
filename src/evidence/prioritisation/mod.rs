//! The prioritisation of providers: criteria and rules, assessments, and the counts that may be published.
//!
//! [`engine`], [`eligibility`], [`threshold`] and [`soundness`] are pure and know no file; [`criteria`] and [`assessments`]
//! read files; [`counts`] hands the vault what it decides about.

pub mod assessments;
pub mod counts;
pub mod criteria;
pub mod desk;
pub mod eligibility;
pub mod engine;
pub mod scheme;
pub mod shape;
pub mod soundness;
pub mod threshold;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Findings, Source, code, nearest};
use crate::figures::MeasureTable;
use crate::figures::disclosure::Sum;
use crate::source::World;
use crate::source::world::read_text;
use crate::vocabulary::{SitePath, Slug};

use super::{Geography, measure::Measure};
use assessments::{Against, Review, Reviews};
use counts::Counts;
use scheme::Scheme;

/// Everything of `data/prioritisation/`, and of the folder of that name among what is confidential.
#[derive(Clone, Default)]
pub struct Prioritisation {
    /// The criteria, in the order of their files' names.
    pub schemes: Arc<Vec<Scheme>>,
    /// The reviews. What they say of providers comes out by two doors.
    pub reviews: Reviews,
    /// How many providers have which rating.
    pub counts: Counts,
}

impl Prioritisation {
    /// The scheme of that name, with its place.
    pub fn scheme(&self, name: &str) -> Option<(usize, &Scheme)> {
        self.schemes.iter().enumerate().find(|(_, scheme)| scheme.name.as_str() == name)
    }
}

/// What is known already of measures and places.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Every measure.
    pub measures: &'a IndexMap<Slug, Measure>,
    /// Every place.
    pub geographies: &'a IndexMap<Slug, Geography>,
}

/// The prioritisation, with the tables of its counts, and what adds up.
pub(super) type Prioritised = (Prioritisation, Vec<MeasureTable>, Vec<Sum>);

/// Reads criteria and assessments, with the tables of counts, which stand after those of the measures, and what adds up.
/// Those that are confidential stand in `confidential`.
pub(super) fn load(
    world: &dyn World,
    confidential: Option<&dyn World>,
    names: Names<'_>,
    findings: &mut Findings,
) -> Prioritised {
    let mut schemes = Vec::new();
    let mut sound = true;
    for source in files(world, "data/prioritisation/criteria", findings) {
        let before = findings.count();
        if let Some(scheme) = criteria::read(&source).gather(findings) {
            referred(&scheme, &source, names, findings);
            schemes.push(scheme);
        }
        sound &= findings.count() == before;
    }
    let mut all: Vec<Review> = Vec::new();
    // Held against criteria with faults, assessments would be told of faults that are none.
    if sound {
        let mut sources = files(world, "data/prioritisation/assessments", findings);
        if let Some(folder) = confidential {
            sources.extend(files(folder, "prioritisation", findings));
        }
        let against = Against { schemes: &schemes, geographies: names.geographies };
        for source in sources {
            if let Some(review) = assessments::read(&source, against).gather(findings) {
                twice(&all, &review, findings);
                all.push(review);
            }
        }
    }
    let reviews = Reviews::of(all);
    let (counts, tables, sums) = Counts::of(&schemes, &reviews, names.measures.len());
    (Prioritisation { schemes: Arc::new(schemes), reviews, counts }, tables, sums)
}

/// The texts of the YAML files of a folder, in the order of their names.
pub(super) fn files(world: &dyn World, folder: &str, findings: &mut Findings) -> Vec<Arc<Source>> {
    let folder = SitePath::new(folder).expect("a path");
    let paths = match world.list(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            let name = world.name(&folder);
            findings.push(Diagnostic::placeless(code::REACH, format!("{name} can’t be read: {error}")));
            Vec::new()
        }
    };
    let mut sources = Vec::new();
    for path in paths.iter().filter(|path| path.extension() == Some("yaml")) {
        match read_text(world, path) {
            Ok(source) => sources.push(source),
            Err(fault) => findings.push(*fault),
        }
    }
    sources
}

/// Tells of measures and places that criteria name and that aren't there.
fn referred(scheme: &Scheme, source: &Arc<Source>, names: Names<'_>, findings: &mut Findings) {
    for (measure, at) in scheme.figures.values().flat_map(|figure| figure.measures.iter().flatten()) {
        if !names.measures.contains_key(measure) {
            let near = nearest(measure.as_str(), names.measures.keys().map(Slug::as_str));
            let fault = Diagnostic::error(
                code::UNKNOWN_MEASURE,
                at,
                format!("expected a measure of data/measures, found \"{measure}\""),
            );
            findings.push(fault.maybe_hint(near.map(|near| format!("did you mean {near}?"))));
        }
    }
    for area in scheme.areas.values() {
        let Some(threshold) = &area.by_figure else { continue };
        if !names.geographies.contains_key(&threshold.against) {
            let near = nearest(threshold.against.as_str(), names.geographies.keys().map(Slug::as_str));
            let message = format!("expected a place of data/geographies.yaml, found \"{}\"", threshold.against);
            let fault = Diagnostic::error(code::UNKNOWN_GEOGRAPHY, &area.at, message);
            findings.push(fault.maybe_hint(near.map(|near| format!("did you mean {near}?"))));
        }
        if let Some((name, figure)) = scheme.figures.get_index(threshold.figure)
            && figure.measures.iter().all(Option::is_none)
        {
            let message = format!("expected a figure that is compared to have a measure, found none for {name}");
            let fault = Diagnostic::error(code::CRITERIA, &area.at, message);
            findings.push(fault.hint(format!("add measure: to {name} below figures: in {}", source.path())));
        }
    }
}

/// Tells of a second file of the same review.
fn twice(all: &[Review], review: &Review, findings: &mut Findings) {
    let key = |review: &Review| (review.scheme, review.phase, review.geography, review.year, review.term);
    if let Some(first) = all.iter().find(|other| key(other) == key(review)) {
        let fault = Diagnostic::error(
            code::DUPLICATE,
            &review.at,
            "expected one file for each review of a phase, found another of the same",
        );
        findings.push(fault.note(&first.at, "this is the first").hint("put the providers of both into one file"));
    }
}
