//! The scale bar: a round length, in the lower left corner.

use ratatui::layout::Rect;

use super::layout::{LabelLayout, MapText};
use super::raster::MapGlyphs;
use super::view::MapView;
use crate::geo::distance;
use crate::text::width;

/// Smaller maps have no bar.
const LEAST: (u16, u16) = (30, 6);
/// The minimum length of the bar in columns; it is less than three times as long.
const COLUMNS: f64 = 7.0;

/// Places the bar. The length of a column is measured in the middle of the map.
pub fn place(layout: &mut LabelLayout, view: &MapView, area: Rect, glyphs: MapGlyphs) {
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return;
    }
    let (middle, y) = (area.x + area.width / 2, area.y + area.height / 2);
    let km_per_cell = distance(view.at(area, middle - 5, y), view.at(area, middle + 5, y)).km / 10.0;
    let Some((km, columns)) = round_length(km_per_cell) else { return };
    let bar = match glyphs {
        MapGlyphs::Ascii => format!("|{}|", "-".repeat(columns - 2)),
        _ => format!("├{}┤", "─".repeat(columns - 2)),
    };
    let text = format!("{bar} {km} km");
    if let Some(rect) = layout.board.whole(1, i32::from(area.height) - 1, width(&text), 1) {
        layout.board.take(rect);
        layout.scale = Some(MapText { rect, text, feature: None, name: None });
    }
}

/// The shortest round length that is long enough, in km and in columns.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn round_length(km_per_cell: f64) -> Option<(u32, usize)> {
    let mut lengths = (0..5).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)));
    let columns = |km: u32| (f64::from(km) / km_per_cell).round();
    let km = lengths.find(|&km| columns(km) >= COLUMNS)?;
    (columns(km) < f64::from(u16::MAX)).then(|| (km, columns(km) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_round_and_neither_short_nor_long() {
        for tenths in 5..1300 {
            let (km, columns) = round_length(f64::from(tenths) / 10.0).unwrap();
            assert!((7..=18).contains(&columns), "{tenths}: {km} km, {columns} columns");
        }
        assert_eq!(round_length(42.0), Some((500, 12)));
    }
}
