//! What a record or statement has under each key, by what is known on the day. One function a term.

use crate::dossier::{ArticleIx, CorridorStatus, EdtfDate, Kind, Rec};
use crate::story::{CurrentStatus, ScheduleStep, SlipDays, Snapshot};

use super::QueryView;
use super::case::Statement;
use super::probe::ProbedItem;
use super::term::TermRole;
use super::text::{spots, taking_part};

type RelationTarget<'a> = &'a mut dyn FnMut(ProbedItem);

/// Keys that ask something else than the record.
pub(super) fn nothing(_: &QueryView, _: Rec, _: TermRole, _: RelationTarget) {}

/// The record.
pub(super) fn itself(_: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    item(ProbedItem::Rec(rec));
}

/// The kind of record, and the sort within it. For others an event counts by its sort alone.
pub(super) fn kind(view: &QueryView, rec: Rec, role: TermRole, item: RelationTarget) {
    if role == TermRole::Itself {
        item(ProbedItem::Word(rec.kind().singular()));
    } else if rec.kind() != Kind::Event {
        return;
    }
    let dossier = view.dossier;
    let word = match rec {
        Rec::Event(ix) => Some(dossier[ix].kind.word()),
        Rec::Actor(ix) => Some(dossier[ix].kind.word()),
        Rec::Place(ix) => dossier[ix].kind.map(super::super::dossier::record::PlaceKind::word),
        Rec::Article(ix) => dossier.articles.kind(ix).map(super::super::dossier::record::ArticleKind::word),
        Rec::Figure(ix) => dossier[ix].kind.map(super::super::dossier::record::FigureKind::word),
        Rec::Port(_) | Rec::Corridor(_) => None,
    };
    if let Some(word) = word {
        item(ProbedItem::Word(word));
    }
}

/// The state of an event, the status of a corridor.
pub(super) fn status(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    match rec {
        Rec::Event(ix) => item(ProbedItem::Word(view.snapshot[ix].status.word())),
        Rec::Corridor(ix) => item(ProbedItem::Word(corridor_word(view.snapshot[ix].status))),
        _ => {}
    }
}

fn corridor_word(status: Option<CorridorStatus>) -> &'static str {
    status.map_or(CurrentStatus::Unknown.word(), CorridorStatus::word)
}

/// What came of an event that was promised.
pub(super) fn ledger(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    if let Rec::Event(ix) = rec
        && let Some(row) = view.snapshot[ix].ledger
    {
        item(ProbedItem::Word(row.outcome.word()));
    }
}

/// In how many days the current date of an event that is still to come ends.
pub(super) fn due(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    if let Rec::Event(ix) = rec
        && let Some(days) = view.snapshot.due_days(ix)
    {
        item(ProbedItem::Slip(SlipDays(days, days)));
    }
}

/// The words of `is:`.
pub(super) fn property(view: &QueryView, rec: Rec, role: TermRole, item: RelationTarget) {
    let mut say = |holds: bool, word: &'static str| {
        if holds {
            item(ProbedItem::Word(word));
        }
    };
    say(view.new.is_new(rec), "new");
    say(is_unsourced(view, rec), "unsourced");
    match rec {
        Rec::Event(ix) => {
            let state = &view.snapshot[ix];
            say(true, state.status.word());
            say(state.status.is_open(), "open");
            say(state.slipped, "slipped");
            say(state.schedule.iter().any(|promise| promise.step == ScheduleStep::BroughtForward), "brought-forward");
            if let Some(row) = state.ledger {
                say(true, "promised");
                say(true, row.outcome.word());
            }
            say(!state.contested.is_empty(), "contested");
            say(state.origins == 1, "single-origin");
            say(!view.snapshot.hardened(view.dossier, ix).is_empty(), "hardened");
            say(view.snapshot.one_side(view.dossier, ix).is_some(), "one-sided");
        }
        Rec::Corridor(ix) => {
            // What a port has through a corridor is told from what it has through an event.
            let word = corridor_word(view.snapshot[ix].status);
            say(role == TermRole::Itself || !matches!(word, "open" | "unknown"), word);
        }
        Rec::Figure(ix) => say(!view.snapshot.figure_rivals[ix.ix()].is_empty(), "contested"),
        Rec::Article(ix) => {
            let (first, last) = view.dossier.articles.published(ix);
            say(first.is_none() && last.is_none(), "undated");
        }
        Rec::Actor(_) | Rec::Port(_) | Rec::Place(_) => {}
    }
}

