//! Asks what the columns are that a sheet is not known to have.

use std::io::{self, Write};

use crate::cli::add::answer;
use crate::desk::import::columns::{ColumnMap, SheetSort, unread_columns};
use crate::desk::import::table::TableFile;
use crate::text::safe;

/// Shows the columns that nothing is read from, with what stands in them, and asks what one of them is. `None` once nobody
/// wants to say more, or if there is no such column. `problem` is why the sheet cannot be read as it is.
///
/// # Errors
/// If the terminal cannot be written or read.
pub(super) fn ask(
    files: &[TableFile],
    sort: SheetSort,
    maps: &[ColumnMap],
    problem: Option<&String>,
    err: &mut dyn Write,
) -> io::Result<Option<ColumnMap>> {
    let columns = unread_columns(files, sort, maps).unwrap_or_default();
    if columns.is_empty() {
        return Ok(None);
    }
    if let Some(problem) = problem {
        writeln!(err, "{}", safe(problem))?;
    }
    writeln!(err, "columns that are not used:")?;
    for (n, column) in columns.iter().enumerate() {
        writeln!(err, "  {:<3}{}", n + 1, safe(&format!("{}: {}", column.name, column.examples.join(" · "))))?;
    }
    loop {
        let number = answer("the number of one, to say what it is; Enter goes on: ", err)?;
        if number.is_empty() {
            return Ok(None);
        }
        let Some(column) = number.parse::<usize>().ok().and_then(|n| columns.get(n.checked_sub(1)?)) else {
            writeln!(err, "there is no such column: expected 1 to {}", columns.len())?;
            continue;
        };
        let keys = sort.keys();
        let question = format!("`{}` is one of {} (Enter: another column): ", column.name, keys.join(", "));
        let given = answer(&safe(&question), err)?;
        match keys.into_iter().find(|key| *key == given) {
            Some(key) => return Ok(Some((column.name.clone(), key))),
            None if given.is_empty() => {}
            None => writeln!(err, "`{}` is none of them", safe(&given))?,
        }
    }
}

/// Says how the same is asked for without a terminal.
///
/// # Errors
/// If the terminal cannot be written.
pub(super) fn tell(maps: &[ColumnMap], err: &mut dyn Write) -> io::Result<()> {
    if maps.is_empty() {
        return Ok(());
    }
    let options: Vec<String> = maps.iter().map(|(name, key)| format!("--map '{name}={key}'")).collect();
    writeln!(err, "note: without asking: {}", safe(&options.join(" ")))
}
