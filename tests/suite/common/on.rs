//! What a screen is drawn from, without the program around it.

use std::cell::OnceCell;

use chrono::NaiveDate;
use karwan::dossier::Dossier;
use karwan::query::{self, QueryIndex, QueryView};
use karwan::settings::input::Keymap;
use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::story::lines::MapLines;
use karwan::story::{PublicationDays, Snapshot};
use karwan::ui::screens::ScreenContext;
use ratatui::layout::Rect;

/// What the screen is drawn from, as of a day, through a filter.
pub fn on(dossier: &Dossier, day: NaiveDate, filter: &str, look: impl FnOnce(&ScreenContext<'_>)) {
    let (snapshot, index, ways) = (Snapshot::of(dossier, day), QueryIndex::new(), MapLines::of(dossier));
    let publications = PublicationDays::of(dossier);
    let parsed = super::parse(filter);
    let view = QueryView::new(dossier, &snapshot, &index);
    let shown = query::shown(&parsed.query, &view);
    look(&ScreenContext {
        dossier,
        snapshot: &snapshot,
        shown: &shown,
        news: None,
        view,
        query: &parsed.query,
        relaxed: &OnceCell::new(),
        publications: &publications,
        ways: &ways,
        capture: &OnceCell::new(),
        inbox: None,
        today: day,
        keymap: &Keymap::default(),
        paint: DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode).into(),
        area: Rect::new(0, 0, 120, 37),
        zoomed: false,
        partial: false,
    });
}
