//! Recognizes the columns of a sheet by common names, and finds its header row.

mod names;

use hashbrown::HashMap;

use super::ImportDraft;
use super::csv::{ImportSheet, is_exported};
use super::guess::{date_column, text_columns, title_column};
use super::table::{RawTable, TableFile, table};
use crate::dossier::load::is_language;
use crate::text::cut;
pub(super) use names::{ColumnNames, EVENTS, FIGURES};
use names::{NAMES, OTHER_TITLES};

/// The number of rows in which the header is searched.
const HEAD: usize = 20;
/// How many values of a column are shown, and how wide.
const EXAMPLES: usize = 3;
const EXAMPLE_COLUMNS: usize = 24;

/// A column mapped by the user: its name, and a key of the sheet.
pub type ColumnMap = (String, &'static str);

/// Reads `COLUMN=KEY`.
///
/// # Errors
/// Returns an error if there is no `=`, or no such key.
pub fn column_map(text: &str) -> Result<ColumnMap, String> {
    let all =
        || NAMES.iter().chain(FIGURES.names.iter().filter(|(key, _)| !NAMES.iter().any(|(known, _)| known == key)));
    let keys = || all().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
    let (name, key) = text.rsplit_once('=').ok_or_else(|| "expected COLUMN=KEY, such as event_date=date".to_owned())?;
    let key = key.trim();
    let key = all().map(|(known, _)| *known).find(|known| *known == key);
    Ok((name.trim().to_owned(), key.ok_or_else(|| format!("expected one of the keys {}", keys()))?))
}

/// A name in lower case, its words separated by one space.
pub(super) fn plain(name: &str) -> String {
    let mut parted = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for c in name.chars() {
        // `EventStartDate` is three words.
        if after_small && c.is_uppercase() {
            parted.push(' ');
        }
        after_small = c.is_lowercase();
        parted.push(c);
    }
    let name = parted.to_lowercase().replace(['_', '-', '.'], " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two names are the same but for separators and case: `pubDate`, `Pub date`, `PUBDATE`.
fn is_same(a: &str, b: &str) -> bool {
    letters(&plain(a)) == letters(&plain(b))
}

/// A plain name without its spaces.
fn letters(plain: &str) -> String {
    plain.replace(' ', "")
}

/// Whether the user mapped the column.
fn is_mapped(name: &str, maps: &[ColumnMap]) -> bool {
    maps.iter().any(|(column, _)| is_same(column, name))
}

fn key(name: &str, maps: &[ColumnMap], known: &ColumnNames) -> Option<&'static str> {
    let mapped = maps.iter().find(|(column, _)| is_same(column, name)).map(|(_, key)| *key);
    let name = plain(name);
    let named = |name: &str| {
        let name = letters(name);
        let is = |known: &&str| known.chars().filter(|c| *c != ' ').eq(name.chars());
        known.names.iter().find(|(_, names)| names.iter().any(is)).map(|(key, _)| *key)
    };
    // `event_en`, next to the same in other languages.
    let in_a_language = || named(name.rsplit_once(' ').filter(|(_, tag)| tag.len() == 2 && is_language(tag))?.0);
    mapped.or_else(|| named(&name)).or_else(in_a_language)
}

/// What a row of a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetSort {
    /// An event.
    Events,
    /// A figure.
    Figures,
}

impl SheetSort {
    fn names(self) -> &'static ColumnNames {
        match self {
            SheetSort::Events => &EVENTS,
            SheetSort::Figures => &FIGURES,
        }
    }

    /// What its columns can be.
    #[must_use]
    pub fn keys(self) -> Vec<&'static str> {
        self.names().names.iter().map(|(key, _)| *key).collect()
    }
}

/// A column that nothing is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadColumn {
    /// As the sheet has it.
    pub name: String,
    /// The first values in it, cut.
    pub examples: Vec<String>,
}

