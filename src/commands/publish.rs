//! `multum publish`: the site to where readers find it, and a record of every figure as it went out.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::console::{Console, count, errors, faults};
use super::liblouis::translator;
use super::{Ending, FormatArguments, SiteArguments, disclosure};
use crate::diagnostic::{Diagnostic, Findings, Severity, code};
use crate::document::{Report, Site, Status};
use crate::evidence::Evidence;
use crate::evidence::released::{self, Released};
use crate::figures::{Decision, Memo};
use crate::pipeline::{self, Options};
use crate::publish::{Destination, claim, replace};
use crate::source::{DiskWorld, config};
use crate::tree::{MediaType, Tree};
use crate::vocabulary::{Moment, SitePath};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The folder to publish to, which is replaced as a whole [default: folder of [publish] in site.toml]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    #[command(flatten)]
    format: FormatArguments,
}

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(arguments.format.format);
    console.say(&format!("Publishing the site in {}", arguments.site.site.display()));
    match publish(arguments, &console) {
        Ok(ending) => ending,
        Err(fault) => {
            console.findings(&[*fault].into_iter().collect());
            Ending::Faults
        }
    }
}

fn publish(arguments: &Arguments, console: &Console) -> Result<Ending, Box<Diagnostic>> {
    let world = arguments.site.world()?;
    let memo = Memo::new();
    // The published site is what the options are when nobody asks for anything else: no draft, nothing internal.
    let options =
        Options { today: super::today(), now: super::now(), translator: Some(translator()), ..Options::default() };
    let figures = figures(&world, &options, &memo);
    let mut made = pipeline::build_again(&world, &options, &memo);
    made.findings = made.findings.iter().map(|found| in_time(found.clone(), options.now)).collect();
    made.findings.extend(disclosure::tracked(&world));
    if let Some(built) = &made.value {
        made.findings.extend(drafts(&built.site));
        made.findings.extend(internal(&built.site, &built.tree));
    }
    let findings = made.findings.sorted();
    console.findings(&findings);
    let Some(built) = made.value.filter(|_| !findings.has_errors()) else {
        console.say(&format!("Nothing was published, because of {}.", errors(&findings)));
        console.say("Mend what is shown and publish again. `multum explain CODE` says more of a fault.");
        return Ok(Ending::Faults);
    };
    let (out, shown) = target(arguments, &world)?;
    let destination = Destination::new(&out, world.root()).map_err(|error| error.diagnostic())?;
    let claim = claim(destination).map_err(|error| error.diagnostic())?;
    let records = records(&world, &built.site, (&options, &memo), figures.as_ref())?;
    // The record comes first: a figure that is on record and not yet out is guarded too well, one that is out and not on record
    // not at all.
    write(&records, |record| Some(&record.after))?;
    let replaced = match replace(&claim, &built.tree) {
        Ok(replaced) => replaced,
        Err(error) => {
            write(&records, |record| record.before.as_ref())?;
            return Err(Box::new(error.diagnostic()));
        }
    };
    let pages = built.tree.iter().filter(|(_, file)| file.media == MediaType::Html).count();
    let all = format!("{} and all that belongs to them", count(pages, "page", "pages"));
    match (replaced.written, replaced.removed) {
        (0, 0) => console.say(&format!("Nothing has changed: {all} are in {shown} as they were.")),
        _ => console.say(&format!("Published {all} in {shown}.")),
    }
    if !findings.is_empty() {
        console.say(&format!("It has {}: have a look at what is shown.", faults(&findings)));
    }
    if let Some(left) = &replaced.left {
        console.say(&format!("The old site could not be tidied away ({left}). The next time tries again."));
    }
    for record in &records {
        console.say(&record.said);
    }
    if records.iter().any(|record| record.before.as_ref() != Some(&record.after)) {
        console
            .say("Keep released/ with the site's sources: what is in it is known, and the next build reckons with it.");
    }
    Ok(Ending::Done)
}

/// Where to, and how it is called: as the command line says it, else as site.toml does.
fn target(arguments: &Arguments, world: &DiskWorld) -> Result<(PathBuf, String), Box<Diagnostic>> {
    let said = config::load(world).value.and_then(|config| config.publish);
    match (&arguments.to, said) {
        (Some(folder), _) => {
            let here = std::env::current_dir().unwrap_or_default();
            Ok((climbed(&here, folder), folder.display().to_string()))
        }
        (None, Some((folder, _))) => Ok((climbed(world.root(), Path::new(&folder)), folder)),
        (None, None) => Err(Box::new(
            Diagnostic::placeless(code::DESTINATION, "expected a folder to publish to, found none")
                .hint("write --to and the folder, or folder = \"…\" below [publish] in site.toml"),
        )),
    }
}

/// What is wrong when the internal edition would go out. No option of this command asks for it; should one ever do, it ends here.
fn internal(site: &Site, tree: &Tree) -> Findings {
    let fault = || {
        Diagnostic::placeless(code::CONFIDENTIAL, "expected the public site, found the internal edition")
            .hint("publish without it: `multum build --internal` makes it for the council alone")
    };
    (site.facts.internal || tree.is_internal()).then(fault).into_iter().collect()
}

/// The folder as seen from `base`, which has no links in it, with every .. that it begins with followed. The folder need not
/// be there yet, so the system can't be asked.
fn climbed(base: &Path, folder: &Path) -> PathBuf {
    let mut base = base.to_owned();
    let mut parts = folder.components().peekable();
    while let Some(Component::ParentDir | Component::CurDir) = parts.peek() {
        if parts.next() == Some(Component::ParentDir) {
            base.pop();
        }
    }
    base.join(parts.collect::<PathBuf>())
}

