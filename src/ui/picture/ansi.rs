//! Styles and buffers as ANSI: select-graphic-rendition sequences (ECMA-48, 8.3.117) around text.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::rows;

/// The buffer as lines of text with colours, each reset at its end.
#[must_use]
pub fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for row in rows(buffer) {
        let mut current = String::new();
        // Spaces at the end are kept only where they have a colour of their own.
        let last = row.iter().rposition(|(_, cell)| cell.symbol() != " " || !sgr(cell.style()).is_empty());
        for (_, cell) in row.iter().take(last.map_or(0, |at| at + 1)) {
            let wanted = sgr(cell.style());
            if wanted != current {
                out.push_str(if current.is_empty() { "" } else { RESET });
                out.push_str(&wanted);
                current = wanted;
            }
            out.push_str(cell.symbol());
        }
        out.push_str(if current.is_empty() { "" } else { RESET });
        out.push('\n');
    }
    out
}

/// Back to plain.
pub const RESET: &str = "\x1b[0m";

/// The text in a style; as it is where the style is none.
#[must_use]
pub fn styled(style: Style, text: &str) -> String {
    match sgr(style) {
        start if start.is_empty() || text.is_empty() => text.to_owned(),
        start => format!("{start}{text}{RESET}"),
    }
}

/// The sequence that turns a style on, from plain; empty if the style is plain.
#[must_use]
pub fn sgr(style: Style) -> String {
    let mut codes = String::new();
    for (modifier, code) in [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::SLOW_BLINK, 5),
        (Modifier::RAPID_BLINK, 6),
        (Modifier::REVERSED, 7),
        (Modifier::HIDDEN, 8),
        (Modifier::CROSSED_OUT, 9),
    ] {
        if style.add_modifier.contains(modifier) {
            let _ = write!(codes, "{code};");
        }
    }
    for (colour, base) in [(style.fg, 30), (style.bg, 40)] {
        match colour {
            None | Some(Color::Reset) => {}
            Some(Color::Rgb(r, g, b)) => {
                let _ = write!(codes, "{};2;{r};{g};{b};", base + 8);
            }
            Some(Color::Indexed(n)) => {
                let _ = write!(codes, "{};5;{n};", base + 8);
            }
            Some(named) => {
                let n = number(named);
                let _ = write!(codes, "{};", if n < 8 { base + n } else { base + 52 + n });
            }
        }
    }
    match codes.strip_suffix(';') {
        Some(codes) => format!("\x1b[{codes}m"),
        None => String::new(),
    }
}

/// The number of one of the sixteen colours of a terminal.
pub(super) fn number(colour: Color) -> usize {
    const SIXTEEN: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    SIXTEEN.iter().position(|&known| known == colour).unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_one_sequence() {
        let style = Style::new().fg(Color::LightBlue).bg(Color::Red).add_modifier(Modifier::BOLD | Modifier::REVERSED);
        assert_eq!(sgr(style), "\x1b[1;7;94;41m");
        assert_eq!(sgr(Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(9))), "\x1b[38;2;1;2;3;48;5;9m");
        assert_eq!(sgr(Style::new()), "");
        assert_eq!(styled(Style::new().fg(Color::Black), "x"), "\x1b[30mx\x1b[0m");
    }

    #[test]
    fn a_line_changes_colour_where_the_style_does_and_ends_plain() {
        let mut buffer = Buffer::with_lines(["ab c  ", "   "]);
        buffer.set_style(ratatui::layout::Rect::new(0, 0, 2, 1), Style::new().fg(Color::Red));
        assert_eq!(ansi(&buffer), "\x1b[31mab\x1b[0m c\n\n");
    }

    #[test]
    fn a_bar_of_reversed_spaces_is_kept() {
        let mut buffer = Buffer::with_lines(["a  "]);
        buffer.set_style(buffer.area, Style::new().add_modifier(Modifier::REVERSED));
        assert_eq!(ansi(&buffer), "\x1b[7ma  \x1b[0m\n");
    }
}
