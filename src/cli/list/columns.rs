//! The columns of the table, by kind, and what stands in them.

use crate::cli::table::{Column, Fit};
use crate::dossier::{
    About, ActorIx, Amount, ArticleIx, CorridorIx, CorridorStatus, Dossier, Edtf, EventIx, FigureIx, Kind, PlaceIx,
    PortIx, Rec,
};
use crate::report::wording;
use crate::story::{Length, SlipDays, Snapshot};

const fn left(head: &'static str) -> Column {
    Column { head, fit: Fit::Left }
}

const fn right(head: &'static str) -> Column {
    Column { head, fit: Fit::Right }
}

const fn cut(head: &'static str, least: usize) -> Column {
    Column { head, fit: Fit::Cut(least) }
}

/// The columns, in order. Ids, dates and numbers are never cut.
pub(super) fn of(kind: Kind) -> &'static [Column] {
    const EVENT: &[Column] = &[
        left("id"),
        left("date"),
        left("status"),
        right("slip, days"),
        right("reports"),
        right("origins"),
        cut("contested", 9),
        cut("title", 12),
    ];
    const ACTOR: &[Column] =
        &[left("id"), left("kind"), left("country"), right("events"), cut("name", 12), cut("title", 12)];
    const PORT: &[Column] =
        &[left("id"), left("country"), left("locode"), right("events"), cut("name", 12), cut("operator", 12)];
    const PLACE: &[Column] = &[left("id"), left("kind"), left("country"), right("events"), cut("name", 12)];
    const CORRIDOR: &[Column] = &[
        left("id"),
        left("status"),
        left("since"),
        right("days closed"),
        right("legs"),
        left("length"),
        right("reports"),
        cut("weakest leg", 12),
        cut("name", 12),
    ];
    const ARTICLE: &[Column] = &[left("id"), left("published"), cut("outlet", 8), cut("title", 12)];
    const FIGURE: &[Column] =
        &[left("id"), left("about"), right("amount"), cut("unit", 6), left("period"), left("kind"), left("contested")];
    match kind {
        Kind::Event => EVENT,
        Kind::Actor => ACTOR,
        Kind::Port => PORT,
        Kind::Place => PLACE,
        Kind::Corridor => CORRIDOR,
        Kind::Article => ARTICLE,
        Kind::Figure => FIGURE,
    }
}

/// The cells of a record, as many as there are columns.
pub(super) fn row(dossier: &Dossier, snapshot: &Snapshot, rec: Rec) -> Vec<String> {
    match rec {
        Rec::Event(ix) => event(dossier, snapshot, ix),
        Rec::Actor(ix) => actor(dossier, snapshot, ix),
        Rec::Port(ix) => port(dossier, snapshot, ix),
        Rec::Place(ix) => place(dossier, snapshot, ix),
        Rec::Corridor(ix) => corridor(dossier, snapshot, ix),
        Rec::Article(ix) => article(dossier, ix),
        Rec::Figure(ix) => figure(dossier, snapshot, ix),
    }
}

