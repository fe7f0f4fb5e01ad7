//! What was known on two days, side by side, fact by fact; each fact leads to its record.

use std::sync::Arc;

use chrono::NaiveDate;
use hashbrown::HashSet;
use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::{Overlay, OverlayContext, Renewed, Reply, note};
use crate::dossier::date::display_day;
use crate::dossier::{Kind, Rec};
use crate::query::{self, QueryIndex, QueryView};
use crate::report::compare::{DayDifference, differences};
use crate::report::wording;
use crate::settings::input::{Action, Keymap};
use crate::settings::theme::StyleRole;
use crate::story::{CurrentStatus, Snapshot};
use crate::text;
use crate::ui::screens::{ScreenContext, motion};
use crate::ui::shape::WIDE;
use crate::ui::widgets::list::{CursorMotion, ListCursor};

/// Two days and their differences.
#[derive(Debug)]
pub struct DayComparison {
    earlier: NaiveDate,
    later: NaiveDate,
    records: usize,
    facts: usize,
    rows: Vec<ComparedRow>,
    cursor: ListCursor,
}

/// A row: a record, or one of its facts.
#[derive(Debug)]
enum ComparedRow {
    Record(Rec),
    Fact(DayDifference),
}

impl ComparedRow {
    fn rec(&self) -> Rec {
        match self {
            ComparedRow::Record(rec) => *rec,
            ComparedRow::Fact(fact) => fact.rec,
        }
    }

    fn fact(&self) -> Option<&DayDifference> {
        if let ComparedRow::Fact(fact) = self { Some(fact) } else { None }
    }
}

impl DayComparison {
    /// Compares the day that is shown with another one. Records that the filter hides are left out.
    #[must_use]
    pub fn with(cx: &ScreenContext<'_>, other: NaiveDate) -> DayComparison {
        let (earlier, later) = (cx.snapshot.day.min(other), cx.snapshot.day.max(other));
        let (then, now) = (Snapshot::of(cx.dossier, earlier), Snapshot::of(cx.dossier, later));
        let mut differences = differences(cx.dossier, &then, &now);
        if !cx.query.is_empty() {
            let index = QueryIndex::with_articles(Arc::clone(cx.view.index.articles(&cx.view)));
            let shown = query::shown(cx.query, &QueryView::new(cx.dossier, &now, &index));
            let kept: HashSet<Rec> = Kind::ALL.iter().flat_map(|&kind| shown.of(kind).iter()).collect();
            differences.retain(|fact| kept.contains(&fact.rec));
        }
        let facts = differences.len();
        let mut rows: Vec<ComparedRow> = Vec::new();
        let mut records = 0;
        for fact in differences {
            if rows.last().is_none_or(|row| row.rec() != fact.rec) {
                rows.push(ComparedRow::Record(fact.rec));
                records += 1;
            }
            rows.push(ComparedRow::Fact(fact));
        }
        DayComparison { earlier, later, records, facts, rows, cursor: ListCursor::default() }
    }

    /// Opens the record of the selected row; closing it returns here.
    fn visit(&self, cx: &ScreenContext<'_>) -> Reply {
        let Some(at) = self.cursor.selected(self.rows.len()) else { return Reply::Done };
        let rec = self.rows[at].rec();
        if cx.snapshot.is_visible(cx.dossier, rec) {
            Reply::Visit(rec)
        } else {
            Reply::Refused(format!("not known on {}, the day that is shown", display_day(cx.snapshot.day)))
        }
    }
}

