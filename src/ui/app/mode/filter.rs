//! The filter line: what is typed narrows all screens at once. What can be typed next is offered above it.

mod draw;

use std::cell::OnceCell;

use keybinds::KeyInput;
use tui_input::{Input, InputRequest};

use crate::query::{self, Completion, Fault, Query};
use crate::settings::input::Action;
use crate::ui::app::Model;
use crate::ui::app::line::{is_line_motion, line_motion, typed};
use crate::ui::screens::motion;

use super::Mode;

pub(super) use draw::draw;

/// How many filters are remembered.
const REMEMBERED: usize = 200;

/// The line that is typed.
#[derive(Debug, Default)]
pub(in crate::ui::app) struct FilterLine {
    input: Input,
    /// What can be typed at the cursor.
    offers: Vec<Completion>,
    /// The offer under the cursor.
    chosen: Option<usize>,
    /// The line before an offer was taken: the next Tab takes another one instead.
    before: Option<String>,
    /// Whether the offers were closed, until the next letter.
    closed: bool,
    /// How far back in the history, and what was typed before going there.
    past: Option<(usize, String)>,
    /// Values that mean nothing in this dossier.
    unknown: Vec<Fault>,
}

impl FilterLine {
    /// Whether offers lie over the screen.
    fn is_open(&self) -> bool {
        // What stands there already is no offer, unless it was taken and another could be.
        let is_new = |offer: &Completion| self.input.value().get(offer.span.clone()) != Some(&offer.text);
        !self.closed && self.offers.iter().any(|offer| self.before.is_some() || is_new(offer))
    }

    /// The cursor in bytes.
    fn cursor(&self) -> usize {
        let text = self.input.value();
        text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at)
    }

    /// Chooses the next offer, or the one before; beyond the ends lies none.
    fn choose(&mut self, forward: bool) {
        let len = self.offers.len();
        self.chosen = match (self.chosen, forward) {
            (None, true) => Some(0),
            (None, false) => len.checked_sub(1),
            (Some(at), true) => Some(at + 1).filter(|&at| at < len),
            (Some(at), false) => at.checked_sub(1),
        };
    }

    /// Puts the chosen offer into the line. Returns whether it was a key, so that its values are to be offered next.
    fn take(&mut self) -> bool {
        let Some(offer) = self.chosen.and_then(|at| self.offers.get(at)) else { return false };
        let before = self.before.clone().unwrap_or_else(|| self.input.value().to_owned());
        let mut text = before.clone();
        text.replace_range(offer.span.clone(), &offer.text);
        let cursor = text[..offer.span.start + offer.text.len()].chars().count();
        // Behind a key, and behind a sign before a date, something has to follow.
        let is_key = offer.count.is_none() && offer.text.ends_with([':', '<', '>']);
        self.input = Input::new(text).with_cursor(cursor);
        self.before = (!is_key).then_some(before);
        is_key
    }
}

impl Model {
    /// Opens the line with the filter that is on. Without one, the keys are offered at once.
    pub(in crate::ui::app) fn open_filter(&mut self) {
        let closed = !self.filter.is_empty();
        self.mode =
            Mode::Filter(FilterLine { input: Input::new(self.filter.clone()), closed, ..FilterLine::default() });
        self.offer();
    }

    pub(super) fn press_in_filter(&mut self, key: KeyInput, action: Option<Action>) {
        let Mode::Filter(line) = &mut self.mode else { return };
        let request = typed(key);
        match action.filter(|_| request.is_none()) {
            Some(Action::Close) if line.is_open() => line.closed = true,
            // What was chosen, but not put into the line yet.
            Some(Action::Enter) if line.is_open() && line.chosen.is_some() && line.before.is_none() => {
                self.take_offer(true);
            }
            Some(Action::Close | Action::Enter) => self.leave_filter(),
            Some(action @ (Action::NextPane | Action::PreviousPane)) => {
                if line.is_open() {
                    // The one that was chosen with the arrows is taken first.
                    if line.chosen.is_none() || line.before.is_some() {
                        line.choose(action == Action::NextPane);
                    }
                    if line.chosen.is_none() {
                        line.choose(action == Action::NextPane);
                    }
                    self.take_offer(false);
                } else {
                    line.closed = false;
                    self.offer();
                }
            }
            Some(action @ (Action::Up | Action::Down)) => {
                // On an empty line, the keys are always open and the history is what lies behind.
                let recalls = action == Action::Up && line.chosen.is_none() && line.input.value().is_empty();
                if line.is_open() && (!recalls || self.history.is_empty()) {
                    line.choose(action == Action::Down);
                } else {
                    self.recall(action == Action::Up);
                }
            }
            Some(action) if motion(action).is_some() && !is_line_motion(key) => {
                self.act(action);
            }
            _ => {
                let Some(request) = request.or_else(|| line_motion(key)) else { return };
                line.input.handle(request);
                line.closed = false;
                self.typed_in_filter();
            }
        }
    }

