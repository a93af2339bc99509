//! The forms of the files of `data/prioritisation/`, for the readers and for editors.

use crate::source::shape::{Field, Form, Shape, optional, required};

/// The form of a file in `data/prioritisation/criteria/`.
pub static CRITERIA_FORM: Form = Form {
    name: "criteria",
    files: "data/prioritisation/criteria/*.yaml",
    about: "How one kind of provider is prioritised: what is looked at, what green, amber and red mean, and the rules.",
    shape: &Shape::Record(&[
        required("title", Shape::Line, "The kind of provider, such as Schools. Content calls it by the file's name."),
        required("one", Shape::Line, "One of them in a sentence, such as school."),
        required("many", Shape::Line, "Several of them in a sentence, such as schools."),
        required(
            "source",
            Shape::Record(&[
                required("publisher", Shape::Line, "Who published the criteria."),
                required("title", Shape::Line, "The document that they stand in."),
                optional("url", Shape::Url, "Where it is."),
                optional("published", Shape::Date, "When, such as 2017-09-07."),
            ]),
            "Where the criteria come from.",
        ),
        required(
            "phases",
            Shape::Map { key: &Shape::Slug, value: &Shape::Line },
            "The phases that are reviewed one by one, each with its title.",
        ),
        optional("together", Shape::Line, "What all phases are called where they are counted together."),
        optional(
            "fewest",
            Shape::Integer { least: 4, most: 1_000 },
            "The fewest providers of a phase of which any count is shown: 10 unless this says otherwise.",
        ),
        optional(
            "kinds",
            Shape::Map { key: &Shape::Slug, value: &Shape::Line },
            "Kinds of provider that are treated differently, each with its title.",
        ),
        required(
            "ratings",
            Shape::Record(&[
                required("green", LEVEL, "What green means and leads to."),
                required("amber", LEVEL, "What amber means and leads to."),
                required("red", LEVEL, "What red means and leads to."),
            ]),
            "What each rating means and leads to.",
        ),
        required(
            "areas",
            Shape::Map { key: &Shape::Slug, value: &Shape::Record(AREA) },
            "What is looked at, each area by its name.",
        ),
        optional(
            "facts",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("title", Shape::Line, "It in words, such as in an Ofsted category."),
                    optional(
                        "implies",
                        Shape::Record(&[
                            required("area", Shape::Slug, "Which area."),
                            required("is", WORST, "The rating that it then has at the least."),
                        ]),
                        "The area that can't be better than this when the fact is so.",
                    ),
                ]),
            },
            "What is so or isn't, each fact by its name.",
        ),
        optional(
            "figures",
            Shape::Map {
                key: &Shape::Slug,
                value: &Shape::Record(&[
                    required("title", Shape::Line, "It in words."),
                    optional("measure", Shape::Slug, "The measure of data/measures that counts the same elsewhere."),
                    optional(
                        "measures",
                        Shape::Map { key: &Shape::Slug, value: &Shape::Slug },
                        "The same, where it is another measure for each phase.",
                    ),
                ]),
            },
            "What is a number, each figure by its name.",
        ),
        required(
            "rules",
            Shape::List(&Shape::Record(&[
                required("name", Shape::Slug, "The rule's name."),
                required("title", Shape::Line, "The rule in words for anybody. It never names a figure."),
                optional("when", Shape::Record(WHEN), "What must be so. The last rule has none: it holds always."),
                required("rating", RATING, "The rating that follows."),
                required("stated_by", STATED_BY, "Whether the council's document says it, or it is our reading."),
            ])),
            "The rules, in the order in which they are tried. The first that holds decides.",
        ),
        optional(
            "fund",
            Shape::Record(&[
                required("title", Shape::Line, "Its name."),
                required(
                    "criteria",
                    Shape::Map { key: &Shape::Line, value: &Shape::Record(CRITERION) },
                    "Each criterion by its number. One that is met is enough.",
                ),
            ]),
            "A grant that providers can be eligible for.",
        ),
    ]),
};

/// The form of a file of assessments.
pub static ASSESSMENTS_FORM: Form = Form {
    name: "assessments",
    files: "prioritisation/*.yaml of the confidential folder, or data/prioritisation/assessments/*.yaml when illustrative",
    about: "One review of one phase: each provider's areas, and what follows. It names providers, so it is confidential.",
    shape: &Shape::Record(&[
        required("criteria", Shape::Slug, "The criteria, by the name of their file."),
        required("phase", Shape::Slug, "The phase."),
        required("geography", Shape::Slug, "The place of data/geographies.yaml whose providers they are."),
        required("year", Shape::AcademicYear, "The academic year."),
        required("term", Shape::Word(TERMS), "The term in which it was reviewed."),
        required("date", Shape::Date, "The day of the review."),
        required("by", Shape::Line, "Who reviewed, by role."),
        optional(
            "illustrative",
            Shape::Line,
            "That the assessments are made up, in a sentence which is shown wherever they are. Only such a file may stand in data/.",
        ),
        required(
            "providers",
            Shape::Map { key: &Shape::Slug, value: &Shape::Record(PROVIDER) },
            "Each provider by a name that stays the same from review to review.",
        ),
    ]),
};

/// The terms in the order of the year.
pub const TERMS: &[&str] = &["autumn", "spring", "summer"];

