//! Years as education counts them.

use std::fmt;

/// An academic year, September to August, by the year in which it starts: 2016/17 starts in 2016.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AcademicYear(u16);

impl AcademicYear {
    /// The academic year that starts in September of `year`.
    pub fn starting(year: u16) -> AcademicYear {
        AcademicYear(year)
    }

    /// The year that `text` spells as `2016/17`; nothing when it is spelt otherwise or the second year is not the next.
    ///
    /// ```
    /// use multum::vocabulary::AcademicYear;
    /// assert_eq!(AcademicYear::parse("2016/17").unwrap().to_string(), "2016/17");
    /// assert!(AcademicYear::parse("2016/18").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<AcademicYear> {
        two_years(text, '/').map(AcademicYear)
    }

    /// The calendar year in which it starts.
    pub fn start(self) -> u16 {
        self.0
    }

    /// How a sentence names it: `the 2016 to 2017 academic year`.
    pub fn in_words(self) -> String {
        Period::new(PeriodKind::Academic, self.0).in_words()
    }

    /// The same where the words beside it say that it is an academic year: `2016 to 2017`.
    pub fn briefly(self) -> String {
        Period::new(PeriodKind::Academic, self.0).briefly()
    }
}

impl fmt::Display for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

impl fmt::Debug for AcademicYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What kind of year a measure counts by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PeriodKind {
    /// September to August, written 2016/17.
    Academic,
    /// January to December, written 2017.
    Calendar,
    /// April to March, written 2016-17.
    Financial,
    /// A count in January, such as the school census, written 2017.
    January,
    /// A count in September, written 2016.
    September,
}

impl PeriodKind {
    /// Each kind with the word that authors write for it.
    pub const ALL: [(&'static str, PeriodKind); 5] = [
        ("academic", PeriodKind::Academic),
        ("calendar", PeriodKind::Calendar),
        ("financial", PeriodKind::Financial),
        ("january", PeriodKind::January),
        ("september", PeriodKind::September),
    ];

    /// A year of this kind as an author would write it: what a diagnostic shows.
    pub fn example(self) -> &'static str {
        match self {
            PeriodKind::Academic => "2016/17",
            PeriodKind::Financial => "2016-17",
            PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => "2017",
        }
    }

    /// What a sentence calls a year that begins in one calendar year and ends in the next; nothing for the others, whose
    /// name says all.
    fn noun(self) -> Option<&'static str> {
        match self {
            PeriodKind::Academic => Some("academic year"),
            PeriodKind::Financial => Some("financial year"),
            PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => None,
        }
    }

    /// The period of this kind that a report on `year` speaks of: its January and its September, the financial
    /// year that starts in the same calendar year, and the last calendar year that was over when it ended.
    pub fn within(self, year: AcademicYear) -> Period {
        let start = match self {
            PeriodKind::Academic | PeriodKind::Financial | PeriodKind::September | PeriodKind::Calendar => year.start(),
            PeriodKind::January => year.start() + 1,
        };
        Period { kind: self, start }
    }
}

/// One year of a measure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    kind: PeriodKind,
    start: u16,
}

impl Period {
    /// The period that starts in calendar year `start`.
    pub fn new(kind: PeriodKind, start: u16) -> Period {
        Period { kind, start }
    }

    /// The period that `text` spells in the form of its kind; nothing when it is spelt otherwise.
    pub fn parse(kind: PeriodKind, text: &str) -> Option<Period> {
        let start = match kind {
            PeriodKind::Academic => two_years(text, '/')?,
            PeriodKind::Financial => two_years(text, '-')?,
            PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => one_year(text)?,
        };
        Some(Period { kind, start })
    }

    /// The kind of year.
    pub fn kind(self) -> PeriodKind {
        self.kind
    }

    /// The calendar year in which it starts.
    pub fn start(self) -> u16 {
        self.start
    }

    /// The period before.
    pub fn previous(self) -> Period {
        Period { kind: self.kind, start: self.start - 1 }
    }

    /// How tables, charts, captions and key figures name it, where it stands beside other years or none: `2016/17`,
    /// `January 2017`.
    pub fn phrase(self) -> String {
        match self.kind {
            PeriodKind::January => format!("January {}", self.start),
            PeriodKind::September => format!("September {}", self.start),
            PeriodKind::Academic | PeriodKind::Calendar | PeriodKind::Financial => self.to_string(),
        }
    }

    /// How a sentence names it: `the 2016 to 2017 academic year`, `the 2016 to 2017 financial year`, `2017`,
    /// `January 2017`.
    ///
    /// The Government Analysis Function and GOV.UK ask for "to" between years in prose, and for the word that says by what
    /// they count: a slash is read aloud as "slash", and a dash is not read at all.
    pub fn in_words(self) -> String {
        match self.kind.noun() {
            Some(noun) => format!("the {} {noun}", self.briefly()),
            None => self.briefly(),
        }
    }

    /// How a sentence names it after another has said by what it counts: `2016 to 2017`, `2017`, `January 2017`.
    pub fn briefly(self) -> String {
        match self.kind {
            PeriodKind::Academic | PeriodKind::Financial => format!("{} to {}", self.start, self.start + 1),
            PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => self.phrase(),
        }
    }

    /// From this period to a later one, as a sentence says it: `between the 2012 to 2013 and 2016 to 2017 academic years`.
    /// "From 2012 to 2013 to 2016 to 2017" can't be told apart by ear.
    pub fn until(self, later: Period) -> String {
        match self.kind.noun() {
            Some(noun) => format!("between the {} and {} {noun}s", self.briefly(), later.briefly()),
            None => format!("between {} and {}", self.briefly(), later.briefly()),
        }
    }

