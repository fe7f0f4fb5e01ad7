//! Maps ids to articles in five bytes per entry: the id itself is read from the text.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::block::BlockColumns;

/// A hash table of row numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct ArticleIds {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl ArticleIds {
    /// The hash of an id.
    pub(super) fn hasher(&self) -> DefaultHashBuilder {
        self.hasher.clone()
    }

    /// Reserves space for this many more.
    pub(super) fn reserve(&mut self, more: usize, columns: &BlockColumns) {
        self.table.reserve(more, |&ix| self.hasher.hash_one(columns.id(ix as usize)));
    }

    /// The row that has this id.
    pub(super) fn find(&self, id: &str, columns: &BlockColumns) -> Option<u32> {
        self.table.find(self.hasher.hash_one(id), |&ix| columns.id(ix as usize) == id).copied()
    }

    /// Inserts a row under its id. If the id is taken, returns the row that has it and changes nothing.
    pub(super) fn insert(&mut self, ix: u32, columns: &BlockColumns) -> Option<u32> {
        self.insert_hashed(self.hasher.hash_one(columns.id(ix as usize)), ix, columns)
    }

    /// The same with a known hash.
    pub(super) fn insert_hashed(&mut self, hash: u64, ix: u32, columns: &BlockColumns) -> Option<u32> {
        let id = columns.id(ix as usize);
        if let Some(&taken) = self.table.find(hash, |&other| columns.id(other as usize) == id) {
            return Some(taken);
        }
        self.table.insert_unique(hash, ix, |&ix| self.hasher.hash_one(columns.id(ix as usize)));
        None
    }
}
