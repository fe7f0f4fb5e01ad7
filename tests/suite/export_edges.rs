//! Exports at the edges of what their formats hold: far years, parts of a story, other programs' habits.

use std::fmt::Write as _;
use std::fs;

use karwan::dossier::load::load;
use karwan::report::export::ExportOptions;
use serde_json::Value;

use crate::common::screen::{Karwan, dossier};
use crate::common::story::{day, export, export_with};
use crate::common::{command, frozen};

/// A story of one event a date.
fn dated(dates: &[&str]) -> std::sync::Arc<karwan::dossier::Dossier> {
    let mut text = "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\npublished = \"2025-01-01\"\n".to_owned();
    for (n, date) in dates.iter().enumerate() {
        let _ = write!(
            text,
            "[[events]]\nid = \"e{n}\"\ntitle = \"E{n}\"\nkind = \"visit\"\nstatus = \"expected\"\ndate = \"{date}\"\nsources = [\"a\"]\n"
        );
    }
    dossier(&text)
}

#[test]
fn years_before_our_era_and_far_ones_are_those_of_historians_on_a_timeline() {
    let dates = ["-0043-03-15", "0000", "0001-02", "Y170000002", "Y-170000002~", "2026-11"];
    let (text, _) = export("timelinejs", &dated(&dates), day("2026-11-24"));
    let slides: Value = serde_json::from_str(&text).expect("JSON");
    let mut years: Vec<i64> = slides["events"]
        .as_array()
        .expect("slides")
        .iter()
        .map(|slide| slide["start_date"]["year"].as_i64().expect("a year"))
        .collect();
    years.sort_unstable();
    assert_eq!(years, [-170_000_003, -44, -1, 1, 2026, 170_000_002]);
}

#[test]
fn no_day_stands_for_one_beyond_the_calendar() {
    for format in ["json", "csv", "ics", "geojson", "ftm", "timelinejs", "atom", "jsonfeed", "html"] {
        let (text, _) = export(format, &dated(&["Y170000002"]), day("2026-11-24"));
        let clamped = ["262142-", "262143-", "262142,", "262143,"];
        assert!(!clamped.iter().any(|day| text.contains(day)), "{format}: {text}");
    }
}

#[test]
fn no_alarm_rings_in_the_past() {
    let options = ExportOptions { alarm_days: Some(7), ..ExportOptions::default() };
    for (date, rings) in [("2026-11-30", 0), ("2026-12-01", 0), ("2026-12-02", 1), ("../2026-11-28", 0), ("2026-11", 0)]
    {
        let (text, _) = export_with("ics", &dated(&[date]), day("2026-11-24"), options, |_| true);
        assert_eq!(text.matches("BEGIN:VALARM").count(), rings, "{date}");
    }
}

#[test]
fn numbers_in_a_page_have_their_thousands_apart() {
    let text = "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\npublished = \"2025-01-01\"\n\
                [[figures]]\nabout = \"story\"\nmetric = \"m\"\nmin = 95000000\nunit = \"USD\"\nsource = \"a\"\n";
    for format in ["html", "markdown", "atom"] {
        let (text, _) = export(format, &dossier(text), day("2026-11-24"));
        let apart = text.replace('\u{202f}', " ").contains("95 000 000 USD");
        assert!(apart && !text.contains("95000000"), "{format}: {text}");
    }
}

#[test]
fn values_of_reports_have_their_thousands_apart_where_they_are_read() {
    let text = "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\npublished = \"2025-01-01\"\n\
                [[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\n\
                [[events.reports]]\nsource = \"a\"\nstatus = \"expected\"\ndate = \"2025-06\"\nvalues = { usd = 4800000000 }\n\
                [[events.reports]]\nsource = \"a\"\nvalues = { km = 57300 }\n";
    for format in ["html", "markdown", "atom", "jsonfeed", "timelinejs"] {
        let (text, _) = export(format, &dossier(text), day("2026-11-24"));
        let shown = text.replace('\u{202f}', " ");
        assert!(shown.contains("usd 4 800 000 000") && shown.contains("km 57 300"), "{format}: {text}");
    }
}

/// Exit code, standard output and error.
fn karwan(words: &[&str]) -> (u8, String, String) {
    command::run(&command::unattended(frozen::places()), words)
}

#[test]
fn a_part_of_the_story_is_a_feed_of_its_own_with_the_same_entries() {
    let feed = |query: &[&str]| -> Value {
        let (code, out, _) = karwan(&[&["export", "atom"][..], query].concat());
        assert_eq!(code, 0);
        let read = feed_rs::parser::parse(out.as_bytes()).expect("a feed");
        let ids: Vec<String> = read.entries.into_iter().map(|entry| entry.id).collect();
        serde_json::json!({ "id": read.id, "title": read.title.expect("a title").content, "entries": ids })
    };
    let (whole, gwadar, rail) = (feed(&[]), feed(&["port:gwadar"]), feed(&["rail"]));
    assert!(whole["id"] != gwadar["id"] && gwadar["id"] != rail["id"], "{whole} {gwadar}");
    assert_eq!(gwadar["id"], feed(&["port:gwadar"])["id"], "the same each time");
    assert!(gwadar["title"].as_str().expect("a title").ends_with(": port:gwadar"));
    let all = whole["entries"].as_array().expect("entries");
    assert!(gwadar["entries"].as_array().expect("entries").iter().all(|id| all.contains(id)), "an entry keeps its id");
}

