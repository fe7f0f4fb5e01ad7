//! Imports files of other programs as a dossier: sheets, workbooks and `TimelineJS`.
//!
//! ```text
//! file ──table──▶ rows ──columns──▶ sheet ──dates, words──▶ Draft ──▶ the files of a dossier
//! ```
//!
//! Pure: takes bytes, returns the files of a new dossier, with problems by row and losses. Everything
//! is checked by the dossier's own loaders, so a row has the same problems as it would have in a dossier.

pub mod columns;
pub mod csv;
pub mod dates;
pub mod figures;
mod guess;
mod into;
pub mod opml;
pub mod sheet;
pub mod table;
pub mod timelinejs;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use hashbrown::{HashMap, HashSet};

use crate::desk::edit::{EditFields, EditValue, slug, toml_fields, toml_value};
use crate::dossier::Kind;
use crate::dossier::load::load_texts;
use crate::dossier::problem::Severity;

pub use into::{ImportAddition, ImportTarget};

/// A place in the input: the name of the file and the row (from 1, including the header) or slide.
pub type ImportPlace = (String, usize);

/// A record or statement to write.
#[derive(Clone, Debug, Default)]
struct ImportedRecord {
    place: ImportPlace,
    fields: EditFields,
    /// Statements and legs by the key of their list.
    lists: BTreeMap<&'static str, Vec<ImportedRecord>>,
}

impl ImportedRecord {
    fn text(&self, key: &str) -> Option<&str> {
        self.fields.iter().find_map(|(name, datum)| match datum {
            EditValue::Text(text) if *name == key => Some(text.as_str()),
            _ => None,
        })
    }

    fn set(&mut self, key: &'static str, datum: EditValue) {
        self.fields.retain(|(name, _)| *name != key);
        self.fields.push((key, datum));
    }
}

/// The ids in use, and the articles they belong to.
#[derive(Debug, Default)]
struct ImportIds {
    taken: HashSet<String>,
    /// For each taken name, the next number to try, so that a thousand equal titles do not search from
    /// the start each time.
    numbers: HashMap<String, u32>,
    /// The articles by what identifies them: an address, or outlet, headline and day.
    articles: HashMap<String, String>,
}

impl ImportIds {
    /// A unique id derived from a title; from `otherwise` if the title has no letters.
    fn made_of(&mut self, title: &str, otherwise: &str) -> String {
        let slugs = [title, otherwise].map(|from| slug(from, |_| false));
        let base = slugs.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        let mut id = base.clone();
        if self.taken.contains(&base) {
            let number = self.numbers.entry(base.clone()).or_insert(2);
            while self.taken.contains(&id) {
                id = format!("{base}-{number}");
                *number += 1;
            }
        }
        self.taken.insert(id.clone());
        id
    }

    /// An id from the input, if it is valid and not taken.
    fn own(&mut self, id: &str) -> Option<String> {
        let free = !id.is_empty() && slug(id, |_| false) == id && self.taken.insert(id.to_owned());
        free.then(|| id.to_owned())
    }
}

/// What was read, before checking.
#[derive(Clone, Debug, Default)]
struct ImportDraft {
    title: String,
    records: BTreeMap<&'static str, Vec<ImportedRecord>>,
    lost: BTreeMap<String, usize>,
    notes: Vec<String>,
    /// What could not be parsed, by place.
    errors: Vec<(ImportPlace, String)>,
}

/// A dossier to be written, with messages for the user.
#[derive(Clone, Debug, Default)]
pub struct ImportedDossier {
    /// The names and contents of its files.
    pub files: Vec<(String, String)>,
    /// The number of records of each kind that occurs.
    pub counts: Vec<(Kind, usize)>,
    /// What was recognized in the input, one line each.
    pub notes: Vec<String>,
    /// Errors by place; with any of them nothing can be written.
    pub errors: Vec<(ImportPlace, String)>,
    /// Warnings.
    pub warnings: Vec<(ImportPlace, String)>,
    /// What was left out, and how often.
    pub lost: Vec<(String, usize)>,
    /// What an existing dossier gains, where there is one; `files` is empty then.
    pub addition: Option<ImportAddition>,
}

/// Keys that name records: one, or several.
const REFERENCES: &[&str] = &[
    "actors",
    "ports",
    "corridors",
    "places",
    "depends_on",
    "sources",
    "based_on",
    "by",
    "organisation",
    "source",
    "end_source",
    "branch_of",
    "about",
];

impl ImportDraft {
    fn add(&mut self, kind: Kind, item: ImportedRecord) {
        self.records.entry(kind.word()).or_default().push(item);
    }

    fn lose(&mut self, what: impl Into<String>, count: usize) {
        if count > 0 {
            *self.lost.entry(what.into()).or_default() += count;
        }
    }

    /// The value, or an error noted at its place.
    fn read<T>(&mut self, place: &ImportPlace, read: Result<T, String>) -> Option<T> {
        read.map_err(|why| self.errors.push((place.clone(), why))).ok()
    }

