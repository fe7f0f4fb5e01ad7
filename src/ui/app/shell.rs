//! The frame around the screens (title, tabs, last line) and what lies over them (help, problems, an open card).
//!
//! ```text
//!  karwan   title of the story                          today, 24 Nov 2026   191 events
//!  1 Overview   2 Timeline   3 Ledger …                        / gwadar    23 of 191
//!  the strip of publications, while the as-of day is not today
//!  body: the screen, or the open card
//!  hints, an input line, or a notice
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

use crate::dossier::Kind;
use crate::dossier::date::display_day;
use crate::dossier::problem::Problem;
use crate::report::wording;
use crate::settings::input::{Action, ScreenId};
use crate::settings::theme::StyleRole;
use crate::story::QuietDays;
use crate::text;
use crate::ui::overlays::Overlay;
use crate::ui::ready::{ReadyProgress, ReadyWork};
use crate::ui::screens::over::ScreenOverlay;
use crate::ui::screens::strip;
use crate::ui::shape::WIDE;

use super::Model;

/// The smallest terminal that is supported.
const SMALLEST: (u16, u16) = (60, 20);

/// The part of the terminal that the screen gets.
pub(super) fn body(area: Rect, strip: bool) -> Rect {
    let above = 2 + u16::from(strip);
    Rect { x: area.x, y: area.y + above.min(area.height), height: area.height.saturating_sub(above + 1), ..area }
}

pub(super) fn draw(model: &Model, buf: &mut Buffer, area: Rect) -> Option<Position> {
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        draw_too_small(model, buf, area);
        return None;
    }
    draw_title(model, buf, area);
    draw_tabs(model, buf, area);
    if model.known.as_of.is_some() {
        let row = Rect { x: area.x + 1, y: area.y + 2, width: area.width - 1, height: 1 };
        strip::draw(&model.ctx(), buf, row, model.known.snapshot.day);
    }
    draw_body(model, buf);
    draw_last_line(model, buf, area);
    model.overlays.top().and_then(|overlay| overlay.draw(&model.overlay_ctx(), buf))
}

/// The card that was entered, else the screen.
pub(super) fn draw_body(model: &Model, buf: &mut Buffer) {
    let cards = &model.place.breadcrumbs;
    match cards.last() {
        Some(card) => card.draw(&model.ctx(), buf, cards.iter().rev().nth(1).map(|card| card.rec)),
        None => model.place.screen().draw(&model.ctx(), buf),
    }
}

fn draw_too_small(model: &Model, buf: &mut Buffer, area: Rect) {
    let words = format!(
        "karwan needs {} columns and {} rows; here are {} and {}.",
        SMALLEST.0, SMALLEST.1, area.width, area.height
    );
    let paint = model.painter();
    for (line, y) in text::wrap(&words, area.width.into()).iter().zip(area.y..area.bottom()) {
        paint.put(buf, area.x, y, area.width, line, paint.style(StyleRole::Text));
    }
}

/// The first line; reversed and with other text while the as-of day is not today.
fn draw_title(model: &Model, buf: &mut Buffer, area: Rect) {
    let paint = model.painter();
    let row = Rect { height: 1, ..area };
    let right = day_words(model, area.width);
    let role = if model.known.as_of.is_some() { StyleRole::Strong } else { StyleRole::Quiet };
    let from = paint.put_right(buf, area.x, area.right(), area.y, &right, paint.style(role));
    let name = paint.put(buf, area.x + 1, area.y, 9, "karwan", paint.style(StyleRole::Accent));
    let room = from.saturating_sub(area.x + name + 6);
    let title = fitting_title(&model.known.dossier.story.title, room);
    paint.put(buf, area.x + name + 4, area.y, room, title, paint.style(StyleRole::Strong));
    if model.known.as_of.is_some() {
        buf.set_style(row, model.settings.paint.theme.selected());
    }
}

/// A title; where it has no room, what stands before its colon, if that has.
fn fitting_title(title: &str, columns: u16) -> &str {
    let fits = |words: &str| text::fits(&text::safe(words), columns.into());
    let main = title.split_once(": ").map(|(main, _)| main).filter(|main| !fits(title) && fits(main));
    main.unwrap_or(title)
}

/// The day that is shown: today, with the age of the dossier in about half of the `columns`, or the as-of day.
pub(super) fn day_words(model: &Model, columns: u16) -> String {
    if model.known.as_of.is_none() {
        return age(model, columns);
    }
    let known = model.filter.shown.of(Kind::Event).total();
    let back = model.settings.keymap.with_key(Action::Today, |key| format!(" · {key}: back to today"));
    let day = display_day(model.known.snapshot.day);
    format!("AS OF {day} · {known} of {} events known{back} ", model.known.dossier.events.len())
}

