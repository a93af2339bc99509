//! A file of assessments read: one review of one phase, held against its criteria.
//!
//! What it says of providers is confidential. It comes out by two doors only: [`Reviews::named`], for the rating of a
//! provider that agreed to its publication; and [`Reviews::all`], which asks for an [`Internal`].

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::criteria::rating;
use super::engine::{Decision, Known, decide};
use super::scheme::Scheme;
use super::shape::ASSESSMENTS_FORM;
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code, nearest};
use crate::evidence::Geography;
use crate::figures::GeographyId;
use crate::source::{Node, Text, shape, yaml};
use crate::vocabulary::{AcademicYear, Rating, Slug};

/// The right to see providers' assessments. Whoever makes one says that what he makes is not for the public.
pub struct Internal(());

impl Internal {
    /// For the internal edition and the desk-top review. A test lists the files that may call this.
    pub fn edition() -> Internal {
        Internal(())
    }
}

/// All reviews, in the order of time.
#[derive(Clone, Default)]
pub struct Reviews {
    all: Arc<Vec<Review>>,
}

/// A term.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Term {
    /// September to December.
    Autumn,
    /// January to Easter.
    Spring,
    /// Easter to August.
    Summer,
}

impl Term {
    /// Each term with the word that authors write for it, in the order of the year.
    pub const ALL: [(&'static str, Term); 3] =
        [("autumn", Term::Autumn), ("spring", Term::Spring), ("summer", Term::Summer)];

    /// The word.
    pub fn name(self) -> &'static str {
        Term::ALL[self as usize].0
    }

    /// The term of that name.
    pub fn named(name: &str) -> Option<Term> {
        Term::ALL.into_iter().find(|(word, _)| *word == name).map(|(_, term)| term)
    }
}

/// One review of one phase.
pub struct Review {
    /// Its scheme, by its place.
    pub scheme: usize,
    /// The phase, by its place in the scheme.
    pub phase: usize,
    /// Whose providers.
    pub geography: GeographyId,
    /// When.
    pub year: AcademicYear,
    /// In which term.
    pub term: Term,
    /// On which day.
    pub date: Arc<str>,
    /// Who reviewed, by role.
    pub by: Arc<str>,
    /// That it is made up, in the words that are shown wherever it is.
    pub illustrative: Option<Arc<str>>,
    /// Each provider.
    pub providers: IndexMap<Slug, Assessment>,
    /// Where it is written.
    pub at: Span,
}

/// What a review says of a provider.
pub struct Assessment {
    /// Its name.
    pub name: Arc<str>,
    /// Its kind, by its place in the scheme.
    pub kind: Option<usize>,
    /// What the rules look at.
    pub known: Known,
    /// What the rules give.
    pub decision: Decision,
    /// Why areas are not rated.
    pub not_rated: BTreeMap<usize, Arc<str>>,
    /// Its figures, by their places in the scheme.
    pub figures: BTreeMap<usize, Decimal>,
    /// What was noted of areas.
    pub notes: BTreeMap<usize, Arc<str>>,
    /// What areas were rated from.
    pub evidence: BTreeMap<usize, Arc<str>>,
    /// The rating that was agreed in place of the rules' own.
    pub overridden: Option<Override>,
    /// What was agreed.
    pub next_steps: Vec<NextStep>,
    /// That its rating may be published.
    pub publication: Option<Publication>,
    /// Where it is written.
    pub at: Span,
}

impl Assessment {
    /// The rating that counts: the one that was agreed, or the rules' own.
    pub fn rating(&self) -> Rating {
        self.overridden.as_ref().map_or(self.decision.rating, |overridden| overridden.rating)
    }
}

/// A rating in place of the rules' own.
pub struct Override {
    /// Which.
    pub rating: Rating,
    /// Why.
    pub reason: Arc<str>,
    /// Who agreed it, by role.
    pub by: Arc<str>,
}

/// Something that was agreed with a provider.
pub struct NextStep {
    /// The area that it is for.
    pub area: Option<usize>,
    /// What is to be done.
    pub action: Arc<str>,
    /// Who does it, by role.
    pub responsible: Arc<str>,
    /// By when, as year-month-day.
    pub by: Arc<str>,
    /// To whom it is reported.
    pub reported_to: Arc<str>,
}

/// That a rating may be published with the provider's name.
pub struct Publication {
    /// When that was agreed, as year-month-day.
    pub agreed: Arc<str>,
    /// By whom, by role.
    pub by: Arc<str>,
    /// What the provider says of it.
    pub reply: Option<Arc<str>>,
}

/// What the public may see of a provider that agreed to it. It has no note, no evidence and no figure, so that its reason
/// can't disclose one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// Its scheme, by its place.
    pub scheme: usize,
    /// Its phase, by its place in the scheme.
    pub phase: usize,
    /// Its name.
    pub name: Arc<str>,
    /// Its rating.
    pub rating: Rating,
    /// The rule that decided it; nothing where another rating was agreed.
    pub rule: Option<usize>,
    /// The areas that decided it.
    pub areas: Vec<usize>,
    /// What it says of its rating.
    pub reply: Option<Arc<str>>,
    /// That it is made up, in words.
    pub illustrative: Option<Arc<str>>,
}

