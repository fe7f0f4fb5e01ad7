//! What may stand behind a key, and how it is looked up in a dossier.

use super::super::QueryView;
use super::super::value::QueryValue;
use super::QueryTerm;
use crate::dossier::Kind;

/// What may stand behind a key.
#[derive(Clone, Copy)]
pub enum TermValues {
    /// Words of a closed list, each with what it means.
    Words(fn() -> Vec<(&'static str, &'static str)>),
    /// The id, or the beginning of a word of the id, name or alias, of a record of these kinds.
    Names(&'static [Kind]),
    /// A text that records of the dossier have; the function finds those that a value means.
    Held(TermLookup),
    /// Words, as without a key.
    Text,
    /// An EDTF date, a range or a comparison.
    Dates,
    /// A number of days, a range or a comparison.
    Days,
}

impl TermValues {
    /// What kind of value, for the manual.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            TermValues::Words(_) => "one of the words below",
            TermValues::Names(_) => "an id, or how a word of a name begins",
            TermValues::Held(_) => "the whole, or how a word of it begins",
            TermValues::Text => "words or a phrase",
            TermValues::Dates => "a date, `A..B`, `>A`, `>=A`, `<A`, `<=A`",
            TermValues::Days => "days: `N`, `N..M`, `>N`, `>=N`, `<N`, `<=N`",
        }
    }
}

/// How the texts of the dossier are found that a value means, and what is known of such a text.
#[derive(Clone, Copy)]
pub struct TermLookup {
    /// Adds the texts of the dossier that a value means.
    pub(in crate::query) find: fn(&QueryTerm, &QueryValue, &QueryView, &mut Vec<String>),
    /// What a text stands for, in words: the country of a code.
    pub(in crate::query) name: fn(&QueryView, &str) -> Option<String>,
    /// Whether what stands before a hyphen is a value too: `en` of `en-GB`.
    pub(in crate::query) by_part: bool,
}
