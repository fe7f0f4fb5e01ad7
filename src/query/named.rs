//! Names: which records one means, what is looked for in a text, and which one was probably meant by a word that nothing has.
//!
//! How a text bends a name is told in [`crate::text::inflects`].

use crate::dossier::{Dossier, Kind, Rec};

use super::value::{QueryWords, SearchNeedle};
use super::{Query, QueryNode, QueryView, near, rows, to_be_found};
use crate::text::{FEWEST_BENT, fold, stem};

/// Articles from which on a word is only looked for where that takes no time.
const MANY: usize = 20_000;

/// The fewest letters of a word for which a name is looked for.
const SHORTEST: usize = 4;

/// The actors, ports, places and corridors that a name means: those of which it is a whole name or alias, without regard to
/// case, accents or script variants; where there is none, those that have its words in a name.
#[must_use]
pub fn named(name: &str, view: &QueryView) -> Vec<Rec> {
    let whole = fold::words(name);
    if whole.is_empty() {
        return Vec::new();
    }
    let having = |fits: &dyn Fn(&str) -> bool| -> Vec<Rec> {
        let mut found = Vec::new();
        each(view, &mut |rec, name| {
            if found.last() != Some(&rec) && fits(name) {
                found.push(rec);
            }
        });
        found
    };
    let exact = having(&|name| fold::words(name) == whole);
    if !exact.is_empty() {
        return exact;
    }
    let phrase = SearchNeedle::phrase(name);
    having(&|name| {
        let mut folded = String::new();
        fold::push_field(&mut folded, name);
        phrase.as_ref().is_some_and(|phrase| folded.contains(phrase.as_str()))
    })
}

/// What is looked for in a text to find a record that has names: each name folded. A name whose last word has four
/// letters or more is found with any ending, as languages with cases write it; a shorter one as a whole word.
#[must_use]
pub fn name_needles(dossier: &Dossier, rec: Rec) -> Vec<String> {
    let needle = |name: &str| {
        let mut needle = fold::words(name);
        let last = needle.rsplit(' ').next().unwrap_or_default();
        let ending = last.len() - stem(last).len();
        match last.chars().count() {
            ..FEWEST_BENT => needle.push(' '),
            _ => needle.truncate(needle.len() - ending),
        }
        needle
    };
    // a letter names nobody
    let mut needles: Vec<String> =
        dossier.names(rec).filter(|name| fold::words(name).chars().count() >= 3).map(needle).collect();
    needles.sort_unstable();
    needles.dedup();
    needles
}

/// The record with the name, or word of a name, that differs least from a text; `None` if none is near.
#[must_use]
pub fn nearest_named(text: &str, view: &QueryView) -> Option<Rec> {
    nearest(text, view).map(|(_, rec)| rec)
}

/// What is to be said of a word that stands in no text, where a name is near.
pub(super) fn unknown_word(words: &QueryWords, view: &QueryView) -> Option<String> {
    // In so few letters everything is near.
    if words.text.chars().count() < SHORTEST {
        return None;
    }
    let query = Query { root: Some(QueryNode::Words(words.clone())) };
    if view.dossier.articles.len() > MANY && to_be_found(&query, view).is_some() {
        return None;
    }
    if !rows::shown(&query, view).is_empty() {
        return None;
    }
    let (word, _) = nearest(&words.text, view)?;
    Some(format!("nothing has `{}`; did you mean `{word}`?", near::shown(&words.text)))
}

/// The nearest word of a name, folded, and whose it is.
fn nearest(text: &str, view: &QueryView) -> Option<(String, Rec)> {
    let mut names: Vec<(String, Rec)> = Vec::new();
    each(view, &mut |rec, name| {
        names.extend(fold::words(name).split_whitespace().map(|word| (word.to_owned(), rec)));
    });
    let sought = fold::words(text);
    let near = near::nearest(sought.trim(), names.iter().map(|(word, _)| word.as_str()))?;
    names.iter().find(|(word, _)| word == near).cloned()
}

/// Each name of each record that is visible.
fn each(view: &QueryView, name: &mut dyn FnMut(Rec, &str)) {
    for kind in Kind::NAMED {
        for rec in view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec)) {
            view.dossier.names(rec).for_each(|text| name(rec, text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::PlaceIx;
    use crate::dossier::load::load_texts;

    #[test]
    fn a_long_name_is_looked_for_with_any_ending_and_a_short_one_as_a_word() {
        let text = "format = 1\n[story]\ntitle = \"T\"\n[[places]]\nid = \"a\"\nname = \"Астана\"\naliases = [\"UAE\", \"Astana\", \"A\"]\n";
        let dossier = load_texts(&[("a.toml".into(), text.to_owned())]).dossier.expect("it opens");
        assert_eq!(name_needles(&dossier, PlaceIx(0).into()), [" astana", " uae ", " астан"]);
    }
}
