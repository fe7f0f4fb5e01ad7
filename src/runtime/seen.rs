//! Writing what was seen: by a thread of its own, since another program may hold the file.

use std::sync::PoisonError;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use super::{RuntimeInput, SharedStore, spawn};
use crate::desk::state::StateStore;
use crate::ui::message::Message;

/// How long a key waits for the disk, so that no frame shows a mark that a kill could lose.
const DISK: Duration = Duration::from_secs(2);
/// How long a key waits for another program that holds the file: too short to be felt.
const HELD: Duration = Duration::from_millis(50);
/// How long the end of the program waits for what is not written yet: longer than the file is waited for.
const AT_END: Duration = Duration::from_secs(6);

/// What is to be written.
pub(super) type SeenWrite = Box<dyn FnOnce(&mut StateStore) -> Result<(), String> + Send>;

/// What the thread says of a write.
enum SeenReply {
    /// Another program holds the file.
    Held,
    /// What came of it.
    Written(Result<(), String>),
}

/// Hands writes to the thread, in their order.
pub(super) struct SeenWriter {
    store: SharedStore,
    /// `None` where no thread was to be had: then keys wait.
    thread: Option<SeenThread>,
}

struct SeenThread {
    writes: Sender<(SeenWrite, Sender<SeenReply>)>,
    ended: Receiver<()>,
}

impl SeenWriter {
    /// Starts the thread. What it could not write after the key had stopped waiting is said later.
    pub(super) fn start(store: SharedStore, inputs: Sender<RuntimeInput>) -> SeenWriter {
        let (writes, waiting) = mpsc::channel::<(SeenWrite, Sender<SeenReply>)>();
        let (end, ended) = mpsc::channel();
        let shared = store.clone();
        let started = spawn("seen", inputs.clone(), move || {
            for (write, reply) in waiting {
                let mut store = shared.lock().unwrap_or_else(PoisonError::into_inner);
                if store.is_held() {
                    // Who has stopped waiting need not know it.
                    let _ = reply.send(SeenReply::Held);
                }
                let written = SeenReply::Written(write(&mut store));
                drop(store);
                if let Err(mpsc::SendError(SeenReply::Written(Err(why)))) = reply.send(written) {
                    let _ = inputs.send(RuntimeInput::Message(Message::Done(Err(why))));
                }
            }
            let _ = end.send(());
        });
        SeenWriter { store, thread: started.is_ok().then_some(SeenThread { writes, ended }) }
    }

    /// Writes; waits for it as long as that is not felt.
    ///
    /// # Errors
    /// Where it is known already that it cannot be written: one line.
    pub(super) fn write(&self, write: SeenWrite) -> Result<(), String> {
        let Some(thread) = &self.thread else {
            return write(&mut self.store.lock().unwrap_or_else(PoisonError::into_inner));
        };
        let (reply, told) = mpsc::channel();
        if thread.writes.send((write, reply)).is_err() {
            return Err("what you have seen cannot be remembered: a write failed before".to_owned());
        }
        let mut patience = DISK;
        while let Ok(said) = told.recv_timeout(patience) {
            match said {
                SeenReply::Held => patience = HELD,
                SeenReply::Written(written) => return written,
            }
        }
        Ok(())
    }

    /// Waits until all is written that was handed over.
    pub(super) fn finish(self) {
        if let Some(SeenThread { writes, ended }) = self.thread {
            drop(writes);
            let _ = ended.recv_timeout(AT_END);
        }
    }
}
