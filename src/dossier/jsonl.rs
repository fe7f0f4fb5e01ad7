//! Reads articles from JSON lines quickly: several threads parse chunks of the file, and the articles are appended in
//! order.
//!
//! Only lines that are plainly valid are handled here. A line with any fault, or with a key that needs more work, is
//! handed back as [`OddLine`], at its place in the order, and the loader reads it again to say exactly what is wrong.

mod chunk;
mod line;

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, SyncSender};
use std::thread;

use super::articles::{ArticleBlock, ArticleStore};
use super::record::ArticleIx;
use crate::threads;
use chunk::{FileChunk, FileChunks};

/// The number of bytes in a chunk: large enough that threads rarely wait for each other, small beside the file.
const CHUNK: usize = 8 << 20;
/// More threads than this would wait for the one that appends.
const THREADS: usize = 4;

/// A line that is left to the loader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddLine {
    /// Bytes from the start of the file to the start of the line.
    pub offset: u64,
    /// The line without its end; perhaps no UTF-8.
    pub bytes: Vec<u8>,
}

/// What was read, and what is left to resolve.
#[derive(Clone, Debug, Default)]
pub struct JsonLines {
    /// Bytes read.
    pub bytes: u64,
    /// Articles that have `based_on`, with the ids.
    pub based_on: Vec<(ArticleIx, Vec<String>)>,
    /// Articles whose id is taken, with the one that has it. They are in the store all the same.
    pub taken: Vec<(ArticleIx, ArticleIx)>,
}

/// What the reader reports while it reads.
pub trait JsonReading {
    /// A line that has to be read with more care. What is pushed to the store now takes the place of the line.
    ///
    /// # Errors
    /// If reading should stop.
    fn odd(&mut self, store: &mut ArticleStore, line: OddLine) -> io::Result<()>;

    /// The bytes of this file that are done. The articles are in the store.
    fn progress(&mut self, store: &ArticleStore, bytes: u64);
}

/// Reads all articles of a file, given as text.
///
/// # Errors
/// If `reading` does not continue.
pub fn read_lines(
    text: &[u8],
    file: u32,
    store: &mut ArticleStore,
    reading: &mut dyn JsonReading,
) -> io::Result<JsonLines> {
    let (mut text, size) = (text, text.len() as u64);
    read(&mut text, size, file, store, reading)
}

/// Reads all articles of a file as a stream: at most a few megabytes of it are in memory at any time. `file` is its
/// position in [`super::Dossier::files`]; `size`, in bytes, is a hint for reserving memory.
///
/// # Errors
/// If the source cannot be read.
pub fn read(
    source: &mut (dyn Read + Send),
    size: u64,
    file: u32,
    store: &mut ArticleStore,
    reading: &mut dyn JsonReading,
) -> io::Result<JsonLines> {
    let mut lines = JsonLines::default();
    let mut chunks = FileChunks::new(source);
    let mut first = FileChunk::new();
    if !chunks.next(&mut first, CHUNK)? {
        return Ok(lines);
    }
    if chunks.at_end() {
        let piece = parse(&first, &mut store.block());
        append(piece, file, store, reading, &mut lines)?;
        return Ok(lines);
    }
    let threads = threads::count().min(THREADS);
    let work = ParseWork { chunks: Mutex::new((chunks, 1)), stop: AtomicBool::new(false) };
    let first = Mutex::new(Some(first));
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(threads);
        let mut started = 0;
        for _ in 0..threads {
            let (sender, work, first, block) = (sender.clone(), &work, &first, store.block());
            let parser = thread::Builder::new().spawn_scoped(scope, move || {
                let mut block = block;
                let taken = first.lock().ok().and_then(|mut first| first.take());
                if let Some(chunk) = taken
                    && sender.send((0, Ok(parse(&chunk, &mut block)))).is_err()
                {
                    return;
                }
                work.run(&sender, block);
            });
            if parser.is_err() {
                break; // the system gives no more threads
            }
            started += 1;
        }
        drop(sender);
        if started == 0 {
            let taken = first.lock().ok().and_then(|mut first| first.take());
            return taken.map_or(Ok(()), |chunk| work.append_all(chunk, (size, file), store, reading, &mut lines));
        }
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (number, piece) in receiver {
            early.insert(number, piece);
            while let Some(piece) = early.remove(&next) {
                let taken = piece.and_then(|piece| {
                    if next == 0 {
                        make_room(&piece, size, store);
                    }
                    append(piece, file, store, reading, &mut lines)
                });
                if taken.is_err() {
                    work.stop.store(true, Ordering::Relaxed);
                    return taken;
                }
                next += 1;
            }
        }
        Ok(())
    })?;
    Ok(lines)
}

/// The articles of a chunk between two odd lines, and the odd line behind them.
type LineRun = (ArticleBlock, Option<OddLine>);

