//! The prompt for a day: to look at the story as of it, or to compare it with the day that is shown.
//!
//! A day, month or year is typed (EDTF: the last day that it can mean), or one of the days on which something was
//! published is chosen from the list, which is narrowed by what is typed.

use chrono::NaiveDate;
use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use crate::dossier::Edtf;
use crate::dossier::date::display_day;
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::story::Publications;
use crate::text;
use crate::ui::app::line::{is_line_motion, line_motion, typed};
use crate::ui::app::{Model, shell, strip};
use crate::ui::screens::motion;
use crate::ui::widgets::list::{ListCursor, Motion};
use crate::ui::widgets::paint::Piece;

use super::Mode;

/// What the day is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::app) enum Purpose {
    /// To look at the story as of it.
    AsOf,
    /// To compare it with the day that is shown.
    Compare,
}

/// A day that is being typed or chosen.
pub(in crate::ui::app) struct Prompt {
    purpose: Purpose,
    input: Input,
    /// The day of the list that was chosen.
    chosen: Option<NaiveDate>,
    list: ListCursor,
}

impl Prompt {
    pub(in crate::ui::app) fn new(purpose: Purpose) -> Prompt {
        Prompt { purpose, input: Input::default(), chosen: None, list: ListCursor::default() }
    }

    /// The day that is meant; `None` while nothing is typed.
    ///
    /// # Errors
    /// What is wrong with what is typed, in words.
    fn meant(&self, all: &Publications) -> Result<Option<NaiveDate>, String> {
        if self.chosen.is_some() {
            return Ok(self.chosen);
        }
        let typed = self.input.value().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        match Edtf::parse(typed) {
            Ok(date) => date.latest().map(Some).ok_or_else(|| format!("`{typed}` has no last day")),
            Err(fault) => match candidates(all, typed).as_slice() {
                [only] => Ok(Some(*only)),
                [] => Err(format!("{fault}; a day is 2025-09-05, a month 2025-09, a year 2025")),
                many => Err(format!("{} days are meant; choose one", many.len())),
            },
        }
    }

