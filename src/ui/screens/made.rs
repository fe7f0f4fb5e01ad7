//! What a screen makes of all its rows, which may be many: made once, and not in each frame.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use crate::query::Rows;

/// What was made last, with the rows and the rest that it was made of. Rows belong to one day and one dossier, so it needs
/// nothing else of these to be the same.
pub(super) struct Made<K, T>(RefCell<Option<(Rows, K, Rc<T>)>>);

impl<K, T> Default for Made<K, T> {
    fn default() -> Self {
        Made(RefCell::default())
    }
}

impl<K, T> fmt::Debug for Made<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Made").finish_non_exhaustive()
    }
}

impl<K: PartialEq, T> Made<K, T> {
    /// What was made of the same, or what `make` makes.
    pub(super) fn of(&self, rows: &Rows, rest: K, make: impl FnOnce() -> T) -> Rc<T> {
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
