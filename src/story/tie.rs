//! Ties between actors, as far as they are known: meetings, agreements, shared offices or organisations, and
//! agreement or disagreement on issues.

use hashbrown::HashMap;

use super::{Snapshot, Statement, same_choice};
use crate::dossier::{Actor, ActorIx, Dossier, EdtfDate, EventIx, EventKind, Office};

/// What ties two actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieKind {
    /// Both took part in a visit or meeting that happened.
    Met,
    /// Both are parties to an agreement that happened.
    Signed,
    /// Both held the same office, one held an office of the other, or both an office of the same organisation.
    Office,
    /// Both make the same choice on an issue.
    Agrees,
    /// Both take a stance on an issue and make different choices.
    Differs,
}

impl TieKind {
    /// All of them, in the order of lists.
    pub const ALL: &[TieKind] = &[TieKind::Met, TieKind::Signed, TieKind::Office, TieKind::Agrees, TieKind::Differs];

    /// The word for lists and files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            TieKind::Met => "met",
            TieKind::Signed => "signed",
            TieKind::Office => "office",
            TieKind::Agrees => "agrees",
            TieKind::Differs => "differs",
        }
    }
}

/// A tie of an actor to another.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorTie {
    /// The other actor.
    pub other: ActorIx,
    /// What ties them.
    pub bond: TieKind,
    /// The shared office, organisation or issue; empty for meetings and agreements.
    pub on: String,
    /// The events in which both took part, by date.
    pub events: Vec<EventIx>,
    /// The offices or stances that it rests on, those of the first actor first.
    pub statements: Vec<Statement>,
    /// The first date: of the events, stances or offices.
    pub first: Option<EdtfDate>,
    /// The last date.
    pub last: Option<EdtfDate>,
}

impl ActorTie {
    /// The number of events, offices or stances that it rests on.
    #[must_use]
    pub fn count(&self) -> usize {
        self.events.len() + self.statements.len()
    }
}

impl Snapshot {
    /// All ties of an actor: by bond, then those with the most events first, then the newest, then by name.
    #[must_use]
    pub fn ties(&self, dossier: &Dossier, actor: ActorIx) -> Vec<ActorTie> {
        let mut ties = self.tied_by_events(dossier, actor);
        let others = (0u32..).map(ActorIx).take(dossier.actors.len());
        for other in others.filter(|&other| other != actor && self[other].visible) {
            ties.extend(self.tied_by_office(dossier, actor, other));
            ties.extend(self.tied_by_stance(dossier, actor, other));
        }
        let name = |tie: &ActorTie| &dossier[tie.other].name;
        ties.sort_by(|a, b| {
            let newest = |tie: &ActorTie| tie.last.as_ref().and_then(EdtfDate::latest);
            let weight = |tie: &ActorTie| (tie.bond, std::cmp::Reverse((tie.events.len(), newest(tie))));
            weight(a)
                .cmp(&weight(b))
                .then_with(|| name(a).cmp(name(b)))
                .then_with(|| (&a.on, a.other).cmp(&(&b.on, b.other)))
        });
        ties
    }

    fn tied_by_events(&self, dossier: &Dossier, actor: ActorIx) -> Vec<ActorTie> {
        let mut shared: HashMap<(TieKind, ActorIx), Vec<EventIx>> = HashMap::new();
        for &event in &self[actor].events {
            let bond = match dossier[event].kind {
                EventKind::Visit | EventKind::Meeting => TieKind::Met,
                EventKind::Agreement => TieKind::Signed,
                _ => continue,
            };
            if !self[event].came_about() {
                continue;
            }
            let actors = self.event_actors(dossier, event);
            if actors.contains(&actor) {
                for other in actors.into_iter().filter(|&other| other != actor) {
                    shared.entry((bond, other)).or_default().push(event);
                }
            }
        }
        let tie = |((bond, other), mut events): ((TieKind, ActorIx), Vec<EventIx>)| {
            events.sort_by(|&a, &b| (&self[a].date, a).cmp(&(&self[b].date, b)));
            let dates = || events.iter().filter_map(|&event| self[event].date.clone());
            let (first, last) = (earliest(dates()), latest(dates()));
            ActorTie { other, bond, on: String::new(), events, statements: Vec::new(), first, last }
        };
        shared.into_iter().map(tie).collect()
    }

