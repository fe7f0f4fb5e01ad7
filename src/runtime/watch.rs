//! Watching files: a saved dossier or configuration is read again at once.
//!
//! Folders are watched, not files, so that a file that is replaced by another of its name is seen too. A thread of its
//! own finds them, so that no folder, however large, keeps the first frame waiting; it looks anew whenever a folder
//! came, went or was exchanged. The system tells; nothing here polls.

mod above;

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::SystemTime;

use notify::event::{Flag, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use self::above::AboveWatch;
use super::{RuntimeInput, spawn, system};
use crate::desk::state::FileIdentity;
use crate::dossier::load::{WalkedEntry, walk};
use crate::text::{NO_FILE, reason};
use crate::ui::message::Message;

/// Folders that are watched at most.
const MOST: usize = 4096;
/// Links that are followed one after the other at most, as the system does.
const LINKS: usize = 40;

/// Watches the files and folders of a dossier, and the file of the configuration, as long as the program runs. Where
/// that cannot be done, the program is told so, and `r` reads again.
///
/// `since`: when the first of these was read. What was saved between that and the first watch is told too.
pub(super) fn start(
    dossier: Vec<PathBuf>,
    configuration: Option<PathBuf>,
    since: SystemTime,
    inputs: &Sender<RuntimeInput>,
) {
    let (sender, events) = mpsc::channel();
    let told = inputs.clone();
    let started = spawn("watch", inputs.clone(), move || {
        // One that is renamed or removed may be another by now, or nothing: all is looked at again.
        let again = sender.clone();
        let moved = move || again.send(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan))).is_ok();
        let watcher = notify::recommended_watcher(move |event| drop(sender.send(event)));
        match watcher {
            Ok(watcher) => FileWatch { watcher, watched: HashMap::new(), above: AboveWatch::new(moved), inputs: told }
                .run(&dossier, configuration.as_deref(), since, &events),
            Err(error) => say_unwatched(&told, unwatched(&error)),
        }
    });
    if let Err(error) = started {
        say_unwatched(inputs, reason(&error));
    }
}

fn say_unwatched(inputs: &Sender<RuntimeInput>, why: String) {
    let _ = inputs.send(RuntimeInput::Message(Message::NotWatched(why)));
}

/// Why something is not watched.
fn unwatched(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => reason(error),
        notify::ErrorKind::PathNotFound => NO_FILE.to_owned(),
        notify::ErrorKind::MaxFilesWatch => "the system watches no more folders".to_owned(),
        _ => reason(error),
    }
}

struct FileWatch {
    watcher: RecommendedWatcher,
    /// By folder: which one it is, since another may have taken its name.
    watched: HashMap<PathBuf, FileIdentity>,
    above: AboveWatch,
    inputs: Sender<RuntimeInput>,
}

impl FileWatch {
    fn run(
        mut self,
        dossier: &[PathBuf],
        configuration: Option<&Path>,
        since: SystemTime,
        events: &Receiver<notify::Result<Event>>,
    ) {
        let mut said = false;
        let mut first = true;
        loop {
            let wanted = WatchPlan::of(dossier, configuration);
            wanted.above.iter().for_each(|folder| self.above.add(folder));
            let (is_new, trouble) = self.watch(&wanted);
            if let Some(why) = trouble.filter(|_| !std::mem::replace(&mut said, true)) {
                say_unwatched(&self.inputs, why);
            }
            if is_new && !first {
                // What came before it was watched was not told, and may be a folder that is to be watched too.
                let _ = self.inputs.send(RuntimeInput::DossierChanged);
                continue;
            }
            if std::mem::take(&mut first) {
                self.say_earlier(&wanted, dossier, since);
            }
            loop {
                let Ok(event) = events.recv() else { return };
                let changed = wanted.changed(&event);
                // Its watch is gone with it, also where another took its name and its number meanwhile.
                for folder in wanted.gone(&event) {
                    let _ = self.watcher.unwatch(folder);
                    self.watched.remove(folder);
                }
                if changed.dossier && self.inputs.send(RuntimeInput::DossierChanged).is_err() {
                    return;
                }
                if changed.configuration && self.inputs.send(RuntimeInput::ConfigurationChanged).is_err() {
                    return;
                }
                if changed.folders {
                    break;
                }
            }
        }
    }

