//! `FollowTheMoney` entities as JSON lines: people, organisations, posts, events, articles and addresses, with their
//! relations.

use std::io;

use chrono::{Datelike as _, NaiveDate};
use hashbrown::HashSet;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::dossier::{ActorIx, ActorKind, ArticleIx, EdtfDate, EventIx, Kind, Rec, RecordSpot};
use crate::report::standing::standing;

use super::clean::{clean, json, line, slug, web_link};
use super::known::KnownOffice;
use super::{ExportLosses, ExportStory};

#[derive(Serialize)]
struct FtmEntity {
    id: String,
    schema: &'static str,
    properties: Map<String, Value>,
}

impl FtmEntity {
    fn new(id: impl Into<String>, schema: &'static str) -> FtmEntity {
        FtmEntity { id: id.into(), schema, properties: Map::new() }
    }

    /// Adds a value; every property of the model is a list. Does nothing if the text is empty.
    fn add(&mut self, property: &str, value: impl Into<String>) {
        let value: String = value.into();
        if value.trim().is_empty() {
            return;
        }
        let list = self.properties.entry(property).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list
            && !list.iter().any(|known| *known == value)
        {
            list.push(Value::String(value));
        }
    }

    fn add_all<T: Into<String>>(&mut self, property: &str, values: impl IntoIterator<Item = T>) {
        for value in values {
            self.add(property, value);
        }
    }
}

/// What is still to be written, and what has been.
struct FtmWork<'a, 'o> {
    story: &'a ExportStory<'a>,
    out: &'o mut dyn io::Write,
    losses: ExportLosses,
    waiting: Vec<Rec>,
    met: HashSet<Rec>,
    posts: HashSet<String>,
}

/// Writes the rows and everything they refer to, so that every reference resolves.
///
/// # Errors
/// Those of `out`.
pub fn write(story: &ExportStory, out: &mut dyn io::Write) -> io::Result<ExportLosses> {
    let rows = story.rows.iter().copied().filter(|rec| story.is_visible(*rec));
    let mut waiting: Vec<Rec> = rows.collect();
    waiting.reverse();
    let met = waiting.iter().copied().collect();
    let mut work = FtmWork { story, out, losses: ExportLosses::default(), waiting, met, posts: HashSet::new() };
    while let Some(rec) = work.waiting.pop() {
        match rec {
            Rec::Event(ix) => work.event(ix)?,
            Rec::Actor(ix) => work.actor(ix)?,
            Rec::Port(ix) => work.spot(RecordSpot::Port(ix))?,
            Rec::Place(ix) => work.spot(RecordSpot::Place(ix))?,
            Rec::Article(ix) => work.article(ix)?,
            Rec::Corridor(_) | Rec::Figure(_) => {}
        }
    }
    story.leave_out(&[Kind::Corridor, Kind::Figure], &mut work.losses);
    Ok(work.losses)
}

impl FtmWork<'_, '_> {
    fn put(&mut self, entity: &FtmEntity) -> io::Result<()> {
        writeln!(self.out, "{}", json(entity, false)?)
    }

    /// The id of a record, which is queued to be written too.
    fn refer(&mut self, rec: impl Into<Rec>) -> String {
        let rec = rec.into();
        if self.met.insert(rec) {
            self.waiting.push(rec);
        }
        self.story.id(rec).to_owned()
    }

    /// The article and link of a statement.
    fn prove(&mut self, entity: &mut FtmEntity, sources: impl IntoIterator<Item = ArticleIx>) {
        for source in sources {
            entity.add_all("sourceUrl", self.story.article(source).url.and_then(web_link));
            let id = self.refer(source);
            entity.add("proof", id);
        }
    }

    fn actor(&mut self, ix: ActorIx) -> io::Result<()> {
        let actor = &self.story.dossier.actors[ix.ix()];
        let schema = match actor.kind {
            ActorKind::Person => "Person",
            ActorKind::Organisation => "Organization",
            ActorKind::State => "PublicBody",
        };
        let mut entity = FtmEntity::new(&actor.id, schema);
        entity.add("name", line(&actor.name));
        entity.add_all("alias", actor.aliases.iter().map(|alias| line(alias)));
        entity.add_all("country", actor.country.as_ref().map(|country| country.to_ascii_lowercase()));
        entity.add_all("wikidataId", actor.wikidata.as_ref().map(|id| line(id)));
        entity.add_all("summary", self.story.summary(ix.into()).map(clean));
        let sources: Vec<ArticleIx> = self.story.known_articles(&actor.sources).collect();
        self.prove(&mut entity, sources);
        let offices: Vec<KnownOffice> = self.story.offices(ix).collect();
        entity
            .add_all("position", offices.iter().filter(|_| schema == "Person").map(|known| line(&known.office.title)));
        self.put(&entity)?;
        self.losses.add("positions on issues, left out", self.story.positions(ix).count());
        for (n, known) in offices.into_iter().enumerate() {
            if schema == "Person" {
                self.office(ix, n, &known)?;
            } else {
                self.losses.add("offices of records that are not persons, left out", 1);
            }
        }
        Ok(())
    }

