//! Each form's JSON Schema against our own reading of it: an editor must not praise what the build refuses, nor underline
//! what it takes.
//!
//! A schema sees values after YAML has been read. What it can't see (how a number is spelt, a name that stands twice, a
//! place that doesn't exist) is for the build alone; `UNSEEN` lists what a form refuses and its schema takes, so that the
//! list is known and stays short.

use multum::commands::forms;
use multum::diagnostic::{Source, Style, terminal};
use multum::source::shape::{Form, check, schema};
use multum::source::{Node, toml, yaml};
use serde_json::{Map, Number, Value, json};

/// Documents that are sound, by the kind of file.
const GOOD: &[(&str, &str)] = &[
    (
        "actions",
        "year: 2017/18\nsource: { publisher: A council, title: A plan }\npriorities:\n  gaps:\n    title: Narrower gaps\n    actions:\n      \
         - { text: Do it., who: Officer, by: No date given, moves: { measure: reading, group: boys }, progress: done, as_of: 2017-09, evidence: It was done. }\n",
    ),
    (
        "criteria",
        r##"title: Settings
one: setting
many: settings
source: { publisher: A council, title: How settings are prioritised }
phases: { settings: Settings }
ratings:
  green: { means: Low priority, leads_to: [{ text: It is watched as usual. }] }
  amber: { means: Medium priority, leads_to: [{ text: It is helped. }] }
  red: { means: High priority, leads_to: [{ text: It is helped at once. }] }
areas:
  welfare: { title: Welfare, evidence: Visits, green: No concern, red: Concern }
  contact: { title: Contact, evidence: Visits, green: Often, amber: Seldom, red: Never }
  places: { title: Places, evidence: Lists, green: Most taken, amber: Some taken, red: Few taken }
facts:
  inadequate: { title: judged inadequate, implies: { area: welfare, is: red } }
figures:
  absence: { title: Absence, measure: reading }
rules:
  - { name: welfare, title: Any concern makes a setting red., when: { area: welfare, is: red }, rating: red, stated_by: council }
  - { name: mostly-red, title: Half or more are red., when: { at_least: half, are: red }, rating: red, stated_by: our-reading }
  - { name: mostly-amber, title: Half or more are amber or red., when: { at_least: half, are: amber-or-red }, rating: amber, stated_by: our-reading }
  - { name: otherwise, title: Otherwise it is green., rating: green, stated_by: our-reading }
fund:
  title: A fund
  criteria:
    E1: { title: has much absence, phases: [settings], met_when: [{ figure: absence, above: 5 }, { any: [{ fact: inadequate }] }], stated_by: council, note: None. }
"##,
    ),
    (
        "assessments",
        r##"criteria: settings
phase: settings
geography: northshire
year: 2016/17
term: summer
date: 2017-06-15
by: Learning and Skills Service
providers:
  provider-1:
    name: Provider 1
    kind: private
    areas: { welfare: green, contact: amber }
    not_rated: { places: Closed since May. }
    facts: [inadequate]
    figures: { absence: 4.1 }
    notes: { contact: Seldom seen. }
    evidence: { contact: Visits. }
    overridden: { rating: red, reason: It closed., by: Head of service }
    next_steps: [{ area: contact, action: Visit, responsible: Officer, by: 2017-09-01, reported_to: Head of service }]
    publication: { agreed: 2017-07-01, by: Manager, reply: We agree. }
"##,
    ),
    (
        "figures",
        "measures: { care: { observations: { rutland: { 2016/17: { count: 4, of: 60 } } }, groups: { boys: { rutland: { 2016/17: c } } } } }",
    ),
    ("site", "title = \"Review\"\n[organisation]\nname = \"Council\"\n"),
    (
        "site",
        "title = \"Adolygiad\"\naddress = \"https://example.org/a\"\nlanguage = \"cy\"\nnotice = \"A draft.\"\nshort_notice = \"Draft.\"\nfront = \"rutland/2016-17\"\n\
         theme = \"rutland\"\npretty_links = true\n[organisation]\nname = \"Council\"\nurl = \"http://example.org\"\ncontact = \"01572 722577\"\n\
         [disclosure]\nsmallest_count = 6\nsmallest_cohort = 11\nsmallest_providers = 4\n[checks]\nloose-figure = \"off\"\n",
    ),
    ("theme", ""),
    (
        "theme",
        "base = \"base\"\nprint-font = \"Noto Sans\"\n[tokens]\naccent = \"#14532d\"\naccent-dark = \"#86d0a3\"\n",
    ),
    ("page", "title: Learning and skills annual review 2016/17\n"),
    (
        "page",
        "title: 2017\ndescription: |\n  One sentence\n  on two lines.\norder: 30\nstatus: draft\nlanguage: en-GB\npublished: 2017-09-07\n\
         report: { year: 2016/17, geography: rutland, compare: [statistical-neighbours, england] }\n",
    ),
    (
        "page",
        "title: x\nupdated: 2017-10-02\nfigures: provisional\nnext_release: Autumn 2018\n\
         formats: [{ title: Easy Read, link: easy-read.pdf }]\n",
    ),
    (
        "judgements",
        "scales: { ofsted: { title: Ofsted, grades: { good: { title: Good, number: 2, meaning: Well }, low: { title: Low } } } }\n\
         inspections:\n  schools:\n    title: Schools\n    by: Ofsted\n    scale: ofsted\n    when: 2017-07\n    \
         source: { publisher: Ofsted, title: Reports, url: \"https://example.org\", published: 2017-12-14, licence: OGL-UK-3.0 }\n    \
         grades: { The service: good, Oak School: { 2012-03: low, 2016: good, 2017-07-14: good } }\n",
    ),
    (
        "recommendations",
        "recommendations:\n  review:\n    title: The review\n    source: { publisher: Ofsted, title: A letter }\n    list:\n      \
         - { text: Do it, who: The council, timescale: At once, progress: under-way, as_of: 2017-09, note: Begun. }\n",
    ),
    ("timeline", "timeline: [{ when: 2014, text: It began., source: A letter }]\n"),
    (
        "glossary",
        "glossary:\n  - { term: a plan, short: AP, plural: plans, short_plural: APs, meaning: What is to be done. }\n",
    ),
    ("corrections", "corrections: []\n"),
    (
        "corrections",
        "corrections: [{ date: 2017-10-02, kind: correction, page: 2016-17/reading.md, text: It said 66%. }]\n",
    ),
    (
        "statement",
        "public_body: true\nprepared: 2017-01-02\nreviewed: 2017-01-03\nstatus: partially\ntested: 2017-01-01\n\
         tested_by: Us\nmethod: By hand.\nreply_days: 5\ncontact: a@example.org\nenforced_in: northern-ireland\n\
         problems: [{ what: A map, fails: WCAG 1.1.1, instead: A list., plan: In May. }]\nburden: []\nout_of_scope: []\nimproving: Much.\n",
    ),
    ("accessibility", "measured: 2017-01-02\nby: multum 0.1.0\npages: 12\nchecks: { dead-link: 0, frame: 2 }\n"),
    (
        "import",
        "source: { publisher: P, title: T, url: \"https://example.org\", licence: OGL-UK-3.0 }\nauthority: \"857\"\n\
         neighbours_as_of: May 2025\nyears: { first: 2015/16, last: 2024/25 }\nareas: { \"835\": { formed: 1997, abolished: 2019 } }\n\
         groups: { all: All pupils, fsm: Eligible }\nwholes: { w: { whole: all, parts: [fsm] } }\ntopics:\n  ks2:\n    title: Key stage 2\n    \
         order: 40\n    defaults: { unit: percent }\n    measures:\n      m: { from: A, groups: { fsm: B }, title: T, definition: D, distribution: true, \
         release: R, unit: count, counts: people, period: academic, decimals: 1, polarity: high, maximum: 5, minimum: 0.5, breaks: { 2016/17: New }, cancelled: [2019/20] }\n",
    ),
    ("geographies", "geographies: {}\n"),
    (
        "geographies",
        "geographies:\n  rutland: { title: Rutland, kind: authority, code: \"857\", region: east-midlands, neighbours: [wiltshire], neighbours_as_of: May 2025 }\n  \
         east-midlands: { title: East Midlands, kind: region, country: england }\n  england: { title: England, kind: country }\n",
    ),
    ("groups", "groups:\n  all: { title: All pupils }\n"),
    (
        "groups",
        "groups:\n  all: { title: All pupils }\n  a: { title: A }\nwholes:\n  w: { whole: all, parts: [a, b] }\n",
    ),
    ("measures", "topic: { id: a, title: A, order: 0 }\nmeasures: {}\n"),
    (
        "measures",
        "topic: { id: key-stage-2, title: Key stage 2, order: 30 }\nmeasures:\n  ks2-rwm:\n    title: Reading\n    definition: What is counted.\n    \
         unit: percent\n    counts: people\n    period: academic\n    decimals: 0\n    polarity: high\n    maximum: 100\n    minimum: 0.5\n    \
         source: { publisher: DfE, title: \"A: b\", url: \"https://www.gov.uk/a?b=c#d\", published: 2026-04-30, licence: OGL-UK-3.0, threshold: 5 }\n    \
         missing: reason not given by the source\n    breaks: { 2015/16: New assessments }\n    cancelled: [2019/20, 2020-21, 2021]\n    \
         status: { 2024/25: provisional }\n    observations:\n      rutland: { 2015/16: 53, 2016-17: 61.20, 2017: -0.7, 1999/00: x }\n      \
         england: { 2016/17: { value: 62, mark: revised }, 2017/18: c, 2018/19: { value: x, reason: lost }, 2019/20: { count: 3, of: 10 } }\n    \
         groups:\n      disadvantaged: { rutland: { 2016/17: low, 2017/18: z, 2018/19: u } }\n    \
         distribution: distributions/ks2-rwm.csv\n    targets: { 2017/18: 70 }\n",
    ),
];