    /// Says what was saved before it was watched.
    fn say_earlier(&self, wanted: &WatchPlan, dossier: &[PathBuf], since: SystemTime) {
        if wanted.is_newer(dossier, since) {
            let _ = self.inputs.send(RuntimeInput::DossierChanged);
        }
        if wanted.has_newer_configuration(since) {
            let _ = self.inputs.send(RuntimeInput::ConfigurationChanged);
        }
    }

    /// Watches what is wanted, and nothing else. Whether a folder is new, and why one is not watched.
    fn watch(&mut self, wanted: &WatchPlan) -> (bool, Option<String>) {
        let gone: Vec<PathBuf> = self.watched.keys().filter(|path| !wanted.folders.contains(*path)).cloned().collect();
        for path in gone {
            // It may be no more.
            let _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
        let (mut is_new, mut trouble) = (false, wanted.trouble.clone());
        for folder in &wanted.folders {
            let identity = FileIdentity::of(folder);
            match self.watched.get(folder) {
                Some(known) if *known == identity => continue,
                Some(_) => drop(self.watcher.unwatch(folder)),
                None => {}
            }
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    is_new = true;
                    self.watched.insert(folder.clone(), identity);
                }
                Err(error) => trouble = Some(unwatched(&error)),
            }
        }
        (is_new, trouble)
    }
}

/// What is to be watched, and what it means.
#[derive(Default)]
struct WatchPlan {
    folders: HashSet<PathBuf>,
    /// The folders on the way to the dossier.
    above: HashSet<PathBuf>,
    /// The folders in which each file is one of the dossier.
    dossier: HashSet<PathBuf>,
    /// Single paths of the dossier: files, links on the way to them, what is missing yet.
    points: HashSet<PathBuf>,
    configuration: HashSet<PathBuf>,
    trouble: Option<String>,
}

/// What an event says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct WatchedChange {
    dossier: bool,
    configuration: bool,
    /// Which folders are to be watched may be others now.
    folders: bool,
}

impl WatchPlan {
    fn of(dossier: &[PathBuf], configuration: Option<&Path>) -> WatchPlan {
        let mut plan = WatchPlan::default();
        let mut entries = 0;
        for path in dossier {
            let way = LinkWay::to(path);
            plan.folders.extend(way.folders);
            plan.points.extend(way.points);
            plan.above.extend(way.above);
            let Some(end) = way.end else { continue };
            if end.is_dir() {
                walk(&end, &mut entries, &mut |found| match found {
                    WalkedEntry::Folder(path) => plan.add_folder(path),
                    WalkedEntry::File(path) => plan.add_link(path),
                    WalkedEntry::Trouble(..) => {}
                });
            }
        }
        if let Some(path) = configuration {
            let way = LinkWay::to(path);
            // Who has no configuration need not have its folder either.
            if path.parent().is_some_and(Path::is_dir) {
                plan.folders.extend(way.folders);
            }
            plan.configuration.extend(way.points);
        }
        plan
    }

    fn add_folder(&mut self, path: &Path) {
        if self.folders.len() >= MOST {
            self.trouble = Some(format!("more than {MOST} folders"));
            return;
        }
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.dossier.insert(path.clone());
        self.folders.insert(path);
    }

    /// A file of the dossier's folder that is a link to one elsewhere.
    fn add_link(&mut self, path: &Path) {
        if is_read(path) && self.folders.len() < MOST && fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
        {
            let way = LinkWay::to(path);
            self.folders.extend(way.folders);
            self.points.extend(way.points);
        }
    }

    /// Whether the configuration was changed since then.
    fn has_newer_configuration(&self, since: SystemTime) -> bool {
        self.configuration.iter().any(|path| fs::symlink_metadata(path).is_ok_and(|meta| is_after(&meta, since)))
    }

