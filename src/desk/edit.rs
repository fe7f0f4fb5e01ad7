//! Adds to the text of a dossier's file: computes which bytes to insert where, and leaves all others unchanged.
//!
//! ```text
//! Edit ─apply─▶ the tree of the text (places of all values) ─▶ Splices ─▶ the new text
//! ```
//!
//! The format never overwrites statements, so every edit adds. Nothing is reformatted: the tree that the
//! dossier is read from shows where to insert, and comments, order, spacing and line ends are untouched.
//! The one exception is an event in the short form that gets a report: its `date`, `status` and `sources` become
//! reports, with the comments on their lines.

mod json;
mod outline;
mod splice;
mod toml;
mod write_out;

use std::path::{Path, PathBuf};

use crate::dossier::load::source::FileFormat;
use crate::dossier::load::{self, node::NodeTable};
use crate::dossier::{Dossier, EdtfDate, Kind, ReportValue};

/// Something added to a dossier.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A record of this kind.
    Record(Kind, EditFields),
    /// A statement about the record with this id: a report, an office, a position.
    Statement(String, EditList, EditFields),
    /// A word in a list of the record with this id: an alias or a tag.
    Word(String, WordList, String),
    /// A note on the newest report with a source, about the record with this id.
    Note {
        /// The event or corridor of the report.
        id: String,
        /// The article that the report names.
        source: String,
        /// The note. It is appended if the report already has one.
        note: String,
    },
    /// Records as TOML, so many, put behind everything that a file holds.
    Append(String, usize),
}

/// Keys of the format with their values, in the order of writing.
pub type EditFields = Vec<(&'static str, EditValue)>;

/// A value to write.
#[derive(Clone, Debug, PartialEq)]
pub enum EditValue {
    /// A text, id or word.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A date, written as text.
    Date(EdtfDate),
    /// A list of texts or ids.
    Texts(Vec<String>),
    /// What sources may differ on: the `values` of a report.
    Values(Vec<(String, ReportValue)>),
}

/// A list of statements in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EditList {
    /// Of an event or corridor.
    Reports,
    /// Of an actor.
    Offices,
    /// Of an actor.
    Positions,
}

/// A list of words in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordList {
    /// Other spellings of a name.
    Aliases,
    /// Free words.
    Tags,
}

impl EditList {
    /// The key of the list.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            EditList::Reports => "reports",
            EditList::Offices => "offices",
            EditList::Positions => "positions",
        }
    }

    fn singular(self) -> &'static str {
        &self.key()[..self.key().len() - 1]
    }
}

impl WordList {
    /// The key of the list.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            WordList::Aliases => "aliases",
            WordList::Tags => "tags",
        }
    }
}

impl Edit {
    /// The id of the record that is changed or added. Figures have none.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Edit::Record(_, fields) => match value(fields, "id")? {
                EditValue::Text(id) => Some(id),
                _ => None,
            },
            Edit::Append(..) => None,
            Edit::Statement(id, ..) | Edit::Word(id, ..) | Edit::Note { id, .. } => Some(id),
        }
    }

    /// Describes the edit in one line: ``report to `tokayev-visit` ``.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Edit::Record(kind, fields) => {
                let name = ["id", "metric"].into_iter().find_map(|key| match value(fields, key)? {
                    EditValue::Text(text) => Some(format!(" `{text}`")),
                    _ => None,
                });
                format!("{}{}", kind.singular(), name.unwrap_or_default())
            }
            Edit::Statement(id, list, _) => format!("{} to `{id}`", list.singular()),
            Edit::Word(id, WordList::Aliases, word) => format!("alias “{word}” to `{id}`"),
            Edit::Word(id, WordList::Tags, word) => format!("tag “{word}” to `{id}`"),
            Edit::Note { id, source, .. } => format!("note on the report of `{source}` to `{id}`"),
            Edit::Append(_, 1) => "1 record".to_owned(),
            Edit::Append(_, records) => format!("{records} records"),
        }
    }
}

/// A value in TOML; a text of several lines spans several lines.
#[must_use]
pub fn toml_value(datum: &EditValue) -> String {
    write_out::toml_lines(datum, "\n")
}

/// Keys with their values in TOML, as [`apply`] writes them.
pub fn toml_fields(fields: &EditFields) -> impl Iterator<Item = (&'static str, String)> {
    write_out::kept(fields).map(|(key, datum)| (key, write_out::toml_lines(&datum, "\n")))
}

/// The value of a key.
fn value<'f>(fields: &'f EditFields, key: &str) -> Option<&'f EditValue> {
    fields.iter().find_map(|(name, datum)| (*name == key).then_some(datum))
}

