//! Splits a text into sentences: those of Unicode (UAX 29), rejoined after abbreviations.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// Abbreviations, in lower case.
const ABBREVIATIONS: &[&str] = &[
    // English
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "gen",
    "lt",
    "col",
    "maj",
    "brig",
    "capt",
    "adm",
    "sen",
    "rep",
    "gov",
    "st",
    "jr",
    "sr",
    "no",
    "nos",
    "vs",
    "vol",
    "fig",
    "approx",
    "ca",
    "dept",
    "est",
    "inc",
    "ltd",
    "co",
    "corp",
    "bros",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "e.g",
    "i.e",
    "u.s",
    "u.k",
    "u.n",
    "rs",
    "amb",
    "hon",
    // Russian and Kazakh
    "г",
    "гг",
    "ул",
    "им",
    "тыс",
    "млн",
    "млрд",
    "трлн",
    "руб",
    "долл",
    "тг",
    "стр",
    "др",
    "см",
    "т.е",
    "т.д",
    "т.п",
    "т.к",
    "акад",
    "проф",
    "ген",
    "обл",
    "р-н",
    "ж",
    "жж",
    "мың",
    "янв",
    "февр",
    "фев",
    "апр",
    "авг",
    "сент",
    "сен",
    "окт",
    "нояб",
    "ноя",
    "дек",
    // Urdu, in the rare texts that write a Latin full stop
    "ڈاکٹر",
];

/// The byte range of each sentence, in order, without surrounding white space. A line end always ends a sentence.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (start, part) in text.split_sentence_bound_indices().flat_map(parted_at_numbers) {
        let from = start + (part.len() - part.trim_start().len());
        let to = start + part.trim_end().len();
        if from >= to {
            goes_on &= !part.contains('\n');
            continue;
        }
        match all.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = to,
            None => all.push(from..to),
        }
        let line_ended = part[to - start..].contains(['\n', '\u{2028}', '\u{2029}']);
        goes_on = !line_ended && ends_abbreviated(&text[from..to]);
    }
    all
}

/// Splits at numbers that begin a sentence: Unicode does not break before a digit that a lower-case letter follows.
fn parted_at_numbers((start, part): (usize, &str)) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (stop, _) in part.match_indices(". ") {
        let number = part[stop + 2..].trim_start().starts_with(char::is_numeric);
        let letters = part[from..stop].chars().rev().take(3).filter(|c| c.is_alphabetic()).count() == 3;
        if number && letters && !ends_abbreviated(&part[from..=stop]) {
            parts.push((start + from, &part[from..stop + 2]));
            from = stop + 2;
        }
    }
    parts.push((start + from, &part[from..]));
    parts
}

/// Whether the final full stop belongs to an abbreviation or an initial.
fn ends_abbreviated(sentence: &str) -> bool {
    let Some(rest) = sentence.strip_suffix('.') else { return false };
    let start = rest.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '«' | '„'));
    let word = start.map_or(rest, |at| rest[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
    // Longer than any abbreviation.
    if word.len() > 16 {
        return false;
    }
    let initial = {
        let last = word.rsplit('.').next().unwrap_or(word);
        let mut letters = last.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}
