//! The map: places lie in the right cells, nothing is written over or cut, and states are told without colour.

use karwan::geo::region::RegionKind;
use karwan::geo::{LambertProjection, LatLon, distance, length};
use karwan::ui::widgets::map::{
    DotPattern, LabelLayout, MapFeature, MapGlyphs, MapLayer, MapState, MapStyles, MapView, MapWidget,
};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;

/// Twelve places on the shore; the cell of each on 200x60, 25 km a column, round 31° N 61° E, as worked out apart from
/// this program from Snyder's formulas.
const SHORE: [(&str, f64, f64, (u16, u16)); 12] = [
    ("Karachi, Manora Point", 24.793, 66.975, (122, 43)),
    ("Gwadar", 25.11, 62.335, (104, 42)),
    ("Bandar Abbas", 27.18, 56.28, (81, 37)),
    ("the tip of Musandam", 26.385, 56.38, (81, 39)),
    ("the strait of Kara-Bogaz", 41.07, 52.92, (74, 7)),
    ("Aktau", 43.64, 51.15, (70, 1)),
    ("Mumbai", 18.92, 72.835, (148, 55)),
    ("Muscat", 23.62, 58.57, (89, 45)),
    ("Chabahar", 25.28, 60.61, (97, 42)),
    ("Baku", 40.36, 49.84, (64, 8)),
    ("Poti", 42.145, 41.65, (39, 1)),
    ("Jebel Ali", 25.03, 55.06, (75, 42)),
];
const AREA: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };
const KARACHI: LatLon = LatLon::new(24.835, 66.982);
const SALALAH: LatLon = LatLon::new(16.945, 54.005);

fn layout(view: &MapView, area: Rect, features: &[MapFeature]) -> LabelLayout {
    LabelLayout::new(view, area, features, None, MapGlyphs::Braille)
}

fn point(id: usize, lat: f64, lon: f64, label: &str) -> MapFeature {
    let at = LatLon::new(lat, lon);
    MapFeature::Point { id, at, label: label.to_owned(), mark: "*", style: Style::new(), priority: 0 }
}

fn line(id: usize, points: &[LatLon], pattern: DotPattern, mark: &'static str, weakest: bool) -> MapFeature {
    MapFeature::Line { id, points: points.to_vec(), pattern, style: Style::new(), mark, weakest }
}

fn drawn(features: &[MapFeature], state: MapState, glyphs: MapGlyphs, area: Rect) -> Buffer {
    let mut buffer = Buffer::empty(area);
    MapWidget { features, styles: MapStyles::default(), glyphs, state }.render(area, &mut buffer);
    buffer
}

fn rows(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width);
    buffer.content.chunks(width).map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect()).collect()
}

#[test]
fn known_places_fall_on_the_cells_that_the_projection_gives_them() {
    let view = MapView::new(LatLon::new(31.0, 61.0), 25.0);
    for (name, lat, lon, cell) in SHORE {
        assert_eq!(view.cell_of(AREA, LatLon::new(lat, lon)), Some(cell), "{name}");
    }
}

#[test]
fn the_coast_passes_within_a_cell_of_every_place_on_the_shore_at_every_level() {
    for (name, lat, lon, _) in SHORE {
        for km in [2.0, 4.0, 8.0, 16.0, 32.0] {
            let layout = layout(&MapView::new(LatLon::new(lat, lon), km), Rect::new(0, 0, 81, 25), &[]);
            let mut around = (39..=41).flat_map(|x| (11..=13).map(move |y| (x, y)));
            assert!(
                around.any(|(x, y)| layout.raster.cell(x, y).layer == MapLayer::Base(RegionKind::Coast)),
                "no coast by {name} at {km} km a cell"
            );
        }
    }
}