/// Why an edit cannot be applied to a text: one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError(pub String);

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl EditError {
    fn new(text: impl Into<String>) -> EditError {
        EditError(text.into())
    }
}

/// The text with the edit applied. `path` names the file, and its extension gives the format; nothing is read.
///
/// # Errors
/// Returns an error if the text is invalid, does not contain the record, or contains it in a form to which nothing can
/// be added without loss.
pub fn apply(text: &str, path: &Path, edit: &Edit) -> Result<String, EditError> {
    let format = FileFormat::of(path).ok_or_else(|| EditError::new("not a dossier file"))?;
    let tree = load::tree(format, text).map_err(|why| EditError(format!("the file has a mistake: {why}")))?;
    let splices = match format {
        FileFormat::Toml => toml::splices(text, &tree, edit)?,
        FileFormat::Json => json::splices(text, &tree, edit)?,
        FileFormat::JsonLines => json::line(text, &tree, edit)?,
    };
    Ok(splices.apply(text))
}

/// What the edit writes, as TOML, to be shown next to the content of the file.
#[must_use]
pub fn preview(edit: &Edit) -> String {
    match edit {
        Edit::Record(kind, fields) => toml::plain(kind.word(), fields),
        Edit::Statement(_, list, fields) => toml::plain(list.key(), fields),
        Edit::Word(_, words, word) => format!("{} = [{}]\n", words.key(), write_out::text(word)),
        Edit::Note { note, .. } => format!("note = {}\n", write_out::text(note)),
        Edit::Append(text, _) => text.clone(),
    }
}

/// The lines of the record with this id in the text of the file at `path`. `None` if it is not there
/// or the text is invalid.
#[must_use]
pub fn record_text<'t>(text: &'t str, path: &Path, id: &str) -> Option<&'t str> {
    let tree = load::tree(FileFormat::of(path)?, text).ok()?;
    let found = outline::record(&tree, id).ok()?;
    let (start, end) = (found.span.start, outline::table_end(found.table, &found.span));
    Some(&text[splice::line_start(text, start)..splice::line_end(text, end)])
}

/// The file for a new record of a kind: the one that contains most of them, otherwise the one with the story. `None` if
/// no file can be written.
#[must_use]
pub fn home(dossier: &Dossier, kind: Kind) -> Option<PathBuf> {
    let mut counts = vec![0_usize; dossier.files.len()];
    for rec in dossier.all(kind) {
        if let Some(count) = counts.get_mut(dossier.at(rec).file as usize) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().filter(|&most| most > 0);
    let at = match most {
        Some(most) => counts.iter().position(|&count| count == most)?,
        None => dossier.story.at.file as usize,
    };
    dossier.files.get(at).map(|file| file.path.clone()).filter(|path| !is_built_in(path))
}

/// The file that contains the record of an edit, or the default file of its kind.
#[must_use]
pub fn file_of(dossier: &Dossier, edit: &Edit) -> Option<PathBuf> {
    let id = match edit {
        Edit::Record(kind, _) => return home(dossier, *kind),
        Edit::Append(..) => {
            let is_toml = |path: &PathBuf| FileFormat::of(path) == Some(FileFormat::Toml) && !is_built_in(path);
            let home = home(dossier, Kind::Event).filter(is_toml);
            return home.or_else(|| dossier.files.iter().map(|file| file.path.clone()).find(is_toml));
        }
        Edit::Statement(id, ..) | Edit::Word(id, ..) | Edit::Note { id, .. } => id,
    };
    let at = dossier.at(dossier.find(id)?);
    dossier.files.get(at.file as usize).map(|file| file.path.clone()).filter(|path| !is_built_in(path))
}

/// Whether a path is that of a built-in story.
#[must_use]
pub fn is_built_in(path: &Path) -> bool {
    path.to_string_lossy().starts_with("built-in:")
}

/// An id derived from a title that no record has yet: ASCII letters and digits with single hyphens. Empty if the title
/// has none of these.
#[must_use]
pub fn slug(title: &str, taken: impl Fn(&str) -> bool) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut id = String::new();
    for c in title.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !matches!(c, '\'' | '’') && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    // Cut between words, well below the maximum of 80 characters.
    if id.len() > 48 {
        let end = id[..48].rfind('-').unwrap_or(48);
        id.truncate(end);
    }
    let id = id.trim_matches('-');
    if id.is_empty() || !taken(id) {
        return id.to_owned();
    }
    (2..=u32::MAX).map(|n| format!("{id}-{n}")).find(|id| !taken(id)).unwrap_or_default()
}

/// The tables of a file that edits need, shared by both formats.
type RootTable<'t> = NodeTable<'t>;
