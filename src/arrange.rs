//! Stable sorting that is compiled once: for the many short lists, where the program's size matters and time does not.
//!
//! The standard library's sort is compiled anew for each type and each comparison, about 6 KB a time, which came to half
//! a megabyte. Here one sort of places serves all of them. What sorts by the million keeps the library's.

use std::cmp::Ordering;

/// Puts a slice into an order; equal elements stay as they were.
pub trait Arrange<T> {
    /// By the elements' own order.
    fn arrange(&mut self)
    where
        T: Ord;

    /// By a comparison.
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// By a key, which is asked for at each comparison.
    fn arrange_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);

    /// By a key, which is asked for once.
    fn arrange_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
}

impl<T> Arrange<T> for [T] {
    fn arrange(&mut self)
    where
        T: Ord,
    {
        self.arrange_by(Ord::cmp);
    }

    fn arrange_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let places = swaps(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        places.into_iter().enumerate().for_each(|(at, from)| self.swap(at, from));
    }

    fn arrange_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.arrange_by(|a, b| key(a).cmp(&key(b)));
    }

    fn arrange_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        let places = swaps(self.len(), &mut |a, b| keys[a].cmp(&keys[b]));
        places.into_iter().enumerate().for_each(|(at, from)| self.swap(at, from));
    }
}

/// With which later place each place has to change its element, from the first to the last.
fn swaps(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..len).collect();
    places.sort_by(|&a, &b| compare(a, b));
    for at in 0..len {
        // What came from an earlier place has moved on since.
        let mut from = places[at];
        while from < at {
            from = places[from];
        }
        places[at] = from;
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Arrange;

    proptest! {
        #[test]
        fn it_is_the_order_of_the_library(list in proptest::collection::vec((0_u8..8, any::<u16>()), 0..80)) {
            let mut wanted = list.clone();
            wanted.sort_unstable();
            let mut own = list.clone();
            own.arrange();
            prop_assert_eq!(&own, &wanted);

            wanted = list.clone();
            wanted.sort_by_key(|pair| pair.0);
            own = list.clone();
            own.arrange_by_key(|pair| pair.0);
            prop_assert_eq!(&own, &wanted);

            own = list.clone();
            own.arrange_by_cached_key(|pair| pair.0);
            prop_assert_eq!(&own, &wanted);

            wanted = list.clone();
            wanted.sort_by(|a, b| b.cmp(a));
            own = list;
            own.arrange_by(|a, b| b.cmp(a));
            prop_assert_eq!(&own, &wanted);
        }
    }
}
