//! Reads the events of a file, in the short form and in the long one.

use std::ops::Range;

use hashbrown::HashMap;

use super::context::LoadContext;
use super::fault::{FaultPlace, quoted};
use super::fields::TableFields;
use super::node;
use super::together;
use crate::dossier::problem::Severity;
use crate::dossier::record::{
    Certainty, Event, EventIx, EventKind, Rec, Report, ReportStatus, ReportValue, SourcePlace,
};
use crate::dossier::{Dossier, FieldValue, KeySort, WrittenKey};

/// From this many events on, a file is read by all processors.
const MANY: usize = 2_000;

type EventKey = WrittenKey<EventIx>;

/// The keys of an event that are shown as they stand.
pub(crate) const KEYS: &[EventKey] = &[
    EventKey::text("id", |d, ix| FieldValue::text(d[ix].id.as_str())),
    EventKey::text("title", |d, ix| FieldValue::text(d[ix].title.as_str())),
    EventKey::text("kind", |d, ix| FieldValue::text(d[ix].kind.word())),
    EventKey::text("done_when", |d, ix| FieldValue::text(d[ix].done_when.as_deref())).on_card("Done when").later(),
    EventKey::text("summary", |d, ix| FieldValue::text(d[ix].summary.as_deref())).in_hindsight(),
    EventKey::list("actors", |d, ix| FieldValue::many(&d[ix].actors)),
    EventKey::list("ports", |d, ix| FieldValue::many(&d[ix].ports)),
    EventKey::list("corridors", |d, ix| FieldValue::many(&d[ix].corridors)),
    EventKey::list("places", |d, ix| FieldValue::many(&d[ix].places)),
    EventKey::list("tags", |d, ix| FieldValue::texts(&d[ix].tags)),
    EventKey::list("depends_on", |d, ix| FieldValue::many(&d[ix].depends_on)),
];

type ReportKey = WrittenKey<(EventIx, u32)>;

/// The keys of a report on an event that are shown as they stand.
pub(crate) const REPORT_KEYS: &[ReportKey] = &[
    ReportKey::text("source", |d, at| FieldValue::source(told(d, at).source)),
    ReportKey::text("status", |d, at| FieldValue::text(told(d, at).status.map(ReportStatus::word))),
    ReportKey::text("date", |d, at| FieldValue::date(told(d, at).date.as_ref())),
    ReportKey::text("by", |d, at| FieldValue::one(told(d, at).by)),
    ReportKey::list("actors", |d, at| {
        FieldValue::List(told(d, at).actors.iter().map(|&actor| FieldValue::One(actor.into())).collect())
    }),
    WrittenKey { sort: KeySort::Values, ..ReportKey::text("values", |d, at| FieldValue::Values(&told(d, at).values)) },
    ReportKey::text("quote", |d, at| FieldValue::text(told(d, at).quote.as_deref())),
    ReportKey::text("certainty", |d, at| FieldValue::text(told(d, at).certainty.map(Certainty::word)))
        .on_card("certainty")
        .later(),
    ReportKey::text("note", |d, at| FieldValue::text(told(d, at).note.as_deref())),
];

fn told(dossier: &Dossier, (event, at): (EventIx, u32)) -> &Report {
    &dossier[event].reports[at as usize]
}

/// Reads `[[events]]`.
pub(super) fn read(root: &TableFields<'_, '_>, events: &mut Vec<Event>) {
    if let Some(list) = root.long_list("events", MANY)
        && let Some(read) = read_together(root, list, events.len())
    {
        events.extend(read);
        return;
    }
    for fields in root.tables("events", "an event") {
        let rec = name(events.len());
        events.push(event(fields, rec));
    }
}

