//! The brief: one page of what stands, what changed, what is due, what is contested and what is not known.
//!
//! Every sentence is built from fields and ends in the number of its source. Pure: the same snapshot gives the same page.

mod due;
mod fit;
pub mod html;
mod stands;
pub mod text;
mod timeline;

use std::cmp::Reverse;
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::dossier::date::display_day;
use crate::dossier::{ArticleIx, Dossier, EventIx, FigureIx, Rec, Report};
use crate::report::wording;
use crate::story::change::{Change, ChangeKind, Newness};
use crate::story::{Snapshot, State, Statement};

pub use fit::{COLUMNS, LINES};

/// Since when changes are told, and what they are.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// The day; `None` where that is not known.
    pub day: Option<NaiveDate>,
    /// Whether that is the last visit of this person, rather than a day that was asked for.
    pub visit: bool,
    /// In whatever order.
    pub changes: &'a [Change],
}

/// A sentence, and the numbers of its sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Pieces of text, each with the numbers of its sources behind it (from 1).
    pub parts: Vec<(String, Vec<usize>)>,
}

/// A part of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// In order.
    pub sentences: Vec<Sentence>,
    /// How many more there would be, and the command that lists them (empty where no one command does).
    pub more: Option<(usize, &'static str)>,
    /// What is said where there is no sentence.
    pub empty: &'static str,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Brief<'d> {
    /// What it is made from.
    pub dossier: &'d Dossier,
    /// What was known on the day.
    pub snapshot: &'d Snapshot,
    /// In order.
    pub sections: Vec<Section>,
    /// Number `n` of the page is at `n - 1`.
    pub sources: Vec<ArticleIx>,
    /// The events that the sections tell of, for the picture.
    pub events: Vec<EventIx>,
    /// How many things are overdue.
    pub overdue: usize,
    /// How many things changed; 0 where that was not asked.
    pub changed: usize,
}

/// Makes the page of a day; with `since`, also what changed. What weighs least is left out until it is one page.
#[must_use]
pub fn brief<'d>(dossier: &'d Dossier, snapshot: &'d Snapshot, since: Option<Since<'_>>) -> Brief<'d> {
    let writer = Writer { dossier, snapshot };
    let mut drafts = vec![stands::stands(&writer)];
    drafts.extend(since.map(|since| changed(&writer, since)));
    drafts.extend([due::due(&writer), due::overdue(&writer), due::contested(&writer), due::not_known(&writer)]);
    let overdue = snapshot.events.iter().filter(|state| state.visible && state.status == State::Overdue).count();
    let changed = since.map_or(0, |since| since.changes.len());
    fit::fit(
        Brief { dossier, snapshot, sections: Vec::new(), sources: Vec::new(), events: Vec::new(), overdue, changed },
        drafts,
    )
}

/// What is said of one event, and the sources by their numbers: how it stands, when it was first announced where it
/// slipped, and what is contested of it.
#[must_use]
pub fn about(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> (Vec<Sentence>, Vec<ArticleIx>) {
    let writer = Writer { dossier, snapshot };
    let mut drafts = vec![stands::event(&writer, ix)];
    let state = &snapshot[ix];
    let first = state.schedule.first().filter(|_| state.slipped || state.late);
    if let Some(report) = first.and_then(|promise| writer.report(ix, Some(promise.report)))
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
    let mut numbered = |draft: Draft| {
        let parts = draft.parts.into_iter();
        Sentence { parts: parts.map(|(words, cited)| (words, cited.into_iter().map(&mut number).collect())).collect() }
    };
    let sentences = drafts.into_iter().map(&mut numbered).collect();
    (sentences, sources)
}

impl Brief<'_> {
    /// `As of 5 Sep 2025: 100 events, 240 articles.`
    #[must_use]
    pub fn head(&self) -> String {
        let events = self.snapshot.events.iter().filter(|state| state.visible).count();
        let known = |ix| self.snapshot.is_known(self.dossier, Some(ArticleIx(ix)));
        let articles =
            (0..u32::try_from(self.dossier.articles.len()).unwrap_or(u32::MAX)).filter(|&ix| known(ix)).count();
        format!(
            "As of {}: {}, {}.",
            display_day(self.snapshot.day),
            wording::count(events, "event", "events"),
            wording::count(articles, "article", "articles")
        )
    }

    /// Where a source was published and when, its headline, and its address where it has one.
    #[must_use]
    pub fn source(&self, ix: ArticleIx) -> (String, &str, Option<&str>) {
        let article = self.dossier.articles.get(ix);
        (wording::citation(self.dossier, Some(ix)), article.title, article.url)
    }
}

