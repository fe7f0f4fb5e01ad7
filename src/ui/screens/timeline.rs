//! Timeline: what happened when, and what was planned for when? One line per event, its dates on a common axis.
//!
//! ```text
//! ┏ Timeline ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ year date  ● name                 badges │ 2025   Jul  now┃
//! ┃                                          │   ╺━●━╸     ┊  ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ╭ card ─────────────────────────────────────────────────────╮
//! ```

mod lanes;

use std::cell::Cell;
use std::rc::Rc;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{Kind, Rec};
use crate::settings::input::Action;
use crate::ui::shape::WIDE;
use crate::ui::widgets::axis::{AxisSpot, TimeAxis, ZOOMS};
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::Painter;

use super::cache::ScreenCache;
use super::event_order::EventOrder;
use super::event_row::EventColumns;
use super::rows::{count_of, draw_card, draw_empty_list, draw_group, list_and_card_of};
use super::{Reply, Screen, ScreenContext, bars, motion, next_group, next_of, no_group};
use lanes::{TimelineLanes, TimelineLine};

/// The scale at which the axis starts if the events are far apart: days per cell, by position in [`ZOOMS`].
const USUAL: usize = 4;

/// The screen's state.
#[derive(Debug, Default)]
pub struct TimelineScreen {
    cursor: ListCursor,
    placed: bool,
    /// `None`: it is chosen when the axis is first drawn, so that the events fit.
    zoom: Cell<Option<usize>>,
    /// Whether every date has to fit, however far the events are apart.
    fits_all: bool,
    lanes: TimelineLanes,
    order: EventOrder,
    left: Cell<Option<NaiveDate>>,
    /// The line at which the axis was moved by hand: while it is selected, the axis stays put.
    held: Option<usize>,
    cached: ScreenCache<(TimelineLanes, EventOrder), Vec<TimelineLine>>,
}

impl TimelineScreen {
    fn lines(&self, cx: &ScreenContext<'_>) -> Rc<Vec<TimelineLine>> {
        self.cached.of(cx.shown.of(Kind::Event), (self.lanes, self.order), || self.lanes.lines(cx, self.order))
    }

    /// The selected line; initially the newest event before now.
    fn at(&self, cx: &ScreenContext<'_>, lines: &[TimelineLine]) -> Option<usize> {
        if !self.placed {
            return Self::nearest(cx, lines, cx.snapshot.day);
        }
        self.cursor.selected(lines.len())
    }

    /// The last event in time that stands no later than `day`; if there is none, the first event.
    fn nearest(cx: &ScreenContext<'_>, lines: &[TimelineLine], day: NaiveDate) -> Option<usize> {
        let stands_at = |line: &TimelineLine| match line {
            TimelineLine::Event(ix) => Some(cx.snapshot[*ix].stands_at()),
            TimelineLine::Lane(..) => None,
        };
        let past = lines.iter().enumerate().filter_map(|(n, line)| Some((stands_at(line).filter(|&d| d <= day)?, n)));
        let is_event = |line: &TimelineLine| matches!(line, TimelineLine::Event(_));
        past.max().map(|(_, n)| n).or_else(|| lines.iter().position(is_event))
    }

    fn go(&mut self, motion: CursorMotion, cx: &ScreenContext<'_>) {
        let lines = self.lines(cx);
        self.place(cx, &lines);
        self.cursor.go(motion, lines.len());
        // Headings of lanes are skipped.
        let up = matches!(motion, CursorMotion::Up | CursorMotion::PageUp | CursorMotion::HalfUp | CursorMotion::Last);
        if let Some(TimelineLine::Lane(..)) = self.cursor.selected(lines.len()).map(|n| &lines[n]) {
            self.cursor.go(if up { CursorMotion::Up } else { CursorMotion::Down }, lines.len());
            if let Some(TimelineLine::Lane(..)) = self.cursor.selected(lines.len()).map(|n| &lines[n]) {
                self.cursor.go(CursorMotion::Down, lines.len());
            }
        }
    }

