//! Folded text, searched as a whole.

use std::ops::Range;

use memchr::memmem::Finder;

use super::earlier::{EarlierDay, KeptPart};
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
        let all = 0..u32::try_from(view.dossier.count(kind)).unwrap_or(u32::MAX);
        all.for_each(|at| texts.push(view, Rec::new(kind, at as usize), hidden, &fields));
        texts.shrink_to_fit();
        texts
    }

    /// Those of the visible events, of which the texts of most are the same as they were.
    pub fn of_events(
        view: &QueryView,
        (before, day): (&FoldedTexts, &EarlierDay),
        fields: impl Fn(Rec, &mut dyn FnMut(&str)),
    ) -> FoldedTexts {
        let mut texts = FoldedTexts { all: String::with_capacity(before.all.len()), ..FoldedTexts::default() };
        for part in day.texts().parts(view.dossier.count(Kind::Event)) {
            match part {
                KeptPart::Same(events) => texts.push_all(before, &events),
                KeptPart::Other(events) => {
                    events.for_each(|at| texts.push(view, Rec::new(Kind::Event, at as usize), false, &fields));
                }
            }
        }
        texts.shrink_to_fit();
        texts
    }

    /// Adds the text of a record.
    fn push(&mut self, view: &QueryView, rec: Rec, hidden: bool, fields: &impl Fn(Rec, &mut dyn FnMut(&str))) {
        let mut foreign = false;
        if hidden || view.snapshot.is_visible(view.dossier, rec) {
            fields(rec, &mut |field| {
                foreign |= !field.is_ascii();
                fold::push_field(&mut self.all, field);
            });
        }
        self.foreign.extend(foreign.then_some(u32::try_from(self.ends.len()).unwrap_or(u32::MAX)));
        self.ends.push(self.all.len());
    }

    /// Adds the texts of records that others have at the same positions.
    fn push_all(&mut self, other: &FoldedTexts, positions: &Range<u32>) {
        let (from, to) = (positions.start as usize, positions.end as usize);
        let start = from.checked_sub(1).map_or(0, |last| other.ends[last]);
        let (at, ends) = (self.all.len(), &other.ends[from..to]);
        self.all.push_str(&other.all[start..ends.last().map_or(start, |&end| end)]);
        self.ends.extend(ends.iter().map(|end| end - start + at));
        let behind = |position: u32| other.foreign.partition_point(|&foreign| foreign < position);
        self.foreign.extend_from_slice(&other.foreign[behind(positions.start)..behind(positions.end)]);
    }

    fn shrink_to_fit(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
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
