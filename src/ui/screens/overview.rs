//! Overview: where does the story stand? Timeline, actors and ports side by side, what changed since the last
//! visit, and the card below.
//!
//! ```text
//! 18 overdue · 4 due in 90 days · …   articles a week ▁▂▅█▃
//! ┏ Timeline ━━━━━━━━━━━┓╭ Actors ───╮╭ Ports ────╮     from 100 columns; below, one of the
//! ┃                     ┃╰───────────╯╰───────────╯     four, and Tab turns the page
//! ┃                     ┃╭ Since … ───────────────╮
//! ┗━━━━━━━━━━━━━━━━━━━━━┛╰────────────────────────╯
//! ╭ card of what is selected ─────────────────────╮
//! ╰───────────────────────────────────────────────╯
//! ```

mod digest;
mod rows;
mod since;
mod standing;

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{Kind, Rec};
use crate::settings::input::Action;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

use super::cache::ScreenCache;
use super::rows::{count_of, draw_card, draw_empty_list};
use super::{Reply, Screen, ScreenContext, columns, list_and_card, motion};
use crate::story::change::unseen::UnseenList;
use digest::{DigestItem, EventDigest};
use standing::StandingCount;

/// The panes that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum OverviewPane {
    #[default]
    Timeline,
    Actors,
    Ports,
    Since,
}

impl OverviewPane {
    const ALL: [OverviewPane; 4] =
        [OverviewPane::Timeline, OverviewPane::Actors, OverviewPane::Ports, OverviewPane::Since];

    /// The panes that are shown: without a baseline there is no list of changes.
    fn all(cx: &ScreenContext<'_>) -> &'static [OverviewPane] {
        if cx.news.is_some() { &OverviewPane::ALL } else { &OverviewPane::ALL[..3] }
    }

    /// The kind it lists; `None` for changes.
    fn kind(self) -> Option<Kind> {
        match self {
            OverviewPane::Timeline => Some(Kind::Event),
            OverviewPane::Actors => Some(Kind::Actor),
            OverviewPane::Ports => Some(Kind::Port),
            OverviewPane::Since => None,
        }
    }
}

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct OverviewScreen {
    pane: OverviewPane,
    chosen: Option<DigestItem>,
    timeline: ListCursor,
    actors: ListCursor,
    ports: ListCursor,
    since: ListCursor,
    /// The focused count, if the line of counts has the focus.
    standing: Option<usize>,
    /// The counts, cached by the number of unseen changes.
    counts: ScreenCache<Option<usize>, Vec<StandingCount>>,
    /// Cached by its height.
    digest: ScreenCache<usize, EventDigest>,
}

impl OverviewScreen {
    /// Stepping through the changes moves the list of changes along.
    pub(super) fn stepped_to(&mut self, change: usize) {
        self.since.select(change);
    }

    /// The line of counts, and the area left for the panes.
    fn parts(cx: &ScreenContext<'_>) -> (Rect, Rect) {
        let above = u16::from(cx.area.height >= 20 && !cx.zoomed);
        let panes = Rect { y: cx.area.y + above, height: cx.area.height - above, ..cx.area };
        (Rect { height: above, ..cx.area }, panes)
    }

    /// The area of each pane, and of the card; a pane that is not visible has no width.
    fn areas(&self, cx: &ScreenContext<'_>) -> ([Rect; 4], Rect) {
        if cx.zoomed {
            return (OverviewPane::ALL.map(|p| if p == self.pane { cx.area } else { Rect::ZERO }), Rect::ZERO);
        }
        let (lists, card) = list_and_card(Self::parts(cx).1);
        if cx.is_wide() {
            let [timeline, actors, ports] = columns(lists, [54, 25, 21]);
            // The changes get what they need, at most two fifths, so that actors and ports stay visible.
            let below = cx.news.map_or(0, |news| {
                since::height(cx, news, actors.width + ports.width)
                    .min(lists.height * 2 / 5)
                    .min(lists.height.saturating_sub(5))
            });
            let above = |pane: Rect| Rect { height: pane.height - below, ..pane };
            let since = Rect { y: lists.bottom() - below, width: actors.width + ports.width, height: below, ..actors };
            return ([timeline, above(actors), above(ports), since], card);
        }
        (OverviewPane::ALL.map(|p| if p == self.pane { lists } else { Rect::ZERO }), card)
    }

