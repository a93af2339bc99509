//! The files of a site: on the disk, or in memory for tests. The only module of `source` that touches `std::fs`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Diagnostic, Source, code};
use crate::vocabulary::SitePath;

/// Where a site's files are read from.
pub trait World: Send + Sync {
    /// The bytes of the file at `path`.
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError>;

    /// The size of the file at `path`, known before it is read.
    fn size(&self, path: &SitePath) -> Result<u64, ReadError>;

    /// All files below `folder`, in the order of their paths; none when there is no such folder. Hidden files and what
    /// editors leave behind are left out.
    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError>;

    /// The folder at `path`, as seen from this one, whose files' text must never be quoted; what stands in the way when it
    /// can't be read.
    fn beside(&self, _path: &str) -> Result<Box<dyn World>, ReadError> {
        Err(ReadError::Missing)
    }

    /// Whether the files' text must never be quoted.
    fn is_confidential(&self) -> bool {
        false
    }

    /// The name by which diagnostics call the file at `path`.
    fn name(&self, path: &SitePath) -> String {
        path.to_string()
    }
}

/// Why a file could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing is there.
    #[error("there is no such file")]
    Missing,
    /// A folder is there, or a device.
    #[error("it is not a file")]
    NotAFile,
    /// A link leads out of the site's folder.
    #[error("it is a link that leads out of the site's folder")]
    Outside,
    /// A folder that is to lie beside the site's lies within it.
    #[error("it lies within the site's folder")]
    Inside,
    /// A file's name can't stand in an address.
    #[error("the name of \"{0}\" has a character that no address can have")]
    Name(String),
    /// What the system answered.
    #[error("the system answered: {0}")]
    System(String),
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> ReadError {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::Missing,
            _ => ReadError::System(error.to_string()),
        }
    }
}

/// The largest YAML or TOML file that is read.
pub const LARGEST_DATA: u64 = 16 * 1024 * 1024;
/// The largest Markdown file that is read.
pub const LARGEST_MARKDOWN: u64 = 4 * 1024 * 1024;
/// The largest CSV that is read: every authority over twenty years has a tenth of it.
pub const LARGEST_TABLE: u64 = 64 * 1024 * 1024;

/// What a system says of a file that changes when its bytes do, unless they change twice within a tick of its clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// The size in bytes.
    pub size: u64,
    /// When it was last written, where the system says.
    pub written: Option<std::time::SystemTime>,
    /// Which file it is and when anything of it changed, where the system says.
    node: (u64, i64, i64),
}

/// A site's folder on the disk.
pub struct DiskWorld {
    root: PathBuf,
    confidential: Option<String>,
}

impl DiskWorld {
    /// The site in the folder `root`, which must be there.
    pub fn new(root: &Path) -> Result<DiskWorld, ReadError> {
        let root = root.canonicalize()?;
        if root.is_dir() { Ok(DiskWorld { root, confidential: None }) } else { Err(ReadError::NotAFile) }
    }

