//! What the Inbox asks of the archive, done on a thread.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::InterruptHandle;

use super::edit::EditDesk;
use super::fetch;
use super::http::HttpLimits;
use super::triage::{self, TriageDone, TriagePlace};
use crate::desk::archive::alike::groups;
use crate::desk::archive::relevance::NameWeights;
use crate::desk::archive::{Archive, ArchiveItem, ArrivedItem, DossierKey, InboxQuery};
use crate::desk::edit::Edit;
use crate::desk::feed::FeedItem;
use crate::desk::state::DossierIdentity;
use crate::dossier::Dossier;
use crate::query::{self, ItemQuery, ItemState, QueryView};
use crate::ui::inbox::{InboxDeed, InboxListing, InboxRequest, InboxRow};
use crate::ui::message::WriteRefusal;

/// The most items of the list.
const MOST: usize = 400;
/// Kept items with which those of the list are compared.
const MOST_KEPT: usize = 400;
/// Items that say nearly the same are so many days apart at most.
const APART: TimeDelta = TimeDelta::days(30);
/// Words of a `watch` that are named for an item.
const MATCHED: usize = 4;

/// Where decisions belong: the archive, the dossier by the path at which it is known, and who decides.
#[derive(Clone, Debug)]
pub struct InboxPlace {
    /// Where the archive lies, or why there is none.
    pub archive: Result<PathBuf, String>,
    /// See [`DossierIdentity::path`].
    pub identified_by: String,
    /// The name of the user.
    pub user: String,
    /// The identity of the dossier.
    pub identity: IdentityCache,
}

/// The identity of the dossier that is open, kept because that of a million articles takes longer than a frame.
#[derive(Clone, Debug, Default)]
pub struct IdentityCache(Arc<Mutex<Option<KnownIdentity>>>);

/// While there is a [`Weak`] to it, no other dossier has its address.
type KnownIdentity = (Weak<Dossier>, Arc<DossierIdentity>);

impl IdentityCache {
    fn of(&self, dossier: &Arc<Dossier>, identified_by: &str) -> Arc<DossierIdentity> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, identity)) = &*known
            && std::ptr::eq(of.as_ptr(), Arc::as_ptr(dossier))
        {
            return Arc::clone(identity);
        }
        let identity = Arc::new(DossierIdentity::of(dossier, identified_by.to_owned()));
        *known = Some((Arc::downgrade(dossier), Arc::clone(&identity)));
        identity
    }
}

/// Hears of a list that is being made: how to stop it, and what is found.
pub trait ListingObserver {
    /// Stops what is asked of the archive, from another thread.
    fn starts(&self, stop: InterruptHandle);
    /// What is found so far; the last is all of it.
    fn finds(&self, listing: InboxListing);
    /// Whether the list is still wanted.
    fn is_wanted(&self) -> bool;
}

impl InboxPlace {
    /// Of a dossier that is identified so, for the user of this name.
    #[must_use]
    pub fn new(archive: Result<PathBuf, String>, identified_by: String, user: String) -> InboxPlace {
        InboxPlace { archive, identified_by, user, identity: IdentityCache::default() }
    }

    /// The archive with the key of the dossier; `None`: nothing was ever fetched, and no file is made for that.
    fn opened(&self, dossier: &Arc<Dossier>) -> Result<Option<(Archive, DossierKey)>, String> {
        let path = self.archive.clone()?;
        if !path.exists() {
            return Ok(None);
        }
        let archive = Archive::open(&path)?;
        let key = archive.dossier(&self.identity.of(dossier, &self.identified_by))?;
        Ok(Some((archive, key)))
    }

    /// Works out which dossier this is, which takes longer than a frame of very many articles; not where nothing was ever
    /// fetched.
    pub fn prepare(&self, dossier: &Arc<Dossier>) {
        if self.archive.as_ref().is_ok_and(|path| path.exists()) {
            self.identity.of(dossier, &self.identified_by);
        }
    }

    fn place<'a>(&'a self, (archive, key): &'a (Archive, DossierKey), now: DateTime<Utc>) -> TriagePlace<'a> {
        TriagePlace { archive, key: *key, who: &self.user, now }
    }

