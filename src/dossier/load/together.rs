//! Work on a list by several threads.
//!
//! The threads are started for the purpose instead of taken from the pool: their temporary memory and their results
//! then lie apart, so that the system gets the former back.

use std::thread;

use crate::threads;

/// Gives each thread its share of the list and the position where it begins. Returns the results in order, or `None` if
/// a thread returned nothing or panicked.
pub(super) fn map<T: Sync, R: Send>(list: &[T], make: impl Fn(usize, &[T]) -> Option<R> + Sync) -> Option<Vec<R>> {
    let threads = threads::count();
    let size = list.len().div_ceil(threads).max(1);
    let make = &make;
    thread::scope(|scope| {
        let shares = list.chunks(size).enumerate();
        let shared: Vec<_> = shares.map(|(n, share)| threads::share(scope, move || make(n * size, share))).collect();
        shared.into_iter().map(|work| work.join().flatten()).collect()
    })
}
