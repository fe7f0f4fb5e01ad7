//! What a text contains that a dossier can hold: its sentences, and in them names, dates, numbers, speakers and events.
//!
//! Pure functions of a text, a dossier and the text's day of publication. Nothing here is a statement: results are
//! proposals, and somebody confirms them.
//!
//! ```text
//! text ─sentences─▶ spans        NameIndex ─▶ names      dates ─▶ EDTF      amounts      speech
//!                       └──────────────── a sentence ─▶ ReportDraft, with the three best of EventIndex
//! ```

mod amounts;
mod candidates;
mod dates;
mod draft;
mod function_words;
mod names;
mod quote;
mod sentences;
mod speech;
mod status;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::NaiveDate;

use crate::dossier::{Dossier, EdtfDate, Rec};
use crate::text::fold;

pub use amounts::{AmountBound, TextAmount};
pub use candidates::{EventGuess, EventIndex, GuessPart, SentenceContext};
pub use draft::{DraftValue, ReportDraft};
pub use names::NameIndex;
pub use quote::{QUOTE_LIMIT, cut_quote, stands_in};
pub use sentences::sentences;
pub use speech::TextSpeech;
pub use status::{StatusGuess, guess_status};

/// A text with everything recognized in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextFindings {
    /// The byte range of each sentence, in order, without surrounding white space.
    pub sentences: Vec<Range<usize>>,
    /// Names, dates and numbers, in order and not overlapping.
    pub marks: Vec<TextMark>,
    /// Verbs of saying with their speakers, in order.
    pub speeches: Vec<TextSpeech>,
}

/// A recognized part of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextMark {
    /// Its bytes.
    pub span: Range<usize>,
    /// What it is.
    pub thing: MarkedThing,
}

/// What a part of a text was recognized as.
#[derive(Clone, Debug, PartialEq)]
pub enum MarkedThing {
    /// A name of these records: a city and its port share one.
    Name(Vec<Rec>),
    /// A date, as it would be written.
    Date(EdtfDate),
    /// A number with its unit.
    Amount(TextAmount),
}

impl MarkedThing {
    /// The letter that stands for it where text cannot be underlined.
    #[must_use]
    pub fn letter(&self) -> char {
        match self {
            MarkedThing::Name(_) => 'n',
            MarkedThing::Date(_) => 'd',
            MarkedThing::Amount(_) => '#',
        }
    }
}

/// A word of a text: its bytes, and its letters folded like in the query language.
type FoldedWord = (Range<usize>, String);

impl TextFindings {
    /// Analyses a text that was published on a day.
    #[must_use]
    pub fn of(text: &str, names: &NameIndex, day: NaiveDate) -> TextFindings {
        let sentences = sentences(text);
        let words = folded_words(text);
        let mut taken = vec![false; words.len()];
        let mut marks = names.find(text, &words, &mut taken);
        let measured = amounts::measured(text, &words, &mut taken);
        marks.extend(measured);
        for sentence in &sentences {
            let within = words_within(&words, sentence);
            marks.extend(dates::dates(text, sentence, &words, within, &mut taken, day));
        }
        marks.extend(amounts::counted(text, &words, &taken));
        marks.sort_by_key(|mark| mark.span.start);
        let speeches = speech::speeches(text, &sentences, &words, &marks);
        TextFindings { sentences, marks, speeches }
    }

    /// The marks within a part of the text.
    pub fn marks_in<'f>(&'f self, span: &'f Range<usize>) -> impl Iterator<Item = &'f TextMark> {
        let first = self.marks.partition_point(|mark| mark.span.start < span.start);
        self.marks[first..].iter().take_while(|mark| mark.span.end <= span.end)
    }

    /// The speakers within a part of the text.
    pub fn speeches_in<'f>(&'f self, span: &'f Range<usize>) -> impl Iterator<Item = &'f TextSpeech> {
        self.speeches.iter().filter(move |speech| span.start <= speech.verb.start && speech.verb.end <= span.end)
    }

    /// The records named within a part of the text, each once, in order of first mention.
    #[must_use]
    pub fn recs_in(&self, span: &Range<usize>) -> Vec<Rec> {
        let mut all = Vec::new();
        for mark in self.marks_in(span) {
            if let MarkedThing::Name(recs) = &mark.thing {
                all.extend(recs.iter().copied().filter(|rec| !all.contains(rec)).collect::<Vec<_>>());
            }
        }
        all
    }
}

/// The words of a text, not overlapping: a character that stands for two words, `½`, is one.
fn folded_words(text: &str) -> Vec<FoldedWord> {
    let mut words: Vec<FoldedWord> = Vec::new();
    for (span, word) in fold::word_spans(text) {
        match words.last_mut().filter(|(last, _)| span.start < last.end) {
            Some((last, letters)) => {
                last.end = last.end.max(span.end);
                letters.push_str(&word);
            }
            None => words.push((span, word)),
        }
    }
    words
}

/// The positions of the words within a sentence.
fn words_within(words: &[FoldedWord], sentence: &Range<usize>) -> Range<usize> {
    let first = words.partition_point(|(span, _)| span.start < sentence.start);
    let last = words.partition_point(|(span, _)| span.start < sentence.end);
    first..last
}

/// The names and events of a dossier, indexed once for all texts.
#[derive(Debug)]
pub struct CaptureIndex {
    /// The names.
    pub names: NameIndex,
    /// The events.
    pub events: EventIndex,
}

impl CaptureIndex {
    /// Of a dossier.
    #[must_use]
    pub fn of(dossier: &Dossier) -> CaptureIndex {
        CaptureIndex { names: NameIndex::of(dossier), events: EventIndex::of(dossier, None) }
    }
}
