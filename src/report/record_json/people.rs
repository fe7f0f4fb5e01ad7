//! An actor as JSON: a person, organisation or state, with offices and positions.

use serde::Serialize;

use super::Records;
use crate::dossier::{ActorIx, ActorKind, Edtf};

/// An actor. `title` is that of the office held on the day.
#[derive(Debug, Serialize)]
pub struct Actor<'a> {
    id: &'a str,
    name: &'a str,
    kind: ActorKind,
    country: Option<&'a str>,
    aliases: &'a [String],
    wikidata: Option<&'a str>,
    summary: Option<&'a str>,
    title: Option<&'a str>,
    offices: Vec<Office<'a>>,
    positions: Vec<Position<'a>>,
    sources: Vec<&'a str>,
    events: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Office<'a> {
    title: &'a str,
    organisation: Option<&'a str>,
    from: Option<&'a Edtf>,
    to: Option<&'a Edtf>,
    seen: Option<&'a Edtf>,
    source: Option<&'a str>,
    end_source: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Position<'a> {
    issue: &'a str,
    stance: &'a str,
    date: Option<&'a Edtf>,
    source: Option<&'a str>,
    quote: Option<&'a str>,
}

pub(super) fn actor<'a>(facts: &'a Records<'a>, ix: ActorIx) -> Actor<'a> {
    let (actor, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    Actor {
        id: &actor.id,
        name: &actor.name,
        kind: actor.kind,
        country: actor.country.as_deref(),
        aliases: &actor.aliases,
        wikidata: actor.wikidata.as_deref(),
        summary: actor.summary.as_deref().filter(|_| state.complete),
        title: facts.snapshot.office_on(facts.dossier, ix, facts.snapshot.day).map(|office| office.title.as_str()),
        offices: state.offices.iter().map(|&at| office(facts, &actor.offices[at as usize])).collect(),
        positions: state.positions.iter().map(|&at| position(facts, &actor.positions[at as usize])).collect(),
        sources: facts.ids(&actor.sources),
        events: facts.ids(&state.events),
    }
}

fn office<'a>(facts: &'a Records<'a>, office: &'a crate::dossier::Office) -> Office<'a> {
    let ended = facts.snapshot.is_known(facts.dossier, office.end_source);
    Office {
        title: &office.title,
        organisation: office.organisation.map(|actor| facts.id(actor)),
        from: office.from.as_ref(),
        to: facts.snapshot.office_end(facts.dossier, office),
        seen: office.seen.as_ref(),
        source: facts.source(office.source),
        end_source: facts.source(office.end_source).filter(|_| ended),
    }
}

fn position<'a>(facts: &'a Records<'a>, position: &'a crate::dossier::Position) -> Position<'a> {
    Position {
        issue: &position.issue,
        stance: &position.stance,
        date: position.date.as_ref(),
        source: facts.source(position.source),
        quote: position.quote.as_deref(),
    }
}
