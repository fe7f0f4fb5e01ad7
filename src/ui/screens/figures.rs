//! Charts: every chart of the visible figures, as a picture and as a list of its values.
//!
//! ```text
//! ╭ Charts ──────╮┏ cargo, t (throughput) ━━━━━━━━━━━━━━━┓     from 100 columns; below, one of the
//! │ cargo      8 │┃ 60 M │      ●────●                   ┃     two, and Tab turns the page
//! │ depth      6 │┃      └──────┬─────┬──                ┃
//! │              │┃ Karachi, KPT: all cargo in a year    ┃
//! │              │┃   2023/24   51 650 000 t    source   ┃
//! ╰──────────────╯┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

pub mod compare;
pub mod series;
pub mod values;

use hashbrown::HashSet;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{Dossier, FigureIx, FigureKind, FigureSubject, Kind, Rec};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::story::{ChartBars, FigureChart, NoBars};
use crate::ui::widgets::list::ListCursor;
use crate::ui::widgets::paint::StyledText;

use super::rows::{counted, draw_empty_list};
use super::{Reply, Screen, ScreenContext, columns, motion};
use values::FigureLine;

/// Identifies a chart: metric, kind and unit.
type ChartKey = (String, Option<FigureKind>, String);

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum FigurePane {
    Charts,
    #[default]
    Values,
}

/// The cursors, and the visible chart.
#[derive(Debug, Default)]
pub struct FiguresOverlay {
    pane: FigurePane,
    key: Option<ChartKey>,
    charts: ListCursor,
    values: ListCursor,
    /// Whether bars are drawn, if the user chose; otherwise whichever shows more.
    bars: Option<bool>,
}

/// The charts of the visible figures: those with the most periods first, then those with the most figures.
#[must_use]
pub fn charts<'a>(cx: &ScreenContext<'a>) -> Vec<FigureChart<'a>> {
    let shown: HashSet<Rec> = cx.shown.of(Kind::Figure).iter().collect();
    let mut charts = cx.snapshot.charts(cx.dossier, |ix| shown.contains(&Rec::Figure(ix)));
    charts.sort_by_key(|chart| std::cmp::Reverse((chart.periods(cx.dossier), chart.figures().count())));
    charts
}

fn key(chart: &FigureChart<'_>) -> ChartKey {
    (chart.metric.to_owned(), chart.kind, chart.unit.to_owned())
}

impl FiguresOverlay {
    /// Starts with the chart of a figure, and the cursor on it.
    #[must_use]
    pub fn of(cx: &ScreenContext<'_>, figure: FigureIx) -> FiguresOverlay {
        let mut figures = FiguresOverlay::default();
        figures.select(Rec::Figure(figure), cx);
        figures
    }

