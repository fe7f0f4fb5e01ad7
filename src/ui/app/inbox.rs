//! The Inbox within the program: what was asked of the archive, and what came of it.

use crate::desk::archive::{ItemCount, MirrorNews};
use crate::settings::input::{Action, ScreenId};
use crate::ui::effect::Effect;
use crate::ui::inbox::{InboxDeed, InboxListing, InboxRequest};

use super::Model;
use super::notice::StatusNotice;

/// What is known of the archive.
#[derive(Debug)]
pub(super) struct InboxDesk {
    pub listing: Option<InboxListing>,
    /// The number of the last request.
    turn: u64,
    /// For which filter the list was asked for last, and whether it was to be shown; `None`: it has to be asked for again.
    asked: Option<(String, bool)>,
    /// Whether the last thing that was written here is not a decision, so that undo is about it.
    has_plain_edit: bool,
}

impl Default for InboxDesk {
    /// Nothing is asked for until the story is there, or the screen is opened.
    fn default() -> InboxDesk {
        InboxDesk { listing: None, turn: 0, asked: Some((String::new(), false)), has_plain_edit: false }
    }
}

impl InboxDesk {
    /// The archive or the dossier is another one: the list is asked for again.
    pub fn renew(&mut self) {
        self.asked = None;
    }

    /// What waits, where it is known.
    pub fn waiting(&self) -> Option<ItemCount> {
        self.listing.as_ref().filter(|listing| listing.fault.is_none()).map(|listing| listing.waiting)
    }

    /// Something is asked of the outside: items that are decided on leave the list at once, so that the next key is about
    /// the next item.
    pub fn expect(&mut self, effect: &Effect) {
        match effect {
            Effect::DoInInbox(deed) => {
                self.has_plain_edit = false;
                if let Some(listing) = &mut self.listing {
                    listing.leave_out(&deed.decided());
                }
            }
            Effect::Write(..) => self.has_plain_edit = true,
            Effect::WriteFromItem(..) | Effect::Undo => self.has_plain_edit = false,
            _ => {}
        }
    }
}

impl Model {
    /// Asks for the items, where the Inbox shows others than it should. While another screen is open, only how many wait
    /// is wanted, for the tab, and only where the dossier names feeds.
    pub(super) fn ask_for_items(&mut self) -> Option<Effect> {
        let is_shown = self.place.screen_id == ScreenId::Inbox;
        let is_known =
            self.inbox.asked.as_ref().is_some_and(|(filter, was_shown)| {
                if is_shown { *was_shown && *filter == self.filter.text } else { true }
            });
        if is_known || (!is_shown && self.known.dossier.feeds.is_empty()) {
            return None;
        }
        self.inbox.turn += 1;
        self.inbox.asked = Some((self.filter.text.clone(), is_shown));
        Some(Effect::ListItems(Box::new(InboxRequest {
            turn: self.inbox.turn,
            corpus: self.known.corpus(),
            filter: self.filter.query.clone(),
            is_shown,
        })))
    }

    /// A thread has listed items; what was asked for before is left aside. The cursor stays on its item.
    pub(super) fn apply_items(&mut self, turn: u64, listing: InboxListing) {
        if turn != self.inbox.turn {
            return;
        }
        let screen = self.place.screens.inbox_mut();
        let row = self.inbox.listing.as_ref().and_then(|listing| screen.row_in(listing));
        screen.follow(row, &listing);
        self.inbox.listing = Some(listing);
    }

    /// The mirror of a shared archive changed, or its server is away or back.
    pub(super) fn apply_mirror(&mut self, news: MirrorNews) {
        if news == MirrorNews::Changed {
            self.inbox.renew();
        }
        self.board.apply_mirror(news);
    }

    /// Items were decided on, or were not; their marks go once they were.
    pub(super) fn apply_decision(&mut self, items: &[i64], outcome: Result<String, String>) {
        if outcome.is_ok() {
            self.place.screens.inbox_mut().unmark(items);
        }
        self.apply_deed(outcome);
    }

    /// Something was decided, read or fetched, or failed to be; the list is asked for again.
    pub(super) fn apply_deed(&mut self, outcome: Result<String, String>) {
        match outcome {
            // The dossier is read again after it, which is not to take its place.
            Ok(text) => self.board.notice = StatusNotice::Saved(text),
            Err(why) => self.board.show_error(why),
        }
        self.inbox.renew();
    }

    /// What an action means on the Inbox alone, though it means something everywhere.
    pub(super) fn act_in_inbox(&mut self, action: Action) -> Option<Vec<Effect>> {
        let is_here = self.place.screen_id == ScreenId::Inbox
            && self.place.card().is_none()
            && self.place.screens.over().is_none();
        if !is_here {
            return None;
        }
        match action {
            Action::Undo if self.settings.read_only || self.inbox.has_plain_edit => None,
            Action::Undo => {
                let effect = Effect::DoInInbox(InboxDeed::Undo);
                self.inbox.expect(&effect);
                Some(vec![effect])
            }
            Action::OpenLink | Action::Copy | Action::Enter => {
                let reply = self.with_screen(|screen, cx| screen.act(action, cx));
                Some(self.perform(reply))
            }
            Action::KeepItem | Action::DropItem | Action::PutOff | Action::PutOffFor | Action::ReadItemPage
                if self.settings.read_only =>
            {
                self.board.show_error("`--read-only` was given; start without it to decide");
                Some(Vec::new())
            }
            _ => None,
        }
    }
}
