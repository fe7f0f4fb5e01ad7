//! A cache for what a screen computes from all of its rows, which may be many.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use crate::query::QueryRows;

/// The last value, with the rows and other inputs that it was computed from. Rows belong to one day and one dossier, so
/// no other inputs need to be compared.
pub(super) struct ScreenCache<K, T>(RefCell<Option<(QueryRows, K, Rc<T>)>>);

impl<K, T> Default for ScreenCache<K, T> {
    fn default() -> Self {
        ScreenCache(RefCell::default())
    }
}

impl<K, T> fmt::Debug for ScreenCache<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ScreenCache").finish_non_exhaustive()
    }
}

impl<K: PartialEq, T> ScreenCache<K, T> {
    /// The cached value if the inputs are the same, otherwise the result of `make`.
    pub(super) fn of(&self, rows: &QueryRows, rest: K, make: impl FnOnce() -> T) -> Rc<T> {
        if let Some((same, kept, made)) = &*self.0.borrow()
            && same.is(rows)
            && *kept == rest
        {
            return Rc::clone(made);
        }
        let made = Rc::new(make());
        *self.0.borrow_mut() = Some((rows.clone(), rest, Rc::clone(&made)));
        made
    }
}
