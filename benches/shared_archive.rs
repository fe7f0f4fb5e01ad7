//! A shared archive of a million items on a real server: taking in, first rows of a question, filling a mirror, and the time
//! from one person's decision to the others, with eight of them deciding at random while one brings items.
//!
//! `KARWAN_TEST_POSTGRES=postgres://… cargo bench --bench shared_archive`; `KARWAN_BENCH_ITEMS=100000` for fewer,
//! `KARWAN_BENCH_MONTHS=2000-01..2030-12` divides them, `KARWAN_BENCH_TEXT=140` for shorter texts, `KARWAN_BENCH_FILL=0` for so
//! many minutes of filling a mirror at most. The database is to be empty, or to hold the items already.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // figures for people

#[path = "scale/words.rs"]
mod words;

use std::io::{BufReader, Read, Seek as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, Utc};
use karwan::desk::archive::{Archive, MirrorNews};
use karwan::desk::state::DossierIdentity;
use karwan::query::{ItemQuery, ItemState};
use karwan::runtime::server::follow::follow;
use karwan::runtime::server::sync::{MirrorSource, catch_up};
use karwan::runtime::server::transfer::ArchiveEnd;
use karwan::runtime::server::{MirrorBell, ServerAddress, ServerLink, ServerSurroundings, schema, search};
use karwan::text::fold;
use words::{Numbers, text, vocabulary};

/// Lines of items, made while they are read: one a minute up to now.
struct ItemLines {
    words: Vec<String>,
    numbers: Numbers,
    next: usize,
    count: usize,
    first: i64,
    waiting: Vec<u8>,
    at: usize,
    tag: &'static str,
    /// Bytes of a summary.
    text: usize,
}

impl ItemLines {
    fn new(tag: &'static str, count: usize, seconds: i64, seed: u64) -> ItemLines {
        let first = Utc::now().timestamp() - seconds * i64::try_from(count).unwrap_or(0);
        ItemLines {
            words: vocabulary(),
            numbers: Numbers(seed),
            next: 0,
            count,
            first,
            waiting: Vec::new(),
            at: 0,
            tag,
            text: number("KARWAN_BENCH_TEXT").unwrap_or(420),
        }
    }
}

