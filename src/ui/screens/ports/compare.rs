//! Corridors side by side: one column each, the same facts in the same rows.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{CorridorIx, CorridorStatus};
use crate::report::wording;
use crate::settings::theme::{StyleRole, corridor_role};
use crate::story::{CorridorLength, along};
use crate::text;
use crate::ui::screens::ScreenContext;

/// The width of the column of row names.
const LABEL: u16 = 12;
/// The minimum width of a corridor's column.
const COLUMN: u16 = 20;

/// A row: its name, and the text and style for each corridor.
type PortRow = (&'static str, Vec<(String, StyleRole)>);

/// Draws the corridors in columns, as many as fit, in a pane.
pub(super) fn draw(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, corridors: &[CorridorIx]) {
    let fit = usize::from(area.width.saturating_sub(LABEL + 4) / COLUMN).max(1);
    let hidden = corridors.len().saturating_sub(fit);
    let note = if hidden > 0 { format!("{hidden} more do not fit") } else { String::new() };
    let inner = cx.paint.pane(buf, area, "Corridors compared", &note, false);
    let seen = &corridors[..corridors.len() - hidden];
    let width = inner.width.saturating_sub(LABEL) / u16::try_from(seen.len().max(1)).unwrap_or(1);
    let mut y = inner.y;
    for (label, cells) in rows(cx, seen) {
        let room = usize::from(width.saturating_sub(2)).max(1);
        let lines: Vec<Vec<String>> = cells.iter().map(|(words, _)| text::wrap(words, room)).collect();
        cx.paint.put(buf, inner.x, y, LABEL.saturating_sub(1), label, cx.paint.style(StyleRole::Quiet));
        for (n, (lines, (_, role))) in lines.iter().zip(&cells).enumerate() {
            let x = inner.x + LABEL + width * u16::try_from(n).unwrap_or(0);
            for (line, y) in lines.iter().zip(y..inner.bottom()) {
                cx.paint.put(buf, x, y, width.saturating_sub(1), line, cx.paint.style(*role));
            }
        }
        let high = lines.iter().map(Vec::len).max().unwrap_or(1).max(1);
        y = y.saturating_add(u16::try_from(high).unwrap_or(1));
        if y >= inner.bottom() {
            break;
        }
    }
}

/// All rows: name, status, weakest leg, since, days closed, length, how the legs stand, and each leg.
fn rows(cx: &ScreenContext<'_>, corridors: &[CorridorIx]) -> Vec<PortRow> {
    let row =
        |label, of: &dyn Fn(CorridorIx) -> (String, StyleRole)| (label, corridors.iter().map(|&ix| of(ix)).collect());
    let mut rows: Vec<PortRow> = vec![
        row("", &|ix| (cx.dossier[ix].name.clone(), StyleRole::Strong)),
        row("status", &|ix| status(cx, cx.snapshot[ix].status)),
        row("weakest leg", &|ix| (weakest(cx, ix), StyleRole::Text)),
        row("stands", &|ix| {
            let since = cx.snapshot[ix].since.map(|since| wording::standing_since(cx.dossier, &cx.dossier[ix], since));
            (since.unwrap_or_else(|| "nothing known".to_owned()), StyleRole::Text)
        }),
        row("days closed", &|ix| {
            let (days, year) = (cx.snapshot[ix].days_closed, cx.snapshot.day.year());
            match cx.snapshot.days_looked_at(cx.dossier) {
                0 => (format!("{year} was not researched"), StyleRole::Quiet),
                looked_at => (format!("{days} of {looked_at} of {year}"), StyleRole::Text),
            }
        }),
        row("length", &|ix| {
            let length = wording::length(CorridorLength::of(&cx.dossier[ix]));
            if length.is_empty() { ("no leg has one".to_owned(), StyleRole::Quiet) } else { (length, StyleRole::Text) }
        }),
        row("distance", &|ix| {
            let along = along(cx.dossier, &cx.dossier[ix].legs);
            let words = if along.known == 0 {
                "no coordinates".to_owned()
            } else {
                format!("≥ {}", wording::distance(along.distance))
            };
            (words, StyleRole::Quiet)
        }),
        row("legs", &|ix| (tally(cx, ix), StyleRole::Text)),
    ];
    let longest = corridors.iter().map(|&ix| cx.dossier[ix].legs.len()).max().unwrap_or(0);
    for n in 0..longest {
        rows.push(row("", &|ix| leg(cx, ix, n)));
    }
    rows
}

fn status(cx: &ScreenContext<'_>, status: Option<CorridorStatus>) -> (String, StyleRole) {
    let word = status.map_or("unknown", CorridorStatus::word);
    (format!("{} {word}", cx.paint.glyphs.corridor(status)), corridor_role(status))
}

fn weakest(cx: &ScreenContext<'_>, ix: CorridorIx) -> String {
    let state = &cx.snapshot[ix];
    let leg = state.weakest.and_then(|at| cx.dossier[ix].legs.get(at as usize));
    match leg {
        Some(_) if state.status == Some(CorridorStatus::Open) => "none: every leg is open".to_owned(),
        Some(leg) => format!("{}–{}", cx.dossier.spot_name(leg.from), cx.dossier.spot_name(leg.to)),
        None => "no legs given".to_owned(),
    }
}

/// `8: 1 closed, 7 open`
fn tally(cx: &ScreenContext<'_>, ix: CorridorIx) -> String {
    let legs = &cx.snapshot[ix].legs;
    let all = [None].into_iter().chain(CorridorStatus::ALL.iter().map(|&status| Some(status)));
    let counts: Vec<String> = all
        .map(|status| (legs.iter().filter(|leg| leg.status == status).count(), status))
        .filter(|&(count, _)| count > 0)
        .map(|(count, status)| format!("{count} {}", status.map_or("unknown", CorridorStatus::word)))
        .collect();
    if legs.is_empty() { "none given".to_owned() } else { format!("{}: {}", legs.len(), counts.join(", ")) }
}

/// One leg with its status, mode and length; empty if the corridor has fewer legs.
fn leg(cx: &ScreenContext<'_>, ix: CorridorIx, n: usize) -> (String, StyleRole) {
    let Some((leg, state)) = cx.dossier[ix].legs.get(n).zip(cx.snapshot[ix].legs.get(n)) else {
        return (String::new(), StyleRole::Text);
    };
    let names = format!("{}–{}", cx.dossier.spot_name(leg.from), cx.dossier.spot_name(leg.to));
    let mode = leg.mode.map(|mode| format!(", {mode}")).unwrap_or_default();
    let length = leg.length_km.map(|km| format!(", {}\u{202f}km", wording::number(km))).unwrap_or_default();
    let mark = cx.paint.glyphs.corridor(state.status);
    (format!("{mark} {names}{mode}{length}"), corridor_role(state.status))
}