impl Reviews {
    /// The reviews, in the order of time, of the scheme and of the phase.
    pub(super) fn of(mut all: Vec<Review>) -> Reviews {
        all.sort_by_key(|review| (review.year, review.term, review.scheme, review.phase, review.geography));
        Reviews { all: Arc::new(all) }
    }

    /// Every review with all that it says.
    pub fn all(&self, _: &Internal) -> &[Review] {
        &self.all
    }

    /// For the vault's tables.
    pub(super) fn sealed(&self) -> &[Review] {
        &self.all
    }

    /// The providers that agreed to the publication of their rating in a review.
    pub fn named(&self, scheme: usize, geography: GeographyId, year: AcademicYear, term: Term) -> Vec<Named> {
        self.all
            .iter()
            .filter(|review| {
                (review.scheme, review.geography, review.year, review.term) == (scheme, geography, year, term)
            })
            .flat_map(|review| review.providers.values().map(move |provider| (review, provider)))
            .filter_map(|(review, provider)| {
                let publication = provider.publication.as_ref()?;
                Some(Named {
                    scheme,
                    phase: review.phase,
                    name: Arc::clone(&provider.name),
                    rating: provider.rating(),
                    rule: provider.overridden.is_none().then_some(provider.decision.rule),
                    areas: provider.decision.areas.clone(),
                    reply: publication.reply.clone(),
                    illustrative: review.illustrative.clone(),
                })
            })
            .collect()
    }
}

/// What assessments are held against.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// Every scheme.
    pub schemes: &'a [Scheme],
    /// Every place.
    pub geographies: &'a IndexMap<Slug, Geography>,
}

/// The review of a file; nothing where what it is held against can't be made out.
pub fn read(source: &Arc<Source>, against: Against<'_>) -> Checked<Option<Review>> {
    let mut findings = Findings::new();
    let node = yaml::parse(source).gather(&mut findings);
    shape::check(&node, ASSESSMENTS_FORM.shape, &mut findings);
    let value = if findings.has_errors() { None } else { Reader { findings: &mut findings }.review(&node, against) };
    Checked { value, findings }
}

struct Reader<'f> {
    findings: &'f mut Findings,
}

