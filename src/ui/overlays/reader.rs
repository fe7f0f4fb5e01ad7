//! The reader: a text as sentences, what was recognized in the selected ones, and the way to a report.
//!
//! ```text
//! ┏ Delegation to visit Ostport ━━━━━━━━━━━━┓╭ In this sentence ──────────────────────╮
//! ┃▌The delegation of Kalder is expected in ┃│ date    second week of September      │
//! ┃▌Ostport in the second week of September.┃│         = 2025-09-08/2025-09-14       │
//! ┃ Nothing was signed.                     ┃│ event   kalder-delegation             │
//! ┗━━━━━━━━━━━━━━━━━━━━━━ sentence 1 of 2 ━━┛╰───────────────────────────────────────╯
//! ```

use std::cell::RefCell;
use std::ops::Range;

use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use super::form::EntryForm;
use super::{Overlay, OverlayContext, Renewed, Reply, note};
use crate::desk::capture::{MarkedThing, ReportDraft};
use crate::dossier::{ArticleIx, Rec};
use crate::settings::input::{Action, Keymap, OverlayId};
use crate::settings::theme::StyleRole;
use crate::text;
use crate::ui::effect::Effect;
use crate::ui::message::ReadItem;
use crate::ui::screens::{ScreenContext, columns, list_and_card, motion};
use crate::ui::widgets::list::CursorMotion;
use crate::ui::widgets::reader::TextReader;

/// The width of the label column.
const HEAD: u16 = 9;

/// Where the text of a reader comes from.
#[derive(Clone, Debug)]
pub enum TextOrigin {
    /// An article of the dossier, by its id.
    Article(String),
    /// An item of the archive.
    Item(Box<ReadItem>),
}

/// A text with a cursor on its sentences.
#[derive(Debug)]
pub struct ReaderPage {
    reader: TextReader,
    origin: TextOrigin,
    url: Option<String>,
    /// The proposal for the sentences that were last selected.
    draft: RefCell<Option<(Range<usize>, ReportDraft)>>,
}

impl ReaderPage {
    /// The text of an article; `None` if the dossier has none.
    #[must_use]
    pub fn of_article(ix: ArticleIx, cx: &OverlayContext<'_>) -> Option<ReaderPage> {
        let article = cx.dossier.articles.get(ix);
        let text = cx.text_of(ix)?;
        let day = cx.dossier.articles.published(ix).0.or_else(|| cx.dossier.articles.known(ix)).unwrap_or(cx.today);
        let origin = TextOrigin::Article(article.id.to_owned());
        let reader = TextReader::new(article.title, text, day, &cx.capture().names);
        Some(ReaderPage { reader, origin, url: article.url.map(str::to_owned), draft: RefCell::default() })
    }

    /// The text of an item; its title, where it has no more.
    #[must_use]
    pub fn of_item(item: ReadItem, cx: &ScreenContext<'_>) -> ReaderPage {
        let title = item.page.title.clone().unwrap_or_default();
        let text = item.page.text.clone().unwrap_or_else(|| title.clone());
        let url = item.page.url.clone();
        let reader = TextReader::new(&title, &text, item.day, &cx.capture().names);
        ReaderPage { reader, origin: TextOrigin::Item(Box::new(item)), url, draft: RefCell::default() }
    }

    fn with_draft<T>(&self, cx: &OverlayContext<'_>, look: impl FnOnce(&ReportDraft) -> T) -> Option<T> {
        let span = self.reader.selected()?;
        let known = self.draft.borrow().as_ref().is_some_and(|(of, _)| *of == span);
        if !known {
            let text = (self.reader.title(), self.reader.text());
            let draft =
                ReportDraft::of(cx.dossier, cx.capture(), text, self.reader.findings(), &span, self.reader.day());
            *self.draft.borrow_mut() = Some((span, draft));
        }
        self.draft.borrow().as_ref().map(|(_, draft)| look(draft))
    }

    /// Opens the form of a report, filled from the selected sentences.
    fn capture(&self, cx: &OverlayContext<'_>) -> Reply {
        let form = self.with_draft(cx, |draft| EntryForm::captured(draft, self.reader.text(), &self.origin, cx));
        match form {
            Some(Ok(form)) => Reply::Overlay(Box::new(form)),
            Some(Err(why)) => Reply::Refused(why),
            None => Reply::Refused("the text has no sentence".to_owned()),
        }
    }

