//! Whether a headline says what its chart's figures don't: "rose" where it fell, "the highest" where another is higher.
//!
//! Only what is certain counts. A headline can mean more than its words show: another line than ours, another year than
//! the last, a part of the years. So a word is held against the figures only where it can mean nothing else, and false
//! alarms are dearer than misses: an author who is once told wrongly will not listen again.

use crate::figures::published::Quantity;

use super::{Chart, Content, Role, Slope, trend};

/// A word that the figures contradict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contradiction {
    /// The word or words of the headline, as they stand in it.
    pub word: String,
    /// What the figures say instead, as a sentence begins after "the figures say that".
    pub truth: String,
}

/// Which way words say that something went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// More than before.
    Up,
    /// Less than before.
    Down,
}

const UP: &[&str] =
    &["rose", "risen", "rises", "rising", "increased", "increases", "grew", "grown", "grows", "climbed"];
const DOWN: &[&str] = &[
    "fell",
    "fallen",
    "falls",
    "falling",
    "decreased",
    "decreases",
    "declined",
    "declines",
    "dropped",
    "drops",
    "shrank",
];

/// Words that turn a sentence round, narrow it, or make it speak of another line, of some of the years, or of what should be.
const UNCERTAIN: &[&str] = &[
    "not",
    "never",
    "no",
    "none",
    "without",
    "hardly",
    "barely",
    "less",
    "more",
    "although",
    "though",
    "but",
    "despite",
    "until",
    "before",
    "after",
    "since",
    "between",
    "during",
    "should",
    "must",
    "could",
    "would",
    "may",
    "might",
    "will",
    "if",
    "target",
    "while",
    "whereas",
    "than",
    "except",
    "again",
    "had",
    "once",
    "halved",
    "stopped",
    "slowed",
    "back",
    "gap",
    "elsewhere",
    "nationally",
    "others",
    "rate",
    "number",
];

