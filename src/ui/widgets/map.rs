//! A map in characters: coasts, borders, rivers and names, and on them the points and lines that it is given.
//!
//! [`MapState`] is kept between frames; [`MapWidget`] draws one. Both know nothing of stories: features are plain data.

mod board;
mod feature;
mod label;
mod layout;
mod name;
mod raster;
mod scale;
mod state;
mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

pub use feature::{MapFeature, MapStyles};
pub use layout::{LabelLayout, MapText};
pub use raster::{DotPattern, MapGlyphs, MapLayer};
pub use state::MapState;
pub use view::MapView;

use crate::geo::names::NameKind;
use crate::geo::region::{RegionKind, is_sea};

/// One frame of a map.
#[derive(Clone, Copy, Debug)]
pub struct MapWidget<'a> {
    /// What is drawn on it, the more important last among lines, by priority among points.
    pub features: &'a [MapFeature],
    /// How it looks.
    pub styles: MapStyles,
    /// With which characters.
    pub glyphs: MapGlyphs,
    /// The view, and what is selected.
    pub state: MapState,
}

impl MapWidget<'_> {
    /// Where everything stands in this frame.
    #[must_use]
    pub fn layout(&self, area: Rect) -> LabelLayout {
        LabelLayout::new(&self.state.view, area, self.features, self.state.selected, self.glyphs)
    }

    fn is_selected(&self, feature: usize) -> bool {
        self.state.selected == Some(self.features[feature].id())
    }

    /// The style of a feature's mark or label.
    fn style_of(&self, feature: usize) -> Style {
        let style = match &self.features[feature] {
            MapFeature::Point { style, .. } | MapFeature::Line { style, .. } => *style,
        };
        if self.is_selected(feature) { style.patch(self.styles.selected) } else { style }
    }

    /// The style and the pattern of a cell's lines.
    fn pen(&self, layer: MapLayer) -> (Style, DotPattern) {
        let styles = &self.styles;
        match layer {
            MapLayer::Empty => (Style::default(), DotPattern::Solid),
            MapLayer::Base(RegionKind::Coast) => (styles.coast, DotPattern::Solid),
            MapLayer::Base(RegionKind::Lake) => (styles.lake, DotPattern::Solid),
            MapLayer::Base(RegionKind::Border) => (styles.border, DotPattern::Solid),
            MapLayer::Base(RegionKind::River) => (styles.river, DotPattern::Solid),
            MapLayer::Line(index) => match &self.features[index] {
                MapFeature::Line { style, pattern, .. } if self.is_selected(index) => {
                    (style.patch(styles.selected_line), *pattern)
                }
                MapFeature::Line { style, pattern, .. } => (*style, *pattern),
                MapFeature::Point { style, .. } => (*style, DotPattern::Solid),
            },
        }
    }

    fn draw_cells(&self, layout: &LabelLayout, area: Rect, buffer: &mut Buffer) {
        for position in area.positions() {
            let dots = layout.raster.cell(position.x - area.x, position.y - area.y);
            let cell = &mut buffer[position];
            if dots.mask != 0 {
                let (style, pattern) = self.pen(dots.layer);
                cell.set_char(raster::glyph(self.glyphs, dots, pattern)).set_style(style);
            }
        }
    }

    /// Sparse dots on open water, which tell it from the land. They lie still on the map when it is moved.
    fn draw_sea(&self, layout: &LabelLayout, area: Rect, buffer: &mut Buffer) {
        let wave = match self.glyphs {
            MapGlyphs::Braille => "⠄",
            MapGlyphs::HalfBlock => "·",
            MapGlyphs::Ascii => "~",
        };
        let (column, row) = layout.grid.origin();
        for position in area.positions() {
            let (x, y) = (position.x - area.x, position.y - area.y);
            let (c, r) = (column + i64::from(x), row + i64::from(y));
            let on = r.rem_euclid(2) == 0 && (c + r).rem_euclid(4) == 0;
            if on
                && layout.raster.cell(x, y).layer == MapLayer::Empty
                && is_sea(self.state.view.at(area, position.x, position.y))
            {
                buffer[position].set_symbol(wave).set_style(self.styles.sea);
            }
        }
    }
}

/// Writes a text over whatever stands there.
fn write(text: &MapText, style: Style, area: Rect, buffer: &mut Buffer) {
    let (x, y) = (area.x + text.rect.x, area.y + text.rect.y);
    for column in x..x + text.rect.width {
        buffer[(column, y)].reset();
    }
    buffer.set_stringn(x, y, &text.text, usize::from(text.rect.width), style);
}

/// Blanks the lines in the column on either side of a label, or they would run into its first and last letter.
fn clear_beside(label: &MapText, layout: &LabelLayout, area: Rect, buffer: &mut Buffer) {
    let (left, right, y) = (label.rect.x.checked_sub(1), label.rect.right(), label.rect.y);
    for x in left.into_iter().chain(Some(right)) {
        if x < area.width && !layout.board.is_taken(x, y) {
            buffer[(area.x + x, area.y + y)].reset();
        }
    }
}

impl Widget for MapWidget<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let layout = self.layout(area);
        self.draw_sea(&layout, area, buffer);
        self.draw_cells(&layout, area, buffer);
        for label in &layout.labels {
            clear_beside(label, &layout, area, buffer);
        }
        for name in &layout.names {
            let water = name.name == Some(NameKind::Water);
            let style = if water { self.styles.water_name } else { self.styles.country_name };
            write(name, style, area, buffer);
        }
        if let Some(scale) = &layout.scale {
            write(scale, self.styles.scale, area, buffer);
        }
        for text in layout.labels.iter().chain(&layout.marks) {
            let style = text.feature.map_or_else(Style::default, |feature| self.style_of(feature));
            write(text, style, area, buffer);
        }
    }
}
