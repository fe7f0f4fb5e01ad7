//! A form: what is added to the dossier, field by field, each checked as it is typed.
//!
//! What was entered stays until it is saved: `Esc` keeps it for the next time.

pub(super) mod draw;
pub(in crate::ui::app) mod field;
mod page;
mod read;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use keybinds::{Key, KeyInput, Mods};
use tui_input::{Input, InputRequest};

use crate::desk::edit::{self, Datum, Edit, Fields, List, Words};
use crate::desk::page::alike::{self, Like, with_address};
use crate::dossier::Rec;
use crate::dossier::date::display_day;
use crate::dossier::load::source::Format;
use crate::settings::input::Action;
use crate::ui::app::Model;
use crate::ui::app::line::{line_motion, typed};
use crate::ui::effect::Effect;
use crate::ui::message::Refusal;

use super::Mode;
use super::refused::Refused;
use field::{FILE, Field, TO, Takes, WORD, What};
use read::{Choice, Cx, Reading};

/// The keys of a form, with a word each.
pub(in crate::ui::app) const KEYS: &[(&str, &str)] = &[
    ("Ctrl-s", "save"),
    ("Tab", "complete, next"),
    ("Esc", "later"),
    ("Up Down", "field"),
    ("Ctrl-n Ctrl-p", "choose"),
];

/// Completions that are offered.
const CHOICES: usize = 8;

/// A form with what was entered.
#[allow(clippy::struct_excessive_bools)] // each says one thing by itself
pub(in crate::ui::app) struct Form {
    pub what: What,
    inputs: Vec<Input>,
    /// The field that has the keys.
    at: usize,
    /// The completion that was chosen with the keys.
    choice: Option<usize>,
    /// Whether the id was typed, rather than made from the title.
    own_id: bool,
    /// Whether it was to be saved once: what is missing is told from then on.
    tried: bool,
    /// Whether anything was typed, which is not to be lost.
    typed: bool,
    /// Whether it is being saved.
    saving: bool,
    /// Why it was not saved.
    error: Option<String>,
    /// The page that is being read, as it was typed.
    reading: Option<String>,
    /// The text of the page that was read.
    text: Option<String>,
    /// Which article of the dossier is like the page.
    alike: Option<String>,
}

