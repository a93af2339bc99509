//! Published series become drawings that say the same to the eye, the ear and the hand.
mod spec;
pub use spec::*;
