//! What a record or statement has under each key, by what is known on the day. One function a term.

use crate::dossier::{ArticleIx, CorridorStatus, Edtf, Kind, Rec};
use crate::story::{SlipDays, Snapshot, State, Step};

use super::View;
use super::case::Statement;
use super::probe::Item;
use super::term::Role;
use super::text::{spots, taking_part};

type To<'a> = &'a mut dyn FnMut(Item);

/// Keys that ask something else than the record.
pub(super) fn nothing(_: &View, _: Rec, _: Role, _: To) {}

/// The record.
pub(super) fn itself(_: &View, rec: Rec, _: Role, item: To) {
    item(Item::Rec(rec));
}

/// The kind of record, and the sort within it. For others an event counts by its sort alone.
pub(super) fn kind(view: &View, rec: Rec, role: Role, item: To) {
    if role == Role::Itself {
        item(Item::Word(rec.kind().singular()));
    } else if rec.kind() != Kind::Event {
        return;
    }
    let dossier = view.dossier;
    let word = match rec {
        Rec::Event(ix) => Some(dossier[ix].kind.word()),
        Rec::Actor(ix) => Some(dossier[ix].kind.word()),
        Rec::Place(ix) => dossier[ix].kind.map(super::super::dossier::record::PlaceKind::word),
        Rec::Article(ix) => dossier.articles.get(ix).kind.map(super::super::dossier::record::ArticleKind::word),
        Rec::Figure(ix) => dossier[ix].kind.map(super::super::dossier::record::FigureKind::word),
        Rec::Port(_) | Rec::Corridor(_) => None,
    };
    if let Some(word) = word {
        item(Item::Word(word));
    }
}

/// The state of an event, the status of a corridor.
pub(super) fn status(view: &View, rec: Rec, _: Role, item: To) {
    match rec {
        Rec::Event(ix) => item(Item::Word(view.snapshot[ix].status.word())),
        Rec::Corridor(ix) => item(Item::Word(corridor_word(view.snapshot[ix].status))),
        _ => {}
    }
}

fn corridor_word(status: Option<CorridorStatus>) -> &'static str {
    status.map_or(State::Unknown.word(), CorridorStatus::word)
}

/// What came of an event that was promised.
pub(super) fn ledger(view: &View, rec: Rec, _: Role, item: To) {
    if let Rec::Event(ix) = rec
        && let Some(row) = view.snapshot[ix].ledger
    {
        item(Item::Word(row.outcome.word()));
    }
}

/// In how many days the current date of an event that is still to come ends.
pub(super) fn due(view: &View, rec: Rec, _: Role, item: To) {
    if let Rec::Event(ix) = rec
        && let Some(days) = view.snapshot.due_days(ix)
    {
        item(Item::Slip(SlipDays(days, days)));
    }
}

/// The words of `is:`.
pub(super) fn property(view: &View, rec: Rec, role: Role, item: To) {
    let mut say = |holds: bool, word: &'static str| {
        if holds {
            item(Item::Word(word));
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
            say(state.schedule.iter().any(|promise| promise.step == Step::BroughtForward), "brought-forward");
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
            say(role == Role::Itself || !matches!(word, "open" | "unknown"), word);
        }
        Rec::Figure(ix) => say(!view.snapshot.figure_rivals[ix.ix()].is_empty(), "contested"),
        Rec::Article(ix) => {
            let (first, last) = view.dossier.articles.published(ix);
            say(first.is_none() && last.is_none(), "undated");
        }
        Rec::Actor(_) | Rec::Port(_) | Rec::Place(_) => {}
    }
}

