//! The rules of `data/prioritisation/criteria` held against cases that an officer can read (`tests/prioritisation/`), and
//! against every input: worsening never improves, order doesn't matter, nothing is left without a rating.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use multum::diagnostic::{Source, Style, terminal};
use multum::evidence::prioritisation::criteria;
use multum::evidence::prioritisation::eligibility::{Outcome, eligibility};
use multum::evidence::prioritisation::engine::{Known, decide};
use multum::evidence::prioritisation::scheme::Scheme;
use multum::source::{Node, yaml};
use multum::vocabulary::Rating;

fn repository(path: &str) -> std::sync::Arc<Source> {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the repository");
    Source::new(path, text)
}

fn scheme(name: &str) -> Scheme {
    let read = criteria::read(&repository(&format!("data/prioritisation/criteria/{name}.yaml")));
    assert!(read.findings.is_empty(), "{}", terminal(&read.findings, Style::Plain));
    read.value.expect("it is sound")
}

fn cases(name: &str) -> Node {
    let parsed = yaml::parse(&repository(&format!("tests/prioritisation/{name}.yaml")));
    assert!(parsed.findings.is_empty());
    parsed.value
}

fn words(node: &Node, key: &str) -> Vec<String> {
    let items = node.get(key).map(Node::items).unwrap_or_default();
    items.iter().map(|item| item.text().expect("a word").as_str().to_owned()).collect()
}

/// What a case says of a provider: green where it says nothing.
fn known(scheme: &Scheme, case: &Node) -> Known {
    let mut areas = vec![Some(Rating::Green); scheme.areas.len()];
    for (key, rating) in [("amber", Some(Rating::Amber)), ("red", Some(Rating::Red)), ("not_rated", None)] {
        for area in words(case, key) {
            let at = scheme.areas.get_index_of(area.as_str()).unwrap_or_else(|| panic!("there is no area {area}"));
            assert!(rating != Some(Rating::Amber) || scheme.areas[at].means[1].is_some(), "{area} can't be amber");
            areas[at] = rating;
        }
    }
    Known { areas, facts: facts(scheme, case) }
}

fn facts(scheme: &Scheme, case: &Node) -> Vec<bool> {
    let so = words(case, "facts");
    so.iter().for_each(|fact| assert!(scheme.facts.contains_key(fact.as_str()), "there is no fact {fact}"));
    scheme.facts.keys().map(|fact| so.iter().any(|known| known == fact.as_str())).collect()
}

#[test]
fn every_case_has_the_rating_and_the_reason_that_an_officer_expects() {
    let mut tried = 0;
    for name in ["schools", "early-years"] {
        let scheme = scheme(name);
        let mut decided = vec![false; scheme.rules.len()];
        for case in cases(name).items() {
            tried += 1;
            let title = case.string("case").expect("a case says what it is");
            let decision = decide(&scheme, &known(&scheme, case)).unwrap_or_else(|| panic!("{title}: no rating"));
            let because: Vec<&str> =
                decision.areas.iter().map(|area| scheme.areas.get_index(*area).expect("an area").0.as_str()).collect();
            assert_eq!(Some(decision.rating.name()), case.string("rating").as_deref(), "{name}: {title}");
            assert_eq!(
                Some(scheme.rules[decision.rule].name.as_str()),
                case.string("rule").as_deref(),
                "{name}: {title}"
            );
            assert_eq!(because, words(case, "because"), "{name}: {title}");
            decided[decision.rule] = true;
        }
        assert!(decided.iter().all(|tried| *tried), "{name}: a rule has no case");
    }
    let scheme = scheme("schools");
    let fund = scheme.fund.as_ref().expect("schools have a fund");
    let mut met = vec![false; fund.criteria.len()];
    for case in cases("fund").items() {
        tried += 1;
        let title = case.string("case").expect("a case says what it is");
        let phase = scheme.phases.get_index_of(case.string("phase").expect("a phase").as_str()).expect("a phase");
        let figures: BTreeMap<usize, _> = case
            .get("figures")
            .map(Node::entries)
            .unwrap_or_default()
            .iter()
            .map(|(name, value)| {
                let at = scheme
                    .figures
                    .get_index_of(name.as_str())
                    .unwrap_or_else(|| panic!("there is no figure {}", name.as_str()));
                (at, value.text().and_then(multum::source::Text::number).expect("a number"))
            })
            .collect();
        let (mut eligible, mut unknown) = (Vec::new(), Vec::new());
        for (at, outcome) in eligibility(fund, phase, &facts(&scheme, case), &figures) {
            let number = fund.criteria.get_index(at).expect("a criterion").0.to_string();
            met[at] |= outcome == Outcome::Met;
            match outcome {
                Outcome::Met => eligible.push(number),
                Outcome::Unknown(_) => unknown.push(number),
                Outcome::NotMet | Outcome::OtherPhase => {}
            }
        }
        assert_eq!(eligible, words(case, "eligible"), "{title}");
        assert_eq!(unknown, words(case, "not_known"), "{title}");
    }
    assert!(met.iter().all(|met| *met), "a criterion of the fund has no case that meets it");
    assert!(tried >= 60, "{tried} cases");
}