/// Documents that both refuse, by the kind of file. What a mutation below can make stands here once or not at all.
const BAD: &[(&str, &str)] = &[
    (
        "actions",
        "year: 2017/18\nsource: { publisher: A council, title: A plan }\npriorities: { gaps: { title: Gaps, actions: [{ text: Do it., who: Officer, by: Soon, progress: half }] } }\n",
    ),
    ("criteria", "title: Schools\n"),
    (
        "assessments",
        "criteria: schools\nphase: primary\ngeography: rutland\nyear: 2016/17\nterm: Easter\ndate: 2017-06-15\nby: Officer\nproviders: {}\n",
    ),
    ("site", ""),
    ("site", "title = \"x\"\norganisation = \"Council\"\n"),
    ("site", "title = \"x\"\naddress = \"example.org\"\n[organisation]\nname = \"Council\"\n"),
    ("site", "title = \"x\"\nlanguage = \"English\"\n[organisation]\nname = \"Council\"\n"),
    ("site", "title = \"x\"\n[organisation]\nname = \"Council\"\n[disclosure]\nsmallest_count = 0\n"),
    ("site", "title = \"x\"\n[organisation]\nname = \"Council\"\n[checks]\norphan = \"of\"\n"),
    ("theme", "[tokens]\nAccent = \"red\"\n"),
    ("page", "# nothing\n"),
    ("page", "title: no\n"),
    ("page", "title: x\nreport: { year: 2016/18, geography: rutland }\n"),
    ("page", "title: x\nreport: { year: 2016-17, geography: rutland }\n"),
    ("page", "title: x\npublished: 2017-02-29\n"),
    ("page", "title: x\nstatus: published soon\n"),
    ("geographies", "geographies: { Rutland: { title: Rutland, kind: authority } }\n"),
    ("geographies", "geographies: { rutland: { title: Rutland, kind: county } }\n"),
    ("geographies", "geographies: [rutland]\n"),
    ("timeline", "timeline: [{ when: 2016-17, text: It began., source: A letter }]\n"),
    ("timeline", "timeline: [{ when: 2017-02-30, text: It began., source: A letter }]\n"),
    ("corrections", "corrections: [{ date: 2017-10, kind: correction, text: x }]\n"),
    ("groups", "groups: { all: All pupils }\n"),
    ("groups", "groups: {}\nwholes: { w: { whole: all, parts: a } }\n"),
    ("measures", "topic: { id: a, title: A, order: -1 }\nmeasures: {}\n"),
    ("measures", "topic: { id: a b, title: A, order: 1 }\nmeasures: {}\n"),
    ("measures", "topic: { id: a, title: ~, order: 1 }\nmeasures: {}\n"),
];