/// The result of a chunk.
struct FilePart {
    runs: Vec<LineRun>,
    /// By position in the chunk, odd lines not counted.
    based_on: Vec<(usize, Vec<String>)>,
    end: u64,
}

/// What the threads share.
struct ParseWork<'a> {
    /// The rest of the file, and the number of the next chunk.
    chunks: Mutex<(FileChunks<'a>, usize)>,
    stop: AtomicBool,
}

impl ParseWork<'_> {
    /// Parses the chunks one after the other, where there are no threads to share them.
    fn append_all(
        &self,
        mut chunk: FileChunk,
        (size, file): (u64, u32),
        store: &mut ArticleStore,
        reading: &mut dyn JsonReading,
        lines: &mut JsonLines,
    ) -> io::Result<()> {
        let mut block = store.block();
        let mut piece = parse(&chunk, &mut block);
        make_room(&piece, size, store);
        loop {
            append(piece, file, store, reading, lines)?;
            let Ok(mut chunks) = self.chunks.lock() else { return Ok(()) };
            if !chunks.0.next(&mut chunk, CHUNK)? {
                return Ok(());
            }
            piece = parse(&chunk, &mut block);
        }
    }

    /// Parses chunks until there are no more.
    fn run(&self, sender: &SyncSender<(usize, io::Result<FilePart>)>, mut block: ArticleBlock) {
        let mut chunk = FileChunk::new();
        while !self.stop.load(Ordering::Relaxed) {
            let Ok(mut chunks) = self.chunks.lock() else { return };
            let more = chunks.0.next(&mut chunk, CHUNK);
            let number = chunks.1;
            chunks.1 += 1;
            drop(chunks);
            let done = match more {
                Ok(false) => return,
                Ok(true) => sender.send((number, Ok(parse(&chunk, &mut block)))),
                Err(error) => {
                    let _ = sender.send((number, Err(error)));
                    return;
                }
            };
            if done.is_err() {
                return;
            }
        }
    }
}

/// Reads the lines of a chunk.
fn parse(chunk: &FileChunk, block: &mut ArticleBlock) -> FilePart {
    let mut piece = FilePart { runs: Vec::new(), based_on: Vec::new(), end: chunk.start + chunk.bytes.len() as u64 };
    let text = std::str::from_utf8(&chunk.bytes);
    let mut before = 0;
    let mut start = 0;
    while start < chunk.bytes.len() {
        let end = memchr::memchr(b'\n', &chunk.bytes[start..]).map_or(chunk.bytes.len(), |at| start + at);
        let bytes = &chunk.bytes[start..end];
        // An article stands where its brace does.
        let indent = bytes.len() - bytes.trim_ascii_start().len();
        let offset = chunk.start + (start + indent) as u64;
        // A chunk with a byte that is not UTF-8 is checked line by line.
        let line = text.map(|text| &text[start..end]).or_else(|_| std::str::from_utf8(bytes));
        start = end + 1;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match line.ok().and_then(|line| line::read(line, offset, block)) {
            Some(based_on) if based_on.is_empty() => {}
            Some(based_on) => piece.based_on.push((before + block.len() - 1, based_on)),
            None => {
                before += block.len();
                let offset = offset - indent as u64;
                piece.runs.push((block.take(), Some(OddLine { offset, bytes: bytes.to_vec() })));
            }
        }
    }
    piece.runs.push((block.take(), None));
    piece
}

/// Reserves memory in the store by assuming that a file continues as it begins.
fn make_room(first: &FilePart, size: u64, store: &mut ArticleStore) {
    let articles: usize = first.runs.iter().map(|(block, _)| block.len()).sum();
    let pieces = usize::try_from(size / first.end.max(1)).unwrap_or(0).min(1 << 16);
    store.reserve(articles * pieces + articles * pieces / 50);
}

/// Appends a block to the store and reports it.
fn append(
    piece: FilePart,
    file: u32,
    store: &mut ArticleStore,
    reading: &mut dyn JsonReading,
    lines: &mut JsonLines,
) -> io::Result<()> {
    let mut based_on = piece.based_on.into_iter().peekable();
    let mut before = 0;
    for (block, odd) in piece.runs {
        let (first, len) = (store.len(), block.len());
        lines.taken.extend(store.append(block, file));
        while let Some((at, ids)) = based_on.next_if(|&(at, _)| at < before + len) {
            let ix = u32::try_from(first + at - before).expect("the store holds fewer than 2^32 articles");
            lines.based_on.push((ArticleIx(ix), ids));
        }
        before += len;
        if let Some(line) = odd {
            reading.odd(store, line)?;
        }
    }
    lines.bytes = piece.end;
    reading.progress(store, piece.end);
    Ok(())
}

#[cfg(test)]
mod tests;