/// The words of a text in lower case, without marks.
fn words(text: &str) -> Vec<String> {
    let trimmed = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.split(|c: char| c.is_whitespace() || c == '–' || c == '—')
        .map(trimmed)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The one word of change in a text and its way; nothing where there is none, or words of both ways.
pub fn change_word(text: &str) -> Option<(Way, String)> {
    let mut found: Option<(Way, String)> = None;
    for word in words(text) {
        let way = if UP.contains(&word.as_str()) {
            Way::Up
        } else if DOWN.contains(&word.as_str()) {
            Way::Down
        } else {
            continue;
        };
        match &found {
            Some((other, _)) if *other != way => return None,
            Some(_) => {}
            None => found = Some((way, word)),
        }
    }
    found
}

/// Whether a text has a word that makes its others uncertain, or a number, which may be a year.
pub fn is_uncertain(text: &str) -> bool {
    words(text).iter().any(|word| UNCERTAIN.contains(&word.as_str()) || word.contains(|c: char| c.is_ascii_digit()))
}

/// What a chart's headline says and its figures don't.
pub fn contradiction(chart: &Chart) -> Option<Contradiction> {
    let headline = chart.headline.as_deref()?;
    standing(chart, headline).or_else(|| change(chart, headline)).or_else(|| extreme(chart, headline))
}

/// The names of a chart's lines and bars other than ours.
fn others(chart: &Chart) -> Vec<&str> {
    match &chart.content {
        Content::Trend(trend) => {
            trend.series.iter().filter(|s| s.role == Role::Comparator).map(|series| &*series.label).collect()
        }
        Content::Bar(bars) | Content::Comparison(bars) => {
            bars.categories.iter().filter(|c| c.role == Role::Comparator).map(|category| &*category.label).collect()
        }
        Content::Slope(slope) => {
            slope.lines.iter().filter(|line| line.role == Role::Comparator).map(|line| &*line.label).collect()
        }
        Content::Distribution(distribution) => distribution.reference.iter().map(|(name, _)| &**name).collect(),
        Content::Gap(_) | Content::Multiples(_) | Content::Share(_) | Content::Judgements(_) => Vec::new(),
    }
}

fn names_another(chart: &Chart, headline: &str) -> bool {
    let headline = headline.to_lowercase();
    others(chart).iter().any(|name| headline.contains(&name.to_lowercase()))
}

/// "Rose" where ours fell, both since the year before and since the first that it can be compared with.
fn change(chart: &Chart, headline: &str) -> Option<Contradiction> {
    let (way, word) = change_word(headline)?;
    if is_uncertain(headline) || names_another(chart, headline) {
        return None;
    }
    let (name, steps) = match &chart.content {
        Content::Trend(trend) => {
            let ours =
                trend.series.iter().find(|series| series.role == Role::Ours).or(match trend.series.as_slice() {
                    [only] => Some(only),
                    _ => None,
                })?;
            let figures = trend::comparable(trend, ours).1;
            let (last, earlier) = figures.split_last()?;
            let (first, before) = (earlier.first()?, earlier.last()?);
            (&ours.label, vec![(first.1, last.1), (before.1, last.1)])
        }
        Content::Slope(slope) => {
            let (label, from, to) = of_slope(slope)?;
            (label, vec![(from, to)])
        }
        Content::Bar(_)
        | Content::Comparison(_)
        | Content::Gap(_)
        | Content::Distribution(_)
        | Content::Multiples(_)
        | Content::Share(_)
        | Content::Judgements(_) => return None,
    };
    let contradicts = |(from, to): &(Quantity, Quantity)| match way {
        Way::Up => to.value() <= from.value(),
        Way::Down => to.value() >= from.value(),
    };
    steps.iter().all(contradicts).then(|| {
        let (from, to) = steps[0];
        let truth = match to.value().cmp(&from.value()) {
            std::cmp::Ordering::Greater => format!("{name} rose from {} to {}", from.text(), to.text()),
            std::cmp::Ordering::Less => format!("{name} fell from {} to {}", from.text(), to.text()),
            std::cmp::Ordering::Equal => format!("{name} was {} and is {}", from.text(), to.text()),
        };
        Contradiction { word, truth }
    })
}

/// Ours between the two years of a slope; the one line where there is only one.
fn of_slope(slope: &Slope) -> Option<(&std::sync::Arc<str>, Quantity, Quantity)> {
    if slope.broken.is_some() {
        return None;
    }
    let mut ours = slope.lines.iter().filter(|line| line.role == Role::Ours || slope.lines.len() == 1);
    match (ours.next(), ours.next()) {
        (Some(line), None) => Some((&line.label, *line.from.shown()?, *line.to.shown()?)),
        _ => None,
    }
}

/// Ours and the others of one year: what "above England" and "the highest" are held against.
fn of_one_year(chart: &Chart) -> Option<(&str, Quantity, Vec<(Option<&str>, Quantity)>)> {
    match &chart.content {
        Content::Trend(trend) => {
            let ours = trend.series.iter().find(|series| series.role == Role::Ours)?;
            let (period, figure) = trend::last_shown(trend, ours)?;
            let others = trend.series.iter().filter(|series| series.role == Role::Comparator);
            let others = others.filter_map(|series| {
                let (_, theirs) = trend::shown(trend, series).find(|(other, _)| *other == period)?;
                Some((Some(&*series.label), theirs))
            });
            Some((&ours.label, figure, others.collect()))
        }
        Content::Comparison(bars) => {
            let figure = |category: &super::Category| category.values.first().and_then(|value| value.shown()).copied();
            let ours = bars.categories.iter().find(|category| category.role == Role::Ours)?;
            let others = bars.categories.iter().filter(|category| category.role == Role::Comparator);
            let others = others.filter_map(|category| Some((Some(&*category.label), figure(category)?)));
            Some((&ours.label, figure(ours)?, others.collect()))
        }
        Content::Slope(slope) => {
            let ours = slope.lines.iter().find(|line| line.role == Role::Ours)?;
            let others = slope.lines.iter().filter(|line| line.role == Role::Comparator);
            let others = others.filter_map(|line| Some((Some(&*line.label), *line.to.shown()?)));
            Some((&ours.label, *ours.to.shown()?, others.collect()))
        }
        Content::Distribution(distribution) => {
            let mut others: Vec<_> = distribution.others.iter().map(|figure| (None, *figure)).collect();
            others.extend(distribution.reference.iter().map(|(name, figure)| (Some(&**name), *figure)));
            Some((&distribution.ours, *distribution.value.shown()?, others))
        }
        Content::Bar(_) | Content::Gap(_) | Content::Multiples(_) | Content::Share(_) | Content::Judgements(_) => None,
    }
}

/// "Above England" where ours is below it, in the last year that ours has.
fn standing(chart: &Chart, headline: &str) -> Option<Contradiction> {
    let lower = headline.to_lowercase();
    let (name, ours, others) = of_one_year(chart)?;
    let says = |way: Way, other: &str| {
        let beginnings: &[&str] = match way {
            Way::Up => &["above ", "higher than "],
            Way::Down => &["below ", "lower than "],
        };
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '’' || c == '\'');
        beginnings
            .iter()
            .map(|begin| format!("{begin}{}", other.to_lowercase()))
            .find(|phrase| lower.split_once(phrase.as_str()).is_some_and(|(_, rest)| ends(rest)))
    };
    // Another year, another group or a negation would make it speak of something else.
    let uncertain =
        ["not", "no", "never", "longer", "was", "were", "until", "before", "should", "target", "from", "had"];
    let digits = headline.contains(|c: char| c.is_ascii_digit());
    if digits || words(headline).iter().any(|word| uncertain.contains(&word.as_str())) {
        return None;
    }
    for (other, theirs) in others.iter().filter_map(|(other, theirs)| Some(((*other)?, *theirs))) {
        let (up, down) = (says(Way::Up, other), says(Way::Down, other));
        let wrong = match (&up, &down) {
            (Some(phrase), None) if ours.value() <= theirs.value() => phrase,
            (None, Some(phrase)) if ours.value() >= theirs.value() => phrase,
            _ => continue,
        };
        let truth = format!("{name} is {}", super::words::against(ours, other, theirs));
        // As the author wrote it, where lower case has left every letter in its place.
        let written = lower.find(wrong.as_str()).and_then(|at| headline.get(at..at + wrong.len()));
        let word = written.filter(|written| written.to_lowercase() == *wrong).unwrap_or(wrong).to_owned();
        return Some(Contradiction { word, truth });
    }
    None
}

