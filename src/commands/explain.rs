//! `multum explain CODE`: what a fault means, why it matters, how to mend it.

use clap::Args;

use super::Ending;
use super::console::{mutter, print};
use crate::diagnostic::{CODES, nearest};

#[derive(Args)]
pub struct Arguments {
    /// The name in brackets after error or warning; all of them when there is none
    code: Option<String>,
}

pub fn run(arguments: &Arguments) -> Ending {
    let Some(typed) = &arguments.code else {
        let width = CODES.iter().map(|code| code.name.len()).max().unwrap_or_default();
        for code in CODES {
            let first = code.explanation.split_inclusive(". ").next().unwrap_or(code.explanation);
            let first = first.split('\n').next().unwrap_or(first).trim_end();
            print(&format!("{:width$}  {first}", code.name));
        }
        return Ending::Done;
    };
    // Copied with its brackets, or as it stands in the report.
    let name = typed.trim_matches(['[', ']']).to_lowercase();
    match CODES.iter().find(|code| code.name == name) {
        Some(code) => {
            print(&format!("{}\n\n{}", code.name, code.explanation));
            Ending::Done
        }
        None => {
            let near = nearest(&name, CODES.iter().map(|code| code.name));
            let hint = near.map_or_else(
                || "`multum explain` lists all of them".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            mutter(&format!("error: there is no fault called {typed}\n  hint: {hint}"));
            Ending::Misused
        }
    }
}