impl Reader<'_> {
    fn review(&mut self, node: &Node, against: Against<'_>) -> Option<Review> {
        let text = |key: &str| node.get(key).and_then(Node::text);
        let criteria = text("criteria")?;
        let scheme = against.schemes.iter().position(|scheme| scheme.name.as_str() == criteria.as_str());
        if scheme.is_none() {
            let known = against.schemes.iter().map(|scheme| scheme.name.as_str());
            self.unknown(criteria, "the name of a file of data/prioritisation/criteria", known);
        }
        let place = text("geography")?;
        let geography = against.geographies.get_index_of(place.as_str());
        if geography.is_none() {
            let near = nearest(place.as_str(), against.geographies.keys().map(Slug::as_str));
            let message = format!("expected a place of data/geographies.yaml, found {}", place.shown());
            let fault = Diagnostic::error(code::UNKNOWN_GEOGRAPHY, place.span(), message);
            self.findings.push(fault.maybe_hint(near.map(|near| format!("did you mean {near}?"))));
        }
        let at = scheme?;
        let scheme = &against.schemes[at];
        let phase = self.find(text("phase")?, &scheme.phases, "a phase of the criteria");
        let illustrative = node.string("illustrative").map(|words| Arc::from(words.trim()));
        if illustrative.is_none() && !criteria.span().source().is_confidential() {
            let fault = Diagnostic::error(
                code::CONFIDENTIAL,
                criteria.span(),
                "expected assessments of real providers in the confidential folder, found them in the site's own",
            );
            self.findings.push(fault.hint(
                "move the file to prioritisation/ of the confidential folder, or say illustrative: if it is made up",
            ));
        }
        let mut providers = IndexMap::new();
        for (name, node) in node.get("providers").map(Node::entries).unwrap_or_default() {
            if let Some(provider) = self.provider(name, node, scheme) {
                providers.insert(name.slug()?, provider);
            }
        }
        Some(Review {
            scheme: at,
            phase: phase?,
            geography: GeographyId(geography? as u16),
            year: AcademicYear::parse(text("year")?.as_str())?,
            term: Term::named(text("term")?.as_str())?,
            date: Arc::from(text("date")?.as_str()),
            by: Arc::from(text("by")?.as_str().trim()),
            illustrative,
            providers,
            at: criteria.span().clone(),
        })
    }

    fn provider(&mut self, name: &Text, node: &Node, scheme: &Scheme) -> Option<Assessment> {
        let before = self.findings.count();
        let kind = match node.get("kind").and_then(Node::text) {
            Some(text) => self.find(text, &scheme.kinds, "a kind of the criteria"),
            None => None,
        };
        let areas = self.areas(name, node, scheme);
        let not_rated = self.by_name(node, "not_rated", &scheme.areas, "an area of the criteria", words);
        let mut facts = vec![false; scheme.facts.len()];
        for text in node.get("facts").map(Node::items).unwrap_or_default().iter().filter_map(Node::text) {
            if let Some(fact) = self.find(text, &scheme.facts, "a fact of the criteria") {
                facts[fact] = true;
                self.implied(text, fact, scheme, &areas);
            }
        }
        let figures = self.by_name(node, "figures", &scheme.figures, "a figure of the criteria", |node| {
            node.text().and_then(Text::number)
        });
        let notes = self.by_name(node, "notes", &scheme.areas, "an area of the criteria", words);
        let evidence = self.by_name(node, "evidence", &scheme.areas, "an area of the criteria", words);
        let mut next_steps = Vec::new();
        for step in node.get("next_steps").map(Node::items).unwrap_or_default() {
            let area = match step.get("area").and_then(Node::text) {
                Some(text) => self.find(text, &scheme.areas, "an area of the criteria"),
                None => None,
            };
            let line = |key: &str| -> Arc<str> { Arc::from(step.string(key).unwrap_or_default().trim()) };
            next_steps.push(NextStep {
                area,
                action: line("action"),
                responsible: line("responsible"),
                by: line("by"),
                reported_to: line("reported_to"),
            });
        }
        let known = Known { areas, facts };
        // A scheme whose rules leave something open has been told of, and no review is read against it.
        let decision = decide(scheme, &known).filter(|_| self.findings.count() == before)?;
        let overridden = node.get("overridden").and_then(|node| {
            Some(Override {
                rating: rating(node, "rating")?,
                reason: words(node.get("reason")?)?,
                by: words(node.get("by")?)?,
            })
        });
        if let Some(overridden) = overridden.as_ref().filter(|overridden| overridden.rating == decision.rating) {
            let at = node.get("overridden").and_then(|node| node.get("rating")).map_or(name.span(), Node::span);
            let fault = Diagnostic::error(
                code::ASSESSMENT,
                at,
                format!(
                    "expected another rating than the rules give, found {}, which they do",
                    overridden.rating.name()
                ),
            );
            self.findings.push(fault.hint("take overridden: out"));
        }
        let publication = node.get("publication").and_then(|node| {
            Some(Publication {
                agreed: words(node.get("agreed")?)?,
                by: words(node.get("by")?)?,
                reply: node.get("reply").and_then(words),
            })
        });
        Some(Assessment {
            name: words(node.get("name")?)?,
            kind,
            known,
            decision,
            not_rated,
            figures,
            notes,
            evidence,
            overridden,
            next_steps,
            publication,
            at: name.span().clone(),
        })
    }

    /// The rating of each area; one that is neither rated nor said not to be is told of.
    fn areas(&mut self, name: &Text, node: &Node, scheme: &Scheme) -> Vec<Option<Rating>> {
        let mut areas = vec![None; scheme.areas.len()];
        let mut at_all = vec![false; scheme.areas.len()];
        for (text, value) in node.get("areas").map(Node::entries).unwrap_or_default() {
            let Some(area) = self.find(text, &scheme.areas, "an area of the criteria") else { continue };
            let rating = value.text().and_then(|text| Rating::named(text.as_str()));
            let (known, criteria) = scheme.areas.get_index(area).expect("it was found there");
            if rating == Some(Rating::Amber) && criteria.means[1].is_none() {
                let fault = Diagnostic::error(
                    code::ASSESSMENT,
                    value.span(),
                    format!(
                        "expected green or red for {known}, whose criteria have no amber of their own, found amber"
                    ),
                );
                self.findings.push(fault.note(&criteria.at, "these are its criteria").hint("write green or red"));
            }
            areas[area] = rating;
            at_all[area] = true;
        }
        for (text, _) in node.get("not_rated").map(Node::entries).unwrap_or_default() {
            let Some(area) = scheme.areas.get_index_of(text.as_str()) else { continue };
            if at_all[area] {
                let fault = Diagnostic::error(
                    code::ASSESSMENT,
                    text.span(),
                    format!("expected a rating or a reason for having none for {}, found both", text.as_str()),
                );
                self.findings.push(fault.hint("take one of the two out"));
            }
            at_all[area] = true;
        }
        let missing: Vec<&str> =
            scheme.areas.keys().zip(&at_all).filter(|(_, there)| !**there).map(|(area, _)| area.as_str()).collect();
        if let Some(first) = missing.first() {
            let fault = Diagnostic::error(
                code::ASSESSMENT,
                name.span(),
                format!("expected a rating of every area, found none of {}", missing.join(", ")),
            );
            self.findings.push(fault.hint(format!("add {first}: green, amber or red, or its reason below not_rated:")));
        } else if areas.iter().flatten().count() * 2 < areas.len() {
            let fault = Diagnostic::error(
                code::ASSESSMENT,
                name.span(),
                format!(
                    "expected ratings of half of the areas or more, found {} of {}",
                    areas.iter().flatten().count(),
                    areas.len()
                ),
            );
            self.findings.push(fault.hint("rate more areas, or leave the provider out until they can be rated"));
        }
        areas
    }

    /// Tells of a fact that doesn't go with the rating of its area.
    fn implied(&mut self, text: &Text, fact: usize, scheme: &Scheme, areas: &[Option<Rating>]) {
        let Some((name, known)) = scheme.facts.get_index(fact) else { return };
        let Some((area, worst)) = known.implies else { return };
        if areas[area].is_some_and(|rating| rating < worst) {
            let (area, _) = scheme.areas.get_index(area).expect("areas are known by their places");
            let fault = Diagnostic::error(
                code::ASSESSMENT,
                text.span(),
                format!("expected {area} to be {} where {name} is so, found it better", worst.name()),
            );
            self.findings.push(fault.hint(format!("rate {area} {}, or take {name} out", worst.name())));
        }
    }

    fn by_name<T, U>(
        &mut self,
        node: &Node,
        key: &str,
        list: &IndexMap<Slug, T>,
        what: &str,
        read: impl Fn(&Node) -> Option<U>,
    ) -> BTreeMap<usize, U> {
        let mut found = BTreeMap::new();
        for (name, value) in node.get(key).map(Node::entries).unwrap_or_default() {
            if let (Some(at), Some(value)) = (self.find(name, list, what), read(value)) {
                found.insert(at, value);
            }
        }
        found
    }

    fn find<T>(&mut self, text: &Text, list: &IndexMap<Slug, T>, what: &str) -> Option<usize> {
        let found = list.get_index_of(text.as_str());
        if found.is_none() {
            self.unknown(text, what, list.keys().map(Slug::as_str));
        }
        found
    }

    fn unknown<'n>(&mut self, text: &Text, what: &str, known: impl Iterator<Item = &'n str>) {
        let near = nearest(text.as_str(), known);
        let fault =
            Diagnostic::error(code::ASSESSMENT, text.span(), format!("expected {what}, found {}", text.shown()));
        self.findings.push(fault.maybe_hint(near.map(|near| format!("did you mean {near}?"))));
    }
}

fn words(node: &Node) -> Option<Arc<str>> {
    Some(Arc::from(node.text()?.as_str().trim()))
}