/// `today 29 Nov 2026 · newest source 1 Jul, 151 days ago`, or in fewer words: how old what is shown is. Where its author
/// looked for longer than the newest source is old, nothing came until then, and that is said.
fn age(model: &Model, columns: u16) -> String {
    let today = model.known.snapshot.day;
    let dossier = &model.known.dossier;
    let newest = model.known.publications.newest_by(today);
    let newest = newest.and_then(|(day, source)| Some((day, dossier.articles.get(source).published_date()?)));
    let researched = dossier.story.researched.clone().and_then(|until| Some((until.latest()?, until)));
    let researched =
        researched.filter(|&(until, _)| until <= today && newest.as_ref().is_none_or(|&(day, _)| day < until));
    let is_researched = researched.is_some();
    let newest_beside = newest.as_ref().map(|(_, date)| date.display_beside(today));
    let words = researched.or(newest).map(|(last, date)| {
        let QuietDays { days, at_least } = QuietDays::between(last, Some(&date), today);
        let days = wording::count(usize::try_from(days).unwrap_or(0), "day", "days");
        let days = if at_least { days.replacen(' ', "+ ", 1) } else { days };
        let day = date.display_beside(today);
        match (is_researched, last == today && date.is_exact_day()) {
            (true, true) => " · researched until today".to_owned(),
            (false, true) => " · newest source of today".to_owned(),
            (true, _) if columns < WIDE => format!(" · researched {days} ago"),
            (false, _) if columns < WIDE => format!(" · newest {days} old"),
            (true, _) => {
                let newest = newest_beside.filter(|_| columns >= 140);
                let newest = newest.map(|newest| format!(" · newest source {newest}")).unwrap_or_default();
                format!("{newest} · researched until {day}, {days} ago")
            }
            (false, _) => format!(" · newest source {day}, {days} ago"),
        }
    });
    format!("today {}{} ", display_day(today), words.unwrap_or_default())
}

/// The position of each tab: screen, first column, width.
fn tabs(model: &Model) -> Vec<(ScreenId, u16, u16)> {
    // Spread as far as they fit; on the narrowest terminals their names are cut.
    let row = |gap: u16, most: usize| -> u16 {
        let width = |&screen: &ScreenId| u16::try_from(tab_name(model, screen).len().min(most)).unwrap_or(0) + 2 + gap;
        ScreenId::ALL.iter().map(width).sum()
    };
    let room = model.settings.size.0.saturating_sub(1);
    let gap = [3, 2].into_iter().find(|&gap| row(gap, usize::MAX) <= room + gap).unwrap_or(1);
    let most = (3..12).rev().find(|&most| row(gap, most) <= room + gap).unwrap_or(3);
    let mut x = 1;
    ScreenId::ALL
        .iter()
        .map(|&screen| {
            let width = u16::try_from(tab_name(model, screen).len().min(most)).unwrap_or(0) + 2;
            let tab = (screen, x, width);
            x += width + gap;
            tab
        })
        .collect()
}

/// The name in a tab; that of the Inbox with how many items wait.
fn tab_name(model: &Model, screen: ScreenId) -> String {
    match model.inbox.waiting().filter(|&waiting| screen == ScreenId::Inbox && waiting.number > 0) {
        Some(waiting) => format!("{} {waiting}", screen.name()),
        None => screen.name().to_owned(),
    }
}

/// The tab at a cell.
pub(super) fn tab_at(model: &Model, column: u16, row: u16) -> Option<ScreenId> {
    let found = tabs(model).into_iter().find(|&(_, x, width)| row == 1 && (x..x + width).contains(&column));
    found.map(|(screen, ..)| screen)
}

fn draw_tabs(model: &Model, buf: &mut Buffer, area: Rect) {
    let paint = model.painter();
    let y = area.y + 1;
    let mut end = area.x;
    for (screen, x, width) in tabs(model) {
        let key = model.settings.key(Action::Open(screen));
        let here = screen == model.place.screen_id;
        let (key_role, name_role) =
            if here { (StyleRole::Accent, StyleRole::Accent) } else { (StyleRole::Quiet, StyleRole::Text) };
        let name = tab_name(model, screen);
        let pieces = [(&*key, key_role), (" ", key_role), (&*name, name_role)];
        paint.pieces(buf, area.x + x, y, width, &pieces);
        if here {
            let name = Rect::new(area.x + x, y, width, 1).intersection(area);
            buf.set_style(name, ratatui::style::Style::default().add_modifier(Modifier::UNDERLINED));
            if paint.is_plain() {
                paint.put(buf, name.x.saturating_sub(1), y, 1, "[", paint.style(StyleRole::Accent));
                paint.put(buf, name.right(), y, 1, "]", paint.style(StyleRole::Accent));
            }
        }
        end = area.x + x + width;
    }
    if shows_filter(model) && filter_fits(model, area) {
        let words = filter_words(model, usize::from(area.right().saturating_sub(end + 3)));
        paint.put_right(buf, end + 2, area.right(), y, &words, paint.style(StyleRole::Doubt));
    }
}

