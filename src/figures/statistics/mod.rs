//! Statistics on sealed figures. What comes out is sealed, and remembers its cells.
//!
//! Differences and orders are taken of the rounded figures, not of the exact ones behind them: a reader who subtracts
//! what the page shows finds what the page says, and a derived figure tells nothing that its parts don't tell already.

mod difference;
mod mean;
mod rank;

pub(in crate::figures) use difference::difference;
pub(in crate::figures) use mean::mean;
pub(in crate::figures) use rank::rank;
