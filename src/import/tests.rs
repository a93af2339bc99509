//! Whole imports on small files.

use super::tool::{Inputs, import};
use super::*;

const MAPPING: &str = "\
source: { publisher: Department for Education, title: The Tool, url: \"https://example.org\", licence: OGL-UK-3.0 }
authority: \"857\"
neighbours_as_of: May 2025
years: { first: 2015/16, last: 2021/22 }
areas: { \"940\": { formed: 2021 } }
groups: { all: All pupils, fsm: Pupils eligible for free school meals, not-fsm: Other pupils }
wholes: { meals: { whole: all, parts: [fsm, not-fsm] } }
topics:
  ks2:
    title: Key stage 2
    order: 40
    defaults: { release: Results, unit: percent, counts: people, period: academic, decimals: 0, polarity: high }
    measures:
      rwm: { from: RWM, title: \"Reading, writing: maths\", definition: D, groups: { fsm: RWM_FSM }, cancelled: [2019/20], breaks: { 2016/17: \"New: tests\" }, distribution: true }
";
const MEASURES: &str = "measure,topic,polarity\nRWM,KS2,High\nRWM_FSM,KS2,High\n";
const AUTHORITIES: &str = "la_number,name,region,type\n857,Rutland,East Midlands,UA\n940,North Northamptonshire,East Midlands,UA\n801,\"Bristol, City of\",South West,UA\n970,England,,\n983,East Midlands,,\n";
const NEIGHBOURS: &str = "la_number,name,rank,neighbour_la_number\n857,Rutland,2,940\n857,Rutland,1,801\n";
const OUTCOMES: &str = "\
measure,year,geography,la_number,region,value
RWM,2017,Rutland,857,East Midlands,67
RWM,2017,North Northamptonshire,940,East Midlands,-
RWM,2017,\"Bristol, City of\",801,South West,61.199999
RWM,2017,East Midlands,983,NA,59
RWM,2017,South West,989,NA,60
RWM,2017,England,970,NA,62
RWM,2016,Rutland,857,East Midlands,-
RWM,2016,North Northamptonshire,940,East Midlands,-
RWM,2016,\"Bristol, City of\",801,South West,52
RWM,2016,East Midlands,983,NA,51
RWM,2016,England,970,NA,54
RWM,2020,Rutland,857,East Midlands,-
RWM,2020,England,970,NA,-
RWM,2022 (Rev),Rutland,857,East Midlands,63
RWM,2022 (Rev),North Northamptonshire,940,East Midlands,-
RWM,2015,Rutland,857,East Midlands,80
RWM_FSM,2016/17,Rutland,857,East Midlands,44
RWM_FSM,2016/17,England,970,NA,43
";

fn inputs(mapping: &str, outcomes: &str) -> Inputs {
    Inputs {
        mapping_path: "data/import.yaml".into(),
        mapping: mapping.to_owned(),
        measures: Input::of("measures.csv", MEASURES),
        authorities: Input::of("local-authorities.csv", AUTHORITIES),
        neighbours: Input::of("statistical-neighbours.csv", NEIGHBOURS),
        outcomes: Input::of("outcomes.csv", outcomes),
    }
}

fn imported() -> Imported {
    import(inputs(MAPPING, OUTCOMES)).expect("sound files")
}

fn file(imported: &Imported, path: &str) -> String {
    let found = imported.files.iter().find(|(name, _)| name == path);
    found.map(|(_, text)| text.clone()).unwrap_or_else(|| panic!("no {path} among {:?}", imported.files))
}

fn fault(mapping: &str, outcomes: &str) -> ImportError {
    let mut errors = import(inputs(mapping, outcomes)).expect_err("files with a fault");
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

#[test]
fn a_topic_is_written_with_every_rule_applied() {
    let imported = imported();
    let text = file(&imported, "data/measures/ks2.yaml");
    let body = text.split_once("\n\n").expect("a comment, an empty line, the data").1;
    assert_eq!(
        body,
        "\
topic: { id: ks2, title: \"Key stage 2\", order: 40 }
measures:
  rwm:
    title: \"Reading, writing: maths\"
    definition: \"D\"
    unit: percent
    counts: people
    period: academic
    decimals: 0
    polarity: high
    source: { publisher: \"Department for Education\", title: \"The Tool, from Results\", url: \"https://example.org\", licence: OGL-UK-3.0 }
    missing: reason not given by the source
    breaks:
      2016/17: \"New: tests\"
    cancelled: [2019/20]
    status: { 2021/22: revised }
    distribution: distributions/rwm.csv
    observations:
      rutland: { 2015/16: x, 2016/17: 67, 2021/22: 63 }
      east-midlands: { 2015/16: 51, 2016/17: 59 }
      england: { 2015/16: 54, 2016/17: 62 }
      bristol-city-of: { 2015/16: 52, 2016/17: 61 }
      north-northamptonshire: { 2015/16: z, 2016/17: z, 2021/22: x }
    groups:
      fsm:
        rutland: { 2016/17: 44 }
        england: { 2016/17: 43 }
"
    );
}

#[test]
fn a_distribution_has_every_authority_and_no_region() {
    assert_eq!(
        file(&imported(), "data/measures/distributions/rwm.csv"),
        "\
time_period,time_identifier,geographic_level,country_code,country_name,region_name,old_la_code,la_name,value
201516,Academic year,Local authority,E92000001,England,South West,801,\"Bristol, City of\",52
201516,Academic year,Local authority,E92000001,England,East Midlands,857,Rutland,x
201516,Academic year,Local authority,E92000001,England,East Midlands,940,North Northamptonshire,z
201617,Academic year,Local authority,E92000001,England,South West,801,\"Bristol, City of\",61
201617,Academic year,Local authority,E92000001,England,East Midlands,857,Rutland,67
201617,Academic year,Local authority,E92000001,England,East Midlands,940,North Northamptonshire,z
202122,Academic year,Local authority,E92000001,England,East Midlands,857,Rutland,63
202122,Academic year,Local authority,E92000001,England,East Midlands,940,North Northamptonshire,x
"
    );
}

#[test]
fn places_and_groups_are_written_with_neighbours_nearest_first() {
    let imported = imported();
    let places = file(&imported, "data/geographies.yaml");
    assert!(
        places.contains("    neighbours: [bristol-city-of, north-northamptonshire]\n    neighbours_as_of: May 2025\n"),
        "{places}"
    );
    assert!(
        places.contains(
            "  bristol-city-of: { title: \"Bristol, City of\", kind: authority, code: \"801\", region: south-west }\n"
        ),
        "{places}"
    );
    assert!(
        places.contains("  east-midlands: { title: \"East Midlands\", kind: region, country: england }\n"),
        "{places}"
    );
    let groups = file(&imported, "data/groups.yaml");
    assert!(groups.ends_with("wholes:\n  meals: { whole: all, parts: [fsm, not-fsm] }\n"), "{groups}");
}

#[test]
fn every_yaml_file_says_that_it_is_generated_and_can_be_read() {
    for (path, text) in imported().files.iter().filter(|(path, _)| path.ends_with(".yaml")) {
        assert!(
            text.starts_with(
                "# Generated by `multum import` from the The Tool\n# (Department for Education, Crown copyright,"
            ),
            "{path}"
        );
        let read: Result<serde_json::Value, _> = serde_yaml::from_str(text);
        assert!(read.is_ok(), "{path}: {read:?}");
    }
}

#[test]
fn the_summary_counts_what_was_taken() {
    let summary = imported().summary;
    assert_eq!((summary.measures, summary.distributions, summary.cells), (1, 1, 14));
    assert_eq!((summary.not_available, summary.not_applicable), (2, 2));
    assert_eq!(summary.distribution_cells, 8);
    assert!(summary.notes.is_empty(), "{:?}", summary.notes);
    assert!(summary.to_string().starts_with("1 measures with 14 figures\n"));
}

#[test]
fn the_same_files_give_the_same_text() {
    assert_eq!(imported().files, imported().files);
}

#[test]
fn a_measure_that_the_tool_does_not_have_is_answered_with_the_one_that_was_meant() {
    let error = fault(&MAPPING.replace("from: RWM,", "from: RMW,"), OUTCOMES);
    assert_eq!(error.to_string(), "the tool has no measure \"RMW\"\n  data/import.yaml:14\n  hint: did you mean RWM?");
}

#[test]
fn every_fault_comes_back_at_once() {
    let mapping = MAPPING.replace("from: RWM,", "from: A,").replace("fsm: RWM_FSM", "fsm: B");
    let errors = import(inputs(&mapping, OUTCOMES)).expect_err("two unknown names");
    assert_eq!(errors.len(), 2, "{errors:?}");
}

#[test]
fn a_value_that_is_no_number_is_shown_with_its_line() {
    let error = fault(MAPPING, &OUTCOMES.replace("East Midlands,67", "East Midlands,67%"));
    assert_eq!(
        error.to_string(),
        "expected a number of \"rwm\" or -, found \"67%\"\n  outcomes.csv:2\n  hint: write 67"
    );
}

#[test]
fn a_percentage_above_its_maximum_is_refused_until_the_mapping_allows_it() {
    let high = OUTCOMES.replace("East Midlands,67", "East Midlands,104.9");
    let error = fault(MAPPING, &high);
    assert_eq!((error.line, error.message.as_str()), (Some(2), "104.9 is above 100, the most that \"rwm\" can be"));
    let allowed = MAPPING.replace("decimals: 0", "decimals: 0, maximum: 110");
    assert!(import(inputs(&allowed, &high)).is_ok());
    let low = OUTCOMES.replace("East Midlands,67", "East Midlands,-1");
    assert_eq!(fault(MAPPING, &low).message, "-1 is below 0, the least that \"rwm\" can be");
}

#[test]
fn a_wrong_maximum_does_not_drown_the_reader_in_faults() {
    let rows: String = (0..30).map(|n| format!("RWM,2017,Place {n},{},East Midlands,150\n", 100 + n)).collect();
    let authorities: String = (0..30).map(|n| format!("{},Place {n},East Midlands,UA\n", 100 + n)).collect();
    let mut files = inputs(MAPPING, &format!("{OUTCOMES}{rows}"));
    files.authorities = Input::of("local-authorities.csv", &format!("{AUTHORITIES}{authorities}"));
    let errors = import(files).expect_err("thirty figures above their maximum");
    assert_eq!(errors.len(), files::MOST_ERRORS + 1);
    assert_eq!(errors.last().map(|error| error.message.as_str()), Some("and 10 more like these"));
}

#[test]
fn figures_in_a_cancelled_year_and_years_without_figures_are_noted() {
    let odd = OUTCOMES.replace("RWM,2020,England,970,NA,-", "RWM,2020,England,970,NA,65");
    let notes = import(inputs(MAPPING, &odd)).expect("sound files").summary.notes;
    assert_eq!(notes, ["rwm (RWM): 2019/20 is called cancelled, but has 1 figures: none was taken"]);
    let open = MAPPING.replace("cancelled: [2019/20], ", "");
    let notes = import(inputs(&open, OUTCOMES)).expect("sound files").summary.notes;
    assert_eq!(notes, ["rwm (RWM): 2019/20 has no figure of any area: should the mapping call it cancelled?"]);
}

#[test]
fn a_polarity_contrary_to_the_tool_s_is_noted() {
    let contrary = MAPPING.replace("polarity: high", "polarity: low");
    let notes = import(inputs(&contrary, OUTCOMES)).expect("sound files").summary.notes;
    assert_eq!(notes, ["rwm: the tool says that a high figure is good, the mapping the contrary"]);
}

#[test]
fn two_years_in_a_measure_that_counts_by_one_are_refused() {
    let error = fault(
        &MAPPING
            .replace("period: academic", "period: january")
            .replace("cancelled: [2019/20], breaks: { 2016/17: \"New: tests\" }, ", ""),
        &OUTCOMES.replace("RWM_FSM,2016/17,England,970,NA,43\n", ""),
    );
    assert_eq!(
        (error.line, error.message.as_str()),
        (Some(18), "\"rwm\" counts by january, but the row names two years")
    );
}

#[test]
fn an_authority_or_region_that_the_files_do_not_have_is_refused() {
    let error = fault(&MAPPING.replace("\"857\"", "\"875\""), OUTCOMES);
    assert_eq!(
        (error.line, error.message.as_str()),
        (Some(2), "local-authorities.csv has no authority numbered \"875\"")
    );
    let error = fault(MAPPING, &OUTCOMES.replace("RWM,2017,South West,989,NA,60\n", ""));
    assert_eq!(error.message, "outcomes.csv has no figures of \"South West\"");
}

#[test]
fn a_folder_without_the_files_says_which_and_where() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mapping = folder.path().join("import.yaml");
    std::fs::write(&mapping, MAPPING).expect("a file");
    let errors = from_tool(folder.path(), &mapping).expect_err("no data files");
    assert!(errors[0].message.starts_with("neither measures.csv nor measures.csv.gz can be read"), "{}", errors[0]);
    assert!(from_tool(folder.path(), &folder.path().join("none.yaml")).is_err());
}

#[test]
fn compressed_files_are_read_like_plain_ones() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    for (name, text) in [
        ("measures.csv", MEASURES),
        ("local-authorities.csv", AUTHORITIES),
        ("statistical-neighbours.csv", NEIGHBOURS),
        ("import.yaml", MAPPING),
    ] {
        std::fs::write(path(name), text).expect("a file");
    }
    let file = std::fs::File::create(path("outcomes.csv.gz")).expect("a file");
    let mut compressed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    compressed.write_all(OUTCOMES.as_bytes()).expect("a file");
    compressed.finish().expect("a file");
    assert_eq!(from_tool(folder.path(), &path("import.yaml")).expect("sound files").files, imported().files);
}

#[test]
fn a_distribution_can_be_imported_as_open_data() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let imported = imported();
    let csv = folder.path().join("rwm.csv");
    let geographies = folder.path().join("geographies.yaml");
    std::fs::write(&csv, file(&imported, "data/measures/distributions/rwm.csv")).expect("a file");
    std::fs::write(&geographies, file(&imported, "data/geographies.yaml")).expect("a file");
    let request = OpenDataRequest { column: "value".into(), only: Vec::new(), decimals: 0, geographies };
    let block = from_open_data(&csv, &request).expect("a sound file").block();
    assert!(
        block.starts_with("    observations:\n      rutland: { 2015/16: x, 2016/17: 67, 2021/22: 63 }\n"),
        "{block}"
    );
}
