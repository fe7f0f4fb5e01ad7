//! What ends a wait for a server early: the server says that something changed, or something is to be sent.

use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

/// Rung by whoever has something for the thread that keeps a mirror up to date; that thread sleeps until then. A ring that
/// comes while it is busy is not lost, and several are one.
#[derive(Debug, Default)]
pub struct MirrorBell {
    rung: Notify,
}

impl MirrorBell {
    /// Ends the wait, or the next one.
    pub fn ring(&self) {
        self.rung.notify_one();
    }

    /// Waits until it is rung, or for so long. Whether it was rung.
    pub(super) async fn heard_within(&self, most: Duration) -> bool {
        timeout(most, self.rung.notified()).await.is_ok()
    }

    /// The same without a connection.
    pub(super) fn wait(&self, most: Duration) {
        match tokio::runtime::Builder::new_current_thread().enable_time().build() {
            Ok(clock) => drop(clock.block_on(self.heard_within(most))),
            Err(_) => std::thread::sleep(most),
        }
    }
}