    /// Turns the implicit selection of a line into an explicit one.
    fn place(&mut self, cx: &ScreenContext<'_>, lines: &[TimelineLine]) {
        if let Some(at) = self.at(cx, lines) {
            self.cursor.select(at);
            self.placed = true;
        }
    }

    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect) {
        if cx.zoomed {
            return (cx.area, Rect::ZERO);
        }
        list_and_card_of(cx, self.lines(cx).len() + usize::from(cx.is_wide()), self.selected(cx))
    }

    /// The previous axis, moved only if the selected event would be outside. At first it holds all events, if they are no
    /// farther apart than it has cells at the usual scale.
    fn axis(
        &self,
        cx: &ScreenContext<'_>,
        width: u16,
        lines: &[TimelineLine],
        selected: Option<(usize, &TimelineLine)>,
    ) -> TimeAxis {
        let axis = match (self.left.get(), self.zoom.get()) {
            (Some(left), Some(zoom)) => TimeAxis { left, days: ZOOMS[zoom], width },
            (_, zoom) => self.fitting(cx, width, lines, zoom),
        };
        let days = axis.days;
        let wanted = selected.filter(|(n, _)| self.held != Some(*n)).and_then(|(_, line)| match line {
            TimelineLine::Event(ix) => cx.snapshot[*ix].date.as_ref(),
            TimelineLine::Lane(..) => None,
        });
        let day = wanted.and_then(|d| if d.is_deadline() { d.latest() } else { d.earliest().or(d.latest()) });
        let axis = match day {
            Some(day) if !matches!(axis.spot(day), AxisSpot::At(cell) if cell + 2 < width) => {
                TimeAxis::around(day, days, width, 0.5)
            }
            _ => axis,
        };
        self.left.set(Some(axis.left));
        axis
    }

    /// The nearest axis with all dates on it; where they are farther apart than the usual scale allows, that scale around now.
    fn fitting(&self, cx: &ScreenContext<'_>, width: u16, lines: &[TimelineLine], zoom: Option<usize>) -> TimeAxis {
        let of = |line: &TimelineLine| match line {
            TimelineLine::Event(ix) => cx.snapshot[*ix].date.as_ref(),
            TimelineLine::Lane(..) => None,
        };
        let days = lines.iter().filter_map(of).flat_map(|date| [date.earliest(), date.latest()]).flatten();
        let now = cx.snapshot.day;
        let (first, last) = days.fold((now, now), |(first, last), day| (first.min(day), last.max(day)));
        let span = u64::try_from((last - first).num_days()).unwrap_or(0);
        let cells = u64::from(width.saturating_sub(4).max(1));
        let nearest = ZOOMS.iter().position(|days| days * cells > span).unwrap_or(ZOOMS.len() - 1);
        let zoom = zoom.unwrap_or(if self.fits_all { nearest } else { nearest.min(USUAL) });
        self.zoom.set(Some(zoom));
        if zoom >= nearest {
            return TimeAxis { left: first, days: ZOOMS[zoom], width }.moved(-2);
        }
        TimeAxis::around(now, ZOOMS[zoom], width, 0.7)
    }

    fn zoom_to(&mut self, zoom: usize) {
        if let (Some(left), Some(before)) = (self.left.get(), self.zoom.get()) {
            // The middle of the axis stays where it is.
            let half = i64::from(self.cursor.area().width / 4);
            let middle = TimeAxis { left, days: ZOOMS[before], width: 1 }.moved(half).left;
            self.left.set(Some(TimeAxis { left: middle, days: ZOOMS[zoom], width: 1 }.moved(-half).left));
        }
        self.zoom.set(Some(zoom));
    }

    /// The columns of dates and titles in a pane that is so wide inside and has an axis too.
    fn names_width(inner: u16) -> u16 {
        if inner < 150 { inner * 3 / 5 } else { inner * 11 / 20 }
    }

    /// The columns of the axis in such a pane.
    fn axis_width(inner: u16) -> u16 {
        inner.saturating_sub(Self::names_width(inner) + 2)
    }

    /// Why no axis is drawn.
    fn without_axis(cx: &ScreenContext<'_>) -> String {
        if cx.paint.is_plain() {
            "plain text has no time axis".to_owned()
        } else {
            format!("the time axis is drawn from {WIDE} columns on")
        }
    }

    /// The scale, by its position in [`ZOOMS`].
    fn scale(&self) -> usize {
        self.zoom.get().unwrap_or(USUAL)
    }

    /// Sorts the events otherwise, and shows where the order begins; that of time is shown around now.
    fn sort(&mut self, cx: &ScreenContext<'_>) {
        self.order = next_of(EventOrder::OF_TIMELINE, self.order);
        self.placed = self.order != EventOrder::Date;
        let lines = self.lines(cx);
        let first = lines.iter().position(|line| matches!(line, TimelineLine::Event(_)));
        self.cursor.select(first.unwrap_or(0));
    }

    /// Moves to the next lane or the one before; says why if there is none.
    fn go_to_lane(&mut self, forward: bool, cx: &ScreenContext<'_>) -> Reply {
        if self.lanes == TimelineLanes::None {
            let lanes = cx.keymap.with_key(Action::Lanes, |key| format!("; {key} makes lanes"));
            return Reply::Say(format!("this list has no groups to go between{lanes}"));
        }
        let lines = self.lines(cx);
        self.place(cx, &lines);
        let at = self.cursor.selected(lines.len()).unwrap_or(0);
        let first = next_group(at, lines.len(), forward, |n| matches!(lines[n], TimelineLine::Lane(..)));
        let Some(first) = first else { return no_group(forward) };
        self.cursor.select(first);
        Reply::Done
    }
}

