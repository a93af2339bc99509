//! Evidence, release and content become one site: prose and figures joined, every address known, no format yet.

mod abbreviations;
mod about;
mod address;
mod book;
mod call;
pub mod content;
mod contradiction;
mod drawing;
mod embargo;
mod functions;
mod internal;
mod links;
mod lists;
mod measure_page;
mod memo;
mod page;
mod ratings;
mod reports;
mod site;
mod tags;
mod template;

pub use content::Content;
pub use embargo::Held;
pub use internal::{WATERMARK, internal};
pub use memo::Memo;
pub use site::{Drafts, compose, compose_again};