#[test]
fn inland_places_have_no_coast_about_them() {
    for (name, lat, lon) in [("Islamabad", 33.68, 73.05), ("Kabul", 34.53, 69.17), ("Mashhad", 36.3, 59.6)] {
        let layout = layout(&MapView::new(LatLon::new(lat, lon), 4.0), Rect::new(0, 0, 81, 25), &[]);
        let mut all = (0..81).flat_map(|x| (0..25).map(move |y| (x, y)));
        assert!(!all.any(|(x, y)| layout.raster.cell(x, y).layer == MapLayer::Base(RegionKind::Coast)), "{name}");
    }
}

#[test]
fn distances_are_those_of_the_ellipsoid() {
    // Karney's own example, JFK to LHR; the quarter meridian of WGS 84; and the story's first way by sea.
    let jfk_lhr = distance(LatLon::new(40.6, -73.8), LatLon::new(51.6, -0.5));
    assert!((jfk_lhr.km - 5_551.759_400).abs() < 1e-5, "{jfk_lhr:?}");
    let quarter = distance(LatLon::new(0.0, 10.0), LatLon::new(90.0, 10.0));
    assert!((quarter.km - 10_001.965_729).abs() < 1e-5, "{quarter:?}");
    let way = distance(KARACHI, SALALAH);
    assert!((way.km - 1604.8).abs() < 2.0, "{way:?}");
    assert!((way.nautical_miles() * 1.852 - way.km).abs() < 1e-9);
}

#[test]
fn a_way_is_as_long_as_its_legs() {
    let gwadar = LatLon::new(25.11, 62.34);
    let legs = distance(KARACHI, gwadar).km + distance(gwadar, SALALAH).km;
    assert!((length(&[KARACHI, gwadar, SALALAH]).km - legs).abs() < 1e-9);
    assert!(length(&[KARACHI]).km.abs() < 1e-9 && length(&[]).km.abs() < 1e-9);
}

#[test]
fn patterns_marks_and_the_weakest_leg_are_told_without_colour_in_every_set() {
    let way = [LatLon::new(31.0, 58.0), LatLon::new(31.0, 66.0)];
    let state = MapState::new(MapView::new(LatLon::new(31.0, 62.0), 10.0));
    let area = Rect::new(0, 0, 80, 9);
    for glyphs in [MapGlyphs::Braille, MapGlyphs::HalfBlock, MapGlyphs::Ascii] {
        let patterns = [DotPattern::Solid, DotPattern::Dashed, DotPattern::DashDot, DotPattern::Dotted];
        let looks = patterns.map(|pattern| rows(&drawn(&[line(1, &way, pattern, "", false)], state, glyphs, area)));
        for (index, one) in looks.iter().enumerate() {
            assert!(!looks[..index].contains(one), "{glyphs:?}: {:?} looks like another", patterns[index]);
        }
        let weakest = rows(&drawn(&[line(1, &way, DotPattern::Solid, "x", true)], state, glyphs, area));
        let pointed = if glyphs == MapGlyphs::Ascii { ">x<" } else { "▸x◂" };
        assert!(weakest.iter().any(|row| row.contains(pointed)), "{glyphs:?}");
    }
}

#[test]
fn the_ascii_set_is_ascii() {
    let features = [line(1, &[KARACHI, SALALAH], DotPattern::Dotted, "x", true), point(2, 24.8, 67.0, "Karachi")];
    let buffer = drawn(&features, MapState::new(MapView::new(KARACHI, 12.0)), MapGlyphs::Ascii, AREA);
    assert!(buffer.content.iter().all(|cell| cell.symbol().is_ascii()));
}

#[test]
fn seas_and_states_are_named_and_the_strait_when_it_has_room() {
    let named = |centre: LatLon, km: f64| {
        let names = layout(&MapView::new(centre, km), Rect::new(0, 0, 120, 40), &[]).names;
        names.into_iter().map(|name| name.text).collect::<Vec<_>>().join("/")
    };
    let region = named(LatLon::new(28.0, 63.0), 32.0);
    for name in ["Arabian Sea", "PAKISTAN", "IRAN", "AFGHANISTAN", "TURKMENISTAN", "OMAN"] {
        let spaced = name.chars().map(String::from).collect::<Vec<_>>().join(" ");
        assert!(region.contains(name) || region.contains(&spaced), "{name} in {region}");
    }
    let strait = named(LatLon::new(26.4, 56.5), 5.0);
    assert!(strait.contains("Strait of Hormuz") || strait.contains("Strait/of Hormuz"), "{strait}");
}

