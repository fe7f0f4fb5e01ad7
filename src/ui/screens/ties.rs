//! Ties: one actor in the middle, and everybody tied to it by meetings, agreements, offices and stances.
//!
//! ```text
//! ┏ Ties of … ━━━━━━━━━━━━━━━━━━━━━┓╭ 41 ties ────────────╮     from 100 columns; below, the list
//! ┃  met     A 5 ━┓      ┏━ 2 C    ┃│ A  met    5 events  │     stands under the picture, and Tab
//! ┃          B 3 ━╋━[ ]━━┛  office ┃│ B  met    3 events  │     turns to what the tie rests on
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛╰─────────────────────╯
//! ╭ A and …: the events, offices or stances ──────────────╮
//! ```

pub mod ego;

use hashbrown::HashSet;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{ActorIx, EventIx, Kind, Rec};
use crate::report::card;
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::story::ActorTie;
use crate::text;
use crate::ui::widgets::list::ListCursor;
use crate::ui::widgets::paint::StyledText;

use super::rows::{draw_empty_list, draw_line};
use super::{Reply, Screen, ScreenContext, columns, motion};

/// The number of rows for what a tie rests on.
const DETAIL: u16 = 9;

/// The actor in the middle, earlier ones, and the cursors.
#[derive(Debug, Default)]
pub struct TiesOverlay {
    /// Ids; the last one is in the middle.
    way: Vec<String>,
    list: ListCursor,
    /// Whether the pane with what the tie rests on has the focus.
    on_detail: bool,
    detail: ListCursor,
}

impl TiesOverlay {
    /// Starts with an actor in the middle.
    #[must_use]
    pub fn of(cx: &ScreenContext<'_>, actor: ActorIx) -> TiesOverlay {
        TiesOverlay { way: vec![cx.dossier[actor].id.clone()], ..TiesOverlay::default() }
    }

    /// The actor in the middle: the first visible one if it is not in the dossier or not known yet.
    #[must_use]
    pub fn middle(&self, cx: &ScreenContext<'_>) -> Option<ActorIx> {
        let found = self.way.last().and_then(|id| cx.dossier.find(id));
        let visible = found.filter(|&rec| cx.snapshot.is_visible(cx.dossier, rec));
        match visible.or_else(|| cx.shown.of(Kind::Actor).get(0)) {
            Some(Rec::Actor(ix)) => Some(ix),
            _ => None,
        }
    }

    /// The ties that match the filter: those to matching actors, and those by matching events.
    #[must_use]
    pub fn ties(cx: &ScreenContext<'_>, middle: ActorIx) -> Vec<ActorTie> {
        TiesOverlay::shown_and_hidden(cx, middle).0
    }

    /// The ties that the filter shows, and how many it hides.
    fn shown_and_hidden(cx: &ScreenContext<'_>, middle: ActorIx) -> (Vec<ActorTie>, usize) {
        let mut ties = cx.snapshot.ties(cx.dossier, middle);
        let all = ties.len();
        if cx.is_filtered() {
            let shown: HashSet<Rec> =
                [Kind::Actor, Kind::Event].iter().flat_map(|&kind| cx.shown.of(kind).iter()).collect();
            let event = |&event: &EventIx| shown.contains(&Rec::Event(event));
            ties.retain(|tie| shown.contains(&Rec::Actor(tie.other)) || tie.events.iter().any(event));
        }
        let hidden = all - ties.len();
        (ties, hidden)
    }

    fn areas(cx: &ScreenContext<'_>) -> (Rect, Rect, Rect) {
        let area = cx.area;
        let detail = DETAIL.min(area.height / 3);
        let above = Rect { height: area.height - detail, ..area };
        let below = Rect { y: above.bottom(), height: detail, ..area };
        if cx.is_wide() {
            let [picture, list] = columns(above, [46, 54]);
            return (picture, list, below);
        }
        // The picture gets the rest; list and detail share one area.
        let list =
            Rect { y: area.bottom() - (detail + 2).min(area.height), height: (detail + 2).min(area.height), ..area };
        (Rect { height: area.height - list.height, ..area }, list, list)
    }

    fn selected_tie<'t>(&self, ties: &'t [ActorTie]) -> Option<&'t ActorTie> {
        self.list.selected(ties.len()).map(|n| &ties[n])
    }

    /// Puts another actor in the middle; the previous one can be returned to.
    fn centre(&mut self, cx: &ScreenContext<'_>, actor: ActorIx) {
        self.way.push(cx.dossier[actor].id.clone());
        self.list = ListCursor::default();
        self.detail = ListCursor::default();
        self.on_detail = false;
    }

    fn lines(cx: &ScreenContext<'_>, middle: ActorIx, tie: &ActorTie) -> (String, Vec<card::CardLine>) {
        let card = card::tie(&cx.facts(), middle, tie);
        let lines = card::layout(&card, usize::from(cx.area.width.saturating_sub(4)));
        (card.title, lines)
    }

    fn draw_list(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, ties: &[ActorTie], hidden: usize) {
        let note = if hidden > 0 { format!("{hidden} hidden by the filter") } else { String::new() };
        let title = format!("{}: how many, to whom, first and last date", wording::count(ties.len(), "tie", "ties"));
        let inner = cx.paint.pane(buf, area, &title, &note, !self.on_detail);
        for (n, y) in self.list.layout(inner, 1, ties.len()).zip(inner.y..) {
            let (pieces, badge) = words(cx, &ties[n], inner.width);
            cx.row(buf, inner, y, &pieces, &badge);
            if self.list.selected(ties.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, !self.on_detail);
            }
        }
    }

    fn draw_detail(
        &self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        area: Rect,
        middle: ActorIx,
        tie: Option<&ActorTie>,
    ) {
        let Some(tie) = tie else {
            cx.paint.pane(buf, area, "", "", self.on_detail);
            return;
        };
        let (title, lines) = Self::lines(cx, middle, tie);
        let note = if self.on_detail { String::new() } else { wording::count(lines.len(), "line", "lines") };
        let inner = cx.paint.pane(buf, area, &title, &note, self.on_detail);
        for (n, y) in self.detail.layout(inner, 1, lines.len()).zip(inner.y..) {
            draw_line(cx, buf, inner, y, &lines[n]);
            if self.on_detail && self.detail.selected(lines.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, true);
            }
        }
    }
}