/// "The highest" where ours is highest neither among the others nor, in a trend, over its years.
fn extreme(chart: &Chart, headline: &str) -> Option<Contradiction> {
    let all = words(headline);
    let highest = all.windows(2).any(|pair| pair[0] == "the" && pair[1] == "highest");
    let lowest = all.windows(2).any(|pair| pair[0] == "the" && pair[1] == "lowest");
    let narrowed = [
        "among", "amongst", "one", "near", "nearly", "almost", "of", "second", "third", "quarter", "in", "with",
        "from", "for", "to",
    ];
    if highest == lowest || is_uncertain(headline) || names_another(chart, headline) {
        return None;
    }
    // "The highest of all" and "the highest in England" may mean others than the chart shows.
    if all.iter().any(|word| narrowed.contains(&word.as_str())) {
        return None;
    }
    let (name, ours, others) = of_one_year(chart)?;
    let beaten = |figure: Quantity| if highest { figure.value() > ours.value() } else { figure.value() < ours.value() };
    let best = others
        .iter()
        .filter(|(_, figure)| beaten(*figure))
        .max_by_key(|(_, figure)| if highest { figure.value() } else { -figure.value() })?;
    if let Content::Trend(trend) = &chart.content {
        let line = trend.series.iter().find(|series| series.role == Role::Ours)?;
        if !trend::shown(trend, line).any(|(_, figure)| beaten(figure)) {
            return None;
        }
    }
    let word = if highest { "the highest" } else { "the lowest" };
    let truth = match best {
        (Some(other), figure) => format!("{other} is {}, and {name} {}", figure.text(), ours.text()),
        (None, figure) => format!("another is {}, and {name} {}", figure.text(), ours.text()),
    };
    Some(Contradiction { word: word.to_owned(), truth })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::fixture;
    use crate::vocabulary::Unit;

    fn found(mut chart: Chart, headline: &str) -> Option<(String, String)> {
        chart.headline = Some(headline.to_owned());
        contradiction(&chart).map(|found| (found.word, found.truth))
    }

    fn trend_of(ours: &str, england: &str) -> Chart {
        fixture::trend(Unit::Percent, 0, 2014, &[("Ourshire", ours), ("England", england)])
    }

    #[test]
    fn a_headline_that_the_figures_contradict_is_found() {
        let falls = || trend_of("60 58 55", "50 56 58");
        let said = |word: &str, truth: &str| Some((word.to_owned(), truth.to_owned()));
        assert_eq!(found(falls(), "Attainment rose"), said("rose", "Ourshire fell from 60% to 55%"));
        assert_eq!(found(falls(), "Attainment has risen"), said("risen", "Ourshire fell from 60% to 55%"));
        assert_eq!(
            found(falls(), "Pupils here do well, above England"),
            said("above England", "Ourshire is 3 percentage points below England (58%)")
        );
        assert_eq!(found(falls(), "Ours are the highest"), said("the highest", "England is 58%, and Ourshire 55%"));
        let rises = trend_of("50 52 55", "50 56 58");
        assert_eq!(found(rises, "Fewer pupils: attainment fell"), said("fell", "Ourshire rose from 50% to 55%"));
        let flat = trend_of("55 52 55", "50 56 55");
        assert_eq!(
            found(flat, "Attainment is above England"),
            said("above England", "Ourshire is level with England (55%)")
        );
        let places = fixture::comparison(Unit::Percent, &[("*Ourshire", "67"), ("Marl", "71")]);
        assert_eq!(found(places, "Ours is the highest"), said("the highest", "Marl is 71%, and Ourshire 67%"));
        let slope = fixture::slope(Unit::Percent, &[("*Ourshire", "53 67"), ("England", "54 62")]);
        assert_eq!(found(slope, "Attainment fell"), said("fell", "Ourshire rose from 53% to 67%"));
    }

    /// Each of these may be true of the same figures.
    #[test]
    fn what_may_be_meant_otherwise_is_left_alone() {
        for headline in [
            "Attainment rose in England",
            "Attainment has not risen",
            "Attainment rose until 2015",
            "Attainment rose and then fell",
            "After it rose attainment fell back",
            "The gap rose",
            "No longer above England",
            "From above England to below England",
            "Attainment was above England",
            "Among the highest",
            "The second highest",
            "The highest of its neighbours",
            "Above Englandshire",
        ] {
            assert_eq!(found(trend_of("60 58 55", "50 56 58"), headline), None, "{headline}");
        }
        // Up since the year before, down since the first: either may be meant.
        for headline in ["Attainment rose", "Attainment fell"] {
            assert_eq!(found(trend_of("60 50 55", "50 56 58"), headline), None, "{headline}");
        }
        // Lowest over its years, though not among the others.
        assert_eq!(found(trend_of("60 58 55", "50 52 50"), "The lowest yet"), None);
        // Across a break nothing rises or falls.
        let mut broken = fixture::slope(Unit::Percent, &[("*Ourshire", "80 67")]);
        if let Content::Slope(slope) = &mut broken.content {
            slope.broken = Some((fixture::year(2023), "New".into()));
        }
        assert_eq!(found(broken, "Attainment rose"), None);
        // What is withheld contradicts nothing.
        assert_eq!(found(trend_of("60 58 c", "50 56 58"), "Attainment is above England"), None);
    }
}
