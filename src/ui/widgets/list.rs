//! A cursor over a list of any length: which row is selected, which is the first on the screen.

use std::cell::Cell;
use std::ops::Range;

use ratatui::layout::Rect;

/// How a cursor moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorMotion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Half a page up.
    HalfUp,
    /// Half a page down.
    HalfDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// A selected row, and the scroll position with which the list was last drawn.
///
/// Drawing stores the first visible row and the area (in cells), so that scrolling is steady and a click finds its row;
/// no other state changes while drawing.
#[derive(Clone, Debug, Default)]
pub struct ListCursor {
    selected: usize,
    top: Cell<usize>,
    area: Cell<Rect>,
    row_height: Cell<u16>,
}

impl ListCursor {
    /// The selected row of a list of `len` rows; `None` if the list is empty.
    #[must_use]
    pub fn selected(&self, len: usize) -> Option<usize> {
        (len > 0).then(|| self.selected.min(len - 1))
    }

    /// Selects a row.
    pub fn select(&mut self, row: usize) {
        self.selected = row;
    }

    /// Moves within a list of `len` rows. A page is as high as the list was last drawn; the list is turned with it, so that
    /// the selected row stays where it is on the screen.
    pub fn go(&mut self, motion: CursorMotion, len: usize) {
        let page = usize::from(self.area.get().height / self.row_height.get().max(1)).max(1);
        let at = self.selected.min(len.saturating_sub(1));
        let to = match motion {
            CursorMotion::Up => at.saturating_sub(1),
            CursorMotion::Down => at + 1,
            CursorMotion::PageUp => at.saturating_sub(page),
            CursorMotion::PageDown => at + page,
            CursorMotion::HalfUp => at.saturating_sub((page / 2).max(1)),
            CursorMotion::HalfDown => at + (page / 2).max(1),
            CursorMotion::First => 0,
            CursorMotion::Last => len,
        };
        self.selected = to.min(len.saturating_sub(1));
        let turns = !matches!(motion, CursorMotion::Up | CursorMotion::Down | CursorMotion::First | CursorMotion::Last);
        if turns {
            self.top.set((self.top.get() + self.selected).saturating_sub(at));
        }
    }

    /// Lays the list out in `area` with rows of `row_height` cells and returns the visible rows. The first visible row
    /// moves only as far as the selected one needs. On the first call the selected row has a third of the area below
    /// it.
    pub fn layout(&self, area: Rect, row_height: u16, len: usize) -> Range<usize> {
        let was_never_drawn = self.row_height.get() == 0;
        self.area.set(area);
        self.row_height.set(row_height);
        let fit = usize::from(area.height / row_height.max(1));
        if fit == 0 {
            return 0..0;
        }
        let at = self.selected.min(len.saturating_sub(1));
        if was_never_drawn {
            self.top.set(at.saturating_sub(fit * 2 / 3));
        }
        let top = self.top.get().min(len.saturating_sub(fit)).clamp(at.saturating_sub(fit - 1), at);
        self.top.set(top);
        top..(top + fit).min(len)
    }

    /// Lays out a list of rows that are not of one height, in cells, and returns the area of each that is on the screen, the last
    /// maybe in part. The selected row is whole where the area allows it; the first visible row moves only as far as that needs.
    /// Heights are asked of rows near the selected one alone. A click finds none of these rows.
    pub fn layout_tall(&self, area: Rect, len: usize, height: impl Fn(usize) -> u16) -> Vec<(usize, Rect)> {
        self.area.set(area);
        let Some(at) = self.selected(len).filter(|_| area.height > 0) else { return Vec::new() };
        let room = usize::from(area.height);
        let tall = |row: usize| usize::from(height(row).max(1));
        let mut top = self.top.get().clamp(at.saturating_sub(room), at);
        let mut used: usize = (top..=at).map(tall).sum();
        while used > room && top < at {
            used -= tall(top);
            top += 1;
        }
        // Where the list ends above the end of the area, rows before it come into sight.
        let mut last = at + 1;
        while last < len && used < room {
            used += tall(last);
            last += 1;
        }
        while last == len && top > 0 && used + tall(top - 1) <= room {
            top -= 1;
            used += tall(top);
        }
        self.top.set(top);
        self.row_height.set(u16::try_from(used.div_ceil(last - top)).unwrap_or(area.height));
        let mut y = area.y;
        let rows = (top..last).map(|row| {
            let area = Rect { y, height: height(row).max(1), ..area }.intersection(area);
            y = y.saturating_add(area.height);
            (row, area)
        });
        rows.collect()
    }

    /// Stores the layout of another cursor, for screens that choose the selected row while drawing.
    pub fn layout_at(&self, drawn: &ListCursor) {
        self.top.set(drawn.top.get());
        self.area.set(drawn.area.get());
        self.row_height.set(drawn.row_height.get());
    }

