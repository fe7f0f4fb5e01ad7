//! Work on a list by several threads.
//!
//! They are threads of their own, not those of the pool, which live on: what one of them takes for a moment and what
//! another makes to stay lie apart then, and the system gets the former back.

use std::num::NonZero;
use std::thread;

/// Gives each thread its share of the list, and where that begins. What they make of it, in order; `None` where one of
/// them makes nothing, or fell over.
pub(super) fn map<T: Sync, R: Send>(list: &[T], make: impl Fn(usize, &[T]) -> Option<R> + Sync) -> Option<Vec<R>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let size = list.len().div_ceil(threads).max(1);
    let make = &make;
    thread::scope(|scope| {
        let shares = list.chunks(size).enumerate();
        let threads: Vec<_> = shares.map(|(n, share)| scope.spawn(move || make(n * size, share))).collect();
        threads.into_iter().map(|thread| thread.join().ok().flatten()).collect()
    })
}
