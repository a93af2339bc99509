//! `multum completions SHELL`: what a shell needs to complete our commands and options.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Ending, Line};

#[derive(Args)]
pub struct Arguments {
    /// Which shell
    shell: Shell,
}

pub fn run(arguments: &Arguments) -> Ending {
    // Into memory first: a reader that has gone is no fault of ours.
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut Line::command(), "multum", &mut text);
    let _ = std::io::stdout().lock().write_all(&text);
    Ending::Done
}