/// A tie in one line: bond, number of events, offices or stances, the other actor, and the dates
/// at the right.
#[must_use]
pub fn words(cx: &ScreenContext<'_>, tie: &ActorTie, columns: u16) -> (Vec<StyledText>, Vec<StyledText>) {
    let on = if tie.on.is_empty() { String::new() } else { format!("  {}", card::tie_on(cx.dossier, tie)) };
    let first = format!("{:<7} {:>3} ", tie.bond.word(), tie.count());
    let dates = card::tie_dates(tie);
    // Given names become initials before anything is cut.
    let room = usize::from(columns).saturating_sub(first.len() + text::width(&dates) + text::width(&on) + 1);
    let name = wording::short_name(&cx.dossier[tie.other], room.max(12));
    (vec![(first, StyleRole::Quiet), (name, StyleRole::Text), (on, StyleRole::Quiet)], vec![(dates, StyleRole::Quiet)])
}

impl Screen for TiesOverlay {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        let Some(middle) = self.middle(cx) else { return Reply::Ignored };
        let ties = TiesOverlay::ties(cx, middle);
        let tie = self.selected_tie(&ties);
        if let Some(motion) = motion(action) {
            if self.on_detail {
                let len = tie.map_or(0, |tie| Self::lines(cx, middle, tie).1.len());
                self.detail.go(motion, len);
            } else {
                self.list.go(motion, ties.len());
                self.detail = ListCursor::default();
            }
            return Reply::Done;
        }
        match action {
            Action::NextPane | Action::PreviousPane => self.on_detail = !self.on_detail,
            Action::Enter if self.on_detail => {
                let Some(tie) = tie else { return Reply::Done };
                let (_, lines) = Self::lines(cx, middle, tie);
                let entry = self.detail.selected(lines.len()).map(|n| lines[n].entry);
                let link = lines.iter().filter(|line| Some(line.entry) == entry).find_map(|line| line.link);
                return link.map_or(Reply::Done, Reply::Open);
            }
            Action::Enter => {
                if let Some(other) = tie.map(|tie| tie.other) {
                    self.centre(cx, other);
                }
            }
            Action::Back if self.way.len() > 1 => {
                let left = self.way.pop();
                self.on_detail = false;
                self.detail = ListCursor::default();
                let left = left.and_then(|id| cx.dossier.find(&id));
                let ties = self.middle(cx).map(|middle| TiesOverlay::ties(cx, middle)).unwrap_or_default();
                let at = ties.iter().position(|tie| left == Some(Rec::Actor(tie.other)));
                self.list.select(at.unwrap_or(0));
            }
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let Some(middle) = self.middle(cx) else {
            let inner = cx.paint.pane(buf, cx.area, "Ties", "", true);
            draw_empty_list(cx, buf, inner, Kind::Actor, true);
            return;
        };
        let (ties, hidden) = TiesOverlay::shown_and_hidden(cx, middle);
        let (picture, list, detail) = TiesOverlay::areas(cx);
        let tie = self.selected_tie(&ties);
        ego::draw(cx, buf, picture, middle, &ties, tie);
        if list != detail || !self.on_detail {
            self.draw_list(cx, buf, list, &ties, hidden);
        }
        if list != detail || self.on_detail {
            self.draw_detail(cx, buf, detail, middle, tie);
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        let middle = self.middle(cx)?;
        let ties = TiesOverlay::ties(cx, middle);
        Some(Rec::Actor(self.selected_tie(&ties).map_or(middle, |tie| tie.other)))
    }

    fn kind(&self) -> Kind {
        Kind::Actor
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        let (Rec::Actor(ix), Some(middle)) = (rec, self.middle(cx)) else { return false };
        let ties = TiesOverlay::ties(cx, middle);
        let here = self.selected_tie(&ties).is_some_and(|tie| tie.other == ix);
        let at = ties.iter().position(|tie| tie.other == ix).filter(|_| !here);
        at.into_iter().for_each(|at| self.list.select(at));
        here || at.is_some()
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let Some(middle) = self.middle(cx) else { return Reply::Ignored };
        let ties = TiesOverlay::ties(cx, middle);
        let (_, list, detail) = TiesOverlay::areas(cx);
        let at = (column, row).into();
        let one_place = list == detail;
        if list.contains(at) && !(one_place && self.on_detail) {
            self.on_detail = false;
            let before = self.list.selected(ties.len());
            let Some(n) = self.list.hit(column, row, ties.len()) else { return Reply::Done };
            self.list.select(n);
            return if before == Some(n) { self.act(Action::Enter, cx) } else { Reply::Done };
        }
        if !detail.contains(at) {
            return Reply::Ignored;
        }
        let before = self.detail.selected(usize::MAX).filter(|_| self.on_detail);
        self.on_detail = true;
        let len = self.selected_tie(&ties).map_or(0, |tie| Self::lines(cx, middle, tie).1.len());
        let Some(n) = self.detail.hit(column, row, len) else { return Reply::Done };
        self.detail.select(n);
        if before == Some(n) { self.act(Action::Enter, cx) } else { Reply::Done }
    }
}
