//! What is not known: each gap in what the sources say, as something to ask somebody.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::quiet::looked_until;
use super::{CurrentStatus, PromisedBy, QuietDays, Snapshot};
use crate::dossier::{ActorIx, ArticleIx, CorridorIx, Dossier, EventIx, FigureIx, Kind, Rec};

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

impl QuestionGap {
    /// One word for what is missing, as other programs read it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            QuestionGap::Outcome => "outcome",
            QuestionGap::Date => "date",
            QuestionGap::Contest(_) => "contested",
            QuestionGap::Silence => "silence",
            QuestionGap::Speaker => "speaker",
            QuestionGap::OtherSide => "other-side",
            QuestionGap::Origin => "second-origin",
            QuestionGap::Proof => "proof",
            QuestionGap::Leg(_) => "leg-status",
            QuestionGap::Office(_) => "office-end",
            QuestionGap::Period => "period",
            QuestionGap::Definition => "definition",
        }
    }
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

/// Since when a question is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionSince {
    /// Since the day after the last one that the date can mean.
    Passed(NaiveDate),
    /// Since the newest word, which is that of this article.
    Heard(Option<ArticleIx>),
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
    /// Since when it is open.
    pub since: QuestionSince,
    /// How many visible events wait for the event that it is about.
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
        let heard = QuestionSince::Heard(self.last_heard(dossier, ix));
        let is_overdue = state.status == CurrentStatus::Overdue;
        if is_overdue {
            ask(QuestionGap::Outcome, to, state.passed_on().map_or(heard, QuestionSince::Passed));
        }
        if state.ledger.is_some() && state.status.is_open() {
            if state.date.is_none() {
                ask(QuestionGap::Date, to, heard);
            }
            if !is_overdue && self.quiet(dossier, ix).is_some_and(QuietDays::is_long) {
                ask(QuestionGap::Silence, to, heard);
            }
            if speaker.is_none() {
                ask(QuestionGap::Speaker, outlet(), heard);
            }
            if !event.names_proof() {
                ask(QuestionGap::Proof, to, heard);
            }
        }
        // What was expected of a thing that is over is not asked any more.
        for (_, at) in state.contested.iter().zip(0..).filter(|(it, _)| !it.forecast || state.status.is_open()) {
            ask(QuestionGap::Contest(at), to, heard);
        }
        if let Some(side) = self.one_side(dossier, ix) {
            let is_other = |actor: &ActorIx| {
                dossier[*actor].country.as_ref().is_some_and(|country| !country.eq_ignore_ascii_case(side))
            };
            let other = actors.iter().copied().find(is_other);
            ask(QuestionGap::OtherSide, other.map_or(to, QuestionAddressee::Actor), heard);
        }
        if state.is_single_origin() {
            let another = actors.iter().copied().find(|&actor| Some(actor) != speaker);
            ask(QuestionGap::Origin, another.map_or(to, QuestionAddressee::Actor), heard);
        }
    }

    fn ask_of_corridor(&self, dossier: &Dossier, ix: CorridorIx, all: &mut Vec<OpenQuestion>) {
        let (corridor, state) = (&dossier[ix], &self[ix]);
        // Before anybody wrote of a way, nobody could have asked about its legs.
        if state.known.is_empty() && !corridor.reports.is_empty() {
            return;
        }
        let newest = state.known.last().map(|&report| &corridor.reports[report as usize]);
        let to = match newest.map(|report| (report.by, report.source)) {
            Some((Some(by), _)) => QuestionAddressee::Actor(by),
            Some((None, Some(source))) => QuestionAddressee::Outlet(source),
            _ => QuestionAddressee::Anyone,
        };
        let since = QuestionSince::Heard(newest.and_then(|report| report.source));
        for (_, leg) in state.legs.iter().zip(0..).filter(|(leg, _)| leg.status.is_none()) {
            let (gap, statements) = (QuestionGap::Leg(leg), state.known.len());
            all.push(OpenQuestion { about: ix.into(), gap, to, since, dependents: 0, statements });
        }
    }

    fn ask_of_offices(&self, dossier: &Dossier, ix: ActorIx, all: &mut Vec<OpenQuestion>) {
        let until = looked_until(dossier, self.day);
        for &at in &self[ix].offices {
            let office = &dossier[ix].offices[at as usize];
            let known = dossier.known(office.source);
            let is_old = known.is_some_and(|known| (until - known).num_days() > OLD_OFFICE);
            if is_old && self.office_end(dossier, office).is_none() {
                let (to, gap) = (QuestionAddressee::Actor(ix), QuestionGap::Office(at));
                let since = QuestionSince::Heard(office.source);
                all.push(OpenQuestion { about: ix.into(), gap, to, since, dependents: 0, statements: 1 });
            }
        }
    }

    fn ask_of_figure(&self, dossier: &Dossier, ix: FigureIx, all: &mut Vec<OpenQuestion>) {
        let figure = &dossier[ix];
        let to = figure.by.map_or(QuestionAddressee::Outlet(figure.source), QuestionAddressee::Actor);
        let since = QuestionSince::Heard(Some(figure.source));
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
