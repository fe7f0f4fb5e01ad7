//! The known part of a dossier on the snapshot's day: the only way for export formats to reach statements.

use hashbrown::{HashMap, HashSet};

use crate::dossier::{
    ActorIx, Article, ArticleIx, Corridor, CorridorIx, CorridorReport, EdtfDate, Event, EventIx, FigureIx,
    FigureSubject, Kind, Office, PortIx, Position, Rec, RecordSpot, Report,
};
use crate::report::standing::standing;
use crate::story::{CurrentStatus, EventState};

use super::{ExportLosses, ExportStory};

/// An office as far as it is known: its end may be published later than its start.
#[derive(Clone, Copy, Debug)]
pub struct KnownOffice<'a> {
    /// As written.
    pub office: &'a Office,
    /// The last day, if known.
    pub to: Option<&'a EdtfDate>,
    /// The article that gives the end, if it is known and a different one.
    pub end_source: Option<ArticleIx>,
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident: $kind:ident => $ix:ty),* $(,)?) => { $(
        $(#[$doc])*
        pub(super) fn $name(&self) -> impl Iterator<Item = $ix> + use<'a> {
            let story = *self;
            self.rows.iter().filter_map(move |&rec| match rec {
                Rec::$kind(ix) if story.snapshot.is_visible(story.dossier, rec) => Some(ix),
                _ => None,
            })
        }
    )* };
}

impl<'a> ExportStory<'a> {
    rows! {
        /// The events among the rows.
        events: Event => EventIx,
        /// The actors among the rows.
        actors: Actor => ActorIx,
        /// The ports among the rows.
        ports: Port => PortIx,
        /// The corridors among the rows.
        corridors: Corridor => CorridorIx,
        /// The articles among the rows.
        articles: Article => ArticleIx,
        /// The figures among the rows.
        figures: Figure => FigureIx,
    }

    /// Whether a record may be shown.
    pub(super) fn is_visible(&self, rec: impl Into<Rec>) -> bool {
        self.snapshot.is_visible(self.dossier, rec.into())
    }

    /// Counts the visible rows of these kinds as left out.
    pub(super) fn leave_out(&self, kinds: &[Kind], losses: &mut ExportLosses) {
        for &kind in kinds {
            let count = self.rows.iter().filter(|rec| rec.kind() == kind && self.is_visible(**rec)).count();
            losses.add(format!("{kind}, left out"), count);
        }
    }