impl Read for ItemLines {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.at == self.waiting.len() {
            if self.next == self.count {
                return Ok(0);
            }
            let n = self.next;
            self.next += 1;
            let seconds = (Utc::now().timestamp() - self.first) / i64::try_from(self.count).unwrap_or(1);
            let at = self.first + seconds.max(1) * i64::try_from(n).unwrap_or(0);
            let line = serde_json::json!({"item": {
                "id": format!("{}{n:028x}", self.tag), "row": at << 20, "guid": n.to_string(),
                "feeds": ["https://paper.example/feed"], "url": format!("https://paper.example/{n}"),
                "title": text(&self.words, &mut self.numbers, 60), "author": null, "outlet": "The Paper",
                "language": (["en", "ru", "ur"][n % 3]), "published": at, "updated": null, "seen": at, "changed": null,
                "summary": text(&self.words, &mut self.numbers, self.text), "text": null, "versions": []
            }});
            self.waiting = format!("{line}\n").into_bytes();
            self.at = 0;
        }
        let count = into.len().min(self.waiting.len() - self.at);
        into[..count].copy_from_slice(&self.waiting[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok().and_then(|n| n.parse().ok())
}

fn address() -> ServerAddress {
    let url = std::env::var("KARWAN_TEST_POSTGRES").expect("KARWAN_TEST_POSTGRES names a server");
    let around = ServerSurroundings { user: "karwan".into(), password: None, passfile: None };
    ServerAddress::parse(&url, &around).expect("an address")
}

fn link() -> ServerLink {
    ServerLink::connect(&address()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned()
}

fn main() {
    let count = number("KARWAN_BENCH_ITEMS").unwrap_or(1_000_000);
    let months = std::env::var("KARWAN_BENCH_MONTHS").ok().map(|text| {
        let (first, last) = text.split_once("..").expect("two months");
        let day = |month: &str| format!("{month}-01").parse::<NaiveDate>().expect("a month");
        (day(first), day(last))
    });
    let server = link();
    let known = schema::prepare(&server, months);
    known.unwrap_or_else(|fault| panic!("{fault}"));
    let there: i64 = server.query("SELECT count(*) FROM karwan.items", &[]).expect("counted")[0].get(0);
    println!("{count} items, {there} there, load {}", load());
    if there == 0 {
        // Written before, so that making them is in no figure.
        let mut file = tempfile::tempfile().expect("a file");
        let lines = ItemLines::new("aaaa", count, 30, 42);
        std::io::copy(&mut BufReader::with_capacity(1 << 20, lines), &mut file).expect("written");
        file.rewind().expect("a file");
        let began = Instant::now();
        let mut lines = BufReader::with_capacity(1 << 20, file);
        ArchiveEnd::Server(Box::new(link())).import(&mut lines).expect("taken in");
        println!("taken in: {:.0} a second, load {}", count as f64 / began.elapsed().as_secs_f64(), load());
        server.batch("VACUUM ANALYZE karwan.items").expect("analysed");
    }
    for (what, sql) in [
        ("items", "pg_total_relation_size('karwan.items')"),
        (
            "all",
            "(SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'karwan' AND c.relkind = 'r')",
        ),
    ] {
        let sql = format!("SELECT ({sql})::bigint");
        let size: Option<i64> = server.query(&sql, &[]).expect("sized")[0].get(0);
        println!("size of {what}: {} MB", size.unwrap_or(0) >> 20);
    }
    questions(&server);
    let folder = tempfile::tempdir().expect("a folder");
    mirror(folder.path(), count);
    newsroom(folder.path(), 2, 0);
    newsroom(folder.path(), 8, 20_000);
}

/// The first sixty rows of typed words, and how the server finds them.
fn questions(server: &ServerLink) {
    let first_rows = |query: &ItemQuery| {
        let began = Instant::now();
        let mut found = 0;
        search::search(server, query, None, &mut |_, _, _| {
            found += 1;
            Ok(found < 60)
        })
        .unwrap_or_else(|fault| panic!("{fault}"));
        (began.elapsed(), found)
    };
    let words = |text: &str| ItemQuery::Words(format!(" {}", fold::words(text).trim()));
    let mut all: Vec<Duration> = Vec::new();
    for text in
        ["karachi", "gwadar", "port qasim", "казахстан", "گوادر", "tashkent", "transit", "border", "xubi", "zzz"]
    {
        for end in 1..=text.chars().count() {
            let typed: String = text.chars().take(end).collect();
            let (took, found) = first_rows(&words(&typed));
            all.push(took);
            if end == text.chars().count() {
                let again = first_rows(&words(&typed)).0;
                println!("{typed}: {found} rows, {:.1} ms, again {:.1} ms", ms(took), ms(again));
            }
        }
    }
    let both = ItemQuery::All(vec![words("gwadar"), words("rail")]);
    println!("gwadar rail: {:.1} ms", ms(first_rows(&both).0));
    println!("*stan: {:.1} ms", ms(first_rows(&ItemQuery::Words("stan".into())).0));
    told("typed prefixes, first 60 rows", &mut all);
    for asked in ["'k':*", "'gwadar':*", "'port' <-> 'qasim':*", "'xubi':*"] {
        let sql = format!(
            "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT i.id FROM karwan.items i WHERE \
             (i.words @@ $${asked}$$::text::tsquery) AND NOT i.pruned AND i.id < 9223372036854775807 ORDER BY i.id DESC LIMIT 60"
        );
        println!("plan of {asked}:");
        for row in server.query(&sql, &[]).expect("a plan").iter().take(9) {
            println!("    {}", row.get::<_, String>(0));
        }
    }
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

fn told(what: &str, all: &mut [Duration]) {
    all.sort();
    let at = |part: f64| ms(all[((all.len() - 1) as f64 * part) as usize]);
    println!(
        "{what}: {} samples, p50 {:.1}, p99 {:.1}, worst {:.1} ms; load {}",
        all.len(),
        at(0.5),
        at(0.99),
        at(1.0),
        load()
    );
}

fn source(folder: &Path, name: &str, days: u64) -> MirrorSource {
    let path = folder.join(format!("{name}.sqlite3"));
    MirrorSource { address: address(), path, window: Duration::from_hours(24 * days) }
}

fn identity() -> DossierIdentity {
    DossierIdentity { title: "Bench".into(), path: "/bench".into(), ids: (0..50).collect() }
}

/// A new mirror: usable after its first page, full later.
fn mirror(folder: &Path, count: usize) {
    let began = Instant::now();
    let source = source(folder, "mirror", 36_500);
    let archive = source.open().expect("a mirror");
    catch_up(&source, &archive, began).unwrap_or_else(|fault| panic!("{fault}"));
    let key = archive.dossier(&identity()).expect("a key");
    let rows = archive.search(&ItemQuery::All(Vec::new()), key, None, 60).expect("rows").len();
    println!("new mirror: first {rows} rows after {:.0} ms", ms(began.elapsed()));
    let minutes = number("KARWAN_BENCH_FILL").unwrap_or(10);
    let until = Instant::now() + Duration::from_mins(minutes.try_into().unwrap_or(10));
    let (began, before) = (Instant::now(), archive.status().expect("status").items);
    let filling = AtomicBool::new(true);
    let mut meanwhile: Vec<Duration> = std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            let reader = source.open().expect("a mirror");
            let words = ["karachi", "gwadar", "transit", "xubi"];
            let typed = (0..).map(|n| (words[n % 4], n / 4 % 6 + 1));
            let mut all = Vec::new();
            for (word, end) in typed.take_while(|_| filling.load(Ordering::SeqCst)) {
                let query = ItemQuery::Words(format!(" {}", word.get(..end).unwrap_or(word)));
                let began = Instant::now();
                reader.search(&query, key, None, 60).expect("rows");
                all.push(began.elapsed());
                std::thread::sleep(Duration::from_millis(100));
            }
            all
        });
        while Instant::now() < until {
            let (_, full) = catch_up(&source, &archive, until).unwrap_or_else(|fault| panic!("{fault}"));
            if full {
                break;
            }
        }
        filling.store(false, Ordering::SeqCst);
        asked.join().expect("it asked")
    });
    if !meanwhile.is_empty() {
        told("first 60 rows of typed words while it fills", &mut meanwhile);
    }
    let status = archive.status().expect("status");
    println!(
        "filled: {} of {count} items, {:.0} a second, {} MB; load {}",
        status.items,
        (status.items - before) as f64 / began.elapsed().as_secs_f64(),
        status.bytes >> 20,
        load()
    );
    // What a command does first on a mirror that is up to date.
    let mut all: Vec<Duration> = Vec::new();
    for _ in 0..20 {
        let began = Instant::now();
        catch_up(&source, &archive, began).unwrap_or_else(|fault| panic!("{fault}"));
        all.push(began.elapsed());
    }
    told("connecting and agreeing, nothing new", &mut all);
}

