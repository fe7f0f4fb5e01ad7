//! The map screen: everything in the picture stands in its list, both follow the day and the filter, and no status is
//! told by colour alone.

use crate::common::{frozen, on, screen};

use chrono::NaiveDate;
use karwan::dossier::{CorridorStatus, Rec};
use karwan::settings::theme::{ColorTheme, StyleRole, ThemeKind};
use karwan::story::lines::MapLines;
use karwan::ui::message::MouseKind;
use karwan::ui::screens::map::facts::{self, MapItem};
use karwan::ui::screens::map::scene::{self, MapTarget};
use karwan::ui::widgets::map::MapFeature;
use on::on;
use screen::{Karwan, dossier, story, today};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// The columns of the map's pane at 120 and 160 columns.
fn map_pane(columns: u16) -> u16 {
    columns - columns * 34 / 100
}

#[test]
fn every_fact_of_the_picture_stands_in_the_list() {
    let story = story();
    for (date, filter) in [("2025-10-01", ""), ("2025-10-20", ""), ("2026-11-24", ""), ("2026-11-24", "gwadar")] {
        on(&story, day(date), filter, |cx| {
            let items = facts::items(cx);
            let features = scene::features(cx, None, None);
            assert!(features.len() > 8, "{date} {filter}: {}", features.len());
            for feature in &features {
                let target = MapTarget::of(feature.id(), cx).expect("a feature stands for something");
                assert_eq!(target.id(cx), feature.id());
                let about: Vec<String> = items
                    .iter()
                    .filter(|item| item.target(cx) == Some(target))
                    .map(|&item| facts::words(cx, item).text())
                    .collect();
                let says = |words: &str| about.iter().any(|line| line.contains(words));
                match feature {
                    MapFeature::Point { label, mark, .. } => assert!(says(label) && says(mark), "{label}: {about:?}"),
                    MapFeature::Line { id, mark, weakest, .. } => {
                        let status = scene::way_status(cx, *id);
                        assert!(
                            says(mark) && says(status.map_or("unknown", CorridorStatus::word)),
                            "{mark}: {about:?}"
                        );
                        assert_eq!(says("the weakest leg"), *weakest, "{about:?}");
                        let ends = cx.ways.all()[*id].ends;
                        assert!(says(story.spot_name(ends.0)) && says(story.spot_name(ends.1)), "{about:?}");
                    }
                }
            }
        });
    }
}

#[test]
fn every_leg_of_a_shown_corridor_has_a_line_on_the_map_and_one_in_the_list() {
    let story = story();
    on(&story, today(), "", |cx| {
        let items = facts::items(cx);
        let features = scene::features(cx, None, None);
        let mut lines = 0;
        for rec in cx.shown.of(karwan::dossier::Kind::Corridor).iter() {
            let Rec::Corridor(ix) = rec else { panic!("a corridor") };
            for leg in (0..).take(story[ix].legs.len()) {
                assert!(items.contains(&MapItem::Leg(ix, leg)));
                let way = cx.ways.of_leg(ix, leg).expect("every place of the story has coordinates");
                assert!(features.iter().any(|feature| feature.id() == way));
                lines += 1;
            }
        }
        let drawn = features.iter().filter(|feature| matches!(feature, MapFeature::Line { .. })).count();
        assert!(drawn < lines, "legs between the same places are one line: {drawn} of {lines}");
    });
}

#[test]
fn legs_between_the_same_places_are_drawn_in_the_worst_status_and_the_list_says_so() {
    let story = story();
    on(&story, today(), "", |cx| {
        // The railway is shut at Taftan, the road beside it is open.
        let leg = |id: &str, n| match story.find(id) {
            Some(Rec::Corridor(ix)) => (ix, n),
            other => panic!("{other:?}"),
        };
        let (rail, road) = (leg("iti", 2), leg("karachi-taftan", 3));
        let way = cx.ways.of_leg(rail.0, rail.1);
        assert_eq!(way, cx.ways.of_leg(road.0, road.1));
        assert_eq!(scene::way_status(cx, way.unwrap()).map(CorridorStatus::word), Some("closed"));
        let words = |(ix, n)| facts::words(cx, MapItem::Leg(ix, n)).text();
        assert!(words(rail).contains("closed") && !words(rail).contains("drawn as"), "{}", words(rail));
        assert!(words(road).contains("open") && words(road).contains("drawn as closed"), "{}", words(road));
    });
}