    /// The article.
    pub(super) fn article(&self, ix: ArticleIx) -> Article<'a> {
        self.dossier.articles.get(ix)
    }

    /// The event as written, and what is known of it.
    pub(super) fn event(&self, ix: EventIx) -> (&'a Event, &'a EventState) {
        (&self.dossier.events[ix.ix()], &self.snapshot.events[ix.ix()])
    }

    /// The known reports on an event, in the order in which they became known.
    pub(super) fn reports(&self, ix: EventIx) -> impl Iterator<Item = &'a Report> + use<'a> {
        let (event, state) = self.event(ix);
        state.known.iter().map(move |&n| &event.reports[n as usize])
    }

    /// The known reports on a corridor, in the order in which they became known.
    pub(super) fn corridor_reports(&self, ix: CorridorIx) -> impl Iterator<Item = &'a CorridorReport> + use<'a> {
        let corridor: &'a Corridor = &self.dossier.corridors[ix.ix()];
        self.snapshot.corridors[ix.ix()].known.iter().map(move |&n| &corridor.reports[n as usize])
    }

    /// The known offices of an actor, in the order in which they became known.
    pub(super) fn offices(&self, ix: ActorIx) -> impl Iterator<Item = KnownOffice<'a>> + use<'a> {
        let story = *self;
        let offices = &self.dossier.actors[ix.ix()].offices;
        self.snapshot.actors[ix.ix()].offices.iter().map(move |&n| {
            let office = &offices[n as usize];
            let to = story.snapshot.office_end(story.dossier, office);
            KnownOffice { office, to, end_source: office.end_source.filter(|_| to.is_some()) }
        })
    }

    /// The known positions of an actor, in the order in which they became known.
    pub(super) fn positions(&self, ix: ActorIx) -> impl Iterator<Item = &'a Position> + use<'a> {
        let positions = &self.dossier.actors[ix.ix()].positions;
        self.snapshot.actors[ix.ix()].positions.iter().map(move |&n| &positions[n as usize])
    }

    /// The known figures about each record, in the order of the files.
    pub(super) fn figures_by_record(&self) -> HashMap<Rec, Vec<FigureIx>> {
        let mut out: HashMap<Rec, Vec<FigureIx>> = HashMap::new();
        for (ix, figure) in (0..).map(FigureIx).zip(&self.dossier.figures) {
            if let FigureSubject::Rec(rec) = figure.about
                && self.is_visible(ix)
            {
                out.entry(rec).or_default().push(ix);
            }
        }
        out
    }

    /// The summary of a record. It was written in hindsight, so it is given only if every statement about the record is
    /// known.
    pub(super) fn summary(&self, rec: Rec) -> Option<&'a str> {
        let (dossier, snapshot) = (self.dossier, self.snapshot);
        let (summary, complete) = match rec {
            Rec::Event(ix) => (&dossier.events[ix.ix()].summary, snapshot[ix].complete),
            Rec::Actor(ix) => (&dossier.actors[ix.ix()].summary, snapshot[ix].complete),
            Rec::Port(ix) => (&dossier.ports[ix.ix()].summary, snapshot[ix].complete),
            Rec::Corridor(ix) => (&dossier.corridors[ix.ix()].summary, snapshot[ix].complete),
            Rec::Article(ix) => return self.article(ix).summary,
            Rec::Place(_) | Rec::Figure(_) => return None,
        };
        summary.as_deref().filter(|_| complete)
    }

    /// The summary of the story. It covers everything, with the knowledge of the day on which it was written, which
    /// is taken to be when the last article was retrieved, or published if that is not given.
    pub(super) fn story_summary(&self) -> Option<&'a str> {
        let articles = &self.dossier.articles;
        let read = articles.iter().map(|(ix, _)| articles.retrieved(ix).1.or_else(|| articles.known(ix)));
        let written = read.flatten().max();
        self.dossier.story.summary.as_deref().filter(|_| written.is_none_or(|day| day <= self.snapshot.day))
    }

    /// The day on which an article was read, if that is no later than the as-of day.
    pub(super) fn retrieved(&self, ix: ArticleIx) -> Option<EdtfDate> {
        let last = self.dossier.articles.retrieved(ix).1?;
        let date = self.article(ix).retrieved.filter(|_| last <= self.snapshot.day)?;
        EdtfDate::parse(date).ok()
    }

    /// The known articles among these.
    pub(super) fn known_articles(&self, all: &'a [ArticleIx]) -> impl Iterator<Item = ArticleIx> + use<'a> {
        let story = *self;
        all.iter().copied().filter(move |&ix| story.is_visible(ix))
    }

    /// The actors of an event that may be shown: those of the record, then those added by reports.
    pub(super) fn participants(&self, ix: EventIx) -> Vec<ActorIx> {
        self.snapshot.event_actors(self.dossier, ix)
    }

    /// What was said about status and date with its source, then conclusions: `expected Nov 2025 (The Express Tribune,
    /// 3 Sep 2025); overdue since 1 Dec 2025`.
    pub(super) fn standing_line(&self, ix: EventIx) -> String {
        standing(self.dossier, self.snapshot, ix).line(self.dossier)
    }

    /// The articles behind what is shown of a record, without figures, each once, in the order in which they became
    /// known.
    pub(super) fn sources(&self, rec: Rec) -> Vec<ArticleIx> {
        let mut out: Vec<ArticleIx> = match rec {
            Rec::Event(ix) => self.reports(ix).filter_map(|report| report.source).collect(),
            Rec::Corridor(ix) => {
                let reports = self.corridor_reports(ix).filter_map(|report| report.source);
                reports.chain(self.known_articles(&self.dossier.corridors[ix.ix()].sources)).collect()
            }
            Rec::Actor(ix) => {
                let offices = self.offices(ix).flat_map(|known| [known.office.source, known.end_source]).flatten();
                let positions = self.positions(ix).filter_map(|position| position.source);
                let own = self.known_articles(&self.dossier.actors[ix.ix()].sources);
                offices.chain(positions).chain(own).collect()
            }
            Rec::Port(ix) => self.known_articles(&self.dossier.ports[ix.ix()].sources).collect(),
            Rec::Place(ix) => self.known_articles(&self.dossier.places[ix.ix()].sources).collect(),
            Rec::Article(ix) => vec![ix],
            Rec::Figure(ix) => vec![self.dossier[ix].source],
        };
        let mut seen = HashSet::new();
        out.retain(|ix| seen.insert(*ix));
        out
    }

    /// The sources of the known reports on an event, each once, in the order in which they became known.
    pub(super) fn sources_of_reports(&self, ix: EventIx) -> Vec<ArticleIx> {
        let mut out = Vec::new();
        for source in self.reports(ix).filter_map(|report| report.source) {
            if !out.contains(&source) {
                out.push(source);
            }
        }
        out
    }

    /// What the sources of an event disagree on, each field once: forecasts and outcomes may both be contested.
    pub(super) fn contested_fields(&self, ix: EventIx) -> Vec<&'a str> {
        let mut out: Vec<&str> = Vec::new();
        for contest in &self.snapshot.events[ix.ix()].contested {
            if !out.contains(&contest.field.as_str()) {
                out.push(&contest.field);
            }
        }
        out
    }

    /// The articles among the rows, then those that the other rows rest on.
    pub(super) fn cited_articles(&self) -> Vec<ArticleIx> {
        let mut out: Vec<ArticleIx> = self.articles().collect();
        let mut seen: HashSet<ArticleIx> = out.iter().copied().collect();
        let figures = self.figures_by_record();
        for &rec in self.rows.iter().filter(|rec| rec.kind() != Kind::Article && self.is_visible(**rec)) {
            let of_figures = figures.get(&rec).into_iter().flatten().map(|ix| self.dossier[*ix].source);
            out.extend(self.sources(rec).into_iter().chain(of_figures).filter(|ix| seen.insert(*ix)));
        }
        out
    }

    /// The name of a record, in one line.
    pub(super) fn label(&self, rec: impl Into<Rec>) -> &'a str {
        self.dossier.label(rec.into())
    }

    /// The id of a record.
    pub(super) fn id(&self, rec: impl Into<Rec>) -> &'a str {
        self.dossier.id(rec.into())
    }

    /// The names of places and ports, joined.
    pub(super) fn spots(&self, spots: &[RecordSpot]) -> String {
        spots.iter().map(|spot| self.dossier.spot_name(*spot)).collect::<Vec<_>>().join(", ")
    }

    /// How an article is cited: `Outlet, 3 Sep 2025`.
    pub(super) fn credit(&self, ix: ArticleIx) -> String {
        let article = self.article(ix);
        match article.published_date() {
            Some(date) => format!("{}, {}", article.outlet, date.display()),
            None => article.outlet.to_owned(),
        }
    }
}

/// Whether a status means that the event was cancelled or denied.
pub fn is_off(state: CurrentStatus) -> bool {
    matches!(state, CurrentStatus::Said(crate::dossier::ReportStatus::Cancelled | crate::dossier::ReportStatus::Denied))
}
