//! A file of criteria read: a scheme, and all that is wrong with it.

use std::sync::Arc;

use indexmap::IndexMap;

use super::scheme::{
    Area, Bounds, Criterion, Fact, Figure, Fund, Level, Rule, Scheme, Share, Source as Origin, StatedBy, Step, Test,
    Threshold, When,
};
use super::shape::CRITERIA_FORM;
use super::soundness::{self, Unsound};
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code, nearest};
use crate::source::{Node, Text, shape, yaml};
use crate::vocabulary::{Rating, Slug};

/// The fewest providers of a phase of which any count is shown, where criteria say no other number.
const FEWEST: u32 = 10;

/// The scheme of a file; nothing where something is missing that the others are held against.
pub fn read(source: &Arc<Source>) -> Checked<Option<Scheme>> {
    let mut findings = Findings::new();
    let node = yaml::parse(source).gather(&mut findings);
    shape::check(&node, CRITERIA_FORM.shape, &mut findings);
    // What refers to a name that its form has refused would be told of twice.
    let value = if findings.has_errors() { None } else { Reader { findings: &mut findings }.scheme(source, &node) };
    Checked { value, findings }
}

struct Reader<'f> {
    findings: &'f mut Findings,
}

impl Reader<'_> {
    fn scheme(&mut self, source: &Arc<Source>, node: &Node) -> Option<Scheme> {
        let stem = source.path().rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
        let Some(name) = Slug::new(stem) else {
            let fault = Diagnostic::error(
                code::NAME,
                &source.span(0, 0),
                "expected a file whose name is small letters, digits and hyphens, found another",
            );
            self.findings.push(fault.hint(format!("call it {}.yaml", Slug::from_title(stem))));
            return None;
        };
        let phases = titles(node, "phases");
        let kinds = titles(node, "kinds");
        let origin = node.get("source")?;
        let mut figures = IndexMap::new();
        for (text, node) in named(node, "figures") {
            let of = |node: &Node| node.text().and_then(|text| Some((text.slug()?, text.span().clone())));
            let mut measures = vec![node.get("measure").and_then(of); phases.len()];
            for (phase, measure) in named(node, "measures") {
                if let Some(phase) = self.name(phase, &phases, "a phase of phases") {
                    measures[phase] = of(measure);
                }
            }
            figures.insert(text.slug()?, Figure { title: line(node, "title"), measures });
        }
        let mut areas = IndexMap::new();
        for (text, node) in named(node, "areas") {
            let area = self.area(text, node, &figures);
            areas.insert(text.slug()?, area);
        }
        let facts = self.facts(node, &areas);
        let levels = ["green", "amber", "red"].map(|rating| self.level(node.get("ratings"), rating, &kinds));
        let rules = self.rules(node, &areas, &facts);
        let fund = node.get("fund").map(|node| self.fund(node, &phases, &facts, &figures));
        let scheme = Scheme {
            name,
            title: line(node, "title"),
            one: line(node, "one"),
            many: line(node, "many"),
            source: Origin {
                publisher: line(origin, "publisher"),
                title: line(origin, "title"),
                url: origin.string("url").map(Arc::from),
                published: origin.string("published").map(Arc::from),
            },
            phases,
            together: node.string("together").map(|title| Arc::from(title.trim())),
            fewest: node
                .get("fewest")
                .and_then(Node::text)
                .and_then(Text::integer)
                .map_or(FEWEST, |number| number as u32),
            kinds,
            levels,
            areas,
            facts,
            figures,
            rules,
            fund,
        };
        if !self.findings.has_errors() {
            self.unsound(&scheme, node);
        }
        Some(scheme)
    }

    fn area(&mut self, name: &Text, node: &Node, figures: &IndexMap<Slug, Figure>) -> Area {
        let by_figure = node.get("by_figure").and_then(|node| {
            let figure = self.known(node, "figure", figures, "a figure of figures")?;
            let (green, red) = (node.get("green")?, node.get("red")?);
            let threshold = Threshold {
                figure,
                against: node.get("against")?.text()?.slug()?,
                green: self.bounds(green)?,
                red: self.bounds(red)?,
                stated_by: stated_by(node),
            };
            if !threshold.green.and(&threshold.red).are_empty() {
                let fault = Diagnostic::error(
                    code::CRITERIA,
                    &start(red),
                    "expected differences that are green or red, found some that are both",
                );
                self.findings.push(fault.note(&start(green), "these are green").hint("move one of the two bounds"));
            }
            Some(threshold)
        });
        let means = ["green", "amber", "red"].map(|rating| node.string(rating).map(|text| Arc::from(text.trim())));
        Area { title: line(node, "title"), evidence: line(node, "evidence"), means, by_figure, at: name.span().clone() }
    }

    fn facts(&mut self, node: &Node, areas: &IndexMap<Slug, Area>) -> IndexMap<Slug, Fact> {
        let mut facts = IndexMap::new();
        for (text, node) in named(node, "facts") {
            let implies = node
                .get("implies")
                .and_then(|node| Some((self.known(node, "area", areas, "an area of areas")?, worst(node, "is")?)));
            if let Some(name) = text.slug() {
                facts.insert(name, Fact { title: line(node, "title"), implies });
            }
        }
        facts
    }

    fn level(&mut self, ratings: Option<&Node>, rating: &str, kinds: &IndexMap<Slug, Arc<str>>) -> Level {
        let Some(node) = ratings.and_then(|node| node.get(rating)) else {
            return Level { means: Arc::from(""), leads_to: Vec::new() };
        };
        let mut leads_to = Vec::new();
        for step in node.get("leads_to").map(Node::items).unwrap_or_default() {
            let kind = match step.get("kind") {
                Some(_) => match self.known(step, "kind", kinds, "a kind of kinds") {
                    Some(kind) => Some(kind),
                    None => continue,
                },
                None => None,
            };
            leads_to.push(Step { kind, text: line(step, "text") });
        }
        Level { means: line(node, "means"), leads_to }
    }

    fn rules(&mut self, node: &Node, areas: &IndexMap<Slug, Area>, facts: &IndexMap<Slug, Fact>) -> Vec<Rule> {
        let mut rules: Vec<Rule> = Vec::new();
        for node in node.get("rules").map(Node::items).unwrap_or_default() {
            let Some(name) = node.get("name").and_then(Node::text) else { continue };
            let Some(slug) = name.slug() else { continue };
            if let Some(first) = rules.iter().find(|rule| rule.name == slug) {
                let fault = Diagnostic::error(
                    code::DUPLICATE,
                    name.span(),
                    format!("expected each rule once, found {slug} again"),
                );
                self.findings
                    .push(fault.note(&first.at, "it stands here already").hint("give one of the two another name"));
                continue;
            }
            let when = match node.get("when") {
                Some(when) => match self.when(when, areas, facts) {
                    Some(when) => Some(when),
                    None => continue,
                },
                None => None,
            };
            rules.push(Rule {
                name: slug,
                title: line(node, "title"),
                when,
                rating: rating(node, "rating").unwrap_or(Rating::Red),
                stated_by: stated_by(node),
                at: name.span().clone(),
            });
        }
        rules
    }

    /// What must be so: an area and its rating, a fact, or how many areas and their rating.
    fn when(&mut self, node: &Node, areas: &IndexMap<Slug, Area>, facts: &IndexMap<Slug, Fact>) -> Option<When> {
        let names: Vec<&str> = node.entries().iter().map(|(name, _)| name.as_str()).collect();
        match names.as_slice() {
            ["area", "is"] | ["is", "area"] => {
                Some(When::Area(self.known(node, "area", areas, "an area of areas")?, worst(node, "is")?))
            }
            ["fact"] => Some(When::Fact(self.known(node, "fact", facts, "a fact of facts")?)),
            ["at_least", "are"] | ["are", "at_least"] => {
                let text = node.get("at_least")?.text()?;
                let share = match text.as_str().trim() {
                    "half" => Some(Share::Half),
                    number => number.parse().ok().filter(|number| *number > 0).map(Share::Number),
                };
                if share.is_none() {
                    let fault = Diagnostic::error(
                        code::CRITERIA,
                        text.span(),
                        format!("expected half or a number of areas, found {}", text.shown()),
                    );
                    self.findings.push(fault.hint("write at_least: half, or a whole number such as 3"));
                }
                Some(When::AtLeast(share?, worst(node, "are")?))
            }
            _ => {
                let fault = Diagnostic::error(
                    code::CRITERIA,
                    &start(node),
                    "expected one condition, found none or parts of several",
                );
                self.findings.push(fault.hint(
                    "write when: { area: …, is: red }, when: { fact: … }, or when: { at_least: half, are: red }",
                ));
                None
            }
        }
    }

    fn fund(
        &mut self,
        node: &Node,
        phases: &IndexMap<Slug, Arc<str>>,
        facts: &IndexMap<Slug, Fact>,
        figures: &IndexMap<Slug, Figure>,
    ) -> Fund {
        let mut criteria = IndexMap::new();
        for (name, node) in named(node, "criteria") {
            let mut of = Vec::new();
            for text in node.get("phases").map(Node::items).unwrap_or_default().iter().filter_map(Node::text) {
                of.extend(self.name(text, phases, "a phase of phases"));
            }
            let mut when = Vec::new();
            for node in node.get("met_when").map(Node::items).unwrap_or_default() {
                when.extend(self.test(node, facts, figures));
            }
            let criterion = Criterion {
                title: line(node, "title"),
                phases: of,
                when,
                stated_by: stated_by(node),
                note: node.string("note").map(|note| Arc::from(note.trim())),
            };
            criteria.insert(Arc::from(name.as_str().trim()), criterion);
        }
        Fund { title: line(node, "title"), criteria }
    }

    fn test(&mut self, node: &Node, facts: &IndexMap<Slug, Fact>, figures: &IndexMap<Slug, Figure>) -> Option<Test> {
        let has = |key: &str| node.get(key).is_some();
        match (has("fact"), has("figure"), has("any")) {
            (true, false, false) => Some(Test::Fact(self.known(node, "fact", facts, "a fact of facts")?)),
            (false, true, false) => {
                let figure = self.known(node, "figure", figures, "a figure of figures")?;
                Some(Test::Figure(figure, self.bounds(node)?))
            }
            (false, false, true) => {
                let tests = node.get("any")?.items().iter();
                let tests: Vec<Test> = tests.filter_map(|node| self.test(node, facts, figures)).collect();
                Some(Test::Any(tests))
            }
            _ => {
                let fault = Diagnostic::error(
                    code::CRITERIA,
                    &start(node),
                    "expected one fact, one figure, or any of several, found none or more than one of these",
                );
                self.findings.push(fault.hint("write { fact: … }, { figure: …, below: … }, or { any: [ … ] }"));
                None
            }
        }
    }

    fn bounds(&mut self, node: &Node) -> Option<Bounds> {
        let number = |key: &str| node.get(key).and_then(Node::text).and_then(Text::number);
        let least = [(number("above"), false), (number("at_least"), true)];
        let greatest = [(number("below"), false), (number("at_most"), true)];
        let one = |ends: [(Option<rust_decimal::Decimal>, bool); 2]| {
            let given: Vec<_> = ends.into_iter().filter_map(|(number, belongs)| Some((number?, belongs))).collect();
            (given.len() < 2).then(|| given.first().copied())
        };
        let bounds = one(least).zip(one(greatest)).map(|(least, greatest)| Bounds { least, greatest });
        let sound =
            bounds.filter(|bounds| (bounds.least.is_some() || bounds.greatest.is_some()) && !bounds.are_empty());
        if sound.is_none() {
            let fault = Diagnostic::error(
                code::CRITERIA,
                &start(node),
                "expected bounds that some number lies within, found none",
            );
            self.findings
                .push(fault.hint("write one of below: and at_most:, one of above: and at_least:, or one of each"));
        }
        sound
    }

    /// The place of what `node` names below `key` in a list; a name that isn't there is told of.
    fn known<T>(&mut self, node: &Node, key: &str, list: &IndexMap<Slug, T>, what: &str) -> Option<usize> {
        self.name(node.get(key)?.text()?, list, what)
    }

    fn name<T>(&mut self, text: &Text, list: &IndexMap<Slug, T>, what: &str) -> Option<usize> {
        let found = list.get_index_of(text.as_str());
        if found.is_none() {
            let near = nearest(text.as_str(), list.keys().map(Slug::as_str));
            let fault =
                Diagnostic::error(code::CRITERIA, text.span(), format!("expected {what}, found {}", text.shown()));
            self.findings.push(fault.hint(near.map_or_else(
                || "correct the name, or add what it names".to_owned(),
                |near| format!("did you mean {near}?"),
            )));
        }
        found
    }

    /// Tells of what the rules leave open.
    fn unsound(&mut self, scheme: &Scheme, node: &Node) {
        let rules = node.get("rules").map_or_else(|| start(node), start);
        for fault in soundness::faults(scheme) {
            let (at, message, hint): (&Span, String, &str) = match fault {
                Unsound::NotTotal => (
                    scheme.rules.last().map_or(&rules, |rule| &rule.at),
                    "expected a last rule that holds always, found one with when:, so that a provider could be left without a rating".to_owned(),
                    "add a rule without when: at the end",
                ),
                Unsound::TooMany => (
                    &rules,
                    "expected rules of which every input can be tried, found too many areas and facts with rules of their own".to_owned(),
                    "let rules count areas with at_least: instead of naming each",
                ),
                Unsound::NeverDecides(rule) => (
                    &scheme.rules[rule].at,
                    format!("expected a rule that can decide, found {}, which one before it always forestalls", scheme.rules[rule].name),
                    "move it up, or take it out",
                ),
                Unsound::NeverGiven(rating) => (
                    &rules,
                    format!("expected rules that can give each rating, found none that ever gives {}", rating.name()),
                    "add a rule for it",
                ),
                Unsound::NeverCounts(area) => {
                    let (name, area) = scheme.areas.get_index(area).expect("areas are known by their places");
                    (&area.at, format!("expected an area that can change the rating, found {name}, which no rule looks at"), "add a rule with at_least:, which counts all areas, or take the area out")
                }
                Unsound::Improves(rule) => (
                    &scheme.rules[rule].at,
                    format!("expected that no area that gets worse makes the rating better, found that it can by the rule {}", scheme.rules[rule].name),
                    "put the rules for red first, then those for amber",
                ),
            };
            self.findings.push(Diagnostic::error(code::RULES, at, message).hint(hint));
        }
    }
}

