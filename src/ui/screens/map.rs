//! Map: where is all this, and which route is closed? The picture, and beside it the same in words.
//!
//! ```text
//! ┏ Map ━━━━━━━━━━━━━━━━━━━━━━━━━┓╭ On the map ─────────╮     from 100 columns; below, one of the
//! ┃   coasts, corridors, ports   ┃│ ✕ a corridor closed │     two, and Tab turns the page, with the
//! ┃                              ┃│   ✕ its legs        │     card below
//! ┃                              ┃╰─────────────────────╯
//! ┃                              ┃╭ card ───────────────╮
//! ┗━ ✕ closed  ● open ━━━━━━━━━━━┛╰─────────────────────╯
//! ```

pub mod facts;
pub mod scene;
mod window;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::dossier::{CorridorStatus, Kind, Rec};
use crate::report::card;
use crate::settings::input::Action;
use crate::settings::theme::{GlyphSet, StyleRole};
use crate::text;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::map::{MapFeature, MapGlyphs, MapState, MapView, MapWidget};
use crate::ui::widgets::paint::{StyledText, owned};

use super::rows::{counted, draw_card, draw_content, draw_empty, draw_ways_out, new_badge};
use super::{Reply, Screen, ScreenContext, columns, motion};
use facts::MapItem;
use scene::MapTarget;

/// The number of columns from which a line of the list holds everything; below it takes two rows.
const ONE_ROW: u16 = 64;

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct MapScreen {
    on_list: bool,
    list: ListCursor,
    /// The last selected line, because a record alone does not identify a leg of a corridor.
    item: Option<MapItem>,
    /// `None` for the initial view, which fits the story into the area.
    view: Option<MapView>,
    /// The glyph set, as the number of steps from the first.
    glyphs: usize,
    /// The cell under the mouse while the map is dragged.
    held: Option<(u16, u16)>,
}

impl MapScreen {
    /// Map and what stands beside it, where there is room for both.
    fn beside(cx: &ScreenContext<'_>) -> Option<[Rect; 2]> {
        (cx.is_wide() && !cx.zoomed).then(|| columns(cx.area, [66, 34]))
    }

