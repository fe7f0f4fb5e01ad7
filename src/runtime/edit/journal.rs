//! The journal of a dossier's edits: a file of JSON lines to which is only ever added.
//!
//! An undo is one more line. Which edits are in force follows from reading the lines in order.

use std::fs::{self, File, OpenOptions};
use std::hash::Hasher as _;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use super::write::reason;

/// Bytes before and behind a change by which its place is found again in a text that was changed elsewhere.
const CONTEXT: usize = 160;

/// Where the edits of a dossier are written down.
#[derive(Debug)]
pub struct Journal {
    /// `None`: only for this session.
    path: Option<PathBuf>,
    memory: Vec<Line>,
}

/// What an entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Op {
    /// Something was added.
    Edit,
    /// An edit was taken back.
    Undo,
    /// It was done again.
    Redo,
    /// The operation `of` did not happen.
    Failed,
}

/// One operation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub op: Op,
    /// Counts up, from 1.
    pub id: u64,
    /// The edit that is undone or redone, or the operation that failed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub of: Option<u64>,
    /// As it was given.
    pub when: String,
    /// One line.
    pub what: String,
    pub file: PathBuf,
    #[serde(flatten)]
    pub change: Change,
}

/// What became of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    /// Hash of the text before, and after.
    pub before: String,
    pub after: String,
    /// Bytes before the change.
    pub offset: usize,
    pub old: String,
    pub new: String,
    /// What stood right before it and right behind it.
    pub ahead: String,
    pub behind: String,
}

impl Change {
    /// The smallest span in which two texts differ.
    pub fn between(old: &str, new: &str) -> Change {
        let prefix = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let prefix = floor(old, floor(new, prefix));
        let most = old.len().min(new.len()) - prefix;
        let suffix = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
        // Both texts are the same from there on, so that a boundary in one is one in the other.
        let suffix = (0..=suffix).rev().find(|n| old.is_char_boundary(old.len() - n)).unwrap_or(0);
        Change::at(old, new, prefix, old.len() - suffix - prefix, new.len() - suffix - prefix)
    }

    /// A change of so many bytes at a place into so many others.
    pub fn at(old: &str, new: &str, offset: usize, bytes: usize, others: usize) -> Change {
        let ahead = floor(old, offset.saturating_sub(CONTEXT));
        let behind = floor(old, (offset + bytes + CONTEXT).min(old.len()));
        Change {
            before: hash(old),
            after: hash(new),
            offset,
            old: old[offset..offset + bytes].to_owned(),
            new: new[offset..offset + others].to_owned(),
            ahead: old[ahead..offset].to_owned(),
            behind: old[offset + bytes..behind].to_owned(),
        }
    }

    /// What takes it back.
    pub fn reversed(&self) -> Change {
        let Change { before, after, offset, old, new, ahead, behind } = self.clone();
        Change { before: after, after: before, offset, old: new, new: old, ahead, behind }
    }

    /// Where in this text the bytes stand that are to be replaced: where they were, or, if the text was changed
    /// elsewhere, in the one place with the same surroundings.
    pub fn place(&self, text: &str) -> Option<usize> {
        if hash(text) == self.before {
            return Some(self.offset);
        }
        let wanted = format!("{}{}{}", self.ahead, self.old, self.behind);
        let mut found = memchr::memmem::find_iter(text.as_bytes(), &wanted);
        let at = found.next().filter(|_| !wanted.is_empty())?;
        // Whole characters were looked for, so what was found begins with one.
        found.next().is_none().then_some(at + self.ahead.len())
    }
}

impl Line {
    pub fn new(op: Op, what: String, file: &Path, when: &str, change: Change) -> Line {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        Line { op, id: 0, of: None, when: when.to_owned(), what, file, change }
    }

    pub fn failed(of: u64) -> Line {
        let (when, what) = (String::new(), String::new());
        Line { op: Op::Failed, id: 0, of: Some(of), when, what, file: PathBuf::new(), change: Change::default() }
    }
}

