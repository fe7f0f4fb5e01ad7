//! The brief: one page on what holds, what changed, what is due, what is contested and what is unknown.
//!
//! Every sentence is built from fields and ends in the number of its source. Pure: one snapshot always gives the same
//! page.

mod changed;
mod due;
mod fit;
pub mod html;
mod stands;
pub mod text;
mod timeline;

use chrono::NaiveDate;

use crate::dossier::date::display_day;
use crate::dossier::{ArticleIx, Dossier, EventIx, Rec, Report};
use crate::report::standing::standing;
use crate::report::wording;
use crate::story::change::StoryChange;
use crate::story::{PromiseOutcome, Snapshot};

pub use fit::{COLUMNS, LINES};

/// The day since which changes are reported, and the changes.
#[derive(Clone, Copy, Debug)]
pub struct BriefSince<'a> {
    /// The day; `None` if unknown.
    pub day: Option<NaiveDate>,
    /// Whether that is this person's last visit, rather than a day they asked for.
    pub visit: bool,
    /// In any order.
    pub changes: &'a [StoryChange],
}

/// How much of it to include.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BriefExtent {
    /// One page: what weighs least is omitted, and counted.
    Page,
    /// Everything.
    Full,
}

/// A sentence and the numbers of its sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BriefSentence {
    /// The record that it is about.
    pub about: Option<Rec>,
    /// Pieces of text, each followed by the numbers of its sources (from 1).
    pub parts: Vec<(String, Vec<usize>)>,
}

/// A section of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefSection {
    /// Its heading.
    pub heading: String,
    /// In order.
    pub sentences: Vec<BriefSentence>,
    /// The sentences that are left out.
    pub more: Option<BriefRest>,
    /// The text to show if there is no sentence.
    pub empty: &'static str,
}

/// What a section leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefRest {
    /// How many sentences.
    pub count: usize,
    /// The query whose events are those of the section; `None` where the section is not a list of events.
    pub query: Option<String>,
    /// The command that lists all of them.
    pub command: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct BriefDocument<'d> {
    /// What it is made from.
    pub dossier: &'d Dossier,
    /// What was known on the day.
    pub snapshot: &'d Snapshot,
    /// In order.
    pub sections: Vec<BriefSection>,
    /// Source `n` of the page is at index `n - 1`.
    pub sources: Vec<ArticleIx>,
    /// The events that the sections mention, for the picture.
    pub events: Vec<EventIx>,
    /// The number of overdue things.
    pub overdue: usize,
    /// The number of changes; 0 if changes were not asked for.
    pub changed: usize,
}

/// Creates the page of a day; with `since`, changes are included. What weighs least is omitted until it fits on one
/// page.
#[must_use]
pub fn brief<'d>(dossier: &'d Dossier, snapshot: &'d Snapshot, since: Option<BriefSince<'_>>) -> BriefDocument<'d> {
    made(dossier, snapshot, since, BriefExtent::Page)
}

/// Like [`brief`], but nothing is omitted.
#[must_use]
pub fn brief_in_full<'d>(
    dossier: &'d Dossier,
    snapshot: &'d Snapshot,
    since: Option<BriefSince<'_>>,
) -> BriefDocument<'d> {
    made(dossier, snapshot, since, BriefExtent::Full)
}

fn made<'d>(
    dossier: &'d Dossier,
    snapshot: &'d Snapshot,
    since: Option<BriefSince<'_>>,
    extent: BriefExtent,
) -> BriefDocument<'d> {
    let writer = BriefWriter { dossier, snapshot, extent };
    // What was just said and what is about to come lead.
    let mut drafts: Vec<BriefDrafts> = since.map(|since| changed::changed(&writer, since)).into_iter().collect();
    drafts.extend([due::due(&writer), due::overdue(&writer), stands::stands(&writer)]);
    drafts.extend([due::contested(&writer), due::not_known(&writer)]);
    let questions = due::to_be_asked(&writer);
    let overdue = writer.outcome(PromiseOutcome::Overdue).count();
    let changed = since.map_or(0, |since| since.changes.len());
    let (sections, sources, events) = (Vec::new(), Vec::new(), Vec::new());
    let page = BriefDocument { dossier, snapshot, sections, sources, events, overdue, changed };
    fit::fit(page, drafts, questions, extent)
}

