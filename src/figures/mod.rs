//! The vault: the one place that may read a sealed number.
//!
//! Numbers enter sealed ([`Confidential::seal`]) as they are read. Statistics run on sealed numbers and yield sealed
//! results that remember every cell they came from. [`decide`] settles once, for the whole data set, which cells are
//! withheld. Only then does the [`Release`] hand out [`published`] figures: a derived figure is withheld with any of its
//! cells.
//!
//! # The promise, and how it could be broken
//!
//! Outside this folder a sealed number can't be opened, printed, compared or serialised: it does not compile.
//!
//! ```compile_fail,E0624
//! use multum::figures::Confidential;
//! let sealed = Confidential::seal(7);
//! let _ = sealed.open(); // the opener is the vault's alone
//! ```
//! ```compile_fail,E0277
//! use multum::figures::Confidential;
//! println!("{:?}", Confidential::seal(7)); // no Debug
//! ```
//! ```compile_fail,E0277
//! use multum::figures::Confidential;
//! println!("{}", Confidential::seal(7)); // no Display
//! ```
//! ```compile_fail,E0369
//! use multum::figures::Confidential;
//! let _ = Confidential::seal(7) == Confidential::seal(7); // a comparison would tell which it is
//! ```
//! ```compile_fail,E0277
//! use multum::figures::Confidential;
//! let _ = serde_json::to_string(&Confidential::seal(7)); // no Serialize
//! ```
//! ```compile_fail,E0451
//! use multum::figures::Confidential;
//! let Confidential { value, .. } = Confidential::seal(7); // fields are private
//! ```
//! ```compile_fail,E0624
//! let _ = multum::figures::published::Shown::new(7); // a published figure can't be forged
//! ```
//! The same calls that are allowed do compile:
//! ```
//! use multum::figures::Confidential;
//! let sealed = Confidential::seal(7);
//! drop(sealed);
//! ```
//!
//! It could still be broken inside the folder, so the folder is small; and by what a reader works out from what is
//! shown, which [`disclosure`] is about.

mod confidential;
pub mod disclosure;
pub mod published;
mod release;
pub mod seen;
mod statistics;
mod table;

pub use confidential::Confidential;
pub use disclosure::{Decision, Memo, Policy, Structure, decide};
pub use release::{Mean, Release, Trace};
pub use table::{
    AuthorityId, Entry, GeographyId, GroupId, MeasureFacts, MeasureId, MeasureTable, Origin, Place, Reading, Subject,
    Taken,
};
