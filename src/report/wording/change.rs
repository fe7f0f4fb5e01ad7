//! One line for a change: what moved, from what to what, and who said it. The source is shown next to it.

use crate::dossier::date::display_day;
use crate::dossier::{Dossier, EdtfDate, Kind, Office, Rec, Report};
use crate::story::Statement;
use crate::story::change::{ChangeKind, StoryChange};
use crate::text;

use super::{amount, number, period, slug};

/// What changed, in one line: `date now 3–4 Feb 2026; was Nov 2025, Pakistan Foreign Ministry`.
#[must_use]
pub fn change(dossier: &Dossier, change: &StoryChange) -> String {
    let mut words = what(dossier, change);
    if let Some(by) = change.by {
        words.push_str(", ");
        words.push_str(&dossier[by].name);
    }
    words
}

/// When it became known, as exactly as that is known, see [`known_day`](super::known_day); that a date has passed is known to the day.
#[must_use]
pub fn known_day(dossier: &Dossier, change: &StoryChange) -> String {
    match (change.kind, change.known) {
        (ChangeKind::Overdue, Some(day)) => display_day(day),
        _ => super::known_day(dossier, change.source),
    }
}

/// [`known_day`] without the year in at most so many columns: `1 Jul`, `c. 1 Jul`, `Jul`; where that needs more, the day by which
/// it was known. Empty if no day is known.
#[must_use]
pub fn known_day_short(dossier: &Dossier, change: &StoryChange, columns: usize) -> String {
    let Some(day) = change.known else { return String::new() };
    let source = change.source.filter(|_| change.kind != ChangeKind::Overdue);
    let exact = EdtfDate::day(day);
    let published = source.map_or(Some(exact.clone()), |source| dossier.articles.get(source).published_date());
    let short = published.and_then(|date| date.display_in_year()).filter(|words| text::width(words) <= columns);
    short.unwrap_or_else(|| format!("by {}", exact.display_in_year().unwrap_or_default()))
}

fn what(dossier: &Dossier, change: &StoryChange) -> String {
    let (from, to) = (change.from.as_deref(), change.to.as_deref());
    let field = || slug(dossier, change.field.as_deref().unwrap_or_default());
    match change.kind {
        ChangeKind::NewRecord => {
            let says = said(dossier, change);
            let kind = change.rec.kind().singular();
            if says.is_empty() { format!("new {kind}") } else { format!("new {kind}: {says}") }
        }
        ChangeKind::Status => {
            let date = report(dossier, change.statement).and_then(|r| r.date.as_ref());
            let date = date.map(|d| format!(" {}", d.display())).unwrap_or_default();
            match (from, to) {
                (Some(from), Some(to)) => format!("{to}{date}, was {from}"),
                (_, to) => format!("{}{date}", to.unwrap_or("status unknown")),
            }
        }
        ChangeKind::Overdue => {
            format!("overdue: {} for {}", from.unwrap_or("expected"), to.unwrap_or("an earlier day"))
        }
        ChangeKind::Date => match (from, to) {
            (Some(from), Some(to)) => format!("date now {to}; was {from}"),
            (None, Some(to)) => format!("date given: {to}"),
            (from, None) => format!("put off from {}, no new date", from.unwrap_or("an unknown day")),
        },
        ChangeKind::Edited => {
            format!("date changed from {} to {}", from.unwrap_or("none"), to.unwrap_or("none"))
        }
        ChangeKind::Contested => match (from, to) {
            (Some(from), Some(to)) => format!("{} contested: {}, others {}", field(), grouped(to), grouped(from)),
            _ => format!("{} contested", field()),
        },
        ChangeKind::Settled => to.map_or_else(
            || format!("{} no longer contested", field()),
            |to| format!("{} no longer contested: {to}", field()),
        ),
        ChangeKind::Values => grouped(to.unwrap_or_default()),
        ChangeKind::OfficeEnd => {
            let end = to.map(|to| format!(", until {to}")).unwrap_or_default();
            format!("left office: {}{end}", from.unwrap_or_default())
        }
        ChangeKind::Office => format!("office: {}", said(dossier, change)),
        ChangeKind::Position => {
            let stance = said(dossier, change);
            from.map_or_else(|| format!("stance on {stance}"), |from| format!("stance on {stance}, was: {from}"))
        }
        ChangeKind::Figure => said(dossier, change),
        ChangeKind::Corridor => corridor(dossier, change),
        ChangeKind::Source => {
            let says = said(dossier, change);
            if says.is_empty() { "further source".to_owned() } else { format!("further source: {says}") }
        }
        ChangeKind::Article => "new article".to_owned(),
    }
}

