//! An archive of a million items: taking in, the inbox, a filter key to its first rows, the exact count; beside a plain
//! FTS5 table and the statement by which newsboat searches, over the same items in the same run.
//!
//! `cargo bench --bench archive`; `KARWAN_BENCH_ITEMS=100000` for fewer.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // figures for people

#[path = "scale/words.rs"]
mod words;

use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use karwan::desk::archive::{Archive, ArrivedItem, DossierKey, InboxQuery};
use karwan::desk::feed::FeedItem;
use karwan::dossier::load::load_texts;
use karwan::query::{ItemQuery, QueryIndex, QueryView, parse};
use karwan::story::Snapshot;
use karwan::text::fold;
use rusqlite::{Connection, params};
use words::{Numbers, text, vocabulary};

const FEED: &str = "https://paper.example/feed";
/// Items of one answer.
const BATCH: usize = 100;

/// Time that passed, and time that this thread had a processor: on a busy machine only the second is firm.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Spent {
    wall: Duration,
    processor: Duration,
}

fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

fn spent<T>(work: impl FnOnce() -> T) -> (Spent, T) {
    let (wall, before) = (Instant::now(), processor());
    let done = work();
    (Spent { wall: wall.elapsed(), processor: processor().saturating_sub(before) }, done)
}

fn items(count: usize, start: DateTime<Utc>) -> impl Iterator<Item = FeedItem> {
    let words = vocabulary();
    let mut numbers = Numbers(42);
    let step = TimeDelta::seconds(60);
    (0..count).map(move |n| FeedItem {
        id: format!("https://paper.example/{n}"),
        url: Some(format!("https://paper.example/news/{n}")),
        title: Some(text(&words, &mut numbers, 60)),
        published: Some(start + step * i32::try_from(n).unwrap_or(i32::MAX)),
        language: Some(["en", "ru", "ur"][n % 3].to_owned()),
        summary: Some(text(&words, &mut numbers, 420)),
        ..FeedItem::default()
    })
}