    fn digest(&self, cx: &ScreenContext<'_>) -> Rc<EventDigest> {
        let height = self.areas(cx).0[0].height;
        // While another pane fills the screen, the timeline keeps the height that it would have.
        let height = if height == 0 { list_and_card(Self::parts(cx).1).0.height } else { height };
        let height = usize::from(height.saturating_sub(2));
        self.digest.of(cx.shown.of(Kind::Event), height, || EventDigest::new(cx, height))
    }

    fn counts(&self, cx: &ScreenContext<'_>) -> Rc<Vec<StandingCount>> {
        self.counts.of(cx.shown.of(Kind::Event), cx.news.map(UnseenList::len), || standing::counts(cx))
    }

    /// Whether a pane has the focus.
    fn has_focus(&self, pane: OverviewPane) -> bool {
        self.pane == pane && self.standing.is_none()
    }

    /// Handles an action while the line of counts has the focus.
    fn act_on_counts(&mut self, at: usize, action: Action, cx: &ScreenContext<'_>) -> Option<Reply> {
        let counts = self.counts(cx);
        let last = standing::fitting(&counts, Self::parts(cx).0).checked_sub(1)?;
        match action {
            Action::Right | Action::Down => self.standing = Some((at + 1).min(last)),
            Action::Left | Action::Up => self.standing = Some(at.saturating_sub(1)),
            Action::First => self.standing = Some(0),
            Action::Last => self.standing = Some(last),
            Action::Enter => return Some(self.enter_count(&counts[at.min(last)], cx)),
            _ => return None,
        }
        Some(Reply::Done)
    }

    /// Opens the target of a count.
    fn enter_count(&mut self, count: &StandingCount, cx: &ScreenContext<'_>) -> Reply {
        self.standing = None;
        count.reply(cx).unwrap_or_else(|| {
            self.pane = OverviewPane::Since;
            Reply::Done
        })
    }

    /// Moves the focus to the next pane or the previous one; the line of counts comes after the last.
    fn turn(&mut self, forward: bool, cx: &ScreenContext<'_>) {
        let panes = OverviewPane::all(cx);
        let has_counts = standing::fitting(&self.counts(cx), Self::parts(cx).0) > 0;
        let stops = panes.len() + usize::from(has_counts);
        let at = match self.standing {
            Some(_) => panes.len(),
            None => panes.iter().position(|&pane| pane == self.pane).unwrap_or(0),
        };
        let to = (if forward { at + 1 } else { at + stops - 1 }) % stops;
        self.standing = (to == panes.len()).then_some(0);
        self.pane = panes.get(to).copied().unwrap_or(self.pane);
    }

    fn cursor(&mut self, pane: OverviewPane) -> &mut ListCursor {
        match pane {
            OverviewPane::Timeline => &mut self.timeline,
            OverviewPane::Actors => &mut self.actors,
            OverviewPane::Ports => &mut self.ports,
            OverviewPane::Since => &mut self.since,
        }
    }

    /// The total number of rows of a pane.
    fn len(pane: OverviewPane, cx: &ScreenContext<'_>) -> usize {
        match pane.kind() {
            Some(kind) => cx.shown.of(kind).len(),
            None => cx.news.map_or(0, UnseenList::len),
        }
    }

