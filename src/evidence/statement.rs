//! `data/statement.yaml`: what the accessibility statement says that only people can know; and `data/accessibility.yaml`:
//! what `multum check --record` measured.

use std::sync::Arc;

use super::source::words;
use crate::diagnostic::{Diagnostic, Findings, Source, Span, code};
use crate::source::shape::{self, Form, Shape, optional, required};
use crate::source::{Node, Text, yaml};
use crate::vocabulary::When;

const ITEMS: Shape = Shape::List(&Shape::Record(&[
    required("what", Shape::Text, "What can't be used, and by whom."),
    optional("fails", Shape::Line, "What it fails, such as WCAG 2.2 success criterion 1.1.1 (non-text content)."),
    optional("instead", Shape::Text, "What people can use in its place."),
    optional("plan", Shape::Text, "When it will be mended, or why it won't be."),
]));

const COUNT: Shape = Shape::Integer { least: 0, most: 100_000_000 };

/// The form of `data/statement.yaml`.
pub static FORM: Form = Form {
    name: "statement",
    files: "data/statement.yaml",
    about: "What the accessibility statement says that only people can know. The rest is the government's model.",
    shape: &Shape::Record(&[
        required(
            "public_body",
            Shape::Flag,
            "Whether the publisher is a public sector body, to which the accessibility regulations of 2018 apply.",
        ),
        optional("prepared", Shape::Date, "The day on which the statement was prepared."),
        optional("reviewed", Shape::Date, "The day on which a person last reviewed it, which is due every year."),
        optional(
            "status",
            Shape::Word(&["fully", "partially", "not"]),
            "Whether the site meets WCAG 2.2 AA fully, partially or not. Leave it out until people have tested it.",
        ),
        optional("tested", Shape::Date, "The day on which people last tested the site."),
        optional("tested_by", Shape::Line, "Who tested it."),
        optional("method", Shape::Text, "Which pages were tested, how they were chosen, and how they were tested."),
        optional("reply_days", Shape::Integer { least: 1, most: 60 }, "Within how many days requests are answered."),
        optional(
            "contact",
            Shape::Line,
            "Whom to tell of problems. It is the contact of the organisation in site.toml unless this says otherwise.",
        ),
        optional(
            "enforced_in",
            Shape::Word(&["great-britain", "northern-ireland"]),
            "Where the publisher is: great-britain unless this says otherwise.",
        ),
        optional("problems", ITEMS, "What is not accessible and has to be."),
        optional("burden", ITEMS, "What would be a disproportionate burden to make accessible."),
        optional("out_of_scope", ITEMS, "What the regulations leave out, such as PDFs from before 2018."),
        optional("improving", Shape::Text, "What is being done to improve accessibility."),
    ]),
};

/// The form of `data/accessibility.yaml`.
pub static RECORD_FORM: Form = Form {
    name: "accessibility",
    files: "data/accessibility.yaml",
    about: "What multum check --record measured. The command writes it; nothing here is for people to change.",
    shape: &Shape::Record(&[
        required("measured", Shape::Date, "The day of the measurement."),
        required("by", Shape::Line, "What measured, such as multum 0.1.0."),
        required("pages", COUNT, "How many pages were looked at."),
        required(
            "checks",
            Shape::Map { key: &Shape::Slug, value: &COUNT },
            "Each check that was run, with how many faults it found.",
        ),
    ]),
};

/// What people say of the site's accessibility.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Whether the regulations apply to the publisher.
    pub public_body: bool,
    /// When it was prepared.
    pub prepared: Option<When>,
    /// When a person last reviewed it.
    pub reviewed: Option<When>,
    /// Where that is written, or where the file begins.
    pub reviewed_at: Span,
    /// Whether the site complies; nothing when nobody has tested it.
    pub status: Option<Compliance>,
    /// When people last tested the site.
    pub tested: Option<When>,
    /// Who tested it.
    pub tested_by: Option<Arc<str>>,
    /// How.
    pub method: Option<Arc<str>>,
    /// Within how many days requests are answered.
    pub reply_days: Option<i64>,
    /// Whom to tell of problems.
    pub contact: Option<Arc<str>>,
    /// Whether the publisher is in Northern Ireland.
    pub northern_ireland: bool,
    /// What is not accessible and has to be.
    pub problems: Vec<Shortcoming>,
    /// What would be a disproportionate burden.
    pub burden: Vec<Shortcoming>,
    /// What the regulations leave out.
    pub out_of_scope: Vec<Shortcoming>,
    /// What is being done.
    pub improving: Option<Arc<str>>,
}

/// Something that not everybody can use.
#[derive(Clone, Debug)]
pub struct Shortcoming {
    /// What.
    pub what: Arc<str>,
    /// What it fails.
    pub fails: Option<Arc<str>>,
    /// What can be used in its place.
    pub instead: Option<Arc<str>>,
    /// When it will be mended, or why it won't be.
    pub plan: Option<Arc<str>>,
}

