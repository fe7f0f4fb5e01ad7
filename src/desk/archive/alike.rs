//! Groups items with nearly the same text under the oldest of them. Nothing is merged.

use hashbrown::{HashMap, HashSet};

use super::ArchiveItem;
use crate::story::change::fingerprint;
use crate::text::fold;

/// The number of words in a shingle.
const SHINGLE: usize = 3;
/// The share of common shingles from which on two texts count as nearly the same.
const TEXTS: f64 = 0.6;
/// The same for the words of two titles, if a text is missing.
const TITLES: f64 = 0.8;
/// Texts with fewer words are compared by their titles.
const FEWEST: usize = 20;
/// A shingle that occurs in more items than this is a stock phrase and is not used for comparison.
const COMMON: usize = 64;

/// The parts of an item that are compared.
struct ItemShingles {
    text: HashSet<u64>,
    title: HashSet<u64>,
}

/// The groups of two or more similar items, each as positions in `items`, oldest first.
#[must_use]
pub fn groups(items: &[ArchiveItem]) -> Vec<Vec<usize>> {
    let shingles: Vec<ItemShingles> = items.iter().map(shingles).collect();
    let mut parents: Vec<usize> = (0..items.len()).collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, own) in shingles.iter().enumerate() {
        let mut near: Vec<usize> = Vec::new();
        for print in own.text.iter().chain(&own.title) {
            let known = holders.entry(*print).or_default();
            if known.len() < COMMON {
                near.extend(known.iter());
                known.push(at);
            }
        }
        near.sort_unstable();
        near.dedup();
        for other in near {
            let (a, b) = (root(&mut parents, at), root(&mut parents, other));
            if a != b && is_near(own, &shingles[other]) {
                parents[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for at in 0..items.len() {
        groups.entry(root(&mut parents, at)).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    for group in &mut groups {
        group.sort_by_key(|&at| items[at].row);
    }
    groups.sort_unstable();
    groups
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

fn shingles(item: &ArchiveItem) -> ItemShingles {
    let text = item.text.as_deref().or(item.summary.as_deref()).unwrap_or_default();
    let folded = fold::words(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let text = if words.len() < FEWEST {
        HashSet::new()
    } else {
        words.windows(SHINGLE).map(|words| fingerprint(&words.join(" "))).collect()
    };
    let title = fold::words(item.title.as_deref().unwrap_or_default());
    ItemShingles { text, title: title.split_whitespace().map(fingerprint).collect() }
}

fn is_near(a: &ItemShingles, b: &ItemShingles) -> bool {
    if !a.text.is_empty() && !b.text.is_empty() {
        return jaccard(&a.text, &b.text) >= TEXTS;
    }
    a.title.len() > 2 && jaccard(&a.title, &b.title) >= TITLES
}

#[allow(clippy::cast_precision_loss)] // counts of words, far below 2^52
fn jaccard(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let both = a.intersection(b).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}
