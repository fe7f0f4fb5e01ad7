//! Draws dates on an axis: a day as a point, a month or span as a bar with soft ends, an abandoned
//! date as a dimmed ghost, and an overdue date with a trail up to now.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx};
use crate::settings::theme::{StyleRole, state_role};
use crate::story::CurrentStatus;
use crate::ui::widgets::axis::{AxisSpot, TimeAxis};

use super::ScreenContext;

/// The labels of the ticks, in one row; the as-of day is marked.
pub fn draw_ticks(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, axis: &TimeAxis) {
    if cx.paint.is_heard() {
        return;
    }
    let now = match axis.spot(cx.snapshot.day) {
        AxisSpot::At(cell) => Some(cell.min(area.width.saturating_sub(3))),
        _ => None,
    };
    for (cell, words) in axis.ticks() {
        let end = cell + u16::try_from(words.len()).unwrap_or(u16::MAX);
        // A tick gives way to the label of now, and is left out if its label would be cut.
        if end > area.width || now.is_some_and(|now| cell < now + 4 && now < end + 1) {
            continue;
        }
        cx.paint.put(buf, area.x + cell, area.y, end - cell, &words, cx.paint.style(StyleRole::Quiet));
    }
    if let Some(now) = now {
        cx.paint.put(buf, area.x + now, area.y, 3, "now", cx.paint.style(StyleRole::Accent));
    }
}

/// The vertical line at now through all rows of an area.
pub fn draw_now(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, axis: &TimeAxis) {
    if cx.paint.is_heard() {
        return;
    }
    if let AxisSpot::At(cell) = axis.spot(cx.snapshot.day) {
        let line = cx.paint.glyphs.pick("┊", ":");
        for y in area.y..area.bottom() {
            cx.paint.put(buf, area.x + cell, y, 1, line, cx.paint.style(StyleRole::Accent));
        }
    }
}

/// All dates of an event, in one row of the axis.
pub fn draw_event(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, axis: &TimeAxis, ix: EventIx) {
    if cx.paint.is_heard() {
        return;
    }
    let (event, state) = (&cx.dossier[ix], &cx.snapshot[ix]);
    let row = Rect { y, height: 1, ..area };
    let glyphs = cx.paint.glyphs;
    let current = state.date.as_ref();
    let mut ghosts: Vec<&EdtfDate> = Vec::new();
    for promise in &state.schedule {
        let given = event.reports[promise.report as usize].date.as_ref();
        if let Some(date) = given.filter(|d| current.is_none_or(|now| !now.deadline().overlaps(&d.deadline()))) {
            ghosts.push(date);
        }
    }
    // Connects each date to the next, showing how the date moved.
    let dates: Vec<&EdtfDate> = ghosts.iter().copied().chain(current).collect();
    for pair in dates.windows(2) {
        arrow(cx, buf, row, axis, pair[0], pair[1]);
    }
    for ghost in ghosts {
        span(cx, buf, row, axis, ghost, glyphs.pick("◌", "-"), StyleRole::Quiet);
    }
    let Some(date) = current else { return };
    if state.status == CurrentStatus::Overdue
        && let Some(due) = date.latest()
    {
        trail(cx, buf, row, axis, (due, cx.snapshot.day), glyphs.pick("╌", "~"), StyleRole::Warning);
        span(cx, buf, row, axis, date, glyphs.pick("○", "o"), StyleRole::Quiet);
        put(cx, buf, row, axis.spot(cx.snapshot.day), glyphs.state(state.status), state_role(state.status));
        return;
    }
    span(cx, buf, row, axis, date, glyphs.state(state.status), state_role(state.status));
}