#[test]
fn the_first_view_names_the_states_that_the_story_is_about() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("6");
    for state in ["PAKISTAN", "KAZAKHSTAN", "AFGHANISTAN", "UZBEKISTAN"] {
        karwan.sees(state);
    }
}

#[test]
fn a_ship_goes_round_the_coast_and_a_course_is_looked_for_once() {
    let story = story();
    let ways = MapLines::of(&story);
    let Some(Rec::Corridor(chabahar)) = story.find("chabahar-route") else { panic!("a corridor") };
    let way = &ways.all()[ways.of_leg(chabahar, 0).unwrap()];
    assert!(way.course().len() > 2);
    assert!(std::ptr::eq(way.course(), way.course()));
}

#[test]
fn the_crossings_open_and_close_with_the_day_on_the_map_in_the_table_and_in_the_list() {
    let torkham = |date: &str| {
        let mut karwan = Karwan::as_of(date, 160, 51);
        karwan.press("6");
        let (x, y) = karwan.find("Torkham");
        assert!(x < map_pane(160), "its label stands on the map");
        let colour = karwan.buffer()[(x, y)].fg;
        karwan.press("5");
        let screen = karwan.screen();
        let row = screen.lines().find(|line| line.contains("Road through Kabul under TIR")).expect("a row").to_owned();
        (colour, row.contains("closed"))
    };
    let colour = |role| ColorTheme::new(ThemeKind::Dark).style(role).fg.expect("a colour");
    assert_eq!(torkham("2025-10-01"), (colour(StyleRole::Good), false));
    assert_eq!(torkham("2025-10-20"), (colour(StyleRole::Warning), true));

    let listed = |date: &str| -> serde_json::Value {
        let args = ["list", "corridors", "--format", "json", "--as-of", date];
        let output = frozen::karwan().args(args).output().expect("it runs");
        let all: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("JSON");
        all.into_iter().find(|corridor| corridor["id"] == "trans-afghan-road").expect("the corridor")
    };
    let (before, after) = (listed("2025-10-01"), listed("2025-10-20"));
    assert_eq!((&before["status"], &after["status"]), (&"open".into(), &"closed".into()));
    assert_eq!(after["weakest_leg"], serde_json::json!(["torkham", "kabul"]));
    assert_eq!(after["since"], "2025-10-12~");
    assert!(after["days_closed"].as_u64() > before["days_closed"].as_u64());
    assert_eq!(after["length_km"], serde_json::Value::Null);
    assert!(after["great_circle_km"].as_f64() > Some(2000.0));
}

#[test]
fn stepping_through_time_keeps_the_view_and_what_is_selected() {
    let mut karwan = Karwan::as_of("2025-10-01", 160, 50);
    karwan.press("6 + +");
    let before = karwan.find("Karachi");
    karwan.press("Tab G k k");
    let selected = karwan.model.selected();
    karwan.press("T");
    assert_eq!(karwan.model.selected(), selected);
    karwan.press("Tab f");
    assert_ne!(karwan.find("Karachi"), before);
}

