//! Green, amber, red: how a provider or an area of its work is rated.

use std::fmt;

/// A rating, from the best to the worst, which is also its order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rating {
    /// As it should be.
    Green,
    /// Something must change.
    Amber,
    /// Something must change now.
    Red,
}

impl Rating {
    /// Every rating, the best first.
    pub const ALL: [Rating; 3] = [Rating::Green, Rating::Amber, Rating::Red];

    /// The rating as authors type it and as classes of pages name it: `green`.
    pub fn name(self) -> &'static str {
        match self {
            Rating::Green => "green",
            Rating::Amber => "amber",
            Rating::Red => "red",
        }
    }

    /// The rating as readers see it: `Green`.
    pub fn word(self) -> &'static str {
        match self {
            Rating::Green => "Green",
            Rating::Amber => "Amber",
            Rating::Red => "Red",
        }
    }

    /// The rating that an author typed.
    pub fn named(name: &str) -> Option<Rating> {
        Rating::ALL.into_iter().find(|rating| rating.name() == name)
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_typed_by_its_name_and_ordered_from_best_to_worst() {
        for rating in Rating::ALL {
            assert_eq!(Rating::named(rating.name()), Some(rating));
            assert_eq!(rating.word().to_lowercase(), rating.name());
        }
        assert_eq!(Rating::named("Green"), None);
        assert!(Rating::Green < Rating::Amber && Rating::Amber < Rating::Red);
    }
}
