//! What the council has decided to protect.

use crate::vocabulary::Counts;

/// The disclosure policy of `site.toml`. It governs the council's own figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// The smallest count of people that is shown; counts of 1 to one less are withheld. Nought is shown.
    pub smallest_count: u32,
    /// The fewest people that a percentage or mean may be of.
    pub smallest_cohort: u32,
    /// The smallest count of schools or settings that is shown.
    pub smallest_providers: u32,
}

impl Default for Policy {
    /// Five people, a cohort of ten, three providers. Source: the practice of English councils and Ofqual, which withhold
    /// counts below five; there is no one number of the Department for Education.
    fn default() -> Policy {
        Policy { smallest_count: 5, smallest_cohort: 10, smallest_providers: 3 }
    }
}

impl Policy {
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
        vec![
            format!(
                "The council’s own counts of people from 1 to {} are withheld, and so is every percentage that would give such a count away: \
                 of those who did, or of those who did not.",
                self.smallest_count.saturating_sub(1)
            ),
            format!("A percentage or an average of fewer than {} people is withheld.", self.smallest_cohort),
            format!("The council’s own counts of schools and settings from 1 to {} are withheld.", self.smallest_providers.saturating_sub(1)),
            "Figures that their source has published are shown as the source published them; what the source withheld stays withheld.".to_owned(),
            "Whatever is worked out from a withheld figure (a change, a gap, a place in an order) is withheld with it.".to_owned(),
            "Figures are withheld first and rounded afterwards. Halves are rounded away from nought.".to_owned(),
        ]
    }
}
