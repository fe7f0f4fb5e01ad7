//! The brief: one page of what stands, what changed, what is due, what is contested and what is not known.
//!
//! Every sentence is built from fields and ends in the number of its source. Pure: the same snapshot gives the same page.

mod due;
pub mod html;
mod stands;
pub mod text;
mod timeline;

use std::cmp::Reverse;
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::dossier::date::display_day;
use crate::dossier::{ArticleIx, Dossier, EventIx, FigureIx, Rec, Report};
use crate::story::change::{Change, ChangeKind};
use crate::story::{Snapshot, State, Statement};
use crate::wording;

/// Since when changes are told, and what they are.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// The day; `None` where nothing was seen before.
    pub day: Option<NaiveDate>,
    /// In the order in which things became known.
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
    /// How many more there would be, and the command that lists them.
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

/// Makes the page of a day; with `since`, also what changed.
#[must_use]
pub fn brief<'d>(dossier: &'d Dossier, snapshot: &'d Snapshot, since: Option<Since<'_>>) -> Brief<'d> {
    let mut writer = Writer { dossier, snapshot, sources: Vec::new(), events: Vec::new() };
    let mut sections = vec![stands::stands(&mut writer)];
    sections.extend(since.map(|since| changed(&mut writer, since)));
    sections.extend([due::due(&mut writer), due::contested(&mut writer), due::not_known(&mut writer)]);
    let overdue = snapshot.events.iter().filter(|state| state.visible && state.status == State::Overdue).count();
    let changed = since.map_or(0, |since| since.changes.len());
    Brief { dossier, snapshot, sections, sources: writer.sources, events: writer.events, overdue, changed }
}

/// What is said of one event, and the sources by their numbers: how it stands, when it was first announced where it
/// slipped, and what is contested of it.
#[must_use]
pub fn about(dossier: &Dossier, snapshot: &Snapshot, ix: EventIx) -> (Vec<Sentence>, Vec<ArticleIx>) {
    let mut writer = Writer { dossier, snapshot, sources: Vec::new(), events: Vec::new() };
    let mut sentences = vec![stands::event(&mut writer, ix)];
    let state = &snapshot[ix];
    let first = state.schedule.first().filter(|_| state.slipped || state.late);
    if let Some(report) = first.and_then(|promise| writer.report(ix, Some(promise.report)))
        && let Some(date) = &report.date
    {
        let by = report.by.map(|by| format!(" by {}", dossier[by].name)).unwrap_or_default();
        sentences.push(writer.say(format!("First announced for {}{by}", date.display()), [report.source]));
    }
    sentences.extend((0..state.contested.len()).map(|n| due::contest(&mut writer, ix, n)));
    (sentences, writer.sources)
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

/// Numbers the sources as they come up.
struct Writer<'d> {
    dossier: &'d Dossier,
    snapshot: &'d Snapshot,
    sources: Vec<ArticleIx>,
    events: Vec<EventIx>,
}

impl<'d> Writer<'d> {
    /// The numbers of these sources, each once, in the order in which they are given.
    fn cite(&mut self, sources: impl IntoIterator<Item = Option<ArticleIx>>) -> Vec<usize> {
        let mut numbers = Vec::new();
        for source in sources.into_iter().flatten() {
            let at = self.sources.iter().position(|&s| s == source).unwrap_or_else(|| {
                self.sources.push(source);
                self.sources.len() - 1
            });
            if !numbers.contains(&(at + 1)) {
                numbers.push(at + 1);
            }
        }
        numbers
    }

    /// A sentence of one part.
    fn say(&mut self, words: String, sources: impl IntoIterator<Item = Option<ArticleIx>>) -> Sentence {
        let numbers = self.cite(sources);
        Sentence { parts: vec![(words, numbers)] }
    }

    fn report(&self, ix: EventIx, position: Option<u32>) -> Option<&'d Report> {
        position.map(|r| &self.dossier[ix].reports[r as usize])
    }

    /// The source of a report.
    fn source(&self, ix: EventIx, position: Option<u32>) -> Option<ArticleIx> {
        self.report(ix, position).and_then(|report| report.source)
    }

    /// An event on the page is an event in the picture.
    fn draws(&mut self, ix: EventIx) {
        if !self.events.contains(&ix) {
            self.events.push(ix);
        }
    }

    fn visible(&self) -> impl Iterator<Item = EventIx> + use<'d> {
        let states = (0u32..).map(EventIx).zip(&self.snapshot.events);
        states.filter(|(_, state)| state.visible).map(|(ix, _)| ix)
    }
}

/// The first `most` of some, and how many are left.
fn first<T>(mut all: Vec<T>, most: usize, command: &'static str) -> (Vec<T>, Option<(usize, &'static str)>) {
    let left = all.len().saturating_sub(most);
    all.truncate(most);
    (all, (left > 0).then_some((left, command)))
}

/// What changed: of each sort the changes of the most reported records, the weightier sorts first. Further sources and
/// articles are only counted; what became overdue has its own section.
fn changed(writer: &mut Writer, since: Since<'_>) -> Section {
    // The sort, and how many of it the page has room for.
    let share = |kind: ChangeKind| match kind {
        ChangeKind::Status => Some((0, 4)),
        ChangeKind::Date => Some((1, 3)),
        ChangeKind::Corridor => Some((2, 2)),
        ChangeKind::Contested | ChangeKind::Settled => Some((3, 2)),
        ChangeKind::NewRecord => Some((4, 2)),
        ChangeKind::Office | ChangeKind::OfficeEnd | ChangeKind::Position => Some((5, 1)),
        ChangeKind::Values | ChangeKind::Figure => Some((6, 1)),
        ChangeKind::Overdue | ChangeKind::Source | ChangeKind::Article => None,
    };
    let snapshot = writer.snapshot;
    let weight = |rec: Rec| if let Rec::Event(ix) = rec { snapshot[ix].origins } else { 0 };
    let mut told: Vec<(usize, &Change, (u8, usize))> =
        since.changes.iter().enumerate().filter_map(|(n, c)| Some((n, c, share(c.kind)?))).collect();
    // Among equals the newest, which stand last in the list.
    told.sort_by_key(|&(n, change, (rank, _))| (rank, Reverse(weight(change.rec)), Reverse(n)));
    let mut counts = [0; 7];
    told.retain(|&(_, _, (rank, most))| {
        counts[usize::from(rank)] += 1;
        counts[usize::from(rank)] <= most
    });
    let left = since.changes.len() - told.len();
    let more = (left > 0).then_some((left, ""));
    let told: Vec<&Change> = told.into_iter().map(|(_, change, _)| change).collect();
    let sentences = told.into_iter().map(|change| sentence(writer, change)).collect();
    let heading = match since.day {
        Some(day) => format!("What changed since {}", display_day(day)),
        None => "What changed".to_owned(),
    };
    Section { heading, sentences, more, empty: "Nothing changed." }
}

/// `max draught 14.5 m, 2024`
fn figure(dossier: &Dossier, ix: FigureIx) -> String {
    let figure = &dossier[ix];
    let period = figure.period.as_ref().map_or_else(String::new, |period| format!(", {}", wording::period(period)));
    format!("{} {}{period}", wording::slug(&figure.metric), wording::amount(figure))
}

/// One change as a sentence.
fn sentence(writer: &mut Writer, change: &Change) -> Sentence {
    let label = writer.dossier.label(change.rec).to_owned();
    let field = change.field.as_deref().map(|f| wording::slug(&f.replace('_', " "))).unwrap_or_default();
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
    if let Rec::Event(ix) = change.rec {
        writer.draws(ix);
    }
    writer.say(words, [change.source])
}