impl Overlay for DayComparison {
    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        match action {
            Some(Action::Close | Action::Back | Action::Compare | Action::Quit) => return Reply::Close,
            Some(Action::Enter) => return self.visit(cx),
            Some(Action::NextPane) => self.go_to_record(CursorMotion::Down),
            Some(Action::PreviousPane) => self.go_to_record(CursorMotion::Up),
            action => action.and_then(motion).into_iter().for_each(|motion| self.cursor.go(motion, self.rows.len())),
        }
        Reply::Done
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.cursor.go(motion, self.rows.len());
        Reply::Done
    }

    /// Closes on a reload, because the rows refer to records of the old dossier.
    fn renew(&mut self, what: Renewed, _cx: &OverlayContext<'_>) -> bool {
        what != Renewed::Dossier
    }

    fn hints(&self, keymap: &Keymap) -> Vec<(String, &'static str)> {
        let keys = [(Action::Enter, "open"), (Action::NextPane, "next record"), (Action::Close, "close")];
        keys.map(|(action, word)| (keymap.key_of(action), word)).to_vec()
    }

    /// ```text
    /// ┏ 5 Sep 2025 and 24 Nov 2026 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
    /// ┃                    5 Sep 2025          24 Nov 2026                  ┃
    /// ┃ President Tokayev visits Islamabad                                  ┃
    /// ┃   date             1–7 Nov 2025        3–4 Feb 2026   Arab News, 3 …┃
    /// ```
    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        let (paint, area) = (cx.paint, cx.area);
        Clear.render(area, buf);
        let title = format!("{} and {}", display_day(self.earlier), display_day(self.later));
        let keys = note(&[(cx.key(Action::Enter), "opens"), (cx.key(Action::Close), "closes")]);
        let facts = wording::count(self.facts, "fact", "facts");
        let note = format!("{facts} of {} · {keys}", wording::count(self.records, "record", "records"));
        // Long values are cut in the table; the selected one is shown in full below.
        let below = if area.height >= 16 && !self.rows.is_empty() { 6 } else { 0 };
        let (area, detail) =
            (Rect { height: area.height - below, ..area }, Rect { y: area.bottom() - below, height: below, ..area });
        let inner = paint.pane(buf, area, &title, &note, true);
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let seen = self.cursor.layout(list, 1, self.rows.len());
        let table = CompareColumns::of(cx, inner, &self.rows[seen.clone()]);
        let quiet = paint.style(StyleRole::Quiet);
        paint.put(buf, table.before.0, inner.y, table.before.1, &display_day(self.earlier), quiet);
        paint.put(buf, table.after.0, inner.y, table.after.1, &display_day(self.later), quiet);
        paint.put(buf, table.source.0, inner.y, table.source.1, "source", quiet);
        if self.rows.is_empty() {
            let words = "Nothing is known on the one day that is not known on the other.";
            paint.put(buf, list.x, list.y, list.width, words, quiet);
            return None;
        }
        let selected = self.cursor.selected(self.rows.len());
        for (n, y) in seen.zip(list.y..) {
            match &self.rows[n] {
                ComparedRow::Record(rec) => {
                    let name = &*wording::name(cx.dossier, *rec);
                    let kind = rec.kind().singular();
                    let pieces = [(name, StyleRole::Strong), ("  ", StyleRole::Quiet), (kind, StyleRole::Quiet)];
                    paint.pieces(buf, list.x, y, list.width, &pieces);
                }
                ComparedRow::Fact(fact) => draw_fact(cx, buf, &table, y, fact),
            }
            if Some(n) == selected {
                paint.select(buf, list, y, 1, true);
            }
        }
        if let Some(line) = selected.map(|at| &self.rows[at])
            && !detail.is_empty()
        {
            self.draw_detail(cx, buf, detail, line);
        }
        None
    }
}

impl DayComparison {
    /// The selected fact in full; for a record, which of its facts differ.
    fn draw_detail(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, row: &ComparedRow) {
        let paint = cx.paint;
        let inner = paint.pane(buf, area, &wording::name(cx.dossier, row.rec()), "", false);
        let mut rows: Vec<(String, StyleRole)> = Vec::new();
        match row {
            ComparedRow::Record(rec) => {
                let facts = self.rows.iter().filter(|row| row.rec() == *rec).filter_map(ComparedRow::fact);
                let fields: Vec<&str> = facts.map(|fact| &*fact.field).collect();
                let differ = wording::count(fields.len(), "fact differs", "facts differ");
                let words = format!("{differ}: {}", fields.join(" · "));
                rows.extend(text::wrap(&words, inner.width.into()).into_iter().map(quiet));
            }
            ComparedRow::Fact(fact) => {
                let known = |words: &Option<String>| words.clone().unwrap_or_else(|| "nothing known".to_owned());
                let then = format!("{}: {}", display_day(self.earlier), known(&fact.before));
                let now = format!("{}: {}", display_day(self.later), known(&fact.after));
                let columns = usize::from(inner.width);
                rows.extend(
                    text::wrap(&format!("{}   {}", fact.field, source(cx, fact)), columns).into_iter().map(quiet),
                );
                rows.extend(text::wrap(&then, columns).into_iter().map(quiet));
                rows.extend(text::wrap(&now, columns).into_iter().map(|row| (row, StyleRole::Text)));
            }
        }
        for ((row, role), y) in rows.iter().zip(inner.y..inner.bottom()) {
            paint.put(buf, inner.x, y, inner.width, row, paint.style(*role));
        }
    }

