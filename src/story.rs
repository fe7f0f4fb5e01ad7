//! What is known on a day: the [`Snapshot`], computed from the statements published by then.
//!
//! Pure: takes a dossier and a day, returns conclusions. The rules are those of `docs/format.md`, "What is
//! computed, as of a day D".

mod backwards;
pub mod change;
mod chart;
mod cited;
mod contest;
mod corridor;
mod coverage;
mod event;
mod figure;
mod known;
mod ledger;
pub mod lines;
mod links;
mod office;
mod one_sided;
mod origin;
mod publication;
mod question;
mod quiet;
mod rewrite;
mod said;
mod schedule;
mod slip;
mod stance;
mod statement;
mod step;
#[cfg(test)]
mod tests;
mod tie;
mod way;

use chrono::NaiveDate;

#[allow(unused_imports)] // the documentation names them
use crate::dossier::{Actor, Corridor, Event};
use crate::dossier::{
    ActorIx, ArticleIx, CorridorIx, CorridorStatus, Dossier, EdtfDate, EventIx, FigureIx, PlaceIx, PortIx, Rec,
    ReportStatus,
};

pub use chart::{ChartBars, ChartStrand, FigureChart, NoBars};
pub use corridor::CorridorLength;
pub use coverage::WeeklyCoverage;
pub use figure::{FigureSeries, comparable};
pub use known::publication_days;
pub use ledger::{LedgerRow, PromiseOutcome, PromisedBy};
pub use origin::ReportOrigin;
pub use publication::PublicationDays;
pub use question::{OpenQuestion, QuestionAddressee, QuestionGap, QuestionSince};
pub use quiet::QuietDays;
pub use rewrite::{HardenedEcho, RewriteSurplus};
pub use said::{ReportWording, SaidOnEvent};
pub use slip::SlipDays;
pub use stance::same_choice;
pub use statement::Statement;
pub use step::ChangeCalendar;
pub use tie::{ActorTie, TieKind};
pub use way::{LegPath, along, between, position, straight};

/// The state of an event: what a report says, or what follows from the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CurrentStatus {
    /// What the deciding report says.
    Said(ReportStatus),
    /// Expected, confirmed or postponed, and the last possible day has passed.
    Overdue,
    /// An `expiry` whose last possible day has passed.
    Passed,
    /// No report has a status.
    Unknown,
}

impl CurrentStatus {
    /// All states, in the order of lists and of counts.
    pub const ALL: &[CurrentStatus] = &[
        CurrentStatus::Said(ReportStatus::Expected),
        CurrentStatus::Said(ReportStatus::Confirmed),
        CurrentStatus::Overdue,
        CurrentStatus::Said(ReportStatus::Postponed),
        CurrentStatus::Said(ReportStatus::Happened),
        CurrentStatus::Said(ReportStatus::Partly),
        CurrentStatus::Said(ReportStatus::Cancelled),
        CurrentStatus::Said(ReportStatus::Denied),
        CurrentStatus::Passed,
        CurrentStatus::Unknown,
    ];

    /// The word for files, tables and queries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            CurrentStatus::Said(status) => status.word(),
            CurrentStatus::Overdue => "overdue",
            CurrentStatus::Passed => "passed",
            CurrentStatus::Unknown => "unknown",
        }
    }

    /// Whether it is still to come: expected, confirmed, postponed or overdue.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            CurrentStatus::Said(status) => status.is_forecast(),
            CurrentStatus::Overdue => true,
            CurrentStatus::Passed | CurrentStatus::Unknown => false,
        }
    }
}

impl serde::Serialize for CurrentStatus {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.word())
    }
}

/// How a date of the schedule differs from the previous one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleStep {
    /// It is the first date.
    First,
    /// The new span starts after the old one ends, by these days.
    Slipped(SlipDays),
    /// The new span ends before the old one starts.
    BroughtForward,
    /// It lies within the old span and is shorter.
    Narrowed,
    /// Any other difference, or the same days again.
    Restated,
    /// A postponement without a date.
    Cleared,
}

/// One entry of the schedule: a dated forecast, or a postponement without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduledDate {
    /// Position in [`Event::reports`].
    pub report: u32,
    /// How it differs from the previous date.
    pub step: ScheduleStep,
}

/// Something that the sources disagree on.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestedField {
    /// `date`, `status`, or a key of `values`.
    pub field: String,
    /// For a key of `values`, whether the forecasts disagree; otherwise the outcomes do.
    pub forecast: bool,
    /// Each value, in the order in which it became known.
    pub sides: Vec<StorySide>,
}

/// One of the values given.
#[derive(Clone, Debug, PartialEq)]
pub struct StorySide {
    /// As shown.
    pub value: String,
    /// Positions in [`Event::reports`] of the reports that give it.
    pub reports: Vec<u32>,
    /// The number of origins of these reports.
    pub origins: usize,
}

