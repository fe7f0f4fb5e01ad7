//! Folded text to be searched.

use memchr::memmem::Finder;

use crate::dossier::{Kind, Rec};
use crate::query::value::Needle;
use crate::query::{View, fold};

/// The folded texts of the records of a kind, one behind the other.
#[derive(Debug, Default)]
pub(in crate::query) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    /// `hidden`: of records that are not visible as well. Their names are known from those that name them.
    pub fn of(view: &View, kind: Kind, hidden: bool, fields: impl Fn(Rec, &mut dyn FnMut(&str))) -> Texts {
        let mut texts = Texts::default();
        for rec in view.dossier.all(kind) {
            if hidden || view.snapshot.is_visible(view.dossier, rec) {
                fields(rec, &mut |field| fold::push_field(&mut texts.all, field));
            }
            texts.ends.push(texts.all.len());
        }
        texts.all.shrink_to_fit();
        texts.ends.shrink_to_fit();
        texts
    }

    /// Calls `found` with each position whose text has the needle, once and in order.
    pub fn find_all(&self, needle: &Needle, mut found: impl FnMut(usize)) {
        let finder = Finder::new(needle.as_str());
        let mut at = 0;
        while let Some(hit) = finder.find(&self.all.as_bytes()[at..]) {
            let ix = self.ends.partition_point(|&end| end <= at + hit);
            found(ix);
            at = self.ends[ix];
        }
    }
}