    /// The confidential folder `root`, which diagnostics call `name`.
    pub fn confidential(root: &Path, name: impl Into<String>) -> Result<DiskWorld, ReadError> {
        Ok(DiskWorld { confidential: Some(name.into()), ..DiskWorld::new(root)? })
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The place on the disk that `path` means, links followed as long as they stay in the site.
    fn locate(&self, path: &SitePath) -> Result<PathBuf, ReadError> {
        let place = self.root.join(path.as_str()).canonicalize()?;
        if place.starts_with(&self.root) { Ok(place) } else { Err(ReadError::Outside) }
    }

    /// What tells whether the file at `path` is still the one that was read: its size, and when and where it was written.
    pub fn stamp(&self, path: &SitePath) -> Result<Stamp, ReadError> {
        let facts = self.locate(path)?.metadata()?;
        if !facts.is_file() {
            return Err(ReadError::NotAFile);
        }
        #[cfg(unix)]
        let node = {
            use std::os::unix::fs::MetadataExt;
            (facts.ino(), facts.ctime(), facts.ctime_nsec())
        };
        #[cfg(not(unix))]
        let node = (0, 0, 0);
        Ok(Stamp { size: facts.len(), written: facts.modified().ok(), node })
    }

    fn admits(&self, entry: &DirEntry) -> bool {
        // A name that isn't Unicode is admitted here, so that the list can tell of it.
        let below = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
        let depth = below.iter().count();
        let left_out = entry.file_name().to_str().is_some_and(|name| depth > 0 && is_left_out(depth - 1, name));
        // A link out of the site is as if it were not there: what it leads to is not the site's.
        let inside = || entry.path().canonicalize().is_ok_and(|place| place.starts_with(&self.root));
        !left_out && (!entry.path_is_symlink() || inside())
    }
}

impl World for DiskWorld {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        let place = self.locate(path)?;
        let mut file = File::open(&place)?;
        let facts = file.metadata()?;
        if !facts.is_file() {
            return Err(ReadError::NotAFile);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or_default() + 1);
        file.read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    fn size(&self, path: &SitePath) -> Result<u64, ReadError> {
        let facts = self.locate(path)?.metadata()?;
        if facts.is_file() { Ok(facts.len()) } else { Err(ReadError::NotAFile) }
    }

    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError> {
        let start = match self.locate(folder) {
            Ok(start) => start,
            Err(ReadError::Missing) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut paths = Vec::new();
        for entry in WalkDir::new(&start).follow_links(true).into_iter().filter_entry(|entry| self.admits(entry)) {
            let entry = entry.map_err(|error| match error.io_error() {
                Some(io) => ReadError::System(io.to_string()),
                None => ReadError::System("a folder links to itself".to_owned()),
            })?;
            if !entry.file_type().is_file() {
                continue;
            }
            let below = entry.path().strip_prefix(&start).unwrap_or(entry.path());
            let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
            let path = parts.and_then(|parts| folder.join(&parts.join("/")));
            paths.push(path.ok_or_else(|| ReadError::Name(below.to_string_lossy().into_owned()))?);
        }
        paths.sort();
        Ok(paths)
    }

    fn beside(&self, path: &str) -> Result<Box<dyn World>, ReadError> {
        let place = self.root.join(path);
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let folder = DiskWorld::confidential(&place, name)?;
        // A way out and in again, an absolute one and a link look as if they led elsewhere.
        if folder.root.starts_with(&self.root) { Err(ReadError::Inside) } else { Ok(Box::new(folder)) }
    }

    fn is_confidential(&self) -> bool {
        self.confidential.is_some()
    }

    fn name(&self, path: &SitePath) -> String {
        match &self.confidential {
            Some(name) => format!("{name}/{path}"),
            None => path.to_string(),
        }
    }
}

/// Whether the part of a path at `depth` is hidden, is what an editor, an office program or a system leaves beside the
/// files it works on, or is what a build made.
fn is_left_out(depth: usize, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".bak", ".tmp", ".swp", ".orig"].iter().any(|end| lower.ends_with(end))
        || ["thumbs.db", "desktop.ini", "4913", "node_modules"].contains(&lower.as_str())
        || (depth == 0 && ["public", "internal", "target"].contains(&name))
}

/// A site held in memory: what tests are made of.
///
/// ```
/// use multum::source::{MemoryWorld, World};
/// use multum::vocabulary::SitePath;
/// let world = MemoryWorld::new().with("data/groups.yaml", "groups: {}");
/// assert_eq!(world.list(&SitePath::new("data").unwrap()).unwrap().len(), 1);
/// ```
#[derive(Clone, Default)]
pub struct MemoryWorld {
    files: BTreeMap<SitePath, Arc<[u8]>>,
    confidential: bool,
    beside: BTreeMap<String, MemoryWorld>,
}

impl MemoryWorld {
    /// A site without files.
    pub fn new() -> MemoryWorld {
        MemoryWorld::default()
    }

    /// A confidential folder without files.
    pub fn confidential() -> MemoryWorld {
        MemoryWorld { confidential: true, ..MemoryWorld::default() }
    }

    /// The same with a confidential folder at `path`.
    pub fn with_beside(mut self, path: &str, folder: MemoryWorld) -> MemoryWorld {
        self.beside.insert(path.to_owned(), MemoryWorld { confidential: true, ..folder });
        self
    }

    /// The same with one more file, or with another text in it. A path that is none is left out.
    pub fn with(mut self, path: &str, bytes: impl AsRef<[u8]>) -> MemoryWorld {
        if let Some(path) = SitePath::new(path) {
            self.files.insert(path, Arc::from(bytes.as_ref()));
        }
        self
    }
}

impl World for MemoryWorld {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        self.files.get(path).cloned().ok_or(ReadError::Missing)
    }

