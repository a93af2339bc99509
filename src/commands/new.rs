//! `multum new NAME`: a small site that builds, with invented figures that say so on every page.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Ending;
use super::console::{count, mutter, print};

#[derive(Args)]
pub struct Arguments {
    /// The folder to make, such as my-review
    name: PathBuf,
}

/// Every file of the site.
const FILES: &[(&str, &str)] = &[
    (".gitignore", include_str!("new/gitignore")),
    ("content/2024-25/index.md", include_str!("new/index.md")),
    ("content/2024-25/key-stage-2.md", include_str!("new/key-stage-2.md")),
    ("content/2024-25/reading.svg", include_str!("new/reading.svg")),
    ("data/geographies.yaml", include_str!("new/geographies.yaml")),
    ("data/groups.yaml", include_str!("new/groups.yaml")),
    ("data/measures/key-stage-2.yaml", include_str!("new/key-stage-2.yaml")),
    ("site.toml", include_str!("new/site.toml")),
];

pub fn run(arguments: &Arguments) -> Ending {
    let name = &arguments.name;
    if fs::symlink_metadata(name).is_ok() && !is_empty_folder(name) {
        mutter(&format!("error: there is something at {} already", name.display()));
        mutter("  hint: give a name that is not taken");
        return Ending::Faults;
    }
    if let Err((path, error)) = write(name) {
        mutter(&format!("error: can't write {}: {error}", path.display()));
        return Ending::Faults;
    }
    print(&format!(
        "Made {}: a site of {}, with figures that are invented.",
        name.display(),
        count(FILES.len(), "file", "files")
    ));
    print(&format!(
        "Write `multum build --site {}` to build it. Then put your own words and figures in place of these.",
        quoted(name)
    ));
    Ending::Done
}

fn is_empty_folder(path: &Path) -> bool {
    !path.is_symlink() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

fn write(site: &Path) -> Result<(), (PathBuf, io::Error)> {
    for (path, text) in FILES {
        let place = site.join(path);
        let folder = place.parent().expect("every file stands in the site's folder");
        fs::create_dir_all(folder).map_err(|error| (folder.to_owned(), error))?;
        fs::write(&place, text).map_err(|error| (place, error))?;
    }
    Ok(())
}

/// The name as it must be typed: in quotation marks when it has a space.
fn quoted(name: &Path) -> String {
    let name = name.display().to_string();
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_part_of_the_site() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/new");
        assert_eq!(fs::read_dir(folder).expect("there").count(), FILES.len());
    }

    #[test]
    fn a_name_with_a_space_is_typed_in_quotation_marks() {
        assert_eq!(quoted(Path::new("my-review")), "my-review");
        assert_eq!(quoted(Path::new("my review")), "\"my review\"");
    }
}