    /// The panes of map, list and card; with height 0 if not shown.
    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect, Rect) {
        let area = cx.area;
        if cx.zoomed {
            return if self.on_list { (Rect::ZERO, area, Rect::ZERO) } else { (area, Rect::ZERO, Rect::ZERO) };
        }
        if let Some([map, side]) = Self::beside(cx) {
            // The card takes up to half of the height, as much as it has to say.
            let half = (side.height / 2).min(side.height.saturating_sub(6));
            let columns = usize::from(side.width.saturating_sub(4));
            let lines = self.content(cx).map_or(0, |content| card::layout(&content, columns).len());
            let below = half.min(u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2).max(8));
            let (list, card) = (side.height - below, below);
            return (map, Rect { height: list, ..side }, Rect { y: side.y + list, height: card, ..side });
        }
        let card = (area.height / 4).clamp(5, 12).min(area.height.saturating_sub(5));
        let page = Rect { height: area.height - card, ..area };
        let card = Rect { y: page.bottom(), height: card, ..area };
        if self.on_list { (Rect::ZERO, page, card) } else { (page, Rect::ZERO, card) }
    }

    /// The cells of the picture: the pane without its frame. The same size if the list is on another page.
    fn picture(&self, cx: &ScreenContext<'_>) -> Rect {
        let pane = Self::beside(cx).map_or_else(
            || {
                let (map, list, _) = self.areas(cx);
                if map.is_empty() { list } else { map }
            },
            |[map, _]| map,
        );
        Rect {
            x: pane.x + 1,
            y: pane.y + 1,
            width: pane.width.saturating_sub(2),
            height: pane.height.saturating_sub(2),
        }
    }

    fn glyphs(&self, cx: &ScreenContext<'_>) -> MapGlyphs {
        let sets = match cx.paint.glyphs {
            GlyphSet::Unicode | GlyphSet::Words => &[MapGlyphs::Braille, MapGlyphs::HalfBlock, MapGlyphs::Ascii][..],
            GlyphSet::Ascii => &[MapGlyphs::Ascii][..],
        };
        sets[self.glyphs % sets.len()]
    }

    fn item(&self, cx: &ScreenContext<'_>) -> Option<MapItem> {
        let items = facts::items(cx);
        self.list.selected(items.len()).map(|n| items[n])
    }

    /// The card of the selected line.
    fn content(&self, cx: &ScreenContext<'_>) -> Option<card::RecordCard> {
        self.item(cx).map(|item| match item {
            MapItem::Leg(ix, leg) => card::leg(&cx.facts(), ix, leg),
            item => cx.card(item.rec(), card::CardExtent::Digest),
        })
    }

    /// The features of this frame, with the selected one marked.
    fn features(&self, cx: &ScreenContext<'_>) -> (Vec<MapFeature>, Option<MapTarget>) {
        let item = self.item(cx);
        let target = item.and_then(|item| item.target(cx));
        let corridor = item.and_then(|item| if let MapItem::Corridor(ix) = item { Some(ix) } else { None });
        (scene::features(cx, target, corridor), target)
    }

    fn go(&mut self, motion: CursorMotion, cx: &ScreenContext<'_>) {
        let items = facts::items(cx);
        self.list.go(motion, items.len());
        self.item = self.list.selected(items.len()).map(|n| items[n]);
        self.reveal(cx);
    }

    fn choose(&mut self, item: MapItem, cx: &ScreenContext<'_>) -> bool {
        let at = facts::items(cx).iter().position(|&other| other == item);
        if let Some(n) = at {
            self.list.select(n);
            self.item = Some(item);
        }
        at.is_some()
    }

    /// The line of the list for a feature of the map: if it stands for several legs, the leg of the selected corridor,
    /// otherwise the one whose status is drawn.
    fn item_of(&self, target: MapTarget, cx: &ScreenContext<'_>) -> Option<MapItem> {
        let way = match target {
            MapTarget::Port(ix) => return Some(MapItem::Port(ix)),
            MapTarget::Place(ix) => return Some(MapItem::Place(ix)),
            MapTarget::Way(way) => way,
        };
        let here = self.item.map(MapItem::rec);
        let legs: Vec<_> = scene::shown_legs(cx, way).collect();
        let drawn = scene::way_status(cx, way);
        let own = legs.iter().find(|(ix, _)| here == Some(Rec::Corridor(*ix)));
        let worst = legs.iter().find(|(ix, leg)| cx.snapshot[*ix].legs[*leg as usize].status == drawn);
        own.or(worst).map(|&(ix, leg)| MapItem::Leg(ix, leg))
    }

    fn draw_map(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, pane: Rect) {
        let (features, selected) = self.features(cx);
        let legend = legend(cx, &features, pane.width.saturating_sub(6).into());
        cx.paint.pane(buf, pane, "Map", &legend, !self.on_list);
        let area = self.picture(cx);
        let state = MapState { view: self.view(cx), selected: selected.map(|target| target.id(cx)) };
        let picture = MapWidget { features: &features, styles: scene::styles(cx), glyphs: self.glyphs(cx), state };
        if scene::extent(cx).is_empty() {
            let words = "Nothing to draw: no port and no place of this story has coordinates. `latitude` and `longitude` put \
                         one on the map.";
            for (line, y) in text::wrap(words, usize::from(area.width).saturating_sub(2)).iter().zip(area.y..) {
                cx.put(buf, area.x + 1, y, area.width, line, StyleRole::Quiet);
            }
        } else if !cx.paint.is_heard() {
            picture.render(area, buf);
        }
    }

    fn draw_list(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, pane: Rect) {
        let items = facts::items(cx);
        let count = |kind: Kind| {
            let rows = cx.shown.of(kind);
            counted(rows.len(), rows.total(), kind.noun(rows.total()))
        };
        let held = [Kind::Corridor, Kind::Port, Kind::Place].into_iter().filter(|&kind| cx.shown.of(kind).total() > 0);
        let note = held.map(count).collect::<Vec<_>>().join(" · ");
        let inner = cx.paint.pane(buf, pane, "On the map", &note, self.on_list);
        if items.is_empty() {
            let all = |count: &dyn Fn(Kind) -> usize| [Kind::Corridor, Kind::Port, Kind::Place].map(count).iter().sum();
            let (total, held) = (all(&|kind| cx.shown.of(kind).total()), all(&|kind| cx.dossier.count(kind)));
            draw_empty(cx, buf, inner, "corridors, ports and places", total, held);
            draw_ways_out(cx, buf, inner, self.on_list, &|cx| self.count(cx));
        }
        let height = if inner.width < ONE_ROW { 2 } else { 1 };
        for (n, y) in self.list.layout(inner, height, items.len()).zip((inner.y..).step_by(height.into())) {
            let mut words = facts::words(cx, items[n]);
            if !matches!(items[n], MapItem::Leg(..)) {
                words.badge.extend(new_badge(cx, items[n].rec(), inner.width).into_iter().map(owned));
            }
            let indent = if matches!(items[n], MapItem::Leg(..)) { 5 } else { 2 };
            if height == 1 {
                let more = ["   ", &*words.more].map(|part| (part, StyleRole::Quiet));
                let name = words.name.iter().map(|(part, role)| (part.as_str(), *role));
                let pieces: Vec<StyledText<&str>> = name.chain(more).collect();
                cx.row(buf, inner, y, &pieces, &words.badge);
            } else {
                cx.row(buf, inner, y, &words.name, &words.badge);
                let room = inner.width.saturating_sub(indent);
                cx.put(buf, inner.x + indent, y + 1, room, &words.more, StyleRole::Quiet);
            }
            if self.list.selected(items.len()) == Some(n) {
                cx.paint.select(buf, inner, y, height, self.on_list);
                if !self.on_list {
                    cx.paint.point_at(Position { x: inner.x, y });
                }
            }
        }
    }
}

