//! What the authors' data mean: typed, with places, every number sealed.

pub mod action;
pub mod correction;
pub mod geographies;
pub mod glossary;
pub mod groups;
pub mod judgement;
mod load;
pub mod measure;
mod memo;
pub mod prioritisation;
pub mod recommendation;
pub mod released;
pub mod safety;
mod source;
pub mod statement;
pub mod timeline;

pub use load::{Beside, load, load_again, load_with};
pub use memo::Memo;

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Span, code};
use crate::figures::disclosure::Sum;
use crate::figures::{AuthorityId, GeographyId, GroupId, MeasureTable};
use crate::source::Text;
use crate::vocabulary::{AcademicYear, Slug};

use action::Actions;
use measure::{Measure, Topic};
use prioritisation::Prioritisation;

/// All of `data/`: facts about measures in the open, their numbers sealed in tables of the same order.
pub struct Evidence {
    /// Places, in the order of `data/geographies.yaml`: a [`GeographyId`] is an index.
    pub geographies: IndexMap<Slug, Geography>,
    /// Groups, in the order of `data/groups.yaml`, everybody first: a [`GroupId`] is an index.
    pub groups: IndexMap<Slug, Group>,
    /// What adds up to what.
    pub wholes: Vec<Whole>,
    /// Which measures are the sum of others.
    pub sums: Vec<Sum>,
    /// Topics in their own order.
    pub topics: IndexMap<Slug, Topic>,
    /// Measures in the order of their topics and files: a [`crate::figures::MeasureId`] is an index.
    pub measures: IndexMap<Slug, Measure>,
    /// Their sealed observations, in the same order. The pipeline moves them into the vault.
    pub tables: Vec<MeasureTable>,
    /// What is to be done, by the names of the files of `data/actions/`.
    pub actions: IndexMap<Slug, Actions>,
    /// Criteria, reviews and counts of providers. The tables of the counts stand after those of the measures.
    pub prioritisation: Prioritisation,
    /// Every English authority that a distribution names: an [`AuthorityId`] is an index.
    pub authorities: Vec<Authority>,
    /// What inspectorates have found.
    pub judgements: judgement::Judgements,
    /// What was recommended, by the name of its set.
    pub recommendations: IndexMap<Slug, recommendation::Recommendations>,
    /// What happened, the oldest first.
    pub timeline: Vec<timeline::Event>,
    /// What words mean, in the order of the alphabet.
    pub glossary: Vec<glossary::Term>,
    /// What was changed after it was published, the newest first; nothing when the site keeps no record of it.
    pub corrections: Option<Vec<correction::Entry>>,
    /// What people say of the site's accessibility.
    pub statement: Option<statement::Statement>,
    /// What was measured of it.
    pub record: Option<statement::Record>,
}

/// A place.
#[derive(Clone, Debug)]
pub struct Geography {
    /// Its name in words.
    pub title: Arc<str>,
    /// What kind of place.
    pub kind: GeographyKind,
    /// The Department for Education's three-digit number of an authority.
    pub code: Option<Arc<str>>,
    /// The region of an authority, the country of a region.
    pub within: Option<GeographyId>,
    /// Its statistical neighbours, nearest first.
    pub neighbours: Arc<[GeographyId]>,
    /// When the neighbours were chosen, such as "May 2025".
    pub neighbours_as_of: Option<Arc<str>>,
    /// Where it is written.
    pub at: Span,
}

/// What kind of place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeographyKind {
    /// A local authority.
    Authority,
    /// A region of England.
    Region,
    /// England.
    Country,
}

impl GeographyKind {
    /// Each kind with the word that authors write for it.
    pub const ALL: [(&'static str, GeographyKind); 3] = [
        ("authority", GeographyKind::Authority),
        ("region", GeographyKind::Region),
        ("country", GeographyKind::Country),
    ];
}

/// A group of people.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name in words, such as "Disadvantaged pupils".
    pub title: Arc<str>,
    /// Where it is written.
    pub at: Span,
}

/// Groups that add up to another.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its own name, such as `disadvantage`.
    pub name: Slug,
    /// The group that the parts make.
    pub whole: GroupId,
    /// The parts.
    pub parts: Vec<GroupId>,
}

/// An authority of a distribution.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authority {
    /// Its three-digit number.
    pub code: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}

/// What is said of a name that stands twice in a list.
fn again(text: &Text) -> Diagnostic {
    Diagnostic::error(code::DUPLICATE, text.span(), format!("expected {} once, found it again", text.shown()))
        .hint("take one of the two out")
}

impl Evidence {
    /// Takes out the figures of a place from an academic year on, and its reviews of providers: they are not to be had yet.
    pub fn hold_back(&mut self, geography: GeographyId, from: AcademicYear) {
        let authority = self.authority(geography);
        let tables = std::mem::take(&mut self.tables);
        self.tables = tables
            .into_iter()
            .map(|table| {
                let from = table.period().within(from);
                table.held_back(geography, authority, from)
            })
            .collect();
        self.prioritisation.counts.hold_back(geography, from);
    }

    /// The line of `geography` among the authorities of distributions, when it is one of them.
    pub fn authority(&self, geography: GeographyId) -> Option<AuthorityId> {
        let (_, geography) = self.geographies.get_index(geography.0 as usize)?;
        let code = geography.code.as_deref()?;
        self.authorities.iter().position(|authority| &*authority.code == code).map(|at| AuthorityId(at as u16))
    }

    /// The id of a geography by its name.
    pub fn geography(&self, name: &str) -> Option<GeographyId> {
        self.geographies.get_index_of(name).map(|at| GeographyId(at as u16))
    }

    /// The id of a group by its name.
    pub fn group(&self, name: &str) -> Option<GroupId> {
        self.groups.get_index_of(name).map(|at| GroupId(at as u16))
    }

    /// The words of a geography.
    pub fn geography_title(&self, geography: GeographyId) -> Arc<str> {
        self.geographies.get_index(geography.0 as usize).map_or_else(|| Arc::from(""), |(_, g)| g.title.clone())
    }

    /// The words of a group.
    pub fn group_title(&self, group: GroupId) -> Arc<str> {
        self.groups.get_index(group.0 as usize).map_or_else(|| Arc::from(""), |(_, g)| g.title.clone())
    }
}
