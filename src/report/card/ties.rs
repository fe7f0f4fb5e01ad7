//! The ties of an actor in words: one line each on the actor's card, and the card of a single tie.

use crate::dossier::{ActorIx, Dossier, EdtfDate};
use crate::report::wording;
use crate::settings::theme::StyleRole;
use crate::story::{ActorTie, TieKind};

use super::others::events;
use super::{CardFacts, RecordCard, plain, quiet, strong, tell};

/// `5 events`, `2 stances`, `1 office`: what a tie rests on.
#[must_use]
pub fn support(tie: &ActorTie) -> String {
    match tie.bond {
        TieKind::Met | TieKind::Signed => wording::count(tie.events.len(), "event", "events"),
        TieKind::Office => wording::count(tie.statements.len(), "office", "offices"),
        TieKind::Agrees | TieKind::Differs => wording::count(tie.statements.len(), "stance", "stances"),
    }
}

/// The first and the last date of a tie: `3 Sep 2025–4 Feb 2026`, one where they are the same, `undated`.
#[must_use]
pub fn dates(tie: &ActorTie) -> String {
    match (&tie.first, &tie.last) {
        (Some(first), Some(last)) if first.same_days(last) => last.display(),
        (Some(first), Some(last)) => format!("{} to {}", first.display(), last.display()),
        (Some(one), None) | (None, Some(one)) => one.display(),
        (None, None) => "undated".to_owned(),
    }
}

/// Lists every tie: the bond as a label, then the other actor and what is shared, the number, and the dates.
pub(super) fn rows(card: &mut RecordCard, facts: &CardFacts<'_>, actor: ActorIx) {
    let mut before = None;
    for tie in facts.snapshot.ties(facts.dossier, actor) {
        let label = if before == Some(tie.bond) { "" } else { heading(tie.bond) };
        before = Some(tie.bond);
        let mut pieces = vec![plain(facts.dossier[tie.other].name.clone())];
        if !tie.on.is_empty() {
            pieces.push(quiet(format!("   {}", on(facts.dossier, &tie))));
        }
        pieces.push(quiet(format!("   {}, {}", support(&tie), dates(&tie))));
        card.row(label, pieces).link(tie.other);
    }
}

/// The name of the office, organisation or issue that is shared.
#[must_use]
pub fn on(dossier: &Dossier, tie: &ActorTie) -> String {
    match tie.bond {
        TieKind::Agrees | TieKind::Differs => wording::slug(dossier, &tie.on),
        _ => tie.on.clone(),
    }
}

/// The label of a bond on a card.
fn heading(bond: TieKind) -> &'static str {
    match bond {
        TieKind::Met => "Met",
        TieKind::Signed => "Signed",
        TieKind::Office => "Office",
        TieKind::Agrees => "Agrees",
        TieKind::Differs => "Differs",
    }
}

/// One tie: with whom, of what kind, and the events, offices or stances that it rests on, each with its source.
#[must_use]
pub fn tie(facts: &CardFacts<'_>, actor: ActorIx, tie: &ActorTie) -> RecordCard {
    let name = |ix: ActorIx| facts.dossier[ix].name.as_str();
    let title = format!("{} and {}", name(actor), name(tie.other));
    let mut card = RecordCard { title, ..RecordCard::default() };
    let mut pieces = vec![strong(tie.bond.word())];
    if !tie.on.is_empty() {
        pieces.push(plain(format!("   {}", on(facts.dossier, tie))));
    }
    pieces.push(quiet(format!("   {}, {}", support(tie), dates(tie))));
    card.row("Tie", pieces).link(tie.other);
    events(&mut card, facts, &tie.events);
    let mut said_by = None;
    for &statement in &tie.statements {
        let about = statement.about(facts.dossier);
        let label = match about {
            Some(rec) if said_by != about => facts.dossier.label(rec).to_owned(),
            _ => String::new(),
        };
        if !label.is_empty()
            && let Some(rec) = about
        {
            card.text("", &label, StyleRole::Quiet).link(rec);
        }
        said_by = about;
        tell(&mut card, facts, statement, "");
    }
    card
}

/// How an actor's stance on each issue moved: `Gwadar, 2024 → Karachi, 3 Sep 2025`; empty if it did not.
pub(super) fn moves(card: &mut RecordCard, facts: &CardFacts<'_>, actor: ActorIx) {
    let positions = &facts.dossier[actor].positions;
    let mut label = "Moved";
    for issue in facts.snapshot.issues(facts.dossier, actor) {
        let step = |p: u32| {
            let position = &positions[p as usize];
            let date = position.date.as_ref().map_or_else(|| "undated".to_owned(), EdtfDate::display);
            (position.stance.clone(), date)
        };
        let steps: Vec<(String, String)> =
            facts.snapshot.stance_steps(facts.dossier, actor, issue).into_iter().map(step).collect();
        if steps.len() < 2 {
            continue;
        }
        let arrow = facts.glyphs.arrow();
        let mut pieces = vec![quiet(format!("{}: ", wording::slug(facts.dossier, issue)))];
        for (n, (stance, date)) in steps.into_iter().enumerate() {
            if n > 0 {
                pieces.push(quiet(format!(" {arrow} ")));
            }
            pieces.push(plain(stance));
            pieces.push(quiet(format!(", {date}")));
        }
        card.row(std::mem::take(&mut label), pieces);
    }
}
