//! Fetching feeds: politely, several hosts at once, one request a host at a time; what comes in goes into the archive.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::clock;
use super::http::{CacheValidators, HttpAnswer, HttpClient, HttpLimits, HttpRequest};
use super::panic::caught;
use crate::desk::archive::{Archive, ArrivedItem, FeedOutcome, FeedState, TakenIn};
use crate::desk::feed::{FeedContent, read};
use crate::text::without_password;
use crate::threads;

/// Hosts that are asked at once.
const HOSTS: usize = 8;
/// Requests that are open at once, silent ones with them.
const REQUESTS: usize = 32;
/// A request that was not answered for so long no longer holds up the other feeds of its host.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a feed is left alone after its first failure; twice as long after each further one.
const FIRST_WAIT: Duration = Duration::from_mins(1);
/// No failure is answered with a longer wait.
const LONGEST_WAIT: Duration = Duration::from_hours(24);
/// What a server may ask for itself.
const LONGEST_ASKED: Duration = Duration::from_hours(7 * 24);
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, \
                      application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";

/// A feed to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRequest {
    /// The address, as the user gave it: with a name and password, if it needs them.
    pub url: String,
    /// What the user calls it: the outlet of its items.
    pub name: Option<String>,
}

/// What came of one feed.
#[derive(Clone, Debug, Default)]
pub struct FetchedFeed {
    /// The address, without a name and password.
    pub url: String,
    /// What it gave; nothing if it was not asked or gave nothing new.
    pub content: FeedContent,
    /// What became of it in the archive.
    pub taken: TakenIn,
    /// Whether it did not answer, or is left alone because it did not: one line why.
    pub fault: Option<String>,
    /// What else there is to say: it moved, it is broken.
    pub notes: Vec<String>,
    /// Whether the server had nothing new, or was not asked because what it gave is still good.
    pub unmodified: bool,
}

/// A feed, and what is known of it.
struct FeedTask {
    request: FeedRequest,
    state: FeedState,
}

/// The feeds of one host, which are asked one after another.
#[derive(Default)]
struct HostLane {
    tasks: VecDeque<FeedTask>,
    /// When the last request began, while it is not answered.
    busy: Option<Instant>,
}

/// What a thread found out: of which lane, when it began, and what was answered.
struct LaneAnswer {
    lane: usize,
    began: Instant,
    task: FeedTask,
    answer: Result<HttpAnswer, String>,
}

/// Fetches feeds into the archive. Each is told as soon as it is done. `now` gives the time, `random` numbers from 0 to 1.
///
/// # Errors
/// If the archive cannot be read or written: one line.
pub fn fetch_feeds(
    archive: &Archive,
    requests: &[FeedRequest],
    client: &HttpClient,
    now: &dyn Fn() -> DateTime<Utc>,
    random: &dyn Fn() -> f64,
    tell: &mut dyn FnMut(FetchedFeed),
) -> Result<(), String> {
    let mut names: Vec<Option<String>> = Vec::new();
    let mut lanes: Vec<HostLane> = Vec::new();
    for request in requests {
        let state = archive.feed(&request.url, now())?;
        if let Some(fetched) = left_alone(&state, now()) {
            tell(fetched);
            continue;
        }
        let name = authority(asked(request, &state));
        let lane = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            lanes.push(HostLane::default());
            lanes.len() - 1
        });
        lanes[lane].tasks.push_back(FeedTask { request: request.clone(), state });
    }
    let (send, receive) = channel();
    std::thread::scope(|scope| {
        let mut running = 0_usize;
        loop {
            for lane in next_lanes(&lanes, running) {
                let Some(task) = lanes[lane].tasks.pop_front() else { continue };
                let began = Instant::now();
                lanes[lane].busy = Some(began);
                running += 1;
                let send = send.clone();
                threads::share(scope, move || {
                    let answer = ask(&task, client);
                    // Where nobody listens any more, the archive failed and that is told.
                    let _ = send.send(LaneAnswer { lane, began, task, answer });
                });
            }
            if running == 0 {
                return Ok(());
            }
            let Ok(LaneAnswer { lane, began, task, answer }) = receive.recv_timeout(PATIENCE / 4) else { continue };
            running -= 1;
            if lanes[lane].busy == Some(began) {
                lanes[lane].busy = None;
            }
            tell(take_in(archive, &task, &answer, now(), random())?);
        }
    })
}

