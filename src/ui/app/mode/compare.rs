//! What was known on one day and on another, side by side, fact by fact; each leads to its record.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::dossier::Rec;
use crate::dossier::date::display_day;
use crate::report::compare::{Difference, differences};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::Role;
use crate::story::{Snapshot, State};
use crate::text;
use crate::ui::app::Model;
use crate::ui::screens::motion;
use crate::ui::widgets::list::{ListCursor, Motion};

use super::Mode;

/// Two days and what differs.
pub(in crate::ui::app) struct Comparison {
    earlier: NaiveDate,
    later: NaiveDate,
    records: usize,
    facts: usize,
    lines: Vec<Line>,
    cursor: ListCursor,
}

/// One line: a record, or one of its facts.
enum Line {
    Record(Rec),
    Fact(Difference),
}

impl Line {
    fn rec(&self) -> Rec {
        match self {
            Line::Record(rec) => *rec,
            Line::Fact(fact) => fact.rec,
        }
    }
}

impl Model {
    /// Compares the day that is shown with another. What the filter hides is left out.
    pub(super) fn compare_with(&mut self, other: NaiveDate) {
        let (earlier, later) = (self.snapshot.day.min(other), self.snapshot.day.max(other));
        let (then, now) = (Snapshot::of(&self.dossier, earlier), Snapshot::of(&self.dossier, later));
        let mut facts = differences(&self.dossier, &then, &now);
        if !self.query.is_empty() {
            let articles = std::sync::Arc::clone(self.index.articles(&self.view()));
            let index = crate::query::Index::with_articles(articles);
            let shown = crate::query::shown(&self.query, &crate::query::View::new(&self.dossier, &now, &index));
            let kept: hashbrown::HashSet<Rec> =
                crate::dossier::Kind::ALL.iter().flat_map(|&kind| shown.of(kind).iter()).collect();
            facts.retain(|fact| kept.contains(&fact.rec));
        }
        let count = facts.len();
        let mut lines: Vec<Line> = Vec::new();
        let mut records = 0;
        for fact in facts {
            if lines.last().is_none_or(|line| line.rec() != fact.rec) {
                lines.push(Line::Record(fact.rec));
                records += 1;
            }
            lines.push(Line::Fact(fact));
        }
        let cursor = ListCursor::default();
        self.mode = Mode::Compare(Comparison { earlier, later, records, facts: count, lines, cursor });
    }

    pub(super) fn press_in_compare(&mut self, action: Option<Action>) {
        let Mode::Compare(comparison) = &mut self.mode else { return };
        let len = comparison.lines.len();
        match action {
            Some(Action::Close | Action::Back | Action::Compare | Action::Quit) => self.mode = Mode::Browse,
            Some(Action::Enter) => self.enter_from_comparison(),
            Some(Action::NextPane) => comparison.go_to_record(Motion::Down),
            Some(Action::PreviousPane) => comparison.go_to_record(Motion::Up),
            Some(action) => {
                if let Some(motion) = motion(action) {
                    comparison.cursor.go(motion, len);
                }
            }
            None => {}
        }
    }

    pub(super) fn wheel_in_compare(&mut self, motion: Motion) {
        if let Mode::Compare(comparison) = &mut self.mode {
            let len = comparison.lines.len();
            comparison.cursor.go(motion, len);
        }
    }

    /// Enters the record of the line; the way back leads to the comparison.
    fn enter_from_comparison(&mut self) {
        let Mode::Compare(comparison) = &self.mode else { return };
        let Some(at) = comparison.cursor.selected(comparison.lines.len()) else { return };
        let rec = comparison.lines[at].rec();
        if !self.snapshot.is_visible(&self.dossier, rec) {
            let day = display_day(self.snapshot.day);
            self.refuse(&format!("not known on {day}, the day that is shown"));
            return;
        }
        if let Mode::Compare(comparison) = std::mem::replace(&mut self.mode, Mode::Browse) {
            self.way.clear();
            self.left = Some(comparison);
            self.enter(rec);
        }
    }

    /// Back in the comparison from which a record was entered, once the way back is at its end.
    pub(in crate::ui::app) fn return_to_comparison(&mut self) {
        if self.way.is_empty()
            && let Some(comparison) = self.left.take()
        {
            self.mode = Mode::Compare(comparison);
        }
    }
}

impl Comparison {
    /// To the next record, or the one before.
    fn go_to_record(&mut self, motion: Motion) {
        let at = self.cursor.selected(self.lines.len()).unwrap_or(0);
        let is_record = |n: &usize| matches!(self.lines[*n], Line::Record(_));
        let to = match motion {
            Motion::Up => (0..at).rev().find(is_record),
            _ => (at + 1..self.lines.len()).find(is_record),
        };
        self.cursor.select(to.unwrap_or(at));
    }
}

