//! Files with tables as people have them: text with any separator and in any encoding, and workbooks.

use std::io::Cursor;

use calamine::{Data, Reader as _};

use crate::desk::feed::decode_named;
use crate::report::export::csv::is_formula;

/// A file: its name, and its bytes.
pub type TableFile = (String, Vec<u8>);

/// Separators, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines that are looked at for the separator, and rows for the header.
const HEAD: usize = 20;

/// All rows of a table: the number of each in the file, and its cells.
pub(super) struct RawTable {
    pub name: String,
    pub rows: Vec<(usize, Vec<String>)>,
    /// What was understood of the file.
    pub notes: Vec<String>,
}

/// The table in a file: of a workbook the first that has cells.
///
/// # Errors
/// One line: a workbook that cannot be read, a text that is no table.
pub(super) fn table((name, bytes): &TableFile) -> Result<RawTable, String> {
    // Workbooks are archives (xlsx, ods), or begin as Microsoft's old files do (xls).
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return workbook(name, bytes);
    }
    let text = decode_named(bytes, None);
    if text.contains('\0') {
        return Err(format!("`{name}` is no text and no workbook"));
    }
    delimited(name, &text)
}

fn workbook(name: &str, bytes: &[u8]) -> Result<RawTable, String> {
    let wrong = |why: &dyn std::fmt::Display| format!("`{name}` cannot be read as a workbook: {why}");
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|why| wrong(&why))?;
    let names = book.sheet_names();
    for sheet in &names {
        let range = book.worksheet_range(sheet).map_err(|why| wrong(&why))?;
        let Some((first, _)) = range.start() else { continue };
        let first = usize::try_from(first).unwrap_or_default() + 1;
        let rows = range.rows().enumerate().map(|(n, row)| (first + n, row.iter().map(cell).collect()));
        let rows: Vec<(usize, Vec<String>)> = rows.filter(|(_, cells): &(_, Vec<String>)| has_text(cells)).collect();
        if rows.is_empty() {
            continue;
        }
        let others: Vec<String> =
            names.iter().filter(|other| *other != sheet).map(|other| format!("`{other}`")).collect();
        let mut notes = Vec::new();
        if !others.is_empty() {
            notes.push(format!("of `{name}` the sheet `{sheet}` is read, and not {}", others.join(", ")));
        }
        return Ok(RawTable { name: name.to_owned(), rows, notes });
    }
    Err(format!("`{name}` has no cells"))
}

/// A cell of a workbook as text; a day without its hour.
fn cell(data: &Data) -> String {
    match data {
        Data::DateTime(stamp) => match stamp.as_datetime() {
            Some(stamp) => stamp.date().to_string(),
            None => data.to_string(),
        },
        Data::DateTimeIso(stamp) => stamp.split('T').next().unwrap_or(stamp).to_owned(),
        Data::Error(_) => String::new(),
        _ => data.to_string(),
    }
}

fn has_text(cells: &[String]) -> bool {
    cells.iter().any(|cell| !cell.trim().is_empty())
}

fn delimited(name: &str, text: &str) -> Result<RawTable, String> {
    // Excel's own word for the separator.
    let said = text.lines().next().and_then(|line| line.trim().strip_prefix("sep=")).map(str::as_bytes);
    let (text, skipped, delimiter) = match said {
        Some([delimiter]) => (text.split_once('\n').map_or("", |(_, rest)| rest), 1, *delimiter),
        _ => (text, 0, separator(text)),
    };
    if let Some(line) = open_quote(text.as_bytes(), delimiter) {
        return Err(format!("`{name}`, line {}: a quotation mark that opens a cell is never closed", line + skipped));
    }
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (n, row) in reader.records().enumerate() {
        let row = row.map_err(|error| format!("`{name}` is no CSV: {error}"))?;
        let cells: Vec<String> = row.iter().map(plain).collect();
        if has_text(&cells) {
            rows.push((n + 1 + skipped, cells));
        }
    }
    Ok(RawTable { name: name.to_owned(), rows, notes: Vec::new() })
}

/// The separator that parts the most of the first lines into the same number of cells.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(HEAD).collect();
    let weight = |separator: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, separator)).collect();
        let most = counts.iter().copied().filter(|count| *count > 0);
        // How many lines have the number of cells that most lines have.
        most.map(|count| (counts.iter().filter(|other| **other == count).count(), count)).max().unwrap_or_default()
    };
    SEPARATORS.into_iter().rev().max_by_key(|&separator| weight(separator)).unwrap_or(b',')
}

fn outside_quotes(line: &str, separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        count += usize::from(byte == separator && !quoted);
    }
    count
}

/// The line on which a cell begins with a quotation mark (RFC 4180, 2.5) that nothing closes: the reader would take all
/// that follows for its text.
fn open_quote(text: &[u8], delimiter: u8) -> Option<usize> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    for &byte in text {
        match (opened, byte) {
            (None, b'"') if at_start => opened = Some(line),
            // A doubled mark closes and opens again.
            (Some(_), b'"') => (opened, at_start) = (None, true),
            _ => at_start = opened.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r'),
        }
        line += usize::from(byte == b'\n');
    }
    opened
}

/// A cell without the apostrophe that keeps it from being a formula.
fn plain(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}
