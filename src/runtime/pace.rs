//! Limits how often a thread reports its progress, and estimates the time that is left.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The time between two reports. A screen cannot be read faster.
const PACE: Duration = Duration::from_millis(100);
/// Before this, the time that is left cannot be estimated.
const EARLY: Duration = Duration::from_millis(200);

/// Lets through a report now and then.
#[derive(Debug)]
pub(crate) struct ProgressPacer {
    start: Instant,
    last: Mutex<Option<Instant>>,
}

impl Default for ProgressPacer {
    fn default() -> Self {
        ProgressPacer { start: Instant::now(), last: Mutex::default() }
    }
}

impl ProgressPacer {
    /// The seconds left, rounded up, if a report is due; `Some(None)`: due, but the time is unknown.
    #[allow(clippy::option_option)] // whether, and what
    pub fn left(&self, done: u64, of: u64) -> Option<Option<u64>> {
        let now = Instant::now();
        let mut last = self.last.lock().ok()?;
        if last.is_some_and(|last| now - last < PACE) {
            return None;
        }
        *last = Some(now);
        Some(left(now - self.start, done, of))
    }
}

/// The seconds left at the present rate.
fn left(gone: Duration, done: u64, of: u64) -> Option<u64> {
    if gone < EARLY || done == 0 {
        return None;
    }
    let left = gone.as_millis() * u128::from(of.saturating_sub(done)) / u128::from(done);
    u64::try_from(left.div_ceil(1000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_on_as_it_went() {
        let second = Duration::from_secs(1);
        assert_eq!(left(second, 25, 100), Some(3));
        assert_eq!(left(second, 99, 100), Some(1));
        assert_eq!(left(second, 100, 100), Some(0));
        assert_eq!((left(second, 0, 100), left(Duration::ZERO, 50, 100)), (None, None));
    }
}