/// The parts about one event, with the numbers of their sources: its state, its first announced date if it
/// slipped, and its contested values.
#[must_use]
pub fn about(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> (Vec<BriefSentence>, Vec<ArticleIx>) {
    let writer = BriefWriter { dossier, snapshot, extent: BriefExtent::Full };
    let mut drafts = vec![writer.stands(ix)];
    let state = &snapshot[ix];
    if let Some(row) = state.ledger.filter(|_| state.slipped)
        && let Some(report) = writer.report(ix, row.first)
        && let Some(date) = &report.date
    {
        let by = report.by.map(|by| format!(" by {}", dossier[by].name)).unwrap_or_default();
        drafts.push(say(format!("First announced for {}{by}", date.display()), [report.source], Some(ix)));
    }
    drafts.extend((0..state.contested.len()).map(|n| due::contest(&writer, ix, n)));
    let mut sources: Vec<ArticleIx> = Vec::new();
    let mut number = |source: ArticleIx| {
        let at = sources.iter().position(|&other| other == source);
        at.unwrap_or_else(|| {
            sources.push(source);
            sources.len() - 1
        }) + 1
    };
    let mut numbered = |draft: BriefDraft| {
        let parts = draft.parts.into_iter();
        BriefSentence {
            about: draft.about,
            parts: parts.map(|(words, cited)| (words, cited.into_iter().map(&mut number).collect())).collect(),
        }
    };
    let sentences = drafts.into_iter().map(&mut numbered).collect();
    (sentences, sources)
}

impl BriefDocument<'_> {
    /// `As of 5 Sep 2025: 100 events, 240 articles.`, and until when its author looked, if that was before the day.
    #[must_use]
    pub fn head(&self) -> String {
        let events = self.snapshot.events.iter().filter(|state| state.visible).count();
        let known = |ix| self.snapshot.is_known(self.dossier, Some(ArticleIx(ix)));
        let articles =
            (0..u32::try_from(self.dossier.articles.len()).unwrap_or(u32::MAX)).filter(|&ix| known(ix)).count();
        let day = display_day(self.snapshot.day);
        let silence = self.snapshot.silence_ends(self.dossier).zip(self.dossier.story.researched.as_ref());
        let researched = silence.map_or_else(String::new, |(end, until)| {
            let end = display_day(end);
            let counted = if until.display() == end { "that day".to_owned() } else { end };
            format!(" Researched until {}: silence is counted to {counted}, lateness to {day}.", until.display())
        });
        format!(
            "As of {day}: {}, {}.{researched}",
            wording::count(events, "event", "events"),
            wording::count(articles, "article", "articles")
        )
    }

    /// Publication place and date, headline, and the address if there is one.
    #[must_use]
    pub fn source(&self, ix: ArticleIx) -> (String, &str, Option<&str>) {
        let article = self.dossier.articles.get(ix);
        (wording::citation(self.dossier, Some(ix)), article.title, article.url)
    }
}

/// A candidate sentence for the page, with its sources.
struct BriefDraft {
    parts: Vec<(String, Vec<ArticleIx>)>,
    /// The record it is about.
    about: Option<Rec>,
    /// The event that the picture shows for it.
    event: Option<EventIx>,
    /// Sentences with the highest weight are kept when space is short.
    rank: usize,
}

impl BriefDraft {
    /// Whether it ends in a source. Sentences without one are only counted.
    fn is_sourced(&self) -> bool {
        self.parts.last().is_some_and(|(_, cited)| !cited.is_empty())
    }
}

/// A section before it is fitted on the page.
struct BriefDrafts {
    heading: String,
    /// In the order of the page.
    all: Vec<BriefDraft>,
    /// The minimum number of sentences to keep.
    fewest: usize,
    /// The total number of sentences.
    total: usize,
    /// The query that finds all of them, where they are events.
    query: Option<String>,
    /// The command that lists all of them.
    command: String,
    empty: &'static str,
}