/// The lanes that may begin a request now: as many as there are free places.
fn next_lanes(lanes: &[HostLane], running: usize) -> Vec<usize> {
    let silent = |lane: &HostLane| lane.busy.is_some_and(|began| began.elapsed() >= PATIENCE);
    let busy = lanes.iter().filter(|lane| lane.busy.is_some() && !silent(lane)).count();
    let free = HOSTS.saturating_sub(busy).min(REQUESTS.saturating_sub(running));
    let ready = |(_, lane): &(usize, &HostLane)| !lane.tasks.is_empty() && (lane.busy.is_none() || silent(lane));
    lanes.iter().enumerate().filter(ready).take(free).map(|(at, _)| at).collect()
}

/// Host and port in small letters.
fn authority(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?))
}

fn ask(task: &FeedTask, client: &HttpClient) -> Result<HttpAnswer, String> {
    let known = CacheValidators { etag: task.state.etag.clone(), last_modified: task.state.modified.clone() };
    let request = HttpRequest { url: asked(&task.request, &task.state), accept: ACCEPT, known: Some(&known) };
    caught(|| client.get(&request)).unwrap_or_else(Err)
}

/// Fetches feeds, each an address and a name, into the archive at a path; says in one line what came in.
///
/// # Errors
/// One line: the archive cannot be used, or which feeds did not answer.
pub fn fetch_once(archive: &Path, feeds: Vec<(String, Option<String>)>) -> Result<String, String> {
    fetch_at(archive, feeds, &clock::now)
}

/// The same with another clock.
///
/// # Errors
/// As of [`fetch_once`].
pub fn fetch_at(
    archive: &Path,
    feeds: Vec<(String, Option<String>)>,
    clock: &dyn Fn() -> DateTime<Utc>,
) -> Result<String, String> {
    let archive = Archive::open(archive)?;
    let requests: Vec<FeedRequest> = feeds.into_iter().map(|(url, name)| FeedRequest { url, name }).collect();
    let (mut new, mut changed, mut faults) = (0, 0, Vec::new());
    let mut tell = |fetched: FetchedFeed| {
        new += fetched.taken.new;
        changed += fetched.taken.changed;
        faults.extend(fetched.fault);
    };
    fetch_feeds(&archive, &requests, &HttpClient::new(HttpLimits::default()), clock, &jitter, &mut tell)?;
    let items = format!("{new} new items, {changed} changed");
    match faults.as_slice() {
        [] => Ok(items),
        [fault] => Err(format!("{items}; {fault}")),
        [fault, more @ ..] => Err(format!("{items}; {fault}; and {} more did not answer", more.len())),
    }
}

/// A number from 0 to 1 that differs from one program to the next.
pub fn jitter() -> f64 {
    f64::from(clock::now().timestamp_subsec_micros() % 1000) / 1000.0
}

/// A feed that is not to be asked now, and why.
fn left_alone(state: &FeedState, now: DateTime<Utc>) -> Option<FetchedFeed> {
    let shown = &state.url;
    let told = FetchedFeed { url: shown.clone(), ..FetchedFeed::default() };
    if state.gone {
        let fault = format!("`{shown}` is gone for good (410): take it out of the dossier");
        return Some(FetchedFeed { fault: Some(fault), ..told });
    }
    let next = state.next.filter(|&next| next > now)?;
    let until = next.format("%Y-%m-%d %H:%M:%S UTC");
    let fault = state.failing.map(|since| {
        let why = state.why.as_deref().unwrap_or("it did not answer");
        format!("`{shown}` is not asked before {until}: failing since {}: {why}", since.format("%Y-%m-%d %H:%M"))
    });
    Some(FetchedFeed { unmodified: fault.is_none(), fault, ..told })
}

/// The address that is asked: where the feed moved for good, unless a password would get lost on the way.
fn asked<'t>(request: &'t FeedRequest, state: &'t FeedState) -> &'t str {
    let secret = state.url != request.url;
    state.moved.as_deref().filter(|_| !secret).unwrap_or(&request.url)
}

