//! Folded text, searched as a whole.

use memchr::memmem::Finder;

use crate::dossier::{Kind, Rec};
use crate::query::QueryView;
use crate::query::article_index::BitSet;
use crate::query::value::SearchNeedle;
use crate::text::fold;

/// The folded texts of the records of a kind, one after another.
#[derive(Debug, Default)]
pub(in crate::query) struct FoldedTexts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// Positions of those that are not ASCII before they are folded.
    foreign: Vec<u32>,
}

impl FoldedTexts {
    /// `hidden`: include records that are not visible. Their names are known through the records that name them.
    pub fn of(view: &QueryView, kind: Kind, hidden: bool, fields: impl Fn(Rec, &mut dyn FnMut(&str))) -> FoldedTexts {
        let mut texts = FoldedTexts::default();
        for (at, rec) in (0_u32..).zip(view.dossier.all(kind)) {
            let mut foreign = false;
            if hidden || view.snapshot.is_visible(view.dossier, rec) {
                fields(rec, &mut |field| {
                    foreign |= !field.is_ascii();
                    fold::push_field(&mut texts.all, field);
                });
            }
            texts.foreign.extend(foreign.then_some(at));
            texts.ends.push(texts.all.len());
        }
        texts.all.shrink_to_fit();
        texts.ends.shrink_to_fit();
        texts
    }

    /// The positions whose text, before it was folded, may have one of these side by side, see
    /// [`pieces`](crate::query::article_index::pieces). What is not ASCII may always.
    pub fn may_have(&self, pieces: &[String]) -> BitSet {
        let mut bits = BitSet::of(self.ends.len(), self.foreign.iter().copied());
        for piece in pieces {
            let mut found = Vec::new();
            self.find(piece, |ix| found.push(u32::try_from(ix).unwrap_or(u32::MAX)));
            bits.or(&BitSet::of(self.ends.len(), found));
        }
        bits
    }

    /// Calls `found` with each position whose text has the needle, once and in order.
    pub fn find_all(&self, needle: &SearchNeedle, found: impl FnMut(usize)) {
        self.find(needle.as_str(), found);
    }

    fn find(&self, sought: &str, mut found: impl FnMut(usize)) {
        let finder = Finder::new(sought);
        let (mut at, mut ix) = (0, 0);
        while let Some(hit) = finder.find(&self.all.as_bytes()[at..]) {
            while self.ends[ix] <= at + hit {
                ix += 1;
            }
            found(ix);
            at = self.ends[ix];
        }
    }
}
