//! All of `data/` read: files side by side, put together in the order of their names.

use std::sync::Arc;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::measure::load::{self, MeasureFile, More, Names};
use super::measure::{Measure, Topic};
use super::memo::{Memo, Read, Shared};
use super::{
    Authority, Evidence, action, correction, geographies, glossary, groups, judgement, prioritisation, recommendation,
    released, statement, timeline,
};
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code, nearest};
use crate::figures::disclosure::Sum;
use crate::figures::{AuthorityId, MeasureId, MeasureTable};
use crate::source::Text;
use crate::source::recorder::Recorder;
use crate::source::world::{World, read_text};
use crate::vocabulary::{SitePath, Slug};

/// Reads `data/`. Faults of every file come together.
pub fn load(world: &dyn World) -> Checked<Evidence> {
    load_with(world, Beside::Nothing)
}

/// Where figures stand that are not in the site's own folder.
#[derive(Clone, Copy)]
pub enum Beside<'a> {
    /// Nowhere.
    Nothing,
    /// In the confidential folder.
    Confidential(&'a dyn World),
    /// In `released/`, as they were published: the confidential folder is not there.
    Released,
}

/// Reads `data/`, and the figures that stand beside it.
pub fn load_with(world: &dyn World, beside: Beside<'_>) -> Checked<Evidence> {
    load_again(world, beside, &Memo::default())
}

/// The same, with what was read before where every file that the reading asked for is as it was.
pub fn load_again(world: &dyn World, beside: Beside<'_>, memo: &Memo) -> Checked<Evidence> {
    let mut findings = Findings::new();
    let more = more(world, beside, &mut findings);
    let places = optional(world, "data/geographies.yaml", &mut findings);
    let geographies = match &places {
        Some(source) => geographies::load(source, &mut findings),
        None => IndexMap::new(),
    };
    let paths = measure_files(world, &mut findings);
    if geographies.is_empty() && !paths.is_empty() && !findings.has_errors() {
        findings.push(
            Diagnostic::placeless(code::UNKNOWN_GEOGRAPHY, "expected the places of the figures in data/geographies.yaml, found none")
                .hint("add the file, with a line such as rutland: { title: Rutland, kind: authority, code: \"857\" } below geographies:"),
        );
    }
    let people = optional(world, "data/groups.yaml", &mut findings);
    let (groups, wholes) = match &people {
        Some(source) => groups::load(source, &mut findings),
        None => (groups::everybody(&Source::new("data/groups.yaml", "")), Vec::new()),
    };
    let names = Names { geographies: &geographies, groups: &groups, more: &more };
    let shared = Shared { geographies: places, groups: people, more: &more };
    let read: Vec<Read> = paths
        .par_iter()
        .map(|path| {
            if let Some(read) = memo.before(path, world, &shared) {
                return read;
            }
            let recorder = Recorder::new(world);
            let made = match read_text(&recorder, path) {
                Ok(source) => {
                    let Checked { value, findings } = load::file(&source, &names, &recorder);
                    Checked { value: Some(value), findings }
                }
                Err(fault) => Checked { value: None, findings: [*fault].into_iter().collect() },
            };
            Read { log: recorder.log(), beside: shared.of(made.value.as_ref()), made: Arc::new(made) }
        })
        .collect();
    for read in &read {
        findings.extend(read.made.findings.clone());
    }
    let files: Vec<&MeasureFile> = read.iter().filter_map(|read| read.made.value.as_ref()).collect();
    for more in &more {
        if !files.iter().flat_map(|file| &file.measures).any(|loaded| loaded.name == more.measure) {
            let found = Diagnostic::error(
                code::UNKNOWN_MEASURE,
                &more.at,
                "expected figures of a measure of data/measures, found figures of another",
            );
            findings.push(found.hint("add the measure to data/measures with its title, unit and source"));
        }
    }
    let topics = topics(&files, &mut findings);
    let wanted: Vec<Wanted> = files.iter().flat_map(|file| &file.measures).filter_map(Wanted::of).collect();
    let (measures, mut tables, authorities) = measures(&files, &topics, &mut findings);
    let mut sums = sums(wanted, &measures, &mut findings);
    drop(files);
    memo.keep(paths.into_iter().zip(read).collect());
    let confidential = match beside {
        Beside::Confidential(folder) => Some(folder),
        Beside::Nothing | Beside::Released => None,
    };
    let names = prioritisation::Names { measures: &measures, geographies: &geographies };
    let (prioritisation, counts, more) =
        memo.prioritised((world, confidential), names, shared.geographies.as_ref(), &mut findings);
    tables.extend(counts);
    let of = action::Names { measures: &measures, groups: &groups };
    let actions = prioritisation::files(world, "data/actions", &mut findings);
    let actions = actions.iter().filter_map(|file| action::load(file, of, &mut findings)).collect();
    sums.extend(more);
    let mut told = |name: &str| optional(world, &format!("data/{name}.yaml"), &mut findings);
    let judgements = told("judgements");
    let recommendations = told("recommendations");
    let timeline = told("timeline");
    let glossary = told("glossary");
    let corrections = told("corrections");
    let statement = told("statement");
    let record = told("accessibility").and_then(|file| statement::record(&file, &mut findings));
    let evidence = Evidence {
        geographies,
        groups,
        wholes,
        sums,
        topics,
        measures,
        tables,
        prioritisation,
        actions,
        authorities,
        judgements: judgements.map(|file| judgement::load(&file, &mut findings)).unwrap_or_default(),
        recommendations: recommendations.map(|file| recommendation::load(&file, &mut findings)).unwrap_or_default(),
        timeline: timeline.map(|file| timeline::load(&file, &mut findings)).unwrap_or_default(),
        glossary: glossary.map(|file| glossary::load(&file, &mut findings)).unwrap_or_default(),
        corrections: corrections.map(|file| correction::load(&file, &mut findings)),
        statement: statement.map(|file| statement::load(&file, record.as_ref(), &mut findings)),
        record,
    };
    Checked { value: evidence, findings }
}