/// The columns of sheets that nothing is read from; an exported table has none.
///
/// # Errors
/// Returns one line if a file is not a table.
pub fn unread_columns(files: &[TableFile], sort: SheetSort, maps: &[ColumnMap]) -> Result<Vec<UnreadColumn>, String> {
    let mut unread: Vec<UnreadColumn> = Vec::new();
    for file in files {
        let raw = table(file)?;
        if is_exported(&raw) {
            continue;
        }
        let sheet = with_head(raw, maps, sort.names(), &mut ImportDraft::default())?;
        let columns = columns_of(&sheet, maps, sort.names()).0;
        for (at, name) in sheet.head.iter().enumerate() {
            let is_told = unread.iter().any(|column| column.name == *name);
            if name.is_empty() || is_told || columns.values().any(|column| *column == at) {
                continue;
            }
            let cells = sheet.rows.iter().filter_map(|(_, cells)| cells.get(at)).map(|cell| cell.trim());
            let filled = cells.filter(|cell| !cell.is_empty()).take(EXAMPLES);
            let examples = filled.map(|cell| cut(cell, EXAMPLE_COLUMNS, "…").into_owned()).collect();
            unread.push(UnreadColumn { name: name.clone(), examples });
        }
    }
    Ok(unread)
}

/// The recognized columns by key.
pub(super) type SheetColumns = HashMap<&'static str, usize>;

/// Recognizes the columns of a header row; a mapping by the user wins over a known name, then the first column wins.
fn columns(head: &[String], maps: &[ColumnMap], known: &ColumnNames) -> SheetColumns {
    let mut columns = SheetColumns::new();
    let mapped = head.iter().enumerate().filter(|(_, name)| is_mapped(name, maps));
    for (at, name) in mapped.chain(head.iter().enumerate()) {
        if let Some(key) = key(name, maps, known) {
            columns.entry(key).or_insert(at);
        }
    }
    columns
}

/// The columns of a sheet by their names; of a sheet of events, what no name tells, by what is in them: the second value
/// says which.
fn columns_of(sheet: &ImportSheet, maps: &[ColumnMap], known: &ColumnNames) -> (SheetColumns, Vec<&'static str>) {
    let mut columns = columns(&sheet.head, maps, known);
    // A day column without a year column holds whole dates.
    if !columns.contains_key("date")
        && !columns.contains_key("year")
        && let Some(at) = columns.remove("day")
    {
        columns.insert("date", at);
    }
    let mut guessed = Vec::new();
    if !known.wanted.contains(&"title") {
        return (columns, guessed);
    }
    // Only whether there is a date is asked.
    let today = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    if !columns.contains_key("date")
        && !columns.contains_key("year")
        && let Some(at) = date_column(sheet, &columns, today)
    {
        columns.insert("date", at);
        guessed.push("date");
    }
    let other = |name: &&str| {
        sheet.head.iter().position(|head| is_same(head, name)).filter(|&at| !is_mapped(&sheet.head[at], maps))
    };
    if !columns.contains_key("title")
        && let Some(at) = OTHER_TITLES.iter().find_map(other).or_else(|| title_column(sheet, &columns, today))
    {
        columns.retain(|_, column| *column != at);
        columns.insert("title", at);
        guessed.push("title");
    }
    (columns, guessed)
}

/// The columns that a row takes its title from if its own is empty: of the same name in another language, the summary,
/// and where no name told the title, other texts.
pub(super) fn other_titles(
    sheet: &ImportSheet,
    maps: &[ColumnMap],
    known: &ColumnNames,
    columns: &SheetColumns,
) -> Vec<usize> {
    let Some(&title) = columns.get("title") else { return Vec::new() };
    let is_title = |at: &usize| key(&sheet.head[*at], maps, known) == Some("title");
    let named = (0..sheet.head.len()).filter(|at| *at != title && is_title(at));
    let texts = if is_title(&title) { Vec::new() } else { text_columns(sheet, columns) };
    named.chain(columns.get("summary").copied()).chain(texts).collect()
}