fn is_unsourced(view: &View, rec: Rec) -> bool {
    let (dossier, snapshot) = (view.dossier, view.snapshot);
    let no_figure = || {
        let about = |ix: &usize| {
            let Rec::Figure(figure) = Rec::new(Kind::Figure, *ix) else { return false };
            snapshot.figures[*ix] && dossier[figure].about == crate::dossier::About::Rec(rec)
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
pub(super) fn actor(view: &View, rec: Rec, _: Role, item: To) {
    taking_part(view, rec, &mut |rec| item(Item::Rec(rec)));
}

/// Countries of the record, or of those who take part and of where it is.
pub(super) fn country(view: &View, rec: Rec, _: Role, item: To) {
    let mut say = |rec: Rec| {
        let country = match rec {
            Rec::Actor(ix) => view.dossier[ix].country.as_deref(),
            Rec::Port(ix) => Some(view.dossier[ix].country.as_str()),
            Rec::Place(ix) => view.dossier[ix].country.as_deref(),
            _ => None,
        };
        if let Some(country) = country {
            item(Item::Text(country));
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
pub(super) fn port(view: &View, rec: Rec, _: Role, item: To) {
    spots(view, rec, &mut |rec| {
        if rec.kind() == Kind::Port {
            item(Item::Rec(rec));
        }
    });
}

/// Places and ports of the record.
pub(super) fn place(view: &View, rec: Rec, _: Role, item: To) {
    spots(view, rec, &mut |rec| item(Item::Rec(rec)));
}

/// Corridors of the record.
pub(super) fn corridor(view: &View, rec: Rec, _: Role, item: To) {
    match rec {
        Rec::Corridor(_) => item(Item::Rec(rec)),
        Rec::Event(ix) => view.dossier[ix].corridors.iter().for_each(|&ix| item(Item::Rec(ix.into()))),
        _ => {}
    }
}

/// The current date of an event, the publication of an article, the period of a figure.
pub(super) fn date(view: &View, rec: Rec, _: Role, item: To) {
    let mut say = |date: Option<&Edtf>| {
        if let Some(date) = date {
            item(Item::Days((date.earliest(), date.latest())));
        }
    };
    match rec {
        Rec::Event(ix) => say(view.snapshot[ix].date.as_ref()),
        Rec::Figure(ix) => say(view.dossier[ix].period.as_ref()),
        Rec::Article(ix) => {
            let (first, last) = view.dossier.articles.published(ix);
            if first.is_some() || last.is_some() {
                item(Item::Days((first, last)));
            }
        }
        _ => {}
    }
}

/// The date that a stance, a corridor report or a figure gives.
pub(super) fn date_of_statement(view: &View, statement: Statement, item: To) {
    if let Some(date) = statement.date(view.dossier) {
        item(Item::Days((date.earliest(), date.latest())));
    }
}

/// The slip of an event.
pub(super) fn slip(view: &View, rec: Rec, _: Role, item: To) {
    if let Rec::Event(ix) = rec
        && let Some(days) = view.snapshot[ix].slip
    {
        item(Item::Slip(days));
    }
}

/// The day on which an article made its statements known.
pub(super) fn known(view: &View, rec: Rec, _: Role, item: To) {
    if let Rec::Article(ix) = rec
        && let Some(day) = view.dossier.known(Some(ix))
    {
        item(Item::Days((Some(day), Some(day))));
    }
}

/// Who said it.
pub(super) fn speaker(view: &View, statement: Statement, item: To) {
    if let Some(by) = statement.by(view.dossier) {
        item(Item::Rec(by.into()));
    }
}

/// Who published an article, or the articles that a record rests on.
pub(super) fn outlet(view: &View, rec: Rec, role: Role, item: To) {
    articles(view, rec, role, &mut |ix| item(Item::Text(view.dossier.articles.get(ix).outlet)));
}

/// The language of an article, or of the articles that a record rests on.
pub(super) fn language(view: &View, rec: Rec, role: Role, item: To) {
    articles(view, rec, role, &mut |ix| {
        if let Some(language) = view.dossier.articles.get(ix).language {
            item(Item::Text(language));
        }
    });
}

/// The article, or the articles that a record rests on.
pub(super) fn source(view: &View, rec: Rec, role: Role, item: To) {
    articles(view, rec, role, &mut |ix| item(Item::Rec(ix.into())));
}

/// The article itself, or the known ones of a record's `sources`.
fn articles(view: &View, rec: Rec, role: Role, article: &mut dyn FnMut(ArticleIx)) {
    let dossier = view.dossier;
    let sources = match rec {
        Rec::Article(ix) => return article(ix),
        _ if role == Role::Linked => return,
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
pub(super) fn tag(view: &View, rec: Rec, _: Role, item: To) {
    let tags = match rec {
        Rec::Event(ix) => view.dossier[ix].tags.as_slice(),
        Rec::Article(ix) => view.dossier.articles.get(ix).tags,
        _ => &[],
    };
    for tag in tags {
        item(Item::Text(tag));
    }
}
