//! Room for what is needed for a moment only.

use std::hash::Hash;

use hashbrown::HashMap;

/// From this size on an allocation of the system's allocator is a mapping of its own, whatever was freed before, which
/// the system gets back at once when it is freed. Below, it may stay with the process among what is still in use.
const MAPPED: usize = 33 << 20;
/// Less than this is not worth it.
const LARGE: usize = 256 << 10;

/// An empty vector for `len` things that are soon gone again. The room is not touched, and so not taken, until used.
pub(crate) fn for_now<T>(len: usize) -> Vec<T> {
    Vec::with_capacity(room_of::<T>(len))
}

fn room_of<T>(len: usize) -> usize {
    let size = size_of::<T>().max(1);
    if len * size < LARGE { len } else { len.max(MAPPED / size) }
}

/// The same of a map with up to so many keys. Of its room one byte a key is touched, and used.
pub(crate) fn map_for_now<K: Hash + Eq, V>(len: usize) -> HashMap<K, V> {
    HashMap::with_capacity(room_of::<(K, V)>(len))
}