impl Form {
    fn fields(&self) -> &'static [Field] {
        self.what.fields()
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.fields().iter().position(|field| field.key == key)
    }

    fn set(&mut self, key: &str, text: &str) {
        if let Some(at) = self.position(key) {
            self.inputs[at] = Input::new(text.to_owned());
        }
    }

    /// The reading of a field.
    fn reading(&self, at: usize, cx: Cx<'_>) -> Result<Reading, String> {
        let mut reading = read::read(&self.fields()[at], self.inputs[at].value(), cx)?;
        self.beside(at, &reading, cx.today)?;
        if let Some(newest) = self.newer_than_source(at, cx) {
            reading.note = format!("older than the newest report, of {newest}, which has the last word");
        }
        Ok(reading)
    }

    /// Since when more is known of the event of a report, where its source says what was known before: what stands is
    /// what became known last.
    fn newer_than_source(&self, at: usize, cx: Cx<'_>) -> Option<String> {
        let says = !self.inputs[self.position("status")?].value().trim().is_empty();
        let (Some(Rec::Event(event)), Some(Rec::Article(source))) =
            (cx.dossier.find(cx.first.trim()), cx.dossier.find(self.inputs[at].value().trim()))
        else {
            return None;
        };
        let newest = cx.snapshot[event].newest?;
        let known = cx.dossier.known(Some(source))?;
        (says && self.what == What::Report && self.fields()[at].key == "source" && known < newest)
            .then(|| display_day(newest))
    }

    /// What two fields cannot say together, told beside the later one.
    fn beside(&self, at: usize, reading: &Reading, today: NaiveDate) -> Result<(), String> {
        let given = |key: &str| self.position(key).is_some_and(|at| !self.inputs[at].value().trim().is_empty());
        let typed = reading.datum.is_some();
        match (self.what, self.fields()[at].key) {
            (What::Office, "seen") if typed && (given("from") || given("to")) => {
                Err("not beside from and to".to_owned())
            }
            (What::Figure, "min" | "max") if typed && given("value") => Err("not beside a value".to_owned()),
            (What::Figure, "value") if !typed && !given("min") && !given("max") => {
                Err("a value, or a bound below".to_owned())
            }
            (What::Figure, "max") if typed => {
                let number =
                    |key: &str| self.position(key).and_then(|at| self.inputs[at].value().trim().parse::<f64>().ok());
                let over =
                    matches!((number("min"), &reading.datum), (Some(min), Some(Datum::Number(max))) if min > *max);
                if over { Err("less than the lower bound".to_owned()) } else { Ok(()) }
            }
            (What::Report, "status") if !typed && !given("quote") && !given("note") && !given("date") => {
                Err("a status, or a quote or note below".to_owned())
            }
            (what, FILE) if what != What::Article => match &reading.datum {
                Some(Datum::Text(name)) if Format::of(Path::new(name)) == Some(Format::JsonLines) => {
                    Err("it takes articles alone; choose another".to_owned())
                }
                _ => Ok(()),
            },
            (What::Report, "date") => self.beside_status(reading, given("status"), today),
            _ => Ok(()),
        }
    }

    /// What a date says beside the status of a report.
    fn beside_status(&self, date: &Reading, given: bool, today: NaiveDate) -> Result<(), String> {
        let status = self.position("status").map_or("", |at| self.inputs[at].value().trim()).to_lowercase();
        match (&date.datum, status.as_str()) {
            (None, field::MOVED) => Err("to which date?".to_owned()),
            (Some(_), _) if !given => Err("a date needs a status".to_owned()),
            (Some(Datum::Date(date)), "happened") if date.earliest().is_some_and(|day| day > today) => {
                Err(format!("{} is still to come, so it did not happen then", date.display()))
            }
            _ => Ok(()),
        }
    }

    fn choices(&self, cx: Cx<'_>) -> Vec<Choice> {
        read::choices(&self.fields()[self.at], self.inputs[self.at].value(), cx, CHOICES)
    }

    /// Changes the field that has the keys.
    fn edit(&mut self, request: InputRequest, cx: Cx<'_>) {
        self.inputs[self.at].handle(request);
        self.changed(cx);
    }

    fn changed(&mut self, cx: Cx<'_>) {
        self.choice = None;
        self.error = None;
        self.typed = true;
        let key = self.fields()[self.at].key;
        if key == "url" {
            let same = with_address(cx.dossier, self.inputs[self.at].value().trim());
            self.alike = same.map(|ix| alike::told(cx.dossier, (ix, Like::Address)));
        } else if key == "id" {
            self.own_id = !self.inputs[self.at].value().is_empty();
        } else if !self.own_id && matches!(key, "title" | "name") && self.what.kind().is_some() {
            let id = edit::slug(self.inputs[self.at].value(), |id| cx.dossier.find(id).is_some());
            self.set("id", &id);
        }
    }

    fn go(&mut self, forward: bool) {
        let len = self.inputs.len();
        self.at = if forward { (self.at + 1) % len } else { (self.at + len - 1) % len };
        self.choice = None;
    }

    /// Puts the chosen completion in; `false` where there is none to put in.
    fn complete(&mut self, cx: Cx<'_>) -> bool {
        let typed = self.inputs[self.at].value().trim().to_owned();
        if self.choice.is_none() && (typed.is_empty() || typed.ends_with(',') || self.reading(self.at, cx).is_ok()) {
            return false;
        }
        let choices = self.choices(cx);
        let Some((choice, _)) = choices.get(self.choice.unwrap_or(0)) else { return false };
        let text = read::completed(&self.fields()[self.at], &typed, choice);
        self.inputs[self.at] = Input::new(text);
        self.changed(cx);
        true
    }

    /// What the form adds, and to which file.
    ///
    /// # Errors
    /// The first field that is wrong, and why.
    fn edit_of(&self, cx: Cx<'_>) -> Result<(Edit, Option<PathBuf>), (usize, String)> {
        let mut data: Vec<(&'static str, Datum)> = Vec::new();
        for (at, field) in self.fields().iter().enumerate() {
            if let Some(datum) = self.reading(at, cx).map_err(|why| (at, why))?.datum {
                data.push((field.key, datum));
            }
        }
        let text = |key: &str| {
            data.iter().find_map(|(name, datum)| match datum {
                Datum::Text(text) if *name == key => Some(text.clone()),
                _ => None,
            })
        };
        let (to, word) = (text(TO).unwrap_or_default(), text(WORD).unwrap_or_default());
        let (source, file) = (text("source").unwrap_or_default(), text(FILE).map(PathBuf::from));
        let mut fields: Fields = data.into_iter().filter(|(key, _)| !key.starts_with(' ')).collect();
        // As the format's page has them: what names the record, or the source, comes first.
        fields.sort_by_key(|(key, _)| !(*key == "id" || (*key == "source" && self.what == What::Report)));
        let edit = match self.what {
            What::Report => Edit::Statement(to, List::Reports, fields),
            What::Office => Edit::Statement(to, List::Offices, fields),
            What::Position => Edit::Statement(to, List::Positions, fields),
            What::Alias => Edit::Word(to, Words::Aliases, word),
            What::Tag => Edit::Word(to, Words::Tags, word),
            What::Note => Edit::Note { id: to, source, note: word },
            What::Event | What::Article | What::Actor | What::Figure => {
                fields.extend(self.text.clone().map(|text| ("text", Datum::Text(text))));
                Edit::Record(self.what.kind().expect("a new record has a kind"), fields)
            }
        };
        Ok((edit, file))
    }
}

