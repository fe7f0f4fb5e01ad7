//! A small dossier whose every text is hostile, and the frozen one, as exports see them.
use std::io;
use std::sync::Arc;

use chrono::NaiveDate;
use karwan::dossier::{Dossier, Kind, Rec, load};
use karwan::report::export::{ExportFormat, ExportLosses, ExportOptions, ExportStory, find};
use karwan::story::Snapshot;
use serde_json::json;

/// Everything that means something in one of the formats.
pub const HOSTILE: &str = "=SUM(A1) \"q\" 'a' <script>alert(1)</script> & &amp; ]]> \\input{x} }{ 50% $x_1^2~ #1 `c` *b* __u__ \
    [l](javascript:alert(1)) ![i](x) |p| www.evil.example https://evil.example/a?b&c; a,b;c\r\nBEGIN:VEVENT\nEND\t گوادر \
    \u{202e}evil\u{202c} \u{1b}[31m \u{0} \u{7f} \u{85} \u{9b}31m \u{2028} \u{fffe} \u{1f6a2} -->";

/// A day, `2025-09-02`.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A dossier of one article known on 1 September 2025, one on 1 October, one on 5 November, and one without a date.
pub fn hostile() -> Arc<Dossier> {
    let h = |word: &str| format!("{word} {HOSTILE}");
    let text = json!({
        "format": 1,
        "story": { "title": h("Story"), "summary": h("everything"), "language": "ur", "selection": h("selection") },
        "articles": [
            { "id": "first", "title": h("First"), "outlet": h("Outlet"), "published": "2025-09-01", "language": "en",
              "retrieved": "2026-01-01", "url": "https://paper.example/a?x=1&y=\"<b>'{}|\\^ گ", "kind": "report",
              "summary": h("first summary"), "tags": [h("tag"), "plain"], "text": h("full text") },
            { "id": "second", "title": h("Second"), "outlet": "=Outlet", "published": "2025-10-01~",
              "url": "javascript:alert(1)", "based_on": ["first"], "relays": h("TASS"), "kind": "data" },
            { "id": "third", "title": "Later secret", "outlet": "Late Paper", "published": "2025-11-05",
              "url": "http://late.example/secret", "kind": "document" },
            { "id": "always", "title": "Undated", "outlet": "Nobody", "retrieved": "2025-08-01" },
        ],
        "events": [
            { "id": "visit", "title": h("Visit"), "kind": "visit", "summary": h("visit summary secret"),
              "actors": ["envoy"], "ports": ["gwadar"], "places": ["city"], "corridors": ["road"], "tags": [h("tag")],
              "reports": [
                { "source": "first", "status": "expected", "date": "2025-09-08/2025-09-14", "by": "envoy",
                  "quote": h("quote"), "note": h("note"), "values": { "documents": 37, "leader": h("leader"), "signed": true } },
                { "source": "second", "status": "expected", "date": "2025-11", "values": { "documents": 30 } },
                { "source": "third", "status": "happened", "date": "2025-11-03", "note": "secret note" } ] },
            { "id": "deadline", "title": "-2 Trade", "kind": "target", "date": "../2027-02-04", "status": "confirmed",
              "sources": ["first"] },
            { "id": "open", "title": "@open", "kind": "infrastructure", "date": "2025-11/..", "status": "expected",
              "sources": ["first"] },
            { "id": "undated", "title": "+undated", "kind": "statement", "reports": [{ "source": "first", "quote": "no date" }] },
            { "id": "off", "title": "Off", "kind": "meeting", "places": ["city", "gwadar"], "reports": [
                { "source": "first", "status": "expected", "date": "2025-12~" },
                { "source": "second", "status": "cancelled" } ] },
            { "id": "secret", "title": "Secret event", "kind": "incident", "date": "2025-08", "status": "happened",
              "sources": ["third"] },
            { "id": "season", "title": "Season", "kind": "meeting", "date": "2026-21", "status": "expected",
              "sources": ["always"], "depends_on": ["secret"] },
        ],
        "actors": [
            { "id": "envoy", "name": h("Envoy"), "kind": "person", "country": "KZ", "aliases": [h("alias"), "Мұрат"],
              "wikidata": "Q42", "summary": "envoy secret summary", "sources": ["first", "third"],
              "offices": [
                { "title": h("Ambassador"), "organisation": "ministry", "from": "2023-04", "to": "2025-11-04",
                  "source": "first", "end_source": "third" },
                { "title": "Secret office", "from": "2025-10-30", "source": "third" } ],
              "positions": [
                { "issue": "terminal-site", "stance": h("Karachi"), "date": "2025-09-01", "source": "first", "quote": h("stance quote") },
                { "issue": "terminal-site", "stance": "secret stance", "source": "third" } ] },
            { "id": "ministry", "name": h("Ministry"), "kind": "organisation", "country": "KZ" },
            { "id": "state", "name": "State", "kind": "state", "country": "KZ" },
        ],
        "ports": [
            { "id": "gwadar", "name": h("Gwadar"), "country": "PK", "latitude": 25.11, "longitude": 62.33,
              "locode": "PKGWD", "operator": h("operator"), "aliases": ["گوادر"], "summary": "port secret summary",
              "sources": ["first"] } ],
        "places": [
            { "id": "city", "name": h("City"), "country": "AF", "latitude": -34.5, "longitude": 175.0, "kind": "city" },
            { "id": "far", "name": "Far", "latitude": 10, "longitude": -175 },
            { "id": "nowhere", "name": "Nowhere", "country": "TM" } ],
        "corridors": [
            { "id": "road", "name": h("Road"), "aliases": [h("alias")], "summary": "road secret summary",
              "legs": [ { "from": "gwadar", "to": "city", "mode": "rail", "length_km": 115.5 },
                        { "from": "city", "to": "far", "mode": "sea" }, { "from": "far", "to": "nowhere" } ],
              "reports": [
                { "source": "first", "leg": ["gwadar", "city"], "status": "building", "date": "2025-08", "quote": h("leg quote") },
                { "source": "second", "status": "open", "by": "state", "note": h("leg note") },
                { "source": "third", "status": "closed", "quote": "secret closing" } ] } ],
        "figures": [
            { "about": "gwadar", "metric": "max-draught", "kind": "level", "value": 14.5, "unit": h("m"), "period": "2024",
              "definition": h("definition"), "by": "ministry", "source": "first", "quote": h("figure quote") },
            { "about": "gwadar", "metric": "max-draught", "kind": "level", "min": 9, "unit": "m", "period": "2023", "source": "third",
              "quote": "secret figure" },
            { "about": "story", "metric": "trade", "kind": "level", "min": -1.5, "max": 2, "unit": "USD", "source": "first" },
        ],
    });
    let loaded = load::load_texts(&[("story.json".into(), text.to_string())]);
    loaded.dossier.unwrap_or_else(|| panic!("{:#?}", loaded.problems))
}

