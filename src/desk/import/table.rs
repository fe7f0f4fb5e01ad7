//! Reads tables: text with any separator in any encoding, and workbooks.

use std::io::Cursor;

use calamine::{Data, Reader as _};

use crate::desk::feed::decode_named;
use crate::report::export::csv::is_formula;

/// A file: its name, and its bytes.
pub type TableFile = (String, Vec<u8>);

/// Separators, most likely first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The number of lines inspected for the separator, and of rows for the header.
const HEAD: usize = 20;

/// All rows of a table, each with its number in the file.
pub(super) struct RawTable {
    pub name: String,
    pub rows: Vec<(usize, Vec<String>)>,
    /// What was detected about the file.
    pub notes: Vec<String>,
}

/// The table in a file; for a workbook, the first sheet that is not empty.
///
/// # Errors
/// Returns one line: a workbook that cannot be read, or a text that is not a table.
pub(super) fn table((name, bytes): &TableFile) -> Result<RawTable, String> {
    // Workbooks are ZIP archives (xlsx, ods) or start with Microsoft's signature (xls).
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return workbook(name, bytes);
    }
    let text = decode_named(bytes, None);
    if text.contains('\0') {
        return Err(format!("`{name}` is neither text nor a workbook"));
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

/// A cell of a workbook as text; dates without time.
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
    // Excel's own declaration of the separator.
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
        let row = row.map_err(|error| format!("`{name}` is not CSV: {error}"))?;
        let cells: Vec<String> = row.iter().map(plain).collect();
        if has_text(&cells) {
            rows.push((n + 1 + skipped, cells));
        }
    }
    Ok(RawTable { name: name.to_owned(), rows, notes: Vec::new() })
}

/// The separator that splits the most of the first lines into the same number of cells.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(HEAD).collect();
    let weight = |separator: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, separator)).collect();
        let most = counts.iter().copied().filter(|count| *count > 0);
        // The number of lines with the most common number of cells.
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

/// The line where a quoted cell begins (RFC 4180, 2.5) that is never closed: a reader would take everything
/// after it as its text.
fn open_quote(text: &[u8], delimiter: u8) -> Option<usize> {
    let (mut line, mut opened, mut at_start) = (1, None, true);
    for &byte in text {
        match (opened, byte) {
            (None, b'"') if at_start => opened = Some(line),
            // A doubled quote closes and reopens.
            (Some(_), b'"') => (opened, at_start) = (None, true),
            _ => at_start = opened.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r'),
        }
        line += usize::from(byte == b'\n');
    }
    opened
}

/// A cell without the apostrophe that protects it from being a formula.
fn plain(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}
