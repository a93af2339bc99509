//! What a scheme of prioritisation says: areas, what each colour means in them, facts, figures, and the rules in order.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::diagnostic::Span;
use crate::vocabulary::{Rating, Slug};

/// The criteria for one kind of provider. Areas, facts, figures and phases are known by their place in their lists.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name in content, such as `schools`.
    pub name: Slug,
    /// Its title, such as "Schools".
    pub title: Arc<str>,
    /// One of its providers in a sentence, such as "school".
    pub one: Arc<str>,
    /// Several of them.
    pub many: Arc<str>,
    /// Where the criteria come from.
    pub source: Source,
    /// The phases that are reviewed one by one.
    pub phases: IndexMap<Slug, Arc<str>>,
    /// The name of all phases counted together, where they are.
    pub together: Option<Arc<str>>,
    /// The fewest providers of a phase of which any count is shown.
    pub fewest: u32,
    /// Kinds of providers that are treated differently, such as maintained schools and academies.
    pub kinds: IndexMap<Slug, Arc<str>>,
    /// What each rating means and leads to, in the order of [`Rating::ALL`].
    pub levels: [Level; 3],
    /// What is looked at.
    pub areas: IndexMap<Slug, Area>,
    /// What is so or isn't.
    pub facts: IndexMap<Slug, Fact>,
    /// What is a number.
    pub figures: IndexMap<Slug, Figure>,
    /// The rules in the order in which they are tried. The last one holds always.
    pub rules: Vec<Rule>,
    /// A grant with criteria of its own.
    pub fund: Option<Fund>,
}

/// Where criteria come from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Who published them.
    pub publisher: Arc<str>,
    /// In what.
    pub title: Arc<str>,
    /// Where.
    pub url: Option<Arc<str>>,
    /// When, as year-month-day.
    pub published: Option<Arc<str>>,
}

/// What a rating means and leads to.
#[derive(Clone, Debug)]
pub struct Level {
    /// What it means, such as "low priority".
    pub means: Arc<str>,
    /// What follows, for all or for one kind of provider.
    pub leads_to: Vec<Step>,
}

/// Something that follows from a rating.
#[derive(Clone, Debug)]
pub struct Step {
    /// The kind of provider that it is for, by its place in [`Scheme::kinds`]; nothing for all.
    pub kind: Option<usize>,
    /// What is done.
    pub text: Arc<str>,
}

/// An area of a provider's work.
#[derive(Clone, Debug)]
pub struct Area {
    /// Its title.
    pub title: Arc<str>,
    /// What it is judged from.
    pub evidence: Arc<str>,
    /// What each rating means, in the order of [`Rating::ALL`]. Amber is nothing where it reads as green does: nobody could
    /// tell the two apart, so such an area is green or red.
    pub means: [Option<Arc<str>>; 3],
    /// The rating that a figure suggests.
    pub by_figure: Option<Threshold>,
    /// Where it is written.
    pub at: Span,
}

impl Area {
    /// The ratings that it can have.
    pub fn ratings(&self) -> impl Iterator<Item = Rating> {
        Rating::ALL.into_iter().filter(|rating| self.means[*rating as usize].is_some())
    }
}

/// A rating that a figure suggests by its distance from another place's.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Which figure, by its place in [`Scheme::figures`].
    pub figure: usize,
    /// With which place it is compared, by its name in `data/geographies.yaml`.
    pub against: Slug,
    /// The distances that are green.
    pub green: Bounds,
    /// The distances that are red. All others are amber.
    pub red: Bounds,
    /// Who says so.
    pub stated_by: StatedBy,
}

/// What is so or isn't.
#[derive(Clone, Debug)]
pub struct Fact {
    /// It in words, such as "in an Ofsted category".
    pub title: Arc<str>,
    /// The area that can't be better than a rating when it is so.
    pub implies: Option<(usize, Rating)>,
}

/// What is a number.
#[derive(Clone, Debug)]
pub struct Figure {
    /// It in words.
    pub title: Arc<str>,
    /// For each phase the measure of `data/measures` that other places have of the same.
    pub measures: Vec<Option<(Slug, Span)>>,
}

/// A rule: what must be so, and the rating that follows.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, such as `safeguarding`.
    pub name: Slug,
    /// It in words for anybody: it never names a figure.
    pub title: Arc<str>,
    /// What must be so; nothing for always.
    pub when: Option<When>,
    /// What follows.
    pub rating: Rating,
    /// Who says so.
    pub stated_by: StatedBy,
    /// Where it is written.
    pub at: Span,
}

/// What must be so for a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// An area has that rating, or a worse one.
    Area(usize, Rating),
    /// A fact is so.
    Fact(usize),
    /// So many of the rated areas have that rating, or a worse one.
    AtLeast(Share, Rating),
}

/// How many of the rated areas.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Share {
    /// Half of them or more.
    Half,
    /// So many or more.
    Number(u16),
}

/// Who says that it is so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatedBy {
    /// The council's own document says it.
    Council,
    /// The document leaves it open, and this is how it is read here.
    OurReading,
}

impl StatedBy {
    /// Each with the word that authors write for it.
    pub const ALL: [(&'static str, StatedBy); 2] =
        [("council", StatedBy::Council), ("our-reading", StatedBy::OurReading)];

    /// What readers see.
    pub fn words(self) -> &'static str {
        match self {
            StatedBy::Council => "stated by the council",
            StatedBy::OurReading => "our reading",
        }
    }
}

/// A grant that providers can be eligible for.
#[derive(Clone, Debug)]
pub struct Fund {
    /// Its name.
    pub title: Arc<str>,
    /// Its criteria: one that is met is enough.
    pub criteria: IndexMap<Arc<str>, Criterion>,
}

/// One criterion of a fund.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// It in words.
    pub title: Arc<str>,
    /// The phases that it is for, by their places; empty for all.
    pub phases: Vec<usize>,
    /// What must all be so.
    pub when: Vec<Test>,
    /// Who says so.
    pub stated_by: StatedBy,
    /// What was left open, and how it is read.
    pub note: Option<Arc<str>>,
}

/// What must be so for a criterion.
#[derive(Clone, Debug)]
pub enum Test {
    /// A fact is so.
    Fact(usize),
    /// A figure lies within bounds.
    Figure(usize, Bounds),
    /// One of several is so.
    Any(Vec<Test>),
}

/// Between which numbers something lies.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// The least, and whether it belongs.
    pub least: Option<(Decimal, bool)>,
    /// The greatest, and whether it belongs.
    pub greatest: Option<(Decimal, bool)>,
}

impl Bounds {
    /// Whether a number lies within.
    pub fn hold(&self, number: Decimal) -> bool {
        self.least.is_none_or(|(least, belongs)| number > least || belongs && number == least)
            && self.greatest.is_none_or(|(greatest, belongs)| number < greatest || belongs && number == greatest)
    }

    /// Whether no number lies within.
    pub fn are_empty(&self) -> bool {
        match (self.least, self.greatest) {
            (Some((least, in_least)), Some((greatest, in_greatest))) => {
                least > greatest || least == greatest && !(in_least && in_greatest)
            }
            _ => false,
        }
    }

    /// What two have in common.
    pub fn and(&self, other: &Bounds) -> Bounds {
        // At the same number the bound that leaves it out is the tighter one.
        let least = [self.least, other.least].into_iter().flatten().max_by_key(|(number, belongs)| (*number, !belongs));
        let greatest =
            [self.greatest, other.greatest].into_iter().flatten().min_by_key(|(number, belongs)| (*number, *belongs));
        Bounds { least, greatest }
    }
}
