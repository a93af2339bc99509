//! `data/accessibility.yaml`: what the checks found, and on which day, for the accessibility statement.

use std::fmt::Write;
use std::fs;

use super::console::count;
use crate::checks::CHECKS;
use crate::diagnostic::{Diagnostic, Findings, code};
use crate::document::Site;
use crate::source::config::Level;
use crate::source::{DiskWorld, config};

const FILE: &str = "data/accessibility.yaml";

/// Writes the record, and says so. A check that site.toml switches off was not run, so it is not in it.
pub(super) fn write(world: &DiskWorld, site: &Site, findings: &Findings) -> Result<String, Box<Diagnostic>> {
    let Some(today) = super::today() else {
        return Err(Box::new(Diagnostic::placeless(code::REACH, "the day can’t be told from this machine’s clock")));
    };
    let levels = config::load(world).value.map(|config| config.checks).unwrap_or_default();
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for check in CHECKS.iter().filter(|check| check.is_about_access()) {
        let name = check.code().name;
        let off = levels.get(name).is_some_and(|(level, _)| *level == Level::Off);
        if !off && !counted.iter().any(|(known, _)| *known == name) {
            counted.push((name, findings.iter().filter(|found| found.code.name == name).count()));
        }
    }
    let mut text =
        String::from("# What `multum check --record` found. The command writes this file; change nothing here.\n\n");
    let _ = write!(text, "measured: {today}\nby: {}\npages: {}\nchecks:\n", site.facts.generator, site.pages.len());
    for (name, found) in &counted {
        let _ = writeln!(text, "  {name}: {found}");
    }
    let path = world.root().join(FILE);
    fs::write(&path, text)
        .map_err(|error| Box::new(Diagnostic::placeless(code::REACH, format!("{FILE} can’t be written: {error}"))))?;
    let faults: usize = counted.iter().map(|(_, found)| found).sum();
    Ok(format!(
        "Wrote {FILE}: {}, {} on {}. The accessibility statement says it from the next build on.",
        count(counted.len(), "check", "checks"),
        count(faults, "fault", "faults"),
        today.words()
    ))
}
