//! Small dossiers for tests, built in code.

use chrono::NaiveDate;

use crate::dossier::*;
use crate::story::{EventState, Snapshot};

/// A dossier that grows. Everything stands in one file, in the order in which it was added.
#[derive(Default)]
pub struct StoryBuilder {
    pub dossier: Dossier,
    offset: u64,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

pub fn date(text: &str) -> EdtfDate {
    EdtfDate::parse(text).expect(text)
}

/// What is known of an event with these reports (see [`StoryBuilder::report`]), as of a day.
pub fn known_of(reports: &[&str], as_of: &str) -> EventState {
    let mut b = StoryBuilder::default();
    let event = b.event(reports);
    b.as_of(as_of)[event].clone()
}

impl StoryBuilder {
    fn at(&mut self) -> SourcePlace {
        self.offset += 1;
        SourcePlace { file: 0, offset: self.offset }
    }

    pub fn as_of(&self, as_of: &str) -> Snapshot {
        Snapshot::of(&self.dossier, day(as_of))
    }

    /// An article that is published on this date; without dates where it is `always`.
    pub fn article(&mut self, published: &str) -> ArticleIx {
        self.relaying(published, &[], None)
    }

    pub fn relaying(&mut self, published: &str, based_on: &[ArticleIx], relays: Option<&str>) -> ArticleIx {
        let at = self.at();
        self.dossier.articles.push(ArticleFields {
            id: format!("article-{}", self.dossier.articles.len()),
            published: (published != "always").then(|| date(published)),
            based_on: based_on.to_vec(),
            relays: relays.map(str::to_owned),
            at,
            ..ArticleFields::default()
        })
    }

    pub fn event(&mut self, reports: &[&str]) -> EventIx {
        let ix = EventIx(u32::try_from(self.dossier.events.len()).unwrap());
        let at = self.at();
        self.dossier.events.push(Event {
            id: format!("event-{}", ix.0),
            title: "Visit".to_owned(),
            kind: EventKind::Visit,
            at,
            ..Event::default()
        });
        for report in reports {
            self.report(ix, report);
        }
        ix
    }

    /// `KNOWN [STATUS] [DATE] [KEY=VALUE]...`: a report by an article of its own that was published on KNOWN. `none`: no
    /// source; `@N`: article N of the dossier.
    pub fn report(&mut self, event: EventIx, text: &str) -> ArticleIx {
        let mut words = text.split(' ');
        let source = match words.next().unwrap() {
            "none" => None,
            known => {
                Some(known.strip_prefix('@').map_or_else(|| self.article(known), |n| ArticleIx(n.parse().unwrap())))
            }
        };
        let mut report = Report { source, at: self.at(), ..Report::default() };
        for word in words {
            if let Some((key, value)) = word.split_once('=') {
                let value = match value {
                    "yes" => ReportValue::Bool(true),
                    "no" => ReportValue::Bool(false),
                    text => text.parse().map_or_else(|_| ReportValue::Text(text.to_owned()), ReportValue::Number),
                };
                report.values.push((key.to_owned(), value));
            } else if let Some(status) = ReportStatus::from_word(word) {
                report.status = Some(status);
            } else {
                report.date = Some(date(word));
            }
        }
        self.dossier.events[event.ix()].reports.push(report);
        source.unwrap_or(ArticleIx(u32::MAX))
    }

    pub fn actor(&mut self) -> ActorIx {
        let ix = ActorIx(u32::try_from(self.dossier.actors.len()).unwrap());
        let at = self.at();
        self.dossier.actors.push(Actor {
            id: format!("actor-{}", ix.0),
            name: "Somebody".to_owned(),
            at,
            ..Actor::default()
        });
        ix
    }