    fn office(&mut self, holder: ActorIx, n: usize, known: &KnownOffice) -> io::Result<()> {
        let office = known.office;
        // In the model a post belongs to an organisation; a person cannot be a post.
        let organisation = office.organisation.filter(|ix| self.story.dossier[*ix].kind != ActorKind::Person);
        let of = organisation.map(|ix| self.refer(ix));
        let post = format!("post.{}.{}", of.as_deref().unwrap_or("none"), slug(&office.title));
        if self.posts.insert(post.clone()) {
            let mut entity = FtmEntity::new(&post, "Position");
            entity.add("name", line(&office.title));
            if let (Some(ix), Some(of)) = (organisation, of) {
                entity.add("organization", of);
                entity.add_all(
                    "country",
                    self.story.dossier[ix].country.as_ref().map(|country| country.to_ascii_lowercase()),
                );
            }
            self.put(&entity)?;
        }
        let holder = self.story.id(holder);
        let mut entity = FtmEntity::new(format!("{holder}.office.{}", n + 1), "Occupancy");
        entity.add("holder", holder);
        entity.add("post", post);
        self.date(&mut entity, "startDate", office.from.as_ref());
        self.date(&mut entity, "endDate", known.to);
        self.date(&mut entity, "date", office.seen.as_ref());
        self.prove(&mut entity, [office.source, known.end_source].into_iter().flatten());
        self.put(&entity)
    }

    /// A date as precisely as the model allows: year, month or day; for a span the first day, or the last one for
    /// `endDate`.
    fn date(&mut self, entity: &mut FtmEntity, property: &str, date: Option<&EdtfDate>) {
        let Some(date) = date else { return };
        let plain = date.as_str().trim_end_matches(['~', '?', '%']);
        if plain.len() < date.as_str().len() {
            self.losses.add("approximate or uncertain dates, written as if certain", 1);
        }
        if is_partial(plain) {
            return entity.add(property, plain);
        }
        self.losses.add("spans and open dates, written as a day", 1);
        let day = if property == "endDate" { date.latest() } else { date.earliest().or(date.latest()) };
        self.day(entity, property, day);
    }

    /// A day in a year of four digits, as the model has them.
    fn day(&mut self, entity: &mut FtmEntity, property: &str, day: Option<NaiveDate>) {
        let Some(day) = day else { return };
        if (1..=9999).contains(&day.year()) {
            entity.add(property, day.to_string());
        } else {
            self.losses.add("days outside the years 1 to 9999, left out", 1);
        }
    }

    fn event(&mut self, ix: EventIx) -> io::Result<()> {
        let story = self.story;
        let (event, state) = story.event(ix);
        let mut entity = FtmEntity::new(&event.id, "Event");
        entity.add("name", line(&event.title));
        entity.add_all("summary", story.summary(ix.into()).map(clean));
        // What was said, by whom, and apart from it what follows: the proofs below are of that alone.
        entity.add("description", line(&standing(story.dossier, story.snapshot, ix).line(story.dossier)));
        if let Some(date) = &state.date {
            let plain = date.as_str().trim_end_matches(['~', '?', '%']);
            if is_partial(plain) {
                self.date(&mut entity, "date", Some(date));
            } else {
                self.day(&mut entity, "startDate", date.earliest());
                self.day(&mut entity, "endDate", date.latest());
            }
        }
        entity.add("keywords", event.kind.word());
        entity.add("keywords", state.status.word());
        entity.add_all("keywords", event.tags.iter().map(|tag| line(tag)));
        for actor in story.participants(ix) {
            let id = self.refer(actor);
            entity.add("involved", id);
        }
        for &spot in &event.places {
            entity.add("location", line(story.label(spot)));
            let id = self.refer(spot);
            entity.add("addressEntity", id);
        }
        self.prove(&mut entity, story.sources_of_reports(ix));
        self.losses.add("reports on events, only their sources kept", state.known.len());
        self.losses.add("disagreements between sources, left out", state.contested.len());
        self.put(&entity)
    }

