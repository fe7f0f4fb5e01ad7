//! How the cost of loading and searching grows: `cargo bench --bench scale -- 1k 100k 1m`, see `docs/PERFORMANCE.md`.

use std::fs::File;
use std::time::{Duration, Instant};

use karwan::dossier::Articles;
use karwan::dossier::jsonl::{self, OddLine, Reading};

struct Quiet;
impl Reading for Quiet {
    fn odd(&mut self, _: &mut Articles, line: OddLine) {
        panic!("odd line at {}", line.offset);
    }
    fn progress(&mut self, _: &Articles, _: u64) {}
}

#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct Bare<'a> {
    #[serde(borrow)]
    id: std::borrow::Cow<'a, str>,
    title: std::borrow::Cow<'a, str>,
    outlet: std::borrow::Cow<'a, str>,
    url: std::borrow::Cow<'a, str>,
    published: std::borrow::Cow<'a, str>,
    language: std::borrow::Cow<'a, str>,
    summary: std::borrow::Cow<'a, str>,
}

#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct BareB<'a> {
    #[serde(borrow)]
    id: &'a str,
    #[serde(borrow)]
    title: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    outlet: std::borrow::Cow<'a, str>,
    url: &'a str,
    published: &'a str,
    language: &'a str,
    #[serde(borrow)]
    summary: std::borrow::Cow<'a, str>,
}

fn status(key: &str) -> usize {
    let s = std::fs::read_to_string("/proc/self/status").unwrap();
    s.lines().find(|l| l.starts_with(key)).unwrap().split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() / 1024
}

fn bare(path: &str) -> Duration {
    let start = Instant::now();
    let text = std::fs::read_to_string(path).unwrap();
    println!("read {:?}", start.elapsed());
    let start = Instant::now();
    let mut n = 0;
    for line in text.lines() {
        let line: BareB<'_> = serde_json::from_str(line).unwrap();
        n += line.id.len();
    }
    println!("bare borrowed {:?} {n}", start.elapsed());
    let start = Instant::now();
    let mut n = 0;
    for line in text.lines() {
        let line: Bare<'_> = serde_json::from_str(line).unwrap();
        n += line.id.len();
    }
    println!("bare owned {:?} {n}", start.elapsed());
    start.elapsed()
}

fn main() {
    let dir = std::env::args().skip(1).find(|a| !a.starts_with("--")).unwrap();
    let path = format!("{dir}/articles.jsonl");
    for _ in 0..3 {
        let start = Instant::now();
        let mut store = Articles::default();
        jsonl::read(&mut File::open(&path).unwrap(), 0, &mut store, &mut Quiet).unwrap();
        println!("load {:?} rss {} peak {}", start.elapsed(), status("VmRSS"), status("VmHWM"));
        let start = Instant::now();
        let mut n = 0;
        for (_, a) in store.iter() {
            n += a.title.len() + a.summary.map_or(0, str::len);
        }
        println!("iter {:?} {n}", start.elapsed());
    }
    bare(&path);
}
