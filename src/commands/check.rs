//! `multum check`: everything that is wrong, and nothing written.

use clap::Args;

use super::console::{Console, count, faults};
use super::disclosure;
use super::liblouis::translator;
use super::record;
use super::{Ending, FormatArguments, SiteArguments};
use crate::compose::Drafts;
use crate::diagnostic::Findings;
use crate::figures::Memo;
use crate::pipeline::{self, Options};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Look at pages too that are still being written
    #[arg(long)]
    drafts: bool,
    /// List every figure of your own that is withheld, why, and what it protects; a CSV of it goes to .multum/
    #[arg(long)]
    disclosure: bool,
    /// Write what was found, with today's date, to data/accessibility.yaml, for the accessibility statement
    #[arg(long)]
    record: bool,
    #[command(flatten)]
    format: FormatArguments,
}

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(arguments.format.format);
    console.say(&format!("Checking the site in {}", arguments.site.site.display()));
    let world = match arguments.site.world() {
        Ok(world) => world,
        Err(fault) => {
            let findings: Findings = [*fault].into_iter().collect();
            console.findings(&findings);
            return Ending::Faults;
        }
    };
    let drafts = if arguments.drafts { Drafts::In } else { Drafts::Out };
    let memo = Memo::new();
    // What is looked at is what `publish` would put out at this moment.
    let options = Options {
        drafts,
        today: super::today(),
        now: super::now(),
        translator: Some(translator()),
        ..Options::default()
    };
    let mut made = pipeline::build_again(&world, &options, &memo);
    made.findings.extend(disclosure::tracked(&world));
    console.findings(&made.findings);
    let findings = &made.findings;
    if arguments.disclosure
        && let Err(fault) = disclosure::report(&world, &options, &memo, &console)
    {
        console.findings(&[*fault].into_iter().collect());
        return Ending::Faults;
    }
    if arguments.record
        && let Some(built) = &made.value
    {
        match record::write(&world, &built.site, findings) {
            Ok(said) => console.say(&said),
            Err(fault) => {
                console.findings(&[*fault].into_iter().collect());
                return Ending::Faults;
            }
        }
    }
    match made.value {
        Some(built) if !findings.has_errors() => {
            let pages = count(built.site.pages.len(), "page", "pages");
            console.say(&format!("Looked at {pages}, and found {}.", faults(findings)));
            console.say("`multum build` makes the site.");
            Ending::Done
        }
        made => {
            let so = match made {
                Some(_) => "The site can be built and looked at, and not published as it is.",
                None => "The site can't be built as it is.",
            };
            console.say(&format!("Found {}. {so}", faults(findings)));
            console.say("Mend what is shown and check again. `multum explain CODE` says more of a fault.");
            Ending::Faults
        }
    }
}
