//! `multum build`: the site into a folder, whole or not at all, to be looked at.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::console::{Console, count, errors, faults};
use super::liblouis::translator;
use super::{Ending, FormatArguments, SiteArguments};
use crate::compose::Drafts;
use crate::diagnostic::{Diagnostic, Findings, code};
use crate::figures::Memo;
use crate::outputs::{self, braille};
use crate::pipeline::{self, Built, Options};
use crate::preview::watch::watch;
use crate::publish::{Destination, MANIFEST, Replaced, claim, replace};
use crate::tree::MediaType;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The folder to write, which is replaced as a whole [default: public in the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Put pages in that are still being written, each marked as a draft
    #[arg(long)]
    drafts: bool,
    /// Make the internal edition in place of the site: scorecards and priorities, not for publication [default folder: internal]
    #[arg(long, conflicts_with_all = ["drafts", "editions", "fragment"])]
    internal: bool,
    /// Build again whenever something is saved, until Ctrl and C are pressed
    #[arg(long)]
    watch: bool,
    /// Make these editions only, such as screen,data [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = PossibleValuesParser::new(outputs::names()))]
    editions: Option<Vec<String>>,
    /// Make of each page its main content alone, for a content management system (see docs/web-team.md)
    #[arg(long)]
    fragment: bool,
    #[command(flatten)]
    format: FormatArguments,
}

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(arguments.format.format);
    if !arguments.watch {
        return once(arguments, &console);
    }
    // Watching begins before the first build, so that a save during it is not missed.
    let mut watch = match watch(&arguments.site.site) {
        Ok(watch) => watch,
        Err(error) => {
            console.findings(&[Diagnostic::placeless(code::REACH, error.to_string())].into_iter().collect());
            return Ending::Faults;
        }
    };
    let mut ending = once(arguments, &console);
    console.say("Waiting for a save. Press Ctrl and C to end.");
    while watch.saved() {
        ending = once(arguments, &console);
        console.say("Waiting for a save. Press Ctrl and C to end.");
    }
    ending
}

fn once(arguments: &Arguments, console: &Console) -> Ending {
    console.say(&format!("Building the site in {}", arguments.site.site.display()));
    let out = arguments.out.clone().unwrap_or_else(|| default_out(arguments));
    let (findings, written) = match build(arguments, &out) {
        Ok(done) => done,
        Err(fault) => {
            let findings: Findings = [*fault].into_iter().collect();
            console.findings(&findings);
            return Ending::Faults;
        }
    };
    console.findings(&findings);
    let shown = out.display();
    let Some((built, replaced)) = written else {
        let as_it_was = if out.exists() { format!("; {shown} is as it was") } else { String::new() };
        console.say(&format!("Nothing was written, because of {}{as_it_was}.", errors(&findings)));
        console.say("Mend what is shown and build again. `multum explain CODE` says more of a fault.");
        return Ending::Faults;
    };
    console.say(&summary(&built, &replaced, &out));
    if let Some(how) = built.tree.note(braille::NAME).filter(|how| how.starts_with("uncontracted, since")) {
        console.say(&format!("Braille is {how}."));
    }
    if findings.has_errors() {
        console.say(&format!("It has {}: it can be looked at, and must not be published as it is.", faults(&findings)));
    } else if !findings.is_empty() {
        console.say(&format!("It has {}: have a look at what is shown.", faults(&findings)));
    }
    if let Some(left) = &replaced.left {
        console.say(&format!("The old site could not be tidied away ({left}). The next build tries again."));
    }
    let index = out.join("index.html");
    if findings.has_errors() {
        console.say(&format!(
            "Open {} to look at it, and mend what is shown. `multum explain CODE` says more of a fault.",
            index.display()
        ));
        return Ending::Faults;
    }
    if arguments.fragment {
        console.say(&format!(
            "Each page is its main content alone; {} lists them with their titles.",
            out.join("fragments.json").display()
        ));
        return Ending::Done;
    }
    console.say(&format!(
        "Open {} to look at it. {}",
        index.display(),
        match (arguments.internal, arguments.drafts) {
            (true, _) => "It names providers: keep it within the council.".to_owned(),
            (false, true) => "Drafts and reports under embargo are in it: it is not for publication.".to_owned(),
            (false, false) => format!("To publish it, put the folder {shown} on your web server."),
        }
    ));
    Ending::Done
}

type Written = (Findings, Option<(Built, Replaced)>);

fn build(arguments: &Arguments, out: &Path) -> Result<Written, Box<Diagnostic>> {
    let world = arguments.site.world()?;
    let destination = Destination::new(out, world.root()).map_err(|error| error.diagnostic())?;
    // From here on nobody else writes there, and what an earlier build left half done is whole again.
    let claim = claim(destination).map_err(|error| error.diagnostic())?;
    let drafts = if arguments.drafts { Drafts::In } else { Drafts::Out };
    let chosen = |names: &Vec<String>| outputs::names().filter(|name| names.iter().any(|of| of == name)).collect();
    let outputs = match arguments.internal {
        true => Some(vec!["data", "screen"]),
        false => arguments.editions.as_ref().map(chosen),
    };
    let options = Options {
        drafts,
        outputs,
        fragment: arguments.fragment,
        internal: arguments.internal,
        translator: Some(translator()),
        ..Options::default()
    };
    let made = pipeline::build_again(&world, &options, &Memo::new());
    // Where data, content or theme are wrong there is nothing to write. A fault that only the finished pages show is best seen
    // on them, so they are written all the same; `publish` refuses them.
    let Some(built) = made.value else { return Ok((made.findings, None)) };
    let replaced = replace(&claim, &built.tree).map_err(|error| error.diagnostic())?;
    Ok((made.findings, Some((built, replaced))))
}

fn default_out(arguments: &Arguments) -> PathBuf {
    let site = &arguments.site.site;
    let name = if arguments.internal { "internal" } else { "public" };
    // "public" reads better than "./public".
    if site == Path::new(".") { PathBuf::from(name) } else { site.join(name) }
}

fn summary(built: &Built, replaced: &Replaced, out: &Path) -> String {
    // The manifest is not in the tree, and is a file all the same.
    let files = built.tree.len() + 1;
    let pages = built.tree.iter().filter(|(_, file)| file.media == MediaType::Html).count();
    let all = format!(
        "{} and {} ({}) in {}",
        count(pages, "page", "pages"),
        count(files - pages, "other file", "other files"),
        size(built.tree.size()),
        out.display()
    );
    let Replaced { written, kept, removed, .. } = replaced;
    match (written, kept, removed) {
        (0, _, 0) => format!("Nothing has changed: {all} as they were."),
        (1, kept, 0) if *kept > 0 => format!("Built {all}: only {MANIFEST} had to be written."),
        (written, kept, removed) => {
            let removed = if *removed > 0 { format!(", {removed} removed") } else { String::new() };
            format!("Built {all}: {written} written, {kept} as they were{removed}.")
        }
    }
}

/// "830 kB", "4.1 MB": as file managers show it.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_file_managers_say_them() {
        for (bytes, text) in [(0, "0 bytes"), (999, "999 bytes"), (1_001, "2 kB"), (4_199_999, "4.1 MB")] {
            assert_eq!(size(bytes), text);
        }
    }
}
