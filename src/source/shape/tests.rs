//! Small texts in, what is said of their form out.

use super::*;
use crate::diagnostic::{Source, Style, terminal};
use crate::source::yaml;

static SHAPE: Shape = Shape::Record(&[
    required("title", Shape::Line, "What it is called."),
    required("unit", Shape::Word(&["percent", "count"]), "What its numbers are in."),
    optional("decimals", Shape::Integer { least: 0, most: 6 }, "How many decimals are shown."),
    optional("published", Shape::Date, "When it came out."),
    optional("draft", Shape::Flag, "Whether it is a draft."),
    optional("url", Shape::Url, "Where it is."),
    optional("parts", Shape::List(&Shape::Slug), "What it is made of."),
    optional(
        "source",
        Shape::Record(&[
            required("publisher", Shape::Line, "Who published it."),
            optional("title", Shape::Line, "In what."),
        ]),
        "Where it comes from.",
    ),
    optional(
        "figures",
        Shape::Map {
            key: &Shape::Year,
            value: &Shape::Either(&[
                Shape::Figure,
                Shape::Record(&[required("value", Shape::Figure, "The number or symbol.")]),
            ]),
        },
        "Its figures by year.",
    ),
]);

fn findings(text: &str) -> Findings {
    let read = yaml::parse(&Source::new("a.yaml", text));
    let mut findings = read.findings;
    check(&read.value, &SHAPE, &mut findings);
    findings.sorted()
}

fn said(text: &str) -> String {
    terminal(&findings(text), Style::Plain)
}

/// `2:3 message / hint` for each.
fn short(text: &str) -> Vec<String> {
    let lines = findings(text);
    lines
        .iter()
        .map(|found| {
            let at = found.at.as_ref().expect("a place").position();
            format!("{}:{} {} / {}", at.line, at.column, found.message, found.hint.as_deref().unwrap_or("-"))
        })
        .collect()
}

#[test]
fn a_file_of_the_right_form_is_not_found_fault_with() {
    let text = "title: 2016\nunit: percent\ndecimals: 1\npublished: 2017-12-14\ndraft: true\nurl: https://www.gov.uk/a?b#c\n\
                parts: [a, b-2]\nsource: { publisher: DfE }\nfigures: { 2016/17: 61.20, 2017-18: c, 2019: { value: -1 } }\n";
    assert_eq!(said(text), "");
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let text = "titel: x\ndecimals: 7\npublished: 14/12/2017\ndraft: yes\nurl: www.gov.uk\nparts: a\n\
                source:\n  title: y\n  unit: percent\nfigures: { 2016/18: 5, 2017/18: \"5\", 2018/19:5 }\nnonsense: 1\n";
    assert_eq!(
        short(text),
        [
            "1:1 unit is missing / add unit: … (what its numbers are in)",
            "1:1 \"titel\" is no name that is known here / did you mean title?",
            "2:11 expected a whole number from 0 to 6, found \"7\" / -",
            "3:12 expected a date such as 2017-09-07, found \"14/12/2017\" / write 2017-12-14",
            "4:8 expected true or false, found \"yes\" / write true",
            "5:6 expected an address that begins with https://, found \"www.gov.uk\" / write https://www.gov.uk",
            "6:8 expected a list for \"parts\", found a text / write [one, two], or each on a line of its own after a hyphen and a space",
            "7:1 publisher is missing from \"source\" / add publisher: … (who published it)",
            "9:3 \"unit\" is no name that is known here / unit belongs one level higher: put fewer spaces before it",
            "10:12 expected a year such as 2016/17, 2016-17 or 2017, found \"2016/18\" / write 2016/17 for an academic year, 2016-17 for a financial year, 2016 for a calendar year",
            "10:33 expected a number or a symbol, found \"5\" / take the quotation marks off: 5",
            "10:38 a space is missing after the colon / write 2018/19: 5",
            "11:1 \"nonsense\" is no name that is known here / the names here are title, unit, decimals, published, draft, url, parts, source, figures",
        ]
    );
}

