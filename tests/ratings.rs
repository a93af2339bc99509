//! What the public may see of ratings, and what it may not: counts under the disclosure policy, names by agreement alone,
//! the internal edition nowhere but in its own folder.

use std::path::Path;

use rayon::prelude::*;

use multum::diagnostic::{Style, terminal};
use multum::document::{Block, Page, Table};
use multum::evidence::prioritisation::assessments::Term;
use multum::evidence::prioritisation::counts::Part;
use multum::evidence::released::Released;
use multum::evidence::{self, Beside, Evidence, safety};
use multum::figures::{Decision, Memo, Policy, decide};
use multum::pipeline::{self, Options};
use multum::publish::manifest;
use multum::source::{MemoryWorld, config};
use multum::vocabulary::{AcademicYear, Rating};

mod support;
use support::SiteTest;
use support::reviews::{CRITERIA, review};

fn geographies() -> &'static str {
    "geographies:\n  northshire: { title: Northshire, kind: authority, code: \"001\" }\n"
}

fn decided(primary: [u32; 3], secondary: [u32; 3], criteria: &str) -> (Evidence, Decision) {
    let world = MemoryWorld::new()
        .with("data/geographies.yaml", geographies())
        .with("data/prioritisation/criteria/schools.yaml", criteria)
        .with("data/prioritisation/assessments/a.yaml", review("primary", "2016/17", primary, true))
        .with("data/prioritisation/assessments/b.yaml", review("secondary", "2016/17", secondary, true));
    let loaded = evidence::load_with(&world, Beside::Nothing);
    assert!(loaded.findings.is_empty(), "{}", terminal(&loaded.findings, Style::Plain));
    let mut evidence = loaded.value;
    let tables = std::mem::take(&mut evidence.tables);
    let decision = decide(tables, &safety::structure(&evidence, Vec::new()), &Policy::default(), &Memo::new());
    (evidence, decision)
}

/// What is shown of a part: a number, or nothing where it is withheld.
fn shown(evidence: &Evidence, decision: &Decision, part: Part) -> [Option<u32>; 3] {
    let northshire = evidence.geography("northshire").expect("the place");
    let when = (AcademicYear::starting(2016), Term::Summer);
    Rating::ALL.map(|rating| {
        let count = evidence.prioritisation.counts.count((0, part), northshire, when, rating)?;
        let published = decision.release.counted(&count.subject, count.named)?;
        published.shown().map(|quantity| quantity.plain().parse().expect("a count"))
    })
}

/// Every way in which so many providers can be green, amber and red.
fn divisions(of: u32) -> Vec<[u32; 3]> {
    (0..=of).flat_map(|green| (0..=of - green).map(move |amber| [green, amber, of - green - amber])).collect()
}

/// Whether a number may stand behind what is shown: the same where it is shown; where it is withheld, one that the policy
/// would not have shown as nought.
fn fits(shown: Option<u32>, number: u32, nought_is_shown: bool) -> bool {
    match shown {
        Some(shown) => shown == number,
        None => !(nought_is_shown && number == 0),
    }
}

/// All 910 ways in which twelve primary and three secondary schools can be rated, not a sample of them.
#[test]
fn whatever_is_shown_three_schools_could_be_rated_in_any_way() {
    divisions(12).into_par_iter().for_each(|primary| {
        for secondary in divisions(3) {
            let (evidence, decision) = decided(primary, secondary, CRITERIA);
            assert!(decision.audit.leaks.is_empty(), "{primary:?} {secondary:?}");
            let of_primary = shown(&evidence, &decision, Part::Phase(0));
            let of_secondary = shown(&evidence, &decision, Part::Phase(1));
            let of_all = shown(&evidence, &decision, Part::Together);
            assert_eq!(of_secondary, [None; 3]);
            // By hand: for each way there are primary schools with which all that is shown would be the same.
            for way in divisions(3) {
                let possible = divisions(12).into_iter().any(|other| {
                    (0..3)
                        .all(|at| fits(of_primary[at], other[at], true) && fits(of_all[at], other[at] + way[at], false))
                });
                assert!(possible, "{way:?} is ruled out by {of_primary:?} and {of_all:?}");
            }
            // Small counts of the large phase are withheld as well.
            for shown in of_primary {
                assert!(shown.is_none_or(|number| number == 0 || number >= 3));
            }
        }
    });
}