/// What sentences are built from.
struct BriefWriter<'d> {
    dossier: &'d Dossier,
    snapshot: &'d Snapshot,
    extent: BriefExtent,
}

impl<'d> BriefWriter<'d> {
    fn report(&self, ix: EventIx, position: Option<u32>) -> Option<&'d Report> {
        position.map(|r| &self.dossier[ix].reports[r as usize])
    }

    /// The source of a report.
    fn source(&self, ix: EventIx, position: Option<u32>) -> Option<ArticleIx> {
        self.report(ix, position).and_then(|report| report.source)
    }

    fn visible(&self) -> impl Iterator<Item = EventIx> + use<'d> {
        let states = (0u32..).map(EventIx).zip(&self.snapshot.events);
        states.filter(|(_, state)| state.visible).map(|(ix, _)| ix)
    }

    /// The promises with this outcome.
    fn outcome(&self, outcome: PromiseOutcome) -> impl Iterator<Item = EventIx> + use<'d> {
        let snapshot = self.snapshot;
        self.visible().filter(move |&ix| snapshot[ix].ledger.is_some_and(|row| row.outcome == outcome))
    }

    /// The maximum number of sentences on a page; unlimited in full.
    fn most(&self, page: usize) -> usize {
        if self.extent == BriefExtent::Full { usize::MAX } else { page }
    }

    /// Whether a sentence is included: a page includes only those that end in a source and counts the others.
    fn tells(&self, draft: &BriefDraft) -> bool {
        self.extent == BriefExtent::Full || draft.is_sourced()
    }

    /// The command that lists the events of a query, see [`BriefWriter::command`].
    fn list(&self, query: &str) -> String {
        self.command(&format!("list events {}", shell_words::quote(query)))
    }

    /// A command with the dossier and the day of this brief: `karwan list events is:overdue --as-of 2026-11-24 -d
    /// story`.
    fn command(&self, words: &str) -> String {
        let mut command = format!("karwan {words} --as-of {}", self.snapshot.day);
        for path in &self.dossier.given {
            command.push_str(" -d ");
            command.push_str(&shell_words::quote(&path.to_string_lossy()));
        }
        command
    }

    /// `Agreement on access to Gwadar (overdue since 1 Dec 2025; one origin): expected Nov 2025, said by X`:
    /// conclusions in parentheses, without a source, then what was said, each part with its own source.
    fn stands(&self, ix: EventIx) -> BriefDraft {
        let standing = standing(self.dossier, self.snapshot, ix);
        let (title, remarks) = (&self.dossier[ix].title, standing.remarks());
        let lead = if remarks.is_empty() { format!("{title}: ") } else { format!("{title} ({remarks}): ") };
        let mut parts = vec![(lead, Vec::new())];
        for (n, said) in standing.said.into_iter().enumerate() {
            let gap = if n > 0 { ", " } else { "" };
            parts.push((format!("{gap}{}", said.words), said.source.into_iter().collect()));
        }
        BriefDraft { parts, about: Some(ix.into()), event: Some(ix), rank: 0 }
    }
}

/// A sentence of one part, with each source once.
fn say(words: String, sources: impl IntoIterator<Item = Option<ArticleIx>>, event: Option<EventIx>) -> BriefDraft {
    let mut cited: Vec<ArticleIx> = Vec::new();
    for source in sources.into_iter().flatten() {
        if !cited.contains(&source) {
            cited.push(source);
        }
    }
    BriefDraft { parts: vec![(words, cited)], about: event.map(Rec::Event), event, rank: 0 }
}

/// These sentences, the first with the highest weight.
fn ranked(drafts: impl Iterator<Item = BriefDraft>) -> Vec<BriefDraft> {
    drafts.enumerate().map(|(rank, draft)| BriefDraft { rank, ..draft }).collect()
}

/// Sentences of a section at most.
const MOST: usize = 8;
