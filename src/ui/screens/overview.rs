//! Overview: where does the story stand? Timeline, actors and ports side by side, what changed since the last
//! visit, and the card below.
//!
//! ```text
//! 18 overdue · 4 due in 90 days · …   articles a week ▁▂▅█▃
//! ┏ Timeline ━━━━━━━━━━━━━━━━━━━━━┓╭ Actors ────────────╮     from 100 columns; below, one of the
//! ┃                               ┃╰────────────────────╯     four, and Tab turns the page
//! ┃                               ┃╭ Ports ─────────────╮
//! ┃                               ┃╰────────────────────╯
//! ┃                               ┃╭ Since … ───────────╮
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛╰────────────────────╯
//! ╭ card of what is selected ───────────────────────────╮     from 160 columns below the panes at
//! ╰─────────────────────────────────────────────────────╯     the right, with actors beside ports
//! ```

mod digest;
mod rows;
mod since;
mod standing;

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EventIx, Kind, Rec};
use crate::settings::input::Action;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

use super::cache::ScreenCache;
use super::rows::{count_of, draw_card, draw_empty_list};
use super::{Reply, Screen, ScreenContext, columns, list_and_card, motion};
use crate::story::change::unseen::UnseenList;
use digest::EventDigest;
use since::ChangeRow;
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

/// From so many columns the card stands below the panes at the right.
const BROAD: u16 = 160;

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct OverviewScreen {
    pane: OverviewPane,
    chosen: Option<EventIx>,
    timeline: ListCursor,
    actors: ListCursor,
    ports: ListCursor,
    since: ListCursor,
    /// The focused count, if the line of counts has the focus.
    standing: Option<usize>,
    /// The lines of the changes, by how many there are and the columns of their pane.
    changes: ScreenCache<(usize, u16), Vec<ChangeRow>>,
    /// The counts, cached by the number of unseen changes.
    counts: ScreenCache<Option<usize>, Vec<StandingCount>>,
    /// By its columns and lines.
    digest: ScreenCache<(u16, u16), EventDigest>,
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
        let panes = Self::parts(cx).1;
        let (lists, card) = list_and_card(panes);
        if !cx.is_wide() {
            return (OverviewPane::ALL.map(|p| if p == self.pane { lists } else { Rect::ZERO }), card);
        }
        let is_broad = cx.area.width >= BROAD;
        let side = if is_broad { cx.area.width * 9 / 20 } else { (cx.area.width * 9 / 25).clamp(36, 46) };
        let x = lists.right() - side;
        let right = Rect { x, width: side, ..lists };
        // What changed takes what it needs, and at most two fifths: people and ports stay in sight.
        let wanted = cx.news.map_or(0, |news| since::height(cx, news, side, self.change_rows(cx, side).len()));
        let below = wanted.min(right.height * 2 / 5).min(right.height.saturating_sub(5));
        let since = Rect { y: right.bottom() - below, height: below, ..right };
        let above = Rect { height: right.height - below, ..right };
        if is_broad {
            let [actors, ports] = columns(above, [1, 1]);
            let timeline = Rect { width: lists.width - side, ..panes };
            return ([timeline, actors, ports, since], Rect { x, width: side, ..card });
        }
        let half = above.height / 2;
        let actors = Rect { height: half + half % 2, ..above };
        let ports = Rect { y: actors.bottom(), height: above.height - actors.height, ..above };
        ([Rect { width: lists.width - side, ..lists }, actors, ports, since], card)
    }

    /// The lines of a row of actors or ports: two where there is height for several of them.
    fn row_height(area: Rect) -> u16 {
        if area.height >= 8 { 2 } else { 1 }
    }

    fn digest(&self, cx: &ScreenContext<'_>) -> Rc<EventDigest> {
        let area = self.areas(cx).0[0];
        // While another pane has the screen, the timeline keeps the size that it would have.
        let area = if area.is_empty() { list_and_card(Self::parts(cx).1).0 } else { area };
        let size = (area.width.saturating_sub(4), area.height.saturating_sub(2));
        self.digest.of(cx.shown.of(Kind::Event), size, || EventDigest::new(cx, size))
    }

    /// The lines of the changes in a pane of so many columns.
    fn change_rows(&self, cx: &ScreenContext<'_>, width: u16) -> Rc<Vec<ChangeRow>> {
        let Some(news) = cx.news else { return Rc::default() };
        let made = || since::rows(cx, news, width.saturating_sub(4));
        self.changes.of(cx.shown.of(Kind::Event), (news.len(), width), made)
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
        let len = digest.events.len();
        self.timeline.select(digest.position(self.chosen).unwrap_or(0));
        self.timeline.go(motion, len);
        self.chosen = self.timeline.selected(len).map(|at| digest.events[at]);
    }

    fn draw_timeline(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let digest = self.digest(cx);
        let focused = self.has_focus(OverviewPane::Timeline);
        let inner = cx.paint.pane(buf, area, "Timeline", &digest.note(cx), focused);
        if digest.events.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Event, focused);
            return;
        }
        self.timeline.layout(inner, 1, digest.events.len());
        digest.draw(cx, buf, inner, digest.position(self.chosen), focused);
    }

    fn draw_actors(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Actor);
        let focused = self.has_focus(OverviewPane::Actors);
        let note = rows::bars_note(&count_of(rows.len(), rows.total()), " by activity", area);
        let inner = cx.paint.pane(buf, area, "Actors", &note, focused);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Actor, focused);
        }
        let height = Self::row_height(area);
        let seen = self.actors.layout(inner, height, rows.len());
        for (n, y) in seen.zip((inner.y..).step_by(height.into())) {
            let Some(Rec::Actor(ix)) = rows.get(n) else { continue };
            rows::draw_actor(cx, buf, Rect { y, height, ..inner }, ix);
            if self.actors.selected(rows.len()) == Some(n) && focused {
                cx.paint.select(buf, inner, y, height, focused);
            }
        }
    }

    fn draw_ports(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Port);
        let focused = self.has_focus(OverviewPane::Ports);
        let count = count_of(rows.len(), rows.total());
        let note = if Self::row_height(area) > 1 { rows::bars_note(&count, "", area) } else { count };
        let inner = cx.paint.pane(buf, area, "Ports", &note, focused);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Port, focused);
        }
        let height = Self::row_height(area);
        let seen = self.ports.layout(inner, height, rows.len());
        for (n, y) in seen.zip((inner.y..).step_by(height.into())) {
            let Some(Rec::Port(ix)) = rows.get(n) else { continue };
            rows::draw_port(cx, buf, Rect { y, height, ..inner }, ix);
            if self.ports.selected(rows.len()) == Some(n) && focused {
                cx.paint.select(buf, inner, y, height, focused);
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
            let rows = self.change_rows(cx, since.width);
            since::draw(cx, buf, since, news, (&rows, &self.since), self.has_focus(OverviewPane::Since));
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
                digest.position(self.chosen).map(|n| Rec::Event(digest.events[n]))
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
            self.chosen = Some(ix);
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
            let line = row.checked_sub(self.timeline.area().y);
            if let Some(n) = line.and_then(|line| digest.hit(line)) {
                self.chosen = Some(digest.events[n]);
            }
        } else if let (OverviewPane::Since, Some(news)) = (pane, cx.news) {
            let (rows, at) = (self.change_rows(cx, areas[3].width), self.since.selected(news.len()));
            if let Some(n) = self.since.hit(column, row, rows.len()).and_then(|line| rows[line].change) {
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
