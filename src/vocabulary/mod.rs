//! Words that every room shares: years, places' names, units, paths. No logic beyond order and display.

mod colour;
mod date;
mod language;
mod moment;
mod path;
mod rating;
mod slug;
mod unit;
mod when;
mod words;
mod year;

pub use colour::Colour;
pub use date::date_in_words;
pub use language::Language;
pub use moment::Moment;
pub use path::SitePath;
pub use rating::Rating;
pub use slug::Slug;
pub use unit::{Counts, Polarity, Unit};
pub use when::When;
pub use words::{lower_first, upper_first};
pub use year::{AcademicYear, Period, PeriodKind};