/// Long whole numbers with digit grouping; other text unchanged.
#[must_use]
pub fn grouped(text: &str) -> String {
    let word = |word: &str| match word.parse() {
        Ok(n) if word.len() > 4 && word.bytes().all(|b| b.is_ascii_digit()) => number(n),
        _ => word.to_owned(),
    };
    let ends = |c: char| matches!(c, ' ' | ',' | '–');
    text.split_inclusive(ends)
        .map(|part| part.split_at(part.trim_end_matches(ends).len()))
        .map(|(w, e)| word(w) + e)
        .collect()
}

/// The values that a report gives, each with its name: `documents 37`.
pub fn values(dossier: &Dossier, report: &Report) -> impl Iterator<Item = String> {
    report.values.iter().map(|(key, value)| grouped(&format!("{} {value}", slug(dossier, key))))
}

/// `Torkham–Kabul: closed, was open`.
fn corridor(dossier: &Dossier, change: &StoryChange) -> String {
    let now = change.to.as_deref().unwrap_or("unknown");
    let was = change.from.as_ref().map(|from| format!(", was {from}")).unwrap_or_default();
    match leg(dossier, change.statement) {
        Some(leg) => format!("{leg}: {now}{was}"),
        None => format!("{now}{was}"),
    }
}

fn leg(dossier: &Dossier, statement: Option<Statement>) -> Option<String> {
    let Some(Statement::OnCorridor(ix, k)) = statement else { return None };
    let corridor = &dossier[ix];
    let leg = corridor.legs.get(corridor.reports[k as usize].leg? as usize)?;
    Some(format!("{}–{}", dossier.spot_name(leg.from), dossier.spot_name(leg.to)))
}

fn report(dossier: &Dossier, statement: Option<Statement>) -> Option<&Report> {
    let Some(Statement::Report(ix, k)) = statement else { return None };
    dossier[ix].reports.get(k as usize)
}

/// What the statement of a change says; empty if there is none.
fn said(dossier: &Dossier, change: &StoryChange) -> String {
    change.statement.map(|statement| says(dossier, statement)).unwrap_or_default()
}

/// What a statement says, without speaker and source.
#[must_use]
pub fn says(dossier: &Dossier, statement: Statement) -> String {
    match statement {
        Statement::Report(ix, k) => {
            let report = &dossier[ix].reports[k as usize];
            let mut parts: Vec<String> = report.status.iter().map(ToString::to_string).collect();
            parts.extend(report.date.as_ref().map(crate::dossier::EdtfDate::display));
            if report.status.is_none() {
                parts.extend(values(dossier, report));
            }
            parts.join(", ")
        }
        Statement::OnCorridor(ix, k) => {
            let status = dossier[ix].reports[k as usize].status.map(|s| s.word().to_owned());
            let parts = [leg(dossier, Some(statement)), status];
            parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
        }
        Statement::Office(ix, k) => office(dossier, &dossier[ix].offices[k as usize]),
        Statement::Position(ix, k) => {
            let position = &dossier[ix].positions[k as usize];
            format!("{}: {}", slug(dossier, &position.issue), position.stance)
        }
        Statement::Figure(ix) => {
            let figure = &dossier[ix];
            let period = figure.period.as_ref().map(|p| format!(", {}", period(p))).unwrap_or_default();
            format!("{} {}{period}", slug(dossier, &figure.metric), amount(figure))
        }
    }
}

/// `Minister of Foreign Affairs, from Apr 2023`; with an end only if the same article gives it.
fn office(dossier: &Dossier, office: &Office) -> String {
    let mut words = office.title.clone();
    if let Some(organisation) = office.organisation {
        words = format!("{words}, {}", dossier.label(Rec::Actor(organisation)));
    }
    let to = office.to.as_ref().filter(|_| office.end_source.is_none());
    match (&office.from, to) {
        (Some(from), Some(to)) => format!("{words}, {}–{}", from.display(), to.display()),
        (Some(from), None) => format!("{words}, from {}", from.display()),
        (None, Some(to)) => format!("{words}, until {}", to.display()),
        (None, None) => words,
    }
}

/// The name shown for a change: the record's name, or for a figure about the story what was measured.
#[must_use]
pub fn changed(dossier: &Dossier, rec: Rec) -> String {
    match rec.kind() {
        Kind::Figure => slug(dossier, dossier.label(rec)),
        _ => dossier.label(rec).to_owned(),
    }
}
