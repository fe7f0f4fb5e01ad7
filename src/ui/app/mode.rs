//! What has the keys: the screen, a line that is typed, or something that lies over the screen.

pub(super) mod add;
pub(super) mod as_of;
pub(super) mod brief;
pub(super) mod compare;
pub(super) mod copy;
pub(super) mod counts;
pub(super) mod edits;
pub(super) mod filter;
pub(super) mod form;
pub(super) mod help;
pub(super) mod palette;
pub(super) mod problems;
pub(super) mod refused;
pub(super) mod relax;
pub(super) mod saved;

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::dossier::problem::Problem;
use crate::settings::input::Action;
use crate::ui::effect::Effect;
use crate::ui::widgets::list::{ListCursor, Motion};

use super::Model;
use super::line::scrolled;
use counts::Counts;
use filter::FilterLine;
use palette::Palette;
use saved::Saved;

/// What has the keys. Each but the first is a file below.
pub(super) enum Mode {
    /// The screen.
    Browse,
    /// The filter line.
    Filter(FilterLine),
    /// How many rows have which value.
    Counts(Counts),
    /// The filters that are kept under a name.
    Saved(Saved),
    /// One box over everything.
    Palette(Palette),
    /// What to leave out of a filter that hides everything.
    Relax(ListCursor),
    /// Help, narrowed by what was typed, scrolled by lines.
    Help(Input, usize),
    /// What is wrong in the files, scrolled by lines.
    Problems(Vec<Problem>, usize),
    /// The prompt for a day.
    AsOf(as_of::Prompt),
    /// What is to be added.
    Add(ListCursor),
    /// A form that is filled in.
    Form(Box<form::Form>),
    /// What is copied of a record.
    Copy(copy::Copying),
    /// What could not be written, beside what stands in the file.
    Refused(refused::Refused),
    /// What was added, to go back to any point.
    Edits(edits::Edits),
    /// Two days side by side.
    Compare(compare::Comparison),
    /// The brief, scrolled by lines.
    Brief(usize),
}

impl Mode {
    /// Whether the screen has the keys.
    pub(super) fn is_browse(&self) -> bool {
        matches!(self, Mode::Browse)
    }
}

impl Model {
    /// A key for what lies over the screen; gives what is asked of the outside.
    pub(super) fn press_in_mode(&mut self, key: KeyInput, action: Option<Action>) -> Vec<Effect> {
        match self.mode {
            Mode::Form(_) => return self.press_in_form(key, action),
            Mode::Edits(_) => return self.press_in_edits(action),
            Mode::Copy(_) => return self.press_in_copy(key, action),
            Mode::Refused(_) => self.press_in_refused(action),
            Mode::Add(_) => self.press_in_add(key, action),
            Mode::Browse => {}
            Mode::Palette(_) => return self.press_in_palette(key, action),
            Mode::Filter(_) => self.press_in_filter(key, action),
            Mode::Counts(_) => self.press_in_counts(key, action),
            Mode::Saved(_) => self.press_in_saved(action),
            Mode::Relax(_) => self.press_in_relax(key, action),
            Mode::Help(..) => self.press_in_help(key, action),
            Mode::Problems(..) => self.press_in_problems(action),
            Mode::AsOf(_) => self.press_in_as_of(key, action),
            Mode::Compare(_) => self.press_in_compare(action),
            Mode::Brief(_) => return self.press_in_brief(action),
        }
        Vec::new()
    }

    /// The story or the configuration is another one: what lies over the screen is worked out anew.
    pub(super) fn renew_mode(&mut self) {
        match self.mode {
            Mode::Filter(_) => self.offer(),
            Mode::Counts(_) => self.open_counts(),
            Mode::Saved(_) => self.open_saved(),
            Mode::Palette(_) => self.renew_palette(),
            _ => {}
        }
    }

    /// Text for a line that is typed.
    pub(super) fn paste(&mut self, text: &str) {
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(10_000).collect();
        match self.mode {
            Mode::Filter(_) => self.paste_in_filter(&line),
            Mode::Palette(_) => self.paste_in_palette(&line),
            Mode::AsOf(_) => self.paste_in_as_of(&line),
            Mode::Form(_) => self.paste_in_form(&line),
            _ => {}
        }
    }

    /// The wheel over what lies over the screen. Returns whether it was for it.
    pub(super) fn wheel_in_mode(&mut self, motion: Motion) -> bool {
        let ways = if let Mode::Relax(_) = self.mode { self.ctx().relaxed().len() } else { 0 };
        match &mut self.mode {
            Mode::Browse | Mode::Filter(_) => return false,
            Mode::Counts(counts) => counts.go(motion),
            Mode::Saved(saved) => saved.go(motion),
            Mode::Palette(palette) => palette.go(motion),
            Mode::Relax(cursor) => cursor.go(motion, ways),
            Mode::Add(_) | Mode::Form(_) | Mode::Edits(_) => {}
            Mode::Copy(copying) => copying.go(motion),
            Mode::Refused(refused) => refused.top = scrolled(refused.top, motion),
            Mode::Help(_, top) | Mode::Problems(_, top) | Mode::Brief(top) => *top = scrolled(*top, motion),
            Mode::AsOf(_) => self.wheel_in_as_of(motion),
            Mode::Compare(_) => self.wheel_in_compare(motion),
        }
        true
    }

    /// Draws what lies over the screen; returns where the cursor stands.
    pub(super) fn draw_mode(&self, buf: &mut Buffer, area: Rect) -> Option<Position> {
        match &self.mode {
            Mode::Browse => None,
            Mode::Filter(line) => Some(filter::draw(self, buf, area, line)),
            Mode::Counts(counts) => {
                counts::draw(self, buf, counts);
                None
            }
            Mode::Palette(palette) => Some(palette::draw(self, buf, palette)),
            Mode::Saved(saved) => {
                saved::draw(self, buf, saved);
                None
            }
            Mode::Relax(cursor) => {
                relax::draw(self, buf, cursor);
                None
            }
            Mode::Help(input, top) => Some(help::draw(self, buf, input, *top)),
            Mode::Problems(problems, top) => {
                problems::draw(self, buf, problems, *top);
                None
            }
            Mode::Add(cursor) => {
                add::draw(self, buf, cursor);
                None
            }
            Mode::Form(form) => Some(form::draw::draw(self, buf, form)),
            Mode::Copy(copying) => {
                copy::draw(self, buf, copying);
                None
            }
            Mode::Refused(refused) => {
                refused::draw(self, buf, refused);
                None
            }
            Mode::Edits(edits) => {
                edits::draw(self, buf, edits);
                None
            }
            Mode::AsOf(prompt) => Some(as_of::draw(self, buf, prompt)),
            Mode::Compare(comparison) => {
                compare::draw(self, buf, comparison);
                None
            }
            Mode::Brief(top) => {
                brief::draw(self, buf, *top);
                None
            }
        }
    }
}
