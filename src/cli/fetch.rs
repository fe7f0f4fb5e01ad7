//! `karwan fetch`: the feeds of a dossier into the archive, once or again and again.

use std::io::Write;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::args::FetchFormat;
use super::feeds::NO_FEEDS;
use super::{CommandFailure, FAILED, archive, args, open};
use crate::cli::env::ProcessEnv;
use crate::cli::table::TextTable;
use crate::desk::archive::Archive;
use crate::desk::feed::FeedItem;
use crate::report::fields::ColumnFit;
use crate::runtime::clock;
use crate::runtime::feeds::{FeedRequest, FetchedFeed, fetch_feeds, jitter};
use crate::runtime::http::{HttpClient, HttpLimits};
use crate::text::safe;

const COLUMNS: &[(&str, ColumnFit)] = &[
    ("feed", ColumnFit::Cut(24)),
    ("items", ColumnFit::Right),
    ("new", ColumnFit::Right),
    ("changed", ColumnFit::Right),
    ("", ColumnFit::Left),
];

/// Fetches feeds.
///
/// # Errors
/// If there is nothing to fetch, the archive cannot be used, or a feed does not answer, which is printed.
pub fn run(
    args: &args::FetchArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let (requests, found) = if args.feeds.is_empty() {
        let opened = open::open(&args.dossiers.dossiers, &args.dossiers.config, env, err)?;
        let request =
            |feed: &crate::dossier::FeedSource| FeedRequest { url: feed.asked().to_owned(), name: feed.name.clone() };
        (opened.dossier.feeds.iter().map(request).collect(), opened.found)
    } else {
        let found = open::configuration(&args.dossiers.config, env, err)?;
        let request = |url: &String| FeedRequest { url: url.clone(), name: None };
        (args.feeds.iter().map(request).collect::<Vec<_>>(), found)
    };
    if requests.is_empty() {
        return Err(CommandFailure::Work(format!("{NO_FEEDS}, or give --feed URL")));
    }
    let archive = archive::opened(env, &found, err)?;
    loop {
        let all = round(&archive, &requests, args, env, out, err)?;
        archive::send(env, &found, &archive, err)?;
        let Some(every) = args.every else {
            return if all { Ok(()) } else { Err(CommandFailure::Said(FAILED)) };
        };
        out.flush()?;
        std::thread::sleep(every.max(Duration::from_secs(1)));
    }
}

/// Fetches once. Whether every feed answered.
fn round(
    archive: &Archive,
    requests: &[FeedRequest],
    args: &args::FetchArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<bool, CommandFailure> {
    let client = HttpClient::new(HttpLimits::default());
    let mut rows: Vec<[String; 5]> = Vec::new();
    let (mut all, mut written) = (true, Ok(()));
    let mut tell = |fetched: FetchedFeed| {
        all &= fetched.fault.is_none();
        let told = tell(&fetched, args.format, &mut rows, out, err);
        if written.is_ok() {
            written = told;
        }
    };
    fetch_feeds(archive, requests, &client, &clock::now, &jitter, &mut tell).map_err(CommandFailure::Work)?;
    written?;
    if args.format == FetchFormat::Table {
        rows.sort();
        let row = |at: usize| rows[at].to_vec();
        let dress = |_: Option<usize>, _: usize, text: &str| text.to_owned();
        for line in (TextTable { columns: COLUMNS, count: rows.len(), row: &row, dress: &dress }).lines(env.columns) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(all)
}

/// Prints what came of one feed, or keeps it for the table.
fn tell(
    fetched: &FetchedFeed,
    format: FetchFormat,
    rows: &mut Vec<[String; 5]>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> std::io::Result<()> {
    for note in &fetched.notes {
        writeln!(err, "note: {}", safe(note))?;
    }
    if let Some(fault) = &fetched.fault {
        writeln!(err, "error: {}", safe(fault))?;
    }
    match format {
        FetchFormat::None => {}
        FetchFormat::Jsonl => {
            for item in &fetched.content.items {
                let record = record(&fetched.url, item);
                crate::report::record_json::write(&mut *out, &record)?;
                writeln!(out)?;
            }
        }
        FetchFormat::Table => {
            let taken = &fetched.taken;
            let said = match (&fetched.fault, fetched.unmodified) {
                (Some(_), _) => "failed",
                (None, true) => "nothing new",
                (None, false) => "",
            };
            let name = fetched.content.title.clone().unwrap_or_else(|| fetched.url.clone());
            let numbers = [fetched.content.items.len(), taken.new, taken.changed].map(|n| n.to_string());
            let [items, new, changed] = numbers;
            rows.push([name, items, new, changed, said.to_owned()]);
        }
    }
    Ok(())
}

/// An item as it was read.
fn record(feed: &str, item: &FeedItem) -> Value {
    let stamp = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    json!({
        "feed": feed, "id": item.id, "url": item.url, "title": item.title, "author": item.author,
        "published": stamp(item.published), "updated": stamp(item.updated), "language": item.language,
        "summary": item.summary,
    })
}
