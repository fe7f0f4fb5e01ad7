//! Draws the filter line, the errors in it, and completions.
//!
//! ```text
//! ┏ port: which port ━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ karachi        Karachi         23 events ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━ Tab takes it ━━━━━━┛
//!  ! what cannot be read, or means nothing here
//!  / port:ka█                     23 of 118 events
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

use crate::query::{Completion, TERMS};
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::overlays::{OverlayContext, note};
use crate::ui::widgets::typed_line;

use super::FilterLine;

/// The maximum number of completions that are visible.
const SEEN: u16 = 12;

/// Draws the line and what lies above it; returns the position of the cursor.
pub(super) fn draw(cx: &OverlayContext<'_>, buf: &mut Buffer, line: &FilterLine) -> Position {
    let (paint, area) = (cx.paint, cx.terminal);
    let y = area.bottom() - 1;
    let hidden = cx.hidden();
    let count = [&*hidden, " "].map(|part| (part, StyleRole::Quiet));
    let from = paint.pieces_right(buf, area.x + 10, area.right(), y, &count);
    paint.put(buf, area.x + 1, y, 2, "/", paint.style(StyleRole::Accent));
    let room = from.saturating_sub(area.x + 4);
    let row = Rect { x: area.x + 3, y, width: room, height: 1 };
    let cursor = typed_line::draw(paint, buf, row, &line.input, &|at| {
        let wrong = cx.faults.iter().chain(&line.unknown).any(|f| f.span.contains(&at));
        let style = paint.style(if wrong { StyleRole::Doubt } else { StyleRole::Text });
        if wrong { style.add_modifier(Modifier::UNDERLINED) } else { style }
    });
    let mut free = Rect { height: area.height.saturating_sub(1), ..area };
    if let Some(fault) = cx.faults.iter().chain(&line.unknown).next() {
        free.height -= 1;
        let above = Rect { y: free.bottom(), height: 1, ..area };
        Clear.render(above, buf);
        let pieces = ["! ", &*fault.message].map(|part| (part, StyleRole::Doubt));
        paint.pieces(buf, above.x + 1, above.y, above.width.saturating_sub(2), &pieces);
    }
    if line.is_open() {
        let part = line.offers.first().and_then(|offer| line.input.value().get(offer.span.start..line.cursor()));
        let column = cursor.saturating_sub(row.x + u16::try_from(text::width(part.unwrap_or_default())).unwrap_or(0));
        draw_offers(cx, buf, free, line, column);
    }
    Position { x: cursor, y }
}

/// The completions, at the bottom of `free`, aligned with the text that they replace.
fn draw_offers(cx: &OverlayContext<'_>, buf: &mut Buffer, free: Rect, line: &FilterLine, column: u16) {
    let paint = cx.paint;
    let widest = |of: &dyn Fn(&Completion) -> usize| line.offers.iter().map(of).max().unwrap_or(0);
    let texts = widest(&|offer| text::width(&text::safe(&offer.text))).min(36);
    let counts = widest(&|offer| text::width(&count(offer)));
    let described = widest(&|offer| text::width(&text::safe(&offer.description)));
    let title = title(line);
    let key = |action| cx.keymap.key_beside_text(action);
    let arrows = format!("{} {}", key(Action::Up), key(Action::Down)).trim().to_owned();
    let note = note(&[(key(Action::NextPane), "takes it"), (arrows, "choose"), (key(Action::Close), "closes")]);
    let wanted = texts + described + counts + 8;
    let wanted = wanted.max(text::width(&title) + 8).max(text::width(&note) + 8);
    let width = u16::try_from(wanted).unwrap_or(u16::MAX).min(free.width);
    let rows = u16::try_from(line.offers.len()).unwrap_or(SEEN).min(SEEN).min(free.height.saturating_sub(2));
    if rows == 0 {
        return;
    }
    let x = (free.x + 1 + column).min(free.right().saturating_sub(width));
    let over = Rect { x, y: free.bottom() - rows - 2, width, height: rows + 2 };
    Clear.render(over, buf);
    let inner = paint.pane(buf, over, &title, &note, true);
    let top = line.chosen.map_or(0, |at| (at + 1).saturating_sub(usize::from(rows)));
    for (n, y) in (top..line.offers.len()).zip(inner.y..inner.bottom()) {
        let offer = &line.offers[n];
        let text = text::safe(&offer.text);
        let text = text::cut(&text, texts, paint.glyphs.ellipsis());
        let pieces = [
            (&*text, StyleRole::Text),
            (text::fill(&text, texts + 2), StyleRole::Text),
            (&*offer.description, StyleRole::Quiet),
        ];
        paint.row(buf, inner, y, &pieces, &[(count(offer), StyleRole::Quiet)]);
        if line.chosen == Some(n) {
            paint.select(buf, inner, y, 1, true);
        }
    }
}

/// `port: which port`, if values are offered.
fn title(line: &FilterLine) -> String {
    let before = line.offers.first().and_then(|offer| line.input.value().get(..offer.span.start)).unwrap_or_default();
    let key = before.rsplit(|c: char| c.is_whitespace() || "(-".contains(c)).next().and_then(|w| w.split_once(':'));
    match key.and_then(|(key, _)| TERMS.iter().find(|term| term.key.eq_ignore_ascii_case(key))) {
        Some(term) => format!("{}: {}", term.key, term.help),
        None => "Terms".to_owned(),
    }
}

/// `23 events`
fn count(offer: &Completion) -> String {
    offer.count.map_or_else(String::new, |(n, kind)| format!("{n} {}", kind.noun(n)))
}
