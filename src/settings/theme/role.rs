//! [`ROLES`]: one row per role of text, with its colours on dark and light terminals. No other file names a colour.
//!
//! The colours of terminals with 256 or more are fixed ones, chosen to be read on dark and light backgrounds alike those of
//! Solarized: 4.5 to 1 for text, 3 to 1 for the lines of the map. A terminal of sixteen colours has its own. Where nobody
//! knows the background, none of the 256 has 4.5 to 1 on all four: the best has 3.7. Text that is read has the terminal's
//! own colour there, and what signals is bold, in colours between dark and light, with at least 3.4 to 1.

use ratatui::style::{Color, Modifier, Style};

use super::{ColorDepth, ThemeKind};

/// The role of a text, which decides its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StyleRole {
    /// Plain text.
    Text,
    /// What may be overlooked: frames, labels, sources, superseded dates.
    Quiet,
    /// Headings and names that lead the eye.
    Strong,
    /// Focus and keys.
    Accent,
    /// Kept, open.
    Good,
    /// Overdue, shut, cancelled, an error.
    Warning,
    /// Contested, one source, half-read input.
    Doubt,
    /// New since the last visit.
    New,
    /// What the filter found in a text; laid over another role.
    Match,
    /// Coasts, lakes and the names of seas.
    Water,
    /// Rivers and the open sea.
    River,
}

/// A role with everything that is said about it anywhere.
#[derive(Clone, Copy, Debug)]
pub struct RoleRow {
    /// Which one.
    pub role: StyleRole,
    /// Its name in the configuration.
    pub name: &'static str,
    /// On a dark terminal: one of its sixteen colours, one of 256.
    dark: (Color, u8),
    /// On a light terminal.
    light: (Color, u8),
    /// On a terminal of which nobody knows which it is.
    either: (Color, u8),
    /// Beside the colour, and alone where there is none.
    modifiers: Modifier,
}

const fn row(
    role: StyleRole,
    name: &'static str,
    dark: (Color, u8),
    light: (Color, u8),
    either: (Color, u8),
    modifiers: Modifier,
) -> RoleRow {
    RoleRow { role, name, dark, light, either, modifiers }
}

/// The terminal's own text.
const OWN: (Color, u8) = (Color::Reset, 0);

/// Every role.
#[rustfmt::skip] // a table
pub const ROLES: &[RoleRow] = &[
    row(StyleRole::Text, "text", OWN, OWN, OWN, Modifier::empty()),
    // Never one of the sixteen: what is grey on one terminal is the background of another.
    row(StyleRole::Quiet, "quiet", (Color::Reset, 246), (Color::Reset, 243), OWN, Modifier::empty()),
    row(StyleRole::Strong, "strong", OWN, OWN, OWN, Modifier::BOLD),
    row(StyleRole::Accent, "accent", (Color::LightBlue, 75), (Color::Blue, 25), (Color::Reset, 32), Modifier::BOLD),
    row(StyleRole::Good, "good", (Color::Green, 114), (Color::Reset, 22), (Color::Reset, 64), Modifier::empty()),
    row(StyleRole::Warning, "warning", (Color::LightRed, 210), (Color::Red, 160), (Color::Red, 197), Modifier::BOLD),
    row(StyleRole::Doubt, "doubt", (Color::Yellow, 179), (Color::Magenta, 94), (Color::Magenta, 134), Modifier::empty()),
    row(StyleRole::New, "new", (Color::LightCyan, 80), (Color::Blue, 24), (Color::Reset, 31), Modifier::BOLD),
    row(StyleRole::Match, "match", (Color::LightBlue, 75), (Color::Blue, 25), (Color::Reset, 32),
        Modifier::BOLD.union(Modifier::UNDERLINED)),
    row(StyleRole::Water, "water", (Color::Cyan, 73), (Color::Blue, 23), (Color::Reset, 31), Modifier::empty()),
    row(StyleRole::River, "river", (Color::Blue, 67), (Color::Blue, 67), (Color::Reset, 67), Modifier::empty()),
];

impl StyleRole {
    /// Its place among [`ROLES`].
    const fn index(self) -> usize {
        self as usize
    }

    /// The role of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<StyleRole> {
        ROLES.iter().find(|row| row.name == name).map(|row| row.role)
    }

    /// Its style where the configuration says nothing of it.
    pub(super) fn style(self, kind: ThemeKind, depth: ColorDepth) -> Style {
        let row = &ROLES[self.index()];
        let (sixteen, indexed) = match kind {
            ThemeKind::Dark => row.dark,
            ThemeKind::Light => row.light,
            ThemeKind::Either => row.either,
            ThemeKind::Plain => OWN,
        };
        let colour = match (depth, indexed) {
            (_, 0) => Color::Reset,
            (ColorDepth::Sixteen, _) => sixteen,
            (ColorDepth::Indexed | ColorDepth::True, index) => Color::Indexed(index),
        };
        let base = match (colour, kind) {
            (Color::Reset, _) => Style::new(),
            (colour, ThemeKind::Either) => Style::new().fg(colour).add_modifier(Modifier::BOLD),
            (colour, _) => Style::new().fg(colour),
        };
        base.add_modifier(row.modifiers)
    }
}

