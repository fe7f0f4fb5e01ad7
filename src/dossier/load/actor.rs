//! Reads the actors of a file, with their offices and positions.

use super::fields::Fields;
use crate::dossier::record::{Actor, ActorKind, Office, Position};

/// Reads `[[actors]]`.
pub(super) fn read(root: &Fields<'_, '_>, actors: &mut Vec<Actor>) {
    actors.extend(root.tables("actors", "an actor").map(actor));
}

fn actor(f: Fields<'_, '_>) -> Actor {
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

fn office(f: Fields<'_, '_>) -> Office {
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

fn position(f: Fields<'_, '_>) -> Position {
    let position = Position {
        issue: f.need_slug("issue"),
        stance: f.need_text("stance"),
        date: f.date("date"),
        source: f.one("source"),
        quote: f.text("quote"),
        at: f.at(),
    };
    f.warn_unsourced();
    f.done();
    position
}
