//! The journal of a dossier's edits: an append-only file of JSON lines.
//!
//! An undo is one more line. Which edits are in force follows from reading all lines in order.

use std::fs::{self, File, OpenOptions};
use std::hash::Hasher as _;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use super::write::reason;

/// The number of bytes before and after a change by which its place is found again in a text that was changed
/// elsewhere.
const CONTEXT: usize = 160;

/// How many of them have to match: as many of these as are still there.
const SURROUNDINGS: [usize; 4] = [CONTEXT, 80, 40, 24];

/// With less context than this, in bytes, a place is not recognised.
const LEAST: usize = 24;

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

/// How a text changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TextChange {
    /// The hash of the text before and after.
    pub before: String,
    pub after: String,
    /// Bytes before the change.
    pub offset: usize,
    pub old: String,
    pub new: String,
    /// The text right before and right after it.
    pub ahead: String,
    pub behind: String,
}

impl TextChange {
    /// The smallest span in which two texts differ.
    pub fn between(old: &str, new: &str) -> TextChange {
        let prefix = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let prefix = floor(old, floor(new, prefix));
        let most = old.len().min(new.len()) - prefix;
        let suffix = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
        // Both texts are the same from there on, so a character boundary in one is one in the other.
        let suffix = (0..=suffix).rev().find(|n| old.is_char_boundary(old.len() - n)).unwrap_or(0);
        TextChange::at(old, new, prefix, old.len() - suffix - prefix, new.len() - suffix - prefix)
    }

    /// The replacement of this many bytes at a place.
    pub fn at(old: &str, new: &str, offset: usize, bytes: usize, others: usize) -> TextChange {
        let ahead = floor(old, offset.saturating_sub(CONTEXT));
        let behind = floor(old, (offset + bytes + CONTEXT).min(old.len()));
        TextChange {
            before: hash(old),
            after: hash(new),
            offset,
            old: old[offset..offset + bytes].to_owned(),
            new: new[offset..offset + others].to_owned(),
            ahead: old[ahead..offset].to_owned(),
            behind: old[offset + bytes..behind].to_owned(),
        }
    }

    /// Whether this is the text that it leads to.
    pub fn is_done_in(&self, text: &str) -> bool {
        self.before != self.after && hash(text) == self.after
    }

    /// What takes it back.
    pub fn reversed(&self) -> TextChange {
        let TextChange { before, after, offset, old, new, ahead, behind } = self.clone();
        TextChange { before: after, after: before, offset, old: new, new: old, ahead, behind }
    }

    /// Where the bytes to be replaced are in this text: in their old position or, if the text was changed elsewhere, in
    /// the only place with the same context, as far as that is still there.
    pub fn place(&self, text: &str) -> Option<usize> {
        if hash(text) == self.before {
            return Some(self.offset);
        }
        SURROUNDINGS.iter().find_map(|&bytes| {
            let (ahead, behind) = self.around(bytes);
            // On one side alone, where the other was changed.
            [(ahead, behind), (ahead, ""), ("", behind)].into_iter().find_map(|(ahead, behind)| {
                let wanted = format!("{ahead}{}{behind}", self.old);
                let whole = ahead.len() + behind.len() >= LEAST.min(self.ahead.len() + self.behind.len());
                // Whole characters are searched for, so a match begins at a character.
                one(text, &wanted).filter(|_| whole).map(|at| at + ahead.len())
            })
        })
    }

    /// So many bytes of the surroundings.
    fn around(&self, bytes: usize) -> (&str, &str) {
        let mut from = self.ahead.len().saturating_sub(bytes);
        while !self.ahead.is_char_boundary(from) {
            from += 1;
        }
        (&self.ahead[from..], &self.behind[..floor(&self.behind, bytes)])
    }
}

/// The position of a text that occurs exactly once in another.
fn one(text: &str, wanted: &str) -> Option<usize> {
    let mut found = memchr::memmem::find_iter(text.as_bytes(), wanted);
    let at = found.next().filter(|_| !wanted.is_empty())?;
    found.next().is_none().then_some(at)
}

