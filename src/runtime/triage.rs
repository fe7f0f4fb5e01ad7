//! Decisions on items of the inbox that reach the dossier: a kept item becomes an article, written through the desk as one
//! step that undo takes back.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::edit::EditDesk;
use crate::desk::archive::{Archive, ArchiveItem, DossierKey};
use crate::desk::edit::{Edit, EditValue, home};
use crate::desk::page::alike::same_page;
use crate::desk::page::article::article;
use crate::dossier::{Dossier, Kind};
use crate::query::ItemState;
use crate::report::wording;
use crate::ui::inbox::KeepOrigin;
use crate::ui::message::WriteRefusal;

/// What was done with items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TriageDone {
    /// How many items have another decision than before.
    pub decided: usize,
    /// The articles that were written, by id.
    pub written: Vec<String>,
    /// What else there is to say: one line each.
    pub notes: Vec<String>,
}

/// Whose decisions these are, and where they are noted.
#[derive(Clone, Copy, Debug)]
pub struct TriagePlace<'a> {
    /// Where the items lie.
    pub archive: &'a Archive,
    /// Of the dossier.
    pub key: DossierKey,
    /// Who decides.
    pub who: &'a str,
    /// When.
    pub now: DateTime<Utc>,
}

impl TriagePlace<'_> {
    /// Suspends decisions whose edit is no longer in force, and restores those whose edit is in force again: after an undo or
    /// redo on any screen, and after the program was killed between the decision and its edit.
    ///
    /// # Errors
    /// One line.
    pub fn settle(&self, desk: &mut EditDesk) -> Result<(), String> {
        if !self.archive.has_edits(self.key)? {
            return Ok(());
        }
        self.archive.settle_edits(self.key, &desk.marks()?)
    }

    /// Writes edits that keep items: the decision holds from the moment at which they are written, and is undone with them.
    ///
    /// # Errors
    /// As of [`EditDesk::save`]; nothing is decided then.
    pub fn write(
        &self,
        desk: &mut EditDesk,
        items: &[(i64, Option<String>)],
        edits: &[(Edit, PathBuf)],
    ) -> Result<String, WriteRefusal> {
        let mark = desk.new_mark();
        self.archive.begin(self.key, items, &mark, self.who, self.now)?;
        let said = desk.save_marked(edits, Some(&mark), &self.when())?;
        match self.settle(desk) {
            Ok(()) => Ok(said),
            // It is settled when the archive is opened the next time.
            Err(why) => Ok(format!("{said}; the inbox shows it later: {why}")),
        }
    }

    fn when(&self) -> String {
        self.now.with_timezone(&chrono::Local).format("%Y-%m-%d %H:%M").to_string()
    }

    /// Undoes the last decision, with exactly what it wrote to the dossier; says what was undone.
    ///
    /// # Errors
    /// One line: there is none, or what it wrote was changed since. Nothing is undone then.
    pub fn undo(&self, desk: Option<&mut EditDesk>) -> Result<String, String> {
        let Some(step) = self.archive.last_step(self.key)? else {
            return Err("nothing was decided here yet".to_owned());
        };
        let state = step.decided.first().map_or("decided", |decided| decided.after.word());
        let items = wording::count(step.decided.len(), "item is", "items are");
        let told = format!("undone: {items} not {state} any more");
        let Some(edit) = step.edit else {
            self.archive.undo(self.key)?;
            return Ok(told);
        };
        let desk = desk.ok_or("the article that it wrote cannot be undone: the dossier is read-only")?;
        let undone = desk.undo_marked(&edit, &self.when()).map_err(|refusal| refusal.why)?;
        self.settle(desk)?;
        if let Some(undone) = undone {
            return Ok(format!("{told}; {undone}"));
        }
        // The journal does not have it: it was thrown away, or the decision was made on another machine.
        if self.archive.last_step(self.key)?.is_some_and(|last| last.step == step.step) {
            self.archive.undo(self.key)?;
        }
        Ok(format!("{told}; what it wrote to the dossier stays, the journal of this machine does not have it"))
    }
}

