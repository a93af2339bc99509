//! Published attacks on tables of people, each with a fixture that it succeeds on and one where it fails: the table of
//! docs/disclosure.md, which names each test of this file.
//!
//! The attacker has pencil and paper: it sees what readers see, and subtracts.

mod support;

use multum::evidence::Evidence;
use multum::figures::{Decision, MeasureId, Memo, Place, Subject};
use multum::pipeline;
use multum::source::{MemoryWorld, config};
use multum::vocabulary::{Period, PeriodKind};
use support::SiteTest;

/// A site whose measures are `measures`, under a policy of its own.
struct Fixture {
    world: MemoryWorld,
}

impl Fixture {
    fn new(policy: &str, measures: &str) -> Fixture {
        let site = format!("title = \"T\"\n[organisation]\nname = \"O\"\n[disclosure]\n{policy}\n");
        let world = MemoryWorld::new()
            .with("site.toml", site)
            .with(
                "data/geographies.yaml",
                "geographies:\n  ours: { title: Ours, kind: authority, region: north }\n  theirs: { title: Theirs, kind: authority, region: north }\n  north: { title: North, kind: region }\n",
            )
            .with(
                "data/groups.yaml",
                "groups:\n  all: { title: All }\n  a: { title: A }\n  b: { title: B }\n  c: { title: C }\n  d: { title: D }\n\
                 wholes:\n  four: { whole: all, parts: [a, b, c, d] }\n",
            )
            .with("data/measures/t.yaml", format!("topic: {{ id: t, title: T, order: 1 }}\nmeasures:\n{measures}"));
        Fixture { world }
    }

    fn decided(&self) -> (Evidence, Decision, String) {
        let config = config::load(&self.world).value.expect("site.toml of the test");
        let checked = pipeline::decided(&self.world, &config, &Memo::new());
        let said = multum::diagnostic::terminal(&checked.findings, multum::diagnostic::Style::Plain);
        let (evidence, decision) = checked.value.expect("figures");
        (evidence, decision, said)
    }

    /// What readers see of a cell: its number, or nothing.
    fn sees(&self, measure: &str, group: &str, place: &str, year: u16) -> Option<i64> {
        let (evidence, decision, said) = self.decided();
        assert_eq!(said, "");
        let at = evidence.measures.get_index_of(measure).expect("a measure");
        let subject = Subject {
            measure: MeasureId(at as u32),
            group: evidence.group(group).expect("a group"),
            place: Place::Area(evidence.geography(place).expect("a place")),
            period: Period::new(PeriodKind::January, year),
        };
        let point = decision.release.point(&subject).expect("an observation");
        let shown = point.value.shown()?.value();
        rust_decimal::prelude::ToPrimitive::to_i64(&shown)
    }

    fn said(&self) -> String {
        self.decided().2
    }

    /// The same with nothing that says what the groups make.
    fn unlinked(&self) -> Fixture {
        let groups = "groups:\n  all: { title: All }\n  a: { title: A }\n  b: { title: B }\n  c: { title: C }\n  d: { title: D }\n";
        Fixture { world: self.world.clone().with("data/groups.yaml", groups) }
    }
}

fn measure(name: &str, unit: &str, more: &str) -> String {
    format!(
        "  {name}:\n    title: {name}\n    unit: {unit}\n    counts: people\n    period: january\n    polarity: neither\n    source: {{ publisher: O, title: Own }}\n{more}"
    )
}

fn counts(name: &str, years: &[u32], more: &str) -> String {
    let cells: Vec<String> =
        years.iter().enumerate().map(|(at, count)| format!("{}: {{ count: {count} }}", 2015 + at)).collect();
    measure(name, "count", &format!("{more}    observations:\n      ours: {{ {} }}\n", cells.join(", ")))
}

#[test]
fn differencing_of_years() {
    // Three years together are 21, two of them 9 and 8: the third is 4.
    let site = |sum: &str| {
        let three = measure(
            "three-years",
            "count",
            &format!("{sum}    observations:\n      ours: {{ 2017: {{ count: 21 }} }}\n"),
        );
        Fixture::new("", &format!("{}{three}", counts("each-year", &[9, 4, 8], "")))
    };
    let secret = |site: &Fixture| {
        Some(
            site.sees("three-years", "all", "ours", 2017)?
                - site.sees("each-year", "all", "ours", 2015)?
                - site.sees("each-year", "all", "ours", 2017)?,
        )
    };
    assert_eq!(secret(&site("")), Some(4));
    assert_eq!(secret(&site("    sum_of: [each-year]\n    sum_years: 3\n")), None);
}