/// A finding as publishing takes it: a report whose time has not come keeps the whole site in, since a site without it would
/// be another than the one that was signed off.
fn in_time(found: Diagnostic, now: Option<Moment>) -> Diagnostic {
    if found.code != code::EMBARGO || found.severity == Severity::Error {
        return found;
    }
    let now = now.map(|now| format!("it is now {}; ", now.words())).unwrap_or_default();
    let hint = format!("{now}{}", found.hint.as_deref().unwrap_or("publish when its time has come"));
    Diagnostic { severity: Severity::Error, ..found }.hint(hint)
}

/// What is wrong when a report that is being written would go out.
fn drafts(site: &Site) -> Findings {
    let draft = |report: &&Report| report.status == Status::Draft;
    site.reports
        .iter()
        .filter(draft)
        .map(|report| {
            Diagnostic::placeless(
                code::REPORT,
                format!("expected reports that are out, found the draft {}", report.folder),
            )
            .hint("take status: draft out of its index.md when it may go out")
        })
        .collect()
}

/// Every figure as it would go out now.
fn figures(world: &DiskWorld, options: &Options, memo: &Memo) -> Option<Released> {
    let config = config::load(world).value?;
    let (evidence, decision) = pipeline::decided_for(world, &config, options, memo).value?;
    Some(Released::of(&evidence, &decision.release, None))
}

/// A file of `released/`, before and after.
struct Record {
    place: PathBuf,
    before: Option<String>,
    after: String,
    /// What is said of it.
    said: String,
}

/// What goes on record with a site: for each report its figures up to its year, with the newest all, since the measures' own
/// pages run on. What went out otherwise before is kept.
fn records(
    world: &DiskWorld,
    site: &Site,
    (options, memo): (&Options, &Memo),
    before: Option<&Released>,
) -> Result<Vec<Record>, Box<Diagnostic>> {
    let config = config::load(world).value;
    let decided = config.and_then(|config| pipeline::decided_for(world, &config, options, memo).value);
    let same =
        |(evidence, decision): &(Evidence, Decision)| before == Some(&Released::of(evidence, &decision.release, None));
    // The figures were read before the pages were made and are read again: somebody may have saved a file in between.
    let Some((evidence, decision)) = decided.filter(same) else {
        let fault = Diagnostic::placeless(code::REACH, "the figures were changed while the site was being built");
        return Err(Box::new(fault.hint("publish again")));
    };
    let files = released::files(world).value;
    let newest = site.reports.iter().map(|report| report.year).max();
    let mut records = Vec::new();
    for (number, report) in site.reports.iter().enumerate() {
        let until = Some(report.year).filter(|year| Some(*year) != newest);
        let reviews = site.reviews.iter().filter(|(of, _)| *of == number).map(|(_, review)| review);
        let now = Released::of(&evidence, &decision.release, until).with_ratings(&evidence, &decision.release, reviews);
        let name = |number| {
            released::path(&report.folder, number).ok_or_else(|| {
                Box::new(Diagnostic::placeless(
                    code::NAME,
                    format!("expected a folder that can name a file, found {}", report.folder),
                ))
            })
        };
        let path = name(None)?;
        let read = Released::read(world, &path);
        if let Some(fault) = read.findings.iter().next().filter(|_| read.findings.has_errors()) {
            return Err(Box::new(fault.clone()));
        }
        let kept = read.value.other_than(&now);
        if !kept.is_empty() {
            let earlier = files.iter().find(|(file, _)| *file == path).map_or(0, |(_, earlier)| earlier.len());
            let numbered = name(Some(u32::try_from(earlier + 1).unwrap_or(u32::MAX)))?;
            let about = format!(
                "What went out with {} before it was changed. Written by multum publish; leave it as it is.",
                report.folder
            );
            let figures = match kept.len() {
                1 => "1 figure goes out otherwise than before".to_owned(),
                many => format!("{many} figures go out otherwise than before"),
            };
            records.push(record(
                world,
                &numbered,
                kept.text(&about),
                format!("{figures}: what was out is kept in {numbered}."),
            )?);
        }
        let about = format!(
            "What went out with {}: every figure as it was published. Written by multum publish; leave it as it is.",
            report.folder
        );
        let figures = count(now.len(), "figure", "figures");
        records.push(record(
            world,
            &path,
            now.text(&about),
            format!("{path} has {figures} as they went out, {} of them withheld.", now.withheld()),
        )?);
    }
    Ok(records)
}

fn record(world: &DiskWorld, path: &SitePath, after: String, said: String) -> Result<Record, Box<Diagnostic>> {
    let place = world.root().join(path.as_str());
    let before = match fs::read_to_string(&place) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(refused("read", &place, &error)),
    };
    Ok(Record { place, before, after, said })
}

/// Writes what `text` says of each record, and removes a file of which it says nothing: each file whole or not at all.
fn write<'a>(records: &'a [Record], text: impl Fn(&'a Record) -> Option<&'a String>) -> Result<(), Box<Diagnostic>> {
    for record in records {
        let place = &record.place;
        let done = match text(record) {
            Some(text) if fs::read_to_string(place).is_ok_and(|there| there == *text) => Ok(()),
            Some(text) => whole(place, text),
            None => fs::remove_file(place),
        };
        done.map_err(|error| refused("write", place, &error))?;
    }
    Ok(())
}

fn whole(place: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let aside = place.with_extension("yaml.tmp");
    fs::write(&aside, text)?;
    fs::rename(&aside, place)
}

fn refused(act: &str, place: &Path, error: &io::Error) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::placeless(code::REACH, format!("can't {act} {}: {error}", place.display()))
            .hint("nothing was published; make it possible to write there and publish again"),
    )
}
