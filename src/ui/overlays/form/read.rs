//! Interprets the text of a field: its meaning, what is wrong with it, and completions.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::field::{FieldInput, FormField, MOVED, STATUSES, WORD};
use crate::desk::edit::EditValue;
use crate::desk::page::is_web;
use crate::dossier::date::when::when;
use crate::dossier::load::node::inexact;
use crate::dossier::{Dossier, Kind, Rec};
use crate::story::Snapshot;
use crate::ui::screens::ScreenContext;

/// The context for interpreting fields.
#[derive(Clone, Copy)]
pub(super) struct FieldContext<'a> {
    pub dossier: &'a Dossier,
    pub snapshot: &'a Snapshot,
    /// The user's day, from which `next tuesday` counts, whatever the as-of day is.
    pub today: NaiveDate,
    /// The value of the first field, which other fields depend on.
    pub first: &'a str,
}

impl<'a> FieldContext<'a> {
    pub(super) fn new(cx: &ScreenContext<'a>, first: &'a str) -> FieldContext<'a> {
        FieldContext { dossier: cx.dossier, snapshot: cx.snapshot, today: cx.today, first }
    }
}

/// The reading of a field.
#[derive(Debug, PartialEq)]
pub(super) struct FieldReading {
    /// What is written to the file; `None` if nothing is typed.
    pub datum: Option<EditValue>,
    /// What is shown beside it.
    pub note: String,
}

/// The number of articles searched for a completion.
const MOST_ARTICLES: usize = 50_000;

/// The text as it will be written.
///
/// # Errors
/// Returns what is wrong with it, in words.
pub(super) fn read(field: &FormField, typed: &str, cx: FieldContext<'_>) -> Result<FieldReading, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return if field.needed {
            Err("needed".to_owned())
        } else {
            Ok(FieldReading { datum: None, note: String::new() })
        };
    }
    let plain = |datum: EditValue, note: String| Ok(FieldReading { datum: Some(datum), note });
    let text = |text: &str, note: &str| plain(EditValue::Text(text.to_owned()), note.to_owned());
    match field.takes {
        FieldInput::Text => text(typed, ""),
        FieldInput::File => file(typed, cx),
        FieldInput::Texts => plain(EditValue::Texts(parts(typed)), String::new()),
        FieldInput::Date | FieldInput::Past => date(typed, matches!(field.takes, FieldInput::Past), cx),
        FieldInput::Number => match typed.replace(['_', ' '], "").parse::<f64>() {
            Ok(number) if number.is_finite() => match inexact(&typed.replace(['_', ' '], "")) {
                Some(why) => Err(why.to_owned()),
                None => plain(EditValue::Number(number), String::new()),
            },
            _ => Err("a number, like 14.5".to_owned()),
        },
        FieldInput::Values => plain(EditValue::Values(super::captured::read_values(typed)?), String::new()),
        FieldInput::NewId => {
            slug(typed)?;
            match cx.dossier.find(typed) {
                Some(rec) => Err(format!("taken by {}", label(cx.dossier, rec))),
                None => text(typed, ""),
            }
        }
        FieldInput::Slug(known) => {
            if field.key != WORD {
                slug(typed)?;
            }
            let uses = known(cx.dossier).iter().filter(|other| *other == typed).count();
            text(typed, if uses > 0 { "in use" } else { "a new one" })
        }
        FieldInput::Slugs(known) => {
            let slugs = parts(typed);
            slugs.iter().try_for_each(|part| slug(part))?;
            if slugs.iter().enumerate().any(|(at, part)| slugs[..at].contains(part)) {
                return Err("each once".to_owned());
            }
            let all = known(cx.dossier);
            let new = slugs.iter().filter(|part| !all.contains(part)).count();
            let note = if new > 0 { format!("{new} new") } else { "in use".to_owned() };
            plain(EditValue::Texts(slugs), note)
        }
        FieldInput::Status => status(typed),
        FieldInput::Code(good, like, _) => {
            let upper = typed.to_uppercase();
            // The case of a code is never ambiguous.
            match [typed, &upper].into_iter().find(|code| good(code)) {
                Some(code) => text(code, ""),
                None => Err(format!("a code, like `{like}`")),
            }
        }
        FieldInput::Url => url(typed),
        FieldInput::Word(all) => {
            let word = typed.to_lowercase();
            let known = all().contains(&word.as_str());
            if known { text(&word, "") } else { Err(format!("one of {}", all().join(", "))) }
        }
        FieldInput::One(kinds) => {
            let rec = one(typed, kinds, cx)?;
            text(cx.dossier.id(rec), &stands(cx, rec))
        }
        FieldInput::Many(kinds) => {
            let recs: Vec<Rec> = parts(typed).iter().map(|part| one(part, kinds, cx)).collect::<Result<_, _>>()?;
            let names: Vec<String> = recs.iter().map(|&rec| label(cx.dossier, rec)).collect();
            let ids = recs.iter().map(|&rec| cx.dossier.id(rec).to_owned()).collect();
            plain(EditValue::Texts(ids), names.join(", "))
        }
        FieldInput::ReportOf => {
            let rec = one(typed, &[Kind::Article], cx)?;
            if !sources(cx).contains(&rec) {
                return Err("this article says nothing of the record".to_owned());
            }
            text(cx.dossier.id(rec), &label(cx.dossier, rec))
        }
    }
}

