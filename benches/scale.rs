//! What a large dossier costs: `cargo bench --bench scale -- 1k 100k 1m`, see `docs/PERFORMANCE.md`.
//!
//! The dossiers are made by `tools/make-dossier` into the directory that `KARWAN_BENCH` names, one for each size:
//! `make-dossier --articles 1000000 $KARWAN_BENCH/1m`. Each size is measured in a process of its own, so that memory is
//! that size's alone.

#[path = "scale/keys.rs"]
mod keys;
#[path = "scale/others.rs"]
mod others;

use std::borrow::Cow;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use karwan::article_index::{ArticleIndex, Facet};
use karwan::dossier::Articles;
use karwan::dossier::jsonl::{self, OddLine, Reading};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let root = PathBuf::from(std::env::var_os("KARWAN_BENCH").unwrap_or_else(|| "target/bench-dossiers".into()));
    match &arguments[..] {
        [one] if one.starts_with("in:") => measure(Path::new(&one[3..])),
        sizes => {
            let default = ["1k", "100k", "1m"].map(str::to_owned);
            for size in if sizes.is_empty() { &default[..] } else { sizes } {
                let dir = root.join(size);
                if !dir.join("articles.jsonl").exists() {
                    eprintln!("{}: no dossier; make it with tools/make-dossier", dir.display());
                    continue;
                }
                println!("\n== {size}");
                let this = std::env::current_exe().expect("a running program has a path");
                let status = std::process::Command::new(this).arg(format!("in:{}", dir.display())).status();
                assert!(status.expect("the bench starts itself").success());
            }
        }
    }
}

/// Every line is plainly good.
struct Quiet;
impl Reading for Quiet {
    fn odd(&mut self, _: &mut Articles, line: OddLine) {
        panic!("odd line at byte {}", line.offset);
    }
    fn progress(&mut self, _: &Articles, _: u64) {}
}

fn measure(dir: &Path) {
    let path = dir.join("articles.jsonl");
    let files: u64 =
        std::fs::read_dir(dir).expect("readable").flatten().map(|f| f.metadata().map_or(0, |m| m.len())).sum();
    let mb = |bytes: usize| bytes as f64 / 1e6;
    let of_files = |kb: usize| kb as f64 * 1024.0 / files as f64;
    println!("files                     {:8.1} MB", mb(files as usize));

    // Memory first, while nothing else was allocated.
    let (empty, start) = (memory("VmRSS"), Instant::now());
    let mut store = Articles::default();
    jsonl::read(&mut File::open(&path).expect("readable"), 0, &mut store, &mut Quiet).expect("readable");
    let first_load = start.elapsed();
    let (rest, peak) = (memory("VmRSS"), memory("VmHWM"));
    println!("store at rest             {:8.1} MB  {:.2} x files", mb(1024 * (rest - empty)), of_files(rest));
    println!("store at peak             {:8.1} MB  {:.2} x files", mb(1024 * peak), of_files(peak));
    let start = Instant::now();
    let plain = ArticleIndex::new(&store);
    let ordered = start.elapsed();
    let start = Instant::now();
    let index = plain.with_words(&store, &|_, _| ());
    let built = start.elapsed();
    let (rest, peak) = (memory("VmRSS"), memory("VmHWM"));
    println!("store + index at rest     {:8.1} MB  {:.2} x files", mb(1024 * rest), of_files(rest));
    println!("store + index at peak     {:8.1} MB  {:.2} x files", mb(1024 * peak), of_files(peak));
    for (part, bytes) in index.bytes() {
        println!("  {part:<24}{:8.1} MB", mb(bytes));
    }

    // One after the other, so that what else the machine does falls on all of them.
    let rounds = if files > 100_000_000 { 3 } else { 7 };
    let mut bare = Vec::new();
    let mut owned = Vec::new();
    let mut loads = vec![first_load];
    let mut builds = vec![ordered + built];
    for _ in 0..rounds {
        bare.push(timed(|| bare_borrowed(&path)));
        owned.push(timed(|| bare_owned(&path)));
        loads.push(timed(|| {
            let mut store = Articles::default();
            jsonl::read(&mut File::open(&path).expect("readable"), 0, &mut store, &mut Quiet).expect("readable");
            store.len()
        }));
        builds.push(timed(|| ArticleIndex::build(&store, &|_, _| ()).len()));
    }
    let bare = median(&mut bare);
    let times = |time: Duration| time.as_secs_f64() / bare.as_secs_f64();
    println!("bare pass, borrowed       {:8.1} ms  1.00 x", ms(bare));
    let owned = median(&mut owned);
    println!("bare pass, owned          {:8.1} ms  {:.2} x bare", ms(owned), times(owned));
    println!("load, first               {:8.1} ms  {:.2} x bare", ms(first_load), times(first_load));
    let load = median(&mut loads);
    println!("load, median              {:8.1} ms  {:.2} x bare", ms(load), times(load));
    println!("order and columns         {:8.1} ms  {:.2} x bare", ms(ordered), times(ordered));
    println!("index, first              {:8.1} ms  {:.2} x bare", ms(ordered + built), times(ordered + built));
    let build = median(&mut builds);
    println!("index, median             {:8.1} ms  {:.2} x bare", ms(build), times(build));

    keystrokes("keystrokes", &index, &store);
    rows(&index, &store);
    let index = &index;
    let half = index.needle(&store, " t");
    report("counts by outlet", &mut (0..50).map(|_| timed(|| index.counts(Facet::Outlet, &half).len())).collect());
    report("find by id", &mut (0..1000).map(|n| timed(|| store.find(&format!("a-{:07}", n * 7)))).collect());
    keystrokes_by_reading(&plain, &store);
    if std::env::var_os("KARWAN_BENCH_OTHERS").is_some() {
        others::measure(&path, &store, index);
    }
}

