//! Keys in, screen out: the whole program without a terminal.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use karwan::dossier::Dossier;
use karwan::dossier::load::load_texts;
use karwan::settings::config::SavedFilter;
use karwan::settings::input::{Keymap, ScreenId, key};
use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::ui::app::{Model, ModelStart};
use karwan::ui::effect::Effect;
use karwan::ui::linear::{self, LinearSession};
use karwan::ui::message::{Message, MouseEvent, MouseKind};
use karwan::ui::widgets::notes::FrameKind;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The program at a size, on a day that never changes.
pub struct Karwan {
    pub model: Model,
    size: (u16, u16),
}

/// The day on which all tests run.
pub fn today() -> NaiveDate {
    "2026-11-24".parse().expect("a day")
}

pub use super::frozen::story;

/// A dossier from one text.
pub fn dossier(text: &str) -> Arc<Dossier> {
    let loaded = load_texts(&[(PathBuf::from("story.toml"), text.to_owned())]);
    let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    loaded.dossier.unwrap_or_else(|| panic!("no dossier: {problems:#?}"))
}

impl Karwan {
    /// The frozen story.
    pub fn new(columns: u16, rows: u16) -> Karwan {
        Karwan::with(story(), columns, rows)
    }

    /// Any story.
    pub fn with(dossier: Arc<Dossier>, columns: u16, rows: u16) -> Karwan {
        Karwan::start(dossier, columns, rows, None, ThemeKind::Dark, GlyphSet::Unicode)
    }

    /// Any story, with filters that the configuration keeps.
    pub fn saving(saved: Vec<SavedFilter>, dossier: Arc<Dossier>, columns: u16, rows: u16) -> Karwan {
        Karwan::keyed(Keymap::default(), saved, dossier, columns, rows)
    }

    /// The frozen story as of a day.
    pub fn as_of(day: &str, columns: u16, rows: u16) -> Karwan {
        Karwan::start(story(), columns, rows, Some(day.parse().expect("a day")), ThemeKind::Dark, GlyphSet::Unicode)
    }

    /// Any story, drawn in a style.
    pub fn drawn(style: DrawStyle, dossier: Arc<Dossier>, columns: u16, rows: u16) -> Karwan {
        Karwan::begin(dossier, columns, rows, None, style, Vec::new(), Keymap::default())
    }

    /// Any story on a terminal that takes links.
    pub fn linking(style: DrawStyle, dossier: Arc<Dossier>, columns: u16, rows: u16) -> Karwan {
        let start = ModelStart { frames: FrameKind::Linked, ..start(dossier, columns, rows, style) };
        Karwan { model: Model::new(start), size: (columns, rows) }
    }

    /// Any story without colour, in ASCII.
    pub fn plain(dossier: Arc<Dossier>, columns: u16, rows: u16) -> Karwan {
        Karwan::start(dossier, columns, rows, None, ThemeKind::Plain, GlyphSet::Ascii)
    }

