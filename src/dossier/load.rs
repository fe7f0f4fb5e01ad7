//! From paths to a dossier and everything that is wrong with it, each with its place.
//!
//! ```text
//! paths ─files─▶ texts ─toml, json, jsonl─▶ trees ─ids─▶ who has which id
//!                                             └─article, event, …─▶ records ─check─▶ Dossier, problems
//! ```
//!
//! TOML and JSON become the same tree, which the same readers walk, so the two cannot differ.

pub(crate) mod actor;
pub(crate) mod article;
mod assemble;
mod context;
pub(crate) mod corridor;
pub(crate) mod event;
mod fault;
mod fields;
pub(crate) mod figure;
mod files;
pub(crate) mod form;
mod json;
mod jsonl;
mod large;
pub(crate) mod node;
mod packed;
mod root;
pub(crate) mod source;
pub(crate) mod spot;
mod together;
mod toml;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use tracing::debug_span;
use tracing::field::Empty;

use self::assemble::{WholeCheck, assemble};
use self::fault::{FaultPlace, LoadFaults};
use self::files::{FileCandidate, TextFiles};
use self::large::LargeFile;
use self::node::{NodeTable, NodeValue};
use self::source::{FileFormat, SourceText};
use super::problem::{Problem, Severity};
use super::{Dossier, SourceFile};
use crate::assets::{STORY, STORY_RECORDS, StoryText};
use crate::threads;

pub(crate) use self::files::{WalkedEntry, walk};
pub(crate) use self::form::is_language;
pub use self::large::{LoadProgress, ProgressCallback};

/// What became of loading: a story with its warnings, or everything that is wrong.
#[derive(Debug)]
pub struct LoadedDossier {
    /// The dossier, where there was no error.
    pub dossier: Option<Arc<Dossier>>,
    /// Errors and warnings, in the order of the files and of the places in them.
    pub problems: Vec<Problem>,
    /// The files that there were, in order; `None` if it did not come to that.
    pub files: Option<Vec<PathBuf>>,
}

/// Reads a dossier from files, directories, or both. Every dossier file below a directory belongs to it, hidden ones
/// left out; what is named twice is read once.
#[must_use]
pub fn load(paths: &[PathBuf]) -> LoadedDossier {
    load_on(paths, None)
}

/// The same as [`load`], on a day: dates of sources that lie after it are warned of.
#[must_use]
pub fn load_on(paths: &[PathBuf], today: Option<NaiveDate>) -> LoadedDossier {
    load_telling(paths, today, &|_, _| {})
}

/// Whether the files are so large that it takes a while to read them.
#[must_use]
pub fn is_large(paths: &[PathBuf]) -> bool {
    !large::choose(&files::find(paths), large::LEAST).is_empty()
}

/// The same as [`load_on`]; says meanwhile how far it is, where the files are large.
#[must_use]
pub fn load_telling(paths: &[PathBuf], today: Option<NaiveDate>, tell: ProgressCallback) -> LoadedDossier {
    load_files(paths, &LoadCircumstances { today, instead: Vec::new() }, large::LEAST, tell)
}

/// The same as [`load`]; files of JSON lines are read as they stream from so many bytes on.
#[doc(hidden)]
#[must_use]
pub fn load_streaming(paths: &[PathBuf], least: u64, tell: ProgressCallback) -> LoadedDossier {
    load_files(paths, &LoadCircumstances::default(), least, tell)
}

/// Reads a dossier as [`load`] does, but with other texts in place of what some of its files hold: what would become of the
/// dossier if these were saved.
#[must_use]
pub fn load_with(paths: &[PathBuf], texts: &[(&Path, &str)]) -> LoadedDossier {
    let instead = |&(path, text)| LoadFallback { path, canonical: path.canonicalize().ok(), text };
    let instead = texts.iter().map(instead).collect();
    load_files(paths, &LoadCircumstances { today: None, instead }, large::LEAST, &|_, _| {})
}

/// What a dossier is read with, beside its files.
#[derive(Default)]
struct LoadCircumstances<'a> {
    today: Option<NaiveDate>,
    instead: Vec<LoadFallback<'a>>,
}