/// People decide at random while somebody brings so many items; until when the others see each decision. Their mirrors hold
/// the last two days.
fn newsroom(folder: &Path, people: usize, brought: usize) {
    let (done, told_away, tally) = (AtomicBool::new(false), AtomicUsize::new(0), DecisionTally::default());
    let identity = identity();
    let server = link();
    let on_server =
        || -> i64 { server.query("SELECT count(*) FROM karwan.decisions", &[]).expect("counted")[0].get(0) };
    let before = on_server();
    let sources: Vec<MirrorSource> = (0..people).map(|n| source(folder, &format!("{people}-person-{n}"), 2)).collect();
    let archives: Vec<Archive> = sources.iter().map(|source| source.open().expect("a mirror")).collect();
    for (source, archive) in sources.iter().zip(&archives) {
        catch_up(source, archive, Instant::now() + Duration::from_secs(30)).unwrap_or_else(|fault| panic!("{fault}"));
        archive.dossier(&identity).expect("a key");
    }
    drop(archives);
    let bells: Vec<Arc<MirrorBell>> = sources.iter().map(|_| Arc::default()).collect();
    let began = Instant::now();
    std::thread::scope(|scope| {
        for (source, bell) in sources.iter().zip(&bells) {
            let (done, told_away) = (&done, &told_away);
            scope.spawn(move || {
                follow(source, bell, &|news| {
                    if matches!(news, MirrorNews::Away(..)) {
                        told_away.fetch_add(1, Ordering::SeqCst);
                    }
                    !done.load(Ordering::SeqCst)
                });
            });
        }
        let feeding = scope.spawn(|| {
            if brought == 0 {
                return;
            }
            let mut lines = BufReader::new(ItemLines::new("bbbb", brought, 1, 7));
            ArchiveEnd::Server(Box::new(link())).import(&mut lines).expect("taken in");
        });
        let deciding: Vec<_> = (0..people)
            .map(|n| {
                let (sources, bells, tally) = (&sources, &bells, &tally);
                scope.spawn(move || decide_at_random(n, sources, &bells[n], tally))
            })
            .collect();
        deciding.into_iter().for_each(|one| one.join().expect("it decided"));
        feeding.join().expect("it brought them");
        done.store(true, Ordering::SeqCst);
        // Everybody has something to tell, and hears that nobody listens.
        let archive = sources[0].open().expect("a mirror");
        let key = archive.dossier(&identity).expect("a key");
        let row = archive.search(&ItemQuery::All(Vec::new()), key, None, 1).expect("rows").remove(0).0.row;
        let last = archive.decide(key, &[(row, None)], ItemState::Later, "last", Utc::now()).expect("decided");
        tally.made.fetch_add(usize::from(last.is_some()), Ordering::SeqCst);
        bells.iter().for_each(|bell| bell.ring());
    });
    println!(
        "{people} people, {brought} items brought: {:.1} s in all, {} times away",
        began.elapsed().as_secs_f64(),
        told_away.load(Ordering::SeqCst)
    );
    let mut waiting = 0;
    let mut conflicts = 0;
    for source in &sources {
        let archive = source.open().expect("a mirror");
        catch_up(source, &archive, Instant::now()).unwrap_or_else(|fault| panic!("{fault}"));
        waiting += archive.mirror_state().expect("a state").waiting;
        conflicts += archive.conflicts().expect("conflicts").len();
    }
    let (made, sent) = (tally.made.into_inner(), usize::try_from(on_server() - before).unwrap_or(0));
    println!(
        "{made} decisions: {sent} on the server, {conflicts} told that another was faster, {waiting} waiting, {} lost",
        made.saturating_sub(sent + conflicts + waiting)
    );
    let deadlocks = "SELECT sum(deadlocks)::bigint FROM pg_stat_database";
    let deadlocks: Option<i64> = server.query(deadlocks, &[]).expect("counted")[0].get(0);
    println!("deadlocks: {}", deadlocks.unwrap_or(0));
    told("a decision until all others have it", &mut tally.heard.lock().expect("a lock"));
}

