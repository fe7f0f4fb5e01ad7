//! Rows that several screens share: an event with its date, mark, name and badges; the card below a list.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{Edtf, EventIx, Kind, Rec};
use crate::report::card::{self, Extent};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{Role, state_role};
use crate::story::SlipDays;
use crate::text;
use crate::ui::widgets::paint::Piece;

use super::Ctx;

/// Columns of a date within its year: `29 Oct–3 Nov`.
pub const DATE: usize = 12;

/// The year (where it changes) and the date within it, in two columns that line up; a date that is no day, month or
/// span of one year takes both.
#[must_use]
pub fn date_columns(date: Option<&Edtf>, year_above: Option<i32>) -> (String, Option<i32>) {
    let Some(date) = date else { return (format!("{:1$}", "no date", DATE + 5), None) };
    let year = date.earliest().map(|d| d.year());
    let Some(short) = date.display_in_year().filter(|s| text::width(s) <= DATE) else {
        let whole = date.display();
        return (format!("{:1$}", text::cut(&whole, DATE + 5, "…"), DATE + 5), None);
    };
    let shown = if year == year_above { String::new() } else { year.map(|y| y.to_string()).unwrap_or_default() };
    (format!("{shown:4} {short:DATE$}"), year)
}

/// Mark and name of an event.
#[must_use]
pub fn event_pieces(cx: &Ctx<'_>, ix: EventIx) -> Vec<Piece> {
    let state = &cx.snapshot[ix];
    let mark = cx.paint.glyphs.state(state.status);
    vec![(format!("{mark} "), state_role(state.status)), (cx.dossier[ix].title.clone(), Role::Text)]
}

/// What stands at the right of an event: whether it rests on one side's word, what is contested (by name where there is
/// room, else how much), the slip, and whether something about it was not seen. That it has one origin is marked where
/// nothing else is. In a row of few columns the slip leaves one side's word to the card, or nothing would be left of the
/// title.
#[must_use]
pub fn event_badge(cx: &Ctx<'_>, ix: EventIx, columns: u16) -> Vec<Piece> {
    let state = &cx.snapshot[ix];
    let slip = state.slip.filter(|&SlipDays(_, max)| max > 0 && state.slipped);
    let mut badge = if slip.is_some() && columns < 48 { Vec::new() } else { rests_on(cx, ix) };
    let one_side = !badge.is_empty();
    if let Some(first) = state.contested.first() {
        let mark = cx.paint.glyphs.contested();
        let words = match state.contested.len() {
            1 if (slip.is_none() && !one_side) || columns > 90 => {
                text::cut(&first.field.replace('_', " "), 10, cx.paint.glyphs.ellipsis()).into_owned()
            }
            n => n.to_string(),
        };
        badge.push((format!(" {mark} {words}"), Role::Doubt));
    }
    if let Some(slip) = slip {
        badge.push((format!(" {}", wording::slip(slip)), Role::Warning));
    }
    if badge.is_empty() && state.is_single_origin() {
        badge.push((format!(" {}", cx.paint.glyphs.one_origin()), Role::Quiet));
    }
    badge.extend(new_badge(cx, ix.into(), columns));
    badge
}

/// ` ✦ new` of a record about which something was not seen, ` ✦ saved` where a save brought it; the mark alone where a
/// row has few columns.
#[must_use]
pub fn new_badge(cx: &Ctx<'_>, rec: Rec, columns: u16) -> Option<Piece> {
    let news = cx.news.filter(|news| news.is_new(rec))?;
    let word = match (columns < 66, news.is_saved(rec)) {
        (true, _) => "",
        (_, true) => " saved",
        (_, false) => " new",
    };
    Some((format!(" {}{word}", cx.paint.glyphs.news()), Role::New))
}

/// ` one side` of an event that rests on one side's word alone.
#[must_use]
pub fn rests_on(cx: &Ctx<'_>, ix: EventIx) -> Vec<Piece> {
    let one_side = cx.snapshot.one_side(cx.dossier, ix).is_some();
    if one_side { vec![(" one side".to_owned(), Role::Doubt)] } else { Vec::new() }
}