    fn spot(&mut self, spot: RecordSpot) -> io::Result<()> {
        let story = self.story;
        let (country, at, aliases, sources, word) = match spot {
            RecordSpot::Port(ix) => {
                let port = &story.dossier.ports[ix.ix()];
                (Some(&port.country), port.coordinates, &port.aliases, &port.sources, "port")
            }
            RecordSpot::Place(ix) => {
                let place = &story.dossier.places[ix.ix()];
                let word = place.kind.map_or("place", crate::dossier::PlaceKind::word);
                (place.country.as_ref(), place.coordinates, &place.aliases, &place.sources, word)
            }
        };
        let mut entity = FtmEntity::new(story.id(spot), "Address");
        entity.add("name", line(story.label(spot)));
        entity.add("full", line(story.label(spot)));
        entity.add_all("alias", aliases.iter().map(|alias| line(alias)));
        entity.add_all("country", country.map(|country| country.to_ascii_lowercase()));
        entity.add_all("latitude", at.map(|at| at.latitude.to_string()));
        entity.add_all("longitude", at.map(|at| at.longitude.to_string()));
        entity.add("keywords", word);
        entity.add_all("summary", story.summary(spot.into()).map(clean));
        let sources: Vec<ArticleIx> = story.known_articles(sources).collect();
        self.prove(&mut entity, sources);
        self.put(&entity)
    }

    fn article(&mut self, ix: ArticleIx) -> io::Result<()> {
        let article = self.story.article(ix);
        let mut entity = FtmEntity::new(article.id, "Article");
        entity.add("title", line(article.title));
        entity.add("name", line(article.title));
        entity.add("publisher", line(article.outlet));
        entity.add_all("sourceUrl", article.url.and_then(web_link));
        self.date(&mut entity, "publishedAt", article.published_date().as_ref());
        self.date(&mut entity, "retrievedAt", self.story.retrieved(ix).as_ref());
        match article.language.map(|tag| (tag, alpha3(tag))) {
            Some((_, Some(code))) => entity.add("language", code),
            Some((_, None)) => self.losses.add("languages without a three-letter code here, left out", 1),
            None => {}
        }
        entity.add_all("keywords", article.kind.map(crate::dossier::ArticleKind::word));
        entity.add_all("keywords", article.tags.iter().map(|tag| line(tag)));
        entity.add_all("summary", article.summary.map(clean));
        let links = article.based_on.len() + usize::from(article.relays.is_some());
        self.losses.add("links between articles, left out", links);
        self.losses.add("full texts of articles, left out", usize::from(article.text.is_some()));
        self.put(&entity)
    }
}

/// Whether the model accepts this as a date: a year, month or day, all digits.
fn is_partial(text: &str) -> bool {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match form.as_str() {
        "0000" | "0000-00-00" => true,
        "0000-00" => text[5..] <= *"12", // above are seasons
        _ => false,
    }
}

/// The ISO 639-3 codes, which the model uses, of the languages in which pages of this region are written.
fn alpha3(tag: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("ar", "ara"),
        ("az", "aze"),
        ("bn", "ben"),
        ("de", "deu"),
        ("en", "eng"),
        ("es", "spa"),
        ("fa", "fas"),
        ("fr", "fra"),
        ("he", "heb"),
        ("hi", "hin"),
        ("hy", "hye"),
        ("it", "ita"),
        ("ja", "jpn"),
        ("ka", "kat"),
        ("kk", "kaz"),
        ("ko", "kor"),
        ("ky", "kir"),
        ("mn", "mon"),
        ("nl", "nld"),
        ("pa", "pan"),
        ("pl", "pol"),
        ("ps", "pus"),
        ("pt", "por"),
        ("ru", "rus"),
        ("sd", "snd"),
        ("tg", "tgk"),
        ("tk", "tuk"),
        ("tr", "tur"),
        ("ug", "uig"),
        ("uk", "ukr"),
        ("ur", "urd"),
        ("uz", "uzb"),
        ("zh", "zho"),
    ];
    let language = tag.split('-').next().unwrap_or(tag);
    CODES.iter().find(|(short, _)| short.eq_ignore_ascii_case(language)).map(|(_, code)| *code)
}
