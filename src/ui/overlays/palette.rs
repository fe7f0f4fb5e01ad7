//! The palette: one box to open records and screens, apply saved filters, and run commands.
//!
//! ```text
//! ┏━ Find ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ : gwad█                                                   ┃
//! ┃ Gwadar   PK                                        port   ┃
//! ┃ Ports    how do the ports and corridors co…    5  screen  ┃
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 12 of 812, Enter, Esc closes ┛
//! ```

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::{Input, InputRequest};

use super::{Overlay, OverlayContext, Renewed, Reply, note, popup};
use crate::dossier::{CorridorStatus, EdtfDate, Kind, Rec};
use crate::query;
use crate::report::wording;
use crate::settings::input::action::{ACTIONS, ActionRow};
use crate::settings::input::{Action, ActionGroup, ScreenId, key};
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::palette::{
    self, DisplayPlaces, PaletteChoice, PaletteCorpus, PaletteHits, PaletteItem, PaletteRecords, RankedItem,
    RecentChoice,
};
use crate::ui::screens::motion;
use crate::ui::screens::rows::new_badge;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::StyledText;
use crate::ui::widgets::typed_line;
use crate::ui::widgets::typing::{is_line_motion, line_motion, typed};

/// The box.
#[derive(Debug, Default)]
pub struct PaletteBox {
    input: Input,
    cursor: ListCursor,
    /// Screens, saved filters and commands.
    others: Vec<PaletteItem>,
    /// By saved filter: how many rows the focused list would have.
    counts: Vec<Option<usize>>,
    places: DisplayPlaces,
    ranked: RankedItem,
}

/// A match as it is drawn.
struct PaletteRow<'a> {
    /// The name, and the other name that matched.
    name: Vec<&'a str>,
    /// What tells it apart from others.
    beside: String,
    kind: &'static str,
    key: String,
}

impl PaletteRow<'_> {
    /// The columns of the name.
    fn columns(&self) -> usize {
        self.name.iter().map(|part| text::width(&text::safe(part))).sum()
    }
}

impl PaletteBox {
    /// Starts with everything that can be found, and nothing typed.
    #[must_use]
    pub fn new(cx: &OverlayContext<'_>) -> PaletteBox {
        PaletteBox::with(Input::default(), DisplayPlaces::of(records(cx), &cx.view), cx)
    }

    fn with(input: Input, places: DisplayPlaces, cx: &OverlayContext<'_>) -> PaletteBox {
        let screens =
            ScreenId::ALL.iter().map(|&id| PaletteItem::new(PaletteChoice::Screen(id), id.name(), id.question()));
        let saved = cx.saved.iter().enumerate();
        let saved = saved.map(|(at, filter)| PaletteItem::new(PaletteChoice::Saved(at), &filter.name, &filter.query));
        // Screens are listed under their own names.
        let rows = ACTIONS.iter().filter(|row| row.on.has(cx.screen_id));
        let rows = rows.filter(|row| !matches!(row.action, Action::Open(_) | Action::Palette));
        // Motions are known to everybody, so they are last.
        let (motions, rows): (Vec<_>, Vec<_>) = rows.partition(|row| row.group == ActionGroup::Move);
        let commands = rows.into_iter().chain(motions);
        let commands = commands
            .map(|row: &ActionRow| PaletteItem::new(PaletteChoice::Command(row.action), &command(row), row.help));
        let others = screens.chain(saved).chain(commands).collect();
        let counts = cx.saved.iter().map(|filter| cx.count_with(&filter.query)).collect();
        let mut palette = PaletteBox { input, others, counts, places, ..PaletteBox::default() };
        palette.rank(cx);
        palette
    }

    /// Finds what matches the text.
    fn rank(&mut self, cx: &OverlayContext<'_>) {
        let typed = self.input.value();
        let articles = palette::articles(typed);
        let _ = cx.are_words_answered(&articles); // where it is not, the box is filled when a thread has found them
        let corpus = PaletteCorpus { others: &self.others, records: records(cx), places: &self.places };
        let recent: Vec<PaletteChoice> = cx.recent.iter().filter_map(|recent| still(recent, cx)).collect();
        self.ranked = palette::rank(typed, &corpus, &recent, &self.ranked, &cx.view);
        self.cursor.select(0);
    }