#[test]
fn no_label_is_cut_whole_region_and_around_gwadar() {
    let story = story();
    let names: Vec<&str> = story
        .ports
        .iter()
        .map(|port| port.name.as_str())
        .chain(story.places.iter().map(|place| place.name.as_str()))
        .collect();
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        for keys in ["6", "6 f", "6 + + + + l l j j"] {
            let mut karwan = Karwan::new(columns, rows);
            karwan.press(keys);
            let screen = karwan.screen();
            let pane = if columns < 100 { columns } else { map_pane(columns) };
            let mut seen = 0;
            for line in screen.lines().skip(3).take(usize::from(rows) - 5) {
                let line: String = line.chars().take(pane.into()).collect();
                for name in names.iter().filter(|name| name.chars().count() > 6) {
                    let head: String = name.chars().take(6).collect();
                    if line.contains(&head) {
                        let whole = names.iter().any(|other| other.starts_with(&head) && line.contains(*other));
                        assert!(whole, "{name} is cut at {columns}x{rows} after {keys}:\n{line}");
                        seen += 1;
                    }
                }
            }
            assert!(seen > 0 || keys.contains('l'), "{columns}x{rows} {keys}");
        }
    }
}

/// A corridor of one long leg whose status is the word; `unknown`: nobody says.
fn one_leg(status: &str) -> String {
    let report = if status == "unknown" {
        String::new()
    } else {
        format!("[[corridors.reports]]\nsource = \"a\"\nstatus = \"{status}\"\n")
    };
    format!(
        r#"
format = 1
[story]
title = "One leg"
[[articles]]
id = "a"
title = "An article"
outlet = "A paper"
published = "2025-01-01"
[[places]]
id = "west"
name = "West"
kind = "city"
latitude = 33.0
longitude = 55.0
[[places]]
id = "east"
name = "East"
kind = "city"
latitude = 31.0
longitude = 68.0
[[corridors]]
id = "way"
name = "The way"
[[corridors.legs]]
from = "west"
to = "east"
mode = "road"
{report}"#
    )
}

#[test]
fn without_colour_and_in_ascii_every_status_looks_another_way() {
    let statuses = ["open", "restricted", "idle", "building", "agreed", "proposed", "closed", "unknown"];
    let look = |status: &str, plain: bool| {
        let dossier = dossier(&one_leg(status));
        let mut karwan = if plain { Karwan::plain(dossier, 120, 40) } else { Karwan::with(dossier, 120, 40) };
        // A leg that is selected has a mark always; the place in the list is not.
        karwan.press("6 Tab G Tab");
        let screen = karwan.screen();
        let pane: usize = (map_pane(120) - 1).into();
        // Without the frame and the legend in it.
        screen.lines().skip(3).take(35).map(|l| l.chars().take(pane).skip(1).collect()).collect::<Vec<String>>()
    };
    for plain in [true, false] {
        let looks: Vec<Vec<String>> = statuses.iter().map(|status| look(status, plain)).collect();
        for (n, one) in looks.iter().enumerate() {
            for (m, other) in looks[..n].iter().enumerate() {
                assert_ne!(one, other, "{} and {} look the same", statuses[n], statuses[m]);
            }
            if plain {
                assert!(one.iter().all(|line| line.is_ascii()), "{}", statuses[n]);
            }
        }
    }
}

#[test]
fn without_colour_and_in_ascii_every_status_has_its_mark_and_word_in_the_table_of_corridors() {
    let statuses = ["open", "restricted", "idle", "building", "agreed", "proposed", "closed", "unknown"];
    let mut marks: Vec<String> = statuses
        .iter()
        .map(|status| {
            let mut karwan = Karwan::plain(dossier(&one_leg(status)), 120, 40);
            karwan.press("5 Tab");
            let screen = karwan.screen();
            let row = screen.lines().find(|line| line.contains("The way")).expect("a row");
            assert!(row.is_ascii() && row.contains(status), "{status}: {row}");
            let before: String = row.chars().rev().skip_while(|c| *c != 'y').skip("The way ".len() - 1).collect();
            before.trim_start().chars().next().map(String::from).unwrap_or_default()
        })
        .collect();
    marks.sort_unstable();
    marks.dedup();
    assert_eq!(marks.len(), statuses.len(), "{marks:?}");
}

