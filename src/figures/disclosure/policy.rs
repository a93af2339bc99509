//! What the council has decided to protect.

use std::sync::Arc;

use crate::figures::GroupId;
use crate::vocabulary::Counts;

/// The disclosure policy of `site.toml`. It governs the council's own figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// The smallest count of people that is shown; counts of 1 to one less are withheld.
    pub smallest_count: u32,
    /// The fewest people that a percentage, a rate or a mean may be of.
    pub smallest_cohort: u32,
    /// The smallest count of schools or settings that is shown.
    pub smallest_providers: u32,
    /// What the council's own counts of people are rounded to when they are shown; 1 leaves them as they are.
    pub rounding: u32,
    /// What is done with nobody of a group.
    pub nought: Extreme,
    /// What is done with all of a group.
    pub all: Extreme,
    /// Groups smaller than this have neither nought nor all shown.
    pub small_group: u32,
    /// Groups of which neither nought nor all is ever shown, such as pupils with an EHC plan.
    pub sensitive_groups: Vec<GroupId>,
    /// Their names, for the policy in words.
    pub sensitive_titles: Vec<Arc<str>>,
    /// By how much the least and the greatest possible value of a figure that is withheld for another's sake must differ.
    pub protection: u32,
    /// The fewest schools that a mean may be of.
    pub fewest_schools: u32,
    /// The largest part of a mean that one school may have, in percent.
    pub dominance: u32,
    /// What is done with small figures that their source has published.
    pub republish: Republish,
}

/// What is done with 0 and 0%, or with 100%, where the group is neither small nor sensitive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extreme {
    /// It is shown.
    Show,
    /// It is withheld.
    Withhold,
}

/// What is done with figures that their source has published and that our policy would withhold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Republish {
    /// They are shown as they were published.
    AsPublished,
    /// They are withheld here. Whoever knows the source knows them all the same.
    Withhold,
}

/// What one measure asks for beyond the site's policy; nothing where it follows the site. It can be stricter and not weaker.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Rules {
    /// See [`Policy::smallest_count`].
    pub smallest_count: Option<u32>,
    /// See [`Policy::smallest_cohort`].
    pub smallest_cohort: Option<u32>,
    /// See [`Policy::smallest_providers`].
    pub smallest_providers: Option<u32>,
    /// See [`Policy::rounding`].
    pub rounding: Option<u32>,
    /// See [`Policy::nought`].
    pub nought: Option<Extreme>,
    /// See [`Policy::all`].
    pub all: Option<Extreme>,
    /// See [`Policy::fewest_schools`].
    pub fewest_schools: Option<u32>,
    /// See [`Policy::dominance`].
    pub dominance: Option<u32>,
    /// See [`Policy::republish`].
    pub republish: Option<Republish>,
}

impl Default for Policy {
    /// Five people, a cohort of ten, three providers. Source: the practice of English councils and Ofqual, which withhold
    /// counts below five; there is no one number of the Department for Education. Three schools and four fifths of a mean
    /// are the usual reading of the rules for dominance; noughts of small groups follow the Government Statistical
    /// Service's guidance for administrative sources.
    fn default() -> Policy {
        Policy {
            smallest_count: 5,
            smallest_cohort: 10,
            smallest_providers: 3,
            rounding: 1,
            nought: Extreme::Show,
            all: Extreme::Show,
            small_group: 20,
            sensitive_groups: Vec::new(),
            sensitive_titles: Vec::new(),
            protection: 5,
            fewest_schools: 3,
            dominance: 80,
            republish: Republish::AsPublished,
        }
    }
}

impl Policy {
    /// The policy as it holds for a measure with `rules` of its own: of each two the stricter.
    pub(in crate::figures) fn under(&self, rules: &Rules) -> Policy {
        let more = |site: u32, own: Option<u32>| own.map_or(site, |own| own.max(site));
        let withhold =
            |site: Extreme, own: Option<Extreme>| if own == Some(Extreme::Withhold) { Extreme::Withhold } else { site };
        Policy {
            smallest_count: more(self.smallest_count, rules.smallest_count),
            smallest_cohort: more(self.smallest_cohort, rules.smallest_cohort),
            smallest_providers: more(self.smallest_providers, rules.smallest_providers),
            rounding: more(self.rounding, rules.rounding),
            nought: withhold(self.nought, rules.nought),
            all: withhold(self.all, rules.all),
            fewest_schools: more(self.fewest_schools, rules.fewest_schools),
            dominance: rules.dominance.map_or(self.dominance, |own| own.min(self.dominance)),
            republish: if rules.republish == Some(Republish::Withhold) { Republish::Withhold } else { self.republish },
            ..self.clone()
        }
    }

