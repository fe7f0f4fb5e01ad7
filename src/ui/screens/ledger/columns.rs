//! The columns of the Ledger: what stands in them, and how wide they are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx};
use crate::report::promises::{LedgerEntry, promised_by, promised_by_short};
use crate::report::wording;
use crate::settings::theme::{GlyphSet, StyleRole, legend, state_role};
use crate::story::SlipDays;
use crate::text;
use crate::ui::screens::ScreenContext;
use crate::ui::screens::rows::new_badge;
use crate::ui::widgets::paint::{NO_BADGE, StyledText, owned};

/// The widths of what stands in the columns: of the dates, of who promised, and of what with its signs.
#[derive(Default)]
pub(super) struct LedgerWidths {
    dates: [u16; 3],
    by: u16,
    /// Of the shortest wording of each that promised.
    by_shortest: Vec<u16>,
    what: u16,
}

impl LedgerWidths {
    /// Makes room for an entry.
    pub(super) fn widen(&mut self, cx: &ScreenContext<'_>, entry: &LedgerEntry) {
        let width = |words: &str| u16::try_from(text::width(&text::safe(words))).unwrap_or(u16::MAX);
        for (widest, date) in self.dates.iter_mut().zip(dates_of(cx, entry)) {
            *widest = (*widest).max(width(&date));
        }
        let signs: u16 = badge(cx, entry.event, 0).iter().map(|(words, _)| width(words)).sum();
        self.what = self.what.max(width(&cx.dossier[entry.event].title).saturating_add(signs + 1));
        self.by = self.by.max(width(&promised_by_short(cx.dossier, entry.row, usize::MAX)));
        self.by_shortest.push(width(&promised_by_short(cx.dossier, entry.row, 0)));
    }

    /// The columns of who promised, `least` or as many as it takes that nobody is cut who needs no more than a quarter of
    /// the width: a title that is cut is still read, a name is not.
    fn whole_names(&self, least: u16, width: u16) -> u16 {
        let names = self.by_shortest.iter().map(|&columns| columns.saturating_add(GAP));
        names.filter(|&columns| columns <= (width / 4).min(19) + GAP).max().unwrap_or(least).max(least)
    }

    /// The columns of who promised and of what, where the one can have what the other does not need.
    fn shared(&self, by: u16, what: u16) -> (u16, u16) {
        let spare = what.saturating_sub(self.what + 1).min((self.by + GAP).saturating_sub(by));
        (by + spare, what - spare)
    }
}

/// One column of the Ledger.
struct LedgerColumn {
    /// What stands above it, and its name where the row is heard.
    head: &'static str,
    /// Which of the cells it is where the row is heard, from 0.
    heard: u8,
    place: CellPlace,
    /// Its width, with the blank behind it; 0 where it is left out.
    width: fn(&LedgerColumns) -> u16,
    /// Its text, followed by the badges.
    cell: fn(&LedgerCell<'_, '_>) -> Vec<StyledText>,
}

/// The blanks behind a date and behind a name.
const GAP: u16 = 2;

/// How a cell stands in its column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellPlace {
    /// A date is never cut: the next column begins behind it.
    Whole,
    /// Cut at the end of the column.
    Cut,
    /// What the row is about: cut, with its badges at the end of the column. It is heard without the head.
    Main,
    /// At the right end of the column.
    Right,
    /// Up to the edge of the table. It is heard without the head.
    Last,
}

/// The columns from left to right: one row for each, and a field of [`LedgerColumns`] for its width.
const COLUMNS: [LedgerColumn; 7] = [
    column("first due", 2, CellPlace::Whole, |widths| widths.first, first_due),
    column("now due", 3, CellPlace::Whole, |widths| widths.now, now_due),
    column("last heard", 5, CellPlace::Whole, |widths| widths.heard, last_heard),
    column("by", 4, CellPlace::Cut, |widths| widths.by, promiser),
    column("what", 0, CellPlace::Main, |widths| widths.what, promise),
    column("slip", 6, CellPlace::Right, |widths| widths.slip, slip),
    column("state", 1, CellPlace::Last, |widths| widths.state, outcome),
];

/// A row of [`COLUMNS`].
const fn column(
    head: &'static str,
    heard: u8,
    place: CellPlace,
    width: fn(&LedgerColumns) -> u16,
    cell: fn(&LedgerCell<'_, '_>) -> Vec<StyledText>,
) -> LedgerColumn {
    LedgerColumn { head, heard, place, width, cell }
}

/// The widths of [`COLUMNS`].
pub(super) struct LedgerColumns {
    first: u16,
    now: u16,
    heard: u16,
    by: u16,
    what: u16,
    slip: u16,
    state: u16,
}

