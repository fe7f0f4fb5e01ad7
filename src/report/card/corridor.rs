//! The card of a corridor, and that of one of its legs.

use crate::dossier::{Corridor, CorridorIx, CorridorStatus, Leg, Rec, RecordSpot};
use crate::geo::EarthDistance;
use crate::report::wording;
use crate::settings::theme::{StyleRole, corridor_role};
use crate::story::{CorridorLength, LegPath, LegState, Statement, along, straight};

use super::others::{events, figures_about};
use super::{CardExtent, CardFacts, RecordCard, day_column, plain, quiet, strong};

/// A corridor: how it stands leg by leg, and who says so.
pub(super) fn corridor(facts: &CardFacts<'_>, ix: CorridorIx, extent: CardExtent) -> RecordCard {
    let (corridor, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let mut card = RecordCard { title: corridor.name.clone(), ..RecordCard::default() };
    let mut pieces = vec![status_piece(facts, state.status)];
    if state.status == Some(CorridorStatus::Open) && !corridor.legs.is_empty() {
        pieces.push(quiet("   every leg is open"));
    } else if let Some(leg) = state.weakest.and_then(|w| corridor.legs.get(w as usize)) {
        let since = state.since.map(|since| format!(", {}", wording::standing_since(facts.dossier, corridor, since)));
        pieces.push(quiet(format!("   weakest leg {}{}", names(facts, leg), since.unwrap_or_default())));
    }
    card.row("Now", pieces).badge = wording::length(CorridorLength::of(corridor));
    closed(&mut card, facts, state.days_closed, extent);
    distance(&mut card, facts, corridor);
    if state.complete
        && let Some(summary) = &corridor.summary
    {
        card.text("Summary", summary, StyleRole::Text);
    }
    if extent == CardExtent::Whole && !corridor.aliases.is_empty() {
        card.text("Also", &corridor.aliases.join(" · "), StyleRole::Quiet);
    }
    if let Some(trunk) = corridor.branch_of.filter(|&t| facts.snapshot[t].visible) {
        card.text("Branch of", &facts.dossier[trunk].name, StyleRole::Text).link(trunk);
    }
    for (n, (leg, leg_state)) in corridor.legs.iter().zip(&state.legs).enumerate() {
        let mut pieces = leg_pieces(facts, ix, leg_state, &names(facts, leg));
        pieces.extend(how(facts, leg));
        if state.weakest.is_some_and(|w| w as usize == n) && state.status != Some(CorridorStatus::Open) {
            pieces.push((format!("   {}", facts.glyphs.pick("◂ weakest", "< weakest")), corridor_role(state.status)));
        }
        if leg_state.days_closed > 0 {
            pieces.push(quiet(format!("   closed {} d", leg_state.days_closed)));
        }
        // Status and date come from the report that began the run; a newer one only repeats the status.
        let source = leg_state.since.and_then(|since| since.told(corridor).source);
        let entry = card.row(if n == 0 { "Legs" } else { "" }, pieces);
        if source.is_some() {
            entry.source(facts.dossier, source);
        }
        let newest = leg_state.newest.and_then(|r| corridor.reports[r as usize].source);
        if newest.is_some() && newest != source {
            let word = leg_state.status.map_or("unknown", CorridorStatus::word);
            card.row("", vec![quiet(format!("  still {word}"))]).source(facts.dossier, newest);
        }
    }
    if extent == CardExtent::Whole {
        card.gap();
        figures_about(&mut card, facts, Rec::Corridor(ix));
        card.gap();
        for (n, &r) in state.known.iter().enumerate() {
            statement(&mut card, facts, ix, r, if n == 0 { "Statements" } else { "" });
        }
        card.gap();
        events(&mut card, facts, &state.events);
    }
    card
}

/// One leg: how it stands, how long it is, on which corridors it lies, and who says so, the newest first.
#[must_use]
pub fn leg(facts: &CardFacts<'_>, ix: CorridorIx, n: u32) -> RecordCard {
    let (corridor, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let (Some(leg), Some(leg_state)) = (corridor.legs.get(n as usize), state.legs.get(n as usize)) else {
        return RecordCard::default();
    };
    let mut card = RecordCard { title: names(facts, leg), ..RecordCard::default() };
    let mut pieces = vec![status_piece(facts, leg_state.status)];
    if let Some(since) = leg_state.since {
        pieces.push(quiet(format!("   {}", wording::standing_since(facts.dossier, corridor, since))));
    }
    pieces.extend(how(facts, leg));
    card.row("Now", pieces);
    closed(&mut card, facts, leg_state.days_closed, CardExtent::Digest);
    if let Some(way) = straight(facts.dossier, leg.from, leg.to) {
        card.row("Distance", vec![plain(wording::distance(way)), quiet("   great circle: no way is shorter")]);
    }
    let mut label = "Part of";
    for (other, one) in sharing(facts, leg) {
        let other_state = &facts.snapshot[other].legs[one];
        let names = facts.dossier[other].name.clone();
        let mut pieces = leg_pieces(facts, other, other_state, &names);
        pieces.extend(how(facts, &facts.dossier[other].legs[one]));
        card.row(std::mem::take(&mut label), pieces).link(other);
    }
    let said = state.known.iter().rev().filter(|&&r| corridor.reports[r as usize].leg.is_none_or(|leg| leg == n));
    for (k, &r) in said.enumerate() {
        statement(&mut card, facts, ix, r, if k == 0 { "Statements" } else { "" });
    }
    card
}

/// The legs of all visible corridors between the same two places, in either direction.
fn sharing(facts: &CardFacts<'_>, leg: &Leg) -> Vec<(CorridorIx, usize)> {
    let same = |other: &Leg| [(leg.from, leg.to), (leg.to, leg.from)].contains(&(other.from, other.to));
    let corridors = facts.dossier.corridors.iter().zip((0..).map(CorridorIx));
    corridors
        .filter(|&(_, ix)| facts.snapshot[ix].visible)
        .flat_map(|(corridor, ix)| corridor.legs.iter().enumerate().map(move |(n, leg)| (ix, n, leg)))
        .filter(|(_, _, other)| same(other))
        .map(|(ix, n, _)| (ix, n))
        .collect()
}

/// The legs of a corridor that start or end at a place.
pub(super) fn legs_at(card: &mut RecordCard, facts: &CardFacts<'_>, ix: CorridorIx, spot: RecordSpot) {
    let corridor = &facts.dossier[ix];
    for (leg, state) in corridor.legs.iter().zip(&facts.snapshot[ix].legs) {
        if leg.from == spot || leg.to == spot {
            let other = facts.dossier.spot_name(if leg.from == spot { leg.to } else { leg.from });
            let mut pieces = leg_pieces(facts, ix, state, &format!("{} {other}", facts.glyphs.arrow()));
            pieces.extend(how(facts, leg));
            let entry = card.row("Leg", pieces);
            entry.badge.clone_from(&corridor.name);
            entry.link(ix);
        }
    }
}

/// The number of days of the year on which it was closed, and how that was counted. The digest omits a zero.
fn closed(card: &mut RecordCard, facts: &CardFacts<'_>, days: u32, extent: CardExtent) {
    use chrono::Datelike as _;
    if days == 0 && extent == CardExtent::Digest {
        return;
    }
    let (day, looked_at) = (facts.snapshot.day, facts.snapshot.days_looked_at(facts.dossier));
    let words = match days {
        0 if looked_at == 0 => format!("unknown: {} was not researched", day.year()),
        0 => format!("on no day of {}", day.year()),
        _ => format!("on {days} of {looked_at} days of {}", day.year()),
    };
    let until = match looked_at {
        0 => "",
        _ if looked_at < day.ordinal() => " until the research ended",
        _ => " so far",
    };
    let what = "   the days on which the newest known status was closed";
    card.row("Closed", vec![plain(format!("{words}{until}")), quiet(what)]);
}

/// The lower bound of the distance along the legs.
fn distance(card: &mut RecordCard, facts: &CardFacts<'_>, corridor: &Corridor) {
    let LegPath { distance, known, unknown } = along(facts.dossier, &corridor.legs);
    if known == 0 {
        return;
    }
    let mut pieces = vec![plain(at_least(distance)), quiet("   great circles of its legs: a lower bound")];
    if unknown > 0 {
        pieces.push(quiet(format!("; {} without coordinates", wording::count(unknown, "leg", "legs"))));
    }
    card.row("Distance", pieces);
}

fn at_least(way: EarthDistance) -> String {
    format!("≥ {}", wording::distance(way))
}

fn names(facts: &CardFacts<'_>, leg: &Leg) -> String {
    format!("{}–{}", facts.dossier.spot_name(leg.from), facts.dossier.spot_name(leg.to))
}

fn status_piece(facts: &CardFacts<'_>, status: Option<CorridorStatus>) -> (String, StyleRole) {
    let word = status.map_or("unknown", CorridorStatus::word);
    (format!("{} {word}", facts.glyphs.corridor(status)), corridor_role(status))
}

/// How a leg is travelled, and how long it is by the sources: `   rail, 115 km`.
fn how(facts: &CardFacts<'_>, leg: &Leg) -> Option<(String, StyleRole)> {
    let mut how: Vec<String> = leg.mode.iter().map(ToString::to_string).collect();
    match leg.length_km {
        Some(km) => how.push(format!("{} km", wording::number(km))),
        None => {
            let way = straight(facts.dossier, leg.from, leg.to);
            // The spaces do not break.
            how.extend(way.map(|way| format!("≥\u{202f}{}\u{202f}km", wording::number(way.km.floor()))));
        }
    }
    (!how.is_empty()).then(|| quiet(format!("   {}", how.join(", "))))
}

fn leg_pieces(facts: &CardFacts<'_>, ix: CorridorIx, leg: &LegState, names: &str) -> Vec<(String, StyleRole)> {
    let word = leg.status.map_or("unknown", CorridorStatus::word);
    let mark = facts.glyphs.corridor(leg.status);
    let role = corridor_role(leg.status);
    let mut pieces = vec![(format!("{mark} "), role), plain(names.to_owned()), (format!("   {word}"), role)];
    if let Some(since) = leg.since {
        pieces.push(quiet(format!(" {}", wording::standing_since(facts.dossier, &facts.dossier[ix], since))));
    }
    pieces
}

/// One report: when it became known, what it says about which leg, who said it, the quote.
pub(super) fn statement(card: &mut RecordCard, facts: &CardFacts<'_>, ix: CorridorIx, k: u32, label: &str) {
    let tells = Statement::OnCorridor(ix, k);
    let corridor = &facts.dossier[ix];
    let report = &corridor.reports[k as usize];
    let mut pieces = vec![quiet(day_column(facts, report.source))];
    if let Some(status) = report.status {
        pieces.push((format!("{} {status} ", facts.glyphs.corridor(Some(status))), corridor_role(Some(status))));
    }
    if let Some(date) = &report.date {
        pieces.push(strong(format!("{} ", date.display())));
    }
    if let Some(leg) = report.leg.and_then(|l| corridor.legs.get(l as usize)) {
        pieces.push(plain(format!(" {}", names(facts, leg))));
    }
    if let Some(by) = report.by {
        pieces.push(quiet(format!("  by {}", facts.dossier[by].name)));
    }
    card.row(label, pieces).source(facts.dossier, report.source).says(tells);
    if let Some(quote) = &report.quote {
        card.text("", &format!("  “{quote}”"), StyleRole::Text).tells(tells);
    }
    if let Some(note) = &report.note {
        card.text("", &format!("  {note}"), StyleRole::Quiet).tells(tells);
    }
}