/// Documents that the form refuses and its schema can't, each with why.
const UNSEEN: &[(&str, &str, &str)] = &[
    ("page", "title: x\norder: 0012\n", "how a number is spelt"),
    ("page", "title: x\norder: 1e3\n", "how a number is spelt"),
    ("site", "title = \"x\"\nfront = \"../secret\"\n[organisation]\nname = \"Council\"\n", "a path that climbs"),
];

fn form(name: &str) -> &'static Form {
    forms().into_iter().find(|form| form.name == name).unwrap_or_else(|| panic!("there is no form {name}"))
}

/// What is wrong with a document in our own reading; nothing when it is sound.
fn ours(form: &Form, text: &str) -> (Node, String) {
    let source = Source::new(format!("a.{}", if is_toml(form) { "toml" } else { "yaml" }), text);
    let read = if is_toml(form) { toml::parse(&source) } else { yaml::parse(&source) };
    let mut findings = read.findings;
    check(&read.value, form.shape, &mut findings);
    (read.value, terminal(&findings, Style::Plain))
}

fn is_toml(form: &Form) -> bool {
    form.files.ends_with(".toml")
}

/// The value as a reader of YAML hands it to a schema. A bare yes or no is true or false to some of them, so it is here.
fn value(node: &Node) -> Value {
    match node {
        Node::Null(_) | Node::Unread(_) => Value::Null,
        Node::List(_) => node.items().iter().map(value).collect(),
        Node::Map(_) => {
            let entries = node.entries().iter().map(|(name, node)| (name.as_str().to_owned(), value(node)));
            Value::Object(entries.collect::<Map<String, Value>>())
        }
        Node::Scalar(text) if text.is_ambiguous() => {
            json!(["yes", "on", "true"].iter().any(|word| text.as_str().eq_ignore_ascii_case(word)))
        }
        Node::Scalar(text) if text.is_quoted() => text.as_str().into(),
        Node::Scalar(text) => match text.as_str().parse::<f64>() {
            Ok(number) if number.fract() == 0.0 => Value::Number(Number::from(number as i64)),
            Ok(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            Err(_) => text.as_str().into(),
        },
    }
}

/// An independent reader of one form's schema.
struct Reader {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Reader {
    fn new(form: &Form) -> Reader {
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.enable_format_assertions();
        compiler.add_resource("form.json", schema(form)).expect("a schema");
        let index = compiler.compile("form.json", &mut schemas).expect("a sound schema");
        Reader { schemas, index }
    }

    fn takes(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.index).is_ok()
    }
}

#[test]
fn what_is_sound_is_sound_to_both() {
    for (name, text) in GOOD {
        let (node, said) = ours(form(name), text);
        assert_eq!(said, "", "{name}\n{text}");
        assert!(Reader::new(form(name)).takes(&value(&node)), "{name}\n{text}");
    }
    for form in forms() {
        assert!(GOOD.iter().any(|(name, _)| *name == form.name), "no sound document of the form {}", form.name);
    }
}

#[test]
fn what_is_refused_is_refused_by_both() {
    for (name, text) in BAD {
        let (node, said) = ours(form(name), text);
        assert_ne!(said, "", "{name}\n{text}");
        assert!(!Reader::new(form(name)).takes(&value(&node)), "{name}\n{text}");
    }
}

#[test]
fn what_a_schema_cannot_see_is_known() {
    for (name, text, why) in UNSEEN {
        let (node, said) = ours(form(name), text);
        assert_ne!(said, "", "{why}\n{text}");
        assert!(Reader::new(form(name)).takes(&value(&node)), "the schema sees {why} by now\n{text}");
    }
}

/// Every document that is one slip away from a sound one.
#[test]
fn one_slip_away_from_a_sound_document_both_say_the_same() {
    let mut slips = 0;
    for (name, text) in GOOD {
        let form = form(name);
        let reader = Reader::new(form);
        let sound = value(&ours(form, text).0);
        for slip in mutations(&sound) {
            // JSON is YAML, so a slip can be read by us as well.
            let source = Source::new("a.yaml", slip.to_string());
            let read = yaml::parse(&source);
            let mut findings = read.findings;
            check(&read.value, form.shape, &mut findings);
            assert_eq!(
                findings.is_empty(),
                reader.takes(&slip),
                "{name}: ours is left, the schema's right\n{slip}\n{}",
                terminal(&findings, Style::Plain)
            );
            slips += 1;
        }
    }
    assert!(slips > 2_000, "{slips}");
}

/// The value with each part of it taken out, given a stranger, called otherwise, or replaced by something else.
fn mutations(sound: &Value) -> Vec<Value> {
    let mut all: Vec<Value> = [
        json!(null),
        json!(true),
        json!(5),
        json!(-5),
        json!(1.5),
        json!(2017),
        json!("text"),
        json!("Two words"),
        json!("two\nlines"),
        json!(""),
        json!(" "),
        json!("c"),
        json!("low"),
        json!("2016/17"),
        json!("2016/18"),
        json!("2016-17"),
        json!("2017"),
        json!("2017-02-28"),
        json!("2017-02-30"),
        json!("https://example.org"),
        json!("https://"),
        json!("revised"),
        json!("a/b"),
        json!("/a"),
        json!("cy"),
        json!([]),
        json!(["text"]),
        json!([null]),
        json!({}),
        json!({ "text": "text" }),
        json!({ "2016/17": 5 }),
    ]
    .into_iter()
    .filter(|other| other != sound)
    .collect();
    match sound {
        Value::Object(map) => {
            for (name, inner) in map {
                let mut less = map.clone();
                less.shift_remove(name);
                all.push(Value::Object(less.clone()));
                for other in ["nonsense", "No Sense", "2016/17", "2016/18", "2017", "-a"] {
                    if !map.contains_key(other) {
                        let mut renamed = less.clone();
                        renamed.insert(other.to_owned(), inner.clone());
                        all.push(Value::Object(renamed));
                    }
                }
                for slip in mutations(inner) {
                    let mut changed = map.clone();
                    changed.insert(name.clone(), slip);
                    all.push(Value::Object(changed));
                }
            }
            let mut more = map.clone();
            more.insert("stranger".to_owned(), json!("text"));
            all.push(Value::Object(more));
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                for slip in mutations(inner) {
                    let mut changed = items.clone();
                    changed[at] = slip;
                    all.push(Value::Array(changed));
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    all
}
