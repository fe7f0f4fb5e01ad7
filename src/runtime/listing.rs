//! Asks the archive on threads: a new question stops the one before it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

use rusqlite::InterruptHandle;

use super::clock;
use super::edit::EditDesk;
use super::inbox::{InboxPlace, ListingObserver};
use super::{ProgramHandle, Runtime, RuntimeInput, panic};
use crate::desk::edit::Edit;
use crate::dossier::Dossier;
use crate::ui::effect::KeptItem;
use crate::ui::inbox::{InboxDeed, InboxListing, InboxRequest};
use crate::ui::message::{Message, WriteRefusal};

/// What threads share that ask the archive.
pub(super) struct InboxThreads {
    pub place: InboxPlace,
    /// The number of the last list that was asked for.
    turn: Arc<AtomicU64>,
    /// Stops the thread that lists.
    stop: Arc<Mutex<Option<InterruptHandle>>>,
    /// The dossier of the last list.
    dossier: Option<Arc<Dossier>>,
}

impl InboxThreads {
    pub fn new(place: InboxPlace) -> InboxThreads {
        InboxThreads { place, turn: Arc::default(), stop: Arc::default(), dossier: None }
    }
}

/// Sends what is found of one list, until another is asked for.
struct ListingThread {
    asked: u64,
    turn: Arc<AtomicU64>,
    stop: Arc<Mutex<Option<InterruptHandle>>>,
    sender: Sender<RuntimeInput>,
}

impl ListingObserver for ListingThread {
    fn starts(&self, stop: InterruptHandle) {
        if let Ok(mut held) = self.stop.lock() {
            *held = Some(stop);
        }
    }

    fn finds(&self, listing: InboxListing) {
        if self.is_wanted() {
            let _ = self.sender.send(RuntimeInput::Message(Message::ItemsListed(self.asked, Box::new(listing))));
        }
    }

    fn is_wanted(&self) -> bool {
        self.turn.load(Ordering::Relaxed) == self.asked
    }
}

impl<P: ProgramHandle> Runtime<P> {
    /// Lists items on a thread, unless others are asked for meanwhile.
    pub(super) fn list_items(&mut self, request: InboxRequest) {
        let InboxThreads { place, turn, stop, dossier, .. } = &mut self.inbox;
        *dossier = Some(Arc::clone(&request.corpus.dossier));
        turn.store(request.turn, Ordering::SeqCst);
        if let Some(running) = stop.lock().ok().and_then(|mut held| held.take()) {
            running.interrupt();
        }
        let observer = ListingThread {
            asked: request.turn,
            turn: Arc::clone(turn),
            stop: Arc::clone(stop),
            sender: self.sender.clone(),
        };
        let (place, desk, sender) = (place.clone(), self.desk.clone(), self.sender.clone());
        self.start("inbox", move || {
            let list = || place.list(&request, desk.as_deref(), clock::now(), &observer);
            if let Err(why) = panic::caught(list) {
                let _ = sender.send(RuntimeInput::Message(Message::Done(Err(why))));
            }
        });
    }

    /// Does something with items on a thread; its outcome is a [`Message::ItemsChanged`].
    pub(super) fn do_in_inbox(&mut self, deed: InboxDeed) {
        let (sender, place) = (self.sender.clone(), self.inbox.place.clone());
        // A page may be long on its way, and no decision waits for it.
        let reads = matches!(deed, InboxDeed::ReadPage(_));
        let (desk, dossier) = (self.desk.clone().filter(|_| !reads), self.inbox.dossier.clone());
        let work = move || {
            let work = || {
                let dossier = dossier.ok_or("nothing was listed yet")?;
                let mut desk = match desk.as_ref().map(|desk| desk.lock()) {
                    Some(Ok(desk)) => Some(desk),
                    Some(Err(_)) => return Err("an edit failed before; restart the program".to_owned()),
                    None => None,
                };
                place.perform(&deed, &dossier, desk.as_deref_mut(), clock::now())
            };
            let outcome = panic::caught(work).unwrap_or_else(Err);
            let _ = sender.send(RuntimeInput::Message(Message::ItemsChanged(deed.decided(), outcome)));
            if matches!(deed, InboxDeed::Keep(..) | InboxDeed::Undo) {
                let _ = sender.send(RuntimeInput::DossierChanged);
            }
        };
        if reads { self.start("inbox", work) } else { self.start_in_order(work) }
    }

    /// Writes edits of several files as one step with the decision to keep the item that they come from.
    pub(super) fn write_from_item(&mut self, edits: Vec<(Edit, PathBuf)>, item: KeptItem) {
        let (place, dossier) = (self.inbox.place.clone(), self.inbox.dossier.clone());
        self.at_desk(move |desk, _| {
            let dossier = dossier.ok_or_else(|| "nothing was listed yet".to_owned())?;
            place.write(desk, &edits, (item.row, &item.article), &dossier, clock::now())
        });
    }

    /// Undoes or redoes edits; a decision of the Inbox that one of them belongs to is undone or redone with it.
    pub(super) fn settled(
        &mut self,
        work: impl FnOnce(&mut EditDesk, &str) -> Result<String, WriteRefusal> + Send + 'static,
    ) {
        let (place, dossier) = (self.inbox.place.clone(), self.inbox.dossier.clone());
        self.at_desk(move |desk, now| {
            let said = work(desk, now)?;
            let settled = dossier.map_or(Ok(()), |dossier| place.settle(desk, &dossier, clock::now()));
            Ok(settled.err().map_or(said.clone(), |why| format!("{said}; the inbox shows it later: {why}")))
        });
    }
}