    /// Removes references to records that do not exist: a sheet of events alone names articles that it does not
    /// contain. `is_elsewhere` says which ids are those of the dossier that it is added to.
    fn drop_dangling(&mut self, is_elsewhere: &dyn Fn(&str) -> bool) {
        let ids: HashSet<String> =
            self.records.values().flatten().filter_map(|item| item.text("id").map(str::to_owned)).collect();
        let mut lost: BTreeMap<String, usize> = BTreeMap::new();
        for item in self.records.values_mut().flatten() {
            drop_in(item, &ids, is_elsewhere, &mut lost);
            for (list, all) in &mut item.lists {
                all.iter_mut().for_each(|inner| drop_in(inner, &ids, is_elsewhere, &mut lost));
                let before = all.len();
                // A report must name its source.
                all.retain(|inner| *list != "reports" || inner.text("source").is_some());
                *lost.entry("reports without their article".to_owned()).or_default() += before - all.len();
            }
        }
        lost.into_iter().for_each(|(what, count)| self.lose(what, count));
    }

    /// Writes the files of a new dossier, or what an existing one gains, and checks it with the dossier's loaders.
    fn finish(self, into: Option<ImportTarget<'_>>) -> ImportedDossier {
        match into {
            Some(target) => self.finish_into(target),
            None => self.finish_alone(),
        }
    }

    fn finish_alone(mut self) -> ImportedDossier {
        self.drop_dangling(&|_| false);
        let mut files = Vec::new();
        let mut places: BTreeMap<String, Vec<(usize, ImportPlace)>> = BTreeMap::new();
        let title = if self.title.is_empty() { "Imported" } else { &self.title };
        files.push((
            "story.toml".to_owned(),
            format!("format = 1\n\n[story]\ntitle = {}\n", toml_value(&EditValue::Text(title.to_owned()))),
        ));
        let mut counts = Vec::new();
        for &kind in Kind::ALL {
            let Some(items) = self.records.get(kind.word()).filter(|items| !items.is_empty()) else { continue };
            counts.push((kind, items.len()));
            let name = format!("{}.toml", kind.word());
            let (text, lines) = print(kind.word(), items);
            places.insert(name.clone(), lines);
            files.push((name, text));
        }
        let texts: Vec<(PathBuf, String)> = files.iter().map(|(name, text)| (name.into(), text.clone())).collect();
        let (mut errors, warnings) = problems_of(&texts, &places, |_| true);
        errors.extend(self.errors);
        errors.sort_by(|(a, _), (b, _)| a.cmp(b));
        let lost = self.lost.into_iter().filter(|(_, count)| *count > 0).collect();
        ImportedDossier { files, counts, notes: self.notes, errors, warnings, lost, addition: None }
    }
}

/// A message with the place in the input that it is about.
type PlacedMessage = (ImportPlace, String);

/// The errors and the warnings of files, each with the row that it comes from, of the files that are asked for.
fn problems_of(
    texts: &[(PathBuf, String)],
    places: &BTreeMap<String, Vec<(usize, ImportPlace)>>,
    is_asked_for: impl Fn(&str) -> bool,
) -> (Vec<PlacedMessage>, Vec<PlacedMessage>) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    for problem in load_texts(texts).problems {
        let name = problem.path.to_string_lossy().into_owned();
        if !is_asked_for(&name) {
            continue;
        }
        let lines = places.get(&name).map_or(&[][..], Vec::as_slice);
        // Places are in the order of the lines.
        let behind = lines.partition_point(|(line, _)| *line <= problem.line);
        let place = behind.checked_sub(1).map(|at| lines[at].1.clone());
        let told = (place.unwrap_or((name, problem.line)), problem.message);
        if problem.severity == Severity::Error { errors.push(told) } else { warnings.push(told) }
    }
    (errors, warnings)
}

fn drop_in(
    item: &mut ImportedRecord,
    ids: &HashSet<String>,
    is_elsewhere: &dyn Fn(&str) -> bool,
    lost: &mut BTreeMap<String, usize>,
) {
    let known = |id: &str| ids.contains(id) || id == "story" || is_elsewhere(id);
    item.fields.retain_mut(|(key, datum)| {
        if !REFERENCES.contains(key) {
            return true;
        }
        let (keep, gone) = match datum {
            EditValue::Text(id) => (known(id), usize::from(!known(id))),
            EditValue::Texts(all) => {
                let before = all.len();
                all.retain(|id| known(id));
                (!all.is_empty(), before - all.len())
            }
            _ => (true, 0),
        };
        *lost.entry(format!("`{key}` that name what the file does not hold")).or_default() += gone;
        keep
    });
}

/// The TOML of records, and the line at which each place begins.
fn print(name: &str, items: &[ImportedRecord]) -> (String, Vec<(usize, ImportPlace)>) {
    let (mut out, mut lines) = (String::new(), Vec::new());
    let mut line = 1;
    let mut put = |text: &str, place: Option<&ImportPlace>| {
        if let Some(place) = place {
            lines.push((line, place.clone()));
        }
        line += text.matches('\n').count();
        out.push_str(text);
    };
    for (n, item) in items.iter().enumerate() {
        put(if n == 0 { "" } else { "\n" }, None);
        put(&block(&format!("[[{name}]]"), &item.fields, ""), Some(&item.place));
        for (list, inner) in &item.lists {
            for inner in inner {
                put("\n", None);
                put(&block(&format!("[[{name}.{list}]]"), &inner.fields, "  "), Some(&inner.place));
            }
        }
    }
    (out, lines)
}

fn block(header: &str, fields: &EditFields, indent: &str) -> String {
    let mut out = format!("{indent}{header}\n");
    for (key, datum) in toml_fields(fields) {
        let _ = writeln!(out, "{indent}{key} = {datum}");
    }
    out
}
