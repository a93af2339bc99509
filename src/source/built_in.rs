//! The theme `base`, carried in the program, so that a site anywhere can use it without a copy.

use std::sync::Arc;

use super::world::{ReadError, World};
use crate::vocabulary::SitePath;

macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path)))),*]
    };
}

/// Every file of the theme: its path in a site, and its bytes.
pub const BUILT_IN: &[(&str, &[u8])] = files! {
    "themes/base/assets/icon.svg"
    "themes/base/assets/search/minisearch.js"
    "themes/base/assets/search/search.js"
    "themes/base/assets/site.js"
    "themes/base/large-print/colours.js"
    "themes/base/large-print/style.css"
    "themes/base/styles/1-page.css"
    "themes/base/styles/2-frame.css"
    "themes/base/styles/3-figures.css"
    "themes/base/styles/4-media.css"
    "themes/base/templates/fragment.html"
    "themes/base/templates/large-print.html"
    "themes/base/templates/page.html"
    "themes/base/templates/partials/banners.html"
    "themes/base/templates/partials/breadcrumbs.html"
    "themes/base/templates/partials/contents.html"
    "themes/base/templates/partials/footer.html"
    "themes/base/templates/partials/head.html"
    "themes/base/templates/partials/header.html"
    "themes/base/templates/partials/large_print.html"
    "themes/base/templates/partials/pager.html"
    "themes/base/templates/partials/status.html"
    "themes/base/templates/partials/title.html"
    "themes/base/theme.toml"
    "themes/base/typst/report.typ"
};

const FOLDER: &str = "themes/base";

/// A world with the theme `base` in it. One that the site has itself is taken whole in its place: half of one and half of
/// the other would fit nowhere.
pub struct WithBase<'w> {
    world: &'w dyn World,
    own: bool,
}

impl<'w> WithBase<'w> {
    /// The world, with the theme added when it has none.
    pub fn new(world: &'w dyn World) -> WithBase<'w> {
        let folder = SitePath::new(FOLDER).expect("a path");
        // A folder that can't be read is the site's own too: the theme's loader will say what is wrong with it.
        let own = world.list(&folder).map_or(true, |files| !files.is_empty());
        WithBase { world, own }
    }

    fn built_in(&self, path: &SitePath) -> Option<&'static [u8]> {
        let file = BUILT_IN.iter().find(|(name, _)| *name == path.as_str());
        file.filter(|_| !self.own).map(|(_, bytes)| *bytes)
    }
}

impl World for WithBase<'_> {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        self.built_in(path).map_or_else(|| self.world.read(path), |bytes| Ok(bytes.into()))
    }

    fn size(&self, path: &SitePath) -> Result<u64, ReadError> {
        self.built_in(path).map_or_else(|| self.world.size(path), |bytes| Ok(bytes.len() as u64))
    }

    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError> {
        let mut files = self.world.list(folder)?;
        if !self.own {
            let below = |path: &str| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
            files.extend(BUILT_IN.iter().filter(|(path, _)| below(path)).filter_map(|(path, _)| SitePath::new(path)));
            files.sort();
        }
        Ok(files)
    }

    fn beside(&self, path: &str) -> Result<Box<dyn World>, ReadError> {
        self.world.beside(path)
    }

    fn is_confidential(&self) -> bool {
        self.world.is_confidential()
    }

    fn name(&self, path: &SitePath) -> String {
        match self.built_in(path) {
            Some(_) => format!("{path} (carried in multum)"),
            None => self.world.name(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryWorld;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path of the test")
    }

    #[test]
    fn every_file_of_the_theme_is_carried() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut there: Vec<String> = walkdir::WalkDir::new(folder.join(FOLDER))
            .into_iter()
            .map(|entry| entry.expect("readable"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/"))
            .collect();
        there.sort();
        let carried: Vec<&str> = BUILT_IN.iter().map(|(path, _)| *path).collect();
        assert_eq!(carried, there, "BUILT_IN in src/source/built_in.rs names every file of {FOLDER}, in order");
    }

    #[test]
    fn a_site_without_the_theme_has_it_and_one_with_its_own_keeps_that_whole() {
        let bare = MemoryWorld::new().with("themes/rutland/theme.toml", "base = \"base\"");
        let world = WithBase::new(&bare);
        assert_eq!(world.list(&path("themes")).expect("listed").len(), BUILT_IN.len() + 1);
        assert_eq!(world.list(&path(FOLDER)).expect("listed").len(), BUILT_IN.len());
        let toml = world.read(&path("themes/base/theme.toml")).expect("carried");
        assert_eq!(world.size(&path("themes/base/theme.toml")), Ok(toml.len() as u64));
        assert_eq!(world.name(&path("themes/base/theme.toml")), "themes/base/theme.toml (carried in multum)");
        assert!(world.read(&path("themes/rutland/theme.toml")).is_ok());

        let own = MemoryWorld::new().with("themes/base/theme.toml", "[tokens]");
        let world = WithBase::new(&own);
        assert_eq!(world.list(&path(FOLDER)), Ok(vec![path("themes/base/theme.toml")]));
        assert_eq!(&*world.read(&path("themes/base/theme.toml")).expect("its own"), b"[tokens]");
        assert_eq!(world.read(&path("themes/base/templates/page.html")), Err(ReadError::Missing));
    }
}
