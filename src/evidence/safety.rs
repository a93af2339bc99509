//! Between what authors say of disclosure and the vault: the policy, the confidential folder, what adds up to what; and
//! what the attack found, said to the author. Never a figure.

use super::Evidence;
use crate::diagnostic::{Checked, Diagnostic, Findings, Severity, code, nearest};
use crate::figures::disclosure::{Audit, Extreme, Kind, Publication, Republish, Row, WithheldBy};
use crate::figures::{GeographyId, Place, Policy, Structure, Subject};
use crate::source::{Config, ReadError, World};
use crate::vocabulary::Slug;

/// The confidential folder.
pub enum Folder {
    /// site.toml names none.
    None,
    /// It can be read.
    There(Box<dyn World>),
    /// It is not on this machine, and the policy says to do without.
    Absent,
}

/// The folder that site.toml names as confidential; nothing when the build must stop.
pub fn confidential(world: &dyn World, config: &Config) -> Checked<Option<Folder>> {
    let mut findings = Findings::new();
    let Some((path, at)) = &config.confidential else { return Checked::sound(Some(Folder::None)) };
    // A folder within the site goes wherever the site goes: into its repository, and from there to everybody.
    let within = || {
        Diagnostic::error(code::CONFIDENTIAL, at, "expected a folder outside of the site's, found one within it")
            .hint("move it beside the site's folder, and write ../ before its name")
    };
    if !path.starts_with("../") && !path.starts_with('/') && !path.contains(':') {
        findings.push(within());
        return Checked { value: None, findings };
    }
    match world.beside(path) {
        Ok(folder) => Checked::sound(Some(Folder::There(folder))),
        Err(ReadError::Missing) if config.disclosure.stop_when_absent != Some(true) => {
            let fault = Diagnostic {
                severity: Severity::Warning,
                ..Diagnostic::error(
                    code::CONFIDENTIAL,
                    at,
                    "the confidential folder is not on this machine: its figures come from released/, as they were published, and those that were not yet published are absent",
                )
            };
            findings.push(fault.hint("ask a colleague for the folder to build with all figures"));
            Checked { value: Some(Folder::Absent), findings }
        }
        Err(ReadError::Inside) => {
            findings.push(within());
            Checked { value: None, findings }
        }
        Err(error) => {
            let fault =
                Diagnostic::error(code::CONFIDENTIAL, at, format!("the confidential folder can't be read: {error}"));
            findings.push(fault.hint("put it where site.toml says, or let absent = \"released\" do without"));
            Checked { value: None, findings }
        }
    }
}

/// The vault's policy, with the usual number wherever site.toml says none.
pub fn policy(config: &Config, evidence: &Evidence) -> Checked<Policy> {
    let mut findings = Findings::new();
    let (said, usual) = (&config.disclosure, Policy::default());
    let (mut sensitive_groups, mut sensitive_titles) = (Vec::new(), Vec::new());
    for (name, at) in &config.sensitive_groups {
        match evidence.group(name) {
            Some(group) => {
                sensitive_groups.push(group);
                sensitive_titles.push(evidence.group_title(group));
            }
            None => {
                let near = nearest(name, evidence.groups.keys().map(Slug::as_str));
                let fault = Diagnostic::error(
                    code::UNKNOWN_GROUP,
                    at,
                    format!("expected a group of data/groups.yaml, found {name}"),
                );
                findings.push(fault.maybe_hint(near.map(|near| format!("did you mean {near}?"))));
            }
        }
    }
    let extreme = |withheld: Option<bool>| if withheld == Some(true) { Extreme::Withhold } else { Extreme::Show };
    let policy = Policy {
        smallest_count: said.smallest_count.unwrap_or(usual.smallest_count),
        smallest_cohort: said.smallest_cohort.unwrap_or(usual.smallest_cohort),
        smallest_providers: said.smallest_providers.unwrap_or(usual.smallest_providers),
        rounding: said.rounding.unwrap_or(usual.rounding),
        nought: extreme(said.withhold_nought),
        all: extreme(said.withhold_all),
        small_group: said.small_group.unwrap_or(usual.small_group),
        sensitive_groups,
        sensitive_titles,
        protection: said.protection.unwrap_or(usual.protection),
        fewest_schools: said.fewest_schools.unwrap_or(usual.fewest_schools),
        dominance: said.dominance.unwrap_or(usual.dominance),
        republish: if said.withhold_public == Some(true) { Republish::Withhold } else { Republish::AsPublished },
    };
    for measure in evidence.measures.values() {
        let (rules, keys) = &measure.rules;
        for (key, least) in policy.weaker(rules) {
            let at = keys.iter().find(|(name, _)| name == key).map_or(&measure.at, |(_, at)| at);
            let fault = Diagnostic::error(
                code::SAFETY,
                at,
                format!(
                    "expected a measure that is no less strict than site.toml, which has {key}: {least}, found one that is"
                ),
            );
            findings.push(fault.hint("take the line out, or make it stricter than the one in site.toml"));
        }
        let (of_source, own) = (measure.source.threshold.unwrap_or(0), rules.smallest_count.unwrap_or(u32::MAX));
        if let (true, Some((_, at))) = (own < of_source, keys.iter().find(|(name, _)| name == "smallest_count")) {
            let fault = Diagnostic::error(
                code::SAFETY,
                at,
                format!(
                    "expected a smallest_count of at least {of_source}, which the measure's source has as its threshold, found less"
                ),
            );
            findings.push(fault.hint(format!("write {of_source}, or take the line out")));
        }
    }
    Checked { value: policy, findings }
}