/// What all people together did.
#[derive(Default)]
struct DecisionTally {
    made: AtomicUsize,
    /// After how long each decision was with all others.
    heard: Mutex<Vec<Duration>>,
}

/// One of the people, until it has decided often enough.
fn decide_at_random(n: usize, sources: &[MirrorSource], bell: &MirrorBell, tally: &DecisionTally) {
    const EACH: usize = 25;
    let (archive, identity) = (sources[n].open().expect("a mirror"), identity());
    let others: Vec<Archive> = sources.iter().map(|source| source.open().expect("a mirror")).collect();
    let mut numbers = Numbers(n as u64 * 77 + 13);
    for _ in 0..EACH {
        let key = archive.dossier(&identity).expect("a key");
        let rows = archive.search(&ItemQuery::All(Vec::new()), key, None, 500).expect("rows");
        let item = rows[numbers.below(rows.len() as u64) as usize].0.clone();
        let state = [ItemState::Dropped, ItemState::Later][numbers.below(2) as usize];
        let who = format!("person-{n}");
        let began = Instant::now();
        if archive.decide(key, &[(item.row, None)], state, &who, Utc::now()).expect("decided").is_none() {
            continue;
        }
        tally.made.fetch_add(1, Ordering::SeqCst);
        bell.ring();
        // Until all others have it, or somebody was faster.
        let seen = |other: &Archive| {
            let key = other.dossier(&identity).expect("a key");
            let there = other.item(&item.id).map(|there| other.activity(key, there.row));
            matches!(there, Ok(Ok(activity)) if activity.iter().any(|one| one.who == who))
        };
        let mut lost = false;
        while !lost && !others.iter().all(seen) && began.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
            lost = !seen(&archive);
        }
        if !lost {
            tally.heard.lock().expect("a lock").push(began.elapsed());
        }
    }
}
