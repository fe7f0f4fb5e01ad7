//! A spreadsheet with one row per event and columns under common names.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::columns::{ColumnMap, ColumnNames, EVENTS, SheetColumns, other_titles, understood};
use super::csv::ImportSheet;
use super::dates::DateColumn;
use super::{ImportDraft, ImportIds, ImportedRecord, words};
use crate::desk::edit::{EditValue, slug};
use crate::desk::page::{canonical, is_web, site};
use crate::dossier::date::month::month_named;
use crate::dossier::date::order::DateOrder;
use crate::dossier::date::when::when;
use crate::dossier::{EdtfDate, EventKind, Kind, ReportStatus};
use crate::report::wording;

/// Defaults for what the sheet does not say, and how to read what it says.
#[derive(Clone, Debug)]
pub struct SheetOptions {
    /// The kind of its events.
    pub kind: EventKind,
    /// The status of past events; if not given they have none, because a passed day does not mean that it happened.
    pub status: Option<ReportStatus>,
    /// Which number of `05/03/2026` is the day, if the user says so.
    pub order: Option<DateOrder>,
    /// Columns mapped by the user.
    pub maps: Vec<ColumnMap>,
}

/// Reads a sheet into the draft.
///
/// # Errors
/// Returns an error if there is no column for a title or a date, or the order of day and month is undecided.
pub(super) fn sheet(
    table: &ImportSheet,
    today: NaiveDate,
    options: &SheetOptions,
    draft: &mut ImportDraft,
) -> Result<(), String> {
    let mut rows = SheetReader::of(table, &EVENTS, today, options, draft)?;
    let past =
        options.status.map_or("no status for what lies in the past".to_owned(), |s| format!("`{s}` for the past"));
    for (key, taken) in [
        ("kind", format!("`{}`", options.kind)),
        ("status", format!("{past} (`--status happened` says that it happened), `expected` after today")),
    ] {
        if rows.column(key).is_none() {
            draft.notes.push(format!("the sheet has no {key}; {taken} is used"));
        }
    }
    for (row, cells) in &table.rows {
        rows.row(*row, cells, draft);
    }
    if rows.undated > 0 {
        let rows = wording::count(rows.undated, "row is", "rows are");
        draft.notes.push(format!("{rows} `expected` without a date: nothing becomes overdue there"));
    }
    for ((key, word), count) in std::mem::take(&mut rows.unknown) {
        draft.lose(format!("{key} `{word}`, which is not known"), count);
    }
    Ok(())
}

/// One in so many dates may be unreadable before a sheet is refused.
const MOST_WRONG: usize = 3;

/// Reads the rows of a sheet whose columns are recognized.
pub(super) struct SheetReader<'s> {
    table: &'s ImportSheet,
    columns: SheetColumns,
    /// See [`other_titles`].
    other_titles: Vec<usize>,
    today: NaiveDate,
    options: &'s SheetOptions,
    dates: DateColumn,
    ends: DateColumn,
    published: DateColumn,
    ids: ImportIds,
    /// Whether events with a word in place of a date are taken without one: it is so with few of them.
    is_lenient: bool,
    /// The number of rows that are expected and have no date.
    undated: usize,
    /// Unknown words for kinds and statuses, with their number of occurrences.
    unknown: BTreeMap<(&'static str, String), usize>,
}

/// A date, or why it cannot be parsed.
pub(super) type ReadDate = Result<EdtfDate, String>;

/// # Errors
/// If the text is not an EDTF date.
fn parsed(edtf: &str) -> ReadDate {
    EdtfDate::parse(edtf).map_err(|error| format!("`{edtf}` is not a date: {error}"))
}

