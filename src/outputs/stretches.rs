//! A long text compressed in stretches, so that after an edit only the stretch is compressed again that has changed.
//!
//! Each stretch ends at a whole byte and refers to nothing before it, so that stretches can be put together as they are (RFC
//! 1951, 3.2: blocks one after the other; a flush ends with an empty block that isn't compressed).

use std::io::{self, Cursor, Write as _};
use std::sync::Arc;

use crc32fast::Hasher;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use rayon::prelude::*;
use zip::ZipArchive;

/// A text, compressed.
#[derive(Default)]
pub(super) struct Compressed {
    stretches: Vec<Arc<Stretch>>,
}

/// Pieces of a text that are compressed as one.
struct Stretch {
    pieces: Vec<Arc<str>>,
    bytes: Vec<u8>,
    checksum: Hasher,
    /// How long the text is, in bytes.
    length: u64,
}

impl Stretch {
    fn of(pieces: Vec<Arc<str>>) -> io::Result<Stretch> {
        let mut checksum = Hasher::new();
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        for piece in &pieces {
            checksum.update(piece.as_bytes());
            encoder.write_all(piece.as_bytes())?;
        }
        encoder.flush()?;
        let length = pieces.iter().map(|piece| piece.len() as u64).sum();
        Ok(Stretch { bytes: encoder.get_ref().clone(), pieces, checksum, length })
    }

    fn is_of(&self, pieces: &[Arc<str>]) -> bool {
        let same = |(a, b): (&Arc<str>, &Arc<str>)| Arc::ptr_eq(a, b) || a == b;
        self.pieces.len() == pieces.len() && self.pieces.iter().zip(pieces).all(same)
    }
}

impl Compressed {
    /// The text of such stretches, each of pieces; those that are in the same place in `before` are taken over.
    pub fn of(stretches: Vec<Vec<Arc<str>>>, before: &Compressed) -> io::Result<Compressed> {
        let all = stretches.into_par_iter().enumerate().map(|(at, pieces)| {
            match before.stretches.get(at).filter(|stretch| stretch.is_of(&pieces)) {
                Some(stretch) => Ok(Arc::clone(stretch)),
                None => Stretch::of(pieces).map(Arc::new),
            }
        });
        Ok(Compressed { stretches: all.collect::<io::Result<_>>()? })
    }

    /// The text as the one file of an archive, from which it can be put into another as it is.
    pub fn archive(&self, name: &str) -> io::Result<ZipArchive<Cursor<Vec<u8>>>> {
        let mut checksum = Hasher::new();
        let mut archive = ZipArchiveWriter::new(Vec::new());
        let (mut entry, _) =
            archive.new_file(name).compression_method(CompressionMethod::DEFLATE).start().map_err(io::Error::other)?;
        for stretch in &self.stretches {
            checksum.combine(&stretch.checksum);
            entry.write_all(&stretch.bytes)?;
        }
        // The last block, in which there is nothing.
        entry.write_all(&DeflateEncoder::new(Vec::new(), Compression::default()).finish()?)?;
        let length = self.stretches.iter().map(|stretch| stretch.length).sum();
        entry.finish(DataDescriptorOutput::new(checksum.finalize(), length)).map_err(io::Error::other)?;
        let bytes = archive.finish().map_err(io::Error::other)?;
        ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn stretches(words: &[&[&str]]) -> Vec<Vec<Arc<str>>> {
        words.iter().map(|pieces| pieces.iter().map(|piece| Arc::from(*piece)).collect()).collect()
    }

    fn read(compressed: &Compressed) -> String {
        let mut archive = compressed.archive("text").expect("an archive");
        let mut text = String::new();
        archive.by_name("text").expect("the file").read_to_string(&mut text).expect("its checksum is right");
        text
    }

    #[test]
    fn a_text_comes_out_whole_whatever_of_it_is_taken_over() {
        let first = Compressed::of(stretches(&[&["One, ", "two, "], &[], &["three."]]), &Compressed::default());
        let first = first.expect("memory can be written to");
        assert_eq!(read(&first), "One, two, three.");
        assert_eq!(read(&Compressed::default()), "");

        let edited = stretches(&[&["One, ", "two, "], &["or ", "perhaps "], &["three."]]);
        let again = Compressed::of(edited.clone(), &first).expect("memory can be written to");
        assert_eq!(read(&again), "One, two, or perhaps three.");
        let taken: Vec<bool> = first.stretches.iter().zip(&again.stretches).map(|(a, b)| Arc::ptr_eq(a, b)).collect();
        assert_eq!(taken, [true, false, true]);

        let clean = Compressed::of(edited, &Compressed::default()).expect("memory can be written to");
        let bytes = |compressed: &Compressed| compressed.archive("text").expect("an archive").into_inner().into_inner();
        assert_eq!(bytes(&again), bytes(&clean));
    }
}
