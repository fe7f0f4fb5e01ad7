//! Saves, undoes and redoes edits of the files of one dossier.
//!
//! Every operation applies to the text that the file has at that moment, and only if it adds no new mistake to the
//! dossier. It is written to the journal before it is performed, so that it can be undone even if the program is killed
//! at any point.

mod change;
mod journal;
mod kept;
pub(super) mod write;
mod writers;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::edit::{Edit, apply, preview, record_text};
use crate::dossier::Dossier;
use crate::dossier::load::{load, load_with};
use crate::dossier::problem::{Problem, Severity};
use crate::ui::message::{FileVersions, LoggedEdit, WriteRefusal};
use change::TextChange;
pub use journal::EditJournal;
use journal::{FileChange, JournalLine, JournalOp, OpenJournal};
pub use write::{FileLock, WriteRefused};

/// How often an operation is tried again on a text that somebody else changed meanwhile.
const TRIES: usize = 40;

/// Saves edits to one dossier, undoes and redoes them.
#[derive(Debug)]
pub struct EditDesk {
    /// What the dossier is read from.
    paths: Vec<PathBuf>,
    journal: EditJournal,
}

/// The direction along the journal.
#[derive(Clone, Copy, PartialEq)]
enum UndoWay {
    Undo,
    Redo,
}

