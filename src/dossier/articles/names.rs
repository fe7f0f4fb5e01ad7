//! Texts that many articles share, each stored once: outlets, languages, relayed origins.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher as _;

/// Distinct texts, numbered in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct NameTable {
    all: Vec<Box<str>>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl NameTable {
    /// The number of this text; a new one if it was not known.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        let hash = self.hasher.hash_one(name);
        if let Some(&found) = self.table.find(hash, |&at| *self.all[at as usize] == *name) {
            return found;
        }
        let new = u32::try_from(self.all.len()).expect("fewer names than articles");
        self.all.push(name.into());
        self.table.insert_unique(hash, new, |&at| self.hasher.hash_one(&*self.all[at as usize]));
        new
    }

    /// The number of this text, if it has one.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.table.find(self.hasher.hash_one(name), |&at| *self.all[at as usize] == *name).copied()
    }

    /// The text with this number.
    pub(super) fn get(&self, number: u32) -> &str {
        &self.all[number as usize]
    }

    /// All texts by their numbers.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.all.iter().map(|name| &**name)
    }

    /// Merges the texts of another table; returns the new number of each of its numbers.
    pub(super) fn adopt(&mut self, other: &NameTable) -> Vec<u32> {
        other.iter().map(|name| self.number(name)).collect()
    }
}