    /// Several periods of one kind, in their order, as a sentence says them: `the 2019 to 2020 and 2020 to 2021 academic
    /// years`. A run of three and more is counted, from the calendar year in which the first starts to that in which the
    /// last ends: `the 3 academic years from 2017 to 2020`.
    pub fn all_in_words(periods: &[Period]) -> String {
        let mut said: Vec<String> = Vec::new();
        let mut apart: Vec<Period> = Vec::new();
        for run in periods.chunk_by(|a, b| b.start == a.start + 1) {
            match run {
                [first, _, .., last] => {
                    said.extend(named_together(&std::mem::take(&mut apart)));
                    said.push(counted(*first, *last));
                }
                few => apart.extend(few),
            }
        }
        said.extend(named_together(&apart));
        and(&said)
    }
}

/// Periods each by its name, with the noun once.
fn named_together(periods: &[Period]) -> Option<String> {
    let (first, more) = periods.split_first()?;
    if more.is_empty() {
        return Some(first.in_words());
    }
    let each: Vec<String> = periods.iter().map(|period| period.briefly()).collect();
    Some(match first.kind.noun() {
        Some(noun) => format!("the {} {noun}s", and(&each)),
        None => and(&each),
    })
}

/// A run of periods by their number.
fn counted(first: Period, last: Period) -> String {
    let number = last.start - first.start + 1;
    let (from, to) = (first.start, last.start);
    match first.kind {
        PeriodKind::Academic => format!("the {number} academic years from {from} to {}", to + 1),
        PeriodKind::Financial => format!("the {number} financial years from {from} to {}", to + 1),
        PeriodKind::Calendar => format!("the {number} years from {from} to {to}"),
        PeriodKind::January => format!("January of each year from {from} to {to}"),
        PeriodKind::September => format!("September of each year from {from} to {to}"),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn and(items: &[String]) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            PeriodKind::Academic => write!(f, "{}/{:02}", self.start, (self.start + 1) % 100),
            PeriodKind::Financial => write!(f, "{}-{:02}", self.start, (self.start + 1) % 100),
            PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => {
                write!(f, "{}", self.start)
            }
        }
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Four digits from 1900 to 2099: a report on other centuries is a slip of the hand.
fn one_year(text: &str) -> Option<u16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let year: u16 = digits.then(|| text.parse().ok()).flatten()?;
    (1900..2100).contains(&year).then_some(year)
}

fn two_years(text: &str, between: char) -> Option<u16> {
    let (first, second) = text.split_once(between)?;
    let start = one_year(first)?;
    let end: u16 =
        (second.len() == 2 && second.bytes().all(|b| b.is_ascii_digit())).then(|| second.parse().ok()).flatten()?;
    ((start + 1) % 100 == end).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_read_as_it_is_printed() {
        for (name, kind) in PeriodKind::ALL {
            let period = Period::parse(kind, kind.example()).expect(name);
            assert_eq!(period.to_string(), kind.example());
        }
        assert_eq!(AcademicYear::parse("1999/00").expect("a turn of the century").start(), 1999);
    }

    #[test]
    fn years_that_do_not_follow_on_are_refused() {
        for text in ["2016/18", "2016-17", "2016", "16/17", "2016/2017", "2016/1", "20l6/17", "+016/17", ""] {
            assert!(AcademicYear::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_sentence_says_years_with_to_and_with_their_noun() {
        let years =
            |kind, starts: &[u16]| -> Vec<Period> { starts.iter().map(|start| Period::new(kind, *start)).collect() };
        let said = |kind, starts: &[u16]| Period::all_in_words(&years(kind, starts));
        use PeriodKind::{Academic, Calendar, Financial, January};
        assert_eq!(said(Academic, &[2016]), "the 2016 to 2017 academic year");
        assert_eq!(said(Financial, &[2016]), "the 2016 to 2017 financial year");
        assert_eq!(said(Academic, &[2019, 2020]), "the 2019 to 2020 and 2020 to 2021 academic years");
        assert_eq!(
            said(Academic, &[2013, 2015, 2017, 2018, 2019]),
            "the 2013 to 2014 and 2015 to 2016 academic years and the 3 academic years from 2017 to 2020"
        );
        assert_eq!(said(Calendar, &[2015]), "2015");
        assert_eq!(said(Calendar, &[2015, 2016, 2017]), "the 3 years from 2015 to 2017");
        assert_eq!(said(January, &[2015, 2017]), "January 2015 and January 2017");
        assert_eq!(said(January, &[2015, 2016, 2017]), "January of each year from 2015 to 2017");
        assert_eq!(said(Academic, &[]), "");
        let span = |kind| Period::new(kind, 2012).until(Period::new(kind, 2016));
        assert_eq!(span(Academic), "between the 2012 to 2013 and 2016 to 2017 academic years");
        assert_eq!(span(January), "between January 2012 and January 2016");
        assert_eq!(AcademicYear::starting(1999).in_words(), "the 1999 to 2000 academic year");
    }

    #[test]
    fn a_report_speaks_of_the_january_inside_its_year() {
        let year = AcademicYear::starting(2016);
        assert_eq!(PeriodKind::January.within(year).to_string(), "2017");
        assert_eq!(PeriodKind::September.within(year).to_string(), "2016");
        assert_eq!(PeriodKind::Calendar.within(year).to_string(), "2016");
        assert_eq!(PeriodKind::Financial.within(year).to_string(), "2016-17");
    }
}