/// All records, as a query without terms shows them.
pub fn all(dossier: &Dossier, snapshot: &Snapshot) -> Vec<Rec> {
    let kinds = Kind::ALL.iter().flat_map(|kind| dossier.all(*kind));
    kinds.filter(|rec| snapshot.is_visible(dossier, *rec)).collect()
}

/// A format's text and losses for all records as of a day.
pub fn export(format: &str, dossier: &Dossier, day: NaiveDate) -> (String, ExportLosses) {
    export_with(format, dossier, day, ExportOptions::default(), |_| true)
}

/// A format's text and losses for the records that `keep` takes.
pub fn export_with(
    format: &str,
    dossier: &Dossier,
    day: NaiveDate,
    options: ExportOptions,
    keep: impl Fn(Rec) -> bool,
) -> (String, ExportLosses) {
    let snapshot = Snapshot::of(dossier, day);
    let mut rows = all(dossier, &snapshot);
    rows.retain(|rec| keep(*rec));
    let story = ExportStory { dossier, snapshot: &snapshot, rows: &rows, generated: day, filter: "", options };
    write(find(format).expect("a known format"), &story).expect("a vector takes all")
}

fn write(format: &ExportFormat, story: &ExportStory) -> io::Result<(String, ExportLosses)> {
    let mut bytes = Vec::new();
    let losses = (format.write)(story, &mut bytes)?;
    Ok((String::from_utf8(bytes).expect("UTF-8"), losses))
}
