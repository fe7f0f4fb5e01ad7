//! The timeline of the Overview: as many events as fit, in order of time. Those due next and the most reported overdue
//! ones come first, then the most reported of the rest.

use std::cmp::Reverse;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx, Kind, Rec};
use crate::settings::theme::StyleRole;
use crate::story::CurrentStatus;
use crate::ui::screens::ScreenContext;
use crate::ui::screens::event_row::EventColumns;

/// One line of the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DigestItem {
    /// An event at its date.
    Event(EventIx),
    /// An event at its first announced date, which was replaced by another.
    Ghost(EventIx),
    /// The line at now.
    Now,
}

impl DigestItem {
    pub(super) fn event(self) -> Option<EventIx> {
        match self {
            DigestItem::Event(ix) | DigestItem::Ghost(ix) => Some(ix),
            DigestItem::Now => None,
        }
    }
}

/// The lines, in order, and the most reported event.
pub(super) struct EventDigest {
    pub(super) items: Vec<DigestItem>,
    heaviest: Option<EventIx>,
    events: usize,
    columns: EventColumns,
}

impl EventDigest {
    /// As many events as fit into `height` lines.
    pub(super) fn new(cx: &ScreenContext<'_>, height: usize) -> EventDigest {
        let mut events: Vec<EventIx> = cx
            .shown
            .of(Kind::Event)
            .iter()
            .filter_map(|r| if let Rec::Event(ix) = r { Some(ix) } else { None })
            .collect();
        // What is due next and what is most overdue come first, then by number of origins; ties are broken by id.
        let day = cx.snapshot.day;
        let share = (height / 6).max(1);
        let mut first = due_next(cx, &events, day, share);
        first.extend(most_overdue(cx, &events, share));
        let heaviest = events.iter().copied().max_by_key(|&e| (cx.snapshot[e].known.len(), Reverse(e)));
        let rank = |e: EventIx| {
            let due = first.iter().position(|&n| n == e).unwrap_or(usize::MAX);
            (due, Reverse(cx.snapshot[e].origins), Reverse(cx.snapshot[e].known.len()), e)
        };
        // Only as many events are sorted as can be shown.
        if events.len() > height {
            events.select_nth_unstable_by_key(height, |&e| rank(e));
            events.truncate(height);
        }
        events.sort_by_key(|&e| rank(e));
        let mut dated: Vec<(NaiveDate, DigestItem)> = Vec::new();
        let room = height.saturating_sub(1);
        let mut chosen = 0;
        for &event in &events {
            let ghost = ghost_date(cx, event);
            if dated.len() + 1 + usize::from(ghost.is_some()) > room {
                break;
            }
            chosen += 1;
            dated.push((stands_at(cx, event), DigestItem::Event(event)));
            if let Some(date) = ghost {
                dated.push((date.earliest().unwrap_or(NaiveDate::MIN), DigestItem::Ghost(event)));
            }
        }
        dated.sort_by_key(|&(day, item)| (day, item.event()));
        let now = dated.partition_point(|&(d, _)| d <= day);
        let mut items: Vec<DigestItem> = dated.into_iter().map(|(_, item)| item).collect();
        if !items.is_empty() {
            items.insert(now, DigestItem::Now);
        }
        let ghosts: Vec<EdtfDate> = items
            .iter()
            .filter_map(|item| if let DigestItem::Ghost(ix) = *item { ghost_date(cx, ix) } else { None })
            .collect();
        let dates = items.iter().filter_map(|item| if let DigestItem::Event(ix) = *item { Some(ix) } else { None });
        let dates = dates.map(|ix| cx.snapshot[ix].date.as_ref());
        let columns = EventColumns::of(dates.chain(ghosts.iter().map(Some)));
        EventDigest { items, heaviest, events: chosen, columns }
    }

    /// The selected line; if there is none or it is not visible, the line of the most reported event.
    pub(super) fn position(&self, chosen: Option<DigestItem>) -> Option<usize> {
        let find = |item: DigestItem| self.items.iter().position(|&i| i == item);
        let kept = chosen.and_then(|item| find(item).or_else(|| item.event().and_then(|e| find(DigestItem::Event(e)))));
        kept.or_else(|| self.heaviest.and_then(|e| find(DigestItem::Event(e))))
            .or_else(|| self.items.iter().position(|&i| i != DigestItem::Now))
    }

    /// `the 18 most reported of 191`
    pub(super) fn note(&self, cx: &ScreenContext<'_>) -> String {
        let rows = cx.shown.of(Kind::Event);
        let hidden = if rows.len() == rows.total() { String::new() } else { format!(" of {}", rows.total()) };
        if self.events == rows.len() {
            format!("{}{hidden}", rows.len())
        } else {
            format!("{} of {}{hidden}: due next, overdue, most reported", self.events, rows.len())
        }
    }

    /// Draws one line; `year` is that of the previous line.
    pub(super) fn draw_item(
        &self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        item: DigestItem,
        year: &mut Option<i32>,
    ) {
        match item {
            DigestItem::Now => {
                let dash = cx.paint.glyphs.ghost();
                let style = cx.paint.style(StyleRole::Accent);
                let line = format!("{} now {}", dash.repeat(4), dash.repeat(usize::from(area.width).saturating_sub(9)));
                cx.paint.put(buf, area.x, y, area.width, &line, style);
            }
            DigestItem::Event(ix) => self.columns.draw(cx, buf, area, y, ix, year),
            DigestItem::Ghost(ix) => {
                self.columns.draw_ghost(cx, buf, area, y, (ix, ghost_date(cx, ix).as_ref()), year);
            }
        }
    }
}

/// The first announced date, if it was replaced by another.
fn ghost_date(cx: &ScreenContext<'_>, ix: EventIx) -> Option<EdtfDate> {
    let state = &cx.snapshot[ix];
    let date = state.ledger?.first_date(&cx.dossier[ix].reports)?.clone();
    let moved = state.slipped && state.date.as_ref().is_none_or(|now| !now.overlaps(&date));
    moved.then_some(date)
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
    overdue.sort_by_key(|&e| (Reverse(cx.snapshot[e].origins), Reverse(cx.snapshot[e].known.len()), e));
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
