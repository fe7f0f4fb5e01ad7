//! One box over everything: records are entered, screens opened, saved filters put on, commands run.
//!
//! ```text
//! ┏━ Find ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ : gwad█                                                   ┃
//! ┃ Gwadar   PK                                          port ┃
//! ┃ Ports                                            screen 5 ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 12 of 812, Enter, Esc closes ┛
//! ```

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use crate::dossier::{Edtf, Rec};
use crate::query;
use crate::report::wording;
use crate::settings::input::action::{ACTIONS, Group, Row};
use crate::settings::input::{Action, ScreenId, key};
use crate::settings::theme::Role;
use crate::text;
use crate::ui::app::line::{is_line_motion, line_motion, typed};
use crate::ui::app::{Model, shell};
use crate::ui::effect::Effect;
use crate::ui::palette::{self, Choice, Found, Item, Ranked, Records};
use crate::ui::screens::motion;
use crate::ui::screens::rows::new_badge;
use crate::ui::widgets::list::{ListCursor, Motion};

use super::Mode;

/// How many choices are remembered.
const REMEMBERED: usize = 50;

/// The box.
#[derive(Debug, Default)]
pub(in crate::ui::app) struct Palette {
    input: Input,
    cursor: ListCursor,
    /// Screens, saved filters and commands.
    others: Vec<Item>,
    /// How many rows the list that has the focus would have, by saved filter.
    counts: Vec<Option<usize>>,
    ranked: Ranked,
}

impl Palette {
    pub(super) fn go(&mut self, motion: Motion) {
        self.cursor.go(motion, self.ranked.found.len());
    }
}

/// Something that was chosen, by a name that outlives a story that is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui::app) enum Recent {
    Record(String),
    Screen(ScreenId),
    Saved(String),
    Command(Action),
}

impl Model {
    pub(in crate::ui::app) fn open_palette(&mut self) {
        let screens = ScreenId::ALL.iter().map(|&id| Item::new(Choice::Screen(id), id.name(), id.question()));
        let saved = self.saved.iter().enumerate();
        let saved = saved.map(|(at, filter)| Item::new(Choice::Saved(at), &filter.name, &filter.query));
        // Screens stand above under their own names.
        let rows = ACTIONS.iter().filter(|row| row.on.has(self.screen));
        let rows = rows.filter(|row| !matches!(row.action, Action::Open(_) | Action::Palette));
        // Motions are known to every hand: they stand last.
        let (motions, rows): (Vec<_>, Vec<_>) = rows.partition(|row| row.group == Group::Move);
        let commands = rows.into_iter().chain(motions);
        let commands = commands.map(|row: &Row| Item::new(Choice::Command(row.action), &command(row.name), row.help));
        let others = screens.chain(saved).chain(commands).collect();
        let counts = (0..self.saved.len()).map(|at| self.saved_count(at)).collect();
        self.mode = Mode::Palette(Palette { others, counts, ..Palette::default() });
        self.rank();
    }

    /// The story or the configuration is another one; what was typed stays.
    pub(super) fn renew_palette(&mut self) {
        let Mode::Palette(palette) = &mut self.mode else { return };
        let input = std::mem::take(&mut palette.input);
        self.open_palette();
        let Mode::Palette(palette) = &mut self.mode else { return };
        palette.input = input;
        self.rank();
    }

    pub(in crate::ui::app) fn press_in_palette(&mut self, key: KeyInput, action: Option<Action>) -> Vec<Effect> {
        let Mode::Palette(palette) = &mut self.mode else { return Vec::new() };
        let request = typed(key);
        match action.filter(|_| request.is_none()) {
            Some(Action::Enter) => {
                let at = palette.cursor.selected(palette.ranked.found.len());
                let choice = at.map(|at| palette.ranked.found[at].choice);
                return choice.map_or_else(Vec::new, |choice| self.choose(choice));
            }
            Some(Action::Close | Action::Palette) => self.mode = Mode::Browse,
            Some(Action::NextPane) => palette.go(Motion::Down),
            Some(Action::PreviousPane) => palette.go(Motion::Up),
            Some(action) if motion(action).is_some() && !is_line_motion(key) => {
                if let Some(motion) = motion(action) {
                    palette.go(motion);
                }
            }
            _ => {
                if let Some(request) = request.or_else(|| line_motion(key)) {
                    palette.input.handle(request);
                    self.rank();
                }
            }
        }
        Vec::new()
    }

