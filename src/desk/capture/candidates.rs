//! The events that a sentence may be about, scored by shared names, shared words and days; each score can be explained.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;

use super::function_words::is_function_word;
use crate::dossier::{ArticleIx, Dossier, EdtfDate, Event, EventIx, Rec};
use crate::text::fold;

/// Events by the names and words that occur in them. Built once per dossier.
#[derive(Debug)]
pub struct EventIndex {
    names: HashMap<Rec, Vec<(u32, f64)>>,
    words: HashMap<String, Vec<(u32, f64)>>,
    days: Vec<EventDays>,
}

/// The date of an event, and the days of its reports.
#[derive(Debug, Default)]
struct EventDays {
    dates: Vec<EdtfDate>,
    known: Vec<NaiveDate>,
}

/// An event that a sentence may be about.
#[derive(Clone, Debug, PartialEq)]
pub struct EventGuess {
    /// The event.
    pub event: EventIx,
    /// The sum of the reasons' weights.
    pub score: f64,
    /// The reasons, highest weight first; of equal ones the longest, which a reader takes more from.
    pub parts: Vec<GuessPart>,
}

/// One reason for an event.
#[derive(Clone, Debug, PartialEq)]
pub struct GuessPart {
    /// A name, a word, or a day, as shown.
    pub reason: String,
    /// Its weight.
    pub weight: f64,
}

/// What is known of a sentence.
#[derive(Clone, Copy, Debug)]
pub struct SentenceContext<'c> {
    /// Its words.
    pub sentence: &'c str,
    /// The headline and surrounding words.
    pub around: &'c str,
    /// Records named in the sentence.
    pub names: &'c [Rec],
    /// Records named in the surrounding text.
    pub names_around: &'c [Rec],
    /// Dates in the sentence.
    pub dates: &'c [EdtfDate],
    /// When it was published.
    pub day: NaiveDate,
}

/// The weight of a mention, by where the event has it. Tuned on the quotes of the built-in story; the test of this
/// module prints how many of them find their event.
mod weight {
    /// In the lists of the event, and in its title.
    pub const OWN: f64 = 1.0;
    /// In a report on it, or in the headline of its source.
    pub const REPORT: f64 = 0.6;
    /// The factor for matches in the surrounding text.
    pub const AROUND: f64 = 0.5;
    /// The factor for names relative to words.
    pub const NAME: f64 = 0.5;
    /// A date that overlaps one of the event.
    pub const DATE: f64 = 4.0;
    /// A report within a week of the day.
    pub const NEAR: f64 = 2.0;
    /// A date near the day.
    pub const DATED: f64 = 1.5;
}

/// The number of leading letters by which words are compared, so that inflections match.
const STEM: usize = 5;

impl EventIndex {
    /// Builds the index. Reports of the article `without` are left out, as if it had not been read yet.
    #[must_use]
    pub fn of(dossier: &Dossier, without: Option<ArticleIx>) -> EventIndex {
        let mut index = EventIndex { names: HashMap::new(), words: HashMap::new(), days: Vec::new() };
        for (at, event) in (0_u32..).zip(&dossier.events) {
            let mut names: BTreeMap<Rec, f64> = BTreeMap::new();
            let mut words: BTreeMap<String, f64> = BTreeMap::new();
            let mut days = EventDays::default();
            own(dossier, event, &mut names, &mut words);
            for report in event.reports.iter().filter(|report| without.is_none() || report.source != without) {
                for rec in report.by.into_iter().chain(report.actors.iter().copied()).map(Rec::Actor) {
                    raise(&mut names, rec, weight::REPORT);
                }
                let headline = report.source.map(|source| dossier.articles.get(source).title);
                for text in report.quote.as_deref().into_iter().chain(headline) {
                    stems(text).into_iter().for_each(|stem| raise(&mut words, stem, weight::REPORT));
                }
                days.dates.extend(report.date.clone());
                days.known.extend(dossier.known(report.source));
            }
            names.into_iter().for_each(|(rec, part)| index.names.entry(rec).or_default().push((at, part)));
            words.into_iter().for_each(|(stem, part)| index.words.entry(stem).or_default().push((at, part)));
            days.dates.sort();
            days.dates.dedup();
            days.known.sort_unstable();
            days.known.dedup();
            index.days.push(days);
        }
        index
    }