/// A sentence that may come on the page, with the sources themselves.
struct Draft {
    parts: Vec<(String, Vec<ArticleIx>)>,
    /// The event that it tells of.
    event: Option<EventIx>,
    /// The highest goes first where the page is full.
    rank: usize,
}

impl Draft {
    /// Whether it ends in a source: what has none is only counted.
    fn is_sourced(&self) -> bool {
        self.parts.last().is_some_and(|(_, cited)| !cited.is_empty())
    }
}

/// A section as it would be if there were room.
struct Drafts {
    heading: String,
    /// In the order of the page.
    all: Vec<Draft>,
    /// So many are kept, however full the page is.
    fewest: usize,
    /// How many there would be in all.
    total: usize,
    /// What lists them all.
    command: &'static str,
    empty: &'static str,
}

/// Looks up what sentences are made from.
struct Writer<'d> {
    dossier: &'d Dossier,
    snapshot: &'d Snapshot,
}

impl<'d> Writer<'d> {
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
}

/// A sentence of one part; each source once.
fn say(words: String, sources: impl IntoIterator<Item = Option<ArticleIx>>, event: Option<EventIx>) -> Draft {
    let mut cited: Vec<ArticleIx> = Vec::new();
    for source in sources.into_iter().flatten() {
        if !cited.contains(&source) {
            cited.push(source);
        }
    }
    Draft { parts: vec![(words, cited)], event, rank: 0 }
}

/// These sentences, the first of which weigh the most.
fn ranked(drafts: impl Iterator<Item = Draft>) -> Vec<Draft> {
    drafts.enumerate().map(|(rank, draft)| Draft { rank, ..draft }).collect()
}

/// Sentences of a section at most.
const MOST: usize = 8;

/// What changed: of each sort the changes of the most reported records, the weightier sorts first. Further sources and
/// articles are only counted; what became overdue has its own section.
fn changed(writer: &Writer, since: Since<'_>) -> Drafts {
    // The sort, and how many of it the page has room for.
    let share = |kind: ChangeKind| match kind {
        ChangeKind::Status => Some((0, 3)),
        ChangeKind::Date => Some((1, 2)),
        ChangeKind::Corridor => Some((2, 1)),
        ChangeKind::Contested | ChangeKind::Settled => Some((3, 1)),
        ChangeKind::NewRecord => Some((4, 1)),
        ChangeKind::Office | ChangeKind::OfficeEnd | ChangeKind::Position => Some((5, 1)),
        ChangeKind::Values | ChangeKind::Figure => Some((6, 1)),
        ChangeKind::Overdue | ChangeKind::Source | ChangeKind::Article => None,
    };
    let snapshot = writer.snapshot;
    let weight = |rec: Rec| if let Rec::Event(ix) = rec { snapshot[ix].origins } else { 0 };
    let mut told: Vec<(&Change, (u8, usize))> =
        since.changes.iter().filter(|c| c.source.is_some()).filter_map(|c| Some((c, share(c.kind)?))).collect();
    // Among equals the newest.
    told.sort_by(|(a, (a_rank, _)), (b, (b_rank, _))| {
        (a_rank, Reverse(weight(a.rec)), Reverse(a.known), &a.key).cmp(&(
            b_rank,
            Reverse(weight(b.rec)),
            Reverse(b.known),
            &b.key,
        ))
    });
    let mut counts = [0; 7];
    let mut more: Vec<&Change> = Vec::new();
    let mut first: Vec<&Change> = Vec::new();
    for (change, (rank, most)) in told {
        counts[usize::from(rank)] += 1;
        if counts[usize::from(rank)] <= most { first.push(change) } else { more.push(change) }
    }
    // A sort that has few leaves its room to the others.
    first.extend(more.into_iter().take(MOST.saturating_sub(first.len())));
    let all = ranked(first.into_iter().take(MOST).map(|change| sentence(writer, change)));
    let since_when = since.day.map(display_day).unwrap_or_default();
    let heading = match (since.visit, since_when.as_str()) {
        (true, "") => "What changed since the last visit".to_owned(),
        (true, day) => format!("What changed since the last visit, {day}"),
        (false, "") => "What changed".to_owned(),
        (false, day) => format!("What changed since {day}"),
    };
    let total = since.changes.len();
    let added = since.changes.iter().filter(|change| change.newness == Newness::Added).count();
    let heading = match (added, total - added) {
        (0, _) => heading,
        (added, published) => {
            let older = wording::count(added, "older one", "older ones");
            format!("{heading}: {published} published, {older} added to the files")
        }
    };
    let empty = if total == 0 { "Nothing changed." } else { "No more than further sources and articles." };
    Drafts { heading, all, fewest: 4, total, command: "", empty }
}