#[test]
fn what_is_selected_in_the_list_is_selected_on_the_map_and_the_other_way_round() {
    let mut karwan = Karwan::new(160, 50);
    karwan.press("6");
    let (x, y) = karwan.find("Karachi ");
    karwan.point(MouseKind::Click, x, y);
    let karachi = story().find("karachi");
    assert_eq!(karwan.model.selected(), karachi);
    karwan.press("Tab");
    karwan.sees("port, PK");
    karwan.press("j");
    assert_ne!(karwan.model.selected(), karachi);
    karwan.press("k Enter");
    karwan.sees("━ Karachi ━");
    // below what was said of it
    let way = "Karachi–Gwadar 470 km (254 nmi)";
    (0..20).for_each(|_| {
        if !karwan.screen().contains(way) {
            karwan.press("PageDown");
        }
    });
    karwan.sees(way);
    karwan.press("Backspace");
    assert_eq!(karwan.model.selected(), karachi);
}

#[test]
fn the_map_is_dragged_panned_and_zoomed() {
    let mut karwan = Karwan::new(160, 50);
    karwan.press("6");
    let (x, y) = karwan.find("Bandar Abbas (");
    karwan.point(MouseKind::Click, 60, 30);
    karwan.point(MouseKind::Drag, 63, 31);
    karwan.point(MouseKind::Drag, 65, 32);
    assert_eq!(karwan.find("Bandar Abbas ("), (x + 5, y + 2));
    let scale = |karwan: &Karwan| karwan.screen().lines().find(|line| line.contains(" km  ")).map(str::to_owned);
    let near = scale(&karwan);
    karwan.point(MouseKind::ScrollDown, 60, 30);
    karwan.point(MouseKind::ScrollDown, 60, 30);
    assert_ne!(scale(&karwan), near);
    karwan.press("+ +");
    let before = karwan.screen();
    karwan.press("l");
    assert_ne!(karwan.screen(), before);
    karwan.press("h");
    assert_eq!(karwan.screen(), before);
    karwan.press("j k");
    assert_eq!(karwan.screen(), before);
    let selected = karwan.model.selected();
    karwan.point(MouseKind::ScrollDown, 130, 10);
    karwan.press("Tab j j j j j");
    assert_ne!(karwan.model.selected(), selected, "the wheel and the keys move in the list");
}

#[test]
fn the_filter_takes_corridors_and_places_off_the_map_and_the_list() {
    let mut karwan = Karwan::new(160, 50);
    karwan.press("6");
    karwan.sees("17 corridors · 9 ports · 73 places");
    karwan.press("/ 'port:gwadar Enter");
    karwan.sees("of 17 corridors · 1 of 9 ports");
    karwan.sees("of 17 corridors");
    karwan.press("f");
    karwan.sees("Gwadar");
    karwan.sees_not("Aktau");
    karwan.press("Esc");
    karwan.sees("17 corridors · 9 ports · 73 places");
    karwan.press("/ 'zzzz Enter");
    karwan.press("Tab");
    karwan.sees("Esc clears it");
}

#[test]
fn a_narrow_terminal_turns_the_page_between_map_and_list() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("6");
    karwan.sees("Map ━");
    karwan.sees_not("On the map");
    karwan.press("Tab");
    karwan.sees("On the map");
    karwan.sees("every leg is open");
    karwan.press("Tab");
    karwan.sees("Map ━");
}

#[test]
fn the_map_is_drawn_in_braille_in_half_blocks_and_in_ascii() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("6");
    let has = |karwan: &Karwan, range: std::ops::RangeInclusive<char>| {
        let screen = karwan.screen();
        screen.lines().any(|line| line.chars().take(70).any(|c| range.contains(&c)))
    };
    assert!(has(&karwan, '\u{2801}'..='\u{28ff}'));
    karwan.press("b");
    assert!(!has(&karwan, '\u{2801}'..='\u{28ff}') && has(&karwan, '▀'..='█'));
    karwan.press("b");
    assert!(!has(&karwan, '▀'..='█') && has(&karwan, '#'..='#'));
    karwan.press("b");
    assert!(has(&karwan, '\u{2801}'..='\u{28ff}'));
}
