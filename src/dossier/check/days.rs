//! Days that cannot be right: those of sources and of the author's search, and those of what a source tells as past although
//! they came after it.

use chrono::{Datelike as _, NaiveDate};

use super::CheckFinding;
use crate::dossier::record::{ArticleIx, FigureKind, Rec, ReportStatus, SourcePlace};
use crate::dossier::{ActorIx, Dossier, EdtfDate, EventIx, FigureIx};

/// Dates on which no source can have been read: they hide what it says, or show it too early.
pub(super) fn check_article(
    dossier: &Dossier,
    ix: ArticleIx,
    today: Option<NaiveDate>,
    found: &mut dyn FnMut(CheckFinding),
) {
    let (published, retrieved) = (dossier.articles.published(ix), dossier.articles.retrieved(ix));
    for (key, (earliest, latest)) in [("published", published), ("retrieved", retrieved)] {
        if earliest.zip(last(today)).is_some_and(|(earliest, last)| earliest > last) {
            found(CheckFinding::AfterToday(ix, key));
        }
        if latest.is_some_and(|latest| latest.year() < 1900) {
            found(CheckFinding::Before1900(ix, key));
        }
    }
}

/// The day until which the author looked: one to come, or of another century, is mistyped, and silence is counted wrongly.
pub(super) fn check_story(dossier: &Dossier, today: Option<NaiveDate>, found: &mut dyn FnMut(CheckFinding)) {
    let Some(date) = &dossier.story.researched else { return };
    if date.earliest().zip(last(today)).is_some_and(|(earliest, last)| earliest > last) {
        found(CheckFinding::Researched("lies after today; nobody has looked that far"));
    }
    if date.latest().is_some_and(|latest| latest.year() < 1900) {
        found(CheckFinding::Researched("lies before 1900; no silence is counted after that"));
    }
}

/// Somewhere on earth it may be a day later.
fn last(today: Option<NaiveDate>) -> Option<NaiveDate> {
    today.and_then(|today| today.succ_opt())
}

/// A date on which something was so, as a source says.
struct PastDate<'a> {
    about: Rec,
    at: SourcePlace,
    key: &'static str,
    date: Option<&'a EdtfDate>,
    source: Option<ArticleIx>,
}

/// Calls `found` for each date of something past that begins after its source is known.
pub(super) fn check_past(dossier: &Dossier, found: &mut dyn FnMut(CheckFinding)) {
    for past in past_dates(dossier) {
        // A source that cannot be read is a fault of its own, and stands for no article.
        let Some(source) = past.source.filter(|source| source.ix() < dossier.articles.len()) else { continue };
        let begins = past.date.and_then(EdtfDate::earliest);
        let (Some(date), Some(begins), Some(known)) = (past.date, begins, dossier.articles.known(source)) else {
            continue;
        };
        if begins > known {
            let date = date.as_str().to_owned();
            found(CheckFinding::AheadOfSource { about: past.about, at: past.at, key: past.key, date, source });
        }
    }
}

/// The dates of all statements that a source can make only of what is past. An office may be announced, a way closed from
/// a later day, and a capacity or tariff set for a year to come.
fn past_dates(dossier: &Dossier) -> impl Iterator<Item = PastDate<'_>> {
    let ix = |ix: usize| u32::try_from(ix).unwrap_or(u32::MAX);
    let came_about = |status| matches!(status, Some(ReportStatus::Happened | ReportStatus::Partly));
    let events = dossier.events.iter().enumerate().flat_map(move |(n, event)| {
        let (about, reports) = (Rec::Event(EventIx(ix(n))), event.reports.iter());
        let past = reports.filter(move |report| came_about(report.status));
        past.map(move |r| PastDate { about, at: r.at, key: "date", date: r.date.as_ref(), source: r.source })
    });
    let actors = dossier.actors.iter().enumerate().flat_map(move |(n, actor)| {
        let about = Rec::Actor(ActorIx(ix(n)));
        let seen = actor.offices.iter().map(move |o| PastDate {
            about,
            at: o.at,
            key: "seen",
            date: o.seen.as_ref(),
            source: o.source,
        });
        let said = actor.positions.iter().map(move |p| PastDate {
            about,
            at: p.at,
            key: "date",
            date: p.date.as_ref(),
            source: p.source,
        });
        seen.chain(said)
    });
    let is_counted = |kind| {
        use FigureKind::{Change, Count, Level, Rank, Share, Throughput};
        matches!(kind, Some(Level | Count | Share | Throughput | Change | Rank))
    };
    let figures = dossier.figures.iter().enumerate().filter(move |(_, figure)| is_counted(figure.kind));
    let figures = figures.map(move |(n, f)| PastDate {
        about: Rec::Figure(FigureIx(ix(n))),
        at: f.at,
        key: "period",
        date: f.period.as_ref(),
        source: Some(f.source),
    });
    events.chain(actors).chain(figures)
}
