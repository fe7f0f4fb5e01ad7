//! The filter line: typing filters all screens immediately. Completions are shown above it.

mod draw;

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use tui_input::{Input, InputRequest};

use super::{FilterChange, Overlay, OverlayContext, Renewed, Reply};
use crate::query::{self, Completion, QueryFault};
use crate::settings::input::Action;
use crate::ui::screens::motion;
use crate::ui::widgets::typing::{is_line_motion, line_motion, typed};

/// The line being typed.
#[derive(Debug, Default)]
pub struct FilterLine {
    input: Input,
    /// The completions at the cursor.
    offers: Vec<Completion>,
    /// The selected completion.
    chosen: Option<usize>,
    /// The line before a completion was inserted: the next Tab inserts another one instead.
    before: Option<String>,
    /// Whether the completions are closed until the next letter.
    closed: bool,
    /// The position in the history, and what was typed before entering it.
    past: Option<(usize, String)>,
    /// Values that do not occur in this dossier.
    unknown: Vec<QueryFault>,
}

impl FilterLine {
    /// Starts with the active filter. If there is none, the keys are offered at once.
    #[must_use]
    pub fn new(cx: &OverlayContext<'_>) -> FilterLine {
        let input = Input::new(cx.filter.to_owned());
        let mut line = FilterLine { input, closed: !cx.filter.is_empty(), ..FilterLine::default() };
        line.offer(cx);
        line
    }

    /// Whether completions lie over the screen.
    fn is_open(&self) -> bool {
        // Text that is already there is not offered, unless it was inserted and there are alternatives.
        let is_new = |offer: &Completion| self.input.value().get(offer.span.clone()) != Some(&offer.text);
        !self.closed && self.offers.iter().any(|offer| self.before.is_some() || is_new(offer))
    }

    /// The cursor as a byte position.
    fn cursor(&self) -> usize {
        let text = self.input.value();
        text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(at, _)| at)
    }

    /// Selects the next or previous completion; past either end, none.
    fn choose(&mut self, forward: bool) {
        let len = self.offers.len();
        self.chosen = match (self.chosen, forward) {
            (None, true) => Some(0),
            (None, false) => len.checked_sub(1),
            (Some(at), true) => Some(at + 1).filter(|&at| at < len),
            (Some(at), false) => at.checked_sub(1),
        };
    }

    /// Inserts the selected completion. Returns whether it was a key, so that its values are offered next.
    fn take(&mut self) -> bool {
        let Some(offer) = self.chosen.and_then(|at| self.offers.get(at)) else { return false };
        let before = self.before.clone().unwrap_or_else(|| self.input.value().to_owned());
        let mut text = before.clone();
        text.replace_range(offer.span.clone(), &offer.text);
        let cursor = text[..offer.span.start + offer.text.len()].chars().count();
        // Something must follow a key, or a comparison sign before a date.
        let is_key = offer.count.is_none() && offer.text.ends_with([':', '<', '>']);
        self.input = Input::new(text).with_cursor(cursor);
        self.before = (!is_key).then_some(before);
        is_key
    }

    /// Updates filter and completions after the line has changed.
    fn typed(&mut self, cx: &OverlayContext<'_>) -> Reply {
        self.past = None;
        self.closed = false;
        self.offer(cx);
        self.narrow()
    }

    /// Applies the line as the filter.
    fn narrow(&self) -> Reply {
        Reply::Filter(FilterChange::Type(self.input.value().to_owned()))
    }

    /// Inserts the selected completion; `last` closes the completions after a value.
    fn complete(&mut self, last: bool, cx: &OverlayContext<'_>) -> Reply {
        let is_key = self.take();
        self.closed = last && !is_key;
        if is_key {
            self.offer(cx);
        } else {
            self.find_unknown(cx);
        }
        self.narrow()
    }

    /// Selects and inserts the next or previous completion; closed completions are opened first.
    fn complete_next(&mut self, forward: bool, cx: &OverlayContext<'_>) -> Reply {
        if !self.is_open() {
            self.closed = false;
            self.offer(cx);
            return Reply::Done;
        }
        // A completion selected with the arrow keys is inserted first.
        if self.chosen.is_none() || self.before.is_some() {
            self.choose(forward);
        }
        if self.chosen.is_none() {
            self.choose(forward);
        }
        self.complete(false, cx)
    }

    /// Computes the completions at the cursor.
    fn offer(&mut self, cx: &OverlayContext<'_>) {
        self.offers = query::complete(self.input.value(), self.cursor(), &cx.view);
        (self.chosen, self.before) = (None, None);
        self.find_unknown(cx);
    }

    fn find_unknown(&mut self, cx: &OverlayContext<'_>) {
        self.unknown = query::unknown(self.input.value(), &cx.view);
    }

    /// Replaces the line by an earlier or later filter of this session.
    fn recall(&mut self, back: bool, cx: &OverlayContext<'_>) -> Reply {
        let len = cx.history.len();
        let (at, draft) = self.past.take().unwrap_or_else(|| (len, self.input.value().to_owned()));
        let at = if back { at.saturating_sub(1) } else { (at + 1).min(len) };
        self.input = Input::new(cx.history.get(at).unwrap_or(&draft).clone());
        self.past = Some((at, draft));
        self.closed = true;
        self.offer(cx);
        self.narrow()
    }
}

impl Overlay for FilterLine {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let request = typed(key);
        match action.filter(|_| request.is_none()) {
            Some(Action::Close) if self.is_open() => {
                self.closed = true;
                Reply::Done
            }
            // The completion was selected but not inserted yet.
            Some(Action::Enter) if self.is_open() && self.chosen.is_some() && self.before.is_none() => {
                self.complete(true, cx)
            }
            Some(Action::Close | Action::Enter) => Reply::close_and(Reply::Filter(FilterChange::Remember)),
            Some(Action::NextPane) => self.complete_next(true, cx),
            Some(Action::PreviousPane) => self.complete_next(false, cx),
            Some(action @ (Action::Up | Action::Down)) => {
                // On an empty line the keys are always offered, so the arrows go to the history.
                let recalls = action == Action::Up && self.chosen.is_none() && self.input.value().is_empty();
                if self.is_open() && (!recalls || cx.history.is_empty()) {
                    self.choose(action == Action::Down);
                    return Reply::Done;
                }
                self.recall(action == Action::Up, cx)
            }
            Some(action) if motion(action).is_some() && !is_line_motion(key) => Reply::Act(action),
            _ => match request.or_else(|| line_motion(key)) {
                Some(request) => {
                    self.input.handle(request);
                    self.typed(cx)
                }
                None => Reply::Done,
            },
        }
    }

    fn paste(&mut self, line: &str, cx: &OverlayContext<'_>) -> Reply {
        for c in line.chars() {
            self.input.handle(InputRequest::InsertChar(c));
        }
        self.typed(cx)
    }

    /// Passes the wheel to the filtered list below.
    fn wheel(&mut self, _motion: crate::ui::widgets::list::CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        Reply::Ignored
    }

    fn renew(&mut self, what: Renewed, cx: &OverlayContext<'_>) -> bool {
        if what != Renewed::Filter {
            self.offer(cx);
        }
        true
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        Some(draw::draw(cx, buf, self))
    }

    fn has_last_line(&self) -> bool {
        true
    }
}
