//! Why an item is in the inbox: the records of the dossier that it names, weighted by how rare each name is.

use std::cell::RefCell;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use hashbrown::HashMap;

use super::{Archive, ArchiveItem, DossierKey};
use crate::dossier::{Kind, Rec};
use crate::query::{ItemQuery, QueryView, name_needles};
use crate::text::fold;

/// A record that an item names.
#[derive(Clone, Debug, PartialEq)]
pub struct RelevancePart {
    /// The record.
    pub rec: Rec,
    /// `ln((items + 1) / (items that name it + 1))`: 0 if every item names it.
    pub weight: f64,
}

/// The names of a dossier, prepared for searching items.
#[derive(Debug)]
pub struct NameWeights {
    finder: Option<AhoCorasick>,
    /// For each name, its record and whether it must end at a word boundary.
    names: Vec<(Rec, bool)>,
    /// For each record, the query for its names.
    needles: HashMap<Rec, ItemQuery>,
    weights: RefCell<HashMap<Rec, f64>>,
}

impl NameWeights {
    /// The names of all actors, ports, places and corridors.
    #[must_use]
    pub fn of(view: &QueryView) -> NameWeights {
        let mut names = Vec::new();
        let mut patterns = Vec::new();
        let mut needles = HashMap::new();
        for rec in Kind::NAMED.into_iter().flat_map(|kind| view.dossier.all(kind)) {
            let of_rec = name_needles(view.dossier, rec);
            for needle in &of_rec {
                // The space after a name is the one before the next: it is checked, but not part of the match.
                names.push((rec, needle.ends_with(' ')));
                patterns.push(needle.trim_end().to_owned());
            }
            needles.insert(rec, ItemQuery::Any(of_rec.into_iter().map(ItemQuery::Words).collect()));
        }
        let finder = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(patterns)
            .ok();
        NameWeights { finder, names, needles, weights: RefCell::default() }
    }

    /// The records that an item names, the rarest first. Runs one query per record.
    ///
    /// # Errors
    /// Returns one line.
    pub fn parts(&self, archive: &Archive, item: &ArchiveItem) -> Result<Vec<RelevancePart>, String> {
        let mut folded = String::new();
        // An outlet that is named after a port says nothing about its items.
        item.fields().iter().skip(1).for_each(|field| fold::push_field(&mut folded, field));
        let mut parts: Vec<RelevancePart> = Vec::new();
        let found = self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(&folded));
        for found in found {
            let (rec, whole) = self.names[found.pattern().as_usize()];
            let ends = !whole || folded[found.end()..].starts_with(' ');
            if ends && !parts.iter().any(|part| part.rec == rec) {
                parts.push(RelevancePart { rec, weight: self.weight(archive, rec)? });
            }
        }
        parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        Ok(parts)
    }

    #[allow(clippy::cast_precision_loss)] // counts of items, far below 2^52
    fn weight(&self, archive: &Archive, rec: Rec) -> Result<f64, String> {
        if let Some(weight) = self.weights.borrow().get(&rec) {
            return Ok(*weight);
        }
        let count = |query: &ItemQuery| archive.count(query, DossierKey(0)).map(|count| count as f64 + 1.0);
        let all = count(&ItemQuery::All(Vec::new()))?;
        let naming = self.needles.get(&rec).map_or(Ok(all), count)?;
        let weight = (all / naming).ln();
        self.weights.borrow_mut().insert(rec, weight);
        Ok(weight)
    }
}
