//! What a person types, and what multum says back: one file a subcommand.
//!
//! Exit status: 0 done; 1 the report has errors, or the system refused; 2 the command line is wrong; 101 multum itself
//! went wrong. The last is not 1, so that a pipeline can tell a report to be mended from a program to be mended.

mod build;
mod check;
mod completions;
mod console;
mod disclosure;
mod explain;
mod export;
mod import;
mod liblouis;
mod new;
mod prioritise;
mod publish;
mod record;
mod roll_forward;
mod schema;
mod serve;

pub use liblouis::translator;
pub use schema::forms;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::diagnostic::{Diagnostic, code};
use crate::source::DiskWorld;
use crate::vocabulary::{Moment, When};

use console::{Console, Format};

/// Publishes a council's annual review as an accessible website.
///
/// Figures stand in data/, words in content/, the site's name in site.toml. Nothing is written until everything has been
/// checked, and what is wrong is said with its file, its line, and what to type.
#[derive(Parser)]
#[command(name = "multum", version, max_term_width = 100, after_long_help = EXIT)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

const EXIT: &str = "Exit status: 0 done; 1 the report has errors, or a file can't be read or written; 2 the command \
                    line is wrong; 101 multum itself went wrong.";

#[derive(Subcommand)]
enum Command {
    /// Build the site into a folder
    Build(build::Arguments),
    /// Show the site in a browser while it is written
    Serve(serve::Arguments),
    /// Say everything that is wrong with the site, and write nothing
    Check(check::Arguments),
    /// Put the site where readers find it, and keep a record of every figure as it went out
    Publish(publish::Arguments),
    /// Make a small site that builds
    New(new::Arguments),
    /// Make one thing for one person who asked: large print, braille, a picture of a chart
    Export(export::Arguments),
    /// Begin next year's report from this year's, as drafts
    RollForward(roll_forward::Arguments),
    /// Say each provider's rating with its reasons: confidential
    Prioritise(prioritise::Arguments),
    /// Bring published figures into data/
    Import(import::Arguments),
    /// Say more of a fault
    Explain(explain::Arguments),
    /// Print the JSON Schema of a kind of file, for editors
    Schema(schema::Arguments),
    /// Print completions for a shell
    Completions(completions::Arguments),
}

/// Which site.
#[derive(Args)]
struct SiteArguments {
    /// The folder of the site, with its site.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
}

/// How what is wrong is said.
#[derive(Args)]
struct FormatArguments {
    /// How to say what is wrong: for people, for programs, or as annotations of GitHub Actions
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ending {
    /// It did what it was asked to do.
    Done,
    /// The report has errors, or the system refused.
    Faults,
    /// What was typed can't be done.
    Misused,
}

/// Runs the command that `line` spells, its first word being the program's own name.
pub fn run(line: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match Line::try_parse_from(line) {
        Ok(line) => line,
        Err(error) => {
            // Help and version are errors to clap, and no errors to anybody else. A closed pipe is nobody's fault.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let ending = match line.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::RollForward(arguments) => roll_forward::run(&arguments),
        Command::Prioritise(arguments) => prioritise::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match ending {
        Ending::Done => ExitCode::SUCCESS,
        Ending::Faults => ExitCode::from(1),
        Ending::Misused => ExitCode::from(2),
    }
}

/// Says that multum itself went wrong, and gives the exit status for it.
pub fn confess(what: &str) -> ExitCode {
    let fault = Diagnostic::placeless(code::INTERNAL, what)
        .hint("nothing was written; please send this message and the site to whoever looks after multum for you");
    Console::new(Format::Text).findings(&[fault].into_iter().collect());
    ExitCode::from(101)
}

/// The day as the machine that runs the command has it. Nothing that is built depends on it.
fn today() -> Option<When> {
    When::parse(&jiff::Zoned::now().date().to_string())
}

/// What a British clock shows. Only what goes out, or is looked at as if it did, depends on it: whether an embargo is over.
fn now() -> Option<Moment> {
    Moment::at(jiff::Timestamp::now().as_second())
}

impl SiteArguments {
    /// The site's folder as a world, or why it can't be one.
    fn world(&self) -> Result<DiskWorld, Box<Diagnostic>> {
        DiskWorld::new(&self.site).map_err(|_| {
            let fault = Diagnostic::placeless(code::SITE, format!("there is no folder {}", self.site.display()))
                .hint("give the folder that holds your site.toml, such as --site my-review");
            Box::new(fault)
        })
    }
}
