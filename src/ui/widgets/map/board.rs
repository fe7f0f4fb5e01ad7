//! Which cells of a map are occupied, so that no text covers another.

use ratatui::layout::Rect;

/// The cells of a map, each free or occupied.
#[derive(Debug)]
pub struct CellBoard {
    columns: u16,
    rows: u16,
    taken: Vec<bool>,
}

impl CellBoard {
    /// All cells free.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        Self { columns, rows, taken: vec![false; usize::from(columns) * usize::from(rows)] }
    }

    fn index(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.columns) + usize::from(x)
    }

    /// Whether a cell is occupied; those beyond the edge are not.
    #[must_use]
    pub fn is_taken(&self, x: u16, y: u16) -> bool {
        x < self.columns && y < self.rows && self.taken[self.index(x, y)]
    }

    /// The part of a rectangle that lies on the map, if all of it does; its corner may be given off the map.
    #[must_use]
    pub fn whole(&self, x: i32, y: i32, width: usize, height: usize) -> Option<Rect> {
        let (x, y) = (u16::try_from(x).ok()?, u16::try_from(y).ok()?);
        let (width, height) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
        let fits = u32::from(x) + u32::from(width) <= u32::from(self.columns)
            && u32::from(y) + u32::from(height) <= u32::from(self.rows);
        (fits && width > 0 && height > 0).then(|| Rect::new(x, y, width, height))
    }

    /// Whether a rectangle and the columns to its left and right are free, so that two texts never run together.
    #[must_use]
    pub fn is_free(&self, rect: Rect) -> bool {
        let columns = rect.x.saturating_sub(1)..rect.right().saturating_add(1);
        (rect.y..rect.bottom()).all(|y| columns.clone().all(|x| !self.is_taken(x, y)))
    }

    /// Marks a rectangle as occupied.
    pub fn take(&mut self, rect: Rect) {
        for position in rect.intersection(Rect::new(0, 0, self.columns, self.rows)).positions() {
            let at = self.index(position.x, position.y);
            self.taken[at] = true;
        }
    }
}