    /// A match as it is drawn.
    fn row<'a>(&self, hit: &'a PaletteHits, cx: &OverlayContext<'_>) -> PaletteRow<'a> {
        let (kind, key) = match hit.choice {
            PaletteChoice::Record(rec) => (rec.kind().singular(), String::new()),
            PaletteChoice::Screen(screen) => ("screen", cx.key(Action::Open(screen))),
            PaletteChoice::Command(action) => ("command", cx.key(action)),
            PaletteChoice::Saved(at) => {
                let key = cx.saved[at].key.map(|key| key::label(key, cx.keymap.unicode));
                ("filter", key.unwrap_or_default())
            }
        };
        let beside = match hit.choice {
            PaletteChoice::Saved(at) => {
                let count = self.counts.get(at).copied().flatten().unwrap_or(0);
                format!("{count} {}: {}", cx.screen.noun(count), cx.saved[at].query)
            }
            choice => beside(choice, cx),
        };
        // Separate pieces, so that a right-to-left name leaves the brackets in place.
        let alias = hit.alias.iter().flat_map(|alias| ["  (", alias, ")"]);
        PaletteRow { name: [&*hit.name].into_iter().chain(alias).collect(), beside, kind, key }
    }

    /// The matches in columns: names, what tells them apart, their keys, and what they are. A name that is longer than
    /// half of the width moves what stands beside it.
    fn draw_rows(&self, cx: &OverlayContext<'_>, buf: &mut Buffer, list: Rect) {
        let found = &self.ranked.found;
        let seen = self.cursor.layout(list, 1, found.len());
        let rows: Vec<PaletteRow> = found[seen.clone()].iter().map(|hit| self.row(hit, cx)).collect();
        let most = usize::from(list.width) / 2;
        let names = rows.iter().map(PaletteRow::columns).filter(|&name| name <= most).max().unwrap_or(0);
        let kinds = rows.iter().map(|row| row.kind.len()).max().unwrap_or(0);
        let sought = query::bare_words(self.input.value());
        for ((n, row), y) in seen.zip(&rows).zip(list.y..) {
            let gap = text::blanks(names.saturating_sub(row.columns()) + 3);
            let mut pieces: Vec<StyledText<&str>> = row.name.iter().map(|part| (*part, StyleRole::Text)).collect();
            pieces.extend([gap, &row.beside].map(|part| (part, StyleRole::Quiet)));
            let mut badge = Vec::new();
            if let PaletteChoice::Record(rec) = found[n].choice {
                badge.extend(new_badge(cx, rec, list.width));
            }
            let apart = if row.key.is_empty() { "" } else { "  " };
            let about = [" ", &row.key, apart, row.kind, text::fill(row.kind, kinds)];
            badge.extend(about.map(|part| (part, StyleRole::Quiet)));
            cx.paint.row_marked(buf, list, y, &pieces, &badge, &|text: &str| sought.marks(text));
            if self.cursor.selected(found.len()) == Some(n) {
                cx.paint.select(buf, list, y, 1, true);
            }
        }
    }
}

impl Overlay for PaletteBox {
    fn press(&mut self, key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let request = typed(key);
        match action.filter(|_| request.is_none()) {
            Some(Action::Enter) => {
                let at = self.cursor.selected(self.ranked.found.len());
                let choice = at.map(|at| self.ranked.found[at].choice);
                return choice.map_or(Reply::Done, |choice| Reply::close_and(Reply::Choose(choice)));
            }
            Some(Action::Close | Action::Palette) => return Reply::Close,
            Some(Action::NextPane) => return self.wheel(CursorMotion::Down, cx),
            Some(Action::PreviousPane) => return self.wheel(CursorMotion::Up, cx),
            action => {
                if let Some(motion) = action.and_then(motion).filter(|_| !is_line_motion(key)) {
                    return self.wheel(motion, cx);
                }
            }
        }
        if let Some(request) = request.or_else(|| line_motion(key)) {
            self.input.handle(request);
            self.rank(cx);
        }
        Reply::Done
    }