impl LedgerColumns {
    /// Dates take what they need. Where it is narrow, the date that holds now stands alone, and the state is its sign.
    /// What promises leave of the width goes to who promised.
    pub(super) fn of(width: u16, widths: &LedgerWidths) -> LedgerColumns {
        // A longer date is whole, and what follows it starts further right.
        let widest = if width >= 160 { 24 } else { 15 };
        let [first, now, heard] = widths.dates.map(|columns| columns.clamp(10, widest) + GAP);
        let slip = 7;
        if width >= 110 {
            // The head of the group says the state; its word stands there where it costs no name.
            let state = if width >= 130 { 12 } else { 2 };
            let by = widths.whole_names((width / 8).clamp(14, 26), width);
            let what = width.saturating_sub(first + now + heard + by + slip + state);
            let (by, what) = widths.shared(by, what);
            return LedgerColumns { first, now, heard, by, what, slip, state };
        }
        let (now, state) = (first.max(now), 2);
        let by = widths.whole_names(if width >= 70 { 16 } else { 12 }, width);
        let (by, what) = widths.shared(by, width.saturating_sub(now + by + slip + state));
        LedgerColumns { first: 0, now, heard: 0, by, what, slip, state }
    }

    /// Whether the state stands there in words.
    fn has_state(&self) -> bool {
        self.state > 2
    }

    /// Whether the first date has a column of its own.
    fn is_wide(&self) -> bool {
        self.first > 0
    }

    /// Draws what stands above the columns. The state has a head where it stands there in words.
    pub(super) fn draw_heads(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16) {
        self.draw_cells(cx, buf, area, y, |column| {
            let is_shown = column.place != CellPlace::Last || self.has_state();
            vec![(if is_shown { column.head.to_owned() } else { String::new() }, StyleRole::Quiet)]
        });
    }

    /// Draws a promise, or tells it where rows are heard.
    pub(super) fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, entry: &LedgerEntry) {
        let row = LedgerCell { cx, entry, columns: self, dates: dates_of(cx, entry) };
        if cx.paint.is_heard() {
            row.tell(buf, area, y);
        } else {
            self.draw_cells(cx, buf, area, y, |column| (column.cell)(&row));
        }
    }

    /// Draws a cell in each column that is shown.
    fn draw_cells(
        &self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        cell_of: impl Fn(&LedgerColumn) -> Vec<StyledText>,
    ) {
        let (mut x, mut start) = (area.x, area.x);
        for column in &COLUMNS {
            let width = (column.width)(self);
            if width == 0 {
                continue;
            }
            let end = start + width;
            let gap = if matches!(column.place, CellPlace::Whole | CellPlace::Cut) { GAP } else { 1 };
            let room = end.saturating_sub(x + gap);
            let cell = cell_of(column);
            let (words, role) = cell.first().map_or(("", StyleRole::Text), |(words, role)| (words.as_str(), *role));
            let used = match column.place {
                CellPlace::Whole => cx.put(buf, x, y, u16::try_from(text::width(words)).unwrap_or(room), words, role),
                CellPlace::Cut => cx.put(buf, x, y, room, words, role),
                CellPlace::Last => cx.put(buf, x, y, width, words, role),
                CellPlace::Right => {
                    cx.paint.put_right(buf, x, x + room, y, words, cx.paint.style(role));
                    room
                }
                CellPlace::Main => {
                    cx.row(buf, Rect { x, width: room, ..area }, y, &cell[..1], &cell[1..]);
                    room
                }
            };
            (x, start) = (end.max(x + used + gap), end);
        }
    }
}

/// A promise, as its cells see it.
struct LedgerCell<'a, 'c> {
    cx: &'a ScreenContext<'c>,
    entry: &'a LedgerEntry,
    columns: &'a LedgerColumns,
    /// First due, now due, last heard.
    dates: [String; 3],
}

impl LedgerCell<'_, '_> {
    /// Draws the row as it is heard: what was promised, how it stands, then the rest by name. What is the same is left out.
    fn tell(&self, buf: &mut Buffer, area: Rect, y: u16) {
        let (mut pieces, mut badges) = (Vec::new(), Vec::new());
        let mut columns = COLUMNS.each_ref();
        columns.sort_by_key(|column| column.heard);
        for column in columns {
            let mut cell = (column.cell)(self).into_iter().map(|(words, role)| (words.trim().to_owned(), role));
            let Some((words, role)) = cell.next().filter(|(words, _)| !words.is_empty() && words != "–") else {
                continue;
            };
            pieces.push(match column.place {
                CellPlace::Main | CellPlace::Last => (format!("   {words}"), role),
                _ => (format!("   {}: {words}", column.head), StyleRole::Text),
            });
            badges.extend(cell.map(|(words, role)| (format!("   {words}"), role)));
        }
        pieces.append(&mut badges);
        self.cx.row(buf, area, y, &pieces, NO_BADGE);
    }
}

