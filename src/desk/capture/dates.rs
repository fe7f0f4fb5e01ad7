//! Finds dates and spans in running text, relative to the day of the text, each as the EDTF that would be written.
//!
//! A run of date words in any of the languages is translated to English in the word order that `when` reads; the
//! longest run that parses is a date. Bounded: no run is longer than [`LONGEST`] words.

mod lexicon;

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::speech::is_saying;
use super::{FoldedWord, MarkedThing, TextMark};
use crate::dossier::EdtfDate;
use crate::dossier::date::month::{english_month, is_english_month, month_named};
use crate::dossier::date::when::when;
use lexicon::{SILENT, english, looks_ahead};

/// The maximum number of words in a date.
const LONGEST: usize = 12;

/// A word that can be part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DatePart {
    /// In English.
    Word(&'static str),
    /// One or two digits.
    Day(u32),
    /// Four digits that look like a year.
    Year(i32),
    /// A month or day in digits, `2025-09-03`.
    Whole(i32, u32, Option<u32>),
    /// What continues the previous part.
    Joined,
}

/// The dates in a sentence. Marks their words as used.
pub(super) fn dates(
    text: &str,
    sentence: &Range<usize>,
    words: &[FoldedWord],
    within: Range<usize>,
    taken: &mut [bool],
    day: NaiveDate,
) -> Vec<TextMark> {
    let mut parts: Vec<Option<DatePart>> = within
        .clone()
        .map(|at| {
            let is_used = taken[at] || is_verb(words, at);
            if is_used { None } else { part(&words[at].1, &text[words[at].0.clone()]) }
        })
        .collect();
    if parts.iter().all(Option::is_none) {
        return Vec::new();
    }
    let words = &words[within.clone()];
    join_digits(text, words, &mut parts);
    let mut marks = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        match longest(text, sentence, words, &parts, at, day) {
            Some((first, count, edtf)) => {
                let span = words[first].0.start..words[at + count - 1].0.end;
                marks.push(TextMark { span, thing: MarkedThing::Date(edtf) });
                taken[within.start + at..within.start + at + count].fill(true);
                at += count;
            }
            None => at += 1,
        }
    }
    marks
}

/// The longest date that begins at a word: its first significant word, the number of words, and its meaning.
fn longest(
    text: &str,
    sentence: &Range<usize>,
    words: &[FoldedWord],
    parts: &[Option<DatePart>],
    at: usize,
    day: NaiveDate,
) -> Option<(usize, usize, EdtfDate)> {
    let ahead = is_ahead(words, at);
    let mut run = Vec::new();
    for next in at..parts.len().min(at + LONGEST) {
        let Some(part) = parts[next] else { break };
        let gap = if next == at { "" } else { &text[words[next - 1].0.end..words[next].0.start] };
        let near = |c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | '‑' | '.' | '\'' | '’' | '،');
        if part != DatePart::Joined && !gap.chars().all(near) {
            break;
        }
        run.push((part, gap.contains(['-', '–', '—', '‑'])));
    }
    (1..=run.len()).rev().find_map(|count| {
        let (first, last) = (words[at].0.start, words[at + count - 1].0.end);
        let around = (text[sentence.start..first].chars().next_back(), text[last..sentence.end].chars().next());
        // `the first visit in 23 years` looks back and names no day.
        if run[0].0 == DatePart::Word("in") && count > 2 && is_count(&run[1..count]) && is_first(words, at) {
            return None;
        }
        let edtf = read(&run[..count], &text[words[at].0.clone()], around, day, ahead)?;
        let lead = run[..count].iter().take_while(|(part, _)| matches!(part, DatePart::Word(SILENT | "in"))).count();
        Some((at + lead, count, edtf))
    })
}

