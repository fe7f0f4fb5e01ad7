//! The row of an event: year, mark, date, title, and badges for what is in doubt.
//!
//! ```text
//! 2025 ● 2 Sep     Chaudhry and Kistafin on ventures at both ports   ≠ ports
//!      ! Nov       Agreement on Kazakh access to Gwadar   by Kistafin +12 mo
//! 2026 ● 3–4 Feb   President Tokayev visits Islamabad                 ≠3 +3 mo
//! ```
//! The date has the columns that the dates of all rows need, so titles line up; a date is never cut. Where a title does not
//! fit, what stands at the right gives way first: words become a sign with a count, then the sign alone. Where a list has
//! room for two lines, the title then goes on in the second, and so does the name of who promised what is overdue.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx};
use crate::report::promises::{promised_by, promised_by_short};
use crate::report::wording;
use crate::settings::theme::{GlyphSet, StyleRole, state_role};
use crate::story::{CurrentStatus, PromiseOutcome, SlipDays};
use crate::text;
use crate::ui::widgets::paint::{NO_BADGE, StyledText, owned};

use super::ScreenContext;
use super::rows::new_badge;

/// The maximum width of the date column; in a row with a longer date the title starts further right.
const WIDEST_DATE: usize = 13;

/// The columns shared by the rows of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct EventColumns {
    /// The width of the date without its year.
    date: usize,
}

/// An event in one line or two.
struct EventParts {
    /// The title, or as much of it as the first line holds.
    title: String,
    /// At the right of the first line.
    badge: Vec<StyledText>,
    /// The second line; empty if there is none.
    below: Vec<StyledText>,
}

/// The level of detail of badges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BadgeDetail {
    /// The fields that differ, the slip, and one-sidedness in words.
    Words,
    /// Signs with counts.
    Counts,
    /// Signs only.
    Signs,
}

impl EventColumns {
    /// The columns for rows with these dates.
    #[must_use]
    pub fn of<'a>(dates: impl Iterator<Item = Option<&'a EdtfDate>>) -> EventColumns {
        let widths = dates.map(|date| text::width(&date_words(date).1)).filter(|&width| width <= WIDEST_DATE);
        EventColumns { date: widths.max().unwrap_or(0) }
    }

    /// Draws an event at its date in one line. `year` is that of the row above, and becomes that of this row.
    pub fn draw(
        self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        ix: EventIx,
        year: &mut Option<i32>,
    ) {
        let before = self.before(cx, ix, year);
        let title = &cx.dossier[ix].title;
        let room = usize::from(area.width).saturating_sub(columns(&before) + text::width(&text::safe(title)));
        let badge = fitting_badge(cx, ix, room);
        let pieces: Vec<StyledText> = before.into_iter().chain([(title.clone(), StyleRole::Text)]).collect();
        cx.row(buf, area, y, &pieces, &badge);
    }

    /// How many lines an event takes in so many columns: two where its title, or the name of who promised it, does not fit
    /// into the first.
    #[must_use]
    pub fn lines(self, cx: &ScreenContext<'_>, ix: EventIx, width: u16) -> u16 {
        let used = columns(&self.before(cx, ix, &mut None));
        if parts(cx, ix, usize::from(width).saturating_sub(used)).below.is_empty() { 1 } else { 2 }
    }

    /// Draws an event at its date in as many lines as [`EventColumns::lines`] says.
    pub fn draw_whole(
        self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        ix: EventIx,
        year: &mut Option<i32>,
    ) {
        let mut pieces = self.before(cx, ix, year);
        let used = columns(&pieces);
        let parts = parts(cx, ix, usize::from(area.width).saturating_sub(used));
        pieces.push((parts.title, StyleRole::Text));
        cx.row(buf, area, y, &pieces, &parts.badge);
        if !parts.below.is_empty() {
            let below = parts.below.iter().map(|(words, role)| (words.as_str(), *role));
            let below: Vec<StyledText<&str>> =
                [(text::blanks(used), StyleRole::Quiet)].into_iter().chain(below).collect();
            cx.row(buf, area, y + 1, &below, NO_BADGE);
        }
    }

    /// Year, where it changes, mark and date of an event.
    fn before(self, cx: &ScreenContext<'_>, ix: EventIx, year: &mut Option<i32>) -> Vec<StyledText> {
        let state = &cx.snapshot[ix];
        if cx.paint.is_heard() {
            return heard_before(state.date.as_ref(), cx.paint.glyphs.state_alone(state.status));
        }
        let mark = (cx.paint.glyphs.state(state.status), state_role(state.status));
        self.dated(state.date.as_ref(), mark, year)
    }

    /// The year if it changes, mark and date.
    fn dated(self, date: Option<&EdtfDate>, mark: (&str, StyleRole), year: &mut Option<i32>) -> Vec<StyledText> {
        let (own, words) = date_words(date);
        let shown = own.filter(|_| own != *year).map(|year| year.to_string()).unwrap_or_default();
        // Below a date with years of its own, the year of the rows above it could be meant no more.
        *year = own;
        vec![
            (format!("{shown:4} "), StyleRole::Quiet),
            (format!("{} ", mark.0), mark.1),
            (format!("{words:0$}  ", self.date), StyleRole::Quiet),
        ]
    }
}