#[test]
fn control_characters_of_a_label_do_not_reach_the_terminal() {
    let features = [point(1, 30.0, 62.0, "Gwa\u{1b}[2Jdar\u{202e}")];
    let state = MapState::new(MapView::new(LatLon::new(30.0, 62.0), 10.0));
    let buffer = drawn(&features, state, MapGlyphs::Braille, Rect::new(0, 0, 80, 9));
    assert!(buffer.content.iter().all(|cell| !cell.symbol().contains(['\u{1b}', '\u{202e}'])));
    assert!(rows(&buffer).iter().any(|row| row.contains("Gwa␛[2Jdar<U+202E>")));
}

#[test]
fn labels_thin_out_with_the_scale_and_the_important_ones_stay() {
    let mut features: Vec<MapFeature> = (0..200_u16)
        .map(|n| {
            let at = LatLon::new(26.0 + f64::from(n / 20), 55.0 + f64::from(n % 20));
            let label = format!("place {n}");
            MapFeature::Point { id: usize::from(n), at, label, mark: ".", style: Style::new(), priority: 2 }
        })
        .collect();
    features.push(point(999, 30.5, 64.5, "the port"));
    let area = Rect::new(0, 0, 120, 40);
    let labelled_of_seen = |km: f64| {
        let view = MapView::new(LatLon::new(30.5, 64.5), km);
        let layout = layout(&view, area, &features);
        assert!(layout.labels.iter().any(|label| label.text == "the port"), "at {km}");
        assert_eq!(layout.marks.len(), layout.labels.len(), "of the least important, no mark without a label");
        let seen = features.iter().filter(|feature| view.cell_of(area, feature.points()[0]).is_some());
        (layout.labels.len(), seen.count())
    };
    let (far, near) = (labelled_of_seen(40.0), labelled_of_seen(5.0));
    assert!(far.0 * 4 < far.1, "{far:?}");
    assert!(near.0 * 4 > near.1 * 3, "{near:?}");
}

#[test]
fn a_click_selects_the_point_or_the_line_under_it_and_nothing_elsewhere() {
    let area = Rect::new(3, 2, 80, 24);
    let way = [LatLon::new(32.0, 58.0), LatLon::new(32.0, 66.0)];
    let features = [line(7, &way, DotPattern::Solid, "", false), point(9, 29.0, 62.0, "Dalbandin")];
    let mut state = MapState::new(MapView::new(LatLon::new(30.5, 62.0), 12.0));
    let (x, y) = state.view.cell_of(area, LatLon::new(29.0, 62.0)).unwrap();
    assert_eq!(state.select_at(area, &features, MapGlyphs::Braille, x, y), Some(9));
    assert_eq!(state.select_at(area, &features, MapGlyphs::Braille, x + 4, y), Some(9), "its label counts too");
    let middle = LabelLayout::new(&state.view, area, &features, None, MapGlyphs::Braille);
    let x = 40;
    let y = (0..24).find(|&y| middle.raster.cell(x, y).layer == MapLayer::Line(0)).unwrap();
    assert_eq!(state.select_at(area, &features, MapGlyphs::Braille, area.x + x, area.y + y), Some(7));
    assert_eq!(state.select_at(area, &features, MapGlyphs::Braille, 5, 4), None);
    assert_eq!(state.select_at(area, &features, MapGlyphs::Braille, 0, 0), None, "beside the map");
    assert_eq!(state.selected, Some(7));
}