const PROVIDER: &[Field] = &[
    required("name", Shape::Line, "Its name."),
    optional("kind", Shape::Slug, "Its kind, where the criteria have kinds."),
    required("areas", Shape::Map { key: &Shape::Slug, value: &RATING }, "The rating of each area."),
    optional(
        "not_rated",
        Shape::Map { key: &Shape::Slug, value: &Shape::Line },
        "Areas that are not rated, each with the reason.",
    ),
    optional("facts", Shape::List(&Shape::Slug), "The facts of the criteria that are so."),
    optional(
        "figures",
        Shape::Map { key: &Shape::Slug, value: &Shape::Number },
        "The provider's own figures, by the names that the criteria give them.",
    ),
    optional("notes", Shape::Map { key: &Shape::Slug, value: &Shape::Text }, "What was noted of an area."),
    optional("evidence", Shape::Map { key: &Shape::Slug, value: &Shape::Text }, "What an area was rated from."),
    optional(
        "overridden",
        Shape::Record(&[
            required("rating", RATING, "The rating that was agreed instead of the rules' own."),
            required("reason", Shape::Text, "Why."),
            required("by", Shape::Line, "Who agreed it, by role."),
        ]),
        "Where the rating is another than the rules give.",
    ),
    optional(
        "next_steps",
        Shape::List(&Shape::Record(&[
            optional("area", Shape::Slug, "The area that it is for."),
            required("action", Shape::Line, "What is to be done."),
            required("responsible", Shape::Line, "Who does it, by role."),
            required("by", Shape::Date, "By when."),
            required("reported_to", Shape::Line, "To whom it is reported."),
        ])),
        "What was agreed.",
    ),
    optional(
        "publication",
        Shape::Record(&[
            required("agreed", Shape::Date, "The day on which the provider agreed that its rating is published."),
            required("by", Shape::Line, "Who agreed, by role."),
            optional("reply", Shape::Text, "What the provider says of its rating: its right of reply."),
        ]),
        "That the rating may be published with the provider's name. Without it the rating is confidential.",
    ),
];

const AREA: &[Field] = &[
    required("title", Shape::Line, "Its title."),
    required("evidence", Shape::Line, "What it is judged from."),
    required("green", Shape::Line, "What green means."),
    optional(
        "amber",
        Shape::Line,
        "What amber means. Left out where it reads as green does: the area is green or red.",
    ),
    required("red", Shape::Line, "What red means."),
    optional(
        "by_figure",
        Shape::Record(&[
            required("figure", Shape::Slug, "The figure, by its name in figures."),
            required("against", Shape::Slug, "The place of data/geographies.yaml that it is compared with."),
            required("green", Shape::Record(BOUNDS), "The differences that are green."),
            required("red", Shape::Record(BOUNDS), "The differences that are red. All others are amber."),
            required("stated_by", STATED_BY, "Whether the council's document says it, or it is our reading."),
        ]),
        "The rating that a figure suggests, by its difference from another place's.",
    ),
];

const LEVEL: Shape = Shape::Record(&[
    required("means", Shape::Line, "What it means, such as low priority."),
    required(
        "leads_to",
        Shape::List(&Shape::Record(&[
            optional(
                "kind",
                Shape::Slug,
                "The kind of provider that it is for; all of them unless this says otherwise.",
            ),
            required("text", Shape::Line, "What is done."),
        ])),
        "What follows.",
    ),
]);

const WHEN: &[Field] = &[
    optional("area", Shape::Slug, "An area …"),
    optional("is", WORST, "… with that rating."),
    optional("fact", Shape::Slug, "A fact that is so."),
    optional("at_least", Shape::Line, "So many of the rated areas, half or a number, …"),
    optional("are", WORST, "… with that rating."),
];

const CRITERION: &[Field] = &[
    required("title", Shape::Line, "It in words."),
    optional("phases", Shape::List(&Shape::Slug), "The phases that it is for; all unless this says otherwise."),
    required("met_when", Shape::List(&Shape::Record(TEST)), "What must all be so."),
    required("stated_by", STATED_BY, "Whether the document says it so, or it is our reading."),
    optional("note", Shape::Line, "What the document leaves open, and how it is read."),
];

const TEST: &[Field] = &[
    optional("fact", Shape::Slug, "A fact that is so."),
    optional("figure", Shape::Slug, "A figure …"),
    BELOW,
    AT_MOST,
    AT_LEAST_NUMBER,
    ABOVE,
    optional("any", Shape::List(&Shape::Record(SIMPLE_TEST)), "Several of which one must be so."),
];

const SIMPLE_TEST: &[Field] = &[
    optional("fact", Shape::Slug, "A fact that is so."),
    optional("figure", Shape::Slug, "A figure …"),
    BELOW,
    AT_MOST,
    AT_LEAST_NUMBER,
    ABOVE,
];

const BOUNDS: &[Field] = &[BELOW, AT_MOST, AT_LEAST_NUMBER, ABOVE];
const BELOW: Field = optional("below", Shape::Number, "It is less than this.");
const AT_MOST: Field = optional("at_most", Shape::Number, "It is this or less.");
const AT_LEAST_NUMBER: Field = optional("at_least", Shape::Number, "It is this or more.");
const ABOVE: Field = optional("above", Shape::Number, "It is more than this.");

const RATING: Shape = Shape::Word(&["green", "amber", "red"]);
const WORST: Shape = Shape::Word(&["amber-or-red", "red"]);
const STATED_BY: Shape = Shape::Word(&["council", "our-reading"]);
