//! A measure: what is counted, how, by whom, and what must be known to read it. Its numbers are sealed elsewhere.

mod distribution;
pub mod load;
pub mod shape;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::diagnostic::Span;
use crate::figures::disclosure::Rules;
use crate::vocabulary::{Counts, Period, PeriodKind, Polarity, Slug, Unit};

/// A topic: what a file of measures is about.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its title.
    pub title: Arc<str>,
    /// Where it stands among topics.
    pub order: i64,
    /// Where it is written.
    pub at: Span,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its topic.
    pub topic: Slug,
    /// What is counted, as a title.
    pub title: Arc<str>,
    /// What is counted and of whom, in a sentence or two.
    pub definition: Option<Arc<str>>,
    /// What its numbers are in.
    pub unit: Unit,
    /// Whose privacy the policy protects.
    pub counts: Counts,
    /// How its years are counted.
    pub period: PeriodKind,
    /// How many decimals are shown.
    pub decimals: u8,
    /// Which way is better.
    pub polarity: Polarity,
    /// The most that it can be.
    pub maximum: Option<Decimal>,
    /// The least that it can be.
    pub minimum: Option<Decimal>,
    /// Where the figures come from.
    pub source: MeasureSource,
    /// What a bare `x` means in it.
    pub missing: Option<Arc<str>>,
    /// Years from which figures can't be compared with those before, each with the reason, in order.
    pub breaks: Vec<(Period, Arc<str>)>,
    /// Years without figures because nothing was assessed, in order.
    pub cancelled: Vec<Period>,
    /// What is aimed at, by year, in order. Targets are published plans, not figures of people.
    pub targets: Vec<(Period, Decimal)>,
    /// What it asks for beyond the site's disclosure policy, and where each key of that is written.
    pub rules: (Rules, Vec<(String, Span)>),
    /// Where it is written.
    pub at: Span,
}

/// Where a measure's figures come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeasureSource {
    /// Who published them.
    pub publisher: Arc<str>,
    /// In what.
    pub title: Arc<str>,
    /// Where.
    pub url: Option<Arc<str>>,
    /// When, as year-month-day.
    pub published: Option<Arc<str>>,
    /// Under what licence, as an SPDX name such as `OGL-UK-3.0`.
    pub licence: Option<Arc<str>>,
    /// The smallest count that the source shows.
    pub threshold: Option<u32>,
}

#[cfg(test)]
mod tests;