impl Screen for TimelineScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            self.go(motion, cx);
            return Reply::Done;
        }
        match action {
            Action::Left | Action::Right | Action::ZoomIn | Action::ZoomOut | Action::Fit if !cx.is_wide() => {
                return Reply::Refused(Self::without_axis(cx));
            }
            Action::Left | Action::Right => {
                let lines = self.lines(cx);
                self.place(cx, &lines);
                let at = self.at(cx, &lines);
                // The axis as it is seen, which may not have been drawn yet.
                let width = Self::split(cx, Painter::inside(self.areas(cx).0)).1.width;
                let axis = self.axis(cx, width, &lines, at.map(|n| (n, &lines[n])));
                self.left.set(Some(axis.moved(if action == Action::Left { -8 } else { 8 }).left));
                self.held = at;
            }
            Action::ZoomIn => self.zoom_to(self.scale().saturating_sub(1)),
            Action::ZoomOut => self.zoom_to((self.scale() + 1).min(ZOOMS.len() - 1)),
            Action::Lanes => {
                let rec = self.selected(cx);
                self.lanes = self.lanes.next();
                if let Some(rec) = rec {
                    self.select(rec, cx);
                }
            }
            Action::Sort => self.sort(cx),
            Action::Fit => {
                self.fits_all = !self.fits_all;
                self.zoom.set(None);
                self.left.set(None);
            }
            Action::JumpNow => {
                self.go_to_day(cx.snapshot.day, cx);
            }
            Action::NextPart | Action::PreviousPart => return self.go_to_lane(action == Action::NextPart, cx),
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (area, card) = self.areas(cx);
        let lines = self.lines(cx);
        let rows = cx.shown.of(Kind::Event);
        let count = count_of(rows.len(), rows.total());
        // The first time the scale follows from the events.
        let at = self.at(cx, &lines);
        self.axis(cx, Self::axis_width(area.width.saturating_sub(4)), &lines, at.map(|n| (n, &lines[n])));
        let scale = match ZOOMS[self.scale()] {
            1 => "a cell is a day".to_owned(),
            days => format!("a cell is {days} days"),
        };
        let title = cx.list_title(self.lanes.title(), self.order.words());
        let note = if cx.is_wide() { [count, scale].join(", ") } else { count };
        let inner = cx.paint.pane(buf, area, &title, &note, true);
        if lines.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Event, true);
        } else {
            self.draw_lines(cx, buf, inner, &lines);
        }
        if !card.is_empty() {
            draw_card(cx, buf, card, self.selected(cx));
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        let lines = self.lines(cx);
        match lines.get(self.at(cx, &lines)?)? {
            TimelineLine::Event(ix) => Some(Rec::Event(*ix)),
            TimelineLine::Lane(..) => None,
        }
    }

    fn is_idle(&self, action: Action, cx: &ScreenContext<'_>) -> bool {
        match action {
            Action::ZoomIn | Action::ZoomOut | Action::Fit => !cx.is_wide(),
            Action::Copy | Action::OpenLink => self.selected(cx).is_none(),
            _ => false,
        }
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        let Rec::Event(ix) = rec else { return false };
        let Some(at) = self.lines(cx).iter().position(|l| *l == TimelineLine::Event(ix)) else { return false };
        self.cursor.select(at);
        self.placed = true;
        true
    }

    fn go_to_day(&mut self, day: NaiveDate, cx: &ScreenContext<'_>) -> bool {
        let lines = self.lines(cx);
        if let Some(at) = Self::nearest(cx, &lines, day) {
            self.cursor.select(at);
            self.placed = true;
            // The axis is at the day, also where the event that is selected lies far before it.
            self.held = Some(at);
        }
        let width = Self::axis_width(self.cursor.area().width);
        self.left.set(Some(TimeAxis::around(day, ZOOMS[self.scale()], width, 0.5).left));
        true
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let lines = self.lines(cx);
        let Some(at) = self.cursor.hit(column, row, lines.len()) else { return Reply::Ignored };
        if matches!(lines[at], TimelineLine::Lane(..)) {
            return Reply::Done;
        }
        let again = self.at(cx, &lines) == Some(at);
        self.cursor.select(at);
        self.placed = true;
        if again { self.selected(cx).map_or(Reply::Done, Reply::Open) } else { Reply::Done }
    }
}

