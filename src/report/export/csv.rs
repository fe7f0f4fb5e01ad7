//! CSV (RFC 4180): one table per kind of record, and one per kind of statement.
//!
//! A cell that a spreadsheet would take for a formula starts with an apostrophe; numbers stay numbers. A
//! reader removes the apostrophe if [`is_formula`] holds for what follows it. Lists are
//! joined by `; `.

mod cell;

use std::io;

use crate::dossier::{ActorIx, CorridorIx, EventIx, FieldValue, Kind, Rec};
use crate::report::fields::{self, CORRIDOR_REPORT, FieldOutputs, FieldRecords, LEG, OFFICE, POSITION, REPORT};

use super::{ExportFile, ExportLosses, ExportStory};
use cell::CsvCell;

pub use cell::is_formula;

type CsvRow = Vec<CsvCell>;

/// Takes the rows of a table.
type CsvSink<'w> = dyn FnMut(CsvRow) -> io::Result<()> + 'w;

struct CsvTable {
    file: &'static str,
    /// The kind that it lists, or whose statements it lists.
    kind: Kind,
    /// The columns.
    head: fn() -> Vec<&'static str>,
    /// Those that older tables lack.
    later: fn() -> Vec<&'static str>,
    /// Hands over each row as it is made: there may be a million.
    rows: fn(&ExportStory, &FieldRecords<'_>, &mut CsvSink<'_>) -> io::Result<()>,
    /// Whether it lists statements, or legs.
    is_inner: bool,
}

/// The table of a kind of record.
macro_rules! records {
    ($file:literal, $kind:ident) => {
        CsvTable {
            file: $file,
            kind: Kind::$kind,
            head: || fields::names(Kind::$kind, FieldOutputs::CSV),
            later: || fields::later(Kind::$kind),
            rows: |story, facts, put| {
                let mut rows = story.rows.iter().filter(|rec| rec.kind() == Kind::$kind && story.is_visible(**rec));
                rows.try_for_each(|&rec| put(cells(facts, facts.values(rec, FieldOutputs::CSV))))
            },
            is_inner: false,
        }
    };
}

/// The table of statements within the records of a kind, after the id of the record: `$known` gives the positions.
macro_rules! inner {
    ($file:literal, $kind:ident($ix:ty), $table:ident, $owner:literal, $known:expr) => {
        CsvTable {
            file: $file,
            kind: Kind::$kind,
            head: || [vec![$owner], $table.names(FieldOutputs::CSV)].concat(),
            later: || $table.later(),
            rows: |story, facts, put| {
                for &rec in story.rows.iter().filter(|rec| story.is_visible(**rec)) {
                    let Rec::$kind(ix) = rec else { continue };
                    let known: fn(&ExportStory, $ix) -> Vec<u32> = $known;
                    for at in known(story, ix) {
                        let owner = vec![($owner, FieldValue::One(rec))];
                        put(cells(facts, [owner, $table.values(facts, (ix, at), FieldOutputs::CSV)].concat()))?;
                    }
                }
                Ok(())
            },
            is_inner: true,
        }
    };
}

/// All tables, in file order.
const TABLES: &[CsvTable] = &[
    records!("events.csv", Event),
    inner!("reports.csv", Event(EventIx), REPORT, "event", |story, ix| story.snapshot[ix].known.clone()),
    records!("actors.csv", Actor),
    inner!("offices.csv", Actor(ActorIx), OFFICE, "actor", |story, ix| story.snapshot[ix].offices.clone()),
    inner!("positions.csv", Actor(ActorIx), POSITION, "actor", |story, ix| story.snapshot[ix].positions.clone()),
    records!("ports.csv", Port),
    records!("places.csv", Place),
    records!("corridors.csv", Corridor),
    inner!("legs.csv", Corridor(CorridorIx), LEG, "corridor", |story, ix| (0..)
        .take(story.dossier[ix].legs.len())
        .collect()),
    inner!("corridor-reports.csv", Corridor(CorridorIx), CORRIDOR_REPORT, "corridor", |story, ix| story.snapshot[ix]
        .known
        .clone()),
    records!("articles.csv", Article),
    records!("figures.csv", Figure),
];

/// The head of an exported table.
#[derive(Clone, Debug)]
pub struct CsvHead {
    /// The name of its file in a directory.
    pub file: &'static str,
    /// Its columns.
    pub columns: Vec<&'static str>,
    /// Those that an older table lacks.
    pub later: Vec<&'static str>,
}

/// The heads of all tables.
pub fn heads() -> impl Iterator<Item = CsvHead> {
    TABLES.iter().map(|table| CsvHead { file: table.file, columns: (table.head)(), later: (table.later)() })
}

fn cells(facts: &FieldRecords<'_>, values: Vec<(&'static str, FieldValue<'_>)>) -> CsvRow {
    values.into_iter().map(|(_, value)| CsvCell::of(facts, &value)).collect()
}

/// Writes one table: of the kind that all rows have, otherwise of events. What the table has no column for is lost.
///
/// # Errors
/// Those of `out`.
///
/// # Panics
/// Never: a test asks for each kind.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let mut losses = ExportLosses::default();
    let mut kinds = story.rows.iter().map(|rec| rec.kind());
    let kind = kinds.next().filter(|first| kinds.all(|kind| kind == *first)).unwrap_or(Kind::Event);
    let table = TABLES.iter().find(|table| table.kind == kind && !table.is_inner).expect("a table for each kind");
    let others: Vec<Kind> = Kind::ALL.iter().copied().filter(|other| *other != kind).collect();
    story.leave_out(&others, &mut losses);
    let facts = FieldRecords::new(story.dossier, story.snapshot);
    write_table(story, &facts, table, out)?;
    let mut statements = 0;
    for inner in TABLES.iter().filter(|table| table.kind == kind && table.is_inner) {
        (inner.rows)(story, &facts, &mut |_| {
            statements += 1;
            Ok(())
        })?;
    }
    losses.add("statements and legs, left out", statements);
    Ok(losses)
}

/// Writes every table as a file of its own, with everything known about the rows.
///
/// # Errors
/// Returns an error only if memory runs out.
pub fn write_files(story: &ExportStory) -> io::Result<(Vec<ExportFile>, ExportLosses)> {
    // In dossier order, so that it is read back in that order: computed values such as a figure's id can depend on it.
    let mut rows = story.rows.to_vec();
    rows.sort();
    let story = &ExportStory { rows: &rows, ..*story };
    let facts = FieldRecords::new(story.dossier, story.snapshot);
    let mut files = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let mut bytes = Vec::new();
        write_table(story, &facts, table, &mut bytes)?;
        files.push((table.file, bytes));
    }
    let mut losses = ExportLosses::default();
    super::markdown::lose(story, &mut losses);
    Ok((files, losses))
}

fn write_table(
    story: &ExportStory,
    facts: &FieldRecords<'_>,
    table: &CsvTable,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if story.options.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = ::csv::Writer::from_writer(out);
    let head = (table.head)();
    writer.write_record(&head).map_err(as_written)?;
    (table.rows)(story, facts, &mut |row| {
        debug_assert_eq!(row.len(), head.len(), "{}", table.file);
        writer.write_record(row.into_iter().map(CsvCell::written)).map_err(as_written)
    })?;
    writer.flush()
}

/// The error of the output itself, so that one that nobody reads any more is told from others.
fn as_written(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}