/// Whether a weekday at this word lies ahead: the nearest word before it decides that looks ahead or says that something
/// was said then, otherwise any word of the sentence that looks ahead.
fn is_ahead(words: &[FoldedWord], at: usize) -> bool {
    let decides = |word: &str| looks_ahead(word).then_some(true).or_else(|| is_saying(word).then_some(false));
    let before = words[..at].iter().rev().find_map(|(_, word)| decides(word));
    before.unwrap_or_else(|| words.iter().any(|(_, word)| looks_ahead(word)))
}

/// Whether the text before a word says that something is the first.
fn is_first(words: &[FoldedWord], at: usize) -> bool {
    words[..at].iter().any(|(_, word)| matches!(word.as_str(), "first" | "впервые"))
}

/// Whether `start` is what somebody does: `will start this year`, not `at the start of this year`.
fn is_verb(words: &[FoldedWord], at: usize) -> bool {
    words[at].1 == "start" && words.get(at + 1).is_none_or(|(_, next)| next != "of")
}

/// A date word; `written` as in the text.
fn part(word: &str, written: &str) -> Option<DatePart> {
    if let Some(part) = number(word.strip_suffix('ء').unwrap_or(word)) {
        return Some(part);
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).and_then(number);
    if let Some(DatePart::Day(day)) = ordinal.filter(|_| english(word).is_none()) {
        return Some(DatePart::Day(day));
    }
    let english = month_named(&written.to_lowercase()).and_then(english_month).or_else(|| english(word))?;
    // Months that are also other words, and short ones, must be capitalized.
    let doubtful = word.is_ascii() && (word.len() <= 4 || word == "march") && is_english_month(english);
    (!doubtful || written.starts_with(char::is_uppercase)).then_some(DatePart::Word(english))
}

fn number(word: &str) -> Option<DatePart> {
    let value: u32 = word.parse().ok().filter(|_| word.bytes().all(|b| b.is_ascii_digit()))?;
    match word.len() {
        1 | 2 if (1..=31).contains(&value) => Some(DatePart::Day(value)),
        4 if (1900..2100).contains(&value) => Some(DatePart::Year(value.cast_signed())),
        _ => None,
    }
}

fn is_weekday(word: &str) -> bool {
    word.parse::<Weekday>().is_ok() && word.ends_with("day")
}

/// Joins dates in digits: `2025-09-03`, `2025-09`, `03.09.2025`; with slashes only if one of the numbers must be the
/// day.
fn join_digits(text: &str, words: &[FoldedWord], parts: &mut [Option<DatePart>]) {
    for at in 0..parts.len() {
        let Some((count, year, month, day)) = in_digits(text, words, &parts[at..], at) else { continue };
        if EdtfDate::parse(&whole(year, month, day)).is_ok() {
            parts[at] = Some(DatePart::Whole(year, month, day));
            parts[at + 1..at + count].fill(Some(DatePart::Joined));
        }
    }
}

/// A month or a day.
fn whole(year: i32, month: u32, day: Option<u32>) -> String {
    day.map_or_else(|| format!("{year:04}-{month:02}"), |day| format!("{year:04}-{month:02}-{day:02}"))
}

fn in_digits(
    text: &str,
    words: &[FoldedWord],
    parts: &[Option<DatePart>],
    at: usize,
) -> Option<(usize, i32, u32, Option<u32>)> {
    use DatePart::{Day, Year};
    let gap = |n: usize| words.get(at + n).map(|next| &text[words[at + n - 1].0.end..next.0.start]);
    let part = |n: usize| parts.get(n).copied().flatten();
    match (part(0)?, gap(1)?, part(1)?, gap(2), part(2)) {
        (Year(y), "-", Day(m), Some("-"), Some(Day(d))) => Some((3, y, m, Some(d))),
        (Day(d), ".", Day(m), Some("."), Some(Year(y))) => Some((3, y, m, Some(d))),
        (Day(a), "/", Day(b), Some("/"), Some(Year(y))) if (a > 12) != (b > 12) => {
            let (d, m) = if a > 12 { (a, b) } else { (b, a) };
            Some((3, y, m, Some(d)))
        }
        (Year(y), "-", Day(m), ..) if m <= 12 && words[at + 1].1.len() == 2 => Some((2, y, m, None)),
        _ => None,
    }
}