#[test]
fn a_table_begins_with_a_mark_for_excel_where_it_is_asked_for() {
    let (code, out, _) = karwan(&["export", "csv", "kind:ports", "--bom"]);
    assert!(code == 0 && out.starts_with("\u{feff}id,name,"), "{out}");
    let (code, _, err) = karwan(&["export", "json", "--bom"]);
    assert!(code == 2 && err.contains("--bom is for `csv`"), "{err}");
}

#[test]
fn an_exported_json_that_is_opened_says_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.json");
    let (_, out, _) = karwan(&["export", "json"]);
    fs::write(&file, out).expect("written");
    let problems = load(&[file]).problems;
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("this is what `karwan export json` writes") && problems[0].line == 1, "{told:?}");
}

#[test]
fn slides_without_a_headline_or_with_an_empty_id_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, to) = (folder.path().join("t.json"), folder.path().join("dossier"));
    let slides = r#"{"events":[{"unique_id":"","start_date":{"year":"2026"},"text":{"headline":"","text":"<p>Only words</p>"}},
        {"unique_id":"","start_date":{"year":2027}}]}"#;
    fs::write(&file, slides).expect("written");
    let path = |path: &std::path::Path| path.to_str().expect("UTF-8").to_owned();
    let (code, _, err) = karwan(&["import", "timelinejs", &path(&file), "-o", &path(&to), "--yes"]);
    assert_eq!(code, 0, "{err}");
    let story = load(&[to]).dossier.expect("it opens");
    let named: Vec<(&str, &str)> = story.events.iter().map(|e| (e.id.as_str(), e.title.as_str())).collect();
    assert_eq!(named, [("only-words", "Only words"), ("slide-2", "Slide 2")]);
}

/// Ports by name, latitude and longitude.
fn ports(places: &[(&str, f64, f64)]) -> String {
    let mut text = "format = 1\n[story]\ntitle = \"S\"\n".to_owned();
    for (name, latitude, longitude) in places {
        let id = name.to_lowercase();
        let _ = write!(
            text,
            "[[ports]]\nid = \"{id}\"\nname = \"{name}\"\ncountry = \"IE\"\nlatitude = {latitude}\nlongitude = {longitude}\n"
        );
    }
    text
}

#[test]
fn a_map_shows_a_story_anywhere_with_its_coast() {
    for places in [
        [("Galway", 53.27, -9.05), ("Cork", 51.9, -8.47)],
        [("Suva", -18.14, 178.44), ("Apia", -13.83, -171.77)],
        [("Santos", -23.95, -46.33), ("Lagos", 6.45, 3.39)],
    ] {
        for keys in ["6", "6 f", "6 f f"] {
            let mut karwan = Karwan::with(dossier(&ports(&places)), 120, 40);
            karwan.press(keys);
            let screen = karwan.screen();
            let map: Vec<String> = screen.lines().skip(2).map(|line| line.chars().take(78).collect()).collect();
            for (name, ..) in places {
                assert!(map.iter().any(|line| line.contains(name)), "{name} after {keys}:\n{screen}");
            }
            let coast =
                map.iter().flat_map(|line| line.chars()).filter(|c| ('\u{2801}'..='\u{28ff}').contains(c)).count();
            assert!(coast > 5, "{coast} cells of coast:\n{screen}");
        }
    }
}

#[test]
fn a_map_without_anything_to_draw_says_so() {
    let text = "format = 1\n[story]\ntitle = \"S\"\n[[ports]]\nid = \"p\"\nname = \"P\"\ncountry = \"IE\"\n";
    let mut karwan = Karwan::with(dossier(text), 120, 40);
    karwan.press("6");
    karwan.sees("Nothing to draw: no port and no place of this story has coordinates.");
    let mut narrow = Karwan::with(dossier(text), 80, 24);
    narrow.press("6");
    narrow.sees("put one on the map.");
}

#[test]
fn a_bounding_box_across_the_180th_meridian_has_its_west_in_the_east() {
    let bbox = |places: &[(&str, f64, f64)]| -> Value {
        let (text, _) = export("geojson", &dossier(&ports(places)), day("2026-11-24"));
        let document: Value = serde_json::from_str(&text).expect("JSON");
        document["bbox"].clone()
    };
    let json = |numbers: [f64; 4]| serde_json::json!(numbers);
    assert_eq!(bbox(&[("Suva", -18.0, 178.0), ("Apia", -13.0, -171.0)]), json([178.0, -18.0, -171.0, -13.0]));
    assert_eq!(bbox(&[("Galway", 53.0, -9.0), ("Cork", 51.0, -8.0)]), json([-9.0, 51.0, -8.0, 53.0]));
    assert_eq!(bbox(&[("A", 0.0, -100.0), ("B", 1.0, 60.0)]), json([-100.0, 0.0, 60.0, 1.0]));
    assert_eq!(bbox(&[("A", 5.0, 7.0)]), json([7.0, 5.0, 7.0, 5.0]));
}

#[test]
fn a_map_of_a_page_is_drawn_around_the_story_too() {
    let (text, losses) =
        export("html", &dossier(&ports(&[("Suva", -18.14, 178.44), ("Apia", -13.83, -171.77)])), day("2026-11-24"));
    assert_eq!(losses.count("places beyond the edge of the map"), 0);
    assert!(text.contains("<svg") && text.contains(">Suva</title>") && text.contains(">Apia</title>"));
}