impl TextChange {
    /// The lines that should be there: what is replaced, with the rest of its lines.
    pub fn expected(&self) -> String {
        let before = self.ahead.rsplit('\n').next().unwrap_or_default();
        let behind = if self.old.ends_with('\n') { "" } else { self.behind.split('\n').next().unwrap_or_default() };
        format!("{before}{}{behind}", self.old).trim_end_matches(['\r', '\n']).to_owned()
    }

    /// The lines of a text in the place where the replaced text should be: between its context, as far as that is
    /// there. are there.
    pub fn found<'t>(&self, text: &'t str) -> &'t str {
        let bytes = text.as_bytes();
        let start = SURROUNDINGS.iter().find_map(|&n| {
            let ahead = self.around(n).0;
            one(text, ahead).map(|at| at + ahead.len())
        });
        let start = start.unwrap_or_else(|| floor(text, self.offset));
        let end = SURROUNDINGS.iter().find_map(|&n| {
            let behind = self.around(n).1;
            one(&text[start..], behind).map(|at| start + at)
        });
        let end = end.unwrap_or_else(|| floor(text, start + self.old.len()));
        let first = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |newline| newline + 1);
        let last =
            memchr::memchr(b'\n', &bytes[end.max(first)..]).map_or(text.len(), |newline| end.max(first) + newline);
        &text[first..last]
    }
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

    pub fn failed(of: u64) -> JournalLine {
        JournalLine { of: Some(of), ..JournalLine::new(JournalOp::Failed, String::new(), "", Vec::new()) }
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

    /// Opens the journal for one operation; other instances of karwan wait meanwhile.
    pub(super) fn open(&mut self) -> Result<OpenJournal<'_>, String> {
        let Some(path) = &self.path else {
            let lines = self.memory.clone();
            let session = self.session.clone();
            return Ok(OpenJournal { file: None, memory: Some(&mut self.memory), lines: settled(lines), session });
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
        Ok(OpenJournal {
            file: Some((file, path.clone())),
            memory: None,
            lines: settled(lines),
            session: self.session.clone(),
        })
    }
}

/// Drops what did not take place: operations that failed, and the last one if the file is as it was before.
fn settled(mut lines: Vec<JournalLine>) -> Vec<JournalLine> {
    let failed: Vec<u64> =
        lines.iter().filter(|line| line.op == JournalOp::Failed).filter_map(|line| line.of).collect();
    if let Some(last) = lines.last().filter(|line| line.op != JournalOp::Failed)
        && let Ok(text) = fs::read_to_string(&last.file)
        && hash(&text) == last.change.before
        && last.change.before != last.change.after
    {
        let id = last.id;
        lines.iter_mut().filter(|line| line.id == id).for_each(|line| {
            line.op = JournalOp::Failed;
            line.of = Some(id);
        });
    }
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

    /// What the last operation on an edit changed, in the order of writing.
    pub fn last_changes(&self, id: u64) -> Vec<FileChange> {
        let of_it = |line: &&JournalLine| line.op != JournalOp::Failed && (line.id == id || line.of == Some(id));
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
                .and_then(|()| file.sync_data());
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

/// A hash of a text that is the same in every version of the program.
fn hash(text: &str) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    format!("{:032x}", hasher.finish128().as_u128())
}

/// The last character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_the_smallest_span_and_is_found_again_where_the_rest_moved() {
        let change = TextChange::between("aé\nx\n", "aé\nnew\nx\n");
        assert_eq!((change.offset, change.old.as_str(), change.new.as_str()), (4, "", "new\n"));
        let back = change.reversed();
        assert_eq!(back.place("aé\nnew\nx\n"), Some(4));
        assert_eq!(back.place("0\naé\nnew\nx\n1"), Some(6), "changed elsewhere");
        assert_eq!(back.place("aé\nnew!\nx\n"), None, "changed there");
        assert_eq!(back.place("aé\nnew\nx\naé\nnew\nx\n"), None, "in two places");
    }

    #[test]
    fn characters_are_not_cut() {
        for (old, new) in [("é", "è"), ("", "é"), ("éé", "é"), ("aéa", "aèa"), ("日", "日本日")] {
            let change = TextChange::between(old, new);
            let at = change.place(old).expect("where it was");
            assert_eq!(format!("{}{}{}", &old[..at], change.new, &old[at + change.old.len()..]), new);
        }
    }
}
