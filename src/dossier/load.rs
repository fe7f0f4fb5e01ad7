//! From paths to a dossier and everything that is wrong with it, each with its place.
//!
//! ```text
//! paths ─files─▶ texts ─toml, json, jsonl─▶ trees ─ids─▶ who has which id
//!                                             └─article, event, …─▶ records ─check─▶ Dossier, problems
//! ```
//!
//! TOML and JSON become the same tree, which the same readers walk, so the two cannot differ.

mod actor;
mod article;
mod context;
mod corridor;
mod event;
mod fault;
mod fields;
mod figure;
mod files;
mod form;
mod json;
mod jsonl;
pub(crate) mod node;
mod root;
pub(crate) mod source;
mod spot;
mod toml;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashbrown::HashMap;

use self::context::{Context, Owner};
use self::fault::{Faults, Place};
use self::files::TextFiles;
use self::node::{Table, Value};
use self::source::{Format, Source};
use super::check::{Finding, check};
use super::problem::{Problem, Severity};
use super::record::{Kind, Rec, SourceFile};
use super::{Dossier, record};
use crate::assets::STORY;

/// What became of loading: a story with its warnings, or everything that is wrong.
#[derive(Debug)]
pub struct Loaded {
    /// The dossier, where there was no error.
    pub dossier: Option<Arc<Dossier>>,
    /// Errors and warnings, in the order of the files and of the places in them.
    pub problems: Vec<Problem>,
}

/// Reads a dossier from files, directories, or both. Every dossier file below a directory belongs to it, hidden ones
/// left out; what is named twice is read once.
#[must_use]
pub fn load(paths: &[PathBuf]) -> Loaded {
    let sources = files::read(paths);
    let texts = TextFiles::default();
    let name = paths.first().map_or(Path::new("."), PathBuf::as_path);
    assemble(&sources, name, &|file, path| texts.read(&sources[file], path))
}

/// Reads a dossier as [`load`] does, but with `text` in place of what the file at `path` holds: what would become of the
/// dossier if that were saved.
#[must_use]
pub fn load_with(paths: &[PathBuf], path: &Path, text: &str) -> Loaded {
    let mut sources = files::read(paths);
    let canonical = path.canonicalize().ok();
    for source in &mut sources {
        let named_alike = source.path.file_name() == path.file_name();
        if source.path == path || (named_alike && canonical.is_some() && source.path.canonicalize().ok() == canonical) {
            let root = std::mem::take(&mut source.root);
            *source = Source { root, ..Source::new(source.path.clone(), source.format, text.to_owned()) };
        }
    }
    let texts = TextFiles::default();
    let name = paths.first().map_or(Path::new("."), PathBuf::as_path);
    assemble(&sources, name, &|file, path| texts.read(&sources[file], path))
}

