//! The vault.
pub mod published;
