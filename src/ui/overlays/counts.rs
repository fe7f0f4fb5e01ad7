//! Counts the rows of the screen by the values of a field; selected values become a term of the filter.
//!
//! ```text
//! ┏ 191 events by outlet ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ … status  is  actor  outlet  language  tag  …            ┃
//! ┃ ✓ Dawn               ████████████████                 23 ┃
//! ┗━━━━ Tab field, Space marks, Enter filters, Esc closes ━━━┛
//! ```

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::{FilterChange, Overlay, OverlayContext, Renewed, Reply, note, popup};
use crate::query::{self, FacetCounts, FieldCount, QueryTerm};
use crate::report::wording;
use crate::settings::input::{Action, OverlayId};
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::ui::screens::motion;
use crate::ui::widgets::bar::bar;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::NO_BADGE;

/// Of so many values the widest is looked for.
const MEASURED: usize = 500;

/// The values of the chosen field under the active filter.
#[derive(Debug, Default)]
pub struct ValueCounts {
    cursor: ListCursor,
    /// The terms of the marked values.
    marked: Vec<String>,
    /// `None` while a thread computes what counting reads.
    rows: Option<FacetCounts>,
    /// The columns of the widest value.
    widest: usize,
}

impl ValueCounts {
    /// Counts the visible rows by the chosen field.
    #[must_use]
    pub fn new(cx: &OverlayContext<'_>) -> ValueCounts {
        let shown = cx.shown.of(cx.screen.kind());
        let Some(term) = field(cx.counted).filter(|&term| cx.is_counted(term)) else { return ValueCounts::default() };
        // Counting events by their kind of record would say nothing.
        let rows = query::counts(&cx.view, cx.query, shown, term).without_word(shown.kind().singular());
        let widest = rows.iter(&cx.view).take(MEASURED).map(|row| text::width(&text::safe(&row.value))).max();
        ValueCounts { widest: widest.unwrap_or(0), rows: Some(rows), ..ValueCounts::default() }
    }

    /// The number of values.
    fn len(&self) -> usize {
        self.rows.as_ref().map_or(0, FacetCounts::len)
    }

    fn selected(&self, cx: &OverlayContext<'_>) -> Option<FieldCount> {
        self.rows.as_ref()?.get(self.cursor.selected(self.len())?, &cx.view)
    }

    fn mark(&mut self, cx: &OverlayContext<'_>) {
        let Some(row) = self.selected(cx) else { return };
        match self.marked.iter().position(|term| *term == row.term) {
            Some(at) => {
                self.marked.remove(at);
            }
            None => self.marked.push(row.term),
        }
        self.cursor.go(CursorMotion::Down, self.len());
    }

    /// The term for the marked values, or for the selected one: `port:gwadar,karachi`.
    fn term(&self, cx: &OverlayContext<'_>) -> Option<String> {
        let first = self.marked.first().cloned().or_else(|| Some(self.selected(cx)?.term))?;
        let others = self.marked.iter().skip(1).filter_map(|term| term.split_once(':'));
        Some(others.fold(first, |all, (_, value)| format!("{all},{value}")))
    }
}

/// The field at a position.
fn field(at: usize) -> Option<&'static QueryTerm> {
    query::fields().nth(at)
}

fn name(term: &QueryTerm) -> &'static str {
    term.field.unwrap_or(term.key)
}

