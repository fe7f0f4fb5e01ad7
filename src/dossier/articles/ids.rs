//! From an id to its article: five bytes an entry, the id itself is read where it stands in the text.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::block::Columns;

/// A hash table of row numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Ids {
    /// How ids are hashed here.
    pub(super) fn hasher(&self) -> DefaultHashBuilder {
        self.hasher.clone()
    }

    /// Makes room for this many more.
    pub(super) fn reserve(&mut self, more: usize, columns: &Columns) {
        self.table.reserve(more, |&ix| self.hasher.hash_one(columns.id(ix as usize)));
    }

    /// The row that has this id.
    pub(super) fn find(&self, id: &str, columns: &Columns) -> Option<u32> {
        self.table.find(self.hasher.hash_one(id), |&ix| columns.id(ix as usize) == id).copied()
    }

    /// Enters a row under its id. Where the id is taken: by whom, and nothing is changed.
    pub(super) fn insert(&mut self, ix: u32, columns: &Columns) -> Option<u32> {
        self.insert_hashed(self.hasher.hash_one(columns.id(ix as usize)), ix, columns)
    }

    /// The same, the hash being known.
    pub(super) fn insert_hashed(&mut self, hash: u64, ix: u32, columns: &Columns) -> Option<u32> {
        let id = columns.id(ix as usize);
        if let Some(&taken) = self.table.find(hash, |&other| columns.id(other as usize) == id) {
            return Some(taken);
        }
        self.table.insert_unique(hash, ix, |&ix| self.hasher.hash_one(columns.id(ix as usize)));
        None
    }
}
