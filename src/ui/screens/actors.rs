//! Actors: who takes part, in what office on which day, and who stands where on each issue?
//!
//! ```text
//! ┏ Actors ━━━━━━━━━━━━┓╭ Who stands where ──────────────╮     from 100 columns; below, one of the
//! ┃ KZ name, office    ┃│ issue      Kazakhstan Pakistan │     two, and Tab turns the page
//! ┗━━━━━━━━━━━━━━━━━━━━┛╰────────────────────────────────╯
//! ╭ card of the actor, or of the issue ──────────────────╮
//! ```

mod order;
mod stances;

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{ActorIx, EdtfDate, Kind, Rec};
use crate::report::card;
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::text::spark;
use crate::ui::widgets::list::ListCursor;
use crate::ui::widgets::paint::Painter;

use super::cache::ScreenCache;
use super::rows::{
    count_of, draw_card, draw_content, draw_empty, draw_empty_list, draw_hidden_columns, list_and_card_of, new_badge,
};
use super::{Reply, Screen, ScreenContext, columns, motion, next_of};
use order::ActorOrder;
use stances::StanceMatrix;

/// The minimum width of an actor's column in the matrix.
const COLUMN: u16 = 17;
/// The maximum width of an actor's column.
const WIDEST: u16 = 44;
/// The width of the column of issues.
const ISSUE: u16 = 15;
/// The height of an issue at least: two rows for the stance, one for its date.
const ROWS: u16 = 3;

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct ActorsScreen {
    list: ListCursor,
    order: ActorOrder,
    ordered: ScreenCache<ActorOrder, Vec<ActorIx>>,
    matrix: bool,
    issue: ListCursor,
    column: usize,
}

