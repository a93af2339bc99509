//! The form of a file of measures, for the loader and for editors.

use crate::source::shape::{Field, Form, Shape, optional, required};

/// The form of a file in the confidential folder's `measures/`: figures of measures whose facts stand in `data/measures/`.
pub static FIGURES_FORM: Form = Form {
    name: "figures",
    files: "measures/*.yaml of the confidential folder",
    about: "Figures that must not stand in the site's own folder, of measures that data/measures describes.",
    shape: &Shape::Record(&[MEASURES]),
};

/// The shape of a file in `released/`, which nobody writes by hand: the same, and counts of providers by their ratings.
pub const RELEASED: Shape =
    Shape::Record(&[MEASURES, optional("ratings", RATINGS, "How many providers had which rating.")]);

/// By criteria, phase or all together, place, year, term and rating.
const RATINGS: Shape = Shape::Map {
    key: &Shape::Slug,
    value: &Shape::Record(&[
        optional("phases", Shape::Map { key: &Shape::Slug, value: &REVIEWS }, "Each phase by its name."),
        optional("together", REVIEWS, "All phases together."),
    ]),
};

const REVIEWS: Shape = Shape::Map {
    key: &Shape::Slug,
    value: &Shape::Map {
        key: &Shape::AcademicYear,
        value: &Shape::Map {
            key: &Shape::Word(&["autumn", "spring", "summer"]),
            value: &Shape::Map { key: &Shape::Word(&["all", "green", "amber", "red"]), value: &Shape::Figure },
        },
    },
};

const MEASURES: Field = required(
    "measures",
    Shape::Map {
        key: &Shape::Slug,
        value: &Shape::Record(&[
            optional("observations", PLACES, "The figures of everybody: a line for each place."),
            optional(
                "groups",
                Shape::Map { key: &Shape::Slug, value: &PLACES },
                "The figures of groups of data/groups.yaml: below each group a line for each place.",
            ),
        ]),
    },
    "Each measure by its name.",
);

/// The form of a file in `data/measures/`.
pub static FORM: Form = Form {
    name: "measures",
    files: "data/measures/*.yaml",
    about: "The measures of one topic: what is counted, where the figures come from, and the figures.",
    shape: &Shape::Record(&[
        required(
            "topic",
            Shape::Record(&[
                required("id", Shape::Slug, "Its name in addresses, such as key-stage-2."),
                required("title", Shape::Line, "Its title."),
                required(
                    "order",
                    Shape::Integer { least: 0, most: 9_999 },
                    "Where it stands among topics, the lowest first.",
                ),
            ]),
            "What the measures of this file are about.",
        ),
        required(
            "measures",
            Shape::Map { key: &Shape::Slug, value: &Shape::Record(MEASURE) },
            "Each measure by its name.",
        ),
    ]),
};

