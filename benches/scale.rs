//! What a large dossier costs: `cargo bench --bench scale -- 1k 100k 1m`, see `docs/PERFORMANCE.md`.
//!
//! Behind the sizes may stand what is to be measured: `load`, `index`, `keys`, `others`; without that, all but `others`.
//!
//! The dossiers are made by `tools/make-dossier` into the directory that `KARWAN_BENCH` names, one for each size:
//! `make-dossier --articles 1000000 $KARWAN_BENCH/1m`. Each size is measured in a process of its own, so that memory is
//! that size's alone.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // figures for people

#[path = "scale/bare.rs"]
mod bare;
#[path = "scale/keys.rs"]
mod keys;
#[path = "scale/others.rs"]
mod others;

use std::fs::File;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use karwan::dossier::ArticleStore;
use karwan::dossier::jsonl::{self, JsonReading, OddLine};
use karwan::query::article_index::{ArticleFacet, ArticleIndex};

/// What can be measured.
const PARTS: [&str; 4] = ["load", "index", "keys", "others"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let root = PathBuf::from(std::env::var_os("KARWAN_BENCH").unwrap_or_else(|| "target/bench-dossiers".into()));
    let (parts, sizes): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| PARTS.contains(argument));
    let parts = if parts.is_empty() { &PARTS[..3] } else { &parts };
    if let [one] = &sizes[..]
        && let Some(dir) = one.strip_prefix("in:")
    {
        return measure(Path::new(dir), parts);
    }
    for size in if sizes.is_empty() { vec!["1k", "100k", "1m"] } else { sizes } {
        let dir = root.join(size);
        if !dir.join("articles.jsonl").exists() {
            eprintln!("{}: no dossier; make it with tools/make-dossier", dir.display());
            continue;
        }
        println!("\n== {size}");
        let this = std::env::current_exe().expect("a running program has a path");
        let status = std::process::Command::new(this).args(parts).arg(format!("in:{}", dir.display())).status();
        assert!(status.expect("the bench starts itself").success());
    }
}

/// Every line is plainly good.
struct Quiet;
impl JsonReading for Quiet {
    fn odd(&mut self, _: &mut ArticleStore, line: OddLine) -> std::io::Result<()> {
        panic!("odd line at byte {}", line.offset);
    }
    fn progress(&mut self, _: &ArticleStore, _: u64) {}
}

fn measure(dir: &Path, parts: &[&str]) {
    let path = dir.join("articles.jsonl");
    let files = std::fs::read_dir(dir).expect("readable").flatten();
    let files: u64 = files.map(|file| file.metadata().map_or(0, |m| m.len())).sum();
    let rounds = if files > 100_000_000 { 5 } else { 11 };
    println!("files                     {:8.1} MB", files as f64 / 1e6);
    let say_memory = |what: &str| {
        let megabytes = |key| memory(key) as f64 * 1024.0 / 1e6;
        let (rest, peak) = (megabytes("VmRSS"), megabytes("VmHWM"));
        let times = |megabytes: f64| megabytes * 1e6 / files as f64;
        println!(
            "memory {what:<19}{rest:8.1} MB at rest, {:.2} x files; {peak:8.1} MB at peak, {:.2} x",
            times(rest),
            times(peak)
        );
    };

    // First, while nothing else was allocated.
    let mut loads = Times::default();
    let store = loads.take(|| load(&path));
    say_memory("store");
    let mut orders = Times::default();
    let plain = orders.take(|| ArticleIndex::new(&store));
    let mut words = Times::default();
    let index = words.take(|| plain.with_words(&store, &|_, _| ()));
    say_memory("store and index");
    for (part, bytes) in index.bytes() {
        println!("  {part:<24}{:8.1} MB", bytes as f64 / 1e6);
    }

    let mut bare = Times::default();
    if parts.contains(&"load") || parts.contains(&"index") {
        // One after the other, so that what else the machine does falls on all of them.
        let mut owned = Times::default();
        for _ in 0..rounds {
            bare.take(|| bare::borrowed(&path));
            owned.take(|| bare::owned(&path));
            if parts.contains(&"load") {
                loads.take(|| load(&path).len());
            }
            if parts.contains(&"index") {
                orders.take(|| ArticleIndex::new(&store).len());
                words.take(|| plain.with_words(&store, &|_, _| ()).len());
            }
        }
        bare.say("bare pass, borrowed", &bare);
        owned.say("bare pass, owned", &bare);
        loads.say("load", &bare);
        orders.say("order and columns", &bare);
        words.say("index of words", &bare);
    }
    if parts.contains(&"keys") {
        keystrokes("keystrokes", &index, &store);
        rows(&index, &store);
        let half = index.needle(&store, " t");
        report(
            "counts by outlet",
            (0..50).map(|_| timed(|| index.counts(&store, ArticleFacet::Outlet, &half).len())).collect(),
        );
        report("find by id", (0..1000).map(|n| timed(|| store.find(&format!("a-{:07}", n * 7)))).collect());
        keystrokes_by_reading(&plain, &store);
    }
    if parts.contains(&"others") {
        others::measure(&path, &store, &index);
    }
}