/// The figures beside the data, in the order of their files; of `released/` the newest first.
fn more(world: &dyn World, beside: Beside<'_>, findings: &mut Findings) -> Vec<More> {
    let (world, paths, released) = match beside {
        Beside::Nothing => return Vec::new(),
        Beside::Confidential(folder) => (folder, confidential_files(folder, findings), false),
        // As each report published them last: what a figure was before it was revised, or before it was taken out, is past.
        Beside::Released => {
            let files = released::files(world).gather(findings);
            (world, files.into_iter().map(|(path, _)| path).collect(), true)
        }
    };
    let mut all = Vec::new();
    for path in paths {
        match read_text(world, &path) {
            Ok(source) => all.extend(load::figures(&source, released).gather(findings)),
            Err(fault) => findings.push(*fault),
        }
    }
    all
}

fn confidential_files(world: &dyn World, findings: &mut Findings) -> Vec<SitePath> {
    let folder = SitePath::new("measures").expect("a path");
    let mut paths = match world.list(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            let name = world.name(&folder);
            findings.push(Diagnostic::placeless(code::REACH, format!("{name} can’t be read: {error}")));
            Vec::new()
        }
    };
    paths.retain(|path| path.extension() == Some("yaml"));
    paths
}

/// The text of a file that a site may do without.
fn optional(world: &dyn World, path: &str, findings: &mut Findings) -> Option<Arc<Source>> {
    let path = SitePath::new(path).expect("a path");
    if world.size(&path) == Err(crate::source::ReadError::Missing) {
        return None;
    }
    match read_text(world, &path) {
        Ok(source) => Some(source),
        Err(fault) => {
            findings.push(*fault);
            None
        }
    }
}

fn measure_files(world: &dyn World, findings: &mut Findings) -> Vec<SitePath> {
    let folder = SitePath::new("data/measures").expect("a path");
    let mut paths = match world.list(&folder) {
        Ok(paths) => paths,
        Err(error) => {
            findings.push(Diagnostic::placeless(code::REACH, format!("data/measures can’t be read: {error}")));
            Vec::new()
        }
    };
    for path in &paths {
        if path.extension() == Some("yml") {
            let file = Source::new(world.name(path), "");
            let name = path.as_str().trim_end_matches("yml");
            findings.push(
                Diagnostic::error(code::NAME, &file.span(0, 0), "expected a file whose name ends in .yaml, found .yml")
                    .hint(format!("call it {name}yaml")),
            );
        }
    }
    paths.retain(|path| path.extension() == Some("yaml"));
    paths
}

