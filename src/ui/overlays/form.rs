//! A form for adding to the dossier, with each field checked as it is typed.
//!
//! Input is kept until it is saved: closing the form keeps a draft.

mod captured;
mod draw;
pub mod field;
mod page;
mod read;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use tui_input::{Input, InputRequest};

use super::{DraftChange, DraftName, Overlay, OverlayAnswer, OverlayContext, Reply};
use crate::desk::edit::{self, Edit, EditFields, EditList, EditValue, WordList};
use crate::desk::page::alike::{self, LikeReason, with_address};
use crate::dossier::Rec;
use crate::dossier::load::source::FileFormat;
use crate::report::wording;
use crate::settings::input::{Action, Keymap, OverlayId};
use crate::ui::message::WriteRefusal;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::typing::{line_motion, typed};
use captured::CapturedText;
use field::{FILE, FieldInput, FormField, FormKind, TO, WORD};
use read::{FieldChoice, FieldContext, FieldReading};

/// The maximum number of completions.
const CHOICES: usize = 8;

/// A form with its input.
#[allow(clippy::struct_excessive_bools)] // each says one thing by itself
#[derive(Debug)]
pub struct EntryForm {
    kind: FormKind,
    inputs: Vec<Input>,
    /// The focused field.
    at: usize,
    /// The completion selected with the arrow keys.
    choice: Option<usize>,
    /// Whether the id was typed rather than derived from the title.
    own_id: bool,
    /// Whether saving was attempted: from then on missing values are reported.
    tried: bool,
    /// Whether something was typed that must not be lost.
    typed: bool,
    /// Whether it is being saved.
    saving: bool,
    /// Why it was not saved.
    error: Option<String>,
    /// The page being read, as typed.
    reading: Option<String>,
    /// The text of the page.
    text: Option<String>,
    /// The article of the dossier that resembles the page.
    alike: Option<String>,
    /// The sentence it was filled from.
    captured: Option<CapturedText>,
}

impl EntryForm {
    /// A form of this kind, prefilled from the selected record.
    #[must_use]
    pub fn new(kind: FormKind, cx: &OverlayContext<'_>) -> EntryForm {
        let mut form = EntryForm::empty(kind);
        form.fill_in(cx);
        form.at = form.inputs.iter().position(|input| input.value().is_empty()).unwrap_or(0);
        form
    }

    fn empty(kind: FormKind) -> EntryForm {
        EntryForm {
            kind,
            inputs: kind.fields().iter().map(|_| Input::default()).collect(),
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
            captured: None,
        }
    }

    /// Prefills what follows from the selected record.
    fn fill_in(&mut self, cx: &OverlayContext<'_>) {
        let file = self.kind.kind().and_then(|kind| edit::home(cx.dossier, kind));
        if let Some((name, _)) = file.and_then(|file| read::files(cx.dossier).find(|(_, path)| *path == file)) {
            self.set(FILE, &name);
        }
        self.set("retrieved", &cx.today.to_string());
        let Some(rec) = cx.selected() else { return };
        let takes = |key: &&str| {
            self.position(key).is_some_and(|at| match self.fields()[at].takes {
                FieldInput::One(kinds) | FieldInput::Many(kinds) => kinds.contains(&rec.kind()),
                _ => false,
            })
        };
        let keys = [TO, "about", "source", "sources", "actors", "ports", "corridors", "places"];
        if let Some(key) = keys.into_iter().find(takes) {
            self.set(key, cx.dossier.id(rec));
        }
        // A note is usually about the newest report.
        if let (FormKind::Note, Rec::Event(ix)) = (self.kind, rec)
            && let Some(source) = cx.dossier[ix].reports.last().and_then(|report| report.source)
        {
            self.set("source", cx.dossier.id(source.into()));
        }
    }

