//! What the rows of several screens share: badges, counts, text for empty lists, and the card below a list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::date::display_day;
use crate::dossier::{Kind, Rec};
use crate::report::card::{self, CardExtent};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::{StyleRole, legend};
use crate::text;
use crate::ui::shape::note;
use crate::ui::widgets::paint::{StyledText, spaced};

use super::{ScreenContext, list_and_card};

/// ` ✦ new` for a record with an unseen change, ` ✦ saved` if a save added it; the mark alone in narrow
/// rows.
#[must_use]
pub fn new_badge(cx: &ScreenContext<'_>, rec: Rec, columns: u16) -> Vec<StyledText<&'static str>> {
    let Some(news) = cx.news.filter(|news| news.is_new(rec)) else { return Vec::new() };
    let words: &[&str] = match (columns < 66, news.is_saved(rec)) {
        (true, _) => &[],
        (_, true) => &[" ", "saved"],
        (_, false) => &[" ", "new"],
    };
    let parts = [" ", cx.paint.glyphs.news()].into_iter().chain(words.iter().copied());
    parts.map(|part| (part, StyleRole::New)).collect()
}

/// Divides the height of a screen as its content needs it: a short card leaves its rest to the list of `rows` lines, a short
/// list to the card.
#[must_use]
pub fn list_and_card_of(cx: &ScreenContext<'_>, rows: usize, rec: Option<Rec>) -> (Rect, Rect) {
    /// So that the list does not jump by more than a few lines from record to record.
    const LEAST: u16 = 8;
    let (list, card) = list_and_card(cx.area);
    if rows <= 1 {
        // Nothing is listed: the words on why have the room.
        return (list, card);
    }
    let columns = usize::from(card.width.saturating_sub(4));
    let needed = rec.map_or(0, |rec| card::layout(&cx.card(rec, CardExtent::Digest), columns).len());
    let height = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2);
    let card_height = height(needed).max(LEAST).min(card.height);
    let list_height = (cx.area.height - card_height).min(height(rows).max(5.min(list.height)));
    let card_height = cx.area.height - list_height;
    (Rect { height: list_height, ..list }, Rect { y: list.y + list_height, height: card_height, ..card })
}

/// The card of a record in a pane, as much as fits, with a hint on how to see the rest.
pub fn draw_card(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, rec: Option<Rec>) {
    match rec {
        Some(rec) => {
            draw_content(cx, buf, area, &cx.card(rec, CardExtent::Digest));
            draw_legend(cx, buf, area, rec);
        }
        None => draw_nothing(cx, buf, area, false),
    }
}

/// The pane of a card where nothing is selected.
pub fn draw_nothing(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, focused: bool) {
    let inner = cx.paint.pane(buf, area, "Card", "", focused);
    cx.paint.put(buf, inner.x, inner.y, inner.width, "Nothing is selected.", cx.paint.style(StyleRole::Quiet));
}

/// What the marks beside a record mean, in the lower left corner of its card, as many as fit.
fn draw_legend(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, rec: Rec) {
    let mut marks = Vec::new();
    if let Rec::Event(ix) = rec {
        let state = &cx.snapshot[ix];
        marks.extend((!state.contested.is_empty()).then_some(legend::CONTESTED));
        marks.extend(cx.snapshot.one_side(cx.dossier, ix).map(|_| legend::ONE_SIDE));
        marks.extend(state.is_single_origin().then_some(legend::ONE_ORIGIN));
    }
    marks.extend(cx.news.filter(|news| news.is_new(rec)).map(|_| legend::NEW));
    let mut words: Vec<String> = marks.iter().map(|mark| mark.line(cx.paint.glyphs)).collect();
    // The right half of the frame is for the number of lines that are left.
    while text::width(&words.join("  ")) + 6 > usize::from(area.width / 2) && words.pop().is_some() {}
    // What is heard has words in place of marks.
    if !words.is_empty() && area.height > 1 && !cx.paint.is_heard() {
        let words = words.join("  ");
        cx.paint.pieces(buf, area.x + 2, area.bottom() - 1, area.width / 2, &spaced(&words, StyleRole::Quiet));
    }
}

/// A card in a pane, as much as fits, with a hint on how to see the rest.
pub fn draw_content(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, content: &card::RecordCard) {
    let inner = cx.paint.pane(buf, area, &content.title, "", false);
    let lines = card::layout(content, inner.width.into());
    for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
        draw_line(cx, buf, inner, y, line);
    }
    if lines.len() > usize::from(inner.height) && area.height > 0 {
        let enter = cx.keymap.colon_key(Action::Enter);
        let more = wording::count(lines.len() - usize::from(inner.height), "more line", "more lines");
        let more = [" ", &more, &enter, " "].map(|part| (part, StyleRole::Quiet));
        cx.paint.pieces_right(buf, area.x + 2, area.right().saturating_sub(2), area.bottom() - 1, &more);
    }
}

