//! Timeline: what happened when, and what was planned for when? One line per event, its dates on a common axis.
//!
//! ```text
//! ┏ Timeline ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ year date  ● name                 badges │ 2025   Jul  now┃
//! ┃                                          │   ╺━●━╸     ┊  ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ╭ card ─────────────────────────────────────────────────────╮
//! ```

use std::cell::Cell;
use std::rc::Rc;

use chrono::NaiveDate;
use hashbrown::HashMap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EventIx, Kind, Rec};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::ui::widgets::axis::{AxisSpot, TimeAxis, ZOOMS};
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::Painter;

use super::cache::ScreenCache;
use super::event_row::EventColumns;
use super::rows::{draw_card, draw_empty_list};
use super::{Reply, Screen, ScreenContext, bars, list_and_card, motion};

/// What the events are grouped into lanes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum TimelineLanes {
    #[default]
    None,
    Actor,
    Port,
    Kind,
}

impl TimelineLanes {
    fn next(self) -> TimelineLanes {
        match self {
            TimelineLanes::None => TimelineLanes::Actor,
            TimelineLanes::Actor => TimelineLanes::Port,
            TimelineLanes::Port => TimelineLanes::Kind,
            TimelineLanes::Kind => TimelineLanes::None,
        }
    }

    fn title(self) -> &'static str {
        match self {
            TimelineLanes::None => "Timeline",
            TimelineLanes::Actor => "Timeline by actor",
            TimelineLanes::Port => "Timeline by port",
            TimelineLanes::Kind => "Timeline by kind",
        }
    }
}

/// One line: the heading of a lane, or an event.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TimelineLine {
    Lane(String, usize),
    Event(EventIx),
}

/// The screen's state.
#[derive(Debug)]
pub struct TimelineScreen {
    cursor: ListCursor,
    placed: bool,
    zoom: usize,
    lanes: TimelineLanes,
    left: Cell<Option<NaiveDate>>,
    /// The line at which the axis was moved by hand: while it is selected, the axis stays put.
    held: Option<usize>,
    made: ScreenCache<TimelineLanes, Vec<TimelineLine>>,
}

impl Default for TimelineScreen {
    fn default() -> Self {
        TimelineScreen {
            cursor: ListCursor::default(),
            placed: false,
            zoom: 4,
            lanes: TimelineLanes::None,
            left: Cell::new(None),
            held: None,
            made: ScreenCache::default(),
        }
    }
}

impl TimelineScreen {
    fn lines(&self, cx: &ScreenContext<'_>) -> Rc<Vec<TimelineLine>> {
        self.made.of(cx.shown.of(Kind::Event), self.lanes, || self.make_lines(cx))
    }

    fn make_lines(&self, cx: &ScreenContext<'_>) -> Vec<TimelineLine> {
        let events =
            || cx.shown.of(Kind::Event).iter().filter_map(|r| if let Rec::Event(ix) = r { Some(ix) } else { None });
        if self.lanes == TimelineLanes::None {
            return events().map(TimelineLine::Event).collect();
        }
        let mut lanes: HashMap<String, Vec<EventIx>> = HashMap::new();
        for ix in events() {
            let names: Vec<String> = match self.lanes {
                TimelineLanes::Actor => {
                    let actors = cx.snapshot.event_actors(cx.dossier, ix);
                    actors.into_iter().map(|a| cx.dossier[a].name.clone()).collect()
                }
                TimelineLanes::Port => {
                    let ports = cx.snapshot.event_ports(cx.dossier, ix);
                    ports.into_iter().map(|p| cx.dossier[p].name.clone()).collect()
                }
                TimelineLanes::Kind | TimelineLanes::None => vec![cx.dossier[ix].kind.to_string()],
            };
            for name in names {
                lanes.entry(name).or_default().push(ix);
            }
        }
        let mut lanes: Vec<(String, Vec<EventIx>)> = lanes.into_iter().collect();
        lanes.sort_by(|(a, x), (b, y)| y.len().cmp(&x.len()).then(a.cmp(b)));
        let mut lines = Vec::new();
        for (name, events) in lanes {
            lines.push(TimelineLine::Lane(name, events.len()));
            lines.extend(events.into_iter().map(TimelineLine::Event));
        }
        lines
    }

