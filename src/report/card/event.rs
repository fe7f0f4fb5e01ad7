//! The card of an event.

use crate::dossier::date::display_day;
use crate::dossier::{Event, EventIx, Rec, Report};
use crate::report::fields::{EVENT, FieldRecords, REPORT};
use crate::report::standing::standing;
use crate::report::wording;
use crate::settings::theme::{StyleRole, state_role};
use crate::story::{ContestedField, CurrentStatus, EventState, ScheduleStep, Statement, StorySide};

use super::{CardExtent, CardFacts, RecordCard, day_column, plain, quiet, strong};

/// What happened or was planned, who said so, and the outcome.
pub(super) fn card(facts: &CardFacts<'_>, ix: EventIx, extent: CardExtent) -> RecordCard {
    let (event, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let mut card = RecordCard { title: event.title.clone(), ..RecordCard::default() };
    headline(&mut card, facts, ix, event, state);
    stands(&mut card, facts, ix, state);
    card.written(facts, &EVENT, ix);
    history(&mut card, facts, ix, extent);
    outlook(&mut card, facts, ix);
    contested(&mut card, facts, ix, extent);
    rests_on(&mut card, facts, ix, event, state);
    people(&mut card, facts, ix, extent);
    if extent == CardExtent::Whole {
        if state.complete
            && let Some(summary) = &event.summary
        {
            card.gap();
            card.text("Summary", summary, StyleRole::Text);
        }
        card.gap();
        ties(&mut card, facts, ix, event);
        card.gap();
        super::others::figures_about(&mut card, facts, Rec::Event(ix));
        card.gap();
        for (n, &r) in state.known.iter().enumerate() {
            statement(&mut card, facts, if n == 0 { "Statements" } else { "" }, ix, r);
        }
    }
    card
}

/// `● happened   3–4 Feb 2026   visit, Islamabad`, with the number of reports. Conclusions that follow from the day
/// alone have a line of their own below, without a source.
fn headline(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx, event: &Event, state: &EventState) {
    let role = state_role(state.status);
    let mut pieces = vec![(format!("{} {}", facts.glyphs.state(state.status), state.status.word()), role)];
    let date = state.date.as_ref().map_or_else(|| "no date".to_owned(), crate::dossier::EdtfDate::display);
    pieces.push(strong(format!("   {date}")));
    let mut about = vec![event.kind.word().to_owned()];
    about.extend(facts.snapshot.event_places(facts.dossier, ix).into_iter().map(|s| facts.dossier[s].name.clone()));
    pieces.push(quiet(format!("   {}", about.join(", "))));
    card.row("Now", pieces).badge = wording::support(state);
}

/// What the sources say about status and date, each with its source, followed by conclusions.
fn stands(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx, state: &EventState) {
    let standing = standing(facts.dossier, facts.snapshot, ix);
    let mut label = "Said";
    for part in standing.said {
        card.row(std::mem::take(&mut label), vec![plain(part.words)]).source(facts.dossier, part.source);
    }
    let role = if state.status == CurrentStatus::Overdue { StyleRole::Warning } else { StyleRole::Doubt };
    if !standing.follows.is_empty() {
        let counted = standing.silent_to.map(|day| quiet(format!("   counted to {}", display_day(day))));
        let follows = [(standing.follows.join("; "), role)].into_iter().chain(counted);
        card.row("Follows", follows.collect());
    }
}

/// The announced dates that moved, with who said them.
fn history(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx, extent: CardExtent) {
    let (event, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let mut label = "Announced";
    let mut repeats = 0;
    let mut shown: Option<String> = None;
    for promise in &state.schedule {
        let report = &event.reports[promise.report as usize];
        let date = report.date.as_ref().map(crate::dossier::EdtfDate::display);
        let same = promise.step == ScheduleStep::Restated && (date == shown || extent == CardExtent::Digest);
        if same {
            repeats += 1;
            continue;
        }
        repeated(card, &mut repeats);
        let how = match promise.step {
            ScheduleStep::First => None,
            ScheduleStep::Slipped(days) => Some((format!("{days} later"), StyleRole::Doubt)),
            ScheduleStep::BroughtForward => Some(("brought forward".to_owned(), StyleRole::Good)),
            ScheduleStep::Narrowed => Some(quiet("narrowed")),
            ScheduleStep::Restated => Some(quiet("restated")),
            ScheduleStep::Cleared => Some(("postponed without a date".to_owned(), StyleRole::Doubt)),
        };
        let mut pieces = vec![plain(day_column(facts, report.source))];
        if let Some(date) = &date {
            pieces.push(quiet(format!("for {} ", facts.glyphs.pick("┄", "-"))));
            pieces.push(strong(date.clone()));
        }
        if let Some((text, role)) = how {
            pieces.push((format!("  {text}"), role));
        }
        pieces.push(quiet(said_by(facts, report)));
        card.row(label, pieces).source(facts.dossier, report.source).tells(Statement::Report(ix, promise.report));
        shown = date;
        label = "";
    }
    repeated(card, &mut repeats);
}

/// Appends "and 11 more" to the previous entry.
fn repeated(card: &mut RecordCard, repeats: &mut usize) {
    if *repeats > 0
        && let Some(entry) = card.entries.last_mut()
    {
        entry.pieces.push(quiet(format!("; {repeats} more")));
    }
    *repeats = 0;
}

/// The slips it may inherit from what must happen first.
fn outlook(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx) {
    let mut label = "Assumed";
    for (first, slip) in facts.snapshot.assumed_slips(facts.dossier, ix) {
        if slip.1 > 0 {
            let words = format!("~ perhaps {slip} later, because of ");
            let pieces = vec![(words, StyleRole::Doubt), plain(facts.dossier[first].title.clone())];
            card.row(label, pieces).link(first);
            label = "";
        }
    }
}

/// The values of a contested field, the one with the most origins first.
fn sides_in_order(contest: &ContestedField) -> Vec<&StorySide> {
    let mut sides: Vec<&StorySide> = contest.sides.iter().collect();
    sides.sort_by_key(|side| std::cmp::Reverse(side.origins));
    sides
}

/// What the sources disagree on: each value with its number of origins, and in full also who gives it.
fn contested(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx, extent: CardExtent) {
    let (event, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    // The value with the most origins comes first.
    let mut contested: Vec<&ContestedField> = state.contested.iter().collect();
    contested.sort_by_key(|c| std::cmp::Reverse(c.sides.iter().map(|s| s.origins).sum::<usize>()));
    for contest in contested {
        let mark = facts.glyphs.contested();
        let name = facts.dossier.labels.words(&contest.field);
        let when = if contest.forecast { " (forecast)" } else { "" };
        if extent == CardExtent::Digest {
            let sides = sides_in_order(contest);
            let value = |(n, side): (usize, &&StorySide)| {
                let value = wording::change::grouped(&side.value);
                if n == 0 {
                    format!("{value} ({})", wording::count(side.origins, "origin", "origins"))
                } else {
                    format!("{value} ({})", side.origins)
                }
            };
            let values: Vec<String> = sides.iter().enumerate().map(value).collect();
            let pieces = vec![(format!("{mark} {name}{when}   "), StyleRole::Doubt), plain(values.join(" · "))];
            card.row("Contested", pieces);
            continue;
        }
        card.gap();
        card.text("Contested", &format!("{mark} {name}{when}"), StyleRole::Doubt);
        for side in sides_in_order(contest) {
            let origins = wording::count(side.origins, "origin", "origins");
            card.row("", vec![strong(wording::change::grouped(&side.value)), quiet(format!("   {origins}"))]);
            for &r in &side.reports {
                let report = &event.reports[r as usize];
                let day = wording::known_day(facts.dossier, report.source);
                card.row("", vec![quiet(format!("  {day}{}", said_by(facts, report)))])
                    .source(facts.dossier, report.source)
                    .tells(Statement::Report(ix, r));
            }
        }
    }
}

/// Reasons for caution: everything goes back to one origin, or rests on one side's word; in full, also where a rewrite
/// says more than its origin.
fn rests_on(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx, event: &Event, state: &EventState) {
    let mut pieces = Vec::new();
    if state.is_single_origin() && state.known.len() > 1 {
        pieces.push((
            format!(
                "{} one origin behind {}",
                facts.glyphs.one_origin(),
                wording::count(state.known.len(), "report", "reports")
            ),
            StyleRole::Doubt,
        ));
    } else if state.is_single_origin() {
        pieces.push(quiet(format!("{} one origin", facts.glyphs.one_origin())));
    }
    if let Some(side) = facts.snapshot.one_side(facts.dossier, ix) {
        let gap = if pieces.is_empty() { "" } else { "; " };
        pieces.push((format!("{gap}one side only: everyone quoted is of {side}"), StyleRole::Doubt));
    }
    if !pieces.is_empty() {
        card.row("Rests on", pieces);
    }
    let mut label = "Hardened";
    for hardened in facts.snapshot.hardened(facts.dossier, ix) {
        let said = [(hardened.origin, hardened.said), (hardened.report, hardened.certainty)];
        for (at, certainty) in said {
            let report = &event.reports[at as usize];
            let quote = report.quote.as_ref().map(|quote| format!("   “{quote}”")).unwrap_or_default();
            let role = if at == hardened.report { "rewrite" } else { "origin" };
            let pieces = vec![plain(certainty.word()), quiet(format!("   {role}{quote}"))];
            card.row(std::mem::take(&mut label), pieces).source(facts.dossier, report.source);
        }
    }
    let mut label = "Rewrites";
    for surplus in facts.snapshot.surplus(facts.dossier, ix) {
        let field = wording::slug(facts.dossier, &surplus.field);
        let pieces =
            vec![plain(format!("{field} {}", surplus.value)), quiet("   said by the rewrite, not by its origin")];
        let source = event.reports[surplus.report as usize].source;
        card.row(label, pieces).source(facts.dossier, source);
        label = "";
    }
}

/// The participants with their office on the day; once it took place, those who were only announced are listed
/// separately.
fn people(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx, extent: CardExtent) {
    let present = facts.snapshot.event_actors(facts.dossier, ix);
    let announced = facts.snapshot.announced_actors(facts.dossier, ix);
    let day = facts.snapshot.event_day(ix);
    for (label, actors) in [("Who", present), ("Awaited", announced)] {
        if extent == CardExtent::Digest {
            if !actors.is_empty() {
                let names: Vec<&str> = actors.iter().map(|&a| facts.dossier[a].name.as_str()).collect();
                let absent = if label == "Who" { "" } else { ", announced" };
                card.text(label, &format!("{}{absent}", names.join(", ")), StyleRole::Text);
            }
            continue;
        }
        if !actors.is_empty() {
            card.gap();
        }
        for (n, &actor) in actors.iter().enumerate() {
            let who = wording::actor_on(facts.dossier, facts.snapshot, actor, day);
            let absent = if label == "Who" { "" } else { "; announced; no report says that they were present" };
            card.text(if n == 0 { label } else { "" }, &format!("{who}{absent}"), StyleRole::Text).link(actor);
        }
    }
}

/// Ports, corridors and places; what must happen first, and what depends on this.
fn ties(card: &mut RecordCard, facts: &CardFacts<'_>, ix: EventIx, event: &Event) {
    let (dossier, snapshot) = (facts.dossier, facts.snapshot);
    card.links(facts, "Ports", snapshot.event_ports(dossier, ix).into_iter().map(Rec::Port));
    card.links(facts, "Corridors", snapshot.event_corridors(dossier, ix).into_iter().map(Rec::Corridor));
    card.links(facts, "Places", snapshot.event_places(dossier, ix).into_iter().map(Rec::Place));
    card.links(facts, "Waits for", snapshot.depends_on(dossier, ix).into_iter().map(Rec::Event));
    card.links(facts, "Leads to", snapshot.dependents(ix).into_iter().map(Rec::Event));
    if !event.tags.is_empty() {
        card.text("Tags", &event.tags.join(", "), StyleRole::Quiet);
    }
}

/// One report: when it became known, what it says, who said it, the quote.
pub(super) fn statement(card: &mut RecordCard, facts: &CardFacts<'_>, label: &str, ix: EventIx, k: u32) {
    let report: &Report = &facts.dossier[ix].reports[k as usize];
    let tells = Statement::Report(ix, k);
    let mut pieces = vec![quiet(day_column(facts, report.source))];
    if let Some(status) = report.status {
        pieces.push((
            format!("{} {status} ", facts.glyphs.state(CurrentStatus::Said(status))),
            state_role(CurrentStatus::Said(status)),
        ));
    }
    if let Some(date) = &report.date {
        pieces.push(strong(format!("{} ", date.display())));
    }
    for (key, value) in &report.values {
        pieces.push(plain(format!(" {}: {value}", facts.dossier.labels.words(key))));
    }
    if !report.actors.is_empty() {
        let names: Vec<&str> = report.actors.iter().map(|&a| facts.dossier[a].name.as_str()).collect();
        pieces.push(plain(format!(" with {}", names.join(", "))));
    }
    pieces.push(quiet(said_by(facts, report)));
    card.row(label, pieces).source(facts.dossier, report.source).says(tells);
    if let Some(quote) = &report.quote {
        card.text("", &format!("  “{quote}”"), StyleRole::Text).tells(tells);
    }
    for (label, words) in REPORT.on_card(&FieldRecords::of_statements(facts.dossier, facts.snapshot), (ix, k)) {
        card.text("", &format!("  {label}: {words}"), StyleRole::Quiet).tells(tells);
    }
    if let Some(note) = &report.note {
        card.text("", &format!("  {note}"), StyleRole::Quiet).tells(tells);
    }
}

/// `  by Yerzhan Kistafin, Ambassador`, with the office on the day of publication; empty if the source names nobody.
pub(super) fn said_by(facts: &CardFacts<'_>, report: &Report) -> String {
    let Some(by) = report.by else { return String::new() };
    let day = facts.dossier.known(report.source).unwrap_or(facts.snapshot.day);
    format!("  by {}", wording::actor_on(facts.dossier, facts.snapshot, by, day))
}
