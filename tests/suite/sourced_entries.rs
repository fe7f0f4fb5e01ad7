//! Each entry of a feed holds what one statement of its source says, all of it and nothing else: dates, status, speaker,
//! values, words; its day, address and outlet are those of the source.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use karwan::dossier::{
    ArticleIx, CorridorStatus, Dossier, EdtfDate, Event, FigureAmount, FigureSubject, Report, ReportStatus, ReportValue,
};
use karwan::report::wording;
use karwan::story::Snapshot;
use karwan::text::web_address;
use serde_json::Value;

use crate::common::screen::story;
use crate::common::story::export;
use crate::sourced::days;

/// Words that stand around what is said, and in place of what is not.
const AROUND: [&str; 13] = [
    "another report",
    "in office on",
    "at least",
    "at most",
    "said by",
    "unknown",
    "with",
    "from",
    "false",
    "true",
    "to",
    "no",
    "yes",
];

/// A text in one line, without marks of direction and the spaces within numbers.
pub fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}' | '\u{202f}')).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a piece stands in a text, not within a word.
fn found(text: &str, piece: &str) -> Option<usize> {
    let of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(piece).map(|(at, _)| at).find(|&at| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + piece.len()..].chars().next());
        !(of_word(before) && of_word(piece.chars().next()) || of_word(behind) && of_word(piece.chars().next_back()))
    })
}

/// What is left of a text without these pieces, each taken out once, and the pieces that are not in it.
pub fn left_over(text: &str, pieces: &[String]) -> (String, Vec<String>) {
    let mut pieces: Vec<String> = pieces.iter().map(|piece| plain(piece)).filter(|piece| !piece.is_empty()).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    let mut rest = plain(text);
    let mut missing = Vec::new();
    for piece in pieces {
        match found(&rest, &piece) {
            Some(at) => rest.replace_range(at..at + piece.len(), "\u{1}"),
            None => missing.push(piece),
        }
    }
    let rest: String = rest.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let mut rest = format!(" {} ", plain(&rest));
    for word in AROUND {
        rest = rest.replace(&format!(" {word} "), "  ");
    }
    (plain(&rest), missing)
}

/// A statement as its source makes it: all that may stand in its entry, in pieces.
pub struct EntryClaims {
    source: Option<ArticleIx>,
    name: String,
    /// In the title and in the text.
    both: Vec<String>,
    /// In the text alone.
    text: Vec<String>,
}

impl EntryClaims {
    pub fn texts(&self) -> Vec<String> {
        self.both.iter().chain(&self.text).cloned().collect()
    }
}

fn shown(date: Option<&EdtfDate>) -> Option<String> {
    date.map(EdtfDate::display)
}

fn number(value: f64) -> String {
    wording::number(value)
}

/// `documents 37`, by the words of the dossier for the key.
pub fn values(dossier: &Dossier, report: &Report) -> Vec<String> {
    let value = |value: &ReportValue| match value {
        ReportValue::Number(amount) => number(*amount),
        other => other.to_string(),
    };
    report.values.iter().map(|(key, given)| format!("{} {}", wording::slug(dossier, key), value(given))).collect()
}

pub fn of_report(dossier: &Dossier, event: &Event, report: &Report) -> EntryClaims {
    let mut both: Vec<String> = report.status.map(|status| status.word().to_owned()).into_iter().collect();
    both.extend(shown(report.date.as_ref()));
    let mut text: Vec<String> = report.by.map(|by| dossier[by].name.clone()).into_iter().collect();
    text.extend(report.actors.iter().map(|&actor| dossier[actor].name.clone()));
    text.extend(report.quote.clone());
    text.extend(report.note.clone());
    if both.is_empty() {
        both = values(dossier, report);
        text.extend(values(dossier, report));
    } else {
        text.extend(values(dossier, report));
    }
    EntryClaims { source: report.source, name: event.title.clone(), both, text }
}

