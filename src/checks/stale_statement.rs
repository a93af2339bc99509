//! An accessibility statement that nobody has reviewed for a year

use super::Check;
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::document::Site;
use crate::vocabulary::When;

/// # What it finds
/// A statement whose `reviewed:` lies more than a year back, one that says no day of review, and, on a site that says its
/// address and so is meant for the public, none at all. A public body's statement that names nobody to tell of problems.
/// Only commands that know the day look for it: `multum check` and `multum publish`.
///
/// # Whom it shuts out
/// People who rely on it to learn which pages they can use, and whom to tell of the others.
///
/// # Example
/// ```text
/// reviewed: 2016-11-22, and today it is 23 November 2017
/// ```
///
/// # Instead
/// Have somebody try the site anew, correct data/statement.yaml, and write the day: `reviewed: 2017-11-23`.
///
/// # Standard
/// Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018, regulation 8(2): the
/// statement is kept under regular review. The government's guidance says at least once a year. Regulation 8(4)(c): it
/// says how to tell of problems.
pub struct StaleStatement;

impl Check for StaleStatement {
    fn name(&self) -> &'static str {
        "stale_statement"
    }

    fn code(&self) -> Code {
        code::STATEMENT
    }

    /// It is about the statement, and no fault of a page.
    fn is_about_access(&self) -> bool {
        false
    }

    fn day(&self, site: &Site, today: When) -> Vec<Diagnostic> {
        let statement = &site.statement;
        let Some(at) = &statement.at else {
            if site.facts.address.is_none() {
                return Vec::new();
            }
            let message = "expected data/statement.yaml with what people found of the site's accessibility, found none";
            let found = Diagnostic { severity: Severity::Warning, ..Diagnostic::placeless(self.code(), message) };
            return vec![
                found.hint(
                    "write public_body: true and reviewed: with the day; multum schema statement prints the rest",
                ),
            ];
        };
        let mut found = Vec::new();
        if statement.lacks_contact {
            found.push(
                Diagnostic::error(self.code(), at, "expected whom to tell of problems of accessibility, found nobody")
                    .hint("add contact: with an e-mail address or a telephone number"),
            );
        }
        found.extend(match statement.reviewed {
            None => vec![
                Diagnostic::warning(
                    self.code(),
                    at,
                    "expected the day on which a person reviewed the statement, found none",
                )
                .hint(format!("add reviewed: {today} once somebody has")),
            ],
            Some(reviewed) if reviewed.is_more_than_a_year_before(today) => vec![
                Diagnostic::error(
                    self.code(),
                    at,
                    format!("expected a review within the past year, found one of {}", reviewed.words()),
                )
                .hint(format!("have the site tried anew, correct the file, and write reviewed: {today}")),
            ],
            Some(_) => Vec::new(),
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::site;
    use super::*;
    use crate::diagnostic::Source;
    use crate::document::StatementDays;

    fn found(reviewed: Option<&str>, today: &str) -> Vec<(Severity, String)> {
        let mut site = site(Vec::new());
        let at = Source::new("data/statement.yaml", "public_body: true\n").span(0, 11);
        site.statement =
            StatementDays { reviewed: reviewed.and_then(When::parse), at: Some(at), ..StatementDays::default() };
        let today = When::parse(today).expect("a day");
        StaleStatement.day(&site, today).into_iter().map(|found| (found.severity, found.message)).collect()
    }

    #[test]
    fn a_statement_is_stale_after_a_year_and_not_before() {
        assert_eq!(found(Some("2016-11-22"), "2017-11-22"), []);
        assert_eq!(
            found(Some("2016-11-22"), "2017-11-23"),
            [(Severity::Error, "expected a review within the past year, found one of 22 November 2016".to_owned())]
        );
        assert_eq!(found(None, "2017-11-23")[0].0, Severity::Warning);
    }

    #[test]
    fn a_public_body_must_say_whom_to_tell() {
        let mut site = site(Vec::new());
        let at = Source::new("data/statement.yaml", "public_body: true\n").span(0, 11);
        site.statement = StatementDays {
            reviewed: When::parse("2017-11-01"),
            at: Some(at),
            lacks_contact: true,
            ..StatementDays::default()
        };
        let found = StaleStatement.day(&site, When::parse("2017-11-23").expect("a day"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "expected whom to tell of problems of accessibility, found nobody");
    }

    #[test]
    fn only_a_site_for_the_public_must_have_one() {
        let mut none = site(Vec::new());
        let today = When::parse("2017-11-23").expect("a day");
        assert_eq!(StaleStatement.day(&none, today).len(), 1);
        none.facts.address = None;
        assert!(StaleStatement.day(&none, today).is_empty());
    }
}
