//! Reads the actors of a file, with their offices and positions.

use super::fields::TableFields;
use crate::dossier::record::{Actor, ActorIx, ActorKind, Office, Position};
use crate::dossier::{Dossier, FieldValue, WrittenKey};

type ActorKey = WrittenKey<ActorIx>;

/// The keys of an actor that are shown as they stand.
pub(crate) const KEYS: &[ActorKey] = &[
    ActorKey::text("id", |d, ix| FieldValue::text(d[ix].id.as_str())),
    ActorKey::text("name", |d, ix| FieldValue::text(d[ix].name.as_str())),
    ActorKey::text("kind", |d, ix| FieldValue::text(d[ix].kind.word())),
    ActorKey::text("country", |d, ix| FieldValue::text(d[ix].country.as_deref())),
    ActorKey::list("aliases", |d, ix| FieldValue::texts(&d[ix].aliases)),
    ActorKey::text("wikidata", |d, ix| FieldValue::text(d[ix].wikidata.as_deref())),
    ActorKey::text("summary", |d, ix| FieldValue::text(d[ix].summary.as_deref())).in_hindsight(),
    ActorKey::list("sources", |d, ix| FieldValue::many(&d[ix].sources)),
];

type OfficeKey = WrittenKey<(ActorIx, u32)>;

/// The keys of an office that are shown as they stand.
pub(crate) const OFFICE_KEYS: &[OfficeKey] = &[
    OfficeKey::text("title", |d, at| FieldValue::text(held(d, at).title.as_str())),
    OfficeKey::text("organisation", |d, at| FieldValue::one(held(d, at).organisation)),
    OfficeKey::text("from", |d, at| FieldValue::date(held(d, at).from.as_ref())),
    OfficeKey::text("to", |d, at| FieldValue::date(held(d, at).to.as_ref())),
    OfficeKey::text("seen", |d, at| FieldValue::date(held(d, at).seen.as_ref())),
    OfficeKey::text("source", |d, at| FieldValue::source(held(d, at).source)),
    OfficeKey::text("end_source", |d, at| FieldValue::source(held(d, at).end_source)),
];

type PositionKey = WrittenKey<(ActorIx, u32)>;

/// The keys of a position that are shown as they stand.
pub(crate) const POSITION_KEYS: &[PositionKey] = &[
    PositionKey::text("issue", |d, at| FieldValue::text(taken(d, at).issue.as_str())),
    PositionKey::text("stance", |d, at| FieldValue::text(taken(d, at).stance.as_str())),
    PositionKey::list("choice", |d, at| FieldValue::texts(&taken(d, at).choice)).later(),
    PositionKey::text("date", |d, at| FieldValue::date(taken(d, at).date.as_ref())),
    PositionKey::text("source", |d, at| FieldValue::source(taken(d, at).source)),
    PositionKey::text("quote", |d, at| FieldValue::text(taken(d, at).quote.as_deref())),
];

fn held(dossier: &Dossier, (actor, at): (ActorIx, u32)) -> &Office {
    &dossier[actor].offices[at as usize]
}

fn taken(dossier: &Dossier, (actor, at): (ActorIx, u32)) -> &Position {
    &dossier[actor].positions[at as usize]
}

/// Reads `[[actors]]`.
pub(super) fn read(root: &TableFields<'_, '_>, actors: &mut Vec<Actor>) {
    actors.extend(root.tables("actors", "an actor").map(actor));
}

fn actor(f: TableFields<'_, '_>) -> Actor {
    let actor = Actor {
        id: f.id(),
        name: f.need_text("name"),
        kind: f.need_word("kind", ActorKind::ALL, ActorKind::word),
        country: f.country(),
        aliases: f.texts("aliases"),
        wikidata: f.wikidata(),
        summary: f.text("summary"),
        sources: f.many("sources"),
        offices: f.tables("offices", "an office").map(office).collect(),
        positions: f.tables("positions", "a position").map(position).collect(),
        at: f.at(),
    };
    f.done();
    actor
}

fn office(f: TableFields<'_, '_>) -> Office {
    let office = Office {
        title: f.need_text("title"),
        organisation: f.one("organisation"),
        from: f.date("from"),
        to: f.date("to"),
        seen: f.date("seen"),
        source: f.one("source"),
        end_source: f.one("end_source"),
        at: f.at(),
    };
    if f.has("seen")
        && let Some(beside) = ["from", "to"].into_iter().find_map(|key| f.entry(key))
    {
        f.error(&beside.key_span, || format!("`{}` cannot stand beside `seen`", beside.key));
    }
    if let (Some(from), Some(to)) = (&office.from, &office.to)
        && let (Some(first), Some(last), Some(entry)) = (from.earliest(), to.latest(), f.entry("to"))
        && last < first
    {
        f.warn(&entry.node.span, || "the office ends before it begins".to_owned());
    }
    f.warn_unsourced();
    f.done();
    office
}

fn position(f: TableFields<'_, '_>) -> Position {
    let position = Position {
        issue: f.need_slug("issue"),
        stance: f.need_text("stance"),
        choice: f.slugs("choice"),
        date: f.date("date"),
        source: f.one("source"),
        quote: f.text("quote"),
        at: f.at(),
    };
    f.warn_unsourced();
    f.done();
    position
}