/// All statements that can be entries, under what their entries are called: `visit/tribune/1`.
fn statements(dossier: &Dossier, snapshot: &Snapshot) -> BTreeMap<String, EntryClaims> {
    let mut all = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |path: String, claims: EntryClaims| {
        let source = claims.source.map_or("-", |ix| dossier.articles.get(ix).id);
        let path = format!("{path}{source}");
        let n = counts.entry(path.clone()).or_default();
        *n += 1;
        let path = format!("{path}/{n}");
        all.insert(path.clone(), claims);
        path
    };
    for event in &dossier.events {
        for report in &event.reports {
            add(format!("{}/", event.id), of_report(dossier, event, report));
        }
    }
    for corridor in &dossier.corridors {
        for report in &corridor.reports {
            let mut both: Vec<String> =
                report.status.map(CorridorStatus::word).map(str::to_owned).into_iter().collect();
            both.extend(shown(report.date.as_ref()));
            let leg = report.leg.map(|leg| &corridor.legs[leg as usize]);
            let spots = leg.map(|leg| [leg.from, leg.to].map(|spot| dossier.spot_name(spot).to_owned()));
            both.extend(spots.into_iter().flatten());
            let mut text: Vec<String> = report.by.map(|by| dossier[by].name.clone()).into_iter().collect();
            text.extend(report.quote.clone().into_iter().chain(report.note.clone()));
            let name = corridor.name.clone();
            add(format!("{}/", corridor.id), EntryClaims { source: report.source, name, both, text });
        }
    }
    let mut ends = Vec::new();
    for actor in &dossier.actors {
        for office in &actor.offices {
            let mut both = vec![office.title.clone()];
            both.extend(office.organisation.map(|body| dossier[body].name.clone()));
            both.extend(shown(office.from.as_ref()));
            both.extend(shown(office.to.as_ref()).filter(|_| office.end_source.is_none()));
            let is_dated = office.from.is_some() || office.to.is_some() && office.end_source.is_none();
            both.extend(shown(office.seen.as_ref()).filter(|_| !is_dated));
            let name = actor.name.clone();
            let claims = EntryClaims { source: office.source, name: name.clone(), both, text: Vec::new() };
            let path = add(format!("{}/office/", actor.id), claims);
            if let (Some(source), Some(to)) = (office.end_source, &office.to) {
                let both = vec![office.title.clone(), to.display()];
                ends.push((format!("{path}/end"), EntryClaims { source: Some(source), name, both, text: Vec::new() }));
            }
        }
        for position in &actor.positions {
            let both = vec![position.issue.clone(), position.stance.clone()];
            let text = shown(position.date.as_ref()).into_iter().chain(position.quote.clone()).collect();
            let claims = EntryClaims { source: position.source, name: actor.name.clone(), both, text };
            add(format!("{}/position/", actor.id), claims);
        }
    }
    all.extend(ends);
    for figure in &dossier.figures {
        let mut both = vec![figure.metric.clone(), figure.unit.clone()];
        both.extend(match figure.amount {
            FigureAmount::Exactly(value) => vec![number(value)],
            FigureAmount::Range { min, max } => min.into_iter().chain(max).map(number).collect(),
        });
        both.extend(shown(figure.period.as_ref()));
        let mut text: Vec<String> = figure.by.map(|by| dossier[by].name.clone()).into_iter().collect();
        text.extend(figure.definition.clone().into_iter().chain(figure.quote.clone()));
        let name = match figure.about {
            FigureSubject::Story => dossier.story.title.clone(),
            FigureSubject::Rec(rec) => dossier.label(rec).to_owned(),
        };
        all.insert(figure.key.clone(), EntryClaims { source: Some(figure.source), name, both, text });
    }
    let day = snapshot.day;
    all.retain(|_, claims| dossier.known(claims.source).is_none_or(|known| known <= day));
    all
}

/// An entry of a feed, whatever its format.
#[derive(Debug, PartialEq)]
struct FeedEntry {
    id: String,
    title: String,
    text: String,
    day: NaiveDate,
    author: Option<String>,
    link: Option<String>,
    tags: Vec<String>,
}