    /// Starts with the first chart about a record, otherwise the first of all.
    #[must_use]
    pub fn about(cx: &ScreenContext<'_>, rec: Option<Rec>) -> FiguresOverlay {
        let about = |chart: &FigureChart<'_>| {
            chart.strands.iter().find(|strand| Some(strand.about) == rec.map(FigureSubject::Rec)).map(|s| s.figures[0])
        };
        let found = charts(cx).iter().find_map(about);
        found.map_or_else(FiguresOverlay::default, |figure| FiguresOverlay::of(cx, figure))
    }

    /// The position of the visible chart.
    fn at(&self, charts: &[FigureChart<'_>]) -> usize {
        let same = |chart: &FigureChart<'_>| self.key.as_ref().is_some_and(|k| *k == key(chart));
        charts.iter().position(same).unwrap_or(0)
    }

    fn see(&mut self, charts: &[FigureChart<'_>], at: usize) {
        if let Some(chart) = charts.get(at) {
            let key = Some(key(chart));
            if self.key != key {
                self.values = ListCursor::default();
                self.values.select(1);
                self.bars = None;
            }
            self.key = key;
            self.charts.select(at);
        }
    }

    /// The bars, if they are drawn: on request, or if there is no series.
    fn drawn_bars(&self, dossier: &Dossier, chart: &FigureChart<'_>) -> Option<ChartBars> {
        let bars = chart.bars(dossier).ok()?;
        self.bars.unwrap_or_else(|| chart.periods(dossier) < 2).then_some(bars)
    }

    /// Switches between series and bars; says why if that is not possible.
    fn turn(&mut self, cx: &ScreenContext<'_>, chart: &FigureChart<'_>) -> Reply {
        let name = wording::slug(cx.dossier, chart.metric);
        if self.drawn_bars(cx.dossier, chart).is_some() {
            if chart.periods(cx.dossier) == 0 {
                return Reply::Refused(format!("no series of {name}: no source gives a period"));
            }
            self.bars = Some(false);
            return Reply::Done;
        }
        match chart.bars(cx.dossier) {
            Ok(_) => {
                self.bars = Some(true);
                Reply::Done
            }
            Err(why) => Reply::Refused(format!("no bars of {name}: {}", refusal(cx, &why))),
        }
    }

    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect) {
        match (cx.is_wide() && !cx.zoomed, self.pane) {
            (true, _) => {
                let [chart, list] = columns(cx.area, [67, 33]);
                let list = Rect { x: cx.area.x, ..list };
                (list, Rect { x: list.right(), ..chart })
            }
            (false, FigurePane::Charts) => (cx.area, Rect::ZERO),
            (false, FigurePane::Values) => (Rect::ZERO, cx.area),
        }
    }

    fn draw_charts(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, charts: &[FigureChart<'_>]) {
        let rows = cx.shown.of(Kind::Figure);
        let note = counted(rows.len(), rows.total(), Kind::Figure.noun(rows.total()));
        let focused = self.pane == FigurePane::Charts;
        let title = wording::count(charts.len(), "chart", "charts");
        let inner = cx.paint.pane(buf, area, &title, &note, focused);
        let mut cursor = self.charts.clone();
        cursor.select(self.at(charts));
        for (n, y) in cursor.layout(inner, 1, charts.len()).zip(inner.y..) {
            let chart = &charts[n];
            let kind = chart.kind.map_or("", FigureKind::word);
            let metric = wording::slug(cx.dossier, chart.metric);
            let about = ["  ", kind, ", ", chart.unit].map(|part| (part, StyleRole::Quiet));
            let pieces: Vec<StyledText<&str>> = [(&*metric, StyleRole::Text)].into_iter().chain(about).collect();
            cx.row(buf, inner, y, &pieces, &[(chart.figures().count().to_string(), StyleRole::Quiet)]);
            if n == self.at(charts) {
                cx.paint.select(buf, inner, y, 1, focused);
            }
        }
        self.charts.layout_at(&cursor);
    }

    /// The picture at the top, its values below.
    fn draw_chart(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect, chart: &FigureChart<'_>) {
        let kind = chart.kind.map_or("no kind given", FigureKind::word);
        let title = format!("{}, {} ({kind})", wording::slug(cx.dossier, chart.metric), chart.unit);
        let lines = values::lines(chart);
        let bars = self.drawn_bars(cx.dossier, chart);
        let legend = match &bars {
            Some(bars) => compare::legend(cx, chart, bars),
            None => series::legend(cx, chart),
        };
        let inner = cx.paint.pane(buf, area, &title, &legend, self.pane == FigurePane::Values);
        let selected = self.values.selected(lines.len()).map(|n| &lines[n]);
        let figure = selected.and_then(|line| line.figure());
        let wanted = match &bars {
            Some(bars) => bars.figures.len() * 2 + 1,
            None if chart.periods(cx.dossier) == 0 => 2,
            None => 24,
        };
        let picture = Rect { height: picture_height(inner.height, wanted, lines.len()), ..inner };
        match &bars {
            Some(bars) => compare::draw(cx, buf, picture, chart, bars, figure),
            None => series::draw(cx, buf, picture, chart, figure),
        }
        let list = Rect { y: picture.bottom(), height: inner.height - picture.height, ..inner };
        for (n, y) in self.values.layout(list, 1, lines.len()).zip(list.y..) {
            let (pieces, badge) = values::words(cx, chart, lines[n], list.width);
            cx.row(buf, list, y, &pieces, &badge);
            if self.values.selected(lines.len()) == Some(n) {
                cx.paint.select(buf, list, y, 1, self.pane == FigurePane::Values);
            }
        }
    }
}

/// The height of a picture above a list: at least half, more if the list needs less.
fn picture_height(height: u16, wanted: usize, lines: usize) -> u16 {
    let rows = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    height.saturating_sub(rows(lines)).max(height * 11 / 20).min(rows(wanted)).min(height.saturating_sub(2))
}

/// Why there are no bars, in words.
fn refusal(cx: &ScreenContext<'_>, why: &NoBars) -> String {
    match *why {
        NoBars::One => "there is one figure only".to_owned(),
        NoBars::Periods(a, b) => {
            let words = |ix: FigureIx| {
                let period = cx.dossier[ix].period.as_ref();
                let period = period.map_or_else(|| "no period".to_owned(), wording::short_period);
                format!("{} {period}", values::about(cx, cx.dossier[ix].about))
            };
            format!("the periods differ: {}, {}", words(a), words(b))
        }
    }
}

impl Screen for FiguresOverlay {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        let charts = charts(cx);
        let at = self.at(&charts);
        let Some(chart) = charts.get(at) else { return Reply::Ignored };
        let lines = values::lines(chart);
        if let Some(motion) = motion(action) {
            match self.pane {
                FigurePane::Charts => {
                    self.charts.select(at);
                    self.charts.go(motion, charts.len());
                    let to = self.charts.selected(charts.len()).unwrap_or(0);
                    self.see(&charts, to);
                }
                FigurePane::Values => self.values.go(motion, lines.len()),
            }
            return Reply::Done;
        }
        match action {
            Action::NextPane | Action::PreviousPane if self.pane == FigurePane::Charts => {
                self.pane = FigurePane::Values;
            }
            Action::NextPane | Action::PreviousPane => self.pane = FigurePane::Charts,
            Action::Right => self.see(&charts, at + 1),
            Action::Left => self.see(&charts, at.saturating_sub(1)),
            Action::Charts => return self.turn(cx, chart),
            Action::Enter if self.pane == FigurePane::Charts => self.pane = FigurePane::Values,
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let charts = charts(cx);
        let (list, picture) = self.areas(cx);
        if charts.is_empty() {
            let inner = cx.paint.pane(buf, cx.area, "Charts", "", true);
            draw_empty_list(cx, buf, inner, Kind::Figure, true);
            return;
        }
        if !list.is_empty() {
            self.draw_charts(cx, buf, list, &charts);
        }
        if !picture.is_empty() {
            self.draw_chart(cx, buf, picture, &charts[self.at(&charts)]);
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        let charts = charts(cx);
        let chart = charts.get(self.at(&charts))?;
        let lines = values::lines(chart);
        match lines[self.values.selected(lines.len())?] {
            FigureLine::Figure(_, ix) => Some(Rec::Figure(ix)),
            FigureLine::Strand(n) => match chart.strands[n].about {
                FigureSubject::Rec(rec) => Some(rec),
                FigureSubject::Story => chart.strands[n].figures.first().copied().map(Rec::Figure),
            },
        }
    }

    fn kind(&self) -> Kind {
        Kind::Figure
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        let Rec::Figure(ix) = rec else { return false };
        let charts = charts(cx);
        let Some(at) = charts.iter().position(|chart| chart.figures().any(|f| f == ix)) else { return false };
        self.see(&charts, at);
        let lines = values::lines(&charts[at]);
        self.values.select(lines.iter().position(|line| line.figure() == Some(ix)).unwrap_or(0));
        true
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let charts = charts(cx);
        let (list, picture) = self.areas(cx);
        if list.contains((column, row).into()) {
            self.pane = FigurePane::Charts;
            if let Some(at) = self.charts.hit(column, row, charts.len()) {
                self.see(&charts, at);
            }
            return Reply::Done;
        }
        let Some(chart) = charts.get(self.at(&charts)).filter(|_| picture.contains((column, row).into())) else {
            return Reply::Ignored;
        };
        self.pane = FigurePane::Values;
        let lines = values::lines(chart);
        let before = self.values.selected(lines.len());
        let Some(n) = self.values.hit(column, row, lines.len()) else { return Reply::Done };
        self.values.select(n);
        match self.selected(cx) {
            Some(rec) if before == Some(n) => Reply::Open(rec),
            _ => Reply::Done,
        }
    }
}
