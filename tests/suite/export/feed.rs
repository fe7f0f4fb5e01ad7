//! The feeds, read by a feed reader, and Atom as XML.

use std::collections::HashSet;

use chrono::NaiveDate;
use feed_rs::model::{Feed, FeedType};
use roxmltree::Document;

use crate::common::frozen;
use crate::common::story::{HOSTILE, day, export, hostile};

fn read(text: &str) -> Feed {
    feed_rs::parser::parse(text.as_bytes()).expect("a feed")
}

#[test]
fn both_feeds_hold_the_same_entries() {
    for (dossier, known) in [(hostile(), "2025-10-31"), (frozen::story(), "2026-11-23")] {
        let atom = read(&export("atom", &dossier, day(known)).0);
        let json = read(&export("jsonfeed", &dossier, day(known)).0);
        assert_eq!(atom.feed_type, FeedType::Atom);
        assert_eq!(json.feed_type, FeedType::JSON);
        let ids = |feed: &Feed| feed.entries.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&atom), ids(&json));
        let titles = |feed: &Feed| {
            let titles = feed.entries.iter().map(|entry| entry.title.as_ref().map(|title| title.content.clone()));
            // XML has no place for U+FFFE.
            titles.map(|title| title.unwrap_or_default().replace('\u{fffe}', "\u{fffd}")).collect::<Vec<_>>()
        };
        assert_eq!(titles(&atom), titles(&json));
        let days = |feed: &Feed| feed.entries.iter().map(|entry| entry.published).collect::<Vec<_>>();
        assert_eq!(days(&atom), days(&json));
        let all: HashSet<String> = ids(&atom).into_iter().collect();
        assert_eq!(all.len(), atom.entries.len(), "each id once");
    }
}

#[test]
fn entries_stand_newest_first_on_the_day_they_became_known() {
    let feed = read(&export("atom", &frozen::story(), day("2026-02-10")).0);
    assert!(feed.entries.len() > 300);
    let days: Vec<NaiveDate> = feed.entries.iter().map(|entry| entry.published.expect("a day").date_naive()).collect();
    assert!(days.is_sorted_by(|a, b| a >= b));
    assert!(days[0] <= day("2026-02-10"));
    assert_eq!(feed.updated.expect("a day").date_naive(), days[0]);
}

#[test]
fn ids_stay_when_more_becomes_known() {
    let dossier = frozen::story();
    let ids = |known: &str| {
        let feed = read(&export("jsonfeed", &dossier, day(known)).0);
        feed.entries.into_iter().map(|entry| entry.id).collect::<HashSet<_>>()
    };
    let (earlier, later) = (ids("2025-09-05"), ids("2026-11-23"));
    assert!(earlier.is_subset(&later) && earlier.len() < later.len());
    assert!(
        earlier
            .iter()
            .all(|id| id.starts_with("tag:karwan.invalid,2026:pakistan-and-central-asia-the-road-to-the-sea/"))
    );
}

#[test]
fn what_an_entry_says_comes_back() {
    let text = export("atom", &hostile(), day("2025-10-31")).0;
    let document = Document::parse(&text).expect("well-formed XML");
    assert_eq!(document.root_element().tag_name().namespace(), Some("http://www.w3.org/2005/Atom"));
    let feed = read(&text);
    let visit = feed.entries.iter().find(|entry| entry.id.ends_with("/visit/first/1")).expect("the report");
    let title = &visit.title.as_ref().expect("a title").content;
    assert!(title.starts_with("Visit =SUM(A1) \"q\" 'a' <script>alert(1)</script> & &amp; ]]> \\input{x}"), "{title}");
    assert!(title.ends_with("expected, 8–14 Sep 2025"), "{title}");
    let content = visit.content.as_ref().and_then(|content| content.body.as_deref()).expect("a text");
    let quote: String = HOSTILE.split("\r\n").next().unwrap().to_owned();
    assert!(content.contains(&format!("“quote {quote}")), "{content}");
    assert!(content.contains("documents 37"));
    assert_eq!(visit.links[0].href, "https://paper.example/a?x=1&y=%22%3Cb%3E%27%7B%7D%7C%5C%5E%20%DA%AF");
    assert!(visit.authors[0].name.as_deref().is_some_and(|name| name.starts_with("Outlet =SUM(A1)")));
    assert!(visit.categories.iter().any(|category| category.term == "expected"));
}

#[test]
fn statements_that_were_always_known_are_counted_as_lost() {
    // What `always` says is known from the day on which it was retrieved, so here nothing is without a day.
    let (_, losses) = export("atom", &hostile(), day("2025-10-31"));
    assert_eq!(losses.count("statements without a day on which they became known, left out"), 0);
    assert_eq!(losses.count("places, left out"), 3);
    let offices = read(&export("atom", &hostile(), day("2025-12-01")).0);
    let end = offices.entries.iter().find(|entry| entry.id.ends_with("/envoy/office/first/1/end")).expect("the end");
    assert_eq!(end.published.expect("a day").date_naive(), day("2025-11-05"));
}
