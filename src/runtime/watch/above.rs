//! Hears when a folder above a dossier is renamed or removed: the folders that are watched for their content tell nothing of
//! that. Only the folders themselves are watched, not what lies in them: `/tmp` and a home are never still.

use std::path::Path;

#[cfg(target_os = "linux")]
pub(super) use linux::AboveWatch;

/// On other systems nothing tells, and `r` reads again.
#[cfg(not(target_os = "linux"))]
pub(super) struct AboveWatch;

#[cfg(not(target_os = "linux"))]
impl AboveWatch {
    pub(super) fn new(_: impl Fn() -> bool + Send + 'static) -> AboveWatch {
        AboveWatch
    }

    pub(super) fn add(&self, _: &Path) {}
}

#[cfg(target_os = "linux")]
mod linux {
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::sync::Arc;

    use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
    use rustix::io::Errno;

    use super::Path;
    use crate::threads;

    /// Tells of each event until nobody listens any more, or there is none and the queue does not wait.
    fn listen(queue: &OwnedFd, tell: &dyn Fn() -> bool) {
        let mut buffer = [MaybeUninit::uninit(); 1024];
        let mut events = Reader::new(queue, &mut buffer);
        loop {
            match events.next() {
                // The system's word that a folder is watched no longer: why was told before.
                Ok(event) if event.events().contains(ReadFlags::IGNORED) => {}
                Ok(_) if !tell() => return,
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }

    /// The folders that are watched. `None` where the system gives no queue of events or no thread.
    pub(in super::super) struct AboveWatch(Option<Arc<OwnedFd>>);

    impl AboveWatch {
        /// Calls `tell` on a thread of its own for each folder that was renamed or removed, until it says `false`.
        pub(in super::super) fn new(tell: impl Fn() -> bool + Send + 'static) -> AboveWatch {
            let queue = init(CreateFlags::CLOEXEC).ok().map(Arc::new);
            let Some(heard) = queue.clone() else { return AboveWatch(None) };
            AboveWatch(threads::spawn(move || listen(&heard, &tell)).is_ok().then_some(queue).flatten())
        }

        /// Watches a folder; one that is watched already stays so. One that went away is watched no longer.
        pub(in super::super) fn add(&self, folder: &Path) {
            let itself = WatchFlags::MOVE_SELF | WatchFlags::DELETE_SELF | WatchFlags::ONLYDIR;
            if let Some(queue) = &self.0 {
                let _ = add_watch(&**queue, folder, itself);
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use std::cell::Cell;
        use std::fs;

        use super::*;

        #[test]
        fn a_folder_that_goes_away_is_told_once() {
            let place = tempfile::tempdir().expect("a folder");
            let queue = Arc::new(init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).expect("a queue"));
            let above = AboveWatch(Some(Arc::clone(&queue)));
            let [removed, renamed] = ["removed", "renamed"].map(|name| place.path().join(name));
            for folder in [&removed, &renamed] {
                fs::create_dir(folder).expect("a folder");
                above.add(folder);
            }
            fs::remove_dir(&removed).expect("removed");
            fs::rename(&renamed, place.path().join("other")).expect("renamed");
            let told = Cell::new(0);
            listen(&queue, &|| {
                told.set(told.get() + 1);
                true
            });
            assert_eq!(told.get(), 2);
        }
    }
}
