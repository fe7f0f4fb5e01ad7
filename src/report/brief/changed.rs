//! The section on changes: the weightiest change of each record, the most reported records first.

use std::cmp::Reverse;

use hashbrown::HashMap;

use crate::dossier::date::display_day;
use crate::dossier::{Dossier, FigureIx, Rec};
use crate::report::wording;
use crate::story::Statement;
use crate::story::change::{ChangeKind, Newness, StoryChange};

use super::{BriefDraft, BriefDrafts, BriefSince, BriefWriter, MOST, ranked};

/// The weight of a kind of change; lower is weightier. `None` for changes that a page only counts and the full brief
/// lists: further sources, articles, and things that became overdue, which have a section of their own.
fn tier(kind: ChangeKind) -> Option<u8> {
    match kind {
        ChangeKind::Status | ChangeKind::Date | ChangeKind::Edited | ChangeKind::Corridor | ChangeKind::NewRecord => {
            Some(0)
        }
        ChangeKind::Contested | ChangeKind::Settled => Some(1),
        ChangeKind::Office | ChangeKind::OfficeEnd | ChangeKind::Position => Some(2),
        ChangeKind::Values | ChangeKind::Figure => Some(3),
        ChangeKind::Overdue | ChangeKind::Source | ChangeKind::Article => None,
    }
}

/// One change of each record on a page, every change in full.
pub(super) fn changed(writer: &BriefWriter, since: BriefSince<'_>) -> BriefDrafts {
    let snapshot = writer.snapshot;
    let mut said: HashMap<Rec, usize> = HashMap::new();
    for change in since.changes {
        *said.entry(change.rec).or_default() += 1;
    }
    let origins = |rec: Rec| if let Rec::Event(ix) = rec { snapshot[ix].origins } else { 0 };
    let full = writer.most(1) > 1;
    let mut told: Vec<(u8, &StoryChange)> = since
        .changes
        .iter()
        .filter(|change| full || change.source.is_some())
        .filter_map(|change| Some((tier(change.kind).or(full.then_some(u8::MAX))?, change)))
        .collect();
    // The records with the most reports come first, then those with the most origins, then the newest.
    told.sort_by(|(a_tier, a), (b_tier, b)| {
        let weight = |tier: u8, change: &StoryChange| {
            (tier, Reverse(said[&change.rec]), Reverse(origins(change.rec)), Reverse(change.known))
        };
        weight(*a_tier, a).cmp(&weight(*b_tier, b)).then_with(|| a.key.cmp(&b.key))
    });
    if !full {
        let mut met = hashbrown::HashSet::new();
        told.retain(|(_, change)| met.insert(change.rec));
    }
    let all = ranked(told.into_iter().take(writer.most(MOST)).map(|(_, change)| sentence(writer, change)));
    let total = since.changes.len();
    let added = since.changes.iter().filter(|change| change.newness == Newness::Added).count();
    let mut heading = heading(&since);
    if added > 0 {
        let older = wording::count(added, "older one", "older ones");
        heading = format!("{heading}: {} published, {older} added to the files", total - added);
    }
    let empty = if total == 0 { "Nothing changed." } else { "Only further sources and articles." };
    let day = if since.visit { "last".to_owned() } else { since.day.map(|day| day.to_string()).unwrap_or_default() };
    let command = writer.command(&format!("brief --full --since {day}"));
    BriefDrafts { heading, all, fewest: 3, total, query: None, command, empty }
}

fn heading(since: &BriefSince<'_>) -> String {
    let day = since.day.map(display_day).unwrap_or_default();
    match (since.visit, day.as_str()) {
        (true, "") => "What changed since the last visit".to_owned(),
        (true, day) => format!("What changed since the last visit, {day}"),
        (false, "") => "What changed".to_owned(),
        (false, day) => format!("What changed since {day}"),
    }
}

/// `max draught 14.5 m, 2024`
fn figure(dossier: &Dossier, ix: FigureIx) -> String {
    let figure = &dossier[ix];
    let period = figure.period.as_ref().map_or_else(String::new, |period| format!(", {}", wording::period(period)));
    format!("{} {}{period}", dossier.labels.words(&figure.metric), wording::amount(figure))
}

/// One change as a sentence: the previous value stands in parentheses, because the source does not give it.
fn sentence(writer: &BriefWriter, change: &StoryChange) -> BriefDraft {
    let label = writer.dossier.label(change.rec);
    let (mut remark, said) = words(writer.dossier, change);
    if change.newness == Newness::Added {
        remark = if remark.is_empty() { "added".to_owned() } else { format!("added; {remark}") };
    }
    let by = change.by.map(|by| format!(", says {}", writer.dossier[by].name)).unwrap_or_default();
    let lead = if remark.is_empty() { format!("{label}: ") } else { format!("{label} ({remark}): ") };
    let parts = vec![(lead, Vec::new()), (format!("{said}{by}"), change.source.into_iter().collect())];
    let event = if let Rec::Event(ix) = change.rec { Some(ix) } else { None };
    BriefDraft { parts, about: Some(change.rec), event, rank: 0 }
}

/// What a comparison shows, and what the source says.
fn words(dossier: &Dossier, change: &StoryChange) -> (String, String) {
    let field = change.field.as_deref().map(|f| dossier.labels.words(f).to_string()).unwrap_or_default();
    let to = change.to.clone().unwrap_or_default();
    let before = |what: &str| {
        let from = change.from.as_ref().map(|from| format!("{what}before {from}"));
        from.unwrap_or_default()
    };
    match change.kind {
        ChangeKind::NewRecord if to.is_empty() => {
            (format!("a new {}", change.rec.kind().singular()), says(dossier, change))
        }
        ChangeKind::NewRecord => ("new".to_owned(), to),
        ChangeKind::Status | ChangeKind::Corridor => (before(""), format!("now {to}")),
        ChangeKind::Overdue => {
            ("now overdue".to_owned(), format!("{} for {to}", change.from.as_deref().unwrap_or("expected")))
        }
        ChangeKind::Date if to.is_empty() => (before(""), "postponed without a date".to_owned()),
        ChangeKind::Date => (before(""), format!("now {to}")),
        ChangeKind::Edited => (before("date changed in the files, "), format!("now {to}")),
        ChangeKind::Contested => {
            let others = change.from.as_ref().map(|from| format!(", others {from}")).unwrap_or_default();
            (format!("{field} contested{others}"), format!("{field} {to}"))
        }
        ChangeKind::Settled => (format!("{field} no longer contested"), format!("{field} {to}")),
        ChangeKind::Values => ("given for the first time".to_owned(), to),
        ChangeKind::Office => (before(""), says(dossier, change)),
        ChangeKind::OfficeEnd => (before(""), format!("office ended {to}")),
        ChangeKind::Position => (before(""), says(dossier, change)),
        ChangeKind::Figure => match change.statement {
            Some(Statement::Figure(ix)) => (String::new(), figure(dossier, ix)),
            _ => (before(""), format!("a figure, {to}")),
        },
        ChangeKind::Source => ("a further source".to_owned(), says(dossier, change)),
        ChangeKind::Article => ("a new article".to_owned(), wording::citation(dossier, change.source)),
    }
}

/// What the statement says, in the words of lists of changes.
fn says(dossier: &Dossier, change: &StoryChange) -> String {
    let says = change.statement.map(|statement| wording::change::says(dossier, statement)).unwrap_or_default();
    if says.is_empty() { wording::citation(dossier, change.source) } else { says }
}
