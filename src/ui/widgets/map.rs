//! A map in characters: coasts, borders, rivers and names, and on them the points and lines that it is given.
//!
//! [`MapState`] is kept between frames; [`Map`] draws one. Both know nothing of stories: features are plain data.

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

pub use feature::{Feature, MapStyles};
pub use layout::{Layout, Text};
pub use raster::{Layer, MapGlyphs, Pattern};
pub use state::MapState;
pub use view::MapView;

use crate::geo::names::NameKind;
use crate::geo::region::{Kind, is_sea};

/// One frame of a map.
#[derive(Clone, Copy, Debug)]
pub struct Map<'a> {
    /// What is drawn on it, the more important last among lines, by priority among points.
    pub features: &'a [Feature],
    /// How it looks.
    pub styles: MapStyles,
    /// With which characters.
    pub glyphs: MapGlyphs,
    /// The view, and what is selected.
    pub state: MapState,
}

impl Map<'_> {
    /// Where everything stands in this frame.
    #[must_use]
    pub fn layout(&self, area: Rect) -> Layout {
        Layout::new(&self.state.view, area, self.features, self.state.selected, self.glyphs)
    }

    fn is_selected(&self, feature: usize) -> bool {
        self.state.selected == Some(self.features[feature].id())
    }

    /// The style of a feature's mark or label.
    fn style_of(&self, feature: usize) -> Style {
        let style = match &self.features[feature] {
            Feature::Point { style, .. } | Feature::Line { style, .. } => *style,
        };
        if self.is_selected(feature) { style.patch(self.styles.selected) } else { style }
    }

    /// The style and the pattern of a cell's lines.
    fn pen(&self, layer: Layer) -> (Style, Pattern) {
        let styles = &self.styles;
        match layer {
            Layer::Empty => (Style::default(), Pattern::Solid),
            Layer::Base(Kind::Coast) => (styles.coast, Pattern::Solid),
            Layer::Base(Kind::Lake) => (styles.lake, Pattern::Solid),
            Layer::Base(Kind::Border) => (styles.border, Pattern::Solid),
            Layer::Base(Kind::River) => (styles.river, Pattern::Solid),
            Layer::Line(index) => match &self.features[index] {
                Feature::Line { style, pattern, .. } if self.is_selected(index) => {
                    (style.patch(styles.selected_line), *pattern)
                }
                Feature::Line { style, pattern, .. } => (*style, *pattern),
                Feature::Point { style, .. } => (*style, Pattern::Solid),
            },
        }
    }

    fn draw_cells(&self, layout: &Layout, area: Rect, buffer: &mut Buffer) {
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
    fn draw_sea(&self, layout: &Layout, area: Rect, buffer: &mut Buffer) {
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
                && layout.raster.cell(x, y).layer == Layer::Empty
                && is_sea(self.state.view.at(area, position.x, position.y))
            {
                buffer[position].set_symbol(wave).set_style(self.styles.sea);
            }
        }
    }
}

/// Writes a text over whatever stands there.
fn write(text: &Text, style: Style, area: Rect, buffer: &mut Buffer) {
    let (x, y) = (area.x + text.rect.x, area.y + text.rect.y);
    for column in x..x + text.rect.width {
        buffer[(column, y)].reset();
    }
    buffer.set_stringn(x, y, &text.text, usize::from(text.rect.width), style);
}

/// Blanks the lines in the column on either side of a label, or they would run into its first and last letter.
fn clear_beside(label: &Text, layout: &Layout, area: Rect, buffer: &mut Buffer) {
    let (left, right, y) = (label.rect.x.checked_sub(1), label.rect.right(), label.rect.y);
    for x in left.into_iter().chain(Some(right)) {
        if x < area.width && !layout.board.is_taken(x, y) {
            buffer[(area.x + x, area.y + y)].reset();
        }
    }
}

impl Widget for Map<'_> {
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
