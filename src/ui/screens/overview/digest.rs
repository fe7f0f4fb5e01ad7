//! The timeline of the Overview: as many events as fit, in order of time. Those due next and the most reported overdue
//! ones come first, then the most reported of the rest.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx, Kind, Rec};
use crate::query;
use crate::settings::theme::StyleRole;
use crate::story::CurrentStatus;
use crate::ui::screens::ScreenContext;
use crate::ui::screens::event_row::EventColumns;

/// The events in order of time, each with its first line and how many it takes; the line at now stands between two of them.
pub(super) struct EventDigest {
    pub(super) events: Vec<EventIx>,
    /// By event: the line where it begins, and its lines.
    spots: Vec<(u16, u16)>,
    /// The line at now.
    now: u16,
    heaviest: Option<EventIx>,
    columns: EventColumns,
}

impl EventDigest {
    /// As much as fits into `size`, columns and lines.
    pub(super) fn new(cx: &ScreenContext<'_>, size: (u16, u16)) -> EventDigest {
        let (width, height) = size;
        let events: Vec<RankedEvent> = events(cx).into_iter().map(|event| RankedEvent::of(cx, event)).collect();
        let heaviest = events.iter().max_by_key(|event| (event.known, Reverse(event.ix))).map(|event| event.ix);
        let ranked = ranked(&events, height.into());
        let columns = EventColumns::of(ranked.iter().map(|&e| cx.snapshot[e].date.as_ref()));
        // One line is that at now.
        let mut room = height.saturating_sub(1);
        let mut chosen: Vec<(EventIx, u16)> = Vec::new();
        for event in ranked {
            let lines = columns.lines(cx, event, width);
            if lines > room {
                continue;
            }
            room -= lines;
            chosen.push((event, lines));
        }
        chosen.sort_by_cached_key(|&(event, _)| query::event_place(&cx.view, event));
        let past = chosen.partition_point(|&(event, _)| cx.snapshot[event].stands_at() <= cx.snapshot.day);
        let now = chosen[..past].iter().map(|&(_, lines)| lines).sum();
        let mut line = 0;
        let mut spots = Vec::with_capacity(chosen.len());
        for (n, &(_, lines)) in chosen.iter().enumerate() {
            line += u16::from(n == past);
            spots.push((line, lines));
            line += lines;
        }
        EventDigest { events: chosen.iter().map(|&(event, _)| event).collect(), spots, now, heaviest, columns }
    }

    /// The position of this choice; without one, or where it is not shown, of the most reported event.
    pub(super) fn position(&self, chosen: Option<EventIx>) -> Option<usize> {
        let find = |event: EventIx| self.events.iter().position(|&e| e == event);
        chosen.and_then(find).or_else(|| self.heaviest.and_then(find)).or((!self.events.is_empty()).then_some(0))
    }

    /// The position of the event on a line.
    pub(super) fn hit(&self, line: u16) -> Option<usize> {
        self.spots.iter().position(|&(from, lines)| (from..from + lines).contains(&line))
    }

    /// `16 of 231: due next, overdue, most reported`
    pub(super) fn note(&self, cx: &ScreenContext<'_>) -> String {
        let rows = cx.shown.of(Kind::Event);
        let hidden = if rows.len() == rows.total() { String::new() } else { format!(" of {}", rows.total()) };
        if self.events.len() == rows.len() {
            format!("{}{hidden}", rows.len())
        } else {
            format!("{} of {}{hidden}: due next, overdue, most reported", self.events.len(), rows.len())
        }
    }

    /// Draws all of it, with the event at a position selected.
    pub(super) fn draw(
        &self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        area: Rect,
        selected: Option<usize>,
        focused: bool,
    ) {
        if cx.paint.is_heard() {
            cx.paint.heading(buf, area, area.y + self.now, &[("now".to_owned(), StyleRole::Accent)]);
        } else {
            let dash = cx.paint.glyphs.ghost();
            let now = format!("{} now {}", dash.repeat(4), dash.repeat(usize::from(area.width).saturating_sub(9)));
            cx.paint.put(buf, area.x, area.y + self.now, area.width, &now, cx.paint.style(StyleRole::Accent));
        }
        let mut year = None;
        for (n, (&event, &(line, lines))) in self.events.iter().zip(&self.spots).enumerate() {
            let y = area.y + line;
            self.columns.draw_whole(cx, buf, area, y, event, &mut year);
            if selected == Some(n) {
                cx.paint.select(buf, area, y, lines, focused);
            }
        }
    }
}

/// The events that are shown, in the order of the dossier: what is concluded of them lies in memory in that order.
pub(super) fn events(cx: &ScreenContext<'_>) -> Vec<EventIx> {
    let shown = cx.shown.of(Kind::Event).iter();
    let mut events: Vec<EventIx> =
        shown.filter_map(|rec| if let Rec::Event(ix) = rec { Some(ix) } else { None }).collect();
    events.sort_unstable();
    events
}

/// What decides about the rank of an event.
struct RankedEvent {
    ix: EventIx,
    origins: usize,
    /// How many reports on it are known.
    known: usize,
    /// The last day of a date that has not passed, where it is still to come.
    due: Option<chrono::NaiveDate>,
    is_overdue: bool,
}

impl RankedEvent {
    fn of(cx: &ScreenContext<'_>, ix: EventIx) -> RankedEvent {
        let state = &cx.snapshot[ix];
        let last = state.date.as_ref().filter(|_| state.status.is_open()).and_then(EdtfDate::latest);
        RankedEvent {
            ix,
            origins: state.origins,
            known: state.known.len(),
            due: last.filter(|&last| last >= cx.snapshot.day),
            is_overdue: state.status == CurrentStatus::Overdue,
        }
    }
}

/// The events that come first, at most `most`: what is due next and what is most overdue, then by the number of origins; the
/// id settles equals.
fn ranked(events: &[RankedEvent], most: usize) -> Vec<EventIx> {
    let share = (most / 6).max(1);
    let mut due: Vec<_> = events.iter().filter_map(|event| Some((event.due?, event.ix))).collect();
    let overdue = events.iter().filter(|event| event.is_overdue);
    let mut overdue: Vec<_> = overdue.map(|event| (Reverse(event.known), Reverse(event.origins), event.ix)).collect();
    let due = first_of(&mut due, share).iter().map(|&(_, ix)| ix);
    let first: Vec<EventIx> = due.chain(first_of(&mut overdue, share).iter().map(|&(.., ix)| ix)).collect();
    let rank = |event: &RankedEvent| {
        let at = first.iter().position(|&ix| ix == event.ix).unwrap_or(usize::MAX);
        (at, Reverse(event.origins), Reverse(event.known), event.ix)
    };
    let mut ranks: Vec<_> = events.iter().map(rank).collect();
    first_of(&mut ranks, most).iter().map(|&(.., ix)| ix).collect()
}

/// The first of all, at most `most`, in order; the others are put in none.
fn first_of<T: Ord>(all: &mut Vec<T>, most: usize) -> &[T] {
    if all.len() > most {
        all.select_nth_unstable(most);
        all.truncate(most);
    }
    all.sort_unstable();
    all
}
