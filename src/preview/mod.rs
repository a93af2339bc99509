//! See it while you write it: a save is seen, what depends on it is new, and the browser shows it.
//!
//! One thread waits for saves and builds (`run`); another answers browsers (`server`). Between them stands the state (`site`),
//! which is replaced in one step. Nothing here writes into the site's folder, or anywhere else.

mod changes;
mod editions;
mod events;
mod faults;
pub mod page;
mod panel;
mod run;
pub mod server;
pub mod site;
pub mod snapshot;
mod solver;
pub mod watch;

pub use faults::Editor;
pub use run::{Told, Why, run};