    pub(super) fn paste_in_palette(&mut self, text: &str) {
        let Mode::Palette(palette) = &mut self.mode else { return };
        for c in text.chars() {
            palette.input.handle(InputRequest::InsertChar(c));
        }
        self.rank();
    }

    /// Finds what fits what is typed.
    fn rank(&mut self) {
        let Mode::Palette(palette) = &self.mode else { return };
        let articles = palette::articles(palette.input.value());
        self.is_answered(&articles); // where it is not, the box is filled when a thread has found them
        let Mode::Palette(palette) = &self.mode else { return };
        let view = self.view();
        let records = self.records.get_or_init(|| Records::of(&view));
        let recent: Vec<Choice> = self.recent.iter().filter_map(|recent| self.still(recent)).collect();
        let typed = palette.input.value();
        let ranked = palette::rank(typed, &palette.others, records, &recent, &palette.ranked, &view);
        let Mode::Palette(palette) = &mut self.mode else { return };
        palette.ranked = ranked;
        palette.cursor.select(0);
    }

    /// What was chosen before, where there still is such a thing.
    fn still(&self, recent: &Recent) -> Option<Choice> {
        Some(match recent {
            Recent::Record(id) => Choice::Record(self.dossier.find(id)?),
            Recent::Screen(screen) => Choice::Screen(*screen),
            Recent::Saved(name) => Choice::Saved(self.saved.iter().position(|filter| filter.name == *name)?),
            Recent::Command(action) => Choice::Command(*action),
        })
    }

    fn remember(&mut self, choice: Choice) {
        let recent = match choice {
            Choice::Record(rec) => Recent::Record(self.dossier.id(rec).to_owned()),
            Choice::Screen(screen) => Recent::Screen(screen),
            Choice::Saved(at) => Recent::Saved(self.saved[at].name.clone()),
            Choice::Command(action) => Recent::Command(action),
        };
        self.recent.retain(|earlier| *earlier != recent);
        self.recent.insert(0, recent);
        self.recent.truncate(REMEMBERED);
    }

    /// Enters or runs it.
    fn choose(&mut self, choice: Choice) -> Vec<Effect> {
        self.remember(choice);
        self.mode = Mode::Browse;
        match choice {
            Choice::Record(rec) => self.enter(rec),
            Choice::Screen(screen) => return self.act(Action::Open(screen)),
            Choice::Saved(at) => self.put_on(at),
            Choice::Command(action) => return self.act(action),
        }
        Vec::new()
    }

    /// A few quiet words beside the name: date, country, outlet, what a command does.
    fn beside(&self, choice: Choice) -> String {
        let dossier = &self.dossier;
        let date = |date: Option<&Edtf>| date.map_or_else(|| "no date".to_owned(), Edtf::display);
        match choice {
            Choice::Screen(screen) => screen.question().to_owned(),
            Choice::Saved(at) => self.saved[at].query.clone(),
            Choice::Command(action) => action.row().help.to_owned(),
            Choice::Record(Rec::Event(ix)) => date(self.snapshot[ix].date.as_ref()),
            Choice::Record(Rec::Actor(ix)) => {
                let office = self.snapshot.office_on(dossier, ix, self.snapshot.day).map(|o| o.title.clone());
                office.unwrap_or_else(|| dossier[ix].country.clone().unwrap_or_default())
            }
            Choice::Record(Rec::Port(ix)) => dossier[ix].country.clone(),
            Choice::Record(Rec::Place(ix)) => dossier[ix].country.clone().unwrap_or_default(),
            Choice::Record(Rec::Corridor(ix)) => {
                self.snapshot[ix].status.map_or("unknown", crate::dossier::CorridorStatus::word).to_owned()
            }
            Choice::Record(Rec::Article(ix)) => {
                let article = dossier.articles.get(ix);
                format!("{}, {}", article.outlet, date(article.published_date().as_ref()))
            }
            Choice::Record(Rec::Figure(ix)) => wording::amount(&dossier[ix]),
        }
    }