/// Whether the site complies with WCAG 2.2 AA.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compliance {
    /// In all.
    Fully,
    /// In most.
    Partially,
    /// It does not.
    Not,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Record {
    /// When.
    pub measured: When,
    /// By what.
    pub by: Arc<str>,
    /// How many pages were looked at.
    pub pages: i64,
    /// Each check with how many faults it found.
    pub checks: Vec<(Arc<str>, i64)>,
}

impl Record {
    /// How many faults were found in all.
    pub fn faults(&self) -> i64 {
        self.checks.iter().map(|(_, found)| found).sum()
    }
}

/// The statement of the file. One that claims what its own lists or the record contradict is an error.
pub(super) fn load(file: &Arc<Source>, record: Option<&Record>, findings: &mut Findings) -> Statement {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, FORM.shape, findings);
    let text = |key: &str| node.get(key).and_then(Node::text);
    let day = |key: &str| text(key).and_then(|text| When::parse(text.as_str()));
    let place = |key: &str| text(key).map_or_else(|| file.span(0, 0), |text| text.span().clone());
    let list = |key: &str| -> Vec<Shortcoming> {
        node.get(key).map(Node::items).unwrap_or_default().iter().filter_map(shortcoming).collect()
    };
    let status = match text("status").map(Text::as_str) {
        Some("fully") => Some(Compliance::Fully),
        Some("partially") => Some(Compliance::Partially),
        Some("not") => Some(Compliance::Not),
        Some(_) | None => None,
    };
    let statement = Statement {
        public_body: text("public_body").and_then(Text::flag).unwrap_or(true),
        prepared: day("prepared"),
        reviewed: day("reviewed"),
        reviewed_at: place("reviewed"),
        status,
        tested: day("tested"),
        tested_by: words(&node, "tested_by"),
        method: words(&node, "method"),
        reply_days: text("reply_days").and_then(Text::integer),
        contact: words(&node, "contact"),
        northern_ireland: text("enforced_in").is_some_and(|text| text == "northern-ireland"),
        problems: list("problems"),
        burden: list("burden"),
        out_of_scope: list("out_of_scope"),
        improving: words(&node, "improving"),
    };
    if let Some((message, hint)) = overclaim(&statement, record) {
        findings.push(Diagnostic::error(code::STATEMENT, &place("status"), message).hint(hint));
    }
    statement
}

/// What stands against the status that a statement claims, and what to type.
fn overclaim(statement: &Statement, record: Option<&Record>) -> Option<(String, &'static str)> {
    let faults = record.map_or(0, Record::faults);
    let exempt = statement.burden.len() + statement.out_of_scope.len();
    match statement.status? {
        Compliance::Fully if !statement.problems.is_empty() => Some((
            "expected no problems of a site that complies fully, found some below problems:".to_owned(),
            "write status: partially, or take out of problems: what has been mended",
        )),
        Compliance::Fully if faults > 0 => Some((
            format!("expected a record without faults of a site that complies fully, found {faults}"),
            "mend what multum check shows and type multum check --record again, or write status: partially",
        )),
        Compliance::Partially if statement.problems.is_empty() && exempt == 0 => Some((
            "expected what is not accessible in a site that complies partially, found nothing".to_owned(),
            "list it below problems:, burden: or out_of_scope:, each with what:",
        )),
        Compliance::Fully | Compliance::Partially | Compliance::Not if statement.tested.is_none() => Some((
            "expected the day on which people tested the site beside its status, found none".to_owned(),
            "add tested: with the day, or leave status: out until people have tested the site",
        )),
        Compliance::Fully | Compliance::Partially | Compliance::Not => None,
    }
}

fn shortcoming(node: &Node) -> Option<Shortcoming> {
    Some(Shortcoming {
        what: words(node, "what")?,
        fails: words(node, "fails"),
        instead: words(node, "instead"),
        plan: words(node, "plan"),
    })
}

/// What the record says.
pub(super) fn record(file: &Arc<Source>, findings: &mut Findings) -> Option<Record> {
    let node = yaml::parse(file).gather(findings);
    shape::check(&node, RECORD_FORM.shape, findings);
    let whole = |node: &Node| node.text().and_then(Text::integer);
    let checks = node.get("checks").map(Node::entries).unwrap_or_default();
    Some(Record {
        measured: When::parse(node.get("measured")?.text()?.as_str())?,
        by: words(&node, "by")?,
        pages: whole(node.get("pages")?)?,
        checks: checks.iter().filter_map(|(name, found)| Some((Arc::from(name.as_str()), whole(found)?))).collect(),
    })
}