impl Journal {
    /// The journal of the dossier that is read from these paths: `edits/<hash of the paths>.jsonl` in the state folder.
    pub(super) fn of(paths: &[PathBuf], state: Option<&Path>) -> Journal {
        let whole =
            |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned();
        let mut names: Vec<String> = paths.iter().map(whole).collect();
        names.sort();
        let path = state.map(|state| state.join("edits").join(format!("{}.jsonl", hash(&names.join("\n")))));
        Journal { path, memory: Vec::new() }
    }

    /// Opens the journal for one operation; other karwans wait meanwhile.
    pub(super) fn open(&mut self) -> Result<Open<'_>, String> {
        let Some(path) = &self.path else {
            let lines = self.memory.clone();
            return Ok(Open { file: None, memory: Some(&mut self.memory), lines: settled(lines) });
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
            // A line that was cut short says nothing, and must not swallow the next.
            file.write_all(b"\n").map_err(cannot)?;
        }
        let lines = bytes.split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        Ok(Open { file: Some((file, path.clone())), memory: None, lines: settled(lines) })
    }
}

/// Takes out what did not happen: operations that failed, and the last one where the file is as it was before it.
fn settled(mut lines: Vec<Line>) -> Vec<Line> {
    let failed: Vec<u64> = lines.iter().filter(|line| line.op == Op::Failed).filter_map(|line| line.of).collect();
    if let Some(last) = lines.last().filter(|line| line.op != Op::Failed)
        && let Ok(text) = fs::read_to_string(&last.file)
        && hash(&text) == last.change.before
        && last.change.before != last.change.after
    {
        let id = last.id;
        lines.iter_mut().filter(|line| line.id == id).for_each(|line| {
            line.op = Op::Failed;
            line.of = Some(id);
        });
    }
    lines.iter_mut().filter(|line| failed.contains(&line.id)).for_each(|line| line.op = Op::Failed);
    lines
}

/// The journal during an operation.
pub(super) struct Open<'j> {
    file: Option<(File, PathBuf)>,
    memory: Option<&'j mut Vec<Line>>,
    lines: Vec<Line>,
}

impl Open<'_> {
    /// The edits in force, and those that were undone and can be redone, in the order in which that happened.
    fn stacks(&self) -> (Vec<&Line>, Vec<&Line>) {
        let (mut done, mut undone): (Vec<&Line>, Vec<&Line>) = (Vec::new(), Vec::new());
        for line in &self.lines {
            match line.op {
                Op::Edit => {
                    done.push(line);
                    undone.clear();
                }
                Op::Undo => undone.extend(done.pop()),
                Op::Redo => done.extend(undone.pop()),
                Op::Failed => {}
            }
        }
        (done, undone)
    }

    /// The edits in force, oldest first.
    pub fn done(&self) -> Vec<&Line> {
        self.stacks().0
    }

    /// The edits that can be redone, the next one last.
    pub fn undone(&self) -> Vec<&Line> {
        self.stacks().1
    }

    /// What the last operation on an edit changed.
    pub fn last_change(&self, id: u64) -> Change {
        let of_it = |line: &&Line| line.op != Op::Failed && (line.id == id || line.of == Some(id));
        self.lines.iter().rev().find(of_it).map(|line| line.change.clone()).unwrap_or_default()
    }

    /// Writes an operation down, and gives it its number.
    pub fn append(&mut self, mut line: Line) -> Result<u64, String> {
        let id = 1 + self.lines.iter().map(|line| line.id).max().unwrap_or(0);
        line.id = id;
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
        if let (Op::Failed, Some(of)) = (line.op, line.of) {
            self.lines.iter_mut().filter(|line| line.id == of).for_each(|line| line.op = Op::Failed);
        }
        self.lines.push(line);
        Ok(id)
    }
}

/// A file that only its owner reads: it holds what was typed.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// A hash of a text, the same in every version of the program.
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
        let change = Change::between("aé\nx\n", "aé\nnew\nx\n");
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
            let change = Change::between(old, new);
            let at = change.place(old).expect("where it was");
            assert_eq!(format!("{}{}{}", &old[..at], change.new, &old[at + change.old.len()..]), new);
        }
    }
}