    /// What kind of thing it is, and its key or rows.
    fn badge(&self, palette: &Palette, choice: Choice) -> String {
        match choice {
            Choice::Record(rec) => rec.kind().singular().to_owned(),
            Choice::Screen(screen) => format!("screen  {}", self.keymap.key_of(Action::Open(screen))),
            Choice::Command(action) => format!("command  {}", self.keymap.key_of(action)),
            Choice::Saved(at) => {
                let count = palette.counts.get(at).copied().flatten().unwrap_or(0);
                let noun = self.screens.get(self.screen).noun(count);
                let key = self.saved[at].key.map(|key| format!("  {}", key::label(key, self.keymap.unicode)));
                format!("filter, {count} {noun}{}", key.unwrap_or_default())
            }
        }
    }
}

/// `as-of-back` as words.
fn command(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The line that is typed, and what fits below it. Returns where the cursor stands.
pub(super) fn draw(model: &Model, buf: &mut Buffer, palette: &Palette) -> Position {
    let paint = model.paint;
    let found = &palette.ranked.found;
    let (enter, close) = (model.keymap.key_of(Action::Enter), model.keymap.key_of(Action::Close));
    let by_words = model.records.get().map_or(0, Records::articles_by_words);
    let articles = if by_words > 0 { format!("{by_words} articles by their words; ") } else { String::new() };
    let note = format!("{articles}{} fit, {enter} opens, {close} closes", palette.ranked.total);
    let inner = shell::popup(model, buf, "Find", &note, usize::from(model.size.1));
    let typed = paint.put(buf, inner.x, inner.y, inner.width, ": ", paint.style(Role::Accent));
    let room = inner.width.saturating_sub(typed + 1);
    let scroll = palette.input.visual_scroll(usize::from(room));
    let shown: String = skipped(palette.input.value(), scroll);
    paint.put(buf, inner.x + typed, inner.y, room, &shown, paint.style(Role::Text));
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if found.is_empty() {
        let words = "Nothing has these letters. / looks into the texts.";
        paint.put(buf, list.x, list.y, list.width, words, paint.style(Role::Quiet));
    }
    let sought = query::parse(&query::fold::words(palette.input.value())).query;
    let marks = |text: &str| sought.marks(text);
    for (n, y) in palette.cursor.layout(list, 1, found.len()).zip(list.y..) {
        let Found { choice, name, alias } = &found[n];
        let mut pieces = vec![(name.clone(), Role::Text)];
        // Apart, so that a name that runs the other way leaves the brackets where they are.
        for part in alias.iter().flat_map(|alias| ["  (", alias, ")"]) {
            pieces.push((part.to_owned(), Role::Text));
        }
        pieces.push((format!("   {}", model.beside(*choice)), Role::Quiet));
        let mut badge = vec![(format!(" {}", model.badge(palette, *choice)), Role::Quiet)];
        if let Choice::Record(rec) = *choice {
            badge.extend(new_badge(&model.ctx(), rec, list.width));
        }
        paint.row_marked(buf, list, y, &pieces, &badge, &marks);
        if palette.cursor.selected(found.len()) == Some(n) {
            paint.select(buf, list, y, 1, true);
        }
    }
    let cursor = u16::try_from(palette.input.visual_cursor().saturating_sub(scroll)).unwrap_or(0);
    Position { x: (inner.x + typed + cursor).min(inner.right().saturating_sub(1)), y: inner.y }
}

/// A text without its first columns.
fn skipped(text: &str, columns: usize) -> String {
    let mut passed = 0;
    let behind = text.chars().skip_while(|c| {
        let before = passed;
        passed += text::width(c.encode_utf8(&mut [0; 4]));
        before < columns
    });
    behind.collect()
}
