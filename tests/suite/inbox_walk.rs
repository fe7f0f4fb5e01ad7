//! What `docs/inbox.md` promises: five minutes from the address of a feed to a report on every screen, with exactly the
//! keys that stand there, and the recording of it.

use std::path::Path;

use karwan::dossier::EdtfDate;
use karwan::ui::picture::svg::{self, RecordedFrame};

use crate::common::newsroom::Newsroom;
use crate::common::web::{self, WebServer};
use crate::docs::printed;

const STORY: &str = include_str!("../data/inbox/story.toml");

/// The keys of the page, each with what it does.
fn keys() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/inbox.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let (_, block) = page.split_once("```keys\n").expect("the keys");
    let (block, _) = block.split_once("```").expect("their end");
    let line = |line: &str| line.split_once(' ').map(|(key, does)| (key.to_owned(), does.trim().to_owned()));
    block.lines().filter_map(line).collect()
}

/// A dossier with the three feeds of a server.
fn newsroom() -> (Newsroom, WebServer) {
    let server = WebServer::answering(|head| {
        let body: &[u8] = match web::path(head) {
            "/post.xml" => include_bytes!("../data/inbox/post.xml"),
            "/herald.xml" => include_bytes!("../data/inbox/herald.xml"),
            "/wire.json" => include_bytes!("../data/inbox/wire.json"),
            _ => return web::answer("404 Not Found", &[], b""),
        };
        web::answer("200 OK", &["Connection: close"], body)
    });
    let feeds = [("post.xml", "The Ostport Post"), ("herald.xml", "Kalder Herald"), ("wire.json", "Eastern Wire")];
    let table = |(file, name)| format!("\n[[feeds]]\nurl = \"{}/{file}\"\nname = \"{name}\"\n", server.base);
    let feeds = feeds.map(table).concat();
    (Newsroom::unfetched(&format!("{STORY}{feeds}")), server)
}

#[test]
fn the_keys_of_the_page_lead_from_three_feeds_to_a_report_on_every_screen() {
    let (mut room, server) = newsroom();
    room.resize(112, 30);
    let mut frames = Vec::new();
    let mut unread = None;
    for (n, (key, does)) in keys().into_iter().enumerate() {
        room.press(&key);
        frames.push(RecordedFrame { buffer: room.karwan.buffer(), caption: format!("{key:<8} {does}") });
        match key.as_str() {
            "8" => room.karwan.sees("Nothing was fetched yet: press R"),
            "R" => {
                room.karwan.sees("7 new items");
                room.karwan.sees("≈ 2");
                assert_eq!(server.asked().len(), 3, "each feed is asked once");
                unread = Some(n);
            }
            "Ctrl+s" => {
                let keys = n - unread.expect("what was fetched");
                assert!(keys <= 8, "{keys} keys from the unread item to the saved report");
            }
            _ => {}
        }
    }
    room.karwan.sees("A delegation of Kalder visits Ostport");
    let dossier = room.loaded();
    let event = dossier.events.iter().find(|event| event.id == "delegation-visit").expect("the event");
    let report = event.reports.last().expect("the report");
    assert_eq!(report.date.as_ref().map(EdtfDate::as_str), Some("2026-12-08/2026-12-14"));
    assert_eq!(report.by.map(|by| dossier[by].id.as_str()), Some("maren-holt"));
    assert!(report.quote.as_deref().is_some_and(|quote| quote.starts_with("A delegation of Kalder is expected")));
    let source = dossier.articles.get(report.source.expect("a source"));
    assert_eq!((source.outlet, source.url), ("The Ostport Post", Some("https://post.example/guests")));
    for (screen, sees) in
        [("1", "delegation of Kalder"), ("3", "delegation of Kalder"), ("4", "Maren Holt"), ("7", "Guests for Ostport")]
    {
        room.press(screen);
        room.karwan.sees(sees);
    }
    printed("docs/pictures/inbox.svg", &svg::recording(&frames, 3, &svg::DARK));
}