    /// The selected line; initially the newest event before now.
    fn at(&self, cx: &ScreenContext<'_>, lines: &[TimelineLine]) -> Option<usize> {
        if !self.placed {
            let past = |line: &TimelineLine| match line {
                TimelineLine::Event(ix) => cx.snapshot[*ix]
                    .date
                    .as_ref()
                    .and_then(crate::dossier::EdtfDate::earliest)
                    .is_some_and(|d| d <= cx.snapshot.day),
                TimelineLine::Lane(..) => false,
            };
            return lines.iter().rposition(past).or_else(|| (!lines.is_empty()).then_some(0));
        }
        self.cursor.selected(lines.len())
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

    fn areas(cx: &ScreenContext<'_>) -> (Rect, Rect) {
        if cx.zoomed { (cx.area, Rect::ZERO) } else { list_and_card(cx.area) }
    }

    /// The previous axis, moved only if the selected event would lie outside.
    fn axis(&self, cx: &ScreenContext<'_>, width: u16, selected: Option<(usize, &TimelineLine)>) -> TimeAxis {
        let days = ZOOMS[self.zoom];
        let axis = match self.left.get() {
            Some(left) => TimeAxis { left, days, width },
            None => TimeAxis::around(cx.snapshot.day, days, width, 0.7),
        };
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

    fn zoom_to(&mut self, zoom: usize) {
        if let Some(left) = self.left.get() {
            // The middle of the axis stays in place.
            let half = i64::from(self.cursor.area().width / 4);
            let middle = TimeAxis { left, days: ZOOMS[self.zoom], width: 1 }.moved(half).left;
            self.left.set(Some(TimeAxis { left: middle, days: ZOOMS[zoom], width: 1 }.moved(-half).left));
        }
        self.zoom = zoom;
    }
}

impl Screen for TimelineScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            self.go(motion, cx);
            return Reply::Done;
        }
        match action {
            Action::Left | Action::Right => {
                let lines = self.lines(cx);
                self.place(cx, &lines);
                let at = self.at(cx, &lines);
                // The axis as it is seen, which may not have been drawn yet.
                let axis =
                    self.axis(cx, Self::split(Painter::inside(Self::areas(cx).0)).1.width, at.map(|n| (n, &lines[n])));
                self.left.set(Some(axis.moved(if action == Action::Left { -8 } else { 8 }).left));
                self.held = at;
            }
            Action::ZoomIn => self.zoom_to(self.zoom.saturating_sub(1)),
            Action::ZoomOut => self.zoom_to((self.zoom + 1).min(ZOOMS.len() - 1)),
            Action::Lanes => {
                let rec = self.selected(cx);
                self.lanes = self.lanes.next();
                if let Some(rec) = rec {
                    self.select(rec, cx);
                }
            }
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (area, card) = Self::areas(cx);
        let lines = self.lines(cx);
        let rows = cx.shown.of(Kind::Event);
        let count = if rows.len() == rows.total() {
            rows.len().to_string()
        } else {
            format!("{} of {}", rows.len(), rows.total())
        };
        let scale = match ZOOMS[self.zoom] {
            1 => "a cell is a day".to_owned(),
            days => format!("a cell is {days} days"),
        };
        let inner = cx.paint.pane(buf, area, self.lanes.title(), &format!("{count}, {scale}"), true);
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

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        let Rec::Event(ix) = rec else { return false };
        let Some(at) = self.lines(cx).iter().position(|l| *l == TimelineLine::Event(ix)) else { return false };
        self.cursor.select(at);
        self.placed = true;
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
    /// The columns of names and of the axis, below the ticks, in the area inside the pane.
    fn split(inner: Rect) -> (Rect, Rect) {
        let names = inner.width * 11 / 20;
        let left = Rect { width: names, y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        (left, Rect { x: inner.x + names + 2, width: inner.width.saturating_sub(names + 2), ..left })
    }

    fn draw_lines(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, inner: Rect, lines: &[TimelineLine]) {
        let (left, right) = Self::split(inner);
        let at = self.at(cx, lines);
        let axis = self.axis(cx, right.width, at.map(|n| (n, &lines[n])));
        bars::draw_ticks(cx, buf, Rect { y: inner.y, height: 1, ..right }, &axis);
        bars::draw_now(cx, buf, right, &axis);
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
                    let pieces = [(name.clone(), StyleRole::Strong), (format!("  {count}"), StyleRole::Quiet)];
                    cx.paint.pieces(buf, left.x, y, left.width, &pieces);
                }
                TimelineLine::Event(ix) => {
                    columns.draw(cx, buf, left, y, *ix, &mut year);
                    bars::draw_event(cx, buf, right, y, &axis, *ix);
                }
            }
            if Some(n) == at {
                cx.paint.select(buf, left, y, 1, true);
            }
        }
    }
}