/// Records what a server answered, and stores the items that it sent.
fn take_in(
    archive: &Archive,
    task: &FeedTask,
    answer: &Result<HttpAnswer, String>,
    now: DateTime<Utc>,
    random: f64,
) -> Result<FetchedFeed, String> {
    let FeedTask { request, state } = task;
    let shown = &state.url;
    let mut fetched = FetchedFeed { url: shown.clone(), ..FetchedFeed::default() };
    let mut outcome = FeedOutcome { moved: state.moved.clone(), ..FeedOutcome::default() };
    let content = match answer {
        Err(why) => Err(why.clone()),
        Ok(answer) => {
            let moved = answer.moved.as_deref().map(without_password);
            if let Some(moved) = moved.filter(|moved| Some(&**moved) != state.moved.as_deref()) {
                fetched.notes.push(format!("`{shown}` moved for good to `{moved}`"));
                outcome.moved = Some(moved.into_owned());
            }
            outcome.gone = answer.status == 410;
            understood(answer)
        }
    };
    let answered = answer.as_ref().ok();
    match content {
        Ok(None) => {
            outcome.answered = true;
            outcome.unmodified = true;
            fetched.unmodified = true;
        }
        Ok(Some(content)) => {
            outcome.answered = true;
            outcome.title.clone_from(&content.title);
            outcome.etag = answered.and_then(|answer| answer.validators.etag.clone());
            outcome.modified = answered.and_then(|answer| answer.validators.last_modified.clone());
            if let Some(broken) = &content.broken {
                fetched.notes.push(format!("`{shown}` is broken, and is read as far as it goes: {broken}"));
                outcome.why = Some(broken.clone());
            }
            let outlet = request.name.as_deref().or(content.title.as_deref());
            let arrived: Vec<ArrivedItem> =
                content.items.iter().map(|item| ArrivedItem { item, feed: shown, outlet }).collect();
            fetched.taken = archive.take_in(&arrived, now)?;
            fetched.content = content;
        }
        Err(why) => {
            let told = if why.contains(shown) { why.clone() } else { format!("`{shown}` {why}") };
            fetched.fault = Some(told);
            outcome.why = Some(why);
            // A feed that moved to where there is none is looked for where it was.
            if answered.is_some_and(|answer| matches!(answer.status, 404 | 410)) && state.moved.is_some() {
                outcome.moved = None;
                outcome.gone = false;
            }
        }
    }
    outcome.next = next(answered, outcome.answered, state.failures, now, random);
    archive.note_feed(shown, &outcome, now)?;
    Ok(fetched)
}

/// The feed of an answer; `None` if it is as it was.
fn understood(answer: &HttpAnswer) -> Result<Option<FeedContent>, String> {
    match answer.status {
        304 => return Ok(None),
        410 => return Err("is gone for good (410): take it out of the dossier".to_owned()),
        status if !answer.is_success() => return Err(format!("answers with status {status}")),
        _ => {}
    }
    let parse = || read(&answer.body, answer.charset.as_deref(), &answer.address);
    caught(parse).unwrap_or_else(Err).map(Some).map_err(|why| format!("gives no feed: {why}"))
}

/// When a feed may be asked again: as its server says, and later with each failure in a row.
fn next(
    answer: Option<&HttpAnswer>,
    answered: bool,
    failures: u32,
    now: DateTime<Utc>,
    random: f64,
) -> Option<DateTime<Utc>> {
    let good_for = answer.and_then(|answer| answer.max_age).filter(|_| answered);
    let after = answer.and_then(|answer| answer.retry_after);
    let asked_for = good_for.into_iter().chain(after).max().map(|wait| wait.min(LONGEST_ASKED));
    // Jitter, so that all who saw a server fail do not come back at once.
    let own = (!answered).then(|| {
        let wait = FIRST_WAIT.saturating_mul(1 << failures.min(12)).min(LONGEST_WAIT);
        wait.mul_f64(0.75 + 0.25 * random)
    });
    let wait = asked_for.into_iter().chain(own).max().filter(|wait| !wait.is_zero())?;
    Some(now + TimeDelta::from_std(wait).unwrap_or_default())
}