impl TimelineScreen {
    /// The columns of names and of the axis, below the ticks, in the area inside the pane. On narrow terminals the titles get
    /// the room of the axis.
    fn split(cx: &ScreenContext<'_>, inner: Rect) -> (Rect, Rect) {
        let names = if cx.is_wide() { Self::names_width(inner.width) } else { inner.width };
        let head = u16::from(cx.is_wide());
        let left = Rect { width: names, y: inner.y + head, height: inner.height.saturating_sub(head), ..inner };
        (left, Rect { x: inner.x + names + 2, width: inner.width.saturating_sub(names + 2), ..left })
    }

    fn draw_lines(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, inner: Rect, lines: &[TimelineLine]) {
        let (left, right) = Self::split(cx, inner);
        let head = u16::from(cx.is_wide());
        let at = self.at(cx, lines);
        let axis = self.axis(cx, right.width, lines, at.map(|n| (n, &lines[n])));
        if head > 0 {
            bars::draw_ticks(cx, buf, Rect { y: inner.y, height: 1, ..right }, &axis);
            bars::draw_now(cx, buf, right, &axis);
        }
        let mut cursor = self.cursor.clone();
        cursor.select(at.unwrap_or(0));
        let whole = Rect { width: inner.width, ..left };
        let seen = cursor.layout(whole, 1, lines.len());
        self.cursor.layout_at(&cursor);
        let dates = lines[seen.clone()]
            .iter()
            .filter_map(|line| if let TimelineLine::Event(ix) = line { Some(*ix) } else { None });
        let columns = EventColumns::of(dates.map(|ix| cx.snapshot[ix].date.as_ref()));
        let mut year = None;
        for (n, y) in seen.zip(left.y..) {
            match &lines[n] {
                TimelineLine::Lane(name, count) => {
                    year = None;
                    draw_group(cx, buf, left, y, (name, *count));
                }
                TimelineLine::Event(ix) => {
                    columns.draw(cx, buf, left, y, *ix, &mut year);
                    if head > 0 {
                        bars::draw_event(cx, buf, right, y, &axis, *ix);
                    }
                }
            }
            if Some(n) == at {
                cx.paint.select(buf, left, y, 1, true);
            }
        }
    }
}