const MEASURE: &[Field] = &[
    required("title", Shape::Line, "What is counted, as a title."),
    optional("definition", Shape::Text, "What is counted and of whom, in a sentence or two."),
    required(
        "unit",
        Shape::Word(&["percent", "count", "score", "points", "days", "per-10000", "per-1000", "pounds"]),
        "What the numbers are in.",
    ),
    required(
        "counts",
        Shape::Word(&["people", "providers", "things"]),
        "Whom or what it counts: the disclosure policy protects people and providers.",
    ),
    required(
        "period",
        Shape::Word(&["academic", "calendar", "financial", "january", "september"]),
        "How its years are counted: academic years are written 2016/17, financial ones 2016-17, the others 2017.",
    ),
    optional(
        "decimals",
        Shape::Integer { least: 0, most: 6 },
        "How many decimals are shown: none unless this says otherwise.",
    ),
    required("polarity", Shape::Word(&["high", "low", "neither"]), "Which way is better."),
    optional("maximum", Shape::Number, "The most that a figure can be: 100 for percent unless this says otherwise."),
    optional(
        "minimum",
        Shape::Number,
        "The least that a figure can be: 0 unless this says otherwise; scores and points have none.",
    ),
    required(
        "source",
        Shape::Record(&[
            required("publisher", Shape::Line, "Who published the figures."),
            required("title", Shape::Line, "What it is called where they are published."),
            optional("url", Shape::Url, "Where."),
            optional("published", Shape::Date, "When, such as 2017-12-14."),
            optional("licence", Shape::Line, "Under what licence, such as OGL-UK-3.0."),
            optional(
                "threshold",
                Shape::Integer { least: 0, most: 1_000 },
                "The smallest count that the source shows.",
            ),
        ]),
        "Where the figures come from.",
    ),
    optional("missing", Shape::Line, "What a bare x means in this measure, such as reason not given by the source."),
    optional(
        "breaks",
        Shape::Map { key: &Shape::Year, value: &Shape::Line },
        "Years from which figures can't be compared with those before, each with the reason.",
    ),
    optional("cancelled", Shape::List(&Shape::Year), "Years in which nothing was assessed. They have no observations."),
    optional(
        "status",
        Shape::Map { key: &Shape::Year, value: &Shape::Word(MARKS) },
        "How settled all figures of a year are: provisional, revised or final.",
    ),
    required("observations", PLACES, "The figures of everybody: a line for each place, in it a figure for each year."),
    optional(
        "groups",
        Shape::Map { key: &Shape::Slug, value: &PLACES },
        "The figures of groups of data/groups.yaml: below each group a line for each place.",
    ),
    optional(
        "distribution",
        Shape::Path,
        "A CSV with the figures of every English authority, by its path from this file.",
    ),
    optional(
        "disclosure",
        Shape::Record(&[
            optional("smallest_count", COUNT, "The smallest count of people that is shown."),
            optional("smallest_cohort", COUNT, "The fewest people that a percentage or an average may be of."),
            optional("smallest_providers", COUNT, "The smallest count of schools or settings that is shown."),
            optional("rounding", COUNT, "What counts of people are rounded to."),
            optional("nought", EXTREME, "Whether it is shown that nobody did."),
            optional("all", EXTREME, "Whether it is shown that everybody did."),
            optional("fewest_schools", COUNT, "The fewest schools that an average may be of."),
            optional(
                "dominance",
                Shape::Integer { least: 1, most: 100 },
                "The largest part, in percent, that one school may have in an average.",
            ),
            optional(
                "republish",
                Shape::Word(&["as-published", "withhold"]),
                "What is done with figures that their source has published and the policy would withhold.",
            ),
        ]),
        "Where this measure's disclosure policy is stricter than that of site.toml.",
    ),
    optional(
        "sum_of",
        Shape::List(&Shape::Slug),
        "The measures that add up to this one, so that a withheld figure of one can't be worked out from the others.",
    ),
    optional(
        "sum_years",
        Shape::Integer { least: 1, most: 20 },
        "Over how many years sum_of adds up, such as 3 for a figure of three years together: 1 unless this says otherwise.",
    ),
    optional("targets", Shape::Map { key: &Shape::Year, value: &Shape::Number }, "What is aimed at, by year."),
];

const PLACES: Shape =
    Shape::Map { key: &Shape::Slug, value: &Shape::Map { key: &Shape::Year, value: &Shape::Either(OBSERVATION) } };

const OBSERVATION: &[Shape] = &[
    Shape::Figure,
    Shape::Record(&[
        optional("value", Shape::Figure, "The number, or c, x, z, low or u in its place."),
        optional(
            "count",
            Shape::Number,
            "Of the council's own figures: how many people. With of, the percentage is worked out.",
        ),
        optional("of", Shape::Number, "Of the council's own figures: of how many people."),
        optional("mean", Shape::Number, "Of the council's own figures: an average. With of, it can be protected."),
        optional(
            "schools",
            Shape::Integer { least: 1, most: 100_000 },
            "How many schools or settings contribute to it.",
        ),
        optional("largest", Shape::Number, "The largest part, in percent, that one of them has in it."),
        optional("lower", Shape::Number, "The lower end of the range about it, such as of its confidence interval."),
        optional("upper", Shape::Number, "The upper end of that range."),
        optional("mark", Shape::Word(MARKS), "How settled it is: provisional, revised or final."),
        optional("reason", Shape::Line, "Why there is no number."),
    ]),
];

const COUNT: Shape = Shape::Integer { least: 1, most: 1_000 };
const EXTREME: Shape = Shape::Word(&["show", "withhold"]);
const MARKS: &[&str] = &["provisional", "revised", "final"];
