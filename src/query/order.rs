//! The order of rows on every screen and of `karwan list`.

use std::borrow::Cow;
use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::dossier::{
    ActorIx, ArticleIx, Dossier, EdtfDate, EventIx, FigureIx, FigureSubject, Kind, PlaceIx, PortIx, Rec,
};

use super::QueryView;
use super::article_index::BitSet;
use crate::text::fold;

/// The positions of the visible records of a kind, sorted: events by the day at which they stand
/// in time ([`crate::story::EventState::stands_at`]), their current date (a deadline `../X` as X, none last), title and id;
/// actors and ports by how many visible events they have (most first), then by name; places by name; corridors as in
/// the dossier; articles by publication (newest first, none last) and id; figures by what they are about, metric,
/// period and the day on which they became known. Names compare as folded; ids break ties.
pub(super) fn sorted(view: &QueryView, kind: Kind) -> Vec<u32> {
    let (dossier, snapshot) = (view.dossier, view.snapshot);
    let visible = (0..u32::try_from(dossier.count(kind)).unwrap_or(u32::MAX))
        .filter(|&ix| snapshot.is_visible(dossier, Rec::new(kind, ix as usize)));
    let mut rows: Vec<u32> = visible.collect();
    match kind {
        Kind::Event => rows.sort_by_cached_key(|&ix| event_place(view, EventIx(ix))),
        Kind::Actor => rows.sort_by_cached_key(|&ix| {
            let actor = &dossier[ActorIx(ix)];
            (Reverse(snapshot[ActorIx(ix)].events.len()), fold::words(&actor.name), actor.id.as_str())
        }),
        Kind::Port => rows.sort_by_cached_key(|&ix| {
            let port = &dossier[PortIx(ix)];
            (Reverse(snapshot[PortIx(ix)].events.len()), fold::words(&port.name), port.id.as_str())
        }),
        Kind::Place => rows.sort_by_cached_key(|&ix| {
            let place = &dossier[PlaceIx(ix)];
            (fold::words(&place.name), place.id.as_str())
        }),
        Kind::Corridor => {}
        Kind::Article => rows.sort_unstable_by(|&a, &b| dossier.articles.newest_first(ArticleIx(a), ArticleIx(b))),
        Kind::Figure => rows.sort_by_cached_key(|&ix| {
            let figure = &dossier[FigureIx(ix)];
            let about = match figure.about {
                FigureSubject::Story => None,
                FigureSubject::Rec(rec) => Some((fold::words(dossier.label(rec)), dossier.id(rec))),
            };
            let known = dossier.known(Some(figure.source));
            (about, figure.metric.as_str(), figure.period.is_none(), figure.period.clone(), known, figure.key.as_str())
        }),
    }
    rows
}

/// An event's place in the order of every list: by the day at which it stands in time, then by its date or deadline, title and
/// id.
#[must_use]
pub fn event_place<'v>(view: &QueryView<'v>, ix: EventIx) -> EventPlace<'v> {
    let state = &view.snapshot[ix];
    (state.place_in_time(), view.index.title_ranks(view.dossier)[ix.ix()])
}

/// What [`event_place`] sorts by.
type EventPlace<'v> = ((NaiveDate, bool, Option<Cow<'v, EdtfDate>>), u32);

/// For each event, its rank by title, as folded, and id.
pub(super) fn title_ranks(dossier: &Dossier) -> Vec<u32> {
    let mut events: Vec<u32> = (0..u32::try_from(dossier.events.len()).unwrap_or(u32::MAX)).collect();
    events.sort_by_cached_key(|&ix| {
        let event = &dossier[EventIx(ix)];
        (fold::words(&event.title), event.id.as_str())
    });
    let mut ranks = vec![0; events.len()];
    (0..).zip(events).for_each(|(rank, ix)| ranks[ix as usize] = rank);
    ranks
}

/// The visible events in order, after some of them changed; `before` is the order before that.
pub(super) fn with_changed_events(view: &QueryView, before: &[u32], changed: &BitSet) -> Vec<u32> {
    let mut moved: Vec<u32> = changed.iter().filter(|&ix| view.snapshot[EventIx(ix)].visible).collect();
    moved.sort_by_cached_key(|&ix| event_place(view, EventIx(ix)));
    let kept: Vec<u32> = before.iter().copied().filter(|&ix| !changed.contains(ix)).collect();
    let mut rows = Vec::with_capacity(kept.len() + moved.len());
    let mut rest = kept.as_slice();
    for ix in moved {
        let place = event_place(view, EventIx(ix));
        let (first, behind) = rest.split_at(rest.partition_point(|&other| event_place(view, EventIx(other)) < place));
        rows.extend_from_slice(first);
        rows.push(ix);
        rest = behind;
    }
    rows.extend_from_slice(rest);
    rows
}
