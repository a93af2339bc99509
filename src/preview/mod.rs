//! Build in a loop: a save is seen, and what depends on it is new.

pub mod watch;