    /// Any story, with keys and filters that the configuration gives.
    pub fn keyed(keymap: Keymap, saved: Vec<SavedFilter>, dossier: Arc<Dossier>, columns: u16, rows: u16) -> Karwan {
        let paint = DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode);
        Karwan::begin(dossier, columns, rows, None, paint, saved, keymap)
    }

    fn start(
        dossier: Arc<Dossier>,
        columns: u16,
        rows: u16,
        as_of: Option<NaiveDate>,
        kind: ThemeKind,
        glyphs: GlyphSet,
    ) -> Karwan {
        Karwan::begin(dossier, columns, rows, as_of, DrawStyle::new(kind, glyphs), Vec::new(), Keymap::default())
    }

    fn begin(
        dossier: Arc<Dossier>,
        columns: u16,
        rows: u16,
        as_of: Option<NaiveDate>,
        paint: DrawStyle,
        saved: Vec<SavedFilter>,
        keymap: Keymap,
    ) -> Karwan {
        let start = ModelStart { as_of, saved, keymap, ..start(dossier, columns, rows, paint) };
        Karwan { model: Model::new(start), size: (columns, rows) }
    }

    /// Any story, opened to be read only.
    pub fn read_only(dossier: Arc<Dossier>, columns: u16, rows: u16) -> Karwan {
        let paint = DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode);
        let start = ModelStart { read_only: true, ..start(dossier, columns, rows, paint) };
        Karwan { model: Model::new(start), size: (columns, rows) }
    }

    /// The program as it is drawn where it would be heard: with words in place of marks.
    pub fn worded(dossier: Arc<Dossier>) -> Karwan {
        let (columns, rows) = linear::SIZE;
        Karwan::drawn(DrawStyle::new(ThemeKind::Plain, GlyphSet::Words), dossier, columns, rows)
    }

    /// The program changed as a whole.
    pub fn changed(self, change: impl FnOnce(Model) -> Model) -> Karwan {
        Karwan { model: change(self.model), ..self }
    }

    /// Presses keys, named as in the configuration and apart by spaces; `'text` types letter by letter. Gives back
    /// what the program asked of the outside.
    pub fn press(&mut self, keys: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        for word in keys.split_whitespace() {
            let names: Vec<String> = match word.strip_prefix('\'') {
                Some(text) => text.chars().map(String::from).collect(),
                None => vec![word.to_owned()],
            };
            for name in names {
                let pressed = key::parse(&name).unwrap_or_else(|e| panic!("`{name}`: {e}"));
                effects.extend(self.model.update(Message::KeyPressed(pressed)));
            }
        }
        effects
    }

    /// The mouse does something at a cell.
    pub fn point(&mut self, kind: MouseKind, column: u16, row: u16) {
        self.model.update(Message::Mouse(MouseEvent { kind, column, row }));
    }

    /// The first cell of a text on the screen.
    #[track_caller]
    pub fn find(&self, text: &str) -> (u16, u16) {
        let buffer = self.buffer();
        for y in 0..self.size.1 {
            let row: Vec<&str> = (0..self.size.0).map(|x| buffer[(x, y)].symbol()).collect();
            if let Some(at) = row.concat().find(text) {
                let mut bytes = 0;
                let column = row.iter().position(|symbol| {
                    let here = bytes == at;
                    bytes += symbol.len();
                    here
                });
                if let Some(x) = column {
                    return (u16::try_from(x).expect("a column"), y);
                }
            }
        }
        panic!("not on the screen: {text:?}\n{}", self.screen());
    }

    /// Another size of the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.model.update(Message::Resized(columns, rows));
    }

    /// The screen as cells.
    pub fn buffer(&self) -> Buffer {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let mut buffer = Buffer::empty(area);
        self.model.draw(&mut buffer, area);
        buffer
    }

    /// The screen as lines, without blanks at their ends.
    pub fn screen(&self) -> String {
        let buffer = self.buffer();
        let row = |y: u16| -> String {
            let line: String = (0..self.size.0).map(|x| buffer[(x, y)].symbol()).collect();
            line.trim_end().to_owned()
        };
        (0..self.size.1).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Fails unless the text is on the screen.
    #[track_caller]
    pub fn sees(&self, text: &str) {
        let screen = self.screen();
        assert!(screen.contains(text), "not on the screen: {text:?}\n{screen}");
    }

    /// Fails if the text is on the screen.
    #[track_caller]
    pub fn sees_not(&self, text: &str) {
        let screen = self.screen();
        assert!(!screen.contains(text), "on the screen: {text:?}\n{screen}");
    }
}

/// The program at its start, as it is where nobody set anything.
pub fn start(dossier: Arc<Dossier>, columns: u16, rows: u16, paint: DrawStyle) -> ModelStart {
    ModelStart {
        dossier,
        today: today(),
        as_of: None,
        filter: String::new(),
        screen: ScreenId::Overview,
        keymap: Keymap::default(),
        saved: Vec::new(),
        paint,
        frames: FrameKind::Seen,
        mouse: true,
        read_only: false,
        size: (columns, rows),
    }
}

/// The program in lines.
pub fn linear_session(dossier: Arc<Dossier>) -> LinearSession {
    let (columns, rows) = linear::SIZE;
    let style = DrawStyle::new(ThemeKind::Plain, GlyphSet::Words);
    LinearSession::new(
        Model::new(ModelStart { frames: FrameKind::Heard, ..start(dossier, columns, rows, style) }),
        false,
    )
}
