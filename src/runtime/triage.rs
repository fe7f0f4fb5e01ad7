//! Decisions on items of the inbox that reach the dossier: a kept item becomes an article, written through the desk as one
//! step that undo takes back.

use chrono::{DateTime, Utc};

use super::edit::EditDesk;
use crate::desk::archive::{Archive, ArchiveItem, DossierKey};
use crate::desk::edit::{Edit, EditValue, home};
use crate::desk::page::WebPage;
use crate::desk::page::alike::with_address;
use crate::desk::page::article::article;
use crate::dossier::{Dossier, EdtfDate, Kind};
use crate::query::ItemState;

/// What was done with items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TriageDone {
    /// How many were decided anew.
    pub decided: usize,
    /// The articles that were written, by id.
    pub written: Vec<String>,
    /// What else there is to say: one line each.
    pub notes: Vec<String>,
}

/// Writes items into the dossier as articles, all in one step, and notes them as kept. One whose address the dossier has
/// already is noted as kept without being written again: a program that was killed between the two is asked again.
///
/// # Errors
/// If the dossier has no file of its own, an item has neither headline nor address, or a file cannot be written: one
/// line, and nothing is decided.
pub fn keep(
    archive: &Archive,
    key: DossierKey,
    desk: &mut EditDesk,
    dossier: &Dossier,
    items: &[ArchiveItem],
    who: &str,
    now: DateTime<Utc>,
) -> Result<TriageDone, String> {
    let mut done = TriageDone::default();
    let mut edits: Vec<Edit> = Vec::new();
    let mut decided = Vec::new();
    for item in items {
        if archive.decision(key, item.row)?.0 == ItemState::Kept {
            done.notes.push(format!("`{}` is kept already", item.label()));
            continue;
        }
        let known = item.url.as_deref().and_then(|url| with_address(dossier, url));
        if let Some(known) = known {
            let id = dossier.articles.id(known).to_owned();
            done.notes.push(format!("the dossier has `{}` already, as `{id}`", item.label()));
            decided.push((item.row, Some(id)));
            continue;
        }
        let taken = |id: &str| done.written.iter().any(|written| written == id);
        let (id, edit) = article_of(item, dossier, now, &taken)?;
        done.written.push(id.clone());
        decided.push((item.row, Some(id)));
        edits.push(edit);
    }
    if !edits.is_empty() {
        let into = home(dossier, Kind::Article)
            .ok_or("the story that is built in has no file to add to; name yours with `-d PATH`")?;
        let when = now.with_timezone(&chrono::Local).format("%Y-%m-%d %H:%M").to_string();
        desk.save_all(&edits, &into, &when).map_err(|refusal| refusal.why)?;
    }
    done.decided = decided.len();
    archive.decide(key, &decided, ItemState::Kept, who, now)?;
    Ok(done)
}

/// Drops items, puts them off, or makes them new again. The article of one that was kept stays in the dossier.
///
/// # Errors
/// One line; nothing is decided then.
pub fn decide(
    archive: &Archive,
    key: DossierKey,
    items: &[ArchiveItem],
    state: ItemState,
    who: &str,
    now: DateTime<Utc>,
) -> Result<TriageDone, String> {
    let mut done = TriageDone::default();
    for item in items {
        let (before, article) = archive.decision(key, item.row)?;
        done.decided += usize::from(before != state);
        if let Some(article) = article {
            done.notes.push(format!("the article `{article}` stays in the dossier; its own undo takes it back"));
        }
    }
    let rows: Vec<(i64, Option<String>)> = items.iter().map(|item| (item.row, None)).collect();
    archive.decide(key, &rows, state, who, now)?;
    Ok(done)
}

/// The article that an item becomes: id, and what is written.
///
/// # Errors
/// If the item has no headline: one line.
pub fn article_of(
    item: &ArchiveItem,
    dossier: &Dossier,
    now: DateTime<Utc>,
    taken: &dyn Fn(&str) -> bool,
) -> Result<(String, Edit), String> {
    let day = |at: DateTime<Utc>| EdtfDate::parse(&at.date_naive().to_string()).ok();
    let page = WebPage {
        title: Some(item.label().to_owned()),
        outlet: Some(item.outlet.clone()),
        author: item.author.clone(),
        published: item.published.and_then(day),
        language: item.language.clone(),
        url: item.url.clone(),
        text: item.text.clone().or_else(|| item.summary.clone()),
    };
    let (mut id, mut edit) = article(&page, dossier, Some(now.date_naive()))?;
    if taken(&id) {
        // Two of one outlet and day, written together.
        let free = |id: &String| !taken(id) && dossier.find(id).is_none();
        id = (2_u32..10_000).map(|n| format!("{id}-{n}")).find(free).unwrap_or(id);
        if let Edit::Record(_, fields) = &mut edit {
            fields
                .iter_mut()
                .filter(|(key, _)| *key == "id")
                .for_each(|(_, value)| *value = EditValue::Text(id.clone()));
        }
    }
    Ok((id, edit))
}
