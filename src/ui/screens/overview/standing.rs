//! The line that answers "where does it stand?": counts, each of which leads to its list.
//!
//! ```text
//!  18 overdue · 4 due in 90 days · 50 contested · 3 of 17 corridors closed · 14 new since 17 Nov    articles a week ▁▂▅█▃
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{CorridorStatus, EdtfDate, Kind, Rec};
use crate::query;
use crate::report::card;
use crate::settings::input::{Action, ScreenId};
use crate::settings::theme::{GlyphSet, StyleRole};

use crate::story::{PromiseOutcome, WeeklyCoverage};
use crate::text;
use crate::text::spark;
use crate::ui::shape::FilterChange;

use super::super::{Reply, ScreenContext};
use super::digest::events;

/// How far ahead promises count as due soon, in days.
const SOON: i64 = 90;
/// The separator between two counts.
const GAP: &str = " · ";

/// The target of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountTarget {
    /// A screen with an additional term in the filter.
    List(ScreenId, &'static str),
    /// The list of changes on the Overview.
    Changes,
}

/// A count in words, and its target.
#[derive(Clone, Debug)]
pub(super) struct StandingCount {
    words: String,
    role: StyleRole,
    pub(super) target: CountTarget,
}

/// The counts of what matches the filter, in display order.
pub(super) fn counts(cx: &ScreenContext<'_>) -> Vec<StandingCount> {
    let (mut overdue, mut soon, mut contested) = (0, 0, 0);
    for event in events(cx) {
        let state = &cx.snapshot[event];
        overdue += usize::from(state.ledger.is_some_and(|row| row.outcome == PromiseOutcome::Overdue));
        soon += usize::from(cx.snapshot.due_days(event).is_some_and(|days| (0..=SOON).contains(&days)));
        contested += usize::from(!state.contested.is_empty());
    }
    let corridors = cx.shown.of(Kind::Corridor);
    let closed = corridors
        .iter()
        .filter(|rec| matches!(rec, Rec::Corridor(ix) if cx.snapshot[*ix].status == Some(CorridorStatus::Closed)))
        .count();
    let mut counts = vec![
        (
            overdue,
            format!("{overdue} overdue"),
            StyleRole::Warning,
            CountTarget::List(ScreenId::Ledger, "ledger:overdue"),
        ),
        if soon > 0 { due_soon(soon) } else { next_due(cx) },
        (
            contested,
            format!("{contested} contested"),
            StyleRole::Doubt,
            CountTarget::List(ScreenId::Timeline, "kind:event is:contested"),
        ),
        (
            closed,
            format!("{closed} of {} corridors closed", corridors.len()),
            StyleRole::Warning,
            CountTarget::List(ScreenId::Map, "kind:corridor status:closed"),
        ),
    ];
    if let Some(news) = cx.news {
        let since =
            news.since.map(|day| format!(" since {}", EdtfDate::day(day).display_beside(cx.today))).unwrap_or_default();
        counts.push((news.len(), format!("{} new{since}", news.len()), StyleRole::New, CountTarget::Changes));
    }
    let told = counts.into_iter().filter(|(count, ..)| *count > 0);
    told.map(|(_, words, role, target)| StandingCount { words, role, target }).collect()
}

fn due_soon(due: usize) -> (usize, String, StyleRole, CountTarget) {
    (due, format!("{due} due in {SOON} days"), StyleRole::Text, CountTarget::List(ScreenId::Ledger, "due:0..90"))
}

/// What is due next, where nothing is due soon.
fn next_due(cx: &ScreenContext<'_>) -> (usize, String, StyleRole, CountTarget) {
    let next =
        events(cx).into_iter().filter_map(|ix| Some((cx.snapshot.due_days(ix).filter(|&days| days > SOON)?, ix))).min();
    let date = next.and_then(|(_, ix)| cx.snapshot[ix].date.as_ref()).map(EdtfDate::display).unwrap_or_default();
    let target = CountTarget::List(ScreenId::Ledger, "due:>90");
    (usize::from(next.is_some()), format!("next due {date}"), StyleRole::Text, target)
}

impl StandingCount {
    /// The reply for Enter or a click on the count; `None` for the list of changes, which is on this screen.
    pub(super) fn reply(&self, cx: &ScreenContext<'_>) -> Option<Reply> {
        let CountTarget::List(screen, term) = self.target else { return None };
        let filter = cx.query.and(&query::parse(term, cx.today).query).to_string();
        Some(Reply::All(vec![Reply::Filter(FilterChange::Choose(filter)), Reply::Act(Action::Open(screen))]))
    }
}

/// The columns of each count that fits completely.
fn columns(counts: &[StandingCount], row: Rect) -> Vec<Rect> {
    let mut x = row.x + 1;
    let mut fitting = Vec::new();
    for count in counts {
        let width = u16::try_from(text::width(&count.words)).unwrap_or(u16::MAX);
        if x.saturating_add(width) >= row.right() {
            break;
        }
        fitting.push(Rect { x, width, height: 1, ..row });
        x += width + u16::try_from(text::width(GAP)).unwrap_or(0);
    }
    fitting
}

/// How many of the counts fit into the row.
pub(super) fn fitting(counts: &[StandingCount], row: Rect) -> usize {
    columns(counts, row).len()
}

/// The count at a cell.
pub(super) fn hit(counts: &[StandingCount], row: Rect, column: u16, y: u16) -> Option<usize> {
    columns(counts, row).iter().position(|cells| cells.contains((column, y).into()))
}

/// Draws the counts, and as many weeks of articles as fit after them.
pub(super) fn draw(
    cx: &ScreenContext<'_>,
    buf: &mut Buffer,
    row: Rect,
    counts: &[StandingCount],
    focus: Option<usize>,
) {
    let mut end = row.x;
    for (at, (count, cells)) in counts.iter().zip(columns(counts, row)).enumerate() {
        if at > 0 {
            cx.paint.put(buf, end, row.y, cells.x - end, GAP, cx.paint.style(StyleRole::Quiet));
        }
        cx.paint.put(buf, cells.x, row.y, cells.width, &count.words, cx.paint.style(count.role));
        if focus == Some(at) {
            cx.paint.select(buf, cells, row.y, 1, true);
        }
        end = cells.right();
    }
    draw_coverage(cx, buf, Rect { x: end, width: row.right().saturating_sub(end), ..row });
}

/// Articles per week as bars, flush right.
fn draw_coverage(cx: &ScreenContext<'_>, buf: &mut Buffer, row: Rect) {
    const NAME: &str = "articles a week ";
    /// Fewer weeks are not informative.
    const FEWEST: usize = 8;
    let weeks = usize::from(row.width).saturating_sub(NAME.len() + 4).min(card::WEEKS);
    if weeks < FEWEST || cx.paint.is_heard() {
        return;
    }
    let coverage = WeeklyCoverage::of_story(cx.publications, cx.snapshot.day, weeks);
    if coverage.peak().is_none() {
        return;
    }
    let bars = spark::bars(&coverage.weeks, cx.paint.glyphs == GlyphSet::Ascii);
    let from = cx.paint.put_right(buf, row.x, row.right() - 1, row.y, &bars, cx.paint.style(StyleRole::Text));
    cx.paint.put_right(buf, row.x, from, row.y, NAME, cx.paint.style(StyleRole::Quiet));
}
