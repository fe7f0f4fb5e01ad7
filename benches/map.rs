//! Frame times at 200x60 of the map, the widget with everything on it, and of the whole screen with the map, charts and
//! ties of the built-in story: median and 99th percentile.

use std::hint::black_box;
use std::time::{Duration, Instant};

use karwan::dossier::load::built_in;
use karwan::geo::{LatLon, geodesic};
use karwan::settings::input::{Keymap, ScreenId, key};
use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::ui::app::{Model, ModelStart};
use karwan::ui::message::Message;
use karwan::ui::widgets::map::{DotPattern, MapFeature, MapGlyphs, MapState, MapStyles, MapView, MapWidget};
use karwan::ui::widgets::notes::FrameKind;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

const FRAMES: usize = 400;
const AREA: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };

/// Ninety places and as many ways between them: half as much again as the built-in story has.
fn features() -> Vec<MapFeature> {
    let places: Vec<LatLon> = (0..90_u16)
        .map(|n| LatLon::new(18.0 + f64::from(n * 37 % 90) * 0.35, 42.0 + f64::from(n * 53 % 90) * 0.45))
        .collect();
    let ways = places.windows(2).enumerate().map(|(id, ends)| MapFeature::Line {
        id,
        points: geodesic(ends[0], ends[1], 50.0),
        pattern: DotPattern::Dashed,
        style: Style::new(),
        mark: "x",
        weakest: id % 9 == 0,
    });
    let points = places.iter().enumerate().map(|(n, &at)| MapFeature::Point {
        id: 1000 + n,
        at,
        label: format!("Place {n}"),
        mark: "*",
        style: Style::new(),
        priority: u8::from(n > 9) + u8::from(n > 30),
    });
    ways.chain(points).collect()
}

/// The whole screen with the built-in story: title, tabs, map, list, card and hints, after a key each time.
fn whole_screen() {
    let dossier = built_in().dossier.expect("the built-in story has no errors");
    let mut model = Model::new(ModelStart {
        dossier,
        today: "2026-11-24".parse().expect("a day"),
        as_of: None,
        filter: String::new(),
        screen: ScreenId::Map,
        keymap: Keymap::default(),
        saved: Vec::new(),
        paint: DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode),
        frames: FrameKind::Seen,
        mouse: true,
        read_only: false,
        size: (AREA.width, AREA.height),
    });
    let mut buffer = Buffer::empty(AREA);
    println!("whole screen, {}x{}, the built-in story, {FRAMES} frames, a key before each", AREA.width, AREA.height);
    for (name, before, keys) in [
        ("first view, panned", "", ["l", "h"]),
        ("all corridors, panned", "f", ["l", "h"]),
        ("around Gwadar, panned", "/ p o r t : g w a d a r Enter f Esc", ["l", "h"]),
        ("through the list", "f f Tab", ["j", "k"]),
        ("a day back and forward", "1 6", ["[", "]"]),
        ("charts, from one to the next", "5 c", ["l", "h"]),
        ("charts, through the values", "5 c", ["j", "k"]),
        ("charts, bars and series", "5 c l l l l", ["c", "c"]),
        ("ties, through the list", "4 w", ["j", "k"]),
        ("ties, to the middle and back", "4 w j j", ["Enter", "Backspace"]),
        ("overview", "1", ["j", "k"]),
        ("ports and corridors", "5", ["j", "k"]),
    ] {
        let press = |model: &mut Model, name: &str| {
            let key = key::parse(name).expect("a key");
            model.update(Message::KeyPressed(key));
        };
        before.split_whitespace().for_each(|name| press(&mut model, name));
        let mut frame = |name: Option<&str>| {
            let begun = Instant::now();
            if let Some(name) = name {
                press(&mut model, name);
            }
            buffer.reset();
            model.draw(&mut buffer, AREA);
            black_box(&buffer);
            begun.elapsed()
        };
        let first = frame(None);
        let mut times: Vec<Duration> = (0..FRAMES).map(|n| frame(Some(keys[n % 2]))).collect();
        times.sort_unstable();
        let (median, late) = (times[FRAMES / 2], times[FRAMES * 99 / 100]);
        println!("{name:33} median {median:>9.1?}   p99 {late:>9.1?}   first {first:>9.1?}");
    }
}

fn main() {
    whole_screen();
    let features = features();
    let mut buffer = Buffer::empty(AREA);
    println!("map, {}x{}, {} features, {FRAMES} frames", AREA.width, AREA.height, features.len());
    for (name, centre, km) in [
        ("widest", LatLon::new(31.0, 70.0), 60.0),
        ("region", LatLon::new(31.0, 62.0), 24.0),
        ("one country", LatLon::new(29.0, 66.0), 9.0),
        ("finest level, widest", LatLon::new(25.0, 58.0), 2.4),
        ("one port", LatLon::new(25.1, 62.3), 1.0),
    ] {
        for glyphs in [MapGlyphs::Braille, MapGlyphs::HalfBlock, MapGlyphs::Ascii] {
            let mut state = MapState::new(MapView::new(centre, km));
            let mut frame = |columns| {
                state.pan(columns, 0);
                let begun = Instant::now();
                buffer.reset();
                MapWidget { features: &features, styles: MapStyles::default(), glyphs, state }
                    .render(AREA, &mut buffer);
                black_box(&buffer);
                begun.elapsed()
            };
            let first = frame(0);
            let mut times: Vec<Duration> = (0..FRAMES).map(|n| frame(if n % 2 == 0 { 1 } else { -1 })).collect();
            times.sort_unstable();
            let (median, late) = (times[FRAMES / 2], times[FRAMES * 99 / 100]);
            println!("{name:22} {glyphs:10?} median {median:>9.1?}   p99 {late:>9.1?}   first {first:>9.1?}");
        }
    }
}