fn event(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> Vec<String> {
    let (event, state) = (&dossier[ix], &snapshot[ix]);
    // Forecasts and outcomes may disagree on the same key; here it stands once.
    let mut contested: Vec<&str> = state.contested.iter().map(|contest| contest.field.as_str()).collect();
    contested.dedup();
    vec![
        event.id.clone(),
        state.date.as_ref().map(Edtf::display).unwrap_or_default(),
        state.status.word().to_owned(),
        state.slip.map(days).unwrap_or_default(),
        state.known.len().to_string(),
        state.origins.to_string(),
        contested.join(", "),
        event.title.clone(),
    ]
}

fn actor(dossier: &Dossier, snapshot: &Snapshot, ix: ActorIx) -> Vec<String> {
    let (actor, state) = (&dossier[ix], &snapshot[ix]);
    vec![
        actor.id.clone(),
        actor.kind.word().to_owned(),
        actor.country.clone().unwrap_or_default(),
        state.events.len().to_string(),
        actor.name.clone(),
        snapshot.office_on(dossier, ix, snapshot.day).map(|office| office.title.clone()).unwrap_or_default(),
    ]
}

fn port(dossier: &Dossier, snapshot: &Snapshot, ix: PortIx) -> Vec<String> {
    let port = &dossier[ix];
    vec![
        port.id.clone(),
        port.country.clone(),
        port.locode.clone().unwrap_or_default(),
        snapshot[ix].events.len().to_string(),
        port.name.clone(),
        port.operator.clone().unwrap_or_default(),
    ]
}

fn place(dossier: &Dossier, snapshot: &Snapshot, ix: PlaceIx) -> Vec<String> {
    let place = &dossier[ix];
    vec![
        place.id.clone(),
        place.kind.map(|kind| kind.word().to_owned()).unwrap_or_default(),
        place.country.clone().unwrap_or_default(),
        snapshot[ix].events.len().to_string(),
        place.name.clone(),
    ]
}

fn corridor(dossier: &Dossier, snapshot: &Snapshot, ix: CorridorIx) -> Vec<String> {
    let (corridor, state) = (&dossier[ix], &snapshot[ix]);
    // Where every leg is open none is weak.
    let weakest = state.weakest.filter(|_| state.status != Some(CorridorStatus::Open));
    let leg = weakest.and_then(|at| corridor.legs.get(at as usize));
    let since = state.since.map(|report| {
        let report = &corridor.reports[report as usize];
        report.date.as_ref().map_or_else(|| wording::known_day(dossier, report.source), Edtf::display)
    });
    vec![
        corridor.id.clone(),
        state.status.map_or("unknown", CorridorStatus::word).to_owned(),
        since.unwrap_or_default(),
        state.days_closed.to_string(),
        corridor.legs.len().to_string(),
        wording::length(Length::of(corridor)),
        state.known.len().to_string(),
        leg.map(|leg| format!("{}–{}", dossier.spot_name(leg.from), dossier.spot_name(leg.to))).unwrap_or_default(),
        corridor.name.clone(),
    ]
}

fn article(dossier: &Dossier, ix: ArticleIx) -> Vec<String> {
    let article = dossier.articles.get(ix);
    let published = article.published_date().map(|date| date.display());
    vec![article.id.to_owned(), published.unwrap_or_default(), article.outlet.to_owned(), article.title.to_owned()]
}

fn figure(dossier: &Dossier, snapshot: &Snapshot, ix: FigureIx) -> Vec<String> {
    let figure = &dossier[ix];
    let about = match figure.about {
        About::Story => "story",
        About::Rec(rec) => dossier.id(rec),
    };
    let rivals = snapshot.figure_rivals[ix.ix()].len();
    vec![
        figure.key.clone(),
        about.to_owned(),
        amount(figure.amount),
        figure.unit.clone(),
        figure.period.as_ref().map(Edtf::display).unwrap_or_default(),
        figure.kind.map(|kind| kind.word().to_owned()).unwrap_or_default(),
        if rivals == 0 { String::new() } else { format!("by {rivals}") },
    ]
}

/// `14.5`, `10–12`, `≥ 10`: to the last digit, as other programs read numbers.
fn amount(amount: Amount) -> String {
    match amount {
        Amount::Exactly(value) => value.to_string(),
        Amount::Range { min: Some(min), max: Some(max) } => format!("{min}–{max}"),
        Amount::Range { min: Some(min), max: None } => format!("≥ {min}"),
        Amount::Range { min: None, max: Some(max) } => format!("≤ {max}"),
        Amount::Range { min: None, max: None } => String::new(),
    }
}

fn days(slip: SlipDays) -> String {
    match (slip.0, slip.at_most()) {
        (min, None) => format!("≥ {min}"),
        (min, Some(max)) if min == max => min.to_string(),
        (min, Some(max)) => format!("{min}–{max}"),
    }
}
