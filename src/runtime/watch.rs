//! Watching files: a saved dossier or configuration is read again at once.
//!
//! Folders are watched, not files, so that a file that is replaced by another of its name is seen too. The system tells;
//! nothing here polls.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::RuntimeInput;

/// Watches as long as it lives.
pub(super) type FileWatcher = RecommendedWatcher;

/// Watches the files and folders of a dossier, and the file of the configuration.
///
/// # Errors
/// If the system gives no watch; the program runs on, and `r` reads again.
pub(super) fn start(
    dossier: &[PathBuf],
    configuration: Option<&Path>,
    sender: Sender<RuntimeInput>,
) -> Result<FileWatcher, notify::Error> {
    let wanted = WatchedPaths {
        dossier: dossier.iter().map(|path| absolute(path)).collect(),
        configuration: configuration.map(absolute),
    };
    let folders = wanted.folders();
    let mut watcher = notify::recommended_watcher(move |result: notify::Result<Event>| {
        // A watch that reports an error may have missed something: better read once too often.
        let changed = match result {
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
            Ok(event) => event.paths,
            Err(_) => wanted.dossier.clone(),
        };
        if changed.iter().any(|path| wanted.is_of_dossier(path)) {
            let _ = sender.send(RuntimeInput::DossierChanged);
        }
        if changed.iter().any(|path| wanted.is_configuration(path)) {
            let _ = sender.send(RuntimeInput::ConfigurationChanged);
        }
    })?;
    for (folder, mode) in folders {
        watcher.watch(&folder, mode)?;
    }
    Ok(watcher)
}

/// What is watched.
struct WatchedPaths {
    dossier: Vec<PathBuf>,
    configuration: Option<PathBuf>,
}

impl WatchedPaths {
    /// The folders to watch: of a file the one it lies in, of a folder all below it.
    fn folders(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let mut folders = Vec::new();
        for path in &self.dossier {
            if path.is_dir() {
                folders.push((path.clone(), RecursiveMode::Recursive));
            } else if let Some(folder) = path.parent() {
                folders.push((folder.to_owned(), RecursiveMode::NonRecursive));
            }
        }
        if let Some(folder) = self.configuration.as_deref().and_then(Path::parent).filter(|f| f.is_dir()) {
            folders.push((folder.to_owned(), RecursiveMode::NonRecursive));
        }
        folders
    }

    /// Whether a path can be part of the dossier: one of its files, or below one of its folders a file that is read or
    /// a folder; hidden ones and what editors leave beside a file are none.
    fn is_of_dossier(&self, path: &Path) -> bool {
        self.dossier.iter().any(|wanted| {
            let Ok(below) = path.strip_prefix(wanted) else { return false };
            let hidden = below.iter().any(|part| part.to_string_lossy().starts_with('.'));
            let extension = path.extension().and_then(OsStr::to_str);
            let read = matches!(extension, Some("toml" | "json" | "jsonl" | "md" | "txt") | None);
            below.as_os_str().is_empty() || (!hidden && read)
        })
    }

    fn is_configuration(&self, path: &Path) -> bool {
        self.configuration.as_deref() == Some(path)
    }
}

/// The path from the root, links of its folder resolved as the watch reports them.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (whole.parent().and_then(|folder| folder.canonicalize().ok()), whole.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_dossier_are_told_from_what_editors_leave_beside_them() {
        let wanted = WatchedPaths { dossier: vec!["/d/story".into(), "/d/one.toml".into()], configuration: None };
        for path in ["/d/story/a.toml", "/d/story/sub/b.jsonl", "/d/story/articles/x.md", "/d/one.toml", "/d/story"] {
            assert!(wanted.is_of_dossier(Path::new(path)), "{path}");
        }
        for path in ["/d/story/.a.toml.swp", "/d/story/a.toml~", "/d/story/.git/index", "/d/two.toml", "/d/story/x.png"]
        {
            assert!(!wanted.is_of_dossier(Path::new(path)), "{path}");
        }
    }
}