/// The hint for an empty field.
pub(super) fn hint(field: &FormField) -> &'static str {
    match (field.takes, field.key) {
        (FieldInput::Date | FieldInput::Past, _) => {
            "as you would say it: next tuesday, nov 2025, second week of september"
        }
        (FieldInput::Many(_), _) => "ids or names, with commas between",
        (FieldInput::One(_) | FieldInput::ReportOf, _) => "an id or name, or a part of one",
        (FieldInput::Texts, _) => "with commas between",
        (FieldInput::Slugs(_), _) => "the stance as words to compare by, with commas between: karachi, gwadar",
        (_, "done_when") => "what would prove that it came about",
        (_, "certainty") => "how sure the source has it, by its own words",
        (FieldInput::Values, _) => "what sources may differ on: documents = 37, length-km = 115",
        (FieldInput::NewId, _) => "made from the title while you type it",
        (FieldInput::Slug(_), "issue" | "metric") => {
            "small letters, digits and hyphens; the same word lines records up"
        }
        (FieldInput::Url, _) => "https://…",
        (_, "quote") => "word for word",
        (_, "relays") => "an origin that is not in the dossier, by name",
        (_, "definition") => "what exactly was counted, by whom",
        (_, "title" | "stance" | "summary" | "note") => "in your words",
        _ => "",
    }
}

/// A date, and the EDTF that is written.
fn date(typed: &str, past: bool, cx: FieldContext<'_>) -> Result<FieldReading, String> {
    let date = when(typed, cx.today).map_err(|error| error.message)?;
    if past && date.earliest().is_some_and(|day| day > cx.today) {
        return Err(format!("{} is still to come", date.display()));
    }
    let shown = date.display();
    let note = if date.as_str() == shown { shown } else { format!("{} · {shown}", date.as_str()) };
    Ok(FieldReading { datum: Some(EditValue::Date(date)), note })
}

/// The status that is written; `moved` becomes `expected`.
fn status(typed: &str) -> Result<FieldReading, String> {
    let word = typed.to_lowercase();
    let Some(&(known, means)) = STATUSES.iter().find(|(known, _)| *known == word) else {
        let all: Vec<&str> = STATUSES.iter().map(|(known, _)| *known).collect();
        return Err(format!("one of {}", all.join(", ")));
    };
    let written = if known == MOVED { "expected" } else { known };
    Ok(FieldReading { datum: Some(EditValue::Text(written.to_owned())), note: means.to_owned() })
}

/// A web address. Whether an article already has it is looked up when it is typed, not on each frame.
fn url(typed: &str) -> Result<FieldReading, String> {
    if !is_web(typed) {
        return Err("an address that begins with https:// or http://".to_owned());
    }
    Ok(FieldReading { datum: Some(EditValue::Text(typed.to_owned())), note: String::new() })
}

/// A record's name, and for an event its present state.
fn stands(cx: FieldContext<'_>, rec: Rec) -> String {
    let label = label(cx.dossier, rec);
    let Rec::Event(ix) = rec else { return label };
    let state = &cx.snapshot[ix];
    let date = state.date.as_ref().map(|date| format!(" {}", date.display())).unwrap_or_default();
    format!("{label}: {}{date}", state.status.word())
}