impl EditDesk {
    /// The desk for the dossier of these paths. Without a `state` folder (a user without a home) the journal lasts for
    /// the session only.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, state: Option<&Path>) -> EditDesk {
        let journal = EditJournal::of(&paths, state);
        EditDesk { paths, journal }
    }

    /// Adds an edit to a file of the dossier. `path` is one that the dossier has; `when` is stored as it is.
    ///
    /// # Errors
    /// One line that says why nothing was written.
    pub fn save(&mut self, edit: &Edit, path: &Path, when: &str) -> Result<String, WriteRefusal> {
        self.save_all(std::slice::from_ref(edit), path, when)
    }

    /// Adds several edits to one file: all of them or none, undone together.
    ///
    /// # Errors
    /// As for [`EditDesk::save`].
    pub fn save_all(&mut self, edits: &[Edit], path: &Path, when: &str) -> Result<String, WriteRefusal> {
        let edits: Vec<(Edit, PathBuf)> = edits.iter().map(|edit| (edit.clone(), path.to_owned())).collect();
        self.save_step(&edits, when)
    }

    /// Adds edits to several files as one step: all of them or none, undone together. The file of the last edit is written
    /// last, so that a program that is killed on the way leaves nothing that refers to what is not there.
    ///
    /// # Errors
    /// As for [`EditDesk::save`].
    pub fn save_step(&mut self, edits: &[(Edit, PathBuf)], when: &str) -> Result<String, WriteRefusal> {
        self.save_marked(edits, None, when)
    }

    /// The same with a mark in the journal, which names these edits in [`EditDesk::marks`] and [`EditDesk::undo_marked`].
    ///
    /// # Errors
    /// As for [`EditDesk::save`].
    pub fn save_marked(
        &mut self,
        edits: &[(Edit, PathBuf)],
        mark: Option<&str>,
        when: &str,
    ) -> Result<String, WriteRefusal> {
        let what = match edits {
            [] => return Err("nothing to save".to_owned().into()),
            [(edit, _)] => edit.describe(),
            [(one, _), (other, _)] => format!("{} and {}", one.describe(), other.describe()),
            edits => format!("{} things", edits.len()),
        };
        let files = files_of(edits);
        let EditDesk { paths, journal } = self;
        let mut journal = journal.open()?;
        let held = FileLock::all(&files)?;
        for _ in 0..TRIES {
            let mut texts = Vec::new();
            for (path, held) in files.iter().zip(&held) {
                let old = held.read()?;
                let mut new = old.clone();
                for (edit, _) in edits.iter().filter(|(_, file)| file == path) {
                    let refused = |why| taken(paths, edit, path, &old, format!("`{}`: {why}", path.display()));
                    new = apply(&new, path, edit).map_err(refused)?;
                }
                texts.push(FileText { path, held, old, new });
            }
            allow(paths, &texts).map_err(|why| match (edits, &texts[..]) {
                ([(edit, _)], [text]) => taken(paths, edit, text.path, &text.old, why),
                _ => why.into(),
            })?;
            let changes = texts.iter().map(|text| text.change(TextChange::between(&text.old, &text.new))).collect();
            let line = JournalLine::new(JournalOp::Edit, what.clone(), when, changes);
            if write(&mut journal, JournalLine { mark: mark.map(str::to_owned), ..line }, &texts)? {
                return Ok(format!("added {what} in {}", names(&files)));
            }
        }
        Err(busy(&files[0]).into())
    }

    /// Undoes the last edit: of this session, else of an earlier one or of another instance.
    ///
    /// # Errors
    /// If there is none, or if the file no longer contains what would be removed: one line.
    pub fn undo(&mut self, when: &str) -> Result<String, WriteRefusal> {
        let next = self.journal.open()?.next_undo().cloned();
        match next {
            Some(edit) => self.step(UndoWay::Undo, &edit, when),
            None => Err("nothing to undo".to_owned().into()),
        }
    }

    /// Undoes the edit with a mark, wherever it stands in the journal; `None`: no such edit is in force.
    ///
    /// # Errors
    /// As for [`EditDesk::undo`].
    pub fn undo_marked(&mut self, mark: &str, when: &str) -> Result<Option<String>, WriteRefusal> {
        let journal = self.journal.open()?;
        let has_mark = |(edit, in_force): &(&JournalLine, bool)| *in_force && edit.mark.as_deref() == Some(mark);
        let found = journal.edits().into_iter().find(has_mark).map(|(edit, _)| edit.clone());
        drop(journal);
        found.map(|edit| self.step(UndoWay::Undo, &edit, when)).transpose()
    }

    /// The marks of all edits that were written, each with whether the edit is in force.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn marks(&mut self) -> Result<Vec<(String, bool)>, String> {
        Ok(self.journal.open()?.marks())
    }

    /// A mark that no other edit has.
    #[must_use]
    pub fn new_mark(&self) -> String {
        self.journal.new_mark()
    }

    /// The dossier as its files are now; `None`: they have mistakes.
    #[must_use]
    pub fn dossier(&self) -> Option<Arc<Dossier>> {
        load(&self.paths).dossier
    }

    /// Redoes what was undone last.
    ///
    /// # Errors
    /// As for [`EditDesk::undo`].
    pub fn redo(&mut self, when: &str) -> Result<String, WriteRefusal> {
        let next = self.journal.open()?.next_redo().cloned();
        match next {
            Some(edit) => self.step(UndoWay::Redo, &edit, when),
            None => Err("nothing to do again".to_owned().into()),
        }
    }

    /// Goes to the point at which the first `count` edits of [`EditDesk::log`] are in force.
    ///
    /// # Errors
    /// If one of the steps is refused: one line that says how far it went.
    pub fn go_to(&mut self, count: usize, when: &str) -> Result<String, WriteRefusal> {
        let mut steps = 0;
        while let Some((way, edit)) = self.on_the_way_to(count)? {
            self.step(way, &edit, when).map_err(|refusal| match steps {
                0 => refusal,
                _ => WriteRefusal { why: format!("after {steps} steps: {refusal}"), ..refusal },
            })?;
            steps += 1;
        }
        Ok(match steps {
            0 => "this is where you are".to_owned(),
            1 => "went one edit".to_owned(),
            n => format!("went {n} edits"),
        })
    }

    /// All edits that are in force or can be redone, in the order in which they were made.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn log(&mut self) -> Result<Vec<LoggedEdit>, String> {
        let journal = self.journal.open()?;
        let logged = |(line, in_force): (&JournalLine, bool)| LoggedEdit {
            when: line.when.clone(),
            what: line.what.clone(),
            file: name(&line.file),
            in_force,
        };
        Ok(journal.edits().into_iter().map(logged).collect())
    }

    /// The next step to the point at which the first `count` edits are in force; later ones are undone first.
    fn on_the_way_to(&mut self, count: usize) -> Result<Option<(UndoWay, JournalLine)>, String> {
        let journal = self.journal.open()?;
        let edits = journal.edits();
        let (before, behind) = edits.split_at(count.min(edits.len()));
        let undo =
            behind.iter().rev().find(|(_, in_force)| *in_force).map(|(edit, _)| (UndoWay::Undo, (*edit).clone()));
        let redo = || before.iter().find(|(_, in_force)| !in_force).map(|(edit, _)| (UndoWay::Redo, (*edit).clone()));
        Ok(undo.or_else(redo))
    }

    fn step(&mut self, way: UndoWay, edit: &JournalLine, when: &str) -> Result<String, WriteRefusal> {
        let EditDesk { paths, journal } = self;
        let mut journal = journal.open()?;
        let mut changes = journal.last_changes(edit.id);
        // What refers to something goes before that does.
        changes.reverse();
        changes.iter_mut().for_each(|of| of.change = of.change.reversed());
        let files: Vec<PathBuf> = changes.iter().map(|of| of.file.clone()).collect();
        let held = FileLock::all(&files)?;
        for _ in 0..TRIES {
            let mut texts = Vec::new();
            let mut done = Vec::new();
            for (FileChange { file, change }, held) in changes.iter().zip(&held) {
                let old = held.read()?;
                // A program that was killed on the way did this file already.
                if changes.len() > 1 && change.is_done_in(&old) {
                    continue;
                }
                let Some(at) = change.place(&old) else { return Err(moved_on(way, edit, file, change, &old)) };
                let new = format!("{}{}{}", &old[..at], change.new, &old[at + change.old.len()..]);
                let text = FileText { path: file, held, old, new };
                done.push(text.change(TextChange::at(&text.old, &text.new, at, change.old.len(), change.new.len())));
                texts.push(text);
            }
            allow(paths, &texts)?;
            let op = if way == UndoWay::Undo { JournalOp::Undo } else { JournalOp::Redo };
            let line = JournalLine { of: Some(edit.id), ..JournalLine::new(op, edit.what.clone(), when, done) };
            if write(&mut journal, line, &texts)? {
                let word = if way == UndoWay::Undo { "undid" } else { "did again" };
                return Ok(format!("{word}: {} in {}", edit.what, names(&files)));
            }
        }
        Err(busy(&edit.file).into())
    }
}