/// `✕ closed  ● open  ▸◂ weakest leg`: the legend of the statuses on the map, as many as fit.
fn legend(cx: &ScreenContext<'_>, features: &[MapFeature], columns: usize) -> String {
    use CorridorStatus::{Agreed, Building, Closed, Idle, Open, Proposed, Restricted};
    let glyphs = cx.paint.glyphs;
    let lines = features.iter().filter(|feature| matches!(feature, MapFeature::Line { .. }));
    let drawn: Vec<Option<CorridorStatus>> = lines.map(|line| scene::way_status(cx, line.id())).collect();
    let mut words: Vec<String> = Vec::new();
    for status in [Closed, Restricted, Open, Building, Agreed, Proposed, Idle].map(Some).into_iter().chain([None]) {
        if drawn.contains(&status) {
            words.push(format!("{} {}", glyphs.corridor(status), status.map_or("unknown", CorridorStatus::word)));
        }
    }
    if features.iter().any(|f| matches!(f, MapFeature::Line { weakest: true, .. })) {
        words.insert(words.len().min(3), format!("{}{} weakest", glyphs.pick("▸", ">"), glyphs.pick("◂", "<")));
    }
    if !drawn.is_empty() {
        words.push(format!("{} port", scene::port_mark(glyphs)));
        words.push("legs together: the worst".to_owned());
    }
    let whole = words.join("  ");
    if text::width(&whole) <= columns {
        return whole;
    }
    while text::width(&words.join(" ")) > columns && words.pop().is_some() {}
    words.join(" ")
}

impl Screen for MapScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            if self.on_list {
                self.go(motion, cx);
            } else {
                self.walk(motion, cx);
            }
            return Reply::Done;
        }
        let across = i32::from(self.picture(cx).width / 10).max(1);
        match action {
            Action::NextPane | Action::PreviousPane => self.on_list = !self.on_list,
            Action::Left if !self.on_list => self.pan(-across, 0, cx),
            Action::Right if !self.on_list => self.pan(across, 0, cx),
            // Where the map is heard, it is this list.
            Action::Left | Action::Right => {}
            Action::ZoomIn => self.zoom(1, cx),
            Action::ZoomOut => self.zoom(-1, cx),
            Action::Fit => self.fit(cx),
            Action::MapGlyphs => self.glyphs = (self.glyphs + 1) % 3,
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (map, list, card) = self.areas(cx);
        if !map.is_empty() {
            self.draw_map(cx, buf, map);
        }
        if !list.is_empty() {
            self.draw_list(cx, buf, list);
        }
        if card.is_empty() {
            return;
        }
        if list.is_empty() {
            cx.paint.point_at(card.as_position());
        }
        match self.item(cx) {
            Some(MapItem::Leg(ix, leg)) => draw_content(cx, buf, card, &card::leg(&cx.facts(), ix, leg)),
            item => draw_card(cx, buf, card, item.map(MapItem::rec)),
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        self.item(cx).map(MapItem::rec)
    }

    fn kind(&self) -> Kind {
        Kind::Corridor
    }

    fn count(&self, cx: &ScreenContext<'_>) -> usize {
        [Kind::Corridor, Kind::Port, Kind::Place].map(|kind| cx.shown.of(kind).len()).iter().sum()
    }

    fn noun(&self, n: usize) -> &'static str {
        if n == 1 { "record on the map" } else { "records on the map" }
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        if let Some(item) = self.item.filter(|item| item.rec() == rec)
            && self.choose(item, cx)
        {
            return true;
        }
        let items = facts::items(cx);
        let Some(&item) = items.iter().find(|item| item.rec() == rec) else { return false };
        self.choose(item, cx)
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        self.held = None;
        let (map, list, _) = self.areas(cx);
        if map.contains((column, row).into()) {
            self.on_list = false;
            self.held = Some((column, row));
            let (features, _) = self.features(cx);
            let mut state = MapState::new(self.view(cx));
            let hit = state.select_at(self.picture(cx), &features, self.glyphs(cx), column, row);
            let item = hit.and_then(|id| MapTarget::of(id, cx)).and_then(|target| self.item_of(target, cx));
            if let Some(item) = item {
                self.choose(item, cx);
            }
            return Reply::Done;
        }
        if !list.contains((column, row).into()) {
            return Reply::Ignored;
        }
        self.on_list = true;
        let before = self.item(cx);
        let items = facts::items(cx);
        if let Some(n) = self.list.hit(column, row, items.len()) {
            if before == Some(items[n]) {
                return Reply::Open(items[n].rec());
            }
            self.choose(items[n], cx);
            self.reveal(cx);
        }
        Reply::Done
    }

    fn drag(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let Some((x, y)) = self.held else { return Reply::Ignored };
        self.pan(i32::from(x) - i32::from(column), i32::from(y) - i32::from(row), cx);
        self.held = Some((column, row));
        Reply::Done
    }

    fn wheel(&mut self, up: bool, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let (map, list, _) = self.areas(cx);
        if map.contains((column, row).into()) {
            let mut view = self.view(cx);
            view.zoom_at(self.picture(cx), (column, row), if up { 1 } else { -1 });
            self.view = Some(view);
        } else if list.contains((column, row).into()) {
            self.go(if up { CursorMotion::Up } else { CursorMotion::Down }, cx);
        }
        Reply::Done
    }
}
