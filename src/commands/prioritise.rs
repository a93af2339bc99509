//! `multum prioritise`: the desk-top review, each provider with its rating and the reasons. It names providers, so it is
//! for the council alone.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::console::{Console, Format, mutter, print};
use super::{Ending, SiteArguments};
use crate::diagnostic::{Diagnostic, Findings, code, nearest};
use crate::evidence::Evidence;
use crate::evidence::prioritisation::assessments::{Internal, Term};
use crate::evidence::prioritisation::desk::{self, Line};
use crate::figures::{GeographyId, Memo, Place, Release, Subject};
use crate::pipeline;
use crate::source::config;
use crate::vocabulary::{AcademicYear, Rating, Slug};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The academic year of the review, such as 2016/17 [default: that of the last review]
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// The term of the review [default: the last one of the year]
    #[arg(long, value_name = "TERM")]
    term: Option<TermArgument>,
    /// Only the providers of this phase or kind, by its name in the criteria
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Only this provider, by its key in the assessments or by its name
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Try another rating of an area, such as results=red; may be given several times
    #[arg(long, value_name = "AREA=RATING")]
    what_if: Vec<String>,
    /// How to say it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Shape,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shape {
    /// For people
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

#[derive(Clone, Copy, ValueEnum)]
enum TermArgument {
    Autumn,
    Spring,
    Summer,
}

impl From<TermArgument> for Term {
    fn from(term: TermArgument) -> Term {
        match term {
            TermArgument::Autumn => Term::Autumn,
            TermArgument::Spring => Term::Spring,
            TermArgument::Summer => Term::Summer,
        }
    }
}

/// What is said before and after a list of providers.
const CONFIDENTIAL: &str =
    "Confidential: for the council alone. It names providers that have not agreed to publication.";

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(Format::Text);
    let fail = |fault: Diagnostic, ending| {
        console.findings(&[fault].into_iter().collect());
        ending
    };
    let world = match arguments.site.world() {
        Ok(world) => world,
        Err(fault) => return fail(*fault, Ending::Faults),
    };
    let mut findings = Findings::new();
    let config = config::load(&world).gather(&mut findings);
    let decided = config.and_then(|config| pipeline::decided(&world, &config, &Memo::new()).gather(&mut findings));
    let Some((evidence, decision)) = decided.filter(|_| !findings.has_errors()) else {
        console.findings(&findings);
        return Ending::Faults;
    };
    match chosen(arguments, &evidence, &decision.release) {
        Ok(rows) => {
            said(arguments, &rows, &evidence);
            Ending::Done
        }
        Err(fault) => fail(*fault, Ending::Misused),
    }
}

/// A provider as it is said.
struct Row {
    phase: String,
    name: String,
    id: String,
    rating: Rating,
    overridden: Option<String>,
    rule: String,
    stated_by: &'static str,
    areas: Vec<String>,
    before: Option<Rating>,
    changed: Vec<String>,
    eligible: Vec<String>,
    not_known: Vec<String>,
    suggested: Vec<String>,
    what_if: Option<(Rating, String)>,
    /// The year and term of the review.
    review: (AcademicYear, Term),
}

fn chosen(arguments: &Arguments, evidence: &Evidence, release: &Release) -> Result<Vec<Row>, Box<Diagnostic>> {
    let internal = Internal::edition();
    let prioritisation = &evidence.prioritisation;
    let reviews = prioritisation.reviews.all(&internal);
    let none = |what: String, hint: String| Box::new(Diagnostic::placeless(code::NO_OBSERVATION, what).hint(hint));
    let year = match &arguments.year {
        Some(text) => Some(AcademicYear::parse(text).ok_or_else(|| {
            let message = format!("expected an academic year for --year, found {text}");
            Box::new(Diagnostic::placeless(code::YEAR, message).hint("write --year 2016/17"))
        })?),
        None => None,
    };
    let term = arguments.term.map(Term::from);
    let last = reviews
        .iter()
        .rev()
        .find(|review| year.is_none_or(|year| review.year == year) && term.is_none_or(|term| review.term == term));
    let Some(last) = last else {
        let hint = match reviews.last() {
            Some(last) => format!("the last one is of the {} term of {}", last.term.name(), last.year),
            None => "add assessments to prioritisation/ of the confidential folder".to_owned(),
        };
        return Err(none("expected a review of that time, found none".to_owned(), hint));
    };
    let lines = desk::lines(prioritisation, &internal, last.geography, (last.year, last.term));
    let wanted = |line: &&Line<'_>| {
        let phase = line.scheme.phases.get_index(line.review.phase).map(|(name, _)| name.as_str());
        let of_kind =
            arguments.only.as_deref().is_none_or(|only| Some(only) == phase || line.scheme.name.as_str() == only);
        let is_called = |name: &str| line.name.as_str() == name || &*line.assessment.name == name;
        of_kind && arguments.provider.as_deref().is_none_or(is_called)
    };
    let rows = lines.iter().filter(wanted).map(|line| row(arguments, line, evidence, release));
    let rows = rows.collect::<Result<Vec<Row>, _>>()?;
    if rows.is_empty() {
        let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
        let near = arguments.provider.as_deref().and_then(|name| nearest(name, names));
        let hint = near.map_or_else(
            || "take --only and --provider out to see all".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        return Err(none("expected providers of that name, found none".to_owned(), hint));
    }
    Ok(rows)
}