/// A text in place of what a file holds.
struct LoadFallback<'a> {
    path: &'a Path,
    canonical: Option<PathBuf>,
    text: &'a str,
}

impl LoadFallback<'_> {
    fn is_of(&self, path: &Path) -> bool {
        let named_alike = path.file_name() == self.path.file_name();
        path == self.path || (named_alike && self.canonical.is_some() && path.canonicalize().ok() == self.canonical)
    }
}

fn load_files(paths: &[PathBuf], with: &LoadCircumstances, least: u64, tell: ProgressCallback) -> LoadedDossier {
    let mut loaded = load_found(paths, with, least, tell);
    if let Some(dossier) = loaded.dossier.as_mut().and_then(Arc::get_mut) {
        dossier.given = paths.to_vec();
    }
    loaded
}

fn load_found(paths: &[PathBuf], with: &LoadCircumstances, least: u64, tell: ProgressCallback) -> LoadedDossier {
    let name = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let span = debug_span!("load", files = Empty).entered();
    let files = files::find(paths);
    span.record("files", files.len());
    let mut chosen = large::choose(&files, least);
    chosen.retain(|&(file, _)| !with.instead.iter().any(|instead| instead.is_of(&files[file].path)));
    if !chosen.is_empty()
        && let Some(loaded) = load_large(&files, &chosen, name, tell, with)
    {
        return loaded;
    }
    let sources = sources(&files, |_| true, &with.instead);
    let texts = TextFiles::default();
    let text_file = |file: usize, path: &Path| texts.read(&sources[file], path);
    whole(&sources, name, with.today, &text_file)
}

/// Reads the chosen files as they stream, and the others meanwhile; `None` if all have to be read with more care.
fn load_large(
    files: &[FileCandidate],
    chosen: &[(usize, u64)],
    name: &Path,
    tell: ProgressCallback,
    with: &LoadCircumstances,
) -> Option<LoadedDossier> {
    let texts = TextFiles::default();
    std::thread::scope(|scope| {
        let reader = threads::share(scope, || large::articles(files, chosen, tell));
        let sources = sources(files, |file| chosen.iter().all(|&(other, _)| other != file), &with.instead);
        let parsed = parsed(&sources);
        let large = reader.join().flatten()?;
        let check = WholeCheck { name, today: with.today };
        assemble(&sources, parsed, large, check, &|file, path| texts.read(&sources[file], path))
    })
}

/// The texts of the files that are wanted, some of them replaced.
fn sources(files: &[FileCandidate], wanted: impl Fn(usize) -> bool, instead: &[LoadFallback]) -> Vec<SourceText> {
    let _span = debug_span!("read", files = files.len()).entered();
    let mut sources = files::read(files, wanted);
    for instead in instead {
        for source in sources.iter_mut().filter(|source| instead.is_of(&source.path)) {
            let root = std::mem::take(&mut source.root);
            *source =
                SourceText { root, ..SourceText::new(source.path.clone(), source.format, instead.text.to_owned()) };
        }
    }
    sources
}

/// The tree of one file, where every value has its place, for whoever adds to the file.
///
/// # Errors
/// The first syntax error, in words. A file that is wrong in itself is not to be added to.
pub(crate) fn tree(format: FileFormat, text: &str) -> Result<NodeTable<'_>, String> {
    let mut faults = LoadFaults::default();
    let tree = match format {
        FileFormat::Toml => toml::parse(0, text, &mut faults),
        FileFormat::JsonLines => Some(jsonl::parse(0, text, &mut faults)),
        FileFormat::Json => json::parse(0, text, &mut faults).and_then(|node| match node.value {
            NodeValue::Table(table) => Some(table),
            _ => None,
        }),
    };
    let wrong = || faults.problems(&|_| (Path::new(""), text)).into_iter().next();
    match (wrong(), tree) {
        (None, Some(tree)) => Ok(tree),
        (Some(problem), _) => Err(format!("line {}: {}", problem.line, problem.message)),
        (None, None) => Err("the file holds no object".to_owned()),
    }
}

