//! What is typed in a field: what it means, what is wrong with it, what could be meant.

use chrono::NaiveDate;

use super::field::{Field, Takes};
use crate::dossier::{Dossier, Kind, Rec};
use crate::edit::Datum;
use crate::edit::when::when;
use crate::story::Snapshot;

/// What fields are read by.
#[derive(Clone, Copy)]
pub(super) struct Cx<'a> {
    pub dossier: &'a Dossier,
    pub snapshot: &'a Snapshot,
    /// The day from which `next tuesday` counts.
    pub day: NaiveDate,
    /// What stands in the first field, for the fields that hang on it.
    pub first: &'a str,
}

/// What a field says.
#[derive(Debug, PartialEq)]
pub(super) struct Reading {
    /// What is written; `None`: nothing, since nothing is typed.
    pub datum: Option<Datum>,
    /// What is shown beside it.
    pub note: String,
}

/// Articles that are looked through for a completion.
const MOST_ARTICLES: usize = 50_000;

/// What is typed, as it will be written.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn read(field: &Field, typed: &str, cx: Cx<'_>) -> Result<Reading, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return if field.needed { Err("needed".to_owned()) } else { Ok(Reading { datum: None, note: String::new() }) };
    }
    let plain = |datum: Datum, note: &str| Ok(Reading { datum: Some(datum), note: note.to_owned() });
    match field.takes {
        Takes::Text | Takes::File if matches!(field.takes, Takes::File) => file(typed, cx),
        Takes::Text | Takes::File => plain(Datum::Text(typed.to_owned()), ""),
        Takes::Texts => plain(Datum::Texts(parts(typed)), ""),
        Takes::Date => {
            let date = when(typed, cx.day)?;
            let shown = date.display();
            let note = if date.as_str() == shown { shown } else { format!("{} · {shown}", date.as_str()) };
            plain(Datum::Date(date), &note)
        }
        Takes::Number => match typed.replace(['_', ' '], "").parse::<f64>() {
            Ok(number) if number.is_finite() => plain(Datum::Number(number), ""),
            _ => Err("a number, like 14.5".to_owned()),
        },
        Takes::NewId => {
            slug(typed)?;
            match cx.dossier.find(typed) {
                Some(rec) => Err(format!("{} has this id", rec.kind().singular())),
                None => plain(Datum::Text(typed.to_owned()), "new"),
            }
        }
        Takes::Slug(known) => {
            if field.key != super::field::WORD {
                slug(typed)?;
            }
            let known = known(cx.dossier).iter().filter(|other| *other == typed).count();
            let note = if known > 0 { format!("as {known} others") } else { "new".to_owned() };
            plain(Datum::Text(typed.to_owned()), &note)
        }
        Takes::Word(all) => {
            if all().contains(&typed.to_lowercase().as_str()) {
                plain(Datum::Text(typed.to_lowercase()), "")
            } else {
                Err(format!("one of {}", all().join(", ")))
            }
        }
        Takes::One(kinds) => {
            let rec = one(typed, kinds, cx)?;
            plain(Datum::Text(cx.dossier.id(rec).to_owned()), &label(cx.dossier, rec))
        }
        Takes::Many(kinds) => {
            let recs: Vec<Rec> = parts(typed).iter().map(|part| one(part, kinds, cx)).collect::<Result<_, _>>()?;
            let names: Vec<String> = recs.iter().map(|&rec| label(cx.dossier, rec)).collect();
            let ids = recs.iter().map(|&rec| cx.dossier.id(rec).to_owned()).collect();
            plain(Datum::Texts(ids), &names.join(", "))
        }
        Takes::ReportOf => {
            let rec = one(typed, &[Kind::Article], cx)?;
            if !sources(cx).contains(&rec) {
                return Err("this article says nothing of the record".to_owned());
            }
            plain(Datum::Text(cx.dossier.id(rec).to_owned()), &label(cx.dossier, rec))
        }
    }
}

/// Texts with commas between.
fn parts(typed: &str) -> Vec<String> {
    typed.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn slug(typed: &str) -> Result<(), String> {
    let good = typed.len() <= 80
        && typed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !typed.starts_with('-')
        && !typed.ends_with('-')
        && !typed.contains("--");
    if good { Ok(()) } else { Err("small letters, digits and single hyphens, up to 80".to_owned()) }
}

fn file(typed: &str, cx: Cx<'_>) -> Result<Reading, String> {
    match cx.dossier.files.iter().find(|file| file.path.display().to_string() == typed) {
        Some(_) => Ok(Reading { datum: Some(Datum::Text(typed.to_owned())), note: String::new() }),
        None => Err("a file of this dossier".to_owned()),
    }
}

/// The record that is meant: by its id, or by a name that only one has.
fn one(typed: &str, kinds: &[Kind], cx: Cx<'_>) -> Result<Rec, String> {
    let wanted = || kinds.iter().map(|kind| kind.singular()).collect::<Vec<_>>().join(" or ");
    if let Some(rec) = cx.dossier.find(typed) {
        return if kinds.contains(&rec.kind()) { Ok(rec) } else { Err(format!("this is no {}", wanted())) };
    }
    let lower = typed.to_lowercase();
    let mut named =
        candidates(cx, kinds).filter(|&rec| names(cx.dossier, rec).any(|name| name.to_lowercase() == lower));
    match (named.next(), named.next()) {
        (Some(rec), None) => Ok(rec),
        (Some(_), Some(_)) => Err(format!("more than one {} has this name; give the id", wanted())),
        _ => Err(format!("no {} has this id or name", wanted())),
    }
}

/// What is known of these kinds on the day that is shown.
fn candidates<'a>(cx: Cx<'a>, kinds: &[Kind]) -> impl Iterator<Item = Rec> + use<'a> {
    let kinds = kinds.to_vec();
    let all = move |kind: Kind| {
        let count = cx.dossier.count(kind);
        // The newest articles stand last, mostly, and are wanted most.
        (0..count).rev().take(MOST_ARTICLES).map(move |ix| Rec::new(kind, ix))
    };
    kinds.into_iter().flat_map(all).filter(move |&rec| cx.snapshot.is_visible(cx.dossier, rec))
}