/// Parses a run of words as a date. `first` is its first word as written, `around` the characters before and after it.
fn read(
    run: &[(DatePart, bool)],
    first: &str,
    around: (Option<char>, Option<char>),
    day: NaiveDate,
    ahead: bool,
) -> Option<EdtfDate> {
    let glue = |part: DatePart| {
        matches!(
            part,
            DatePart::Word("to" | "or" | "and" | "from" | "between" | "about" | "within" | "in" | "since" | SILENT)
        )
    };
    if glue(run.last()?.0) && !run.iter().any(|(part, _)| *part == DatePart::Word("since")) {
        return None;
    }
    let mut said: Vec<(DatePart, bool)> =
        run.iter().copied().filter(|(part, _)| !matches!(part, DatePart::Word(SILENT) | DatePart::Joined)).collect();
    if said.first()?.0 == DatePart::Word("in") && !is_count(&said[1..]) {
        said.remove(0);
    }
    if matches!(said.first()?.0, DatePart::Word("to" | "or" | "and")) {
        return None;
    }
    if let [(only, _)] = said[..] {
        return alone(only, first, run.len() > 1, around, day, ahead);
    }
    if !said.iter().any(|&(part, _)| is_anchor(part)) {
        return None;
    }
    let phrase = phrase(&said);
    when(&phrase, day).or_else(|_| when(&reordered(&said), day)).ok()
}

/// A single word that is a date.
fn alone(
    part: DatePart,
    written: &str,
    led: bool,
    around: (Option<char>, Option<char>),
    day: NaiveDate,
    ahead: bool,
) -> Option<EdtfDate> {
    let closed = |c: Option<char>| !c.is_some_and(|c| matches!(c, '$' | '€' | '£' | '%' | '+' | '#' | '/'));
    match part {
        DatePart::Whole(..) => EdtfDate::parse(&phrase(&[(part, false)])).ok(),
        DatePart::Year(_) if !closed(around.0) || !closed(around.1) => None,
        DatePart::Year(year) => EdtfDate::parse(&year.to_string()).ok(),
        // Alone, `may` and `march` are also other words.
        DatePart::Word("may" | "march") if written.is_ascii() && !led => None,
        DatePart::Word(word) if is_weekday(word) => weekday(word, day, ahead),
        DatePart::Word(word) if is_english_month(word) => {
            let of_year = when(word, day).ok()?;
            let is_next = ahead && of_year.latest().is_some_and(|last| last < day);
            if is_next { when(&format!("{word} {}", day.year() + 1), day).ok() } else { Some(of_year) }
        }
        DatePart::Word(word) if matches!(word, "today" | "yesterday" | "tomorrow" | "this year" | "last year") => {
            when(word, day).ok()
        }
        _ => None,
    }
}

/// In news, a weekday means the nearest one before or after the day of publication.
fn weekday(word: &str, day: NaiveDate, ahead: bool) -> Option<EdtfDate> {
    let wanted: Weekday = word.parse().ok()?;
    if wanted == day.weekday() {
        return Some(EdtfDate::day(day));
    }
    when(&format!("{} {word}", if ahead { "next" } else { "last" }), day).ok()
}

/// Whether a run begins with a number of units: `one year ago`.
fn is_count(said: &[(DatePart, bool)]) -> bool {
    matches!(said.get(1), Some((DatePart::Word("days" | "week" | "month" | "year"), _)))
}

/// Words of which a date needs at least one.
fn is_anchor(part: DatePart) -> bool {
    match part {
        DatePart::Year(_) | DatePart::Whole(..) => true,
        DatePart::Day(_) | DatePart::Joined => false,
        DatePart::Word(word) => {
            is_english_month(word)
                || is_weekday(word)
                || matches!(word, "week" | "month" | "year" | "days" | "quarter" | "half")
                || matches!(word, "today" | "yesterday" | "tomorrow" | "this year" | "last year")
                || matches!(word, "spring" | "summer" | "autumn" | "winter")
        }
    }
}