    /// Lists items: at once as they are, then with why each is here. What the journal of `desk` says of decisions holds
    /// before that.
    pub fn list(
        &self,
        request: &InboxRequest,
        desk: Option<&Mutex<EditDesk>>,
        now: DateTime<Utc>,
        observer: &dyn ListingObserver,
    ) {
        let desk = desk.and_then(|desk| desk.lock().ok());
        let settled = desk.map_or(Ok(()), |mut desk| self.settle(&mut desk, &request.corpus.dossier, now));
        if let Err(why) = settled.and_then(|()| self.listed(request, now, observer)) {
            observer.finds(InboxListing { fault: Some(why), ..InboxListing::default() });
        }
    }

    fn listed(&self, request: &InboxRequest, now: DateTime<Utc>, observer: &dyn ListingObserver) -> Result<(), String> {
        let dossier = &request.corpus.dossier;
        let mut listing = InboxListing { is_count: !request.is_shown, ..InboxListing::default() };
        let Some(opened) = self.opened(dossier)? else {
            observer.finds(listing);
            return Ok(());
        };
        let (archive, key) = &opened;
        observer.starts(archive.interrupter());
        let view = request.corpus.view();
        let values = archive.values()?;
        let inbox = InboxQuery::of(&view, &values);
        if request.is_shown {
            let found = archive.search(&inbox.shown(request.filter.of_items(&view, &values)), *key, None, MOST)?;
            listing.rows = found.into_iter().map(|(item, state)| InboxRow::new(item, state)).collect();
            let mut activities =
                archive.activities(*key, &listing.rows.iter().map(|row| row.item.row).collect::<Vec<_>>())?;
            for row in &mut listing.rows {
                row.activity = activities.remove(&row.item.row).unwrap_or_default();
            }
            listing.people = archive.people()?;
            for feed in &dossier.feeds {
                listing.feeds.push(archive.feed(&feed.url, now)?);
            }
            observer.finds(listing.clone());
        }
        // A long count goes on when the rows are explained.
        let mut counting = archive.counting(&inbox.shown(ItemQuery::All(Vec::new())), *key)?;
        listing.waiting = counting.go_on()?;
        observer.finds(listing.clone());
        if request.is_shown && !listing.rows.is_empty() {
            explain(&mut listing, &opened, &view, observer)?;
            observer.finds(listing.clone());
        }
        // Told less and less often, since each telling is a whole list.
        let mut parts = 1_u32;
        while listing.waiting.is_partial && observer.is_wanted() {
            listing.waiting = counting.go_on()?;
            parts += 1;
            if parts.is_power_of_two() || !listing.waiting.is_partial {
                observer.finds(listing.clone());
            }
        }
        Ok(())
    }

    /// Does something with items; says in one line what was done.
    ///
    /// # Errors
    /// One line; nothing is decided then.
    pub fn perform(
        &self,
        deed: &InboxDeed,
        dossier: &Arc<Dossier>,
        mut desk: Option<&mut EditDesk>,
        now: DateTime<Utc>,
    ) -> Result<String, String> {
        let opened = self.opened(dossier)?.ok_or("nothing was fetched yet")?;
        let place = self.place(&opened, now);
        if let Some(desk) = desk.as_deref_mut() {
            place.settle(desk)?;
        }
        match deed {
            InboxDeed::Keep(items, origin) => {
                let desk = desk.ok_or("nothing is written: the story is built in, or `--read-only` was given")?;
                // Two decisions may follow each other faster than the dossier is read again.
                let newest = desk.dossier();
                let done = triage::keep(&place, desk, newest.as_deref().unwrap_or(dossier), items, origin.as_ref())?;
                Ok(said(&done, ItemState::Kept))
            }
            InboxDeed::Decide(items, state) => Ok(said(&triage::decide(&place, items, *state)?, *state)),
            InboxDeed::Assign(items, to) => {
                let done = triage::assign(&place, items, to)?;
                Ok(format!("{} for {to}", said(&done, ItemState::Later)))
            }
            InboxDeed::Undo => place.undo(desk),
            InboxDeed::ReadPage(item) => read_page(&opened.0, item, now),
        }
    }

    /// Writes edits that come from an item as one step with the decision to keep it.
    ///
    /// # Errors
    /// As of [`EditDesk::save`].
    pub fn write(
        &self,
        desk: &mut EditDesk,
        edits: &[(Edit, PathBuf)],
        (row, article): (i64, &str),
        dossier: &Arc<Dossier>,
        now: DateTime<Utc>,
    ) -> Result<String, WriteRefusal> {
        let opened = self.opened(dossier)?.ok_or_else(|| "the archive is gone".to_owned())?;
        self.place(&opened, now).write(desk, &[(row, Some(article.to_owned()))], edits)
    }

