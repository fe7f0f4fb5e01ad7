//! Completion: keys, then the values that the dossier holds.

use std::ops::Range;

use crate::dossier::{Kind, Rec};

use super::count::CountedValues;
use super::parse::{LastWhat, parse_closely};
use super::term::{OfferedValues, QueryTerm, TERMS, TermValues};
use super::value::SearchNeedle;
use super::{QueryView, print};
use crate::text::fold;

/// One completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the text that it replaces.
    pub span: Range<usize>,
    /// The replacement.
    pub text: String,
    /// What it means.
    pub description: String,
    /// How many records have the value themselves, and of what kind; not for keys.
    pub count: Option<(usize, Kind)>,
}

/// The prefixes that may stand before a date.
const SIGNS: &[(&str, &str)] = &[(">", "later than"), ("<", "earlier than")];

/// The maximum number of completions.
const AT_MOST: usize = 40;

/// The completions at the cursor (a byte of the text): keys and, from two letters on, values of all keys for a bare
/// word; after a key its values, most frequent first.
#[must_use]
pub fn complete(text: &str, cursor: usize, view: &QueryView) -> Vec<Completion> {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let ready = view.index.has_texts(view); // else a thread looks the values up, and keys alone are offered
    let here =
        parse_closely(&text[..cursor], view.snapshot.day).last.filter(|last| last.end == cursor).map(|last| last.what);
    let mut out = match here {
        Some(LastWhat::Value(..)) if !ready => Vec::new(),
        Some(LastWhat::Value(term, from, quoted)) => {
            let span = if quoted { from - 1..quotation_end(text, cursor) } else { from..bare_end(text, cursor, true) };
            values(term, &text[from..cursor], view, &span, false)
        }
        Some(LastWhat::Word(from)) => {
            let span = from..bare_end(text, cursor, false);
            let word = &text[from..cursor];
            let mut out = keys(word, &span);
            if ready && word.chars().nth(1).is_some() {
                out.extend(anything(word, view, &span));
            }
            out
        }
        None if in_quotation(text, cursor, view) => Vec::new(),
        None => keys("", &(cursor..cursor)),
    };
    out.truncate(AT_MOST);
    out
}

/// Whether an unclosed quotation, expression or the like contains the cursor.
fn in_quotation(text: &str, cursor: usize, view: &QueryView) -> bool {
    parse_closely(&text[..cursor], view.snapshot.day).parsed.faults.iter().any(|fault| {
        let begun = &text[fault.span.clone()];
        fault.span.end == cursor && (begun.starts_with('"') || begun.starts_with('/'))
    })
}

fn bare_end(text: &str, cursor: usize, value: bool) -> usize {
    let ends = |c: char| c.is_whitespace() || "()\"".contains(c) || value && c == ',';
    text[cursor..].find(ends).map_or(text.len(), |at| cursor + at)
}

fn quotation_end(text: &str, cursor: usize) -> usize {
    text[cursor..].find('"').map_or(cursor, |at| cursor + at + 1)
}

fn keys(word: &str, span: &Range<usize>) -> Vec<Completion> {
    let word = word.to_lowercase();
    let fits = TERMS.iter().filter(|term| term.key.starts_with(&word));
    fits.map(|term| Completion {
        span: span.clone(),
        text: format!("{}:", term.key),
        description: term.help.to_owned(),
        count: None,
    })
    .collect()
}

/// Values of all keys with this prefix, each with its key.
fn anything(word: &str, view: &QueryView, span: &Range<usize>) -> Vec<Completion> {
    let mut out = Vec::new();
    for term in TERMS.iter().filter(|term| term.offered == OfferedValues::Anywhere) {
        out.extend(values(term, word, view, span, true));
    }
    out.retain(|completion| completion.count.is_none_or(|(n, _)| n > 0));
    out.sort_by_key(|completion| std::cmp::Reverse(completion.count.map_or(0, |(n, _)| n)));
    out
}

