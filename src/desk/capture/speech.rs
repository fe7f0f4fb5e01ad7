//! Finds who says what: verbs of saying and their speakers.

use std::ops::Range;

use super::{FoldedWord, MarkedThing, TextMark, words_within};
use crate::dossier::Rec;

/// A verb of saying with its speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct TextSpeech {
    /// The bytes of the verb, or of words used instead: `according to`.
    pub verb: Range<usize>,
    /// The bytes of the speaker, or of a pronoun.
    pub speaker: Range<usize>,
    /// The record of the speaker. `None` if it is not in the dossier.
    pub actor: Option<Rec>,
    /// Whether the name is there; otherwise a pronoun stands for the one in the previous sentence.
    pub named: bool,
}

/// Verbs that follow or precede their speaker. Folded.
const SAYING: &[&str] = &[
    // English
    "said",
    "says",
    "told",
    "stated",
    "announced",
    "added",
    "noted",
    "confirmed",
    "stressed",
    "emphasised",
    "emphasized",
    "claimed",
    "declared",
    "denied",
    "reiterated",
    "underlined",
    "explained",
    "informed",
    "revealed",
    "argued",
    "warned",
    "pledged",
    "remarked",
    "highlighted",
    "tweeted",
    "wrote",
    "observed",
    "maintained",
    // Russian
    "сказал",
    "сказала",
    "сообщил",
    "сообщила",
    "сообщили",
    "заявил",
    "заявила",
    "заявили",
    "отметил",
    "отметила",
    "подчеркнул",
    "подчеркнула",
    "добавил",
    "добавила",
    "рассказал",
    "рассказала",
    "объявил",
    "объявила",
    "пояснил",
    "пояснила",
    "уточнил",
    "уточнила",
    "подтвердил",
    "подтвердила",
    // Kazakh
    "деди",
    "айтты",
    "малимдеди",
    "хабарлады",
    "билдирди",
    "атап",
    "косты",
    // Urdu
    "کہا",
    "بتایا",
    "کہنا",
    "کہتے",
];

/// Whether a folded word is a verb of saying.
pub(super) fn is_saying(word: &str) -> bool {
    SAYING.contains(&word)
}

/// Words before a speaker that are used instead of a verb.
const BY: &[&[&str]] = &[&["according", "to"], &["по", "словам"], &["согласно"], &["quoting"], &["quoted"]];

/// Pronouns for the speaker of the previous sentence.
const PRONOUNS: &[&str] =
    &["he", "she", "they", "он", "она", "они", "ол", "انہوں", "ambassador", "minister", "president", "envoy"];

/// The maximum number of words between a verb and its speaker, such as an office.
const REACH: usize = 14;

/// The verbs of saying in the sentences of a text.
pub(super) fn speeches(
    text: &str,
    sentences: &[Range<usize>],
    words: &[FoldedWord],
    marks: &[TextMark],
) -> Vec<TextSpeech> {
    let actors: Vec<(&Range<usize>, Rec)> = marks
        .iter()
        .filter_map(|mark| match &mark.thing {
            MarkedThing::Name(recs) => {
                recs.iter().copied().find(|rec| matches!(rec, Rec::Actor(_))).map(|rec| (&mark.span, rec))
            }
            _ => None,
        })
        .collect();
    let mut all = Vec::new();
    let mut last = None;
    for sentence in sentences {
        let within = words_within(words, sentence);
        let first = actors.partition_point(|(span, _)| span.start < sentence.start);
        let own: Vec<(&Range<usize>, Rec)> =
            actors[first..].iter().copied().take_while(|(span, _)| span.end <= sentence.end).collect();
        for at in within.clone() {
            let Some(verb) = verb(words, at, within.end) else { continue };
            if let Some(speech) = speech(text, words, &within, verb, &own, last) {
                last = speech.actor.or(last);
                all.push(speech);
            }
        }
        // `he` in the next sentence means whoever is named first in this one.
        last = last.filter(|_| own.is_empty()).or_else(|| own.first().map(|&(_, rec)| rec)).or(last);
    }
    all
}

/// The words of a verb of saying that begins here, and whether its speaker follows.
fn verb(words: &[FoldedWord], at: usize, end: usize) -> Option<(Range<usize>, bool)> {
    let by =
        BY.iter().find(|by| by.len() <= end - at && by.iter().zip(&words[at..]).all(|(own, (_, word))| own == word));
    if let Some(by) = by {
        return Some((at..at + by.len(), true));
    }
    SAYING.contains(&words[at].1.as_str()).then_some((at..at + 1, false))
}

fn speech(
    text: &str,
    words: &[FoldedWord],
    within: &Range<usize>,
    (verb, behind): (Range<usize>, bool),
    actors: &[(&Range<usize>, Rec)],
    last: Option<Rec>,
) -> Option<TextSpeech> {
    let span = words[verb.start].0.start..words[verb.end - 1].0.end;
    let at_word = |byte: usize| words.partition_point(|(word, _)| word.start < byte);
    let after = actors
        .iter()
        .find(|(name, _)| name.start >= span.end)
        .map(|&(name, rec)| (at_word(name.start) - verb.end, name.clone(), rec));
    let before = actors
        .iter()
        .rev()
        .find(|(name, _)| name.end <= span.start)
        .map(|&(name, rec)| (verb.start - at_word(name.end), name.clone(), rec));
    let told = |(_, speaker, rec): (usize, Range<usize>, Rec)| TextSpeech {
        verb: span.clone(),
        speaker,
        actor: Some(rec),
        named: true,
    };
    // The speaker follows the verb directly, `said Kistafin`; otherwise it precedes it.
    let object =
        words.get(verb.end).is_some_and(|(_, word)| matches!(word.as_str(), "that" | "в" | "на" | "что" | "in" | "on"));
    if let Some(after) = after.filter(|(gap, ..)| if behind { *gap <= REACH } else { *gap <= 3 && !object }) {
        return Some(told(after));
    }
    if behind {
        return stranger(text, words, verb.end..within.end, span);
    }
    let pronoun = (within.start..verb.start).rev().take(3).find(|&at| PRONOUNS.contains(&words[at].1.as_str()));
    if let Some(before) = before.filter(|(gap, ..)| *gap <= REACH) {
        return Some(told(before));
    }
    if let Some(at) = pronoun {
        return Some(TextSpeech { verb: span, speaker: words[at].0.clone(), actor: last, named: false });
    }
    let run = (within.start..verb.start).rev().take_while(|&at| is_capital(text, &words[at])).last()?;
    stranger(text, words, run..verb.start, span)
}

/// A speaker who is not in the dossier: the capitalized words.
fn stranger(text: &str, words: &[FoldedWord], among: Range<usize>, verb: Range<usize>) -> Option<TextSpeech> {
    let count = among.clone().take_while(|&at| is_capital(text, &words[at])).take(6).count();
    let speaker = (count > 0).then(|| words[among.start].0.start..words[among.start + count - 1].0.end)?;
    Some(TextSpeech { verb, speaker, actor: None, named: true })
}

fn is_capital(text: &str, (span, _): &FoldedWord) -> bool {
    text[span.clone()].starts_with(char::is_uppercase)
}
