//! Recognizes the columns of a sheet by what is in them, where their names do not tell it.

use chrono::NaiveDate;

use super::columns::{SheetColumns, plain};
use super::csv::ImportSheet;
use super::dates::is_whole_date;
use crate::desk::page::is_web;

/// The number of cells of a column that are looked at.
const LOOKED_AT: usize = 200;
/// A title is at least so many letters long on average, and so many of a hundred are different.
const TITLE: (usize, usize) = (8, 60);

/// The filled cells of a column.
fn cells(sheet: &ImportSheet, at: usize) -> Vec<&str> {
    let cells = sheet.rows.iter().filter_map(|(_, cells)| cells.get(at)).map(|cell| cell.trim());
    cells.filter(|cell| !cell.is_empty()).take(LOOKED_AT).collect()
}

fn free(sheet: &ImportSheet, columns: &SheetColumns) -> impl Iterator<Item = usize> {
    let taken: Vec<usize> = columns.values().copied().collect();
    (0..sheet.head.len()).filter(move |at| !taken.contains(at))
}

/// The column whose cells are whole dates: the only one, or the first that is called so.
pub(super) fn date_column(sheet: &ImportSheet, columns: &SheetColumns, today: NaiveDate) -> Option<usize> {
    let holds_dates = |at: &usize| {
        let cells = cells(sheet, *at);
        let dates = cells.iter().filter(|cell| is_whole_date(cell, today)).count();
        dates > 0 && dates * 5 >= cells.len() * 4
    };
    let found: Vec<usize> = free(sheet, columns).filter(holds_dates).collect();
    let is_called_so = |at: &&usize| {
        let name = plain(&sheet.head[**at]);
        let any = |parts: &[&str], is: fn(&str, &str) -> bool| {
            name.split(' ').any(|word| parts.iter().any(|part| is(word, part)))
        };
        any(&["date", "start", "when", "time", "datum", "дата"], |word, part| {
            word.starts_with(part) || word.ends_with(part)
        }) && !any(&["end"], |word, part| word.starts_with(part))
            && !any(&["update", "modif", "moddate", "publish", "pubdate"], |word, part| word.contains(part))
    };
    match found.as_slice() {
        [only] => Some(*only),
        several => several.iter().find(is_called_so).copied(),
    }
}

/// The cells of a column that are a text: no address, no date, and with letters.
fn texts<'s>(cells: &[&'s str], today: NaiveDate) -> Vec<&'s str> {
    let is_text = |cell: &&&str| !is_web(cell) && !is_whole_date(cell, today) && cell.contains(char::is_alphabetic);
    cells.iter().filter(is_text).copied().collect()
}

fn are_long(texts: &[&str]) -> bool {
    let letters: usize = texts.iter().map(|text| text.chars().count()).sum();
    !texts.is_empty() && letters >= texts.len() * TITLE.0
}

/// The first column with a text of its own in most rows.
pub(super) fn title_column(sheet: &ImportSheet, columns: &SheetColumns, today: NaiveDate) -> Option<usize> {
    let holds_titles = |at: &usize| {
        let cells = cells(sheet, *at);
        let texts = texts(&cells, today);
        let mut different = texts.clone();
        different.sort_unstable();
        different.dedup();
        texts.len() * 10 >= cells.len() * 9
            && texts.len() * 2 >= sheet.rows.len().min(LOOKED_AT)
            && are_long(&texts)
            && different.len() * 100 >= texts.len() * TITLE.1
    };
    free(sheet, columns).find(holds_titles)
}

/// All other columns with texts.
pub(super) fn text_columns(sheet: &ImportSheet, columns: &SheetColumns) -> Vec<usize> {
    free(sheet, columns).filter(|at| are_long(&texts(&cells(sheet, *at), NaiveDate::default()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_something_is_no_date_of_it_but_a_calendar_has_one() {
        let today = "2026-11-24".parse().expect("a day");
        for (names, found) in [
            (["Calendar date", "Last seen"], Some(0)),
            (["Ended (date)", "Weekend start"], Some(1)),
            (["Updated time", "Date"], Some(1)),
            (["End date", "Publishing date"], None),
            (["Eventdate", "Last seen"], Some(0)),
            (["Letztes", "Ereignisdatum"], Some(1)),
            (["Enddate", "Last seen"], None),
            (["Lastupdate", "Seen"], None),
            (["Moddate", "Seen"], None),
            (["Pubdate", "Eventdate"], Some(1)),
        ] {
            let rows = vec![(2, vec!["2026-03-05".to_owned(), "2026-03-06".to_owned()])];
            let sheet = ImportSheet { name: "s".to_owned(), head: names.map(str::to_owned).to_vec(), rows };
            assert_eq!(date_column(&sheet, &SheetColumns::new(), today), found, "{names:?}");
        }
    }
}