/// Writes items into the dossier as articles, all in one step, and notes them as kept. One whose address the dossier has
/// already is noted as kept without being written again.
///
/// # Errors
/// If the dossier has no file of its own, an item has neither headline nor address, or a file cannot be written: one
/// line, and nothing is decided.
pub fn keep(
    place: &TriagePlace<'_>,
    desk: &mut EditDesk,
    dossier: &Dossier,
    items: &[ArchiveItem],
    origin: Option<&KeepOrigin>,
) -> Result<TriageDone, String> {
    place.settle(desk)?;
    let mut done = TriageDone::default();
    let mut edits: Vec<Edit> = Vec::new();
    let mut decided = Vec::new();
    for item in items {
        if place.archive.decision(place.key, item.row)?.0 == ItemState::Kept {
            done.notes.push(format!("`{}` is kept already", item.label()));
            continue;
        }
        let known = same_page(dossier, &item.page());
        if let Some(known) = known {
            let id = dossier.articles.id(known).to_owned();
            done.notes.push(format!("the dossier has `{}` already, as `{id}`", item.label()));
            decided.push((item.row, Some(id)));
            continue;
        }
        let taken = |id: &str| done.written.iter().any(|written| written == id);
        let (id, mut edit) = article_of(item, dossier, place.now, &taken)?;
        let first = decided.iter().find_map(|(_, id): &(i64, Option<String>)| id.clone());
        let relayed = match origin {
            Some(KeepOrigin::First) => first,
            Some(KeepOrigin::Article(id)) => Some(id.clone()),
            None => None,
        };
        if let (Some(relayed), Edit::Record(_, fields)) = (relayed, &mut edit) {
            fields.push(("based_on", EditValue::Texts(vec![relayed])));
        }
        done.written.push(id.clone());
        decided.push((item.row, Some(id)));
        edits.push(edit);
    }
    done.decided = decided.len();
    if edits.is_empty() {
        place.archive.decide(place.key, &decided, ItemState::Kept, place.who, place.now)?;
        return Ok(done);
    }
    let into = home(dossier, Kind::Article)
        .ok_or("the story that is built in has no file to add to; name yours with `-d PATH`")?;
    let edits: Vec<(Edit, PathBuf)> = edits.into_iter().map(|edit| (edit, into.clone())).collect();
    place.write(desk, &decided, &edits).map_err(|refusal| refusal.why)?;
    Ok(done)
}

/// Drops items, puts them off, or makes them new again. The article of one that was kept stays in the dossier.
///
/// # Errors
/// One line; nothing is decided then.
pub fn decide(place: &TriagePlace<'_>, items: &[ArchiveItem], state: ItemState) -> Result<TriageDone, String> {
    let mut done = TriageDone::default();
    for item in items {
        let (before, article) = place.archive.decision(place.key, item.row)?;
        done.decided += usize::from(before != state);
        if let Some(article) = article {
            done.notes.push(format!("the article `{article}` stays in the dossier; its own undo takes it out"));
        }
    }
    let rows: Vec<(i64, Option<String>)> = items.iter().map(|item| (item.row, None)).collect();
    place.archive.decide(place.key, &rows, state, place.who, place.now)?;
    Ok(done)
}

/// Puts items off for somebody.
///
/// # Errors
/// One line; nothing is decided then.
pub fn assign(place: &TriagePlace<'_>, items: &[ArchiveItem], to: &str) -> Result<TriageDone, String> {
    let rows: Vec<i64> = items.iter().map(|item| item.row).collect();
    let step = place.archive.assign(place.key, &rows, to, place.who, place.now)?;
    Ok(TriageDone { decided: if step.is_some() { rows.len() } else { 0 }, ..TriageDone::default() })
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
    let (mut id, mut edit) = article(&item.page(), dossier, Some(now.date_naive()))?;
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