    pub(super) fn paste_in_filter(&mut self, text: &str) {
        let Mode::Filter(line) = &mut self.mode else { return };
        for c in text.chars() {
            line.input.handle(InputRequest::InsertChar(c));
        }
        line.closed = false;
        self.typed_in_filter();
    }

    /// The line is another one: it narrows, and other things fit.
    fn typed_in_filter(&mut self) {
        let Mode::Filter(line) = &mut self.mode else { return };
        line.past = None;
        let text = line.input.value().to_owned();
        self.set_filter(text);
        self.offer();
    }

    /// Puts the chosen offer into the line; `last` closes the offers behind a value.
    fn take_offer(&mut self, last: bool) {
        let Mode::Filter(line) = &mut self.mode else { return };
        let is_key = line.take();
        let text = line.input.value().to_owned();
        line.closed = last && !is_key;
        self.set_filter(text);
        if is_key {
            self.offer();
        } else {
            self.find_unknown();
        }
    }

    /// What fits at the cursor now.
    pub(super) fn offer(&mut self) {
        let Mode::Filter(line) = &self.mode else { return };
        let offers = query::complete(line.input.value(), line.cursor(), &self.view());
        let Mode::Filter(line) = &mut self.mode else { return };
        (line.offers, line.chosen, line.before) = (offers, None, None);
        self.find_unknown();
    }

    fn find_unknown(&mut self) {
        let unknown = query::unknown(&self.filter, &self.view());
        let Mode::Filter(line) = &mut self.mode else { return };
        line.unknown = unknown;
    }

    /// An earlier or later filter of this session.
    fn recall(&mut self, back: bool) {
        let Mode::Filter(line) = &mut self.mode else { return };
        let len = self.history.len();
        let (at, draft) = line.past.take().unwrap_or_else(|| (len, line.input.value().to_owned()));
        let at = if back { at.saturating_sub(1) } else { (at + 1).min(len) };
        let text = self.history.get(at).unwrap_or(&draft).clone();
        line.input = Input::new(text.clone());
        line.past = Some((at, draft));
        line.closed = true;
        self.set_filter(text);
        self.offer();
    }

    /// Back to the screen; the filter stays on and is remembered.
    fn leave_filter(&mut self) {
        self.mode = Mode::Browse;
        self.remember_filter();
    }

    /// Remembers the filter that is on, as the newest.
    pub(in crate::ui::app) fn remember_filter(&mut self) {
        let filter = self.filter.trim();
        if filter.is_empty() {
            return;
        }
        let filter = filter.to_owned();
        self.history.retain(|earlier| *earlier != filter);
        self.history.push(filter);
        if self.history.len() > REMEMBERED {
            self.history.remove(0);
        }
    }

    /// Another filter, chosen rather than typed. The one before is kept for the way back.
    pub(in crate::ui::app) fn change_filter(&mut self, text: String) {
        if text == self.filter {
            return;
        }
        let before = self.filter.clone();
        if self.before.len() == REMEMBERED {
            self.before.remove(0);
        }
        self.before.push(before);
        self.set_filter(text);
        self.remember_filter();
    }

    /// Back to the filter before. Returns whether there was one.
    pub(in crate::ui::app) fn previous_filter(&mut self) -> bool {
        let Some(before) = self.before.pop() else { return false };
        self.set_filter(before);
        true
    }

    pub(in crate::ui::app) fn set_filter(&mut self, text: String) {
        let parsed = query::parse(&text);
        self.filter = text;
        self.faults = parsed.faults;
        self.query = parsed.query;
        self.narrow();
    }

    /// The dossier or the day is another one: the rows of before mean nothing any more.
    pub(in crate::ui::app) fn show_all(&mut self) {
        self.shown = query::shown(&Query::default(), &self.view());
        self.relaxed = OnceCell::new();
    }

    /// Applies the filter anew; what was selected stays selected where it is still shown.
    pub(in crate::ui::app) fn narrow(&mut self) {
        let query = self.query.clone();
        self.large.searching = !self.is_answered(&query);
        if self.large.searching {
            return; // a thread searches, and `searched` comes back here
        }
        let kept = self.screens.get(self.screen).selected(&self.ctx());
        self.shown = query::shown(&self.query, &self.view());
        self.relaxed = OnceCell::new();
        self.list_news();
        self.keep(kept);
    }
}
