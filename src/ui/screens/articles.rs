//! Articles: what was written, by whom, from which origin? A list, and a reader beside or below it.

mod order;

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dossier::{ArticleIx, Kind, Rec};
use crate::report::card::{self, CardExtent};
use crate::report::wording;
use crate::settings::input::Action;
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::widgets::list::{CursorMotion, ListCursor};
use crate::ui::widgets::paint::StyledText;
use order::ArticleSorting;

use super::cache::ScreenCache;
use super::rows::{count_of, draw_empty_list, draw_line, draw_nothing, new_badge, seen_of};
use super::{Reply, Screen, ScreenContext, columns, list_and_card, motion, next_of};

/// The maximum width of prose, in columns.
const READABLE: u16 = 84;

/// The screen's cursors.
#[derive(Debug, Default)]
pub struct ArticlesScreen {
    list: ListCursor,
    order: ArticleSorting,
    /// The articles where they are sorted by what stands in them.
    sorted: ScreenCache<ArticleSorting, Vec<ArticleIx>>,
    /// The number of lines scrolled past in the reader.
    scrolled: usize,
    reading: bool,
}

impl ArticlesScreen {
    /// The article in a row of the list.
    fn article(&self, cx: &ScreenContext<'_>, row: usize) -> Option<ArticleIx> {
        let rows = cx.shown.of(Kind::Article);
        let rec = match self.order {
            ArticleSorting::Newest => rows.get(row),
            ArticleSorting::Oldest => rows.get(turned(cx, row)),
            ArticleSorting::Outlet | ArticleSorting::Kind => return self.sorted(cx).get(row).copied(),
        };
        rec.and_then(|rec| if let Rec::Article(ix) = rec { Some(ix) } else { None })
    }

    fn sorted(&self, cx: &ScreenContext<'_>) -> Rc<Vec<ArticleIx>> {
        self.sorted.of(cx.shown.of(Kind::Article), self.order, || self.order.sorted(cx))
    }

    /// The row of an article.
    fn row_of(&self, cx: &ScreenContext<'_>, ix: ArticleIx) -> Option<usize> {
        let rows = cx.shown.of(Kind::Article);
        match self.order {
            ArticleSorting::Newest => rows.position(ix.into()),
            ArticleSorting::Oldest => rows.position(ix.into()).map(|row| turned(cx, row)),
            ArticleSorting::Outlet | ArticleSorting::Kind => self.sorted(cx).iter().position(|&article| article == ix),
        }
    }

    /// Sorts the list otherwise, and shows where the order begins; by what stands in the articles only what is few enough to be
    /// sorted within a frame.
    fn sort(&mut self, cx: &ScreenContext<'_>) {
        self.order = next_of(ArticleSorting::ALL, self.order);
        if self.order.is_by_content() && cx.shown.of(Kind::Article).len() > order::MOST {
            self.order = ArticleSorting::Newest;
        }
        self.list.select(0);
        self.scrolled = 0;
    }

    fn areas(&self, cx: &ScreenContext<'_>) -> (Rect, Rect) {
        if cx.zoomed {
            return if self.reading { (Rect::ZERO, cx.area) } else { (cx.area, Rect::ZERO) };
        }
        if cx.area.width >= 150 {
            let [list, reader] = columns(cx.area, [54, 46]);
            return (list, reader);
        }
        list_and_card(cx.area)
    }

    fn reader_lines(cx: &ScreenContext<'_>, rec: Option<Rec>, width: u16) -> (String, Vec<card::CardLine>) {
        let Some(rec) = rec else { return (String::new(), Vec::new()) };
        let card = cx.card(rec, CardExtent::Whole);
        let lines = card::layout(&card, usize::from(width.min(READABLE)));
        (card.title, lines)
    }