    /// The keys in which a measure asks for less than the policy, each with what the policy says: they count for nothing.
    pub fn weaker(&self, rules: &Rules) -> Vec<(&'static str, String)> {
        let more =
            |key, site: u32, own: Option<u32>| own.filter(|own| *own < site).map(|_| (key, format!("at least {site}")));
        let withhold = |key, site: Extreme, own: Option<Extreme>| {
            (site == Extreme::Withhold && own == Some(Extreme::Show)).then(|| (key, "withhold".to_owned()))
        };
        let most = rules.dominance.filter(|own| *own > self.dominance);
        let republished = self.republish == Republish::Withhold && rules.republish == Some(Republish::AsPublished);
        [
            more("smallest_count", self.smallest_count, rules.smallest_count),
            more("smallest_cohort", self.smallest_cohort, rules.smallest_cohort),
            more("smallest_providers", self.smallest_providers, rules.smallest_providers),
            more("rounding", self.rounding, rules.rounding),
            withhold("nought", self.nought, rules.nought),
            withhold("all", self.all, rules.all),
            more("fewest_schools", self.fewest_schools, rules.fewest_schools),
            most.map(|_| ("dominance", format!("at most {}", self.dominance))),
            republished.then(|| ("republish", "withhold".to_owned())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The smallest count shown of what a measure counts; nothing when it is never withheld. Never lower than the source's own.
    pub(in crate::figures) fn threshold(&self, counts: Counts, of_source: Option<u32>) -> Option<u32> {
        let ours = match counts {
            Counts::People => self.smallest_count,
            Counts::Providers => self.smallest_providers,
            Counts::Things => return None,
        };
        Some(ours.max(of_source.unwrap_or(0)))
    }

    /// The policy in words, for the methodology page: a sentence each.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        match self.smallest_count {
            0 | 1 => words.push("The council’s own counts of people are shown, however small they are.".to_owned()),
            smallest => words.push(format!(
                "The council’s own counts of people {} withheld, and so is every percentage that would give such a count away: \
                 of those who did, or of those who did not.",
                from_one(smallest)
            )),
        }
        words.push(format!(
            "A percentage, a rate or an average of fewer than {} people is withheld.",
            self.smallest_cohort
        ));
        match self.smallest_providers {
            0 | 1 => words.push("The council’s own counts of schools and settings are shown.".to_owned()),
            smallest => {
                words.push(format!("The council’s own counts of schools and settings {} withheld.", from_one(smallest)))
            }
        }
        let extreme = |what: &str, extreme: Extreme| match extreme {
            Extreme::Show => format!(
                "That {what} of a group did is shown, unless the group has fewer than {} people{}.",
                self.small_group,
                self.or_sensitive()
            ),
            Extreme::Withhold => format!("That {what} of a group did is withheld."),
        };
        words.push(extreme("nobody", self.nought));
        words.push(extreme("everybody", self.all));
        words.push(format!(
            "An average of fewer than {} schools, or one of which a single school makes more than {}%, is withheld.",
            self.fewest_schools, self.dominance
        ));
        words.push(format!(
            "Where a withheld figure could be worked out from others, more are withheld, as few as possible. Every value that the rules above \
             withhold is then still possible, and every other withheld figure could be any of at least {} values in a row.",
            self.protection.saturating_add(1)
        ));
        words.push(match self.republish {
            Republish::AsPublished => {
                "Figures that their source has published are shown as the source published them; what the source withheld stays withheld."
                    .to_owned()
            }
            Republish::Withhold => {
                "Figures that their source has published are withheld here by the same rules; what the source withheld stays withheld.".to_owned()
            }
        });
        words.push(
            "Whatever is worked out from a withheld figure (a change, a gap, a place in an order) is withheld with it."
                .to_owned(),
        );
        words.push(if self.rounding > 1 {
            format!(
                "Figures are withheld first and rounded afterwards: counts of people to the nearest {}. Halves are rounded away from nought.",
                self.rounding
            )
        } else {
            "Figures are withheld first and rounded afterwards. Halves are rounded away from nought.".to_owned()
        });
        words
    }

    /// The sensitive groups in words, after others of which neither nought nor all is shown.
    fn or_sensitive(&self) -> String {
        match (self.sensitive_titles.as_slice(), self.sensitive_groups.is_empty()) {
            (_, true) => String::new(),
            ([], false) => " or is one of those named as sensitive".to_owned(),
            (titles, false) => format!(" or is one of these: {}", titles.join(", ")),
        }
    }
}

impl Rules {
    /// What a measure asks for beyond the site's policy, in words: a clause each.
    pub fn words(&self) -> Vec<String> {
        let withheld = |what: &str, smallest: u32| format!("counts of {what} {} withheld", from_one(smallest));
        let extreme = |what: &str, extreme: Option<Extreme>| {
            (extreme == Some(Extreme::Withhold)).then(|| format!("that {what} of a group did is withheld"))
        };
        [
            self.smallest_count.filter(|smallest| *smallest > 1).map(|smallest| withheld("people", smallest)),
            self.smallest_cohort
                .map(|cohort| format!("a percentage, a rate or an average of fewer than {cohort} people is withheld")),
            self.smallest_providers
                .filter(|smallest| *smallest > 1)
                .map(|smallest| withheld("schools and settings", smallest)),
            extreme("nobody", self.nought),
            extreme("everybody", self.all),
            self.fewest_schools.map(|fewest| format!("an average of fewer than {fewest} schools is withheld")),
            self.dominance
                .map(|most| format!("an average of which a single school makes more than {most}% is withheld")),
            (self.republish == Some(Republish::Withhold))
                .then(|| "figures that their source has published are withheld by the same rules".to_owned()),
            self.rounding
                .filter(|base| *base > 1)
                .map(|base| format!("counts of people are rounded to the nearest {base}")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The counts below the smallest that is shown, with their verb: `from 1 to 4 are`, `of 1 are`.
fn from_one(smallest: u32) -> String {
    match smallest.saturating_sub(1) {
        1 => "of 1 are".to_owned(),
        most => format!("from 1 to {most} are"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_says_what_it_does_and_no_more() {
        let words = |policy: Policy| policy.words().join("\n");
        let usual = words(Policy::default());
        assert!(usual.contains("counts of people from 1 to 4 are withheld, and so is every percentage"), "{usual}");
        assert!(usual.contains("schools and settings from 1 to 2 are withheld."), "{usual}");
        let two = words(Policy { smallest_count: 2, smallest_providers: 1, ..Policy::default() });
        assert!(two.contains("counts of people of 1 are withheld") && two.contains("schools and settings are shown."));
        let none = words(Policy { smallest_count: 1, ..Policy::default() });
        assert!(none.contains("counts of people are shown, however small they are.") && !none.contains("1 to 0"));
        let sensitive = Policy {
            sensitive_groups: vec![GroupId(1), GroupId(2)],
            sensitive_titles: vec!["Children in care".into(), "Pupils with a plan".into()],
            ..Policy::default()
        };
        assert!(
            words(sensitive).contains("fewer than 20 people or is one of these: Children in care, Pupils with a plan.")
        );
    }

    #[test]
    fn what_a_measure_asks_for_is_said_in_words() {
        assert!(Rules::default().words().is_empty());
        let strict = Rules {
            smallest_count: Some(10),
            smallest_cohort: Some(30),
            nought: Some(Extreme::Withhold),
            dominance: Some(60),
            rounding: Some(5),
            ..Rules::default()
        };
        assert_eq!(
            strict.words().join("; "),
            "counts of people from 1 to 9 are withheld; a percentage, a rate or an average of fewer than 30 people is withheld; \
             that nobody of a group did is withheld; an average of which a single school makes more than 60% is withheld; \
             counts of people are rounded to the nearest 5"
        );
    }
}
