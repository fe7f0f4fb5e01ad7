//! Draws a form.
//!
//! ```text
//! ┏ Add a report ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ event     tokayev-visit                 President Tokayev visits Islam… ┃
//! ┃ status    happened                                                      ┃
//! ┃ date      3 feb 2026█                   2026-02-03 · 3 Feb 2026         ┃
//! ┃ source  *                               needed                          ┃
//! ┃   completions of the field                                              ┃
//! ┃ why it was not saved                                                    ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ * has to be filled in ━┛
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::field::FormKind;
use super::read::{FieldContext, hint};
use super::{CHOICES, EntryForm};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::overlays::{OverlayContext, popup};
use crate::ui::widgets::paint::Painter;
use crate::ui::widgets::typed_line;

/// The width of the label column.
const LABEL: u16 = 12;

pub(super) fn draw(cx: &OverlayContext<'_>, buf: &mut Buffer, form: &EntryForm) -> Position {
    let paint = cx.paint;
    let name = form.kind.words().1;
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let key = |action| cx.keymap.key_beside_text(action);
    let (close, read) = (key(Action::Close), key(Action::ReadPage));
    let note = match (form.saving, &form.reading, form.kind) {
        (true, ..) => "being saved".to_owned(),
        (_, Some(_), _) if close.is_empty() => "the page is being read".to_owned(),
        (_, Some(_), _) => format!("the page is being read; {close} keeps the form for later"),
        (_, _, FormKind::Article) if !read.is_empty() => {
            format!("* has to be filled in; {read} reads the page at url")
        }
        _ => "* has to be filled in".to_owned(),
    };
    // A line of text, and as many completions as fit, but some even if the fields must scroll.
    let room = usize::from(cx.area.height).saturating_sub(form.inputs.len() + 2);
    let below = room.clamp(CHOICES / 2 + 1, CHOICES + 1);
    let inner = popup(cx, buf, &format!("Add {article} {name}"), &note, form.inputs.len() + below);
    let field_cx = FieldContext::new(cx, form.inputs[0].value());
    // The fields scroll if they do not fit; what is below them stays.
    let rows = usize::from(inner.height).saturating_sub(below).max(1);
    let top = form.at.saturating_sub(rows - 1).min(form.inputs.len().saturating_sub(rows));
    let mut cursor = Position { x: inner.x, y: inner.y };
    let room = inner.width.saturating_sub(LABEL);
    let value = if room > 40 { room / 2 } else { room * 2 / 3 };
    let beside = inner.x + LABEL + value + 1;
    let columns = inner.right().saturating_sub(beside);
    // The focused field's reading is shown in full below if it does not fit beside the field.
    let mut told = None;
    let shown = form.fields().iter().enumerate().skip(top).take(rows);
    for ((at, field), y) in shown.zip(inner.y..inner.bottom()) {
        let here = at == form.at;
        let role = if here { StyleRole::Accent } else { StyleRole::Quiet };
        let mark = if field.needed { "*" } else { "" };
        paint.pieces(buf, inner.x, y, LABEL, &[field.label, mark].map(|part| (part, role)));
        let area = Rect { x: inner.x + LABEL, y, width: value, height: 1 };
        let x = draw_input(paint, buf, area, &form.inputs[at], here);
        if here {
            cursor = Position { x, y };
        }
        let empty = form.inputs[at].value().trim().is_empty();
        let (words, role) = match form.reading(at, field_cx) {
            Ok(reading) => (reading.note, StyleRole::Quiet),
            // A missing value is not an error until the form is saved.
            Err(why) if empty && !form.tried => (why, StyleRole::Quiet),
            Err(why) => (why, StyleRole::Warning),
        };
        paint.put(buf, beside, y, columns, &words, paint.style(role));
        if here && empty {
            told = Some((hint(field).to_owned(), StyleRole::Quiet));
        } else if here && text::width(&words) > columns.into() {
            told = Some((words, role));
        }
    }
    let mut y = inner.y + u16::try_from(rows.min(form.inputs.len())).unwrap_or(0);
    if let Some(words) = form.told_of_page() {
        told = Some((words, if form.alike.is_some() { StyleRole::Doubt } else { StyleRole::Quiet }));
    }
    if let Some(error) = &form.error {
        told = Some((format!("! {error}"), StyleRole::Warning));
    }
    let (told, role) = told.unwrap_or((String::new(), StyleRole::Quiet));
    for line in text::wrap(&told, inner.width.into()).iter().take(below) {
        if y < inner.bottom() {
            paint.put(buf, inner.x, y, inner.width, line, paint.style(role));
            y += 1;
        }
    }
    // Keeps the selected completion visible.
    let seen = usize::from(inner.bottom().saturating_sub(y)).max(1);
    let skipped = form.choice.map_or(0, |chosen| (chosen + 1).saturating_sub(seen));
    for ((at, (choice, what)), y) in form.choices(field_cx).iter().enumerate().skip(skipped).zip(y..inner.bottom()) {
        let pieces =
            [("  ", StyleRole::Text), (choice, StyleRole::Text), ("  ", StyleRole::Text), (what, StyleRole::Quiet)];
        paint.pieces(buf, inner.x, y, inner.width, &pieces);
        if form.choice == Some(at) {
            paint.select(buf, inner, y, 1, true);
        }
    }
    cursor
}

/// Draws the part of a line around its cursor. Returns the column of the cursor.
fn draw_input(paint: Painter<'_>, buf: &mut Buffer, area: Rect, input: &Input, here: bool) -> u16 {
    let style = paint.style(StyleRole::Text);
    if here {
        return typed_line::draw(paint, buf, area, input, &|_| style);
    }
    paint.put(buf, area.x, area.y, area.width, input.value(), style);
    area.x
}