/// One line of a card.
pub fn draw_line(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, line: &card::CardLine) {
    let badge = [(&line.badge, StyleRole::Quiet)];
    if cx.paint.is_heard() {
        // The label is read as such, not seen in a column.
        let mut pieces = line.pieces.clone();
        if let Some((label, _)) = pieces.first_mut().filter(|(label, _)| !label.trim().is_empty()) {
            *label = format!("{}: ", label.trim());
        }
        cx.row(buf, area, y, &pieces, &badge);
        return;
    }
    cx.row(buf, area, y, &line.pieces, &badge);
    if let Some(article) = line.cited {
        let width = u16::try_from(text::width(&line.badge)).unwrap_or(area.width).min(area.width);
        cx.link(buf, Rect { x: area.right() - width, y, width, height: 1 }, cx.dossier.articles.get(article).url);
    }
    if line.address.is_some() {
        let width = |pieces: &[StyledText]| -> usize { pieces.iter().map(|(words, _)| text::width(words)).sum() };
        let (label, shown) = line.pieces.split_at(line.pieces.len().min(1));
        let columns = |width: usize| u16::try_from(width).unwrap_or(area.width).min(area.width);
        let (before, width) = (columns(width(label)), columns(width(shown)));
        cx.link(buf, Rect { x: area.x + before, y, width, height: 1 }, line.address.as_deref());
    }
    if line.matches {
        let mark = cx.paint.glyphs.matched();
        cx.paint.put(buf, area.x.saturating_sub(1), y, 1, mark, cx.paint.style(StyleRole::Accent));
    }
}

/// `23 of 118`, or `118` if nothing is hidden.
#[must_use]
pub fn count_of(len: usize, total: usize) -> String {
    if len == total { total.to_string() } else { format!("{len} of {total}") }
}

/// `1–7 of 14 lines`; empty where all of them are seen.
#[must_use]
pub fn seen_of(top: usize, fit: usize, lines: usize) -> String {
    if lines > fit { format!("{}–{} of {lines} lines", top + 1, (top + fit).min(lines)) } else { String::new() }
}

/// `3 more →`, above the names of a table's rows: the columns that do not fit.
pub fn draw_hidden_columns(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, hidden: usize) {
    let hidden = hidden.to_string();
    let more = [&*hidden, " more ", cx.paint.glyphs.onward()].map(|part| (part, StyleRole::Quiet));
    cx.paint.pieces(buf, area.x, area.y, area.width, &more);
}

/// The heading of a group in a list, with the number of its rows.
pub fn draw_group(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, (name, count): (&str, usize)) {
    let count = count.to_string();
    let pieces = [(name, StyleRole::Strong), ("  ", StyleRole::Quiet), (&*count, StyleRole::Quiet)];
    cx.paint.heading(buf, area, y, &pieces);
}

/// `23 of 118 figures`, or `118 figures` if nothing is hidden.
#[must_use]
pub fn counted(len: usize, total: usize, noun: &str) -> String {
    [&*count_of(len, total), noun].join(" ")
}

/// Says why a list is empty, and how many rows there would be without each part of the filter.
pub fn draw_empty_list(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, kind: Kind, focused: bool) {
    let total = cx.shown.of(kind).total();
    draw_empty(cx, buf, area, kind.word(), total, cx.dossier.count(kind));
    if total > 0 {
        draw_ways_out(cx, buf, area, focused, &|cx| cx.shown.of(kind).len());
    }
}

/// Below the text of [`draw_empty`]: each part of the filter with the number of rows without it.
pub fn draw_ways_out(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    area: Rect,
    focused: bool,
    count: &dyn Fn(&ScreenContext<'_>) -> usize,
) {
    let area = Rect { y: area.y + 3, height: area.height.saturating_sub(3), width: area.width.min(48), ..area };
    let ways = cx.relaxed();
    for (way, y) in ways.iter().zip(area.y..area.bottom()) {
        let pieces = [("without ", StyleRole::Quiet), (&*way.part, StyleRole::Text)];
        let count = count(&cx.relaxed_to(way)).to_string();
        cx.paint.row(buf, area, y, &pieces, &[(count, StyleRole::Strong)]);
    }
    let y = area.y.saturating_add(u16::try_from(ways.len()).unwrap_or(u16::MAX)).saturating_add(1);
    if focused && !ways.is_empty() && y < area.bottom() {
        let words = cx.key_sentence(Action::Enter, "leaves one of them out");
        cx.paint.put(buf, area.x, y, area.width, words.trim_start(), cx.paint.style(StyleRole::Quiet));
    }
}

/// Says why a list is empty and which key changes that. `total` is how many rows it has without the filter, `held` how many
/// it would have if all sources were known.
pub fn draw_empty(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, what: &str, total: usize, held: usize) {
    let is_ahead = held > total;
    let why = if cx.is_filtered() && total > 0 {
        format!("The filter hides all {total} {what}.{}", cx.key_sentence(Action::Close, "clears it"))
    } else if is_ahead && cx.snapshot.day < cx.today {
        let steps = note(&[(cx.key(Action::AsOfForward), "goes forward"), (cx.key(Action::Today), "back to today")]);
        let (space, stop) = if steps.is_empty() { ("", "") } else { (" ", ".") };
        format!("No {what} known on this day.{space}{steps}{stop}")
    } else if cx.partial {
        format!("No {what} are read yet.")
    } else if is_ahead && let Some((day, _)) = cx.publications.days().iter().find(|(day, _)| *day > cx.today) {
        // A slip of the pen in a year is the likeliest reason.
        format!(
            "No {what} known by today: what becomes known from {} on is not shown until then.{}",
            display_day(*day),
            cx.key_sentence(Action::Edit, "opens the file")
        )
    } else {
        let steps = note(&[(cx.key(Action::Add), "adds one"), (cx.key(Action::Edit), "opens the file")]);
        let colon = if steps.is_empty() { "" } else { ": " };
        format!("No {what} yet{colon}{steps}.")
    };
    for (line, y) in text::wrap(&why, area.width.into()).iter().zip(area.y..area.bottom()) {
        cx.paint.put(buf, area.x, y, area.width, line, cx.paint.style(StyleRole::Quiet));
    }
}