impl Model {
    /// Opens the form for a thing: as it was left, or with what is selected filled in.
    pub(super) fn open_form(&mut self, what: What) {
        if let Some(at) = self.drafts.iter().position(|form| form.what == what) {
            let form = self.drafts.remove(at);
            self.mode = Mode::Form(Box::new(form));
            return;
        }
        let inputs = what.fields().iter().map(|_| Input::default()).collect();
        let mut form = Form {
            what,
            inputs,
            at: 0,
            choice: None,
            own_id: false,
            tried: false,
            typed: false,
            saving: false,
            error: None,
            reading: None,
            text: None,
            alike: None,
        };
        self.fill_in(&mut form);
        let filled = |at: &usize| !form.inputs[*at].value().is_empty();
        form.at = (0..form.inputs.len()).find(|at| !filled(at)).unwrap_or(0);
        self.mode = Mode::Form(Box::new(form));
    }

    /// Fills in what follows from the selected record.
    fn fill_in(&self, form: &mut Form) {
        let file = form.what.kind().and_then(|kind| edit::home(&self.dossier, kind));
        if let Some((name, _)) = file.and_then(|file| read::files(&self.dossier).find(|(_, path)| *path == file)) {
            form.set(FILE, &name);
        }
        form.set("retrieved", &self.today.to_string());
        let Some(rec) = self.selected() else { return };
        let id = self.dossier.id(rec).to_owned();
        let takes = |key: &str| {
            form.position(key).is_some_and(|at| match form.fields()[at].takes {
                Takes::One(kinds) | Takes::Many(kinds) => kinds.contains(&rec.kind()),
                _ => false,
            })
        };
        let keys = [TO, "about", "source", "sources", "actors", "ports", "corridors", "places"];
        if let Some(key) = keys.into_iter().find(|key| takes(key)) {
            form.set(key, &id);
        }
        // A note is mostly on the newest report.
        if let (What::Note, Rec::Event(ix)) = (form.what, rec)
            && let Some(source) = self.dossier[ix].reports.last().and_then(|report| report.source)
        {
            form.set("source", self.dossier.id(source.into()));
        }
    }

    /// A key for the form.
    pub(super) fn press_in_form(&mut self, key: KeyInput, action: Option<Action>) -> Vec<Effect> {
        let Mode::Form(mut form) = std::mem::replace(&mut self.mode, Mode::Browse) else { return Vec::new() };
        let first = form.inputs[0].value().to_owned();
        let cx = Cx { dossier: &self.dossier, snapshot: &self.snapshot, today: self.today, first: &first };
        let ctrl = key.mods().contains(Mods::CTRL);
        let mut save = false;
        match key.key() {
            Key::Esc => {
                if form.typed {
                    let add = self.keymap.key_of(Action::Add);
                    self.say(format!("kept: {add} {} brings it back", form.what.words().0));
                    self.drafts.push(*form);
                }
                return Vec::new();
            }
            _ if form.saving => {}
            Key::Char('s') if ctrl => save = true,
            Key::Char('g') if ctrl => {
                let effects = form.read_page();
                self.mode = Mode::Form(form);
                return effects;
            }
            Key::Char('n') if ctrl => {
                let last = form.choices(cx).len().checked_sub(1);
                form.choice = last.map(|last| form.choice.map_or(0, |at| (at + 1).min(last)));
            }
            Key::Char('p') if ctrl => form.choice = form.choice.and_then(|at| at.checked_sub(1)),
            Key::Tab if key.mods().contains(Mods::SHIFT) => form.go(false),
            Key::Up => form.go(false),
            Key::Down => form.go(true),
            Key::Tab | Key::Enter => {
                if !form.complete(cx) || key.key() == Key::Enter {
                    form.go(true);
                }
            }
            _ if action == Some(Action::PreviousPane) => form.go(false),
            _ => {
                if let Some(request) = typed(key).or_else(|| line_motion(key)) {
                    form.edit(request, cx);
                }
            }
        }
        let effects = if save { self.save_form(&mut form) } else { Vec::new() };
        self.mode = Mode::Form(form);
        effects
    }

