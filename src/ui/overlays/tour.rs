//! The tour: eight keys, one after another, each with what it shows. Any other key ends it and does what it always does.
//!
//! ```text
//! ┏━ Tour, 3 of 8 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ Backspace  Back to where you came from.                             ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ any other key ends it ━┛
//! ```

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Overlay, OverlayContext, Reply};
use crate::settings::input::{Action, Keymap, ScreenId};
use crate::settings::theme::StyleRole;
use crate::text;

/// What is pressed, and what that shows.
const STEPS: [(Action, &str); 8] = [
    (Action::Down, "The next event. What is known of it stands in the card below."),
    (Action::Enter, "The whole card: what each source said of it, word for word."),
    (Action::Back, "Back to where you came from."),
    (Action::Open(ScreenId::Ledger), "The Ledger: who promised what, by when, and what came of it."),
    (Action::Open(ScreenId::Ports), "The ports side by side: every figure with its period and source."),
    (Action::AsOfBack, "One publication earlier: every screen shows what was known then."),
    (Action::Today, "Back to today."),
    (Action::Help, "All keys of the screen, and what the marks mean."),
];

/// The step that comes next.
#[derive(Debug, Default)]
pub struct TourGuide {
    step: usize,
}

impl TourGuide {
    /// The key and the words of the step; a step whose action has no key is passed over.
    fn skip_unbound(&mut self, keymap: &Keymap) {
        while STEPS.get(self.step).is_some_and(|(action, _)| keymap.key_of(*action).is_empty()) {
            self.step += 1;
        }
    }
}

impl Overlay for TourGuide {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        self.skip_unbound(cx.keymap);
        let wanted = STEPS.get(self.step).map(|(action, _)| *action);
        let act = action.filter(|&action| action != Action::Close).map_or(Reply::Done, Reply::Act);
        if action.is_none() || action != wanted {
            return Reply::close_and(act);
        }
        self.step += 1;
        self.skip_unbound(cx.keymap);
        if self.step == STEPS.len() { Reply::close_and(act) } else { act }
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let mut guide = TourGuide { step: self.step };
        guide.skip_unbound(cx.keymap);
        let (action, words) = STEPS.get(guide.step)?;
        let key = cx.key(*action);
        let room = usize::from(cx.area.width.saturating_sub(4));
        let lines = text::wrap(words, room.saturating_sub(text::width(&key) + 2));
        let height = u16::try_from(lines.len()).unwrap_or(1) + 2;
        let area = Rect { y: cx.area.bottom().saturating_sub(height), height, ..cx.area };
        Clear.render(area, buf);
        let title = format!("Tour, {} of {}", guide.step + 1, STEPS.len());
        let inner = cx.paint.pane(buf, area, &title, "any other key ends it", true);
        let used = cx.paint.put(buf, inner.x, inner.y, inner.width, &key, cx.paint.style(StyleRole::Accent)) + 2;
        for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
            let room = inner.width.saturating_sub(used);
            cx.paint.put(buf, inner.x + used, y, room, line, cx.paint.style(StyleRole::Text));
        }
        None
    }

    fn hints(&self, keymap: &Keymap) -> Vec<(String, &'static str)> {
        STEPS.get(self.step).map(|(action, _)| (keymap.key_of(*action), "goes on")).into_iter().collect()
    }
}