    /// The three best events for a sentence, best first.
    #[must_use]
    pub fn best(&self, dossier: &Dossier, context: &SentenceContext<'_>) -> Vec<EventGuess> {
        let mut sums: BTreeMap<u32, Vec<GuessPart>> = BTreeMap::new();
        self.add_names(dossier, context, &mut sums);
        self.add_words(context, &mut sums);
        self.add_days(context, &mut sums);
        let mut guesses: Vec<EventGuess> = sums
            .into_iter()
            .map(|(event, mut parts)| {
                let length = |part: &GuessPart| part.reason.chars().count();
                parts.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| length(b).cmp(&length(a))));
                EventGuess { event: EventIx(event), score: parts.iter().map(|part| part.weight).sum(), parts }
            })
            .collect();
        guesses.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.event.cmp(&b.event)));
        guesses.truncate(3);
        guesses
    }

    fn add_names(&self, dossier: &Dossier, context: &SentenceContext<'_>, sums: &mut BTreeMap<u32, Vec<GuessPart>>) {
        let around = context.names_around.iter().filter(|rec| !context.names.contains(rec));
        let named = context.names.iter().map(|&rec| (rec, 1.0)).chain(around.map(|&rec| (rec, weight::AROUND)));
        for (rec, part) in named {
            let Some(events) = self.names.get(&rec) else { continue };
            let rare = self.rarity(events.len()) * part * weight::NAME;
            for &(event, share) in events {
                let reason = dossier.label(rec).to_owned();
                sums.entry(event).or_default().push(GuessPart { reason, weight: rare * share });
            }
        }
    }

    fn add_words(&self, context: &SentenceContext<'_>, sums: &mut BTreeMap<u32, Vec<GuessPart>>) {
        let mut seen = HashSet::new();
        let sentence = words(context.sentence).into_iter().map(|word| (word, 1.0));
        for (word, part) in sentence.chain(words(context.around).into_iter().map(|word| (word, weight::AROUND))) {
            let stem = stem(&word);
            if !seen.insert(stem.clone()) {
                continue;
            }
            let Some(events) = self.words.get(&stem) else { continue };
            let rare = self.rarity(events.len()) * part;
            for &(event, share) in events {
                sums.entry(event).or_default().push(GuessPart { reason: word.clone(), weight: rare * share });
            }
        }
    }

    fn add_days(&self, context: &SentenceContext<'_>, sums: &mut BTreeMap<u32, Vec<GuessPart>>) {
        for (&event, parts) in sums.iter_mut() {
            let days = &self.days[event as usize];
            let pairs =
                context.dates.iter().flat_map(|said| days.dates.iter().map(move |own| (closeness(said, own), said)));
            if let Some((part, said)) = pairs.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|&(part, _)| part > 0.0) {
                parts.push(GuessPart { reason: said.display(), weight: weight::DATE * part });
            }
            if days.dates.iter().any(|date| is_about(date, context.day)) {
                parts.push(GuessPart { reason: "dated at that time".to_owned(), weight: weight::DATED });
            }
            let at = days.known.partition_point(|&known| known < context.day);
            let nearest = [at.checked_sub(1), Some(at)]
                .into_iter()
                .flatten()
                .filter_map(|at| days.known.get(at))
                .map(|&known| (known - context.day).num_days().abs())
                .min();
            let part = match nearest {
                Some(0..=7) => 1.0,
                Some(8..=31) => 0.5,
                _ => continue,
            };
            parts.push(GuessPart { reason: "reported on at that time".to_owned(), weight: weight::NEAR * part });
        }
    }

    /// Inverse document frequency: the logarithm of all events over those that contain it.
    #[allow(clippy::cast_precision_loss)] // far below 2^52
    fn rarity(&self, events: usize) -> f64 {
        ((self.days.len() as f64 + 1.0) / (events as f64 + 0.5)).ln().max(0.0)
    }
}

/// The texts of an event itself.
fn own(dossier: &Dossier, event: &Event, names: &mut BTreeMap<Rec, f64>, words: &mut BTreeMap<String, f64>) {
    let recs = event.actors.iter().map(|&ix| Rec::Actor(ix));
    let recs = recs.chain(event.ports.iter().map(|&ix| Rec::Port(ix)));
    let recs = recs.chain(event.corridors.iter().map(|&ix| Rec::Corridor(ix)));
    for rec in recs.chain(event.places.iter().map(|&spot| Rec::from(spot))) {
        raise(names, rec, weight::OWN);
        stems(dossier.label(rec)).into_iter().for_each(|stem| raise(words, stem, weight::REPORT));
    }
    let tags = event.tags.iter().map(String::as_str);
    for text in tags.chain([event.title.as_str(), event.kind.word()]) {
        stems(text).into_iter().for_each(|stem| raise(words, stem, weight::OWN));
    }
    if let Some(summary) = &event.summary {
        stems(summary).into_iter().for_each(|stem| raise(words, stem, weight::REPORT));
    }
}

fn raise<K: Ord>(parts: &mut BTreeMap<K, f64>, key: K, part: f64) {
    let held = parts.entry(key).or_insert(part);
    *held = held.max(part);
}

/// The similarity of two dates: 0 if they do not overlap, 1 if both are one day or one week, less if one is wide.
fn closeness(said: &EdtfDate, own: &EdtfDate) -> f64 {
    let (said, own) = (said.deadline(), own.deadline());
    if !said.overlaps(&own) {
        return 0.0;
    }
    match said.span_days().into_iter().chain(own.span_days()).max() {
        Some(..=7) => 1.0,
        Some(..=31) => 0.7,
        Some(..=92) => 0.4,
        Some(..=366) => 0.2,
        _ => 0.05,
    }
}

/// Whether a date of at most a month is near a day: from a week before it to three days after.
fn is_about(date: &EdtfDate, day: NaiveDate) -> bool {
    let Some((first, last)) = date.earliest().zip(date.latest()) else { return false };
    (last - first).num_days() < 32 && (first - day).num_days() <= 3 && (day - last).num_days() <= 7
}

/// The significant words of a text, folded, each once: those of the grammar are common in every language, but rare among the
/// events of a small dossier.
fn words(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    fold::word_spans(text)
        .into_iter()
        .map(|(_, word)| word)
        .filter(|word| word.chars().count() > 2 || word.bytes().any(|b| b.is_ascii_digit()))
        .filter(|word| !is_function_word(word) && seen.insert(word.clone()))
        .collect()
}

fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}

fn stems(text: &str) -> BTreeSet<String> {
    words(text).iter().map(|word| stem(word)).collect()
}
