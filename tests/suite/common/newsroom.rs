//! A dossier in a folder, an archive, and the program that shows both: what it asks of the outside is done at once.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use karwan::desk::archive::{Archive, ArrivedItem, FeedOutcome};
use karwan::desk::feed::FeedItem;
use karwan::dossier::Dossier;
use karwan::dossier::load::load;
use karwan::runtime::edit::EditDesk;
use karwan::runtime::inbox::{IdentityCache, InboxPlace, ListingObserver};
use karwan::ui::effect::Effect;
use karwan::ui::inbox::InboxListing;
use karwan::ui::message::{Message, WriteRefusal};
use rusqlite::InterruptHandle;
use tempfile::TempDir;

use super::screen::Karwan;

/// The feed of [`Newsroom::new`].
pub const FEED: &str = "https://post.example/feed.xml";

/// See the module.
pub struct Newsroom {
    pub karwan: Karwan,
    pub folder: TempDir,
    desk: Mutex<EditDesk>,
    size: (u16, u16),
    now: DateTime<Utc>,
}

/// A moment, as RFC 3339 writes it.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

/// An item of 20 November 2026.
pub fn item(id: &str, title: &str, text: &str) -> FeedItem {
    FeedItem {
        id: id.to_owned(),
        url: Some(format!("https://post.example/{id}")),
        title: Some(title.to_owned()),
        published: Some(at("2026-11-20T08:00:00Z")),
        language: Some("en".to_owned()),
        text: Some(text.to_owned()),
        ..FeedItem::default()
    }
}

/// Keeps what is listed last.
#[derive(Default)]
pub struct ListedLast(pub RefCell<InboxListing>);

impl ListingObserver for ListedLast {
    fn starts(&self, _stop: InterruptHandle) {}

    fn finds(&self, listing: InboxListing) {
        *self.0.borrow_mut() = listing;
    }

    fn is_wanted(&self) -> bool {
        true
    }
}

impl Newsroom {
    /// A dossier of one file, at 120 x 40, before anything was fetched.
    pub fn unfetched(story: &str) -> Newsroom {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("dossier")).expect("a folder");
        fs::write(folder.path().join("dossier/story.toml"), story).expect("a file");
        let dossier = load(&[folder.path().join("dossier")]).dossier.expect("it loads");
        Newsroom {
            karwan: Karwan::with(dossier, 120, 40),
            desk: EditDesk::new(vec![folder.path().join("dossier")], Some(&folder.path().join("state"))).into(),
            folder,
            size: (120, 40),
            now: at("2026-11-24T09:00:00Z"),
        }
    }

    /// The same with items of the one feed in the archive.
    pub fn new(story: &str, items: &[FeedItem]) -> Newsroom {
        let room = Newsroom::unfetched(story);
        let arrived: Vec<ArrivedItem> =
            items.iter().map(|item| ArrivedItem { item, feed: FEED, outlet: Some("The Post") }).collect();
        let now = at("2026-11-21T08:00:00Z");
        room.archive().take_in(&arrived, now).expect("taken in");
        let answered = FeedOutcome { answered: true, ..FeedOutcome::default() };
        room.archive().note_feed(FEED, &answered, now).expect("noted");
        room
    }

    /// Another run of the program over the same files.
    pub fn restarted(self) -> Newsroom {
        let (columns, rows) = self.size;
        let karwan = Karwan::with(self.loaded(), columns, rows);
        let desk = EditDesk::new(vec![self.dossier()], Some(&self.folder.path().join("state"))).into();
        Newsroom { karwan, desk, ..self }
    }

    pub fn dossier(&self) -> PathBuf {
        self.folder.path().join("dossier")
    }

    pub fn archive(&self) -> Archive {
        Archive::open(&self.archive_path()).expect("an archive")
    }

    pub fn archive_path(&self) -> PathBuf {
        self.folder.path().join("archive.sqlite3")
    }

    /// The file of the dossier.
    pub fn text(&self) -> String {
        fs::read_to_string(self.dossier().join("story.toml")).expect("UTF-8")
    }

    pub fn loaded(&self) -> Arc<Dossier> {
        load(&[self.dossier()]).dossier.expect("it loads")
    }

    fn place(&self) -> InboxPlace {
        InboxPlace {
            archive: Ok(self.archive_path()),
            identified_by: self.dossier().display().to_string(),
            user: "tester".to_owned(),
            identity: IdentityCache::default(),
        }
    }

    /// Another size of the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.karwan.resize(columns, rows);
    }

    /// Presses keys, and does what they ask of the outside.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            let effects = self.karwan.press(key);
            self.perform(effects);
        }
    }

    /// Does what is asked of the outside, and what that asks.
    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let (now, place) = (self.now, self.place());
            let next = match effect {
                Effect::ListItems(request) => {
                    let found = ListedLast::default();
                    place.list(&request, Some(&self.desk), now, &found);
                    let listing = Box::new(found.0.into_inner());
                    self.karwan.model.update(Message::ItemsListed(request.turn, listing))
                }
                Effect::DoInInbox(deed) => {
                    let dossier = self.loaded();
                    let done = place.perform(&deed, &dossier, Some(&mut *self.desk.lock().expect("a desk")), now);
                    self.told(Message::ItemsChanged(deed.decided(), done))
                }
                Effect::WriteFromItem(edits, item) => {
                    let dossier = self.loaded();
                    let mut desk = self.desk.lock().expect("a desk");
                    let done = place.write(&mut desk, &edits, (item.row, &item.article), &dossier, now);
                    drop(desk);
                    self.told(Message::Written(done))
                }
                Effect::Write(edit, path) => self.at_desk(|desk| desk.save(&edit, &path, "")),
                Effect::Undo => self.at_desk(|desk| desk.undo("")),
                Effect::Redo => self.at_desk(|desk| desk.redo("")),
                Effect::FetchFeeds(feeds) => {
                    let done = karwan::runtime::feeds::fetch_at(&self.archive_path(), feeds, &|| now);
                    self.karwan.model.update(Message::FeedsFetched(done))
                }
                _ => Vec::new(),
            };
            self.perform(next);
        }
    }

    fn at_desk(&mut self, work: impl FnOnce(&mut EditDesk) -> Result<String, WriteRefusal>) -> Vec<Effect> {
        let (place, dossier) = (self.place(), self.loaded());
        let mut desk = self.desk.lock().expect("a desk");
        let done = work(&mut desk);
        place.settle(&mut desk, &dossier, self.now).expect("settled");
        drop(desk);
        self.told(Message::Written(done))
    }

    /// Tells the program what came of it; then the dossier is read again.
    fn told(&mut self, message: Message) -> Vec<Effect> {
        let mut next = self.karwan.model.update(message);
        next.extend(self.karwan.model.update(Message::Loaded(load(&[self.dossier()]))));
        next
    }
}