    /// Whether something of the dossier was changed since then, or is gone.
    fn is_newer(&self, dossier: &[PathBuf], since: SystemTime) -> bool {
        let after = |meta: fs::Metadata| is_after(&meta, since);
        let (mut is_newer, mut entries) = (false, 0);
        for folder in dossier.iter().filter(|path| path.is_dir()) {
            walk(folder, &mut entries, &mut |found| match found {
                WalkedEntry::File(path) if is_read(path) => is_newer |= fs::metadata(path).is_ok_and(after),
                WalkedEntry::Folder(path) => is_newer |= fs::metadata(path).is_ok_and(after),
                WalkedEntry::File(_) | WalkedEntry::Trouble(..) => {}
            });
        }
        is_newer || self.points.iter().any(|path| fs::symlink_metadata(path).map_or(true, after))
    }

    /// The watched folders that an event says were removed or renamed.
    fn gone<'e>(&self, event: &'e notify::Result<Event>) -> impl Iterator<Item = &'e Path> {
        let is_end =
            |event: &&Event| matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        let paths = event.as_ref().ok().filter(is_end).map(|event| event.paths.as_slice()).unwrap_or_default();
        paths.iter().map(PathBuf::as_path).filter(|path| self.folders.contains(*path))
    }

    fn changed(&self, event: &notify::Result<Event>) -> WatchedChange {
        let event = match event {
            // An access changes nothing, and what is read is read by this program too.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return WatchedChange::default(),
            Ok(event) if !event.need_rescan() => event,
            // A watch that reports an error may have missed something: better read once too often.
            _ => return WatchedChange { dossier: true, configuration: false, folders: true },
        };
        let is_place = matches!(
            event.kind,
            EventKind::Any | EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        let mut change = WatchedChange::default();
        for path in &event.paths {
            let is_point = self.points.contains(path);
            let is_within = path.parent().is_some_and(|folder| self.dossier.contains(folder)) && is_read(path);
            let is_folder = self.folders.contains(path);
            change.dossier |= is_point || is_within || is_folder;
            change.configuration |= self.configuration.contains(path);
            change.folders |= is_place && (is_point || is_within || is_folder || self.configuration.contains(path));
        }
        change
    }
}

fn is_after(meta: &fs::Metadata, since: SystemTime) -> bool {
    system::changed_at(meta).is_some_and(|at| at > since)
}

/// How a path leads to what it names.
#[derive(Default)]
struct LinkWay {
    /// The folders in which a change can lead elsewhere.
    folders: Vec<PathBuf>,
    /// What can change in them.
    points: Vec<PathBuf>,
    /// The folders that are gone through, the last one with them.
    above: Vec<PathBuf>,
    /// What is named, behind all links; `None` where there is nothing.
    end: Option<PathBuf>,
}

impl LinkWay {
    /// Follows the path link by link. Where something is missing, the folder is watched in which it may come.
    fn to(path: &Path) -> LinkWay {
        let mut way = LinkWay::default();
        let mut links = 0;
        let mut left: Vec<PathBuf> = parts(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        let mut at = PathBuf::new();
        while let Some(part) = left.pop() {
            if part == Path::new("..") {
                at.pop();
                continue;
            }
            let next = at.join(part);
            if next.parent().is_none() {
                at = next; // the root, or a drive
                continue;
            }
            let Ok(meta) = fs::symlink_metadata(&next) else {
                way.watch(&at, next);
                return way;
            };
            if meta.is_symlink() && links < LINKS {
                links += 1;
                way.watch(&at, next.clone());
                let Ok(target) = fs::read_link(&next) else { return way };
                left.extend(parts(&target));
                if target.is_absolute() {
                    at = PathBuf::new();
                }
                continue;
            }
            if meta.is_dir() {
                way.above.push(next.clone());
            } else if left.is_empty() {
                way.watch(&at, next.clone());
            }
            at = next;
        }
        way.end = Some(at);
        way
    }

    fn watch(&mut self, folder: &Path, point: PathBuf) {
        self.folders.push(folder.to_owned());
        self.points.push(point);
    }
}

/// The parts of a path, the last first.
fn parts(path: &Path) -> Vec<PathBuf> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let mut parts: Vec<PathBuf> = parts.map(|part| PathBuf::from(part.as_os_str())).collect();
    parts.reverse();
    parts
}

/// Whether a path in a folder of the dossier can be part of it: a file that is read, or a folder; hidden ones and what
/// editors leave beside a file are none.
fn is_read(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let extension = path.extension().and_then(OsStr::to_str);
    !hidden && matches!(extension, Some("toml" | "json" | "jsonl" | "md" | "txt") | None)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