#[test]
fn the_complement() {
    let site = |policy: &str| {
        Fixture::new(
            policy,
            &measure("reached", "percent", "    observations:\n      ours: { 2017: { count: 57, of: 60 } }\n"),
        )
    };
    let not_reached = |site: &Fixture| Some(60 - site.sees("reached", "all", "ours", 2017)? * 60 / 100);
    // 95% of sixty: three did not.
    assert_eq!(not_reached(&site("smallest_count = 1")), Some(3));
    assert_eq!(not_reached(&site("")), None);
}

#[test]
fn a_percentage_with_its_cohort() {
    let site = |policy: &str| {
        Fixture::new(
            policy,
            &measure("reached", "percent", "    observations:\n      ours: { 2017: { count: 2, of: 6 } }\n"),
        )
    };
    // 33% of six is two people.
    let people = |site: &Fixture| Some((site.sees("reached", "all", "ours", 2017)? * 6 + 50) / 100);
    assert_eq!(people(&site("smallest_count = 1\nsmallest_cohort = 1")), Some(2));
    assert_eq!(people(&site("")), None);
}

#[test]
fn the_n_of_a_title() {
    // "Of 30 pupils" above a table that shows 28 who sat: two did not.
    let site = |sum: &str| {
        let n = counts("pupils", &[30], sum);
        Fixture::new("", &format!("{n}{}{}", counts("sat", &[28], ""), counts("did-not-sit", &[2], "")))
    };
    let secret =
        |site: &Fixture| Some(site.sees("pupils", "all", "ours", 2015)? - site.sees("sat", "all", "ours", 2015)?);
    assert_eq!(secret(&site("")), Some(2));
    assert_eq!(secret(&site("    sum_of: [sat, did-not-sit]\n")), None);
}

/// The bars of four groups as a site draws them, when group d has `secret` people.
fn bars(secret: u32, policy: &str) -> String {
    let groups: String = [("a", 41), ("b", 40), ("c", 39), ("d", secret)]
        .iter()
        .map(|(group, count)| {
            format!("      {group}:\n        northshire: {{ 2016/17: {{ count: {count}, of: 60 }} }}\n")
        })
        .collect();
    let site = SiteTest::small()
        .with(
            "data/groups.yaml",
            "groups:\n  all: { title: All }\n  a: { title: A }\n  b: { title: B }\n  c: { title: C }\n  d: { title: D }\n  disadvantaged: { title: E }\n  not-disadvantaged: { title: F }\n",
        )
        .with(
            "data/measures/own.yaml",
            format!(
                "topic: {{ id: own, title: Own, order: 40 }}\nmeasures:\n  own:\n    title: Own figures\n    unit: percent\n    counts: people\n    period: academic\n    polarity: high\n    source: {{ publisher: O, title: Own }}\n    observations: {{}}\n    groups:\n{groups}"
            ),
        )
        .with("site.toml", format!("title = \"T\"\n[organisation]\nname = \"O\"\n[disclosure]\n{policy}\n"))
        .reading("{{ chart(of=\"own\", kind=\"bar\", groups=[\"a\", \"b\", \"c\", \"d\"]) }}\n");
    let outcome = site.build();
    let built = outcome.built.as_ref().unwrap_or_else(|| panic!("{}", outcome.said));
    // Every byte of every file, one after another.
    built.tree.iter().map(|(path, file)| format!("{path}\n{}\n", String::from_utf8_lossy(&file.bytes))).collect()
}

#[test]
fn the_sort_order() {
    // Of 60 people 2 or 58: a bar at the end or at the front, were it drawn. No byte may tell the two sites apart.
    assert_ne!(bars(2, "smallest_count = 1"), bars(58, "smallest_count = 1"));
    assert_eq!(bars(2, ""), bars(58, ""));
}

