//! From the start of the program to its first frame, in a pseudo-terminal, and the processor time of ten idle seconds.
//!
//! `cargo bench --bench start` prints the median and the 99th percentile; `-- 500` makes 500 runs instead of 100.

#[path = "../tests/common/pty.rs"]
mod pty;

use std::time::{Duration, Instant};

use pty::Pty;

const KARWAN: &str = env!("CARGO_BIN_EXE_karwan");

fn main() {
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
    let pty = Pty::start(KARWAN, &[], (120, 40));
    pty.wait_until("the first frame", pty::has_drawn);
    let before = pty.processor_time();
    std::thread::sleep(Duration::from_secs(10));
    println!("processor time of ten idle seconds: {:?}", pty.processor_time().saturating_sub(before));
}

/// One start, up to the end of the first frame: by the clock, and by the processor.
fn first_frame(size: (u16, u16)) -> (Duration, Duration) {
    let start = Instant::now();
    let mut pty = Pty::start(KARWAN, &[], size);
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