/// Reads the articles into a store, as the program does.
fn load(path: &Path) -> ArticleStore {
    let mut store = ArticleStore::default();
    let mut file = File::open(path).expect("readable");
    let size = file.metadata().expect("readable").len();
    jsonl::read(&mut file, size, 0, &mut store, &mut Quiet).expect("readable");
    store
}

/// Types and deletes every query, and draws the first rows of each answer.
fn keystrokes(name: &str, index: &ArticleIndex, store: &ArticleStore) {
    let mut all: Vec<Duration> = Vec::new();
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    for round in 0..3 {
        let index = &index.forgetful();
        for text in keys::strokes() {
            let start = Instant::now();
            let shown = keys::answer(&text, index, store);
            let count = shown.count();
            let drawn: usize = shown.rows_from(0).take(60).map(|at| store.get(index.article(at)).title.len()).sum();
            let took = start.elapsed();
            black_box((count, drawn));
            all.push(took);
            if round == 0 {
                slowest.push((took, text));
            }
        }
    }
    println!("{} keystrokes, three rounds", all.len() / 3);
    report(name, all);
    slowest.sort_by_key(|slow| std::cmp::Reverse(slow.0));
    for (took, text) in slowest.iter().take(12) {
        println!("    {:8.2} ms  {text}", ms(*took));
    }
}

/// A few of them, while there is no index of words.
fn keystrokes_by_reading(plain: &ArticleIndex, store: &ArticleStore) {
    let some = ["k", "gwadar", "\"port qasim\"", "қазақстан", "/gwad[ae]r/"];
    report(
        "keystroke before the index",
        some.iter().map(|text| timed(|| keys::answer(text, plain, store).count())).collect(),
    );
}

/// Jumps to rows all over a large set, and reads a page there.
fn rows(index: &ArticleIndex, store: &ArticleStore) {
    for (name, set) in [("page of all", index.all()), ("page of a filter", (*index.needle(store, " k")).clone())] {
        let count = set.count();
        let times = (0..500).map(|n| {
            let row = count.saturating_sub(60) * n / 500;
            timed(|| set.rows_from(row).take(60).map(|at| store.get(index.article(at)).title.len()).sum::<usize>())
        });
        report(name, times.collect());
    }
}

fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(run());
    start.elapsed()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// How long one thing took, again and again: by the clock, and of all processors.
#[derive(Default)]
struct Times {
    clock: Vec<Duration>,
    processor: Vec<Duration>,
}

impl Times {
    fn take<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let (start, used) = (Instant::now(), processor_time());
        let made = black_box(run());
        self.clock.push(start.elapsed());
        self.processor.push(processor_time().saturating_sub(used));
        made
    }

    fn median(times: &[Duration]) -> Duration {
        let mut times = times.to_vec();
        times.sort_unstable();
        times[times.len() / 2]
    }

    fn say(&self, what: &str, bare: &Times) {
        let (clock, bare) = (Times::median(&self.clock), Times::median(&bare.clock));
        println!(
            "{what:<26}{:8.1} ms  {:.2} x bare  (first {:.1} ms, best {:.1} ms; of all processors {:.1} ms)",
            ms(clock),
            clock.as_secs_f64() / bare.as_secs_f64(),
            ms(self.clock[0]),
            ms(*self.clock.iter().min().expect("taken at least once")),
            ms(Times::median(&self.processor)),
        );
    }
}

/// What all threads have used so far, those that have ended too, to a hundredth of a second.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = behind_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| ms(times[((times.len() as f64 * share) as usize).min(times.len() - 1)]);
    println!(
        "{name:<26}median {:8.3} ms   p90 {:8.3} ms   p99 {:8.3} ms   worst {:8.3} ms",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

/// Kilobytes, as the kernel counts them.
fn memory(key: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