/// The card of a record in a pane, as much as fits, with a word on how to see the rest.
pub fn draw_card(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, rec: Option<Rec>) {
    match rec {
        Some(rec) => draw_content(cx, buf, area, &cx.card(rec, Extent::Digest)),
        None => {
            cx.paint.pane(buf, area, "", "", false);
        }
    }
}

/// A card in a pane, as much as fits, with a word on how to see the rest.
pub fn draw_content(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, content: &card::Card) {
    let inner = cx.paint.pane(buf, area, &content.title, "", false);
    let lines = card::layout(content, inner.width.into());
    for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
        draw_line(cx, buf, inner, y, line);
    }
    if lines.len() > usize::from(inner.height) && area.height > 0 {
        let enter = cx.keymap.with_key(Action::Enter, |key| format!(": {key}"));
        let more = format!(" {} more lines{enter} ", lines.len() - usize::from(inner.height));
        let style = cx.paint.style(Role::Quiet);
        cx.paint.put_right(buf, area.x + 2, area.right().saturating_sub(2), area.bottom() - 1, &more, style);
    }
}

/// One line of a card.
pub fn draw_line(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, y: u16, line: &card::Line) {
    let badge = if line.badge.is_empty() { Vec::new() } else { vec![(line.badge.clone(), Role::Quiet)] };
    cx.row(buf, area, y, &line.pieces, &badge);
    if line.matches {
        let mark = cx.paint.glyphs.matched();
        cx.paint.put(buf, area.x.saturating_sub(1), y, 1, mark, cx.paint.style(Role::Accent));
    }
}

/// `23 of 118`, or `118` where nothing is hidden.
#[must_use]
pub fn count_of(len: usize, total: usize) -> String {
    if len == total { total.to_string() } else { format!("{len} of {total}") }
}

/// Says why a list of all records of a kind is empty, and what there would be without each part of the filter.
pub fn draw_empty_list(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, kind: Kind, focused: bool) {
    let total = cx.shown.of(kind).total();
    draw_empty(cx, buf, area, kind.word(), total);
    if total > 0 {
        draw_ways_out(cx, buf, area, focused, &|cx| cx.shown.of(kind).len());
    }
}

/// Below the words of [`draw_empty`]: each part of the filter with the rows that there would be without it.
pub fn draw_ways_out(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, focused: bool, count: &dyn Fn(&Ctx<'_>) -> usize) {
    let area = Rect { y: area.y + 3, height: area.height.saturating_sub(3), width: area.width.min(48), ..area };
    let ways = cx.relaxed();
    for (way, y) in ways.iter().zip(area.y..area.bottom()) {
        let pieces = [("without ".to_owned(), Role::Quiet), (way.part.clone(), Role::Text)];
        let count = count(&cx.relaxed_to(way)).to_string();
        cx.paint.row(buf, area, y, &pieces, &[(count, Role::Strong)]);
    }
    let y = area.y.saturating_add(u16::try_from(ways.len()).unwrap_or(u16::MAX)).saturating_add(1);
    if focused && !ways.is_empty() && y < area.bottom() {
        let words = cx.key_sentence(Action::Enter, "leaves one of them out");
        cx.paint.put(buf, area.x, y, area.width, words.trim_start(), cx.paint.style(Role::Quiet));
    }
}

/// Says why a list is empty and which key changes that.
pub fn draw_empty(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, what: &str, total: usize) {
    let why = if cx.is_filtered() && total > 0 {
        format!("The filter hides all {total} {what}.{}", cx.key_sentence(Action::Close, "clears it"))
    } else if cx.snapshot.day < cx.today {
        let keys = [(Action::AsOfForward, "goes forward"), (Action::Today, "back to today")];
        let keys = keys.map(|(action, does)| cx.keymap.with_key(action, |key| format!("{key} {does}")));
        let keys = keys.into_iter().filter(|key| !key.is_empty()).collect::<Vec<_>>().join(", ");
        let keys = if keys.is_empty() { keys } else { format!(" {keys}.") };
        format!("No {what} known on this day.{keys}")
    } else if cx.partial {
        format!("No {what} are read yet.")
    } else {
        format!("This dossier has no {what}.")
    };
    for (line, y) in text::wrap(&why, area.width.into()).iter().zip(area.y..area.bottom()) {
        cx.paint.put(buf, area.x, y, area.width, line, cx.paint.style(Role::Quiet));
    }
}
