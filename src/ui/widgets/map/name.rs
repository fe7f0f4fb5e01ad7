//! The names of seas and states, written where nothing else stands and letter-spaced where there is space.

use std::sync::OnceLock;

use ratatui::layout::Rect;

use super::feature::MapFeature;
use super::layout::{LabelLayout, MapText};
use super::raster::MapLayer;
use super::view::MapView;
use crate::geo::names::{NAMES, NameKind, SeaName};
use crate::geo::region::{RegionKind, is_sea};
use crate::text::width;

/// How far, in columns, a name may move from its position to a free one.
const REACH: u16 = 12;
/// The share of what it names that a letter-spaced name may cover.
const SPACED_SHARE: f64 = 0.45;

/// Writes the names that find space. A name with several positions is written once; one that a point is labelled with
/// is not written at all.
pub fn place(layout: &mut LabelLayout, view: &MapView, area: Rect, features: &[MapFeature]) {
    let labels = features.iter().filter_map(|feature| match feature {
        MapFeature::Point { at, label, .. } => view.cell_of(area, *at).map(|_| label.as_str()),
        MapFeature::Line { .. } => None,
    });
    let mut written: Vec<&str> = labels.collect();
    // A state that has found no space apart from what surrounds it may touch that.
    for margin in [1, 0] {
        for name in NAMES.iter().filter(|name| margin > 0 || name.kind == NameKind::Country) {
            let Some((x, y)) = view.cell_of(area, name.at).filter(|_| !written.contains(&name.text)) else { continue };
            let cell = (i32::from(x - area.x), i32::from(y - area.y));
            for lines in forms(name, view.km_per_cell()) {
                if let Some(rect) = free_place(layout, view, area, name, cell, &lines, margin) {
                    write(layout, name, rect, lines);
                    written.push(name.text);
                    break;
                }
            }
        }
    }
}

fn write(layout: &mut LabelLayout, name: &SeaName, rect: Rect, lines: Vec<String>) {
    layout.board.take(rect);
    for (text, y) in lines.into_iter().zip(rect.y..) {
        let own = columns(&text).min(rect.width);
        let rect = Rect::new(rect.x + (rect.width - own) / 2, y, own, 1);
        layout.names.push(MapText { rect, text, feature: None, name: Some(name.kind) });
    }
}

/// The ways to write a name, the widest first, limited by the extent of what it names.
fn forms(name: &SeaName, km_per_cell: f64) -> Vec<Vec<String>> {
    let text = match name.kind {
        NameKind::Water => name.text.to_owned(),
        NameKind::Country => name.text.to_uppercase(),
    };
    let letters: Vec<String> = text.chars().map(String::from).collect();
    let halves = text.split_once(' ').map(|(first, rest)| vec![first.to_owned(), rest.to_owned()]);
    let fits = |lines: &Vec<String>, share: f64| f64::from(widest(lines)) * km_per_cell <= name.km * share;
    let mut forms = Vec::new();
    forms.extend(Some(vec![letters.join(" ")]).filter(|lines| fits(lines, SPACED_SHARE)));
    forms.extend(Some(vec![text]).filter(|lines| fits(lines, 1.0)));
    forms.extend(halves.filter(|lines| fits(lines, 1.0)));
    forms
}

fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

fn widest(lines: &[String]) -> u16 {
    lines.iter().map(|line| columns(line)).max().unwrap_or(0)
}

/// The free position nearest to its own, with so many columns on either side. The name of a state may cross borders and
/// rivers if it has to.
fn free_place(
    layout: &LabelLayout,
    view: &MapView,
    area: Rect,
    name: &SeaName,
    (x, y): (i32, i32),
    lines: &[String],
    margin: u16,
) -> Option<Rect> {
    let (wide, high) = (usize::from(widest(lines)), lines.len());
    let corner = (x - i32::from(widest(lines)) / 2, y - i32::from(high > 1));
    let room = name.km / 4.0 / view.km_per_cell();
    let reach = (1..=REACH).take_while(|&reach| f64::from(reach) <= room).last().unwrap_or(1);
    let below = |highest: MapLayer| {
        steps(i32::from(reach)).find_map(|(dx, dy)| {
            let rect = layout.board.whole(corner.0 + dx, corner.1 + dy, wide, high)?;
            let at_edge = rect.x == 0 || rect.right() == area.width;
            let is_free = !at_edge && layout.board.is_free(rect) && is_below(layout, rect, highest, margin);
            (is_free && is_there(view, area, name, rect)).then_some(rect)
        })
    };
    let across = || (name.kind == NameKind::Country).then(|| below(MapLayer::Base(RegionKind::Border))).flatten();
    below(MapLayer::Empty).or_else(across)
}

/// Offsets from a position, in columns and rows, nearest first. Sorted once, because names need them often.
fn steps(reach: i32) -> impl Iterator<Item = (i32, i32)> {
    static ALL: OnceLock<Vec<(i32, i32)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let far = i32::from(REACH);
        let mut all: Vec<_> = (-far..=far).flat_map(|dx| (-far / 2..=far / 2).map(move |dy| (dx, dy))).collect();
        all.sort_by_key(|(dx, dy)| dx * dx + 4 * dy * dy);
        all
    });
    all.iter().copied().filter(move |(dx, dy)| dx.abs() <= reach && dy.abs() <= reach / 2)
}

/// Whether no line above this layer crosses a rectangle and so many columns on either side.
fn is_below(layout: &LabelLayout, rect: Rect, highest: MapLayer, margin: u16) -> bool {
    let columns = rect.x.saturating_sub(margin)..rect.right().saturating_add(margin);
    (rect.y..rect.bottom()).all(|y| columns.clone().all(|x| layout.raster.cell(x, y).layer <= highest))
}

/// Whether a name stands on what it names: a wide sea's on water, a state's on land.
fn is_there(view: &MapView, area: Rect, name: &SeaName, rect: Rect) -> bool {
    let wet = |x: u16| is_sea(view.at(area, area.x + x, area.y + rect.y));
    let mut places = [rect.x, rect.x + rect.width / 2, rect.right() - 1].into_iter();
    match name.kind {
        NameKind::Water if name.at_sea() => places.all(wet),
        NameKind::Water => true,
        NameKind::Country => !places.any(wet),
    }
}