    /// Asks for the form to be written, if nothing in it is wrong.
    fn save_form(&mut self, form: &mut Form) -> Vec<Effect> {
        form.tried = true;
        let first = form.inputs[0].value().to_owned();
        let cx = Cx { dossier: &self.dossier, snapshot: &self.snapshot, today: self.today, first: &first };
        match form.edit_of(cx) {
            Ok((edit, file)) => match file.or_else(|| edit::file_of(&self.dossier, &edit)) {
                Some(file) => {
                    form.saving = true;
                    vec![Effect::Write(Box::new(edit), file)]
                }
                None => {
                    form.error = Some("there is no file to write to".to_owned());
                    Vec::new()
                }
            },
            Err((at, why)) => {
                form.at = at;
                form.error = Some(format!("{}: {why}", form.fields()[at].label));
                Vec::new()
            }
        }
    }

    pub(super) fn paste_in_form(&mut self, line: &str) {
        let Mode::Form(form) = &mut self.mode else { return };
        let first = form.inputs[0].value().to_owned();
        let cx = Cx { dossier: &self.dossier, snapshot: &self.snapshot, today: self.today, first: &first };
        for c in line.trim().chars() {
            form.edit(InputRequest::InsertChar(c), cx);
        }
    }

    /// An edit was saved, undone or redone, or not.
    pub(in crate::ui::app) fn written(&mut self, outcome: Result<String, Refusal>) {
        let saving = matches!(&self.mode, Mode::Form(form) if form.saving);
        // A form that was put aside while it was being saved is not to be saved again.
        let aside = self.drafts.iter().position(|form| form.saving);
        match outcome {
            Ok(text) => {
                if saving {
                    self.mode = Mode::Browse;
                } else if let Some(at) = aside {
                    self.drafts.remove(at);
                }
                let undo = self.keymap.key_of(Action::Undo);
                let text = if saving { format!("{text}; {undo} takes it back") } else { text };
                self.say(text.clone());
                // The dossier is read again now, which is not to cover what was said.
                self.done = Some(text);
            }
            Err(Refusal { why, versions }) => {
                self.drafts.iter_mut().for_each(|form| form.saving = false);
                if let Mode::Form(form) = &mut self.mode {
                    form.saving = false;
                    form.error = Some(why.clone());
                }
                match (std::mem::replace(&mut self.mode, Mode::Browse), versions) {
                    (Mode::Form(form), Some(versions)) => {
                        self.mode = Mode::Refused(Refused { why, versions, form: Some(form), top: 0 });
                    }
                    (Mode::Browse, Some(versions)) => {
                        self.mode = Mode::Refused(Refused { why, versions, form: None, top: 0 });
                    }
                    (mode, _) => {
                        if !matches!(mode, Mode::Form(_)) {
                            self.refuse(&why);
                        }
                        self.mode = mode;
                    }
                }
            }
        }
    }

    /// Whether there is a file to add to; says so where not.
    pub(in crate::ui::app) fn can_write(&mut self) -> bool {
        let built_in = self.dossier.files.iter().all(|file| edit::is_built_in(Path::new(&file.path)));
        if built_in {
            self.refuse("the built-in story has no file; `karwan init DIR` makes a dossier, `karwan DIR` opens it");
        } else if self.read_only {
            self.refuse("`--read-only` was given; start without it to add or undo");
        }
        !built_in && !self.read_only
    }

    /// Leaves the program; where a form would be lost, only if it is asked for twice.
    pub(in crate::ui::app) fn leave(&mut self) -> Vec<Effect> {
        let open = match &self.mode {
            Mode::Form(form) if form.typed => Some(form.what),
            _ => None,
        };
        let Some(what) = open.or_else(|| self.drafts.last().map(|form| form.what)) else { return vec![Effect::Quit] };
        self.asked_to_leave = true;
        let back = match open {
            Some(_) => String::new(),
            None => format!(" ({} {} opens it)", self.keymap.key_of(Action::Add), what.words().0),
        };
        self.refuse(&format!("the {} is not saved{back}; the same key again leaves without it", what.words().1))
    }
}