    fn paste(&mut self, line: &str, cx: &OverlayContext<'_>) -> Reply {
        for c in line.chars() {
            self.input.handle(InputRequest::InsertChar(c));
        }
        self.rank(cx);
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.ranked.found.len());
        Reply::Done
    }

    /// Searches again; the text stays, and so do the places of the records where dossier and day do.
    fn renew(&mut self, what: Renewed, cx: &OverlayContext<'_>) -> bool {
        let places = match what {
            Renewed::Dossier | Renewed::Day => DisplayPlaces::of(records(cx), &cx.view),
            Renewed::Filter | Renewed::Found | Renewed::Settings => std::mem::take(&mut self.places),
        };
        *self = PaletteBox::with(std::mem::take(&mut self.input), places, cx);
        true
    }

    /// The input line, and the matches below.
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let paint = cx.paint;
        let found = &self.ranked.found;
        let key = |action| cx.keymap.key_beside_text(action);
        let by_words = cx.records.get().is_some_and(PaletteRecords::has_articles_by_words);
        let articles = cx.shown.of(Kind::Article).total();
        let articles = if !by_words || articles == 0 {
            String::new()
        } else if articles == 1 {
            "1 article by its words; ".to_owned()
        } else {
            format!("{} articles by their words; ", wording::whole(articles as u64))
        };
        let matches = if self.ranked.total == 1 { "match" } else { "matches" };
        let fit = format!("{articles}{} {matches}", wording::whole(self.ranked.total as u64));
        let keys = note(&[(key(Action::Enter), "opens"), (key(Action::Close), "closes")]);
        let inner = popup(cx, buf, "Find", &format!("{fit}, {keys}"), cx.terminal.height.into());
        let typed = paint.put(buf, inner.x, inner.y, inner.width, ": ", paint.style(StyleRole::Accent));
        let row = Rect { x: inner.x + typed, width: inner.width.saturating_sub(typed), height: 1, ..inner };
        let cursor = typed_line::draw(paint, buf, row, &self.input, &|_| paint.style(StyleRole::Text));
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        if found.is_empty() {
            let words =
                format!("Nothing has these letters. {}", note(&[(cx.key(Action::Filter), "looks into the texts.")]));
            paint.put(buf, list.x, list.y, list.width, words.trim_end(), paint.style(StyleRole::Quiet));
        }
        self.draw_rows(cx, buf, list);
        Some(Position { x: cursor, y: inner.y })
    }
}

/// The names of all records, prepared where no thread has done so.
fn records<'a>(cx: &OverlayContext<'a>) -> &'a PaletteRecords {
    cx.records.get_or_init(|| PaletteRecords::of(cx.dossier))
}

/// Earlier choices that still exist.
fn still(recent: &RecentChoice, cx: &OverlayContext<'_>) -> Option<PaletteChoice> {
    Some(match recent {
        RecentChoice::Record(id) => PaletteChoice::Record(cx.dossier.find(id)?),
        RecentChoice::Screen(screen) => PaletteChoice::Screen(*screen),
        RecentChoice::Saved(name) => PaletteChoice::Saved(cx.saved.iter().position(|filter| filter.name == *name)?),
        RecentChoice::Command(action) => PaletteChoice::Command(*action),
    })
}

/// A short description beside the name: date, country, outlet, the purpose of a command.
fn beside(choice: PaletteChoice, cx: &OverlayContext<'_>) -> String {
    let (dossier, snapshot) = (cx.dossier, cx.snapshot);
    let date = |date: Option<&EdtfDate>| date.map_or_else(|| "no date".to_owned(), EdtfDate::display);
    match choice {
        PaletteChoice::Screen(screen) => screen.question().to_owned(),
        PaletteChoice::Saved(at) => cx.saved[at].query.clone(),
        PaletteChoice::Command(action) => action.row().help.to_owned(),
        PaletteChoice::Record(Rec::Event(ix)) => date(snapshot[ix].date.as_ref()),
        PaletteChoice::Record(Rec::Actor(ix)) => {
            let office = snapshot.office_on(dossier, ix, snapshot.day).map(|o| o.title.clone());
            office.unwrap_or_else(|| dossier[ix].country.clone().unwrap_or_default())
        }
        PaletteChoice::Record(Rec::Port(ix)) => dossier[ix].country.clone(),
        PaletteChoice::Record(Rec::Place(ix)) => dossier[ix].country.clone().unwrap_or_default(),
        PaletteChoice::Record(Rec::Corridor(ix)) => {
            snapshot[ix].status.map_or("unknown", CorridorStatus::word).to_owned()
        }
        PaletteChoice::Record(Rec::Article(ix)) => {
            let article = dossier.articles.get(ix);
            format!("{}, {}", date(article.published_date().as_ref()), article.outlet)
        }
        PaletteChoice::Record(Rec::Figure(ix)) => wording::amount(&dossier[ix]),
    }
}

/// The name of a command as it begins a line: `Zoom out`.
fn command(row: &ActionRow) -> String {
    let words = row.words();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