/// Whether the filter is shown: while it is active and not being typed.
fn shows_filter(model: &Model) -> bool {
    !model.filter.text.is_empty() && !has_last_line(model)
}

/// Whether the tab line has room for the filter; otherwise the last line shows it.
fn filter_fits(model: &Model, area: Rect) -> bool {
    let end = tabs(model).last().map_or(0, |&(_, x, width)| x + width);
    area.width.saturating_sub(end) >= 45
}

/// `/ gwadar  23 of 118 events`: the filter and what it hides, with the filter cut to the remaining columns. What cannot
/// be read is left out, and does not look applied: `/ date:soon  not applied`.
fn filter_words(model: &Model, columns: usize) -> String {
    let filter = &model.filter;
    let hidden = match (filter.faults.is_empty(), filter.query.is_empty()) {
        (true, _) => model.overlay_ctx().hidden(),
        (false, true) => "not applied".to_owned(),
        (false, false) => format!("applied in part: {}", model.overlay_ctx().hidden()),
    };
    let room = columns.saturating_sub(hidden.len() + 5);
    let shown = text::cut(&filter.text, room, model.settings.paint.glyphs.ellipsis());
    format!("/ {}  {hidden} ", text::isolated(&shown))
}

/// Whether the focused overlay uses the last line.
fn has_last_line(model: &Model) -> bool {
    model.overlays.top().is_some_and(Overlay::has_last_line)
}

/// An input line, a notice, or the keys that matter here.
fn draw_last_line(model: &Model, buf: &mut Buffer, area: Rect) {
    let paint = model.painter();
    let y = area.bottom() - 1;
    if has_last_line(model) {
        return;
    }
    let mut area = area;
    if shows_filter(model) && !filter_fits(model, area) {
        let words = filter_words(model, usize::from(area.width) * 2 / 3);
        let words = [" ", &words].map(|part| (part, StyleRole::Doubt));
        let used = paint.pieces(buf, area.x, y, area.width, &words) + 2;
        area = Rect { x: area.x + used, width: area.width.saturating_sub(used), ..area };
    }
    if let Some(progress) = &model.work.progress {
        let from = draw_progress(model, buf, area, progress);
        area.width = from.saturating_sub(area.x);
    }
    if let Some(away) = &model.board.away {
        let words = format!("! {away} ");
        let from = paint.put_right(buf, area.x, area.right(), y, &words, paint.style(StyleRole::Warning));
        area.width = from.saturating_sub(area.x + 2);
    }
    if let Some((text, is_error)) = model.board.notice.words() {
        let (role, mark) = if is_error { (StyleRole::Warning, "! ") } else { (StyleRole::Text, "") };
        draw_notice(model, buf, area, &format!("{mark}{text}"), role);
        return;
    }
    if !model.board.problems.is_empty() {
        // Problems stay visible until they are fixed,
        let key = model.settings.keymap.colon_key(Action::Problems);
        let is_gone = model.board.problems.iter().all(Problem::is_gone);
        let [one, several] = if is_gone { ["file gone", "files gone"] } else { ["mistake", "mistakes"] };
        let count = wording::count(model.board.problems.len(), one, several);
        let words = ["! ", &count, &key, " "].map(|part| (part, StyleRole::Warning));
        let from = paint.pieces_right(buf, area.x, area.right(), y, &words);
        area.width = from.saturating_sub(area.x + 2);
    }
    if let Some(news) = model.unseen.news.as_ref().filter(|news| !news.is_empty()) {
        // and so do unseen changes.
        let key = model.settings.keymap.colon_key(Action::NextChange);
        let count = wording::count(news.len(), "change", "changes");
        let (since, day) = news.since.map_or_else(Default::default, |day| (" since ", display_day(day)));
        let words = [&*count, since, &day, &key, " "].map(|part| (part, StyleRole::New));
        let from = paint.pieces_right(buf, area.x, area.right(), y, &words);
        area.width = from.saturating_sub(area.x + 2);
    }
    let hints = hints(model, area.width);
    draw_keys(model, buf, area, &hints);
}

/// A notice in the last line, and in as many lines above it as it needs: the next key removes it.
fn draw_notice(model: &Model, buf: &mut Buffer, area: Rect, words: &str, role: StyleRole) {
    let paint = model.painter();
    let room = area.width.saturating_sub(2);
    let lines = if paint.is_heard() { vec![words.to_owned()] } else { text::wrap(&text::safe(words), room.into()) };
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).clamp(1, area.height / 3);
    let rows = Rect { y: area.bottom() - height, height, ..area };
    if height > 1 {
        Clear.render(rows, buf);
    }
    for (line, y) in lines.iter().zip(rows.y..rows.bottom()) {
        paint.put(buf, rows.x + 1, y, room, line, paint.style(role));
    }
}

