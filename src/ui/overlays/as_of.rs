//! The prompt for a day: shows the story as of it, or compares it with the day that is shown.
//!
//! The user types a date as in the forms (the last day it can mean counts) or chooses one of the publication days from a
//! list that is narrowed by what is typed.

use chrono::NaiveDate;
use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use super::compare::DayComparison;
use super::{Overlay, OverlayContext, Reply, note, popup};
use crate::dossier::EdtfDate;
use crate::dossier::date::display_day;
use crate::dossier::date::when::{last_day, when};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::story::PublicationDays;
use crate::text;
use crate::ui::screens::{ScreenContext, motion, strip};
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::typing::{is_line_motion, line_motion, typed};

/// What the day is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPurpose {
    /// To show the story as of it.
    AsOf,
    /// To compare it with the day that is shown.
    Compare,
    /// To move the time axis there.
    Jump,
}

/// A day that is being typed or chosen.
#[derive(Debug)]
pub struct DayPrompt {
    purpose: DayPurpose,
    input: Input,
    /// The day that was chosen from the list.
    chosen: Option<NaiveDate>,
    list: ListCursor,
}

impl DayPrompt {
    /// Starts with an empty line.
    #[must_use]
    pub fn new(purpose: DayPurpose) -> DayPrompt {
        DayPrompt { purpose, input: Input::default(), chosen: None, list: ListCursor::default() }
    }

    /// The day that is entered; `None` while nothing is typed. A date is read as in the forms: `5 sep 2025`, `yesterday`.
    ///
    /// # Errors
    /// Returns what is wrong with the text, in words.
    fn meant(&self, cx: &ScreenContext<'_>) -> Result<Option<NaiveDate>, String> {
        if self.chosen.is_some() {
            return Ok(self.chosen);
        }
        let typed = self.input.value().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let (all, today) = (cx.publications, cx.today);
        // The axis goes to the first day; what was known is asked of the last.
        if self.purpose == DayPurpose::Jump
            && let Some(first) = when(typed, today).ok().and_then(|date| date.earliest())
        {
            return Ok(Some(first));
        }
        if let Ok(date) = EdtfDate::parse(typed) {
            return date.latest().map(Some).ok_or_else(|| format!("`{typed}` has no last day"));
        }
        last_day(typed, today).map(Some).or_else(|fault| match candidates(all, typed, today).as_slice() {
            [only] => Ok(Some(*only)),
            [] => Err(fault.message),
            many => Err(format!("{} days are meant; choose one", many.len())),
        })
    }

    /// Moves through the list of days.
    fn go(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) {
        let (all, shown) = (cx.publications, cx.snapshot.day);
        let days = candidates(all, self.input.value(), cx.today);
        let at = self.chosen.and_then(|day| days.binary_search(&day).ok());
        match at {
            Some(at) => {
                self.list.select(at);
                self.list.go(motion, days.len());
            }
            // The first step goes to the matching days, or, if nothing is typed, on from the day that is shown.
            None => {
                let up = matches!(
                    motion,
                    CursorMotion::Up | CursorMotion::PageUp | CursorMotion::HalfUp | CursorMotion::Last
                );
                let typed = !self.input.value().trim().is_empty();
                let to = match (typed, up) {
                    (true, false) => 0,
                    (true, true) => days.len(),
                    (false, false) => days.partition_point(|&d| d <= shown),
                    (false, true) => days.partition_point(|&d| d < shown).saturating_sub(1),
                };
                self.list.select(to);
            }
        }
        self.chosen = self.list.selected(days.len()).map(|at| days[at]);
    }
}

/// The position of the last of these days that is not after `day`, otherwise of the first.
fn nearest(days: &[NaiveDate], day: NaiveDate) -> usize {
    days.partition_point(|&d| d <= day).saturating_sub(1)
}

/// The publication days that a text can stand for: those within the date that it denotes, and those whose ISO form
/// begins with it or whose words contain it.
fn candidates(all: &PublicationDays, typed: &str, today: NaiveDate) -> Vec<NaiveDate> {
    let typed = typed.trim().to_lowercase();
    let is_edtf = EdtfDate::parse(&typed).is_ok();
    let span = when(&typed, today).ok().map(|date| (date.earliest(), date.latest()));
    let within = |day: NaiveDate| {
        span.is_some_and(|(first, last)| first.is_none_or(|f| f <= day) && last.is_none_or(|l| day <= l))
    };
    let fits = |day: NaiveDate| {
        typed.is_empty()
            || within(day)
            || day.to_string().starts_with(&typed)
            || (!is_edtf && display_day(day).to_lowercase().contains(&typed))
    };
    all.days().iter().map(|&(day, _)| day).filter(|&day| fits(day)).collect()
}