#[test]
fn every_rule_says_whether_the_council_states_it() {
    let stated = |name: &str, rule: &str| {
        let scheme = scheme(name);
        let rule = scheme.rules.iter().find(|known| known.name.as_str() == rule).expect("the rule");
        rule.stated_by.words().to_owned()
    };
    assert_eq!(stated("schools", "safeguarding"), "stated by the council");
    assert_eq!(stated("schools", "category"), "stated by the council");
    assert_eq!(stated("schools", "mostly-amber"), "our reading");
    // Appendix A states no automatic red.
    assert!(scheme("early-years").rules.iter().all(|rule| rule.stated_by.words() == "our reading"));
}

/// Any provider of a scheme, areas without a rating among them.
fn anybody(areas: usize, facts: usize) -> impl Strategy<Value = Known> {
    let rating = prop_oneof![Just(None), Just(Some(Rating::Green)), Just(Some(Rating::Amber)), Just(Some(Rating::Red))];
    (prop::collection::vec(rating, areas), prop::collection::vec(any::<bool>(), facts))
        .prop_map(|(areas, facts)| Known { areas, facts })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_input_decides_and_gives_its_rule(of_schools in anybody(11, 7), of_settings in anybody(9, 0)) {
        for (name, known) in [("schools", of_schools), ("early-years", of_settings)] {
            let scheme = scheme_once(name);
            let decision = decide(scheme, &known);
            prop_assert!(decision.as_ref().is_some_and(|decision| scheme.rules[decision.rule].rating == decision.rating));
            // What decided is rated, so that a reason never names an area that nobody looked at.
            prop_assert!(decision.is_some_and(|decision| decision.areas.iter().all(|area| known.areas[*area].is_some()
                || scheme.rules[decision.rule].name.as_str() == "category")));
        }
    }

    #[test]
    fn worsening_an_area_never_improves_the_rating(known in anybody(11, 7), area in 0usize..11, fact in 0usize..7) {
        let scheme = scheme_once("schools");
        let before = decide(scheme, &known).expect("every input decides").rating;
        let mut worse = known.clone();
        worse.areas[area] = worse.areas[area].map(|rating| if rating == Rating::Green { Rating::Amber } else { Rating::Red });
        prop_assert!(decide(scheme, &worse).expect("every input decides").rating >= before);
        worse.facts[fact] = true;
        prop_assert!(decide(scheme, &worse).expect("every input decides").rating >= before);
    }

    #[test]
    fn the_order_of_areas_does_not_matter(known in anybody(11, 7), order in Just((0..11usize).collect::<Vec<_>>()).prop_shuffle()) {
        let scheme = scheme_once("schools");
        // The same criteria with their areas in another order, and the same provider.
        let mut shuffled = scheme.clone();
        shuffled.areas = order.iter().map(|at| scheme.areas.get_index(*at).map(|(name, area)| (name.clone(), area.clone())).expect("an area")).collect();
        let place = |area: usize| order.iter().position(|at| *at == area).expect("every area is there");
        use multum::evidence::prioritisation::scheme::When;
        for rule in &mut shuffled.rules {
            if let Some(When::Area(area, _)) = &mut rule.when { *area = place(*area); }
        }
        for fact in shuffled.facts.values_mut() {
            if let Some((area, _)) = &mut fact.implies { *area = place(*area); }
        }
        let moved = Known { areas: order.iter().map(|at| known.areas[*at]).collect(), facts: known.facts.clone() };
        let (one, other) = (decide(scheme, &known).expect("decides"), decide(&shuffled, &moved).expect("decides"));
        let names = |scheme: &Scheme, areas: &[usize]| {
            let mut names: Vec<String> = areas.iter().map(|at| scheme.areas.get_index(*at).expect("an area").0.to_string()).collect();
            names.sort();
            names
        };
        prop_assert_eq!((one.rating, one.rule), (other.rating, other.rule));
        prop_assert_eq!(names(scheme, &one.areas), names(&shuffled, &other.areas));
    }
}

/// The criteria, read once for all cases of a property.
fn scheme_once(name: &str) -> &'static Scheme {
    use std::sync::OnceLock;
    static SCHOOLS: OnceLock<Scheme> = OnceLock::new();
    static SETTINGS: OnceLock<Scheme> = OnceLock::new();
    match name {
        "schools" => SCHOOLS.get_or_init(|| scheme("schools")),
        _ => SETTINGS.get_or_init(|| scheme("early-years")),
    }
}
