//! A file split into chunks that end at line ends.

use std::io::{self, Read};

use crate::dossier::memory;

/// Whole lines.
#[derive(Debug)]
pub(super) struct FileChunk {
    /// Bytes from the start of the file.
    pub(super) start: u64,
    pub(super) bytes: Vec<u8>,
}

impl FileChunk {
    /// An empty chunk with a buffer of the usual size.
    pub(super) fn new() -> FileChunk {
        FileChunk { start: 0, bytes: memory::for_now(super::CHUNK) }
    }
}

/// The rest of a file.
pub(super) struct FileChunks<'a> {
    source: &'a mut (dyn Read + Send),
    /// The start of a line whose end has not been read yet.
    rest: Vec<u8>,
    at: u64,
    ended: bool,
}

impl<'a> FileChunks<'a> {
    /// The whole of this.
    pub(super) fn new(source: &'a mut (dyn Read + Send)) -> Self {
        FileChunks { source, rest: Vec::new(), at: 0, ended: false }
    }

    /// Whether the whole file has been read.
    pub(super) fn at_end(&self) -> bool {
        self.ended && self.rest.is_empty()
    }

    /// Reads the next chunk, of about `size` bytes or as long as its only line. `false`: there is none.
    pub(super) fn next(&mut self, chunk: &mut FileChunk, size: usize) -> io::Result<bool> {
        chunk.start = self.at;
        chunk.bytes.clear();
        chunk.bytes.append(&mut self.rest);
        let mut searched = 0;
        while !self.ended {
            let want = size.max(searched + 1).saturating_sub(chunk.bytes.len()).max(size / 4);
            let got = (&mut *self.source).take(want as u64).read_to_end(&mut chunk.bytes)?;
            self.ended = got < want;
            if let Some(end) = memchr::memrchr(b'\n', &chunk.bytes[searched..]) {
                self.rest.extend_from_slice(&chunk.bytes[searched + end + 1..]);
                chunk.bytes.truncate(searched + end + 1);
                break;
            }
            searched = chunk.bytes.len();
        }
        self.at += chunk.bytes.len() as u64;
        Ok(!chunk.bytes.is_empty())
    }
}