/// The run in the form that `when` reads.
fn phrase(said: &[(DatePart, bool)]) -> String {
    let mut out = String::new();
    let mut before: Option<DatePart> = None;
    for (at, &(part, hyphen)) in said.iter().enumerate() {
        // `2026 года`: the year was already given.
        if part == DatePart::Word("year") && matches!(before, Some(DatePart::Year(_))) {
            continue;
        }
        let range = hyphen && before.is_some_and(|before| ranges(before, part));
        out.push_str(match (range, before, part) {
            (true, Some(DatePart::Day(_)), DatePart::Day(_)) => "-",
            (true, ..) => " to ",
            (false, None, _) => "",
            (false, ..) => " ",
        });
        match part {
            DatePart::Day(day) => out.push_str(&day.to_string()),
            DatePart::Year(year) => out.push_str(&year.to_string()),
            DatePart::Whole(year, month, day) => out.push_str(&whole(year, month, day)),
            DatePart::Joined => {}
            DatePart::Word("or") => out.push_str("to"),
            // `the first of September`, but `first week of September`
            DatePart::Word("first") if matches!(said.get(at + 1), Some((DatePart::Word(next), _)) if is_english_month(next)) =>
            {
                out.push('1');
            }
            DatePart::Word(word) => out.push_str(word),
        }
        before = Some(part);
    }
    if out.ends_with(" to next") && out.contains(" year ") {
        out.push_str(" year");
    }
    // `by the end of the year`
    match out.strip_suffix(" year") {
        Some(part) if PARTS.iter().any(|word| part.ends_with(word)) => {
            format!("{part} this year")
        }
        _ => out,
    }
}

/// The default meaning of a year that is not given.
const PARTS: [&str; 6] = ["early", "mid", "late", "end", "half", "quarter"];

/// Whether a hyphen between two parts denotes a range.
fn ranges(a: DatePart, b: DatePart) -> bool {
    match (a, b) {
        (DatePart::Day(_), DatePart::Day(_)) | (DatePart::Year(_), DatePart::Year(_)) => true,
        (DatePart::Word(a), DatePart::Word(b)) => is_english_month(a) && is_english_month(b),
        (DatePart::Year(_), DatePart::Word(b)) => is_english_month(b),
        _ => false,
    }
}

/// The run in English word order, if the language has another: `September's second week`, `until` after its date.
fn reordered(said: &[(DatePart, bool)]) -> String {
    let mut parts: Vec<(DatePart, bool)> = said.iter().map(|&(part, _)| (part, false)).collect();
    if let Some(at) =
        parts.iter().rposition(|(part, _)| matches!(part, DatePart::Word("by" | "since"))).filter(|&at| at > 0)
    {
        let relation = parts.remove(at);
        parts.insert(0, relation);
    }
    let start = usize::from(matches!(parts[0].0, DatePart::Word("by" | "since" | "about")));
    let ordered = |part: DatePart| {
        matches!(
            part,
            DatePart::Word("first" | "second" | "third" | "fourth" | "last" | "early" | "mid" | "late" | "end")
        )
    };
    let whole = |part: DatePart| {
        matches!(part, DatePart::Year(_)) || matches!(part, DatePart::Word(word) if is_english_month(word))
    };
    if let Some(split) = parts.iter().position(|&(part, _)| ordered(part)).filter(|&split| split > start)
        && parts[start..split].iter().all(|&(part, _)| whole(part) || part == DatePart::Word("year"))
    {
        parts[start..].rotate_left(split - start);
    }
    // The month goes before the year.
    if let Some(at) = parts.windows(2).position(|pair| matches!(pair[0].0, DatePart::Year(_)) && whole(pair[1].0)) {
        parts.swap(at, at + 1);
    }
    phrase(&parts)
}
