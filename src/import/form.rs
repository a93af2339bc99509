//! The form of `data/import.yaml`, for editors, and what is wrong with a file that has another.

use std::path::Path;

use super::ImportError;
use crate::diagnostic::{Findings, Source};
use crate::source::shape::{self, Field, Form, Shape, optional, required};
use crate::source::yaml;

/// The form of the mapping.
pub static FORM: Form = Form {
    name: "import",
    files: "data/import.yaml",
    about: "Which published figures multum import takes, and what they are called in this site.",
    shape: &Shape::Record(&[
        required(
            "source",
            Shape::Record(&[
                required("publisher", Shape::Line, "Who published the figures."),
                required("title", Shape::Line, "What they are called where they are published."),
                required("url", Shape::Url, "Where."),
                required("licence", Shape::Line, "Under what licence, such as OGL-UK-3.0."),
            ]),
            "Where the figures come from.",
        ),
        required(
            "authority",
            Shape::Line,
            "The three-digit number of the authority whose report this is, in quotation marks.",
        ),
        required("neighbours_as_of", Shape::Line, "When the statistical neighbours were chosen, such as May 2025."),
        required(
            "years",
            Shape::Record(&[
                required("first", Shape::AcademicYear, "The first academic year that is taken, such as 2015/16."),
                required("last", Shape::AcademicYear, "The last one."),
            ]),
            "Which years are taken.",
        ),
        optional(
            "areas",
            Shape::Map {
                key: &Shape::Line,
                value: &Shape::Record(&[
                    optional("formed", CALENDAR_YEAR, "The year of the first of April on which it was formed."),
                    optional("abolished", CALENDAR_YEAR, "The year of the first of April on which it was abolished."),
                ]),
            },
            "Authorities that were not always there, by their three-digit numbers.",
        ),
        required(
            "groups",
            Shape::Map { key: &Shape::Slug, value: &Shape::Line },
            "Groups of pupils in the order that tables show them, each with its title. The one called all is everybody.",
        ),
        optional(
            "wholes",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("whole", Shape::Slug, "The group that the parts make."),
                    required("parts", Shape::List(&Shape::Slug), "The groups that add up to it."),
                ]),
            },
            "Which groups add up to which.",
        ),
        required(
            "topics",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("title", Shape::Line, "The topic's title."),
                    required("order", Shape::Integer { least: 0, most: 9_999 }, "Where it stands, the lowest first."),
                    optional("defaults", Shape::Record(DEFAULTS), "What the topic's measures have in common."),
                    required(
                        "measures",
                        Shape::Map { key: &Shape::Slug, value: &Shape::Record(MEASURE) },
                        "Each measure by its name here.",
                    ),
                ]),
            },
            "Each topic by its name in addresses.",
        ),
    ]),
};

const CALENDAR_YEAR: Shape = Shape::Integer { least: 1900, most: 2099 };

const RELEASE: Field = optional("release", Shape::Line, "The statistical release that the tool took the figures from.");
const UNIT: Field = optional(
    "unit",
    Shape::Word(&["percent", "count", "score", "points", "days", "per-10000", "per-1000", "pounds"]),
    "What the numbers are in.",
);
const COUNTS: Field = optional(
    "counts",
    Shape::Word(&["people", "providers", "things"]),
    "Whose privacy the disclosure policy protects.",
);
const PERIOD: Field = optional(
    "period",
    Shape::Word(&["academic", "calendar", "financial", "january", "september"]),
    "How its years are counted.",
);
const DECIMALS: Field = optional("decimals", Shape::Integer { least: 0, most: 6 }, "How many decimals are shown.");
const POLARITY: Field = optional("polarity", Shape::Word(&["high", "low", "neither"]), "Which way is better.");
const MAXIMUM: Field = optional("maximum", Shape::Number, "The most that a figure can be.");
const MINIMUM: Field = optional("minimum", Shape::Number, "The least that a figure can be.");
const BREAKS: Field = optional(
    "breaks",
    Shape::Map { key: &Shape::Year, value: &Shape::Line },
    "Years that can't be compared with the year before, each with the reason.",
);
const CANCELLED: Field = optional("cancelled", Shape::List(&Shape::Year), "Years without figures for anyone.");

const DEFAULTS: &[Field] = &[RELEASE, UNIT, COUNTS, PERIOD, DECIMALS, POLARITY, MAXIMUM, MINIMUM, BREAKS, CANCELLED];

const MEASURE: &[Field] = &[
    required("from", Shape::Line, "The tool's own name for the figures of all pupils."),
    optional(
        "groups",
        Shape::Map { key: &Shape::Slug, value: &Shape::Line },
        "The tool's names for the figures of groups.",
    ),
    required("title", Shape::Line, "What readers see."),
    required("definition", Shape::Text, "What is counted, and of whom."),
    optional("distribution", Shape::Flag, "Whether the figures of every English authority are kept too, for ranks."),
    RELEASE,
    UNIT,
    COUNTS,
    PERIOD,
    DECIMALS,
    POLARITY,
    MAXIMUM,
    MINIMUM,
    BREAKS,
    CANCELLED,
];

/// Everything that is wrong with the form of a mapping.
pub(super) fn faults(path: &Path, text: &str) -> Vec<ImportError> {
    let mut findings = Findings::new();
    let node = yaml::parse(&Source::new(path.display().to_string(), text)).gather(&mut findings);
    shape::check(&node, FORM.shape, &mut findings);
    findings
        .sorted()
        .iter()
        .map(|found| ImportError {
            path: path.to_path_buf(),
            line: found.at.as_ref().map(|at| at.position().line as u64),
            message: found.message.clone(),
            hint: found.hint.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mapping_of_this_repository_has_the_form() {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/import.yaml"));
        assert_eq!(faults(path, &std::fs::read_to_string(path).expect("the mapping")), []);
    }

    #[test]
    fn all_that_is_wrong_with_a_mapping_is_told_at_once_with_its_line() {
        let text = "source: { publisher: P, title: T, url: gov.uk, licence: L }\nauthority: \"857\"\n\
                    years: { first: 2015-16, last: 2024/25 }\ngroups: { all: All }\nneighbors_as_of: May 2025\n\
                    topics:\n  ks2:\n    title: Key stage 2\n    order: 40\n    measures:\n      \
                    m: { from: A, title: T, definition: D, polarity: good, decimal: 1 }\n";
        let said: Vec<String> = faults(Path::new("data/import.yaml"), text)
            .into_iter()
            .map(|found| {
                let hint = found.hint.unwrap_or_default();
                format!("{} {} / {hint}", found.line.unwrap_or_default(), found.message)
            })
            .collect();
        assert_eq!(
            said,
            [
                "1 expected an address that begins with https://, found \"gov.uk\" / write https://gov.uk",
                "3 expected an academic year such as 2016/17, found \"2015-16\" / write 2015/16",
                "5 \"neighbors_as_of\" is no name that is known here / did you mean neighbours_as_of?",
                "11 expected one of high, low, neither, found \"good\" / write one of high, low, neither",
                "11 \"decimal\" is no name that is known here / did you mean decimals?",
            ]
        );
    }
}