    /// Moves through the list of days.
    fn go(&mut self, motion: Motion, all: &Publications, shown: NaiveDate) {
        let days = candidates(all, self.input.value());
        let at = self.chosen.and_then(|day| days.binary_search(&day).ok());
        match at {
            Some(at) => {
                self.list.select(at);
                self.list.go(motion, days.len());
            }
            // The first step goes into what was typed from its end; with nothing typed, on from the day that is shown.
            None => {
                let up = matches!(motion, Motion::Up | Motion::PageUp | Motion::HalfUp | Motion::Last);
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

/// The position of the last of these days that is not after `day`; else of the first.
fn nearest(days: &[NaiveDate], day: NaiveDate) -> usize {
    days.partition_point(|&d| d <= day).saturating_sub(1)
}

/// The days of publication that a text can stand for: those within the date that it is, those whose number it begins,
/// those in whose words it stands.
fn candidates(all: &Publications, typed: &str) -> Vec<NaiveDate> {
    let typed = typed.trim().to_lowercase();
    let span = Edtf::parse(&typed).ok().map(|date| (date.earliest(), date.latest()));
    let within = |day: NaiveDate| {
        span.is_some_and(|(first, last)| first.is_none_or(|f| f <= day) && last.is_none_or(|l| day <= l))
    };
    let fits = |day: NaiveDate| {
        typed.is_empty()
            || within(day)
            || day.to_string().starts_with(&typed)
            || (span.is_none() && display_day(day).to_lowercase().contains(&typed))
    };
    all.days().iter().map(|&(day, _)| day).filter(|&day| fits(day)).collect()
}

impl Model {
    /// A key for the prompt.
    pub(super) fn press_in_as_of(&mut self, key: KeyInput, action: Option<Action>) {
        let (all, shown) = (&self.publications, self.snapshot.day);
        let Mode::AsOf(prompt) = &mut self.mode else { return };
        let moved = match action {
            _ if typed(key).is_some() || is_line_motion(key) => None,
            Some(Action::NextPane) => Some(Motion::Down),
            Some(Action::PreviousPane) => Some(Motion::Up),
            action => action.and_then(motion),
        };
        match (moved, action, typed(key).or_else(|| line_motion(key))) {
            (Some(motion), ..) => prompt.go(motion, all, shown),
            (None, Some(Action::Close), None) => self.mode = Mode::Browse,
            (None, Some(Action::Enter), None) => self.take_day(),
            (None, _, Some(request)) => prompt.edit(request),
            (None, ..) => {}
        }
    }

    pub(super) fn paste_in_as_of(&mut self, line: &str) {
        let Mode::AsOf(prompt) = &mut self.mode else { return };
        for c in line.trim().chars() {
            prompt.edit(InputRequest::InsertChar(c));
        }
    }

    pub(super) fn wheel_in_as_of(&mut self, motion: Motion) {
        let (all, shown) = (&self.publications, self.snapshot.day);
        if let Mode::AsOf(prompt) = &mut self.mode {
            prompt.go(motion, all, shown);
        }
    }

    /// Does with the day what it is for; where there is none, the prompt says why and stays.
    fn take_day(&mut self) {
        let Mode::AsOf(prompt) = &self.mode else { return };
        match (prompt.purpose, prompt.meant(&self.publications)) {
            (_, Err(fault)) => {
                self.refuse(&fault);
            }
            (Purpose::AsOf, Ok(day)) => {
                self.mode = Mode::Browse;
                self.set_as_of(day);
            }
            (Purpose::Compare, Ok(day)) => {
                let other = day.unwrap_or(self.today);
                if other == self.snapshot.day {
                    self.refuse("this is the day that is shown; type the other one");
                } else {
                    self.compare_with(other);
                }
            }
        }
    }
}

impl Prompt {
    /// Changes the line; what was chosen from the list is the line from then on.
    fn edit(&mut self, request: InputRequest) {
        if let Some(day) = self.chosen.take() {
            self.input = Input::new(day.to_string());
        }
        self.input.handle(request);
    }
}

/// ```text
/// ┏ As of which day? ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
/// ┃ 2025-09█                      30 Sep 2025, 197 articles known    ┃
/// ┃ strip                                                            ┃
/// ┃ 3 Sep 2025    4 articles  ▇▇▇▇                                   ┃
/// ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ Tab chooses, Enter takes it ━┛
/// ```
pub(super) fn draw(model: &Model, buf: &mut Buffer, prompt: &Prompt) -> Position {
    let (paint, all, shown) = (model.paint, &model.publications, model.snapshot.day);
    let title = match prompt.purpose {
        Purpose::AsOf => "As of which day?".to_owned(),
        Purpose::Compare => format!("Compare {} with which day?", display_day(shown)),
    };
    let days = candidates(all, prompt.input.value());
    let key = |action| model.keymap.key_of(action);
    let note =
        format!("{} chooses, {} takes it, {} closes", key(Action::NextPane), key(Action::Enter), key(Action::Close));
    let inner = shell::popup(model, buf, &title, &note, 14);
    let meant = prompt.meant(all);
    let (words, role) = match &meant {
        Ok(Some(day)) => (format!("{}, {}", display_day(*day), articles_known(all.known_by(*day))), Role::Strong),
        Ok(None) => ("a day, month or year; nothing is today".to_owned(), Role::Quiet),
        Err(fault) => (fault.clone(), Role::Doubt),
    };
    let typed = prompt.chosen.map_or_else(|| prompt.input.value().to_owned(), |day| day.to_string());
    let room = inner.width.saturating_sub(u16::try_from(text::width(&typed)).unwrap_or(0) + 4);
    let words = text::cut(&words, room.into(), paint.glyphs.ellipsis()).into_owned();
    paint.put_right(buf, inner.x + 2, inner.right(), inner.y, &words, paint.style(role));
    let start = inner.x + paint.put(buf, inner.x, inner.y, inner.width, "> ", paint.style(Role::Accent));
    paint.put(buf, start, inner.y, inner.width.saturating_sub(2), &typed, paint.style(Role::Text));
    let is_day = meant.is_ok();
    let day = meant.ok().flatten().unwrap_or(shown);
    strip::draw(model, buf, Rect { y: inner.y + 1, height: 1, ..inner }, day);
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if !days.is_empty() {
        draw_days(model, buf, list, prompt, &days, day);
    } else if is_day {
        let words = "Nothing was published then; the day can be taken all the same.";
        paint.put(buf, list.x, list.y, list.width, words, paint.style(Role::Quiet));
    }
    let cursor = if prompt.chosen.is_some() { text::width(&typed) } else { prompt.input.visual_cursor() };
    Position { x: (start + u16::try_from(cursor).unwrap_or(0)).min(inner.right()), y: inner.y }
}

fn articles_known(count: usize) -> String {
    if count == 0 { "nothing was known".to_owned() } else { wording::count(count, "article known", "articles known") }
}

/// The days of publication with how many articles on each; the chosen one selected.
fn draw_days(model: &Model, buf: &mut Buffer, area: Rect, prompt: &Prompt, days: &[NaiveDate], meant: NaiveDate) {
    let (paint, all) = (model.paint, &model.publications);
    let mut cursor = prompt.list.clone();
    let at = prompt.chosen.and_then(|day| days.binary_search(&day).ok());
    cursor.select(at.unwrap_or_else(|| nearest(days, meant)));
    let seen = cursor.layout(area, 1, days.len());
    prompt.list.layout_at(&cursor);
    let most = all.days().iter().map(|&(_, count)| count).max().unwrap_or(1);
    for (n, y) in seen.zip(area.y..) {
        let count = all.days().binary_search_by_key(&days[n], |&(day, _)| day).map_or(0, |at| all.days()[at].1);
        let room = usize::from(area.width).saturating_sub(32).min(40);
        let bar = paint.glyphs.pick("▇", "#").repeat((count * room).div_ceil(most).min(room));
        let pieces: [Piece; 3] = [
            (format!("{:<14}", display_day(days[n])), Role::Text),
            (format!("{:<14}", wording::count(count, "article", "articles")), Role::Quiet),
            (bar, Role::Quiet),
        ];
        paint.pieces(buf, area.x, y, area.width, &pieces);
        if Some(n) == at {
            paint.select(buf, area, y, 1, true);
        }
    }
}