#[test]
fn a_large_phase_alone_is_shown_where_its_counts_are_large() {
    let alone = CRITERIA.replace("together: All schools\n", "");
    let (evidence, decision) = decided([7, 5, 0], [1, 1, 1], &alone);
    assert_eq!(shown(&evidence, &decision, Part::Phase(0)), [Some(7), Some(5), Some(0)]);
    assert_eq!(shown(&evidence, &decision, Part::Phase(1)), [None; 3]);
    // The one red school knows that it is alone: with nine green shown it would know the number of amber ones too.
    let (evidence, decision) = decided([9, 2, 1], [3, 0, 0], &alone);
    assert_eq!(shown(&evidence, &decision, Part::Phase(0)), [None; 3]);
    assert_eq!(shown(&evidence, &decision, Part::Phase(1)), [None; 3]);
}

#[test]
fn of_two_providers_there_is_not_even_a_withheld_count() {
    let (evidence, decision) = decided([7, 5, 0], [1, 1, 0], CRITERIA);
    assert_eq!(shown(&evidence, &decision, Part::Phase(1)), [None; 3]);
    assert_eq!(shown(&evidence, &decision, Part::Together), [None; 3]);
    assert!(decision.audit.leaks.is_empty());
}

/// A site whose assessments lie in the confidential folder. The first primary school agreed to be named.
fn world(page: &str) -> MemoryWorld {
    let toml = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/small/site.toml"))
        .expect("the small site");
    let agreed = review("primary", "2016/17", [7, 5, 0], false).replacen(
        "notes: { state: Qwertynote }",
        "notes: { state: Qwertynote }\n    publication: { agreed: 2017-07-01, by: Headteacher, reply: We are content. }",
        1,
    );
    let folder = MemoryWorld::confidential()
        .with("prioritisation/a.yaml", agreed)
        .with("prioritisation/b.yaml", review("secondary", "2016/17", [2, 1, 0], false))
        .with("prioritisation/c.yaml", review("primary", "2015/16", [6, 3, 3], false));
    SiteTest::small()
        .with("site.toml", format!("confidential = \"../secret\"\n{toml}"))
        .with("data/prioritisation/criteria/schools.yaml", CRITERIA.replace("together: All schools\n", ""))
        .reading(page)
        .into_world()
        .with_beside("../secret", folder)
}

fn tables(page: &Page) -> Vec<&Table> {
    page.body.iter().filter_map(|block| if let Block::Table(table) = block { Some(&**table) } else { None }).collect()
}

const ALL: &str = "How many there are.\n\n{{ ratings(of=\"schools\", show=\"counts\") }}\n\n{{ ratings(of=\"schools\", show=\"shares\") }}\n\n\
                   {{ ratings(of=\"schools\", show=\"change\") }}\n\n{{ ratings(of=\"schools\", show=\"chart\") }}\n\n\
                   {{ ratings(of=\"schools\", show=\"named\") }}\n";

#[test]
fn nothing_of_the_internal_edition_reaches_the_public_tree() {
    let built = pipeline::build_again(&world(ALL), &Options::default(), &Memo::new());
    assert!(!built.findings.has_errors(), "{}", terminal(&built.findings, Style::Plain));
    let public = built.value.expect("it builds");
    assert!(
        !public.site.facts.internal && !public.tree.is_internal() && !manifest(&public.tree).contains("\"internal\"")
    );
    let mut named = 0;
    for (path, file) in public.tree.iter() {
        let text = String::from_utf8_lossy(&file.bytes);
        for secret in ["Qwertynote", "7.31", "Internal edition", "not for publication"] {
            assert!(!text.contains(secret), "{path} has {secret}");
        }
        // Of all names only the one that was agreed to.
        for (at, _) in text.match_indices("Zyxschool ") {
            assert!(
                text[at..].starts_with("Zyxschool primary 1") && !text[at..].starts_with("Zyxschool primary 1 0"),
                "{path}"
            );
            assert!(!text[at + "Zyxschool primary 1".len()..].starts_with(|c: char| c.is_ascii_digit()), "{path}");
            named += 1;
        }
    }
    assert!(named > 0, "the provider that agreed is named");
}

