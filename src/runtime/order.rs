//! Work that writes, done on one thread in the order in which it was asked for: two keys that follow each other are two
//! decisions, and the second is the one that undo is about.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use super::RuntimeInput;
use super::front::WorkToken;
use super::signal::{self, SIGINT};
use crate::threads;

/// How long each work is waited for after one more signal to end: a shell that goes away, and `timeout`, send theirs twice.
const AGAIN: Duration = Duration::from_secs(1);

type BoxedWork = Box<dyn FnOnce() + Send>;

/// Hands work to the thread, which is started for the first.
#[derive(Default)]
pub(super) struct OrderedWork {
    thread: Option<Sender<BoxedWork>>,
    /// How much is not done yet.
    left: Arc<AtomicUsize>,
}

impl OrderedWork {
    /// Puts work behind all that is not done yet; where the system refuses a thread, it is done at once. `inputs` is told
    /// when it is done.
    pub fn add(&mut self, inputs: &Sender<RuntimeInput>, work: impl FnOnce() + Send + 'static) {
        let token = WorkToken::new(&self.left, inputs);
        let work: BoxedWork = Box::new(move || {
            work();
            drop(token);
        });
        if self.thread.is_none() {
            self.thread = start();
        }
        let refused = match &self.thread {
            Some(thread) => thread.send(work).err().map(|mpsc::SendError(work)| work),
            None => Some(work),
        };
        if let Some(work) = refused {
            work();
        }
    }

    /// How much is not done yet.
    pub fn left(&self) -> usize {
        self.left.load(Ordering::SeqCst)
    }

    /// Waits until all is done, unless one takes longer than `patience`. `Ctrl-c` ends that at once, another signal that ends a
    /// program soon. `tell` hears what else comes in meanwhile. How much is not done then.
    pub fn finish(self, patience: Duration, inputs: &Receiver<RuntimeInput>, tell: impl Fn(RuntimeInput)) -> usize {
        let (mut left, mut patience) = (self.left(), patience);
        let mut until = Instant::now() + patience;
        while left > 0 {
            match inputs.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(RuntimeInput::Signal(SIGINT)) | Err(_) => break,
                Ok(RuntimeInput::Signal(signal)) if signal::is_end(signal) => {
                    patience = patience.min(AGAIN);
                    until = until.min(Instant::now() + patience);
                }
                Ok(input) => tell(input),
            }
            if self.left() < left {
                (left, until) = (self.left(), Instant::now() + patience);
            }
        }
        self.left()
    }
}

fn start() -> Option<Sender<BoxedWork>> {
    let (sender, waiting) = mpsc::channel::<BoxedWork>();
    threads::spawn(move || waiting.into_iter().for_each(|work| work())).is_ok().then_some(sender)
}

#[cfg(test)]
mod tests {
    use super::super::system::SIGHUP;
    use super::*;

    #[test]
    fn all_is_done_in_order_before_the_end() {
        let (mut order, (sender, inputs), (done, seen)) = (OrderedWork::default(), mpsc::channel(), mpsc::channel());
        for n in 0..100 {
            let done = done.clone();
            order.add(&sender, move || {
                let _ = done.send(n);
            });
        }
        assert_eq!(order.finish(Duration::from_mins(1), &inputs, |_| {}), 0);
        assert_eq!(seen.try_iter().collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn work_that_hangs_does_not_hold_up_the_end_and_less_so_after_one_more_signal() {
        let long = Duration::from_mins(1);
        for (patience, signal) in [(Duration::ZERO, None), (long, Some(SIGINT)), (long, Some(SIGHUP))] {
            let (mut order, (sender, inputs), (go_on, held)) =
                (OrderedWork::default(), mpsc::channel(), mpsc::channel());
            order.add(&sender, move || {
                let _ = held.recv();
            });
            order.add(&sender, || {});
            if let Some(signal) = signal {
                let _ = sender.send(RuntimeInput::Signal(signal));
            }
            let began = Instant::now();
            assert_eq!(order.finish(patience, &inputs, |_| {}), 2);
            assert!(began.elapsed() < long, "{signal:?}");
            drop::<Sender<()>>(go_on);
        }
    }
}