fn is_unsourced(view: &QueryView, rec: Rec) -> bool {
    let (dossier, snapshot) = (view.dossier, view.snapshot);
    let no_figure = || {
        let about = |ix: &usize| {
            let Rec::Figure(figure) = Rec::new(Kind::Figure, *ix) else { return false };
            snapshot.figures[*ix] && dossier[figure].about == crate::dossier::FigureSubject::Rec(rec)
        };
        !(0..dossier.figures.len()).any(|ix| about(&ix))
    };
    match rec {
        Rec::Event(ix) => snapshot[ix].known.iter().all(|&k| dossier[ix].reports[k as usize].source.is_none()),
        Rec::Actor(ix) => {
            let (actor, state) = (&dossier[ix], &snapshot[ix]);
            actor.sources.is_empty()
                && state.offices.iter().all(|&k| actor.offices[k as usize].source.is_none())
                && state.positions.iter().all(|&k| actor.positions[k as usize].source.is_none())
                && no_figure()
        }
        Rec::Port(ix) => dossier[ix].sources.is_empty() && no_figure(),
        Rec::Place(ix) => dossier[ix].sources.is_empty() && no_figure(),
        Rec::Corridor(ix) => {
            let corridor = &dossier[ix];
            corridor.sources.is_empty()
                && snapshot[ix].known.iter().all(|&k| corridor.reports[k as usize].source.is_none())
                && no_figure()
        }
        Rec::Article(_) | Rec::Figure(_) => false,
    }
}

/// Who takes part or speaks.
pub(super) fn actor(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    taking_part(view, rec, &mut |rec| item(ProbedItem::Rec(rec)));
}

/// Countries of the record, or of those who take part and of where it is.
pub(super) fn country(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    let mut say = |rec: Rec| {
        let country = match rec {
            Rec::Actor(ix) => view.dossier[ix].country.as_deref(),
            Rec::Port(ix) => Some(view.dossier[ix].country.as_str()),
            Rec::Place(ix) => view.dossier[ix].country.as_deref(),
            _ => None,
        };
        if let Some(country) = country {
            item(ProbedItem::Text(country));
        }
    };
    match rec {
        Rec::Actor(_) | Rec::Port(_) | Rec::Place(_) => say(rec),
        Rec::Event(_) => {
            taking_part(view, rec, &mut say);
            spots(view, rec, &mut say);
        }
        Rec::Corridor(_) => spots(view, rec, &mut say),
        Rec::Figure(_) => taking_part(view, rec, &mut say),
        Rec::Article(_) => {}
    }
}

/// Ports of the record.
pub(super) fn port(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    spots(view, rec, &mut |rec| {
        if rec.kind() == Kind::Port {
            item(ProbedItem::Rec(rec));
        }
    });
}

/// Places and ports of the record.
pub(super) fn place(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    spots(view, rec, &mut |rec| item(ProbedItem::Rec(rec)));
}

/// The event.
pub(super) fn event(_: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    if rec.kind() == Kind::Event {
        item(ProbedItem::Rec(rec));
    }
}

/// Corridors of the record.
pub(super) fn corridor(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    match rec {
        Rec::Corridor(_) => item(ProbedItem::Rec(rec)),
        Rec::Event(ix) => view.dossier[ix].corridors.iter().for_each(|&ix| item(ProbedItem::Rec(ix.into()))),
        _ => {}
    }
}

