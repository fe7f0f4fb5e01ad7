//! Work on threads that is done in the order in which it was asked for: two keys that follow each other are two decisions,
//! and the second is the one that undo is about.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

type BoxedWork = Box<dyn FnOnce() + Send>;

/// What waits to be done.
#[derive(Default)]
pub(super) struct OrderedWork {
    waiting: Mutex<VecDeque<BoxedWork>>,
    running: Mutex<()>,
}

impl OrderedWork {
    /// Puts work behind all that waits.
    pub fn add(&self, work: BoxedWork) {
        held(&self.waiting).push_back(work);
    }

    /// Does all that waits, when what another thread does is done.
    pub fn run(&self) {
        let _alone = held(&self.running);
        loop {
            let next = held(&self.waiting).pop_front();
            let Some(work) = next else { return };
            work();
        }
    }
}

/// What a thread that panicked left is whole: nothing of it is changed in two steps.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn whichever_thread_runs_first_the_work_is_done_in_order() {
        let (order, done) = (Arc::new(OrderedWork::default()), Arc::new(Mutex::new(Vec::new())));
        for n in 0..100 {
            let done = Arc::clone(&done);
            order.add(Box::new(move || held(&done).push(n)));
        }
        let threads = [(); 4].map(|()| {
            std::thread::spawn({
                let order = Arc::clone(&order);
                move || order.run()
            })
        });
        threads.into_iter().for_each(|thread| thread.join().expect("it ran"));
        assert_eq!(*held(&done), (0..100).collect::<Vec<_>>());
    }
}
