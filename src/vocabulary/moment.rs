//! A day and a time by British clocks.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::date_in_words;

/// When British clocks are put forward and back, in the notation of POSIX: an embargo means the same on a server that keeps
/// another time.
const BRITISH: &str = "GMT0BST,M3.5.0/1,M10.5.0/2";

/// A day and a time as a British clock shows them. Later ones are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime);

impl Moment {
    /// What `text` spells: `2017-09-07T09:30`, or `2017-09-07` for the day's beginning.
    ///
    /// ```
    /// use multum::vocabulary::Moment;
    /// assert_eq!(Moment::parse("2017-09-07T09:30").unwrap().words(), "9:30am on 7 September 2017");
    /// assert_eq!(Moment::parse("2017-09-07").unwrap().words(), "7 September 2017");
    /// assert!(Moment::parse("2017-09-07 09:30").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Moment> {
        let (day, time) = match text.split_once('T') {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = day.split('-').collect();
        let [year, month, of_month] = parts[..] else { return None };
        if !(digits(year, 4) && digits(month, 2) && digits(of_month, 2)) {
            return None;
        }
        let day: Date = day.parse().ok()?;
        let time = match time {
            None => Time::midnight(),
            Some(time) => {
                let (hour, minute) = time.split_once(':')?;
                let two = |part: &str| digits(part, 2).then(|| part.parse().ok()).flatten();
                Time::new(two(hour)?, two(minute)?, 0, 0).ok()?
            }
        };
        Some(Moment(day.to_datetime(time)))
    }

    /// What a British clock shows at an instant; nothing for one that no calendar has.
    ///
    /// ```
    /// use multum::vocabulary::Moment;
    /// // In summer they are an hour ahead of Greenwich.
    /// let seconds = 1_504_773_000; // 2017-09-07T08:30Z
    /// assert_eq!(Moment::at(seconds), Moment::parse("2017-09-07T09:30"));
    /// ```
    pub fn at(seconds: i64) -> Option<Moment> {
        let zone = TimeZone::posix(BRITISH).ok()?;
        Some(Moment(Timestamp::from_second(seconds).ok()?.to_zoned(zone).datetime()))
    }

    /// As readers say it: `9:30am on 7 September 2017`; a day's beginning is the day.
    pub fn words(self) -> String {
        let day = date_in_words(&self.0.date().to_string());
        let (hour, minute) = (self.0.hour(), self.0.minute());
        let (half, hour) = if hour < 12 { ("am", hour) } else { ("pm", hour - 12) };
        let hour = if hour == 0 { 12 } else { hour };
        match (self.0.time() == Time::midnight(), minute) {
            (true, _) => day,
            (false, 0) => format!("{hour}{half} on {day}"),
            (false, minute) => format!("{hour}:{minute:02}{half} on {day}"),
        }
    }

    /// Its day, as authors write it: `2017-09-07`.
    pub fn day(self) -> String {
        self.0.date().to_string()
    }
}

/// As authors write it.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.time() == Time::midnight() {
            true => write!(f, "{}", self.0.date()),
            false => write!(f, "{}T{:02}:{:02}", self.0.date(), self.0.hour(), self.0.minute()),
        }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_and_said_as_people_say_it() {
        for (text, words) in [
            ("2017-09-07", "7 September 2017"),
            ("2017-09-07T00:05", "12:05am on 7 September 2017"),
            ("2017-09-07T09:30", "9:30am on 7 September 2017"),
            ("2017-09-07T12:00", "12pm on 7 September 2017"),
            ("2017-09-07T17:00", "5pm on 7 September 2017"),
        ] {
            let moment = Moment::parse(text).expect(text);
            assert_eq!((moment.words().as_str(), moment.to_string().as_str()), (words, text));
        }
        for text in ["2017-09-07T9:30", "2017-09-07T24:30", "2017-09-07 09:30", "2017-02-30", "2017-9-7", "2017", ""] {
            assert!(Moment::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_server_that_keeps_another_time_knows_the_british_one() {
        // Clocks go forward at one in the morning of 26 March 2017, and back at one of 29 October by Greenwich.
        for (seconds, text) in [
            (1_490_489_940, "2017-03-26T00:59"),
            (1_490_490_000, "2017-03-26T02:00"),
            (1_509_238_740, "2017-10-29T01:59"),
            (1_509_238_800, "2017-10-29T01:00"),
        ] {
            assert_eq!(Moment::at(seconds), Moment::parse(text), "{text}");
        }
        assert!(Moment::at(i64::MAX).is_none());
    }
}