#[test]
fn a_singleton() {
    // Of twenty, one is in a and three are in b, both too few. With these two withheld, the one in a subtracts himself and
    // knows b.
    let b = |site: &Fixture| {
        let shown = ["all", "c", "d"].map(|group| site.sees("pupils", group, "ours", 2017));
        Some(shown[0]? - shown[1]? - shown[2]? - 1)
    };
    // The failing fixture is the pair by itself: nothing says that the groups make all.
    let site = Fixture::new("", &four([1, 3, 9, 7]));
    assert_eq!(b(&site.unlinked()), Some(3));
    assert_eq!(site.unlinked().sees("pupils", "a", "ours", 2017), None);
    // The fixed one withholds a third.
    assert_eq!(b(&site), None);
    // Two and three in place of one and three: nobody knows either alone, and the pair is enough.
    let pair = Fixture::new("", &four([2, 3, 9, 6]));
    assert!(["all", "c", "d"].iter().all(|group| pair.sees("pupils", group, "ours", 2017).is_some()));
}

#[test]
fn a_three_way_table() {
    // Groups by places by measures: suspended and excluded make sanctioned, two groups make all, two places make the region.
    // Each face of the cube has its sums, and each by itself would be safe with four of its cells withheld.
    let cube = |counts: [[[u32; 2]; 2]; 2], sums: bool| {
        let table = |name: &str, of: [[u32; 2]; 2], more: &str| {
            let places = |group: [u32; 2]| {
                format!(
                    "{{ ours: {{ 2017: {{ count: {} }} }}, theirs: {{ 2017: {{ count: {} }} }}, north: {{ 2017: {{ count: {} }} }} }}",
                    group[0],
                    group[1],
                    group[0] + group[1]
                )
            };
            let all = [of[0][0] + of[1][0], of[0][1] + of[1][1]];
            measure(
                name,
                "count",
                &format!(
                    "{more}    observations: {}\n    groups:\n      a: {}\n      b: {}\n",
                    places(all),
                    places(of[0]),
                    places(of[1])
                ),
            )
        };
        let both = [0, 1].map(|group| [0, 1].map(|place| counts[0][group][place] + counts[1][group][place]));
        let sum = if sums { "    sum_of: [suspended, excluded]\n" } else { "" };
        let text = format!(
            "{}{}{}",
            table("suspended", counts[0], ""),
            table("excluded", counts[1], ""),
            table("sanctioned", both, sum)
        );
        let site = Fixture::new("", &text);
        Fixture {
            world: site.world.with(
                "data/groups.yaml",
                "groups:\n  all: { title: All }\n  a: { title: A }\n  b: { title: B }\nwholes:\n  two: { whole: all, parts: [a, b] }\n",
            ),
        }
    };
    let counts = [[[3, 21], [17, 35]], [[28, 9], [40, 22]]];
    // Whoever has a face can subtract: by measures, by groups, by places.
    let secrets = |site: &Fixture| {
        let of = |measure: &str, group: &str, place: &str| site.sees(measure, group, place, 2017);
        let less = |whole: Option<i64>, part: Option<i64>| Some(whole? - part?);
        [
            of("suspended", "a", "ours"),
            less(of("sanctioned", "a", "ours"), of("excluded", "a", "ours")),
            less(of("suspended", "all", "ours"), of("suspended", "b", "ours")),
            less(of("suspended", "a", "north"), of("suspended", "a", "theirs")),
        ]
    };
    assert_eq!(
        secrets(&cube(counts, false)),
        [None, Some(3), None, None],
        "nothing says that two measures make the third"
    );
    assert_eq!(secrets(&cube(counts, true)), [None; 4]);
    // Nor do two steps lead there: each of the eight corners through the 3 has another beside it that is withheld.
    let site = cube(counts, true);
    let mut withheld = 0;
    for measure in ["suspended", "excluded", "sanctioned"] {
        for group in ["all", "a", "b"] {
            for place in ["ours", "theirs", "north"] {
                withheld += usize::from(site.sees(measure, group, place, 2017).is_none());
            }
        }
    }
    assert_eq!(withheld, 8, "two in each of the three directions, and no more than that");
}

