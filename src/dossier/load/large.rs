//! Large files of articles: read as a stream by all processors, while the other files are parsed.
//!
//! This reader accepts only what is plainly valid; [`articles`] gives up at anything else, and the files are then read
//! with more care. What is said about a bad file therefore does not depend on its size.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::ops::Range;
use std::path::Path;

use super::fault::LoadFaults;
use super::files::FileCandidate;
use super::json::parse_value;
use super::node::NodeValue;
use crate::dossier::ArticleStore;
use crate::dossier::jsonl::{self, JsonReading, OddLine};
use crate::dossier::record::ArticleIx;

/// JSON Lines files with at least this many bytes together are read as a stream. Smaller ones are fast enough anyway.
pub(super) const LEAST: u64 = 4 << 20;

/// How far the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadProgress {
    /// The number of bytes read.
    pub bytes: u64,
    /// The total number of bytes.
    pub of: u64,
    /// The number of articles in them.
    pub articles: usize,
}

/// Called now and then from the reading thread with how far it is and what was read so far.
pub type ProgressCallback<'a> = &'a (dyn Fn(&ArticleStore, LoadProgress) + Sync);

/// What the files hold.
#[derive(Debug, Default)]
pub(super) struct LargeFile {
    pub articles: ArticleStore,
    /// Articles that have `based_on`, with the ids.
    pub based_on: Vec<(ArticleIx, Vec<String>)>,
}

/// The positions and sizes of the files to be read as a stream; none if they are small.
pub(super) fn choose(files: &[FileCandidate], least: u64) -> Vec<(usize, u64)> {
    let lines: Vec<(usize, u64)> =
        files.iter().enumerate().filter_map(|(at, file)| Some((at, file.lines()?))).collect();
    let bytes: u64 = lines.iter().map(|&(_, size)| size).sum();
    if bytes < least || bytes > super::files::LARGEST { Vec::new() } else { lines }
}

/// Reads the articles of these files; `None` if anything about one of them is unusual.
pub(super) fn articles(files: &[FileCandidate], chosen: &[(usize, u64)], tell: ProgressCallback) -> Option<LargeFile> {
    let mut large = LargeFile::default();
    let of = chosen.iter().map(|&(_, size)| size).sum();
    let mut before = 0;
    for &(file, size) in chosen {
        let mut source = File::open(&files[file].path).ok()?.take(super::files::LARGEST);
        let mut reading = Clean { tell, before, of };
        let number = u32::try_from(file).ok()?;
        let lines = jsonl::read(&mut source, size, number, &mut large.articles, &mut reading).ok()?;
        if !lines.taken.is_empty() {
            return None;
        }
        large.based_on.extend(lines.based_on);
        before += lines.bytes;
    }
    large.articles.shrink_to_fit();
    Some(large)
}

/// Stops at the first odd line.
struct Clean<'a> {
    tell: ProgressCallback<'a>,
    before: u64,
    of: u64,
}

impl JsonReading for Clean<'_> {
    fn odd(&mut self, _: &mut ArticleStore, _: OddLine) -> io::Result<()> {
        Err(io::Error::other("a line that has to be read with more care"))
    }

    fn progress(&mut self, store: &ArticleStore, bytes: u64) {
        let bytes = self.before + bytes;
        (self.tell)(store, LoadProgress { bytes, of: self.of.max(bytes), articles: store.len() });
    }
}

/// The text of a file up to the end of the line that contains this byte, for naming places in it. Empty if the file can
/// no longer be read.
pub(super) fn beginning(path: &Path, through: usize) -> String {
    let mut bytes = Vec::new();
    if let Ok(file) = File::open(path) {
        let mut file = BufReader::new(file);
        let read = (&mut file).take(through as u64 + 1).read_to_end(&mut bytes);
        if read.is_ok() && bytes.last() != Some(&b'\n') {
            let _ = file.take(super::files::LARGEST).read_until(b'\n', &mut bytes);
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Where the id of the article stands that begins at a byte of a text.
pub(super) fn place_of_id(text: &str, start: usize) -> Option<Range<usize>> {
    let line = text.get(start..)?;
    let end = start + line.find('\n').unwrap_or(line.len());
    let NodeValue::Table(table) = parse_value(0, text, start..end, &mut LoadFaults::default())?.value else {
        return None;
    };
    Some(table.get("id")?.node.span.clone())
}