#[test]
fn the_internal_edition_says_so_on_every_page_and_in_every_file_of_providers() {
    let options = Options { internal: true, outputs: Some(vec!["data", "screen"]), ..Options::default() };
    let built = pipeline::build_again(&world(ALL), &options, &Memo::new());
    assert!(!built.findings.has_errors(), "{}", terminal(&built.findings, Style::Plain));
    let internal = built.value.expect("it builds");
    assert!(internal.site.facts.internal && internal.tree.is_internal());
    assert!(manifest(&internal.tree).contains("\n  \"internal\": true,\n"));
    assert!(internal.site.pages.len() > 15);
    for (path, file) in internal.tree.iter() {
        let text = String::from_utf8_lossy(&file.bytes);
        if path.extension() == Some("html") {
            assert!(text.contains("Internal edition: not for publication"), "{path}");
            assert!(text.contains("class=\"watermark\"") && text.contains("noindex"), "{path}");
        }
        if path.extension() == Some("csv") {
            assert!(
                text.lines().skip(1).all(|line| line.starts_with("\"Internal edition: not for publication\"")),
                "{path}"
            );
        }
    }
    let card =
        internal.site.pages.iter().find(|page| page.title == "Scorecard of Zyxschool primary 8").expect("a scorecard");
    assert!(tables(card).iter().any(|table| table.caption.contains("at each review")), "the trend is there");
}

#[test]
fn counts_shares_and_changes_are_printed_and_small_phases_are_not() {
    let built = pipeline::build_again(&world(ALL), &Options::default(), &Memo::new()).value.expect("it builds");
    let page = built.site.pages.iter().find(|page| page.title == "Reading").expect("the page");
    let all = tables(page);
    let said = |table: &Table| -> Vec<Vec<String>> {
        table.rows.iter().map(|row| (0..table.columns.len()).map(|at| table.cell_text(row, at)).collect()).collect()
    };
    assert_eq!(said(all[0]), [["7", "[c]"], ["5", "[c]"], ["0", "[c]"], ["12", "3"]]);
    assert_eq!(said(all[1]), [["58", "[c]"], ["42", "[c]"], ["0", "[c]"]]);
    assert_eq!(said(all[2])[0][0], "Up 8 percentage points");
    assert_eq!(said(all[3])[0][2], "We are content.");
    assert!(page.body.iter().any(|block| matches!(block, Block::Chart(_))));
}

/// A review of so many green, amber and red primary schools of which the first few, which are green, agreed to be named; with
/// what went out before.
fn of_primaries(counts: [u32; 3], named: usize, released: Option<&str>) -> MemoryWorld {
    let agreed = "notes: { state: Qwertynote }\n    publication: { agreed: 2017-07-01, by: Headteacher }";
    let folder = MemoryWorld::confidential().with(
        "prioritisation/a.yaml",
        review("primary", "2016/17", counts, false).replacen("notes: { state: Qwertynote }", agreed, named),
    );
    let toml = "title = \"T\"\nconfidential = \"../secret\"\n[organisation]\nname = \"O\"\n";
    let site = SiteTest::small()
        .with("site.toml", toml)
        .with("data/prioritisation/criteria/schools.yaml", CRITERIA.replace("together: All schools\n", ""))
        .reading("{{ ratings(of=\"schools\", show=\"counts\") }}\n");
    let site = released.iter().fold(site, |site, text| site.with("released/2016-17.yaml", text));
    site.into_world().with_beside("../secret", folder)
}

/// What readers see of the primary schools of a world, what would go on record of it, and what is said.
fn seen(world: &MemoryWorld) -> ([Option<u32>; 3], String, Vec<String>) {
    let built = pipeline::build_again(world, &Options::default(), &Memo::new());
    let reviews = built.value.expect("it builds").site.reviews;
    let config = config::load(world).value.expect("site.toml");
    let checked = pipeline::decided(world, &config, &Memo::new());
    let (evidence, decision) = checked.value.expect("figures");
    let record = Released::of(&evidence, &decision.release, None).with_ratings(
        &evidence,
        &decision.release,
        reviews.iter().map(|(_, review)| review),
    );
    let went_out = decision.audit.lines.iter().filter(|line| line.went_out.is_some());
    let told = went_out.map(|line| safety::words(&line.cell, &evidence)).collect();
    (shown(&evidence, &decision, Part::Phase(0)), record.text("Before."), told)
}

