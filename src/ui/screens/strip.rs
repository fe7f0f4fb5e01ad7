//! The strip: the as-of day between the first and the last publication, and how much was published when.
//!
//! ```text
//!  5 Jan 1991 ▁ ▁▁▂▂▃▅█┃▅▃▂▁ 21 Jul 2026   318 of 488 articles
//! ```
//! Left of the mark is what is known by the day, right of it what came later. The position of the mark is exact; the
//! bars are stretches of equal length on each side.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::date::display_day;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::text::spark;

use super::ScreenContext;

/// Draws the strip into one row, with the mark at `day`.
pub fn draw(cx: &ScreenContext<'_>, buf: &mut Buffer, row: Rect, day: NaiveDate) {
    let (paint, all) = (cx.paint, cx.publications);
    let Some((first, last)) = all.span() else { return };
    let (from, to) = (display_day(first), display_day(last));
    let (known, total) = (all.known_by(day).to_string(), all.total().to_string());
    let quiet = |part| (part, StyleRole::Quiet);
    let count = [&*known, " of ", &*total, " articles "].map(quiet);
    let right = paint.pieces_right(buf, row.x, row.right(), row.y, &count);
    let start = row.x + paint.pieces(buf, row.x, row.y, row.width, &[&*from, " "].map(quiet));
    let end = right.saturating_sub(u16::try_from(text::width(&to)).unwrap_or(0) + 3);
    paint.pieces(buf, end, row.y, right.saturating_sub(end), &[" ", &*to].map(quiet));
    let Some(cells) = end.checked_sub(start + 1).map(usize::from).filter(|&cells| cells >= 4) else { return };
    // The mark takes one cell; the remaining cells are divided in proportion to the days before and after.
    let days = (last - first).num_days() + 1;
    let passed = ((day - first).num_days() + 1).clamp(0, days);
    let share = i64::try_from(cells).unwrap_or(0) * passed / days;
    let before = usize::try_from(share).unwrap_or(0);
    let after = cells - before;
    let mut counts = all.buckets(first, day.min(last), before);
    counts.extend(all.buckets(day.max(first.pred_opt().unwrap_or(first)) + chrono::Days::new(1), last, after));
    let bars = spark::bars(&counts, paint.glyphs == GlyphSet::Ascii);
    let split = bars.char_indices().nth(before).map_or(bars.len(), |(at, _)| at);
    let pieces = [
        (&bars[..split], StyleRole::Text),
        (paint.glyphs.pick("┃", "|"), StyleRole::Accent),
        (&bars[split..], StyleRole::Quiet),
    ];
    paint.pieces(buf, start, row.y, end - start, &pieces);
}