/// An event on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventState {
    /// Whether a statement about it is known, or it has none.
    pub visible: bool,
    /// Whether every statement is known, so that `summary` may be shown.
    pub complete: bool,
    /// Positions in [`Event::reports`] of what is known, in the order in which it became known.
    pub known: Vec<u32>,
    /// The current status.
    pub status: CurrentStatus,
    /// Position of the report that decides the status.
    pub status_report: Option<u32>,
    /// Position of the report that is named first for the status: of the reports that say it, an origin before an echo,
    /// a dated one before an undated one, the nearest to the event's day, then the oldest.
    pub status_cited: Option<u32>,
    /// The announced dates, in order.
    pub schedule: Vec<ScheduledDate>,
    /// The current date: the actual one, or the newest of the schedule unless it was cleared.
    pub date: Option<EdtfDate>,
    /// Position of the report that gives `date`.
    pub date_report: Option<u32>,
    /// Position of the report that is named first for the date: `status_cited` where that gives it.
    pub date_cited: Option<u32>,
    /// When it took place, once that is known.
    pub actual: Option<EdtfDate>,
    /// Days from the first announced date to the actual or current date.
    pub slip: Option<SlipDays>,
    /// The days of the first announced date.
    promised: Option<slip::SlipSpan>,
    /// Whether the schedule ever slipped, the event is overdue, or it took place late.
    pub slipped: bool,
    /// What the sources disagree on.
    pub contested: Vec<ContestedField>,
    /// The number of origins behind its reports.
    pub origins: usize,
    /// The day on which the newest known statement about it became known; `None` if none has a day.
    pub newest: Option<NaiveDate>,
    /// What came of it as a promise; `None` if no known report looks ahead.
    pub ledger: Option<LedgerRow>,
}

impl EventState {
    /// Whether it took place, in whole or in part.
    #[must_use]
    pub fn came_about(&self) -> bool {
        matches!(self.status, CurrentStatus::Said(status) if status.is_outcome())
    }

    /// The day after the last one that its current date can mean, whoever learnt of that date when. `None` if it has no last
    /// day.
    #[must_use]
    pub fn passed_on(&self) -> Option<NaiveDate> {
        self.date.as_ref()?.latest()?.succ_opt()
    }

    /// Whether everything known of it goes back to one origin.
    #[must_use]
    pub fn is_single_origin(&self) -> bool {
        self.origins == 1
    }
}

#[allow(clippy::derivable_impls)] // the default of a vocabulary is a decision, and stands here
impl Default for CurrentStatus {
    fn default() -> Self {
        CurrentStatus::Unknown
    }
}

/// An actor on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActorState {
    /// Whether a statement about it is known, or there is none.
    pub visible: bool,
    /// Whether every statement is known, so that `summary` may be shown.
    pub complete: bool,
    /// Positions in [`Actor::offices`] of what is known, in the order in which it became known.
    pub offices: Vec<u32>,
    /// Positions in [`Actor::positions`] of what is known, in the order in which it became known.
    pub positions: Vec<u32>,
    /// The visible events that it takes part in, by the record or by a known report, or speaks about.
    pub events: Vec<EventIx>,
}

/// A port or place on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpotState {
    /// Whether a figure about it is known, or there is none.
    pub visible: bool,
    /// Whether every figure about it is known.
    pub complete: bool,
    /// The visible events that name it.
    pub events: Vec<EventIx>,
}

/// Since when a corridor or leg has its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusSince {
    /// Position in [`Corridor::reports`] of the report with which the run of the status began.
    pub report: u32,
    /// Whether that report tells of a change: it says that the way is not open, or another status was known before. A way that
    /// was in use when somebody first wrote of it is open, and nobody says since when.
    pub begun: bool,
}

/// A leg of a corridor on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LegState {
    /// Its status; `None` if unknown.
    pub status: Option<CorridorStatus>,
    /// With which report the run of this status began.
    pub since: Option<StatusSince>,
    /// Position in [`Corridor::reports`] of the newest report of that run.
    pub newest: Option<u32>,
    /// The number of days of the calendar year, up to and including the as-of day, on which it was closed by what was
    /// known then.
    pub days_closed: u32,
}

/// A corridor on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorridorState {
    /// Whether a report or figure about it is known, or there is none.
    pub visible: bool,
    /// Whether every statement is known, so that `summary` may be shown.
    pub complete: bool,
    /// Positions in [`Corridor::reports`] of what is known, in the order in which it became known.
    pub known: Vec<u32>,
    /// The worst status of its legs; `None` if unknown.
    pub status: Option<CorridorStatus>,
    /// Position in [`Corridor::legs`] of the first leg with the worst status, where unknown counts as the worst.
    pub weakest: Option<u32>,
    /// With which report the run of this status began: on the weakest leg, or on the whole if there are no legs.
    pub since: Option<StatusSince>,
    /// Position in [`Corridor::reports`] of the newest report of that run.
    pub newest: Option<u32>,
    /// The number of days of the calendar year, up to and including the as-of day, on which it was closed by what was
    /// known then.
    pub days_closed: u32,
    /// One for each leg.
    pub legs: Vec<LegState>,
    /// The visible events that name it.
    pub events: Vec<EventIx>,
}

