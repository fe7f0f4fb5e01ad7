//! The pass that loading is measured against.

use std::borrow::Cow;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// Parses each line into fields that borrow from it: as little as a typed pass can do.
pub fn borrowed(path: &Path) -> usize {
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

/// A line with strings of its own.
#[derive(serde::Deserialize)]
#[allow(dead_code)] // that it is parsed is all
struct Owned {
    id: String,
    title: String,
    outlet: String,
    url: Option<String>,
    published: Option<String>,
    language: Option<String>,
    summary: Option<String>,
}

/// Parses each line into strings of its own, and lets go of them.
pub fn owned(path: &Path) -> usize {
    let mut count = 0;
    each(path, |article| {
        black_box(article);
        count += 1;
    });
    count
}

/// Parses each line into strings of its own, and keeps them.
#[allow(dead_code)] // of one bench alone
pub fn kept(path: &Path) -> usize {
    let mut articles = Vec::new();
    each(path, |article| articles.push(article));
    black_box(&articles).len()
}

fn each(path: &Path, mut take: impl FnMut(Owned)) {
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path).expect("readable"));
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).expect("readable") > 0 {
        take(serde_json::from_slice::<Owned>(&line).expect("an article"));
        line.clear();
    }
}

/// Has the parser stream the file itself, into strings of their own, and lets go of them.
#[allow(dead_code)] // of one bench alone
pub fn streamed(path: &Path) -> usize {
    let reader = BufReader::with_capacity(1 << 20, File::open(path).expect("readable"));
    let articles = serde_json::Deserializer::from_reader(reader).into_iter::<Owned>();
    let each = articles.inspect(|article| assert!(black_box(article).is_ok(), "an article"));
    each.count()
}

/// Parses the events into strings of their own, as the TOML parser does it for a typed reader.
#[allow(dead_code)] // of one bench alone
pub fn events(path: &Path) -> usize {
    #[derive(serde::Deserialize)]
    #[allow(dead_code)] // that it is parsed is all
    struct File {
        events: Vec<Event>,
    }
    #[derive(serde::Deserialize)]
    #[allow(dead_code)]
    struct Event {
        id: String,
        title: String,
        kind: String,
        actors: Option<Vec<String>>,
        ports: Option<Vec<String>>,
        reports: Option<Vec<Report>>,
    }
    #[derive(serde::Deserialize)]
    #[allow(dead_code)]
    struct Report {
        source: String,
        status: Option<String>,
        date: Option<String>,
    }
    let text = std::fs::read_to_string(path).expect("readable");
    black_box(toml::from_str::<File>(&text).expect("events")).events.len()
}
