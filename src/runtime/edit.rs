//! The desk: saves edits, takes them back and does them again, on the files of one dossier.
//!
//! Every operation is done on the text that the file holds at that moment, and only if the dossier has no new mistake
//! with it. What is done is written down before it is done, so that a program that is killed at any point can be asked
//! to undo it afterwards.

mod journal;
mod write;

use std::path::{Path, PathBuf};

use crate::desk::edit::{Edit, apply, preview, record_text};
use crate::dossier::load::{load, load_with};
use crate::dossier::problem::{Problem, Severity};
use crate::ui::message::{Logged, Refusal, Versions};
pub use journal::Journal;
use journal::{Change, Line, Op, Open};
pub use write::{Held, Refused};

/// How often an operation is tried again on a text that somebody else changed meanwhile.
const TRIES: usize = 5;

/// Saves edits to one dossier, undoes and redoes them.
#[derive(Debug)]
pub struct Desk {
    /// What the dossier is read from.
    paths: Vec<PathBuf>,
    journal: Journal,
}

/// Which way along the journal.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Undo,
    Redo,
}

impl Desk {
    /// The desk for the dossier of these paths. Without a `state` folder (a user without a home) nothing is remembered
    /// beyond the session.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, state: Option<&Path>) -> Desk {
        let journal = Journal::of(&paths, state);
        Desk { paths, journal }
    }

    /// Adds an edit to a file of the dossier. `path` is one as the dossier has it, `when` is written down as it is.
    ///
    /// # Errors
    /// One line that says why nothing was written.
    pub fn save(&mut self, edit: &Edit, path: &Path, when: &str) -> Result<String, Refusal> {
        self.save_all(std::slice::from_ref(edit), path, when)
    }

    /// Adds several edits to one file: all of them or none, undone together.
    ///
    /// # Errors
    /// As for [`Desk::save`].
    pub fn save_all(&mut self, edits: &[Edit], path: &Path, when: &str) -> Result<String, Refusal> {
        let what = match edits {
            [edit] => edit.describe(),
            edits => format!("{} things", edits.len()),
        };
        let Desk { paths, journal } = self;
        let mut journal = journal.open()?;
        let held = Held::new(path)?;
        for _ in 0..TRIES {
            let old = held.read()?;
            let mut new = old.clone();
            for edit in edits {
                let refused = |why| taken(paths, edit, path, &old, format!("`{}`: {why}", path.display()));
                new = apply(&new, path, edit).map_err(refused)?;
            }
            allow(paths, path, &old, &new).map_err(|why| match edits {
                [edit] => taken(paths, edit, path, &old, why),
                _ => why.into(),
            })?;
            let line = Line::new(Op::Edit, what.clone(), path, when, Change::between(&old, &new));
            if write(&held, &mut journal, line, &old, &new)? {
                return Ok(format!("added {what} in {}", name(path)));
            }
        }
        Err(busy(path).into())
    }

    /// Takes the last edit back: of this session, else of an earlier one or of another karwan.
    ///
    /// # Errors
    /// Where there is none, or where the file no longer holds what would be taken out: one line.
    pub fn undo(&mut self, when: &str) -> Result<String, Refusal> {
        let next = self.journal.open()?.next_undo().cloned();
        match next {
            Some(edit) => self.step(Way::Undo, &edit, when),
            None => Err("nothing to undo".to_owned().into()),
        }
    }

    /// Does again what was undone last.
    ///
    /// # Errors
    /// As for [`Desk::undo`].
    pub fn redo(&mut self, when: &str) -> Result<String, Refusal> {
        let next = self.journal.open()?.next_redo().cloned();
        match next {
            Some(edit) => self.step(Way::Redo, &edit, when),
            None => Err("nothing to do again".to_owned().into()),
        }
    }

    /// Goes to the point at which the first `count` edits of [`Desk::log`] are in force.
    ///
    /// # Errors
    /// Where one of the steps is refused: one line that says how far it went.
    pub fn go_to(&mut self, count: usize, when: &str) -> Result<String, Refusal> {
        let mut steps = 0;
        while let Some((way, edit)) = self.on_the_way_to(count)? {
            self.step(way, &edit, when).map_err(|refusal| match steps {
                0 => refusal,
                _ => Refusal { why: format!("after {steps} steps: {refusal}"), ..refusal },
            })?;
            steps += 1;
        }
        Ok(match steps {
            0 => "this is where you are".to_owned(),
            1 => "went one edit".to_owned(),
            n => format!("went {n} edits"),
        })
    }

    /// All edits that are in force, or were undone and can be done again, in the order in which they were made.
    ///
    /// # Errors
    /// Where the journal cannot be read.
    pub fn log(&mut self) -> Result<Vec<Logged>, String> {
        let journal = self.journal.open()?;
        let logged = |(line, in_force): (&Line, bool)| Logged {
            when: line.when.clone(),
            what: line.what.clone(),
            file: name(&line.file),
            in_force,
        };
        Ok(journal.edits().into_iter().map(logged).collect())
    }

    /// The next step to the point at which the first `count` edits are in force; later ones are undone first.
    fn on_the_way_to(&mut self, count: usize) -> Result<Option<(Way, Line)>, String> {
        let journal = self.journal.open()?;
        let edits = journal.edits();
        let (before, behind) = edits.split_at(count.min(edits.len()));
        let undo = behind.iter().rev().find(|(_, in_force)| *in_force).map(|(edit, _)| (Way::Undo, (*edit).clone()));
        let redo = || before.iter().find(|(_, in_force)| !in_force).map(|(edit, _)| (Way::Redo, (*edit).clone()));
        Ok(undo.or_else(redo))
    }

    fn step(&mut self, way: Way, edit: &Line, when: &str) -> Result<String, Refusal> {
        let Desk { paths, journal } = self;
        let mut journal = journal.open()?;
        let change = journal.last_change(edit.id).reversed();
        let held = Held::new(&edit.file)?;
        for _ in 0..TRIES {
            let old = held.read()?;
            let Some(at) = change.place(&old) else { return Err(moved_on(way, edit, &change, &old)) };
            let new = format!("{}{}{}", &old[..at], change.new, &old[at + change.old.len()..]);
            allow(paths, &edit.file, &old, &new)?;
            let op = if way == Way::Undo { Op::Undo } else { Op::Redo };
            let line = Line {
                of: Some(edit.id),
                ..Line::new(
                    op,
                    edit.what.clone(),
                    &edit.file,
                    when,
                    Change::at(&old, &new, at, change.old.len(), change.new.len()),
                )
            };
            if write(&held, &mut journal, line, &old, &new)? {
                let word = if way == Way::Undo { "undid" } else { "did again" };
                return Ok(format!("{word}: {} in {}", edit.what, name(&edit.file)));
            }
        }
        Err(busy(&edit.file).into())
    }
}