/// What is known on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The as-of day.
    pub day: NaiveDate,
    /// By [`EventIx`].
    pub events: Vec<EventState>,
    /// By [`ActorIx`].
    pub actors: Vec<ActorState>,
    /// By [`PortIx`].
    pub ports: Vec<SpotState>,
    /// By [`PlaceIx`].
    pub places: Vec<SpotState>,
    /// By [`CorridorIx`].
    pub corridors: Vec<CorridorState>,
    /// By [`FigureIx`]: whether it is known.
    pub figures: Vec<bool>,
    /// By [`FigureIx`]: up to 100 other known figures of the same record, metric, kind, unit and period that give
    /// another amount. A figure with rivals is contested.
    pub figure_rivals: Vec<Vec<FigureIx>>,
    /// What must happen first, and what depends on it; sorted.
    dependents: Vec<(EventIx, EventIx)>,
    backwards: backwards::StepBack,
}

macro_rules! state_of {
    ($($ix:ident => $field:ident: $state:ty),* $(,)?) => { $(
        impl std::ops::Index<$ix> for Snapshot {
            type Output = $state;
            fn index(&self, ix: $ix) -> &$state { &self.$field[ix.ix()] }
        }
    )* };
}
state_of! {
    EventIx => events: EventState, ActorIx => actors: ActorState, PortIx => ports: SpotState,
    PlaceIx => places: SpotState, CorridorIx => corridors: CorridorState,
}

impl Snapshot {
    /// Computes what was known of the story on `day` from the statements published by then, and from no
    /// others. Pure; takes about 1 µs a report.
    #[must_use]
    pub fn of(dossier: &Dossier, day: NaiveDate) -> Snapshot {
        let _span = tracing::debug_span!("snapshot", %day).entered();
        let about = known::FigureTally::of(dossier, day);
        let mut snapshot =
            Snapshot { dependents: links::dependents(dossier), ..Snapshot::without_events(dossier, day, &about) };
        let all: Vec<EventIx> = (0_u32..).map(EventIx).take(dossier.events.len()).collect();
        let states = event::states(day, dossier, &all, &about);
        for ((ix, event), state) in all.into_iter().zip(&dossier.events).zip(&states) {
            if state.visible {
                links::link(&mut snapshot, ix, event, &state.known);
            }
        }
        snapshot.events = states;
        snapshot
    }

    /// All but the events and what follows from them.
    fn without_events(dossier: &Dossier, day: NaiveDate, about: &known::FigureTally) -> Snapshot {
        let figures: Vec<bool> =
            dossier.figures.iter().map(|f| known::by(dossier, Some(f.source), day).is_some()).collect();
        let spot = |tally: known::KnownTally| SpotState {
            visible: tally.is_visible(),
            complete: tally.is_complete(),
            events: Vec::new(),
        };
        let each = |count: usize| (0..count).map(|ix| u32::try_from(ix).unwrap_or(u32::MAX));
        let actor = |ix| office::actor(dossier, day, &dossier[ActorIx(ix)], about.of_record(ActorIx(ix)));
        let corridor = |ix| corridor::state(dossier, day, &dossier[CorridorIx(ix)], about.of_record(CorridorIx(ix)));
        Snapshot {
            day,
            events: Vec::new(),
            actors: each(dossier.actors.len()).map(actor).collect(),
            ports: each(dossier.ports.len()).map(|ix| spot(about.of_record(PortIx(ix)))).collect(),
            places: each(dossier.places.len()).map(|ix| spot(about.of_record(PlaceIx(ix)))).collect(),
            corridors: each(dossier.corridors.len()).map(corridor).collect(),
            figure_rivals: figure::rivals(dossier, &figures),
            figures,
            dependents: Vec::new(),
            backwards: backwards::StepBack::default(),
        }
    }

    /// Whether a record may be shown on this day.
    #[must_use]
    pub fn is_visible(&self, dossier: &Dossier, rec: Rec) -> bool {
        match rec {
            Rec::Article(ix) => self.is_known(dossier, Some(ix)),
            Rec::Event(ix) => self[ix].visible,
            Rec::Actor(ix) => self[ix].visible,
            Rec::Port(ix) => self[ix].visible,
            Rec::Place(ix) => self[ix].visible,
            Rec::Corridor(ix) => self[ix].visible,
            Rec::Figure(ix) => self.figures[ix.ix()],
        }
    }

    /// Whether a statement with this source is known by this day. Without a source it always is.
    #[must_use]
    pub fn is_known(&self, dossier: &Dossier, source: Option<ArticleIx>) -> bool {
        known::by(dossier, source, self.day).is_some()
    }
}