    fn fields(&self) -> &'static [FormField] {
        self.kind.fields()
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.fields().iter().position(|field| field.key == key)
    }

    fn set(&mut self, key: &str, text: &str) {
        if let Some(at) = self.position(key) {
            self.inputs[at] = Input::new(text.to_owned());
        }
    }

    /// The interpretation of a field.
    fn reading(&self, at: usize, cx: FieldContext<'_>) -> Result<FieldReading, String> {
        let (field, typed) = (&self.fields()[at], self.inputs[at].value().trim());
        let mut reading = captured::read(self.captured.as_ref(), field, typed, cx)?;
        self.beside(at, &reading, cx.today)?;
        self.captured.iter().try_for_each(|captured| captured.beside(field.key, typed, &mut reading))?;
        if let Some(newest) = self.newer_than_source(at, cx) {
            reading.note = format!("older than the newest report, of {newest}, which has the last word");
        }
        Ok(reading)
    }

    /// Warns if the source of a report is older than what is already known of the event: the present state is
    /// what became known last.
    fn newer_than_source(&self, at: usize, cx: FieldContext<'_>) -> Option<String> {
        let says = !self.inputs[self.position("status")?].value().trim().is_empty();
        let (Some(Rec::Event(event)), Some(Rec::Article(source))) =
            (cx.dossier.find(cx.first.trim()), cx.dossier.find(self.inputs[at].value().trim()))
        else {
            return None;
        };
        let newest = cx.snapshot[event].newest?;
        let known = cx.dossier.known(Some(source))?;
        (says && self.kind == FormKind::Report && self.fields()[at].key == "source" && known < newest)
            .then(|| wording::known_day(cx.dossier, cx.snapshot.last_heard(cx.dossier, event)))
    }

    /// What two fields cannot say together, shown beside the later one.
    fn beside(&self, at: usize, reading: &FieldReading, today: NaiveDate) -> Result<(), String> {
        let given = |key: &str| self.position(key).is_some_and(|at| !self.inputs[at].value().trim().is_empty());
        let typed = reading.datum.is_some();
        match (self.kind, self.fields()[at].key) {
            (FormKind::Office, "seen") if typed && (given("from") || given("to")) => {
                Err("not beside from and to".to_owned())
            }
            (FormKind::Figure, "min" | "max") if typed && given("value") => Err("not beside a value".to_owned()),
            (FormKind::Figure, "value") if !typed && !given("min") && !given("max") => {
                Err("a value, or a bound below".to_owned())
            }
            (FormKind::Figure, "max") if typed => {
                let number =
                    |key: &str| self.position(key).and_then(|at| self.inputs[at].value().trim().parse::<f64>().ok());
                let over =
                    matches!((number("min"), &reading.datum), (Some(min), Some(EditValue::Number(max))) if min > *max);
                if over { Err("less than the lower bound".to_owned()) } else { Ok(()) }
            }
            (FormKind::Report, "status") if !typed && !given("quote") && !given("note") && !given("date") => {
                Err("a status, or a quote or note below".to_owned())
            }
            (what, FILE) if what != FormKind::Article => match &reading.datum {
                Some(EditValue::Text(name)) if FileFormat::of(Path::new(name)) == Some(FileFormat::JsonLines) => {
                    Err("it takes articles alone; choose another".to_owned())
                }
                _ => Ok(()),
            },
            (FormKind::Report, "date") => self.beside_status(reading, given("status"), today),
            _ => Ok(()),
        }
    }

    /// What a date means together with the status of a report.
    fn beside_status(&self, date: &FieldReading, given: bool, today: NaiveDate) -> Result<(), String> {
        let status = self.position("status").map_or("", |at| self.inputs[at].value().trim()).to_lowercase();
        match (&date.datum, status.as_str()) {
            (None, field::MOVED) => Err("to which date?".to_owned()),
            (Some(_), _) if !given => Err("a date needs a status".to_owned()),
            (Some(EditValue::Date(date)), "happened") if date.earliest().is_some_and(|day| day > today) => {
                Err(format!("{} is still to come, so it did not happen then", date.display()))
            }
            _ => Ok(()),
        }
    }

    fn choices(&self, cx: FieldContext<'_>) -> Vec<FieldChoice> {
        let proposed = self.captured.iter().filter(|_| self.fields()[self.at].key == TO);
        let proposed: Vec<FieldChoice> =
            proposed.flat_map(|captured| captured.choices(self.inputs[self.at].value())).collect();
        if !proposed.is_empty() {
            return proposed;
        }
        read::choices(&self.fields()[self.at], self.inputs[self.at].value(), cx, CHOICES)
    }

    /// Edits the focused field.
    fn edit(&mut self, request: InputRequest, cx: FieldContext<'_>) {
        self.inputs[self.at].handle(request);
        self.changed(cx);
    }

    fn changed(&mut self, cx: FieldContext<'_>) {
        self.choice = None;
        self.error = None;
        self.typed = true;
        let key = self.fields()[self.at].key;
        if key == "url" {
            let same = with_address(cx.dossier, self.inputs[self.at].value().trim());
            self.alike = same.map(|ix| alike::told(cx.dossier, (ix, LikeReason::Address)));
        } else if key == "id" {
            self.own_id = !self.inputs[self.at].value().is_empty();
        } else if !self.own_id && matches!(key, "title" | "name") && self.kind.kind().is_some() {
            let id = edit::slug(self.inputs[self.at].value(), |id| cx.dossier.find(id).is_some());
            self.set("id", &id);
        }
    }

    fn go(&mut self, forward: bool) {
        let len = self.inputs.len();
        self.at = if forward { (self.at + 1) % len } else { (self.at + len - 1) % len };
        self.choice = None;
    }

    /// Inserts the selected completion; `false` if there is none.
    fn complete(&mut self, cx: FieldContext<'_>) -> bool {
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

    /// The edit that the form makes, and its file.
    ///
    /// # Errors
    /// Returns the first field that is wrong, and why.
    fn edit_of(&self, cx: FieldContext<'_>) -> Result<(Edit, Option<PathBuf>), (usize, String)> {
        let mut data: Vec<(&'static str, EditValue)> = Vec::new();
        for (at, field) in self.fields().iter().enumerate() {
            if let Some(datum) = self.reading(at, cx).map_err(|why| (at, why))?.datum {
                data.push((field.key, datum));
            }
        }
        let text = |key: &str| {
            data.iter().find_map(|(name, datum)| match datum {
                EditValue::Text(text) if *name == key => Some(text.clone()),
                _ => None,
            })
        };
        let (to, word) = (text(TO).unwrap_or_default(), text(WORD).unwrap_or_default());
        let (source, file) = (text("source").unwrap_or_default(), text(FILE).map(PathBuf::from));
        let mut fields: EditFields = data.into_iter().filter(|(key, _)| !key.starts_with(' ')).collect();
        // In the order of the format's documentation: what identifies the record, or the source, comes first.
        fields.sort_by_key(|(key, _)| !(*key == "id" || (*key == "source" && self.kind == FormKind::Report)));
        let edit = match self.kind {
            FormKind::Report => Edit::Statement(to, EditList::Reports, fields),
            FormKind::Office => Edit::Statement(to, EditList::Offices, fields),
            FormKind::Position => Edit::Statement(to, EditList::Positions, fields),
            FormKind::Alias => Edit::Word(to, WordList::Aliases, word),
            FormKind::Tag => Edit::Word(to, WordList::Tags, word),
            FormKind::Note => Edit::Note { id: to, source, note: word },
            FormKind::Event | FormKind::Article | FormKind::Actor | FormKind::Figure => {
                fields.extend(self.text.clone().map(|text| ("text", EditValue::Text(text))));
                Edit::Record(self.kind.kind().expect("a new record has a kind"), fields)
            }
        };
        Ok((edit, file))
    }

    /// The text of the first field, which other fields depend on.
    fn first(&self) -> String {
        self.inputs[0].value().to_owned()
    }

    /// Requests the edit to be written, if no field is wrong.
    fn save(&mut self, cx: FieldContext<'_>) -> Reply {
        self.tried = true;
        match self.edit_of(cx) {
            Ok((edit, file)) => match file.or_else(|| edit::file_of(cx.dossier, &edit)) {
                Some(file) => match captured::written(self.captured.as_ref(), edit, file, cx.dossier) {
                    Ok(effect) => {
                        self.saving = true;
                        return Reply::Ask(effect);
                    }
                    Err(why) => self.error = Some(why),
                },
                None => self.error = Some("there is no file to write to".to_owned()),
            },
            Err((at, why)) => {
                self.at = at;
                self.error = Some(format!("{}: {why}", self.fields()[at].label));
            }
        }
        Reply::Done
    }

    /// Closes the form; input is kept as a draft.
    fn close(&self, cx: &ScreenContext<'_>) -> Reply {
        if !self.typed {
            return Reply::Close;
        }
        let letter = self.kind.words().0;
        let back = cx.keymap.with_key(Action::Add, |key| format!(": {key} {letter} brings it back"));
        Reply::All(vec![Reply::Draft(DraftChange::SetAside), Reply::Say(format!("kept{back}"))])
    }

    fn choose_next(&mut self, cx: FieldContext<'_>) {
        let last = self.choices(cx).len().checked_sub(1);
        self.choice = last.map(|last| self.choice.map_or(0, |at| (at + 1).min(last)));
    }

    /// Takes over the result of writing.
    fn apply_written(&mut self, outcome: &Result<String, WriteRefusal>) -> Reply {
        if !std::mem::take(&mut self.saving) {
            return Reply::Ignored;
        }
        match outcome {
            Ok(_) => Reply::Close,
            Err(refusal) => {
                self.error = Some(refusal.why.clone());
                Reply::Done
            }
        }
    }
}

impl Overlay for EntryForm {
    fn id(&self) -> Option<OverlayId> {
        Some(OverlayId::Form)
    }

    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let first = self.first();
        let field = FieldContext::new(cx, &first);
        match action.filter(|_| typed(key).is_none()) {
            Some(Action::Close) => return self.close(cx),
            _ if self.saving => {}
            Some(Action::Save) => return self.save(field),
            Some(Action::ReadPage) => return self.read_page(),
            Some(Action::NextChoice) => self.choose_next(field),
            Some(Action::PreviousChoice) => self.choice = self.choice.and_then(|at| at.checked_sub(1)),
            Some(Action::PreviousPane | Action::Up) => self.go(false),
            Some(Action::Down) => self.go(true),
            Some(Action::NextPane) => {
                if !self.complete(field) {
                    self.go(true);
                }
            }
            Some(Action::Enter) => {
                self.complete(field);
                self.go(true);
            }
            _ => {
                let request = typed(key).or_else(|| line_motion(key));
                request.into_iter().for_each(|request| self.edit(request, field));
            }
        }
        Reply::Done
    }

    fn paste(&mut self, line: &str, cx: &OverlayContext<'_>) -> Reply {
        let first = self.first();
        let field = FieldContext::new(cx, &first);
        line.trim().chars().for_each(|c| self.edit(InputRequest::InsertChar(c), field));
        Reply::Done
    }

    fn answered(&mut self, answer: OverlayAnswer<'_>, cx: &OverlayContext<'_>) -> Reply {
        match answer {
            OverlayAnswer::Written(outcome) => self.apply_written(outcome),
            OverlayAnswer::Page(asked, outcome) => self.apply_page(asked, outcome, cx.dossier),
        }
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        Some(draw::draw(cx, buf, self))
    }

    fn hints(&self, keymap: &Keymap) -> Vec<(String, &'static str)> {
        let key = |action| keymap.key_beside_text(action);
        let both = |one, two| format!("{} {}", key(one), key(two)).trim().to_owned();
        vec![
            (key(Action::Save), "save"),
            (key(Action::NextPane), "complete, next"),
            (key(Action::Close), "later"),
            (both(Action::Up, Action::Down), "field"),
            (both(Action::NextChoice, Action::PreviousChoice), "choose"),
        ]
    }

    fn draft(&self) -> Option<DraftName> {
        self.typed.then(|| self.kind.draft_name())
    }
}
