//! What a number counts, and which way is better.

/// What a measure's number is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// Parts of a hundred, 0 to 100 unless the measure says otherwise.
    Percent,
    /// A whole number of people, providers or things.
    Count,
    /// An average score.
    Score,
    /// Points of a scale.
    Points,
    /// Days.
    Days,
    /// A rate for every 10,000.
    Per10000,
    /// A rate for every 1,000.
    Per1000,
    /// Pounds sterling.
    Pounds,
}

impl Unit {
    /// Each unit with the word that authors write for it.
    pub const ALL: [(&'static str, Unit); 8] = [
        ("percent", Unit::Percent),
        ("count", Unit::Count),
        ("score", Unit::Score),
        ("points", Unit::Points),
        ("days", Unit::Days),
        ("per-10000", Unit::Per10000),
        ("per-1000", Unit::Per1000),
        ("pounds", Unit::Pounds),
    ];

    /// The unit in a table's heading or on an axis: `%`, `number`, `score`.
    pub fn heading(self) -> &'static str {
        match self {
            Unit::Percent => "%",
            Unit::Count => "number",
            Unit::Score => "score",
            Unit::Points => "points",
            Unit::Days => "days",
            Unit::Per10000 => "for every 10,000",
            Unit::Per1000 => "for every 1,000",
            Unit::Pounds => "£",
        }
    }

    /// Of how many a share is said: 45% is so many of a hundred.
    pub fn share_of(self) -> rust_decimal::Decimal {
        rust_decimal::Decimal::from(match self {
            Unit::Percent => 100u32,
            Unit::Per1000 => 1_000,
            Unit::Per10000 => 10_000,
            Unit::Count | Unit::Score | Unit::Points | Unit::Days | Unit::Pounds => 1,
        })
    }

    /// The unit of a difference, in words: one, and many.
    pub fn difference(self) -> Option<(&'static str, &'static str)> {
        match self {
            Unit::Percent => Some(("percentage point", "percentage points")),
            Unit::Score | Unit::Points => Some(("point", "points")),
            Unit::Days => Some(("day", "days")),
            Unit::Per10000 => Some(("for every 10,000", "for every 10,000")),
            Unit::Per1000 => Some(("for every 1,000", "for every 1,000")),
            Unit::Count | Unit::Pounds => None,
        }
    }
}

/// Whether more is better.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Polarity {
    /// More is better, as of attainment.
    High,
    /// Less is better, as of absence.
    Low,
    /// Neither, as of the number of pupils.
    Neither,
}

impl Polarity {
    /// Each polarity with the word that authors write for it.
    pub const ALL: [(&'static str, Polarity); 3] =
        [("high", Polarity::High), ("low", Polarity::Low), ("neither", Polarity::Neither)];
}

/// Whom or what a measure counts, and so whose privacy the policy protects.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Counts {
    /// Children, pupils, young people.
    People,
    /// Schools, nurseries, childminders.
    Providers,
    /// Places, pounds, meetings: nobody can be named by them.
    Things,
}

impl Counts {
    /// Each with the word that authors write for it.
    pub const ALL: [(&'static str, Counts); 3] =
        [("people", Counts::People), ("providers", Counts::Providers), ("things", Counts::Things)];
}