/// Parses each line into fields that borrow from it: as little as a typed pass can do.
fn bare_borrowed(path: &Path) -> usize {
    #[derive(serde::Deserialize)]
    #[allow(dead_code)] // that it is parsed is all
    struct Line<'a> {
        id: &'a str,
        #[serde(borrow)]
        title: Cow<'a, str>,
        #[serde(borrow)]
        outlet: Cow<'a, str>,
        url: &'a str,
        published: &'a str,
        language: &'a str,
        #[serde(borrow)]
        summary: Cow<'a, str>,
    }
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path).expect("readable"));
    let (mut line, mut count) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut line).expect("readable") > 0 {
        black_box(serde_json::from_slice::<Line<'_>>(&line).expect("an article"));
        line.clear();
        count += 1;
    }
    count
}

/// Parses each line into strings of its own.
fn bare_owned(path: &Path) -> usize {
    #[derive(serde::Deserialize)]
    #[allow(dead_code)] // that it is parsed is all
    struct Line {
        id: String,
        title: String,
        outlet: String,
        url: Option<String>,
        published: Option<String>,
        language: Option<String>,
        summary: Option<String>,
    }
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path).expect("readable"));
    let (mut line, mut count) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut line).expect("readable") > 0 {
        black_box(serde_json::from_slice::<Line>(&line).expect("an article"));
        line.clear();
        count += 1;
    }
    count
}

/// Types and deletes every query, and draws the first rows of each answer.
fn keystrokes(name: &str, index: &ArticleIndex, store: &Articles) {
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
    report(name, &mut all);
    slowest.sort_by_key(|slow| std::cmp::Reverse(slow.0));
    for (took, text) in slowest.iter().take(12) {
        println!("    {:8.2} ms  {text}", ms(*took));
    }
}

/// A few of them, while there is no index of words.
fn keystrokes_by_reading(plain: &ArticleIndex, store: &Articles) {
    let some = ["k", "gwadar", "\"port qasim\"", "қазақстан", "/gwad[ae]r/"];
    report(
        "keystroke before the index",
        &mut some.iter().map(|text| timed(|| keys::answer(text, plain, store).count())).collect(),
    );
}

/// Jumps to rows all over a large set, and reads a page there.
fn rows(index: &ArticleIndex, store: &Articles) {
    for (name, set) in [("page of all", index.all()), ("page of a filter", (*index.needle(store, " k")).clone())] {
        let count = set.count();
        let mut times = (0..500).map(|n| {
            let row = count.saturating_sub(60) * n / 500;
            timed(|| set.rows_from(row).take(60).map(|at| store.get(index.article(at)).title.len()).sum::<usize>())
        });
        report(name, &mut times.by_ref().collect());
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

fn median(times: &mut Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn report(name: &str, times: &mut Vec<Duration>) {
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
