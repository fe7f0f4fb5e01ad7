//! Every word of every screen can be read on dark and light terminals, and on those of Solarized.

use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::ui::message::Message;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::common::screen::{Karwan, story};

/// A terminal: its background and text.
struct TerminalLook {
    name: &'static str,
    theme: ThemeKind,
    background: u32,
    text: u32,
}

const TERMINALS: [TerminalLook; 4] = [
    TerminalLook { name: "dark", theme: ThemeKind::Dark, background: 0x14_161b, text: 0xc8_ccd4 },
    TerminalLook { name: "light", theme: ThemeKind::Light, background: 0xff_ffff, text: 0x1a_1a1a },
    TerminalLook { name: "Solarized Dark", theme: ThemeKind::Dark, background: 0x00_2b36, text: 0x83_9496 },
    TerminalLook { name: "Solarized Light", theme: ThemeKind::Light, background: 0xfd_f6e3, text: 0x65_7b83 },
];

/// Relative luminance (WCAG 2.2).
fn luminance(colour: u32) -> f64 {
    let [_, r, g, b] = colour.to_be_bytes();
    let linear = |value: u8| {
        let share = f64::from(value) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// Contrast ratio (WCAG 2.2), 1 to 21.
fn contrast(a: u32, b: u32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl TerminalLook {
    /// The colour as the terminal shows it; `own` where it is the terminal's own.
    fn shown(colour: Color, own: u32) -> u32 {
        match colour {
            Color::Reset => own,
            Color::Rgb(r, g, b) => u32::from_be_bytes([0, r, g, b]),
            Color::Indexed(n @ 16..=231) => {
                let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
                let n = n - 16;
                u32::from_be_bytes([0, level(n / 36), level(n / 6 % 6), level(n % 6)])
            }
            Color::Indexed(n @ 232..) => {
                let grey = 8 + 10 * (n - 232);
                u32::from_be_bytes([0, grey, grey, grey])
            }
            named => panic!("{named:?}: one of the sixteen colours, which are another on each terminal"),
        }
    }

    /// How well the sign of a cell is seen.
    fn contrast_of(&self, cell: &Cell) -> f64 {
        let (mut front, mut back) =
            (TerminalLook::shown(cell.fg, self.text), TerminalLook::shown(cell.bg, self.background));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut front, &mut back);
        }
        assert!(!cell.modifier.contains(Modifier::DIM), "nobody knows how dim that is");
        contrast(front, back)
    }

    /// 4.5 for text, 3 for the dots of a map; never more than the terminal's own text has. Where nobody knows the
    /// background, a colour that is read on each of them has less, and stands in bold.
    fn wanted(&self, cell: &Cell, theme: ThemeKind) -> f64 {
        if theme == ThemeKind::Either && cell.fg != Color::Reset {
            assert!(cell.modifier.contains(Modifier::BOLD), "{:?}", cell.style());
            return 3.4;
        }
        let is_dots = cell.symbol().chars().all(|c| matches!(c, '\u{2800}'..='\u{28ff}' | '\u{2580}'..='\u{259f}'));
        let wanted: f64 = if is_dots { 3.0 } else { 4.5 };
        wanted.min(contrast(self.text, self.background))
    }
}

#[test]
fn every_cell_of_every_screen_can_be_read_on_every_terminal() {
    let places = [
        "1",
        "1 Tab",
        "1 Tab Tab",
        "2",
        "2 L",
        "3",
        "4",
        "4 Tab",
        "5",
        "5 Tab",
        "6",
        "7",
        "1 Enter",
        "7 Enter",
        "c",
        "w",
        "?",
        ":",
        "F",
        "/ 'is:overdue",
        "/ 'prot:x",
        "t",
        "= '2025-09 Enter",
        "B",
        "y",
        "v",
        "/ 'nothing-has-this Enter",
    ];
    for theme in [ThemeKind::Dark, ThemeKind::Light, ThemeKind::Either] {
        for size in [(80, 24), (120, 40)] {
            for place in places {
                let mut karwan = Karwan::drawn(DrawStyle::new(theme, GlyphSet::Unicode), story(), size.0, size.1);
                karwan.press(place);
                let buffer = karwan.buffer();
                for terminal in TERMINALS.iter().filter(|terminal| [terminal.theme, ThemeKind::Either].contains(&theme))
                {
                    check(&buffer, terminal, theme, &format!("{place:?} at {size:?}"));
                }
            }
        }
    }
}

fn check(buffer: &Buffer, terminal: &TerminalLook, theme: ThemeKind, place: &str) {
    for (at, cell) in buffer.content.iter().enumerate().filter(|(_, cell)| cell.symbol() != " ") {
        let (is, wanted) = (terminal.contrast_of(cell), terminal.wanted(cell, theme));
        let (x, y) = buffer.pos_of(at);
        assert!(
            is >= wanted - 0.005,
            "{}, {theme:?}, {place}: `{}` at {x},{y} has a contrast of {is:.2}, not {wanted:.2}: {:?}",
            terminal.name,
            cell.symbol(),
            cell.style()
        );
    }
}

#[test]
fn no_colour_of_the_256_has_the_contrast_of_text_on_every_terminal() {
    let least = |n: u8| {
        let on = |terminal: &TerminalLook| {
            contrast(TerminalLook::shown(Color::Indexed(n), terminal.text), terminal.background)
        };
        TERMINALS.iter().map(on).fold(f64::INFINITY, f64::min)
    };
    let best = (16..=255).max_by(|&a, &b| least(a).total_cmp(&least(b))).expect("colours");
    assert_eq!((best, format!("{:.2}", least(best))), (196, "3.71".to_owned()));
}

#[test]
fn a_theme_that_is_named_does_not_follow_the_terminal() {
    let mut karwan = Karwan::drawn(DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode), story(), 80, 24);
    let at = karwan.find("karwan");
    let before = karwan.buffer()[at].fg;
    karwan.model.update(Message::BackgroundTold(ThemeKind::Light));
    assert_eq!(karwan.buffer()[at].fg, before);
}
