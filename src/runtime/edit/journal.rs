//! The journal of a dossier's edits: an append-only file of JSON lines.
//!
//! An undo is one more line. Which edits are in force follows from reading all lines in order.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use hashbrown::HashSet;
use serde::{Deserialize, Serialize};

use super::change::{TextChange, hash};
use crate::text::reason;

/// The journal of one dossier.
#[derive(Debug)]
pub struct EditJournal {
    /// `None`: in memory only, for this session.
    path: Option<PathBuf>,
    memory: Vec<JournalLine>,
    /// The writer: one run of the program.
    session: String,
}

/// The kind of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum JournalOp {
    /// Something was added.
    Edit,
    /// An edit was undone.
    Undo,
    /// An edit was redone.
    Redo,
    /// The operation `of` did not take place.
    Failed,
    /// The operation `of` happened.
    Done,
}

/// One operation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct JournalLine {
    pub op: JournalOp,
    /// The sequence number, from 1.
    pub id: u64,
    /// The edit that is undone or redone, or the operation that failed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub of: Option<u64>,
    /// The run of the program that performed it.
    #[serde(default)]
    pub session: String,
    /// By which another file knows the edit, see [`super::EditDesk::save_marked`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mark: Option<String>,
    /// As it was given.
    pub when: String,
    /// One line.
    pub what: String,
    /// Files that were changed in the same step before `file`, in the order of writing.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub also: Vec<FileChange>,
    pub file: PathBuf,
    #[serde(flatten)]
    pub change: TextChange,
}

/// What became of the text of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileChange {
    pub file: PathBuf,
    #[serde(flatten)]
    pub change: TextChange,
}

impl JournalLine {
    /// An operation on files, in the order of writing; at least one.
    pub fn new(op: JournalOp, what: String, when: &str, mut changes: Vec<FileChange>) -> JournalLine {
        for change in &mut changes {
            change.file = std::path::absolute(&change.file).unwrap_or_else(|_| change.file.clone());
        }
        let last = changes.pop();
        let (file, change) = last.map_or_else(Default::default, |last| (last.file, last.change));
        JournalLine {
            op,
            id: 0,
            of: None,
            session: String::new(),
            mark: None,
            when: when.to_owned(),
            what,
            also: changes,
            file,
            change,
        }
    }

    /// All that it changed, in the order of writing.
    pub fn changes(&self) -> Vec<FileChange> {
        let last = FileChange { file: self.file.clone(), change: self.change.clone() };
        self.also.iter().cloned().chain([last]).collect()
    }

    /// Whether it only says what became of another one.
    fn is_outcome(&self) -> bool {
        matches!(self.op, JournalOp::Failed | JournalOp::Done)
    }

    pub fn failed(of: u64) -> JournalLine {
        JournalLine { of: Some(of), ..JournalLine::new(JournalOp::Failed, String::new(), "", Vec::new()) }
    }

    pub fn done(of: u64) -> JournalLine {
        JournalLine { of: Some(of), ..JournalLine::new(JournalOp::Done, String::new(), "", Vec::new()) }
    }
}

impl EditJournal {
    /// The journal of the dossier that is read from these paths: `edits/<hash of the paths>.jsonl` in the state folder.
    pub(super) fn of(paths: &[PathBuf], state: Option<&Path>) -> EditJournal {
        let whole =
            |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned();
        let mut names: Vec<String> = paths.iter().map(whole).collect();
        names.sort();
        let path = state.map(|state| state.join("edits").join(format!("{}.jsonl", hash(&names.join("\n")))));
        EditJournal { path, memory: Vec::new(), session: session() }
    }

    /// A mark that no other edit has.
    pub(super) fn new_mark(&self) -> String {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        format!("{}/{}", self.session, COUNT.fetch_add(1, Ordering::Relaxed))
    }

    /// Opens the journal for one operation; other instances of karwan wait meanwhile.
    pub(super) fn open(&mut self) -> Result<OpenJournal<'_>, String> {
        let Some(path) = &self.path else {
            let lines = self.memory.clone();
            let session = self.session.clone();
            return OpenJournal { file: None, memory: Some(&mut self.memory), lines: without_failed(lines), session }
                .settled();
        };
        let cannot =
            |error: std::io::Error| format!("cannot keep the journal `{}`: {}", path.display(), reason(&error));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(cannot)?;
        }
        let mut file = private(OpenOptions::new().read(true).append(true).create(true)).open(path).map_err(cannot)?;
        file.lock().map_err(cannot)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(cannot)?;
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            // A truncated line carries no information, and must not swallow the next.
            file.write_all(b"\n").map_err(cannot)?;
        }
        let lines = bytes.split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        let (file, session) = (Some((file, path.clone())), self.session.clone());
        OpenJournal { file, memory: None, lines: without_failed(lines), session }.settled()
    }
}

/// Takes out the operations that did not happen.
fn without_failed(mut lines: Vec<JournalLine>) -> Vec<JournalLine> {
    let failed: HashSet<u64> =
        lines.iter().filter(|line| line.op == JournalOp::Failed).filter_map(|line| line.of).collect();
    lines.iter_mut().filter(|line| failed.contains(&line.id)).for_each(|line| line.op = JournalOp::Failed);
    lines
}

/// The journal during an operation.
pub(super) struct OpenJournal<'j> {
    file: Option<(File, PathBuf)>,
    memory: Option<&'j mut Vec<JournalLine>>,
    lines: Vec<JournalLine>,
    session: String,
}