/// What there is to say of a promise beside its name: in words where the name has room too, else as signs.
fn badge(cx: &ScreenContext<'_>, event: EventIx, columns: u16) -> Vec<StyledText> {
    let name = text::width(&text::safe(&cx.dossier[event].title));
    let room = usize::from(columns).saturating_sub(name);
    let assumed = assumed(cx, event);
    let one_side = cx.snapshot.one_side(cx.dossier, event).is_some();
    let mut badge: Vec<StyledText> = Vec::new();
    for in_words in [true, false] {
        badge = new_badge(cx, event.into(), 0).into_iter().map(owned).collect();
        if let Some(slip) = assumed {
            let sign = legend::ASSUMED.glyph(cx.paint.glyphs);
            let words = match in_words {
                _ if cx.paint.glyphs == GlyphSet::Words => format!(" assumed slip {}", wording::slip_spoken(slip)),
                true => format!(" {sign} {}", wording::slip_rounded(slip)),
                false => format!(" {sign}"),
            };
            badge.push((words, StyleRole::Doubt));
        }
        if one_side {
            let words = if in_words { "one side" } else { legend::ONE_SIDE.glyph(cx.paint.glyphs) };
            badge.push((format!(" {words}"), StyleRole::Doubt));
        }
        if badge.iter().map(|(words, _)| text::width(words)).sum::<usize>() < room {
            break;
        }
    }
    badge
}

/// The largest slip that an event may inherit from what must happen first.
fn assumed(cx: &ScreenContext<'_>, event: EventIx) -> Option<SlipDays> {
    let slips = cx.snapshot.assumed_slips(cx.dossier, event).into_iter().map(|(_, slip)| slip);
    slips.filter(|slip| slip.1 > 0).max_by_key(|slip| (slip.1, slip.0))
}

/// First due, now due (if that is another date) and last heard.
fn dates_of(cx: &ScreenContext<'_>, entry: &LedgerEntry) -> [String; 3] {
    let state = &cx.snapshot[entry.event];
    let first = entry.row.first_date(&cx.dossier[entry.event].reports);
    let now = match &state.date {
        Some(now) if first != Some(now) => now.display(),
        None if first.is_some() => "no date".to_owned(),
        _ => cx.paint.glyphs.pick("–", "-").to_owned(),
    };
    let source = cx.snapshot.last_heard(cx.dossier, entry.event);
    let heard = wording::known_day(cx.dossier, source);
    [first.map_or_else(|| "no date".to_owned(), EdtfDate::display), now, heard]
}

fn first_due(row: &LedgerCell<'_, '_>) -> Vec<StyledText> {
    vec![(row.dates[0].clone(), StyleRole::Text)]
}

/// Where one date stands alone, it is the one that holds now.
fn now_due(row: &LedgerCell<'_, '_>) -> Vec<StyledText> {
    let [first, now, _] = &row.dates;
    let date = match &row.cx.snapshot[row.entry.event].date {
        _ if row.columns.is_wide() => now.clone(),
        Some(date) => date.display(),
        None => first.clone(),
    };
    vec![(date, StyleRole::Text)]
}

fn last_heard(row: &LedgerCell<'_, '_>) -> Vec<StyledText> {
    vec![(row.dates[2].clone(), StyleRole::Quiet)]
}

fn promiser(row: &LedgerCell<'_, '_>) -> Vec<StyledText> {
    let (dossier, promised) = (row.cx.dossier, row.entry.row);
    let by = match row.cx.paint.glyphs {
        GlyphSet::Words => promised_by(dossier, promised),
        _ => promised_by_short(dossier, promised, usize::from(row.columns.by.saturating_sub(GAP))),
    };
    vec![(text::safe(&by).into_owned(), StyleRole::Quiet)]
}

fn promise(row: &LedgerCell<'_, '_>) -> Vec<StyledText> {
    let mut cell = vec![(row.cx.dossier[row.entry.event].title.clone(), StyleRole::Text)];
    cell.extend(badge(row.cx, row.entry.event, row.columns.what.saturating_sub(1)));
    cell
}

fn slip(row: &LedgerCell<'_, '_>) -> Vec<StyledText> {
    let words = match row.cx.snapshot[row.entry.event].slip {
        Some(slip) if slip.1 > 0 && row.cx.paint.glyphs == GlyphSet::Words => wording::slip_spoken(slip),
        Some(slip) if slip.1 > 0 => wording::slip_rounded(slip),
        _ => String::new(),
    };
    vec![(words, StyleRole::Doubt)]
}

fn outcome(row: &LedgerCell<'_, '_>) -> Vec<StyledText> {
    let status = row.cx.snapshot[row.entry.event].status;
    let sign = row.cx.paint.glyphs.state(status);
    let words =
        if row.columns.has_state() { format!("{sign} {}", row.entry.row.outcome.word()) } else { sign.to_owned() };
    vec![(words, state_role(status))]
}
