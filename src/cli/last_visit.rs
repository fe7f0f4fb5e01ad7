//! What was seen of a dossier, and what there is beyond it: looked up while the screens are made ready.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;

use super::open::{OpenedDossier, identified_by};
use crate::desk::state::{self, DossierIdentity, OpenedState, StateAccess, StateStore};
use crate::dossier::Dossier;
use crate::runtime::{LateLookup, SharedStore};
use crate::threads;
use crate::ui::message::Message;
use crate::ui::ready::LastVisit;

/// How long the first frame waits for what was seen, unless another program holds the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// A thread that looks up what was seen.
pub(super) struct VisitLookup {
    store: SharedStore,
    told: Receiver<LookupReply>,
}

/// What the thread says.
enum LookupReply {
    /// Another program holds the file: it may take seconds.
    Held,
    /// What the program hears of it.
    Found(Vec<Message>),
}

impl VisitLookup {
    /// Starts the thread; without one, it is done when this returns.
    pub(super) fn start(
        file: Option<PathBuf>,
        access: StateAccess,
        opened: &OpenedDossier,
        today: NaiveDate,
    ) -> VisitLookup {
        let store = SharedStore::new(StateStore::closed().into());
        let (say, told) = mpsc::channel();
        let (dossier, shared) = (Arc::clone(&opened.dossier), Arc::clone(&store));
        let identified_by = identified_by(&opened.paths);
        let look_up = move || {
            // This opens the file once more and takes its lock for a moment, at each start: nothing else tells whether another
            // program holds it. Where nobody listens any more, the program has ended.
            if access == StateAccess::ReadWrite && file.as_deref().is_some_and(state::is_held) {
                let _ = say.send(LookupReply::Held);
            }
            let remembered = SeenPlace { file, access, store: shared };
            let _ = say.send(LookupReply::Found(remembered.last_visit(&dossier, identified_by, today)));
        };
        if let Err(look_up) = threads::spawn(look_up) {
            look_up();
        }
        VisitLookup { store, told }
    }

    /// Where marks go.
    pub(super) fn store(&self) -> SharedStore {
        Arc::clone(&self.store)
    }

    /// What the program hears before its first frame.
    ///
    /// # Errors
    /// If that is not known soon: the rest of the lookup.
    pub(super) fn messages(self) -> Result<Vec<Message>, LateLookup> {
        match self.told.recv_timeout(PATIENCE) {
            Ok(LookupReply::Found(messages)) => Ok(messages),
            Ok(LookupReply::Held) | Err(_) => Err(Box::new(move |say| {
                for reply in self.told {
                    if let LookupReply::Found(messages) = reply {
                        messages.into_iter().for_each(say);
                    }
                }
            })),
        }
    }
}

/// Where it is remembered what was seen.
pub(super) struct SeenPlace {
    pub file: Option<PathBuf>,
    pub access: StateAccess,
    /// Where marks go, once the file is open.
    pub store: SharedStore,
}

impl SeenPlace {
    /// Opens the file, puts the store where marks go, and gives what the program hears of what was seen. A first visit is
    /// stored. `identified_by` is what the dossier is found by in the file.
    pub(super) fn last_visit(&self, dossier: &Dossier, identified_by: String, today: NaiveDate) -> Vec<Message> {
        let identity = DossierIdentity::of(dossier, identified_by);
        let OpenedState { mut store, seen, notice } = state::open(self.file.as_deref(), self.access, &identity);
        drop(identity);
        let visit = LastVisit::of(dossier, seen, today);
        let kept =
            if visit.first_visit { store.set_baseline(today, &visit.baseline.fingerprints(), false) } else { Ok(()) };
        // A lock is only poisoned by a thread that panicked while it wrote.
        *self.store.lock().unwrap_or_else(PoisonError::into_inner) = store;
        let mut told = vec![Message::LastVisitRead(Box::new(visit))];
        told.extend(notice.into_iter().chain(kept.err()).map(|notice| Message::Done(Err(notice))));
        told
    }
}
