//! What is not known: each gap in what the sources say, as something to ask somebody.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::{CurrentStatus, PromisedBy, QuietDays, Snapshot};
use crate::dossier::{ActorIx, ArticleIx, CorridorIx, Dossier, EdtfDate, EventIx, FigureIx, Kind, Rec};

/// What is missing. The order is that of questions on which as much depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionGap {
    /// The last day of its date has passed, and no source says what came of it.
    Outcome,
    /// It is expected without a date.
    Date,
    /// Sources differ about the field at this position of [`super::EventState::contested`].
    Contest(u32),
    /// Nobody has said a word about what is expected for long.
    Silence,
    /// No speaker is named who promised it.
    Speaker,
    /// Everyone quoted is of one side.
    OtherSide,
    /// All that is known of it goes back to one origin.
    Origin,
    /// Nothing says what would prove that it came about.
    Proof,
    /// The status of the leg at this position of [`crate::dossier::Corridor::legs`] is unknown.
    Leg(u32),
    /// The office at this position of [`crate::dossier::Actor::offices`] has no end, and the newest word of it is old.
    Office(u32),
    /// A figure has no period.
    Period,
    /// Figures differ, and this one does not say what was counted.
    Definition,
}

/// Who is to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionAddressee {
    /// An actor: who promised it, else who takes part.
    Actor(ActorIx),
    /// The outlet of an article, where no actor is named.
    Outlet(ArticleIx),
    /// Nobody is named.
    Anyone,
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The record that it is about.
    pub about: Rec,
    /// What is missing.
    pub gap: QuestionGap,
    /// Who is to be asked.
    pub to: QuestionAddressee,
    /// Since when it is open: the day after the last of an overdue date, else when the newest statement became known.
    pub since: Option<NaiveDate>,
    /// How many visible events wait for the record or name it.
    pub dependents: usize,
    /// How many known statements are about it.
    pub statements: usize,
}

/// An office of which nothing was said for more days than this is asked about.
const OLD_OFFICE: i64 = 365;

impl Snapshot {
    /// Everything that is not known on the day; what most depends on comes first.
    #[must_use]
    pub fn questions(&self, dossier: &Dossier) -> Vec<OpenQuestion> {
        let mut all = Vec::new();
        let kinds = Kind::ALL.iter().filter(|&&kind| kind != Kind::Article);
        for rec in kinds.flat_map(|&kind| dossier.all(kind)).filter(|&rec| self.is_visible(dossier, rec)) {
            match rec {
                Rec::Event(ix) => self.ask_of_event(dossier, ix, &mut all),
                Rec::Corridor(ix) => self.ask_of_corridor(dossier, ix, &mut all),
                Rec::Actor(ix) => self.ask_of_offices(dossier, ix, &mut all),
                Rec::Figure(ix) => self.ask_of_figure(dossier, ix, &mut all),
                Rec::Port(_) | Rec::Place(_) | Rec::Article(_) => {}
            }
        }
        all.sort_by_key(|q| (Reverse(q.dependents), q.gap, Reverse(q.statements), q.about));
        all
    }

