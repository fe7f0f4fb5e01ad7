//! The values of a term, resolved in a dossier and tested against what a record has.

use crate::dossier::{Actor, ActorKind, Kind, Rec};
use crate::story::SlipDays;

use super::count::CountedValues;
use super::recs::RecSet;
use super::term::{QueryTerm, TermValues};
use super::value::{DaySpan, QueryValue, ValueMeaning};
use super::{QueryView, near, print};
use crate::text::fold;

/// Something that a record or statement has under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ProbedItem<'a> {
    /// Another record, or the record itself.
    Rec(Rec),
    /// Text of an open vocabulary: outlet, language, tag, country.
    Text(&'a str),
    /// A word of a closed vocabulary.
    Word(&'static str),
    /// Days that a date can mean.
    Days(DaySpan),
    /// Days of a slip, at least and at most.
    Slip(SlipDays),
}

impl<'a> ProbedItem<'a> {
    /// The name and id by which it is sorted in a list; none for days, which have an order of their own.
    pub fn listed(self, view: &QueryView<'a>) -> (&'a str, &'a str) {
        match self {
            ProbedItem::Rec(rec) => (view.dossier.label(rec), view.dossier.id(rec)),
            ProbedItem::Text(text) => (text, ""),
            ProbedItem::Word(word) => (word, ""),
            ProbedItem::Days(_) | ProbedItem::Slip(_) => ("", ""),
        }
    }
}

/// The values of one term, resolved in a dossier: which [`ProbedItem`]s they accept.
#[derive(Clone, Debug)]
pub(super) enum QueryProbe {
    Any,
    Recs(RecSet),
    Texts(Vec<String>),
    Words(Vec<&'static str>),
    Days(Vec<DaySpan>),
    Slips(Vec<SlipDays>),
}

impl QueryProbe {
    /// Resolves the values of a term.
    pub fn new(term: &QueryTerm, values: &[QueryValue], view: &QueryView) -> QueryProbe {
        if values.iter().any(|value| value.means == ValueMeaning::Any) {
            return QueryProbe::Any;
        }
        match term.values {
            TermValues::Words(_) => QueryProbe::Words(
                values
                    .iter()
                    .filter_map(|v| if let ValueMeaning::Word(word) = v.means { Some(word) } else { None })
                    .collect(),
            ),
            TermValues::Names(kinds) => {
                let mut recs = RecSet::new(view.dossier);
                for value in values {
                    add_named(value, kinds, view, &mut recs);
                }
                QueryProbe::Recs(recs)
            }
            TermValues::Held(held) => {
                let mut texts = Vec::new();
                for value in values {
                    (held.find)(term, value, view, &mut texts);
                }
                texts.sort_unstable();
                texts.dedup();
                QueryProbe::Texts(texts)
            }
            TermValues::Dates => QueryProbe::Days(
                values
                    .iter()
                    .filter_map(|v| if let ValueMeaning::Days(span) = v.means { Some(span) } else { None })
                    .collect(),
            ),
            TermValues::Days => QueryProbe::Slips(
                values
                    .iter()
                    .filter_map(|v| if let ValueMeaning::Slip(days) = v.means { Some(days) } else { None })
                    .collect(),
            ),
            TermValues::Text => QueryProbe::Words(Vec::new()), // text is looked for in the index, see `eval`
        }
    }

    /// Whether one of the values is, or overlaps, this.
    pub fn accepts(&self, item: ProbedItem) -> bool {
        match (self, item) {
            (QueryProbe::Any, _) => true,
            (QueryProbe::Recs(recs), ProbedItem::Rec(rec)) => recs.contains(rec),
            (QueryProbe::Texts(texts), ProbedItem::Text(text)) => {
                texts.binary_search_by(|t| t.as_str().cmp(text)).is_ok()
            }
            (QueryProbe::Words(words), ProbedItem::Word(word)) => words.contains(&word),
            (QueryProbe::Days(spans), ProbedItem::Days(span)) => spans.iter().any(|&s| overlap(s, span)),
            (QueryProbe::Slips(slips), ProbedItem::Slip(days)) => slips.iter().any(|s| s.0 <= days.1 && days.0 <= s.1),
            _ => false,
        }
    }
}

/// Whether some day lies in both.
pub(super) fn overlap(a: DaySpan, b: DaySpan) -> bool {
    let starts_by = |a: DaySpan, b: DaySpan| a.0.is_none_or(|first| b.1.is_none_or(|last| first <= last));
    starts_by(a, b) && starts_by(b, a)
}

/// The records of these kinds that a value means. Within a kind, an exact id takes precedence over name prefixes.
fn add_named(value: &QueryValue, kinds: &[Kind], view: &QueryView, recs: &mut RecSet) {
    let exact = view.dossier.find(&value.text.to_ascii_lowercase());
    for &kind in kinds {
        match exact {
            Some(rec) if rec.kind() == kind => recs.insert(rec),
            _ => {
                if let ValueMeaning::Name(needle) = &value.means {
                    recs.add_kind(kind, &view.index.named(view, kind, needle));
                }
            }
        }
    }
}

/// The texts of an open vocabulary that a value means: the exact match, else those that contain its words.
pub(super) fn held_words(term: &QueryTerm, value: &QueryValue, view: &QueryView, texts: &mut Vec<String>) {
    let ValueMeaning::Name(needle) = &value.means else { return };
    let held = view.index.values(view, term);
    if held.iter().any(|v| v.text() == Some(&value.text)) {
        return texts.push(value.text.clone());
    }
    let whole = fold::words(&value.text);
    let exact = held.iter().filter_map(|v| v.text()).filter(|text| fold::words(text) == whole);
    let before = texts.len();
    texts.extend(exact.map(str::to_owned));
    if texts.len() > before {
        return;
    }
    for text in held.iter().filter_map(|v| v.text()) {
        let mut folded = String::new();
        fold::push_field(&mut folded, text);
        if folded.contains(needle.as_str()) {
            texts.push(text.to_owned());
        }
    }
}

/// Languages: `en` also means `en-GB`; else by prefix.
pub(super) fn held_languages(term: &QueryTerm, value: &QueryValue, view: &QueryView, texts: &mut Vec<String>) {
    let wanted = value.text.to_ascii_lowercase();
    let held = view.index.values(view, term);
    let within = |text: &str| {
        let text = text.to_ascii_lowercase();
        text == wanted || text.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('-'))
    };
    let before = texts.len();
    texts.extend(held.iter().filter_map(|v| v.text()).filter(|text| within(text)).map(str::to_owned));
    if texts.len() == before {
        held_words(term, value, view, texts);
    }
}

/// Countries: a code, or a word of the name of a state that the dossier knows.
pub(super) fn held_countries(term: &QueryTerm, value: &QueryValue, view: &QueryView, texts: &mut Vec<String>) {
    let held = view.index.values(view, term);
    let code = held.iter().filter_map(|v| v.text()).find(|code| code.eq_ignore_ascii_case(&value.text));
    if let Some(code) = code {
        return texts.push(code.to_owned());
    }
    let mut states = RecSet::new(view.dossier);
    add_named(value, &[Kind::Actor], view, &mut states);
    for rec in view.dossier.all(Kind::Actor).filter(|&rec| states.contains(rec)) {
        let Rec::Actor(ix) = rec else { continue };
        let actor = &view.dossier[ix];
        if actor.kind == ActorKind::State {
            texts.extend(actor.country.clone());
        }
    }
}

/// What is wrong with a value that matches nothing in the dossier; `None` if it matches something.
pub(super) fn unknown(term: &QueryTerm, value: &QueryValue, view: &QueryView) -> Option<String> {
    let means_nothing = match QueryProbe::new(term, std::slice::from_ref(value), view) {
        QueryProbe::Recs(recs) => recs.is_empty(),
        QueryProbe::Texts(texts) => texts.is_empty(),
        QueryProbe::Any | QueryProbe::Words(_) | QueryProbe::Days(_) | QueryProbe::Slips(_) => false,
    };
    if !means_nothing {
        return None;
    }
    // Each word of an id or name, and the id that it leads to.
    let mut names: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, id: &str| {
        names.extend(fold::words(name).split_whitespace().map(|word| (word.to_owned(), id.to_owned())));
    };
    match term.values {
        TermValues::Names(kinds) => {
            // Articles and events are too many to be guessed at.
            for &kind in kinds.iter().filter(|&kind| Kind::NAMED.contains(kind)) {
                for rec in view.dossier.all(kind) {
                    let id = view.dossier.id(rec);
                    add(id, id);
                    view.dossier.names(rec).for_each(|name| add(name, id));
                }
            }
        }
        _ => view.index.values(view, term).iter().filter_map(CountedValues::text).for_each(|text| add(text, text)),
    }
    let sought = fold::words(&value.text);
    let near = near::nearest(sought.trim_start(), names.iter().map(|(word, _)| word.as_str()));
    let id = near.and_then(|near| names.iter().find(|(word, _)| word == near)).map(|(_, id)| print::value(id));
    let begin = format!("`{}:{}` finds nothing in this dossier", term.key, near::shown(&value.text));
    Some(match id {
        Some(id) => format!("{begin}; did you mean `{id}`?"),
        None => begin,
    })
}

/// The name of the state with this code, where the dossier has it.
pub(super) fn country_name(view: &QueryView, code: &str) -> Option<String> {
    let state = |actor: &&Actor| actor.kind == ActorKind::State && actor.country.as_deref() == Some(code);
    view.dossier.actors.iter().find(state).map(|actor| actor.name.clone())
}