#[test]
fn linked_tables() {
    // Places by groups in one table, the same cell as a part of another measure's sum in the next.
    let site = |sum: &str| {
        let suspended = measure(
            "suspended",
            "count",
            "    observations:\n      ours: { 2017: { count: 24 } }\n    groups:\n      a:\n        ours: { 2017: { count: 3 } }\n      b:\n        ours: { 2017: { count: 6 } }\n      c:\n        ours: { 2017: { count: 7 } }\n      d:\n        ours: { 2017: { count: 8 } }\n",
        );
        let excluded = measure(
            "excluded",
            "count",
            "    observations: {}\n    groups:\n      b:\n        ours: { 2017: { count: 10 } }\n",
        );
        let both = measure(
            "both",
            "count",
            &format!("{sum}    observations: {{}}\n    groups:\n      b:\n        ours: {{ 2017: {{ count: 16 }} }}\n"),
        );
        Fixture::new("", &format!("{suspended}{excluded}{both}"))
    };
    // The cell b is withheld to protect a; the second table gives it back, and with it a.
    let secret = |site: &Fixture| {
        let b = site.sees("both", "b", "ours", 2017)? - site.sees("excluded", "b", "ours", 2017)?;
        let rest = site.sees("suspended", "c", "ours", 2017)? + site.sees("suspended", "d", "ours", 2017)?;
        Some(site.sees("suspended", "all", "ours", 2017)? - rest - b)
    };
    assert_eq!(secret(&site("")), Some(3));
    assert_eq!(secret(&site("    sum_of: [suspended, excluded]\n")), None);
}

#[test]
fn nought_and_all_of_a_small_group() {
    let site = |policy: &str, count: u32| {
        let cell = format!("    observations:\n      ours: {{ 2017: {{ count: {count}, of: 12 }} }}\n");
        Fixture::new(policy, &measure("reached", "percent", &cell))
    };
    for (count, percent) in [(0, 0), (12, 100)] {
        assert_eq!(site("small_group = 1", count).sees("reached", "all", "ours", 2017), Some(percent));
        assert_eq!(site("", count).sees("reached", "all", "ours", 2017), None);
    }
}

#[test]
fn a_figure_that_its_source_withheld() {
    // The source withheld a; our own figures of the others and of all would give it back.
    let cells = |a: &str| {
        format!(
            "    observations:\n      ours: {{ 2017: {{ count: 30 }} }}\n    groups:\n      a:\n        ours: {{ 2017: {a} }}\n      b:\n        ours: {{ 2017: {{ count: 8 }} }}\n      c:\n        ours: {{ 2017: {{ count: 9 }} }}\n      d:\n        ours: {{ 2017: {{ count: 10 }} }}\n"
        )
    };
    let secret = |site: &Fixture| {
        let parts = ["b", "c", "d"].map(|group| site.sees("pupils", group, "ours", 2017));
        Some(site.sees("pupils", "all", "ours", 2017)? - parts.into_iter().sum::<Option<i64>>()?)
    };
    let site = Fixture::new("", &measure("pupils", "count", &cells("c")));
    assert_eq!(secret(&site), None);
    // Where no row joins the two, nothing is withheld, and the attack succeeds.
    let unlinked = site.unlinked();
    assert_eq!(secret(&unlinked), Some(3));
}

/// What went out before: a file of `released/` with these figures of the groups of ours.
fn released(all: &str, groups: [&str; 4]) -> String {
    let groups: String = ["a", "b", "c", "d"]
        .iter()
        .zip(groups)
        .map(|(group, figure)| format!("      {group}:\n        ours: {{ 2017: {figure} }}\n"))
        .collect();
    format!("measures:\n  pupils:\n    observations:\n      ours: {{ 2017: {all} }}\n    groups:\n{groups}")
}

/// Counts of four groups and of all.
fn four(counts: [u32; 4]) -> String {
    let groups: String = ["a", "b", "c", "d"]
        .iter()
        .zip(counts)
        .map(|(group, count)| format!("      {group}:\n        ours: {{ 2017: {{ count: {count} }} }}\n"))
        .collect();
    let all: u32 = counts.iter().sum();
    measure(
        "pupils",
        "count",
        &format!("    observations:\n      ours: {{ 2017: {{ count: {all} }} }}\n    groups:\n{groups}"),
    )
}

#[test]
fn provisional_against_revised() {
    // Provisional: 3, 8, 9 and 10 make 30, the first two withheld. Then 10 is revised to 6, and is the cheapest to withhold
    // beside the 3; but with the 8 shown, the provisional sums give the 3 away.
    let revised = Fixture::new("", &four([3, 8, 9, 6]));
    let secret = |site: &Fixture| Some(30 - 9 - 10 - site.sees("pupils", "b", "ours", 2017)?);
    assert_eq!(secret(&revised), Some(3));
    let knowing = Fixture { world: revised.world.with("released/2016-17.yaml", released("30", ["c", "c", "9", "10"])) };
    assert_eq!(secret(&knowing), None);
    assert_eq!(knowing.sees("pupils", "a", "ours", 2017), None);

    // The same when it is the withheld figure that is revised: 3 to 6, which may be shown by itself.
    let revised = Fixture::new("", &four([6, 8, 9, 10]));
    assert_eq!(secret(&revised), Some(3));
    let knowing = Fixture { world: revised.world.with("released/2016-17.yaml", released("30", ["c", "c", "9", "10"])) };
    assert_eq!(secret(&knowing), None);
    assert_eq!(knowing.sees("pupils", "a", "ours", 2017), None, "or a reader takes 8 to be the one that changed, to 5");
    assert_eq!(knowing.sees("pupils", "all", "ours", 2017), Some(33));
}

