//! The website from its outside: small sites in, pages out.

mod sample;
mod theme;

use std::path::Path;

use multum::outputs::screen;
use multum::tree::Tree;

/// Writes a tree below `target/`, for looking at.
fn write(tree: &Tree, name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for (path, file) in tree.iter() {
        let to = folder.join(path.as_str());
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder that can be made");
        std::fs::write(to, &file.bytes).expect("a file that can be written");
    }
}

#[test]
fn the_sample_renders_without_a_fault() {
    let rendered = screen::render(&sample::site(), &theme::theme("rutland"));
    assert!(rendered.findings.is_empty(), "{:?}", rendered.findings);
    write(&rendered.value, "screen");
}
