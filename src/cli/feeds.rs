//! `karwan feeds`: the feeds of a dossier and their health.

use std::io::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::args::ListFormat;
use super::{CommandFailure, archive, args, open};
use crate::cli::env::ProcessEnv;
use crate::cli::table::TextTable;
use crate::cli::tsv;
use crate::desk::archive::FeedState;
use crate::report::export::clean;
use crate::report::fields::ColumnFit;
use crate::runtime::clock;

const COLUMNS: &[(&str, ColumnFit)] = &[
    ("feed", ColumnFit::Cut(24)),
    ("answered", ColumnFit::Left),
    ("a week", ColumnFit::Right),
    ("health", ColumnFit::Cut(30)),
];
const FIELDS: &[&str] = &["url", "name", "answered", "per_week", "failing_since", "why", "moved", "gone", "next"];

/// What is said of a dossier without feeds.
pub(super) const NO_FEEDS: &str = "the dossier names no feeds; add `[[feeds]]`";

/// Prints the feeds.
///
/// # Errors
/// If the dossier does not open, or the archive cannot be read.
pub fn run(
    args: &args::FeedsArgs,
    env: &ProcessEnv,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CommandFailure> {
    let opened = open::open(&args.dossiers.dossiers, &args.dossiers.config, env, err)?;
    let archive = archive::opened(env, &opened.found, err)?;
    let feeds = &opened.dossier.feeds;
    let states = feeds.iter().map(|feed| archive.feed(&feed.url, clock::now()));
    let states: Vec<FeedState> = states.collect::<Result<_, _>>().map_err(CommandFailure::Work)?;
    let named: Vec<(Option<&str>, FeedState)> = feeds.iter().map(|feed| feed.name.as_deref()).zip(states).collect();
    let record = |at: usize| record(named[at].0, &named[at].1);
    match args.format {
        ListFormat::Json => {
            writeln!(out, "{}", clean::json(&(0..named.len()).map(record).collect::<Vec<_>>(), true)?)?;
        }
        ListFormat::Jsonl => {
            (0..named.len()).try_for_each(|at| writeln!(out, "{}", clean::json(&record(at), false)?))?;
        }
        ListFormat::Tsv => {
            writeln!(out, "{}", FIELDS.join("\t"))?;
            (0..named.len()).try_for_each(|at| writeln!(out, "{}", tsv::line(&record(at), FIELDS)))?;
        }
        ListFormat::Table => {
            let row = |at: usize| row(named[at].0, &named[at].1);
            let dress = |_: Option<usize>, _: usize, text: &str| text.to_owned();
            for line in
                (TextTable { columns: COLUMNS, count: named.len(), row: &row, dress: &dress }).lines(env.columns)
            {
                writeln!(out, "{line}")?;
            }
        }
    }
    if feeds.is_empty() {
        writeln!(err, "note: {NO_FEEDS}")?;
    }
    Ok(())
}

fn record(name: Option<&str>, state: &FeedState) -> Value {
    let stamp = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    json!({
        "url": state.url, "name": name.or(state.title.as_deref()), "answered": stamp(state.answered),
        "per_week": state.recent.div_ceil(4), "failing_since": stamp(state.failing), "why": state.why,
        "moved": state.moved, "gone": state.gone, "next": stamp(state.next),
    })
}

fn row(name: Option<&str>, state: &FeedState) -> Vec<String> {
    let name = name.or(state.title.as_deref()).unwrap_or(&state.url).to_owned();
    let answered = state.answered.map_or_else(|| "never".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
    vec![name, answered, state.recent.div_ceil(4).to_string(), health(state)]
}

/// How a feed fares, in words.
fn health(state: &FeedState) -> String {
    let why = state.why.as_deref().unwrap_or_default();
    let moved = state.moved.as_deref().map(|to| format!("moved to {to}"));
    match (state.gone, state.failing) {
        (true, _) => "gone for good".to_owned(),
        (false, Some(since)) => format!("failing since {}: {why}", since.format("%Y-%m-%d")),
        (false, None) if state.answered.is_none() => "not fetched yet".to_owned(),
        (false, None) if !why.is_empty() => format!("broken: {why}"),
        (false, None) => moved.unwrap_or_else(|| "good".to_owned()),
    }
}