impl<'s> SheetReader<'s> {
    /// Recognizes the columns, and how each of its columns of dates is written.
    ///
    /// # Errors
    /// Returns an error if a column is missing, or the order of day and month is undecided.
    pub fn of(
        table: &'s ImportSheet,
        names: &ColumnNames,
        today: NaiveDate,
        options: &'s SheetOptions,
        draft: &mut ImportDraft,
    ) -> Result<SheetReader<'s>, String> {
        let columns = understood(table, &options.maps, names, draft)?;
        if columns.contains_key("source") && !columns.contains_key("published") {
            draft.notes.push(
                "the sheet does not say when its sources were published: they count as known from today".to_owned(),
            );
        }
        let mut of_column = |key: &str| {
            let at = columns.get(key).copied();
            let cells = table.rows.iter().filter_map(|(_, cells)| cells.get(at?)).map(|cell| cell.trim());
            let name = at.and_then(|at| table.head.get(at)).map_or(key, String::as_str);
            DateColumn::of(name, cells.filter(|cell| !cell.is_empty()), options.order, today, &mut draft.notes)
        };
        let (dates, ends, published) = (of_column("date")?, of_column("end_date")?, of_column("published")?);
        let (ids, unknown) = (ImportIds::default(), BTreeMap::new());
        let mut rows = SheetReader {
            table,
            other_titles: other_titles(table, &options.maps, names, &columns),
            columns,
            today,
            options,
            dates,
            ends,
            published,
            ids,
            is_lenient: false,
            undated: 0,
            unknown,
        };
        let read: Vec<bool> =
            table.rows.iter().filter_map(|(_, cells)| rows.date(cells)).map(|date| date.is_ok()).collect();
        let wrong = read.iter().filter(|is_read| !**is_read).count();
        rows.is_lenient = wrong * MOST_WRONG <= read.len();
        Ok(rows)
    }

    /// The position of a column.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.get(key).copied()
    }

    pub fn cell<'c>(&self, cells: &'c [String], key: &str) -> Option<&'c str> {
        let cell = cells.get(*self.columns.get(key)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The title of a row, otherwise the first other text that may stand for it.
    fn title<'c>(&self, cells: &'c [String]) -> Option<&'c str> {
        let mut others = self.other_titles.iter().filter_map(|at| cells.get(*at)).map(|cell| cell.trim());
        self.cell(cells, "title").or_else(|| others.find(|cell| !cell.is_empty()))
    }

    /// The date of a row: one cell, possibly with another for its end, or separate cells for year, month and day.
    pub fn date(&self, cells: &[String]) -> Option<ReadDate> {
        let read = |key: &str, column: &DateColumn| self.cell(cells, key).map(|cell| column.read(cell));
        let first = read("date", &self.dates).or_else(|| self.in_parts(cells, ["year", "month", "day"]))?;
        let last = read("end_date", &self.ends).or_else(|| self.in_parts(cells, ["end_year", "end_month", "end_day"]));
        match (first, last) {
            (Ok(first), Some(Ok(last))) if first != last => {
                let span = format!("{}/{}", first.as_str(), last.as_str());
                Some(parsed(&span))
            }
            (Ok(_), Some(Err(end))) => Some(Err(end)),
            (first, _) => Some(first),
        }
    }

    /// `2025`, `9` and `3` as 2025-09-03; what leaves out the month is a year, and what leaves out the year no date.
    fn in_parts(&self, cells: &[String], keys: [&str; 3]) -> Option<ReadDate> {
        let [year, month_cell, day] = keys.map(|key| self.cell(cells, key));
        let Some(year) = year else {
            let rest = month_cell.or(day).filter(|_| self.columns.contains_key(keys[0]))?;
            return Some(Err(format!("`{rest}` is part of a date, and its year is missing")));
        };
        // `1850s`, `about 1850`
        if (month_cell, day) == (None, None) && year.parse::<f64>().is_err() {
            return Some(when(year, self.today).map_err(|error| error.message));
        }
        let whole = || [Some(year), month_cell, day].into_iter().flatten().collect::<Vec<_>>().join("-");
        let number = |cell: &str| cell.trim_end_matches(".0").parse::<u32>().ok();
        let month = month_cell.map(|cell| number(cell).or_else(|| month_named(&cell.to_lowercase())).ok_or_else(whole));
        let day = day.map(|cell| number(cell).ok_or_else(whole));
        let edtf = match (number(year), month, day) {
            (Some(year), None, None) => format!("{year:04}"),
            (Some(year), Some(Ok(month)), None) => format!("{year:04}-{month:02}"),
            (Some(year), Some(Ok(month)), Some(Ok(day))) => format!("{year:04}-{month:02}-{day:02}"),
            _ => whole(),
        };
        Some(parsed(&edtf))
    }

    /// The kind and the status of a row; unknown words are counted.
    fn words(&mut self, cells: &[String], passed: bool, dated: bool) -> (EventKind, Option<ReportStatus>) {
        let said: Vec<String> =
            ["kind", "group"].iter().filter_map(|key| self.cell(cells, key)).map(str::to_owned).collect();
        let kind = said.iter().find_map(|word| words::kind(word));
        if let (None, Some(word)) = (kind, said.first()) {
            *self.unknown.entry(("kind", word.clone())).or_default() += 1;
        }
        let status = match self.cell(cells, "status").map(str::to_owned) {
            Some(word) => {
                let known = words::status(&word);
                if known.is_none() {
                    *self.unknown.entry(("status", word)).or_default() += 1;
                }
                known
            }
            None if passed => self.options.status,
            None => dated.then_some(ReportStatus::Expected),
        };
        (kind.unwrap_or(self.options.kind), status)
    }

    fn row(&mut self, row: usize, cells: &[String], draft: &mut ImportDraft) {
        // The title slide and the eras of a timeline are not events.
        if self.columns.contains_key("year") && matches!(self.cell(cells, "kind"), Some("title" | "era")) {
            draft.lose("slides with the title or an era of a timeline", 1);
            return;
        }
        let place = (self.table.name.clone(), row);
        let text = |key: &str| self.cell(cells, key).map(|cell| EditValue::Text(cell.to_owned()));
        let title = self.title(cells).unwrap_or_default().to_owned();
        let date = self.date(cells);
        let passed = matches!(&date, Some(Ok(date)) if date.latest().is_some_and(|last| last <= self.today));
        let (summary, quote, note) = (text("summary"), text("quote"), text("note"));
        let tags: Vec<String> = self
            .cell(cells, "tags")
            .into_iter()
            .flat_map(|tags| tags.split([';', ',']))
            .map(|tag| tag.trim().to_owned())
            .collect();
        let is_plain = |id: &str| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let given = self.cell(cells, "id").map(|id| if is_plain(id) { id.to_owned() } else { slug(id, |_| false) });
        let given = given.filter(|id| !id.is_empty());
        let (kind, status) = self.words(cells, passed, matches!(&date, Some(Ok(_))));
        // A word such as `active` is no date; digits are one with a mistake in it.
        let word = self.cell(cells, "date").filter(|cell| !cell.contains(|c: char| c.is_ascii_digit()));
        let date = match (date, word) {
            (Some(Err(_)), Some(word)) if self.is_lenient => {
                draft.lose(format!("date `{word}`, which is not understood"), 1);
                None
            }
            (date, _) => date.and_then(|date| draft.read(&place, date)),
        };
        let date = date.map(|date| EditValue::Text(date.as_str().to_owned()));
        self.undated += usize::from(status == Some(ReportStatus::Expected) && date.is_none());
        let status = status.map(|status| EditValue::Text(status.word().to_owned()));
        let source = self.source(cells, &title, &place, draft);
        let id = match given {
            Some(id) => {
                self.ids.taken.insert(id.clone());
                id
            }
            None => self.ids.made_of(&title, "item"),
        };
        let mut event = ImportedRecord { place: place.clone(), ..ImportedRecord::default() };
        event.set("id", EditValue::Text(id));
        if !title.is_empty() {
            event.set("title", EditValue::Text(title));
        }
        event.set("kind", EditValue::Text(kind.word().to_owned()));
        summary.into_iter().for_each(|summary| event.set("summary", summary));
        if !tags.is_empty() {
            event.set("tags", EditValue::Texts(tags));
        }
        let Some(source) = source else {
            status.into_iter().for_each(|status| event.set("status", status));
            date.into_iter().for_each(|date| event.set("date", date));
            let lost = usize::from(quote.is_some()) + usize::from(note.is_some());
            draft.lose("quotes and notes of rows without a source", lost);
            draft.add(Kind::Event, event);
            return;
        };
        let mut report = ImportedRecord { place, ..ImportedRecord::default() };
        report.set("source", EditValue::Text(source));
        let rest = [("status", status), ("date", date), ("quote", quote), ("note", note)];
        rest.into_iter().for_each(|(key, datum)| datum.into_iter().for_each(|datum| report.set(key, datum)));
        event.lists.entry("reports").or_default().push(report);
        draft.add(Kind::Event, event);
    }

    /// The article of a row: one for each address, otherwise for each outlet, headline and day.
    pub fn source(
        &mut self,
        cells: &[String],
        title: &str,
        place: &super::ImportPlace,
        draft: &mut ImportDraft,
    ) -> Option<String> {
        let named = self.cell(cells, "source");
        let url = self.cell(cells, "url").or(named.filter(|named| is_web(named))).map(str::to_owned);
        let outlet = named.filter(|named| !is_web(named)).map(str::to_owned);
        let outlet = outlet.or_else(|| url.as_deref().and_then(site))?;
        let published = self.cell(cells, "published");
        let published = published.and_then(|cell| draft.read(place, self.published.read(cell)));
        let published = published.map(|date| date.as_str().to_owned());
        let known_by = url.as_deref().and_then(canonical);
        let known_by =
            known_by.unwrap_or_else(|| format!("{outlet}\u{ff}{title}\u{ff}{}", published.clone().unwrap_or_default()));
        if let Some(id) = self.ids.articles.get(&known_by) {
            return Some(id.clone());
        }
        let id = self.ids.made_of(&format!("{outlet} {}", published.as_deref().unwrap_or(title)), "item");
        let mut article = ImportedRecord { place: place.clone(), ..ImportedRecord::default() };
        article.set("id", EditValue::Text(id.clone()));
        article.set("title", EditValue::Text(title.to_owned()));
        article.set("outlet", EditValue::Text(outlet));
        url.into_iter().for_each(|url| article.set("url", EditValue::Text(url)));
        match published {
            Some(published) => article.set("published", EditValue::Text(published)),
            None => article.set("retrieved", EditValue::Text(self.today.to_string())),
        }
        draft.add(Kind::Article, article);
        self.ids.articles.insert(known_by, id.clone());
        Some(id)
    }
}
