//! What a screen makes of all its rows, which may be many: made once, and not in each frame.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use crate::query::QueryRows;

/// What was made last, with the rows and the rest that it was made of. Rows belong to one day and one dossier, so it needs
/// nothing else of these to be the same.
pub(super) struct ScreenCache<K, T>(RefCell<Option<(QueryRows, K, Rc<T>)>>);

impl<K, T> Default for ScreenCache<K, T> {
    fn default() -> Self {
        ScreenCache(RefCell::default())
    }
}

impl<K, T> fmt::Debug for ScreenCache<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Made").finish_non_exhaustive()
    }
}

impl<K: PartialEq, T> ScreenCache<K, T> {
    /// What was made of the same, or what `make` makes.
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