impl OpenJournal<'_> {
    /// Finds out what became of operations in which the program was killed, and writes it down: the next line must not
    /// make it look as if they had happened.
    fn settled(mut self) -> Result<Self, String> {
        for (id, is_undo, changes) in self.unsettled() {
            let texts = changes.into_iter().filter_map(|of| Some((fs::read_to_string(of.file).ok()?, of.change)));
            let made: Vec<bool> = texts.map(|(text, change)| change.is_made_in(&text)).collect();
            // A file that cannot be read now may be another time.
            if !made.is_empty() {
                // Where some of several files were written, undoing passes over the others and ends what was begun.
                let is_made = if is_undo { !made.contains(&false) } else { made.contains(&true) };
                self.append(if is_made { JournalLine::done(id) } else { JournalLine::failed(id) })?;
            }
        }
        Ok(self)
    }

    /// The operations of which no line says what became of them. Before the first line that does, they were settled by
    /// a version that wrote none, all but the last. With whether it is an undo, and what it was to change.
    fn unsettled(&self) -> Vec<(u64, bool, Vec<FileChange>)> {
        let told: HashSet<u64> =
            self.lines.iter().filter(|line| line.is_outcome()).filter_map(|line| line.of).collect();
        let since = self.lines.iter().find(|line| line.op == JournalOp::Done).and_then(|line| line.of);
        let last = self.lines.last().map(|line| line.id);
        let open = |line: &&JournalLine| {
            let new = since.is_some_and(|since| line.id > since) || last == Some(line.id);
            new && !line.is_outcome() && !told.contains(&line.id)
        };
        self.lines.iter().filter(open).map(|line| (line.id, line.op == JournalOp::Undo, line.changes())).collect()
    }

    /// The edits in force, in the order in which they were last done, and the undone ones, in the order in which they
    /// were undone. A new edit clears what can be redone, except what another session undid.
    fn stacks(&self) -> (Vec<&JournalLine>, Vec<&JournalLine>) {
        let (mut done, mut undone): (Vec<&JournalLine>, Vec<(&JournalLine, &str)>) = (Vec::new(), Vec::new());
        for line in &self.lines {
            match (line.op, line.of) {
                (JournalOp::Edit, _) => {
                    done.push(line);
                    undone.retain(|(_, by)| *by == self.session && line.session != self.session);
                }
                (JournalOp::Undo, Some(of)) => {
                    if let Some(at) = done.iter().position(|edit| edit.id == of) {
                        undone.push((done.remove(at), &line.session));
                    }
                }
                (JournalOp::Redo, Some(of)) => {
                    if let Some(at) = undone.iter().position(|(edit, _)| edit.id == of) {
                        done.push(undone.remove(at).0);
                    }
                }
                _ => {}
            }
        }
        (done, undone.into_iter().map(|(edit, _)| edit).collect())
    }

    /// The edit to undo next: the last one of this session, else of any.
    pub fn next_undo(&self) -> Option<&JournalLine> {
        let (done, _) = self.stacks();
        let own = done.iter().rev().find(|edit| edit.session == self.session);
        own.or(done.last()).copied()
    }

    /// The edit to redo next: the one undone last in this session, else in any.
    pub fn next_redo(&self) -> Option<&JournalLine> {
        let (_, undone) = self.stacks();
        let own = undone.iter().rev().find(|edit| edit.session == self.session);
        own.or(undone.last()).copied()
    }

    /// All edits that are in force or can be redone, in the order in which they were made, with whether they are in
    /// force.
    pub fn edits(&self) -> Vec<(&JournalLine, bool)> {
        let (done, undone) = self.stacks();
        let mut all: Vec<(&JournalLine, bool)> =
            done.into_iter().map(|edit| (edit, true)).chain(undone.into_iter().map(|edit| (edit, false))).collect();
        all.sort_by_key(|(edit, _)| edit.id);
        all
    }

    /// The marks of all edits that took place, each with whether the edit is in force.
    pub fn marks(&self) -> Vec<(String, bool)> {
        let (done, _) = self.stacks();
        let took_place = self.lines.iter().filter(|line| line.op == JournalOp::Edit);
        let mark = |line: &JournalLine| Some((line.mark.clone()?, done.iter().any(|edit| edit.id == line.id)));
        took_place.filter_map(mark).collect()
    }

    /// What the last operation on an edit changed, in the order of writing.
    pub fn last_changes(&self, id: u64) -> Vec<FileChange> {
        let of_it = |line: &&JournalLine| !line.is_outcome() && (line.id == id || line.of == Some(id));
        self.lines.iter().rev().find(of_it).map(JournalLine::changes).unwrap_or_default()
    }

    /// Appends an operation, and assigns its number.
    pub fn append(&mut self, mut line: JournalLine) -> Result<u64, String> {
        let id = 1 + self.lines.iter().map(|line| line.id).max().unwrap_or(0);
        line.id = id;
        line.session.clone_from(&self.session);
        if let Some((file, path)) = &mut self.file {
            let mut text = serde_json::to_string(&line).map_err(|error| format!("cannot keep the journal: {error}"))?;
            text.push('\n');
            let written = file
                .seek(SeekFrom::End(0))
                .and_then(|_| file.write_all(text.as_bytes()))
                // What became of an operation can be found out again.
                .and_then(|()| if line.op == JournalOp::Done { Ok(()) } else { file.sync_data() });
            written.map_err(|error| {
                format!("cannot keep the journal `{}`: {}; nothing was written", path.display(), reason(&error))
            })?;
        }
        if let Some(memory) = &mut self.memory {
            memory.push(line.clone());
        }
        if let (JournalOp::Failed, Some(of)) = (line.op, line.of) {
            self.lines.iter_mut().filter(|line| line.id == of).for_each(|line| line.op = JournalOp::Failed);
        }
        self.lines.push(line);
        Ok(id)
    }
}

/// A unique name for this run of the program.
fn session() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    format!("{}-{since}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A file that only its owner can read: it contains what was typed.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