/// The whole date and the mark, where each row is heard by itself.
fn heard_before(date: Option<&EdtfDate>, mark: &str) -> Vec<StyledText> {
    let date = date.map_or_else(|| "no date".to_owned(), EdtfDate::display);
    vec![(format!("{date}, {mark}: "), StyleRole::Quiet)]
}

/// What stands in the first line and in the second, with `room` columns for the title and what follows it.
fn parts(cx: &ScreenContext<'_>, ix: EventIx, room: usize) -> EventParts {
    let title = text::safe(&cx.dossier[ix].title).into_owned();
    let overdue = cx.snapshot[ix].ledger.filter(|row| row.outcome == PromiseOutcome::Overdue);
    let by_in = |row, room: usize| {
        let words = match cx.paint.glyphs {
            GlyphSet::Words => promised_by(cx.dossier, row),
            _ => promised_by_short(cx.dossier, row, room),
        };
        format!("by {}", text::safe(&words))
    };
    let by = overdue.map(|row| {
        // Beside the title and the shortest badge, with a space before each.
        let taken = text::width(&title) + columns(&fitting_badge(cx, ix, 0)) + " by  ".len();
        by_in(row, room.saturating_sub(taken))
    });
    let by_columns = by.as_ref().map_or(0, |by| text::width(by) + 1);
    let mut badge = fitting_badge(cx, ix, room.saturating_sub(text::width(&title) + by_columns));
    if text::width(&title) + by_columns + columns(&badge) < room {
        badge.splice(0..0, by.map(|by| (format!(" {by}"), StyleRole::Quiet)));
        return EventParts { title, badge, below: Vec::new() };
    }
    let by = overdue.map(|row| by_in(row, usize::MAX));
    badge = fitting_badge(cx, ix, room.saturating_sub(text::width(&title)));
    let first = room.saturating_sub(columns(&badge) + 1);
    let lines = text::wrap(&title, first);
    let rest = lines.get(1..).unwrap_or_default().join(" ");
    let gap = if rest.is_empty() { "" } else { "   " };
    let mut below = Vec::new();
    if !rest.is_empty() {
        below.push((rest, StyleRole::Text));
    }
    below.extend(by.map(|by| (format!("{gap}{by}"), StyleRole::Quiet)));
    EventParts { title: lines.into_iter().next().unwrap_or_default(), badge, below }
}

/// The columns that pieces take.
fn columns(pieces: &[StyledText]) -> usize {
    pieces.iter().map(|(words, _)| text::width(words)).sum()
}