#[test]
fn a_revision_before_the_last_is_not_forgotten() {
    // Three times out: 8 was shown first, and withheld since. Whoever kept the first knows it, so it hides nothing.
    let site = Fixture::new("", &four([3, 8, 9, 10]));
    let secret = |site: &Fixture| {
        let shown = ["all", "c", "d"].map(|group| site.sees("pupils", group, "ours", 2017));
        Some(shown[0]? - shown[1]? - shown[2]? - 8)
    };
    assert_eq!(secret(&site), Some(3));
    let first = "measures:\n  pupils:\n    observations: {}\n    groups:\n      b:\n        ours: { 2017: 8 }\n";
    let world = site.world.with("released/2016-17.yaml", released("x", ["c", "c", "x", "x"]));
    assert_eq!(secret(&Fixture { world: world.with("released/2016-17.1.yaml", first) }), None);
}

#[test]
fn last_years_report_against_this_years_change() {
    // Last year's report said 6 of 2015. This year's says the three years together, 18, and 8 of 2017; the 4 between is
    // withheld, and the 6 with it, in vain.
    let three = measure(
        "three-years",
        "count",
        "    sum_of: [each-year]\n    sum_years: 3\n    observations:\n      ours: { 2017: { count: 18 } }\n",
    );
    let site = Fixture::new("", &format!("{}{three}", counts("each-year", &[6, 4, 8], "")));
    let secret = |site: &Fixture| {
        Some(site.sees("three-years", "all", "ours", 2017)? - site.sees("each-year", "all", "ours", 2017)? - 6)
    };
    assert_eq!(secret(&site), Some(4));
    let last = "measures:\n  each-year:\n    observations:\n      ours: { 2015: 6, 2016: c }\n";
    let knowing = Fixture { world: site.world.with("released/2015-16.yaml", last) };
    assert_eq!(secret(&knowing), None);
    // What went out is shown as ever, and its change to the withheld year is not.
    assert_eq!(knowing.sees("each-year", "all", "ours", 2015), Some(6));
    let (evidence, decision, _) = knowing.decided();
    let at = evidence.measures.get_index_of("each-year").expect("a measure");
    let subject = |year| Subject {
        measure: MeasureId(at as u32),
        group: evidence.group("all").expect("everybody"),
        place: Place::Area(evidence.geography("ours").expect("a place")),
        period: Period::new(PeriodKind::January, year),
    };
    let change = decision.release.difference(&subject(2015), &subject(2016)).expect("both years");
    assert!(change.shown().is_none());
}

#[test]
fn what_went_out_is_told_as_such() {
    // A laxer policy let the 3 out. Withholding it today hides nothing, and costs no other figure.
    let site = Fixture::new("", &four([3, 8, 9, 10]));
    let knowing = Fixture { world: site.world.with("released/2016-17.yaml", released("30", ["3", "8", "9", "10"])) };
    let (_, decision, said) = knowing.decided();
    assert_eq!(said, "");
    let lines = &decision.audit.lines;
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].went_out.as_deref(), Some("2016-17"));
    assert_eq!(knowing.sees("pupils", "d", "ours", 2017), Some(10));

    // The rest of the row went out, and now a comes in, which nothing can hide any more.
    let knowing = Fixture { world: knowing.world.with("released/2016-17.yaml", released("30", ["x", "8", "9", "10"])) };
    assert_eq!(
        knowing.said(),
        "warning[safety]: anybody can work out (pupils, A, Ours, 2017), which the policy withholds, with what went out with 2016-17, \
         from: (pupils, All, Ours, 2017) is made of A and B and C and D\n  data/measures/t.yaml:3:3\n  \
         3 |   pupils:\n        ^^^^^^\n  hint: nothing that is withheld now can take it back; tell whoever answers for the figures\n\n"
    );
}