    /// Lets decisions hold as long as what they wrote does, after the dossier's edits were undone or redone.
    ///
    /// # Errors
    /// One line.
    pub fn settle(&self, desk: &mut EditDesk, dossier: &Arc<Dossier>, now: DateTime<Utc>) -> Result<(), String> {
        match self.opened(dossier)? {
            Some(opened) => self.place(&opened, now).settle(desk),
            None => Ok(()),
        }
    }
}

/// Finds which items say nearly the same, and why each is here.
fn explain(
    listing: &mut InboxListing,
    (archive, key): &(Archive, DossierKey),
    view: &QueryView<'_>,
    observer: &dyn ListingObserver,
) -> Result<(), String> {
    let mut items: Vec<ArchiveItem> = listing.rows.iter().map(|row| row.item.clone()).collect();
    let shown = items.len();
    let days = items.iter().map(ArchiveItem::day);
    let span = (days.clone().min().map(|day| day - APART), days.max().map(|day| day + APART));
    let kept = ItemQuery::All(vec![ItemQuery::State(ItemState::Kept), ItemQuery::Days(vec![span])]);
    let known: Vec<i64> = items.iter().map(|item| item.row).collect();
    let kept = archive.search(&kept, *key, None, MOST_KEPT)?;
    items.extend(kept.into_iter().map(|(item, _)| item).filter(|item| !known.contains(&item.row)));
    for group in groups(&items) {
        let (here, kept): (Vec<usize>, Vec<usize>) = group.iter().partition(|&&at| at < shown);
        if let Some(&oldest) = kept.first() {
            let (_, article) = archive.decision(*key, items[oldest].row)?;
            here.iter().for_each(|&at| listing.rows[at].kept.clone_from(&article));
        }
        if here.len() > 1 {
            listing.groups.push(here);
        }
    }
    let names = NameWeights::of(view);
    let watch = query::parse(view.dossier.story.watch.as_deref().unwrap_or_default(), view.snapshot.day).query;
    for row in &mut listing.rows {
        if !observer.is_wanted() {
            return Ok(());
        }
        let parts = names.parts(archive, &row.item)?;
        row.reasons = parts.into_iter().map(|part| (view.dossier.label(part.rec).to_owned(), part.weight)).collect();
        row.words = matched(&watch, row);
    }
    Ok(())
}

/// The words of an item that the story watches for, but for those that a reason names already.
fn matched(watch: &query::Query, row: &InboxRow) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in row.item.fields().into_iter().skip(1) {
        for span in watch.marks(text) {
            let word = &text[span];
            let is_new = |known: &str| !known.to_lowercase().contains(&word.to_lowercase());
            if row.reasons.iter().all(|(name, _)| is_new(name)) && words.iter().all(|known| is_new(known)) {
                words.push(word.to_owned());
            }
            if words.len() == MATCHED {
                return words;
            }
        }
    }
    words
}

/// One line of what was decided.
fn said(done: &TriageDone, state: ItemState) -> String {
    let written = if done.written.is_empty() { String::new() } else { format!(": {}", done.written.join(", ")) };
    let decided = format!("{} {}{written}", done.decided, state.word());
    std::iter::once(decided).chain(done.notes.iter().cloned()).collect::<Vec<_>>().join("; ")
}

/// Reads the page of an item, and puts its text into the archive; what the item said before stays as an older version.
fn read_page(archive: &Archive, item: &ArchiveItem, now: DateTime<Utc>) -> Result<String, String> {
    let url = item.url.as_deref().ok_or("the item has no address")?;
    let (page, _) = fetch::page(url, None, HttpLimits::default())?;
    let text = page.text.ok_or("the page has no text that could be read")?;
    let words = text.split_whitespace().count();
    let read = FeedItem {
        id: item.guid.clone(),
        url: item.url.clone(),
        title: item.title.clone(),
        author: item.author.clone(),
        published: item.published,
        updated: item.updated,
        language: item.language.clone(),
        summary: item.summary.clone(),
        text: Some(text),
    };
    // The item is known by its feed's host and its own identity.
    for feed in archive.feeds(now)? {
        let arrived = ArrivedItem { item: &read, feed: &feed.url, outlet: Some(&item.outlet) };
        if arrived.id() == item.id {
            archive.take_in(&[arrived], now)?;
            return Ok(format!("read {words} words of the page"));
        }
    }
    Err("the feed of the item is not in the archive any more".to_owned())
}
