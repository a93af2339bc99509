//! What becomes of a site: each output is a pure function of site and theme to files in memory.
//!
//! An output knows no evidence, no YAML, no disk and no clock, so that the same site gives the same bytes everywhere.

pub mod braille;
pub mod csv;
pub mod epub;
pub mod html;
pub mod linear;
pub mod screen;
pub mod text;

use crate::diagnostic::Checked;
use crate::document::{Edition, Site};
use crate::source::theme::Theme;
use crate::tree::Tree;

/// One way in which a site goes out.
pub struct Output {
    /// What `--editions` calls it.
    pub name: &'static str,
    /// What it is, for `--help` and for the end of a build.
    pub description: &'static str,
    /// Makes its files, knowing what the outputs before it have made to take away.
    pub render: fn(&Site, &Theme, &[Edition]) -> Checked<Made>,
}

/// What an output made.
#[derive(Default)]
pub struct Made {
    /// Its files.
    pub tree: Tree,
    /// Those of them in which a report can be taken away, for the pages that offer them.
    pub editions: Vec<Edition>,
}

impl Made {
    /// Files of which none is an edition of a report.
    pub fn of(tree: Tree) -> Made {
        Made { tree, editions: Vec::new() }
    }
}

/// Every output, in the order of making: files to take away come before the pages that offer them. A new one is a folder and
/// a line here.
pub const OUTPUTS: &[Output] = &[
    Output { name: "text", description: "each report as plain text", render: text::render },
    Output { name: braille::NAME, description: "each report in braille", render: braille::render },
    Output { name: "epub", description: "each report as an e-book", render: epub::render },
    Output { name: "screen", description: "the website", render: screen::render },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Slug;

    #[test]
    fn every_output_has_a_name_that_can_be_typed_and_a_description() {
        for output in OUTPUTS {
            assert!(Slug::new(output.name).is_some(), "{}", output.name);
            assert!(!output.description.is_empty());
        }
    }
}
