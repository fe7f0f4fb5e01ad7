//! What holds for every export: nothing from after the day, no control character, the same bytes each time.

mod calendar;
mod citation;
mod entity;
mod feed;
mod map;
mod page;
use crate::common::{frozen, story};
mod table;

use karwan::dossier::{Article, ArticleIx, Rec};
use karwan::report::export::{EXPORTS, ExportOptions, ExportStory};
use karwan::story::Snapshot;
use story::{all, day, export, export_with, hostile};

#[test]
fn no_export_holds_what_became_known_later() {
    let dossier = hostile();
    for format in EXPORTS {
        for known in ["2025-09-01", "2025-10-01", "2025-11-04"] {
            let (text, _) = export(format.name, &dossier, day(known));
            assert!(!text.to_lowercase().contains("secret"), "{} as of {known}: {text}", format.name);
            assert!(!text.contains("2026-01-01"), "{} as of {known} holds the day of retrieval", format.name);
            assert!(!text.contains("third"), "{} as of {known}", format.name);
        }
        if format.name == "opml" {
            continue; // it holds feeds, and no record
        }
        let (text, _) = export(format.name, &dossier, day("2025-11-05"));
        let cited = ["bibtex", "csl-json"].contains(&format.name);
        assert!(text.contains(if cited { "Later secret" } else { "ecret" }), "{} hides what is known", format.name);
    }
}

#[test]
fn no_export_of_the_frozen_story_names_an_article_before_it_was_published() {
    let dossier = frozen::story();
    for known in ["2025-03-01", "2025-09-05", "2026-02-10"] {
        let known = day(known);
        let (early, late): (Vec<_>, Vec<_>) = dossier
            .articles
            .iter()
            .partition(|(ix, _)| dossier.known(Some(*ix)).is_none_or(|published| published <= known));
        let words = |of: &[(ArticleIx, Article<'_>)]| -> Vec<String> {
            of.iter().flat_map(|(_, article)| [Some(article.id), article.url]).flatten().map(str::to_owned).collect()
        };
        let (early, late) = (words(&early), words(&late));
        assert!(late.len() > 100);
        // An id can be a part of another that may be shown.
        let alone = late.iter().filter(|word| word.len() > 6 && !early.iter().any(|shown| shown.contains(*word)));
        let any: Vec<String> = alone.map(|word| regex::escape(word)).collect();
        let any = regex::Regex::new(&any.join("|")).expect("a choice of words");
        for format in EXPORTS {
            let (text, _) = export(format.name, &dossier, known);
            assert_eq!(any.find(&text).map(|found| found.as_str()), None, "{} as of {known}", format.name);
        }
    }
}

#[test]
fn the_summary_of_the_story_is_not_shown_before_it_can_have_been_written() {
    let dossier = hostile();
    for format in ["json", "markdown", "html", "timelinejs", "atom", "jsonfeed"] {
        assert!(!export(format, &dossier, day("2025-12-31")).0.contains("everything"), "{format}");
        assert!(export(format, &dossier, day("2026-01-01")).0.contains("everything"), "{format}");
    }
}

#[test]
fn no_export_holds_a_control_character() {
    let dossier = hostile();
    for format in EXPORTS {
        let (text, _) = export(format.name, &dossier, day("2025-12-01"));
        let crlf = format.name == "ics";
        let found = text.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t' && !(crlf && *c == '\r'));
        assert_eq!(found, None, "{}", format.name);
        if crlf {
            assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
        }
    }
}

#[test]
fn the_same_story_gives_the_same_bytes() {
    let dossier = frozen::story();
    for format in EXPORTS {
        let options = ExportOptions { alarm_days: Some(2), ..ExportOptions::default() };
        let once = export_with(format.name, &dossier, day("2026-02-10"), options, |_| true);
        assert_eq!(once, export_with(format.name, &dossier, day("2026-02-10"), options, |_| true), "{}", format.name);
    }
}

#[test]
fn an_export_of_nothing_is_still_well_formed() {
    let dossier = hostile();
    for format in EXPORTS {
        let (text, losses) = export_with(format.name, &dossier, day("2025-12-01"), ExportOptions::default(), |_| false);
        assert!(losses.is_empty(), "{}: {losses:?}", format.name);
        if format.media_type.contains("json") && format.name != "ftm" {
            serde_json::from_str::<serde_json::Value>(&text).expect(format.name);
        }
    }
}

#[test]
fn records_that_are_not_visible_are_passed_over_even_when_asked_for() {
    let dossier = hostile();
    let snapshot = Snapshot::of(&dossier, day("2025-10-15"));
    let every = all(&dossier, &Snapshot::of(&dossier, day("2030-01-01")));
    for format in EXPORTS {
        let story = ExportStory {
            dossier: &dossier,
            snapshot: &snapshot,
            rows: &every,
            generated: snapshot.day,
            filter: "",
            options: ExportOptions::default(),
        };
        let mut bytes = Vec::new();
        (format.write)(&story, &mut bytes).expect("a vector takes all");
        assert!(!String::from_utf8_lossy(&bytes).to_lowercase().contains("secret"), "{}", format.name);
    }
}

#[test]
fn losses_are_counted() {
    let dossier = hostile();
    let (_, losses) = export("ics", &dossier, day("2025-10-15"));
    assert_eq!(losses.count("events without a date, left out"), 1);
    assert_eq!(losses.count("events with an open date, left out"), 1);
    assert_eq!(losses.count("actors, left out"), 3);
    let events_only = |rec: Rec| matches!(rec, Rec::Event(_));
    let (_, losses) = export_with("json", &dossier, day("2025-10-15"), ExportOptions::default(), events_only);
    assert!(losses.is_empty());
}
