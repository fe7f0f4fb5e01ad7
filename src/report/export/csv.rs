//! CSV (RFC 4180): one table a kind of record, and one a kind of statement.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers. Whoever
//! reads such a table back takes the apostrophe off again where [`is_formula`] holds for what follows it. Lists are
//! joined by `; `.

mod cell;
mod records;
mod statements;

use std::io;

use crate::dossier::Kind;

use super::{File, Losses, Story};
use cell::Cell;

pub use cell::is_formula;

type Row = Vec<Cell>;

struct Table {
    file: &'static str,
    /// The kind that it lists; `None` for a table of statements.
    kind: Option<Kind>,
    head: &'static [&'static str],
    rows: fn(&Story) -> Vec<Row>,
}

/// All tables, in the order of the files.
const TABLES: &[Table] = &[
    records::EVENTS,
    statements::REPORTS,
    records::ACTORS,
    statements::OFFICES,
    statements::POSITIONS,
    records::PORTS,
    records::PLACES,
    records::CORRIDORS,
    statements::LEGS,
    statements::CORRIDOR_REPORTS,
    records::ARTICLES,
    records::FIGURES,
];

/// The names of the files of a directory, and the columns of each.
pub fn heads() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    TABLES.iter().map(|table| (table.file, table.head))
}

/// Writes one table: of the kind that all rows have, else of events. What the table has no column for is lost.
///
/// # Errors
/// Those of `out`.
///
/// # Panics
/// Never: a test asks for each kind.
pub fn write(story: &Story, out: &mut dyn io::Write) -> io::Result<Losses> {
    let mut losses = Losses::default();
    let mut kinds = story.rows.iter().map(|rec| rec.kind());
    let kind = kinds.next().filter(|first| kinds.all(|kind| kind == *first)).unwrap_or(Kind::Event);
    let table = TABLES.iter().find(|table| table.kind == Some(kind)).expect("a table for each kind");
    let others: Vec<Kind> = Kind::ALL.iter().copied().filter(|other| *other != kind).collect();
    story.leave_out(&others, &mut losses);
    let statements: &[Table] = match kind {
        Kind::Event => &[statements::REPORTS],
        Kind::Actor => &[statements::OFFICES, statements::POSITIONS],
        Kind::Corridor => &[statements::LEGS, statements::CORRIDOR_REPORTS],
        Kind::Port | Kind::Place | Kind::Article | Kind::Figure => &[],
    };
    let statements = statements.iter().map(|table| (table.rows)(story).len()).sum();
    losses.add("statements and legs, left out", statements);
    write_table(story, table, out)?;
    Ok(losses)
}

/// Writes every table as a file of its own: what is known of the rows, whole.
///
/// # Errors
/// None but those of memory.
pub fn write_files(story: &Story) -> io::Result<(Vec<File>, Losses)> {
    // In the order of the dossier, in which they come back: what is computed, a figure's id among it, can depend on it.
    let mut rows = story.rows.to_vec();
    rows.sort();
    let story = &Story { rows: &rows, ..*story };
    let mut files = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let mut bytes = Vec::new();
        write_table(story, table, &mut bytes)?;
        files.push((table.file, bytes));
    }
    let mut losses = Losses::default();
    super::markdown::lose(story, &mut losses);
    Ok((files, losses))
}

fn write_table(story: &Story, table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(table.head)?;
    for row in (table.rows)(story) {
        debug_assert_eq!(row.len(), table.head.len(), "{}", table.file);
        writer.write_record(row.into_iter().map(Cell::written))?;
    }
    writer.flush()
}
