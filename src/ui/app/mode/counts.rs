//! How many of the rows on the screen have which value of a field; a value or several become a term of the filter.
//!
//! ```text
//! ┏ 191 events by outlet ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ … status  is  actor  outlet  language  tag  …            ┃
//! ┃ ✓ Dawn               ████████████████                 23 ┃
//! ┗━━━━ Tab field, Space marks, Enter filters, Esc closes ━━━┛
//! ```

use keybinds::{Key, KeyInput};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::query::{self, Count, Term};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{Glyphs, Role};
use crate::text;
use crate::ui::app::{Model, shell};
use crate::ui::screens::motion;
use crate::ui::widgets::bar::bar;
use crate::ui::widgets::list::ListCursor;

use super::Mode;

/// The counts that lie over the screen.
#[derive(Debug, Default)]
pub(in crate::ui::app) struct Counts {
    cursor: ListCursor,
    /// The terms of the values that are marked.
    marked: Vec<String>,
    /// Of the field that is chosen, under the filter that is on.
    rows: Vec<Count>,
}

impl Counts {
    pub(super) fn go(&mut self, motion: crate::ui::widgets::list::Motion) {
        self.cursor.go(motion, self.rows.len());
    }

    fn mark(&mut self) {
        let Some(row) = self.cursor.selected(self.rows.len()).map(|n| &self.rows[n]) else { return };
        match self.marked.iter().position(|term| *term == row.term) {
            Some(at) => {
                self.marked.remove(at);
            }
            None => self.marked.push(row.term.clone()),
        }
        self.cursor.go(crate::ui::widgets::list::Motion::Down, self.rows.len());
    }

    /// The term for what is marked, or else selected: `port:gwadar,karachi`.
    fn term(&self) -> Option<String> {
        let selected = || self.cursor.selected(self.rows.len()).map(|n| self.rows[n].term.clone());
        let first = self.marked.first().cloned().or_else(selected)?;
        let others = self.marked.iter().skip(1).filter_map(|term| term.split_once(':'));
        Some(others.fold(first, |all, (_, value)| format!("{all},{value}")))
    }
}

/// The field at a place.
fn field(at: usize) -> Option<&'static Term> {
    query::fields().nth(at)
}

fn name(term: &Term) -> &'static str {
    term.field.unwrap_or(term.key)
}

impl Model {
    pub(in crate::ui::app) fn open_counts(&mut self) {
        self.mode = Mode::Counts(Counts::default());
        self.count();
    }

    /// Counts the rows that are shown now by the field that is chosen.
    fn count(&mut self) {
        let rows = self.shown.of(self.screens.get(self.screen).kind());
        let mut counted =
            field(self.counted).map(|term| query::counts(&self.view(), &self.query, rows, term)).unwrap_or_default();
        // That events are events goes without saying.
        let itself = format!("kind:{}", rows.kind().singular());
        counted.retain(|row| row.term != itself);
        let Mode::Counts(counts) = &mut self.mode else { return };
        *counts = Counts { rows: counted, ..Counts::default() };
    }

    pub(super) fn press_in_counts(&mut self, key: KeyInput, action: Option<Action>) {
        let Mode::Counts(counts) = &mut self.mode else { return };
        let fields = query::fields().count();
        match action {
            _ if key.key() == Key::Char(' ') => counts.mark(),
            Some(Action::Close | Action::Counts) => self.mode = Mode::Browse,
            Some(Action::NextPane | Action::Right) => {
                self.counted = (self.counted + 1) % fields;
                self.count();
            }
            Some(Action::PreviousPane | Action::Left) => {
                self.counted = (self.counted + fields - 1) % fields;
                self.count();
            }
            Some(Action::Enter) => {
                if let Some(term) = counts.term() {
                    let both = self.query.and(&query::parse(&term).query);
                    self.change_filter(both.to_string());
                    self.count();
                }
            }
            Some(Action::Back) => {
                if self.previous_filter() {
                    self.count();
                } else {
                    self.say("no filter before this one".to_owned());
                }
            }
            Some(action) => {
                if let Some(motion) = motion(action) {
                    counts.go(motion);
                }
            }
            None => {}
        }
    }
}