/// Topics in their own order. Several files may speak of one, in the same words.
fn topics(files: &[&MeasureFile], findings: &mut Findings) -> IndexMap<Slug, Topic> {
    let mut topics: IndexMap<Slug, Topic> = IndexMap::new();
    for (name, topic) in files.iter().filter_map(|file| file.topic.as_ref()) {
        match topics.get(name) {
            None => {
                topics.insert(name.clone(), topic.clone());
            }
            Some(first) if first.title == topic.title => {}
            Some(first) => findings.push(
                Diagnostic::error(
                    code::DUPLICATE,
                    &topic.at,
                    format!("expected the topic {name} under one title, found \"{}\"", topic.title),
                )
                .note(&first.at, format!("it is called \"{}\" here", first.title))
                .hint("write the same title in both files"),
            ),
        }
    }
    topics.sort_by(|a_name, a, b_name, b| (a.order, a_name).cmp(&(b.order, b_name)));
    topics
}

/// A measure that says what it is the sum of, by name.
struct Wanted {
    measure: Slug,
    of: Vec<Text>,
    years: u16,
}

impl Wanted {
    fn of(loaded: &load::Loaded) -> Option<Wanted> {
        let (of, years) = loaded.sum_of.clone()?;
        Some(Wanted { measure: loaded.name.clone(), of, years })
    }
}

/// The sums, with the measures that they name.
fn sums(wanted: Vec<Wanted>, measures: &IndexMap<Slug, Measure>, findings: &mut Findings) -> Vec<Sum> {
    let id = |at: usize| MeasureId(at as u32);
    let mut sums = Vec::new();
    for Wanted { measure, of, years } in wanted {
        let Some((whole, _, known)) = measures.get_full(&measure) else { continue };
        let mut parts = Vec::new();
        for text in &of {
            let fault = match measures.get_full(text.as_str()) {
                Some((part, _, found)) if part != whole && found.period == known.period => {
                    parts.push(id(part));
                    continue;
                }
                Some(_) => "expected another measure that counts its years in the same way",
                None => "expected a measure of data/measures",
            };
            let near = nearest(text.as_str(), measures.keys().map(Slug::as_str));
            let found =
                Diagnostic::error(code::UNKNOWN_MEASURE, text.span(), format!("{fault}, found {}", text.shown()));
            findings.push(found.maybe_hint(near.map(|near| format!("did you mean {near}?"))));
        }
        if parts.len() == of.len() {
            sums.push(Sum { measure: id(whole), of: parts, years });
        }
    }
    sums
}

type Merged = (IndexMap<Slug, Measure>, Vec<MeasureTable>, Vec<Authority>);

/// Measures in the order of their topics and files, each once, their distributions numbered by authority.
fn measures(files: &[&MeasureFile], topics: &IndexMap<Slug, Topic>, findings: &mut Findings) -> Merged {
    let mut all: Vec<&load::Loaded> = files.iter().flat_map(|file| &file.measures).collect();
    all.sort_by_key(|loaded| topics.get_index_of(&loaded.measure.topic));
    let mut authorities: IndexMap<Arc<str>, Authority> = IndexMap::new();
    let mut measures: IndexMap<Slug, Measure> = IndexMap::with_capacity(all.len());
    let mut tables = Vec::with_capacity(all.len());
    for loaded in all {
        if let Some(first) = measures.get(&loaded.name) {
            findings.push(twice(&loaded.name, &loaded.measure.at, &first.at));
            continue;
        }
        let mut ids = Vec::with_capacity(loaded.distribution.len());
        for (_, authority, _) in &loaded.distribution {
            let next = authorities.len();
            let id = match authorities.get_index_of(&authority.code) {
                Some(known) => known,
                None => {
                    authorities.insert(Arc::clone(&authority.code), authority.clone());
                    next
                }
            };
            ids.push(AuthorityId(id as u16));
        }
        tables.push(loaded.numbered(ids));
        measures.insert(loaded.name.clone(), loaded.measure.clone());
    }
    (measures, tables, authorities.into_values().collect())
}

fn twice(name: &Slug, at: &Span, first: &Span) -> Diagnostic {
    Diagnostic::error(code::DUPLICATE, at, format!("expected the measure {name} once, found it again"))
        .note(first, "it stands here already")
        .hint("take one of the two out, or give it another name")
}