/// Writes down what is to be done, and does it. `false` where the file is another by now.
fn write(held: &Held, journal: &mut Open<'_>, line: Line, old: &str, new: &str) -> Result<bool, String> {
    let id = journal.append(line)?;
    match held.replace(old, new) {
        Ok(()) => Ok(true),
        Err(refused) => {
            journal.append(Line::failed(id))?;
            match refused {
                Refused::Changed => Ok(false),
                Refused::Failed(why) => Err(why),
            }
        }
    }
}

/// Refuses a text that would bring a mistake into the dossier that was not there.
fn allow(paths: &[PathBuf], path: &Path, old: &str, new: &str) -> Result<(), String> {
    let errors = |text: &str| -> Vec<Problem> {
        let problems = load_with(paths, path, text).problems;
        problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect()
    };
    let now = errors(new);
    if now.is_empty() {
        return Ok(());
    }
    let before: Vec<String> = errors(old).into_iter().map(|problem| problem.message).collect();
    match now.into_iter().find(|problem| !before.contains(&problem.message)) {
        Some(problem) => Err(problem.message),
        None => Ok(()),
    }
}

/// A refusal of an edit, with the record as it stands by now in whichever file.
fn taken(paths: &[PathBuf], edit: &Edit, path: &Path, text: &str, why: String) -> Refusal {
    let elsewhere = |id: &str| {
        let dossier = load(paths).dossier?;
        let file = &dossier.files[dossier.at(dossier.find(id)?).file as usize].path;
        let text = std::fs::read_to_string(file).ok()?;
        Some((name(file), record_text(&text, file, id)?.to_owned()))
    };
    let here = |id: &str| Some((name(path), record_text(text, path, id)?.to_owned()));
    let found = edit.id().and_then(|id| here(id).or_else(|| elsewhere(id)));
    let (file, theirs) = found.unwrap_or_else(|| (name(path), String::new()));
    Refusal { why, versions: Some(Versions { file, ours: preview(edit), theirs }) }
}

/// Says that an undo would overwrite what somebody else wrote: what was to stand there, and what stands there now.
fn moved_on(way: Way, edit: &Line, change: &Change, now: &str) -> Refusal {
    let word = if way == Way::Undo { "undone" } else { "done again" };
    let file = name(&edit.file);
    let why = format!("`{file}` was changed there since, so this is not {word}: {}", edit.what);
    let (ours, theirs) = (change.expected(), change.found(now).to_owned());
    Refusal { why, versions: Some(Versions { file, ours, theirs }) }
}

fn busy(path: &Path) -> String {
    format!("`{}` is being changed by another program; nothing was written, try again", path.display())
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
