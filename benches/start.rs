//! From the start of the program to its first frame, in a pseudo-terminal, and the processor time of ten idle seconds.
//!
//! `cargo bench --bench start` prints the median and the 99th percentile, and of other programs beside it in the same run, as
//! far as they are installed; `-- 500` makes 500 runs instead of 100.
//! `-- DIR…` starts with these dossiers instead, 20 times each, and also takes the time from a key that is pressed at the
//! first frame, while the dossier is read, to what it asked for.

#[allow(dead_code)] // shared with the tests, which use all of it
#[path = "../tests/suite/common/pty.rs"]
mod pty;

use std::path::Path;
use std::time::{Duration, Instant};

use pty::Pty;

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

/// The arguments with which it opens the built-in story, whatever a configuration names.
const BUILT_IN: &[&str] = &["--config", "/dev/null"];

/// Other programs of the terminal, each with its arguments, a text of its first screen, and the keys that leave it.
const PEERS: &[(&str, &[&str], &str, &str)] = &[
    ("less", &["README.md"], "karwan", "q"),
    ("vim", &["-u", "NONE", "-N", "README.md"], "karwan", ":q!\r"),
    ("htop", &[], "Load average", "q"),
];

fn main() {
    let dossiers: Vec<String> = std::env::args().skip(1).filter(|argument| Path::new(argument).is_dir()).collect();
    dossiers.iter().for_each(|dossier| while_reading(dossier));
    if !dossiers.is_empty() {
        return;
    }
    let runs = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(100);
    for size in [(80, 24), (120, 40), (200, 60)] {
        let (mut times, mut used): (Vec<Duration>, Vec<Duration>) = (0..runs).map(|_| first_frame(size)).unzip();
        let [median, slow] = [50, 99].map(|percent| percentile(&mut times, percent));
        println!(
            "start to first frame, {}x{}: median {median:.1} ms, 99th percentile {slow:.1} ms ({runs} runs); \
             processor time {:.1} ms",
            size.0,
            size.1,
            percentile(&mut used, 50)
        );
    }
    beside_others(runs);
    let pty = Pty::start(KARWAN, BUILT_IN, (120, 40));
    pty.wait_until("the first frame", pty::has_drawn);
    let before = pty.processor_time();
    std::thread::sleep(Duration::from_secs(10));
    println!("processor time of ten idle seconds: {:?}", pty.processor_time().saturating_sub(before));
}

/// Starts in turn with the other programs that are installed, so that what else the machine does falls on all of them.
fn beside_others(runs: usize) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let peers: Vec<_> = PEERS.iter().filter(|(name, ..)| is_there(name)).collect();
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); peers.len() + 1];
    // Some of them write a configuration at their end.
    let folder = tempfile::tempdir().expect("a folder");
    let variables = [("XDG_CONFIG_HOME", folder.path().to_str().expect("a path in UTF-8"))];
    for _ in 0..runs {
        times[0].push(first_frame((120, 40)).0);
        for (&&(name, arguments, text, leave), times) in peers.iter().zip(&mut times[1..]) {
            let start = Instant::now();
            let mut pty = Pty::start_with(name, arguments, (120, 40), &variables);
            pty.wait_for(text);
            times.push(start.elapsed());
            pty.send(leave);
            pty.wait_for_end();
        }
    }
    let names = std::iter::once("karwan").chain(peers.iter().map(|(name, ..)| *name));
    for (name, times) in names.zip(&mut times) {
        let [median, slow] = [50, 95].map(|percent| percentile(times, percent));
        println!(
            "beside each other, 120x40: {name:<8} median {median:.1} ms, 95th percentile {slow:.1} ms ({runs} runs)"
        );
    }
}

/// Starts with a dossier, and a key at the first frame.
fn while_reading(dossier: &str) {
    let (mut frames, mut keys): (Vec<Duration>, Vec<Duration>) = (0..20)
        .map(|_| {
            let start = Instant::now();
            let mut pty = Pty::start(KARWAN, &[dossier], (120, 40));
            pty.wait_until("the first frame", pty::has_drawn);
            let (frame, start) = (start.elapsed(), Instant::now());
            pty.send("?");
            pty.wait_for("Half a page down");
            (frame, start.elapsed())
        })
        .unzip();
    let [frame, key] = [&mut frames, &mut keys].map(|times| [50, 95, 100].map(|percent| percentile(times, percent)));
    println!("{dossier}: median, 95th percentile and worst of 20: first frame {frame:.1?} ms, a key then {key:.1?} ms");
}

/// One start, up to the end of the first frame: by the clock, and by the processor.
fn first_frame(size: (u16, u16)) -> (Duration, Duration) {
    let start = Instant::now();
    let mut pty = Pty::start(KARWAN, BUILT_IN, size);
    pty.wait_until("the first frame", pty::has_drawn);
    let (time, used) = (start.elapsed(), pty.processor_time());
    pty.send("q");
    assert!(pty.wait_for_end().success());
    (time, used)
}

/// In milliseconds.
fn percentile(times: &mut [Duration], percent: usize) -> f64 {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100].as_secs_f64() * 1000.0
}
