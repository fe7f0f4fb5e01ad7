//! The common names of the columns of sheets.

/// The common names of columns, with the key that each becomes. Case and separators are ignored.
pub(super) const NAMES: &[(&str, &[&str])] = &[
    (
        "date",
        &[
            "date",
            "when",
            "event date",
            "start",
            "start date",
            "start time",
            "event start date",
            "date local",
            "local date",
            "exact date",
            "dates",
            "datum",
            "fecha",
            "from",
            "дата",
            "تاریخ",
        ],
    ),
    ("end_date", &["end", "end date", "end time", "event end date", "to", "until", "till", "finish", "end datum"]),
    ("year", &["year", "start year", "год", "سال"]),
    ("month", &["month", "start month", "месяц"]),
    ("day", &["day", "start day", "день"]),
    ("end_year", &["end year"]),
    ("end_month", &["end month"]),
    ("end_day", &["end day"]),
    (
        "title",
        &[
            "title",
            "headline",
            "event",
            "event name",
            "event title",
            "name",
            "what",
            "what happened",
            "subject",
            "titel",
            "ereignis",
            "événement",
            "evento",
            "заголовок",
            "событие",
            "عنوان",
        ],
    ),
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
    ("group", &["group"]),
    ("status", &["status", "state"]),
    ("quote", &["quote", "quotation"]),
    ("note", &["note", "notes", "comment", "comments", "remark", "remarks"]),
    ("tags", &["tags", "keywords", "labels"]),
    ("id", &["id", "key", "slug"]),
];

/// The names of columns whose text is the title where no other column has it, the shortest texts first.
pub(super) const OTHER_TITLES: &[&str] = &[
    "label",
    "milestone",
    "topic",
    "mission",
    "activity",
    "action",
    "item",
    "content",
    "description",
    "text",
    "summary",
    "details",
    "описание",
];

/// The common names of the columns of one sort of sheet.
#[derive(Debug)]
pub(in crate::desk::import) struct ColumnNames {
    /// Keys with the names that are theirs; case and separators are ignored.
    pub names: &'static [(&'static str, &'static [&'static str])],
    /// Keys without which the sheet cannot be read.
    pub wanted: &'static [&'static str],
}

/// A sheet with one row per event.
pub(in crate::desk::import) const EVENTS: ColumnNames = ColumnNames { names: NAMES, wanted: &["date", "title"] };

/// A sheet with one row per figure.
pub(in crate::desk::import) const FIGURES: ColumnNames = ColumnNames {
    names: &[
        ("date", &["date", "period", "when", "time", "quarter", "дата", "период", "تاریخ"]),
        ("end_date", &["end", "end date", "until", "till"]),
        ("year", &["year", "fiscal year", "год", "سال"]),
        ("month", &["month", "месяц"]),
        ("day", &["day", "день"]),
        ("value", &["value", "amount", "number", "figure", "quantity", "total", "volume", "значение", "количество"]),
        ("unit", &["unit", "units", "unit of measure", "measure", "единица"]),
        ("metric", &["metric", "indicator", "series", "variable", "what", "показатель"]),
        ("about", &["about", "port", "place", "harbour", "harbor", "terminal", "corridor", "порт", "بندرگاه"]),
        ("source", &["source", "outlet", "publication", "publisher", "quelle", "источник", "ماخذ"]),
        ("url", &["url", "link", "web", "website", "source url", "source link", "ссылка"]),
        ("published", &["published", "publication date", "pubdate", "date published", "reported"]),
        ("definition", &["definition", "description", "note", "notes"]),
        ("quote", &["quote", "quotation"]),
    ],
    wanted: &["date", "value"],
};