    fn go(&mut self, motion: CursorMotion, cx: &ScreenContext<'_>) {
        let pane = self.pane;
        if pane != OverviewPane::Timeline {
            let len = Self::len(pane, cx);
            self.cursor(pane).go(motion, len);
            return;
        }
        let digest = self.digest(cx);
        let len = digest.items.len();
        let before = digest.position(self.chosen);
        self.timeline.select(before.unwrap_or(0));
        self.timeline.go(motion, len);
        let mut at = self.timeline.selected(len);
        if at.is_some_and(|at| digest.items[at] == DigestItem::Now) {
            // The line at now is skipped; at either end the cursor stays.
            let on = if matches!(
                motion,
                CursorMotion::Up | CursorMotion::PageUp | CursorMotion::HalfUp | CursorMotion::Last
            ) {
                at.and_then(|a| a.checked_sub(1))
            } else {
                at.map(|a| a + 1).filter(|&a| a < len)
            };
            at = on.or(before);
        }
        self.chosen = at.map(|at| digest.items[at]);
    }

    fn draw_timeline(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let digest = self.digest(cx);
        let focused = self.has_focus(OverviewPane::Timeline);
        let inner = cx.paint.pane(buf, area, "Timeline", &digest.note(cx), focused);
        if digest.items.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Event, focused);
            return;
        }
        let chosen = digest.position(self.chosen);
        let mut cursor = self.timeline.clone();
        cursor.select(chosen.unwrap_or(0));
        let seen = cursor.layout(inner, 1, digest.items.len());
        self.timeline.layout_at(&cursor);
        let mut year = None;
        for (n, y) in seen.zip(inner.y..) {
            digest.draw_item(cx, buf, inner, y, digest.items[n], &mut year);
            if Some(n) == chosen {
                cx.paint.select(buf, inner, y, 1, focused);
            }
        }
    }

    fn draw_actors(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Actor);
        let focused = self.has_focus(OverviewPane::Actors);
        let note = format!("{} by activity", count_of(rows.len(), rows.total()));
        let inner = cx.paint.pane(buf, area, "Actors", &note, focused);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Actor, focused);
        }
        let seen = self.actors.layout(inner, 2, rows.len());
        for (n, y) in seen.zip((inner.y..).step_by(2)) {
            let Some(Rec::Actor(ix)) = rows.get(n) else { continue };
            rows::draw_actor(cx, buf, inner, y, ix);
            if self.actors.selected(rows.len()) == Some(n) && focused {
                cx.paint.select(buf, inner, y, 2, focused);
            }
        }
    }

    fn draw_ports(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Port);
        let focused = self.has_focus(OverviewPane::Ports);
        let inner = cx.paint.pane(buf, area, "Ports", &count_of(rows.len(), rows.total()), focused);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Port, focused);
        }
        let seen = self.ports.layout(inner, 3, rows.len());
        for (n, y) in seen.zip((inner.y..).step_by(3)) {
            let Some(Rec::Port(ix)) = rows.get(n) else { continue };
            rows::draw_port(cx, buf, inner, y, ix);
            if self.ports.selected(rows.len()) == Some(n) && focused {
                cx.paint.select(buf, inner, y, 3, focused);
            }
        }
    }
}