fn main() {
    let count = std::env::var("KARWAN_BENCH_ITEMS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let start = "2023-01-01T00:00:00Z".parse().expect("a moment");
    let path = folder.path().join("archive.sqlite3");
    println!("{count} items, load {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    take_in(&path, count, start);
    let archive = Archive::open(&path).expect("an archive");
    searches(&archive, &path);
    drop(archive);
    others(folder.path(), count, start);
}

fn take_in(path: &std::path::Path, count: usize, start: DateTime<Utc>) {
    let archive = Archive::open(path).expect("an archive");
    let now = start + TimeDelta::days(2000);
    let mut batch: Vec<FeedItem> = Vec::new();
    let (mut wall, mut own) = (Duration::ZERO, Duration::ZERO);
    for item in items(count, start) {
        batch.push(item);
        if batch.len() == BATCH {
            let arrived: Vec<ArrivedItem> =
                batch.iter().map(|item| ArrivedItem { item, feed: FEED, outlet: Some("The Paper") }).collect();
            let (took, _) = spent(|| archive.take_in(&arrived, now).expect("taken in"));
            wall += took.wall;
            own += took.processor;
            batch.clear();
        }
    }
    let rate = |time: Duration| count as f64 / time.as_secs_f64();
    let (a, b) = (wall.as_secs_f64(), own.as_secs_f64());
    println!(
        "taking in, {BATCH} a transaction: {a:.1} s, {:.0} a second; {b:.1} s of processor, {:.0} a second",
        rate(wall),
        rate(own)
    );
    let size = std::fs::metadata(path).map_or(0, |file| file.len()) >> 20;
    println!("size                              {size:8} MiB");
}

/// What is typed, letter by letter.
const TYPED: &[&str] = &[
    "karachi",
    "gwadar",
    "kazakhstan",
    "\"port qasim\"",
    "порт",
    "казахстан",
    "گوادر",
    "rail agreement",
    "terminal -gwadar",
    "*stan",
    "lang:ru порт",
    "outlet:paper customs",
    "known:>2024-06 border",
    "is:new transit",
    "visit OR cargo",
    "kamen",
];

fn typed() -> Vec<String> {
    let prefixes = |text: &&str| {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.map(|end| text[..end].to_owned()).collect::<Vec<_>>()
    };
    TYPED.iter().flat_map(prefixes).collect()
}

fn searches(archive: &Archive, path: &std::path::Path) {
    let story = "format = 1\n[story]\ntitle = \"t\"\nwatch = \"port:gwadar OR kazakhstan\"\n[[feeds]]\nurl = \"https://paper.example/feed\"\n\
                 [[ports]]\nid = \"gwadar\"\nname = \"Gwadar\"\ncountry = \"PK\"\naliases = [\"گوادر\"]\n";
    let dossier = load_texts(&[("s.toml".into(), story.to_owned())]).dossier.expect("a dossier");
    let snapshot = Snapshot::of(&dossier, Utc::now().date_naive());
    let index = QueryIndex::new();
    let view = QueryView::new(&dossier, &snapshot, &index);
    let key = DossierKey::default();
    let opened = (0..20).map(|_| {
        let (took, _) = spent(|| {
            let fresh = Archive::open(path).expect("an archive");
            let values = fresh.values().expect("values");
            let inbox = InboxQuery::of(&view, &values).shown(ItemQuery::All(Vec::new()));
            fresh.search(&inbox, key, None, 60).expect("rows").len()
        });
        (took, "inbox".to_owned())
    });
    tell("the inbox opens, first 60 rows", &opened.collect::<Vec<_>>());
    let values = archive.values().expect("values");
    let (mut first, mut begun, mut exact) = (Vec::new(), Vec::new(), Vec::new());
    for text in typed() {
        let (took, query) = spent(|| {
            let query = parse(&text, NaiveDate::default()).query.of_items(&view, &values);
            archive.search(&query, key, None, 60).expect("rows");
            query
        });
        first.push((took, text.clone()));
        let (took, _) = spent(|| archive.counting(&query, key).and_then(|mut count| count.go_on()).expect("a count"));
        begun.push((took, text.clone()));
        let (took, _) = spent(|| archive.count(&query, key).expect("a count"));
        exact.push((took, text));
    }
    tell("a key to the first 60 rows", &first);
    tell("what a count tells first", &begun);
    tell("the exact count", &exact);
}

fn others(folder: &std::path::Path, count: usize, start: DateTime<Utc>) {
    let plain = Connection::open(folder.join("plain.sqlite3")).expect("a database");
    plain
        .execute_batch(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = normal; CREATE VIRTUAL TABLE words USING fts5 (folded);
             CREATE TABLE rss_item (id INTEGER PRIMARY KEY, title TEXT, content TEXT, pubDate INTEGER, deleted INTEGER);
             BEGIN",
        )
        .expect("tables");
    for (n, item) in items(count, start).enumerate() {
        let (title, content) = (item.title.unwrap_or_default(), item.summary.unwrap_or_default());
        let folded = fold::words(&format!("{title} {content}"));
        let row = i64::try_from(n).unwrap_or(0);
        plain
            .prepare_cached("INSERT INTO words (rowid, folded) VALUES (?, ?)")
            .and_then(|mut s| s.execute(params![row, folded]))
            .expect("written");
        plain
            .prepare_cached("INSERT INTO rss_item VALUES (?, ?, ?, ?, 0)")
            .and_then(|mut s| s.execute(params![row, title, content, item.published.map(|at| at.timestamp())]))
            .expect("written");
    }
    plain.execute_batch("COMMIT").expect("written");
    let words = ["k", "ka", "kar", "karachi", "gwadar", "порт", "kazakhstan", "گوادر", "terminal", "p"];
    let ask = |sql: &str, value: &dyn Fn(&str) -> String| {
        let timed = words.iter().map(|word| {
            let (took, _) = spent(|| {
                let mut rows = plain.prepare(sql).expect("a statement");
                rows.query_map([value(word)], |row| row.get::<_, i64>(0)).expect("rows").count()
            });
            (took, (*word).to_owned())
        });
        timed.collect::<Vec<_>>()
    };
    let prefix = |word: &str| format!("\"{word}\"*");
    tell(
        "plain FTS5: first 60, newest first",
        &ask("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 60", &prefix),
    );
    tell(
        "plain FTS5: first 60, by rank",
        &ask("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 60", &prefix),
    );
    tell("plain FTS5: count", &ask("SELECT count(*) FROM words WHERE words MATCH ?", &prefix));
    let like = |word: &str| format!("%{word}%");
    let newsboat = "SELECT id, title, content FROM rss_item WHERE (title LIKE ?1 OR content LIKE ?1) AND deleted = 0 \
                    ORDER BY pubDate DESC, id DESC";
    tell("newsboat's statement", &ask(newsboat, &like));
}

/// The middle and the worst of a hundred, as time that passed and as time of the processor, and what took longest.
fn tell(what: &str, times: &[(Spent, String)]) {
    let longest = times.iter().max_by_key(|(took, _)| took.processor).map_or("", |(_, text)| text.as_str());
    let part = |of: fn(&Spent) -> Duration, part: f64| {
        let mut all: Vec<Duration> = times.iter().map(|(took, _)| of(took)).collect();
        all.sort_unstable();
        all[((all.len() - 1) as f64 * part).round() as usize].as_secs_f64() * 1e3
    };
    let wall: fn(&Spent) -> Duration = |took| took.wall;
    let own: fn(&Spent) -> Duration = |took| took.processor;
    println!(
        "{what:<36} p50 {:8.1} ms, p99 {:8.1}; of processor p50 {:8.1}, p99 {:8.1}; {} asked, longest `{longest}`",
        part(wall, 0.5),
        part(wall, 0.99),
        part(own, 0.5),
        part(own, 0.99),
        times.len()
    );
}