    /// `TITLE KNOWN [from=DATE] [to=DATE] [seen=DATE] [end=KNOWN]`
    pub fn office(&mut self, actor: ActorIx, text: &str) {
        let mut words = text.split(' ');
        let title = words.next().unwrap().to_owned();
        let source = Some(self.article(words.next().unwrap()));
        let at = self.at();
        let mut office = Office { title, source, at, ..Office::default() };
        for word in words {
            match word.split_once('=').unwrap() {
                ("from", text) => office.from = Some(date(text)),
                ("to", text) => office.to = Some(date(text)),
                ("seen", text) => office.seen = Some(date(text)),
                ("end", known) => office.end_source = Some(self.article(known)),
                other => panic!("{other:?}"),
            }
        }
        self.dossier.actors[actor.ix()].offices.push(office);
    }

    /// A stance in words, whose choice is what stands between `and`s.
    pub fn position(&mut self, actor: ActorIx, stance: &str, known: &str) {
        let source = Some(self.article(known));
        let at = self.at();
        let (issue, stance) = ("terminal-site".to_owned(), stance.to_owned());
        let choice = stance.split(" and ").map(str::to_lowercase).collect();
        let position = Position { issue, stance, choice, source, at, ..Position::default() };
        self.dossier.actors[actor.ix()].positions.push(position);
    }

    pub fn port(&mut self) -> PortIx {
        let ix = PortIx(u32::try_from(self.dossier.ports.len()).unwrap());
        let at = self.at();
        self.dossier.ports.push(Port {
            id: format!("port-{}", ix.0),
            name: "Gwadar".to_owned(),
            country: "PK".to_owned(),
            at,
            ..Port::default()
        });
        ix
    }

    pub fn place(&mut self) -> PlaceIx {
        let ix = PlaceIx(u32::try_from(self.dossier.places.len()).unwrap());
        let at = self.at();
        self.dossier.places.push(Place {
            id: format!("place-{}", ix.0),
            name: "Torkham".to_owned(),
            at,
            ..Place::default()
        });
        ix
    }

    /// A corridor of so many legs. Reports: `KNOWN whole|N [STATUS]`.
    pub fn corridor(&mut self, legs: usize, reports: &[&str]) -> CorridorIx {
        let ix = CorridorIx(u32::try_from(self.dossier.corridors.len()).unwrap());
        let place = RecordSpot::Place(self.place());
        let leg = Leg { from: place, to: place, mode: None, length_km: None };
        let mut corridor = Corridor {
            id: format!("corridor-{}", ix.0),
            name: "West".to_owned(),
            legs: vec![leg; legs],
            at: self.at(),
            ..Corridor::default()
        };
        for text in reports {
            let words: Vec<&str> = text.split(' ').collect();
            corridor.reports.push(CorridorReport {
                source: Some(self.article(words[0])),
                leg: words[1].parse().ok(),
                status: words.get(2).map(|word| CorridorStatus::from_word(word).expect(word)),
                at: self.at(),
                ..CorridorReport::default()
            });
        }
        self.dossier.corridors.push(corridor);
        ix
    }

    /// `METRIC AMOUNT UNIT KNOWN [PERIOD]`; an amount is `14.5`, `14..`, `..15` or `14..15`.
    pub fn figure(&mut self, about: FigureSubject, text: &str) -> FigureIx {
        let ix = FigureIx(u32::try_from(self.dossier.figures.len()).unwrap());
        let words: Vec<&str> = text.split(' ').collect();
        let amount = match words[1].split_once("..") {
            Some((min, max)) => FigureAmount::Range { min: min.parse().ok(), max: max.parse().ok() },
            None => FigureAmount::Exactly(words[1].parse().unwrap()),
        };
        let source = self.article(words[3]);
        let at = self.at();
        self.dossier.figures.push(Figure {
            key: format!("figure-{}", ix.0),
            about,
            metric: words[0].to_owned(),
            kind: Some(FigureKind::Level),
            amount,
            unit: words[2].to_owned(),
            period: words.get(4).map(|text| date(text)),
            source,
            at,
            ..Figure::default()
        });
        ix
    }
}
