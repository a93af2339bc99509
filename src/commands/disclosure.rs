//! `multum check --disclosure`: what the analyst must know of what is withheld. Never for the site.

use std::collections::HashMap;
use std::fs;
use std::process::Command;
use std::sync::Arc;

use super::console::{Console, count};
use crate::diagnostic::{Diagnostic, Findings, code};
use crate::evidence::Evidence;
use crate::evidence::safety::words;
use crate::figures::disclosure::{Cost, Line};
use crate::figures::{Decision, Memo, Subject};
use crate::pipeline::{self, Options};
use crate::source::{DiskWorld, config};

/// Where the list goes: beside the site, where no build puts anything that is published, and out of its repository.
const LIST: &str = ".multum/disclosure.csv";

/// Says what is withheld, and writes it as a CSV.
pub fn report(world: &DiskWorld, options: &Options, memo: &Memo, console: &Console) -> Result<(), Box<Diagnostic>> {
    let Some(config) = config::load(world).value else { return Ok(()) };
    let Some((evidence, decision)) = pipeline::decided_for(world, &config, options, memo).value else { return Ok(()) };
    let rows = rows(&evidence, &decision);
    for row in &rows {
        console.say(&format!("[c] {}: {}{}{}{}", row.cell, row.rule, row.protects(), row.interval(), row.went_out()));
    }
    for (name, cost) in costs(&evidence, &decision.audit.costs) {
        if cost.withheld > 0 {
            let share = cost.withheld * 100 / cost.cells.max(1);
            console.say(&format!(
                "{name}: {} of {} withheld ({share}%)",
                cost.withheld,
                count(cost.cells, "figure", "figures")
            ));
        }
    }
    let public = decision.audit.public.len();
    if public > 0 {
        console.say(&format!(
            "{} public at their source would be withheld by your policy. republish in site.toml decides.",
            count(public, "figure", "figures")
        ));
    }
    let text = list(&rows, &evidence, &decision.audit.public).map_err(|error| unwritten(&error.to_string()))?;
    let place = world.root().join(LIST);
    let made = place.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&place, text));
    made.map_err(|error| unwritten(&error.to_string()))?;
    console.say(&format!("{} withheld. The list is in {LIST}.", count(rows.len(), "figure", "figures")));
    Ok(())
}

/// What the policy costs each measure, and all counts of ratings together, whose tables stand after those of the measures.
fn costs(evidence: &Evidence, costs: &[Cost]) -> Vec<(String, Cost)> {
    let measures = evidence.measures.keys().map(ToString::to_string);
    let of_ratings = costs.get(evidence.measures.len()..).unwrap_or_default();
    let ratings = Cost {
        cells: of_ratings.iter().map(|cost| cost.cells).sum(),
        withheld: of_ratings.iter().map(|cost| cost.withheld).sum(),
    };
    measures.zip(costs.iter().copied()).chain([("counts of ratings".to_owned(), ratings)]).collect()
}

fn unwritten(error: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::placeless(code::REACH, format!("{LIST} can't be written: {error}")))
}

/// One withheld figure.
struct Row {
    cell: String,
    rule: &'static str,
    protects: Vec<String>,
    /// What the attack leaves possible; outer nothing where no other figure is linked to it.
    interval: Option<Option<(i64, i64)>>,
    /// The report with which it went out as it is.
    went_out: Option<Arc<str>>,
    /// How many figures of its measure are withheld, of how many.
    cost: Cost,
}

impl Row {
    fn protects(&self) -> String {
        if self.protects.is_empty() { String::new() } else { format!(" ({})", self.protects.join("; ")) }
    }

    fn went_out(&self) -> String {
        let told = |report| format!(". It went out with {report} as it is: withholding it now hides nothing");
        self.went_out.as_ref().map(told).unwrap_or_default()
    }

    fn interval(&self) -> String {
        match self.interval {
            None => String::new(),
            Some(None) => ". The attack found no bounds".to_owned(),
            Some(Some((least, greatest))) if greatest - least >= 90_000 => format!(". It could be {least} or more"),
            Some(Some((least, greatest))) => format!(". It could be anything from {least} to {greatest}"),
        }
    }
}

fn rows(evidence: &Evidence, decision: &Decision) -> Vec<Row> {
    let name = |cell: &Subject| words(cell, evidence);
    let intervals: HashMap<String, Option<(i64, i64)>> =
        decision.audit.intervals().into_iter().map(|(cell, range)| (name(&cell), range)).collect();
    let costs = costs(evidence, &decision.audit.costs);
    let row = |line: &Line| {
        let cell = name(&line.cell);
        let interval = intervals.get(&cell).copied();
        Row {
            cell,
            rule: line.rule.words(),
            protects: line.protects.iter().map(name).collect(),
            interval,
            went_out: line.went_out.clone(),
            // All counts of ratings come last, together.
            cost: costs[(line.cell.measure.0 as usize).min(costs.len() - 1)].1,
        }
    };
    decision.audit.lines.iter().map(row).collect()
}

fn list(rows: &[Row], evidence: &Evidence, public: &[Subject]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "figure",
        "withheld",
        "rule",
        "protects",
        "least possible",
        "greatest possible",
        "went out with",
        "withheld of its measure",
        "figures of its measure",
    ])?;
    for row in rows {
        let (least, greatest) = row.interval.flatten().map_or_else(Default::default, |(least, greatest)| {
            (least.to_string(), if greatest - least >= 90_000 { String::new() } else { greatest.to_string() })
        });
        let went_out = row.went_out.as_deref().unwrap_or_default();
        let (withheld, cells) = (row.cost.withheld.to_string(), row.cost.cells.to_string());
        let protects = row.protects.join("; ");
        writer.write_record([&row.cell, "yes", row.rule, &protects, &least, &greatest, went_out, &withheld, &cells])?;
    }
    for cell in public {
        writer.write_record([
            &words(cell, evidence),
            "no",
            "public at its source; the policy would withhold it",
            "",
            "",
            "",
            "",
            "",
            "",
        ])?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// What is wrong when the confidential folder lies in a repository: its files go wherever the repository goes.
pub fn tracked(world: &DiskWorld) -> Findings {
    let mut findings = Findings::new();
    let Some((path, at)) = config::load(world).value.and_then(|config| config.confidential) else { return findings };
    let folder = world.root().join(&path);
    // Without git there is no repository to be in.
    let listed = Command::new("git").arg("-C").arg(&folder).args(["ls-files", "--", "."]).output();
    if listed.is_ok_and(|output| output.status.success() && !output.stdout.is_empty()) {
        let fault = Diagnostic::error(
            code::CONFIDENTIAL,
            &at,
            "expected a folder that no repository keeps, found one whose files git tracks",
        );
        findings
            .push(fault.hint(
                "move it out of the repository; what was committed stays in its history until that is rewritten",
            ));
    }
    findings
}