/// Where a long value begins.
fn start(node: &Node) -> Span {
    let span = node.span();
    span.source().span(span.start(), span.start() + 1)
}

fn named<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = (&'a Text, &'a Node)> {
    node.get(key).map(Node::entries).unwrap_or_default().iter().map(|(name, node)| (name, node))
}

fn titles(node: &Node, key: &str) -> IndexMap<Slug, Arc<str>> {
    named(node, key).filter_map(|(name, node)| Some((name.slug()?, Arc::from(node.text()?.as_str().trim())))).collect()
}

fn line(node: &Node, key: &str) -> Arc<str> {
    Arc::from(node.string(key).unwrap_or_default().trim())
}

pub(super) fn rating(node: &Node, key: &str) -> Option<Rating> {
    Rating::named(node.get(key)?.text()?.as_str())
}

/// The rating that a condition begins with: amber of "amber-or-red".
fn worst(node: &Node, key: &str) -> Option<Rating> {
    match node.get(key)?.text()?.as_str() {
        "amber-or-red" => Some(Rating::Amber),
        "red" => Some(Rating::Red),
        _ => None,
    }
}

fn stated_by(node: &Node) -> StatedBy {
    let said = node.string("stated_by");
    StatedBy::ALL
        .into_iter()
        .find(|(word, _)| said.as_deref() == Some(word))
        .map_or(StatedBy::OurReading, |(_, stated_by)| stated_by)
}
