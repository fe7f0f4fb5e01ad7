//! What changed since the last visit: by record, newest first, each change with its source.
//!
//! ```text
//! ╭ Since 11 Nov 2026 ─────────────────────────────────────────╮
//! │ ✦ President Tokayev visits Islamabad           24 Jan 2026 │
//! │   24 Jan  date moved from Nov 2025 to Feb 2026    DNA News │
//! ╰───────────────────────────────────────────────── 3 changes ─╯
//! ```

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::date::{display_day, month_name};
use crate::report::card::{self, CardEntry, CardExtent, RecordCard};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::story::change::unseen::UnseenList;
use crate::story::change::{Newness, StoryChange};
use crate::text;
use crate::ui::screens::ScreenContext;
use crate::ui::screens::rows::{count_of, draw_content};
use crate::ui::widgets::list::ListCursor;
use crate::ui::widgets::paint::StyledText;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangeLine {
    /// A record, followed by its changes; holds the first of them.
    Record(usize),
    /// A listed change.
    Change(usize),
}

/// The lines of the list.
pub(super) fn lines(news: &UnseenList) -> Vec<ChangeLine> {
    let mut lines = Vec::with_capacity(news.len() * 2);
    let mut before = None;
    for (n, change) in news.listed().enumerate() {
        if before != Some(change.rec) {
            lines.push(ChangeLine::Record(n));
            before = Some(change.rec);
        }
        lines.push(ChangeLine::Change(n));
    }
    lines
}

/// The number of rows that the pane needs, including its frame.
pub(super) fn height(cx: &ScreenContext<'_>, news: &UnseenList, columns: u16) -> u16 {
    let rows =
        if news.is_empty() { empty(cx, news, columns.saturating_sub(4).into()).len() } else { lines(news).len() };
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2)
}

/// The text shown if nothing is listed.
fn empty(cx: &ScreenContext<'_>, news: &UnseenList, columns: usize) -> Vec<String> {
    let since = news.since.map(display_day).unwrap_or_default();
    let words = match news.all().len() {
        0 if news.first_visit => {
            "Your first visit: all that is known counts as seen. What changes from now on is listed here.".to_owned()
        }
        0 => format!("Nothing new since {since}."),
        hidden => {
            let hidden = wording::count(hidden, "change", "changes");
            format!("The filter hides {hidden}.{}", cx.key_sentence(Action::Close, "clears it"))
        }
    };
    text::wrap(&words, columns).iter().map(ToString::to_string).collect()
}

/// Draws the pane, and stores the position of its lines.
pub(super) fn draw(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    area: Rect,
    news: &UnseenList,
    cursor: &ListCursor,
    focused: bool,
) {
    let title = match news.since {
        Some(day) if !news.first_visit || !news.all().is_empty() => format!("Since {}", display_day(day)),
        _ => "What changed".to_owned(),
    };
    let note = if news.all().is_empty() {
        String::new()
    } else {
        let noun = if news.all().len() == 1 { "change" } else { "changes" };
        format!("{} {noun}", count_of(news.len(), news.all().len()))
    };
    let inner = cx.paint.pane(buf, area, &title, &note, focused);
    if news.is_empty() {
        for (line, y) in empty(cx, news, inner.width.into()).iter().zip(inner.y..inner.bottom()) {
            cx.paint.put(buf, inner.x, y, inner.width, line, cx.paint.style(StyleRole::Quiet));
        }
        return;
    }
    let lines = lines(news);
    let chosen = cursor.selected(news.len());
    let mut drawn = cursor.clone();
    drawn.select(lines.iter().position(|line| chosen.map(ChangeLine::Change) == Some(*line)).unwrap_or(0));
    let seen = drawn.layout(inner, 1, lines.len());
    cursor.layout_at(&drawn);
    let mut above: Option<NaiveDate> = None;
    for (n, y) in seen.zip(inner.y..) {
        match lines[n] {
            ChangeLine::Record(n) => {
                let Some(change) = news.get(n) else { continue };
                above = None;
                let name = wording::change::changed(cx.dossier, change.rec);
                let pieces = [(format!("{} ", cx.paint.glyphs.news()), StyleRole::New), (name, StyleRole::Strong)];
                let day = change.known.map(display_day).unwrap_or_default();
                cx.paint.row(buf, inner, y, &pieces, &[(day, StyleRole::Quiet)]);
            }
            ChangeLine::Change(n) => {
                let Some(change) = news.get(n) else { continue };
                draw_change(cx, buf, inner, y, change, above);
                above = change.known;
                if chosen == Some(n) && focused {
                    cx.paint.select(buf, inner, y, 1, focused);
                }
            }
        }
    }
}

/// The day if it differs from the line above, what changed, who reports it.
fn draw_change(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    area: Rect,
    y: u16,
    change: &StoryChange,
    above: Option<NaiveDate>,
) {
    use chrono::Datelike as _;
    let day = change.known.filter(|day| above != Some(*day));
    let day = day.map(|day| format!("{} {}", day.day(), month_name(day.month()))).unwrap_or_default();
    let added = match change.newness {
        _ if cx.news.is_some_and(|news| news.is_saved_change(change)) => "saved: ",
        Newness::Added => "added: ",
        Newness::Published => "",
    };
    let words = wording::change::change(cx.dossier, change);
    let pieces: [StyledText; 3] =
        [(format!("  {day:>6}  "), StyleRole::Quiet), (added.to_owned(), StyleRole::Quiet), (words, StyleRole::Text)];
    let outlet = change.source.map_or("no source", |ix| cx.dossier.articles.get(ix).outlet);
    // The text has priority over the outlet, which keeps at least a quarter of the width.
    let used = pieces.iter().map(|(piece, _)| text::width(&text::safe(piece))).sum::<usize>() + 2;
    let room = usize::from(area.width).saturating_sub(used).max(usize::from(area.width) / 4);
    let outlet = text::cut(outlet, room, cx.paint.glyphs.ellipsis()).into_owned();
    cx.paint.row(buf, area, y, &pieces, &[(outlet, StyleRole::Quiet)]);
}

/// The card of a change: the change in full, then its record.
pub(super) fn draw_card(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, change: &StoryChange) {
    let mut content: RecordCard = card::card(&cx.facts(), change.rec, CardExtent::Digest);
    let words = wording::change::change(cx.dossier, change);
    let pieces = vec![(format!("{} {words}", cx.paint.glyphs.news()), StyleRole::New)];
    let badge = wording::citation(cx.dossier, change.source);
    let label = match change.newness {
        _ if cx.news.is_some_and(|news| news.is_saved_change(change)) => "Saved",
        Newness::Added => "Added",
        Newness::Published => "New",
    };
    let entry = CardEntry {
        label: label.to_owned(),
        pieces,
        badge,
        link: None,
        says: change.statement,
        tells: change.statement,
        matches: false,
    };
    content.entries.insert(0, entry);
    draw_content(cx, buf, area, &content);
}