/// Texts separated by commas.
fn parts(typed: &str) -> Vec<String> {
    typed.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

pub(super) fn slug(typed: &str) -> Result<(), String> {
    let good = typed.len() <= 80
        && typed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !typed.starts_with('-')
        && !typed.ends_with('-')
        && !typed.contains("--");
    if good { Ok(()) } else { Err("small letters, digits and single hyphens, up to 80".to_owned()) }
}

fn file(typed: &str, cx: FieldContext<'_>) -> Result<FieldReading, String> {
    let mut files = files(cx.dossier).filter(|(name, _)| name == typed);
    match files.next() {
        Some((_, path)) => {
            Ok(FieldReading { datum: Some(EditValue::Text(path.to_string_lossy().into_owned())), note: String::new() })
        }
        None => Err("a file of this dossier".to_owned()),
    }
}

/// The files of a dossier by the part of their paths that tells them apart, below their common folder.
pub(super) fn files(dossier: &Dossier) -> impl Iterator<Item = (String, &Path)> {
    let paths = || dossier.files.iter().map(|file| file.path.as_path());
    let mut common: PathBuf = paths().next().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
    while !paths().all(|path| path.starts_with(&common)) && common.pop() {}
    paths().map(move |path| {
        let name = path.strip_prefix(&common).unwrap_or(path);
        (name.display().to_string(), path)
    })
}

/// The record that is meant: by its id, or by a name that is unique.
fn one(typed: &str, kinds: &[Kind], cx: FieldContext<'_>) -> Result<Rec, String> {
    let wanted = || kinds.iter().map(|kind| kind.singular()).collect::<Vec<_>>().join(" or ");
    if let Some(rec) = cx.dossier.find(typed) {
        return if kinds.contains(&rec.kind()) {
            Ok(rec)
        } else {
            Err(format!("expected {}, found {}", wanted(), rec.kind().singular()))
        };
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

/// What is known of records of these kinds on the day that is shown.
fn candidates<'a>(cx: FieldContext<'a>, kinds: &[Kind]) -> impl Iterator<Item = Rec> + use<'a> {
    let kinds = kinds.to_vec();
    let all = move |kind: Kind| {
        let count = cx.dossier.count(kind);
        // The newest articles are usually last, and are wanted most often.
        (0..count).rev().take(MOST_ARTICLES).map(move |ix| Rec::new(kind, ix))
    };
    kinds.into_iter().flat_map(all).filter(move |&rec| cx.snapshot.is_visible(cx.dossier, rec))
}

/// The names of a record, its id first.
fn names(dossier: &Dossier, rec: Rec) -> impl Iterator<Item = &str> {
    [dossier.id(rec), dossier.label(rec)].into_iter().chain(dossier.aliases(rec).iter().map(String::as_str))
}

/// The articles about the record in the first field.
fn sources(cx: FieldContext<'_>) -> Vec<Rec> {
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

/// A completion: the text to insert, and its description.
pub(super) type FieldChoice = (String, String);

/// The completions of a text, best first.
pub(super) fn choices(field: &FormField, typed: &str, cx: FieldContext<'_>, most: usize) -> Vec<FieldChoice> {
    // In a list, the last part is being typed.
    let part = match field.takes {
        FieldInput::Many(_) | FieldInput::Slugs(_) => typed.rsplit(',').next().unwrap_or_default(),
        _ => typed,
    };
    let wanted = part.trim().to_lowercase();
    let mut found: Vec<(u8, FieldChoice)> = Vec::new();
    let mut take = |names: &mut dyn Iterator<Item = &str>, choice: &dyn Fn() -> FieldChoice| {
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
        FieldInput::Word(all) => {
            all().iter().for_each(|word| take(&mut std::iter::once(*word), &|| ((*word).to_owned(), String::new())));
        }
        FieldInput::Slug(known) | FieldInput::Slugs(known) | FieldInput::Code(_, _, known) => {
            let mut words = known(cx.dossier);
            words.sort();
            words.dedup();
            words.iter().for_each(|word| take(&mut std::iter::once(word.as_str()), &|| (word.clone(), String::new())));
        }
        FieldInput::File => files(cx.dossier).for_each(|(name, _)| {
            take(&mut std::iter::once(name.as_str()), &|| (name.clone(), String::new()));
        }),
        FieldInput::Status => STATUSES.iter().for_each(|(word, means)| {
            take(&mut std::iter::once(*word), &|| ((*word).to_owned(), (*means).to_owned()));
        }),
        FieldInput::One(kinds) | FieldInput::Many(kinds) => candidates(cx, kinds).for_each(|rec| {
            take(&mut names(cx.dossier, rec), &|| (cx.dossier.id(rec).to_owned(), label(cx.dossier, rec)));
        }),
        FieldInput::ReportOf => sources(cx).into_iter().for_each(|rec| {
            take(&mut names(cx.dossier, rec), &|| (cx.dossier.id(rec).to_owned(), label(cx.dossier, rec)));
        }),
        FieldInput::Text
        | FieldInput::Texts
        | FieldInput::Date
        | FieldInput::Past
        | FieldInput::Number
        | FieldInput::Values
        | FieldInput::Url
        | FieldInput::NewId => {}
    }
    // A complete text needs no completion.
    found.retain(|(_, (text, _))| *text != part.trim());
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, choice)| choice).take(most).collect()
}

/// The field's text with a completion in place of what was being typed.
pub(super) fn completed(field: &FormField, typed: &str, choice: &str) -> String {
    match (field.takes, typed.rsplit_once(',')) {
        (FieldInput::Many(_) | FieldInput::Slugs(_), Some((before, _))) => format!("{before}, {choice}"),
        _ => choice.to_owned(),
    }
}