impl Overlay for ValueCounts {
    fn id(&self) -> Option<OverlayId> {
        Some(OverlayId::Counts)
    }

    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let fields = query::fields().count();
        match action {
            Some(Action::MarkValue) => self.mark(cx),
            Some(Action::Close | Action::Counts) => return Reply::Close,
            Some(Action::NextPane | Action::Right) => {
                return Reply::Filter(FilterChange::CountBy((cx.counted + 1) % fields));
            }
            Some(Action::PreviousPane | Action::Left) => {
                return Reply::Filter(FilterChange::CountBy((cx.counted + fields - 1) % fields));
            }
            Some(Action::Enter) => {
                let Some(term) = self.term(cx) else { return Reply::Done };
                let both = cx.query.and(&query::parse(&term, cx.today).query);
                return Reply::Filter(FilterChange::Choose(both.to_string()));
            }
            Some(Action::Back) if cx.has_filter_before => return Reply::Filter(FilterChange::Back),
            Some(Action::Back) => return Reply::Say("no filter before this one".to_owned()),
            action => return action.and_then(motion).map_or(Reply::Done, |motion| self.wheel(motion, cx)),
        }
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.len());
        Reply::Done
    }

    /// Counts again.
    fn renew(&mut self, _what: Renewed, cx: &OverlayContext<'_>) -> bool {
        *self = ValueCounts::new(cx);
        true
    }

    /// The fields at the top, the values of the chosen one below.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let term = field(cx.counted)?;
        let kind = cx.screen.kind();
        let shown = cx.shown.of(kind).len();
        let values = match &self.rows {
            Some(rows) => wording::count(rows.len(), "value", "values"),
            None => format!("counting{}", paint.glyphs.ellipsis()),
        };
        let title = format!("{shown} {} by {}, {values}", kind.noun(shown), name(term));
        let back = if cx.has_filter_before { cx.key(Action::Back) } else { String::new() };
        let note = note(&[
            (cx.key(Action::NextPane), "field"),
            (cx.key(Action::MarkValue), "marks"),
            (cx.key(Action::Enter), "filters"),
            (back, "back"),
            (cx.key(Action::Close), "closes"),
        ]);
        let inner = popup(cx, buf, &title, &note, self.len().max(1) + 1);
        draw_fields(cx, buf, Rect { height: 1, ..inner });
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let rows = self.rows.as_ref()?;
        if rows.is_empty() {
            let words = format!("None of these {} has a {}.", kind.noun(shown), name(term));
            paint.put(buf, list.x, list.y, list.width, &words, paint.style(StyleRole::Quiet));
        }
        let most = rows.most();
        let names = self.widest.min(usize::from(list.width) * 9 / 20);
        let bars = usize::from(list.width).saturating_sub(names + 4 + most.to_string().len() + 1);
        for (n, y) in self.cursor.layout(list, 1, rows.len()).zip(list.y..) {
            let Some(row) = rows.get(n, &cx.view) else { break };
            let marked = self.marked.contains(&row.term);
            let mark = if marked { paint.glyphs.pick("✓ ", "x ") } else { "  " };
            let value = text::safe(&row.value);
            let value = text::cut(&value, names, paint.glyphs.ellipsis());
            let role = if marked { StyleRole::Strong } else { StyleRole::Text };
            let length = bar(row.n, most, bars, paint.glyphs == GlyphSet::Ascii);
            let pieces = [
                (mark, StyleRole::Accent),
                (&*value, role),
                (text::fill(&value, names + 2), role),
                (&length, StyleRole::Accent),
            ];
            paint.row(buf, list, y, &pieces, &[(row.n.to_string(), StyleRole::Text)]);
            if self.cursor.selected(rows.len()) == Some(n) {
                // The bar is not reversed, or it would look like a gap.
                let number = u16::try_from(row.n.to_string().len()).unwrap_or(0);
                let name = Rect { width: u16::try_from(names + 3).unwrap_or(list.width).min(list.width), ..list };
                paint.select(buf, name, y, 1, true);
                paint.select(buf, Rect { x: list.right() - number, width: number, ..list }, y, 1, true);
            }
        }
        None
    }
}

/// The fields in a row, as many around the chosen one as fit.
fn draw_fields(cx: &OverlayContext<'_>, buf: &mut Buffer, area: Rect) {
    let paint = cx.paint;
    let names: Vec<&str> = query::fields().map(name).collect();
    let width = |from: usize| names[from..=cx.counted].iter().map(|name| name.len() + 2).sum::<usize>();
    // Starts at the first field from which the chosen one and the next are visible.
    let behind = names.get(cx.counted + 1).map_or(0, |name| name.len() + 2);
    let from = (0..cx.counted).find(|&from| width(from) + behind + 4 <= usize::from(area.width));
    let from = from.unwrap_or(cx.counted);
    let mut x = area.x;
    paint.heading(buf, area, area.y, NO_BADGE);
    if from > 0 {
        x += paint.put(buf, x, area.y, 2, paint.glyphs.ellipsis(), paint.style(StyleRole::Quiet)) + 1;
    }
    for (at, name) in names.iter().enumerate().skip(from) {
        let room = area.right().saturating_sub(x);
        if usize::from(room) < name.len() {
            paint.put(buf, x, area.y, room, paint.glyphs.ellipsis(), paint.style(StyleRole::Quiet));
            break;
        }
        let here = at == cx.counted;
        let style = paint.style(if here { StyleRole::Accent } else { StyleRole::Quiet });
        let style = if here { style.add_modifier(Modifier::UNDERLINED) } else { style };
        x += paint.put(buf, x, area.y, room, name, style) + 2;
    }
}