/// A date: one mark if it fits in one cell, otherwise a bar with soft ends and the mark in its middle. A deadline has
/// its mark at the end; an open end extends past the axis.
fn span(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    row: Rect,
    axis: &TimeAxis,
    date: &EdtfDate,
    mark: &str,
    role: StyleRole,
) {
    let glyphs = cx.paint.glyphs;
    if date.is_deadline() {
        let last = date.latest().unwrap_or(NaiveDate::MAX);
        let spot = axis.spot(last);
        if let AxisSpot::At(cell) = spot
            && cell > 0
        {
            put(cx, buf, row, AxisSpot::At(cell - 1), glyphs.pick("╶", "<"), role);
        }
        put(cx, buf, row, spot, mark, role);
        return;
    }
    let (first, last) = match (date.earliest(), date.latest()) {
        (Some(first), Some(last)) => (first, last),
        (Some(first), None) => {
            trail(cx, buf, row, axis, (first, NaiveDate::MAX), glyphs.pick("─", "-"), role);
            put(cx, buf, row, axis.spot(first), mark, role);
            return;
        }
        (None, Some(last)) => (last, last),
        (None, None) => return,
    };
    let (from, to) = (axis.spot(first), axis.spot(last));
    if from != to {
        trail(cx, buf, row, axis, (first, last), glyphs.pick("━", "="), role);
        if let AxisSpot::At(_) = from {
            put(cx, buf, row, from, glyphs.pick("╺", "("), role);
        }
        if let AxisSpot::At(_) = to {
            put(cx, buf, row, to, glyphs.pick("╸", ")"), role);
        }
    }
    let middle =
        first.checked_add_days(chrono::Days::new((last - first).num_days().unsigned_abs() / 2)).unwrap_or(first);
    put(cx, buf, row, axis.spot(middle), mark, role);
}

/// An arrow from one date to the next, if there is room between them; usually to a later date.
fn arrow(cx: &ScreenContext<'_>, buf: &mut Buffer, row: Rect, axis: &TimeAxis, from: &EdtfDate, to: &EdtfDate) {
    let glyphs = cx.paint.glyphs;
    let line = glyphs.pick("─", "-");
    let (from, to) = (from.deadline(), to.deadline());
    if let (Some(end), Some(start)) = (from.latest(), to.earliest())
        && end <= start
    {
        trail(cx, buf, row, axis, (end, start), line, StyleRole::Quiet);
        if let (AxisSpot::At(head), true) = (axis.spot(start), axis.spot(end) != axis.spot(start))
            && head > 0
        {
            put(cx, buf, row, AxisSpot::At(head - 1), glyphs.pick("→", ">"), StyleRole::Quiet);
        }
    } else if let (Some(end), Some(start)) = (to.latest(), from.earliest())
        && end <= start
    {
        trail(cx, buf, row, axis, (end, start), line, StyleRole::Quiet);
        if let (AxisSpot::At(head), true) = (axis.spot(end), axis.spot(end) != axis.spot(start)) {
            put(
                cx,
                buf,
                row,
                AxisSpot::At((head + 1).min(row.width.saturating_sub(1))),
                glyphs.pick("←", "<"),
                StyleRole::Quiet,
            );
        }
    }
}

/// A line from one day to another, both cells included, clipped to the axis.
fn trail(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    row: Rect,
    axis: &TimeAxis,
    (from, to): (NaiveDate, NaiveDate),
    line: &str,
    role: StyleRole,
) {
    let first = match axis.spot(from) {
        AxisSpot::Before => 0,
        AxisSpot::At(cell) => cell,
        AxisSpot::After => return,
    };
    let last = match axis.spot(to) {
        AxisSpot::Before => return,
        AxisSpot::At(cell) => cell,
        AxisSpot::After => axis.width.saturating_sub(1),
    };
    for cell in first..=last {
        put(cx, buf, row, AxisSpot::At(cell), line, role);
    }
}

/// One mark; if it lies off the axis, a quiet pointer at that end.
fn put(cx: &ScreenContext<'_>, buf: &mut Buffer, row: Rect, spot: AxisSpot, mark: &str, role: StyleRole) {
    let glyphs = cx.paint.glyphs;
    let (cell, mark, role) = match spot {
        AxisSpot::Before => (0, glyphs.pick("‹", "<"), StyleRole::Quiet),
        AxisSpot::At(cell) => (cell, mark, role),
        AxisSpot::After => (row.width.saturating_sub(1), glyphs.pick("›", ">"), StyleRole::Quiet),
    };
    if cell < row.width {
        cx.paint.put(buf, row.x + cell, row.y, 1, mark, cx.paint.style(role));
    }
}
