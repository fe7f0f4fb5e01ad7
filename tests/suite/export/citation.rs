//! The citations, read by a BibTeX reader, and CSL-JSON.

use biblatex::{Bibliography, ChunksExt as _, Date, DateValue, Datetime, EntryType, PermissiveType};
use karwan::dossier::{Kind, Rec};
use karwan::report::export::ExportOptions;
use serde_json::{Value, json};

use crate::common::frozen;
use crate::common::story::{HOSTILE, day, export, export_with, hostile};

fn bibliography(text: &str) -> Bibliography {
    Bibliography::parse(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

#[test]
fn hostile_titles_come_back_as_they_were() {
    let (text, losses) = export("bibtex", &hostile(), day("2025-12-01"));
    let read = bibliography(&text);
    assert_eq!(read.keys().collect::<Vec<_>>(), ["first", "second", "third", "always"]);
    let first = read.get("first").unwrap();
    assert_eq!(first.entry_type, EntryType::Online);
    let title = first.title().unwrap().format_verbatim();
    assert_eq!(words(&title), words(&format!("First {HOSTILE}")));
    assert_eq!(first.get("date").unwrap().format_verbatim(), "2025-09-01");
    assert_eq!(first.url().unwrap(), "https://paper.example/a?x=1&y=%22%3Cb%3E%27%7B%7D%7C%5C%5E%20%DA%AF");
    let second = read.get("second").unwrap();
    assert!(second.url().is_err(), "only web addresses are links");
    assert!(matches!(second.date().unwrap(), PermissiveType::Typed(Date { approximate: true, .. })));
    assert_eq!(losses.count("links between articles, left out"), 2);
}

#[test]
fn dates_are_read_as_dates() {
    let (text, _) = export("bibtex", &frozen::story(), day("2026-11-23"));
    let read = bibliography(&text);
    assert!(read.len() > 400);
    for entry in read.iter() {
        if entry.get("date").is_some() {
            let date = entry.date().unwrap_or_else(|error| panic!("{}: {error}", entry.key));
            // BibLaTeX reads an interval whose ends are approximate, this reader does not.
            let beyond = |chunks: &biblatex::Chunks| chunks.format_verbatim().contains("~/");
            let known = matches!(date, PermissiveType::Typed(_));
            assert!(
                known || matches!(&date, PermissiveType::Chunks(chunks) if beyond(chunks)),
                "{}: {date:?}",
                entry.key
            );
        }
        assert!(entry.title().is_ok() && entry.organization().is_ok(), "{}", entry.key);
        assert!(!entry.title().unwrap().format_verbatim().is_empty());
    }
    let PermissiveType::Typed(date) = read.get("urdupoint-0809").unwrap().date().unwrap() else { panic!("no date") };
    let on = Datetime { year: 2025, month: Some(7), day: Some(8), time: None };
    assert_eq!(date.value, DateValue::At(on), "9 August 2025; this reader counts from 0");
}

#[test]
fn the_sources_of_what_is_shown_are_cited() {
    let visit_only = |rec: Rec| matches!(rec, Rec::Event(ix) if ix.ix() == 0);
    let (text, _) = export_with("bibtex", &hostile(), day("2025-10-31"), ExportOptions::default(), visit_only);
    assert_eq!(bibliography(&text).keys().collect::<Vec<_>>(), ["first", "second"]);
    let articles_only = |rec: Rec| rec.kind() == Kind::Article;
    let (text, losses) =
        export_with("csl-json", &hostile(), day("2025-10-31"), ExportOptions::default(), articles_only);
    let items: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(items.as_array().unwrap().len(), 3);
    assert_eq!(losses.count("events, left out"), 0);
}

#[test]
fn csl_dates_are_as_precise_as_they_are_known() {
    let (text, _) = export("csl-json", &hostile(), day("2026-12-01"));
    let items: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(items[0]["issued"], json!({ "date-parts": [[2025, 9, 1]] }));
    assert_eq!(items[0]["accessed"], json!({ "date-parts": [[2026, 1, 1]] }));
    assert_eq!(items[1]["issued"], json!({ "date-parts": [[2025, 10, 1]], "circa": true }));
    assert_eq!(items[1].get("URL"), None);
    assert_eq!(items[1]["type"], "dataset");
    assert_eq!(items[3].get("issued"), None);
    assert_eq!(items[0]["container-title"], format!("Outlet {}", words(HOSTILE)));
}

/// In one line, and without what no text holds.
fn words(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() && (!c.is_whitespace() || c == '\u{85}'), "\u{fffd}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn csl_items_hold_only_what_the_format_has() {
    const TYPES: &[&str] = &["article-newspaper", "webpage", "document", "dataset"];
    const FIELDS: &[&str] = &[
        "id",
        "type",
        "title",
        "container-title",
        "publisher",
        "issued",
        "accessed",
        "URL",
        "language",
        "keyword",
        "annote",
    ];
    let (text, _) = export("csl-json", &frozen::story(), day("2026-11-23"));
    let items: Value = serde_json::from_str(&text).unwrap();
    for item in items.as_array().unwrap() {
        assert!(TYPES.contains(&item["type"].as_str().unwrap()));
        for key in item.as_object().unwrap().keys() {
            assert!(FIELDS.contains(&key.as_str()), "{key}");
        }
        for date in [&item["issued"], &item["accessed"]].into_iter().filter(|date| !date.is_null()) {
            let parts = date["date-parts"].as_array().map_or(0, Vec::len);
            assert!(parts == 1 || parts == 2 || date["literal"].is_string(), "{date}");
        }
    }
}