fn row(arguments: &Arguments, line: &Line<'_>, evidence: &Evidence, release: &Release) -> Result<Row, Box<Diagnostic>> {
    let assessment = line.assessment;
    let rule = &line.scheme.rules[assessment.decision.rule];
    let word = |rating: Option<Rating>| rating.map_or("not rated", Rating::name);
    let area = |at: usize| line.scheme.areas.get_index(at).map_or("", |(name, _)| name.as_str());
    let changed = line.changed().into_iter();
    let changed = changed.map(|one| format!("{} {} to {}", area(one.area), word(one.from), word(one.to))).collect();
    let suggestions = line.suggestions(&|measure, place, year| elsewhere(evidence, release, measure, place, year));
    let suggested = suggestions
        .into_iter()
        .map(|one| {
            format!(
                "{}: {} against {} suggests {}",
                area(one.area),
                one.ours,
                one.theirs.normalize(),
                one.rating.name()
            )
        })
        .collect();
    let number = |at: usize| {
        let fund = line.scheme.fund.as_ref()?;
        Some(fund.criteria.get_index(at)?.0.to_string())
    };
    let not_known = line
        .fund()
        .into_iter()
        .filter(|(_, outcome)| matches!(outcome, crate::evidence::prioritisation::eligibility::Outcome::Unknown(_)))
        .filter_map(|(at, _)| number(at))
        .collect();
    let what_if = match arguments.what_if.as_slice() {
        [] => None,
        typed => {
            let changes = typed.iter().map(|typed| change(typed, line)).collect::<Result<Vec<_>, _>>()?;
            line.what_if(&changes).map(|then| (then.rating, line.scheme.rules[then.rule].title.to_string()))
        }
    };
    Ok(Row {
        phase: line.scheme.phases.get_index(line.review.phase).map_or_else(String::new, |(_, title)| title.to_string()),
        name: assessment.name.to_string(),
        id: line.name.to_string(),
        rating: assessment.rating(),
        overridden: assessment.overridden.as_ref().map(|overridden| overridden.reason.to_string()),
        rule: rule.title.to_string(),
        stated_by: rule.stated_by.words(),
        areas: assessment.decision.areas.iter().map(|at| area(*at).to_owned()).collect(),
        before: line.before.map(crate::evidence::prioritisation::assessments::Assessment::rating),
        changed,
        eligible: line.eligible_by().into_iter().map(str::to_owned).collect(),
        not_known,
        suggested,
        what_if,
        review: (line.review.year, line.review.term),
    })
}

/// A change that `--what-if` asks for. One of an area that other criteria have changes nothing here.
fn change(typed: &str, line: &Line<'_>) -> Result<(usize, Rating), Box<Diagnostic>> {
    let fault = |message: String, hint: String| Box::new(Diagnostic::placeless(code::ARGUMENT, message).hint(hint));
    let Some((area, rating)) = typed.split_once('=') else {
        return Err(fault(
            format!("expected an area and a rating, found {typed}"),
            "write --what-if results=red".to_owned(),
        ));
    };
    let Some(at) = line.scheme.areas.get_index_of(area) else {
        let known: Vec<&str> = line.scheme.areas.keys().map(Slug::as_str).collect();
        let hint = match nearest(area, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("the areas of {} are {}; --only chooses", line.scheme.many, known.join(", ")),
        };
        return Err(fault(format!("expected an area of {}, found {area}", line.scheme.many), hint));
    };
    match Rating::named(rating).filter(|rating| line.scheme.areas[at].means[*rating as usize].is_some()) {
        Some(rating) => Ok((at, rating)),
        None => {
            let known: Vec<&str> = line.scheme.areas[at].ratings().map(Rating::name).collect();
            Err(fault(
                format!("expected a rating that {area} can have, found {rating}"),
                format!("write one of {}", known.join(", ")),
            ))
        }
    }
}

/// What another place has of a measure, as it is published.
fn elsewhere(
    evidence: &Evidence,
    release: &Release,
    measure: &Slug,
    place: &Slug,
    year: AcademicYear,
) -> Option<rust_decimal::Decimal> {
    let (at, _, facts) = evidence.measures.get_full(measure)?;
    let subject = Subject {
        measure: crate::figures::MeasureId(at as u32),
        group: crate::figures::GroupId::ALL,
        place: Place::Area(GeographyId(evidence.geographies.get_index_of(place)? as u16)),
        period: facts.period.within(year),
    };
    release.point(&subject)?.value.shown().map(|quantity| quantity.value())
}

