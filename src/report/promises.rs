//! The ledger as it is shown: its groups, the query that finds each, and its rows in their order.
//!
//! The outcome of a promise is computed by [`crate::story::LedgerRow`]; screen and exports show it in these groups.

use chrono::NaiveDate;

use crate::dossier::{Actor, ActorKind, Dossier, EdtfDate, EventIx};
use crate::story::{LedgerRow, PromiseOutcome, PromisedBy, Snapshot};
use crate::text;

/// A group of the ledger: an outcome, and for pending promises how soon they are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the titles say what they are
pub enum LedgerGroup {
    Overdue,
    DueIn7,
    DueIn30,
    DueIn90,
    DueLater,
    Postponed,
    Undated,
    Partly,
    Late,
    Early,
    Kept,
    Cancelled,
    Denied,
}

impl LedgerGroup {
    /// All groups, in the order of the ledger.
    pub const ALL: &[LedgerGroup] = &[
        LedgerGroup::Overdue,
        LedgerGroup::DueIn7,
        LedgerGroup::DueIn30,
        LedgerGroup::DueIn90,
        LedgerGroup::DueLater,
        LedgerGroup::Postponed,
        LedgerGroup::Undated,
        LedgerGroup::Partly,
        LedgerGroup::Late,
        LedgerGroup::Early,
        LedgerGroup::Kept,
        LedgerGroup::Cancelled,
        LedgerGroup::Denied,
    ];

    /// The heading of its rows.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            LedgerGroup::Overdue => "Overdue",
            LedgerGroup::DueIn7 => "Due within 7 days",
            LedgerGroup::DueIn30 => "Due within 30 days",
            LedgerGroup::DueIn90 => "Due within 90 days",
            LedgerGroup::DueLater => "Due later",
            LedgerGroup::Postponed => "Postponed",
            LedgerGroup::Undated => "Promised without a date",
            LedgerGroup::Partly => "Came about in part",
            LedgerGroup::Late => "Came about late",
            LedgerGroup::Early => "Came about early",
            LedgerGroup::Kept => "Came about as promised",
            LedgerGroup::Cancelled => "Cancelled",
            LedgerGroup::Denied => "Denied",
        }
    }

    /// The query that finds its events.
    #[must_use]
    pub fn query(self) -> &'static str {
        match self {
            LedgerGroup::Overdue => "ledger:overdue",
            LedgerGroup::DueIn7 => "ledger:due due:0..7",
            LedgerGroup::DueIn30 => "ledger:due due:8..30",
            LedgerGroup::DueIn90 => "ledger:due due:31..90",
            LedgerGroup::DueLater => "ledger:due due:>90",
            LedgerGroup::Postponed => "ledger:postponed",
            LedgerGroup::Undated => "ledger:undated",
            LedgerGroup::Partly => "ledger:partly",
            LedgerGroup::Late => "ledger:late",
            LedgerGroup::Early => "ledger:early",
            LedgerGroup::Kept => "ledger:kept",
            LedgerGroup::Cancelled => "ledger:cancelled",
            LedgerGroup::Denied => "ledger:denied",
        }
    }

    /// The group of an event; `None` if it is not in the ledger.
    #[must_use]
    pub fn of(snapshot: &Snapshot, event: EventIx) -> Option<LedgerGroup> {
        Some(match snapshot[event].ledger?.outcome {
            PromiseOutcome::Overdue => LedgerGroup::Overdue,
            PromiseOutcome::Due => match snapshot.due_days(event) {
                Some(..=7) => LedgerGroup::DueIn7,
                Some(..=30) => LedgerGroup::DueIn30,
                Some(..=90) => LedgerGroup::DueIn90,
                _ => LedgerGroup::DueLater,
            },
            PromiseOutcome::Postponed => LedgerGroup::Postponed,
            PromiseOutcome::Undated => LedgerGroup::Undated,
            PromiseOutcome::Partly => LedgerGroup::Partly,
            PromiseOutcome::Late => LedgerGroup::Late,
            PromiseOutcome::Early => LedgerGroup::Early,
            PromiseOutcome::Kept => LedgerGroup::Kept,
            PromiseOutcome::Cancelled => LedgerGroup::Cancelled,
            PromiseOutcome::Denied => LedgerGroup::Denied,
        })
    }
}

/// An event of the ledger, with its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its group.
    pub group: LedgerGroup,
    /// Which event.
    pub event: EventIx,
    /// What was promised, and the outcome.
    pub row: LedgerRow,
}

/// Those of these events that are in the ledger, by group and, within a group, by the day at which they stand in time, see
/// [`crate::story::EventState::stands_at`]; those without a date by the first one that was given. Equals stay in their order.
#[must_use]
pub fn ledger(dossier: &Dossier, snapshot: &Snapshot, events: impl Iterator<Item = EventIx>) -> Vec<LedgerEntry> {
    let entry =
        |event| Some(LedgerEntry { group: LedgerGroup::of(snapshot, event)?, event, row: snapshot[event].ledger? });
    let mut entries: Vec<LedgerEntry> = events.filter_map(entry).collect();
    let due = |entry: &LedgerEntry| {
        let state = &snapshot[entry.event];
        let first = || entry.row.first_date(&dossier[entry.event].reports).and_then(EdtfDate::latest);
        if state.date.is_some() { state.stands_at() } else { first().unwrap_or(NaiveDate::MAX) }
    };
    entries.sort_by_cached_key(|entry| (entry.group, due(entry)));
    entries
}

