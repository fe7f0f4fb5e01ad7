//! How the Inbox looks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{InboxLine, InboxPane, InboxScreen, ScreenContext};
use crate::dossier::date::display_day;
use crate::settings::input::Action;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::ui::inbox::{InboxListing, InboxRow, feed_health};
use crate::ui::screens::rows::draw_nothing;
use crate::ui::shape::note;
use crate::ui::widgets::paint::StyledText;
use crate::ui::widgets::reader::TextReader;

/// Columns of what was decided, in a row.
const DECISION: usize = 24;
/// Records that are named in a row.
const REASONS: usize = 3;

impl InboxScreen {
    pub(super) fn draw_all(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (list, side) = self.areas(cx);
        if !list.is_empty() {
            self.draw_list(cx, buf, list);
        }
        if side.is_empty() {
            return;
        }
        let count = cx.dossier.feeds.len();
        if count > 0 && cx.inbox.is_none_or(|listing| listing.rows.is_empty()) {
            return self.draw_feeds(cx, buf, side);
        }
        let wanted = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(2).min(side.height / 3);
        // Below a list there is room for one of both.
        if (cx.is_wide() || cx.zoomed) && wanted > 2 {
            let reader = Rect { height: side.height - wanted, ..side };
            self.draw_reader(cx, buf, reader);
            self.draw_feeds(cx, buf, Rect { y: reader.bottom(), height: wanted, ..side });
        } else if self.pane == InboxPane::Feeds {
            self.draw_feeds(cx, buf, side);
        } else {
            self.draw_reader(cx, buf, side);
        }
    }

    fn draw_list(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let focused = self.pane == InboxPane::List;
        let order = if self.by_relevance { "by relevance" } else { "newest first" };
        let note = match (self.marked_of(cx.inbox).len(), cx.inbox) {
            (0, Some(listing)) if listing.fault.is_none() => format!("{} waiting, {order}", listing.waiting),
            (0, _) => String::new(),
            (marked, _) => format!("{marked} marked"),
        };
        let inner = cx.paint.pane(buf, area, "Inbox", &note, focused);
        let Some(listing) = cx.inbox.filter(|listing| !listing.rows.is_empty()) else {
            for (line, y) in text::wrap(&empty(cx), inner.width.into()).iter().zip(inner.y..inner.bottom()) {
                cx.paint.put(buf, inner.x, y, inner.width, line, cx.paint.style(StyleRole::Quiet));
            }
            return;
        };
        let lines = self.lines(listing);
        let seen = self.list.layout(inner, 1, lines.len());
        let outlets = lines[seen.clone()].iter().map(|line| text::width(&listing.rows[line.row].item.outlet));
        let outlet_width = outlets.max().unwrap_or(0).min(usize::from(inner.width / 4));
        for (n, y) in seen.zip(inner.y..) {
            let row = Rect { y, height: 1, ..inner };
            self.draw_row(cx, buf, (row, outlet_width), lines[n], &listing.rows[lines[n].row]);
            if self.list.selected(lines.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, focused);
            }
        }
    }

    /// Mark, day, outlet, title; flush right how many are alike and, where the title leaves room, why it is here.
    fn draw_row(
        &self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        (area, outlet_width): (Rect, usize),
        line: InboxLine,
        row: &InboxRow,
    ) {
        let (width, is_plain) = (usize::from(area.width), cx.paint.glyphs == GlyphSet::Ascii);
        let cut =
            |words: &str, most: usize| text::cut(&text::safe(words), most, cx.paint.glyphs.ellipsis()).into_owned();
        let outlet = cut(&row.item.outlet, outlet_width);
        let mark = if self.marked.contains(&row.item.row) { "* " } else { "  " };
        let day = row.item.day().format("%-d %b").to_string();
        let decision = row.decision().map(|decision| cut(&decision, DECISION));
        let (open, state, end) = decision.as_deref().map_or(("", "", ""), |decision| ("[", decision, "] "));
        let indent = if line.within { "  " } else { "" };
        let pieces = [
            (mark, StyleRole::Accent),
            (text::fill(&day, 6), StyleRole::Quiet),
            (&*day, StyleRole::Quiet),
            (" ", StyleRole::Quiet),
            (indent, StyleRole::Quiet),
            (&*outlet, StyleRole::Quiet),
            (text::fill(&outlet, outlet_width + 1), StyleRole::Quiet),
            (open, StyleRole::Doubt),
            (state, StyleRole::Doubt),
            (end, StyleRole::Doubt),
            (row.item.label(), StyleRole::Text),
        ];
        let near = if is_plain { "~" } else { "≈" };
        let alike = match (line.alike, &row.kept) {
            (2.., _) => Some(line.alike.to_string()),
            (_, kept) => kept.is_some().then(|| "kept".to_owned()),
        };
        let alike = alike.iter().flat_map(|alike| [" ", near, " ", alike]);
        let mut badge: Vec<StyledText<&str>> = alike.map(|part| (part, StyleRole::Doubt)).collect();
        let taken: usize = pieces.iter().chain(&badge).map(|(words, _)| text::width(words)).sum();
        let reasons = reasons(row, if is_plain { " - " } else { " · " });
        let room = width.saturating_sub(taken + 4).min(width / 2);
        let shown = cut(&reasons, room);
        if !reasons.is_empty() && room >= text::width(&reasons).min(12) {
            badge.extend(["  ", &*shown].map(|part| (part, StyleRole::Quiet)));
        }
        cx.row(buf, area, area.y, &pieces, &badge);
    }

    fn draw_reader(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let focused = self.pane == InboxPane::Reader;
        let Some((_, row)) = self.current(cx) else {
            draw_nothing(cx, buf, area, focused);
            return;
        };
        let note = note(&[(cx.key(Action::Enter), "reads it by sentences")]);
        let mut inner = cx.paint.pane(buf, area, row.item.label(), &note, focused);
        let why = why(row);
        for line in text::wrap(&text::safe(&why), inner.width.into()).iter().take(usize::from(inner.height / 3)) {
            cx.paint.put(buf, inner.x, inner.y, inner.width, line, cx.paint.style(StyleRole::Quiet));
            inner = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
        }
        let mut known = self.text.borrow_mut();
        let text = row.text().unwrap_or_else(|| row.item.label());
        let of = (row.item.row, text.len());
        if known.as_ref().is_none_or(|(known, _)| *known != of) {
            *known = Some((of, TextReader::new("", text, row.item.day(), &cx.capture().names)));
        }
        if let Some((_, reader)) = &*known {
            reader.draw(cx.paint, buf, inner, focused);
        }
    }

    fn draw_feeds(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let inner = cx.paint.pane(buf, area, "Feeds", "", self.pane == InboxPane::Feeds);
        for (source, y) in cx.dossier.feeds.iter().zip(inner.y..inner.bottom()) {
            let state = cx.inbox.and_then(|listing| listing.feeds.iter().find(|feed| feed.url == source.url));
            let (words, role) = feed_health(state);
            let own = state.and_then(|feed| feed.title.as_deref());
            let name = source.name.as_deref().or(own).unwrap_or(&source.url);
            // The name is whole; what is wrong is cut, and stands in `karwan feeds` in full.
            let room = usize::from(inner.width).saturating_sub(text::width(name) + 2).max(12);
            let words = text::cut(&text::safe(&words), room, cx.paint.glyphs.ellipsis()).into_owned();
            cx.paint.row(buf, inner, y, &[(name, StyleRole::Text)], &[(words, role)]);
        }
    }
}