/// The names of a record, its id first.
fn names(dossier: &Dossier, rec: Rec) -> impl Iterator<Item = &str> {
    let aliases: &[String] = match rec {
        Rec::Actor(ix) => &dossier[ix].aliases,
        Rec::Port(ix) => &dossier[ix].aliases,
        Rec::Place(ix) => &dossier[ix].aliases,
        Rec::Corridor(ix) => &dossier[ix].aliases,
        _ => &[],
    };
    [dossier.id(rec), dossier.label(rec)].into_iter().chain(aliases.iter().map(String::as_str))
}

/// The articles that say something of the record in the first field.
fn sources(cx: Cx<'_>) -> Vec<Rec> {
    let of = |ix: Option<crate::dossier::ArticleIx>| ix.map(Rec::Article);
    match cx.dossier.find(cx.first.trim()) {
        Some(Rec::Event(ix)) => cx.dossier[ix].reports.iter().filter_map(|report| of(report.source)).collect(),
        Some(Rec::Corridor(ix)) => cx.dossier[ix].reports.iter().filter_map(|report| of(report.source)).collect(),
        _ => Vec::new(),
    }
}

/// A record's name, and of an article who wrote it.
pub(super) fn label(dossier: &Dossier, rec: Rec) -> String {
    match rec {
        Rec::Article(ix) => format!("{}: {}", dossier.articles.get(ix).outlet, dossier.label(rec)),
        _ => dossier.label(rec).to_owned(),
    }
}

/// A completion: what is put into the field, and what it is.
pub(super) type Choice = (String, String);

/// What could be meant by what is typed, the likeliest first.
pub(super) fn choices(field: &Field, typed: &str, cx: Cx<'_>, most: usize) -> Vec<Choice> {
    // Of a list the last part is being typed.
    let part = match field.takes {
        Takes::Many(_) => typed.rsplit(',').next().unwrap_or_default(),
        _ => typed,
    };
    let wanted = part.trim().to_lowercase();
    let mut found: Vec<(u8, Choice)> = Vec::new();
    let mut take = |names: &mut dyn Iterator<Item = &str>, choice: &dyn Fn() -> Choice| {
        let rank = names
            .filter_map(|name| {
                let name = name.to_lowercase();
                let within = name.split([' ', '-']).any(|word| word.starts_with(&wanted));
                if name.starts_with(&wanted) {
                    Some(0)
                } else if within {
                    Some(1)
                } else {
                    name.contains(&wanted).then_some(2)
                }
            })
            .min();
        if let Some(rank) = rank {
            found.push((rank, choice()));
        }
    };
    match field.takes {
        Takes::Word(all) => {
            all().iter().for_each(|word| take(&mut std::iter::once(*word), &|| ((*word).to_owned(), String::new())));
        }
        Takes::Slug(known) => {
            let mut words = known(cx.dossier);
            words.sort();
            words.dedup();
            words.iter().for_each(|word| take(&mut std::iter::once(word.as_str()), &|| (word.clone(), String::new())));
        }
        Takes::File => cx.dossier.files.iter().for_each(|file| {
            let path = file.path.display().to_string();
            take(&mut std::iter::once(path.as_str()), &|| (path.clone(), String::new()));
        }),
        Takes::One(kinds) | Takes::Many(kinds) => candidates(cx, kinds).for_each(|rec| {
            take(&mut names(cx.dossier, rec), &|| (cx.dossier.id(rec).to_owned(), label(cx.dossier, rec)));
        }),
        Takes::ReportOf => sources(cx).into_iter().for_each(|rec| {
            take(&mut names(cx.dossier, rec), &|| (cx.dossier.id(rec).to_owned(), label(cx.dossier, rec)));
        }),
        Takes::Text | Takes::Texts | Takes::Date | Takes::Number | Takes::NewId => {}
    }
    // What is typed in full needs no completion.
    found.retain(|(_, (text, _))| *text != part.trim());
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, choice)| choice).take(most).collect()
}

/// The field with a completion in place of what was being typed.
pub(super) fn completed(field: &Field, typed: &str, choice: &str) -> String {
    match (field.takes, typed.rsplit_once(',')) {
        (Takes::Many(_), Some((before, _))) => format!("{before}, {choice}"),
        _ => choice.to_owned(),
    }
}
