//! Linear mode: the program as lines, for a screen reader, a braille display, a slow line or a pipe.
//!
//! ```text
//! > ledger
//! Ledger. Who promised what, by when, and what came of it?
//! 18 promises, 5 overdue.
//! 1. Kazakh access to Gwadar, Nov 2025, overdue, 12 months
//! > open 1
//! ```
//! [`LinearSession`] has the same [`Model`] as the screens: a line becomes the same action that a key means, and
//! what is told is what the screens draw, as words ([`crate::ui::widgets::heard`]), but only what is new of it.

mod command;
mod page;

use hashbrown::HashMap;
use keybinds::{Key, KeyInput, Mods};

use crate::report::wording;
use crate::settings::input::{Action, ActionGroup};
use crate::text;
use crate::ui::app::Model;
use crate::ui::effect::Effect;
use crate::ui::message::Message;
pub use command::HELP;
use command::{LineCommand, OwnCommand};
use page::LinearPage;

/// Columns and rows of the terminal that there would be: wide enough to cut nothing, and a page as long as one listens to.
pub const SIZE: (u16, u16) = (400, 40);

/// How often a motion is repeated at most.
const MOST: usize = 1000;

/// A session: the model, what was told last, and what is still to be told.
pub struct LinearSession {
    model: Model,
    /// What was told last.
    told: LinearPage,
    /// The rows that were told last under each heading.
    known: HashMap<String, Vec<String>>,
    /// Lines to be told before what is new.
    lines: Vec<String>,
    /// Whether a line was taken since it was told last.
    asked: bool,
    /// Whether only ASCII is written.
    ascii: bool,
}

impl LinearSession {
    /// A session with a model that is heard.
    #[must_use]
    pub fn new(model: Model, ascii: bool) -> LinearSession {
        let lines =
            vec!["karwan as lines. A line is the name of a command or a key; help tells them, quit leaves.".to_owned()];
        LinearSession { model, told: LinearPage::default(), known: HashMap::new(), lines, asked: false, ascii }
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Something happened outside.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        self.model.update(message)
    }

    /// Does what a line says.
    pub fn take_line(&mut self, line: &str) -> Vec<Effect> {
        self.asked = true;
        self.told.notice = None; // an answer is told again where it is the same
        let line = line.trim();
        let typing = LinearPage::of(&self.model).is_typed;
        let command = match line.strip_prefix(':').filter(|rest| !rest.trim().is_empty()) {
            Some(rest) => command::read(rest),
            None if typing => return self.type_line(line),
            None => command::read(line),
        };
        match command {
            Ok(LineCommand::Own(command)) => self.run_own(command),
            Ok(LineCommand::Action(action, argument)) => return self.run(action, argument),
            Ok(LineCommand::Key(key)) => return self.model.update(Message::KeyPressed(key)),
            Err(why) => self.lines.push(format!("Error: {why}")),
        }
        Vec::new()
    }

    /// What is new since it was last asked for, each line ended; empty if nothing is.
    pub fn tell(&mut self) -> String {
        let page = LinearPage::of(&self.model);
        let mut new = page.new_since(&self.told, &self.known);
        let (heading, rows) = page.rows();
        self.known.insert(heading, rows);
        let lines = std::mem::take(&mut self.lines);
        if std::mem::take(&mut self.asked) && lines.is_empty() && new.is_empty() {
            new.push(page.here());
            if self.model.has_overlay() && !page.is_typed {
                new.push("close leaves what lies over the screen.".to_owned());
            }
        }
        self.told = page;
        let mut out = String::new();
        for line in lines.into_iter().chain(new) {
            let line = text::safe(&line);
            out.push_str(&if self.ascii { text::ascii(&line) } else { line.into_owned() });
            out.push('\n');
        }
        out
    }

    fn run_own(&mut self, command: OwnCommand) {
        let page = LinearPage::of(&self.model);
        match command {
            OwnCommand::Read => self.lines.extend(page.whole()),
            OwnCommand::List => self.lines.extend(page.list()),
            OwnCommand::Select(row) => {
                if let Err(why) = self.select(row) {
                    self.lines.push(format!("Error: {why}"));
                }
            }
        }
    }

