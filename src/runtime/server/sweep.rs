//! Putting into the index of words what is new there while many items are written: a second connection does it, on another
//! processor of the server.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::link::ServerLink;
use super::{ServerAddress, ServerFault};

/// How long it pauses after all is in the index.
const PAUSE: Duration = Duration::from_millis(50);

/// Empties the lists of what the indexes of words have not taken in yet, those of all months.
const SWEEP: &str = "SELECT gin_clean_pending_list(i.oid) FROM pg_catalog.pg_class i
    JOIN pg_catalog.pg_am a ON a.oid = i.relam JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
    WHERE n.nspname = 'karwan' AND a.amname = 'gin' AND i.relkind = 'i'";

/// Does work that writes many items, and returns when they are in the index of words. Where this user may not empty the list of
/// the index, or the server has none, whoever writes does that now and then.
pub(super) fn swept<T>(address: &ServerAddress, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let (working, ended) = mpsc::channel::<()>();
        let sweeper = thread::Builder::new().name("sweep".to_owned());
        // Without another thread it goes as it does without the right.
        let _ = sweeper.spawn_scoped(scope, move || sweep(address, &ended));
        let done = work();
        drop(working);
        done
    })
}

fn sweep(address: &ServerAddress, ended: &Receiver<()>) {
    let Ok(link) = ServerLink::connect(address) else { return };
    loop {
        let is_last = ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Disconnected);
        match link.query(SWEEP, &[]) {
            // It may have been at it for as long as the server lets it; what is in the index stays there.
            Ok(_) | Err(ServerFault::Away(_)) if !is_last => {}
            _ => return,
        }
    }
}