/// Styles that the configuration gives to roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RoleStyles([Option<Style>; ROLES.len()]);

impl RoleStyles {
    /// The style of a role, where it is given one.
    #[must_use]
    pub fn get(&self, role: StyleRole) -> Option<Style> {
        self.0[role.index()]
    }

    /// Gives a role a style.
    pub fn set(&mut self, role: StyleRole, style: Style) {
        self.0[role.index()] = Some(style);
    }

    /// The roles that are given a style, with their names, in the order of [`ROLES`].
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Style)> + '_ {
        ROLES.iter().filter_map(|row| Some((row.name, self.get(row.role)?)))
    }
}

/// Words for what a style has beside its colours.
const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// Names of the sixteen colours; the bright ones have `bright-` before them.
const COLOURS: [(&str, Color, Color); 8] = [
    ("black", Color::Black, Color::DarkGray),
    ("red", Color::Red, Color::LightRed),
    ("green", Color::Green, Color::LightGreen),
    ("yellow", Color::Yellow, Color::LightYellow),
    ("blue", Color::Blue, Color::LightBlue),
    ("magenta", Color::Magenta, Color::LightMagenta),
    ("cyan", Color::Cyan, Color::LightCyan),
    ("white", Color::Gray, Color::White),
];

/// A style as a person writes it: `bold red`, `dim`, `246`, `#8a8a8a`, `default`.
///
/// # Errors
/// The word that is none of these.
pub fn parse_style(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    for word in text.split_whitespace() {
        if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*modifier);
        } else if let Some(colour) = parse_colour(word) {
            style = style.fg(colour);
        } else {
            return Err(format!(
                "unknown colour `{word}`; expected one such as red, bright-red, 246, #8a8a8a or default, beside bold, dim, \
                 italic, underline, reverse"
            ));
        }
    }
    if text.trim().is_empty() { Err("expected a colour such as red, 246 or #8a8a8a".to_owned()) } else { Ok(style) }
}

fn parse_colour(word: &str) -> Option<Color> {
    if word == "default" {
        return Some(Color::Reset);
    }
    if let Some(hex) = word.strip_prefix('#') {
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
        return Some(Color::from_u32(number));
    }
    if let Ok(index) = word.parse() {
        return Some(Color::Indexed(index));
    }
    let (bright, name) = word.strip_prefix("bright-").map_or((false, word), |name| (true, name));
    let (_, plain, light) = COLOURS.iter().find(|(known, ..)| *known == name)?;
    Some(if bright { *light } else { *plain })
}

/// A style as [`parse_style`] reads it.
#[must_use]
pub fn style_words(style: Style) -> String {
    let colour = style.fg.map(|colour| match colour {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(index) => index.to_string(),
        Color::Reset => "default".to_owned(),
        named => COLOURS
            .iter()
            .find_map(|&(name, plain, light)| match named {
                _ if named == plain => Some(name.to_owned()),
                _ if named == light => Some(format!("bright-{name}")),
                _ => None,
            })
            .unwrap_or_default(),
    });
    let modifiers = MODIFIERS.iter().filter(|(_, modifier)| style.add_modifier.contains(*modifier));
    modifiers.map(|(name, _)| (*name).to_owned()).chain(colour).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_roles() {
        for (at, row) in ROLES.iter().enumerate() {
            assert_eq!((row.role.index(), StyleRole::from_name(row.name)), (at, Some(row.role)));
        }
    }

    #[test]
    fn quiet_text_never_has_one_of_the_sixteen_colours() {
        for kind in [ThemeKind::Dark, ThemeKind::Light, ThemeKind::Either, ThemeKind::Plain] {
            for depth in [ColorDepth::Sixteen, ColorDepth::Indexed, ColorDepth::True] {
                let colour = StyleRole::Quiet.style(kind, depth).fg;
                assert!(matches!(colour, None | Some(Color::Indexed(16..))), "{kind:?} {depth:?} {colour:?}");
            }
        }
    }

    #[test]
    fn a_style_reads_as_it_is_written() {
        for text in ["bold red", "dim", "246", "#8a8a8a", "default", "bold underline bright-blue", "reverse white"] {
            assert_eq!(parse_style(text).map(style_words).as_deref(), Ok(text));
        }
        assert!(parse_style("redd").is_err_and(|why| why.starts_with("unknown colour `redd`")));
        assert!(parse_style("#12345").is_err() && parse_style("256").is_err() && parse_style(" ").is_err());
    }
}
