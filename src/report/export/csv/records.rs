//! The tables of records: one row a record.

use super::cell::{Cell, by, count, date, days, ids, joined, maybe, number, source, spot, text, visible};
use super::statements::ends;
use super::{Row, Table};
use crate::dossier::{About, Amount, CorridorStatus, Edtf, Kind};
use crate::report::export::Story;
use crate::story::SlipDays;

pub const EVENTS: Table = Table {
    file: "events.csv",
    kind: Some(Kind::Event),
    head: &[
        "id",
        "title",
        "kind",
        "status",
        "date",
        "earliest",
        "latest",
        "slip_min",
        "slip_max",
        "actors",
        "ports",
        "corridors",
        "places",
        "tags",
        "depends_on",
        "sources",
        "reports",
        "origins",
        "contested",
        "summary",
    ],
    rows: events,
};

fn events(story: &Story) -> Vec<Row> {
    story
        .events()
        .map(|ix| {
            let (event, state) = story.event(ix);
            let current = state.date.as_ref();
            vec![
                text(&event.id),
                text(&event.title),
                text(event.kind.word()),
                text(state.status.word()),
                date(current),
                maybe(current.and_then(Edtf::earliest)),
                maybe(current.and_then(Edtf::latest)),
                state.slip.map_or(Cell::Empty, |slip| days(slip.0)),
                state.slip.and_then(SlipDays::at_most).map_or(Cell::Empty, days),
                ids(story, &story.participants(ix)),
                visible(story, &event.ports),
                visible(story, &event.corridors),
                visible(story, &event.places),
                joined(&event.tags),
                visible(story, &event.depends_on),
                ids(story, &story.sources_of_reports(ix)),
                count(state.known.len()),
                count(state.origins),
                joined(story.contested_fields(ix)),
                maybe(story.summary(ix.into())),
            ]
        })
        .collect()
}

pub const ACTORS: Table = Table {
    file: "actors.csv",
    kind: Some(Kind::Actor),
    head: &["id", "name", "kind", "country", "aliases", "wikidata", "sources", "summary"],
    rows: actors,
};

fn actors(story: &Story) -> Vec<Row> {
    story
        .actors()
        .map(|ix| {
            let actor = &story.dossier[ix];
            vec![
                text(&actor.id),
                text(&actor.name),
                text(actor.kind.word()),
                maybe(actor.country.as_ref()),
                joined(&actor.aliases),
                maybe(actor.wikidata.as_ref()),
                ids(story, &story.known_articles(&actor.sources).collect::<Vec<_>>()),
                maybe(story.summary(ix.into())),
            ]
        })
        .collect()
}

pub const PORTS: Table = Table {
    file: "ports.csv",
    kind: Some(Kind::Port),
    head: &["id", "name", "country", "latitude", "longitude", "locode", "operator", "aliases", "sources", "summary"],
    rows: ports,
};

fn ports(story: &Story) -> Vec<Row> {
    story
        .ports()
        .map(|ix| {
            let port = &story.dossier[ix];
            vec![
                text(&port.id),
                text(&port.name),
                text(&port.country),
                number(port.coordinates.map(|at| at.latitude)),
                number(port.coordinates.map(|at| at.longitude)),
                maybe(port.locode.as_ref()),
                maybe(port.operator.as_ref()),
                joined(&port.aliases),
                ids(story, &story.known_articles(&port.sources).collect::<Vec<_>>()),
                maybe(story.summary(ix.into())),
            ]
        })
        .collect()
}

pub const PLACES: Table = Table {
    file: "places.csv",
    kind: Some(Kind::Place),
    head: &["id", "name", "country", "latitude", "longitude", "kind", "aliases", "sources"],
    rows: places,
};

fn places(story: &Story) -> Vec<Row> {
    story
        .places()
        .map(|ix| {
            let place = &story.dossier[ix];
            vec![
                text(&place.id),
                text(&place.name),
                maybe(place.country.as_ref()),
                number(place.coordinates.map(|at| at.latitude)),
                number(place.coordinates.map(|at| at.longitude)),
                maybe(place.kind),
                joined(&place.aliases),
                ids(story, &story.known_articles(&place.sources).collect::<Vec<_>>()),
            ]
        })
        .collect()
}

pub const CORRIDORS: Table = Table {
    file: "corridors.csv",
    kind: Some(Kind::Corridor),
    head: &["id", "name", "status", "weakest_from", "weakest_to", "branch_of", "aliases", "sources", "summary"],
    rows: corridors,
};

fn corridors(story: &Story) -> Vec<Row> {
    story
        .corridors()
        .map(|ix| {
            let (corridor, state) = (&story.dossier[ix], &story.snapshot[ix]);
            let weakest = ends(story, ix, state.weakest);
            vec![
                text(&corridor.id),
                text(&corridor.name),
                text(state.status.map_or("unknown", CorridorStatus::word)),
                spot(story, weakest.map(|leg| leg.0)),
                spot(story, weakest.map(|leg| leg.1)),
                maybe(corridor.branch_of.filter(|ix| story.is_visible(*ix)).map(|ix| story.id(ix))),
                joined(&corridor.aliases),
                ids(story, &story.known_articles(&corridor.sources).collect::<Vec<_>>()),
                maybe(story.summary(ix.into())),
            ]
        })
        .collect()
}

pub const ARTICLES: Table = Table {
    file: "articles.csv",
    kind: Some(Kind::Article),
    head: &[
        "id",
        "title",
        "outlet",
        "url",
        "published",
        "earliest",
        "latest",
        "retrieved",
        "language",
        "kind",
        "based_on",
        "relays",
        "tags",
        "summary",
    ],
    rows: articles,
};

fn articles(story: &Story) -> Vec<Row> {
    story
        .articles()
        .map(|ix| {
            let article = story.article(ix);
            let (earliest, latest) = story.dossier.articles.published(ix);
            vec![
                text(article.id),
                text(article.title),
                text(article.outlet),
                maybe(article.url),
                maybe(article.published),
                maybe(earliest),
                maybe(latest),
                date(story.retrieved(ix).as_ref()),
                maybe(article.language),
                maybe(article.kind),
                ids(story, &story.known_articles(article.based_on).collect::<Vec<_>>()),
                maybe(article.relays),
                joined(article.tags),
                maybe(article.summary),
            ]
        })
        .collect()
}

pub const FIGURES: Table = Table {
    file: "figures.csv",
    kind: Some(Kind::Figure),
    head: &[
        "id",
        "about",
        "metric",
        "kind",
        "value",
        "min",
        "max",
        "unit",
        "period",
        "definition",
        "by",
        "source",
        "quote",
    ],
    rows: figures,
};

fn figures(story: &Story) -> Vec<Row> {
    story
        .figures()
        .map(|ix| {
            let figure = &story.dossier[ix];
            let (value, min, max) = match figure.amount {
                Amount::Exactly(value) => (Some(value), None, None),
                Amount::Range { min, max } => (None, min, max),
            };
            vec![
                text(&figure.key),
                text(match figure.about {
                    About::Story => "story",
                    About::Rec(rec) => story.id(rec),
                }),
                text(&figure.metric),
                maybe(figure.kind),
                number(value),
                number(min),
                number(max),
                text(&figure.unit),
                date(figure.period.as_ref()),
                maybe(figure.definition.as_ref()),
                by(story, figure.by),
                source(story, Some(figure.source)),
                maybe(figure.quote.as_ref()),
            ]
        })
        .collect()
}