/// A file with the text that it holds and the one that it is to hold.
struct FileText<'f> {
    path: &'f Path,
    held: &'f FileLock,
    old: String,
    new: String,
}

impl FileText<'_> {
    fn change(&self, change: TextChange) -> FileChange {
        FileChange { file: self.path.to_owned(), change }
    }
}

/// The files of edits, each once, that of the last edit last.
fn files_of(edits: &[(Edit, PathBuf)]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for (_, file) in edits.iter().rev() {
        if !files.contains(file) {
            files.push(file.clone());
        }
    }
    files.reverse();
    files
}

/// Writes down what is to be done, and does it: in all files or in none. `false` if one is another by now.
fn write(journal: &mut OpenJournal<'_>, line: JournalLine, texts: &[FileText<'_>]) -> Result<bool, String> {
    let id = journal.append(line)?;
    for (at, text) in texts.iter().enumerate() {
        let Err(refused) = text.held.replace(&text.old, &text.new) else { continue };
        for before in texts[..at].iter().rev() {
            if let Err(WriteRefused::Failed(why)) = before.held.replace(&before.new, &before.old) {
                return Err(format!("{why}; `{}` was changed before", before.path.display()));
            }
        }
        journal.append(JournalLine::failed(id))?;
        return match refused {
            WriteRefused::Changed => Ok(false),
            WriteRefused::Failed(why) => Err(why),
        };
    }
    // It is done; where that cannot be written down, the files tell.
    let _ = journal.append(JournalLine::done(id));
    Ok(true)
}

/// Refuses texts that would bring a mistake into the dossier that was not there.
fn allow(paths: &[PathBuf], texts: &[FileText<'_>]) -> Result<(), String> {
    let errors = |text: &dyn Fn(&FileText<'_>) -> String| -> Vec<Problem> {
        let texts: Vec<(&Path, String)> = texts.iter().map(|of| (of.path, text(of))).collect();
        let texts: Vec<(&Path, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let problems = load_with(paths, &texts).problems;
        problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect()
    };
    let now = errors(&|of| of.new.clone());
    if now.is_empty() {
        return Ok(());
    }
    let before: Vec<String> = errors(&|of| of.old.clone()).into_iter().map(|problem| problem.message).collect();
    match now.into_iter().find(|problem| !before.contains(&problem.message)) {
        Some(problem) => Err(problem.message),
        None => Ok(()),
    }
}

/// The refusal of an edit, with the record as it stands now, in whichever file.
fn taken(paths: &[PathBuf], edit: &Edit, path: &Path, text: &str, why: String) -> WriteRefusal {
    let elsewhere = |id: &str| {
        let dossier = load(paths).dossier?;
        let file = &dossier.files[dossier.at(dossier.find(id)?).file as usize].path;
        let text = std::fs::read_to_string(file).ok()?;
        Some((name(file), record_text(&text, file, id)?.to_owned()))
    };
    let here = |id: &str| Some((name(path), record_text(text, path, id)?.to_owned()));
    let found = edit.id().and_then(|id| here(id).or_else(|| elsewhere(id)));
    let (file, theirs) = found.unwrap_or_else(|| (name(path), String::new()));
    WriteRefusal { why, versions: Some(FileVersions { file, ours: preview(edit), theirs }) }
}

/// Says that an undo would overwrite what somebody else wrote: what was to stand there, and what stands there now.
fn moved_on(way: UndoWay, edit: &JournalLine, file: &Path, change: &TextChange, now: &str) -> WriteRefusal {
    let word = if way == UndoWay::Undo { "undone" } else { "done again" };
    let file = name(file);
    let why = format!("`{file}` was changed there since, so this is not {word}: {}", edit.what);
    let (ours, theirs) = (change.expected(), change.found(now).to_owned());
    WriteRefusal { why, versions: Some(FileVersions { file, ours, theirs }) }
}

fn busy(path: &Path) -> String {
    format!("`{}` is being changed by another program; nothing was written, try again", path.display())
}

fn names(files: &[PathBuf]) -> String {
    files.iter().map(|file| name(file)).collect::<Vec<_>>().join(" and ")
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