/// The tree of one file, where every value has its place, for whoever adds to the file.
///
/// # Errors
/// The first syntax error, in words. A file that is wrong in itself is not to be added to.
pub(crate) fn tree(format: Format, text: &str) -> Result<Table<'_>, String> {
    let mut faults = Faults::default();
    let tree = match format {
        Format::Toml => toml::parse(0, text, &mut faults),
        Format::JsonLines => Some(jsonl::parse(0, text, &mut faults)),
        Format::Json => json::parse(0, text, &mut faults).and_then(|node| match node.value {
            Value::Table(table) => Some(table),
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
pub fn load_texts(texts: &[(PathBuf, String)]) -> Loaded {
    let mut sources: Vec<Source> = Vec::new();
    for (path, text) in texts {
        if let Some(format) = Format::of(path) {
            sources.push(Source::new(path.clone(), format, text.clone()));
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    let name = sources.first().map_or(PathBuf::from("."), |source| source.path.clone());
    assemble(&sources, &name, &|file, path| {
        let full = sources[file].path.parent().unwrap_or(Path::new("")).join(path);
        let found = texts.iter().find(|(path, _)| *path == full && Format::of(path).is_none());
        found.map(|(_, text)| text.clone()).ok_or_else(|| "is not among the texts".to_owned())
    })
}

/// The story that is compiled in.
#[must_use]
pub fn built_in() -> Loaded {
    let sources: Vec<Source> = STORY
        .iter()
        .map(|file| Source::new(format!("built-in:{}", file.name).into(), Format::Toml, file.text()))
        .collect();
    assemble(&sources, Path::new("built-in"), &|_, _| Err("is not compiled in".to_owned()))
}

/// Builds the dossier. `name` is that of the whole, for what is wrong with no file in particular.
fn assemble(sources: &[Source], name: &Path, text_file: &dyn Fn(usize, &Path) -> Result<String, String>) -> Loaded {
    let mut faults = Faults::default();
    let trees: Vec<Option<Table<'_>>> =
        sources.iter().enumerate().map(|(file, source)| parse(file, source, &mut faults)).collect();
    let (ids, incomplete) = ids(&trees);
    let cx = Context {
        faults: faults.into(),
        texts: sources.iter().map(|source| &*source.text).collect(),
        ids,
        incomplete,
        links: Vec::new().into(),
        text_file,
        comparisons: context::COMPARISONS.into(),
    };
    let whole = if sources.len() == 1 { Place::new(0, 0..0) } else { Place::file(sources.len()) };
    let mut dossier = root::read(&cx, &trees, &whole);
    if !cx.incomplete && !cx.faults.borrow().any_full() {
        report(&cx, check(&dossier), &dossier);
    }
    let Context { ids, faults, .. } = cx;
    let faults = faults.into_inner();
    let dossier = (!faults.any_error()).then(|| {
        for (id, owner) in ids {
            dossier.name(id, owner.rec);
        }
        for ix in 0..dossier.figures.len() {
            let key = dossier.figures[ix].key.clone();
            dossier.name(&key, Rec::new(Kind::Figure, ix));
        }
        dossier.files = sources.iter().map(|source| SourceFile { path: source.path.clone() }).collect();
        Arc::new(dossier)
    });
    let file = |at: usize| sources.get(at).map_or((name, ""), |source| (source.path.as_path(), &*source.text));
    Loaded { dossier, problems: faults.problems(&file) }
}

/// The tree of a file, in the one shape that all formats have.
fn parse<'a>(file: usize, source: &'a Source, faults: &mut Faults) -> Option<Table<'a>> {
    if let Some((span, trouble)) = &source.trouble {
        faults.add(Severity::Error, Place { file, span: span.clone() }, || trouble.clone());
        return None;
    }
    match source.format {
        Format::Toml => toml::parse(file, &source.text, faults),
        Format::JsonLines => Some(jsonl::parse(file, &source.text, faults)),
        Format::Json => {
            let node = json::parse(file, &source.text, faults)?;
            if let Value::Table(table) = node.value {
                return Some(table);
            }
            faults.add(Severity::Error, Place::new(file, node.span.start..node.span.start + 1), || {
                format!("a dossier is an object, like `{{\"format\": 1, …}}`, not {}", node.value.sort())
            });
            None
        }
    }
}

/// Who has which id, and whether ids may have been lost to syntax errors. Who comes first has the id.
fn ids<'t>(trees: &'t [Option<Table<'_>>]) -> (HashMap<&'t str, Owner>, bool) {
    let mut ids = HashMap::new();
    let mut incomplete = false;
    let mut counts = [0; Kind::ALL.len()];
    for (file, tree) in trees.iter().enumerate() {
        let Some(tree) = tree else {
            incomplete = true;
            continue;
        };
        incomplete |= tree.torn;
        for (kind, count) in Kind::ALL.iter().zip(&mut counts) {
            for (_, table) in tree.tables(kind.word()) {
                let rec = Rec::new(*kind, *count);
                *count += 1;
                match table.get("id").map(|entry| &entry.node) {
                    Some(node::Node { span, value: Value::Text(id) }) => {
                        ids.entry(&**id).or_insert_with(|| Owner { rec, file, span: span.clone() });
                    }
                    _ => incomplete |= table.torn,
                }
            }
        }
    }
    (ids, incomplete)
}

/// Notes what was found in the dossier as a whole, each at the reference or id that it is about.
fn report(cx: &Context<'_>, findings: Vec<Finding>, dossier: &Dossier) {
    if findings.is_empty() {
        return;
    }
    let places: HashMap<record::Rec, Place> =
        cx.ids.values().map(|owner| (owner.rec, Place::new(owner.file, owner.span.clone()))).collect();
    let links = cx.links.borrow();
    for finding in findings {
        let link = match finding {
            Finding::Circle { from, to, .. } => links.iter().find(|link| (link.from, link.to) == (from, to)),
            _ => None,
        };
        let place = link.map(|link| &link.place).or_else(|| places.get(&finding.about()));
        if let Some(place) = place {
            cx.faults.borrow_mut().add(finding.severity(), place.clone(), || finding.message(dossier));
        }
    }
}
