//! The themes of this repository, as the loader reads them.

use multum::source::DiskWorld;
use multum::source::theme::{self, Theme};

/// The theme in `themes/NAME`.
pub fn theme(name: &str) -> Theme {
    let world = DiskWorld::new(env!("CARGO_MANIFEST_DIR").as_ref()).expect("the repository");
    theme::load(&world, name, None).value.expect("a theme of the repository")
}