    /// What was recognized in the selected sentences: a label and a value.
    fn found(&self, cx: &OverlayContext<'_>) -> Vec<(&'static str, String)> {
        let Some(span) = self.reader.selected() else { return Vec::new() };
        let (text, findings) = (self.reader.text(), self.reader.findings());
        let id = |rec: Rec| cx.dossier.id(rec).to_owned();
        let mut lines = Vec::new();
        for mark in findings.marks_in(&span) {
            let written = &text[mark.span.clone()];
            lines.push(match &mark.thing {
                MarkedThing::Name(recs) => {
                    ("name", format!("{written} = {}", recs.iter().map(|&rec| id(rec)).collect::<Vec<_>>().join(", ")))
                }
                MarkedThing::Date(date) => ("date", format!("{written} = {}", date.as_str())),
                MarkedThing::Amount(amount) => ("number", format!("{written} = {amount}")),
            });
        }
        for speech in findings.speeches_in(&span) {
            let who = speech.actor.map_or_else(|| "not in the dossier".to_owned(), id);
            lines.push(("speaker", format!("{} = {who}", &text[speech.speaker.clone()])));
        }
        let rest = self.with_draft(cx, |draft| {
            let status = draft.status.iter().map(|(status, origin)| ("status", format!("{status}, {origin}")));
            let events = draft.events.iter().map(|guess| {
                let because: Vec<&str> = guess.parts.iter().take(3).map(|part| part.reason.as_str()).collect();
                ("event", format!("{} ({:.1}: {})", cx.dossier[guess.event].id, guess.score, because.join(", ")))
            });
            status.chain(events).collect::<Vec<_>>()
        });
        lines.extend(rest.into_iter().flatten());
        lines
    }

    fn draw_found(&self, cx: &OverlayContext<'_>, buf: &mut Buffer, area: Rect) {
        let note = note(&[(cx.key(Action::Capture), "makes a report of it")]);
        let inner = cx.paint.pane(buf, area, "In this sentence", &note, false);
        let mut y = inner.y;
        let width = inner.width.saturating_sub(HEAD);
        for (head, words) in self.found(cx) {
            for (row, line) in text::wrap(&text::safe(&words), width.into()).iter().enumerate() {
                if y >= inner.bottom() {
                    return;
                }
                if row == 0 {
                    cx.paint.put(buf, inner.x, y, HEAD, head, cx.paint.style(StyleRole::Quiet));
                }
                cx.paint.put(buf, inner.x + HEAD, y, width, line, cx.paint.style(StyleRole::Text));
                y += 1;
            }
        }
    }
}

impl Overlay for ReaderPage {
    fn id(&self) -> Option<OverlayId> {
        Some(OverlayId::Reader)
    }

    fn press(&mut self, _key: KeyInput, action: Option<Action>, cx: &OverlayContext<'_>) -> Reply {
        let Some(action) = action else { return Reply::Done };
        if let Some(motion) = motion(action) {
            self.reader.go(motion);
            return Reply::Done;
        }
        match action {
            Action::Capture => self.capture(cx),
            Action::TakeNext => {
                self.reader.extend();
                Reply::Done
            }
            Action::OpenLink => match &self.url {
                Some(url) => Reply::Ask(Effect::OpenUrl(url.clone())),
                None => Reply::Refused("it has no address".to_owned()),
            },
            Action::Copy => {
                let quote = self.with_draft(cx, |draft| draft.quote.clone()).unwrap_or_default();
                Reply::Ask(Effect::Copy(quote, "sentence".to_owned()))
            }
            Action::Undo | Action::Redo | Action::Quit | Action::Help => Reply::Act(action),
            Action::Close | Action::Back | Action::Left => Reply::Close,
            _ => Reply::Done,
        }
    }

    fn wheel(&mut self, motion: CursorMotion, _cx: &OverlayContext<'_>) -> Reply {
        self.reader.go(motion);
        Reply::Done
    }

    fn renew(&mut self, what: Renewed, cx: &OverlayContext<'_>) -> bool {
        if what == Renewed::Dossier {
            self.reader.read_again(&cx.capture().names);
            *self.draft.borrow_mut() = None;
        }
        true
    }

    fn draw(&self, cx: &OverlayContext<'_>, buf: &mut Buffer) -> Option<Position> {
        Clear.render(cx.area, buf);
        let (reader, found) = if cx.is_wide() {
            let [reader, found] = columns(cx.area, [58, 42]);
            (reader, found)
        } else {
            list_and_card(cx.area)
        };
        let inner = cx.paint.pane(buf, reader, self.reader.title(), &self.reader.place(), true);
        self.reader.draw(cx.paint, buf, inner, true);
        self.draw_found(cx, buf, found);
        None
    }

    fn hints(&self, keymap: &Keymap) -> Vec<(String, &'static str)> {
        let key = |action| keymap.key_of(action);
        vec![
            (key(Action::Capture), "report"),
            (key(Action::TakeNext), "with the next"),
            (format!("{} {}", key(Action::Down), key(Action::Up)).trim().to_owned(), "sentence"),
            (key(Action::OpenLink), "link"),
            (key(Action::Close), "close"),
        ]
    }
}