    fn draw_list(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        let rows = cx.shown.of(Kind::Article);
        let title = cx.list_title("Articles", self.order.words());
        let inner = cx.paint.pane(buf, area, &title, &count_of(rows.len(), rows.total()), !self.reading);
        if rows.is_empty() {
            draw_empty_list(cx, buf, inner, Kind::Article, !self.reading);
            return;
        }
        let seen = self.list.layout(inner, 1, rows.len());
        let articles: Vec<ArticleIx> = seen.clone().filter_map(|n| self.article(cx, n)).collect();
        let columns = ArticleWidths::of(cx, inner.width, &articles);
        for (n, y) in seen.zip(inner.y..) {
            let Some(ix) = self.article(cx, n) else { continue };
            columns.draw(cx, buf, inner, y, ix);
            if self.list.selected(rows.len()) == Some(n) {
                cx.paint.select(buf, inner, y, 1, !self.reading);
            }
        }
    }

    fn draw_reader(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, area: Rect) {
        if self.selected(cx).is_none() {
            draw_nothing(cx, buf, area, self.reading);
            return;
        }
        let (title, lines) = Self::reader_lines(cx, self.selected(cx), area.width.saturating_sub(4));
        let fit = usize::from(area.height.saturating_sub(2));
        let top = self.scrolled.min(lines.len().saturating_sub(fit));
        let note = seen_of(top, fit, lines.len());
        let inner = cx.paint.pane(buf, area, &title, &note, self.reading);
        let inner = Rect { width: inner.width.min(READABLE), ..inner };
        for (line, y) in lines.iter().skip(top).zip(inner.y..inner.bottom()) {
            draw_line(cx, buf, inner, y, line);
        }
    }
}

/// The row among the oldest first of a row of the newest first, and the other way round: those without a day of
/// their own stay at the end.
fn turned(cx: &ScreenContext<'_>, row: usize) -> usize {
    let rows = cx.shown.of(Kind::Article);
    let is_dated = |row| matches!(rows.get(row), Some(Rec::Article(ix)) if cx.dossier.articles.has_own_day(ix));
    let (mut from, mut to) = (0, rows.len());
    while from < to {
        let middle = from.midpoint(to);
        (from, to) = if is_dated(middle) { (middle + 1, to) } else { (from, middle) };
    }
    if row < from { from - 1 - row } else { row }
}

/// The widths of the columns before the headlines.
struct ArticleWidths {
    date: usize,
    outlet: usize,
}

impl ArticleWidths {
    /// The maximum width of dates; a longer one is whole and takes its columns from the outlet.
    const WIDEST_DATE: usize = 14;

    /// What these articles need: the outlet may have what the headlines leave, and has a sixth of the width at most where they
    /// leave nothing.
    fn of(cx: &ScreenContext<'_>, width: u16, articles: &[ArticleIx]) -> ArticleWidths {
        let widest = |of: &dyn Fn(ArticleIx) -> usize| articles.iter().map(|&ix| of(ix)).max().unwrap_or(0);
        let date = widest(&|ix| text::width(&wording::published(cx.dossier, ix)).min(Self::WIDEST_DATE));
        let outlet = widest(&|ix| text::width(&text::safe(cx.dossier.articles.get(ix).outlet)));
        let headline = widest(&|ix| {
            let badge: usize = badge(cx, ix, width).iter().map(|(words, _)| text::width(words)).sum();
            text::width(&text::safe(cx.dossier.articles.get(ix).title)) + badge + 1
        });
        let left = usize::from(width).saturating_sub(date + headline + 2);
        let least = usize::from(width / 6).clamp(8, 20);
        // Where nothing is cut for it, the columns stand farther apart.
        let apart = usize::from(left >= outlet + 2);
        ArticleWidths { date: date + apart, outlet: outlet.min(left.max(least)) + apart }
    }

    /// Date, outlet and headline of an article in one line.
    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer, inner: Rect, y: u16, ix: ArticleIx) {
        let article = cx.dossier.articles.get(ix);
        let date = wording::published(cx.dossier, ix);
        let width = self.outlet.saturating_sub(text::width(&date).saturating_sub(self.date));
        let outlet = text::safe(article.outlet).into_owned();
        let width = if cx.paint.is_heard() { text::width(&outlet) + 1 } else { width };
        // A few letters name no outlet.
        let is_named = width >= 5 || text::fits(&outlet, width);
        let outlet =
            if is_named { text::cut(&outlet, width, cx.paint.glyphs.ellipsis()) } else { "".into() }.into_owned();
        let gap = if cx.paint.is_heard() { "  " } else { " " };
        let pieces = [
            (&*date, StyleRole::Quiet),
            (text::fill(&date, self.date), StyleRole::Quiet),
            (gap, StyleRole::Quiet),
            (&*outlet, StyleRole::Quiet),
            (text::fill(&outlet, width + 1), StyleRole::Quiet),
            (article.title, StyleRole::Text),
        ];
        cx.row(buf, inner, y, &pieces, &badge(cx, ix, inner.width));
    }
}

