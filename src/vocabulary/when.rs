//! A day, or as much of it as is known.

use std::fmt;

use jiff::civil::Date;

use super::{AcademicYear, date_in_words};

/// A day, a month or a year: sources of old findings often give no more. Later ones are greater; a year alone comes
/// before every month of it, and a month alone before its days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl When {
    /// What `text` spells: `2017`, `2017-07` or `2017-07-14`.
    ///
    /// ```
    /// use multum::vocabulary::When;
    /// assert_eq!(When::parse("2017-07").unwrap().words(), "July 2017");
    /// assert!(When::parse("2017-13").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<When> {
        let number = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4).filter(|year| (1900..2100).contains(year))?;
        let month = match parts.next() {
            Some(part) => Some(number(part, 2).filter(|month| (1..=12).contains(month))? as u8),
            None => None,
        };
        let day = match parts.next() {
            Some(part) => Some(number(part, 2)? as u8),
            None => None,
        };
        if day.is_some() && text.parse::<Date>().is_err() {
            return None;
        }
        parts.next().is_none().then_some(When { year, month, day })
    }

    /// The calendar year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// As readers say it: `14 July 2017`, `July 2017`, `2017`.
    pub fn words(self) -> String {
        let first = format!("{:04}-{:02}-{:02}", self.year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        let words = date_in_words(&first);
        match (self.month, self.day) {
            (None, _) => self.year.to_string(),
            (Some(_), None) => words.split_once(' ').map_or(words.clone(), |(_, month)| month.to_owned()),
            (Some(_), Some(_)) => words,
        }
    }

    /// Whether it lies within another: 14 July 2017 in July 2017 and in 2017.
    pub fn lies_within(self, other: When) -> bool {
        let fits = |ours: Option<u8>, theirs: Option<u8>| theirs.is_none() || ours == theirs;
        self.year == other.year && fits(self.month, other.month) && fits(self.day, other.day)
    }

    /// Whether more than a year lies between it and a later day. What is not known of it counts for it.
    pub fn is_more_than_a_year_before(self, later: When) -> bool {
        let within = (self.month.unwrap_or(12), self.day.unwrap_or(31));
        (self.year + 1, within.0, within.1) < (later.year, later.month.unwrap_or(1), later.day.unwrap_or(1))
    }

    /// Whether it lies after the last day of an academic year, 31 August.
    pub fn is_after(self, year: AcademicYear) -> bool {
        let end = year.start() + 1;
        self.year > end || self.year == end && self.month.is_some_and(|month| month > 8)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text).expect(text)
    }

    #[test]
    fn as_much_of_a_day_is_said_as_is_known() {
        for (text, words) in [("2017-07-04", "4 July 2017"), ("2011-12", "December 2011"), ("2006", "2006")] {
            assert_eq!((when(text).words().as_str(), when(text).to_string().as_str()), (words, text));
        }
        for text in ["2016-17", "2016/17", "2017-02-30", "2017-7", "17", "2017-07-14T09:30", "2017-07-14-1", "", "1066"]
        {
            assert!(When::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn days_stand_in_order_and_an_academic_year_ends_in_august() {
        assert!(
            when("2017") < when("2017-07") && when("2017-07") < when("2017-07-14") && when("2017-07-14") < when("2018")
        );
        let year = AcademicYear::starting(2016);
        assert!(!when("2017").is_after(year) && !when("2017-08-31").is_after(year) && !when("2016-12").is_after(year));
        assert!(when("2017-09").is_after(year) && when("2018").is_after(year));
    }
}
