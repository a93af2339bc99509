//! Dates as readers say them.

use jiff::civil::Date;

/// A date in words: `2017-12-14`, a time after it or not, is "14 December 2017". A text that is no date stays as it is.
///
/// ```
/// use multum::vocabulary::date_in_words;
/// assert_eq!(date_in_words("2017-12-04"), "4 December 2017");
/// ```
pub fn date_in_words(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match text.get(..10).unwrap_or(text).parse::<Date>() {
        Ok(date) => format!("{} {} {}", date.day(), MONTHS[usize::from(date.month().unsigned_abs()) - 1], date.year()),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_said_as_people_say_it_and_anything_else_is_left() {
        for (text, words) in [
            ("2017-12-04", "4 December 2017"),
            ("2017-09-07T09:30", "7 September 2017"),
            ("2017-02-30", "2017-02-30"),
            ("spring 2017", "spring 2017"),
            ("", ""),
        ] {
            assert_eq!(date_in_words(text), words);
        }
    }
}
