//! The rows of actors and ports on the Overview: two lines each where there is height for them, else one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{ActorIx, EdtfDate, FigureAmount, FigureKind, PortIx, Rec};
use crate::report::{card, wording};
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::text::spark;
use crate::ui::screens::ScreenContext;
use crate::ui::screens::rows::new_badge;
use crate::ui::widgets::paint::StyledText;

/// Two years of coverage in eight bars: the articles of a quarter each.
fn quarters(cx: &ScreenContext<'_>, rec: Rec) -> String {
    let coverage = cx.snapshot.coverage(cx.dossier, rec, 2 * card::WEEKS);
    spark::bars(&coverage.gathered(8), cx.paint.glyphs == GlyphSet::Ascii)
}

/// The note below a pane with bars beside its rows: the fullest of these that it has room for, where `order` says how the rows
/// are sorted.
pub(super) fn bars_note(count: &str, order: &str, area: Rect) -> String {
    let order = format!("{count}{order}");
    let notes = [format!("{order}, bars: articles a quarter"), format!("{count}, bars: articles a quarter")];
    notes.into_iter().find(|note| text::width(note) + 6 <= usize::from(area.width)).unwrap_or(order)
}

/// Country and name with a sparkline of the articles that speak of it; in a second line the office or sort.
pub(super) fn draw_actor(cx: &ScreenContext<'_>, buf: &mut Buffer, row: Rect, ix: ActorIx) {
    let actor = &cx.dossier[ix];
    let country = actor.country.as_deref().unwrap_or("");
    let quarters = quarters(cx, ix.into());
    let mut badge = new_badge(cx, ix.into(), row.width);
    badge.extend([" ", &*quarters].map(|part| (part, StyleRole::Quiet)));
    let used: usize = badge.iter().map(|(words, _)| text::width(words)).sum();
    let short = wording::short_name(actor, usize::from(row.width).saturating_sub(used + 4));
    let gap = text::fill(country, 3);
    let name = [(country, StyleRole::Quiet), (gap, StyleRole::Quiet), (&*short, StyleRole::Strong)];
    cx.row(buf, row, row.y, &name, &badge);
    if row.height > 1 {
        let office = cx.snapshot.office_on(cx.dossier, ix, cx.snapshot.day).map(|o| o.title.as_str());
        let below = office.unwrap_or(actor.kind.word());
        cx.put(buf, row.x + 3, row.y + 1, row.width.saturating_sub(3), below, StyleRole::Quiet);
    }
}

/// Country and name with a sparkline; in a second line what went through it last, or at its side where there is but one.
pub(super) fn draw_port(cx: &ScreenContext<'_>, buf: &mut Buffer, row: Rect, ix: PortIx) {
    let port = &cx.dossier[ix];
    let figure = newest_figure(cx, ix);
    let quarters = (row.height > 1).then(|| quarters(cx, ix.into()));
    let beside = match (&quarters, &figure) {
        (Some(quarters), _) => Some((quarters, StyleRole::Quiet)),
        (None, Some((_, (value, role)))) => Some((value, *role)),
        (None, None) => None,
    };
    let mut badge = new_badge(cx, ix.into(), row.width);
    badge.extend(beside.iter().flat_map(|&(words, role)| [(" ", role), (words.as_str(), role)]));
    let name = [(&*port.country, StyleRole::Quiet), (" ", StyleRole::Quiet), (&*port.name, StyleRole::Strong)];
    cx.row(buf, row, row.y, &name, &badge);
    if let Some((metric, value)) = figure.filter(|_| row.height > 1) {
        let below = Rect { x: row.x + 3, width: row.width.saturating_sub(3), ..row };
        // The value is always shown. Its label is that of the group where that of the metric has no room.
        let room = usize::from(below.width).saturating_sub(text::width(&value.0) + 1);
        let group = cx.dossier.labels.get(metric).and_then(|label| label.group.as_deref());
        let labels = [Some(metric), group].into_iter().flatten().map(|slug| wording::slug(cx.dossier, slug));
        let label = labels.reduce(|label, group| if text::width(&label) <= room { label } else { group });
        cx.row(buf, below, row.y + 1, &[(label.unwrap_or_default(), StyleRole::Quiet)], &[value]);
    }
}

/// What went through a port last, else what it can take, else one of its levels: its metric, and the value with its period.
fn newest_figure<'a>(cx: &ScreenContext<'a>, ix: PortIx) -> Option<(&'a str, StyledText)> {
    let figures = cx.snapshot.figures_about(cx.dossier, Rec::Port(ix));
    let wanted = [FigureKind::Throughput, FigureKind::Capacity, FigureKind::Level];
    let ix = wanted.iter().find_map(|&kind| {
        let of_kind = figures.iter().copied().filter(|&f| cx.dossier[f].kind == Some(kind));
        of_kind.max_by_key(|&f| {
            let figure = &cx.dossier[f];
            (figure.period.as_ref().and_then(EdtfDate::latest), size(figure.amount))
        })
    })?;
    let figure = &cx.dossier[ix];
    let mark = if cx.snapshot.figure_rivals[ix.ix()].is_empty() { "" } else { cx.paint.glyphs.contested() };
    let period = figure.period.as_ref().map(wording::short_period).unwrap_or_default();
    let amount =
        if cx.paint.glyphs == GlyphSet::Words { wording::spoken_amount(figure) } else { wording::short_amount(figure) };
    let value = format!("{amount} {period} {mark}").trim().to_owned();
    let role = if mark.is_empty() { StyleRole::Text } else { StyleRole::Doubt };
    Some((&figure.metric, (value, role)))
}

/// The size of an amount in whole units, for choosing among figures of one period.
#[allow(clippy::cast_possible_truncation)] // saturates, and only orders
fn size(amount: FigureAmount) -> i64 {
    use FigureAmount::{Exactly, Range};
    match amount {
        Exactly(v) => v as i64,
        Range { min, max } => max.or(min).unwrap_or(0.0) as i64,
    }
}
