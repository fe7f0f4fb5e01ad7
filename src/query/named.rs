//! Which records a name means, and which name was probably meant by a word that nothing has.

use crate::dossier::Rec;

use super::value::{QueryWords, SearchNeedle};
use super::{Query, QueryNode, QueryView, fold, near, rows, text, to_be_found};

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
    for kind in text::NAMED {
        for rec in view.dossier.all(kind).filter(|&rec| view.snapshot.is_visible(view.dossier, rec)) {
            text::names(view, rec, &mut |text| name(rec, text));
        }
    }
}