impl ActorsScreen {
    /// The actors of the list, in its order.
    fn rows(&self, cx: &ScreenContext<'_>) -> Rc<Vec<ActorIx>> {
        self.ordered.of(cx.shown.of(Kind::Actor), self.order, || self.order.sorted(cx))
    }

    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect, Rect) {
        let (lists, card) = if cx.zoomed {
            (cx.area, Rect::ZERO)
        } else {
            let issues = if cx.is_wide() || self.matrix {
                StanceMatrix::new(cx).issues.len() * usize::from(ROWS) + 1
            } else {
                0
            };
            let actors = if cx.is_wide() || !self.matrix { cx.shown.of(Kind::Actor).len() } else { 0 };
            list_and_card_of(cx, actors.max(issues), self.selected(cx))
        };
        if cx.is_wide() && !cx.zoomed {
            let [list, matrix] = columns(lists, [38, 62]);
            return (list, matrix, card);
        }
        if self.matrix { (Rect::ZERO, lists, card) } else { (lists, Rect::ZERO, card) }
    }

    /// The actor of the selected column.
    fn actor(&self, stances: &StanceMatrix) -> Option<ActorIx> {
        stances.actors.get(self.column.min(stances.actors.len().saturating_sub(1))).copied()
    }

    fn draw_list(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Actor);
        let title = cx.list_title("Actors", self.order.words());
        let has_bars = Painter::inside(area).width >= 60;
        let count = count_of(rows.len(), rows.total());
        let note = if has_bars {
            format!("{count}, articles in 52 weeks and events of each")
        } else {
            count + ", events of each"
        };
        let inner = cx.paint.pane(buf, area, &title, &note, !self.matrix);
        let ordered = self.rows(cx);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Actor, !self.matrix);
        }
        for (n, y) in self.list.layout(inner, 1, rows.len()).zip(inner.y..) {
            let ix = ordered[n];
            let actor = &cx.dossier[ix];
            let office = cx.snapshot.office_on(cx.dossier, ix, cx.snapshot.day).map(|o| o.title.as_str());
            let about = office.unwrap_or(actor.kind.word());
            let country = actor.country.as_deref().unwrap_or("");
            let mut pieces = vec![
                (country, StyleRole::Quiet),
                (text::fill(country, 3), StyleRole::Quiet),
                (actor.name.as_str(), StyleRole::Text),
            ];
            // A year in bars of four weeks each.
            let bars = has_bars.then(|| {
                let coverage = cx.snapshot.coverage(cx.dossier, ix.into(), card::WEEKS).gathered(13);
                spark::bars(&coverage, cx.paint.glyphs == GlyphSet::Ascii)
            });
            let events = cx.snapshot[ix].events.len().to_string();
            let mut badge = new_badge(cx, ix.into(), inner.width);
            badge.extend(bars.iter().flat_map(|bars| [" ", bars]).map(|part| (part, StyleRole::Quiet)));
            badge.extend([text::blanks(3 - events.len().min(2)), &events].map(|part| (part, StyleRole::Quiet)));
            // Beside a name that fills the row there is no room for more than the mark that something was cut.
            let used: usize = pieces.iter().chain(&badge).map(|(words, _)| text::width(&text::safe(words))).sum();
            if used + 3 + text::width(about).min(6) <= usize::from(inner.width) || cx.paint.is_heard() {
                pieces.extend(["  ", about].map(|part| (part, StyleRole::Quiet)));
            }
            cx.row(buf, inner, y, &pieces, &badge);
            if self.list.selected(rows.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, !self.matrix);
            }
        }
    }

    /// Issues as rows, actors as columns, the newest stance in each cell.
    fn draw_matrix(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let stances = StanceMatrix::new(cx);
        let issues = wording::count(stances.issues.len(), "issue", "issues");
        let note = [issues, wording::count(stances.actors.len(), "actor", "actors")].join(", ");
        let inner = cx.paint.pane(buf, area, "Who stands where", &note, self.matrix);
        if stances.issues.is_empty() {
            let total = cx.snapshot.actors.iter().map(|actor| actor.positions.len()).sum();
            let held = cx.dossier.actors.iter().map(|actor| actor.positions.len()).sum();
            draw_empty(cx, buf, inner, "positions", total, held);
            return;
        }
        let label = ISSUE.min(inner.width / 3);
        let fit = usize::from((inner.width.saturating_sub(label)) / COLUMN).clamp(1, stances.actors.len().max(1));
        let width = (inner.width.saturating_sub(label) / u16::try_from(fit).unwrap_or(1)).min(WIDEST);
        let chosen = self.column.min(stances.actors.len() - 1);
        let from = chosen.saturating_sub(fit - 1).min(stances.actors.len().saturating_sub(fit));
        let across: Vec<ActorIx> = stances.actors.iter().copied().skip(from).take(fit).collect();
        for (n, &actor) in across.iter().enumerate() {
            let x = inner.x + label + width * u16::try_from(n).unwrap_or(0);
            let role = if self.matrix && from + n == chosen { StyleRole::Accent } else { StyleRole::Strong };
            cx.paint.column(Rect { x, y: inner.y, width, height: 1 }, short_name(cx, actor));
            cx.put(buf, x, inner.y, width.saturating_sub(1), short_name(cx, actor), role);
        }
        let hidden = stances.actors.len().saturating_sub(from + across.len());
        if hidden > 0 {
            draw_hidden_columns(cx, buf, Rect { width: label.saturating_sub(1), ..inner }, hidden);
        }
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let rows = stances.rows(cx, &across, (label, width), list.height);
        for (n, y) in self.issue.layout(list, rows, stances.issues.len()).zip((list.y..).step_by(rows.into())) {
            let issue = &stances.issues[n];
            let name = Rect { y, height: rows - 1, width: label.saturating_sub(1), ..list }.intersection(list);
            put_wrapped(cx, buf, name, &wording::slug(cx.dossier, issue), StyleRole::Quiet);
            let row_chosen = self.matrix && self.issue.selected(stances.issues.len()) == Some(n);
            for (m, &actor) in across.iter().enumerate() {
                let x = list.x + label + width * u16::try_from(m).unwrap_or(0);
                let cell = Rect { x, y, width: width.saturating_sub(1), height: rows - 1 }.intersection(list);
                let Some(newest) = stances.of(issue, actor).last() else {
                    cx.paint.put(buf, x, y, 1, cx.paint.glyphs.pick("·", "."), cx.paint.style(StyleRole::Quiet));
                    continue;
                };
                let said = stances.words(cx, issue, actor, *newest);
                let used = put_wrapped(cx, buf, cell, &said, StyleRole::Text);
                if y + used < list.bottom() {
                    let position = &cx.dossier[actor].positions[*newest as usize];
                    let date = position.date.as_ref().map_or_else(|| "undated".to_owned(), EdtfDate::display);
                    cx.paint.put(buf, x, y + used, cell.width, &date, cx.paint.style(StyleRole::Quiet));
                }
            }
            if row_chosen {
                let column = u16::try_from(chosen - from).unwrap_or(0);
                let cell = Rect { x: list.x + label + width * column, y, width: width.saturating_sub(1), height: rows };
                cx.paint.select(buf, cell.intersection(list), y, rows, true);
                cx.paint.select(buf, name, y, rows - 1, true);
            }
        }
    }
}

