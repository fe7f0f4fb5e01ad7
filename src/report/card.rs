//! The card of a record: what is known about it, each statement with source, speaker and quote, and its connections.
//!
//! A card is styled text, some of it with links to other records. Screens draw it, `karwan show`
//! prints it.

mod about;
mod corridor;
mod coverage;
mod distance;
mod event;
mod flow;
mod others;
mod said;
mod ties;
mod unsourced;

use crate::dossier::{ArticleIx, Dossier, Rec};
use crate::report::fields::{FieldRecords, FieldTable};
use crate::report::wording;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::story::{Snapshot, Statement};

pub use about::about;
pub use corridor::leg;
pub use coverage::{WEEKS, words as coverage_words};
pub use flow::{CardLine, layout};
pub use others::issue;
pub use ties::{dates as tie_dates, on as tie_on, support as tie_support, tie};
pub use unsourced::unsourced;

/// What a card is built from.
#[derive(Clone, Copy)]
pub struct CardFacts<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// What is known on the day.
    pub snapshot: &'a Snapshot,
    /// The glyphs to use.
    pub glyphs: GlyphSet,
}

/// How much a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardExtent {
    /// What fits beside a list: the conclusions and the statements that support them.
    Digest,
    /// Everything.
    Whole,
}

/// One entry of a card, before layout.
#[derive(Clone, Debug, PartialEq)]
pub struct CardEntry {
    /// The text of the left column; empty for all but the first of several entries.
    pub label: String,
    /// Styled text, which wraps.
    pub pieces: Vec<(String, StyleRole)>,
    /// The right-aligned part of the last line, usually the source.
    pub badge: String,
    /// The target of Enter.
    pub link: Option<Rec>,
    /// The statement that it shows.
    pub says: Option<Statement>,
    /// The statement that the entry is about: the one it shows, or one that is shown in full elsewhere.
    pub tells: Option<Statement>,
    /// Whether that statement matches the filter.
    pub matches: bool,
}

/// A card before layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordCard {
    /// The record's name.
    pub title: String,
    /// In display order.
    pub entries: Vec<CardEntry>,
}

impl RecordCard {
    fn row(&mut self, label: &str, pieces: Vec<(String, StyleRole)>) -> &mut CardEntry {
        self.entries.push(CardEntry {
            label: label.to_owned(),
            pieces,
            badge: String::new(),
            link: None,
            says: None,
            tells: None,
            matches: false,
        });
        self.entries.last_mut().expect("just pushed")
    }

    fn text(&mut self, label: &str, text: &str, role: StyleRole) -> &mut CardEntry {
        self.row(label, vec![(text.to_owned(), role)])
    }

    fn gap(&mut self) {
        if self.entries.last().is_some_and(|e| !e.pieces.is_empty()) {
            self.row("", Vec::new());
        }
    }

    /// The keys that a card shows as written in the file, each with its label.
    fn written<Ix: Copy>(&mut self, facts: &CardFacts<'_>, table: &FieldTable<Ix>, ix: Ix) {
        for (label, words) in table.on_card(&FieldRecords::of_statements(facts.dossier, facts.snapshot), ix) {
            self.text(label, &words, StyleRole::Text);
        }
    }

    /// A labelled list of links, one per line.
    fn links(&mut self, facts: &CardFacts<'_>, label: &str, recs: impl IntoIterator<Item = Rec>) {
        for (n, rec) in recs.into_iter().enumerate() {
            let pieces = vec![(wording::name(facts.dossier, rec).into_owned(), StyleRole::Text)];
            self.row(if n == 0 { label } else { "" }, pieces).link = Some(rec);
        }
    }
}

impl CardEntry {
    fn source(&mut self, dossier: &Dossier, source: Option<ArticleIx>) -> &mut Self {
        self.badge = wording::citation(dossier, source);
        if self.link.is_none() {
            self.link = source.map(Rec::Article);
        }
        self
    }

    fn says(&mut self, statement: Statement) -> &mut Self {
        self.says = Some(statement);
        self.tells(statement)
    }

    fn tells(&mut self, statement: Statement) -> &mut Self {
        self.tells = Some(statement);
        self
    }

    fn link(&mut self, rec: impl Into<Rec>) -> &mut Self {
        self.link = Some(rec.into());
        self
    }
}

/// The card of a record on the snapshot's day.
#[must_use]
pub fn card(facts: &CardFacts<'_>, rec: Rec, extent: CardExtent) -> RecordCard {
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

/// The number of matching statements that a digest shows first.
const MATCHING_AT_MOST: usize = 4;

/// The card with the statements that match a filter marked. A digest, and the card of an article, which does not list
/// statements, show them below the first line.
#[must_use]
pub fn matching(facts: &CardFacts<'_>, rec: Rec, extent: CardExtent, asked: &[Statement]) -> RecordCard {
    let mut card = card(facts, rec, extent);
    let is_article = matches!(rec, Rec::Article(_));
    if !asked.is_empty() && !matches!(rec, Rec::Figure(_)) && (extent == CardExtent::Digest || is_article) {
        let most = if extent == CardExtent::Digest { MATCHING_AT_MOST } else { asked.len() };
        let mut told = RecordCard::default();
        for &statement in asked.iter().take(most) {
            let label = if told.entries.is_empty() { "Matches" } else { "" };
            tell(&mut told, facts, statement, label);
        }
        if asked.len() > most {
            let more = wording::count(asked.len() - most, "more statement", "more statements");
            told.text("", &format!("and {more} that the filter asks for"), StyleRole::Quiet);
        }
        let first = card.entries.len().min(1);
        card.entries.splice(first..first, told.entries);
    }
    for entry in &mut card.entries {
        entry.matches = entry.tells.is_some_and(|statement| asked.contains(&statement));
    }
    card
}

/// One statement with its source, as the card of its record shows it.
fn tell(card: &mut RecordCard, facts: &CardFacts<'_>, statement: Statement, label: &str) {
    match statement {
        Statement::Report(ix, r) => event::statement(card, facts, label, ix, r),
        Statement::OnCorridor(ix, r) => corridor::statement(card, facts, ix, r, label),
        Statement::Office(ix, o) => others::office(card, facts, label, ix, o),
        Statement::Position(ix, p) => others::position(card, facts, label, ix, p, CardExtent::Whole),
        Statement::Figure(ix) => others::figure_row(card, facts, label, ix),
    }
}

/// When a source said something, as a column: `c. 30 Jan 2026` is the longest of usual dates.
fn day_column(facts: &CardFacts<'_>, source: Option<ArticleIx>) -> String {
    format!("{:<14} ", wording::known_day(facts.dossier, source))
}

/// A piece of plain text.
fn plain(text: impl Into<String>) -> (String, StyleRole) {
    (text.into(), StyleRole::Text)
}

/// A piece of quiet text.
fn quiet(text: impl Into<String>) -> (String, StyleRole) {
    (text.into(), StyleRole::Quiet)
}

/// A piece of strong text.
fn strong(text: impl Into<String>) -> (String, StyleRole) {
    (text.into(), StyleRole::Strong)
}
