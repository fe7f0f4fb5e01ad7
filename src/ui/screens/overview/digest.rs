//! The timeline of the Overview: as many events as fit, in order of time. Those due next and the most reported overdue
//! ones come first, then the most reported of the rest.

use std::cmp::Reverse;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EventIx, Kind, Rec};
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
        let shown = cx.shown.of(Kind::Event).iter();
        let events: Vec<EventIx> = shown.filter_map(|r| if let Rec::Event(ix) = r { Some(ix) } else { None }).collect();
        let heaviest = events.iter().copied().max_by_key(|&e| (cx.snapshot[e].known.len(), Reverse(e)));
        let ranked = ranked(cx, events, height.into());
        let columns = EventColumns::of(ranked.iter().map(|&e| cx.snapshot[e].date.as_ref()));
        // One line is that at now.
        let mut room = height.saturating_sub(1);
        let mut chosen: Vec<(NaiveDate, EventIx, u16)> = Vec::new();
        for event in ranked {
            let lines = columns.lines(cx, event, width);
            if lines > room {
                continue;
            }
            room -= lines;
            chosen.push((stands_at(cx, event), event, lines));
        }
        chosen.sort_unstable();
        let past = chosen.partition_point(|&(at, ..)| at <= cx.snapshot.day);
        let now = chosen[..past].iter().map(|&(.., lines)| lines).sum();
        let mut line = 0;
        let mut spots = Vec::with_capacity(chosen.len());
        for (n, &(.., lines)) in chosen.iter().enumerate() {
            line += u16::from(n == past);
            spots.push((line, lines));
            line += lines;
        }
        EventDigest { events: chosen.iter().map(|&(_, event, _)| event).collect(), spots, now, heaviest, columns }
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

/// The events that come first, at most `most`: what is due next and what is most overdue, then by the number of origins; the
/// id settles equals.
fn ranked(cx: &ScreenContext<'_>, mut events: Vec<EventIx>, most: usize) -> Vec<EventIx> {
    let share = (most / 6).max(1);
    let mut first = due_next(cx, &events, cx.snapshot.day, share);
    first.extend(most_overdue(cx, &events, share));
    let rank = |e: EventIx| {
        let due = first.iter().position(|&n| n == e).unwrap_or(usize::MAX);
        (due, Reverse(cx.snapshot[e].origins), Reverse(cx.snapshot[e].known.len()), e)
    };
    // Of all events only as many are put in order as can be shown.
    if events.len() > most {
        events.select_nth_unstable_by_key(most, |&e| rank(e));
        events.truncate(most);
    }
    events.sort_by_key(|&e| rank(e));
    events
}

/// The pending events whose last day comes next, at most `most`.
fn due_next(cx: &ScreenContext<'_>, events: &[EventIx], day: NaiveDate, most: usize) -> Vec<EventIx> {
    let mut due: Vec<(NaiveDate, EventIx)> = events
        .iter()
        .filter(|&&e| cx.snapshot[e].status.is_open())
        .filter_map(|&e| Some((cx.snapshot[e].date.as_ref()?.latest().filter(|&d| d >= day)?, e)))
        .collect();
    if due.len() > most {
        due.select_nth_unstable(most);
        due.truncate(most);
    }
    due.sort();
    due.into_iter().map(|(_, e)| e).collect()
}

/// The most reported overdue events, at most `most`.
fn most_overdue(cx: &ScreenContext<'_>, events: &[EventIx], most: usize) -> Vec<EventIx> {
    let mut overdue: Vec<EventIx> =
        events.iter().copied().filter(|&e| cx.snapshot[e].status == CurrentStatus::Overdue).collect();
    overdue.sort_by_key(|&e| (Reverse(cx.snapshot[e].known.len()), Reverse(cx.snapshot[e].origins), e));
    overdue.truncate(most);
    overdue
}

/// The day by which an event is sorted: the last possible day of pending ones, the first day of past ones;
/// undated events come last.
fn stands_at(cx: &ScreenContext<'_>, ix: EventIx) -> NaiveDate {
    let state = &cx.snapshot[ix];
    let Some(date) = &state.date else { return NaiveDate::MAX };
    let (first, last) = (date.earliest(), date.latest());
    let day = if state.status.is_open() { last.or(first) } else { first.or(last) };
    day.unwrap_or(NaiveDate::MAX)
}