#[test]
fn counts_that_went_out_protect_those_that_were_withheld_beside_them() {
    // Two of eighteen are red: they are withheld, and the amber ones with them. Amber and red together are eight.
    let (before, record, _) = seen(&of_primaries([10, 6, 2], 0, None));
    assert_eq!(before, [Some(10), None, None]);
    assert!(
        record.ends_with(
            "ratings:\n  schools:\n    phases:\n      primary:\n        northshire:\n          2016/17: { summer: { all: 18, amber: c, green: 10, red: c } }\n"
        ),
        "{record}"
    );
    // Then eight of the green ones agree to be named. Of the others two are green, so that these and the red ones hide each
    // other; but six amber ones, and eight that were amber or red, leave two red.
    let (unaware, _, _) = seen(&of_primaries([10, 6, 2], 8, None));
    assert_eq!(unaware, [None, Some(6), None]);
    let (aware, _, told) = seen(&of_primaries([10, 6, 2], 8, Some(&record)));
    assert_eq!(aware, [None, None, None]);
    assert_eq!(told, ["Primary schools, green, summer review, Northshire, 2016/17"]);
}

#[test]
fn a_count_that_went_out_whole_is_told_to_hide_nothing_once_it_is_few() {
    let (before, record, _) = seen(&of_primaries([5, 10, 3], 0, None));
    assert_eq!(before, [Some(5), Some(10), Some(3)]);
    // Three of five green ones are named later. Two remain, which the record says anyway: no other count goes for their sake.
    let (aware, _, told) = seen(&of_primaries([5, 10, 3], 3, Some(&record)));
    assert_eq!((aware, told.len()), ([None, Some(10), Some(3)], 1));
    let (unaware, _, told) = seen(&of_primaries([5, 10, 3], 3, None));
    assert_eq!((unaware.iter().flatten().count(), told.len()), (1, 0));
}

#[test]
fn of_reviews_that_are_made_up_or_that_no_page_shows_nothing_goes_on_record() {
    let made_up = SiteTest::small()
        .with("data/prioritisation/criteria/schools.yaml", CRITERIA.replace("together: All schools\n", ""))
        .with("data/prioritisation/assessments/a.yaml", review("primary", "2016/17", [7, 5, 0], true))
        .reading("{{ ratings(of=\"schools\", show=\"counts\") }}\n")
        .into_world();
    assert!(!seen(&made_up).1.contains("ratings:"));
    let not_shown =
        of_primaries([10, 6, 2], 0, None).with("content/2016-17/reading.md", "---\ntitle: Reading\n---\nWords.\n");
    assert!(!seen(&not_shown).1.contains("ratings:"));
}

#[test]
fn made_up_ratings_say_so_on_the_page_in_captions_notes_and_files() {
    let world = SiteTest::small()
        .with("data/prioritisation/criteria/schools.yaml", CRITERIA.replace("together: All schools\n", ""))
        .with("data/prioritisation/assessments/a.yaml", review("primary", "2016/17", [7, 5, 0], true))
        .reading("{{ ratings(of=\"schools\", show=\"counts\") }}\n\n{{ ratings(of=\"schools\", show=\"chart\") }}\n")
        .into_world();
    let built = pipeline::build_again(&world, &Options::default(), &Memo::new()).value.expect("it builds");
    let page = built.site.pages.iter().find(|page| page.title == "Reading").expect("the page");
    assert_eq!(page.banners.len(), 1, "it is said once above the page");
    let table = tables(page)[0];
    assert!(table.caption.starts_with("Illustrative: ") && table.corner.contains("illustrative"));
    assert!(table.notes.iter().any(|note| note == "These ratings are made up."));
    let files: Vec<String> = built
        .tree
        .iter()
        .filter(|(path, _)| path.as_str().starts_with("2016-17/reading/") && path.extension() != Some("html"))
        .map(|(_, file)| String::from_utf8_lossy(&file.bytes).to_lowercase())
        .collect();
    assert!(files.len() >= 3, "two tables and a drawing");
    assert!(files.iter().all(|file| file.contains("illustrative")));
}

#[test]
fn only_the_internal_edition_and_the_desk_top_review_open_assessments() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut doors: Vec<String> = walkdir::WalkDir::new(&src)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .filter(|entry| std::fs::read_to_string(entry.path()).is_ok_and(|text| text.contains("Internal::edition()")))
        .map(|entry| entry.path().strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/"))
        .collect();
    doors.sort();
    assert_eq!(doors, ["commands/prioritise.rs", "pipeline.rs"]);
}