fn said(arguments: &Arguments, rows: &[Row], evidence: &Evidence) {
    match arguments.format {
        Shape::Table => table(rows, evidence),
        Shape::Json => {
            let text = serde_json::to_string_pretty(&rows.iter().map(value).collect::<Vec<Value>>());
            print(&text.expect("strings are always JSON"));
            mutter(CONFIDENTIAL);
        }
        Shape::Csv => {
            csv(rows);
            mutter(CONFIDENTIAL);
        }
    }
}

fn table(rows: &[Row], evidence: &Evidence) {
    print(CONFIDENTIAL);
    for scheme in 0..evidence.prioritisation.schemes.len() {
        if let Some(notice) = evidence.prioritisation.counts.notice(scheme) {
            print(notice);
            break;
        }
    }
    let mut phase = "";
    for row in rows {
        if row.phase != phase {
            phase = &row.phase;
            print(&format!("\n{phase}, {} review {}", row.review.1.name(), row.review.0));
        }
        let moved = match row.before {
            None => "new".to_owned(),
            Some(before) if before == row.rating => "as before".to_owned(),
            Some(before) => format!("was {}", before.name()),
        };
        let agreed = if row.overridden.is_some() { " (agreed otherwise than the rules)" } else { "" };
        print(&format!("  {:<5}  {}  {moved}{agreed}", row.rating.name(), row.name));
        let more = |label: &str, words: String| {
            if !words.is_empty() {
                print(&format!("         {label}{words}"));
            }
        };
        more("", format!("{} [{}] {}", row.rule, row.stated_by, row.areas.join(", ")));
        more("overridden: ", row.overridden.clone().unwrap_or_default());
        more("changed: ", row.changed.join("; "));
        more("figures: ", row.suggested.join("; "));
        more("eligible by: ", row.eligible.join(", "));
        more("not known for want of figures: ", row.not_known.join(", "));
        if let Some((rating, rule)) = &row.what_if {
            more("what if: ", format!("{}. {rule}", rating.name()));
        }
    }
    let count = |rating: Rating| rows.iter().filter(|row| row.rating == rating).count();
    print(&format!("\n{} green, {} amber, {} red.", count(Rating::Green), count(Rating::Amber), count(Rating::Red)));
    if rows.iter().any(|row| row.what_if.is_some()) {
        let changed =
            rows.iter().filter(|row| row.what_if.as_ref().is_some_and(|(rating, _)| *rating != row.rating)).count();
        print(&format!("With the change {changed} of {} would have another rating.", rows.len()));
    } else {
        print(
            "`multum prioritise --what-if AREA=RATING` tries a change; `multum build --internal` makes the scorecards.",
        );
    }
}

fn value(row: &Row) -> Value {
    json!({
        "confidential": true,
        "year": row.review.0.to_string(),
        "term": row.review.1.name(),
        "phase": row.phase,
        "provider": row.id,
        "name": row.name,
        "rating": row.rating.name(),
        "before": row.before.map(Rating::name),
        "rule": row.rule,
        "stated_by": row.stated_by,
        "areas": row.areas,
        "overridden": row.overridden,
        "changed": row.changed,
        "figures_suggest": row.suggested,
        "eligible_by": row.eligible,
        "not_known": row.not_known,
        "what_if": row.what_if.as_ref().map(|(rating, rule)| json!({ "rating": rating.name(), "rule": rule })),
    })
}

fn csv(rows: &[Row]) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "confidential",
        "year",
        "term",
        "phase",
        "provider",
        "rating",
        "before",
        "rule",
        "stated by",
        "areas",
        "overridden",
        "changed",
        "figures suggest",
        "eligible by",
        "not known",
        "what if",
    ];
    // A writer into memory has nothing to fail on, and a line that is short is a fault of this function's.
    let mut sound = writer.write_record(head).is_ok();
    for row in rows {
        let before = row.before.map_or("", Rating::name);
        let year = row.review.0.to_string();
        let lists =
            [&row.areas, &row.changed, &row.suggested, &row.eligible, &row.not_known].map(|list| list.join("; "));
        let what_if = row.what_if.as_ref().map_or("", |(rating, _)| rating.name());
        let overridden = row.overridden.clone().unwrap_or_default();
        sound &= writer
            .write_record([
                "yes",
                &year,
                row.review.1.name(),
                &row.phase,
                &row.name,
                row.rating.name(),
                before,
                &row.rule,
                row.stated_by,
                &lists[0],
                &overridden,
                &lists[1],
                &lists[2],
                &lists[3],
                &lists[4],
                what_if,
            ])
            .is_ok();
    }
    let bytes = writer.into_inner().ok().filter(|_| sound).expect("every line has as many cells as the first");
    print(String::from_utf8_lossy(&bytes).trim_end());
}
