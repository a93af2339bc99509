//! Years as the sources label them: `2017`, `2016/17`, `2016-17`, `2018 (Rev)`, `201617`.

use crate::vocabulary::{Period, PeriodKind};

/// How settled a year's figures are, by the mark that the tool puts behind the year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Status {
    /// `(prov)`.
    Provisional,
    /// `(Rev)`.
    Revised,
    /// `(Final)`.
    Final,
}

impl Status {
    /// The word that our files use.
    pub(super) fn word(self) -> &'static str {
        match self {
            Status::Provisional => "provisional",
            Status::Revised => "revised",
            Status::Final => "final",
        }
    }
}

/// A year as the tool labels it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Label {
    year: Year,
    /// What stood in brackets behind it.
    pub(super) status: Option<Status>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Year {
    /// `2017`.
    One(u16),
    /// `2016/17` or `2016-17`, by the year in which it starts.
    Two(u16),
}

impl Label {
    /// The label that `text` spells.
    pub(super) fn parse(text: &str) -> Option<Label> {
        let (year, status) = match text.split_once('(') {
            None => (text, None),
            Some((year, mark)) => {
                let status = match mark.strip_suffix(')')?.to_ascii_lowercase().as_str() {
                    "prov" => Status::Provisional,
                    "rev" => Status::Revised,
                    "final" => Status::Final,
                    _ => return None,
                };
                (year.trim_end(), Some(status))
            }
        };
        let one = |text| Period::parse(PeriodKind::Calendar, text).map(|p| Year::One(p.start()));
        let slash = |text| Period::parse(PeriodKind::Academic, text).map(|p| Year::Two(p.start()));
        let hyphen = |text| Period::parse(PeriodKind::Financial, text).map(|p| Year::Two(p.start()));
        let year = one(year).or_else(|| slash(year)).or_else(|| hyphen(year))?;
        Some(Label { year, status })
    }

    /// The year of a measure that counts by `kind`. Nothing when two years are named and the measure counts by one.
    ///
    /// The tool names academic and financial years by the calendar year in which they end: 2017 is 2016/17, and the
    /// end of March 2017 is 2016-17.
    pub(super) fn period(self, kind: PeriodKind) -> Option<Period> {
        match (kind, self.year) {
            (PeriodKind::Academic | PeriodKind::Financial, Year::One(end)) => Some(Period::new(kind, end - 1)),
            (PeriodKind::Academic | PeriodKind::Financial, Year::Two(start)) => Some(Period::new(kind, start)),
            (PeriodKind::Calendar | PeriodKind::January | PeriodKind::September, Year::One(year)) => {
                Some(Period::new(kind, year))
            }
            (PeriodKind::Calendar | PeriodKind::January | PeriodKind::September, Year::Two(_)) => None,
        }
    }
}

/// The words for a kind of year in the column `time_identifier` of open data.
pub(super) fn time_identifier(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Academic => "Academic year",
        PeriodKind::Calendar => "Calendar year",
        PeriodKind::Financial => "Financial year",
        PeriodKind::January => "January",
        PeriodKind::September => "September",
    }
}

/// A year in the form of the column `time_period` of open data: `201617`, `2017`.
pub(super) fn time_period(period: Period) -> String {
    match period.kind() {
        PeriodKind::Academic | PeriodKind::Financial => {
            format!("{}{:02}", period.start(), (period.start() + 1) % 100)
        }
        PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => period.start().to_string(),
    }
}

/// The year that the two columns spell. Nothing when they spell none.
pub(super) fn open_data_period(time_period: &str, time_identifier_text: &str) -> Option<Period> {
    let (_, kind) = PeriodKind::ALL
        .into_iter()
        .find(|(_, kind)| time_identifier(*kind).eq_ignore_ascii_case(time_identifier_text.trim()))?;
    match kind {
        PeriodKind::Academic | PeriodKind::Financial => {
            let (start, end) = time_period.split_at_checked(4)?;
            Period::parse(PeriodKind::Academic, &format!("{start}/{end}")).map(|p| Period::new(kind, p.start()))
        }
        PeriodKind::Calendar | PeriodKind::January | PeriodKind::September => Period::parse(kind, time_period),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(label: &str, kind: PeriodKind) -> Option<(String, Option<Status>)> {
        let label = Label::parse(label)?;
        Some((label.period(kind)?.to_string(), label.status))
    }

    #[test]
    fn a_single_year_is_the_one_in_which_an_academic_or_financial_year_ends() {
        assert_eq!(read("2017", PeriodKind::Academic), Some(("2016/17".into(), None)));
        assert_eq!(read("2017", PeriodKind::Financial), Some(("2016-17".into(), None)));
        assert_eq!(read("2017", PeriodKind::January), Some(("2017".into(), None)));
        assert_eq!(read("2017", PeriodKind::September), Some(("2017".into(), None)));
    }

    #[test]
    fn both_ways_to_write_two_years_mean_the_same() {
        for label in ["2016/17", "2016-17"] {
            assert_eq!(read(label, PeriodKind::Academic), Some(("2016/17".into(), None)));
            assert_eq!(read(label, PeriodKind::Calendar), None);
        }
    }

    #[test]
    fn a_mark_in_brackets_is_the_status() {
        for (label, status) in
            [("2018 (Rev)", Status::Revised), ("2020 (Final)", Status::Final), ("2025(prov)", Status::Provisional)]
        {
            assert_eq!(Label::parse(label).expect(label).status, Some(status));
        }
    }

    #[test]
    fn other_labels_are_refused() {
        for label in ["", "2016/18", "17", "Autumn 2016", "2018 (Draft)", "2018 (Rev", "(Rev)"] {
            assert_eq!(Label::parse(label), None, "{label}");
        }
    }

    #[test]
    fn open_data_years_are_read_as_they_are_written() {
        for (_, kind) in PeriodKind::ALL {
            let period = Period::new(kind, 2016);
            assert_eq!(open_data_period(&time_period(period), time_identifier(kind)), Some(period));
        }
        assert_eq!(open_data_period("201617", "Academic Year"), Some(Period::new(PeriodKind::Academic, 2016)));
        for (year, identifier) in [("201618", "Academic year"), ("2016", "Academic year"), ("2016", "Week 3"), ("", "")]
        {
            assert_eq!(open_data_period(year, identifier), None, "{year} {identifier}");
        }
    }
}