/// The language, if it is not English, and whether the article is new.
fn badge<'a>(cx: &ScreenContext<'a>, ix: ArticleIx, columns: u16) -> Vec<StyledText<&'a str>> {
    let language = cx.dossier.articles.get(ix).language.filter(|language| *language != "en");
    let mut badge: Vec<StyledText<&str>> =
        language.into_iter().flat_map(|language| [" ", language]).map(|part| (part, StyleRole::Quiet)).collect();
    badge.extend(new_badge(cx, ix.into(), columns));
    badge
}

impl Screen for ArticlesScreen {
    fn act(&mut self, action: Action, cx: &ScreenContext<'_>) -> Reply {
        if let Some(motion) = motion(action) {
            if self.reading {
                let page = usize::from(self.areas(cx).1.height.saturating_sub(3)).max(1);
                let width = self.areas(cx).1.width.saturating_sub(4);
                let most = Self::reader_lines(cx, self.selected(cx), width).1.len().saturating_sub(page + 1);
                self.scrolled = match motion {
                    CursorMotion::Up => self.scrolled.saturating_sub(1),
                    CursorMotion::Down => self.scrolled + 1,
                    CursorMotion::PageUp | CursorMotion::HalfUp => self.scrolled.saturating_sub(page),
                    CursorMotion::PageDown | CursorMotion::HalfDown => self.scrolled + page,
                    CursorMotion::First => 0,
                    CursorMotion::Last => most,
                }
                .min(most);
            } else {
                self.list.go(motion, cx.shown.of(Kind::Article).len());
                self.scrolled = 0;
            }
            return Reply::Done;
        }
        match action {
            Action::NextPane | Action::PreviousPane => self.reading = !self.reading,
            Action::Sort => self.sort(cx),
            Action::Right => self.reading = true,
            Action::Left => self.reading = false,
            Action::Enter => return self.selected(cx).map_or(Reply::Done, Reply::Open),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn draw(&self, cx: &ScreenContext<'_>, buf: &mut Buffer) {
        let (list, reader) = self.areas(cx);
        if !list.is_empty() {
            self.draw_list(cx, buf, list);
        }
        if !reader.is_empty() {
            self.draw_reader(cx, buf, reader);
        }
    }

    fn selected(&self, cx: &ScreenContext<'_>) -> Option<Rec> {
        let rows = cx.shown.of(Kind::Article);
        self.list.selected(rows.len()).and_then(|n| self.article(cx, n)).map(Rec::Article)
    }

    fn is_idle(&self, action: Action, cx: &ScreenContext<'_>) -> bool {
        let selected = self.selected(cx);
        match action {
            Action::Copy | Action::OpenLink => selected.is_none(),
            Action::ReadText => !matches!(selected, Some(Rec::Article(ix)) if cx.text_of(ix).is_some()),
            _ => false,
        }
    }

    fn kind(&self) -> Kind {
        Kind::Article
    }

    fn select(&mut self, rec: Rec, cx: &ScreenContext<'_>) -> bool {
        let Rec::Article(ix) = rec else { return false };
        self.row_of(cx, ix).map(|n| self.list.select(n)).is_some()
    }

    fn click(&mut self, column: u16, row: u16, cx: &ScreenContext<'_>) -> Reply {
        let len = cx.shown.of(Kind::Article).len();
        if let Some(n) = self.list.hit(column, row, len) {
            let again = !self.reading && self.list.selected(len) == Some(n);
            self.list.select(n);
            self.reading = false;
            self.scrolled = 0;
            return if again { self.selected(cx).map_or(Reply::Done, Reply::Open) } else { Reply::Done };
        }
        self.reading = self.areas(cx).1.contains((column, row).into());
        Reply::Done
    }
}
