//! What a screen is drawn from, without the program around it.

use std::cell::OnceCell;

use chrono::NaiveDate;
use karwan::dossier::Dossier;
use karwan::query::{self, Index, View};
use karwan::settings::input::Keymap;
use karwan::settings::theme::{Glyphs, Theme, ThemeKind};
use karwan::story::lines::Ways;
use karwan::story::{Publications, Snapshot};
use karwan::ui::screens::Ctx;
use karwan::ui::widgets::paint::Painter;
use ratatui::layout::Rect;

/// What the screen is drawn from, as of a day, through a filter.
pub fn on(dossier: &Dossier, day: NaiveDate, filter: &str, look: impl FnOnce(&Ctx<'_>)) {
    let (snapshot, index, ways) = (Snapshot::of(dossier, day), Index::new(), Ways::of(dossier));
    let publications = Publications::of(dossier);
    let parsed = query::parse(filter);
    let view = View::new(dossier, &snapshot, &index);
    let shown = query::shown(&parsed.query, &view);
    look(&Ctx {
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
        today: day,
        keymap: &Keymap::default(),
        paint: Painter { theme: Theme { kind: ThemeKind::Dark }, glyphs: Glyphs::Unicode },
        area: Rect::new(0, 0, 120, 37),
        zoomed: false,
        partial: false,
    });
}
