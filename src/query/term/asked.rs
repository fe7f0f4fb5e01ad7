//! How a record or a statement is asked for what it has under a key.

use super::super::QueryView;
use super::super::case::Statement;
use super::super::probe::ProbedItem;
use crate::dossier::Rec;

/// Whether a record is asked itself, or for the sake of one that is linked to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermRole {
    /// Asked itself.
    Itself,
    /// Asked for another.
    Linked,
}

/// Calls the last argument with all that a record has.
pub(in crate::query) type OfRecord = fn(&QueryView, Rec, TermRole, &mut dyn FnMut(ProbedItem));
/// Calls the last argument with all that a statement has.
pub(in crate::query) type OfOwn = fn(&QueryView, Statement, &mut dyn FnMut(ProbedItem));

/// What a statement has under a key.
#[derive(Clone, Copy)]
pub(in crate::query) enum OfStatement {
    /// Nothing.
    Nothing,
    /// What the articles have that it stands in.
    Source,
    /// Something of its own.
    Own(OfOwn),
}
