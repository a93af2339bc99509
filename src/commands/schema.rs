//! `multum schema KIND`: the form of a kind of file, for editors that complete and check while an officer types.

use clap::Args;

use super::Ending;
use super::console::{mutter, print};
use crate::compose::content::FRONT_MATTER;
use crate::diagnostic::nearest;
use crate::evidence::{
    action, correction, geographies, glossary, groups, judgement, measure, prioritisation, recommendation, statement,
    timeline,
};
use crate::import;
use crate::source::shape::{Form, schema};
use crate::source::{config, theme};

#[derive(Args)]
pub struct Arguments {
    /// Which kind of file; all of them are listed when there is none
    kind: Option<String>,
}

/// Every kind of file that an author writes.
pub fn forms() -> [&'static Form; 18] {
    [
        &config::FORM,
        &FRONT_MATTER,
        &measure::shape::FORM,
        &measure::shape::FIGURES_FORM,
        &geographies::FORM,
        &groups::FORM,
        &action::FORM,
        &prioritisation::shape::CRITERIA_FORM,
        &prioritisation::shape::ASSESSMENTS_FORM,
        &judgement::FORM,
        &recommendation::FORM,
        &timeline::FORM,
        &glossary::FORM,
        &correction::FORM,
        &statement::FORM,
        &statement::RECORD_FORM,
        &theme::FORM,
        &import::FORM,
    ]
}

pub fn run(arguments: &Arguments) -> Ending {
    let forms = forms();
    let Some(typed) = &arguments.kind else {
        let width = forms.iter().map(|form| form.name.len()).max().unwrap_or_default();
        for form in forms {
            print(&format!("{:width$}  {}: {}", form.name, form.files, form.about));
        }
        mutter("`multum schema NAME` prints one of them. Save it, and name it in your editor's settings.");
        return Ending::Done;
    };
    match forms.iter().find(|form| form.name == typed) {
        Some(form) => {
            let text = serde_json::to_string_pretty(&schema(form)).expect("strings and numbers are always JSON");
            print(&text);
            Ending::Done
        }
        None => {
            let hint = match nearest(typed, forms.iter().map(|form| form.name)) {
                Some(near) => format!("did you mean {near}?"),
                None => {
                    let names: Vec<&str> = forms.iter().map(|form| form.name).collect();
                    format!("the kinds are {}", names.join(", "))
                }
            };
            mutter(&format!("error: there is no kind of file called {typed}\n  hint: {hint}"));
            Ending::Misused
        }
    }
}