    /// Does what an action means, with what stands behind its name: the number of a row, or words to be typed.
    fn run(&mut self, action: Action, argument: &str) -> Vec<Effect> {
        if let Some(why) = self.model.refuses(action) {
            self.lines.push(format!("Error: {why}"));
            return Vec::new();
        }
        let number = argument.parse::<usize>().ok();
        let is_motion = action.row().group == ActionGroup::Move;
        if let Some(times) = number.filter(|_| is_motion) {
            return (0..times.clamp(1, MOST)).flat_map(|_| self.model.update(Message::Meant(action))).collect();
        }
        if let Some(row) = number
            && !LinearPage::opens_a_line(action)
        {
            if let Err(why) = self.select(row) {
                self.lines.push(format!("Error: {why}"));
                return Vec::new();
            }
            return self.model.update(Message::Meant(action));
        }
        let mut effects = self.model.update(Message::Meant(action));
        if matches!(action, Action::Open(_)) {
            self.pass_pictures();
        }
        if !argument.is_empty() {
            effects.extend(self.give(action, argument));
        }
        if action == Action::Help {
            // Nothing is chosen in it: it is told and closed.
            self.lines.extend(command::HELP.iter().map(|line| (*line).to_owned()));
            let help = self.all_rows();
            self.lines.extend(help);
            effects.extend(self.model.update(Message::Meant(Action::Close)));
        }
        effects
    }

    /// The pane that has the focus from its first page to its last.
    fn all_rows(&mut self) -> Vec<String> {
        let mut lines = LinearPage::of(&self.model).list();
        for _ in 0..MOST {
            let _ = self.model.update(Message::Meant(Action::PageDown));
            let more: Vec<String> =
                LinearPage::of(&self.model).list().into_iter().filter(|line| !lines.contains(line)).collect();
            if more.is_empty() {
                break;
            }
            lines.extend(more);
        }
        lines
    }

    /// A pane that only shows a picture has nothing to be heard: the next one has the same as a list.
    fn pass_pictures(&mut self) {
        if LinearPage::of(&self.model).is_picture() {
            let _ = self.model.update(Message::Meant(Action::NextPane));
        }
    }

    /// Gives words to what an action has opened: types them, or chooses the row that has them.
    fn give(&mut self, action: Action, words: &str) -> Vec<Effect> {
        let page = LinearPage::of(&self.model);
        if page.is_typed {
            self.clear_line();
            let mut effects = self.model.update(Message::Pasted(words.to_owned()));
            if action != Action::Help {
                effects.extend(self.enter());
                effects.extend(self.give_up());
            }
            return effects;
        }
        match page.row_with(words) {
            Some(row) if self.model.has_overlay() => match self.select(row) {
                Ok(()) => self.enter(),
                Err(why) => {
                    self.lines.push(format!("Error: {why}"));
                    Vec::new()
                }
            },
            None if self.model.has_overlay() => {
                let name = action.row().name;
                self.lines.push(format!("Error: `{name}` is not for what lies over the screen; close leaves that"));
                Vec::new()
            }
            _ => {
                self.lines.push(format!("Error: `{}` takes nothing like `{words}`", action.row().name));
                Vec::new()
            }
        }
    }

    /// Closes what did not take the words that stood behind a command, so that the next line is a command again.
    fn give_up(&mut self) -> Vec<Effect> {
        if !LinearPage::of(&self.model).is_typed {
            return Vec::new();
        }
        let why = self.model.notice().map_or("nothing was found", |(why, _)| why);
        self.lines.push(format!("Error: {why}"));
        self.model.update(Message::Meant(Action::Close))
    }

    /// A line where something is typed: it takes the place of what stands there, and is confirmed.
    fn type_line(&mut self, line: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !line.is_empty() {
            self.clear_line();
            effects.extend(self.model.update(Message::Pasted(line.to_owned())));
        }
        effects.extend(self.enter());
        effects
    }

    /// Confirms; what cannot be read in what was typed is told, since it is gone from the screen then.
    fn enter(&mut self) -> Vec<Effect> {
        self.lines.extend(LinearPage::of(&self.model).faults());
        self.model.update(Message::Meant(Action::Enter))
    }

    fn clear_line(&mut self) {
        let _ = self.model.update(Message::KeyPressed(KeyInput::new(Key::Char('u'), Mods::CTRL)));
    }

    /// Puts the cursor on a row of the pane that has the focus, counted from 1 as it was told.
    ///
    /// # Errors
    /// If there is no such row, or the cursor does not stop there.
    fn select(&mut self, row: usize) -> Result<(), String> {
        loop {
            let page = LinearPage::of(&self.model);
            let len = page.len();
            let Some(at) = page.selected().filter(|_| (1..=len).contains(&row)) else {
                return Err(format!("there is no row {row}; {}", rows_of(len)));
            };
            if at == row {
                return Ok(());
            }
            let step = if at < row { Action::Down } else { Action::Up };
            let _ = self.model.update(Message::Meant(step));
            // What moves past it or not at all cannot stop there.
            let now = LinearPage::of(&self.model).selected();
            let is_past = |now: usize| if at < row { now > row } else { now < row };
            if now.is_none_or(|now| now == at || is_past(now)) {
                return Err(format!("row {row} cannot be selected"));
            }
        }
    }
}

/// `there are 12 rows`
fn rows_of(len: usize) -> String {
    if len == 0 {
        "nothing can be chosen here".to_owned()
    } else {
        format!("there are {}", wording::count(len, "row", "rows"))
    }
}