/// Who promised something, in one line: a speaker by name; an outlet is marked as such.
#[must_use]
pub fn promised_by(dossier: &Dossier, row: LedgerRow) -> String {
    match row.by {
        PromisedBy::Speaker(actor) => dossier[actor].name.clone(),
        PromisedBy::Outlet(article) => format!("{} (outlet)", dossier.articles.get(article).outlet),
        PromisedBy::Nobody => "nobody named".to_owned(),
    }
}

/// [`promised_by`] in few columns: the fullest wording that they hold, else the shortest one. A person has the last name and
/// the country, a body its country or the initials that are among its aliases; an outlet stands in brackets.
#[must_use]
pub fn promised_by_short(dossier: &Dossier, row: LedgerRow, columns: usize) -> String {
    let wordings = match row.by {
        PromisedBy::Speaker(actor) => wordings_of_speaker(&dossier[actor]),
        PromisedBy::Outlet(article) => {
            let outlet = dossier.articles.get(article).outlet;
            vec![promised_by(dossier, row), format!("({outlet})"), format!("({})", short_outlet(outlet))]
        }
        PromisedBy::Nobody => vec![promised_by(dossier, row)],
    };
    let width = |words: &String| text::width(&text::safe(words));
    let fits = wordings.iter().find(|words| width(words) <= columns);
    fits.or_else(|| wordings.iter().min_by_key(|words| width(words))).cloned().unwrap_or_default()
}

fn wordings_of_speaker(actor: &Actor) -> Vec<String> {
    let last = actor.name.rsplit(' ').next().unwrap_or(&actor.name);
    let name = if actor.kind == ActorKind::Person { last } else { &actor.name };
    // A state is its country.
    let country = actor.country.as_ref().filter(|_| actor.kind != ActorKind::State);
    let whole = country.map(|country| format!("{name}, {country}"));
    let initials = if actor.kind == ActorKind::Organisation { initials_of(actor) } else { None };
    whole.into_iter().chain([name.to_owned()]).chain(initials.map(str::to_owned)).collect()
}

/// The alias of a body that is made of the first letters of its name, as far as it goes: `ADB`, `NLC`. `None` for a name of one
/// word, or in a script without capitals.
fn initials_of(actor: &Actor) -> Option<&str> {
    let words = actor.name.split([' ', '-']).filter(|word| word.starts_with(char::is_uppercase));
    let initials: String = words.filter_map(|word| word.chars().next()).collect();
    if initials.chars().count() < 2 {
        return None;
    }
    let is_initials = |alias: &&str| {
        let is_short = alias.chars().count() > 1 && alias.chars().all(char::is_uppercase);
        is_short && (alias.starts_with(&initials) || initials.starts_with(*alias))
    };
    actor.aliases.iter().map(String::as_str).find(is_initials)
}

/// An outlet without its article, and without the one through which it came.
fn short_outlet(outlet: &str) -> &str {
    let own = [" / ", " via "].iter().filter_map(|between| outlet.find(between)).min();
    let name = &outlet[..own.unwrap_or(outlet.len())];
    name.strip_prefix("The ").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::ActorIx;

    /// Of a body with this name and these aliases.
    fn shortest(name: &str, aliases: &[&str]) -> String {
        let body = Actor {
            name: name.to_owned(),
            kind: ActorKind::Organisation,
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            ..Actor::default()
        };
        let mut dossier = Dossier::default();
        dossier.actors.push(body);
        let by = PromisedBy::Speaker(ActorIx(0));
        let row = LedgerRow { outcome: PromiseOutcome::Undated, first: None, by, by_report: 0 };
        promised_by_short(&dossier, row, 0)
    }

    #[test]
    fn a_body_is_called_by_its_initials_and_by_no_other_alias() {
        assert_eq!(shortest("Asian Development Bank", &["the lender", "ADB"]), "ADB");
        assert_eq!(shortest("National Logistics Corporation of Pakistan", &["NLC"]), "NLC");
        assert_eq!(shortest("Uzavtoyul", &["Uz Auto Road"]), "Uzavtoyul", "one word has no initials");
        assert_eq!(shortest("نیشنل لاجسٹکس", &["این ایل سی"]), "نیشنل لاجسٹکس", "a script without capitals");
        assert_eq!(shortest("United Nations", &["UNESCO for Everybody"]), "United Nations");
    }

    #[test]
    fn where_nothing_fits_the_narrowest_wording_stands() {
        assert_eq!(shortest("NLC", &["NATIONAL"]), "NLC");
    }
}