fn of_atom(text: &str) -> Vec<FeedEntry> {
    let feed = feed_rs::parser::parse(text.as_bytes()).expect("a feed");
    let entries = feed.entries.into_iter().map(|entry| FeedEntry {
        id: entry.id,
        title: entry.title.expect("a title").content,
        text: entry.content.expect("a text").body.expect("a text"),
        day: entry.published.filter(|_| entry.published == entry.updated).expect("one day").date_naive(),
        author: entry.authors.into_iter().next().and_then(|author| author.name),
        link: entry.links.into_iter().next().map(|link| link.href),
        tags: entry.categories.into_iter().map(|tag| tag.term).collect(),
    });
    entries.collect()
}

fn of_json(text: &str) -> Vec<FeedEntry> {
    let feed: Value = serde_json::from_str(text).expect("JSON");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let entries = feed["items"].as_array().expect("items").iter().map(|item| FeedEntry {
        id: text(&item["id"]).expect("an id"),
        title: text(&item["title"]).expect("a title"),
        text: text(&item["content_text"]).expect("a text"),
        day: text(&item["date_published"]).and_then(|day| day.get(..10)?.parse().ok()).expect("a day"),
        author: text(&item["authors"][0]["name"]),
        link: text(&item["url"]),
        tags: item["tags"].as_array().into_iter().flatten().filter_map(text).collect(),
    });
    entries.collect()
}

#[test]
fn every_entry_of_both_feeds_is_one_statement_of_its_source() {
    let dossier = story();
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        let mut claims = statements(&dossier, &snapshot);
        claims.retain(|_, claims| dossier.known(claims.source).is_some());
        let entries = of_atom(&export("atom", &dossier, day).0);
        let others = of_json(&export("jsonfeed", &dossier, day).0);
        assert_eq!(others.len(), entries.len(), "as of {day}");
        for (entry, other) in entries.iter().zip(others) {
            assert_eq!((&other.id, plain(&other.text)), (&entry.id, plain(&entry.text)));
            assert_eq!((plain(&other.title), other.day), (plain(&entry.title), entry.day), "{}", entry.id);
            assert_eq!((&other.link, &other.author, &other.tags), (&entry.link, &entry.author, &entry.tags));
        }
        for entry in entries {
            let path = entry.id.split_once('/').expect("a path").1;
            let claims = claims.remove(path).unwrap_or_else(|| panic!("as of {day}, no statement is {path}"));
            let source = claims.source.expect("its day is that of its source");
            let article = dossier.articles.get(source);
            assert_eq!(Some(entry.day), dossier.known(Some(source)), "{path}");
            assert_eq!(entry.author.as_deref().map(plain), Some(plain(article.outlet)), "{path}");
            assert_eq!(entry.link, article.url.and_then(web_address).map(String::from), "{path}");
            for tag in &entry.tags {
                let is_status = ReportStatus::ALL.iter().any(|status| status.word() == tag)
                    || CorridorStatus::ALL.iter().any(|status| status.word() == tag);
                assert!(!is_status || claims.both.contains(tag), "{path} does not say {tag}");
            }
            let title = plain(&entry.title);
            let said = title.strip_prefix(&format!("{}: ", plain(&claims.name))).expect("the record");
            assert_eq!(left_over(said, &claims.both), (String::new(), Vec::new()), "{path}: {title}");
            // The credit is the last paragraph; what rests on what, of the whole event, stands before it.
            let (text, credit) = entry.text.rsplit_once("\n\n").expect("a credit");
            let text = text.split_once("\n\nAll that is known of it: ").map_or(text, |(said, _)| said);
            assert_eq!(left_over(text, &claims.texts()), (String::new(), Vec::new()), "{path}: {text}");
            let date = article.published_date().map(|date| format!(", {}", date.display())).unwrap_or_default();
            assert_eq!(plain(credit), plain(&format!("{}{date}: {}", article.outlet, article.title)), "{path}");
        }
        assert!(claims.is_empty(), "as of {day}, no entry is {:?}", claims.keys());
    }
}