/// Reads the events of a list on several threads; the first comes after this many others. `None` if anything is wrong
/// with one of them, because what is said about it may depend on those before it.
fn read_together(root: &TableFields<'_, '_>, list: &[node::LoadNode<'_>], before: usize) -> Option<Vec<Event>> {
    let (known, file) = (root.cx.known, root.file);
    let parts = together::map(list, |first, part| {
        let cx = LoadContext::new(known);
        let mut events = Vec::with_capacity(part.len());
        for (at, node) in part.iter().enumerate() {
            let node::NodeValue::Table(table) = &node.value else { return None };
            events.push(event(TableFields::new(&cx, file, "an event", &node.span, table), name(before + first + at)));
            if !cx.faults.borrow().is_empty() {
                return None;
            }
        }
        Some((events, cx.links.into_inner()))
    })?;
    let mut events = Vec::with_capacity(list.len());
    for (some, links) in parts {
        events.extend(some);
        root.cx.links.borrow_mut().extend(links);
    }
    Some(events)
}

fn name(at: usize) -> Rec {
    EventIx(u32::try_from(at).unwrap_or(u32::MAX)).into()
}

fn event(f: TableFields<'_, '_>, rec: Rec) -> Event {
    let mut event = Event {
        id: f.id(),
        title: f.need_text("title"),
        kind: f.need_word("kind", EventKind::ALL, EventKind::word),
        done_when: f.text("done_when"),
        summary: f.text("summary"),
        actors: f.many("actors"),
        ports: f.many("ports"),
        corridors: f.many("corridors"),
        places: f.many("places"),
        tags: f.texts("tags"),
        depends_on: f.links("depends_on", rec),
        reports: Vec::new(),
        short_form: false,
        at: f.at(),
    };
    let mut values = ReportValues::default();
    let long: Vec<TableFields<'_, '_>> = f.tables("reports", "a report").collect();
    let (short, short_form) = short_form(&f, long.is_empty());
    event.short_form = short_form;
    event.reports = short;
    event.reports.extend(long.into_iter().map(|fields| report(fields, &mut values)));
    f.done();
    event
}

/// The reports of the short form, and whether the event uses it. It must not be combined with the long form.
fn short_form(f: &TableFields<'_, '_>, alone: bool) -> (Vec<Report>, bool) {
    let date = f.date("date");
    let status = f.word("status", ReportStatus::ALL, ReportStatus::word);
    let sources = f.spanned_texts("sources");
    let first = ["date", "status", "sources"].into_iter().filter_map(|key| {
        let entry = f.entry(key)?;
        let empty = matches!(&entry.node.value, node::NodeValue::List(list) if list.is_empty());
        (!empty).then_some((key, &entry.key_span))
    });
    let first = first.min_by_key(|(_, span)| span.start);
    let Some((key, span)) = first else {
        if alone && !f.is_torn() {
            f.cx.warn(f.head(), || "nothing is said about this event: it has no reports and no `sources`".to_owned());
        }
        return (Vec::new(), false);
    };
    if !alone {
        f.error(span, || format!("`{key}` of the short form cannot stand beside `reports`, the long form"));
    }
    let report = |source, at: SourcePlace| Report { source, status, date: date.clone(), at, ..Report::default() };
    let reports: Vec<Report> = match sources.as_slice() {
        [] => {
            if alone && !f.is_torn() {
                f.warn(span, || "this event names no source; give `sources`".to_owned());
            }
            vec![report(None, f.at())]
        }
        sources => {
            let known = sources.iter().filter_map(|(id, span)| Some((f.resolve(id, span)?, span)));
            known.map(|(source, span)| report(Some(source), f.at_offset(span.start))).collect()
        }
    };
    (reports, true)
}

fn report(f: TableFields<'_, '_>, values: &mut ReportValues) -> Report {
    let report = Report {
        source: f.one("source"),
        status: f.word("status", ReportStatus::ALL, ReportStatus::word),
        date: f.date("date"),
        by: f.one("by"),
        actors: f.many("actors"),
        values: values.read(&f),
        quote: f.text("quote"),
        certainty: f.word("certainty", Certainty::ALL, Certainty::word),
        note: f.text("note"),
        at: f.at(),
    };
    f.need("source");
    f.done();
    report
}

/// What the reports of one event have given so far: for each key, whether it was text, and where.
#[derive(Default)]
struct ReportValues(HashMap<String, (bool, FaultPlace)>);

impl ReportValues {
    fn read(&mut self, f: &TableFields<'_, '_>) -> Vec<(String, ReportValue)> {
        let Some(entry) = f.entry("values") else { return Vec::new() };
        let node::NodeValue::Table(table) = &entry.node.value else {
            f.mismatch("values", &entry.node, "a table, like `{ documents = 37 }`");
            return Vec::new();
        };
        let mut values = Vec::with_capacity(table.entries.len());
        for node::NodeEntry { key, key_span, node } in &table.entries {
            if matches!(&**key, "date" | "status") {
                f.error(key_span, || {
                    format!("`{key}` cannot be a key of `values`; the report has a `{key}` of its own")
                });
                continue;
            }
            let value = match &node.value {
                node::NodeValue::Number(number) if number.is_finite() => ReportValue::Number(*number),
                node::NodeValue::Text(text) => ReportValue::Text(text.to_string()),
                node::NodeValue::Bool(yes) => ReportValue::Bool(*yes),
                _ => {
                    f.mismatch(key, node, "a number, text or boolean");
                    continue;
                }
            };
            self.check_mix(f, key, &node.span, &value);
            values.push((key.to_string(), value));
        }
        values
    }

    /// Numbers and text under one key of one event cannot be compared.
    fn check_mix(&mut self, f: &TableFields<'_, '_>, key: &str, span: &Range<usize>, value: &ReportValue) {
        let is_text = match value {
            ReportValue::Number(_) => false,
            ReportValue::Text(_) => true,
            ReportValue::Bool(_) => return,
        };
        match self.0.get(key) {
            None => drop(self.0.insert(key.to_owned(), (is_text, f.place(span)))),
            Some((first_is_text, _)) if *first_is_text == is_text => {}
            Some((first_is_text, first)) => {
                let first_is = if *first_is_text { "text" } else { "a number" };
                let first = Some(first.clone());
                f.cx.faults.borrow_mut().add_second(Severity::Error, f.place(span), first, || {
                    format!("the value {} is {first_is} elsewhere in this event", quoted(key))
                });
            }
        }
    }
}
