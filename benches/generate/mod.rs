//! A site of many authorities' reviews, as large as wanted, to measure multum and its peers on.

pub mod corpus;
pub mod figures;
pub mod hugo;
pub mod multum;
pub mod splitmix;
pub mod words;

/// A file of a site.
pub struct SiteFile {
    /// Where it stands in the site's folder.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl SiteFile {
    /// A file with a text in it.
    pub fn new(path: impl Into<String>, text: String) -> SiteFile {
        SiteFile { path: path.into(), bytes: text.into_bytes() }
    }
}

/// The seed that is taken unless another is named. Any would do; with the same one everybody measures the same site.
pub const SEED: u64 = 2017;