#[test]
fn what_no_withholding_can_protect_fails_the_build_and_names_the_row() {
    // The source published all but a; a is our own. Nothing of ours can hide it.
    let site = Fixture::new(
        "",
        &measure(
            "pupils",
            "count",
            "    observations:\n      ours: { 2017: 30 }\n    groups:\n      a:\n        ours: { 2017: { count: 3 } }\n      b:\n        ours: { 2017: 8 }\n      c:\n        ours: { 2017: 9 }\n      d:\n        ours: { 2017: 10 }\n",
        ),
    );
    assert_eq!(
        site.said(),
        "error[safety]: expected that nobody can work out (pupils, A, Ours, 2017), which the policy withholds, found that they can, \
         from: (pupils, All, Ours, 2017) is made of A and B and C and D\n  data/measures/t.yaml:3:3\n  \
         3 |   pupils:\n        ^^^^^^\n  \
         hint: take one of these figures out of data/, or the row out of groups.yaml, geographies.yaml or sum_of if it does not add up\n\n"
    );
}

#[test]
fn a_small_group_that_is_left_out() {
    // Of forty 20, 10 and 8 are given. The author has left the last two out, or written a symbol in their place.
    let site = |all: &str, last: &str| {
        let group = |name: &str, cell: &str| format!("      {name}:\n        ours: {{ 2017: {cell} }}\n");
        let groups = ["a", "b", "c"].iter().zip(["20", "10", "8"]);
        let groups: String = groups.map(|(name, count)| group(name, &format!("{{ count: {count} }}"))).collect();
        let last = if last.is_empty() { String::new() } else { group("d", last) };
        let of_all = format!("    observations:\n      ours: {{ 2017: {all} }}\n    groups:\n{groups}{last}");
        Fixture::new("", &measure("pupils", "count", &of_all))
    };
    let secret = |site: &Fixture| {
        let sees = |group: &str| site.sees("pupils", group, "ours", 2017);
        Some(sees("all")? - sees("a")? - sees("b")? - sees("c")?)
    };
    for all in ["{ count: 40 }", "40"] {
        for last in ["", "{ value: x, reason: not counted }"] {
            assert_eq!(secret(&site(all, last).unlinked()), Some(2), "{all} {last}");
            let linked = site(all, last);
            assert_eq!(secret(&linked), None, "{all} {last}");
            // No more is lost than has to be.
            let shown =
                ["all", "a", "b", "c"].iter().filter(|group| linked.sees("pupils", group, "ours", 2017).is_some());
            assert_eq!(shown.count(), 3, "{all} {last}");
        }
    }
    // Many that are left out are no secret, nor is it that there are none.
    assert_eq!(secret(&site("{ count: 60 }", "")), Some(22));
    assert_eq!(secret(&site("{ count: 38 }", "")), Some(0));
    // What went out so before can't be called back.
    let out = site("{ count: 40 }", "");
    let record = "measures:\n  pupils:\n    observations:\n      ours: { 2017: 40 }\n    groups:\n      a:\n        ours: { 2017: 20 }\n      b:\n        ours: { 2017: 10 }\n      c:\n        ours: { 2017: 8 }\n";
    let told = Fixture { world: out.world.with("released/2016-17.yaml", record) }.said();
    assert!(
        told.starts_with("warning[safety]: anybody can work out (pupils, All, Ours, 2017, less the parts that are given), which the policy would withhold, with what went out with 2016-17, from: (pupils, All, Ours, 2017) is made of A and B and C\n"),
        "{told}"
    );
}

#[test]
fn the_table_of_the_documents_names_every_attack() {
    let document = include_str!("../docs/disclosure.md");
    let table = document.split("## Attacks that fail").nth(1).expect("the part of the document");
    let named: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix("` |")?.rsplit('`').next())
        .filter(|name| !name.contains('/'))
        .collect();
    let here: Vec<&str> = include_str!("disclosure_attacks.rs")
        .split("#[test]\nfn ")
        .skip(1)
        .filter_map(|rest| rest.split('(').next())
        .collect();
    let (last, attacks) = here.split_last().expect("this test");
    assert_eq!(*last, "the_table_of_the_documents_names_every_attack");
    assert_eq!(named, attacks, "the table has the tests in the order of tests/disclosure_attacks.rs");
}