/// ```text
/// ┏ 5 Sep 2025 and 24 Nov 2026 ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
/// ┃                    5 Sep 2025          24 Nov 2026                  ┃
/// ┃ President Tokayev visits Islamabad                                  ┃
/// ┃   date             1–7 Nov 2025        3–4 Feb 2026   Arab News, 3 …┃
/// ```
pub(super) fn draw(model: &Model, buf: &mut Buffer, comparison: &Comparison) {
    let (paint, area) = (model.paint, model.ctx().area);
    Clear.render(area, buf);
    let title = format!("{} and {}", display_day(comparison.earlier), display_day(comparison.later));
    let key = |action| model.keymap.key_of(action);
    let note = format!(
        "{} of {} · {} opens, {} closes",
        wording::count(comparison.facts, "fact", "facts"),
        wording::count(comparison.records, "record", "records"),
        key(Action::Enter),
        key(Action::Close)
    );
    // Long values are cut in the table; what is selected stands below in full.
    let below = if area.height >= 16 { 6 } else { 0 };
    let (area, detail) =
        (Rect { height: area.height - below, ..area }, Rect { y: area.bottom() - below, height: below, ..area });
    let inner = paint.pane(buf, area, &title, &note, true);
    let table = Columns::of(inner);
    let quiet = paint.style(Role::Quiet);
    paint.put(buf, table.before.0, inner.y, table.before.1, &display_day(comparison.earlier), quiet);
    paint.put(buf, table.after.0, inner.y, table.after.1, &display_day(comparison.later), quiet);
    paint.put(buf, table.source.0, inner.y, table.source.1, "source", quiet);
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if comparison.lines.is_empty() {
        let words = "Nothing is known on the one day that is not known on the other.";
        paint.put(buf, list.x, list.y, list.width, words, quiet);
        return;
    }
    let selected = comparison.cursor.selected(comparison.lines.len());
    let seen = comparison.cursor.layout(list, 1, comparison.lines.len());
    for (n, y) in seen.zip(list.y..) {
        match &comparison.lines[n] {
            Line::Record(rec) => {
                let name = model.dossier.label(*rec);
                let kind = rec.kind().singular();
                let pieces = [(name.to_owned(), Role::Strong), (format!("  {kind}"), Role::Quiet)];
                paint.pieces(buf, list.x, y, list.width, &pieces);
            }
            Line::Fact(fact) => draw_fact(model, buf, &table, y, fact),
        }
        if Some(n) == selected {
            paint.select(buf, list, y, 1, true);
        }
    }
    if let Some(line) = selected.map(|at| &comparison.lines[at])
        && !detail.is_empty()
    {
        draw_detail(model, buf, detail, comparison, line);
    }
}

/// The selected fact in full; of a record, how many of its facts differ.
fn draw_detail(model: &Model, buf: &mut Buffer, area: Rect, comparison: &Comparison, line: &Line) {
    let paint = model.paint;
    let inner = paint.pane(buf, area, model.dossier.label(line.rec()), "", false);
    let mut rows: Vec<(String, Role)> = Vec::new();
    match line {
        Line::Record(rec) => {
            let facts = comparison.lines.iter().filter(|l| matches!(l, Line::Fact(f) if f.rec == *rec)).count();
            let differ = if facts == 1 { "1 fact differs".to_owned() } else { format!("{facts} facts differ") };
            rows.push((differ, Role::Quiet));
        }
        Line::Fact(fact) => {
            let known = |words: &Option<String>| words.clone().unwrap_or_else(|| "nothing known".to_owned());
            let then = format!("{}: {}", display_day(comparison.earlier), known(&fact.before));
            let now = format!("{}: {}", display_day(comparison.later), known(&fact.after));
            let columns = usize::from(inner.width);
            rows.extend(
                text::wrap(&format!("{}   {}", fact.field, source(model, fact)), columns).into_iter().map(quiet),
            );
            rows.extend(text::wrap(&then, columns).into_iter().map(quiet));
            rows.extend(text::wrap(&now, columns).into_iter().map(|row| (row, Role::Text)));
        }
    }
    for ((row, role), y) in rows.iter().zip(inner.y..inner.bottom()) {
        paint.put(buf, inner.x, y, inner.width, row, paint.style(*role));
    }
}

fn quiet(row: String) -> (String, Role) {
    (row, Role::Quiet)
}

/// Where the later value stands.
fn source(model: &Model, fact: &Difference) -> String {
    match fact.source {
        Some(_) => wording::citation(&model.dossier, fact.source),
        None if fact.after.as_deref() == Some(State::Overdue.word()) => "by the day alone".to_owned(),
        None => String::new(),
    }
}

fn draw_fact(model: &Model, buf: &mut Buffer, table: &Columns, y: u16, fact: &Difference) {
    let paint = model.paint;
    let put = |buf: &mut Buffer, (x, width): (u16, u16), words: &str, role: Role| {
        paint.put(buf, x, y, width, words, paint.style(role));
    };
    let nothing = paint.glyphs.pick("–", "-");
    put(buf, table.field, &fact.field, Role::Quiet);
    put(buf, table.before, fact.before.as_deref().unwrap_or(nothing), Role::Quiet);
    put(buf, table.after, fact.after.as_deref().unwrap_or(nothing), Role::Text);
    put(buf, table.source, &source(model, fact), Role::Quiet);
}

/// First column and width of each part of a line.
struct Columns {
    field: (u16, u16),
    before: (u16, u16),
    after: (u16, u16),
    source: (u16, u16),
}

impl Columns {
    /// Shares of the width; the source goes where it is narrow.
    fn of(area: Rect) -> Columns {
        let wide = area.width >= 100;
        let field = (area.width * if wide { 20 } else { 28 } / 100).max(10);
        let source = if wide { area.width / 4 } else { 0 };
        let value = area.width.saturating_sub(field + source + 2) / 2;
        let at = |x: u16, width: u16| (area.x + x, width.saturating_sub(1));
        Columns {
            field: at(2, field),
            before: at(2 + field, value),
            after: at(2 + field + value, value),
            source: at(2 + field + 2 * value, source),
        }
    }
}