impl Screen for OverviewScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(reply) = self.standing.and_then(|at| self.act_on_counts(at, action, cx)) {
            return reply;
        }
        if let Some(motion) = motion(action) {
            self.go(motion, cx);
            return Reply::Done;
        }
        match action {
            Action::NextPane | Action::Right => self.turn(true, cx),
            Action::PreviousPane | Action::Left => self.turn(false, cx),
            Action::Enter if self.pane == OverviewPane::Since => {
                return self.change(cx).map_or(Reply::Done, Reply::OpenChange);
            }
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let ([timeline, actors, ports, since], card) = self.areas(cx);
        let line = Self::parts(cx).0;
        if !line.is_empty() {
            standing::draw(cx, buf, line, &self.counts(cx), self.standing);
        }
        if !timeline.is_empty() {
            self.draw_timeline(cx, buf, timeline);
        }
        if !actors.is_empty() {
            self.draw_actors(cx, buf, actors);
        }
        if !ports.is_empty() {
            self.draw_ports(cx, buf, ports);
        }
        if let Some(news) = cx.news.filter(|_| !since.is_empty()) {
            since::draw(cx, buf, since, news, &self.since, self.has_focus(OverviewPane::Since));
        }
        let change = self.change(cx).and_then(|n| cx.news?.get(n));
        match change {
            _ if card.is_empty() => {}
            Some(change) => since::draw_card(cx, buf, card, change),
            None => draw_card(cx, buf, card, self.selected(cx)),
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        match self.pane {
            OverviewPane::Timeline => {
                let digest = self.digest(cx);
                digest.position(self.chosen).and_then(|n| digest.items[n].event()).map(Rec::Event)
            }
            OverviewPane::Actors => {
                let rows = cx.shown.of(Kind::Actor);
                self.actors.selected(rows.len()).and_then(|n| rows.get(n))
            }
            OverviewPane::Ports => {
                let rows = cx.shown.of(Kind::Port);
                self.ports.selected(rows.len()).and_then(|n| rows.get(n))
            }
            OverviewPane::Since => self.change(cx).and_then(|n| cx.news?.get(n)).map(|change| change.rec),
        }
    }

    fn change(&self, cx: &ScreenContext<'_>) -> Option<usize> {
        self.since.selected(cx.news?.len()).filter(|_| self.pane == OverviewPane::Since)
    }

    fn kind(&self) -> Kind {
        self.pane.kind().unwrap_or(Kind::Event)
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        if let (OverviewPane::Since, Some(news)) = (self.pane, cx.news) {
            // Several changes may be about this record: stays on one of them, otherwise goes to the first.
            let here = self.selected(cx) == Some(rec);
            let at = news.listed().position(|change| change.rec == rec);
            at.filter(|_| !here).into_iter().for_each(|at| self.since.select(at));
            return at.is_some();
        }
        let Some(pane) = OverviewPane::ALL.into_iter().find(|p| p.kind() == Some(rec.kind())) else { return false };
        if let Rec::Event(ix) = rec {
            self.chosen = Some(DigestItem::Event(ix));
        } else if let Some(n) = cx.shown.of(rec.kind()).position(rec) {
            self.cursor(pane).select(n);
        } else {
            return false;
        }
        self.pane = pane;
        true
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let counts = self.counts(cx);
        if let Some(at) = standing::hit(&counts, Self::parts(cx).0, column, row) {
            return self.enter_count(&counts[at], cx);
        }
        self.standing = None;
        let (areas, _) = self.areas(cx);
        let Some(pane) =
            OverviewPane::ALL.into_iter().zip(areas).find(|(_, a)| a.contains((column, row).into())).map(|p| p.0)
        else {
            return Reply::Ignored;
        };
        let before = self.selected(cx).filter(|_| self.pane == pane);
        self.pane = pane;
        if pane == OverviewPane::Timeline {
            let digest = self.digest(cx);
            if let Some(n) = self.timeline.hit(column, row, digest.items.len())
                && digest.items[n] != DigestItem::Now
            {
                self.chosen = Some(digest.items[n]);
            }
        } else if let (OverviewPane::Since, Some(news)) = (pane, cx.news) {
            let (lines, at) = (since::lines(news), self.since.selected(news.len()));
            if let Some(since::ChangeLine::Change(n)) = self.since.hit(column, row, lines.len()).map(|line| lines[line])
            {
                self.since.select(n);
                return if at == Some(n) && before.is_some() { Reply::OpenChange(n) } else { Reply::Done };
            }
            return Reply::Done;
        } else {
            let len = Self::len(pane, cx);
            if let Some(n) = self.cursor(pane).hit(column, row, len) {
                self.cursor(pane).select(n);
            }
        }
        match self.selected(cx) {
            Some(rec) if before == Some(rec) => Reply::Open(rec),
            _ => Reply::Done,
        }
    }
}
