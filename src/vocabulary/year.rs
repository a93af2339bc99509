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

    /// How it is named in a sentence: `2016/17`, `January 2017`.
    pub fn phrase(self) -> String {
        match self.kind {
            PeriodKind::January => format!("January {}", self.start),
            PeriodKind::September => format!("September {}", self.start),
            PeriodKind::Academic | PeriodKind::Calendar | PeriodKind::Financial => self.to_string(),
        }
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
    fn a_report_speaks_of_the_january_inside_its_year() {
        let year = AcademicYear::starting(2016);
        assert_eq!(PeriodKind::January.within(year).to_string(), "2017");
        assert_eq!(PeriodKind::September.within(year).to_string(), "2016");
        assert_eq!(PeriodKind::Calendar.within(year).to_string(), "2016");
        assert_eq!(PeriodKind::Financial.within(year).to_string(), "2016-17");
    }
}
