//! The columns of the Ledger: what stands in them, and how wide they are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{EdtfDate, EventIx};
use crate::report::promises::{LedgerEntry, promised_by_short};
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
        self.by = self.by.max(width(&promised_by_short(cx.dossier, entry.row)));
    }

    /// The columns of who promised and of what, where the one can have what the other does not need.
    fn shared(&self, by: u16, what: u16) -> (u16, u16) {
        let spare = what.saturating_sub(self.what + 1).min((self.by + 1).saturating_sub(by));
        (by + spare, what - spare)
    }
}

/// The widths of the table's columns: first due, now due, last heard, by, what, slip, state.
pub(super) struct LedgerColumns([u16; 7]);

/// The columns of what was promised, and of who promised it.
const WHAT: usize = 4;
const BY: usize = 3;

impl LedgerColumns {
    /// Dates take what they need. Where it is narrow, the date that holds now stands alone, and the state is its sign.
    /// What promises leave of the width goes to who promised.
    pub(super) fn of(width: u16, widths: &LedgerWidths) -> LedgerColumns {
        // A longer date is whole, and what follows it starts further right.
        let widest = if width >= 160 { 24 } else { 15 };
        let [first, now, heard] = widths.dates.map(|columns| columns.clamp(10, widest) + 1);
        let slip = 7;
        if width >= 110 {
            // The head of the group says the state; its word stands there where it costs no name.
            let state = if width >= 130 { 12 } else { 2 };
            let by = (width / 8).clamp(14, 26);
            let what = width.saturating_sub(first + now + heard + by + slip + state);
            let (by, what) = widths.shared(by, what);
            return LedgerColumns([first, now, heard, by, what, slip, state]);
        }
        let (date, state) = (first.max(now), 2);
        let by = if width >= 70 { 16 } else { 12 };
        let (by, what) = widths.shared(by, width.saturating_sub(date + by + slip + state));
        LedgerColumns([0, date, 0, by, what, slip, state])
    }

    /// Whether the state stands there in words.
    pub(super) fn has_state(&self) -> bool {
        self.0[6] > 2
    }

    /// Whether the first date has a column of its own.
    fn is_wide(&self) -> bool {
        self.0[0] > 0
    }

    /// A row as it is heard: what was promised, how it stands, then the rest by name; what is the same is left out.
    pub(super) fn tell(cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, y: u16, cells: &[Vec<StyledText>; 7]) {
        let named = |at: usize, name: &str| {
            let words = cells[at].first().map_or("", |(words, _)| words.as_str());
            (!words.is_empty() && words != "–").then(|| (format!("   {name}: {words}"), StyleRole::Text))
        };
        let plain = |at: usize| cells[at].iter().map(|(words, role)| (format!("   {}", words.trim()), *role));
        let dates =
            [named(0, "first due"), named(1, "now due"), named(BY, "by"), named(2, "last heard"), named(5, "slip")];
        let pieces: Vec<StyledText> =
            plain(WHAT).take(1).chain(plain(6)).chain(dates.into_iter().flatten()).chain(plain(WHAT).skip(1)).collect();
        cx.row(buf, area, y, &pieces, NO_BADGE);
    }

    /// Draws cells, each a text with its badges.
    pub(super) fn draw<S: AsRef<str>, C: AsRef<[StyledText<S>]>>(
        &self,
        cx: &ScreenContext<'_>,
        buf: &mut Buffer,
        area: Rect,
        y: u16,
        cells: &[C; 7],
    ) {
        let (mut x, mut column) = (area.x, area.x);
        for (n, (cell, &width)) in cells.iter().zip(&self.0).enumerate().filter(|(_, (_, width))| **width > 0) {
            let end = column + width;
            let room = end.saturating_sub(x + 1);
            let cell = cell.as_ref();
            let Some((words, role)) = cell.first().map(|(words, role)| (words.as_ref(), role)) else {
                (x, column) = (x.max(end), end);
                continue;
            };
            let mut used = room;
            if n == WHAT {
                let cell_area = Rect { x, width: room, ..area };
                cx.row(buf, cell_area, y, &cell[..1], &cell[1..]);
            } else if n == 5 {
                cx.paint.put_right(buf, x, x + room, y, words, cx.paint.style(*role));
            } else {
                // A date is never cut: the next column begins behind it.
                let room = if n < BY { u16::try_from(text::width(words)).unwrap_or(room) } else { room };
                let room = if n == 6 { width } else { room };
                used = cx.put(buf, x, y, room, words, *role);
            }
            (x, column) = (end.max(x + used + 1), end);
        }
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
    let heard = source.and_then(|source| cx.dossier.articles.get(source).published_date());
    let heard = heard.map_or_else(|| "undated".to_owned(), |date| date.display());
    [first.map_or_else(|| "no date".to_owned(), EdtfDate::display), now, heard]
}

/// First due, now due, last heard, by, what with its badges, slip, state.
pub(super) fn cells(cx: &ScreenContext<'_>, entry: &LedgerEntry, columns: &LedgerColumns) -> [Vec<StyledText>; 7] {
    let state = &cx.snapshot[entry.event];
    let glyphs = cx.paint.glyphs;
    let [first, now, heard] = dates_of(cx, entry);
    let slip = match state.slip {
        Some(slip) if slip.1 > 0 && glyphs == GlyphSet::Words => wording::slip_spoken(slip),
        Some(slip) if slip.1 > 0 => wording::slip_rounded(slip),
        _ => String::new(),
    };
    // Where one date stands alone, it is the one that holds now.
    let date = if columns.is_wide() { now } else { state.date.as_ref().map_or(first.clone(), EdtfDate::display) };
    let by = text::safe(&promised_by_short(cx.dossier, entry.row)).into_owned();
    let sign = glyphs.state(state.status);
    let state_words =
        if columns.has_state() { format!("{sign} {}", entry.row.outcome.word()) } else { sign.to_owned() };
    let mut what = vec![(cx.dossier[entry.event].title.clone(), StyleRole::Text)];
    what.extend(badge(cx, entry.event, columns.0[WHAT].saturating_sub(1)));
    [
        vec![(first, StyleRole::Text)],
        vec![(date, StyleRole::Text)],
        vec![(heard, StyleRole::Quiet)],
        vec![(by, StyleRole::Quiet)],
        what,
        vec![(slip, StyleRole::Doubt)],
        vec![(state_words, state_role(state.status))],
    ]
}
