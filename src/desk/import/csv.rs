//! CSV: tables written by `karwan export csv`, recognized by their columns, and any sheet with a date and a title.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::columns::{EVENTS, with_head};
use super::sheet::{SheetOptions, sheet};
use super::table::{RawTable, TableFile, table};
use super::{ImportDraft, ImportTarget, ImportedDossier, ImportedRecord};
use crate::desk::edit::EditValue;
use crate::dossier::{KeySort, Kind, ReportValue};
use crate::report::export::csv::{CsvHead, heads};
use crate::report::fields::{
    ACTOR, ARTICLE, CORRIDOR, CORRIDOR_REPORT, EVENT, FIGURE, FieldTable, LEG, OFFICE, PLACE, PORT, POSITION, REPORT,
};

/// What a column of an exported table becomes.
enum ImportColumn {
    /// A key with a text, id, word or date.
    Text(&'static str),
    /// A key with a number.
    Number(&'static str),
    /// A key with a list, joined by `; `.
    List(&'static str),
    /// The `values` of a report, as JSON.
    Values,
    /// The record that a statement is about.
    Owner,
    /// An end of the leg that a report is about.
    Leg,
    /// A computed value, or the number of a row.
    Computed,
}

/// One row: its cells by position of the column.
pub(super) struct ImportSheet {
    pub name: String,
    pub head: Vec<String>,
    /// With the number of the row in the file.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// Reads tables as a dossier, or into one. `title` is the story's, `today` the day that dates without a year are relative to.
///
/// # Errors
/// Returns one line if a file is not CSV, or nothing in it is recognized.
pub fn read(
    files: &[TableFile],
    title: &str,
    today: NaiveDate,
    options: &SheetOptions,
    into: Option<ImportTarget<'_>>,
) -> Result<ImportedDossier, String> {
    let mut draft = ImportDraft { title: title.to_owned(), ..ImportDraft::default() };
    let mut statements: Vec<(Kind, &'static str, String, ImportedRecord)> = Vec::new();
    for file in files {
        let mut raw = table(file)?;
        let head = first_row(&raw);
        match heads().find(|known| is_head(known, &head)) {
            Some(known) => {
                let rows = raw.rows.split_off(1);
                exported(known.file, &ImportSheet { name: raw.name, head, rows }, &mut draft, &mut statements);
            }
            None => {
                let table = with_head(raw, &options.maps, &EVENTS, &mut draft)?;
                sheet(&table, today, options, &mut draft)?;
            }
        }
    }
    if !statements.is_empty() {
        draft.notes.push(
            "the tables do not hold: summary, language, selection and watch of the story, its feeds, full texts of articles; \
             the actors of an event are there with those of its reports"
                .to_owned(),
        );
    }
    settle(statements, &mut draft);
    Ok(draft.finish(into))
}

/// The cells of the first row.
fn first_row(raw: &RawTable) -> Vec<String> {
    let first = raw.rows.first().map(|(_, cells)| cells.iter().map(|cell| cell.trim().to_owned()).collect());
    first.unwrap_or_default()
}

/// Whether a table was written by `karwan export csv`.
pub(super) fn is_exported(raw: &RawTable) -> bool {
    let head = first_row(raw);
    heads().any(|known| is_head(&known, &head))
}

/// Whether these are the columns of an exported table, of this edition of the format or of an earlier one.
fn is_head(known: &CsvHead, given: &[String]) -> bool {
    let has = |name: &str| given.iter().any(|other| other == name);
    given.iter().all(|name| known.columns.contains(&name.as_str()))
        && known.columns.iter().all(|name| has(name) || known.later.contains(name))
}

/// The kind of an exported table; for a table of statements, the kind of their records, and their list.
fn meaning(file: &str) -> Option<(Kind, Option<&'static str>)> {
    let stem = file.trim_end_matches(".csv");
    Some(match stem {
        "reports" => (Kind::Event, Some("reports")),
        "offices" => (Kind::Actor, Some("offices")),
        "positions" => (Kind::Actor, Some("positions")),
        "legs" => (Kind::Corridor, Some("legs")),
        "corridor-reports" => (Kind::Corridor, Some("reports")),
        stem => (Kind::from_word(stem)?, None),
    })
}

fn column(file: &str, name: &str) -> ImportColumn {
    use ImportColumn::{Computed, Leg, List, Owner, Text};
    match (file, name) {
        ("reports.csv", "event")
        | ("offices.csv" | "positions.csv", "actor")
        | ("legs.csv" | "corridor-reports.csv", "corridor") => Owner,
        ("corridor-reports.csv", "from" | "to") => Leg,
        // Values derived from an event's reports become its short form if it has no reports.
        ("events.csv", "status") => Text("status"),
        ("events.csv", "date") => Text("date"),
        ("events.csv", "sources") => List("sources"),
        ("reports.csv", _) => written(&REPORT, name),
        ("offices.csv", _) => written(&OFFICE, name),
        ("positions.csv", _) => written(&POSITION, name),
        ("legs.csv", _) => written(&LEG, name),
        ("corridor-reports.csv", _) => written(&CORRIDOR_REPORT, name),
        ("events.csv", _) => written(&EVENT, name),
        ("actors.csv", _) => written(&ACTOR, name),
        ("ports.csv", _) => written(&PORT, name),
        ("places.csv", _) => written(&PLACE, name),
        ("corridors.csv", _) => written(&CORRIDOR, name),
        ("articles.csv", _) => written(&ARTICLE, name),
        ("figures.csv", _) => written(&FIGURE, name),
        _ => Computed,
    }
}

/// A column with a key that is shown as written in the file.
fn written<Ix: Copy>(table: &FieldTable<Ix>, name: &str) -> ImportColumn {
    let key = table.written().iter().find(|key| key.key == name);
    key.map_or(ImportColumn::Computed, |key| match key.sort {
        KeySort::Text => ImportColumn::Text(key.key),
        KeySort::Number => ImportColumn::Number(key.key),
        KeySort::List => ImportColumn::List(key.key),
        KeySort::Values => ImportColumn::Values,
    })
}

/// An exported table.
fn exported(
    file: &'static str,
    table: &ImportSheet,
    draft: &mut ImportDraft,
    statements: &mut Vec<(Kind, &'static str, String, ImportedRecord)>,
) {
    let Some((kind, list)) = meaning(file) else { return };
    for (row, cells) in &table.rows {
        let mut item = ImportedRecord { place: (table.name.clone(), *row), ..ImportedRecord::default() };
        let (mut owner, mut leg) = (String::new(), Vec::new());
        for (name, cell) in table.head.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            match column(file, name) {
                ImportColumn::Text(key) => item.fields.push((key, EditValue::Text(cell.clone()))),
                ImportColumn::Number(key) => {
                    // A cell that is not a number is kept as is, and reported with its row.
                    let number = cell.parse().ok().filter(|number: &f64| number.is_finite());
                    item.fields.push((key, number.map_or_else(|| EditValue::Text(cell.clone()), EditValue::Number)));
                }
                ImportColumn::List(key) => {
                    item.fields.push((key, EditValue::Texts(cell.split("; ").map(str::to_owned).collect())));
                }
                ImportColumn::Values => item.fields.push(("values", values(cell))),
                ImportColumn::Owner => owner.clone_from(cell),
                ImportColumn::Leg => leg.push(cell.clone()),
                ImportColumn::Computed => {}
            }
        }
        if leg.len() == 2 {
            item.fields.push(("leg", EditValue::Texts(leg)));
        }
        match list {
            Some(list) => statements.push((kind, list, owner, item)),
            None => draft.add(kind, item),
        }
    }
    draft.notes.push(format!("`{}`: {} rows of {}", table.name, table.rows.len(), file.trim_end_matches(".csv")));
}

/// `{"documents":37}`; other text is kept, and reported with its row.
fn values(cell: &str) -> EditValue {
    let Ok(serde_json::Value::Object(map)) = serde_json::from_str(cell) else {
        return EditValue::Text(cell.to_owned());
    };
    let value = |value: serde_json::Value| match value {
        serde_json::Value::Number(n) => n.as_f64().map(ReportValue::Number),
        serde_json::Value::String(text) => Some(ReportValue::Text(text)),
        serde_json::Value::Bool(yes) => Some(ReportValue::Bool(yes)),
        _ => None,
    };
    EditValue::Values(map.into_iter().filter_map(|(key, v)| Some((key, value(v)?))).collect())
}

/// Attaches statements to their records; an event with reports needs no short form.
fn settle(statements: Vec<(Kind, &'static str, String, ImportedRecord)>, draft: &mut ImportDraft) {
    let mut lists: BTreeMap<(&'static str, String), BTreeMap<&'static str, Vec<ImportedRecord>>> = BTreeMap::new();
    let has_reports = statements.iter().any(|(kind, list, ..)| *kind == Kind::Event && *list == "reports");
    for (kind, list, owner, item) in statements {
        lists.entry((kind.word(), owner)).or_default().entry(list).or_default().push(item);
    }
    for (&kind, items) in &mut draft.records {
        for item in items {
            let id = item.text("id").unwrap_or_default().to_owned();
            item.lists.extend(lists.remove(&(kind, id)).unwrap_or_default());
            if kind == Kind::Event.word() {
                short_form(item, has_reports);
            }
        }
    }
    let orphans = lists.values().flat_map(BTreeMap::values).map(Vec::len).sum();
    draft.lose("statements about records that the files do not hold", orphans);
}

/// The columns `status`, `date` and `sources` of an event are derived from its reports. They are the short
/// form of an event without reports.
fn short_form(item: &mut ImportedRecord, has_reports: bool) {
    const SHORT: [&str; 3] = ["status", "date", "sources"];
    let reports = item.lists.get("reports").map_or(0, Vec::len);
    let unsourced =
        item.lists.get("reports").and_then(|all| all.first()).filter(|r| r.text("source").is_none()).cloned();
    if let Some(report) = unsourced {
        // A single report without a source equals the short form without `sources`.
        item.lists.remove("reports");
        item.fields.retain(|(key, _)| !SHORT.contains(key));
        let kept = report.fields.into_iter().filter(|(key, _)| matches!(*key, "status" | "date"));
        item.fields.extend(kept);
    } else if reports > 0 || has_reports {
        item.fields.retain(|(key, _)| !SHORT.contains(key));
    } else {
        match item.text("status") {
            Some("overdue") => item.set("status", EditValue::Text("expected".to_owned())),
            Some("unknown") => item.fields.retain(|(key, _)| *key != "status"),
            _ => {}
        }
    }
}
