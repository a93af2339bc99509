//! The only way in from outside: files, YAML and TOML with places, site.toml, themes. Knows nothing of what the data mean.

pub mod theme;