#[test]
fn the_selected_point_is_labelled_first_and_marked() {
    let features = [point(1, 18.1, 62.1, "first"), point(2, 18.11, 62.11, "second")];
    let mut state = MapState::new(MapView::new(LatLon::new(18.0, 62.0), 50.0));
    state.selected = Some(2);
    let styles = MapStyles { selected: Style::new().add_modifier(Modifier::REVERSED), ..MapStyles::default() };
    let area = Rect::new(0, 0, 40, 10);
    let mut buffer = Buffer::empty(area);
    MapWidget { features: &features, styles, glyphs: MapGlyphs::Braille, state }.render(area, &mut buffer);
    let reversed = buffer.content.iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED));
    assert_eq!(reversed.map(ratatui::buffer::Cell::symbol).collect::<String>(), "*second");
}

#[test]
fn next_goes_round_and_brings_what_it_selects_into_view() {
    let features = [point(5, 25.1, 62.3, "Gwadar"), point(6, 43.6, 51.2, "Aktau"), point(7, 18.9, 72.8, "Mumbai")];
    let mut state = MapState::new(MapView::new(LatLon::new(25.1, 62.3), 5.0));
    for expected in [5, 6, 7, 5] {
        state.next(AREA, &features, 1);
        assert_eq!(state.selected, Some(expected));
        let chosen = features.iter().find(|feature| feature.id() == expected).unwrap();
        assert!(state.view.cell_of(AREA, chosen.points()[0]).is_some());
    }
    state.next(AREA, &features, -1);
    assert_eq!(state.selected, Some(7));
    state.next(AREA, &[], 1);
    assert_eq!(state.selected, Some(7));
}

#[test]
fn pan_and_zoom_stay_within_the_map() {
    let mut view = MapView::new(LatLon::new(30.0, 62.0), 20.0);
    for _ in 0..200 {
        view.pan(-50, -50);
    }
    let centre = view.centre();
    assert!((0.0..=62.001).contains(&centre.lat) && (19.999..=120.0).contains(&centre.lon), "{centre:?}");
    view.zoom(100);
    assert!((view.km_per_cell() - 0.5).abs() < 1e-9);
    view.zoom(-100);
    assert!((view.km_per_cell() - 120.0).abs() < 1e-9);
    assert!(MapView::new(LatLon::new(500.0, -500.0), f64::NAN).km_per_cell().is_finite());
}

#[test]
fn a_map_without_room_draws_nothing_and_does_not_fail() {
    let features = [point(1, 25.1, 62.3, "Gwadar"), line(2, &[KARACHI, SALALAH], DotPattern::Solid, "x", true)];
    for (width, height) in [(0, 0), (1, 1), (0, 5), (5, 0), (2, 1), (20, 5)] {
        let area = Rect::new(0, 0, width, height);
        let mut state = MapState::new(MapView::new(LatLon::new(25.1, 62.3), 10.0));
        state.fit(area, &features);
        state.next(area, &features, 1);
        drawn(&features, state, MapGlyphs::Braille, area);
    }
}

fn place() -> impl Strategy<Value = LatLon> {
    (0.5..61.5, 20.5..119.5).prop_map(|(lat, lon)| LatLon::new(lat, lon))
}