#[test]
fn a_missing_name_is_shown_at_the_record_that_lacks_it() {
    assert_eq!(
        said("title: x\nunit: count\nsource: {}\n"),
        "error[missing-key]: publisher is missing from \"source\"\n  a.yaml:3:1\n  3 | source: {}\n      ^^^^^^\n  hint: add publisher: … (who published it)\n\n"
    );
}

#[test]
fn words_that_programs_read_as_true_or_nothing_are_refused_where_text_belongs() {
    for word in ["no", "Yes", "ON", "off", "true", "FALSE", "~", "null"] {
        let said = short(&format!("title: {word}\nunit: count\n"));
        assert_eq!(said.len(), 1, "{word}");
        assert!(said[0].starts_with("1:8 expected a text on one line"), "{word}: {}", said[0]);
        assert_eq!(
            findings(&format!("title: {word}\nunit: count\n")).iter().next().map(|f| f.code),
            Some(code::AMBIGUOUS)
        );
        assert_eq!(short(&format!("title: \"{word}\"\nunit: count\n")), [""; 0], "{word}");
    }
    assert_eq!(
        short("title:\nunit: count\n"),
        [
            "1:1 expected a text on one line for \"title\", found nothing / write the value after the colon, or take the name out"
        ]
    );
}

#[test]
fn what_spreadsheets_have_in_place_of_a_number_gets_its_symbol() {
    for (written, hint) in [
        ("n/a", "write x if the figure is not available, z if it does not apply"),
        ("\"-\"", "write x if the figure is not available, z if it does not apply"),
        ("..", "write x if the figure is not available, z if it does not apply"),
        ("\"*\"", "write c if the figure is withheld to protect people"),
        ("\"<5\"", "write c if the figure is withheld to protect people"),
        ("C", "write c if the figure is withheld to protect people"),
        ("Low", "write low if the figure rounds to nought but is not nought"),
        ("\"1,234\"", "write 1234"),
        ("67%", "write 67"),
        ("£500,000", "write 500000"),
        ("1 234", "write 1234"),
        ("−0.7", "write -0.7"),
        (".5", "write 0.5"),
        ("+5", "write 5"),
        ("5.", "write 5"),
        ("0012", "write 12"),
        ("00.5", "write 0.5"),
        ("no", "write z if the figure does not apply, x if it is not available"),
        (
            "sixty",
            "write the number in digits, or c withheld, x not available, z does not apply, low rounds to nought, u unreliable",
        ),
    ] {
        let all = short(&format!("title: x\nunit: count\nfigures:\n  2016/17: {written}\n"));
        assert_eq!(all.len(), 1, "{written}: {all:?}");
        assert!(all[0].ends_with(&format!(" / {hint}")), "{written}: {}", all[0]);
    }
    assert_eq!(
        short("title: x\nunit: count\nfigures: { 2016/17: , 2017/18: c, 2018/19: u, 2019/20: low, 2020/21: -0.5 }\n")
            .len(),
        1
    );
}

#[test]
fn what_could_not_be_read_is_not_said_to_be_missing() {
    assert_eq!(
        short("title: One: two\nunit: percent\nfigures: { 2016/17: * }\n"),
        [
            "1:11 a second colon stands in the value / write title: \"One: two\"",
            "3:21 a value can't begin with *, which has a meaning of its own in YAML / write c for a figure that is withheld, x for one that is not available; put a text that begins with * in quotation marks",
        ]
    );
}

#[test]
fn an_empty_file_lacks_everything() {
    assert_eq!(
        short("# nothing yet\n"),
        [
            "1:1 expected names with values, found nothing / write each name with a colon and its value, two spaces further in"
        ]
    );
}

#[test]
fn nothing_of_a_confidential_file_is_quoted() {
    let source = Source::confidential(
        "own.yaml",
        "titel48271: x\nunit: 48271\ndecimals: 48271\npublished: 48271\nurl: 48271.uk\nparts: [48271 A]\nfigures: { 4827/11: 48,271%, 2016/17:48271 }\ndraft: 48271\n",
    );
    let read = yaml::parse(&source);
    let mut findings = read.findings;
    check(&read.value, &SHAPE, &mut findings);
    let text = terminal(&findings, Style::Plain);
    assert!(findings.count().0 > 6 && !text.contains("48") && !text.contains("271"), "{text}");
}
