//! Allocations for temporary buffers that the system gets back as soon as they are freed.

/// An allocation of at least this size is a memory mapping of its own in the system's allocator, which is unmapped when
/// freed. A smaller one may stay with the process between allocations that are still in use.
const MAPPED: usize = 33 << 20;
/// Below this size it makes no difference.
const LARGE: usize = 256 << 10;

/// An empty vector with capacity for `len` elements that live briefly. Memory pages are only used once written to.
pub(crate) fn for_now<T>(len: usize) -> Vec<T> {
    Vec::with_capacity(capacity_for::<T>(len))
}

fn capacity_for<T>(len: usize) -> usize {
    let size = size_of::<T>().max(1);
    if len * size < LARGE { len } else { len.max(MAPPED / size) }
}