/// The fields above, the values of the chosen one below.
pub(super) fn draw(model: &Model, buf: &mut Buffer, counts: &Counts) {
    let paint = model.paint;
    let Some(term) = field(model.counted) else { return };
    let screen = model.screens.get(model.screen);
    let shown = model.shown.of(screen.kind()).len();
    let noun = if shown == 1 { screen.kind().singular() } else { screen.kind().word() };
    let title = format!("{shown} {noun} by {}, {}", name(term), wording::count(counts.rows.len(), "value", "values"));
    let key = |action| model.keymap.key_of(action);
    let back = if model.before.is_empty() { String::new() } else { format!("{} back, ", key(Action::Back)) };
    let (next, enter, close) = (key(Action::NextPane), key(Action::Enter), key(Action::Close));
    let note = format!("{next} field, Space marks, {enter} filters, {back}{close} closes");
    let inner = shell::popup(model, buf, &title, &note, counts.rows.len().max(1) + 1);
    draw_fields(model, buf, Rect { height: 1, ..inner });
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if counts.rows.is_empty() {
        let words = format!("None of these {noun} has a {}.", name(term));
        paint.put(buf, list.x, list.y, list.width, &words, paint.style(Role::Quiet));
    }
    let most = counts.rows.iter().map(|row| row.n).max().unwrap_or(0);
    let widest = counts.rows.iter().map(|row| text::width(&text::safe(&row.value))).max().unwrap_or(0);
    let names = widest.min(usize::from(list.width) * 9 / 20);
    let bars = usize::from(list.width).saturating_sub(names + 4 + most.to_string().len() + 1);
    for (n, y) in counts.cursor.layout(list, 1, counts.rows.len()).zip(list.y..) {
        let row = &counts.rows[n];
        let marked = counts.marked.contains(&row.term);
        let mark = if marked { paint.glyphs.pick("✓ ", "x ") } else { "  " };
        let value = text::safe(&row.value);
        let value = text::cut(&value, names, paint.glyphs.ellipsis());
        let pad = " ".repeat(names.saturating_sub(text::width(&value)) + 2);
        let length = bar(row.n, most, bars, paint.glyphs == Glyphs::Ascii);
        let pieces = [
            (mark.to_owned(), Role::Accent),
            (format!("{value}{pad}"), if marked { Role::Strong } else { Role::Text }),
            (length, Role::Accent),
        ];
        paint.row(buf, list, y, &pieces, &[(row.n.to_string(), Role::Text)]);
        if counts.cursor.selected(counts.rows.len()) == Some(n) {
            // The bar keeps its look: reversed it would be a hole.
            let number = u16::try_from(row.n.to_string().len()).unwrap_or(0);
            let name = Rect { width: u16::try_from(names + 3).unwrap_or(list.width).min(list.width), ..list };
            paint.select(buf, name, y, 1, true);
            paint.select(buf, Rect { x: list.right() - number, width: number, ..list }, y, 1, true);
        }
    }
}

/// The fields in a row, as many around the chosen one as there is room for.
fn draw_fields(model: &Model, buf: &mut Buffer, area: Rect) {
    let paint = model.paint;
    let names: Vec<&str> = query::fields().map(name).collect();
    let width = |from: usize| names[from..=model.counted].iter().map(|name| name.len() + 2).sum::<usize>();
    // From the first one from which the chosen one, and the one behind it, are seen.
    let behind = names.get(model.counted + 1).map_or(0, |name| name.len() + 2);
    let from = (0..model.counted).find(|&from| width(from) + behind + 4 <= usize::from(area.width));
    let from = from.unwrap_or(model.counted);
    let mut x = area.x;
    if from > 0 {
        x += paint.put(buf, x, area.y, 2, paint.glyphs.ellipsis(), paint.style(Role::Quiet)) + 1;
    }
    for (at, name) in names.iter().enumerate().skip(from) {
        let room = area.right().saturating_sub(x);
        if usize::from(room) < name.len() {
            paint.put(buf, x, area.y, room, paint.glyphs.ellipsis(), paint.style(Role::Quiet));
            break;
        }
        let here = at == model.counted;
        let style = paint.style(if here { Role::Accent } else { Role::Quiet });
        let style = if here { style.add_modifier(Modifier::UNDERLINED) } else { style };
        x += paint.put(buf, x, area.y, room, name, style) + 2;
    }
}