    /// The row at a cell of the area where the list was last drawn.
    #[must_use]
    pub fn hit(&self, column: u16, row: u16, len: usize) -> Option<usize> {
        let area = self.area.get();
        if !area.contains((column, row).into()) {
            return None;
        }
        let at = self.top.get() + usize::from((row - area.y) / self.row_height.get().max(1));
        (at < len).then_some(at)
    }

    /// Where the list was last drawn.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.area.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_stays_on_the_screen_and_the_list_moves_no_more_than_it_must() {
        let mut list = ListCursor::default();
        let area = Rect::new(0, 0, 10, 5);
        assert_eq!(list.layout(area, 1, 20), 0..5);
        (0..5).for_each(|_| list.go(CursorMotion::Down, 20));
        assert_eq!((list.selected(20), list.layout(area, 1, 20)), (Some(5), 1..6));
        list.go(CursorMotion::Up, 20);
        assert_eq!(list.layout(area, 1, 20), 1..6);
        list.go(CursorMotion::Last, 20);
        assert_eq!(list.layout(area, 1, 20), 15..20);
        assert_eq!(list.layout(area, 1, 3), 0..3, "a shorter list after a filter");
    }

    #[test]
    fn rows_of_several_heights_are_whole_where_they_are_selected() {
        let mut list = ListCursor::default();
        let area = Rect::new(0, 0, 10, 6);
        let heights = [2, 3, 2, 4, 2, 2];
        let seen = |list: &ListCursor| -> Vec<(usize, u16, u16)> {
            let rows = list.layout_tall(area, heights.len(), |row| heights[row]);
            rows.into_iter().map(|(row, area)| (row, area.y, area.height)).collect()
        };
        assert_eq!(seen(&list), [(0, 0, 2), (1, 2, 3), (2, 5, 1)]);
        list.select(2);
        assert_eq!(seen(&list), [(1, 0, 3), (2, 3, 2), (3, 5, 1)]);
        list.select(3);
        assert_eq!(seen(&list), [(2, 0, 2), (3, 2, 4)]);
        list.select(2);
        assert_eq!(seen(&list), [(2, 0, 2), (3, 2, 4)], "no further than it must");
        list.go(CursorMotion::Last, heights.len());
        assert_eq!(seen(&list), [(4, 0, 2), (5, 2, 2)], "the row before has no room");
        assert_eq!(list.layout_tall(area, 0, |_| 1), []);
        assert_eq!(list.layout_tall(Rect::new(0, 0, 10, 0), 6, |_| 1), []);
    }

    #[test]
    fn a_page_turns_the_list_under_the_selected_row() {
        let mut list = ListCursor::default();
        let area = Rect::new(0, 0, 10, 6);
        list.layout(area, 1, 20);
        list.select(1);
        list.layout(area, 1, 20);
        for (motion, selected, seen) in [
            (CursorMotion::PageDown, 7, 6..12),
            (CursorMotion::HalfDown, 10, 9..15),
            (CursorMotion::PageUp, 4, 3..9),
            (CursorMotion::PageUp, 0, 0..6),
            (CursorMotion::Last, 19, 14..20),
            (CursorMotion::PageDown, 19, 14..20),
        ] {
            list.go(motion, 20);
            assert_eq!((list.selected(20), list.layout(area, 1, 20)), (Some(selected), seen), "{motion:?}");
        }
    }

    #[test]
    fn the_first_time_what_comes_after_the_selected_row_is_seen_too() {
        let mut list = ListCursor::default();
        list.select(12);
        assert_eq!(list.layout(Rect::new(0, 0, 10, 9), 1, 30), 6..15);
        list.select(14);
        assert_eq!(list.layout(Rect::new(0, 0, 10, 9), 1, 30), 6..15, "after that it moves no more than it must");
        let mut last = ListCursor::default();
        last.select(29);
        assert_eq!(last.layout(Rect::new(0, 0, 10, 9), 1, 30), 21..30);
    }

    #[test]
    fn a_click_finds_its_row_and_nothing_below_the_last() {
        let list = ListCursor::default();
        list.layout(Rect::new(2, 3, 10, 6), 2, 2);
        assert_eq!(list.hit(2, 3, 2), Some(0));
        assert_eq!(list.hit(5, 6, 2), Some(1));
        assert_eq!(list.hit(5, 7, 2), None);
        assert_eq!(list.hit(0, 3, 2), None);
    }

    #[test]
    fn an_empty_list_and_an_area_without_height_have_no_rows() {
        let mut list = ListCursor::default();
        list.go(CursorMotion::Last, 0);
        assert_eq!(list.selected(0), None);
        assert_eq!(list.layout(Rect::new(0, 0, 5, 0), 1, 9), 0..0);
    }
}