/// The current date of an event, the publication of an article, the period of a figure.
pub(super) fn date(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    let mut say = |date: Option<&EdtfDate>| {
        if let Some(date) = date {
            item(ProbedItem::Days((date.earliest(), date.latest())));
        }
    };
    match rec {
        Rec::Event(ix) => say(view.snapshot[ix].date.as_ref()),
        Rec::Figure(ix) => say(view.dossier[ix].period.as_ref()),
        Rec::Article(ix) => {
            let (first, last) = view.dossier.articles.published(ix);
            if first.is_some() || last.is_some() {
                item(ProbedItem::Days((first, last)));
            }
        }
        _ => {}
    }
}

/// The date that a stance, a corridor report or a figure gives.
pub(super) fn date_of_statement(view: &QueryView, statement: Statement, item: RelationTarget) {
    if let Some(date) = statement.date(view.dossier) {
        item(ProbedItem::Days((date.earliest(), date.latest())));
    }
}

/// The slip of an event.
pub(super) fn slip(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    if let Rec::Event(ix) = rec
        && let Some(days) = view.snapshot[ix].slip
    {
        item(ProbedItem::Slip(days));
    }
}

/// The day on which an article made its statements known.
pub(super) fn known(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    if let Rec::Article(ix) = rec
        && let Some(day) = view.dossier.known(Some(ix))
    {
        item(ProbedItem::Days((Some(day), Some(day))));
    }
}

/// Who said it.
pub(super) fn speaker(view: &QueryView, statement: Statement, item: RelationTarget) {
    if let Some(by) = statement.by(view.dossier) {
        item(ProbedItem::Rec(by.into()));
    }
}

/// Who published an article, or the articles that a record rests on.
pub(super) fn outlet(view: &QueryView, rec: Rec, role: TermRole, item: RelationTarget) {
    articles(view, rec, role, &mut |ix| item(ProbedItem::Text(view.dossier.articles.outlet_name(ix))));
}

/// The language of an article, or of the articles that a record rests on.
pub(super) fn language(view: &QueryView, rec: Rec, role: TermRole, item: RelationTarget) {
    articles(view, rec, role, &mut |ix| {
        if let Some(language) = view.dossier.articles.language_name(ix) {
            item(ProbedItem::Text(language));
        }
    });
}

/// The article, or the articles that a record rests on.
pub(super) fn source(view: &QueryView, rec: Rec, role: TermRole, item: RelationTarget) {
    articles(view, rec, role, &mut |ix| item(ProbedItem::Rec(ix.into())));
}

/// The article itself, or the known ones of a record's `sources`.
fn articles(view: &QueryView, rec: Rec, role: TermRole, article: &mut dyn FnMut(ArticleIx)) {
    let dossier = view.dossier;
    let sources = match rec {
        Rec::Article(ix) => return article(ix),
        _ if role == TermRole::Linked => return,
        Rec::Actor(ix) => &dossier[ix].sources,
        Rec::Port(ix) => &dossier[ix].sources,
        Rec::Place(ix) => &dossier[ix].sources,
        Rec::Corridor(ix) => &dossier[ix].sources,
        Rec::Event(_) | Rec::Figure(_) => return,
    };
    let known = |ix: &&ArticleIx| Snapshot::is_known(view.snapshot, dossier, Some(**ix));
    sources.iter().filter(known).for_each(|&ix| article(ix));
}

/// Free words of an event or article.
pub(super) fn tag(view: &QueryView, rec: Rec, _: TermRole, item: RelationTarget) {
    let tags = match rec {
        Rec::Event(ix) => view.dossier[ix].tags.as_slice(),
        Rec::Article(ix) => view.dossier.articles.get(ix).tags,
        _ => &[],
    };
    for tag in tags {
        item(ProbedItem::Text(tag));
    }
}