fn feature() -> impl Strategy<Value = MapFeature> {
    let label = prop_oneof!["[A-Z][a-z]{0,14}", "[A-Z][a-z]{2,9} [a-z]{2,9}", "[گوادرکراچی]{1,8}", "[北京上海]{1,6}"];
    let near = || (22.0..34.0, 55.0..72.0).prop_map(|(lat, lon)| LatLon::new(lat, lon));
    (near(), near(), label, 0..4_u8, any::<bool>(), 0..4_u8).prop_map(|(at, to, label, priority, weakest, kind)| {
        if kind == 0 {
            line(0, &[at, to], DotPattern::Dashed, "x", weakest)
        } else {
            MapFeature::Point { id: 0, at, label, mark: "*", style: Style::new(), priority }
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_is_cut_at_the_edge_and_nothing_is_written_over(
        features in prop::collection::vec(feature(), 0..70),
        (width, height) in (1..210_u16, 1..64_u16),
        km in 0.5..120.0_f64,
        centre in (22.0..34.0, 55.0..72.0),
        ascii in any::<bool>(),
    ) {
        let area = Rect::new(2, 1, width, height);
        let state = MapState::new(MapView::new(LatLon::new(centre.0, centre.1), km));
        let glyphs = if ascii { MapGlyphs::Ascii } else { MapGlyphs::Braille };
        let layout = LabelLayout::new(&state.view, area, &features, None, glyphs);
        let mut buffer = Buffer::empty(Rect::new(0, 0, width + 4, height + 2));
        MapWidget { features: &features, styles: MapStyles::default(), glyphs, state }.render(area, &mut buffer);
        let texts: Vec<_> =
            layout.marks.iter().chain(&layout.labels).chain(&layout.names).chain(layout.scale.iter()).collect();
        for (index, text) in texts.iter().enumerate() {
            let rect = text.rect;
            prop_assert!(rect.right() <= width && rect.bottom() <= height, "{text:?} is cut");
            prop_assert_eq!(usize::from(rect.width), karwan::text::width(&text.text), "{:?} has another width", text);
            for other in &texts[..index] {
                prop_assert!(!rect.intersects(other.rect), "{text:?} on {other:?}");
            }
            // Whole on the screen: a wide character leaves the cell after it empty.
            let mut shown = String::new();
            let mut x = area.x + rect.x;
            while x < area.x + rect.right() {
                let symbol = buffer[(x, area.y + rect.y)].symbol();
                shown.push_str(symbol);
                x += u16::try_from(karwan::text::width(symbol).max(1)).unwrap();
            }
            prop_assert_eq!(&shown, &text.text);
        }
        // And not a cell beside the area is touched.
        for (x, y) in buffer.area.positions().map(|at| (at.x, at.y)).filter(|&at| !area.contains(at.into())) {
            prop_assert_eq!(buffer[(x, y)].symbol(), " ");
        }
    }

    #[test]
    fn a_point_comes_back_from_the_plane(at in place()) {
        let projection = LambertProjection::region();
        let back = projection.inverse(projection.forward(at));
        prop_assert!((back.lat - at.lat).abs() < 1e-9 && (back.lon - at.lon).abs() < 1e-9, "{at:?} {back:?}");
    }

    #[test]
    fn a_cell_holds_the_point_that_it_stands_for(
        at in place(), km in 0.5..120.0_f64, x in 0..200_u16, y in 0..60_u16,
    ) {
        let view = MapView::new(at, km);
        let there = view.at(AREA, x, y);
        // Beyond the cone's seam, far off the map, the plane has no point to give.
        prop_assume!((-60.0..84.0).contains(&there.lat) && (there.lon - 64.0).abs() < 150.0);
        prop_assert_eq!(view.cell_of(AREA, there), Some((x, y)));
    }

    #[test]
    fn zooming_at_a_cell_keeps_what_lies_under_it(
        at in (15.0..45.0, 40.0..90.0), steps in -3..4_i32, x in 20..180_u16, y in 10..50_u16,
    ) {
        let mut view = MapView::new(LatLon::new(at.0, at.1), 4.0);
        let before = view.at(AREA, x, y);
        view.zoom_at(AREA, (x, y), steps);
        prop_assert_eq!(view.cell_of(AREA, before), Some((x, y)));
    }

    #[test]
    fn what_is_fitted_is_seen(
        points in prop::collection::vec((10.0..55.0, 30.0..100.0), 1..12), width in 20..200_u16, height in 8..60_u16,
    ) {
        let points: Vec<LatLon> = points.into_iter().map(|(lat, lon)| LatLon::new(lat, lon)).collect();
        let area = Rect::new(0, 0, width, height);
        let mut view = MapView::new(LatLon::new(30.0, 60.0), 10.0);
        view.fit(area, points.iter().copied());
        prop_assume!(view.km_per_cell() < 119.0);
        for at in points {
            prop_assert!(view.cell_of(area, at).is_some(), "{at:?} in {view:?}");
        }
    }
}