/// Reads a dossier from named texts. A name with another ending than `.toml`, `.json` and `.jsonl` is that of a text
/// file, which an article can name by `text_file`.
#[must_use]
pub fn load_texts(texts: &[(PathBuf, String)]) -> LoadedDossier {
    let mut sources: Vec<SourceText> = Vec::new();
    for (path, text) in texts {
        if let Some(format) = FileFormat::of(path) {
            sources.push(SourceText::new(path.clone(), format, text.clone()));
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let name = sources.first().map_or(PathBuf::from("."), |source| source.path.clone());
    whole(&sources, &name, None, &|file, path| {
        let full = sources[file].path.parent().unwrap_or(Path::new("")).join(path);
        let found = texts.iter().find(|(path, _)| *path == full && FileFormat::of(path).is_none());
        found.map(|(_, text)| text.clone()).ok_or_else(|| "is not among the texts".to_owned())
    })
}

/// The story that is compiled in, read from its text.
///
/// # Panics
/// Never: only a file that is read as a stream may have to be read again, and these are not.
#[must_use]
pub fn built_in() -> LoadedDossier {
    let _span = debug_span!("load", files = STORY.len()).entered();
    let source = |file: &StoryText| SourceText::new(file.path(), FileFormat::Toml, file.text);
    let sources: Vec<SourceText> = STORY.iter().map(source).collect();
    whole(&sources, Path::new("built-in"), None, &|_, _| Err("is not compiled in".to_owned()))
}

/// The same, from the records that were made of the text before: a test of the program says that these are the same, and
/// that the story has no problem.
///
/// # Panics
/// Never, as [`built_in`].
#[must_use]
pub fn built_in_unchecked() -> LoadedDossier {
    let span = debug_span!("load", files = STORY.len()).entered();
    let Some(mut dossier) = packed::dossier(STORY_RECORDS) else {
        drop(span);
        return built_in();
    };
    let paths: Vec<PathBuf> = STORY.iter().map(StoryText::path).collect();
    dossier.files = paths.iter().map(|path| SourceFile { path: path.clone() }).collect();
    LoadedDossier { dossier: Some(Arc::new(dossier)), problems: Vec::new(), files: Some(paths) }
}

/// Whether the records of the story that is compiled in are those of its text. After a correction of the text they are not, until
/// they are written again.
#[must_use]
pub fn is_story_packed() -> bool {
    !STORY_RECORDS.is_empty()
}

/// The trees of the files, and what was wrong with their syntax.
type ParsedFile<'a> = (Vec<Option<NodeTable<'a>>>, LoadFaults);

fn parsed(sources: &[SourceText]) -> ParsedFile<'_> {
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let _span = debug_span!("parse", files = sources.len(), bytes).entered();
    let mut faults = LoadFaults::default();
    let trees = sources.iter().enumerate().map(|(file, source)| parse(file, source, &mut faults)).collect();
    (trees, faults)
}

/// The dossier of files that were read as a whole.
fn whole(
    sources: &[SourceText],
    name: &Path,
    today: Option<NaiveDate>,
    text_file: &dyn Fn(usize, &Path) -> Result<String, String>,
) -> LoadedDossier {
    let check = WholeCheck { name, today };
    assemble(sources, parsed(sources), LargeFile::default(), check, text_file)
        .expect("only what is read as a stream may have to be read again")
}

/// The tree of a file, in the one shape that all formats have.
fn parse<'a>(file: usize, source: &'a SourceText, faults: &mut LoadFaults) -> Option<NodeTable<'a>> {
    if let Some((span, trouble)) = &source.trouble {
        faults.add(Severity::Error, FaultPlace { file, span: span.clone() }, || trouble.clone());
        return None;
    }
    match source.format {
        FileFormat::Toml => toml::parse(file, &source.text, faults),
        FileFormat::JsonLines => Some(jsonl::parse(file, &source.text, faults)),
        FileFormat::Json => {
            let node = json::parse(file, &source.text, faults)?;
            if let NodeValue::Table(table) = node.value {
                return Some(table);
            }
            faults.add(Severity::Error, FaultPlace::new(file, node.span.start..node.span.start + 1), || {
                format!("a dossier is an object, like `{{\"format\": 1, …}}`, not {}", node.value.sort())
            });
            None
        }
    }
}