/// The keys that matter for whatever has the focus, with a word each.
fn hints(model: &Model, columns: u16) -> Vec<(String, &'static str)> {
    let keymap = &model.settings.keymap;
    let named = |keys: &[(Action, &'static str)]| keys.iter().map(|&(key, word)| (keymap.key_of(key), word)).collect();
    if let Some(overlay) = model.overlays.top() {
        return overlay.hints(keymap);
    }
    if model.place.card().is_some() {
        return named(&[
            (Action::Enter, "follow"),
            (Action::NextPane, "next link"),
            (Action::Back, "back"),
            (Action::Close, "close"),
            (Action::OpenLink, "open link"),
            (Action::Copy, "copy"),
        ]);
    }
    if let Some(over) = model.place.screens.over() {
        return named(over_keys(over));
    }
    let (screen, cx) = (model.place.screen(), model.ctx());
    let is_idle = |action| screen.is_idle(action, &cx);
    let fitting = keymap.hints_fitting(model.place.screen_id, columns.saturating_sub(2).into(), GAP.into(), &is_idle);
    fitting.into_iter().map(|hint| (hint.keys, hint.word)).collect()
}

/// Columns between two hints.
const GAP: u16 = 3;

/// The progress of a thread, at the end of the last line. Returns the column where it begins.
///
/// ```text
///   reading ━━━━━━━╸        412,000 articles, 264 of 641 MB, 1 s left
/// ```
fn draw_progress(model: &Model, buf: &mut Buffer, area: Rect, progress: &ReadyProgress) -> u16 {
    const BAR: usize = 16;
    let paint = model.painter();
    let left = progress.left.map(|left| format!(", {left} s left")).unwrap_or_default();
    let (what, far) = match progress.work {
        ReadyWork::Reading { articles } => {
            let mega = |bytes: u64| wording::whole(bytes.div_ceil(1_000_000));
            let of = if progress.of > 0 {
                format!(", {} of {} MB", mega(progress.done), mega(progress.of))
            } else {
                String::new()
            };
            ("reading", format!("{} articles{of}{left}", wording::whole(articles as u64)))
        }
        ReadyWork::Indexing => {
            let per_cent = progress.done.saturating_mul(100) / progress.of.max(1);
            ("indexing", format!("{per_cent} %{left}"))
        }
    };
    let share = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let ascii = paint.glyphs == crate::settings::theme::GlyphSet::Ascii;
    let bar = crate::ui::widgets::bar::bar(share(progress.done), share(progress.of), BAR, ascii);
    let wide = area.width > 90;
    let y = area.bottom() - 1;
    let quiet = |part| (part, StyleRole::Quiet);
    let mut from = paint.pieces_right(buf, area.x, area.right(), y, &[&*far, " "].map(quiet));
    if wide {
        let bar = [&*bar, text::fill(&bar, BAR + 1)].map(|part| (part, StyleRole::Accent));
        from = paint.pieces_right(buf, area.x, from, y, &bar);
    }
    paint.pieces_right(buf, area.x, from, y, &[what, " "].map(quiet))
}

/// The keys that matter over a screen.
fn over_keys(over: &ScreenOverlay) -> &'static [(Action, &'static str)] {
    match over {
        ScreenOverlay::Figures(_) => &[
            (Action::Right, "next chart"),
            (Action::Charts, "series or bars"),
            (Action::Enter, "open"),
            (Action::NextPane, "pane"),
            (Action::Back, "back"),
            (Action::Filter, "filter"),
            (Action::AsOfBack, "as-of"),
        ],
        ScreenOverlay::Ties(_) => &[
            (Action::Enter, "to the middle"),
            (Action::Back, "back"),
            (Action::NextPane, "what it rests on"),
            (Action::Close, "close"),
            (Action::Filter, "filter"),
            (Action::AsOfBack, "as-of"),
        ],
    }
}

/// Keys with a word each in the last line, as many as fit completely.
fn draw_keys(model: &Model, buf: &mut Buffer, area: Rect, hints: &[(String, &str)]) {
    let mut x = area.x + 1;
    for (keys, words) in hints.iter().filter(|(keys, _)| !keys.is_empty()) {
        let columns = area.right().saturating_sub(x);
        if text::width(keys) + 1 + text::width(words) > columns.into() {
            return;
        }
        let pieces = [(&**keys, StyleRole::Accent), (" ", StyleRole::Quiet), (words, StyleRole::Quiet)];
        x += model.painter().pieces(buf, x, area.bottom() - 1, columns, &pieces) + GAP;
    }
}
