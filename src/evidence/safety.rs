//! What the attack found, said to the author: which cell, and which rows and columns give it away. Never a figure.

use crate::diagnostic::{Diagnostic, Findings, code};
use super::Evidence;
use crate::figures::disclosure::{Audit, Kind, Row};
use crate::figures::{Place, Structure, Subject};

/// What adds up to what, as the data say.
pub fn structure(evidence: &Evidence) -> Structure {
    Structure {
        wholes: evidence.wholes.iter().map(|whole| (whole.whole, whole.parts.clone())).collect(),
        within: evidence
            .geographies
            .values()
            .enumerate()
            .filter_map(|(at, place)| Some((crate::figures::GeographyId(at as u16), place.within?)))
            .collect(),
        sums: evidence.sums.clone(),
    }
}

/// A cell in words: which measure, of whom, where, when.
pub fn words(cell: &Subject, evidence: &Evidence) -> String {
    let measure = evidence.measures.get_index(cell.measure.0 as usize);
    let measure = measure.map_or("", |(name, _)| name.as_str());
    let place = match &cell.place {
        Place::Area(area) => evidence.geography_title(*area),
        Place::MeanOf(_) => "".into(),
    };
    format!("{measure}, {}, {place}, {}", evidence.group_title(cell.group), cell.period)
}

/// Adds what stands against publication.
pub fn faults(audit: &Audit, evidence: &Evidence, findings: &mut Findings) {
    for leak in &audit.leaks {
        let cell = words(&leak.cell, evidence);
        let rows: Vec<String> = leak.rows.iter().map(|row| self::row(row, evidence)).collect();
        let whose = if leak.at_source { "its source withheld" } else { "the policy withholds" };
        let by = if rows.is_empty() { "the figures beside it".to_owned() } else { rows.join("; ") };
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
    format!("({whole}) is made of {}", parts.join(" and "))
}
