//! Further threads, where the system gives them: a limit on processes must slow karwan down, not stop it.

use std::sync::mpsc;
use std::thread::{self, Scope, ScopedJoinHandle};

use crate::text::reason;

/// Work that is done by a thread of a scope, or was done at once where there was none to be had.
pub(crate) enum SharedWork<'scope, T> {
    /// A thread does it.
    Thread(ScopedJoinHandle<'scope, Option<T>>),
    /// It is done.
    Done(T),
}

impl<T> SharedWork<'_, T> {
    /// Waits for the result; `None` if the thread panicked.
    pub(crate) fn join(self) -> Option<T> {
        match self {
            SharedWork::Thread(thread) => thread.join().ok().flatten(),
            SharedWork::Done(result) => Some(result),
        }
    }
}

/// Hands work to a thread of the scope; does it at once where the system refuses one. The work must not wait for what
/// the caller does afterwards.
pub(crate) fn share<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> SharedWork<'scope, T> {
    // The work is sent to the thread once that exists: a thread that is refused would take it along.
    let (sender, receiver) = mpsc::channel();
    let started = thread::Builder::new().spawn_scoped(scope, move || {
        let work = receiver.recv().ok();
        work.map(call)
    });
    match started {
        Err(_) => SharedWork::Done(work()),
        Ok(thread) => match sender.send(work) {
            Ok(()) => SharedWork::Thread(thread),
            // The thread waits for it, so it is there to take it.
            Err(mpsc::SendError(work)) => SharedWork::Done(work()),
        },
    }
}

/// Hands work to a thread of its own.
///
/// # Errors
/// The work, where the system refuses a thread.
pub(crate) fn spawn<F: FnOnce() + Send + 'static>(work: F) -> Result<(), F> {
    let (sender, receiver) = mpsc::channel::<F>();
    let started = thread::Builder::new().spawn(move || {
        if let Ok(work) = receiver.recv() {
            work();
        }
    });
    if started.is_err() {
        return Err(work);
    }
    sender.send(work).map_err(|mpsc::SendError(work)| work)
}

fn call<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// How many threads may work at the same time: as many as there are processors, one where the system gives no other.
pub(crate) fn count() -> usize {
    let wanted = thread::available_parallelism().map_or(1, usize::from);
    if wanted > 1 && is_refused() { 1 } else { wanted }
}

/// Whether the system gives no further thread.
pub(crate) fn is_refused() -> bool {
    thread::Builder::new().spawn(|| {}).is_err()
}

/// Starts the threads that share long computations: as many as the system gives.
///
/// # Errors
/// One line if it gives none.
pub fn start_pool() -> Result<(), String> {
    let mut threads = thread::available_parallelism().map_or(1, usize::from);
    loop {
        match rayon::ThreadPoolBuilder::new().num_threads(threads).build_global() {
            Ok(()) => return Ok(()),
            Err(_) if threads > 1 => threads /= 2,
            Err(error) => {
                let why = reason(&error);
                return Err(format!("the system gives no further thread; is there a limit on processes? ({why})"));
            }
        }
    }
}