/// Why an item is here, in short: the records that it names, then words that the story watches for.
fn reasons(row: &InboxRow, dot: &str) -> String {
    let names = row.reasons.iter().map(|(name, _)| name.as_str());
    names.chain(row.words.iter().map(String::as_str)).take(REASONS).collect::<Vec<_>>().join(dot)
}

/// Day and outlet, the weights of what it names with their sum, and words that the story watches for.
fn why(row: &InboxRow) -> String {
    let author = row.item.author.as_ref().map(|author| format!(", {author}")).unwrap_or_default();
    let changed = row.item.changed.map(|at| format!(", changed {}", at.format("%-d %b"))).unwrap_or_default();
    let mut parts = vec![format!("{}, {}{author}{changed}", display_day(row.item.day()), row.item.outlet)];
    if !row.reasons.is_empty() {
        let names: Vec<String> = row.reasons.iter().map(|(name, weight)| format!("{name} {weight:.1}")).collect();
        parts.push(format!("Names {} = {:.1}", names.join(" + "), row.relevance()));
    }
    if !row.words.is_empty() {
        parts.push(format!("Has {}", row.words.join(", ")));
    }
    if let Some(article) = &row.kept {
        parts.push(format!("Says nearly the same as `{article}`"));
    }
    if let Some(last) = row.activity.last() {
        parts.push(format!("Last decided: {}", last.told()));
    }
    parts.join(". ")
}

/// What an empty Inbox says: the next step, in one sentence.
fn empty(cx: &ScreenContext<'_>) -> String {
    let fetch = cx.key(Action::FetchFeeds);
    let Some(InboxListing { fault, feeds, waiting, .. }) = cx.inbox.filter(|listing| !listing.is_count) else {
        return "The archive is being asked.".to_owned();
    };
    if let Some(why) = fault {
        return why.clone();
    }
    if cx.dossier.feeds.is_empty() && waiting.number == 0 {
        let edit = cx.key(Action::Edit);
        return format!(
            "This dossier has no feeds yet: write `[[feeds]]` with `url = \"https://...\"` into it (`karwan import opml FILE` \
             makes it of a list, {edit} on a record opens the file), then press {fetch} here."
        );
    }
    if cx.is_filtered() {
        let clear = cx.key(Action::Close);
        return format!(
            "No item that waits matches the filter: {clear} clears it; is:kept, is:dropped and is:later show what was decided."
        );
    }
    if feeds.iter().all(|feed| feed.answered.is_none()) {
        if feeds.iter().any(|feed| feed.failing.is_some()) {
            return format!("No feed has answered yet: press {fetch} to try again.");
        }
        return format!("Nothing was fetched yet: press {fetch} to fetch the feeds of this dossier.");
    }
    if cx.dossier.story.watch.is_some() {
        return format!(
            "Nothing waits: press {fetch} to fetch the feeds again; what `watch` does not match is in `karwan list items --all`."
        );
    }
    format!("Nothing waits: everything is decided; press {fetch} to fetch the feeds again.")
}
