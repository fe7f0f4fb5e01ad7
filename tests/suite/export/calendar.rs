//! The calendar, read by a parser that did not write it.

use std::io::BufReader;

use ical::IcalParser;
use ical::parser::Component as _;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use karwan::report::export::ExportOptions;

use crate::common::frozen;
use crate::common::story::{HOSTILE, day, export, export_with, hostile};

fn read(text: &str) -> IcalCalendar {
    let mut calendars = IcalParser::new(BufReader::new(text.as_bytes()));
    let calendar = calendars.next().expect("a calendar").expect("well-formed");
    assert!(calendars.next().is_none(), "only one calendar");
    calendar
}

fn find<'c>(calendar: &'c IcalCalendar, uid: &str) -> &'c IcalEvent {
    let starts = |event: &&IcalEvent| value(event, "UID").is_some_and(|value| value.starts_with(&format!("{uid}@")));
    calendar.events.iter().find(starts).unwrap_or_else(|| panic!("no entry `{uid}`"))
}

fn value<'e>(event: &'e IcalEvent, name: &str) -> Option<&'e str> {
    event.get_property(name)?.value.as_deref()
}

/// The inverse of RFC 5545, 3.3.11, written here apart from any crate.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(match chars.next().expect("something behind a backslash") {
                'n' | 'N' => '\n',
                c => c,
            }),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn a_span_is_an_all_day_entry_that_ends_on_the_day_after() {
    let (text, _) = export("ics", &hostile(), day("2025-09-05"));
    let calendar = read(&text);
    let visit = find(&calendar, "visit");
    assert_eq!(value(visit, "DTSTART"), Some("20250908"));
    assert_eq!(value(visit, "DTEND"), Some("20250915"));
    let dates =
        [visit.get_property("DTSTART"), visit.get_property("DTEND")].map(|p| p.unwrap().params.clone().unwrap());
    for params in dates {
        assert_eq!(params, [("VALUE".to_owned(), vec!["DATE".to_owned()])]);
    }
    assert_eq!(value(visit, "DTSTAMP"), Some("20250905T000000Z"));
    assert_eq!(value(visit, "SEQUENCE"), Some("1"));
}

#[test]
fn the_entry_moves_with_the_date_and_keeps_its_name() {
    let dossier = hostile();
    let entry = |known: &str| {
        let (text, _) = export("ics", &dossier, day(known));
        let calendar = read(&text);
        let visit = find(&calendar, "visit");
        ["UID", "DTSTART", "DTEND", "STATUS", "SEQUENCE"].map(|name| value(visit, name).unwrap().to_owned())
    };
    let [uid, ..] = entry("2025-09-05");
    let (october, november) = (entry("2025-10-31"), entry("2025-11-05"));
    assert_eq!(october, [uid.as_str(), "20251101", "20251201", "TENTATIVE", "2"]);
    assert_eq!(november, [uid.as_str(), "20251103", "20251104", "CONFIRMED", "3"]);
}

#[test]
fn what_is_confirmed_tentative_or_off_says_so() {
    let (text, _) = export("ics", &hostile(), day("2025-10-31"));
    let calendar = read(&text);
    let status = |id| value(find(&calendar, id), "STATUS").unwrap().to_owned();
    assert_eq!(status("visit"), "TENTATIVE");
    assert_eq!(status("season"), "TENTATIVE");
    assert_eq!(status("deadline"), "CONFIRMED");
    assert_eq!(status("off"), "CANCELLED");
    assert_eq!(calendar.events.len(), 4);
    let deadline = find(&calendar, "deadline");
    assert_eq!(value(deadline, "DTSTART"), Some("20270204"));
    assert_eq!(value(deadline, "SUMMARY"), Some("-2 Trade (by 4 Feb 2027)"));
}

#[test]
fn hostile_text_stays_text() {
    let (text, _) = export("ics", &hostile(), day("2025-12-01"));
    let calendar = read(&text);
    assert_eq!(calendar.events.len(), 5, "no entry came out of a title");
    let visit = find(&calendar, "visit");
    let summary = unescape(value(visit, "SUMMARY").unwrap());
    let words = |text: &str| text.replace(|c: char| c.is_control() || c == '\u{fffd}', " ");
    let words = |text: &str| words(text).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&summary), words(&format!("Visit {HOSTILE}")));
    let description = unescape(value(visit, "DESCRIPTION").unwrap());
    assert!(description.contains("\nBEGIN:VEVENT\n"));
    assert!(description.contains("Late Paper, 5 Nov 2025: Later secret\nhttp://late.example/secret"));
    assert_eq!(value(visit, "URL"), Some("http://late.example/secret"));
    assert_eq!(value(visit, "CATEGORIES").unwrap().split("\\,").count(), 2);
}

#[test]
fn no_line_is_longer_than_75_bytes() {
    for (dossier, known) in [(hostile(), "2025-12-01"), (frozen::story(), "2026-11-23")] {
        let (text, _) = export("ics", &dossier, day(known));
        let longest = text.split("\r\n").max_by_key(|line| line.len()).unwrap();
        assert!(longest.len() <= 75, "{longest}");
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }
}

#[test]
fn an_alarm_stands_before_what_is_to_come_only() {
    let options = ExportOptions { alarm_days: Some(3), ..ExportOptions::default() };
    let (text, _) = export_with("ics", &hostile(), day("2025-10-31"), options, |_| true);
    let calendar = read(&text);
    for event in &calendar.events {
        let id = value(event, "UID").unwrap();
        let first = chrono::NaiveDate::parse_from_str(value(event, "DTSTART").unwrap(), "%Y%m%d").expect("a day");
        let is_ahead = first - chrono::Days::new(3) > day("2025-10-31");
        let expected = usize::from(is_ahead && !id.starts_with("off@"));
        assert_eq!(event.alarms.len(), expected, "{id}");
    }
    let alarm = &find(&calendar, "season").alarms[0];
    assert_eq!(alarm.get_property("TRIGGER").unwrap().value.as_deref(), Some("-P3D"));
    assert_eq!(alarm.get_property("ACTION").unwrap().value.as_deref(), Some("DISPLAY"));
}

#[test]
fn the_frozen_story_opens_as_a_calendar() {
    let (text, losses) = export("ics", &frozen::story(), day("2026-11-23"));
    let calendar = read(&text);
    let visit = find(&calendar, "tokayev-visit");
    assert_eq!(value(visit, "DTSTART"), Some("20260203"));
    assert_eq!(value(visit, "DTEND"), Some("20260205"));
    assert_eq!(value(visit, "STATUS"), Some("CONFIRMED"));
    assert!(calendar.events.len() > 100);
    assert!(losses.count("articles, left out") > 400);
}
