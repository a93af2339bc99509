//! Files of measures as officers break them: small text in, what is said of it out.

use indexmap::IndexMap;

use super::load::{Loaded, MeasureFile, Names, file};
use super::*;
use crate::diagnostic::{Checked, Findings, Source, Style, terminal};
use crate::evidence::{Geography, GeographyKind, Group};
use crate::figures::{GroupId, MeasureId, Memo, Place, Policy, Structure, Subject, decide};
use crate::source::shape::SYMBOLS;
use crate::source::{MemoryWorld, World};
use crate::vocabulary::SitePath;

const PATH: &str = "data/measures/ks2.yaml";

fn slug(text: &str) -> Slug {
    Slug::new(text).expect("a slug of the test")
}

fn load(world: &dyn World) -> Checked<MeasureFile> {
    let at = Source::new("names", "").span(0, 0);
    let geographies: IndexMap<Slug, Geography> =
        [("rutland", Some("857")), ("leicestershire", Some("855")), ("england", None)]
            .into_iter()
            .map(|(name, code)| {
                let geography = Geography {
                    title: Arc::from(name),
                    kind: if code.is_some() { GeographyKind::Authority } else { GeographyKind::Country },
                    code: code.map(Arc::from),
                    within: None,
                    neighbours: Arc::from([]),
                    neighbours_as_of: None,
                    at: at.clone(),
                };
                (slug(name), geography)
            })
            .collect();
    let groups: IndexMap<Slug, Group> = ["all", "disadvantaged", "not-disadvantaged"]
        .into_iter()
        .map(|name| (slug(name), Group { title: Arc::from(name), at: at.clone() }))
        .collect();
    let source = crate::source::read_text(world, &SitePath::new(PATH).expect("a path")).expect("a text");
    file(&source, &Names { geographies: &geographies, groups: &groups, more: &[] }, world)
}

/// A sound measure with `lines` in it, each six spaces in; a line whose name stands in the measure already replaces it.
fn site(lines: &str) -> MemoryWorld {
    const SOUND: [&str; 7] = [
        "title: Reading",
        "unit: percent",
        "counts: people",
        "period: academic",
        "polarity: high",
        "source: { publisher: DfE, title: Key stage 2 }",
        "observations: { rutland: { 2016/17: 67 } }",
    ];
    let mut text = String::from("topic: { id: ks2, title: Key stage 2, order: 1 }\nmeasures:\n  m:\n");
    for line in SOUND {
        let name = line.split_once(':').map(|(name, _)| format!("{name}:")).unwrap_or_default();
        if !lines.lines().any(|own| own.starts_with(&name)) {
            text.push_str(&format!("    {line}\n"));
        }
    }
    for line in lines.lines() {
        text.push_str(&format!("    {line}\n"));
    }
    MemoryWorld::new().with(PATH, text)
}

