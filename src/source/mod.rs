//! The only way in from outside: files, YAML and TOML with places, site.toml, themes. Knows nothing of what the data mean.

pub mod built_in;
pub mod config;
mod contrast;
pub mod node;
pub mod recorder;
pub mod shape;
pub mod theme;
pub mod toml;
pub mod world;
pub mod yaml;

pub use config::Config;
pub use node::{Map, Node, Text};
pub use shape::Shape;
pub use world::{DiskWorld, MemoryWorld, ReadError, World, read_text};