/// Finds the header: of the first rows, the one with the most recognized names. Rows above it are reported.
///
/// # Errors
/// Returns an error if the table has no row.
pub(super) fn with_head(
    raw: RawTable,
    maps: &[ColumnMap],
    names: &ColumnNames,
    draft: &mut ImportDraft,
) -> Result<ImportSheet, String> {
    let known = |cells: &[String]| columns(cells, maps, names).len();
    let rows = raw.rows.iter().take(HEAD).enumerate();
    let at = rows.max_by_key(|(at, (_, cells))| (known(cells), std::cmp::Reverse(*at))).map(|(at, _)| at);
    let at = at.ok_or_else(|| format!("`{}` has no first line with the names of its columns", raw.name))?;
    draft.notes.extend(raw.notes);
    let mut rows = raw.rows.into_iter();
    let above: Vec<String> = rows.by_ref().take(at).map(|(_, cells)| cells.join(" ").trim().to_owned()).collect();
    if let Some(first) = above.first() {
        let first: String = first.chars().take(60).collect();
        draft.notes.push(format!("`{}`: {} above the names of the columns: `{first}`", raw.name, above.len()));
    }
    let head = rows.next().map(|(_, cells)| cells.iter().map(|cell| cell.trim().to_owned()).collect());
    Ok(ImportSheet { name: raw.name, head: head.unwrap_or_default(), rows: rows.collect() })
}

/// Recognizes the columns of a sheet; reports which are recognized and which are not.
///
/// # Errors
/// Returns an error if a column is missing that the sheet must have, or a mapped column does not exist.
pub(super) fn understood(
    table: &ImportSheet,
    maps: &[ColumnMap],
    known: &ColumnNames,
    draft: &mut ImportDraft,
) -> Result<SheetColumns, String> {
    let called = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if let Some((missing, _)) = maps.iter().find(|(column, _)| !table.head.iter().any(|name| is_same(name, column))) {
        return Err(format!("`{}` has no column `{missing}`; it has {}", table.name, called(&table.head)));
    }
    let (columns, guessed) = columns_of(table, maps, known);
    for &wanted in known.wanted {
        if !(columns.contains_key(wanted) || wanted == "date" && columns.contains_key("year")) {
            let names = known.names.iter().find(|(key, _)| *key == wanted).map_or(&[][..], |(_, names)| names);
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            return Err(format!(
                "`{}` has no column for the {wanted}; it may be called {}; it has {}: `--map COLUMN={wanted}` names it",
                table.name,
                called(&names),
                called(&table.head)
            ));
        }
    }
    let mapped =
        known.names.iter().filter_map(|(key, _)| Some(format!("{key} from `{}`", table.head[*columns.get(key)?])));
    draft.notes.push(format!("`{}`: {} rows, {}", table.name, table.rows.len(), mapped.collect::<Vec<_>>().join(", ")));
    for key in guessed {
        let name = &table.head[columns[key]];
        draft.notes.push(format!(
            "no column is called {key}: it is taken from `{name}`, by what is in it (`--map COLUMN={key}` names another)"
        ));
    }
    let unread = table.head.iter().enumerate();
    let unread = unread.filter(|(at, name)| !name.is_empty() && !columns.values().any(|column| column == at));
    let unread: Vec<String> = unread.map(|(_, name)| name.clone()).collect();
    if !unread.is_empty() {
        draft.lose(format!("columns that are not known: {}", called(&unread)), unread.len());
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_compared_without_separators_and_case() {
        for (name, known) in [
            ("pubDate", Some("published")),
            ("PUB_DATE", Some("published")),
            ("pub date", Some("published")),
            ("EventStartDate", Some("date")),
            ("event-start.date", Some("date")),
            ("titleEn", Some("title")),
            ("end_date_ru", Some("end_date")),
            ("update", None),
        ] {
            assert_eq!(key(name, &[], &EVENTS), known, "{name}");
        }
        assert_eq!(key("Day_Of-It", &[("dayofit".to_owned(), "date")], &EVENTS), Some("date"));
    }
}