    fn size(&self, path: &SitePath) -> Result<u64, ReadError> {
        self.files.get(path).map(|bytes| bytes.len() as u64).ok_or(ReadError::Missing)
    }

    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError> {
        let below = |path: &SitePath| {
            let rest = path.as_str().strip_prefix(folder.as_str());
            folder.as_str().is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let seen =
            |path: &SitePath| !path.as_str().split('/').enumerate().any(|(depth, part)| is_left_out(depth, part));
        Ok(self.files.keys().filter(|path| below(path) && seen(path)).cloned().collect())
    }

    fn beside(&self, path: &str) -> Result<Box<dyn World>, ReadError> {
        let folder = self.beside.get(path).cloned().ok_or(ReadError::Missing)?;
        Ok(Box::new(folder))
    }

    fn is_confidential(&self) -> bool {
        self.confidential
    }

    fn name(&self, path: &SitePath) -> String {
        if self.confidential { format!("confidential/{path}") } else { path.to_string() }
    }
}

/// The text of the file at `path`, without a byte order mark; or what is wrong with it: it isn't there, it is too large,
/// it isn't UTF-8.
pub fn read_text(world: &dyn World, path: &SitePath) -> Result<Arc<Source>, Box<Diagnostic>> {
    let unreachable = |error: ReadError| {
        let found = Diagnostic::placeless(code::REACH, format!("{} can't be read: {error}", world.name(path)));
        Box::new(match error {
            ReadError::Missing => found.hint("add the file, or correct its name"),
            ReadError::Outside => found.hint("put a copy of the file in the link's place"),
            ReadError::NotAFile | ReadError::Inside | ReadError::Name(_) | ReadError::System(_) => found,
        })
    };
    let size = world.size(path).map_err(unreachable)?;
    let (largest, kind) = match path.extension() {
        Some("md") => (LARGEST_MARKDOWN, "a page"),
        Some("csv") => (LARGEST_TABLE, "a table"),
        _ => (LARGEST_DATA, "a file of this kind"),
    };
    if size > largest {
        let empty = source(world, path, String::new());
        let message = format!(
            "{kind} may have {} MB at most, found {} MB",
            largest / 1024 / 1024,
            // Rounded up, so that a file just over the limit isn't said to have as much as it may.
            size.div_ceil(1024 * 1024)
        );
        let found = Diagnostic::error(code::TOO_LARGE, &empty.span(0, 0), message)
            .hint("split it, or look whether a picture or an export was given this name");
        return Err(Box::new(found));
    }
    let bytes = world.read(path).map_err(unreachable)?;
    if let Some((_, kind, hint)) = NO_TEXT.iter().find(|(start, ..)| bytes.starts_with(start)) {
        let empty = source(world, path, String::new());
        let message = format!("expected text in UTF-8, found {kind}");
        return Err(Box::new(Diagnostic::error(code::NOT_TEXT, &empty.span(0, 0), message).hint(*hint)));
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(source(world, path, text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())),
        Err(error) => Err(Box::new(not_text(world, path, &bytes, error.valid_up_to()))),
    }
}

/// What files of other kinds begin with, what they are, and what to do with one that has the name of a text.
const NO_TEXT: [(&[u8], &str, &str); 5] = [
    (b"PK\x03\x04", "a file of an office program", "copy its text into a new file in your editor; save a table as CSV"),
    (
        b"\xd0\xcf\x11\xe0",
        "a file of an old office program",
        "copy its text into a new file in your editor; save a table as CSV",
    ),
    (b"%PDF-", "a PDF", "copy its text into a new file in your editor"),
    (b"\x89PNG", "a picture", "give it its own name back, such as picture.png"),
    (b"\xff\xd8\xff", "a picture", "give it its own name back, such as picture.jpg"),
];

fn source(world: &dyn World, path: &SitePath, text: String) -> Arc<Source> {
    if world.is_confidential() {
        Source::confidential(world.name(path), text)
    } else {
        Source::new(world.name(path), text)
    }
}

/// The diagnostic for bytes that are no UTF-8, at the first bad one, named as what they most likely are.
fn not_text(world: &dyn World, path: &SitePath, bytes: &[u8], bad: usize) -> Diagnostic {
    const HINT: &str = "open it in your editor and save it with the encoding UTF-8";
    // Two letters in sixteen bits each have a nought in every second byte: no UTF-8 text has.
    let wide = |mark: [u8; 2], nought: usize| {
        bytes.starts_with(&mark) || (bytes.len() >= 4 && bytes[..4].iter().skip(nought).step_by(2).all(|b| *b == 0))
    };
    if wide([0xff, 0xfe], 1) || wide([0xfe, 0xff], 0) {
        let empty = source(world, path, String::new());
        return Diagnostic::error(code::NOT_TEXT, &empty.span(0, 0), "expected text in UTF-8, found UTF-16").hint(HINT);
    }
    let shown = source(world, path, String::from_utf8_lossy(bytes).into_owned());
    let byte = bytes[bad];
    let guess = match windows_letter(byte) {
        Some(letter) if !world.is_confidential() => format!(" (in the old encoding of Windows it would be {letter})"),
        _ => String::new(),
    };
    let end = bad + '\u{fffd}'.len_utf8();
    let message = format!("expected text in UTF-8, found the byte {byte:02X}{guess}");
    Diagnostic::error(code::NOT_TEXT, &shown.span(bad, end), message).hint(HINT)
}

/// The letter that a byte means in Windows-1252: the ones that officers type.
fn windows_letter(byte: u8) -> Option<char> {
    Some(match byte {
        0x80 => '€',
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x95 => '•',
        0x96 => '–',
        0x97 => '—',
        // From here on Windows-1252 is Latin-1, which is the beginning of Unicode.
        0xa1..=0xff => char::from(byte),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Findings, Style, terminal};

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path of the test")
    }

    fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
        let world = MemoryWorld::new().with(name, bytes);
        let fault = read_text(&world, &path(name)).expect_err("it must be refused");
        terminal(&Findings::from_iter([*fault]), Style::Plain)
    }