/// The year of a date, and the date without it; no year if the words contain it themselves.
fn date_words(date: Option<&EdtfDate>) -> (Option<i32>, String) {
    let Some(date) = date else { return (None, "no date".to_owned()) };
    match date.display_in_year() {
        Some(short) => (date.span().1.map(|day| day.year()), short),
        None => (None, date.display()),
    }
}

/// The most detailed badge that fits beside the title, and at least the signs.
fn fitting_badge(cx: &ScreenContext<'_>, ix: EventIx, room: usize) -> Vec<StyledText> {
    let mut badge = Vec::new();
    for detail in [BadgeDetail::Words, BadgeDetail::Counts, BadgeDetail::Signs] {
        badge = event_badge(cx, ix, detail);
        if columns(&badge) < room || badge.is_empty() {
            break;
        }
    }
    badge
}

/// The badges: one-sidedness, contests, slip, and unseen changes.
/// A single origin is marked only if nothing else is.
fn event_badge(cx: &ScreenContext<'_>, ix: EventIx, detail: BadgeDetail) -> Vec<StyledText> {
    let (state, glyphs) = (&cx.snapshot[ix], cx.paint.glyphs);
    let mut badge: Vec<StyledText> = Vec::new();
    if cx.snapshot.one_side(cx.dossier, ix).is_some() {
        let words = if detail == BadgeDetail::Words { " one side" } else { " 1s" };
        badge.push((words.to_owned(), StyleRole::Doubt));
    }
    if let Some(first) = state.contested.first() {
        let mark = glyphs.contested();
        let words = match (detail, state.contested.len()) {
            (BadgeDetail::Words, 1) => format!(" {mark} {}", wording::slug(cx.dossier, &first.field)),
            (BadgeDetail::Signs, _) | (_, 1) => format!(" {mark}"),
            (_, n) => format!(" {mark}{n}"),
        };
        badge.push((words, StyleRole::Doubt));
    }
    let moved = state.slipped || state.status == CurrentStatus::Overdue;
    if let Some(slip) = state.slip.filter(|&SlipDays(_, max)| max > 0 && moved) {
        let words = if glyphs == GlyphSet::Words {
            format!(" slipped {}", wording::slip_spoken(slip))
        } else {
            format!(" {}", wording::slip_rounded(slip))
        };
        badge.push((words, StyleRole::Warning));
    }
    if badge.is_empty() && state.is_single_origin() {
        badge.push((format!(" {}", glyphs.one_origin()), StyleRole::Quiet));
    }
    let room = if detail == BadgeDetail::Words { u16::MAX } else { 0 };
    badge.extend(new_badge(cx, ix.into(), room).into_iter().map(owned));
    badge
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_share_the_columns_of_the_widest_that_is_short() {
        let dates: Vec<EdtfDate> = ["2025-09-02", "2025-10-29/2025-11-03", "2024-12-30/2026-01-03"]
            .iter()
            .map(|d| EdtfDate::parse(d).expect("EDTF"))
            .collect();
        let columns = EventColumns::of(dates.iter().map(Some).chain([None]));
        assert_eq!(columns.date, text::width("29 Oct–3 Nov"));
    }

    #[test]
    fn the_year_stands_where_it_changes() {
        let (columns, mut year) = (EventColumns { date: 6 }, None);
        let mut row = |date: &str| {
            let date = EdtfDate::parse(date).expect("EDTF");
            columns
                .dated(Some(&date), ("*", StyleRole::Text), &mut year)
                .into_iter()
                .map(|(words, _)| words)
                .collect::<String>()
        };
        assert_eq!(row("2025-09-02"), "2025 * 2 Sep   ");
        assert_eq!(row("2025-11"), "     * Nov     ");
        assert_eq!(row("2026-01-05"), "2026 * 5 Jan   ");
        assert_eq!(row("2026/2027"), "     * 2026–2027  ");
        assert_eq!(row("2026-02-05"), "2026 * 5 Feb   ");
    }
}
