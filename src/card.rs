//! The card of a record: what is known of it, each statement with source, speaker and quote, and its ties.
//!
//! A card is lines of words in roles, some of which lead to another record. The screens draw it, `karwan show`
//! prints it.

mod corridor;
mod distance;
mod event;
mod flow;
mod others;
mod unsourced;

use crate::dossier::{ArticleIx, Dossier, Rec};
use crate::story::{Snapshot, Statement};
use crate::theme::{Glyphs, Role};
use crate::wording;

pub use corridor::leg;
pub use flow::{Line, layout};
pub use others::issue;
pub use unsourced::unsourced;

/// What a card is made from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// What the files say.
    pub dossier: &'a Dossier,
    /// What is known on the day.
    pub snapshot: &'a Snapshot,
    /// The marks in it.
    pub glyphs: Glyphs,
}

/// How much of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What fits beside a list: the conclusions, and the statements that carry them.
    Digest,
    /// Everything.
    Whole,
}

/// One entry of a card, before it is fitted to a width.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// In the left column; empty below the first of several.
    pub label: String,
    /// Words in roles; they wrap.
    pub pieces: Vec<(String, Role)>,
    /// Flush right on the last line: the source, as a rule.
    pub badge: String,
    /// Where Enter leads.
    pub link: Option<Rec>,
    /// The statement that it shows.
    pub says: Option<Statement>,
}

/// A card before it is fitted to a width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// The record's name.
    pub title: String,
    /// In order.
    pub entries: Vec<Entry>,
}

impl Card {
    fn row(&mut self, label: &str, pieces: Vec<(String, Role)>) -> &mut Entry {
        self.entries.push(Entry { label: label.to_owned(), pieces, badge: String::new(), link: None, says: None });
        self.entries.last_mut().expect("just pushed")
    }

    fn text(&mut self, label: &str, text: &str, role: Role) -> &mut Entry {
        self.row(label, vec![(text.to_owned(), role)])
    }

    fn gap(&mut self) {
        if self.entries.last().is_some_and(|e| !e.pieces.is_empty()) {
            self.row("", Vec::new());
        }
    }

    /// A labelled list of links, one a line.
    fn links(&mut self, facts: &Facts<'_>, label: &str, recs: impl IntoIterator<Item = Rec>) {
        for (n, rec) in recs.into_iter().enumerate() {
            let pieces = vec![(facts.dossier.label(rec).to_owned(), Role::Text)];
            self.row(if n == 0 { label } else { "" }, pieces).link = Some(rec);
        }
    }
}

impl Entry {
    fn source(&mut self, dossier: &Dossier, source: Option<ArticleIx>) -> &mut Self {
        self.badge = wording::citation(dossier, source);
        if self.link.is_none() {
            self.link = source.map(Rec::Article);
        }
        self
    }

    fn says(&mut self, statement: Statement) -> &mut Self {
        self.says = Some(statement);
        self
    }

    fn link(&mut self, rec: impl Into<Rec>) -> &mut Self {
        self.link = Some(rec.into());
        self
    }
}

/// The card of a record on the snapshot's day.
#[must_use]
pub fn card(facts: &Facts<'_>, rec: Rec, extent: Extent) -> Card {
    match rec {
        Rec::Event(ix) => event::card(facts, ix, extent),
        Rec::Actor(ix) => others::actor(facts, ix, extent),
        Rec::Port(ix) => others::port(facts, ix, extent),
        Rec::Place(ix) => others::place(facts, ix, extent),
        Rec::Corridor(ix) => corridor::corridor(facts, ix, extent),
        Rec::Article(ix) => others::article(facts, ix, extent),
        Rec::Figure(ix) => others::figure(facts, ix),
    }
}

/// A piece of plain text.
fn plain(text: impl Into<String>) -> (String, Role) {
    (text.into(), Role::Text)
}

/// A piece of quiet text.
fn quiet(text: impl Into<String>) -> (String, Role) {
    (text.into(), Role::Quiet)
}

/// A piece of strong text.
fn strong(text: impl Into<String>) -> (String, Role) {
    (text.into(), Role::Strong)
}
