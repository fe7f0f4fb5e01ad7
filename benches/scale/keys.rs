//! The keystrokes, and what each asks: enough of the query language to put sets together.

use chrono::{Days, NaiveDate};
use karwan::dossier::{ArticleStore, EdtfDate};
use karwan::query::article_index::{ArticleFacet, ArticleIndex, BitSet};
use karwan::text::fold;

/// What is typed key by key and deleted again, by the kind of question. The groups up to [`OF_INDEX`] ask what the index
/// of articles answers by itself; then there is one group for each further term of the language, under its key.
#[allow(dead_code)] // each bench uses its own part
pub const TYPED: &[(&str, &[&str])] = &[
    (
        "words",
        &[
            "gwadar port",
            "ka",
            "tokayev visit",
            "karachi terminal -gwadar",
            "*dar",
            "tin gan",
            "Казахстан порт",
            "қазақстан теміржол",
            "گوادر بندرگاہ",
            "zorbelpra",
            "a-0012345",
            "s -t",
            "*an *or",
        ],
    ),
    ("phrases", &["\"port qasim\"", "\"bandar abbas\" OR chabahar", "\"border container\"", "\"rajenlen perholcas\""]),
    (
        "expressions",
        &[
            "/gwad[ae]r/",
            "/torgh?undi/ -herat",
            "/karachi.{0,40}port/",
            "/(railway|corridor) (agreement|memorandum)/",
            "memorandum -/qas?im/ date:>2025",
        ],
    ),
    ("date", &["date:2025-09 gwadar", "date:2024-03..2024-05 railway"]),
    ("known", &["known:>2025-06-01 hormuz"]),
    ("outlet", &["outlet:17 transit", "transit -karachi -outlet:5"]),
    ("lang", &["lang:ur کراچی", "kistafin OR chaudhry OR tokayev lang:en"]),
    ("kind", &["kind:visit", "kind:article gwadar", "kind:statement,agreement"]),
    ("status", &["status:expected", "status:overdue,happened"]),
    ("ledger", &["ledger:overdue", "ledger:late gwadar"]),
    ("is", &["is:overdue", "is:slipped is:contested", "is:single-origin", "-is:open", "is:new"]),
    ("actor", &["actor:actor-0017", "actor:tokayev", "actor:karachi is:overdue"]),
    ("country", &["country:kz", "country:pk,uz -country:af"]),
    ("port", &["port:gwadar", "port:karachi,port-qasim is:overdue"]),
    ("event", &["event:event-0017", "event:visit"]),
    ("corridor", &["corridor:chabahar"]),
    ("place", &["place:gwadar", "place:karachi"]),
    ("slip", &["slip:>30", "slip:10..40"]),
    ("due", &["due:<=30", "due:>365"]),
    ("by", &["by:actor-0101", "by:chaudhry", "by:actor-0002 known:>2025-06"]),
    ("feed", &["feed:dawn"]),
    ("source", &["source:a-0012345", "source:a-09"]),
    ("for", &["for:ann"]),
    ("tag", &["tag:border"]),
    ("id", &["id:a-0012345", "id:e-012345", "id:actor-0007"]),
    ("text", &["text:draught", "text:gwadar"]),
];

/// How many groups of [`TYPED`] the index of articles answers by itself.
const OF_INDEX: usize = 7;

/// What is typed and deleted, of the questions that the index of articles answers by itself.
#[allow(dead_code)] // each bench uses its own part
pub fn queries() -> impl Iterator<Item = &'static str> {
    TYPED[..OF_INDEX].iter().flat_map(|(_, queries)| *queries).copied()
}

/// The text of the filter after each key.
pub fn strokes() -> Vec<String> {
    let mut strokes = Vec::new();
    for query in queries() {
        let ends: Vec<usize> = query.char_indices().map(|(at, _)| at).chain([query.len()]).collect();
        strokes.extend(ends[1..].iter().map(|&end| query[..end].to_owned()));
        strokes.extend(ends.iter().rev().skip(1).map(|&end| query[..end].to_owned()));
    }
    strokes
}

/// The articles that a query asks for, of those known by a day. What is half typed is left out.
pub fn answer(text: &str, index: &ArticleIndex, store: &ArticleStore) -> BitSet {
    let mut any = index.none();
    for choice in text.split(" OR ") {
        let mut all = index.all();
        for part in parts(choice) {
            let (part, excluded) = match part.strip_prefix('-') {
                Some(part) => (part, true),
                None => (part, false),
            };
            if let Some(found) = one(part, index, store) {
                if excluded {
                    all.and_not(&found)
                } else {
                    all.and(&found)
                };
            }
        }
        any.or(&all);
    }
    any.and(&index.known(..=NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")));
    any
}

/// Cut at spaces outside of quotation marks and slashes.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut within) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        match (within, c) {
            (None, ' ') => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            (None, '"' | '/') => within = Some(c),
            (Some(open), c) if open == c => within = None,
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn one(part: &str, index: &ArticleIndex, store: &ArticleStore) -> Option<BitSet> {
    let needle = |text: &str| {
        let words = fold::words(text.trim_start_matches('*'));
        let words = if text.starts_with('*') { words.trim_start().to_owned() } else { words };
        (!words.is_empty()).then(|| (*index.needle(store, &words)).clone())
    };
    if let Some((key, value)) = part.split_once(':').filter(|(_, value)| !value.is_empty()) {
        let value_of = |facet| {
            let sought = fold::words(value);
            index.with_value(store, facet, |name| fold::words(name).contains(&sought))
        };
        return match key {
            "outlet" => Some(value_of(ArticleFacet::Outlet)),
            "lang" => Some(value_of(ArticleFacet::Language)),
            "date" => days(value).map(|(first, last)| index.dated(first, last)),
            "known" => days(value).map(|(first, last)| match (first, last) {
                (Some(first), Some(last)) => index.known(first..=last),
                (Some(first), None) => index.known(first..),
                (None, Some(last)) => index.known(..=last),
                (None, None) => index.all(),
            }),
            _ => None,
        };
    }
    if let Some(rest) = part.strip_prefix('"') {
        let words = fold::words(rest.strip_suffix('"')?);
        return (!words.is_empty()).then(|| (*index.needle(store, &(words + " "))).clone());
    }
    if let Some(rest) = part.strip_prefix('/') {
        let source = rest.strip_suffix('/').filter(|source| !source.is_empty())?;
        let regex = regex::RegexBuilder::new(source).case_insensitive(true).size_limit(1 << 20).build().ok()?;
        return Some((*index.regex(store, &regex)).clone());
    }
    needle(part)
}

fn days(text: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    if let Some(text) = text.strip_prefix('>') {
        return Some((EdtfDate::parse(text).ok()?.latest()?.checked_add_days(Days::new(1)), None));
    }
    match text.split_once("..") {
        Some((first, "")) => Some((EdtfDate::parse(first).ok()?.earliest(), None)),
        Some((first, last)) => Some((EdtfDate::parse(first).ok()?.earliest(), EdtfDate::parse(last).ok()?.latest())),
        None => EdtfDate::parse(text).ok().map(|date| (date.earliest(), date.latest())),
    }
}