/// Text in a cell of several rows: wrapped, and cut in the last row. Returns the rows that it took.
fn put_wrapped(cx: &ScreenContext<'_>, buf: &mut Buffer, cell: Rect, content: &str, role: StyleRole) -> u16 {
    if cx.paint.is_heard() {
        cx.put(buf, cell.x, cell.y, cell.width, content, role);
        return 1;
    }
    let lines = text::wrap(content, cell.width.into());
    let rows = usize::from(cell.height);
    for (n, y) in (cell.y..cell.bottom()).enumerate() {
        let rest = if n + 1 == rows {
            lines.get(n..).unwrap_or_default().join(" ")
        } else {
            lines.get(n).cloned().unwrap_or_default()
        };
        cx.put(buf, cell.x, y, cell.width, &rest, role);
    }
    cell.height.min(u16::try_from(lines.len()).unwrap_or(u16::MAX))
}

/// The last name of a person; other names in full.
fn short_name<'a>(cx: &ScreenContext<'a>, actor: ActorIx) -> &'a str {
    let actor = &cx.dossier[actor];
    match actor.kind {
        crate::dossier::ActorKind::Person => actor.name.rsplit(' ').next().unwrap_or(&actor.name),
        _ => &actor.name,
    }
}

impl Screen for ActorsScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            if self.matrix {
                self.issue.go(motion, StanceMatrix::new(cx).issues.len());
            } else {
                self.list.go(motion, cx.shown.of(Kind::Actor).len());
            }
            return Reply::Done;
        }
        match action {
            Action::NextPane | Action::PreviousPane => self.matrix = !self.matrix,
            Action::Sort => {
                self.order = next_of(ActorOrder::ALL, self.order);
                self.matrix = false;
                self.list.select(0);
            }
            Action::Right if self.matrix => {
                let most = StanceMatrix::new(cx).actors.len().saturating_sub(1);
                self.column = (self.column + 1).min(most);
            }
            Action::Right => self.matrix = true,
            Action::Left if self.matrix && self.column > 0 => self.column -= 1,
            Action::Left => self.matrix = false,
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (list, matrix, card) = self.areas(cx);
        if !list.is_empty() {
            self.draw_list(cx, buf, list);
        }
        if !matrix.is_empty() {
            self.draw_matrix(cx, buf, matrix);
        }
        if card.is_empty() {
            return;
        }
        let stances = StanceMatrix::new(cx);
        match self.issue.selected(stances.issues.len()).filter(|_| self.matrix) {
            Some(n) => draw_content(cx, buf, card, &stances.card(cx, &stances.issues[n], self.actor(&stances))),
            None => draw_card(cx, buf, card, self.selected(cx)),
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        if self.matrix {
            return self.actor(&StanceMatrix::new(cx)).map(Rec::Actor);
        }
        let rows = self.rows(cx);
        self.list.selected(rows.len()).map(|n| Rec::Actor(rows[n]))
    }

    fn kind(&self) -> Kind {
        Kind::Actor
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        let Rec::Actor(ix) = rec else { return false };
        if self.matrix {
            let at = StanceMatrix::new(cx).actors.iter().position(|&a| a == ix);
            return at.map(|n| self.column = n).is_some();
        }
        self.rows(cx).iter().position(|&actor| actor == ix).map(|n| self.list.select(n)).is_some()
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let (list, matrix, _) = self.areas(cx);
        if list.contains((column, row).into()) {
            let before = self.selected(cx).filter(|_| !self.matrix);
            self.matrix = false;
            let len = cx.shown.of(Kind::Actor).len();
            if let Some(n) = self.list.hit(column, row, len) {
                self.list.select(n);
            }
            return match self.selected(cx) {
                Some(rec) if before == Some(rec) => Reply::Open(rec),
                _ => Reply::Done,
            };
        }
        if matrix.contains((column, row).into()) {
            self.matrix = true;
            let len = StanceMatrix::new(cx).issues.len();
            if let Some(n) = self.issue.hit(column, row, len) {
                self.issue.select(n);
            }
            return Reply::Done;
        }
        Reply::Ignored
    }
}
