//! CSV (RFC 4180): one table a kind of record, and one a kind of statement.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers. Whoever
//! reads such a table back takes the apostrophe off again where [`is_formula`] holds for what follows it. Lists are
//! joined by `; `.

use std::io;

use crate::dossier::{About, ActorIx, Amount, ArticleIx, CorridorIx, Edtf, Kind, Rec, Spot};

use crate::story::SlipDays;

use super::clean::clean;
use super::{File, Losses, Story};

/// A cell: text is made harmless for spreadsheets, a number is not touched.
enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

type Row = Vec<Cell>;

struct Table {
    file: &'static str,
    /// The kind that it lists; `None` for a table of statements.
    kind: Option<Kind>,
    head: &'static [&'static str],
    rows: fn(&Story) -> Vec<Row>,
}

/// All tables, in the order of the files.
const TABLES: &[Table] = &[
    Table {
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
    },
    Table {
        file: "reports.csv",
        kind: None,
        head: &["event", "source", "known", "status", "date", "by", "actors", "values", "quote", "note"],
        rows: reports,
    },
    Table {
        file: "actors.csv",
        kind: Some(Kind::Actor),
        head: &["id", "name", "kind", "country", "aliases", "wikidata", "sources", "summary"],
        rows: actors,
    },
    Table {
        file: "offices.csv",
        kind: None,
        head: &["actor", "title", "organisation", "from", "to", "seen", "source", "end_source"],
        rows: offices,
    },
    Table {
        file: "positions.csv",
        kind: None,
        head: &["actor", "issue", "stance", "date", "source", "quote"],
        rows: positions,
    },
    Table {
        file: "ports.csv",
        kind: Some(Kind::Port),
        head: &[
            "id",
            "name",
            "country",
            "latitude",
            "longitude",
            "locode",
            "operator",
            "aliases",
            "sources",
            "summary",
        ],
        rows: ports,
    },
    Table {
        file: "places.csv",
        kind: Some(Kind::Place),
        head: &["id", "name", "country", "latitude", "longitude", "kind", "aliases", "sources"],
        rows: places,
    },
    Table {
        file: "corridors.csv",
        kind: Some(Kind::Corridor),
        head: &["id", "name", "status", "weakest_from", "weakest_to", "branch_of", "aliases", "sources", "summary"],
        rows: corridors,
    },
    Table {
        file: "legs.csv",
        kind: None,
        head: &["corridor", "leg", "from", "to", "mode", "length_km", "status"],
        rows: legs,
    },
    Table {
        file: "corridor-reports.csv",
        kind: None,
        head: &["corridor", "from", "to", "source", "known", "status", "date", "by", "quote", "note"],
        rows: corridor_reports,
    },
    Table {
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
    },
    Table {
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
    },
];

/// Writes one table: of the kind that all rows have, else of events. What the table has no column for is lost.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &Story, out: &mut dyn io::Write) -> io::Result<Losses> {
    let mut losses = Losses::default();
    let mut kinds = story.rows.iter().map(|rec| rec.kind());
    let kind = kinds.next().filter(|first| kinds.all(|kind| kind == *first)).unwrap_or(Kind::Event);
    let table = TABLES.iter().find(|table| table.kind == Some(kind)).expect("a table for each kind");
    let others: Vec<Kind> = Kind::ALL.iter().copied().filter(|other| *other != kind).collect();
    story.leave_out(&others, &mut losses);
    let statements = match kind {
        Kind::Event => reports(story).len(),
        Kind::Actor => offices(story).len() + positions(story).len(),
        Kind::Corridor => legs(story).len() + corridor_reports(story).len(),
        Kind::Port | Kind::Place | Kind::Article | Kind::Figure => 0,
    };
    losses.add("statements and legs, left out", statements);
    write_table(story, table, out)?;
    Ok(losses)
}

/// Writes every table as a file of its own: what is known of the rows, whole.
///
/// # Errors
/// None but those of memory.
pub fn write_files(story: &Story) -> io::Result<(Vec<File>, Losses)> {
    let mut files = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let mut bytes = Vec::new();
        write_table(story, table, &mut bytes)?;
        files.push((table.file, bytes));
    }
    let mut losses = Losses::default();
    super::markdown::lose(story, &mut losses);
    Ok((files, losses))
}

fn write_table(story: &Story, table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(table.head)?;
    for row in (table.rows)(story) {
        debug_assert_eq!(row.len(), table.head.len(), "{}", table.file);
        writer.write_record(row.into_iter().map(cell))?;
    }
    writer.flush()
}

fn cell(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(&text),
        Cell::Number(number) => number.to_string(),
        Cell::Empty => String::new(),
    }
}

/// The text, with an apostrophe before what a spreadsheet would take for a formula. Apostrophes that stand there
/// already count as text, so that taking one off gives the text back.
fn harmless(text: &str) -> String {
    let text = clean(text);
    if is_formula(&text) { format!("'{text}") } else { text.into_owned() }
}