    #[test]
    fn a_letter_of_an_old_encoding_is_shown_where_it_stands() {
        assert_eq!(
            refused("data/a.yaml", b"title: x\ncost: \xa35\n"),
            "error[not-text]: expected text in UTF-8, found the byte A3 (in the old encoding of Windows it would be £)\n  \
             data/a.yaml:2:7\n  2 | cost: \u{fffd}5\n            ^\n  \
             hint: open it in your editor and save it with the encoding UTF-8\n\n"
        );
    }

    #[test]
    fn sixteen_bit_text_is_called_by_its_name() {
        assert!(refused("a.yaml", b"\xff\xfet\0i\0").contains("found UTF-16"));
        // Without a byte order mark, Latin letters in sixteen bits are UTF-8 with noughts; a pound sign shows what they are.
        assert!(refused("a.yaml", b"t\0\xa3\0t\0").contains("found UTF-16"));
    }

    #[test]
    fn a_large_file_is_refused_before_it_is_read() {
        struct Large;
        impl World for Large {
            fn read(&self, _: &SitePath) -> Result<Arc<[u8]>, ReadError> {
                panic!("a file of 50 MB must not be read")
            }
            fn size(&self, _: &SitePath) -> Result<u64, ReadError> {
                Ok(50 * 1024 * 1024)
            }
            fn list(&self, _: &SitePath) -> Result<Vec<SitePath>, ReadError> {
                Ok(Vec::new())
            }
        }
        for name in ["data/measures/a.yaml", "content/index.md"] {
            let fault = read_text(&Large, &path(name)).expect_err("it must be refused");
            assert_eq!(fault.code, code::TOO_LARGE);
            assert!(fault.message.contains("found 50 MB"), "{}", fault.message);
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let world = MemoryWorld::new().with("a.yaml", "\u{feff}a: 1\r\n");
        assert_eq!(read_text(&world, &path("a.yaml")).expect("sound").text(), "a: 1\r\n");
    }

    #[test]
    fn the_disk_and_memory_list_the_same_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = [
            "site.toml",
            "content/a.md",
            "content/public/b.md",
            "content/.draft.md",
            "content/~$a.md",
            "content/a.md~",
            "content/#a.md#",
            "content/a.md.bak",
            "content/sub/Thumbs.db",
            "data/node_modules/x.yaml",
            "public/index.html",
            "target/x",
        ];
        for name in names {
            let place = folder.path().join(name);
            std::fs::create_dir_all(place.parent().expect("a folder")).expect("made");
            std::fs::write(place, "x").expect("written");
        }
        let disk = DiskWorld::new(folder.path()).expect("a site");
        let listed = disk.list(&SitePath::top()).expect("listed");
        assert_eq!(listed, ["content/a.md", "content/public/b.md", "site.toml"].map(path));
        let memory = names.iter().fold(MemoryWorld::new(), |world, name| world.with(name, "x"));
        for below in ["content", "content/public", "content/sub", "con", "none"] {
            assert_eq!(disk.list(&path(below)), memory.list(&path(below)), "{below}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_site_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("content")).expect("made");
        std::fs::write(folder.path().join("secret.md"), "secret").expect("written");
        std::fs::write(site.join("content/real.md"), "real").expect("written");
        std::os::unix::fs::symlink("../../secret.md", site.join("content/link.md")).expect("linked");
        std::os::unix::fs::symlink("real.md", site.join("content/second.md")).expect("linked");
        std::os::unix::fs::symlink("..", site.join("content/round")).expect("linked");
        let disk = DiskWorld::new(&site).expect("a site");
        assert_eq!(disk.read(&path("content/link.md")), Err(ReadError::Outside));
        assert_eq!(&*disk.read(&path("content/second.md")).expect("inside"), b"real");
        assert!(matches!(disk.list(&path("content")), Err(ReadError::System(_))), "a folder that holds itself");
        std::fs::remove_file(site.join("content/round")).expect("removed");
        assert_eq!(disk.list(&path("content")), Ok(vec![path("content/real.md"), path("content/second.md")]));
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let fault = read_text(&MemoryWorld::new(), &path("site.toml")).expect_err("missing");
        assert_eq!(fault.message, "site.toml can't be read: there is no such file");
    }
}