    fn ask_of_event(&self, dossier: &Dossier, ix: EventIx, all: &mut Vec<OpenQuestion>) {
        let (event, state) = (&dossier[ix], &self[ix]);
        let speaker = state.ledger.and_then(|row| if let PromisedBy::Speaker(by) = row.by { Some(by) } else { None });
        let actors = self.event_actors(dossier, ix);
        let outlet = || self.last_heard(dossier, ix).map_or(QuestionAddressee::Anyone, QuestionAddressee::Outlet);
        let to = speaker.or(actors.first().copied()).map_or_else(outlet, QuestionAddressee::Actor);
        let (dependents, statements) = (self.dependents(ix).len(), state.known.len());
        let mut ask = |gap, to, since| {
            all.push(OpenQuestion { about: ix.into(), gap, to, since, dependents, statements });
        };
        let is_overdue = state.status == CurrentStatus::Overdue;
        if is_overdue {
            let last = state.date.as_ref().and_then(EdtfDate::latest);
            ask(QuestionGap::Outcome, to, last.and_then(|day| day.succ_opt()));
        }
        if state.ledger.is_some() && state.status.is_open() {
            if state.date.is_none() {
                ask(QuestionGap::Date, to, state.newest);
            }
            if !is_overdue && self.quiet(dossier, ix).is_some_and(QuietDays::is_long) {
                ask(QuestionGap::Silence, to, state.newest);
            }
            if speaker.is_none() {
                ask(QuestionGap::Speaker, outlet(), state.newest);
            }
            if event.done_when.is_none() {
                ask(QuestionGap::Proof, to, state.newest);
            }
        }
        for (_, at) in state.contested.iter().zip(0..) {
            ask(QuestionGap::Contest(at), to, state.newest);
        }
        if let Some(side) = self.one_side(dossier, ix) {
            let is_other = |actor: &ActorIx| {
                dossier[*actor].country.as_ref().is_some_and(|country| !country.eq_ignore_ascii_case(side))
            };
            let other = actors.iter().copied().find(is_other);
            ask(QuestionGap::OtherSide, other.map_or(to, QuestionAddressee::Actor), state.newest);
        }
        if state.is_single_origin() {
            let another = actors.iter().copied().find(|&actor| Some(actor) != speaker);
            ask(QuestionGap::Origin, another.map_or(to, QuestionAddressee::Actor), state.newest);
        }
    }

    fn ask_of_corridor(&self, dossier: &Dossier, ix: CorridorIx, all: &mut Vec<OpenQuestion>) {
        let (corridor, state) = (&dossier[ix], &self[ix]);
        let newest = state.known.last().map(|&report| &corridor.reports[report as usize]);
        let to = match newest.map(|report| (report.by, report.source)) {
            Some((Some(by), _)) => QuestionAddressee::Actor(by),
            Some((None, Some(source))) => QuestionAddressee::Outlet(source),
            _ => QuestionAddressee::Anyone,
        };
        let since = newest.and_then(|report| dossier.known(report.source));
        for (_, leg) in state.legs.iter().zip(0..).filter(|(leg, _)| leg.status.is_none()) {
            let (dependents, statements) = (state.events.len(), state.known.len());
            all.push(OpenQuestion { about: ix.into(), gap: QuestionGap::Leg(leg), to, since, dependents, statements });
        }
    }

    fn ask_of_offices(&self, dossier: &Dossier, ix: ActorIx, all: &mut Vec<OpenQuestion>) {
        for &at in &self[ix].offices {
            let office = &dossier[ix].offices[at as usize];
            let since = dossier.known(office.source);
            let is_old = since.is_some_and(|since| (self.day - since).num_days() > OLD_OFFICE);
            if is_old && self.office_end(dossier, office).is_none() {
                let (to, gap) = (QuestionAddressee::Actor(ix), QuestionGap::Office(at));
                all.push(OpenQuestion { about: ix.into(), gap, to, since, dependents: 0, statements: 1 });
            }
        }
    }

    fn ask_of_figure(&self, dossier: &Dossier, ix: FigureIx, all: &mut Vec<OpenQuestion>) {
        let figure = &dossier[ix];
        let to = figure.by.map_or(QuestionAddressee::Outlet(figure.source), QuestionAddressee::Actor);
        let since = dossier.known(Some(figure.source));
        let rivals = self.figure_rivals[ix.ix()].len();
        let mut ask = |gap| {
            all.push(OpenQuestion { about: ix.into(), gap, to, since, dependents: 0, statements: rivals + 1 });
        };
        if figure.period.is_none() {
            ask(QuestionGap::Period);
        }
        if figure.definition.is_none() && rivals > 0 {
            ask(QuestionGap::Definition);
        }
    }
}
