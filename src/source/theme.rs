//! A theme as the outputs take it: templates, stylesheet, files. Looking at the disk is the loader's part.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Source;
use crate::vocabulary::SitePath;

/// A theme with what it inherits from `base` already laid under it.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Its folder's name in `themes/`.
    pub name: String,
    /// Templates by name, such as `page.html` or `partials/header.html`. A theme's own replaces base's of the same name.
    pub templates: BTreeMap<String, Arc<Source>>,
    /// The stylesheet: base's files in the order of their names, then the theme's own.
    pub style: String,
    /// The tokens of `theme.toml` by name, such as `accent` and `accent-dark`: base's, then the theme's own. The stylesheet
    /// reads them as custom properties (`--accent`).
    pub tokens: BTreeMap<String, String>,
    /// Scripts and pictures of the theme, by their path below `assets/`.
    pub assets: BTreeMap<SitePath, Arc<[u8]>>,
}
