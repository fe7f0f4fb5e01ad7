//! From a key to the last byte of the frame that answers it, in a pseudo-terminal of 120x40, with a large dossier.
//!
//! `KARWAN_BENCH=DIR cargo bench --bench terminal -- 1k 100k 1m`; the dossiers are those of `benches/scale.rs`. With
//! `busy` behind the sizes another thread keeps one processor busy. What is drawn at once and mended later, when a
//! thread has answered, counts up to the mended frame: a key is answered when the program is at rest again.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // figures for people

#[allow(dead_code)] // of the keystrokes alone
#[path = "scale/keys.rs"]
mod keys;
#[allow(dead_code)] // shared with the tests, which use all of it
#[path = "../tests/suite/common/pty.rs"]
mod pty;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pty::Pty;

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

fn main() {
    let root = PathBuf::from(std::env::var_os("KARWAN_BENCH").unwrap_or_else(|| "target/bench-dossiers".into()));
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let (busy, sizes): (Vec<_>, Vec<_>) = arguments.into_iter().partition(|argument| argument == "busy");
    let over = AtomicBool::new(busy.is_empty());
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                std::hint::spin_loop();
            }
        });
        for size in &sizes {
            let dir = root.join(size);
            if dir.join("articles.jsonl").exists() {
                println!("\n== {size}{}", if busy.is_empty() { "" } else { ", another thread busy" });
                measure(&dir);
            } else {
                eprintln!("{}: no dossier; make it with tools/make-dossier", dir.display());
            }
        }
        over.store(true, Ordering::Relaxed);
    });
}

/// The keys that open the screens.
const SCREENS: [&str; 8] = ["2", "3", "4", "5", "6", "7", "8", "1"];

fn measure(dir: &Path) {
    let mut program = KeyBench::start(dir);
    let first: Vec<_> = SCREENS.map(|screen| (program.press(screen), screen.to_owned())).into();
    report("first frame of a screen", first);
    let opened = vec![(program.press(":"), "first".to_owned())];
    program.press("\x1b");
    report("first palette", opened);
    for (at, (kind, queries)) in keys::TYPED.iter().enumerate() {
        // words on the three screens that hold most, all else in the list of articles
        for screen in &["7", "2", "1"][..if at == 0 { 3 } else { 1 }] {
            program.press(screen);
            let took = queries.iter().flat_map(|query| program.type_and_delete(query)).collect();
            report(&format!("type {kind}, screen {screen}"), took);
        }
    }
    for screen in ["7", "1", "3"] {
        program.press(screen);
        let keys = ["["; 12].into_iter().chain(["]"; 12]);
        let took = keys.map(|key| (program.press(key), key.to_owned())).collect();
        report(&format!("as-of step, screen {screen}"), took);
    }
    for screen in ["7", "2", "4"] {
        program.press(screen);
        let mut took = vec![(program.press("F"), "F".to_owned())];
        took.extend(karwan::query::fields().skip(1).map(|field| (program.press("\t"), field.key.to_owned())));
        program.press("\x1b");
        report(&format!("counts, screen {screen}"), took);
    }
    let mut took = Vec::new();
    for sought in ["karachi", "kistafin", "gwadar port", "railw", "ledger"] {
        took.push((program.press(":"), "opened".to_owned()));
        took.extend(sought.char_indices().map(|(at, c)| (program.press(&c.to_string()), sought[..=at].to_owned())));
        program.press("\x1b");
    }
    report("palette", took);
    program.press("7");
    let keys = ["j", " ", "G", "g"].repeat(15);
    let took = keys.iter().map(|&key| (program.press(key), key.to_owned())).collect();
    report("move in the list", took);
    let all = std::mem::take(&mut program.all);
    say("ALL KEYS", all.iter().map(|&(_, settled)| settled).collect());
    say("ALL KEYS, first frame", all.iter().map(|&(first, _)| first).collect());
}

/// A key's first frame, and the last one that it led to.
type KeyTime = (Duration, Duration);

struct KeyBench {
    pty: Pty,
    all: Vec<KeyTime>,
}

impl KeyBench {
    /// With the dossier read and its words looked up.
    fn start(dir: &Path) -> KeyBench {
        let dossier = dir.to_str().expect("a path of the bench's own");
        let pty = Pty::start(KARWAN, &["--read-only", dossier], (120, 40));
        pty.wait_until("the first frame", pty::has_drawn);
        at_rest(&pty, Duration::from_secs(1));
        KeyBench { pty, all: Vec::new() }
    }

    fn press(&mut self, key: &str) -> KeyTime {
        let before = self.pty.look(|seen| seen.frames.len());
        let pressed = Instant::now();
        self.pty.send(key);
        self.pty.wait_until("a frame", |seen| seen.frames.len() > before);
        at_rest(&self.pty, Duration::from_millis(3));
        let (first, last) = self.pty.look(|seen| (seen.frames[before], seen.frames[seen.frames.len() - 1]));
        let took = (first - pressed, last - pressed);
        self.all.push(took);
        took
    }

    fn type_and_delete(&mut self, query: &str) -> Vec<(KeyTime, String)> {
        self.press("/");
        let ends: Vec<usize> = query.char_indices().map(|(at, _)| at).chain([query.len()]).collect();
        let typed = query.chars().zip(&ends[1..]).map(|(c, end)| (c.to_string(), query[..*end].to_owned()));
        let deleted = ends.iter().rev().skip(1).map(|&end| ("\x7f".to_owned(), format!("{} (deleted)", &query[..end])));
        let took = typed.chain(deleted).map(|(key, text)| (self.press(&key), text)).collect();
        self.press("\x1b");
        self.press("\x1b");
        took
    }
}

/// Says what keys of one kind took, and which were the slowest: up to the first frame and to the last.
fn report(name: &str, mut keys: Vec<(KeyTime, String)>) {
    say(name, keys.iter().map(|((_, settled), _)| *settled).collect());
    keys.sort_by_key(|key| std::cmp::Reverse(key.0.1));
    let slow: Vec<String> =
        keys.iter().take(3).map(|((first, last), key)| format!("{key} {:.1}/{:.1}", ms(*first), ms(*last))).collect();
    println!("    {}", slow.join("   "));
}

/// Waits until the program has used no processor time for a while, and no thread of it wants any.
fn at_rest(pty: &Pty, a_while: Duration) {
    loop {
        let before = pty.processor_time();
        thread::sleep(a_while);
        if pty.processor_time() == before && !wants_to_run(pty.pid()) {
            return;
        }
    }
}

/// Whether a thread of a process runs or waits for a processor: state `R` of `/proc/PID/task/*/stat`, or `D` while it
/// reads from a disk. The times that the system tells are as old as its last tick, and not enough by themselves.
fn wants_to_run(process: u32) -> bool {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let mut stats = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("stat")).ok());
    stats.any(|stat| stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with(['R', 'D'])))
}

fn say(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| ms(times[((times.len() as f64 * share) as usize).min(times.len() - 1)]);
    let over = |limit: u64| times.iter().filter(|&&time| time > Duration::from_millis(limit)).count();
    println!(
        "{name:<28}median {:8.3} ms   p90 {:8.3} ms   p99 {:8.3} ms   worst {:8.3} ms   over 16 ms {}, over 50 ms {}   ({})",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        over(16),
        over(50),
        times.len()
    );
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