/// What adds up to what, as the data say, and `earlier` publications.
pub fn structure(evidence: &Evidence, earlier: Vec<Publication>) -> Structure {
    Structure {
        wholes: evidence.wholes.iter().map(|whole| (whole.whole, whole.parts.clone())).collect(),
        within: evidence
            .geographies
            .values()
            .enumerate()
            .filter_map(|(at, place)| Some((GeographyId(at as u16), place.within?)))
            .collect(),
        sums: evidence.sums.clone(),
        earlier,
    }
}

/// A cell in words: which measure, of whom, where, when.
pub fn words(cell: &Subject, evidence: &Evidence) -> String {
    let measure = evidence.measures.get_index(cell.measure.0 as usize);
    let counted = || evidence.prioritisation.counts.words(cell.measure, &evidence.prioritisation.schemes);
    let measure = measure.map(|(name, _)| name.to_string()).or_else(counted).unwrap_or_default();
    let place = match &cell.place {
        Place::Area(area) => evidence.geography_title(*area),
        Place::MeanOf(_) => "".into(),
    };
    if evidence.measures.len() <= cell.measure.0 as usize {
        // Providers have no groups of pupils.
        return format!("{measure}, {place}, {}", cell.period);
    }
    format!("{measure}, {}, {place}, {}", evidence.group_title(cell.group), cell.period)
}

/// Adds what stands against publication.
pub fn faults(audit: &Audit, evidence: &Evidence, findings: &mut Findings) {
    for leak in &audit.leaks {
        let mut cell = words(&leak.cell, evidence);
        let rows: Vec<String> = leak.rows.iter().map(|row| self::row(row, evidence)).collect();
        let whose = match &leak.withheld_by {
            WithheldBy::Policy => "the policy withholds".to_owned(),
            WithheldBy::Source => "its source withheld".to_owned(),
            WithheldBy::Report(report) => format!("was withheld when {report} went out"),
            WithheldBy::LeftOut => {
                cell.push_str(", less the parts that are given");
                "the policy would withhold".to_owned()
            }
        };
        let by = if rows.is_empty() { "the figures beside it".to_owned() } else { rows.join("; ") };
        if let Some(report) = &leak.went_out {
            // What went out can't be called back, so there is nothing to mend. The analyst must know all the same.
            let message =
                format!("anybody can work out ({cell}), which {whose}, with what went out with {report}, from: {by}");
            let fault = Diagnostic { severity: Severity::Warning, ..placed(&leak.cell, evidence, message) };
            findings.push(
                fault.hint("nothing that is withheld now can take it back; tell whoever answers for the figures"),
            );
            continue;
        }
        findings.push(
            placed(&leak.cell, evidence, format!("expected that nobody can work out ({cell}), which {whose}, found that they can, from: {by}"))
                .hint("take one of these figures out of data/, or the row out of groups.yaml, geographies.yaml or sum_of if it does not add up"),
        );
    }
    for uneven in &audit.uneven {
        let row = row(uneven, evidence);
        findings.push(
            placed(&uneven.whole, evidence, format!("expected parts that make their whole, found other sums: {row}"))
                .hint("correct the figures, or add the part that is missing, such as a group of those not known"),
        );
    }
}

fn placed(cell: &Subject, evidence: &Evidence, message: String) -> Diagnostic {
    match evidence.measures.get_index(cell.measure.0 as usize) {
        Some((_, measure)) => Diagnostic::error(code::SAFETY, &measure.at, message),
        None => Diagnostic::placeless(code::SAFETY, message),
    }
}

/// A row in words.
fn row(row: &Row, evidence: &Evidence) -> String {
    let whole = words(&row.whole, evidence);
    let parts: Vec<String> = row
        .parts
        .iter()
        .map(|part| match row.kind {
            Kind::Groups => evidence.group_title(part.group).to_string(),
            Kind::Places => match &part.place {
                Place::Area(area) => evidence.geography_title(*area).to_string(),
                Place::MeanOf(_) => String::new(),
            },
            Kind::Measures => words(part, evidence),
        })
        .collect();
    let when = row.earlier.as_ref().map(|report| format!(", as they went out with {report}")).unwrap_or_default();
    format!("({whole}) is made of {}{when}", parts.join(" and "))
}