/// `max draught 14.5 m, 2024`
fn figure(dossier: &Dossier, ix: FigureIx) -> String {
    let figure = &dossier[ix];
    let period = figure.period.as_ref().map_or_else(String::new, |period| format!(", {}", wording::period(period)));
    format!("{} {}{period}", wording::slug(dossier, &figure.metric), wording::amount(figure))
}

/// One change as a sentence.
fn sentence(writer: &Writer, change: &Change) -> Draft {
    let label = writer.dossier.label(change.rec).to_owned();
    let field = change.field.as_deref().map(|f| wording::slug(writer.dossier, f)).unwrap_or_default();
    let (from, to) = (change.from.as_deref(), change.to.as_deref());
    let moved = |what: &str| match (from, to) {
        (Some(from), Some(to)) => format!("{what} {to}, before {from}"),
        (None, Some(to)) => format!("{what} {to}"),
        (Some(from), None) => format!("{what} no longer {from}"),
        (None, None) => what.to_owned(),
    };
    let mut words = match change.kind {
        ChangeKind::NewRecord => match to {
            Some(to) => format!("{label}: new, {to}"),
            None => format!("{label}: a new {}", change.rec.kind().singular()),
        },
        ChangeKind::Status => format!("{label}: {}", moved("now")),
        ChangeKind::Overdue => format!("{label}: overdue, was due {}", to.unwrap_or("before")),
        ChangeKind::Date => format!("{label}: {}", moved("date now")),
        ChangeKind::Contested => match (from, to) {
            (Some(from), Some(to)) => format!("{label}: {field} contested, {to} against {from}"),
            _ => format!("{label}: {}", moved(&format!("{field} contested,"))),
        },
        ChangeKind::Settled => format!("{label}: {}", moved(&format!("{field} no longer contested,"))),
        ChangeKind::Values => format!("{label}: {}", moved("given for the first time:")),
        ChangeKind::Office => format!("{label}: {}", moved("office")),
        ChangeKind::OfficeEnd => format!("{label}: {}", moved("office ended,")),
        ChangeKind::Position => format!("{label}: {}", moved(format!("stance {field}").trim_end())),
        ChangeKind::Figure => match change.statement {
            Some(Statement::Figure(ix)) => format!("{label}: {}", figure(writer.dossier, ix)),
            _ => format!("{label}: {}", moved("a figure,")),
        },
        ChangeKind::Corridor => format!("{label}: {}", moved("now")),
        ChangeKind::Source | ChangeKind::Article => label,
    };
    if let Some(by) = change.by {
        let _ = write!(words, ", says {}", writer.dossier[by].name);
    }
    if change.newness == Newness::Added {
        words = format!("added, {words}");
    }
    say(words, [change.source], if let Rec::Event(ix) = change.rec { Some(ix) } else { None })
}
