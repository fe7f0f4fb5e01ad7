//! Dates drawn on an axis as what they are: a day a point, a month or a span a bar with soft ends, a date that was
//! given up a dimmed ghost, what is overdue a trail up to now.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{Edtf, EventIx};
use crate::settings::theme::{Role, state_role};
use crate::story::State;
use crate::ui::widgets::axis::{Axis, Spot};

use super::Ctx;

/// The words of the ticks, in one row; the day itself is marked.
pub fn draw_ticks(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, axis: &Axis) {
    let now = match axis.spot(cx.snapshot.day) {
        Spot::At(cell) => Some(cell.min(area.width.saturating_sub(3))),
        _ => None,
    };
    for (cell, words) in axis.ticks() {
        let end = cell + u16::try_from(words.len()).unwrap_or(u16::MAX);
        // A tick gives way to now, and is left out where its word would be cut.
        if end > area.width || now.is_some_and(|now| cell < now + 4 && now < end + 1) {
            continue;
        }
        cx.paint.put(buf, area.x + cell, area.y, end - cell, &words, cx.paint.style(Role::Quiet));
    }
    if let Some(now) = now {
        cx.paint.put(buf, area.x + now, area.y, 3, "now", cx.paint.style(Role::Accent));
    }
}

/// The vertical line at now through all rows of an area.
pub fn draw_now(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, axis: &Axis) {
    if let Spot::At(cell) = axis.spot(cx.snapshot.day) {
        let line = cx.paint.glyphs.pick("┊", ":");
        for y in area.y..area.bottom() {
            cx.paint.put(buf, area.x + cell, y, 1, line, cx.paint.style(Role::Accent));
        }
    }
}

/// Everything that is known about the dates of an event, in one row of the axis.
pub fn draw_event(cx: &Ctx<'_>, buf: &mut Buffer, area: Rect, y: u16, axis: &Axis, ix: EventIx) {
    let (event, state) = (&cx.dossier[ix], &cx.snapshot[ix]);
    let row = Rect { y, height: 1, ..area };
    let glyphs = cx.paint.glyphs;
    let current = state.date.as_ref();
    let mut ghosts: Vec<&Edtf> = Vec::new();
    for promise in &state.schedule {
        let given = event.reports[promise.report as usize].date.as_ref();
        if let Some(date) = given.filter(|d| current.is_none_or(|now| !now.deadline().overlaps(&d.deadline()))) {
            ghosts.push(date);
        }
    }
    // From each date to the one after it: the way that the date went.
    let dates: Vec<&Edtf> = ghosts.iter().copied().chain(current).collect();
    for pair in dates.windows(2) {
        arrow(cx, buf, row, axis, pair[0], pair[1]);
    }
    for ghost in ghosts {
        span(cx, buf, row, axis, ghost, glyphs.pick("◌", "-"), Role::Quiet);
    }
    let Some(date) = current else { return };
    if state.status == State::Overdue
        && let Some(due) = date.latest()
    {
        trail(cx, buf, row, axis, (due, cx.snapshot.day), glyphs.pick("╌", "~"), Role::Warning);
        span(cx, buf, row, axis, date, glyphs.pick("○", "o"), Role::Quiet);
        put(cx, buf, row, axis.spot(cx.snapshot.day), glyphs.state(state.status), state_role(state.status));
        return;
    }
    span(cx, buf, row, axis, date, glyphs.state(state.status), state_role(state.status));
}

/// A date: one mark where it takes one cell, else a bar with soft ends and the mark in its middle. A deadline has its
/// mark at the end; an open end runs out of the axis.
fn span(cx: &Ctx<'_>, buf: &mut Buffer, row: Rect, axis: &Axis, date: &Edtf, mark: &str, role: Role) {
    let glyphs = cx.paint.glyphs;
    if date.is_deadline() {
        let last = date.latest().unwrap_or(NaiveDate::MAX);
        let spot = axis.spot(last);
        if let Spot::At(cell) = spot
            && cell > 0
        {
            put(cx, buf, row, Spot::At(cell - 1), glyphs.pick("╶", "<"), role);
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
        if let Spot::At(_) = from {
            put(cx, buf, row, from, glyphs.pick("╺", "("), role);
        }
        if let Spot::At(_) = to {
            put(cx, buf, row, to, glyphs.pick("╸", ")"), role);
        }
    }
    let middle =
        first.checked_add_days(chrono::Days::new((last - first).num_days().unsigned_abs() / 2)).unwrap_or(first);
    put(cx, buf, row, axis.spot(middle), mark, role);
}

/// An arrow from one date to the next, where there is room between them: later as a rule, or earlier.
fn arrow(cx: &Ctx<'_>, buf: &mut Buffer, row: Rect, axis: &Axis, from: &Edtf, to: &Edtf) {
    let glyphs = cx.paint.glyphs;
    let line = glyphs.pick("─", "-");
    let (from, to) = (from.deadline(), to.deadline());
    if let (Some(end), Some(start)) = (from.latest(), to.earliest())
        && end <= start
    {
        trail(cx, buf, row, axis, (end, start), line, Role::Quiet);
        if let (Spot::At(head), true) = (axis.spot(start), axis.spot(end) != axis.spot(start))
            && head > 0
        {
            put(cx, buf, row, Spot::At(head - 1), glyphs.pick("→", ">"), Role::Quiet);
        }
    } else if let (Some(end), Some(start)) = (to.latest(), from.earliest())
        && end <= start
    {
        trail(cx, buf, row, axis, (end, start), line, Role::Quiet);
        if let (Spot::At(head), true) = (axis.spot(end), axis.spot(end) != axis.spot(start)) {
            put(
                cx,
                buf,
                row,
                Spot::At((head + 1).min(row.width.saturating_sub(1))),
                glyphs.pick("←", "<"),
                Role::Quiet,
            );
        }
    }
}

/// A line from one day to another, both cells included, as far as it lies on the axis.
fn trail(
    cx: &Ctx<'_>,
    buf: &mut Buffer,
    row: Rect,
    axis: &Axis,
    (from, to): (NaiveDate, NaiveDate),
    line: &str,
    role: Role,
) {
    let first = match axis.spot(from) {
        Spot::Before => 0,
        Spot::At(cell) => cell,
        Spot::After => return,
    };
    let last = match axis.spot(to) {
        Spot::Before => return,
        Spot::At(cell) => cell,
        Spot::After => axis.width.saturating_sub(1),
    };
    for cell in first..=last {
        put(cx, buf, row, Spot::At(cell), line, role);
    }
}

/// One mark; where it lies off the axis, a quiet pointer at that end.
fn put(cx: &Ctx<'_>, buf: &mut Buffer, row: Rect, spot: Spot, mark: &str, role: Role) {
    let glyphs = cx.paint.glyphs;
    let (cell, mark, role) = match spot {
        Spot::Before => (0, glyphs.pick("‹", "<"), Role::Quiet),
        Spot::At(cell) => (cell, mark, role),
        Spot::After => (row.width.saturating_sub(1), glyphs.pick("›", ">"), Role::Quiet),
    };
    if cell < row.width {
        cx.paint.put(buf, row.x + cell, row.y, 1, mark, cx.paint.style(role));
    }
}