/// Values of a key with this prefix.
fn values(
    term: &'static QueryTerm,
    typed: &str,
    view: &QueryView,
    span: &Range<usize>,
    with_key: bool,
) -> Vec<Completion> {
    let completion = |value: String, description: String, count: Option<(usize, Kind)>| Completion {
        span: span.clone(),
        text: if with_key { format!("{}:{value}", term.key) } else { value },
        description,
        count,
    };
    let held = view.index.values(view, term);
    let count = |held: &CountedValues| {
        let (kind, n) = held.count();
        Some((n, kind))
    };
    match term.values {
        TermValues::Words(words) => {
            let lower = typed.to_lowercase();
            let fits = words().into_iter().filter(|(word, _)| begins_within(word, &lower));
            let mut out: Vec<Completion> = fits
                .map(|(word, means)| {
                    let found = held.iter().find(|held| held.value(view) == word);
                    let count = found.map_or(Some((0, Kind::Event)), count);
                    completion(word.to_owned(), means.to_owned(), count)
                })
                .collect();
            // In the order of the vocabulary; values without records come last.
            out.sort_by_key(|completion| completion.count.is_some_and(|(n, _)| n == 0));
            out
        }
        TermValues::Names(kinds) => {
            let needle = SearchNeedle::bare(typed);
            let fitting: Vec<_> =
                kinds.iter().map(|&kind| needle.as_ref().map(|needle| view.index.named(view, kind, needle))).collect();
            let fits = |rec: Rec| {
                let at = kinds.iter().position(|&kind| kind == rec.kind());
                at.is_some_and(|at| fitting[at].as_ref().is_none_or(|fitting| fitting.contains(rec)))
            };
            held.iter()
                .filter_map(|held| held.rec().map(|rec| (rec, held)))
                .filter(|(rec, _)| fits(*rec))
                .map(|(rec, held)| completion(held.value(view), view.dossier.label(rec).to_owned(), count(held)))
                .take(AT_MOST)
                .collect()
        }
        TermValues::Held(lookup) => {
            let needle = SearchNeedle::bare(typed);
            held.iter()
                .filter_map(|held| held.text().map(|text| (text, held)))
                .filter_map(|(text, held)| {
                    let means = (lookup.name)(view, text);
                    let mut folded = String::new();
                    fold::push_field(&mut folded, text);
                    if let Some(name) = &means {
                        fold::push_field(&mut folded, name);
                    }
                    let fits = needle.as_ref().is_none_or(|needle| folded.contains(needle.as_str()));
                    fits.then(|| completion(print::value(text), means.unwrap_or_default(), count(held)))
                })
                .take(AT_MOST)
                .collect()
        }
        TermValues::Dates => {
            let range = typed.rfind("..").map(|at| at + 2).unwrap_or_default();
            let compared = typed.rfind(['<', '>', '=']).map(|at| at + 1).unwrap_or_default();
            let (before, tail) = typed.split_at(range.max(compared));
            let mut months: Vec<(String, &CountedValues)> = held.iter().map(|held| (held.value(view), held)).collect();
            months.sort_by(|a, b| b.0.cmp(&a.0));
            let signs = if typed.is_empty() { SIGNS } else { &[] };
            let signs = signs.iter().map(|(sign, means)| completion((*sign).to_owned(), (*means).to_owned(), None));
            let fits = months.into_iter().filter(|(month, _)| month.starts_with(tail));
            let months = fits.map(|(month, held)| completion(format!("{before}{month}"), String::new(), count(held)));
            signs.chain(months).collect()
        }
        TermValues::Days => {
            [(">0", "by a day or more"), (">30", "by more than a month"), (">365", "by more than a year")]
                .into_iter()
                .filter(|(days, _)| days.starts_with(typed))
                .map(|(days, means)| completion(days.to_owned(), means.to_owned(), None))
                .collect()
        }
        TermValues::Text => Vec::new(),
    }
}

/// `single-origin` begins with `si` and, within, with `or`.
fn begins_within(word: &str, typed: &str) -> bool {
    word.starts_with(typed) || word.match_indices('-').any(|(at, _)| word[at + 1..].starts_with(typed))
}