    /// One tie for each office or organisation that two actors share.
    fn tied_by_office(&self, dossier: &Dossier, actor: ActorIx, other: ActorIx) -> Vec<ActorTie> {
        let mut ties: Vec<ActorTie> = Vec::new();
        let mut add = |on: &str, statements: Vec<(Statement, &Office)>| {
            let dates = statements.iter().flat_map(|(_, office)| {
                let end = self.office_end(dossier, office).cloned();
                [office.from.clone(), office.seen.clone(), end].into_iter().flatten()
            });
            let dates: Vec<EdtfDate> = dates.collect();
            let named = statements.into_iter().map(|(statement, _)| statement);
            match ties.iter_mut().find(|tie| tie.on == on) {
                Some(tie) => {
                    for statement in named {
                        if !tie.statements.contains(&statement) {
                            tie.statements.push(statement);
                        }
                    }
                    tie.first = earliest(dates.iter().cloned().chain(tie.first.take()));
                    tie.last = latest(dates.into_iter().chain(tie.last.take()));
                }
                None => ties.push(ActorTie {
                    other,
                    bond: TieKind::Office,
                    on: on.to_owned(),
                    events: Vec::new(),
                    statements: named.collect(),
                    first: earliest(dates.iter().cloned()),
                    last: latest(dates.into_iter()),
                }),
            }
        };
        let offices = |who: ActorIx| {
            let held: Vec<(Statement, &Office)> = self[who]
                .offices
                .iter()
                .map(|&o| (Statement::Office(who, o), &dossier[who].offices[o as usize]))
                .collect();
            held
        };
        let (mine, theirs) = (offices(actor), offices(other));
        for &(statement, office) in &mine {
            if office.organisation == Some(other) {
                add(&office.title, vec![(statement, office)]);
            }
            for &(their, held) in &theirs {
                let shared = office.organisation.filter(|_| office.organisation == held.organisation);
                if let Some(organisation) = shared.filter(|&organisation| self[organisation].visible) {
                    let same = office.title.eq_ignore_ascii_case(&held.title);
                    let on = if same { &office.title } else { &dossier[organisation].name };
                    add(on, vec![(statement, office), (their, held)]);
                }
            }
        }
        for &(their, held) in &theirs {
            if held.organisation == Some(actor) {
                add(&held.title, vec![(their, held)]);
            }
        }
        ties
    }

    /// One tie for each issue on which two actors take a stance.
    fn tied_by_stance(&self, dossier: &Dossier, actor: ActorIx, other: ActorIx) -> Vec<ActorTie> {
        let mut ties = Vec::new();
        for issue in self.issues(dossier, actor) {
            let (mine, theirs) = (self.stances(dossier, actor, issue), self.stances(dossier, other, issue));
            let (mine, theirs) = (newest(&dossier[actor], &mine), newest(&dossier[other], &theirs));
            if theirs.is_empty() {
                continue;
            }
            let of = |who: ActorIx, p: u32| &dossier[who].positions[p as usize];
            let pairs = mine.iter().flat_map(|&m| theirs.iter().map(move |&t| (m, t)));
            let compared: Vec<bool> = pairs.filter_map(|(m, t)| same_choice(of(actor, m), of(other, t))).collect();
            if compared.is_empty() {
                continue; // one of them has words alone
            }
            let agrees = compared.contains(&true);
            let of =
                |who: ActorIx, all: &[u32]| all.iter().map(move |&p| Statement::Position(who, p)).collect::<Vec<_>>();
            let statements: Vec<Statement> = of(actor, &mine).into_iter().chain(of(other, &theirs)).collect();
            let dates = || statements.iter().filter_map(|s| s.date(dossier).cloned());
            let (first, last) = (earliest(dates()), latest(dates()));
            let bond = if agrees { TieKind::Agrees } else { TieKind::Differs };
            ties.push(ActorTie { other, bond, on: issue.to_owned(), events: Vec::new(), statements, first, last });
        }
        ties
    }

    /// The issues on which an actor is known to take a stance, each once, in the order in which they became known.
    #[must_use]
    pub fn issues<'d>(&self, dossier: &'d Dossier, actor: ActorIx) -> Vec<&'d str> {
        let mut issues: Vec<&str> = Vec::new();
        for &p in &self[actor].positions {
            let issue = dossier[actor].positions[p as usize].issue.as_str();
            if !issues.contains(&issue) {
                issues.push(issue);
            }
        }
        issues
    }

    /// The known stances of an actor on an issue by date, undated ones first, which shows how it moved. Positions in
    /// [`Actor::positions`].
    #[must_use]
    pub fn stances(&self, dossier: &Dossier, actor: ActorIx, issue: &str) -> Vec<u32> {
        let positions = &dossier[actor].positions;
        let known = self[actor].positions.iter().copied();
        let mut stances: Vec<u32> = known.filter(|&p| positions[p as usize].issue == issue).collect();
        // A stable sort keeps the order in which they became known within a date.
        stances.sort_by_key(|&p| positions[p as usize].date.as_ref().map(|date| (date.earliest(), date.latest())));
        stances
    }
}

/// The stances of the last date: the present position of the actor.
fn newest(actor: &Actor, stances: &[u32]) -> Vec<u32> {
    let date = |p: u32| actor.positions[p as usize].date.as_ref().map(|date| (date.earliest(), date.latest()));
    let Some(&last) = stances.last() else { return Vec::new() };
    stances.iter().copied().filter(|&p| date(p) == date(last)).collect()
}

fn earliest(dates: impl Iterator<Item = EdtfDate>) -> Option<EdtfDate> {
    dates.min_by_key(|date| (date.earliest(), date.latest()))
}

fn latest(dates: impl Iterator<Item = EdtfDate>) -> Option<EdtfDate> {
    dates.max_by_key(|date| (date.latest(), date.earliest()))
}
