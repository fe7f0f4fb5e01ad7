//! Records as JSON for other programs: the fields of `docs/format.md`, and what is computed of them on a day.
//!
//! Nothing that became known after the day of the snapshot is in it. Fields are added over time, never renamed.

mod article;
mod corridor;
mod escape;
mod event;
mod figure;
mod people;
mod spot;

use std::io;

use hashbrown::HashMap;
use serde::Serialize;

use crate::dossier::{About, ArticleIx, Dossier, FigureIx, Rec};
use crate::story::Snapshot;

pub use escape::{to_string, write};

/// One record as JSON. The order of the fields is that of the format.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Record<'a> {
    /// An event.
    Event(event::Event<'a>),
    /// An actor.
    Actor(people::Actor<'a>),
    /// A port or place.
    Spot(spot::Spot<'a>),
    /// A corridor.
    Corridor(corridor::Corridor<'a>),
    /// An article.
    Article(article::Article<'a>),
    /// A figure.
    Figure(figure::Figure<'a>),
}

/// The records of a dossier as known on a day.
#[derive(Debug)]
pub struct Records<'a> {
    dossier: &'a Dossier,
    snapshot: &'a Snapshot,
    /// The figures about a record, in the order of the files.
    figures: HashMap<Rec, Vec<FigureIx>>,
}

impl<'a> Records<'a> {
    /// Prepares what is the same for all records.
    #[must_use]
    pub fn new(dossier: &'a Dossier, snapshot: &'a Snapshot) -> Records<'a> {
        let mut figures: HashMap<Rec, Vec<FigureIx>> = HashMap::new();
        for (figure, ix) in dossier.figures.iter().zip(0..) {
            if let About::Rec(rec) = figure.about {
                figures.entry(rec).or_default().push(FigureIx(ix));
            }
        }
        Records { dossier, snapshot, figures }
    }

    /// One record.
    #[must_use]
    pub fn record(&'a self, rec: Rec) -> Record<'a> {
        match rec {
            Rec::Event(ix) => Record::Event(event::event(self, ix)),
            Rec::Actor(ix) => Record::Actor(people::actor(self, ix)),
            Rec::Port(ix) => Record::Spot(spot::port(self, ix)),
            Rec::Place(ix) => Record::Spot(spot::place(self, ix)),
            Rec::Corridor(ix) => Record::Corridor(corridor::corridor(self, ix)),
            Rec::Article(ix) => Record::Article(article::article(self, ix)),
            Rec::Figure(ix) => Record::Figure(figure::figure(self, ix)),
        }
    }

    /// Writes an array, one object a line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_array(&self, mut out: impl io::Write, recs: &[Rec]) -> io::Result<()> {
        out.write_all(b"[")?;
        for (n, &rec) in recs.iter().enumerate() {
            out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
            write(&mut out, &self.record(rec))?;
        }
        out.write_all(b"\n]\n")
    }

    /// Writes one object a line and nothing else.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_lines(&self, mut out: impl io::Write, recs: &[Rec]) -> io::Result<()> {
        for &rec in recs {
            write(&mut out, &self.record(rec))?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// The id of a record.
    fn id(&self, rec: impl Into<Rec>) -> &'a str {
        self.dossier.id(rec.into())
    }

    /// The ids of those records that may be shown on the day.
    fn ids<R: Into<Rec> + Copy>(&self, recs: &[R]) -> Vec<&'a str> {
        let visible = recs.iter().map(|&rec| rec.into()).filter(|&rec| self.snapshot.is_visible(self.dossier, rec));
        visible.map(|rec| self.dossier.id(rec)).collect()
    }

    /// Whether an article was retrieved by the day.
    fn is_read(&self, article: ArticleIx) -> bool {
        self.dossier.articles.retrieved(article).1.is_some_and(|day| day <= self.snapshot.day)
    }

    /// The ids of the figures about a record that are known on the day.
    fn figures(&self, rec: impl Into<Rec>) -> Vec<&'a str> {
        self.figures.get(&rec.into()).map_or_else(Vec::new, |figures| self.ids(figures))
    }

    /// The id of a source.
    fn source(&self, source: Option<ArticleIx>) -> Option<&'a str> {
        source.map(|ix| self.id(ix))
    }

    /// The ids of the sources that these statements name, each once.
    fn sources(&self, sources: impl Iterator<Item = Option<ArticleIx>>) -> Vec<&'a str> {
        let mut ids = Vec::new();
        for id in sources.filter_map(|source| self.source(source)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

#[cfg(test)]
mod tests;