fn said(findings: &Findings) -> Vec<String> {
    let all = findings.clone().sorted();
    all.iter()
        .map(|found| {
            let at = found.at.as_ref().expect("a place");
            format!(
                "[{}] {} at {:?} / {}",
                found.code.name,
                found.message,
                at.text().lines().next().unwrap_or_default(),
                found.hint.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

/// What is said of a sound measure with `lines` in it.
fn of(lines: &str) -> Vec<String> {
    said(&load(&site(lines)).findings)
}

fn measures(world: &dyn World) -> Vec<Loaded> {
    let Checked { value, findings } = load(world);
    assert!(findings.is_empty(), "{}", terminal(&findings, Style::Plain));
    value.measures
}

#[test]
fn a_sound_file_is_read_without_a_word() {
    let world = site(
        "definition: What is counted.\nunit: percent\ndecimals: 1\nmissing: reason not given by the source\n\
         breaks: { 2015/16: New assessments }\ncancelled: [2020/21, 2019/20]\nstatus: { 2016/17: provisional }\ntargets: { 2017/18: 70 }\n\
         source: { publisher: DfE, title: Key stage 2, url: https://www.gov.uk/a, published: 2017-12-14, licence: Own words, threshold: 5 }\n\
         observations:\n  rutland: { 2015/16: 53, 2016/17: 67.25, 2017/18: { count: 12, of: 30 } }\n  england: { 2016/17: { value: 62, mark: revised }, 2017/18: { value: x, reason: never collected } }\n\
         groups:\n  disadvantaged:\n    rutland: { 2016/17: c, 2017/18: low, 2018/19: z, 2021/22: u, 2022/23: x }",
    );
    let loaded = measures(&world);
    let measure = &loaded[0].measure;
    assert_eq!((measure.topic.as_str(), &*measure.title, measure.decimals), ("ks2", "Reading", 1));
    assert_eq!((measure.maximum, measure.minimum), (Some(Decimal::ONE_HUNDRED), Some(Decimal::ZERO)));
    assert_eq!(format!("{:?}", measure.cancelled), "[2019/20, 2020/21]");
    assert_eq!(format!("{:?}", measure.breaks), "[(2015/16, \"New assessments\")]");
    assert_eq!((measure.source.threshold, measure.source.licence.as_deref()), (Some(5), Some("Own words")));
    // The numbers come out of the vault as they went in.
    let release = decide(
        loaded.into_iter().map(|loaded| loaded.table).collect(),
        &Structure::default(),
        &Policy::default(),
        &Memo::new(),
    )
    .release;
    let shown = |group: u16, place: u16, year: u16| {
        let subject = Subject {
            measure: MeasureId(0),
            group: GroupId(group),
            place: Place::Area(crate::figures::GeographyId(place)),
            period: Period::new(PeriodKind::Academic, year),
        };
        let point = release.point(&subject)?;
        let mark = point.mark.and_then(crate::figures::published::Mark::shorthand).unwrap_or_default();
        Some(match point.value.absent() {
            Some(absent) => format!("{} {}{mark}", absent.symbol.shorthand(), absent.reason),
            None => format!("{}{mark}", point.value.shown()?.text()),
        })
    };
    assert_eq!(shown(0, 0, 2015).as_deref(), Some("53.0%"));
    assert_eq!(shown(0, 0, 2016).as_deref(), Some("67.3%[p]"));
    assert_eq!(shown(0, 0, 2017).as_deref(), Some("40.0%"));
    assert_eq!(shown(0, 2, 2016).as_deref(), Some("62.0%[r]"));
    assert_eq!(shown(0, 2, 2017).as_deref(), Some("[x] never collected"));
    assert_eq!(shown(1, 0, 2022).as_deref(), Some("[x] reason not given by the source"));
    assert!(shown(1, 0, 2016).is_some_and(|text| text.starts_with("[c]")));
    assert_eq!(shown(0, 1, 2016), None);
}

#[test]
fn each_rule_that_an_officer_can_break_is_told_with_what_to_type() {
    for (lines, expected) in [
        (
            "observations: { rutland: { 2016/17: 161.2 } }",
            "[out-of-range] expected a percentage of at most 100, found 161.2 at \"161.2\" / correct it, or give the measure a line maximum: with the most that it can be",
        ),
        (
            "observations: { rutland: { 2016/17: -1 } }",
            "[out-of-range] expected a percentage of at least 0, found -1 at \"-1\" / correct it, or give the measure a line minimum: with the least that it can be",
        ),
        (
            "unit: count\nobservations: { rutland: { 2016/17: 6.5 } }",
            "[number] expected a whole number, since the measure counts, found 6.5 at \"6.5\" / round it, or give the measure another unit: score for an average",
        ),
        (
            "observations: { rutland: { 2016/18: 67 } }",
            "[year] expected a year such as 2016/17, 2016-17 or 2017, found \"2016/18\" at \"2016/18\" / write 2016/17 for an academic year, 2016-17 for a financial year, 2016 for a calendar year",
        ),
        (
            "observations: { rutland: { 2016-17: 67 } }",
            "[year] expected an academic year such as 2016/17, found \"2016-17\" at \"2016-17\" / write 2016/17 if it begins in 2016",
        ),
        (
            "period: january\nobservations: { rutland: { 2016/17: 67 } }",
            "[year] expected a january year such as 2017, found \"2016/17\" at \"2016/17\" / write 2016 if it begins in 2016",
        ),
        (
            "observations: { rutland: { 2016/17: 67, 2016/17: 68 } }",
            "[duplicate] \"2016/17\" stands here twice at \"2016/17\" / take one of them out, or correct its name",
        ),
        (
            "observations: { ruttland: { 2016/17: 67 } }",
            "[unknown-geography] expected a place of data/geographies.yaml, found \"ruttland\" at \"ruttland\" / did you mean rutland?",
        ),
        (
            "observations: { wales: { 2016/17: 67 } }",
            "[unknown-geography] expected a place of data/geographies.yaml, found \"wales\" at \"wales\" / add the place to data/geographies.yaml",
        ),
        (
            "observations: { statistical-neighbours: { 2016/17: 67 } }",
            "[unknown-geography] expected a place of data/geographies.yaml, found \"statistical-neighbours\" at \"statistical-neighbours\" / take the line out: the average of the neighbours is worked out from their own figures",
        ),
        (
            "observations: { Rutland: { 2016/17: 67 } }",
            "[name] expected a name of small letters, digits and hyphens, found \"Rutland\" at \"Rutland\" / write rutland",
        ),
        (
            "groups: { disadvantagd: { rutland: { 2016/17: 67 } } }",
            "[unknown-group] expected a group of data/groups.yaml, found \"disadvantagd\" at \"disadvantagd\" / did you mean disadvantaged?",
        ),
        (
            "groups: { all: { rutland: { 2016/17: 67 } } }",
            "[duplicate] expected a group, found all, which is everybody at \"all\" / put the figures of everybody below observations:",
        ),
        (
            "cancelled: [2016/17]",
            "[cancelled-year] expected no observation in 2016/17, which the measure calls cancelled at \"2016/17\" / take the observation out, or the year off the list",
        ),
        (
            "cancelled: [2019/20, 2019/20]",
            "[duplicate] expected 2019/20 once, found it again at \"2019/20\" / take one of the two out",
        ),
        (
            "observations: { rutland: { 2016/17: no } }",
            "[ambiguous] expected a number or a symbol, found no, which many programs read as true, false or nothing at \"no\" / write z if the figure does not apply, x if it is not available",
        ),
        (
            "observations: { rutland: { 2016/17: n/a } }",
            "[number] expected a number or a symbol, found \"n/a\" at \"n/a\" / write x if the figure is not available, z if it does not apply",
        ),
        (
            "observations: { rutland: { 2016/17: 67% } }",
            "[number] expected a number or a symbol, found \"67%\" at \"67%\" / write 67",
        ),
        (
            "observations: { rutland: { 2016/17: * } }",
            "[yaml] a value can't begin with *, which has a meaning of its own in YAML at \"*\" / write c for a figure that is withheld, x for one that is not available; put a text that begins with * in quotation marks",
        ),
        (
            "observations: { rutland: { 2016/17:67 } }",
            "[yaml] a space is missing after the colon at \"2016/17:67\" / write 2016/17: 67",
        ),
        (
            "observations: { rutland: { 2016/17: { value: 67, reason: lost } } }",
            "[wrong-shape] expected no reason beside a number, found one at \"lost\" / take the reason out, or write a symbol such as x in place of the number",
        ),
        (
            "observations: { rutland: { 2016/17: { mark: revised } } }",
            "[missing-key] value is missing from the observation at \"{\" / write { value: 62, mark: revised }, or { count: 12, of: 30 } for the council's own figures",
        ),
        (
            "observations: { rutland: { 2016/17: { count: 12 } } }",
            "[missing-key] of is missing beside count at \"12\" / write { count: 12, of: 30 }: the percentage is worked out, and protected, from both",
        ),
        (
            "observations: { rutland: { 2016/17: { value: 40, count: 12, of: 30 } } }",
            "[wrong-shape] expected either value: or count: and of:, found both at \"40\" / leave value: out; the percentage is worked out from the counts",
        ),
        (
            "observations: { rutland: { 2016/17: { count: 31, of: 30 } } }",
            "[out-of-range] expected at most as many as there are in all, found more at \"31\" / correct one of the two numbers",
        ),
        (
            "observations: { rutland: { 2016/17: { count: 0, of: 0 } } }",
            "[out-of-range] expected somebody to work a percentage out of, found nobody at \"0\" / write z: the figure does not apply where there is nobody",
        ),
        (
            "observations: { rutland: { 2016/17: { count: -1, of: 3 } } }",
            "[number] expected a whole number of people, found -1 at \"-1\" / write how many there are: 0, 1, 2 …",
        ),
        (
            "unit: score\nobservations: { rutland: { 2016/17: { count: 1, of: 3 } } }",
            "[wrong-shape] expected of: in measures whose unit is percent or a rate, found it in another at \"3\" / leave of: out, or write unit: percent",
        ),
        (
            "maximum: 10\nminimum: 20",
            "[out-of-range] expected a minimum below the maximum, found 20 and 10 at \"20\" / write the smaller number as minimum:",
        ),
        (
            "targets: { 2017/18: 170 }",
            "[out-of-range] expected a percentage of at most 100, found 170 at \"170\" / correct it, or give the measure a line maximum: with the most that it can be",
        ),
        (
            "breaks: { 2017: New }",
            "[year] expected an academic year such as 2016/17, found \"2017\" at \"2017\" / write 2017/18 if it begins in 2017",
        ),
        (
            "unit: percentage",
            "[unknown-word] expected one of percent, count, score, points, days, per-10000, per-1000, pounds, found \"percentage\" at \"percentage\" / did you mean percent?",
        ),
        (
            "polarity: up",
            "[unknown-word] expected one of high, low, neither, found \"up\" at \"up\" / write one of high, low, neither",
        ),
        (
            "observatoins: {}",
            "[unknown-key] \"observatoins\" is no name that is known here at \"observatoins\" / the names here are",
        ),
        (
            "decimals: 1.5",
            "[number] expected a whole number from 0 to 6, found \"1.5\" at \"1.5\" / leave the decimals out",
        ),
        (
            "source: { publisher: DfE, title: x, published: 14 December 2017 }",
            "[date] expected a date such as 2017-09-07, found \"14 December 2017\" at \"14 December 2017\" / write 2017-12-14",
        ),
        (
            "source: { publisher: DfE, title: x, url: gov.uk }",
            "[link] expected an address that begins with https://, found \"gov.uk\" at \"gov.uk\" / write https://gov.uk",
        ),
        (
            "source: DfE",
            "[wrong-shape] expected names with values for \"source\", found a text at \"DfE\" / write each name with a colon and its value, two spaces further in",
        ),
        (
            "distribution: none.csv",
            "[reach] data/measures/none.csv can't be read: there is no such file at \"none.csv\" / add the file, or correct its name",
        ),
    ] {
        let said = of(lines);
        assert_eq!(said.len(), 1, "{lines}\n{said:#?}");
        assert!(said[0].starts_with(expected), "{lines}\n{}", said[0]);
    }
}

#[test]
fn a_measure_that_lacks_what_it_needs_says_all_of_it() {
    let world = MemoryWorld::new()
        .with(PATH, "measures:\n  M 1:\n    title: x\n  m2:\n    observations: { rutlnd: { 2017: 1 } }\n");
    let Checked { value, findings } = load(&world);
    let said: Vec<String> =
        said(&findings).into_iter().map(|line| line.split(" / ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        said,
        [
            "[missing-key] topic is missing at \"\"",
            "[name] expected a name of small letters, digits and hyphens, found \"M 1\" at \"M 1\"",
            "[missing-key] counts is missing from \"m2\" at \"m2\"",
            "[missing-key] period is missing from \"m2\" at \"m2\"",
            "[missing-key] polarity is missing from \"m2\" at \"m2\"",
            "[missing-key] source is missing from \"m2\" at \"m2\"",
            "[missing-key] title is missing from \"m2\" at \"m2\"",
            "[missing-key] unit is missing from \"m2\" at \"m2\"",
            "[unknown-geography] expected a place of data/geographies.yaml, found \"rutlnd\" at \"rutlnd\"",
        ]
    );
    // What is there is read, so that nothing else is said to be unknown.
    assert_eq!(value.measures.len(), 1);
    assert_eq!(value.measures[0].measure.period, PeriodKind::Calendar);
}

#[test]
fn an_observation_in_a_cancelled_year_shows_both_places() {
    let findings = load(&site("cancelled: [2016/17]")).findings;
    assert_eq!(
        terminal(&findings, Style::Plain),
        "error[cancelled-year]: expected no observation in 2016/17, which the measure calls cancelled\n  \
         data/measures/ks2.yaml:10:32\n  10 |     observations: { rutland: { 2016/17: 67 } }\n                                      ^^^^^^^\n  \
         data/measures/ks2.yaml:11:17\n  11 |     cancelled: [2016/17]\n                       ^^^^^^^\n    it is called cancelled here\n  \
         hint: take the observation out, or the year off the list\n\n"
    );
}

#[test]
fn limits_depend_on_the_unit() {
    for (lines, faults) in [
        ("unit: score\nobservations: { rutland: { 2016/17: -2.5 } }", 0),
        ("unit: points\nobservations: { rutland: { 2016/17: 1000 } }", 0),
        ("unit: per-10000\nobservations: { rutland: { 2016/17: 120 } }", 0),
        ("unit: days\nobservations: { rutland: { 2016/17: -1 } }", 1),
        ("unit: count\nobservations: { rutland: { 2016/17: { count: 3 } } }", 0),
        ("maximum: 120\nobservations: { rutland: { 2016/17: 110 } }", 0),
        ("minimum: -10\nobservations: { rutland: { 2016/17: -3 } }", 0),
        ("observations: { rutland: { 2016/17: 100, 2017/18: 0, 2018/19: 33.333333 } }", 0),
    ] {
        assert_eq!(of(lines).len(), faults, "{lines}: {:?}", of(lines));
    }
}

const HEADER: &str =
    "time_period,time_identifier,geographic_level,country_code,country_name,region_name,old_la_code,la_name,value\n";

fn with_csv(csv: &str) -> MemoryWorld {
    site("distribution: distributions/m.csv").with("data/measures/distributions/m.csv", csv)
}

#[test]
fn a_distribution_is_read_from_the_columns_of_open_data() {
    let rows = "201617,Academic year,Local authority,E92000001,England,\"Midlands, East\",857,Rutland,67\r\n\r\n\
                201617,Academic year,Local authority,E92000001,England,East Midlands,855,Leicestershire,c\r\n\
                201617,Academic year,National,E92000001,England,,,,61\r\n";
    let loaded = measures(&with_csv(&format!("{HEADER}{rows}")));
    let lines: Vec<String> = loaded[0]
        .distribution
        .iter()
        .map(|(period, authority, _)| format!("{period} {} {}", authority.code, authority.name))
        .collect();
    assert_eq!(lines, ["2016/17 857 Rutland", "2016/17 855 Leicestershire"]);
    // The last column may be called after the measure.
    measures(&with_csv(&format!("{}{rows}", HEADER.replace(",value", ",m"))));
}

#[test]
fn each_fault_of_a_distribution_is_shown_in_its_line_and_column() {
    let row = |text: &str| {
        format!(
            "{HEADER}{text}\r\n201718,Academic year,Local authority,E92000001,England,East Midlands,857,Rutland,70\r\n"
        )
    };
    for (csv, expected) in [
        (
            row("201618,Academic year,Local authority,E92000001,England,\"Midlands, East\",857,Rutland,67"),
            "[year] expected 201617 or the like, found \"201618\" at \"201618\" / write the year as 201617, as the measure counts years",
        ),
        (
            row("2016,Calendar year,Local authority,E92000001,England,East Midlands,857,Rutland,67"),
            "[year] expected Academic year or the like, found \"Calendar year\" at \"Calendar year\" / write the year as Academic year, as the measure counts years",
        ),
        (
            row("201617,Academic year,Local authority,E92000001,England,\"Midlands, East\",85,Rutland,67"),
            "[distribution] expected an authority's three-digit number, found \"85\" at \"85\" / write the number",
        ),
        (
            row("201617,Academic year,Local authority,E92000001,England,\"Midlands, East\",857,Rutland,67%"),
            "[number] expected a number or a symbol, found \"67%\" at \"67%\" / write the number in digits",
        ),
        (
            row("201617,Academic year,Local authority,E92000001,England,\"Midlands, East\",855,Leicestershire,167"),
            "[out-of-range] expected a percentage of at most 100, found 167 at \"167\" / correct it",
        ),
        (
            row("201617,Academic year,Local authority,E92000001,England,Midlands, East,857,Rutland,67"),
            "[distribution] expected 9 columns as in the first line, found 10 at \"201617,",
        ),
        (
            row("201718,Academic year,Local authority,E92000001,England,East Midlands,857,Rutland,67"),
            "[duplicate] expected one line for Rutland in 2017/18, found another at \"201718,",
        ),
        (
            HEADER.replace("la_name", "la").replace("time_period", "period") + "x",
            "[distribution] expected a column time_period, found none at \"period,",
        ),
        (String::new(), "[distribution] expected the columns' names and the figures below them, found an empty file"),
        (
            HEADER.replace(',', ";"),
            "[distribution] expected commas between the columns, found semicolons at \"time_period;",
        ),
        (
            row("201617,Academic year,local authority,E92000001,England,East Midlands,857,Rutland,67")
                .replace("Local", "local"),
            "[distribution] expected lines whose geographic_level is Local authority, found none at \"time_period,",
        ),
        (
            row("201617,Academic year,Local authority,E92000001,England,East Midlands,857,Rutland,66"),
            "[distribution] expected the figure that Rutland has among the observations of 2016/17, found another at \"66\" / write the same figure in both places",
        ),
    ] {
        let said = said(&load(&with_csv(&csv)).findings);
        let found = said.iter().filter(|line| line.starts_with(expected)).count();
        assert_eq!(found, 1, "{csv}\n{said:#?}");
        if !expected.contains("a column") {
            assert_eq!(said.len(), 1, "{said:#?}");
        }
    }
    let world = with_csv(&format!(
        "{HEADER}201920,Academic year,Local authority,E92000001,England,East Midlands,857,Rutland,66\n"
    ));
    let yaml = site("distribution: distributions/m.csv\ncancelled: [2019/20]")
        .read(&SitePath::new(PATH).expect("a path"))
        .expect("there");
    let findings = load(&world.with(PATH, yaml)).findings;
    assert!(said(&findings)[0].starts_with("[cancelled-year] expected no figures of 2019/20"), "{:?}", said(&findings));
    let latin =
        site("distribution: distributions/m.csv").with("data/measures/distributions/m.csv", b"time_period,\xa3\n");
    assert!(said(&load(&latin).findings)[0].starts_with("[not-text]"));
}

#[test]
fn the_form_knows_every_symbol_of_the_vault() {
    assert_eq!(SYMBOLS.to_vec(), crate::figures::published::Symbol::ALL.map(|(name, _)| name).to_vec());
}

#[test]
fn the_form_knows_every_word_of_the_vocabulary() {
    let form = crate::source::shape::schema(&shape::FORM);
    let measure = &form["properties"]["measures"]["additionalProperties"]["properties"];
    let words = |key: &str| {
        measure[key]["enum"].as_array().expect("words").iter().filter_map(|word| word.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(words("unit"), Unit::ALL.map(|(name, _)| name));
    assert_eq!(words("counts"), Counts::ALL.map(|(name, _)| name));
    assert_eq!(words("period"), PeriodKind::ALL.map(|(name, _)| name));
    assert_eq!(words("polarity"), Polarity::ALL.map(|(name, _)| name));
    let marks: Vec<&str> = crate::figures::published::Mark::ALL.iter().map(|(name, _)| *name).collect();
    let status = measure["status"]["additionalProperties"]["enum"].as_array().expect("words");
    assert_eq!(status.iter().filter_map(|word| word.as_str()).collect::<Vec<_>>(), marks);
}
