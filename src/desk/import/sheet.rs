//! A sheet as somebody keeps it: one row an event, its columns known by what people call them.

use chrono::NaiveDate;
use hashbrown::HashMap;

use super::csv::Sheet;
use super::{Draft, Ids, Item};
use crate::desk::edit::Datum;
use crate::desk::edit::when::when;
use crate::desk::page::{canonical, is_web, site};
use crate::dossier::{Edtf, EventKind, Kind, ReportStatus};

/// What is taken where the sheet does not say it.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    /// What sort of thing the events are.
    pub kind: EventKind,
}

/// What a column may be called, and the key that it becomes. Case and what stands between words do not count.
const NAMES: &[(&str, &[&str])] = &[
    ("date", &["date", "when", "day", "event date", "start", "start date", "datum", "дата", "تاریخ"]),
    ("title", &["title", "headline", "event", "name", "what", "subject", "titel", "заголовок", "عنوان"]),
    (
        "source",
        &[
            "source",
            "sources",
            "outlet",
            "publication",
            "publisher",
            "newspaper",
            "media",
            "quelle",
            "источник",
            "ماخذ",
        ],
    ),
    ("url", &["url", "link", "web", "website", "address", "source url", "source link", "ссылка"]),
    ("published", &["published", "publication date", "pubdate", "date published", "reported"]),
    ("summary", &["summary", "description", "details", "text", "abstract", "описание"]),
    ("kind", &["kind", "type", "category"]),
    ("status", &["status", "state"]),
    ("quote", &["quote", "quotation"]),
    ("note", &["note", "notes", "comment", "comments", "remark", "remarks"]),
    ("tags", &["tags", "keywords", "labels"]),
    ("id", &["id", "key", "slug"]),
];

fn key(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase().replace(['_', '-', '.'], " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(key, _)| *key)
}

/// Reads a sheet into the draft.
///
/// # Errors
/// Where it has no column for a title or a date.
pub(super) fn sheet(table: &Sheet, today: NaiveDate, defaults: Defaults, draft: &mut Draft) -> Result<(), String> {
    let mut columns: HashMap<&'static str, usize> = HashMap::new();
    let mut unread = Vec::new();
    for (at, name) in table.head.iter().enumerate() {
        match key(name).filter(|key| !columns.contains_key(key)) {
            Some(key) => drop(columns.insert(key, at)),
            None => unread.push(format!("`{name}`")),
        }
    }
    for wanted in ["date", "title"] {
        if !columns.contains_key(wanted) {
            let names = NAMES.iter().find(|(key, _)| *key == wanted).map_or(&[][..], |(_, names)| names);
            let called = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            return Err(format!("`{}` has no column for the {wanted}; it may be called {called}", table.name));
        }
    }
    let mapped = NAMES.iter().filter_map(|(key, _)| Some(format!("{key} from `{}`", table.head[*columns.get(key)?])));
    draft.notes.push(format!("`{}`: {} rows, {}", table.name, table.rows.len(), mapped.collect::<Vec<_>>().join(", ")));
    if !unread.is_empty() {
        draft.lose(format!("columns that are not known: {}", unread.join(", ")), unread.len());
    }
    for (key, taken) in
        [("kind", format!("`{}`", defaults.kind)), ("status", "`happened` up to today, `expected` after".to_owned())]
    {
        if !columns.contains_key(key) {
            draft.notes.push(format!("the sheet has no {key}: taken is {taken}"));
        }
    }
    if columns.contains_key("source") && !columns.contains_key("published") {
        draft
            .notes
            .push("the sheet does not say when its sources were published: they count as known from today".to_owned());
    }
    let mut rows = Rows { table, columns, today, defaults, ids: Ids::default() };
    for (row, cells) in &table.rows {
        rows.row(*row, cells, draft);
    }
    Ok(())
}

struct Rows<'s> {
    table: &'s Sheet,
    columns: HashMap<&'static str, usize>,
    today: NaiveDate,
    defaults: Defaults,
    ids: Ids,
}

