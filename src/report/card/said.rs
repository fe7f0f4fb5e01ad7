//! What is said of a port or an actor, below the event on which it is said, and who chose the port.

use crate::dossier::{ActorIx, EdtfDate, EventIx, PortIx};
use crate::report::wording;
use crate::settings::theme::state_role;
use crate::story::{SaidOnEvent, Statement};

use super::event::said_by;
use super::{CardFacts, RecordCard, plain, quiet, strong};

/// The wordings of each event; `speaker` is the actor of the card, who is not named again.
pub(super) fn rows(card: &mut RecordCard, facts: &CardFacts<'_>, said: &[SaidOnEvent], speaker: Option<ActorIx>) {
    for (n, on) in said.iter().enumerate() {
        event(card, facts, if n == 0 { "Said" } else { "" }, on.event);
        for wording in &on.wordings {
            let report = &facts.dossier[on.event].reports[wording.report as usize];
            let mut pieces = vec![quiet("  ")];
            for (n, (key, value)) in report.values.iter().enumerate() {
                let (between, value) = (if n == 0 { "" } else { "  " }, wording::change::grouped(&value.to_string()));
                let key = facts.dossier.labels.words(key);
                pieces.extend([quiet(format!("{between}{key}: ")), plain(value)]);
            }
            if let Some(quote) = &report.quote {
                pieces.push(plain(format!("{}“{quote}”", if report.values.is_empty() { "" } else { "  " })));
            }
            if report.by.is_some() && report.by != speaker {
                pieces.push(quiet(said_by(facts, report)));
            }
            if wording.more > 0 {
                pieces.push(quiet(format!("; {} more", wording.more)));
            }
            card.row("", pieces)
                .source(facts.dossier, report.source)
                .tells(Statement::Report(on.event, wording.report));
        }
    }
}

/// An event with its state: `● 3–4 Feb 2026  Visit of President Tokayev to Islamabad`.
pub(super) fn event(card: &mut RecordCard, facts: &CardFacts<'_>, label: &str, ix: EventIx) {
    let state = &facts.snapshot[ix];
    let date = state.date.as_ref().map_or_else(|| "undated".to_owned(), EdtfDate::display);
    let mark = (format!("{} ", facts.glyphs.state_alone(state.status)), state_role(state.status));
    let pieces = vec![mark, quiet(format!("{date:<18} ")), plain(facts.dossier[ix].title.clone())];
    card.row(label, pieces).link(ix);
}

/// Whose stance chooses a port, the newest first.
pub(super) fn chosen_by(card: &mut RecordCard, facts: &CardFacts<'_>, port: PortIx) {
    let chosen = facts.snapshot.stances_for(facts.dossier, &facts.dossier[port].id);
    for (n, &(actor, p)) in chosen.iter().enumerate() {
        let position = &facts.dossier[actor].positions[p as usize];
        let when = position.date.as_ref().map(EdtfDate::display).unwrap_or_default();
        let pieces = vec![
            strong(format!("{}  ", facts.dossier[actor].name)),
            quiet(format!("{}: ", facts.dossier.labels.words(&position.issue))),
            plain(position.stance.clone()),
            quiet(format!("   {when}")),
        ];
        card.row(if n == 0 { "Chosen by" } else { "" }, pieces)
            .source(facts.dossier, position.source)
            .tells(Statement::Position(actor, p));
    }
}