/// Whether a spreadsheet may take this for a formula: behind apostrophes and white space stands `=`, `+`, `-` or `@`,
/// also in full width, or it begins with a tab or a new line.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['\t', '\n', '\r']) || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn maybe<T: ToString>(value: Option<T>) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Text(value.to_string()))
}

fn date(date: Option<&Edtf>) -> Cell {
    maybe(date.map(Edtf::as_str))
}

fn count(count: usize) -> Cell {
    Cell::Number(u32::try_from(count).unwrap_or(u32::MAX).into())
}

fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn days(days: i64) -> Cell {
    Cell::Number(i32::try_from(days).unwrap_or(i32::MAX).into())
}

fn joined<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Cell {
    let items: Vec<T> = items.into_iter().collect();
    text(items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join("; "))
}

fn ids<R: Into<Rec> + Copy>(story: &Story, all: &[R]) -> Cell {
    joined(all.iter().map(|rec| story.id(*rec)))
}

fn visible<R: Into<Rec> + Copy>(story: &Story, all: &[R]) -> Cell {
    joined(all.iter().filter(|rec| story.is_visible(**rec)).map(|rec| story.id(*rec)))
}

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
                joined(state.contested.iter().map(|contest| &contest.field)),
                maybe(story.summary(ix.into())),
            ]
        })
        .collect()
}

fn reports(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.events() {
        for report in story.reports(ix) {
            let values: serde_json::Map<String, serde_json::Value> = report
                .values
                .iter()
                .map(|(key, value)| (key.clone(), serde_json::to_value(value).unwrap_or_default()))
                .collect();
            rows.push(vec![
                text(story.id(ix)),
                source(story, report.source),
                maybe(story.dossier.known(report.source)),
                maybe(report.status),
                date(report.date.as_ref()),
                by(story, report.by),
                ids(story, &report.actors),
                if values.is_empty() { Cell::Empty } else { text(json(&values)) },
                maybe(report.quote.as_ref()),
                maybe(report.note.as_ref()),
            ]);
        }
    }
    rows
}

/// JSON in one line, without any control character.
fn json(values: &serde_json::Map<String, serde_json::Value>) -> String {
    crate::record_json::to_string(values)
}

fn source(story: &Story, source: Option<ArticleIx>) -> Cell {
    maybe(source.map(|ix| story.id(ix)))
}

fn by(story: &Story, by: Option<ActorIx>) -> Cell {
    maybe(by.map(|ix| story.id(ix)))
}

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

fn offices(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.actors() {
        for known in story.offices(ix) {
            let office = known.office;
            rows.push(vec![
                text(story.id(ix)),
                text(&office.title),
                by(story, office.organisation),
                date(office.from.as_ref()),
                date(known.to),
                date(office.seen.as_ref()),
                source(story, office.source),
                source(story, known.end_source),
            ]);
        }
    }
    rows
}

fn positions(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.actors() {
        for position in story.positions(ix) {
            rows.push(vec![
                text(story.id(ix)),
                text(&position.issue),
                text(&position.stance),
                date(position.date.as_ref()),
                source(story, position.source),
                maybe(position.quote.as_ref()),
            ]);
        }
    }
    rows
}

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

fn spot(story: &Story, spot: Option<Spot>) -> Cell {
    maybe(spot.map(|spot| story.id(spot)))
}

fn corridors(story: &Story) -> Vec<Row> {
    story
        .corridors()
        .map(|ix| {
            let (corridor, state) = (&story.dossier[ix], &story.snapshot[ix]);
            let weakest = leg(story, ix, state.weakest);
            vec![
                text(&corridor.id),
                text(&corridor.name),
                text(state.status.map_or("unknown", crate::dossier::CorridorStatus::word)),
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

/// The two ends of a leg.
fn leg(story: &Story, ix: CorridorIx, leg: Option<u32>) -> Option<(Spot, Spot)> {
    let leg = story.dossier[ix].legs.get(leg? as usize)?;
    Some((leg.from, leg.to))
}

fn legs(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.corridors() {
        let states = &story.snapshot[ix].legs;
        for (n, leg) in story.dossier[ix].legs.iter().enumerate() {
            rows.push(vec![
                text(story.id(ix)),
                count(n + 1),
                text(story.id(leg.from)),
                text(story.id(leg.to)),
                maybe(leg.mode),
                number(leg.length_km),
                text(
                    states
                        .get(n)
                        .and_then(|state| state.status)
                        .map_or("unknown", crate::dossier::CorridorStatus::word),
                ),
            ]);
        }
    }
    rows
}

fn corridor_reports(story: &Story) -> Vec<Row> {
    let mut rows = Vec::new();
    for ix in story.corridors() {
        for report in story.corridor_reports(ix) {
            let ends = leg(story, ix, report.leg);
            rows.push(vec![
                text(story.id(ix)),
                spot(story, ends.map(|leg| leg.0)),
                spot(story, ends.map(|leg| leg.1)),
                source(story, report.source),
                maybe(story.dossier.known(report.source)),
                maybe(report.status),
                date(report.date.as_ref()),
                by(story, report.by),
                maybe(report.quote.as_ref()),
                maybe(report.note.as_ref()),
            ]);
        }
    }
    rows
}

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