impl Overlay for DayPrompt {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let moved = match action {
            _ if typed(key).is_some() || is_line_motion(key) => None,
            Some(Action::NextPane) => Some(CursorMotion::Down),
            Some(Action::PreviousPane) => Some(CursorMotion::Up),
            action => action.and_then(motion),
        };
        match (moved, action, typed(key).or_else(|| line_motion(key))) {
            (Some(motion), ..) => self.wheel(motion, cx),
            (None, Some(Action::Close), None) => Reply::Close,
            (None, Some(Action::Enter), None) => self.confirm(cx),
            (None, _, Some(request)) => {
                self.edit(request);
                Reply::Done
            }
            (None, ..) => Reply::Done,
        }
    }

    fn paste(&mut self, line: &str, _cx: &OverlayContext<'_>) -> Reply {
        line.trim().chars().for_each(|c| self.edit(InputRequest::InsertChar(c)));
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, cx: &OverlayContext<'_>) -> Reply {
        self.go(motion, cx);
        Reply::Done
    }

    /// ```text
    /// ┏ As of which day? ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
    /// ┃ 2025-09█                      30 Sep 2025, 197 articles known    ┃
    /// ┃ strip                                                            ┃
    /// ┃ 3 Sep 2025    4 articles  ▇▇▇▇                                   ┃
    /// ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ Tab chooses, Enter takes it ━┛
    /// ```
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let (paint, all, shown) = (cx.paint, cx.publications, cx.snapshot.day);
        let title = match self.purpose {
            DayPurpose::AsOf => "As of which day?".to_owned(),
            DayPurpose::Jump => "To which date?".to_owned(),
            DayPurpose::Compare => format!("Compare {} with which day?", display_day(shown)),
        };
        let days = candidates(all, self.input.value(), cx.today);
        let key = |action| cx.keymap.key_beside_text(action);
        let (choose, take, close) = (key(Action::NextPane), key(Action::Enter), key(Action::Close));
        let note = note(&[(choose, "chooses"), (take, "takes it"), (close, "closes")]);
        let inner = popup(cx, buf, &title, &note, 14);
        let meant = self.meant(cx);
        let (words, role) = match &meant {
            Ok(Some(day)) => {
                (format!("{}, {}", display_day(*day), articles_known(all.known_by(*day))), StyleRole::Strong)
            }
            Ok(None) => ("a day, month or year; nothing is today".to_owned(), StyleRole::Quiet),
            Err(fault) => (fault.clone(), StyleRole::Doubt),
        };
        let typed = self.chosen.map_or_else(|| self.input.value().to_owned(), |day| day.to_string());
        let room = inner.width.saturating_sub(u16::try_from(text::width(&typed)).unwrap_or(0) + 4);
        let words = text::cut(&words, room.into(), paint.glyphs.ellipsis()).into_owned();
        paint.put_right(buf, inner.x + 2, inner.right(), inner.y, &words, paint.style(role));
        let start = inner.x + paint.put(buf, inner.x, inner.y, inner.width, "> ", paint.style(StyleRole::Accent));
        paint.put(buf, start, inner.y, inner.width.saturating_sub(2), &typed, paint.style(StyleRole::Text));
        let is_day = meant.is_ok();
        let day = meant.ok().flatten().unwrap_or(shown);
        strip::draw(cx, buf, Rect { y: inner.y + 1, height: 1, ..inner }, day);
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        if !days.is_empty() {
            self.draw_days(cx, buf, list, &days, day);
        } else if is_day {
            let words = "Nothing was published then; the day can be taken all the same.";
            paint.put(buf, list.x, list.y, list.width, words, paint.style(StyleRole::Quiet));
        }
        let cursor = if self.chosen.is_some() { text::width(&typed) } else { self.input.visual_cursor() };
        Some(Position { x: (start + u16::try_from(cursor).unwrap_or(0)).min(inner.right()), y: inner.y })
    }
}

impl DayPrompt {
    /// Uses the day for its purpose; if there is none, says why and stays open.
    fn confirm(&self, cx: &ScreenContext<'_>) -> Reply {
        match (self.purpose, self.meant(cx)) {
            (_, Err(fault)) => Reply::Refused(fault),
            (DayPurpose::Jump, Ok(day)) => Reply::close_and(Reply::GoToDay(day.unwrap_or(cx.snapshot.day))),
            (DayPurpose::AsOf, Ok(day)) => Reply::close_and(Reply::SetDay(day)),
            (DayPurpose::Compare, Ok(day)) => match day.unwrap_or(cx.today) {
                other if other == cx.snapshot.day => {
                    Reply::Refused("this is the day that is shown; type the other one".to_owned())
                }
                other => Reply::Instead(Box::new(DayComparison::with(cx, other))),
            },
        }
    }

    /// The publication days with the number of articles on each; the chosen day is selected.
    fn draw_days(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, days: &[NaiveDate], meant: NaiveDate) {
        let (paint, all) = (cx.paint, cx.publications);
        let mut cursor = self.list.clone();
        let at = self.chosen.and_then(|day| days.binary_search(&day).ok());
        cursor.select(at.unwrap_or_else(|| nearest(days, meant)));
        let seen = cursor.layout(area, 1, days.len());
        self.list.layout_at(&cursor);
        let most = all.days().iter().map(|&(_, count)| count).max().unwrap_or(1);
        for (n, y) in seen.zip(area.y..) {
            let count = all.days().binary_search_by_key(&days[n], |&(day, _)| day).map_or(0, |at| all.days()[at].1);
            let room = usize::from(area.width).saturating_sub(36).min(40);
            let bar = paint.glyphs.pick("▇", "#").repeat((count * room).div_ceil(most).min(room));
            // What has no day of its own became known when it was read.
            let count = match all.published_on(days[n]) {
                0 if count > 0 => format!("{count} without a day"),
                _ => wording::count(count, "article", "articles"),
            };
            let day = display_day(days[n]);
            let pieces = [
                (day.as_str(), StyleRole::Text),
                (text::fill(&day, 14), StyleRole::Text),
                (&count, StyleRole::Quiet),
                (text::fill(&count, 18), StyleRole::Quiet),
                (&bar, StyleRole::Quiet),
            ];
            paint.pieces(buf, area.x, y, area.width, &pieces);
            if Some(n) == at {
                paint.select(buf, area, y, 1, true);
            }
        }
    }

    /// Edits the line, which first takes over a day chosen from the list.
    fn edit(&mut self, request: InputRequest) {
        if let Some(day) = self.chosen.take() {
            self.input = Input::new(day.to_string());
        }
        self.input.handle(request);
    }
}

fn articles_known(count: usize) -> String {
    if count == 0 { "nothing was known".to_owned() } else { wording::count(count, "article known", "articles known") }
}
