//! From paths to texts: finds the files of a dossier, rejects what cannot be one, reads the rest.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::source::{FileFormat, SourceText};
use crate::text::reason;

/// The maximum size of all files of a dossier together, in bytes.
pub(super) const LARGEST: u64 = 4 << 30;
/// The maximum size of a TOML file, in bytes: the parser needs ten times as much memory.
const LARGEST_TOML: u64 = 256 << 20;
/// The maximum size of the text file of an article, and of all of them together, in bytes.
const LARGEST_TEXT: u64 = 16 << 20;
const LARGEST_TEXTS: u64 = 1 << 30;
/// The maximum number of files and directories visited below the given directories.
const MOST_ENTRIES: usize = 200_000;

/// All files that the paths name or contain, in the order of their paths. Entries that are not files say why.
pub(super) fn find(paths: &[PathBuf]) -> Vec<FileCandidate> {
    let mut found = DossierFiles::default();
    for path in paths {
        found.add(path);
    }
    if paths.is_empty() {
        found.trouble(Path::new("."), "no file is given".to_owned());
    }
    let mut files = found.files;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Reads the files that were found. What cannot be read says why. Those that are not `wanted` are only named.
pub(super) fn read(files: &[FileCandidate], wanted: impl Fn(usize) -> bool) -> Vec<SourceText> {
    let mut left = LARGEST;
    let read = |(at, file): (usize, &FileCandidate)| if wanted(at) { file.read(&mut left) } else { file.named() };
    files.iter().enumerate().map(read).collect()
}

/// A file that was found, or a path where none was.
pub(super) struct FileCandidate {
    pub path: PathBuf,
    /// The directory that the dossier's texts must lie in.
    root: PathBuf,
    trouble: Option<String>,
}

#[derive(Default)]
struct DossierFiles {
    files: Vec<FileCandidate>,
    /// Positions in `files` by canonical path: a file named twice is read once.
    known: HashMap<PathBuf, usize>,
    entries: usize,
}

impl DossierFiles {
    fn trouble(&mut self, path: &Path, message: String) {
        self.files.push(FileCandidate { path: path.to_owned(), root: PathBuf::new(), trouble: Some(message) });
    }

    fn add(&mut self, path: &Path) {
        match fs::metadata(path) {
            Err(error) => self.trouble(path, reason(&error)),
            Ok(meta) if meta.is_dir() => self.add_directory(path),
            Ok(_) if FileFormat::of(path).is_none() => {
                self.trouble(path, "not a dossier file; `.toml`, `.json` or `.jsonl` is expected".to_owned());
            }
            Ok(_) => {
                let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let root = parent.canonicalize().unwrap_or_default();
                self.add_file(path.to_owned(), &root);
            }
        }
    }

    fn add_file(&mut self, path: PathBuf, root: &Path) {
        let canonical = match path.canonicalize() {
            Ok(canonical) => canonical,
            Err(error) => return self.trouble(&path, reason(&error)),
        };
        match self.known.get(&canonical) {
            None => {
                self.known.insert(canonical, self.files.len());
                self.files.push(FileCandidate { path, root: root.to_owned(), trouble: None });
            }
            // A directory given beside a file in it is the dossier's.
            Some(&at) if self.files[at].root.starts_with(root) => root.clone_into(&mut self.files[at].root),
            Some(_) => {}
        }
    }

    /// All dossier files below a directory.
    fn add_directory(&mut self, top: &Path) {
        let before = self.files.len();
        let root = top.canonicalize().unwrap_or_default();
        let (mut known, mut entries) = (false, self.entries);
        walk(top, &mut entries, &mut |found| match found {
            WalkedEntry::Folder(_) => {}
            WalkedEntry::Trouble(path, why) => self.trouble(path, why),
            WalkedEntry::File(path) if FileFormat::of(path).is_some() => {
                known = true;
                self.add_file(path.to_owned(), &root);
            }
            WalkedEntry::File(_) => {}
        });
        self.entries = entries;
        if !known && self.files.len() == before {
            self.trouble(top, "no dossier file in this directory; `.toml`, `.json` or `.jsonl` is expected".to_owned());
        }
    }
}

/// What there is below a directory.
pub(crate) enum WalkedEntry<'p> {
    /// A directory, the top one first.
    Folder(&'p Path),
    /// Anything else, links to it too.
    File(&'p Path),
    /// What cannot be looked at, and why.
    Trouble(&'p Path, String),
}

/// Goes through a directory and all below it, links followed. Hidden ones are left out. A directory that was seen is not
/// entered again, nor one that holds the top one, so that links in circles do no harm, and `/proc` is no place for files.
/// `entries` counts up to a bound.
pub(crate) fn walk(top: &Path, entries: &mut usize, tell: &mut dyn FnMut(WalkedEntry)) {
    let root = top.canonicalize().unwrap_or_default();
    let mut seen = std::collections::HashSet::from([root.clone()]);
    let mut directories = vec![top.to_owned()];
    while let Some(directory) = directories.pop() {
        if is_of_the_system(&directory) {
            tell(WalkedEntry::Trouble(
                &directory,
                "no directory of files: the system makes up what is in it".to_owned(),
            ));
            continue;
        }
        let found = match fs::read_dir(&directory) {
            Ok(found) => found,
            Err(error) => {
                tell(WalkedEntry::Trouble(&directory, reason(&error)));
                continue;
            }
        };
        tell(WalkedEntry::Folder(&directory));
        for entry in found {
            let name = match entry {
                Ok(entry) => entry.file_name(),
                Err(error) => {
                    tell(WalkedEntry::Trouble(&directory, reason(&error)));
                    break;
                }
            };
            *entries += 1;
            if *entries > MOST_ENTRIES {
                let why = format!("more than {MOST_ENTRIES} files; give the dossier's directory");
                return tell(WalkedEntry::Trouble(top, why));
            }
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let path = if directory == Path::new(".") { name.into() } else { directory.join(name) };
            if fs::metadata(&path).is_ok_and(|meta| meta.is_dir()) {
                if path.canonicalize().is_ok_and(|target| !root.starts_with(&target) && seen.insert(target)) {
                    directories.push(path);
                }
            } else {
                tell(WalkedEntry::File(&path));
            }
        }
    }
}

/// Whether what is there is made up by the system when it is read: it has no size, may have no end, and may wait for
/// ever.
#[cfg(target_os = "linux")]
fn is_of_the_system(path: &Path) -> bool {
    // proc, sysfs, debugfs, tracefs, cgroup, cgroup2, devpts, securityfs, pstore, bpf
    const MADE_UP: [u64; 10] = [
        0x9fa0,
        0x6265_6572,
        0x6462_6720,
        0x7472_6163,
        0x0027_e0eb,
        0x6367_7270,
        0x1cd1,
        0x7363_6673,
        0x6165_676c,
        0xcafe_4a11,
    ];
    rustix::fs::statfs(path).is_ok_and(|of| u64::try_from(of.f_type).is_ok_and(|kind| MADE_UP.contains(&kind)))
}

#[cfg(not(target_os = "linux"))]
fn is_of_the_system(_: &Path) -> bool {
    false
}

impl FileCandidate {
    /// Reads the file, within the bytes `left` for the dossier.
    fn read(&self, left: &mut u64) -> SourceText {
        let format = FileFormat::of(&self.path).unwrap_or(FileFormat::Toml);
        let largest = if format == FileFormat::Toml { LARGEST_TOML } else { LARGEST };
        let bytes = match &self.trouble {
            Some(trouble) => Err(trouble.clone()),
            None => read_regular(&self.path, largest.min(*left)),
        };
        match bytes {
            Ok(bytes) => {
                *left -= bytes.len() as u64;
                SourceText::from_bytes(self.path.clone(), self.root.clone(), format, bytes)
            }
            Err(trouble) => SourceText::unreadable(self.path.clone(), format, trouble),
        }
    }

    /// The file without its text, which is read elsewhere.
    fn named(&self) -> SourceText {
        SourceText::new(self.path.clone(), FileFormat::JsonLines, "")
    }

    /// The size of a JSON Lines file that can be read as a stream; `None` for all others.
    pub fn lines(&self) -> Option<u64> {
        if self.trouble.is_some() || FileFormat::of(&self.path) != Some(FileFormat::JsonLines) {
            return None;
        }
        fs::metadata(&self.path).ok().filter(fs::Metadata::is_file).map(|meta| meta.len()).filter(|&len| len <= LARGEST)
    }
}

/// The bytes of a regular file: opening anything else could block for ever or never end.
fn read_regular(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    let meta = fs::metadata(path).map_err(|error| reason(&error))?;
    if !meta.is_file() || is_of_the_system(path) {
        return Err("not a regular file".to_owned());
    }
    let too_large = || match largest >> 20 {
        0 => "too large: the files of a dossier may have 4096 MiB together".to_owned(),
        largest => format!("too large: {} MiB, where {largest} MiB can be read", meta.len() >> 20),
    };
    if meta.len() > largest {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    let file = File::open(path).map_err(|error| reason(&error))?;
    // The file may grow while it is read.
    file.take(largest + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > largest { Err(too_large()) } else { Ok(bytes) }
}

/// Reads the text files of articles, up to a sum of bytes.
pub(super) struct TextFiles {
    left: Cell<u64>,
}

impl Default for TextFiles {
    fn default() -> Self {
        TextFiles { left: Cell::new(LARGEST_TEXTS) }
    }
}

impl TextFiles {
    /// The text at `path`, relative to the file that names it and within the dossier's directory.
    ///
    /// # Errors
    /// In words that continue after the quoted path.
    pub fn read(&self, source: &SourceText, path: &Path) -> Result<String, String> {
        let outside = "lies outside the dossier's directory".to_owned();
        if path.components().any(|part| matches!(part, Component::RootDir | Component::Prefix(_))) {
            return Err("is absolute; it has to be relative to the file that names it".to_owned());
        }
        if path.as_os_str().is_empty() {
            return Err("has no name".to_owned());
        }
        let directory = source.path.parent().unwrap_or(Path::new(""));
        let cannot = |error: io::Error| format!("cannot be read: {}", reason(&error));
        let full = directory.join(path).canonicalize().map_err(cannot)?;
        if !full.starts_with(&source.root) {
            return Err(outside);
        }
        let bytes =
            read_regular(&full, LARGEST_TEXT.min(self.left.get())).map_err(|e| format!("cannot be read: {e}"))?;
        self.left.set(self.left.get() - bytes.len() as u64);
        String::from_utf8(bytes)
            .map_err(|error| format!("is not UTF-8: byte {} begins no character", error.utf8_error().valid_up_to() + 1))
    }
}

impl FileFormat {
    /// The format that a path's extension names.
    pub fn of(path: &Path) -> Option<FileFormat> {
        let extension = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
        match extension.as_str() {
            "toml" => Some(FileFormat::Toml),
            "json" => Some(FileFormat::Json),
            "jsonl" => Some(FileFormat::JsonLines),
            _ => None,
        }
    }
}