    /// Goes to the next or previous record.
    fn go_to_record(&mut self, motion: CursorMotion) {
        let at = self.cursor.selected(self.rows.len()).unwrap_or(0);
        let is_record = |n: &usize| matches!(self.rows[*n], ComparedRow::Record(_));
        let to = match motion {
            CursorMotion::Up => (0..at).rev().find(is_record),
            _ => (at + 1..self.rows.len()).find(is_record),
        };
        self.cursor.select(to.unwrap_or(at));
    }
}

fn quiet(row: String) -> (String, StyleRole) {
    (row, StyleRole::Quiet)
}

/// The source of the later value.
fn source(cx: &ScreenContext<'_>, fact: &DayDifference) -> String {
    match fact.source {
        Some(_) => wording::citation(cx.dossier, fact.source),
        None if [CurrentStatus::Overdue, CurrentStatus::Passed]
            .iter()
            .any(|state| fact.after.as_deref() == Some(state.word())) =>
        {
            "by the day alone".to_owned()
        }
        None => String::new(),
    }
}

/// The same in so many columns: the name of the outlet is cut, its day is not.
fn source_in(cx: &ScreenContext<'_>, fact: &DayDifference, columns: u16) -> String {
    let whole = source(cx, fact);
    let columns = usize::from(columns);
    let Some(article) = fact.source.filter(|_| !text::fits(&whole, columns)) else { return whole };
    let day = wording::published(cx.dossier, article);
    let room = columns.saturating_sub(text::width(&day) + 2);
    let outlet = text::safe(cx.dossier.articles.get(article).outlet);
    format!("{}, {day}", text::isolated(&text::cut(&outlet, room, cx.paint.glyphs.ellipsis())))
}

fn draw_fact(cx: &ScreenContext<'_>, buf: &mut Buffer, table: &CompareColumns, y: u16, fact: &DayDifference) {
    let paint = cx.paint;
    let put = |buf: &mut Buffer, (x, width): (u16, u16), words: &str, role: StyleRole| {
        paint.put(buf, x, y, width, words, paint.style(role));
    };
    let nothing = paint.glyphs.pick("–", "-");
    put(buf, table.field, &fact.field, StyleRole::Quiet);
    put(buf, table.before, fact.before.as_deref().unwrap_or(nothing), StyleRole::Quiet);
    put(buf, table.after, fact.after.as_deref().unwrap_or(nothing), StyleRole::Text);
    put(buf, table.source, &source_in(cx, fact, table.source.1), StyleRole::Quiet);
}

/// First column and width of each part of a row.
struct CompareColumns {
    field: (u16, u16),
    before: (u16, u16),
    after: (u16, u16),
    source: (u16, u16),
}

impl CompareColumns {
    /// Divides the width by what stands in these rows: what one column does not need, the next has. The source column is
    /// dropped on narrow terminals.
    fn of(cx: &ScreenContext<'_>, area: Rect, rows: &[ComparedRow]) -> CompareColumns {
        let widest = |head: &str, of: &dyn Fn(&DayDifference) -> usize| {
            let widths = rows.iter().filter_map(ComparedRow::fact).map(of);
            let widest = widths.chain([text::width(head)]).max().unwrap_or(0);
            u16::try_from(widest).unwrap_or(u16::MAX).saturating_add(2)
        };
        let value = |words: &Option<String>| words.as_ref().map_or(0, |words| text::width(&text::safe(words)));
        let is_wide = area.width >= WIDE;
        let field = widest("", &|fact| text::width(&fact.field)).min(area.width * if is_wide { 20 } else { 28 } / 100);
        let source = widest("source", &|fact| text::width(&source(cx, fact))).min(area.width * 36 / 100);
        let room = area.width.saturating_sub(field + 2 + if is_wide { source } else { 0 });
        let (before, after) = (widest(DAY, &|fact| value(&fact.before)), widest(DAY, &|fact| value(&fact.after)));
        let before = before.min(room.saturating_sub(after.min(room / 2)));
        let after = after.min(room - before);
        let at = |x: u16, width: u16| (area.x + x, width.saturating_sub(1));
        let rest = area.width.saturating_sub(2 + field + before + after);
        CompareColumns {
            field: at(2, field),
            before: at(2 + field, before),
            after: at(2 + field + before, after),
            source: at(2 + field + before + after, if is_wide { rest } else { 0 }),
        }
    }
}

/// The longest day at the head of a column.
const DAY: &str = "30 Nov 2026";
