//! Keeps the mirror of a shared archive up to date while the program runs, on a thread that alone waits for the server.

use std::sync::Arc;

use super::server::follow::follow;
use super::server::sync::MirrorSource;
use super::{ProgramHandle, Runtime, RuntimeInput};
use crate::text::reason;
use crate::ui::message::Message;

impl<P: ProgramHandle> Runtime<P> {
    /// Starts the thread.
    pub(super) fn follow_mirror(&self, source: MirrorSource) {
        let (sender, bell) = (self.sender.clone(), Arc::clone(&self.bell));
        let work = move || {
            follow(&source, &bell, &|news| sender.send(RuntimeInput::Message(Message::MirrorTold(news))).is_ok());
        };
        if let Err(error) = std::thread::Builder::new().name("archive".to_owned()).spawn(work) {
            let why = format!("the shared archive is not followed: {}", reason(&error));
            let _ = self.sender.send(RuntimeInput::Message(Message::Done(Err(why))));
        }
    }

    /// Wakes the thread after what may have changed the archive: its server does not have that yet.
    pub(super) fn ring_for(&self, message: &Message) {
        if matches!(message, Message::ItemsChanged(..) | Message::Written(_) | Message::FeedsFetched(_)) {
            self.bell.ring();
        }
    }
}