impl Rows<'_> {
    fn cell<'c>(&self, cells: &'c [String], key: &str) -> Option<&'c str> {
        let cell = cells.get(*self.columns.get(key)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    fn row(&mut self, row: usize, cells: &[String], draft: &mut Draft) {
        let place = (self.table.name.clone(), row);
        let text = |key: &str| self.cell(cells, key).map(|cell| Datum::Text(cell.to_owned()));
        let title = self.cell(cells, "title").unwrap_or_default().to_owned();
        // What cannot be read stays as it is, and its row has the mistake.
        let date = self.cell(cells, "date").map(|typed| when(typed, self.today).map_err(|_| typed.to_owned()));
        let passed = matches!(&date, Some(Ok(date)) if date.latest().is_some_and(|last| last <= self.today));
        let word = |key: &str| self.cell(cells, key).map(str::to_lowercase);
        let kind = word("kind").unwrap_or_else(|| self.defaults.kind.word().to_owned());
        let status = word("status").unwrap_or_else(|| {
            if passed { ReportStatus::Happened.word() } else { ReportStatus::Expected.word() }.to_owned()
        });
        let mut event = Item { place: place.clone(), ..Item::default() };
        let (summary, tags) = (text("summary"), self.cell(cells, "tags"));
        let tags: Vec<String> =
            tags.into_iter().flat_map(|tags| tags.split([';', ','])).map(|tag| tag.trim().to_owned()).collect();
        let (quote, note) = (text("quote"), text("note"));
        let given = self.cell(cells, "id").map(str::to_owned);
        let source = self.source(cells, &title, &place, draft);
        let id = match given {
            Some(id) => {
                self.ids.taken.insert(id.clone());
                id
            }
            None => self.ids.made_of(&title, "item"),
        };
        event.set("id", Datum::Text(id));
        if !title.is_empty() {
            event.set("title", Datum::Text(title));
        }
        event.set("kind", Datum::Text(kind));
        summary.into_iter().for_each(|summary| event.set("summary", summary));
        if !tags.is_empty() {
            event.set("tags", Datum::Texts(tags));
        }
        let mut report = Item { place, ..Item::default() };
        let date = date.map(|date| Datum::Text(date.map_or_else(|typed| typed, |date| date.as_str().to_owned())));
        match source {
            Some(source) => {
                report.set("source", Datum::Text(source));
                report.set("status", Datum::Text(status));
                date.into_iter().for_each(|date| report.set("date", date));
                quote.into_iter().for_each(|quote| report.set("quote", quote));
                note.into_iter().for_each(|note| report.set("note", note));
                event.lists.entry("reports").or_default().push(report);
            }
            None => {
                event.set("status", Datum::Text(status));
                date.into_iter().for_each(|date| event.set("date", date));
                draft.lose(
                    "quotes and notes of rows without a source",
                    usize::from(quote.is_some()) + usize::from(note.is_some()),
                );
            }
        }
        draft.add(Kind::Event, event);
    }

    /// The article of a row: one for each address, else for each outlet, headline and day.
    fn source(&mut self, cells: &[String], title: &str, place: &super::Place, draft: &mut Draft) -> Option<String> {
        let named = self.cell(cells, "source");
        let url = self.cell(cells, "url").or(named.filter(|named| is_web(named))).map(str::to_owned);
        let outlet = named.filter(|named| !is_web(named)).map(str::to_owned);
        let outlet = outlet.or_else(|| url.as_deref().and_then(site))?;
        let published =
            self.cell(cells, "published").map(|typed| when(typed, self.today).map_err(|_| typed.to_owned()));
        let published = published.map(|date| date.map_or_else(|typed| typed, |date| Edtf::as_str(&date).to_owned()));
        let known_by = url.as_deref().and_then(canonical);
        let known_by =
            known_by.unwrap_or_else(|| format!("{outlet}\u{ff}{title}\u{ff}{}", published.clone().unwrap_or_default()));
        if let Some(id) = self.ids.articles.get(&known_by) {
            return Some(id.clone());
        }
        let id = self.ids.made_of(&format!("{outlet} {}", published.as_deref().unwrap_or(title)), "item");
        let mut article = Item { place: place.clone(), ..Item::default() };
        article.set("id", Datum::Text(id.clone()));
        article.set("title", Datum::Text(title.to_owned()));
        article.set("outlet", Datum::Text(outlet));
        url.into_iter().for_each(|url| article.set("url", Datum::Text(url)));
        match published {
            Some(published) => article.set("published", Datum::Text(published)),
            None => article.set("retrieved", Datum::Text(self.today.to_string())),
        }
        draft.add(Kind::Article, article);
        self.ids.articles.insert(known_by, id.clone());
        Some(id)
    }
}
