//! The rows of actors and ports on the Overview.

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

/// Country and name with a sparkline of coverage; below, the office or kind.
pub(super) fn draw_actor(cx: &ScreenContext<'_>, buf: &mut Buffer, inner: Rect, y: u16, ix: ActorIx) {
    let actor = &cx.dossier[ix];
    let country = actor.country.as_deref().unwrap_or("");
    let short = wording::short_name(actor, usize::from(inner.width).saturating_sub(12));
    let name: Vec<StyledText> = vec![(format!("{country:2} "), StyleRole::Quiet), (short, StyleRole::Strong)];
    let mut badge: Vec<StyledText> = new_badge(cx, ix.into(), inner.width).into_iter().collect();
    badge.push((format!(" {}", quarters(cx, ix.into())), StyleRole::Quiet));
    cx.row(buf, Rect { height: 1, ..inner }, y, &name, &badge);
    if y + 1 < inner.bottom() {
        let office = cx.snapshot.office_on(cx.dossier, ix, cx.snapshot.day).map(|o| o.title.as_str());
        let below = office.unwrap_or(actor.kind.word());
        cx.put(buf, inner.x + 3, y + 1, inner.width.saturating_sub(3), below, StyleRole::Quiet);
    }
}

/// Name and country; below, its latest throughput and one of its levels.
pub(super) fn draw_port(cx: &ScreenContext<'_>, buf: &mut Buffer, inner: Rect, y: u16, ix: PortIx) {
    let port = &cx.dossier[ix];
    let row = Rect { height: 1, ..inner };
    let mut badge: Vec<StyledText> = new_badge(cx, ix.into(), inner.width).into_iter().collect();
    badge.push((format!(" {} {}", quarters(cx, ix.into()), port.country), StyleRole::Quiet));
    cx.row(buf, row, y, &[(port.name.clone(), StyleRole::Strong)], &badge);
    let figures = cx.snapshot.figures_about(cx.dossier, Rec::Port(ix));
    let wanted = [&[FigureKind::Throughput, FigureKind::Capacity][..], &[FigureKind::Level]];
    let mut below = y + 1;
    for kinds in wanted {
        let newest = kinds.iter().find_map(|&kind| {
            let of_kind = figures.iter().copied().filter(|&f| cx.dossier[f].kind == Some(kind));
            of_kind.max_by_key(|&f| {
                let figure = &cx.dossier[f];
                (figure.period.as_ref().and_then(EdtfDate::latest), size(figure.amount))
            })
        });
        let Some(ix) = newest.filter(|_| below < inner.bottom()) else { continue };
        let figure = &cx.dossier[ix];
        let mark = if cx.snapshot.figure_rivals[ix.ix()].is_empty() { "" } else { cx.paint.glyphs.contested() };
        let period = figure.period.as_ref().map(wording::short_period).unwrap_or_default();
        let value = format!("{mark} {} {period}", wording::short_amount(figure)).trim().to_owned();
        // The value is always shown; the label gets as many words as fit.
        let room = usize::from(inner.width).saturating_sub(text::width(&value) + 3);
        let words = wording::slug(cx.dossier, &figure.metric);
        let fitting =
            words.match_indices(' ').map(|(at, _)| at).chain([words.len()]).take_while(|&at| at <= room).last();
        let label = format!("  {}", fitting.map_or("", |at| &words[..at]));
        let role = if mark.is_empty() { StyleRole::Text } else { StyleRole::Doubt };
        cx.row(buf, row, below, &[(label, StyleRole::Quiet)], &[(value, role)]);
        below += 1;
    }
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
