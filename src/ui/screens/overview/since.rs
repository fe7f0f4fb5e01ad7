//! What changed since the last visit: by record, newest first, each change with its source.
//!
//! ```text
//! ╭ Since 11 Nov 2026 ─────────────────────────────────────────╮
//! │ ✦ President Tokayev visits Islamabad           24 Jan 2026 │
//! │   24 Jan  date moved from Nov 2025 to Feb 2026    DNA News │
//! ╰───────────────────────────────────────────────── 3 changes ─╯
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::edit::is_built_in;
use crate::dossier::date::display_day;
use crate::report::card::{self, CardEntry, CardExtent, RecordCard};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::story::change::unseen::UnseenList;
use crate::story::change::{Newness, StoryChange};
use crate::text;
use crate::ui::screens::ScreenContext;
use crate::ui::screens::rows::{counted, draw_content};
use crate::ui::widgets::list::ListCursor;
use crate::ui::widgets::paint::StyledText;

/// One line of the list.
pub(super) struct ChangeRow {
    /// The change, by its place among those that are listed; `None` over the changes of a record.
    pub(super) change: Option<usize>,
    pieces: Vec<StyledText>,
    badge: Vec<StyledText>,
}

/// The lines of the list in so many columns: a change takes as many as its words need, and nothing of it is cut.
pub(super) fn rows(cx: &ScreenContext<'_>, news: &UnseenList, columns: u16) -> Vec<ChangeRow> {
    let mut rows = Vec::with_capacity(news.len() * 3);
    let mut before: Option<&StoryChange> = None;
    for (n, change) in news.listed().enumerate() {
        let same_record = before.is_some_and(|before| before.rec == change.rec);
        if !same_record {
            let name = wording::change::changed(cx.dossier, change.rec);
            let pieces = vec![(format!("{} ", cx.paint.glyphs.news()), StyleRole::New), (name, StyleRole::Strong)];
            let day = wording::change::known_day(cx.dossier, change);
            rows.push(ChangeRow { change: None, pieces, badge: vec![(day, StyleRole::Quiet)] });
        }
        let above = before.filter(|_| same_record);
        change_rows(cx, &mut rows, (n, change), above, columns);
        before = Some(change);
    }
    rows
}

/// When it became known if that differs from the line above, what changed, who reports it.
fn change_rows(
    cx: &ScreenContext<'_>,
    rows: &mut Vec<ChangeRow>,
    (n, change): (usize, &StoryChange),
    above: Option<&StoryChange>,
    columns: u16,
) {
    const INDENT: usize = 10;
    let words = |change| wording::change::known_day(cx.dossier, change);
    let is_told = above.is_some_and(|above| words(above) == words(change));
    let day = if is_told { String::new() } else { wording::change::known_day_short(cx.dossier, change, INDENT - 2) };
    let added = match change.newness {
        _ if cx.news.is_some_and(|news| news.is_saved_change(change)) => "saved: ",
        Newness::Added => "added: ",
        Newness::Published => "",
    };
    let words = format!("{added}{}", wording::change::change(cx.dossier, change));
    let room = usize::from(columns).saturating_sub(INDENT).max(10);
    let outlet = change.source.map_or("no source", |ix| cx.dossier.articles.get(ix).outlet);
    let outlet = text::safe(outlet).into_owned();
    let mut lines = text::wrap(&text::safe(&words), room);
    if lines.last().is_none_or(|last| text::width(last) + 2 + text::width(&outlet) > room) {
        lines.push(String::new());
    }
    let last = lines.len() - 1;
    for (k, line) in lines.into_iter().enumerate() {
        let lead = if k == 0 { format!("{day:>8}  ") } else { " ".repeat(INDENT) };
        let badge = if k == last { vec![(outlet.clone(), StyleRole::Quiet)] } else { Vec::new() };
        rows.push(ChangeRow {
            change: Some(n),
            pieces: vec![(lead, StyleRole::Quiet), (line, StyleRole::Text)],
            badge,
        });
    }
}

/// Rows that the pane wants, its frame among them; of `rows` lines where something is listed.
pub(super) fn height(cx: &ScreenContext<'_>, news: &UnseenList, columns: u16, rows: usize) -> u16 {
    let rows = if news.is_empty() { empty(cx, news, columns.saturating_sub(4).into()).len() } else { rows };
    u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2)
}

/// The text shown if nothing is listed.
fn empty(cx: &ScreenContext<'_>, news: &UnseenList, columns: usize) -> Vec<String> {
    let since = news.since.map(display_day).unwrap_or_default();
    let words = match news.all().len() {
        0 if news.first_visit => {
            let is_built_in = cx.dossier.files.iter().all(|file| is_built_in(&file.path));
            let line = |action, words: &str| cx.keymap.with_key(action, |key| format!("\n{key}: {words}"));
            let tour = if is_built_in { line(Action::Tour, "a tour of eight keys") } else { String::new() };
            format!(
                "Your first visit: changes from now on are listed here.{tour}{}",
                line(Action::About, "about this story")
            )
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
    (rows, cursor): (&[ChangeRow], &ListCursor),
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
        counted(news.len(), news.all().len(), noun)
    };
    let inner = cx.paint.pane(buf, area, &title, &note, focused);
    if news.is_empty() {
        for (line, y) in empty(cx, news, inner.width.into()).iter().zip(inner.y..inner.bottom()) {
            cx.paint.put(buf, inner.x, y, inner.width, line, cx.paint.style(StyleRole::Quiet));
        }
        return;
    }
    let chosen = cursor.selected(news.len());
    let mut drawn = cursor.clone();
    // The last line of the change is on the screen, and with it those before.
    drawn.select(rows.iter().rposition(|row| row.change == chosen).unwrap_or(0));
    let seen = drawn.layout(inner, 1, rows.len());
    cursor.layout_at(&drawn);
    for (row, y) in rows[seen].iter().zip(inner.y..) {
        cx.paint.row(buf, inner, y, &row.pieces, &row.badge);
        if row.change.is_some() && row.change == chosen && focused {
            cx.paint.select(buf, inner, y, 1, focused);
        }
    }
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
